//! The topics of the reference cases, one file each.

mod arrhenius;
mod censored;
mod comparability;
mod conformity;
mod counts;
mod descriptive;
mod distributions;
mod dosing;
mod intervals;
mod nonlinear;
mod outliers;
mod quantiles;
mod regression;
mod rounding;
mod stability;
mod tolerance;

use serde_json::Value;

/// Answers a method from its inputs; none when the topic does not know the method.
type Answer = fn(&str, &Value) -> Option<Result<Value, String>>;

/// Every topic, in the order in which they are asked.
const TOPICS: [Answer; 16] = [
    descriptive::answer,
    quantiles::answer,
    intervals::answer,
    tolerance::answer,
    outliers::answer,
    conformity::answer,
    rounding::answer,
    censored::answer,
    counts::answer,
    regression::answer,
    distributions::answer,
    comparability::answer,
    stability::answer,
    arrhenius::answer,
    nonlinear::answer,
    dosing::answer,
];

/// The answer of the first topic that knows the method.
pub(super) fn answer(method: &str, inputs: &Value) -> Option<Result<Value, String>> {
    TOPICS.iter().find_map(|answer| answer(method, inputs))
}
