//! Straight line through the origin.

use super::linear::{Intercept, polynomial_regression};
use crate::stats::distribution::StudentT;
use crate::stats::{Confidence, Estimate, Interval, Sides, StatisticError};

/// A line y = slope x.
#[derive(Clone, Debug, PartialEq)]
pub struct LineThroughOrigin {
    /// The slope with its standard error and confidence interval.
    pub slope: Estimate,
    /// 1 - Σ r² / Σ y², about zero and not about the mean: not comparable with the one of a line with a constant. None when
    /// all responses are zero.
    pub r_squared: Option<f64>,
    /// Standard deviation of the residuals, divisor n - 1.
    pub residual_standard_deviation: f64,
}

/// Straight line through the origin by ordinary least squares.
///
/// Assumes that the response is zero at x = 0, which the data cannot show unless a blank was measured, and one variance of
/// the responses.
/// Formula: slope Σ xy / Σ x², standard error s / sqrt(Σ x²), interval by t with n - 1 degrees of freedom.
///
/// # Errors
/// `UnequalLengths`; `TooFewValues` when n < 2; `Singular` when all x are zero; `NotFinite`.
///
/// # Source
/// N. R. Draper, H. Smith, Applied Regression Analysis, 3rd edition, section 1.6 (lines through the origin); NIST StRD
/// NoInt1 for the coefficient of determination.
pub fn line_through_origin(
    x: &[f64],
    responses: &[f64],
    confidence: Confidence,
) -> Result<LineThroughOrigin, StatisticError> {
    let fit = polynomial_regression(x, 1, Intercept::Zero, responses)?;
    let (value, error) = (fit.coefficients[0], fit.standard_errors[0]);
    let t = StudentT::new(fit.degrees_of_freedom as f64)?.quantile(confidence.quantile(Sides::Two))?;
    let lower = StatisticError::finite(value - t * error)?;
    let upper = StatisticError::finite(value + t * error)?;
    let interval = Some(Interval::two_sided(lower, upper, confidence));
    let method = "slope of the line through the origin";
    Ok(LineThroughOrigin {
        slope: Estimate { value, standard_error: Some(error), interval, method, n: x.len() },
        r_squared: fit.r_squared,
        residual_standard_deviation: fit.residual_standard_deviation,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: Σ xy = 1*2 + 2*3 = 8, Σ x² = 5, residuals 0.4 and -0.2, s² = 0.2.
    #[test]
    fn two_points() {
        let line = line_through_origin(&[1.0, 2.0], &[2.0, 3.0], Confidence::new(0.95).unwrap()).unwrap();
        assert!((line.slope.value - 1.6).abs() < 1e-15);
        assert!((line.slope.standard_error.unwrap() - 0.2).abs() < 1e-15);
        assert!((line.r_squared.unwrap() - (1.0 - 0.2 / 13.0)).abs() < 1e-15);
    }

    #[test]
    fn degenerate_lines() {
        let line = |x: &[f64], y: &[f64]| line_through_origin(x, y, Confidence::new(0.95).unwrap());
        assert_eq!(line(&[1.0], &[1.0]), Err(StatisticError::TooFewValues { needed: 2, got: 1 }));
        assert_eq!(line(&[0.0, 0.0], &[1.0, 2.0]), Err(StatisticError::Singular { rank: 0, columns: 1 }));
        assert_eq!(line(&[1.0, f64::NAN], &[1.0, 2.0]), Err(StatisticError::NotFinite));
        let zero = line(&[1.0, 2.0], &[0.0, 0.0]).unwrap();
        assert_eq!((zero.slope.value, zero.r_squared), (0.0, None));
    }
}
