//! What a text says that something is not for, and studies that it is for: neither claims anything.

/// Words that open a disclaimer.
const NOT_FOR: [&str; 8] = [
    "not for ",
    "not intended for ",
    "not to be used for ",
    "not to be used in ",
    "不得用于",
    "不可用于",
    "不能用于",
    "不用于",
];

/// All that may stand in one behind them, to the end of its clause.
const USES: [&str; 27] = [
    "human",
    "humans",
    "animal",
    "animals",
    "veterinary",
    "diagnostic",
    "diagnosis",
    "therapeutic",
    "therapy",
    "clinical",
    "medical",
    "patients",
    "patient",
    "drug",
    "food",
    "household",
    "use",
    "uses",
    "administration",
    "injection",
    "procedures",
    "purposes",
    "treatment",
    "or",
    "and",
    "in",
    "any",
];
const CHINESE_USES: [&str; 14] =
    ["人体", "临床", "诊断", "治疗", "患者", "病人", "动物", "用途", "使用", "目的", "或", "和", "及", "、"];

/// Studies that are done under a name which would be a claim about a lot.
const STUDIES: [&str; 7] =
    ["toxicology", "toxicity", "safety", "biodistribution", "nonclinical", "non-clinical", "preclinical"];
const CHINESE_STUDIES: [&str; 5] = ["毒理研究", "毒理学研究", "毒性研究", "安全性研究", "安全性评价研究"];

/// Containers, of which some may be rejected without a word on their lot.
const CONTAINERS: [&str; 11] =
    ["vial", "vials", "container", "containers", "ampoule", "ampoules", "bag", "bags", "syringe", "syringes", "units"];
const COUNTS: [&str; 9] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/// A text without its disclaimers and without the names of studies.
pub(super) fn without_disclaimed(text: &str) -> String {
    let plain = text.to_ascii_lowercase();
    let mut own = text.to_owned();
    for opening in NOT_FOR {
        for (at, _) in plain.match_indices(opening) {
            let rest = plain.get(at + opening.len()..).unwrap_or_default();
            let clause = rest.split(ENDS).next().unwrap_or_default();
            if is_whole_word(&plain, at) && is_disclaimer(clause) {
                blank(&mut own, at, opening.len() + clause.len());
            }
        }
    }
    for (at, name) in plain.match_indices("glp") {
        let rest = plain.get(at + name.len()..).unwrap_or_default().trim_start();
        let word = rest.split(' ').next().unwrap_or_default();
        let is_of_study = STUDIES.contains(&word)
            && rest.split([' ', '.', ',', ';']).nth(1).is_some_and(|next| next.starts_with("stud"));
        if is_whole_word(&plain, at) && (is_of_study || CHINESE_STUDIES.iter().any(|study| rest.starts_with(study))) {
            blank(&mut own, at, name.len());
        }
    }
    own
}

/// A text in which no counted containers were rejected.
pub(super) fn without_containers(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = |at: usize| words.get(at).map(|word| word.to_ascii_lowercase()).unwrap_or_default();
    let is_counted =
        |word: &str| COUNTS.contains(&word) || (!word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit()));
    let is_rejected = |end: usize| {
        end >= 3
            && at(end).trim_end_matches(ENDS) == "rejected"
            && matches!(at(end - 1).as_str(), "was" | "were")
            && CONTAINERS.contains(&at(end - 2).as_str())
            && is_counted(&at(end - 3))
    };
    (0..words.len())
        .map(|end| if is_rejected(end) { "x" } else { words.get(end).copied().unwrap_or_default() })
        .collect::<Vec<_>>()
        .join(" ")
}

/// What ends a clause.
const ENDS: &[char] = &['.', ',', ';', ':', '(', ')', '!', '?', '\n', '。', '，', '；', '：', '（', '）'];

/// Whether all of a clause, which is not empty, says what for.
fn is_disclaimer(clause: &str) -> bool {
    let mut words = clause.split_whitespace().peekable();
    let english = words.peek().is_some() && words.all(|word| USES.contains(&word));
    let mut rest = clause.trim();
    while let Some(behind) = CHINESE_USES.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = behind;
    }
    english || (rest.is_empty() && !clause.trim().is_empty())
}

fn is_whole_word(text: &str, at: usize) -> bool {
    !text.get(..at).unwrap_or_default().ends_with(|sign: char| sign.is_ascii_alphanumeric())
}

/// Sets blanks in place of a part.
fn blank(text: &mut String, at: usize, width: usize) {
    if text.is_char_boundary(at) && text.is_char_boundary(at + width) {
        text.replace_range(at..at + width, &" ".repeat(width));
    }
}

#[cfg(test)]
mod tests {
    use crate::claims::{TextKind, found, judged};

    #[test]
    fn what_is_disclaimed_claims_nothing() {
        for text in [
            "Not for human use.",
            "Not for diagnostic or therapeutic use.",
            "For research use only, not for use in diagnostic procedures.",
            "不得用于诊断或治疗。",
            "Use of this lot: GLP toxicology study.",
            "本批用于GLP毒理研究。",
            "人脐带间充质干细胞小细胞外囊泡注射液放行质量标准",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
        for text in [
            "For human use.",
            "Not only for human use.",
            "Not for animal use, for human use",
            "Not for diagnostic, for therapeutic use.",
            "不得用于诊断，用于治疗。",
            "Tested under GLP.",
            "GLP study of toxicology",
            "本批已放行",
        ] {
            assert!(found(text).is_some(), "{text}");
        }
        assert_eq!(judged("2 vials were rejected at visual inspection.", TextKind::Field), None);
        assert_eq!(judged("Two vials were rejected.", TextKind::Field), None);
        assert_eq!(judged("The vials were rejected.", TextKind::Field), Some("rejected"));
        assert_eq!(judged("2 vials were rejected, the lot was rejected", TextKind::Field), Some("rejected"));
    }
}
