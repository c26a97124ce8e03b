//! Pulls against the plan of the study: made, late, early, due and missing.

use super::point::JudgedPoint;
use super::study_file::{PlannedBatch, Study};
use crate::order;
use crate::quantity::{Duration, Exact, TimeUnit};
use crate::spec::ConditionKind;
use jiff::civil::Date;
use jiff::{Span, Unit};

/// A planned pull, or one that was not planned.
#[derive(Clone, Debug, PartialEq)]
pub struct Pull {
    /// The batch.
    pub batch: String,
    /// At which storage.
    pub kind: ConditionKind,
    /// Time in storage, as planned; as written for one that was not.
    pub time: Duration,
    /// The day on which it is due; `None`: the study does not say when the batch was put into storage.
    pub due: Option<Date>,
    /// The day on which it was made, where the data say so.
    pub pulled: Option<Date>,
    /// What became of it.
    pub status: PullStatus,
}

/// What became of a pull.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PullStatus {
    /// Made inside its window, or on the day where there is none.
    InTime,
    /// Made so many days behind its day, outside the window.
    Late(i64),
    /// Made so many days before its day, outside the window.
    Early(i64),
    /// Made; the day, the start or the window is not known.
    NotDated,
    /// Made and not planned.
    NotPlanned,
    /// Its window is open and it has no result.
    Due,
    /// Its window is over and it has no result.
    Missing,
    /// Its day is to come, or not known.
    ToCome,
}

impl PullStatus {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            PullStatus::InTime => "in time",
            PullStatus::Late(_) => "late",
            PullStatus::Early(_) => "early",
            PullStatus::NotDated => "not dated",
            PullStatus::NotPlanned => "not planned",
            PullStatus::Due => "due",
            PullStatus::Missing => "missing",
            PullStatus::ToCome => "to come",
        }
    }
}

/// The pulls of one calendar year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PullYear {
    /// The year; 0 for pulls without a day.
    pub year: i16,
    /// Batches with a pull in it.
    pub batches: Vec<String>,
    /// Pulls made.
    pub made: usize,
    /// Of these, late ones.
    pub late: usize,
    /// Of these, early ones.
    pub early: usize,
    /// Pulls that are due.
    pub due: usize,
    /// Pulls that are missing.
    pub missing: usize,
    /// Pulls to come.
    pub to_come: usize,
}

/// A point with the kind of its condition.
pub(super) type Classified<'p> = (ConditionKind, &'p JudgedPoint);

/// Every planned pull, then those that were not planned; by batch, condition and time. `points` are the judged points,
/// each with the kind of its condition.
pub fn pulls(study: &Study, points: &[(ConditionKind, &JudgedPoint)], as_of: Date) -> Vec<Pull> {
    let mut all = Vec::new();
    for batch in &study.batches {
        for kind in ConditionKind::ALL {
            let planned = study.times_of(batch, kind);
            let made = made(points, &batch.id, kind);
            let fits = |time: &Duration, point: &Classified<'_>| is_at(study, kind, time, &point.1.months);
            for time in planned {
                let point = made.iter().find(|point| fits(time, point)).map(|(_, point)| *point);
                all.push(pull(study, batch, kind, *time, point, as_of));
            }
            let unplanned = made.iter().filter(|point| !planned.iter().any(|time| fits(time, point)));
            if !planned.is_empty() {
                all.extend(unplanned.map(|(_, point)| not_planned(batch, kind, point)));
            }
        }
    }
    all
}

/// The pulls of a batch at a condition, each once, in the order of time.
fn made<'p>(points: &[Classified<'p>], batch: &str, kind: ConditionKind) -> Vec<Classified<'p>> {
    let mut made: Vec<Classified<'p>> =
        points.iter().filter(|(of, point)| *of == kind && point.batch == batch).copied().collect();
    // Of one pull the result that states its day comes first.
    order::sort_by_key(&mut made, |(_, point)| (point.months.clone(), point.pulled.is_none()));
    made.dedup_by(|(_, later), (_, earlier)| later.months == earlier.months);
    made
}

/// Whether a pull is that of a planned time: 26 weeks are six months where the window allows it.
fn is_at(study: &Study, kind: ConditionKind, time: &Duration, months: &Exact) -> bool {
    let apart = (&time.months() - months).abs();
    let days = apart.checked_div(&TimeUnit::Day.months()).unwrap_or_else(Exact::zero);
    study.window.days(kind).map_or(days.is_zero(), |window| days <= window)
}

/// The planned long-term time that a pull of a batch stands for.
pub(super) fn planned_time(study: &Study, batch: &str, point: &JudgedPoint) -> Option<Duration> {
    let kind = ConditionKind::LongTerm;
    let times = study.times_of(study.batch(batch)?, kind);
    times.iter().copied().find(|time| is_at(study, kind, time, &point.months))
}

fn not_planned(batch: &PlannedBatch, kind: ConditionKind, point: &JudgedPoint) -> Pull {
    let (time, pulled) = (point.time, point.pulled);
    Pull { batch: batch.id.clone(), kind, time, due: None, pulled, status: PullStatus::NotPlanned }
}

fn pull(
    study: &Study,
    batch: &PlannedBatch,
    kind: ConditionKind,
    time: Duration,
    point: Option<&JudgedPoint>,
    as_of: Date,
) -> Pull {
    let due = batch.start.and_then(|start| day(start, &time));
    let window = study.window.days(kind);
    let days = window.as_ref().map_or(0, |window| libm::floor(window.to_f64()) as i64);
    let pulled = point.and_then(|point| point.pulled);
    let status = match (point, due) {
        (Some(_), Some(due)) => match pulled.and_then(|pulled| between(due, pulled)) {
            Some(late) if window.is_some() && late > days => PullStatus::Late(late),
            Some(late) if window.is_some() && -late > days => PullStatus::Early(-late),
            Some(late) if window.is_some() || late == 0 => PullStatus::InTime,
            _ => PullStatus::NotDated,
        },
        (Some(_), None) => PullStatus::NotDated,
        (None, Some(due)) => match between(due, as_of) {
            Some(past) if past > days => PullStatus::Missing,
            Some(past) if past >= -days => PullStatus::Due,
            _ => PullStatus::ToCome,
        },
        (None, None) => PullStatus::ToCome,
    };
    Pull { batch: batch.id.clone(), kind, time, due, pulled, status }
}

/// The day so long behind another: whole months by the calendar, with the last day of a shorter month; others by days.
fn day(start: Date, time: &Duration) -> Option<Date> {
    let months = time.months().to_f64();
    let by_calendar = matches!(time.unit, TimeUnit::Month | TimeUnit::Year) && libm::floor(months) == months;
    let span = match by_calendar {
        true => Span::new().try_months(months as i64),
        false => Span::new().try_days(libm::round(time.days().to_f64()) as i64),
    };
    start.checked_add(span.ok()?).ok()
}

fn between(due: Date, other: Date) -> Option<i64> {
    due.until((Unit::Day, other)).ok().map(|span| i64::from(span.get_days()))
}

/// Pulls by the year they are due in, or were made in.
pub fn by_year(pulls: &[Pull]) -> Vec<PullYear> {
    let mut years: Vec<PullYear> = Vec::new();
    for pull in pulls {
        let year = pull.due.or(pull.pulled).map_or(0, Date::year);
        let at = years.iter().position(|one| one.year == year).unwrap_or_else(|| {
            years.push(PullYear { year, ..PullYear::default() });
            years.len() - 1
        });
        let Some(entry) = years.get_mut(at) else { continue };
        if !entry.batches.contains(&pull.batch) {
            entry.batches.push(pull.batch.clone());
        }
        match pull.status {
            PullStatus::Due => entry.due += 1,
            PullStatus::Missing => entry.missing += 1,
            PullStatus::ToCome => entry.to_come += 1,
            status => {
                entry.made += 1;
                entry.late += usize::from(matches!(status, PullStatus::Late(_)));
                entry.early += usize::from(matches!(status, PullStatus::Early(_)));
            }
        }
    }
    order::sort_by_key(&mut years, |one| one.year);
    years
}
