//! From the report of a lot to the points of a study: one judged reportable value at one time in storage.

use super::codes;
use crate::data::Determination;
use crate::finding::Finding;
use crate::judge::{self, LotReport, Outcome, Point, ReportableValue, TestReport, Use, corrected_beside};
use crate::order;
use crate::quantity::{Duration, DurationError, Exact, Reading};
use crate::source::Place;
use crate::spec::{Alternative, Criterion, Limits};
use jiff::civil::Date;
use std::sync::Arc;

/// A judged result of a stability study.
#[derive(Clone, Debug)]
pub struct JudgedPoint {
    /// Position of the test in the specification.
    pub test: usize,
    /// The batch: the lot as written.
    pub batch: String,
    /// Storage condition as written.
    pub condition: String,
    /// Container as written; empty: not said.
    pub container: String,
    /// Orientation as written; empty: not said.
    pub orientation: String,
    /// Time in storage as written.
    pub time: Duration,
    /// The same in months, exact.
    pub months: Exact,
    /// Day of the pull.
    pub pulled: Option<Date>,
    /// What the judge found.
    pub outcome: Outcome,
    /// The reportable value.
    pub value: PointValue,
    /// The same in words, with its unit.
    pub words: String,
    /// Every determination that counted, in the unit of the limits; empty where one has no number.
    pub determinations: Vec<Exact>,
    /// Results that were obtained and do not count, each with why: an invalidated result stays in the record.
    pub not_counted: Vec<String>,
    /// The criterion that applied.
    pub criterion: Option<Alternative>,
    /// Why the outcome is what it is; empty for a plain pass.
    pub reason: String,
    /// The cell of its first determination; none for a computed value.
    pub place: Option<Place>,
}

/// What is known of a reportable value.
#[derive(Clone, Debug, PartialEq)]
pub enum PointValue {
    /// A number, in the unit of the limits, not rounded.
    Number(Exact),
    /// Only that it lies below or above a number.
    Censored,
    /// A word or a text.
    Text,
    /// Nothing.
    None,
}

impl JudgedPoint {
    /// The number, where there is one.
    pub fn number(&self) -> Option<&Exact> {
        match &self.value {
            PointValue::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The numeric limits that applied.
    pub fn limits(&self) -> Option<&Limits> {
        match &self.criterion.as_ref()?.criterion {
            Criterion::Numeric(limits) | Criterion::Label(limits) => Some(limits),
            Criterion::Qualitative(_) | Criterion::Report => None,
        }
    }
}

/// The stability points of a lot; `inputs` are the names of the result files. What cannot be used is reported.
pub fn points_of(report: &LotReport<'_>, inputs: &[Arc<str>], findings: &mut Vec<Finding>) -> Vec<JudgedPoint> {
    let mut points = Vec::new();
    for test in &report.tests {
        let Point::Stability { time, time_unit, .. } = test.point else { continue };
        if matches!(test.outcome, Outcome::NotApplicable) && test.reportable.is_none() {
            continue;
        }
        let place = place(report, test, inputs);
        match Duration::of(time, time_unit) {
            Ok(time) => points.push(point(report, test, time, place, findings)),
            Err(error) => findings.push(not_readable(report.lot, test, &error, place)),
        }
    }
    points
}

fn not_readable(lot: &str, test: &TestReport<'_>, error: &DurationError, place: Option<Place>) -> Finding {
    let what = match error {
        DurationError::Number(text) if text.is_empty() => "there is no time".to_owned(),
        other => other.to_string(),
    };
    let message = format!("{lot}, {}: {what}", test.test.id);
    let finding = Finding::new(&codes::STABILITY_TIME_NOT_READABLE, message);
    let finding = match place {
        Some(place) => finding.at(place, 1),
        None => finding,
    };
    finding.help("fill `time` with a number from 0 and `time_unit` with days, weeks, months or years")
}

fn place(report: &LotReport<'_>, test: &TestReport<'_>, inputs: &[Arc<str>]) -> Option<Place> {
    let first = report.determinations.get(test.rows.clone())?.iter().min_by_key(|row| (row.input, row.line))?;
    let file = inputs.get(first.input as usize)?;
    Some(Place::new(file, first.line, first.column))
}

fn point(
    report: &LotReport<'_>,
    test: &TestReport<'_>,
    time: Duration,
    place: Option<Place>,
    findings: &mut Vec<Finding>,
) -> JudgedPoint {
    let (condition, container, orientation) = match test.point {
        Point::Stability { condition, container, orientation, .. } => (condition, container, orientation),
        Point::Release | Point::InUse { .. } => ("", "", ""),
    };
    let (value, words) = value(test);
    let rows = report.determinations.get(test.rows.clone()).unwrap_or_default();
    JudgedPoint {
        test: test.index,
        batch: report.lot.to_owned(),
        condition: condition.to_owned(),
        container: container.to_owned(),
        orientation: orientation.to_owned(),
        months: time.months(),
        time,
        pulled: pulled(report.lot, &time, rows, place.as_ref(), findings),
        outcome: test.outcome,
        value,
        words,
        determinations: determinations(report, test),
        not_counted: not_counted(report, test),
        criterion: test.criterion.cloned(),
        reason: test.reasons.first().map(|reason| reason.message.clone()).unwrap_or_default(),
        place,
    }
}

fn value(test: &TestReport<'_>) -> (PointValue, String) {
    let Some(reportable) = &test.reportable else { return (PointValue::None, String::new()) };
    match &reportable.value {
        ReportableValue::Number { exact, bound, unit, .. } => {
            let words = match test.criterion.map(|criterion| &criterion.criterion) {
                Some(Criterion::Numeric(limits) | Criterion::Label(limits)) => {
                    let compared = test.compared().unwrap_or_else(|| exact.clone());
                    judge::shown(limits, exact, *bound, &compared, test.test.rounding)
                }
                _ => format!("{} {unit}", exact.to_decimal_string(12).0).trim_end().to_owned(),
            };
            let value = if bound.is_some() { PointValue::Censored } else { PointValue::Number(exact.clone()) };
            (value, words)
        }
        ReportableValue::Text(text) => (PointValue::Text, text.to_string()),
        ReportableValue::Panel(text) => (PointValue::Text, text.clone()),
    }
}

/// The day of the pull, which all results of it must share.
fn pulled(
    lot: &str,
    time: &Duration,
    rows: &[Determination<'_>],
    place: Option<&Place>,
    findings: &mut Vec<Finding>,
) -> Option<Date> {
    let mut dates: Vec<Date> = rows.iter().filter_map(|row| row.details.as_deref()?.pulled).collect();
    order::sort(&mut dates);
    dates.dedup();
    if let ([first, .., last], Some(place)) = (&dates[..], place) {
        let message = format!("{lot} at {time}: pulled on {first} and on {last}");
        findings.push(Finding::new(&codes::PULL_DATES_DISAGREE, message).at(place.clone(), 1));
    }
    dates.first().copied()
}

/// Results that were obtained and do not count: `70 % (invalidated)`.
fn not_counted(report: &LotReport<'_>, test: &TestReport<'_>) -> Vec<String> {
    let why = |usage: Use| match usage {
        Use::Invalidated => Some("invalidated"),
        Use::RetestNotCounted => Some("retest, not counted"),
        Use::Standing => Some("stands beside retests"),
        Use::Interim => Some("interim"),
        Use::Corrected => Some("corrected"),
        Use::CorrectionNotCounted => Some("correction, not counted"),
        Use::Duplicate => Some("the same row again"),
        Use::Unused => Some("not used"),
        Use::Counted | Use::Contested | Use::Control => None,
    };
    let rows = report.determinations_of(test).filter(|(row, _)| !row.text.trim().is_empty());
    let value = |row: &Determination<'_>| {
        let unit = row.unit.as_deref().map_or("", |unit| unit.symbol());
        format!("{} {unit}", row.text.trim()).trim_end().to_owned()
    };
    rows.filter_map(|(row, usage)| {
        let instead = report.correction_of(row).map_or_else(String::new, |new| {
            // The unit stands behind the value.
            let beside = corrected_beside(row, new).into_iter().filter(|one| one.column != "unit");
            let beside = beside.map(|one| format!("; {}", one.words()));
            let value = (value(row) != value(new)).then(|| format!(" to {}", value(new)));
            value.into_iter().chain(beside).collect()
        });
        Some(format!("{} ({}{instead})", value(row), why(usage)?))
    })
    .collect()
}

/// The determinations that counted, in the unit of the limits; none where one of them is no number.
fn determinations(report: &LotReport<'_>, test: &TestReport<'_>) -> Vec<Exact> {
    let unit = match test.criterion.map(|criterion| &criterion.criterion) {
        Some(Criterion::Numeric(limits)) => &limits.unit,
        _ => return Vec::new(),
    };
    let number = |row: &Determination<'_>| -> Option<Exact> {
        let Reading::Number(number) = &row.reading else { return None };
        let factor = match row.unit.as_deref() {
            Some(own) => own.factor_to(unit)?,
            None => Exact::one(),
        };
        Some(&number.exact() * &factor)
    };
    let counted = report.determinations_of(test).filter(|(_, usage)| *usage == Use::Counted);
    let numbers: Option<Vec<Exact>> = counted.map(|(row, _)| number(row)).collect();
    numbers.unwrap_or_default()
}
