//! One reference case as its JSON text gives it.

use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// A reference case: what is computed from which inputs, and what a trusted source obtained.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Case {
    /// Topic and name, separated by a slash.
    pub id: String,
    /// One sentence on what the case shows.
    pub what: String,
    /// Where inputs and expected values come from.
    pub source: String,
    /// Which computation is asked for.
    pub method: String,
    /// Arguments of the method, an object.
    pub inputs: Value,
    /// Answers by name, an object.
    pub expected: Value,
    /// How near an answer has to come.
    pub tolerance: Tolerance,
}

/// An answer v agrees with the expected e when |v - e| <= max(abs, rel |e|).
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tolerance {
    /// Relative part; none means 0.
    #[serde(default)]
    pub rel: Option<f64>,
    /// Absolute part, in the unit of the answer; none means 0.
    #[serde(default)]
    pub abs: Option<f64>,
    /// Other tolerances by key of `expected`, or by dotted path below it; what one leaves out is taken from here above.
    #[serde(default)]
    pub per_key: BTreeMap<String, Width>,
}

/// The two parts of a tolerance for one key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Width {
    /// Relative part.
    #[serde(default)]
    pub rel: Option<f64>,
    /// Absolute part, in the unit of the answer.
    #[serde(default)]
    pub abs: Option<f64>,
}

/// Why a text is no reference case.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// No JSON, or a field is lacking or of the wrong kind.
    #[error("not a reference case: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// `inputs` or `expected` is something other than an object.
    #[error("`{field}` must be an object")]
    NotAnObject {
        /// The field.
        field: &'static str,
    },
    /// A tolerance that is negative or not a number would let everything or nothing pass.
    #[error("a tolerance must not be negative: {width}")]
    NegativeTolerance {
        /// The number given.
        width: f64,
    },
    /// A relative tolerance of the whole value lets 0 agree with anything.
    #[error("a relative tolerance must be below 1: {width}")]
    WholeValue {
        /// The number given.
        width: f64,
    },
    /// A case that expects nothing agrees with everything.
    #[error("the case expects nothing")]
    ExpectsNothing,
}

impl Case {
    /// Reads a case from its JSON text.
    ///
    /// # Errors
    /// [`CaseError`] with the reason; a case is never repaired or skipped.
    pub fn parse(text: &str) -> Result<Case, CaseError> {
        let case: Case = serde_json::from_slice(text.as_bytes())?;
        for (field, value) in [("inputs", &case.inputs), ("expected", &case.expected)] {
            if !value.is_object() {
                return Err(CaseError::NotAnObject { field });
            }
        }
        if case.expected.as_object().is_some_and(serde_json::Map::is_empty) {
            return Err(CaseError::ExpectsNothing);
        }
        case.tolerance.check()?;
        Ok(case)
    }

    /// The part of the id before the slash.
    pub fn topic(&self) -> &str {
        self.id.split('/').next().unwrap_or_default()
    }
}

impl Tolerance {
    /// The width that holds at a dotted path: the most specific entry of `per_key`, completed by the general one.
    ///
    /// A list element answers to the path of its list.
    pub(super) fn at(&self, path: &str) -> (f64, f64) {
        let mut end = path.len();
        let specific = loop {
            let head = path.get(..end).unwrap_or_default();
            match (self.per_key.get(head), head.rfind('.')) {
                (Some(width), _) => break *width,
                (None, Some(dot)) => end = dot,
                (None, None) => break Width::default(),
            }
        };
        (specific.rel.or(self.rel).unwrap_or(0.0), specific.abs.or(self.abs).unwrap_or(0.0))
    }

    fn check(&self) -> Result<(), CaseError> {
        let widths = self.per_key.values().flat_map(|width| [width.rel, width.abs]).chain([self.rel, self.abs]);
        if let Some(width) = widths.flatten().find(|width| width.is_nan() || *width < 0.0) {
            return Err(CaseError::NegativeTolerance { width });
        }
        let relative = self.per_key.values().filter_map(|width| width.rel).chain(self.rel);
        match relative.into_iter().find(|width| *width >= 1.0) {
            Some(width) => Err(CaseError::WholeValue { width }),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(expected: &str, tolerance: &str) -> String {
        format!(
            r#"{{"id": "t/n", "what": "w", "source": "s", "method": "m", "inputs": {{}},
                 "expected": {expected}, "tolerance": {tolerance}, "notes": []}}"#
        )
    }

    #[test]
    fn the_most_specific_tolerance_holds() {
        let case = Case::parse(&text(
            r#"{"a": 1}"#,
            r#"{"rel": 1e-9, "abs": 1e-12, "per_key": {"a": {"rel": 1e-4}, "a.b": {"abs": 0.5}}}"#,
        ))
        .unwrap();
        assert_eq!(case.topic(), "t");
        assert_eq!(case.tolerance.at("c"), (1e-9, 1e-12));
        assert_eq!(case.tolerance.at("a.0"), (1e-4, 1e-12));
        assert_eq!(case.tolerance.at("a.b.3"), (1e-9, 0.5));
    }

    #[test]
    fn a_case_that_cannot_be_read_says_why() {
        let message = |text: &str| Case::parse(text).unwrap_err().to_string();
        assert!(message("{").starts_with("not a reference case: EOF"), "{}", message("{"));
        assert!(message("{}").contains("missing field `id`"), "{}", message("{}"));
        assert_eq!(message(&text("[]", "{}")), "`expected` must be an object");
        assert_eq!(message(&text("{}", "{}")), "the case expects nothing");
        assert_eq!(message(&text(r#"{"a": 1}"#, r#"{"rel": -1.0}"#)), "a tolerance must not be negative: -1");
        for tolerance in [r#"{"rel": 1.0}"#, r#"{"rel": 1e-9, "per_key": {"a": {"rel": 1}}}"#] {
            assert_eq!(message(&text(r#"{"a": 1}"#, tolerance)), "a relative tolerance must be below 1: 1");
        }
        assert!(Case::parse(&text(r#"{"a": 1}"#, r#"{"rel": 0.999}"#)).is_ok());
        assert!(message(&text(r#"{"a": 1}"#, r#"{"relative": 1.0}"#)).contains("unknown field `relative`"));
    }
}
