//! Numbers in a text beside what was judged: those of an address or of a form may stand there, measured ones may not.

use super::handling::without_handling;
use crate::lookalike;
use crate::quantity::Unit;
use std::ops::RangeInclusive;

/// Parts two texts that are never read one behind the other: the title of a page and what stands on it.
pub const APART: char = '\u{c}';

/// Signs and words that make what follows a limit or a result.
const BEFORE: &[&str] = &[
    "<",
    ">",
    "\u{2264}",
    "\u{2265}",
    "\u{2a7d}",
    "\u{2a7e}",
    "=",
    "\u{b1}",
    "~",
    "\u{2248}",
    "nmt",
    "nlt",
    "not more than",
    "not less than",
    "\u{4e0d}\u{5927}\u{4e8e}",
    "\u{4e0d}\u{5c0f}\u{4e8e}",
];

/// Words that make the number behind them one of a document, which may have a point: `rev. 3.2`.
const OF_DOCUMENTS: &[&str] = &[
    "form",
    "formular",
    "formblatt",
    "sop",
    "rev",
    "rev.",
    "revision",
    "version",
    "ver",
    "ver.",
    "v",
    "v.",
    "vers.",
    "edition",
    "ed.",
    "layout",
    "template",
    "section",
    "sections",
    "sect.",
    "sec.",
    "chapter",
    "chap.",
    "clause",
    "paragraph",
    "para.",
    "abschnitt",
    "kapitel",
    "\u{a7}",
    "jjf",
    "jjg",
    "gb",
    "gb/t",
    "yy/t",
    "iso",
    "iec",
    "astm",
    "din",
    "\u{7248}\u{672c}",
    "\u{4fee}\u{8ba2}",
    "\u{8868}\u{5355}",
    "\u{7ae0}",
    "\u{8282}",
];

/// Signs that make what stands before them a measured number.
const BEHIND: &[&str] = &["%", "\u{66a}", "\u{2030}", "\u{b0}", "\u{d7}", "^", "\u{b1}", "*10", "x10", "x 10"];

/// The first number with a decimal part, a power, a unit or a comparison; digits of any script count. A decimal part is that of
/// a document's number directly behind a word for one; units, powers and comparisons are those of a result there too.
pub fn measured(text: &str) -> Option<String> {
    text.split(APART).find_map(measured_in)
}

/// The same in what a laboratory says beside the results, where the numbers of how samples are kept and of terms are none of a lot.
pub fn measured_of_a_lot(text: &str) -> Option<String> {
    measured(&without_handling(&without_doi(text)))
}

/// A text without the names of publications: `doi:10.1002/jev2.12404`.
fn without_doi(text: &str) -> String {
    let is_of_name = |sign: char| sign.is_ascii_alphanumeric() || "./()-_;".contains(sign);
    let (mut own, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((at, opening)) =
        ["doi:", "DOI:", "doi.org/"].into_iter().filter_map(|own| Some((rest.find(own)?, own))).min()
    {
        let (lead, from) = rest.split_at(at + opening.len());
        own.push_str(lead);
        let inner = from.trim_start();
        let width = inner.find(|sign| !is_of_name(sign)).unwrap_or(inner.len());
        let name = inner.get(..width).unwrap_or_default();
        let is_name = name.strip_prefix("10.").and_then(|name| name.split_once('/')).is_some_and(|(house, own)| {
            house.len() >= 4
                && house.bytes().all(|byte| byte.is_ascii_digit())
                && own.bytes().any(|byte| byte.is_ascii_alphabetic())
        });
        rest = if is_name { inner.get(width..).unwrap_or_default() } else { from };
    }
    own.push_str(rest);
    own
}

/// The first in a text whose lines are those of elements.
fn measured_in(text: &str) -> Option<String> {
    let raised = |(at, sign): &(usize, char)| {
        sign.is_numeric()
            && !sign.is_ascii_digit()
            && !(digit(*sign).is_some() && is_beside_its_script(text, *at, *sign))
    };
    if let Some((_, sign)) = text.char_indices().find(raised) {
        return Some(sign.to_string());
    }
    let seen = without_dates(&with_points(&lookalike::composed(&in_plain_digits(text))));
    let mut rest = seen.as_str();
    while let Some((_, number, behind)) = next_number(rest) {
        let before = seen.strip_suffix(behind).and_then(|before| before.strip_suffix(number)).unwrap_or_default();
        let is_named = is_of_document(before) || (!number.starts_with('0') && is_in_identifier(before, behind));
        if (is_decimal(number) && !is_named) || is_compared(before) || has_unit(behind) {
            let word = behind.split_whitespace().next().unwrap_or_default();
            let blank = if behind.starts_with(char::is_whitespace) { " " } else { "" };
            return Some(format!("{number}{blank}{word}").trim_end().to_owned());
        }
        rest = behind;
    }
    None
}

/// The next number of a text: what stands before it, itself, and what stands behind it.
pub(super) fn next_number(text: &str) -> Option<(&str, &str, &str)> {
    let (lead, from) = text.split_at(text.find(|sign: char| sign.is_ascii_digit())?);
    let (number, behind) = number_of(from);
    Some((lead, number, behind))
}

/// The zeros of Arabic, Persian, Hindi and Thai, each with the other digits behind it.
///
/// # Source
/// Unicode 16, DerivedNumericType.txt, Decimal.
const ZEROS: [char; 4] = ['\u{660}', '\u{6f0}', '\u{966}', '\u{e50}'];

/// The ASCII digit of one of another script.
fn digit(sign: char) -> Option<char> {
    let of = |zero: &char| u32::from(sign).checked_sub(u32::from(*zero)).and_then(|value| char::from_digit(value, 10));
    ZEROS.iter().find_map(of)
}

/// A text with the digits of all scripts as those of ASCII.
pub(super) fn in_plain_digits(text: &str) -> String {
    text.chars().map(|sign| digit(sign).unwrap_or(sign)).collect()
}

/// Whether a digit is one of a number that stands beside a word of its own script, before or behind a blank, as in an address.
fn is_beside_its_script(text: &str, at: usize, sign: char) -> bool {
    let (before, from) = text.split_at(at);
    let is_digit = |one: char| digit(one).is_some();
    let (before, behind) = (before.trim_end_matches(is_digit), from.trim_start_matches(is_digit));
    let is_of_script = |one: char| one.is_alphabetic() && u32::from(one) >> 8 == u32::from(sign) >> 8;
    let is_blank = |text: &str, bare: &str| text.len() > bare.len();
    let (word, next) = (before.trim_end_matches(' '), behind.trim_start_matches(' '));
    (is_blank(before, word) && word.ends_with(is_of_script))
        || (is_blank(behind, next) && next.starts_with(is_of_script))
}

/// A text without its Chinese dates: `2026年1月1日`, `2026 年 1 月`, `2026年`. A day of the month is no number of days.
fn without_dates(text: &str) -> String {
    let (mut own, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find(|sign: char| sign.is_ascii_digit()) {
        let (lead, from) = rest.split_at(at);
        own.push_str(lead);
        let behind = from.trim_start_matches(|sign: char| sign.is_ascii_digit());
        rest = chinese_date(from).unwrap_or(behind);
        if rest.len() == behind.len() {
            own.push_str(from.strip_suffix(behind).unwrap_or_default());
        }
    }
    own.push_str(rest);
    own
}

/// What stands behind a Chinese date that a text begins with: a year with its month and day as far as they are there.
fn chinese_date(text: &str) -> Option<&str> {
    let after_year = part_of_date(text, 1900..=2199, &['\u{5e74}'])?;
    let Some(after_month) = part_of_date(after_year, 1..=12, &['\u{6708}']) else { return Some(after_year) };
    Some(part_of_date(after_month, 1..=31, &['\u{65e5}', '\u{53f7}']).unwrap_or(after_month))
}

/// What stands behind a number within bounds and one of these signs, with blanks before each.
fn part_of_date<'t>(text: &'t str, bounds: RangeInclusive<u32>, signs: &[char]) -> Option<&'t str> {
    let from = text.trim_start_matches(' ');
    let behind = from.trim_start_matches(|sign: char| sign.is_ascii_digit());
    let number = from.strip_suffix(behind)?.parse::<u32>().ok()?;
    let after = behind.trim_start_matches(' ').strip_prefix(signs)?;
    bounds.contains(&number).then_some(after)
}

/// Signs that read as the point of a number where they stand between digits.
const POINTS: &[char] =
    &['\u{b7}', '\u{2022}', '\u{2219}', '\u{22c5}', '\u{30fb}', '\u{66b}', '\u{3002}', '\u{2d9}', '\u{201a}'];

/// A text whose numbers have their points as points, with no blank before or behind: `0·02`, `0 . 02`. A point that ends a
/// sentence stands directly behind it, and a dot between blanks parts an address.
fn with_points(text: &str) -> String {
    let mut own = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(sign) = rest.chars().next() {
        rest = rest.get(sign.len_utf8()..).unwrap_or_default();
        let before = own.trim_end_matches([' ', '\u{a0}']);
        let after = rest.trim_start_matches([' ', '\u{a0}']);
        let is_digit = |sign: char| sign.is_ascii_digit();
        let between = before.ends_with(is_digit) && after.starts_with(is_digit);
        let is_close = before.len() == own.len() && after.len() == rest.len();
        if between && is_close && POINTS.contains(&sign) {
            own.push('.');
        } else if between && before.len() < own.len() && ['.', ','].contains(&sign) {
            own.truncate(before.len());
            own.push(sign);
            rest = after;
        } else {
            own.push(sign);
        }
    }
    own
}

/// The digits at the start of a text with the points and commas between them, and what stands behind.
pub(super) fn number_of(text: &str) -> (&str, &str) {
    let end = text.find(|sign: char| !(sign.is_ascii_digit() || ".,".contains(sign))).unwrap_or(text.len());
    let number = text.get(..end).unwrap_or_default().trim_end_matches(['.', ',']);
    text.split_at(number.len())
}

/// One point or comma: a telephone number or a date has several.
fn is_decimal(number: &str) -> bool {
    number.matches(['.', ',']).count() == 1
}

fn is_compared(before: &str) -> bool {
    let before = before.trim_end().to_lowercase();
    BEFORE.iter().any(|sign| before.ends_with(sign))
}

/// Whether the last word, on the same line, is one for a document or its version.
fn is_of_document(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default().to_lowercase();
    let line = line.trim_end_matches([' ', '\u{a0}', ':']);
    let is_whole = |word: &str| {
        let start = line.strip_suffix(word);
        let is_letter = |sign: char| sign.is_alphanumeric() && !lookalike::is_chinese(sign);
        start.is_some_and(|start| !word.is_ascii() || !start.ends_with(is_letter))
    };
    OF_DOCUMENTS.iter().any(|word| is_whole(word))
}

/// Whether a number stands within the number of a document, which has the clause of a standard in it: `QR-7.8-01`, `Q/NL-7.8-2026`.
/// Capital letters stand directly before it, and another part behind it or a word for a document before all; no clause begins with 0.
fn is_in_identifier(before: &str, behind: &str) -> bool {
    let is_of_word = |sign: char| sign.is_ascii_alphanumeric() || "-/".contains(sign);
    let lead = before.trim_end_matches(is_of_word);
    let own = before.strip_prefix(lead).unwrap_or_default();
    let mut groups = own.split(|sign: char| !sign.is_ascii_alphabetic()).filter(|group| !group.is_empty()).peekable();
    let is_lettered = own.starts_with(|sign: char| sign.is_ascii_uppercase())
        && own.ends_with(|sign: char| sign.is_ascii_uppercase() || sign == '-')
        && groups.all(|group| group.len() <= 4 && group.bytes().all(|byte| byte.is_ascii_uppercase()));
    let next = behind.strip_prefix('-').unwrap_or_default();
    let after = next.trim_start_matches(|sign: char| sign.is_ascii_uppercase() || sign.is_ascii_digit());
    let goes_on = after.starts_with(|sign: char| sign.is_alphanumeric() && !lookalike::is_chinese(sign))
        || after.strip_prefix(['.', ',']).is_some_and(|rest| rest.starts_with(|sign: char| sign.is_ascii_digit()));
    let has_part = after.len() < next.len() && !goes_on;
    is_lettered && (has_part || is_of_document(lead))
}

/// Whether a unit, a percent sign or a power of ten follows. A unit on the next line, which is that of another element, is one
/// where nothing else stands there: an address may begin with `L. Miller`.
fn has_unit(behind: &str) -> bool {
    let line = behind.trim_start_matches([' ', '\u{a0}', '\t', '\n', '-', '\u{2010}', '\u{2011}']);
    let between = behind.strip_suffix(line).unwrap_or_default();
    let power = behind.strip_prefix(['e', 'E']).is_some_and(|exponent| {
        exponent.trim_start_matches(['+', '-']).starts_with(|sign: char| sign.is_ascii_digit())
    });
    let mut words = line.lines().next().unwrap_or_default().split_whitespace();
    let word = words.next().unwrap_or_default().trim_matches([',', ';', '.', ':', '(', ')']);
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
    let is_unit = !is_number && Unit::parse(word).is_ok() && (!between.contains('\n') || words.next().is_none());
    power || BEHIND.iter().any(|sign| line.starts_with(sign)) || is_unit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measured_numbers_are_told_from_those_of_addresses() {
        for text in [
            "0.09",
            "0,09",
            "Endotoxin 12 EU/mL",
            "12EU/mL",
            "12\nEU/mL",
            "95 %",
            "95\u{ff05}",
            "\u{ff10}.\u{ff10}9",
            "10\u{b9}\u{b9}",
            "2 \u{d7} 10",
            "1e11",
            "1E+11",
            "< 5",
            "\u{2265} 90",
            "NMT 5",
            "not more than 5",
            "\u{4e0d}\u{5927}\u{4e8e}5",
            "\u{660}\u{661}",
            "37 \u{b0}C",
            "80\u{2011}120 particles/mL",
            "5 CFU",
            "12.3 EU/mL",
            "Form 12.3 EU/mL",
            "rev. 95.5 %",
            "section 4.2 EU/mL",
            "intersection 4.2",
            "rev. 1.2e11",
            "Form < 0.09",
            "platform 12.3",
            "Form\n12.3",
            "Form 12.3 0.09",
            "Endotoxin\n12\nEU/mL\nMain Street",
            "Endotoxin 0\u{b7}02",
            "0\u{22c5}02",
            "0 . 02",
            "0 ,02",
            "\u{ff10}\u{3002}\u{ff10}2",
            // What looks like a date and is none, and a result behind one.
            "32\u{65e5}",
            "0.5\u{5e74}",
            "2026\u{5e74}1\u{6708}1\u{65e5} 12 EU/mL",
            "2026\u{5e74}13\u{6708}",
            // Digits of another script: alone, with a decimal part, with a percent sign.
            "Street \u{661}\u{662}",
            "\u{634}\u{627}\u{631}\u{639} \u{661}\u{66b}\u{662}",
            "\u{634}\u{627}\u{631}\u{639} \u{669}\u{665}\u{66a}",
            "EV-\u{663}\u{661}\u{660}\u{661}",
            // What only begins like the number of a document.
            "EU-0.05",
            "EU-0.05-01",
            "LOD-1.05-2.10",
            "Endotoxin-0.05-01",
            "pH-7.2-01",
            "QR 7.8",
            "F-4.2",
            "Form F-4.2 EU/mL",
            "QR-7.8-01 %",
        ] {
            assert!(measured(text).is_some(), "{text:?}");
        }
        for text in [
            "12 Sample Street, 10115 Berlin",
            "+49 30 5550100",
            "030.555.0100",
            "F-012, 27.11.2026",
            "Room 3",
            "Questions: qc@lab.example",
            "Form 12 of the laboratory",
            "Form QC-17 rev. 3.2",
            "Form 12.3",
            "See SOP-QC-001 section 4.2",
            "\u{a7} 4.2, chapter 3.1",
            "Version: 1.0, layout v2.1",
            "\u{7248}\u{672c}2.1",
            "valid until 31.12.2026",
            "DAkkS D-PL-12345-01-00",
            "Form QR-7.8-01",
            "\u{8868}\u{5355}\u{7f16}\u{53f7}\u{ff1a}QR-7.8-01",
            "Form F-4.2",
            "Form F7.8-01 version 2.1",
            "\u{6587}\u{4ef6}\u{53f7}\u{ff1a}Q/NL-7.8-2026",
            "Document SOP-4.2-F1",
            "1 lot, 0\n1 Main Street",
            "10115 \u{b7} 030 5550100",
            "Room 3. 12 Sample Street, 10115 Berlin",
            "0, 12 Sample Street",
            "10115\nL. Miller Laboratories",
            "0\nK Labs",
            "0\npH Labs GmbH",
            "0\u{c}K",
            "\u{751f}\u{6548}\u{65e5}\u{671f}\u{ff1a}2026\u{5e74}1\u{6708}1\u{65e5}",
            "2026\u{5e74}1\u{6708}",
            "\u{751f}\u{6548} 2026 \u{5e74} 1 \u{6708} 1 \u{65e5}",
            "\u{81ea}2026\u{5e74}1\u{6708}1\u{65e5}\u{8d77}\u{6267}\u{884c}",
            "\u{634}\u{627}\u{631}\u{639} \u{661}\u{662}",
            "\u{661}\u{662} \u{634}\u{627}\u{631}\u{639}\u{60c} \u{627}\u{644}\u{642}\u{627}\u{647}\u{631}\u{629} \u{661}\u{661}\u{665}\u{661}\u{661}",
        ] {
            assert_eq!(measured(text), None, "{text:?}");
        }
    }
}
