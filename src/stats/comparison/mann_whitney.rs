//! Location of two samples by ranks.

use super::ranks::Ranks;
use crate::stats::StatisticError;
use crate::stats::distribution::normal;

/// Largest product of the sample sizes for which the exact distribution is counted.
const LARGEST_EXACT: usize = 2_500;

/// The Mann-Whitney test, each p-value two-sided.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MannWhitney {
    /// U of the first sample: pairs in which its value is larger, ties counting a half.
    pub u: f64,
    /// Exact probability; nothing with ties, or when the product of the sample sizes exceeds 2 500.
    pub exact_p_value: Option<f64>,
    /// Normal approximation.
    pub normal_p_value: f64,
    /// Normal approximation with continuity correction.
    pub corrected_p_value: f64,
}

/// The Mann-Whitney (Wilcoxon rank sum) test of equal location of two independent samples.
///
/// Needs no normal values; assumes distributions of the same shape. Formula: U = R_x - n_x (n_x + 1) / 2 with the rank sum
/// R_x; variance n_x n_y / 12 (N + 1 - Σ (t³ - t) / (N (N - 1))).
///
/// # Errors
/// `TooFewValues` when a sample is empty; `NoVariation` when all values are equal; `NotFinite`.
///
/// # Source
/// H. B. Mann, D. R. Whitney, Annals of Mathematical Statistics 18 (1947); NIST/SEMATECH e-Handbook, 7.3.5.
///
/// # Checked against
/// R 4.2.2 `wilcox.test`, scipy 1.17.1.
pub fn mann_whitney(x: &[f64], y: &[f64]) -> Result<MannWhitney, StatisticError> {
    StatisticError::check(x, 1)?;
    StatisticError::check(y, 1)?;
    let ranks = Ranks::new(&[x, y].concat(), 0.0);
    if ranks.ties.len() == 1 {
        return Err(StatisticError::NoVariation);
    }
    let (nx, ny) = (x.len() as f64, y.len() as f64);
    let n = nx + ny;
    let u = ranks.of.iter().take(x.len()).sum::<f64>() - 0.5 * nx * (nx + 1.0);
    let deviation = (nx * ny / 12.0 * (n + 1.0 - ranks.tie_sum() / (n * (n - 1.0)))).sqrt();
    let distance = (u - 0.5 * nx * ny).abs();
    let two_sided = |distance: f64| (2.0 * normal::upper_tail(distance / deviation)).min(1.0);
    Ok(MannWhitney {
        u,
        exact_p_value: (!ranks.has_ties() && x.len().saturating_mul(y.len()) <= LARGEST_EXACT)
            .then(|| exact(u, x.len(), y.len())),
        normal_p_value: two_sided(distance),
        corrected_p_value: two_sided((distance - 0.5).max(0.0)),
    })
}

/// Twice the smaller tail of U without ties.
fn exact(u: f64, nx: usize, ny: usize) -> f64 {
    // The distribution is symmetric: the tail at or below the smaller of U and its mirror image.
    let smaller = u.min((nx * ny) as f64 - u) as usize;
    let all = (1..=nx).fold(1.0, |product, i| product * (ny + i) as f64 / i as f64);
    (2.0 * arrangements(nx, ny, smaller).iter().sum::<f64>() / all).min(1.0)
}

/// Number of arrangements with U = 0, 1, …, `last`: coefficients of the Gaussian binomial coefficient, built as
/// Π (1 - q^(n_y + i)) / (1 - q^i), i = 1 … n_x. A count depends on counts of smaller U only, so that the small counts of
/// the tails are exact however large those in the middle grow.
fn arrangements(nx: usize, ny: usize, last: usize) -> Vec<f64> {
    let mut counts = vec![0.0; last + 1];
    counts[0] = 1.0;
    for i in 1..=nx {
        for power in (ny + i..counts.len()).rev() {
            counts[power] -= counts[power - ny - i];
        }
        for power in i..counts.len() {
            counts[power] += counts[power - i];
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrangements_of_two_and_three() {
        assert_eq!(arrangements(2, 3, 6), [1.0, 1.0, 2.0, 2.0, 2.0, 1.0, 1.0]);
        assert_eq!(arrangements(3, 2, 6), arrangements(2, 3, 6));
    }

    /// Three values below three others: 2 of 20 arrangements.
    #[test]
    fn separated_samples() {
        let result = mann_whitney(&[1.0, 2.0, 3.0], &[4.0, 5.0, 6.0]).unwrap();
        assert_eq!((result.u, result.exact_p_value), (0.0, Some(0.1)));
    }

    /// n_x n_y = 2499 is odd, so the lower half holds half of the arrangements; 50 and 50 have 100 over 50 of them.
    #[test]
    fn large_samples_keep_their_digits() {
        assert!((exact(1249.0, 49, 51) - 1.0).abs() < 1e-12, "{}", exact(1249.0, 49, 51));
        assert!((exact(0.0, 50, 50) * 1.008_913_445_455_641_9e29 / 2.0 - 1.0).abs() < 1e-14);
    }

    #[test]
    fn ties_have_no_exact_probability() {
        assert_eq!(mann_whitney(&[1.0, 2.0], &[2.0, 3.0]).unwrap().exact_p_value, None);
    }

    #[test]
    fn what_cannot_be_tested() {
        assert_eq!(mann_whitney(&[], &[1.0]), Err(StatisticError::TooFewValues { needed: 1, got: 0 }));
        assert_eq!(mann_whitney(&[1.0], &[1.0]), Err(StatisticError::NoVariation));
        assert_eq!(mann_whitney(&[f64::NAN], &[1.0]), Err(StatisticError::NotFinite));
    }
}
