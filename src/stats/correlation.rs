//! Correlation of paired values.

use super::distribution::normal;
use super::double_double::DoubleDouble;
use super::{Confidence, Estimate, Interval, Sides, StatisticError};

/// Pearson's correlation coefficient with an interval by Fisher's z.
///
/// Assumes pairs from a bivariate normal distribution; says nothing about agreement (a constant factor correlates perfectly).
/// Formula: r = Sxy / sqrt(Sxx Syy); interval tanh(atanh r ± z / sqrt(n - 3)). There is no interval when n = 3 or r is 1 or -1.
///
/// # Errors
/// `UnequalLengths`; `TooFewValues` when n < 3; `NoVariation` when x or y is constant; `NotFinite`.
///
/// # Source
/// R. A. Fisher, On the probable error of a coefficient of correlation deduced from a small sample, Metron 1 (1921).
pub fn pearson_correlation(x: &[f64], y: &[f64], confidence: Confidence) -> Result<Estimate, StatisticError> {
    let value = coefficient(x, y)?;
    let interval = if x.len() > 3 && value.abs() < 1.0 {
        let centre = libm::atanh(value);
        let half = normal::quantile(confidence.quantile(Sides::Two)) / (x.len() as f64 - 3.0).sqrt();
        Some(Interval::two_sided(libm::tanh(centre - half), libm::tanh(centre + half), confidence))
    } else {
        None
    };
    Ok(Estimate { value, standard_error: None, interval, method: "Pearson correlation", n: x.len() })
}

/// Spearman's rank correlation: Pearson's coefficient of the midranks, so that ties are allowed for.
///
/// # Errors
/// Those of [`pearson_correlation`].
///
/// # Source
/// W. J. Conover, Practical Nonparametric Statistics, 3rd edition, section 5.4.
pub fn spearman_correlation(x: &[f64], y: &[f64]) -> Result<f64, StatisticError> {
    // Ranks of what is not a number would be numbers.
    StatisticError::check(x, 3)?;
    StatisticError::check(y, 3)?;
    coefficient(&midranks(x), &midranks(y))
}

/// Ranks from 1 on, equal values sharing the mean of theirs.
fn midranks(values: &[f64]) -> Vec<f64> {
    let rank = |value: &f64| {
        let below = values.iter().filter(|other| *other < value).count() as f64;
        let equal = values.iter().filter(|other| *other == value).count() as f64;
        below + 0.5 * (equal + 1.0)
    };
    values.iter().map(rank).collect()
}

fn coefficient(x: &[f64], y: &[f64]) -> Result<f64, StatisticError> {
    if x.len() != y.len() {
        return Err(StatisticError::UnequalLengths { left: x.len(), right: y.len() });
    }
    StatisticError::check(x, 3)?;
    StatisticError::check(y, 3)?;
    let (x, y) = (deviations(x), deviations(y));
    let (xx, yy) = (DoubleDouble::dot(&x, &x), DoubleDouble::dot(&y, &y));
    if xx.is_zero() || yy.is_zero() {
        return Err(StatisticError::NoVariation);
    }
    let r = DoubleDouble::dot(&x, &y) / (xx.sqrt() * yy.sqrt());
    Ok(StatisticError::finite(r.to_f64())?.clamp(-1.0, 1.0))
}

fn deviations(values: &[f64]) -> Vec<DoubleDouble> {
    if values.iter().all(|value| Some(value) == values.first()) {
        return vec![DoubleDouble::ZERO; values.len()];
    }
    let sum = values.iter().fold(DoubleDouble::ZERO, |sum, value| sum + DoubleDouble::from(*value));
    let mean = sum / DoubleDouble::from(values.len() as f64);
    values.iter().map(|value| DoubleDouble::from(*value) - mean).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pearson(x: &[f64], y: &[f64]) -> Result<Estimate, StatisticError> {
        pearson_correlation(x, y, Confidence::new(0.95).unwrap())
    }

    /// By hand: deviations (-1, 0, 1) and (-1, 1, 0), r = 1 / 2.
    #[test]
    fn of_three_pairs() {
        let estimate = pearson(&[1.0, 2.0, 3.0], &[1.0, 3.0, 2.0]).unwrap();
        assert!((estimate.value - 0.5).abs() < 1e-16);
        assert_eq!(estimate.interval, None);
    }

    #[test]
    fn exact_lines_correlate_fully_and_without_interval() {
        let estimate = pearson(&[0.1, 0.2, 0.3, 0.4], &[-1.0, -2.0, -3.0, -4.0]).unwrap();
        assert_eq!((estimate.value, estimate.interval), (-1.0, None));
    }

    /// By hand: midranks of y are 1, 2.5, 2.5, 4; r = 4.5 / sqrt(5 * 4.5).
    #[test]
    fn ties_share_their_ranks() {
        let r = spearman_correlation(&[1.0, 5.0, 9.0, 90.0], &[0.0, 7.0, 7.0, 8.0]).unwrap();
        assert!((r - 4.5 / 22.5_f64.sqrt()).abs() < 1e-15, "{r}");
    }

    #[test]
    fn degenerate_pairs() {
        let few = StatisticError::TooFewValues { needed: 3, got: 2 };
        assert_eq!(pearson(&[1.0, 2.0], &[1.0, 2.0]), Err(few));
        assert_eq!(spearman_correlation(&[1.0, 2.0], &[1.0, 2.0]), Err(few));
        assert_eq!(pearson(&[0.1; 3], &[1.0, 2.0, 3.0]), Err(StatisticError::NoVariation));
        assert_eq!(pearson(&[1.0; 3], &[1.0]), Err(StatisticError::UnequalLengths { left: 3, right: 1 }));
        let nan = [1.0, f64::NAN, 2.0];
        assert_eq!(spearman_correlation(&nan, &nan), Err(StatisticError::NotFinite));
    }
}
