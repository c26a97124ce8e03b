//! The mean kinetic temperature over the worst stretch of a log.

use super::course::{Course, Piece};
use super::words;
use crate::quantity::Exact;
use crate::spec::{BetweenReadings, Handling, KineticRule};
use crate::stats::kinetics::{HeldTemperature, Temperature, mean_kinetic_temperature};

/// 0 °C in kelvin.
const ZERO_CELSIUS: f64 = 273.15;

/// The mean kinetic temperature of a log.
#[derive(Clone, Debug, PartialEq)]
pub enum Kinetics {
    /// The product has no rule of one.
    NoRule,
    /// It means nothing for this product, and why.
    Refused(String),
    /// The highest over any stretch of the length that the rule names.
    Worst {
        /// In °C.
        celsius: f64,
        /// In words, with so many decimals that it can be told from the limit.
        text: String,
        /// The arithmetic mean over the same stretch, in °C.
        mean: f64,
        /// When the stretch begins.
        from: String,
        /// When it ends.
        to: String,
        /// Whether the log is shorter than the stretch, so that it is the whole log.
        whole_log: bool,
    },
}

/// The mean kinetic temperature, where the product has a rule of one and where it may be used.
pub(super) fn of(course: &Course<'_>, handling: &Handling) -> Kinetics {
    if let Some(why) = handling.why_no_kinetics() {
        return Kinetics::Refused(why);
    }
    let Some(rule) = handling.transport.as_ref().and_then(|transport| transport.mkt.as_ref()) else {
        return Kinetics::NoRule;
    };
    worst(course, rule)
        .unwrap_or_else(|| Kinetics::Refused("the log proves no time over which it could be taken".to_owned()))
}

/// The worst stretch among those that begin or end at a reading, and its mean by the formula of Haynes.
///
/// Between readings the temperature stays, or e^(-ΔH/RT) goes straight from one reading to the next (the trapezoidal rule
/// for readings that are not equally spaced). In the first case the integral over a moving stretch is straight between
/// the stretches that are looked at, so none is worse; in the second the difference is below what two readings differ by.
///
/// # Source
/// USP <1079.2>; for unequal spacing C. Tong, A. Lock, A computational procedure for mean kinetic temperature using unequally
/// spaced data, Joint Statistical Meetings 2015.
fn worst(course: &Course<'_>, rule: &KineticRule) -> Option<Kinetics> {
    let ratio = rule.enthalpy.approximately();
    let length = rule.window.seconds.to_f64();
    // From the first temperature to the last one: rows without any at the ends shift no stretch.
    let (first, last) = (course.pieces.first()?.from as f64, course.pieces.last()?.to as f64);
    let whole_log = last - first <= length;
    let integral = Integral::of(course, ratio);
    let latest = if whole_log { first } else { last - length };
    let edges = course.pieces.iter().flat_map(|piece| [piece.from as f64, piece.from as f64 - length]);
    let starts = edges.chain([first, latest]).filter(|start| (first..=latest).contains(start));
    let mut best: Option<(f64, f64)> = None;
    for start in starts {
        let Some(level) = integral.level(start, (start + length).min(last)) else { continue };
        if best.is_none_or(|(known, from)| level > known || level == known && start < from) {
            best = Some((level, start));
        }
    }
    let (_, start) = best?;
    let end = (start + length).min(last);
    let result = mean_kinetic_temperature(&history(course, ratio, start, end)?, ratio).ok()?;
    let moment = |second: f64| course.moment(&Exact::from_i64(second.round() as i64));
    let celsius = result.temperature.celsius();
    Some(Kinetics::Worst {
        celsius,
        text: words::beside(celsius, rule.limit.value.exact().to_f64()),
        mean: result.arithmetic_mean_celsius,
        from: moment(start),
        to: moment(end),
        whole_log,
    })
}

/// e^(-ΔH/RT) of a temperature in °C.
fn rate(ratio: f64, celsius: f64) -> f64 {
    libm::exp(-ratio / (celsius + ZERO_CELSIUS))
}

/// The rates of the pieces, summed up over time.
struct Integral {
    /// From, to, rate at both ends, sum of rate and of time before.
    pieces: Vec<[f64; 6]>,
}

impl Integral {
    fn of(course: &Course<'_>, ratio: f64) -> Integral {
        let (mut sum, mut time) = (0.0, 0.0);
        let mut pieces = Vec::with_capacity(course.pieces.len());
        for piece in &course.pieces {
            let (from, to) = (piece.from as f64, piece.to as f64);
            let (start, end) = (rate(ratio, piece.start.to_f64()), rate(ratio, piece.end.to_f64()));
            pieces.push([from, to, start, end, sum, time]);
            sum += (to - from) * 0.5 * (start + end);
            time += to - from;
        }
        Integral { pieces }
    }

    /// Sum of rate and of time up to a second.
    fn up_to(&self, second: f64) -> (f64, f64) {
        let at = self.pieces.partition_point(|[from, ..]| *from <= second);
        let Some([from, to, start, end, sum, time]) = at.checked_sub(1).and_then(|at| self.pieces.get(at)) else {
            return (0.0, 0.0);
        };
        let part = (second - from).clamp(0.0, to - from);
        let here = if to > from { start + (end - start) * part / (to - from) } else { *start };
        (sum + part * 0.5 * (start + here), time + part)
    }

    /// The mean rate over a stretch; none where it holds no time.
    fn level(&self, from: f64, to: f64) -> Option<f64> {
        let ((low, begun), (high, ended)) = (self.up_to(from), self.up_to(to));
        (ended > begun).then(|| (high - low) / (ended - begun))
    }
}

/// The temperatures of a stretch with their durations; none where one of them is no temperature.
fn history(course: &Course<'_>, ratio: f64, from: f64, to: f64) -> Option<Vec<HeldTemperature>> {
    let mut history = Vec::new();
    for piece in &course.pieces {
        let (begin, end) = (from.max(piece.from as f64), to.min(piece.to as f64));
        if end <= begin {
            continue;
        }
        let held = |celsius: f64, duration: f64| {
            Some(HeldTemperature { temperature: Temperature::from_celsius(celsius).ok()?, duration })
        };
        match course.between {
            BetweenReadings::Step => history.push(held(piece.start.to_f64(), end - begin)?),
            BetweenReadings::Trapezoid => {
                for second in [begin, end] {
                    history.push(held(at(piece, ratio, second), 0.5 * (end - begin))?);
                }
            }
        }
    }
    Some(history)
}

/// The temperature whose rate is that of the straight line between the rates of two readings.
fn at(piece: &Piece, ratio: f64, second: f64) -> f64 {
    let (from, to) = (piece.from as f64, piece.to as f64);
    let (start, end) = (piece.start.to_f64(), piece.end.to_f64());
    if second <= from {
        return start;
    }
    if second >= to {
        return end;
    }
    let (low, high) = (rate(ratio, start), rate(ratio, end));
    let rate = low + (high - low) * (second - from) / (to - from);
    -ratio / libm::log(rate) - ZERO_CELSIUS
}
