//! What loading or display adds (R-1007).

use crate::completeness::check::{Check, Scope, Weights};
use crate::completeness::topic::{CARGO, FREE_CARGO, LOADING, VECTOR};
use crate::completeness::view::{View, is_quantitative};
use crate::spec::Category;

const SOURCE: &str = "Xu 2025, doi:10.1038/s41392-025-02312-w; ICH Q6B, section 4";

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "ENGINEERED-CARGO-IDENTITY",
        asks: "a test of category `identity` of the cargo or of what is displayed",
        source: SOURCE,
        scope: Scope::ENGINEERED,
        weights: Weights::EXPECTED,
        gap: |view| {
            let identity = view.tests().any(|test| test.category == Category::Identity && CARGO.names(test));
            (!identity).then(|| "no identity test is of the cargo or of what is displayed".to_owned())
        },
    },
    Check {
        id: "ENGINEERED-CARGO-AMOUNT",
        asks: "a test of the amount of cargo, with a number",
        source: SOURCE,
        scope: Scope::ENGINEERED,
        weights: Weights::EXPECTED,
        gap: amount,
    },
    Check {
        id: "ENGINEERED-FREE-CARGO",
        asks: "a test of cargo outside of the vesicles",
        source: SOURCE,
        scope: Scope::ENGINEERED,
        weights: Weights::EXPECTED,
        gap: |view| view.without(FREE_CARGO, "no test is of free cargo"),
    },
    Check {
        id: "ENGINEERED-LOADING",
        asks: "a test of the loading efficiency, or of copies per vesicle",
        source: SOURCE,
        scope: Scope::ENGINEERED,
        weights: Weights::EXPECTED,
        gap: |view| view.without(LOADING, "no test is of the loading efficiency"),
    },
    Check {
        id: "ENGINEERED-VECTOR",
        asks: "a test of residues of the vector, plasmid or transfection reagent",
        source: SOURCE,
        scope: Scope::ENGINEERED,
        weights: Weights::EXPECTED,
        gap: |view| view.without(VECTOR, "no test is of residues of the vector"),
    },
];

fn amount(view: &View<'_>) -> Option<String> {
    let limited = view.measured().any(|(test, measured)| {
        matches!(test.category, Category::Quantity | Category::Potency)
            && CARGO.names(test)
            && is_quantitative(measured)
    });
    (!limited).then(|| "no test of category `quantity` limits the amount of cargo".to_owned())
}
