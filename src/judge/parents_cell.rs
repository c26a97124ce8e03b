//! What a cell of parents says that names a lot otherwise than by its id alone: `A（60%）`, `A+B`, `A - C`.
//!
//! Such a text is no id, and nothing would be judged of the lots that it means. A lot may be called `A+B` all the same: what the lot
//! file or the data know as it stands is that lot.

use crate::lookalike::{is_chinese, seen, seen_id};
use std::collections::BTreeSet;

/// So many pieces has the longest id that is looked for within a text: `EV-2026/03-DS-A.1` has six.
const LONGEST: usize = 8;

/// Words between two lots that mean those between them too, which nobody names.
const RANGE_WORDS: [&str; 8] = ["to", "till", "until", "through", "thru", "bis", "至", "到"];

/// Words and signs for further lots, which nobody names: `H-1, H-2 etc.`, `H-1等`.
const MORE: [&str; 12] = ["etc", "etc.", "usw", "usw.", "ff", "ff.", "others", "weitere", "等", "...", "…", "……"];

/// Signs between two lots, beside those that tell parents apart in every text: an id can have them in it.
const BETWEEN: [&str; 6] = ["/", "／", "\\", "·", "・", "•"];

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
        let ends: Vec<usize> = ends.flat_map(|end| [vec![end], signs_behind(&text, end)].concat()).collect();
        let starts = [vec![*start], signs_before(&text, *start)].concat();
        for start in starts {
            ids.extend(ends.iter().filter_map(|end| text.get(start..*end)).map(seen_id));
        }
    }
    ids
}

/// So many signs beside its words belong to an id: `H-2 (R1)`, `[MCB-3]`.
const MOST_SIGNS: usize = 2;

/// Where an id may end that has signs behind its last word.
fn signs_behind(text: &str, end: usize) -> Vec<usize> {
    let signs = text.get(end..).unwrap_or_default().char_indices();
    let signs = signs.take_while(|(_, sign)| kind(*sign).is_none() && !sign.is_whitespace()).take(MOST_SIGNS);
    signs.map(|(at, sign)| end + at + sign.len_utf8()).collect()
}

/// Where an id may begin that has signs before its first word.
fn signs_before(text: &str, start: usize) -> Vec<usize> {
    let signs = text.get(..start).unwrap_or_default().char_indices().rev();
    let signs = signs.take_while(|(_, sign)| kind(*sign).is_none() && !sign.is_whitespace()).take(MOST_SIGNS);
    signs.map(|(at, _)| at).collect()
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

/// Signs within a word that mean what lies between: `H-01..H-03`, `H-01~H-03`.
const RANGE_SIGNS: [&str; 15] = ["..", "…", "~", "～", "〜", "∼", "至", "到", "→", "->", "=>", "–", "—", "―", "thru"];

/// Signs of which a part of a cell consists that means what lies between its neighbours: `H-1, ~, H-3`.
const RANGE: [char; 15] = ['-', '‐', '‑', '‒', '–', '—', '―', '−', '~', '～', '〜', '∼', '→', '=', '>'];

/// Whether a word parts two lots and says no more: `DS-07 / DS-08`.
pub(super) fn is_between(word: &str) -> bool {
    BETWEEN.contains(&word)
}

/// The word or sign by which a text tells of further lots that it does not name: `H-1 etc.`, `H-1等`, `H-1...`.
pub(super) fn sign_of_more(text: &str) -> Option<&str> {
    text.split_whitespace().find_map(|word| match MORE.contains(&seen(word).as_str()) {
        true => Some(word),
        false => ["...", "…", "等"].into_iter().find(|sign| is_behind_a_lot(word, sign)),
    })
}

/// Whether a sign for further lots stands behind a lot, with nothing or their number behind it: `H-1...`, `H-1等3批`.
fn is_behind_a_lot(word: &str, sign: &str) -> bool {
    let Some((lot, rest)) = word.split_once(sign) else { return false };
    let is_rest = match sign {
        "等" => rest.is_empty() || rest.ends_with('批'),
        _ => !rest.contains(char::is_alphanumeric),
    };
    lot.contains(|sign: char| sign.is_ascii_digit()) && is_rest
}

/// The sign or word by which a text tells of lots from one to another, of which it names only the ends: `H-01..H-03`, `A to C`, `A - C`.
pub(super) fn sign_of_range(text: &str) -> Option<&str> {
    let has_number = |text: &str| text.contains(|sign: char| sign.is_ascii_digit());
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_dash = |word: &str| {
        !is_between(word) && word.chars().all(|sign| !sign.is_alphanumeric() && sign != '+' && sign != '&')
    };
    let is_word = |word: &str| RANGE_WORDS.contains(&seen(word).as_str());
    let between = words.get(1..words.len().saturating_sub(1)).unwrap_or_default();
    let word = match words[..] {
        [alone] => Some(alone).filter(|word| is_word(word) || word.chars().all(|sign| RANGE.contains(&sign))),
        _ => between.iter().copied().find(|word| is_word(word) || is_dash(word)),
    };
    let within = || {
        words.iter().find_map(|word| {
            let parted = |sign: &&&str| word.split_once(**sign).is_some_and(|(a, b)| has_number(a) && has_number(b));
            RANGE_SIGNS.iter().find(parted).copied()
        })
    };
    word.or_else(within)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ids_within_a_text_begin_and_end_with_whole_words_or_signs_beside_them() {
        for (text, ids) in [
            ("A1（60%）", &["a1", "60", "60%"][..]),
            ("H-1+H-2", &["h-1", "h-2", "h-1+h-2"]),
            ("批号H7等", &["h7"]),
            ("HV 07", &["hv", "07", "hv07"]),
            ("H-2 (R1) + H-3", &["h-2(r1)", "h-2", "h-3"]),
            ("[MCB-3]/x", &["[mcb-3]", "mcb-3"]),
        ] {
            let within = ids_within(text);
            assert!(ids.iter().all(|id| within.contains(*id)), "{text}: {within:?}");
        }
        let within = ids_within("DS-10");
        assert!(within.contains("ds-10") && !within.contains("ds-1"), "{within:?}");
        assert_eq!(ids_within("+ …").len(), 0);
    }

    #[test]
    fn a_range_is_told_by_its_sign_or_word() {
        for (text, sign) in [
            ("H-01..H-03", ".."),
            ("H-01 to H-03", "to"),
            ("A - C", "-"),
            ("H1~H3", "~"),
            ("批1至批3", "至"),
            ("A .. C", ".."),
            ("H-1 thru H-3", "thru"),
            ("H-1–H-3", "–"),
            ("H-1到H-3", "到"),
            ("H-1〜H-3", "〜"),
            ("H-1->H-3", "->"),
            ("~", "~"),
            ("-", "-"),
            ("thru", "thru"),
        ] {
            assert_eq!(sign_of_range(text), Some(sign), "{text}");
        }
        let none = ["H-01", "A B", "A + B", "TO 1", "至善-01", "A..B", "H-01 -", "A & B"];
        for text in none.into_iter().chain(["DS-07 / DS-08", "DS-07 · DS-08", "DS-07 \\ DS-08", "EV–2026", "?"]) {
            assert_eq!(sign_of_range(text), None, "{text}");
        }
    }

    #[test]
    fn a_list_that_is_not_finished_is_told_by_its_sign_or_word() {
        for (text, sign) in [
            ("etc.", "etc."),
            ("H-3 Etc", "Etc"),
            ("H-1等", "等"),
            ("H-1等3批", "等"),
            ("H-1 und weitere", "weitere"),
            ("...", "..."),
            ("…", "…"),
            ("H-3...", "..."),
        ] {
            assert_eq!(sign_of_more(text), Some(sign), "{text}");
        }
        for text in ["H-1", "等离子-01", "H-1 H-2", "ETC-1", "平等-01"] {
            assert_eq!(sign_of_more(text), None, "{text}");
        }
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
