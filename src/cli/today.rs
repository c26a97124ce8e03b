//! The day of judgement: the only place that reads the clock.

use super::trail;
use crate::integrity::TimeSource;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};
use std::env::VarError;

/// `--as-of`, else SOURCE_DATE_EPOCH (seconds since 1970, UTC), else the day on the clock.
///
/// # Errors
/// What is wrong with the option or the variable, in words.
pub fn today(as_of: Option<&str>) -> Result<Date, String> {
    let day = day(as_of)?;
    trail::judged_on(day);
    Ok(day)
}

fn day(as_of: Option<&str>) -> Result<Date, String> {
    if let Some(text) = as_of {
        return text.parse().map_err(|_| format!("--as-of {text}: expected a date such as 2026-03-09"));
    }
    Ok(epoch()?.unwrap_or_else(Zoned::now).date())
}

/// The variable that states the time, in seconds since 1970, UTC.
const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// The time that the variable states; none where it is not set. One that cannot be read is no reason to take the clock.
fn epoch() -> Result<Option<Zoned>, String> {
    let wrong = |text: &str| format!("{EPOCH}={text}: expected seconds since 1970-01-01");
    let text = match std::env::var(EPOCH) {
        Ok(text) => text,
        Err(VarError::NotPresent) => return Ok(None),
        Err(VarError::NotUnicode(text)) => return Err(wrong(&text.to_string_lossy())),
    };
    let moment = text.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    moment.map(|moment| Some(moment.to_zoned(TimeZone::UTC))).ok_or_else(|| wrong(&text))
}

/// A moment on the clock of the place, and where it comes from.
pub struct Moment {
    /// The moment.
    pub time: Zoned,
    /// Where it comes from.
    pub source: TimeSource,
    /// Whether it is after the time on the clock.
    pub is_ahead: bool,
}

impl Moment {
    fn new(time: Zoned, source: TimeSource) -> Self {
        let is_ahead = is_ahead(time.timestamp());
        Moment { time, source, is_ahead }
    }
}

/// Whether a time is after that on the clock of this machine.
pub fn is_ahead(time: Timestamp) -> bool {
    time > Timestamp::now()
}

/// Whether a time is more than a day after that on the clock of this machine: clocks differ by minutes, places by hours.
pub fn is_far_ahead(time: Timestamp) -> bool {
    time.duration_since(Timestamp::now()) > SignedDuration::from_hours(24)
}

/// `--at`, else SOURCE_DATE_EPOCH (seconds since 1970, UTC), else the clock.
///
/// # Errors
/// What is wrong with the option or the variable, in words.
pub fn moment(at: Option<&str>) -> Result<Moment, String> {
    if let Some(text) = at {
        let expected = || format!("--at {text}: expected a time with its offset such as 2026-11-27T09:00:00+01:00");
        let pieces = jiff::fmt::temporal::DateTimeParser::new().parse_pieces(text).map_err(|_| expected())?;
        let (timestamp, offset) = (text.parse::<Timestamp>().ok(), pieces.to_numeric_offset());
        let zone = offset.map_or(TimeZone::UTC, |offset| offset.to_time_zone());
        return Ok(Moment::new(timestamp.ok_or_else(expected)?.to_zoned(zone), TimeSource::Stated));
    }
    Ok(match epoch()? {
        Some(time) => Moment::new(time, TimeSource::Epoch),
        None => Moment { time: Zoned::now(), source: TimeSource::SystemClock, is_ahead: false },
    })
}
