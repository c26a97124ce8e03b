//! Files of every kind together, and files that are not what their names say.

use crate::files::{concentration, one};
use crate::{check, good, run, samples};

const TABLE: &str = "lot,test,value,unit\nL,conc,1e11,particles/mL\n";

#[test]
fn a_name_says_nothing_of_the_content() {
    let files = [("a.xlsx", &*one("a_00")), ("samples.yaml", &samples(&["file: a.xlsx, lot: L"]))];
    assert_eq!(check(&concentration(""), &files, &["a.xlsx"]).verdict("L", "conc").0, "pass");
    let files = [("a-ExperimentSummary.csv", TABLE)];
    assert_eq!(check(&concentration(""), &files, &["a-ExperimentSummary.csv"]).verdict("L", "conc").0, "pass");
}

#[test]
fn what_is_damaged_is_refused() {
    let (nta, dls) = (one("a_00"), good());
    let binary: Vec<u8> = (0..=255).cycle().take(2000).collect();
    for (name, bytes, code) in [
        ("empty", Vec::new(), "input-empty"),
        ("twice", nta.repeat(2).into_bytes(), "instrument-file-damaged"),
        ("two formats", format!("{nta}{dls}").into_bytes(), "instrument-file-damaged"),
        ("the other way", format!("{dls}{nta}").into_bytes(), "instrument-file-damaged"),
        ("a table behind", format!("{nta}{TABLE}").into_bytes(), "instrument-file-damaged"),
        ("a table before", format!("{TABLE}{nta}").into_bytes(), "row-ragged"),
        ("cut", nta.as_bytes()[..nta.len() - 500].to_vec(), "instrument-file-damaged"),
        ("binary", binary, "encoding-not-recognised"),
    ] {
        let entries = samples(&["file: a.csv, lot: L"]);
        let files = [("a.csv", &*bytes), ("samples.yaml", entries.as_bytes())];
        let outcome = check(&concentration(""), &files, &["a.csv"]);
        assert_eq!(outcome.exit, 4, "{name}: {:#}", outcome.report);
        assert!(outcome.report.to_string().contains(code), "{name}: {code} not in {:#}", outcome.report);
    }
}

#[test]
fn standard_input_may_be_an_instrument_file() {
    let files = [("s.yaml", samples(&["file: \"-\", lot: L"]))];
    let output = run(&concentration(""), &files, &["-", "--samples", "s.yaml"], "json", one("a_00").as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
    let output = run(&concentration(""), &files, &["-"], "json", one("a_00").as_bytes());
    assert_eq!(output.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 run of - belongs to no lot: run a_00"));
}

/// A file that was forgotten is told, also when no instrument file at all was given.
#[test]
fn a_samples_file_that_is_named_is_delivered_whole() {
    let files = [("r.csv", TABLE), ("s.yaml", &samples(&["file: a.csv, lot: M"]))];
    let outcome = check(&concentration(""), &files, &["r.csv", "--samples", "s.yaml"]);
    assert_eq!(outcome.exit, 4);
    outcome.says("sample-entry-not-used", "no run of the files given fits the entry `a.csv`");
    let missing = check(&concentration(""), &files, &["r.csv", "--samples", "no.yaml"]);
    assert_eq!(missing.exit, 2);
    let files = [("a.csv", &*one("a_00")), ("s.yaml", &samples(&["file: a.csv, lot: L"]))];
    let twice = check(&concentration(""), &files, &["a.csv", "--samples", "s.yaml", "--samples", "s.yaml"]);
    assert_eq!(twice.exit, 4);
    twice.says("run-claimed-twice", "run a_00 of a.csv is claimed by two entries");
}

/// Two batches in folders of their own, each with the same names and its own samples file.
#[test]
fn a_samples_file_that_is_found_speaks_of_its_folder() {
    let (first, second) = (samples(&["file: a.csv, lot: L"]), samples(&["file: a.csv, lot: M"]));
    let files = [
        ("x/a.csv", &*one("a_00")),
        ("x/samples.yaml", &first),
        ("y/a.csv", &one("c_00")),
        ("y/samples.yaml", &second),
    ];
    let outcome = check(&concentration(""), &files, &["x/a.csv", "y/a.csv"]);
    assert_eq!(outcome.exit, 0, "{:#}", outcome.report);
    assert_eq!((outcome.verdict("L", "conc").0, outcome.verdict("M", "conc").0), ("pass", "pass"));
}

#[test]
fn a_table_and_a_file_for_one_test_are_two_values() {
    let files = [("a.csv", &*one("a_00")), ("r.csv", TABLE), ("samples.yaml", &samples(&["file: a.csv, lot: L"]))];
    let outcome = check(&concentration(""), &files, &["a.csv", "r.csv"]);
    assert_eq!((outcome.exit, outcome.verdict("L", "conc")), (4, ("not_evaluable", "", "surplus-determinations")));
}

#[test]
fn only_the_lots_that_are_asked_for() {
    let unrecorded = crate::files::nta(&[crate::files::capture("b_00")], Some("Not recorded"));
    let entries = samples(&["file: a.csv, lot: L", "file: b.csv, lot: M"]);
    let files = [("a.csv", one("a_00")), ("b.csv", unrecorded), ("samples.yaml", entries)];
    assert_eq!(check(&concentration(""), &files, &["a.csv", "b.csv"]).exit, 4);
    assert_eq!(check(&concentration(""), &files, &["a.csv", "b.csv", "--lot", "L"]).exit, 0);
    assert_eq!(check(&concentration(""), &files, &["a.csv", "b.csv", "--lot", "X"]).exit, 4);
}

#[test]
fn reports_are_the_same_everywhere() {
    let files = [("a.csv", one("a_00")), ("samples.yaml", samples(&["file: a.csv, lot: L"]))];
    for format in ["human", "json", "jsonl", "junit", "sarif", "csv", "markdown"] {
        let report = |jobs: &str| {
            let output = run(&concentration(""), &files, &["a.csv", "--jobs", jobs], format, b"");
            assert_eq!(output.status.code(), Some(0), "{format}: {}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8(output.stdout).unwrap()
        };
        let first = report("1");
        let folders = std::env::temp_dir().to_string_lossy().into_owned();
        assert!(!first.contains(&folders) && !first.is_empty(), "{format}: {first}");
        assert_eq!(first, report("2"), "{format}");
    }
}
