//! Energy distance.

use crate::stats::StatisticError;
use std::f64::consts::SQRT_2;

/// Energy distance between two samples, in the square root of the unit of the values.
///
/// Formula: sqrt(2 ∫ (F - G)^2), which equals sqrt(2 E|X - Y| - E|X - X'| - E|Y - Y'|). Other programs call the value
/// without the root, or half of it, energy distance.
///
/// # Errors
/// `TooFewValues` when a sample is empty; `NotFinite`.
///
/// # Source
/// M. L. Rizzo, G. J. Székely, Energy distance, WIREs Computational Statistics 8 (2016), equations 1 and 4.
pub fn energy_distance(first: &[f64], second: &[f64]) -> Result<f64, StatisticError> {
    let integral = super::integrate_difference(first, second, |difference| difference * difference)?;
    Ok(SQRT_2 * integral.sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition by mean distances, on samples with ties.
    #[test]
    fn agrees_with_the_mean_distances() {
        let (x, y) = ([1.0, 2.0, 2.0, 5.0], [2.0, 3.0, 7.0]);
        let mean_distance = |a: &[f64], b: &[f64]| {
            let sum: f64 = a.iter().flat_map(|p| b.iter().map(move |q| (p - q).abs())).sum();
            sum / (a.len() * b.len()) as f64
        };
        let squared = 2.0 * mean_distance(&x, &y) - mean_distance(&x, &x) - mean_distance(&y, &y);
        assert!((energy_distance(&x, &y).unwrap() - squared.sqrt()).abs() < 1e-15);
    }
}
