//! The words of a criterion, which say what shall be: `应符合规定`, `no growth; complies with Ph. Eur. 2.6.1`. They claim nothing
//! of a lot; `符合规定` alone, and whatever is said of a lot or by an authority, does in a criterion too.

use super::composed::{self, Asks};
use super::{CLAIMS, IN_RECORDS, first, without_documents};
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

/// The first words of a verdict in the words of a criterion.
pub fn judged_in_criterion(text: &str) -> Option<&'static str> {
    first(&without_asked(text), &IN_RECORDS)
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
        found_in_criterion(text).is_some() || judged_in_criterion(text).is_some()
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
        ] {
            assert!(!objected(text), "{text}");
        }
    }

    #[test]
    fn what_is_said_of_a_lot_is_a_claim_in_a_criterion_too() {
        for text in [
            "符合规定",
            "本品符合规定",
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
