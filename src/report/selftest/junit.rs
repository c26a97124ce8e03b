//! `junit`: a test suite per topic and a test case per reference case.
//!
//! A missed value is a `failure`, a case that could not be read or run an `error`, a method that is not supported
//! `skipped`.

use super::{SelftestRun, corrections, reasons};
use crate::report::suites::{self, Case, Reason, Status, Suite};
use crate::selftest::{Examined, Outcome, digest_of_cases};
use std::io::{self, Write};

/// The report as JUnit XML.
pub(super) fn report(run: &SelftestRun<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut all = Vec::new();
    for (topic, cases) in run.topics() {
        let mut suite = Suite::new(if topic.is_empty() { "." } else { topic });
        for (name, value) in [
            ("version", env!("CARGO_PKG_VERSION")),
            ("platform", &run.platform()),
            ("specifications_sha256", run.library_sha256),
            ("cases", run.folder.unwrap_or("in the program")),
            ("cases_sha256", &digest_of_cases(run.examined)),
        ] {
            suite.property(name, value);
        }
        suite.cases = cases.iter().map(|one| test_case(one)).collect();
        all.push(suite);
    }
    suites::write("evqc selftest", &all, out)
}

fn test_case(one: &Examined) -> Case {
    let lines = reasons(one);
    let reason = || Reason {
        message: lines.first().cloned().unwrap_or_default(),
        kind: if lines.is_empty() { String::new() } else { one.outcome.as_str().to_owned() },
        lines,
    };
    let status = match &one.outcome {
        Outcome::Agrees(_) => Status::Success,
        Outcome::Misses(_) => Status::Failure(reason()),
        Outcome::Broken(_) => Status::Error(reason()),
        Outcome::NotSupported => Status::Skipped(reason()),
    };
    let class = one.case.as_ref().map_or_else(String::new, |case| case.method.clone());
    Case { name: one.name().to_owned(), class, status, output: details(one) }
}

/// File, source, worst value and corrections.
fn details(one: &Examined) -> Vec<String> {
    let mut lines = vec![format!("file: {}", one.file)];
    lines.extend(one.case.as_ref().map(|case| format!("source: {}", case.source)));
    lines.extend(one.outcome.worst().map(|worst| format!("worst of {}: {worst}", one.outcome.values().len())));
    lines.extend(corrections(one).into_iter().map(|line| format!("correction: {line}")));
    lines
}
