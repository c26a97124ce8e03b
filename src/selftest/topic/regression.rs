//! Regression and calibration.

use crate::selftest::inputs::{count, numbers};
use crate::stats::StatisticError;
use crate::stats::regression::{self, Intercept};
use serde_json::{Value, json};

/// The answer to a method of this topic; none when it is not one of its methods.
pub(super) fn answer(method: &str, inputs: &Value) -> Option<Result<Value, String>> {
    match method {
        "linear_regression" => Some(linear_regression(inputs)),
        "weighted_least_squares" => Some(weighted_least_squares(inputs)),
        _ => None,
    }
}

fn refused(error: StatisticError) -> String {
    error.to_string()
}

fn linear_regression(inputs: &Value) -> Result<Value, String> {
    let intercept = match inputs.get("intercept").and_then(Value::as_bool) {
        Some(true) => Intercept::Estimated,
        Some(false) => Intercept::Zero,
        None => return Err("inputs.intercept is not true or false".to_owned()),
    };
    let (x, y) = (numbers(inputs, "x")?, numbers(inputs, "y")?);
    let fit = regression::polynomial_regression(&x, count(inputs, "degree")?, intercept, &y).map_err(refused)?;
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
    let line = regression::weighted_line(&x, &y, &numbers(inputs, "weights")?).map_err(refused)?;
    Ok(json!({
        "coefficients": [line.intercept, line.slope],
        "standard_errors": [line.intercept_standard_error, line.slope_standard_error],
        "weighted_residual_sd": line.weighted_residual_standard_deviation,
        "weighted_rss": line.weighted_residual_sum_of_squares,
        "r_squared_weighted": line.r_squared,
        "relative_error_percent_back_calculated": line.back_calculation_errors(&x, &y).map_err(refused)?,
    }))
}
