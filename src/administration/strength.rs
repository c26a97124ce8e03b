//! What a mL of the lot holds, in the currency of the dose.

use super::{Obstacle, known};
use crate::dosing::shown;
use crate::judge::{LotReport, Outcome, Point, ReportableValue, TestReport, UncertaintyOrigin};
use crate::quantity::{Exact, Unit};
use crate::spec::Category;

/// What a mL of product holds.
#[derive(Clone, Debug)]
pub struct Strength {
    /// The test that says so.
    pub test: String,
    /// Amount in a mL, in the unit of the dose.
    pub per_millilitre: Exact,
    /// Expanded uncertainty over value, coverage factor and origin; nothing where none is known.
    pub relative_uncertainty: Option<(Exact, Exact, &'static str)>,
    /// How one currency became another, in words, where the specification names a ratio.
    pub conversion: Option<String>,
}

/// A usable number of a test at release.
pub(super) struct Found<'r> {
    pub test: &'r str,
    pub value: Exact,
    pub unit: Unit,
    relative: Option<(Exact, Exact, &'static str)>,
}

/// The unrounded result of a test, an amount where the criterion is in percent of label; nothing for bounds.
pub(super) fn result<'r>(report: &'r TestReport<'_>) -> Option<Found<'r>> {
    if !matches!(report.point, Point::Release) || !usable(report.outcome) {
        return None;
    }
    let ReportableValue::Number { exact, bound: None, unit, .. } = &report.reportable.as_ref()?.value else {
        return None;
    };
    let (value, unit) = match &report.label_claim {
        Some(claim) => ((exact * &claim.value.exact()).divided_by(100), claim.unit.clone()),
        None => (exact.clone(), (*unit).clone()),
    };
    let relative = report.decision.as_ref().and_then(|decision| decision.uncertainty.as_ref()).and_then(|stated| {
        let relative = stated.expanded().checked_div(exact)?.abs();
        Some((relative, stated.coverage_factor.clone(), origin(&stated.origin)))
    });
    Some(Found { test: &report.test.id, value, unit, relative })
}

/// A value that was measured, whatever became of it.
pub(super) fn usable(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Pass | Outcome::Fail | Outcome::Reported | Outcome::Inconclusive)
}

fn origin(origin: &UncertaintyOrigin) -> &'static str {
    match origin {
        UncertaintyOrigin::Results => "the results",
        UncertaintyOrigin::Counting => "counting",
        UncertaintyOrigin::Bootstrap => "the bootstrap",
        UncertaintyOrigin::Specification(_) => "the specification",
        UncertaintyOrigin::Replicates(_) => "the replicates",
        UncertaintyOrigin::Propagation => "propagation",
    }
}

/// The strength of the lot for a dose in this unit.
///
/// # Errors
/// No test, or several, could say it; or what says it is zero.
pub(super) fn of(lot: &LotReport<'_>, unit: &Unit) -> Result<Strength, Obstacle> {
    if let Some(found) = only(lot, unit)? {
        return from(found, unit, None);
    }
    match lot.spec.dosing.as_deref().and_then(|dosing| dosing.convert_by.as_deref()) {
        Some(ratio) => converted(lot, unit, ratio),
        None => Err(mismatch(lot, unit)),
    }
}

/// The one test that states an amount of this currency per volume.
fn only<'r>(lot: &'r LotReport<'_>, unit: &Unit) -> Result<Option<Found<'r>>, Obstacle> {
    let per_volume = unit.div(&known("mL"));
    let named: &[String] = lot.spec.dosing.as_deref().map_or(&[], |dosing| &dosing.strength);
    let says = |report: &&TestReport<'_>| match named.is_empty() {
        true => report.test.category == Category::Quantity && !report.test.is_before_product(),
        false => named.contains(&report.test.id),
    };
    let fits = |found: &Found<'_>| found.unit.factor_to(&per_volume).is_some();
    let found: Vec<Found<'_>> = lot.tests.iter().filter(says).filter_map(result).filter(fits).collect();
    if found.len() > 1 {
        let names: Vec<&str> = found.iter().map(|one| one.test).collect();
        return Err(Obstacle::new(
            format!("several tests say how much a mL holds in {}: {}", unit.symbol(), names.join(", ")),
            "name one under `dosing: {strength: ...}`",
        ));
    }
    Ok(found.into_iter().next())
}

fn from(found: Found<'_>, unit: &Unit, conversion: Option<String>) -> Result<Strength, Obstacle> {
    let per_volume = unit.div(&known("mL"));
    let factor = found.unit.factor_to(&per_volume).unwrap_or_else(Exact::one);
    let per_millilitre = found.value * factor;
    if per_millilitre.is_zero() || per_millilitre.is_negative() {
        return Err(Obstacle::new(
            format!("no number of containers gives this dose: {} is {}", found.test, shown(&per_millilitre)),
            "use another lot",
        ));
    }
    Ok(Strength { test: found.test.to_owned(), per_millilitre, relative_uncertainty: found.relative, conversion })
}

/// The strength by the measured ratio of the lot that the specification names.
fn converted(lot: &LotReport<'_>, unit: &Unit, ratio: &str) -> Result<Strength, Obstacle> {
    let missing = || {
        Obstacle::new(
            format!("the ratio `{ratio}` of the lot, by which the specification converts, has no result"),
            "deliver what it is computed from",
        )
    };
    let by = lot.tests.iter().find(|report| report.test.id == ratio).and_then(result).ok_or_else(missing)?;
    // A dose in ug becomes particles by particles/ug, and a dose in particles becomes ug by the inverse.
    let other = [unit.mul(&by.unit), unit.div(&by.unit)];
    for (index, currency) in other.iter().enumerate() {
        let Some(found) = only(lot, currency)? else { continue };
        let strength = from(found, currency, None)?;
        let amount = match index {
            0 => strength.per_millilitre.checked_div(&by.value),
            _ => Some(&strength.per_millilitre * &by.value),
        };
        let Some(per_millilitre) = amount.filter(|amount| !amount.is_zero() && !amount.is_negative()) else { continue };
        let conversion =
            format!("converted by the measured ratio of this lot, {ratio} = {} {}", shown(&by.value), by.unit.symbol());
        return Ok(Strength {
            per_millilitre,
            // The ratio and the strength rest on the same measurements; how far they vary together is not known.
            relative_uncertainty: None,
            conversion: Some(conversion),
            ..strength
        });
    }
    Err(mismatch(lot, unit))
}

fn mismatch(lot: &LotReport<'_>, unit: &Unit) -> Obstacle {
    let reported: Vec<String> = lot
        .tests
        .iter()
        .filter(|report| report.test.category == Category::Quantity)
        .filter_map(result)
        .map(|found| format!("{} in {}", found.test, found.unit.symbol()))
        .collect();
    let has = if reported.is_empty() { "none of category `quantity`".to_owned() } else { reported.join(", ") };
    Obstacle::new(
        format!("the dose is in {}, and no result of the lot states that per volume; it has {has}", unit.symbol()),
        "ask in the currency of the lot, or name the lot's own measured ratio under `dosing: {convert: {by: ...}}`; evqc converts by nothing else",
    )
}
