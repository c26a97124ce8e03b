//! What is left of a life on a day.

use jiff::Span;
use jiff::civil::Date;
use std::fmt;

/// The time from a day to the last day of a life; on the last day itself nothing is left of it, and it may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remaining {
    /// Days; negative after the last day.
    pub days: i64,
    /// Whole calendar months in them; 0 after the last day.
    pub months: u32,
    /// Days beyond those months.
    pub days_beyond: u32,
}

/// What is left from `as_of` to `last`. A month is whole when the calendar has come to the same day of a later month, or
/// to its end where it has no such day.
pub fn remaining(as_of: Date, last: Date) -> Remaining {
    let days_between = |from: Date| i64::from((last - from).get_days());
    let days = days_between(as_of);
    let mut left = Remaining { days, months: 0, days_beyond: 0 };
    if days < 0 {
        return left;
    }
    let apart = (i64::from(last.year()) - i64::from(as_of.year())) * 12 + i64::from(last.month() - as_of.month());
    let after = |months: i64| {
        let day = as_of.checked_add(Span::new().try_months(months).ok()?).ok()?;
        (day <= last).then_some(day)
    };
    let whole = [apart, apart - 1].into_iter().filter(|months| *months >= 0);
    if let Some((months, day)) = whole.filter_map(|months| Some((months, after(months)?))).next() {
        left.months = u32::try_from(months).unwrap_or(0);
        left.days_beyond = u32::try_from(days_between(day)).unwrap_or(0);
    }
    left
}

impl fmt::Display for Remaining {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted = |count: i64, one: &str| if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") };
        match self.days {
            0 => f.write_str("the last day"),
            days if days < 0 => write!(f, "over for {}", counted(-days, "day")),
            days if self.months == 0 => write!(f, "{} left", counted(days, "day")),
            days => {
                let months = counted(i64::from(self.months), "month");
                let beyond = match self.days_beyond {
                    0 => String::new(),
                    beyond => format!(" {}", counted(i64::from(beyond), "day")),
                };
                write!(f, "{} left ({months}{beyond})", counted(days, "day"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed by python-dateutil 2.9.0: `(last - as_of).days`, and months and days of `relativedelta(last, as_of)`.
    #[test]
    fn what_is_left_is_that_of_another_program() {
        for (as_of, last, days, months, beyond) in [
            ("2026-11-27", "2026-12-31", 34, 1, 4),
            ("2026-11-27", "2026-11-27", 0, 0, 0),
            ("2026-01-31", "2026-02-28", 28, 1, 0),
            ("2024-01-31", "2024-02-29", 29, 1, 0),
            ("2026-02-28", "2026-03-31", 31, 1, 3),
            ("2025-03-31", "2026-09-30", 548, 18, 0),
            ("2024-02-29", "2025-02-28", 365, 12, 0),
            ("2026-12-31", "2027-03-01", 60, 2, 1),
            ("2026-05-15", "2027-11-15", 549, 18, 0),
            ("2026-05-16", "2027-11-15", 548, 17, 30),
            ("2026-11-27", "2026-12-26", 29, 0, 29),
            ("2026-11-27", "2026-12-27", 30, 1, 0),
            ("2023-12-31", "2024-02-29", 60, 2, 0),
        ] {
            let found = remaining(as_of.parse().unwrap(), last.parse().unwrap());
            assert_eq!(found, Remaining { days, months, days_beyond: beyond }, "{as_of} to {last}");
        }
    }

    #[test]
    fn it_is_said_in_days_and_months() {
        let said = |as_of: &str, last: &str| remaining(as_of.parse().unwrap(), last.parse().unwrap()).to_string();
        assert_eq!(said("2026-11-27", "2026-12-31"), "34 days left (1 month 4 days)");
        assert_eq!(said("2025-03-31", "2026-09-30"), "548 days left (18 months)");
        assert_eq!(said("2026-11-27", "2026-11-28"), "1 day left");
        assert_eq!(said("2026-11-27", "2026-11-27"), "the last day");
        assert_eq!(said("2026-11-28", "2026-11-27"), "over for 1 day");
        assert_eq!(said("0001-01-01", "9999-12-31"), "3652058 days left (119987 months 30 days)");
    }
}
