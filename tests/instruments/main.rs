//! Readers of instrument files against real files and independently computed values.
//!
//! The files stand beside the checkout (`../shared/data/instruments`, or below the folder in EVQC_SHARED) and are read in
//! place; where they are absent, each test says so on standard error and compares nothing.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the tests read real files and say when they are absent"
)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a broken reference ends the test")]

mod bead_panels;
mod certificates;
mod fcs;
mod fcs_bad;
mod mutated;
mod nanosight;
#[path = "../support/needed.rs"]
mod needed;
mod own;
mod photometers;
mod plates;
mod sheets;
mod sizes;
mod table;
mod workbook;
mod zetasizer;
mod zetaview;

use evqc::finding::Finding;
use evqc::instrument::{self, Content, Recording, Run};
use evqc::quantity::Reading;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The folder of the real files; `None`, with a remark, when it is absent.
fn folder() -> Option<PathBuf> {
    needed::shared("data/instruments", "real instrument files")
}

/// The values computed apart from evqc for the files of a folder: `expected.json` in it.
fn expected(folder: &Path) -> serde_json::Value {
    let path = folder.join("expected.json");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Reads a file as `evqc read` does and hands the recording, or what keeps it from being read, to `look`.
fn reading<R>(path: &Path, look: impl FnOnce(Result<Recording<'_>, Vec<Finding>>) -> R) -> R {
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let name: Arc<str> = Arc::from(path.file_name().unwrap_or_default().to_string_lossy());
    let content = Content::new(&name, &bytes);
    look(instrument::read(&content, None))
}

/// Prints what was compared in one file, and gives the larger of its deviation and that of the files before.
fn of_one_file(file: &str, values: usize, before: f64, largest: f64) -> f64 {
    eprintln!("  {file}: values {values}, largest deviation {largest:.1e}");
    before.max(largest)
}

#[test]
fn every_format_has_a_name_of_its_own() {
    let mut names: Vec<&str> = instrument::FORMATS.iter().map(|format| format.name).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
}

/// Reads a text as if it were a file.
fn read_text<R>(text: &str, look: impl FnOnce(Result<Recording<'_>, Vec<Finding>>) -> R) -> R {
    let content = Content::new(&Arc::from("file"), text.as_bytes());
    look(instrument::read(&content, None))
}

/// That a text is refused, with this message and place (line, field) first.
fn bad(text: &str, message: &str, (line, column): (u64, u32)) {
    read_text(text, |result| {
        let findings = result.err().unwrap_or_else(|| panic!("was read, should be: {message}"));
        let place = findings[0].place.clone().unwrap();
        assert_eq!((findings[0].message.as_str(), place.line, place.column), (message, line, column));
    });
}

/// The number of a run's value of this quantity and subject.
fn written(run: &Run<'_>, quantity: &str, of: &str) -> f64 {
    let value = run.values.iter().find(|value| value.quantity == quantity && value.of == of);
    match value.map(|value| value.reading) {
        Some(Reading::Number(number)) => number.approximately(),
        other => panic!("{}: {quantity} {of}: {other:?}", run.name),
    }
}

/// What was compared with values computed elsewhere.
struct Tally {
    format: &'static str,
    files: usize,
    values: usize,
    largest: f64,
}

impl Tally {
    fn new(format: &'static str) -> Tally {
        Tally { format, files: 0, values: 0, largest: 0.0 }
    }

    /// A number that may deviate by this part of itself.
    fn number(&mut self, obtained: f64, wanted: &serde_json::Value, tolerance: f64) {
        let wanted = wanted.as_f64().unwrap_or_else(|| panic!("{wanted} is no number, obtained {obtained}"));
        let deviation = if obtained == wanted { 0.0 } else { (obtained - wanted).abs() / wanted.abs() };
        assert!(deviation <= tolerance, "{obtained} instead of {wanted}: {deviation:e} is more than {tolerance:e}");
        self.largest = self.largest.max(deviation);
        self.values += 1;
    }

    /// A whole number.
    fn count(&mut self, obtained: usize, wanted: &serde_json::Value) {
        assert_eq!(wanted.as_u64().unwrap(), obtained as u64);
        self.values += 1;
    }

    /// A word.
    fn word(&mut self, obtained: &str, wanted: &serde_json::Value) {
        assert_eq!(wanted.as_str().unwrap(), obtained);
        self.values += 1;
    }

    fn print(&self) {
        eprintln!(
            "{}: files {}, values {}, largest deviation {:.1e}",
            self.format, self.files, self.values, self.largest
        );
    }
}
