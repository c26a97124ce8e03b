//! The classes of ICH Q6B, asked of every specification.

use crate::completeness::check::{Check, Scope, Weights};
use crate::completeness::topic::APPEARANCE;
use crate::completeness::view::View;
use crate::spec::Category;

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "Q6B-IDENTITY",
        asks: "a test of category `identity`",
        source: "ICH Q6B, sections 4.1.2 and 4.2.2",
        scope: Scope::ALWAYS,
        weights: Weights::EXPECTED,
        gap: |view| without(view, Category::Identity),
    },
    Check {
        id: "Q6B-PURITY",
        asks: "a test of category `purity`",
        source: "ICH Q6B, sections 4.1.3 and 4.2.3",
        scope: Scope::ALWAYS,
        weights: Weights::EXPECTED,
        gap: |view| without(view, Category::Purity),
    },
    Check {
        id: "Q6B-QUANTITY",
        asks: "a test of category `quantity`",
        source: "ICH Q6B, sections 4.1.5 and 4.2.5",
        scope: Scope::ALWAYS,
        weights: Weights::EXPECTED,
        gap: |view| without(view, Category::Quantity),
    },
    Check {
        id: "Q6B-POTENCY",
        asks: "a test of category `potency`",
        source: "ICH Q6B, sections 2.1.2, 4.1.4 and 4.2.4",
        scope: Scope::ALWAYS,
        weights: Weights::POTENCY,
        gap: |view| without(view, Category::Potency),
    },
    Check {
        id: "Q6B-SAFETY",
        asks: "a test of category `safety`",
        source: "ICH Q6B, section 4.2.6",
        scope: Scope::ALWAYS,
        weights: Weights::EXPECTED,
        gap: |view| without(view, Category::Safety),
    },
    Check {
        id: "Q6B-GENERAL",
        asks: "a test of category `general`",
        source: "ICH Q6B, sections 4.1.1 and 4.2.6",
        scope: Scope::ALWAYS,
        weights: Weights::EXPECTED,
        gap: |view| without(view, Category::General),
    },
    Check {
        id: "Q6B-APPEARANCE",
        asks: "a test of appearance: physical state, colour, clarity",
        source: "ICH Q6B, sections 4.1.1 and 4.2.1",
        scope: Scope::STATED,
        weights: Weights::GROWING,
        gap: |view| view.without(APPEARANCE, "no test is of appearance"),
    },
];

fn without(view: &View<'_>, category: Category) -> Option<String> {
    (!view.has_category(category)).then(|| format!("no test is of category `{}`", category.as_str()))
}
