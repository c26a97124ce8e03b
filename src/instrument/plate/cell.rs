//! A cell, the words that stand for a missing number, and dates.

use crate::instrument::grid::Row;
use crate::instrument::record::Value;
use crate::quantity::{DecimalMark, Reading};
use jiff::civil::Date;
use std::borrow::Cow;

/// Words that plate readers write where a number is due, folded to lower case, with what they say.
const NO_NUMBER: &[(&str, &str)] = &[
    ("ovrflw", "above the range of the detector (OVRFLW)"),
    ("overflow", "above the range of the detector (overflow)"),
    ("#sat", "above the range of the detector (#SAT)"),
    ("missed", "the well was not read (MISSED)"),
    ("?????", "the software could not compute it (?????)"),
    ("range?", "outside the range of the curve (Range?)"),
    ("masked", "excluded by the user (Masked)"),
    ("error", "the software reports an error (Error)"),
    ("path?", "the path length is not known (Path?)"),
    ("nan", "not measured (NaN)"),
    ("inf", "divided by zero (Inf)"),
    ("-inf", "divided by zero (-Inf)"),
    ("n/a", "not measured (N/A)"),
];

/// A cell with its place.
#[derive(Clone, Copy, Debug)]
pub(in crate::instrument) struct Cell<'c> {
    /// Its text without white space at the ends.
    pub(in crate::instrument) text: &'c str,
    /// Its line, from 1.
    pub(in crate::instrument) line: u64,
    /// Its field, from 1.
    pub(in crate::instrument) column: u32,
}

impl<'c> Cell<'c> {
    /// The cell at a position from 0; empty beyond the end of the row.
    pub(in crate::instrument) fn of(row: Row<'c>, index: usize) -> Cell<'c> {
        Cell { text: row.cell(index), line: row.line, column: column(index) }
    }

    /// The number or the word that stands where a number is due.
    pub(in crate::instrument) fn number(self, quantity: impl Into<Cow<'static, str>>, of: impl Into<String>) -> Value {
        // Plate readers write no thousands separators: a comma alone is a decimal comma, also between decimal points.
        let mark = match self.text.contains(',') && !self.text.contains('.') {
            true => DecimalMark::Comma,
            false => DecimalMark::Point,
        };
        if is_time(self.text) {
            return self.word(quantity, of);
        }
        let reading = Reading::parse(self.text, mark);
        let no_number = why_no_number(self.text, &reading);
        Value { no_number, ..self.word_as(quantity.into(), of.into(), reading) }
    }

    /// A number, a word for one that is missing, or any word of the user's own (`PASS`, `5 to 320 ng/mL`).
    pub(in crate::instrument) fn number_or_word(
        self,
        quantity: impl Into<Cow<'static, str>>,
        of: impl Into<String>,
    ) -> Value {
        let mut value = self.number(quantity, of);
        if value.no_number.as_deref() == Some(UNREADABLE) {
            value.no_number = None;
            value.reading = Reading::Text;
        }
        value
    }

    /// A word: a date, a name, a formula.
    pub(in crate::instrument) fn word(self, quantity: impl Into<Cow<'static, str>>, of: impl Into<String>) -> Value {
        self.word_as(quantity.into(), of.into(), Reading::Text)
    }

    fn word_as(self, quantity: Cow<'static, str>, of: String, reading: Reading) -> Value {
        Value {
            quantity,
            of,
            text: self.text.to_owned(),
            reading,
            unit: Cow::Borrowed(""),
            line: self.line,
            column: self.column,
            no_number: None,
        }
    }
}

/// Whether the text is a time, `0:27:31`, as some data reductions of readers give.
fn is_time(text: &str) -> bool {
    let mut parts = text.split(':');
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.by_ref().take(3).filter(|part| digits(part)).count() == 3 && parts.next().is_none()
}

/// Field number, from 1, of a position from 0.
pub(in crate::instrument) fn column(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1)
}

fn why_no_number(text: &str, reading: &Reading) -> Option<Cow<'static, str>> {
    if matches!(reading, Reading::Number(_) | Reading::Below(_) | Reading::Above(_)) {
        return None;
    }
    let folded = text.to_lowercase();
    if let Some((_, meaning)) = NO_NUMBER.iter().find(|(word, _)| *word == folded) {
        return Some(Cow::Borrowed(*meaning));
    }
    match text.strip_prefix('*').and_then(|rest| rest.strip_suffix('*')) {
        Some(_) => Some(Cow::Borrowed("marked in the export (between asterisks)")),
        None => Some(Cow::Borrowed(UNREADABLE)),
    }
}

/// Reason for a cell that evqc does not understand.
pub(super) const UNREADABLE: &str = "not readable as a number";

/// The day of a date whose order cannot be mistaken: the year first, or a day above 12, or day and month alike.
///
/// The text may go on behind the date with a blank.
pub(in crate::instrument) fn day(text: &str) -> Option<Date> {
    let date = text.split_whitespace().next()?;
    let parts: Vec<&str> = date.split(['/', '.', '-']).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    let number = |text: &str| text.parse::<i8>().ok();
    if first.len() == 4 {
        return Date::new(first.parse().ok()?, number(second)?, number(third)?).ok();
    }
    let year = if third.len() == 4 { third.parse().ok()? } else { return None };
    match (number(first)?, number(second)?) {
        (day, month) if day == month || day > 12 => Date::new(year, month, day).ok(),
        (month, day) if day > 12 => Date::new(year, month, day).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> Cell<'_> {
        Cell { text, line: 3, column: 2 }
    }

    #[test]
    fn words_are_no_numbers() {
        for (text, reason) in [
            ("OVRFLW", "above the range of the detector (OVRFLW)"),
            ("Range?", "outside the range of the curve (Range?)"),
            ("NaN", "not measured (NaN)"),
            ("*0.356*", "marked in the export (between asterisks)"),
            ("0.3x", UNREADABLE),
            ("0:27", UNREADABLE),
        ] {
            let value = cell(text).number("absorbance", "450");
            assert_eq!(value.no_number.as_deref(), Some(reason), "{text}");
            assert!(!matches!(value.reading, Reading::Number(_)), "{text}: {:?}", value.reading);
        }
    }

    #[test]
    fn each_number_has_its_own_mark() {
        for (text, number) in [("0,02", 0.02), ("0.02", 0.02), ("-0.000", 0.0), ("9.19E+03", 9190.0), ("1E+07", 1e7)] {
            let value = cell(text).number("absorbance", "");
            let Reading::Number(decimal) = value.reading else { panic!("{text}: {:?}", value.reading) };
            assert_eq!(decimal.approximately(), number, "{text}");
            assert_eq!((value.text.as_str(), value.no_number), (text, None));
        }
        assert!(matches!(cell("<0.000").number("concentration", "").reading, Reading::Below(_)));
        assert!(matches!(cell(">3141492.000").number("concentration", "").reading, Reading::Above(_)));
    }

    #[test]
    fn a_time_is_a_word() {
        let value = cell("0:27:31").number("Lagtime [600]", "");
        assert_eq!((value.reading, value.no_number), (Reading::Text, None));
    }

    #[test]
    fn a_day_that_may_be_a_month_is_no_date() {
        assert_eq!(day("5/14/2021"), Some(Date::constant(2021, 5, 14)));
        assert_eq!(day("29/02/2016"), Some(Date::constant(2016, 2, 29)));
        assert_eq!(day("10/10/2022"), Some(Date::constant(2022, 10, 10)));
        assert_eq!(day("1/15/2024 10:30:00 AM"), Some(Date::constant(2024, 1, 15)));
        for text in ["4/11/2024", "14:02:2024", "", "1/15/24", "31/02/2024"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
