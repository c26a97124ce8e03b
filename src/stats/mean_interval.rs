//! Intervals of a mean and of a standard deviation of normal values.

use super::distribution::{ChiSquared, StudentT};
use super::mean::mean;
use super::spread::{standard_deviation, variance};
use super::summation::size;
use super::{Confidence, Estimate, Interval, Sides, StatisticError};

/// Mean with its t interval or one-sided bound, in the unit of the values.
///
/// Assumes independent, normally distributed values.
/// Formula: mean ± t(n - 1) s / sqrt(n), s with divisor n - 1.
///
/// # Errors
/// `TooFewValues` when n < 2; `NoVariation` when all values are equal; `NotFinite`.
///
/// # Source
/// ISO 2602:1980, clause 6; NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.2.
pub fn mean_interval(values: &[f64], confidence: Confidence, sides: Sides) -> Result<Estimate, StatisticError> {
    let n = size(values.len());
    let standard_error = standard_deviation(values)? / n.sqrt();
    if standard_error == 0.0 {
        return Err(StatisticError::NoVariation);
    }
    let value = mean(values)?;
    let half_width = StudentT::new(n - 1.0)?.quantile(confidence.quantile(sides))? * standard_error;
    let interval = Interval::on_sides(value - half_width, value + half_width, sides, confidence);
    let method = "t interval of the mean";
    Estimate { value, standard_error: Some(standard_error), interval: Some(interval), method, n: values.len() }
        .checked()
}

/// Standard deviation with its chi-squared interval or bound, in the unit of the values.
///
/// Assumes independent, normally distributed values; sensitive to that assumption.
/// Formula: s sqrt((n - 1) / χ²), s with divisor n - 1.
///
/// # Errors
/// `TooFewValues` when n < 2; `NoVariation` when all values are equal; `NotFinite`.
///
/// # Source
/// NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.8.
pub fn standard_deviation_interval(
    values: &[f64],
    confidence: Confidence,
    sides: Sides,
) -> Result<Estimate, StatisticError> {
    let value = standard_deviation(values)?;
    if value == 0.0 {
        return Err(StatisticError::NoVariation);
    }
    let interval = around_deviation(value, values.len(), confidence, sides)?;
    let method = "chi-squared interval of the standard deviation";
    Estimate { value, standard_error: None, interval: Some(interval), method, n: values.len() }.checked()
}

/// Variance with its chi-squared interval or bound, in the squared unit of the values.
///
/// # Errors
/// Those of [`standard_deviation_interval`].
///
/// # Source
/// As [`standard_deviation_interval`].
pub fn variance_interval(values: &[f64], confidence: Confidence, sides: Sides) -> Result<Estimate, StatisticError> {
    let deviation = standard_deviation_interval(values, confidence, sides)?;
    let interval = deviation.interval.map(|interval| interval.map(|end| end * end));
    Estimate { value: variance(values)?, interval, method: "chi-squared interval of the variance", ..deviation }
        .checked()
}

/// The chi-squared interval around a standard deviation of n values.
pub(crate) fn around_deviation(
    deviation: f64,
    n: usize,
    confidence: Confidence,
    sides: Sides,
) -> Result<Interval, StatisticError> {
    let degrees = size(n) - 1.0;
    let chi_squared = ChiSquared::new(degrees)?;
    let upper = confidence.quantile(sides);
    let lower_end = deviation * (degrees / chi_squared.quantile(upper)?).sqrt();
    let upper_end = deviation * (degrees / chi_squared.quantile(upper.opposite())?).sqrt();
    Ok(Interval::on_sides(lower_end, upper_end, sides, confidence))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(level: f64) -> Confidence {
        Confidence::new(level).unwrap()
    }

    #[test]
    fn half_width_by_hand() {
        let estimate = mean_interval(&[1.0, 3.0], at(0.95), Sides::Two).unwrap();
        let half = 12.706_204_736_174_7;
        let interval = estimate.interval.unwrap();
        assert!((interval.upper.unwrap() - (2.0 + half)).abs() < 1e-11, "{interval:?}");
        assert_eq!((estimate.value, estimate.standard_error, estimate.n), (2.0, Some(1.0), 2));
        let bound = mean_interval(&[1.0, 3.0], at(0.975), Sides::Lower).unwrap().interval.unwrap();
        assert!((bound.lower.unwrap() - (2.0 - half)).abs() < 1e-11 && bound.upper.is_none());
    }

    #[test]
    fn says_what_is_missing() {
        assert_eq!(mean_interval(&[1.0, 1.0], at(0.9), Sides::Two), Err(StatisticError::NoVariation));
        let few = Err(StatisticError::TooFewValues { needed: 2, got: 1 });
        assert_eq!(mean_interval(&[1.0], at(0.9), Sides::Two), few);
        assert_eq!(standard_deviation_interval(&[1.0], at(0.9), Sides::Two), few);
        assert_eq!(variance_interval(&[1.0, f64::NAN], at(0.9), Sides::Two), Err(StatisticError::NotFinite));
    }
}
