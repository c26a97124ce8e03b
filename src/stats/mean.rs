//! Means: arithmetic, harmonic, trimmed.

use super::StatisticError;
use super::summation::{Sum, size};

/// Arithmetic mean, in the unit of the values, summed with compensation.
///
/// # Errors
/// `TooFewValues` when there is none; `NotFinite`.
pub fn mean(values: &[f64]) -> Result<f64, StatisticError> {
    StatisticError::check(values, 1)?;
    StatisticError::finite(Sum::of(values.iter().copied()).value() / size(values.len()))
}

/// Each value minus the mean, with the mean carried to about 106 bits, so that a large common part costs no digits.
pub(crate) fn deviations(values: &[f64]) -> Result<Vec<f64>, StatisticError> {
    StatisticError::check(values, 1)?;
    let (mean, rest) = Sum::of(values.iter().copied()).divided_by(size(values.len()));
    StatisticError::finite(mean)?;
    Ok(values.iter().map(|value| (value - mean) - rest).collect())
}

/// Harmonic mean: n divided by the sum of the reciprocals, in the unit of the values.
///
/// # Errors
/// `TooFewValues` when there is none; `NotPositive`; `NotFinite`.
pub fn harmonic_mean(values: &[f64]) -> Result<f64, StatisticError> {
    StatisticError::check(values, 1)?;
    if values.iter().any(|value| *value <= 0.0) {
        return Err(StatisticError::NotPositive);
    }
    StatisticError::finite(size(values.len()) / Sum::of(values.iter().map(|value| 1.0 / value)).value())
}

/// Trimmed mean: the mean without the floor(n `fraction`) smallest and as many largest values.
///
/// `fraction` is cut at each end, 0.1 for a 10 % trimmed mean.
///
/// # Errors
/// `TooFewValues` when there is none; `OutsideDomain` unless 0 <= fraction < 0.5; `NotFinite`.
///
/// # Source
/// J. W. Tukey, Exploratory Data Analysis, 1977, and the `trim` of R's `mean`.
pub fn trimmed_mean(values: &[f64], fraction: f64) -> Result<f64, StatisticError> {
    StatisticError::check(values, 1)?;
    if !(0.0..0.5).contains(&fraction) {
        return Err(StatisticError::OutsideDomain { what: "the trimmed fraction", value: fraction });
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let least = fraction * size(values.len());
    let cut = (0..sorted.len()).take_while(|count| size(count + 1) <= least).count();
    mean(sorted.get(cut..sorted.len() - cut).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        assert_eq!(mean(&[1.0, 2.0, 6.0]), Ok(3.0));
        assert!((harmonic_mean(&[1.0, 2.0, 4.0]).unwrap() - 12.0 / 7.0).abs() < 1e-15);
        assert_eq!(trimmed_mean(&[100.0, 1.0, 2.0, 3.0, -50.0], 0.2), Ok(2.0));
        assert_eq!(deviations(&[1e9 + 1.0, 1e9 + 3.0]), Ok(vec![-1.0, 1.0]));
    }

    #[test]
    fn says_what_is_missing() {
        assert_eq!(mean(&[]), Err(StatisticError::TooFewValues { needed: 1, got: 0 }));
        assert_eq!(mean(&[1.0, f64::NAN]), Err(StatisticError::NotFinite));
        assert_eq!(mean(&[f64::MAX, f64::MAX]), Err(StatisticError::NotFinite));
        assert_eq!(harmonic_mean(&[1.0, 0.0]), Err(StatisticError::NotPositive));
        let message = trimmed_mean(&[1.0], 0.5).unwrap_err().to_string();
        assert_eq!(message, "the trimmed fraction is outside its domain: 0.5");
    }
}
