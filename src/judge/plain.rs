//! The short way for the plainest of tests, which are nearly all of a long file.
//!
//! Numbered replicates with plain numbers in the unit of the criterion, all there, clearly inside every limit: such a test
//! passes, and floating point is enough to see that. The thorough way comes to the same (a property of the tests), only
//! slower. Whatever is not as plain as that is left to it; nothing fails here.

use super::compare::far_inside;
use super::history::{MOST_REPLICATES, are_numbered_replicates};
use super::lot_report::{Reportable, ReportableValue, Use};
use super::measured::Case;
use crate::data::Determination;
use crate::quantity::{Decimal, Exact, Reading};
use crate::spec::{Category, Check, Count, Criterion, Limits, Measured, Spread, Summary, Test, ValidityCheck};

/// The reportable value of a test that plainly passes; `None`: take the thorough way.
pub(super) fn passes(case: &Case<'_, '_>) -> Option<Reportable> {
    let measured = case.measured;
    let limits = plain_criterion(case.test, measured, case.rows.len())?;
    if !are_numbered_replicates(case.rows) {
        return None;
    }
    let mut numbers = [0.0; MOST_REPLICATES];
    let values = numbers.get_mut(..case.rows.len())?;
    for (value, row) in values.iter_mut().zip(case.rows) {
        *value = plain_number(row, measured)?;
    }
    let values: &[f64] = values;
    let n = values.len();
    let mean = values.iter().sum::<f64>() / n as f64;
    let inside = |value: f64| {
        far_inside(limits, value)
            && [&measured.alert, &measured.action].into_iter().flatten().all(|limits| far_inside(limits, value))
    };
    let fraction =
        measured.unit.symbol() == "%" && !matches!(case.test.category, Category::Potency | Category::Stability);
    let plausible = |value: f64| value >= 0.0 && (!fraction || value < 99.9);
    if !values.iter().all(|value| plausible(*value)) || !scatters_little(&measured.valid_if, values, mean) {
        return None;
    }
    let exact = match measured.plan.summary {
        Summary::Mean | Summary::Single if inside(mean) => exact_mean(case.rows)?,
        _ => return None,
    };
    Some(Reportable {
        value: ReportableValue::Number {
            exact,
            compared: None,
            bound: None,
            unit: limits.unit.clone(),
            floating: false,
        },
        n,
    })
}

/// The one numeric criterion of a test that asks for nothing but a mean (or one value) of exactly these rows, and at most
/// for a CV below a limit.
fn plain_criterion<'m>(test: &Test, measured: &'m Measured, rows: usize) -> Option<&'m Limits> {
    let only_cv =
        |check: &ValidityCheck| matches!(&check.check, Check::Spread(Spread::Cv, limits) if limits.lower.is_none());
    let plain = test.methods.is_empty()
        && !measured.unit.has_multiplier()
        && measured.requires.is_empty()
        && measured.individual.is_none()
        && measured.final_after_days.is_none()
        && measured.shelf_life.is_empty()
        && measured.valid_if.iter().all(only_cv)
        && matches!(measured.plan.count, Count::Exactly(n) if n as usize == rows);
    match &measured.accept[..] {
        [only] if plain && only.when.is_empty() => match &only.criterion {
            Criterion::Numeric(limits) => Some(limits),
            _ => None,
        },
        _ => None,
    }
}

/// The number of a row in the unit of the test.
fn plain_number(row: &Determination<'_>, measured: &Measured) -> Option<f64> {
    let same_unit = match &row.unit {
        Some(unit) => *unit == measured.unit,
        None => measured.unit.is_none(),
    };
    match &row.reading {
        Reading::Number(number) if same_unit && row.fault.is_none() => Some(number.approximately()),
        _ => None,
    }
}

/// Whether every CV lies so far below its limit that floating point can tell.
fn scatters_little(checks: &[ValidityCheck], values: &[f64], mean: f64) -> bool {
    if checks.is_empty() {
        return true;
    }
    let n = values.len() as f64;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    let relative = 1e4 * squares / ((n - 1.0) * mean * mean);
    checks.iter().all(|check| match &check.check {
        Check::Spread(_, limits) => limits.upper.as_ref().is_some_and(|limit| {
            let limit = limit.value.to_f64();
            relative.is_finite() && n > 1.0 && limit > 0.0 && relative < 0.999 * limit * limit
        }),
        Check::Control { .. } => false,
    })
}

/// The exact mean of plain numbers.
fn exact_mean(rows: &[Determination<'_>]) -> Option<Exact> {
    let numbers = rows.iter().map(|row| match &row.reading {
        Reading::Number(number) => Some(number),
        _ => None,
    });
    Some(Decimal::sum(numbers)?.divided_by(rows.len()))
}

/// Marks the rows of a plain test as counted.
pub(super) fn count_all(uses: &mut [Use]) {
    uses.fill(Use::Counted);
}
