//! Variance, standard deviation, standard error and coefficient of variation.

use super::StatisticError;
use super::mean::mean;
use super::moments::Moments;
use super::summation::size;

/// Sum of squared deviations from the mean, in the squared unit of the values.
pub(crate) fn sum_of_squares(values: &[f64]) -> Result<f64, StatisticError> {
    StatisticError::check(values, 1)?;
    StatisticError::finite(Moments::of(values).squares)
}

/// Variance of a sample, divisor n - 1, in the squared unit of the values.
///
/// # Errors
/// `TooFewValues` when n < 2; `NotFinite` when a value or the result is not finite.
///
/// # Source
/// ISO 3534-1:2006, 2.16 (sample variance).
pub fn variance(values: &[f64]) -> Result<f64, StatisticError> {
    StatisticError::check(values, 2)?;
    Ok(sum_of_squares(values)? / (size(values.len()) - 1.0))
}

/// Standard deviation of a sample, divisor n - 1, in the unit of the values.
///
/// # Errors
/// Those of [`variance`].
///
/// # Source
/// ISO 3534-1:2006, 2.17 (sample standard deviation).
pub fn standard_deviation(values: &[f64]) -> Result<f64, StatisticError> {
    Ok(variance(values)?.sqrt())
}

/// Standard error of the mean: s / sqrt(n), in the unit of the values.
///
/// # Errors
/// Those of [`variance`].
///
/// # Source
/// JCGM 100:2008, 4.2.3 (experimental standard deviation of the mean).
pub fn standard_error_of_the_mean(values: &[f64]) -> Result<f64, StatisticError> {
    Ok(standard_deviation(values)? / size(values.len()).sqrt())
}

/// Coefficient of variation in percent: 100 s / |mean|, s with divisor n - 1.
///
/// # Errors
/// Those of [`variance`]; `ZeroMean` when the mean is zero.
///
/// # Source
/// ISO 3534-1:2006, 2.18 (sample coefficient of variation).
pub fn coefficient_of_variation(values: &[f64]) -> Result<f64, StatisticError> {
    let deviation = standard_deviation(values)?;
    let mean = mean(values)?;
    if mean == 0.0 { Err(StatisticError::ZeroMean) } else { StatisticError::finite(100.0 * deviation / mean.abs()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The five videos of scenario S-04: mean 1.02e10, CV 7.4 %.
    #[test]
    fn five_captures() {
        let captures = [9.1e9, 10.8e9, 10.2e9, 9.9e9, 11.0e9];
        let cv = coefficient_of_variation(&captures).unwrap();
        assert!((cv - 7.434).abs() < 5e-4, "{cv}");
    }

    /// NIST StRD NumAcc3: values near 1e6, certified standard deviation 0.1.
    #[test]
    fn keeps_digits_beside_a_large_mean() {
        let mut values = vec![1_000_000.2];
        for _ in 0..500 {
            values.extend([1_000_000.1, 1_000_000.3]);
        }
        let deviation = standard_deviation(&values).unwrap();
        assert!((deviation - 0.1).abs() < 1e-9, "{deviation}");
        assert_eq!(variance(&[1e9 + 4.0, 1e9 + 7.0, 1e9 + 13.0, 1e9 + 16.0]), Ok(30.0));
    }

    #[test]
    fn says_what_is_missing() {
        assert_eq!(standard_deviation(&[1.0]), Err(StatisticError::TooFewValues { needed: 2, got: 1 }));
        assert_eq!(coefficient_of_variation(&[-1.0, 1.0]), Err(StatisticError::ZeroMean));
        assert_eq!(variance(&[1.0, f64::INFINITY]), Err(StatisticError::NotFinite));
        assert_eq!(standard_error_of_the_mean(&[3.0, 3.0]), Ok(0.0));
    }
}
