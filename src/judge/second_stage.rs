//! A first stage that is not met is decided by the second one.
//!
//! # Source
//! USP <788> and <789>, Ph. Eur. 2.9.19, ChP 2020 volume IV 0903: where light obscuration does not comply, the count under
//! the microscope decides, with all of its limits.

use super::codes;
use super::lot_report::{Reason, TestReport};
use super::outcome::Outcome;
use super::reports::Reports;
use crate::spec::{Assessment, Specification};

/// Settles every test with a second stage. A second stage that was not needed need not be there.
pub(super) fn settle(spec: &Specification, reports: &mut Reports<'_>) {
    // Nearly every specification has none, and lots come in millions.
    let stages: Vec<(usize, &[usize])> = spec.tests.iter().enumerate().filter_map(second_of).collect();
    // First stages may share second ones: what is due is known before an outcome is changed.
    let idle: Vec<usize> = stages
        .iter()
        .flat_map(|(_, seconds)| seconds.iter().copied())
        .filter(|second| is_idle(*second, &stages, reports))
        .collect();
    for (first, seconds) in &stages {
        if reports.get(*first).is_some_and(|report| report.outcome == Outcome::Fail && !report.lacks_record()) {
            decide(*first, seconds, spec, reports);
        }
    }
    for second in idle {
        excuse(second, reports);
    }
}

fn second_of((first, test): (usize, &crate::spec::Test)) -> Option<(usize, &[usize])> {
    match &test.assessment {
        Assessment::Measured(measured) if !measured.second_stage.is_empty() => Some((first, &measured.second_stage)),
        Assessment::Measured(_) | Assessment::Panel(_) => None,
    }
}

/// Whether no first stage needs this second one.
fn is_idle(second: usize, stages: &[(usize, &[usize])], reports: &Reports<'_>) -> bool {
    let met = |outcome: Outcome| matches!(outcome, Outcome::Pass | Outcome::NotApplicable);
    stages
        .iter()
        .filter(|(_, seconds)| seconds.contains(&second))
        .all(|(first, _)| reports.get(*first).is_none_or(|report| met(report.outcome)))
}

/// A second stage that is not there and that no first stage needs is not missing.
fn excuse(second: usize, reports: &mut Reports<'_>) {
    if let Some(report) = reports.get_mut(second)
        && report.outcome == Outcome::Missing
    {
        report.outcome = Outcome::NotApplicable;
        report.reasons.clear();
    }
}

/// The outcome of a second stage as a whole, and the tests that make it so: one that is not met decides, then one that has
/// no outcome yet.
fn whole<'s>(seconds: &[usize], spec: &'s Specification, reports: &Reports<'_>) -> (Outcome, Vec<&'s str>) {
    let outcome = |second: usize| reports.get(second).map_or(Outcome::Missing, |report| report.outcome);
    let undecided = seconds.iter().map(|second| outcome(*second)).find(|found| *found != Outcome::Pass);
    let failed = seconds.iter().any(|second| outcome(*second) == Outcome::Fail);
    let found = if failed { Outcome::Fail } else { undecided.unwrap_or(Outcome::Pass) };
    let named = seconds.iter().filter(|second| outcome(**second) == found);
    (found, named.filter_map(|second| spec.tests.get(*second)).map(|test| test.id.as_str()).collect())
}

fn decide(first: usize, seconds: &[usize], spec: &Specification, reports: &mut Reports<'_>) {
    let (found, named) = whole(seconds, spec, reports);
    let name = named.join(", ");
    let (is, decides) = if named.len() > 1 { ("are", "decide") } else { ("is", "decides") };
    let Some(report) = reports.get_mut(first) else { return };
    let say = |report: &mut TestReport<'_>, code, message: String| {
        report.reasons.push(Reason::new(code, message).clause(&report.test.place));
    };
    report.flags.decided_by_second_stage = matches!(found, Outcome::Pass | Outcome::Fail);
    match found {
        Outcome::Pass => {
            report.outcome = Outcome::Pass;
            // What the first stage found is told, and no longer as a failure.
            let told = report.reasons.first().map_or_else(String::new, |reason| format!(": {}", reason.message));
            report.reasons.clear();
            say(
                report,
                &codes::SECOND_STAGE_DECIDED,
                format!("the first stage is not met{told}; {name} {is}, and {decides}"),
            );
        }
        Outcome::Fail => {
            say(report, &codes::SECOND_STAGE_DECIDED, format!("the second stage {name} {is} not met either"));
        }
        other => {
            report.outcome = Outcome::Pending;
            let message = format!(
                "the first stage is not met; the second stage {name} {decides} and {is} {}",
                other.as_str().replace('_', " ")
            );
            report.reasons.clear();
            say(report, &codes::SECOND_STAGE_DUE, message);
        }
    }
}
