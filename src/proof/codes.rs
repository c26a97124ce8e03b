//! What there is to say about test files, and about specifications that they try.

use crate::finding::{Code, Severity, codes};

codes! {
    VERDICT_DIFFERS: "verdict-differs", Error,
        what: "a lot of a test file has another verdict than expected",
        why: "Either the specification does not say what its author means, or the test file does not.",
        example: "at the limit: {results: {endotoxin: 0.51 EU/mL}, expect: conforms}",
        remedy: "Compare the limit with what was meant, and correct the one or the other.",
        source: "evqc";
    OUTCOME_DIFFERS: "outcome-differs", Error,
        what: "a test of a lot of a test file has another outcome than expected",
        why: "A verdict can be right for a wrong reason; tests that are not listed have to pass in a lot that conforms.",
        example: "outside: {results: {endotoxin: 0.50 EU/mL}, expect: does_not_conform, outcomes: {endotoxin: fail}}",
        remedy: "Correct the specification or the expectation; list under `outcomes` what is meant to be other than `pass`.",
        source: "evqc";
    REASON_DIFFERS: "reason-differs", Error,
        what: "a test of a lot of a test file has not the reason that is expected",
        why: "An outcome can be right for a wrong reason: a control that is not reported, or one outside its window.",
        example: "reasons: {endotoxin: control-outside-window}",
        remedy: "Correct the specification, the results or the expected reason.",
        source: "evqc";
    FLAGS_DIFFER: "flags-differ", Error,
        what: "a test of a lot of a test file has other flags than expected",
        why: "Alert and action limits never change an outcome, so only the flags show whether they are right.",
        example: "flags: {cd63_positive: [alert]}",
        remedy: "Correct the limit, or the flags that are expected; `[]` for none.",
        source: "R-207";
    LIMIT_NOT_EXERCISED: "limit-not-exercised", Warning,
        what: "no lot of the test file exercises a side of a limit",
        why: "A limit that no lot meets, or that no lot misses, could be any other limit: the test file would not tell.",
        example: "accept: \"<= 0.50 EU/mL\", and every lot has less",
        remedy: "Add a lot that lies at the limit and one that lies one unit of the last digit beyond it.",
        source: "evqc";
    CHANGE_NOT_NOTICED: "change-not-noticed", Error,
        what: "a change of the specification is noticed by no lot of its test file",
        why: "What can be changed without a lot telling is not tested: a slip of one digit would go through.",
        example: "limit <= 0.50 EU/mL -> <= 0.51 EU/mL",
        remedy: "Add a lot exactly at the limit and one a unit of the last digit outside, or state the outcome of the test.",
        source: "evqc";
    SPECIFICATION_NOT_FOUND: "specification-not-found", Error,
        what: "the specification that a test file is about is not there",
        why: "Without its specification a test file tests nothing.",
        example: "product.test.yaml without product.yaml beside it",
        remedy: "Put the test file beside its specification, or name the specification with `spec:`.",
        source: "evqc";
    INCLUDE_NOT_FOUND: "include-not-found", Error,
        what: "an included test file is not there",
        why: "Its lots would be missing without notice.",
        example: "include: [../parts/sterilty.test.yaml]",
        remedy: "Name the file relative to the one that includes it.",
        source: "evqc";
    CYCLIC_INCLUDE: "cyclic-include", Error,
        what: "test files include each other in a circle",
        why: "Neither can be read before the other.",
        example: "a.test.yaml includes b.test.yaml, which includes a.test.yaml",
        remedy: "Remove one `include`, or move what is shared to a third file.",
        source: "evqc";
    TEST_FILE_WITHOUT_LOTS: "test-file-without-lots", Error,
        what: "a test file has no lot",
        why: "A test that tries nothing always succeeds.",
        example: "evqc_test: 1\nlots: {}",
        remedy: "Add lots, or include a test file that has some.",
        source: "evqc";
    LOT_WITHOUT_EXPECTATION: "lot-without-expectation", Error,
        what: "a lot of a test file does not say which verdict it must get",
        why: "Whatever the judge says of it would be right.",
        example: "at the limit: {results: {endotoxin: 0.50 EU/mL}}",
        remedy: "Add `expect:` with conforms, does_not_conform, not_concluded or not_evaluable.",
        source: "evqc";
    UNKNOWN_BASE: "unknown-base", Error,
        what: "a lot is based on one that is not there",
        why: "Its results would be missing without notice.",
        example: "outside: {based on: at the limit, expect: does_not_conform}",
        remedy: "Name a lot of the file, or of one it includes.",
        source: "evqc";
    CYCLIC_BASE: "cyclic-base", Error,
        what: "lots of a test file are based on each other in a circle",
        why: "None of them has results to begin with.",
        example: "a: {based on: b}\nb: {based on: a}",
        remedy: "Remove one `based on`.",
        source: "evqc";
    TEST_NOT_THERE: "test-not-there", Error,
        what: "a test file speaks of a test that the specification does not have",
        why: "An expectation of a test that is not there can never fail.",
        example: "outcomes: {endotoxine: fail}",
        remedy: "Name the test by its id; `null` takes back what an included file says of a test that was dropped.",
        source: "evqc";
    UNKNOWN_VERDICT: "unknown-verdict", Error,
        what: "an expected verdict is none",
        why: "The verdicts are a closed list.",
        example: "expect: passes",
        remedy: "Write conforms, does_not_conform, not_concluded or not_evaluable.",
        source: "evqc";
    UNKNOWN_OUTCOME: "unknown-outcome", Error,
        what: "an expected outcome is none",
        why: "The outcomes are a closed list.",
        example: "outcomes: {endotoxin: failed}",
        remedy: "Write one of the ten outcomes: pass, fail, invalid, pending, missing ...",
        source: "evqc";
    UNKNOWN_REASON_CODE: "unknown-reason-code", Error,
        what: "an expected reason is no finding code",
        why: "Reasons are told by their codes.",
        example: "reasons: {endotoxin: outside-limit}",
        remedy: "Take the code from a report, or from `evqc explain`.",
        source: "evqc";
    UNKNOWN_FLAG: "unknown-flag", Error,
        what: "an expected flag is none",
        why: "The flags are a closed list.",
        example: "flags: {endotoxin: [alarm]}",
        remedy: "Write alert, action, retest_history, corrected, determinations_disagree, above_physical_ceiling or decided_by_second_stage.",
        source: "R-207";
    STAGE_WITHOUT_TEST: "stage-without-test", Error,
        what: "a lot of a test file is judged at a stage that no test has",
        why: "Nothing would be judged.",
        example: "stage: drug produkt",
        remedy: "Use a stage of the specification, `release` or `shelf life`.",
        source: "R-205";
    TABLE_NOT_FOUND: "table-not-found", Error,
        what: "the result table of a lot of a test file is not there",
        why: "Without it the lot has no result.",
        example: "data: results.csv",
        remedy: "Name a table relative to the test file.",
        source: "evqc";
    TABLE_WITHOUT_LOT: "table-without-lot", Error,
        what: "the result table of a lot of a test file has no row of it",
        why: "Which rows are meant would be a guess.",
        example: "lot `outside` with data: results.csv, whose lots are A-1 and A-2",
        remedy: "Give the lot the name that it has in the table, or use a table with one lot.",
        source: "evqc";
    DATA_BESIDE_RESULTS: "data-beside-results", Error,
        what: "a lot of a test file has a result table and results beside it",
        why: "Which of them counts would be a guess.",
        example: "outside: {data: results.csv, results: {endotoxin: 0.51 EU/mL}}",
        remedy: "Keep one of the two.",
        source: "evqc";
}
