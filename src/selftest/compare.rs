//! Obtained against expected, value by value.

use super::case::Tolerance;
use super::corrections::Correction;
use serde_json::{Map, Value};

/// One expected value and what was obtained.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// Dotted path below `expected`; list elements by their 0-based index.
    pub path: String,
    /// The expected value.
    pub expected: Value,
    /// What was obtained; none when the answer has nothing at that path.
    pub obtained: Option<Value>,
    /// |obtained - expected| / |expected|, when both are numbers and the expected one is not within the absolute tolerance
    /// of 0.
    pub relative_error: Option<f64>,
    /// What came of it.
    pub result: Comparison,
}

/// What came of one expected value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Comparison {
    /// Obtained within the tolerance.
    Agrees,
    /// Not obtained, but the reference is known to be less accurate than its tolerance, and the better value was obtained.
    AgreesWithCorrection(&'static Correction),
    /// Not obtained.
    Misses,
}

impl std::fmt::Display for Compared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Compared { path, expected, obtained, relative_error, .. } = self;
        match (obtained, relative_error) {
            (None, _) => write!(f, "{path}: expected {expected}, obtained nothing"),
            (Some(obtained), None) => write!(f, "{path}: expected {expected}, obtained {obtained}"),
            (Some(obtained), Some(error)) => {
                write!(f, "{path}: expected {expected}, obtained {obtained}, relative error {error:.1e}")
            }
        }
    }
}

/// Compares an answer with the expected one, value by value in the alphabetical order of keys; keys that only the answer
/// has are ignored.
pub(super) fn compare(expected: &Value, obtained: &Value, tolerance: &Tolerance) -> Vec<Compared> {
    let mut visit = Visit { tolerance, compared: Vec::new() };
    visit.value("", expected, Some(obtained));
    visit.compared
}

struct Visit<'t> {
    tolerance: &'t Tolerance,
    compared: Vec<Compared>,
}

impl Visit<'_> {
    fn value(&mut self, path: &str, expected: &Value, obtained: Option<&Value>) {
        match (expected, obtained) {
            (Value::Object(expected), Some(Value::Object(obtained))) => self.keys(path, expected, obtained),
            (Value::Array(wanted), Some(Value::Array(found))) if wanted.len() == found.len() => {
                for (index, (expected, obtained)) in wanted.iter().zip(found).enumerate() {
                    self.value(&below(path, &index.to_string()), expected, Some(obtained));
                }
            }
            (Value::Number(_), Some(Value::Number(_))) => self.number(path, expected, obtained),
            _ => self.push(path, expected, obtained, None, Some(expected) == obtained),
        }
    }

    fn keys(&mut self, path: &str, expected: &Map<String, Value>, obtained: &Map<String, Value>) {
        for (key, expected) in expected {
            self.value(&below(path, key), expected, obtained.get(key));
        }
    }

    /// Whole numbers on both sides are counts or indices and must be equal; all others may differ by the tolerance.
    fn number(&mut self, path: &str, expected: &Value, obtained: Option<&Value>) {
        let (Some(e), Some(v)) = (expected.as_f64(), obtained.and_then(Value::as_f64)) else {
            return self.push(path, expected, obtained, None, false);
        };
        let whole = expected.is_i64() && obtained.is_some_and(Value::is_i64);
        let (rel, abs) = self.tolerance.at(path);
        let difference = (v - e).abs();
        let relative = (e.abs() > abs).then(|| difference / e.abs());
        let agrees = if whole { Some(expected) == obtained } else { difference <= abs.max(rel * e.abs()) };
        self.push(path, expected, obtained, relative, agrees);
    }

    fn push(&mut self, path: &str, expected: &Value, obtained: Option<&Value>, error: Option<f64>, agrees: bool) {
        self.compared.push(Compared {
            path: path.to_owned(),
            expected: expected.clone(),
            obtained: obtained.cloned(),
            relative_error: error,
            result: if agrees { Comparison::Agrees } else { Comparison::Misses },
        });
    }
}

fn below(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn tolerance(rel: f64, abs: f64) -> Tolerance {
        Tolerance { rel: Some(rel), abs: Some(abs), ..Tolerance::default() }
    }

    fn missed(expected: Value, obtained: Value) -> Vec<String> {
        misses(&compare(&expected, &obtained, &tolerance(1e-6, 1e-9)))
    }

    fn misses(compared: &[Compared]) -> Vec<String> {
        compared.iter().filter(|value| value.result == Comparison::Misses).map(ToString::to_string).collect()
    }

    #[test]
    fn numbers_agree_within_the_wider_of_both_parts() {
        let expected = json!({"a": 2.0, "b": 0.0, "c": [1.0, 3.0]});
        let obtained = json!({"a": 2.000001, "b": 5e-10, "c": [1.0, 3.0], "more": 1});
        let compared = compare(&expected, &obtained, &tolerance(1e-6, 1e-9));
        assert!(misses(&compared).is_empty());
        let paths: Vec<&str> = compared.iter().map(|value| value.path.as_str()).collect();
        assert_eq!(paths, ["a", "b", "c.0", "c.1"]);
        assert!((compared[0].relative_error.unwrap() - 5e-7).abs() < 1e-12);
        assert_eq!(compared[1].relative_error, None);
    }

    #[test]
    fn next_to_zero_nothing_is_relative() {
        let compared = compare(&json!({"a": -2e-17}), &json!({"a": 0.0}), &tolerance(1e-6, 1e-9));
        assert_eq!((compared[0].relative_error, compared[0].result), (None, Comparison::Agrees));
    }

    #[test]
    fn every_miss_is_named_with_both_values() {
        assert_eq!(
            missed(json!({"a": 2.0}), json!({"a": 2.1})),
            ["a: expected 2.0, obtained 2.1, relative error 5.0e-2"]
        );
        assert_eq!(missed(json!({"a": {"b": 1.0}}), json!({"a": {}})), ["a.b: expected 1.0, obtained nothing"]);
        assert_eq!(missed(json!({"a": [1, 2]}), json!({"a": [1, 2, 3]})), ["a: expected [1,2], obtained [1,2,3]"]);
        assert_eq!(missed(json!({"a": null}), json!({"a": 0.0})), ["a: expected null, obtained 0.0"]);
        assert_eq!(missed(json!({"a": 1.0}), json!({"a": null})), ["a: expected 1.0, obtained null"]);
        assert_eq!(
            missed(json!({"a": "inf"}), json!({"a": "unbounded"})),
            [r#"a: expected "inf", obtained "unbounded""#]
        );
        assert_eq!(missed(json!({"a": true}), json!({"a": false})), ["a: expected true, obtained false"]);
    }

    #[test]
    fn indices_are_equal_or_wrong() {
        let wide = tolerance(1.0, 1.0);
        let compared = compare(&json!({"index": 7}), &json!({"index": 8}), &wide);
        assert_eq!(misses(&compared).len(), 1);
        let compared = compare(&json!({"whole_by_chance": 7}), &json!({"whole_by_chance": 7.5}), &wide);
        assert!(misses(&compared).is_empty());
    }
}
