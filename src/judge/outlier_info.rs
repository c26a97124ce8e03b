//! A determination far from the others: information beside the result, never a reason to leave it out.
//!
//! Made from the report of the lot where somebody wants to see it, so that judging pays nothing for it and nothing in a
//! judgement can rest on it.

use super::lot_report::{LotReport, TestReport, Use};
use super::outcome::Flags;
use super::value;
use crate::data::Determination;
use crate::quantity::{Bounded, Reading, Unit};
use crate::spec::{Category, Summary};
use crate::stats::outlier::{grubbs_critical, grubbs_test};
use crate::stats::{Probability, Sides};

/// Significance of the test, for both ends together.
const SIGNIFICANCE: f64 = 0.01;

/// A determination that Grubbs' test marks.
#[derive(Clone, Copy, Debug)]
pub struct OutlierInfo<'r> {
    /// The determination; it counts like the others.
    pub determination: &'r Determination<'r>,
    /// Its distance from the mean in standard deviations.
    pub g: f64,
    /// What G exceeds by chance with the probability `significance`.
    pub critical: f64,
    /// Number of determinations.
    pub n: usize,
    /// Significance, two-sided.
    pub significance: f64,
    /// Whether logarithms were tested, as for a geometric mean.
    pub logarithms: bool,
}

/// The determination that Grubbs' two-sided test marks at 1 %; `None` where there is none.
///
/// Asked of at least three counted determinations that are plain numbers, of every test but those of potency: a rule for
/// the responses of a bioassay belongs to its procedure (USP <1032>). A determination one unit of the last written place
/// from its neighbour is not marked: of 7.2, 7.2 and 7.3 the test would see the rounding and not the scatter.
pub fn outlier_info<'r>(lot: &'r LotReport<'r>, report: &TestReport<'r>) -> Option<OutlierInfo<'r>> {
    let plan = report.plan()?;
    if report.test.category == Category::Potency || report.rows.len() < 3 {
        return None;
    }
    let counted = lot.determinations_of(report).filter(|(_, used)| matches!(used, Use::Counted | Use::Contested));
    let rows: Vec<&Determination<'_>> = counted.map(|(row, _)| row).collect();
    let unit = rows.first()?.unit.as_deref().cloned().unwrap_or_else(Unit::none);
    let logarithms = plan.summary == Summary::GeometricMean;
    let numbers: Option<Vec<f64>> = rows.iter().map(|row| number(row, &unit)).collect();
    let numbers = numbers?;
    let tested = if logarithms { numbers.iter().map(|&number| libm::log(number)).collect() } else { numbers.clone() };
    let found = grubbs_test(&tested).ok()?;
    if found.p_two_sided >= SIGNIFICANCE || is_rounding(&rows, &numbers, found.index) {
        return None;
    }
    let critical = grubbs_critical(tested.len(), Probability::new(SIGNIFICANCE).ok()?, Sides::Two).ok()?;
    let determination = *rows.get(found.index)?;
    Some(OutlierInfo { determination, g: found.g, critical, n: tested.len(), significance: SIGNIFICANCE, logarithms })
}

/// The flags of a test, those that only a report asks for included.
pub fn flags<'r>(lot: &'r LotReport<'r>, report: &TestReport<'r>) -> Flags {
    Flags { outlier_info: outlier_info(lot, report).is_some(), ..report.flags }
}

/// A plain number in `unit`.
fn number(row: &Determination<'_>, unit: &Unit) -> Option<f64> {
    match value::bounded(row, unit, None) {
        Ok(Bounded::Exact(exact)) => Some(exact.to_f64()),
        _ => None,
    }
}

/// Whether a value lies within one unit of the last written place of another; unknown where units differ.
fn is_rounding(rows: &[&Determination<'_>], numbers: &[f64], suspect: usize) -> bool {
    let one_unit = rows.windows(2).all(|two| matches!(two, [a, b] if a.unit == b.unit));
    let place = rows.iter().filter_map(|row| match &row.reading {
        Reading::Number(written) => Some(written.last_place()),
        _ => None,
    });
    let (Some(place), Some(far), true) = (place.max(), numbers.get(suspect), one_unit) else { return false };
    // Half a unit more, for what is lost between decimal and binary numbers.
    let step = 1.5 * libm::exp10(f64::from(place));
    numbers.iter().enumerate().any(|(at, other)| at != suspect && (far - other).abs() < step)
}
