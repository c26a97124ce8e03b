//! Tests that are performed on every k-th lot only.

use super::codes;
use super::fields::{Fields, Text, mapping};
use super::keys;
use super::lines::LineReader;
use super::model::{Assessment, Category, Measured, Test};
use crate::finding::{Code, Finding};
use crate::quantity::unit_table::Base;
use crate::source::Place;

/// What names a test of sterility, endotoxin, mycoplasma or adventitious agents, whatever its category.
const SAFETY_WORDS: [&str; 19] = [
    "sterility",
    "sterile",
    "endotoxin",
    "pyrogen",
    "limulus",
    "monocyte activation",
    "mycoplasma",
    "acholeplasma",
    "ureaplasma",
    "mollicute",
    "adventitious",
    "virus",
    "replication competent",
    "无菌",
    "内毒素",
    "热原",
    "支原体",
    "外源因子",
    "病毒",
];

/// The same as words of their own: short forms that may be part of any other word.
const SAFETY_ABBREVIATIONS: [&str; 8] = ["lal", "bet", "hiv", "hbv", "hcv", "htlv", "rcl", "rcr"];

/// `skip:` of a test: it is performed on every k-th lot, and a lot in between is waived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodicTesting {
    /// Every how many lots; at least 2.
    pub every: u32,
    /// The lot with which it begins, tested itself.
    pub from: String,
    /// The document that justifies it.
    pub justification: String,
    /// Where the rule stands.
    pub place: Place,
}

/// Whether a test is one of the safety tests that are never waived by default and never tested at intervals: by its
/// category, by its name, or because its result is in endotoxin units.
///
/// # Source
/// ICH Q6A, section 2.1; R-208.
pub fn is_safety_test(test: &Test) -> bool {
    let names = [&test.id, &test.name].into_iter().chain(&test.columns);
    let named = |name: &String| {
        let name = name.to_lowercase().replace(['_', '-'], " ");
        let abbreviated = |word: &str| SAFETY_ABBREVIATIONS.contains(&word);
        SAFETY_WORDS.iter().any(|word| name.contains(word))
            || name.split(|c: char| !c.is_alphanumeric()).any(abbreviated)
    };
    test.category == Category::Safety || names.into_iter().any(named) || is_in_endotoxin_units(test)
}

/// Whether the result is in EU; IU, which are of the same dimension, may be those of an enzyme.
fn is_in_endotoxin_units(test: &Test) -> bool {
    match &test.assessment {
        Assessment::Measured(measured) => {
            let unit = &measured.unit;
            unit.dimension().exponent(Base::Endotoxin) == 1 && unit.symbol().contains("EU")
        }
        Assessment::Panel(_) => false,
    }
}

impl LineReader<'_, '_> {
    /// Reads `skip`.
    pub(super) fn periodic(&mut self, fields: &Fields<'_>) -> Option<Box<PeriodicTesting>> {
        let node = fields.node("skip")?;
        let entries = mapping(node, "skip", self.findings)?;
        let at = fields.key("skip").map_or((node.place.clone(), node.width), |key| (key.place.clone(), key.width));
        let place = at.0.clone();
        let inner = Fields::new(entries, keys::SKIP, at, "`skip`", self.findings);
        if inner.node("every").is_none() {
            self.findings.push(inner.missing("every").help("say how often, as in `every: 5`"));
        }
        let every = inner.number_text("every", self.findings).and_then(|text| self.every(&text));
        let (from, id) = (inner.needed("from", self.findings), inner.needed("id", self.findings));
        if inner.node("revert").is_none() {
            self.findings.push(inner.missing("revert").help("write `revert: every lot`, which is what a failure does"));
        }
        let revert = inner.word("revert", keys::REVERSIONS, self.findings);
        let id = id.and_then(|id| self.justification(id));
        let rule = PeriodicTesting { every: every?, from: from?.text.trim().to_owned(), justification: id?, place };
        revert.map(|_| Box::new(rule))
    }

    fn every(&mut self, text: &Text) -> Option<u32> {
        let every = text.text.trim().parse().ok().filter(|every| (2..=1000).contains(every));
        if every.is_none() {
            let message = format!("`{}` is not a number of lots from 2 to 1000", text.text);
            let help = "write `every: 5` for every 5th lot; leave `skip` out for every lot";
            self.findings.push(text.finding(&codes::MALFORMED_PERIODIC_RULE, message).help(help));
        }
        every
    }

    /// An id of a document has a letter or digit in it; a dash justifies nothing.
    fn justification(&mut self, text: Text) -> Option<String> {
        if text.text.chars().any(char::is_alphanumeric) {
            return Some(text.text.trim().to_owned());
        }
        let message = format!("`{}` names no justification", text.text);
        let help = "write the id of the document that justifies testing some lots only";
        self.findings.push(text.finding(&codes::MALFORMED_PERIODIC_RULE, message).help(help));
        None
    }

    /// Periodic testing is never for safety tests, and for nothing that is not required or never waived anyway.
    pub(super) fn check_periodic(&mut self, test: &Test, measured: &Measured) {
        let Some(rule) = &measured.skip else { return };
        let mut say = |code: &'static Code, message: String, help: &str| {
            self.findings.push(Finding::new(code, message).at(rule.place.clone(), 4).help(help));
        };
        if is_safety_test(test) {
            let message = format!("`{}` is a safety test, which is performed on every lot", test.id);
            return say(&codes::PERIODIC_SAFETY_TEST, message, "remove `skip`");
        }
        let contradicted = if !test.required {
            "`required: false`, so no lot needs it"
        } else if test.never_waive {
            "`never_waive: true`, so no lot may be left out"
        } else {
            return;
        };
        let message = format!("test `{}` has `skip` beside {contradicted}", test.id);
        say(&codes::PERIODIC_RULE_CONTRADICTED, message, "remove one of the two");
    }
}
