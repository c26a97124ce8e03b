//! Weighted straight line.

use super::least_squares::least_squares;
use crate::stats::StatisticError;
use crate::stats::double_double::DoubleDouble;
use ndarray::{Array1, Array2};

/// A straight line fitted with weights.
#[derive(Clone, Debug, PartialEq)]
pub struct WeightedLine {
    /// Response at x = 0.
    pub intercept: f64,
    /// Change of the response per unit of x.
    pub slope: f64,
    /// Standard error of the intercept.
    pub intercept_standard_error: f64,
    /// Standard error of the slope.
    pub slope_standard_error: f64,
    /// sqrt(Σ w r² / (n - 2)): the standard deviation of a response of weight 1.
    pub weighted_residual_standard_deviation: f64,
    /// Σ w r².
    pub weighted_residual_sum_of_squares: f64,
    /// 1 - Σ w r² / Σ w (y - weighted mean)². None when the responses do not vary.
    pub r_squared: Option<f64>,
    /// n - 2.
    pub degrees_of_freedom: usize,
}

impl WeightedLine {
    /// Relative error in percent of the back-calculated x of each standard: 100 ((y - intercept) / slope - x) / x.
    ///
    /// None for a standard at x = 0 (a blank), whose error cannot be relative to anything.
    ///
    /// # Errors
    /// `UnequalLengths`; `NoVariation` when the slope is zero, so that no x corresponds to a response; `NotFinite`.
    ///
    /// # Source
    /// ICH M10 (2022), section 3.2.3 (calibration curve: back-calculated concentrations).
    pub fn back_calculation_errors(&self, x: &[f64], responses: &[f64]) -> Result<Vec<Option<f64>>, StatisticError> {
        if x.len() != responses.len() {
            return Err(StatisticError::UnequalLengths { left: x.len(), right: responses.len() });
        }
        if self.slope == 0.0 {
            return Err(StatisticError::NoVariation);
        }
        let error = |x: f64, y: f64| 100.0 * ((y - self.intercept) / self.slope - x) / x;
        x.iter()
            .zip(responses)
            .map(|(x, y)| match (*x == 0.0, error(*x, *y)) {
                (true, _) => Ok(None),
                (false, error) if error.is_finite() => Ok(Some(error)),
                _ => Err(StatisticError::NotFinite),
            })
            .collect()
    }
}

/// Straight line by weighted least squares.
///
/// `x`, `responses` and `weights` have one element a standard. Assumes that the variance of a response is proportional to the
/// reciprocal of its weight; weights 1/x and 1/x² are usual where the scatter grows with the concentration.
/// Formula: minimises Σ w (y - a - b x)², by Householder QR of the rows multiplied by the roots of the weights.
///
/// # Errors
/// `UnequalLengths`; `NotPositive` for a weight that is zero or negative; `TooFewValues` when n < 3; `Singular` when all
/// x are equal; `NotFinite`.
///
/// # Source
/// N. R. Draper, H. Smith, Applied Regression Analysis, 3rd edition, section 9.2.
pub fn weighted_line(x: &[f64], responses: &[f64], weights: &[f64]) -> Result<WeightedLine, StatisticError> {
    for other in [responses, weights] {
        if x.len() != other.len() {
            return Err(StatisticError::UnequalLengths { left: x.len(), right: other.len() });
        }
    }
    if weights.iter().chain(responses).any(|value| !value.is_finite()) {
        return Err(StatisticError::NotFinite);
    }
    if weights.iter().any(|weight| *weight <= 0.0) {
        return Err(StatisticError::NotPositive);
    }
    let roots: Array1<DoubleDouble> = weights.iter().map(|weight| DoubleDouble::from(*weight).sqrt()).collect();
    let mut design = Array2::from_elem((x.len(), 2), DoubleDouble::ZERO);
    design.column_mut(0).assign(&roots);
    design.column_mut(1).assign(&times(&roots, x));
    let response = times(&roots, responses);
    let solution = least_squares(&design, &response)?;
    let rest = solution.residual_sum_of_squares;
    // What a constant alone leaves of the responses is what the line has to explain.
    let constant = Array2::from_shape_fn((x.len(), 1), |(row, _)| roots[row]);
    let total = least_squares(&constant, &response)?.residual_sum_of_squares;
    let degrees_of_freedom = x.len() - 2;
    let deviation = (rest / degrees_of_freedom as f64).sqrt();
    let errors = solution.unscaled_covariance.diag().mapv(|variance| deviation * variance.sqrt());
    Ok(WeightedLine {
        intercept: solution.coefficients[0],
        slope: solution.coefficients[1],
        intercept_standard_error: errors[0],
        slope_standard_error: errors[1],
        weighted_residual_standard_deviation: deviation,
        weighted_residual_sum_of_squares: rest,
        r_squared: (total > 0.0).then(|| 1.0 - rest / total),
        degrees_of_freedom,
    })
}

fn times(roots: &Array1<DoubleDouble>, values: &[f64]) -> Array1<DoubleDouble> {
    roots.iter().zip(values).map(|(root, value)| *root * DoubleDouble::from(*value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: y = 2 + 3x holds exactly, whatever the weights.
    #[test]
    fn an_exact_line_is_found_with_any_weights() {
        let x = [0.0, 1.0, 5.0, 9.0];
        let line = weighted_line(&x, &[2.0, 5.0, 17.0, 29.0], &[1.0, 0.3, 7.0, 1e-3]).unwrap();
        assert_eq!((line.intercept, line.slope, line.degrees_of_freedom), (2.0, 3.0, 2));
        assert!(line.weighted_residual_standard_deviation < 1e-28);
        let errors = line.back_calculation_errors(&x, &[2.0, 5.0, 17.0, 32.0]).unwrap();
        assert_eq!(errors, [None, Some(0.0), Some(0.0), Some(100.0 / 9.0)]);
    }

    #[test]
    fn weights_and_designs_that_determine_nothing_are_refused() {
        let y = [1.0, 2.0, 4.0];
        let fit = |x: &[f64], weights: &[f64]| weighted_line(x, &y, weights);
        assert_eq!(fit(&[1.0, 2.0, 3.0], &[1.0, 0.0, 1.0]), Err(StatisticError::NotPositive));
        assert_eq!(fit(&[1.0, 2.0, 3.0], &[1.0, f64::INFINITY, 1.0]), Err(StatisticError::NotFinite));
        assert_eq!(fit(&[f64::NAN, 2.0, 3.0], &[1.0, 1.0, 1.0]), Err(StatisticError::NotFinite));
        assert_eq!(fit(&[2.0, 2.0, 2.0], &[1.0, 0.1, 1.0]), Err(StatisticError::Singular { rank: 1, columns: 2 }));
        assert_eq!(fit(&[1.0, 2.0, 3.0], &[1.0]), Err(StatisticError::UnequalLengths { left: 3, right: 1 }));
        let few = weighted_line(&[1.0, 2.0], &[1.0, 2.0], &[1.0, 1.0]);
        assert_eq!(few, Err(StatisticError::TooFewValues { needed: 3, got: 2 }));
    }

    #[test]
    fn a_flat_line_has_no_back_calculation() {
        let flat = weighted_line(&[1.0, 2.0, 3.0], &[4.0; 3], &[1.0; 3]).unwrap();
        assert_eq!((flat.slope, flat.r_squared), (0.0, None));
        assert_eq!(flat.back_calculation_errors(&[1.0], &[4.0]), Err(StatisticError::NoVariation));
    }
}
