//! Real-time coverage: how long batches have shown to keep.

use super::series::BatchPoints;
use crate::judge::Outcome;
use crate::quantity::{Duration, Exact};

/// How many batches a shelf life rests on at least.
///
/// # Source
/// ICH Q1A(R2) (2003), 2.2.3: data from at least three primary batches.
pub(super) const PRIMARY_BATCHES: usize = 3;

/// How long one batch has shown to keep.
#[derive(Clone, Debug, PartialEq)]
pub struct BatchCoverage {
    /// The batch.
    pub batch: String,
    /// The last time at which it met its criterion, before any at which it did not; `None`: never.
    pub last_pass: Option<Duration>,
    /// The first time at which it did not meet it.
    pub first_fail: Option<Duration>,
}

/// How long the batches together have shown to keep.
#[derive(Clone, Debug, PartialEq)]
pub struct Coverage {
    /// Batch by batch.
    pub batches: Vec<BatchCoverage>,
    /// Months of long-term data that carry a claim: the longest time that three batches have reached, or all of them where
    /// they are fewer, and no longer than a batch that failed had passed.
    pub months: Exact,
    /// Whether a result out of specification ends it.
    pub blocked: bool,
}

/// The coverage of the long-term points of a test.
///
/// A batch that is younger than three others does not shorten a claim that those carry: batches of the continued
/// programme join a study for as long as the product is made.
///
/// # Source
/// R-505; ICH Q1A(R2) (2003), 2.2.3 and 2.2.8.
pub fn coverage(batches: &[BatchPoints]) -> Coverage {
    let all: Vec<BatchCoverage> = batches.iter().map(of_batch).collect();
    let months = |time: &Option<Duration>| time.map_or_else(Exact::zero, |time| time.months());
    let mut reached: Vec<Exact> = all.iter().map(|one| months(&one.last_pass)).collect();
    reached.sort_by(|a, b| b.cmp(a));
    let carried = reached.get(PRIMARY_BATCHES - 1).or(reached.last()).cloned().unwrap_or_else(Exact::zero);
    let failed = all.iter().filter(|one| one.first_fail.is_some()).map(|one| months(&one.last_pass)).min();
    let blocked = failed.is_some();
    let months = failed.map_or(carried.clone(), |failed| failed.min(carried));
    Coverage { batches: all, months, blocked }
}

fn of_batch(batch: &BatchPoints) -> BatchCoverage {
    let mut found = BatchCoverage { batch: batch.batch.clone(), last_pass: None, first_fail: None };
    for point in &batch.points {
        match point.outcome {
            Outcome::Fail => {
                found.first_fail = Some(point.time);
                break;
            }
            Outcome::Pass | Outcome::Reported => found.last_pass = Some(point.time),
            _ => {}
        }
    }
    found
}
