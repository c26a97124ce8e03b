//! Acceptance limits of a rule with a stated uncertainty, which may grow with the result.

use super::{AcceptanceLimits, ToleranceLimits, conformance_probability};
use crate::stats::distribution::{normal, positive};
use crate::stats::{Probability, StatisticError};

/// Steps of a bisection: as many as halve a double to its last digit.
const HALVINGS: u32 = 200;

/// A standard uncertainty that is known beforehand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StatedUncertainty {
    /// In the unit of the result.
    Absolute(f64),
    /// As a fraction of the result, which must then be positive.
    Relative(f64),
}

impl StatedUncertainty {
    /// The standard uncertainty of a result.
    pub fn at(self, value: f64) -> f64 {
        match self {
            StatedUncertainty::Absolute(uncertainty) => uncertainty,
            StatedUncertainty::Relative(fraction) => fraction * value.abs(),
        }
    }

    fn check(self, limits: ToleranceLimits) -> Result<(), StatisticError> {
        let (StatedUncertainty::Absolute(size) | StatedUncertainty::Relative(size)) = self;
        positive("the standard uncertainty", size)?;
        if let (StatedUncertainty::Relative(_), Some(limit)) = (self, limits.lower().or(limits.upper()))
            && limit < 0.0
        {
            return Err(StatisticError::OutsideDomain { what: "a limit beside a relative uncertainty", value: limit });
        }
        Ok(())
    }
}

/// Where accepting begins and ends with a guard band of `factor` standard uncertainties of the result.
///
/// Formula: y ∓ c u inside the limits; with u = f y that is y >= L / (1 - c f) and y <= U / (1 + c f).
///
/// # Errors
/// `OutsideDomain` unless the uncertainty is positive, the factor not negative, and limits beside a relative uncertainty not
/// negative; `NotAttainable` when no result can be accepted.
///
/// # Source
/// JCGM 106:2012, 8.3; ILAC-G8:09/2019, 4.2.
pub fn guarded_acceptance(
    limits: ToleranceLimits,
    uncertainty: StatedUncertainty,
    factor: f64,
) -> Result<AcceptanceLimits, StatisticError> {
    uncertainty.check(limits)?;
    if !(factor >= 0.0 && factor.is_finite()) {
        return Err(StatisticError::OutsideDomain { what: "the guard band", value: factor });
    }
    let acceptance = match uncertainty {
        StatedUncertainty::Absolute(size) => AcceptanceLimits::inside(limits, factor * size),
        StatedUncertainty::Relative(fraction) => {
            let guard = factor * fraction;
            if limits.lower().is_some() && guard >= 1.0 {
                return Err(nothing());
            }
            AcceptanceLimits {
                lower: limits.lower().map(|limit| limit / (1.0 - guard)),
                upper: limits.upper().map(|limit| limit / (1.0 + guard)),
            }
        }
    };
    if acceptance.is_empty() { Err(nothing()) } else { Ok(acceptance) }
}

/// Where accepting begins and ends when the true value must conform with a probability of at least `minimum`; never outside
/// the limits, since uncertainty rescues no value.
///
/// One limit: a guard band of z(minimum) standard uncertainties. Two limits: the points where the conformance probability
/// is the minimum, by bisection on either side of its largest value.
///
/// # Errors
/// As [`guarded_acceptance`].
///
/// # Source
/// JCGM 106:2012, 7.4 and 8.3.
///
/// # Checked against
/// [`conformance_probability`] at the acceptance limits; z for one limit.
pub fn acceptance_for_conformance(
    limits: ToleranceLimits,
    uncertainty: StatedUncertainty,
    minimum: Probability,
) -> Result<AcceptanceLimits, StatisticError> {
    uncertainty.check(limits)?;
    let (Some(lower), Some(upper)) = (limits.lower(), limits.upper()) else {
        return guarded_acceptance(limits, uncertainty, normal::quantile(minimum).max(0.0));
    };
    // At a relative uncertainty of zero there is no distribution; the limit of the probability is reached beside it.
    let smallest = if lower == 0.0 { f64::EPSILON * upper } else { lower };
    let reaches = |value: f64| {
        let conformance = conformance_probability(value, uncertainty.at(value), limits)?;
        Ok(conformance.conforming - minimum.value())
    };
    let best = largest(smallest, upper, &reaches)?;
    if reaches(best)? < 0.0 {
        return Err(nothing());
    }
    Ok(AcceptanceLimits {
        lower: Some(if reaches(smallest)? >= 0.0 { lower } else { crossing(best, smallest, &reaches)? }),
        upper: Some(if reaches(upper)? >= 0.0 { upper } else { crossing(best, upper, &reaches)? }),
    })
}

fn nothing() -> StatisticError {
    StatisticError::NotAttainable { what: "an acceptance under this uncertainty" }
}

type Function<'f> = dyn Fn(f64) -> Result<f64, StatisticError> + 'f;

/// Where a function with one peak is largest.
fn largest(mut from: f64, mut to: f64, function: &Function<'_>) -> Result<f64, StatisticError> {
    for _ in 0..HALVINGS {
        let third = (to - from) / 3.0;
        let (left, right) = (from + third, to - third);
        if function(left)? < function(right)? { from = left } else { to = right }
    }
    Ok(0.5 * (from + to))
}

/// The last point on the way from `inside` to `outside` at which the function is not negative.
fn crossing(mut inside: f64, mut outside: f64, function: &Function<'_>) -> Result<f64, StatisticError> {
    for _ in 0..HALVINGS {
        let middle = 0.5 * (inside + outside);
        if function(middle)? >= 0.0 { inside = middle } else { outside = middle }
    }
    Ok(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(lower: Option<f64>, upper: Option<f64>) -> ToleranceLimits {
        ToleranceLimits::new(lower, upper).unwrap()
    }

    fn probability(value: f64) -> Probability {
        Probability::new(value).unwrap()
    }

    /// Requirements section 4: potency 70 to 130, u = 4, U = 8: acceptance 78 to 122; U = 8 % of the value: 70 / 0.92 and
    /// 130 / 1.08.
    #[test]
    fn guarded() {
        let potency = limits(Some(70.0), Some(130.0));
        let fixed = guarded_acceptance(potency, StatedUncertainty::Absolute(4.0), 2.0).unwrap();
        assert_eq!((fixed.lower, fixed.upper), (Some(78.0), Some(122.0)));
        let growing = guarded_acceptance(potency, StatedUncertainty::Relative(0.04), 2.0).unwrap();
        assert_eq!((growing.lower, growing.upper), (Some(70.0 / 0.92), Some(130.0 / 1.08)));
        for (y, limit) in [(growing.lower.unwrap(), 70.0), (growing.upper.unwrap(), 130.0)] {
            assert!(((y - limit).abs() - 0.08 * y).abs() < 1e-12);
        }
    }

    /// 0.95 with one limit is 1.645 u; with two limits the conformance probability at either end is the minimum.
    #[test]
    fn conformance() {
        let one =
            acceptance_for_conformance(limits(None, Some(0.5)), StatedUncertainty::Absolute(0.02), probability(0.95));
        assert!((one.unwrap().upper.unwrap() - (0.5 - 1.644_853_626_951_472_7 * 0.02)).abs() < 1e-15);
        let both = limits(Some(70.0), Some(130.0));
        for uncertainty in [StatedUncertainty::Absolute(12.0), StatedUncertainty::Relative(0.12)] {
            let acceptance = acceptance_for_conformance(both, uncertainty, probability(0.95)).unwrap();
            for end in [acceptance.lower.unwrap(), acceptance.upper.unwrap()] {
                let conforming = conformance_probability(end, uncertainty.at(end), both).unwrap().conforming;
                assert!((conforming - 0.95).abs() < 1e-12, "{end}: {conforming}");
            }
        }
        let wide = acceptance_for_conformance(both, StatedUncertainty::Absolute(4.0), probability(0.3)).unwrap();
        assert_eq!((wide.lower, wide.upper), (Some(70.0), Some(130.0)));
    }

    #[test]
    fn what_accepts_nothing() {
        let message = "an acceptance under this uncertainty cannot be attained";
        let narrow = limits(Some(80.0), Some(120.0));
        let guarded = guarded_acceptance(narrow, StatedUncertainty::Absolute(10.1), 2.0);
        assert_eq!(guarded.unwrap_err().to_string(), message);
        let half = guarded_acceptance(limits(Some(80.0), None), StatedUncertainty::Relative(0.5), 2.0);
        assert_eq!(half.unwrap_err().to_string(), message);
        let likely = acceptance_for_conformance(narrow, StatedUncertainty::Absolute(20.0), probability(0.95));
        assert_eq!(likely.unwrap_err().to_string(), message);
        let negative = guarded_acceptance(limits(Some(-1.0), None), StatedUncertainty::Relative(0.1), 1.0);
        assert!(matches!(negative, Err(StatisticError::OutsideDomain { .. })));
        for size in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(guarded_acceptance(narrow, StatedUncertainty::Absolute(size), 1.0).is_err());
        }
        assert!(guarded_acceptance(narrow, StatedUncertainty::Absolute(1.0), f64::NAN).is_err());
    }
}
