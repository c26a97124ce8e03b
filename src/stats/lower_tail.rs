//! The lower tail of the normal distribution on the logarithmic scale.

use super::distribution::normal;
use std::f64::consts::PI;

/// Where the ratio of density to probability is taken from its continued fraction.
const DEEP: f64 = -25.0;

/// ln Φ(z) and φ(z) / Φ(z), also where both underflow.
///
/// # Source
/// Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.14 (continued fraction of Mills' ratio).
pub(super) fn lower_tail(z: f64) -> (f64, f64) {
    if z > DEEP {
        let probability = normal::cdf(z);
        return (libm::log(probability), normal::density(z) / probability);
    }
    let ratio = (1..=30).rev().fold(-z, |tail, k| f64::from(k) / tail - z);
    (-0.5 * z * z - 0.5 * libm::log(2.0 * PI) - libm::log(ratio), ratio)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both forms of the ratio where they meet, and far below.
    #[test]
    fn the_deep_tail_continues_the_rest() {
        let (near, deep) = (lower_tail(DEEP + 1e-9), lower_tail(DEEP - 1e-9));
        assert!((near.0 / deep.0 - 1.0).abs() < 1e-9 && (near.1 / deep.1 - 1.0).abs() < 1e-9);
        // ln Φ(-50) = -1254.831361 (asymptotic series, first four terms).
        assert!((lower_tail(-50.0).0 + 1_254.831_361).abs() < 1e-5, "{}", lower_tail(-50.0).0);
    }
}
