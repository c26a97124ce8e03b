//! The findings about what instrument files deliver.

use crate::finding::{Code, Severity};

macro_rules! codes {
    ($($ident:ident: $name:literal, $severity:ident, what: $what:literal, why: $why:literal, example: $example:literal,
       remedy: $remedy:literal, source: $source:literal;)*) => {
        $(#[doc = $what]
        pub static $ident: Code = Code {
            name: $name,
            severity: Severity::$severity,
            what: $what,
            why: $why,
            example: $example,
            remedy: $remedy,
            source: $source,
        };)*
        /// Every code of this room.
        pub const CODES: &[&Code] = &[$(&$ident),*];
    };
}

codes! {
    RUN_WITHOUT_LOT: "run-without-lot", Error,
        what: "A run of an instrument file belongs to no lot",
        why: "Names that look alike are suggested and never assumed; a run that is left out in silence is one that nobody judged.",
        example: "evqc check spec.yaml nta/EV-014.csv      # and no samples.yaml names the file",
        remedy: "Add the file to samples.yaml, or to `samples` in the specification; `skip: why` sets runs aside.",
        source: "evqc";
    RUN_AMBIGUOUS: "run-ambiguous", Error,
        what: "The name of a file or run fits a pattern in two ways",
        why: "`{lot}_{group}.csv` makes `EV` or `EV_7` of `EV_7_1.csv`; either would be a guess.",
        example: "files:\n  - {file: \"{lot}_{group}.csv\"}      # EV_7_1.csv",
        remedy: "Write more of the name into the pattern, or name the file with its lot.",
        source: "evqc";
    RUN_CLAIMED_TWICE: "run-claimed-twice", Error,
        what: "Two entries of the samples claim one run for the same test",
        why: "The run would be counted twice, or for two lots.",
        example: "files:\n  - {file: \"*.csv\", lot: L1}\n  - {file: b.csv, lot: L2}",
        remedy: "Narrow one of the entries with `run`, `named` or `test`.",
        source: "R-334";
    RUN_WITHOUT_VALUE: "run-without-value", Error,
        what: "A run that was named for a test has no value for it",
        why: "The samples say that the test rests on this run; without its value the test has not been performed as planned.",
        example: "files:\n  - {file: zeta.txt, lot: L1, test: size_mode}      # a zeta potential has no size",
        remedy: "Name the right file, or take the test out of the entry.",
        source: "R-310";
    RUN_NOT_USED: "run-not-used", Warning,
        what: "No test of the specification takes anything from a run",
        why: "Whoever delivers a file expects it to be judged.",
        example: "evqc check spec.yaml zeta.txt      # and no test with `from: stated`, `quantity: zeta_potential`",
        remedy: "Add a test with `from`, or set the run aside with `skip: why`.",
        source: "evqc";
    SAMPLE_ENTRY_NOT_USED: "sample-entry-not-used", Error,
        what: "An entry of the samples names no run of the files that were given",
        why: "A file that was forgotten, or a name with a slip of the key, would leave its lot without results in silence.",
        example: "files:\n  - {file: NTA_L1_3.csv, lot: L1}      # and only NTA_L1_1.csv and NTA_L1_2.csv are given",
        remedy: "Give the file, or correct the entry.",
        source: "R-310";
    SAMPLE_TEST_UNKNOWN: "sample-test-unknown", Error,
        what: "An entry of the samples names a test that the specification does not have, or one that takes nothing from instrument files",
        why: "What the entry was written for would not be judged.",
        example: "files:\n  - {file: a.csv, lot: L1, test: size_mod}",
        remedy: "Correct the name; a test takes values from instrument files when it has `from`.",
        source: "evqc";
    SAME_FILE_TWICE: "same-file-twice", Error,
        what: "Two instrument files have the same content",
        why: "One measurement cannot be that of two lots or two replicates; copied files are how that happens.",
        example: "evqc check spec.yaml nta_L1.csv nta_L2.csv      # the second is a copy of the first",
        remedy: "Deliver the file that belongs to the lot.",
        source: "R-334; R-337";
    STATED_CONCENTRATION_UNDILUTED: "stated-concentration-not-corrected", Error,
        what: "A stated concentration is that of the diluted sample, or nobody knows whether it is",
        why: "The factor is lost or applied twice by whoever copies the number; it is the commonest error of a thousand.",
        example: "from: stated\nquantity: concentration      # of a plate whose layout has dilutions",
        remedy: "Use `from: concentration`, which applies the factor and prints it.",
        source: "R-314, table 3.3";
}
