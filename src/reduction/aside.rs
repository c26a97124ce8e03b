//! Runs that an entry takes away from the results: one of a lot does not go away by a word.

use super::assign::{INVALIDATE, named, place_of};
use super::codes;
use super::repeated::{Recorded, mark};
use super::stated;
use super::work::{Placed, SetAside, Work};
use crate::finding::Finding;
use crate::instrument::{Dilution, Run, Value};
use crate::lookalike::seen_id;
use crate::quantity::{Exact, Reading};
use crate::spec::Acquisition;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The lots, by what tells that a run is one of them.
pub(super) struct LotNames<'n> {
    /// By the sample that a file names for runs of the lot; `None` for one that several lots share: a word for any of them.
    by_sample: BTreeMap<&'n str, Option<String>>,
    /// By their ids as they are seen: which of two that look alike a run is of nobody can tell by its name.
    by_id: BTreeMap<String, String>,
}

impl<'n> LotNames<'n> {
    /// The lots of the runs that are used, and those that occur elsewhere.
    pub fn of(placed: &'n [Placed<'_, '_>], known: &[&str]) -> LotNames<'n> {
        let mut names = LotNames { by_sample: BTreeMap::new(), by_id: BTreeMap::new() };
        for one in placed.iter().filter(|one| is_sample(one)) {
            let (Some(lot), sample) = (one.assignment.lot(), one.run.sample.trim()) else { continue };
            names.by_id.entry(seen_id(&lot)).or_insert_with(|| lot.clone());
            if !sample.is_empty() {
                let of_sample = names.by_sample.entry(sample).or_insert_with(|| Some(lot.clone()));
                if of_sample.as_ref().is_some_and(|known| *known != lot) {
                    *of_sample = None;
                }
            }
        }
        for lot in known {
            names.by_id.entry(seen_id(lot)).or_insert_with(|| (*lot).to_owned());
        }
        names.by_id.remove("");
        names
    }

    /// The lot that a run is of by its sample, or, where the file names none, by its own name or that of the file.
    pub fn lot(&self, file: &str, run: &Run<'_>) -> Option<&str> {
        let sample = run.sample.trim();
        if let Some(Some(lot)) = self.by_sample.get(sample) {
            return Some(lot);
        }
        let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let texts = if sample.is_empty() { [run.name.as_str(), stem] } else { [sample, sample] };
        texts.into_iter().find_map(|text| self.named(text))
    }

    /// The lot that a text names: by its id, alone or with numbers behind it, as in `EV-7_02`.
    fn named(&self, text: &str) -> Option<&str> {
        let text = text.trim();
        let behind = text.char_indices().rev().take_while(|(_, sign)| !sign.is_alphabetic());
        let mut ends = behind.filter(|(_, sign)| !sign.is_alphanumeric()).map(|(end, _)| end);
        let whole = self.by_id.get(&seen_id(text));
        whole.or_else(|| ends.find_map(|end| self.by_id.get(&seen_id(text.get(..end)?)))).map(String::as_str)
    }
}

fn is_sample(one: &Placed<'_, '_>) -> bool {
    one.assignment.entry.role.is_of_lot()
}

/// That a run is not used, and why: what is set aside stays in the record.
fn set_aside(file: &Arc<str>, one: &SetAside<'_, '_>) -> Finding {
    let why = one.entry.skip.as_deref().unwrap_or_default();
    Finding::new(&codes::RUN_SET_ASIDE, format!("{} of {file} is not used: {why}", named(one.run)))
        .at(place_of(file, one.run), 1)
        .with(one.entry.place.clone(), "the entry")
}

/// That a run is set aside which is one of a lot: a result takes the record of an invalidation.
fn set_aside_of_lot(file: &Arc<str>, one: &SetAside<'_, '_>, lot: &str) -> Finding {
    let message = format!("{} of {file} is set aside by a word, and it is one of lot {lot}", named(one.run));
    Finding::new(&codes::RUN_OF_LOT_SET_ASIDE, message)
        .at(place_of(file, one.run), 1)
        .with(one.entry.place.clone(), "the entry")
        .help(INVALIDATE)
}

/// That a run of a lot has a role in which nothing looks at it.
pub(super) fn made_control_of_lot(file: &Arc<str>, one: &Placed<'_, '_>, lot: &str) -> Finding {
    let (entry, run) = (one.assignment.entry, named(one.run));
    let role = [entry.role.as_str(), entry.control.as_deref().unwrap_or_default()].join(" ");
    let message =
        format!("{run} of {file} is one of lot {lot}, and no test asks for the {} that it is made", role.trim());
    Finding::new(&codes::RUN_OF_LOT_SET_ASIDE, message)
        .at(place_of(file, one.run), 1)
        .with(entry.place.clone(), "the entry")
        .help(format!("{INVALIDATE}; a control is asked for by `valid_if` of a test"))
}

/// What a file records of the dilution of a run, also where it does not say whether results hold it; empty: nothing.
pub(super) fn recorded_dilution(run: &Run<'_>) -> BTreeSet<Exact> {
    if let Dilution::Applied(factor) | Dilution::NotApplied(factor) = &run.dilution {
        return BTreeSet::from([factor.value.exact()]);
    }
    let mut all = BTreeSet::new();
    for value in run.values.iter().filter(|value| value.quantity == "dilution_factor") {
        if let Reading::Number(factor) = value.reading {
            all.insert(factor.exact());
        }
    }
    all
}

/// The wells of one dilution of a sample in a file.
type Dilutions<'w> = BTreeMap<(usize, &'w str, BTreeSet<Exact>), Tested>;

/// The tests, by position, for which wells of a dilution have a value, and those for which one is outside the range.
#[derive(Default)]
struct Tested {
    is_used: bool,
    with_value: BTreeSet<usize>,
    out_of_range: BTreeSet<usize>,
}

impl<'w, 'b> Work<'w, '_, 'b> {
    /// What there is to say of the runs that are set aside: an error of one that is of a lot. A run that another file delivers is
    /// no result that goes away, and neither is a dilution that the instrument itself finds outside its range.
    pub fn set_aside(
        &self,
        skipped: &[SetAside<'w, 'b>],
        placed: &[Placed<'w, 'b>],
        recorded: &Recorded<'_, 'w, 'b>,
        names: &LotNames<'_>,
    ) -> Vec<Finding> {
        let mut dilutions: Option<Dilutions<'w>> = None;
        let mut findings = Vec::new();
        for one in skipped {
            let Some(file) = self.contents.get(one.file).map(|content| &content.name) else { continue };
            let elsewhere = mark(one.recording, one.run).and_then(|mark| recorded.get(&mark));
            let is_copy = elsewhere.is_some_and(|same| same.iter().any(|other| other.file != one.file));
            let lot = names.lot(file, one.run).filter(|_| !is_copy);
            let may_go = |dilutions: &Dilutions<'w>| goes_for_another(one, dilutions);
            findings.push(match lot {
                Some(lot) if !may_go(dilutions.get_or_insert_with(|| self.dilutions(skipped, placed))) => {
                    set_aside_of_lot(file, one, lot)
                }
                _ => set_aside(file, one),
            });
        }
        findings
    }

    /// What the instrument says of every dilution of the samples.
    fn dilutions(&self, skipped: &[SetAside<'w, 'b>], placed: &[Placed<'w, 'b>]) -> Dilutions<'w> {
        let mut dilutions = Dilutions::new();
        for one in skipped {
            self.look_at(one.file, one.run, &mut dilutions);
        }
        for one in placed.iter().filter(|one| is_sample(one) && one.run.failed.is_none()) {
            self.look_at(one.file, one.run, &mut dilutions).is_used = true;
        }
        dilutions
    }

    fn look_at<'d>(&self, file: usize, run: &'w Run<'b>, dilutions: &'d mut Dilutions<'w>) -> &'d mut Tested {
        let of_run = dilutions.entry((file, run.sample.trim(), recorded_dilution(run))).or_default();
        for (index, _, _, acquisition) in self.acquisitions() {
            let value = match acquisition {
                Acquisition::Stated { quantity, of } => {
                    let of_run = |value: &&Value| stated::is(value, quantity, of.as_deref());
                    run.values.iter().find(of_run)
                }
                Acquisition::Concentration { .. } => run.value("concentration"),
                Acquisition::Size { .. } | Acquisition::Events { .. } => None,
            };
            match value {
                Some(value) if is_out_of_range(value) => of_run.out_of_range.insert(index),
                Some(_) => of_run.with_value.insert(index),
                None => false,
            };
        }
        of_run
    }
}

/// Whether a value lies outside the range of the instrument or of its curve, as the file says.
fn is_out_of_range(value: &Value) -> bool {
    matches!(value.reading, Reading::Above(_) | Reading::Below(_))
        || value.no_number.as_deref().is_some_and(|why| why.to_lowercase().contains("range"))
}

/// Whether a dilution is set aside as a whole, has no test for which all its wells are in range, and leaves for each of its tests
/// another dilution of the sample that is.
fn goes_for_another(one: &SetAside<'_, '_>, dilutions: &Dilutions<'_>) -> bool {
    let (sample, dilution) = (one.run.sample.trim(), recorded_dilution(one.run));
    if sample.is_empty() || dilution.is_empty() {
        return false;
    }
    let Some(own) = dilutions.get(&(one.file, sample, dilution)) else { return false };
    let others =
        || dilutions.iter().filter(|((file, of, _), other)| (*file, *of) == (one.file, sample) && other.is_used);
    let is_in_range =
        |test: &usize| others().any(|(_, other)| other.with_value.contains(test) && !other.out_of_range.contains(test));
    !own.is_used
        && !own.out_of_range.is_empty()
        && own.with_value.is_subset(&own.out_of_range)
        && own.out_of_range.iter().all(is_in_range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_names_a_lot_with_numbers_behind_it() {
        let names = LotNames::of(&[], &["EV-7", "EV-7_02", "批7"]);
        let named = |text: &str| names.named(text);
        assert_eq!(named("ev-7"), Some("EV-7"));
        assert_eq!(named("EV-7_02"), Some("EV-7_02"));
        assert_eq!(named("EV-7_03 (2)"), Some("EV-7"));
        assert_eq!(named(" 批7 "), Some("批7"));
        for alike in ["EV–7", "EV\u{2011}7", "EV－7", "ＥＶ-7", "ev -7", "EV–7_03", "ＥＶ－7 02"] {
            assert_eq!(named(alike), Some("EV-7"), "{alike}");
        }
        for other in ["EV-71", "EV-7 blank", "EV-7_a2", "x EV-7", ""] {
            assert_eq!(named(other), None, "{other}");
        }
    }
}
