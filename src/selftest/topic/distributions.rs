//! Normality, and samples and histograms compared as whole distributions.

use crate::order;
use crate::selftest::answer::reason;
use crate::selftest::inputs::numbers;
use crate::stats::{self, StatisticError, normality, two_sample};
use serde_json::{Map, Value, json};

/// The answer to a method of this topic; none when it is not one of its methods.
pub(super) fn answer(method: &str, inputs: &Value) -> Option<Result<Value, String>> {
    match method {
        "normality" => Some(normality(inputs)),
        "two_sample_distribution" => Some(two_sample_distribution(inputs)),
        "histogram_distance" => Some(histogram_distance(inputs)),
        _ => None,
    }
}

/// A test that needs more values than there are has no entry, as in the reference; every other refusal ends the case.
fn enough<T>(result: Result<T, StatisticError>) -> Result<Option<T>, String> {
    match result {
        Ok(test) => Ok(Some(test)),
        Err(StatisticError::TooFewValues { .. }) => Ok(None),
        Err(error) => Err(error.to_string()),
    }
}

fn normality(inputs: &Value) -> Result<Value, String> {
    let data = numbers(inputs, "data")?;
    let distance = normality::lilliefors_distance(&data).map_err(reason)?;
    let mut answer = order::collect::<Map<_, _>, _>([("ks_d_estimated".to_owned(), json!(distance))]);
    let tests = [
        (["shapiro_w", "shapiro_p"], normality::shapiro_wilk(&data)),
        (["cvm_w", "cvm_p"], normality::cramer_von_mises(&data)),
        (["lilliefors_d", "lilliefors_p"], normality::lilliefors(&data)),
        (["shapiro_francia_w", "shapiro_francia_p"], normality::shapiro_francia(&data)),
    ];
    for ([statistic, p_value], test) in tests {
        if let Some(test) = enough(test)? {
            answer.insert(statistic.to_owned(), json!(test.statistic));
            answer.insert(p_value.to_owned(), json!(test.p_value));
        }
    }
    if let Some(anderson) = enough(normality::anderson_darling(&data))? {
        answer.insert("anderson_darling_a2".to_owned(), json!(anderson.test.statistic));
        answer.insert("anderson_darling_a2_star".to_owned(), json!(anderson.corrected));
        answer.insert("anderson_darling_p".to_owned(), json!(anderson.test.p_value));
    }
    Ok(Value::Object(answer))
}

fn two_sample_distribution(inputs: &Value) -> Result<Value, String> {
    let (x, y) = (numbers(inputs, "x")?, numbers(inputs, "y")?);
    let smirnov = two_sample::kolmogorov_smirnov(&x, &y).map_err(reason)?;
    let cramer = two_sample::cramer_von_mises_two_sample(&x, &y).map_err(reason)?;
    let anderson = two_sample::anderson_darling_k_sample(&[&x, &y]).map_err(reason)?;
    Ok(json!({
        "ks_d": smirnov.d,
        "ks_d_plus_x_above": smirnov.d_plus,
        "ks_d_minus": smirnov.d_minus,
        "ks_p_asymptotic": smirnov.p_asymptotic,
        "ks_p_exact": two_sample::kolmogorov_smirnov_exact_p(&x, &y).map_err(reason)?,
        "wasserstein_1": two_sample::wasserstein_distance(&x, &y).map_err(reason)?,
        "energy_distance_scipy": two_sample::energy_distance(&x, &y).map_err(reason)?,
        "cvm_2sample_T": cramer.t,
        "cvm_2sample_p_asymptotic": cramer.p_asymptotic,
        "ad_ksample_t": anderson.t,
        "ad_ksample_t_midrank": anderson.t_midrank,
    }))
}

fn histogram_distance(inputs: &Value) -> Result<Value, String> {
    let (p, q, midpoints) = (numbers(inputs, "counts_p")?, numbers(inputs, "counts_q")?, numbers(inputs, "midpoints")?);
    let distance = stats::histogram_distance(&p, &q, &midpoints).map_err(reason)?;
    Ok(json!({
        "js_divergence_nats": distance.jensen_shannon_divergence,
        "js_divergence_bits": distance.jensen_shannon_divergence_bits(),
        "js_distance_nats": distance.jensen_shannon_distance(),
        "js_distance_bits": distance.jensen_shannon_distance_bits(),
        "hellinger": distance.hellinger,
        "total_variation": distance.total_variation,
        "overlap": distance.overlap,
        "wasserstein_1": distance.wasserstein,
        "kl_nats": distance.kullback_leibler.map_or(json!("inf"), |divergence| json!(divergence)),
    }))
}
