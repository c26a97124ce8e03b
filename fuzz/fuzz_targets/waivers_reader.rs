//! A waiver file and a result table: a waiver with authority turns a missing result of a test that may be waived into
//! `waived`, and nothing else changes.

#![no_main]

use evqc::cli::read_waivers;
use evqc::data::{Dialect, Source};
use evqc::finding::Severity;
use evqc::judge::{Outcome, Waiver};
use evqc::spec::{Specification, Test};
use evqc_fuzz::judging::{AS_OF, Beside, Judged, PART, each_lot, only_waives, specification};
use libfuzzer_sys::fuzz_target;
use std::io::{Cursor, Read};
use std::sync::{Arc, LazyLock};

const SPEC: &str = r#"evqc: 1
id: s
version: "1"
title: S
status: draft
rounding: usp
derived: {ratio: {formula: conc / prot, unit: particles/ug}}
tests:
  conc: {name: Concentration, category: quantity, unit: particles/mL, accept: ">= 1e9"}
  prot: {name: Protein, category: quantity, unit: ug/mL, accept: "<= 50.0"}
  ratio: {name: Ratio, category: purity, accept: ">= 1e7 particles/ug"}
  cd63: {name: CD63, category: identity, accept: positive}
  cd9: {name: CD9, category: identity, accept: positive, required: false}
  marks: {name: Marks, category: identity, accept: "at least 1 of [cd63, cd9]"}
  endotoxin: {name: Endotoxin, category: safety, unit: EU/mL, accept: "<= 0.50"}
  sterility: {name: Sterility, category: safety, never_waive: false, accept: no growth}
  look: {name: Appearance, category: general, never_waive: true, accept: "one of [clear]"}
"#;

static SPECIFICATION: LazyLock<Specification> =
    LazyLock::new(|| specification(SPEC).expect("the specification is sound"));

fn judged(table: &str, waivers: &[Waiver]) -> Option<Vec<Judged>> {
    let mut lots = Vec::new();
    let beside = Beside { waivers, ..Beside::default() };
    each_lot(&SPECIFICATION, table, beside, &mut |report| {
        let waived = report.tests.iter().filter(|test| test.outcome == Outcome::Waived);
        waived.for_each(|test| has_authority(report.lot, test.test, waivers));
        lots.push(Judged::of(report));
    })?;
    Some(lots)
}

/// A test that may be waived, and exactly one waiver of it for this lot: complete, approved and not expired.
fn has_authority(lot: &str, test: &Test, waivers: &[Waiver]) {
    assert!(!test.never_waive, "{lot}: {} was waived", test.id);
    let mut own = waivers.iter().filter(|waiver| waiver.lots.contains(lot) && waiver.names(test));
    let waiver = own.next().expect("a waiver");
    assert!(own.next().is_none(), "two waivers of {} for {lot}", test.id);
    let texts = [&waiver.owner, &waiver.reason, &waiver.reference, &waiver.approver];
    assert!(texts.iter().all(|text| text.chars().any(char::is_alphanumeric)), "{waiver:?}");
    assert!(
        waiver.approved.is_some_and(|day| day <= AS_OF) && waiver.expiry.is_some_and(|day| day >= AS_OF),
        "{waiver:?}"
    );
}

fuzz_target!(|bytes: &[u8]| {
    let at = bytes.windows(PART.len()).position(|window| window == PART.as_bytes());
    let (waivers, table) = at.map_or((bytes, &[][..]), |at| (&bytes[..at], &bytes[at + PART.len()..]));
    let owned: Arc<[u8]> = Arc::from(waivers);
    let source = Source::new("waivers.csv", move || Ok(Box::new(Cursor::new(Arc::clone(&owned))) as Box<dyn Read + Send>));
    let waivers = match read_waivers(&source, &Dialect::default()) {
        Ok(file) => file.waivers,
        Err(faults) => {
            assert!(faults.iter().any(|fault| fault.severity() == Severity::Error), "{faults:?}");
            return;
        }
    };
    for waiver in &waivers {
        assert!(!waiver.test.is_empty() && !waiver.lots.to_string().is_empty());
        assert!(waiver.approved.zip(waiver.expiry).is_none_or(|(approved, expiry)| approved <= expiry), "{waiver:?}");
    }
    let Ok(table) = std::str::from_utf8(table) else { return };
    let (Some(before), Some(after)) = (judged(table, &[]), judged(table, &waivers)) else { return };
    only_waives(&before, &after);
});
