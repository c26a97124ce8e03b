//! The limits that hold through the shelf life.

use super::{ShelfLifeError, Transform};
use crate::stats::StatisticError;
use std::fmt;

/// Which limit of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitSide {
    /// Not less than.
    Lower,
    /// Not more than.
    Upper,
}

impl LimitSide {
    /// The word of this side in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            LimitSide::Lower => "lower",
            LimitSide::Upper => "upper",
        }
    }

    /// The other side.
    pub fn opposite(self) -> LimitSide {
        match self {
            LimitSide::Lower => LimitSide::Upper,
            LimitSide::Upper => LimitSide::Lower,
        }
    }
}

impl fmt::Display for LimitSide {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A lower limit, an upper one, or both, in the unit of the values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    lower: Option<f64>,
    upper: Option<f64>,
}

impl Limits {
    /// Limits in the unit of the values.
    ///
    /// # Errors
    /// `NoLimit`; `CrossedLimits` unless lower < upper; `NotFinite`.
    pub fn new(lower: Option<f64>, upper: Option<f64>) -> Result<Limits, StatisticError> {
        if ![lower, upper].into_iter().flatten().all(f64::is_finite) {
            return Err(StatisticError::NotFinite);
        }
        match (lower, upper) {
            (None, None) => Err(StatisticError::NoLimit),
            (Some(lower), Some(upper)) if lower >= upper => Err(StatisticError::CrossedLimits { lower, upper }),
            _ => Ok(Limits { lower, upper }),
        }
    }

    /// The limit on a side, if there is one.
    pub fn on(&self, side: LimitSide) -> Option<f64> {
        match side {
            LimitSide::Lower => self.lower,
            LimitSide::Upper => self.upper,
        }
    }

    /// Every limit with its side, the lower one first.
    pub fn each(&self) -> impl Iterator<Item = (LimitSide, f64)> {
        [LimitSide::Lower, LimitSide::Upper].into_iter().filter_map(|side| Some((side, self.on(side)?)))
    }

    /// Whether there are two limits.
    pub fn are_two(&self) -> bool {
        self.lower.is_some() && self.upper.is_some()
    }

    /// Whether a value meets the limits, ends included.
    pub fn hold(&self, value: f64) -> bool {
        self.lower.is_none_or(|lower| lower <= value) && self.upper.is_none_or(|upper| value <= upper)
    }

    /// Every limit on the scale of the transformation, with its side there and its side here.
    pub(super) fn transformed(&self, transform: Transform) -> Result<Vec<TransformedLimit>, ShelfLifeError> {
        let each = self.each().map(|(side, limit)| {
            let name = transform.as_str();
            let unknown = ShelfLifeError::UntransformableLimit { side, limit, transform: name };
            let side_there = if transform.is_decreasing() { side.opposite() } else { side };
            Ok(TransformedLimit { side, side_there, limit: transform.apply(limit).ok_or(unknown)? })
        });
        each.collect()
    }
}

/// A limit on the scale of a transformation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct TransformedLimit {
    /// The side in the unit of the values.
    pub(super) side: LimitSide,
    /// The side on the scale of the transformation.
    pub(super) side_there: LimitSide,
    /// The limit on the scale of the transformation.
    pub(super) limit: f64,
}

impl TransformedLimit {
    /// Whether a line of this slope on the scale of the transformation does not come nearer to the limit.
    pub(super) fn leads_away(&self, slope: f64) -> bool {
        match self.side_there {
            LimitSide::Lower => slope >= 0.0,
            LimitSide::Upper => slope <= 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_checked() {
        assert_eq!(Limits::new(None, None), Err(StatisticError::NoLimit));
        assert_eq!(Limits::new(Some(f64::NAN), None), Err(StatisticError::NotFinite));
        let crossed = StatisticError::CrossedLimits { lower: 2.0, upper: 2.0 };
        assert_eq!(Limits::new(Some(2.0), Some(2.0)), Err(crossed));
        let both = Limits::new(Some(1.0), Some(2.0)).unwrap();
        assert!(both.are_two() && both.hold(1.0) && both.hold(2.0) && !both.hold(2.5));
        assert_eq!(both.each().collect::<Vec<_>>(), [(LimitSide::Lower, 1.0), (LimitSide::Upper, 2.0)]);
    }

    #[test]
    fn a_reciprocal_exchanges_the_sides() {
        let lower = Limits::new(Some(4.0), None).unwrap().transformed(Transform::Reciprocal).unwrap();
        let expected = TransformedLimit { side: LimitSide::Lower, side_there: LimitSide::Upper, limit: 0.25 };
        assert_eq!(lower, [expected]);
        let error = Limits::new(None, Some(-1.0)).unwrap().transformed(Transform::Log).unwrap_err();
        assert_eq!(error.to_string(), "the upper limit -1 has no logarithm");
    }
}
