//! Runs that were measured and deliver nothing: they stay in the record of the lots that they are of.

use super::filing::Filing;
use super::work::{Placed, SetAside, Work};
use crate::data::{Unused, UnusedRun};
use crate::instrument::Run;
use crate::order;
use crate::spec::Role;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A run of a file that delivers nothing.
pub(super) fn unused(file: &Arc<str>, run: &Run<'_>, why: Unused) -> UnusedRun {
    UnusedRun { file: Arc::clone(file), name: run.name.clone(), sample: run.sample.clone(), why }
}

impl<'w, 'b> Work<'w, '_, 'b> {
    /// Files the runs that failed and those that are set aside under their lots.
    pub fn unused(&self, placed: &[Placed<'w, 'b>], skipped: &[SetAside<'w, 'b>], filing: &mut Filing) {
        let samples: Vec<&Placed<'w, 'b>> =
            placed.iter().filter(|one| matches!(one.assignment.entry.role, Role::Sample | Role::Retest)).collect();
        for one in &samples {
            let (Some(why), Some(lot)) = (&one.run.failed, one.assignment.lot()) else { continue };
            let Some(content) = self.contents.get(one.file) else { continue };
            filing.unused(&lot, unused(&content.name, one.run, Unused::Failed(why.clone())));
        }
        let lots = Lots::of(&samples);
        for one in skipped {
            let Some(content) = self.contents.get(one.file) else { continue };
            let why = one.entry.skip.clone().unwrap_or_default();
            let run = unused(&content.name, one.run, Unused::SetAside(why));
            for lot in lots.with(one.file, &run) {
                filing.unused(&lot, run.clone());
            }
        }
    }
}

/// The lots of the runs that are used, by what tells of which lot another run is.
#[derive(Default)]
struct Lots<'s> {
    all: BTreeSet<String>,
    by_file: BTreeMap<usize, BTreeSet<String>>,
    by_sample: BTreeMap<&'s str, BTreeSet<String>>,
    by_both: BTreeMap<(usize, &'s str), BTreeSet<String>>,
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
            lots.all.insert(lot);
        }
        lots
    }

    /// The lots that a run which no entry gives to one is of: those of its sample in the file, else those that it or
    /// its file is called by, else those of its file or of its sample elsewhere. Of a file that no lot has anything of
    /// nobody knows it: it is told for all.
    fn with(&self, file: usize, run: &UnusedRun) -> Vec<String> {
        let names = [&*run.file, &run.name, &run.sample].map(str::to_lowercase);
        let is_named = |lot: &&String| names.iter().any(|name| has_id(name, &lot.to_lowercase()));
        let called = || -> Option<BTreeSet<String>> {
            let called: BTreeSet<String> = order::collect(self.all.iter().filter(is_named).cloned());
            (!called.is_empty()).then_some(called)
        };
        let sample = run.sample.as_str();
        let lots = self.by_both.get(&(file, sample)).cloned().or_else(called);
        let lots = lots.or_else(|| self.by_file.get(&file).or_else(|| self.by_sample.get(sample)).cloned());
        lots.unwrap_or_else(|| self.all.clone()).into_iter().collect()
    }
}

/// Whether a text has an id in it that is no part of a longer word.
fn has_id(text: &str, id: &str) -> bool {
    let is_word = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
    !id.is_empty()
        && text.match_indices(id).any(|(at, _)| {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let behind = text.get(at + id.len()..).and_then(|behind| behind.chars().next());
            !is_word(before) && !is_word(behind)
        })
}

#[cfg(test)]
mod tests {
    use super::has_id;
    use crate::data::Unused;
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
        assert!(has_id("nta/ev-201_3.csv", "ev-201") && has_id("ev-201 again", "ev-201") && has_id("lot 7", "7"));
        assert!(!has_id("ev-2011_3.csv", "ev-201") && !has_id("ev-201", "") && !has_id("a7.csv", "7"));
    }
}
