//! Obtained against expected, value by value.

use super::case::Tolerance;
use serde_json::{Map, Value};

/// What agreed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agreement {
    /// Single values that agreed: numbers, texts, booleans and states.
    pub values: usize,
    /// Largest |obtained - expected| / |expected| among the numbers that agreed and whose expected value is not within the
    /// absolute tolerance of 0.
    pub worst_relative_error: f64,
    /// Where that was, as a dotted path; empty when every number agreed to the last bit.
    pub worst_path: String,
}

/// One expected value that was not obtained.
#[derive(Clone, Debug, PartialEq)]
pub struct Miss {
    /// Dotted path below `expected`; list elements by their 0-based index.
    pub path: String,
    /// The expected value.
    pub expected: Value,
    /// What was obtained instead; none when the answer has nothing at that path.
    pub obtained: Option<Value>,
    /// |obtained - expected| / |expected|, when both are numbers and the expected one is not within the absolute tolerance
    /// of 0.
    pub relative_error: Option<f64>,
}

impl std::fmt::Display for Miss {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Miss { path, expected, obtained, relative_error } = self;
        match (obtained, relative_error) {
            (None, _) => write!(f, "{path}: expected {expected}, obtained nothing"),
            (Some(obtained), None) => write!(f, "{path}: expected {expected}, obtained {obtained}"),
            (Some(obtained), Some(error)) => {
                write!(f, "{path}: expected {expected}, obtained {obtained}, relative error {error:.1e}")
            }
        }
    }
}

/// Compares an answer with the expected one; keys that only the answer has are ignored.
pub(super) fn compare(expected: &Value, obtained: &Value, tolerance: &Tolerance) -> (Agreement, Vec<Miss>) {
    let mut comparison = Comparison { tolerance, agreement: Agreement::default(), misses: Vec::new() };
    comparison.visit("", expected, Some(obtained));
    (comparison.agreement, comparison.misses)
}

struct Comparison<'t> {
    tolerance: &'t Tolerance,
    agreement: Agreement,
    misses: Vec<Miss>,
}

impl Comparison<'_> {
    fn visit(&mut self, path: &str, expected: &Value, obtained: Option<&Value>) {
        match (expected, obtained) {
            (Value::Object(expected), Some(Value::Object(obtained))) => self.visit_keys(path, expected, obtained),
            (Value::Array(wanted), Some(Value::Array(found))) if wanted.len() == found.len() => {
                for (index, (expected, obtained)) in wanted.iter().zip(found).enumerate() {
                    self.visit(&below(path, &index.to_string()), expected, Some(obtained));
                }
            }
            (Value::Number(_), Some(Value::Number(_))) => self.visit_number(path, expected, obtained),
            (expected, Some(obtained)) if expected == obtained => self.agreement.values += 1,
            _ => self.miss(path, expected, obtained, None),
        }
    }

    fn visit_keys(&mut self, path: &str, expected: &Map<String, Value>, obtained: &Map<String, Value>) {
        for (key, expected) in expected {
            self.visit(&below(path, key), expected, obtained.get(key));
        }
    }

    /// Whole numbers on both sides are counts or indices and must be equal; all others may differ by the tolerance.
    fn visit_number(&mut self, path: &str, expected: &Value, obtained: Option<&Value>) {
        let (Some(e), Some(v)) = (expected.as_f64(), obtained.and_then(Value::as_f64)) else {
            return self.miss(path, expected, obtained, None);
        };
        let whole = expected.is_i64() && obtained.is_some_and(Value::is_i64);
        let (rel, abs) = self.tolerance.at(path);
        let difference = (v - e).abs();
        let relative = (e.abs() > abs).then(|| difference / e.abs());
        let agrees = if whole { Some(expected) == obtained } else { difference <= abs.max(rel * e.abs()) };
        if !agrees {
            return self.miss(path, expected, obtained, relative);
        }
        self.agreement.values += 1;
        if relative.is_some_and(|error| error > self.agreement.worst_relative_error) {
            self.agreement.worst_relative_error = relative.unwrap_or_default();
            self.agreement.worst_path = path.to_owned();
        }
    }

    fn miss(&mut self, path: &str, expected: &Value, obtained: Option<&Value>, relative_error: Option<f64>) {
        let (expected, obtained) = (expected.clone(), obtained.cloned());
        self.misses.push(Miss { path: path.to_owned(), expected, obtained, relative_error });
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
        let (_, misses) = compare(&expected, &obtained, &tolerance(1e-6, 1e-9));
        misses.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn numbers_agree_within_the_wider_of_both_parts() {
        let expected = json!({"a": 2.0, "b": 0.0, "c": [1.0, 3.0]});
        let obtained = json!({"a": 2.000001, "b": 5e-10, "c": [1.0, 3.0], "more": 1});
        let (agreement, misses) = compare(&expected, &obtained, &tolerance(1e-6, 1e-9));
        assert_eq!(misses, []);
        assert_eq!((agreement.values, agreement.worst_path.as_str()), (4, "a"));
        assert!((agreement.worst_relative_error - 5e-7).abs() < 1e-12);
    }

    #[test]
    fn next_to_zero_nothing_is_relative() {
        let (agreement, misses) = compare(&json!({"a": -2e-17}), &json!({"a": 0.0}), &tolerance(1e-6, 1e-9));
        assert_eq!((agreement.worst_relative_error, misses), (0.0, Vec::new()));
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
        let (_, misses) = compare(&json!({"index": 7}), &json!({"index": 8}), &wide);
        assert_eq!(misses.len(), 1);
        let (agreement, _) = compare(&json!({"whole_by_chance": 7}), &json!({"whole_by_chance": 7.5}), &wide);
        assert_eq!(agreement.values, 1);
    }
}
