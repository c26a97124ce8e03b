//! Difference of two means, and of a mean from a target, by Student's t.

use crate::stats::distribution::StudentT;
use crate::stats::sums::Moments;
use crate::stats::{Confidence, Interval, Sides, StatisticError};

/// What is assumed of the two variances.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// They may differ: Welch's test with Satterthwaite's degrees of freedom. The usual choice.
    Different,
    /// They are equal and pooled.
    Pooled,
}

/// A difference with its standard error, test and interval; differences in the unit of the values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DifferenceOfMeans {
    /// Mean of the first sample minus mean of the second (or minus the target).
    pub difference: f64,
    /// Standard error of the difference.
    pub standard_error: f64,
    /// Degrees of freedom of t; not whole for Welch's test.
    pub degrees_of_freedom: f64,
    /// Difference over standard error.
    pub t: f64,
    /// Two-sided probability under no difference.
    pub p_value: f64,
    /// Two-sided confidence interval of the difference.
    pub interval: Interval,
}

/// Difference of the means of two independent samples.
///
/// Assumes independent, normal values. Formula: t = (m_x - m_y) / se; with different variances
/// se² = s_x²/n_x + s_y²/n_y and df = se⁴ / Σ ((s²/n)² / (n - 1)); pooled se² = s² (1/n_x + 1/n_y), df = n_x + n_y - 2.
///
/// # Errors
/// `TooFewValues` when a sample has fewer than two; `NoVariation` when both are constant; `NotFinite`.
///
/// # Source
/// B. L. Welch, The generalization of Student's problem, Biometrika 34 (1947); NIST/SEMATECH e-Handbook, 7.3.1.
///
/// # Checked against
/// R 4.2.2 `t.test`, scipy 1.17.1.
pub fn difference_of_means(
    x: &[f64],
    y: &[f64],
    spread: Spread,
    confidence: Confidence,
) -> Result<DifferenceOfMeans, StatisticError> {
    StatisticError::check(x, 2)?;
    StatisticError::check(y, 2)?;
    let (x, y) = (Moments::of(x), Moments::of(y));
    let (nx, ny) = (x.n as f64, y.n as f64);
    let (square, degrees_of_freedom) = match spread {
        Spread::Different => {
            let (a, b) = (x.variance() / nx, y.variance() / ny);
            (a + b, (a + b).powi(2) / (a * a / (nx - 1.0) + b * b / (ny - 1.0)))
        }
        Spread::Pooled => {
            let df = nx + ny - 2.0;
            ((x.squares + y.squares) / df * (1.0 / nx + 1.0 / ny), df)
        }
    };
    judge(x.mean - y.mean, square, degrees_of_freedom, confidence)
}

/// Difference of a mean from a fixed target.
///
/// Assumes independent, normal values. Formula: t = (m - target) / (s / sqrt(n)), df = n - 1.
///
/// # Errors
/// As [`difference_of_means`].
///
/// # Source
/// NIST/SEMATECH e-Handbook of Statistical Methods, 7.2.2.
pub fn against_target(
    values: &[f64],
    target: f64,
    confidence: Confidence,
) -> Result<DifferenceOfMeans, StatisticError> {
    StatisticError::check(values, 2)?;
    let sample = Moments::of(values);
    let n = sample.n as f64;
    judge(sample.mean - target, sample.variance() / n, n - 1.0, confidence)
}

/// The test and the interval of a difference whose squared standard error is known.
fn judge(difference: f64, square: f64, df: f64, confidence: Confidence) -> Result<DifferenceOfMeans, StatisticError> {
    if square == 0.0 {
        return Err(StatisticError::NoVariation);
    }
    let standard_error = StatisticError::finite(square)?.sqrt();
    let t = StatisticError::finite(difference / standard_error)?;
    let distribution = StudentT::new(StatisticError::finite(df)?)?;
    let half = StatisticError::finite(distribution.quantile(confidence.quantile(Sides::Two))? * standard_error)?;
    Ok(DifferenceOfMeans {
        difference,
        standard_error,
        degrees_of_freedom: df,
        t,
        p_value: distribution.two_sided_tail(t)?,
        interval: Interval::two_sided(difference - half, difference + half, confidence),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(level: f64) -> Confidence {
        Confidence::new(level).unwrap()
    }

    #[test]
    fn against_a_fixed_target() {
        let result = against_target(&[1.0, 2.0, 3.0], 1.0, level(0.95)).unwrap();
        assert!((result.t - 3.0_f64.sqrt()).abs() < 1e-15);
        // t(0.975; 2) = 0.95 sqrt(2 / 0.0975)
        let half = 4.302_652_729_749_464 / 3.0_f64.sqrt();
        assert!((result.interval.upper.unwrap() - (1.0 + half)).abs() < 1e-12, "{result:?}");
        assert!((result.interval.lower.unwrap() - (1.0 - half)).abs() < 1e-12);
    }

    #[test]
    fn more_confidence_is_never_narrower() {
        let width = |confidence| {
            let result = difference_of_means(&[1.0, 2.0, 4.0], &[1.5, 2.5], Spread::Different, level(confidence));
            result.unwrap().interval.width().unwrap()
        };
        let widths: Vec<f64> = [0.5, 0.8, 0.9, 0.95, 0.99, 0.999].map(width).to_vec();
        assert!(widths.windows(2).all(|pair| pair[0] < pair[1]), "{widths:?}");
    }

    #[test]
    fn what_cannot_be_compared() {
        let (constant, other) = ([2.0, 2.0], [1.0, 3.0]);
        let welch = |x: &[f64], y: &[f64]| difference_of_means(x, y, Spread::Different, level(0.95));
        assert_eq!(welch(&constant, &constant), Err(StatisticError::NoVariation));
        assert!(welch(&constant, &other).is_ok());
        assert_eq!(welch(&[1.0], &other), Err(StatisticError::TooFewValues { needed: 2, got: 1 }));
        assert_eq!(welch(&[1.0, f64::NAN], &other), Err(StatisticError::NotFinite));
        assert_eq!(welch(&[1e200, -1e200], &other), Err(StatisticError::NotFinite));
        assert_eq!(against_target(&other, f64::INFINITY, level(0.9)), Err(StatisticError::NotFinite));
    }
}
