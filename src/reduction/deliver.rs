//! From instrument files to the determinations of every lot.

use super::work::Work;
use super::{codes, idle};
use crate::data::{ComputedLots, Input, LotFacts};
use crate::finding::{Finding, Severity};
use crate::instrument::{self, Content, Recording};
use crate::order;
use crate::quantity::Decimal;
use crate::source::Place;
use crate::spec::{SampleEntry, Specification, hexadecimal};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is asked of instrument files.
pub struct Request<'s> {
    /// The versions of the specification.
    pub specs: &'s [Specification],
    /// Entries of samples files; those of a specification stand in it.
    pub entries: &'s [SampleEntry],
    /// Dilution factor of every run whose file records none, from the command line.
    pub dilution: Option<Decimal>,
    /// Facts of a lot.
    pub facts: &'s dyn Fn(&str) -> Option<&'s LotFacts>,
    /// Lots that occur in result tables and lot files, for suggestions.
    pub known_lots: Vec<&'s str>,
    /// Position of the first instrument file in the run's list of inputs.
    pub first_input: u32,
}

/// What instrument files deliver.
#[derive(Debug, Default)]
pub struct Delivery {
    /// For each version of the specification its determinations.
    pub specs: Vec<ComputedLots>,
    /// What there is to say about the files and the samples; an error keeps the run from being evaluated.
    pub findings: Vec<Finding>,
    /// The files as they were recognised.
    pub inputs: Vec<Input>,
}

impl Delivery {
    /// Every lot that has a determination or a fault under some version of the specification.
    pub fn lots(&self) -> Vec<String> {
        let lots: BTreeSet<&String> = order::collect(self.specs.iter().flat_map(|computed| computed.lots.keys()));
        lots.into_iter().cloned().collect()
    }
}

/// Reads the files, assigns their runs and computes what the tests take from them.
pub fn deliver(request: &Request<'_>, files: &[(Arc<str>, Vec<u8>)]) -> Delivery {
    let mut delivery = Delivery { specs: vec![ComputedLots::default(); request.specs.len()], ..Delivery::default() };
    let contents: Vec<Content<'_>> = files.iter().map(|(name, bytes)| Content::new(name, bytes)).collect();
    let mut recordings: Vec<(usize, Recording<'_>)> = Vec::new();
    for (index, content) in contents.iter().enumerate() {
        let rows = match instrument::read(content, None) {
            Ok(recording) => {
                delivery.findings.extend(recording.findings.iter().cloned());
                let rows = recording.runs.len() as u64;
                let detected = format!("{}, {}", recording.format, recording.detected);
                recordings.push((index, recording));
                Some((rows, detected))
            }
            Err(findings) => {
                delivery.findings.extend(findings);
                None
            }
        };
        let (rows, detected) = rows.unwrap_or_default();
        let sha256 = hexadecimal(&Sha256::digest(content.bytes));
        delivery.findings.extend(same_content(&delivery.inputs, &content.name, &sha256));
        delivery.inputs.push(Input { role: "results", name: Arc::clone(&content.name), sha256, rows, detected });
    }
    let (mut idle, mut is_taken) = (Vec::new(), false);
    for (spec, computed) in request.specs.iter().zip(&mut delivery.specs) {
        let entries: Vec<&SampleEntry> = request.entries.iter().chain(&spec.samples).collect();
        let work = Work { request, spec, entries: &entries, contents: &contents, recordings: &recordings };
        let done = work.run();
        *computed = done.lots;
        idle.push(done.idle);
        is_taken |= done.takes_given_dilution;
        // Versions of one specification mostly say the same of a file.
        let said: BTreeSet<(&str, &str)> =
            order::collect(delivery.findings.iter().map(|told| (told.code.name, told.message.as_str())));
        let is_new = |finding: &Finding| {
            !said.contains(&(finding.code.name, finding.message.as_str())) || !delivery.findings.contains(finding)
        };
        let new: Vec<Finding> = done.findings.into_iter().filter(is_new).collect();
        delivery.findings.extend(new);
    }
    delivery.findings.extend(idle::findings(&idle));
    let is_whole = delivery.findings.iter().all(|finding| finding.severity() < Severity::Error);
    let given = request.dilution.as_ref().filter(|_| !is_taken && is_whole && !request.specs.is_empty());
    delivery.findings.extend(given.map(idle::given_dilution_not_used));
    delivery.findings = together(delivery.findings);
    delivery
}

/// Notes that say the same of several files become one.
fn together(findings: Vec<Finding>) -> Vec<Finding> {
    let mut kept: Vec<Finding> = Vec::new();
    let mut notes: BTreeMap<(&'static str, String), usize> = BTreeMap::new();
    for finding in findings {
        if finding.severity() > Severity::Note {
            kept.push(finding);
            continue;
        }
        let at = *notes.entry((finding.code.name, finding.message.clone())).or_insert(kept.len());
        match (kept.get_mut(at), finding.place.clone()) {
            (Some(known), Some(place)) => known.related.push((place, "the same".to_owned())),
            (Some(_), None) => {}
            (None, _) => kept.push(finding),
        }
    }
    kept
}

fn same_content(before: &[Input], name: &Arc<str>, sha256: &str) -> Option<Finding> {
    let first = before.iter().find(|input| input.sha256 == sha256)?;
    Some(
        Finding::new(&codes::SAME_FILE_TWICE, format!("{name} has the same content as {}", first.name))
            .at(Place::file(name), 1)
            .with(Place::file(&first.name), "the same bytes")
            .help("deliver the file of each lot and replicate, or leave the copy out"),
    )
}
