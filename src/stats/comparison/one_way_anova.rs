//! One-way analysis of variance.

use super::check_groups;
use crate::stats::StatisticError;
use crate::stats::distribution::Fisher;
use crate::stats::moments::Moments;
use crate::stats::summation::Sum;

/// The table of a one-way analysis of variance; sums and mean squares in the squared unit of the values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OneWayAnova {
    /// Groups minus one.
    pub between_degrees_of_freedom: usize,
    /// Sum of squares between the groups.
    pub between_sum_of_squares: f64,
    /// Mean square between the groups.
    pub between_mean_square: f64,
    /// Values minus groups.
    pub within_degrees_of_freedom: usize,
    /// Sum of squares within the groups.
    pub within_sum_of_squares: f64,
    /// Mean square within the groups.
    pub within_mean_square: f64,
    /// Ratio of the mean squares.
    pub f: f64,
    /// Upper tail of the F distribution beyond the ratio.
    pub p_value: f64,
    /// Part of the total sum of squares that lies between the groups.
    pub r_squared: f64,
    /// Square root of the mean square within, in the unit of the values.
    pub residual_standard_deviation: f64,
}

/// One-way analysis of variance of two or more groups, which may differ in size.
///
/// Assumes independent, normal values with the same variance in every group. Differences from the first value are taken
/// before anything is summed, and sums are compensated, so that leading digits that all values share cost nothing.
///
/// Formula: F = (Σ n_i (m_i - m)² / (k - 1)) / (Σ (y_ij - m_i)² / (N - k)).
///
/// # Errors
/// `TooFewGroups` below two groups; `TooFewValues` when a group is empty or no group has two values; `NoVariation` when
/// every group is constant; `NotFinite`.
///
/// # Source
/// NIST/SEMATECH e-Handbook of Statistical Methods, 7.4.3.
///
/// # Checked against
/// NIST StRD SiRstv, SmLs01, 03, 04, 06, 07, AtmWtAg (certified values).
pub fn one_way_anova<G: AsRef<[f64]>>(groups: &[G]) -> Result<OneWayAnova, StatisticError> {
    check_groups(groups, 1)?;
    let sums = SumsOfSquares::of(groups);
    let (between_df, within_df) = (groups.len() - 1, sums.n - groups.len());
    if within_df == 0 {
        return Err(StatisticError::TooFewValues { needed: groups.len() + 1, got: sums.n });
    }
    if sums.within == 0.0 {
        return Err(StatisticError::NoVariation);
    }
    let between_mean_square = StatisticError::finite(sums.between / between_df as f64)?;
    let within_mean_square = StatisticError::finite(sums.within / within_df as f64)?;
    let f = StatisticError::finite(between_mean_square / within_mean_square)?;
    Ok(OneWayAnova {
        between_degrees_of_freedom: between_df,
        between_sum_of_squares: sums.between,
        between_mean_square,
        within_degrees_of_freedom: within_df,
        within_sum_of_squares: sums.within,
        within_mean_square,
        f,
        p_value: Fisher::new(between_df as f64, within_df as f64)?.tails(f)?.upper,
        r_squared: sums.between / (sums.between + sums.within),
        residual_standard_deviation: within_mean_square.sqrt(),
    })
}

/// Sums of squares between and within groups.
struct SumsOfSquares {
    n: usize,
    between: f64,
    within: f64,
}

impl SumsOfSquares {
    fn of<G: AsRef<[f64]>>(groups: &[G]) -> SumsOfSquares {
        let origin = groups.iter().find_map(|group| group.as_ref().first()).copied().unwrap_or(0.0);
        let shifted = |group: &G| group.as_ref().iter().map(|value| value - origin).collect::<Vec<f64>>();
        let moments: Vec<Moments> = groups.iter().map(|group| Moments::of(&shifted(group))).collect();
        let n = moments.iter().map(|group| group.n).sum::<usize>();
        let mean = Sum::of(moments.iter().map(|group| group.n as f64 * group.mean)).value() / n.max(1) as f64;
        let squared = |group: &Moments| group.n as f64 * (group.mean - mean) * (group.mean - mean);
        SumsOfSquares {
            n,
            between: Sum::of(moments.iter().map(squared)).value(),
            within: Sum::of(moments.iter().map(|group| group.squares)).value(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two groups: F is the square of the pooled t statistic. Groups {1, 2, 3} and {3, 4, 5}: t = -2 / sqrt(2/3), F = 6.
    #[test]
    fn two_groups_give_the_square_of_t() {
        let anova = one_way_anova(&[[1.0, 2.0, 3.0], [3.0, 4.0, 5.0]]).unwrap();
        assert!((anova.f - 6.0).abs() < 1e-13, "{anova:?}");
        assert_eq!((anova.between_degrees_of_freedom, anova.within_degrees_of_freedom), (1, 4));
        assert!((anova.r_squared - 0.6).abs() < 1e-15);
    }

    #[test]
    fn what_cannot_be_analysed() {
        assert_eq!(one_way_anova::<[f64; 0]>(&[]), Err(StatisticError::TooFewGroups { needed: 2, got: 0 }));
        assert_eq!(one_way_anova(&[[1.0, 2.0]]), Err(StatisticError::TooFewGroups { needed: 2, got: 1 }));
        assert_eq!(one_way_anova(&[vec![1.0], vec![]]), Err(StatisticError::TooFewValues { needed: 1, got: 0 }));
        assert_eq!(one_way_anova(&[[1.0], [2.0]]), Err(StatisticError::TooFewValues { needed: 3, got: 2 }));
        assert_eq!(one_way_anova(&[[1.0, 1.0], [2.0, 2.0]]), Err(StatisticError::NoVariation));
        assert_eq!(one_way_anova(&[[1.0, f64::NAN], [2.0, 2.0]]), Err(StatisticError::NotFinite));
        assert_eq!(one_way_anova(&[[1e308, -1e308], [1.0, 2.0]]), Err(StatisticError::NotFinite));
    }
}
