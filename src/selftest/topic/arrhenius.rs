//! Kinetics of degradation and the Arrhenius equation.

use crate::selftest::answer::reason;
use crate::selftest::inputs::numbers;
use crate::stats::kinetics::{self, HeldTemperature, Temperature};
use serde_json::{Value, json};

/// The answer to a method of this topic; none when it is not one of its methods.
pub(super) fn answer(method: &str, inputs: &Value) -> Option<Result<Value, String>> {
    match method {
        "mean_kinetic_temperature" => Some(mean_kinetic_temperature(inputs)),
        _ => None,
    }
}

fn temperatures(inputs: &Value, name: &str) -> Result<Vec<Temperature>, String> {
    numbers(inputs, name)?.into_iter().map(|celsius| Temperature::from_celsius(celsius).map_err(reason)).collect()
}

/// Temperatures held equally long, with the quotient of the pharmacopoeia and with that of the exact gas constant.
fn mean_kinetic_temperature(inputs: &Value) -> Result<Value, String> {
    let held = |temperature| HeldTemperature { temperature, duration: 1.0 };
    let history: Vec<HeldTemperature> = temperatures(inputs, "temperature_c")?.into_iter().map(held).collect();
    let mean = |ratio| kinetics::mean_kinetic_temperature(&history, ratio).map_err(reason);
    let customary = mean(kinetics::ENTHALPY_OVER_GAS_CONSTANT)?;
    Ok(json!({
        "mkt_c_dh_over_r_10000": customary.temperature.celsius(),
        "mkt_c_83144_j_mol": mean(83_144.0 / kinetics::GAS_CONSTANT)?.temperature.celsius(),
        "arithmetic_mean_c": customary.arithmetic_mean_celsius,
    }))
}
