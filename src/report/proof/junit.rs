//! `junit`: a test suite per test file and a test case per lot; faults, sides that no lot exercises and changes that no
//! lot notices are cases of their own.
//!
//! A lot that differs and a change that is not noticed are a `failure`, a file that cannot be judged is an `error`, a
//! side that is not exercised is `skipped`.

use crate::finding::{Finding, Severity};
use crate::proof::{Proof, ProofLot};
use crate::report::suites::{self, Case, Reason, Status, Suite};
use std::io::{self, Write};

/// The report as JUnit XML.
pub(super) fn report(proofs: &[Proof], out: &mut dyn Write) -> io::Result<()> {
    let all: Vec<Suite> = proofs.iter().filter(|proof| !proof.part).map(suite_of).collect();
    suites::write("evqc spec test", &all, out)
}

fn suite_of(proof: &Proof) -> Suite {
    let mut suite = Suite::new(proof.file.as_ref());
    if let Some(specification) = &proof.specification {
        suite.property("specification", specification.id.as_str());
        suite.property("version", specification.version.as_str());
        suite.property("sha256", specification.sha256.as_str());
    }
    suite.cases.extend(proof.lots.iter().map(lot_case));
    let faults = proof.faults.iter().filter(|finding| finding.severity() == Severity::Error);
    let uncovered = proof.coverage.iter().flat_map(|coverage| &coverage.findings);
    let survivors = proof.mutation.iter().flat_map(|mutation| &mutation.survivors);
    suite.cases.extend(faults.map(|finding| finding_case(finding, Status::Error)));
    suite.cases.extend(uncovered.map(|finding| finding_case(finding, Status::Skipped)));
    suite.cases.extend(survivors.map(|finding| finding_case(finding, Status::Failure)));
    suite
}

fn lot_case(lot: &ProofLot) -> Case {
    let status = lot.differences.first().map_or(Status::Success, |first| {
        Status::Failure(Reason {
            message: first.message.to_string(),
            kind: first.code.name.to_owned(),
            lines: lot.differences.iter().map(told).collect(),
        })
    });
    Case { name: lot.name.clone(), class: "lot".to_owned(), status, output: Vec::new() }
}

fn finding_case(finding: &Finding, status: fn(Reason) -> Status) -> Case {
    let kind = finding.code.name.to_owned();
    let reason = Reason { message: finding.message.to_string(), kind: kind.clone(), lines: vec![told(finding)] };
    Case { name: finding.message.to_string(), class: kind, status: status(reason), output: Vec::new() }
}

/// A finding with its place.
fn told(finding: &Finding) -> String {
    let place = finding.place.as_ref().map_or(String::new(), |place| format!("{place}: "));
    format!("{place}{}", finding.message)
}
