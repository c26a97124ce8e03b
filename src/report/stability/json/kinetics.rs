//! Kinetics in the JSON report.

use crate::schema::JsonSchema;
use crate::stability::{Accelerated, BatchCurve, FittedCurves, SUPPORT_ONLY};
use crate::stats::kinetics::{Candidate, Direction, LineState, LowerBoundCrossing};
use crate::stats::{Estimate, Sides};
use serde::Serialize;

/// Curves of decay, where the specification names one.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Curves")]
pub(super) struct CurvesJson<'a> {
    /// `biexponential` (A e^(-k1 t) + B e^(-k2 t)) or `Weibull` (C0 e^(-(t/tau)^beta)).
    model: &'static str,
    /// The lower limit that counts.
    lower_limit: f64,
    /// Level of the bound.
    confidence: f64,
    /// `one-sided` or `two-sided`.
    bound: &'static str,
    /// The curve of each batch.
    batches: Vec<BatchCurveJson<'a>>,
}

/// The curve of a batch.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BatchCurve")]
struct BatchCurveJson<'a> {
    /// The batch.
    batch: &'a str,
    /// Its parameters.
    parameters: Vec<ParameterJson>,
    /// Residual sum of squares.
    residual_sum_of_squares: f64,
    /// Residual standard deviation.
    residual_standard_deviation: f64,
    /// Degrees of freedom.
    degrees_of_freedom: usize,
    /// `crosses`, `outside at zero` or `not before`.
    state: &'static str,
    /// Where the bound meets the limit, or to where it was followed without doing so, in months; null: outside at zero.
    months: Option<f64>,
    /// Every curve with its AICc.
    compared: Vec<CandidateJson>,
    /// The curve with the smallest AICc.
    preferred: Option<&'static str>,
}

/// A parameter.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Parameter")]
struct ParameterJson {
    /// As in the formula.
    name: &'static str,
    /// Its value; times in months.
    value: f64,
}

/// A model among those compared.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Candidate")]
struct CandidateJson {
    /// The model.
    model: &'static str,
    /// Number of parameters of the curve.
    parameters: usize,
    /// Residual sum of squares; null where it could not be fitted.
    residual_sum_of_squares: Option<f64>,
    /// Why it could not be fitted.
    not_fitted: Option<String>,
    /// AICc; null where there is none.
    aicc: Option<f64>,
    /// AICc minus the smallest.
    difference: Option<f64>,
    /// Akaike weight.
    weight: Option<f64>,
}

/// Kinetics of accelerated data: support, never the claim. Times in months, rates per month and relative to the initial
/// value.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Accelerated")]
pub(super) struct AcceleratedJson<'a> {
    /// `evaluated` or `refused`.
    state: &'static str,
    /// Why it is refused.
    refused: Option<&'a str>,
    /// What it may be used for.
    use_as: &'static str,
    /// The numbers; null where it is refused.
    kinetics: Option<KineticsJson<'a>>,
}

/// The numbers of kinetics.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Kinetics")]
struct KineticsJson<'a> {
    /// `zero order`, `first order` or `second order`.
    order: &'static str,
    /// Every order with its AICc.
    compared: Vec<CandidateJson>,
    /// Number of values.
    values: usize,
    /// The rate at each temperature.
    rates: Vec<RateJson>,
    /// Initial value of the one-step fit.
    initial: f64,
    /// Activation energy of the one-step fit, kJ/mol.
    activation_energy: EstimateJson,
    /// Whether the rate rises with the temperature.
    rises_with_temperature: bool,
    /// The line through the rates; null where there is none.
    line: Option<RatesLineJson>,
    /// Why there is no line.
    no_line: Option<&'a str>,
    /// Storage temperature in °C.
    storage_celsius: f64,
    /// How far it lies below the coldest temperature with data, in °C; zero or negative: nothing is extrapolated.
    degrees_below_data: f64,
    /// The limit of the prediction.
    limit: Option<f64>,
    /// Predicted rate; null where nothing is predicted.
    predicted_rate: Option<EstimateJson>,
    /// Predicted months to the limit.
    predicted_months: Option<EstimateJson>,
    /// Their one-sided lower bound.
    predicted_months_lower_bound: Option<f64>,
    /// Why nothing is predicted.
    no_prediction: Option<&'a str>,
    /// What the reader has to know besides.
    remarks: &'a [String],
}

/// The rate at a temperature.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Rate")]
struct RateJson {
    /// In °C.
    celsius: f64,
    /// The rate; null where it cannot be estimated.
    rate: Option<f64>,
    /// Its standard error.
    standard_error: Option<f64>,
    /// Why there is none.
    not_estimable: Option<String>,
}

/// The line through the rates.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RatesLine")]
struct RatesLineJson {
    /// `scatter`, `two rates` or `exact`.
    state: &'static str,
    /// Activation energy, kJ/mol.
    activation_energy: EstimateJson,
    /// Rate at storage with its confidence interval.
    rate: EstimateJson,
    /// The same with its prediction interval.
    further_rate: EstimateJson,
}

/// An estimate with its two-sided 95 % interval.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Estimate")]
struct EstimateJson {
    /// The estimate.
    value: f64,
    /// Its standard error; null where there is none.
    standard_error: Option<f64>,
    /// Lower end.
    lower: Option<f64>,
    /// Upper end.
    upper: Option<f64>,
}

pub(super) fn curves(curves: &FittedCurves) -> CurvesJson<'_> {
    CurvesJson {
        model: curves.decay.as_str(),
        lower_limit: curves.limit,
        confidence: curves.confidence,
        bound: if curves.sides == Sides::Two { "two-sided" } else { "one-sided" },
        batches: curves.batches.iter().map(batch).collect(),
    }
}

fn batch(curve: &BatchCurve) -> BatchCurveJson<'_> {
    let (state, months) = match curve.crossing {
        LowerBoundCrossing::At(months) => ("crosses", Some(months)),
        LowerBoundCrossing::OutsideAtZero => ("outside at zero", None),
        LowerBoundCrossing::NotBefore(end) => ("not before", Some(end)),
    };
    let parameter = |(name, value): &(&'static str, f64)| ParameterJson { name, value: *value };
    BatchCurveJson {
        batch: &curve.batch,
        parameters: curve.fit.parameters.iter().map(parameter).collect(),
        residual_sum_of_squares: curve.fit.residual_sum_of_squares,
        residual_standard_deviation: curve.fit.residual_standard_deviation,
        degrees_of_freedom: curve.fit.degrees_of_freedom,
        state,
        months,
        compared: compared(&curve.candidates, |decay| decay.as_str()),
        preferred: curve.preferred.map(|decay| decay.as_str()),
    }
}

fn compared<M: Copy>(candidates: &[Candidate<M>], name: impl Fn(M) -> &'static str) -> Vec<CandidateJson> {
    let one = |candidate: &Candidate<M>| CandidateJson {
        model: name(candidate.model),
        parameters: candidate.parameters,
        residual_sum_of_squares: candidate.residual_sum_of_squares.ok(),
        not_fitted: candidate.residual_sum_of_squares.err().map(|error| error.to_string()),
        aicc: candidate.aicc,
        difference: candidate.difference,
        weight: candidate.weight,
    };
    candidates.iter().map(one).collect()
}

pub(super) fn accelerated(found: &Result<Accelerated, String>) -> AcceleratedJson<'_> {
    AcceleratedJson {
        state: if found.is_ok() { "evaluated" } else { "refused" },
        refused: found.as_ref().err().map(String::as_str),
        use_as: SUPPORT_ONLY,
        kinetics: found.as_ref().ok().map(kinetics),
    }
}

fn kinetics(found: &Accelerated) -> KineticsJson<'_> {
    let prediction = found.prediction.as_ref().ok();
    KineticsJson {
        order: found.order.as_str(),
        compared: compared(&found.candidates, |order| order.as_str()),
        values: found.values,
        rates: rates(found),
        initial: found.initial,
        activation_energy: estimate(&found.activation_energy),
        rises_with_temperature: found.direction == Direction::Rises,
        line: found.line.as_ref().ok().map(|line| RatesLineJson {
            state: match line.state {
                LineState::Scatter => "scatter",
                LineState::TwoRates => "two rates",
                LineState::ExactLine => "exact",
            },
            activation_energy: estimate(&line.activation_energy),
            rate: estimate(&line.rate),
            further_rate: estimate(&line.further_rate),
        }),
        no_line: found.line.as_ref().err().map(String::as_str),
        storage_celsius: found.storage.celsius(),
        degrees_below_data: found.degrees_below_data,
        limit: prediction.map(|prediction| prediction.limit),
        predicted_rate: prediction.map(|prediction| estimate(&prediction.rate)),
        predicted_months: prediction.map(|prediction| estimate(&prediction.shelf_life)),
        predicted_months_lower_bound: prediction.and_then(|prediction| prediction.lower_bound.interval?.lower),
        no_prediction: found.prediction.as_ref().err().map(String::as_str),
        remarks: &found.remarks,
    }
}

fn rates(found: &Accelerated) -> Vec<RateJson> {
    let rate = found.rates.iter().map(|(temperature, rate)| RateJson {
        celsius: temperature.celsius(),
        rate: rate.as_ref().ok().map(|rate| rate.rate),
        standard_error: rate.as_ref().ok().map(|rate| rate.standard_error),
        not_estimable: rate.as_ref().err().map(ToString::to_string),
    });
    rate.collect()
}

fn estimate(estimate: &Estimate) -> EstimateJson {
    EstimateJson {
        value: estimate.value,
        standard_error: estimate.standard_error,
        lower: estimate.interval.and_then(|interval| interval.lower),
        upper: estimate.interval.and_then(|interval| interval.upper),
    }
}
