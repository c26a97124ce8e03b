//! Tests of a step before the lot is what it is released as: of its cells, its harvest, its drug substance.
//!
//! They are done before the lot is made, so that their dates are compared with the day of their own step. Which step a stage
//! is, its words tell; a stage whose words tell nothing is held to the day of manufacture as the product is. The class of the
//! vesicles and what they are from are no step: `purified MSC-EV` may be the product.

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

/// Words of the product, which count before those of its steps: `bulk drug product`. A final bulk is a bulk.
const OF_PRODUCT: &[&str] =
    &["product", "release", "use", "filled", "finished", "reconstitution", "成品", "制剂", "使用"];

/// Words of vesicles: what they are from comes after, `EV from cell culture`.
const OF_VESICLES: &[&str] = &["ev", "evs", "exosome", "exosomes", "vesicle", "vesicles"];

const STEPS: &[Step] = &[
    Step {
        words: &["donor", "donors", "donation", "bank", "raw", "starting", "供者", "供体", "细胞库", "种子", "原料"],
        after: &[],
    },
    Step {
        words: &["culture", "supernatant", "medium", "media", "upstream", "process", "ipc", "培养", "上清", "过程"],
        after: &[],
    },
    Step { words: &["harvest", "harvests", "harvested", "收获", "收集"], after: &[LotEvent::Harvested] },
    Step {
        words: &[
            "purification",
            "intermediate",
            "bulk",
            "substance",
            "filtration",
            "tff",
            "retentate",
            "permeate",
            "ultrafiltrate",
            "diafiltrate",
            "eluate",
            "pool",
            "纯化液",
            "纯化后",
            "中间",
            "原液",
            "半成品",
            "浓缩液",
            "超滤",
            "洗脱",
            "合并液",
            "过滤前",
            "灌装前",
            "分装前",
        ],
        after: &[LotEvent::Harvested],
    },
    Step { words: &["filtered", "filtrate", "过滤后"], after: &[LotEvent::Filtered, LotEvent::Harvested] },
];

/// The step of what is not filled yet, as that of a bulk.
const BEFORE_FILLING: usize = 3;

/// The last step that the words of a stage name.
fn step_of(stage: &str) -> usize {
    let folded = folded(stage);
    let has = |part: &str, word: &str| match word.is_ascii() {
        true => part.split(|sign: char| !sign.is_alphanumeric()).any(|part| part == word),
        false => part.contains(word),
    };
    let stage = match folded.split_once(" from ") {
        Some((what, _)) if OF_VESICLES.iter().any(|word| has(what, word)) => what,
        _ => folded.as_str(),
    };
    let any = |words: &[&str]| words.iter().any(|word| has(stage, word));
    if (any(&["before", "prior"]) && any(&["fill", "filling", "filled"]))
        || (any(&["pre"]) && any(&["fill", "filling"]))
    {
        return BEFORE_FILLING;
    }
    // 半成品 is bulk, and has the word of the product in it.
    if any(OF_PRODUCT) && !stage.contains("半成品") {
        return PRODUCT;
    }
    STEPS.iter().rposition(|step| any(step.words)).unwrap_or(PRODUCT)
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
            ("细胞库", 0),
            ("IPC", 1),
            ("in-process control", 1),
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
            ("final bulk", 3),
            ("TFF retentate", 3),
            ("SEC pool", 3),
            ("before filling", 3),
            ("prior to filling", 3),
            ("pre-filling", 3),
            ("超滤浓缩液", 3),
            ("除菌过滤前", 3),
            ("灌装前", 3),
            ("EV bulk from culture", 3),
            ("drug product", PRODUCT),
            ("bulk drug product", PRODUCT),
            ("nebulised drug", PRODUCT),
            ("in use", PRODUCT),
            ("after reconstitution", PRODUCT),
            ("成品", PRODUCT),
            ("EV", PRODUCT),
            ("MSC-EV", PRODUCT),
            ("purified MSC-EV", PRODUCT),
            ("EV from cell culture", PRODUCT),
            ("exosomes from harvested supernatant", PRODUCT),
            ("cell", PRODUCT),
            ("间充质干细胞外泌体", PRODUCT),
            ("纯化外泌体", PRODUCT),
            ("pre-filled syringe", PRODUCT),
            ("after filling", PRODUCT),
            ("final container", PRODUCT),
            ("unharvested", PRODUCT),
        ] {
            assert_eq!(step_of(stage), step, "{stage}");
        }
    }
}
