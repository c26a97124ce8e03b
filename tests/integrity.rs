//! Keys, signatures and archives as a laboratory and a stranger meet them: what holds, and what every kind of change is told as.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the tests write files and run the program and openssl"
)]

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

// What a person reads.

/// The lines fit the terminal, the words are those that go into a file, and no digest and no path is cut.
#[test]
fn what_is_said_fits_the_terminal_and_cuts_no_digest() {
    let folder = signed();
    let at = folder.path();
    fs::copy(at.join("report.json"), at.join("my long report of the lot.json")).unwrap();
    let approved = ["verify", "--keys", "keys", "report.json", "--require", "approved"];
    let trail = ["--by", "M. Chen", "--role", "analyst"];
    let bundle = ["bundle", "spec.yaml", "data.csv", "--as-of", "2026-11-20", "-o", "lot.zip"];
    let certificate = [
        "certificate",
        "spec.yaml",
        "data.csv",
        "--lot",
        "L7",
        "--as-of",
        "2026-11-20",
        "-o",
        "coa.json",
        "--overwrite",
    ];
    let commands: [(&[&str], i32); 8] = [
        (&bundle, 0),
        (&["verify", "--keys", "keys", "report.json"], 0),
        (&approved, 5),
        (&["verify", "--keys", "keys", "my long report of the lot.json"], 5),
        (&["verify", "--unsigned", "lot.zip"], 0),
        (&["replay", "lot.zip"], 0),
        (&certificate, 4),
        (
            &[
                "sign",
                "report.json",
                "--key",
                "keys/chen.key.pem",
                "--signer",
                "M. Chen",
                "--role",
                "analyst",
                "--meaning",
                "reviewed",
                "--at",
                TEN,
            ],
            5,
        ),
    ];
    for (arguments, exit) in commands {
        let plain = run(at, arguments);
        assert_eq!(plain.status.code(), Some(exit), "{arguments:?}: {}", said(&plain));
        fits(at, arguments, &plain);
    }
    let start = [&["trail", "start", "."][..], &trail].concat();
    assert_exit(&run(at, &start), 0, &[]);
    let check = ["check", "spec.yaml", "data.csv", "--as-of", "2026-11-20", "-o", "json:other.json"];
    assert_exit(&run(at, &[&check[..], &trail].concat()), 0, &[]);
    let verify = ["trail", "verify", "."];
    fits(at, &verify, &run(at, &verify));
    let review = [&["trail", "review", ".", "--lot", "L7", "--as-of", "2026-11-27"][..], &trail].concat();
    let plain = run(at, &review);
    assert_exit(&plain, 0, &["sha256"]);
    // Each review is an entry of its own, and the next one says so.
    let digest = |output: &Output| said(output).split_whitespace().filter(|word| word.len() == 64).count();
    for width in ["60", "80", "120"] {
        let narrow = command(at, &review).env("COLUMNS", width).output().unwrap();
        assert_eq!(digest(&narrow), digest(&plain), "{}", said(&narrow));
        assert!(said(&narrow).lines().all(|line| line.chars().count() <= 70.max(width.parse().unwrap())));
    }
}

#[track_caller]
fn fits(at: &Path, arguments: &[&str], plain: &Output) {
    let words = |output: &Output| -> Vec<String> { said(output).split_whitespace().map(str::to_owned).collect() };
    for width in [60, 80, 120] {
        let narrow = command(at, arguments).env("COLUMNS", width.to_string()).output().unwrap();
        assert_eq!(words(&narrow), words(plain), "{arguments:?} at {width}: other words");
        for line in said(&narrow).lines() {
            // What is longer is one word that cannot be broken, or the place of a finding.
            let whole = line.trim_start().trim_start_matches("--> ");
            let name = whole.contains("my long report of the lot.json");
            let fits = line.chars().count() <= width || !whole.contains(' ') || name;
            assert!(fits, "{arguments:?} at {width}: {line}");
        }
        assert!(!said(&narrow).contains("my long report of the lot.j\n"), "{arguments:?}");
    }
}

// Signing.

#[test]
fn several_persons_sign_and_the_chain_holds() {
    let folder = signed();
    let says = [
        "report.json: holds",
        "1 tested    M. Chen, analyst: 2026-11-27T09:00:00+01:00 (stated), the tests are PASSED",
        "2 reviewed",
    ];
    assert_exit(&verify(folder.path(), &["report.json"]), 0, &says);
    assert_exit(&verify(folder.path(), &["report.json.intoto.jsonl", "--require", "reviewed"]), 0, &["holds"]);
    let approved = verify(folder.path(), &["report.json", "--require", "approved"]);
    assert_exit(&approved, 5, &["meaning-not-signed"]);
    assert_exit(&sign(folder.path(), "report.json", ADLER, "approved", TEN, &[]), 0, &["signature 3"]);
    assert_exit(&verify(folder.path(), &["report.json", "--require", "approved"]), 0, &["3 approved"]);
}

#[test]
fn the_statement_is_an_in_toto_test_result() {
    let folder = signed();
    let (chain, findings) =
        integrity::Chain::read("x", &fs::read(folder.path().join("report.json.intoto.jsonl")).unwrap());
    assert!(findings.is_empty(), "{findings:?}");
    let statement: serde_json::Value = serde_json::from_slice(&chain.links()[1].envelope.payload).unwrap();
    assert_eq!(statement["_type"], "https://in-toto.io/Statement/v1");
    assert_eq!(statement["predicateType"], "https://in-toto.io/attestation/test-result/v0.1");
    let report = fs::read(folder.path().join("report.json")).unwrap();
    assert_eq!(statement["subject"][0]["digest"]["sha256"], integrity::sha256(&report));
    let predicate = &statement["predicate"];
    assert_eq!(predicate["result"], "PASSED");
    assert_eq!(predicate["passedTests"], serde_json::json!(["L7 e", "L7 c"]));
    assert_eq!(predicate["evqc_signature"]["time"], "2026-11-27T09:00:00Z");
    assert_eq!(predicate["evqc_signature"]["previous"], chain.links()[0].envelope.digest());
    let parsed: serde_json::Value = serde_json::from_slice(&report).unwrap();
    let names: Vec<(&str, &serde_json::Value)> = (predicate["configuration"].as_array().unwrap().iter())
        .map(|resource| (resource["name"].as_str().unwrap(), &resource["digest"]["sha256"]))
        .collect();
    let version = format!("evqc {}", env!("CARGO_PKG_VERSION"));
    let expected = [
        ("s 1", &parsed["spec"]["sha256"]),
        ("data.csv", &parsed["inputs"][0]["sha256"]),
        ("settings", &parsed["configuration"]["sha256"]),
        (version.as_str(), &parsed["tool"]["sha256"]),
    ];
    assert_eq!(names, expected);
}

#[test]
fn a_lot_that_is_not_concluded_never_counts_as_passed_or_warned() {
    for (endotoxin, result) in
        [("0.31", "PASSED"), ("0.45", "WARNED"), ("0.55", "FAILED"), ("pending", "FAILED"), ("x", "FAILED")]
    {
        let folder = laboratory();
        fs::write(folder.path().join("data.csv"), data(endotoxin)).unwrap();
        run(folder.path(), &["check", "spec.yaml", "data.csv", "--as-of", "2026-11-20", "-o", "json:report.json"]);
        let output = sign(folder.path(), "report.json", CHEN, "tested", NINE, &[]);
        assert_exit(&output, 0, &[&format!("the tests are {result}")]);
    }
}

#[test]
fn the_same_person_does_not_sign_twice() {
    let folder = signed();
    let at = folder.path();
    let before = fs::read(at.join("report.json.intoto.jsonl")).unwrap();
    for who in
        [CHEN, ("m.  CHEN", "adler"), ("Somebody Else", "chen"), ("Ｍ. Chen", "adler"), ("M\u{2024} Chen", "adler")]
    {
        assert_exit(&sign(at, "report.json", who, "approved", TEN, &[]), 5, &["signer-twice", "signed already"]);
    }
    assert_eq!(fs::read(at.join("report.json.intoto.jsonl")).unwrap(), before, "a refused signature leaves no trace");
}

#[test]
fn the_clock_does_not_go_back() {
    let folder = signed();
    let at = folder.path();
    let early = sign(at, "report.json", ADLER, "approved", "2026-11-27T09:59:59+01:00", &[]);
    assert_exit(
        &early,
        5,
        &["signature-before-previous", "before the last signature, that of R. Okafor at 2026-11-27T09:00:00Z"],
    );
    // The zone does not deceive: this is the same moment.
    assert_exit(&sign(at, "report.json", ADLER, "approved", "2026-11-27T09:00:00Z", &[]), 0, &[]);
    let other = laboratory();
    let before = sign(other.path(), "report.json", CHEN, "tested", "2026-11-19T23:00:00Z", &[]);
    assert_exit(&before, 5, &["signature-before-report", "judged on 2026-11-20"]);
    for wrong in ["yesterday", "2026-11-27", "2026-11-27T09:00:00"] {
        assert_exit(&sign(other.path(), "report.json", CHEN, "tested", wrong, &[]), 2, &["--at"]);
    }
}

#[test]
fn what_is_no_report_and_no_name_is_refused() {
    let folder = laboratory();
    let at = folder.path();
    assert_exit(&sign(at, "data.csv", CHEN, "tested", NINE, &[]), 2, &["holds no verdict", "--twin"]);
    assert_exit(&sign(at, "absent.json", CHEN, "tested", NINE, &[]), 2, &["absent.json"]);
    for name in ["", "  ", "..", "-", "()", "a\u{202e}b", "a\u{ad}b", "a\nb", &"x".repeat(201)] {
        assert_exit(&run(at, &["keygen", "--name", name, "--no-passphrase"]), 2, &["the name"]);
        assert_exit(&sign(at, "report.json", (name, "chen"), "tested", NINE, &[]), 2, &["the signer"]);
    }
    assert!(!at.join("report.json.intoto.jsonl").exists());
    fs::write(at.join("report.json"), "{\"schema\":\"evqc-report/1\"}").unwrap();
    assert_exit(&sign(at, "report.json", CHEN, "tested", NINE, &[]), 2, &["cannot be read as evqc-report/1"]);
}

// Keys.

#[test]
fn keys_are_the_owners_alone_and_never_overwritten() {
    let folder = laboratory();
    let at = folder.path();
    assert_exit(&run(at, &["keygen", "--key", "keys/chen.key.pem"]), 2, &["exists already", "never overwritten"]);
    fs::remove_file(at.join("keys/chen.key.pem")).unwrap();
    assert_exit(&run(at, &["keygen", "--key", "keys/chen.key.pem"]), 2, &["chen.pub.pem: exists already"]);
    let output =
        command(at, &["keygen", "--key", "short.key.pem"]).env("EVQC_PASSPHRASE", "too short").output().unwrap();
    assert_exit(&output, 2, &["fewer than 12 characters"]);
    let output = command(at, &["keygen", "--key", "none.key.pem"]).env_remove("EVQC_PASSPHRASE").output().unwrap();
    assert_exit(&output, 2, &["no terminal to ask on", "--passphrase-file"]);
    assert!(!at.join("none.key.pem").exists() && !at.join("short.key.pem").exists());
    assert_exit(&run(at, &["keygen", "--name", "Ana Müller-Li", "--no-passphrase"]), 0, &["ana-müller-li.pub.pem"]);
    let pem = fs::read_to_string(at.join("ana-müller-li.key.pem")).unwrap();
    assert!(pem.starts_with("-----BEGIN PRIVATE KEY-----"));
}

#[cfg(unix)]
#[test]
fn a_key_that_others_can_read_does_not_sign() {
    use std::os::unix::fs::PermissionsExt;
    let folder = laboratory();
    let key = folder.path().join("keys/chen.key.pem");
    assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600, "as keygen makes it");
    for mode in [0o644, 0o640, 0o620, 0o604, 0o601] {
        fs::set_permissions(&key, fs::Permissions::from_mode(mode)).unwrap();
        let output = sign(folder.path(), "report.json", CHEN, "tested", NINE, &[]);
        assert_exit(&output, 5, &["key-open-to-others", &format!("{mode:04o}"), "chmod 600"]);
    }
    fs::set_permissions(&key, fs::Permissions::from_mode(0o400)).unwrap();
    let passphrase = folder.path().join("passphrase");
    fs::write(&passphrase, format!("{PASSPHRASE}\n")).unwrap();
    fs::set_permissions(&passphrase, fs::Permissions::from_mode(0o644)).unwrap();
    let more = ["--passphrase-file", "passphrase"];
    let open = sign(folder.path(), "report.json", CHEN, "tested", NINE, &more);
    assert_exit(&open, 5, &["key-open-to-others", "passphrase"]);
    fs::set_permissions(&passphrase, fs::Permissions::from_mode(0o600)).unwrap();
    assert_exit(&sign(folder.path(), "report.json", CHEN, "tested", NINE, &more), 0, &[]);
}

#[test]
fn a_key_that_does_not_open_says_so() {
    let folder = laboratory();
    let at = folder.path();
    let arguments = [
        "sign",
        "report.json",
        "--key",
        "keys/chen.key.pem",
        "--signer",
        "M. Chen",
        "--role",
        "r",
        "--meaning",
        "tested",
    ];
    let wrong = command(at, &arguments).env("EVQC_PASSPHRASE", "incorrect horse battery").output().unwrap();
    assert_exit(&wrong, 2, &["does not open with this passphrase"]);
    let none = command(at, &arguments).env_remove("EVQC_PASSPHRASE").output().unwrap();
    assert_exit(&none, 2, &["a passphrase is needed"]);
    let pem = fs::read(at.join("keys/chen.key.pem")).unwrap();
    for cut in [0, 20, 100, pem.len() - 20] {
        fs::write(at.join("keys/chen.key.pem"), &pem[..cut]).unwrap();
        assert_exit(&run(at, &arguments), 2, &["is no key file"]);
    }
    fs::write(at.join("keys/chen.key.pem"), fs::read(at.join("keys/chen.pub.pem")).unwrap()).unwrap();
    assert_exit(&run(at, &arguments), 2, &["is no key file"]);
}

// Verifying.

#[test]
fn a_changed_report_is_named() {
    let folder = signed();
    let at = folder.path();
    edit(at, "report.json", |text| text.replacen("0.31", "0.13", 1));
    assert_exit(&verify(at, &["report.json"]), 5, &["file-changed", "report.json has changed", "same number of bytes"]);
    assert_exit(
        &sign(at, "report.json", ADLER, "approved", TEN, &[]),
        5,
        &["file-changed", "is not what M. Chen signed"],
    );
    edit(at, "report.json", |text| text[..1000].to_owned());
    assert_exit(&verify(at, &["report.json"]), 5, &["file-changed", "cut short, 1000 of"]);
    fs::remove_file(at.join("report.json")).unwrap();
    assert_exit(&verify(at, &["report.json.intoto.jsonl"]), 5, &["file-absent"]);
}

#[test]
fn a_chain_without_one_of_its_lines_is_noticed() {
    let folder = signed();
    let at = folder.path();
    let chain = "report.json.intoto.jsonl";
    let text = fs::read_to_string(at.join(chain)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let cases = [
        (format!("{}\n", lines[1]), "signatures-not-a-chain"),
        (format!("{}\n{}\n", lines[1], lines[0]), "signatures-not-a-chain"),
        (format!("{}\n{0}\n", lines[0]), "signer-twice"),
        (text[..text.len() - 1].to_owned(), "signatures-not-readable"),
        (text[..text.len() / 2].to_owned(), "signatures-not-readable"),
        (String::new(), "signatures-not-readable"),
        (format!("{text}\n"), "signatures-not-readable"),
        (text.replacen("{\"payloadType", "{ \"payloadType", 1), "signatures-not-readable"),
        (text.replacen("\"signatures\":[", "\"signatures\":[],\"x\":[", 1), "signatures-not-readable"),
    ];
    for (changed, code) in cases {
        fs::write(at.join(chain), &changed).unwrap();
        assert_exit(&verify(at, &["report.json"]), 5, &[code]);
    }
}

#[test]
fn an_unknown_key_and_a_forged_statement_do_not_hold() {
    let folder = signed();
    let at = folder.path();
    fs::create_dir(at.join("others")).unwrap();
    fs::copy(at.join("keys/chen.pub.pem"), at.join("others/chen.pub.pem")).unwrap();
    let output = run(at, &["verify", "report.json", "--keys", "others"]);
    assert_exit(&output, 5, &["signature-by-unknown-key", "R. Okafor (analyst)"]);
    assert_exit(&run(at, &["verify", "report.json"]), 5, &["signature-by-unknown-key"]);
    assert_exit(&verify(at, &["data.csv"]), 5, &["not-signed", "data.csv.intoto.jsonl"]);
    // Another name under the same signature.
    let (chain, _) = integrity::Chain::read("x", &fs::read(at.join("report.json.intoto.jsonl")).unwrap());
    let mut envelope = chain.links()[0].envelope.clone();
    let payload = String::from_utf8(envelope.payload).unwrap().replace("M. Chen", "W. Chen");
    envelope.payload = payload.into_bytes();
    fs::write(at.join("report.json.intoto.jsonl"), envelope.line() + "\n").unwrap();
    assert_exit(&verify(at, &["report.json"]), 5, &["signature-not-valid", "under the name W. Chen"]);
    fs::create_dir(at.join("empty")).unwrap();
    assert_exit(&run(at, &["verify", "report.json", "--keys", "empty"]), 2, &["no public key"]);
}

#[test]
fn a_trust_file_says_who_may_sign_what_and_when() {
    let folder = signed();
    let at = folder.path();
    let key = |file: &str| {
        let pem = fs::read_to_string(at.join(format!("keys/{file}.pub.pem"))).unwrap();
        pem.lines().map(|line| format!("\n      {line}")).collect::<String>()
    };
    let with = |chen: &str, name: &str| {
        format!(
            "evqc_trust: 1\nkeys:\n  {name}:\n    public_key: |{}\n{chen}  R. Okafor:\n    public_key: |{}\n",
            key("chen"),
            key("okafor")
        )
    };
    let trusting = |text: &str| {
        fs::write(at.join("trust.yaml"), text).unwrap();
        run(at, &["verify", "report.json", "--trust", "trust.yaml"])
    };
    assert_exit(
        &trusting(&with("    roles: [analyst]\n    meanings: [tested]\n    until: 2026-11-27\n", "M. Chen")),
        0,
        &["holds"],
    );
    assert_exit(&trusting(&with("    signer: M. Chen\n", "M. Chen 2026")), 0, &["holds"]);
    for (chen, name, says) in [
        ("", "W. Chen", "the key of W. Chen signed under the name M. Chen"),
        ("    roles: [QA]\n", "M. Chen", "signed as analyst, and may as QA"),
        ("    meanings: [reviewed, approved]\n", "M. Chen", "signed as tested, and may as reviewed or approved"),
        ("    from: 2026-11-28\n", "M. Chen", "holds from 2026-11-28"),
        ("    until: 2026-11-26\n", "M. Chen", "held until 2026-11-26"),
    ] {
        assert_exit(&trusting(&with(chen, name)), 5, &["signature-outside-trust", says]);
    }
    assert_exit(&trusting("evqc_trust: 1\nkeys: {A: {}}\n"), 5, &["public_key"]);
    assert_exit(&trusting(&with("    meanings: [seen]\n", "M. Chen")), 5, &["`seen` is not a meaning"]);
    assert_exit(&trusting("evqc_trust: 2\nkeys: {}\n"), 5, &["evqc_trust: 2"]);
}

#[test]
fn a_document_and_its_twin_are_signed_together() {
    let folder = laboratory();
    let at = folder.path();
    fs::copy(at.join("report.json"), at.join("coa-7.json")).unwrap();
    fs::write(at.join("data.csv"), data("0.31").replace("L7", "L8")).unwrap();
    run(at, &["check", "spec.yaml", "data.csv", "--as-of", "2026-11-20", "-o", "json:coa-8.json"]);
    for number in ["7", "8"] {
        let (pdf, twin) = (format!("coa-{number}.pdf"), format!("coa-{number}.json"));
        fs::write(at.join(&pdf), format!("The page of {number}")).unwrap();
        let more = ["--twin", &twin, "--not-compared"];
        assert_exit(&sign(at, &pdf, CHEN, "tested", NINE, &more), 0, &["PASSED", "was not compared with its data"]);
    }
    assert_exit(&verify(at, &["coa-7.pdf", "coa-7.json"]), 0, &["coa-7.pdf: holds", "coa-7.json: holds"]);
    assert_exit(&verify(at, &["coa-7.json", "coa-7.pdf"]), 0, &["coa-7.pdf: holds", "coa-7.json: holds"]);
    assert_exit(
        &verify(at, &["coa-7.pdf", "coa-8.json"]),
        5,
        &["twin-of-another", "coa-8.json is not the twin of coa-7.pdf"],
    );
    let own = fs::read(at.join("coa-7.json")).unwrap();
    fs::copy(at.join("coa-8.json"), at.join("coa-7.json")).unwrap();
    assert_exit(&verify(at, &["coa-7.pdf"]), 5, &["twin-of-another", "it is of lot L8, signed was lot L7"]);
    fs::write(at.join("coa-7.json"), &own[..own.len() - 9]).unwrap();
    assert_exit(&verify(at, &["coa-7.pdf"]), 5, &["file-changed", "cut short"]);
    fs::write(at.join("coa-7.json"), own).unwrap();
    fs::write(at.join("coa-7.pdf"), "The page o").unwrap();
    assert_exit(&verify(at, &["coa-7.pdf"]), 5, &["file-changed", "coa-7.pdf has changed: it is cut short, 10 of"]);
    let attached = integrity::attached_differs("coa-7.pdf", b"{\"lot\":\"L7\"}", "coa-7.json", b"{\"lot\":\"L8\"}");
    assert!(attached.is_some_and(|finding| finding.message.contains("lot: \"L7\" inside, \"L8\" beside")));
    assert!(integrity::attached_differs("a", b"{}", "b", b"{}").is_none());
}

/// What evqc cannot compare with its data is signed only where that is said, and the signature and its verification say it too.
#[test]
fn a_document_that_cannot_be_compared_is_not_signed_in_silence() {
    let folder = laboratory();
    let at = folder.path();
    let page = [
        "check",
        "spec.yaml",
        "data.csv",
        "--as-of",
        "2026-11-20",
        "-o",
        "html:report.html",
        "-o",
        "markdown:report.md",
    ];
    assert_exit(&run(at, &page), 0, &[]);
    edit(at, "report.html", |text| text.replacen("0.31", "0.13", 1));
    fs::write(at.join("letter.docx"), "hi").unwrap();
    for document in ["report.html", "report.md", "letter.docx"] {
        let twin = ["--twin", "report.json"];
        let refused = sign(at, document, CHEN, "tested", NINE, &twin);
        let says = ["document-not-compared", "the document cannot be compared with its data", "--not-compared"];
        assert_exit(&refused, 5, &says);
        assert!(!at.join(format!("{document}.intoto.jsonl")).exists());
        let twin = ["--twin", "report.json", "--not-compared"];
        assert_exit(
            &sign(at, document, CHEN, "tested", NINE, &twin),
            0,
            &["the document was not compared with its data"],
        );
        assert_exit(&sign(at, document, OKAFOR, "reviewed", TEN, &twin[..2]), 5, &["document-not-compared"]);
        assert_exit(&sign(at, document, OKAFOR, "reviewed", TEN, &twin), 0, &["signature 2"]);
        let holds =
            ["holds", "the document was NOT COMPARED with its data, a report as page or text cannot be drawn again"];
        assert_exit(&verify(at, &[document]), 0, &holds);
        let said = as_json(at, &["verify", document, "--keys", "keys"], 0);
        assert_eq!(said["files"][0]["pages"]["state"], "not_compared");
        let (chain, _) = integrity::Chain::read("x", &fs::read(at.join(format!("{document}.intoto.jsonl"))).unwrap());
        let subject = chain.subject();
        assert!(subject[0].is_not_compared() && !subject[1].is_not_compared(), "{subject:?}");
    }
    assert_exit(&sign(at, "report.json", CHEN, "tested", NINE, &["--not-compared"]), 2, &["--twin"]);
}

/// A part of the work that comes before what was signed would make the chain useless for ever.
#[test]
fn nobody_signs_for_an_earlier_part_of_the_work() {
    let folder = laboratory();
    let at = folder.path();
    assert_exit(&sign(at, "report.json", CHEN, "approved", NINE, &[]), 0, &[]);
    let before = fs::read(at.join("report.json.intoto.jsonl")).unwrap();
    for meaning in ["tested", "reviewed"] {
        let late = sign(at, "report.json", OKAFOR, meaning, TEN, &[]);
        let says = ["signature-out-of-rank", &format!("would sign as `{meaning}` after M. Chen: approved as analyst")];
        assert_exit(&late, 5, &says);
    }
    assert_eq!(fs::read(at.join("report.json.intoto.jsonl")).unwrap(), before);
    assert_exit(&sign(at, "report.json", OKAFOR, "approved", TEN, &[]), 0, &["signature 2"]);
    assert_exit(&sign(at, "report.json", ADLER, "certified", TEN, &[]), 0, &["signature 3"]);
}

/// A person may be known under several names, and is one person under all of them.
#[test]
fn a_key_may_have_several_names_of_one_person() {
    let folder = laboratory();
    let at = folder.path();
    let key = |file: &str| {
        let pem = fs::read_to_string(at.join(format!("keys/{file}.pub.pem"))).unwrap();
        pem.lines().map(|line| format!("\n      {line}")).collect::<String>()
    };
    let entry = |name: &str, signer: &str, file: &str| {
        format!("  {name}:\n    signer: {signer}\n    public_key: |{}\n", key(file))
    };
    let trust = |entries: &[String]| {
        fs::write(at.join("trust.yaml"), format!("evqc_trust: 1\nkeys:\n{}", entries.concat())).unwrap()
    };
    let verified = || run(at, &["verify", "report.json", "--trust", "trust.yaml"]);
    for name in ["Mei Chen", "陈梅"] {
        let _ = fs::remove_file(at.join("report.json.intoto.jsonl"));
        assert_exit(&sign(at, "report.json", (name, "chen"), "tested", NINE, &[]), 0, &[]);
        trust(&[entry("Chen", "[Mei Chen, 陈梅]", "chen")]);
        assert_exit(&verified(), 0, &["holds", name]);
        trust(&[entry("Mei Chen", "Mei Chen", "chen")]);
        let exit = if name == "陈梅" { 5 } else { 0 };
        assert_exit(&verified(), exit, &[name]);
        trust(&[entry("Chen", "[W. Chen, 陈威]", "chen")]);
        assert_exit(&verified(), 5, &["signature-outside-trust", "the key of W. Chen or 陈威 signed under the name"]);
    }
    // A second key of the same person does not make a second person.
    assert_exit(&sign(at, "report.json", ("Mei Chen", "adler"), "reviewed", TEN, &[]), 0, &["signature 2"]);
    trust(&[entry("Chen", "[Mei Chen, 陈梅]", "chen"), entry("Chen 2026", "[Mei Chen, 陈梅]", "adler")]);
    assert_exit(&verified(), 5, &["signer-twice", "陈梅 and Mei Chen are one person by the trust file"]);
    trust(&[entry("Chen", "[]", "chen")]);
    assert_exit(&verified(), 5, &["`signer` of Chen is empty"]);
    trust(&[entry("Chen", "[Mei Chen, '..']", "chen")]);
    assert_exit(&verified(), 5, &["the signer has no letter"]);
}

/// Two persons with one name sign with what tells them apart in print: a number of their own. A reader has to see that they are
/// two, so it stands in the name and not in a trust file alone.
#[test]
fn a_number_in_the_name_tells_two_of_one_name_apart() {
    let folder = laboratory();
    let at = folder.path();
    assert_exit(&sign(at, "report.json", ("Wei Wang", "chen"), "tested", NINE, &[]), 0, &[]);
    assert_exit(&sign(at, "report.json", ("Wang Wei", "adler"), "reviewed", TEN, &[]), 5, &["signer-twice"]);
    fs::remove_file(at.join("report.json.intoto.jsonl")).unwrap();
    assert_exit(&sign(at, "report.json", ("Wei Wang (1042)", "chen"), "tested", NINE, &[]), 0, &[]);
    assert_exit(&sign(at, "report.json", ("Wang Wei 1042", "adler"), "reviewed", TEN, &[]), 5, &["signer-twice"]);
    assert_exit(&sign(at, "report.json", ("Wei Wang (2077)", "adler"), "reviewed", TEN, &[]), 0, &["signature 2"]);
    let key = |file: &str| {
        let pem = fs::read_to_string(at.join(format!("keys/{file}.pub.pem"))).unwrap();
        pem.lines().map(|line| format!("\n      {line}")).collect::<String>()
    };
    let entry = |name: &str, file: &str| format!("  {name}:\n    public_key: |{}\n", key(file));
    let trust = entry("Wei Wang (1042)", "chen") + &entry("Wei Wang (2077)", "adler");
    fs::write(at.join("trust.yaml"), format!("evqc_trust: 1\nkeys:\n{trust}")).unwrap();
    let said = run(at, &["verify", "report.json", "--trust", "trust.yaml"]);
    assert_exit(&said, 0, &["Wei Wang (1042)", "Wei Wang (2077)"]);
}

// Archives.

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

#[test]
fn an_archive_holds_everything_and_is_the_same_from_anywhere() {
    let folder = archive();
    let at = folder.path();
    let paths: Vec<String> = entries(at).into_iter().map(|entry| entry.path).collect();
    let expected = [
        "README.txt",
        "SHA256SUMS",
        "attachments/chen.pub.pem",
        "data/data.csv",
        "manifest.json",
        "report.json",
        "specification/base.yaml",
        "specification/spec.yaml",
    ];
    assert_eq!(paths, expected);
    assert_exit(&verify(at, &["lot.zip"]), 0, &["lot.zip: holds"]);
    assert_exit(&run(at, &["replay", "lot.zip"]), 0, &["same result", "1 lot: 1 conforms", "by the same program"]);
    // From another folder, by other names.
    let elsewhere = tempfile::tempdir().unwrap();
    let name = |file: &str| at.join(file).to_string_lossy().into_owned();
    let (spec, data, key) = (name("spec.yaml"), name("data.csv"), name("keys/chen.pub.pem"));
    let bundle = ["bundle", &spec, &data, "--as-of", "2026-11-20", "--attach", &key, "-o", "other.zip"];
    assert_exit(&run(elsewhere.path(), &bundle), 0, &[]);
    assert!(fs::read(at.join("lot.zip")).unwrap() == fs::read(elsewhere.path().join("other.zip")).unwrap());
    // No folder of the machine shows, unless files have to lie to each other as they did.
    fs::create_dir_all(elsewhere.path().join("home/chen")).unwrap();
    fs::write(elsewhere.path().join("home/chen/more.csv"), "lot,test,value,unit\nL8,c,positive,\n").unwrap();
    let more = ["bundle", &spec, &data, "home/chen/more.csv", "--as-of", "2026-11-20", "-o", "more.zip"];
    assert_exit(&run(elsewhere.path(), &more), 0, &["2 lots"]);
    let bytes = fs::read(elsewhere.path().join("more.zip")).unwrap();
    assert!(
        bytes.windows(13).any(|window| window == b"data/more.csv") && !bytes.windows(4).any(|window| window == b"home")
    );
}

#[test]
fn a_built_in_specification_comes_with_what_it_inherits() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("data.csv"), "lot,test,value,unit\nL1,endotoxin,0.1,EU/mL\n").unwrap();
    let output = run(at, &["bundle", "misev2023-reporting", "data.csv", "--as-of", "2026-11-20", "-o", "lot.zip"]);
    assert_exit(&output, 0, &["1 lot: 0 conform"]);
    let open = run(at, &["bundle", "intravenous", "data.csv", "--as-of", "2026-11-20", "-o", "open.zip"]);
    assert_exit(&open, 4, &["parameter-not-set", "no archive was written"]);
    let paths: Vec<String> = entries(at).into_iter().map(|entry| entry.path).collect();
    assert!(paths.contains(&"library/vesicle-basis.yaml".to_owned()), "{paths:?}");
    assert!(paths.contains(&"specification/misev2023-reporting.yaml".to_owned()), "{paths:?}");
    assert_exit(&run(at, &["replay", "lot.zip"]), 0, &["same result"]);
    // What was archived counts, not what this program has under the same name.
    let changed = remade(entries(at), "library/vesicle-basis.yaml", |text| format!("{text}\n# of an older version\n"));
    fs::write(at.join("older.zip"), changed).unwrap();
    assert_exit(&run(at, &["replay", "older.zip"]), 0, &["same result"]);
}

#[test]
fn signatures_inside_of_an_archive_are_verified_too() {
    let folder = signed();
    let at = folder.path();
    let bundle = |attach: &[&str]| {
        let attached = attach.iter().flat_map(|file| ["--attach", *file]);
        let fixed = ["bundle", "spec.yaml", "data.csv", "--as-of", "2026-11-20", "-o", "lot.zip"].into_iter();
        assert_exit(&run(at, &fixed.chain(attached).collect::<Vec<_>>()), 0, &[]);
        let _ = fs::remove_file(at.join("lot.zip.intoto.jsonl"));
        assert_exit(&sign(at, "lot.zip", ADLER, "approved", TEN, &[]), 0, &[]);
        verify(at, &["lot.zip"])
    };
    let whole = bundle(&["report.json", "report.json.intoto.jsonl"]);
    assert_exit(
        &whole,
        0,
        &["lot.zip: holds", "attachments/report.json.intoto.jsonl:", "2 reviewed  R. Okafor", "1 approved  Q. Adler"],
    );
    assert_exit(&bundle(&["report.json.intoto.jsonl"]), 5, &["file-absent", "attachments/report.json"]);
    edit(at, "report.json", |text| text.replacen("0.31", "0.13", 1));
    let changed = bundle(&["report.json", "report.json.intoto.jsonl"]);
    assert_exit(&changed, 5, &["file-changed", "attachments/report.json has changed"]);
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

/// The same as files.
fn remade_entries(entries: &[Entry], path: &str, edit: impl Fn(&str) -> String) -> Vec<Entry> {
    integrity::unpack("x", &remade(entries.to_vec(), path, edit)).unwrap().0
}

#[test]
fn another_result_is_told_with_its_first_difference() {
    let folder = archive();
    let at = folder.path();
    let replay = |bytes: Vec<u8>| {
        fs::write(at.join("changed.zip"), bytes).unwrap();
        run(at, &["replay", "changed.zip"])
    };
    let worse = replay(remade(entries(at), "data/data.csv", |text| text.replace("0.31", "0.61")));
    assert_exit(&worse, 5, &["ANOTHER RESULT", "replay-differs", "inputs[0].sha256"]);
    let painted =
        replay(remade(entries(at), REPORT, |text| text.replace("\"outcome\":\"pass\"", "\"outcome\":\"fail\"")));
    assert_exit(&painted, 5, &["replay-differs", "lots[0].tests[0].outcome: \"fail\" in the archive, \"pass\" now"]);
    let limit = replay(remade(entries(at), "specification/base.yaml", |text| text.replace("0.50", "0.30")));
    assert_exit(&limit, 5, &["replay-differs", "specs[0].sha256"]);
    // The same program writes the same bytes; another may name itself, and nothing else.
    let other = |text: &str| text.replace(integrity::SOURCE_SHA256, &"0".repeat(64));
    let renamed = remade(entries(at), REPORT, other);
    assert_exit(&replay(renamed.clone()), 5, &["replay-differs", "tool.sha256"]);
    let (renamed, _) = integrity::unpack("x", &renamed).unwrap();
    let twice = |text: &str| text.replace("\"verdict\":", "\"verdict\":\"does_not_conform\",\"verdict\":");
    for report in [remade(entries(at), REPORT, twice), remade(remade_entries(&renamed, MANIFEST, other), REPORT, twice)]
    {
        assert_exit(&replay(report), 5, &["replay-differs", "with a key twice"]);
    }
    assert_exit(&replay(remade(renamed, MANIFEST, other)), 0, &["same result", "source 000000000000…"]);
    // Such an archive hangs together; only its signature shows that it is another.
    fs::copy(at.join("changed.zip"), at.join("lot.zip")).unwrap();
    assert_exit(&verify(at, &["lot.zip", "--unsigned"]), 5, &["file-changed", "lot.zip has changed"]);
    fs::remove_file(at.join("lot.zip.intoto.jsonl")).unwrap();
    assert_exit(&verify(at, &["lot.zip"]), 5, &["not-signed"]);
    assert_exit(&verify(at, &["lot.zip", "--unsigned"]), 0, &["digests only"]);
}

#[test]
fn every_file_of_an_archive_is_named_when_it_changed() {
    let folder = archive();
    let at = folder.path();
    let packed = fs::read(at.join("lot.zip")).unwrap();
    for entry in entries(at) {
        let start = packed.windows(entry.bytes.len()).position(|window| window == entry.bytes).unwrap();
        for offset in [0, entry.bytes.len() / 2, entry.bytes.len() - 1] {
            let mut bytes = packed.clone();
            bytes[start + offset] ^= 1;
            fs::write(at.join("lot.zip"), bytes).unwrap();
            for command in [&["verify", "lot.zip", "--keys", "keys"][..], &["replay", "lot.zip"]] {
                assert_exit(&run(at, command), 5, &["file-changed", &entry.path]);
            }
        }
    }
    for cut in [0, 10, packed.len() / 2, packed.len() - 1] {
        fs::write(at.join("lot.zip"), &packed[..cut]).unwrap();
        assert_exit(&run(at, &["replay", "lot.zip"]), 5, &["bundle-not-readable"]);
    }
}

#[test]
fn files_that_nobody_vouches_for_and_absent_ones_are_told() {
    let folder = archive();
    let at = folder.path();
    let mut more = entries(at);
    more.push(Entry { path: "data/second.csv".to_owned(), bytes: b"x".to_vec() });
    fs::write(at.join("x.zip"), integrity::pack(&more).unwrap()).unwrap();
    assert_exit(&run(at, &["replay", "x.zip"]), 5, &["file-not-listed", "data/second.csv"]);
    let fewer: Vec<Entry> = entries(at).into_iter().filter(|entry| entry.path != "data/data.csv").collect();
    fs::write(at.join("x.zip"), integrity::pack(&fewer).unwrap()).unwrap();
    assert_exit(&run(at, &["replay", "x.zip"]), 5, &["file-absent", "data/data.csv"]);
    for path in [MANIFEST, "SHA256SUMS"] {
        let without: Vec<Entry> = entries(at).into_iter().filter(|entry| entry.path != path).collect();
        fs::write(at.join("x.zip"), integrity::pack(&without).unwrap()).unwrap();
        assert_exit(&run(at, &["replay", "x.zip"]), 5, &["manifest-not-readable", path]);
    }
    let outside = remade(entries(at), MANIFEST, |text| text.replace("data/data.csv\"\n", "../data.csv\"\n"));
    fs::write(at.join("x.zip"), outside).unwrap();
    assert_exit(&run(at, &["replay", "x.zip"]), 5, &["manifest-not-readable", "../data.csv"]);
}

#[test]
fn nothing_outside_of_an_archive_is_read() {
    let folder = archive();
    let at = folder.path();
    fs::write(at.join("secret.yaml"), BASE).unwrap();
    for name in [at.join("secret.yaml").to_string_lossy().into_owned(), "../../secret.yaml".to_owned()] {
        let changed = remade(entries(at), "specification/spec.yaml", |text| text.replace("base.yaml", &name));
        fs::write(at.join("x.zip"), changed).unwrap();
        let output = run(at, &["replay", "x.zip"]);
        assert_exit(&output, 5, &["replay-differs"]);
    }
    assert_exit(&run(at, &["bundle", "spec.yaml", "-", "-o", "y.zip"]), 2, &["only files can be archived"]);
    fs::write(at.join("spec.yaml"), SPEC.replace("base.yaml", "absent.yaml")).unwrap();
    assert_exit(&run(at, &["bundle", "spec.yaml", "data.csv", "-o", "y.zip"]), 4, &["cannot be read"]);
    assert!(!at.join("y.zip").exists());
}

// Any byte.

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_byte_of_a_signed_archive_changes_unnoticed(which in 0_usize..3, place in 0.0_f64..1.0, bit in 0_u8..8) {
        use std::sync::LazyLock;
        static FOLDER: LazyLock<TempDir> = LazyLock::new(archive);
        // A copy for each case: cases may run beside each other.
        let copy = tempfile::tempdir().unwrap();
        let files = ["lot.zip", "lot.zip.intoto.jsonl", "chen.pub.pem"];
        for file in &files[..2] {
            fs::copy(FOLDER.path().join(file), copy.path().join(file)).unwrap();
        }
        fs::copy(FOLDER.path().join("keys/chen.pub.pem"), copy.path().join("chen.pub.pem")).unwrap();
        let path = copy.path().join(files[which]);
        let mut bytes = fs::read(&path).unwrap();
        let at = ((bytes.len() as f64) * place) as usize;
        bytes[at] ^= 1 << bit;
        fs::write(&path, &bytes).unwrap();
        let output = run(copy.path(), &["verify", "lot.zip", "--keys", "."]);
        let text = said(&output);
        // A public key file is no part of the archive: it holds as long as it is the same key.
        let same_key = which == 2 && {
            let id = |bytes: &[u8]| Some(integrity::PublicKey::from_pem(std::str::from_utf8(bytes).ok()?).ok()?.id());
            id(&bytes).is_some() && id(&bytes) == id(&fs::read(FOLDER.path().join("keys/chen.pub.pem")).unwrap())
        };
        let expected: &[i32] = match (same_key, which) {
            (true, _) => &[0],
            (false, 2) => &[2, 5],
            (false, _) => &[5],
        };
        prop_assert!(expected.contains(&output.status.code().unwrap_or(-1)), "{} byte {at} bit {bit}: {text}", files[which]);
        prop_assert!(which == 2 || text.contains(files[which]), "the file is not named: {text}");
        prop_assert!(!text.contains("panicked"), "{text}");
    }

    #[test]
    fn what_is_no_archive_or_chain_does_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = integrity::Chain::read("x", &bytes);
        let _ = integrity::unpack("x", &bytes);
        let _ = integrity::evidence(&bytes);
        let _ = first_difference(&bytes, b"{}");
        let text = String::from_utf8_lossy(&bytes);
        let _ = integrity::SecretKey::from_pem(&text, Some("x"));
        let _ = integrity::PublicKey::from_pem(&text);
    }
}

// What a verification says to programs.

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

#[test]
fn a_verification_in_json_names_digests_signers_and_findings() {
    let folder = signed();
    let at = folder.path();
    let report = fs::read(at.join("report.json")).unwrap();
    let value = as_json(at, &["verify", "report.json", "--keys", "keys"], 0);
    let file = &value["files"][0];
    let sha256 = integrity::sha256(&report);
    assert_eq!((&file["kind"], &file["sha256"]), (&"report".into(), &sha256.as_str().into()));
    assert_eq!(file["bytes"], report.len());
    let digest = serde_json::json!([{"of": "report.json", "named_in": "report.json.intoto.jsonl", "expected": sha256, "found": sha256, "same": true}]);
    assert_eq!(file["digests"], digest);
    let signature = &file["signatures"][1];
    let expected = [
        ("signer", "R. Okafor"),
        ("role", "analyst"),
        ("meaning", "reviewed"),
        ("time", "2026-11-27T09:00:00Z"),
        ("local_time", TEN),
        ("time_source", "stated"),
        ("result", "PASSED"),
        ("key_file", "keys/okafor.pub.pem"),
    ];
    expected.iter().for_each(|(key, value)| assert_eq!(signature[*key], *value, "{key}"));
    let pem = fs::read_to_string(at.join("keys/okafor.pub.pem")).unwrap();
    assert_eq!(signature["key"], integrity::PublicKey::from_pem(&pem).unwrap().id());
    assert_eq!(signature["trusted"], true);
    // Changed, and by a key that is not known.
    edit(at, "report.json", |text| text.replacen("0.31", "0.13", 1));
    fs::remove_file(at.join("keys/okafor.pub.pem")).unwrap();
    let value = as_json(at, &["verify", "report.json", "--keys", "keys"], 5);
    let file = &value["files"][0];
    let codes: Vec<&serde_json::Value> =
        file["findings"].as_array().unwrap().iter().map(|finding| &finding["code"]).collect();
    assert_eq!(codes, ["signature-by-unknown-key", "file-changed"]);
    assert_eq!(
        (&file["digests"][0]["same"], &file["digests"][0]["expected"]),
        (&false.into(), &sha256.as_str().into())
    );
    assert_eq!((&file["signatures"][1]["trusted"], &file["signatures"][1]["key_file"]), (&false.into(), &().into()));
    assert_eq!((&file["signatures"][0]["trusted"], &file["holds"]), (&true.into(), &false.into()));
    // A trust file that cannot be read is no fault of a file; and both forms at once.
    fs::write(at.join("trust.yaml"), "evqc_trust: 2\nkeys: {}\n").unwrap();
    let value = as_json(at, &["verify", "report.json", "--trust", "trust.yaml"], 5);
    assert_eq!(
        (value["files"].as_array().map(Vec::len), value["findings"].as_array().map(Vec::len)),
        (Some(0), Some(1))
    );
    let both = run(at, &["verify", "report.json", "--keys", "keys", "-o", "human", "-o", "json:v.json"]);
    assert_exit(
        &both,
        5,
        &["report.json: DOES NOT HOLD", &integrity::sha256(&fs::read(at.join("report.json")).unwrap())],
    );
    assert!(fs::read_to_string(at.join("v.json")).unwrap().starts_with("{\"schema\":\"evqc-verification/1\""));
    assert_exit(&run(at, &["verify", "report.json", "-o", "yaml"]), 2, &["no such format"]);
}

#[test]
fn a_replay_in_json_says_what_differs() {
    let folder = archive();
    let at = folder.path();
    let value = as_json(at, &["replay", "lot.zip"], 0);
    let replay = &value["files"][0]["replay"];
    assert_eq!((&replay["same"], &replay["difference"]), (&true.into(), &().into()));
    assert_eq!((&replay["summary"]["conforms"], &replay["as_of"]), (&1.into(), &"2026-11-20".into()));
    assert_eq!(replay["then"]["sha256"], integrity::SOURCE_SHA256);
    let painted = remade(entries(at), REPORT, |text| text.replace("\"outcome\":\"pass\"", "\"outcome\":\"fail\""));
    fs::write(at.join("x.zip"), painted).unwrap();
    let value = as_json(at, &["replay", "x.zip"], 5);
    let difference = serde_json::json!({"path": "lots[0].tests[0].outcome", "archived": "\"fail\"", "now": "\"pass\""});
    assert_eq!(value["files"][0]["replay"]["difference"], difference);
    fs::write(at.join("x.zip"), &fs::read(at.join("lot.zip")).unwrap()[..50]).unwrap();
    let value = as_json(at, &["replay", "x.zip"], 5);
    assert_eq!(value["files"][0]["replay"], serde_json::Value::Null);
    assert_eq!(value["files"][0]["findings"][0]["code"], "bundle-not-readable");
    let value = as_json(at, &["verify", "lot.zip", "--keys", "keys"], 0);
    let listed = value["files"][0]["digests"].as_array().unwrap();
    assert_eq!(listed.iter().filter(|one| one["named_in"] == "SHA256SUMS").count(), 7);
    assert!(listed.iter().all(|one| one["same"] == true));
}

// What a signature states.

/// Signs with the key of a person what the test likes, as no command does.
fn forge(at: &Path, file: &str, evidence: integrity::Evidence) {
    let pem = fs::read_to_string(at.join("keys/chen.key.pem")).unwrap();
    let key = integrity::SecretKey::from_pem(&pem, Some(PASSPHRASE)).unwrap();
    let subject = vec![integrity::Resource::of_file(file, &fs::read(at.join(file)).unwrap())];
    let time = "2026-11-27T09:00:00+01:00[+01:00]".parse().unwrap();
    let signing = integrity::Signing {
        signer: "M. Chen",
        role: "analyst",
        meaning: integrity::Meaning::Tested,
        time: &time,
        time_source: "stated",
        tool: "evqc",
    };
    let mut chain = integrity::Chain::new(file);
    chain.sign(subject, evidence, &signing, &key).unwrap();
    fs::write(at.join(format!("{file}.intoto.jsonl")), chain.text()).unwrap();
}

#[test]
fn a_signature_that_states_another_result_does_not_hold() {
    let folder = archive();
    let at = folder.path();
    let honest = integrity::evidence(&fs::read(at.join("report.json")).unwrap()).unwrap();
    for file in ["report.json", "lot.zip"] {
        forge(at, file, honest.clone());
        assert_exit(&verify(at, &[file]), 0, &["PASSED"]);
        let failed = integrity::Evidence { result: integrity::TestResult::Failed, ..honest.clone() };
        forge(at, file, failed);
        let words = ["statement-differs", "the signature of M. Chen states FAILED", "comes to PASSED"];
        assert_exit(&verify(at, &[file]), 5, &words);
        forge(at, file, integrity::Evidence { passed: vec!["L7 e".to_owned()], ..honest.clone() });
        assert_exit(&verify(at, &[file]), 5, &["statement-differs", "states other passed tests than"]);
    }
    // In an archive, among the attachments.
    forge(at, "report.json", integrity::Evidence { result: integrity::TestResult::Failed, ..honest });
    let bundle = ["bundle", "spec.yaml", "data.csv", "--as-of", "2026-11-20", "-o", "lot.zip"];
    let attached = ["--attach", "report.json", "--attach", "report.json.intoto.jsonl"];
    assert_exit(&run(at, &[&bundle[..], &attached].concat()), 0, &[]);
    fs::remove_file(at.join("lot.zip.intoto.jsonl")).unwrap();
    assert_exit(&sign(at, "lot.zip", ADLER, "approved", TEN, &[]), 0, &[]);
    assert_exit(&verify(at, &["lot.zip"]), 5, &["statement-differs", "attachments/report.json comes to PASSED"]);
}

#[test]
fn a_trust_file_counts_whatever_lies_in_a_folder() {
    let folder = signed();
    let at = folder.path();
    let pem = |name: &str| {
        let pem = fs::read_to_string(at.join(format!("keys/{name}.pub.pem"))).unwrap();
        pem.lines().map(|line| format!("\n      {line}")).collect::<String>()
    };
    let trust = |chen: &str| {
        let (one, other) = (pem("chen"), pem("okafor"));
        let text = format!(
            "evqc_trust: 1\nkeys:\n  M. Chen:\n    public_key: |{one}\n{chen}  R. Okafor:\n    public_key: |{other}\n"
        );
        fs::write(at.join("trust.yaml"), text).unwrap();
        run(at, &["verify", "report.json", "--keys", "keys", "--trust", "trust.yaml"])
    };
    assert_exit(&trust(""), 0, &["holds"]);
    assert_exit(&trust("    meanings: [reviewed]\n"), 5, &["signature-outside-trust", "NOT TRUSTED"]);
    let second = format!("  Somebody Else:\n    public_key: |{}\n", pem("chen"));
    assert_exit(&trust(&second), 5, &["duplicate-key", "the key of `Somebody Else` is that of M. Chen already"]);
    for list in ["roles", "meanings"] {
        assert_exit(&trust(&format!("    {list}: []\n")), 5, &[&format!("`{list}` of M. Chen is empty")]);
    }
}

// Files that are none.

#[test]
fn empty_files_folders_and_huge_files_are_told() {
    let folder = signed();
    let at = folder.path();
    for name in ["coa.pdf", "lot.zip", "coa.html", "coa.md", "x.bin"] {
        fs::write(at.join(name), "").unwrap();
        assert_exit(&verify(at, &[name]), 5, &["not-signed", name]);
        assert_exit(&run(at, &["verify", name, "--unsigned"]), 5, &["not-signed", "nothing can be checked"]);
        assert_exit(&sign(at, name, CHEN, "tested", NINE, &[]), 2, &[name, "holds no verdict"]);
    }
    assert_exit(&run(at, &["replay", "lot.zip"]), 5, &["bundle-not-readable", "cut short, or no zip archive"]);
    for command in [&["verify", "keys"][..], &["replay", "keys"], &["verify", "report.json", "--trust", "keys"]] {
        assert_exit(&run(at, command), 2, &["keys"]);
    }
    assert_exit(&verify(at, &["keys"]), 2, &["keys: is a folder; name the files in it"]);
    let key = ["sign", "x.bin", "--key", "keys", "--signer", "A", "--role", "B", "--meaning", "tested"];
    fs::copy(at.join("report.json"), at.join("x.bin")).unwrap();
    assert_exit(&run(at, &key), 2, &["keys: is a folder; name the file in it"]);
    fs::write(at.join("x.bin"), "").unwrap();
    assert_exit(&sign(at, "keys", CHEN, "tested", NINE, &[]), 2, &["keys: is a folder"]);
    assert_exit(&run(at, &["verify", "report.json", "--keys", "report.json"]), 2, &["report.json"]);
    assert_exit(&run(at, &["verify", "absent.pdf"]), 2, &["absent.pdf"]);
    // Without a byte on the disk.
    fs::File::create(at.join("huge.zip")).unwrap().set_len((4 << 30) + 1).unwrap();
    for command in [&["verify", "huge.zip"][..], &["replay", "huge.zip"]] {
        assert_exit(&run(at, command), 2, &["huge.zip: is larger than 4 GiB"]);
    }
    fs::File::create(at.join("keys/huge.pem")).unwrap().set_len(1 << 20).unwrap();
    assert_exit(&verify(at, &["report.json"]), 2, &["huge.pem: is larger than 64 KiB, and no key or passphrase"]);
}

#[test]
fn lines_that_are_written_otherwise_are_told() {
    let folder = signed();
    let at = folder.path();
    let chain = "report.json.intoto.jsonl";
    let text = fs::read_to_string(at.join(chain)).unwrap();
    let first = text.lines().next().unwrap();
    let payload = first.split("\"payload\":\"").nth(1).unwrap().split('"').next().unwrap();
    let no_signatures =
        format!("{{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\"{payload}\",\"signatures\":[]}}\n");
    for (changed, says) in [
        (no_signatures, "has 0 signatures; there is one in each line"),
        (text.replacen(&payload[..8], &format!("{} ", &payload[..8]), 1), "has a payload that is not Base64"),
        (text.replacen(&payload[..8], &format!("{}\\n", &payload[..8]), 1), "has a payload that is not Base64"),
        (text.replacen("\"sig\":\"", "\"sig\":\" ", 1), "has a signature that is not Base64"),
        (text.replacen("{\"payloadType\":", "{\"payload\":\"\",\"payloadType\":", 1), "duplicate field `payload`"),
    ] {
        fs::write(at.join(chain), &changed).unwrap();
        assert_exit(&verify(at, &["report.json"]), 5, &["signatures-not-readable", "report.json.intoto.jsonl:1", says]);
        assert_exit(&sign(at, "report.json", ADLER, "approved", TEN, &[]), 5, &["signatures-not-readable"]);
    }
}

/// A statement with one of its words replaced, signed anew by its own key.
#[test]
fn statements_that_name_nothing_or_something_twice_are_told() {
    let folder = signed();
    let at = folder.path();
    let pem = fs::read_to_string(at.join("keys/chen.key.pem")).unwrap();
    let key = integrity::SecretKey::from_pem(&pem, Some(PASSPHRASE)).unwrap();
    let (chain, _) = integrity::Chain::read("x", &fs::read(at.join("report.json.intoto.jsonl")).unwrap());
    let payload = String::from_utf8(chain.links()[0].envelope.payload.clone()).unwrap();
    let subject = payload.split("\"subject\":").nth(1).unwrap().split(",\"predicateType\"").next().unwrap();
    for (from, to, says) in [
        (subject, "[]", "signs no file"),
        ("\"name\":\"report.json\"", "\"name\":\"../report.json\"", "expected the name of a file without folders"),
        ("\"result\":", "\"result\":\"FAILED\",\"result\":", "duplicate field `result`"),
        ("Statement/v1", "Statement/v2", "states something else"),
    ] {
        let changed = payload.replacen(from, to, 1);
        assert_ne!(changed, payload);
        let envelope = integrity::Envelope::sign(changed.into_bytes(), &key);
        fs::write(at.join("report.json.intoto.jsonl"), envelope.line() + "\n").unwrap();
        assert_exit(&verify(at, &["report.json"]), 5, &["signatures-not-readable", says]);
    }
}

#[test]
fn archives_that_evqc_never_writes_are_told() {
    use std::io::Write;
    use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};
    let folder = archive();
    let at = folder.path();
    let told = |bytes: &[u8], code: &str, says: &str| {
        fs::write(at.join("x.zip"), bytes).unwrap();
        for command in [&["verify", "x.zip", "--unsigned"][..], &["replay", "x.zip"]] {
            assert_exit(&run(at, command), 5, &[code, says]);
        }
        if bytes.starts_with(b"PK") {
            assert_exit(&sign(at, "x.zip", CHEN, "tested", NINE, &[]), 5, &[code]);
        }
        assert!(!at.join("../up.txt").exists() && !at.join("up.txt").exists(), "something was unpacked");
    };
    let pair = |one: &str, other: &str| {
        let entry = |path: &str| Entry { path: path.to_owned(), bytes: b"x".to_vec() };
        integrity::pack(&[entry(one), entry(other)]).unwrap()
    };
    // The same path twice; a path that leaves the folder.
    let renamed = |bytes: &[u8], from: &[u8], to: &[u8]| {
        let mut bytes = bytes.to_vec();
        for at in 0..bytes.len() - from.len() {
            if bytes[at..].starts_with(from) {
                bytes[at..at + from.len()].copy_from_slice(to);
            }
        }
        bytes
    };
    told(&renamed(&pair("a.txt", "b.txt"), b"b.txt", b"a.txt"), "bundle-", "x.zip");
    for path in ["../up.txt", "/up/a.txt", "a/../b.tx", "a\\b\\c.txt"] {
        told(&renamed(&pair("a", "bbbbb.txt"), b"bbbbb.txt", path.as_bytes()), "bundle-not-readable", "has an entry `");
    }
    let write = |method: CompressionMethod, link: bool| {
        let options = SimpleFileOptions::default().compression_method(method);
        let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        if link {
            writer.add_symlink("link", "/etc/passwd", options).unwrap();
        } else {
            writer.start_file("zeros", options).unwrap();
            writer.write_all(&vec![0; 1 << 20]).unwrap();
        }
        writer.finish().unwrap().into_inner()
    };
    told(&write(CompressionMethod::Stored, true), "bundle-not-readable", "has an entry `link`");
    told(&write(CompressionMethod::Deflated, false), "bundle-changed", "holds zeros compressed");
    told(&[&b"x"[..], &fs::read(at.join("lot.zip")).unwrap()].concat(), "", "x.zip");
    // A manifest that says something twice.
    let twice = remade(entries(at), MANIFEST, |text| text.replacen("{", "{\"as_of\": \"2026-11-20\",", 1));
    told(&twice, "manifest-not-readable", "duplicate field `as_of`");
}

#[test]
fn keys_of_other_kinds_are_told() {
    if !tools() {
        return;
    }
    let folder = laboratory();
    let at = folder.path();
    let make = "umask 077; cd keys
        openssl genpkey -algorithm ec -pkeyopt ec_paramgen_curve:P-256 -out ec.key.pem
        openssl pkey -in ec.key.pem -pubout -out ec.pub
        openssl genpkey -algorithm ed25519 -out plain.key.pem
        openssl pkcs8 -topk8 -in plain.key.pem -v1 PBE-SHA1-3DES -passout env:P -out old.key.pem
        openssl pkcs8 -topk8 -in plain.key.pem -v2 des3 -passout env:P -out des.key.pem
        openssl pkcs8 -topk8 -in plain.key.pem -scrypt -passout env:P -out scrypt.key.pem
        openssl pkcs8 -topk8 -in plain.key.pem -v2 aes-128-cbc -v2prf hmacWithSHA512 -passout env:P -out sha512.key.pem";
    let output = Command::new("bash").current_dir(at).env("P", PASSPHRASE).args(["-e", "-c", make]).output().unwrap();
    assert_exit(&output, 0, &[]);
    let signing = |key: &str, name: &str| sign(at, "report.json", (name, key), "tested", NINE, &[]);
    assert_exit(&signing("ec", "E. C."), 2, &["ec.key.pem: is not an Ed25519 key"]);
    for key in ["old", "des"] {
        assert_exit(
            &signing(key, "O. Ld"),
            2,
            &["is sealed in a way that is not known here", "openssl pkey -in FILE -aes256"],
        );
    }
    assert!(!at.join("report.json.intoto.jsonl").exists());
    // One key under several seals is one person.
    assert_exit(&signing("scrypt", "S. Crypt"), 0, &["signature 1"]);
    assert_exit(&signing("sha512", "Somebody Else"), 5, &["signer-twice"]);
    fs::rename(at.join("keys/ec.pub"), at.join("keys/ec.pub.pem")).unwrap();
    assert_exit(&verify(at, &["report.json"]), 2, &["ec.pub.pem: is not an Ed25519 key"]);
}

// Without evqc.

/// Whether the tools are there that a stranger needs; says so loudly when they are not.
fn tools() -> bool {
    let there =
        |tool: &str| Command::new(tool).arg("version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    let missing: Vec<&str> =
        ["openssl", "sha256sum", "bash", "unzip"].into_iter().filter(|tool| !there(tool)).collect();
    if !missing.is_empty() {
        eprintln!("\n*** NOT TESTED: {missing:?} not installed; the commands of docs/src/verify.md were not run ***\n");
    }
    missing.is_empty()
}

fn bash(at: &Path, script: &str) -> Output {
    Command::new("bash").current_dir(at).args(["-e", "-o", "pipefail", "-c", script]).output().unwrap()
}

/// The commands of the page, block by block.
fn commands() -> Vec<String> {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/src/verify.md")).unwrap();
    let (_, without) = page.split_once("# Without evqc").expect("the part for strangers");
    // Those for certificates are run in tests/certificate/verified.rs.
    let (without, _) = without.split_once("## Certificates without evqc").expect("the part for certificates");
    let blocks = without.split("```sh\n").skip(1);
    blocks.map(|block| block.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn the_commands_of_the_page_verify_with_openssl_and_sha256sum_alone() {
    if !tools() {
        return;
    }
    let folder = signed();
    let at = folder.path();
    let bundle = ["bundle", "spec.yaml", "data.csv", "--as-of", "2026-11-20", "-o", "lot.zip"];
    assert_exit(&run(at, &bundle), 0, &[]);
    fs::copy(at.join("keys/chen.pub.pem"), at.join("chen.pub.pem")).unwrap();
    let script = commands().concat();
    assert!(!script.contains("evqc "), "{script}");
    let output = bash(at, &script);
    assert_exit(
        &output,
        0,
        &["Signature Verified Successfully", "report.json: OK", "first line: OK", "data/data.csv: OK"],
    );
    let id = said(&run(at, &["verify", "report.json", "--keys", "keys"]));
    let key = said(&output).lines().find_map(|line| line.strip_suffix("  -").map(str::to_owned)).unwrap();
    assert!(id.contains(&format!("key {}…", &key[..12])), "{key} {id}");
    // They notice what evqc notices.
    let break_and_run = |file: &str, edit_it: &dyn Fn(&str) -> String| {
        let kept = fs::read(at.join(file)).unwrap();
        edit(at, file, edit_it);
        // A script that stopped early has not unpacked it.
        let _ = fs::remove_dir_all(at.join("lot"));
        let output = bash(at, &script);
        fs::write(at.join(file), kept).unwrap();
        output
    };
    let changed = break_and_run("report.json", &|text| text.replacen("0.31", "0.13", 1));
    assert!(!changed.status.success() && said(&changed).contains("report.json: FAILED"), "{}", said(&changed));
    let forged = break_and_run("report.json.intoto.jsonl", &|text| text.replacen("\"sig\":\"", "\"sig\":\"AA", 1));
    assert!(!forged.status.success(), "{}", said(&forged));
}

#[test]
fn openssl_opens_our_keys_and_we_open_those_of_openssl() {
    if !tools() {
        return;
    }
    let folder = laboratory();
    let at = folder.path();
    let public = "openssl pkey -in keys/chen.key.pem -passin env:P -pubout | cmp - keys/chen.pub.pem && echo the same";
    let output = Command::new("bash").current_dir(at).env("P", PASSPHRASE).args(["-c", public]).output().unwrap();
    assert_exit(&output, 0, &["the same"]);
    let make = "umask 077; openssl genpkey -algorithm ed25519 -aes256 -pass env:P -out keys/made.key.pem && \
                openssl pkey -in keys/made.key.pem -passin env:P -pubout -out keys/made.pub.pem && \
                openssl genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:2048 -out keys/rsa.key.pem 2>/dev/null";
    let output = Command::new("bash").current_dir(at).env("P", PASSPHRASE).args(["-c", make]).output().unwrap();
    assert_exit(&output, 0, &[]);
    assert_exit(&sign(at, "report.json", ("O. Penn", "made"), "tested", NINE, &[]), 0, &["signature 1"]);
    assert_exit(&verify(at, &["report.json"]), 0, &["O. Penn"]);
    assert_exit(&sign(at, "report.json", ("R. Sa", "rsa"), "reviewed", NINE, &[]), 2, &["is not an Ed25519 key"]);
}

#[test]
fn the_schemas_fit_what_is_written() {
    let folder = archive();
    let manifest = entries(folder.path()).into_iter().find(|entry| entry.path == MANIFEST).unwrap();
    let value: serde_json::Value = serde_json::from_slice(&manifest.bytes).unwrap();
    let schema = jsonschema::validator_for(integrity::bundle_schema().as_value()).unwrap();
    let faults: Vec<String> = schema.iter_errors(&value).map(|error| error.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?}");
    assert!(!schema.is_valid(&serde_json::json!({"schema": "evqc-bundle/1"})));
}

#[test]
fn the_program_is_named_by_its_text() {
    if !tools() {
        return;
    }
    let list = "find Cargo.toml Cargo.lock build.rs core src specs fonts -type f | LC_ALL=C sort | xargs sha256sum | sha256sum";
    let output = bash(Path::new(env!("CARGO_MANIFEST_DIR")), list);
    assert_eq!(said(&output).split(' ').next(), Some(integrity::SOURCE_SHA256), "the command in build.rs");
}
