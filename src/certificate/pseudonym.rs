//! Donors are known by their ids alone: no name and no day of birth stands on a certificate.

use super::check::about;
use super::codes;
use super::model::Content;
use crate::finding::Finding;
use crate::lookalike;

/// Words for a birth; what stands beside them is a day or a year.
const BIRTH: [&str; 5] = ["born", "birthday", "birthdate", "dob", "d.o.b"];
const BIRTH_IN_CHINESE: [&str; 2] = ["出生", "生于"];

/// Words that a donor or what was given is called by, and none that a person is.
const OF_DONORS: [&str; 22] = [
    "donor",
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
];
const OF_DONORS_IN_CHINESE: [&str; 12] = ["供", "库", "号", "脐", "匿", "不", "无", "骨髓", "脂肪", "胎盘", "羊", "血"];

/// A donor who is written by name or with the day of birth, as far as a pattern tells it.
pub(super) fn donor_by_name(content: &Content) -> Option<Finding> {
    let donor = content.provenance.donor.as_ref()?;
    let said = [&donor.en, &donor.zh].into_iter().find(|text| names_a_person(text))?;
    let message = format!("the donor is written as `{said}`, which can be a name or a day of birth");
    let help = "write the id of the donor (`D-0042`) into the facts: `provenance: {donor: ID}`";
    Some(about(content, &codes::DONOR_NOT_PSEUDONYMOUS, &message).help(help))
}

/// Whether a text has a date, a word for a birth, two names side by side, or is a Chinese name alone.
fn names_a_person(text: &str) -> bool {
    let small = text.to_lowercase();
    let is_of_birth = |word: &str| BIRTH.contains(&word);
    let mut words =
        small.split(|sign: char| sign.is_whitespace() || matches!(sign, ',' | ';' | ':' | '(' | ')' | '，'));
    let is_chinese_name = (2..=4).contains(&text.trim().chars().count())
        && text.trim().chars().all(lookalike::is_chinese)
        && !OF_DONORS_IN_CHINESE.iter().any(|word| text.contains(word));
    words.any(|word| is_of_birth(word.trim_end_matches('.')))
        || BIRTH_IN_CHINESE.iter().any(|word| text.contains(word))
        || has_date(text)
        || has_full_name(text)
        || is_chinese_name
}

/// Whether a text has a whole date: `1980-01-02`, `1980/1/2`, `1980年1月`, `2.1.1980`.
fn has_date(text: &str) -> bool {
    // Whatever is neither a digit nor a sign of a date parts words.
    let words =
        text.split(|sign: char| !sign.is_ascii_digit() && !matches!(sign, '-' | '/' | '.' | '年' | '月' | '日'));
    words.into_iter().any(|word| {
        let parts: Vec<&str> = word.split(['-', '/', '.', '年', '月', '日']).filter(|part| !part.is_empty()).collect();
        let within = |part: &str, most: u32| {
            part.len() <= 2 && part.parse::<u32>().is_ok_and(|number| (1..=most).contains(&number))
        };
        let is_year = |part: &str| part.len() == 4 && (part.starts_with("19") || part.starts_with("20"));
        match parts[..] {
            [year, month, day] if is_year(year) => within(month, 12) && within(day, 31),
            [day, month, year] if is_year(year) => within(month, 12) && within(day, 31),
            [year, month] if is_year(year) => within(month, 12) && word.contains('年'),
            _ => false,
        }
    })
}

/// Whether two words with a capital, and small letters behind it, stand side by side: `Hans Müller`; what a donor is called besides
/// (`Donor`, `Cell Bank`) is no name.
fn has_full_name(text: &str) -> bool {
    let is_name = |word: &&str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && word.chars().count() > 1
            && letters.all(|letter| letter.is_lowercase() || letter == '-')
            && !OF_DONORS.contains(&word.to_lowercase().as_str())
    };
    let parts = text.split(|sign: char| sign.is_whitespace() || matches!(sign, ',' | ';' | '(' | ')'));
    let words: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    words.windows(2).any(|two| two.iter().all(is_name))
}

#[cfg(test)]
mod tests {
    use super::names_a_person;

    #[test]
    fn ids_are_told_from_names() {
        for id in [
            "D-0042",
            "donor 7",
            "Donor A",
            "UC-2024-017",
            "UC-2024-17-A",
            "供者 3",
            "供者三号",
            "CB 2024/118-A",
            "Healthy Donor",
            "MSC-20240117",
            "D-20-7-1",
            "CB.19.03.A",
            "Umbilical Cord 12",
            "Bone Marrow 7",
            "Not Applicable",
            "Newborn cord D-3",
            "birth tissue D-4",
            "脐带",
            "匿名",
            "不适用",
            "",
        ] {
            assert!(!names_a_person(id), "{id}");
        }
        for person in [
            "Hans Müller",
            "Müller, Hans",
            "D-7, born 1980",
            "D-7 (1980-01-02)",
            "D-7 (2.1.1980)",
            "张伟",
            "D-7，1980年1月",
            "DOB 2.1.80",
        ] {
            assert!(names_a_person(person), "{person}");
        }
    }
}
