//! The clock of a logger: an offset from UTC, or the rules of a time zone.

use jiff::tz::{Offset, TimeZone};

/// The clock of a logger.
#[derive(Clone, Debug)]
pub struct Clock {
    /// Its rules.
    pub zone: TimeZone,
    /// How it was named.
    pub name: String,
}

impl Clock {
    /// A clock at an offset, of `+01:00`, `UTC+1`, `GMT -05:00`, `UTC` or `Z`; or one that follows a POSIX rule, of
    /// `CET-1CEST,M3.5.0,M10.5.0/3`. Names of places are for the caller to look up, since their rules are no part of this
    /// program.
    pub fn parse(text: &str) -> Option<Clock> {
        let text = text.trim();
        if let Some(offset) = offset(text) {
            return Some(Clock { zone: TimeZone::fixed(offset), name: text.to_owned() });
        }
        if !text.contains(',') {
            return None;
        }
        Some(Clock { zone: TimeZone::posix(text).ok()?, name: text.to_owned() })
    }
}

/// The offset in a text such as `GMT-05:00`, `UTC+1`, `(UTC+08:00) Beijing`, `+0530` or `Z`.
pub(super) fn offset(text: &str) -> Option<Offset> {
    let folded = text.trim().to_lowercase();
    let named = folded.find("utc").or_else(|| folded.find("gmt"));
    let rest = match named {
        Some(at) => folded.get(at + 3..)?.trim_start(),
        None if folded == "z" => return Some(Offset::UTC),
        None if folded.starts_with(['+', '-', '−']) => folded.as_str(),
        None => return None,
    };
    let negative = match rest.chars().next() {
        Some('+') => false,
        Some('-' | '−') => true,
        // `UTC` alone, `UTC (no summer time)`.
        _ => return named.map(|_| Offset::UTC),
    };
    let digits: String =
        rest.chars().skip(1).skip_while(|c| *c == ' ').take_while(|c| c.is_ascii_digit() || *c == ':').collect();
    let (hours, minutes) = match digits.split_once(':') {
        Some((hours, minutes)) => (hours.to_owned(), minutes.get(..2)?.to_owned()),
        None if digits.len() == 4 => (digits.get(..2)?.to_owned(), digits.get(2..)?.to_owned()),
        None => (digits, "0".to_owned()),
    };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    if hours > 14 || minutes > 59 {
        return None;
    }
    let seconds = hours * 3600 + minutes * 60;
    Offset::from_seconds(if negative { -seconds } else { seconds }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_in_the_forms_that_loggers_write() {
        let seconds = |text: &str| offset(text).map(|offset| offset.seconds());
        assert_eq!(seconds("GMT-05:00"), Some(-18000));
        assert_eq!(seconds("Date Time, GMT+02:00"), Some(7200));
        assert_eq!(seconds("UTC+1"), Some(3600));
        assert_eq!(seconds("GMT +08"), Some(28800));
        assert_eq!(seconds("(UTC+05:30) Chennai"), Some(19800));
        assert_eq!(seconds("+0530"), Some(19800));
        assert_eq!(seconds("UTC"), Some(0));
        assert_eq!(seconds("Z"), Some(0));
        assert_eq!(seconds("CET"), None);
        assert_eq!(seconds("UTC+25"), None);
        assert!(Clock::parse("CET-1CEST,M3.5.0,M10.5.0/3").is_some());
        assert!(Clock::parse("Europe/Berlin").is_none());
    }
}
