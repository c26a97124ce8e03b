//! A first stage that is not met is decided by the second one.
//!
//! # Source
//! USP <788>, Ph. Eur. 2.9.19, ChP 2020 volume IV 0903: where light obscuration does not comply, the microscope decides.

use super::codes;
use super::lot_report::{Reason, TestReport};
use super::outcome::Outcome;
use super::reports::Reports;
use crate::spec::{Assessment, Specification};

/// Settles every test with a second stage. A second stage that was not needed need not be there.
pub(super) fn settle(spec: &Specification, reports: &mut Reports<'_>) {
    // Nearly every specification has none, and lots come in millions.
    let stages: Vec<(usize, usize)> = spec.tests.iter().enumerate().filter_map(second_of).collect();
    for (position, (first, second)) in stages.iter().enumerate() {
        if reports.get(*first).is_some_and(|report| report.outcome == Outcome::Fail) {
            decide(*first, *second, spec, reports);
        }
        // Two first stages may share a second one; it is idle when none of them needs it.
        let last = stages[position + 1..].iter().all(|(_, other)| other != second);
        if last {
            excuse(*second, &stages, reports);
        }
    }
}

fn second_of((first, test): (usize, &crate::spec::Test)) -> Option<(usize, usize)> {
    match &test.assessment {
        Assessment::Measured(measured) => measured.second_stage.map(|second| (first, second)),
        Assessment::Panel(_) => None,
    }
}

/// A second stage that is not there and that no first stage needs is not missing.
fn excuse(second: usize, stages: &[(usize, usize)], reports: &mut Reports<'_>) {
    let met = |outcome: Outcome| matches!(outcome, Outcome::Pass | Outcome::NotApplicable);
    let idle = stages
        .iter()
        .filter(|(_, of)| *of == second)
        .all(|(first, _)| reports.get(*first).is_none_or(|report| met(report.outcome)));
    if idle
        && let Some(report) = reports.get_mut(second)
        && report.outcome == Outcome::Missing
    {
        report.outcome = Outcome::NotApplicable;
        report.reasons.clear();
    }
}

fn decide(first: usize, second: usize, spec: &Specification, reports: &mut Reports<'_>) {
    let Some(name) = spec.tests.get(second).map(|test| test.id.as_str()) else { return };
    let found = reports.get(second).map_or(Outcome::Missing, |report| report.outcome);
    let Some(report) = reports.get_mut(first) else { return };
    let say = |report: &mut TestReport<'_>, code, message: String| {
        report.reasons.push(Reason::new(code, message).clause(&report.test.place));
    };
    match found {
        Outcome::Pass => {
            report.outcome = Outcome::Pass;
            // What the first stage found is told, and no longer as a failure.
            let told = report.reasons.first().map_or_else(String::new, |reason| format!(": {}", reason.message));
            report.reasons.clear();
            say(
                report,
                &codes::SECOND_STAGE_DECIDED,
                format!("the first stage is not met{told}; {name} is, and decides"),
            );
        }
        Outcome::Fail => {
            say(report, &codes::SECOND_STAGE_DECIDED, format!("the second stage {name} is not met either"));
        }
        other => {
            report.outcome = Outcome::Pending;
            let message = format!(
                "the first stage is not met; the second stage {name} decides and is {}",
                other.as_str().replace('_', " ")
            );
            report.reasons.clear();
            say(report, &codes::SECOND_STAGE_DUE, message);
        }
    }
}
