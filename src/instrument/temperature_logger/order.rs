//! Readings in the order of time: offsets, clocks that change to summer time, files that begin with the newest reading.

use super::clock::Clock;
use super::header::Layout;
use super::stamp::DateOrder;
use super::{LoggerRules, StampedRow, TimedRow, moment};
use crate::finding::Finding;
use crate::instrument::cells::field;
use crate::instrument::codes;
use crate::instrument::content::Content;
use crate::instrument::damage::Damage;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

/// Longest step back that a change from summer time makes, in seconds.
const HOUR: i64 = 3600;

/// Rows at their moments, in the order of time.
#[derive(Debug)]
pub(super) struct Timed {
    pub rows: Vec<TimedRow>,
    pub tied_to_utc: bool,
    /// Whether the file itself says how.
    pub from_file: bool,
    clock: String,
    newest_first: bool,
}

impl Timed {
    /// `clock GMT-05:00 (stated by the file)`
    pub fn clock_in_words(&self) -> String {
        let order = if self.newest_first { ", newest reading first" } else { "" };
        format!("{}{order}", self.clock)
    }
}

/// The clock of a file.
enum Reckoning {
    /// Each row has its own offset.
    InCells,
    /// The same rules for all rows.
    Clock(Clock),
    /// Nothing is known.
    Local,
}

/// Every row at its moment.
///
/// # Errors
/// A time that the clock never shows, or a clock that goes back.
pub(super) fn timed(
    content: &Content<'_>,
    rows: &[StampedRow],
    order: DateOrder,
    layout: &Layout,
    rules: &LoggerRules,
) -> Result<Timed, Damage> {
    let civil: Vec<(&StampedRow, DateTime)> =
        rows.iter().filter_map(|row| Some((row, row.written.under(order)?))).collect();
    let (reckoning, from_file, clock) = reckoning(rows, layout, rules);
    let newest_first = is_newest_first(&civil);
    let forward: Vec<(&StampedRow, DateTime)> = if newest_first { civil.into_iter().rev().collect() } else { civil };
    let tied_to_utc = !matches!(reckoning, Reckoning::Local);
    let mut timed: Vec<TimedRow> = Vec::with_capacity(forward.len());
    let mut damage = Damage::default();
    for (row, time) in forward {
        let before = timed.last().map(|row| row.second);
        let place = content.place(row.line, field(layout.stamp));
        let Some((second, offset)) = instant(row, time, &reckoning, before) else {
            let message =
                format!("the {clock} never shows {}: it is skipped when summer time begins", moment(time, None));
            damage.push(Finding::new(&codes::CLOCK_GOES_BACK, message).at(place, 1));
            continue;
        };
        if let Some(before) = before.filter(|before| second < *before) {
            damage.push(goes_back(before - second, tied_to_utc).at(place, 1));
        }
        timed.push(TimedRow { index: row.index, second, moment: moment(time, offset) });
    }
    if damage.is_empty() { Ok(Timed { rows: timed, tied_to_utc, from_file, clock, newest_first }) } else { Err(damage) }
}

fn reckoning(rows: &[StampedRow], layout: &Layout, rules: &LoggerRules) -> (Reckoning, bool, String) {
    if rows.iter().all(|row| row.written.offset.is_some()) {
        return (Reckoning::InCells, true, "offset from UTC in each row".to_owned());
    }
    if let Some((offset, name)) = &layout.offset {
        let clock = Clock { zone: TimeZone::fixed(*offset), name: name.clone() };
        let words = format!("clock {name} (stated by the file)");
        return (Reckoning::Clock(clock), true, words);
    }
    match &rules.clock {
        Some(clock) => (Reckoning::Clock(clock.clone()), false, format!("clock {} (as given)", clock.name)),
        None => (Reckoning::Local, false, "clock without an offset from UTC".to_owned()),
    }
}

/// Whether no row is later than the one above it, and some is earlier.
fn is_newest_first(rows: &[(&StampedRow, DateTime)]) -> bool {
    let falls = rows.windows(2).filter(|pair| matches!(pair, [(_, one), (_, other)] if other < one)).count();
    let rises = rows.windows(2).filter(|pair| matches!(pair, [(_, one), (_, other)] if other > one)).count();
    // A change of the clock is one step the other way.
    falls > rises && rises <= 1
}

/// The second of a row. In the hour that a clock shows twice, the first passage counts until the rows have passed it.
fn instant(
    row: &StampedRow,
    time: DateTime,
    reckoning: &Reckoning,
    before: Option<i64>,
) -> Option<(i64, Option<Offset>)> {
    let at = |offset: Offset| Some((offset.to_timestamp(time).ok()?.as_second(), Some(offset)));
    match reckoning {
        Reckoning::Local => Some((at(Offset::UTC)?.0, None)),
        Reckoning::InCells => at(row.written.offset?),
        Reckoning::Clock(clock) => match clock.zone.to_ambiguous_timestamp(time).offset() {
            AmbiguousOffset::Unambiguous { offset } => at(offset),
            AmbiguousOffset::Gap { .. } => None,
            AmbiguousOffset::Fold { before: first, after: second } => {
                let early = at(first)?;
                if before.is_some_and(|before| early.0 < before) { at(second) } else { Some(early) }
            }
        },
    }
}

fn goes_back(seconds: i64, tied_to_utc: bool) -> Finding {
    let minutes = seconds / 60;
    let message = format!("the clock goes back by {minutes} min against the row before");
    let finding = Finding::new(&codes::CLOCK_GOES_BACK, message);
    if !tied_to_utc && seconds <= HOUR {
        finding.help("if summer time ended here, name the time zone of the logger (--time-zone), which tells the two hours apart")
    } else {
        finding.help("export the log again in the order of time")
    }
}
