//! The findings that only a whole run can have.

use crate::finding::{Code, Severity};

/// A lot that was asked for is not in the data.
pub static LOT_NOT_FOUND: Code = Code {
    name: "lot-not-found",
    severity: Severity::Error,
    what: "a lot that was asked for with --lot has no row in the data",
    why: "A gate for a lot must not open because the lot is not there.",
    example: "evqc check spec.yaml results.csv --lot LOT-8    (results.csv has LOT-7 only)",
    remedy: "Check the lot id and the file.",
    source: "R-911",
};

/// Lots of the lot file without any result.
pub static LOT_WITHOUT_RESULTS: Code = Code {
    name: "lot-without-results",
    severity: Severity::Warning,
    what: "a lot of the lot file has no row in the data and was not judged",
    why: "Whoever reads the report should know which lots it does not speak of.",
    example: "lots.csv names LOT-8, results.csv has LOT-7 only",
    remedy: "Supply the results, or take the lot out of the lot file.",
    source: "R-102",
};

/// The specification has warnings.
pub static SPECIFICATION_WARNINGS: Code = Code {
    name: "specification-warnings",
    severity: Severity::Note,
    what: "the specification has warnings that change no verdict",
    why: "Whoever judges a lot should know that the specification has open points; `spec lint` says which.",
    example: "evqc check spec.yaml results.csv    (spec.yaml has a test without procedure)",
    remedy: "Run `evqc spec lint` on the specification.",
    source: "R-202, R-306",
};

/// A stage that no test has.
pub static STAGE_UNKNOWN: Code = Code {
    name: "stage-unknown",
    severity: Severity::Error,
    what: "the stage asked for is not a stage of the specification",
    why: "Judging a stage that does not exist would judge nothing.",
    example: "evqc check spec.yaml results.csv --stage \"drug produkt\"",
    remedy: "Use a stage of the specification, `release`, or `shelf life`.",
    source: "R-205",
};

/// Several versions that are not of one specification.
pub static VERSIONS_OF_DIFFERENT_SPECIFICATIONS: Code = Code {
    name: "versions-of-different-specifications",
    severity: Severity::Error,
    what: "a folder given as specification holds specifications with different ids, or one version twice",
    why: "A version is chosen among versions of one specification; choosing among different products would be a guess.",
    example: "folder with sp-100-v2.yaml and sp-200-v1.yaml",
    remedy: "Keep one folder for each specification, one file for each version.",
    source: "R-211",
};

/// Two specifications of one run with the same id.
pub static SPECIFICATION_TWICE: Code = Code {
    name: "specification-twice",
    severity: Severity::Error,
    what: "two specifications of one run have the same id",
    why: "Every lot gets a verdict for each specification; two with one id could not be told apart in the report.",
    example: "evqc check eu.yaml results.csv --spec eu-copy.yaml, both with `id: product-eu`",
    remedy: "Give versions of one specification as a folder, and different specifications different ids.",
    source: "R-211",
};

/// A waiver that could not be read.
pub static WAIVER_NOT_READABLE: Code = Code {
    name: "waiver-not-readable",
    severity: Severity::Error,
    what: "the waiver file cannot be read as waivers",
    why: "A waiver is a record with lot, test, reason, reference and approver; half a record is none.",
    example: "lot,test\nLOT-7,peg",
    remedy: "Write a CSV file with the columns lot, test, reason, reference, approver.",
    source: "R-208",
};

/// A waiver that stands in for nothing.
pub static WAIVER_WITHOUT_MATCH: Code = Code {
    name: "waiver-without-match",
    severity: Severity::Warning,
    what: "a waiver names a test that is not performed under the specification, or a lot that is not in the data",
    why: "Whoever approved the waiver believes that it counts. With a misspelt name it does not, and the test is missing.",
    example: "lot,test,reason,reference,approver\nLOT-7,pegg,no PEG is used,DEV-12,Chen",
    remedy: "Correct the lot or the test id in the waiver file, or take the line out.",
    source: "R-208",
};

/// Every code of this room.
pub static CODES: &[&Code] = &[
    &LOT_NOT_FOUND,
    &LOT_WITHOUT_RESULTS,
    &SPECIFICATION_TWICE,
    &SPECIFICATION_WARNINGS,
    &STAGE_UNKNOWN,
    &VERSIONS_OF_DIFFERENT_SPECIFICATIONS,
    &WAIVER_NOT_READABLE,
    &WAIVER_WITHOUT_MATCH,
];
