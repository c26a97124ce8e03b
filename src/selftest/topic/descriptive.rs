//! Descriptive statistics.

use crate::selftest::answer::reason;
use crate::selftest::inputs::numbers;
use crate::stats::{self, MomentType, QuantileType, StatisticError};
use serde_json::{Value, json};

/// R's `mad` has its constant rounded to five digits.
const MAD_CONSTANT_OF_R: f64 = 1.4826;

/// The answer to a method of this topic; none when it is not one of its methods.
pub(super) fn answer(method: &str, inputs: &Value) -> Option<Result<Value, String>> {
    match method {
        "univariate_nist" => Some(numbers(inputs, "data").map(|data| nist(&data))),
        "univariate_summary" => Some(numbers(inputs, "data").and_then(|data| summary(&data))),
        _ => None,
    }
}

/// A statistic, or null where it is not defined.
fn defined(statistic: Result<f64, StatisticError>) -> Value {
    statistic.map_or(Value::Null, Value::from)
}

fn nist(data: &[f64]) -> Value {
    json!({
        "n": data.len(),
        "mean": defined(stats::mean(data)),
        "sd": defined(stats::standard_deviation(data)),
        "lag1_autocorr": defined(stats::lag_1_autocorrelation(data)),
    })
}

fn summary(data: &[f64]) -> Result<Value, String> {
    let quartile = |p: f64| stats::quantile(data, p, QuantileType::Excel);
    let (min, q1, q3, max) = (quartile(0.0), quartile(0.25), quartile(0.75), quartile(1.0));
    let mean = stats::mean(data).map_err(reason)?;
    let mad = stats::median_absolute_deviation(data);
    let mut answer = json!({
        "n": data.len(),
        "sum": mean * f64::from(u32::try_from(data.len()).map_err(|error| error.to_string())?),
        "mean": mean,
        "variance": defined(stats::variance(data)),
        "sd": defined(stats::standard_deviation(data)),
        "sem": defined(stats::standard_error_of_the_mean(data)),
        // The reference divides by the mean with its sign, a report by its magnitude.
        "cv_percent": defined(stats::coefficient_of_variation(data).map(|cv| libm::copysign(cv, mean))),
        "median": defined(stats::median(data)),
        "min": defined(min),
        "max": defined(max),
        "range": defined(max.and_then(|max| Ok(max - min?))),
        "q1_type7": defined(q1),
        "q3_type7": defined(q3),
        "iqr_type7": defined(q3.and_then(|q3| Ok(q3 - q1?))),
        "mad_raw": defined(mad),
        "mad_r": defined(mad.map(|mad| MAD_CONSTANT_OF_R * mad)),
        "mad_exact_constant": defined(mad.map(|mad| stats::NORMAL_CONSISTENCY * mad)),
        "geometric_mean": defined(stats::geometric_mean(data)),
        "geometric_sd": defined(stats::geometric_standard_deviation(data)),
        "geometric_cv_percent": defined(stats::lognormal_coefficient_of_variation(data)),
        "harmonic_mean": defined(stats::harmonic_mean(data)),
        "trimmed_mean_10": defined(stats::trimmed_mean(data, 0.1)),
        "trimmed_mean_20": defined(stats::trimmed_mean(data, 0.2)),
        "lag1_autocorr": defined(stats::lag_1_autocorrelation(data)),
    });
    for (name, kind) in
        [("type1", MomentType::Plain), ("type2", MomentType::Corrected), ("type3", MomentType::Standardised)]
    {
        answer[format!("skewness_{name}")] = defined(stats::skewness(data, kind));
        answer[format!("excess_kurtosis_{name}")] = defined(stats::excess_kurtosis(data, kind));
    }
    Ok(answer)
}
