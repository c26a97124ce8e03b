//! The words of a criterion, which say what shall be: `应符合规定`, `no growth; complies with Ph. Eur. 2.6.1`. They claim nothing
//! of a lot; `符合规定` alone, and whatever is said of a lot or by an authority, does in a criterion too.

use super::composed::{self, Asks};
use super::phrases::{RELEASED, STATED};
use super::{CLAIMS, IN_RECORDS, denied, first, told, without_documents};
use crate::lookalike;
use std::borrow::Cow;

/// What is asked for in Chinese, behind a word for that it shall be.
const ASKED_IN_CHINESE: [(&str, &str); 8] = [
    ("应符合", "应"),
    ("应当符合", "应当"),
    ("须符合", "须"),
    ("应满足", "应"),
    ("应当满足", "应当"),
    ("应达到", "应"),
    ("应遵循", "应"),
    ("应合格", "应"),
];

/// Characters that make another word of 应 behind them: 相应 is "corresponding".
const OTHER_WORDS: [char; 9] = ['相', '对', '反', '响', '供', '效', '适', '感', '回'];

/// The first claim in the words of a criterion.
pub fn found_in_criterion(text: &str) -> Option<Cow<'static, str>> {
    let text = without_asked(&without_documents(text));
    first(&text, &CLAIMS).map(Cow::Borrowed).or_else(|| composed::found(&text, Asks::Criterion).map(Cow::Owned))
}

/// Under which heads a specification has its criteria, behind 放行: first what the criterion is for as well, then the head.
const ALSO_FOR: [&str; 5] = ["", "及货架期", "和货架期", "与货架期", "及有效期"];
const HEADS: [&str; 11] = [
    "质量标准",
    "检验标准",
    "可接受标准",
    "接受标准",
    "标准",
    "限度",
    "限值",
    "指标",
    "要求",
    "规格",
    // What is done before a lot is released is done with no release.
    "前",
];

/// What is released only if a criterion is met, before 放行.
const CONDITIONS: [&str; 5] = ["方可", "才可", "方能", "才能", "后"];

/// Words behind which an English criterion speaks of a release that has not been.
const BEFORE_RELEASE: [&str; 4] = ["before", "until", "unless", "prior"];

/// How the names of pharmacopoeias begin, behind `in accordance with` at the start of a clause.
const PHARMACOPOEIAS: [&str; 7] =
    ["ph.", "the ph.", "the european pharmacopoeia", "the chinese pharmacopoeia", "usp", "chp", "jp"];

/// What stands between clauses.
const ENDS: &[char] = &['.', ',', ';', ':', '(', ')', '\n', '。', '，', '；', '：', '（', '）'];

/// The first claim in the `text` of a criterion, as the specification has it.
pub fn found_in_specified(text: &str) -> Option<Cow<'static, str>> {
    found_in_criterion(&without_specified(text))
}

/// The first words of a verdict in such a text.
pub fn judged_in_specified(text: &str) -> Option<&'static str> {
    first(&without_asked(&without_specified(text)), &IN_RECORDS)
}

/// A text without the heads of its criteria, what it denies, releases that wait for what is asked for, and what it asks for
/// without a subject: `放行标准：无菌生长`, `照无菌检查法检查，符合规定`.
fn without_specified(text: &str) -> String {
    let text = without_heads(&denied::without_denied(&lookalike::composed(text)));
    // Alone, it says how a test came out, and not what was asked for.
    let is_result = text.trim_matches(|sign: char| !sign.is_alphanumeric()) == "符合规定";
    let is_said = is_result || told::is_of_lot(&text);
    let asked = |clause: &str| if is_said { None } else { without_subject(clause) };
    text.split_inclusive(ENDS).map(|clause| asked(clause).unwrap_or_else(|| without_awaited(clause))).collect()
}

fn without_heads(text: &str) -> String {
    let mut parts = text.split("放行");
    let mut own = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let head = ALSO_FOR.iter().find_map(|also| {
            let rest = part.strip_prefix(also)?;
            HEADS.iter().find_map(|head| rest.strip_prefix(head))
        });
        let states = |rest: &str| {
            let rest = rest.trim_start_matches([':', '：', ' ']);
            rest.starts_with('已') || STATED.iter().any(|word| *word != "符合" && rest.starts_with(word))
        };
        let is_head = head.is_some_and(|rest| !states(rest)) && !RELEASED.iter().any(|word| own.ends_with(word));
        let waits = CONDITIONS.iter().any(|word| own.ends_with(word)) && own.contains(['应', '须']);
        own.push_str(if is_head || waits { "" } else { "放行" });
        own.push_str(part);
    }
    own
}

/// A clause that begins with what it asks for, without its verb.
fn without_subject(clause: &str) -> Option<String> {
    const CITED: &str = "in accordance with ";
    let own = clause.trim_start();
    let is_result = ["规定", "药典", "药局方"].iter().any(|word| clause.contains(word));
    if let Some(rest) = own.strip_prefix("符合").filter(|_| is_result) {
        return Some(rest.to_owned());
    }
    let cited = own.to_ascii_lowercase();
    let name = cited.strip_prefix(CITED)?;
    PHARMACOPOEIAS.iter().any(|own| name.starts_with(own)).then(|| own.get(CITED.len()..).map(str::to_owned))?
}

/// A clause without a release that has not been.
fn without_awaited(clause: &str) -> String {
    let words: Vec<&str> = clause.split(' ').collect();
    let is_awaited = |at: usize, word: &str| {
        let before = words.get(..at).unwrap_or_default();
        word.trim_end_matches(ENDS).eq_ignore_ascii_case("released")
            && before.last().is_some_and(|last| ["is", "are", "be", "being"].contains(last))
            && before.iter().any(|word| BEFORE_RELEASE.contains(&word.to_ascii_lowercase().as_str()))
    };
    let print = |(at, word): (usize, &&str)| if is_awaited(at, word) { "x".to_owned() } else { (*word).to_owned() };
    words.iter().enumerate().map(print).collect::<Vec<_>>().join(" ")
}

/// A text without the verbs of what it asks for in Chinese.
fn without_asked(text: &str) -> String {
    let text = lookalike::composed(text);
    ASKED_IN_CHINESE.iter().fold(text, |text, (asked, modal)| {
        let mut parts = text.split(asked);
        let mut own = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let is_other = asked.starts_with('应') && own.ends_with(OTHER_WORDS);
            own.push_str(if is_other { asked } else { modal });
            own.push_str(part);
        }
        own
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objected(text: &str) -> bool {
        found_in_specified(text).is_some() || judged_in_specified(text).is_some()
    }

    #[test]
    fn what_shall_be_is_no_claim() {
        for text in [
            "应符合规定",
            "照无菌检查法检查，应符合规定",
            "均应符合规定。",
            "照无菌检查法（中国药典2025年版四部通则1101）检查，应符合规定",
            "应符合中国药典2025年版四部通则1143的要求",
            "No growth; complies with Ph. Eur. 2.6.1",
            "Complies with Ph. Eur. 2.6.1",
            "shall comply with",
            "shall comply with Ph. Eur. 2.6.1",
            "The preparation shall comply with the test for sterility of the Ph. Eur.",
            "must meet the requirements of USP <71>",
            "No growth, meets the requirements of ChP 1101",
            "practically free from visible particles",
            "照无菌检查法检查，符合规定",
            "依法检查（通则1101），符合规定。",
            "符合中国药典2025年版通则1101",
            "放行标准：无菌生长",
            "放行限度：每1 ml不得过10 EU",
            "放行质量标准：应符合规定",
            "放行标准：符合规定",
            "放行及货架期标准：应无菌生长",
            "放行前应完成无菌检查，无菌生长",
            "供试品应无菌生长，否则不得放行",
            "应无菌生长，方可放行",
            "No growth (required before the lot is released)",
            "No growth; must not be released before day 14",
            "In accordance with Ph. Eur. 2.6.1: no growth",
        ] {
            assert!(!objected(text), "{text}");
        }
    }

    #[test]
    fn what_is_said_of_a_lot_is_a_claim_in_a_criterion_too() {
        for text in [
            "符合规定",
            "本品符合规定",
            "本品经检验，符合规定",
            "符合GMP规定",
            "符合规定，本批合格",
            "放行标准：已放行",
            "放行标准：同意放行",
            "放行结果：无菌生长",
            "已放行标准",
            "无菌生长，可放行",
            "无菌生长，本批方可放行",
            "No growth before day 14, released",
            "No growth; the lot is released",
            "In accordance with FDA guidance: no growth",
            "相应符合规定",
            "本品符合中国药典",
            "应符合规定，本批合格",
            "应符合规定。全部合格",
            "The lot complies with Ph. Eur. 2.6.1",
            "This batch meets the Ph. Eur.",
            "Sterility complies with Ph. Eur. 2.6.1",
            "No growth was found and complies with Ph. Eur.",
            "complies with specification",
            "complies with GMP",
            "complies with ISO 13485",
            "meets the requirements of the FDA",
            "No growth; approved by the FDA",
            "shall comply with Ph. Eur.; all tests passed",
            "应符合规定，已获FDA批准",
            "released",
        ] {
            assert!(objected(text), "{text}");
        }
    }
}
