//! Why a statistic cannot be computed.

/// A statistic outside its domain, or one that did not come to an end; the caller turns it into its own outcome.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum StatisticError {
    /// Fewer values than the method needs.
    #[error("needs at least {needed} values, got {got}")]
    TooFewValues {
        /// Smallest sample size.
        needed: usize,
        /// Sample size given.
        got: usize,
    },
    /// More values than the method is defined or practicable for.
    #[error("takes at most {limit} values, got {got}")]
    TooManyValues {
        /// Largest sample size.
        limit: usize,
        /// Sample size given.
        got: usize,
    },
    /// Two lists that belong together have different lengths.
    #[error("{left} values beside {right}: the lists must be equally long")]
    UnequalLengths {
        /// Length of the first list.
        left: usize,
        /// Length of the second list.
        right: usize,
    },
    /// Fewer groups than the method needs.
    #[error("needs at least {needed} groups, got {got}")]
    TooFewGroups {
        /// Smallest number of groups.
        needed: usize,
        /// Number of groups given.
        got: usize,
    },
    /// Neither a lower nor an upper limit.
    #[error("there is no limit")]
    NoLimit,
    /// Limits in the wrong order.
    #[error("the lower limit {lower} is not below the upper limit {upper}")]
    CrossedLimits {
        /// The lower limit.
        lower: f64,
        /// The upper limit.
        upper: f64,
    },
    /// A goal that no choice within the bounds of the method reaches.
    #[error("{what} cannot be attained")]
    NotAttainable {
        /// The goal.
        what: &'static str,
    },
    /// The mean is zero, so nothing can be relative to it.
    #[error("the mean is zero")]
    ZeroMean,
    /// A logarithm of a value that is not positive.
    #[error("all values must be positive")]
    NotPositive,
    /// A value, or the result, is not finite.
    #[error("a value is not finite")]
    NotFinite,
    /// Nothing was counted, so no fraction of it exists.
    #[error("nothing was counted")]
    NothingCounted,
    /// All values are equal where the method divides by their spread.
    #[error("all values are equal: there is no variation")]
    NoVariation,
    /// A probability, content or confidence outside the open interval from 0 to 1.
    #[error("a probability must lie between 0 and 1, got {value}")]
    NotAProbability {
        /// The number given.
        value: f64,
    },
    /// A parameter outside the domain of the method.
    #[error("{what} is outside its domain: {value}")]
    OutsideDomain {
        /// The parameter.
        what: &'static str,
        /// The number given.
        value: f64,
    },
    /// Every value is only known to lie below a limit, so that there is no mean.
    #[error("all {count} values lie below their limits, the highest of which is {highest_limit}")]
    AllCensored {
        /// Number of values.
        count: usize,
        /// The highest of their limits.
        highest_limit: f64,
    },
    /// An iteration did not come to an end.
    #[error("{what} did not converge")]
    NoConvergence {
        /// What was iterated.
        what: &'static str,
    },
    /// The columns of a design do not determine the coefficients.
    #[error("the design is singular: rank {rank} for {columns} coefficients")]
    Singular {
        /// Numerical rank.
        rank: usize,
        /// Number of coefficients.
        columns: usize,
    },
}

impl StatisticError {
    /// Refuses a list that is too short or holds something that is not finite.
    pub(crate) fn check(values: &[f64], needed: usize) -> Result<(), StatisticError> {
        if values.len() < needed {
            return Err(StatisticError::TooFewValues { needed, got: values.len() });
        }
        if values.iter().all(|value| value.is_finite()) { Ok(()) } else { Err(StatisticError::NotFinite) }
    }

    /// Lets only a finite result through.
    pub(crate) fn finite(value: f64) -> Result<f64, StatisticError> {
        if value.is_finite() { Ok(value) } else { Err(StatisticError::NotFinite) }
    }
}
