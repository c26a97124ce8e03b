//! Why there is no shelf life.

use super::LimitSide;
use crate::stats::StatisticError;

/// Data or a plan that the method cannot work with.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum ShelfLifeError {
    /// No batch was given.
    #[error("there is no batch")]
    NoBatch,
    /// A batch without results.
    #[error("batch {} has no results", batch + 1)]
    NoResults {
        /// Its place in the list, from 0.
        batch: usize,
    },
    /// Times and values of a batch have different numbers.
    #[error("batch {}: {times} times beside {values} values", batch + 1)]
    UnequalLengths {
        /// Its place in the list, from 0.
        batch: usize,
        /// Number of times.
        times: usize,
        /// Number of values.
        values: usize,
    },
    /// A time before the start, or one that is not finite.
    #[error("batch {}: a time must be 0 or later, got {time}", batch + 1)]
    NotATime {
        /// Its place in the list, from 0.
        batch: usize,
        /// The time given.
        time: f64,
    },
    /// A value that is not finite.
    #[error("batch {}: a value is not finite", batch + 1)]
    NotFinite {
        /// Its place in the list, from 0.
        batch: usize,
    },
    /// A value that the transformation is not defined for, or not monotone at.
    #[error("batch {}: {value} has no {transform}", batch + 1)]
    Untransformable {
        /// Its place in the list, from 0.
        batch: usize,
        /// The value.
        value: f64,
        /// The name of the transformation.
        transform: &'static str,
    },
    /// A limit that the transformation is not defined for.
    #[error("the {side} limit {limit} has no {transform}")]
    UntransformableLimit {
        /// Which limit.
        side: LimitSide,
        /// The limit.
        limit: f64,
        /// The name of the transformation.
        transform: &'static str,
    },
    /// A release limit on the wrong side of the shelf-life limit, so that nothing may be lost.
    #[error("the release limit {release} is not inside the {side} shelf-life limit {limit}")]
    ReleaseOutside {
        /// Which limit.
        side: LimitSide,
        /// The release limit.
        release: f64,
        /// The shelf-life limit.
        limit: f64,
    },
    /// The data do not determine what is asked for.
    #[error(transparent)]
    NotEstimable(#[from] NotEstimable),
    /// A quantile or a limit outside its domain.
    #[error(transparent)]
    Statistic(#[from] StatisticError),
}

impl ShelfLifeError {
    /// Place of the batch that the error is about, from 0; none where it is about all.
    pub fn batch(&self) -> Option<usize> {
        match self {
            ShelfLifeError::NoResults { batch }
            | ShelfLifeError::UnequalLengths { batch, .. }
            | ShelfLifeError::NotATime { batch, .. }
            | ShelfLifeError::NotFinite { batch }
            | ShelfLifeError::Untransformable { batch, .. } => Some(*batch),
            ShelfLifeError::NotEstimable(NotEstimable::OneTime { batch })
            | ShelfLifeError::NotEstimable(NotEstimable::NoResidualDegrees { batch, .. }) => *batch,
            ShelfLifeError::NoBatch
            | ShelfLifeError::UntransformableLimit { .. }
            | ShelfLifeError::ReleaseOutside { .. }
            | ShelfLifeError::NotEstimable(NotEstimable::OneBatch)
            | ShelfLifeError::Statistic(_) => None,
        }
    }
}

/// Data that do not determine a line or its error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotEstimable {
    /// Every result of a batch, or of all, was obtained at one time, so that there is no slope.
    #[error("{} were all obtained at one time: there is no slope", of(.batch))]
    OneTime {
        /// Place of the batch from 0; none for all together.
        batch: Option<usize>,
    },
    /// No more results than coefficients, so that the scatter about the line is unknown.
    #[error("{} are {points} for {coefficients} coefficients: the scatter about the line is unknown", of(.batch))]
    NoResidualDegrees {
        /// Place of the batch from 0; none for all together.
        batch: Option<usize>,
        /// Number of results.
        points: usize,
        /// Number of coefficients.
        coefficients: usize,
    },
    /// One batch cannot be compared with itself.
    #[error("there is one batch: nothing can be pooled")]
    OneBatch,
}

fn of(batch: &Option<usize>) -> String {
    batch.map_or_else(|| "the results".to_owned(), |batch| format!("the results of batch {}", batch + 1))
}
