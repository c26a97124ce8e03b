//! The findings of the judge: why a test did not pass, and what is wrong with a lot.

use crate::finding::{Code, Severity};

macro_rules! codes {
    ($($(#[$doc:meta])* $ident:ident = $name:literal, $severity:ident {
        what: $what:literal, why: $why:literal, example: $example:literal, remedy: $remedy:literal, source: $source:literal $(,)?
    })*) => {
        $($(#[$doc])* pub static $ident: Code = Code {
            name: $name, severity: Severity::$severity, what: $what, why: $why, example: $example, remedy: $remedy, source: $source,
        };)*

        /// Every code of this room.
        pub static CODES: &[&Code] = &[$(&$ident),*];
    };
}

codes! {
    /// A reportable value lies outside its acceptance criterion.
    OUTSIDE_ACCEPTANCE_CRITERION = "outside-acceptance-criterion", Error {
        what: "the reportable value lies outside its acceptance criterion",
        why: "An out-of-specification result stays the verdict until an investigation with a complete record invalidates it.",
        example: "spec:  accept: \"<= 0.25 EU/mL\"\ndata:  LOT-7,endotoxin,0.31,EU/mL",
        remedy: "Open an investigation. If it finds an assignable cause, give the row `status: invalid` with reason, investigation and an approver who is not the analyst.",
        source: "R-319; FDA OOS guidance (May 2022)",
    }
    /// A value inside its limits lies outside the acceptance zone of a guarded rule.
    OUTSIDE_ACCEPTANCE_ZONE = "outside-acceptance-zone", Error {
        what: "the value lies inside its limits, but so near that a guarded rule does not accept it",
        why: "The rule of the test asks for a distance of the guard band from each limit, so that the risk of accepting wrongly is small.",
        example: "spec:  accept: 70 to 130 %, decide: guarded(1), uncertainty: {absolute: 8 %}\ndata:  74",
        remedy: "Treat it as the procedure says for results in the guard band; a smaller uncertainty needs a better method or more determinations.",
        source: "ILAC-G8:09/2019, 4.2.2; R-403",
    }
    /// A value lies in the guard band of a rule with four zones.
    IN_GUARD_BAND = "in-guard-band", Error {
        what: "the value lies inside its limits and in the guard band: a conditional pass",
        why: "Under a rule with four zones a conditional pass is no statement of conformity.",
        example: "spec:  accept: 70 to 130 %, decide: four-zone(1), uncertainty: {absolute: 8 %}\ndata:  74",
        remedy: "Measure with a smaller uncertainty, or agree on what a conditional pass means.",
        source: "ILAC-G8:09/2019, 4.2.3; R-403",
    }
    /// The true value conforms with too small a probability.
    CONFORMANCE_PROBABILITY_TOO_LOW = "conformance-probability-too-low", Error {
        what: "the value lies inside its limits, but conforms with a smaller probability than the rule asks for",
        why: "The nearer a value lies to its limit, the more of its uncertainty lies beyond it.",
        example: "spec:  accept: 70 to 130 %, decide: pc(0.95), uncertainty: {absolute: 8 %}\ndata:  74",
        remedy: "Treat it as the procedure says for results that are not accepted.",
        source: "JCGM 106:2012, 7.3 and 7.4",
    }
    /// A confidence bound of the mean does not meet its limit.
    CONFIDENCE_BOUND_OUTSIDE_LIMIT = "confidence-bound-outside-limit", Error {
        what: "the mean meets its limit, but its confidence bound does not",
        why: "The rule asks that the mean of the population, and not only that of the determinations, meets the limit with the stated confidence.",
        example: "spec:  result: mean of 3, accept: \">= 80 %\", decide: confidence bound 95 %\ndata:  81, 84, 87",
        remedy: "Plan more determinations (`evqc plan` says how many), or treat it as a result that is not accepted.",
        source: "USP <1010>; ISO 2602:1980",
    }
    /// A tolerance interval does not lie inside the limits.
    TOLERANCE_INTERVAL_OUTSIDE_LIMITS = "tolerance-interval-outside-limits", Error {
        what: "the value meets its limits, but the tolerance interval of the determinations does not",
        why: "The rule asks that the stated share of the population lies inside the limits with the stated confidence.",
        example: "spec:  result: each of 10, accept: \">= 80 %\", decide: tolerance 99 %/95 %",
        remedy: "Plan more determinations, or treat it as a result that is not accepted.",
        source: "ISO 16269-6:2014",
    }
    /// The decision rule needs an uncertainty that is not known.
    UNCERTAINTY_NOT_KNOWN = "uncertainty-not-known", Error {
        what: "the decision rule needs the uncertainty of the result, and it is not known",
        why: "Without it nothing can be said about the risk of a wrong statement, so there is no statement.",
        example: "spec:  accept: 70 to 130 %, decide: guarded(1)\ndata:  a row without uncertainty",
        remedy: "Fill the column `uncertainty`, or state `uncertainty` in the specification.",
        source: "R-403; ISO/IEC 17025:2017, 7.8.6",
    }
    /// The decision rule rests on the scatter of determinations, which is not known.
    SCATTER_NOT_KNOWN = "scatter-not-known", Error {
        what: "the decision rule rests on the scatter of the determinations, and that is not known",
        why: "Determinations that are all equal, or below the measurable range, do not show how much they scatter.",
        example: "spec:  result: mean of 3, decide: confidence bound 95 %\ndata:  7.3, 7.3, 7.3",
        remedy: "Report more digits, or take a rule with a stated uncertainty.",
        source: "USP <1010>",
    }
    /// One determination lies outside the criterion for single determinations.
    INDIVIDUAL_OUTSIDE_CRITERION = "individual-outside-criterion", Error {
        what: "a single determination lies outside the criterion that each of them must meet",
        why: "Averaging must not hide variability: where the specification limits each determination, the mean cannot rescue one of them.",
        example: "spec:  result: mean of 3, individual: \">= 70 %\", accept: \">= 80 %\"\ndata:  69, 92, 95",
        remedy: "Treat it as an out-of-specification result.",
        source: "R-309; FDA OOS guidance (May 2022), averaging",
    }
    /// A qualitative result is not what the specification expects.
    UNEXPECTED_OBSERVATION = "unexpected-observation", Error {
        what: "a qualitative result is not what the specification expects",
        why: "A weak positive is not negative; a text that is not among the accepted ones is not accepted.",
        example: "spec:  accept: negative\ndata:  LOT-7,calnexin,weak positive",
        remedy: "Treat it as an out-of-specification result.",
        source: "R-203, R-1006",
    }
    /// A control was delivered that no check looks at.
    CONTROL_NOT_ASKED_FOR = "control-not-asked-for", Note {
        what: "a control, blank or reference was delivered that no check of the specification looks at",
        why: "Rows with these roles are not results of the lot and are not judged as such. A result that was given the role by mistake would vanish without this remark.",
        example: "spec:  accept: \"<= 0.50 EU/mL\"      # no `valid_if: [control spike ...]`\ndata:  LOT-7,endotoxin,0.90,EU/mL,control,spike",
        remedy: "Ask for the control under `valid_if` or `requires`, or correct the role of the row.",
        source: "R-311, R-314",
    }
    /// A panel statement does not hold.
    PANEL_NOT_MET = "panel-not-met", Error {
        what: "the members of a panel do not make its statement true",
        why: "Identity and purity are judged by the whole panel; one marker alone proves little.",
        example: "spec:  accept: at least 2 of [cd9, cd63, cd81]\ndata:  only CD9 is positive",
        remedy: "Look at the members' own results.",
        source: "R-1006; MISEV2023",
    }
    /// A panel cannot be decided because members have no usable result.
    PANEL_NOT_CONCLUDED = "panel-not-concluded", Error {
        what: "a panel cannot be decided because a member has no usable result",
        why: "A listed test that was not reported is missing even when the others would suffice, unless the specification marks it `required: false`.",
        example: "spec:  accept: at least 2 of [cd9, cd63, cd81]\ndata:  no row for cd63",
        remedy: "Supply the missing result, or mark the member `required: false` in the specification.",
        source: "R-1006, S-17",
    }
    /// There is no determination for a required test.
    NO_DETERMINATION = "no-determination", Error {
        what: "there is no determination for a test of the specification",
        why: "A test that vanishes from the page looks like a test that was passed.",
        example: "spec:  tests: {endotoxin: ...}\ndata:  no row with test `endotoxin`",
        remedy: "Supply the result, or record a waiver where the specification allows one.",
        source: "R-102, R-206",
    }
    /// Fewer determinations than the plan.
    TOO_FEW_DETERMINATIONS = "too-few-determinations", Error {
        what: "there are fewer usable determinations than the plan asks for",
        why: "A missing replicate is missing; it is never averaged away.",
        example: "spec:  result: mean of 3\ndata:  4.8, 5.3 and an empty cell",
        remedy: "Supply the missing determination, or repeat the test by its procedure.",
        source: "R-310; USP <1033>",
    }
    /// More determinations than the plan.
    SURPLUS_DETERMINATIONS = "surplus-determinations", Error {
        what: "there are more determinations than the plan asks for",
        why: "Surplus data are how testing into compliance happens: each row beyond the plan must be explained before anything is computed.",
        example: "spec:  result: mean of 3\ndata:  4.8, 5.3, 5.0, 5.1",
        remedy: "Classify the extra rows: `role: retest` after an investigation, or `status: invalid` with a complete record.",
        source: "R-311; 21 CFR 211.165",
    }
    /// A determination without outer group under a plan with two levels.
    GROUP_NOT_NAMED = "group-not-named", Error {
        what: "the plan has two levels, and a determination does not say which outer group it belongs to",
        why: "The mean is taken within each injection first; a capture that belongs to none of them cannot enter.",
        example: "spec:  result: mean of 2 injections of 3 captures\ndata:  a column replicate, and none for the injection",
        remedy: "Number the outer level in the column `group` (or `injection`, `preparation`, `plate`), the inner one in `replicate` (or `capture`, `video`, `well`).",
        source: "evqc",
    }
    /// The same determination twice with different values.
    CONFLICTING_DETERMINATIONS = "conflicting-determinations", Error {
        what: "the same lot, test, stage, sample and replicate is given twice with different values",
        why: "One of the two is wrong and the file does not say which.",
        example: "LOT-7,protein,4.8,ug/mL,1\nLOT-7,protein,5.3,ug/mL,1",
        remedy: "Number the replicates, or correct the row that is wrong.",
        source: "R-334",
    }
    /// The same row twice.
    DUPLICATE_ROW = "duplicate-row", Warning {
        what: "the same row is given twice and was counted once",
        why: "An identical copy adds no information, but it may be a sign that files were joined by hand.",
        example: "LOT-7,protein,4.8,ug/mL,1\nLOT-7,protein,4.8,ug/mL,1",
        remedy: "Remove the copy.",
        source: "R-334",
    }
    /// The spread of the determinations is too large.
    SPREAD_TOO_LARGE = "spread-too-large", Error {
        what: "the determinations scatter more than the validity criterion allows",
        why: "Variability is judged before the limit: an assay that scatters too much has no result, neither a passing nor a failing one.",
        example: "spec:  valid_if: [cv <= 20 %]\ndata:  CV 23 %",
        remedy: "Repeat the run as the procedure says.",
        source: "R-312; USP <1033>",
    }
    /// The spread cannot be computed.
    SPREAD_NOT_COMPUTABLE = "spread-not-computable", Error {
        what: "the spread of the determinations cannot be computed",
        why: "A CV needs at least two numbers and a mean that is not zero; censored values have no spread.",
        example: "spec:  valid_if: [cv <= 20 %]\ndata:  <0.05, <0.05, 0.06",
        remedy: "Use a validity check that fits the data, or a plan with more determinations.",
        source: "R-312",
    }
    /// A control is not reported.
    CONTROL_NOT_REPORTED = "control-not-reported", Error {
        what: "a control that must be within its window is not reported",
        why: "A result without its controls proves nothing; absence of a control is not its success.",
        example: "spec:  valid_if: [control spike_recovery 50 to 200 %]\ndata:  no row with role `control` and control `spike_recovery`",
        remedy: "Add the control's row: role `control`, control `spike_recovery`, and the same test name.",
        source: "R-314; ISO/IEC 17025:2017 7.7",
    }
    /// A control is outside its window.
    CONTROL_OUTSIDE_WINDOW = "control-outside-window", Error {
        what: "a control is outside its window",
        why: "When a control fails, the assay has no result: neither a passing nor an out-of-specification one.",
        example: "spec:  valid_if: [control spike_recovery 50 to 200 %]\ndata:  spike recovery 214 %",
        remedy: "Find the cause and repeat the run.",
        source: "R-315, R-317; FDA OOS guidance (May 2022)",
    }
    /// A control's value cannot be read as what the check expects.
    CONTROL_NOT_READABLE = "control-not-readable", Error {
        what: "a control has a value that its check cannot use",
        why: "A control in another unit, or text where a number is due, does not show that the run worked.",
        example: "spec:  valid_if: [control blank_signal <= 0.1]\ndata:  blank_signal = \"low\"",
        remedy: "Report the control as the specification asks for it.",
        source: "R-314, R-335",
    }
    /// A row has a value, and its status says that it was not tested.
    VALUE_NOT_TESTED = "value-not-tested", Error {
        what: "a row has a value, and its status says that it was not tested",
        why: "One of the two is wrong, and no value is left out of the judgement by a word beside it.",
        example: "lot,test,value,unit,status\nLOT-7,cd63_positive,41,%,not tested",
        remedy: "Empty `status` where the value was measured, or the value where nothing was. A value that is void is `invalid`, with a complete record.",
        source: "R-319",
    }
    /// A row was declared invalid in the data without any value.
    DECLARED_INVALID = "declared-invalid", Error {
        what: "the laboratory declared the run invalid and no other result is there",
        why: "An invalid assay has no result; it neither passes nor fails.",
        example: "LOT-7,endotoxin,invalid,EU/mL",
        remedy: "Repeat the run as the procedure says.",
        source: "R-315",
    }
    /// The record of an invalidation is incomplete.
    INVALIDATION_RECORD_INCOMPLETE = "invalidation-record-incomplete", Error {
        what: "a result is declared invalid without a complete record, so it is still judged",
        why: "Only an assignable cause, an investigation number and an approver who is not the analyst make a result void; otherwise a passing retest would erase a failure.",
        example: "LOT-7,cd81,52,%,status: invalid,reason: (empty)",
        remedy: "Complete reason, investigation, analyst and approver, or leave the result as it is.",
        source: "R-319; FDA OOS guidance (May 2022); EU GMP 6.35",
    }
    /// Retests are given although the original result stands.
    RETEST_NOT_COUNTED = "retest-not-counted", Error {
        what: "retests do not count because the original result stands",
        why: "An original out-of-specification result and passing retests are never averaged, and a retest without an invalidated original replaces nothing.",
        example: "data:  52 (no assignable cause found), retests 63 and 66\nspec:  accept: \">= 60 %\"",
        remedy: "Complete the invalidation record of the original, if there is an assignable cause.",
        source: "R-319, R-321",
    }
    /// Retests beside an original that passes.
    UNEXPLAINED_RETEST = "unexplained-retest", Error {
        what: "retests are given beside an original result that was not invalidated",
        why: "Testing again without a reason leaves open which result is the result.",
        example: "data:  85 (valid), retest 91",
        remedy: "Say why the test was repeated: invalidate the original with a complete record, or remove rows that belong to another purpose.",
        source: "R-311, R-320",
    }
    /// A retest from another sample without authorisation.
    RESAMPLING_NOT_AUTHORISED = "resampling-not-authorised", Error {
        what: "a retest comes from another sample than the original, without authorisation",
        why: "Taking a new sample is another act than testing the same one again, and needs its own authorisation.",
        example: "original: sample S1; retest: sample S2, approver empty",
        remedy: "Give the retest row a reason and an approver.",
        source: "R-320",
    }
    /// A value was corrected.
    VALUE_CORRECTED = "value-corrected", Note {
        what: "a value was corrected after its original entry, with a complete record",
        why: "The corrected value is judged; the one that was entered first stays in the data and in every report, with who changed it, when, why, and who approved it.",
        example: "data:  52, then 62 with `corrects: 52`, a reason, `corrected_by`, `corrected_on` and another person as `approver`",
        remedy: "Nothing, if the record holds; whoever approves the lot sees both values.",
        source: "R-904; EU GMP Annex 11 (2011), 9",
    }
    /// A correction changed the outcome of a test.
    CORRECTION_CHANGES_OUTCOME = "correction-changes-outcome", Warning {
        what: "with the values as they were entered first, the test would have another outcome",
        why: "A correction that makes a failing result pass is where data are changed to fit. It counts when its record is complete, and it is never passed over in silence.",
        example: "spec:  accept: \">= 60 %\"\ndata:  52, corrected to 62",
        remedy: "Compare the corrected value with the raw data before the lot is approved.",
        source: "R-904, R-319; FDA OOS guidance (May 2022)",
    }
    /// Data of the lot changed since original entry.
    DATA_CHANGED_SINCE_ENTRY = "data-changed-since-entry", Note {
        what: "values of the lot were corrected after their original entry",
        why: "Whoever reads the verdict alone must see that it rests on data that were changed.",
        example: "data:  one value with a correction",
        remedy: "Read the corrections of the tests that are named.",
        source: "R-904; EU GMP Annex 11 (2011), 8.2",
    }
    /// The record of a correction is incomplete.
    CORRECTION_RECORD_INCOMPLETE = "correction-record-incomplete", Error {
        what: "a correction has no complete record, so it does not count and its test does not pass",
        why: "Without a reason, a person, a day and the approval of another person nobody can tell a correction from a change of the result.",
        example: "data:  62 with `corrects: 52` and no `reason`",
        remedy: "Complete `corrects`, `reason` (a code and a text, `transcription: digits exchanged`), `corrected_by`, `corrected_on` and `approver`. The approver is not who corrected or tested.",
        source: "R-904; EU GMP 4.9; China GMP 2010 art. 161",
    }
    /// There is nothing that a correction could correct.
    CORRECTION_WITHOUT_ORIGINAL = "correction-without-original", Error {
        what: "the row that a correction refers to is not in the data",
        why: "What was entered first stays in the data. A correction without it replaces something that nobody can see.",
        example: "data:  only the row with `corrects: 52`",
        remedy: "Keep the old row as it was. The correction has its test, stage, time point, role, control, sample, group and replicate.",
        source: "R-904, R-318",
    }
    /// A correction names another value than the one in the data.
    CORRECTION_OF_ANOTHER_VALUE = "correction-of-another-value", Error {
        what: "the value that a correction names is not the one in the data",
        why: "The correction is of another row than its author meant, or the old row was changed.",
        example: "data:  52; correction with `corrects: 25`",
        remedy: "Write the old value as it stands in the data, or correct the replicate that the row names.",
        source: "R-904",
    }
    /// Corrections contradict each other or what they correct.
    CORRECTIONS_CONTRADICT = "corrections-contradict", Error {
        what: "corrections contradict each other, or what they correct",
        why: "Two corrections of one value leave open which one holds. Neither does a correction take a value away, nor take back that it was declared invalid.",
        example: "data:  52; two corrections with `corrects: 52`, one to 62 and one to 64",
        remedy: "Let each correction name the value that stood when it was made, and its day; give a result that is void `status: invalid` with its record.",
        source: "R-904, R-319",
    }
    /// Incubation has not reached its end.
    INCUBATION_NOT_FINISHED = "incubation-not-finished", Error {
        what: "the reading was taken before the end of the incubation",
        why: "\"No growth to date\" never satisfies the final criterion.",
        example: "spec:  final_after: 14 d\ndata:  started 2026-03-02, date 2026-03-09, no growth",
        remedy: "Wait for the final reading; the report names the earliest date.",
        source: "R-331, R-332; USP <71>, Ph. Eur. 2.6.1, ChP 1101",
    }
    /// Incubation times are not given.
    INCUBATION_TIMES_MISSING = "incubation-times-missing", Error {
        what: "start or reading date of an incubation is not given",
        why: "Without both dates nobody can tell a final reading from an interim one.",
        example: "spec:  final_after: 14 d\ndata:  LOT-7,sterility,no growth (no `started`)",
        remedy: "Fill the columns `started` and `date`.",
        source: "R-331",
    }
    /// A result is pending.
    RESULT_PENDING = "result-pending", Error {
        what: "the test was started and has no final result",
        why: "Pending is not a pass.",
        example: "LOT-7,mycoplasma,pending",
        remedy: "Judge again when the result is there.",
        source: "R-331",
    }
    /// A member below `none of` fails in a part only.
    ABSENCE_NOT_SHOWN = "absence-not-shown", Error {
        what: "a panel asks that a test is not met, and only a part of its determinations says so",
        why: "For `none of [albumin]` a result that is not met is the good news: one of two determinations, or a reading below the limit of quantitation of its row, does not carry it.",
        example: "spec:  albumin: {accept: \">= 5 %\", result: each of 2}\n       purity: {none of: [albumin]}\ndata:  9 %, 1 %",
        remedy: "Repeat the test by its procedure, after an investigation; a method has to tell values at the limit.",
        source: "R-309, R-310, R-1006",
    }
    /// A censored value cannot be decided against its limit.
    CENSORED_UNDECIDED = "censored-undecided", Error {
        what: "a value below or above the measurable range allows no statement about its limit",
        why: "`<100` against a limit of 50 may be 1 or 99. It is never read as 0, nor as half the bound.",
        example: "spec:  accept: \"<= 50 ng/mL\"\ndata:  <100 ng/mL",
        remedy: "Use a method that can measure at the limit.",
        source: "R-327, R-330",
    }
    /// A detection limit is needed and not declared.
    DETECTION_LIMIT_NOT_DECLARED = "detection-limit-not-declared", Error {
        what: "a result says \"not detected\" or names a limit of the method that is not declared",
        why: "\"Not detected\" is a bound only when the detection limit is known.",
        example: "spec:  accept: \"<= 0.25 EU/mL\"\ndata:  ND (no `lod`)",
        remedy: "Fill the column `lod` or `loq`, or report the bound itself: `<0.05`.",
        source: "R-327",
    }
    /// A mean contains censored values and no rule says how.
    CENSORED_IN_MEAN = "censored-in-mean", Error {
        what: "a summary contains censored values and the specification declares no rule for them",
        why: "Replacing `<0.05` by 0 or by half of it would invent data.",
        example: "spec:  result: mean of 3\ndata:  <0.05, <0.05, 0.06",
        remedy: "Declare `censored: worst case` or a method that estimates (`kaplan-meier`, `ros`, `mle`) in the test, if the procedure says so.",
        source: "R-329",
    }
    /// The declared method cannot estimate a mean from these values.
    CENSORED_MEAN_NOT_ESTIMATED = "censored-mean-not-estimated", Error {
        what: "the method that the specification names has no mean for these censored values",
        why: "A method needs measured values beside the censored ones: without them every mean below the limits is as good as any other. None of the methods takes values above a limit.",
        example: "spec:  result: mean of 3, censored: kaplan-meier\ndata:  <0.05, <0.05, <0.1",
        remedy: "Use a method of measurement that reaches lower, or `censored: worst case`, if the procedure says so.",
        source: "R-329",
    }
    /// Text where a number is due, or the other way round.
    RESULT_OF_ANOTHER_KIND = "result-of-another-kind", Error {
        what: "the result is not of the kind that the criterion needs",
        why: "Text cannot be compared with a numeric limit, and a number says nothing about a qualitative expectation.",
        example: "spec:  accept: \"<= 0.25 EU/mL\"\ndata:  LOT-7,endotoxin,low",
        remedy: "Report the number (or the observation) itself.",
        source: "R-103, R-333",
    }
    /// A number that cannot be read without guessing.
    UNREADABLE_NUMBER = "unreadable-number", Error {
        what: "a number cannot be read without guessing",
        why: "A lost superscript, an unknown thousands separator or a stray sign changes a result by powers of ten.",
        example: "LOT-7,particle_concentration,7x1011,particles/mL",
        remedy: "Write the number unmistakably, for example 7e11 or 7×10^11.",
        source: "R-333, R-910",
    }
    /// A spreadsheet error instead of a value.
    SPREADSHEET_ERROR = "spreadsheet-error", Error {
        what: "the cell holds a spreadsheet error instead of a value",
        why: "A formula that failed is not a result.",
        example: "LOT-7,protein,#DIV/0!,ug/mL",
        remedy: "Correct the spreadsheet and export again.",
        source: "R-910",
    }
    /// A word that says nothing defined.
    UNKNOWN_TOKEN = "unknown-token", Error {
        what: "the observation is none of the words that the test can have",
        why: "A typing error must not decide a lot.",
        example: "spec:  accept: negative\ndata:  LOT-7,calnexin,negatve",
        remedy: "Use one of the documented words, or list the text in the specification with `one of [...]`.",
        source: "R-333",
    }
    /// A conclusion instead of a result.
    CONCLUSION_WITHOUT_RESULT = "conclusion-without-result", Error {
        what: "the cell states a conclusion instead of a result",
        why: "\"Complies\" was judged by somebody else; evqc judges the observation itself.",
        example: "spec:  accept: \"<= 0.25 EU/mL\"\ndata:  LOT-7,endotoxin,complies",
        remedy: "Report the measured value or the observation.",
        source: "R-103; ICH Q7 11.4",
    }
    /// A unit of another dimension.
    UNIT_NOT_COMPARABLE = "unit-not-comparable", Error {
        what: "the unit of a result cannot be converted to the unit of the criterion",
        why: "Particles, micrograms, cells and activity are never converted into each other without a ratio measured for the lot.",
        example: "spec:  accept: \">= 1e10 particles/mL\"\ndata:  LOT-7,particle_concentration,42,ug/mL",
        remedy: "Report the result in the unit of the criterion, or define a derived attribute.",
        source: "R-335",
    }
    /// No unit where one is needed.
    UNIT_MISSING = "unit-missing", Error {
        what: "a result has no unit although its criterion has one",
        why: "A number without a unit can be wrong by a factor of a thousand and still look right.",
        example: "lot,test,value,unit\nLOT-7,protein,42.3,",
        remedy: "Fill the column `unit`, or put the unit in brackets into the header of a wide file.",
        source: "R-335",
    }
    /// An unlisted method.
    UNLISTED_METHOD = "unlisted-method", Error {
        what: "the result comes from a method that the specification does not list for the test",
        why: "Particle counts by two methods are two different attributes; a limit holds for the method it was set for.",
        example: "spec:  method: NTA\ndata:  method nFCM",
        remedy: "Use the listed method, or add the alternative to the specification.",
        source: "R-209, R-1004",
    }
    /// No alternative of a conditional limit applies.
    NO_CRITERION_APPLIES = "no-criterion-applies", Error {
        what: "none of the conditional limits applies to the result",
        why: "Choosing a limit that was written for another method or matrix would be a guess.",
        example: "spec:  accept: [{when: {method: NTA}, is: ...}]\ndata:  method column empty",
        remedy: "Fill the column that the condition names.",
        source: "R-209",
    }
    /// The stage of a row is not told.
    STAGE_MISSING = "stage-missing", Error {
        what: "a row has no stage although release and shelf-life limits differ",
        why: "The same value can fail at release and pass on stability; the row must say which it is.",
        example: "spec:  accept: \">= 90 %\", shelf_life: \">= 80 %\"\ndata:  LOT-7,potency,85,% (no stage)",
        remedy: "Fill the column `stage` with `release` or `stability`, or give --stage.",
        source: "R-205, S-14",
    }
    /// The time of a stability result is none.
    TIME_POINT_NOT_READABLE = "time-point-not-readable", Error {
        what: "the time of a stability result cannot be read: no number from zero on, or a unit that is none of time",
        why: "A statement about the shelf life rests on times in storage. What was pulled after `abc` months, or after minus three, stands for none.",
        example: "data:  LOT-7,ph,7.21,stability,abc,months",
        remedy: "Fill `time` with a number, and `time_unit` with a unit of time: h, d, weeks, months, years.",
        source: "R-106, R-205, R-337; ICH Q1A(R2) 2.1.7",
    }
    /// A stability result without a time.
    TIME_POINT_MISSING = "time-point-missing", Error {
        what: "a row would be judged as a stability time point and names no time",
        why: "A statement about the shelf life rests on times in storage. A release result without stage and time would otherwise stand for the whole of it.",
        example: "data:  LOT-7,ph,7.21 (no stage, no time)\ncommand:  evqc check ... --stage \"shelf life\"",
        remedy: "Fill `time` and `time_unit` for a pull, or `stage` with `release`.",
        source: "R-205, R-505; ICH Q1A(R2) 2.1.7",
    }
    /// Rows of several times in storage under one result of the release.
    TIME_POINTS_MIXED = "time-points-mixed", Error {
        what: "determinations of one result were made after different times in storage",
        why: "A mean of what was measured at release and after months describes neither, and a product that fails with time could pass by it.",
        example: "data:  LOT-7,potency,118,% (time 0 months) and LOT-7,potency,60,% (time 6 months), no stage",
        remedy: "Write `stability` into the column `stage` of what was measured later.",
        source: "R-205, R-505; ICH Q1A(R2) 2.1.7",
    }
    /// The stage of a row is not the stage of its test.
    STAGE_MISMATCH = "stage-mismatch", Error {
        what: "a row belongs to another stage than its test",
        why: "A negative result on the filtered product does not satisfy a test of the harvest.",
        example: "spec:  mycoplasma: {stage: culture supernatant}\ndata:  stage drug product",
        remedy: "Correct the stage, or add a test for that stage to the specification.",
        source: "R-609",
    }
    /// A label claim is needed and not declared.
    LABEL_CLAIM_MISSING = "label-claim-missing", Error {
        what: "a test needs a label claim, and none is given for the lot",
        why: "Without the claim there is nothing to compare with. Where the lot file has a column for the claim, an empty cell is not the claim of the specification: nobody has said that it holds for this lot.",
        example: "spec:  accept: label ± 20 %\nlots:  lot,label particle_concentration [particles/mL]\n       LOT-7,",
        remedy: "Declare the claim in the specification's `label:`, or fill in the cell of the lot file; write the claim of the specification into it where that one holds.",
        source: "R-203, R-336",
    }
    /// A lot fact that a formula needs is absent.
    LOT_FACT_MISSING = "lot-fact-missing", Error {
        what: "a formula needs a fact of the lot that is not given",
        why: "A derived attribute is computed from declared inputs only.",
        example: "formula: endotoxin * dose_volume\nlots:  no column `dose_volume`",
        remedy: "Add the column to the lot file and pass it with --lots.",
        source: "R-336",
    }
    /// An input of a derived attribute has no usable value.
    INPUT_NOT_AVAILABLE = "input-not-available", Error {
        what: "a derived attribute cannot be computed because an input has no usable value",
        why: "The inputs of a computed attribute must be valid themselves.",
        example: "formula: particle_concentration / protein_concentration\ndata:  protein is missing",
        remedy: "Look at the input's own outcome.",
        source: "R-336",
    }
    /// A formula divides by zero.
    DIVISION_BY_ZERO = "division-by-zero", Error {
        what: "a formula divides by zero",
        why: "The ratio does not exist; it is neither very large nor zero.",
        example: "formula: particle_concentration / protein_concentration\ndata:  protein 0",
        remedy: "Check the input.",
        source: "R-336",
    }
    /// A derived attribute is delivered as a result.
    DERIVED_ATTRIBUTE_DELIVERED = "derived-attribute-delivered", Error {
        what: "the data give a value for an attribute that evqc computes itself",
        why: "Two values for one attribute, one of them computed elsewhere with unknown rounding, leave open which one was judged.",
        example: "spec:  derived: {particles_per_ug: ...}\ndata:  LOT-7,particles_per_ug,3.0e9",
        remedy: "Remove the row and deliver the inputs.",
        source: "R-336",
    }
    /// A negative value for something that cannot be negative.
    NEGATIVE_VALUE = "negative-value", Error {
        what: "a value is negative that cannot be",
        why: "A negative concentration or count is a transcription or blank-subtraction error.",
        example: "LOT-7,protein,-4.2,ug/mL",
        remedy: "Check the source of the value.",
        source: "R-337",
    }
    /// A fraction above 100 %.
    PERCENTAGE_OVER_100 = "percentage-over-100", Error {
        what: "a fraction is larger than 100 %",
        why: "More than all particles cannot be positive; usually a decimal separator was lost.",
        example: "LOT-7,cd63_positive,852,%",
        remedy: "Check the source of the value. Potency and stability tests, and limits above 100 %, are exempt.",
        source: "R-337",
    }
    /// A date in the future.
    DATE_IN_THE_FUTURE = "date-in-the-future", Error {
        what: "a result is dated after the day of judgement",
        why: "A result from the future is a typing error, or the clock is wrong.",
        example: "date 2062-03-09, judged on 2026-03-09",
        remedy: "Correct the date, or give the day of judgement with --as-of.",
        source: "R-106, R-337",
    }
    /// Dates in an impossible order.
    IMPOSSIBLE_DATES = "impossible-dates", Error {
        what: "two dates are in an order that cannot be",
        why: "A test before manufacture, or a reading before its start, is the first thing an auditor looks for.",
        example: "started 2026-03-09, date 2026-03-02",
        remedy: "Correct the date that is wrong. A test of an earlier step (cell bank, culture, in-process, harvest, bulk, before filling, drug substance) has that `stage` in the specification; it is compared with the day of the harvest or filtration where the lot file states one, and not with that of manufacture.",
        source: "R-106",
    }
    /// A lot after its expiry date.
    LOT_EXPIRED = "lot-expired", Error {
        what: "the lot is past its last day on the day of judgement",
        why: "After expiry a lot must not be used, whatever its results were, and there is no statement of its conformity.",
        example: "expires 2026-01-31, judged on 2026-03-09",
        remedy: "Check the dates. To repeat a judgement of an earlier day, give that day with --as-of.",
        source: "R-509; ICH Q7 11.6",
    }
    /// A lot after its retest date that was not examined again.
    RETEST_DUE = "retest-due", Error {
        what: "the lot is past its retest date, and results of a re-examination are not there",
        why: "After the retest date a lot is used only once it was examined again and found to comply.",
        example: "spec:  expiry: {retest: 12 months, from: frozen}\nlots:  frozen 2025-01-10, judged on 2026-03-09\ndata:  results dated 2025-01-20",
        remedy: "Examine the lot again and give the results in a data file of their own, each with its `date`; `reexamine` names the tests where not all are repeated.",
        source: "R-509; ICH Q7 11.6",
    }
    /// A lot after its retest date that was examined again.
    LOT_REEXAMINED = "lot-reexamined", Note {
        what: "the lot is past its retest date, and was examined again",
        why: "The reader of the report should know that the results are those of the re-examination.",
        example: "retest 2026-01-31, results dated 2026-02-12",
        remedy: "Nothing to do.",
        source: "R-509; ICH Q7 11.6",
    }
    /// A day that the shelf life is counted from is not known.
    EXPIRY_NOT_KNOWN = "expiry-not-known", Error {
        what: "the specification states a shelf life or a time to a retest, and the day it is counted from is not known",
        why: "Whether a lot is still in its life, or its label is right, cannot be told without the day of the event.",
        example: "spec:  expiry: {shelf_life: 18 months, from: filled}\nlots:  no column `filled`",
        remedy: "Give a lot file with the column of the event.",
        source: "R-510; 21 CFR 610.50 (a)",
    }
    /// The lot states a date later than the rule allows.
    EXPIRY_BEYOND_RULE = "expiry-beyond-rule", Error {
        what: "the expiry or retest date of the lot is later than the rule of the specification allows",
        why: "A date on a label beyond the approved life is an error of labelling, and the lot would be used too long. A label with a month runs to the end of the month.",
        example: "spec:  expiry: {shelf_life: 18 months, from: filled}\nlots:  filled 2025-11-20, expires 2027-05",
        remedy: "Correct the label, or the date of the event; write `last_day: end of month` where the dossier lets the month run out.",
        source: "R-510; 21 CFR 211.137, 610.50",
    }
    /// The lot states a date later than the life of a parent.
    EXPIRY_BEYOND_PARENTS = "expiry-beyond-parents", Error {
        what: "the expiry date of the lot is later than the last day of a parent lot",
        why: "Filling does not make a drug substance younger.",
        example: "spec:  expiry: {shelf_life: 18 months, from: filled, not_beyond: parents}\nlots:  DP-1 expires 2027-05-01, parent DS-1 expires 2026-12-31",
        remedy: "Correct the label to the last day of the parent or earlier.",
        source: "R-510; 21 CFR 610.50 (a) for combinations",
    }
    /// Dates of a lot and its parents that cannot be.
    LOT_DATES_CONTRADICT = "lot-dates-contradict", Error {
        what: "the dates of a lot, or of its parent lots, cannot be",
        why: "A lot is made of what was there before it, and not on a day to come; a last day counted from a wrong date is wrong.",
        example: "lots:  DP-1 filled 2025-08-31 of parent DS-1, frozen 2099-08-31",
        remedy: "Correct the date that is wrong; the day of judgement is today, or that of --as-of.",
        source: "R-510",
    }
    /// A result older than its lot.
    RESULT_BEFORE_LOT = "result-before-lot", Error {
        what: "a result at release is dated before the day from which the life of the lot is counted",
        why: "What was measured before the lot was filled was measured on something else.",
        example: "lots:  DP-1 filled 2025-09-30\ndata:  DP-1,potency,95,%,2025-09-02",
        remedy: "Correct the date, give the test a `stage` of its own, or report the result under the lot that was measured.",
        source: "R-510; evqc",
    }
    /// The life of a parent lot is not known.
    PARENT_LIFE_NOT_KNOWN = "parent-life-not-known", Error {
        what: "a lot may not outlive its parents, and the last day of a parent is not known",
        why: "What is not known limits nothing, and the lot would be used too long.",
        example: "spec:  expiry: {..., not_beyond: parents}\nlots:  DP-1 with parent DS-1, and no row of DS-1",
        remedy: "Give the parent a row in the lot file, with its expiry date or with the day that its life is counted from.",
        source: "R-510",
    }
    /// A lot that was made from one that does not conform.
    PARENT_NOT_CONFORMING = "parent-not-conforming", Error {
        what: "a lot that this one was made from does not conform in the same run, is not concluded or not evaluable",
        why: "A product is made of its parents: what is wrong with a harvest is in every lot of it, whatever the results of that lot are.",
        example: "lots:  DP-1 with parent CM-12\ndata:  CM-12 with a positive mycoplasma test",
        remedy: "Settle the parent lot first. Where the specification of the product is not that of the parent, leave the results of the parent out of the data, and judge it in a run of its own; `check --spec` judges both at once, where they share no test.",
        source: "R-810",
    }
    /// A lot that is its own ancestor.
    PARENTS_IN_CIRCLE = "parents-in-circle", Error {
        what: "the parents that the lot file names lead back to the lot itself",
        why: "No lot is made from itself. With such a column it is not known what the lot was made from, and no fault of an ancestor would be seen.",
        example: "lots:  A with parent B\n       B with parent A",
        remedy: "Correct the column `parents`: it names what a lot was made from, not what was made from it.",
        source: "R-809",
    }
    /// A parent whose id is that of another lot but for the way it is written.
    PARENT_LOT_ALIKE = "parent-lot-alike", Error {
        what: "a parent in the lot file is written otherwise than a lot that looks the same",
        why: "Case, blanks, hyphens and letters that look alike tell lots apart. The results of the parent, or its own parents, stand under the other id, and a fault of it would not be seen.",
        example: "lots:  DP-1 with parent DS–7 (a dash)\ndata:  DS-7 (a hyphen)",
        remedy: "Write the id of the parent as the data and the lot file do.",
        source: "R-809; evqc",
    }
    /// A parent with two rows in the lot file.
    PARENT_LOT_TWICE = "parent-lot-twice", Error {
        what: "a lot that others were made from stands twice in the lot file",
        why: "There is no telling which of the two rows says what the parent was made from.",
        example: "lots:  DP-1 with parent DS-7\n       DS-7 with parent CM-1\n       DS-7 with parent CM-2",
        remedy: "Keep one row per lot, with all of its parents.",
        source: "R-809",
    }
    /// Parents that are written otherwise than by their ids.
    PARENTS_NOT_READABLE = "parents-not-readable", Error {
        what: "the parents of a lot are written otherwise than by the ids of lots",
        why: "A text that is no id means lots of which nothing would be judged, and a failure of one of them would not be seen.",
        example: "lots:  DP-1 with parents `H-1（60%）、H-2（40%）`, `H-1+H-2` or `H-1 - H-5`\ndata:  H-1",
        remedy: "Name every parent by its id alone, with `;` between them. A lot that has such a text as its id gets a row of its own in the lot file.",
        source: "R-809; evqc",
    }
    /// A parent that nothing is known of.
    PARENT_LOT_UNKNOWN = "parent-lot-unknown", Warning {
        what: "a lot that this one was made from is neither in the data nor in the lot file",
        why: "What became of it is not known here, and the verdict does not count it. An id with a mistake in it looks the same.",
        example: "lots:  DP-1 with parent DS-7, and no DS-7 anywhere",
        remedy: "Correct the id, give the parent a row in the lot file and its results, or see to it elsewhere that the parent conforms.",
        source: "R-809",
    }
    /// A parent without results in the run.
    PARENT_NOT_JUDGED = "parent-not-judged", Note {
        what: "a lot that this one was made from has no results in the data",
        why: "What became of it is not known here, and the verdict does not count it.",
        example: "lots:  DP-1 with parent DS-7\n       DS-7\ndata:  DP-1 only",
        remedy: "Judge the lots together, or see to it elsewhere that the parent conforms.",
        source: "R-810",
    }
    /// When a lot expires.
    REMAINING_LIFE = "remaining-life", Note {
        what: "when the lot expires, what is left to that day, and when it is due for a retest",
        why: "A lot that conforms today and expires tomorrow is not the lot that somebody wants to ship.",
        example: "lots:  expires 2026-12-31, judged on 2026-11-27",
        remedy: "The dates are for information; the verdict and the other findings say where the lot stands.",
        source: "R-509, R-510",
    }
    /// A time point in use cannot be read.
    IN_USE_TIME_NOT_READABLE = "in-use-time-not-readable", Error {
        what: "the time of a result in use cannot be read, or belongs to no clock of the specification",
        why: "Whether a result supports a claim depends on the time since thaw, reconstitution or opening.",
        example: "LOT-7,potency,96,%,in use,,",
        remedy: "Fill `time` and `time_unit`: the time since the event in min, h or d, or a number of cycles.",
        source: "R-507",
    }
    /// A result in use later than the claim.
    IN_USE_BEYOND_CLAIM = "in-use-beyond-claim", Warning {
        what: "a result in use was measured later than the claim and its tolerance",
        why: "Such a result says nothing about the claim: it is shown, and does not count.",
        example: "spec:  in_use: {reconstituted: {within: 1 h, tolerance: 5 min}}\ndata:  potency after 70 min",
        remedy: "Measure at the end of the claimed time as well.",
        source: "R-507",
    }
    /// A claim for use is not supported.
    IN_USE_CLAIM_NOT_SUPPORTED = "in-use-claim-not-supported", Error {
        what: "the results in use do not support the time, or the number of cycles, that is claimed",
        why: "Use within a time is supported by results at its start and at its end; what was measured too early or too late leaves it open.",
        example: "spec:  in_use: {reconstituted: {within: 1 h}}\ndata:  potency at 0 and at 30 min",
        remedy: "Measure every test in use at the start and at the end, within the tolerance.",
        source: "R-507; EMA CPMP/QWP/2934/99",
    }
    /// More freeze-thaw cycles than validated.
    FREEZE_THAW_CYCLES_EXCEEDED = "freeze-thaw-cycles-exceeded", Error {
        what: "the lot was frozen and thawed more often than validated",
        why: "Vesicles are lost and clump with every cycle; the handling of the lot is outside its specification.",
        example: "spec:  in_use: {freeze_thaw: {cycles: 3}}\nlots:  freeze_thaw_cycles 4",
        remedy: "Take a lot that was thawed less often, or validate more cycles.",
        source: "R-507; ICH Q5C",
    }
    /// The number of freeze-thaw cycles is not known.
    FREEZE_THAW_CYCLES_NOT_KNOWN = "freeze-thaw-cycles-not-known", Error {
        what: "the specification limits freeze-thaw cycles, and how many the lot had is not known",
        why: "A line that was not judged is not met.",
        example: "spec:  in_use: {freeze_thaw: {cycles: 3}}\nlots:  no column `freeze_thaw_cycles`",
        remedy: "Give a lot file with the column `freeze_thaw_cycles`.",
        source: "R-507",
    }
    /// An optional test fails.
    OPTIONAL_TEST_FAILED = "optional-test-failed", Warning {
        what: "a test that the specification marks as not required does not meet its criterion",
        why: "It does not decide the verdict, but somebody should know.",
        example: "spec:  required: false, accept: \">= 80 %\"\ndata:  61 %",
        remedy: "Decide whether the test should be required.",
        source: "design section 2",
    }
    /// Nothing required was judged.
    NOTHING_JUDGED = "nothing-judged", Error {
        what: "no required test of the lot was judged",
        why: "An empty plan does not conform: nothing passes that was not judged.",
        example: "spec:  every test is `accept: report` or `required: false`",
        remedy: "Check the specification and the stage.",
        source: "design section 2",
    }
    /// The alert limit is crossed.
    ALERT_LIMIT_CROSSED = "alert-limit-crossed", Note {
        what: "the alert limit is crossed",
        why: "An alert is an internal control: it never changes an outcome.",
        example: "spec:  alert: \">= 85 %\"\ndata:  82 %",
        remedy: "Watch the trend.",
        source: "R-207",
    }
    /// A size that the instrument cannot see.
    OUTSIDE_INSTRUMENT_RANGE = "outside-instrument-range", Error {
        what: "a determination lies outside the range of the instrument",
        why: "Outside its range an instrument gives numbers that mean nothing; the run has no result.",
        example: "spec:  range: 10 to 1000 nm\ndata:  2400 nm",
        remedy: "Measure again within the range, or by another method.",
        source: "R-337",
    }
    /// D90 below D50.
    PERCENTILES_OUT_OF_ORDER = "percentiles-out-of-order", Error {
        what: "a lower percentile of a size distribution lies above a higher one",
        why: "D10, D50 and D90 of one distribution are in this order; where they are not, rows, columns or files were mixed up.",
        example: "data:  d50 110 nm, d90 95 nm",
        remedy: "Find out which value belongs to which test and lot.",
        source: "R-337",
    }
    /// More particles per protein than there is room for.
    RATIO_ABOVE_PHYSICAL_CEILING = "ratio-above-physical-ceiling", Warning {
        what: "a particle-to-protein ratio is above what spheres of the measured size can have",
        why: "A vesicle of 100 nm with 10 % protein allows 1.7e10 particles per µg; more means particles that are no vesicles, or protein that was read too low.",
        example: "spec:  plausible: {size: size_mode, protein_share: 10 %, density: 1.13 g/mL}\ndata:  100 nm, 1.1e11 particles/µg",
        remedy: "Check the dilution of the count, the blank, and the protein assay.",
        source: "mass of a sphere, density · π/6 · d³; R-337",
    }
    /// Determinations on both sides of the limit.
    DETERMINATIONS_DISAGREE = "determinations-disagree", Note {
        what: "some determinations meet the criterion and some do not",
        why: "The mean decides, as the plan says; a mean near its limit whose determinations lie on both sides of it would come out otherwise with other captures. An estimate from results below a limit that lies beyond the criterion says nothing of where these are.",
        example: "spec:  result: mean of 3, accept: \"> 80 %\"\ndata:  78.4, 86.1, 81.0",
        remedy: "Nothing has to be done. Look at the scatter, plan more determinations, or choose a decision rule that takes it into account.",
        source: "evqc",
    }
    /// The action limit is crossed.
    ACTION_LIMIT_CROSSED = "action-limit-crossed", Note {
        what: "the action limit is crossed",
        why: "An action limit is an internal control: it never changes an outcome.",
        example: "spec:  action: \">= 82 %\"\ndata:  81 %",
        remedy: "Follow the internal procedure for action limits.",
        source: "R-207",
    }
    /// A test was waived.
    TEST_WAIVED = "test-waived", Note {
        what: "the test was not performed on this lot under an approved waiver",
        why: "What was not tested is printed with its authority.",
        example: "waivers:  LOT-7,peg,M. Chen,no PEG is used,DEV-12,Q. Adler,2026-01-15,2026-12-31",
        remedy: "None.",
        source: "R-208",
    }
    /// A lot that periodic testing leaves out.
    NOT_DUE_FOR_PERIODIC_TEST = "not-due-for-periodic-test", Note {
        what: "the test was not performed on this lot, which is not due under the periodic testing of the specification",
        why: "A test that passes lot after lot may be performed on every k-th lot by a justified rule; what was not tested is printed with the rule and the last result.",
        example: "spec:  skip: {every: 5, from: L-001, id: J-07, revert: every lot}\ndata:  L-021,peg,0.3 %   L-024 has no result",
        remedy: "None.",
        source: "ICH Q6A section 2.1; R-208",
    }
    /// A lot that is due under periodic testing has no result.
    PERIODIC_TEST_DUE = "periodic-test-due", Error {
        what: "the lot is due under periodic testing and has no result",
        why: "Periodic testing leaves out the lots between; a lot that is due, or earlier than the first one, is tested.",
        example: "spec:  skip: {every: 5, from: L-001, id: J-07, revert: every lot}\ndata:  L-026 has no result",
        remedy: "Test the lot.",
        source: "ICH Q6A section 2.1; R-208",
    }
    /// A lot failed, so every later one is tested.
    PERIODIC_TESTING_REVERTED = "periodic-testing-reverted", Error {
        what: "an earlier lot failed a test of periodic testing, and this one has no result",
        why: "A failure takes the ground from under testing some lots only: every lot is tested again until the specification begins anew with a later lot.",
        example: "spec:  skip: {every: 5, from: L-001, id: J-07, revert: every lot}, accept: NMT 0.5 %\ndata:  L-021,peg,0.7 %   L-022 has no result",
        remedy: "Test the lot. To take up periodic testing again, justify it and name a later lot under `from`.",
        source: "ICH Q6A section 2.1; R-208",
    }
    /// The last tested lot is not in the data.
    LAST_TESTED_LOT_NOT_KNOWN = "last-tested-lot-not-known", Error {
        what: "a lot has no result under periodic testing, and the result of the lot tested last is not in the data or not final",
        why: "A lot in between rests on the lot tested before it. Without that result nothing stands for this lot.",
        example: "spec:  skip: {every: 5, from: L-001, id: J-07, revert: every lot}\ndata:  L-024 without a result, and no row of L-021",
        remedy: "Give the results of the lots since the one that was due last in the same run, or test this lot.",
        source: "ICH Q6A section 2.1; R-208",
    }
    /// The place of a lot is not known.
    PERIODIC_PLACE_NOT_KNOWN = "periodic-place-not-known", Error {
        what: "it cannot be told which lots are due under periodic testing",
        why: "Every 5th lot is a rule only where lots have an order: by the numbers at the end of their ids, or by the column `sequence` of the lot file.",
        example: "spec:  skip: {every: 5, from: L-001, id: J-07, revert: every lot}\ndata:  lot RUN-B has no result",
        remedy: "Give the column `sequence` in the lot file (--lots), with a number for every lot and for the one under `from`.",
        source: "ICH Q6A section 2.1; R-208",
    }
    /// A waiver that may not stand.
    WAIVER_NOT_ALLOWED = "waiver-not-allowed", Error {
        what: "a waiver is given for a test that may not be waived, or without authority",
        why: "Safety tests are never waived by default, and a waiver needs an owner, a reason, a reference, an approver, and the days of its approval and expiry.",
        example: "waivers:  LOT-7,sterility,M. Chen,no time,,,,",
        remedy: "Perform the test.",
        source: "R-208",
    }
    /// A waiver that does not count on the day of judgement.
    WAIVER_NOT_IN_FORCE = "waiver-not-in-force", Error {
        what: "a waiver is given for a missing test, but it has expired or is approved after the day of judgement",
        why: "A waiver counts from the day of its approval to its expiry, both included; outside of it the test is missing.",
        example: "waivers:  LOT-7,peg,M. Chen,no PEG is used,DEV-12,Q. Adler,2026-01-15,2026-06-30    --as-of 2026-07-01",
        remedy: "Perform the test, or have the waiver approved anew.",
        source: "R-208",
    }
    /// The test for sterility took too few containers.
    SAMPLE_TOO_SMALL = "sample-too-small", Error {
        what: "the test for sterility took fewer containers than the batch asks for",
        why: "A small sample misses a contaminated batch. The pharmacopoeias say how many containers of a batch are tested; without an approved reduced plan fewer make the test invalid.",
        example: "spec:  valid_if: units_tested >= sterility sample of batch_size\ndata:  LOT-7,sterility,control,units_tested,4   (batch_size 60)",
        remedy: "Test the missing containers. An approved reduced plan is written as `control units_tested >= 4` with its rationale.",
        source: "USP <71> Table 3; Ph. Eur. 2.6.1; ChP 1101; R-607",
    }
    /// The second stage decided.
    SECOND_STAGE_DECIDED = "second-stage-decided", Note {
        what: "the first stage of a test is not met, and the second stage decided",
        why: "Sub-visible particles are counted by light obscuration first; bubbles and protein count there too, so a count above the limit is settled with the microscope.",
        example: "spec:  light_obscuration: {second_stage: microscope, ...}",
        remedy: "Nothing has to be done; both stages are reported.",
        source: "USP <788>; Ph. Eur. 2.9.19; ChP 0903; R-610",
    }
    /// The second stage is due.
    SECOND_STAGE_DUE = "second-stage-due", Error {
        what: "the first stage of a test is not met, and the second stage has no result yet",
        why: "A first stage that is not met is no failure; the second one decides, and it has to be done.",
        example: "light obscuration 6500 particles/container against 6000, and no result of the microscope",
        remedy: "Perform the second stage.",
        source: "USP <788>; Ph. Eur. 2.9.19; ChP 0903; R-610",
    }
    /// Only stability rows, and no stage was asked for.
    RELEASE_NOT_JUDGED = "release-not-judged", Warning {
        what: "a lot has stability results only, and the run does not ask for the shelf life",
        why: "Leaving the release results out must not turn a lot into a conforming one.",
        example: "every row has stage `stability`, and there is no --stage",
        remedy: "Give --stage \"shelf life\" to judge stability results alone.",
        source: "R-205, S-14",
    }
    /// Rows of a stage that is not judged.
    ROWS_OF_ANOTHER_STAGE = "rows-of-another-stage", Warning {
        what: "rows belong to another stage than the one asked for with --stage, and were not judged",
        why: "No row is left out in silence; a failing result of another stage stays a failing result.",
        example: "evqc check spec.yaml results.csv --stage \"drug substance\"    (results.csv has rows of the drug product)",
        remedy: "Judge the other stage as well, or leave --stage out.",
        source: "R-205",
    }
    /// The specification is not effective at the lot's date.
    SPECIFICATION_NOT_EFFECTIVE = "specification-not-effective", Error {
        what: "the specification does not apply on the date that chooses it",
        why: "A lot is judged against the version that was in force when it was made (or tested), not against the newest one.",
        example: "effective 2026-05-01, lot manufactured 2026-04-20",
        remedy: "Give the version in force, or a folder with all versions.",
        source: "R-210, R-211",
    }
    /// The specification was withdrawn.
    SPECIFICATION_WITHDRAWN = "specification-withdrawn", Error {
        what: "the specification is withdrawn",
        why: "A withdrawn specification never yields a verdict.",
        example: "status: withdrawn",
        remedy: "Use the version that replaces it.",
        source: "R-210",
    }
    /// No version, or more than one, is in force.
    SPECIFICATION_NOT_SELECTED = "specification-not-selected", Error {
        what: "it cannot be told which version of the specification applies to the lot",
        why: "Two versions in force at once, none at all, or an unknown date leave the choice open; evqc does not choose.",
        example: "v2.0 effective to 2026-05-31, v3.0 effective from 2026-05-01, lot made 2026-05-10",
        remedy: "Correct the effective dates, give the date of manufacture in the lot file, or force one with --spec-version.",
        source: "R-211",
    }
    /// The effective period could not be checked.
    EFFECTIVE_DATE_NOT_CHECKED = "effective-date-not-checked", Note {
        what: "the date that chooses the specification version is not known for the lot",
        why: "Whether the specification was in force when the lot was made could not be checked.",
        example: "spec:  effective: 2026-05-01\nlots:  no column `manufactured`",
        remedy: "Give the date of manufacture in a lot file (--lots).",
        source: "R-211",
    }
}
