//! What the readers of `lab.yaml` and of the certificate facts have in common.

use super::keys::LANGUAGES;
use super::stamp::Stamp;
use super::words::Words;
use crate::finding::Finding;
use crate::judge::says_something;
use crate::lookalike;
use crate::spec::codes as spec_codes;
use crate::spec::fields::{Fields, Text, mapping, text};
use crate::spec::keys::Entry;
use crate::spec::raw::{Key, Kind, Node};

/// The fields of a node, where it is a map.
pub(super) fn fields_of<'n>(
    node: &'n Node,
    table: &'static [Entry],
    what: impl Into<String>,
    findings: &mut Vec<Finding>,
) -> Option<Fields<'n>> {
    let what = what.into();
    let entries = mapping(node, &what, findings)?;
    Some(Fields::new(entries, table, (node.place.clone(), node.width), what, findings))
}

/// The fields under a key; `None` where the key is not there or holds no map.
pub(super) fn section<'n>(
    of: &Fields<'n>,
    key: &str,
    table: &'static [Entry],
    findings: &mut Vec<Finding>,
) -> Option<Fields<'n>> {
    fields_of(of.node(key)?, table, format!("`{key}`"), findings)
}

/// The maps of a list under a key.
pub(super) fn sections<'n>(
    of: &Fields<'n>,
    key: &str,
    table: &'static [Entry],
    findings: &mut Vec<Finding>,
) -> Vec<Fields<'n>> {
    items(of, key, findings).iter().filter_map(|item| fields_of(item, table, format!("`{key}`"), findings)).collect()
}

/// The named maps under a key: each with its name.
pub(super) fn named<'n>(
    of: &Fields<'n>,
    key: &str,
    table: &'static [Entry],
    findings: &mut Vec<Finding>,
) -> Vec<(&'n Key, Fields<'n>)> {
    let entries = of.mapping(key, findings);
    let one = |(name, node): &'n (Key, Node), findings: &mut Vec<Finding>| {
        Some((name, fields_of(node, table, format!("`{}` of `{key}`", name.text), findings)?))
    };
    entries.iter().filter_map(|entry| one(entry, findings)).collect()
}

/// The items of a list under a key.
pub(super) fn items<'n>(of: &Fields<'n>, key: &str, findings: &mut Vec<Finding>) -> &'n [Node] {
    let Some(node) = of.node(key) else { return &[] };
    match &node.kind {
        Kind::Sequence(items) => items,
        _ => {
            let message = format!("`{key}` must be a list, this is {}", node.describe());
            findings.push(
                Finding::new(&spec_codes::WRONG_SHAPE, message)
                    .at(node.place.clone(), node.width)
                    .help("write each item on a line of its own, after a dash"),
            );
            &[]
        }
    }
}

/// A text that stands for both languages, or one for each.
pub(super) fn words(node: &Node, key: &str, findings: &mut Vec<Finding>) -> Option<Words> {
    match &node.kind {
        Kind::Mapping(_) => {
            let fields = fields_of(node, LANGUAGES, format!("`{key}`"), findings)?;
            let (en, zh) = (fields.needed("en", findings), fields.needed("zh", findings));
            let (en, zh) = (en.and_then(|text| seen(text, findings)), zh.and_then(|text| seen(text, findings)));
            Some(Words::new(on_one_line(&en?, key, ", "), on_one_line(&zh?, key, "，")))
        }
        _ => {
            let said = text(node, key, findings).and_then(|text| seen(text, findings))?;
            Some(Words::same(on_one_line(&said, key, ", ")))
        }
    }
}

/// A text of several lines on one: those of an address with a comma between them, others with a blank.
fn on_one_line(text: &str, key: &str, comma: &str) -> String {
    let between = if key == "address" { comma } else { " " };
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    // Who ends a line with a comma has written it.
    lines.iter().enumerate().fold(String::new(), |all, (at, line)| match at {
        0 => (*line).to_owned(),
        _ if all.ends_with([',', '，', ';', '；']) => format!("{all} {line}"),
        _ => format!("{all}{between}{line}"),
    })
}

/// A text in which there is something to see; a text that is empty as it stands is refused by whoever reads it.
pub(super) fn seen(text: Text, findings: &mut Vec<Finding>) -> Option<String> {
    if lookalike::is_blank(&text.text) {
        let message = "the text shows nothing: it is made of signs that cannot be seen".to_owned();
        findings.push(text.finding(&spec_codes::EMPTY_VALUE, message).help("write the value, or remove the key"));
        return None;
    }
    Some(text.text)
}

/// The number of a record: a dash, `n/a` or `pending` names none.
pub(super) fn recorded(text: Text, findings: &mut Vec<Finding>) -> Option<String> {
    if !lookalike::is_blank(&text.text) && !says_something(&text.text) {
        let message = format!("`{}` names no record", text.text);
        findings.push(text.finding(&spec_codes::EMPTY_VALUE, message).help("write its number, or remove the key"));
        return None;
    }
    seen(text, findings)
}

/// The same under a key: a name or a number that is the same in every language.
pub(super) fn name_at(of: &Fields<'_>, key: &str, findings: &mut Vec<Finding>) -> Option<String> {
    of.text(key, findings).and_then(|text| seen(text, findings))
}

/// Words under a key.
pub(super) fn words_at(of: &Fields<'_>, key: &str, findings: &mut Vec<Finding>) -> Option<Words> {
    words(of.node(key)?, key, findings)
}

/// The same, and it must be there.
pub(super) fn words_needed(of: &Fields<'_>, key: &str, findings: &mut Vec<Finding>) -> Option<Words> {
    if of.node(key).is_none() {
        findings.push(of.missing(key));
    }
    words_at(of, key, findings)
}

/// A day, or a day with time and zone.
pub(super) fn stamp(of: &Fields<'_>, key: &str, findings: &mut Vec<Finding>) -> Option<Stamp> {
    let text = of.text(key, findings)?;
    match Stamp::parse(&text.text) {
        Ok(stamp) => Some(stamp),
        Err(help) => {
            let message = format!("`{}` is not a day, or a day with time and zone", text.text);
            findings.push(text.finding(&spec_codes::MALFORMED_DATE, message).help(help));
            None
        }
    }
}

/// The version of the layout must be 1.
pub(super) fn check_version(of: &Fields<'_>, key: &str, findings: &mut Vec<Finding>) {
    match of.number_text(key, findings) {
        Some(version) if version.text == "1" => {}
        Some(version) => {
            let message = format!("`{key}: {}` is not a version of this program", version.text);
            findings.push(version.finding(&spec_codes::UNKNOWN_WORD, message).help(format!("write `{key}: 1`")));
        }
        None if of.node(key).is_none() => findings.push(of.missing(key)),
        None => {}
    }
}
