//! The day of judgement: the only place that reads the clock.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// `--as-of`, else SOURCE_DATE_EPOCH (seconds since 1970, UTC), else the day on the clock.
///
/// # Errors
/// What is wrong with the option or the variable, in words.
pub fn today(as_of: Option<&str>) -> Result<Date, String> {
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
