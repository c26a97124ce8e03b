//! Comparing groups: do lots, methods or days differ, in place or in spread?
//!
//! One test per file. A test that finds no difference has not shown equality: that is what [`two_one_sided_tests`] is for.

mod bartlett;
mod equivalence;
mod fligner_killeen;
mod kruskal_wallis;
mod levene;
mod mann_whitney;
mod one_way_anova;
mod paired;
mod quality_range;
mod ranks;
mod t_test;
mod tukey_hsd;
mod variance_ratio;
mod welch_anova;
mod wilcoxon_signed_rank;

pub use bartlett::bartlett;
pub use equivalence::{Equivalence, Margins, two_one_sided_tests};
pub use fligner_killeen::fligner_killeen;
pub use kruskal_wallis::kruskal_wallis;
pub use levene::{Centre, levene};
pub use mann_whitney::{MannWhitney, mann_whitney};
pub use one_way_anova::{OneWayAnova, one_way_anova};
pub use paired::{paired_differences, paired_ratio};
pub use quality_range::{QualityRange, quality_range};
pub use t_test::{TTest, t_test, t_test_against};
pub use tukey_hsd::{PairwiseDifference, tukey_hsd};
pub use variance_ratio::{VarianceRatio, variance_ratio};
pub use welch_anova::{WelchAnova, welch_anova};
pub use wilcoxon_signed_rank::{SignedRank, wilcoxon_signed_rank};

use super::StatisticError;

/// A test statistic and the probability of one at least as extreme when the groups do not differ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TestResult {
    /// The statistic, without unit.
    pub statistic: f64,
    /// Probability under the hypothesis of no difference.
    pub p_value: f64,
}

/// Refuses fewer than two groups, a group with fewer than `least` values, and values that are not finite.
fn check_groups<G: AsRef<[f64]>>(groups: &[G], least: usize) -> Result<(), StatisticError> {
    if groups.len() < 2 {
        return Err(StatisticError::TooFewGroups { needed: 2, got: groups.len() });
    }
    groups.iter().try_for_each(|group| StatisticError::check(group.as_ref(), least))
}
