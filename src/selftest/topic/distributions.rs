//! Normality, and samples and histograms compared as whole distributions.

use crate::selftest::inputs::numbers;
use crate::stats::{self, StatisticError, two_sample};
use serde_json::{Value, json};

/// The answer to a method of this topic; none when it is not one of its methods.
pub(super) fn answer(method: &str, inputs: &Value) -> Option<Result<Value, String>> {
    match method {
        "two_sample_distribution" => Some(two_sample_distribution(inputs)),
        "histogram_distance" => Some(histogram_distance(inputs)),
        _ => None,
    }
}

fn two_sample_distribution(inputs: &Value) -> Result<Value, String> {
    let (x, y) = (numbers(inputs, "x")?, numbers(inputs, "y")?);
    let refused = |error: StatisticError| error.to_string();
    let smirnov = two_sample::kolmogorov_smirnov(&x, &y).map_err(refused)?;
    let cramer = two_sample::cramer_von_mises_two_sample(&x, &y).map_err(refused)?;
    let anderson = two_sample::anderson_darling_k_sample(&[&x, &y]).map_err(refused)?;
    Ok(json!({
        "ks_d": smirnov.d,
        "ks_d_plus_x_above": smirnov.d_plus,
        "ks_d_minus": smirnov.d_minus,
        "ks_p_asymptotic": smirnov.p_asymptotic,
        "ks_p_exact": two_sample::kolmogorov_smirnov_exact_p(&x, &y).map_err(refused)?,
        "wasserstein_1": two_sample::wasserstein_distance(&x, &y).map_err(refused)?,
        "energy_distance_scipy": two_sample::energy_distance(&x, &y).map_err(refused)?,
        "cvm_2sample_T": cramer.t,
        "cvm_2sample_p_asymptotic": cramer.p_asymptotic,
        "ad_ksample_t": anderson.t,
        "ad_ksample_t_midrank": anderson.t_midrank,
    }))
}

fn histogram_distance(inputs: &Value) -> Result<Value, String> {
    let (p, q, midpoints) = (numbers(inputs, "counts_p")?, numbers(inputs, "counts_q")?, numbers(inputs, "midpoints")?);
    let distance = stats::histogram_distance(&p, &q, &midpoints).map_err(|error| error.to_string())?;
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
