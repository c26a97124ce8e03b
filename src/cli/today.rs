//! The day of judgement: the only place that reads the clock.

use super::trail;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

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
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => text
            .parse()
            .ok()
            .and_then(|seconds| Timestamp::from_second(seconds).ok())
            .map(|moment| moment.to_zoned(TimeZone::UTC).date())
            .ok_or_else(|| format!("SOURCE_DATE_EPOCH={text}: expected seconds since 1970-01-01")),
        Err(_) => Ok(Zoned::now().date()),
    }
}

/// Where the time comes from when nobody states it.
pub const SYSTEM_CLOCK: &str = "system clock";

/// A moment on the clock of the place, and where it comes from.
pub struct Moment {
    /// The moment.
    pub time: Zoned,
    /// `stated`, `SOURCE_DATE_EPOCH` or `system clock`.
    pub source: &'static str,
    /// Whether it is after the time on the clock.
    pub is_ahead: bool,
}

impl Moment {
    fn new(time: Zoned, source: &'static str) -> Self {
        let is_ahead = time.timestamp() > Timestamp::now();
        Moment { time, source, is_ahead }
    }
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
        return Ok(Moment::new(timestamp.ok_or_else(expected)?.to_zoned(zone), "stated"));
    }
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => {
            let moment = text.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
            let moment =
                moment.ok_or_else(|| format!("SOURCE_DATE_EPOCH={text}: expected seconds since 1970-01-01"))?;
            Ok(Moment::new(moment.to_zoned(TimeZone::UTC), "SOURCE_DATE_EPOCH"))
        }
        Err(_) => Ok(Moment { time: Zoned::now(), source: SYSTEM_CLOCK, is_ahead: false }),
    }
}
