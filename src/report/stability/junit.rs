//! `junit`: a test case per test and group, and one for the claim.
//!
//! A shelf life that is not supported is a `failure`, what keeps one from being concluded an `error`; a test that does not
//! reach the proposal fails by itself.

use super::{StabilityReport, words};
use crate::finding::Severity;
use crate::report::escape::xml;
use crate::stability::Standing;
use quick_junit::{NonSuccessKind, Report, SerializeError, TestCase, TestCaseStatus, TestSuite};

pub(super) fn render(report: &StabilityReport<'_>) -> Result<String, SerializeError> {
    let mut suite = TestSuite::new(xml(&words::title(report)));
    let standing = report.standing();
    suite.add_property(("standing", standing.as_str()));
    let proposal = report.study.and_then(|study| study.claim.proposal);
    for (test, group) in report
        .study
        .iter()
        .flat_map(|study| &study.tests)
        .flat_map(|test| test.groups.iter().map(move |group| (test, group)))
    {
        let covered = proposal.is_none_or(|proposal| group.supported.covers(&proposal.length));
        let mut status = if covered { TestCaseStatus::success() } else { failure(NonSuccessKind::Failure) };
        let lines: Vec<String> =
            words::details(group).into_iter().map(|(what, line)| format!("{what}: {line}")).collect();
        if !covered {
            let message =
                format!("supported {}, ended by {}", words::stated(&group.supported), group.supported.term.as_str());
            status.set_type("not_supported").set_message(xml(&message));
        }
        let mut case = TestCase::new(xml(&words::name(test, group)), status);
        case.set_classname("stability");
        case.set_system_out(xml(&lines.join("\n")));
        suite.add_test_case(case);
    }
    suite.add_test_case(claim(report, standing));
    let mut whole = Report::new("evqc");
    whole.add_test_suite(suite);
    whole.to_string()
}

fn failure(kind: NonSuccessKind) -> TestCaseStatus {
    TestCaseStatus::non_success(kind)
}

fn claim(report: &StabilityReport<'_>, standing: Standing) -> TestCase {
    let mut status = match standing {
        Standing::Supported => TestCaseStatus::success(),
        Standing::NotSupported => failure(NonSuccessKind::Failure),
        Standing::NotConcluded | Standing::NotEvaluable => failure(NonSuccessKind::Error),
    };
    let told = |severity| report.findings.iter().filter(move |finding| finding.severity() == severity);
    let worst: Vec<String> = told(Severity::Error)
        .chain(told(Severity::Warning))
        .map(|finding| format!("{}[{}]: {}", finding.severity(), finding.code.name, finding.message))
        .collect();
    if standing != Standing::Supported {
        let said = report.study.map(words::claim).unwrap_or_else(|| "specification or data cannot be read".to_owned());
        status.set_type(standing.as_str()).set_message(xml(&said));
        if !worst.is_empty() {
            status.set_description(xml(&worst.join("\n")));
        }
    }
    let mut case = TestCase::new("claim", status);
    case.set_classname("stability");
    case
}
