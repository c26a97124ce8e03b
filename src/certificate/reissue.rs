//! What changed between a certificate and the one that replaces it.

use super::model::{Certificate, Change, Content};
use serde_json::Value;
use std::collections::BTreeMap;

/// Keys of the content that differ between any two certificates and say nothing of the lot.
const ASIDE: [&str; 6] = ["record", "replaces", "issued", "evaluated", "number", "missing"];

/// Every value that differs, in the order of the new content.
///
/// # Errors
/// A content cannot be written as JSON.
pub fn changes(before: &Certificate, after: &Content) -> serde_json::Result<Vec<Change>> {
    let (before, after) = (flat(&before.content)?, flat(after)?);
    let gone = before.0.iter().filter(|at| !after.1.contains_key(*at));
    let all = after.0.iter().chain(gone);
    let changed = all.filter_map(|at| {
        let (old, new) = (before.1.get(at), after.1.get(at));
        (old != new).then(|| Change { at: at.clone(), before: old.cloned(), after: new.cloned() })
    });
    Ok(changed.collect())
}

/// The fewest letters that say something; a Chinese character counts as two.
const FEWEST_LETTERS: usize = 4;

/// Whether a text can be the reason of a reissue: a word, and not a letter or a stroke.
pub fn is_reason(text: &str) -> bool {
    let weight = |letter: char| if ('\u{3400}'..='\u{9fff}').contains(&letter) { 2 } else { 1 };
    text.chars().filter(|sign| sign.is_alphabetic()).map(weight).sum::<usize>() >= FEWEST_LETTERS
}

/// Paths in order, and the text at each.
fn flat(content: &Content) -> serde_json::Result<(Vec<String>, BTreeMap<String, String>)> {
    let mut all = (Vec::new(), BTreeMap::new());
    if let Value::Object(entries) = serde_json::to_value(content)? {
        for (key, value) in entries.iter().filter(|(key, _)| !ASIDE.contains(&key.as_str())) {
            walk(key, value, &mut all);
        }
    }
    Ok(all)
}

fn walk(at: &str, value: &Value, all: &mut (Vec<String>, BTreeMap<String, String>)) {
    match value {
        Value::Object(entries) => entries.iter().for_each(|(key, value)| walk(&format!("{at}.{key}"), value, all)),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(&format!("{at}.{}", name_of(item, index)), item, all);
            }
        }
        Value::Null => {}
        Value::String(text) => put(at, text.clone(), all),
        other => put(at, other.to_string(), all),
    }
}

fn put(at: &str, text: String, all: &mut (Vec<String>, BTreeMap<String, String>)) {
    all.0.push(at.to_owned());
    all.1.insert(at.to_owned(), text);
}

/// An item of a list by its id, so that a line put in shifts no other; else by its position.
fn name_of(item: &Value, index: usize) -> String {
    let id = item.get("id").and_then(Value::as_str);
    let point = item.get("point").and_then(|point| point.get("en")).and_then(Value::as_str);
    match (id, point) {
        (Some(id), Some(point)) => format!("{id} ({point})"),
        (Some(id), None) => id.to_owned(),
        (None, _) => (index + 1).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::is_reason;

    #[test]
    fn a_reason_is_a_word_at_least() {
        for reason in ["typo", "transcription error of osmolality", "更正", "wrong pH (7.4)"] {
            assert!(is_reason(reason), "{reason}");
        }
        for none in ["", "x", "-", "...", "n/a", "12345", "改", "\u{200b}\u{200b}\u{200b}\u{200b}"] {
            assert!(!is_reason(none), "{none}");
        }
    }
}
