//! Which lot, test and role a run has: the entries of the samples against the runs of a file.

use super::codes;
use crate::finding::{Finding, Severity, did_you_mean};
use crate::instrument::Run;
use crate::source::Place;
use crate::spec::{EntryFit, SampleEntry, filled};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What an entry makes of a run.
#[derive(Clone, Debug)]
pub(super) struct Assignment<'e> {
    /// The entry.
    pub entry: &'e SampleEntry,
    /// The parts that its patterns took.
    parts: BTreeMap<String, String>,
}

impl Assignment<'_> {
    /// The lot; `None` for a control that serves every lot.
    pub fn lot(&self) -> Option<String> {
        self.entry.lot.as_deref().map(|template| filled(template, &self.parts))
    }

    /// Whether the run belongs to a lot, or to every lot.
    pub fn serves(&self, lot: &str) -> bool {
        self.lot().is_none_or(|of| of == lot)
    }

    /// A text of the entry with its parts filled in; empty when the entry has none.
    pub fn text(&self, template: Option<&String>) -> String {
        template.map_or_else(String::new, |template| filled(template, &self.parts))
    }
}

/// The assignments of the runs of one file.
#[derive(Debug, Default)]
pub(super) struct Assignments<'e> {
    /// For each run its assignments; a run that is skipped has none.
    pub runs: Vec<Vec<Assignment<'e>>>,
    /// Runs that entries set aside, by their position in the file.
    pub set_aside: Vec<(usize, &'e SampleEntry)>,
    /// What keeps runs from being assigned.
    pub findings: Vec<Finding>,
}

/// Assigns the runs of a file. `known` are lots that occur elsewhere, for suggestions.
pub(super) fn assign<'e>(
    file: &Arc<str>,
    runs: &[Run<'_>],
    entries: &[&'e SampleEntry],
    known: &[&str],
) -> Assignments<'e> {
    let mut found = Assignments::default();
    let mut orphans: Vec<&Run<'_>> = Vec::new();
    for (at, run) in runs.iter().enumerate() {
        let mut here: Vec<Assignment<'e>> = Vec::new();
        let mut skipped: Option<&'e SampleEntry> = None;
        for entry in entries {
            match entry.fit(file, &run.name, &run.sample) {
                EntryFit::None => {}
                EntryFit::Several(one, other) => found.findings.push(ambiguous(file, run, entry, &one, &other)),
                EntryFit::One(_) if entry.skip.is_some() => skipped = Some(entry),
                EntryFit::One(parts) => here.push(Assignment { entry, parts }),
            }
        }
        match (skipped, here.first()) {
            (Some(entry), Some(other)) => found.findings.push(set_aside_and_claimed(file, run, entry, other.entry)),
            (Some(entry), None) => found.set_aside.push((at, entry)),
            (None, None) if found.findings.iter().all(|told| told.severity() < Severity::Error) => orphans.push(run),
            (None, _) => {}
        }
        found.findings.extend(twice(file, run, &here));
        found.runs.push(if skipped.is_some() { Vec::new() } else { here });
    }
    found.findings.extend(without_lot(file, &orphans, known));
    found
}

/// Where a run stands in its file.
pub(super) fn place_of(file: &Arc<str>, run: &Run<'_>) -> Place {
    Place::new(file, run.line, run.column)
}

/// How messages name a run.
pub(super) fn named(run: &Run<'_>) -> String {
    match (run.name.as_str(), run.sample.as_str()) {
        ("", "") => "the run".to_owned(),
        (name, "") => format!("run {name}"),
        ("", sample) => format!("the run of sample {sample}"),
        (name, sample) => format!("run {name} (sample {sample})"),
    }
}

fn ambiguous(file: &Arc<str>, run: &Run<'_>, entry: &SampleEntry, one: &str, other: &str) -> Finding {
    let message =
        format!("{} of {file} fits the patterns of its entry in two ways: \"{one}\" or \"{other}\"", named(run));
    Finding::new(&codes::RUN_AMBIGUOUS, message)
        .at(entry.place.clone(), 1)
        .with(place_of(file, run), "the run")
        .help("write more of the name into the pattern, or name the file itself with its lot")
}

/// What to do with a run of a lot that is void.
pub(super) const INVALIDATE: &str = "give the run to its lot; one that is void gets an entry with `status: invalid`, `reason`, \
                                     `investigation`, `analyst` and `approver`";

/// A run of a lot cannot be set aside by a word: that takes the record of an invalidation.
fn set_aside_and_claimed(file: &Arc<str>, run: &Run<'_>, skip: &SampleEntry, claim: &SampleEntry) -> Finding {
    let message = format!("{} of {file} is set aside by one entry and claimed by another", named(run));
    Finding::new(&codes::RUN_CLAIMED_TWICE, message)
        .at(skip.place.clone(), 1)
        .with(claim.place.clone(), "the claim")
        .help("narrow one of them; a result of a lot is invalidated with a reason, an investigation and an approver")
}

/// Two entries that give one run to the same test: the run would be counted twice, or for two lots.
fn twice(file: &Arc<str>, run: &Run<'_>, here: &[Assignment<'_>]) -> Option<Finding> {
    let overlaps = |one: &Assignment<'_>, other: &Assignment<'_>| {
        let (one, other) = (&one.entry.tests, &other.entry.tests);
        one.is_empty() || other.is_empty() || one.iter().any(|test| other.contains(test))
    };
    let pairs = here.iter().enumerate().flat_map(|(at, second)| here.iter().take(at).map(move |first| (first, second)));
    // One pair says enough of a run.
    let (first, second) = pairs.into_iter().find(|(first, second)| overlaps(first, second))?;
    Some(
        Finding::new(&codes::RUN_CLAIMED_TWICE, format!("{} of {file} is claimed by two entries", named(run)))
            .at(second.entry.place.clone(), 1)
            .with(first.entry.place.clone(), "the first one")
            .help("narrow one of them with `run`, `named` or `test`"),
    )
}

/// Runs that no entry names, in one finding for each file.
fn without_lot(file: &Arc<str>, orphans: &[&Run<'_>], known: &[&str]) -> Option<Finding> {
    const SHOWN: usize = 4;
    let first = orphans.first()?;
    let shown: Vec<String> = orphans.iter().take(SHOWN).map(|run| named(run)).collect();
    let more = if orphans.len() > SHOWN { ", ..." } else { "" };
    let verb = if orphans.len() == 1 { "belongs" } else { "belong" };
    let message = format!("{} of {file} {verb} to no lot: {}{more}", counted(orphans.len()), shown.join(", "));
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let close = [first.sample.as_str(), first.name.as_str(), name]
        .into_iter()
        .filter(|word| !word.is_empty())
        .find_map(|word| did_you_mean(word, known.iter().copied()));
    let lot = close.unwrap_or("LOT");
    let entry = format!("`- {{file: \"{name}\", lot: \"{lot}\"}}`");
    let help = match close {
        Some(close) => format!("is it lot {close}? Then write {entry} under `files` in samples.yaml"),
        None => format!("write {entry} under `files` in samples.yaml, or `skip: why` for runs that are not used"),
    };
    Some(Finding::new(&codes::RUN_WITHOUT_LOT, message).at(place_of(file, first), 1).help(help))
}

fn counted(runs: usize) -> String {
    if runs == 1 { "1 run".to_owned() } else { format!("{runs} runs") }
}
