//! What a text denies: `turbid, does not comply with Ph. Eur.` claims nothing.

use super::AROUND;
use super::composed::{COMPLYING, COMPLYING_IN_CHINESE, COMPLYING_WITH, CONFORMING};

/// Words that deny what stands behind them.
const DENYING: [&str; 17] = [
    "not", "never", "cannot", "can't", "no", "non", "doesn't", "don't", "didn't", "isn't", "aren't", "wasn't",
    "weren't", "fail", "fails", "failed", "failing",
];

/// Words with which nothing is denied: of two denials nobody knows what is left.
const ALSO_DENYING: [&str; 6] = ["nothing", "none", "nobody", "without", "neither", "nor"];

/// What may stand between: `is not in full compliance with`.
const BETWEEN: [&str; 8] = ["to", "in", "be", "been", "full", "fully", "strictly", "yet"];

/// Words that begin another clause.
const PARTING: [&str; 3] = ["and", "but", "or"];

/// The same in Chinese, a longer one before one that it ends with.
const DENYING_IN_CHINESE: [&str; 8] = ["不完全", "未完全", "没有", "未能", "不能", "无法", "不", "未"];

/// Signs of a denial before a denial, and how far before it.
const DENIED_BEFORE: [char; 6] = ['不', '未', '无', '没', '非', '否'];
const FARTHEST: usize = 6;

/// Between two clauses.
const ENDS: &[char] = &['.', ',', ';', ':', '!', '?', '\n', '。', '，', '；', '：', '！', '？', '、'];

/// What stands for a verb that is denied.
const DENIED: &str = "x";

/// A text without the verbs of complying that it denies.
pub fn without_denied(text: &str) -> String {
    in_chinese(&in_words(text))
}

fn in_words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let bare: Vec<String> = words
        .iter()
        .map(|word| word.replace('’', "'").to_lowercase().trim_matches(|sign| AROUND.contains(&sign)).to_owned())
        .collect();
    let ends = |at: usize| words.get(at).is_some_and(|word| word.ends_with(ENDS));
    let denies = |at: usize| bare.get(at).is_some_and(|word| DENYING.contains(&word.as_str()));
    let is_denied = |at: usize| {
        let own = bare.get(at).map_or("", String::as_str);
        let joined = own.strip_prefix("non-").filter(|rest| is_verb(rest));
        let mut before = (0..at).rev().take(3).take_while(|at| !ends(*at));
        let denial = match joined {
            Some(_) => Some(at),
            None => before.find(|at| bare.get(*at).is_none_or(|word| !BETWEEN.contains(&word.as_str()))),
        };
        let denial = denial.filter(|from| joined.is_some() || (is_verb(own) && denies(*from)));
        let clause = |from: usize| {
            let is_parting = |at: &usize| bare.get(*at).is_some_and(|word| PARTING.contains(&word.as_str()));
            (0..from).rev().take_while(move |at| !ends(*at) && !is_parting(at)).collect::<Vec<_>>()
        };
        let also = |at: usize| bare.get(at).is_some_and(|word| ALSO_DENYING.contains(&word.as_str()));
        denial.is_some_and(|from| !clause(from).into_iter().any(|at| denies(at) || also(at)))
    };
    let print = |at: usize| if is_denied(at) { DENIED } else { words.get(at).copied().unwrap_or_default() };
    (0..words.len()).map(print).collect::<Vec<_>>().join(" ")
}

fn is_verb(word: &str) -> bool {
    [COMPLYING, COMPLYING_WITH, CONFORMING].iter().any(|verbs| verbs.contains(&word))
}

fn in_chinese(text: &str) -> String {
    COMPLYING_IN_CHINESE.iter().fold(text.to_owned(), |text, verb| {
        let mut parts = text.split(verb);
        let mut own = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            own.push_str(if is_denied_by(&own) { DENIED } else { verb });
            own.push_str(part);
        }
        own
    })
}

/// Whether a text ends with a denial that is not denied itself.
fn is_denied_by(before: &str) -> bool {
    let Some(rest) = DENYING_IN_CHINESE.iter().find_map(|word| before.strip_suffix(word)) else { return false };
    let clause = rest.rsplit(ENDS).next().unwrap_or_default();
    !clause.chars().rev().take(FARTHEST).any(|sign| DENIED_BEFORE.contains(&sign))
}

#[cfg(test)]
mod tests {
    use super::without_denied;
    use crate::claims::found_in_criterion;

    #[test]
    fn a_denial_claims_nothing() {
        for text in [
            "浑浊，不符合药典规定",
            "不符合中国药典",
            "未能满足《中国药典》的要求",
            "does not comply with Ph. Eur.",
            "turbid, not compliant with Ph. Eur. 2.2.1",
            "fibres, not conforming to USP <790>",
            "non-compliant with USP",
            "fails to comply with Ph. Eur. 2.6.1",
            "not in full compliance with USP",
            "doesn’t meet the Ph. Eur.",
            "no growth, but not compliant with USP",
        ] {
            assert!(found_in_criterion(text).is_some(), "{text}");
            assert_eq!(found_in_criterion(&without_denied(text)), None, "{text}");
        }
    }

    #[test]
    fn what_is_not_denied_is_a_claim_still() {
        for text in [
            "The lot complies with Ph. Eur. 2.6.1",
            "符合中国药典",
            "未见不符合中国药典之处",
            "无不符合药典的项目",
            "not only compliant with USP",
            "nothing was not compliant with USP",
            "no non-compliant units, compliant with USP",
            "not turbid; compliant with USP",
            "not compliant with GMP",
            "does not comply with Ph. Eur., approved by the FDA",
        ] {
            assert!(found_in_criterion(&without_denied(text)).is_some(), "{text}");
        }
    }
}
