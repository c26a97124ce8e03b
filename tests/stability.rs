//! `evqc stability` as a whole: the report in every width and format, and what must not change a number.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests read and write files")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a broken fixture ends the test")]

use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use unicode_width::UnicodeWidthStr;

fn root(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_evqc"));
    command.current_dir(folder).arg("stability").args(arguments).args(["--as-of", "2026-03-01"]);
    for name in ["SOURCE_DATE_EPOCH", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(name);
    }
    command.output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let output = run(folder, &[arguments, &["-o", "json"]].concat());
    serde_json::from_str(&out(&output)).unwrap_or_else(|error| panic!("{arguments:?}: {error}"))
}

/// Everything but the names of files, places, and times as they were written.
fn numbers(mut report: Value) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(map) => {
                ["inputs", "place", "time", "findings"].iter().for_each(|key| drop(map.remove(*key)));
                map.values_mut().for_each(strip);
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    strip(&mut report);
    report
}

#[test]
fn unit_of_time_and_order_of_rows_change_no_digit() {
    let folder = root("tests/cases/S-13");
    let arguments = |data| ["spec.yaml", data, "--proposal", "12 months"];
    let months = numbers(json(&folder, &arguments("data.csv")));
    // The same results in days, last row first.
    let days = numbers(json(&folder, &arguments("data-days.csv")));
    assert_eq!(months["claim"]["standing"], "supported");
    assert!(months == days, "the same results in days have other numbers");
}

#[test]
fn every_json_report_fits_its_schema() {
    let schema = std::fs::read_to_string(root("docs/schema/stability.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let cases = root("tests/cases/stability");
    let mut seen = 0;
    for entry in std::fs::read_dir(&cases).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if !name.ends_with(".csv") {
            continue;
        }
        for study in [&[][..], &["--study", "study.yaml"]] {
            let report = json(&cases, &[&["spec.yaml", &name], study].concat());
            let faults: Vec<String> = validator.iter_errors(&report).map(|fault| fault.to_string()).collect();
            assert!(faults.is_empty(), "{name}: {faults:#?}");
            seen += 1;
        }
    }
    assert!(seen >= 30, "{seen} reports");
}

#[test]
fn the_report_fits_every_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let spec = std::fs::read_to_string(root("tests/cases/stability/spec.yaml")).unwrap();
    let spec = spec.replace("name: Content", "name: 外泌体颗粒浓度保持率（高效液相法测定）");
    std::fs::write(folder.path().join("spec.yaml"), spec).unwrap();
    for name in ["data.csv", "data-words.csv", "study.yaml"] {
        let from = root("tests/cases/stability").join(name);
        std::fs::write(folder.path().join(name), std::fs::read(from).unwrap()).unwrap();
    }
    for width in (40..=100).step_by(6) {
        let width = width.to_string();
        for data in ["data.csv", "data-words.csv"] {
            let text = out(&run(folder.path(), &["spec.yaml", data, "--study", "study.yaml", "--width", &width]));
            assert!(text.contains("外泌"), "{text}");
            let wide: Vec<&str> = text.lines().filter(|line| line.width() > width.parse().unwrap()).collect();
            assert!(wide.is_empty(), "{width}: {wide:#?}");
        }
    }
}

#[test]
fn every_format_says_the_claim() {
    let folder = root("tests/cases/S-13");
    for (format, says) in [
        ("human", "12 months supported"),
        ("json", "\"not_supported\""),
        ("markdown", "✗ NOT SUPPORTED"),
        ("csv", "s-13,1.0.0,not_supported,relative_potency"),
        ("junit", "type=\"not_supported\""),
        ("github", "::error title=evqc::NOT SUPPORTED"),
        ("jsonl", "{\"content\":{\"exit\":1,\"standing\":\"not_supported\"},\"kind\":\"summary\"}"),
        ("sarif", "\"ruleId\":\"shelf-life-not-supported\""),
        ("gitlab", "\"check_name\":\"shelf-life-not-supported\""),
        ("html", "crossing 26.7 months"),
    ] {
        let output = run(&folder, &["spec.yaml", "data.csv", "--proposal", "18 months", "-o", format]);
        assert_eq!(output.status.code(), Some(1), "{format}");
        assert!(out(&output).contains(says), "{format}: {}", out(&output));
        // Several lines of a case are lines.
        assert!(format != "junit" || !out(&output).contains("\\n"), "{}", out(&output));
    }
}

/// Whoever keeps the report can say from which files, by which program and by which options it came.
#[test]
fn the_report_names_files_program_and_options_by_their_digests() {
    let folder = root("samples/stability-freeze-dried");
    let bytes = std::fs::read(folder.join("study.yaml")).unwrap();
    let study: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let asked = ["spec.yaml", "results.csv", "--study", "study.yaml", "--proposal", "18 months"];
    let report = json(&folder, &asked);
    let inputs = report["inputs"].as_array().unwrap();
    assert!(
        inputs.iter().any(|input| input["name"] == "study.yaml" && input["sha256"] == study.as_str()),
        "{inputs:?}"
    );
    assert_eq!(report["configuration"]["settings"], serde_json::json!({"proposal": "18 months"}));
    let configuration = report["configuration"]["sha256"].as_str().unwrap();
    assert_ne!(json(&folder, &asked[..4])["configuration"]["sha256"], configuration);
    let digests = [&study, configuration, report["spec"]["sha256"].as_str().unwrap(), evqc::integrity::SOURCE_SHA256];
    for (format, digits) in [("markdown", 64), ("html", 64), ("human", 12)] {
        let text = out(&run(&folder, &[&asked[..], &["-o", format, "--width", "500"]].concat()));
        for digest in digests {
            assert!(text.contains(&digest[..digits]), "{format}: {digest}");
        }
    }
    // Beside a form that has no place for them.
    let list = tempfile::tempdir().unwrap().path().with_extension("sha256");
    let table = run(&folder, &[&asked[..], &["-o", "csv", "--digests", list.to_str().unwrap()]].concat());
    assert!(!out(&table).contains(&study[..12]));
    let text = std::fs::read_to_string(&list).unwrap();
    std::fs::remove_file(&list).unwrap();
    digests.iter().for_each(|digest| assert!(text.contains(digest), "{digest}: {text}"));
    assert!(text.contains(&format!("\n{study}  study.yaml\n")), "{text}");
    let onto = run(&folder, &[&asked[..], &["--digests", "study.yaml"]].concat());
    assert_eq!(onto.status.code(), Some(2), "{}", String::from_utf8_lossy(&onto.stderr));
}

/// Results that are read only as the command says: the same study as that of the table as it is, and another digest of settings.
#[test]
fn a_study_is_of_the_results_as_they_are_read() {
    let sample = root("samples/stability-freeze-dried");
    let folder = tempfile::tempdir().unwrap();
    for name in ["spec.yaml", "study.yaml", "results.csv"] {
        std::fs::copy(sample.join(name), folder.path().join(name)).unwrap();
    }
    let text = std::fs::read_to_string(sample.join("results.csv")).unwrap();
    let (head, rows) = text.split_once('\n').unwrap();
    let wider = rows.lines().fold(format!("{head},LIMS id\n"), |all, row| all + row + ",7\n");
    std::fs::write(folder.path().join("wider.csv"), wider).unwrap();
    let of = |results, more: &[&str]| {
        json(folder.path(), &[&["spec.yaml", results, "--study", "study.yaml"], more].concat())
    };
    assert_eq!(of("wider.csv", &[])["claim"], Value::Null);
    let (plain, read) = (of("results.csv", &[]), of("wider.csv", &["--ignore-column", "LIMS id"]));
    assert_eq!(read["configuration"]["settings"], serde_json::json!({"ignore_columns": ["LIMS id"]}));
    assert_ne!(read["configuration"]["sha256"], plain["configuration"]["sha256"]);
    assert_eq!(read["claim"], plain["claim"]);
    assert_ne!(plain["claim"], Value::Null);
    let named = run(
        folder.path(),
        &["spec.yaml", "wider.csv", "--study", "study.yaml", "--ignore-column", "LIMS id", "-o", "markdown"],
    );
    assert!(out(&named).contains("--ignore-column LIMS id"), "{}", out(&named));
}

#[cfg(feature = "pdf")]
#[test]
fn a_study_is_a_document_too() {
    let folder = root("tests/cases/S-13");
    let run = |_: u32| run(&folder, &["spec.yaml", "data.csv", "--proposal", "18 months", "-o", "pdf"]).stdout;
    let (once, again) = (run(1), run(2));
    assert!(once.starts_with(b"%PDF-") && once == again, "the same study has two documents");
}

/// A text of the files that has no letter is an error of the files, and leaves no other report behind.
#[cfg(feature = "pdf")]
#[test]
fn a_sign_that_cannot_be_printed_stops_every_report() {
    let (sample, folder) = (root("samples/stability-freeze-dried"), tempfile::tempdir().unwrap());
    for name in ["spec.yaml", "results.csv", "study.yaml"] {
        std::fs::copy(sample.join(name), folder.path().join(name)).unwrap();
    }
    let study = std::fs::read_to_string(folder.path().join("study.yaml")).unwrap();
    let title = |title: &str| {
        let line = |line: &str| if line.starts_with("title:") { title.to_owned() } else { line.to_owned() };
        let text: Vec<String> = study.lines().map(line).collect();
        std::fs::write(folder.path().join("study.yaml"), text.join("\n") + "\n").unwrap();
        let files = ["spec.yaml", "results.csv", "--study", "study.yaml"];
        run(folder.path(), &[&files[..], &["-o", "json:s.json", "-o", "pdf:s.pdf"]].concat())
    };
    let output = title("title: EV \u{1f600}");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(4), "{said}");
    assert!(said.contains("-o pdf:") && said.contains("U+1F600") && said.contains("no report was written"), "{said}");
    assert!(!folder.path().join("s.json").exists() && !folder.path().join("s.pdf").exists());
    assert_ne!(title("title: EV, 25 ℃, Ⅱ").status.code(), Some(4));
    assert!(folder.path().join("s.json").exists() && folder.path().join("s.pdf").exists());
}

/// A wider limit never shortens a shelf life.
#[test]
fn a_wider_limit_never_shortens_a_shelf_life() {
    let folder = tempfile::tempdir().unwrap();
    let case = root("tests/cases/S-13");
    std::fs::write(folder.path().join("data.csv"), std::fs::read(case.join("data.csv")).unwrap()).unwrap();
    let spec = std::fs::read_to_string(case.join("spec-agreed.yaml")).unwrap();
    let mut last = 0.0;
    for limit in (60..=98).rev() {
        let name = format!("spec-{limit}.yaml");
        let spec = spec.replace("shelf_life: \">= 85 %\"", &format!("shelf_life: \">= {limit} %\""));
        let spec = spec.replace("accept: \">= 90 %\"", "accept: \">= 99 %\"");
        std::fs::write(folder.path().join(&name), spec).unwrap();
        let report = json(folder.path(), &[&name, "data.csv"]);
        let months = report["claim"]["supported"]["months"].as_f64().unwrap();
        assert!(months >= last, "{limit} %: {months} after {last}");
        last = months;
    }
    assert_eq!(last, 18.0);
}

#[test]
fn a_file_of_many_rows_is_evaluated() {
    let folder = tempfile::tempdir().unwrap();
    let spec = root("tests/cases/S-13/spec.yaml");
    std::fs::write(folder.path().join("spec.yaml"), std::fs::read(spec).unwrap()).unwrap();
    let mut rows = "lot,test,value,unit,stage,time,time_unit,condition\n".to_owned();
    for lot in 0..400 {
        for month in 0..61 {
            let value = 100.0 - 0.05 * f64::from(month) + f64::from((lot * 7 + month * 13) % 11) / 20.0;
            writeln!(rows, "L-{lot:04},relative_potency,{value:.2},%,stability,{month},months,5 °C").unwrap();
        }
    }
    std::fs::write(folder.path().join("data.csv"), rows).unwrap();
    let report = json(folder.path(), &["spec.yaml", "data.csv", "--proposal", "60 months"]);
    assert_eq!(report["claim"]["standing"], "supported", "{}", report["findings"]);
    assert_eq!(report["tests"][0]["groups"][0]["long_term_months"], 60.0);
}

/// The files of a folder, by name.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<(String, Vec<u8>)> = entries
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

/// The picture of the documentation is the one that its command makes, byte for byte, and the same in pixels.
#[test]
fn a_picture_of_each_test() {
    let scratch = tempfile::tempdir().unwrap();
    let place = scratch.path().join("pictures");
    let (spec, data) = ("docs/src/examples/stability.yaml", "docs/src/examples/stability.csv");
    let arguments = [spec, data, "--proposal", "18 months", "--plot", place.to_str().unwrap(), "--png"];
    assert_eq!(run(&root(""), &arguments).status.code(), Some(1));
    let made = files(&place);
    let names: Vec<&str> = made.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["relative_potency.png", "relative_potency.svg"]);
    assert_eq!(made[0].1[..4], *b"\x89PNG");
    let svg = String::from_utf8(made[1].1.clone()).unwrap();
    for text in ["crossing 26.7 months", "ceiling = claim 12 months", "proposal 18 months", "limit ≥ 85 %", "batch C"]
    {
        assert!(svg.contains(text), "{text}");
    }
    assert!(svg.contains("The bound reaches the limit after 26.7 months."), "the description is missing");
    let shown = root("docs/src/images/stability.svg");
    if std::env::var_os("EVQC_BLESS").is_some() {
        std::fs::write(&shown, &svg).unwrap();
    }
    let shown = std::fs::read_to_string(&shown).unwrap_or_default();
    assert!(shown == svg, "the picture of the documentation is old: run EVQC_BLESS=1 cargo test --test stability");
}

/// A limit that does not conform itself is drawn as one: the sample has `> 80 %`.
#[test]
fn a_picture_has_the_sign_of_its_limit() {
    let scratch = tempfile::tempdir().unwrap();
    let place = scratch.path().join("pictures");
    let folder = "samples/stability-frozen-intranasal";
    let (spec, data) = (format!("{folder}/spec.yaml"), format!("{folder}/results.csv"));
    run(&root(""), &[&spec, &data, "--plot", place.to_str().unwrap()]);
    let all = files(&place).into_iter().map(|(_, bytes)| String::from_utf8(bytes).unwrap()).collect::<String>();
    assert!(all.contains("limit &gt; 80 %") && !all.contains("limit ≥ 80 %"), "{all}");
}

/// Pictures of studies that are hard to draw: days, drafts, values without number, failures, containers.
#[test]
fn pictures_say_what_they_cannot_show() {
    let scratch = tempfile::tempdir().unwrap();
    let drawn = |name: &str, folder: &str, arguments: &[&str]| -> String {
        let place = scratch.path().join(name);
        run(&root(folder), &[arguments, &["--plot", place.to_str().unwrap()]].concat());
        let texts = files(&place).into_iter().map(|(_, bytes)| String::from_utf8(bytes).unwrap());
        texts.collect::<Vec<_>>().join("\n")
    };
    let days = drawn("days", "samples/stability-frozen-intranasal", &["spec.yaml", "results.csv"]);
    assert!(days.contains("Time (days)") && days.contains("claim 30 days"), "{days}");
    assert!(days.contains("DRAFT SPECIFICATION"));
    let synthetic =
        drawn("made-up", "samples/stability-freeze-dried", &["spec.yaml", "results.csv", "--study", "study.yaml"]);
    assert!(synthetic.contains("SYNTHETIC DATA"));
    let failed = drawn("failed", "tests/cases/S-13", &["spec.yaml", "data-month-9.csv"]);
    assert!(failed.contains("out of specification"));
    let open = drawn("open", "tests/cases/S-13", &["spec.yaml", "data-open.csv"]);
    assert!(open.contains("not drawn: A at 9 months: missing"), "{open}");
}

/// A name in which signs turn their neighbours around, or are none of XML, is shown with them and acts on nothing.
#[test]
fn names_act_on_no_picture() {
    let sample = root("samples/stability-freeze-dried");
    let scratch = tempfile::tempdir().unwrap();
    for name in ["results.csv", "study.yaml"] {
        std::fs::copy(sample.join(name), scratch.path().join(name)).unwrap();
    }
    let spec = std::fs::read_to_string(sample.join("spec.yaml")).unwrap();
    let named: Vec<String> = spec
        .lines()
        .map(|line| match line.strip_prefix("    name: ") {
            Some(name) => format!("    name: \"{} \\u202e\\u0007\"", name.trim_matches('"')),
            None => line.to_owned(),
        })
        .collect();
    assert!(named.iter().any(|line| line.contains("u202e")), "the sample names its tests");
    std::fs::write(scratch.path().join("spec.yaml"), named.join("\n")).unwrap();
    let place = scratch.path().join("pictures");
    let arguments = ["spec.yaml", "results.csv", "--study", "study.yaml", "-o", "html:r.html", "--plot", "pictures"];
    run(scratch.path(), &arguments);
    let page = std::fs::read_to_string(scratch.path().join("r.html")).unwrap();
    let mut texts: Vec<String> =
        files(&place).into_iter().map(|(_, bytes)| String::from_utf8(bytes).unwrap()).collect();
    assert!(!texts.is_empty());
    texts.push(page);
    for text in texts {
        assert!(!text.contains('\u{202e}') && !text.contains('\u{7}'), "{text}");
        assert!(text.contains("\\u{202e}"), "{text}");
    }
}
