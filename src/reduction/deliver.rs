//! From instrument files to the determinations of every lot.

use super::acquire::{Other, Source, acquire, diluted, factor_of};
use super::assign::{Assignment, assign, named, place_of};
use super::codes;
use super::computed::{Computed, NoValue};
use super::counts::is_empty;
use super::stated;
use crate::cytometry::{Bound, Diluted, Geometry, coincidence};
use crate::data::{self, ComputedDetermination, ComputedLot, ComputedLots, ComputedUncertainty, Input, LotFacts};
use crate::finding::{Finding, Severity, did_you_mean};
use crate::instrument::{self, Content, Recording, Run};
use crate::quantity::{Decimal, DecimalMark, Exact, Unit};
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
    delivery.findings = together(delivery.findings);
    delivery
}

/// Notes that say the same of several files become one.
fn together(findings: Vec<Finding>) -> Vec<Finding> {
    let mut kept: Vec<Finding> = Vec::new();
    for finding in findings {
        let same = |known: &&mut Finding| known.code == finding.code && known.message == finding.message;
        match (kept.iter_mut().find(same), finding.place.clone()) {
            (Some(known), Some(place)) if finding.severity() == Severity::Note => {
                known.related.push((place, "the same".to_owned()));
            }
            _ => kept.push(finding),
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
        let mut filing = Filing { findings, ..Filing::default() };
        let is_sample = |one: &&Placed<'w, 'b>| matches!(one.assignment.entry.role, Role::Sample | Role::Retest);
        // Samples first: blanks are related to the factors of the samples, and what serves every lot to the lots there are.
        for one in placed.iter().filter(is_sample) {
            self.sample(one, &placed, &mut filing);
        }
        for one in placed.iter().filter(|one| !is_sample(one)) {
            self.other(one, &placed, &mut filing);
        }
        self.coincidence(&placed, &mut filing);
        filing.finish()
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

    /// Computes what the tests take from a run of a sample, and files it under its lot.
    fn sample(&self, one: &Placed<'w, 'b>, all: &[Placed<'w, 'b>], filing: &mut Filing) {
        let Some(lot) = one.assignment.lot() else { return };
        // A lot of which every run failed is still a lot.
        filing.lots.lots.entry(lot.clone()).or_default();
        if one.run.failed.is_some() {
            return;
        }
        let mut used = false;
        for (index, test, measured, acquisition) in self.acquisitions() {
            if !one.is_for(test) {
                continue;
            }
            let source = self.source(one, test, &lot, all, None);
            let found = acquire(acquisition, measured, &source);
            if matches!(&found, Err(none) if none.code == &codes::RUN_WITHOUT_VALUE) && !one.names(test) {
                continue;
            }
            used = true;
            if let Some(factor) = factor_of(acquisition, &source) {
                filing.factor(&lot, index, factor);
            }
            self.file(one, index, measured, found, &lot, filing);
            filing.lots.lots.entry(lot.clone()).or_default().determinations.extend(self.settings(one, index, measured));
        }
        if !used {
            filing.findings.extend(self.not_used(one));
        }
    }

    /// Computes what the checks of the tests ask for of a blank, a reference or a control, for the lots that it serves.
    fn other(&self, one: &Placed<'w, 'b>, all: &[Placed<'w, 'b>], filing: &mut Filing) {
        let entry = one.assignment.entry;
        if let Some(lot) = one.assignment.lot() {
            // A lot that is named has to be judged, also when only its blank or control was delivered.
            filing.lots.lots.entry(lot).or_default();
        }
        let name = entry.control.as_deref().unwrap_or_default();
        let mut used = self.is_control_of_a_gate(name);
        for (index, test, measured, acquisition) in self.acquisitions().filter(|(_, test, ..)| one.is_for(test)) {
            let subtracted = *acquisition == Acquisition::Concentration { subtract_blank: true };
            used |= entry.role == Role::Blank && subtracted;
            // Of a series the deviation is filed, not what each of its dilutions holds.
            let in_series = entry.role == Role::Control && name == COINCIDENCE;
            used |= in_series && matches!(acquisition, Acquisition::Events { .. }) && asks(measured, entry.role, name);
            let is_concentration = matches!(acquisition, Acquisition::Concentration { .. });
            let failed = one.run.failed.is_some() && !(is_concentration && one.is_empty_blank());
            if in_series || failed || !asks(measured, entry.role, name) {
                continue;
            }
            for lot in filing.lots_with(index, one.assignment.lot()) {
                let factor = filing.factors.get(&(lot.clone(), index)).map(|(_, largest)| largest.clone());
                if entry.role == Role::Blank && factor.is_none() && acquisition.needs_dilution() {
                    // No sample of the lot has a factor, which is told there.
                    used = true;
                    continue;
                }
                let found = acquire(acquisition, measured, &self.source(one, test, &lot, all, factor.as_ref()));
                if matches!(&found, Err(none) if none.code == &codes::RUN_WITHOUT_VALUE) && !one.names(test) {
                    continue;
                }
                used = true;
                self.file(one, index, measured, found, &lot, filing);
            }
        }
        if !used && one.run.failed.is_none() {
            filing.findings.extend(self.not_used(one));
        }
    }

    /// Files, for every test that asks for it, how far the dilutions of a series lie from each other.
    fn coincidence(&self, placed: &[Placed<'w, 'b>], filing: &mut Filing) {
        for (index, test, measured, acquisition) in self.acquisitions() {
            let Acquisition::Events { gate, .. } = acquisition else { continue };
            if !asks(measured, Role::Control, COINCIDENCE) {
                continue;
            }
            for lot in filing.lots_with(index, None) {
                let of_lot = |one: &&Placed<'w, 'b>| one.assignment.serves(&lot);
                let is_series = |one: &&Placed<'w, 'b>| {
                    one.is_for(test) && one.assignment.entry.control.as_deref() == Some(COINCIDENCE)
                };
                let series: Vec<&Placed<'w, 'b>> = placed.iter().filter(of_lot).filter(is_series).collect();
                let Some(first) = series.first() else { continue };
                let points: Result<Vec<Diluted>, NoValue> =
                    series.iter().map(|one| diluted(*gate, &self.source(one, test, &lot, placed, None))).collect();
                let least = filing.factors.get(&(lot.clone(), index)).map(|(smallest, _)| smallest.to_f64());
                let found =
                    points.and_then(|points| largest_deviation(&points, least.ok_or_else(no_factor_of_sample)?));
                self.file(first, index, measured, found, &lot, filing);
            }
        }
    }

    /// Whether a gate of the specification takes a threshold from this control.
    fn is_control_of_a_gate(&self, name: &str) -> bool {
        let bounds = self.spec.gates.iter().flat_map(|gate| match &gate.geometry {
            Geometry::Ranges(ranges) => ranges.iter().flat_map(|(_, low, high)| [low, high]).flatten().collect(),
            _ => Vec::new(),
        });
        bounds.into_iter().any(|bound| matches!(bound, Bound::Quantile { control, .. } if control == name))
    }

    fn not_used(&self, one: &Placed<'w, 'b>) -> Option<Finding> {
        let content = self.contents.get(one.file)?;
        let message = format!("no test takes anything from {}", named(one.run));
        let finding = Finding::new(&codes::RUN_NOT_USED, message).at(place_of(&content.name, one.run), 1);
        Some(
            finding.help(
                "give a test a `from`, or ask for the control in `valid_if`, or set the run aside with `skip: why`",
            ),
        )
    }

    fn source<'p>(
        &'p self,
        one: &'p Placed<'w, 'b>,
        test: &Test,
        lot: &str,
        all: &'p [Placed<'w, 'b>],
        sample_factor: Option<&'p Exact>,
    ) -> Source<'p> {
        let is_other = |one: &&Placed<'w, 'b>| !matches!(one.assignment.entry.role, Role::Sample | Role::Retest);
        let usable = |one: &&Placed<'w, 'b>| one.run.failed.is_none() || one.is_empty_blank();
        let of_lot = |one: &&Placed<'w, 'b>| one.assignment.serves(lot) && one.is_for(test) && usable(one);
        Source {
            spec: self.spec,
            recording: one.recording,
            run: one.run,
            entry: one.assignment.entry,
            facts: (self.request.facts)(lot),
            dilution: self.request.dilution.as_ref(),
            others: all
                .iter()
                .filter(is_other)
                .filter(of_lot)
                .map(|one| Other { entry: one.assignment.entry, run: one.run })
                .collect(),
            sample_factor,
        }
    }

    /// Files one value under its lot, or why there is none.
    fn file(
        &self,
        one: &Placed<'w, 'b>,
        test: usize,
        measured: &Measured,
        found: Result<Computed, NoValue>,
        lot: &str,
        filing: &mut Filing,
    ) {
        let Some(content) = self.contents.get(one.file) else { return };
        let row = self.row(one, test);
        let of_lot = filing.lots.lots.entry(lot.to_owned()).or_default();
        match found {
            Ok(computed) => {
                filing.findings.extend(computed.findings.iter().cloned());
                of_lot.determinations.push(with_value(row, computed, measured));
            }
            Err(none) => {
                let code = none.code;
                let (line, column) = (one.run.line, one.run.column);
                let how = none.message.clone();
                of_lot.determinations.push(ComputedDetermination { fault: Some(code), how, line, column, ..row });
                if code != &data::codes::OUTSIDE_LINEAR_RANGE {
                    filing.fault(lot, &content.name, one.run, none);
                }
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
        let of_test = match &measured.from {
            Some(Acquisition::Stated { of, .. }) => of.as_deref(),
            _ => None,
        };
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
            } else if let Some(value) = stated::setting(one.recording, one.run, name, of_test) {
                rows.push(ComputedDetermination {
                    text: stated::with_point(value),
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

/// The control under which the dilutions of a series are named, and the deviation that is computed from them.
const COINCIDENCE: &str = "coincidence";

/// What has been computed so far.
#[derive(Default)]
struct Filing {
    lots: ComputedLots,
    /// The smallest and the largest dilution factor of the samples of a lot, by test.
    factors: BTreeMap<(String, usize), (Exact, Exact)>,
    faults: Vec<Fault>,
    findings: Vec<Finding>,
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
    fn factor(&mut self, lot: &str, test: usize, factor: Exact) {
        let known = self.factors.entry((lot.to_owned(), test)).or_insert_with(|| (factor.clone(), factor.clone()));
        if factor < known.0 {
            known.0 = factor;
        } else if factor > known.1 {
            known.1 = factor;
        }
    }

    /// Notes that a run has no value for a test; a run that has none for several tests is named once.
    fn fault(&mut self, lot: &str, file: &Arc<str>, run: &Run<'_>, none: NoValue) {
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

    fn finish(mut self) -> (ComputedLots, Vec<Finding>) {
        for fault in self.faults {
            self.lots.lots.entry(fault.lot.clone()).or_default().faults.push(fault.finding());
        }
        (self.lots, self.findings)
    }

    /// The one lot, or every lot that has a determination of the test.
    fn lots_with(&self, test: usize, lot: Option<String>) -> Vec<String> {
        let has = |lot: &ComputedLot| lot.determinations.iter().any(|row| row.test == test);
        match lot {
            Some(lot) => vec![lot],
            None => self.lots.lots.iter().filter(|(_, rows)| has(rows)).map(|(lot, _)| lot.clone()).collect(),
        }
    }
}

impl Placed<'_, '_> {
    /// Whether the run is meant for this test.
    fn is_for(&self, test: &Test) -> bool {
        self.assignment.entry.tests.is_empty() || self.names(test)
    }

    /// Whether the run is a blank in which nothing was counted: no failure, but what a blank should be.
    fn is_empty_blank(&self) -> bool {
        self.assignment.entry.role == Role::Blank && is_empty(self.run)
    }

    /// Whether the entry names the test.
    fn names(&self, test: &Test) -> bool {
        self.assignment.entry.tests.contains(&test.id)
    }
}

/// Whether the checks of a test look at a blank, a reference or a control of this name.
fn asks(measured: &Measured, role: Role, name: &str) -> bool {
    measured.valid_if.iter().chain(&measured.requires).any(|check| match &check.check {
        Check::Control { role: asked, name: of, .. } => *asked == role && of.as_deref().is_none_or(|of| of == name),
        Check::Spread(..) => false,
    })
}

fn no_factor_of_sample() -> NoValue {
    let help = "give the `dilution` of the sample: at which dilutions of the series it must not coincide depends on it";
    NoValue::new(&codes::SERIES_NOT_USABLE, "the dilution of the sample is not known", help)
}

/// How far concentrations calculated back to the undiluted sample differ, at the dilution of the sample and beyond: the
/// largest deviation from the reference in percent.
fn largest_deviation(series: &[Diluted], sample_factor: f64) -> Result<Computed, NoValue> {
    /// Only said to say which dilutions deviate; the limit of the check decides.
    const TOLERANCE: f64 = 0.2;
    let unusable = |message: String| {
        NoValue::new(&codes::SERIES_NOT_USABLE, message, "give at least three dilutions, that of the sample among them")
    };
    let found =
        coincidence(series, 0.0, TOLERANCE).map_err(|error| unusable(format!("the dilution series: {error}")))?;
    // The least diluted of the samples coincides most.
    let from_here = found.dilutions.iter().filter(|point| point.dilution >= sample_factor);
    let largest = from_here.clone().map(|point| point.concentration.abs()).reduce(f64::max);
    let largest = largest.ok_or_else(|| unusable(format!("the series does not reach the dilution {sample_factor}")))?;
    let shown: Vec<String> = found
        .dilutions
        .iter()
        .map(|point| format!("{}: {:+.1} %", point.dilution, 100.0 * point.concentration))
        .collect();
    Ok(Computed {
        value: format!("{:.4}", 100.0 * largest),
        unit: "%".to_owned(),
        how: format!(
            "largest deviation of concentration times dilution from the median of the three highest dilutions, from the \
             dilution {sample_factor} of the sample on ({})",
            shown.join(", ")
        ),
        standard_uncertainty: None,
        line: 0,
        column: 0,
        findings: Vec::new(),
    })
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
fn expanded(standard: f64, measured: &Measured) -> Option<ComputedUncertainty> {
    /// Significant digits; reports show fewer, decisions rest on these.
    const DIGITS: u32 = 6;
    let uncertainty = measured.uncertainty.as_ref().filter(|stated| stated.amount.comes_with_determinations())?;
    let coverage_factor = uncertainty.coverage_factor;
    let amount = Exact::from_f64_shortest(standard * coverage_factor.approximately())?.to_decimal_string(DIGITS).0;
    let text = format!("±{amount} (k={coverage_factor})");
    Some(ComputedUncertainty { text, amount: Decimal::parse(&amount, DecimalMark::Point).ok()?, coverage_factor })
}
