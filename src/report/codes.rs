//! Findings that a report adds when nothing else says why it is not green.

use crate::finding::{Code, Severity};
use crate::judge::Verdict;

/// Every code that this room uses, for `evqc explain` and the pages made from it.
pub static CODES: &[&Code] =
    &[&LOT_DOES_NOT_CONFORM, &LOT_NOT_CONCLUDED, &LOT_NOT_EVALUABLE, &RUN_NOT_EVALUABLE, &NO_LOT, &TEST_NOT_MET];

/// The verdict itself, as a finding.
pub static LOT_DOES_NOT_CONFORM: Code = Code {
    name: "lot-does-not-conform",
    severity: Severity::Error,
    what: "a required test of the lot does not meet its acceptance criterion",
    why: "Formats that list findings only would otherwise show nothing for such a lot, which reads like a pass.",
    example: "lot,test,value,unit\nEV-001,cd63_positive,71,%",
    remedy: "Look at the tests with the outcome `fail`; an out-of-specification result is investigated, not corrected.",
    source: "evqc",
};

/// The verdict itself, as a finding.
pub static LOT_NOT_CONCLUDED: Code = Code {
    name: "lot-not-concluded",
    severity: Severity::Error,
    what: "a required test of the lot has no final, valid, complete result",
    why: "No result is not a pass: absence, invalidity and ambiguity each keep a lot from conforming.",
    example: "lot,test,value,unit\nEV-001,sterility,,",
    remedy: "Look at the tests that are missing, pending, invalid or inconclusive, and check again when they are done.",
    source: "evqc",
};

/// The verdict itself, as a finding.
pub static LOT_NOT_EVALUABLE: Code = Code {
    name: "lot-not-evaluable",
    severity: Severity::Error,
    what: "the data of the lot cannot be judged, so there is no statement of conformity",
    why: "A lot with conflicting, surplus or unreadable data has no result that one could compare with a criterion.",
    example: "lot,test,value,unit,replicate\nEV-001,ph,7.1,,1\nEV-001,ph,7.9,,1",
    remedy: "Look at the findings of the lot, correct the data at their source, and check again.",
    source: "evqc",
};

/// The run as a whole.
pub static RUN_NOT_EVALUABLE: Code = Code {
    name: "run-not-evaluable",
    severity: Severity::Error,
    what: "the specification or the data as a whole cannot be judged",
    why: "Where it is not known which lot a row belongs to, or what the limits are, no lot may be called conforming.",
    example: "lot,test,value\n,ph,7.1",
    remedy: "Look at the findings about the specification and the files as a whole.",
    source: "evqc",
};

/// A run without lots.
pub static NO_LOT: Code = Code {
    name: "no-lot",
    severity: Severity::Error,
    what: "no lot was judged",
    why: "A gate that passes on empty data passes by accident.",
    example: "lot,test,value,unit",
    remedy: "Check that the file holds result rows, and that `--lot` names a lot in it.",
    source: "evqc",
};

/// A test without any reason from the judge.
pub static TEST_NOT_MET: Code = Code {
    name: "test-not-met",
    severity: Severity::Error,
    what: "a required test did not pass",
    why: "Each test that keeps a lot from conforming has to be named in every format.",
    example: "lot,test,value,unit\nEV-001,cd63_positive,71,%",
    remedy: "Compare the result with the criterion of the test.",
    source: "evqc",
};

/// The code that stands for a verdict; none for a lot that conforms.
pub fn code_of(verdict: Verdict) -> Option<&'static Code> {
    match verdict {
        Verdict::Conforms => None,
        Verdict::DoesNotConform => Some(&LOT_DOES_NOT_CONFORM),
        Verdict::NotConcluded => Some(&LOT_NOT_CONCLUDED),
        Verdict::NotEvaluable => Some(&LOT_NOT_EVALUABLE),
    }
}
