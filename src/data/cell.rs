//! Cells: how names in them are compared, and how findings show them.

use crate::lookalike::{self, is_chinese, is_hyphen};
use crate::quantity::decimal;
use std::borrow::Cow;

/// The most characters of a cell that a finding shows.
const SHOWN: usize = 40;

/// Takes white space off both ends; costs two comparisons for a cell that has none.
#[inline]
pub(crate) fn trimmed(cell: &str) -> &str {
    let plain = |byte: Option<&u8>| byte.is_none_or(|byte| (0x21..0x7f).contains(byte));
    let bytes = cell.as_bytes();
    if plain(bytes.first()) && plain(bytes.last()) { cell } else { cell.trim() }
}

/// Whether two cells are the same bytes.
///
/// Cells are short, and this is asked several times for every row: eight bytes at a time in place take a third of the
/// time of a call to the general comparison.
#[inline(always)]
pub(crate) fn same(left: &[u8], right: &[u8]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    let pairs = left.as_chunks::<8>().0.iter().zip(right.as_chunks::<8>().0);
    for (eight, other) in pairs {
        if eight != other {
            return false;
        }
    }
    // The last eight bytes may have been looked at in part; that costs less than one by one.
    match (left.last_chunk::<8>(), right.last_chunk::<8>()) {
        (Some(last), Some(other)) => last == other,
        _ => same_short(left, right),
    }
}

/// The same for fewer than eight bytes.
#[inline(always)]
fn same_short(left: &[u8], right: &[u8]) -> bool {
    match (left.first_chunk::<4>(), right.first_chunk::<4>()) {
        (Some(first), Some(other)) => first == other && left.last_chunk::<4>() == right.last_chunk::<4>(),
        _ => left.iter().eq(right),
    }
}

/// The form in which names are compared: case, width, `_`, `-` and white space do not count.
pub fn folded(name: &str) -> String {
    name.chars()
        .map(half_width)
        .filter(|character| !matches!(character, '_' | '-') && !character.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The form in which conditions are compared: as [`folded`], but the sign before a number counts, and a range is one in any way of
/// writing: `-20 °C` is another storage than `20 °C`, and `2 to 8 °C` is `2–8 °C` and not 28 °C. A degree may be one sign or two.
pub fn folded_condition(text: &str) -> String {
    condition_parts(text).concat()
}

/// The words, numbers and signs of a condition in the form in which they are compared, Chinese signs one by one.
pub fn condition_parts(text: &str) -> Vec<String> {
    let text = text.replace('℃', "°C").replace(['º', '˚'], "°");
    let text: String = text.chars().map(half_width).flat_map(char::to_lowercase).collect();
    let mut parts: Vec<String> = Vec::new();
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let width = match first {
            _ if is_of_word(first) => rest.find(|sign: char| !(is_of_word(sign) || sign == '.')).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (part, behind) = rest.split_at(width);
        let before = text.get(..text.len() - rest.len()).unwrap_or_default();
        parts.extend(condition_part(part, before, behind));
        rest = behind;
    }
    without_first_unit(&mut parts);
    parts
}

/// A part as it is compared; nothing for blanks, joints and the point behind a sentence.
fn condition_part(part: &str, before: &str, behind: &str) -> Option<String> {
    let is_number_next = behind.trim_start().starts_with(|sign: char| sign.is_ascii_digit());
    let is_signed_next = behind.trim_start().trim_start_matches(is_hyphen).trim_start();
    let is_number_behind = is_number_next || is_signed_next.starts_with(|sign: char| sign.is_ascii_digit());
    let is_amount_before =
        before.trim_end().trim_end_matches(['c', '°', '%', ' ']).ends_with(|c: char| c.is_ascii_digit());
    if matches!(part, "to" | "~" | "至" | "到") && is_number_behind && is_amount_before {
        return Some("~".to_owned());
    }
    let sign = part.chars().next()?;
    if is_hyphen(sign) {
        // A hyphen is folded away: it stands behind a letter, or before no number.
        let is_range = is_number_behind && is_amount_before && !before.trim_end().ends_with(is_hyphen);
        let is_minus = is_number_next && !before.ends_with(is_of_word);
        return if is_range { Some("~".to_owned()) } else { is_minus.then(|| "-".to_owned()) };
    }
    let plain = folded(if sign == '.' { part } else { part.trim_end_matches('.') });
    (!plain.is_empty()).then_some(plain)
}

/// Signs of one word; Chinese ones stand alone.
fn is_of_word(sign: char) -> bool {
    sign.is_alphanumeric() && !is_chinese(sign)
}

/// `2 °C to 8 °C` is `2 to 8 °C`; a minus is part of its number.
fn without_first_unit(parts: &mut Vec<String>) {
    let all = std::mem::take(parts);
    for part in all {
        match part.as_str() {
            "~" if parts.ends_with(&["°".to_owned(), "c".to_owned()]) => parts.truncate(parts.len() - 2),
            "~" if parts.ends_with(&["%".to_owned()]) => parts.truncate(parts.len() - 1),
            _ if parts.last().is_some_and(|last| last == "-") => {
                parts.pop();
                parts.push(format!("-{part}"));
                continue;
            }
            _ => {}
        }
        parts.push(part);
    }
}

/// The plain form of a full-width character; both code points of the micro sign become one.
fn half_width(character: char) -> char {
    match character {
        '\u{b5}' => '\u{3bc}',
        other => decimal::half_width(other),
    }
}

/// A cell between backticks, shortened, with control characters escaped.
pub(crate) fn shown(cell: &str) -> String {
    let mut text = String::from("`");
    for (count, character) in cell.chars().enumerate() {
        if count == SHOWN {
            text.push('…');
            break;
        }
        match character.is_control() || is_invisible(character) {
            true => text.extend(character.escape_default()),
            false => text.push(character),
        }
    }
    text.push('`');
    text
}

/// The same for bytes that need not be text.
pub(crate) fn shown_bytes(cell: &[u8]) -> String {
    let start = cell.get(..cell.len().min(4 * SHOWN)).unwrap_or_default();
    let text: Cow<'_, str> = String::from_utf8_lossy(start);
    shown(&text)
}

/// Characters that change how their neighbours are shown, or show nothing: two ids that differ in them look alike.
pub(crate) fn is_invisible(character: char) -> bool {
    lookalike::is_invisible(character) || matches!(character, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_case_width_and_joints() {
        assert_eq!(folded("CD63_positive"), folded(" cd63-Positive "));
        assert_eq!(folded("ＣＤ６３　阳性率"), folded("cd63阳性率"));
        assert_eq!(folded("\u{b5}g"), folded("\u{3bc}g"));
        assert_ne!(folded("CD63+"), folded("CD63"));
    }

    #[test]
    fn a_minus_is_no_hyphen() {
        let same = |one: &str, other: &str| folded_condition(one) == folded_condition(other);
        assert!(same("-80 °C", "-80 ºC") && same("-80 °C", "-80˚C"));
        assert!(same("-80 °C", "−80℃") && same("5 °C", "5°c") && same("freeze-dried", "Freeze dried"));
        assert!(same("25 ℃/60 % RH", "25 °C / 60 %RH") && same("lot-1", "lot 1"));
        assert!(!same("-20 °C", "20 °C") && !same("stored at - 20 °C", "stored at 20 °C"));
        assert!(!same("于-20 °C", "于20 °C") && !same("2-8 °C", "28 °C") && !same("-2 to 8 °C", "2 to 8 °C"));
        for range in ["2–8 °C", "2-8℃", "2 ～ 8 °C", "2至8 °C", "2 °C to 8 °C", "2 °C - 8 °C"] {
            assert!(same("2 to 8 °C", range), "{range}");
        }
        assert!(same("-25 to -15 °C", "−25–−15 ℃") && !same("-25 to 15 °C", "-25 to -15 °C"));
    }

    #[test]
    fn cells_are_shown_short_and_harmless() {
        assert_eq!(shown("a\u{0}b\n"), "`a\\u{0}b\\n`");
        assert_eq!(shown(&"x".repeat(50)), format!("`{}…`", "x".repeat(40)));
        assert_eq!(shown("L1\u{202e}"), "`L1\\u{202e}`");
        assert_eq!(shown_bytes(b"\xff1"), "`\u{fffd}1`");
    }

    #[test]
    fn cells_are_the_same_byte_by_byte() {
        let text = "cd63_positive_vesicles";
        for end in 0..text.len() {
            let cell = text.as_bytes().get(..end).expect("in range");
            assert!(same(cell, cell.to_vec().as_slice()));
            for at in 0..end {
                let mut other = cell.to_vec();
                *other.get_mut(at).expect("in range") ^= 1;
                assert!(!same(cell, &other));
            }
            assert!(!same(cell, text.as_bytes()));
        }
    }

    #[test]
    fn trims_every_white_space() {
        assert_eq!(trimmed(" a "), "a");
        assert_eq!(trimmed("\u{3000}a\u{a0}"), "a");
        assert_eq!(trimmed("a b"), "a b");
        assert_eq!(trimmed(""), "");
    }
}
