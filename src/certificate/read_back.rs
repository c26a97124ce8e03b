//! Whether a written certificate says what its twin says: its text is read back from the bytes and compared.
//!
//! What is looked for comes from the twin alone, never from the layout, so that a fault of the layout, of a template or of a
//! writer shows. Spaces, line ends and whether digits are raised are nobody's business: a number is found by its digits.

use super::criterion;
use super::model::{Certificate, TestLine};
use super::notation;
use super::profile::Languages;
use super::terms;
use super::unused_runs;
use super::words::Words;
use crate::document::ReadBack;
use crate::order;
use crate::quantity::decimal;
use crate::report::escape::visible;

/// The first value of the twin that the document does not show, in words; `None` where it shows all.
pub fn not_shown(certificate: &Certificate, twin_sha256: &str, read: &ReadBack) -> Option<String> {
    let look = Look { languages: Languages::by_name(&certificate.content.language).unwrap_or(Languages::Both) };
    let text = bare(&read.text);
    let lacking = |(what, value): (String, String)| (!shows(&text, &value)).then(|| format!("{what} ({value})"));
    look.of_document(certificate, twin_sha256)
        .into_iter()
        .find_map(lacking)
        .or_else(|| look.rows_lacking(certificate, read))
        .or_else(|| look.mark_lacking(certificate, &text, read))
}

/// Values in the languages of the print.
struct Look {
    languages: Languages,
}

impl Look {
    fn texts(&self, words: &Words) -> Vec<String> {
        match self.languages {
            Languages::English => vec![words.en.clone()],
            Languages::Chinese => vec![words.zh.clone()],
            Languages::Both => vec![words.en.clone(), words.zh.clone()],
        }
    }

    /// Values that stand somewhere, each with what it is.
    fn of_document(&self, certificate: &Certificate, twin_sha256: &str) -> Vec<(String, String)> {
        let content = &certificate.content;
        let mut all = Vec::new();
        let mut add = |what: &str, values: Vec<String>| {
            all.extend(values.into_iter().map(|value| (what.to_owned(), value)));
        };
        add("the title", self.texts(&content.title));
        add("the number", content.number.iter().cloned().collect());
        add("the lot", vec![content.lot.id.clone()]);
        add("the date of issue", vec![content.issued.clone()]);
        add("the conclusion", self.texts(&content.conclusion.statement));
        for open in &content.conclusion.open {
            add("an open item", self.texts(&open.text));
        }
        add("the digest of the specification", vec![content.specification.sha256.clone()]);
        add("the digest of the content", vec![certificate.content_sha256.clone()]);
        add("the digest of the twin", vec![twin_sha256.to_owned()]);
        for input in &content.record.inputs {
            add("the digest of a file", vec![input.sha256.clone()]);
        }
        if let Some(template) = &certificate.template {
            add("the digest of the template", vec![template.sha256.clone()]);
        }
        for trail in &certificate.trails {
            add("the entry of the audit trail", vec![trail.sha256.clone()]);
            add("who reviewed the audit trail", trail.review.iter().map(|one| one.by.clone()).collect());
        }
        all
    }

    /// The first row that no table has: each test has one of its own, in the order of the twin, and one more for its
    /// uncertainty.
    fn rows_lacking(&self, certificate: &Certificate, read: &ReadBack) -> Option<String> {
        let rows: Vec<String> = read.rows.iter().map(|row| bare(row)).collect();
        let content = &certificate.content;
        let results = content.tests.iter().map(|line| (format!("the line of {}", line.id), self.line(line)));
        let uncertain = content.tests.iter().filter_map(|line| {
            let known = line.uncertainty.as_ref()?;
            let unit = if known.unit.is_empty() { String::new() } else { format!(" {}", known.unit) };
            let mut values = self.texts(&line.name);
            values.push(format!("{}{unit} (k = {})", known.expanded, known.coverage_factor));
            values
                .extend(line.rule.iter().filter_map(|rule| rule.bounds.as_ref()).flat_map(|bounds| self.texts(bounds)));
            Some((format!("the uncertainty of {}", line.id), values))
        });
        let history = content.history.iter().map(|entry| {
            let mut values = self.texts(&entry.name);
            match &entry.value_words {
                Some(words) => values.extend(self.texts(words)),
                None => values.push(notation::raised(&entry.value)),
            }
            values.extend(entry.label.clone());
            // What took its place is said behind it, and must not be lost.
            values.extend(entry.see.iter().flat_map(|see| self.texts(&criterion::observed(&see.value))));
            values.extend(entry.corrected_by.iter().chain(&entry.corrected_on).cloned());
            (format!("a value of the history of {}", entry.test), values)
        });
        let unused = content.runs_not_used.iter().map(|one| {
            let mut values = vec![one.file.clone()];
            values.extend(one.runs.iter().chain(&one.sample).cloned());
            values.extend(self.texts(&one.words));
            values.extend(unused_runs::reason(one).iter().flat_map(|words| self.texts(words)));
            values.extend(one.values.iter().cloned());
            (format!("a run of {} that is not used", one.file), values)
        });
        in_order(&rows, results)
            .or_else(|| in_order(&rows, uncertain))
            .or_else(|| in_order(&rows, history))
            .or_else(|| in_order(&rows, unused))
    }

    fn line(&self, line: &TestLine) -> Vec<String> {
        let mut values = self.texts(&line.name);
        values.extend(self.texts(&line.criterion));
        values.extend(line.result.iter().flat_map(|result| self.texts(&result.text)));
        values.extend(self.texts(&line.conclusion));
        values.extend(line.remarks.iter().flat_map(|remark| self.texts(remark)));
        values
    }

    /// A draft says so, on every page where there are pages.
    fn mark_lacking(&self, certificate: &Certificate, text: &str, read: &ReadBack) -> Option<String> {
        if !certificate.is_draft() {
            return None;
        }
        let draft = self.texts(&Words::of(&terms::DRAFT)).iter().map(|word| bare(word)).collect::<Vec<_>>();
        let says = |text: &str| draft.iter().all(|word| text.contains(word));
        if !says(text) {
            return Some("that it is a draft".to_owned());
        }
        let page = read.margins.iter().position(|margin| !says(&bare(margin)))?;
        Some(format!("that it is a draft, on page {}", page + 1))
    }
}

/// The first of several rows that is not among these, each behind the one before.
fn in_order(rows: &[String], wanted: impl Iterator<Item = (String, Vec<String>)>) -> Option<String> {
    let mut rest = rows;
    for (what, values) in wanted {
        let found = rest.iter().position(|row| values.iter().all(|value| shows(row, value)));
        match found.and_then(|at| rest.get(at + 1..)) {
            Some(behind) => rest = behind,
            None => return Some(format!("{what} ({})", values.join(" | "))),
        }
    }
    None
}

/// Whether a text shows a value. What is written from right to left comes out of a file in another order; there the parts
/// between count, and where there are none, the signs themselves.
fn shows(text: &str, value: &str) -> bool {
    let value = bare(&visible(value));
    let mut parts = value.split(is_from_right).filter(|part| !part.is_empty()).peekable();
    if parts.peek().is_none() { shows_signs(text, &value) } else { parts.all(|part| text.contains(part)) }
}

/// Whether these signs stand beside each other in a text, in whatever order.
fn shows_signs(text: &str, wanted: &str) -> bool {
    let in_order = |signs: &[char]| -> Vec<char> {
        let mut signs = signs.to_vec();
        order::sort(&mut signs);
        signs
    };
    let (text, wanted): (Vec<char>, Vec<char>) = (text.chars().collect(), wanted.chars().collect());
    let sorted = in_order(&wanted);
    wanted.is_empty() || text.windows(wanted.len()).any(|signs| in_order(signs) == sorted)
}

/// Letters of scripts that are written from right to left: Hebrew to Arabic Extended-A, and their forms.
fn is_from_right(sign: char) -> bool {
    matches!(sign, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}')
}

/// A text without spaces, with raised and lowered signs as plain ones.
fn bare(text: &str) -> String {
    const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    const LOWERED: &str = "₀₁₂₃₄₅₆₇₈₉";
    let plain = |sign: char| {
        let digit = RAISED.chars().position(|one| one == sign).or_else(|| LOWERED.chars().position(|one| one == sign));
        match (digit, sign) {
            (Some(digit), _) => u32::try_from(digit).ok().and_then(|digit| char::from_digit(digit, 10)).unwrap_or(sign),
            (None, '⁻' | '₋' | '\u{2212}') => '-',
            (None, '⁺') => '+',
            // Printed in half width, and in the twin as the laboratory wrote them (R-1105).
            (None, '０'..='９' | '．' | '＾' | '％') => decimal::half_width(sign),
            (None, other) => other,
        }
    };
    let close: String = text.chars().filter(|sign| !sign.is_whitespace()).map(plain).collect();
    close.replace("10^", "10")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_by_its_digits() {
        assert!(shows(&bare("result 1.2 ×10¹⁰\nparticles/mL"), "1.2 ×10^10 particles/mL"));
        assert!(shows(&bare("5 ×10⁻³"), "5 ×10^-3"));
        assert!(!shows(&bare("result 1.3 ×10¹⁰ particles/mL"), "1.2 ×10^10 particles/mL"));
    }

    #[test]
    fn letters_from_right_to_left_are_found_in_any_order() {
        assert!(shows(&bare("lot שלום passed"), "שלום") && shows(&bare("lot םולש passed"), "שלום"));
        assert!(shows(&bare("lot ab םלוע םולש"), "שלום עולם"), "two words, turned together");
        assert!(!shows(&bare("lot passed"), "שלום"), "a name that is nowhere");
        assert!(!shows(&bare("lot שלון passed"), "שלום"), "another name");
        assert!(shows(&bare("7 שלום 5 %"), "שלום 5 %") && !shows(&bare("7 שלום 5 %"), "שלום 6 %"));
        assert!(shows("", ""));
    }

    #[test]
    fn rows_stand_in_the_order_of_the_twin() {
        let rows = ["A5".to_owned(), "B6".to_owned(), "A5".to_owned()];
        let want = |list: &[(&str, &str)]| {
            let values =
                |(name, value): &(&str, &str)| ((*name).to_owned(), vec![(*name).to_owned(), (*value).to_owned()]);
            in_order(&rows, list.iter().map(values).collect::<Vec<_>>().into_iter())
        };
        assert_eq!(want(&[("A", "5"), ("B", "6")]), None);
        assert_eq!(want(&[("B", "6"), ("A", "5")]), None);
        assert_eq!(want(&[("A", "6")]), Some("A (A | 6)".to_owned()), "name and value of two rows are no row");
        assert_eq!(want(&[("B", "6"), ("B", "6")]), Some("B (B | 6)".to_owned()), "one row is not two");
    }
}
