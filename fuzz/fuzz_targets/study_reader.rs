//! Bytes to the readers of study files, laboratory files and certificate facts: nothing panics, and what is refused is told.

#![no_main]

use evqc::certificate::{read_facts, read_lab};
use evqc::finding::Severity;
use evqc::spec::SourceText;
use evqc::stability::read_study;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let source = SourceText::new("f.yaml", text);
    let (study, findings) = read_study(&source);
    let refused = findings.iter().any(|finding| finding.severity() == Severity::Error);
    assert!(study.is_some() || refused, "a study is refused without a word");
    for findings in [read_lab(&source).err(), read_facts(&source).err()].into_iter().flatten() {
        assert!(!findings.is_empty(), "a file is refused without a word");
    }
});
