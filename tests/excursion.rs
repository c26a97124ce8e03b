//! `evqc excursion` in its formats, and the options that the worked cases of S-20 do not need.
#![allow(clippy::disallowed_methods, reason = "tests write their files and run the program")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a broken fixture ends the test")]

use serde_json::Value;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/S-20")
}

fn evqc(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_evqc"))
        .current_dir(folder())
        .env("COLUMNS", "100")
        .args(arguments)
        .output()
        .unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn json(arguments: &[&str]) -> Value {
    let output = evqc(&[&["excursion"], arguments, &["-o", "json"]].concat());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The numbers of the scenario S-20, to the digits that it prints.
#[test]
fn the_scenario_agrees_to_every_digit() {
    for (log, mkt, peak, outcome) in [
        ("a-4h-at-14.csv", "7.3", "14", "pass"),
        ("b-8h-at-13.csv", "8.6", "13", "inconclusive"),
        ("c-2h-at-25.csv", "9.8", "25", "inconclusive"),
    ] {
        let report = json(&["spec.yaml", log]);
        let journey = &report["journeys"][0];
        let found = journey["mean_kinetic_temperature"]["celsius"].as_f64().unwrap();
        assert_eq!(format!("{found:.1}"), mkt, "{log}");
        assert_eq!(journey["excursions"][0]["peak"]["text"], peak);
        assert_eq!(report["outcome"], outcome);
        assert_eq!(report["deviation"], outcome != "pass");
    }
}

#[test]
fn every_report_fits_the_published_schema() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema/excursion.schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for arguments in [
        &["spec.yaml", "a-4h-at-14.csv"][..],
        &["spec.yaml", "gap.csv"],
        &["spec.yaml", "dst.csv"],
        &["spec-no-rule.yaml", "a-4h-at-14.csv"],
        &["spec-frozen.yaml", "thawed.csv"],
        &["spec-budget.yaml", "a-4h-at-14.csv", "--lot", "EV-001", "--lots", "lots.csv"],
        &["spec.yaml", "b-8h-at-13.csv", "--lot", "EV-001", "--assessment", "assessment-acceptable.yaml"],
    ] {
        let report = json(arguments);
        let errors: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{arguments:?}: {errors:?}");
    }
}

/// What decided is named by its digest: the files beside the logs, and the options.
#[test]
fn every_file_and_option_has_its_digest() {
    let digest = |name: &str| {
        let bytes = std::fs::read(folder().join(name)).unwrap();
        Value::String(Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect())
    };
    let arguments = ["spec-budget.yaml", "a-4h-at-14.csv", "--lot", "EV-001", "--lots", "lots.csv"];
    let report = json(&arguments);
    assert_eq!(report["beside"][0]["what"], "lot facts");
    assert_eq!(
        (&report["beside"][0]["sha256"], &report["logs"][0]["sha256"]),
        (&digest("lots.csv"), &digest(arguments[1]))
    );
    let terminal = text(&evqc(&[&["excursion"], &arguments[..]].concat()));
    for sha256 in [&report["beside"][0]["sha256"], &report["spec"]["sha256"], &report["configuration"]["sha256"]] {
        let start = &sha256.as_str().unwrap()[..12];
        assert!(terminal.contains(start), "{start}: {terminal}");
    }
    assert!(terminal.contains(&format!("program {}", &evqc::integrity::SOURCE_SHA256[..12])), "{terminal}");
    let report =
        json(&["spec.yaml", "b-8h-at-13.csv", "--lot", "EV-001", "--assessment", "assessment-acceptable.yaml"]);
    assert_eq!(report["beside"][0]["sha256"], digest("assessment-acceptable.yaml"));
    assert_eq!(report["configuration"]["settings"], serde_json::json!({"lot": "EV-001"}));
    let settings = Sha256::digest(br#"{"lot":"EV-001"}"#).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    assert_eq!(report["configuration"]["sha256"], settings);
}

#[test]
fn markdown_and_csv_say_the_same() {
    let markdown = text(&evqc(&["excursion", "spec.yaml", "b-8h-at-13.csv", "--lot", "EV-001", "-o", "markdown"]));
    assert!(markdown.starts_with("## Handling of lot EV-001: inconclusive, deviation\n"), "{markdown}");
    assert!(markdown.contains("This is a deviation") && markdown.contains("本次为偏差"));
    let csv = text(&evqc(&["excursion", "spec.yaml", "b-8h-at-13.csv", "--lot", "EV-001", "-o", "csv"]));
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines[0], "lot,log,kind,what,from,to,seconds,celsius,allowed,status");
    assert!(lines.iter().all(|line| line.matches(',').count() >= 9), "{csv}");
    let excursion = ",excursion,\"above 8 °C\",\"2026-11-03T08:00:00+01:00\",\"2026-11-03T16:00:00+01:00\",28800,13,,";
    assert!(csv.contains(excursion), "{csv}");
    assert!(lines.last().unwrap().ends_with("inconclusive"));
}

/// Loggers beside each other are judged one by one, and the worst decides; a sensor can be chosen.
#[test]
fn the_worst_of_several_sensors_decides() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("probes.csv");
    let mut text = "Time (UTC),Core temp (°C),Air temp (°C)\n".to_owned();
    for quarter in 0..=8 {
        let air = if (3..5).contains(&quarter) { 20 } else { 5 };
        text.push_str(&format!("2026-11-03 {:02}:{:02},5.0,{air}\n", quarter / 4, quarter % 4 * 15));
    }
    std::fs::write(&log, text).unwrap();
    let log = log.to_str().unwrap();
    let both = json(&["spec.yaml", log]);
    assert_eq!((both["journeys"].as_array().unwrap().len(), &both["outcome"]), (2, &Value::from("inconclusive")));
    let core = json(&["spec.yaml", log, "--channel", "Core temp (°C)"]);
    assert_eq!(core["outcome"], "pass");
    let unknown = evqc(&["excursion", "spec.yaml", log, "--channel", "Lid"]);
    assert_eq!(unknown.status.code(), Some(2));
}

/// The order of the rows and the unit change nothing.
#[test]
fn newest_first_and_fahrenheit_come_to_the_same() {
    let base = json(&["spec.yaml", "a-4h-at-14.csv"]);
    let folder = tempfile::tempdir().unwrap();
    let original = std::fs::read_to_string(self::folder().join("a-4h-at-14.csv")).unwrap();
    let (head, rows): (Vec<&str>, Vec<&str>) = original.lines().partition(|line| !line.starts_with("2026"));
    let turned: Vec<&str> = head.iter().chain(rows.iter().rev()).copied().collect();
    let path = folder.path().join("turned.csv");
    std::fs::write(&path, turned.join("\n")).unwrap();
    let turned = json(&["spec.yaml", path.to_str().unwrap()]);
    assert_eq!(base["journeys"][0]["excursions"], turned["journeys"][0]["excursions"]);
    assert_eq!(base["journeys"][0]["mean_kinetic_temperature"], turned["journeys"][0]["mean_kinetic_temperature"]);
    let fahrenheit = json(&["spec.yaml", "fahrenheit.csv"]);
    let celsius = |report: &Value| report["journeys"][0]["mean_kinetic_temperature"]["celsius"].as_f64().unwrap();
    assert!((celsius(&fahrenheit) - celsius(&base)).abs() < 1e-9);
}

#[test]
fn wrong_usage_is_told() {
    for (arguments, message) in [
        (&["spec.yaml", "ambiguous.csv", "--date-order", "dm"][..], "expected ymd, dmy or mdy"),
        (&["spec.yaml", "dst.csv", "--time-zone", "Nowhere/Land"], "expected an offset"),
        (&["spec.yaml", "a-4h-at-14.csv", "--lot", "EV-9", "--lots", "lots.csv"], "has no such lot"),
        (&["spec.yaml", "a-4h-at-14.csv", "-o", "html"], "no such format"),
    ] {
        let output = evqc(&[&["excursion"], arguments].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(message), "{said}");
    }
}
