//! What a text denies: `turbid, does not comply with Ph. Eur.`, `本报告不作为放行依据` claim nothing.

use super::AROUND;
use super::composed::{COMPLYING, COMPLYING_IN_CHINESE, COMPLYING_WITH, CONFORMING};

/// Words that deny what stands behind them.
const DENYING: [&str; 17] = [
    "not", "never", "cannot", "can't", "no", "non", "doesn't", "don't", "didn't", "isn't", "aren't", "wasn't",
    "weren't", "fail", "fails", "failed", "failing",
];

/// Words with which nothing is denied: of two denials nobody knows what is left.
const ALSO_DENYING: [&str; 6] = ["nothing", "none", "nobody", "without", "neither", "nor"];

/// What may stand between: `is not in full compliance with`, `was not done in accordance with`.
const BETWEEN: [&str; 16] = [
    "to",
    "in",
    "be",
    "been",
    "full",
    "fully",
    "strictly",
    "yet",
    "done",
    "carried",
    "out",
    "performed",
    "tested",
    "made",
    "conducted",
    "executed",
];
const FARTHEST_WORD: usize = 5;

/// Words of claims that are denied by fewer words, and what may stand between: `is not a release certificate`, `no longer accredited`.
const CLAIMING: [&str; 31] = [
    "released",
    "release",
    "certificate",
    "approved",
    "cleared",
    "licensed",
    "licenced",
    "authorised",
    "authorized",
    "certified",
    "registered",
    "endorsed",
    "accredited",
    "accreditation",
    "gmp",
    "cgmp",
    "glp",
    "gcp",
    "cnas",
    "dakks",
    "ukas",
    "a2la",
    "safe",
    "suitable",
    "fit",
    "effective",
    "efficacious",
    "therapeutic",
    "marketable",
    "marked",
    "given",
];
const DENYING_CLAIMS: [&str; 14] = [
    "not", "never", "cannot", "can't", "isn't", "aren't", "wasn't", "weren't", "hasn't", "haven't", "hadn't", "longer",
    "lost", "lose",
];
const BETWEEN_CLAIMS: [&str; 17] = [
    "to",
    "be",
    "been",
    "being",
    "a",
    "an",
    "the",
    "any",
    "its",
    "as",
    "yet",
    "by",
    "fully",
    "officially",
    "currently",
    "constitute",
    "considered",
];

/// What stands before whatever an accreditation does not cover.
const OUTSIDE: [&str; 7] = [
    "outside the scope",
    "outside of the scope",
    "beyond the scope",
    "not within the scope",
    "not in the scope",
    "not part of the scope",
    "not covered by",
];
const ACCREDITED: [&str; 6] = ["accreditation", "accredited", "cnas", "dakks", "ukas", "a2la"];

/// Words that begin another clause.
const PARTING: [&str; 3] = ["and", "but", "or"];

/// The same in Chinese, a longer one before one that it ends with.
const DENYING_IN_CHINESE: [&str; 8] = ["不完全", "未完全", "没有", "未能", "不能", "无法", "不", "未"];

/// Words of claims in Chinese, and how they are denied beside these; what may stand between.
const CLAIMING_IN_CHINESE: [&str; 17] = [
    "放行",
    "批准",
    "核准",
    "获批",
    "认证",
    "认可",
    "注册",
    "许可",
    "资质认定",
    "取得药品注册证",
    "临床级",
    "药用级",
    "GMP",
    "gmp",
    "GLP",
    "CNAS",
    "治疗",
];
const DENYING_CLAIMS_IN_CHINESE: [&str; 20] = [
    "不作为",
    "不得作为",
    "不能作为",
    "不构成",
    "不代表",
    "不等同于",
    "不视为",
    "不得",
    "不予",
    "不可",
    "不用于",
    "不得用于",
    "不具备",
    "未经",
    "未获",
    "未获得",
    "未被",
    "未取得",
    "未通过",
    "非",
];
const BETWEEN_CLAIMS_IN_CHINESE: [&str; 8] = ["批次", "该批", "本批", "产品", "成品", "任何", "正式", "批"];

/// What names who has not approved, behind these, up to so many signs: `未经国家药品监督管理局批准`; and what ends it.
const WITHOUT: [&str; 3] = ["未经", "未获", "未取得"];
const FARTHEST_NAME: usize = 20;
const GOES_ON: [char; 11] = ['已', '但', '而', '并', '且', '不', '无', '即', '就', '仍', '后'];

/// Between which words a clause says what something is no part of, or by whom or what something else decides on a release.
const OUTSIDE_IN_CHINESE: [(&str, &str); 5] =
    [("不在", "范围"), ("未在", "范围"), ("超出", "范围"), ("不属于", "范围"), ("未纳入", "范围")];
const LEFT_TO_OTHERS: [(&str, &str); 4] =
    [("放行由", "决定"), ("放行由", "负责"), ("放行以", "为准"), ("放行须由", "决定")];

/// Signs of a denial before a denial, and how far before it.
const DENIED_BEFORE: [char; 8] = ['不', '未', '无', '没', '非', '否', '除', '莫'];
const FARTHEST: usize = 6;

/// Between two clauses.
const ENDS: &[char] = &['.', ',', ';', ':', '!', '?', '\n', '。', '，', '；', '：', '！', '？', '、'];

/// What stands for a verb that is denied.
const DENIED: &str = "x";

/// A text without the verbs of complying and the words of claims that it denies.
pub fn without_denied(text: &str) -> String {
    claims_in_chinese(&in_chinese(&in_words(text)))
}

fn in_words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let bare: Vec<String> = words
        .iter()
        .map(|word| word.replace('’', "'").to_lowercase().trim_matches(|sign| AROUND.contains(&sign)).to_owned())
        .collect();
    let ends = |at: usize| words.get(at).is_some_and(|word| word.ends_with(ENDS));
    let denies = |at: usize| bare.get(at).is_some_and(|word| DENYING.contains(&word.as_str()));
    let is_bare = |at: usize, list: &[&str]| bare.get(at).is_some_and(|word| list.contains(&word.as_str()));
    // The clause before a word, from its end.
    let clause =
        |from: usize| (0..from).rev().take_while(|at| !ends(*at) && !is_bare(*at, &PARTING)).collect::<Vec<_>>();
    let is_denied = |at: usize| {
        let own = bare.get(at).map_or("", String::as_str);
        let joined = own.strip_prefix("non-").filter(|rest| is_verb(rest) || claims(rest));
        // The word that denies this one, over those that may stand between.
        let denial = |denying: &[&str], between: &[&str]| {
            let mut before = (0..at).rev().take(FARTHEST_WORD).take_while(|at| !ends(*at));
            before.find(|at| !is_bare(*at, between)).filter(|from| is_bare(*from, denying))
        };
        let denied = match joined {
            Some(_) => Some(at),
            None if is_verb(own) => denial(&DENYING, &BETWEEN),
            None if claims(own) => denial(&DENYING_CLAIMS, &BETWEEN_CLAIMS),
            None => None,
        };
        let is_double = |at: usize| denies(at) || is_bare(at, &ALSO_DENYING);
        // `no longer`: one denial in two words.
        let is_own = |at: usize, from: usize| at + 1 == from && is_bare(at, &["no"]) && is_bare(from, &["longer"]);
        denied.is_some_and(|from| !clause(from).into_iter().any(|at| is_double(at) && !is_own(at, from)))
    };
    let said = |before: usize| {
        let clause: Vec<&str> =
            clause(before).into_iter().rev().filter_map(|at| bare.get(at)).map(String::as_str).collect();
        clause.join(" ")
    };
    let is_outside = |at: usize| {
        let is_accredited = bare.get(at).is_some_and(|own| own.split('-').any(|part| ACCREDITED.contains(&part)));
        is_accredited && OUTSIDE.iter().any(|outside| said(at).contains(outside))
    };
    let print =
        |at: usize| if is_denied(at) || is_outside(at) { DENIED } else { words.get(at).copied().unwrap_or_default() };
    (0..words.len()).map(print).collect::<Vec<_>>().join(" ")
}

/// Whether a word claims something, or a part of it does: `fda-approved`.
fn claims(word: &str) -> bool {
    word.split('-').any(|part| CLAIMING.contains(&part))
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
    DENYING_IN_CHINESE.iter().find_map(|word| before.strip_suffix(word)).is_some_and(is_denied_once)
}

/// Whether no denial stands before one that begins behind this text; `否则` is none.
fn is_denied_once(before: &str) -> bool {
    let clause = before.rsplit(ENDS).next().unwrap_or_default().replace("否则", "");
    !clause.chars().rev().take(FARTHEST).any(|sign| DENIED_BEFORE.contains(&sign))
}

fn claims_in_chinese(text: &str) -> String {
    let text: String = text.split_inclusive(ENDS).map(without_others).collect();
    CLAIMING_IN_CHINESE.iter().fold(text, |text, claim| {
        let mut parts = text.split(claim);
        let mut own = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            own.push_str(if is_claim_denied_by(&own) { DENIED } else { claim });
            own.push_str(part);
        }
        own
    })
}

/// Whether a text ends with a denial of a claim, or with who or what has not made it.
fn is_claim_denied_by(before: &str) -> bool {
    let before = before.trim_end();
    let shorter = BETWEEN_CLAIMS_IN_CHINESE.iter().find_map(|word| before.strip_suffix(word));
    let suffix = |before: &str| {
        let denying = || DENYING_CLAIMS_IN_CHINESE.iter().chain(&DENYING_IN_CHINESE);
        denying().filter_map(|word| before.strip_suffix(word)).map(str::len).min()
    };
    let denial = [Some(before), shorter].into_iter().flatten().find_map(|own| own.get(..suffix(own)?));
    denial.or_else(|| without_whom(before)).is_some_and(is_denied_once)
}

/// What stands before `未经` and whoever has not approved.
fn without_whom(before: &str) -> Option<&str> {
    let clause = before.rsplit(ENDS).next().unwrap_or_default();
    let lead = before.len() - clause.len();
    let (at, word) = WITHOUT.iter().filter_map(|word| Some((clause.rfind(word)?, word))).max()?;
    let name = clause.get(at + word.len()..).unwrap_or_default();
    (name.chars().count() <= FARTHEST_NAME && !name.contains(GOES_ON)).then(|| before.get(..lead + at))?
}

/// A clause without what it says that something is no part of, and without a release that others decide on.
fn without_others(clause: &str) -> String {
    let between = |(from, to): &(&str, &str)| {
        let start = clause.find(from)?;
        let end = start + clause.get(start..)?.find(to)? + to.len();
        let is_short = clause.get(start..end)?.chars().count() <= FARTHEST_NAME;
        (is_short && !clause.get(start..end)?.contains('已')).then_some((start, end))
    };
    if let Some((start, end)) = OUTSIDE_IN_CHINESE.iter().find_map(between) {
        let [before, behind] = [clause.get(..start), clause.get(end..)].map(Option::unwrap_or_default);
        return [before, DENIED, behind].concat();
    }
    let is_left = LEFT_TO_OTHERS.iter().any(|words| between(words).is_some())
        && !["已", "可", "准予"].iter().any(|word| clause.contains(word));
    if is_left { clause.replace("放行", DENIED) } else { clause.to_owned() }
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
            "The test was not done in accordance with Ph. Eur. 2.6.1",
            "This product has not been approved by the FDA.",
            "This document is not a release certificate.",
            "column not released by QC",
            "standard not yet approved for use",
            "not GMP compliant documentation",
            "The laboratory is no longer accredited.",
            "The laboratory lost its accreditation.",
            "Results marked * are outside the scope of accreditation.",
            "non-GMP material",
            "试剂未经放行即使用",
            "所用试剂未放行",
            "本报告不作为放行依据。",
            "本证书不构成批次放行。",
            "产品放行由质量受权人另行决定。",
            "最终放行以质量受权人签发的放行单为准。",
            "尚未获批上市",
            "本品未经国家药品监督管理局批准上市。",
            "标注*的项目不在CNAS认可范围内。",
            "应无菌生长，否则不得放行",
            "本实验室尚未取得资质认定。",
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
            "not only released, but approved by the FDA",
            "not tested, released",
            "No lot was not released",
            "The lot is not turbid and released",
            "Results marked * are within the scope of accreditation.",
            "outside the laboratory, the tests are accredited",
            "未检验即放行",
            "未经检验即放行",
            "没有未放行的批次",
            "不得不放行",
            "除非放行",
            "本批放行由陈梅完成",
            "本批已放行，以放行单为准",
            "不仅获批，已放行",
            "未发现问题，同意放行",
            "CNAS认可范围内的项目",
            "不在已放行范围内",
        ] {
            assert!(found_in_criterion(&without_denied(text)).is_some(), "{text}");
        }
    }
}
