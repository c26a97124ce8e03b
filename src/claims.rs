//! Words that evqc never says on its own: claims of compliance, authorisation, efficacy or safety (R-117, R-1008).
//!
//! Such a text comes from the laboratory, with a signatory who answers for it. The list is looked for in every output by
//! tests, in the frames of templates, and by their readers in the statements, the wording, the running head and foot of a
//! laboratory and in comments on lots. The function of a signatory is looked at by nobody: who signs, signs it too.

use crate::person;
use unicode_normalization::UnicodeNormalization;

/// The phrases, in lower case; a phrase in Latin letters counts as whole words only.
pub const PHRASES: &[&str] = &[
    "released",
    "release certificate",
    "certificate of release",
    "gmp",
    "cgmp",
    "gcp",
    "glp",
    "good manufacturing practice",
    "good laboratory practice",
    "good clinical practice",
    "iso 17025",
    "iso/iec 17025",
    "accredited",
    "accreditation",
    "complies with the pharmacopoeia",
    "pharmacopoeial quality",
    "meets usp",
    "meets ph. eur.",
    "complies with usp",
    "complies with ph. eur.",
    "complies with chp",
    "part 11 compliant",
    "fda approved",
    "fda-approved",
    "ema approved",
    "nmpa approved",
    "authorised for",
    "authorized for",
    "approved for",
    "approved for use in humans",
    "clinical grade",
    "pharmaceutical grade",
    "safe for",
    "suitable for use in",
    "fit for use in",
    "is safe",
    "safe and effective",
    "effective for",
    "efficacy",
    "therapeutic",
    "cures",
    "treats",
    "合格证",
    "放行",
    "符合药典",
    "符合gmp",
    "药品生产质量管理规范",
    "已批准上市",
    "批准使用",
    "安全有效",
    "疗效",
    "治疗",
    "认可实验室",
];

/// The first phrase of the list that a text contains.
///
/// Other ways to write the same letters are looked through: full width, signs that cannot be seen, points between the letters.
pub fn found(text: &str) -> Option<&'static str> {
    let seen = seen(text);
    let without_points = seen.replace('.', "");
    PHRASES.iter().copied().find(|phrase| contains(&seen, phrase) || contains(&without_points, phrase))
}

/// A text in lower case as it is seen: NFKC, without signs that cannot be seen.
pub fn seen(text: &str) -> String {
    text.nfkc().filter(|sign| !person::is_invisible(*sign)).collect::<String>().to_lowercase()
}

/// Whether a text in lower case contains a phrase; one in Latin letters counts as whole words only.
pub fn contains(text: &str, phrase: &str) -> bool {
    let latin = phrase.is_ascii();
    let is_word = |character: Option<char>| character.is_some_and(|character| character.is_ascii_alphanumeric());
    text.match_indices(phrase).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + phrase.len()..).and_then(|after| after.chars().next());
        !latin || !(is_word(before) || is_word(after))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_count() {
        assert_eq!(found("Manufactured under GMP."), Some("gmp"));
        assert_eq!(found("The lot is RELEASED"), Some("released"));
        assert_eq!(found("本品可放行"), Some("放行"));
        assert_eq!(found("unreleased material; dGMP nucleotide"), None);
        assert_eq!(found("The results relate only to the items tested."), None);
    }

    #[test]
    fn other_ways_of_writing_are_looked_through() {
        for text in ["Made under ＧＭＰ", "Made under G\u{ad}MP", "Made under G.M.P.", "re\u{200b}leased"] {
            assert!(found(text).is_some(), "{text:?}");
        }
        assert_eq!(found("Suitable for use in patients."), Some("suitable for use in"));
    }
}
