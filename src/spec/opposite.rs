//! Words of a free text that say the opposite of a criterion in words: `growth within 14 days` beside `no growth`.

use super::model::Expected;

/// Words for that something is there, and for that it is not.
const PRESENT: [&str; 10] =
    ["positive", "growth", "grows", "detected", "present", "reactive", "阳性", "检出", "生长", "长菌"];
const ABSENT: [&str; 9] =
    ["negative", "absent", "absence", "undetectable", "sterile", "nonreactive", "阴性", "未检出", "无菌"];
const FAULTS: [&str; 6] = ["fails", "failed", "noncompliant", "nonconforming", "不符合", "不合格"];

/// Words that take back what stands near them in the same clause.
const DENYING: [&str; 10] = ["no", "not", "non", "none", "nil", "never", "without", "free", "absence", "cannot"];
const CHINESE_DENYING: [char; 5] = ['无', '未', '不', '非', '没'];

/// Words that make a clause one about how the test is done: `the positive control shows growth`.
const OF_METHOD: [&str; 12] = [
    "control",
    "controls",
    "promotion",
    "medium",
    "media",
    "limit",
    "lod",
    "strain",
    "strains",
    "对照",
    "培养基",
    "菌株",
];

/// So many words to either side is a denial looked for.
const NEAR: usize = 4;

/// The first word that says the opposite of what is expected, where no other word of the text says what is.
pub(super) fn opposite(text: &str, expected: &Expected) -> Option<String> {
    let (said, wanted) = match expected {
        Expected::Negative => (&PRESENT[..], &ABSENT[..]),
        Expected::Positive => (&ABSENT[..], &PRESENT[..]),
        Expected::Complies => (&FAULTS[..], &[][..]),
        Expected::OneOf(_) => return None,
    };
    let text = text.to_lowercase();
    let clauses =
        || text.split(['(', ')', '（', '）', ',', '，', ';', '；', '。', '\n']).flat_map(|part| part.split(". "));
    let is_wanted = |clause: &str| first(clause, wanted, false).is_some() || first(clause, said, true).is_some();
    if clauses().any(is_wanted) {
        return None;
    }
    let own = clauses().filter(|clause| OF_METHOD.iter().all(|word| place(clause, word).is_none()));
    own.filter_map(|clause| first(clause, said, false).or_else(|| first(clause, wanted, true))).next()
}

/// The first of the words that a clause says, or takes back.
fn first(clause: &str, words: &[&str], is_denied: bool) -> Option<String> {
    let of_clause = |word: &&&str| place(clause, word).is_some_and(|at| denies(clause, at, word.len()) == is_denied);
    words.iter().find(of_clause).map(|word| (*word).to_owned())
}

/// Where a word stands, one in letters as a whole one.
fn place(clause: &str, word: &str) -> Option<usize> {
    let is_letter = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_alphanumeric());
    clause.match_indices(word).map(|(at, _)| at).find(|at| {
        let (before, behind) = (clause.get(..*at), clause.get(at + word.len()..));
        let touches = is_letter(before.and_then(|text| text.chars().next_back()))
            || is_letter(behind.and_then(|text| text.chars().next()));
        !word.is_ascii() || !touches
    })
}

fn denies(clause: &str, at: usize, width: usize) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|sign: char| !sign.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (before, behind) = (clause.get(..at).unwrap_or_default(), clause.get(at + width..).unwrap_or_default());
    let (before_words, behind_words) = (words(before), words(behind));
    let near = before_words.iter().rev().take(NEAR).chain(behind_words.iter().take(NEAR));
    let in_chinese = before.chars().rev().take(2 * NEAR).any(|sign| CHINESE_DENYING.contains(&sign));
    in_chinese || near.into_iter().any(|word| DENYING.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_beside_what_is_expected() {
        for (text, expected, found) in [
            ("Growth within 14 days", Expected::Negative, Some("growth")),
            ("positive", Expected::Negative, Some("positive")),
            ("应有菌生长", Expected::Negative, Some("生长")),
            ("应检出", Expected::Negative, Some("检出")),
            ("negative", Expected::Positive, Some("negative")),
            ("not detected", Expected::Positive, Some("detected")),
            ("阴性", Expected::Positive, Some("阴性")),
            ("fails", Expected::Complies, Some("fails")),
            ("No growth after 14 days", Expected::Negative, None),
            ("Growth is not observed", Expected::Negative, None),
            ("应无菌生长（培养14天）", Expected::Negative, None),
            ("不得检出", Expected::Negative, None),
            ("Not detected in 10 mL (positive control detected)", Expected::Negative, None),
            ("sterile (Ph. Eur. 2.6.1)", Expected::Negative, None),
            ("Ph. Eur. 2.6.1, growth promotion of the media shown", Expected::Negative, None),
            ("阴性（阳性对照应为阳性）", Expected::Negative, None),
            ("CD63 detected", Expected::Positive, None),
            ("complies with Ph. Eur. 2.9.20: practically free of particles", Expected::Complies, None),
        ] {
            assert_eq!(opposite(text, &expected).as_deref(), found, "{text}");
        }
    }
}
