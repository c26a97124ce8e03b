//! Bytes to a specification: no input makes the reader panic, hang or allocate without measure, and every fault has a place.

#![no_main]

use evqc::finding::Severity;
use evqc::spec::{BuiltIn, Settings, SourceText, canonical_json, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = SourceText::from_bytes("spec.yaml", bytes) else { return };
    for judging in [false, true] {
        let outcome = read(&text, &BuiltIn, &Settings { set: &[], judging });
        let broken = outcome.findings.iter().any(|finding| finding.severity() == Severity::Error);
        assert_eq!(outcome.specification.is_none(), broken, "a specification is there exactly when no finding is an error");
        if let Some(specification) = outcome.specification {
            assert_eq!(specification.sha256.len(), 64);
            assert!(canonical_json(&specification).is_object());
        }
    }
});
