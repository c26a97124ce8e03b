//! The standard normal distribution.

use crate::stats::Probability;
use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// Density at z.
pub fn density(z: f64) -> f64 {
    libm::exp(-0.5 * z * z) / (2.0 * PI).sqrt()
}

/// P(Z <= z); the relative error in the lower tail stays below z² times the machine precision.
///
/// # Source
/// Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.29, with the complementary error function.
pub fn cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * FRAC_1_SQRT_2)
}

/// P(Z > z); the relative error in the upper tail stays below z² times the machine precision.
pub fn upper_tail(z: f64) -> f64 {
    0.5 * libm::erfc(z * FRAC_1_SQRT_2)
}

/// P(a < Z <= b) without cancellation; 0 when b <= a.
pub fn between(a: f64, b: f64) -> f64 {
    let mass = if a > 0.0 { upper_tail(a) - upper_tail(b) } else { cdf(b) - cdf(a) };
    mass.max(0.0)
}

/// The z below which the probability lies.
///
/// A rational start, good to 4.5e-4, and Halley steps on the smaller tail, each of which triples the digits.
///
/// # Source
/// Start: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.23.
pub fn quantile(probability: Probability) -> f64 {
    if probability.value() < 0.5 {
        -upper_quantile(probability.value())
    } else {
        upper_quantile(probability.complement())
    }
}

/// The z above which a tail of at most one half lies.
fn upper_quantile(tail: f64) -> f64 {
    let t = (-2.0 * libm::log(tail)).sqrt();
    let top = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let bottom = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let mut z = t - top / bottom;
    for _ in 0..3 {
        let excess = (upper_tail(z) - tail) / density(z);
        // Where the density underflows the start is all there is; that is beyond a tail of 1e-307.
        if !excess.is_finite() {
            break;
        }
        z += excess / (1.0 - 0.5 * z * excess);
    }
    z
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(obtained: f64, expected: f64, rel: f64) {
        assert!((obtained - expected).abs() <= rel * expected.abs(), "{obtained:e} instead of {expected:e}");
    }

    /// Computed with mpmath, 50 digits.
    #[test]
    fn both_tails_keep_their_digits() {
        for (z, lower) in [
            (-10.0, 7.619_853_024_160_526e-24),
            (-5.0, 2.866_515_718_791_939e-7),
            (-1.96, 0.024_997_895_148_220_436),
            (-0.001, 0.499_601_057_786_088_94),
            (0.3, 0.617_911_422_188_952_6),
            (2.0, 0.977_249_868_051_820_8),
        ] {
            // z / √2 is rounded once, which the tail magnifies by z².
            let rel = 4e-16 + z * z * f64::EPSILON / 4.0;
            close(cdf(z), lower, rel);
            close(upper_tail(-z), lower, rel);
        }
        close(cdf(-38.0), 2.885_428_35e-316, 1e-7);
        close(between(5.0, 6.0), 2.856_649_842_341_563e-7, 1e-12);
        assert_eq!(between(2.0, 1.0), 0.0);
    }

    /// Computed with mpmath, 50 digits, at the binary number nearest to the probability.
    #[test]
    fn quantiles_to_the_far_tail() {
        for (probability, z) in [
            (1e-300, -37.047_096_299_361_2),
            (1e-20, -9.262_340_089_798_408),
            (1e-5, -4.264_890_793_922_825),
            (0.025, -1.959_963_984_540_054_2),
            (0.3, -0.524_400_512_708_040_8),
            (0.975, 1.959_963_984_540_053_9),
            (0.999_999, 4.753_424_308_817_088),
        ] {
            close(quantile(Probability::new(probability).unwrap()), z, 4e-16);
        }
        close(quantile(Probability::new(0.499_999).unwrap()), -2.506_628_274_566_559_4e-6, 1e-10);
        assert!(quantile(Probability::new(5e-324).unwrap()) < -38.0);
    }

    /// The published erf constants of statrs 0.19 are cut to ten digits; its quantile is good.
    #[test]
    fn statrs_agrees_to_its_own_accuracy() {
        use statrs::distribution::{ContinuousCDF, Normal};
        let reference = Normal::standard();
        for step in 1..200 {
            let probability = f64::from(step) / 200.0;
            let z = quantile(Probability::new(probability).unwrap());
            assert!((z - reference.inverse_cdf(probability)).abs() < 1e-14, "{probability}");
            close(cdf(z), reference.cdf(z), 2e-10);
        }
    }
}
