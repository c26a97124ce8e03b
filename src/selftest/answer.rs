//! Answers of the functions as JSON.

use crate::stats::{Confidence, Estimate, Interval, StatisticError};
use serde_json::{Value, json};

/// An error as the reason why a case could not be run.
pub(super) fn reason(error: StatisticError) -> String {
    error.to_string()
}

/// The confidence level of a case.
pub(super) fn confidence(level: f64) -> Result<Confidence, String> {
    Confidence::new(level).map_err(reason)
}

/// Both ends of an interval; an end that does not exist is null.
pub(super) fn ends(interval: &Interval) -> Value {
    json!([interval.lower, interval.upper])
}

/// Both ends of the interval of an estimate.
pub(super) fn interval(estimate: Result<Estimate, StatisticError>) -> Result<Value, String> {
    let estimate = estimate.map_err(reason)?;
    estimate.interval.as_ref().map(ends).ok_or_else(|| format!("{} has no interval", estimate.method))
}

/// The one end of a bound.
pub(super) fn bound(estimate: Result<Estimate, StatisticError>) -> Result<Value, String> {
    let estimate = estimate.map_err(reason)?;
    let end = estimate.interval.and_then(|interval| interval.lower.or(interval.upper));
    end.map(Value::from).ok_or_else(|| format!("{} has no bound", estimate.method))
}

/// The value of an estimate.
pub(super) fn value(estimate: Result<Estimate, StatisticError>) -> Result<Value, String> {
    estimate.map(|estimate| estimate.value.into()).map_err(reason)
}
