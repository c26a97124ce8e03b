//! Taking values out of raw nodes: each getter checks the shape and reports what does not fit.

use super::codes;
use super::grammar::Fault;
use super::keys::Entry;
use super::raw::{Form, Key, Kind, Node};
use crate::finding::{Code, Finding, did_you_mean};
use crate::source::Place;
use jiff::civil::Date;

/// A text with its place, from which the place of any part follows.
#[derive(Clone, Debug)]
pub struct Text {
    /// What is written there.
    pub text: String,
    /// Where it begins.
    pub place: Place,
    /// How many characters of its first line it spans.
    pub width: u32,
    inset: Option<u32>,
}

impl Text {
    /// A finding about the whole text.
    pub fn finding(&self, code: &'static Code, message: impl Into<String>) -> Finding {
        Finding::new(code, message).at(self.place.clone(), self.width)
    }

    /// A finding about the part of the text that a fault names.
    pub(super) fn fault(&self, fault: Fault) -> Finding {
        let finding = match self.inset {
            Some(inset) => {
                let count =
                    |text: Option<&str>| u32::try_from(text.map_or(0, |text| text.chars().count())).unwrap_or(0);
                let before = count(self.text.get(..fault.start));
                let width = count(self.text.get(fault.start..fault.end));
                let mut place = self.place.clone();
                place.column += inset + before;
                Finding::new(fault.code, fault.message).at(place, width)
            }
            None => self.finding(fault.code, fault.message),
        };
        match fault.help {
            Some(help) => finding.help(help),
            None => finding,
        }
    }

    /// Where its first character stands, behind a quote.
    pub fn start(&self) -> Place {
        let mut place = self.place.clone();
        place.column += self.inset.unwrap_or(0);
        place
    }

    /// The same place with another text, whose characters stand nowhere in the file.
    pub fn replaced(&self, text: String) -> Text {
        Text { text, inset: None, ..self.clone() }
    }
}

/// The text of a scalar; numbers, truth values and nothing are faults.
pub fn text(node: &Node, key: &str, findings: &mut Vec<Finding>) -> Option<Text> {
    let Kind::Scalar(scalar) = &node.kind else {
        findings.push(wrong_shape(node, key, "a text"));
        return None;
    };
    let (code, message): (&'static Code, String) = match scalar.form {
        Form::Quoted | Form::Text => {
            let text = Text {
                text: scalar.text.trim_end().to_owned(),
                place: node.place.clone(),
                width: node.width,
                inset: scalar.inset,
            };
            if text.text.is_empty() {
                findings.push(
                    text.finding(&codes::EMPTY_VALUE, format!("`{key}` is empty"))
                        .help("write the value; a limit that begins with > must be in quotes"),
                );
                return None;
            }
            return Some(text);
        }
        Form::Number => (
            &codes::UNQUOTED_NUMBER,
            format!("`{}` without quotes is a number to YAML tools, which may change its digits", scalar.text),
        ),
        Form::Boolean => {
            (&codes::UNQUOTED_BOOLEAN, format!("`{}` without quotes is true or false to some YAML tools", scalar.text))
        }
        Form::Null => {
            let message = format!("`{key}` has no value");
            findings.push(
                Finding::new(&codes::EMPTY_VALUE, message)
                    .at(node.place.clone(), node.width)
                    .help("write the value, or remove the key"),
            );
            return None;
        }
    };
    findings.push(
        Finding::new(code, message)
            .at(node.place.clone(), node.width)
            .help(format!("write it in quotes: \"{}\"", scalar.text)),
    );
    None
}

/// The finding for a value of the wrong shape.
fn wrong_shape(node: &Node, key: &str, expected: &str) -> Finding {
    Finding::new(&codes::WRONG_SHAPE, format!("`{key}` must be {expected}, this is {}", node.describe()))
        .at(node.place.clone(), node.width)
        .help(format!("write {expected}"))
}

/// The entries of a map.
pub fn mapping<'a>(node: &'a Node, key: &str, findings: &mut Vec<Finding>) -> Option<&'a [(Key, Node)]> {
    if let Kind::Mapping(entries) = &node.kind {
        return Some(entries);
    }
    findings.push(if node.is_null() {
        Finding::new(&codes::EMPTY_VALUE, format!("`{key}` has no value"))
            .at(node.place.clone(), node.width)
            .help("write its entries, or remove the key")
    } else {
        wrong_shape(node, key, "a map")
    });
    None
}

/// The texts of a list; with `single` one text stands for a list of one.
pub fn texts(node: &Node, key: &str, single: bool, findings: &mut Vec<Finding>) -> Vec<Text> {
    match &node.kind {
        Kind::Sequence(items) => items.iter().filter_map(|item| text(item, key, findings)).collect(),
        Kind::Scalar(scalar) if single || scalar.form == Form::Null => text(node, key, findings).into_iter().collect(),
        _ => {
            findings.push(wrong_shape(node, key, if single { "a text or a list of texts" } else { "a list of texts" }));
            Vec::new()
        }
    }
}

/// A map whose keys are those of a table.
pub struct Fields<'a> {
    entries: &'a [(Key, Node)],
    /// Where the map begins, for what is missing in it.
    pub place: Place,
    /// Width for the caret at `place`.
    pub width: u32,
    /// What the map is, for messages: ``test `ph` ``.
    pub what: String,
}

impl<'a> Fields<'a> {
    /// The fields of a node; reports keys that the table does not have.
    pub fn new(
        entries: &'a [(Key, Node)],
        table: &'static [Entry],
        at: (Place, u32),
        what: impl Into<String>,
        findings: &mut Vec<Finding>,
    ) -> Self {
        let fields = Fields { entries, place: at.0, width: at.1, what: what.into() };
        for (key, _) in entries {
            if !table.iter().any(|entry| entry.name == key.text) {
                findings.push(unknown_key(key, table, &fields.what));
            }
        }
        fields
    }

    /// Whether it has no key at all.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The node under a key.
    pub fn node(&self, key: &str) -> Option<&'a Node> {
        self.entries.iter().find(|(found, _)| found.text == key).map(|(_, node)| node)
    }

    /// The key itself, with its place.
    pub fn key(&self, key: &str) -> Option<&'a Key> {
        self.entries.iter().map(|(found, _)| found).find(|found| found.text == key)
    }

    /// A text that may be absent.
    pub fn text(&self, key: &str, findings: &mut Vec<Finding>) -> Option<Text> {
        text(self.node(key)?, key, findings)
    }

    /// A text that may be absent, without its place.
    pub fn string(&self, key: &str, findings: &mut Vec<Finding>) -> Option<String> {
        self.text(key, findings).map(|text| text.text)
    }

    /// A text that must be there.
    pub fn needed(&self, key: &str, findings: &mut Vec<Finding>) -> Option<Text> {
        if self.node(key).is_none() {
            findings.push(self.missing(key));
        }
        self.text(key, findings)
    }

    /// The finding for a key that is not there.
    pub fn missing(&self, key: &str) -> Finding {
        Finding::new(&codes::MISSING_KEY, format!("{} has no `{key}`", self.what))
            .at(self.place.clone(), self.width)
            .help(format!("add `{key}:`"))
    }

    /// `true` or `false`.
    pub fn boolean(&self, key: &str, findings: &mut Vec<Finding>) -> Option<bool> {
        let node = self.node(key)?;
        let written = match &node.kind {
            Kind::Scalar(scalar) if scalar.form != Form::Null => scalar.text.as_str(),
            _ => {
                findings.push(wrong_shape(node, key, "true or false"));
                return None;
            }
        };
        match (written, &node.kind) {
            ("true", Kind::Scalar(scalar)) if scalar.form == Form::Boolean => Some(true),
            ("false", Kind::Scalar(scalar)) if scalar.form == Form::Boolean => Some(false),
            (_, Kind::Scalar(scalar)) if scalar.form == Form::Boolean => {
                let message = format!("`{written}` is true or false to some YAML tools only");
                findings.push(
                    Finding::new(&codes::UNQUOTED_BOOLEAN, message)
                        .at(node.place.clone(), node.width)
                        .help("write true or false"),
                );
                None
            }
            _ => {
                findings.push(wrong_shape(node, key, "true or false, without quotes"));
                None
            }
        }
    }

    /// A number whose digits set no rounding, in quotes or not.
    pub fn number_text(&self, key: &str, findings: &mut Vec<Finding>) -> Option<Text> {
        let node = self.node(key)?;
        match &node.kind {
            Kind::Scalar(scalar) if scalar.form == Form::Number => Some(Text {
                text: scalar.text.clone(),
                place: node.place.clone(),
                width: node.width,
                inset: scalar.inset,
            }),
            _ => text(node, key, findings),
        }
    }

    /// One of a closed list of words; the position in the list.
    pub fn word(&self, key: &str, words: &[&str], findings: &mut Vec<Finding>) -> Option<usize> {
        let text = self.text(key, findings)?;
        let found = words.iter().position(|word| *word == text.text);
        if found.is_none() {
            let list = words.join(", ");
            let help = match did_you_mean(&text.text, words.iter().copied()) {
                Some(word) => format!("did you mean `{word}`? The words are {list}"),
                None => format!("write one of {list}"),
            };
            let message = format!("`{}` is not a value of `{key}`", text.text);
            findings.push(text.finding(&codes::UNKNOWN_WORD, message).help(help));
        }
        found
    }

    /// A date.
    pub fn date(&self, key: &str, findings: &mut Vec<Finding>) -> Option<Date> {
        let text = self.text(key, findings)?;
        // The parser also takes times and short forms; the language has one form.
        let shaped = text.text.len() == 10 && text.text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let date = shaped.then(|| text.text.parse::<Date>().ok()).flatten();
        if date.is_none() {
            let message = format!("`{}` is not a date", text.text);
            findings.push(text.finding(&codes::MALFORMED_DATE, message).help("write YYYY-MM-DD, as in 2026-12-01"));
        }
        date
    }

    /// Texts that may be absent; with `single` one text stands for a list of one.
    pub fn texts(&self, key: &str, single: bool, findings: &mut Vec<Finding>) -> Vec<Text> {
        self.node(key).map_or_else(Vec::new, |node| texts(node, key, single, findings))
    }

    /// The entries of a map that may be absent.
    pub fn mapping(&self, key: &str, findings: &mut Vec<Finding>) -> &'a [(Key, Node)] {
        self.node(key).and_then(|node| mapping(node, key, findings)).unwrap_or_default()
    }
}

fn unknown_key(key: &Key, table: &'static [Entry], what: &str) -> Finding {
    let help = match did_you_mean(&key.text, table.iter().map(|entry| entry.name)) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("the keys are {}", table.iter().map(|entry| entry.name).collect::<Vec<_>>().join(", ")),
    };
    Finding::new(&codes::UNKNOWN_KEY, format!("`{}` is not a key of {what}", key.text))
        .at(key.place.clone(), key.width)
        .help(help)
}
