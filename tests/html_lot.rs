//! What the data of the HTML report holds of a lot, made from files: what its pictures and tables are drawn from.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests run programs and read files")]

use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// The report in these formats on lots judged by a specification of these lines.
fn reports(tests: &str, rows: &str, formats: &[&str]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let (spec, data) = (folder.path().join("spec.yaml"), folder.path().join("results.csv"));
    let head = "evqc: 1\nid: s\nversion: \"1\"\ntitle: S\nstatus: draft\nrounding: usp\ntests:\n";
    std::fs::write(&spec, format!("{head}{tests}")).unwrap();
    std::fs::write(&data, rows).unwrap();
    checked(folder.path(), &[spec.to_str().unwrap(), data.to_str().unwrap()], formats)
}

fn checked(folder: &Path, files: &[&str], formats: &[&str]) -> Vec<String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_evqc"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(["-q", "check"]).args(files).args(["--as-of", "2026-11-27"]);
    for format in formats {
        command.args(["-o", &format!("{format}:{}", folder.join(format).display())]);
    }
    let out = command.output().unwrap();
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    formats
        .iter()
        .map(|format| std::fs::read_to_string(folder.join(format)).unwrap_or_else(|_| panic!("{said}")))
        .collect()
}

/// The lines of the data: the run, and each lot.
fn lines(page: &str) -> Vec<Value> {
    let (_, block) = page.split_once("id=\"evqc-data\">").unwrap();
    let block = block.split_once("</script>").unwrap().0;
    block.lines().filter(|line| !line.is_empty()).map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn html(tests: &str, rows: &str) -> Vec<Value> {
    lines(&reports(tests, rows, &["html"])[0])
}

/// The line of a test by its id, the last of several: a test is `[test, outcome, criterion, result, margin, determinations, rest]`.
fn test<'l>(lines: &'l [Value], id: &str) -> &'l Value {
    let at = lines[0]["specs"][0]["tests"].as_array().unwrap().iter().position(|test| test["id"] == id).unwrap();
    lines[1][3].as_array().unwrap().iter().rev().find(|test| test[0] == at).unwrap()
}

/// A panel at a time point shows its members at that time point.
#[test]
fn members_of_a_panel_are_those_of_its_time_point() {
    let marker = |id: &str| {
        format!(
            "  {id}: {{name: {id}, category: identity, method: FCM, of: particles, accept: \">= 60 %\", shelf_life: \">= 60 %\"}}\n"
        )
    };
    let panel = "  ids: {name: Identity, category: identity, accept: \"all of [cd9, cd63]\"}\n";
    let row = |id: &str, value: u32, point: &str| format!("L1,{id},{value},%,{point},FCM\n");
    let (release, year) = ("release,,,", "stability,12,months,-80 C");
    let rows = [
        "lot,test,value,unit,stage,time,time_unit,condition,method\n".to_owned(),
        row("cd9", 80, release),
        row("cd63", 80, release),
        row("cd9", 75, year),
        row("cd63", 50, year),
    ];
    let lines = html(&(marker("cd9") + &marker("cd63") + panel), &rows.concat());
    let tests = lines[1][3].as_array().unwrap();
    let outcome = |test: &Value| lines[0]["outcomes"][test[1].as_u64().unwrap() as usize].clone();
    let panels: Vec<&Value> = tests.iter().filter(|test| test[6]["members"].is_array()).collect();
    assert_eq!(panels.len(), 2);
    for (panel, expected) in panels.into_iter().zip([json!(["pass", "pass"]), json!(["pass", "fail"])]) {
        let members = panel[6]["members"].as_array().unwrap();
        let found: Vec<Value> = members.iter().map(|at| outcome(&tests[at.as_u64().unwrap() as usize])).collect();
        assert_eq!(json!(found), expected, "{panel}");
    }
}

/// Whoever reads that a test passes, reads that the second stage made it so; the margin of the first stage is not the smallest
/// of the lot.
#[test]
fn what_the_second_stage_decided_is_told() {
    let tests = "  first: {name: First, category: safety, accept: \"<= 6000\", second_stage: second}\n  \
                 second: {name: Second, category: safety, accept: \"<= 3000\"}\n";
    let rows = "lot,test,value\nL1,first,7000\nL1,second,2700\nL2,first,100\n";
    let reports = reports(tests, rows, &["html", "json", "markdown", "human"]);
    let lines = lines(&reports[0]);
    assert_eq!(test(&lines, "first")[6]["flags"], json!(["decided_by_second_stage"]));
    assert_eq!(lines[1][5]["margin"], json!([10, "+10.0 %"]));
    let report: Value = serde_json::from_str(&reports[1]).unwrap();
    assert_eq!(report["lots"][0]["tests"][0]["flags"], json!(["decided_by_second_stage"]));
    assert_eq!(report["lots"][1]["tests"][0]["flags"], json!([]));
    for printed in &reports[2..] {
        let said: String = printed.split_whitespace().collect::<Vec<_>>().join(" ").replace("│ │ ", "");
        assert!(said.contains("decided by second stage") || said.contains("decided by second"), "{printed}");
    }
}

/// The bar stands where the rule compares: at the unrounded result where the rule rests on an uncertainty. Bounds are printed as
/// powers of ten, as results are, and so is the criterion that is an interval.
#[test]
fn numbers_of_a_decision() {
    let tests = "  pot: {name: Potency, category: potency, result: mean of 2, accept: \">= 70 %\", decide: guarded(1), \
                 uncertainty: {absolute: 1.8 %, k: 2, from: VAL-1}}\n  \
                 plain: {name: Plain, category: potency, result: mean of 2, accept: \">= 70 %\"}\n  \
                 conc: {name: Concentration, category: quantity, result: mean of 3, accept: \">= 1.0e11 particles/mL\", decide: confidence bound 95 %}\n  \
                 wide: {name: Wide, category: quantity, accept: \"[1e8, 1e12) particles/mL\"}\n";
    let row = |id: &str, value: &str, unit: &str, at: u32| format!("L1,{id},{value},{unit},{at}\n");
    let rows = [
        "lot,test,value,unit,replicate\n".to_owned(),
        row("pot", "71.5", "%", 1),
        row("pot", "71.7", "%", 2),
        row("plain", "71.5", "%", 1),
        row("plain", "71.7", "%", 2),
        row("conc", "1.24e11", "particles/mL", 1),
        row("conc", "1.1e11", "particles/mL", 2),
        row("conc", "1.02e11", "particles/mL", 3),
        row("wide", "3e9", "particles/mL", 1),
    ];
    let lines = html(tests, &rows.concat());
    let guarded = test(&lines, "pot");
    assert_eq!((&guarded[3], &guarded[6]["value"]), (&json!("72"), &json!(71.6)));
    let plain = test(&lines, "plain");
    assert_eq!((&plain[3], &plain[6]["value"]), (&json!("72"), &Value::Null), "at the number that is printed");
    let bounds = &test(&lines, "conc")[6]["decision"]["bounds"];
    assert_eq!(bounds[1], "9.323×10^10", "{bounds}");
    assert_eq!((&bounds[2], &bounds[3]), (&Value::Null, &json!("")));
    let wide = lines[0]["specs"][0]["tests"].as_array().unwrap().iter().find(|test| test["id"] == "wide").unwrap();
    assert_eq!(wide["criteria"][0]["text"], "[1×10^8, 1×10^12) particles/mL");
}

/// A gate that a control sets is said in the words of the specification, and where it begins is known of the files of the lot.
#[test]
fn the_end_of_a_gate_that_a_control_sets_is_known() {
    let files = ["EV-401-lysed", "EV-401", "EV-402", "buffer", "isotype"];
    let files: Vec<String> = files.iter().map(|name| format!("samples/cytometry-markers/{name}.fcs")).collect();
    let mut arguments = vec!["samples/cytometry-markers/spec.yaml"];
    arguments.extend(files.iter().map(String::as_str));
    let folder = tempfile::tempdir().unwrap();
    let lines = lines(&checked(folder.path(), &arguments, &["html"])[0]);
    let gates = &lines[0]["specs"][0]["gates"];
    assert_eq!(gates[1]["ranges"], json!([["CD9 (arcsinh)", "quantile 99.5 % of isotype", null]]));
    let ends = lines[1][5]["gateEnds"].as_array().unwrap();
    assert_eq!(ends.len(), 3, "each once: {ends:?}");
    let cd9 = ends.iter().find(|end| end[0] == 1).unwrap();
    assert_eq!((&cd9[1], &cd9[2]), (&json!("CD9"), &json!("quantile 99.5 % of isotype")));
    assert!((cd9[3].as_f64().unwrap() - 280.914).abs() < 1e-3, "{cd9}");
}

/// A picture shortens the names in its legend; the page has them in full, in the order of the legend.
#[test]
fn names_of_a_legend_are_whole() {
    let files = ["EV-201_1", "EV-201_2", "PBS", "beads_100nm"];
    let folder = tempfile::tempdir().unwrap();
    let long = "Plasma-EV-201-in-PBS-1-to-1000-after-a-second-thawing-capture-0";
    let mut arguments = vec!["samples/nta-injections/spec.yaml".to_owned()];
    for file in files.iter().map(|file| format!("{file}.csv")).chain(["samples.yaml".to_owned()]) {
        let text = std::fs::read_to_string(format!("samples/nta-injections/{file}")).unwrap();
        // The files of the other lots are not given.
        let text: String = text
            .split_inclusive('\n')
            .filter(|line| !line.contains("{file: \"EV-20") || line.contains("EV-201"))
            .collect();
        let path = folder.path().join(&file);
        std::fs::write(&path, text.replace("EV-201_1_0", long).replace("EV-201_2_0", long)).unwrap();
        arguments.extend(file.ends_with(".csv").then(|| path.display().to_string()));
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let lines = lines(&checked(folder.path(), &arguments, &["html"])[0]);
    let drawing = &lines[1][5]["distributions"][0];
    let names = drawing[3].as_array().unwrap();
    assert_eq!(names[0], "Particles of 50-200 nm");
    assert_eq!(names[6], format!("2/{long}2"));
    assert_eq!(names.len(), 7);
    let tests = lines[0]["specs"][0]["tests"].as_array().unwrap();
    let weightings: Vec<&Value> = tests.iter().map(|test| &test["weighting"]).collect();
    assert_eq!(weightings, [&json!("number"), &json!("number"), &Value::Null]);
}
