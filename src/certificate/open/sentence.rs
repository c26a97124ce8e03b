//! Sentences with places in them, found again in a text and filled in both languages.
//!
//! In English a place says what it may hold: `{number} of {number} determinations`. In Chinese `{}` is the next one of them, and
//! `{2}` the second, where the order is another one.

use super::slot::{Names, Slot};
use crate::certificate::words::Words;
use crate::lookalike::is_chinese;

/// The sentences of the judgement: English, Chinese; of two that hold the same text, the first one.
const TABLE: &str = include_str!("sentences.tsv");

/// Every sentence of the judgement.
pub(super) fn sentences() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE.lines().filter_map(|line| line.split_once('\t'))
}

/// A text of the judgement in print, where it is one of its sentences.
pub(super) fn of_the_judgement(text: &str, names: Names<'_>) -> Option<Words> {
    in_print(sentences(), text, names)
}

/// A text in print, where it is one of these sentences.
pub(super) fn in_print<'s>(
    mut all: impl Iterator<Item = (&'s str, &'s str)>,
    text: &str,
    names: Names<'_>,
) -> Option<Words> {
    all.find_map(|(en, zh)| {
        let held = held(en, text)?;
        let print: Option<Vec<Words>> = held.iter().map(|(slot, text)| slot.print(text, names)).collect();
        let print = print?;
        Some(Words::new(filled(en, &print, |words| &words.en), filled(zh, &print, |words| &words.zh)))
    })
}

/// What a text has in the places of a sentence, where it is that sentence.
pub(super) fn held<'m>(sentence: &str, text: &'m str) -> Option<Vec<(Slot, &'m str)>> {
    let Some((before, rest)) = sentence.split_once('{') else { return (sentence == text).then(Vec::new) };
    let text = text.strip_prefix(before)?;
    let (slot, behind) = rest.split_once('}')?;
    let slot = Slot::named(slot)?;
    let next = behind.split('{').next().unwrap_or_default();
    // A text of the user may have the words in it that follow its place.
    let ends: Vec<usize> =
        if next.is_empty() { vec![text.len()] } else { text.match_indices(next).map(|(at, _)| at).collect() };
    ends.into_iter().find_map(|end| {
        let (own, rest) = text.split_at_checked(end)?;
        let mut all = held(behind, rest).filter(|_| !own.is_empty() && slot.holds(own))?;
        all.insert(0, (slot, own));
        Some(all)
    })
}

/// A sentence with its places filled. Chinese stands beside Chinese without a blank.
fn filled(sentence: &str, print: &[Words], language: fn(&Words) -> &str) -> String {
    let mut parts = sentence.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.enumerate().fold(first, |text, (at, part)| {
        let (place, behind) = part.split_once('}').unwrap_or(("", part));
        let at = place.parse::<usize>().ok().and_then(|place| place.checked_sub(1)).unwrap_or(at);
        let value = print.get(at).map_or("", language);
        let text = without_blank(&text, value).map_or(text.clone(), str::to_owned);
        let tight = value.ends_with(is_chinese) && behind.trim_start().starts_with(is_chinese);
        text + value + if tight { behind.trim_start() } else { behind }
    })
}

/// A text without the blank at its end, where Chinese stands before and behind it.
fn without_blank<'t>(text: &'t str, behind: &str) -> Option<&'t str> {
    text.strip_suffix(' ').filter(|before| before.ends_with(is_chinese) && behind.starts_with(is_chinese))
}
