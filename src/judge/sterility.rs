//! Whether a test for sterility took enough containers.

use super::codes;
use super::control::of_void_run;
use super::lot_report::Reason;
use super::validity::Run;
use crate::data::{Determination, LotFacts};
use crate::dosing::{SamplingScheme, sterility_sample};
use crate::quantity::{Exact, Reading};
use crate::spec::Role;

/// What is wrong with the sample, if anything. A number that is not reported shows no sufficient sample, nor does that of a test which
/// is void. `required` is the check as the specification writes it.
pub(super) fn fault(
    tested: &str,
    batch: usize,
    scheme: SamplingScheme,
    required: &str,
    run: &Run<'_, '_>,
) -> Option<Reason> {
    let batch_name = run.spec.facts.get(batch).map_or("", |(name, _)| name.as_str());
    let not_reported = |what: &str| {
        let message = format!("{what} is not reported, so the sample of the test for sterility cannot be checked");
        Some(Reason::new(&codes::CONTROL_NOT_REPORTED, message))
    };
    let Some(size) = fact(run.facts, batch_name).and_then(|number| whole(&number)) else {
        return not_reported(batch_name);
    };
    let (own, void) = reported(tested, run);
    let Some(found) = own.or_else(|| fact(run.facts, tested)) else {
        return match void {
            Some(control) => Some(of_void_run(control, tested, required, run)),
            None => not_reported(tested),
        };
    };
    let wanted = sterility_sample(size, scheme);
    if found >= Exact::from_i64(i64::try_from(wanted).unwrap_or(i64::MAX)) {
        return None;
    }
    let message = format!(
        "{tested} is {}; a batch of {size} containers needs {wanted} ({})",
        found.to_decimal_string(6).0,
        scheme.as_str()
    );
    Some(Reason::new(&codes::SAMPLE_TOO_SMALL, message))
}

/// The number in the control of this name, the smallest of several; and the first of those that are of a void test alone.
fn reported<'r, 'a>(name: &str, run: &Run<'r, 'a>) -> (Option<Exact>, Option<&'r Determination<'a>>) {
    let controls = run.controls(Role::Control, Some(name));
    let (void, own): (Vec<_>, Vec<_>) = controls.partition(|control| run.is_of_void_alone(control));
    let numbers = own.into_iter().filter_map(|row| match &row.reading {
        Reading::Number(number) => Some(number.exact()),
        _ => None,
    });
    (numbers.min(), void.first().copied())
}

fn fact(facts: Option<&LotFacts>, name: &str) -> Option<Exact> {
    let (_, quantity) = facts?.quantities.iter().find(|(known, _)| known == name)?;
    Some(quantity.value.exact())
}

/// A number of containers: whole and above zero.
fn whole(number: &Exact) -> Option<u64> {
    let (text, exact) = number.to_decimal_string(15);
    if exact { text.parse().ok().filter(|count| *count > 0) } else { None }
}
