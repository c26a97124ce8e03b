//! A limit, a check or an observation in print: its signs, numbers and units as in every criterion, its words in both languages.

use crate::certificate::criterion;
use crate::certificate::terms;
use crate::certificate::words::Words;
use crate::lookalike::is_chinese;
use crate::quantity::{Decimal, DecimalMark, Unit};

/// Words of limits and checks in a specification: English, Chinese; of two that begin alike, the longer one first.
const RULE_WORDS: [(&str, &str); 31] = [
    ("no time in storage", "无贮存时间"),
    ("one of", "以下之一："),
    ("each", "每个"),
    ("control", "对照"),
    ("blank", "空白"),
    ("reference", "参比品"),
    ("gcv", "几何变异系数"),
    ("cv", "变异系数"),
    ("sd", "标准差"),
    ("relative range", "相对极差"),
    ("range", "极差"),
    ("between", "各次之间："),
    ("of sample", "（以样品计）"),
    ("of label", "（以标示量计）"),
    ("label", terms::LABEL_CLAIM.zh),
    ("not less than", "≥"),
    ("not more than", "≤"),
    ("at most", "≤"),
    ("NLT", "≥"),
    ("NMT", "≤"),
    ("<=", "≤"),
    (">=", "≥"),
    ("to", "至"),
    ("cycles", "次"),
    ("years", "年"),
    ("months", "个月"),
    ("weeks", "周"),
    ("days", "天"),
    ("hours", "小时"),
    ("per", "每"),
    ("and", "与"),
];

/// Words of a sentence: what has one of them for its own is none of the texts in print that are names.
const OF_SENTENCES: [&str; 31] = [
    "a", "an", "and", "are", "be", "been", "can", "cannot", "for", "from", "has", "have", "in", "is", "it", "its",
    "no", "none", "not", "of", "on", "only", "or", "stated", "than", "that", "the", "there", "was", "were", "which",
];

/// Whether a text is a name, and no sentence or part of one. What is one word is a name, whatever it is.
pub(super) fn is_name(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && (!text.contains(' ') || text.split_whitespace().all(|word| !is_of_sentence(word)))
}

fn is_of_sentence(word: &str) -> bool {
    OF_SENTENCES.contains(&word.trim_end_matches([',', ';', ':']))
}

/// A part of a limit in print.
struct Part<'t> {
    en: String,
    zh: String,
    /// Whether it goes over as it is, and is neither number nor unit nor what a check names.
    unknown: Option<&'t str>,
}

/// A limit, a check or an observation in print: `control spike 50 to 200 %`, `cv <= 20 %`, `lysate positive`. Names and what
/// stands between quotes go over as they are. A count that is read with a factor has both, as its criterion does.
pub(super) fn rule(said: &str) -> Words {
    let Some((written, factor, read)) = with_factor(said) else { return without_factor(said) };
    let ([written, read], with) = ([written, read].map(without_factor), &terms::READ_WITH_FACTOR);
    Words::new(
        format!("{} ({} {factor}: {})", written.en, with.en, read.en),
        format!("{}（{} {factor}：{}）", written.zh, with.zh, read.zh),
    )
}

/// A limit, the factor that it is read with, and the limit that it comes to.
fn with_factor(said: &str) -> Option<(&str, &str, &str)> {
    let (written, rest) = said.split_once(&format!(" ({} ", terms::READ_WITH_FACTOR.en))?;
    let (factor, read) = rest.strip_suffix(')')?.split_once(": ")?;
    number(factor).map(|_| (written, factor, read))
}

fn without_factor(said: &str) -> Words {
    let parts = parts(said);
    let en: Vec<&str> = parts.iter().map(|part| part.en.as_str()).collect();
    let joined = |said: String, part: &Part<'_>| {
        if is_joined(&said, &part.zh) { said + &part.zh } else { said + " " + &part.zh }
    };
    Words::new(en.join(" "), parts.iter().fold(String::new(), joined))
}

/// Whether a text is a limit, a check or an observation, and no sentence.
pub(super) fn is_rule(said: &str) -> bool {
    let (written, read) = with_factor(said).map_or((said, ""), |(written, _, read)| (written, read));
    let mut unknown = [written, read].into_iter().flat_map(parts).filter_map(|part| part.unknown);
    !said.trim().is_empty() && unknown.all(|word| !is_of_sentence(word))
}

fn parts(said: &str) -> Vec<Part<'_>> {
    let mut all: Vec<Part<'_>> = Vec::new();
    let mut rest = said.trim();
    while !rest.is_empty() {
        let before = all.last();
        let names = before.is_some_and(|part| ["对照", "空白", "参比品"].contains(&part.zh.as_str()));
        let is_name = names && !rest.starts_with(['<', '>', '≤', '≥']);
        let is_unit = before.is_some_and(|part| part.en.ends_with(|sign: char| sign.is_ascii_digit()));
        let (part, behind) = if is_name { as_it_is(rest, None) } else { known(rest, is_unit) };
        all.push(part);
        rest = behind.trim_start();
    }
    all
}

/// The part at the head of a text that no check names, and what follows.
fn known(rest: &str, is_unit: bool) -> (Part<'_>, &str) {
    if let Some(term) = criterion::known(rest) {
        return (Part { en: rest.to_owned(), zh: term.zh.to_owned(), unknown: None }, "");
    }
    if let Some((en, zh, behind)) = rule_word(rest) {
        let en = if ["<=", ">=", "at most"].contains(&en) { zh } else { en };
        return (Part { en: en.to_owned(), zh: zh.to_owned(), unknown: None }, behind);
    }
    let (word, behind) = token(rest);
    match number(word).or_else(|| Some(Unit::parse(word).ok().filter(|_| is_unit)?.symbol().to_owned())) {
        Some(print) => (Part { en: print.clone(), zh: print, unknown: None }, behind),
        None => as_it_is(rest, Some(word).filter(|word| !word.starts_with(['"', '[']))),
    }
}

fn as_it_is<'t>(rest: &'t str, unknown: Option<&'t str>) -> (Part<'t>, &'t str) {
    let (word, behind) = token(rest);
    (Part { en: word.to_owned(), zh: word.to_owned(), unknown }, behind)
}

/// A number with or without a sign before it, in print: `≤0.050`, `1.0×10^10`.
pub(super) fn number(text: &str) -> Option<String> {
    let digits = text.trim_start_matches(['<', '>', '=', '≤', '≥', '≈']);
    let sign = text.strip_suffix(digits)?.replace("<=", "≤").replace(">=", "≥");
    Some(format!("{sign}{}", Decimal::parse(digits, DecimalMark::Point).ok()?.pretty()))
}

/// Whether two parts follow each other without a blank, as Chinese words and its signs do.
fn is_joined(said: &str, word: &str) -> bool {
    const SIGNS: [char; 3] = ['：', '（', '）'];
    let (Some(last), Some(first)) = (said.chars().next_back(), word.chars().next()) else { return true };
    (is_chinese(last) && is_chinese(first)) || SIGNS.contains(&last) || SIGNS.contains(&first)
}

/// A word of limits and checks at the head of a text, in both languages, and what follows.
fn rule_word(text: &str) -> Option<(&'static str, &'static str, &str)> {
    RULE_WORDS.iter().find_map(|(en, zh)| {
        let behind = text.strip_prefix(en).filter(|behind| behind.is_empty() || behind.starts_with(' '))?;
        Some((*en, *zh, behind))
    })
}

/// The first word of a text, or what stands between quotes or brackets at its head, and what follows.
fn token(text: &str) -> (&str, &str) {
    let enclosed = [('"', '"'), ('[', ']')].into_iter().find_map(|(opening, closing)| {
        let closing = text.strip_prefix(opening)?.find(closing)?;
        Some(closing + 2)
    });
    let end = enclosed.or_else(|| text.find(' ')).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_and_observations_are_said_in_chinese() {
        for (said, chinese) in [
            ("negative", "阴性"),
            ("lysate_calnexin positive", "lysate_calnexin 阳性"),
            ("control spike_recovery 50 to 200 %", "对照 spike_recovery 50 至 200 %"),
            ("control \"high range\" <= 5 %", "对照 \"high range\" ≤ 5 %"),
            ("each control \"no template of assay\" negative", "每个对照 \"no template of assay\" 阴性"),
            ("label ± 20 %", "标示量 ± 20 %"),
            (">= 90 % of label", "≥ 90 %（以标示量计）"),
            (
                "<= 1e2 CFU/mL (read with the factor 2: at most 200 CFU/mL)",
                "≤ 1×10^2 CFU/mL（判读系数 2：≤ 200 CFU/mL）",
            ),
            ("each control positive no growth", "每个对照 positive 无菌生长"),
            ("blank <= 1 % of sample", "空白 ≤ 1 %（以样品计）"),
            ("cv between captures <= 20 %", "变异系数各次之间：captures ≤ 20 %"),
            ("relative range <= 0.3", "相对极差 ≤ 0.3"),
            ("NMT 0.25 EU/mL", "≤ 0.25 EU/mL"),
            ("70 to 130 %", "70 至 130 %"),
            ("<= 0.050 ug/mL", "≤ 0.050 µg/mL"),
            (">= 1.0x10^10 particles/mL", "≥ 1.0×10^10 particles/mL"),
            ("one of [\"to be seen\", clear]", "以下之一：[\"to be seen\", clear]"),
        ] {
            assert_eq!(rule(said).zh, chinese, "{said}");
            assert!(is_rule(said), "{said}");
        }
        assert_eq!(rule("<= 0.050 ug/mL").en, "≤ 0.050 µg/mL");
        let count = rule("<= 1e2 CFU/mL (read with the factor 2: at most 200 CFU/mL)").en;
        assert_eq!(count, "≤ 1×10^2 CFU/mL (read with the factor 2: ≤ 200 CFU/mL)");
        assert_eq!(rule("control spike 50 to 200 %").en, "control spike 50 to 200 %");
    }

    #[test]
    fn a_sentence_is_no_limit_and_no_name() {
        for text in ["an uncertainty is stated for 2", "it expired on 2026-02-10", "the approver is the owner", ""] {
            assert!(!is_rule(text), "{text}");
            assert!(!is_name(text), "{text}");
        }
        for name in ["EV-3101", "plate 1", "Zhang San", "a", "批 1"] {
            assert!(is_name(name), "{name}");
        }
    }
}
