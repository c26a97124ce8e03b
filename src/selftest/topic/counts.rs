//! Binomial and Poisson counts.

use crate::selftest::answer::{bound, confidence, interval, reason, value};
use crate::selftest::inputs::{count, counts, number};
use crate::stats::{self, CountInterval, ProportionInterval, Sides, TwoProportions};
use serde_json::{Value, json};

/// The answer to a method of this topic; none when it is not one of its methods.
pub(super) fn answer(method: &str, inputs: &Value) -> Option<Result<Value, String>> {
    match method {
        "binomial_intervals" => Some(binomial(inputs)),
        "poisson_intervals" => Some(poisson(inputs)),
        "count_concentration" => Some(concentration(inputs)),
        "two_proportions" => Some(two_proportions(inputs)),
        "two_rates" => Some(two_rates(inputs)),
        _ => None,
    }
}

fn binomial(inputs: &Value) -> Result<Value, String> {
    let (successes, trials) = (counts(inputs, "successes")?, counts(inputs, "trials")?);
    let confidence = confidence(number(inputs, "confidence")?)?;
    let each = |sides, kind| {
        let one = |(k, n): (&usize, &usize)| {
            let estimate = stats::proportion_interval(*k, *n, confidence, sides, kind);
            if sides == Sides::Two { interval(estimate) } else { bound(estimate) }
        };
        successes.iter().zip(&trials).map(one).collect::<Result<Vec<Value>, String>>()
    };
    Ok(json!({
        "clopper_pearson": each(Sides::Two, ProportionInterval::ClopperPearson)?,
        "wilson": each(Sides::Two, ProportionInterval::Wilson)?,
        "wilson_continuity": each(Sides::Two, ProportionInterval::WilsonContinuity)?,
        "agresti_coull": each(Sides::Two, ProportionInterval::AgrestiCoull)?,
        "jeffreys": each(Sides::Two, ProportionInterval::Jeffreys)?,
        "upper_bound_exact": each(Sides::Upper, ProportionInterval::ClopperPearson)?,
        "lower_bound_exact": each(Sides::Lower, ProportionInterval::ClopperPearson)?,
    }))
}

fn poisson(inputs: &Value) -> Result<Value, String> {
    let counts = counts(inputs, "counts")?;
    let confidence = confidence(number(inputs, "confidence")?)?;
    let each = |sides, kind| {
        let one = |count: &usize| {
            let estimate = stats::count_interval(*count, confidence, sides, kind);
            if sides == Sides::Two { interval(estimate) } else { bound(estimate) }
        };
        counts.iter().map(one).collect::<Result<Vec<Value>, String>>()
    };
    Ok(json!({
        "exact": each(Sides::Two, CountInterval::Exact)?,
        "upper_bound_exact": each(Sides::Upper, CountInterval::Exact)?,
        "score": each(Sides::Two, CountInterval::Score)?,
    }))
}

fn concentration(inputs: &Value) -> Result<Value, String> {
    let (volume, dilution) = (number(inputs, "volume_ml")?, number(inputs, "dilution")?);
    let counted = count(inputs, "count")?;
    let estimate = stats::concentration_from_count(counted, volume, dilution, confidence(0.95)?, Sides::Two);
    let estimate = estimate.map_err(reason)?;
    let relative = estimate.standard_error.filter(|_| estimate.value > 0.0).map(|error| error / estimate.value);
    Ok(json!({
        "concentration": value(Ok(estimate))?,
        "ci95": interval(Ok(estimate))?,
        "relative_poisson_error": relative,
    }))
}

fn two_proportions(inputs: &Value) -> Result<Value, String> {
    let pair = |name: &str| match counts(inputs, name)?.as_slice() {
        [successes, trials] => Ok((*successes, *trials)),
        _ => Err(format!("inputs.{name} is not a pair")),
    };
    let samples = TwoProportions::new(pair("a")?, pair("b")?).map_err(reason)?;
    let (chi2, chi2_p) = samples.chi_squared(false).map_err(reason)?;
    let (_, yates_p) = samples.chi_squared(true).map_err(reason)?;
    Ok(json!({
        "fisher_p": samples.fisher_exact().map_err(reason)?,
        "odds_ratio_conditional": samples.conditional_odds_ratio().map_err(reason)?,
        "chi2": chi2,
        "chi2_p": chi2_p,
        "chi2_yates_p": yates_p,
        "difference_ci95_wald": interval(samples.difference(confidence(0.95)?))?,
    }))
}

fn two_rates(inputs: &Value) -> Result<Value, String> {
    let first = (count(inputs, "count_a")?, number(inputs, "exposure_a")?);
    let second = (count(inputs, "count_b")?, number(inputs, "exposure_b")?);
    let ratio = stats::rate_ratio(first, second, confidence(0.95)?);
    Ok(json!({
        "rate_ratio": value(ratio)?,
        "ci95": interval(ratio)?,
        "p_value": stats::equal_rates_test(first, second).map_err(reason)?,
    }))
}
