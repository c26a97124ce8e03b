//! From instrument files to the determinations of every lot.

use super::acquire::{Control, Source, acquire};
use super::assign::{Assignment, assign, named, place_of};
use super::codes;
use super::computed::{Computed, NoValue};
use super::stated;
use crate::data::{ComputedDetermination, ComputedLot, ComputedLots, Input, LotFacts};
use crate::finding::{Finding, did_you_mean};
use crate::instrument::{self, Content, Recording, Run};
use crate::quantity::{Decimal, DecimalMark, Unit};
use crate::source::Place;
use crate::spec::{Acquisition, Assessment, Check, Measured, Role, SampleEntry, Specification, Test, hexadecimal};
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
        let lots: BTreeSet<&String> = self.specs.iter().flat_map(|computed| computed.lots.keys()).collect();
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
        delivery.inputs.push(Input { name: Arc::clone(&content.name), sha256, rows, detected });
    }
    for (spec, computed) in request.specs.iter().zip(&mut delivery.specs) {
        let entries: Vec<&SampleEntry> = request.entries.iter().chain(&spec.samples).collect();
        let work = Work { request, spec, entries: &entries, contents: &contents, recordings: &recordings };
        let (lots, findings) = work.run();
        *computed = lots;
        // Versions of one specification mostly say the same of a file.
        findings.into_iter().for_each(|finding| {
            if !delivery.findings.contains(&finding) {
                delivery.findings.push(finding);
            }
        });
    }
    delivery
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

/// All files under one specification.
struct Work<'w, 'r, 'b> {
    request: &'w Request<'r>,
    spec: &'w Specification,
    entries: &'w [&'w SampleEntry],
    contents: &'w [Content<'b>],
    recordings: &'w [(usize, Recording<'b>)],
}

/// A run with its file and what it was assigned to.
struct Placed<'p, 'b> {
    file: usize,
    recording: &'p Recording<'b>,
    run: &'p Run<'b>,
    assignment: Assignment<'p>,
}

impl<'w, 'b> Work<'w, '_, 'b> {
    fn run(&self) -> (ComputedLots, Vec<Finding>) {
        let mut findings = self.unknown_tests();
        let mut placed: Vec<Placed<'w, 'b>> = Vec::new();
        let lots: Vec<&str> = self.known_lots();
        for (file, recording) in self.recordings {
            let Some(content) = self.contents.get(*file) else { continue };
            let found = assign(&content.name, &recording.runs, self.entries, &lots);
            findings.extend(found.findings);
            for (run, assignments) in recording.runs.iter().zip(found.runs) {
                placed.extend(assignments.into_iter().map(|assignment| Placed {
                    file: *file,
                    recording,
                    run,
                    assignment,
                }));
            }
        }
        findings.extend(self.unused_entries(&placed));
        let mut lots = ComputedLots::default();
        let controls: Vec<&Placed<'w, 'b>> =
            placed.iter().filter(|one| one.assignment.entry.role == Role::Control).collect();
        let mut shared: Vec<ComputedDetermination> = Vec::new();
        let mut filing = Filing { lots: &mut lots.lots, shared: &mut shared, findings: &mut findings };
        for one in &placed {
            self.place(one, &controls, &mut filing);
        }
        for lot in lots.lots.values_mut() {
            share(lot, &shared);
        }
        (lots, findings)
    }

    /// Lots by which an orphan may be recognised.
    fn known_lots(&self) -> Vec<&'w str> {
        let mut lots: Vec<&str> = self.request.known_lots.clone();
        lots.extend(self.entries.iter().filter_map(|entry| entry.lot.as_deref()).filter(|lot| !lot.contains('{')));
        lots.sort_unstable();
        lots.dedup();
        lots
    }

    fn acquisitions(&self) -> impl Iterator<Item = (usize, &'w Test, &'w Measured, &'w Acquisition)> {
        self.spec.tests.iter().enumerate().filter_map(|(index, test)| match &test.assessment {
            Assessment::Measured(measured) => Some((index, test, &**measured, measured.from.as_ref()?)),
            Assessment::Panel(_) => None,
        })
    }

    fn unknown_tests(&self) -> Vec<Finding> {
        let known: Vec<&str> = self.acquisitions().map(|(_, test, _, _)| test.id.as_str()).collect();
        let mut findings = Vec::new();
        for entry in self.entries {
            for test in entry.tests.iter().filter(|test| !known.contains(&test.as_str())) {
                let message = match self.spec.test_index(test) {
                    Some(_) => format!("the test {test} takes nothing from instrument files"),
                    None => format!("{} has no test {test}", self.spec.id),
                };
                let help = match did_you_mean(test, known.iter().copied()) {
                    Some(close) => format!("did you mean `{close}`?"),
                    None if known.is_empty() => "give a test of the specification a `from`".to_owned(),
                    None => format!("tests with `from`: {}", known.join(", ")),
                };
                let finding = Finding::new(&codes::SAMPLE_TEST_UNKNOWN, message);
                findings.push(finding.at(entry.place.clone(), 1).help(help));
            }
        }
        findings
    }

    /// Entries of samples files that name nothing. Patterns in a specification are for all lots, so they may.
    fn unused_entries(&self, placed: &[Placed<'_, '_>]) -> Vec<Finding> {
        let used = |entry: &SampleEntry| {
            placed.iter().any(|one| std::ptr::eq(one.assignment.entry, entry))
                || (entry.skip.is_some() && self.contents.iter().any(|content| entry.names_file(&content.name)))
        };
        let unused = self.request.entries.iter().filter(|entry| !used(entry));
        unused
            .map(|entry| {
                let message = format!("no run of the files given fits the entry `{}`", entry.file.text);
                Finding::new(&codes::SAMPLE_ENTRY_NOT_USED, message)
                    .at(entry.place.clone(), 1)
                    .help("give the file too, or correct `file`, `run` or `named`")
            })
            .collect()
    }

    /// Computes what the tests take from one run, and files it under its lot.
    fn place(&self, one: &Placed<'w, 'b>, controls: &[&Placed<'w, 'b>], filing: &mut Filing<'_>) {
        let entry = one.assignment.entry;
        let lot = one.assignment.lot();
        if let Some(lot) = &lot {
            // A lot of which every run failed is still a lot.
            filing.lots.entry(lot.clone()).or_default();
        }
        if one.run.failed.is_some() {
            return;
        }
        let mut used = false;
        for (index, test, measured, acquisition) in self.acquisitions() {
            let asked = entry.tests.contains(&test.id);
            if !(asked || entry.tests.is_empty()) {
                continue;
            }
            let found = acquire(acquisition, measured, &self.source(one, lot.as_deref(), controls));
            if matches!(&found, Err(none) if none.code == &codes::RUN_WITHOUT_VALUE) && !asked {
                continue;
            }
            used = true;
            self.deliver(one, index, measured, found, lot.as_deref(), filing);
        }
        let is_gate_control = entry.role == Role::Control && one.run.events.is_some();
        if !used
            && !is_gate_control
            && let Some(content) = self.contents.get(one.file)
        {
            let message = format!("no test takes anything from {}", named(one.run));
            let finding = Finding::new(&codes::RUN_NOT_USED, message).at(place_of(&content.name, one.run), 1);
            filing.findings.push(finding.help("give a test a `from`, or set the run aside with `skip: why`"));
        }
    }

    fn source<'p>(&'p self, one: &'p Placed<'w, 'b>, lot: Option<&str>, controls: &[&'p Placed<'w, 'b>]) -> Source<'p> {
        let of_lot = |control: &&&Placed<'w, 'b>| {
            let of = control.assignment.lot();
            of.is_none() || of.as_deref() == lot
        };
        Source {
            spec: self.spec,
            recording: one.recording,
            run: one.run,
            entry: one.assignment.entry,
            facts: lot.and_then(|lot| (self.request.facts)(lot)),
            dilution: self.request.dilution.as_ref(),
            controls: controls
                .iter()
                .filter(of_lot)
                .map(|control| {
                    let name = control.assignment.entry.control.as_deref().unwrap_or_default();
                    Control { name, entry: control.assignment.entry, recording: control.recording, run: control.run }
                })
                .collect(),
        }
    }

    /// Files one value, or why there is none, with the settings of the run that the test's checks ask for.
    fn deliver(
        &self,
        one: &Placed<'w, 'b>,
        test: usize,
        measured: &Measured,
        found: Result<Computed, NoValue>,
        lot: Option<&str>,
        filing: &mut Filing<'_>,
    ) {
        let Some(content) = self.contents.get(one.file) else { return };
        let row = self.row(one, test);
        let (row, fault) = match found {
            Ok(computed) => {
                filing.findings.extend(computed.findings.iter().cloned());
                (with_value(row, computed, measured), None)
            }
            Err(none) => {
                let message = format!("{}: {}", named(one.run), none.message);
                let finding = Finding::new(none.code, message).at(place_of(&content.name, one.run), 1).help(none.help);
                let row =
                    ComputedDetermination { fault: Some(none.code), line: one.run.line, column: one.run.column, ..row };
                (row, Some(finding))
            }
        };
        let settings = self.settings(one, test, measured);
        match lot {
            Some(lot) => {
                let of_lot = filing.lots.entry(lot.to_owned()).or_default();
                of_lot.faults.extend(fault);
                of_lot.determinations.push(row);
                of_lot.determinations.extend(settings);
            }
            None => {
                filing.findings.extend(fault);
                filing.shared.push(row);
            }
        }
    }

    /// A determination of the run without its value.
    fn row(&self, one: &Placed<'w, 'b>, test: usize) -> ComputedDetermination {
        let (assignment, entry) = (&one.assignment, one.assignment.entry);
        ComputedDetermination {
            test,
            role: entry.role,
            control: entry.control.clone().unwrap_or_default(),
            text: String::new(),
            unit: None,
            group: assignment.text(entry.group.as_ref()),
            replicate: match &entry.replicate {
                None => one.run.name.clone(),
                replicate => assignment.text(replicate.as_ref()),
            },
            stage: assignment.text(entry.stage.as_ref()),
            sample: assignment.text(entry.sample.as_ref()),
            method: entry.method.clone().unwrap_or_default(),
            instrument: one.recording.instrument.clone(),
            analyst: entry.analyst.clone().unwrap_or_default(),
            date: one.run.date,
            how: String::new(),
            uncertainty: None,
            input: self.request.first_input + one.file as u32,
            line: 0,
            column: 0,
            fault: None,
        }
    }

    /// Particles per frame, tracks, camera level, software ...: what the checks of the test ask for as controls, as far as
    /// the file states it.
    fn settings(&self, one: &Placed<'w, 'b>, test: usize, measured: &Measured) -> Vec<ComputedDetermination> {
        if !matches!(one.assignment.entry.role, Role::Sample | Role::Retest) {
            return Vec::new();
        }
        let asked = measured.valid_if.iter().chain(&measured.requires).filter_map(|check| match &check.check {
            Check::Control { role: Role::Control, name: Some(name), .. } => Some(name.as_str()),
            _ => None,
        });
        let mut rows: Vec<ComputedDetermination> = Vec::new();
        for name in asked {
            if rows.iter().any(|row| row.control == name) {
                continue;
            }
            let row = ComputedDetermination { role: Role::Control, control: name.to_owned(), ..self.row(one, test) };
            let words = [("software", &one.recording.software), ("instrument", &one.recording.instrument)];
            if let Some((_, text)) = words.iter().find(|(word, text)| *word == name && !text.is_empty()) {
                let (line, column) = (one.run.line, one.run.column);
                rows.push(ComputedDetermination { text: (*text).clone(), line, column, ..row });
            } else if let Some(value) = stated::find(one.recording, one.run, name, None) {
                rows.push(ComputedDetermination {
                    text: value.text.clone(),
                    unit: Unit::parse(&value.unit).ok().filter(|unit| !unit.is_none()),
                    line: value.line,
                    column: value.column,
                    ..row
                });
            }
        }
        rows
    }
}

/// Where a determination goes, and what comes with it.
struct Filing<'f> {
    lots: &'f mut BTreeMap<String, ComputedLot>,
    /// Blanks, references and controls that serve every lot.
    shared: &'f mut Vec<ComputedDetermination>,
    findings: &'f mut Vec<Finding>,
}

fn with_value(row: ComputedDetermination, computed: Computed, measured: &Measured) -> ComputedDetermination {
    ComputedDetermination {
        unit: Unit::parse(&computed.unit).ok().filter(|unit| !unit.is_none()),
        uncertainty: computed.standard_uncertainty.and_then(|standard| expanded(standard, measured)),
        text: computed.value,
        how: computed.how,
        line: computed.line,
        column: computed.column,
        ..row
    }
}

/// The expanded uncertainty of one value, where the test asks for the one from counting.
fn expanded(standard: f64, measured: &Measured) -> Option<(Decimal, Decimal)> {
    let uncertainty = measured.uncertainty.as_ref().filter(|stated| stated.amount.comes_with_determinations())?;
    let factor = uncertainty.coverage_factor;
    let amount = Decimal::parse(&format!("{:e}", standard * factor.approximately()), DecimalMark::Point).ok()?;
    Some((amount, factor))
}

/// Gives a lot the blanks, references and controls that serve every lot, for the tests of which it has a determination.
fn share(lot: &mut ComputedLot, shared: &[ComputedDetermination]) {
    let tests: BTreeSet<usize> = lot.determinations.iter().map(|row| row.test).collect();
    lot.determinations.extend(shared.iter().filter(|row| tests.contains(&row.test)).cloned());
}
