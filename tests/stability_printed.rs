//! Shelf lives as printed: LeBlond et al. 2011 and the documentation of expirest, from the data beside the checkout.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the tests read the data and say what is absent"
)]

#[path = "support/needed.rs"]
mod needed;

use evqc::stats::Confidence;
use evqc::stats::shelf_life::{
    BatchSeries, Bound, ErrorTerm, LimitSide, Limits, Model, Plan, Study, Transform, evaluate,
};
use serde_json::Value;

/// The batches of a reference case, in the order of their names.
fn batches(case: &str) -> Option<Vec<BatchSeries>> {
    let text = needed::shared_text(&format!("oracles/stability/{case}.json"), "printed shelf lives")?;
    let case: Value = serde_json::from_str(&text).unwrap();
    let numbers = |list: &Value| list.as_array().unwrap().iter().map(|one| one.as_f64().unwrap()).collect();
    let one = |batch: &Value| BatchSeries { times: numbers(&batch["time"]), values: numbers(&batch["value"]) };
    Some(case["inputs"]["batches"].as_object().unwrap().values().map(one).collect())
}

/// The number with so many decimals.
fn printed(value: Option<f64>, decimals: usize) -> String {
    format!("{:.decimals$}", value.unwrap())
}

#[test]
fn moisture_with_an_upper_limit() {
    let Some(moisture) = batches("leblond_moisture_upper") else { return };
    let limits = Limits::new(None, Some(4.5)).unwrap();
    let evaluation = evaluate(&moisture, &Plan::q1e(limits).unwrap()).unwrap();
    assert_eq!(evaluation.model.model, Model::CommonInterceptCommonSlope);
    assert_eq!(printed(evaluation.shelf_life.time(), 1), "96.3");
    let bound = Bound::of_mean(&limits, Confidence::new(0.95).unwrap());
    let released = evaluation.model.what_if(3.0, LimitSide::Upper, 4.5, &bound).unwrap();
    assert_eq!(printed(released.time(), 4), "72.5055");
    assert!((released.time().unwrap() - 72.50545).abs() < 1e-5);
}

/// expirest prints the shelf life of separate lines with the scatter of each batch, and the pooled one beside it.
#[test]
fn potency_of_three_batches_that_differ() {
    let Some(potency) = batches("leblond_potency_dids") else { return };
    let limits = Limits::new(Some(95.0), None).unwrap();
    let evaluation = evaluate(&potency, &Plan::q1e(limits).unwrap()).unwrap();
    assert_eq!(evaluation.model.model, Model::DifferentInterceptsDifferentSlopes);
    let bound = Bound::of_mean(&limits, Confidence::new(0.95).unwrap());
    let study = Study::new(&potency, Transform::None).unwrap();
    for (error, life, what_if) in [(ErrorTerm::Individual, "15.84", 7.619661), (ErrorTerm::Pooled, "15.61", 7.483223)] {
        let fit = study.fit(Model::DifferentInterceptsDifferentSlopes, error).unwrap();
        let found = fit.shelf_life(&limits, &bound).unwrap();
        assert_eq!((printed(found.time(), 2).as_str(), found.earliest.batch), (life, Some(2)));
        // Solved by expirest to about 1e-5.
        let released = fit.what_if(98.0, LimitSide::Lower, 95.0, &bound).unwrap();
        assert!((released.time().unwrap() - what_if).abs() < 1e-5, "{released:?}");
    }
}

/// The three ways of LeBlond et al. 2011: tables IV, VI and VIII.
#[test]
fn the_model_of_each_table() {
    for (case, model) in [
        ("leblond_potency_cics", Model::CommonInterceptCommonSlope),
        ("leblond_potency_dics", Model::DifferentInterceptsCommonSlope),
        ("leblond_potency_dids", Model::DifferentInterceptsDifferentSlopes),
    ] {
        let Some(potency) = batches(case) else { return };
        let plan = Plan::q1e(Limits::new(Some(95.0), None).unwrap()).unwrap();
        assert_eq!(evaluate(&potency, &plan).unwrap().model.model, model, "{case}");
    }
}
