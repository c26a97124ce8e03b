//! What the samples say, or a file holds, and no test takes: nothing is left out in silence.

use super::acquire::{acquire, records_no_factor};
use super::aside::{LotNames, made_control_of_lot, recorded_dilution};
use super::assign::{INVALIDATE, named, place_of};
use super::codes;
use super::counts::has_concentration;
use super::filing::Filing;
use super::series::COINCIDENCE;
use super::stated::states_concentration;
use super::unused::unused;
use super::work::{Placed, Work, asks};
use crate::data::{Unused, folded};
use crate::finding::Finding;
use crate::source::Place;
use crate::spec::{Acquisition, EventStatistic, Measured, Role, SampleEntry, Test};

/// What is idle under one version of a specification, and perhaps not under another.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Idle {
    /// What to say where it is idle under all.
    pub everywhere: Finding,
    /// What to say where it is idle under some.
    pub somewhere: Option<Finding>,
}

/// The findings on what is idle: one list for each version.
pub(super) fn findings(versions: &[Vec<Idle>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for idle in versions.iter().flatten() {
        let everywhere = versions.iter().all(|version| version.contains(idle));
        let told = if everywhere { Some(&idle.everywhere) } else { idle.somewhere.as_ref() };
        findings.extend(told.filter(|told| !findings.contains(*told)).cloned().into_iter().collect::<Vec<_>>());
    }
    findings
}

/// A key of an entry that is for concentrations.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Dilution,
    Unit,
}

impl<'w, 'b> Work<'w, '_, 'b> {
    /// That no test takes anything from a run: an error where results of a lot would not be judged.
    pub fn not_used(&self, one: &Placed<'w, 'b>, names: &LotNames<'_>) -> Option<Idle> {
        const HELP: &str =
            "give a test a `from`, or ask for the control in `valid_if`, or set the run aside with `skip: why`";
        let content = self.contents.get(one.file)?;
        let finding = |code, help: &str| {
            let message = format!("no test takes anything from {}", named(one.run));
            Finding::new(code, message).at(place_of(&content.name, one.run), 1).help(help)
        };
        let warning = finding(&codes::RUN_NOT_USED, HELP);
        let everywhere = match one.assignment.entry.role {
            Role::Sample | Role::Retest => {
                let help =
                    "give a test a `from`; a run that is not of the lot is set aside with `skip: why`, without `lot`";
                finding(&codes::RUN_OF_LOT_NOT_USED, help)
            }
            // A result of a lot does not go away under another role.
            _ => match names.lot(&content.name, one.run) {
                Some(lot) => made_control_of_lot(&content.name, one, lot),
                None => warning.clone(),
            },
        };
        Some(Idle { everywhere, somewhere: Some(warning) })
    }

    /// Factors and units of entries that no test takes. What a specification says of its own samples is told at once.
    pub fn unused_keys(&self, placed: &[Placed<'w, 'b>], told: &mut Vec<Finding>) -> Vec<Idle> {
        let mut idle = Vec::new();
        for entry in self.entries {
            let own: Vec<&Placed<'w, 'b>> =
                placed.iter().filter(|one| std::ptr::eq(one.assignment.entry, *entry)).collect();
            if own.is_empty() || own.iter().any(|one| one.run.failed.is_some()) {
                continue;
            }
            let keys = [
                ("dilution", Key::Dilution, entry.dilution.as_ref().map(|given| &given.place)),
                ("unit", Key::Unit, entry.unit.as_ref().map(|given| &given.place)),
            ];
            for (word, key, place) in keys {
                let Some(place) = place.filter(|_| !own.iter().any(|one| self.takes(key, one))) else { continue };
                let finding = key_not_used(entry, word, place);
                if self.request.entries.iter().any(|one| std::ptr::eq(one, *entry)) {
                    idle.push(Idle { everywhere: finding, somewhere: None });
                } else {
                    told.push(finding);
                }
            }
        }
        idle
    }

    /// Whether a run takes the factor of the command line.
    pub fn takes_given_dilution(&self, placed: &[Placed<'w, 'b>]) -> bool {
        placed.iter().any(|one| {
            let is_series = one.assignment.entry.control.as_deref().map(folded).as_deref() == Some(COINCIDENCE);
            one.run.failed.is_none() && records_no_factor(one.run) && !is_series && self.takes(Key::Dilution, one)
        })
    }

    /// Whether some test takes what a key of an entry says of a run.
    fn takes(&self, key: Key, one: &Placed<'w, 'b>) -> bool {
        let mut tests = self.acquisitions().filter(|(_, test, ..)| one.is_for(test));
        tests.any(|(_, _, measured, acquisition)| takes(key, one, measured, acquisition))
    }

    /// Values of runs of lots for tests that their entries leave out, in one note for each entry, file and test, and
    /// each filed under its lot.
    pub fn left_out(&self, placed: &[Placed<'w, 'b>], others: &[&Placed<'w, 'b>], filing: &mut Filing) {
        let mut notes: Vec<LeftOut<'_>> = Vec::new();
        let narrowed = placed.iter().filter(|one| is_sample(one) && one.run.failed.is_none());
        for one in narrowed.filter(|one| !one.assignment.entry.tests.is_empty()) {
            let (Some(lot), Some(content)) = (one.assignment.lot(), self.contents.get(one.file)) else { continue };
            let served =
                |test: &Test| placed.iter().any(|other| std::ptr::eq(other.run, one.run) && other.is_for(test));
            for (_, test, measured, acquisition) in self.acquisitions().filter(|(_, test, ..)| !served(test)) {
                let source = self.source(one, test, &lot, others, None);
                let Ok(found) = acquire(acquisition, measured, &source) else { continue };
                let value = format!("{} = {} {}", named(one.run), found.value, found.unit).trim_end().to_owned();
                let (entry, file) = (one.assignment.entry, one.file);
                // Whole files may serve one test alone, and so may all wells of one dilution; of one file, sample and dilution
                // no run is chosen for a test.
                let dilution = recorded_dilution(one.run);
                let is_chosen = placed.iter().any(|other| {
                    let is_beside = other.file == file && other.run.sample == one.run.sample && is_sample(other);
                    is_beside
                        && other.assignment.lot().as_ref() == Some(&lot)
                        && other.is_for(test)
                        && recorded_dilution(other.run) == dilution
                });
                let why = Unused::LeftOut { test: test.id.clone(), value: found.value, unit: found.unit };
                filing.unused(&lot, unused(&content.name, one.run, why));
                let same = |note: &&mut LeftOut<'_>| {
                    std::ptr::eq(note.entry, entry)
                        && (note.file, note.is_chosen) == (file, is_chosen)
                        && note.test.id == test.id
                        && note.lot == lot
                };
                match notes.iter_mut().find(same) {
                    Some(note) => note.values.push(value),
                    None => {
                        let at = place_of(&content.name, one.run);
                        let (lot, values) = (lot.clone(), vec![value]);
                        notes.push(LeftOut { entry, file, test, lot, at, values, is_chosen });
                    }
                }
            }
        }
        filing.findings.extend(notes.into_iter().map(LeftOut::finding));
    }
}

/// Values of a file that an entry leaves out of a test.
struct LeftOut<'l> {
    entry: &'l SampleEntry,
    file: usize,
    test: &'l Test,
    lot: String,
    at: Place,
    values: Vec<String>,
    /// Whether other runs of the file serve the test for the same lot and sample.
    is_chosen: bool,
}

impl LeftOut<'_> {
    fn finding(self) -> Finding {
        let values = self.values.join(", ");
        let message = format!(
            "{}: values of lot {} in {} are not used, for the entry names other tests: {values}",
            self.test.name, self.lot, self.at.file
        );
        let code = if self.is_chosen { &codes::RUN_OF_LOT_LEFT_OUT } else { &codes::RUN_LEFT_OUT };
        let finding = Finding::new(code, message).at(self.at, 1).with(self.entry.place.clone(), "the entry");
        if self.is_chosen { finding.help(INVALIDATE) } else { finding }
    }
}

fn is_sample(one: &Placed<'_, '_>) -> bool {
    one.assignment.entry.role.is_of_lot()
}

fn takes(key: Key, one: &Placed<'_, '_>, measured: &Measured, acquisition: &Acquisition) -> bool {
    let entry = one.assignment.entry;
    let name = entry.control.as_deref().unwrap_or_default();
    let subtracted = *acquisition == Acquisition::Concentration { subtract_blank: true };
    let is_taken = is_sample(one) || asks(measured, entry.role, name) || (entry.role == Role::Blank && subtracted);
    // A blank counts at the dilution of its sample.
    if !is_taken || (key == Key::Dilution && entry.role == Role::Blank) {
        return false;
    }
    let events = one.run.events.is_some() && key == Key::Dilution;
    match acquisition {
        Acquisition::Concentration { .. } => has_concentration(one.run),
        Acquisition::Stated { quantity, of } => states_concentration(one.recording, one.run, quantity, of.as_deref()),
        Acquisition::Events { statistic: EventStatistic::Concentration, .. } => events,
        Acquisition::Events { .. } => {
            let in_series = entry.role == Role::Control && folded(name) == COINCIDENCE;
            events && (in_series || (is_sample(one) && asks(measured, Role::Control, COINCIDENCE)))
        }
        Acquisition::Size { .. } => false,
    }
}

fn key_not_used(entry: &SampleEntry, word: &str, place: &Place) -> Finding {
    let message = format!("no test takes the `{word}` of the entry `{}`", entry.file.text);
    let help = match entry.role {
        Role::Blank if word == "dilution" => "take it out: a blank counts at the dilution of its sample".to_owned(),
        _ => format!("take `{word}` out of the entry, or take the value `from: concentration`"),
    };
    Finding::new(&codes::SAMPLE_KEY_NOT_USED, message).at(place.clone(), 1).help(help)
}

/// That the factor of the command line is for nothing.
pub(super) fn given_dilution_not_used(factor: &crate::quantity::Decimal) -> Finding {
    let message = format!("no run takes the factor of --set dilution={factor}");
    let help = "it is for runs whose file records none; the report prints the factors that are recorded";
    Finding::new(&codes::GIVEN_DILUTION_NOT_USED, message).help(help)
}
