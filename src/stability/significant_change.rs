//! Significant change at accelerated and intermediate storage.

use super::coverage::PRIMARY_BATCHES;
use super::point::JudgedPoint;
use super::study_file::Study;
use crate::judge::Outcome;
use crate::order;
use crate::quantity::Exact;
use crate::spec::{ConditionKind, SignificantChange as Rule, Specification};
use crate::stats::shelf_life::SignificantChange as Change;

/// What accelerated and intermediate storage showed.
#[derive(Clone, Debug)]
pub struct SignificantChanges {
    /// At accelerated storage.
    pub accelerated: AtCondition,
    /// At intermediate storage.
    pub intermediate: AtCondition,
}

/// What one condition showed.
#[derive(Clone, Debug)]
pub struct AtCondition {
    /// Which one.
    pub kind: ConditionKind,
    /// What it showed.
    pub change: Change,
    /// Where that is known from.
    pub origin: Origin,
    /// Why, in words.
    pub reason: String,
}

/// Where it is known from whether there was a significant change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The data of this run.
    Data,
    /// The study file, which names other data.
    Study,
    /// Nowhere.
    Nothing,
}

/// 26 weeks and 180 days are taken for the six months of an accelerated study.
fn six_months() -> Exact {
    Exact::ratio(59, 10).unwrap_or_else(Exact::zero)
}

/// 13 weeks and 92 days are taken for three months.
fn three_months() -> Exact {
    Exact::ratio(31, 10).unwrap_or_else(Exact::zero)
}

/// The end of what is looked at: a pull some days behind six months is that of six months.
fn end() -> Exact {
    Exact::ratio(63, 10).unwrap_or_else(Exact::zero)
}

/// What a condition showed: the points there, those of long-term storage (for initial values), and what the study says.
/// `due` are the tests of which six months of data are needed.
///
/// # Source
/// ICH Q1A(R2) (2003), 2.2.7.1: a change of 5 % in assay from the initial value, any criterion that is not met.
pub(super) fn at_condition(
    spec: &Specification,
    kind: ConditionKind,
    points: &[&JudgedPoint],
    long_term: &[&JudgedPoint],
    due: &[usize],
    study: Option<&Study>,
) -> AtCondition {
    let default = Rule::default();
    let rule = spec.stability.as_deref().map_or(&default, |stability| &stability.significant_change);
    let stated = study.and_then(|study| match kind {
        ConditionKind::Accelerated => study.accelerated,
        ConditionKind::Intermediate => study.intermediate,
        ConditionKind::LongTerm => None,
    });
    let reference = || study.and_then(|study| study.reference.clone()).unwrap_or_default();
    let looked_at: Vec<&JudgedPoint> = points.iter().copied().filter(|point| is_looked_at(point, points)).collect();
    let earliest = looked_at
        .iter()
        .filter_map(|point| Some((&point.months, changed(spec, rule, point, points, long_term)?)))
        .min();
    if let Some((months, reason)) = earliest {
        let change = if *months <= three_months() { Change::WithinThreeMonths } else { Change::Later };
        return AtCondition { kind, change, origin: Origin::Data, reason };
    }
    if let Some(change) = stated {
        return AtCondition { kind, change, origin: Origin::Study, reason: reference() };
    }
    let missing = due.iter().find_map(|test| missing(spec, *test, &looked_at, long_term));
    let (change, origin, reason) = match missing {
        Some(_) if points.is_empty() => (Change::NotKnown, Origin::Nothing, "no data".to_owned()),
        Some(reason) => (Change::NotKnown, Origin::Nothing, reason),
        None => (Change::None, Origin::Data, "six months without a significant change".to_owned()),
    };
    AtCondition { kind, change, origin, reason }
}

/// Whether a point belongs to the six months: to their end, or as the first behind it where nobody pulled in time.
fn is_looked_at(point: &JudgedPoint, points: &[&JudgedPoint]) -> bool {
    if point.months <= end() {
        return true;
    }
    let same = |other: &&&JudgedPoint| {
        (other.test, &other.batch, &other.container, &other.orientation)
            == (point.test, &point.batch, &point.container, &point.orientation)
    };
    !points.iter().filter(same).any(|other| other.months >= six_months() && other.months < point.months)
}

/// What keeps the results of a test from showing that there was no change; `None`: nothing.
///
/// Six months are needed of three batches, or of every batch of the long-term data where they are fewer.
fn missing(spec: &Specification, test: usize, points: &[&JudgedPoint], long_term: &[&JudgedPoint]) -> Option<String> {
    let id = &spec.tests.get(test)?.id;
    let of_test = || points.iter().filter(move |point| point.test == test);
    if let Some(open) = of_test().find(|point| is_open(point)) {
        let outcome = open.outcome.as_str().replace('_', " ");
        return Some(format!("{id} of {} at {} is {outcome}", open.batch, open.time));
    }
    let complete = batches(of_test().filter(|point| is_evaluated(point) && point.months >= six_months()));
    let needed = batches(long_term.iter().filter(|point| point.test == test)).len().min(PRIMARY_BATCHES);
    match complete.len() {
        0 => Some(format!("no data over six months of {id}")),
        got if got < needed => Some(format!("data over six months of {id} from {got} of {needed} batches")),
        _ => None,
    }
}

fn batches<'p>(points: impl Iterator<Item = &'p &'p JudgedPoint>) -> Vec<&'p str> {
    let mut batches: Vec<&str> = points.map(|point| point.batch.as_str()).collect();
    order::sort(&mut batches);
    batches.dedup();
    batches
}

fn is_open(point: &JudgedPoint) -> bool {
    !is_evaluated(point) && !matches!(point.outcome, Outcome::NotApplicable | Outcome::Waived)
}

fn is_evaluated(point: &JudgedPoint) -> bool {
    matches!(point.outcome, Outcome::Pass | Outcome::Fail | Outcome::Reported)
}

/// Whether a point shows a significant change, in words.
fn changed(
    spec: &Specification,
    rule: &Rule,
    point: &JudgedPoint,
    points: &[&JudgedPoint],
    long_term: &[&JudgedPoint],
) -> Option<String> {
    let test = spec.tests.get(point.test)?;
    let at = format!("{} of {} at {}", test.id, point.batch, point.time);
    if point.outcome == Outcome::Fail {
        return Some(format!("{at}: {} does not meet the criterion", point.words));
    }
    let percent = rule.percent.filter(|_| rule.tests.contains(&test.id))?;
    let (now, first) = (point.number()?, initial(point, points).or_else(|| initial(point, long_term))?);
    let change = (now - first).abs();
    let allowed = (&percent.exact() * &first.abs()).divided_by(100);
    (change >= allowed && !change.is_zero())
        .then(|| format!("{at}: changed by {percent} % or more from the initial value"))
}

/// The value of the same test and batch at time zero.
fn initial<'p>(of: &JudgedPoint, points: &[&'p JudgedPoint]) -> Option<&'p Exact> {
    let same = |point: &&&JudgedPoint| {
        point.test == of.test
            && point.batch == of.batch
            && (point.container.is_empty() || point.container == of.container)
            && point.months.is_zero()
    };
    points.iter().find(same).and_then(|point| point.number())
}
