//! `junit`: a test suite per test file and a test case per lot; faults, sides that no lot exercises and changes that no
//! lot notices are cases of their own.
//!
//! A lot that differs and a change that is not noticed are a `failure`, a file that cannot be judged is an `error`, a
//! side that is not exercised is `skipped`.

use crate::finding::{Finding, Severity};
use crate::proof::{Proof, ProofLot};
use crate::report::escape::xml;
use quick_junit::{NonSuccessKind, Report, SerializeError, TestCase, TestCaseStatus, TestSuite};

/// The report as JUnit XML.
pub(super) fn report(proofs: &[Proof]) -> Result<String, SerializeError> {
    let mut report = Report::new("evqc spec test");
    for proof in proofs.iter().filter(|proof| !proof.part) {
        let mut suite = TestSuite::new(xml(&proof.file));
        if let Some(specification) = &proof.specification {
            suite.add_property(("specification", xml(&specification.id).as_ref()));
            suite.add_property(("version", xml(&specification.version).as_ref()));
            suite.add_property(("sha256", specification.sha256.as_str()));
        }
        for lot in &proof.lots {
            suite.add_test_case(lot_case(lot));
        }
        let uncovered = proof.coverage.iter().flat_map(|coverage| &coverage.findings);
        let survivors = proof.mutation.iter().flat_map(|mutation| &mutation.survivors);
        for (finding, kind) in proof
            .faults
            .iter()
            .filter(|finding| finding.severity() == Severity::Error)
            .map(|finding| (finding, Some(NonSuccessKind::Error)))
            .chain(uncovered.map(|finding| (finding, None)))
            .chain(survivors.map(|finding| (finding, Some(NonSuccessKind::Failure))))
        {
            suite.add_test_case(finding_case(finding, kind));
        }
        report.add_test_suite(suite);
    }
    report.to_string()
}

fn lot_case(lot: &ProofLot) -> TestCase {
    let mut status = match lot.differences.first() {
        None => TestCaseStatus::success(),
        Some(_) => TestCaseStatus::non_success(NonSuccessKind::Failure),
    };
    if let Some(first) = lot.differences.first() {
        let lines: Vec<String> = lot.differences.iter().map(told).collect();
        status.set_type(first.code.name).set_message(xml(&first.message)).set_description(lines.join("\n"));
    }
    let mut case = TestCase::new(xml(&lot.name), status);
    case.set_classname("lot");
    case
}

fn finding_case(finding: &Finding, kind: Option<NonSuccessKind>) -> TestCase {
    let mut status = kind.map_or_else(TestCaseStatus::skipped, TestCaseStatus::non_success);
    status.set_type(finding.code.name).set_message(xml(&finding.message)).set_description(told(finding));
    let mut case = TestCase::new(xml(&finding.message), status);
    case.set_classname(finding.code.name);
    case
}

/// A finding with its place, escaped.
fn told(finding: &Finding) -> String {
    let place = finding.place.as_ref().map_or(String::new(), |place| format!("{place}: "));
    xml(&format!("{place}{}", finding.message)).into_owned()
}
