//! Two-sample Kolmogorov-Smirnov test.

use super::{Step, pooled};
use crate::stats::StatisticError;

/// Largest product of the sample sizes for which the exact p-value is computed.
const MOST_PATHS: usize = 100_000_000;

/// Distance between two empirical distribution functions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KolmogorovSmirnov {
    /// Largest |F - G|.
    pub d: f64,
    /// Largest F - G: the first sample has the smaller values.
    pub d_plus: f64,
    /// Largest G - F.
    pub d_minus: f64,
    /// Two-sided p-value from the limiting distribution at D sqrt(nm / (n + m)), without a correction for small samples.
    pub p_asymptotic: f64,
}

/// Kolmogorov-Smirnov distances of two samples, with the asymptotic two-sided p-value.
///
/// Assumes independent values; the asymptotic p-value assumes a continuous distribution and large samples.
///
/// # Errors
/// `TooFewValues` when a sample is empty; `NotFinite`.
///
/// # Source
/// N. V. Smirnov, Table for estimating the goodness of fit of empirical distributions, Annals of Mathematical Statistics
/// 19 (1948); W. J. Conover, Practical Nonparametric Statistics, 3rd edition, section 6.3.
pub fn kolmogorov_smirnov(first: &[f64], second: &[f64]) -> Result<KolmogorovSmirnov, StatisticError> {
    let steps = pooled(first, second)?;
    let (n, m) = (first.len(), second.len());
    let (above, below) = extremes(&steps, n, m);
    let scale = n as f64 * m as f64;
    let d = above.max(below) as f64 / scale;
    let effective = (n as f64 * m as f64 / (n as f64 + m as f64)).sqrt();
    Ok(KolmogorovSmirnov {
        d,
        d_plus: above as f64 / scale,
        d_minus: below as f64 / scale,
        p_asymptotic: limiting_upper_tail(effective * d),
    })
}

/// Exact two-sided p-value of the distance D, given the ties.
///
/// The share, among all orders in which the pooled values could have fallen to the two samples, of those whose distance is
/// at least the one observed. Distances count only between distinct values, so ties make it smaller than a computation that
/// ignores them. Formula: a recursion over the lattice of counts (i, j), in the upper tail throughout, so that small
/// probabilities keep their digits.
///
/// # Errors
/// `TooFewValues` when a sample is empty; `NotFinite`; `TooManyValues` when the product of the sizes exceeds 10^8.
///
/// # Source
/// G. Schröer, D. Trenkler, Exact and randomization distributions of Kolmogorov-Smirnov tests two or three samples,
/// Computational Statistics & Data Analysis 20 (1995).
pub fn kolmogorov_smirnov_exact_p(first: &[f64], second: &[f64]) -> Result<f64, StatisticError> {
    let steps = pooled(first, second)?;
    let (n, m) = (first.len(), second.len());
    if n.saturating_mul(m) > MOST_PATHS {
        return Err(StatisticError::TooManyValues { limit: MOST_PATHS / m.min(MOST_PATHS), got: n });
    }
    let (above, below) = extremes(&steps, n, m);
    let observed = above.max(below);
    let mut is_end = vec![false; n + m + 1];
    let mut rank = 0;
    for step in &steps {
        rank += step.in_first + step.in_second;
        if let Some(end) = is_end.get_mut(rank) {
            *end = true;
        }
    }
    let reaches = |i: usize, j: usize| {
        is_end.get(i + j) == Some(&true) && (i as u64 * m as u64).abs_diff(j as u64 * n as u64) >= observed
    };
    Ok(if observed == 0 { 1.0 } else { share_of_reaching_paths(n, m, reaches) })
}

/// The share of the paths from (0, 0) to (n, m) that pass a reaching point, all paths being equally likely.
///
/// The share at (i, j) is 1 where it reaches, and else the mean of the shares before it, weighted with the numbers of paths
/// through them, i : j.
fn share_of_reaching_paths(n: usize, m: usize, reaches: impl Fn(usize, usize) -> bool) -> f64 {
    let mut shares = vec![0.0; m + 1];
    for i in 0..=n {
        let mut left = 0.0;
        for (j, share) in shares.iter_mut().enumerate() {
            *share = match i + j {
                _ if reaches(i, j) => 1.0,
                0 => 0.0,
                steps => (i as f64 * *share + j as f64 * left) / steps as f64,
            };
            left = *share;
        }
    }
    shares.last().copied().unwrap_or_default()
}

/// nm times the largest F - G and the largest G - F, exactly.
fn extremes(steps: &[Step], n: usize, m: usize) -> (u64, u64) {
    let (mut i, mut j, mut above, mut below) = (0_u64, 0_u64, 0_u64, 0_u64);
    for step in steps {
        i += step.in_first as u64;
        j += step.in_second as u64;
        let (left, right) = (i * m as u64, j * n as u64);
        above = above.max(left.saturating_sub(right));
        below = below.max(right.saturating_sub(left));
    }
    (above, below)
}

/// P(K > z) of the Kolmogorov distribution.
///
/// The series in exp(-2 k^2 z^2) converges fast for large z, its theta transform for small z.
fn limiting_upper_tail(z: f64) -> f64 {
    use std::f64::consts::PI;
    if z < 0.04 {
        // Below 1e-300 from 1.
        return 1.0;
    }
    if z < 1.0 {
        let term = |k: f64| libm::exp(-((2.0 * k - 1.0) * PI / z).powi(2) / 8.0);
        return 1.0 - (2.0 * PI).sqrt() / z * (1..=4).map(|k| term(f64::from(k))).sum::<f64>();
    }
    let term = |k: i32| libm::exp(-2.0 * f64::from(k * k) * z * z);
    2.0 * (1..=5).map(|k| if k % 2 == 1 { term(k) } else { -term(k) }).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Separated samples of 4 and 3: only 2 of the C(7, 3) = 35 orders are as extreme.
    #[test]
    fn exact_p_of_separated_samples() {
        let p = kolmogorov_smirnov_exact_p(&[1.0, 2.0, 3.0, 4.0], &[10.0, 11.0, 12.0]).unwrap();
        assert!((p - 2.0 / 35.0).abs() < 1e-16, "{p}");
    }

    #[test]
    fn all_values_equal() {
        assert_eq!(kolmogorov_smirnov_exact_p(&[2.0, 2.0], &[2.0]), Ok(1.0));
        assert_eq!(kolmogorov_smirnov(&[2.0, 2.0], &[2.0]).unwrap().p_asymptotic, 1.0);
    }

    /// Quantiles of the Kolmogorov distribution: median 0.82757, 95 % 1.35810, 99 % 1.62762, and P(K > 1/2) = 0.963945.
    #[test]
    fn the_limiting_distribution_is_the_tabulated_one() {
        for (z, tail) in [(0.5, 0.963945), (0.827574, 0.5), (1.0, 0.270000), (1.358099, 0.05), (1.627624, 0.01)] {
            assert!((limiting_upper_tail(z) - tail).abs() < 2e-6, "{z}: {}", limiting_upper_tail(z));
        }
        // Both series at the place where they meet.
        assert!((limiting_upper_tail(1.0 - 1e-15) - limiting_upper_tail(1.0)).abs() < 1e-14);
    }

    #[test]
    fn too_many_paths_are_refused() {
        let many: Vec<f64> = (0..20_000).map(f64::from).collect();
        let error = StatisticError::TooManyValues { limit: 5_000, got: 20_000 };
        assert_eq!(kolmogorov_smirnov_exact_p(&many, &many), Err(error));
    }
}
