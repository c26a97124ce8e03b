//! Where the bound of a line meets a limit.

use super::{Bound, LimitSide, Line};
use crate::stats::StatisticError;
use std::fmt;

/// When the bound of a line leaves the limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Crossing {
    /// At this time, for the first time.
    At(f64),
    /// Never: the bound stays inside for all times.
    Never,
    /// The bound is outside already at time 0.
    OutsideAtZero,
}

impl Crossing {
    /// The time, where there is one.
    pub fn time(self) -> Option<f64> {
        match self {
            Crossing::At(time) => Some(time),
            Crossing::Never | Crossing::OutsideAtZero => None,
        }
    }

    /// The order of how soon: outside at zero, then by time, then never.
    pub(super) fn soonness(self) -> f64 {
        match self {
            Crossing::OutsideAtZero => f64::NEG_INFINITY,
            Crossing::At(time) => time,
            Crossing::Never => f64::INFINITY,
        }
    }
}

impl fmt::Display for Crossing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Crossing::At(time) => write!(f, "the bound meets the limit at {time}"),
            Crossing::Never => f.write_str("the bound never meets the limit"),
            Crossing::OutsideAtZero => f.write_str("the bound is outside the limit already at time 0"),
        }
    }
}

/// The crossing of one line with the limit that it meets first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LimitCrossing {
    /// Place of the batch from 0; none where one line holds for all.
    pub batch: Option<usize>,
    /// The limit it meets first; none when it meets none.
    pub side: Option<LimitSide>,
    /// When.
    pub crossing: Crossing,
    /// Whether the line itself leads away from that limit or is level, so that the crossing comes from the widening of the
    /// bound alone.
    pub by_widening_only: bool,
}

/// The first time at which the bound of a line is no longer inside a limit, solved exactly.
///
/// `limit` and `side` are on the scale of the line. With the distance g(t) from the bound to the limit, inside counted
/// positive, g is concave: it is positive on one stretch of time. When that stretch does not hold time 0 the bound is
/// outside at zero; else it ends at the larger root, or not at all when the slope away from the limit is at least the
/// slope at which the bound widens far out.
///
/// Formula: with u = t - t₀, d the distance of the line from the limit at t₀, b the slope away from it, w = t s and
/// H = h (+ 1 for a single result): (d + b u)² = w² (H + u² / S).
///
/// # Errors
/// Those of [`Bound::t_quantile`]; `NotFinite`.
///
/// # Source
/// ICH Q1E (2003), appendix B.1, for the definition; the quadratic is solved in the form of W. H. Press et al., Numerical
/// Recipes, 3rd edition, section 5.6, that cancels no digits.
pub fn crossing(line: &Line, side: LimitSide, limit: f64, bound: &Bound) -> Result<Crossing, StatisticError> {
    let half_at_zero = line.half_width_at(0.0, bound)?;
    let towards = match side {
        LimitSide::Lower => 1.0,
        LimitSide::Upper => -1.0,
    };
    let inside_at_zero = towards * (line.value_at(0.0) - limit) - half_at_zero;
    if StatisticError::finite(inside_at_zero)? < 0.0 {
        return Ok(Crossing::OutsideAtZero);
    }
    let distance = towards * (line.value_at_centre - limit);
    let slope = towards * line.slope;
    let width = bound.t_quantile(line.degrees_of_freedom)? * line.residual_standard_deviation;
    let widening = width / line.squares_of_time.sqrt();
    if slope >= widening {
        return Ok(Crossing::Never);
    }
    let own = width * width * (line.leverage + bound.own_variance());
    let lead = (widening - slope) * (widening + slope);
    let (product, gap) = (distance * slope, distance * distance - own);
    // w² (d² / S - (w² / S - b²) H), which is not negative as long as time 0 is inside.
    let root = (distance * distance * widening * widening - lead * own).max(0.0).sqrt();
    let from_centre = if product > 0.0 {
        (product + root) / lead
    } else if root - product > 0.0 {
        gap / (root - product)
    } else {
        0.0
    };
    let time = line.centre + from_centre;
    // Beyond the largest number it does not cross in any time that could be meant.
    Ok(if time.is_finite() { Crossing::At(time.max(0.0)) } else { Crossing::Never })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Confidence;
    use crate::stats::shelf_life::{BoundKind, BoundSides};

    fn line(value_at_centre: f64, slope: f64, scatter: f64) -> Line {
        let (centre, leverage, squares_of_time) = (6.0, 0.2, 90.0);
        let intercept = value_at_centre - slope * centre;
        Line {
            batch: None,
            intercept,
            slope,
            residual_standard_deviation: scatter,
            degrees_of_freedom: 3.0,
            centre,
            value_at_centre,
            leverage,
            squares_of_time,
        }
    }

    fn bound(kind: BoundKind) -> Bound {
        Bound { kind, sides: BoundSides::One, confidence: Confidence::new(0.95).unwrap() }
    }

    /// The distance from the bound to the limit is zero where the crossing says, for slopes on both sides of what the
    /// scatter can tell from level, and from both sides of the limit.
    #[test]
    fn the_bound_is_on_the_limit_at_the_crossing() {
        for kind in [BoundKind::Confidence, BoundKind::Prediction] {
            for slope in [-2.0, -0.3, -0.25, -0.2, -0.01, 0.0, 0.01, 0.2] {
                for (side, sign) in [(LimitSide::Lower, 1.0), (LimitSide::Upper, -1.0)] {
                    let line = line(100.0, sign * slope, 1.0);
                    let limit = 100.0 - sign * 15.0;
                    let Crossing::At(time) = crossing(&line, side, limit, &bound(kind)).unwrap() else {
                        panic!("{kind:?} {slope} {side}")
                    };
                    let ends = line.bounds_at(time, &bound(kind)).unwrap();
                    let end = if side == LimitSide::Lower { ends.lower } else { ends.upper };
                    assert!((end.unwrap() - limit).abs() < 1e-11, "{kind:?} {slope} {side}: {time} {end:?}");
                }
            }
        }
    }

    /// A slope of w / √S away from the limit is the border: from there on the bound never comes back.
    #[test]
    fn a_slope_that_outruns_the_widening_never_crosses() {
        let bound = bound(BoundKind::Confidence);
        let widening = bound.t_quantile(3.0).unwrap() / 90.0_f64.sqrt();
        let at = |slope| crossing(&line(100.0, slope, 1.0), LimitSide::Lower, 90.0, &bound).unwrap();
        assert_eq!(at(widening), Crossing::Never);
        assert_eq!(at(widening + 1e-6), Crossing::Never);
        assert!(at(widening - 1e-6).time().unwrap() > 1e3);
    }

    #[test]
    fn without_scatter_the_line_itself_crosses() {
        let bound = bound(BoundKind::Confidence);
        let at = |slope, limit| crossing(&line(100.0, slope, 0.0), LimitSide::Lower, limit, &bound).unwrap();
        assert_eq!(at(-0.5, 90.0), Crossing::At(26.0));
        assert_eq!(at(-0.5, 100.0), Crossing::At(6.0));
        assert_eq!(at(-0.5, 102.0), Crossing::At(2.0));
        assert_eq!(at(-0.5, 103.0), Crossing::At(0.0));
        assert_eq!(at(-0.5, 103.5), Crossing::OutsideAtZero);
        assert_eq!((at(0.0, 90.0), at(0.5, 90.0)), (Crossing::Never, Crossing::Never));
    }
}
