//! `junit`: a test suite per lot and a test case per test, for the test tab of a CI server.
//!
//! Out of specification is a `failure`; whatever else keeps a test from being met is an `error` with the outcome as its
//! type. What does not count against the lot is `skipped`, so that a conforming lot is green and any other lot is not.

use super::format::{Format, Piece, Run, RunInputs};
use super::remark::{self, Remark};
use super::suites::{self, Case, Reason, Status, Suite};
use super::wording;
use crate::finding::Severity;
use crate::integrity::SOURCE_SHA256;
use crate::judge::{LotReport, Outcome, TestReport, Verdict};
use std::io::{self, Write};

/// JUnit XML. Counts stand at each suite; the root has none, because lots are written as they are judged.
#[derive(Clone, Copy, Debug)]
pub struct JUnit;

impl Format for JUnit {
    fn lot(&self, lot: &LotReport<'_>, run: &RunInputs<'_>, piece: &mut Piece) {
        piece.body = suites::inside(&suite_of_lot(lot, run)).unwrap_or_else(|error| not_written(&error.to_string()));
    }

    fn head(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"evqc\">\n")?;
        let mut suite = of_run(run)?;
        suite.cases = remark::of_run(run).iter().map(|remark| case_of_remark(remark, "evqc")).collect();
        out.write_all(&suites::inside(&suite)?)
    }

    fn middle(&self, _run: &Run<'_>, _any: bool, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn tail(&self, _run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"</testsuites>\n")
    }
}

/// What holds for the whole run: the digests of what it was made with and from. Without remarks it has no test case.
fn of_run(run: &Run<'_>) -> io::Result<Suite> {
    let mut suite = Suite::new("evqc");
    suite.property("program", concat!("evqc ", env!("CARGO_PKG_VERSION")));
    suite.property("program_sha256", SOURCE_SHA256);
    suite.property("settings_sha256", run.settings.sha256()?);
    for input in run.inputs {
        suite.property("input", input.name.as_ref());
        suite.property("input_sha256", input.sha256.clone());
    }
    Ok(suite)
}

fn suite_of_lot(lot: &LotReport<'_>, run: &RunInputs<'_>) -> Suite {
    let mut suite = Suite::new(run.title(lot));
    for (name, value) in [
        ("verdict", lot.verdict.as_str()),
        ("specification", &lot.spec.id),
        ("specification_version", &lot.spec.version),
        ("specification_status", lot.spec.status.as_str()),
        ("specification_sha256", &lot.spec.sha256),
    ] {
        suite.property(name, value);
    }
    for (label, text) in wording::beside_tests(lot) {
        suite.property(label.replace(' ', "_"), text);
    }
    let remarks = remark::of_lot(lot, run);
    suite.cases.extend(lot.tests.iter().map(|test| case_of_test(lot, test, &remarks)));
    let of_lot = remarks.iter().filter(|remark| remark.test.is_none());
    suite.cases.extend(of_lot.map(|remark| case_of_remark(remark, lot.lot)));
    if lot.verdict != Verdict::Conforms && !suite.is_red() {
        suite.cases.push(case_of_verdict(lot));
    }
    suite
}

/// What makes a suite red whose tests are all green.
fn case_of_verdict(lot: &LotReport<'_>) -> Case {
    let reason =
        Reason { message: wording::statement(lot), kind: lot.verdict.as_str().to_owned(), ..Reason::default() };
    let status = match lot.verdict {
        Verdict::DoesNotConform => Status::Failure(reason),
        _ => Status::Error(reason),
    };
    Case { name: "verdict".to_owned(), class: lot.lot.to_owned(), status, output: Vec::new() }
}

fn case_of_test(lot: &LotReport<'_>, test: &TestReport<'_>, remarks: &[Remark<'_>]) -> Case {
    let lines: Vec<String> = remarks
        .iter()
        .filter(|remark| remark.test.is_some_and(|other| std::ptr::eq(other, test)))
        .flat_map(lines_of_remark)
        .collect();
    let output = summary(lot, test, &lines);
    let reason = || Reason { message: wording::reason(test), kind: test.outcome.as_str().to_owned(), lines };
    let status = match test.outcome {
        Outcome::Pass | Outcome::Reported => Status::Success,
        Outcome::Waived | Outcome::NotApplicable => Status::Skipped(reason()),
        _ if !test.counts() => Status::Skipped(reason()),
        Outcome::Fail => Status::Failure(reason()),
        Outcome::Invalid | Outcome::Pending | Outcome::Missing | Outcome::Inconclusive | Outcome::NotEvaluable => {
            Status::Error(reason())
        }
    };
    Case { name: wording::name(test, lot.spec), class: lot.lot.to_owned(), status, output }
}

/// What was found, for passing tests too: result, criterion, margin, outcome and flags.
fn summary(lot: &LotReport<'_>, test: &TestReport<'_>, remarks: &[String]) -> Vec<String> {
    let mut lines =
        vec![format!("result: {}", wording::result(test)), format!("criterion: {}", wording::criterion(test))];
    let margin = wording::margin(test);
    if !margin.is_empty() {
        lines.push(format!("margin: {margin}"));
    }
    lines.push(format!("outcome: {}", wording::outcome_with_flags(lot, test)));
    if test.outcome == Outcome::Pass {
        lines.extend_from_slice(remarks);
    }
    lines
}

fn case_of_remark(remark: &Remark<'_>, lot: &str) -> Case {
    let case = |status, output| Case { name: remark.code.name.to_owned(), class: lot.to_owned(), status, output };
    if remark.severity < Severity::Error {
        return case(Status::Success, lines_of_remark(remark));
    }
    let reason = Reason {
        message: remark.message.to_string(),
        kind: remark.code.name.to_owned(),
        lines: lines_of_remark(remark),
    };
    case(Status::Error(reason), Vec::new())
}

/// A remark with its places, over several lines.
fn lines_of_remark(remark: &Remark<'_>) -> Vec<String> {
    let mut lines = vec![format!("{}[{}]: {}", remark.severity, remark.code.name, remark.message)];
    lines.extend(remark.place.as_ref().map(|place| format!("  --> {place}")));
    lines.extend(remark.related.iter().map(|(place, note)| format!("  --> {place} ({note})")));
    lines.extend(remark.help.map(|help| format!("  help: {help}")));
    lines
}

/// What stands in the place of a suite that cannot be written: a failure, and never nothing.
fn not_written(why: &str) -> Vec<u8> {
    let why = why.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    format!(
        "    <testsuite name=\"evqc\" tests=\"1\" errors=\"1\" failures=\"0\"><testcase name=\"report\"><error message=\"{why}\"/></testcase></testsuite>\n"
    )
    .into_bytes()
}
