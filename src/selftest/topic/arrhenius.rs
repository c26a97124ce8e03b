//! Kinetics of degradation and the Arrhenius equation.

use crate::selftest::answer::{confidence, ends, reason};
use crate::selftest::inputs::{number, numbers};
use crate::stats::kinetics::{
    self, ArrheniusLine, Band, Degraded, HeldTemperature, RateAt, RateEstimate, ReactionOrder, Temperature,
};
use crate::stats::{Confidence, Estimate, Sides};
use serde_json::{Value, json};

/// The answer to a method of this topic; none when it is not one of its methods.
pub(super) fn answer(method: &str, inputs: &Value) -> Option<Result<Value, String>> {
    match method {
        "mean_kinetic_temperature" => Some(mean_kinetic_temperature(inputs)),
        "arrhenius_rates" => Some(arrhenius_rates(inputs)),
        "arrhenius_raw" => Some(arrhenius_raw(inputs)),
        "q10" => Some(q10(inputs)),
        _ => None,
    }
}

fn temperature(inputs: &Value, name: &str) -> Result<Temperature, String> {
    Temperature::from_celsius(number(inputs, name)?).map_err(reason)
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

/// Both ends of the interval; null where there is none.
fn both_ends(estimate: &Estimate) -> Value {
    estimate.interval.as_ref().map_or(Value::Null, ends)
}

fn lower_end(estimate: &Estimate) -> Option<f64> {
    estimate.interval.and_then(|interval| interval.lower)
}

fn arrhenius_rates(inputs: &Value) -> Result<Value, String> {
    let rates = temperatures(inputs, "temperature_c")?.into_iter().zip(numbers(inputs, "k")?);
    let rates: Vec<RateAt> = rates.map(|(temperature, rate)| RateAt { temperature, rate }).collect();
    let line = kinetics::arrhenius_line(&rates).map_err(reason)?;
    line_through_rates(&line, inputs, confidence(number(inputs, "confidence")?)?)
}

/// What the references say of a line: its numbers, and rate and shelf life where they are asked for.
fn line_through_rates(line: &ArrheniusLine, inputs: &Value, confidence: Confidence) -> Result<Value, String> {
    let (at, remaining) = (temperature(inputs, "predict_at_c")?, number(inputs, "remaining_fraction")?);
    let energy = line.activation_energy(confidence).map_err(reason)?;
    let rate = line.rate(at, Band::Confidence, Sides::Two, confidence).map_err(reason)?;
    let shelf_life = |sides| {
        line.shelf_life(at, ReactionOrder::First, remaining, Band::Confidence, sides, confidence).map_err(reason)
    };
    Ok(json!({
        "ln_a": line.ln_frequency_factor,
        "slope_k": line.slope,
        "ea_kj_mol": energy.value,
        "se_ea_kj_mol": energy.standard_error,
        "ea_ci95_kj_mol": both_ends(&energy),
        "residual_sd_ln_k": line.residual_standard_deviation,
        "df": line.degrees_of_freedom,
        "r_squared": line.r_squared,
        "k_predicted": rate.value,
        "k_predicted_ci95": both_ends(&rate),
        "t90_first_order": shelf_life(Sides::Two)?.value,
        "t90_ci95": both_ends(&shelf_life(Sides::Two)?),
        "t90_lower_one_sided_95": lower_end(&shelf_life(Sides::Lower)?),
    }))
}

/// The measurements of a case.
fn degraded(inputs: &Value) -> Result<Vec<Degraded>, String> {
    let (temperatures, times) = (temperatures(inputs, "temperature_c")?, numbers(inputs, "time")?);
    let points = temperatures.into_iter().zip(times).zip(numbers(inputs, "value")?);
    Ok(points.map(|((temperature, time), value)| Degraded { temperature, time, value }).collect())
}

fn arrhenius_raw(inputs: &Value) -> Result<Value, String> {
    let data = degraded(inputs)?;
    Ok(json!({ "two_step": two_step(&data, inputs)?, "one_step": one_step(&data, inputs)? }))
}

/// The rate at each temperature, then the line through the rates.
fn two_step(data: &[Degraded], inputs: &Value) -> Result<Value, String> {
    let rates: Vec<(Temperature, RateEstimate)> =
        kinetics::rates_by_temperature(ReactionOrder::First, data).map_err(reason)?;
    let at = |(temperature, estimate): &(Temperature, RateEstimate)| RateAt {
        temperature: *temperature,
        rate: estimate.rate,
    };
    let line = kinetics::arrhenius_line(&rates.iter().map(at).collect::<Vec<_>>()).map_err(reason)?;
    let mut answer = line_through_rates(&line, inputs, confidence(0.95)?)?;
    if let Some(answer) = answer.as_object_mut() {
        let each = |part: fn(&(Temperature, RateEstimate)) -> f64| json!(rates.iter().map(part).collect::<Vec<_>>());
        answer.insert("temperatures_c".to_owned(), each(|rate| rate.0.celsius()));
        answer.insert("k_by_temperature".to_owned(), each(|rate| rate.1.rate));
        answer.insert("se_k_by_temperature".to_owned(), each(|rate| rate.1.standard_error));
    }
    Ok(answer)
}

fn one_step(data: &[Degraded], inputs: &Value) -> Result<Value, String> {
    let reference = temperature(inputs, "reference_temperature_c")?;
    let (at, remaining) = (temperature(inputs, "predict_at_c")?, number(inputs, "remaining_fraction")?);
    let confidence = confidence(0.95)?;
    let fit = kinetics::arrhenius_fit(data, ReactionOrder::First, reference).map_err(reason)?;
    let shelf_life = |sides| fit.shelf_life(at, remaining, sides, confidence).map_err(reason);
    Ok(json!({
        "c0": fit.initial,
        "k_ref": fit.rate(reference, Sides::Two, confidence).map_err(reason)?.value,
        "ea_kj_mol": fit.activation_energy,
        "se_ln_k_ref": fit.ln_rate_standard_error,
        "se_ea_kj_mol": fit.activation_energy_standard_error,
        "residual_sum_of_squares": fit.residual_sum_of_squares(),
        "df": fit.degrees_of_freedom(),
        "k_predicted": fit.rate(at, Sides::Two, confidence).map_err(reason)?.value,
        "t90_first_order": shelf_life(Sides::Two)?.value,
        "t90_ci95": both_ends(&shelf_life(Sides::Two)?),
        "t90_lower_one_sided_95": lower_end(&shelf_life(Sides::Lower)?),
    }))
}

fn q10(inputs: &Value) -> Result<Value, String> {
    let at = |rate: &str, place: &str| {
        Ok::<_, String>(RateAt { temperature: temperature(inputs, place)?, rate: number(inputs, rate)? })
    };
    let factor = kinetics::q10(at("k1", "t1_c")?, at("k2", "t2_c")?).map_err(reason)?;
    Ok(json!({
        "q10": factor.factor,
        "k_predicted": factor.rate(temperature(inputs, "predict_at_c")?).map_err(reason)?,
        "ea_kj_mol_from_same_points": factor.activation_energy,
    }))
}
