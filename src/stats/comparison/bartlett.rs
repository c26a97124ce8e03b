//! Equal variances of several groups, for normal values.

use super::{TestResult, check_groups};
use crate::stats::StatisticError;
use crate::stats::distribution::ChiSquared;
use crate::stats::moments::Moments;
use crate::stats::summation::Sum;

/// Bartlett's test of equal variances.
///
/// Assumes independent, normal values; strongly misled by other shapes. Formula, with ν_i = n_i - 1, ν = Σ ν_i and the
/// pooled variance s²: T = [ν ln s² - Σ ν_i ln s_i²] / [1 + (Σ 1/ν_i - 1/ν) / (3 (k - 1))], chi-squared with k - 1
/// degrees of freedom.
///
/// # Errors
/// `TooFewGroups`; `TooFewValues` when a group has fewer than two; `NoVariation` when a group is constant; `NotFinite`.
///
/// # Source
/// NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.7.
///
/// # Checked against
/// R 4.2.2 `bartlett.test`, scipy 1.17.1.
pub fn bartlett<G: AsRef<[f64]>>(groups: &[G]) -> Result<TestResult, StatisticError> {
    check_groups(groups, 2)?;
    let moments: Vec<Moments> = groups.iter().map(|group| Moments::of(group.as_ref())).collect();
    if moments.iter().any(|group| group.squares == 0.0) {
        return Err(StatisticError::NoVariation);
    }
    let degrees = |group: &Moments| (group.n - 1) as f64;
    let (groups_less_one, total) = ((moments.len() - 1) as f64, moments.iter().map(degrees).sum::<f64>());
    let pooled = StatisticError::finite(Sum::of(moments.iter().map(|group| group.squares)).value() / total)?;
    let numerator = Sum::of(moments.iter().map(|group| degrees(group) * libm::log(pooled / group.variance()))).value();
    let correction =
        1.0 + (moments.iter().map(|group| 1.0 / degrees(group)).sum::<f64>() - 1.0 / total) / (3.0 * groups_less_one);
    // Equal variances may leave a rounding error below zero.
    let statistic = StatisticError::finite(numerator / correction)?.max(0.0);
    Ok(TestResult { statistic, p_value: ChiSquared::new(groups_less_one)?.tails(statistic)?.upper })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_variances_give_zero() {
        let result = bartlett(&[[1.0, 2.0, 3.0], [11.0, 12.0, 13.0]]).unwrap();
        assert_eq!(result, TestResult { statistic: 0.0, p_value: 1.0 });
    }

    #[test]
    fn what_cannot_be_tested() {
        assert_eq!(bartlett(&[[1.0, 1.0], [2.0, 3.0]]), Err(StatisticError::NoVariation));
        assert_eq!(bartlett(&[[1.0], [2.0]]), Err(StatisticError::TooFewValues { needed: 2, got: 1 }));
        assert_eq!(bartlett(&[[1.0, 2.0]]), Err(StatisticError::TooFewGroups { needed: 2, got: 1 }));
        assert_eq!(bartlett(&[[1.0, f64::NEG_INFINITY], [2.0, 3.0]]), Err(StatisticError::NotFinite));
    }
}
