//! `evqc doctor` as an installation qualification meets it: what is looked at is said, nothing passes that was not looked at.
#![allow(clippy::disallowed_methods, reason = "the test makes the files that the program looks at")]
#![cfg(unix)]

use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

/// 2026-11-22, a day on which the clock may stand.
const DAY: &str = "1795305600";

fn evqc(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_evqc"));
    command.current_dir(folder).args(arguments).env("SOURCE_DATE_EPOCH", DAY).env("TZ", "Asia/Shanghai");
    for name in ["LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "LC_NUMERIC", "COLUMNS"] {
        command.env_remove(name);
    }
    command.envs(variables.iter().copied()).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The digest of the program that is tested.
fn digest() -> String {
    let bytes = fs::read(env!("CARGO_BIN_EXE_evqc")).unwrap();
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The line of a report with this name.
fn check<'r>(report: &'r Value, name: &str) -> &'r Value {
    let checks = report["checks"].as_array().unwrap();
    checks.iter().find(|check| check["name"].as_str().unwrap().contains(name)).unwrap_or_else(|| panic!("no {name}"))
}

#[test]
fn an_installation_in_order_is_written_down_in_every_form_and_signed_off() {
    let folder = tempfile::tempdir().unwrap();
    let (path, digest) = (folder.path(), digest());
    let output = evqc(path, &["keygen", "--no-passphrase", "--key", "chen.key.pem"], &[]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    // As a line of `sha256sum`.
    let expected = format!("{digest}  evqc");
    let mut arguments = vec!["doctor", "--expect-sha256", &expected, "--key", "chen.key.pem", "--width", "80"];
    let forms = [
        "human",
        "json:iq.json",
        "markdown:iq.md",
        "html:iq.html",
        #[cfg(feature = "pdf")]
        "pdf:iq.pdf",
    ];
    arguments.extend(forms.iter().flat_map(|form| ["-o", form]));
    let output = evqc(path, &arguments, &[("LANG", "de_DE.UTF-8"), ("LC_NUMERIC", "de_DE.UTF-8")]);
    assert_eq!(output.status.code(), Some(0), "{}{}", out(&output), err(&output));
    let text = out(&output);
    for part in [
        "✓ executable, SHA-256:",
        &digest,
        "· variables: LANG=de_DE.UTF-8, LC_NUMERIC=de_DE.UTF-8",
        "✓ numbers as they are printed: 1234.5 0.50 1.0e11 1234567 79.50",
        "✓ time, UTC: 2026-11-22T00:00:00Z, SOURCE_DATE_EPOCH",
        "! source of the time: SOURCE_DATE_EPOCH",
        "✓ zone of this machine: Asia/Shanghai",
        "! chen.key.pem: its owner alone can read it, and it has no passphrase",
        "· .: audit trail: none rules this folder",
        "✓ letters: Noto Sans CJK SC, bold: readable, ",
        "· time, local: 2026-11-22T08:00:00+08:00",
        "✓ specifications of the library: ",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    assert!(text.ends_with(" 0 failed\nAS EXPECTED, WITH POINTS TO ATTEND TO\n"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let markdown = fs::read_to_string(path.join("iq.md")).unwrap();
    for blank in ["Deviations, by number", "Performed by", "Reviewed by", "Approved by", "Signature", &digest] {
        assert!(markdown.contains(blank), "{blank}: {markdown}");
    }
    for form in [&text, &markdown] {
        assert_eq!(evqc::claims::found(form), None, "{form}");
    }
    json_obeys_its_schema(&fs::read_to_string(path.join("iq.json")).unwrap(), &digest);
    let who = ["--key", "chen.key.pem", "--signer", "Mei Chen", "--role", "IT", "--meaning", "tested"];
    let output = evqc(path, &[&["sign", "iq.json"][..], &who].concat(), &[]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(out(&output).contains("the tests are WARNED"), "{}", out(&output));
    let output = evqc(path, &["verify", "iq.json", "--keys", "."], &[]);
    assert_eq!(output.status.code(), Some(0), "{}", out(&output));
}

fn json_obeys_its_schema(text: &str, digest: &str) {
    let report: Value = serde_json::from_str(text).unwrap();
    let schema = serde_json::to_value(evqc::report::doctor_schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?}");
    assert!(!validator.is_valid(&serde_json::json!({"schema": "evqc-doctor/1"})));
    assert_eq!((&report["as_of"], &report["summary"]["exit"]), (&"2026-11-22".into(), &0.into()));
    let executable = check(&report, "executable");
    assert_eq!((&executable["state"], &executable["expected"]), (&"ok".into(), &digest.into()));
    assert!(executable["found"].as_str().unwrap().starts_with(digest), "{executable}");
    for line in report["checks"].as_array().unwrap() {
        let is_known = line["state"] != "not_known";
        assert_eq!(line["found"].is_string(), is_known, "{line}");
        assert!(line["state"] != "ok" || line["expected"].is_string(), "{line}");
    }
}

#[test]
fn what_is_not_as_expected_ends_with_5_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    assert_eq!(evqc(path, &["keygen", "--no-passphrase", "--key", "open.key.pem"], &[]).status.code(), Some(0));
    fs::set_permissions(path.join("open.key.pem"), fs::Permissions::from_mode(0o644)).unwrap();
    let sealed = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n";
    for (name, text) in [("sealed.key.pem", sealed), ("none.key.pem", "no key")] {
        fs::write(path.join(name), text).unwrap();
        fs::set_permissions(path.join(name), fs::Permissions::from_mode(0o600)).unwrap();
    }
    let wrong = "0".repeat(64);
    let arguments = ["doctor", "--expect-sha256", &wrong, "--key", "open.key.pem", "--key", "absent.pem"];
    let arguments = [&arguments[..], &["--key", "sealed.key.pem", "--key", "none.key.pem"]].concat();
    let more = ["--folder", ".", "--folder", "absent", "-o", "human", "-o", "json:iq.json"];
    // The day before the version was closed, and a value that would colour a terminal.
    let variables = [("SOURCE_DATE_EPOCH", "1795219200"), ("LC_ALL", "C\u{1b}[31m\u{202e}")];
    let output = evqc(path, &[&arguments[..], &more].concat(), &variables);
    assert_eq!(output.status.code(), Some(5), "{}{}", out(&output), err(&output));
    let text = out(&output);
    assert!(text.ends_with("NOT AS EXPECTED\n") && !text.contains(['\u{1b}', '\u{202e}']), "{text}");
    let report: Value = serde_json::from_str(&fs::read_to_string(path.join("iq.json")).unwrap()).unwrap();
    let keys = ["open.key.pem", "sealed.key.pem", "none.key.pem"];
    let others = ["executable", "absent: files can be made", "absent: audit trail", "time, UTC"];
    for name in keys.into_iter().chain(others) {
        assert_eq!(check(&report, name)["state"], "failed", "{name}: {text}");
        assert!(check(&report, name)["note"].is_string(), "{name}: {text}");
    }
    assert_eq!(check(&report, "absent.pem")["state"], "not_known", "{text}");
    assert_eq!(check(&report, ".: files can be made")["state"], "ok", "{text}");
    assert_eq!(report["summary"]["exit"], 5);
}

/// The trail that rules the folder is read as `trail verify` reads it.
#[test]
fn a_trail_that_does_not_hold_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let output = evqc(path, &["trail", "start", ".", "--by", "Mei Chen", "--role", "QC analyst"], &[]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let output = evqc(path, &["doctor", "--width", "200"], &[]);
    assert_eq!(output.status.code(), Some(0), "{}", out(&output));
    assert!(out(&output).contains("evqc-trail.jsonl, entries: 1, every line as it was written"), "{}", out(&output));
    let trail = path.join("evqc-trail.jsonl");
    let changed = fs::read_to_string(&trail).unwrap().replacen("Mei Chen", "Mei Chan", 1);
    fs::write(&trail, changed).unwrap();
    let output = evqc(path, &["doctor"], &[]);
    assert_eq!(output.status.code(), Some(5), "{}", out(&output));
    assert!(out(&output).contains("✗ .: audit trail: "), "{}", out(&output));
}

#[test]
fn no_report_replaces_what_is_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let (key, program) = (folder.path().join("chen.key.pem"), folder.path().join("evqc"));
    fs::write(&key, "a key").unwrap();
    fs::copy(env!("CARGO_BIN_EXE_evqc"), &program).unwrap();
    for target in ["json:chen.key.pem", "json:./evqc"] {
        let mut command = Command::new(&program);
        command.current_dir(folder.path()).args(["doctor", "--key", "chen.key.pem", "-o", target]);
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{target}");
        assert!(err(&output).contains("would overwrite the input"), "{target}: {}", err(&output));
    }
    assert_eq!(fs::read_to_string(&key).unwrap(), "a key");
}

#[test]
fn a_digest_that_is_none_is_wrong_usage() {
    for text in ["", "abc", &"g".repeat(64), &"0".repeat(63)] {
        let output = evqc(Path::new("."), &["doctor", "--expect-sha256", text], &[]);
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(output.stdout.is_empty() && err(&output).contains("64 hexadecimal digits"), "{}", err(&output));
    }
}

/// No clock of a version is before the day on which it was closed; where the changelog has a day for it, they are the same.
#[test]
fn the_day_of_the_version_is_that_of_the_changelog() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("CHANGELOG.md")).unwrap();
    let head = format!("## [{}] - ", env!("CARGO_PKG_VERSION"));
    match text.lines().find_map(|line| line.strip_prefix(&head)) {
        Some(day) => assert_eq!(day.trim(), evqc::installation::VERSION_DAY.to_string()),
        None => {
            assert!(text.contains("## [Unreleased]"), "the changelog names neither this version nor what is to come")
        }
    }
}
