//! The audit trail of a folder: what every command leaves in it, and that nothing in it can change unseen (R-901 to,
//!
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the test runs the program and reads what it wrote"
)]

#[allow(dead_code, reason = "the tests of certificates use the rest")]
#[path = "certificate/bench.rs"]
mod bench;
#[path = "trail/certificates.rs"]
mod certificates;
#[path = "trail/chain.rs"]
mod chain;
#[path = "trail/commands.rs"]
mod commands;

use evqc::trail::Entry;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder with the certificate sample and a trail.
struct Room {
    folder: tempfile::TempDir,
}

const WHO: [&str; 4] = ["--by", "M. Chen", "--role", "QC analyst"];
const CHECK: [&str; 8] =
    ["check", "spec.yaml", "results.csv", "--lots", "lots.csv", "--waivers", "waivers.csv", "--as-of=2026-02-19"];

/// Exit code, standard output, standard error.
type Said = (i32, String, String);

fn said(output: Output) -> Said {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

impl Room {
    fn without_trail() -> Room {
        let folder = tempfile::tempdir().unwrap();
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/certificate");
        for name in ["spec.yaml", "results.csv", "lots.csv", "waivers.csv", "lab.yaml", "facts.yaml", "logo.svg"] {
            std::fs::copy(sample.join(name), folder.path().join(name)).unwrap();
        }
        Room { folder }
    }

    fn new() -> Room {
        let room = Room::without_trail();
        let (exit, _, err) = room.by(&["trail", "start", "."]);
        assert_eq!(exit, 0, "{err}");
        room
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn program(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_evqc"));
        command.current_dir(self.folder.path()).args(arguments).env("EVQC_PASSPHRASE", "correct horse battery");
        command
    }

    /// Runs the program without saying who does it.
    fn run(&self, arguments: &[&str]) -> Said {
        said(self.program(arguments).output().unwrap())
    }

    /// Runs the program as M. Chen.
    fn by(&self, arguments: &[&str]) -> Said {
        self.run(&[arguments, &WHO].concat())
    }

    fn check(&self, more: &[&str]) -> Said {
        self.by(&[&CHECK[..], more].concat())
    }

    fn trail(&self) -> String {
        std::fs::read_to_string(self.path("evqc-trail.jsonl")).unwrap()
    }

    fn entries(&self) -> Vec<Entry> {
        self.trail().lines().map(|line| Entry::read(line).unwrap()).collect()
    }

    fn last(&self) -> Entry {
        self.entries().pop().unwrap()
    }

    /// What `evqc trail verify` finds: nothing, or the code and the line.
    fn broken(&self) -> Option<(String, u64)> {
        let (exit, out, err) = self.run(&["trail", "verify", ".", "-o", "json"]);
        let report: Value = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}{err}"));
        let finding = &report["files"][0]["findings"][0];
        assert_eq!(exit, if finding.is_null() { 0 } else { 5 });
        Some((finding["code"].as_str()?.to_owned(), finding["place"]["line"].as_u64().unwrap_or_default()))
    }

    fn sha256(&self, name: &str) -> String {
        evqc::integrity::sha256(&std::fs::read(self.path(name)).unwrap())
    }
}

/// What `docs/src/trail.md` says of ALCOA+ is tested: each letter names tests that are there.
#[test]
fn each_letter_of_alcoa_names_a_test_that_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/src/trail.md")).unwrap();
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| **")).collect();
    let letters: Vec<&str> = rows.iter().filter_map(|row| row.split("**").nth(1)).collect();
    assert_eq!(
        letters,
        [
            "Attributable",
            "Legible",
            "Contemporaneous",
            "Original",
            "Accurate",
            "Complete",
            "Consistent",
            "Enduring",
            "Available"
        ]
    );
    for row in rows {
        let tests: Vec<&str> = row.split('`').filter(|word| word.contains(".rs::")).collect();
        assert!(!tests.is_empty(), "no test: {row}");
        for test in tests {
            let (file, name) = test.split_once("::").unwrap();
            let text = std::fs::read_to_string(root.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
            assert!(
                text.contains(&format!("#[test]\nfn {name}()")) || text.contains(&format!("    fn {name}(")),
                "{test}"
            );
        }
    }
}
