//! Reports read back by parsers: JSON against the schema, XML, SARIF by its shape, CSV.

use crate::{fixture, format};
use quick_junit::{NonSuccessKind, Report, TestCaseStatus};
use serde_json::Value;

fn json(name: &str) -> Value {
    serde_json::from_str(&fixture::report(format(name).as_ref())).unwrap()
}

/// Checks a document against the schema of `json`.
pub fn assert_valid(document: &Value) {
    let schema = serde_json::to_value(evqc::report::report_schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<String> =
        validator.iter_errors(document).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn digests_name_specification_data_program_and_settings() {
    let report = json("json");
    let is_digest = |pointer: &str| {
        let text = report.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        let hexadecimal = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        assert!(text.len() == 64 && text.chars().all(hexadecimal), "{pointer}: {text:?}");
    };
    ["/specs/0/sha256", "/inputs/0/sha256", "/tool/sha256", "/configuration/sha256"].into_iter().for_each(is_digest);
    // What `sha256sum` says of the two bytes `{}`: no option was given.
    let none = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
    assert_eq!(report["configuration"], serde_json::json!({"sha256": none, "settings": {}}));
    let settings = evqc::integrity::Settings {
        set: vec!["a=1".to_owned()],
        stage: Some("release".to_owned()),
        ..Default::default()
    };
    let printed = br#"{"stage":"release","set":["a=1"]}"#;
    assert_eq!(settings.sha256().unwrap(), evqc::integrity::sha256(printed), "the digest is over what is printed");
    let markdown = fixture::report(format("markdown").as_ref());
    for digest in [evqc::integrity::SOURCE_SHA256, none, report["inputs"][0]["sha256"].as_str().unwrap()] {
        assert!(markdown.contains(digest), "{digest} is not in {markdown}");
        let page = fixture::report(format("html").as_ref());
        assert!(page.contains(digest), "{digest} is not in the page");
        // A terminal has the start of each.
        let human = fixture::report(format("human").as_ref());
        assert!(human.contains(&format!(" {}", &digest[..12])), "{digest} does not start in {human}");
    }
    let suites = junit(&fixture::report(format("junit").as_ref())).test_suites;
    let properties = |suite: &quick_junit::TestSuite| -> Vec<(String, String)> {
        let text = |one: &quick_junit::Property| (one.name.as_str().to_owned(), one.value.as_str().to_owned());
        suite.properties.iter().map(text).collect()
    };
    let of_run = properties(&suites[0]);
    for (name, value) in [
        ("program_sha256", evqc::integrity::SOURCE_SHA256),
        ("settings_sha256", none),
        ("input", "results.csv"),
        ("input_sha256", &*"ab".repeat(32)),
    ] {
        assert!(of_run.contains(&(name.to_owned(), value.to_owned())), "{name}: {of_run:?}");
    }
    assert!(properties(&suites[1]).contains(&("specification_sha256".to_owned(), "5f".repeat(32))));
}

#[test]
fn json_obeys_its_schema_and_the_schema_is_strict() {
    let report = json("json");
    assert_valid(&report);
    let schema = serde_json::to_value(evqc::report::report_schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (pointer, wrong) in [
        ("/lots/0/verdict", Value::from("fine")),
        ("/lots/0/tests/0/outcome", Value::from("PASS")),
        ("/lots/0/tests/0/reportable/value", Value::from(79.5)),
        ("/summary/exit", Value::from("4")),
        ("/lots/0/tests/0/place/line", Value::from("3")),
    ] {
        let mut broken = report.clone();
        *broken.pointer_mut(pointer).unwrap() = wrong;
        assert!(!validator.is_valid(&broken), "{pointer}");
    }
    let mut broken = report.clone();
    broken.pointer_mut("/lots/0").unwrap().as_object_mut().unwrap().remove("verdict");
    assert!(!validator.is_valid(&broken), "a lot without a verdict");
}

#[test]
fn json_holds_every_test_of_every_lot_with_numbers_in_two_forms() {
    let report = json("json");
    let lots = report["lots"].as_array().unwrap();
    let verdicts: Vec<&str> = lots.iter().map(|lot| lot["verdict"].as_str().unwrap()).collect();
    assert_eq!(verdicts, ["conforms", "does_not_conform", "not_evaluable"]);
    assert!(lots.iter().all(|lot| lot["tests"].as_array().unwrap().len() == 7));
    let cd63 = &lots[0]["tests"][0];
    assert_eq!(cd63["reportable"]["value"], "79.5");
    assert_eq!(cd63["reportable"]["compared"], "80");
    assert_eq!(cd63["reportable"]["value_float"], 79.5);
    assert_eq!(cd63["decided_by"], "identity_panel");
    assert_eq!(cd63["rule"]["result"], "mean of 3");
    assert_eq!(cd63["determinations"][2]["line"], 4);
    assert_eq!(cd63["source"]["doi"], "10.1000/example");
    let endotoxin = &lots[0]["tests"][5];
    assert_eq!(endotoxin["reportable"]["op"], "<");
    assert_eq!(endotoxin["determinations"][0]["op"], "<");
    assert_eq!(endotoxin["criterion"]["upper"], "0.50");
    assert_eq!(lots[1]["tests"][5]["determinations"][0]["use"], "invalidated");
    assert_eq!(lots[1]["tests"][5]["determinations"][0]["details"]["investigation"], "INV-2026-07");
    assert_eq!(report["spec"]["id"], report["specs"][0]["id"]);
    assert_eq!(report["specs"][0]["parameters"][0]["value"], "0.50");
    assert_eq!(report["summary"]["exit"], 4);
    assert_eq!(report["findings"].as_array().unwrap().len(), 7);
}

#[test]
fn jsonl_says_the_same_line_by_line() {
    let report = json("json");
    let text = fixture::report(format("jsonl").as_ref());
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of_kind = |kind: &str| -> Vec<Value> {
        let wanted = lines.iter().filter(|line| line["kind"] == kind);
        wanted
            .map(|line| {
                let mut line = line.clone();
                line.as_object_mut().unwrap().remove("kind");
                line
            })
            .collect()
    };
    assert_eq!(lines[0]["kind"], "run");
    assert_eq!(lines.last().unwrap()["kind"], "summary");
    assert_eq!(Value::from(of_kind("lot")), report["lots"]);
    assert_eq!(Value::from(of_kind("finding")), report["findings"]);
    assert_eq!(of_kind("summary")[0], report["summary"]);
}

/// Reads JUnit back.
///
/// quick-junit insists on counts at the root, which the format leaves out; CI servers do not.
pub fn junit(text: &str) -> Report {
    let counts = "<testsuites tests=\"0\" skipped=\"0\" failures=\"0\" errors=\"0\"";
    Report::deserialize_from_str(&text.replacen("<testsuites", counts, 1)).unwrap()
}

#[test]
fn junit_is_green_where_the_lot_conforms_and_red_elsewhere() {
    let report = junit(&fixture::report(format("junit").as_ref()));
    let counts: Vec<(usize, usize, usize, usize)> =
        report.test_suites.iter().map(|suite| (suite.tests, suite.failures, suite.errors, suite.skipped)).collect();
    assert_eq!(counts, [(0, 0, 0, 0), (7, 0, 0, 0), (7, 1, 0, 1), (8, 0, 5, 0)], "first the run, which tests nothing");
    let failing = &report.test_suites[2].test_cases[5];
    assert_eq!(failing.name.as_str(), "Bacterial endotoxins");
    let TestCaseStatus::NonSuccess { kind, message, ty, .. } = &failing.status else { panic!("{failing:?}") };
    assert_eq!(*kind, NonSuccessKind::Failure);
    assert_eq!(ty.as_deref(), Some("fail"));
    assert_eq!(message.as_deref(), Some("Bacterial endotoxins 0.71 EU/mL is above 0.50 EU/mL"));
}

#[test]
fn sarif_has_results_with_places_and_describes_each_rule() {
    let report = json("sarif");
    assert_eq!(report["version"], "2.1.0");
    let run = &report["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 7);
    let rules: Vec<&str> =
        run["tool"]["driver"]["rules"].as_array().unwrap().iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    for result in results {
        assert!(rules.contains(&result["ruleId"].as_str().unwrap()));
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        assert!(result["message"]["text"].as_str().unwrap().contains("EV-2026-00"));
        let place = &result["locations"][0]["physicalLocation"];
        assert!(place["region"]["startLine"].as_u64().unwrap() > 0);
        let file = place["artifactLocation"]["uri"].as_str().unwrap();
        // A column of a table counts fields; only the one of a text is a column for SARIF.
        assert_eq!(place["region"]["startColumn"].is_null(), file == "results.csv");
    }
    assert_eq!(
        results[0]["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        "specs/hucmsc-ev.yaml"
    );
    assert!(!run["tool"]["driver"]["rules"][0]["help"]["text"].as_str().unwrap().is_empty());
}

#[test]
fn gitlab_fingerprints_are_unique_and_survive_a_row_above() {
    let fingerprints = |report: &Value| -> Vec<String> {
        let entries = report.as_array().unwrap().iter();
        entries.map(|entry| entry["fingerprint"].as_str().unwrap().to_owned()).collect()
    };
    let before = fingerprints(&json("gitlab"));
    let mut unique = before.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), before.len());

    let spec = fixture::specification();
    let mut lot = fixture::failing(&spec, "EV-2026-002");
    for reason in lot.tests.iter_mut().flat_map(|test| &mut test.reasons) {
        reason.place.as_mut().unwrap().line += 1;
    }
    let moved = fixture::write_report(format("gitlab").as_ref(), &[lot], &[&spec], &[fixture::input()], &[], false);
    let after = fingerprints(&serde_json::from_str(&moved).unwrap());
    assert_eq!(after, before[..2]);
    assert_eq!(serde_json::from_str::<Value>(&moved).unwrap()[0]["location"]["lines"]["begin"], 27);
}

#[test]
fn csv_has_one_record_per_lot_with_counts_that_add_up() {
    let text = fixture::report(format("csv").as_ref());
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), 3);
    for record in &records {
        let tests: u32 = (5..15).map(|column| record[column].parse::<u32>().unwrap()).sum();
        assert_eq!((tests, record.len()), (7, header.len()));
    }
    assert_eq!(&records[0][15], "");
    assert_eq!(&records[1][1], "does_not_conform");
    assert!(records[1][15].contains("0.71 EU/mL"));
}

#[test]
fn github_annotates_files_and_ends_with_the_summary() {
    let text = fixture::report(format("github").as_ref());
    let levels = ["::error ", "::warning ", "::notice "];
    assert!(text.lines().all(|line| levels.iter().any(|level| line.starts_with(level))), "{text}");
    let error = text.lines().find(|line| line.contains("endotoxins 0.71")).unwrap();
    assert!(error.starts_with("::error file=results.csv,line=26,title=outside-acceptance-criterion::"));
    let last = text.lines().last().unwrap();
    assert_eq!(
        last,
        "::error title=evqc::3 lots: 1 conforms, 1 does not conform, 0 not concluded, 1 not evaluable · exit 4"
    );
}

#[test]
fn all_formats_show_the_same_digits() {
    for name in ["human", "json", "jsonl", "junit", "sarif", "github", "gitlab", "markdown", "csv"] {
        let report = fixture::report(format(name).as_ref());
        assert!(report.contains("0.71 EU/mL"), "{name}");
        // A person decides on that, and no report may say it (R-107).
        assert!(!report.contains(concat!("relea", "sed")), "{name}");
    }
    for name in ["human", "json", "junit"] {
        let report = fixture::report(format(name).as_ref());
        assert!(report.contains("145 nm") && report.contains("0.05 EU/mL"), "{name}");
    }
}

#[test]
fn parameters_basis_and_notes_are_printed() {
    for name in ["human", "markdown", "json", "jsonl"] {
        let report = fixture::report(format(name).as_ref()).replace("&#95;", "_");
        for text in ["endotoxin_max", "none of them clinical", "Table 1 of the source"] {
            assert!(report.contains(text), "{name}: {text}");
        }
    }
}

#[test]
fn every_text_for_people_marks_the_draft() {
    for name in ["human", "github", "markdown"] {
        assert!(fixture::report(format(name).as_ref()).contains("DRAFT SPECIFICATION – NOT FOR RELEASE"), "{name}");
    }
    for name in ["json", "jsonl", "junit", "sarif", "csv"] {
        assert!(fixture::report(format(name).as_ref()).contains("draft"), "{name}");
    }
}
