//! Recordings that were given more than once: an export that was saved again has other bytes and is the same measurement.

use super::assign::{named, place_of};
use super::codes;
use super::work::{Placed, Work};
use crate::finding::Finding;
use crate::instrument::{Dilution, Recording, Run};
use crate::quantity::Reading;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Numbers that a run must have for another one with the same to be no chance: a well of a plate has one or two.
const ENOUGH: usize = 5;

/// Bytes of events that tell one acquisition from every other.
const EVENT_BYTES: usize = 1 << 16;

/// What is the same for all exports of one recording alone: the digest of what was measured. Names, remarks and averages of the
/// file may differ, and so may the spelling of a number.
pub(super) type Mark = [u8; 32];

/// The mark of a run; `None` where the file says too little of it.
pub(super) fn mark(recording: &Recording<'_>, run: &Run<'_>) -> Option<Mark> {
    let mut said = Said::default();
    let has_sizes = || run.distributions.iter().any(|found| found.heights.iter().any(|height| *height != 0.0));
    if let Some(events) = &run.events {
        said.of_events(events.bytes(), events.len());
    } else if has_sizes() {
        said.of_sizes(run);
    } else {
        said.of_values(recording, run);
    }
    (said.count >= ENOUGH).then(|| said.digest.finalize().into())
}

/// What was digested, and how much of it.
#[derive(Default)]
struct Said {
    digest: Sha256,
    count: usize,
}

impl Said {
    fn text(&mut self, text: &str) {
        self.digest.update(text.as_bytes());
        self.digest.update([0]);
    }

    /// A number as far as spreadsheets keep it when they save what they show.
    fn rounded(&mut self, number: f64) {
        self.text(&format!("{number:.2e}"));
    }

    /// The recorded dilution.
    fn factor(&mut self, run: &Run<'_>) {
        if let Dilution::Applied(factor) | Dilution::NotApplied(factor) = &run.dilution {
            self.text(&factor.value.approximately().to_string());
        }
    }

    fn of_events(&mut self, bytes: &[u8], count: usize) {
        self.text("events");
        self.text(&count.to_string());
        self.digest.update(bytes.get(..EVENT_BYTES).unwrap_or(bytes));
        self.count += count;
    }

    /// The capture by its name, its numbers and its bins: a summary of several captures holds those of a single one.
    fn of_sizes(&mut self, run: &Run<'_>) {
        self.text("sizes");
        self.text(&run.name);
        self.factor(run);
        for value in &run.values {
            if let Reading::Number(number) = value.reading {
                self.text(&value.quantity);
                self.text(&value.of);
                self.rounded(number.approximately());
                self.count += 1;
            }
        }
        for distribution in &run.distributions {
            self.text(distribution.weighting.as_str());
            distribution.heights.iter().for_each(|height| self.rounded(*height));
            self.count += distribution.heights.iter().filter(|height| **height != 0.0).count();
        }
    }

    /// Everything that the file says, the time of the measurement with it: two wells may well have the same few numbers.
    fn of_values(&mut self, recording: &Recording<'_>, run: &Run<'_>) {
        for text in [recording.format, &run.name, &run.sample] {
            self.text(text);
        }
        self.factor(run);
        for value in recording.values.iter().chain(&run.values) {
            self.text(&value.quantity);
            self.text(&value.of);
            match value.reading {
                Reading::Number(number) => self.text(&number.approximately().to_string()),
                _ => self.text(&value.text),
            }
        }
        self.count += run.values.len();
    }
}

/// The runs of lots by their marks.
pub(super) type Recorded<'p, 'w, 'b> = BTreeMap<Mark, Vec<&'p Placed<'w, 'b>>>;

/// Gathers the runs of lots by their marks.
pub(super) fn recorded<'p, 'w, 'b>(placed: &'p [Placed<'w, 'b>]) -> Recorded<'p, 'w, 'b> {
    let mut recorded = Recorded::new();
    for one in placed.iter().filter(|one| one.assignment.entry.role.is_of_lot()) {
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
