//! Days as instruments print them, where they are certain.

use super::codes;
use crate::finding::Finding;
use crate::source::Place;
use jiff::civil::Date;

/// English names of the months.
const MONTHS: [&str; 12] = [
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
];

/// The day of `06 March 2026 14:50:12` and `Friday, 28 March 2025 14:59:57`.
pub(super) fn with_month_name(text: &str) -> Option<Date> {
    let text = text.split_once(',').map_or(text, |(_, rest)| rest);
    let mut words = text.split_whitespace();
    let (day, month, year) = (words.next()?, words.next()?.to_lowercase(), words.next()?);
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    Date::new(year.parse().ok()?, i8::try_from(month).ok()?, day.parse().ok()?).ok()
}

/// The day of `2023-12-12` and `2010/11/02`: year, month, day.
pub(super) fn year_first(text: &str) -> Option<Date> {
    let mut parts = text.split(['-', '/']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || parts.next().is_some() {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// The day of `13/12/2022` or `5/26/2020` where it is certain: one of the first two numbers is above twelve, or both are
/// the same.
pub(super) fn either_order(text: &str) -> Option<Date> {
    let mut parts = text.split(['/', '.', '-']);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || parts.next().is_some() {
        return None;
    }
    let (first, second): (i8, i8) = (first.parse().ok()?, second.parse().ok()?);
    let (day, month) = match (first, second) {
        (13.., _) => (first, second),
        (_, 13..) => (second, first),
        (one, two) if one == two => (one, two),
        _ => return None,
    };
    Date::new(year.parse().ok()?, month, day).ok()
}

/// Why a date is not taken whose day and month could be exchanged, or that is none.
pub(super) const DAY_OR_MONTH: &str = "which number is the day and which the month is not certain";

/// That a date is printed and not taken.
pub(super) fn not_taken(place: Place, text: &str, why: &str) -> Finding {
    let width = u32::try_from(text.chars().count()).unwrap_or(1);
    Finding::new(&codes::DATE_NOT_TAKEN, format!("the date `{text}` is not taken: {why}")).at(place, width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certain_dates_only() {
        let date = |year, month, day| Some(Date::new(year, month, day).unwrap());
        assert_eq!(with_month_name("06 March 2026 14:50:12"), date(2026, 3, 6));
        assert_eq!(with_month_name("Friday, 28 March 2025 14:59:57"), date(2025, 3, 28));
        assert_eq!(with_month_name("06 März 2026 14:50:12"), None);
        assert_eq!(with_month_name("31 February 2026 14:50:12"), None);
        assert_eq!(year_first("2023-12-12"), date(2023, 12, 12));
        assert_eq!(year_first("2010/11/02"), date(2010, 11, 2));
        assert_eq!(year_first("02/11/2010"), None);
        assert_eq!(either_order("13/12/2022"), date(2022, 12, 13));
        assert_eq!(either_order("5/26/2020"), date(2020, 5, 26));
        assert_eq!(either_order("12/12/2023"), date(2023, 12, 12));
        assert_eq!(either_order("11/8/2024"), None);
        assert_eq!(either_order("14/13/2024"), None);
    }
}
