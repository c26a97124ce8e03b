//! Codes of what a specification lacks, and of justifications without effect.

use crate::finding::{Code, Severity, codes};

codes! {
    ADVISABLE_CONTENT_ABSENT: "advisable-content-absent", Note,
        what: "a reviewer may ask for something that the specification has not",
        why: "What authorities and societies ask of vesicle products is spread over many documents; each check names its own. It changes no limit and no outcome.",
        example: "phase: phase1, and no test of pH",
        remedy: "Add it, or say why not under `justified`, by the id of the check (`evqc explain ID`).",
        source: "ICH Q6B section 4; R-202, R-1002 to R-1007";
    EXPECTED_CONTENT_ABSENT: "expected-content-absent", Warning,
        what: "a reviewer would ask for something that the specification has not",
        why: "A specification of a biological product covers appearance, identity, purity, potency, quantity and safety; a missing potency test is the classic gap for vesicles.",
        example: "a specification without a test of category potency (Q6B-POTENCY)",
        remedy: "Add it, or say why not under `justified`: `justified: {Q6B-POTENCY: the assay is in validation, VAL-7}`.",
        source: "ICH Q6B sections 4.1 and 4.2; R-202, R-1003 to R-1007";
    REQUIRED_CONTENT_ABSENT: "required-content-absent", Error,
        what: "the specification lacks something without which the product cannot be given in this way or phase",
        why: "Injections are sterile, and a product in a confirmatory trial has a quantitative potency test. A specification without it is not accepted in review. `check` still judges lots: what is not specified is not judged.",
        example: "regions: [us]\nproduct: {route: inhalation}    (no sterility test, US-STERILE-INHALATION)",
        remedy: "Add it, or say why not under `justified`, by the id of the check (`evqc explain ID`).",
        source: "ICH Q6B section 4; R-613, R-709";
    JUSTIFICATION_UNKNOWN: "justification-unknown", Warning,
        what: "`justified` names a check that does not exist",
        why: "Whoever wrote it believes that something is settled.",
        example: "justified: {Q6B-POTENZY: the assay is in validation}",
        remedy: "Use the id of a check; the page on completeness lists them.",
        source: "evqc";
    JUSTIFICATION_NOT_NEEDED: "justification-not-needed", Note,
        what: "`justified` is about something that the specification has, or that nobody asks of it",
        why: "A justification that outlives its reason hides the next gap.",
        example: "justified: {Q6B-POTENCY: the assay is in validation}, beside a potency test",
        remedy: "Take it out; an inherited one by `Q6B-POTENCY: null`.",
        source: "evqc";
    JUSTIFICATION_SAYS_NOTHING: "justification-says-nothing", Warning,
        what: "a justification has no reason in it, and does not count",
        why: "A dash or a single word is not what a reviewer takes for a justification.",
        example: "justified: {Q6B-POTENCY: TBD}",
        remedy: "Say why in a sentence, or name the document that does.",
        source: "R-202";
}
