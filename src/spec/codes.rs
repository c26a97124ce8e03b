//! Every code of a finding about a specification, with its explanation.
//!
//! `evqc explain`, the documentation page and the rule descriptions of the machine formats are made from here. Each code
//! has a specification under `tests/spec/bad/` that causes it.

use crate::finding::{Code, Severity};

/// Declares each code once and lists them all, so that none can be left out of the list.
macro_rules! codes {
    ($($identifier:ident: $severity:ident $name:literal {
        what: $what:literal, why: $why:literal, example: $example:literal, remedy: $remedy:literal, source: $source:literal $(,)?
    })*) => {
        $(
            #[doc = $what]
            pub static $identifier: Code = Code {
                name: $name,
                severity: Severity::$severity,
                what: $what,
                why: $why,
                example: $example,
                remedy: $remedy,
                source: $source,
            };
        )*
        /// Every code of this room.
        pub static CODES: &[&Code] = &[$(&$identifier),*];
    };
}

codes! {
    // The file as text.
    FILE_TOO_LARGE: Error "file-too-large" {
        what: "the specification file is larger than 2 MiB",
        why: "A specification has some hundred lines. A file of this size is something else, and reading it would only cost time.",
        example: "evqc check results.yaml results.csv",
        remedy: "Check that the right file was named; move long texts to the documents the specification refers to.",
        source: "evqc",
    }
    UTF_16_TEXT: Error "utf-16-text" {
        what: "the specification file is UTF-16",
        why: "A specification has one encoding, so that every tool sees the same characters; some editors write UTF-16 when asked for \"Unicode\".",
        example: "a file saved as \"Unicode\" by a Windows editor",
        remedy: "Save the file as UTF-8.",
        source: "YAML 1.2.2 section 5.2; evqc",
    }
    NOT_UTF_8: Error "not-utf-8" {
        what: "the specification file is not valid UTF-8",
        why: "A byte that cannot be read might be part of a limit or a unit, such as the µ of another encoding.",
        example: "unit: \\xb5g/mL",
        remedy: "Save the file as UTF-8 and check the characters µ, ≤, ≥ and ±.",
        source: "evqc",
    }
    BYTE_ORDER_MARK: Note "byte-order-mark" {
        what: "the specification file begins with a byte order mark",
        why: "It is invisible and some tools take it for part of the first key.",
        example: "\\ufeffevqc: 1",
        remedy: "Nothing has to be done; saving as UTF-8 without byte order mark removes the note.",
        source: "YAML 1.2.2 section 5.2",
    }
    // YAML.
    YAML_SYNTAX: Error "yaml-syntax" {
        what: "the file is not YAML",
        why: "What cannot be read cannot be judged.",
        example: "accept: [80, 120",
        remedy: "Check brackets, quotes and indentation at the place named, and put texts with special characters in quotes.",
        source: "YAML 1.2.2",
    }
    TAB_INDENTATION: Error "tab-indentation" {
        what: "a line is indented with a tab",
        why: "A tab has no fixed width, so the structure would depend on the editor.",
        example: "tests:\n\tph: {accept: 6.5 to 7.5}",
        remedy: "Replace tabs by spaces.",
        source: "YAML 1.2.2 section 6.1",
    }
    UNQUOTED_LIMIT: Error "unquoted-limit" {
        what: "a limit that begins with > or [ stands without quotes",
        why: "In YAML a leading > begins a folded text block and a leading [ a list, so the limit would be lost.",
        example: "accept: >= 80 %",
        remedy: "Put the limit in quotes.",
        source: "YAML 1.2.2 section 8.1.3",
    }
    MULTIPLE_DOCUMENTS: Error "multiple-documents" {
        what: "the file holds more than one YAML document",
        why: "It would be unclear which of them is the specification.",
        example: "evqc: 1\n---\nevqc: 1",
        remedy: "Keep one specification in one file.",
        source: "evqc",
    }
    ALIAS_BOMB: Error "alias-bomb" {
        what: "aliases stand for very many values",
        why: "A few lines of nested aliases can stand for billions of values and exhaust the machine.",
        example: "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]",
        remedy: "Write the values out, or inherit them with `extends`.",
        source: "evqc",
    }
    UNKNOWN_ALIAS: Error "unknown-alias" {
        what: "an alias names no anchor before it",
        why: "The value meant is not there.",
        example: "accept: *limit",
        remedy: "Write the value out; put a text that begins with * in quotes.",
        source: "YAML 1.2.2 section 7.1",
    }
    CYCLIC_ALIAS: Error "cyclic-alias" {
        what: "an alias stands inside the value it names",
        why: "Such a value has no end.",
        example: "notes: &n [*n]",
        remedy: "Write the value out.",
        source: "YAML 1.2.2 section 3.2.2.2",
    }
    NESTED_TOO_DEEPLY: Error "nested-too-deeply" {
        what: "lists and maps are nested more than 32 deep",
        why: "The language needs five levels; deeper nesting is a mistake or an attack.",
        example: "notes: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
        remedy: "Remove the surplus brackets.",
        source: "evqc",
    }
    TOO_MANY_VALUES: Error "too-many-values" {
        what: "the file has more than 50,000 values",
        why: "A specification has some hundred; this is another kind of file.",
        example: "a list of 50,001 numbers",
        remedy: "Check that the right file was named.",
        source: "evqc",
    }
    MERGE_KEY: Error "merge-key" {
        what: "the YAML merge key << is used",
        why: "What it merges is not visible where it is used, and a limit must be reviewable where it stands.",
        example: "<<: *common",
        remedy: "Write the entries out, or inherit tests with `extends`.",
        source: "evqc",
    }
    YAML_TAG: Error "yaml-tag" {
        what: "a YAML tag is used",
        why: "Tags ask a reader to construct something; a specification only states.",
        example: "accept: !limit 80",
        remedy: "Remove the tag; put a text that begins with ! in quotes.",
        source: "evqc",
    }
    DUPLICATE_KEY: Error "duplicate-key" {
        what: "a key is given twice in the same map",
        why: "Most YAML readers let the last one win in silence, so a limit further down would replace the reviewed one.",
        example: "accept: \"<= 5 EU/mL\"\naccept: \"<= 50 EU/mL\"",
        remedy: "Keep one of the two.",
        source: "YAML 1.2.2 section 3.2.1.1",
    }
    KEY_NOT_TEXT: Error "key-not-text" {
        what: "a key is a list or a map",
        why: "Keys of the language are names.",
        example: "? [a, b]\n: 1",
        remedy: "Write a name.",
        source: "evqc",
    }
    UNQUOTED_NUMBER: Error "unquoted-number" {
        what: "a number stands without quotes where its digits matter",
        why: "Other YAML tools turn 0.50 into 0.5, 1.10 into 1.1 and 1e10 into 10000000000, and the digits of a limit set its rounding.",
        example: "version: 1.10",
        remedy: "Put it in quotes.",
        source: "R-305",
    }
    UNQUOTED_BOOLEAN: Error "unquoted-boolean" {
        what: "a word that is a truth value to some YAML readers stands without quotes",
        why: "`no`, `on`, `yes` and `off` are true or false in YAML 1.1, so two tools would read two specifications. Where a truth value is due, only true and false are read alike by all.",
        example: "rationale: no\nrequired: yes",
        remedy: "Put the text in quotes, or write true or false where a truth value is due.",
        source: "YAML 1.1 type bool; YAML 1.2.2 section 10.3.2",
    }
    EMPTY_VALUE: Error "empty-value" {
        what: "a key has no value",
        why: "A criterion that was left empty must not look as if it had been set.",
        example: "accept:",
        remedy: "Write the value, or remove the key.",
        source: "evqc",
    }
    // Structure.
    UNKNOWN_KEY: Error "unknown-key" {
        what: "a key is not part of the language",
        why: "A misspelt key would be ignored, and the limit under it never applied.",
        example: "acept: \"<= 5 EU/mL\"",
        remedy: "Correct the spelling, or move remarks to `notes` or `rationale`.",
        source: "R-201",
    }
    MISSING_KEY: Error "missing-key" {
        what: "a key that is needed is not there",
        why: "A specification line without name, class or criterion is not one.",
        example: "tests:\n  ph: {category: general}",
        remedy: "Add the key.",
        source: "ICH Q6B section 1; R-201",
    }
    WRONG_SHAPE: Error "wrong-shape" {
        what: "a value has the wrong shape: a list instead of a text, a map instead of a list",
        why: "The value cannot be taken as what the key means.",
        example: "accept: {lower: 80}",
        remedy: "Write the value in the shape the message names.",
        source: "evqc",
    }
    MALFORMED_IDENTIFIER: Error "malformed-identifier" {
        what: "an identifier has characters it may not have",
        why: "Identifiers stand in formulas, panels, file headers and reports and must mean the same in each.",
        example: "tests:\n  CD63 (+): {...}",
        remedy: "Use lower-case letters, digits and _ (for a specification id also -), beginning with a letter; the printed name goes into `name`.",
        source: "evqc",
    }
    UNKNOWN_WORD: Error "unknown-word" {
        what: "a value is not one of the words the key allows",
        why: "The key has a closed list of meanings.",
        example: "category: efficacy",
        remedy: "Use one of the words the help lists.",
        source: "evqc",
    }
    MALFORMED_DATE: Error "malformed-date" {
        what: "a date is not written YYYY-MM-DD or does not exist",
        why: "03/04/2026 is two different days.",
        example: "effective: 03/04/2026",
        remedy: "Write the date as 2026-04-03.",
        source: "ISO 8601-1:2019 section 5.2.2.1",
    }
    EFFECTIVE_PERIOD_REVERSED: Error "effective-period-reversed" {
        what: "the specification ends before it begins to apply",
        why: "It would never apply to any lot.",
        example: "effective: 2026-12-01\neffective_until: 2026-01-01",
        remedy: "Correct one of the dates.",
        source: "R-210",
    }
    MISSING_EFFECTIVE_DATE: Error "missing-effective-date" {
        what: "an approved specification has no effective date",
        why: "Without it nobody can tell which lots it applies to.",
        example: "status: approved",
        remedy: "Add `effective: YYYY-MM-DD`.",
        source: "R-210; EU GMP chapter 4",
    }
    UNSUPPORTED_FORMAT_VERSION: Error "unsupported-format-version" {
        what: "the specification is written in another format version",
        why: "Keys may mean something else there.",
        example: "evqc: 2",
        remedy: "Write `evqc: 1`, or use a program that knows that version.",
        source: "evqc",
    }
    MISSING_ROUNDING_RULE: Error "missing-rounding-rule" {
        what: "the specification names no rounding rule",
        why: "Pharmacopoeias round differently, and a value at the limit passes under one rule and fails under another. There is no silent default.",
        example: "evqc: 1\nid: x\ntests: {...}",
        remedy: "Add `rounding:` with usp, ph_eur, chp, gbt8170_full or none.",
        source: "R-301; USP General Notices 7.20",
    }
    UNKNOWN_ROUNDING_RULE: Error "unknown-rounding-rule" {
        what: "the rounding rule is not one evqc knows",
        why: "A rule decides verdicts at the limit, so it must be exactly one of the list.",
        example: "rounding: bankers",
        remedy: "Write usp, ph_eur, chp, gbt8170_full or none.",
        source: "R-301",
    }
    NO_TESTS: Error "no-tests" {
        what: "the specification has no test",
        why: "A lot that was judged against nothing would look as if it had been judged.",
        example: "tests: {}",
        remedy: "Add tests, or inherit them with `extends`.",
        source: "R-201",
    }
    PART_NOT_JUDGED: Error "part-not-judged" {
        what: "lots are to be judged against a part",
        why: "A part (`part: true`) holds a few tests that several specifications share. It has no product, perhaps no rounding rule, and a lot that meets it has met a piece of a specification only.",
        example: "evqc check sterile-injection results.csv",
        remedy: "Write a specification that names the part under `extends`, or take one that does (`evqc spec list`).",
        source: "ICH Q6B section 1 (a specification is the whole list of tests); evqc",
    }
    NOTHING_REQUIRED: Warning "nothing-required" {
        what: "no test of the specification is required",
        why: "No lot can ever be concluded against it.",
        example: "tests:\n  ph: {required: false, ...}",
        remedy: "Make at least one test required.",
        source: "evqc",
    }
    UNKNOWN_REFERENCE: Error "unknown-reference" {
        what: "a source is named that is not among the references",
        why: "A limit must be traceable to a document.",
        example: "source: xu2025",
        remedy: "Add it under `references`, or correct the name.",
        source: "R-213",
    }
    // Inheritance.
    UNKNOWN_PARENT: Error "unknown-parent" {
        what: "the specification named by `extends` cannot be read",
        why: "The inherited limits are missing.",
        example: "extends: misev2032-minimum",
        remedy: "Name an id of the library (`evqc spec list`) or a path relative to this file.",
        source: "evqc",
    }
    CYCLIC_EXTENDS: Error "cyclic-extends" {
        what: "specifications extend each other in a circle",
        why: "Which limit replaces which has no answer.",
        example: "a.yaml: extends: b.yaml\nb.yaml: extends: a.yaml",
        remedy: "Remove one of the `extends`, or move what is shared to a third specification.",
        source: "evqc",
    }
    NOTHING_TO_DROP: Error "nothing-to-drop" {
        what: "a test is set to nothing, but no test of this name is inherited",
        why: "Either the name is misspelt and the inherited test still applies, or a criterion was forgotten.",
        example: "tests:\n  sterilty: null",
        remedy: "Correct the name, or write the test.",
        source: "evqc",
    }
    // Parameters.
    UNKNOWN_PARAMETER: Error "unknown-parameter" {
        what: "a parameter is named that the specification does not declare",
        why: "A misspelt parameter would leave the limit as it was.",
        example: "accept: \">= {particles_min}\"",
        remedy: "Declare it under `parameters`, or correct the name.",
        source: "evqc",
    }
    PARAMETER_NOT_SET: Error "parameter-not-set" {
        what: "a required parameter has no value",
        why: "The source gives no limit, or several; somebody who answers for it has to choose, and evqc does not choose for them.",
        example: "evqc check msc-ev-review-framework results.csv",
        remedy: "Give the value with `--set NAME=VALUE`.",
        source: "evqc",
    }
    PARAMETER_SET_TWICE: Error "parameter-set-twice" {
        what: "a parameter is given two values on the command line",
        why: "Which one holds would depend on the order.",
        example: "--set x=1 --set x=2",
        remedy: "Give it once.",
        source: "evqc",
    }
    MALFORMED_PARAMETER_VALUE: Error "malformed-parameter-value" {
        what: "the value of a parameter is not a number with a fitting unit",
        why: "The value becomes part of a limit.",
        example: "--set particles_per_ug_min=high",
        remedy: "Write a number, and a unit of the same dimension as the declared one or none.",
        source: "evqc",
    }
    REQUIRED_PARAMETER_WITH_DEFAULT: Error "required-parameter-with-default" {
        what: "a required parameter has a default",
        why: "With a default nobody would have to choose, and required would mean nothing.",
        example: "parameters:\n  x: {required: true, default: \"5\"}",
        remedy: "Remove one of the two.",
        source: "evqc",
    }
    UNUSED_PARAMETER: Warning "unused-parameter" {
        what: "a parameter is declared and never used",
        why: "Setting it would change nothing, which whoever sets it does not expect.",
        example: "parameters:\n  x: {default: \"5\"}",
        remedy: "Use it as {name} in a limit or formula, or remove it.",
        source: "evqc",
    }
    // Quantities and limits.
    MALFORMED_NUMBER: Error "malformed-number" {
        what: "a number is not one unmistakable number",
        why: "7x1011 is a lost superscript and 1,234 can be read in two ways; a limit must not be guessed.",
        example: "accept: \">= 7x1011 particles/mL\"",
        remedy: "Write the number with a decimal point and without grouping, powers of ten as 7e11 or 7x10^11.",
        source: "R-303",
    }
    UNKNOWN_UNIT: Error "unknown-unit" {
        what: "a unit is not in the table of units",
        why: "A unit that is not understood can be neither compared nor converted.",
        example: "accept: \"<= 5 EU/mll\"",
        remedy: "Correct the spelling; the page Units of the documentation lists the units (units.md).",
        source: "R-335; UCUM",
    }
    MULTIPLIER_AND_EXPONENT: Error "multiplier-and-exponent" {
        what: "a number has an exponent, and its unit has a power of ten as well",
        why: "In a column of `10^8 particles/mL` the value `1.2e10` stands for 1.2×10^18, which nobody measures: the factor was most likely applied twice. evqc does not choose one of the two.",
        example: "data:  LOT-7,particle_concentration,1.2e10,1e8 particles/mL",
        remedy: "Write either the exponent or the multiplier: `1.2e10 particles/mL`, or `120` in `10^8 particles/mL`. A power of ten below the slash (`particles/10^6 cells`) says per how many and is no multiplier.",
        source: "R-335",
    }
    UNIT_MISMATCH: Error "unit-mismatch" {
        what: "two limits of one test, or a limit and the declared unit, have units of different dimension",
        why: "Particles, micrograms and cells are never converted into each other without a measured ratio.",
        example: "unit: ug/mL\naccept: \">= 1e9 particles/mL\"",
        remedy: "Write both in units of one dimension, or derive the ratio under `derived`.",
        source: "R-335",
    }
    MISSING_UNIT: Error "missing-unit" {
        what: "the unit of a test cannot be told",
        why: "A limit in percent of label is compared in the unit of the label claim, which must be known beforehand.",
        example: "accept: 80 to 120 % of label",
        remedy: "Add `unit:`, or a label claim with unit under `label`.",
        source: "R-335",
    }
    MALFORMED_LIMIT: Error "malformed-limit" {
        what: "a limit is not in a form evqc knows",
        why: "A criterion that is not understood must not be taken for a text that can never match, or always does.",
        example: "accept: about 80 %",
        remedy: "Write a comparison, a range, a word such as `negative`, `one of [...]`, a quoted text, or `report`.",
        source: "R-203",
    }
    LIMIT_FORM_NOT_ALLOWED: Error "limit-form-not-allowed" {
        what: "a limit has a form that this key cannot take",
        why: "Alert, action and individual limits and checks of spread compare numbers.",
        example: "alert: negative",
        remedy: "Write a comparison or a range in a unit.",
        source: "R-207; R-309",
    }
    IMPOSSIBLE_LIMIT: Error "impossible-limit" {
        what: "no value can meet the limit",
        why: "Every lot would fail, or the two numbers were exchanged.",
        example: "accept: 120 to 80 %",
        remedy: "Write the smaller number first; include an end if both are equal.",
        source: "evqc",
    }
    OVERLAPPING_LIMITS: Error "overlapping-limits" {
        what: "two alternative limits can apply to the same result",
        why: "Which one judges would depend on their order.",
        example: "accept:\n  - {when: {method: NTA}, is: \">= 1e9 particles/mL\"}\n  - {when: {method: NTA}, is: \">= 5e9 particles/mL\"}",
        remedy: "Give each alternative another value of the same key.",
        source: "evqc",
    }
    ALERT_OUTSIDE_ACCEPTANCE: Warning "alert-outside-acceptance" {
        what: "an alert or action limit lies outside the acceptance criterion",
        why: "It warns only of what has already failed.",
        example: "accept: \">= 80 %\"\nalert: \">= 75 %\"",
        remedy: "Set it inside the criterion.",
        source: "ICH Q6B section 2.3; R-207",
    }
    INDIVIDUAL_LIMIT_INCOMPATIBLE: Error "individual-limit-incompatible" {
        what: "no determination can meet the individual limit and the acceptance criterion",
        why: "Every lot would fail.",
        example: "accept: \">= 80 %\"\nindividual: \"<= 70 %\"",
        remedy: "Correct one of the two.",
        source: "R-309",
    }
    SHELF_LIFE_TIGHTER_THAN_RELEASE: Warning "shelf-life-tighter-than-release" {
        what: "the shelf-life criterion is tighter than the release criterion",
        why: "A lot could be released that is outside its shelf-life criterion on the first day; release criteria are the same or tighter.",
        example: "accept: \">= 80 %\"\nshelf_life: \">= 90 %\"",
        remedy: "Exchange the two, or correct one.",
        source: "ICH Q6A section 2.2; R-205",
    }
    STRICT_LIMIT_WITH_ROUNDING: Warning "strict-limit-with-rounding" {
        what: "a limit excludes its own value while results are rounded to its digits",
        why: "0.246 rounds to 0.25 and then fails < 0.25, although it is below.",
        example: "rounding: usp\naccept: \"< 0.25 EU/mL\"",
        remedy: "Write <= or >= if the limit itself conforms, or `rounding: none` for this test.",
        source: "R-306",
    }
    TEXT_NOT_JUDGED: Warning "text-not-judged" {
        what: "the `text` of a test states a number that its criterion does not have",
        why: "The text is printed beside the criterion; a reader takes its numbers for limits that the result met.",
        example: "accept: \"<= 0.25 EU/mL\"\ntext: \"NMT 0.05 EU/mL\"",
        remedy: "Correct `text` or `accept`; what is no criterion belongs under `rationale`. There is no certificate until then.",
        source: "R-104; evqc",
    }
    LIMIT_NEVER_DECIDES: Warning "limit-never-decides" {
        what: "every possible result meets a limit",
        why: "An amount cannot be negative and a fraction not more than the whole, so `>= 0 EU/mL` and `<= 100 %` pass whatever was measured. Such a line looks like a criterion and is none.",
        example: "category: identity\naccept: \">= 0 %\"",
        remedy: "Correct the limit. Write `accept: report` for a result that is to be reported without a criterion.",
        source: "R-206, R-337",
    }
    QUANTITATION_LIMIT_ABOVE_CRITERION: Error "quantitation-limit-above-criterion" {
        what: "the method cannot quantify at the upper limit",
        why: "Every result that could meet the limit lies below the quantitation limit and says nothing about a limit that is lower still: no lot can pass.",
        example: "loq: 100 ng/mL\naccept: \"<= 50 ng/mL\"",
        remedy: "Use a more sensitive method, or reconsider the limit.",
        source: "R-330; ICH Q2(R2)",
    }
    QUANTITATION_LIMIT_ABOVE_LOWER_LIMIT: Warning "quantitation-limit-above-lower-limit" {
        what: "the method cannot quantify at the lower limit",
        why: "A result between the two is not a number, so the limit cannot tell a lot a little above it from one below; such results are inconclusive.",
        example: "loq: 100 ng/mL\naccept: \">= 50 ng/mL\"",
        remedy: "Use a more sensitive method, or raise the limit.",
        source: "R-330; ICH Q2(R2)",
    }
    // Plans, validity, times.
    MALFORMED_PATTERN: Error "malformed-pattern" {
        what: "a pattern of the samples, or a text that uses its parts, cannot be read",
        why: "The pattern decides which lot a file belongs to.",
        example: "samples:\n  - file: \"{day}_*.csv\"\n    lot: \"{lot}\"",
        remedy: "Use * for any characters, ? for one, and the parts {lot}, {group}, {replicate}, {sample}, {stage}.",
        source: "evqc",
    }
    MALFORMED_PLAN: Error "malformed-plan" {
        what: "the rule from determinations to the reportable value is not understood",
        why: "How many determinations there are and what is made of them must be fixed before the data exist.",
        example: "result: average of three",
        remedy: "Write single, or mean, median, geometric mean, each, min, max, cv or sd, then `of N` or `of at least N`.",
        source: "R-307",
    }
    PLAN_NEEDS_NUMBERS: Error "plan-needs-numbers" {
        what: "a numeric summary is asked for a qualitative result",
        why: "`negative` has no mean.",
        example: "result: mean of 3\naccept: negative",
        remedy: "Write `each of N` or `single`.",
        source: "R-307",
    }
    MALFORMED_VALIDITY_CHECK: Error "malformed-validity-check" {
        what: "a validity check is not understood",
        why: "An assay must not be taken as valid because its check could not be read.",
        example: "valid_if: [spike recovery ok]",
        remedy: "Write a spread (`cv <= 20 %`) or a control (`control NAME 50 to 200 %`).",
        source: "R-312",
    }
    SPREAD_NEEDS_REPLICATES: Error "spread-needs-replicates" {
        what: "the spread of determinations is checked, but there is only one",
        why: "One value has no spread, so the check could never hold.",
        example: "result: single\nvalid_if: [cv <= 20 %]",
        remedy: "Ask for at least two determinations, or drop the check.",
        source: "R-313",
    }
    MALFORMED_DURATION: Error "malformed-duration" {
        what: "a duration is not a whole number of days",
        why: "A culture read too early is not final.",
        example: "final_after: two weeks",
        remedy: "Write it as `14 d`.",
        source: "R-331",
    }
    MALFORMED_LIFE: Error "malformed-life" {
        what: "a time of `expiry` or `in_use` is no time that can be counted",
        why: "A life is counted on the calendar: in whole months, or in whole days. Half a month has no last day.",
        example: "expiry: {shelf_life: 1.5 months, from: filled}",
        remedy: "Write `18 months`, `2 years`, `30 d`; in use `30 min`, `1 h`.",
        source: "R-507, R-510",
    }
    EXPIRY_INCOMPLETE: Error "expiry-incomplete" {
        what: "`expiry` lacks what it needs to say when a lot expires",
        why: "A rule that is half written would let every lot pass.",
        example: "expiry: {from: manufactured}",
        remedy: "State a shelf life or a time to the retest; with a rule for parents also that it binds.",
        source: "R-510",
    }
    RETEST_BEYOND_SHELF_LIFE: Error "retest-beyond-shelf-life" {
        what: "the retest comes after the end of the shelf life",
        why: "A lot whose life has ended is not examined again; one of the two times is not what was meant.",
        example: "expiry: {shelf_life: 12 months, retest: 24 months, from: frozen}",
        remedy: "Correct one of the two.",
        source: "R-510; ICH Q7, 11.6",
    }
    EXPIRY_UNKNOWN_TEST: Error "expiry-unknown-test" {
        what: "`reexamine` names a test that the specification does not have",
        why: "A re-examination that looks for no result would be met by none.",
        example: "expiry: {retest: 12 months, from: frozen, reexamine: [potensy]}",
        remedy: "Name tests by their ids.",
        source: "R-509",
    }
    IN_USE_INCOMPLETE: Error "in-use-incomplete" {
        what: "`in_use` lacks a clock, or its tolerance leaves no time point to tell from the start",
        why: "A claim needs results at the start and at its end, and the two must be different times.",
        example: "in_use: {reconstituted: {within: 1 h, tolerance: 90 min}}",
        remedy: "State the claimed time, and a tolerance that is smaller.",
        source: "R-507",
    }
    IN_USE_WITHOUT_CLOCK: Warning "in-use-without-clock" {
        what: "a test has a limit in use, and the specification states no clock",
        why: "Without `in_use` of the specification no result is one in use, and the limit decides nothing.",
        example: "tests: {potency: {accept: \">= 90 %\", in_use: \">= 80 %\"}}    # no top-level `in_use`",
        remedy: "Add `in_use: {reconstituted: {within: 1 h}}` to the specification, or remove the limit.",
        source: "R-507",
    }
    MALFORMED_DECISION_RULE: Error "malformed-decision-rule" {
        what: "a decision rule lacks its number, or the number is outside what the rule allows",
        why: "The number decides how much risk of a wrong statement is taken; it must be agreed, not guessed.",
        example: "decide: guarded",
        remedy: "Write guarded(1), four-zone(1), pc(0.95), confidence bound 95 %, or tolerance 99 %/95 %.",
        source: "R-401; ILAC-G8:09/2019, 4.2",
    }
    DECISION_RULE_NEEDS_NUMBERS: Error "decision-rule-needs-numbers" {
        what: "the decision rule rests on an uncertainty, and a criterion of the test is no numeric limit",
        why: "A word or a report has no distance from a limit.",
        example: "accept: negative\n    decide: guarded(1)",
        remedy: "Write `decide: simple`.",
        source: "R-401",
    }
    CENSORED_METHOD_NEEDS_MEAN: Error "censored-method-needs-mean" {
        what: "a method that estimates the mean of censored values is named, and a plan asks for something that it does not estimate",
        why: "Kaplan-Meier and regression on order statistics are defined here for the mean, the lognormal likelihood for the mean and the geometric mean.",
        example: "result: max of 3\n    censored: kaplan-meier",
        remedy: "Plan a mean (with `mle` also a geometric mean), or write `limit` or `worst case`.",
        source: "R-329",
    }
    DECISION_RULE_NEEDS_REPLICATES: Error "decision-rule-needs-replicates" {
        what: "a decision rule or an uncertainty rests on the scatter of determinations, and a plan has one value, or none that scatters",
        why: "A confidence bound or a tolerance interval is computed from the mean and the standard deviation of determinations.",
        example: "result: single\n    decide: confidence bound 95 %",
        remedy: "Plan `mean of N` or `each of N` with at least two determinations, or take a rule with a stated uncertainty.",
        source: "R-307, R-401",
    }
    DECISION_RULE_ON_A_SPREAD: Error "decision-rule-on-a-spread" {
        what: "a decision rule needs the uncertainty of a CV or of a standard deviation",
        why: "The uncertainty of a value says nothing of how well a spread is known; the result would always be inconclusive.",
        example: "result: cv of 3\n    decide: guarded(1)",
        remedy: "Write `decide: simple`.",
        source: "R-401, R-407",
    }
    UNCERTAINTY_NOT_POSITIVE: Error "uncertainty-not-positive" {
        what: "a measurement uncertainty is zero or negative",
        why: "No measurement is exact; a rule that takes uncertainty into account would then do nothing.",
        example: "uncertainty: {relative: 0 %}",
        remedy: "Write the expanded uncertainty from the validation of the method.",
        source: "JCGM 100:2008, 2.3.5",
    }
    UNKNOWN_DECISION_RULE: Error "unknown-decision-rule" {
        what: "the decision rule is not one of the language",
        why: "The rule decides how uncertainty enters the verdict and must be agreed by name.",
        example: "decide: strict",
        remedy: "Write simple, guarded(1), four-zone(1), pc(0.95), confidence bound 95 %, or tolerance 99 %/95 %.",
        source: "R-401",
    }
    DECISION_RULE_BY_DEFAULT: Note "decision-rule-by-default" {
        what: "no decision rule is written, so results are compared as they are",
        why: "Limits of pharmacopoeias and regulators already allow for analytical error, so `simple` is the rule meant; saying it leaves no doubt.",
        example: "accept: \"<= 5 EU/mL\"",
        remedy: "Write `decide: simple` in the tests concerned.",
        source: "R-402",
    }
    // Formulas.
    MALFORMED_FORMULA: Error "malformed-formula" {
        what: "a formula is not understood",
        why: "A derived value must be computed as written.",
        example: "formula: particles per protein",
        remedy: "Use names, numbers, + - * / ^ with a whole exponent, and brackets.",
        source: "R-336",
    }
    UNKNOWN_NAME_IN_FORMULA: Error "unknown-name-in-formula" {
        what: "a formula names something the specification does not have",
        why: "There would be no value to compute with.",
        example: "formula: particles / protien",
        remedy: "Name a test, a derived attribute, `label.NAME`, or a fact declared under `facts`.",
        source: "R-336",
    }
    CYCLIC_FORMULA: Error "cyclic-formula" {
        what: "derived attributes depend on each other in a circle",
        why: "None of them can be computed first.",
        example: "derived:\n  a: {formula: b * 2, unit: ng}\n  b: {formula: a / 2, unit: ng}",
        remedy: "Remove one of the dependencies.",
        source: "R-336",
    }
    FORMULA_UNIT_MISMATCH: Error "formula-unit-mismatch" {
        what: "the units in a formula do not fit together, or do not give the declared unit",
        why: "A ratio the wrong way round, or a sum of particles and micrograms, gives a number that means nothing.",
        example: "derived:\n  ratio: {formula: protein / particles, unit: particles/ug}",
        remedy: "Correct the formula or the declared unit.",
        source: "R-335; R-336",
    }
    FORMULA_OF_WORDS: Error "formula-of-words" {
        what: "a formula uses a test whose result is not a number",
        why: "`negative` cannot be added or divided.",
        example: "formula: sterility * 2",
        remedy: "Use tests with numeric results only.",
        source: "R-336",
    }
    DERIVED_TEST_WITH_DETERMINATIONS: Error "derived-test-with-determinations" {
        what: "a test of a derived attribute has keys for determinations",
        why: "Its value is computed, so a plan, a validity check or a column name would never be used.",
        example: "derived:\n  ratio: {...}\ntests:\n  ratio: {result: mean of 3, ...}",
        remedy: "Remove the keys; put them on the tests that the formula uses.",
        source: "R-336",
    }
    UNUSED_DERIVED_ATTRIBUTE: Warning "unused-derived-attribute" {
        what: "a derived attribute is neither judged nor used",
        why: "It looks as if it mattered, and nothing looks at it.",
        example: "derived:\n  ratio: {formula: a / b, unit: \"%\"}",
        remedy: "Add a test of the same id, or remove it.",
        source: "evqc",
    }
    LABEL_WITHOUT_ATTRIBUTE: Warning "label-without-attribute" {
        what: "a label claim names neither a test nor a derived attribute",
        why: "A limit in percent of label would not find it.",
        example: "label: {particle_conc: 1e10 particles/mL}",
        remedy: "Use the id of the test or derived attribute it is a claim for.",
        source: "R-203",
    }
    // Panels.
    MALFORMED_PANEL: Error "malformed-panel" {
        what: "a panel statement is not understood",
        why: "Which tests decide must not be guessed.",
        example: "accept: two of [cd9, cd63, cd81]",
        remedy: "Write all of, any of, at least K of or none of, then a list in brackets; join parts with `and`.",
        source: "R-203",
    }
    PANEL_UNKNOWN_TEST: Error "panel-unknown-test" {
        what: "a panel names a test the specification does not have",
        why: "The panel could pass without it ever being judged.",
        example: "accept: any of [cd9, cd36]",
        remedy: "Correct the name, or add the test.",
        source: "R-203",
    }
    CYCLIC_PANEL: Error "cyclic-panel" {
        what: "panels contain each other in a circle",
        why: "None of them can be judged first.",
        example: "a: {accept: \"any of [b, x]\"}\nb: {accept: \"any of [a, y]\"}",
        remedy: "Remove one from the other.",
        source: "evqc",
    }
    PANEL_DOUBLE_NEGATIVE: Error "panel-double-negative" {
        what: "a panel asks that none of its members passes, and a member asks for absence",
        why: "`none of [x]` holds when x fails; if x must be negative, the panel asks for its presence, which is rarely meant.",
        example: "calnexin: {accept: negative}\npanel: {accept: \"none of [calnexin]\"}",
        remedy: "Write `all of [x]`, or let x state presence.",
        source: "evqc",
    }
    PANEL_IMPOSSIBLE_COUNT: Error "panel-impossible-count" {
        what: "a panel asks for more members than it lists, or for none",
        why: "It could never be met, or always would be.",
        example: "accept: at least 4 of [cd9, cd63, cd81]",
        remedy: "Correct the number or the list.",
        source: "R-203",
    }
    REPEATED_PANEL_MEMBER: Error "repeated-panel-member" {
        what: "a test stands twice in one list of a panel",
        why: "It would count twice towards the number asked for.",
        example: "accept: at least 2 of [cd63, cd63, cd81]",
        remedy: "Name it once.",
        source: "evqc",
    }
    KEY_NOT_FOR_PANEL: Error "key-not-for-panel" {
        what: "a key that needs determinations stands on a panel, or a key for panels on a test",
        why: "It would never be used.",
        example: "panel: {accept: \"any of [a, b]\", result: mean of 3}",
        remedy: "Move it to the tests the panel names.",
        source: "evqc",
    }
    // The tests together.
    // Instrument files.
    KEY_NOT_FOR_ENTRY: Error "key-not-for-entry" {
        what: "an entry of the samples has a key that its `skip` or its role has no place for",
        why: "A lot beside `skip` would set results of that lot aside by a word; the name of a control without `role: control` would make a control a sample.",
        example: "files:\n  - {file: EV-7_2.csv, lot: EV-7, skip: too high}\n  - {file: iso.fcs, lot: EV-7, control: isotype}",
        remedy: "Leave beside `skip` what names the runs: `file`, `run`, `named`. Write `role: control` for a control.",
        source: "R-318; R-319",
    }
    KEY_NOT_FOR_SOURCE: Error "key-not-for-source" {
        what: "a key means nothing with what the test takes from instrument files",
        why: "A key that is passed over looks as if it were in force.",
        example: "size: {from: size_distribution, statistic: mode, cumulative: at centres, accept: \"< 200 nm\"}",
        remedy: "Remove the key, or correct `from` or `statistic`.",
        source: "evqc",
    }
    MALFORMED_STATISTIC: Error "malformed-statistic" {
        what: "a statistic or stated quantity cannot be read",
        why: "What is computed from a file must be named without doubt; D50 and the median of the number distribution are the same, D50 and the mean are not.",
        example: "statistic: fraction 50 to 200",
        remedy: "Write one of the statistics with the unit of its sizes.",
        source: "evqc",
    }
    MALFORMED_GATE: Error "malformed-gate" {
        what: "a gate cannot be read",
        why: "A gate decides which events are counted; scale, coordinates and shape must be complete, since no parameter of a scale has a default that all programs share.",
        example: "gates:\n  cd63: {channel: FITC-A, scale: logicle, above: 1200}",
        remedy: "Name every parameter of the scale, and write coordinates on that scale (T is 1), or use `scale: linear` with channel values.",
        source: "Gating-ML 2.0, scale transformations and gates",
    }
    UNKNOWN_GATE: Error "unknown-gate" {
        what: "a gate is named that does not stand before what uses it",
        why: "Gates build on earlier ones, so that none can contain itself.",
        example: "gates:\n  cd63: {channel: FITC-A, scale: linear, above: 1200, within: particles}",
        remedy: "Write the gate under `gates`, above what uses it, or correct its name.",
        source: "evqc",
    }
    UNKNOWN_LEVEL: Error "unknown-level" {
        what: "a spread is between a level that the plan does not have",
        why: "`cv between captures` needs to know which determinations are captures of one injection; only a plan with two levels says so.",
        example: "size: {result: mean of 6, valid_if: [cv between captures <= 20 %]}",
        remedy: "Write both levels in `result` and `retest`, as in `mean of 2 injections of 3 captures`, and use their names.",
        source: "evqc",
    }
    UNKNOWN_NAME_IN_PLAUSIBLE: Error "unknown-name-in-plausible" {
        what: "`plausible` names a size that is no test",
        why: "The ceiling of a particle-to-protein ratio follows from the measured size.",
        example: "plausible: {size: size_mod, protein_share: 30 %, density: 1.13 g/mL}",
        remedy: "Name the test of the size by its id.",
        source: "evqc",
    }
    PERCENTAGE_WITHOUT_DENOMINATOR: Error "percentage-without-denominator" {
        what: "a percentage of marker-positive vesicles does not say of what, or by which method",
        why: "\"CD63 >= 80 %\" can mean 80 % of particles, of fluorescent events, of tetraspanin-positive vesicles or of capture beads: different numbers of the same lot.",
        example: "cd63_positive: {category: identity, accept: \">= 80 %\"}",
        remedy: "Take it `from: events` with `of:`, or write `of: particles` (in words) and a `method` or `procedure`. Where the source does not say, write `of: not stated in the source`: reports print it.",
        source: "Welsh et al. 2020, MIFlowCyt-EV, J Extracell Vesicles 9:1713526; evqc",
    }
    DENOMINATOR_NOT_STATED: Warning "denominator-not-stated" {
        what: "a percentage of marker-positive vesicles is quoted from a source that states neither of what nor by which method",
        why: "The limit is quoted as it was published, and a number of the laboratory can meet or miss it only by the choice of what is counted.",
        example: "cd63_positive: {category: identity, of: not stated in the source, accept: \">= 80 %\"}",
        remedy: "Name the `method` or `procedure` of the laboratory; where its denominator is known, write it as `of:`.",
        source: "Welsh et al. 2020, MIFlowCyt-EV, J Extracell Vesicles 9:1713526; evqc",
    }
    AMBIGUOUS_TEST_NAME: Error "ambiguous-test-name" {
        what: "two tests of one stage answer to the same name in result files",
        why: "A row with this name could be judged by either.",
        example: "a: {columns: [CD63]}\nb: {columns: [cd63]}",
        remedy: "Give them different names or columns, or different stages.",
        source: "evqc",
    }
    APPROVED_WITHOUT_PROCEDURE: Error "approved-without-procedure" {
        what: "a test of an approved specification names no procedure",
        why: "A specification is a list of tests, references to procedures, and criteria; a line without one of the three is none, and its result cannot be repeated. While a specification is a draft the gap is a warning (`missing-procedure`).",
        example: "status: approved\ntests:\n  endotoxin: {category: safety, accept: \"<= 5 EU/mL\"}",
        remedy: "Add `procedure:` with number and version, also to the test of a derived attribute: the procedure of the calculation.",
        source: "ICH Q6B section 1; WHO TRS 1010 Annex 4; R-105, R-201",
    }
    MISSING_PROCEDURE: Warning "missing-procedure" {
        what: "a test of a specification that is not approved names no procedure",
        why: "A specification is a list of tests, references to procedures, and criteria; without the procedure the result cannot be repeated.",
        example: "endotoxin: {category: safety, accept: \"<= 5 EU/mL\"}",
        remedy: "Add `procedure:` with number and version.",
        source: "ICH Q6B section 1; R-201",
    }
    LIMIT_WITHOUT_SOURCE: Note "limit-without-source" {
        what: "a test has neither a source nor a rationale",
        why: "A limit that nobody can trace is hard to defend in an inspection.",
        example: "ph: {category: general, accept: 6.5 to 7.5}",
        remedy: "Add `source:` (a key of `references`) or `rationale:`.",
        source: "ICH Q6B section 3; R-213",
    }
    ROUTE_NOT_KNOWN: Warning "route-not-known" {
        what: "a word under `product: route` is not a route that evqc knows",
        why: "Limits, required tests and filters depend on the route; what is not known is left out of account.",
        example: "product: {route: intranasel}",
        remedy: "Write one of the routes of the language, or a list of them.",
        source: "R-606",
    }
    DOSING_INCOMPLETE: Error "dosing-incomplete" {
        what: "`dosing` lacks the route, the pharmacopoeia or the dose",
        why: "The factor K belongs to a route, the body weight is a convention of a pharmacopoeia (70 kg or 60 kg), and without a dose there is nothing to divide by. None of the three has a default.",
        example: "dosing: {max_dose: 15 mL}",
        remedy: "Add `product: {route: ...}`, `pharmacopoeia:` and `max_dose:` or `dose:`.",
        source: "USP <85>; ChP 2020 volume IV 1143; R-601, R-602",
    }
    DOSING_NOT_POSITIVE: Error "dosing-not-positive" {
        what: "a dose, weight, time or volume under `dosing` is not above zero",
        why: "Nobody weighs nothing, and a limit divided by a dose of zero is none.",
        example: "dosing: {max_dose: 0 mL}",
        remedy: "Correct the number.",
        source: "evqc",
    }
    DERIVED_LIMIT_NOT_AVAILABLE: Error "derived-limit-not-available" {
        what: "a limit is used that does not follow from what is stated",
        why: "No pharmacopoeia sets an endotoxin limit for inhaled, nasal, topical or oral products or for eye drops, and the other limits need a dose, a container or an assay. evqc invents none.",
        example: "product: {route: inhalation}\ntests:\n  endotoxin: {category: safety, accept: \"<= {endotoxin_limit}\"}",
        remedy: "State what is missing, or write a limit of your own with its rationale.",
        source: "USP <85>; R-601, R-606",
    }
    DERIVED_PARAMETER_DECLARED: Error "derived-parameter-declared" {
        what: "a parameter has the name of a limit that follows from `dosing`",
        why: "Two numbers of one name, and a reader could not tell which of them decides.",
        example: "parameters: {endotoxin_limit: {default: \"20\", unit: EU/mL}}\ndosing: {max_dose: 15 mL}",
        remedy: "Remove the declaration, or choose another name.",
        source: "evqc",
    }
    LIMIT_ABOVE_DERIVED: Error "limit-above-derived" {
        what: "a written endotoxin limit lies above the one that follows from route and dose",
        why: "A lot could meet the written limit and still bring a patient more than 5 EU/kg in an hour. A forgotten diluent or the wrong body weight is the usual reason. What lies above by no more than the rounding of the written limit is not reported: `<= 17.2` where 17.167 follows, but `<= 18` where 17.6 does, which is stated with three digits.",
        example: "dosing: {max_dose: 15 mL, also_given: {saline: {volume: 85 mL, endotoxin: 0.5 EU/mL}}}\ntests:\n  endotoxin: {category: safety, accept: \"<= 23.3 EU/mL\"}",
        remedy: "Write `<= {endotoxin_limit}` or a lower limit; `evqc spec show` prints the derivation.",
        source: "USP <85>; FDA, Pyrogen and Endotoxins Testing: Questions and Answers, 2012; R-601, R-604",
    }
    MICROBIAL_LIMIT_ABOVE_TABLE: Error "microbial-limit-above-table" {
        what: "a written microbial count lies above that of the pharmacopoeias for the route",
        why: "A product that need not be sterile has limits of its own: 10^2 aerobic microbes and 10^1 yeasts and moulds in a mL or g, which mean at most 200 and 20. A lot could meet the written limit and not these.",
        example: "product: {route: intranasal}\ntests:\n  tamc: {category: safety, accept: \"<= 1000 CFU/mL\"}",
        remedy: "Write `<= 1e2 CFU/mL` with `interpretation_factor: \"2\"`, or a lower limit.",
        source: "USP <1111>; Ph. Eur. 5.1.4; ChP 2020 volume IV 1107; R-612",
    }
    MALFORMED_PERIODIC_RULE: Error "malformed-periodic-rule" {
        what: "a rule of periodic testing cannot be read",
        why: "Lots that are not tested need a rule that says which, and a document that says why.",
        example: "skip: {every: 1, from: L-001, id: J-07, revert: every lot}",
        remedy: "Write `skip: {every: 5, from: L-001, id: J-07, revert: every lot}` with the numbers of the product.",
        source: "ICH Q6A section 2.1; R-208",
    }
    PERIODIC_SAFETY_TEST: Error "periodic-safety-test" {
        what: "a safety test is to be performed on some lots only",
        why: "Sterility, endotoxin, mycoplasma and adventitious agents are tested on every lot: what one lot shows says nothing of the next.",
        example: "sterility: {category: safety, accept: no growth, skip: {every: 5, from: L-001, id: J-07, revert: every lot}}",
        remedy: "Remove `skip`.",
        source: "ICH Q6A section 2.1; R-208",
    }
    PERIODIC_RULE_CONTRADICTED: Error "periodic-rule-contradicted" {
        what: "periodic testing stands beside a key that leaves it nothing to do",
        why: "A test that is not required is never missing, and one that may never be waived is never left out; one of the two keys is not meant.",
        example: "peg: {required: false, skip: {every: 5, from: L-001, id: J-07, revert: every lot}}",
        remedy: "Remove `skip`, `required: false` or `never_waive: true`.",
        source: "R-208",
    }
    INTERPRETATION_FACTOR_MISPLACED: Error "interpretation-factor-misplaced" {
        what: "an interpretation factor stands where it has no meaning",
        why: "Pharmacopoeias read a written microbial count of 10^2 as at most 200. Other limits mean what they say.",
        example: "endotoxin: {category: safety, accept: \"<= 0.5 EU/mL\", interpretation_factor: \"2\"}",
        remedy: "Use it with upper limits in CFU only; the factor of the pharmacopoeias is 2.",
        source: "USP <1111>; Ph. Eur. 5.1.4; R-612",
    }
    UNKNOWN_SECOND_STAGE: Error "unknown-second-stage" {
        what: "the second stage of a test is no other test with determinations",
        why: "When the first stage is not met the second decides; without it nothing would.",
        example: "light_obscuration: {category: safety, accept: \"<= 6000 particles/container\", second_stage: microscop}",
        remedy: "Name another test of the specification by its id.",
        source: "USP <788>; R-610",
    }
    STABILITY_CONDITIONS_ALIKE: Error "stability-conditions-alike" {
        what: "two storage conditions of a study are the same",
        why: "Results are told apart by their condition: what is long-term data and what is accelerated must be seen from the cell.",
        example: "stability: {storage: refrigerated, conditions: {long term: 5 °C, accelerated: 5 °C}}",
        remedy: "Correct one of the two.",
        source: "ICH Q1A(R2) 2.2.7; R-501",
    }
    STORAGE_NOT_OF_CONDITION: Error "storage-not-of-condition" {
        what: "the condition of the long-term data is not the storage of the product",
        why: "A shelf life holds for the storage that the label states, and its data come from there.",
        example: "stability: {storage: refrigerated, conditions: {long term: 25 °C}}",
        remedy: "Correct the storage or the condition.",
        source: "ICH Q1A(R2) 2.2.7; R-501",
    }
    EXTRAPOLATION_NOT_AGREED: Error "extrapolation-not-agreed" {
        what: "a product that by default rests on real-time data is to be extrapolated without an agreement",
        why: "For biologicals a shelf life comes from real-time data at the real temperature, and below -20 °C each case stands for itself. Whoever goes beyond names the agreement.",
        example: "stability: {storage: refrigerated, extrapolation: ich q1e}",
        remedy: "Add `agreed:` with the reference of the agreement, or remove `extrapolation`.",
        source: "ICH Q5C 5; ICH Q1E 2.5.3; R-504",
    }
    AGREEMENT_WITHOUT_EXTRAPOLATION: Warning "agreement-without-extrapolation" {
        what: "an agreement about extrapolation is named, and nothing is extrapolated",
        why: "Whoever wrote the agreement down believes that it counts.",
        example: "stability: {storage: refrigerated, agreed: EMA/SA/123}",
        remedy: "Add `extrapolation: ich q1e`, or remove `agreed`.",
        source: "R-504",
    }
    MALFORMED_PERIOD: Error "malformed-period" {
        what: "a period of time cannot be read",
        why: "18 is no shelf life: months, weeks and days are told by their word, and `m` means a minute to some and a month to others.",
        example: "stability: {storage: refrigerated, proposal: \"18\"}",
        remedy: "Write a number and a unit: 18 months.",
        source: "R-501",
    }
    TREND_WITHOUT_LIMIT: Error "trend-without-limit" {
        what: "a trend has no limit that it could reach, or values that have none",
        why: "A shelf life ends where the confidence bound reaches the criterion; without a numeric limit on that side there is no such time.",
        example: "accept: \">= 90 %\"\ntrend: {direction: increasing}",
        remedy: "Correct the direction, write the limit, or remove `trend`.",
        source: "ICH Q1E App. B; R-501",
    }
    MKT_NOT_APPLICABLE: Error "mkt-not-applicable" {
        what: "a mean kinetic temperature is asked for where it means nothing",
        why: "It rests on one reaction that follows the Arrhenius equation. Freezing, thawing and aggregation do not, and a mean hides a peak.",
        example: "handling: {storage: \"<= -70 °C\", transport: {readings: \"<= -60 °C\", mkt: -65 °C}}",
        remedy: "Judge by peak, by time beyond each temperature (`budget`) and by `thaw`.",
        source: "USP <1079.2>; R-512, R-513",
    }
    HANDLING_CONTRADICTION: Error "handling-contradiction" {
        what: "the rules for storage and transport contradict each other",
        why: "A log would be judged by one of them, and nobody could say which was meant.",
        example: "handling: {storage: 2 to 8 °C, transport: {readings: 5 to 15 °C}}",
        remedy: "Correct the one that is wrong.",
        source: "R-511",
    }
    THAW_NOT_STATED: Warning "thaw-not-stated" {
        what: "a product is stored frozen, and no temperature says from when it counts as thawed",
        why: "Frozen products are judged by peak, by time beyond each temperature and by whether they thawed; without it no excursion to warmer temperatures is concluded.",
        example: "handling: {storage: \"<= -70 °C\", between_readings: step, longest_gap: 15 min}",
        remedy: "Add `thaw:` with that temperature, as in `thaw: -20 °C`.",
        source: "R-513",
    }
    SAFETY_TEST_WAIVABLE: Warning "safety-test-waivable" {
        what: "a required safety test may be waived",
        why: "Sterility, endotoxin, mycoplasma and adventitious agents are never skipped by default.",
        example: "sterility: {category: safety, never_waive: false, accept: no growth}",
        remedy: "Leave `never_waive: false` out unless a waiver is meant to be possible.",
        source: "R-208",
    }
}

#[cfg(test)]
mod tests {
    use super::CODES;

    #[test]
    fn names_are_unique_and_kebab_case() {
        let mut names: Vec<&str> = CODES.iter().map(|code| code.name).collect();
        for name in &names {
            assert!(name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{name}");
        }
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
