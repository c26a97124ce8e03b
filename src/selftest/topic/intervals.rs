//! Confidence intervals.

use crate::selftest::answer::{bound, confidence, ends, interval, reason, value};
use crate::selftest::inputs::{count, number, numbers};
use crate::stats::{
    self, LognormalInterval, LognormalMean, RatioOfMeans, Reference, Sides, Variances, VariationMethod,
};
use serde_json::{Value, json};

/// The answer to a method of this topic; none when it is not one of its methods.
pub(super) fn answer(method: &str, inputs: &Value) -> Option<Result<Value, String>> {
    match method {
        "t_interval" => Some(of_the_mean(inputs)),
        "cv_interval" => Some(of_the_variation(inputs)),
        "lognormal_interval" => Some(of_the_lognormal_mean(inputs)),
        "ratio_of_means_independent" => Some(of_an_independent_ratio(inputs)),
        "ratio_of_means_paired" => Some(of_a_paired_ratio(inputs)),
        _ => None,
    }
}

fn of_the_mean(inputs: &Value) -> Result<Value, String> {
    let data = numbers(inputs, "data")?;
    let mut answer = json!({
        "mean": stats::mean(&data).map_err(reason)?,
        "sd": stats::standard_deviation(&data).map_err(reason)?,
    });
    for level in numbers(inputs, "confidence")? {
        let confidence = confidence(level)?;
        let name = format!("{}", (100.0 * level).round());
        let mean = |sides| stats::mean_interval(&data, confidence, sides);
        let deviation = |sides| stats::standard_deviation_interval(&data, confidence, sides);
        answer[format!("two_sided_{name}")] = interval(mean(Sides::Two))?;
        answer[format!("lower_bound_{name}")] = bound(mean(Sides::Lower))?;
        answer[format!("upper_bound_{name}")] = bound(mean(Sides::Upper))?;
        answer[format!("sd_two_sided_{name}")] = interval(deviation(Sides::Two))?;
        answer[format!("sd_upper_bound_{name}")] = bound(deviation(Sides::Upper))?;
    }
    Ok(answer)
}

fn of_the_variation(inputs: &Value) -> Result<Value, String> {
    let (cv, n) = (number(inputs, "cv")?, count(inputs, "n")?);
    let confidence = confidence(number(inputs, "confidence")?)?;
    let by =
        |method| stats::variation_interval(cv, n, confidence, method).map(|interval| ends(&interval)).map_err(reason);
    Ok(json!({
        "exact_noncentral_t": by(VariationMethod::Exact)?,
        "mckay": by(VariationMethod::McKay)?,
        "vangel_modified_mckay": by(VariationMethod::Vangel)?,
        "normal_theory_sd_only": by(VariationMethod::DeviationOnly)?,
    }))
}

fn of_the_lognormal_mean(inputs: &Value) -> Result<Value, String> {
    let data = numbers(inputs, "data")?;
    let confidence = confidence(number(inputs, "confidence")?)?;
    let geometric = |sides| stats::geometric_mean_interval(&data, confidence, sides);
    let by = |kind| interval(stats::lognormal_mean_interval(&data, confidence, Sides::Two, kind));
    let land_bound = stats::lognormal_mean_interval(&data, confidence, Sides::Upper, LognormalInterval::Land);
    Ok(json!({
        "geometric_mean": value(geometric(Sides::Two))?,
        "geometric_sd": stats::geometric_standard_deviation(&data).map_err(reason)?,
        "geometric_mean_ci95": interval(geometric(Sides::Two))?,
        "geometric_mean_lower95": bound(geometric(Sides::Lower))?,
        "lognormal_mean_qmle": value(stats::lognormal_mean(&data, LognormalMean::PlugIn))?,
        "lognormal_mean_mvue": value(stats::lognormal_mean(&data, LognormalMean::Unbiased))?,
        "mean_ci95_cox_envstats": by(LognormalInterval::CoxEnvStats)?,
        "mean_ci95_zou": by(LognormalInterval::Zou)?,
        "mean_ci95_land": by(LognormalInterval::Land)?,
        "mean_upper95_land": bound(land_bound)?,
        "mean_ci95_cox_z": by(LognormalInterval::Cox)?,
        "mean_ci95_olsson_t": by(LognormalInterval::Olsson)?,
    }))
}

fn of_an_independent_ratio(inputs: &Value) -> Result<Value, String> {
    let (x, y) = (numbers(inputs, "x")?, numbers(inputs, "y")?);
    let confidence = confidence(number(inputs, "confidence")?)?;
    let pooled = RatioOfMeans::independent(&x, &y, Variances::Pooled).map_err(reason)?;
    let separate = RatioOfMeans::independent(&x, &y, Variances::Separate).map_err(reason)?;
    let fieller = pooled.fieller(confidence).map_err(reason)?;
    let difference = |variances| stats::difference_of_means(&x, &y, variances, confidence);
    let welch = Reference::StudentT(separate.degrees_of_freedom());
    Ok(json!({
        "ratio": pooled.value(),
        "fieller_pooled": or_unbounded(&fieller),
        "fieller_welch": or_unbounded(&separate.fieller(confidence).map_err(reason)?),
        "fieller_g": fieller.g,
        "welch_satterthwaite_df_at_ratio": separate.degrees_of_freedom(),
        "diff_welch": interval(difference(Variances::Separate).map(|(estimate, _)| estimate))?,
        "diff_welch_df": difference(Variances::Separate).map_err(reason)?.1,
        "diff_pooled": interval(difference(Variances::Pooled).map(|(estimate, _)| estimate))?,
        "delta_z": interval(separate.delta(confidence, Reference::Normal))?,
        "delta_t_welch": interval(separate.delta(confidence, welch))?,
        "log_delta_z": interval(separate.log_delta(confidence, Reference::Normal))?,
    }))
}

fn of_a_paired_ratio(inputs: &Value) -> Result<Value, String> {
    let (x, y) = (numbers(inputs, "x")?, numbers(inputs, "y")?);
    let confidence = confidence(number(inputs, "confidence")?)?;
    let ratio = RatioOfMeans::paired(&x, &y).map_err(reason)?;
    let fieller = ratio.fieller(confidence).map_err(reason)?;
    let student = Reference::StudentT(ratio.degrees_of_freedom());
    let quotients: Vec<f64> = x.iter().zip(&y).map(|(x, y)| x / y).collect();
    let mean = || stats::mean_interval(&quotients, confidence, Sides::Two);
    let geometric = || stats::geometric_mean_interval(&quotients, confidence, Sides::Two);
    Ok(json!({
        "ratio_of_means": ratio.value(),
        "fieller_g": fieller.g,
        "fieller_paired": or_unbounded(&fieller),
        "delta_z": interval(ratio.delta(confidence, Reference::Normal))?,
        "delta_t": interval(ratio.delta(confidence, student))?,
        "log_delta_t": interval(ratio.log_delta(confidence, student))?,
        "mean_of_ratios": value(mean())?,
        "mean_of_ratios_ci95": interval(mean())?,
        "geometric_mean_ratio": value(geometric())?,
        "geometric_mean_ratio_ci95": interval(geometric())?,
    }))
}

fn or_unbounded(fieller: &stats::Fieller) -> Value {
    fieller.estimate.interval.as_ref().map_or_else(|| "unbounded".into(), ends)
}
