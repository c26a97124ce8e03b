//! What the route of administration asks for.

use crate::completeness::check::{Check, Given, Scope, Weights};
use crate::completeness::topic::{ACIDITY, DROPLET, ENDOTOXIN, MICROBIAL, OSMOLALITY, STERILITY, SUB_VISIBLE, VISIBLE};
use crate::completeness::view::View;
use crate::dosing::{Region, Route};
use crate::spec::Test;

const NO_STERILITY: &str = "no required test of the product is of sterility";

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "ROUTE-STERILE",
        asks: "a required sterility test of the product",
        source: "USP <1>, <771>; Ph. Eur. 0520, 1163, 0132; ChP 2020 volume IV 0102, 0105, 0109",
        scope: Scope::given(Given::Sterile),
        weights: Weights::REQUIRED,
        gap: |view| view.product_without(STERILITY, NO_STERILITY),
    },
    Check {
        id: "US-STERILE-INHALATION",
        asks: "a required sterility test of the product: aqueous solutions for oral inhalation are sterile in the United States",
        source: "21 CFR 200.51",
        scope: Scope { regions: &[Region::Us], ..Scope::given(Given::By(&[Route::Inhalation])) },
        weights: Weights::REQUIRED,
        gap: |view| view.product_without(STERILITY, NO_STERILITY),
    },
    Check {
        id: "ROUTE-ENDOTOXIN",
        asks: "a required endotoxin test of the product",
        source: "USP <85>; Ph. Eur. 5.1.10; ChP 2020 volume IV 1143",
        scope: Scope::given(Given::Injected),
        weights: Weights::REQUIRED,
        gap: |view| view.product_without(ENDOTOXIN, "no required test of the product is of endotoxin"),
    },
    Check {
        id: "ROUTE-MICROBIAL-LIMITS",
        asks: "total counts of microbes and the absence of specified ones, or a sterility test",
        source: "USP <1111>; Ph. Eur. 5.1.4; ChP 2020 volume IV 1107",
        scope: Scope::given(Given::NotSterile),
        weights: Weights::EXPECTED,
        gap: |view| {
            let none = !view.has_on_product(MICROBIAL) && !view.has_on_product(STERILITY);
            none.then(|| "no test is of microbial counts, and none of sterility".to_owned())
        },
    },
    Check {
        id: "ROUTE-SUB-VISIBLE",
        asks: "a test of sub-visible particles",
        source: "USP <787>, <788>, <789>; Ph. Eur. 2.9.19; ChP 2020 volume IV 0903",
        scope: Scope::given(Given::Injected),
        weights: Weights::GROWING,
        gap: |view| view.product_without(SUB_VISIBLE, "no test is of sub-visible particles"),
    },
    Check {
        id: "ROUTE-VISIBLE",
        asks: "an inspection for visible particles",
        source: "USP <790>; Ph. Eur. 2.9.20; ChP 2020 volume IV 0904",
        scope: Scope::given(Given::Injected),
        weights: Weights::GROWING,
        gap: |view| view.product_without(VISIBLE, "no test is of visible particles"),
    },
    Check {
        id: "ROUTE-VISIBLE-AQL",
        asks: "the acceptance quality limit by which the inspected lot is sampled, in `text:`, `procedure:` or `rationale:`",
        source: "USP <790>",
        scope: Scope::given(Given::Injected),
        weights: Weights::LATE,
        gap: visible_without_plan,
    },
    Check {
        id: "ROUTE-PH",
        asks: "a test of pH",
        source: "ICH Q6B, section 4.2.6",
        scope: Scope::STATED,
        weights: Weights::GROWING,
        gap: |view| view.without(ACIDITY, "no test is of pH"),
    },
    Check {
        id: "ROUTE-OSMOLALITY",
        asks: "a test of osmolality",
        source: "ICH Q6B, section 4.2.6; USP <785>; Ph. Eur. 2.2.35",
        scope: Scope::given(Given::Sterile),
        weights: Weights::GROWING,
        gap: |view| view.without(OSMOLALITY, "no test is of osmolality"),
    },
    Check {
        id: "ROUTE-DROPLETS",
        asks: "a test of droplet size or delivered dose with the named nebuliser",
        source: "Ph. Eur. 2.9.44; USP <1601>",
        scope: Scope::given(Given::By(&[Route::Inhalation, Route::Intranasal])),
        weights: Weights::LATE,
        gap: |view| view.without(DROPLET, "no test is of droplets or of the delivered dose"),
    },
];

/// An inspection for visible particles is of every container and then of a sample, and a line records both.
fn visible_without_plan(view: &View<'_>) -> Option<String> {
    let visible = |test: &&Test| VISIBLE.names(test) && !SUB_VISIBLE.names(test);
    let mut tests = view.tests().filter(visible).peekable();
    let any = tests.peek().is_some();
    let texts = |test: &Test| [test.text.clone(), test.procedure.clone(), test.rationale.clone()];
    let planned = tests.any(|test| texts(test).into_iter().flatten().any(|text| text.to_uppercase().contains("AQL")));
    (any && !planned).then(|| "the inspection for visible particles names no sampling plan (AQL)".to_owned())
}
