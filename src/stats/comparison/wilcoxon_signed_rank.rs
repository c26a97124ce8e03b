//! Location of paired differences by ranks.

use super::ranks::Ranks;
use crate::stats::StatisticError;
use crate::stats::distribution::normal;

/// The signed rank test of paired samples, two-sided.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SignedRank {
    /// Rank sum of the positive differences.
    pub v: f64,
    /// Pairs that differ; the others are left out.
    pub n: usize,
    /// Normal approximation with continuity correction.
    pub corrected_p_value: f64,
}

/// Wilcoxon's signed rank test of symmetric differences x - y around zero.
///
/// Pairs without difference are left out. Differences closer than the rounding error of their terms are ties, so that
/// equal decimal differences are equal. Formula: V = Σ ranks of positive differences; mean n (n + 1) / 4, variance
/// n (n + 1) (2 n + 1) / 24 - Σ (t³ - t) / 48.
///
/// # Errors
/// `UnequalLengths`; `TooFewValues` without a pair; `NoVariation` when no pair differs; `NotFinite`.
///
/// # Source
/// F. Wilcoxon, Biometrics Bulletin 1 (1945); M. Hollander, D. A. Wolfe, Nonparametric Statistical Methods, 3.1.
///
/// # Checked against
/// R 4.2.2 `wilcox.test(paired = TRUE)`.
pub fn wilcoxon_signed_rank(x: &[f64], y: &[f64]) -> Result<SignedRank, StatisticError> {
    if x.len() != y.len() {
        return Err(StatisticError::UnequalLengths { left: x.len(), right: y.len() });
    }
    StatisticError::check(x, 1)?;
    StatisticError::check(y, 1)?;
    let largest = x.iter().chain(y).fold(0.0_f64, |largest, value| largest.max(value.abs()));
    let resolution = 4.0 * f64::EPSILON * largest;
    let differences: Vec<f64> =
        x.iter().zip(y).map(|(x, y)| x - y).filter(|difference| difference.abs() > resolution).collect();
    if differences.is_empty() {
        return Err(StatisticError::NoVariation);
    }
    let sizes: Vec<f64> = differences.iter().map(|difference| difference.abs()).collect();
    let ranks = Ranks::new(&sizes, resolution);
    let positive = differences.iter().zip(&ranks.of).filter(|(difference, _)| **difference > 0.0);
    let v = positive.map(|(_, rank)| rank).sum::<f64>();
    let n = differences.len() as f64;
    let deviation = (n * (n + 1.0) * (2.0 * n + 1.0) / 24.0 - ranks.tie_sum() / 48.0).sqrt();
    let distance = ((v - 0.25 * n * (n + 1.0)).abs() - 0.5).max(0.0);
    let corrected_p_value = (2.0 * normal::upper_tail(distance / deviation)).min(1.0);
    Ok(SignedRank { v, n: differences.len(), corrected_p_value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_ties_and_equal_pairs() {
        // Differences 0.1, 0.1, -0.1, 0: three ties of rank 2.
        let result = wilcoxon_signed_rank(&[0.3, 0.4, 0.1, 5.0], &[0.2, 0.3, 0.2, 5.0]).unwrap();
        assert_eq!((result.v, result.n), (4.0, 3));
        // mean 3, variance 3.5 - 24/48 = 3, z = 0.5 / sqrt 3: two-sided 0.7728299926844475.
        assert!((result.corrected_p_value - 0.772_829_992_684_447_5).abs() < 1e-12, "{result:?}");
    }

    #[test]
    fn what_cannot_be_tested() {
        assert_eq!(wilcoxon_signed_rank(&[1.0], &[]), Err(StatisticError::UnequalLengths { left: 1, right: 0 }));
        assert_eq!(wilcoxon_signed_rank(&[], &[]), Err(StatisticError::TooFewValues { needed: 1, got: 0 }));
        assert_eq!(wilcoxon_signed_rank(&[1.0], &[1.0]), Err(StatisticError::NoVariation));
        assert_eq!(wilcoxon_signed_rank(&[f64::NAN], &[1.0]), Err(StatisticError::NotFinite));
    }
}
