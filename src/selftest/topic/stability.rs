//! Shelf life by ICH Q1E.

use crate::order;
use crate::selftest::answer::reason;
use crate::selftest::inputs::{list, number, numbers, optional_number, text};
use crate::stats::shelf_life::{
    BatchSeries, Bound, BoundKind, BoundSides, Crossing, ErrorTerm, LimitCrossing, LimitSide, Limits, LongTermData,
    Model, PoolingError, PoolingRule, ShelfLife, ShelfLifeError, SignificantChange, Storage, Study, Transform, ceiling,
};
use crate::stats::{Confidence, Probability};
use serde_json::{Map, Value, json};

/// The answer to a method of this topic; none when it is not one of its methods.
pub(super) fn answer(method: &str, inputs: &Value) -> Option<Result<Value, String>> {
    match method {
        "q1e_shelf_life" => Some(q1e(inputs)),
        "worst_case_shelf_life" => Some(worst_case(inputs)),
        "q1e_extrapolation" => Some(extrapolation(inputs)),
        _ => None,
    }
}

/// The reference has one sentence for a batch that allows no line.
const NO_LINE: &str = "fewer than 3 points or a single time point: no residual degrees of freedom or no time spread";

/// A fitted model by the name of the reference.
const MODELS: [(&str, Model, ErrorTerm); 4] = [
    ("cics", Model::CommonInterceptCommonSlope, ErrorTerm::Pooled),
    ("dics", Model::DifferentInterceptsCommonSlope, ErrorTerm::Pooled),
    ("dids_pooled_mse", Model::DifferentInterceptsDifferentSlopes, ErrorTerm::Pooled),
    (INDIVIDUAL, Model::DifferentInterceptsDifferentSlopes, ErrorTerm::Individual),
];

const INDIVIDUAL: &str = "dids_individual_mse";

fn why(error: ShelfLifeError) -> String {
    error.to_string()
}

/// Names and results of the batches, in the order of the names.
fn batches(inputs: &Value) -> Result<(Vec<String>, Vec<BatchSeries>), String> {
    let batches = inputs.get("batches").and_then(Value::as_object).ok_or("inputs.batches is not an object")?;
    let one = |(name, batch): (&String, &Value)| {
        Ok((name.clone(), BatchSeries { times: numbers(batch, "time")?, values: numbers(batch, "value")? }))
    };
    Ok(batches.iter().map(one).collect::<Result<Vec<_>, String>>()?.into_iter().unzip())
}

fn bound(inputs: &Value, sides: &str, interval: &str) -> Result<Bound, String> {
    let confidence = Confidence::new(1.0 - number(inputs, "alpha")?).map_err(reason)?;
    let sides = match sides {
        "one" => BoundSides::One,
        "two" => BoundSides::Two,
        other => return Err(format!("{other} is no number of sides")),
    };
    let kind = match interval {
        "confidence" => BoundKind::Confidence,
        "prediction" => BoundKind::Prediction,
        other => return Err(format!("{other} is no interval")),
    };
    Ok(Bound { kind, sides, confidence })
}

fn transform(name: &str) -> Result<Transform, String> {
    match name {
        "none" => Ok(Transform::None),
        "log" => Ok(Transform::Log),
        "sqrt" => Ok(Transform::SquareRoot),
        "square" => Ok(Transform::Square),
        "reciprocal" => Ok(Transform::Reciprocal),
        other => Err(format!("{other} is no transformation")),
    }
}

fn q1e(inputs: &Value) -> Result<Value, String> {
    let (names, series) = batches(inputs)?;
    let study = Study::new(&series, transform(text(inputs, "transform")?)?).map_err(why)?;
    let mut answer = json!({ "n": study.points(), "batches": names.len() });
    let mut fits = Map::new();
    for (name, fit) in names.iter().zip(study.batch_fits().map_err(reason)?) {
        let Ok(line) = fit.line else {
            answer["status"] = json!("not_estimable");
            answer["reason"] = json!(NO_LINE);
            return Ok(answer);
        };
        let (s, degrees) = (line.residual_standard_deviation, fit.points - 2);
        let fit = json!({ "intercept": line.intercept, "slope": line.slope, "residual_sd": s, "df": degrees });
        fits.insert(name.clone(), fit);
    }
    answer["batch_fits"] = Value::Object(fits);
    answer["by_model"] = by_model(inputs, &study, &names)?;
    if names.len() > 1 {
        pooled(&mut answer, inputs, &study)?;
    }
    Ok(answer)
}

/// The shelf life of every model; of one batch only by itself.
fn by_model(inputs: &Value, study: &Study, names: &[String]) -> Result<Value, String> {
    let bound = bound(inputs, text(inputs, "sided")?, text(inputs, "interval")?)?;
    let (lower, upper) = (optional_number(inputs, "lower_limit")?, optional_number(inputs, "upper_limit")?);
    let limits = Limits::new(lower, upper).map_err(reason)?;
    let mut answer = Map::new();
    for (name, model, error) in MODELS.into_iter().filter(|model| names.len() > 1 || model.0 == INDIVIDUAL) {
        let life = study.fit(model, error).and_then(|fit| fit.shelf_life(&limits, &bound)).map_err(why)?;
        answer.insert(name.to_owned(), shelf_life(&life, names));
    }
    Ok(Value::Object(answer))
}

fn shelf_life(life: &ShelfLife, names: &[String]) -> Value {
    let state = |one: &LimitCrossing| match one.crossing {
        Crossing::At(_) => "crosses",
        Crossing::Never => "no_crossing",
        Crossing::OutsideAtZero => "fails_at_zero",
    };
    let side = |one: &LimitCrossing| one.side.map(LimitSide::as_str);
    let name = |one: &LimitCrossing| one.batch.and_then(|batch| names.get(batch)).map_or("pooled", String::as_str);
    let line = |one: &LimitCrossing| {
        let found = json!({ "t": one.crossing.time(), "status": state(one), "side": side(one) });
        (name(one).to_owned(), found)
    };
    let first = &life.earliest;
    json!({
        "shelf_life": life.time(),
        "status": state(first),
        "batch": first.side.map(|_| name(first)),
        "side": side(first),
        "per_batch": order::collect::<Map<String, Value>, _>(life.lines.iter().map(line)),
    })
}

/// What several batches have in common.
fn pooled(answer: &mut Value, inputs: &Value, study: &Study) -> Result<(), String> {
    let tests = study.poolability().map_err(why)?;
    answer["poolability_p"] = json!({
        "slopes": tests.slopes.p_value,
        "intercepts_given_common_slope_full_mse": tests.intercepts.p_value,
        "intercepts_given_common_slope_reduced_mse": tests.intercepts_reduced.p_value,
        "batch_type1_unadjusted_full_mse": tests.intercepts_sequential.p_value,
        "slopes_and_intercepts_together": tests.slopes_and_intercepts.p_value,
    });
    let alpha = Probability::new(number(inputs, "alpha_pool")?).map_err(reason)?;
    let chosen = |error| tests.model(&PoolingRule { alpha, error }).short_name();
    answer["model_full_mse"] = json!(chosen(PoolingError::FullModel));
    answer["model_reduced_mse"] = json!(chosen(PoolingError::ReducedModel));
    answer["model_type1_unadjusted"] = json!(chosen(PoolingError::Sequential));
    let mut deviations = Map::new();
    for (name, model, error) in MODELS.into_iter().filter(|model| model.0 != INDIVIDUAL) {
        let fit = study.fit(model, error).map_err(why)?;
        deviations.insert(name.to_owned(), json!(fit.residual_standard_deviation()));
        match (model, fit.lines.first()) {
            (Model::CommonInterceptCommonSlope, Some(line)) => {
                answer["pooled_intercept"] = json!(line.intercept);
                answer["pooled_slope"] = json!(line.slope);
            }
            (Model::DifferentInterceptsCommonSlope, Some(line)) => answer["common_slope"] = json!(line.slope),
            _ => {}
        }
    }
    answer["residual_sd"] = Value::Object(deviations);
    Ok(())
}

fn worst_case(inputs: &Value) -> Result<Value, String> {
    let (names, series) = batches(inputs)?;
    let study = Study::new(&series, Transform::None).map_err(why)?;
    let bound = bound(inputs, "one", "confidence")?;
    let side = match text(inputs, "side")? {
        "lower" => LimitSide::Lower,
        "upper" => LimitSide::Upper,
        other => return Err(format!("{other} is no side")),
    };
    let (release, limit) = (number(inputs, "release_limit")?, number(inputs, "shelf_life_limit")?);
    let mut answer = json!({});
    for (name, model, error) in MODELS {
        let fit = study.fit(model, error).map_err(why)?;
        let life = fit.what_if(release, side, limit, &bound).map_err(why)?;
        let line = |one: &LimitCrossing| Some((names.get(one.batch?)?.clone(), json!(one.crossing.time())));
        let by_batch: Map<String, Value> = order::collect(life.lines.iter().filter_map(line));
        let one_for_all = by_batch.is_empty();
        answer[name] =
            if one_for_all { json!(life.time()) } else { json!({ "per_batch": by_batch, "shortest": life.time() }) };
    }
    Ok(answer)
}

fn extrapolation(inputs: &Value) -> Result<Value, String> {
    let months: Result<Vec<f64>, String> = list(inputs, "rows")?.iter().map(longest).collect();
    Ok(json!({ "max_proposed_months": months? }))
}

/// The ceiling of one row, in months.
fn longest(row: &Value) -> Result<f64, String> {
    let storage = match text(row, "storage")? {
        "room" => Storage::Room,
        "refrigerated" => Storage::Refrigerated,
        "frozen" => Storage::Freezer,
        other => return Err(format!("{other} is no storage")),
    };
    let flag = |name: &str| row.get(name).and_then(Value::as_bool);
    let needed = |name: &str| flag(name).ok_or_else(|| format!("{name} is not true or false"));
    let change = |name: &str| match flag(name) {
        None => SignificantChange::NotKnown,
        Some(false) => SignificantChange::None,
        Some(true) => SignificantChange::Later,
    };
    let data = LongTermData {
        storage,
        biological: false,
        agreed: false,
        accelerated: change("accelerated_significant_change"),
        intermediate: change("intermediate_significant_change"),
        little_change: !needed("change_or_variability")?,
        statistics: needed("statistics_support")?,
    };
    ceiling(&data).months(number(row, "months_of_long_term_data")?).map_err(reason)
}
