//! The words of the twin for programs, as a reader knows them: `retest_history` is "see retest history" (R-1104).

use crate::certificate::criterion;
use crate::certificate::fill;
use crate::certificate::profile::{IntendedUse, Meaning};
use crate::certificate::terms::{self, Term};
use crate::certificate::words::Words;
use crate::judge::{Outcome, Use};

/// What a word of the twin under this key is in print; `None` where it is no word for programs.
pub(super) fn in_print(key: &str, word: &str) -> Option<Words> {
    let term = match key {
        "flags" => terms::flag(word),
        "outcome" => Outcome::ALL.into_iter().find(|one| one.as_str() == word).map(criterion::outcome),
        // What it was corrected to stands in the retest history.
        "use" if word == Use::Corrected.as_str() => return Some(Words::new("corrected", "已更正")),
        "use" => Use::ALL.into_iter().find(|one| one.as_str() == word).map(fill::use_term),
        "role" => role(word),
        "verdict" => verdict(word),
        "category" => category(word),
        "intended_use" => IntendedUse::by_name(word).map(IntendedUse::term),
        "meaning" => Meaning::by_name(word).map(Meaning::term),
        "document" => document(word),
        "kind" => kind(word),
        "status" => return SPECIFICATION_STATUS.contains(&word).then(|| fill::status(word)),
        _ => None,
    };
    term.map(Words::of)
}

/// The words for the status of a specification.
const SPECIFICATION_STATUS: [&str; 4] = ["draft", "approved", "superseded", "withdrawn"];

fn role(word: &str) -> Option<&'static Term> {
    Some(match word {
        "sample" => &terms::ROLE_SAMPLE,
        "control" => &terms::USE_CONTROL,
        "blank" => &terms::ROLE_BLANK,
        "reference" => &terms::ROLE_REFERENCE,
        "retest" => &terms::ROLE_RETEST,
        _ => return None,
    })
}

fn verdict(word: &str) -> Option<&'static Term> {
    Some(match word {
        "conforms" => &terms::COMPLIES,
        "does_not_conform" => &terms::DOES_NOT_COMPLY,
        "not_concluded" => &terms::VERDICT_NOT_CONCLUDED,
        _ => return None,
    })
}

fn category(word: &str) -> Option<&'static Term> {
    Some(match word {
        "identity" => &terms::CATEGORY_IDENTITY,
        "purity" => &terms::CATEGORY_PURITY,
        "quantity" => &terms::CATEGORY_QUANTITY,
        "potency" => &terms::CATEGORY_POTENCY,
        "safety" => &terms::CATEGORY_SAFETY,
        "general" => &terms::CATEGORY_GENERAL,
        "stability" => &terms::CATEGORY_STABILITY,
        _ => return None,
    })
}

fn document(word: &str) -> Option<&'static Term> {
    Some(match word {
        "certificate_of_analysis" => &terms::CERTIFICATE_OF_ANALYSIS,
        "test_report" => &terms::TEST_REPORT,
        "batch_certificate" => &terms::BATCH_CERTIFICATE,
        _ => return None,
    })
}

fn kind(word: &str) -> Option<&'static Term> {
    Some(match word {
        "natural" => &terms::NATURAL,
        "engineered" => &terms::ENGINEERED,
        "number" => &terms::KIND_NUMBER,
        "text" => &terms::KIND_TEXT,
        "panel" => &terms::KIND_PANEL,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::certificate_schema;
    use serde_json::Value;

    /// Every word that the schema allows under a key that this file knows.
    fn allowed(of: &Value, key: &str, all: &mut Vec<String>) {
        match of {
            Value::Object(entries) => {
                let own = entries.get("properties").and_then(|all| all.get(key)).and_then(|one| one.get("enum"));
                let words = own.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
                all.extend(words.map(str::to_owned));
                entries.values().for_each(|below| allowed(below, key, all));
            }
            Value::Array(items) => items.iter().for_each(|below| allowed(below, key, all)),
            _ => {}
        }
    }

    #[test]
    fn every_word_of_these_keys_has_a_term() {
        let schema = certificate_schema().to_value();
        for key in ["outcome", "use", "verdict", "category", "intended_use"] {
            let mut words = Vec::new();
            allowed(&schema, key, &mut words);
            assert!(!words.is_empty(), "{key}");
            for word in words {
                assert!(in_print(key, &word).is_some_and(|words| !words.is_same()), "{key}: {word}");
            }
        }
        for (key, word, zh) in [
            ("document", "certificate_of_analysis", "检验报告书"),
            ("document", "test_report", "检验报告"),
            ("document", "batch_certificate", "批证书"),
            ("kind", "number", "数值"),
            ("kind", "text", "文字"),
            ("kind", "panel", "组合项"),
            ("flags", "retest_history", "见复验记录"),
            ("role", "sample", "供试品"),
            ("use", "invalidated", "已作废，不采用"),
        ] {
            assert_eq!(in_print(key, word).map(|words| words.zh).as_deref(), Some(zh));
        }
    }
}
