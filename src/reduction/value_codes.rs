//! The findings about values computed from instrument files.

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
        /// Every code about computed values.
        pub const VALUE_CODES: &[&Code] = &[$(&$ident),*];
    };
}

codes! {
    STATED_VALUE_DIFFERS: "stated-value-differs", Warning,
        what: "A value computed from a file differs from the one that the instrument states in it",
        why: "By the instrument's own rule both must agree within what it prints; where they do not, the file was edited, or it is of a software version with another rule.",
        example: "D50,104.4      # and the bins of the file give 98.2 by the rule of its software",
        remedy: "Export the file again; compare with what the instrument software shows.",
        source: "evqc";
    MEASUREMENT_WITHOUT_VALUE: "measurement-without-value", Error,
        what: "A run of an instrument file has no value for what a test asks",
        why: "A failed measurement, or a file without the distribution that is asked for, is no result; it is never zero.",
        example: "Concentration (Particles / ml),0.00e+000",
        remedy: "Measure again, or export the distribution that the test asks for.",
        source: "R-310";
    DILUTION_NOT_RECORDED: "dilution-not-recorded", Error,
        what: "A concentration is that of the sample as measured, and nobody says how much it was diluted",
        why: "The factor is often in the thousands, and often only in the name of a file; a guess is wrong by as much.",
        example: "Dilution factor (concentrations adjusted for this factor),Not recorded",
        remedy: "Give it with --set dilution=FACTOR, or in the samples.",
        source: "R-314, table 3.3";
    DILUTION_STATED_TWICE: "dilution-stated-twice", Error,
        what: "A file records a dilution factor, and another one is given beside it",
        why: "One of them is wrong, or the sample was diluted twice; only the laboratory knows.",
        example: "evqc check spec.yaml nta.csv --set dilution=500      # and the file records 1000",
        remedy: "Leave the factor to the file, or correct it in the instrument software and export again.",
        source: "R-314, table 3.3";
    NOT_ABOVE_BLANK: "not-above-blank", Error,
        what: "A sample holds no more particles than its blank",
        why: "What is left after subtraction is the scatter of two counts and no concentration.",
        example: "subtract: blank      # sample 2.1e7, blank 2.4e7 particles/mL",
        remedy: "Measure at a lower dilution, or with a cleaner diluent.",
        source: "evqc";
}
