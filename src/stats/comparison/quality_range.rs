//! The quality range of reference lots, and the test lots inside it.

use crate::stats::StatisticError;
use crate::stats::distribution::positive;
use crate::stats::moments::Moments;

/// Reference range and the test lots against it.
#[derive(Clone, Debug, PartialEq)]
pub struct QualityRange {
    /// Reference mean minus k standard deviations.
    pub lower: f64,
    /// Reference mean plus k standard deviations.
    pub upper: f64,
    /// For each test lot whether it lies inside, limits included.
    pub inside: Vec<bool>,
}

impl QualityRange {
    /// Part of the test lots inside the range.
    pub fn fraction_inside(&self) -> f64 {
        self.inside.iter().filter(|inside| **inside).count() as f64 / self.inside.len().max(1) as f64
    }
}

/// Quality range of reference lots, mean ± k s, and the test lots inside it.
///
/// Assumes reference and test lots from normal populations with the same mean and spread; it demonstrates neither. `k` is
/// justified by the user, usually 2 to 3.
///
/// # Errors
/// `TooFewValues` below two reference lots or without a test lot; `NoVariation` when all reference lots are equal;
/// `OutsideDomain` unless `k` > 0; `NotFinite`.
///
/// # Source
/// FDA draft guidance, Development of Therapeutic Protein Biosimilars: Comparative Analytical Assessment (May 2019).
///
/// # Checked against
/// numpy 2.4.6, R 4.2.2.
pub fn quality_range(reference: &[f64], test: &[f64], k: f64) -> Result<QualityRange, StatisticError> {
    StatisticError::check(reference, 2)?;
    StatisticError::check(test, 1)?;
    let k = positive("k", k)?;
    let sample = Moments::of(reference);
    if sample.squares == 0.0 {
        return Err(StatisticError::NoVariation);
    }
    let half = k * sample.variance().sqrt();
    let (lower, upper) = (StatisticError::finite(sample.mean - half)?, StatisticError::finite(sample.mean + half)?);
    Ok(QualityRange { lower, upper, inside: test.iter().map(|lot| (lower..=upper).contains(lot)).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_belong_to_the_range() {
        let range = quality_range(&[1.0, 2.0, 3.0], &[0.0, 4.0, 4.1, 2.0], 2.0).unwrap();
        assert_eq!((range.lower, range.upper), (0.0, 4.0));
        assert_eq!(range.inside, [true, true, false, true]);
        assert_eq!(range.fraction_inside(), 0.75);
    }

    #[test]
    fn what_has_no_range() {
        assert_eq!(quality_range(&[1.0], &[1.0], 3.0), Err(StatisticError::TooFewValues { needed: 2, got: 1 }));
        assert_eq!(quality_range(&[1.0, 2.0], &[], 3.0), Err(StatisticError::TooFewValues { needed: 1, got: 0 }));
        assert_eq!(quality_range(&[1.0, 1.0], &[1.0], 3.0), Err(StatisticError::NoVariation));
        assert!(quality_range(&[1.0, 2.0], &[1.0], 0.0).is_err());
        assert_eq!(quality_range(&[1.0, 2.0], &[f64::NAN], 3.0), Err(StatisticError::NotFinite));
    }
}
