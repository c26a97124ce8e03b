//! `junit`: a test suite per topic and a test case per reference case.
//!
//! A missed value is a `failure`, a case that could not be read or run an `error`, a method that is not supported
//! `skipped`.

use super::{SelftestRun, corrections, reasons};
use crate::report::escape::xml;
use crate::selftest::{Examined, Outcome, digest_of_cases};
use quick_junit::{NonSuccessKind, Report, SerializeError, TestCase, TestCaseStatus, TestSuite};

/// The report as JUnit XML.
pub(super) fn report(run: &SelftestRun<'_>) -> Result<String, SerializeError> {
    let mut report = Report::new("evqc selftest");
    for (topic, cases) in run.topics() {
        let mut suite = TestSuite::new(xml(if topic.is_empty() { "." } else { topic }));
        for (name, value) in [
            ("version", env!("CARGO_PKG_VERSION")),
            ("platform", &run.platform()),
            ("specifications_sha256", run.library_sha256),
            ("cases", run.folder.unwrap_or("in the program")),
            ("cases_sha256", &digest_of_cases(run.examined)),
        ] {
            suite.add_property((name, xml(value).as_ref()));
        }
        cases.iter().for_each(|one| {
            suite.add_test_case(test_case(one));
        });
        report.add_test_suite(suite);
    }
    report.to_string()
}

fn test_case(one: &Examined) -> TestCase {
    let mut status = match &one.outcome {
        Outcome::Agrees(_) => TestCaseStatus::success(),
        Outcome::Misses(_) => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Outcome::Broken(_) => TestCaseStatus::non_success(NonSuccessKind::Error),
        Outcome::NotSupported => TestCaseStatus::skipped(),
    };
    let lines: Vec<String> = reasons(one).iter().map(|reason| xml(reason).into_owned()).collect();
    if let Some(first) = lines.first() {
        status.set_type(one.outcome.as_str()).set_message(first.as_str()).set_description(lines.join("\n"));
    }
    let mut case = TestCase::new(xml(one.name()), status);
    let method = one.case.as_ref().map_or("", |case| &case.method);
    case.set_classname(xml(method)).set_system_out(details(one));
    case
}

/// File, source, worst value and corrections.
fn details(one: &Examined) -> String {
    let mut lines = vec![format!("file: {}", one.file)];
    lines.extend(one.case.as_ref().map(|case| format!("source: {}", case.source)));
    lines.extend(one.outcome.worst().map(|worst| format!("worst of {}: {worst}", one.outcome.values().len())));
    lines.extend(corrections(one).into_iter().map(|line| format!("correction: {line}")));
    lines.iter().map(|line| xml(line).into_owned()).collect::<Vec<String>>().join("\n")
}
