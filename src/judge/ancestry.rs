//! What became of the lots that a lot was made from, as far as the same run judges them.
//!
//! A product is made of its parents: mycoplasma in a harvest is in every lot of it. So no lot conforms while an ancestor does
//! not, whatever its own results are.

use super::lot_report::LotReport;
use super::outcome::Verdict;
use crate::data::LotFacts;
use std::collections::{BTreeMap, BTreeSet};

/// The lots of a run that others were made from, with what they came to.
#[derive(Clone, Debug, Default)]
pub struct Ancestry {
    /// The parents of each lot that has some.
    parents: BTreeMap<String, Vec<String>>,
    /// What each parent came to that was judged.
    verdicts: BTreeMap<String, Verdict>,
}

impl Ancestry {
    /// The parents that the lot file names; nothing where it names none.
    pub fn new<'f>(lots: impl Iterator<Item = &'f LotFacts>) -> Option<Self> {
        let named = lots.filter(|facts| !facts.parents.is_empty());
        let parents: BTreeMap<String, Vec<String>> =
            named.map(|facts| (facts.lot.clone(), facts.parents.clone())).collect();
        (!parents.is_empty()).then(|| Ancestry { parents, verdicts: BTreeMap::new() })
    }

    /// The lots that others were made from.
    pub fn named(&self) -> BTreeSet<String> {
        self.parents.values().flatten().cloned().collect()
    }

    /// Takes notice of a lot that was judged. Under several specifications it conforms when it does under one of them, as long
    /// as it fails none.
    pub fn add(&mut self, report: &LotReport<'_>) {
        let verdict = self.verdicts.entry(report.lot.to_owned()).or_insert(report.verdict);
        let rank = |verdict: Verdict| match verdict {
            Verdict::DoesNotConform => 0,
            Verdict::Conforms => 1,
            Verdict::NotEvaluable => 2,
            Verdict::NotConcluded => 3,
        };
        if rank(report.verdict) < rank(*verdict) {
            *verdict = report.verdict;
        }
    }

    /// The ancestors of a lot that were judged and do not conform, the nearest first.
    pub(super) fn in_the_way(&self, lot: &str) -> Vec<(&str, Verdict)> {
        let mut seen: BTreeSet<&str> = BTreeSet::from([lot]);
        let mut all: Vec<&str> = self.parents_of(lot).filter(|parent| seen.insert(parent)).collect();
        let mut at = 0;
        while let Some(next) = all.get(at).copied() {
            all.extend(self.parents_of(next).filter(|parent| seen.insert(parent)));
            at += 1;
        }
        let bad = |lot: &str| self.verdicts.get(lot).copied().filter(|verdict| *verdict != Verdict::Conforms);
        all.into_iter().filter_map(|lot| Some((lot, bad(lot)?))).collect()
    }

    fn parents_of(&self, lot: &str) -> impl Iterator<Item = &str> {
        self.parents.get(lot).into_iter().flatten().map(String::as_str)
    }
}
