//! `evqc check SPEC DATA --spec OTHER`: one data set, a verdict for each lot under each specification.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the tests write the files that the program reads"
)]
#![allow(clippy::unwrap_used, reason = "a broken fixture ends the test")]

use serde_json::Value;
use std::fs;
use std::process::{Command, Stdio};
use tempfile::TempDir;

const EU: &str = "evqc: 1\nid: market-eu\nversion: \"1\"\ntitle: EU\nstatus: draft\nrounding: usp\n\
    parameters: {lowest: {required: true, unit: \"%\", why: the sponsor sets it}}\ntests:\n  \
    endotoxin: {name: Endotoxin, category: safety, accept: \"<= 0.50 EU/mL\"}\n  \
    potency: {name: Potency, category: potency, columns: [\"Activity [rel]\"], accept: \">= {lowest}\"}\n";
const X: &str = "evqc: 1\nid: customer-x\nversion: \"2\"\ntitle: X\nstatus: draft\nrounding: usp\n\
    facts: {volume: {unit: mL}}\ntests:\n  \
    endotoxin: {name: Endotoxin, category: safety, accept: \"<= 0.25 EU/mL\"}\n  \
    ph: {name: pH, category: general, accept: 6.8 to 7.6}\n";
const LONG: &str = "lot,test,value,unit\nL1,endotoxin,0.31,EU/mL\nL1,potency,80,%\nL1,ph,7.0,\n\
    L2,endotoxin,0.10,EU/mL\nL2,potency,80,%\nL2,ph,7.1,\n";
const BOTH: [&str; 6] = ["eu.yaml", "data.csv", "--spec", "x.yaml", "--set", "lowest=50"];

struct Outcome {
    exit: i32,
    out: String,
    said: String,
}

impl Outcome {
    fn lots(&self) -> Vec<Value> {
        let report: Value = serde_json::from_str(&self.out).unwrap();
        report["lots"].as_array().unwrap().clone()
    }

    /// Lot, specification, verdict.
    fn verdicts(&self) -> Vec<(String, String, String)> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        self.lots().iter().map(|lot| (text(&lot["lot"]), text(&lot["spec"]["id"]), text(&lot["verdict"]))).collect()
    }

    fn findings(&self) -> String {
        let report: Value = serde_json::from_str(&self.out).unwrap();
        report["findings"].as_array().unwrap().iter().map(|finding| format!("{finding}\n")).collect()
    }
}

fn check(files: &[(&str, &str)], arguments: &[&str], format: &str) -> Outcome {
    let folder: TempDir = tempfile::tempdir().unwrap();
    for (name, text) in [("eu.yaml", EU), ("x.yaml", X)].iter().chain(files) {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let output = Command::new(env!("CARGO_BIN_EXE_evqc"))
        .current_dir(folder.path())
        .arg("check")
        .args(arguments)
        .args(["-o", format, "--as-of", "2026-11-01", "--width", "90"])
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Outcome {
        exit: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        said: String::from_utf8(output.stderr).unwrap(),
    }
}

fn triple(lot: &str, spec: &str, verdict: &str) -> (String, String, String) {
    (lot.to_owned(), spec.to_owned(), verdict.to_owned())
}

#[test]
fn every_lot_has_a_verdict_under_each_specification() {
    let found = check(&[("data.csv", LONG)], &BOTH, "json");
    let wanted = [
        triple("L1", "market-eu", "conforms"),
        triple("L1", "customer-x", "does_not_conform"),
        triple("L2", "market-eu", "conforms"),
        triple("L2", "customer-x", "conforms"),
    ];
    assert_eq!((found.exit, found.verdicts()), (1, wanted.to_vec()));
    let report: Value = serde_json::from_str(&found.out).unwrap();
    assert_eq!(report["specs"].as_array().unwrap().len(), 2);
    assert_eq!(report["summary"]["conforms"], 3);
}

/// Judged together or alone, a lot has the same report.
#[test]
fn a_report_does_not_depend_on_the_other_specification() {
    let together = check(&[("data.csv", LONG)], &BOTH, "json").lots();
    let rows_of = |tests: [&str; 2]| -> String {
        let of_test = |line: &&str| tests.iter().any(|test| line.contains(&format!(",{test},")));
        // Blank lines keep the line numbers.
        let lines = LONG.lines().skip(1).map(|line| if of_test(&line) { line } else { "" });
        std::iter::once("lot,test,value,unit").chain(lines).map(|line| format!("{line}\n")).collect()
    };
    let eu = check(
        &[("data.csv", &rows_of(["endotoxin", "potency"]))],
        &["eu.yaml", "data.csv", "--set", "lowest=50"],
        "json",
    );
    let x = check(&[("data.csv", &rows_of(["endotoxin", "ph"]))], &["x.yaml", "data.csv"], "json");
    for (at, alone) in [(0, &eu), (1, &x)] {
        let of_spec: Vec<&Value> = together.iter().skip(at).step_by(2).collect();
        assert_eq!(of_spec, alone.lots().iter().collect::<Vec<_>>());
    }
}

#[test]
fn wide_tables_and_lot_files_may_hold_what_one_specification_knows() {
    let wide = "lot,endotoxin [EU/mL],Activity [rel],ph\nL1,0.31,80 %,7.0\nL2,0.10,80 %,7.1\n";
    let lots = "lot,volume [mL],manufactured\nL1,3,2026-01-01\nL2,3,2026-01-02\n";
    let mut arguments = BOTH.to_vec();
    arguments.extend(["--lots", "lots.csv"]);
    let found = check(&[("data.csv", wide), ("lots.csv", lots)], &arguments, "json");
    let verdicts: Vec<String> = found.verdicts().into_iter().map(|(.., verdict)| verdict).collect();
    assert_eq!(verdicts, ["conforms", "does_not_conform", "conforms", "conforms"]);
    assert_eq!(found.findings().matches("the column").count(), 0, "{}", found.findings());

    let unknown = lots.replace("volume [mL]", "volum [mL]");
    let found = check(&[("data.csv", wide), ("lots.csv", &unknown)], &arguments, "json");
    assert_eq!(found.exit, 4);
    assert!(found.findings().contains("the column `volum [mL]` is not known in a lot file"), "{}", found.findings());
}

#[test]
fn what_no_specification_knows_is_not_passed_over() {
    let data = format!("{LONG}L2,pph,7.1,\n");
    let found = check(&[("data.csv", &data)], &BOTH, "json");
    assert_eq!(found.exit, 4);
    let not_evaluable: Vec<_> =
        found.verdicts().into_iter().filter(|(.., verdict)| verdict == "not_evaluable").collect();
    assert_eq!(not_evaluable.len(), 2);
    assert!(not_evaluable.iter().all(|(lot, ..)| lot == "L2"));

    let wide = "lot,endotoxin [EU/mL],potency [%],pph\nL1,0.31,80,7.0\n";
    let found = check(&[("data.csv", wide)], &BOTH, "json");
    assert_eq!(found.exit, 4);
    assert!(found.findings().contains("the column `pph`"), "{}", found.findings());

    let found = check(&[("data.csv", LONG)], &["eu.yaml", "data.csv", "--spec", "x.yaml", "--set", "lowst=50"], "json");
    assert_eq!(found.exit, 4);
    assert!(
        found.findings().contains("`lowst` is set, but the specification has no such parameter"),
        "{}",
        found.findings()
    );
    assert!(found.findings().contains("did you mean `lowest`?"));
}

/// A missing test of one market does not count against the other.
#[test]
fn a_test_that_was_not_performed_is_missing_where_it_is_asked_for() {
    let data: String = LONG.lines().filter(|line| !line.contains(",ph,")).map(|line| format!("{line}\n")).collect();
    let found = check(&[("data.csv", &data)], &BOTH, "csv");
    let verdicts: Vec<&str> = found.out.lines().skip(1).filter_map(|line| line.split(',').nth(1)).collect();
    assert_eq!(verdicts, ["conforms", "does_not_conform", "conforms", "not_concluded"]);
}

#[test]
fn the_overview_names_the_specification_and_begins_with_the_worst() {
    let found = check(&[("data.csv", LONG)], &BOTH, "human");
    let overview: Vec<&str> =
        found.out.lines().filter(|line| line.contains(" L1 (") || line.contains(" L2 (")).collect();
    assert_eq!(overview.len(), 4, "{}", found.out);
    assert!(overview[0].starts_with("✗ DOES NOT CONFORM  L1 (customer-x)"), "{}", overview[0]);
    assert_eq!(found.out.matches("\nLot L").count(), 4);
    let last = found.out.replace("\n  ", " ");
    assert!(
        last.contains(
            "4 verdicts on lots under 2 specifications: 3 conform, 1 does not conform, 0 not concluded, 0 not evaluable"
        ),
        "{last}"
    );
    let found = check(&[("data.csv", LONG)], &BOTH, "junit");
    assert_eq!(found.out.matches("<testsuite name=\"L1 (customer-x)\"").count(), 1);
}

#[test]
fn specifications_that_cannot_be_told_apart_are_refused() {
    let found = check(&[("data.csv", LONG)], &["x.yaml", "data.csv", "--spec", "x.yaml"], "json");
    assert_eq!((found.exit, found.said.as_str()), (2, "evqc: x.yaml: the specification is named twice\n"));

    let copy = X.replace("version: \"2\"", "version: \"3\"");
    let found =
        check(&[("data.csv", LONG), ("copy.yaml", &copy)], &["x.yaml", "data.csv", "--spec", "copy.yaml"], "json");
    assert_eq!(found.exit, 4);
    assert!(
        found.findings().contains("x.yaml and copy.yaml are both the specification customer-x"),
        "{}",
        found.findings()
    );

    let mut arguments = BOTH.to_vec();
    arguments.extend(["--spec-version", "1"]);
    let found = check(&[("data.csv", LONG)], &arguments, "json");
    assert_eq!(found.exit, 2);
    assert!(found.said.contains("--spec-version 1: is for one specification, and several are given"), "{}", found.said);
}

/// One thread or several, the same bytes.
#[test]
fn threads_change_nothing() {
    let rows: String = (0..300)
        .map(|lot| format!("M{lot},endotoxin,0.{:02},EU/mL\nM{lot},potency,80,%\nM{lot},ph,7.0,\n", lot % 60))
        .collect();
    let data = format!("lot,test,value,unit\n{rows}");
    let with = |jobs: &'static str| {
        let mut arguments = BOTH.to_vec();
        arguments.extend(["--jobs", jobs]);
        check(&[("data.csv", &data)], &arguments, "human").out
    };
    assert_eq!(with("1"), with("2"));
    assert!(with("1").contains("600 verdicts on lots under 2 specifications"));
}

/// A parent of which no version of the specification could be chosen has results all the same: a further specification, by which it
/// conforms, does not stand in for them.
#[test]
fn a_further_specification_does_not_stand_in_for_a_parent_that_could_not_be_judged() {
    let version = |version: &str, year: &str, tests: &str| {
        format!(
            "evqc: 1\nid: product\nversion: \"{version}\"\ntitle: P\nstatus: approved\neffective: {year}-01-01\n\
             effective_until: {year}-12-31\nrounding: usp\nbasis: x\ntests:\n  endotoxin: {{category: safety, accept: \
             \"<= 0.50 EU/mL\", procedure: S}}\n{tests}"
        )
    };
    let myco = "  myco: {category: safety, accept: negative, procedure: S}\n";
    let second = version("2", "2026", myco);
    let further = "evqc: 1\nid: harvest\nversion: \"1\"\ntitle: H\nstatus: draft\nrounding: usp\ntests:\n  \
        protein: {category: quantity, accept: \">= 1.0 ng/mL\"}\n";
    let lots = "lot,manufactured,parents\nDP-1,2026-03-01,H-1\nH-1,,\n";
    let of_lot = "lot,test,value,unit\nDP-1,myco,negative,\nDP-1,endotoxin,0.1,EU/mL\nH-1,protein,2.0,ng/mL\n";
    // A result of the parent that both versions know, or the second one alone.
    for first in [version("1", "2025", myco), version("1", "2025", "")] {
        let of_product = |of_parent: &str, options: &[&str]| {
            let folder = tempfile::tempdir().unwrap();
            fs::create_dir(folder.path().join("versions")).unwrap();
            let data = format!("{of_lot}{of_parent}");
            for (name, text) in [
                ("versions/1.yaml", first.as_str()),
                ("versions/2.yaml", &second),
                ("further.yaml", further),
                ("lots.csv", lots),
                ("data.csv", &data),
            ] {
                fs::write(folder.path().join(name), text).unwrap();
            }
            let output = Command::new(env!("CARGO_BIN_EXE_evqc"))
                .current_dir(folder.path())
                .args(["check", "versions", "data.csv", "--lots", "lots.csv", "--lot", "DP-1", "--as-of", "2026-12-01"])
                .args(["-o", "json"])
                .args(options)
                .output()
                .unwrap();
            let report: Value = serde_json::from_slice(&output.stdout).unwrap();
            let lots = report["lots"].as_array().unwrap();
            lots.iter().find(|lot| lot["spec"]["id"] == "product").unwrap()["verdict"].as_str().unwrap().to_owned()
        };
        let with = ["--spec", "further.yaml"];
        assert_eq!(of_product("H-1,myco,positive,\n", &with), "not_concluded", "{first}");
        assert_eq!(of_product("", &with), "conforms", "no result of any test of the product");
    }
}
