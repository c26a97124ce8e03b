//! `$DATE` as it is really written.

use jiff::civil::Date;

/// The day, where it is beyond doubt: a month in letters, a year first, or a day above 12.
///
/// Two digits are the year where they stand last (FCS 2.0 writes `dd-mmm-yy`), of 1984 to 2083: the format is of 1984.
pub(super) fn read(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(['-', '/', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = *parts.as_slice() else { return None };
    let number = |part: &str| part.parse::<i16>().ok();
    if first.len() == 4 {
        let month = month(second).or_else(|| number(second))?;
        return date(number(first)?, month, number(third)?);
    }
    let year = match (third.len(), number(third)?) {
        (4, year) => year,
        (2, year) => year + if year >= 84 { 1900 } else { 2000 },
        _ => return None,
    };
    if let Some(month) = month(second) {
        return date(year, month, number(first)?);
    }
    match (number(first)?, number(second)?) {
        (day, month) if day > 12 && third.len() == 4 => date(year, month, day),
        (month, day) if day > 12 && third.len() == 4 => date(year, month, day),
        _ => None,
    }
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn month(text: &str) -> Option<i16> {
    const NAMES: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let text = text.to_ascii_lowercase();
    (1..).zip(NAMES).find(|(_, name)| text == *name).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_spelling_seen_and_none_that_is_open() {
        assert_eq!(read("19-FEB-2019"), Some(date(2019, 2, 19)));
        assert_eq!(read("19-May-15"), Some(date(2015, 5, 19)));
        assert_eq!(read("23-Aug-99"), Some(date(1999, 8, 23)));
        assert_eq!(read("2013-Jul-19"), Some(date(2013, 7, 19)));
        assert_eq!(read("2016-10-25"), Some(date(2016, 10, 25)));
        assert_eq!(read("28-06-2006"), Some(date(2006, 6, 28)));
        assert_eq!(read("06/28/2006"), Some(date(2006, 6, 28)));
        for open in ["05-06-2006", "05-06-20", "28-06-06", "", "31-Feb-2019", "19-Mai-2019", "2019", "1-1-1-1"] {
            assert_eq!(read(open), None, "{open}");
        }
    }
}
