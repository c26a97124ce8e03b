//! A date as it stands on a label: a day, or a month.

use jiff::civil::Date;
use std::fmt;

/// `2027-05-15` or `2027-05`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelDate {
    /// A day.
    Day(Date),
    /// A month, which means its last day.
    Month {
        /// Year, four digits.
        year: i16,
        /// 1 to 12.
        month: i8,
    },
}

impl LabelDate {
    /// A month; `None` where there is no such one.
    pub fn month(year: i16, month: i8) -> Option<LabelDate> {
        Date::new(year, month, 1).ok().map(|_| LabelDate::Month { year, month })
    }

    /// A label as it is written out: `2027-05-15`, `2027-05`.
    pub fn parse(text: &str) -> Option<LabelDate> {
        let month =
            || format!("{text}-01").parse::<Date>().ok().and_then(|first| Self::month(first.year(), first.month()));
        text.parse().ok().map(LabelDate::Day).or_else(month)
    }

    /// The first day that the label allows; `None` for a month that does not exist.
    pub fn first_day(self) -> Option<Date> {
        match self {
            LabelDate::Day(day) => Some(day),
            LabelDate::Month { year, month } => Date::new(year, month, 1).ok(),
        }
    }

    /// The last day that the label allows; `None` for a month that does not exist.
    pub fn last_day(self) -> Option<Date> {
        match self {
            LabelDate::Day(day) => Some(day),
            LabelDate::Month { year, month } => Date::new(year, month, 1).ok().map(Date::last_of_month),
        }
    }

    /// With the last day behind a month: `2027-05, to 2027-05-31`.
    pub fn in_words(self) -> String {
        match (self, self.last_day()) {
            (LabelDate::Month { .. }, Some(last)) => format!("{self}, to {last}"),
            _ => self.to_string(),
        }
    }
}

impl fmt::Display for LabelDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LabelDate::Day(day) => day.fmt(f),
            LabelDate::Month { year, month } => write!(f, "{year:04}-{month:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed by python-dateutil 2.9.0: `date(year, month, 1) + relativedelta(day=31)`.
    #[test]
    fn a_month_means_its_last_day() {
        for (year, month, expected) in [
            (2024, 2, "2024-02-29"),
            (2025, 2, "2025-02-28"),
            (2100, 2, "2100-02-28"),
            (2000, 2, "2000-02-29"),
            (2026, 4, "2026-04-30"),
            (2026, 12, "2026-12-31"),
            (2027, 1, "2027-01-31"),
        ] {
            let label = LabelDate::month(year, month).unwrap();
            assert_eq!(label.last_day().unwrap().to_string(), expected);
            assert!(label.in_words().ends_with(expected), "{}", label.in_words());
            assert_eq!(LabelDate::parse(&label.to_string()), Some(label));
        }
        assert_eq!(LabelDate::parse("2026-05-01"), Some(LabelDate::Day(Date::constant(2026, 5, 1))));
        for no_label in ["", "2026", "2026-13", "2026-02-30", "May 2026"] {
            assert_eq!(LabelDate::parse(no_label), None, "{no_label}");
        }
        assert_eq!(LabelDate::month(2026, 13), None);
        assert_eq!(LabelDate::month(2026, 0), None);
        assert_eq!(LabelDate::Day(Date::constant(2026, 5, 1)).in_words(), "2026-05-01");
    }
}
