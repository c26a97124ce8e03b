//! All pairwise differences of group means, with one risk for all of them.

use super::{check_groups, one_way_anova};
use crate::stats::StatisticError;
use crate::stats::distribution::studentized_range;
use crate::stats::moments::Moments;

/// One pair of groups.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairwiseDifference {
    /// The later group of the pair, counted from 0.
    pub group: usize,
    /// The earlier group, counted from 0.
    pub reference: usize,
    /// Mean of `group` minus mean of `reference`, in the unit of the values.
    pub difference: f64,
    /// Probability, adjusted for all pairs.
    pub p_value: f64,
}

/// Tukey's honestly significant differences (Tukey-Kramer for groups of different size), pairs in the order 1-0, 2-0, …, 2-1, ….
///
/// Assumes independent, normal values with the same variance in every group. Formula:
/// q = |m_i - m_j| / sqrt(MS_within / 2 (1/n_i + 1/n_j)) against the studentized range of k means and N - k degrees of
/// freedom.
///
/// # Errors
/// As [`one_way_anova`].
///
/// # Source
/// NIST/SEMATECH e-Handbook of Statistical Methods, 7.4.7.1; C. Y. Kramer, Biometrics 12 (1956).
///
/// # Checked against
/// R 4.2.2 `TukeyHSD`, scipy 1.17.1.
pub fn tukey_hsd<G: AsRef<[f64]>>(groups: &[G]) -> Result<Vec<PairwiseDifference>, StatisticError> {
    check_groups(groups, 1)?;
    let anova = one_way_anova(groups)?;
    let moments: Vec<Moments> = groups.iter().map(|group| Moments::of(group.as_ref())).collect();
    let mut pairs = Vec::with_capacity(groups.len() * (groups.len() - 1) / 2);
    for (reference, earlier) in moments.iter().enumerate() {
        for (group, later) in moments.iter().enumerate().skip(reference + 1) {
            let difference = later.mean - earlier.mean;
            let inverse_sizes = 1.0 / later.n as f64 + 1.0 / earlier.n as f64;
            let q = StatisticError::finite(difference.abs() / (0.5 * anova.within_mean_square * inverse_sizes).sqrt())?;
            let degrees_of_freedom = anova.within_degrees_of_freedom as f64;
            let p_value = studentized_range::upper_tail(q, moments.len(), degrees_of_freedom)?;
            pairs.push(PairwiseDifference { group, reference, difference, p_value });
        }
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Confidence;
    use crate::stats::Variances;
    use crate::stats::comparison::t_test;

    /// For two groups the studentized range is |t| sqrt 2, so the probability is that of the pooled t test.
    #[test]
    fn two_groups_give_the_pooled_t_test() {
        let (x, y) = (vec![1.0, 2.0, 4.0], vec![3.0, 6.0, 5.5, 4.0]);
        let pairs = tukey_hsd(&[x.clone(), y.clone()]).unwrap();
        let t = t_test(&y, &x, Variances::Pooled, Confidence::new(0.95).unwrap()).unwrap();
        assert_eq!((pairs.len(), pairs[0].group, pairs[0].reference), (1, 1, 0));
        assert!((pairs[0].difference - t.estimate.value).abs() < 1e-14);
        assert!((pairs[0].p_value - t.p_value).abs() < 1e-10, "{} {}", pairs[0].p_value, t.p_value);
    }

    #[test]
    fn what_cannot_be_compared() {
        assert_eq!(tukey_hsd(&[[1.0, 1.0], [2.0, 2.0]]), Err(StatisticError::NoVariation));
        assert_eq!(tukey_hsd(&[[1.0, 1.5]]), Err(StatisticError::TooFewGroups { needed: 2, got: 1 }));
    }
}
