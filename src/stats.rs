//! Statistics: numbers in, numbers out. No lot, no file, no unit.
//!
//! One file per method, each citing its source. What can be computed exactly is computed with [`crate::quantity::Exact`]
//! and does not live here; this room is for what needs floating point.

mod geometric;
mod spread;

pub use geometric::{geometric_coefficient_of_variation, geometric_mean};
pub use spread::{coefficient_of_variation, standard_deviation};

/// Why a statistic cannot be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatisticError {
    /// Fewer values than the method needs.
    #[error("needs at least {needed} values, got {got}")]
    TooFewValues {
        /// Smallest sample size.
        needed: usize,
        /// Sample size given.
        got: usize,
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
}
