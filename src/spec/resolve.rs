//! Inheritance: a specification and those it extends become one map of raw nodes, each still with its own place.

use super::codes;
use super::fields::{self, Fields, Text};
use super::keys;
use super::library::Library;
use super::raw::{self, Form, Key, Kind, Node};
use super::text::SourceText;
use crate::finding::{Finding, did_you_mean};
use crate::source::Place;
use std::collections::HashMap;
use std::sync::Arc;

/// Longest chain of `extends`.
const LONGEST_CHAIN: usize = 16;

/// Maps whose entries are inherited one by one.
const BY_ENTRY: [&str; 12] = [
    "justified",
    "product",
    "dosing",
    "stability",
    "handling",
    "references",
    "parameters",
    "facts",
    "label",
    "derived",
    "gates",
    "tests",
];
/// Lists to which an heir adds.
const ADDED: [&str; 3] = ["notes", "ignore_columns", "samples"];
/// What belongs to one specification and is never inherited: an heir of an approved specification is not approved.
const OWN: [&str; 9] = ["evqc", "id", "version", "title", "part", "status", "effective", "effective_until", "extends"];

/// The top-level entries of a specification.
pub(super) type Entries = Vec<(Key, Node)>;

/// Loads specifications and joins them.
pub(super) struct Resolver<'a> {
    pub library: &'a dyn Library,
    pub findings: Vec<Finding>,
    /// Every text that was read, for rendering findings.
    pub sources: Vec<SourceText>,
    chain: Vec<Arc<str>>,
    /// What was loaded already: a diamond of `extends` must not be read again and again.
    loaded: HashMap<Arc<str>, Option<Entries>>,
}

impl<'a> Resolver<'a> {
    pub fn new(library: &'a dyn Library) -> Self {
        let (findings, sources) = (Vec::new(), Vec::new());
        Resolver { library, findings, sources, chain: Vec::new(), loaded: HashMap::new() }
    }

    /// The entries of a specification with everything it inherits; nothing when it cannot be read at all.
    pub fn load(&mut self, source: &SourceText) -> Option<Entries> {
        if let Some(loaded) = self.loaded.get(source.name()) {
            return loaded.clone();
        }
        self.sources.push(source.clone());
        let (node, findings) = raw::parse(source);
        self.findings.extend(findings);
        let entries = node.and_then(|node| self.document(source, node));
        self.loaded.insert(Arc::clone(source.name()), entries.clone());
        entries
    }

    fn document(&mut self, source: &SourceText, node: Node) -> Option<Entries> {
        let top = (Place::new(source.name(), 1, 1), 1);
        let Kind::Mapping(own) = node.kind else {
            let message = format!("a specification is a map of keys, this file is {}", node.describe());
            self.findings.push(Finding::new(&codes::WRONG_SHAPE, message).at(top.0, 1).help("begin it with `evqc: 1`"));
            return None;
        };
        let fields = Fields::new(&own, &[], top.clone(), "a specification", &mut Vec::new());
        check_version(&fields, &mut self.findings)?;
        Fields::new(&own, keys::SPECIFICATION, top, "a specification", &mut self.findings);
        let parents = fields.texts("extends", true, &mut self.findings);
        self.chain.push(Arc::clone(source.name()));
        let mut joined = Vec::new();
        for parent in parents {
            let inherited = self.parent(source, &parent).unwrap_or_default();
            joined = join(joined, inherited.into_iter().filter(|(key, _)| !OWN.contains(&key.text.as_str())).collect());
        }
        self.chain.pop();
        self.check_drops(&joined, &own);
        Some(join(joined, own))
    }

    fn parent(&mut self, source: &SourceText, name: &Text) -> Option<Entries> {
        let found = match self.library.find(&name.text, source.name()) {
            Ok(found) => found,
            Err(reason) => {
                let (message, help) = reason.split_once("; ").unwrap_or((reason.as_str(), ""));
                let help = if help.is_empty() {
                    "name an id of the library (`evqc spec list`) or a path relative to this file"
                } else {
                    help
                };
                self.findings.push(name.finding(&codes::UNKNOWN_PARENT, message).help(help));
                return None;
            }
        };
        if self.chain.contains(found.name()) || self.chain.len() >= LONGEST_CHAIN {
            let mut circle: Vec<&str> = self.chain.iter().map(|name| name.as_ref()).collect();
            circle.push(found.name());
            let message = format!("specifications extend each other in a circle: {}", circle.join(" -> "));
            self.findings.push(
                name.finding(&codes::CYCLIC_EXTENDS, message)
                    .help("remove one `extends`, or move what is shared to a third specification"),
            );
            return None;
        }
        self.load(&found)
    }

    /// A test set to nothing must be there to be dropped.
    fn check_drops(&mut self, inherited: &Entries, own: &Entries) {
        let known = section(inherited, "tests");
        for (key, node) in section(own, "tests") {
            if node.is_null() && !known.iter().any(|(other, _)| other.text == key.text) {
                let message = format!("`{}` is set to nothing, but no test of this name is inherited", key.text);
                let help = match did_you_mean(&key.text, known.iter().map(|(other, _)| other.text.as_str())) {
                    Some(name) => format!("did you mean `{name}`?"),
                    None => "write the test, or remove the line".to_owned(),
                };
                self.findings
                    .push(Finding::new(&codes::NOTHING_TO_DROP, message).at(key.place.clone(), key.width).help(help));
            }
        }
    }
}

/// `evqc: 1`; nothing else is read when it does not hold, since keys may mean something else.
fn check_version(fields: &Fields<'_>, findings: &mut Vec<Finding>) -> Option<()> {
    let Some(node) = fields.node("evqc") else {
        findings.push(fields.missing("evqc").help("begin the file with `evqc: 1`"));
        return None;
    };
    match &node.kind {
        Kind::Scalar(scalar) if scalar.form == Form::Number && scalar.text == "1" => Some(()),
        _ => {
            let written = match &node.kind {
                Kind::Scalar(scalar) => format!("`{}`", scalar.text),
                _ => node.describe().to_owned(),
            };
            let message = format!("format version {written} is not known, this program reads version 1");
            findings.push(
                Finding::new(&codes::UNSUPPORTED_FORMAT_VERSION, message)
                    .at(node.place.clone(), node.width)
                    .help("write `evqc: 1`, without quotes"),
            );
            None
        }
    }
}

/// The entries of a map under a top-level key.
fn section<'a>(entries: &'a Entries, name: &str) -> &'a [(Key, Node)] {
    match entries.iter().find(|(key, _)| key.text == name) {
        Some((_, Node { kind: Kind::Mapping(inner), .. })) => inner,
        _ => &[],
    }
}

/// What an heir and its inheritance are together: an entry named again replaces the inherited one.
fn join(mut inherited: Entries, own: Entries) -> Entries {
    for (key, node) in own {
        let Some(slot) = inherited.iter_mut().find(|(other, _)| other.text == key.text) else {
            let node = if key.text == "tests" { without_dropped(node) } else { node };
            inherited.push((key, node));
            continue;
        };
        let kind = match (slot.1.clone(), node.clone()) {
            (Node { kind: Kind::Mapping(old), .. }, Node { kind: Kind::Mapping(new), .. }) if is_by_entry(&key) => {
                Kind::Mapping(overlay(old, new, key.text == "tests"))
            }
            (old, new) if ADDED.contains(&key.text.as_str()) => Kind::Sequence(added(old, new)),
            (_, new) => new.kind,
        };
        *slot = (key, Node { kind, ..node });
    }
    inherited
}

fn is_by_entry(key: &Key) -> bool {
    BY_ENTRY.contains(&key.text.as_str())
}

/// Tests without those set to nothing, which were reported.
fn without_dropped(mut node: Node) -> Node {
    if let Kind::Mapping(entries) = &mut node.kind {
        entries.retain(|(_, value)| !value.is_null());
    }
    node
}

/// Entries by name: replaced in place, dropped by nothing, else appended; of tests, one that drops nothing was reported.
fn overlay(mut old: Entries, new: Entries, tests: bool) -> Entries {
    for (key, mut node) in new {
        let place = old.iter().position(|(other, _)| other.text == key.text);
        match place {
            Some(index) if node.is_null() => {
                old.remove(index);
            }
            Some(index) => {
                keep_category(&old[index].1, &mut node);
                old[index] = (key, node);
            }
            None if tests && node.is_null() => {}
            None => old.push((key, node)),
        }
    }
    old
}

/// The class of an attribute does not change with its limit, so a replaced test may leave it out.
fn keep_category(old: &Node, new: &mut Node) {
    let (Kind::Mapping(old), Kind::Mapping(new)) = (&old.kind, &mut new.kind) else { return };
    if new.iter().any(|(key, _)| key.text == "category") {
        return;
    }
    new.extend(old.iter().find(|(key, _)| key.text == "category").cloned());
}

/// The items of two lists, where one text stands for a list of one.
fn added(old: Node, new: Node) -> Vec<Node> {
    let items = |node: Node| match node.kind {
        Kind::Sequence(items) => items,
        _ => vec![node],
    };
    let mut all = items(old);
    all.extend(items(new));
    all
}

/// The map under a key of the joined specification.
pub(super) fn entries_of<'a>(entries: &'a Entries, key: &str, findings: &mut Vec<Finding>) -> &'a [(Key, Node)] {
    entries
        .iter()
        .find(|(other, _)| other.text == key)
        .and_then(|(_, node)| fields::mapping(node, key, findings))
        .unwrap_or_default()
}
