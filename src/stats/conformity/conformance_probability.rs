//! Probability that the true value lies inside the tolerance limits.

use super::ToleranceLimits;
use crate::stats::StatisticError;
use crate::stats::distribution::positive;
use crate::stats::distribution::{StudentT, normal};

/// Both probabilities, so that neither is 1 minus a rounded other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conformance {
    /// Probability that the true value conforms.
    pub conforming: f64,
    /// Probability that it does not: the risk of accepting a result, whatever the rule.
    pub nonconforming: f64,
}

/// Conformance probability of a result with a normal uncertainty.
///
/// `value` and `standard_uncertainty` in the unit of the limits. Assumes a normal distribution of the true value around
/// the result, with nothing known beforehand. Formula: Φ((T_U - y)/u) - Φ((T_L - y)/u).
///
/// # Errors
/// `OutsideDomain` unless `standard_uncertainty` > 0; `NotFinite` when `value` is not.
///
/// # Source
/// JCGM 106:2012, 7.3 and 7.4.
///
/// # Checked against
/// The printed examples of JCGM 106 (viscosity, 7.4; breakdown voltage and burst strength, 7.3); R 4.2.2.
pub fn conformance_probability(
    value: f64,
    standard_uncertainty: f64,
    limits: ToleranceLimits,
) -> Result<Conformance, StatisticError> {
    let (low, high) = standardised(value, standard_uncertainty, limits)?;
    Ok(Conformance {
        conforming: normal::between(low, high),
        nonconforming: (normal::cdf(low) + normal::upper_tail(high)).min(1.0),
    })
}

/// Conformance probability of a result whose uncertainty was estimated with few degrees of freedom.
///
/// As [`conformance_probability`] with Student's t, shifted and scaled, in place of the normal distribution.
///
/// # Errors
/// As [`conformance_probability`]; `OutsideDomain` unless `degrees_of_freedom` > 0.
///
/// # Source
/// JCGM 106:2012, 7.2 with JCGM 101:2008, 6.4.9.2.
///
/// # Checked against
/// R 4.2.2 `pt`.
pub fn conformance_probability_t(
    value: f64,
    standard_uncertainty: f64,
    degrees_of_freedom: f64,
    limits: ToleranceLimits,
) -> Result<Conformance, StatisticError> {
    let (low, high) = standardised(value, standard_uncertainty, limits)?;
    let t = StudentT::new(degrees_of_freedom)?;
    let (low, high) = (t.tails(low)?, t.tails(high)?);
    // The difference of the smaller tails keeps its digits.
    let conforming = if low.lower > 0.5 { low.upper - high.upper } else { high.lower - low.lower };
    Ok(Conformance { conforming: conforming.max(0.0), nonconforming: (low.lower + high.upper).min(1.0) })
}

fn standardised(value: f64, uncertainty: f64, limits: ToleranceLimits) -> Result<(f64, f64), StatisticError> {
    let scale = positive("the standard uncertainty", uncertainty)?;
    if value.is_finite() { Ok(limits.standardised(value, scale)) } else { Err(StatisticError::NotFinite) }
}

/// What is known of the true value from the result and from the process together; a normal distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Posterior {
    /// Best estimate, in the unit of the result.
    pub mean: f64,
    /// Its standard uncertainty.
    pub standard_deviation: f64,
}

/// Combines a result with prior knowledge of the process, both normal.
///
/// Formula: weights 1/σ² and 1/u². The outcome goes into [`conformance_probability`] in place of result and uncertainty.
///
/// # Errors
/// `OutsideDomain` unless both deviations are positive; `NotFinite`.
///
/// # Source
/// JCGM 106:2012, 6.2 and annex A.
///
/// # Checked against
/// R 4.2.2 `integrate`.
pub fn posterior(
    prior_mean: f64,
    prior_standard_deviation: f64,
    value: f64,
    standard_uncertainty: f64,
) -> Result<Posterior, StatisticError> {
    let prior = positive("the standard deviation of the process", prior_standard_deviation)?;
    let uncertainty = positive("the standard uncertainty", standard_uncertainty)?;
    // Ratios instead of squares, which could overflow.
    let share = 1.0 / (1.0 + (uncertainty / prior).powi(2));
    let mean = StatisticError::finite(prior_mean + share * (value - prior_mean))?;
    Ok(Posterior { mean, standard_deviation: StatisticError::finite(uncertainty * share.sqrt())? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(lower: Option<f64>, upper: Option<f64>) -> ToleranceLimits {
        ToleranceLimits::new(lower, upper).unwrap()
    }

    /// Requirements section 4: endotoxin limit 0.50, y = 0.42, u = 0.084: 0.83; potency 70 to 130, y = 74, u = 4: 0.841.
    #[test]
    fn worked_examples() {
        let endotoxin = conformance_probability(0.42, 0.084, limits(None, Some(0.5))).unwrap();
        assert!((endotoxin.conforming - 0.83).abs() < 5e-3);
        let potency = conformance_probability(74.0, 4.0, limits(Some(70.0), Some(130.0))).unwrap();
        assert!((potency.conforming - 0.841).abs() < 5e-4);
        assert!((potency.conforming + potency.nonconforming - 1.0).abs() < 1e-15);
    }

    /// A tail of 1e-23 is not 0: Φ(-10) = 7.619853024160527e-24.
    #[test]
    fn small_probabilities_keep_their_digits() {
        let outside = conformance_probability(60.0, 2.0, limits(Some(80.0), None)).unwrap();
        assert!((outside.conforming / 7.619_853_024_160_527e-24 - 1.0).abs() < 1e-12);
        let inside = conformance_probability(100.0, 2.0, limits(Some(80.0), None)).unwrap();
        assert!((inside.nonconforming / 7.619_853_024_160_527e-24 - 1.0).abs() < 1e-12);
    }

    #[test]
    fn many_degrees_of_freedom_are_normal() {
        let limits = limits(Some(380.0), Some(430.0));
        let t = conformance_probability_t(412.0, 15.0, 1e9, limits).unwrap();
        let normal = conformance_probability(412.0, 15.0, limits).unwrap();
        assert!((t.conforming - normal.conforming).abs() < 1e-8);
    }

    #[test]
    fn prior_knowledge_draws_towards_the_process() {
        let known = posterior(100.0, 6.0, 84.0, 5.0).unwrap();
        assert!((known.mean - 5524.0 / 61.0).abs() < 1e-12);
        assert!((known.standard_deviation - 30.0 / 61.0_f64.sqrt()).abs() < 1e-13);
    }

    #[test]
    fn what_has_no_probability() {
        let limits = limits(Some(0.0), None);
        for u in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            let message = conformance_probability(1.0, u, limits).unwrap_err().to_string();
            assert_eq!(message, format!("the standard uncertainty is outside its domain: {u}"));
            assert!(conformance_probability_t(1.0, u, 5.0, limits).is_err());
            assert!(posterior(0.0, u, 1.0, 1.0).is_err());
        }
        assert_eq!(conformance_probability(f64::NAN, 1.0, limits), Err(StatisticError::NotFinite));
        assert!(conformance_probability_t(1.0, 1.0, 0.0, limits).is_err());
        assert!(posterior(f64::NAN, 1.0, 1.0, 1.0).is_err());
    }
}
