//! Tolerance factors and tolerance intervals.

use crate::selftest::answer::{confidence, reason};
use crate::selftest::inputs::{count, counts, number, numbers};
use crate::stats::{self, Confidence, Probability, Sides, StatisticError};
use serde_json::{Value, json};

/// The answer to a method of this topic; none when it is not one of its methods.
pub(super) fn answer(method: &str, inputs: &Value) -> Option<Result<Value, String>> {
    match method {
        "k_factor_one_sided" => Some(one_sided(inputs)),
        "k_factor_two_sided" => Some(two_sided(inputs)),
        "k_factor_equal_tails" => Some(equal_tails(inputs)),
        "k_factor_printed" => Some(printed(inputs)),
        "normal_tolerance_interval" => Some(normal(inputs)),
        "nonparametric_interval" => Some(nonparametric(inputs)),
        "nonparametric_min_n" => Some(sample_size(inputs)),
        _ => None,
    }
}

type Factor = fn(usize, Probability, Confidence) -> Result<f64, StatisticError>;

fn content(inputs: &Value) -> Result<Probability, String> {
    Probability::new(number(inputs, "P")?).map_err(reason)
}

/// One factor for each sample size.
fn factors(sizes: &[usize], inputs: &Value, factor: Factor) -> Result<Value, String> {
    let (content, confidence) = (content(inputs)?, confidence(number(inputs, "confidence")?)?);
    let all: Result<Vec<f64>, _> = sizes.iter().map(|n| factor(*n, content, confidence)).collect();
    all.map(Value::from).map_err(reason)
}

fn one_sided(inputs: &Value) -> Result<Value, String> {
    let sizes = counts(inputs, "n")?;
    let (content, confidence) = (content(inputs)?, confidence(number(inputs, "confidence")?)?);
    let natrella: Result<Vec<Option<f64>>, _> =
        sizes.iter().map(|n| stats::one_sided_factor_natrella(*n, content, confidence)).collect();
    Ok(json!({
        "exact": factors(&sizes, inputs, stats::one_sided_factor)?,
        "natrella_approx": natrella.map_err(reason)?,
    }))
}

/// `exact_subset` repeats some of `exact`; which, the case does not say among its inputs, so the sizes stand here.
fn two_sided(inputs: &Value) -> Result<Value, String> {
    let sizes = counts(inputs, "n")?;
    let subset: Vec<usize> = [3, 4, 5, 8, 10, 20, 30, 50].into_iter().filter(|n| sizes.contains(n)).collect();
    Ok(json!({
        "exact": factors(&sizes, inputs, stats::two_sided_factor)?,
        "exact_subset_n": subset,
        "exact_subset": factors(&subset, inputs, stats::two_sided_factor)?,
        "howe": factors(&sizes, inputs, stats::two_sided_factor_howe)?,
        "weissberg_beatty": factors(&sizes, inputs, stats::two_sided_factor_weissberg_beatty)?,
    }))
}

fn equal_tails(inputs: &Value) -> Result<Value, String> {
    Ok(json!({ "equal_tails": factors(&counts(inputs, "n")?, inputs, stats::equal_tails_factor)? }))
}

fn printed(inputs: &Value) -> Result<Value, String> {
    let (n, content) = (count(inputs, "n")?, content(inputs)?);
    let confidence = confidence(number(inputs, "confidence")?)?;
    let howe = stats::two_sided_factor_howe(n, content, confidence).map_err(reason)?;
    let natrella = stats::one_sided_factor_natrella(n, content, confidence).map_err(reason)?;
    let exact = stats::one_sided_factor(n, content, confidence).map_err(reason)?;
    Ok(json!({
        "howe": howe, "howe_printed": howe,
        "one_sided_natrella": natrella, "one_sided_natrella_printed": natrella,
        "one_sided_exact": exact, "one_sided_exact_printed": exact,
        "two_sided_exact": stats::two_sided_factor(n, content, confidence).map_err(reason)?,
    }))
}

fn normal(inputs: &Value) -> Result<Value, String> {
    let data = numbers(inputs, "data")?;
    let mut answer = json!({});
    for (p, c) in [(0.9, 0.9), (0.9, 0.95), (0.95, 0.9), (0.95, 0.95), (0.99, 0.9), (0.99, 0.95)] {
        let (content, confidence) = (Probability::new(p).map_err(reason)?, confidence(c)?);
        let name = format!("p{:.0}_c{:.0}", 1000.0 * p, 1000.0 * c);
        let on = |sides| stats::normal_tolerance_interval(&data, content, confidence, sides).map_err(reason);
        let (two, lower, upper) = (on(Sides::Two)?, on(Sides::Lower)?, on(Sides::Upper)?);
        answer[format!("{name}_two_sided")] = json!([two.lower, two.upper]);
        answer[format!("{name}_one_sided")] = json!([lower.lower, upper.upper]);
        if let Ok(log) = stats::lognormal_tolerance_interval(&data, content, confidence, Sides::Two) {
            answer[format!("lognormal_{name}_two_sided")] = json!([log.lower, log.upper]);
        }
    }
    Ok(answer)
}

fn nonparametric(inputs: &Value) -> Result<Value, String> {
    let data = numbers(inputs, "data")?;
    let (content, confidence) = (content(inputs)?, confidence(number(inputs, "confidence")?)?);
    let of_extremes = |sides| stats::nonparametric_confidence(data.len(), 1, content, sides).map_err(reason);
    let on = |sides| stats::nonparametric_tolerance_interval(&data, content, confidence, sides).map_err(reason);
    let (two, lower, upper) = (on(Sides::Two)?, on(Sides::Lower)?, on(Sides::Upper)?);
    let or_not_attainable = |limits: Option<Value>| limits.unwrap_or_else(|| "not attainable".into());
    let one = lower.zip(upper);
    Ok(json!({
        "confidence_of_min_max": of_extremes(Sides::Two)?,
        "confidence_of_extreme": of_extremes(Sides::Lower)?,
        "two_sided_rank": two.map(|two| two.rank),
        "two_sided": or_not_attainable(two.map(|two| json!([two.interval.lower, two.interval.upper]))),
        "one_sided_rank": one.map(|(lower, _)| lower.rank),
        "one_sided": or_not_attainable(one.map(|(lower, upper)| json!([lower.interval.lower, upper.interval.upper]))),
    }))
}

fn sample_size(inputs: &Value) -> Result<Value, String> {
    let (contents, confidences) = (numbers(inputs, "P")?, numbers(inputs, "confidence")?);
    let on = |sides| {
        let one = |(p, c): (&f64, &f64)| {
            let (content, confidence) = (Probability::new(*p).map_err(reason)?, confidence(*c)?);
            stats::nonparametric_sample_size(content, confidence, sides).map_err(reason)
        };
        contents.iter().zip(&confidences).map(one).collect::<Result<Vec<usize>, String>>()
    };
    Ok(json!({ "n_one_sided": on(Sides::Lower)?, "n_two_sided": on(Sides::Two)? }))
}
