//! Equal location of several groups by ranks.

use super::{TestResult, check_groups, ranks::Ranks};
use crate::stats::StatisticError;
use crate::stats::distribution::ChiSquared;

/// The Kruskal-Wallis test, corrected for ties.
///
/// Needs no normal values; assumes distributions of the same shape. Formula, with rank sums R_i:
/// H = [12 / (N (N + 1)) Σ R_i² / n_i - 3 (N + 1)] / [1 - Σ (t³ - t) / (N³ - N)], chi-squared with k - 1 degrees of
/// freedom, which is approximate for groups below five.
///
/// # Errors
/// `TooFewGroups`; `TooFewValues` when a group is empty; `NoVariation` when all values are equal; `NotFinite`.
///
/// # Source
/// NIST/SEMATECH e-Handbook of Statistical Methods, 7.4.1; W. H. Kruskal, W. A. Wallis, JASA 47 (1952).
///
/// # Checked against
/// R 4.2.2 `kruskal.test`, scipy 1.17.1.
pub fn kruskal_wallis<G: AsRef<[f64]>>(groups: &[G]) -> Result<TestResult, StatisticError> {
    check_groups(groups, 1)?;
    let values: Vec<f64> = groups.iter().flat_map(|group| group.as_ref().iter().copied()).collect();
    let ranks = Ranks::new(&values, 0.0);
    if ranks.ties.len() == 1 {
        return Err(StatisticError::NoVariation);
    }
    let n = values.len() as f64;
    let (mut rest, mut sum) = (ranks.of.as_slice(), 0.0);
    for group in groups {
        let (own, others) = rest.split_at(group.as_ref().len());
        // Around the middle rank, so that equal rank sums give exactly zero.
        let excess = own.iter().map(|rank| rank - 0.5 * (n + 1.0)).sum::<f64>();
        sum += excess * excess / own.len() as f64;
        rest = others;
    }
    let statistic = 12.0 / (n * (n + 1.0)) * sum / (1.0 - ranks.tie_sum() / (n * n * n - n));
    Ok(TestResult { statistic, p_value: ChiSquared::new((groups.len() - 1) as f64)?.tails(statistic)?.upper })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ranks {1, 2, 3} and {4, 5, 6}: H = 12/42 (36 + 225)/3 - 21 = 27/7.
    #[test]
    fn by_hand() {
        let result = kruskal_wallis(&[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]).unwrap();
        assert!((result.statistic - 27.0 / 7.0).abs() < 1e-14);
    }

    #[test]
    fn what_cannot_be_tested() {
        assert_eq!(kruskal_wallis(&[[1.0, 1.0], [1.0, 1.0]]), Err(StatisticError::NoVariation));
        assert_eq!(kruskal_wallis(&[[1.0, 1.0]]), Err(StatisticError::TooFewGroups { needed: 2, got: 1 }));
        assert_eq!(kruskal_wallis(&[vec![], vec![1.0]]), Err(StatisticError::TooFewValues { needed: 1, got: 0 }));
        assert_eq!(kruskal_wallis(&[[1.0, f64::NAN], [1.0, 1.0]]), Err(StatisticError::NotFinite));
    }
}
