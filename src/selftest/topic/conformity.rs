//! Conformity under measurement uncertainty.

use serde_json::Value;

/// The answer to a method of this topic; none when it is not one of its methods.
pub(super) fn answer(_method: &str, _inputs: &Value) -> Option<Result<Value, String>> {
    None
}
