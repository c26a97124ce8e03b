//! Which lots come out otherwise under another specification, and by which tests.

use crate::judge::{Outcome, Verdict};
use crate::order;
use std::collections::BTreeMap;

/// What a lot came to under one specification.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgedLot {
    /// The lot id as written.
    pub lot: String,
    /// Conformity of the lot.
    pub verdict: Verdict,
    /// Its tests.
    pub lines: Vec<JudgedLine>,
    /// What is wrong with the lot beyond single tests, in words.
    pub faults: Vec<String>,
}

/// What a test came to.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgedLine {
    /// Identifier of the test.
    pub test: String,
    /// Its printed name, with the time point where it has one.
    pub name: String,
    /// Its outcome.
    pub outcome: Outcome,
    /// Whether it keeps the lot from conforming.
    pub in_the_way: bool,
    /// Result, criterion and reason in one sentence.
    pub words: String,
}

/// A lot that comes out otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct VerdictChange {
    /// The lot id.
    pub lot: String,
    /// The verdict under the old specification.
    pub before: Verdict,
    /// The verdict under the new one.
    pub after: Verdict,
    /// The tests that make the difference: with the lot worse, those that are in the way now and were not, else those that
    /// were and are not. Those in the way under both count when there is no other.
    pub tests: Vec<JudgedLine>,
    /// What is wrong with the lot beyond single tests, where it is the reason.
    pub faults: Vec<String>,
}

/// The lots whose verdict differs, in the order of the new judgement. A lot that is missing on one side is left out.
pub fn verdict_changes(before: &[JudgedLot], after: &[JudgedLot]) -> Vec<VerdictChange> {
    let old: BTreeMap<&str, &JudgedLot> = order::collect(before.iter().map(|lot| (lot.lot.as_str(), lot)));
    let pairs = after.iter().filter_map(|now| Some((*old.get(now.lot.as_str())?, now)));
    pairs.filter(|(old, now)| old.verdict != now.verdict).map(|(old, now)| change(old, now)).collect()
}

fn change(old: &JudgedLot, now: &JudgedLot) -> VerdictChange {
    // Verdicts stand worst first.
    let (worse, better) = if now.verdict < old.verdict { (now, old) } else { (old, now) };
    let stands_in = |lot: &JudgedLot, line: &JudgedLine| {
        lot.lines.iter().any(|other| (&other.test, &other.name) == (&line.test, &line.name) && other.in_the_way)
    };
    let in_the_way = || worse.lines.iter().filter(|line| line.in_the_way);
    let mut tests: Vec<JudgedLine> = in_the_way().filter(|line| !stands_in(better, line)).cloned().collect();
    let faults: Vec<String> = worse.faults.iter().filter(|fault| !better.faults.contains(fault)).cloned().collect();
    if tests.is_empty() && faults.is_empty() {
        tests = in_the_way().cloned().collect();
    }
    VerdictChange { lot: now.lot.clone(), before: old.verdict, after: now.verdict, tests, faults }
}
