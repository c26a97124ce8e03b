//! Times as loggers print them, and which of their numbers is the day.

use super::StampedRow;
use super::clock;
use crate::finding::Finding;
use crate::instrument::cells::field;
use crate::instrument::codes;
use crate::instrument::content::Content;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

/// The order of day, month and year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// 2026-11-04
    YearMonthDay,
    /// 04.11.2026
    DayMonthYear,
    /// 11/04/2026
    MonthDayYear,
}

impl DateOrder {
    /// Every order.
    pub const ALL: [DateOrder; 3] = [DateOrder::YearMonthDay, DateOrder::DayMonthYear, DateOrder::MonthDayYear];

    /// The word on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            DateOrder::YearMonthDay => "ymd",
            DateOrder::DayMonthYear => "dmy",
            DateOrder::MonthDayYear => "mdy",
        }
    }

    fn in_words(self) -> &'static str {
        match self {
            DateOrder::YearMonthDay => "year-month-day",
            DateOrder::DayMonthYear => "day-month-year",
            DateOrder::MonthDayYear => "month-day-year",
        }
    }

    /// The order that a text such as `dd/MM/yyyy` states; none where it states none.
    pub(super) fn stated(text: &str) -> Option<DateOrder> {
        let folded = text.to_lowercase();
        let (day, month, year) = (folded.find("dd")?, folded.find("mm")?, folded.find("yy")?);
        if year < month && month < day {
            Some(DateOrder::YearMonthDay)
        } else if day < month && month < year {
            Some(DateOrder::DayMonthYear)
        } else {
            (month < day && day < year).then_some(DateOrder::MonthDayYear)
        }
    }
}

/// A time as written: three numbers of a date, of which the order may be open, and the rest.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Written {
    date: WrittenDate,
    time: Time,
    /// The offset from UTC in the cell itself.
    pub offset: Option<Offset>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum WrittenDate {
    /// Beyond doubt: a year of four digits first, or the name of a month.
    Certain(Date),
    /// Three numbers; the last one is a year of four digits, or none of them has four.
    Open { numbers: [u16; 3], long_year: bool },
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(u32, usize),
    Word(String),
    Sign(char),
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

impl Written {
    /// Reads a time; none where it is none, or has no day or no hour.
    pub fn parse(text: &str) -> Option<Written> {
        let tokens = tokens(text)?;
        let (date, rest) = date(&tokens)?;
        let (time, offset) = time(rest, text)?;
        Some(Written { date, time, offset })
    }

    /// Whether the order of the numbers does not matter.
    fn is_certain(&self) -> bool {
        matches!(self.date, WrittenDate::Certain(_))
    }

    /// The time under an order; none where there is no such day.
    pub fn under(&self, order: DateOrder) -> Option<DateTime> {
        let date = match self.date {
            WrittenDate::Certain(date) => date,
            WrittenDate::Open { numbers, long_year } => {
                let [first, second, third] = numbers;
                let (year, month, day) = match order {
                    DateOrder::YearMonthDay if long_year => return None,
                    DateOrder::YearMonthDay => (first, second, third),
                    DateOrder::DayMonthYear => (third, second, first),
                    DateOrder::MonthDayYear => (third, first, second),
                };
                let year = if long_year { year } else { 2000 + year };
                Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?
            }
        };
        Some(DateTime::from_parts(date, self.time))
    }
}

/// Numbers, words and signs; none where the text is too long to be a time.
fn tokens(text: &str) -> Option<Vec<Token>> {
    if text.len() > 80 {
        return None;
    }
    let mut tokens = Vec::new();
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next() {
        let kind = |c: char| (c.is_ascii_digit(), c.is_alphabetic());
        let end = match kind(first) {
            (false, false) => first.len_utf8(),
            same => rest.find(|c| kind(c) != same).unwrap_or(rest.len()),
        };
        let (part, after) = rest.split_at(end);
        match kind(first) {
            (true, _) => tokens.push(Token::Number(part.parse().ok()?, part.len())),
            (_, true) => tokens.push(Token::Word(part.to_lowercase())),
            _ if first.is_whitespace() => {}
            _ => tokens.push(Token::Sign(first)),
        }
        rest = after;
    }
    Some(tokens)
}

/// The first three numbers, or two with the name of a month, and what follows.
fn date(tokens: &[Token]) -> Option<(WrittenDate, &[Token])> {
    let mut numbers: Vec<(u32, usize)> = Vec::new();
    let mut month: Option<i8> = None;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Number(number, 8) if numbers.is_empty() => {
                let date = certain(number / 10_000, number / 100 % 100, number % 100)?;
                return Some((WrittenDate::Certain(date), tokens.get(at + 1..)?));
            }
            Token::Number(number, digits) => numbers.push((*number, *digits)),
            Token::Word(word) if month.is_none() && word.len() >= 3 => {
                let found = MONTHS.iter().position(|name| word.starts_with(name));
                month = found.and_then(|index| i8::try_from(index + 1).ok());
            }
            Token::Word(_) | Token::Sign(_) => {}
        }
        if numbers.len() + usize::from(month.is_some()) == 3 {
            return Some((of_numbers(&numbers, month)?, tokens.get(at + 1..)?));
        }
    }
    None
}

fn certain(year: u32, month: u32, day: u32) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn of_numbers(numbers: &[(u32, usize)], month: Option<i8>) -> Option<WrittenDate> {
    let full = |year: u32, digits: usize| if digits == 4 { year } else { 2000 + year };
    match (numbers, month) {
        ([(year, 4), (day, _)], Some(month)) => {
            Some(WrittenDate::Certain(certain(*year, u32::try_from(month).ok()?, *day)?))
        }
        ([(day, 1..=2), (year, digits @ (2 | 4))], Some(month)) => {
            Some(WrittenDate::Certain(certain(full(*year, *digits), u32::try_from(month).ok()?, *day)?))
        }
        ([(year, 4), (month, 1..=2), (day, 1..=2)], None) => Some(WrittenDate::Certain(certain(*year, *month, *day)?)),
        ([(first, 1..=2), (second, 1..=2), (third, digits @ (2 | 4))], None) => {
            let numbers = [u16::try_from(*first).ok()?, u16::try_from(*second).ok()?, u16::try_from(*third).ok()?];
            Some(WrittenDate::Open { numbers, long_year: *digits == 4 })
        }
        _ => None,
    }
}

/// Hour, minute and perhaps second, with AM or PM, and an offset behind.
fn time(tokens: &[Token], text: &str) -> Option<(Time, Option<Offset>)> {
    let mut numbers: Vec<u32> = Vec::new();
    let (mut half, mut zone, mut fraction) = (None, false, false);
    for token in tokens {
        match token {
            Token::Sign('+' | '-' | '−') if numbers.len() >= 2 => zone = true,
            // What stands behind a comma is a fraction of a second, or no part of the time.
            Token::Sign(',') if matches!(numbers.len(), 1 | 2) => return None,
            // A number behind a sign is part of the offset.
            _ if zone => {}
            Token::Number(_, _) if numbers.len() == 3 && !fraction => fraction = true,
            Token::Number(number, 1..=2) if numbers.len() < 3 => numbers.push(*number),
            Token::Number(..) => return None,
            Token::Word(word) => match word.as_str() {
                "am" | "上午" => half = Some(false),
                "pm" | "下午" => half = Some(true),
                "a" | "p" if half.is_none() => half = Some(word == "p"),
                "utc" | "gmt" | "z" => zone = true,
                _ => {}
            },
            Token::Sign(_) => {}
        }
    }
    let (hour, minute) = (*numbers.first()?, *numbers.get(1)?);
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
    };
    let second = numbers.get(2).copied().unwrap_or(0);
    let time = Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, i8::try_from(second).ok()?, 0).ok()?;
    Some((time, zone.then(|| offset_behind(text)).flatten()))
}

/// The offset at the end of a time: `13:05:10+01:00`, `13:05 UTC`, `13:05:10Z`.
fn offset_behind(text: &str) -> Option<Offset> {
    let lower = text.to_lowercase();
    if lower.contains("utc") || lower.contains("gmt") {
        return clock::offset(text);
    }
    // Hyphens in front of the hour are those of the date.
    let hour = text.find(':')?;
    match text.rfind(['+', '-', '−']).filter(|at| *at > hour) {
        Some(at) => clock::offset(text.get(at..)?),
        None => lower.trim_end().ends_with('z').then_some(Offset::UTC),
    }
}

/// An order with why it is taken.
#[derive(Debug)]
pub(super) struct FoundOrder {
    pub order: DateOrder,
    why: &'static str,
}

impl FoundOrder {
    /// `day-month-year (as stated)`
    pub fn in_words(&self) -> String {
        format!("{} ({})", self.order.in_words(), self.why)
    }
}

/// The order under which every time of the file is one.
///
/// # Errors
/// Several orders fit, or none.
pub(super) fn order(
    content: &Content<'_>,
    rows: &[StampedRow],
    stated: Option<DateOrder>,
    column: usize,
) -> Result<FoundOrder, Finding> {
    let first = rows.first().map_or(0, |row| row.line);
    let fits = |order: &DateOrder| rows.iter().all(|row| row.written.under(*order).is_some());
    if rows.iter().all(|row| row.written.is_certain()) {
        return Ok(FoundOrder { order: DateOrder::YearMonthDay, why: "beyond doubt as written" });
    }
    if let Some(order) = stated {
        let misfit = rows.iter().find(|row| row.written.under(order).is_none());
        return match misfit {
            None => Ok(FoundOrder { order, why: "as stated" }),
            Some(row) => {
                let message = format!("the date is none in the stated order {}", order.in_words());
                Err(content.damaged(row.line, field(column), message))
            }
        };
    }
    let plausible: Vec<DateOrder> =
        DateOrder::ALL.into_iter().filter(fits).filter(|order| is_one_log(rows, *order)).collect();
    match plausible.as_slice() {
        [only] => Ok(FoundOrder { order: *only, why: "the only order in which every date is one" }),
        [] => Err(content.damaged(first, field(column), "in no order of day, month and year is every date one")),
        several => {
            let words: Vec<&str> = several.iter().map(|order| order.in_words()).collect();
            let message = format!("the dates can be read as {}", words.join(" and as "));
            let words: Vec<&str> = several.iter().map(|order| order.as_str()).collect();
            let help = format!(
                "state the order (--date-order {}), or export with the year first or the month by its name",
                words.join(" or ")
            );
            Err(Finding::new(&codes::DATE_ORDER_AMBIGUOUS, message)
                .at(content.place(first, field(column)), 1)
                .help(help))
        }
    }
}

/// A year of two digits at the front makes years of days: no logger pauses for most of a year between two readings.
fn is_one_log(rows: &[StampedRow], order: DateOrder) -> bool {
    if order != DateOrder::YearMonthDay {
        return true;
    }
    let days: Vec<Date> = rows.iter().filter_map(|row| Some(row.written.under(order)?.date())).collect();
    let apart = |pair: &[Date]| match pair {
        [one, other] => one.until(*other).map_or(i32::MAX, |span| span.get_days().abs()),
        _ => 0,
    };
    days.windows(2).all(|pair| apart(pair) < 300)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, order: DateOrder) -> Option<String> {
        Written::parse(text)?.under(order).map(|time| time.to_string())
    }

    #[test]
    fn times_in_the_forms_that_loggers_write() {
        use DateOrder::{DayMonthYear as Dmy, MonthDayYear as Mdy, YearMonthDay as Ymd};
        for (text, order, expected) in [
            ("2024-11-04 13:05:10", Ymd, "2024-11-04T13:05:10"),
            ("2024-11-04T13:05:10Z", Ymd, "2024-11-04T13:05:10"),
            ("2024-11-04T13:05:10.250+01:00", Ymd, "2024-11-04T13:05:10"),
            ("2024年11月4日 13:05", Ymd, "2024-11-04T13:05:00"),
            ("20241104 13:05", Ymd, "2024-11-04T13:05:00"),
            ("04.11.2024 13:05", Dmy, "2024-11-04T13:05:00"),
            ("04/11/2024 1:05 PM", Dmy, "2024-11-04T13:05:00"),
            ("11/04/24 01:05:10 PM", Mdy, "2024-11-04T13:05:10"),
            ("11/04/24 12:05:10 AM", Mdy, "2024-11-04T00:05:10"),
            ("11/04/2024 01.05.10 p.m.", Mdy, "2024-11-04T13:05:10"),
            ("04-Nov-2024 13:05:10", Mdy, "2024-11-04T13:05:10"),
            ("Mon, Nov 4, 2024 13:05:10", Dmy, "2024-11-04T13:05:10"),
            ("4 November 24 13:05", Dmy, "2024-11-04T13:05:00"),
        ] {
            assert_eq!(at(text, order).as_deref(), Some(expected), "{text}");
        }
        for text in
            ["2024-11-04", "13:05:10", "31/02/2024", "2024-02-30 10:00", "5.2", "", "Summary", "04/11/2024 25:05"]
        {
            assert_eq!(at(text, Dmy), None, "{text}");
        }
    }

    #[test]
    fn the_offset_in_a_cell_is_taken() {
        let offset =
            |text: &str| Written::parse(text).and_then(|written| written.offset).map(|offset| offset.seconds());
        assert_eq!(offset("2024-11-04T13:05:10Z"), Some(0));
        assert_eq!(offset("2024-11-04T13:05:10+01:00"), Some(3600));
        assert_eq!(offset("2024-11-04 13:05:10-0500"), Some(-18000));
        assert_eq!(offset("2024-11-04 13:05 UTC"), Some(0));
        assert_eq!(offset("2024-11-04 13:05:10 -05:00"), Some(-18000));
        assert_eq!(offset("2024-11-04 13:05:10"), None);
        assert_eq!(offset("04-11-2024 13:05:10"), None);
    }

    #[test]
    fn an_order_that_is_stated() {
        assert_eq!(DateOrder::stated("dd/MM/yyyy HH:mm"), Some(DateOrder::DayMonthYear));
        assert_eq!(DateOrder::stated("Date (MM/DD/YY)"), Some(DateOrder::MonthDayYear));
        assert_eq!(DateOrder::stated("yyyy-mm-dd"), Some(DateOrder::YearMonthDay));
        assert_eq!(DateOrder::stated("Date"), None);
    }
}
