//! Recordings that were given more than once: an export that was saved again has other bytes and is the same measurement.

use super::assign::{named, place_of};
use super::codes;
use super::work::{Placed, Work};
use crate::finding::Finding;
use crate::instrument::{Dilution, Recording, Run};
use crate::spec::Role;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Texts and heights that a run must have for another one with the same to be no chance: a well of a plate has one or two.
const ENOUGH: usize = 5;

/// Bytes of events that tell one acquisition from every other.
const EVENT_BYTES: usize = 1 << 16;

/// What is the same for two exports of one recording alone: the digest of everything that the file says of a run and of all its runs.
pub(super) type Mark = [u8; 32];

/// The mark of a run; `None` where the file says too little of it.
pub(super) fn mark(recording: &Recording<'_>, run: &Run<'_>) -> Option<Mark> {
    let (mut digest, mut said) = (Sha256::new(), 0_usize);
    let mut take = |text: &str| {
        digest.update(text.as_bytes());
        digest.update([0]);
    };
    let dilution = match &run.dilution {
        Dilution::Applied(factor) | Dilution::NotApplied(factor) => &factor.text,
        Dilution::NotRecorded | Dilution::NotApplicable => "",
    };
    for text in [recording.format, &run.name, &run.sample, dilution] {
        take(text);
    }
    for value in recording.values.iter().chain(&run.values) {
        take(&value.quantity);
        take(&value.of);
        take(&value.text);
    }
    said += run.values.len();
    for distribution in &run.distributions {
        take(distribution.weighting.as_str());
        distribution.heights.iter().for_each(|height| take(&height.to_string()));
        said += distribution.heights.iter().filter(|height| **height != 0.0).count();
    }
    if let Some(events) = &run.events {
        let bytes = events.bytes();
        digest.update(bytes.get(..EVENT_BYTES).unwrap_or(bytes));
        said += events.len();
    }
    (said >= ENOUGH).then(|| digest.finalize().into())
}

/// The runs of lots by their marks.
pub(super) type Recorded<'p, 'w, 'b> = BTreeMap<Mark, Vec<&'p Placed<'w, 'b>>>;

/// Gathers the runs of lots by their marks.
pub(super) fn recorded<'p, 'w, 'b>(placed: &'p [Placed<'w, 'b>]) -> Recorded<'p, 'w, 'b> {
    let mut recorded = Recorded::new();
    for one in placed.iter().filter(|one| matches!(one.assignment.entry.role, Role::Sample | Role::Retest)) {
        if let Some(mark) = mark(one.recording, one.run) {
            recorded.entry(mark).or_default().push(one);
        }
    }
    recorded
}

impl<'w, 'b> Work<'w, '_, 'b> {
    /// Runs of lots that are one recording in two files, both for one test: one finding for each pair of files.
    pub fn repeated(&self, recorded: &Recorded<'_, 'w, 'b>) -> Vec<Finding> {
        let mut told: Vec<(usize, usize)> = Vec::new();
        let mut findings = Vec::new();
        for same in recorded.values().filter(|same| same.len() > 1) {
            for (at, second) in same.iter().enumerate() {
                let overlaps = |first: &&&Placed<'w, 'b>| {
                    let is_for_both = |test| first.is_for(test) && second.is_for(test);
                    first.file != second.file && self.acquisitions().any(|(_, test, ..)| is_for_both(test))
                };
                let first = same.iter().take(at).find(overlaps);
                if let Some(first) = first.filter(|first| !told.contains(&(first.file, second.file))) {
                    told.push((first.file, second.file));
                    findings.extend(self.twice(first, second));
                }
            }
        }
        findings
    }

    fn twice(&self, first: &Placed<'w, 'b>, second: &Placed<'w, 'b>) -> Option<Finding> {
        let (before, here) = (self.contents.get(first.file)?, self.contents.get(second.file)?);
        let run = named(second.run);
        let message = format!("{run} of {} is that of {}: one recording in two files", here.name, before.name);
        let finding = Finding::new(&codes::SAME_FILE_TWICE, message).at(place_of(&here.name, second.run), 1);
        let finding = finding.with(place_of(&before.name, first.run), "the same recording");
        Some(finding.help("deliver the file of each lot and replicate, or leave the copy out"))
    }
}
