//! Equivalence, comparison of groups and variance components.

use crate::selftest::answer::{confidence, ends, reason};
use crate::selftest::inputs::{list, number, numbers, texts};
use crate::stats::Variances;
use crate::stats::comparison::{
    Centre, Margins, TTest, TestResult, bartlett, fligner_killeen, kruskal_wallis, levene, mann_whitney, one_way_anova,
    paired_differences, paired_ratio, quality_range, t_test, t_test_against, tukey_hsd, two_one_sided_tests,
    variance_ratio, welch_anova, wilcoxon_signed_rank,
};
use crate::stats::variance_components::{Precision, nested, one_way, restricted_likelihood};
use serde_json::{Map, Value, json};

/// Confidence of the intervals the cases call `ci95`.
const NINETY_FIVE: f64 = 0.95;

/// The answer to a method of this topic; none when it is not one of its methods.
pub(super) fn answer(method: &str, inputs: &Value) -> Option<Result<Value, String>> {
    let answer = match method {
        "one_way_anova" => anova(inputs),
        "multi_group_tests" => multi_group(inputs),
        "two_sample_tests" => two_sample(inputs),
        "paired_tests" => paired(inputs),
        "tost" => tost(inputs),
        "quality_range" => range(inputs),
        "variance_components" => components(inputs),
        _ => return None,
    };
    Some(answer)
}

fn groups(inputs: &Value) -> Result<Vec<Vec<f64>>, String> {
    list(inputs, "groups")?.iter().map(|group| numbers(&json!({ "group": group }), "group")).collect()
}

fn anova(inputs: &Value) -> Result<Value, String> {
    let table = one_way_anova(&groups(inputs)?).map_err(reason)?;
    Ok(json!({
        "df_between": table.between_degrees_of_freedom,
        "ss_between": table.between_sum_of_squares,
        "ms_between": table.between_mean_square,
        "f": table.f,
        "df_within": table.within_degrees_of_freedom,
        "ss_within": table.within_sum_of_squares,
        "ms_within": table.within_mean_square,
        "r_squared": table.r_squared,
        "residual_sd": table.residual_standard_deviation,
        "p_value": table.p_value,
    }))
}

/// Adds a test under the keys `name` and `p_name`.
fn put(answer: &mut Map<String, Value>, name: &str, p_name: &str, test: TestResult) {
    answer.insert(name.to_owned(), json!(test.statistic));
    answer.insert(p_name.to_owned(), json!(test.p_value));
}

fn object(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

fn multi_group(inputs: &Value) -> Result<Value, String> {
    let groups = groups(inputs)?;
    let table = one_way_anova(&groups).map_err(reason)?;
    let welch = welch_anova(&groups).map_err(reason)?;
    let pairs = tukey_hsd(&groups).map_err(reason)?;
    let mut answer = object(json!({
        "f": table.f,
        "p_value": table.p_value,
        "ms_within": table.within_mean_square,
        "welch_f": welch.f,
        "welch_df2": welch.denominator_degrees_of_freedom,
        "welch_p": welch.p_value,
        "tukey_p": pairs.iter().map(|pair| pair.p_value).collect::<Vec<f64>>(),
        "tukey_diff": pairs.iter().map(|pair| pair.difference).collect::<Vec<f64>>(),
    }));
    put(&mut answer, "kruskal", "kruskal_p", kruskal_wallis(&groups).map_err(reason)?);
    put(&mut answer, "bartlett", "bartlett_p", bartlett(&groups).map_err(reason)?);
    put(&mut answer, "brown_forsythe_f", "brown_forsythe_p", levene(&groups, Centre::Median).map_err(reason)?);
    Ok(Value::Object(answer))
}

fn two_sample(inputs: &Value) -> Result<Value, String> {
    let (x, y) = (numbers(inputs, "x")?, numbers(inputs, "y")?);
    let level = confidence(NINETY_FIVE)?;
    let welch = t_test(&x, &y, Variances::Separate, level).map_err(reason)?;
    let pooled = t_test(&x, &y, Variances::Pooled, level).map_err(reason)?;
    let ratio = variance_ratio(&x, &y, level).map_err(reason)?;
    let ranks = mann_whitney(&x, &y).map_err(reason)?;
    let mut answer = object(json!({
        "welch_t": welch.t,
        "welch_df": welch.degrees_of_freedom,
        "welch_p": welch.p_value,
        "welch_ci95": welch.estimate.interval.as_ref().map(ends),
        "pooled_t": pooled.t,
        "pooled_p": pooled.p_value,
        "pooled_ci95": pooled.estimate.interval.as_ref().map(ends),
        "f_ratio": ratio.ratio,
        "f_p": ratio.p_value,
        "f_ratio_ci95": ends(&ratio.interval),
        "mann_whitney_u_x": ranks.u,
        "mann_whitney_p_exact": ranks.exact_p_value,
        "mann_whitney_p_normal_cc": ranks.corrected_p_value,
        "mann_whitney_p_normal": ranks.normal_p_value,
    }));
    let groups = [x, y];
    put(&mut answer, "bartlett", "bartlett_p", bartlett(&groups).map_err(reason)?);
    put(&mut answer, "levene_mean_f", "levene_mean_p", levene(&groups, Centre::Mean).map_err(reason)?);
    put(&mut answer, "brown_forsythe_f", "brown_forsythe_p", levene(&groups, Centre::Median).map_err(reason)?);
    put(&mut answer, "fligner", "fligner_p", fligner_killeen(&groups).map_err(reason)?);
    Ok(Value::Object(answer))
}

fn paired(inputs: &Value) -> Result<Value, String> {
    let (x, y) = (numbers(inputs, "x")?, numbers(inputs, "y")?);
    let difference = paired_differences(&x, &y, confidence(NINETY_FIVE)?).map_err(reason)?;
    let margins = Margins::new(-3.0, 3.0).map_err(reason)?;
    let tost = two_one_sided_tests(&difference, margins, 0.05).map_err(reason)?;
    let ratio = paired_ratio(&x, &y, confidence(0.9)?).map_err(reason)?;
    let ranks = wilcoxon_signed_rank(&x, &y).map_err(reason)?;
    let bioequivalence = Margins::new(0.8, 1.25).map_err(reason)?;
    Ok(json!({
        "t": difference.t,
        "p_value": difference.p_value,
        "ci95": difference.estimate.interval.as_ref().map(ends),
        "p_tost_margin3": tost.p_value(),
        "geometric_mean_ratio": ratio.value,
        "ratio_ci90": ratio.interval.as_ref().map(ends),
        "equivalent_80_125": ratio.interval.as_ref().is_some_and(|interval| bioequivalence.hold(interval)),
        "wilcoxon_v": ranks.v,
        "wilcoxon_p_normal_cc": ranks.corrected_p_value,
    }))
}

fn tost(inputs: &Value) -> Result<Value, String> {
    let (x, y, target) = (numbers(inputs, "x")?, numbers(inputs, "y")?, number(inputs, "target")?);
    let margins = Margins::new(number(inputs, "lower_margin")?, number(inputs, "upper_margin")?).map_err(reason)?;
    let alpha = number(inputs, "alpha")?;
    let level = confidence(NINETY_FIVE)?;
    let test = |difference: &TTest| {
        let result = two_one_sided_tests(difference, margins, alpha).map_err(reason)?;
        Ok::<Value, String>(json!({
            "t_lower": result.lower_t,
            "t_upper": result.upper_t,
            "p_lower": result.lower_p_value,
            "p_upper": result.upper_p_value,
            "p_tost": result.p_value(),
            "ci90": ends(&result.interval),
            "equivalent": result.equivalent,
        }))
    };
    let welch = t_test(&x, &y, Variances::Separate, level).map_err(reason)?;
    let pooled = t_test(&x, &y, Variances::Pooled, level).map_err(reason)?;
    Ok(json!({
        "welch": test(&welch)?,
        "pooled": test(&pooled)?,
        "difference": welch.estimate.value,
        "one_sample": test(&t_test_against(&x, target, level).map_err(reason)?)?,
    }))
}

fn range(inputs: &Value) -> Result<Value, String> {
    let (reference, test) = (numbers(inputs, "reference")?, numbers(inputs, "test")?);
    let range = quality_range(&reference, &test, number(inputs, "k")?).map_err(reason)?;
    let fraction = range.fraction_inside();
    Ok(json!({
        "range": [range.lower, range.upper],
        "inside": range.inside.iter().filter(|inside| **inside).count(),
        "inside_flags": range.inside,
        "fraction": fraction,
        "pass": fraction >= number(inputs, "required_fraction")?,
    }))
}

/// Values sorted into the sets of equal labels, in the order in which labels first appear.
fn sorted_by_label<T: Copy>(labels: &[&str], values: &[T]) -> Result<Vec<Vec<T>>, String> {
    if labels.len() != values.len() {
        return Err(format!("{} labels for {} values", labels.len(), values.len()));
    }
    let (mut names, mut groups): (Vec<&str>, Vec<Vec<T>>) = (Vec::new(), Vec::new());
    for (label, value) in labels.iter().zip(values) {
        match names.iter().position(|name| name == label) {
            Some(index) => groups[index].push(*value),
            None => {
                names.push(label);
                groups.push(vec![*value]);
            }
        }
    }
    Ok(groups)
}

fn components(inputs: &Value) -> Result<Value, String> {
    let (values, days) = (numbers(inputs, "y")?, texts(inputs, "a")?);
    if inputs.get("b").is_none() {
        return one_level(&sorted_by_label(&days, &values)?);
    }
    let runs = texts(inputs, "b")?;
    let labelled: Vec<(&str, f64)> = runs.into_iter().zip(values.iter().copied()).collect();
    let mut nested = Vec::new();
    for day in sorted_by_label(&days, &labelled)? {
        let (labels, values): (Vec<&str>, Vec<f64>) = day.into_iter().unzip();
        nested.push(sorted_by_label(&labels, &values)?);
    }
    two_levels(&nested)
}

/// The keys both layouts share.
fn precisions(repeatability: &Precision, intermediate: &Precision) -> Map<String, Value> {
    object(json!({
        "repeatability_variance": repeatability.variance,
        "repeatability_sd": repeatability.standard_deviation,
        "repeatability_cv_percent": repeatability.coefficient_of_variation,
        "repeatability_df": repeatability.degrees_of_freedom,
        "repeatability_sd_ci95": repeatability.interval.as_ref().map(ends),
        "intermediate_precision_variance": intermediate.variance,
        "intermediate_precision_sd": intermediate.standard_deviation,
        "intermediate_precision_cv_percent": intermediate.coefficient_of_variation,
        "intermediate_precision_df_satterthwaite": intermediate.degrees_of_freedom,
        "intermediate_precision_sd_ci95": intermediate.interval.as_ref().map(ends),
    }))
}

fn one_level(groups: &[Vec<f64>]) -> Result<Value, String> {
    let found = one_way(groups, confidence(NINETY_FIVE)?).map_err(reason)?;
    let likelihood = restricted_likelihood(groups).map_err(reason)?;
    let mut answer = precisions(&found.repeatability, &found.intermediate_precision);
    answer.extend(object(json!({
        "n": found.n,
        "mean": found.mean,
        "ms_between": found.anova.between_mean_square,
        "ms_within": found.anova.within_mean_square,
        "n0": found.effective_group_size,
        "between_variance_unconstrained": found.unconstrained_between_variance,
        "between_variance": found.between_variance,
        "reml_between_variance": likelihood.between_variance,
        "reml_repeatability_variance": likelihood.repeatability_variance,
    })));
    Ok(Value::Object(answer))
}

fn two_levels(days: &[Vec<Vec<f64>>]) -> Result<Value, String> {
    let found = nested(days, confidence(NINETY_FIVE)?).map_err(reason)?;
    let mut answer = precisions(&found.repeatability, &found.intermediate_precision);
    answer.extend(object(json!({
        "n": found.n,
        "mean": found.mean,
        "ms_day": found.day_mean_square,
        "ms_run": found.run_mean_square,
        "ms_within": found.within_mean_square,
        "day_variance_unconstrained": found.unconstrained_day_variance,
        "run_variance_unconstrained": found.unconstrained_run_variance,
        "day_variance": found.day_variance,
        "run_variance": found.run_variance,
    })));
    Ok(Value::Object(answer))
}
