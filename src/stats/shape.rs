//! Skewness, excess kurtosis and autocorrelation of a sample.

use super::StatisticError;
use super::mean::deviations;
use super::summation::{Sum, size};

/// Which estimator of skewness or kurtosis; numbered as by Joanes and Gill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MomentType {
    /// 1: moments with divisor n.
    Plain,
    /// 2: corrected for bias (SAS, SPSS, Excel); needs one more value.
    Corrected,
    /// 3: with the standard deviation of divisor n - 1 (Minitab, BMDP).
    Standardised,
}

/// Skewness, without unit.
///
/// # Errors
/// `TooFewValues` when n < 2, or n < 3 for the corrected type; `NoVariation` when all values are equal; `NotFinite`.
///
/// # Source
/// D. N. Joanes, C. A. Gill, Comparing measures of sample skewness and kurtosis, The Statistician 47 (1998) 183-189.
pub fn skewness(values: &[f64], kind: MomentType) -> Result<f64, StatisticError> {
    let needed = if kind == MomentType::Corrected { 3 } else { 2 };
    let [m2, m3, _] = moments(values, needed)?;
    let n = size(values.len());
    let plain = m3 / (m2 * m2.sqrt());
    let ratio = 1.0 - 1.0 / n;
    StatisticError::finite(match kind {
        MomentType::Plain => plain,
        MomentType::Corrected => plain * (n * (n - 1.0)).sqrt() / (n - 2.0),
        MomentType::Standardised => plain * ratio * ratio.sqrt(),
    })
}

/// Excess kurtosis, 0 for the normal distribution, without unit.
///
/// # Errors
/// `TooFewValues` when n < 2, or n < 4 for the corrected type; `NoVariation` when all values are equal; `NotFinite`.
///
/// # Source
/// As [`skewness`].
pub fn excess_kurtosis(values: &[f64], kind: MomentType) -> Result<f64, StatisticError> {
    let needed = if kind == MomentType::Corrected { 4 } else { 2 };
    let [m2, _, m4] = moments(values, needed)?;
    let n = size(values.len());
    let plain = m4 / (m2 * m2) - 3.0;
    let ratio = 1.0 - 1.0 / n;
    StatisticError::finite(match kind {
        MomentType::Plain => plain,
        MomentType::Corrected => ((n + 1.0) * plain + 6.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0)),
        MomentType::Standardised => (plain + 3.0) * ratio * ratio - 3.0,
    })
}

/// Lag-1 autocorrelation: Σ (yᵢ - m)(yᵢ₊₁ - m) / Σ (yᵢ - m)², without unit.
///
/// # Errors
/// `TooFewValues` when n < 2; `NoVariation` when all values are equal; `NotFinite`.
///
/// # Source
/// NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.12.
pub fn lag_1_autocorrelation(values: &[f64]) -> Result<f64, StatisticError> {
    StatisticError::check(values, 2)?;
    let deviations = deviations(values)?;
    let squares = Sum::of_products(deviations.iter().map(|d| (*d, *d))).value();
    if squares == 0.0 {
        return Err(StatisticError::NoVariation);
    }
    let next = deviations.iter().skip(1);
    StatisticError::finite(Sum::of_products(deviations.iter().copied().zip(next.copied())).value() / squares)
}

/// Central moments 2, 3 and 4 with divisor n.
fn moments(values: &[f64], needed: usize) -> Result<[f64; 3], StatisticError> {
    StatisticError::check(values, needed)?;
    let deviations = deviations(values)?;
    let n = size(values.len());
    let square = |d: &f64| d * d;
    let m2 = Sum::of_products(deviations.iter().map(|d| (*d, *d))).value() / n;
    if m2 == 0.0 {
        return Err(StatisticError::NoVariation);
    }
    let m3 = Sum::of_products(deviations.iter().map(|d| (square(d), *d))).value() / n;
    let m4 = Sum::of_products(deviations.iter().map(|d| (square(d), square(d)))).value() / n;
    Ok([m2, m3, m4])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        assert_eq!(skewness(&[1.0, 2.0, 3.0], MomentType::Plain), Ok(0.0));
        assert!((skewness(&[0.0, 0.0, 3.0], MomentType::Corrected).unwrap() - 3.0_f64.sqrt()).abs() < 1e-14);
        assert_eq!(excess_kurtosis(&[-1.0, 1.0], MomentType::Plain), Ok(-2.0));
        assert_eq!(lag_1_autocorrelation(&[-1.0, 0.0, 1.0]), Ok(0.0));
    }

    #[test]
    fn says_what_is_missing() {
        assert_eq!(skewness(&[2.0, 2.0], MomentType::Plain), Err(StatisticError::NoVariation));
        let too_few = StatisticError::TooFewValues { needed: 4, got: 3 };
        assert_eq!(excess_kurtosis(&[1.0, 2.0, 3.0], MomentType::Corrected), Err(too_few));
        assert_eq!(
            lag_1_autocorrelation(&[2.0, 2.0]).unwrap_err().to_string(),
            "all values are equal: there is no variation"
        );
    }
}
