//! A length of time on the calendar, and the last day that it leaves.

use jiff::Span;
use jiff::civil::Date;
use std::fmt;

/// Longest period that is read: a hundred years.
const MOST_MONTHS: u32 = 1200;
/// The same in days.
const MOST_DAYS: u32 = 36_525;

/// A shelf life, or the time to a retest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// Calendar months; a year is twelve of them.
    Months(u32),
    /// Days.
    Days(u32),
}

/// Which day is the last one of a period that begins on a day.
///
/// # Source
/// First and last day: Provisions for Drug Insert Sheets and Labels (SFDA order 24, 2006), article 23, whose rule is
/// [`LastDay::DayBefore`]; 21 CFR 610.50 (a) says when the dating period begins and leaves its last day to the dossier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LastDay {
    /// The day of the event is day 0: twelve months from 1 March 2026 end with 1 March 2027.
    #[default]
    Anniversary,
    /// The day of the event is day 1: twelve months from 1 March 2026 end with 28 February 2027.
    DayBefore,
    /// The end of the month in which the anniversary lies: with 31 March 2027. For periods in months.
    EndOfMonth,
}

impl LastDay {
    /// The words, in the order of the conventions.
    pub const WORDS: &'static [&'static str] = &["anniversary", "day before", "end of month"];

    /// Every convention.
    pub const ALL: [LastDay; 3] = [LastDay::Anniversary, LastDay::DayBefore, LastDay::EndOfMonth];

    /// The word in specifications and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            LastDay::Anniversary => "anniversary",
            LastDay::DayBefore => "day before",
            LastDay::EndOfMonth => "end of month",
        }
    }
}

impl Period {
    /// Whether it is longer than another one, from whatever day both are counted.
    pub fn is_longer_than(self, other: Period) -> bool {
        // Months have 28 to 31 days.
        match (self, other) {
            (Period::Months(one), Period::Months(other)) | (Period::Days(one), Period::Days(other)) => one > other,
            (Period::Months(months), Period::Days(days)) => months.saturating_mul(28) > days,
            (Period::Days(days), Period::Months(months)) => days > months.saturating_mul(31),
        }
    }

    /// A period of at least one month and at most a hundred years.
    pub fn months(count: u32) -> Option<Period> {
        (1..=MOST_MONTHS).contains(&count).then_some(Period::Months(count))
    }

    /// A period of at least one day and at most a hundred years.
    pub fn days(count: u32) -> Option<Period> {
        (1..=MOST_DAYS).contains(&count).then_some(Period::Days(count))
    }

    /// The period one unit longer or shorter; nothing where that is no period.
    pub fn moved(self, by: i32) -> Option<Period> {
        match self {
            Period::Months(count) => Period::months(count.checked_add_signed(by)?),
            Period::Days(count) => Period::days(count.checked_add_signed(by)?),
        }
    }

    /// The last day of the period that begins with an event on `start`; `None` beyond the year 9999.
    ///
    /// Months are added on the calendar, and a day that the month does not have becomes its last one: 31 March and one
    /// month is 30 April. The convention for the last day comes after that, so that it never gives a day more.
    pub fn last_day(self, start: Date, convention: LastDay) -> Option<Date> {
        let span = match self {
            Period::Months(count) => Span::new().try_months(count),
            Period::Days(count) => Span::new().try_days(count),
        };
        let anniversary = start.checked_add(span.ok()?).ok()?;
        match convention {
            LastDay::Anniversary => Some(anniversary),
            LastDay::DayBefore => anniversary.yesterday().ok(),
            LastDay::EndOfMonth => Some(anniversary.last_of_month()),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Period::Months(1) => f.write_str("1 month"),
            Period::Months(count) => write!(f, "{count} months"),
            Period::Days(count) => write!(f, "{count} d"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Start, period, its anniversary, the day before, the end of its month.
    ///
    /// Computed by another program: python-dateutil 2.9.0, `start + relativedelta(months=n)`, then `timedelta(days=1)`
    /// taken off, then `relativedelta(day=31)` added; days by `timedelta(days=n)`.
    const EDGES: &[(&str, Period, &str, &str, &str)] = &[
        ("2025-03-31", Period::Months(1), "2025-04-30", "2025-04-29", "2025-04-30"),
        ("2025-01-31", Period::Months(1), "2025-02-28", "2025-02-27", "2025-02-28"),
        ("2024-01-31", Period::Months(1), "2024-02-29", "2024-02-28", "2024-02-29"),
        ("2023-01-31", Period::Months(13), "2024-02-29", "2024-02-28", "2024-02-29"),
        ("2024-02-29", Period::Months(12), "2025-02-28", "2025-02-27", "2025-02-28"),
        ("2024-02-29", Period::Months(24), "2026-02-28", "2026-02-27", "2026-02-28"),
        ("2024-02-29", Period::Months(48), "2028-02-29", "2028-02-28", "2028-02-29"),
        ("2025-08-31", Period::Months(6), "2026-02-28", "2026-02-27", "2026-02-28"),
        ("2025-12-31", Period::Months(2), "2026-02-28", "2026-02-27", "2026-02-28"),
        ("2027-12-31", Period::Months(2), "2028-02-29", "2028-02-28", "2028-02-29"),
        ("2025-10-31", Period::Months(18), "2027-04-30", "2027-04-29", "2027-04-30"),
        ("2026-05-15", Period::Months(18), "2027-11-15", "2027-11-14", "2027-11-30"),
        ("2025-01-01", Period::Months(12), "2026-01-01", "2025-12-31", "2026-01-31"),
        ("2025-03-01", Period::Months(24), "2027-03-01", "2027-02-28", "2027-03-31"),
        ("2096-02-29", Period::Months(48), "2100-02-28", "2100-02-27", "2100-02-28"),
        ("2099-12-31", Period::Months(2), "2100-02-28", "2100-02-27", "2100-02-28"),
        ("1999-12-31", Period::Months(2), "2000-02-29", "2000-02-28", "2000-02-29"),
        ("2025-02-28", Period::Months(12), "2026-02-28", "2026-02-27", "2026-02-28"),
        ("2023-02-28", Period::Months(12), "2024-02-28", "2024-02-27", "2024-02-29"),
        ("2025-05-30", Period::Months(9), "2026-02-28", "2026-02-27", "2026-02-28"),
        ("2026-11-30", Period::Months(3), "2027-02-28", "2027-02-27", "2027-02-28"),
        ("2025-12-15", Period::Months(1), "2026-01-15", "2026-01-14", "2026-01-31"),
        ("2026-07-31", Period::Months(120), "2036-07-31", "2036-07-30", "2036-07-31"),
        ("2026-06-30", Period::Months(1), "2026-07-30", "2026-07-29", "2026-07-31"),
        ("2026-01-31", Period::Days(30), "2026-03-02", "2026-03-01", "2026-03-31"),
        ("2024-02-28", Period::Days(1), "2024-02-29", "2024-02-28", "2024-02-29"),
        ("2024-02-28", Period::Days(2), "2024-03-01", "2024-02-29", "2024-03-31"),
        ("2025-02-28", Period::Days(1), "2025-03-01", "2025-02-28", "2025-03-31"),
        ("2025-12-15", Period::Days(30), "2026-01-14", "2026-01-13", "2026-01-31"),
        ("2026-03-01", Period::Days(7), "2026-03-08", "2026-03-07", "2026-03-31"),
        ("2023-12-31", Period::Days(366), "2024-12-31", "2024-12-30", "2024-12-31"),
        ("2024-12-31", Period::Days(366), "2026-01-01", "2025-12-31", "2026-01-31"),
        ("2026-10-24", Period::Days(14), "2026-11-07", "2026-11-06", "2026-11-30"),
        ("2100-02-28", Period::Days(1), "2100-03-01", "2100-02-28", "2100-03-31"),
    ];

    #[test]
    fn last_days_are_those_of_another_program() {
        for (start, period, anniversary, before, end) in EDGES {
            let start: Date = start.parse().unwrap();
            for (convention, expected) in LastDay::ALL.into_iter().zip([anniversary, before, end]) {
                let found = period.last_day(start, convention).map(|date| date.to_string());
                assert_eq!(found.as_deref(), Some(*expected), "{start} + {period}, {}", convention.as_str());
            }
        }
    }

    #[test]
    fn a_longer_period_never_ends_earlier() {
        for start in (0..800).map(|day| Date::constant(2023, 11, 27).checked_add(Span::new().days(day)).unwrap()) {
            for convention in LastDay::ALL {
                let days: Vec<_> = (1..60).map(|n| Period::Months(n).last_day(start, convention).unwrap()).collect();
                assert!(days.is_sorted_by(|a, b| a < b), "{start}");
            }
        }
    }

    #[test]
    fn no_period_and_no_date_are_told() {
        assert_eq!(Period::months(0), None);
        assert_eq!(Period::months(1201), None);
        assert_eq!(Period::days(0), None);
        assert_eq!(Period::Days(1).moved(-1), None);
        assert_eq!(Period::Months(18).moved(1), Some(Period::Months(19)));
        assert_eq!(Period::Months(1).last_day(Date::MAX, LastDay::Anniversary), None);
        assert_eq!(Period::Days(1).last_day(Date::MAX, LastDay::DayBefore), None);
        assert_eq!(Period::Months(1).to_string(), "1 month");
        assert_eq!(Period::Days(30).to_string(), "30 d");
    }

    /// Article 23 of the Chinese rule: to the day, the day before the one that corresponds to the start; to the month, the
    /// month before the one that corresponds to the month of the start.
    #[test]
    fn the_day_before_is_the_rule_of_chinese_labels() {
        for day in 1..=31 {
            let start = Date::new(2025, 3, day).unwrap();
            let last = Period::Months(24).last_day(start, LastDay::DayBefore).unwrap();
            // `2027-02` is the month before March 2027: its last day is never beyond, and that of `2027-03` always is.
            let february = super::super::LabelDate::Month { year: 2027, month: 2 }.last_day().unwrap();
            let march = super::super::LabelDate::Month { year: 2027, month: 3 }.last_day().unwrap();
            assert!(february <= last && last < march, "{start}: {last}");
        }
    }
}
