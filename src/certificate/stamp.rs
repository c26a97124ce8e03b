//! A day, or a day with its time and distance from universal time, as ISO 8601 writes it.

use jiff::civil::{Date, Time};
use jiff::fmt::temporal::Pieces;
use jiff::tz::Offset;
use std::cmp::Ordering;

/// `2026-03-09` or `2026-03-09T14:30:00+01:00`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// As written.
    pub text: String,
    /// The day on the clock on the wall.
    pub date: Date,
    /// The time with its distance from universal time; `None`: a day.
    pub time: Option<(Time, Offset)>,
}

impl Stamp {
    /// A day.
    pub fn day(date: Date) -> Self {
        Stamp { text: date.to_string(), date, time: None }
    }

    /// Reads a day, or a day with time and zone.
    ///
    /// # Errors
    /// What is expected, in words: a time without a zone says nothing to a reader elsewhere.
    pub fn parse(text: &str) -> Result<Stamp, String> {
        let expected = || "write 2026-03-09, or 2026-03-09T14:30:00+01:00".to_owned();
        let shaped = text.as_bytes().get(..10).is_some_and(|day| {
            day.iter()
                .enumerate()
                .all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() })
        });
        if !shaped || text.contains('[') {
            return Err(expected());
        }
        let pieces = Pieces::parse(text).map_err(|_| expected())?;
        let time = match (pieces.time(), pieces.to_numeric_offset()) {
            (None, None) if text.len() == 10 => None,
            (Some(time), Some(offset)) => Some((time, offset)),
            (Some(_), None) => return Err("the time has no zone: write 14:30:00+01:00, or 14:30:00Z".to_owned()),
            _ => return Err(expected()),
        };
        Ok(Stamp { text: text.to_owned(), date: pieces.date(), time })
    }

    /// Which of two comes first: by the instant where both have one, else by the day.
    pub fn order(&self, other: &Stamp) -> Ordering {
        let instant = |stamp: &Stamp| {
            let (time, offset) = stamp.time?;
            offset.to_timestamp(stamp.date.to_datetime(time)).ok()
        };
        match (instant(self), instant(other)) {
            (Some(one), Some(two)) => one.cmp(&two),
            _ => self.date.cmp(&other.date),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_moments() {
        assert_eq!(Stamp::parse("2026-03-09").unwrap().time, None);
        let moment = Stamp::parse("2026-03-09T14:30:00+01:00").unwrap();
        assert_eq!(moment.time.unwrap().1.seconds(), 3600);
        assert!(Stamp::parse("2026-03-09T14:30:00Z").unwrap().time.is_some());
        for wrong in [
            "2026-3-9",
            "9.3.2026",
            "2026-02-30",
            "2026-03-09T14:30:00",
            "20260309",
            "",
            "2026-03-09T25:00:00Z",
            "2026-03-09 ",
        ] {
            assert!(Stamp::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn moments_are_compared_as_instants_and_days_as_days() {
        let order = |one: &str, two: &str| Stamp::parse(one).unwrap().order(&Stamp::parse(two).unwrap());
        assert_eq!(order("2026-03-09T00:30:00+08:00", "2026-03-08T23:00:00+01:00"), Ordering::Less);
        assert_eq!(order("2026-03-09", "2026-03-09T00:30:00+08:00"), Ordering::Equal);
        assert_eq!(order("2026-03-10", "2026-03-09T23:59:59Z"), Ordering::Greater);
    }
}
