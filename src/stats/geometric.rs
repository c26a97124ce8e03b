//! Geometric mean and geometric coefficient of variation.

use super::{StatisticError, standard_deviation, variance};
use ndarray::{Array1, ArrayView1};

/// Geometric mean: exp of the mean of the natural logarithms, in the unit of the values.
///
/// # Errors
/// `TooFewValues` when there is none; `NotPositive` when a value is zero or negative; `NotFinite`.
///
/// # Source
/// USP <1034>, combination of independent assays.
pub fn geometric_mean(values: &[f64]) -> Result<f64, StatisticError> {
    check_positive(values)?;
    let mean = logarithms(values).mean().ok_or(StatisticError::NotFinite)?;
    finite(libm::exp(mean))
}

/// Geometric coefficient of variation in percent: 100 (e^s - 1), s the standard deviation (n - 1) of natural logarithms.
///
/// # Errors
/// `TooFewValues` when n < 2; `NotPositive`; `NotFinite`.
///
/// # Source
/// USP <1033>, percent geometric coefficient of variation.
pub fn geometric_coefficient_of_variation(values: &[f64]) -> Result<f64, StatisticError> {
    check_positive(values)?;
    let deviation = standard_deviation(&logarithms(values).to_vec())?;
    finite(100.0 * libm::expm1(deviation))
}

/// Geometric standard deviation: e^s, a factor >= 1, s the standard deviation (n - 1) of natural logarithms.
///
/// # Errors
/// `TooFewValues` when n < 2; `NotPositive`; `NotFinite`.
///
/// # Source
/// T. B. L. Kirkwood, Geometric means and measures of dispersion, Biometrics 35 (1979) 908-909.
pub fn geometric_standard_deviation(values: &[f64]) -> Result<f64, StatisticError> {
    check_positive(values)?;
    finite(libm::exp(standard_deviation(&logarithms(values).to_vec())?))
}

/// Geometric coefficient of variation in percent from the lognormal variance: 100 sqrt(e^(s²) - 1).
///
/// Not the percent GCV of USP <1033>, which is [`geometric_coefficient_of_variation`]; a report has to name which it shows.
///
/// # Errors
/// `TooFewValues` when n < 2; `NotPositive`; `NotFinite`.
///
/// # Source
/// Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 1, 2nd edition 1994, (14.8).
pub fn lognormal_coefficient_of_variation(values: &[f64]) -> Result<f64, StatisticError> {
    check_positive(values)?;
    finite(100.0 * libm::expm1(variance(&logarithms(values).to_vec())?).sqrt())
}

/// Natural logarithms through `libm`, so that every platform gets the same last digit.
fn logarithms(values: &[f64]) -> Array1<f64> {
    ArrayView1::from(values).mapv(libm::log)
}

fn check_positive(values: &[f64]) -> Result<(), StatisticError> {
    match values {
        [] => Err(StatisticError::TooFewValues { needed: 1, got: 0 }),
        _ if values.iter().all(|value| *value > 0.0) => Ok(()),
        _ => Err(StatisticError::NotPositive),
    }
}

fn finite(value: f64) -> Result<f64, StatisticError> {
    if value.is_finite() { Ok(value) } else { Err(StatisticError::NotFinite) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The three runs of scenario S-12: geometric mean 90.18, GCV 7.5 %.
    #[test]
    fn three_potency_runs() {
        let runs = [84.0, 97.0, 90.0];
        assert!((geometric_mean(&runs).unwrap() - 90.18).abs() < 5e-3);
        assert!((geometric_coefficient_of_variation(&runs).unwrap() - 7.5).abs() < 5e-2);
    }

    #[test]
    fn refuses_what_has_no_logarithm() {
        assert_eq!(geometric_mean(&[1.0, 0.0]), Err(StatisticError::NotPositive));
        assert_eq!(geometric_mean(&[]), Err(StatisticError::TooFewValues { needed: 1, got: 0 }));
    }
}
