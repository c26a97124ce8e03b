//! The number of a lot or a certificate in a text that stands on every page alike.
//!
//! A text that is the same around every lot names none: typed by hand it would stand beside another one. Numbers of one house are
//! alike in everything but their digits, so that all that look like the own one are found, of whatever lot they are.

use super::number::in_plain_digits;
use crate::lookalike;

/// Digits of a number without letters from which it is taken for none of a street or a room.
const LONG: usize = 5;

/// The first number in a text that is this one or has its letters and signs with other digits: `EV-3101` beside `EV-3102`.
pub fn typed(text: &str, number: &str) -> Option<String> {
    let [text, number] = [text, number].map(signs);
    let digits = number.iter().filter(|sign| sign.is_ascii_digit()).count();
    let has_letter = number.iter().any(|sign| sign.is_alphabetic());
    if !(has_letter && digits >= 2 || digits >= LONG) {
        return None;
    }
    let is_like =
        |one: &char, other: &char| one == other || has_letter && one.is_ascii_digit() && other.is_ascii_digit();
    let ends = |sign: Option<&char>| sign.is_none_or(|sign| !sign.is_ascii_alphanumeric());
    let found = text.windows(number.len()).enumerate().find(|(at, window)| {
        let is_whole = ends(at.checked_sub(1).and_then(|at| text.get(at))) && ends(text.get(at + number.len()));
        is_whole && window.iter().zip(&number).all(|(one, other)| is_like(one, other))
    });
    found.map(|(_, window)| window.iter().collect())
}

/// The signs of a text as they are seen, digits of all scripts as those of ASCII, every dash a hyphen, and one blank for several.
fn signs(text: &str) -> Vec<char> {
    let words = lookalike::seen(&in_plain_digits(text));
    let words: Vec<String> = words.split_whitespace().map(lookalike::seen_id).collect();
    words.join(" ").chars().collect()
}

#[cfg(test)]
mod tests {
    use super::typed;

    #[test]
    fn numbers_like_the_own_one_are_found() {
        for (text, number, expected) in [
            ("EV-3101", "EV-3102", "ev-3101"),
            ("Questions on EV-3102: qc@lab.example", "EV-3102", "ev-3102"),
            ("EV\u{2011}3101", "EV-3102", "ev-3101"),
            ("\u{ff25}V-31\u{200b}01.", "EV-3102", "ev-3101"),
            ("see CoA-EV-3101-1, page 2", "CoA-EV-3102-1", "coa-ev-3101-1"),
            ("see CoA-EV-3101-1", "EV-3102", "ev-3101"),
            ("Lot 12  A7", "LOT 34 A5", "lot 12 a7"),
            ("20260119", "20260119", "20260119"),
            ("\u{634} \u{662}\u{660}\u{662}\u{666}\u{660}\u{661}\u{661}\u{669}", "20260119", "20260119"),
        ] {
            assert_eq!(typed(text, number).as_deref(), Some(expected), "{text}");
        }
        for (text, number) in [
            ("SOP-QC-001, EV-31012, XEV-3101", "EV-3102"),
            ("12 Sample Street, 10115 Berlin", "12"),
            ("10115 Berlin", "20260119"),
            ("Plasma", "Plasma"),
            ("anything", ""),
            ("", "EV-3102"),
        ] {
            assert_eq!(typed(text, number), None, "{text}");
        }
    }
}
