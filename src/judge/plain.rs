//! The short way for the plainest of tests, which are nearly all of a long file.
//!
//! Numbered replicates in the unit of the criterion, all there, clearly inside every limit or plainly what was asked for:
//! such a test passes, and floating point is enough to see that. The thorough way comes to the same (a property of the
//! tests), only slower. Whatever is not as plain as that is left to it; nothing fails here.

use super::compare::{far_inside, rough_margin};
use super::factors::is_two_sided;
use super::history::{MOST_REPLICATES, are_numbered_replicates};
use super::lot_report::{BoundKind, Reportable, ReportableValue, Use};
use super::measured::Case;
use super::qualitative;
use super::value::{absent, has_one_factor};
use crate::data::Determination;
use crate::quantity::{Decimal, Exact, Reading};
use crate::spec::{
    Alternative, Among, Category, Check, Count, Criterion, DecisionRule, Expected, Limits, Measured, Spread, Summary,
    Test, ValidityCheck,
};
use std::borrow::Cow;

/// The reportable value of a test that plainly passes; `None`: take the thorough way.
pub(super) fn passes<'a>(case: &Case<'_, 'a>) -> Option<Reportable<'a>> {
    let alternative = only_criterion(case.test, case.measured, case.rows.len())?;
    if !are_numbered_replicates(case.rows) || case.rows.iter().any(|row| row.fault.is_some()) {
        return None;
    }
    let simple = case.measured.decide == DecisionRule::Simple;
    let value = match (&alternative.criterion, case.measured.plan.summary) {
        (Criterion::Numeric(limits), Summary::Mean) if !simple => bounded_mean(case, &alternative.criterion, limits)?,
        _ if !simple => return None,
        (Criterion::Numeric(limits), Summary::Mean | Summary::Single) => mean(case, limits)?,
        (Criterion::Numeric(limits), Summary::Each) => each(case, limits)?,
        (Criterion::Qualitative(expected), _) => observation(case, expected)?,
        _ => return None,
    };
    Some(Reportable { value, n: case.rows.len() })
}

/// The one criterion of a test that asks for nothing but exactly these rows, and at most for a CV below a limit.
fn only_criterion<'m>(test: &Test, measured: &'m Measured, rows: usize) -> Option<&'m Alternative> {
    let only_cv = |check: &ValidityCheck| matches!(&check.check, Check::Spread(Spread::Cv, limits, Among::All) if limits.lower.is_none());
    let plain = measured.uncertainty.is_none()
        && measured.plan.levels.is_none()
        && measured.range.is_none()
        && test.methods.is_empty()
        && measured.requires.is_empty()
        && measured.individual.is_none()
        && measured.final_after_days.is_none()
        && measured.shelf_life.is_empty()
        && measured.in_use.is_empty()
        && measured.valid_if.iter().all(only_cv)
        && [&measured.alert, &measured.action].into_iter().flatten().all(|limits| limits.unit == measured.unit)
        && matches!(measured.plan.count, Count::Exactly(n) if n as usize == rows);
    match &measured.accept[..] {
        [only] if plain && only.when.is_empty() => Some(only),
        _ => None,
    }
}

/// As [`mean`], where the confidence bounds of the mean lie far inside the limits too. Whoever reads the bounds gets them
/// the thorough way.
fn bounded_mean<'a>(case: &Case<'_, 'a>, criterion: &Criterion, limits: &'a Limits) -> Option<ReportableValue<'a>> {
    let measured = case.measured;
    if case.context.statements || !matches!(measured.decide, DecisionRule::ConfidenceBound { .. }) {
        return None;
    }
    let mut numbers = [0.0; MOST_REPLICATES];
    let values = numbers.get_mut(..case.rows.len())?;
    for (value, row) in values.iter_mut().zip(case.rows) {
        *value = number(row, measured)?.approximately();
    }
    let n = values.len() as f64;
    let centre = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - centre) * (value - centre)).sum();
    let error = (squares / (n * (n - 1.0))).sqrt();
    let half = case.context.factors.get(measured.decide, case.rows.len(), is_two_sided(criterion)).ok()? * error;
    let inside = error > 1e-9 * centre.abs() && far_inside(limits, centre - half) && far_inside(limits, centre + half);
    if inside { mean(case, limits) } else { None }
}

/// The exact mean of numbers that scatter little around a mean far inside the limits, and lie there one by one.
fn mean<'a>(case: &Case<'_, 'a>, limits: &'a Limits) -> Option<ReportableValue<'a>> {
    let measured = case.measured;
    let mut numbers = [0.0; MOST_REPLICATES];
    let values = numbers.get_mut(..case.rows.len())?;
    for (value, row) in values.iter_mut().zip(case.rows) {
        *value = number(row, measured)?.approximately();
    }
    let values: &[f64] = values;
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let lowest = values.iter().copied().fold(f64::INFINITY, f64::min);
    let highest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    // Between two values that are far inside, so are all the others and the mean.
    let plain = far_inside(limits, lowest)
        && far_inside(limits, highest)
        && far_inside_warnings(measured, mean)
        && is_plausible(case, lowest)
        && is_plausible(case, highest)
        && scatter_little(&measured.valid_if, values, mean);
    if !plain {
        return None;
    }
    let sum = Decimal::sum(case.rows.iter().map(|row| number(row, measured)))?;
    Some(of_number(sum.divided_by(values.len()), None, limits))
}

/// Of numbers and bounds that are far inside the limits one by one, the one nearest to a limit.
fn each<'a>(case: &Case<'_, 'a>, limits: &'a Limits) -> Option<ReportableValue<'a>> {
    let measured = case.measured;
    if !measured.valid_if.is_empty() {
        return None;
    }
    let mut nearest: Option<(f64, &Determination<'_>)> = None;
    for row in case.rows {
        let value = match &row.reading {
            Reading::Below(bound) if !bounds_suffice(measured, limits) || bound.value.is_zero() => return None,
            _ => decimal(row, measured)?.approximately(),
        };
        if !far_inside_all(measured, limits, value) || !is_plausible(case, value) {
            return None;
        }
        let margin = rough_margin(limits, value)?;
        nearest = match nearest {
            Some((least, known)) if known.reading == row.reading || margin > least + 1e-6 => Some((least, known)),
            Some((least, _)) if margin > least - 1e-6 => return None,
            _ => Some((margin, row)),
        };
    }
    let (_, row) = nearest?;
    let bound = match &row.reading {
        Reading::Below(bound) => Some(if bound.inclusive { BoundKind::AtMost } else { BoundKind::Below }),
        _ => None,
    };
    Some(of_number(decimal(row, measured)?.exact(), bound, limits))
}

/// The one observation that all rows make, if it is what the criterion asks for.
fn observation<'a>(case: &Case<'_, 'a>, expected: &Expected) -> Option<ReportableValue<'a>> {
    let text = case.rows.first()?.text.trim();
    let meets = |row: &Determination<'_>| {
        absent(&row.reading).is_none() && matches!(qualitative::meets(expected, &row.reading, row.text), Ok(true))
    };
    let plain = case.measured.valid_if.is_empty() && case.rows.iter().all(|row| row.text.trim() == text && meets(row));
    plain.then_some(ReportableValue::Text(Cow::Borrowed(text)))
}

fn of_number<'a>(exact: Exact, bound: Option<BoundKind>, limits: &'a Limits) -> ReportableValue<'a> {
    let compared = bound.map(|_| Box::new(exact.clone()));
    ReportableValue::Number { exact, compared, bound, unit: &limits.unit, floating: false }
}

/// The number of a row in the unit of the test.
fn number<'r>(row: &'r Determination<'_>, measured: &Measured) -> Option<&'r Decimal> {
    decimal(row, measured).filter(|_| matches!(row.reading, Reading::Number(_)))
}

/// The number or upper bound of a row in the unit of the test.
fn decimal<'r>(row: &'r Determination<'_>, measured: &Measured) -> Option<&'r Decimal> {
    let number = match &row.reading {
        Reading::Number(number) => number,
        Reading::Below(bound) => &bound.value,
        _ => return None,
    };
    let same_unit = match row.unit.as_deref() {
        Some(unit) => *unit == measured.unit && has_one_factor(unit, number),
        None => measured.unit.is_none(),
    };
    same_unit.then_some(number)
}

/// Whether an upper bound for a value says enough: nothing asks for a value above something.
fn bounds_suffice(measured: &Measured, limits: &Limits) -> bool {
    [Some(limits), measured.alert.as_ref(), measured.action.as_ref()]
        .into_iter()
        .flatten()
        .all(|limits| limits.lower.is_none())
}

fn far_inside_all(measured: &Measured, limits: &Limits, value: f64) -> bool {
    far_inside(limits, value) && far_inside_warnings(measured, value)
}

/// Whether neither the alert nor the action limit is near.
fn far_inside_warnings(measured: &Measured, value: f64) -> bool {
    [&measured.alert, &measured.action].into_iter().flatten().all(|limits| far_inside(limits, value))
}

/// Whether nothing about the value needs a closer look: not negative, and no fraction of nearly all or more.
fn is_plausible(case: &Case<'_, '_>, value: f64) -> bool {
    let fraction =
        case.measured.unit.symbol() == "%" && !matches!(case.test.category, Category::Potency | Category::Stability);
    value >= 0.0 && (!fraction || value < 99.9)
}

/// Whether every CV lies so far below its limit that floating point can tell.
fn scatter_little(checks: &[ValidityCheck], values: &[f64], mean: f64) -> bool {
    if checks.is_empty() {
        return true;
    }
    let n = values.len() as f64;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    let relative = 1e4 * squares / ((n - 1.0) * mean * mean);
    checks.iter().all(|check| match &check.check {
        Check::Spread(_, limits, _) => limits.upper.as_ref().is_some_and(|limit| {
            let limit = limit.approximately;
            relative.is_finite() && n > 1.0 && limit > 0.0 && relative < 0.999 * limit * limit
        }),
        Check::Control { .. } | Check::SterilitySample { .. } => false,
    })
}

/// Marks the rows of a plain test as counted.
pub(super) fn count_all(uses: &mut [Use]) {
    uses.fill(Use::Counted);
}
