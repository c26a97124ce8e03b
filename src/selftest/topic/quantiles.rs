//! Quantiles and binned size distributions.

use crate::selftest::answer::reason;
use crate::selftest::inputs::{counts, numbers, text};
use crate::stats::{
    self, BinnedDistribution, CumulativeAt, Interpolation, Midpoint, QuantileType, StatisticError, Weighting,
};
use serde_json::{Map, Value, json};

/// The answer to a method of this topic; none when it is not one of its methods.
pub(super) fn answer(method: &str, inputs: &Value) -> Option<Result<Value, String>> {
    match method {
        "quantile_types" => Some(types(inputs)),
        "weighted_quantiles" => Some(weighted(inputs)),
        "replicate_average" => Some(averages(inputs)),
        "binned_distribution" => Some(binned(inputs)),
        "binned_distribution_nta_printout" => Some(nta_printout(inputs)),
        "binned_distribution_zetaview_printout" => Some(zetaview_printout(inputs)),
        _ => None,
    }
}

fn types(inputs: &Value) -> Result<Value, String> {
    let (data, probabilities) = (numbers(inputs, "data")?, numbers(inputs, "probs")?);
    let mut answer = Map::new();
    for (index, kind) in QuantileType::ALL.into_iter().enumerate() {
        let of_kind = |p: &f64| stats::quantile(&data, *p, kind);
        answer.insert(format!("type{}", index + 1), list(&probabilities, of_kind)?);
    }
    Ok(Value::Object(answer))
}

fn weighted(inputs: &Value) -> Result<Value, String> {
    let (data, probabilities) = (numbers(inputs, "data")?, numbers(inputs, "probs")?);
    let frequencies: Vec<u64> = counts(inputs, "weights")?.into_iter().map(|count| count as u64).collect();
    let of_kind = |kind| list(&probabilities, |p| stats::weighted_quantile(&data, &frequencies, *p, kind));
    let (mean, variance) = stats::weighted_mean_and_variance(&data, &frequencies).map_err(reason)?;
    Ok(json!({
        "type7_frequency": of_kind(QuantileType::Excel)?,
        "expanded_type7": of_kind(QuantileType::Excel)?,
        "expanded_type1": of_kind(QuantileType::InverseEmpirical)?,
        "wmean": mean,
        "wvar_frequency": variance,
    }))
}

fn averages(inputs: &Value) -> Result<Value, String> {
    let mut answer = Map::new();
    for name in inputs.as_object().into_iter().flat_map(Map::keys) {
        let average = stats::replicate_average(&numbers(inputs, name)?).map_err(reason)?;
        let name = name.to_lowercase();
        answer.insert(format!("{name}_average"), average.value.into());
        answer.insert(format!("{name}_standard_error"), average.standard_error.into());
    }
    Ok(Value::Object(answer))
}

fn distribution(inputs: &Value) -> Result<BinnedDistribution, String> {
    let midpoint = match inputs.get("midpoint") {
        None => Midpoint::Arithmetic,
        Some(_) => match text(inputs, "midpoint")? {
            "arithmetic" => Midpoint::Arithmetic,
            "geometric" => Midpoint::Geometric,
            other => return Err(format!("inputs.midpoint is {other}")),
        },
    };
    let (edges, counts) = (numbers(inputs, "bin_edges")?, numbers(inputs, "counts")?);
    BinnedDistribution::new(&edges, &counts, midpoint).map_err(reason)
}

fn binned(inputs: &Value) -> Result<Value, String> {
    let sizes = distribution(inputs)?;
    let probabilities = numbers(inputs, "probs")?;
    let quantiles = |weighting, interpolation| {
        list(&probabilities, |p| sizes.quantile(*p, weighting, CumulativeAt::UpperEdge, interpolation))
    };
    let span = |weighting| sizes.span(weighting).map_err(reason);
    let mut answer = json!({
        "total": sizes.total(),
        "mean_number_d10": sizes.mean(),
        "sd_number_population": sizes.standard_deviation(),
        "mode_bin_midpoint": sizes.mode(Weighting::Number),
        "mode_volume_bin_midpoint": sizes.mode(Weighting::Volume),
        "d32_sauter": sizes.sauter_mean(),
        "d43_volume_mean": sizes.volume_mean(),
        "number_quantiles": quantiles(Weighting::Number, Interpolation::Linear)?,
        "volume_quantiles": quantiles(Weighting::Volume, Interpolation::Linear)?,
        "number_span": span(Weighting::Number)?,
        "volume_span": span(Weighting::Volume)?,
        "number_fraction_50_150": sizes.fraction_between(50.0, 150.0),
    });
    if let (Ok(number), Ok(volume)) = (
        quantiles(Weighting::Number, Interpolation::Logarithmic),
        quantiles(Weighting::Volume, Interpolation::Logarithmic),
    ) {
        answer["number_quantiles_log_interp"] = number;
        answer["volume_quantiles_log_interp"] = volume;
    }
    Ok(answer)
}

/// The printed values are those at the lower edges, and the mode that of the fullest bin.
fn nta_printout(inputs: &Value) -> Result<Value, String> {
    let sizes = distribution(inputs)?;
    let (mean, sd, mode) = (sizes.mean(), sizes.standard_deviation(), sizes.mode(Weighting::Number));
    let mut answer = json!({
        "mean": mean, "printed_mean": mean,
        "sd_population": sd, "printed_sd": sd,
        "mode_bin_midpoint": mode, "printed_mode": mode,
    });
    for (name, p) in [("d10", 0.1), ("d50", 0.5), ("d90", 0.9)] {
        let at = |position| sizes.quantile(p, Weighting::Number, position, Interpolation::Linear).map_err(reason);
        answer[format!("{name}_upper_edge")] = at(CumulativeAt::UpperEdge)?.into();
        answer[format!("{name}_lower_edge")] = at(CumulativeAt::LowerEdge)?.into();
        answer[format!("printed_{name}")] = at(CumulativeAt::LowerEdge)?.into();
    }
    Ok(answer)
}

/// The printed values are those at the midpoints.
fn zetaview_printout(inputs: &Value) -> Result<Value, String> {
    let sizes = distribution(inputs)?;
    let mut answer = json!({});
    for (name, weighting) in [("number", Weighting::Number), ("volume", Weighting::Volume)] {
        let at = |position| sizes.quantile(0.5, weighting, position, Interpolation::Linear).map_err(reason);
        answer[format!("{name}_d50_upper_edge")] = at(CumulativeAt::UpperEdge)?.into();
        answer[format!("{name}_d50_midpoint")] = at(CumulativeAt::Midpoint)?.into();
        answer[format!("printed_{name}_d50")] = at(CumulativeAt::Midpoint)?.into();
    }
    Ok(answer)
}

/// One answer for each probability.
fn list(probabilities: &[f64], statistic: impl Fn(&f64) -> Result<f64, StatisticError>) -> Result<Value, String> {
    let values: Result<Vec<f64>, StatisticError> = probabilities.iter().map(statistic).collect();
    values.map(Value::from).map_err(reason)
}
