//! How a result was computed, and how a limit follows from the way the product is given, in both languages.
//!
//! Formulas and numbers are those of every other report. The steps to a limit are said in English where they are taken; each is
//! one of the sentences below, whose numbers and names go into the Chinese one as they are.

use super::fill::Material;
use super::open;
use super::terms;
use super::test_line;
use super::words::Words;
use crate::judge::{TestReport, censored_estimate};
use crate::report::{formulas, wording};
use crate::spec::{DerivedLimit, Dosing, Limits};

/// The steps to a limit: English, Chinese.
const STEPS: &[(&str, &str)] = &[
    ("route {route}: K = {number} EU/kg/h ({name})", "途径 {}：K = {} EU/kg/h（{}）"),
    (
        "route {route}, container of {number} mL (USP <788>, <789>; ChP 0903)",
        "途径 {}，容器 {} mL（USP <788>、<789>；ChP 0903）",
    ),
    ("route {route} (USP <789>)", "途径 {}（USP <789>）"),
    (
        "route {route}: {number} EU/mL (FDA guidance on intraocular devices, 2015, carried over to drugs: to be justified)",
        "途径 {}：{} EU/mL（FDA 眼内器械指南，2015 年，沿用于药物：须说明理由）",
    ),
    (
        "note on {route}: the factor is that of any injection; beside the eye ball 0.2 EU/mL is the cautious limit",
        "关于途径 {}：该系数为一般注射的系数；眼球旁给药以 0.2 EU/mL 为审慎的限度",
    ),
    (
        "note on {route}: the factor is that of any injection; perilymph joins the cerebrospinal fluid, so the intrathecal factor is the cautious choice (`route: [intracochlear, intrathecal]`)",
        "关于途径 {}：该系数为一般注射的系数；外淋巴与脑脊液相通，鞘内途径的系数为审慎之选",
    ),
    (
        "note on {route}: the factor bounds fever, not irritation on the spot; sponsors set a far lower process limit",
        "关于途径 {}：该系数限制发热，而非局部刺激；申办方所定的过程限度远低于此",
    ),
    ("body weight by convention of {name}: {sum} in an hour", "按 {} 约定体重：{}（每小时）"),
    ("the lightest eligible patient: {sum} in an hour", "按最轻的合格受试者：{}（每小时）"),
    ("the dose is stated per kg, so the weight cancels: {sum} in an hour", "剂量按每 kg 表示，体重消去：{}（每小时）"),
    (
        "the dose is stated per m2, K is then 2.5 EU/kg: {sum} in an hour",
        "剂量按每 m2 表示，此时 K 为 2.5 EU/kg：{}（每小时）",
    ),
    (
        "the dose is stated per m2: {sum} in an hour (Ph. Eur. 5.1.10)",
        "剂量按每 m2 表示：{}（每小时，Ph. Eur. 5.1.10）",
    ),
    ("the dose is stated per m2: {sum} in an hour", "剂量按每 m2 表示：{}（每小时）"),
    ("given over {number} min, which counts as 1 h", "给药时间 {} min，按 1 h 计"),
    ("given over 1 h", "给药时间 1 h"),
    ("given over {value}: {sum} in that time", "给药时间 {}：该时间内 {}"),
    ("no duration is stated: the dose counts as given within 1 h", "未规定给药时间：按 1 h 内给药计"),
    ("{number} doses within the hour add up: {sum} for each", "一小时内给药 {} 次，合并计算：每次 {}"),
    ("left for the product: {sum}", "余下供本品：{}"),
    ("what is given along has to meet the same limit by itself", "同时给予的其他成分须自行符合同一限度"),
    ("the strictest of {route} decides: {route}", "取最严者（{}）：{}"),
    ("no pharmacopoeia sets a limit for the route {route}", "药典未规定该途径的限度：{}"),
    ("per unit of the dose: {sum} EU per {name}", "按剂量单位：{} EU/{}"),
    ("{sum} EU/mL of product", "{} EU/mL（本品）"),
    ("{sum} EU for the dose", "{} EU（每剂）"),
    ("the largest single administration", "单次给药的最大剂量"),
    ("{id} = {sum} ({number} before rounding)", "{} = {}（修约前 {}）"),
];

/// What the result of a line was computed from, and what its limits follow from.
pub(super) fn derivation(of: &Material<'_>, test: &TestReport<'_>) -> Vec<Words> {
    let computed = formulas(of.lot, test).into_iter().map(Words::same);
    let estimated = estimated(of, test);
    let dosing = of.lot.spec.dosing.as_deref();
    let limits = dosing.zip(wording::limits(test)).map_or_else(Vec::new, |(dosing, limits)| from_dose(dosing, limits));
    computed.chain(estimated).chain(limits).collect()
}

/// How a mean with censored determinations was estimated.
fn estimated(of: &Material<'_>, test: &TestReport<'_>) -> Option<Words> {
    let found = censored_estimate(of.lot, test)?;
    let (by, censored) = (&terms::CENSORED_ESTIMATE, &terms::CENSORED_OF);
    let plan = test_line::plan(found.summary, None, found.n)?;
    let (method, number) = (found.method, found.censored);
    Some(Words::new(
        format!("{}, {} {method}, {} {number}", plan.en, by.en, censored.en),
        format!("{}，{} {method}，{} {number}", plan.zh, by.zh, censored.zh),
    ))
}

/// The limit that follows from the way the product is given, where it is that of the line, with its steps before it.
fn from_dose(dosing: &Dosing, limits: &Limits) -> Vec<Words> {
    let is_of_line = |limit: &&DerivedLimit| {
        let same_unit = limit.stated.unit.symbol() == limits.unit.symbol();
        same_unit && limits.upper.iter().any(|upper| upper.value == limit.stated.value.exact())
    };
    let Some(limit) = dosing.limits.iter().find(is_of_line) else { return Vec::new() };
    let of_endotoxin = dosing.endotoxin.iter().filter(|_| limit.name.starts_with("endotoxin"));
    let steps = of_endotoxin.flat_map(|derivation| &derivation.steps).chain(&limit.steps);
    let stated = limit.in_words();
    steps.map(|step| said(step)).chain([said(&stated)]).collect()
}

/// A step in both languages; one that is none of the sentences is a calculation, or is told of without its words.
fn said(step: &str) -> Words {
    let is_calculation = !step.split_whitespace().any(is_word);
    open::one_of(STEPS, step).unwrap_or_else(|| match is_calculation {
        true => Words::same(step),
        false => Words::new(step, terms::DERIVED_STEP.zh),
    })
}

/// Whether a part of a step is a word of English, and no number, unit or name of a parameter.
fn is_word(part: &str) -> bool {
    ["the", "for", "of", "in", "is", "a", "to", "and", "note"].contains(&part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_places() {
        for (en, zh) in STEPS {
            assert_eq!(en.matches('{').count(), zh.matches('{').count(), "{en}");
        }
    }

    #[test]
    fn steps_are_said_in_chinese_with_their_numbers() {
        for (step, expected) in [
            ("route intravenous: K = 5 EU/kg/h (USP <85>)", "途径静脉：K = 5 EU/kg/h（USP <85>）"),
            (
                "body weight by convention of USP: 5 EU/kg/h × 70 kg = 350 EU in an hour",
                "按 USP 约定体重：5 EU/kg/h × 70 kg = 350 EU（每小时）",
            ),
            ("350 EU / 15 mL = 23.333 EU/mL of product", "350 EU / 15 mL = 23.333 EU/mL（本品）"),
            ("endotoxin_limit = 23.3 EU/mL (23.333 before rounding)", "endotoxin_limit = 23.3 EU/mL（修约前 23.333）"),
            ("endotoxin_per_dose = 350 EU", "endotoxin_per_dose = 350 EU"),
            ("given over 2 h: 700 EU in that time", "给药时间 2 h：该时间内 700 EU"),
            ("note on inhalation: no such limit", terms::DERIVED_STEP.zh),
        ] {
            assert_eq!(said(step).zh, expected);
            assert_eq!(said(step).en, step);
        }
    }
}
