//! Ratio of two variances by the F distribution.

use crate::stats::distribution::Fisher;
use crate::stats::moments::Moments;
use crate::stats::{Confidence, Interval, Sides, StatisticError};

/// A ratio of variances with its test and interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VarianceRatio {
    /// Variance of the first sample over that of the second.
    pub ratio: f64,
    /// Two-sided probability when the variances are equal.
    pub p_value: f64,
    /// Two-sided confidence interval of the ratio.
    pub interval: Interval,
}

/// Ratio of the variances of two independent samples.
///
/// Assumes normal values; the test is sensitive to that, [`super::levene`] is not. Formula: F = s_x² / s_y² with n_x - 1
/// and n_y - 1 degrees of freedom, twice the smaller tail; interval F / F(1 - α/2) to F / F(α/2).
///
/// # Errors
/// `TooFewValues` when a sample has fewer than two; `NoVariation` when one is constant; `NotFinite`.
///
/// # Source
/// NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.9.
///
/// # Checked against
/// R 4.2.2 `var.test`.
pub fn variance_ratio(x: &[f64], y: &[f64], confidence: Confidence) -> Result<VarianceRatio, StatisticError> {
    StatisticError::check(x, 2)?;
    StatisticError::check(y, 2)?;
    let (x, y) = (Moments::of(x), Moments::of(y));
    if x.squares == 0.0 || y.squares == 0.0 {
        return Err(StatisticError::NoVariation);
    }
    let ratio = StatisticError::finite(x.variance() / y.variance())?;
    let (numerator, denominator) = ((x.n - 1) as f64, (y.n - 1) as f64);
    let f = Fisher::new(numerator, denominator)?;
    let reversed = Fisher::new(denominator, numerator)?;
    let high = confidence.quantile(Sides::Two);
    let tails = f.tails(ratio)?;
    let lower = StatisticError::finite(ratio / f.quantile(high)?)?;
    // 1 / F(α/2; a, b) = F(1 - α/2; b, a), which keeps its digits in the upper tail.
    let upper = StatisticError::finite(ratio * reversed.quantile(high)?)?;
    Ok(VarianceRatio {
        ratio,
        p_value: (2.0 * tails.lower.min(tails.upper)).min(1.0),
        interval: Interval::two_sided(lower, upper, confidence),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn confidence() -> Confidence {
        Confidence::new(0.95).unwrap()
    }

    /// With 2 and 2 degrees of freedom F has the distribution x / (1 + x), so F(0.975) = 39.
    #[test]
    fn two_degrees_of_freedom_each() {
        let result = variance_ratio(&[1.0, 2.0, 3.0], &[5.0, 7.0, 9.0], confidence()).unwrap();
        assert!((result.ratio - 0.25).abs() < 1e-15);
        assert!((result.p_value - 0.4).abs() < 1e-12, "{}", result.p_value);
        assert!((result.interval.lower.unwrap() - 0.25 / 39.0).abs() < 1e-13, "{result:?}");
        assert!((result.interval.upper.unwrap() - 0.25 * 39.0).abs() < 1e-10, "{result:?}");
    }

    #[test]
    fn what_has_no_ratio() {
        assert_eq!(variance_ratio(&[1.0, 1.0], &[1.0, 2.0], confidence()), Err(StatisticError::NoVariation));
        assert_eq!(variance_ratio(&[1.0, 2.0], &[3.0, 3.0], confidence()), Err(StatisticError::NoVariation));
        assert_eq!(
            variance_ratio(&[1.0], &[1.0, 2.0], confidence()),
            Err(StatisticError::TooFewValues { needed: 2, got: 1 })
        );
        assert_eq!(variance_ratio(&[1.0, f64::NAN], &[1.0, 2.0], confidence()), Err(StatisticError::NotFinite));
    }
}
