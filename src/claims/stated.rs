//! What evqc states and persons sign, and no text beside it: that somebody has signed, which lot it is, until when it may be used,
//! whether a document is final.
//!
//! Frames of templates have no use for such words. The lines and statements of a laboratory may speak of signatures and expiry
//! dates ("samples are kept for two years after the expiry date"), and not give any.

use super::decided::done_by;
use super::{AROUND, TextKind, in_one_line, is_in, places_of, with_letters, without_marks};

/// That somebody has signed, or that there is nothing left to do.
const DONE: &[&str] = &[
    "signed electronically",
    "electronically signed",
    "signed digitally",
    "digitally signed",
    "approved electronically",
    "electronically approved",
    "electronic signature",
    "electronic signatures",
    "digital signature",
    "digital signatures",
    "signed by",
    "signed on",
    "was signed",
    "were signed",
    "been signed",
    "is signed",
    "is final",
    "final certificate",
    "final document",
    "final report",
    "final version",
    "watermark",
    "watermarks",
    "elektronisch signiert",
    "elektronisch unterschrieben",
    "电子签名",
    "电子签字",
    "已签名",
    "已签字",
    "已签署",
    "签名人",
    "签字人",
    "正式版",
    "水印",
];

/// Further words that a frame has no use for.
const OF_FRAMES: &[&str] = &[
    "signed",
    "signature",
    "signatures",
    "signatory",
    "unterschrift",
    "unterschrieben",
    "signiert",
    "signatur",
    "signé",
    "签名",
    "签字",
    "签署",
    "署名",
];

/// What a day stands behind.
const EXPIRIES: &[&str] = &[
    "expiry date",
    "expiration date",
    "date of expiry",
    "expiry",
    "expires",
    "exp. date",
    "exp date",
    "use by",
    "use before",
    "best before",
    "retest date",
    "re-test date",
    "shelf life until",
    "verfalldatum",
    "verfallsdatum",
    "haltbar bis",
    "verwendbar bis",
    "date de péremption",
    "有效期",
    "失效日期",
    "失效期",
    "复验期",
    "复检期",
    "保质期",
];

/// What the number of a lot stands behind.
const LOTS: &[&str] = &["lot", "batch", "charge", "ch.-b."];

/// The same in Chinese.
const CHINESE_LOTS: &[&str] = &["批号", "批次号", "批次"];

/// What stands between the two.
const NUMBER: &[&str] = &["no", "nr", "number", "id", "is", "n°"];

/// The first words of a text that state one of these.
pub fn stated(text: &str, kind: TextKind) -> Option<String> {
    let ways = [text.to_owned(), without_marks(text), with_letters(text, 'l'), with_letters(text, 'i')];
    ways.iter().find_map(|text| {
        let seen = in_one_line(text);
        done(&seen, kind).or_else(|| expiry(&seen, kind)).or_else(|| lot(&seen)).or_else(|| chinese_lot(&seen))
    })
}

fn done(seen: &str, kind: TextKind) -> Option<String> {
    let begins = kind == TextKind::Field && places_of(seen.trim_start_matches(AROUND), "final").next() == Some(0);
    let of_frames = OF_FRAMES.iter().filter(|_| kind == TextKind::Frame);
    let found = DONE.iter().chain(of_frames).find(|phrase| is_in(seen, phrase));
    let person = || if kind == TextKind::Frame { done_by(seen) } else { None };
    found.map(|phrase| (*phrase).to_owned()).or_else(|| begins.then(|| "final".to_owned())).or_else(person)
}

/// A day of expiry; in a frame, whatever stands behind the word.
fn expiry(seen: &str, kind: TextKind) -> Option<String> {
    let has_day = |phrase: &str| {
        places_of(seen, phrase).any(|at| {
            let behind = seen.get(at + phrase.len()..).unwrap_or_default();
            let clause = behind.split([';', '；', '。']).next().unwrap_or_default();
            let clause = clause.split(". ").next().unwrap_or_default();
            clause.split_whitespace().take(6).any(is_day)
        })
    };
    let phrase = EXPIRIES.iter().find(|phrase| has_day(phrase) || (kind == TextKind::Frame && is_in(seen, phrase)))?;
    Some((*phrase).to_owned())
}

/// Whether a word has a year: four digits, with what parts them in days.
fn is_day(word: &str) -> bool {
    word.chars().filter(char::is_ascii_digit).count() >= 4
}

/// A lot with its number: any behind a word for one, else one that is as long as numbers of lots are. A zero alone is what stands
/// for a given number while a frame is looked at.
fn lot(seen: &str) -> Option<String> {
    const SHORTEST: usize = 4;
    let parted = seen.replace([':', '#', '='], " no ");
    let words: Vec<&str> = parted.split_whitespace().collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let bare = word.trim_end_matches('.');
        if !LOTS.contains(&bare) && !LOTS.contains(word) {
            return None;
        }
        let rest = words.get(at + 1..)?;
        let is_between = |word: &&&str| NUMBER.contains(&word.trim_matches(AROUND));
        let between = rest.iter().take_while(is_between).count();
        let value = rest.get(between)?.trim_matches(AROUND);
        let is_number = value.bytes().any(|byte| byte.is_ascii_digit()) && value != "0";
        (is_number && (between > 0 || value.len() >= SHORTEST)).then(|| format!("{word} {value}"))
    })
}

fn chinese_lot(seen: &str) -> Option<String> {
    let behind = |phrase: &&str| {
        seen.match_indices(*phrase).find_map(|(at, _)| {
            let behind = seen.get(at + phrase.len()..)?;
            let value = behind.trim_start_matches([':', ' ', '为', '是', '-']);
            let end = value.find(|sign: char| !(sign.is_ascii_alphanumeric() || "-/.".contains(sign)));
            let value = value.get(..end.unwrap_or(value.len()))?;
            let is_number = value.bytes().any(|byte| byte.is_ascii_digit()) && value != "0";
            is_number.then(|| format!("{phrase} {value}"))
        })
    };
    CHINESE_LOTS.iter().find_map(behind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_evqc_and_signatories_state() {
        for text in [
            "Signed electronically by Mei Chen on 2026-02-20",
            "Electronic signatures",
            "This document is final and was signed by all persons named.",
            "The watermark is a printing artefact.",
            "FINAL - lot EV-9999",
            "Use by trained staff only. Use by 31.12.2029 at the latest.",
            "Expiry date 2029-01-01",
            "Expiry date: January 2029",
            "Use before 31.12.2029",
            "Lot no. EV-9999",
            "Lot no. 7",
            "Batch: EV-9999",
            "lot\nEV-9999",
            "已由陈梅电子签名",
            "有效期至2029年1月",
            "批号：EV-9999",
            "批号 9999",
            "水印为打印瑕疵",
            "s1gned electronically",
            "ｗａｔｅｒｍａｒｋ",
        ] {
            assert!([TextKind::Field, TextKind::Frame].iter().all(|kind| stated(text, *kind).is_some()), "{text}");
        }
        let final_state = stated("(Final.) Samples are kept for two years.", TextKind::Field);
        assert_eq!(final_state.as_deref(), Some("final"));
        for text in ["Signature", "Expiry date", "有效期", "签名", "signed"] {
            assert!(stated(text, TextKind::Frame).is_some() && stated(text, TextKind::Field).is_none(), "{text}");
        }
    }

    #[test]
    fn what_speaks_of_them_states_nothing() {
        for text in [
            "Samples are kept for two years after the expiry date.",
            "留样保存至有效期后两年。",
            "未经签字盖章无效",
            "Copies without the signatures of all named persons are no certificates.",
            "Three vials of each batch are kept.",
            "Filled into the final container",
            "Finally, samples are filled into the final container.",
            "Use by trained staff only. The laboratory may refuse by 31.12.2029 at the latest.",
            "Example Vesicle Laboratory",
        ] {
            assert_eq!(stated(text, TextKind::Field), None, "{text}");
        }
        for text in [
            "Questions: qc@lab.example",
            "Lot 0",
            "Lot no. 0",
            "批号：0",
            "1 lot, 0",
            "Lots of 12 Sample Street",
            "valid until 31.12.2026",
            "12 Sample Street, 10115 Berlin",
        ] {
            assert_eq!(stated(text, TextKind::Frame), None, "{text}");
        }
    }
}
