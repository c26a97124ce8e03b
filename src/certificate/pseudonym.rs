//! Donors are known by their ids alone: no name and no day of birth stands on a certificate.

use super::check::about;
use super::codes;
use super::model::Content;
use crate::finding::Finding;
use crate::lookalike;

/// Words for a birth; what stands beside them is a day or a year.
const BIRTH: [&str; 6] = ["born", "birth", "d.o.b", "dob", "出生", "生于"];

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
    let is_chinese_name = (2..=4).contains(&text.trim().chars().count())
        && text.trim().chars().all(lookalike::is_chinese)
        && !text.contains(['供', '库', '号']);
    BIRTH.iter().any(|word| small.contains(word)) || has_date(text) || has_full_name(text) || is_chinese_name
}

/// Whether a text has a year, a month and what stands behind it: `1980-01-02`, `1980/1/2`, `1980年1月`.
fn has_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['-', '/', '.', '年', '月']).collect();
    let are_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.windows(3).any(|three| {
        let year = three[0].get(three[0].len().saturating_sub(4)..).unwrap_or_default();
        let is_year = are_digits(year) && (year.starts_with("19") || year.starts_with("20"));
        is_year && are_digits(three[1]) && three[1].len() <= 2
    })
}

/// Whether two words with a capital, and small letters behind it, stand side by side: `Hans Müller`; what a donor is called besides
/// (`Donor`, `Cell Bank`) is no name.
fn has_full_name(text: &str) -> bool {
    const OF_DONORS: [&str; 8] = ["donor", "cell", "bank", "master", "working", "healthy", "adult", "anonymous"];
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
            "供者 3",
            "供者三号",
            "CB 2024/118-A",
            "Healthy Donor",
            "MSC-20240117",
        ] {
            assert!(!names_a_person(id), "{id}");
        }
        for person in [
            "Hans Müller",
            "Müller, Hans",
            "D-7, born 1980",
            "D-7 (1980-01-02)",
            "张伟",
            "D-7，1980年1月出生",
            "DOB 2.1.80",
        ] {
            assert!(names_a_person(person), "{person}");
        }
    }
}
