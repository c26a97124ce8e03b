//! Regression and calibration.

use crate::order;
use crate::selftest::answer::reason;
use crate::selftest::inputs::{count, list, number, numbers};
use crate::stats::regression::{self, CalibrationLine, Intercept};
use crate::stats::{self, Confidence, Interval};
use serde_json::{Map, Value, json};

/// The answer to a method of this topic; none when it is not one of its methods.
pub(super) fn answer(method: &str, inputs: &Value) -> Option<Result<Value, String>> {
    match method {
        "linear_regression" => Some(linear_regression(inputs)),
        "weighted_least_squares" => Some(weighted_least_squares(inputs)),
        "linear_calibration" => Some(linear_calibration(inputs)),
        "regression_through_origin" => Some(regression_through_origin(inputs)),
        _ => None,
    }
}

fn linear_regression(inputs: &Value) -> Result<Value, String> {
    let intercept = match inputs.get("intercept").and_then(Value::as_bool) {
        Some(true) => Intercept::Estimated,
        Some(false) => Intercept::Zero,
        None => return Err("inputs.intercept is not true or false".to_owned()),
    };
    let (x, y) = (numbers(inputs, "x")?, numbers(inputs, "y")?);
    let fit = regression::polynomial_regression(&x, count(inputs, "degree")?, intercept, &y).map_err(reason)?;
    Ok(json!({
        "coefficients": fit.coefficients.to_vec(),
        "standard_errors": fit.standard_errors.to_vec(),
        "residual_sd": fit.residual_standard_deviation,
        "r_squared": fit.r_squared,
        "df_residual": fit.degrees_of_freedom,
    }))
}

fn weighted_least_squares(inputs: &Value) -> Result<Value, String> {
    let (x, y) = (numbers(inputs, "x")?, numbers(inputs, "y")?);
    let line = regression::weighted_line(&x, &y, &numbers(inputs, "weights")?).map_err(reason)?;
    Ok(json!({
        "coefficients": [line.intercept, line.slope],
        "standard_errors": [line.intercept_standard_error, line.slope_standard_error],
        "weighted_residual_sd": line.weighted_residual_standard_deviation,
        "weighted_rss": line.weighted_residual_sum_of_squares,
        "r_squared_weighted": line.r_squared,
        "relative_error_percent_back_calculated": line.back_calculation_errors(&x, &y).map_err(reason)?,
    }))
}

fn linear_calibration(inputs: &Value) -> Result<Value, String> {
    let (x, y) = (numbers(inputs, "x")?, numbers(inputs, "y")?);
    let confidence = Confidence::new(number(inputs, "confidence")?).map_err(reason)?;
    let line = regression::calibration_line(&x, &y).map_err(reason)?;
    let unknowns = list(inputs, "unknown_responses")?.iter();
    let inverse: Vec<Value> =
        unknowns.map(|responses| inverse(&line, responses, confidence)).collect::<Result<_, _>>()?;
    let mut answer = bands(&line, &x, confidence)?;
    let estimates = json!({
        "n": line.n,
        "intercept": line.intercept,
        "slope": line.slope,
        "se_intercept": line.intercept_standard_error,
        "se_slope": line.slope_standard_error,
        "residual_sd": line.residual_standard_deviation,
        "r_squared": line.r_squared,
        "p_slope": line.slope_p,
        "ci95_slope": ends(line.slope_estimate(confidence).map_err(reason)?.interval),
        "lod_3_3_sigma_over_slope": line.detection_limit().map_err(reason)?,
        "loq_10_sigma_over_slope": line.quantitation_limit().map_err(reason)?,
        "inverse": inverse,
    });
    answer.extend(estimates.as_object().cloned().unwrap_or_default());
    if let Some(test) = line.lack_of_fit {
        let degrees = [test.numerator_degrees_of_freedom, test.denominator_degrees_of_freedom];
        answer.insert("lack_of_fit_F".to_owned(), json!(test.f));
        answer.insert("lack_of_fit_p".to_owned(), json!(test.p_value));
        answer.insert("lack_of_fit_df".to_owned(), json!(degrees));
    }
    Ok(Value::Object(answer))
}

/// Fit and bands where the reference evaluates them: at the smallest x, at the mean and 20 % beyond the largest.
fn bands(line: &CalibrationLine, x: &[f64], confidence: Confidence) -> Result<Map<String, Value>, String> {
    let smallest = x.iter().copied().fold(f64::INFINITY, f64::min);
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let places = [smallest, stats::mean(x).map_err(reason)?, 1.2 * largest];
    let [mut fit, mut mean_lower, mut mean_upper, mut lower, mut upper] = [const { Vec::new() }; 5];
    for place in places {
        let mean = line.mean_response(place, confidence).map_err(reason)?;
        let prediction = line.prediction(place, confidence).map_err(reason)?;
        fit.push(json!(mean.value));
        mean_lower.push(json!(mean.interval.and_then(|interval| interval.lower)));
        mean_upper.push(json!(mean.interval.and_then(|interval| interval.upper)));
        lower.push(json!(prediction.interval.and_then(|interval| interval.lower)));
        upper.push(json!(prediction.interval.and_then(|interval| interval.upper)));
    }
    Ok(order::collect([
        ("predict_at".to_owned(), json!(places)),
        ("fit".to_owned(), Value::Array(fit)),
        ("ci95_mean_lower".to_owned(), Value::Array(mean_lower)),
        ("ci95_mean_upper".to_owned(), Value::Array(mean_upper)),
        ("pi95_lower".to_owned(), Value::Array(lower)),
        ("pi95_upper".to_owned(), Value::Array(upper)),
    ]))
}

fn inverse(line: &CalibrationLine, responses: &Value, confidence: Confidence) -> Result<Value, String> {
    let measured = numbers(&json!({ "unknown_responses": responses }), "unknown_responses")?;
    let inverse = line.inverse(&measured, confidence).map_err(reason)?;
    Ok(json!({
        "responses": measured,
        "x0": inverse.x,
        "se": inverse.standard_error,
        "g": inverse.g,
        "fieller_ci95": ends(inverse.fieller),
        "fieller_ci95_pooled_with_replicates": ends(inverse.fieller_pooled),
        "wald_ci95": ends(Some(inverse.wald)),
    }))
}

/// Both ends of an interval.
fn ends(interval: Option<Interval>) -> Value {
    interval.map_or(json!("unbounded"), |interval| json!([interval.lower, interval.upper]))
}

fn regression_through_origin(inputs: &Value) -> Result<Value, String> {
    let (x, y) = (numbers(inputs, "x")?, numbers(inputs, "y")?);
    let confidence = Confidence::new(0.95).map_err(reason)?;
    let line = regression::line_through_origin(&x, &y, confidence).map_err(reason)?;
    let pearson = stats::pearson_correlation(&x, &y, confidence).map_err(reason)?;
    Ok(json!({
        "slope": line.slope.value,
        "se_slope": line.slope.standard_error,
        "ci95_slope": ends(line.slope.interval),
        "r_squared_uncentred": line.r_squared,
        "pearson": pearson.value,
        "pearson_ci95": ends(pearson.interval),
        "spearman": stats::spearman_correlation(&x, &y).map_err(reason)?,
    }))
}
