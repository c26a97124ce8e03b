//! Student's t: difference of two means, and of a mean from a target.

use crate::stats::distribution::StudentT;
use crate::stats::{
    Confidence, Estimate, Interval, Sides, StatisticError, Variances, difference_of_means, mean_interval,
};

/// A difference with its test; the estimate is in the unit of the values, its interval two-sided.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TTest {
    /// Mean of the first sample minus mean of the second (or minus the target), with standard error and interval.
    pub estimate: Estimate,
    /// Degrees of freedom of t; not whole for Welch's test.
    pub degrees_of_freedom: f64,
    /// Difference over standard error.
    pub t: f64,
    /// Two-sided probability under no difference.
    pub p_value: f64,
}

impl TTest {
    fn of(estimate: Estimate, degrees_of_freedom: f64) -> Result<TTest, StatisticError> {
        let standard_error = estimate.standard_error.ok_or(StatisticError::NoVariation)?;
        let t = StatisticError::finite(estimate.value / standard_error)?;
        let p_value = StudentT::new(degrees_of_freedom)?.two_sided_tail(t)?;
        Ok(TTest { estimate, degrees_of_freedom, t, p_value })
    }
}

/// Test of equal means of two independent samples.
///
/// Assumes independent, normal values; separate variances (Welch's test) are the usual choice. Formula: t = d / se with the
/// difference, standard error and degrees of freedom of [`difference_of_means`].
///
/// # Errors
/// Those of [`difference_of_means`].
///
/// # Source
/// B. L. Welch, The generalization of Student's problem, Biometrika 34 (1947); NIST/SEMATECH e-Handbook, 7.3.1.
///
/// # Checked against
/// R 4.2.2 `t.test`, scipy 1.17.1.
pub fn t_test(x: &[f64], y: &[f64], variances: Variances, confidence: Confidence) -> Result<TTest, StatisticError> {
    let (estimate, degrees_of_freedom) = difference_of_means(x, y, variances, confidence)?;
    TTest::of(estimate, degrees_of_freedom)
}

/// Test of a mean against a fixed target.
///
/// Assumes independent, normal values. Formula: t = (m - target) / (s / sqrt(n)), n - 1 degrees of freedom.
///
/// # Errors
/// Those of [`mean_interval`]; `NotFinite` for a target that is not.
///
/// # Source
/// NIST/SEMATECH e-Handbook of Statistical Methods, 7.2.2.
///
/// # Checked against
/// R 4.2.2 `t.test(mu = )`.
pub fn t_test_against(values: &[f64], target: f64, confidence: Confidence) -> Result<TTest, StatisticError> {
    let shift = StatisticError::finite(target)?;
    let of_mean = mean_interval(values, confidence, Sides::Two)?;
    let interval: Option<Interval> = of_mean.interval.map(|interval| interval.map(|end| end - shift));
    let method = "t interval of a difference from a target";
    let estimate = Estimate { value: of_mean.value - shift, interval, method, ..of_mean };
    TTest::of(estimate, (values.len() - 1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(level: f64) -> Confidence {
        Confidence::new(level).unwrap()
    }

    #[test]
    fn against_a_fixed_target() {
        let result = t_test_against(&[1.0, 2.0, 3.0], 1.0, level(0.95)).unwrap();
        assert!((result.t - 3.0_f64.sqrt()).abs() < 1e-15);
        // t(0.975; 2) = 0.95 sqrt(2 / 0.0975)
        let half = 4.302_652_729_749_464 / 3.0_f64.sqrt();
        let interval = result.estimate.interval.unwrap();
        assert!((interval.upper.unwrap() - (1.0 + half)).abs() < 1e-12, "{result:?}");
        assert!((interval.lower.unwrap() - (1.0 - half)).abs() < 1e-12);
    }

    #[test]
    fn more_confidence_is_never_narrower() {
        let width = |confidence| {
            let result = t_test(&[1.0, 2.0, 4.0], &[1.5, 2.5], Variances::Separate, level(confidence));
            result.unwrap().estimate.interval.unwrap().width().unwrap()
        };
        let widths = [0.5, 0.8, 0.9, 0.95, 0.99, 0.999].map(width);
        assert!(widths.windows(2).all(|pair| pair[0] < pair[1]), "{widths:?}");
    }

    #[test]
    fn what_cannot_be_compared() {
        let (constant, other) = ([2.0, 2.0], [1.0, 3.0]);
        let welch = |x: &[f64], y: &[f64]| t_test(x, y, Variances::Separate, level(0.95));
        assert_eq!(welch(&constant, &constant), Err(StatisticError::NoVariation));
        assert!(welch(&constant, &other).is_ok());
        assert_eq!(welch(&[1.0], &other), Err(StatisticError::TooFewValues { needed: 2, got: 1 }));
        assert_eq!(welch(&[1.0, f64::NAN], &other), Err(StatisticError::NotFinite));
        assert_eq!(welch(&[1e200, -1e200], &other), Err(StatisticError::NotFinite));
        assert_eq!(t_test_against(&other, f64::INFINITY, level(0.9)), Err(StatisticError::NotFinite));
        assert_eq!(t_test_against(&constant, 1.0, level(0.9)), Err(StatisticError::NoVariation));
    }
}
