//! The catalogue as values.

use super::currency::{Currency, Per};
use crate::dosing::Route;
use crate::quantity::{Exact, Unit};
use crate::source::Place;

/// The trials and products, with what was read about them.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// The reviews whose trials these are.
    pub reviews: Vec<Source>,
    /// What was read.
    pub sources: Vec<Source>,
    /// Trials, then products, in the order of the file.
    pub records: Vec<Record>,
    /// Where sources disagree.
    pub contradictions: Vec<Contradiction>,
    /// What was looked at and is not a record: name and why.
    pub left_out: Vec<(String, String)>,
}

impl Catalogue {
    /// The record of this id; case does not count.
    pub fn record(&self, id: &str) -> Option<&Record> {
        self.records.iter().find(|record| record.id.eq_ignore_ascii_case(id))
    }

    /// The contradictions that concern a record.
    pub fn contradictions_of<'c>(&'c self, id: &'c str) -> impl Iterator<Item = &'c Contradiction> {
        self.contradictions.iter().filter(move |contradiction| contradiction.concerns.iter().any(|other| other == id))
    }

    /// The source of this key.
    pub fn source(&self, key: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.key == key)
    }
}

/// A publication, a registry or a review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its key.
    pub key: String,
    /// What it is called.
    pub title: String,
    /// Its DOI.
    pub doi: Option<String>,
    /// What of it was read.
    pub read: Option<String>,
}

/// A trial, or a product without a trial of its own.
#[derive(Clone, Debug)]
pub struct Record {
    /// Registry number, or a name where there is none.
    pub id: String,
    /// Whether it is a trial.
    pub is_trial: bool,
    /// The registry, or `none stated`.
    pub registry: Option<String>,
    /// Its number in a second registry.
    pub also_registered: Option<String>,
    /// The product, as the source calls it.
    pub product: String,
    /// Whether the vesicles are engineered: loaded, or of cells that were changed.
    pub engineered: bool,
    /// What the vesicles come from, in words.
    pub source: String,
    /// What they come from, as one of [`TISSUES`](super::TISSUES).
    pub tissue: String,
    /// What is treated.
    pub indication: Option<String>,
    /// How it is given.
    pub route: GivenBy,
    /// The route in words, where no word of [`Route`] says it.
    pub route_note: Option<String>,
    /// The route whose specification comes nearest, where the own one has none.
    pub served_as: Option<Route>,
    /// Phase.
    pub phase: Option<String>,
    /// Status when the record was read.
    pub status: Option<String>,
    /// Sponsor.
    pub sponsor: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// Where patients were treated, when the sponsor is not stated.
    pub site: Option<String>,
    /// Number of participants, in words.
    pub participants: Option<String>,
    /// What was given, once for each currency and source.
    pub doses: Vec<Dose>,
    /// Keys of the reviews that list it, as far as established.
    pub reviews: Vec<String>,
    /// Keys of what was read.
    pub read_in: Vec<String>,
    /// How sure the record is.
    pub certainty: Certainty,
    /// Ids of specifications written for it.
    pub served_by: Vec<String>,
    /// A remark.
    pub note: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// How a product is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenBy {
    /// By a route that limits are known for.
    Route(Route),
    /// Otherwise, said in words.
    Other,
    /// Nothing that was read says how.
    NotStated,
}

impl GivenBy {
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            GivenBy::Route(route) => route.as_str(),
            GivenBy::Other => "other",
            GivenBy::NotStated => "not stated",
        }
    }
}

/// How sure a fact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// Read in full in the primary table, data file or guideline.
    Primary,
    /// Read in the abstract or in a copy of the registry record.
    Abstract,
    /// Read in a secondary source that quotes the primary.
    Secondary,
    /// Recalled, not read again.
    Recalled,
    /// Stated only in a review.
    Stated,
}

impl Certainty {
    /// Every grade with its letter.
    pub const ALL: [(&'static str, Certainty); 5] = [
        ("A", Certainty::Primary),
        ("B", Certainty::Abstract),
        ("C", Certainty::Secondary),
        ("D", Certainty::Recalled),
        ("S", Certainty::Stated),
    ];

    /// The letter.
    pub fn letter(self) -> &'static str {
        Certainty::ALL.into_iter().find(|(_, grade)| *grade == self).map_or("S", |(letter, _)| letter)
    }

    /// The letter in words.
    pub fn in_words(self) -> &'static str {
        match self {
            Certainty::Primary => "read in full in the primary source",
            Certainty::Abstract => "read in the abstract or a copy of the registry record",
            Certainty::Secondary => "read in a secondary source",
            Certainty::Recalled => "recalled, not read again: verify before use",
            Certainty::Stated => "stated only in a review",
        }
    }
}

/// A dose in the currency it was published in.
#[derive(Clone, Debug)]
pub struct Dose {
    /// How much.
    pub amount: Given,
    /// Of what, where the unit does not say it.
    pub of: Option<String>,
    /// For what.
    pub per: Per,
    /// The volume it is in, in words.
    pub volume: Option<String>,
    /// When.
    pub schedule: Option<String>,
    /// Keys of the sources that say so.
    pub said_by: Vec<String>,
    /// How sure it is.
    pub certainty: Certainty,
    /// The words of the source.
    pub as_written: Option<String>,
}

/// How much is given.
#[derive(Clone, Debug)]
pub enum Given {
    /// One of these levels, all in one currency.
    Levels(Vec<Amount>),
    /// From one amount to another of the same currency.
    Range(Amount, Amount),
    /// What cannot be read as an amount, in words.
    Text(String),
}

impl Given {
    /// The amounts: the levels, or the two ends of a range.
    pub fn amounts(&self) -> Vec<&Amount> {
        match self {
            Given::Levels(levels) => levels.iter().collect(),
            Given::Range(low, high) => vec![low, high],
            Given::Text(_) => Vec::new(),
        }
    }
}

impl Dose {
    /// The currency; none of a dose in words.
    pub fn currency(&self) -> Option<Currency> {
        self.amount.amounts().first().and_then(|amount| Currency::of(&amount.unit))
    }

    /// The amount in one line: `2e9, 6e9 or 2e10 particles`, `20 pmol phospholipid per kg`.
    pub fn in_words(&self) -> String {
        let text = match &self.amount {
            Given::Text(text) => return text.clone(),
            Given::Range(low, high) => listed(&[low, high], " to "),
            Given::Levels(levels) => listed(&levels.iter().collect::<Vec<_>>(), " or "),
        };
        let of = self.of.as_ref().map_or(String::new(), |of| format!(" ({of})"));
        format!("{text}{of}{}", self.per.suffix())
    }
}

/// Amounts with the unit once, when all have the same.
fn listed(amounts: &[&Amount], last: &str) -> String {
    let unit = amounts.first().map_or("", |amount| amount.unit.symbol());
    let same = amounts.iter().all(|amount| amount.unit.symbol() == unit);
    let one = |amount: &&Amount| if same { amount.number.clone() } else { amount.to_string() };
    let texts: Vec<String> = amounts.iter().map(one).collect();
    let joined = match texts.split_last() {
        Some((end, head)) if !head.is_empty() => format!("{}{last}{end}", head.join(", ")),
        _ => texts.concat(),
    };
    if same { format!("{joined} {unit}") } else { joined }
}

/// A number with its unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    /// The number as it is written.
    pub number: String,
    /// Its value.
    pub value: Exact,
    /// Its unit.
    pub unit: Unit,
}

impl std::fmt::Display for Amount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.number, self.unit.symbol())
    }
}

/// Where sources disagree, or one disagrees with itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// Its name.
    pub id: String,
    /// What it is about, as one of [`CONTRADICTIONS`](super::CONTRADICTIONS).
    pub kind: String,
    /// Ids of the records.
    pub concerns: Vec<String>,
    /// What says what.
    pub what: String,
}
