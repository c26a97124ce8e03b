//! Censored results: comparison with a limit, and means.

use crate::quantity::{self, Bounded, Compared, DecimalMark, Reading, Side};
use crate::selftest::answer::reason;
use crate::selftest::inputs::{list, numbers};
use crate::stats::StatisticError;
use crate::stats::censored::{self, MeanAndDeviation, Observation, Rest, Substitution};
use serde_json::{Value, json};

/// The answer to a method of this topic; none when it is not one of its methods.
pub(super) fn answer(method: &str, inputs: &Value) -> Option<Result<Value, String>> {
    match method {
        "censored_comparison" => Some(censored_comparison(inputs)),
        "censored_mean" => Some(censored_mean(inputs)),
        "censored_mean_not_estimable" => Some(not_estimable(inputs)),
        _ => None,
    }
}

fn censored_comparison(inputs: &Value) -> Result<Value, String> {
    let verdicts: Vec<&str> = list(inputs, "rows")?.iter().map(verdict).collect::<Result<_, _>>()?;
    Ok(json!({ "verdicts": verdicts }))
}

fn verdict(row: &Value) -> Result<&'static str, String> {
    let text = |name: &str| row.get(name).and_then(Value::as_str).ok_or_else(|| format!("{row} has no text {name}"));
    let value = match Reading::parse(text("result")?, DecimalMark::Point) {
        Reading::Below(bound) => Bounded::Below { bound: bound.value.exact(), inclusive: bound.inclusive },
        Reading::Above(bound) => Bounded::Above { bound: bound.value.exact(), inclusive: bound.inclusive },
        other => return Err(format!("{other:?} is not censored")),
    };
    let side = match text("operator")? {
        "<=" => Side::AtMost,
        "<" => Side::LessThan,
        ">=" => Side::AtLeast,
        ">" => Side::MoreThan,
        other => return Err(format!("{other} is not an operator")),
    };
    let limit = quantity::Decimal::parse(text("limit")?, DecimalMark::Point).map_err(|error| error.to_string())?;
    Ok(match quantity::compare(&value, side, &limit.exact()) {
        Compared::Inside => "pass",
        Compared::Outside => "fail",
        Compared::Undecided => "indeterminate",
    })
}

fn observations(inputs: &Value) -> Result<Vec<Observation>, String> {
    let (values, censored) = (numbers(inputs, "value")?, list(inputs, "censored")?);
    if values.len() != censored.len() {
        return Err("inputs.value and inputs.censored differ in length".to_owned());
    }
    values
        .into_iter()
        .zip(censored)
        .map(|(value, censored)| match censored {
            Value::Bool(true) => Ok(Observation::Below(value)),
            Value::Bool(false) => Ok(Observation::Measured(value)),
            other => Err(format!("inputs.censored holds {other}, not true or false")),
        })
        .collect()
}

fn censored_mean(inputs: &Value) -> Result<Value, String> {
    let sample = observations(inputs)?;
    let censored_count = sample.iter().filter(|observation| matches!(observation, Observation::Below(_))).count();
    let summary = |of: MeanAndDeviation| json!({ "mean": of.mean, "sd": of.standard_deviation });
    let substituted = |by: Substitution| censored::substituted_mean(&sample, by).map(summary).map_err(reason);
    let normal = censored::normal_likelihood(&sample).map_err(reason)?;
    let ros = censored::regression_on_order_statistics(&sample).map_err(reason)?;
    let at_limit = censored::kaplan_meier_mean(&sample, Rest::AtLowestLimit).map_err(reason)?;
    let at_detect = censored::kaplan_meier_mean(&sample, Rest::AtLowestDetect).map_err(reason)?;
    Ok(json!({
        "n": sample.len(),
        "n_censored": censored_count,
        "censored_fraction": censored_count as f64 / sample.len() as f64,
        "substitute_zero": substituted(Substitution::Zero)?,
        "substitute_half": substituted(Substitution::HalfLimit)?,
        "substitute_sqrt2": substituted(Substitution::LimitOverRootTwo)?,
        "substitute_limit": substituted(Substitution::Limit)?,
        "lognormal_mle": lognormal(&sample)?,
        "normal_mle": { "mean": normal.mean, "sd": normal.standard_deviation },
        "ros": {
            "intercept": ros.intercept,
            "slope": ros.slope,
            "mean": ros.mean,
            "sd": ros.standard_deviation,
            "median": ros.median,
            "dropped_high_limits": ros.dropped_high_limits,
        },
        "kaplan_meier": {
            "mean_rest_at_lowest_limit": at_limit.mean,
            "mean_rest_at_lowest_detect": at_detect.mean,
            "mass_below_lowest_detect": at_limit.mass_below_lowest_detect,
            "defined_without_convention": at_limit.mass_below_lowest_detect == 0.0,
        },
    }))
}

fn lognormal(sample: &[Observation]) -> Result<Value, String> {
    let fit = censored::lognormal_likelihood(sample).map_err(reason)?;
    Ok(json!({
        "mu": fit.mu,
        "sigma": fit.sigma,
        "mean": fit.mean,
        "sd": fit.standard_deviation,
        "median": fit.median,
        "log_likelihood_log_scale": fit.log_likelihood,
    }))
}

/// Every method has to refuse; the state says what is known instead of a mean.
fn not_estimable(inputs: &Value) -> Result<Value, String> {
    let sample = observations(inputs)?;
    let refusals = [
        censored::mean_bounds(&sample).err(),
        censored::substituted_mean(&sample, Substitution::HalfLimit).err(),
        censored::lognormal_likelihood(&sample).err(),
        censored::normal_likelihood(&sample).err(),
        censored::regression_on_order_statistics(&sample).err(),
        censored::kaplan_meier_mean(&sample, Rest::AtLowestLimit).err(),
    ];
    match refusals {
        [Some(StatisticError::AllCensored { count, highest_limit }), rest @ ..] if rest.iter().all(Option::is_some) => {
            Ok(json!({ "estimable": false, "n_censored": count, "highest_limit": highest_limit }))
        }
        _ => Ok(json!({ "estimable": true })),
    }
}
