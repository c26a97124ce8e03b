//! Real-time coverage: how long batches have shown to keep.

use super::pulls::planned_time;
use super::series::BatchPoints;
use super::study_file::Study;
use crate::judge::Outcome;
use crate::order;
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
    /// The first time whose result is open: invalid, missing, pending, inconclusive or not evaluable.
    pub first_open: Option<Duration>,
    /// The last time at which it met its criterion before any open result; `None`: never.
    pub before_open: Option<Duration>,
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
    /// The shortest time, in months, up to which no batch has an open result; `None`: no result is open.
    pub open_after: Option<Exact>,
}

/// The coverage of the long-term points of a test.
///
/// A batch that is younger than three others does not shorten a claim that those carry: batches of the continued
/// programme join a study for as long as the product is made. An open result may yet be out of specification, so that
/// nothing behind it is shown before it is closed.
///
/// A pull within the window of a planned time of `study` stands for that time.
///
/// # Source
/// R-505; ICH Q1A(R2) (2003), 2.2.3 and 2.2.8.
pub fn coverage(batches: &[BatchPoints], study: Option<&Study>) -> Coverage {
    let all: Vec<BatchCoverage> = batches.iter().map(|batch| of_batch(batch, study)).collect();
    let months = |time: &Option<Duration>| time.map_or_else(Exact::zero, |time| time.months());
    let mut reached: Vec<Exact> = all.iter().map(|one| months(&one.last_pass)).collect();
    order::sort_by(&mut reached, |a, b| b.cmp(a));
    let carried = reached.get(PRIMARY_BATCHES - 1).or(reached.last()).cloned().unwrap_or_else(Exact::zero);
    let failed = all.iter().filter(|one| one.first_fail.is_some()).map(|one| months(&one.last_pass)).min();
    let blocked = failed.is_some();
    let open = all.iter().filter(|one| one.first_open.is_some()).map(|one| months(&one.before_open)).min();
    let months = failed.map_or(carried.clone(), |failed| failed.min(carried));
    Coverage { batches: all, months, blocked, open_after: open }
}

fn of_batch(batch: &BatchPoints, study: Option<&Study>) -> BatchCoverage {
    let mut found = BatchCoverage {
        batch: batch.batch.clone(),
        last_pass: None,
        first_fail: None,
        first_open: None,
        before_open: None,
    };
    for point in &batch.points {
        let time = study.and_then(|study| planned_time(study, &batch.batch, point)).unwrap_or(point.time);
        match point.outcome {
            Outcome::Fail => {
                found.first_fail = Some(time);
                break;
            }
            Outcome::Pass | Outcome::Reported => found.last_pass = Some(time),
            Outcome::NotApplicable | Outcome::Waived => {}
            _ if found.first_open.is_none() => {
                found.first_open = Some(time);
                found.before_open = found.last_pass;
            }
            _ => {}
        }
    }
    found
}
