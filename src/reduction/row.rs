//! From a computed value to the determination that the judge takes, with the settings of its run.

use super::codes;
use super::computed::Computed;
use super::stated;
use super::work::{Placed, Work};
use crate::data::{ComputedDetermination, ComputedUncertainty, RowStatus};
use crate::quantity::{Decimal, DecimalMark, Exact, Unit, UnitError};
use crate::spec::{Acquisition, Check, Measured, Role};

impl<'w, 'b> Work<'w, '_, 'b> {
    /// A determination of the run without its value.
    pub fn row(&self, one: &Placed<'w, 'b>, test: usize) -> ComputedDetermination {
        let (assignment, entry) = (&one.assignment, one.assignment.entry);
        ComputedDetermination {
            test,
            role: entry.role,
            control: entry.control.clone().unwrap_or_default(),
            text: String::new(),
            unit: None,
            group: assignment.text(entry.group.as_ref()),
            replicate: match &entry.replicate {
                // The one run of a file that gives it no name.
                None if one.run.name.is_empty() => self.file_name(one),
                None => one.run.name.clone(),
                replicate => assignment.text(replicate.as_ref()),
            },
            stage: assignment.text(entry.stage.as_ref()),
            sample: assignment.text(entry.sample.as_ref()),
            method: entry.method.clone().unwrap_or_default(),
            instrument: one.recording.instrument.clone(),
            analyst: entry.analyst.clone().unwrap_or_default(),
            status: if entry.record.is_invalid { RowStatus::Invalid } else { RowStatus::Valid },
            reason: entry.record.reason.clone().unwrap_or_default(),
            investigation: entry.record.investigation.clone().unwrap_or_default(),
            approver: entry.record.approver.clone().unwrap_or_default(),
            date: one.run.date,
            how: String::new(),
            uncertainty: None,
            input: self.request.first_input + one.file as u32,
            line: 0,
            column: 0,
            fault: None,
        }
    }

    /// The name of the file without its folders.
    fn file_name(&self, one: &Placed<'w, 'b>) -> String {
        let name = self.contents.get(one.file).map_or("", |content| &content.name);
        name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned()
    }

    /// Particles per frame, tracks, camera level, software ...: what the checks of the test ask for as controls, as far as
    /// the file states it.
    pub fn settings(&self, one: &Placed<'w, 'b>, test: usize, measured: &Measured) -> Vec<ComputedDetermination> {
        if !one.assignment.entry.role.is_of_lot() {
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
                let unit = if is_plain(&value.unit) { Ok(Unit::none()) } else { Unit::parse(&value.unit) };
                rows.push(ComputedDetermination {
                    fault: unit.is_err().then_some(&codes::INSTRUMENT_UNIT_NOT_KNOWN),
                    how: unit.as_ref().err().map(unit_not_known).unwrap_or_default(),
                    // What is no number must not be read as one: the check says of the words that they are none.
                    text: stated::none(value).map_or_else(|| stated::with_point(value), str::to_owned),
                    unit: unit.ok().filter(|unit| !unit.is_none()),
                    line: value.line,
                    column: value.column,
                    ..row
                });
            }
        }
        rows
    }
}

/// Units of counting alone that stand for plain numbers; spelled as the instruments do.
const PLAIN: [&str; 4] = ["fps", "a.u.", "arb. units", "arbitrary units"];

/// What to do about a unit that is not known.
pub(super) const UNIT_HELP: &str =
    "take another quantity, or deliver the value in a result table with a unit of its own";

/// Whether a unit of an instrument stands for a plain number.
pub(super) fn is_plain(unit: &str) -> bool {
    PLAIN.contains(&unit)
}

/// What to say of a unit that is not known.
pub(super) fn unit_not_known(error: &UnitError) -> String {
    format!("the file states a unit that cannot be compared with a limit: {error}")
}

/// The row with its value.
pub(super) fn with_value(row: ComputedDetermination, computed: Computed, measured: &Measured) -> ComputedDetermination {
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
