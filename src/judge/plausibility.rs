//! What cannot be: percentiles in the wrong order, a size the instrument cannot see, a ratio above its physical ceiling
//!

use super::codes;
use super::compare::against_in;
use super::lot_report::{Reason, ReportableValue, TestReport};
use super::measured::Case;
use super::outcome::Outcome;
use super::reports::Reports;
use super::stop::Stop;
use crate::quantity::{Bounded, Compared, Decimal, Exact, RoundingRule, Unit};
use crate::spec::{Acquisition, Assessment, Ceiling, Measured, SizeStatistic, SizeWeight, Specification, Summary};
use std::f64::consts::PI;

impl Case<'_, '_> {
    /// A value that the instrument cannot measure is none.
    pub(super) fn check_range(&self, counted: &[usize], values: &[Bounded], unit: &Unit) -> Result<(), Stop> {
        let Some(range) = &self.measured.range else { return Ok(()) };
        let outside = |value: &Bounded| {
            let exact = matches!(value, Bounded::Exact(_));
            exact && against_in(range, value, unit, RoundingRule::None) == Compared::Outside
        };
        let reasons: Vec<Reason> = counted
            .iter()
            .zip(values)
            .filter(|(_, value)| outside(value))
            .filter_map(|(&i, _)| self.rows.get(i))
            .map(|row| {
                let message = format!("{} is outside the range of the instrument, {}", row.text.trim(), range.text);
                let reason = Reason::new(&codes::OUTSIDE_INSTRUMENT_RANGE, message);
                reason.at(self.context.place(row)).clause(&range.place)
            })
            .collect();
        if reasons.is_empty() { Ok(()) } else { Err(Stop { outcome: Outcome::Invalid, reasons }) }
    }
}

/// A percentile of a size distribution: the test, its weight, and its share.
type Percentile<'s> = (usize, SizeWeight, &'s Decimal);

/// Makes percentiles that lie in the wrong order not evaluable: D90 below D50 of one distribution is a mix-up.
pub(super) fn order_of_percentiles(spec: &Specification, reports: &mut Reports<'_>) {
    let percentiles: Vec<Percentile<'_>> = spec.tests.iter().enumerate().filter_map(percentile).collect();
    for (position, first) in percentiles.iter().enumerate() {
        for second in percentiles.iter().skip(position + 1).filter(|second| second.1 == first.1) {
            let (low, high) = if first.2.exact() <= second.2.exact() { (first, second) } else { (second, first) };
            if low.2.exact() == high.2.exact() {
                continue;
            }
            let sizes = reports.get(low.0).and_then(number).zip(reports.get(high.0).and_then(number));
            let Some(((below, unit), (above, other))) = sizes else { continue };
            let Some(factor) = other.factor_to(unit) else { continue };
            if below <= &above * &factor {
                continue;
            }
            let message = format!(
                "D{} is {} {unit}, above D{}, {} {other}",
                low.2,
                below.to_decimal_string(6).0,
                high.2,
                above.to_decimal_string(6).0
            );
            for index in [low.0, high.0] {
                if let Some(report) = reports.get_mut(index) {
                    report.outcome = Outcome::NotEvaluable;
                    (report.reportable, report.decision, report.refused) = (None, None, false);
                    let reason = Reason::new(&codes::PERCENTILES_OUT_OF_ORDER, message.clone());
                    report.reasons = vec![reason.clause(&report.test.place)];
                }
            }
        }
    }
}

fn percentile((index, test): (usize, &crate::spec::Test)) -> Option<Percentile<'_>> {
    let Assessment::Measured(measured) = &test.assessment else { return None };
    match &measured.from {
        Some(Acquisition::Size { statistic: SizeStatistic::Percentile(share), weight, .. }) => {
            // The smallest D90 of several may lie below the largest D50; their means and medians may not.
            let middle = [Summary::Single, Summary::Mean, Summary::Median, Summary::GeometricMean];
            middle.contains(&measured.plan.summary).then_some((index, *weight, share))
        }
        _ => None,
    }
}

/// The reportable number of a test with its unit; nothing for a bound.
fn number<'a>(report: &TestReport<'a>) -> Option<(Exact, &'a Unit)> {
    match &report.reportable.as_ref()?.value {
        ReportableValue::Number { exact, bound: None, unit, .. } => Some((exact.clone(), unit)),
        _ => None,
    }
}

/// Warns of particle-to-protein ratios that no vesicles of the measured size can have; no outcome changes.
pub(super) fn ceilings(spec: &Specification, reports: &mut Reports<'_>) {
    for (index, test) in spec.tests.iter().enumerate() {
        let Assessment::Measured(measured) = &test.assessment else { continue };
        let Some(warning) = above_ceiling(measured, index, reports) else { continue };
        if let Some(report) = reports.get_mut(index) {
            report.flags.above_physical_ceiling = true;
            report.reasons.push(warning);
        }
    }
}

fn above_ceiling(measured: &Measured, index: usize, reports: &Reports<'_>) -> Option<Reason> {
    let stated = measured.plausible.as_ref()?;
    let (ratio, ratio_unit) = reports.get(index).and_then(number)?;
    let (size, size_unit) = reports.get(stated.size).and_then(number)?;
    let in_unit =
        |value: &Exact, from: &Unit, to: &str| Some((value * &from.factor_to(&Unit::parse(to).ok()?)?).to_f64());
    let diameter = in_unit(&size, size_unit, "nm")?;
    let found = in_unit(&ratio, ratio_unit, "particles/ug")?;
    let ceiling = ceiling(stated, diameter)?;
    if found <= ceiling {
        return None;
    }
    let message = format!(
        "{found:.2e} particles/µg is above {ceiling:.2e}, the most that spheres of {diameter:.0} nm with {} % protein can \
         have",
        stated.protein_share
    );
    let help = "look for particles that are no vesicles, or protein that was read too low";
    Some(Reason::new(&codes::RATIO_ABOVE_PHYSICAL_CEILING, message).clause(&stated.place).help(help))
}

/// The most particles per µg of protein, for spheres of a diameter in nm of which a share of the mass is protein:
/// 1 / (density · π/6 · d³ · share).
fn ceiling(stated: &Ceiling, diameter: f64) -> Option<f64> {
    let per_volume = stated.density.unit.factor_to(&Unit::parse("g/mL").ok()?)?;
    let density = (&stated.density.value.exact() * &per_volume).to_f64();
    // 1 nm³ is 1e-21 mL, 1 g is 1e6 µg.
    let particle = density * PI / 6.0 * diameter * diameter * diameter * 1e-15;
    let ceiling = 100.0 / (particle * stated.protein_share.exact().to_f64());
    ceiling.is_finite().then_some(ceiling)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::DecimalMark;
    use crate::source::Place;
    use crate::spec::Quantity;

    /// The values for 60, 100, 150 and 200 nm as tabulated for spheres of 1.13 g/mL, two digits.
    #[test]
    fn ceilings_of_spheres() {
        for (diameter, share, expected) in [
            (60.0, "5", 1.6e11),
            (60.0, "30", 2.6e10),
            (100.0, "5", 3.4e10),
            (100.0, "10", 1.7e10),
            (100.0, "20", 8.5e9),
            (100.0, "30", 5.6e9),
            (150.0, "10", 5.0e9),
            (200.0, "10", 2.1e9),
            (200.0, "30", 7.0e8),
        ] {
            let decimal = |text: &str| Decimal::parse(text, DecimalMark::Point).expect("a number");
            let density = Quantity { value: decimal("1.13"), unit: Unit::parse("g/mL").expect("a unit") };
            let stated = Ceiling { size: 0, protein_share: decimal(share), density, place: Place::file(&"a".into()) };
            let found = ceiling(&stated, diameter).expect("a ceiling");
            assert!((found / expected - 1.0).abs() < 0.032, "{diameter} nm, {share} %: {found:e} for {expected:e}");
        }
    }
}
