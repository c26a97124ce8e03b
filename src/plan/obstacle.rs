//! Why a test cannot be planned.

use crate::stats::StatisticError;

/// What stands in the way of planning a test.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Obstacle {
    /// A panel.
    #[error("it is decided by other tests")]
    Panel,
    /// No numeric limit.
    #[error("it has no numeric limit")]
    NoNumericLimit,
    /// A derived attribute.
    #[error("its value is computed from other tests; plan those")]
    Derived,
    /// A limit whose parameter has no value.
    #[error("a parameter of its limit is not set")]
    OpenParameter,
    /// A summary that the model does not cover.
    #[error("the distribution of `{0}` is not built in; mean, single, each, min and max are")]
    Summary(String),
    /// Determinations on two levels.
    #[error("its determinations stand on two levels, and the model has one")]
    Levels,
    /// A rule that the model does not cover for this test.
    #[error("`{rule}` {why}")]
    Rule {
        /// The rule.
        rule: String,
        /// What is not built in.
        why: &'static str,
    },
    /// A rule that needs a stated uncertainty.
    #[error(
        "`{0}` needs an uncertainty, and the specification states none; one in the results is not known beforehand"
    )]
    NoUncertainty(String),
    /// An amount in a unit that needs the label claim.
    #[error("the specification makes no label claim for it, so {what} can only be given in {scale}")]
    NoClaim {
        /// The amount.
        what: &'static str,
        /// In what the limits count.
        scale: String,
    },
    /// An amount in another dimension.
    #[error("{what} is in {unit}, the limits are in {scale}")]
    OtherDimension {
        /// The amount.
        what: &'static str,
        /// Its unit.
        unit: String,
        /// In what the limits count.
        scale: String,
    },
    /// Nothing says where a lot should lie.
    #[error("one limit alone has no nominal value")]
    NoTarget,
    /// Nothing says how much the determinations scatter.
    #[error("neither `valid_if` nor `uncertainty` says how much its determinations scatter")]
    NoScatter,
    /// A relative scatter beside a true value that is not positive.
    #[error("a CV has no meaning for a true value of {0}")]
    NotPositive(String),
    /// Fewer determinations than the rule can decide on.
    #[error("`{rule}` decides on at least {fewest} determinations, not on {n}")]
    TooFew {
        /// The rule.
        rule: String,
        /// Fewest determinations.
        fewest: usize,
        /// Number asked for.
        n: usize,
    },
    /// A statistic that cannot be computed.
    #[error(transparent)]
    Statistic(#[from] StatisticError),
}

impl Obstacle {
    /// Whether the specification lacks what its own rule needs, whatever is asked.
    pub fn is_in_the_specification(&self) -> bool {
        matches!(self, Obstacle::OpenParameter | Obstacle::NoUncertainty(_))
    }
}
