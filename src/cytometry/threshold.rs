//! Bounds that come from a control: an isotype, unstained events, events after a detergent.

use super::columns::Columns;
use super::population::Populations;
use super::{Axis, Bound, Compensation, CytometryError, Gate, Geometry};
use crate::stats::{QuantileType, StatisticError};

/// Events of a control, known by its name.
#[derive(Clone, Copy)]
pub struct Control<'c> {
    /// `isotype`, `unstained`, `detergent`.
    pub name: &'c str,
    /// Its events.
    pub columns: &'c dyn Columns,
    /// What its events are compensated with.
    pub compensation: Option<&'c Compensation>,
}

/// A bound that was taken from a control.
#[derive(Clone, Debug, PartialEq)]
pub struct Threshold {
    /// The gate, by position.
    pub gate: usize,
    /// The channel.
    pub channel: String,
    /// The control.
    pub control: String,
    /// Probability of the quantile.
    pub p: f64,
    /// Events of the control it is of: those within the gate around it.
    pub events: usize,
    /// The quantile, a data value.
    pub value: f64,
    /// Its coordinate on the scale of the axis.
    pub coordinate: f64,
}

/// The gates with every bound a coordinate, and the bounds that were taken from controls.
///
/// A threshold is the quantile of type 7 (Hyndman and Fan; the default of R and numpy) of the data values of the control in
/// the same channel, and then brought to the scale of the axis: between two events it is interpolated on data values,
/// whatever the scale. The gate around applies to the control as well, so that like is compared with like; where there is
/// none, all events of the control count. A gate above a threshold begins behind it: many events of a control have the same
/// value, often 0, and none of those that make up the threshold may count as above it.
///
/// Where less than one event is to be expected beyond the quantile, the interpolation gives about the largest event, which
/// says little of where the quantile lies and moves down with every event that is missing.
///
/// # Errors
/// A control is not there, has no event or too few for its quantile, and what [`Populations::of`] finds in it.
pub fn with_thresholds(
    gates: &[Gate],
    controls: &[Control<'_>],
) -> Result<(Vec<Gate>, Vec<Threshold>), CytometryError> {
    let mut resolved: Vec<Gate> = Vec::with_capacity(gates.len());
    let mut thresholds = Vec::new();
    for (position, gate) in gates.iter().enumerate() {
        let mut gate = gate.clone();
        if let Geometry::Ranges(ranges) = &mut gate.geometry {
            for (axis, lower, upper) in ranges {
                for (bound, is_lower) in [(lower, true), (upper, false)] {
                    let Some(Bound::Quantile { p, control }) = &*bound else { continue };
                    let source = Source { gate: &gate.name, position, within: gate.within, before: &resolved };
                    let threshold = source.threshold(axis, *p, control, controls)?;
                    let coordinate = threshold.coordinate;
                    *bound = Some(Bound::At(if is_lower { coordinate.next_up() } else { coordinate }));
                    thresholds.push(threshold);
                }
            }
        }
        resolved.push(gate);
    }
    Ok((resolved, thresholds))
}

/// The gate that needs a threshold.
struct Source<'g> {
    gate: &'g str,
    position: usize,
    within: Option<usize>,
    before: &'g [Gate],
}

impl Source<'_> {
    fn threshold(
        &self,
        axis: &Axis,
        p: f64,
        control: &str,
        controls: &[Control<'_>],
    ) -> Result<Threshold, CytometryError> {
        let (gate, name) = (self.gate.to_owned(), control.to_owned());
        let Some(found) = controls.iter().find(|known| known.name == control) else {
            return Err(CytometryError::NoControl { gate, control: name });
        };
        let populations = Populations::of(found.columns, found.compensation, self.before)?;
        let mut values = populations.values(found.columns, found.compensation, &axis.channel, self.within)?;
        if values.is_empty() {
            let around = self.within.and_then(|within| self.before.get(within));
            let within = around.map(|gate| format!(" within \"{}\"", gate.name)).unwrap_or_default();
            return Err(CytometryError::EmptyControl { gate, control: name, within });
        }
        let (events, needed) = (values.len(), events_needed(p));
        if u64::try_from(events).is_ok_and(|events| events < needed) {
            return Err(CytometryError::FewEvents { gate, control: name, p, events, needed });
        }
        let value = quantile(&mut values, p)?;
        let coordinate = axis.scale.transform()?.coordinate(value);
        if !coordinate.is_finite() {
            let why = format!("would begin at {value}, a value that the {} scale does not have", axis.scale.name());
            return Err(CytometryError::Gate { gate, why });
        }
        let channel = axis.channel.clone();
        Ok(Threshold { gate: self.position, channel, control: name, p, events, value, coordinate })
    }
}

/// Events of which at least one is expected on either side of a quantile: 200 for 99.5 % and for 0.5 %.
fn events_needed(p: f64) -> u64 {
    /// What the subtraction from 1 may be off by: 1 − 0.9 gives a little less than a tenth.
    const ROUNDING: f64 = 1e-9;
    let beyond = p.min(1.0 - p);
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast of too large a number gives the largest"
    )]
    let needed = ((1.0 - ROUNDING) / beyond).ceil() as u64;
    needed
}

/// The quantile of type 7 of finite values, which are brought out of order instead of copied.
///
/// # Errors
/// There is no value, or p lies outside [0, 1].
///
/// # Source
/// As [`crate::stats::quantile`], type [`QuantileType::Excel`].
pub fn quantile(values: &mut [f64], p: f64) -> Result<f64, StatisticError> {
    if !(0.0..=1.0).contains(&p) {
        return Err(StatisticError::NotAProbability { value: p });
    }
    let last = values.len().checked_sub(1).ok_or(StatisticError::TooFewValues { needed: 1, got: 0 })?;
    #[allow(clippy::cast_precision_loss, reason = "files have fewer than 2^53 events")]
    let position = p * last as f64;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 <= position <= last")]
    let below = (position.floor() as usize).min(last);
    let (_, at, above) = values.select_nth_unstable_by(below, f64::total_cmp);
    // The two around the position, as few values are left to be sorted by the general method.
    let next = above.iter().copied().min_by(f64::total_cmp).unwrap_or(*at);
    let weight = position - position.floor();
    crate::stats::quantile(&[*at, next], weight, QuantileType::Excel)
}
