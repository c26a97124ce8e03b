//! One bad specification per finding code: what is said about it, and where, exactly.
//!
//! `tests/spec/bad/<code>.yaml` causes `<code>` and no other error.

#![allow(clippy::disallowed_methods)] // tests read files
#![allow(clippy::unwrap_used, clippy::panic)] // a test that finds something else has to stop

use evqc::finding::{Code, Finding, Severity};
use evqc::report::diagnostic;
use evqc::spec::{BuiltIn, CODES, Library, Settings, SourceText, read, sort};
use std::path::Path;

/// Code, line and column, width of the caret, message, help. Without a place: empty.
type Expected = (&'static str, &'static str, u32, &'static str, &'static str);

const EXPECTED: &[Expected] = &[
    ("stability-conditions-alike", "7:79", 4, "`long term` and `accelerated` are both 5 °C", "correct one of the two"),
    (
        "storage-not-of-condition",
        "7:60",
        5,
        "`long term: 25 °C` is not the storage `refrigerated`",
        "correct one of the two; refrigerated is 0 to 10 °C",
    ),
    (
        "extrapolation-not-agreed",
        "7:36",
        13,
        "a biological or deep-frozen product is extrapolated only where that was agreed",
        "add `agreed:` with the reference of the agreement, or remove `extrapolation`",
    ),
    (
        "agreement-without-extrapolation",
        "7:36",
        6,
        "an agreement is named, and nothing is extrapolated",
        "add `extrapolation: ich q1e`, or remove `agreed`",
    ),
    (
        "malformed-period",
        "7:46",
        4,
        "`18` has no unit of time",
        "write a number and a unit, as in 18 months; the units are days, weeks, months and years",
    ),
    (
        "trend-without-limit",
        "8:52",
        5,
        "test `content` has no upper limit that an increasing value could reach",
        "correct the direction, or write the limit",
    ),
    (
        "mkt-not-applicable",
        "11:43",
        6,
        "a mean kinetic temperature cannot be used: it is stored frozen: what freezing and thawing do is no reaction that the Arrhenius equation describes",
        "judge by peak and by time beyond each temperature: `readings`, `budget`, `thaw`",
    ),
    (
        "handling-contradiction",
        "11:25",
        10,
        "`readings` leaves out a part of `storage`",
        "a reading in storage is always allowed",
    ),
    (
        "interpretation-factor-misplaced",
        "8:118",
        3,
        "`<= 0.5 EU/mL` is no upper limit of a microbial count",
        "the factor is for limits in CFU",
    ),
    (
        "unknown-second-stage",
        "8:126",
        9,
        "`microscop` is no other test that could be the second stage",
        "did you mean `microscope`?",
    ),
    (
        "route-not-known",
        "7:18",
        10,
        "`intranasel` is not a route that evqc knows",
        "did you mean `intranasal`? The routes are inhalation, intranasal, eye drops, subconjunctival, sub-tenon, intravitreal, subretinal, intravenous, intra-articular, local injection, intradermal, intrathecal, topical, wound, periodontal, intracochlear, oral, intramuscular, subcutaneous",
    ),
    (
        "dosing-incomplete",
        "8:1",
        6,
        "`dosing` needs a pharmacopoeia, whose body weight counts",
        "add `pharmacopoeia:` with one or several of usp, ph_eur, chp",
    ),
    ("dosing-not-positive", "9:20", 4, "`max_dose` must be above zero, this is 0 mL", "correct the number"),
    (
        "derived-limit-not-available",
        "11:99",
        17,
        "no pharmacopoeia sets an endotoxin limit for the route `inhalation`",
        "write a limit of your own and justify it; anchors: sterile water for inhalation less than 0.5 EU/mL (USP monograph); a clinical specification of nebulised EV took less than 0.25 EU/mL (doi:10.1038/s41392-025-02262-3, Table 1)",
    ),
    (
        "derived-parameter-declared",
        "10:3",
        15,
        "parameter `endotoxin_limit` is declared, and `dosing` gives it as well",
        "remove the declaration, or choose another name",
    ),
    (
        "microbial-limit-above-table",
        "9:91",
        13,
        "`<= 201 CFU/mL` lies above the table for the route intranasal: 100 CFU per mL or g, which means at most 200",
        "write `<= 100 CFU/mL` with `interpretation_factor: \"2\"`, or a lower limit; a product that is no medicine has no `route` in its specification",
    ),
    (
        "limit-above-derived",
        "13:96",
        13,
        "`<= 23.3 EU/mL` lies above the limit that follows from route and dose: 20.5 EU/mL",
        "write `<= {endotoxin_limit}` or a lower limit; `evqc spec show` prints the derivation",
    ),
    ("utf-16-text", "", 1, "the file is UTF-16, it must be UTF-8", "save it again as UTF-8"),
    ("not-utf-8", "7:10", 1, "byte 0xB5 is not UTF-8", "save the file again as UTF-8"),
    (
        "byte-order-mark",
        "1:1",
        1,
        "the file begins with a byte order mark, which was skipped",
        "save it as UTF-8 without byte order mark",
    ),
    (
        "yaml-syntax",
        "8:35",
        1,
        "this is not YAML: mismatched bracket '[' closed by '}'",
        "check brackets, quotes and indentation; a text with `: ` or ` #` in it, or one that begins with > [ { % @ * & ! or `, must be in quotes",
    ),
    (
        "tab-indentation",
        "8:2",
        1,
        "the line is indented with a tab, YAML allows spaces only",
        "replace the tab by spaces",
    ),
    (
        "unquoted-limit",
        "10:13",
        1,
        "a text that begins with `>` has a meaning of its own in YAML",
        "put the limit in quotes: \">= 80 %\"",
    ),
    (
        "multiple-documents",
        "10:1",
        1,
        "a second YAML document begins here, a file holds one",
        "move it to a file of its own, or remove the `---`",
    ),
    (
        "alias-bomb",
        "8:30",
        1,
        "aliases (`*name`) stand for more than 10000 values or nest too often",
        "write the values out, or move what is shared to a specification named by `extends`",
    ),
    (
        "unknown-alias",
        "10:13",
        1,
        "an alias (`*name`) names an anchor (`&name`) that does not stand before it",
        "write the value out; a text that begins with `*` must be in quotes",
    ),
    ("cyclic-alias", "7:12", 1, "an alias (`*name`) stands inside the value it names", "write the value out"),
    (
        "nested-too-deeply",
        "7:39",
        1,
        "lists and maps are nested more than 32 deep",
        "the language needs five levels; check for a bracket too many",
    ),
    (
        "merge-key",
        "10:5",
        1,
        "the merge key `<<` is not part of the language",
        "write the entries out, or inherit them with `extends`",
    ),
    (
        "yaml-tag",
        "10:20",
        1,
        "tags (`!name`) are not part of the language",
        "remove the tag; a text that begins with `!` must be in quotes",
    ),
    ("duplicate-key", "12:5", 6, "`accept` is given twice in the same map", "keep one of the two"),
    ("key-not-text", "8:5", 1, "a key must be a text, this one is a list", "write a name"),
    (
        "unquoted-number",
        "8:7",
        4,
        "`1.10` without quotes is a number to YAML tools, which may change its digits",
        "write it in quotes: \"1.10\"",
    ),
    (
        "unquoted-boolean",
        "11:16",
        2,
        "`no` without quotes is true or false to some YAML tools",
        "write it in quotes: \"no\"",
    ),
    ("unquoted-boolean", "12:15", 3, "`yes` is true or false to some YAML tools only", "write true or false"),
    ("empty-value", "11:10", 1, "`alert` has no value", "write the value, or remove the key"),
    ("unknown-key", "10:5", 5, "`acept` is not a key of test `a`", "did you mean `accept`?"),
    (
        "missing-key",
        "8:3",
        1,
        "test `a` has no `accept`",
        "add `accept:`; a test without criterion is `accept: report`",
    ),
    (
        "missing-key",
        "9:43",
        11,
        "`uncertainty` needs `relative`, `absolute` or `from: replicates`",
        "write `relative: 8 %`, `absolute:` with a unit, or `from:` with replicates, counting or bootstrap",
    ),
    (
        "missing-key",
        "10:43",
        11,
        "`uncertainty` has both `relative` and `absolute`; one of them holds",
        "leave one of them out",
    ),
    (
        "wrong-shape",
        "10:13",
        1,
        "`accept` must be a limit, this is a map",
        "write a limit, or a list of alternatives with `when` and `is`",
    ),
    (
        "malformed-identifier",
        "8:3",
        8,
        "`CD63 (+)` is not an identifier",
        "use lower-case letters, digits and _, beginning with a letter",
    ),
    (
        "unknown-word",
        "8:17",
        9,
        "`potencies` is not a value of `category`",
        "did you mean `potency`? The words are identity, purity, quantity, potency, safety, general, stability",
    ),
    ("malformed-date", "7:12", 10, "`03/04/2026` is not a date", "write YYYY-MM-DD, as in 2026-12-01"),
    (
        "effective-period-reversed",
        "8:18",
        10,
        "the specification ends on 2026-01-01, before it applies from 2026-12-01",
        "correct one date",
    ),
    (
        "missing-effective-date",
        "5:9",
        8,
        "an approved specification needs an effective date",
        "add `effective: YYYY-MM-DD`",
    ),
    (
        "unsupported-format-version",
        "1:7",
        1,
        "format version `2` is not known, this program reads version 1",
        "write `evqc: 1`, without quotes",
    ),
    (
        "missing-rounding-rule",
        "1:1",
        1,
        "the specification names no rounding rule",
        "add `rounding:` with one of usp, ph_eur, chp, gbt8170_full, none",
    ),
    (
        "unknown-rounding-rule",
        "6:11",
        4,
        "`uspp` is not a rounding rule",
        "did you mean `usp`? The rules are usp, ph_eur, chp, gbt8170_full, none",
    ),
    ("no-tests", "7:1", 5, "the specification has no test", "add a test"),
    (
        "part-not-judged",
        "4:1",
        4,
        "this is a part, and no lot is judged against a part",
        "name it under `extends` of a specification, and judge against that",
    ),
    ("nothing-required", "7:1", 5, "no test of the specification is required", "make at least one test required"),
    ("unknown-reference", "10:51", 6, "`xu2052` is not among the references", "did you mean `xu2025`?"),
    (
        "unknown-parent",
        "7:10",
        21,
        "no built-in specification is called `no-such-specification`",
        "name an id of the library (`evqc spec list`) or a path relative to this file",
    ),
    (
        "cyclic-extends",
        "7:10",
        19,
        "specifications extend each other in a circle: cyclic-extends.yaml -> cyclic-extends.yaml",
        "remove one `extends`, or move what is shared to a third specification",
    ),
    (
        "nothing-to-drop",
        "9:3",
        8,
        "`sterilty` is set to nothing, but no test of this name is inherited",
        "did you mean `sterility`?",
    ),
    ("unknown-parameter", "10:37", 8, "no parameter is called `higest`", "did you mean `{highest}`?"),
    (
        "parameter-not-set",
        "8:3",
        6,
        "required parameter `lowest` has no value: published limits differ",
        "give it with --set lowest=VALUE",
    ),
    ("parameter-set-twice", "", 1, "parameter `highest` is set twice", "give it once"),
    (
        "malformed-parameter-value",
        "8:22",
        9,
        "the default of `highest` does not fit: `ng/mL` cannot be converted to the declared unit `%`",
        "write it in `%`",
    ),
    (
        "required-parameter-with-default",
        "8:38",
        3,
        "parameter `highest` is required and has a default",
        "remove `default`, or `required: true`",
    ),
    (
        "unused-parameter",
        "8:3",
        7,
        "parameter `highest` is never used",
        "use it as {highest} in a limit or formula, or remove it",
    ),
    (
        "malformed-number",
        "8:37",
        6,
        "`7x1011` has lost its superscript",
        "write `7x10^11` or `7e11` if that is what was measured",
    ),
    ("unknown-unit", "8:39", 6, "`mll` is not a known unit", "did you mean `mL`?"),
    (
        "multiplier-and-exponent",
        "8:60",
        9,
        "`1.2e10` has an exponent, and its unit `10^8 particles/mL` has a power of ten as well",
        "write either the exponent or the multiplier",
    ),
    (
        "multiplier-and-exponent",
        "9:77",
        9,
        "`1.3e10` has an exponent, and its unit `10^8 particles/mL` has a power of ten as well",
        "write either the exponent or the multiplier",
    ),
    (
        "multiplier-and-exponent",
        "9:95",
        3,
        "`1e1` has an exponent, and its unit `10^8 particles/mL` has a power of ten as well",
        "write either the exponent or the multiplier",
    ),
    (
        "unit-mismatch",
        "8:47",
        19,
        "a limit in `particles/mL` cannot be compared with results in `µg/mL`",
        "write both in units of one dimension, or derive the ratio under `derived`",
    ),
    ("unit-mismatch", "9:67", 7, "a relative uncertainty is in percent, not as in `8 ng/mL`", "write it as `8 %`"),
    (
        "unit-mismatch",
        "10:67",
        7,
        "an uncertainty in `ng/mL` cannot be compared with results in `%`",
        "write both in units of one dimension, or derive the ratio under `derived`",
    ),
    (
        "unit-mismatch",
        "11:48",
        7,
        "a quantitation limit in `ng/mL` cannot be compared with results in `%`",
        "write both in units of one dimension, or derive the ratio under `derived`",
    ),
    (
        "missing-unit",
        "8:3",
        1,
        "the unit of `a` cannot be told from a limit in percent of label",
        "add `unit:`, or a claim with unit under `label`",
    ),
    (
        "malformed-limit",
        "8:33",
        10,
        "`about 80 %` is no form of limit",
        "for an exact text use inner quotes: '\"about 80 %\"'; or write a comparison (\">= 80 %\"), a range (6.5 to 7.5), a word (negative, positive, no growth, growth, complies), one of [a, b], a text in inner quotes ('\"clear, colourless\"'), or report",
    ),
    (
        "limit-form-not-allowed",
        "8:50",
        8,
        "`alert` must be numeric, `negative` is not",
        "write a comparison or a range in the unit of the test",
    ),
    (
        "impossible-limit",
        "8:33",
        11,
        "the lower limit 120 is above the upper limit 80",
        "no value can meet this limit; correct its ends",
    ),
    (
        "overlapping-limits",
        "12:36",
        19,
        "`>= 1e9 particles/mL` and `>= 5e9 particles/mL` can apply to the same result",
        "give each alternative another value of the same key in `when`",
    ),
    (
        "alert-outside-acceptance",
        "8:52",
        7,
        "the alert limit `>= 75 %` lies outside the criterion `>= 80 %`",
        "set it inside the criterion",
    ),
    (
        "individual-limit-incompatible",
        "8:76",
        7,
        "no determination can meet both `<= 70 %` and `>= 80 %`",
        "correct one of the two",
    ),
    (
        "shelf-life-tighter-than-release",
        "8:57",
        7,
        "the shelf-life limit `>= 90 %` is tighter than `>= 80 %`",
        "exchange the two, or correct one",
    ),
    (
        "text-not-judged",
        "8:3",
        1,
        "`text` of `a` states `NMT 0.05 EU/mL`, which its criterion does not have",
        "correct `text: NMT 0.05 EU/mL, sterile`, or `accept`; what is no criterion belongs under `rationale`",
    ),
    (
        "text-not-judged",
        "9:3",
        1,
        "`text` of `b` states `6.5`, which its criterion does not have",
        "correct `text: 6.5 to 7.6`, or `accept`; what is no criterion belongs under `rationale`",
    ),
    (
        "text-not-judged",
        "10:3",
        1,
        "`text` of `c` states `NMT 0.10 EU/mL`, which its criterion does not have",
        "correct `text: NMT 0.10 EU/mL`, or `accept`; what is no criterion belongs under `rationale`",
    ),
    (
        "text-not-judged",
        "11:3",
        1,
        "`text` of `d` states `≤ 50 ng/mL`, `≤ 5 ng`, which its criterion does not have",
        "correct `text: HCP ≤ 50 ng/mL and ≤ 5 ng`, or `accept`; what is no criterion belongs under `rationale`",
    ),
    (
        "text-not-judged",
        "12:3",
        1,
        "`text` of `e` states `≥ 95 %`, which its criterion does not have",
        "correct `text: ≥ 80 % of particles from 50-400 nm, ≥ 95 % aimed at`, or `accept`; what is no criterion belongs under `rationale`",
    ),
    (
        "limit-never-decides",
        "8:36",
        6,
        "every possible result meets `>= 0 %`",
        "correct the limit, or write `accept: report` for a line without criterion",
    ),
    (
        "limit-never-decides",
        "9:34",
        8,
        "every possible result meets `<= 100 %`",
        "correct the limit, or write `accept: report` for a line without criterion",
    ),
    (
        "limit-never-decides",
        "9:57",
        10,
        "every possible result meets `0 to 100 %`",
        "correct the limit, or write `accept: report` for a line without criterion",
    ),
    (
        "limit-never-decides",
        "10:34",
        10,
        "every possible result meets `>= 0 EU/mL`",
        "correct the limit, or write `accept: report` for a line without criterion",
    ),
    (
        "limit-never-decides",
        "10:55",
        12,
        "every possible result meets `>= 0.0 EU/mL`",
        "correct the limit, or write `accept: report` for a line without criterion",
    ),
    (
        "limit-never-decides",
        "11:58",
        9,
        "every possible result meets `cv >= 0 %`",
        "correct the limit, or write `accept: report` for a line without criterion",
    ),
    (
        "strict-limit-with-rounding",
        "8:34",
        12,
        "0.246 rounds to 0.25 under `usp` and then fails `< 0.25 EU/mL`",
        "include the limit, or write `rounding: none` for this test",
    ),
    (
        "quantitation-limit-above-criterion",
        "8:34",
        11,
        "the quantitation limit 0.1 µg/mL is above the upper limit of `<= 50 ng/mL`",
        "use a more sensitive method, or reconsider the limit",
    ),
    (
        "quantitation-limit-above-criterion",
        "12:13",
        12,
        "the quantitation limit 3e9 particles/mL is above the upper limit of `label ± 20 %`",
        "use a more sensitive method, or reconsider the limit",
    ),
    (
        "quantitation-limit-above-lower-limit",
        "8:34",
        13,
        "the quantitation limit 2 ng/mL is above the lower limit of `1 to 50 ng/mL`",
        "use a more sensitive method, or reconsider the limit",
    ),
    (
        "malformed-plan",
        "8:51",
        11,
        "`avrage of 3` is no way to a reportable value",
        "write single, or mean, median, geometric mean, each, min, max, cv or sd with `of N` or `of at least N`",
    ),
    (
        "plan-needs-numbers",
        "8:51",
        9,
        "`mean of 3` needs numbers, the criterion is a word or text",
        "write `single` or `each of N`",
    ),
    (
        "malformed-validity-check",
        "8:54",
        17,
        "`spike recovery ok` is no validity check",
        "write a spread (cv, gcv, sd, range, relative range) or `control NAME`, `each control NAME`, `blank` or `reference NAME`, each with a limit",
    ),
    (
        "spread-needs-replicates",
        "8:54",
        10,
        "`cv <= 20 %` needs at least two determinations, the plan takes one",
        "write `result: mean of 3` or the like, or drop the check",
    ),
    (
        "malformed-duration",
        "8:57",
        9,
        "`two weeks` is not a number of days",
        "write a whole number of days, as in 14 d",
    ),
    (
        "malformed-life",
        "7:22",
        10,
        "`shelf_life` is `1.5 months`, which is no time on the calendar",
        "write whole months, years, days or weeks: 18 months, 2 years, 30 d",
    ),
    (
        "retest-beyond-shelf-life",
        "7:33",
        6,
        "the retest after 24 months comes when the shelf life of 12 months has ended",
        "correct one of the two",
    ),
    (
        "thaw-not-stated",
        "7:1",
        8,
        "the product is stored frozen, and nothing says from which temperature it counts as thawed",
        "add `thaw:`, as in `thaw: -20 °C`",
    ),
    (
        "expiry-incomplete",
        "7:1",
        6,
        "`expiry` states neither a shelf life nor a time to a retest",
        "add `shelf_life: 18 months`, or `retest: 12 months`",
    ),
    ("expiry-unknown-test", "7:54", 7, "no test is called `potensy`", "did you mean `potency`?"),
    (
        "in-use-incomplete",
        "7:50",
        6,
        "the tolerance 90 min is not less than the claimed time 1 h",
        "a time point must be told from the start: write a smaller tolerance",
    ),
    (
        "in-use-without-clock",
        "8:76",
        7,
        "test `potency` has a limit in use, and the specification states no clock",
        "add `in_use: {reconstituted: {within: 1 h}}` beside `tests`",
    ),
    (
        "malformed-decision-rule",
        "8:51",
        7,
        "`guarded` lacks its number in brackets",
        "write simple, guarded(1), four-zone(1), pc(0.95), confidence bound 95 %, or tolerance 99 %/95 %",
    ),
    (
        "unknown-decision-rule",
        "8:51",
        6,
        "`strict` is not a decision rule",
        "write simple, guarded(1), four-zone(1), pc(0.95), confidence bound 95 %, or tolerance 99 %/95 %",
    ),
    ("decision-rule-needs-numbers", "8:51", 10, "`guarded(1)` needs numeric limits", "write `decide: simple`"),
    (
        "censored-method-needs-mean",
        "8:71",
        12,
        "`censored: kaplan-meier` estimates no value for the plan `max of 3`",
        "write `result: mean of 5` or the like (`mle` knows the geometric mean too), or another rule",
    ),
    (
        "decision-rule-needs-replicates",
        "8:51",
        21,
        "`confidence bound 95 %` needs at least two determinations, the plan is `single`",
        "write `result: mean of 3` or `each of 3`, or take a rule that rests on a stated uncertainty",
    ),
    (
        "decision-rule-on-a-spread",
        "8:98",
        10,
        "`guarded(1)` needs an uncertainty, and none is known of `cv of 3`",
        "write `decide: simple`",
    ),
    (
        "uncertainty-not-positive",
        "8:63",
        11,
        "an uncertainty of 0 is none",
        "write the expanded uncertainty from the validation of the method",
    ),
    (
        "decision-rule-by-default",
        "7:1",
        5,
        "1 test names no decision rule; the rule is then `simple`",
        "write `decide: simple` in each",
    ),
    (
        "malformed-formula",
        "8:30",
        1,
        "`p` is not expected here",
        "use names, numbers, + - * / ^ with a whole exponent, and brackets",
    ),
    ("unknown-name-in-formula", "8:32", 7, "nothing is called `protien`", "did you mean `protein`?"),
    (
        "cyclic-formula",
        "8:16",
        5,
        "`a`, `b` cannot be computed: the formulas go in a circle",
        "remove one of the dependencies",
    ),
    (
        "formula-unit-mismatch",
        "8:20",
        19,
        "the formula of `ratio` gives `µg/particles`, its declared unit is `particles/µg`",
        "correct the formula or the declared `unit`",
    ),
    ("formula-of-words", "8:32", 9, "the result of `sterility` is not a number", "use tests with numeric results only"),
    (
        "derived-test-with-determinations",
        "13:29",
        6,
        "`result` does not apply to test `ratio`, whose value is computed",
        "put it on the tests that the formula uses",
    ),
    (
        "unused-derived-attribute",
        "8:20",
        19,
        "derived attribute `ratio` is neither judged nor used",
        "add a test of the same id, or remove it",
    ),
    (
        "label-without-attribute",
        "7:9",
        13,
        "the label claims `particle_conc`, which is neither a test nor derived",
        "did you mean `particle_concentration`?",
    ),
    ("malformed-panel", "13:20", 11, "the bracket `[` is missing", "write [a, b, c]"),
    ("panel-unknown-test", "13:26", 4, "no test is called `cd36`", "did you mean `cd63`?"),
    (
        "cyclic-panel",
        "13:13",
        19,
        "panel `panel` contains itself through its members",
        "remove one panel from the other",
    ),
    (
        "cyclic-panel",
        "14:40",
        15,
        "panel `other` contains itself through its members",
        "remove one panel from the other",
    ),
    (
        "panel-double-negative",
        "13:13",
        41,
        "`none of` names `calnexin`, which must be negative itself",
        "write `all of` if the test must meet its own criterion",
    ),
    (
        "panel-impossible-count",
        "13:13",
        25,
        "at least 3 of 2 listed members are asked for",
        "write a number from 1 to 2",
    ),
    ("repeated-panel-member", "13:33", 3, "`cd9` stands twice in one list", "name it once"),
    (
        "key-not-for-panel",
        "14:5",
        6,
        "`result` is for tests with determinations, it does not apply to test `panel`",
        "remove the key",
    ),
    (
        "ambiguous-test-name",
        "9:3",
        1,
        "`cd 63+` may mean `a` or `b`",
        "give them different names and columns, or different stages",
    ),
    (
        "approved-without-procedure",
        "9:3",
        1,
        "test `a` of an approved specification names no procedure",
        "add `procedure:` with number and version",
    ),
    ("missing-procedure", "8:3", 1, "test `a` names no procedure", "add `procedure:` with number and version"),
    (
        "limit-without-source",
        "8:3",
        1,
        "test `a` has neither a source nor a rationale",
        "add `source:` or `rationale:`",
    ),
    (
        "malformed-periodic-rule",
        "8:61",
        1,
        "`1` is not a number of lots from 2 to 1000",
        "write `every: 5` for every 5th lot; leave `skip` out for every lot",
    ),
    (
        "periodic-safety-test",
        "8:53",
        4,
        "`sterility` is a safety test, which is performed on every lot",
        "remove `skip`",
    ),
    (
        "periodic-rule-contradicted",
        "8:64",
        4,
        "test `peg` has `skip` beside `required: false`, so no lot needs it",
        "remove one of the two",
    ),
    (
        "safety-test-waivable",
        "8:3",
        9,
        "safety test `sterility` may be waived",
        "leave `never_waive: false` out unless a waiver is meant to be possible",
    ),
    // 0.5 - 0.6 = -0.1; 50 / (1 - 1.2) is no limit; 80 + 25 > 120 - 25.
    (
        "acceptance-zone-empty",
        "8:34",
        13,
        "with the expanded uncertainty U = 0.6 mg/mL, `guarded(1)` leaves nothing of `<= 0.50 mg/mL`: only results up to -0.1 mg/mL would pass, none from zero up",
        "use a more precise method, widen the limit, or check the unit of the uncertainty",
    ),
    (
        "acceptance-zone-empty",
        "9:35",
        7,
        "with the expanded uncertainty U = 120 % of the result (VAL-9), `guarded(1)` leaves nothing of `>= 50 %`: no result passes",
        "use a more precise method, widen the limit, or check the unit of the uncertainty",
    ),
    (
        "acceptance-zone-empty",
        "10:35",
        11,
        "with the expanded uncertainty U = 25 %, `guarded(1)` leaves nothing of `80 to 120 %`: no result passes",
        "use a more precise method, widen the limit, or check the unit of the uncertainty",
    ),
    (
        "limit-tighter-than-method",
        "9:35",
        12,
        "the expanded uncertainty U = 8 % of label (VAL-031) is 0.40 times the distance from the label claim, 100 % of label, to the limit `label ± 20 %`, 20 % of label; at most 0.25 leaves room to decide",
        "use a more precise method or more determinations, or widen the limit",
    ),
    (
        "limit-tighter-than-method",
        "11:35",
        10,
        "the expanded uncertainty U = 0.11 is 0.28 times the distance from the middle of the range, 7.2, to the limit `6.8 to 7.6`, 0.4; at most 0.25 leaves room to decide",
        "use a more precise method or more determinations, or widen the limit",
    ),
    (
        "limit-tighter-than-method",
        "12:36",
        21,
        "the expanded uncertainty U = 2e8 particles/mL is 0.50 times the distance from the label claim, 2e9 particles/mL, to the limit `>= 1.6e9 particles/mL`, 4e8 particles/mL; at most 0.25 leaves room to decide",
        "use a more precise method or more determinations, or widen the limit",
    ),
    // t(0.95; 2) 15 / sqrt(3) = 25.29; k(5; 0.99, 0.95) = 6.598, times 8 nm.
    (
        "plan-too-small-for-confidence",
        "9:35",
        12,
        "with 3 determinations and CV 15 %, the largest that `cv <= 15 %` allows, `confidence bound 95 %` takes 25.29 % of label to either side of the mean, and the limit is only 20 % of label away from the label claim; from n = 4 on it fits",
        "plan more determinations, allow less scatter, or widen the limit",
    ),
    (
        "plan-too-small-for-confidence",
        "10:36",
        12,
        "with 5 determinations and standard deviation 8 nm, the largest that `sd <= 8 nm` allows, `tolerance 99 %/95 %` takes 52.78 nm to either side of the mean, and the limit is only 40 nm away from the middle of the range; from n = 8 on it fits",
        "plan more determinations, allow less scatter, or widen the limit",
    ),
    // The density of the mean times P(s <= 0.2 mean), summed in steps of 0.015 with another program: 0.678 and 0.590 over
    // all means, of which 0.856 (n = 2), 0.961 (n = 4), 0.979 (n = 5) lie from 79.5 to 120.5; 1 - 2 Φ(-1) = 0.683.
    (
        "lot-on-target-may-fail",
        "9:35",
        12,
        "with CV 20 %, the largest that `cv <= 20 %` allows, a lot exactly on the label claim, 100 % of label, passes `label ± 20 %` under `simple` on `mean of 2` with probability 0.856 when the run is valid, as it is with 0.678; n = 4 gives 0.961",
        "plan more determinations, allow less scatter, or widen the limit",
    ),
    (
        "lot-on-target-may-fail",
        "10:35",
        12,
        "with CV 20 %, the largest that `cv <= 20 %` allows, a lot exactly on the label claim, 100 % of label, passes `label ± 20 %` under `simple` on `mean of 5` with probability 0.979 when the run is valid, as it is with 0.590; a single determination lies inside with 0.683",
        "plan more determinations, allow less scatter, or widen the limit",
    ),
    // 1 - 2 Φ(-0.04 / 0.18) = 0.176: the guard band 0.36 leaves 0.04 of 0.4.
    (
        "lot-on-target-may-fail",
        "12:35",
        10,
        "with standard deviation 0.18, the standard uncertainty that `uncertainty` states, taken as scatter alone, a lot exactly on the middle of the range, 7.2, passes `6.8 to 7.6` under `guarded(1)` on `single` with probability 0.176; n = 78 gives 0.950",
        "plan more determinations, allow less scatter, or widen the limit",
    ),
    // s is independent of the mean: 1 - 2 Φ(-20.5 sqrt(2) / 20) = 0.853, with sqrt(4) 0.960; P(χ² <= 1) = 0.683.
    (
        "lot-on-target-may-fail",
        "13:35",
        11,
        "with standard deviation 20 %, the largest that `sd <= 20 %` allows, a lot exactly on the middle of the range, 100 %, passes `80 to 120 %` under `simple` on `mean of 2` with probability 0.853 when the run is valid, as it is with 0.683; n = 4 gives 0.960; not counted: `range <= 30 %` in `valid_if`, `individual: 70 to 130 %`",
        "plan more determinations, allow less scatter, or widen the limit",
    ),
    (
        "key-not-for-source",
        "8:72",
        10,
        "`cumulative` means nothing with `statistic: mode`",
        "remove the key, or correct `from`",
    ),
    ("key-not-for-source", "9:32", 6, "`weight` means nothing without `from`", "remove the key, or correct `from`"),
    ("key-not-for-source", "10:30", 2, "`of` means nothing for a test in `nm`", "remove the key, or correct `from`"),
    (
        "key-not-for-source",
        "11:90",
        1,
        "`from: counting` needs particles or events that are counted",
        "use it with `from: size_distribution`, `concentration` or `events`, or state the uncertainty",
    ),
    (
        "key-not-for-source",
        "12:73",
        12,
        "`linear_range` means nothing with `from: size_distribution`",
        "remove the key, or correct `from`",
    ),
    (
        "key-not-for-source",
        "13:90",
        12,
        "`linear_range` means nothing with `statistic: percent`",
        "remove the key, or correct `from`",
    ),
    (
        "key-not-for-source",
        "14:30",
        12,
        "`linear_range` means nothing without `from`",
        "remove the key, or correct `from`",
    ),
    (
        "key-not-for-source",
        "15:102",
        1,
        "`from: bootstrap` needs another statistic than `peaks`",
        "use it with `from: size_distribution`, `concentration` or `events`, or state the uncertainty",
    ),
    (
        "key-not-for-source",
        "16:112",
        1,
        "`from: counting` needs another statistic than `median`",
        "use it with `from: size_distribution`, `concentration` or `events`, or state the uncertainty",
    ),
    (
        "malformed-statistic",
        "8:83",
        3,
        "`200` is not a size with its unit",
        "write mode, mean, sd, d10, d50, d90 or another percentile, span, fraction 50 to 200 nm, fraction above 300 nm, fraction below 30 nm, peaks or bimodality",
    ),
    (
        "malformed-statistic",
        "9:66",
        4,
        "`d100` is not a percentile between 0 and 100",
        "write mode, mean, sd, d10, d50, d90 or another percentile, span, fraction 50 to 200 nm, fraction above 300 nm, fraction below 30 nm, peaks or bimodality",
    ),
    (
        "malformed-statistic",
        "10:55",
        9,
        "`Z average` is not the name of a stated quantity",
        "write it as `evqc read FILE` names it: z_average, or median_fluorescence of CD63",
    ),
    ("malformed-statistic", "11:67", 6, "`median` does not name its channel", "write it as in `median FITC-A`"),
    (
        "malformed-statistic",
        "12:64",
        3,
        "`sum` is not a statistic of events",
        "write percent, count, concentration, or median with a channel",
    ),
    (
        "malformed-gate",
        "9:78",
        4,
        "1200 lies far beyond the top of its scale, which is 1",
        "write the coordinate on the scale, or `scale: linear` for a channel value",
    ),
    (
        "malformed-gate",
        "10:31",
        3,
        "`log` is not a scale",
        "write linear, log(T=262144, M=4.5), logicle(T=262144, W=0.5, M=4.5, A=0) or arcsinh(T=262144, M=4.5, A=0)",
    ),
    (
        "malformed-gate",
        "11:55",
        16,
        "`quantile 100 % of isotype` is not a quantile of a control",
        "write it as in `quantile 99.5 % of isotype`",
    ),
    (
        "malformed-gate",
        "12:3",
        1,
        "gate `d` has neither `above` nor `below`",
        "write a threshold (`channel` with `above` or `below`), a rectangle (`x` and `y` as maps), a polygon (`x` and `y` as channels, with `polygon`), or `all of`, `any of`, `not` with earlier gates",
    ),
    ("malformed-gate", "13:3", 1, "no event of gate `e` lies above 5 and below 4", "exchange the two, or correct one"),
    (
        "malformed-gate",
        "14:3",
        1,
        "the polygon of gate `f` is no list of at least three points",
        "write it as in `polygon: [[0.2, 0.1], [0.8, 0.1], [0.5, 0.9]]`",
    ),
    (
        "malformed-gate",
        "15:3",
        1,
        "gate `g` has no single shape",
        "write a threshold (`channel` with `above` or `below`), a rectangle (`x` and `y` as maps), a polygon (`x` and `y` as channels, with `polygon`), or `all of`, `any of`, `not` with earlier gates",
    ),
    ("malformed-gate", "16:68", 1, "a corner is a list of two numbers", "write it as in [0.2, 0.1]"),
    ("malformed-gate", "17:3", 6, "`events` means all events and cannot name a gate", "give the gate another name"),
    (
        "unknown-gate",
        "9:63",
        9,
        "no gate before this is called `particles`",
        "write it under `gates`, before what uses it",
    ),
    ("unknown-gate", "12:52", 8, "no gate before this is called `particle`", "did you mean `particles`?"),
    ("unknown-name-in-plausible", "13:78", 8, "no test is called `size_mod`", "did you mean `size_mode`?"),
    (
        "denominator-not-stated",
        "8:3",
        4,
        "of what `cd63` is a percentage, and by which method, is not stated",
        "name the `method` that the laboratory uses, and what its percentage is of",
    ),
    (
        "percentage-without-denominator",
        "11:3",
        13,
        "`cd63_positive` is a marker positivity in percent and says neither of what nor by which method",
        "add `of:` (of particles, of tetraspanin-positive events; or `not stated in the source`) and `method:` or `procedure:`, or take it `from: events`",
    ),
    (
        "percentage-without-denominator",
        "12:3",
        13,
        "`cd81_positive` is a marker positivity in percent and does not say of what",
        "add `of:` (of particles, of tetraspanin-positive events; or `not stated in the source`) and `method:` or `procedure:`, or take it `from: events`",
    ),
    (
        "percentage-without-denominator",
        "13:3",
        8,
        "`calnexin` is a marker positivity in percent by no named method",
        "add `of:` (of particles, of tetraspanin-positive events; or `not stated in the source`) and `method:` or `procedure:`, or take it `from: events`",
    ),
    (
        "percentage-without-denominator",
        "14:3",
        6,
        "test `marker` takes a percentage and does not say of what",
        "add `of:` with a gate, or `of: events` for all events",
    ),
    (
        "percentage-without-denominator",
        "16:3",
        4,
        "`alix` is a marker positivity in percent and says neither of what nor by which method",
        "add `of:` (of particles, of tetraspanin-positive events; or `not stated in the source`) and `method:` or `procedure:`, or take it `from: events`",
    ),
    (
        "percentage-without-denominator",
        "17:3",
        9,
        "`flotillin` is a marker positivity in percent and says neither of what nor by which method",
        "add `of:` (of particles, of tetraspanin-positive events; or `not stated in the source`) and `method:` or `procedure:`, or take it `from: events`",
    ),
    (
        "percentage-without-denominator",
        "18:3",
        9,
        "`annexin_v` is a marker positivity in percent and says neither of what nor by which method",
        "add `of:` (of particles, of tetraspanin-positive events; or `not stated in the source`) and `method:` or `procedure:`, or take it `from: events`",
    ),
    (
        "percentage-without-denominator",
        "21:3",
        10,
        "`cd63_share` is a marker positivity as a share and says neither of what nor by which method",
        "add `of:` (of particles, of tetraspanin-positive events; or `not stated in the source`) and `method:` or `procedure:`, or take it `from: events`",
    ),
    (
        "percentage-without-denominator",
        "22:3",
        10,
        "`cd9_stored` is a marker positivity in percent and says neither of what nor by which method",
        "add `of:` (of particles, of tetraspanin-positive events; or `not stated in the source`) and `method:` or `procedure:`, or take it `from: events`",
    ),
    (
        "malformed-pattern",
        "10:12",
        15,
        "`{day}` is not a part of a pattern",
        "the parts are lot, group, replicate, sample, stage",
    ),
    (
        "malformed-pattern",
        "11:36",
        9,
        "`{group}` is taken by no pattern of this entry",
        "write it in `file`, `run` or `named`, as in `{group}_*.csv`",
    ),
    (
        "key-not-for-entry",
        "10:30",
        3,
        "`lot` beside `skip`",
        "take it out: what is not used has no lot, role or factor. A result of a lot is not set aside but invalidated by an entry with its lot, `status: invalid`, `reason`, `investigation`, `analyst` and `approver`",
    ),
    (
        "key-not-for-entry",
        "11:31",
        4,
        "`skip` for files or runs whose names hold a `{lot}`",
        "write `*` for the part, if the runs belong to no lot; a run of a lot is not set aside",
    ),
    (
        "key-not-for-entry",
        "12:41",
        7,
        "`control` names a control, and the role of the entry is that of a sample",
        "write `role: control`, or take `control` out",
    ),
    (
        "unknown-level",
        "8:56",
        27,
        "`captures` is no level of the plan `mean of 6`",
        "write `result: mean of 2 injections of 3 captures` or the like",
    ),
    (
        "unknown-level",
        "9:81",
        26,
        "`capture` is no level of the plan `mean of 2 injections of 3 captures`",
        "write `result: mean of 2 injections of 3 captures` or the like",
    ),
];

/// Codes whose input is too large for a file: `file-too-large` is tested in `src/spec/text.rs`, `too-many-values` below.
const WITHOUT_FILE: [&str; 2] = ["file-too-large", "too-many-values"];

/// Every code that a specification can cause.
fn codes() -> impl Iterator<Item = &'static Code> {
    CODES.iter().chain(evqc::plan::CODES).copied()
}

/// Specifications beside the bad ones, and the built-in ones.
struct Neighbours;

impl Library for Neighbours {
    fn find(&self, name: &str, from: &str) -> Result<SourceText, String> {
        if !name.ends_with(".yaml") {
            return BuiltIn.find(name, from);
        }
        let text = std::fs::read_to_string(folder().join(name)).map_err(|error| error.to_string())?;
        Ok(SourceText::new(name, &text))
    }
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spec/bad")
}

/// What is found in the bad specification of a code, with the text it is about.
fn findings_of(code: &str) -> (Vec<Finding>, Vec<SourceText>) {
    let name = format!("{code}.yaml");
    let bytes = std::fs::read(folder().join(&name)).unwrap();
    let source = match SourceText::from_bytes(&name, &bytes) {
        Ok(source) => source,
        Err(finding) => return (vec![finding], Vec::new()),
    };
    let set = if code == "parameter-set-twice" { vec![pair("highest", "1"), pair("highest", "2")] } else { Vec::new() };
    let mut outcome = read(
        &source,
        &Neighbours,
        &Settings { set: &set, judging: ["parameter-not-set", "part-not-judged"].contains(&code) },
    );
    outcome.findings.extend(outcome.specification.iter().flat_map(evqc::plan::lint));
    sort(&mut outcome.findings);
    let has_error = outcome.findings.iter().any(|finding| finding.severity() == Severity::Error);
    assert_eq!(
        outcome.specification.is_none(),
        has_error,
        "{code}: a specification stands exactly when nothing is wrong"
    );
    (outcome.findings, outcome.sources)
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn at(finding: &Finding) -> String {
    let place = finding.place.as_ref().filter(|place| place.line > 0);
    place.map(|place| format!("{}:{}", place.line, place.column)).unwrap_or_default()
}

#[test]
fn each_bad_specification_says_exactly_what_is_wrong() {
    for code in codes().map(|code| code.name).filter(|name| !WITHOUT_FILE.contains(name)) {
        let (findings, _) = findings_of(code);
        let found: Vec<(String, u32, &str, &str)> = findings
            .iter()
            .filter(|finding| finding.code.name == code)
            .map(|one| (at(one), one.width, one.message.as_str(), one.help.as_deref().unwrap_or_default()))
            .collect();
        let expected: Vec<(String, u32, &str, &str)> =
            EXPECTED.iter().filter(|row| row.0 == code).map(|row| (row.1.to_owned(), row.2, row.3, row.4)).collect();
        assert!(!expected.is_empty(), "no expectation for {code}");
        assert_eq!(found, expected, "{code}");
        let others: Vec<&str> = findings
            .iter()
            .filter(|finding| finding.severity() == Severity::Error && finding.code.name != code)
            .map(|finding| finding.code.name)
            .collect();
        assert!(others.is_empty(), "{code} comes with other errors: {others:?}");
    }
}

#[test]
fn every_bad_specification_has_a_code() {
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        // The parent that `nothing-to-drop` inherits from.
        assert!(name == "parent" || codes().any(|code| code.name == name), "{name}");
    }
}

#[test]
fn the_text_begins_with_code_and_place() {
    for (code, at, _, message, _) in EXPECTED {
        let (findings, sources) = findings_of(code);
        let one: Vec<Finding> =
            findings.into_iter().filter(|finding| finding.code.name == *code && finding.message == *message).collect();
        let text = diagnostic::render(&one[..1], &sources, false);
        let mut lines = text.lines();
        assert_eq!(lines.next(), Some(format!("{}[{code}]: {message}", one[0].severity()).as_str()));
        if !at.is_empty() {
            assert_eq!(lines.next().map(str::trim_start), Some(format!("--> {code}.yaml:{at}").as_str()));
        }
    }
}

#[test]
fn too_many_values_are_refused() {
    let text = format!("evqc: 1\nnotes: [{}]\n", "x, ".repeat(50_001));
    let outcome = read(&SourceText::new("long.yaml", &text), &BuiltIn, &Settings::default());
    assert_eq!(outcome.findings.len(), 1);
    assert_eq!(outcome.findings[0].code.name, "too-many-values");
    assert_eq!(outcome.findings[0].message, "the file has more than 50000 values");
}

#[test]
fn all_faults_of_a_file_are_reported_in_one_run() {
    let text = "\
evqc: 1
id: Several
version: 1.10
title: Several faults
status: drafty
tests:
  a: {category: purity, acept: \"<= 5 %\", accept: \"<= 5 EU/mll\"}
  b: {category: purity, accept: 120 to 80 %, result: mean}
  c: {category: identity, accept: \"any of [a, d]\"}
";
    let outcome = read(&SourceText::new("several.yaml", text), &BuiltIn, &Settings::default());
    let found: Vec<(String, &str)> = outcome
        .findings
        .iter()
        .filter(|finding| finding.severity() == Severity::Error)
        .map(|finding| (at(finding), finding.code.name))
        .collect();
    let found: Vec<(&str, &str)> = found.iter().map(|(at, code)| (at.as_str(), *code)).collect();
    assert_eq!(
        found,
        [
            ("1:1", "missing-rounding-rule"),
            ("2:5", "malformed-identifier"),
            ("3:10", "unquoted-number"),
            ("5:9", "unknown-word"),
            ("7:25", "unknown-key"),
            ("7:56", "unknown-unit"),
            ("8:33", "impossible-limit"),
            ("8:54", "malformed-plan"),
            ("9:47", "panel-unknown-test"),
        ]
    );
    assert!(outcome.specification.is_none());
}
