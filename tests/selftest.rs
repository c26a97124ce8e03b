//! `evqc selftest` as a validation file meets it: exit codes, every case named, nothing skipped, hostile text harmless.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the tests write the cases that the program reads"
)]

#[path = "support/needed.rs"]
mod needed;

use evqc::selftest::{Case, EMBEDDED, Examined, Outcome, Totals};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

fn evqc(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_evqc"));
    command.current_dir(folder).arg("selftest").args(arguments);
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "SOURCE_DATE_EPOCH", "COLUMNS"] {
        command.env_remove(name);
    }
    command.output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A case on the values 1, 2, 3.
fn case(id: &str, method: &str, expected: &Value) -> String {
    json!({
        "id": id, "what": "three values", "source": "by hand", "method": method, "inputs": {"data": [1.0, 2.0, 3.0]},
        "expected": expected, "tolerance": {"rel": 1e-12},
    })
    .to_string()
}

fn good(id: &str) -> String {
    case(id, "univariate_nist", &json!({"n": 3, "mean": 2.0, "sd": 1.0}))
}

/// A folder with these files below `cases`.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("cases")).unwrap();
    for (name, text) in files {
        let path = folder.path().join("cases").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Runs the cases in these files.
fn run(files: &[(&str, &str)], arguments: &[&str]) -> Output {
    let folder = folder(files);
    evqc(folder.path(), &[&["--cases", "cases"], arguments].concat())
}

/// The folder of the embedded cases, and every file in it by its name there.
fn files_of_embedded() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/selftest/cases");
    let mut waiting: Vec<PathBuf> = vec![root.clone()];
    let mut names = BTreeSet::new();
    while let Some(next) = waiting.pop() {
        for path in fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                waiting.push(path);
            } else {
                names.insert(path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/"));
            }
        }
    }
    names
}

// The cases in the program.

#[test]
fn every_embedded_case_agrees() {
    let examined: Vec<Examined> =
        EMBEDDED.iter().map(|(file, text)| Examined::new((*file).to_owned(), text.as_bytes())).collect();
    for one in &examined {
        let misses: Vec<String> = one.outcome.misses().map(ToString::to_string).collect();
        assert!(matches!(one.outcome, Outcome::Agrees(_)), "{}: {:?}\n{}", one.file, one.outcome, misses.join("\n"));
    }
    let totals = Totals::of(&examined);
    assert_eq!((totals.exit(), totals.corrected), (0, 0));
    assert!(totals.cases >= 60, "{totals:?}");
}

#[test]
fn the_embedded_cases_are_the_files_and_every_one_has_a_source() {
    let listed: Vec<String> = EMBEDDED.iter().map(|(file, _)| (*file).to_owned()).collect();
    assert!(listed.is_sorted(), "{listed:?}");
    assert_eq!(listed.iter().cloned().collect::<BTreeSet<String>>(), files_of_embedded());
    for (file, text) in EMBEDDED {
        let case = Case::parse(text).unwrap();
        assert_eq!(format!("{}.json", case.id), *file);
        assert!(case.source.len() >= 5 && case.what.len() >= 10, "{file}");
    }
}

/// A method that a topic answers has a case in the program; the list stands in the topics themselves.
#[test]
fn every_method_has_an_embedded_case() {
    let topics = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/selftest/topic");
    let tested: BTreeSet<String> = EMBEDDED.iter().map(|(_, text)| Case::parse(text).unwrap().method).collect();
    let mut known = BTreeSet::new();
    for file in fs::read_dir(topics).unwrap().map(|entry| entry.unwrap().path()) {
        let text = fs::read_to_string(&file).unwrap();
        let dispatch = text.split("match method {").nth(1).and_then(|rest| rest.split("_ =>").next());
        let arms = dispatch.unwrap_or_else(|| panic!("{} matches no method", file.display())).lines();
        let patterns = arms.filter_map(|line| line.split_once("=>")).map(|(pattern, _)| pattern);
        known.extend(patterns.flat_map(|pattern| pattern.split('"').skip(1).step_by(2).map(str::to_owned)));
    }
    assert!(known.len() >= 50, "{known:?}");
    assert_eq!(known.difference(&tested).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn the_report_names_program_platform_and_digests() {
    let folder = folder(&[]);
    let output = evqc(folder.path(), &["--width", "80"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let text = out(&output);
    assert!(text.contains(&format!("evqc {}", env!("CARGO_PKG_VERSION"))), "{text}");
    assert!(text.contains(&format!("{} {}", std::env::consts::OS, std::env::consts::ARCH)), "{text}");
    assert!(text.contains(&evqc::spec::library_sha256()), "{text}");
    let n = EMBEDDED.len();
    assert!(text.contains(&format!("{n} of {n} cases agree")), "{text}");
    assert!(text.ends_with("ALL CASES AGREE\n"), "{text}");
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    for (_, text_of_case) in EMBEDDED {
        assert!(text.contains(&Case::parse(text_of_case).unwrap().id), "{text_of_case}");
    }
    assert_eq!(evqc(folder.path(), &["--width", "80"]).stdout, output.stdout, "same program, same bytes");
}

// A folder of cases.

/// The cases beside the checkout, which tests/oracles.rs runs one by one, through the command.
#[test]
fn the_shared_cases_miss_nothing() {
    let Some(cases) = needed::shared("oracles", "the reference cases") else { return };
    let output = evqc(Path::new("."), &["--cases", cases.to_str().unwrap(), "-o", "json"]);
    let report: Value = serde_json::from_str(&out(&output)).unwrap();
    let summary = &report["summary"];
    assert_eq!((&summary["miss"], &summary["broken"]), (&json!(0), &json!(0)), "{summary}");
    assert!(summary["agree"].as_u64().unwrap() >= 197 && summary["corrected"] == 2, "{summary}");
    let not_supported = !report["not_supported"].as_object().unwrap().is_empty();
    assert_eq!(output.status.code(), Some(if not_supported { 3 } else { 0 }), "{summary}");
}

#[test]
fn the_worst_case_decides_the_exit_code() {
    let good = good("a/good");
    let wrong = case("a/wrong", "univariate_nist", &json!({"mean": 2.5, "sd": 1.0}));
    let later = case("b/later", "no_such_method", &json!({"x": 1.0}));
    for (files, code) in [
        (vec![("a/good.json", good.as_str())], 0),
        (vec![("a/good.json", &good), ("b/later.json", &later)], 3),
        (vec![("a/good.json", &good), ("a/wrong.json", &wrong)], 1),
        (vec![("b/later.json", &later), ("a/wrong.json", &wrong)], 1),
        (vec![("a/good.json", &good), ("broken.json", "{")], 1),
    ] {
        for format in ["human", "json", "markdown", "junit"] {
            assert_eq!(run(&files, &["-o", format]).status.code(), Some(code), "{format} {files:?}");
        }
    }
}

#[test]
fn a_missed_value_is_shown_with_what_was_obtained() {
    let wrong = case("a/wrong", "univariate_nist", &json!({"mean": 2.5, "sd": 1.0}));
    let text = out(&run(&[("wrong.json", &wrong)], &[]));
    assert!(text.contains("✗ a/wrong"), "{text}");
    assert!(text.contains("mean: expected 2.5, obtained 2.0, relative error 2.0e-1"), "{text}");
    assert!(text.contains("0 of 1 cases agree; 1 missed, 0 broken, 0 not supported; 2 values compared"), "{text}");
    assert!(text.ends_with("NOT ALL CASES AGREE\n"), "{text}");
}

#[test]
fn what_cannot_be_read_or_run_fails_with_its_reason() {
    let no_data = json!({
        "id": "a/x", "what": "", "source": "", "method": "univariate_nist", "inputs": {}, "expected": {"n": 1},
        "tolerance": {},
    });
    let refused = case("a/x", "nonparametric_min_n", &json!({"n": 1}));
    for (text, reason) in [
        ("{", "not a reference case: EOF"),
        ("[1]", "not a reference case: "),
        ("{\"id\": \"a/b\"}", "missing field `what`"),
        (no_data.to_string().as_str(), "inputs.data is not a list"),
        (refused.as_str(), "inputs.P is not a list"),
        ("{\"id\": 1e999}", "not a reference case: "),
        (&format!("{{\"inputs\": {}", "[".repeat(100_000)), "not a reference case: recursion limit"),
    ] {
        let output = run(&[("x.json", text), ("y.json", &good("a/y"))], &[]);
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(out(&output).contains(reason), "{reason} is not in {}", out(&output));
        assert!(out(&output).contains("1 of 2 cases agree; 0 missed, 1 broken"), "{}", out(&output));
    }
}

#[test]
fn methods_that_are_not_built_are_counted_and_named() {
    let later = |id: &str, method: &str| case(id, method, &json!({"x": 1.0}));
    let (one, two, other) = (later("b/1", "later_a"), later("b/2", "later_a"), later("b/3", "later_b"));
    let text = out(&run(&[("1.json", &one), ("2.json", &two), ("3.json", &other)], &[]));
    assert!(text.contains("– b/1 · later_a · not supported"), "{text}");
    assert!(text.contains("Not supported (cases): later_a (2), later_b (1)"), "{text}");
    assert!(text.ends_with("NO CASE MISSES, SOME METHODS ARE NOT SUPPORTED\n"), "{text}");
}

#[test]
fn nothing_in_a_folder_is_skipped_in_silence() {
    let files = [("deep/er/a.json", good("a/1")), ("B.JSON", good("a/2")), ("notes.md", "no case".to_owned())];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let output = run(&files, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", out(&output));
    assert!(out(&output).contains("2 of 2 cases agree"), "{}", out(&output));
    assert!(out(&output).contains("No cases, by their names (not .json): notes.md"), "{}", out(&output));
}

#[cfg(unix)]
#[test]
fn links_and_devices_end_as_broken_cases() {
    let folder = folder(&[("a.json", &good("a/1"))]);
    let cases = folder.path().join("cases");
    std::os::unix::fs::symlink(&cases, cases.join("again")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", cases.join("zero.json")).unwrap();
    std::os::unix::fs::symlink("nowhere", cases.join("lost.json")).unwrap();
    let output = evqc(folder.path(), &["--cases", "cases"]);
    assert_eq!(output.status.code(), Some(1));
    let text = out(&output);
    for reason in ["the link leads to a folder that is read already", "is no regular file", "the file cannot be opened"]
    {
        assert!(text.contains(reason), "{reason} is not in {text}");
    }
    assert!(text.contains("1 of 4 cases agree; 0 missed, 3 broken"), "{text}");
}

#[test]
fn wrong_usage_runs_nothing() {
    let good = good("a/1");
    for (files, arguments, says) in [
        (vec![], vec![], "the folder holds no case (*.json)"),
        (vec![("notes.txt", "x")], vec![], "the folder holds no case (*.json)"),
        (vec![("a.json", good.as_str())], vec!["-o", "yaml"], "no such format"),
        (vec![("a.json", &good)], vec!["-o", "json:"], "there is no path after `json:`"),
        (vec![("a.json", &good)], vec!["-o", "json", "-o", "junit"], "another report goes to the same place"),
        (vec![("a.json", &good)], vec!["-o", "json:cases/a.json"], "would overwrite the input cases/a.json"),
        (vec![("a.json", &good)], vec!["-o", "json:nowhere/a.json"], "there is no folder nowhere"),
    ] {
        let output = run(&files, &arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?} {}", err(&output));
        assert!(output.stdout.is_empty() && err(&output).contains(says), "{says}: {}", err(&output));
    }
    let output = evqc(Path::new("."), &["--cases", "no-such-folder"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("--cases no-such-folder: is no folder"), "{}", err(&output));
}

// Formats.

#[test]
fn several_reports_are_written_at_once() {
    let folder = folder(&[("a.json", &good("a/1"))]);
    let arguments =
        ["--cases", "cases", "-o", "human", "-o", "json:r.json", "-o", "markdown:r.md", "-o", "junit:r.xml"];
    let output = evqc(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&read("r.json")).unwrap()["summary"]["exit"], 0);
    assert!(read("r.md").starts_with("## evqc selftest: ALL CASES AGREE\n"), "{}", read("r.md"));
    assert!(read("r.xml").contains("<testsuite "), "{}", read("r.xml"));
}

#[test]
fn json_obeys_its_schema_and_holds_every_value() {
    let schema = serde_json::to_value(evqc::report::selftest::selftest_schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let wrong = case("a/wrong", "univariate_nist", &json!({"mean": 2.5, "sd": 1.0, "median": 2.0}));
    let later = case("b/later", "no_such_method", &json!({"x": 1.0}));
    let files = [("a/wrong.json", wrong.as_str()), ("later.json", &later), ("x.json", "{")];
    for output in [run(&files, &["-o", "json"]), evqc(Path::new("."), &["-o", "json"])] {
        let report: Value = serde_json::from_str(&out(&output)).unwrap();
        let faults: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(report["schema"], "evqc-selftest/1");
        assert_eq!(report["summary"]["exit"].as_i64(), output.status.code().map(i64::from));
    }
    let report: Value = serde_json::from_str(&out(&run(&files, &["-o", "json"]))).unwrap();
    let outcomes: Vec<&str> =
        report["cases"].as_array().unwrap().iter().map(|c| c["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["misses", "not_supported", "broken"]);
    assert_eq!(report["not_supported"], json!({"no_such_method": 1}));
    let values = report["cases"][0]["values"].as_array().unwrap();
    assert_eq!(values.len(), 3);
    assert_eq!(
        values[0],
        json!({"path": "mean", "expected": 2.5, "obtained": 2.0, "relative_error": 0.2, "agrees": false})
    );
    assert_eq!(values[1], json!({"path": "median", "expected": 2.0, "relative_error": null, "agrees": false}));
}

#[test]
fn the_published_schema_is_the_one_that_is_generated() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema/selftest.schema.json");
    let mut schema = serde_json::to_string_pretty(&evqc::report::selftest::selftest_schema()).unwrap();
    schema.push('\n');
    if std::env::var_os("EVQC_BLESS").is_some() {
        fs::write(&path, &schema).unwrap();
    } else {
        let found = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(found == schema, "{} is not up to date; run EVQC_BLESS=1 cargo test", path.display());
    }
}

#[test]
fn junit_has_a_suite_per_topic_and_a_kind_per_outcome() {
    let wrong = case("a/wrong", "univariate_nist", &json!({"mean": 2.5}));
    let later = case("b/later", "no_such_method", &json!({"x": 1.0}));
    let files = [("1.json", good("a/1")), ("2.json", wrong), ("3.json", later), ("4.json", "{".to_owned())];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let xml = out(&run(&files, &["-o", "junit"]));
    for part in [
        "<testsuites name=\"evqc selftest\" tests=\"4\" skipped=\"1\" failures=\"1\" errors=\"1\">",
        "<testsuite name=\"a\" tests=\"2\" skipped=\"0\" errors=\"0\" failures=\"1\">",
        "<testsuite name=\"b\" tests=\"1\"",
        "<failure message=\"mean: expected 2.5, obtained 2.0, relative error 2.0e-1\" type=\"misses\">",
        "<skipped message=\"the method no_such_method is not supported\"",
        "type=\"broken\"",
        "source: by hand",
    ] {
        assert!(xml.contains(part), "{part} is not in {xml}");
    }
}

#[test]
fn hostile_text_in_a_case_does_nothing() {
    let hostile = "<script>alert(1)</script>|`x`\u{1b}[31m\r\n::error::\u{202e}]]>&amp;";
    let text = json!({
        "id": hostile, "what": hostile, "source": hostile, "method": hostile, "inputs": {}, "expected": {hostile: hostile},
        "tolerance": {},
    });
    let wrong = json!({
        "id": format!("a/{hostile}"), "what": hostile, "source": hostile, "method": "univariate_nist",
        "inputs": {"data": [1.0, 2.0]}, "expected": {hostile: hostile}, "tolerance": {},
    });
    let files = [("1.json", text.to_string()), ("2.json", wrong.to_string())];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    for format in ["human", "markdown", "junit", "json"] {
        let output = run(&files, &["-o", format, "--verbose"]);
        let text = out(&output);
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(!text.contains(['\u{1b}', '\r', '\u{202e}']) || format == "json", "{format}: {text}");
        assert!(!text.contains('\u{1b}') && !text.contains("\n::error"), "{format}: {text}");
        if matches!(format, "markdown" | "junit") {
            assert!(!text.contains("<script>"), "{format}: {text}");
        }
    }
    let table = out(&run(&files, &["-o", "markdown"]));
    for row in table.lines().filter(|line| line.starts_with("| ✗") || line.starts_with("| –")) {
        assert_eq!(row.matches('|').count(), 9, "{row}");
    }
}

// What an operational qualification asks for, and who signs it.

/// R-912 names what the cases have to look at: each has its line in every form.
#[test]
fn every_group_that_a_qualification_asks_for_has_its_line() {
    let folder = folder(&[]);
    let arguments = ["-o", "human", "-o", "json:oq.json", "-o", "markdown:oq.md"];
    let output = evqc(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    let (human, markdown) = (out(&output), read("oq.md"));
    let report: Value = serde_json::from_str(&read("oq.json")).unwrap();
    let groups = report["groups"].as_array().unwrap();
    for asked in ["rounding", "censored results", "MVD", "K/M", "GM", "ICH Q1E", "MKT"] {
        let group = groups.iter().find(|group| group["name"].as_str().unwrap().contains(asked));
        let group = group.unwrap_or_else(|| panic!("no group looks at {asked}"));
        let (name, n) = (group["name"].as_str().unwrap(), group["cases"].as_u64().unwrap());
        assert!(n > 0 && group["agree"] == n, "{group}");
        let line = human.lines().find(|line| line.starts_with(&format!("    {name} ")));
        assert!(line.is_some_and(|line| line.ends_with(&format!(" {n} of {n}"))), "{name}: {line:?}");
        assert!(markdown.contains(&format!("| {name} | {n} of {n} |")), "{name}: {markdown}");
    }
    let all: u64 = groups.iter().map(|group| group["cases"].as_u64().unwrap()).sum();
    assert_eq!(all, EMBEDDED.len() as u64);
    for blank in ["| Deviations, by number | |", "| Performed by | | | | |", "| Approved by | | | | |"] {
        assert!(markdown.contains(blank), "{blank}: {markdown}");
    }
    // What a set of cases does not look at is said.
    let own = out(&run(&[("a.json", &good("a/1"))], &[]));
    assert!(
        own.lines().any(|line| line.starts_with("    maximum valid dilution (MVD) ") && line.ends_with(" no case"))
    );
}

/// The same program, with any other command.
#[cfg(unix)]
fn other(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_evqc"));
    command.current_dir(folder).args(arguments).env_remove("SOURCE_DATE_EPOCH").output().unwrap()
}

/// The file is signed by key: the signature states what the cases came to, and a changed byte or a false summary is found.
#[cfg(unix)]
#[test]
fn the_report_is_signed_off_and_verified() {
    let wrong = case("a/wrong", "univariate_nist", &json!({"mean": 2.5}));
    let folder = folder(&[("wrong.json", &wrong)]);
    let path = |name: &str| folder.path().join(name);
    assert_eq!(evqc(folder.path(), &["-o", "json:oq.json"]).status.code(), Some(0));
    assert_eq!(evqc(folder.path(), &["--cases", "cases", "-o", "json:missed.json"]).status.code(), Some(1));
    let text = fs::read_to_string(path("missed.json")).unwrap();
    let polished = text.replace("\"exit\":1", "\"exit\":0").replace("\"miss\":1", "\"miss\":0");
    fs::write(path("polished.json"), polished).unwrap();
    let output = other(folder.path(), &["keygen", "--no-passphrase", "--key", "chen.key.pem"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let sign = |file: &str| {
        let who = ["--key", "chen.key.pem", "--signer", "Mei Chen", "--role", "QC analyst", "--meaning", "tested"];
        other(folder.path(), &[&["sign", file][..], &who].concat())
    };
    for (file, result) in [("oq.json", "PASSED"), ("missed.json", "FAILED"), ("polished.json", "FAILED")] {
        let output = sign(file);
        assert_eq!(output.status.code(), Some(0), "{file}: {}", err(&output));
        assert!(out(&output).contains(&format!("the tests are {result}")), "{file}: {}", out(&output));
    }
    // Cases of one's own are no operational qualification; a summary that its lines contradict is no report.
    fs::create_dir(path("own")).unwrap();
    fs::write(path("own/good.json"), good("a/good")).unwrap();
    assert_eq!(evqc(folder.path(), &["--cases", "own", "-o", "json:own.json"]).status.code(), Some(0));
    assert!(out(&sign("own.json")).contains("the tests are WARNED"), "{}", err(&sign("own.json")));
    let text = fs::read_to_string(path("own.json")).unwrap();
    assert!(text.contains("\"cases\":1,\"agree\":1"));
    fs::write(path("more.json"), text.replace("\"cases\":1,\"agree\":1", "\"cases\":2,\"agree\":2")).unwrap();
    let more = sign("more.json");
    assert_eq!(more.status.code(), Some(2));
    let said = "its summary says 2 of 2 cases agree, and its lines say 1 of 1";
    assert!(err(&more).contains(said), "{}", err(&more));
    let verify = |file: &str| other(folder.path(), &["verify", file, "--keys", "."]);
    assert_eq!(verify("oq.json").status.code(), Some(0), "{}", out(&verify("oq.json")));
    let changed = fs::read_to_string(path("oq.json")).unwrap().replacen("\"agrees\"", "\"misses\"", 1);
    fs::write(path("oq.json"), changed).unwrap();
    assert_eq!(verify("oq.json").status.code(), Some(5), "{}", out(&verify("oq.json")));
}
