//! Statistics: numbers in, numbers out. No lot, no file, no unit.
//!
//! One file per method, each citing its source. What can be computed exactly is computed with [`crate::quantity::Exact`]
//! and does not live here; this room is for what needs floating point.

mod double_double;
mod geometric;
mod histogram_distance;
pub mod regression;
mod spread;
mod two_sample;

pub use geometric::{geometric_coefficient_of_variation, geometric_mean};
pub use histogram_distance::{HistogramDistance, histogram_distance};
pub use spread::{coefficient_of_variation, standard_deviation};
pub use two_sample::{
    AndersonDarlingKSample, CramerVonMisesTwoSample, KolmogorovSmirnov, anderson_darling_k_sample,
    cramer_von_mises_two_sample, energy_distance, kolmogorov_smirnov, kolmogorov_smirnov_exact_p, wasserstein_distance,
};

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
    /// More values than the method is made for.
    #[error("takes at most {most} values, got {got}")]
    TooManyValues {
        /// Largest sample size.
        most: usize,
        /// Sample size given.
        got: usize,
    },
    /// Two lists that belong together element by element are not equally long.
    #[error("{left} values stand against {right}")]
    LengthsDiffer {
        /// Length of the first list.
        left: usize,
        /// Length of the second list.
        right: usize,
    },
    /// All values are the same, so nothing can be relative to their spread.
    #[error("all values are the same")]
    NoVariation,
    /// A count or weight below zero.
    #[error("a value is negative")]
    Negative,
    /// Positions that have to increase do not.
    #[error("the positions do not increase")]
    NotIncreasing,
    /// A predictor is a combination of the others, so its coefficient is not determined.
    #[error("the predictors depend on each other")]
    SingularDesign,
}
