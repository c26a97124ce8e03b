//! Paired samples: differences and ratios.

use super::{TTest, t_test_against};
use crate::stats::{Confidence, Estimate, StatisticError};

/// Mean of the differences x - y of pairs, with its t test and interval.
///
/// Assumes independent pairs with normal differences.
///
/// # Errors
/// `UnequalLengths`; `TooFewValues` below two pairs; `NoVariation` when all differences are equal; `NotFinite`.
///
/// # Source
/// NIST/SEMATECH e-Handbook of Statistical Methods, 7.3.1.1.
///
/// # Checked against
/// R 4.2.2 `t.test(paired = TRUE)`.
pub fn paired_differences(x: &[f64], y: &[f64], confidence: Confidence) -> Result<TTest, StatisticError> {
    t_test_against(&pairs(x, y, |x, y| x - y)?, 0.0, confidence)
}

/// Geometric mean of the ratios x / y of pairs with its interval, by the t interval of the logarithms.
///
/// Neither the ratio of the means nor the mean of the ratios. Assumes independent pairs with lognormal ratios.
///
/// # Errors
/// As [`paired_differences`]; `NotPositive` when a value is zero or negative.
///
/// # Source
/// EMA guideline CPMP/EWP/QWP/1401/98 Rev. 1 (2010), 4.1.8: analysis of log-transformed values.
///
/// # Checked against
/// R 4.2.2 `t.test` of the logarithms.
pub fn paired_ratio(x: &[f64], y: &[f64], confidence: Confidence) -> Result<Estimate, StatisticError> {
    if x.iter().chain(y).any(|value| *value <= 0.0) {
        return Err(StatisticError::NotPositive);
    }
    let logarithm = t_test_against(&pairs(x, y, |x, y| libm::log(x) - libm::log(y))?, 0.0, confidence)?.estimate;
    Estimate {
        value: libm::exp(logarithm.value),
        standard_error: None,
        interval: logarithm.interval.map(|interval| interval.map(libm::exp)),
        method: "geometric mean ratio of pairs",
        n: x.len(),
    }
    .checked()
}

fn pairs(x: &[f64], y: &[f64], each: impl Fn(f64, f64) -> f64) -> Result<Vec<f64>, StatisticError> {
    if x.len() != y.len() {
        return Err(StatisticError::UnequalLengths { left: x.len(), right: y.len() });
    }
    StatisticError::check(x, 2)?;
    StatisticError::check(y, 2)?;
    Ok(x.iter().zip(y).map(|(x, y)| each(*x, *y)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn confidence() -> Confidence {
        Confidence::new(0.95).unwrap()
    }

    #[test]
    fn a_common_factor_is_the_ratio() {
        let ratio = paired_ratio(&[2.0, 8.0], &[1.0, 2.0], confidence()).unwrap();
        assert!((ratio.value - 8.0_f64.sqrt()).abs() < 1e-14);
        let interval = ratio.interval.unwrap();
        let (lower, upper) = (interval.lower.unwrap(), interval.upper.unwrap());
        assert!((lower * upper / 8.0 - 1.0).abs() < 1e-12, "{ratio:?}");
    }

    #[test]
    fn what_cannot_be_paired() {
        let two = [1.0, 2.0];
        let unequal = StatisticError::UnequalLengths { left: 2, right: 1 };
        assert_eq!(paired_differences(&two, &[1.0], confidence()), Err(unequal));
        assert_eq!(
            paired_differences(&[1.0], &[1.0], confidence()),
            Err(StatisticError::TooFewValues { needed: 2, got: 1 })
        );
        assert_eq!(paired_differences(&two, &two, confidence()), Err(StatisticError::NoVariation));
        assert_eq!(paired_ratio(&two, &[0.0, 1.0], confidence()), Err(StatisticError::NotPositive));
        assert_eq!(paired_differences(&two, &[f64::NAN, 1.0], confidence()), Err(StatisticError::NotFinite));
    }
}
