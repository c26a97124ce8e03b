//! `junit`: a test case per test and group, and one for the claim.
//!
//! A shelf life that is not supported is a `failure`, what keeps one from being concluded an `error`; a test that does not
//! reach the proposal fails by itself.

use super::{StabilityReport, words};
use crate::finding::Severity;
use crate::integrity::{SOURCE_SHA256, settings_sha256};
use crate::report::suites::{self, Case, Reason, Status, Suite};
use crate::stability::Standing;
use std::io;

pub(super) fn render(report: &StabilityReport<'_>) -> io::Result<Vec<u8>> {
    let mut suite = Suite::new(words::title(report));
    suite.property("standing", report.standing().as_str());
    digests(report, &mut suite)?;
    let proposal = report.study.and_then(|study| study.claim.proposal);
    for (test, group) in report
        .study
        .iter()
        .flat_map(|study| &study.tests)
        .flat_map(|test| test.groups.iter().map(move |group| (test, group)))
    {
        let supported = &group.supported;
        let status = if proposal.is_none_or(|proposal| supported.covers(&proposal.length)) {
            Status::Success
        } else {
            let message = format!("supported {}, ended by {}", words::stated(supported), supported.term.as_str());
            Status::Failure(Reason { message, kind: "not_supported".to_owned(), lines: Vec::new() })
        };
        suite.cases.push(Case {
            name: words::name(test, group),
            class: "stability".to_owned(),
            status,
            output: words::details(group).into_iter().map(|(what, line)| labelled(what, &line)).collect(),
        });
    }
    suite.cases.push(claim(report));
    let mut out = Vec::new();
    suites::write("evqc", &[suite], &mut out)?;
    Ok(out)
}

/// What the evaluation was made with and from.
fn digests(report: &StabilityReport<'_>, suite: &mut Suite) -> io::Result<()> {
    suite.property("program", concat!("evqc ", env!("CARGO_PKG_VERSION")));
    suite.property("program_sha256", SOURCE_SHA256);
    suite.property("settings_sha256", settings_sha256(report.settings)?);
    if let Some(spec) = report.spec {
        suite.property("specification", &spec.id);
        suite.property("specification_version", &spec.version);
        suite.property("specification_sha256", &spec.sha256);
    }
    for input in report.files() {
        suite.property("input", input.name.as_ref());
        suite.property("input_sha256", input.sha256.clone());
    }
    Ok(())
}

/// A line with what it says; one that goes on from the line before is set in.
fn labelled(what: &str, line: &str) -> String {
    if what.is_empty() { format!("  {line}") } else { format!("{what}: {line}") }
}

fn claim(report: &StabilityReport<'_>) -> Case {
    let standing = report.standing();
    let told = |severity| report.findings.iter().filter(move |finding| finding.severity() == severity);
    let reason = || Reason {
        message: report.study.map_or_else(|| "specification or data cannot be read".to_owned(), words::claim),
        kind: standing.as_str().to_owned(),
        lines: told(Severity::Error)
            .chain(told(Severity::Warning))
            .map(|finding| format!("{}[{}]: {}", finding.severity(), finding.code.name, finding.message))
            .collect(),
    };
    let status = match standing {
        Standing::Supported => Status::Success,
        Standing::NotSupported => Status::Failure(reason()),
        Standing::NotConcluded | Standing::NotEvaluable => Status::Error(reason()),
    };
    Case { name: "claim".to_owned(), class: "stability".to_owned(), status, output: Vec::new() }
}
