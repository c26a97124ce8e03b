//! What `dose`, `spec explain` and `spec diff` print in JSON is what their published schemas say.
#![allow(clippy::disallowed_methods, reason = "the test runs the program")]

use evqc::report::{difference_schema, dose_schema, explanation_schema};
use schemars::Schema;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// Runs the program in a folder of cases and checks what it prints; the document.
fn valid(schema: &Schema, name: &str, folder: &str, arguments: &[&str]) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(folder);
    let mut run = Command::new(env!("CARGO_BIN_EXE_evqc"));
    let output = run.current_dir(folder).args(arguments).args(["-o", "json"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let value: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{arguments:?}: {error}\n{text}"));
    let schema = jsonschema::validator_for(schema.as_value()).unwrap();
    let faults: Vec<String> =
        schema.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(faults.is_empty(), "{arguments:?}: {faults:?}");
    assert_eq!(value["schema"], name);
    // The schema is one that something else does not meet.
    assert!(!schema.is_valid(&serde_json::json!({"schema": name})));
    assert!(!schema.is_valid(&changed(&value)), "the schema takes another name for its own");
    value
}

fn changed(value: &Value) -> Value {
    let mut other = value.clone();
    other["schema"] = "evqc-other/1".into();
    other
}

#[test]
fn doses() {
    for (lot, more) in [
        ("EV-1", &["--target", "2e10 particles"][..]),
        ("EV-1", &["--target", "20 pmol", "--per-kg", "--weight", "3.5 kg"]),
        ("EV-1", &["--target", "12 mL"]),
        ("EV-1", &["--target", "4e7 cells"]),
        ("EV-2", &["--target", "1e9 particles"]),
        ("EV-9", &["--target", "1e9 particles"]),
    ] {
        let arguments = [&["dose", "spec.yaml", "data.csv", "--lot", lot][..], more].concat();
        let value = valid(&dose_schema(), "evqc-dose/1", "dose", &arguments);
        assert_eq!(value["doses"].as_array().map(Vec::len), Some(usize::from(lot != "EV-9")), "{lot}");
    }
}

#[test]
fn explanations() {
    for more in [&[][..], &["--lang", "zh"], &["--lang", "en"]] {
        let arguments = [&["spec", "explain", "spec.yaml"][..], more].concat();
        let value = valid(&explanation_schema(), "evqc-explanation/1", "dose", &arguments);
        assert_eq!(value["lines"].as_array().map(Vec::len), Some(6));
    }
}

#[test]
fn differences() {
    let files = ["spec.yaml", "spec-no-container.yaml", "spec-strict.yaml"];
    for after in files {
        for data in [&[][..], &["--data", "data.csv"]] {
            let arguments = [&["spec", "diff", "spec.yaml", after][..], data].concat();
            let value = valid(&difference_schema(), "evqc-difference/1", "dose", &arguments);
            assert_eq!(value["lots"].is_null(), data.is_empty());
        }
    }
}
