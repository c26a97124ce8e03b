//! A Poisson count, its interval, and the concentration it stands for.

use super::distribution::{Gamma, normal};
use super::summation::size;
use super::{Confidence, Estimate, Interval, Sides, StatisticError};

/// How the interval of the mean of a count is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountInterval {
    /// Exact (Garwood): never covers less than the confidence.
    Exact,
    /// Score interval.
    Score,
}

/// The expected count behind an observed one, with its interval or bound.
///
/// Assumes a Poisson count: independent events, no saturation, no clusters.
///
/// # Errors
/// `NoConvergence`.
///
/// # Source
/// F. Garwood, Fiducial limits for the Poisson distribution, Biometrika 28 (1936) 437-442; score: L. Barker, A comparison of
/// nine confidence intervals for a Poisson parameter, The American Statistician 56 (2002) 85-89.
pub fn count_interval(
    count: usize,
    confidence: Confidence,
    sides: Sides,
    kind: CountInterval,
) -> Result<Estimate, StatisticError> {
    let k = size(count);
    let upper = confidence.quantile(sides);
    let (low, high, method) = match kind {
        CountInterval::Exact => {
            let low = if count == 0 { 0.0 } else { Gamma::new(k)?.quantile(upper.opposite())? };
            (low, Gamma::new(k + 1.0)?.quantile(upper)?, "exact Poisson interval")
        }
        CountInterval::Score => {
            let z = normal::quantile(upper);
            let (center, half_width) = (k + 0.5 * z * z, z * (k + 0.25 * z * z).sqrt());
            // (k + z²/2)² - z² (k + z²/4) = k², so this quotient is the lower end without cancellation.
            let low = k * k / (center + half_width);
            (low, center + half_width, "score Poisson interval")
        }
    };
    let interval = Interval::on_sides(low, high, sides, confidence);
    Estimate { value: k, standard_error: Some(k.sqrt()), interval: Some(interval), method, n: count }.checked()
}

/// Concentration from a count: count / volume × dilution, per unit of `volume`, with the exact Poisson interval.
///
/// Covers the counting only, not the uncertainty of volume and dilution.
///
/// # Errors
/// `OutsideDomain` when volume or dilution is not positive and finite; `NotFinite`; `NoConvergence`.
///
/// # Source
/// As [`count_interval`].
pub fn concentration_from_count(
    count: usize,
    volume: f64,
    dilution: f64,
    confidence: Confidence,
    sides: Sides,
) -> Result<Estimate, StatisticError> {
    for (what, value) in [("the counted volume", volume), ("the dilution", dilution)] {
        if !(value > 0.0 && value.is_finite()) {
            return Err(StatisticError::OutsideDomain { what, value });
        }
    }
    let counted = count_interval(count, confidence, sides, CountInterval::Exact)?;
    let scaled = |number: f64| number / volume * dilution;
    Estimate {
        value: scaled(counted.value),
        standard_error: counted.standard_error.map(scaled),
        interval: counted.interval.map(|interval| interval.map(scaled)),
        method: "concentration from a Poisson count",
        n: count,
    }
    .checked()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A count of zero: the 95 % upper bound is -ln 0.05.
    #[test]
    fn nothing_counted() {
        let confidence = Confidence::new(0.95).unwrap();
        let bound = count_interval(0, confidence, Sides::Upper, CountInterval::Exact).unwrap().interval.unwrap();
        assert!((bound.upper.unwrap() + libm::log(0.05)).abs() < 1e-14);
    }

    /// Counts of particles are large; the exact interval then is k ± 1.96 sqrt(k) + 1.28 to four digits.
    #[test]
    fn ten_billion_particles() {
        let confidence = Confidence::new(0.95).unwrap();
        let interval =
            count_interval(10_000_000_000, confidence, Sides::Two, CountInterval::Exact).unwrap().interval.unwrap();
        assert!((interval.lower.unwrap() - (1e10 - 195_996.4)).abs() < 2.0, "{interval:?}");
        assert!((interval.upper.unwrap() - (1e10 + 195_996.4)).abs() < 4.0, "{interval:?}");
    }

    #[test]
    fn says_what_is_wrong() {
        let confidence = Confidence::new(0.95).unwrap();
        let of = |volume, dilution| {
            concentration_from_count(5, volume, dilution, confidence, Sides::Two).unwrap_err().to_string()
        };
        assert_eq!(of(0.0, 1.0), "the counted volume is outside its domain: 0");
        assert_eq!(of(1.0, f64::NAN), "the dilution is outside its domain: NaN");
    }
}
