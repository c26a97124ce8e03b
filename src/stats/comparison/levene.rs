//! Equal spread of several groups by the distances from their centres.

use super::{TestResult, check_groups, one_way_anova};
use crate::stats::{StatisticError, mean, median};

/// The centre from which distances are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Centre {
    /// Arithmetic mean: Levene's test.
    Mean,
    /// Median: the Brown-Forsythe test, robust for skewed values; several programs call this one Levene's.
    Median,
}

/// Levene's or the Brown-Forsythe test of equal variances.
///
/// An analysis of variance of |y_ij - c_i|, c_i the centre of group i. Does not need normal values.
///
/// # Errors
/// `TooFewGroups`; `TooFewValues` when a group is empty or all have one value; `NoVariation` when all distances in each
/// group are alike; `NotFinite`.
///
/// # Source
/// M. B. Brown, A. B. Forsythe, Robust tests for the equality of variances, JASA 69 (1974); NIST/SEMATECH e-Handbook,
/// 1.3.5.10.
///
/// # Checked against
/// R car 3.1-1 `leveneTest`, scipy 1.17.1.
pub fn levene<G: AsRef<[f64]>>(groups: &[G], centre: Centre) -> Result<TestResult, StatisticError> {
    check_groups(groups, 1)?;
    let distances = groups.iter().map(|group| distances(group.as_ref(), centre));
    let anova = one_way_anova(&distances.collect::<Result<Vec<_>, StatisticError>>()?)?;
    Ok(TestResult { statistic: anova.f, p_value: anova.p_value })
}

fn distances(group: &[f64], centre: Centre) -> Result<Vec<f64>, StatisticError> {
    let centre = match centre {
        Centre::Mean => mean(group)?,
        Centre::Median => median(group)?,
    };
    Ok(group.iter().map(|value| (value - centre).abs()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Distances from the medians 2 and 5: {1, 0, 1} and {3, 0, 3}; F = (8/3)/(10/3) with their means 2/3 and 2.
    #[test]
    fn by_hand() {
        let result = levene(&[[1.0, 2.0, 3.0], [2.0, 5.0, 8.0]], Centre::Median).unwrap();
        // between: 6 (2/3)² = 8/3; within: 2/3 + 6 = 20/3, over 4 degrees of freedom 5/3.
        assert!((result.statistic - 1.6).abs() < 1e-13, "{}", result.statistic);
    }

    #[test]
    fn what_cannot_be_tested() {
        assert_eq!(levene(&[[1.0, 2.0], [3.0, 5.0]], Centre::Median), Err(StatisticError::NoVariation));
        assert_eq!(levene(&[[1.0, 2.0]], Centre::Mean), Err(StatisticError::TooFewGroups { needed: 2, got: 1 }));
        assert_eq!(levene(&[vec![1.0], vec![]], Centre::Mean), Err(StatisticError::TooFewValues { needed: 1, got: 0 }));
        assert_eq!(levene(&[[f64::NAN, 2.0], [3.0, 5.0]], Centre::Mean), Err(StatisticError::NotFinite));
    }
}
