//! Standard deviation and coefficient of variation.

use super::StatisticError;
use statrs::statistics::Statistics;

/// Standard deviation of a sample, divisor n - 1, in the unit of the values.
///
/// Computed in one stable pass, so that values with a large common part keep their digits.
///
/// # Errors
/// `TooFewValues` when n < 2; `NotFinite` when a value or the result is not finite.
///
/// # Source
/// ISO 3534-1:2006, 2.17 (sample standard deviation).
pub fn standard_deviation(values: &[f64]) -> Result<f64, StatisticError> {
    if values.len() < 2 {
        return Err(StatisticError::TooFewValues { needed: 2, got: values.len() });
    }
    let deviation = values.iter().std_dev();
    if deviation.is_finite() { Ok(deviation) } else { Err(StatisticError::NotFinite) }
}

/// Coefficient of variation in percent: 100 s / |mean|, s with divisor n - 1.
///
/// # Errors
/// Those of [`standard_deviation`]; `ZeroMean` when the mean is zero.
///
/// # Source
/// ISO 3534-1:2006, 2.18 (sample coefficient of variation).
pub fn coefficient_of_variation(values: &[f64]) -> Result<f64, StatisticError> {
    let deviation = standard_deviation(values)?;
    let mean = values.iter().mean();
    if mean == 0.0 { Err(StatisticError::ZeroMean) } else { Ok(100.0 * deviation / mean.abs()) }
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
    }

    #[test]
    fn says_what_is_missing() {
        assert_eq!(standard_deviation(&[1.0]), Err(StatisticError::TooFewValues { needed: 2, got: 1 }));
        assert_eq!(coefficient_of_variation(&[-1.0, 1.0]), Err(StatisticError::ZeroMean));
    }
}
