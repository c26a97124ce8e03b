//! Grubbs' test for one outlier.

use super::{End, extreme};
use crate::stats::distribution::StudentT;
use crate::stats::{Probability, Sides, StatisticError};

/// Grubbs' test of the value furthest from the mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GrubbsTest {
    /// Place of the suspect in the list, from 0; the first of equals.
    pub index: usize,
    /// The suspect.
    pub value: f64,
    /// At which end it lies.
    pub end: End,
    /// Its distance from the mean in standard deviations.
    pub g: f64,
    /// Probability of so far a value at this end, when the end was chosen before the data were seen.
    pub p_one_sided: f64,
    /// Probability of so far a value at either end.
    pub p_two_sided: f64,
}

/// Grubbs' test of the value furthest from the mean. Information only.
///
/// Assumes that the other values come from one normal distribution, and at most one outlier: two that lie close together
/// hide each other (use [`super::generalized_esd`]).
/// Formula: G = max |x - mean| / s; p = n P(T > t) with n - 2 degrees of freedom and
/// t² = n (n - 2) G² / ((n - 1)² - n G²), twice that for both ends, at most 1. Exact where no two values can lie so far out
/// at once, else an upper bound.
///
/// # Errors
/// `TooFewValues` when n < 3; `NoVariation` when all values are equal; `NotFinite`.
///
/// # Source
/// F. E. Grubbs, Procedures for detecting outlying observations in samples, Technometrics 11 (1969); ASTM E178-21, section 6;
/// NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.17.1.
pub fn grubbs_test(values: &[f64]) -> Result<GrubbsTest, StatisticError> {
    let suspect = extreme(values)?;
    let n = values.len() as f64;
    let g = suspect.distance;
    let rest = (n - 1.0) * (n - 1.0) - n * g * g;
    // G has a largest possible value, where all others are equal; nothing lies beyond it.
    let tail =
        if rest <= 0.0 { 0.0 } else { StudentT::new(n - 2.0)?.tails((n * (n - 2.0) * g * g / rest).sqrt())?.upper };
    Ok(GrubbsTest {
        index: suspect.index,
        value: values.get(suspect.index).copied().unwrap_or_default(),
        end: suspect.end,
        g,
        p_one_sided: (n * tail).min(1.0),
        p_two_sided: (2.0 * n * tail).min(1.0),
    })
}

/// The G that a sample of n exceeds with probability `significance`, at one end chosen beforehand or at either.
///
/// Formula: (n - 1) / sqrt(n) sqrt(t² / (n - 2 + t²)), t exceeded with probability significance / n (one end) or
/// significance / (2n) by Student's t with n - 2 degrees of freedom.
///
/// # Errors
/// `TooFewValues` when n < 3.
///
/// # Source
/// As [`grubbs_test`].
pub fn grubbs_critical(n: usize, significance: Probability, sides: Sides) -> Result<f64, StatisticError> {
    if n < 3 {
        return Err(StatisticError::TooFewValues { needed: 3, got: n });
    }
    let n = n as f64;
    let shares = if sides == Sides::Two { 2.0 * n } else { n };
    let beyond = Probability::from_complement(significance.value() / shares)?;
    let t = StudentT::new(n - 2.0)?.quantile(beyond)?;
    Ok((n - 1.0) / n.sqrt() * (t * t / (n - 2.0 + t * t)).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// NIST e-Handbook 1.3.5.17.1, uranium isotopes: printed G 2.4687, critical value 2.032 (one-sided, 5 %).
    #[test]
    fn uranium_of_the_nist_handbook() {
        let values = [199.31, 199.53, 200.19, 200.82, 201.92, 201.95, 202.18, 245.57];
        let test = grubbs_test(&values).unwrap();
        assert_eq!((test.index, test.value, test.end), (7, 245.57, End::High));
        assert!((test.g - 2.4687).abs() < 1e-4, "{}", test.g);
        let critical = grubbs_critical(8, Probability::new(0.05).unwrap(), Sides::Upper).unwrap();
        assert!((critical - 2.032).abs() < 5e-4, "{critical}");
    }

    #[test]
    fn the_largest_possible_distance() {
        let test = grubbs_test(&[5.0, 5.0, 5.0, 9.0]).unwrap();
        assert_eq!((test.end, test.g), (End::High, 1.5));
        assert!(test.p_one_sided < 1e-7, "{}", test.p_one_sided);
        assert_eq!(grubbs_test(&[5.0, 5.0, 5.0, 1.0]).unwrap().end, End::Low);
    }

    #[test]
    fn samples_without_a_suspect_are_refused() {
        let few = |got| Err(StatisticError::TooFewValues { needed: 3, got });
        assert_eq!(grubbs_test(&[]), few(0));
        assert_eq!(grubbs_test(&[1.0, 2.0]), few(2));
        assert_eq!(grubbs_test(&[0.1; 7]), Err(StatisticError::NoVariation));
        assert_eq!(grubbs_test(&[1.0, 2.0, f64::NAN]), Err(StatisticError::NotFinite));
        assert_eq!(grubbs_test(&[1.0, 2.0, f64::INFINITY]), Err(StatisticError::NotFinite));
        let significance = Probability::new(0.05).unwrap();
        let refused = grubbs_critical(2, significance, Sides::Two);
        assert_eq!(refused, Err(StatisticError::TooFewValues { needed: 3, got: 2 }));
    }
}
