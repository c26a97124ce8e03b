//! Whether a procedure is named with its version, and a compendium with its edition (R-105): without them nobody can repeat a
//! test as it was done.
//!
//! Laboratories write versions in their own ways. What is looked for is a part behind the number that can be one: `v3`, `rev. B`,
//! `第3版`, `/03`, a year. Which version it is, and whether it was in force, no text shows.

use crate::lookalike;

/// How compendia are called, as seen; a longer name before one that it begins with.
const COMPENDIA: [&str; 17] = [
    "pharmacopoeia",
    "pharmacopeia",
    "药典",
    "ph. eur.",
    "ph. eur",
    "ph.eur.",
    "ph eur",
    "pheur",
    "ph. int.",
    "ph.int.",
    "usp-nf",
    "usp",
    "chp",
    "jp",
    "ep",
    "bp",
    "药局方",
];

/// The words behind which the version of a document stands; a longer one before one that it begins with.
const VERSIONS: [&str; 10] = ["version", "ver", "v", "revision", "rev", "r", "edition", "ed", "issue", "amendment"];

/// Whether every procedure of a text has its version, or the edition of the compendium that it is in.
pub(super) fn has_version(procedure: &str) -> bool {
    let seen = lookalike::seen(procedure);
    let mut parts = seen.split([';', '；']).map(str::trim).filter(|part| !part.is_empty());
    parts.all(|part| match names_compendium(part) {
        true => has_edition(part),
        false => is_versioned(part),
    })
}

/// Whether every compendium of a text has its edition; a text that names none has nothing to state.
pub(super) fn has_edition(reference: &str) -> bool {
    let seen = lookalike::seen(reference);
    let mut before = "";
    let mut rest = seen.as_str();
    while let Some((start, end)) = compendium(rest) {
        // `2025年版中国药典`: the year stands before the first name.
        before = if before.is_empty() { rest.get(..start).unwrap_or_default() } else { " " };
        let in_roman = rest.get(start..end) == Some("jp");
        rest = rest.get(end..).unwrap_or_default();
        let own = compendium(rest).map_or(rest, |(next, _)| rest.get(..next).unwrap_or_default());
        if !(has_year(before) || has_year(own) || says_edition(own) || begins_with_edition(own, in_roman)) {
            return false;
        }
        before = " ";
    }
    true
}

fn names_compendium(text: &str) -> bool {
    compendium(text).is_some()
}

/// Where the first name of a compendium begins and ends. A short one is a word of its own, and no part of a number: `EP-001`.
fn compendium(text: &str) -> Option<(usize, usize)> {
    let is_letter = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_alphanumeric());
    let at = |name: &&str| {
        let mut places = text.match_indices(*name).map(|(start, _)| (start, start + name.len()));
        places.find(|(start, end)| {
            let rest = text.get(*end..).unwrap_or_default();
            let before = text.get(..*start).and_then(|before| before.chars().next_back());
            let behind = rest.chars().next();
            let is_number = name.len() <= 3 && behind == Some('-') && rest.get(1..).is_some_and(begins_with_digit);
            !name.is_ascii()
                || !(is_letter(before) || behind.is_some_and(|sign| sign.is_ascii_alphabetic()) || is_number)
        })
    };
    COMPENDIA.iter().filter_map(at).min_by_key(|(start, end)| (*start, std::cmp::Reverse(*end)))
}

fn begins_with_digit(text: &str) -> bool {
    text.starts_with(|sign: char| sign.is_ascii_digit())
}

/// The numbers of a text, with the dots within them.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|sign: char| !(sign.is_ascii_digit() || sign == '.')).map(|part| part.trim_matches('.'));
    parts.filter(|part| !part.is_empty())
}

fn is_year(number: &str) -> bool {
    number.len() == 4 && (number.starts_with("19") || number.starts_with("20"))
}

/// Whether a text behind the name of a compendium has a year. In angle brackets stands the number of a chapter: `USP <1911>`.
fn has_year(text: &str) -> bool {
    let chapter_ends =
        |part: &str| part.split_once(['>', '〉', '⟩']).map_or(String::new(), |(_, rest)| rest.to_owned());
    let mut parts = text.split(['<', '〈', '⟨']);
    let before = parts.next().unwrap_or_default();
    std::iter::once(before.to_owned()).chain(parts.map(chapter_ends)).any(|part| numbers(&part).any(is_year))
}

/// Whether a document has a year behind its number: `ISO 10993-5:2009`. The first number is its own, `SOP-QC-2002`.
fn is_of_year(document: &str) -> bool {
    numbers(document).skip(1).any(is_year)
}

/// `11th edition`, `suppl. 2`, `第11版`.
fn says_edition(text: &str) -> bool {
    let says = ["edition", " ed.", "suppl", "issue", "版"].iter().any(|word| text.contains(word));
    says && text.contains(|sign: char| sign.is_ascii_digit())
}

/// Whether the number that follows a name at once is its edition: with another behind it, that of the text, and not one as the
/// texts themselves have (`2.6.14`, `1143`). USP sets those in angle brackets; Japan numbers editions in Roman numerals too.
fn begins_with_edition(text: &str, in_roman: bool) -> bool {
    let text = text.trim_start_matches([' ', '.', ',', '-', '\u{2013}']);
    let first = text.split(|sign: char| !(sign.is_ascii_alphanumeric() || sign == '.')).next().unwrap_or_default();
    let first = first.trim_end_matches('.');
    let is_roman = in_roman && first.len() > 1 && first.chars().all(|sign| "ivxl".contains(sign));
    let whole = first.split('.').next().unwrap_or_default();
    let is_edition = begins_with_digit(first)
        && first.matches('.').count() <= 1
        && whole.len() <= 2
        && first.chars().all(|sign| sign.is_ascii_digit() || sign == '.');
    is_roman || (is_edition && numbers(text).nth(1).is_some())
}

/// Whether the number of a document has a version behind it.
fn is_versioned(document: &str) -> bool {
    let words: Vec<&str> = document
        .split(|sign: char| sign.is_whitespace() || [',', ':', '(', ')', '_', '/', '，', '：'].contains(&sign))
        .filter(|word| !word.is_empty())
        .collect();
    let has_digit = |text: &str| text.contains(|sign: char| sign.is_ascii_digit());
    let in_words = |at: usize| {
        let word = words.get(at).copied().unwrap_or_default();
        let next = words.get(at + 1).copied().unwrap_or_default();
        VERSIONS.iter().any(|name| {
            let rest = word.strip_prefix(name).map(|rest| rest.trim_start_matches('.'));
            match rest {
                Some("") => is_short(next),
                Some(rest) => is_short(rest) && (has_digit(rest) || name.len() > 2),
                None => false,
            }
        })
    };
    let behind = |at: usize| {
        let numbered = words.iter().take(at).any(|word| has_digit(word));
        numbered && words.get(at).is_some_and(|word| has_digit(word) && is_short(word))
    };
    let in_chinese = has_digit(document) && ["版", "修订"].iter().any(|word| document.contains(word));
    in_chinese || is_of_year(document) || (0..words.len()).any(|at| in_words(at) || behind(at))
}

/// Whether a word can be a version: digits with one letter at most, or one letter.
fn is_short(word: &str) -> bool {
    let letters = word.chars().filter(char::is_ascii_alphabetic).count();
    !word.is_empty() && letters <= 1 && word.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '.')
}

#[cfg(test)]
mod tests {
    use super::{has_edition, has_version};

    #[test]
    fn a_procedure_has_a_version() {
        for text in [
            "SOP-QC-001 v3",
            "SOP-QC-001 V3.1",
            "SOP-QC-001, version 3",
            "SOP-QC-001 Rev. B",
            "SOP-QC-001 rev 2",
            "SOP-QC-001/03",
            "SOP-QC-001 03",
            "SOP-QC-001 (ed. 2)",
            "SOP-QC-001 第3版",
            "SOP-QC-001 版本 A/0",
            "GB/T 16886.5-2017",
            "ISO 10993-5:2009",
            "SOP-1 v1; SOP-2 v4",
            "USP 2025 <85>",
            "Ph. Eur. 11.5, 2.6.14",
            "ＳＯＰ-1 ｖ3",
            "EP-001 v2",
            "SOP-QC-2002 v1",
            "SOP-QC-001, 2019",
        ] {
            assert!(has_version(text), "{text}");
        }
        for text in [
            "SOP-QC-001",
            "SOP QC 001",
            "SOP-1 v1; SOP-2",
            "SOP-QC-001 visual",
            "computed",
            "NTA as published",
            "USP <85>",
            "USP <85>, Ph. Eur. 2.6.14 or ChP 1143",
            "SOP-QC-001 v",
            "EP-001",
            "SOP-QC-2002",
            "SOP 1998",
            "SOP-QC-2002 visual",
            "USP <1911>",
        ] {
            assert!(!has_version(text), "{text}");
        }
    }

    #[test]
    fn a_compendium_has_an_edition() {
        for text in [
            "Ph. Eur. 11.5, 2.6.14; ChP 2025 vol. IV 1143",
            "Ph. Eur. 11th ed., 2.6.14",
            "Ph. Eur. 11 (2.6.14)",
            "USP-NF 2025 <85>",
            "USP-NF <1911> 2025",
            "USP43-NF38 <85>",
            "USP 43 <85>",
            "JP XVIII 4.01",
            "JP 18 <4.01>",
            "BP 2024 Appendix XIV C",
            "中国药典2025年版四部通则1143",
            "2025年版中国药典四部1143",
            "European Pharmacopoeia, 11th edition, 2.6.1",
            "ISO 20391-1",
            "internal",
        ] {
            assert!(has_edition(text), "{text}");
        }
        for text in [
            "Ph. Eur. 2.6.14",
            "USP <85>",
            "USP-NF <85>",
            "ChP 1143",
            "中国药典 1143",
            "中国药典四部通则1143",
            "JP 4.01",
            "European Pharmacopoeia 2.6.1",
            "Ph. Eur. 11.5, 2.6.14; ChP vol. IV 1143",
            "USP <85>, <86>",
            "USP <1911>",
            "USP-NF 〈1911〉, <2021>",
            "USP <2021",
            "Chinese Pharmacopoeia",
        ] {
            assert!(!has_edition(text), "{text}");
        }
    }
}
