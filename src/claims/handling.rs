//! Numbers of how samples and documents are handled, which are no results: `kept for 24 months`, `within 30 days`, `stored at
//! ≤ -70 °C`.

use super::number::{next_number, number_of};
use crate::lookalike;

/// Lengths of time that are told of keeping, and of terms, whatever stands before them.
const LONG: [&str; 14] =
    ["day", "days", "week", "weeks", "month", "months", "year", "years", "个月", "日", "天", "周", "年", "个工作日"];

/// What may stand in the middle of such a length: `30 working days`.
const KINDS: [&str; 3] = ["working", "calendar", "business"];

/// Words before a length of time that make it a term.
const TERMS: [&str; 9] = ["for", "within", "after", "until", "least", "than", "every", "next", "following"];

/// The same in Chinese, at the end of what stands before.
const TERMS_IN_CHINESE: [&str; 10] = ["保存", "保留", "留存", "存放", "存档", "之日起", "日起", "后", "至少", "不少于"];

/// Words that make a temperature one of keeping, anywhere in its sentence.
const KEEPING: [&str; 20] = [
    "store",
    "stored",
    "storage",
    "keep",
    "kept",
    "retained",
    "frozen",
    "shipped",
    "transported",
    "保存",
    "储存",
    "贮存",
    "存放",
    "留样",
    "冷藏",
    "冷冻",
    "运输",
    "储藏",
    "贮藏",
    "保管",
];

/// Words of a sentence that tells how uncertainties are stated, both of which it has.
const UNCERTAINTY: [&str; 4] = ["uncertainty", "uncertainties", "不确定度", "coverage factor"];
const COVERAGE: [&str; 5] = ["coverage", "confidence", "包含因子", "包含概率", "置信"];

/// Coverage that is stated of an uncertainty, in percent.
const COVERAGES: [&str; 5] = ["90", "95", "95.4", "95.45", "99"];

/// Signs before a temperature that are its own.
const SIGNS: &[char] = &['-', '\u{2212}', '\u{2010}', '\u{2011}', '\u{2013}', '+'];
const COMPARED: &[char] = &['<', '>', '\u{2264}', '\u{2265}', '\u{2a7d}', '\u{2a7e}', '\u{b1}', '~', '='];
const BLANKS: &[char] = &[' ', '\u{a0}', '\u{202f}', '\t'];

/// A text without the numbers of terms and of temperatures of keeping.
pub(super) fn without_handling(text: &str) -> String {
    let text = lookalike::composed(text);
    sentences(&text).map(without_handling_in).collect()
}

/// The sentences of a text, each with the sign behind it; a point between digits parts none.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['\n', ';', '。', '；']).flat_map(|part| part.split_inclusive(". "))
}

fn without_handling_in(sentence: &str) -> String {
    let seen = lookalike::seen(sentence);
    let words: Vec<&str> = seen.split(|sign: char| !sign.is_alphanumeric()).collect();
    let is_keeping =
        KEEPING.iter().any(|word| if word.is_ascii() { words.contains(word) } else { seen.contains(word) });
    let has = |words: &[&str]| words.iter().any(|word| seen.contains(word));
    let is_coverage = has(&UNCERTAINTY) && has(&COVERAGE);
    let (mut own, mut rest) = (String::with_capacity(sentence.len()), sentence);
    while let Some((lead, number, behind)) = next_number(rest) {
        own.push_str(lead);
        let is_whole = number.bytes().all(|byte| byte.is_ascii_digit());
        if is_coverage && is_of_coverage(&own, number, behind) {
            rest = behind.trim_start_matches(BLANKS).trim_start_matches('%');
            continue;
        }
        match (length_of_time(&own, behind), is_keeping && is_temperature(behind)) {
            (Some(length), _) if is_whole => rest = behind.get(length..).unwrap_or_default(),
            (_, true) if is_whole => {
                own.truncate(own.trim_end_matches(SIGNS).trim_end_matches(BLANKS).trim_end_matches(COMPARED).len());
                own.push(' ');
                let degrees =
                    |sign: char| "°Cc至到to/~".contains(sign) || BLANKS.contains(&sign) || SIGNS.contains(&sign);
                rest = behind.trim_start_matches(degrees);
            }
            _ => {
                own.push_str(number);
                rest = behind;
            }
        }
    }
    own.push_str(rest);
    own
}

/// Whether a number is the factor or the probability of a coverage: `k = 2`, `95 %`.
fn is_of_coverage(before: &str, number: &str, behind: &str) -> bool {
    let said = before.trim_end_matches(BLANKS).to_lowercase();
    let is_percent = behind.trim_start_matches(BLANKS).starts_with('%');
    let factor =
        said.strip_suffix('=').map(|said| said.trim_end_matches(BLANKS)).and_then(|said| said.strip_suffix('k'));
    let is_factor = factor.is_some_and(|lead| !lead.ends_with(|sign: char| sign.is_ascii_alphanumeric()));
    (is_percent && COVERAGES.contains(&number)) || (is_factor && !is_percent && number.len() <= 4)
}

/// How long the words of a length of time are that stand behind its number, where they are those of a term.
fn length_of_time(before: &str, behind: &str) -> Option<usize> {
    let word = behind.trim_start_matches(BLANKS).trim_start_matches('-');
    let (kind, own) = word.split_once(' ').filter(|(kind, _)| KINDS.contains(kind)).unwrap_or(("", word));
    let goes_on = |rest: &str| rest.starts_with(|sign: char| sign.is_ascii_alphanumeric() || "/^%".contains(sign));
    let rest = LONG.iter().find_map(|unit| own.strip_prefix(unit).filter(|rest| !goes_on(rest)))?;
    let said = before.trim_end_matches(BLANKS).to_lowercase();
    let last = said.rsplit(|sign: char| !sign.is_alphanumeric()).next().unwrap_or_default();
    let is_term = !kind.is_empty()
        || TERMS.contains(&last)
        || ["kept", "stored", "retained", "discarded", "destroyed", "archived"].contains(&last)
        || TERMS_IN_CHINESE.iter().any(|word| said.ends_with(word));
    is_term.then_some(behind.len() - rest.len())
}

/// Whether degrees follow, directly or behind the other end of a range: `2 to 8 °C`.
fn is_temperature(behind: &str) -> bool {
    let degrees = |text: &str| text.trim_start_matches(BLANKS).starts_with('°');
    let other = behind.trim_start_matches(BLANKS);
    let other = ["to", "至", "到", "~", "±"].iter().find_map(|word| other.strip_prefix(word)).unwrap_or(other);
    let other = other.trim_start_matches(BLANKS).trim_start_matches(SIGNS);
    let (number, behind) = number_of(other);
    (degrees(behind) && !number.is_empty()) || degrees(other)
}

#[cfg(test)]
mod tests {
    use crate::claims::{measured, measured_of_a_lot};

    #[test]
    fn terms_and_temperatures_of_keeping_are_no_results() {
        for text in [
            "Retained samples are kept for 24 months.",
            "留样保存24个月。",
            "Objections can be raised within 15 days of receipt.",
            "Complaints are to be sent to the laboratory within 30 days.",
            "Objections are accepted within 10 working days.",
            "Retained samples are stored at \u{2264} -70 \u{b0}C.",
            "Retained samples are stored at \u{2264} \u{2212}70\u{b0}C for 24 months.",
            "The samples were kept at 2 to 8 \u{b0}C.",
            "Stored at 2\u{2013}8 \u{b0}C.",
            "Store at -80 \u{b0}C \u{b1} 10 \u{b0}C.",
            "Storage: -20 \u{2103}",
            "留样于\u{2264}-70\u{2103}保存。",
            "收到报告之日起15日内提出。",
            "Records are kept for at least 5 years.",
        ] {
            assert_eq!(measured_of_a_lot(text), None, "{text}");
        }
    }

    #[test]
    fn results_are_found_beside_them() {
        for text in [
            "24 % of CD9",
            "Stored at 24 % of CD9",
            "Melting point 24 \u{b0}C",
            "Kept for 24 months; melting point 24 \u{b0}C",
            "Kept for 24 months with 95 % CD9",
            "Stored at -70 \u{b0}C with 1e11 particles/mL",
            "Stored at -70.5 \u{b0}C",
            "Doubling time 24 h",
            "Doubling time 3 days",
            "Doubling time of 3 days",
            "倍增时间为3天",
            "Recovery within 30 days: 95 %",
            "Kept for 12 EU/mL",
            "kept for 24 months, < 5",
            "stored at 4 EU/mL and 5 \u{b0}C",
        ] {
            assert!(measured_of_a_lot(text).is_some(), "{text}");
        }
        for text in ["kept for 24 months", "stored at -70 \u{b0}C"] {
            assert!(measured(text).is_some(), "a frame has no use for it: {text}");
        }
    }
}
