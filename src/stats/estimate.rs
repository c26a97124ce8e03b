//! What a statistic says: a value and how well it is known.

use super::StatisticError;
use super::probability::{Confidence, Sides};

/// An interval or a one-sided bound, in the unit of what it is an interval for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end; none when the interval is not bounded below.
    pub lower: Option<f64>,
    /// Upper end; none when the interval is not bounded above.
    pub upper: Option<f64>,
    /// On which sides the interval was asked for.
    pub sides: Sides,
    /// Its confidence level.
    pub confidence: Confidence,
}

impl Interval {
    /// An interval with two ends.
    pub fn two_sided(lower: f64, upper: f64, confidence: Confidence) -> Interval {
        Interval { lower: Some(lower), upper: Some(upper), sides: Sides::Two, confidence }
    }

    /// The ends that the sides ask for, out of both.
    pub fn on_sides(lower: f64, upper: f64, sides: Sides, confidence: Confidence) -> Interval {
        let lower = (sides != Sides::Upper).then_some(lower);
        let upper = (sides != Sides::Lower).then_some(upper);
        Interval { lower, upper, sides, confidence }
    }

    /// Upper minus lower end; none when an end is missing.
    pub fn width(&self) -> Option<f64> {
        Some(self.upper? - self.lower?)
    }

    /// Whether a value lies in the interval, ends included.
    pub fn contains(&self, value: f64) -> bool {
        self.lower.is_none_or(|lower| lower <= value) && self.upper.is_none_or(|upper| value <= upper)
    }

    /// The interval with both ends sent through an increasing function.
    pub fn map(self, increasing: impl Fn(f64) -> f64) -> Interval {
        Interval { lower: self.lower.map(&increasing), upper: self.upper.map(&increasing), ..self }
    }
}

/// An estimate: the value, how well it is known, by which method and from how many values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate itself.
    pub value: f64,
    /// Its standard error, where the method has one.
    pub standard_error: Option<f64>,
    /// Its confidence interval, where the method gives one.
    pub interval: Option<Interval>,
    /// Name of the method, as reports print it.
    pub method: &'static str,
    /// Number of values it rests on.
    pub n: usize,
}

impl Estimate {
    /// Lets only finite numbers through.
    pub(crate) fn checked(self) -> Result<Estimate, StatisticError> {
        let ends = self.interval.map(|interval| [interval.lower, interval.upper]).into_iter().flatten().flatten();
        let mut numbers = ends.chain([self.value]).chain(self.standard_error);
        if numbers.all(f64::is_finite) { Ok(self) } else { Err(StatisticError::NotFinite) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_has_one_end() {
        let confidence = Confidence::new(0.95).unwrap();
        let bound = Interval::on_sides(1.0, 2.0, Sides::Lower, confidence);
        assert_eq!((bound.lower, bound.upper, bound.width()), (Some(1.0), None, None));
        assert!(bound.contains(1e300) && !bound.contains(0.9));
        let both = Interval::two_sided(1.0, 2.0, confidence).map(|end| 10.0 * end);
        assert_eq!(both.width(), Some(10.0));
    }
}
