//! Populations: which events are in which gate.

use super::columns::{BLOCK, Columns, Reader};
use super::polygon::Polygon;
use super::scale::{Edge, Transform};
use super::{Axis, Bound, Compensation, CytometryError, Gate, Geometry};

/// Events to a word of a set.
const WORD: usize = 64;

/// The events in each gate.
#[derive(Clone, Debug)]
pub struct Populations {
    events: usize,
    /// For each gate one bit for each event.
    sets: Vec<Vec<u64>>,
}

impl Populations {
    /// Sorts events into gates, a stretch of them at a time.
    ///
    /// A gate that lies within another has only events of that one. Every bound must be a coordinate:
    /// [`super::with_thresholds`] takes those of controls.
    ///
    /// # Errors
    /// A channel is not there, a value is not finite, a scale or a gate is not possible, or a bound is still that of a
    /// control.
    pub fn of(
        columns: &dyn Columns,
        compensation: Option<&Compensation>,
        gates: &[Gate],
    ) -> Result<Populations, CytometryError> {
        let mut channels: Vec<&str> = Vec::new();
        let tests: Vec<Test> =
            gates.iter().enumerate().map(|(at, gate)| test(gate, at, &mut channels)).collect::<Result<_, _>>()?;
        let mut reader = Reader::new(columns, compensation, &channels)?;
        let events = columns.events();
        let mut sets = vec![Vec::with_capacity(events.div_ceil(WORD)); gates.len()];
        let mut start = 0;
        while start < events {
            let count = reader.load(start)?;
            for (at, (gate, test)) in gates.iter().zip(&tests).enumerate() {
                let (before, rest) = sets.split_at_mut(at);
                let Some(set) = rest.first_mut() else { break };
                let all = every(count);
                let stretch = Stretch { from: start / WORD, before, all: &all, count };
                let words = stretch.words(gate, test, &reader);
                set.extend_from_slice(words.get(..count.div_ceil(WORD)).unwrap_or(&words));
            }
            start += BLOCK;
        }
        Ok(Populations { events, sets })
    }

    /// Number of all events.
    pub fn events(&self) -> usize {
        self.events
    }

    /// Number of events in a gate; of all events where it is `None`.
    pub fn count(&self, gate: Option<usize>) -> usize {
        gate.map_or(self.events, |gate| self.set(gate).iter().map(|word| ones(*word)).sum())
    }

    /// Number of events in both gates; `None` is all events.
    pub fn count_in_both(&self, gate: usize, other: Option<usize>) -> usize {
        let Some(other) = other else { return self.count(Some(gate)) };
        self.set(gate).iter().zip(self.set(other)).map(|(left, right)| ones(left & right)).sum()
    }

    /// Whether an event, from 0, is in a gate.
    pub fn contains(&self, gate: usize, event: usize) -> bool {
        self.set(gate).get(event / WORD).is_some_and(|word| word >> (event % WORD) & 1 == 1)
    }

    /// The data values of a channel over the events in a gate (all events where it is `None`), compensated as asked for.
    ///
    /// # Errors
    /// The channel is not there, or a value is not finite.
    pub fn values(
        &self,
        columns: &dyn Columns,
        compensation: Option<&Compensation>,
        channel: &str,
        gate: Option<usize>,
    ) -> Result<Vec<f64>, CytometryError> {
        let mut reader = Reader::new(columns, compensation, &[channel])?;
        let mut values = Vec::with_capacity(self.count(gate));
        for start in (0..self.events).step_by(BLOCK) {
            let count = reader.load(start)?;
            let inside = |at: &usize| gate.is_none_or(|gate| self.contains(gate, start + at));
            let block = reader.values(0);
            values.extend((0..count).filter(inside).filter_map(|at| block.get(at)));
        }
        Ok(values)
    }

    fn set(&self, gate: usize) -> &[u64] {
        self.sets.get(gate).map(Vec::as_slice).unwrap_or_default()
    }
}

fn ones(word: u64) -> usize {
    usize::try_from(word.count_ones()).unwrap_or(usize::MAX)
}

/// Bits of as many events.
type Words = [u64; BLOCK / WORD];

fn every(count: usize) -> Words {
    bits(count, |_| true)
}

/// The bits of the events for which this holds.
fn bits(count: usize, holds: impl Fn(usize) -> bool) -> Words {
    let mut words = [0; BLOCK / WORD];
    for (at, word) in words.iter_mut().enumerate() {
        for bit in 0..WORD.min(count.saturating_sub(at * WORD)) {
            *word |= u64::from(holds(at * WORD + bit)) << bit;
        }
    }
    words
}

/// A stretch of events, with the sets of the gates before.
struct Stretch<'s> {
    /// Its first word in a set.
    from: usize,
    before: &'s [Vec<u64>],
    all: &'s Words,
    count: usize,
}

impl Stretch<'_> {
    fn words(&self, gate: &Gate, test: &Test, reader: &Reader<'_>) -> Words {
        let within = gate.within.map_or(*self.all, |within| self.earlier(within));
        let inside = match test {
            Test::Ranges(ranges) => ranges.iter().fold(*self.all, |inside, range| {
                let values = reader.values(range.channel);
                and(inside, bits(self.count, |at| values.get(at).is_some_and(|value| range.contains(*value))))
            }),
            Test::Polygon { x, y, polygon } => {
                let (across, along) = (reader.values(x.channel), reader.values(y.channel));
                bits(self.count, |at| match (across.get(at), along.get(at)) {
                    (Some(across), Some(along)) => {
                        polygon.contains(x.transform.coordinate(*across), y.transform.coordinate(*along))
                    }
                    _ => false,
                })
            }
            Test::All(gates) => gates.iter().fold(*self.all, |inside, gate| and(inside, self.earlier(*gate))),
            Test::Any(gates) => gates.iter().fold([0; BLOCK / WORD], |mut inside, gate| {
                inside.iter_mut().zip(self.earlier(*gate)).for_each(|(word, other)| *word |= other);
                inside
            }),
            Test::Not(gate) => self.earlier(*gate).map(|word| !word),
        };
        and(within, inside)
    }

    /// This stretch of the set of an earlier gate.
    fn earlier(&self, gate: usize) -> Words {
        let mut words = [0; BLOCK / WORD];
        let set = self.before.get(gate).and_then(|set| set.get(self.from..)).unwrap_or_default();
        words.iter_mut().zip(set).for_each(|(word, other)| *word = *other);
        words
    }
}

fn and(mut words: Words, others: Words) -> Words {
    words.iter_mut().zip(others).for_each(|(word, other)| *word &= other);
    words
}

/// A gate made ready for many events.
enum Test {
    Ranges(Vec<Range>),
    Polygon { x: Dimension, y: Dimension, polygon: Polygon },
    All(Vec<usize>),
    Any(Vec<usize>),
    Not(usize),
}

/// An axis by the place of its channel among those that are read.
struct Dimension {
    channel: usize,
    transform: Transform,
}

struct Range {
    channel: usize,
    lower: Option<Edge>,
    upper: Option<Edge>,
}

impl Range {
    /// Lower bounds are inside, upper bounds are not.
    fn contains(&self, value: f64) -> bool {
        self.lower.is_none_or(|edge| edge.reached(value)) && !self.upper.is_some_and(|edge| edge.reached(value))
    }
}

/// Makes the gate at this position ready; channels that are new are added to the list.
fn test<'g>(gate: &'g Gate, at: usize, channels: &mut Vec<&'g str>) -> Result<Test, CytometryError> {
    let wrong = |why: &str| CytometryError::Gate { gate: gate.name.clone(), why: why.to_owned() };
    let mut dimension = |axis: &'g Axis| -> Result<Dimension, CytometryError> {
        let known = channels.iter().position(|channel| *channel == axis.channel);
        let channel = known.unwrap_or_else(|| {
            channels.push(&axis.channel);
            channels.len() - 1
        });
        Ok(Dimension { channel, transform: axis.scale.transform()? })
    };
    let earlier = |gates: &[usize]| match gates.iter().all(|other| *other < at) {
        true => Ok(()),
        false => Err(wrong("names a gate that does not stand before it")),
    };
    earlier(gate.within.as_slice())?;
    match &gate.geometry {
        Geometry::Ranges(ranges) if ranges.is_empty() => Err(wrong("has no axis")),
        Geometry::Ranges(ranges) => {
            let ranges = ranges.iter().map(|(axis, lower, upper)| {
                let Dimension { channel, transform } = dimension(axis)?;
                let edge = |bound: &Option<Bound>| match bound {
                    None => Ok(None),
                    Some(Bound::At(coordinate)) if coordinate.is_finite() => {
                        Ok(Some(Edge::new(transform, *coordinate)))
                    }
                    Some(Bound::At(_)) => Err(wrong("has a bound that is not finite")),
                    Some(Bound::Quantile { control, .. }) => {
                        Err(CytometryError::NoControl { gate: gate.name.clone(), control: control.clone() })
                    }
                };
                Ok::<_, CytometryError>(Range { channel, lower: edge(lower)?, upper: edge(upper)? })
            });
            Ok(Test::Ranges(ranges.collect::<Result<_, _>>()?))
        }
        Geometry::Polygon { x, y, vertices } => {
            let polygon =
                Polygon::new(vertices).ok_or_else(|| wrong("needs three corners or more, all of them finite"))?;
            Ok(Test::Polygon { x: dimension(x)?, y: dimension(y)?, polygon })
        }
        Geometry::All(gates) | Geometry::Any(gates) if gates.is_empty() => Err(wrong("combines no gate")),
        Geometry::All(gates) => earlier(gates).map(|()| Test::All(gates.clone())),
        Geometry::Any(gates) => earlier(gates).map(|()| Test::Any(gates.clone())),
        Geometry::Not(other) => earlier(&[*other]).map(|()| Test::Not(*other)),
    }
}
