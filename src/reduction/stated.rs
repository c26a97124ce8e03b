//! `from: stated`: a value that the instrument states itself, with its own digits.

use super::codes;
use super::computed::{Computed, NoValue};
use crate::finding::did_you_mean;
use crate::instrument::{Dilution, Recording, Run, Value};
use crate::quantity::Unit;
use crate::quantity::unit_table::Base;

/// The stated value of a quantity, of nothing in particular or of an analyte, wavelength or channel.
///
/// # Errors
/// That the run states no such quantity, or that it is a concentration whose dilution is not applied.
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
    if is_concentration(value) && matches!(run.dilution, Dilution::NotApplied(_) | Dilution::NotRecorded) {
        let message = format!(
            "{} is that of the sample as measured, and its dilution is {}",
            described(quantity, of),
            if run.dilution == Dilution::NotRecorded { "not recorded" } else { "recorded and not applied" }
        );
        let help = "use `from: concentration`, which applies the factor and prints it";
        return Err(NoValue::new(&codes::STATED_CONCENTRATION_UNDILUTED, message, help));
    }
    let why = value.no_number.as_ref().map_or_else(String::new, |why| format!(": {why}"));
    Ok(Computed {
        value: value.text.clone(),
        unit: value.unit.to_string(),
        how: format!("{} as the instrument states it{why}", described(quantity, of)),
        standard_uncertainty: None,
        line: value.line,
        column: value.column,
        findings: Vec::new(),
    })
}

/// A value of the run, else one that holds for the file as a whole.
pub(super) fn find<'r>(
    recording: &'r Recording<'_>,
    run: &'r Run<'_>,
    quantity: &str,
    of: Option<&str>,
) -> Option<&'r Value> {
    let wanted = |value: &&Value| {
        value.quantity == quantity
            && match of {
                Some(of) => value.of.trim().eq_ignore_ascii_case(of.trim()),
                None => value.of.is_empty(),
            }
    };
    run.values.iter().find(wanted).or_else(|| recording.values.iter().find(wanted))
}

fn described(quantity: &str, of: Option<&str>) -> String {
    match of {
        Some(of) => format!("{quantity} of {of}"),
        None => quantity.to_owned(),
    }
}

/// Whether the unit of a value is an amount per volume.
fn is_concentration(value: &Value) -> bool {
    Unit::parse(&value.unit).is_ok_and(|unit| unit.dimension().exponent(Base::Length) == -3)
}
