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

mod sheets;
mod table;
mod workbook;
mod zetasizer;

use evqc::finding::Finding;
use evqc::instrument::{self, Content, Recording};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The folder of the real files; `None`, with a remark, when it is absent.
fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("EVQC_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from)
        .join("data/instruments");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("NOT COMPARED: {} is absent, so no real instrument file was read", folder.display());
    None
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

#[test]
fn every_format_has_a_name_of_its_own() {
    let mut names: Vec<&str> = instrument::FORMATS.iter().map(|format| format.name).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
}
