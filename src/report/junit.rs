//! `junit`: a test suite per lot and a test case per test, for the test tab of a CI server.
//!
//! Out of specification is a `failure`; whatever else keeps a test from being met is an `error` with the outcome as its
//! type. What does not count against the lot is `skipped`, so that a conforming lot is green and any other lot is not.

use super::escape::xml;
use super::format::{Format, Piece, Run, RunInputs};
use super::remark::{self, Remark};
use super::wording;
use crate::finding::Severity;
use crate::integrity::SOURCE_SHA256;
use crate::judge::{LotReport, Outcome, TestReport, Verdict};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use std::io::{self, Write};

/// JUnit XML. Counts stand at each suite; the root has none, because lots are written as they are judged.
#[derive(Clone, Copy, Debug)]
pub struct JUnit;

impl Format for JUnit {
    fn lot(&self, lot: &LotReport<'_>, run: &RunInputs<'_>, piece: &mut Piece) {
        piece.body = suite_text(suite_of_lot(lot, run)).into_bytes();
    }

    fn head(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"evqc\">\n")?;
        let remarks = remark::of_run(run);
        let mut suite = of_run(run)?;
        remarks.iter().for_each(|remark| {
            suite.add_test_case(case_of_remark(remark, "evqc"));
        });
        out.write_all(suite_text(suite).as_bytes())
    }

    fn middle(&self, _run: &Run<'_>, _any: bool, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn tail(&self, _run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"</testsuites>\n")
    }
}

/// What holds for the whole run: the digests of what it was made with and from. Without remarks it has no test case.
fn of_run(run: &Run<'_>) -> io::Result<TestSuite> {
    let mut suite = TestSuite::new("evqc");
    let mut add = |name: &str, value: &str| {
        suite.add_property((name, xml(value).as_ref()));
    };
    add("program", concat!("evqc ", env!("CARGO_PKG_VERSION")));
    add("program_sha256", SOURCE_SHA256);
    add("settings_sha256", &run.settings.sha256()?);
    for input in run.inputs {
        add("input", &input.name);
        add("input_sha256", &input.sha256);
    }
    Ok(suite)
}

fn suite_of_lot(lot: &LotReport<'_>, run: &RunInputs<'_>) -> TestSuite {
    let mut suite = TestSuite::new(xml(&run.title(lot)));
    for (name, value) in [
        ("verdict", lot.verdict.as_str()),
        ("specification", &lot.spec.id),
        ("specification_version", &lot.spec.version),
        ("specification_status", lot.spec.status.as_str()),
        ("specification_sha256", &lot.spec.sha256),
    ] {
        suite.add_property((name, xml(value).as_ref()));
    }
    for (label, text) in wording::beside_tests(lot) {
        suite.add_property((label.replace(' ', "_").as_str(), xml(&text).as_ref()));
    }
    let remarks = remark::of_lot(lot, run);
    for test in &lot.tests {
        suite.add_test_case(case_of_test(lot, test, &remarks));
    }
    for remark in remarks.iter().filter(|remark| remark.test.is_none()) {
        suite.add_test_case(case_of_remark(remark, lot.lot));
    }
    if lot.verdict != Verdict::Conforms && suite.failures + suite.errors == 0 {
        let kind = match lot.verdict {
            Verdict::DoesNotConform => NonSuccessKind::Failure,
            _ => NonSuccessKind::Error,
        };
        let mut status = TestCaseStatus::non_success(kind);
        status.set_type(lot.verdict.as_str()).set_message(xml(&wording::statement(lot)));
        suite.add_test_case(case("verdict", lot.lot, status));
    }
    suite
}

fn case(name: &str, lot: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(xml(name), status);
    case.set_classname(xml(lot));
    case
}

fn case_of_test(lot: &LotReport<'_>, test: &TestReport<'_>, remarks: &[Remark<'_>]) -> TestCase {
    let mut status = match test.outcome {
        Outcome::Pass | Outcome::Reported => TestCaseStatus::success(),
        Outcome::Waived | Outcome::NotApplicable => TestCaseStatus::skipped(),
        _ if !test.counts() => TestCaseStatus::skipped(),
        Outcome::Fail => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Outcome::Invalid | Outcome::Pending | Outcome::Missing | Outcome::Inconclusive | Outcome::NotEvaluable => {
            TestCaseStatus::non_success(NonSuccessKind::Error)
        }
    };
    let details: Vec<String> = remarks
        .iter()
        .filter(|remark| remark.test.is_some_and(|other| std::ptr::eq(other, test)))
        .map(remark_text)
        .collect();
    if !matches!(status, TestCaseStatus::Success { .. }) {
        status.set_type(test.outcome.as_str()).set_message(xml(&wording::reason(test)));
        if !details.is_empty() {
            status.set_description(details.join("\n"));
        }
    }
    let mut case = case(&wording::name(test, lot.spec), lot.lot, status);
    case.set_system_out(summary_text(lot, test, &details));
    case
}

/// What was found, for passing tests too: result, criterion, margin, outcome and flags.
fn summary_text(lot: &LotReport<'_>, test: &TestReport<'_>, details: &[String]) -> String {
    let mut lines = vec![
        format!("result: {}", wording::result(test)),
        format!("criterion: {}", wording::criterion(test)),
        format!("outcome: {}", wording::outcome_with_flags(lot, test)),
    ];
    let margin = wording::margin(test);
    if !margin.is_empty() {
        lines.insert(2, format!("margin: {margin}"));
    }
    let mut lines: Vec<String> = lines.iter().map(|line| xml(line).into_owned()).collect();
    if test.outcome == Outcome::Pass {
        lines.extend_from_slice(details);
    }
    lines.join("\n")
}

fn case_of_remark(remark: &Remark<'_>, lot: &str) -> TestCase {
    if remark.severity < Severity::Error {
        let mut case = case(remark.code.name, lot, TestCaseStatus::success());
        case.set_system_out(remark_text(remark));
        return case;
    }
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    status.set_type(remark.code.name).set_message(xml(&remark.message)).set_description(remark_text(remark));
    case(remark.code.name, lot, status)
}

/// A remark with its places, escaped, over several lines.
fn remark_text(remark: &Remark<'_>) -> String {
    let mut lines = vec![format!("{}[{}]: {}", remark.severity, remark.code.name, xml(&remark.message))];
    if let Some(place) = &remark.place {
        lines.push(format!("  --> {}", xml(&place.to_string())));
    }
    lines.extend(
        remark.related.iter().map(|(place, note)| format!("  --> {} ({})", xml(&place.to_string()), xml(note))),
    );
    lines.extend(remark.help.map(|help| format!("  help: {}", xml(help))));
    lines.join("\n")
}

/// What stands in the place of a suite that cannot be written: a failure, and never nothing.
fn not_written(why: &str) -> String {
    let why = why.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    format!(
        "    <testsuite name=\"evqc\" tests=\"1\" errors=\"1\" failures=\"0\"><testcase name=\"report\"><error message=\"{why}\"/></testcase></testsuite>\n"
    )
}

/// A suite as it stands inside the root element.
fn suite_text(suite: TestSuite) -> String {
    let mut report = Report::new("evqc");
    report.add_test_suite(suite);
    let document = match report.to_string() {
        Ok(document) => document,
        Err(error) => return not_written(&xml(&error.to_string())),
    };
    let inside = document.split_once("    <testsuite ").and_then(|(_, rest)| rest.rsplit_once("</testsuites>"));
    inside.map_or_else(String::new, |(suite, _)| format!("    <testsuite {suite}"))
}
