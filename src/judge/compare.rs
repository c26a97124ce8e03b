//! A reportable value against numeric limits, and how far it is from them.

use crate::quantity::{Bounded, Compared, Exact, Rounded, RoundingRule, Side, Unit, compare};
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

/// Compares a value in `unit` with limits that may stand in another unit of its dimension.
pub(super) fn against_in(limits: &Limits, value: &Bounded, unit: &Unit, rounding: RoundingRule) -> Compared {
    if *unit == limits.unit {
        return against(limits, value, rounding);
    }
    match unit.factor_to(&limits.unit) {
        Some(factor) => against(limits, &scaled(value, &factor), rounding),
        None => Compared::Undecided,
    }
}

/// A value times a factor above zero.
pub(super) fn scaled(value: &Bounded, factor: &Exact) -> Bounded {
    match value {
        Bounded::Exact(number) => Bounded::Exact(number * factor),
        Bounded::Below { bound, inclusive } => Bounded::Below { bound: bound * factor, inclusive: *inclusive },
        Bounded::Above { bound, inclusive } => Bounded::Above { bound: bound * factor, inclusive: *inclusive },
        Bounded::Unknown => Bounded::Unknown,
    }
}

fn one_side(limit: &Limit, side: Side, value: &Bounded, rounding: RoundingRule) -> Compared {
    match value {
        Bounded::Exact(exact) => far_from(limit, side, exact).unwrap_or_else(|| {
            compare(&Bounded::Exact(rounding.round_value(exact, &limit.written)), side, &limit.value)
        }),
        censored => compare(censored, side, &limit.value),
    }
}

/// The comparison of a value that no rounding can bring to the limit; `None` when it is near enough to look closely.
///
/// Every rule rounds monotonically, and a limit as well as its neighbours one unit of its last place away are rounded to
/// themselves. A value more than one unit away therefore stays on its side. Floating point is good enough to see that,
/// with a margin for its own error.
fn far_from(limit: &Limit, side: Side, value: &Exact) -> Option<Compared> {
    let distance = far_distance(limit, value.to_f64())?;
    let inside = match side {
        Side::AtMost | Side::LessThan => distance < 0.0,
        Side::AtLeast | Side::MoreThan => distance > 0.0,
    };
    Some(if inside { Compared::Inside } else { Compared::Outside })
}

/// The signed distance of a value from a limit that no rounding can bring to it; `None` when it is nearer.
fn far_distance(limit: &Limit, value: f64) -> Option<f64> {
    let distance = value - limit.approximately;
    let near = 1.001 * limit.last_digit + 1e-9 * (value.abs() + limit.approximately.abs());
    (distance.is_finite() && near.is_finite() && distance.abs() > near).then_some(distance)
}

/// Whether a value lies inside all limits, so far from each that no rounding can bring it there.
pub(super) fn far_inside(limits: &Limits, value: f64) -> bool {
    let above = limits.lower.as_ref().is_none_or(|limit| far_distance(limit, value).is_some_and(|far| far > 0.0));
    let below = limits.upper.as_ref().is_none_or(|limit| far_distance(limit, value).is_some_and(|far| far < 0.0));
    above && below
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
pub(super) fn deciding<'l>(limits: &'l Limits, value: &Exact, rule: RoundingRule) -> Option<&'l Limit> {
    let violates =
        |limit: &Limit, side| one_side(limit, side, &Bounded::Exact(value.clone()), rule) == Compared::Outside;
    match (&limits.lower, &limits.upper) {
        (Some(lower), Some(_)) if violates(lower, Side::of_lower(lower)) => Some(lower),
        (Some(_), Some(upper)) if violates(upper, Side::of_upper(upper)) => Some(upper),
        (Some(lower), Some(upper)) => {
            // Which limit is nearer decides about digits in print only, so floating point will do.
            let (value, low, high) = (value.to_f64(), lower.approximately, upper.approximately);
            Some(if (value - low).abs() <= (value - high).abs() { lower } else { upper })
        }
        (lower, upper) => lower.as_ref().or(upper.as_ref()),
    }
}

/// A value as it stands beside its limits, rounded once; `None` without a limit.
pub(super) fn rounded(limits: &Limits, value: &Exact, rule: RoundingRule) -> Option<Exact> {
    let limit = deciding(limits, value, rule)?;
    Some(match finer_place(limits, limit, value, rule) {
        Some(place) => rule.round_at(value, place),
        None => rule.round_value(value, &limit.written),
    })
}

/// The same with its print.
pub(super) fn printed(limits: &Limits, value: &Exact, rule: RoundingRule) -> Option<Rounded> {
    let limit = deciding(limits, value, rule)?;
    Some(match finer_place(limits, limit, value, rule) {
        Some(place) => rule.print_at(value, place, &limit.written),
        None => rule.round_to_limit(value, &limit.written),
    })
}

/// The place to which a value of a range is printed, where the other limit states finer digits than the one that is nearer;
/// `None` where the nearer one says it, or the value would stand on another side of a limit than the one it was judged to be on.
///
/// Each limit is compared at its own digits. In print there is one number: of 90 to 150, 119.4 is not 120 (two figures, as 90)
/// beside 121 (three, as 150).
fn finer_place(limits: &Limits, nearer: &Limit, value: &Exact, rule: RoundingRule) -> Option<i32> {
    let (lower, upper) = (limits.lower.as_ref()?, limits.upper.as_ref()?);
    let place = |limit: &Limit| rule.place_beside(value, &limit.written);
    let stated = lower.written.last_place().min(upper.written.last_place());
    let finest = place(lower)?.min(place(upper)?).max(stated);
    if finest >= place(nearer)? {
        return None;
    }
    let side = |value: Exact| against(limits, &Bounded::Exact(value), RoundingRule::None);
    let judged = against(limits, &Bounded::Exact(value.clone()), rule);
    (side(rule.round_at(value, finest)) == judged).then_some(finest)
}

/// The margin of a value inside the limits as floating point has it; `None` when that is no number.
pub(super) fn rough_margin(limits: &Limits, value: f64) -> Option<f64> {
    let number = |limit: &Limit| limit.approximately;
    let (distance, scale) = match (limits.lower.as_ref().map(number), limits.upper.as_ref().map(number)) {
        (Some(lower), Some(upper)) => ((value - lower).min(upper - value), (upper - lower) / 2.0),
        (Some(lower), None) => (value - lower, lower.abs()),
        (None, Some(upper)) => (upper - value, upper.abs()),
        (None, None) => return None,
    };
    Some(100.0 * distance / scale).filter(|margin| margin.is_finite())
}

/// Distance from a value to the nearest limit; negative outside.
pub(super) fn distance(limits: &Limits, value: &Exact) -> Option<Exact> {
    let above = limits.lower.as_ref().map(|lower| value - &lower.value);
    let below = limits.upper.as_ref().map(|upper| &upper.value - value);
    above.into_iter().chain(below).min()
}

/// Distance from a compared value to the nearest limit in percent of that limit (one-sided) or of half the range
/// (two-sided); negative outside. `None` when that is zero.
pub(super) fn margin(limits: &Limits, compared: &Exact) -> Option<f64> {
    let scale = match (&limits.lower, &limits.upper) {
        (Some(lower), Some(upper)) => (&upper.value - &lower.value).checked_div(&Exact::from_i64(2))?,
        (limit, other) => limit.as_ref().or(other.as_ref())?.value.abs(),
    };
    Some((&distance(limits, compared)? * &Exact::from_i64(100)).checked_div(&scale)?.to_f64())
}
