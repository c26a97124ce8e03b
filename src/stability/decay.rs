//! Curves of decay where a specification names one: `trend: {model: biexponential}`.

use super::series::Group;
use crate::spec::{self, Course, LimitForm, Test, Trend, TrendValues};
use crate::stats::kinetics::{Candidate, Decay, DecayFit, LowerBoundCrossing, compare_decays, fit_decay};
use crate::stats::shelf_life::sort_points;
use crate::stats::{Confidence, Sides, StatisticError};

/// How far behind the last time the bound is followed, as a multiple of that time.
const HORIZON: f64 = 10.0;

/// How many batches a curve needs to carry a claim, as a line does.
const BATCHES: usize = super::coverage::PRIMARY_BATCHES;

/// The curves of a group, one for each batch.
#[derive(Clone, Debug)]
pub struct FittedCurves {
    /// Which curve.
    pub decay: Decay,
    /// The lower limit that the bound is compared with.
    pub limit: f64,
    /// On which sides the bound lies.
    pub sides: Sides,
    /// Level of the bound.
    pub confidence: f64,
    /// Batch by batch.
    pub batches: Vec<BatchCurve>,
}

/// The curve of a batch.
#[derive(Clone, Debug)]
pub struct BatchCurve {
    /// The batch.
    pub batch: String,
    /// Its points: months and value.
    pub points: Vec<(f64, f64)>,
    /// The fitted curve.
    pub fit: DecayFit,
    /// Where its lower bound meets the limit, in months.
    pub crossing: LowerBoundCrossing,
    /// Every curve with its AICc, for comparison.
    pub candidates: Vec<Candidate<Decay>>,
    /// The curve with the smallest AICc.
    pub preferred: Option<Decay>,
}

impl FittedCurves {
    /// The batch whose bound meets the limit first, with the months; `None`: none does as far as is looked.
    pub fn earliest(&self) -> Option<(&BatchCurve, f64)> {
        let months = |curve: &BatchCurve| match curve.crossing {
            LowerBoundCrossing::At(months) => Some(months),
            LowerBoundCrossing::OutsideAtZero => Some(0.0),
            LowerBoundCrossing::NotBefore(_) => None,
        };
        let found = self.batches.iter().filter_map(|curve| Some((curve, months(curve)?)));
        found.min_by(|(_, a), (_, b)| a.total_cmp(b))
    }
}

/// The curve that a trend names; none for a straight line.
pub(super) fn decay_of(trend: &Trend) -> Option<Decay> {
    match trend.course {
        Course::Linear => None,
        Course::Biexponential => Some(Decay::Biexponential),
        Course::Weibull => Some(Decay::Weibull),
    }
}

/// The curves of a group.
///
/// # Errors
/// In words, why they carry no claim: an upper limit, a transform, fewer than three batches, a curve that the data of a batch do not
/// identify.
pub(super) fn curves(
    test: &Test,
    trend: &Trend,
    decay: Decay,
    limits: &spec::Limits,
    group: &Group,
) -> Result<FittedCurves, String> {
    let Some(lower) = &limits.lower else {
        return Err(format!("a {} curve falls, and `{}` has no lower limit", decay.as_str(), test.id));
    };
    let counts_upper = limits.upper.is_some() && trend.direction != Some(spec::Direction::Decreasing);
    if counts_upper || trend.direction == Some(spec::Direction::Increasing) {
        return Err(format!(
            "a {} curve falls: say `direction: decreasing`, so the lower limit counts",
            decay.as_str()
        ));
    }
    if trend.transform != spec::Transform::None || trend.limit == LimitForm::Rounded {
        return Err(format!(
            "a {} curve is fitted to the values as they are, against the limit as written",
            decay.as_str()
        ));
    }
    let two = trend.bound == Some(spec::BoundSides::Two);
    let sides = if two { Sides::Two } else { Sides::Lower };
    let limit = lower.value.to_f64();
    let mut batches = Vec::new();
    for batch in &group.batches {
        let mut points: Vec<(f64, f64)> = Vec::new();
        for point in &batch.points {
            let months = point.months.to_f64();
            match trend.values {
                TrendValues::Reportable => points.extend(point.number().map(|value| (months, value.to_f64()))),
                TrendValues::Determinations => {
                    points.extend(point.determinations.iter().map(|value| (months, value.to_f64())));
                }
            }
        }
        // The order of rows must not show in the last digit.
        sort_points(&mut points);
        let curve = curve(&batch.batch, points, decay, limit, sides);
        batches.push(curve.map_err(|error| why(&batch.batch, decay, error))?);
    }
    if batches.len() < BATCHES {
        return Err(format!("{} batches, and a claim needs {BATCHES}", batches.len()));
    }
    Ok(FittedCurves { decay, limit, sides, confidence: CONFIDENCE, batches })
}

const CONFIDENCE: f64 = 0.95;

fn curve(
    batch: &str,
    points: Vec<(f64, f64)>,
    decay: Decay,
    limit: f64,
    sides: Sides,
) -> Result<BatchCurve, StatisticError> {
    let (times, values): (Vec<f64>, Vec<f64>) = points.iter().copied().unzip();
    // Fewer leave no AICc, so that nothing would show whether a simpler curve does as well.
    let needed = decay.parameters() + 3;
    if values.len() < needed {
        return Err(StatisticError::TooFewValues { needed, got: values.len() });
    }
    let fit = fit_decay(decay, &times, &values)?;
    let last = times.iter().copied().fold(0.0, f64::max);
    let crossing = fit.lower_bound_crossing(limit, sides, Confidence::new(CONFIDENCE)?, HORIZON * last)?;
    let (candidates, preferred) = compare_decays(&times, &values)?;
    Ok(BatchCurve { batch: batch.to_owned(), points, fit, crossing, candidates, preferred })
}

fn why(batch: &str, decay: Decay, error: StatisticError) -> String {
    let curve = decay.as_str();
    match error {
        StatisticError::NotAttainable { .. }
        | StatisticError::Singular { .. }
        | StatisticError::NoConvergence { .. } => {
            format!("the data of {batch} do not determine the parameters of a {curve} curve")
        }
        StatisticError::TooFewValues { needed, got } => {
            format!("a {curve} curve needs {needed} results of a batch, {batch} has {got}")
        }
        StatisticError::NoVariation => format!("the results of {batch} lie on the curve exactly, so there is no bound"),
        other => format!("{batch}: {other}"),
    }
}
