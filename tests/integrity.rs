//! Keys, signatures and archives as a laboratory and a stranger meet them: what holds, and what every kind of change is told as.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the tests write files and run the program and openssl"
)]

#[path = "integrity/archives.rs"]
mod archives;
#[path = "integrity/changed.rs"]
mod changed;
#[path = "integrity/formats.rs"]
mod formats;
#[path = "integrity/keys.rs"]
mod keys;
#[path = "support/needed.rs"]
mod needed;
#[path = "integrity/signing.rs"]
mod signing;
#[path = "integrity/standard_tools.rs"]
mod standard_tools;
#[path = "integrity/trust.rs"]
mod trust;

use evqc::integrity::{self, Entry, MANIFEST, REPORT, first_difference};
use proptest::prelude::*;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const PASSPHRASE: &str = "correct horse battery";
const SPEC: &str = "evqc: 1\nid: s\nversion: \"1\"\ntitle: S\nstatus: draft\nrounding: usp\nextends: [base.yaml]\ntests:\n  \
                    c: {name: CD63, category: identity, accept: positive}\n";
const BASE: &str = "evqc: 1\nid: b\nversion: \"1\"\ntitle: B\nstatus: draft\nrounding: usp\ntests:\n  \
                    e: {name: Endotoxin, category: purity, stage: drug product, accept: \"<= 0.50 EU/mL\", alert: \"<= 0.40 EU/mL\"}\n";

fn data(endotoxin: &str) -> String {
    format!("lot,test,value,unit\nL7,e,{endotoxin},EU/mL\nL7,c,positive,\n")
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_evqc"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null()).env("EVQC_PASSPHRASE", PASSPHRASE);
    for name in ["SOURCE_DATE_EPOCH", "EVQC_PASSPHRASE_FILE", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().expect("evqc runs")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[track_caller]
fn assert_exit(output: &Output, code: i32, says: &[&str]) {
    let text = said(output);
    assert_eq!(output.status.code(), Some(code), "{text}");
    assert!(!text.contains("panicked"), "{text}");
    says.iter().for_each(|says| assert!(text.contains(says), "`{says}` is not in: {text}"));
}

/// A folder with a specification, results, a report and three key pairs.
fn laboratory() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    fs::write(at.join("spec.yaml"), SPEC).unwrap();
    fs::write(at.join("base.yaml"), BASE).unwrap();
    fs::write(at.join("data.csv"), data("0.31")).unwrap();
    fs::create_dir(at.join("keys")).unwrap();
    for (name, file) in [("M. Chen", "chen"), ("R. Okafor", "okafor"), ("Q. Adler", "adler")] {
        let key = format!("keys/{file}.key.pem");
        assert_exit(&run(at, &["keygen", "--name", name, "--key", &key]), 0, &["key id:"]);
    }
    let report = ["check", "spec.yaml", "data.csv", "--as-of", "2026-11-20", "-o", "json:report.json"];
    assert_exit(&run(at, &report), 0, &[]);
    folder
}

/// Signs a file: who, as what, at a minute of an hour.
fn sign(at: &Path, file: &str, who: (&str, &str), meaning: &str, time: &str, more: &[&str]) -> Output {
    let key = format!("keys/{}.key.pem", who.1);
    let arguments =
        ["sign", file, "--key", &key, "--signer", who.0, "--role", "analyst", "--meaning", meaning, "--at", time];
    run(at, &[&arguments[..], more].concat())
}

const CHEN: (&str, &str) = ("M. Chen", "chen");
const OKAFOR: (&str, &str) = ("R. Okafor", "okafor");
const ADLER: (&str, &str) = ("Q. Adler", "adler");
const NINE: &str = "2026-11-27T09:00:00+01:00";
const TEN: &str = "2026-11-27T10:00:00+01:00";

/// A report with two signatures.
fn signed() -> TempDir {
    let folder = laboratory();
    assert_exit(&sign(folder.path(), "report.json", CHEN, "tested", NINE, &[]), 0, &["signature 1", "PASSED"]);
    assert_exit(&sign(folder.path(), "report.json", OKAFOR, "reviewed", TEN, &[]), 0, &["signature 2"]);
    folder
}

/// Writes a trust file with the three persons and their keys.
fn trust_all(at: &Path) {
    let entry = |(name, file): (&str, &str)| {
        let pem = fs::read_to_string(at.join(format!("keys/{file}.pub.pem"))).unwrap();
        let pem: String = pem.lines().map(|line| format!("\n      {line}")).collect();
        format!("  {name}:\n    public_key: |{pem}\n")
    };
    let keys: String = [CHEN, OKAFOR, ADLER].map(entry).concat();
    fs::write(at.join("trust.yaml"), format!("evqc_trust: 1\nkeys:\n{keys}")).unwrap();
}

fn verify(at: &Path, files: &[&str]) -> Output {
    run(at, &[&["verify", "--keys", "keys"][..], files].concat())
}

fn edit(at: &Path, file: &str, edit: impl Fn(&str) -> String) {
    let path = at.join(file);
    let text = fs::read_to_string(&path).unwrap();
    let edited = edit(&text);
    assert_ne!(text, edited, "the edit of {file} changes nothing");
    fs::write(path, edited).unwrap();
}

/// A signed archive.
fn archive() -> TempDir {
    let folder = laboratory();
    let at = folder.path();
    let bundle =
        ["bundle", "spec.yaml", "data.csv", "--as-of", "2026-11-20", "--attach", "keys/chen.pub.pem", "-o", "lot.zip"];
    assert_exit(&run(at, &bundle), 0, &["1 lot: 1 conforms"]);
    assert_exit(&sign(at, "lot.zip", CHEN, "tested", NINE, &[]), 0, &["PASSED"]);
    folder
}

fn entries(at: &Path) -> Vec<Entry> {
    let (entries, findings) = integrity::unpack("lot.zip", &fs::read(at.join("lot.zip")).unwrap()).unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    entries
}

/// An archive with one of its files edited and both manifests made again, as someone would who wants it not to be noticed.
fn remade(mut entries: Vec<Entry>, path: &str, edit: impl Fn(&str) -> String) -> Vec<u8> {
    entries.retain(|entry| entry.path != "SHA256SUMS");
    let entry = entries.iter_mut().find(|entry| entry.path == path).unwrap();
    let before = integrity::sha256(&entry.bytes);
    let size = entry.bytes.len();
    entry.bytes = edit(std::str::from_utf8(&entry.bytes).unwrap()).into_bytes();
    let (after, now) = (integrity::sha256(&entry.bytes), entry.bytes.len());
    let manifest = entries.iter_mut().find(|entry| entry.path == MANIFEST).unwrap();
    let text = String::from_utf8(manifest.bytes.clone()).unwrap();
    let listed = format!("\"bytes\": {size},\n      \"sha256\": \"{before}\"");
    assert!(path == MANIFEST || text.contains(&listed), "{text}");
    manifest.bytes = text.replace(&listed, &format!("\"bytes\": {now},\n      \"sha256\": \"{after}\"")).into_bytes();
    let list = integrity::checksums(&entries);
    entries.push(Entry { path: "SHA256SUMS".to_owned(), bytes: list.into_bytes() });
    integrity::pack(&entries).unwrap()
}

/// Runs a command that verifies, as JSON; the document, which its schema takes.
fn as_json(at: &Path, arguments: &[&str], exit: i32) -> serde_json::Value {
    let output = run(at, &[arguments, &["-o", "json"]].concat());
    assert_eq!(output.status.code(), Some(exit), "{}", said(&output));
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one document");
    let schema = jsonschema::validator_for(evqc::report::verification_schema().as_value()).unwrap();
    let faults: Vec<String> = schema.iter_errors(&value).map(|error| error.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?}");
    assert!(!schema.is_valid(&serde_json::json!({"schema": "evqc-verification/1"})));
    assert_eq!((&value["schema"], &value["exit"]), (&"evqc-verification/1".into(), &exit.into()));
    assert_eq!(value["holds"], exit == 0);
    value
}

/// Whether the tools are there that a stranger needs; says so loudly when they are not.
fn tools() -> bool {
    needed::programs(&["openssl", "sha256sum", "bash", "unzip"], "the commands of docs/src/verify.md")
}

fn bash(at: &Path, script: &str) -> Output {
    Command::new("bash").current_dir(at).args(["-e", "-o", "pipefail", "-c", script]).output().unwrap()
}
