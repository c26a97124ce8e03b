//! A specification as its reviewer reads it.

use super::topic::{self, Topic};
use crate::quantity::Unit;
use crate::spec::{Assessment, Category, Check, Criterion, Measured, Specification, Test};

/// Words of stages before the product.
const UPSTREAM: [&str; 12] =
    ["bank", "donor", "medium", "supernatant", "harvest", "starting", "raw", "cells", "细胞库", "供体", "上清", "原料"];

/// A specification as its reviewer reads it.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'s> {
    pub spec: &'s Specification,
}

impl<'s> View<'s> {
    /// The tests that decide about a lot: required ones, and members of panels.
    pub fn tests(self) -> impl Iterator<Item = &'s Test> {
        self.spec.tests.iter().filter(|test| test.required || test.panel.is_some())
    }

    /// Those that are measured, with how.
    pub fn measured(self) -> impl Iterator<Item = (&'s Test, &'s Measured)> {
        self.tests().filter_map(|test| match &test.assessment {
            Assessment::Measured(measured) => Some((test, &**measured)),
            Assessment::Panel(_) => None,
        })
    }

    /// Whether some test is of a category.
    pub fn has_category(self, category: Category) -> bool {
        self.spec.tests.iter().any(|test| test.category == category)
    }

    /// Whether some test is about a topic, at whatever stage.
    pub fn has(self, topic: Topic) -> bool {
        self.tests().any(|test| topic.names(test))
    }

    /// Whether some test is about a topic at the stage of the substance or product.
    pub fn has_on_product(self, topic: Topic) -> bool {
        self.tests().any(|test| topic.names(test) && is_on_product(test))
    }

    /// `text` where no test is about a topic.
    pub fn without(self, topic: Topic, text: &str) -> Option<String> {
        (!self.has(topic)).then(|| text.to_owned())
    }

    /// `text` where no test is of a stage with one of these words in its name.
    pub fn without_stage(self, words: &[&str], text: &str) -> Option<String> {
        let stages = self.tests().filter_map(|test| test.stage.as_deref()).map(str::to_lowercase);
        let mut among = stages.filter(|stage| words.iter().any(|word| stage.contains(word)));
        among.next().is_none().then(|| text.to_owned())
    }

    /// `text` where no test of the substance or product is about a topic.
    pub fn product_without(self, topic: Topic, text: &str) -> Option<String> {
        (!self.has_on_product(topic)).then(|| text.to_owned())
    }

    /// Tests in this dimension: the unit is `unit` or converts to it.
    pub fn in_unit_of(self, unit: &'static str) -> impl Iterator<Item = (&'s Test, &'s Measured)> {
        let unit = Unit::parse(unit).unwrap_or_else(|_| Unit::none());
        self.measured().filter(move |(_, measured)| !unit.is_none() && measured.unit.factor_to(&unit).is_some())
    }

    /// Tests of the number or concentration of vesicles, counted or claimed.
    pub fn particle_numbers(self) -> Vec<(&'s Test, &'s Measured)> {
        let is_vesicles = |test: &Test| {
            !matches!(test.category, Category::Safety | Category::General)
                && !topic::SUB_VISIBLE.names(test)
                && !topic::VISIBLE.names(test)
        };
        let counted = self.in_unit_of("particles/mL").chain(self.in_unit_of("particles"));
        counted.filter(|(test, _)| is_vesicles(test)).collect()
    }

    /// Tests of vesicle markers: by category and name.
    pub fn markers(self) -> impl Iterator<Item = (&'s Test, &'s Measured)> {
        self.measured().filter(|(test, _)| {
            matches!(test.category, Category::Identity | Category::Purity)
                && (topic::TRANSMEMBRANE.words_of(test).next().is_some() || topic::CYTOSOLIC.names(test))
        })
    }
}

/// Whether a test belongs to the substance or product and not to what it is made from.
fn is_on_product(test: &Test) -> bool {
    let stage = test.stage.as_deref().unwrap_or_default().to_lowercase();
    !UPSTREAM.iter().any(|word| stage.contains(word))
}

/// Whether a test has a criterion that limits a number.
pub(super) fn is_quantitative(measured: &Measured) -> bool {
    measured.accept.iter().any(|one| matches!(one.criterion, Criterion::Numeric(_) | Criterion::Label(_)))
}

/// Whether a test looks at a control, blank or reference.
pub(super) fn has_control(measured: &Measured) -> bool {
    measured.valid_if.iter().chain(&measured.requires).any(|check| matches!(check.check, Check::Control { .. }))
}

/// The ids of tests, for a message; no more than five.
pub(super) fn named(tests: &[&Test]) -> String {
    let shown: Vec<String> = tests.iter().take(5).map(|test| format!("`{}`", test.id)).collect();
    let more = if tests.len() > shown.len() { " and others" } else { "" };
    format!("{}{more}", shown.join(", "))
}
