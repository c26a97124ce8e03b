//! A reportable value against numeric limits, and how far it is from them.

use crate::quantity::{Bounded, Compared, Exact, RoundingRule, Side, compare};
use crate::spec::{Limit, Limits};

/// Compares with both limits, each after rounding to its own digits.
///
/// A censored value is compared by its bound, unrounded: rounding a bound would claim more than was measured.
pub(super) fn against(limits: &Limits, value: &Bounded, rounding: RoundingRule) -> Compared {
    let lower = limits.lower.as_ref().map(|limit| one_side(limit, Side::of_lower(limit), value, rounding));
    let upper = limits.upper.as_ref().map(|limit| one_side(limit, Side::of_upper(limit), value, rounding));
    match (lower, upper) {
        (Some(Compared::Outside), _) | (_, Some(Compared::Outside)) => Compared::Outside,
        (Some(Compared::Undecided), _) | (_, Some(Compared::Undecided)) => Compared::Undecided,
        _ => Compared::Inside,
    }
}

fn one_side(limit: &Limit, side: Side, value: &Bounded, rounding: RoundingRule) -> Compared {
    match value {
        Bounded::Exact(exact) => {
            compare(&Bounded::Exact(rounding.round_value(exact, &limit.written)), side, &limit.value)
        }
        censored => compare(censored, side, &limit.value),
    }
}

impl Side {
    fn of_lower(limit: &Limit) -> Side {
        if limit.inclusive { Side::AtLeast } else { Side::MoreThan }
    }

    fn of_upper(limit: &Limit) -> Side {
        if limit.inclusive { Side::AtMost } else { Side::LessThan }
    }
}

/// The limit that decides about a value: the one it violates, else the one it is nearest to.
pub(super) fn deciding<'l>(limits: &'l Limits, value: &Exact) -> Option<&'l Limit> {
    match (&limits.lower, &limits.upper) {
        (Some(lower), Some(upper)) => {
            let nearer_to_lower = (value - &lower.value).abs() <= (value - &upper.value).abs();
            Some(if nearer_to_lower { lower } else { upper })
        }
        (lower, upper) => lower.as_ref().or(upper.as_ref()),
    }
}

/// Distance from a compared value to the nearest limit in percent of that limit (one-sided) or of half the range
/// (two-sided); negative outside. `None` when that is zero.
pub(super) fn margin(limits: &Limits, compared: &Exact) -> Option<f64> {
    let (distance, scale) = match (&limits.lower, &limits.upper) {
        (Some(lower), Some(upper)) => {
            let inside = (compared - &lower.value).min(&upper.value - compared);
            (inside, (&upper.value - &lower.value).checked_div(&Exact::from_i64(2))?)
        }
        (Some(lower), None) => (compared - &lower.value, lower.value.abs()),
        (None, Some(upper)) => (&upper.value - compared, upper.value.abs()),
        (None, None) => return None,
    };
    Some(100.0 * distance.checked_div(&scale)?.to_f64())
}
