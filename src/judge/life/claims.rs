//! Claims for use: within 1 h of reconstitution, after three freeze-thaw cycles.
//!
//! A claim is supported by results at the start and at its end, both; a result later than its end, tolerance included,
//! says nothing about it.

use super::Beside;
use crate::expiry::LotEvent;
use crate::finding::Finding;
use crate::judge::codes;
use crate::judge::context::{StageScope, folded, is_in_use};

use crate::judge::lot_report::{Point, TestReport};
use crate::judge::outcome::Outcome;
use crate::quantity::{Exact, Unit, number_of_time};
use crate::source::Place;
use crate::spec::{Assessment, Clock, FreezeThaw, InUse, minutes_of};

/// What a claim is counted on.
#[derive(Clone, Copy, Debug)]
pub enum ClaimAxis<'a> {
    /// A time from an event.
    Time(&'a Clock),
    /// Freeze-thaw cycles.
    Cycles(&'a FreezeThaw),
}

/// What the results in use of a lot say about a claim.
#[derive(Debug)]
pub struct ClaimReport<'a> {
    /// The claim.
    pub axis: ClaimAxis<'a>,
    /// Whether it is supported.
    pub state: ClaimState,
    /// Why not; empty where it is.
    pub gaps: Vec<String>,
}

/// Whether a claim is supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimState {
    /// The lot has no result in use for it.
    NoData,
    /// Every test in use has results at the start and at the end, and passes up to the end.
    Supported,
    /// Not so.
    NotSupported,
}

impl ClaimState {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            ClaimState::NoData => "no_data",
            ClaimState::Supported => "supported",
            ClaimState::NotSupported => "not_supported",
        }
    }
}

impl ClaimAxis<'_> {
    /// The claim in words: `within 1 h of reconstitution`, `after 3 freeze-thaw cycles`.
    pub fn in_words(&self) -> String {
        match self {
            ClaimAxis::Time(clock) => format!("within {} of {}", clock.within.text, clock.event.noun()),
            ClaimAxis::Cycles(limit) => format!("after {} freeze-thaw cycles", limit.text),
        }
    }

    /// The end of the claim in words, with its tolerance.
    pub fn end(&self) -> String {
        match self {
            ClaimAxis::Time(Clock { within, tolerance: Some(tolerance), .. }) => {
                format!("{} ± {}", within.text, tolerance.text)
            }
            ClaimAxis::Time(clock) => clock.within.text.clone(),
            ClaimAxis::Cycles(limit) => format!("{} cycles", limit.text),
        }
    }

    /// End and tolerance as numbers, in minutes or in cycles; `None` while a parameter has no value.
    fn numbers(&self) -> Option<(Exact, Exact)> {
        match self {
            ClaimAxis::Time(clock) => {
                let tolerance = clock.tolerance.as_ref().map_or_else(|| Some(Exact::zero()), |one| one.minutes());
                Some((clock.within.minutes()?, tolerance?))
            }
            ClaimAxis::Cycles(limit) => Some((Exact::from_i64(i64::from(limit.cycles?)), Exact::zero())),
        }
    }

    fn place(&self) -> &Place {
        match self {
            ClaimAxis::Time(clock) => &clock.place,
            ClaimAxis::Cycles(limit) => &limit.place,
        }
    }

    fn is(&self, other: &ClaimAxis<'_>) -> bool {
        match (self, other) {
            (ClaimAxis::Time(one), ClaimAxis::Time(other)) => one.event == other.event,
            (ClaimAxis::Cycles(_), ClaimAxis::Cycles(_)) => true,
            _ => false,
        }
    }
}

/// The axes of a specification.
fn axes(in_use: &InUse) -> impl Iterator<Item = ClaimAxis<'_>> {
    in_use.clocks.iter().map(ClaimAxis::Time).chain(in_use.freeze_thaw.iter().map(ClaimAxis::Cycles))
}

/// The axis of a time point and the number on it, in minutes or cycles.
///
/// # Errors
/// What is wrong with the cells, and what to do.
pub(crate) fn axis_of<'a>(
    in_use: &'a InUse,
    (time, time_unit, condition): (&str, &str, &str),
) -> Result<(ClaimAxis<'a>, Exact), (String, String)> {
    let number = number_of_time(time).filter(|number| !number.is_negative());
    let Some(number) = number else {
        let message = format!("the time in use is `{time}`, not a number");
        return Err((message, "fill `time` with the time since the event, 0 for the start".to_owned()));
    };
    if matches!(folded(time_unit).as_str(), "cycles" | "cycle" | "次" | "循环") {
        return match &in_use.freeze_thaw {
            Some(limit) => Ok((ClaimAxis::Cycles(limit), number.exact())),
            None => Err((
                "the row counts freeze-thaw cycles, and the specification states no number of them".to_owned(),
                "add `in_use: {freeze_thaw: {cycles: 3}}`".to_owned(),
            )),
        };
    }
    let minutes = Unit::parse(time_unit).ok().and_then(|unit| minutes_of(&unit));
    let Some(minutes) = minutes else {
        let message = format!("the unit of the time in use is `{time_unit}`");
        return Err((message, "write `min`, `h`, `d` or `cycles` in `time_unit`".to_owned()));
    };
    Ok((ClaimAxis::Time(clock_of(in_use, condition)?), &number.exact() * &minutes))
}

/// What a `condition` cell may call an event with which a time of use begins.
fn stems(event: LotEvent) -> &'static [&'static str] {
    match event {
        LotEvent::Thawed => &["thaw", "解冻", "复融"],
        LotEvent::Reconstituted => &["reconstitut", "复溶"],
        LotEvent::Punctured => &["punctur", "穿刺"],
        LotEvent::Opened => &["opened", "opening", "开启", "开封"],
        LotEvent::Diluted => &["dilut", "稀释"],
        _ => &[],
    }
}

/// The events in use that a `condition` cell names.
fn events_named(condition: &str) -> Vec<LotEvent> {
    let condition = folded(condition).replace("unopened", "").replace("undiluted", "");
    let is_named = |event: &LotEvent| stems(*event).iter().any(|stem| condition.contains(stem));
    LotEvent::OF_USE.into_iter().filter(is_named).collect()
}

/// The clock of a row: the one whose event stands in the `condition` cell, else the only one.
fn clock_of<'a>(in_use: &'a InUse, condition: &str) -> Result<&'a Clock, (String, String)> {
    let named = events_named(condition);
    let events: Vec<&str> = in_use.clocks.iter().map(|clock| clock.event.as_str()).collect();
    match (in_use.clocks.as_slice(), named.as_slice()) {
        ([], _) => Err((
            "the row has a time in use, and the specification states no clock".to_owned(),
            "add a clock, as in `in_use: {reconstituted: {within: 1 h}}`".to_owned(),
        )),
        ([only], []) => Ok(only),
        (clocks, [event]) => clocks.iter().find(|clock| clock.event == *event).ok_or_else(|| {
            let message = format!("the time counts from {}, and the specification states no such clock", event.noun());
            let help =
                format!("state it under `in_use`, or correct the cell `condition` (known: {})", events.join(", "));
            (message, help)
        }),
        (_, named) => {
            let which = if named.is_empty() { "none" } else { "more than one" };
            let help = format!("write one of {} in the cell `condition`", events.join(", "));
            Err((format!("of several clocks in use the row names {which}"), help))
        }
    }
}

/// The axis and number of a judged time point in use.
fn at<'a>(in_use: &'a InUse, point: Point<'_>) -> Option<(ClaimAxis<'a>, Exact)> {
    match point {
        Point::InUse { time, time_unit, condition } => axis_of(in_use, (time, time_unit, condition)).ok(),
        Point::Release | Point::Stability { .. } => None,
    }
}

/// Whether a time point lies later than the claim and its tolerance: what a result there says about it, in words.
pub(crate) fn is_beyond_claim(in_use: &InUse, point: Point<'_>) -> Option<String> {
    let (axis, number) = at(in_use, point)?;
    let (end, tolerance) = axis.numbers()?;
    (number > &end + &tolerance).then(|| format!("later than the claim, {} ({})", axis.in_words(), axis.end()))
}

impl<'a> Beside<'_, 'a> {
    /// Every claim of the specification with what the lot says about it.
    pub(super) fn claims(&self, findings: &mut Vec<Finding>) -> Vec<ClaimReport<'a>> {
        let Some(in_use) = self.spec.in_use.as_deref() else { return Vec::new() };
        let claims: Vec<ClaimReport<'a>> = axes(in_use).filter_map(|axis| self.claim(in_use, axis)).collect();
        for claim in claims.iter().filter(|claim| claim.state == ClaimState::NotSupported) {
            let message = format!("use {} is not supported: {}", claim.axis.in_words(), claim.gaps.join("; "));
            let help = "a claim needs results at the start and at its end, of every test in use";
            let finding = Finding::new(&codes::IN_USE_CLAIM_NOT_SUPPORTED, message);
            findings.push(finding.at(claim.axis.place().clone(), 1).help(help));
        }
        claims
    }

    fn claim(&self, in_use: &'a InUse, axis: ClaimAxis<'a>) -> Option<ClaimReport<'a>> {
        let (end, tolerance) = axis.numbers()?;
        let on_axis = |report: &&TestReport<'_>| at(in_use, report.point).is_some_and(|(other, _)| other.is(&axis));
        let reports: Vec<&TestReport<'_>> = self.tests.iter().filter(on_axis).filter(|one| has_rows(one)).collect();
        if reports.is_empty() {
            // Asked for the stage in use, a time without results is one that nobody may rely on; freeze-thaw cycles are
            // counted for each lot besides.
            let asked = matches!((&axis, &self.context.asked), (ClaimAxis::Time(_), StageScope::Named(stage)) if is_in_use(stage));
            let (state, gaps) = match asked {
                true => (ClaimState::NotSupported, vec!["no result in use".to_owned()]),
                false => (ClaimState::NoData, Vec::new()),
            };
            return Some(ClaimReport { axis, state, gaps });
        }
        let mut gaps = Vec::new();
        let mut measured = false;
        for (index, test) in self.spec.tests.iter().enumerate() {
            let own = |report: &&&TestReport<'_>| report.index == index;
            let points: Vec<(Exact, Outcome)> = reports
                .iter()
                .filter(own)
                .filter_map(|report| Some((at(in_use, report.point)?.1, report.outcome)))
                .collect();
            let has_limit = matches!(&test.assessment, Assessment::Measured(one) if !one.in_use.is_empty());
            if !test.required || points.is_empty() && !has_limit {
                continue;
            }
            measured = true;
            gaps.extend(gap(&test.id, &axis, &points, &end, &tolerance));
        }
        if !measured {
            gaps.push("no required test was measured in use".to_owned());
        }
        let state = if gaps.is_empty() { ClaimState::Supported } else { ClaimState::NotSupported };
        Some(ClaimReport { axis, state, gaps })
    }
}

fn has_rows(report: &TestReport<'_>) -> bool {
    !report.rows.is_empty()
}

/// What a test lacks to support a claim.
fn gap(
    test: &str,
    axis: &ClaimAxis<'_>,
    points: &[(Exact, Outcome)],
    end: &Exact,
    tolerance: &Exact,
) -> Option<String> {
    let (earliest, latest) = (end - tolerance, end + tolerance);
    let is_start = |number: &Exact| number <= tolerance;
    let is_end = |number: &Exact| *number >= earliest && *number <= latest;
    let any = |wanted: &dyn Fn(&Exact) -> bool| points.iter().any(|(number, _)| wanted(number));
    let failed = points
        .iter()
        .find(|(number, outcome)| *number <= latest && !matches!(outcome, Outcome::Pass | Outcome::Reported));
    let said = |number: &Exact| match axis {
        ClaimAxis::Time(_) => format!("{} min", number.to_decimal_string(12).0),
        ClaimAxis::Cycles(_) => format!("{} cycles", number.to_decimal_string(12).0),
    };
    if !any(&is_start) {
        return Some(format!("{test} has no result at the start"));
    }
    if !any(&is_end) {
        let last = points.iter().map(|(number, _)| number).max();
        let found = match last {
            Some(last) if *last > latest => format!("; the one at {} is later", said(last)),
            Some(last) if !last.is_zero() => format!("; the last is at {}", said(last)),
            _ => String::new(),
        };
        return Some(format!("{test} has no result at the end, {}{found}", axis.end()));
    }
    failed.map(|(number, outcome)| match outcome {
        Outcome::Fail => format!("{test} fails at {}", said(number)),
        other => format!("{test} is {} at {}", other.as_str().replace('_', " "), said(number)),
    })
}
