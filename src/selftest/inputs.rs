//! Arguments of a reference case by name, each refused with its name when it is lacking or of another kind.

use serde_json::Value;

/// A number.
pub(super) fn number(inputs: &Value, name: &str) -> Result<f64, String> {
    inputs.get(name).and_then(Value::as_f64).ok_or_else(|| format!("inputs.{name} is not a number"))
}

/// A number that may be null or missing.
pub(super) fn optional_number(inputs: &Value, name: &str) -> Result<Option<f64>, String> {
    if inputs.get(name).is_none_or(Value::is_null) { Ok(None) } else { number(inputs, name).map(Some) }
}

/// A whole number that is not negative.
pub(super) fn count(inputs: &Value, name: &str) -> Result<usize, String> {
    let whole = inputs.get(name).and_then(Value::as_u64).and_then(|count| usize::try_from(count).ok());
    whole.ok_or_else(|| format!("inputs.{name} is not a count"))
}

/// A list of numbers.
pub(super) fn numbers(inputs: &Value, name: &str) -> Result<Vec<f64>, String> {
    list(inputs, name)?
        .iter()
        .map(|element| element.as_f64().ok_or_else(|| format!("inputs.{name} holds {element}, not a number")))
        .collect()
}

/// A list of whole numbers that are not negative.
pub(super) fn counts(inputs: &Value, name: &str) -> Result<Vec<usize>, String> {
    let whole = |element: &Value| element.as_u64().and_then(|count| usize::try_from(count).ok());
    list(inputs, name)?
        .iter()
        .map(|element| whole(element).ok_or_else(|| format!("inputs.{name} holds {element}, not a count")))
        .collect()
}

/// A text.
pub(super) fn text<'i>(inputs: &'i Value, name: &str) -> Result<&'i str, String> {
    inputs.get(name).and_then(Value::as_str).ok_or_else(|| format!("inputs.{name} is not a text"))
}

/// A list of texts.
pub(super) fn texts<'i>(inputs: &'i Value, name: &str) -> Result<Vec<&'i str>, String> {
    list(inputs, name)?
        .iter()
        .map(|element| element.as_str().ok_or_else(|| format!("inputs.{name} holds {element}, not a text")))
        .collect()
}

/// A list of anything.
pub(super) fn list<'i>(inputs: &'i Value, name: &str) -> Result<&'i Vec<Value>, String> {
    inputs.get(name).and_then(Value::as_array).ok_or_else(|| format!("inputs.{name} is not a list"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_lacking_is_named() {
        let inputs = json!({"data": [1.5, "a"], "n": -1, "name": 3});
        assert_eq!(numbers(&inputs, "data"), Err(r#"inputs.data holds "a", not a number"#.to_owned()));
        assert_eq!(count(&inputs, "n"), Err("inputs.n is not a count".to_owned()));
        assert_eq!(text(&inputs, "name"), Err("inputs.name is not a text".to_owned()));
        assert_eq!(number(&inputs, "x"), Err("inputs.x is not a number".to_owned()));
        assert_eq!(list(&inputs, "n"), Err("inputs.n is not a list".to_owned()));
    }
}
