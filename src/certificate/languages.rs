//! Facts whose languages say different things: of a print in one of them nobody would see it (R-1101).

use super::contradict::finding;
use super::fill::Material;
use super::words::Words;
use crate::finding::Finding;
use crate::quantity::in_text::differing;
use crate::source::Place;
use crate::spec::{routes_in, words_of_no_route};

/// Names and addresses, which each language writes in its own way.
const NAMES: [&str; 2] = ["requester", "approver"];

/// Every text of the facts with other numbers in one language than in the other, or with another route.
pub(super) fn differences(of: &Material<'_>) -> Vec<Finding> {
    let facts = of.facts;
    let place = |key: &str| facts.places.get(key);
    let by_key = facts.words.iter().filter(|(key, _)| !NAMES.contains(&key.as_str()));
    let by_key = by_key.map(|(key, words)| (key.clone(), words, place(key)));
    let deviations = facts.deviations.iter();
    let deviations = deviations.map(|one| (format!("deviation {}", one.reference), &one.text, one.place.as_ref()));
    let comments = facts.comments.iter().map(|words| ("comments".to_owned(), words, None));
    let replaces = facts.replaces.iter().flat_map(|one| std::iter::once(&one.reason).chain(&one.changes));
    let replaces = replaces.map(|words| ("replaces".to_owned(), words, None));
    let texts = by_key.chain(deviations).chain(comments).chain(replaces);
    let mut all: Vec<Finding> = texts.filter_map(|(what, words, place)| numbers(of, &what, words, place)).collect();
    all.extend(route(of));
    all
}

fn numbers(of: &Material<'_>, what: &str, words: &Words, place: Option<&Place>) -> Option<Finding> {
    let differing = differing(&words.en, &words.zh)?.between("the English text", "the Chinese text");
    let message = format!(
        "the facts say {what} `{}` in English and `{}` in Chinese, which state other numbers or units: {differing}",
        words.en, words.zh
    );
    Some(
        finding(of, &message, place)
            .help("write the same numbers with their signs and units in both languages, in digits"),
    )
}

/// Two routes that are known, and not the same.
fn route(of: &Material<'_>) -> Option<Finding> {
    let words = of.facts.words("product.route")?;
    let known = |text: &str| words_of_no_route(text).is_empty();
    let (en, zh) = (routes_in(&words.en), routes_in(&words.zh));
    let differ =
        known(&words.en) && known(&words.zh) && (en.len() != zh.len() || !en.iter().all(|one| zh.contains(one)));
    let message = format!(
        "the facts say product.route `{}` in English and `{}` in Chinese, which are other routes",
        words.en, words.zh
    );
    differ.then(|| finding(of, &message, of.facts.places.get("product.route")))
}
