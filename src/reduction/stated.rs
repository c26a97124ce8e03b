//! `from: stated`: a value that the instrument states itself, with its own digits.

use super::codes;
use super::computed::{Computed, NoValue};
use crate::finding::did_you_mean;
use crate::instrument::{Dilution, Recording, Run, Value};
use crate::quantity::unit_table::Base;
use crate::quantity::{DecimalMark, Exact, Reading, Unit};

/// The stated value of a quantity, of nothing in particular or of an analyte, wavelength or channel.
///
/// # Errors
/// That the run states no such quantity, or that the value is none, or that it is a concentration whose
/// dilution is not applied to it.
pub(super) fn stated(
    recording: &Recording<'_>,
    run: &Run<'_>,
    quantity: &str,
    of: Option<&str>,
) -> Result<Computed, NoValue> {
    let Some(value) = find(recording, run, quantity, of) else {
        let names = run.values.iter().map(|value| value.quantity.as_ref());
        let help = match did_you_mean(quantity, names) {
            Some(close) => format!("did you mean `{close}`? `evqc read` shows every quantity of the file"),
            None => "`evqc read` shows every quantity of the file".to_owned(),
        };
        let what = described(quantity, of);
        return Err(NoValue::new(&codes::RUN_WITHOUT_VALUE, format!("the run states no {what}"), help));
    };
    if let Some(dilution) = not_undiluted(value, &run.dilution) {
        let message =
            format!("{} is that of the sample as measured, and its dilution is {dilution}", described(quantity, of));
        let help = match of {
            None => "use `from: concentration`, which applies the factor and prints it",
            Some(_) => "deliver it in a result table, times its factor",
        };
        return Err(NoValue::new(&codes::STATED_CONCENTRATION_UNDILUTED, message, help));
    }
    if let Some(why) = none(value) {
        let message = format!("{} is `{}`: {why}", described(quantity, of), value.text);
        return Err(NoValue::new(
            &codes::MEASUREMENT_WITHOUT_VALUE,
            message,
            "measure again, or name another quantity",
        ));
    }
    Ok(Computed {
        value: with_point(value),
        unit: value.unit.to_string(),
        how: format!("{} as the instrument states it", described(quantity, of)),
        standard_uncertainty: None,
        line: value.line,
        column: value.column,
        findings: Vec::new(),
        gate_ends: Vec::new(),
    })
}

/// Why a value is none, whatever digits stand in its cell: a peak at 0.000 is no peak. A censored value says something.
pub(super) fn none(value: &Value) -> Option<&str> {
    let censored = matches!(
        value.reading,
        Reading::Below(_)
            | Reading::Above(_)
            | Reading::BelowLod
            | Reading::BelowLoq
            | Reading::AboveUloq
            | Reading::NotDetected
            | Reading::NotDetectedBelow(_)
            | Reading::TooNumerousToCount
    );
    value.no_number.as_deref().filter(|_| !censored)
}

/// The text of a value with a decimal point, whatever mark its file has; no digit is lost.
pub(super) fn with_point(value: &Value) -> String {
    let same = |text: &str| Reading::parse(text, DecimalMark::Point) == value.reading;
    let replaced = value.text.replace(',', ".");
    match value.reading {
        _ if same(&value.text) => value.text.clone(),
        _ if same(&replaced) => replaced,
        Reading::Number(number) => number.to_string(),
        _ => value.text.clone(),
    }
}

/// The setting that a check names as a control: `NAME`, of nothing in particular or else of what the test takes, or
/// `NAME of ANALYTE`.
pub(super) fn setting<'r>(
    recording: &'r Recording<'_>,
    run: &'r Run<'_>,
    name: &str,
    of_test: Option<&str>,
) -> Option<&'r Value> {
    let as_written = find(recording, run, name, None);
    let with_analyte = || {
        let (quantity, of) = name.split_once(" of ")?;
        find(recording, run, quantity.trim(), Some(of))
    };
    as_written.or_else(with_analyte).or_else(|| find(recording, run, name, Some(of_test?)))
}

/// A value of the run, else one that holds for the file as a whole.
pub(super) fn find<'r>(
    recording: &'r Recording<'_>,
    run: &'r Run<'_>,
    quantity: &str,
    of: Option<&str>,
) -> Option<&'r Value> {
    let wanted = |value: &&Value| is(value, quantity, of);
    run.values.iter().find(wanted).or_else(|| recording.values.iter().find(wanted))
}

/// Whether a value is that of a quantity, of nothing in particular or of an analyte, wavelength or channel.
pub(super) fn is(value: &Value, quantity: &str, of: Option<&str>) -> bool {
    value.quantity == quantity
        && match of {
            Some(of) => value.of.trim().eq_ignore_ascii_case(of.trim()),
            None => value.of.is_empty(),
        }
}

fn described(quantity: &str, of: Option<&str>) -> String {
    match of {
        Some(of) => format!("{quantity} of {of}"),
        None => quantity.to_owned(),
    }
}

/// What the file says of the dilution, where a value is an amount per volume and not one of the undiluted sample. A factor
/// that is applied is applied to `concentration` alone: that of a tube or an average beside it is as measured.
fn not_undiluted(value: &Value, dilution: &Dilution) -> Option<&'static str> {
    match dilution {
        _ if !is_concentration(value) => None,
        // The ZetaView prints both; its own factor is in the other one.
        Dilution::NotApplicable if value.quantity == "concentration_diluted" => {
            Some("applied to `concentration` alone")
        }
        Dilution::NotApplicable => None,
        Dilution::Applied(_) if value.quantity == "concentration" => None,
        Dilution::Applied(_) => Some("applied to `concentration` alone"),
        Dilution::NotRecorded => Some("not recorded"),
        Dilution::NotApplied(factor) if factor.value.exact() == Exact::one() => None,
        Dilution::NotApplied(_) => Some("recorded and not applied"),
    }
}

/// Whether what a test takes of a run is a concentration.
pub(super) fn states_concentration(recording: &Recording<'_>, run: &Run<'_>, quantity: &str, of: Option<&str>) -> bool {
    find(recording, run, quantity, of).is_some_and(is_concentration)
}

/// Whether a value is an amount per volume: by its unit, and where plate readers and bead assays print none, by its name. The
/// content of standards (`nominal_concentration`) is known and not measured.
fn is_concentration(value: &Value) -> bool {
    const NAMES: [&str; 6] = [
        "concentration",
        "mean_concentration",
        "average_concentration",
        "tube_concentration",
        "cumulative_concentration",
        "differential_concentration",
    ];
    match Unit::parse(&value.unit) {
        Ok(unit) if !unit.is_none() => unit.dimension().exponent(Base::Length) == -3,
        _ => NAMES.contains(&&*value.quantity),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    fn value(quantity: &'static str, of: &str, text: &str, mark: DecimalMark) -> Value {
        Value {
            quantity: Cow::Borrowed(quantity),
            of: of.to_owned(),
            text: text.to_owned(),
            reading: Reading::parse(text, mark),
            unit: Cow::Borrowed(""),
            line: 1,
            column: 1,
            no_number: None,
        }
    }

    #[test]
    fn a_decimal_comma_becomes_a_point_and_no_digit_is_lost() {
        let shown = |text, mark| with_point(&value("d50", "", text, mark));
        assert_eq!(shown("160,000000", DecimalMark::Comma), "160.000000");
        assert_eq!(shown("1,250", DecimalMark::Comma), "1.250");
        assert_eq!(shown("<0,05", DecimalMark::Comma), "<0.05");
        assert_eq!(shown("2.97e+011", DecimalMark::Point), "2.97e+011");
        assert_eq!(shown("positive", DecimalMark::Comma), "positive");
    }

    #[test]
    fn a_setting_of_the_analyte_of_the_test() {
        let values = [("bead_count", "CD63", "7"), ("bead_count", "CD9", "60"), ("total_events", "", "400")];
        let values = values.map(|(quantity, of, text)| value(quantity, of, text, DecimalMark::Point));
        let run = Run { values: values.into(), ..Run::default() };
        let recording = Recording::new("luminex-xponent", "");
        let text = |name, of| setting(&recording, &run, name, of).map(|value| value.text.as_str());
        assert_eq!(text("bead_count", Some("CD63")), Some("7"));
        assert_eq!(text("bead_count of CD9", Some("CD63")), Some("60"));
        assert_eq!(text("total_events", Some("CD63")), Some("400"));
        // Of which analyte is not said.
        assert_eq!(text("bead_count", None), None);
        assert_eq!(text("bead_count of CD81", Some("CD63")), None);
    }

    #[test]
    fn the_concentration_of_the_diluted_sample_is_none_of_the_sample() {
        let of = |quantity| Value {
            unit: Cow::Borrowed("particles/mL"),
            ..value(quantity, "", "5.0E+7", DecimalMark::Point)
        };
        let said = |quantity| not_undiluted(&of(quantity), &Dilution::NotApplicable);
        assert_eq!(said("concentration"), None);
        assert_eq!(said("concentration_diluted"), Some("applied to `concentration` alone"));
    }
}
