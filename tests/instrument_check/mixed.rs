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

fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            match cell.parse::<f64>() {
                _ if cell.is_empty() => {}
                Ok(number) => _ = sheet.write(row, column, number).unwrap(),
                Err(_) => _ = sheet.write(row, column, *cell).unwrap(),
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// Results in a workbook and an export of an instrument in one run: each is what its content is.
#[test]
fn a_result_workbook_goes_with_instrument_files() {
    let spec = concentration("") + "  ph: {name: pH, category: general, accept: 7.0 to 7.6}\n";
    let entries = samples(&["file: a.csv, lot: L"]);
    let book = |ph: &str| workbook(&[&["lot", "test", "value"], &["L", "ph", ph], &["M", "ph", "7.3"]]);
    for (ph, outcome, exit) in [("7.2", "pass", 3), ("7.8", "fail", 1)] {
        let files =
            [("a.csv", one("a_00").into_bytes()), ("r.xlsx", book(ph)), ("samples.yaml", entries.clone().into())];
        for order in [["a.csv", "r.xlsx"], ["r.xlsx", "a.csv"]] {
            let found = check(&spec, &files, &order);
            assert_eq!(found.exit, exit, "{:#}", found.report);
            assert_eq!((found.verdict("L", "conc").0, found.verdict("L", "ph").0), ("pass", outcome));
            // Nothing was counted of the other lot.
            assert_eq!((found.verdict("M", "conc").0, found.verdict("M", "ph").0), ("missing", "pass"));
            let read: Vec<&str> =
                found.report["inputs"].as_array().unwrap().iter().filter_map(|it| it["detected"].as_str()).collect();
            assert!(read.contains(&"XLSX, sheet \"Sheet1\", long"), "{read:?}");
        }
    }
}

/// Two wells of a Magellan export, 0.52 and 0.54, and one out of range.
#[test]
fn a_magellan_workbook_is_judged() {
    let spec = crate::files::spec(
        "  od: {name: Absorbance, category: identity, from: stated, quantity: absorbance of 595, result: mean of 2, accept: \
         \"<= 0.55 OD\"}\n",
    );
    let book = workbook(&[
        &["Well positions", "Label1"],
        &["", "0s"],
        &["A1", "0.52"],
        &["A2", "0.54"],
        &["A3", "OVER"],
        &["Date: 2026-10-14, Time: 14:34:46"],
        &["Measurement mode: Absorbance"],
        &["Measurement wavelength: 595 nm"],
        &["Unit: OD"],
    ]);
    let entries = |third: &str| {
        samples(&[
            "file: plate.xlsx, run: A1, lot: L",
            "file: plate.xlsx, run: A2, lot: L",
            &format!("file: plate.xlsx, run: A3, {third}"),
        ])
    };
    let judge = |third: &str| {
        check(&spec, &[("plate.xlsx", book.clone()), ("samples.yaml", entries(third).into())], &["plate.xlsx"])
    };
    let outcome = judge("skip: empty");
    assert_eq!((outcome.exit, outcome.verdict("L", "od")), (0, ("pass", "0.53 AU", "")), "{:#}", outcome.report);
    let second = &outcome.test("L", "od")["determinations"][1];
    assert_eq!((&second["line"], &second["column"]), (&4.into(), &2.into()));
    let over = judge("lot: M");
    assert_eq!((over.exit, over.verdict("M", "od")), (4, ("not_evaluable", "", "measurement-without-value")));
}

/// Of the versions in a folder, each lot is judged by the one that was in force when it was made, also where its values come
/// from files of instruments and other versions would take other values from them.
#[test]
fn the_version_is_chosen_for_lots_of_instrument_files() {
    let version = |number: &str, more: &str, accept: &str| {
        concentration("")
            .replace("version: \"1\"", &format!("version: \"{number}\""))
            .replace("status: draft", more)
            .replace("category: quantity", "category: quantity, procedure: SOP-1")
            .replace(">= 5e10 particles/mL", accept)
    };
    let first =
        version("1", "status: superseded\neffective: 2025-01-01\neffective_until: 2026-04-30", ">= 5e10 particles/mL");
    let second = version("2", "status: approved\neffective: 2026-05-01", ">= 2e11 particles/mL");
    let entries = samples(&["file: a.csv, lot: L", "file: b.csv, lot: M"]);
    let judge = |lots: &str, arguments: &[&str]| {
        let files = [
            ("versions/v1.yaml", &*first),
            ("versions/v2.yaml", &second),
            ("a.csv", &one("a_00")),
            ("b.csv", &one("b_00")),
            ("samples.yaml", &entries),
            ("lots.csv", lots),
        ];
        let folder = crate::folder(&first, &files);
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_evqc"))
            .current_dir(folder.path())
            .args(["check", "versions", "a.csv", "b.csv", "--lots", "lots.csv", "-o", "json", "--as-of", "2026-11-20"])
            .args(arguments)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let report = serde_json::from_slice(&output.stdout).unwrap_or(serde_json::Value::Null);
        crate::Outcome { exit: output.status.code().unwrap_or(-1), report, said }
    };
    // 1e11 particles/mL are enough by the first version and too few by the second.
    let outcome = judge("lot,manufactured\nL,2026-04-30\nM,2026-05-01\n", &[]);
    assert_eq!(outcome.exit, 1, "{:#}\n{}", outcome.report, outcome.said);
    assert_eq!((outcome.verdict("L", "conc").0, outcome.verdict("M", "conc").0), ("pass", "fail"));
    let outcome = judge("lot,manufactured\nL,2026-04-30\nM,\n", &[]);
    assert_eq!(outcome.exit, 4, "{:#}\n{}", outcome.report, outcome.said);
    assert_eq!(outcome.verdict("L", "conc").0, "pass");
    assert!(outcome.report.to_string().contains("specification-not-selected"), "{:#}", outcome.report);
}
