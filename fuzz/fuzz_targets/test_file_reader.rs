//! Bytes to a test file, a test file that it includes and a result table: every lot that is judged has an expected verdict,
//! a lot without a difference came to it, and every finding has a place in a file.

#![no_main]

use evqc::finding::{Finding, Severity};
use evqc::proof::{Beside, BuiltInTests, Proof, Request, prove};
use evqc::spec::{Library, SourceText, read_test_file};
use evqc_fuzz::judging::PART;
use libfuzzer_sys::fuzz_target;

/// The texts of one input by their names; other names are of the library.
struct Texts<'t> {
    included: &'t str,
    table: &'t str,
    own: &'t str,
}

const OWN: &str = "routes/a.test.yaml";

impl Beside for Texts<'_> {
    fn text(&self, name: &str, from: &str) -> Result<SourceText, String> {
        match name.rsplit('/').next().unwrap_or_default() {
            "a.test.yaml" => Ok(SourceText::new(OWN, self.own)),
            "b.test.yaml" => Ok(SourceText::new("routes/b.test.yaml", self.included)),
            "t.csv" => Ok(SourceText::new("routes/t.csv", self.table)),
            "a.yaml" => Ok(SourceText::new("a", include_str!("../seeds/test_file_reader/specification.yaml"))),
            _ => BuiltInTests.text(name, from),
        }
    }

    fn library(&self) -> &dyn Library {
        BuiltInTests.library()
    }
}

/// Every finding is in a file that was read and at one of its lines.
fn has_place(proof: &Proof, finding: &Finding) {
    assert!(!finding.message.is_empty());
    let places = finding.place.iter().chain(finding.related.iter().map(|(place, _)| place));
    for place in places {
        let source = proof.sources.iter().find(|source| source.name() == &place.file);
        assert!(source.is_some() || place.file.ends_with("t.csv"), "{place} is not read: {}", finding.message);
        if let Some(source) = source {
            if place.line == 0 {
                continue;
            }
            let text = source.line(place.line).unwrap_or_else(|| panic!("{place}: {}", finding.message));
            let column = usize::try_from(place.column).expect("a column that fits");
            assert!(column <= text.chars().count() + 1, "{place}: `{text}`: {}", finding.message);
        }
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut parts = text.splitn(3, PART);
    let mut next = || parts.next().unwrap_or_default();
    let (own, included, table) = (next(), next(), next());
    let source = SourceText::new(OWN, own);
    // The library has hundreds of limits, and changing each takes its time.
    let mutate = !text.contains("spec:");
    let proof = prove(&source, &Texts { included, table, own }, &Request { mutate, filter: None });
    proof.findings().for_each(|finding| has_place(&proof, finding));
    let (file, faults) = read_test_file(&source);
    let unread = faults.iter().any(|fault| fault.severity() == Severity::Error);
    assert!(!unread || proof.is_broken(), "the fault of a test file is lost: {faults:?}");
    if proof.is_broken() {
        assert!(
            proof.lots.is_empty() && proof.coverage.is_none() && proof.mutation.is_none(),
            "judged in spite of faults"
        );
        return;
    }
    let Some(file) = file.filter(|_| !proof.part) else { return };
    assert!(!proof.lots.is_empty(), "a test file without lots is an error");
    for lot in &file.lots {
        let judged = proof.lots.iter().find(|judged| judged.name == lot.name.text).expect("every lot is judged");
        if let Some(expect) = &lot.expect {
            assert_eq!(judged.expected.as_str(), expect.text, "lot `{}`", judged.name);
        }
    }
    for (at, lot) in proof.lots.iter().enumerate() {
        assert!(proof.lots[..at].iter().all(|other| other.name != lot.name), "lot `{}` twice", lot.name);
        assert!(lot.verdict == lot.expected || !lot.differences.is_empty(), "lot `{}`", lot.name);
    }
    let coverage = proof.coverage.as_ref().expect("coverage");
    assert_eq!(coverage.sides, coverage.exercised + coverage.findings.len());
    let differs = proof.lots.iter().any(|lot| !lot.differences.is_empty());
    if let Some(mutation) = &proof.mutation {
        assert_eq!(mutation.held_back, differs);
        assert!(mutation.survivors.len() <= mutation.tried);
        assert!(!mutation.held_back || mutation.tried == 0);
    }
    assert_eq!(proof.has_failed(), differs || proof.mutation.is_some_and(|mutation| !mutation.survivors.is_empty()));
});
