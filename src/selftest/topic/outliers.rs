//! Outlying values and variances.

use crate::order;
use crate::selftest::answer::reason;
use crate::selftest::inputs::{count, counts, list, number, numbers};
use crate::stats::outlier::{self, DixonRatio, End};
use crate::stats::{Probability, Sides};
use serde_json::{Map, Value, json};

/// The answer to a method of this topic; none when it is not one of its methods.
pub(super) fn answer(method: &str, inputs: &Value) -> Option<Result<Value, String>> {
    match method {
        "single_outlier" => Some(single_outlier(inputs)),
        "grubbs_critical" => Some(grubbs_critical(inputs)),
        "dixon_critical" => Some(dixon_critical(inputs)),
        "generalized_esd" => Some(generalized_esd(inputs)),
        "cochran_c" => Some(cochran_c(inputs)),
        _ => None,
    }
}

fn significance(value: f64) -> Result<Probability, String> {
    Probability::new(value).map_err(reason)
}

fn single_outlier(inputs: &Value) -> Result<Value, String> {
    let data = numbers(inputs, "data")?;
    let grubbs = outlier::grubbs_test(&data).map_err(reason)?;
    let critical =
        |level: f64, sides: Sides| outlier::grubbs_critical(data.len(), significance(level)?, sides).map_err(reason);
    let ratio = DixonRatio::recommended(data.len());
    let dixon = outlier::dixon_test(&data, ratio, grubbs.end).map_err(reason)?;
    let dixon_critical = outlier::dixon_critical(ratio, data.len(), significance(0.05)?, Sides::Two).map_err(reason)?;
    let fences = outlier::tukey_fences(&data, 1.5).map_err(reason)?;
    Ok(json!({
        "G": grubbs.g,
        "suspect_index": grubbs.index,
        "suspect_value": grubbs.value,
        "side": if grubbs.end == End::High { "high" } else { "low" },
        "p_one_sided": grubbs.p_one_sided,
        "p_two_sided": grubbs.p_two_sided,
        "critical_two_sided_05": critical(0.05, Sides::Two)?,
        "critical_one_sided_05": critical(0.05, Sides::Upper)?,
        "outlier_two_sided_05": grubbs.g > critical(0.05, Sides::Two)?,
        "outlier_two_sided_01": grubbs.g > critical(0.01, Sides::Two)?,
        "dixon_ratio": dixon.ratio.name(),
        "dixon_statistic": dixon.r,
        "dixon_p_one_sided": dixon.p_one_sided,
        "dixon_critical_two_sided_05": dixon_critical,
        "dixon_outlier_two_sided_05": dixon.r > dixon_critical,
        "fence_low_1_5iqr_type7": fences.lower,
        "fence_high_1_5iqr_type7": fences.upper,
        "modified_z": outlier::modified_z_scores(&data).map_err(reason)?,
    }))
}

fn grubbs_critical(inputs: &Value) -> Result<Value, String> {
    let sides = match count(inputs, "sides")? {
        1 => Sides::Upper,
        2 => Sides::Two,
        other => return Err(format!("inputs.sides is {other}")),
    };
    let sizes = counts(inputs, "n")?;
    let mut answer = Map::new();
    for alpha in numbers(inputs, "alpha")? {
        let critical = |n: &usize| outlier::grubbs_critical(*n, significance(alpha)?, sides).map_err(reason);
        let values: Vec<f64> = sizes.iter().map(critical).collect::<Result<_, _>>()?;
        answer.insert(format!("alpha_{alpha}"), json!(values));
    }
    Ok(Value::Object(answer))
}

fn dixon_critical(inputs: &Value) -> Result<Value, String> {
    let sizes = counts(inputs, "n")?;
    let ratios: Vec<&str> = sizes.iter().map(|n| DixonRatio::recommended(*n).name()).collect();
    let mut answer = order::collect::<Map<_, _>, _>([("ratio".to_owned(), json!(ratios))]);
    for alpha in numbers(inputs, "alpha")? {
        for (sides, side) in [(Sides::Upper, "one"), (Sides::Two, "two")] {
            let critical = |ratio: DixonRatio, n: usize| {
                outlier::dixon_critical(ratio, n, significance(alpha)?, sides).map_err(reason)
            };
            let of_recommended: Vec<f64> =
                sizes.iter().map(|n| critical(DixonRatio::recommended(*n), *n)).collect::<Result<_, _>>()?;
            let of_r10: Vec<f64> = sizes.iter().map(|n| critical(DixonRatio::R10, *n)).collect::<Result<_, _>>()?;
            answer.insert(format!("critical_{side}_sided_{alpha}"), json!(of_recommended));
            answer.insert(format!("r10_critical_{side}_sided_{alpha}"), json!(of_r10));
        }
    }
    Ok(Value::Object(answer))
}

fn generalized_esd(inputs: &Value) -> Result<Value, String> {
    let data = numbers(inputs, "data")?;
    let alpha = significance(number(inputs, "alpha")?)?;
    let esd = outlier::generalized_esd(&data, count(inputs, "k")?, alpha).map_err(reason)?;
    Ok(json!({
        "R": esd.steps.iter().map(|step| step.r).collect::<Vec<_>>(),
        "lambda": esd.steps.iter().map(|step| step.critical).collect::<Vec<_>>(),
        "values": esd.steps.iter().map(|step| step.value).collect::<Vec<_>>(),
        "obs_index": esd.steps.iter().map(|step| step.index).collect::<Vec<_>>(),
        "n_outliers": esd.outliers,
    }))
}

fn cochran_c(inputs: &Value) -> Result<Value, String> {
    let group = |group: &Value| -> Result<Vec<f64>, String> { numbers(&json!({ "groups": group }), "groups") };
    let groups: Vec<Vec<f64>> = list(inputs, "groups")?.iter().map(group).collect::<Result<_, _>>()?;
    let slices: Vec<&[f64]> = groups.iter().map(Vec::as_slice).collect();
    let test = outlier::cochran_test(&slices).map_err(reason)?;
    let critical = |level: f64| {
        let size = groups.first().map_or(0, Vec::len);
        outlier::cochran_critical(groups.len(), size, significance(level)?).map_err(reason)
    };
    Ok(json!({
        "C": test.c,
        "critical_05": critical(0.05)?,
        "critical_01": critical(0.01)?,
        "p_value": test.p_value,
        "outlier_05": test.c > critical(0.05)?,
    }))
}
