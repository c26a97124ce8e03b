//! The regression of a group of points on time, by the choices of the test.

use super::coverage::PRIMARY_BATCHES;
use super::series::Group;
use crate::quantity::{Exact, RoundingRule};
use crate::spec::{self, Direction, LimitForm, Test, Trend, TrendValues};
use crate::stats::shelf_life::{
    self as q1e, BatchSeries, Bound, BoundKind, BoundSides, Crossing, Evaluation, LimitCrossing, Limits, Plan,
    PoolingError, Transform, sort_points,
};

/// How a test is evaluated, each choice with its reason.
#[derive(Clone, Debug)]
pub struct Choices {
    /// The plan of the regression; limits in the unit of the criterion.
    pub plan: Plan,
    /// What enters.
    pub values: TrendValues,
    /// Each choice and why, in words.
    pub reasons: Vec<(&'static str, String)>,
}

/// A regression with the names of its batches.
#[derive(Clone, Debug)]
pub struct Fitted {
    /// The choices.
    pub choices: Choices,
    /// Batches in the order of the evaluation.
    pub batches: Vec<String>,
    /// Points of each batch as they entered: months and value.
    pub points: Vec<Vec<(f64, f64)>>,
    /// Batches that are too young for the regression, which three others carry.
    pub young: Vec<String>,
    /// Everything it says; times in months.
    pub evaluation: Evaluation,
}

impl Fitted {
    /// Where the bound of the first line to do so meets its limit.
    pub fn crossing(&self) -> &LimitCrossing {
        &self.evaluation.shelf_life.earliest
    }

    /// The longest time at which every bound is inside the limits, in months; `None`: there is no end to it.
    pub fn months(&self) -> Option<f64> {
        match self.crossing().crossing {
            Crossing::At(months) => Some(months.max(0.0)),
            Crossing::OutsideAtZero => Some(0.0),
            Crossing::Never => None,
        }
    }

    /// What stands against a claim, in words.
    pub fn obstacles(&self) -> Vec<String> {
        let obstacles = &self.evaluation.obstacles;
        obstacles.iter().map(|one| named(&one.to_string(), one.batch(), &self.batches)).collect()
    }

    /// The name of a batch; all of them where they share a line.
    pub fn batch(&self, index: Option<usize>) -> &str {
        index.and_then(|index| self.batches.get(index)).map_or("all batches", String::as_str)
    }
}

/// The choices of a test whose criterion has these limits.
///
/// # Errors
/// In words, when the limits are none that a regression could reach.
pub(super) fn choices(test: &Test, trend: &Trend, limits: &spec::Limits) -> Result<Choices, String> {
    let mut reasons = Vec::new();
    let on = |limit: &Option<spec::Limit>, lower: bool| limit.as_ref().map(|limit| reached(test, trend, limit, lower));
    let (lower, upper) = (on(&limits.lower, true), on(&limits.upper, false));
    let (lower, upper, why) = match trend.direction {
        Some(Direction::Decreasing) => (lower, None, "`direction: decreasing`, so the lower limit counts"),
        Some(Direction::Increasing) => (None, upper, "`direction: increasing`, so the upper limit counts"),
        _ if lower.is_some() && upper.is_some() => (lower, upper, "two limits, so both count"),
        _ => (lower, upper, "the one limit of the criterion counts"),
    };
    reasons.push(("limits", why.to_owned()));
    let shown = Limits::new(lower, upper).map_err(|error| error.to_string())?;
    let mut plan = Plan::q1e(shown).map_err(|error| error.to_string())?;
    let why = match trend.bound {
        Some(sides) => {
            plan.bound = Bound { kind: BoundKind::Confidence, sides: self::sides(sides), ..plan.bound };
            format!("`bound: {}` of the specification", sides.as_str())
        }
        None if plan.bound.sides == BoundSides::One => "one limit counts".to_owned(),
        None => "two limits count".to_owned(),
    };
    reasons.push(("bound", format!("95 % confidence bound of the mean, {}: {why}", words(plan.bound.sides))));
    plan.transform = transform(trend.transform);
    plan.pooling.error = match trend.pooling {
        spec::Pooling::FullModel => PoolingError::FullModel,
        spec::Pooling::ReducedModel => PoolingError::ReducedModel,
    };
    plan.error = match trend.error {
        spec::ErrorTerm::Pooled => q1e::ErrorTerm::Pooled,
        spec::ErrorTerm::Individual => q1e::ErrorTerm::Individual,
    };
    reasons.push(("pooling", format!("alpha 0.25 (ICH Q1E), error of the {}", trend.pooling.as_str())));
    reasons.push(("error", format!("{} error for batches that are not pooled", trend.error.as_str())));
    reasons.push((
        "values",
        match trend.values {
            TrendValues::Reportable => "reportable values, not rounded".to_owned(),
            TrendValues::Determinations => "determinations".to_owned(),
        },
    ));
    if trend.transform != spec::Transform::None {
        reasons.push(("transform", trend.transform.as_str().to_owned()));
    }
    if trend.limit == LimitForm::Rounded {
        reasons.push(("limit", format!("what rounds to the limit by `{}`", test.rounding)));
    }
    Ok(Choices { plan, values: trend.values, reasons })
}

fn sides(sides: spec::BoundSides) -> BoundSides {
    match sides {
        spec::BoundSides::One => BoundSides::One,
        spec::BoundSides::Two => BoundSides::Two,
    }
}

/// `one-sided` or `two-sided`.
fn words(sides: BoundSides) -> &'static str {
    match sides {
        BoundSides::One => "one-sided",
        BoundSides::Two => "two-sided",
    }
}

fn transform(transform: spec::Transform) -> Transform {
    match transform {
        spec::Transform::None => Transform::None,
        spec::Transform::Log => Transform::Log,
        spec::Transform::SquareRoot => Transform::SquareRoot,
        spec::Transform::Square => Transform::Square,
        spec::Transform::Reciprocal => Transform::Reciprocal,
    }
}

/// The value that a bound may reach: the limit as written, or what still rounds to a conforming value.
pub(super) fn reached(test: &Test, trend: &Trend, limit: &spec::Limit, lower: bool) -> f64 {
    if trend.limit == LimitForm::AsWritten || test.rounding == RoundingRule::None {
        return limit.value.to_f64();
    }
    let half = Exact::pow10(limit.written.last_place()).divided_by(2);
    // A limit that conforms itself may be rounded to; one that does not must be rounded away from.
    let outwards = if lower == limit.inclusive { half.negated() } else { half };
    (&limit.value + &outwards).to_f64()
}

/// The regression of a group.
///
/// # Errors
/// In words, what keeps the data from being evaluated.
pub(super) fn fit(group: &Group, choices: Choices) -> Result<Fitted, String> {
    let mut all: Vec<(String, Vec<(f64, f64)>)> = Vec::new();
    for batch in &group.batches {
        let mut points = Vec::new();
        for point in &batch.points {
            let months = point.months.to_f64();
            match choices.values {
                TrendValues::Reportable => points.extend(point.number().map(|value| (months, value.to_f64()))),
                TrendValues::Determinations => {
                    points.extend(point.determinations.iter().map(|value| (months, value.to_f64())));
                }
            }
        }
        if points.is_empty() {
            continue;
        }
        // The order of rows must not show in the last digit.
        sort_points(&mut points);
        all.push((batch.batch.clone(), points));
    }
    if all.is_empty() {
        return Err("there is no number".to_owned());
    }
    let (old, young): (Vec<_>, Vec<_>) = all.iter().cloned().partition(|(_, points)| times(points) >= FEWEST_TIMES);
    let (all, young) = if old.len() < PRIMARY_BATCHES { (all, Vec::new()) } else { (old, young) };
    let (batches, points): (Vec<String>, Vec<Vec<(f64, f64)>>) = all.into_iter().unzip();
    let series: Vec<BatchSeries> = points.iter().map(|points| BatchSeries::of(points.iter().copied())).collect();
    let evaluation =
        q1e::evaluate(&series, &choices.plan).map_err(|error| named(&error.to_string(), error.batch(), &batches))?;
    let young = young.into_iter().map(|(name, _)| name).collect();
    Ok(Fitted { choices, batches, points, young, evaluation })
}

/// A line, its slope and its scatter need three times.
const FEWEST_TIMES: usize = 3;

/// Number of different times; points are in their order.
fn times(points: &[(f64, f64)]) -> usize {
    points.chunk_by(|a, b| a.0 == b.0).count()
}

/// The text of an error about the batch at a place, with its name: the statistics know batches by number.
fn named(text: &str, batch: Option<usize>, names: &[String]) -> String {
    match batch.and_then(|at| Some((at + 1, names.get(at)?))) {
        Some((number, name)) => text.replacen(&format!("batch {number}"), &format!("batch {name}"), 1),
        None => text.to_owned(),
    }
}
