//! Which keys are known, and what each may say.

use super::chain::check_name;
use super::codes;
use super::key::PublicKey;
use super::statement::{Meaning, SignatureFacts};
use crate::finding::{Finding, Severity};
use crate::lookalike;
use crate::order;
use crate::person;
use crate::source::Place;
use crate::spec::fields::{Fields, mapping};
use crate::spec::keys::{Entry, Shape, key};
use crate::spec::raw::{self, Key, Kind, Node};
use crate::spec::{SourceText, codes as spec_codes};
use jiff::civil::Date;
use std::collections::BTreeSet;

const MEANINGS: &[&str] = &["tested", "reviewed", "approved", "certified"];

static FILE: &[Entry] = &[
    key("evqc_trust", Shape::FormatVersion, "Version of the layout: 1."),
    key("keys", Shape::Named(&Shape::Keys(KEY)), "Keys, each by the name of its owner."),
];

static KEY: &[Entry] = &[
    key(
        "signer",
        Shape::OneOrMore(&Shape::Text),
        "Name of the owner, where the entry has another name, for a second key; several names of one person, each as it is signed.",
    ),
    key("public_key", Shape::Text, "The public key as PEM."),
    key("roles", Shape::OneOrMore(&Shape::Text), "Roles in which it may sign; any, when not given."),
    key(
        "meanings",
        Shape::OneOrMore(&Shape::Word(MEANINGS)),
        "What its signatures may mean; anything, when not given.",
    ),
    key("from", Shape::Date, "First day on which it may sign."),
    key("until", Shape::Date, "Last day on which it may sign."),
];

/// A known key.
#[derive(Clone, Debug)]
pub struct Trusted {
    /// The key.
    pub key: PublicKey,
    /// The file that it stands in.
    pub from: String,
    /// The names of its owner, the first for messages; empty: not known whose it is.
    pub names: Vec<String>,
    /// Roles in which it may sign; empty: any.
    pub roles: Vec<String>,
    /// What its signatures may mean; empty: anything.
    pub meanings: Vec<Meaning>,
    /// First and last day on which it may sign.
    pub days: (Option<Date>, Option<Date>),
}

impl Trusted {
    /// A key of which nothing else is known.
    pub fn bare(key: PublicKey, from: &str) -> Self {
        let from = from.to_owned();
        Trusted { key, from, names: Vec::new(), roles: Vec::new(), meanings: Vec::new(), days: (None, None) }
    }

    /// Whether another entry says the same of this key.
    fn says_the_same(&self, other: &Trusted) -> bool {
        fn all<T: Ord>(list: &[T]) -> BTreeSet<&T> {
            order::collect(list.iter())
        }
        all(&self.names) == all(&other.names)
            && all(&self.roles) == all(&other.roles)
            && all(&self.meanings) == all(&other.meanings)
            && self.days == other.days
    }

    /// Why the key may not say what it says; `is_signer` tells whether a name is that of the signer.
    pub(super) fn objection(
        &self,
        is_signer: impl Fn(&str) -> bool,
        facts: &SignatureFacts,
        day: Date,
    ) -> Option<String> {
        let owner = self.names.first().unwrap_or(&facts.signer);
        if !self.names.is_empty() && !self.names.iter().any(|name| is_signer(name)) {
            let owner = self.names.join(" or ");
            return Some(format!("the key of {owner} signed under the name {}", facts.signer));
        }
        // As names are: what reads the same is the same role, however a keyboard or a file wrote it.
        if !self.roles.is_empty() && !self.roles.iter().any(|role| lookalike::same(role, &facts.role)) {
            return Some(format!("{owner} signed as {}, and may as {}", facts.role, self.roles.join(" or ")));
        }
        if !self.meanings.is_empty() && !self.meanings.contains(&facts.meaning) {
            let may: Vec<&str> = self.meanings.iter().map(|meaning| meaning.as_str()).collect();
            return Some(format!("{owner} signed as {}, and may as {}", facts.meaning.as_str(), may.join(" or ")));
        }
        let (from, until) = self.days;
        match (from.filter(|from| day < *from), until.filter(|until| day > *until)) {
            (Some(from), _) => Some(format!("{owner} signed on {day}, and the key holds from {from}")),
            (_, Some(until)) => Some(format!("{owner} signed on {day}, and the key held until {until}")),
            _ => None,
        }
    }
}

/// The known keys.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    keys: Vec<Trusted>,
}

impl Trust {
    /// The key of this id: as a trust file has it, where one does; what is known of a key is never put aside because it lies in
    /// a folder as well.
    pub fn key(&self, id: &str) -> Option<&Trusted> {
        let mut known = self.keys.iter().filter(|trusted| trusted.key.id() == id);
        let first = known.clone().next()?;
        Some(known.find(|trusted| !trusted.names.is_empty()).unwrap_or(first))
    }

    /// Whether two keys that are not the same have one owner: by any of the names that are known for them.
    pub fn is_one_person(&self, one: &str, other: &str) -> bool {
        let names = |id: &str| self.key(id).map_or(&[][..], |trusted| &trusted.names);
        let all = |id: &str| names(id).iter().map(String::as_str).collect::<Vec<_>>();
        let (own, others) = (all(one), all(other));
        let shared = own.iter().any(|name| others.iter().any(|another| person::same(name, another)));
        one != other && shared && !person::told_apart(&own, &others)
    }

    /// Whether no key is known.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Adds a key.
    pub fn add(&mut self, key: Trusted) {
        self.keys.push(key);
    }

    /// Adds the keys of a trust file.
    ///
    /// # Errors
    /// Every fault with its place.
    pub fn read(&mut self, source: &SourceText) -> Result<(), Vec<Finding>> {
        let (node, mut findings) = raw::parse(source);
        if let Some(node) = &node
            && let Some(entries) = mapping(node, "the trust file", &mut findings)
        {
            let top = (Place::new(source.name(), 1, 1), 1);
            let fields = Fields::new(entries, FILE, top, "the trust file", &mut findings);
            check_version(&fields, &mut findings);
            if fields.node("keys").is_none() {
                findings.push(fields.missing("keys"));
            }
            for (key, node) in fields.mapping("keys", &mut findings) {
                let Some(trusted) = trusted(key, node, &mut findings) else { continue };
                let id = trusted.key.id();
                match self.keys.iter().find(|other| other.key.id() == id && !other.names.is_empty()) {
                    None => self.add(trusted),
                    Some(other) if other.says_the_same(&trusted) => {}
                    Some(other) => {
                        let message = twice(&key.text, &trusted, other);
                        let place = (key.place.clone(), key.width);
                        findings.push(Finding::new(&spec_codes::DUPLICATE_KEY, message).at(place.0, place.1));
                    }
                }
            }
        }
        match findings.iter().any(|finding| finding.severity() == Severity::Error) {
            true => Err(findings),
            false => Ok(()),
        }
    }
}

/// What is wrong with a second entry of a key.
fn twice(entry: &str, trusted: &Trusted, other: &Trusted) -> String {
    let (file, owner) = (&other.from, other.names.first().map_or("", String::as_str));
    if trusted.names == other.names {
        return format!(
            "the key of `{entry}` stands in {file} and in {} with other roles, meanings or days: which of them holds?",
            trusted.from
        );
    }
    let place = if *file == trusted.from { String::new() } else { format!(" in {file}") };
    format!("the key of `{entry}` is that of {owner} already{place}: a key has one owner")
}

fn check_version(fields: &Fields<'_>, findings: &mut Vec<Finding>) {
    match fields.number_text("evqc_trust", findings) {
        Some(version) if version.text == "1" => {}
        Some(version) => {
            let message = format!("`evqc_trust: {}` is not a version of this program", version.text);
            findings
                .push(version.finding(&spec_codes::UNSUPPORTED_FORMAT_VERSION, message).help("write `evqc_trust: 1`"));
        }
        None if fields.node("evqc_trust").is_none() => findings.push(fields.missing("evqc_trust")),
        None => {}
    }
}

fn trusted(entry: &Key, node: &Node, findings: &mut Vec<Finding>) -> Option<Trusted> {
    let entries = mapping(node, &entry.text, findings)?;
    let at = (entry.place.clone(), entry.width);
    let fields = Fields::new(entries, KEY, at, format!("the key of `{}`", entry.text), findings);
    for list in ["signer", "roles", "meanings"] {
        if fields.node(list).is_some_and(|node| matches!(&node.kind, Kind::Sequence(items) if items.is_empty())) {
            let message = format!("`{list}` of {} is empty: nothing could be signed", entry.text);
            let help = format!("leave `{list}` out where any are allowed, or withdraw the key with `until`");
            findings.push(Finding::new(&spec_codes::WRONG_SHAPE, message).at(entry.place.clone(), 1).help(help));
            return None;
        }
    }
    let mut meanings = Vec::new();
    for word in fields.texts("meanings", true, findings) {
        match Meaning::from_word(&word.text) {
            Some(meaning) => meanings.push(meaning),
            None => findings.push(
                word.finding(&spec_codes::UNKNOWN_WORD, format!("`{}` is not a meaning of a signature", word.text))
                    .help(format!("the meanings are {}", MEANINGS.join(", "))),
            ),
        }
    }
    let pem = fields.needed("public_key", findings)?;
    let key = match PublicKey::from_pem(&pem.text) {
        Ok(key) => key,
        Err(fault) => {
            let message = format!("the key of {} {fault}", entry.text);
            findings.push(pem.finding(&codes::SIGNATURE_BY_UNKNOWN_KEY, message));
            return None;
        }
    };
    Some(Trusted {
        key,
        from: entry.place.file.to_string(),
        names: names(entry, &fields, findings)?,
        roles: fields.texts("roles", true, findings).into_iter().map(|text| text.text).collect(),
        meanings,
        days: (fields.date("from", findings), fields.date("until", findings)),
    })
}

/// The names of the owner: those under `signer`, else that of the entry. Each must be one that could be signed under.
fn names(entry: &Key, fields: &Fields<'_>, findings: &mut Vec<Finding>) -> Option<Vec<String>> {
    let said = fields.texts("signer", true, findings);
    let mut all = Vec::new();
    for name in &said {
        if let Err(why) = check_name("signer", &name.text) {
            findings.push(name.finding(&spec_codes::EMPTY_VALUE, format!("in the key of `{}`, {why}", entry.text)));
            return None;
        }
        all.push(name.text.clone());
    }
    Some(if all.is_empty() { vec![entry.text.clone()] } else { all })
}
