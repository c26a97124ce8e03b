//! One numeric criterion of a test, in the numbers in which it is decided.

use super::number::significant;
use crate::quantity::{Exact, RoundingRule, Unit};
use crate::spec::{Alternative, Criterion, Limit, Limits, Measured, Quantity, Specification, Test};

/// A numeric criterion with what belongs to it. Its numbers are in the unit of the limits, or in percent of the label claim
/// where the limits are.
#[derive(Clone, Copy, Debug)]
pub struct Line<'s> {
    /// The test.
    pub test: &'s Test,
    /// How it is judged.
    pub measured: &'s Measured,
    /// The criterion and its condition.
    pub alternative: &'s Alternative,
    /// Its limits.
    pub limits: &'s Limits,
    in_percent_of_label: bool,
    claim: Option<&'s Quantity>,
}

/// Where a lot should lie.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// In the numbers of the line.
    pub value: f64,
    /// What says so.
    pub origin: &'static str,
}

/// Which limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Lower,
    Upper,
}

impl<'s> Line<'s> {
    /// The line of a criterion; none when it has no numeric limit.
    pub fn new(
        specification: &'s Specification,
        test: &'s Test,
        measured: &'s Measured,
        alternative: &'s Alternative,
    ) -> Option<Line<'s>> {
        let (limits, in_percent_of_label) = match &alternative.criterion {
            Criterion::Numeric(limits) => (limits, false),
            Criterion::Label(limits) => (limits, true),
            Criterion::Qualitative(_) | Criterion::Report => return None,
        };
        let claim = specification.label.iter().find(|(attribute, _)| *attribute == test.id).map(|(_, claim)| claim);
        Some(Line { test, measured, alternative, limits, in_percent_of_label, claim })
    }

    /// In what the numbers count: `% of label`, `EU/mL`; empty for a pure number.
    pub fn scale(&self) -> &'s str {
        if self.in_percent_of_label { "% of label" } else { self.limits.unit.symbol() }
    }

    /// A number of this line as text.
    pub fn number(&self, value: f64) -> String {
        format!("{} {}", significant(value, 4), self.scale()).trim_end().to_owned()
    }

    /// Whether an amount in this unit could be one of this line if there were a label claim.
    pub fn needs_claim(&self, unit: &Unit) -> bool {
        self.claim.is_none()
            && if self.in_percent_of_label {
                unit.factor_to(&self.measured.unit).is_some()
            } else {
                unit.symbol() == "%"
            }
    }

    /// An amount in the numbers of this line: in its unit, or by way of the label claim.
    pub fn amount(&self, value: &Exact, unit: &Unit) -> Option<f64> {
        if self.in_percent_of_label {
            if unit.symbol() == "%" {
                return Some(value.to_f64());
            }
            let claim = self.claim?;
            let share = (value * &unit.factor_to(&claim.unit)?).checked_div(&claim.value.exact())?;
            return Some((share * Exact::from_i64(100)).to_f64());
        }
        if let Some(factor) = unit.factor_to(&self.limits.unit) {
            return Some((value * &factor).to_f64());
        }
        let claim = self.claim.filter(|_| unit.symbol() == "%")?;
        let whole = &claim.value.exact() * &claim.unit.factor_to(&self.limits.unit)?;
        Some((value * &whole).divided_by(100).to_f64())
    }

    /// The lower limit.
    pub fn lower(&self) -> Option<f64> {
        self.limits.lower.as_ref().map(|limit| limit.value.to_f64())
    }

    /// The upper limit.
    pub fn upper(&self) -> Option<f64> {
        self.limits.upper.as_ref().map(|limit| limit.value.to_f64())
    }

    /// Where a lot should lie: at its label claim, else in the middle of its range; nothing says so of a single limit.
    pub fn target(&self) -> Option<Target> {
        if self.in_percent_of_label {
            return Some(Target { value: 100.0, origin: "the label claim" });
        }
        let claimed = self.claim.and_then(|claim| self.amount(&claim.value.exact(), &claim.unit));
        match (claimed, self.lower(), self.upper()) {
            (Some(value), _, _) => Some(Target { value, origin: "the label claim" }),
            (None, Some(lower), Some(upper)) => {
                Some(Target { value: 0.5 * (lower + upper), origin: "the middle of the range" })
            }
            _ => None,
        }
    }

    /// How far a value lies inside the nearest limit; none for a value on a limit or outside.
    pub fn room(&self, value: f64) -> Option<f64> {
        let below = self.lower().map_or(f64::INFINITY, |limit| value - limit);
        let above = self.upper().map_or(f64::INFINITY, |limit| limit - value);
        Some(below.min(above)).filter(|room| *room > 0.0 && room.is_finite())
    }

    /// Between which results the criterion is met once they are rounded to the digits of the limits.
    pub fn rounded_limits(&self) -> (Option<f64>, Option<f64>) {
        let edge = |limit: &Option<Limit>, end| limit.as_ref().map(|limit| edge(limit, end, self.test.rounding));
        (edge(&self.limits.lower, End::Lower), edge(&self.limits.upper, End::Upper))
    }
}

/// From where on a result is rounded to the limit: half a unit of its last place beyond an inclusive limit, before a strict
/// one. Rounded to significant figures, values below a power of ten have one place more.
fn edge(limit: &Limit, end: End, rounding: RoundingRule) -> f64 {
    let upwards = (end == End::Upper) == limit.inclusive;
    let moved = |distance: &Exact| if upwards { &limit.value + distance } else { &limit.value - distance };
    let edges = [1, 2].into_iter().filter_map(|places| {
        let unit = Exact::pow10(limit.written.last_place().checked_sub(places)?);
        let near = moved(&(Exact::from_i64(4) * unit.clone()));
        let rounds_to_it = rounding.round_value(&near, &limit.written) == limit.value;
        rounds_to_it.then(|| moved(&(Exact::from_i64(5) * unit)).to_f64())
    });
    edges.into_iter().next().unwrap_or_else(|| limit.value.to_f64())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::{Decimal, DecimalMark};

    fn edge_of(text: &str, inclusive: bool, end: End, rounding: RoundingRule) -> f64 {
        edge(&Limit::new(Decimal::parse(text, DecimalMark::Point).unwrap(), inclusive), end, rounding)
    }

    /// 79.5 rounds to 80, 120.5 does not round to 120; 0.245 rounds to 0.25 and fails `< 0.25`; 9.95e9 rounds to 1.0e10 by
    /// figures, 9.5e9 by place.
    #[test]
    fn where_rounding_brings_a_result_to_the_limit() {
        use RoundingRule::{None, PhEur, Usp};
        assert_eq!(edge_of("80", true, End::Lower, Usp), 79.5);
        assert_eq!(edge_of("120", true, End::Upper, Usp), 120.5);
        assert_eq!(edge_of("0.25", false, End::Upper, Usp), 0.245);
        assert_eq!(edge_of("0.25", false, End::Lower, Usp), 0.255);
        assert_eq!(edge_of("1.0e10", true, End::Lower, Usp), 9.5e9);
        assert_eq!(edge_of("1.0e10", true, End::Lower, PhEur), 9.95e9);
        assert_eq!(edge_of("80", true, End::Lower, None), 80.0);
    }
}
