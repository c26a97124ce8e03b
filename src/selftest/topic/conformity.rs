//! Conformity under measurement uncertainty.

use crate::quantity::Exact;
use crate::selftest::answer::reason;
use crate::selftest::inputs::{list, number, numbers, optional_number};
use crate::stats::Probability;
use crate::stats::conformity::{
    AcceptanceLimits, Conformance, Process, ToleranceLimits, Zone, conformance_probability, conformance_probability_t,
    global_risk, guard_band, guard_band_for_target_risk, guarded_rejection, posterior, zone,
};
use crate::stats::distribution::normal;
use serde_json::{Value, json};

/// The answer to a method of this topic; none when it is not one of its methods.
pub(super) fn answer(method: &str, inputs: &Value) -> Option<Result<Value, String>> {
    let answer = match method {
        "conformance_probability" => probability(inputs),
        "conformance_with_prior" => with_prior(inputs),
        "global_risk" => normal_risk(inputs),
        "global_risk_gamma" => gamma_risk(inputs),
        "guard_band" => guard_bands(inputs),
        "guard_band_for_target_risk" => target_risk(inputs),
        "guarded_rejection" => rejection(inputs),
        "nonbinary_decision" => decisions(inputs),
        _ => return None,
    };
    Some(answer)
}

fn limits(inputs: &Value) -> Result<ToleranceLimits, String> {
    let (lower, upper) = (optional_number(inputs, "lower_limit")?, optional_number(inputs, "upper_limit")?);
    ToleranceLimits::new(lower, upper).map_err(reason)
}

fn probability(inputs: &Value) -> Result<Value, String> {
    let (value, uncertainty) = (number(inputs, "value")?, number(inputs, "standard_uncertainty")?);
    let limits = limits(inputs)?;
    let Conformance { conforming, nonconforming } =
        conformance_probability(value, uncertainty, limits).map_err(reason)?;
    let mut answer = json!({
        "conformance_probability": conforming,
        "nonconformance_probability": nonconforming,
        "printed": conforming,
    });
    if let Some(degrees) = optional_number(inputs, "degrees_of_freedom")? {
        let t = conformance_probability_t(value, uncertainty, degrees, limits).map_err(reason)?;
        answer["conformance_probability_t"] = json!(t.conforming);
    }
    Ok(answer)
}

fn with_prior(inputs: &Value) -> Result<Value, String> {
    let (prior_mean, prior_sd) = (number(inputs, "prior_mean")?, number(inputs, "prior_sd")?);
    let (value, uncertainty) = (number(inputs, "value")?, number(inputs, "standard_uncertainty")?);
    let known = posterior(prior_mean, prior_sd, value, uncertainty).map_err(reason)?;
    let conformance = conformance_probability(known.mean, known.standard_deviation, limits(inputs)?).map_err(reason)?;
    Ok(json!({
        "posterior_mean": known.mean,
        "posterior_sd": known.standard_deviation,
        "conformance_probability": conformance.conforming,
    }))
}

fn normal_process(inputs: &Value) -> Result<Process, String> {
    Process::normal(number(inputs, "process_mean")?, number(inputs, "process_sd")?).map_err(reason)
}

fn normal_risk(inputs: &Value) -> Result<Value, String> {
    let (uncertainty, guard) = (number(inputs, "standard_uncertainty")?, number(inputs, "guard_band")?);
    let risk = global_risk(&normal_process(inputs)?, uncertainty, limits(inputs)?, guard).map_err(reason)?;
    Ok(json!({
        "acceptance_lower": risk.acceptance.lower,
        "acceptance_upper": risk.acceptance.upper,
        "consumer_risk": risk.consumer,
        "producer_risk": risk.producer,
        "accepted_fraction": risk.accepted,
        "conforming_fraction": risk.conforming,
        "false_accept_given_accepted": risk.false_accept_given_accepted,
        "false_reject_given_rejected": risk.false_reject_given_rejected,
    }))
}

fn gamma_risk(inputs: &Value) -> Result<Value, String> {
    let process = Process::gamma(number(inputs, "gamma_shape")?, number(inputs, "gamma_rate")?).map_err(reason)?;
    let (uncertainty, upper) = (number(inputs, "standard_uncertainty")?, number(inputs, "upper_limit")?);
    let limits = ToleranceLimits::new(None, Some(upper)).map_err(reason)?;
    let target = Probability::new(number(inputs, "target_consumer_risk")?).map_err(reason)?;
    let simple = global_risk(&process, uncertainty, limits, 0.0).map_err(reason)?;
    let (_, guarded) = guard_band_for_target_risk(&process, uncertainty, limits, target).map_err(reason)?;
    Ok(json!({
        "nonconforming_fraction": simple.nonconforming,
        "consumer_risk_no_guard": simple.consumer,
        "producer_risk_no_guard": simple.producer,
        "acceptance_limit_for_target": guarded.acceptance.upper,
        "producer_risk_at_target": guarded.producer,
    }))
}

fn guard_bands(inputs: &Value) -> Result<Value, String> {
    let (mut acceptance, mut risks) = (Vec::new(), Vec::new());
    for row in list(inputs, "rows")? {
        let uncertainty = number(row, "standard_uncertainty")?;
        let band = guard_band(limits(row)?, uncertainty, number(row, "k")?, number(row, "r")?).map_err(reason)?;
        let AcceptanceLimits { lower, upper } = band.acceptance;
        acceptance.push(json!({
            "w": band.width,
            "acceptance_lower": lower,
            "acceptance_upper": upper,
            "acceptance_empty": band.acceptance.is_empty(),
        }));
        risks.push(band.risk_at_acceptance_limit);
    }
    Ok(json!({ "acceptance": acceptance, "specific_false_accept_risk_at_acceptance_limit": risks }))
}

fn target_risk(inputs: &Value) -> Result<Value, String> {
    let target = Probability::new(number(inputs, "target_consumer_risk")?).map_err(reason)?;
    let uncertainty = number(inputs, "standard_uncertainty")?;
    let (width, risk) =
        guard_band_for_target_risk(&normal_process(inputs)?, uncertainty, limits(inputs)?, target).map_err(reason)?;
    Ok(json!({ "guard_band": width, "producer_risk": risk.producer }))
}

fn rejection(inputs: &Value) -> Result<Value, String> {
    let probability = Probability::new(number(inputs, "probability")?).map_err(reason)?;
    let relative = number(inputs, "relative_standard_uncertainty")?;
    let limit = guarded_rejection(number(inputs, "limit")?, relative, probability).map_err(reason)?;
    Ok(json!({
        "rejection_limit": limit,
        "z": normal::quantile(probability),
        "printed_rejection_limit": limit.round() as i64,
    }))
}

fn decisions(inputs: &Value) -> Result<Value, String> {
    let exact = |value: f64| Exact::from_f64_shortest(value).ok_or_else(|| format!("{value} is not finite"));
    let bound = |name| optional_number(inputs, name)?.map(exact).transpose();
    let (lower, upper) = (bound("lower_limit")?, bound("upper_limit")?);
    let guard = exact(number(inputs, "expanded_uncertainty")?)?;
    let zones = numbers(inputs, "values")?
        .into_iter()
        .map(|value| zone(&exact(value)?, lower.as_ref(), upper.as_ref(), &guard).map_err(reason))
        .collect::<Result<Vec<Zone>, String>>()?;
    let binary = |accepted: fn(Zone) -> bool| {
        zones.iter().map(|zone| if accepted(*zone) { "pass" } else { "fail" }).collect::<Vec<&str>>()
    };
    Ok(json!({
        "decisions": zones.iter().map(|zone| name(*zone)).collect::<Vec<&str>>(),
        "binary_simple": binary(Zone::accepted_simply),
        "binary_guarded": binary(Zone::accepted_guarded),
    }))
}

fn name(zone: Zone) -> &'static str {
    match zone {
        Zone::Pass => "pass",
        Zone::ConditionalPass => "conditional_pass",
        Zone::ConditionalFail => "conditional_fail",
        Zone::Fail => "fail",
    }
}
