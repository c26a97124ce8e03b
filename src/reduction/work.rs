//! All instrument files under one specification: which run serves which test of which lot.

use super::acquire::{Other, Source, acquire, factor_of};
use super::aside::LotNames;
use super::assign::{Assignment, assign};
use super::codes;
use super::computed::{Computed, NoValue};
use super::counts::is_empty;
use super::deliver::Request;
use super::filing::Filing;
use super::idle::Idle;
use super::repeated::recorded;
use super::row::with_value;
use super::series::COINCIDENCE;
use super::size;
use super::technique;
use crate::cytometry::{Bound, Geometry};
use crate::data::{self, ComputedDetermination, ComputedLots, SizeRun, folded};
use crate::finding::{Finding, did_you_mean};
use crate::instrument::{Content, Recording, Run};
use crate::order;
use crate::quantity::Exact;
use crate::source::Place;
use crate::spec::{Acquisition, Assessment, Check, Measured, Role, SampleEntry, Specification, Test};
use std::sync::Arc;

/// All files under one specification.
pub(super) struct Work<'w, 'r, 'b> {
    pub request: &'w Request<'r>,
    pub spec: &'w Specification,
    pub entries: &'w [&'w SampleEntry],
    pub contents: &'w [Content<'b>],
    pub recordings: &'w [(usize, Recording<'b>)],
}

/// What came of the files under one specification.
pub(super) struct Done {
    pub lots: ComputedLots,
    pub findings: Vec<Finding>,
    /// What no test took, which is told where no other version of a specification takes it.
    pub idle: Vec<Idle>,
    /// Whether a run took the factor of the command line.
    pub takes_given_dilution: bool,
}

/// A run with its file and what it was assigned to.
pub(super) struct Placed<'p, 'b> {
    pub file: usize,
    pub recording: &'p Recording<'b>,
    pub run: &'p Run<'b>,
    pub assignment: Assignment<'p>,
}

/// A run that an entry sets aside.
pub(super) struct SetAside<'w, 'b> {
    pub file: usize,
    pub recording: &'w Recording<'b>,
    pub run: &'w Run<'b>,
    pub entry: &'w SampleEntry,
}

impl<'w, 'b> Work<'w, '_, 'b> {
    /// What the files deliver, and what there is to say of their samples.
    pub fn run(&self) -> Done {
        let mut findings = self.unknown_tests();
        let mut placed: Vec<Placed<'w, 'b>> = Vec::new();
        let lots: Vec<&str> = self.known_lots();
        let mut skipped: Vec<SetAside<'w, 'b>> = Vec::new();
        for (file, recording) in self.recordings {
            let Some(content) = self.contents.get(*file) else { continue };
            let found = assign(&content.name, &recording.runs, self.entries, &lots);
            findings.extend(found.findings);
            let aside = found.set_aside.into_iter().filter_map(|(at, entry)| Some((recording.runs.get(at)?, entry)));
            skipped.extend(aside.map(|(run, entry)| SetAside { file: *file, recording, run, entry }));
            for (run, assignments) in recording.runs.iter().zip(found.runs) {
                placed.extend(assignments.into_iter().map(|assignment| Placed {
                    file: *file,
                    recording,
                    run,
                    assignment,
                }));
            }
        }
        let recorded = recorded(&placed);
        let names = LotNames::of(&placed, &lots);
        findings.extend(self.set_aside(&skipped, &placed, &recorded, &names));
        findings.extend(self.repeated(&recorded));
        findings.extend(self.unused_entries(&placed));
        let mut filing = Filing::new(findings);
        let is_sample = |one: &&Placed<'w, 'b>| one.assignment.entry.role.is_of_lot();
        // Samples first: blanks are related to the factors of the samples, and what serves every lot to the lots there are.
        let others: Vec<&Placed<'w, 'b>> = placed.iter().filter(|one| !is_sample(one)).collect();
        for one in placed.iter().filter(is_sample) {
            self.sample(one, &others, &names, &mut filing);
        }
        for one in &others {
            self.other(one, &others, &names, &mut filing);
        }
        self.coincidence(&others, &mut filing);
        self.unused(&placed, &skipped, &mut filing);
        self.left_out(&placed, &others, &mut filing);
        let unused = self.unused_keys(&placed, &mut filing.findings);
        filing.idle.extend(unused);
        let takes_given_dilution = self.takes_given_dilution(&placed);
        let (lots, findings, idle) = filing.finish();
        Done { lots, findings, idle, takes_given_dilution }
    }

    /// Lots by which an orphan may be recognised.
    fn known_lots(&self) -> Vec<&'w str> {
        let mut lots: Vec<&str> = self.request.known_lots.clone();
        lots.extend(self.entries.iter().filter_map(|entry| entry.lot.as_deref()).filter(|lot| !lot.contains('{')));
        order::sort(&mut lots);
        lots.dedup();
        lots
    }

    /// The tests that take something from instrument files.
    pub fn acquisitions(&self) -> impl Iterator<Item = (usize, &'w Test, &'w Measured, &'w Acquisition)> {
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
            // A file that was given and could not be read, or whose runs fit in two ways, is told as such.
            let whole = entry.run.is_none() && entry.named.is_none();
            let read = |file: usize| self.recordings.iter().any(|(of, _)| *of == file);
            placed.iter().any(|one| std::ptr::eq(one.assignment.entry, entry))
                || (0..).zip(self.contents).any(|(file, content)| {
                    entry.names_file(&content.name) && (entry.skip.is_some() || whole || !read(file))
                })
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
    fn sample(&self, one: &Placed<'w, 'b>, others: &[&Placed<'w, 'b>], names: &LotNames<'_>, filing: &mut Filing) {
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
            let source = self.source(one, test, &lot, others, None);
            let mut found = acquire(acquisition, measured, &source);
            if matches!(&found, Err(none) if none.code == &codes::RUN_WITHOUT_VALUE) && !one.names(test) {
                continue;
            }
            if let Some(other) = technique::other(one, test) {
                // Of two tests of a quantity by two methods, the file is for the one of its own.
                let is_of_another = self.acquisitions().any(|(_, test, _, taken)| {
                    let is_alike = std::mem::discriminant(taken) == std::mem::discriminant(acquisition);
                    is_alike && one.is_for(test) && technique::fits(one, test)
                });
                if is_of_another && !one.names(test) {
                    continue;
                }
                found = Err(other);
            }
            used = true;
            if let Ok(computed) = &found {
                self.draw(one, index, acquisition, &lot, filing);
                let known = &mut filing.lots.lots.entry(lot.clone()).or_default().drawings.gate_ends;
                known.extend(computed.gate_ends.iter().filter(|end| !known.contains(end)).cloned().collect::<Vec<_>>());
            }
            if let Some(factor) = factor_of(acquisition, &source) {
                filing.factor(&lot, index, factor);
            }
            self.file(one, index, measured, found, &lot, filing);
            filing.lots.lots.entry(lot.clone()).or_default().determinations.extend(self.settings(one, index, measured));
        }
        if !used {
            filing.idle.extend(self.not_used(one, names));
        }
    }

    /// Keeps the size distribution behind a determination for pictures, once for all tests that weight it alike.
    fn draw(&self, one: &Placed<'w, 'b>, test: usize, taken: &Acquisition, lot: &str, filing: &mut Filing) {
        let (Acquisition::Size { weight, .. }, Some(content)) = (taken, self.contents.get(one.file)) else { return };
        let Some(drawn) = size::drawn(one.run, *weight) else { return };
        let row = self.row(one, test);
        let named = [row.group, row.replicate].into_iter().filter(|name| !name.is_empty());
        let run = SizeRun {
            test,
            name: named.collect::<Vec<_>>().join("/"),
            file: Arc::clone(&content.name),
            line: drawn.line,
            weighting: drawn.weighting,
            edges: drawn.edges,
            heights: drawn.heights,
        };
        let sizes = &mut filing.lots.lots.entry(lot.to_owned()).or_default().drawings.sizes;
        let same = |known: &SizeRun| {
            (&known.file, known.line, known.weighting, &known.name) == (&run.file, run.line, run.weighting, &run.name)
        };
        if !sizes.iter().any(same) {
            sizes.push(run);
        }
    }

    /// Computes what the checks of the tests ask for of a blank, a reference or a control, for the lots that it serves.
    fn other(&self, one: &Placed<'w, 'b>, others: &[&Placed<'w, 'b>], names: &LotNames<'_>, filing: &mut Filing) {
        let entry = one.assignment.entry;
        if let Some(lot) = one.assignment.lot() {
            // A lot that is named has to be judged, also when only its blank or control was delivered.
            filing.lots.lots.entry(lot).or_default();
        }
        let name = entry.control.as_deref().unwrap_or_default();
        let mut used = entry.role == Role::Control && self.is_control_of_a_gate(name);
        for (index, test, measured, acquisition) in self.acquisitions().filter(|(_, test, ..)| one.is_for(test)) {
            let subtracted = *acquisition == Acquisition::Concentration { subtract_blank: true };
            used |= entry.role == Role::Blank && subtracted;
            // Of a series the deviation is filed, not what each of its dilutions holds.
            let in_series = entry.role == Role::Control && folded(name) == COINCIDENCE;
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
                let found = acquire(acquisition, measured, &self.source(one, test, &lot, others, factor.as_ref()));
                if matches!(&found, Err(none) if none.code == &codes::RUN_WITHOUT_VALUE) && !one.names(test) {
                    continue;
                }
                used = true;
                self.file(one, index, measured, found, &lot, filing);
            }
        }
        if !used && one.run.failed.is_none() {
            filing.idle.extend(self.not_used(one, names));
        }
    }

    /// Whether a gate of the specification takes a threshold from this control.
    fn is_control_of_a_gate(&self, name: &str) -> bool {
        let bounds = self.spec.gates.iter().flat_map(|gate| match &gate.geometry {
            Geometry::Ranges(ranges) => ranges.iter().flat_map(|(_, low, high)| [low, high]).flatten().collect(),
            _ => Vec::new(),
        });
        let name = folded(name);
        bounds.into_iter().any(|bound| matches!(bound, Bound::Quantile { control, .. } if folded(control) == name))
    }

    /// A run with everything that may decide its value.
    pub fn source<'p>(
        &'p self,
        one: &'p Placed<'w, 'b>,
        test: &Test,
        lot: &str,
        others: &[&'p Placed<'w, 'b>],
        sample_factor: Option<&'p Exact>,
    ) -> Source<'p> {
        let usable = |one: &&'p Placed<'w, 'b>| one.run.failed.is_none() || one.is_empty_blank();
        let of_lot = |one: &&&'p Placed<'w, 'b>| one.assignment.serves(lot) && one.is_for(test) && usable(one);
        Source {
            spec: self.spec,
            recording: one.recording,
            run: one.run,
            entry: one.assignment.entry,
            facts: (self.request.facts)(lot),
            dilution: self.request.dilution.as_ref(),
            others: others
                .iter()
                .filter(of_lot)
                .map(|one| Other { entry: one.assignment.entry, run: one.run })
                .collect(),
            sample_factor,
        }
    }

    /// Files one value under its lot, or why there is none.
    pub fn file(
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
                let place = Place::new(&content.name, computed.line, computed.column);
                let at = |finding: &Finding| match finding.place {
                    Some(_) => finding.clone(),
                    None => finding.clone().at(place.clone(), 1),
                };
                filing.findings.extend(computed.findings.iter().map(at));
                of_lot.determinations.push(with_value(row, computed, measured));
            }
            // What is void needs no value: its record decides. Where the record does not hold, this is no number that could pass.
            Err(none) if one.assignment.entry.has_record() => {
                let text = format!("no value: {}", none.message);
                let (line, column) = (one.run.line, one.run.column);
                of_lot.determinations.push(ComputedDetermination { text, line, column, ..row });
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
}

impl Placed<'_, '_> {
    /// Whether the run is meant for this test.
    pub fn is_for(&self, test: &Test) -> bool {
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
pub(super) fn asks(measured: &Measured, role: Role, name: &str) -> bool {
    let name = folded(name);
    measured.valid_if.iter().chain(&measured.requires).any(|check| match &check.check {
        Check::Control { role: asked, name: of, .. } => {
            *asked == role && of.as_deref().is_none_or(|of| folded(of) == name)
        }
        Check::Spread(..) | Check::SterilitySample { .. } => false,
    })
}
