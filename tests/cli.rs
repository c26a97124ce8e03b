//! The command line as a user and a CI gate meet it: exit codes, streams, files, and nothing that is wrong ending with 0.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the tests write the files that the program reads"
)]

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const SPEC: &str = "evqc: 1\nid: s\nversion: \"1\"\ntitle: S\nstatus: draft\nrounding: usp\ntests:\n  \
                    e: {name: Endotoxin, category: purity, stage: drug product, accept: \"<= 0.50 EU/mL\"}\n  \
                    c: {name: CD63, category: identity, accept: positive}\n";
const HEADER: &str = "lot,test,value,unit\n";
const GOOD: &str = "lot,test,value,unit\nL1,e,0.1,EU/mL\nL1,c,positive,\n";

/// A folder with a specification and results.
fn folder(results: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("spec.yaml"), SPEC).expect("the specification");
    fs::write(folder.path().join("data.csv"), results).expect("the results");
    folder
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_evqc"));
    command.current_dir(folder).args(arguments);
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "SOURCE_DATE_EPOCH", "COLUMNS", "RUST_BACKTRACE"] {
        command.env_remove(name);
    }
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).stdin(Stdio::null()).output().expect("evqc runs")
}

/// Runs `check spec.yaml data.csv` with these further arguments.
fn check(results: &str, arguments: &[&str]) -> Output {
    let folder = folder(results);
    let mut all = vec!["check", "spec.yaml", "data.csv"];
    all.extend(arguments);
    run(folder.path(), &all)
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("standard output is UTF-8")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("standard error is UTF-8")
}

#[track_caller]
fn assert_exit(output: &Output, code: i32) {
    let said = format!("{}\n{}", out(output), err(output));
    assert_eq!(output.status.code(), Some(code), "{}", said.chars().take(3000).collect::<String>());
    assert!(!said.contains("panicked"), "{said}");
}

#[track_caller]
fn assert_usage(output: &Output, says: &str) {
    assert_exit(output, 2);
    assert!(output.stdout.is_empty(), "wrong usage prints no result: {}", out(output));
    assert!(err(output).contains(says), "`{says}` is not in: {}", err(output));
}

// Exit codes.

#[test]
fn every_verdict_has_its_code_under_every_format() {
    let cases = [
        (GOOD, 0),
        ("lot,test,value,unit\nL1,e,0.6,EU/mL\nL1,c,positive,\n", 1),
        ("lot,test,value,unit\nL1,c,positive,\n", 3),
        ("lot,test,value,unit\nL1,e,high,EU/mL\nL1,c,positive,\n", 4),
        (HEADER, 4),
        ("", 4),
    ];
    for (results, code) in cases {
        for format in ["human", "json", "jsonl", "junit", "sarif", "github", "gitlab", "markdown", "csv"] {
            let output = check(results, &["-o", format]);
            assert_eq!(output.status.code(), Some(code), "{format}: {results}{}", err(&output));
        }
        for flags in [&["-q"][..], &["--color", "always"], &["--jobs", "1"], &["--width", "40"]] {
            assert_exit(&check(results, flags), code);
        }
    }
}

#[test]
fn the_worst_lot_decides_and_hides_no_other() {
    let lots = "L1,e,0.1,EU/mL\nL1,c,positive,\nL2,e,0.6,EU/mL\nL2,c,positive,\nL3,c,positive,\n";
    let output = check(&format!("{HEADER}{lots}"), &["-o", "csv"]);
    assert_exit(&output, 1);
    let csv = out(&output);
    for line in ["L1,conforms,", "L2,does_not_conform,", "L3,not_concluded,"] {
        assert!(csv.contains(line), "{line} is not in {csv}");
    }
    assert_exit(&check(&format!("{HEADER}{lots}L4,e,x,EU/mL\n"), &["-o", "csv"]), 4);
    assert_exit(&check(&format!("{HEADER}{lots}"), &["--lot", "L1"]), 0);
    assert_exit(&check(&format!("{HEADER}{lots}"), &["--lot", "L1", "--lot", "L3"]), 3);
}

#[test]
fn a_lot_that_is_not_there_is_not_evaluable() {
    for arguments in [&["--lot", "L9"][..], &["--lot", "L1", "--lot", "L9"], &["--lot", "l1"], &["--lot", ""]] {
        let output = check(GOOD, arguments);
        assert_exit(&output, 4);
        assert!(out(&output).contains("lot-not-found"), "{}", out(&output));
    }
}

// Reports and where they go.

#[test]
fn several_reports_in_one_run() {
    let folder = folder(GOOD);
    let output =
        run(folder.path(), &["check", "spec.yaml", "data.csv", "-o", "json", "-o", "csv:v.csv", "-o", "junit:v.xml"]);
    assert_exit(&output, 0);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("standard output is one JSON document");
    assert_eq!(json["summary"]["conforms"], 1);
    assert!(fs::read_to_string(folder.path().join("v.csv")).expect("v.csv").contains("L1,conforms,"));
    assert!(fs::read_to_string(folder.path().join("v.xml")).expect("v.xml").contains("<testsuites"));
}

/// A CSV has no place for digests; the list beside it is one that `sha256sum` reads.
#[test]
fn digests_beside_a_table() {
    let folder = folder(GOOD);
    let output = run(folder.path(), &["check", "spec.yaml", "data.csv", "-o", "csv:v.csv", "--digests", "v.sha256"]);
    assert_exit(&output, 0);
    let list = fs::read_to_string(folder.path().join("v.sha256")).expect("v.sha256");
    let data = evqc::integrity::sha256(&fs::read(folder.path().join("data.csv")).expect("data.csv"));
    let lines: Vec<&str> = list.lines().collect();
    assert_eq!(lines.last(), Some(&format!("{data}  data.csv").as_str()), "{list}");
    let told = |what: &str, digest: &str| {
        assert!(lines.iter().any(|line| line.starts_with(what) && line.ends_with(digest)), "{what}: {list}");
    };
    told("# program", evqc::integrity::SOURCE_SHA256);
    told("# settings", &evqc::integrity::Settings::default().sha256().unwrap());
    assert!(lines[..lines.len() - 1].iter().all(|line| line.starts_with('#')), "{list}");
    // The list is no input, and takes the place of none.
    assert_usage(&check(GOOD, &["--digests", "data.csv"]), "would overwrite");
    assert_usage(&check(GOOD, &["-o", "csv:v", "--digests", "v"]), "same place");
    assert_usage(&check(GOOD, &["-o", "csv:v", "--digests", "./v"]), "same place");
}

#[test]
fn two_reports_to_one_place_are_refused() {
    assert_usage(&check(GOOD, &["-o", "json", "-o", "csv"]), "same place");
    assert_usage(&check(GOOD, &["-o", "json:a", "-o", "csv:a"]), "same place");
    assert_usage(&check(GOOD, &["-o", "json:-", "-o", "csv"]), "same place");
}

#[test]
fn an_unknown_format_is_refused_with_a_suggestion() {
    assert_usage(&check(GOOD, &["-o", "jsn"]), "did you mean `json`");
    assert_usage(&check(GOOD, &["-o", ""]), "no such format");
    assert_usage(&check(GOOD, &["-o", "C:\\report.json"]), "no such format");
    assert_usage(&check(GOOD, &["-o", "json:missing/report.json"]), "no folder missing");
    assert_usage(&check(GOOD, &["-o", "json:."]), "is a folder");
}

#[test]
fn a_file_that_is_not_there_is_told_with_what_is() {
    let folder = folder(GOOD);
    let said = |arguments: &[&str]| {
        let output = run(folder.path(), arguments);
        assert_exit(&output, 2);
        err(&output).trim().to_owned()
    };
    assert_eq!(said(&["check", "spec.yaml", "date.csv"]), "evqc: date.csv: no such file; did you mean `data.csv`?");
    assert_eq!(said(&["check", "specs.yaml", "data.csv"]), "evqc: specs.yaml: no such file; did you mean `spec.yaml`?");
    assert_eq!(said(&["check", "spec.yaml", "zz.csv"]), "evqc: zz.csv: no such file; there is data.csv");
    assert_eq!(said(&["check", "spec.yaml", "zz.xlsx"]), "evqc: zz.xlsx: no such file");
    assert_eq!(said(&["check", "spec.yaml", "sub/zz.csv"]), "evqc: sub/zz.csv: there is no folder sub");
    fs::create_dir(folder.path().join("sub")).expect("a folder");
    for name in ["a1", "a2", "a3", "a4", "a5", "a6", ".hidden"] {
        fs::write(folder.path().join("sub").join(name).with_extension("csv"), "").expect("a file");
    }
    assert_eq!(
        said(&["check", "spec.yaml", "data.csv", "--lots", "sub/zz.csv"]),
        "evqc: sub/zz.csv: no such file; there are a1.csv, a2.csv, a3.csv, a4.csv, a5.csv and 1 more",
    );
    assert_eq!(said(&["verify", "sub/a7.csv"]), "evqc: sub/a7.csv: no such file; did you mean `sub/a1.csv`?");
}

#[test]
fn an_existing_report_is_replaced_whole() {
    let folder = folder(GOOD);
    let report = folder.path().join("v.csv");
    fs::write(&report, "old\n".repeat(10_000)).expect("an old report");
    assert_exit(&run(folder.path(), &["check", "spec.yaml", "data.csv", "-q", "-o", "csv:v.csv"]), 0);
    let text = fs::read_to_string(&report).expect("the report");
    assert!(text.starts_with("lot,verdict") && !text.contains("old"), "{text}");
    assert_eq!(names(folder.path()), ["data.csv", "spec.yaml", "v.csv"], "no temporary file is left");
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// A full device takes nothing: what could not be written is no success, whatever the verdict.
#[cfg(target_os = "linux")]
#[test]
fn standard_output_that_takes_nothing_is_an_error() {
    use std::os::unix::fs::FileTypeExt;
    let is_device = fs::metadata("/dev/full").is_ok_and(|full| full.file_type().is_char_device());
    assert!(is_device, "/dev/full is needed for this test");
    let folder = folder(GOOD);
    for format in ["human", "json", "csv", "junit"] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
        let output = command(folder.path(), &["check", "spec.yaml", "data.csv", "-q", "-o", format])
            .stdout(full)
            .output()
            .expect("evqc runs");
        assert_exit(&output, 70);
        assert!(err(&output).contains("could not be written"), "{}", err(&output));
    }
}

#[cfg(unix)]
#[test]
fn an_unwritable_folder_is_an_error_and_leaves_nothing() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let folder = folder(GOOD);
    let locked = folder.path().join("locked");
    fs::create_dir(&locked).expect("a folder");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o555)).expect("permissions");
    let mut program = command(folder.path(), &["check", "spec.yaml", "data.csv", "-q", "-o", "json:locked/r.json"]);
    if fs::write(locked.join("probe"), "").is_ok() {
        // A privileged user may write everywhere: the program runs as nobody.
        fs::remove_file(locked.join("probe")).expect("the probe");
        let copy = folder.path().join("evqc");
        fs::copy(env!("CARGO_BIN_EXE_evqc"), &copy).expect("a copy of the program");
        for path in [folder.path(), &copy] {
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("permissions");
        }
        for file in ["spec.yaml", "data.csv"] {
            fs::set_permissions(folder.path().join(file), fs::Permissions::from_mode(0o644)).expect("permissions");
        }
        program = Command::new(copy);
        program
            .current_dir(folder.path())
            .args(["check", "spec.yaml", "data.csv", "-q", "-o", "json:locked/r.json"])
            .uid(65534)
            .gid(65534);
    }
    let output = program.output().expect("evqc runs");
    assert!(matches!(output.status.code(), Some(2 | 70)), "{:?}: {}", output.status, err(&output));
    assert!(err(&output).contains("locked/r.json"), "{}", err(&output));
    assert!(names(&locked).is_empty());
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).expect("permissions");
}

#[test]
fn a_reader_that_leaves_early_changes_no_code() {
    let mut results = HEADER.to_owned();
    for lot in 0..3000 {
        results.push_str(&format!("L{lot},e,0.1,EU/mL\nL{lot},c,positive,\n"));
    }
    for (last, code) in [("", 0), ("X,e,0.6,EU/mL\nX,c,positive,\n", 1)] {
        let folder = folder(&format!("{results}{last}"));
        for format in ["human", "json", "csv"] {
            let mut child = command(folder.path(), &["check", "spec.yaml", "data.csv", "-q", "-o", format])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .expect("evqc runs");
            drop(child.stdout.take());
            let output = child.wait_with_output().expect("evqc ends");
            assert_exit(&output, code);
            assert!(output.stderr.is_empty(), "{}", err(&output));
        }
    }
}

#[cfg(unix)]
#[test]
fn a_run_that_is_killed_leaves_no_half_report() {
    let mut results = HEADER.to_owned();
    for lot in 0..60_000 {
        results.push_str(&format!("L{lot},e,0.1,EU/mL\nL{lot},c,positive,\n"));
    }
    let folder = folder(&results);
    for milliseconds in [20, 120, 400] {
        let mut child = command(folder.path(), &["check", "spec.yaml", "data.csv", "-q", "-o", "json:report.json"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("evqc runs");
        std::thread::sleep(Duration::from_millis(milliseconds));
        let running = child.try_wait().expect("the state").is_none();
        child.kill().expect("the child is ended");
        child.wait().expect("the child ends");
        let report = folder.path().join("report.json");
        if let Ok(text) = fs::read_to_string(&report) {
            serde_json::from_str::<serde_json::Value>(&text).expect("a report that is there is whole");
            fs::remove_file(&report).expect("the report");
        } else {
            assert!(running, "the run ended without a report");
        }
    }
}

// Streams and colours.

#[test]
fn colours_are_shown_where_they_are_wanted() {
    let coloured = |output: &Output| out(output).contains('\u{1b}') || err(output).contains('\u{1b}');
    assert!(!coloured(&check(GOOD, &[])), "a pipe gets no colours");
    assert!(coloured(&check(GOOD, &["--color", "always"])));
    assert!(!coloured(&check(GOOD, &["--color", "never"])));
    let folder = folder(GOOD);
    let with = |name: &str, value: &str, arguments: &[&str]| {
        let mut all = vec!["check", "spec.yaml", "data.csv"];
        all.extend(arguments);
        coloured(&command(folder.path(), &all).env(name, value).output().expect("evqc runs"))
    };
    assert!(!with("NO_COLOR", "1", &[]));
    assert!(with("NO_COLOR", "1", &["--color", "always"]), "the option is more than the variable");
    for format in ["json", "csv", "junit", "markdown"] {
        assert!(!out(&check(GOOD, &["--color", "always", "-o", format])).contains('\u{1b}'), "{format}");
    }
}

#[test]
fn quiet_says_nothing_beside_the_result() {
    let failing = "lot,test,value,unit\nL1,e,0.6,EU/mL\nL1,c,positive,\n";
    for format in ["human", "json", "csv"] {
        assert_eq!(err(&check(failing, &["-q", "-o", format])), "", "{format}");
    }
    let plain = check(failing, &["-o", "csv"]);
    let quiet = check(failing, &["-q", "-o", "csv"]);
    assert_eq!(out(&plain), out(&quiet), "the result is the same");
    assert!(out(&check(failing, &["-q"])).contains("DOES NOT CONFORM"));
}

#[test]
fn results_come_from_standard_input() {
    let folder = folder(GOOD);
    let piped = |bytes: &[u8], arguments: &[&str]| {
        let mut all = vec!["check", "spec.yaml", "-"];
        all.extend(arguments);
        let mut child = command(folder.path(), &all)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("evqc runs");
        child.stdin.take().expect("a pipe").write_all(bytes).expect("the results are taken");
        child.wait_with_output().expect("evqc ends")
    };
    assert_exit(&piped(GOOD.as_bytes(), &[]), 0);
    assert_exit(&piped(b"", &[]), 4);
    assert_exit(&piped(HEADER.as_bytes(), &[]), 4);
    assert_exit(&piped(b"\xff\xfe\x00", &[]), 4);
    // Scattered lots are read a second time.
    let scattered = "lot,test,value,unit\nL1,e,0.1,EU/mL\nL2,e,0.1,EU/mL\nL1,c,positive,\nL2,c,positive,\n";
    assert_exit(&piped(scattered.as_bytes(), &["-o", "csv"]), 0);
    assert!(out(&piped(GOOD.as_bytes(), &["-o", "json"])).contains("\"name\":\"-\""));
}

// The day of judgement.

#[test]
fn the_day_comes_from_the_option_then_from_the_variable() {
    let results = "lot,test,value,unit,date\nL1,e,0.1,EU/mL,2026-03-09\nL1,c,positive,,2026-03-09\n";
    assert_exit(&check(results, &["--as-of", "2026-03-09"]), 0);
    assert_exit(&check(results, &["--as-of", "2026-03-08"]), 4);
    let folder = folder(results);
    let with = |epoch: &str, arguments: &[&str]| {
        let mut all = vec!["check", "spec.yaml", "data.csv", "-o", "json"];
        all.extend(arguments);
        command(folder.path(), &all).env("SOURCE_DATE_EPOCH", epoch).output().expect("evqc runs")
    };
    // 2026-03-09T00:00:00Z, and the second before it.
    assert_exit(&with("1773014400", &[]), 0);
    assert_exit(&with("1773014399", &[]), 4);
    assert_exit(&with("1773014399", &["--as-of", "2026-03-09"]), 0);
    for wrong in ["", "yesterday", "99999999999999999999", "1.5"] {
        assert_usage(&with(wrong, &[]), "SOURCE_DATE_EPOCH");
    }
    for wrong in ["tomorrow", "2026-02-30", "09/03/2026", ""] {
        assert_usage(&check(results, &["--as-of", wrong]), "--as-of");
    }
}

/// What nobody can read is not as if it were not set: the clock would give another day.
#[cfg(unix)]
#[test]
fn a_variable_that_is_no_text_states_no_day() {
    use std::os::unix::ffi::OsStrExt;
    let folder = folder(GOOD);
    for arguments in [&["check", "spec.yaml", "data.csv"][..], &["doctor"]] {
        let mut command = command(folder.path(), arguments);
        let variable = std::ffi::OsStr::from_bytes(b"17730144\xff0");
        let output = command.env("SOURCE_DATE_EPOCH", variable).output().expect("evqc runs");
        assert_usage(&output, "expected seconds since 1970-01-01");
    }
}

// Options that say something wrong.

#[test]
fn an_unknown_stage_is_refused_with_a_suggestion() {
    let output = check(GOOD, &["--stage", "drug produkt"]);
    assert_exit(&output, 4);
    assert!(
        out(&output).contains("stage-unknown") && out(&output).contains("did you mean `drug product`"),
        "{}",
        out(&output)
    );
    assert_exit(&check(GOOD, &["--stage", "Drug Product"]), 0);
    assert_exit(&check(GOOD, &["--stage", ""]), 4);
}

#[test]
fn a_parameter_is_set_by_name_and_value() {
    for wrong in ["limit", "=5", ""] {
        assert_usage(&check(GOOD, &["--set", wrong]), "expected NAME=VALUE");
    }
    let output = check(GOOD, &["--set", "limit=5"]);
    assert_exit(&output, 4);
    assert!(out(&output).contains("unknown-parameter"), "{}", out(&output));
}

#[test]
fn a_set_parameter_is_the_limit() {
    let folder = folder(GOOD);
    let spec = SPEC
        .replace("tests:\n", "parameters:\n  top: {required: true, unit: EU/mL}\ntests:\n")
        .replace("<= 0.50 EU/mL", "<= {top}");
    fs::write(folder.path().join("spec.yaml"), spec).expect("the specification");
    let with = |arguments: &[&str]| {
        let mut all = vec!["check", "spec.yaml", "data.csv"];
        all.extend(arguments);
        run(folder.path(), &all)
    };
    assert_exit(&with(&["--set", "top=0.20"]), 0);
    assert_exit(&with(&["--set", "top=0.20 EU/mL"]), 0);
    assert_exit(&with(&["--set", "top=0.05"]), 1);
    for wrong in [&[][..], &["--set", "top=high"], &["--set", "top=0.2 ug/mL"], &["--set", "top="]] {
        assert_exit(&with(wrong), 4);
    }
}

#[test]
fn malformed_options_are_wrong_usage() {
    for (arguments, says) in [
        (&["--jobs", "0"][..], "--jobs"),
        (&["--jobs", "-1"], "-1"),
        (&["--separator", "::"], "--separator"),
        (&["--separator", ""], "--separator"),
        (&["--encoding", "klingon"], "--encoding"),
        (&["--decimal", "semicolon"], "--decimal"),
        (&["--color", "sometimes"], "--color"),
        (&["--fail-fast"], "--fail-fast"),
        (&["--lots", "missing.csv"], "missing.csv"),
        (&["--waivers", "missing.csv"], "missing.csv"),
        (&["missing.csv"], "missing.csv"),
        (&["."], "is a folder"),
    ] {
        assert_usage(&check(GOOD, arguments), says);
    }
    let folder = folder(GOOD);
    assert_usage(&run(folder.path(), &[]), "Usage");
    assert_usage(&run(folder.path(), &["check", "spec.yaml"]), "DATA");
    assert_usage(&run(folder.path(), &["check", "nothing.yaml", "data.csv"]), "nothing.yaml");
    assert_usage(
        &run(folder.path(), &["check", "msc-ev-review-framwork", "data.csv"]),
        "did you mean `msc-ev-review-framework`",
    );
    fs::create_dir(folder.path().join("empty")).expect("a folder");
    assert_usage(&run(folder.path(), &["check", "empty", "data.csv"]), "holds no specification");
}

// The other commands.

#[test]
fn a_new_specification_is_sound_and_overwrites_nothing() {
    let folder = folder(GOOD);
    assert_exit(&run(folder.path(), &["spec", "new", "mine.yaml"]), 0);
    assert_exit(&run(folder.path(), &["spec", "lint", "mine.yaml"]), 0);
    let before = fs::read_to_string(folder.path().join("data.csv")).expect("the results");
    assert_usage(&run(folder.path(), &["spec", "new", "data.csv"]), "exists already");
    assert_eq!(fs::read_to_string(folder.path().join("data.csv")).expect("the results"), before);
    let printed = run(folder.path(), &["spec", "new"]);
    assert_eq!(out(&printed), fs::read_to_string(folder.path().join("mine.yaml")).expect("the new one"));
}

#[test]
fn lint_shows_every_fault_and_strict_takes_warnings_for_faults() {
    let folder = folder(GOOD);
    assert_exit(&run(folder.path(), &["spec", "lint", "spec.yaml"]), 0);
    assert_exit(&run(folder.path(), &["spec", "lint", "--strict", "spec.yaml"]), 4);
    assert_exit(&run(folder.path(), &["spec", "lint", "spec.yaml", "data.csv"]), 4);
    assert_usage(&run(folder.path(), &["spec", "lint", "nothing.yaml"]), "nothing.yaml");
    fs::write(folder.path().join("bad.yaml"), "evqc: 1\ntitel: S\nrounding: usp\nstatus: draft\n").expect("a bad one");
    let said = run(folder.path(), &["spec", "lint", "bad.yaml"]);
    assert_exit(&said, 4);
    let text = out(&said) + &err(&said);
    for code in ["unknown-key", "did you mean `title`", "bad.yaml:2:1"] {
        assert!(text.contains(code), "{code} is not in {text}");
    }
}

#[test]
fn explain_knows_every_code_and_no_other() {
    let folder = folder(GOOD);
    let output = run(folder.path(), &["explain", "surplus-determination"]);
    assert_exit(&output, 2);
    assert!(err(&output).contains("no finding code"), "{}", err(&output));
    let list = run(folder.path(), &["explain"]);
    assert_exit(&list, 0);
    let codes: Vec<String> =
        out(&list).lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect();
    assert!(codes.len() > 100, "{} codes", codes.len());
    for code in codes.iter().step_by(17) {
        let page = run(folder.path(), &["explain", code]);
        assert_exit(&page, 0);
        assert!(out(&page).contains(code.as_str()) && out(&page).contains("Why"), "{code}: {}", out(&page));
    }
}

#[test]
fn completions_and_manual_are_written() {
    let folder = folder(GOOD);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = run(folder.path(), &["completions", shell]);
        assert_exit(&output, 0);
        assert!(out(&output).contains("evqc") && out(&output).len() > 1000, "{shell}");
    }
    assert_usage(&run(folder.path(), &["completions", "cmd"]), "cmd");
    let man = run(folder.path(), &["man"]);
    assert_exit(&man, 0);
    assert!(out(&man).contains(".TH evqc 1"), "{}", out(&man));
    assert_exit(&run(folder.path(), &["man", "--folder", "man"]), 0);
    assert!(names(&folder.path().join("man")).contains(&"evqc-check.1".to_owned()));
    assert_exit(&run(folder.path(), &["--version"]), 0);
    assert_exit(&run(folder.path(), &["check", "--help"]), 0);
}

/// Whoever calls a command from a program learns from its help what every code means.
#[test]
fn the_help_names_exit_codes_and_forms() {
    let folder = folder(GOOD);
    let help = |command: &str| {
        let text = out(&run(folder.path(), &[command, "--help"]));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for (command, codes) in [
        ("certificate", &["2 wrong usage", "4 as well", "5 when a signature", "70 internal error"][..]),
        ("plot", &["2 wrong usage", "70 internal error"]),
        ("dose", &["2 wrong usage", "4 as well", "70 internal error"]),
        ("keygen", &["0 both files are written", "2 wrong usage", "5 the passphrase file", "70 internal error"]),
    ] {
        let text = help(command);
        assert!(text.contains("Exit codes: "), "{command}: {text}");
        codes.iter().for_each(|code| assert!(text.contains(code), "{command}: {code}: {text}"));
    }
    for form in ["json", "pdf", "html", "md", "fhir"] {
        assert!(help("certificate").contains(&format!("{form},")) || help("certificate").contains(&format!("{form} ")));
    }
    assert!(help("plot").contains("TEST-over-time.svg"));
}

/// What is read one way by one command is read that way by every command that judges a lot.
#[test]
fn every_command_that_judges_a_lot_has_the_options_of_reading() {
    let folder = folder(GOOD);
    for command in ["check", "certificate", "bundle", "plot", "dose", "stability"] {
        let text = out(&run(folder.path(), &[command, "--help"]));
        for option in ["samples", "lots", "sheet", "lots-sheet", "separator", "decimal", "encoding", "ignore-column"] {
            assert!(text.contains(&format!("--{option} <")), "{command} has no --{option}");
        }
    }
}

// Hostile specifications.

/// Checks a specification that must be refused, in seconds and in few words.
#[track_caller]
fn refused_quickly(spec: &[u8], code: &str) {
    let folder = folder(GOOD);
    fs::write(folder.path().join("spec.yaml"), spec).expect("the specification");
    let begun = Instant::now();
    let output = run(folder.path(), &["check", "spec.yaml", "data.csv"]);
    let took = begun.elapsed();
    assert_exit(&output, 4);
    let said = out(&output) + &err(&output);
    assert!(said.contains(code), "{code} is not in {}", said.chars().take(2000).collect::<String>());
    assert!(said.len() < 100_000, "{} bytes of output", said.len());
    assert!(took < Duration::from_secs(10), "took {took:?}");
}

#[test]
fn a_specification_of_fifty_megabytes_is_refused_quickly() {
    let mut text = SPEC.as_bytes().to_vec();
    text.resize(50 << 20, b'#');
    refused_quickly(&text, "file-too-large");
}

#[test]
fn deep_nesting_is_refused_quickly() {
    for (open, close) in [("[", "]"), ("{a: ", "}"), ("[", "")] {
        refused_quickly(
            format!("evqc: 1\nid: {}1{}\n", open.repeat(100_000), close.repeat(100_000)).as_bytes(),
            "error[",
        );
    }
    let deep: String = (0..2000).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    refused_quickly(deep.as_bytes(), "error[");
}

#[test]
fn an_alias_bomb_is_refused_quickly() {
    let mut bomb = "evqc: 1\na0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..20 {
        let before = level - 1;
        bomb.push_str(&format!("a{level}: &a{level} [{}]\n", vec![format!("*a{before}"); 9].join(", ")));
    }
    refused_quickly(bomb.as_bytes(), "error[");
    refused_quickly(b"a: &a [*a]\n", "error[");
}

#[test]
fn many_faults_are_told_in_few_words() {
    let mut text = String::from("evqc: 1\n");
    for key in 0..100_000 {
        text.push_str(&format!("k{key}: x\n"));
    }
    let folder = folder(GOOD);
    fs::write(folder.path().join("spec.yaml"), &text).expect("the specification");
    let begun = Instant::now();
    let output = run(folder.path(), &["check", "spec.yaml", "data.csv"]);
    assert_exit(&output, 4);
    assert!(begun.elapsed() < Duration::from_secs(20), "took {:?}", begun.elapsed());
}

// Determinism.

#[test]
fn the_number_of_threads_changes_no_byte() {
    let mut results = "lot,test,value,unit,replicate\n".to_owned();
    for lot in 0..700u32 {
        let value = (lot * 7919) % 60;
        let text = match lot % 23 {
            0 => "ND".to_owned(),
            1 => "high".to_owned(),
            2 => String::new(),
            _ => format!("0.{value:02}"),
        };
        results.push_str(&format!(
            "L{lot},e,{text},EU/mL,1\nL{lot},c,{},,1\n",
            if lot % 11 == 0 { "negative" } else { "positive" }
        ));
    }
    let folder = folder(&results);
    for format in ["human", "json", "jsonl", "junit", "sarif", "github", "gitlab", "markdown", "csv"] {
        let with = |jobs: &str| {
            let arguments =
                ["check", "spec.yaml", "data.csv", "-q", "--as-of", "2026-06-01", "-o", format, "--jobs", jobs];
            let output = run(folder.path(), &arguments);
            assert_exit(&output, 4);
            output.stdout
        };
        let one = with("1");
        assert!(!one.is_empty(), "{format}");
        for jobs in ["2", "8", "1"] {
            assert!(one == with(jobs), "{format} differs with {jobs} threads");
        }
    }
}

#[test]
fn a_report_says_nothing_about_the_machine() {
    let folder = folder(GOOD);
    let here = folder.path().to_string_lossy().into_owned();
    for format in ["json", "jsonl", "junit", "sarif", "github", "gitlab", "markdown", "csv"] {
        let text =
            out(&run(folder.path(), &["check", "spec.yaml", "data.csv", "-q", "--as-of", "2026-06-01", "-o", format]));
        assert!(!text.contains(&here), "{format} names the folder");
    }
}

#[test]
fn standard_input_that_never_ends_is_not_waited_for_by_other_commands() {
    let folder = folder(GOOD);
    let mut child = command(folder.path(), &["spec", "list"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("evqc runs");
    let mut text = String::new();
    child.stdout.take().expect("a pipe").read_to_string(&mut text).expect("text");
    assert!(child.wait().expect("evqc ends").success());
    assert!(text.contains("msc-ev-review-framework"), "{text}");
}

#[test]
fn no_report_replaces_what_it_was_made_from() {
    let folder = folder(GOOD);
    for target in ["json:data.csv", "json:./data.csv", "json:spec.yaml"] {
        let output = run(folder.path(), &["check", "spec.yaml", "data.csv", "-o", target]);
        assert_usage(&output, "would overwrite the input");
    }
    assert_eq!(fs::read_to_string(folder.path().join("data.csv")).expect("the results"), GOOD);
    assert_eq!(fs::read_to_string(folder.path().join("spec.yaml")).expect("the specification"), SPEC);
    let twice = run(folder.path(), &["check", "spec.yaml", "data.csv", "-o", "json:r.json", "-o", "csv:./r.json"]);
    assert_usage(&twice, "goes to the same place");
    assert_usage(&run(folder.path(), &["check", "spec.yaml", "data.csv", "./data.csv"]), "named twice");
    assert_usage(&run(folder.path(), &["check", "spec.yaml", "data.csv", "-o", "json:"]), "no path");
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_and_stays_a_link() {
    let folder = folder(GOOD);
    fs::write(folder.path().join("real.json"), "old").expect("a file");
    std::os::unix::fs::symlink("real.json", folder.path().join("link.json")).expect("a link");
    assert_exit(&run(folder.path(), &["check", "spec.yaml", "data.csv", "-o", "json:link.json"]), 0);
    assert!(folder.path().join("link.json").is_symlink());
    assert!(fs::read_to_string(folder.path().join("real.json")).expect("the report").contains("evqc-report/1"));
}

/// A new report is as open as the umask allows; one that is replaced stays as open as it was.
#[cfg(unix)]
#[test]
fn a_report_is_as_open_to_others_as_the_user_wants() {
    use std::os::unix::fs::PermissionsExt;
    for (umask, mode) in [("077", 0o600), ("027", 0o640), ("022", 0o644), ("002", 0o664)] {
        let folder = folder(GOOD);
        let old = folder.path().join("old.json");
        fs::write(&old, "old").expect("an old report");
        fs::set_permissions(&old, fs::Permissions::from_mode(0o604)).expect("permissions");
        let line = format!("umask {umask}; exec \"$0\" check spec.yaml data.csv -q -o json:new.json -o csv:old.json");
        let mut shell = Command::new("sh");
        shell.current_dir(folder.path()).args(["-c", &line, env!("CARGO_BIN_EXE_evqc")]);
        assert_exit(&shell.output().expect("a shell"), 0);
        let found = |name: &str| {
            let there = fs::metadata(folder.path().join(name)).expect("a report");
            format!("{:o}", there.permissions().mode() & 0o777)
        };
        assert_eq!((found("new.json"), found("old.json")), (format!("{mode:o}"), "604".to_owned()), "{umask}");
    }
}

#[test]
fn a_specification_that_is_not_in_force_never_ends_with_0() {
    for (head, as_of) in [
        ("status: withdrawn\neffective: 2020-01-01", "2026-02-01"),
        ("status: approved\neffective: 2030-01-01", "2026-02-01"),
        ("status: superseded\neffective: 2020-01-01\neffective_until: 2021-01-01", "2026-02-01"),
    ] {
        let folder = folder(GOOD);
        let spec = SPEC.replace("status: draft", head).replace("category:", "procedure: SOP-1, category:");
        fs::write(folder.path().join("spec.yaml"), spec).expect("the specification");
        let output = run(folder.path(), &["check", "spec.yaml", "data.csv", "--as-of", as_of]);
        assert_exit(&output, 4);
        assert!(out(&output).contains("error[specification-"), "{}", out(&output));
    }
}

#[test]
fn very_many_threads_are_not_an_error() {
    assert_exit(&check(GOOD, &["--jobs", "99999"]), 0);
}

#[test]
fn an_empty_label_claim_is_not_that_of_the_specification() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
    let spec = "evqc: 1\nid: s\nversion: \"1\"\ntitle: S\nstatus: draft\nrounding: usp\n\
                label: {c: 2.0e9 particles/mL}\n\
                derived:\n  share: {formula: c / label.c}\n\
                tests:\n  c: {category: quantity, accept: label ± 20 %}\n  \
                share: {category: potency, accept: \">= 0.5\"}\n  \
                p: {category: purity, accept: \">= 1 %\"}\n";
    write("spec.yaml", spec);
    let rows = |lot: &str| format!("{lot},c,2.1e9,particles/mL\n{lot},p,2,%\n");
    write("data.csv", &format!("{HEADER}{}{}{}", rows("L1"), rows("L2"), rows("L3")));
    let check = |lots: &str, lot: &str| {
        write("lots.csv", lots);
        run(folder.path(), &["check", "spec.yaml", "data.csv", "--lots", "lots.csv", "--lot", lot])
    };
    let lots = "lot,label c [particles/mL]\nL1,2.0e9\nL2,\n";
    assert_exit(&check(lots, "L1"), 0);
    let empty = check(lots, "L2");
    assert_exit(&empty, 4);
    for text in [
        "label-claim-missing",
        "the lot file gives the label claims for c, and the cell of this",
        "lots.csv:3:2",
        "if 2.0e9 particles/mL of the specification holds",
    ] {
        assert!(out(&empty).contains(text), "`{text}` is not in {}", out(&empty));
    }
    assert!(out(&empty).contains("✓ pass"), "tests that need no claim are judged: {}", out(&empty));
    let absent = check(lots, "L3");
    assert_exit(&absent, 4);
    assert!(out(&absent).contains("and this lot has no row in it"), "{}", out(&absent));
    // Without the column the claim of the specification holds for every lot.
    for lot in ["L1", "L2", "L3"] {
        assert_exit(&check("lot,expires\nL1,\nL2,\n", lot), 0);
    }
}

const RATIO: &str = "evqc: 1\nid: s\nversion: \"1\"\ntitle: S\nstatus: draft\nrounding: usp\n\
                     facts: {dose_volume: {unit: mL}}\n\
                     label: {p: 40.0 ug/mL}\n\
                     derived:\n  per_ug: {formula: c / p, unit: particles/ug}\n  \
                     per_dose: {formula: per_ug * label.p * dose_volume, unit: particles}\n\
                     tests:\n  c: {category: quantity, result: mean of 2, accept: report, unit: particles/mL}\n  \
                     p: {category: quantity, accept: report, unit: ug/mL}\n  \
                     per_ug: {category: purity, accept: \">= LIMIT particles/ug\"}\n  \
                     per_dose: {category: quantity, accept: \">= 1.0e10 particles\"}\n";

/// The check of R-336: 1.26×10^11 /mL ÷ 42.3 µg/mL is 2.979×10^9, 3.0×10^9 beside a limit of 0.1×10^9.
#[test]
fn a_derived_value_is_shown_with_its_formula_and_inputs() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
    write(
        "data.csv",
        "lot,test,value,unit,replicate\nL1,c,1.25e11,particles/mL,1\nL1,c,1.27e11,particles/mL,2\nL1,p,42.3,ug/mL,\n",
    );
    write("lots.csv", "lot,dose volume [mL]\nL1,0.5\n");
    let check = |limit: &str, format: &str| {
        write("spec.yaml", &RATIO.replace("LIMIT", limit));
        run(folder.path(), &["check", "spec.yaml", "data.csv", "--lots", "lots.csv", "-o", format, "--width", "400"])
    };
    let passes = check("2.0e9", "human");
    assert_exit(&passes, 0);
    for line in [
        "computed: per_ug: per_ug = c / p = 1.26×10^11 particles/mL / 42.3 µg/mL ≈ 2.97872×10^9 particles/µg; c from \
         data.csv:2:3, 3:3; p from data.csv:4:3\n",
        "computed: per_dose: per_dose = per_ug * label.p * dose_volume = ≈2.97872×10^9 particles/µg * 40 µg/mL * 0.5 mL \
         ≈ 5.95745×10^10 particles; label.p from the specification; dose_volume from lots.csv:2:1\n",
    ] {
        assert!(out(&passes).contains(line), "`{line}` is not in {}", out(&passes));
    }
    let json: serde_json::Value = serde_json::from_str(&out(&check("2.0e9", "json"))).expect("JSON");
    let ratio = &json["lots"][0]["tests"][2];
    assert_eq!((&ratio["id"], &ratio["reportable"]["text"]), (&"per_ug".into(), &"3.0×10^9 particles/µg".into()));
    let derivation = &ratio["derivation"];
    assert_eq!(derivation["formula"], "c / p");
    assert_eq!(derivation["inputs"][0]["value"], "126000000000");
    assert_eq!(derivation["inputs"][0]["cells"][1], serde_json::json!({"file": "data.csv", "line": 3, "column": 3}));
    let value = derivation["value"].as_str().expect("a value");
    assert!(value.starts_with("2978723404.25531"), "126e9 / 42.3 = {value}");
    assert_eq!(json["lots"][0]["tests"][3]["derivation"]["inputs"][0]["derivation"]["attribute"], "per_ug");
    // A finding about it points at the cells.
    let fails = check("3.1e9", "human");
    assert_exit(&fails, 1);
    for place in ["--> data.csv:2:3 (c)", "--> data.csv:3:3 (c)", "--> data.csv:4:3 (p)"] {
        assert!(out(&fails).contains(place), "`{place}` is not in {}", out(&fails));
    }
}

#[test]
fn a_panel_that_is_not_met_names_the_members_against_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let spec = "evqc: 1\nid: s\nversion: \"1\"\ntitle: S\nstatus: draft\nrounding: usp\ntests:\n  \
                a: {category: identity, accept: positive}\n  b: {category: identity, accept: positive}\n  \
                c: {category: identity, accept: positive}\n  n: {category: purity, required: false, accept: positive}\n  \
                all:\n    category: identity\n    accept: at least 2 of [a, b, c]\n    also: none of [n]\n";
    fs::write(folder.path().join("spec.yaml"), spec).expect("the specification");
    let check = |a: &str, b: &str, n: &str| {
        let rows = format!("lot,test,value\nL1,a,{a}\nL1,b,{b}\nL1,c,positive\nL1,n,{n}\n");
        fs::write(folder.path().join("data.csv"), rows).expect("the results");
        let output = run(folder.path(), &["check", "spec.yaml", "data.csv", "-o", "json"]);
        let json: serde_json::Value = serde_json::from_str(&out(&output)).expect("JSON");
        let panel = json["lots"][0]["tests"][4].clone();
        let finding = json["findings"].as_array().and_then(|all| all.iter().find(|f| f["test"] == "all"));
        let cells = finding.map_or_else(Vec::new, |finding| {
            let related = finding["related"].as_array().cloned().unwrap_or_default();
            related.iter().map(|one| format!("{} {}", one["place"]["line"], one["remark"])).collect()
        });
        (panel["outcome"].to_string(), panel["members_against"].to_string(), cells)
    };
    let fail = "\"fail\"".to_owned();
    assert_eq!(check("positive", "positive", "negative"), ("\"pass\"".to_owned(), "null".to_owned(), Vec::new()));
    assert_eq!(
        check("negative", "negative", "negative"),
        (fail.clone(), "[\"a\",\"b\"]".to_owned(), vec!["2 \"a\"".to_owned(), "3 \"b\"".to_owned()])
    );
    assert_eq!(
        check("negative", "positive", "positive"),
        (fail, "[\"n\"]".to_owned(), vec!["5 \"n\"".to_owned()]),
        "one negative of three is allowed; the positive below `none of` is not"
    );
    let open = check("negative", "pending", "negative");
    assert_eq!((open.1.as_str(), open.2), ("[\"b\"]", vec!["3 \"b\"".to_owned()]));
}

#[test]
fn a_waiver_that_stands_in_for_nothing_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let spec = "evqc: 1\nid: s\nversion: \"1\"\ntitle: S\nstatus: draft\nrounding: usp\n\
                derived:\n  r: {formula: a / b}\ntests:\n  \
                a: {name: Alpha, category: identity, accept: \">= 1 %\"}\n  b: {category: purity, accept: \">= 1 %\"}\n  \
                r: {category: purity, accept: \">= 0.1\"}\n  \
                peg_residue: {name: PEG, category: purity, accept: \"<= 5 %\"}\n";
    fs::write(folder.path().join("spec.yaml"), spec).expect("the specification");
    let rows = |lot: &str| format!("{lot},a,2,%\n{lot},b,2,%\n");
    fs::write(folder.path().join("data.csv"), format!("{HEADER}{}{}", rows("EV-01"), rows("EV-02"))).expect("results");
    let check = |waivers: &str, more: &[&str]| {
        let text = format!("lot,test,reason,reference,approver,owner,approved,expiry\n{waivers}");
        fs::write(folder.path().join("w.csv"), text).expect("waivers");
        let mut all = vec!["check", "spec.yaml", "data.csv", "--waivers", "w.csv", "--width", "200"];
        all.extend(more);
        run(folder.path(), &all)
    };
    let record = "no PEG is used,DEV-12,Chen,Adler,2026-01-15,2099-12-31";
    let good = check(&format!("EV-01,peg_residue,{record}\nEV-02,PEG-residue,{record}\n"), &[]);
    assert_exit(&good, 0);
    assert!(!out(&good).contains("waiver-without-match"), "{}", out(&good));
    let bad = check(
        &format!(
            "EV-01,peg_residu,{record}\nEV02,peg_residue,{record}\nEV-01,PEG,{record}\nXY,a,{record}\nEV-01,r,{record}\n"
        ),
        &[],
    );
    assert_exit(&bad, 3);
    for text in [
        "warning[waiver-without-match]: the specification has no test \"peg_residu\"; the waiver stands in for nothing\n  --> \
         w.csv:2\n  help: did you mean `peg_residue`?",
        "warning[waiver-without-match]: lot \"EV02\" of the waiver has no row in the data\n  --> w.csv:3\n  help: did you mean \
         `EV-02`?",
        "has no test \"PEG\"; the waiver stands in for nothing\n  --> w.csv:4\n  help: use the id of the test, `peg_residue`",
        "lot \"XY\" of the waiver has no row in the data\n  --> w.csv:5\n  help: write the lot id as the results do",
        "warning[waiver-unused]: the waiver of `r` for EV-01 was not needed by any lot of the data\n  --> w.csv:6",
    ] {
        assert!(out(&bad).contains(text), "`{text}` is not in {}", out(&bad));
    }
    // Lots that were not asked for are none of its business.
    let one = check(&format!("EV-01,peg_residue,{record}\nXY,peg_residue,{record}\n"), &["--lot", "EV-01"]);
    assert_exit(&one, 0);
    assert!(!out(&one).contains("waiver-without-match"), "{}", out(&one));
}

#[test]
fn an_approved_specification_has_a_test_file_beside_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let lint = |status: &str, arguments: &[&str]| {
        let text = format!(
            "evqc: 1\nid: s\nversion: \"1\"\ntitle: S\nstatus: {status}\nrounding: usp\ntests:\n  \
             a: {{category: identity, procedure: SOP-1, rationale: example, decide: simple, accept: positive}}\n"
        );
        fs::write(folder.path().join("spec.yaml"), text).expect("the specification");
        let all = [&["spec", "lint"][..], arguments].concat();
        out(&run(folder.path(), &all))
    };
    let said = "warning[specification-without-tests]: s is approved and has no test file spec.test.yaml beside it";
    let approved = "approved\neffective: 2026-01-01";
    assert!(lint(approved, &["spec.yaml"]).contains(said), "{}", lint(approved, &["spec.yaml"]));
    assert!(!lint("draft", &["spec.yaml"]).contains("specification-without-tests"));
    assert!(!lint(approved, &["freeze-dried"]).contains("specification-without-tests"), "what is built in is tested");
    fs::write(folder.path().join("spec.test.yaml"), "evqc_test: 1\n").expect("the test file");
    assert!(!lint(approved, &["spec.yaml"]).contains("specification-without-tests"));
}

#[test]
fn what_a_reviewer_would_ask_for_is_noted_until_it_is_justified() {
    let folder = tempfile::tempdir().expect("a folder");
    let classes = ["identity", "purity", "quantity", "safety", "general"];
    let tests: String =
        classes.iter().map(|class| format!("  {class}: {{category: {class}, accept: positive}}\n")).collect();
    let head = "evqc: 1\nid: s\nversion: \"1\"\ntitle: S\nstatus: draft\nrounding: usp\n";
    let rows: String = classes.iter().map(|class| format!("L1,{class},positive,\n")).collect();
    fs::write(folder.path().join("data.csv"), format!("{HEADER}{rows}")).expect("results");
    let said = |profile: &str| {
        fs::write(folder.path().join("spec.yaml"), format!("{head}{profile}tests:\n{tests}"))
            .expect("the specification");
        let check = run(folder.path(), &["check", "spec.yaml", "data.csv", "--width", "300"]);
        // Whatever a reviewer misses, the lot is judged by what is specified.
        assert_exit(&check, 0);
        let lint = run(folder.path(), &["spec", "lint", "spec.yaml"]);
        (out(&check), out(&lint), lint.status.code())
    };
    let note =
        "note[specification-incomplete]: a reviewer would ask for what s has not and does not justify: Q6B-POTENCY\n";
    let (report, lint, code) = said("");
    assert!(report.contains(note), "{report}");
    assert!(lint.contains("warning[expected-content-absent]: Q6B-POTENCY: no test is of category `potency`"), "{lint}");
    assert_eq!(code, Some(0));
    let (report, lint, _) = said("justified: {Q6B-POTENCY: the assay is in validation}\n");
    assert!(!report.contains("specification-incomplete"), "{report}");
    assert!(!lint.contains("Q6B-POTENCY"), "{lint}");
    let (report, lint, code) = said("regions: [us]\nproduct: {route: inhalation}\n");
    assert!(report.contains("Q6B-POTENCY, US-STERILE-INHALATION"), "{report}");
    assert!(lint.contains("error[required-content-absent]: US-STERILE-INHALATION"), "{lint}");
    assert_eq!(code, Some(4), "spec lint refuses what check judges");
    let page = run(folder.path(), &["explain", "Q6B-POTENCY"]);
    assert!(out(&page).contains("A reviewer would ask for a test of category `potency`."), "{}", out(&page));
}

/// A specification with PEG and sterility, results of two lots without either, and a run with these waivers.
fn check_with_waivers(waivers: &str, more: &[&str]) -> Output {
    let folder = waiver_folder(waivers);
    let mut all =
        vec!["check", "spec.yaml", "data.csv", "--waivers", "w.csv", "--as-of", "2026-07-01", "--width", "200"];
    all.extend(more);
    run(folder.path(), &all)
}

fn waiver_folder(waivers: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let spec = "evqc: 1\nid: s\nversion: \"1\"\ntitle: S\nstatus: draft\nrounding: usp\ntests:\n  \
                a: {category: identity, accept: \">= 1 %\"}\n  peg: {category: purity, accept: \"<= 5 %\"}\n  \
                sterility: {category: safety, required: false, accept: no growth}\n";
    fs::write(folder.path().join("spec.yaml"), spec).expect("the specification");
    fs::write(folder.path().join("data.csv"), format!("{HEADER}L-011,a,2,%\nL-012,a,2,%\n")).expect("results");
    let text = format!("lot,test,owner,reason,reference,approver,approved,expiry\n{waivers}");
    fs::write(folder.path().join("w.csv"), text).expect("waivers");
    folder
}

#[test]
fn a_waiver_is_for_a_range_of_lots_and_for_a_time() {
    let record = "peg,M. Chen,no PEG is used,DEV-12,Q. Adler";
    let text = |waivers: &str, exit: u8, expected: &[&str]| {
        let output = check_with_waivers(waivers, &[]);
        assert_exit(&output, i32::from(exit));
        for one in expected {
            assert!(out(&output).contains(one), "`{one}` is not in {}", out(&output));
        }
    };
    text(
        &format!("L-010..L-019,{record},2026-07-01,2026-12-31\n"),
        0,
        &[
            "2 lots: 2 conform (2 with waived tests), 0 do not conform",
            "1 test passes, 1 waived",
            "Waived: peg.",
            "not performed: no PEG is used (DEV-12, owner M. Chen, approved by Q. Adler, until 2026-12-31)",
        ],
    );
    text(
        &format!("L-011,{record},2026-07-01,2026-12-31\n"),
        3,
        &["1 conforms (1 with waived tests)", "1 not concluded"],
    );
    // The last day counts; the day after it does not.
    text(
        &format!("L-010..L-019,{record},2026-01-01,2026-07-01\n"),
        0,
        &["warning[waiver-expires-soon]: the waiver of `peg` for L-010..L-019 expires today, on 2026-07-01"],
    );
    text(&format!("L-010..L-019,{record},2026-01-01,2026-07-15\n"), 0, &["expires in 14 days, on 2026-07-15"]);
    let later = check_with_waivers(&format!("L-010..L-019,{record},2026-01-01,2026-07-16\n"), &[]);
    assert!(!out(&later).contains("waiver-expires-soon"), "{}", out(&later));
    text(
        &format!("L-010..L-019,{record},2026-01-01,2026-06-30\n"),
        3,
        &[
            "warning[waiver-expired]: the waiver of `peg` for L-010..L-019 expired on 2026-06-30 and does not count",
            "error[waiver-not-in-force]: peg: the waiver does not count: it expired on 2026-06-30",
        ],
    );
    text(
        &format!("L-010..L-019,{record},2026-07-02,2026-12-31\n"),
        3,
        &[
            "warning[waiver-approved-later]: the waiver of `peg` for L-010..L-019 is approved on 2026-07-02, after 2026-07-01, and does not count",
            "it is approved on 2026-07-02, after the day of judgement",
        ],
    );
    text(
        &format!("L-020..L-029,{record},2026-01-01,2026-12-31\n"),
        3,
        &["warning[waiver-without-match]: no lot of L-020..L-029, which the waiver is for, has a row in the data"],
    );
    text(
        "L-011,a,M. Chen,why,DEV-12,Q. Adler,2026-01-01,2026-12-31\n",
        3,
        &["warning[waiver-unused]: the waiver of `a` for L-011 was not needed by any lot of the data"],
    );
    text(
        "L-011,peg,,why,DEV-12,Q. Adler,2026-01-01,\n",
        3,
        &[
            "warning[waiver-unused]: the waiver of `peg` for L-011 does not count: owner and expiry are missing",
            "error[waiver-not-allowed]: peg: the waiver does not count: owner and expiry are missing",
        ],
    );
    text(
        "L-011,peg,M. Chen,why,DEV-12,M.  CHEN,2026-01-01,2026-12-31\n",
        3,
        &[
            "warning[waiver-unused]: the waiver of `peg` for L-011 does not count: the approver is the owner",
            "error[waiver-not-allowed]: peg: the waiver does not count: the approver is the owner",
        ],
    );
    text(
        "L-011,peg,Mei Chen,why,DEV-12,M. Chen,2026-01-01,2026-12-31\n",
        3,
        &[
            "error[waiver-not-allowed]: peg: the waiver does not count: the approver is the owner, or can be by the name",
        ],
    );
    text(
        "L-011,sterility,M. Chen,why,DEV-12,Q. Adler,2026-01-01,2026-12-31\n",
        3,
        &["the test \"sterility\" of the waiver may never be waived; the waiver stands in for nothing"],
    );
}

#[test]
fn waivers_are_counted_apart_in_every_format() {
    let waivers = "L-010..L-019,peg,M. Chen,no PEG is used,DEV-12,Q. Adler,2026-07-01,2026-12-31\n";
    for (format, expected) in [
        ("json", "\"conforms_with_waivers\":2"),
        (
            "json",
            "\"counts\":{\"pass\":1,\"fail\":0,\"invalid\":0,\"pending\":0,\"missing\":0,\"inconclusive\":0,\"not_evaluable\":0,\"reported\":0,\"waived\":1,",
        ),
        ("jsonl", "\"conforms_with_waivers\":2"),
        ("csv", "L-011,conforms,s,1,draft,1,0,0,0,0,0,0,0,1,1,"),
        ("markdown", "2 conform (2 with waived tests)"),
        ("markdown", "Waived: peg."),
        ("github", "2 conform (2 with waived tests)"),
        ("sarif", "2 conform (2 with waived tests)"),
        ("gitlab", "test-waived"),
        ("junit", "approved by Q. Adler, until 2026-12-31)\" type=\"waived\""),
    ] {
        let output = check_with_waivers(waivers, &["-o", format]);
        assert_exit(&output, 0);
        assert!(out(&output).contains(expected), "{format}: `{expected}` is not in {}", out(&output));
    }
}

/// Spreadsheets end lines with CRLF, part fields with what the country has, and write GBK or UTF-16 and dates in the country's form.
#[test]
fn a_waiver_file_is_read_as_spreadsheets_write_it() {
    let english = "lot,test,owner,reason,reference,approver,approved,expiry\r\n\r\n\
                   L-011,peg,M. Chen,\"unused, in\r\nthis process\",DEV-12,Q. Adler,2026/1/5,2026-07-10\r\n\
                   L-012,peg,M. Chen,not used,DEV-12,Q. Adler,2026-01-05,2026-07-10\r\n";
    let chinese = "批号;检验项目;负责人;原因;依据;批准人;批准日期;有效期至\r\nL-011;peg;陈工;不使用PEG;DEV-12;赵敏;2026/1/5;2026年7月10日\r\n\
                   L-012;peg;陈工;不使用PEG;DEV-12;赵敏;2026.1.5;2026-07-10\r\n";
    let utf_16 = |text: &str| -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(text.replace(';', "\t").encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    let marked = [b"\xef\xbb\xbf", chinese.as_bytes()].concat();
    let gbk = encoding_rs::GBK.encode(chinese).0.into_owned();
    let folder = waiver_folder("");
    for (bytes, lines, options) in [
        (english.as_bytes().to_vec(), [3, 5], &[][..]),
        // Options of the results do not hide what this file shows.
        (english.as_bytes().to_vec(), [3, 5], &["--separator", ",", "--encoding", "gb18030"]),
        (marked, [2, 3], &[]),
        (utf_16(chinese), [2, 3], &[]),
        (gbk.clone(), [2, 3], &[]),
        (gbk, [2, 3], &["--encoding", "gb18030"]),
    ] {
        fs::write(folder.path().join("w.csv"), &bytes).expect("waivers");
        let all = ["check", "spec.yaml", "data.csv", "--waivers", "w.csv", "--as-of", "2026-07-01", "--width", "200"];
        let output = run(folder.path(), &[&all, options].concat());
        assert_exit(&output, 0);
        for line in lines {
            let at = format!("expires in 9 days, on 2026-07-10\n  --> w.csv:{line}\n");
            assert!(out(&output).contains(&at), "`{at}` is not in {}", out(&output));
        }
    }
    // What is wrong with a file of this form is told with its columns.
    let without = chinese.replace(";批准日期", ";日期");
    fs::write(folder.path().join("w.csv"), without).expect("waivers");
    let output = run(folder.path(), &["check", "spec.yaml", "data.csv", "--waivers", "w.csv", "--width", "200"]);
    assert_exit(&output, 4);
    let expected = "error[column-missing]: missing column approved; the header has `批号`, `检验项目`, `负责人`, `原因`, `依据`, `批准人`, \
                    `日期`, `有效期至`\n  --> w.csv:1\n";
    assert!(out(&output).contains(expected), "{}", out(&output));
}

#[test]
fn a_row_of_the_release_says_so_in_chinese_too() {
    let folder = waiver_folder("");
    for (stage, exit) in [("release", 0), ("放行", 0), ("收获", 4)] {
        let data = format!("批号,检验项目,结果,单位,阶段\nL-011,a,2,%,{stage}\nL-011,peg,1,%,{stage}\n");
        fs::write(folder.path().join("data.csv"), data).expect("results");
        assert_exit(&run(folder.path(), &["check", "spec.yaml", "data.csv", "--as-of", "2026-07-01"]), exit);
    }
}

#[test]
fn a_waiver_file_with_faults_is_refused_whole() {
    let record = "peg,M. Chen,no PEG is used,DEV-12,Q. Adler";
    let refused = check_with_waivers(
        &format!(
            "L-019..L-010,{record},2026-01-01,2026-12-31\nL-01*,{record},2026-01-01,2026-12-31\n\
             L-011,{record},2026-12-31,2026-01-01\nL-011,{record},1 May 2026,2026-12-31\n,{record},2026-01-01,2026-12-31\n"
        ),
        &[],
    );
    assert_exit(&refused, 4);
    for text in [
        "error[waiver-not-readable]: `L-019..L-010` runs backwards\n  --> w.csv:2",
        "error[waiver-not-readable]: `L-01*` is neither a lot nor a range of lots such as L-010..L-019\n  --> w.csv:3",
        "the waiver expires on 2026-01-01, before it is approved on 2026-12-31\n  --> w.csv:4",
        "`approved` is `1 May 2026`, not a date such as 2026-03-09\n  --> w.csv:5",
        "the waiver names no lot\n  --> w.csv:6",
    ] {
        assert!(out(&refused).contains(text), "`{text}` is not in {}", out(&refused));
    }
    let refused = check_with_waivers(
        &format!(
            "L-010..L-019,{record},2026-01-01,2026-12-31\nL-012,PEG,M. Chen,again,DEV-13,Q. Adler,2026-01-01,2026-12-31\n"
        ),
        &[],
    );
    assert_exit(&refused, 4);
    let text = "error[waiver-twice]: the waivers of `PEG` for L-010..L-019 (line 2) and for L-012 (line 3) have a lot in common\n  --> w.csv:3\n  --> w.csv:2 (the first one)";
    assert!(out(&refused).contains(text), "`{text}` is not in {}", out(&refused));
    let folder = folder(GOOD);
    fs::write(folder.path().join("w.csv"), "lot,test,reason,reference,approver\n").expect("waivers");
    let old = run(folder.path(), &["check", "spec.yaml", "data.csv", "--waivers", "w.csv"]);
    assert_exit(&old, 4);
    assert!(out(&old).contains("missing column owner, approved, expiry"), "{}", out(&old));
    let twice = format!(
        "lot,test,owner,reason,reference,approver,approved,expiry,Test\nL-011,{record},2026-01-01,2026-12-31,a\n"
    );
    fs::write(folder.path().join("w.csv"), twice).expect("waivers");
    let twice = run(folder.path(), &["check", "spec.yaml", "data.csv", "--waivers", "w.csv"]);
    assert_exit(&twice, 4);
    assert!(
        out(&twice).contains("error[column-twice]: the column test stands twice\n  --> w.csv:1:9"),
        "{}",
        out(&twice)
    );
}

#[test]
fn explain_says_what_a_test_asks_and_why() {
    let folder = folder(GOOD);
    let explain = |arguments: &[&str]| {
        let mut all = vec!["explain"];
        all.extend(arguments);
        run(folder.path(), &all)
    };
    let page = explain(&["cd63_positive", "--spec", "msc-ev-review-framework"]);
    assert_exit(&page, 0);
    for line in [
        "cd63_positive · CD63-positive vesicles\n",
        "  Criterion      >= 80 %\n                 The reportable value must be not less than 80 %.\n",
        "  Verbatim       CD63 positive ≥ 80 %\n",
        "  Also called    CD63+ (%), CD63 阳性率 (in result files)\n",
        "  Result         single; the single determination",
        "  Rounding       usp: ",
        "  Procedure      sponsor to set\n",
        "10.1038/s41392-025-02312-w\n",
        "  Evidence       review: stated in a review only\n",
    ] {
        assert!(out(&page).contains(line), "`{line}` is not in {}", out(&page));
    }
    // By its column too; with a parameter that is open, and set.
    assert_eq!(out(&explain(&["cd63 阳性率", "--spec", "msc-ev-review-framework"])), out(&page));
    let open = explain(&["particles_per_ug", "--spec", "msc-ev-review-framework"]);
    assert!(out(&open).contains("Computed       particles_per_ug = particle_concentration / protein_concentration"));
    assert!(out(&open).contains("Parameter      particles_per_ug_min: to be set with --set; The source lost"));
    let set = ["particles_per_ug", "--spec", "msc-ev-review-framework", "--set", "particles_per_ug_min=3.0e9"];
    assert!(out(&explain(&set)).contains("must be not less than 3.0×10^9 particles/µg."), "{}", out(&explain(&set)));
    // Codes stay codes, tests and codes are suggested, and the way is shown.
    assert!(out(&explain(&["unknown-key", "--spec", "spec.yaml"])).starts_with("error[unknown-key]"));
    assert_eq!(out(&explain(&["--spec", "spec.yaml"])).lines().count(), 2);
    for (arguments, says) in [
        (&["cd63_positve", "--spec", "msc-ev-review-framework"][..], "did you mean `cd63_positive`?"),
        (&["unknwn-key", "--spec", "spec.yaml"], "did you mean `unknown-key`?"),
        (&["cd63_positive"], "`evqc explain cd63_positive --spec msc-ev-review-framework`"),
        (&["unknwn-key"], "did you mean `unknown-key`? For a test name its specification with --spec"),
        (&["unknown-key", "--set", "a=1"], "--spec"),
    ] {
        assert_usage(&explain(arguments), says);
    }
    assert_exit(&explain(&["e", "--spec", "data.csv"]), 4);
}

/// Every test of every built-in specification and sample has a page.
#[test]
fn every_test_can_be_explained() {
    for spec in ["msc-ev-review-framework", "samples/nebulised-drug-product/spec.yaml", "samples/censored/spec.yaml"] {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let list = out(&run(root, &["explain", "--spec", spec]));
        assert!(list.lines().count() >= 3, "{spec}: {list}");
        for test in list.lines().filter_map(|line| line.split_whitespace().next()) {
            let page = run(root, &["explain", test, "--spec", spec]);
            assert_exit(&page, 0);
            assert!(out(&page).contains("  Criterion "), "{spec} {test}: {}", out(&page));
        }
    }
}

#[test]
fn a_ragged_row_before_the_lot_cell_belongs_to_no_lot_in_any_order() {
    let (good, ragged) = ("b,L1,5,ng/mL,1\n", "b,x,L1,5,ng/mL,2\n");
    let other = "b,L2,5,ng/mL,1\n";
    let mut said: Vec<(String, Option<i32>)> = Vec::new();
    for rows in [[good, ragged, other], [ragged, good, other], [good, other, ragged], [other, ragged, good]] {
        let folder = folder("");
        let spec = SPEC.split("tests:").next().expect("a head").to_owned()
            + "tests: {b: {category: purity, accept: \">= 1 ng/mL\"}}\n";
        fs::write(folder.path().join("spec.yaml"), spec).expect("the specification");
        fs::write(folder.path().join("data.csv"), format!("test,lot,value,unit,replicate\n{}", rows.concat()))
            .expect("the results");
        let output = run(folder.path(), &["check", "spec.yaml", "data.csv", "-o", "csv", "--quiet"]);
        let mut lines: Vec<String> =
            out(&output).lines().skip(1).map(|line| line.split(',').take(2).collect::<Vec<_>>().join(" ")).collect();
        lines.sort();
        said.push((lines.join("; "), output.status.code()));
    }
    assert_eq!(said[0], (" not_evaluable; L1 conforms; L2 conforms".to_owned(), Some(4)));
    assert!(said.iter().all(|one| *one == said[0]), "{said:?}");
}

#[test]
fn a_number_cut_by_the_sample_is_no_evidence_of_the_decimal_mark() {
    // Nothing but `1,234`; the first megabyte ends inside such a number.
    let row = "L1;e;1,234;EU/mL\n";
    for shift in 0..row.len() {
        let header = format!("lot;test;value;unit{}\n", " ".repeat(shift));
        let results = header + &row.repeat(70_000);
        let output = check(&results, &["--quiet"]);
        assert_exit(&output, 4);
        assert!(out(&output).contains("decimal-mark-not-recognised"), "shifted by {shift}: {}", out(&output));
    }
}

#[test]
fn old_line_ends_are_line_ends_for_the_decimal_mark_too() {
    let output = check("lot;test;value;unit\rL1;e;0,1;EU/mL\rL1;c;positive;\r", &[]);
    assert_exit(&output, 0);
    assert!(out(&output).contains("decimal comma"), "{}", out(&output));
}

#[test]
fn text_behind_a_closing_quote_is_not_joined_to_the_cell() {
    let output = check(&format!("{HEADER}L1,e,\"0\"0.1,EU/mL\nL1,c,positive,\n"), &[]);
    assert_exit(&output, 4);
    assert!(out(&output).contains("text-behind-quote"), "{}", out(&output));
    assert!(out(&output).contains("data.csv:2:1"), "{}", out(&output));
}

#[test]
fn a_quote_separates_nothing() {
    let output = check(GOOD, &["--separator", "\""]);
    assert_exit(&output, 2);
    assert!(err(&output).contains("other than a quote"), "{}", err(&output));
}

#[test]
fn a_simulation_says_its_seed_and_is_the_same_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows = "lot,test,value,unit,uncertainty\nL,particle_concentration,1.26e11,particles/mL,20 %\n\
                L,protein_concentration,42.3,ug/mL,16 %\n";
    fs::write(folder.path().join("data.csv"), rows).expect("the results");
    let simulated = |seed: &str| {
        let set = "particles_per_ug_min=1e9 particles/ug";
        let arguments =
            ["check", "msc-ev-review-framework", "data.csv", "--set", set, "--simulate", seed, "-o", "json"];
        out(&run(folder.path(), &arguments))
    };
    let first = simulated("7");
    assert_eq!(first, simulated("7"));
    assert_ne!(first, simulated("8"));
    let report: serde_json::Value = serde_json::from_str(&first).expect("JSON");
    let tests = report["lots"][0]["tests"].as_array().expect("tests");
    let ratio = tests.iter().find(|test| test["id"] == "particles_per_ug").expect("the ratio");
    let number = |value: &serde_json::Value| value.as_f64().expect("a number");
    // 10 % and 8 % are 12.8 % by derivatives (R-405); the ratio by a normal divisor has a larger mean and a longer upper side.
    let value = 1.26e11 / 42.3;
    let relative = number(&ratio["decision"]["uncertainty"]["standard_float"]) / value;
    assert!((relative - 0.1281).abs() < 5e-5, "{relative}");
    let simulation = &ratio["simulation"];
    assert_eq!(
        (&simulation["seed"], &simulation["draws"], &simulation["agrees"]),
        (&7.into(), &1_000_000.into(), &false.into())
    );
    assert!((number(&simulation["mean"]) / value - (1.0 + 0.08_f64.powi(2))).abs() < 1e-3);
    assert!(number(&simulation["symmetric"]["upper"]) - value > value - number(&simulation["symmetric"]["lower"]));
}

/// The words of the cells that are a number or a unit, in the lots of a report.
fn quantities(report: &str) -> std::collections::BTreeSet<String> {
    let cells = report.lines().filter(|line| line.starts_with('│')).flat_map(|line| line.split('│').skip(2).take(3));
    let words = cells.flat_map(str::split_whitespace).map(|word| word.trim_matches(|c: char| "()[],;“”".contains(c)));
    let is_quantity = |word: &&str| {
        let digits = word.trim_start_matches(['<', '>', '=', '≤', '≥', '±', '+', '-']);
        digits.starts_with(|c: char| c.is_ascii_digit()) || (word.contains('/') && !word.contains('_'))
    };
    words.filter(|word| word.chars().count() <= 28).filter(is_quantity).map(str::to_owned).collect()
}

/// On a narrow terminal no number and no unit is broken, whatever has to give way, and no line is wider than the terminal.
#[test]
fn a_narrow_terminal_breaks_no_number() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seen = 0;
    for sample in fs::read_dir(root.join("samples")).unwrap().map(|entry| entry.unwrap().path()) {
        if !sample.join("results.csv").is_file() {
            continue;
        }
        let at = |columns: &str| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_evqc"));
            command.current_dir(&sample).env("COLUMNS", columns).args(["check", "spec.yaml", "results.csv"]);
            String::from_utf8(command.args(["--as-of", "2026-11-27"]).output().unwrap().stdout).unwrap()
        };
        let wide = quantities(&at("400"));
        for columns in [40, 60] {
            let narrow = at(&columns.to_string());
            let whole: std::collections::BTreeSet<&str> = narrow
                .split(|c: char| c.is_whitespace() || c == '│')
                .map(|word| word.trim_matches(|c: char| "()[],;“”".contains(c)))
                .collect();
            for word in &wide {
                assert!(whole.contains(word.as_str()), "{}, {columns} columns: {word}\n{narrow}", sample.display());
                seen += 1;
            }
            let is_table = |line: &&str| line.starts_with(['╭', '│', '├', '╰']) || line.starts_with("  result:");
            let widest = narrow.lines().filter(is_table).map(|line| line.chars().count()).max().unwrap_or(0);
            assert!(widest <= columns, "{}, {columns} columns: {widest}\n{narrow}", sample.display());
        }
    }
    assert!(seen > 200, "{seen}");
}

/// What the lot file says under an id that only looks like that of the lot is not lost without a word: the lot may have expired.
#[test]
fn facts_under_an_id_that_looks_the_same_are_told() {
    let judged = |listed: &str| {
        let folder = folder("lot,test,value,unit\nDP-1,e,0.1,EU/mL\nDP-1,c,positive,\n");
        fs::write(folder.path().join("lots.csv"), format!("lot,expires\n{listed},2026-02-01\n")).expect("the lot file");
        let said = run(
            folder.path(),
            &["check", "spec.yaml", "data.csv", "--lots", "lots.csv", "--as-of", "2026-03-01", "-o", "json"],
        );
        (said.status.code(), out(&said))
    };
    let (exit, said) = judged("DP-1");
    assert_eq!(exit, Some(3), "{said}");
    assert!(said.contains("\"lot-expired\""), "{said}");
    for other in ["DP\u{2013}1", "dp-1", "D\u{420}-1", "DP-\u{200b}1", "DP - 1"] {
        let (exit, said) = judged(other);
        assert_eq!(exit, Some(4), "{other:?}: {said}");
        assert!(said.contains("\"lot-facts-alike\"") && said.contains("whose id looks the same"), "{other:?}: {said}");
    }
    // Another lot is another lot.
    assert_eq!(judged("DP-2").0, Some(0));
}

/// A parent whose id has a blank or a sign that tells parents apart is in the data under its whole id, and may fail there.
#[test]
fn a_parent_with_signs_in_its_id_is_not_overlooked() {
    for parent in ["H-1 (A)", "MCB 3 (P5)", "批 (1)", "H 1+", "H 1", "26,31", "H|1", "H;1"] {
        let rows = format!(
            "lot,test,value,unit\nDP-1,e,0.1,EU/mL\nDP-1,c,positive,\n\"{parent}\",e,9.1,EU/mL\n\"{parent}\",c,positive,\n"
        );
        let folder = folder(&rows);
        let lots =
            |row: &str| fs::write(folder.path().join("lots.csv"), format!("lot,parents\nDP-1,\"{parent}\"\n{row}"));
        let judge = || {
            run(folder.path(), &["check", "spec.yaml", "data.csv", "--lots", "lots.csv", "--lot", "DP-1", "-o", "json"])
        };
        lots("").expect("the lot file");
        let said = judge();
        assert_eq!(said.status.code(), Some(4), "{parent}: {}", out(&said));
        assert!(out(&said).contains("parents-not-readable"), "{parent}: {}", out(&said));
        // With a row of its own in the lot file it is the one parent, and it fails.
        lots(&format!("\"{parent}\",\n")).expect("the lot file");
        let said = judge();
        assert_eq!(said.status.code(), Some(3), "{parent}: {}", out(&said));
        assert!(
            out(&said).contains(&format!("made from {parent}, which does not conform")),
            "{parent}: {}",
            out(&said)
        );
    }
    // One of several in a cell: known as one lot, it stays one; else the cell is not read.
    for (rows, exit, said) in [
        ("", 4, "written `26,31`, which reads as several"),
        ("\"26,31\",\n27,\n", 3, "made from 26,31, which does not conform"),
    ] {
        let (code, report) = of_parents("26,31", &format!("DP-1,\"27; 26,31\"\n{rows}"));
        assert_eq!(code, Some(exit), "{report}");
        assert!(report.contains(said), "{report}");
    }
}

/// The lot DP-1 and a parent that fails, judged with these rows of the lot file: exit code and report.
fn of_parents(parent: &str, lots: &str) -> (Option<i32>, String) {
    let parent = format!("\"{parent}\"");
    let folder = folder(&format!(
        "lot,test,value,unit\nDP-1,e,0.1,EU/mL\nDP-1,c,positive,\n{parent},e,9.1,EU/mL\n{parent},c,positive,\n"
    ));
    fs::write(folder.path().join("lots.csv"), format!("lot,parents\n{lots}")).expect("the lot file");
    let asked = ["check", "spec.yaml", "data.csv", "--lots", "lots.csv", "--lot", "DP-1", "-o", "json"];
    let said = run(folder.path(), &asked);
    (said.status.code(), out(&said))
}

/// Another blank, case or sign in the id of a parent does not take its failure away; nor do signs at its end, or a range.
#[test]
fn a_parent_that_is_written_otherwise_is_not_overlooked() {
    for (parent, cell) in [
        ("H-1 (A)", "H-1 (a)"),
        ("H-1 (A)", "H-1  (A)"),
        ("26,31", "26, 31"),
        ("26,31", "26，31"),
        ("MCB 3 (P5)", "mcb 3 (p5)"),
        ("H;1", "h;1"),
        ("H-2 (R1)", "H-2 (R1) + H-3"),
        ("H-2(R1)", "H-2(R1)/H-9"),
        ("H-02", "H-01..H-03"),
        ("H-02", "H-01 to H-03"),
        ("H-02", "H-01~H-03"),
        ("H-02", "H-01 - H-03"),
        ("H-02", "H-01, ..., H-03"),
        ("H-02", "H-01;…;H-03"),
        ("H-02", "H-01、~、H-03"),
        ("H-02", "H-01, -, H-03"),
        ("H-02", "H-01, thru, H-03"),
        ("H-02", "H-01–H-03"),
        ("H-02", "H-01到H-03"),
        ("H-02", "H-01〜H-03"),
        ("H-02", "H-01->H-03"),
        ("H-02", "H-01等"),
        ("H-02", "H-01, etc."),
        ("H-02", "H-01 und weitere"),
    ] {
        let (code, report) = of_parents(parent, &format!("DP-1,\"{cell}\"\n"));
        assert_eq!(code, Some(4), "{parent} as {cell}: {report}");
        assert!(report.contains("parents-not-readable"), "{parent} as {cell}: {report}");
    }
    // Parts that are lots themselves are those lots, whatever else looks like all of them together.
    let (code, report) = of_parents("12", "DP-1,1 2\n1,\n2,\n");
    assert_eq!(code, Some(0), "{report}");
    // A stroke or a point between two lots parts them, and means none between.
    for sign in ["/", "·", "\\"] {
        let (code, report) = of_parents("DS-09", &format!("DP-1,DS-07 {sign} DS-08\nDS-07,\n"));
        assert!(code == Some(0) && !report.contains("parents-not-readable"), "{sign}: {report}");
        let (code, report) = of_parents("DS-08", &format!("DP-1,DS-07 {sign} DS-08\nDS-07,\n"));
        assert!(code == Some(3) && report.contains("parent-not-conforming"), "{sign}: {report}");
    }
}

/// What was there after the lot, a harvest, a lot behind a parent whose row has no day, or a month, is none of its parents; a mark in the
/// cell of a date is an empty cell, and the month of a parent is enough where it decides.
#[test]
fn a_lot_is_made_of_what_was_there_before_it() {
    let judged = |lots: &str| {
        let folder = folder("lot,test,value,unit\nDP-1,e,0.1,EU/mL\nDP-1,c,positive,\n");
        let lots = format!("lot,manufactured,harvested,expires,parents\n{lots}");
        fs::write(folder.path().join("lots.csv"), lots).expect("the lot file");
        let asked = ["check", "spec.yaml", "data.csv", "--lots", "lots.csv", "--as-of", "2026-06-01", "-o", "json"];
        let said = run(folder.path(), &asked);
        (said.status.code(), out(&said))
    };
    for rows in [
        "DP-1,2026-04-20,,,H\nH,,2026-04-18,,\n",
        "DP-1,2026-04-20,,,H\nH,,2026-04-18 to 2026-04-20,,\n",
        "DP-1,2026-04-20,,,H\nH,,,,B\nB,2020-05-04,,,\n",
        "DP-1,2026-04-20,,,H\nH,-,,-,\n",
        "DP-1,2026-04-20,,,H\nH,n/a,无,N/A,\n",
        "DP-1,2026-04-20,,,H\nH,2020-05,,,\n",
        "DP-1,2026-04-30,,,H\nH,2026-04,,,\n",
        "DP-1,,,,H\nH,2026-04,,,\n",
        "DP-1,2026-04-20,,,H\nH,,,2020-05,\n",
    ] {
        let (code, said) = judged(rows);
        assert_eq!(code, Some(0), "{rows}: {said}");
    }
    for (rows, told) in [
        (
            "DP-1,2026-04-20,,,H\nH,,2026-05-02,,\n",
            "the day of harvest of the parent lot H is 2026-05-02, after the lot DP-1 on 2026-04-20",
        ),
        (
            "DP-1,2026-04-20,,,H\nH,,2026-04-18 to 2026-04-21,,\n",
            "the day of harvest of the parent lot H is 2026-04-21, after the lot DP-1 on 2026-04-20",
        ),
        ("DP-1,,,,H\nH,,2026-06-02,,\n", "the day of harvest of the parent lot H is 2026-06-02, after 2026-06-01"),
        (
            "DP-1,2026-04-20,,,H\nH,,,,B\nB,2026-05-04,,,\n",
            "the day of manufacture of the lot B, which the parent lot H goes back to, is 2026-05-04, after the lot DP-1 on 2026-04-20",
        ),
        (
            "DP-1,2026-04-20,,,H\nH,2026-05,,,\n",
            "the month of manufacture of the parent lot H is 2026-05, after the lot DP-1 on 2026-04-20",
        ),
        ("DP-1,2026-04-20,,,H\nH,2026-04,,,\n", "`manufactured` is `2026-04`, a month without its day"),
        ("DP-1,2026-04-20,,,H\nH,unknown,,,\n", "the date `unknown` cannot be read"),
    ] {
        let (code, said) = judged(rows);
        assert_eq!(code, Some(4), "{rows}: {said}");
        assert!(said.contains(told), "{rows}: {said}");
    }
}

/// A parent that was made after the lot, or on a day to come, or whose day cannot be read; and so of the parents of a parent.
#[test]
fn days_of_parents_that_cannot_be_are_told_without_a_rule_on_expiry() {
    let judged = |lots: &str| {
        let folder = folder("lot,test,value,unit\nDP-1,e,0.1,EU/mL\nDP-1,c,positive,\n");
        fs::write(folder.path().join("lots.csv"), format!("lot,manufactured,parents\n{lots}")).expect("the lot file");
        let asked = ["check", "spec.yaml", "data.csv", "--lots", "lots.csv", "--as-of", "2026-06-01", "-o", "json"];
        let said = run(folder.path(), &asked);
        (said.status.code(), out(&said))
    };
    assert_eq!(judged("DP-1,2026-04-01,H\nH,2026-03-01,\n").0, Some(0));
    for (lots, told) in [
        ("H,2026-05-01,\n", "the parent lot H was made on 2026-05-01, after the lot DP-1 on 2026-04-01"),
        ("H,2026-07-01,\n", "the parent lot H was made on 2026-07-01, after 2026-06-01"),
        ("H,2026-13-01,\n", "`2026-13-01` cannot be read"),
        ("H,2026-03-01,B\nB,2026-03-02,\n", "the parent lot B was made on 2026-03-02, after the lot H on 2026-03-01"),
    ] {
        let (code, said) = judged(&format!("DP-1,2026-04-01,H\n{lots}"));
        assert_eq!(code, Some(4), "{lots}: {said}");
        assert!(said.contains(told), "{lots}: {said}");
    }
}

/// A register keeps the waiver that is over beside the one that renewed it; and an approval that was refused is none.
#[test]
fn a_renewed_waiver_counts_beside_the_one_that_is_over() {
    let row = |approver: &str, approved: &str, expiry: &str| {
        format!("L-011,peg,M. Chen,no PEG is used,J-07,{approver},{approved},{expiry}\n")
    };
    let over = row("Q. Adler", "2025-01-02", "2025-12-31");
    for waivers in [
        format!("{over}{}", row("Q. Adler", "2026-01-02", "2026-12-31")),
        format!("{}{over}", row("Q. Adler", "2026-01-02", "2026-12-31")),
    ] {
        let said = check_with_waivers(&waivers, &["--lot", "L-011"]);
        assert!(!out(&said).contains("waiver-twice"), "{}", out(&said));
        assert!(out(&said).contains("not performed: no PEG is used (J-07"), "{}", out(&said));
    }
    // Renewals are approved before the old one ends: of two that count, the one that was approved later does.
    let late = row("Q. Adler", "2025-01-02", "2026-08-31");
    let new = row("W. Wei", "2026-06-15", "2027-06-30");
    for waivers in [
        format!("{}{over}", row("Q. Adler", "2025-12-31", "2026-12-31")),
        format!("{late}{new}"),
        format!("{new}{late}"),
        format!("{new}{}", row("Q. Adler", "2026-06-15", "")),
    ] {
        let said = check_with_waivers(&waivers, &["--lot", "L-011"]);
        assert!(!out(&said).contains("waiver-"), "{waivers}: {}", out(&said));
        assert!(out(&said).contains("not performed: no PEG is used (J-07"), "{}", out(&said));
    }
    let said = check_with_waivers(&format!("{late}{new}"), &["--lot", "L-011"]);
    assert!(out(&said).contains("approved by W. Wei, until 2027-06-30"), "{}", out(&said));
    // An unfinished renewal beside one that is over stands in for nothing, and stops nothing else.
    let said = check_with_waivers(&format!("{over}{}", row("", "", "")), &["--lot", "L-011"]);
    assert!(out(&said).contains("warning[waiver-expired]"), "{}", out(&said));
    assert!(!out(&said).contains("waiver-twice") && said.status.code() == Some(3), "{}", out(&said));
    // Approved on one day, and with other last days: nobody can tell which counts.
    let both = format!("{new}{}", new.replace("2027-06-30", "2026-12-31"));
    let said = check_with_waivers(&both, &["--lot", "L-011"]);
    assert!(out(&said).contains("error[waiver-twice]"), "{}", out(&said));
    let said = check_with_waivers(&row("waiting for QA", "2026-01-02", "2026-12-31"), &["--lot", "L-011"]);
    for told in [
        "the waiver of `peg` for L-011 does not count: the approver is missing: `waiting for QA` says `waiting`",
        "write the name of who approved it, with its capital letters, and nothing else",
    ] {
        assert!(out(&said).contains(told), "{}", out(&said));
    }
    for approver in ["not yet approved", "to be approved", "未批准"] {
        let said = check_with_waivers(&row(approver, "2026-01-02", "2026-12-31"), &["--lot", "L-011"]);
        assert!(out(&said).contains("approver is missing"), "{approver}: {}", out(&said));
    }
}

/// An id in which something cannot be seen is told, whichever of the signs that print nothing it is.
#[test]
fn an_id_with_a_sign_that_prints_nothing_is_told() {
    for sign in [
        '\u{61c}',
        '\u{180e}',
        '\u{34f}',
        '\u{fe0f}',
        '\u{3164}',
        '\u{e0041}',
        '\u{2028}',
        '\u{fff9}',
        '\u{206a}',
        '\u{200b}',
    ] {
        let said =
            check(&format!("lot,test,value,unit\nL{sign}1,e,0.1,EU/mL\nL{sign}1,c,positive,\n"), &["-o", "json"]);
        assert_eq!(said.status.code(), Some(4), "{sign:?}: {}", out(&said));
        assert!(out(&said).contains("lot-id-not-printable"), "{sign:?}");
    }
}

/// 80 to 120 % with guard bands of 30 % on each side: 110 to 90 is no zone.
#[test]
fn an_acceptance_zone_that_is_none_is_not_printed_backwards() {
    let folder = folder("lot,test,value,unit\nL1,p,100,%\n");
    let spec = "evqc: 1\nid: s\nversion: \"1\"\ntitle: S\nstatus: draft\nrounding: none\ntests:\n  p:\n    name: P\n    category: potency\n    \
                procedure: S\n    accept: 80 to 120 %\n    decide: guarded(1)\n    uncertainty: {absolute: 30 %, k: 2, from: V}\n";
    fs::write(folder.path().join("spec.yaml"), spec).expect("the specification");
    for format in ["human", "markdown"] {
        let said = run(folder.path(), &["check", "spec.yaml", "data.csv", "-o", format]);
        assert_exit(&said, 1);
        let text = out(&said).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains("; no acceptance zone: the guard bands leave none;"), "{text}");
        assert!(!text.contains("110 to 90"), "{text}");
    }
}

/// A table names what made the verdict, and not what is said of the lot beside it.
#[test]
fn the_worst_reason_is_one_that_decided() {
    let folder = folder("lot,test,value,unit\nL1,e,0.9,EU/mL\nL1,c,positive,\n");
    let spec = SPEC.replace("tests:\n", "expiry: {shelf_life: 12 months, from: filled}\ntests:\n");
    fs::write(folder.path().join("spec.yaml"), spec).expect("the specification");
    let said = run(folder.path(), &["check", "spec.yaml", "data.csv", "-o", "csv"]);
    assert_exit(&said, 1);
    assert!(out(&said).contains(",\"outside-acceptance-criterion: 0.90 EU/mL is outside"), "{}", out(&said));
    // What was found of the lot is told all the same.
    let said = run(folder.path(), &["check", "spec.yaml", "data.csv", "-o", "json"]);
    assert!(out(&said).contains("expiry-not-known"), "{}", out(&said));
}
