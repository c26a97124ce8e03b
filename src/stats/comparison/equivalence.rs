//! Equivalence: a difference shown to lie within margins.

use super::TTest;
use crate::stats::distribution::StudentT;
use crate::stats::{Confidence, Estimate, Interval, Probability, StatisticError};

/// The largest differences (or ratios) that do not matter, in the unit of what is compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Margins {
    lower: f64,
    upper: f64,
}

impl Margins {
    /// Margins; those of a ratio lie around 1.
    ///
    /// # Errors
    /// `NotFinite`; `CrossedLimits` unless `lower` < `upper`.
    pub fn new(lower: f64, upper: f64) -> Result<Margins, StatisticError> {
        match (lower.is_finite() && upper.is_finite(), lower < upper) {
            (false, _) => Err(StatisticError::NotFinite),
            (_, false) => Err(StatisticError::CrossedLimits { lower, upper }),
            _ => Ok(Margins { lower, upper }),
        }
    }

    /// Whether an interval with two ends lies within the margins.
    pub fn hold(&self, interval: &Interval) -> bool {
        interval.lower.is_some_and(|lower| lower > self.lower) && interval.upper.is_some_and(|upper| upper < self.upper)
    }
}

/// Two one-sided tests of a difference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Equivalence {
    /// Statistic against the lower margin.
    pub lower_t: f64,
    /// Statistic against the upper margin.
    pub upper_t: f64,
    /// Probability under a difference at the lower margin.
    pub lower_p_value: f64,
    /// Probability under a difference at the upper margin.
    pub upper_p_value: f64,
    /// Two-sided interval of level 1 - 2α.
    pub interval: Interval,
    /// Whether both hypotheses are rejected, that is: whether the interval lies within the margins.
    pub equivalent: bool,
}

impl Equivalence {
    /// The larger of the two probabilities.
    pub fn p_value(&self) -> f64 {
        self.lower_p_value.max(self.upper_p_value)
    }
}

/// Two one-sided tests (TOST): is the difference shown to lie within the margins?
///
/// `difference` comes from [`super::t_test`], [`super::t_test_against`] or [`super::paired_differences`]; its
/// own interval is not used. `alpha` is the one-sided risk, in (0, 0.5). Formula: t_L = (d - L) / se, t_U = (d - U) / se,
/// each against Student's t; equivalent exactly when the interval of level 1 - 2α lies within the margins.
///
/// # Errors
/// `OutsideDomain` when `alpha` is not in (0, 0.5).
///
/// # Source
/// D. J. Schuirmann, A comparison of the two one-sided tests procedure and the power approach, J. Pharmacokin. Biopharm.
/// 15 (1987); USP <1033>, 2024, equivalence testing.
///
/// # Checked against
/// R 4.2.2 `t.test`, statsmodels 0.15.0.
pub fn two_one_sided_tests(difference: &TTest, margins: Margins, alpha: f64) -> Result<Equivalence, StatisticError> {
    if !(alpha > 0.0 && alpha < 0.5) {
        return Err(StatisticError::OutsideDomain { what: "alpha", value: alpha });
    }
    let distribution = StudentT::new(difference.degrees_of_freedom)?;
    let Estimate { value, standard_error, .. } = difference.estimate;
    let standard_error = standard_error.ok_or(StatisticError::NoVariation)?;
    let t = |margin: f64| (value - margin) / standard_error;
    let (lower_t, upper_t) = (t(margins.lower), t(margins.upper));
    let (lower_p_value, upper_p_value) = (distribution.tails(lower_t)?.upper, distribution.tails(upper_t)?.lower);
    let half = distribution.quantile(Probability::from_complement(alpha)?)? * standard_error;
    let (lower, upper) = (value - half, value + half);
    Ok(Equivalence {
        lower_t,
        upper_t,
        lower_p_value,
        upper_p_value,
        interval: Interval::two_sided(lower, upper, Confidence::new(1.0 - 2.0 * alpha)?),
        equivalent: lower_p_value < alpha && upper_p_value < alpha,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::comparison::t_test_against;

    #[test]
    fn the_interval_within_the_margins_is_the_test() {
        let difference = t_test_against(&[-0.2, 0.1, 0.3, 0.0], 0.0, Confidence::new(0.95).unwrap()).unwrap();
        for upper in [0.1, 0.2, 0.25, 0.29, 0.3, 0.35, 0.5, 1.0] {
            let result = two_one_sided_tests(&difference, Margins::new(-0.5, upper).unwrap(), 0.05).unwrap();
            assert_eq!(result.equivalent, Margins::new(-0.5, upper).unwrap().hold(&result.interval), "{upper}");
            assert_eq!(result.equivalent, result.p_value() < 0.05);
        }
    }

    #[test]
    fn what_is_no_margin() {
        assert_eq!(Margins::new(1.0, 1.0), Err(StatisticError::CrossedLimits { lower: 1.0, upper: 1.0 }));
        assert_eq!(Margins::new(f64::NAN, 1.0), Err(StatisticError::NotFinite));
        let difference = t_test_against(&[1.0, 2.0], 0.0, Confidence::new(0.95).unwrap()).unwrap();
        let margins = Margins::new(-1.0, 1.0).unwrap();
        assert!(two_one_sided_tests(&difference, margins, 0.5).is_err());
        assert!(two_one_sided_tests(&difference, margins, f64::NAN).is_err());
    }
}
