//! Donors are known by their ids alone: no name and no day of birth stands on a certificate.
//!
//! No pattern tells every name from what else a donor is called by, and an id may hold a whole date (`D-2024-01-17`). So what can
//! only be a birth is refused, and so are words without any id; whatever else stands beside an id is told.

use super::check::about;
use super::codes;
use super::model::Content;
use crate::finding::Finding;
use crate::lookalike;

/// Words for a birth; what stands beside them is a day or a year.
const BIRTH: [&str; 5] = ["born", "birthday", "birthdate", "dob", "d.o.b"];
const BIRTH_IN_CHINESE: [&str; 2] = ["出生", "生于"];

/// What says that there is no donor, or that none is told of, in small letters.
const NO_DONOR: [&str; 15] = [
    "n/a",
    "n.a.",
    "n. a.",
    "none",
    "nil",
    "unknown",
    "not known",
    "undisclosed",
    "not disclosed",
    "confidential",
    "see batch record",
    "不详",
    "未知",
    "保密",
    "不公开",
];

/// Words that a donor or what was given is called by beside the id, and none that a person is: beside another word they
/// are still no id.
const OF_DONORS: [&str; 48] = [
    "donor",
    "donors",
    "cell",
    "cells",
    "bank",
    "master",
    "working",
    "healthy",
    "adult",
    "anonymous",
    "umbilical",
    "cord",
    "bone",
    "marrow",
    "adipose",
    "tissue",
    "placenta",
    "amniotic",
    "blood",
    "not",
    "applicable",
    "stated",
    "pool",
    "pooled",
    "several",
    "multiple",
    "line",
    "lines",
    "immortalised",
    "immortalized",
    "autologous",
    "allogeneic",
    "allogenic",
    "xenogeneic",
    "human",
    "animal",
    "bovine",
    "porcine",
    "ovine",
    "caprine",
    "equine",
    "canine",
    "murine",
    "mouse",
    "rat",
    "bacterial",
    "plant",
    "milk",
];
/// The same in Chinese, a longer word before one that it begins with.
const OF_DONORS_IN_CHINESE: [&str; 40] = [
    "多供者",
    "供者",
    "多供体",
    "供体",
    "细胞系",
    "细胞株",
    "细胞",
    "永生化",
    "混合",
    "同种异体",
    "异体",
    "异种",
    "自体",
    "牛奶",
    "牛乳",
    "牛源",
    "猪源",
    "羊源",
    "鼠源",
    "小鼠",
    "大鼠",
    "植物",
    "库",
    "号",
    "脐带血",
    "脐带",
    "脐血",
    "匿名",
    "不适用",
    "无",
    "骨髓",
    "脂肪",
    "胎盘",
    "羊膜",
    "羊水",
    "血",
    "健康",
    "成人",
    "人源",
    "人类",
];

/// Months as they are written in English and German; three letters of them are enough.
const MONTHS: [&str; 18] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "januar",
    "februar",
    "märz",
    "mai",
    "oktober",
    "dezember",
];

/// A donor who is written with a birth, or by words without an id, which may be a name.
pub(super) fn donor_without_id(content: &Content) -> Option<Finding> {
    let message = match texts(content).find(|text| is_of_a_birth(text)) {
        Some(said) => format!("the donor is written as `{said}`, which has a birth or a whole date beside the id"),
        None => {
            let is_without =
                |text: &&str| !text.chars().any(char::is_numeric) && !says_none(text) && beside_id(text).is_some();
            let said = texts(content).find(is_without)?;
            format!("the donor is written as `{said}`, which has no id, and may be a name")
        }
    };
    let help = "write the id of the donor (`D-0042`) into the facts: `provenance: {donor: ID}`; where there is no donor \
                (milk, plants, cell lines) or no id, leave `donor` out: what the vesicles come from stands under `tissue` \
                or `parent_cell`";
    Some(about(content, &codes::DONOR_NOT_PSEUDONYMOUS, &message).help(help))
}

/// A donor whose text has more than an id: whether that is a name, only who wrote it can say.
pub fn donor_beside_id(content: &Content) -> Option<Finding> {
    let (said, part) =
        texts(content).filter(|text| !says_none(text)).find_map(|text| Some((text, beside_id(text)?)))?;
    let message = format!("the donor is written as `{said}`, and `{part}` is no part of an id");
    let help = "no name, address or day of birth may stand there: write the id of the donor (`D-0042`) alone, and what \
                was given under `tissue` or `parent_cell`";
    Some(about(content, &codes::DONOR_NOT_AN_ID, &message).help(help))
}

fn texts(content: &Content) -> impl Iterator<Item = &str> {
    content.provenance.donor.iter().flat_map(|donor| [donor.en.as_str(), donor.zh.as_str()])
}

/// Whether a text says that there is no donor to be named.
fn says_none(text: &str) -> bool {
    NO_DONOR.contains(&text.trim().to_lowercase().as_str())
}

/// Whether a text has a word for a birth, or a whole date that is no part of an id.
fn is_of_a_birth(text: &str) -> bool {
    let small = text.to_lowercase();
    let mut words = small.split(parts_words);
    words.any(|word| BIRTH.contains(&word.trim_end_matches('.')))
        || BIRTH_IN_CHINESE.iter().any(|word| text.contains(word))
        || has_date(&small)
}

fn parts_words(sign: char) -> bool {
    sign.is_whitespace()
        || matches!(sign, ',' | ';' | ':' | '(' | ')' | '[' | ']' | '，' | '；' | '：' | '（' | '）' | '、')
}

/// The first part of a text that is neither an id, which has a digit, nor a word for donors: a name, a street, or
/// nothing of a person.
fn beside_id(text: &str) -> Option<String> {
    let has_id = text.chars().any(char::is_numeric);
    let is_known = |part: &str| {
        let is_short = part.chars().count() <= 3 && part.chars().all(char::is_uppercase);
        let is_id = part.chars().any(char::is_numeric) && !is_short_date(part);
        part.chars().count() < 2 || is_id || (is_short && has_id) || OF_DONORS.contains(&part.to_lowercase().as_str())
    };
    let chinese = text.split(|sign| !lookalike::is_chinese(sign)).map(of_no_donor);
    let other = text.split(|sign| parts_words(sign) || lookalike::is_chinese(sign));
    let other = other.map(|part| part.trim_matches(|sign: char| !sign.is_alphanumeric()));
    let unknown = other.filter(|part| !is_known(part)).map(str::to_owned);
    chinese.chain(unknown).find(|part| !part.is_empty())
}

/// What Chinese signs in a row say beside what donors are called, and the numbers of donors.
fn of_no_donor(text: &str) -> String {
    let left = OF_DONORS_IN_CHINESE.iter().fold(text.to_owned(), |left, word| left.replace(word, ""));
    left.trim_matches(|sign| "一二三四五六七八九十甲乙丙丁年月日".contains(sign)).to_owned()
}

/// A number of at most two digits, from one to `most`.
fn is_within(part: &str, most: u32) -> bool {
    part.len() <= 2 && part.parse::<u32>().is_ok_and(|number| (1..=most).contains(&number))
}

fn is_year(part: &str) -> bool {
    part.len() == 4
        && (part.starts_with("19") || part.starts_with("20"))
        && part.bytes().all(|sign| sign.is_ascii_digit())
}

fn is_month_and_day(one: &str, other: &str) -> bool {
    (is_within(one, 12) && is_within(other, 31)) || (is_within(one, 31) && is_within(other, 12))
}

/// Whether a text in small letters has a whole date that is no part of an id: `1980-01-02`, `1980/1/2`, `1980年1月`,
/// `2.1.1980`, `2 January 1980`, `02-jan-1980`.
fn has_date(text: &str) -> bool {
    let is_sign = |sign: char| matches!(sign, '-' | '/' | '.' | '年' | '月' | '日');
    let words = text.split(|sign| parts_words(sign) || (lookalike::is_chinese(sign) && !is_sign(sign)));
    let words = words.map(|word| word.trim_matches(|sign: char| !sign.is_alphanumeric()));
    let mut in_a_row: Vec<&str> = Vec::new();
    for word in words.filter(|word| !word.is_empty()) {
        let parts: Vec<&str> = word.split(is_sign).filter(|part| !part.is_empty()).collect();
        let is_date = match parts[..] {
            [year, month, day] if is_year(year) => is_month_and_day(month, day),
            [day, month, year] if is_year(year) => is_month_and_day(month, day),
            [year, month] if is_year(year) => is_within(month, 12) && word.contains('年'),
            _ => false,
        };
        if is_date {
            return true;
        }
        // A word with other letters is an id, or none of a date.
        match parts.iter().all(|part| is_month(part) || is_day(part) || is_year(part)) {
            true => in_a_row.extend(parts),
            false => in_a_row.push(""),
        }
    }
    in_a_row.windows(3).any(|three| {
        let has = |is_one: fn(&str) -> bool| three.iter().any(|part| is_one(part));
        has(is_month) && has(is_day) && has(is_year)
    })
}

fn is_month(part: &str) -> bool {
    part.chars().count() >= 3 && MONTHS.iter().any(|month| month.starts_with(part))
}

/// `2`, `2nd`.
fn is_day(part: &str) -> bool {
    is_within(["st", "nd", "rd", "th"].iter().find_map(|end| part.strip_suffix(end)).unwrap_or(part), 31)
}

/// Whether a word is a day with two digits of its year, `2.1.80`, or an id that looks like one.
fn is_short_date(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['-', '/', '.']).collect();
    let is_short = |year: &str| year.len() == 2 && year.bytes().all(|sign| sign.is_ascii_digit());
    match parts[..] {
        [one, other, last] => {
            (is_short(last) && is_month_and_day(one, other)) || (is_short(one) && is_month_and_day(other, last))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{beside_id, is_of_a_birth, says_none};

    #[test]
    fn ids_are_told_from_births() {
        for id in [
            "D-0042",
            "donor 7",
            "Donor A",
            "UC-2024-017",
            "UC-2024-17-A",
            "D-2024-01-17",
            "UC-2024-1-3",
            "D-02-JAN-2024",
            "供者 3",
            "供者三号",
            "供者7号",
            "CB 2024/118-A",
            "Healthy Donor",
            "Pooled Donors",
            "MSC-20240117",
            "MSC 2024 (D-7)",
            "D-20-7-1",
            "CB.19.03.A",
            "Umbilical Cord 12",
            "Bone Marrow 7",
            "Not Applicable",
            "脐带",
            "人源",
            "匿名",
            "不适用",
            "human",
            "Bovine milk",
            "cell line",
            "Immortalised Cell Line",
            "autologous",
            "allogeneic",
            "细胞系",
            "异体",
            "牛奶",
            "多供者混合",
            "",
        ] {
            assert!(!is_of_a_birth(id), "{id}");
            assert_eq!(beside_id(id), None, "{id}");
        }
        for birth in [
            "D-7, born 1980",
            "D-7 (1980-01-02)",
            "D-7 (2.1.1980)",
            "D-7 (1/25/1980)",
            "D-7，1980年1月",
            "供者1980年1月2日",
            "*1980-01-02",
            "DOB 2.1.80",
            "Hans Müller, born 1980-01-02",
            "D-7 (2 January 1980)",
            "D-7, Jan 2, 1980",
            "D-7 geboren 02-JAN-1980",
            "D-7, 2. März 1980",
            "D-7 2nd January 1980",
        ] {
            assert!(is_of_a_birth(birth), "{birth}");
        }
    }

    #[test]
    fn what_says_that_there_is_none_names_nobody() {
        for text in ["N/A", "n/a", "n.a.", "None", " unknown ", "see batch record", "不详"] {
            assert!(says_none(text), "{text}");
        }
        for text in ["Hans Müller", "None Other", "N/A Müller", "见附件", "张不详"] {
            assert!(!says_none(text) && beside_id(text).is_some(), "{text}");
        }
    }

    /// Whether these are persons, no pattern tells: they are told where an id stands beside them, and else refused.
    #[test]
    fn what_is_no_id_is_told() {
        for (text, part) in [
            ("Hans Müller", "Hans"),
            ("Müller, Hans", "Müller"),
            ("HANS MÜLLER", "HANS"),
            ("Hans-Peter Müller", "Hans-Peter"),
            ("H. Müller", "Müller"),
            ("Ronald McDonald", "Ronald"),
            ("Sean O'Brien", "Sean"),
            ("KIM LEE", "KIM"),
            ("D-7, age 44, Hauptstrasse 5, 10115 Berlin", "age"),
            ("D-7 (02.01.80)", "02.01.80"),
            ("张伟", "张伟"),
            ("张伟（D-7）", "张伟"),
            ("供者张伟", "张伟"),
            ("王小明先生", "王小明先生"),
            ("Dental Pulp D-7", "Dental"),
            ("Fetal Liver", "Fetal"),
            ("Newborn cord D-3", "Newborn"),
            ("birth tissue D-4", "birth"),
            ("Female, Caucasian", "Female"),
            ("Lonza Walkersville", "Lonza"),
            ("牙髓", "牙髓"),
            ("见附件", "见附件"),
        ] {
            assert!(!is_of_a_birth(text), "{text}");
            assert_eq!(beside_id(text).as_deref(), Some(part), "{text}");
        }
    }
}
