//! Nonlinear least squares.

use crate::selftest::answer::reason;
use crate::selftest::formula::Formula;
use crate::selftest::inputs::{numbers, text};
use crate::stats::nonlinear::{Curve, NonlinearFit, nonlinear_least_squares};
use crate::stats::uncertainty::Number;
use serde_json::{Value, json};

/// How near the minima from both starts have to be to each other.
const SAME_MINIMUM: f64 = 1e-6;

/// The answer to a method of this topic; none when it is not one of its methods.
pub(super) fn answer(method: &str, inputs: &Value) -> Option<Result<Value, String>> {
    match method {
        "nonlinear_least_squares" => Some(by_number_of_parameters(inputs)),
        _ => None,
    }
}

impl<const P: usize> Curve<P> for Formula {
    type Point = f64;

    fn response<N: Number>(&self, x: &f64, parameters: &[N; P]) -> N {
        self.value(*x, parameters)
    }
}

fn by_number_of_parameters(inputs: &Value) -> Result<Value, String> {
    match numbers(inputs, "start1")?.len() {
        1 => both_starts::<1>(inputs),
        2 => both_starts::<2>(inputs),
        3 => both_starts::<3>(inputs),
        4 => both_starts::<4>(inputs),
        5 => both_starts::<5>(inputs),
        6 => both_starts::<6>(inputs),
        7 => both_starts::<7>(inputs),
        count => Err(format!("inputs.start1 has {count} parameters; 1 to 7 are supported")),
    }
}

/// The fit from the first start, which is the harder one; the second has to lead to the same minimum.
fn both_starts<const P: usize>(inputs: &Value) -> Result<Value, String> {
    let (first, second) = (fit_from::<P>(inputs, "start1")?, fit_from::<P>(inputs, "start2")?);
    for (left, right) in first.parameters.iter().zip(second.parameters) {
        if (left - right).abs() > SAME_MINIMUM * right.abs() {
            return Err(format!("the starts lead to different minima: {left} and {right}"));
        }
    }
    Ok(json!({
        "parameters": first.parameters.to_vec(),
        "standard_errors": first.standard_errors.to_vec(),
        "residual_sum_of_squares": first.residual_sum_of_squares,
        "residual_sd": first.residual_standard_deviation,
        "df": first.degrees_of_freedom,
    }))
}

fn fit_from<const P: usize>(inputs: &Value, start: &str) -> Result<NonlinearFit<P>, String> {
    let formula = Formula::parse(text(inputs, "formula")?, P)?;
    let (x, y) = (numbers(inputs, "x")?, numbers(inputs, "y")?);
    let start: [f64; P] =
        numbers(inputs, start)?.try_into().map_err(|_| "both starts need as many parameters".to_owned())?;
    nonlinear_least_squares(&formula, &x, &y, &[start]).map_err(reason)
}
