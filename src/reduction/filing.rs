//! What was computed so far, by lot.

use super::assign::{named, place_of};
use super::computed::NoValue;
use super::idle::Idle;
use crate::data::{ComputedLot, ComputedLots, UnusedRun};
use crate::finding::Finding;
use crate::instrument::Run;
use crate::quantity::Exact;
use crate::source::Place;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What has been computed so far.
#[derive(Default)]
pub(super) struct Filing {
    pub lots: ComputedLots,
    /// The smallest and the largest dilution factor of the samples of a lot, by test.
    pub factors: BTreeMap<(String, usize), (Exact, Exact)>,
    faults: Vec<Fault>,
    pub findings: Vec<Finding>,
    /// What no test took.
    pub idle: Vec<Idle>,
}

/// Why runs of one file have no value: told once for all of them.
struct Fault {
    lot: String,
    file: Arc<str>,
    none: NoValue,
    first: Place,
    runs: Vec<String>,
}

impl Fault {
    fn finding(self) -> Finding {
        /// Runs that are named.
        const SHOWN: usize = 4;
        let message = match &self.runs[..] {
            [only] => format!("{only}: {}", self.none.message),
            all => {
                let shown: Vec<&str> = all.iter().take(SHOWN).map(String::as_str).collect();
                let more = if all.len() > SHOWN { ", ..." } else { "" };
                format!("{} runs: {} ({}{more})", all.len(), self.none.message, shown.join(", "))
            }
        };
        Finding::new(self.none.code, message).at(self.first, 1).help(self.none.help)
    }
}

impl Filing {
    /// Nothing computed, and what there is to say already.
    pub fn new(findings: Vec<Finding>) -> Filing {
        Filing { findings, ..Filing::default() }
    }

    /// Notes the factor of a sample.
    pub fn factor(&mut self, lot: &str, test: usize, factor: Exact) {
        let known = self.factors.entry((lot.to_owned(), test)).or_insert_with(|| (factor.clone(), factor.clone()));
        if factor < known.0 {
            known.0 = factor;
        } else if factor > known.1 {
            known.1 = factor;
        }
    }

    /// Notes that a run of a lot delivers nothing.
    pub fn unused(&mut self, lot: &str, run: UnusedRun) {
        self.lots.lots.entry(lot.to_owned()).or_default().unused.push(run);
    }

    /// Notes that a run has no value for a test; a run that has none for several tests is named once.
    pub fn fault(&mut self, lot: &str, file: &Arc<str>, run: &Run<'_>, none: NoValue) {
        let run_name = named(run);
        let same = |fault: &&mut Fault| fault.lot == lot && fault.file == *file && fault.none == none;
        match self.faults.iter_mut().find(same) {
            Some(fault) if fault.runs.contains(&run_name) => {}
            Some(fault) => fault.runs.push(run_name),
            None => {
                let (lot, file, first) = (lot.to_owned(), Arc::clone(file), place_of(file, run));
                self.faults.push(Fault { lot, file, none, first, runs: vec![run_name] });
            }
        }
    }

    /// The lots with what keeps them from being evaluated, and the findings.
    pub fn finish(mut self) -> (ComputedLots, Vec<Finding>, Vec<Idle>) {
        for fault in self.faults {
            self.lots.lots.entry(fault.lot.clone()).or_default().faults.push(fault.finding());
        }
        (self.lots, self.findings, self.idle)
    }

    /// The one lot, or every lot that has a determination of the test.
    pub fn lots_with(&self, test: usize, lot: Option<String>) -> Vec<String> {
        let has = |lot: &ComputedLot| lot.determinations.iter().any(|row| row.test == test);
        match lot {
            Some(lot) => vec![lot],
            None => self.lots.lots.iter().filter(|(_, rows)| has(rows)).map(|(lot, _)| lot.clone()).collect(),
        }
    }
}
