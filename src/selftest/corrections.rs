//! Reference values that are known to be less accurate than the tolerance their case states.

use super::compare::{Compared, Comparison};

/// A better value for one expected value of one case.
#[derive(Debug, PartialEq)]
pub struct Correction {
    /// The case.
    pub id: &'static str,
    /// The value below `expected`.
    pub path: &'static str,
    /// What the case expects; another number there is not corrected.
    pub printed: f64,
    /// The better value, which must be obtained to a relative 1e-12.
    pub better: f64,
    /// Why it is the better one, and where it comes from.
    pub why: &'static str,
}

/// How near the better value has to be obtained.
const NEAR: f64 = 1e-12;

const RESTRICTED_LIKELIHOOD: &str = "lme4 stops where the likelihood no longer changes in binary64, 5e-8 from its \
    maximum; the better value solves the same equation with 30 digits (mpmath)";

/// Every known correction. The method page on variance components tells more.
const CORRECTIONS: [Correction; 2] = [
    Correction {
        id: "comparability/variance_components_ev_days_unbalanced",
        path: "reml_between_variance",
        printed: 3.747_733_362_583_310_7,
        better: 3.747_733_195_262_808,
        why: RESTRICTED_LIKELIHOOD,
    },
    Correction {
        id: "comparability/variance_components_ev_days_unbalanced",
        path: "reml_repeatability_variance",
        printed: 5.362_053_082_462_977,
        better: 5.362_053_134_201_522,
        why: RESTRICTED_LIKELIHOOD,
    },
];

/// Marks the misses of a case for which the better value was obtained.
pub(super) fn apply(id: &str, compared: &mut [Compared]) {
    for value in compared.iter_mut().filter(|value| value.result == Comparison::Misses) {
        let known = CORRECTIONS.iter().find(|one| {
            one.id == id && one.path == value.path && value.expected.as_f64().is_some_and(|e| e == one.printed)
        });
        let obtained = value.obtained.as_ref().and_then(serde_json::Value::as_f64);
        if let (Some(known), Some(obtained)) = (known, obtained)
            && (obtained / known.better - 1.0).abs() <= NEAR
        {
            value.result = Comparison::AgreesWithCorrection(known);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn result(id: &str, expected: f64, obtained: f64) -> Comparison {
        let mut compared = [Compared {
            path: "reml_between_variance".to_owned(),
            expected: json!(expected),
            obtained: Some(json!(obtained)),
            relative_error: None,
            result: Comparison::Misses,
        }];
        apply(id, &mut compared);
        compared[0].result
    }

    #[test]
    fn only_the_better_value_in_place_of_the_printed_one_is_excused() {
        let [known, _] = &CORRECTIONS;
        assert_eq!(result(known.id, known.printed, known.better), Comparison::AgreesWithCorrection(known));
        assert_eq!(result(known.id, known.printed, known.better + 1e-8), Comparison::Misses);
        assert_eq!(result(known.id, known.printed + 1e-8, known.better), Comparison::Misses);
        assert_eq!(result("another/case", known.printed, known.better), Comparison::Misses);
    }
}
