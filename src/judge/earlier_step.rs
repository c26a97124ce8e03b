//! Tests of a step before the lot is what it is released as: of its cells, its harvest, its drug substance.
//!
//! They are done before the lot is made, so that their dates are compared with the day of their own step. Which step a stage
//! is, its words tell; a stage whose words tell nothing is held to the day of manufacture as the product is.

use super::context::folded;
use crate::data::LotFacts;
use crate::expiry::LotEvent;
use crate::spec::{Specification, Test};
use jiff::civil::Date;

/// A step of the process, in the order of the process.
struct Step {
    /// Words of its stages. Chinese ones are parts of a name.
    words: &'static [&'static str],
    /// The events of the lot that come before anything of this step is tested, the last one first.
    after: &'static [LotEvent],
}

/// The step of everything that no other one is: the product.
const PRODUCT: usize = STEPS.len();

/// Words of the product, which count before those of its steps: `bulk drug product`.
const OF_PRODUCT: &[&str] =
    &["product", "release", "use", "final", "filled", "finished", "reconstitution", "成品", "制剂", "使用"];

const STEPS: &[Step] = &[
    Step {
        words: &[
            "donor", "donors", "donation", "cell", "cells", "bank", "msc", "mscs", "raw", "starting", "供者", "供体",
            "细胞", "种子", "原料",
        ],
        after: &[],
    },
    Step {
        words: &["culture", "supernatant", "medium", "media", "upstream", "process", "培养", "上清", "过程"],
        after: &[],
    },
    Step { words: &["harvest", "harvests", "harvested", "收获", "收集"], after: &[LotEvent::Harvested] },
    Step {
        words: &[
            "purified",
            "purification",
            "intermediate",
            "bulk",
            "substance",
            "filtration",
            "纯化",
            "中间",
            "原液",
            "半成品",
        ],
        after: &[LotEvent::Harvested],
    },
    Step { words: &["filtered", "filtrate", "过滤后"], after: &[LotEvent::Filtered, LotEvent::Harvested] },
];

/// The last step that the words of a stage name.
fn step_of(stage: &str) -> usize {
    let stage = folded(stage);
    let names = |word: &&str| match word.is_ascii() {
        true => stage.split(|sign: char| !sign.is_alphanumeric()).any(|part| part == *word),
        false => stage.contains(*word),
    };
    // 半成品 is bulk, and has the word of the product in it.
    if OF_PRODUCT.iter().any(names) && !stage.contains("半成品") {
        return PRODUCT;
    }
    STEPS.iter().rposition(|step| step.words.iter().any(names)).unwrap_or(PRODUCT)
}

/// Whether a test is of a step before the one that its lot is released at, the last one that the specification has.
pub fn is_of_earlier_step(spec: &Specification, test: &Test) -> bool {
    let Some(stage) = &test.stage else { return false };
    let of_product = spec.product_fact("stage").into_iter().flat_map(|text| text.split(',')).map(step_of).max();
    let of_test = |test: &Test| match &test.stage {
        Some(stage) => step_of(stage),
        None => of_product.unwrap_or(PRODUCT),
    };
    let last = spec.tests.iter().map(of_test).chain(of_product).max();
    last.is_some_and(|last| step_of(stage) < last)
}

/// The event of a lot that comes before the tests of an earlier step, with its day where one is known.
pub fn before_step(facts: &LotFacts, test: &Test) -> Option<(LotEvent, Date)> {
    let step = STEPS.get(step_of(test.stage.as_deref()?))?;
    step.after.iter().find_map(|event| Some((*event, facts.day_of(*event)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_stage_tell_its_step() {
        for (stage, step) in [
            ("cell bank", 0),
            ("donor and cell bank", 0),
            ("供者筛查", 0),
            ("culture supernatant", 1),
            ("cell-culture harvest", 2),
            ("Harvest", 2),
            ("收获液", 2),
            ("drug substance", 3),
            ("drug_substance", 3),
            ("bulk before filtration", 3),
            ("原液", 3),
            ("半成品", 3),
            ("sterile filtered bulk", 4),
            ("drug product", PRODUCT),
            ("bulk drug product", PRODUCT),
            ("nebulised drug", PRODUCT),
            ("in use", PRODUCT),
            ("after reconstitution", PRODUCT),
            ("成品", PRODUCT),
            ("EV", PRODUCT),
            ("unharvested", PRODUCT),
        ] {
            assert_eq!(step_of(stage), step, "{stage}");
        }
    }
}
