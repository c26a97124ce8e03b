//! Findings: what evqc has to say about the user's material.
//!
//! A finding is a value that is collected and rendered late; it is never thrown. Its code is stable: once released, a
//! code keeps its meaning and is never reused. Each code carries its own explanation, from which `evqc explain`, the
//! documentation page and the rule descriptions of the machine formats are made.

use crate::source::Place;
use std::cmp::Ordering;
use std::fmt;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// For information; changes nothing.
    Note,
    /// Worth a look; changes no outcome.
    Warning,
    /// Prevents judging, or is the reason why a test did not pass.
    Error,
}

impl Severity {
    /// The word that reports print.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The identity and explanation of one kind of finding.
///
/// Named after the fault, not the remedy, in kebab case: `too-few-determinations`.
#[derive(Debug)]
pub struct Code {
    /// Stable name, kebab case.
    pub name: &'static str,
    /// Weight of every finding with this code.
    pub severity: Severity,
    /// What it means, in one sentence without a full stop.
    pub what: &'static str,
    /// Why evqc insists on it, in one to three sentences.
    pub why: &'static str,
    /// A short input that causes it (verbatim YAML, CSV or a command line).
    pub example: &'static str,
    /// What to do about it, in one or two sentences.
    pub remedy: &'static str,
    /// Where the rule comes from: a requirement number, a standard with section and edition, or "evqc".
    pub source: &'static str,
}

/// Writes down the codes of a room, each with its page, and the list of them.
#[macro_export]
macro_rules! codes {
    ($($ident:ident: $name:literal, $severity:ident, what: $what:literal, why: $why:literal, example: $example:literal,
       remedy: $remedy:literal, source: $source:literal;)*) => {
        $(#[doc = $what]
        pub static $ident: Code = Code {
            name: $name,
            severity: Severity::$severity,
            what: $what,
            why: $why,
            example: $example,
            remedy: $remedy,
            source: $source,
        };)*
        /// Every code of this room.
        pub const CODES: &[&Code] = &[$(&$ident),*];
    };
}

pub use crate::codes;

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Code {}

/// One thing to say, with the place it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which kind of finding.
    pub code: &'static Code,
    /// One sentence with what was found and what was expected.
    pub message: String,
    /// The primary place, if there is one.
    pub place: Option<Place>,
    /// How many characters the primary place spans, for the caret; at least 1.
    pub width: u32,
    /// Further places, each with a short remark.
    pub related: Vec<(Place, String)>,
    /// What to do; `did you mean` goes here.
    pub help: Option<String>,
}

impl Finding {
    /// A finding without a place.
    pub fn new(code: &'static Code, message: impl Into<String>) -> Self {
        Finding { code, message: message.into(), place: None, width: 1, related: Vec::new(), help: None }
    }

    /// A finding about a file as a whole.
    pub fn of_file(code: &'static Code, file: &str, message: impl Into<String>) -> Self {
        Finding::new(code, message).at(Place::file(&file.into()), 1)
    }

    /// Sets the primary place and its width in characters.
    #[must_use]
    pub fn at(mut self, place: Place, width: u32) -> Self {
        self.place = Some(place);
        self.width = width.max(1);
        self
    }

    /// Adds a further place with a remark.
    #[must_use]
    pub fn with(mut self, place: Place, remark: impl Into<String>) -> Self {
        self.related.push((place, remark.into()));
        self
    }

    /// Adds what the reader can do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Weight of this finding.
    pub fn severity(&self) -> Severity {
        self.code.severity
    }

    /// The order in which the findings of a run stand: the worst first, then by place, code and message.
    pub fn worst_first(&self, other: &Finding) -> Ordering {
        let order = other.severity().cmp(&self.severity());
        order.then_with(|| {
            (&self.place, self.code.name, &self.message).cmp(&(&other.place, other.code.name, &other.message))
        })
    }
}

/// The candidate most like `word`, if one is close enough to be worth suggesting.
///
/// Case and the characters `_`, `-` and space do not count. Deterministic: the first of equally close candidates.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        if let Some(score) = likeness(word, candidate)
            && best.is_none_or(|(top, _)| score > top)
        {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// How much a candidate is like `word`, as [`did_you_mean`] compares them; none where it is not worth suggesting.
pub fn likeness(word: &str, candidate: &str) -> Option<f64> {
    let fold = |text: &str| text.to_lowercase().replace(['_', '-'], " ");
    let score = strsim::jaro_winkler(&fold(word), &fold(candidate));
    (score >= 0.82).then_some(score)
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn suggests_the_closest_name_only() {
        assert_eq!(did_you_mean("acept", ["accept", "alert"]), Some("accept"));
        assert_eq!(did_you_mean("cd63 positive", ["cd9_positive", "cd63_positive"]), Some("cd63_positive"));
        assert_eq!(did_you_mean("zzz", ["accept", "alert"]), None);
    }
}
