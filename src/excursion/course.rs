//! The course of a temperature between its readings, and the stretches of it beyond a limit.

use super::words;
use crate::quantity::Exact;
use crate::source::Place;
use crate::spec::{BetweenReadings, Limit, Side};

/// A reading.
#[derive(Clone, Debug)]
pub struct Point {
    /// Seconds since 1970, on one clock for the whole log.
    pub second: i64,
    /// The moment in words: `2026-11-03T08:15:00+01:00`.
    pub moment: String,
    /// The temperature in °C; none where the sensor gave none.
    pub celsius: Option<Exact>,
    /// The text of a number in its place that is the temperature of no product.
    pub impossible: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// The highest or the lowest reading.
#[derive(Clone, Debug)]
pub struct Extreme {
    /// In °C.
    pub celsius: Exact,
    /// When, the first time.
    pub moment: String,
    /// Where it stands.
    pub place: Place,
}

/// A time in which the log proves nothing.
#[derive(Clone, Debug)]
pub struct Gap {
    /// Moment of the last reading before it.
    pub from: String,
    /// Moment of the first one after it.
    pub to: String,
    /// Its length.
    pub seconds: i64,
    /// Whether the logger wrote rows in it that hold no temperature.
    pub unread: bool,
    /// Where the reading after it stands.
    pub place: Place,
}

/// A time beyond a limit, without interruption.
#[derive(Clone, Debug)]
pub struct Stretch {
    /// On which side of the limit.
    pub side: Side,
    /// The limit, in °C.
    pub limit: Exact,
    /// Second at which it begins.
    pub from: Exact,
    /// Second at which it ends.
    pub to: Exact,
    /// The same in words.
    pub from_moment: String,
    /// The same in words.
    pub to_moment: String,
    /// The temperature furthest beyond, in °C.
    pub peak: Exact,
    /// Whether the log begins in it, so that it may have begun earlier.
    pub open_start: bool,
    /// Whether the log ends in it, so that it may have lasted longer.
    pub open_end: bool,
}

impl Stretch {
    /// Its length in the log.
    pub fn seconds(&self) -> Exact {
        self.to.clone() - self.from.clone()
    }

    /// Whether the log cuts it off, so that it may have lasted longer.
    pub fn is_open(&self) -> bool {
        self.open_start || self.open_end
    }
}

/// The time between two readings that prove each other.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub from: i64,
    pub to: i64,
    pub start: Exact,
    pub end: Exact,
}

/// The readings of a log with what they say of the time between them.
pub(super) struct Course<'p> {
    points: &'p [Point],
    pub pieces: Vec<Piece>,
    gaps: Vec<Gap>,
    pub between: BetweenReadings,
}

/// Whether only what is truly beyond a limit is beyond it: the limit itself belongs to the range.
pub(super) fn strict(limit: &Limit) -> bool {
    limit.inclusive
}

impl<'p> Course<'p> {
    /// The course through the readings; a longer time than `longest_gap` between two of them is a gap.
    pub fn of(points: &'p [Point], between: BetweenReadings, longest_gap: Option<&Exact>) -> Course<'p> {
        let mut course = Course { points, pieces: Vec::new(), gaps: Vec::new(), between };
        let known: Vec<(&Point, &Exact)> =
            points.iter().filter_map(|point| Some((point, point.celsius.as_ref()?))).collect();
        for (at, (point, celsius)) in known.iter().enumerate() {
            let next = known.get(at + 1);
            let holds = next.filter(|(next, _)| {
                longest_gap.is_none_or(|longest| Exact::from_i64(next.second - point.second) <= *longest)
            });
            let (start, from) = ((*celsius).clone(), point.second);
            let piece = match (holds, between) {
                (Some((next, _)), BetweenReadings::Step) => Piece { from, to: next.second, end: start.clone(), start },
                (Some((next, end)), BetweenReadings::Trapezoid) => {
                    Piece { from, to: next.second, start, end: (*end).clone() }
                }
                // A reading that nothing follows says what was at its moment.
                (None, _) => Piece { from, to: from, end: start.clone(), start },
            };
            course.pieces.push(piece);
            if let (Some((next, _)), None) = (next, holds) {
                course.gaps.push(course.gap(point, next));
            }
        }
        course.add_edges(longest_gap);
        course
    }

    fn gap(&self, before: &Point, after: &Point) -> Gap {
        let inside = |point: &&Point| point.second > before.second && point.second < after.second;
        Gap {
            from: before.moment.clone(),
            to: after.moment.clone(),
            seconds: after.second - before.second,
            unread: self.points.iter().any(|point| inside(&point)),
            place: after.place.clone(),
        }
    }

    /// Rows without a temperature at the beginning and at the end of a log are gaps too, when they are long enough.
    fn add_edges(&mut self, longest_gap: Option<&Exact>) {
        let readable = |point: &&Point| point.celsius.is_some();
        let (first, last) = (self.points.iter().find(readable), self.points.iter().rfind(readable));
        let edges = match (first, last) {
            (Some(first), Some(last)) => vec![(self.points.first(), Some(first)), (Some(last), self.points.last())],
            _ => vec![(self.points.first(), self.points.last())],
        };
        for (before, after) in edges {
            let (Some(before), Some(after)) = (before, after) else { continue };
            let seconds = after.second - before.second;
            if longest_gap.is_some_and(|longest| Exact::from_i64(seconds) > *longest) {
                let (from, to) = (before.moment.clone(), after.moment.clone());
                self.gaps.push(Gap { from, to, seconds, unread: true, place: after.place.clone() });
            }
        }
    }

    /// Second of the first reading.
    pub fn first(&self) -> i64 {
        self.points.first().map_or(0, |point| point.second)
    }

    /// Second of the last reading.
    pub fn last(&self) -> i64 {
        self.points.last().map_or(0, |point| point.second)
    }

    /// Moment of the first reading.
    pub fn moment_of_first(&self) -> String {
        self.points.first().map(|point| point.moment.clone()).unwrap_or_default()
    }

    /// Moment of the last reading.
    pub fn moment_of_last(&self) -> String {
        self.points.last().map(|point| point.moment.clone()).unwrap_or_default()
    }

    /// Where the log proves nothing.
    pub fn gaps(&self) -> &[Gap] {
        &self.gaps
    }

    /// The median time between two readings.
    pub fn interval(&self) -> i64 {
        let steps = self.points.windows(2).filter_map(|pair| Some(pair.get(1)?.second - pair.first()?.second));
        let mut steps: Vec<i64> = steps.collect();
        steps.sort_unstable();
        steps.get(steps.len() / 2).copied().unwrap_or(0)
    }

    /// The highest reading, or the lowest.
    pub fn extreme(&self, side: Side) -> Option<Extreme> {
        let mut best: Option<(&Point, &Exact)> = None;
        for point in self.points {
            let Some(celsius) = &point.celsius else { continue };
            if best.is_none_or(|(_, known)| is_beyond(side, celsius, known, true)) {
                best = Some((point, celsius));
            }
        }
        best.map(|(point, celsius)| Extreme {
            celsius: celsius.clone(),
            moment: point.moment.clone(),
            place: point.place.clone(),
        })
    }

    /// The moment of a second in words, by the clock of the reading before it.
    pub fn moment(&self, second: &Exact) -> String {
        let whole = words::whole(second);
        let at = self.points.partition_point(|point| point.second <= whole);
        let point = self.points.get(at.saturating_sub(1));
        point.map_or_else(String::new, |point| words::later(&point.moment, whole - point.second))
    }

    /// The times beyond a limit; with `strict` the limit itself is not beyond it.
    pub fn stretches(&self, side: Side, limit: &Exact, strict: bool) -> Vec<Stretch> {
        let mut found: Vec<Stretch> = Vec::new();
        for piece in &self.pieces {
            let Some((from, to)) = part_beyond(piece, side, limit, strict) else { continue };
            let peak = if is_beyond(side, &piece.end, &piece.start, true) { &piece.end } else { &piece.start };
            match found.last_mut().filter(|last| last.to == from) {
                Some(last) => {
                    last.to = to;
                    if is_beyond(side, peak, &last.peak, true) {
                        last.peak = peak.clone();
                    }
                }
                None => found.push(self.stretch(side, limit, from, to, peak.clone())),
            }
        }
        for stretch in &mut found {
            stretch.to_moment = self.moment(&stretch.to);
            stretch.open_end = self.pieces.last().is_some_and(|piece| stretch.to == Exact::from_i64(piece.to));
        }
        found
    }

    fn stretch(&self, side: Side, limit: &Exact, from: Exact, to: Exact, peak: Exact) -> Stretch {
        let open_start = self.pieces.first().is_some_and(|piece| from == Exact::from_i64(piece.from));
        let from_moment = self.moment(&from);
        let (to_moment, open_end) = (String::new(), false);
        Stretch { side, limit: limit.clone(), from, to, from_moment, to_moment, peak, open_start, open_end }
    }
}

/// Whether a temperature is beyond a limit.
pub(super) fn is_beyond(side: Side, celsius: &Exact, limit: &Exact, strict: bool) -> bool {
    match (side, strict) {
        (Side::Above, true) => celsius > limit,
        (Side::Above, false) => celsius >= limit,
        (Side::Below, true) => celsius < limit,
        (Side::Below, false) => celsius <= limit,
    }
}

/// The part of a piece beyond a limit: the whole, nothing, or up to where the straight line crosses the limit.
fn part_beyond(piece: &Piece, side: Side, limit: &Exact, strict: bool) -> Option<(Exact, Exact)> {
    let (from, to) = (Exact::from_i64(piece.from), Exact::from_i64(piece.to));
    let (start, end) = (is_beyond(side, &piece.start, limit, strict), is_beyond(side, &piece.end, limit, strict));
    let crossing = || {
        let share = (limit.clone() - piece.start.clone()).checked_div(&(piece.end.clone() - piece.start.clone()))?;
        Some(from.clone() + share * Exact::from_i64(piece.to - piece.from))
    };
    match (start, end) {
        (true, true) => Some((from, to)),
        (false, false) => None,
        (true, false) => Some((from.clone(), crossing()?)),
        (false, true) => Some((crossing()?, to)),
    }
}
