//! Times go forward, but where an entry says that the clock before it was ahead.
//!
//! One command with a clock that is far ahead would keep everybody out until its time has come. The way out is an entry of its own:
//! who, why, and which entries before it have a time that is not theirs. From its time on the times go forward again.

use super::entry::{ClockAhead, Entry};
use jiff::Timestamp;

/// The command that sets a clock right.
pub const MEND: &str = "trail mend";

/// The entries whose clock was ahead, by the clock of now; nothing where none was. Times in the order of the entries.
pub(super) fn ahead(
    times: impl DoubleEndedIterator<Item = Timestamp> + ExactSizeIterator,
    now: Timestamp,
) -> Option<(u64, u64)> {
    let until = times.len() as u64;
    let count = times.rev().take_while(|time| *time > now).count() as u64;
    (count > 0).then_some((until - count + 1, until))
}

/// What is wrong with the time of an entry after those before it, in words; nothing where it may follow. `last` is the time of the
/// entry before as that one writes it.
pub(super) fn fault(
    times: impl DoubleEndedIterator<Item = Timestamp> + ExactSizeIterator,
    last: Option<&str>,
    entry: &Entry,
    time: Timestamp,
) -> Option<String> {
    let ahead = ahead(times, time);
    let said = entry.clock.as_ref().map(|clock| (clock.from, clock.until));
    let last = last.unwrap_or_default();
    match (ahead, &entry.clock) {
        (None, None) => None,
        (None, Some(_)) => Some("says that the clock before it was ahead, and it was not".to_owned()),
        (Some(_), None) => Some(format!("is of {}, before the entry above it, of {last}", entry.time)),
        (Some(_), Some(ClockAhead { time, .. })) => {
            let in_full = entry.command == MEND && entry.reason.is_some();
            let right = ahead == said && time == last && in_full;
            (!right).then(|| format!("is of {}, before the entry above it, and does not say of which entries the clock was ahead, and why", entry.time))
        }
    }
}
