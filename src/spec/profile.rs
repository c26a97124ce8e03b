//! For whom a specification is written: regions, phase of development, kind of product, and what it justifies.
//!
//! None of it changes a limit or an outcome (R-1002, R-214). It decides what a reviewer would ask for.

use super::codes;
use super::fields::{Fields, Text, text};
use super::keys;
use super::raw::{Key, Node};
use crate::dosing::Region;
use crate::finding::{Finding, did_you_mean};
use crate::source::Place;

/// How far the development of a product is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Before any use in people.
    Research,
    /// First trials in people.
    Phase1,
    /// Exploratory trials.
    Phase2,
    /// Confirmatory trials.
    Phase3,
    /// Marketed.
    Commercial,
}

impl Phase {
    /// Every phase, in order.
    pub const ALL: [Phase; 5] = [Phase::Research, Phase::Phase1, Phase::Phase2, Phase::Phase3, Phase::Commercial];

    /// The word in specifications and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Phase::Research => "research",
            Phase::Phase1 => "phase1",
            Phase::Phase2 => "phase2",
            Phase::Phase3 => "phase3",
            Phase::Commercial => "commercial",
        }
    }
}

/// Why something that a reviewer would ask for is not in the specification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Justification {
    /// The check, as in `Q6B-POTENCY`.
    pub check: String,
    /// The reason in words.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

impl Justification {
    /// Whether it says anything: a dash or a single word justifies nothing.
    pub fn says_something(&self) -> bool {
        let words = |text: &str| text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
        // Chinese has no spaces between words.
        words(&self.text) >= 2 || self.text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).count() >= 4
    }
}

/// Reads `regions`; each once, in the order written.
pub(super) fn regions(fields: &Fields<'_>, findings: &mut Vec<Finding>) -> Vec<Region> {
    let mut regions = Vec::new();
    for text in fields.texts("regions", true, findings) {
        match Region::ALL.into_iter().find(|region| region.as_str() == text.text.trim()) {
            Some(region) if !regions.contains(&region) => regions.push(region),
            Some(_) => {}
            None => findings.push(unknown_region(&text)),
        }
    }
    regions
}

fn unknown_region(text: &Text) -> Finding {
    let list = Region::WORDS.join(", ");
    let help = match did_you_mean(&text.text, Region::WORDS.iter().copied()) {
        Some(close) => format!("did you mean `{close}`? The words are {list}"),
        None => format!("write one of {list}"),
    };
    text.finding(&codes::UNKNOWN_WORD, format!("`{}` is not a value of `regions`", text.text)).help(help)
}

/// Reads `phase`.
pub(super) fn phase(fields: &Fields<'_>, findings: &mut Vec<Finding>) -> Option<Phase> {
    let index = fields.word("phase", keys::PHASES, findings)?;
    Phase::ALL.get(index).copied()
}

/// Reads `justified`; an entry set to nothing takes back what is inherited.
pub(super) fn justified(entries: &[(Key, Node)], findings: &mut Vec<Finding>) -> Vec<Justification> {
    let written = entries.iter().filter(|(_, node)| !node.is_null());
    let read = written.filter_map(|(key, node)| {
        let text = text(node, &key.text, findings)?;
        Some(Justification { check: key.text.clone(), text: text.text.trim().to_owned(), place: key.place.clone() })
    });
    read.collect()
}

#[cfg(test)]
mod tests {
    use super::{Justification, Phase};
    use crate::source::Place;
    use crate::spec::keys;
    use std::sync::Arc;

    #[test]
    fn the_words_are_those_of_the_language() {
        assert_eq!(Phase::ALL.map(Phase::as_str), keys::PHASES);
    }

    #[test]
    fn a_dash_justifies_nothing() {
        let says = |text: &str| {
            let place = Place::new(&Arc::from("s.yaml"), 1, 1);
            Justification { check: "Q6B-POTENCY".to_owned(), text: text.to_owned(), place }.says_something()
        };
        for text in ["the assay is in validation, VAL-7", "see CMC-3 section 4", "效力方法验证中"] {
            assert!(says(text), "{text}");
        }
        for text in ["-", "n/a", "yes", "TBD", "- -", "12 34"] {
            assert!(!says(text), "{text}");
        }
    }
}
