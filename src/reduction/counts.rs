//! `from: concentration`: particles, or an analyte, per volume of the undiluted sample.
//!
//! The dilution decides by factors of thousands, so each value says which factor it holds and where that factor stands.
//! Nothing is assumed: without a factor in the file or beside it there is no concentration.

use super::codes::{
    DILUTION_BELOW_ONE, DILUTION_NOT_RECORDED, DILUTION_STATED_TWICE, MEASUREMENT_WITHOUT_VALUE, NOT_ABOVE_BLANK,
};
use super::computed::{Computed, NoValue};
use super::size::{counted, digits};
use super::stated::{self, with_point};
use crate::instrument::{Dilution, DilutionFactor, Heights, Run, Spacing, Value};
use crate::quantity::{Decimal, Exact, Reading, Unit};
use crate::stats::concentration_uncertainty;

/// Significant digits of a number in a message.
pub(super) const SHOWN_DIGITS: u32 = 6;
/// Digits of a product; more than a stated concentration times a factor has.
const PRODUCT_DIGITS: u32 = 15;

/// How a value came about: the rule, and what belongs to one run alone.
#[derive(Clone, Debug)]
struct How {
    rule: String,
    detail: String,
}

impl How {
    fn new(rule: impl Into<String>, detail: impl Into<String>) -> How {
        How { rule: rule.into(), detail: detail.into() }
    }

    fn join(&mut self, next: &How) {
        self.rule.push_str(&next.rule);
        self.detail.push_str(&next.detail);
    }

    fn text(&self) -> String {
        format!("{}; {}", self.rule, self.detail)
    }
}

/// The unit of particles counted in a volume.
const PER_VOLUME: &str = "particles/mL";

/// A dilution factor that stands outside the instrument file.
#[derive(Clone, Copy, Debug)]
pub struct GivenDilution<'s> {
    /// The factor, 500 for one part in five hundred.
    pub factor: &'s Decimal,
    /// Where it comes from, in words: `--set dilution=500`, `samples.yaml, line 4`.
    pub from: &'s str,
}

/// The concentration of the undiluted sample, with the uncertainty of counting.
///
/// What the file states, or the sum of its linear bins; times the recorded factor unless it is applied already, or times
/// the given one where none is recorded. Blanks are runs of the diluent alone: their mean, as measured, is subtracted
/// from the sample as measured, before the factor. A blank in which nothing was counted is a blank of 0.
///
/// # Errors
/// A failed measurement, no concentration, no factor or two of them, a sample that is not above its blanks.
pub fn concentration(
    run: &Run<'_>,
    given: Option<GivenDilution<'_>>,
    blanks: &[&Run<'_>],
) -> Result<Computed, NoValue> {
    if let Some(why) = &run.failed {
        let message = format!("the measurement failed: {why}");
        return Err(NoValue::new(&MEASUREMENT_WITHOUT_VALUE, message, "measure again"));
    }
    if let Some(value) = run.value("concentration").filter(|value| is_bound(value)) {
        return bound(run, value, given, !blanks.is_empty());
    }
    let measured = Measured::of(run)?;
    let factor = Factor::of(run, given)?;
    let blank = if blanks.is_empty() { None } else { Some(Blank::of(blanks, &measured.unit)?) };
    let mut how = measured.how.clone();
    if let Some(blank) = &blank {
        how.join(&blank.how);
        if measured.value <= blank.mean {
            let message = format!("the sample is not above its blank: {}", how.text());
            return Err(NoValue::new(
                &NOT_ABOVE_BLANK,
                message,
                "measure at a lower dilution, or with a cleaner diluent",
            ));
        }
    }
    how.join(&factor.how);
    let left = blank.as_ref().map_or_else(|| measured.value.clone(), |blank| &measured.value - &blank.mean);
    let value = match (&blank, &run.dilution, &measured.stated) {
        // Nothing is computed: the digits of the file stay.
        (None, Dilution::Applied(_) | Dilution::NotApplicable, Some(stated)) => stated.clone(),
        _ => (&left * &factor.value).to_decimal_string(PRODUCT_DIGITS).0,
    };
    let scale = factor.value.to_f64();
    let uncertainty = measured.uncertainty.and_then(|sample| {
        let blank = blank.as_ref().map_or(Some(0.0), |blank| blank.uncertainty)?;
        Some((sample * sample + blank * blank).sqrt() * scale)
    });
    Ok(Computed {
        value,
        unit: measured.unit,
        how: how.text(),
        standard_uncertainty: uncertainty,
        line: measured.line,
        column: measured.column,
        findings: Vec::new(),
        gate_ends: Vec::new(),
    })
}

/// Whether the instrument states that the concentration lies below or above a number, which says something of it.
fn is_bound(value: &Value) -> bool {
    let censored = matches!(value.reading, Reading::Below(_) | Reading::Above(_) | Reading::NotDetectedBelow(_));
    censored && stated::none(value).is_none()
}

/// A concentration of which the instrument states a bound, as that of the undiluted sample: below or above the number times the factor.
///
/// # Errors
/// No factor or two of them, a correction of which the effect is not known, or blanks to subtract from what is no number.
fn bound(
    run: &Run<'_>,
    value: &Value,
    given: Option<GivenDilution<'_>>,
    has_blanks: bool,
) -> Result<Computed, NoValue> {
    check_correction_factor(run)?;
    if has_blanks {
        let message = format!("its concentration is `{}`, from which no blank can be subtracted", value.text);
        return Err(NoValue::new(&MEASUREMENT_WITHOUT_VALUE, message, "measure at a lower dilution"));
    }
    let factor = Factor::of(run, given)?;
    let times = |number: &Decimal| (&number.exact() * &factor.value).to_decimal_string(PRODUCT_DIGITS).0;
    let is_stated = matches!(run.dilution, Dilution::Applied(_) | Dilution::NotApplicable);
    let text = match value.reading {
        // Nothing is computed: the text of the file stays.
        _ if is_stated => with_point(value),
        Reading::Below(bound) => format!("{}{}", if bound.inclusive { "≤" } else { "<" }, times(&bound.value)),
        Reading::Above(bound) => format!("{}{}", if bound.inclusive { "≥" } else { ">" }, times(&bound.value)),
        Reading::NotDetectedBelow(limit) => format!("ND (LOD {})", times(&limit)),
        _ => with_point(value),
    };
    let unit = value.unit.to_string();
    let mut how = How::new("stated concentration", format!("{} {unit}", value.text).trim_end().to_owned() + " stated");
    how.join(&factor.how);
    Ok(Computed {
        value: text,
        unit,
        how: how.text(),
        standard_uncertainty: None,
        line: value.line,
        column: value.column,
        findings: Vec::new(),
        gate_ends: Vec::new(),
    })
}

/// Refuses a concentration that the instrument software corrects by a factor other than one.
fn check_correction_factor(run: &Run<'_>) -> Result<(), NoValue> {
    match run.value("concentration_correction_factor") {
        Some(value) if !matches!(value.reading, Reading::Number(number) if number.exact() == Exact::one()) => {
            let message =
                format!("its concentration correction factor is {}, with an effect that is not known", value.text);
            Err(NoValue::new(&MEASUREMENT_WITHOUT_VALUE, message, EXPORT_CONCENTRATION))
        }
        _ => Ok(()),
    }
}

/// What to do where a run has no concentration that can be used.
const EXPORT_CONCENTRATION: &str = "export the concentration too";

/// What a blank is in a sample: its concentration as measured, times the factor of that sample.
///
/// A blank is the diluent. What it holds counts in every diluted sample, so that it has to be compared with the sample as
/// measured, whatever its own record of a dilution says; times the factor both are those of the undiluted sample.
///
/// # Errors
/// A failed measurement, or no concentration. A blank in which nothing was counted is a blank of 0.
pub(super) fn blank(run: &Run<'_>, factor: &Exact) -> Result<Computed, NoValue> {
    let measured = Measured::of(run)?;
    let mut how = measured.how;
    how.join(&How::new(
        format!(", times the dilution {} of the sample", factor.to_decimal_string(PRODUCT_DIGITS).0),
        "",
    ));
    Ok(Computed {
        value: (&measured.value * factor).to_decimal_string(PRODUCT_DIGITS).0,
        unit: measured.unit,
        how: how.text(),
        standard_uncertainty: None,
        line: measured.line,
        column: measured.column,
        findings: Vec::new(),
        gate_ends: Vec::new(),
    })
}

/// The dilution factor of a run.
///
/// # Errors
/// No factor, or two of them.
pub(super) fn dilution_factor(run: &Run<'_>, given: Option<GivenDilution<'_>>) -> Result<Exact, NoValue> {
    Factor::of(run, given).map(|factor| factor.value)
}

/// The concentration as measured, without any dilution factor, and its unit.
///
/// # Errors
/// No concentration.
pub(super) fn as_measured(run: &Run<'_>) -> Result<(Exact, String), NoValue> {
    Measured::of(run).map(|measured| (measured.value, measured.unit))
}

/// Whether the run counted nothing: its concentration is 0.
pub(super) fn is_empty(run: &Run<'_>) -> bool {
    run.value("concentration").is_some_and(|value| matches!(value.reading, Reading::Number(number) if number.is_zero()))
}

/// Whether the run has a concentration at all.
pub(super) fn has_concentration(run: &Run<'_>) -> bool {
    let of_bins = |found: &crate::instrument::Distribution| found.heights_are == Heights::Concentration;
    run.value("concentration").is_some() || run.distributions.iter().any(of_bins)
}

/// A concentration as measured, without any dilution factor.
struct Measured {
    value: Exact,
    /// The stated digits, where the file states a concentration.
    stated: Option<String>,
    unit: String,
    how: How,
    uncertainty: Option<f64>,
    line: u64,
    column: u32,
}

impl Measured {
    fn of(run: &Run<'_>) -> Result<Measured, NoValue> {
        let none = |why: &str| NoValue::new(&MEASUREMENT_WITHOUT_VALUE, why.to_owned(), EXPORT_CONCENTRATION);
        check_correction_factor(run)?;
        let mut measured = match run.value("concentration") {
            Some(value) => {
                let number = match (&value.no_number, value.reading) {
                    (None, Reading::Number(number)) => number,
                    (Some(why), _) => return Err(none(&format!("its concentration is `{}`: {why}", value.text))),
                    _ => return Err(none(&format!("its concentration is `{}`, which is no number", value.text))),
                };
                let unit = value.unit.as_ref();
                let shown = if unit.is_empty() { value.text.clone() } else { format!("{} {unit}", value.text) };
                Measured {
                    value: number.exact(),
                    stated: Some(with_point(value)),
                    unit: unit.to_owned(),
                    how: How::new("stated concentration", format!("{shown} stated")),
                    uncertainty: None,
                    line: value.line,
                    column: value.column,
                }
            }
            None => Measured::sum_of_bins(run).ok_or_else(|| none("it has no concentration"))?,
        };
        if let Dilution::Applied(factor) = &run.dilution {
            let factor = factor.value.exact();
            measured.value = measured.value.checked_div(&factor).ok_or_else(|| none("its dilution factor is 0"))?;
        }
        let particles = counted(run);
        measured.uncertainty =
            particles.and_then(|particles| concentration_uncertainty(measured.value.to_f64(), particles).ok());
        match particles {
            Some(particles) => measured.how.detail.push_str(&format!(" ({particles} particles counted)")),
            None if measured.unit != PER_VOLUME => {}
            None => measured.how.detail.push_str(" (no number of particles stated)"),
        }
        Ok(measured)
    }

    /// The same in another unit.
    fn in_unit(mut self, unit: &str) -> Result<Measured, NoValue> {
        if self.unit == unit {
            return Ok(self);
        }
        let parsed = Unit::parse(&self.unit).ok().zip(Unit::parse(unit).ok());
        let Some(factor) = parsed.and_then(|(from, to)| from.factor_to(&to)) else {
            let message = format!("the blank is in {}, the sample in {unit}", self.unit);
            let help = "say with `test` in the samples which tests a blank is for";
            return Err(NoValue::new(&MEASUREMENT_WITHOUT_VALUE, message, help));
        };
        self.value = &self.value * &factor;
        self.uncertainty = self.uncertainty.map(|uncertainty| uncertainty * factor.to_f64());
        unit.clone_into(&mut self.unit);
        Ok(self)
    }

    /// The sum of the linear bins; a second, logarithmic table holds the same particles once more.
    fn sum_of_bins(run: &Run<'_>) -> Option<Measured> {
        let linear = |spacing: Spacing| spacing == Spacing::Linear;
        let bins = (run.distributions.iter())
            .find(|found| found.heights_are == Heights::Concentration && linear(found.spacing))?;
        let sum: f64 = bins.heights.iter().sum();
        Some(Measured {
            value: Exact::from_f64_shortest(sum)?,
            stated: None,
            unit: PER_VOLUME.to_owned(),
            how: How::new(
                format!("sum of {} linear bins", bins.heights.len()),
                format!("{} {PER_VOLUME}", digits(sum)),
            ),
            uncertainty: None,
            line: bins.line,
            column: bins.column,
        })
    }
}

/// The factor of a run, and where it stands.
struct Factor {
    value: Exact,
    how: How,
}

impl Factor {
    fn of(run: &Run<'_>, given: Option<GivenDilution<'_>>) -> Result<Factor, NoValue> {
        let recorded = |factor: &DilutionFactor, applied: &str| {
            if factor.value.exact() < Exact::one() {
                let message = format!("the file records a dilution of {}, less than one", factor.text);
                let help =
                    "a factor is how many parts the sample was diluted into; correct it in the instrument software";
                return Err(NoValue::new(&DILUTION_BELOW_ONE, message, help));
            }
            if let Some(given) = given.filter(|given| given.factor.exact() != factor.value.exact()) {
                let recorded = format!("line {}, field {}", factor.line, factor.column);
                return Err(twice(&format!("the file records a dilution of {} ({recorded})", factor.text), given));
            }
            let how = How::new(
                format!("{applied} the dilution {} of the file", factor.text),
                format!(", factor at {}:{}", factor.line, factor.column),
            );
            Ok(Factor { value: factor.value.exact(), how })
        };
        match (&run.dilution, given) {
            (Dilution::Applied(factor), _) => recorded(factor, ", which holds"),
            (Dilution::NotApplied(factor), _) => recorded(factor, ", times"),
            (Dilution::NotRecorded, Some(given)) => Ok(Factor {
                value: given.factor.exact(),
                how: How::new(format!(", times the dilution {} from {}", given.factor, given.from), ""),
            }),
            (Dilution::NotRecorded, None) => {
                let message = "the file records no dilution factor, and none is given";
                let help =
                    "give it with --set dilution=FACTOR, or in the samples; 1 says that the sample was not diluted";
                Err(NoValue::new(&DILUTION_NOT_RECORDED, message, help))
            }
            (Dilution::NotApplicable, None) => {
                Ok(Factor { value: Exact::one(), how: How::new(", which is that of the undiluted sample", "") })
            }
            (Dilution::NotApplicable, Some(given)) => {
                Err(twice("the file states the concentration of the undiluted sample", given))
            }
        }
    }
}

fn twice(file: &str, given: GivenDilution<'_>) -> NoValue {
    let message = format!("{file}, and {} comes from {}", given.factor, given.from);
    NoValue::new(&DILUTION_STATED_TWICE, message, "leave the factor to the file, or correct it there")
}

/// The mean of the blanks, as measured.
struct Blank {
    mean: Exact,
    how: How,
    uncertainty: Option<f64>,
}

impl Blank {
    /// The blanks in the unit of the sample.
    fn of(blanks: &[&Run<'_>], unit: &str) -> Result<Blank, NoValue> {
        let in_unit = |blank: &&Run<'_>| Measured::of(blank).and_then(|measured| measured.in_unit(unit));
        let measured = blanks.iter().map(in_unit).collect::<Result<Vec<_>, _>>()?;
        let values: Vec<Exact> = measured.iter().map(|blank| blank.value.clone()).collect();
        let mean = Exact::mean(&values).unwrap_or_else(Exact::zero);
        let of = |blank: &Measured| if blank.value.is_zero() { Some(0.0) } else { blank.uncertainty };
        let squares = measured.iter().map(|blank| of(blank).map(|u| u * u)).sum::<Option<f64>>();
        #[allow(clippy::cast_precision_loss, reason = "blanks are few")]
        let uncertainty = squares.map(|squares| squares.sqrt() / blanks.len() as f64);
        let runs = if blanks.len() == 1 { "one run".to_owned() } else { format!("the mean of {} runs", blanks.len()) };
        let blank = digits(mean.to_f64());
        let how = How::new(format!(", less the blank {blank} {unit} ({runs}), both as measured"), "");
        Ok(Blank { mean, how, uncertainty })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::{Distribution, Value, Weighting};
    use crate::quantity::DecimalMark;
    use std::borrow::Cow;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text, DecimalMark::Point).unwrap()
    }

    fn value(quantity: &'static str, text: &str) -> Value {
        Value {
            quantity: Cow::Borrowed(quantity),
            of: String::new(),
            text: text.to_owned(),
            reading: Reading::parse(text, DecimalMark::Point),
            unit: Cow::Borrowed(if quantity == "concentration" { PER_VOLUME } else { "" }),
            line: 45,
            column: 2,
            no_number: None,
        }
    }

    fn factor(text: &str) -> DilutionFactor {
        DilutionFactor { value: decimal(text), text: text.to_owned(), line: 44, column: 2 }
    }

    fn run(concentration: &str, dilution: Dilution) -> Run<'static> {
        let values = vec![value("concentration", concentration), value("valid_tracks", "400.0")];
        Run { name: "b7_00".to_owned(), values, dilution, ..Run::default() }
    }

    fn message(found: Result<Computed, NoValue>) -> (&'static str, String) {
        let error = found.unwrap_err();
        (error.code.name, error.message)
    }

    #[test]
    fn recorded_and_applied() {
        let computed = concentration(&run("2.97e+011", Dilution::Applied(factor("1.00e+003"))), None, &[]).unwrap();
        assert_eq!((computed.value.as_str(), computed.line), ("2.97e+011", 45));
        assert_eq!(
            computed.how,
            "stated concentration, which holds the dilution 1.00e+003 of the file; 2.97e+011 particles/mL stated (400 \
             particles counted), factor at 44:2"
        );
        // One in twenty for 400 particles.
        assert!((computed.standard_uncertainty.unwrap() / 1.485e10 - 1.0).abs() < 1e-12);
    }

    /// A plate reader prints numbers alone; what they count is not for evqc to say.
    #[test]
    fn no_unit_is_made_up() {
        let mut well = run("59.389", Dilution::NotApplied(factor("10")));
        well.values[0].unit = Cow::Borrowed("");
        well.values.truncate(1);
        let computed = concentration(&well, None, &[]).unwrap();
        assert_eq!((computed.value.as_str(), computed.unit.as_str()), ("593.89", ""));
        assert_eq!(
            computed.how,
            "stated concentration, times the dilution 10 of the file; 59.389 stated, factor at 44:2"
        );
    }

    #[test]
    fn recorded_and_not_applied() {
        let mut run = run("0", Dilution::NotApplied(factor("5000")));
        run.values = vec![value("number_of_traces", "100"), value("concentration_correction_factor", "1.000000")];
        let table = |spacing, heights: [f64; 2]| Distribution {
            weighting: Weighting::Number,
            heights_are: Heights::Concentration,
            edges: vec![0.0, 5.0, 10.0].into(),
            printed: vec![2.5, 7.5].into(),
            heights: heights.to_vec(),
            spacing,
            states: None,
            percentiles: None,
            resolution: 1e-6,
            line: 80,
            column: 3,
        };
        run.distributions = vec![table(Spacing::Logarithmic, [1e5, 1e5]), table(Spacing::Linear, [7.71e4, 1.157e5])];
        let computed = concentration(&run, None, &[]).unwrap();
        assert_eq!((computed.value.as_str(), computed.line), ("964000000", 80));
        assert_eq!(
            computed.how,
            "sum of 2 linear bins, times the dilution 5000 of the file; 192800 particles/mL (100 particles counted), factor \
             at 44:2"
        );
        run.values.push(value("concentration_correction_factor", "1.2"));
        run.values.remove(1);
        let (code, text) = message(concentration(&run, None, &[]));
        assert_eq!(code, "measurement-without-value");
        assert!(text.contains("correction factor is 1.2"), "{text}");
    }

    #[test]
    fn not_recorded_is_never_assumed() {
        let sample = run("9.10e+008", Dilution::NotRecorded);
        let none = message(concentration(&sample, None, &[]));
        assert_eq!(
            none,
            ("dilution-not-recorded", "the file records no dilution factor, and none is given".to_owned())
        );
        let given = decimal("500");
        let given = GivenDilution { factor: &given, from: "--set dilution=500" };
        let computed = concentration(&sample, Some(given), &[]).unwrap();
        assert_eq!(computed.value, "455000000000");
        assert!(computed.how.contains(", times the dilution 500 from --set dilution=500; "), "{}", computed.how);
    }

    #[test]
    fn two_factors_are_refused() {
        let given = decimal("500");
        let given = GivenDilution { factor: &given, from: "--set dilution=500" };
        let applied = concentration(&run("1e9", Dilution::Applied(factor("1.00e+003"))), Some(given), &[]);
        assert_eq!(
            message(applied),
            (
                "dilution-stated-twice",
                "the file records a dilution of 1.00e+003 (line 44, field 2), and 500 comes from --set dilution=500"
                    .to_owned()
            )
        );
        let same = concentration(&run("1e9", Dilution::Applied(factor("5.00e+002"))), Some(given), &[]);
        assert_eq!(same.unwrap().value, "1e9");
        let undiluted = concentration(&run("1e9", Dilution::NotApplicable), Some(given), &[]);
        assert_eq!(message(undiluted).0, "dilution-stated-twice");
    }

    /// (9e8 - 1e8) × 500; u = 500 × sqrt((9e8/20)² + (1e8 × sqrt(2)/(2 × 20))²).
    #[test]
    fn blanks_are_subtracted_as_measured() {
        let sample = run("4.5e11", Dilution::Applied(factor("500")));
        let (first, second) = (run("8e7", Dilution::NotRecorded), run("1.2e9", Dilution::Applied(factor("10"))));
        let computed = concentration(&sample, None, &[&first, &second]).unwrap();
        assert_eq!(computed.value, "400000000000");
        let expected = 500.0 * ((9e8_f64 / 20.0).powi(2) + (4e6_f64.powi(2) + 6e6_f64.powi(2)) / 4.0).sqrt();
        assert!((computed.standard_uncertainty.unwrap() / expected - 1.0).abs() < 1e-12);
        assert!(computed.how.contains("less the blank 100000000 particles/mL (the mean of 2 runs), both as measured"));
        let below = concentration(&run("4e10", Dilution::Applied(factor("500"))), None, &[&first]);
        assert_eq!(message(below).0, "not-above-blank");
        let empty = Run { failed: Some("the concentration is 0".to_owned()), ..run("0", Dilution::NotRecorded) };
        assert_eq!(concentration(&sample, None, &[&empty]).unwrap().value, "450000000000");
    }

    #[test]
    fn failed_measurements_have_none() {
        let failed = Run { failed: Some("the concentration is 0".to_owned()), ..run("0", Dilution::NotRecorded) };
        let found = message(concentration(&failed, None, &[]));
        assert_eq!(found, ("measurement-without-value", "the measurement failed: the concentration is 0".to_owned()));
    }
}
