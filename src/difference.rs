//! What changed between two specifications, in words for the change-control file.
//!
//! Criteria are compared by the values that they accept: units are converted exactly, and what rounding adds or takes away
//! is looked at on its own. Panels are compared by their truth tables. Whatever else the canonical form of a
//! specification holds is compared as it is, so that no key is left out. Pure: nothing here opens a file.

mod accepted;
mod handling;
mod life;
mod lines;
mod rest;
mod statement;
mod verdicts;

pub use verdicts::{JudgedLine, JudgedLot, VerdictChange, verdict_changes};

use crate::source::Place;
use crate::spec::{Assessment, Measured, Origin, Specification, Test, canonical_json};
use serde_json::Value;

/// A difference between two specifications.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The test by its id; `None`: the specification as a whole.
    pub test: Option<String>,
    /// The key that differs, with the name of an entry where it has several: `accept`, `parameters.potency_min`.
    pub key: String,
    /// What kind of difference.
    pub change: Change,
    /// What was said before.
    pub before: Option<Said>,
    /// What is said now.
    pub after: Option<Said>,
    /// What has to be known about it.
    pub note: Option<String>,
}

/// What a specification says about a key, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// In the words of the specification.
    pub text: String,
    /// Where; `None` where the place of a single key is not known.
    pub place: Option<Place>,
}

/// The kinds of difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// A test that was not there.
    Added,
    /// A test that is no longer there.
    Removed,
    /// Values, runs or lots are accepted that were refused before.
    Loosened,
    /// Values, runs or lots are refused that were accepted before, and none the other way round.
    Tightened,
    /// A criterion accepts other values, some more and some fewer, or the two cannot be compared.
    Changed,
    /// The same number with other digits: results are rounded differently before the comparison.
    Digits,
    /// Another rule by which a value or an outcome comes about.
    Rule,
    /// Version, dates, sources, names and texts.
    Record,
}

impl Change {
    /// Every kind, in report order: what accepts more first.
    pub const ALL: [Change; 8] = [
        Change::Removed,
        Change::Loosened,
        Change::Changed,
        Change::Digits,
        Change::Rule,
        Change::Added,
        Change::Tightened,
        Change::Record,
    ];

    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Change::Added => "added",
            Change::Removed => "removed",
            Change::Loosened => "loosened",
            Change::Tightened => "tightened",
            Change::Changed => "changed",
            Change::Digits => "digits",
            Change::Rule => "rule",
            Change::Record => "record",
        }
    }

    /// What it means, for people.
    pub fn means(self) -> &'static str {
        match self {
            Change::Added => "a test that was not there",
            Change::Removed => "a test that is no longer there",
            Change::Loosened => "accepts what was refused before",
            Change::Tightened => "refuses what was accepted before",
            Change::Changed => "a criterion that is not simply tighter or looser",
            Change::Digits => "the same number with other digits: it changes the rounding",
            Change::Rule => "another rule by which a value or an outcome comes about",
            Change::Record => "version, dates, sources, names and texts",
        }
    }
}

/// A specification with its canonical form.
struct Side<'s> {
    spec: &'s Specification,
    canonical: Value,
}

impl<'s> Side<'s> {
    fn of(spec: &'s Specification) -> Side<'s> {
        Side { spec, canonical: canonical_json(spec) }
    }

    /// The specification as a whole, as a place.
    fn place(&self) -> Option<Place> {
        Some(Place::file(&self.spec.file))
    }
}

/// The differences from one specification to another: of the specification as a whole, then of the tests in the order of the
/// old one, then those of new tests.
pub fn differences(before: &Specification, after: &Specification) -> Vec<Difference> {
    let (old, new) = (Side::of(before), Side::of(after));
    let mut found = rest::of_the_whole(&old, &new);
    found.extend(life::of_life(&old, &new));
    found.extend(handling::of_handling(&old, &new));
    for test in &before.tests {
        match after.tests.iter().find(|other| other.id == test.id) {
            Some(other) => found.extend(lines::of_a_test((&old, test), (&new, other))),
            None => found.push(lines::removed(test)),
        }
    }
    let added = after.tests.iter().filter(|test| before.test_index(&test.id).is_none());
    found.extend(added.map(lines::added));
    found
}

/// The specification with the tests that only the other one has behind its own, so that data delivered for either can be
/// read. It is for reading only: to be judged are the determinations of the first tests, against the specification itself.
pub fn readable_with(spec: &Specification, other: &Specification) -> Specification {
    let names = |test: &Test| {
        let names = [&test.id, &test.name].into_iter().chain(&test.columns);
        names.map(|name| name.to_lowercase()).collect::<Vec<_>>()
    };
    let known: Vec<String> = spec.tests.iter().flat_map(names).collect();
    let is_new = |name: &String| !known.contains(&name.to_lowercase());
    let mut all = spec.clone();
    for test in other.tests.iter().filter(|test| spec.test_index(&test.id).is_none() && is_new(&test.id)) {
        let Assessment::Measured(measured) = &test.assessment else { continue };
        if measured.origin != Origin::Delivered {
            continue;
        }
        // Positions in it are those of the other specification.
        let measured = Measured { from: None, plausible: None, ..measured.as_ref().clone() };
        all.tests.push(Test {
            name: Some(&test.name).filter(|name| is_new(name)).unwrap_or(&test.id).clone(),
            columns: test.columns.iter().filter(|name| is_new(name)).cloned().collect(),
            assessment: Assessment::Measured(Box::new(measured)),
            source: None,
            panel: None,
            ..test.clone()
        });
    }
    let facts = other.facts.iter().filter(|(name, _)| !spec.facts.iter().any(|(known, _)| known == name));
    all.facts.extend(facts.cloned());
    let claims = other.label.iter().filter(|(name, _)| !spec.label.iter().any(|(known, _)| known == name));
    all.label.extend(claims.cloned());
    all.ignore_columns.extend(other.ignore_columns.iter().cloned());
    all
}
