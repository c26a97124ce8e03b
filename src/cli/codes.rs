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

/// A lot has a row in the lot file under an id that looks like its own.
pub static LOT_FACTS_ALIKE: Code = Code {
    name: "lot-facts-alike",
    severity: Severity::Error,
    what: "a lot has no row in the lot file, and an id that looks the same has one",
    why: "An expiry date that is over, a parent that fails or a claim of the lot is not found under another id, and the lot would be judged without it.",
    example: "results:   DP-1,ph,7.2\nlot file:  DP\u{2013}1,2026-02-01      # a dash instead of the hyphen",
    remedy: "Write the id of a lot in one way in the results and in the lot file. Two lots whose ids look the same have a row each.",
    source: "R-102; evqc",
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

/// Something a reviewer would ask for.
pub static SPECIFICATION_INCOMPLETE: Code = Code {
    name: "specification-incomplete",
    severity: Severity::Note,
    what: "a reviewer would ask for something that the specification neither has nor justifies",
    why: "What is not specified is not judged. Whoever reads a report should know what a lot that conforms was not tested for.",
    example: "evqc check spec.yaml results.csv    (spec.yaml has no potency test)",
    remedy: "Run `evqc spec lint`; add what is missing, or say why not under `justified`.",
    source: "R-202, R-214",
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
    why: "A waiver is a record with lot, test, owner, reason, reference, approver, day of approval and expiry; half a record is none.",
    example: "lot,test,owner,reason,reference,approver,approved,expiry\nLOT-7,peg,M. Chen,no PEG is used,DEV-12,Q. Adler,1 May 2026,2026-12-31",
    remedy: "Write a table with the columns lot, test, owner, reason, reference, approver, approved, expiry; a lot or a range such as L-010..L-019, dates year first, as YYYY-MM-DD.",
    source: "R-208",
};

/// A waiver that stands in for nothing.
pub static WAIVER_WITHOUT_MATCH: Code = Code {
    name: "waiver-without-match",
    severity: Severity::Warning,
    what: "a waiver names a test that the specification does not have, or that may never be waived, or a lot that is not in the data",
    why: "Whoever approved the waiver believes that it counts. With a misspelt name it does not, and the test is missing.",
    example: "lot,test,owner,reason,reference,approver,approved,expiry\nLOT-7,pegg,M. Chen,no PEG is used,DEV-12,Q. Adler,2026-01-15,2026-12-31",
    remedy: "Correct the lot or the test id in the waiver file, or take the line out.",
    source: "R-208",
};

/// Two waivers where one decides.
pub static WAIVER_TWICE: Code = Code {
    name: "waiver-twice",
    severity: Severity::Error,
    what: "two waivers count for one test and have a lot in common",
    why: "Which of the two records is the authority, and until when, cannot be told.",
    example: "L-010..L-019,peg,...,2026-06-30\nL-012,peg,...,2026-12-31",
    remedy: "Take out the one that is replaced, or correct its days: of two that count, the one that was approved later does.",
    source: "R-208",
};

/// A waiver whose last day is over.
pub static WAIVER_EXPIRED: Code = Code {
    name: "waiver-expired",
    severity: Severity::Warning,
    what: "a waiver has expired and stands in for nothing",
    why: "A waiver is given for a time, after which somebody has to look at it again.",
    example: "expiry 2026-06-30, judged on 2026-07-01",
    remedy: "Perform the test, have the waiver approved anew, or take it out.",
    source: "R-208",
};

/// A waiver that nobody has approved yet.
pub static WAIVER_APPROVED_LATER: Code = Code {
    name: "waiver-approved-later",
    severity: Severity::Warning,
    what: "a waiver is approved after the day of judgement and stands in for nothing",
    why: "An approval in the future is none; it is a wrong date, or was written down beforehand.",
    example: "approved 2026-07-02, judged on 2026-07-01",
    remedy: "Correct the date, or judge on the day of the approval or later.",
    source: "R-208",
};

/// A waiver that ends soon.
pub static WAIVER_EXPIRES_SOON: Code = Code {
    name: "waiver-expires-soon",
    severity: Severity::Warning,
    what: "a waiver expires within 14 days",
    why: "Lots after its expiry need the test, or a waiver that was approved anew in time.",
    example: "expiry 2026-07-10, judged on 2026-07-01",
    remedy: "Plan the test, or have the waiver looked at before it expires.",
    source: "R-208",
};

/// A waiver that no lot needed.
pub static WAIVER_UNUSED: Code = Code {
    name: "waiver-unused",
    severity: Severity::Warning,
    what: "a waiver stood in for nothing although its lots are in the data",
    why: "A waiver that nobody needs, or that may not count, hides what was meant by it.",
    example: "a waiver of peg for LOT-7, which has a result of peg",
    remedy: "Take it out, or correct its lot or test.",
    source: "R-208",
};

/// An approved specification without a test file.
pub static SPECIFICATION_WITHOUT_TESTS: Code = Code {
    name: "specification-without-tests",
    severity: Severity::Warning,
    what: "an approved specification has no test file beside it",
    why: "A specification is configured software and needs a test record of its own: lots with a known verdict, at every limit and beyond it.",
    example: "spec.yaml with status: approved, and no spec.test.yaml in its folder",
    remedy: "Write lots with their expected verdicts into X.test.yaml beside X.yaml, and run `evqc spec test X.yaml --mutate`.",
    source: "GAMP 5, category 4; R-913",
};

/// Every code of this room.
pub static CODES: &[&Code] = &[
    &LOT_NOT_FOUND,
    &LOT_FACTS_ALIKE,
    &LOT_WITHOUT_RESULTS,
    &SPECIFICATION_TWICE,
    &SPECIFICATION_INCOMPLETE,
    &SPECIFICATION_WARNINGS,
    &SPECIFICATION_WITHOUT_TESTS,
    &STAGE_UNKNOWN,
    &VERSIONS_OF_DIFFERENT_SPECIFICATIONS,
    &WAIVER_APPROVED_LATER,
    &WAIVER_EXPIRED,
    &WAIVER_EXPIRES_SOON,
    &WAIVER_NOT_READABLE,
    &WAIVER_TWICE,
    &WAIVER_UNUSED,
    &WAIVER_WITHOUT_MATCH,
];
