//! What must hold at release so that a lot keeps its shelf life: release limits and the what-if shelf life.

use super::regression::{Fitted, reached};
use crate::quantity::RoundingRule;
use crate::spec::{Assessment, Count, Criterion, Limit, Limits, ReleaseRounding, Summary, Test, Trend, TrendValues};
use crate::stats::shelf_life::{
    Bound, BoundKind, BoundSides, Crossing, LimitSide, ReleaseGoal, ReleaseLimit, ShelfLifeError,
};

/// Release limits on one side of an attribute, and what its release criterion comes to.
#[derive(Clone, Debug)]
pub struct AtRelease {
    /// The side.
    pub side: LimitSide,
    /// The shelf life that the limits are for, in months.
    pub months: f64,
    /// Results behind the value at release, as the regression counts them.
    pub determinations: usize,
    /// The release limit from expected change and allowance; or why there is none.
    pub limit: Result<StatedLimit, ShelfLifeError>,
    /// The release limit of the what-if method; or why there is none.
    pub what_if_limit: Result<StatedLimit, ShelfLifeError>,
    /// What the release criterion of the specification comes to; `None`: it has no one limit on this side.
    pub criterion: Option<ReleaseCriterion>,
}

/// A release limit with the form in which it is stated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StatedLimit {
    /// The limit and its parts.
    pub exact: ReleaseLimit,
    /// As it is stated, rounded by the specification's choice.
    pub stated: f64,
    /// Decimal places of the stated limit; `None`: it is not rounded.
    pub places: Option<i32>,
}

/// The limit at release that the specification has.
#[derive(Clone, Debug)]
pub struct ReleaseCriterion {
    /// As written.
    pub text: String,
    /// Its limit on this side.
    pub limit: f64,
    /// How long a lot keeps that is released at this limit, in months, by the what-if method; or why nothing is known.
    pub keeps: Result<Crossing, ShelfLifeError>,
}

impl AtRelease {
    /// Whether a lot at the limit of the release criterion need not conform to the end of the shelf life.
    pub fn criterion_is_too_wide(&self) -> bool {
        let (Some(criterion), Ok(needed)) = (&self.criterion, &self.limit) else { return false };
        match self.side {
            LimitSide::Lower => criterion.limit < needed.exact.limit,
            LimitSide::Upper => criterion.limit > needed.exact.limit,
        }
    }
}

/// What must hold at release of a test for `months`, on every side that a limit of the regression is on.
pub(super) fn at_release(
    test: &Test,
    trend: &Trend,
    shelf_life: &Limits,
    fitted: &Fitted,
    months: f64,
) -> Vec<AtRelease> {
    let plan = &fitted.choices.plan;
    let accept = accept_of(test).filter(|accept| accept.unit.symbol() == shelf_life.unit.symbol());
    let one = |(side, limit): (LimitSide, f64)| {
        let bound = Bound { kind: BoundKind::Confidence, sides: BoundSides::One, confidence: plan.bound.confidence };
        let goal = ReleaseGoal { side, limit, shelf_life: months, bound };
        let written = accept.and_then(|accept| on(accept, side));
        let place = written.or_else(|| on(shelf_life, side)).map_or(0, |limit| limit.written.last_place());
        let stated = |exact| stated(exact, side, place, test.rounding, trend.release_limit);
        let model = &fitted.evaluation.model;
        let determinations = determinations(test, trend);
        AtRelease {
            side,
            months,
            determinations,
            limit: model.release_limit(&goal, determinations).map(stated),
            what_if_limit: model.what_if_release_limit(&ReleaseGoal { bound: plan.bound, ..goal }).map(stated),
            criterion: accept.zip(written).map(|(accept, written)| {
                let at = reached(test, trend, written, side == LimitSide::Lower);
                let keeps = model.what_if(at, side, limit, &plan.bound).map(|life| life.earliest.crossing);
                ReleaseCriterion { text: accept.text.clone(), limit: written.value.to_f64(), keeps }
            }),
        }
    };
    plan.limits.each().map(one).collect()
}

/// The one release criterion of a test that has limits to its end of shelf life besides.
fn accept_of(test: &Test) -> Option<&Limits> {
    let Assessment::Measured(measured) = &test.assessment else { return None };
    let [only] = &measured.accept[..] else { return None };
    match &only.criterion {
        Criterion::Numeric(limits) if !measured.shelf_life.is_empty() => Some(limits),
        _ => None,
    }
}

fn on(limits: &Limits, side: LimitSide) -> Option<&Limit> {
    match side {
        LimitSide::Lower => limits.lower.as_ref(),
        LimitSide::Upper => limits.upper.as_ref(),
    }
}

/// How many results of the regression one value at release stands for: a reportable value is one where reportable values
/// enter; where determinations do, a mean of them is as many as its plan asks for.
fn determinations(test: &Test, trend: &Trend) -> usize {
    let Assessment::Measured(measured) = &test.assessment else { return 1 };
    if trend.values != TrendValues::Determinations || measured.plan.summary != Summary::Mean {
        return 1;
    }
    let (Count::Exactly(count) | Count::AtLeast(count)) = measured.plan.independent();
    usize::try_from(count).map_or(1, |count| count.max(1))
}

/// The limit in the form that a specification can have.
///
/// Inwards means: whatever the rounding of the test lets pass at the stated limit is inside the exact one.
fn stated(
    exact: ReleaseLimit,
    side: LimitSide,
    place: i32,
    rounding: RoundingRule,
    how: ReleaseRounding,
) -> StatedLimit {
    let unit = libm::pow(10.0, f64::from(place));
    let half = match rounding {
        RoundingRule::None | RoundingRule::Gbt8170Full => 0.0,
        RoundingRule::Usp | RoundingRule::PhEur | RoundingRule::Chp => 0.5,
    };
    let in_units = exact.limit / unit;
    let rounded = match (how, side) {
        (ReleaseRounding::NotRounded, _) => return StatedLimit { exact, stated: exact.limit, places: None },
        (ReleaseRounding::Nearest, _) => libm::round(in_units),
        (ReleaseRounding::Inwards, LimitSide::Lower) => libm::ceil(in_units + half),
        (ReleaseRounding::Inwards, LimitSide::Upper) => libm::floor(in_units - half),
    };
    StatedLimit { exact, stated: rounded * unit, places: Some(place.saturating_neg().max(0)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(limit: f64) -> ReleaseLimit {
        ReleaseLimit { limit, batch: None, expected_change: 9.88, allowance: 1.36 }
    }

    fn shown(limit: f64, side: LimitSide, place: i32, rounding: RoundingRule, how: ReleaseRounding) -> String {
        let stated = stated(exact(limit), side, place, rounding, how);
        format!("{:.*}", usize::try_from(stated.places.unwrap_or(6)).unwrap(), stated.stated)
    }

    /// 96.243 % of the worked example: what rounds to 96.3 is 96.25 and more, what rounds to 97 is 96.5 and more.
    #[test]
    fn a_release_limit_is_stated_inwards() {
        let (half_up, none) = (RoundingRule::Usp, RoundingRule::None);
        let inwards = ReleaseRounding::Inwards;
        assert_eq!(shown(96.243, LimitSide::Lower, -1, half_up, inwards), "96.3");
        assert_eq!(shown(96.26, LimitSide::Lower, -1, half_up, inwards), "96.4");
        assert_eq!(shown(96.26, LimitSide::Lower, -1, none, inwards), "96.3");
        assert_eq!(shown(96.243, LimitSide::Lower, 0, half_up, inwards), "97");
        assert_eq!(shown(3.74, LimitSide::Upper, -1, half_up, inwards), "3.6");
        assert_eq!(shown(3.74, LimitSide::Upper, -1, none, inwards), "3.7");
        assert_eq!(shown(1.26e9, LimitSide::Lower, 8, half_up, inwards), "1400000000");
    }

    #[test]
    fn other_roundings_are_choices() {
        let half_up = RoundingRule::Usp;
        assert_eq!(shown(96.243, LimitSide::Lower, -1, half_up, ReleaseRounding::Nearest), "96.2");
        assert_eq!(shown(96.243, LimitSide::Lower, -1, half_up, ReleaseRounding::NotRounded), "96.243000");
    }
}
