//! Access to the reference cases for the tests of this room.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "tests read the reference answers beside the project"
)]

use super::{Decimal, DecimalMark, Side};
use serde_json::Value;

#[path = "../../tests/support/needed.rs"]
mod needed;

/// One case by its path below `oracles/`; says loudly that the test is skipped when the cases are not there.
pub(super) fn case(path: &str) -> Option<Value> {
    let text = needed::shared_text(&format!("oracles/{path}"), "a reference case")?;
    Some(serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}")))
}

/// The rows of a case.
pub(super) fn rows(case: &Value, name: &str) -> Vec<Value> {
    case["inputs"][name].as_array().cloned().unwrap_or_default()
}

/// A list of texts.
pub(super) fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(string).collect()
}

/// A text.
pub(super) fn string(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// A number as it is written in a case.
pub(super) fn decimal(value: &Value) -> Decimal {
    let text = string(value);
    Decimal::parse(&text, DecimalMark::Point).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The acceptable side that an operator states.
pub(super) fn side(value: &Value) -> Side {
    match value.as_str() {
        Some("<=") => Side::AtMost,
        Some("<") => Side::LessThan,
        Some(">=") => Side::AtLeast,
        Some(">") => Side::MoreThan,
        other => panic!("{other:?}"),
    }
}
