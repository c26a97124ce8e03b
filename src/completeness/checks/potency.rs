//! Potency by phase, and what stands with a late phase.

use crate::completeness::check::{Check, Scope, Weights};
use crate::completeness::view::{View, has_control, is_quantitative, named};
use crate::spec::{Category, Measured, Test};

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "POTENCY-QUANTITATIVE",
        asks: "at least one potency test with a numeric criterion; `report` is enough in early phases only",
        source: "FDA, Potency Tests for Cellular and Gene Therapy Products, 2011; ICH Q6B, section 2.1.2",
        scope: Scope::STATED,
        weights: Weights::QUANTITATIVE,
        gap: |view| {
            let none = !potency(view).any(|(_, measured)| is_quantitative(measured));
            none.then(|| "no potency test has a numeric criterion".to_owned())
        },
    },
    Check {
        id: "POTENCY-MECHANISM",
        asks: "the tie of a potency test to the claimed mechanism, as its `rationale:` or `source:`",
        source: "FDA, Potency Tests for Cellular and Gene Therapy Products, 2011; ICH Q6B, section 2.1.2",
        scope: Scope::STATED,
        weights: Weights::GROWING,
        gap: |view| {
            let mut tests = potency(view).peekable();
            let any = tests.peek().is_some();
            let tied = tests.any(|(test, _)| test.rationale.is_some() || test.source.is_some());
            (any && !tied).then(|| "no potency test says how it follows from the mechanism".to_owned())
        },
    },
    Check {
        id: "POTENCY-REFERENCE",
        asks: "a control or reference beside every quantitative potency test, in `valid_if` or `requires`",
        source: "USP <1032>; USP <1034>; ICH Q6B, section 2.2.1",
        scope: Scope::STATED,
        weights: Weights::LATE,
        gap: |view| {
            let found: Vec<&Test> = potency(view)
                .filter(|(_, measured)| is_quantitative(measured) && !has_control(measured))
                .map(|(test, _)| test)
                .collect();
            (!found.is_empty()).then(|| format!("potency without control or reference: {}", named(&found)))
        },
    },
    Check {
        id: "STABILITY-SHELF-LIFE",
        asks: "criteria to the end of the shelf life: `shelf_life:` or tests of category `stability`",
        source: "ICH Q5C; ICH Q6B, section 2.5",
        scope: Scope::STATED,
        weights: Weights::LATE,
        gap: |view| {
            let later = view.measured().any(|(_, measured)| !measured.shelf_life.is_empty());
            let none = !later && !view.has_category(Category::Stability);
            none.then(|| "nothing is said of the end of the shelf life".to_owned())
        },
    },
];

fn potency<'s>(view: &View<'s>) -> impl Iterator<Item = (&'s Test, &'s Measured)> {
    view.measured().filter(|(test, _)| test.category == Category::Potency)
}
