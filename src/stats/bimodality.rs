//! Sarle's bimodality coefficient.

use super::summation::size;
use super::{BinnedDistribution, MomentType, StatisticError, Weighting, excess_kurtosis, skewness};

/// The coefficient of the uniform distribution; two peaks of equal height lie above it, and so do skewed single ones.
pub const BIMODALITY_OF_UNIFORM: f64 = 5.0 / 9.0;

/// Bimodality coefficient of single values, without unit, up to 1.
///
/// (g² + 1) / (k + 3 (n - 1)² / ((n - 2)(n - 3))), where g is the skewness and k the excess kurtosis, both corrected for
/// bias.
///
/// # Errors
/// `TooFewValues` when n < 4; `NoVariation` when all values are equal; `NotFinite`.
///
/// # Source
/// SAS/STAT 15.1 User's Guide, procedure CLUSTER, Miscellaneous Formulas, bimodality coefficient; R. Pfister, K. A.
/// Schwarz, M. Janczyk, R. Dale, J. B. Freeman, Good things peak in pairs: a note on the bimodality coefficient, Frontiers
/// in Psychology 4 (2013) 700, equation 1.
pub fn bimodality_coefficient(values: &[f64]) -> Result<f64, StatisticError> {
    let (g, k) = (skewness(values, MomentType::Corrected)?, excess_kurtosis(values, MomentType::Corrected)?);
    coefficient(g, k, Some(values.len()))
}

/// Bimodality coefficient of a binned distribution, of its midpoints, without unit, up to 1.
///
/// `particles` is how many were counted, which the heights need not say; without it the corrections for a small number are
/// left out: (g² + 1) / (k + 3).
///
/// # Errors
/// `TooFewValues` for fewer than 4 particles; `NoVariation` when all are in one bin; `NothingCounted`.
///
/// # Source
/// As [`bimodality_coefficient`]; the corrections of [`MomentType::Corrected`].
pub fn binned_bimodality_coefficient(
    distribution: &BinnedDistribution,
    weighting: Weighting,
    particles: Option<usize>,
) -> Result<f64, StatisticError> {
    of_central_moments(distribution.central_moments(weighting)?, particles)
}

/// From the second to fourth central moment.
pub(super) fn of_central_moments([m2, m3, m4]: [f64; 3], particles: Option<usize>) -> Result<f64, StatisticError> {
    if m2 <= 0.0 {
        return Err(StatisticError::NoVariation);
    }
    let (plain_g, plain_k) = (m3 / (m2 * m2.sqrt()), m4 / (m2 * m2) - 3.0);
    let Some(particles) = particles else { return coefficient(plain_g, plain_k, None) };
    if particles < 4 {
        return Err(StatisticError::TooFewValues { needed: 4, got: particles });
    }
    let n = size(particles);
    let g = plain_g * (n * (n - 1.0)).sqrt() / (n - 2.0);
    let k = ((n + 1.0) * plain_k + 6.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0));
    coefficient(g, k, Some(particles))
}

fn coefficient(g: f64, k: f64, particles: Option<usize>) -> Result<f64, StatisticError> {
    let three = particles.map_or(3.0, |particles| {
        let n = size(particles);
        3.0 * (n - 1.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0))
    });
    StatisticError::finite((g * g + 1.0) / (k + three))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Midpoint;

    /// Values of a binned distribution, one by one.
    fn bins() -> (BinnedDistribution, Vec<f64>) {
        let counts = [5.0, 9.0, 2.0, 1.0, 4.0, 8.0, 3.0];
        let edges: Vec<f64> = (0..=7).map(|edge| 10.0 * f64::from(edge)).collect();
        let binned = BinnedDistribution::new(&edges, &counts, Midpoint::Arithmetic).unwrap();
        let values = (binned.midpoints().iter().zip(counts))
            .flat_map(|(midpoint, count)| std::iter::repeat_n(*midpoint, count as usize))
            .collect();
        (binned, values)
    }

    #[test]
    fn binned_and_single_values_agree() {
        let (binned, values) = bins();
        let single = bimodality_coefficient(&values).unwrap();
        let together = binned_bimodality_coefficient(&binned, Weighting::Number, Some(values.len())).unwrap();
        assert!((single - together).abs() < 1e-14, "{single} {together}");
        assert!(single > BIMODALITY_OF_UNIFORM);
    }

    /// Two values with equal shares have no skewness and the smallest kurtosis, 1: the coefficient is 1. The uniform
    /// distribution on a fine grid approaches 5/9.
    #[test]
    fn known_distributions() {
        let two = BinnedDistribution::new(&[0.0, 1.0, 2.0], &[7.0, 7.0], Midpoint::Arithmetic).unwrap();
        assert_eq!(binned_bimodality_coefficient(&two, Weighting::Number, None), Ok(1.0));
        let edges: Vec<f64> = (0..=1000).map(f64::from).collect();
        let uniform = BinnedDistribution::new(&edges, &[1.0; 1000], Midpoint::Arithmetic).unwrap();
        let coefficient = binned_bimodality_coefficient(&uniform, Weighting::Number, None).unwrap();
        assert!((coefficient - BIMODALITY_OF_UNIFORM).abs() < 2e-6, "{coefficient}");
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(bimodality_coefficient(&[1.0, 2.0, 3.0]), Err(StatisticError::TooFewValues { needed: 4, got: 3 }));
        let one = BinnedDistribution::new(&[0.0, 1.0], &[7.0], Midpoint::Arithmetic).unwrap();
        let of = |particles| binned_bimodality_coefficient(&one, Weighting::Number, particles);
        assert_eq!(of(None), Err(StatisticError::NoVariation));
    }
}
