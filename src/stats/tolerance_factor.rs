//! Factors k of normal tolerance limits mean ± k s.

use super::distribution::{ChiSquared, NoncentralT, normal};
use super::summation::size;
use super::{Confidence, Probability, StatisticError, quadrature, root};
use std::collections::BTreeMap;

/// Steps of the trapezoidal rule over the standardised mean, up to 9; the error falls like e^(-c / step), with a larger c
/// for more values.
const FEW: usize = 10;
const STEPS_FOR_FEW: u8 = 72;
const STEPS: u8 = 36;
const END_OF_MEAN: f64 = 9.0;

/// Exact factor of a one-sided limit: at least the content lies above mean - k s (or below mean + k s) with the confidence.
///
/// Formula: k = t'(confidence; n - 1, z sqrt(n)) / sqrt(n), t' the noncentral t quantile, z the normal quantile of the
/// content.
///
/// # Errors
/// `TooFewValues` when n < 2; `NoConvergence`.
///
/// # Source
/// ISO 16269-6:2014, clause 4 and annex A; G. J. Lieberman, Industrial Quality Control 14 (1958) no. 10.
pub fn one_sided_factor(n: usize, content: Probability, confidence: Confidence) -> Result<f64, StatisticError> {
    let degrees = degrees_of_freedom(n)?;
    let root = size(n).sqrt();
    let t = NoncentralT::new(degrees, normal::quantile(content) * root)?.quantile(confidence.probability())?;
    StatisticError::finite(t / root)
}

/// Natrella's closed form of the one-sided factor; none where it does not exist, at few values and high confidence.
///
/// Off by 0.1 to 2 % at small n: for comparison with printed tables only.
///
/// # Errors
/// `TooFewValues` when n < 2.
///
/// # Source
/// NIST/SEMATECH e-Handbook of Statistical Methods, 7.2.6.3.
pub fn one_sided_factor_natrella(
    n: usize,
    content: Probability,
    confidence: Confidence,
) -> Result<Option<f64>, StatisticError> {
    let degrees = degrees_of_freedom(n)?;
    let (z, of_confidence) = (normal::quantile(content), normal::quantile(confidence.probability()));
    let square = of_confidence * of_confidence;
    let a = 1.0 - square / (2.0 * degrees);
    let b = z * z - square / size(n);
    let under_root = z * z - a * b;
    Ok((a > 0.0 && under_root >= 0.0).then(|| (z + under_root.sqrt()) / a))
}

/// Exact factor of a two-sided interval: at least the content lies within mean ± k s with the confidence.
///
/// Solves the mean over Z of P(χ²(n-1) > (n-1) R² / k²) = confidence, where the normal mass within R of Z / sqrt(n) is the
/// content. The mean over Z is taken by the trapezoidal rule, which converges geometrically here.
///
/// # Errors
/// `TooFewValues` when n < 2; `NoConvergence`.
///
/// # Source
/// ISO 16269-6:2014, annex E; K. Krishnamoorthy, T. Mathew, Statistical Tolerance Regions, 2009, (2.3.5).
pub fn two_sided_factor(n: usize, content: Probability, confidence: Confidence) -> Result<f64, StatisticError> {
    let degrees = degrees_of_freedom(n)?;
    let steps = if n < FEW { STEPS_FOR_FEW } else { STEPS };
    let step = END_OF_MEAN / f64::from(steps);
    let nodes: Result<Vec<(f64, f64)>, StatisticError> = (0..=steps)
        .map(|index| {
            let z = f64::from(index) * step;
            let both_signs = if index == 0 { 1.0 } else { 2.0 };
            let reach = reach(z / size(n).sqrt(), content)?;
            Ok((both_signs * step * normal::density(z), degrees * reach * reach))
        })
        .collect();
    let start = two_sided_factor_howe(n, content, confidence)?;
    solve_factor(start, degrees, confidence, &nodes?)
}

/// How far to either side of a point the normal distribution has the content.
fn reach(point: f64, content: Probability) -> Result<f64, StatisticError> {
    let start = point + normal::quantile(content);
    root::increasing("the reach of a content", start.max(0.1), 0.5, |reach| {
        let (low, high) = (point - reach, point + reach);
        let outside = normal::cdf(low) + normal::upper_tail(high);
        Ok((content.complement() - outside, normal::density(low) + normal::density(high)))
    })
}

/// The k at which the weighted mean of P(χ² > square / k²) is the confidence, from weights and squares.
fn solve_factor(start: f64, degrees: f64, confidence: Confidence, nodes: &[(f64, f64)]) -> Result<f64, StatisticError> {
    let chi_squared = ChiSquared::new(degrees)?;
    let log_factor = root::increasing("the tolerance factor", libm::log(start), 0.1, |log_factor| {
        let (mut missed, mut slope) = (0.0, 0.0);
        for (weight, square) in nodes {
            let point = square * libm::exp(-2.0 * log_factor);
            missed += weight * chi_squared.tails(point)?.lower;
            slope += weight * 2.0 * chi_squared.kernel(point);
        }
        Ok((-libm::log(missed / confidence.risk()), slope / missed))
    })?;
    StatisticError::finite(libm::exp(log_factor))
}

/// Howe's factor of a two-sided interval: sqrt((n-1) (1 + 1/n) z² / χ²), the one of the NIST handbook.
///
/// # Errors
/// `TooFewValues` when n < 2; `NoConvergence`.
///
/// # Source
/// W. G. Howe, JASA 64 (1969) 610-620; NIST/SEMATECH e-Handbook of Statistical Methods, 7.2.6.3.
pub fn two_sided_factor_howe(n: usize, content: Probability, confidence: Confidence) -> Result<f64, StatisticError> {
    let degrees = degrees_of_freedom(n)?;
    let z = normal::quantile(both_tails(content)?);
    let chi_squared = ChiSquared::new(degrees)?.quantile(confidence.probability().opposite())?;
    StatisticError::finite(z * (degrees * (1.0 + 1.0 / size(n)) / chi_squared).sqrt())
}

/// Factor of Weissberg and Beatty: the reach at 1 / sqrt(n) times sqrt((n-1) / χ²).
///
/// # Errors
/// `TooFewValues` when n < 2; `NoConvergence`.
///
/// # Source
/// A. Weissberg, G. H. Beatty, Technometrics 2 (1960) 483-500.
pub fn two_sided_factor_weissberg_beatty(
    n: usize,
    content: Probability,
    confidence: Confidence,
) -> Result<f64, StatisticError> {
    let degrees = degrees_of_freedom(n)?;
    let chi_squared = ChiSquared::new(degrees)?.quantile(confidence.probability().opposite())?;
    StatisticError::finite(reach(1.0 / size(n).sqrt(), content)? * (degrees / chi_squared).sqrt())
}

/// Exact factor for equal tails: at most half of the rest lies beyond either limit, with the confidence. Larger than the
/// two-sided factor, which lets one tail make up for the other.
///
/// # Errors
/// `TooFewValues` when n < 2; `NoConvergence`.
///
/// # Source
/// D. B. Owen, Control of percentages in both tails of the normal distribution, Technometrics 6 (1964) 377-387.
pub fn equal_tails_factor(n: usize, content: Probability, confidence: Confidence) -> Result<f64, StatisticError> {
    const PANELS: u8 = 9;
    let degrees = degrees_of_freedom(n)?;
    let z_content = normal::quantile(both_tails(content)?);
    let chi_squared = ChiSquared::new(degrees)?;
    let panels: Vec<f64> = (0..=PANELS).map(|index| END_OF_MEAN * f64::from(index) / f64::from(PANELS)).collect();
    let start = two_sided_factor_howe(n, content, confidence)?;
    let log_factor = root::increasing("the equal-tails factor", libm::log(start), 0.1, |log_factor| {
        let scale = libm::exp(-log_factor);
        let point = |z: f64| {
            let distance = (z_content + z / size(n).sqrt()) * scale;
            degrees * distance * distance
        };
        // A tail that does not converge becomes NaN, which ends the search with `NoConvergence`.
        let below = |z: f64| chi_squared.tails(point(z)).map_or(f64::NAN, |tails| tails.lower);
        let missed = 2.0 * quadrature::panels(&panels, &|z| normal::density(z) * below(z));
        let slope = 4.0 * quadrature::panels(&panels, &|z| normal::density(z) * chi_squared.kernel(point(z)));
        Ok((-libm::log(missed / confidence.risk()), slope / missed))
    })?;
    StatisticError::finite(libm::exp(log_factor))
}

/// The probability that leaves half of the rest above: (1 + content) / 2.
fn both_tails(content: Probability) -> Result<Probability, StatisticError> {
    Probability::from_complement(0.5 * content.complement())
}

fn degrees_of_freedom(n: usize) -> Result<f64, StatisticError> {
    if n < 2 { Err(StatisticError::TooFewValues { needed: 2, got: n }) } else { Ok(size(n - 1)) }
}

/// One-sided factors already computed; the caller owns it and keeps it as long as it likes.
#[derive(Clone, Debug, Default)]
pub struct OneSidedFactors {
    known: BTreeMap<(usize, u64, u64), f64>,
}

impl OneSidedFactors {
    /// No factor yet.
    pub fn new() -> OneSidedFactors {
        OneSidedFactors::default()
    }

    /// The exact one-sided factor, computed at its first use.
    ///
    /// # Errors
    /// Those of [`one_sided_factor`].
    pub fn get(&mut self, n: usize, content: Probability, confidence: Confidence) -> Result<f64, StatisticError> {
        let key = (n, content.complement().to_bits(), confidence.risk().to_bits());
        if let Some(factor) = self.known.get(&key) {
            return Ok(*factor);
        }
        let factor = one_sided_factor(n, content, confidence)?;
        self.known.insert(key, factor);
        Ok(factor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(value: f64) -> Probability {
        Probability::new(value).unwrap()
    }

    fn confidence(value: f64) -> Confidence {
        Confidence::new(value).unwrap()
    }

    fn close(obtained: f64, expected: f64, rel: f64) {
        assert!((obtained - expected).abs() <= rel * expected.abs(), "{obtained} instead of {expected}");
    }

    /// Computed with mpmath, 22 digits.
    #[test]
    fn one_sided_factors() {
        for (n, p, level, factor) in [
            (3, 0.95, 0.95, 7.655_900_133_153_343),
            (5, 0.99, 0.95, 5.741_084_517_227_307),
            (10, 0.95, 0.95, 2.910_963_413_078_167_5),
            (10, 0.99, 0.99, 5.073_725_348_045_279),
            (30, 0.95, 0.95, 2.219_837_532_035_056_5),
            (100, 0.99, 0.95, 2.683_957_855_691_278),
            (1000, 0.99, 0.95, 2.430_140_153_241_694),
        ] {
            close(one_sided_factor(n, content(p), confidence(level)).unwrap(), factor, 2e-14);
        }
    }

    /// Computed with mpmath, 30 digits, from the defining equation.
    #[test]
    fn two_sided_factors() {
        for (n, p, level, factor) in [
            (2, 0.9, 0.9, 15.51232598112681),
            (3, 0.99, 0.99, 28.585695168916835),
            (4, 0.95, 0.95, 6.341082640858415),
            (20, 0.99, 0.95, 3.6209861737596105),
            (100, 0.9, 0.99, 1.978332770662159),
        ] {
            close(two_sided_factor(n, content(p), confidence(level)).unwrap(), factor, 2e-14);
        }
    }

    /// Two values and extreme demands: large, finite, ordered.
    #[test]
    fn two_values_to_a_thousand() {
        for n in [2, 3, 10, 1000] {
            let of = |p: f64, level: f64| {
                let (p, level) = (content(p), confidence(level));
                let two = two_sided_factor(n, p, level).unwrap();
                assert!(equal_tails_factor(n, p, level).unwrap() > two, "{n}");
                assert!(one_sided_factor(n, p, level).unwrap() < two, "{n}");
                two
            };
            assert!(
                of(0.9, 0.9) < of(0.99, 0.9) && of(0.99, 0.9) < of(0.99, 0.99) && of(0.99, 0.99) < of(0.999, 0.999)
            );
        }
    }

    #[test]
    fn a_known_factor_is_the_computed_one() {
        let mut factors = OneSidedFactors::new();
        let first = factors.get(6, content(0.99), confidence(0.95));
        assert_eq!(first, one_sided_factor(6, content(0.99), confidence(0.95)));
        assert_eq!(first, factors.get(6, content(0.99), confidence(0.95)));
        assert_ne!(first, factors.get(6, content(0.95), confidence(0.95)));
    }

    #[test]
    fn one_value_has_no_factor() {
        let few = Err(StatisticError::TooFewValues { needed: 2, got: 1 });
        assert_eq!(one_sided_factor(1, content(0.9), confidence(0.9)), few);
        assert_eq!(two_sided_factor(1, content(0.9), confidence(0.9)), few);
        assert_eq!(equal_tails_factor(1, content(0.9), confidence(0.9)), few);
        assert_eq!(one_sided_factor_natrella(2, content(0.9), confidence(0.99)), Ok(None));
    }
}
