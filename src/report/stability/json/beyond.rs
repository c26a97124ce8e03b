//! What stands beside the claim, with full precision: release limits, results out of trend, batches to come.

use super::super::beyond::number;
use crate::schema::JsonSchema;
use crate::stability::{AtRelease, Looked, OTHER_BATCHES, OWN_LINE, OutOfTrend, RandomBatches, StatedLimit};
use crate::stats::shelf_life::{Crossing, Expected, LimitCrossing, RandomEffects, ShelfLifeError, TrendPoint};
use serde::Serialize;

/// What must hold at release on one side.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AtRelease")]
pub(super) struct AtReleaseJson<'a> {
    /// `lower` or `upper`.
    side: &'static str,
    /// The shelf life that the limits are for.
    months: f64,
    /// Results behind the value at release.
    determinations: usize,
    /// Release limit from expected change and allowance; null when there is none.
    release_limit: Option<ReleaseLimitJson>,
    /// Release limit of the what-if method of ARGPM; null when there is none.
    what_if_release_limit: Option<ReleaseLimitJson>,
    /// Why a release limit is missing; empty when none is.
    not_evaluated: Vec<String>,
    /// The release criterion of the specification; null without one limit on this side.
    criterion: Option<&'a str>,
    /// How long a lot keeps that just meets it: `crosses`, `never`, `outside at zero`; null where nothing is known.
    keeps: Option<&'static str>,
    /// The same in months; null unless it crosses.
    keeps_months: Option<f64>,
    /// Whether such a lot need not conform to the end.
    criterion_too_wide: bool,
}

/// A release limit.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ReleaseLimit")]
struct ReleaseLimitJson {
    /// Before rounding.
    limit: f64,
    /// As it is stated.
    stated: String,
    /// Change that is expected over the shelf life, on the scale of the transform.
    expected_change: f64,
    /// Allowance for slope and result, on the scale of the transform.
    allowance: f64,
}

/// Results out of trend by three methods.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OutOfTrend")]
pub(super) struct OutOfTrendJson<'a> {
    /// Level of the prediction by the other results of a batch.
    own_line_confidence: f64,
    /// Content and confidence of the tolerance interval of the other batches.
    other_batches_content: f64,
    /// By the line of the batch, by results at the same time, by the slope until then.
    methods: Vec<MethodJson<'a>>,
}

/// What a method looked at.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TrendMethod")]
struct MethodJson<'a> {
    /// `own line`, `time point` or `slope`.
    name: &'static str,
    /// Why it looked at nothing; null when it did.
    not_evaluated: Option<&'a str>,
    /// What it looked at.
    points: Vec<TrendPointJson<'a>>,
}

/// A result, or a slope, beside what was expected; on the scale of the transform.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TrendPoint")]
struct TrendPointJson<'a> {
    /// The batch.
    batch: &'a str,
    /// Time, or the last time of the slope.
    months: f64,
    /// The result, or the slope per month.
    value: f64,
    /// Expected value; null where nothing can be expected.
    expected: Option<f64>,
    /// Lower end of what is expected.
    lower: Option<f64>,
    /// Upper end of what is expected.
    upper: Option<f64>,
    /// Whether it is out of trend; null when that cannot be said.
    out_of_trend: Option<bool>,
}

/// Batches to come by a mixed model; information beside the claim.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RandomBatches")]
pub(super) struct RandomBatchesJson {
    /// Why there is no model; null when there is one.
    not_evaluated: Option<String>,
    /// The model; null when there is none.
    model: Option<MixedModelJson>,
}

/// A mixed model, fitted by restricted maximum likelihood.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MixedModel")]
struct MixedModelJson {
    /// `intercepts` or `intercepts and slopes`.
    effects: &'static str,
    /// Mean value at time zero, on the scale of the transform.
    intercept: f64,
    /// Mean change per month.
    slope: f64,
    /// Variance of intercepts between batches.
    intercept_variance: f64,
    /// Variance of slopes between batches.
    slope_variance: f64,
    /// Covariance of both.
    covariance: f64,
    /// Variance of the results about the line of their batch.
    residual_variance: f64,
    /// Minus twice the restricted log likelihood.
    criterion: f64,
    /// Whether a variance is 0, or intercepts and slopes are tied.
    singular: bool,
    /// Where the bound of the mean line meets its limit, in months; null: nowhere, or outside at zero.
    mean_crossing_months: Option<f64>,
    /// Where the bound of the line of one more batch does.
    next_batch_crossing_months: Option<f64>,
}

pub(super) fn at_release(one: &AtRelease) -> AtReleaseJson<'_> {
    let limits = [&one.limit, &one.what_if_limit];
    let crossing = one.criterion.as_ref().and_then(|criterion| criterion.keeps.as_ref().ok().copied());
    AtReleaseJson {
        side: one.side.as_str(),
        months: one.months,
        determinations: one.determinations,
        release_limit: one.limit.as_ref().ok().map(release_limit),
        what_if_release_limit: one.what_if_limit.as_ref().ok().map(release_limit),
        not_evaluated: limits.into_iter().filter_map(|limit| limit.as_ref().err()).map(ToString::to_string).collect(),
        criterion: one.criterion.as_ref().map(|criterion| criterion.text.as_str()),
        keeps: crossing.map(|crossing| match crossing {
            Crossing::At(_) => "crosses",
            Crossing::Never => "never",
            Crossing::OutsideAtZero => "outside at zero",
        }),
        keeps_months: crossing.and_then(Crossing::time),
        criterion_too_wide: one.criterion_is_too_wide(),
    }
}

fn release_limit(limit: &StatedLimit) -> ReleaseLimitJson {
    ReleaseLimitJson {
        limit: limit.exact.limit,
        stated: number(limit),
        expected_change: limit.exact.expected_change,
        allowance: limit.exact.allowance,
    }
}

pub(super) fn out_of_trend(found: &OutOfTrend) -> OutOfTrendJson<'_> {
    OutOfTrendJson {
        own_line_confidence: OWN_LINE,
        other_batches_content: OTHER_BATCHES,
        methods: found.methods().into_iter().map(|(name, looked)| method(name, looked)).collect(),
    }
}

fn method<'a>(name: &'static str, looked: &'a Looked) -> MethodJson<'a> {
    MethodJson {
        name,
        not_evaluated: looked.as_ref().err().map(String::as_str),
        points: looked.iter().flatten().map(|(batch, point)| trend_point(batch, point)).collect(),
    }
}

fn trend_point<'a>(batch: &'a str, point: &TrendPoint) -> TrendPointJson<'a> {
    let ends = match point.expected {
        Expected::Between { value, lower, upper } => [Some(value), Some(lower), Some(upper)],
        Expected::TooLittleHistory { .. } | Expected::NoScatter => [None; 3],
    };
    let [expected, lower, upper] = ends;
    let out_of_trend = point.is_out_of_trend();
    TrendPointJson { batch, months: point.time, value: point.value, expected, lower, upper, out_of_trend }
}

pub(super) fn random_batches(found: &Result<RandomBatches, ShelfLifeError>) -> RandomBatchesJson {
    RandomBatchesJson {
        not_evaluated: found.as_ref().err().map(ToString::to_string),
        model: found.as_ref().ok().map(mixed_model),
    }
}

fn mixed_model(found: &RandomBatches) -> MixedModelJson {
    let months = |crossing: &LimitCrossing| crossing.crossing.time();
    let fit = &found.fit;
    MixedModelJson {
        effects: match fit.effects {
            RandomEffects::Intercepts => "intercepts",
            RandomEffects::InterceptsAndSlopes => "intercepts and slopes",
        },
        intercept: fit.mean.intercept,
        slope: fit.mean.slope,
        intercept_variance: fit.intercept_variance,
        slope_variance: fit.slope_variance,
        covariance: fit.covariance,
        residual_variance: fit.residual_variance,
        criterion: fit.criterion,
        singular: fit.singular,
        mean_crossing_months: months(&found.mean),
        next_batch_crossing_months: months(&found.next_batch),
    }
}
