//! Analysis of variance for groups with different variances.

use super::check_groups;
use crate::stats::StatisticError;
use crate::stats::distribution::Fisher;
use crate::stats::moments::Moments;
use crate::stats::summation::Sum;

/// Welch's test of equal means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WelchAnova {
    /// The statistic.
    pub f: f64,
    /// Groups minus one.
    pub numerator_degrees_of_freedom: f64,
    /// Approximate degrees of freedom of the denominator, not whole.
    pub denominator_degrees_of_freedom: f64,
    /// Upper tail of the F distribution.
    pub p_value: f64,
}

/// Welch's analysis of variance: equal means of groups whose variances may differ.
///
/// Assumes independent, normal values. With w_i = n_i / s_i², W = Σ w_i, the weighted mean m and
/// Λ = Σ (1 - w_i/W)² / (n_i - 1): F = [Σ w_i (m_i - m)² / (k - 1)] / [1 + 2 (k - 2) Λ / (k² - 1)] with k - 1 and
/// (k² - 1) / (3 Λ) degrees of freedom.
///
/// # Errors
/// `TooFewGroups`; `TooFewValues` when a group has fewer than two; `NoVariation` when a group is constant; `NotFinite`.
///
/// # Source
/// B. L. Welch, On the comparison of several mean values: an alternative approach, Biometrika 38 (1951).
///
/// # Checked against
/// R 4.2.2 `oneway.test`.
pub fn welch_anova<G: AsRef<[f64]>>(groups: &[G]) -> Result<WelchAnova, StatisticError> {
    check_groups(groups, 2)?;
    let moments: Vec<Moments> = groups.iter().map(|group| Moments::of(group.as_ref())).collect();
    if moments.iter().any(|group| group.squares == 0.0) {
        return Err(StatisticError::NoVariation);
    }
    let k = moments.len() as f64;
    let weights: Vec<f64> = moments.iter().map(|group| group.n as f64 / group.variance()).collect();
    let weighted = || weights.iter().zip(&moments);
    let total = Sum::of(weights.iter().copied()).value();
    let mean = Sum::of(weighted().map(|(weight, group)| weight * group.mean)).value() / total;
    let between = Sum::of(weighted().map(|(weight, group)| weight * (group.mean - mean).powi(2))).value() / (k - 1.0);
    let lambda =
        Sum::of(weighted().map(|(weight, group)| (1.0 - weight / total).powi(2) / (group.n - 1) as f64)).value();
    let f = StatisticError::finite(between / (1.0 + 2.0 * (k - 2.0) * lambda / (k * k - 1.0)))?;
    let denominator = StatisticError::finite((k * k - 1.0) / (3.0 * lambda))?;
    let p_value = Fisher::new(k - 1.0, denominator)?.tails(f)?.upper;
    Ok(WelchAnova { f, numerator_degrees_of_freedom: k - 1.0, denominator_degrees_of_freedom: denominator, p_value })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Confidence;
    use crate::stats::Variances;
    use crate::stats::comparison::t_test;

    /// With two groups it is the square of Welch's t, and the degrees of freedom are Satterthwaite's.
    #[test]
    fn two_groups_give_the_square_of_t() {
        let (x, y) = ([1.0, 2.0, 4.0, 3.5], [3.0, 4.5, 9.0]);
        let anova = welch_anova(&[x.to_vec(), y.to_vec()]).unwrap();
        let t = t_test(&x, &y, Variances::Separate, Confidence::new(0.95).unwrap()).unwrap();
        assert!((anova.f - t.t * t.t).abs() < 1e-12);
        assert!((anova.denominator_degrees_of_freedom - t.degrees_of_freedom).abs() < 1e-12);
        assert!((anova.p_value - t.p_value).abs() < 1e-12);
    }

    #[test]
    fn what_cannot_be_analysed() {
        assert_eq!(welch_anova(&[[1.0, 1.0], [2.0, 3.0]]), Err(StatisticError::NoVariation));
        assert_eq!(welch_anova(&[[1.0], [2.0]]), Err(StatisticError::TooFewValues { needed: 2, got: 1 }));
        assert_eq!(welch_anova(&[[1.0, 2.0]]), Err(StatisticError::TooFewGroups { needed: 2, got: 1 }));
        assert_eq!(welch_anova(&[[1.0, f64::INFINITY], [2.0, 3.0]]), Err(StatisticError::NotFinite));
    }
}
