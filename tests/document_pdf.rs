//! Documents as PDF files.
#![cfg(feature = "pdf")]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the tests write files and run readers of PDF"
)]

#[path = "document/sample.rs"]
mod sample;

use evqc::document::pdf;
use std::fs;
use std::path::PathBuf;

fn written(name: &str, bytes: &[u8]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn every_block_in_one_language_and_in_two() {
    for (bilingual, name) in [(false, "english.pdf"), (true, "bilingual.pdf")] {
        let file = pdf(&sample::document(bilingual)).unwrap();
        assert!(file.starts_with(b"%PDF-1.7"));
        written(name, &file);
    }
}
