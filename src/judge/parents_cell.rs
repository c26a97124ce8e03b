//! What a cell of parents says that names a lot otherwise than by its id alone: `A（60%）`, `A+B`, `A - C`.
//!
//! Such a text is no id, and nothing would be judged of the lots that it means. A lot may be called `A+B` all the same: what the lot
//! file or the data know as it stands is that lot.

use crate::lookalike::{is_chinese, seen, seen_id};
use std::collections::BTreeSet;

/// So many pieces has the longest id that is looked for within a text: `EV-2026/03-DS-A.1` has six.
const LONGEST: usize = 8;

/// Words between two lots that mean those between them too, which nobody names.
const RANGE_WORDS: [&str; 7] = ["to", "till", "until", "through", "bis", "至", "到"];

/// Letters and digits that stand side by side in one word of an id; every other sign parts words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Chinese,
    Other,
}

fn kind(sign: char) -> Option<Kind> {
    match sign {
        _ if is_chinese(sign) => Some(Kind::Chinese),
        _ if sign.is_alphanumeric() => Some(Kind::Other),
        _ => None,
    }
}

/// Every text within this one that may be the id of a lot, as ids are seen: it begins and ends with a whole word.
pub(super) fn ids_within(text: &str) -> BTreeSet<String> {
    let text = seen(text);
    let words = words(&text);
    let mut ids = BTreeSet::new();
    for (first, (start, _)) in words.iter().enumerate() {
        let ends = words.iter().skip(first).take(LONGEST).map(|(_, end)| *end);
        ids.extend(ends.filter_map(|end| text.get(*start..end)).map(seen_id));
    }
    ids
}

/// Where the words of a text begin and end.
fn words(text: &str) -> Vec<(usize, usize)> {
    let mut words: Vec<(usize, usize)> = Vec::new();
    let mut before = None;
    for (at, sign) in text.char_indices() {
        let (now, end) = (kind(sign), at + sign.len_utf8());
        match words.last_mut() {
            Some(word) if now.is_some() && now == before => word.1 = end,
            _ if now.is_some() => words.push((at, end)),
            _ => {}
        }
        before = now;
    }
    words
}

/// Whether a text beside the ids of lots says something of them, and is none itself: `-`, `+`, `(60`, `to`.
pub(super) fn is_no_id(text: &str) -> bool {
    let first = text.chars().next();
    !first.is_some_and(char::is_alphanumeric) || RANGE_WORDS.contains(&seen(text).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ids_within_a_text_are_those_of_whole_words() {
        let within = |text: &str| ids_within(text).into_iter().collect::<Vec<_>>();
        assert_eq!(within("A1（60%）"), ["60", "a1", "a1(60"]);
        assert_eq!(
            within("H-1+H-2"),
            ["1", "1+h", "1+h-2", "2", "h", "h-1", "h-1+h", "h-1+h-2", "h-2"].map(str::to_owned)
        );
        assert_eq!(within("DS-10"), ["10", "ds", "ds-10"], "and not DS-1");
        assert_eq!(within("批号H7等"), ["h7", "h7等", "批号", "批号h7", "批号h7等", "等"]);
        assert_eq!(within("HV 07"), ["07", "hv", "hv07"]);
        assert_eq!(within("+ …"), Vec::<String>::new());
    }

    #[test]
    fn a_sign_or_a_word_between_ids_is_none() {
        for text in ["-", "+", "..", "(60", "%)", "~", "TO", "至"] {
            assert!(is_no_id(text), "{text}");
        }
        for text in ["A", "1", "批", "TO-1"] {
            assert!(!is_no_id(text), "{text}");
        }
    }
}
