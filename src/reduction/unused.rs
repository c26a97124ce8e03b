//! Runs that were measured and deliver nothing: they stay in the record of the lots that they are of.

use super::filing::Filing;
use super::work::{Placed, SetAside, Work};
use crate::data::{Unused, UnusedRun};
use crate::instrument::{Run, is_well};
use crate::order;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A run of a file that delivers nothing.
pub(super) fn unused(file: &Arc<str>, run: &Run<'_>, why: Unused) -> UnusedRun {
    UnusedRun { file: Arc::clone(file), name: run.name.clone(), sample: run.sample.clone(), why }
}

impl<'w, 'b> Work<'w, '_, 'b> {
    /// Files the runs that failed and those that are set aside under their lots.
    pub fn unused(&self, placed: &[Placed<'w, 'b>], skipped: &[SetAside<'w, 'b>], filing: &mut Filing) {
        let samples: Vec<&Placed<'w, 'b>> = placed.iter().filter(|one| one.assignment.entry.role.is_of_lot()).collect();
        for one in &samples {
            let (Some(why), Some(lot)) = (&one.run.failed, one.assignment.lot()) else { continue };
            let Some(content) = self.contents.get(one.file) else { continue };
            filing.unused(&lot, unused(&content.name, one.run, Unused::Failed(why.clone())));
        }
        let lots = Lots::of(&samples);
        let mut told: Vec<(usize, UnusedRun)> = Vec::new();
        let mut known: BTreeSet<(usize, UnusedRun)> = BTreeSet::new();
        for one in skipped {
            let Some(content) = self.contents.get(one.file) else { continue };
            let why = one.entry.skip.clone().unwrap_or_default();
            let run = unused(&content.name, one.run, Unused::SetAside(why));
            let own = lots.of_run(one.file, &run);
            for lot in &own {
                filing.unused(lot, run.clone());
            }
            let nameless = (one.file, without_names(run));
            if own.is_empty() && known.insert(nameless.clone()) {
                told.push(nameless);
            }
        }
        for (file, run) in told {
            for lot in lots.of_file(file) {
                filing.unused(lot, run.clone());
            }
        }
    }
}

/// A run of no lot that is known, for the certificates of all that it may belong to: a sample may be that of somebody else, whose
/// name is not theirs to read. A position on the plate names nobody.
fn without_names(run: UnusedRun) -> UnusedRun {
    let name = if is_well(&run.name) { run.name } else { String::new() };
    UnusedRun { name, sample: String::new(), ..run }
}

/// The lots of the runs that are used, by what tells of which lot another run is.
#[derive(Default)]
struct Lots<'s> {
    all: BTreeSet<String>,
    by_file: BTreeMap<usize, BTreeSet<String>>,
    by_sample: BTreeMap<&'s str, BTreeSet<String>>,
    by_both: BTreeMap<(usize, &'s str), BTreeSet<String>>,
    /// By their ids in lower case.
    by_id: BTreeMap<String, BTreeSet<String>>,
    /// Bytes of the longest id in lower case.
    longest: usize,
}

impl<'s> Lots<'s> {
    fn of(samples: &[&'s Placed<'_, '_>]) -> Self {
        let mut lots = Lots::default();
        for one in samples {
            let (Some(lot), sample) = (one.assignment.lot(), one.run.sample.as_str()) else { continue };
            lots.by_file.entry(one.file).or_default().insert(lot.clone());
            if !sample.is_empty() {
                lots.by_sample.entry(sample).or_default().insert(lot.clone());
                lots.by_both.entry((one.file, sample)).or_default().insert(lot.clone());
            }
            let id = lot.to_lowercase();
            lots.longest = lots.longest.max(id.len());
            lots.by_id.entry(id).or_default().insert(lot.clone());
            lots.all.insert(lot);
        }
        lots
    }

    /// The lots that a run which no entry gives to one is of: those of its sample in the file, else those that it or its file is
    /// called by, else those of its sample elsewhere, where the file is of no lot.
    fn of_run(&self, file: usize, run: &UnusedRun) -> BTreeSet<String> {
        let sample = run.sample.as_str();
        if let Some(lots) = self.by_both.get(&(file, sample)) {
            return lots.clone();
        }
        let names = [&*run.file, &run.name, &run.sample].map(str::to_lowercase);
        let ids = names.iter().flat_map(|name| ids_in(name, &self.by_id, self.longest));
        let called: BTreeSet<String> = order::collect(ids.cloned());
        match self.by_sample.get(sample) {
            Some(lots) if called.is_empty() && !self.by_file.contains_key(&file) => lots.clone(),
            _ => called,
        }
    }

    /// The lots that a run without a lot may be of: those of its file, else, where no lot has anything of the file, all.
    fn of_file(&self, file: usize) -> &BTreeSet<String> {
        self.by_file.get(&file).unwrap_or(&self.all)
    }
}

/// What is known by the ids in a text that are no part of a longer word.
fn ids_in<'i, T>(text: &str, by_id: &'i BTreeMap<String, BTreeSet<T>>, longest: usize) -> Vec<&'i T> {
    let is_word = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
    let before = |at: usize| text.get(..at).and_then(|before| before.chars().next_back());
    let behind = |at: usize| text.get(at..).and_then(|behind| behind.chars().next());
    let all = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    let (starts, ends): (Vec<usize>, Vec<usize>) =
        (all.clone().filter(|at| !is_word(before(*at))).collect(), all.filter(|at| !is_word(behind(*at))).collect());
    let mut found = Vec::new();
    for start in starts {
        let far = ends.iter().filter(|end| (start + 1..=start + longest).contains(*end));
        found.extend(far.filter_map(|end| by_id.get(text.get(start..*end)?)).flatten());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::codes::MEASUREMENT_FAILED;
    use crate::reduction::codes::{RUN_LEFT_OUT, RUN_SET_ASIDE};

    #[test]
    fn runs_are_told_of_under_one_code() {
        let left_out = Unused::LeftOut { test: String::new(), value: String::new(), unit: String::new() };
        let codes = [Unused::SetAside(String::new()), Unused::Failed(String::new()), left_out].map(|why| why.code());
        assert_eq!(codes, [RUN_SET_ASIDE.name, MEASUREMENT_FAILED.name, RUN_LEFT_OUT.name]);
    }

    #[test]
    fn an_id_is_no_part_of_a_longer_one() {
        let has_id = |text: &str, id: &str| {
            let by_id = BTreeMap::from([(id.to_owned(), BTreeSet::from([0]))]);
            !ids_in(text, &by_id, id.len()).is_empty()
        };
        assert!(has_id("nta/ev-201_3.csv", "ev-201") && has_id("ev-201 again", "ev-201") && has_id("lot 7", "7"));
        assert!(has_id("批7 (2)", "批7") && has_id("(7)", "(7)"));
        assert!(!has_id("ev-2011_3.csv", "ev-201") && !has_id("ev-201", "") && !has_id("a7.csv", "7"));
    }
}
