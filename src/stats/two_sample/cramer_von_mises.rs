//! Two-sample Cramér-von Mises test.

use super::pooled;
use crate::stats::StatisticError;
use std::f64::consts::PI;

/// Points of the Gauss-Chebyshev rule in each interval of the tail integral; 24 give full precision.
const POINTS: u32 = 24;

/// Intervals of the tail integral; at the smallest argument used the last one is below 1e-17.
const INTERVALS: u32 = 30;

/// The statistic and its asymptotic p-value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CramerVonMisesTwoSample {
    /// Statistic T.
    pub t: f64,
    /// Upper tail of the limiting distribution at T, brought to its mean and variance.
    pub p_asymptotic: f64,
}

/// Cramér-von Mises test that two samples come from one distribution.
///
/// Assumes independent values; with few values (below about 10 in one sample) the p-value is rough.
/// Formula: T = U / (nmN) - (4nm - 1) / (6N), U = n Σ (r_i - i)^2 + m Σ (s_j - j)^2 with the midranks r and s of the ordered
/// samples in the pooled one and N = n + m; exact in whole numbers. For the p-value T is shifted and scaled to mean 1/6 and
/// variance 1/45 of the limiting distribution.
///
/// # Errors
/// `TooFewValues` when a sample has fewer than 2 values; `NotFinite`.
///
/// # Source
/// T. W. Anderson, On the distribution of the two-sample Cramér-von Mises criterion, Annals of Mathematical Statistics 33
/// (1962); W. J. Conover, Practical Nonparametric Statistics, 3rd edition, section 6.3.
pub fn cramer_von_mises_two_sample(first: &[f64], second: &[f64]) -> Result<CramerVonMisesTwoSample, StatisticError> {
    let steps = pooled(first, second)?;
    let smaller = first.len().min(second.len());
    if smaller < 2 {
        return Err(StatisticError::TooFewValues { needed: 2, got: smaller });
    }
    let (n, m) = (first.len() as i128, second.len() as i128);
    let total = n + m;
    // Twice the midranks are whole numbers, so four times U is one.
    let (mut before_first, mut before_second, mut four_u) = (0_i128, 0_i128, 0_i128);
    for step in &steps {
        let (a, b) = (step.in_first as i128, step.in_second as i128);
        let twice_midrank = 2 * (before_first + before_second) + a + b + 1;
        let squares = |before: i128, count: i128| {
            (1..=count).map(|place| (twice_midrank - 2 * (before + place)).pow(2)).sum::<i128>()
        };
        four_u += n * squares(before_first, a) + m * squares(before_second, b);
        before_first += a;
        before_second += b;
    }
    let t = (6 * four_u - 4 * n * m * (4 * n * m - 1)) as f64 / (24 * n * m * total) as f64;
    let (k, total) = ((n * m) as f64, total as f64);
    let squares = (n * n + m * m) as f64;
    let mean = (1.0 + 1.0 / total) / 6.0;
    let variance = (total + 1.0) * (4.0 * k * total - 3.0 * squares - 2.0 * k) / (45.0 * total * total * 4.0 * k);
    let standardised = 1.0 / 6.0 + (t - mean) / (45.0 * variance).sqrt();
    Ok(CramerVonMisesTwoSample { t, p_asymptotic: limiting_upper_tail(standardised) })
}

/// P(ω² > x) of the limiting distribution.
///
/// Formula: 1/π Σ_k (-1)^(k+1) ∫ 2/u sqrt(u / |sin u|) exp(-x u² / 2) du over ((2k-1)π, 2kπ). The integrand grows like the
/// inverse root of the distance at both ends, which is the weight of the Gauss-Chebyshev rule.
///
/// # Source
/// N. V. Smirnov, On the distribution of the ω² criterion, Matematicheskii Sbornik 2 (1937).
fn limiting_upper_tail(x: f64) -> f64 {
    if x < 0.005 {
        // The lower tail there is below 1e-10.
        return 1.0;
    }
    let interval = |k: u32| {
        let middle = PI * (2.0 * f64::from(k) - 0.5);
        let sum: f64 = (1..=POINTS)
            .map(|point| {
                let angle = PI * (f64::from(point) - 0.5) / f64::from(POINTS);
                // sin(angle) is the weight; u lies at half a period of the sine times cos(angle) from the middle.
                let u = middle + 0.5 * PI * libm::cos(angle);
                // |sin u| near the middle of a half wave is cos of the distance from it.
                let sine = libm::cos(0.5 * PI * libm::cos(angle));
                0.5 * PI * libm::sin(angle) * 2.0 / u * (u / sine).sqrt() * libm::exp(-0.5 * x * u * u)
            })
            .sum();
        sum * PI / f64::from(POINTS)
    };
    let tail = (1..=INTERVALS).map(|k| if k % 2 == 1 { interval(k) } else { -interval(k) }).sum::<f64>() / PI;
    tail.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Anderson and Darling 1952, table 1: upper points of the limiting distribution.
    #[test]
    fn the_limiting_distribution_is_the_tabulated_one() {
        for (x, tail) in [(0.11888, 0.5), (0.34730, 0.1), (0.46136, 0.05), (0.74346, 0.01), (1.16786, 0.001)] {
            let obtained = limiting_upper_tail(x);
            assert!((obtained / tail - 1.0).abs() < 1e-4, "{x}: {obtained}");
        }
        assert!((limiting_upper_tail(0.02480) - 0.99).abs() < 1e-4);
        assert_eq!(limiting_upper_tail(-1.0), 1.0);
    }

    #[test]
    fn one_value_is_too_few() {
        let error = StatisticError::TooFewValues { needed: 2, got: 1 };
        assert_eq!(cramer_von_mises_two_sample(&[1.0], &[1.0, 2.0]), Err(error));
    }
}
