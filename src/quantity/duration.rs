//! Durations of studies: a number with a unit of time, turned into months without rounding error.
//!
//! A month is a twelfth of a year and a year is 365.25 days, so that 30.4375 days are a month whatever unit a file is
//! written in. Calendar arithmetic (31 March plus one month) is another matter and not done here.

use super::{Decimal, DecimalMark, Exact};
use std::fmt;

/// A unit of time in which studies are planned and reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TimeUnit {
    /// Sixty seconds.
    Minute,
    /// Sixty minutes.
    Hour,
    /// Twenty-four hours.
    Day,
    /// Seven days.
    Week,
    /// A twelfth of a year: 30.4375 days.
    Month,
    /// 365.25 days.
    Year,
}

/// Every spelling of a unit, lower case; the first two are the words for one and for several.
const WORDS: [(TimeUnit, &[&str]); 6] = [
    (TimeUnit::Minute, &["minute", "minutes", "min", "mins", "分钟", "分"]),
    (TimeUnit::Hour, &["hour", "hours", "h", "hr", "hrs", "小时"]),
    (TimeUnit::Day, &["day", "days", "d", "天", "日"]),
    (TimeUnit::Week, &["week", "weeks", "w", "wk", "wks", "周"]),
    (TimeUnit::Month, &["month", "months", "mo", "mon", "mths", "个月", "月"]),
    (TimeUnit::Year, &["year", "years", "y", "yr", "yrs", "a", "年"]),
];

impl TimeUnit {
    /// The unit that a word means; case does not count. `m` and `M` mean a minute to some and a month to others, so they
    /// are no unit.
    pub fn parse(word: &str) -> Option<TimeUnit> {
        let word = word.trim().trim_end_matches('.').to_lowercase();
        WORDS.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(unit, _)| *unit)
    }

    /// The word behind a number.
    pub fn behind(self, number: u32) -> &'static str {
        self.words()[usize::from(number != 1)]
    }

    /// The word for several.
    pub fn as_str(self) -> &'static str {
        self.words()[1]
    }

    fn words(self) -> [&'static str; 2] {
        match self {
            TimeUnit::Minute => ["minute", "minutes"],
            TimeUnit::Hour => ["hour", "hours"],
            TimeUnit::Day => ["day", "days"],
            TimeUnit::Week => ["week", "weeks"],
            TimeUnit::Month => ["month", "months"],
            TimeUnit::Year => ["year", "years"],
        }
    }

    /// How many months it is: 1 day is 16/487 of a month.
    pub fn months(self) -> Exact {
        let (numerator, denominator) = match self {
            TimeUnit::Minute => (1, 43_830),
            TimeUnit::Hour => (2, 1_461),
            TimeUnit::Day => (16, 487),
            TimeUnit::Week => (112, 487),
            TimeUnit::Month => (1, 1),
            TimeUnit::Year => (12, 1),
        };
        Exact::ratio(numerator, denominator).unwrap_or_else(Exact::zero)
    }
}

/// The number in the cell of a time in storage or in use. A decimal comma is read too, since the cell of a file that has them keeps it;
/// but not before three digits, where it may part thousands: `1,000` is 1 to some and 1000 to others. Times have no thousands in groups.
pub fn number_of_time(cell: &str) -> Option<Decimal> {
    let cell = cell.trim();
    if cell.matches([',', '.']).count() > 1 {
        return None;
    }
    let with_comma = || {
        let (_, behind) = cell.split_once(',')?;
        (behind.len() != 3).then(|| Decimal::parse(cell, DecimalMark::Comma).ok()).flatten()
    };
    Decimal::parse(cell, DecimalMark::Point).ok().or_else(with_comma)
}

/// A number with a unit of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Duration {
    /// The number as written.
    pub number: Decimal,
    /// Its unit.
    pub unit: TimeUnit,
}

impl Duration {
    /// Reads `18 months`, `26 weeks`, `0.5 y`.
    ///
    /// # Errors
    /// What is missing or not understood.
    pub fn parse(text: &str) -> Result<Duration, DurationError> {
        let text = text.trim();
        let split = text.char_indices().find(|(_, c)| c.is_alphabetic() && !matches!(c, 'e' | 'E')).map(|(at, _)| at);
        let (number, unit) = text.split_at(split.unwrap_or(text.len()));
        let number = number.trim();
        Duration::with(number, Decimal::parse(number, DecimalMark::Point).ok(), unit.trim())
    }

    /// The number and the unit of two cells, the number as [`number_of_time`] reads it.
    ///
    /// # Errors
    /// What is missing or not understood.
    pub fn of(number: &str, unit: &str) -> Result<Duration, DurationError> {
        Duration::with(number, number_of_time(number), unit)
    }

    fn with(number: &str, value: Option<Decimal>, unit: &str) -> Result<Duration, DurationError> {
        let value = value.ok_or_else(|| DurationError::Number(number.to_owned()))?;
        if unit.is_empty() {
            return Err(DurationError::NoUnit(number.to_owned()));
        }
        let unit = TimeUnit::parse(unit).ok_or_else(|| DurationError::Unit(unit.to_owned()))?;
        if value.is_negative() {
            return Err(DurationError::Negative(number.to_owned()));
        }
        Ok(Duration { number: value, unit })
    }

    /// Its length in months.
    pub fn months(&self) -> Exact {
        &self.number.exact() * &self.unit.months()
    }

    /// Its length in days.
    pub fn days(&self) -> Exact {
        let per_day = TimeUnit::Day.months();
        self.months().checked_div(&per_day).unwrap_or_else(Exact::zero)
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one = self.number.exact() == Exact::one();
        write!(f, "{} {}", self.number, self.unit.words()[usize::from(!one)])
    }
}

/// What keeps a text from being a duration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DurationError {
    /// The number is none.
    Number(String),
    /// There is no unit.
    NoUnit(String),
    /// The unit is not one of time, or means several.
    Unit(String),
    /// Nothing happens before a study begins.
    Negative(String),
}

impl fmt::Display for DurationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DurationError::Number(text) => write!(f, "`{text}` is not a number"),
            DurationError::NoUnit(text) => write!(f, "`{text}` has no unit of time"),
            DurationError::Unit(text) => write!(f, "`{text}` is not a unit of time"),
            DurationError::Negative(text) => write!(f, "`{text}` lies before the beginning"),
        }
    }
}

impl std::error::Error for DurationError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(text: &str) -> String {
        Duration::parse(text).unwrap().months().to_decimal_string(12).0
    }

    #[test]
    fn one_length_in_every_unit_is_the_same_number_of_months() {
        assert_eq!([1, 2].map(|number| TimeUnit::Month.behind(number)), ["month", "months"]);
        for text in ["6 months", "0.5 years", "182.625 days", "4383 h", "262980 min", "6 个月", "0.5 y", "6mo"] {
            assert_eq!(Duration::parse(text).unwrap().months(), Exact::from_i64(6), "{text}");
        }
        assert_eq!(months("26 weeks"), "5.97946611910");
        assert_eq!(Duration::parse("26 weeks").unwrap().days(), Exact::from_i64(182));
    }

    #[test]
    fn every_word_means_one_unit() {
        for (unit, words) in WORDS {
            for word in words {
                assert_eq!(TimeUnit::parse(word), Some(unit), "{word}");
            }
            assert_eq!(words[..2], unit.words());
        }
        assert_eq!(TimeUnit::parse("m"), None);
    }

    #[test]
    fn what_is_missing_is_told() {
        let told = |text: &str| Duration::parse(text).unwrap_err().to_string();
        assert_eq!(told("18"), "`18` has no unit of time");
        assert_eq!(told("months"), "`` is not a number");
        assert_eq!(told("18 moons"), "`moons` is not a unit of time");
        assert_eq!(told("-3 months"), "`-3` lies before the beginning");
        assert_eq!(told("6 m"), "`m` is not a unit of time");
    }

    #[test]
    fn the_number_of_a_time_has_a_point_or_a_comma() {
        for (cell, number) in [("6.5", "6.5"), ("6,5", "6.5"), (" 6,0 ", "6.0"), ("1,25", "1.25"), ("1.000", "1.000")] {
            assert_eq!(number_of_time(cell).map(|number| number.to_string()).as_deref(), Some(number), "{cell}");
        }
        for cell in ["1,000", "12,500", "1,000,000", "1.000,5", "six", ""] {
            assert_eq!(number_of_time(cell), None, "{cell}");
        }
        assert_eq!(Duration::of("6,5", "months").unwrap().months().to_decimal_string(12).0, "6.5");
        assert_eq!(Duration::of("1,000", "h").unwrap_err().to_string(), "`1,000` is not a number");
    }

    #[test]
    fn one_is_singular() {
        assert_eq!(Duration::parse("1 mo").unwrap().to_string(), "1 month");
        assert_eq!(Duration::parse("1.5 y").unwrap().to_string(), "1.5 years");
    }
}
