//! Long tables: a row for each value.

use super::cell::{shown, trimmed};
use super::codes;
use super::names::Meaning;
use super::rows::{Rows, reading_of};
use crate::quantity::{Reading, Unit};

impl Rows<'_, '_, '_> {
    /// Reads the row of a long table; fields from 0.
    #[inline]
    pub(crate) fn long(&mut self, test: usize, value: usize, unit: Option<usize>) {
        let about = self.about();
        let name = trimmed(self.row.cell(test));
        let index = match self.spellings.find(name, self.names) {
            Meaning::Test(index) => *index,
            Meaning::Several(candidates) => {
                let candidates = candidates.clone();
                match self.choose(&candidates, about.stage, name, test) {
                    Some(index) => index,
                    None => return,
                }
            }
            Meaning::NotMeasured(index) => {
                let index = *index;
                return self.not_measured(index, name, test);
            }
            Meaning::Unknown => return self.unknown_test(name, test),
        };
        let mut about = about;
        let (reading, written) = reading_of(self.row.cell(value), self.layout.mark);
        let unit_cell = self.row.optional(unit);
        let mut delivered = match self.spellings.unit(unit_cell) {
            Ok(delivered) => delivered,
            Err(reason) => {
                let field = unit.unwrap_or(value);
                about.fault = Some(self.fault(&codes::UNIT_NOT_KNOWN, field, reason, None));
                None
            }
        };
        let mut kept = reading;
        if let Some(written) = written {
            match self.unit_behind_number(written, value, delivered.as_ref()) {
                UnitBehind::Is(unit) => delivered = Some(unit),
                UnitBehind::Another => about.fault = Some(&codes::UNIT_TWICE),
                // `2 of 3`, `5 days later`: whatever it is, it is no number with a unit.
                UnitBehind::None => kept = Reading::parse(self.row.cell(value), self.layout.mark),
            }
        }
        self.add(index, value, kept, delivered, about);
    }

    /// What stands behind the number in a value cell.
    #[cold]
    fn unit_behind_number(&mut self, written: &str, value: usize, delivered: Option<&Unit>) -> UnitBehind {
        match (Unit::parse(written), delivered) {
            (Ok(unit), None) => UnitBehind::Is(unit),
            (Ok(unit), Some(delivered)) if unit == *delivered => UnitBehind::Is(unit),
            (Ok(unit), Some(delivered)) => {
                let message = format!(
                    "the value {} is in {}, the unit cell says {}",
                    shown(self.row.cell(value)),
                    unit.symbol(),
                    delivered.symbol()
                );
                self.fault(&codes::UNIT_TWICE, value, message, Some("write the unit once".to_owned()));
                UnitBehind::Another
            }
            (Err(_), _) => UnitBehind::None,
        }
    }

    #[cold]
    fn unknown_test(&mut self, name: &str, field: usize) {
        if name.is_empty() {
            self.fault(&codes::TEST_NAME_MISSING, field, "the row names no test".to_owned(), None);
            return;
        }
        let help = match self.names.suggestion(name) {
            Some(similar) => format!("did you mean `{similar}`?"),
            None => "list the name under `columns` of the test it belongs to".to_owned(),
        };
        let message = format!("the specification has no test {}", shown(name));
        self.fault(&codes::TEST_NOT_IN_SPECIFICATION, field, message, Some(help));
    }

    #[cold]
    fn not_measured(&mut self, index: usize, name: &str, field: usize) {
        let message = format!("{} takes no values: it is {}", shown(name), self.names.why_not_measured(index));
        let help = Some("deliver the results it rests on".to_owned());
        self.fault(&codes::TEST_NOT_MEASURED, field, message, help);
    }
}

/// The text behind the number in a value cell.
enum UnitBehind {
    /// A unit.
    Is(Unit),
    /// Another unit than the unit cell has.
    Another,
    /// No unit.
    None,
}
