//! Wasserstein distance of order 1.

use crate::stats::StatisticError;

/// Wasserstein distance of order 1 (earth mover's distance) between two samples, in the unit of the values.
///
/// Formula: the integral of |F - G| over the line, F and G the empirical distribution functions: the mean distance by which
/// values have to move to turn one sample into the other.
///
/// # Errors
/// `TooFewValues` when a sample is empty; `NotFinite`.
///
/// # Source
/// S. S. Vallender, Calculation of the Wasserstein distance between probability distributions on the line, Theory of
/// Probability and its Applications 18 (1974).
pub fn wasserstein_distance(first: &[f64], second: &[f64]) -> Result<f64, StatisticError> {
    super::integrate_difference(first, second, f64::abs)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: the means differ by 11 - 2.5 and the samples do not overlap.
    #[test]
    fn of_separated_samples_is_the_difference_of_the_means() {
        assert_eq!(wasserstein_distance(&[1.0, 2.0, 3.0, 4.0], &[10.0, 11.0, 12.0]), Ok(8.5));
    }

    #[test]
    fn too_far_apart_for_binary64() {
        assert_eq!(wasserstein_distance(&[-1.7e308], &[1.7e308]), Err(StatisticError::NotFinite));
    }
}
