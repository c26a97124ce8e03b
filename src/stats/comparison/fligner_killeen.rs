//! Equal spread of several groups by ranks.

use super::{TestResult, check_groups, ranks::Ranks};
use crate::stats::distribution::{ChiSquared, normal};
use crate::stats::moments::Moments;
use crate::stats::{Probability, StatisticError, median};

/// The Fligner-Killeen test of equal variances with median centring.
///
/// Needs no normal values. The distances |y_ij - median_i| are ranked together; a = Φ⁻¹((1 + rank / (N + 1)) / 2);
/// X = Σ n_i (ā_i - ā)² / s_a², chi-squared with k - 1 degrees of freedom.
///
/// # Errors
/// `TooFewGroups`; `TooFewValues` when a group is empty; `NoVariation` when all distances are alike; `NotFinite`.
///
/// # Source
/// W. J. Conover, M. E. Johnson, M. M. Johnson, A comparative study of tests for homogeneity of variances,
/// Technometrics 23 (1981), the variant med χ².
///
/// # Checked against
/// R 4.2.2 `fligner.test`, scipy 1.17.1.
pub fn fligner_killeen<G: AsRef<[f64]>>(groups: &[G]) -> Result<TestResult, StatisticError> {
    check_groups(groups, 1)?;
    let mut distances = Vec::new();
    for group in groups.iter().map(G::as_ref) {
        let centre = median(group)?;
        distances.extend(group.iter().map(|value| (value - centre).abs()));
    }
    StatisticError::check(&distances, 2)?;
    let last = distances.len() as f64 + 1.0;
    let scores = Ranks::new(&distances, 0.0)
        .of
        .iter()
        .map(|rank| Probability::from_complement(0.5 * (1.0 - rank / last)).map(normal::quantile))
        .collect::<Result<Vec<f64>, StatisticError>>()?;
    let all = Moments::of(&scores);
    if all.squares == 0.0 {
        return Err(StatisticError::NoVariation);
    }
    let mut rest = scores.as_slice();
    let mut between = 0.0;
    for group in groups {
        let (own, others) = rest.split_at(group.as_ref().len());
        between += own.len() as f64 * (Moments::of(own).mean - all.mean).powi(2);
        rest = others;
    }
    let statistic = between / all.variance();
    Ok(TestResult { statistic, p_value: ChiSquared::new((groups.len() - 1) as f64)?.tails(statistic)?.upper })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_spread_gives_zero() {
        let result = fligner_killeen(&[[1.0, 2.0, 3.0], [11.0, 12.0, 13.0]]).unwrap();
        assert!(result.statistic.abs() < 1e-15 && (result.p_value - 1.0).abs() < 1e-7, "{result:?}");
    }

    #[test]
    fn what_cannot_be_tested() {
        assert_eq!(fligner_killeen(&[[1.0, 1.0], [2.0, 2.0]]), Err(StatisticError::NoVariation));
        assert_eq!(fligner_killeen(&[[1.0, 1.0]]), Err(StatisticError::TooFewGroups { needed: 2, got: 1 }));
        assert_eq!(fligner_killeen(&[vec![], vec![1.0]]), Err(StatisticError::TooFewValues { needed: 1, got: 0 }));
        assert_eq!(fligner_killeen(&[[1.0, f64::NAN], [2.0, 2.0]]), Err(StatisticError::NotFinite));
    }
}
