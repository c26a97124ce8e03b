//! `skip` of a test, a result table and a lot file: which lots periodic testing waives is held against a plain reading of
//! the rule, and the order in which lots are seen does not count.

#![no_main]

use evqc::data::{Dialect, LotFile, LotNumber, Sequence, read_lots};
use evqc::judge::{Outcome, PeriodicRecord, Verdict};
use evqc::spec::{Assessment, PeriodicTesting, Specification};
use evqc_fuzz::judging::{Beside, Judged, PART, each_lot, in_memory, only_waives, specification};
use libfuzzer_sys::fuzz_target;

/// The specification with these keys of `skip`, as a flow mapping.
fn spec(skip: &str) -> Option<Specification> {
    let skip: String = skip.chars().filter(|character| !character.is_control()).collect();
    specification(&format!(
        "evqc: 1\nid: s\nversion: \"1\"\ntitle: S\nstatus: draft\nrounding: usp\ntests:\n  \
         water: {{name: Water, category: general, unit: \"%\", accept: \"<= 3.0\", skip: {{{skip}}}}}\n  \
         look: {{name: Appearance, category: general, accept: \"one of [clear]\"}}\n"
    ))
}

fn rule(spec: &Specification) -> Option<&PeriodicTesting> {
    spec.tests.iter().find_map(|test| match &test.assessment {
        Assessment::Measured(measured) => measured.skip.as_deref(),
        Assessment::Panel(_) => None,
    })
}

fn judged(spec: &Specification, table: &str, beside: Beside<'_>) -> Option<Vec<Judged>> {
    let mut lots = Vec::new();
    each_lot(spec, table, beside, &mut |report| lots.push(Judged::of(report)))?;
    Some(lots)
}

/// The record of all lots, in the order of the table or the other way round.
fn record(spec: &Specification, table: &str, facts: Option<&LotFile>, backwards: bool) -> Option<PeriodicRecord> {
    let facts_of = |lot: &str| facts.and_then(|file| file.lots.get(lot).or(file.absent.as_ref()));
    let mut record = PeriodicRecord::new(std::slice::from_ref(spec), &facts_of)?;
    let beside = Beside { facts, ..Beside::default() };
    let count = judged(spec, table, beside)?.len();
    // Reports borrow from what is read, so the table is read for each lot when they are wanted in another order.
    let turns: Vec<usize> = if backwards { (0..count).rev().collect() } else { Vec::new() };
    if turns.is_empty() {
        each_lot(spec, table, beside, &mut |report| record.add(report))?;
    }
    for turn in turns {
        let mut at = 0;
        each_lot(spec, table, beside, &mut |report| {
            if at == turn {
                record.add(report);
            }
            at += 1;
        })?;
    }
    Some(record)
}

/// Where a lot stands.
fn place(lot: &str, facts: Option<&LotFile>) -> Option<LotNumber> {
    let facts = facts.and_then(|file| file.lots.get(lot).or(file.absent.as_ref()));
    match facts.map_or(Sequence::ById, |facts| facts.sequence) {
        Sequence::ById => LotNumber::of(lot),
        Sequence::NotGiven => None,
        Sequence::Number(number) => Some(LotNumber { series: String::new(), number }),
    }
}

/// What a waived lot needs: a place behind the first one, not a due one; no failure before it; the result of the lot that
/// was due last, or of a later one, that passes.
fn is_not_due(lot: &Judged, lots: &[Judged], rule: &PeriodicTesting, facts: Option<&LotFile>) {
    let here = place(&lot.lot, facts).expect("a waived lot has a place");
    let start = place(&rule.from, facts).expect("there is a first lot");
    assert_eq!(here.series, start.series);
    let since = here.number.checked_sub(start.number).expect("a waived lot is later than the first");
    let part = since % u64::from(rule.every);
    assert_ne!(part, 0, "{} is due and was waived", lot.lot);
    let between = |other: &&Judged, from: u64| {
        place(&other.lot, facts)
            .is_some_and(|place| place.series == here.series && (from..here.number).contains(&place.number))
    };
    let water = |lot: &Judged| lot.tests.iter().find(|(id, ..)| id == "water").map(|(_, outcome, _)| *outcome);
    let failed = |other: &Judged| water(other) == Some(Outcome::Fail);
    assert!(!lots.iter().filter(|other| between(other, start.number)).any(failed), "{} follows a failure", lot.lot);
    let passes = |other: &Judged| other.verdict != Verdict::NotEvaluable && water(other) == Some(Outcome::Pass);
    assert!(
        lots.iter().filter(|other| between(other, here.number - part)).any(passes),
        "nothing stands for {}",
        lot.lot
    );
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut parts = text.splitn(3, PART);
    let mut next = || parts.next().unwrap_or_default();
    let (skip, table, facts) = (next(), next(), next());
    let Some(spec) = spec(skip) else { return };
    let Some(rule) = rule(&spec) else { return };
    let file = read_lots(&in_memory("lots.csv", facts), &spec, &[], &Dialect::default(), false, &[]);
    let facts = (!facts.is_empty()).then_some(&file);
    let Some(before) = judged(&spec, table, Beside { facts, ..Beside::default() }) else { return };
    let Some(known) = record(&spec, table, facts, false) else { return };
    let after =
        judged(&spec, table, Beside { facts, periodic: Some(&known), ..Beside::default() }).expect("read before");
    only_waives(&before, &after);
    for lot in &after {
        for (id, outcome, _) in &lot.tests {
            if *outcome == Outcome::Waived {
                assert_eq!(id, "water");
                is_not_due(lot, &after, rule, facts);
            }
        }
    }
    if before.len() < 20 {
        let turned = record(&spec, table, facts, true).expect("read before");
        let other = judged(&spec, table, Beside { facts, periodic: Some(&turned), ..Beside::default() });
        assert_eq!(Some(after), other, "the order of lots counts");
    }
});
