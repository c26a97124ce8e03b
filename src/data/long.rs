//! Long tables: a row for each value.

use super::cell::{shown, trimmed};
use super::codes;
use super::names::Meaning;
use super::rows::{Rows, with_unit};
use crate::finding::Code;
use crate::quantity::{Reading, Unit};
use std::borrow::Cow;

impl<'s: 'b, 'b> Rows<'_, 's, 'b> {
    /// Reads the row of a long table; fields from 0.
    #[inline]
    pub(crate) fn long(&mut self, test: usize, value: usize, unit: Option<usize>) {
        let mut about = self.about();
        let index = match self.spellings.find(&self.row, test, self.names) {
            Meaning::Test(index) => *index,
            other => {
                let other = other.clone();
                match self.without_test(&other, test, about.stage) {
                    Some(index) => index,
                    None => return,
                }
            }
        };
        let mut delivered = match self.spellings.unit(&self.row, unit, self.names) {
            Ok(delivered) => delivered,
            Err(reason) => {
                let (reason, help) = match reason.split_once("; ") {
                    Some((reason, help)) => (reason, help),
                    None => (reason, "the page on units of the documentation lists the units"),
                };
                let reason = format!("the unit {}: {reason}", shown(self.row.optional(unit)));
                let help = Some(help.to_owned());
                about.fault = Some(self.fault(&codes::UNIT_NOT_KNOWN, unit.unwrap_or(value), reason, help));
                None
            }
        };
        let cell = self.row.cell(value);
        let mark = self.mark(value);
        let mut reading = match mark == self.layout.mark {
            true => self.spellings.reading(cell),
            false => Reading::parse(cell, mark),
        };
        if let Reading::Malformed(_) | Reading::Text = reading
            && let Some((number, behind)) = with_unit(cell, mark)
        {
            reading = number;
            about.fault = about.fault.or(self.second_unit(&behind, value, delivered.as_deref()));
            delivered = delivered.or(Some(Cow::Owned(behind)));
        }
        about.fault = about.fault.or_else(|| self.marked_observation(value, &reading));
        self.add(index, (value, cell), reading, delivered, about);
    }

    /// What a name comes to that does not mean one test; `field` holds it.
    #[cold]
    fn without_test(&mut self, meaning: &Meaning, field: usize, stage: &str) -> Option<usize> {
        let name = trimmed(self.row.cell(field));
        match meaning {
            Meaning::Test(index) => return Some(*index),
            Meaning::Several(candidates) => return self.choose(candidates, stage, name, field),
            Meaning::NotMeasured(index) => self.not_measured(*index, name, field),
            Meaning::Elsewhere => {}
            Meaning::Unknown => self.unknown_test(name, field),
        }
        None
    }

    /// Reports a unit behind the number that is not the one of the row.
    pub(crate) fn second_unit(&mut self, behind: &Unit, field: usize, first: Option<&Unit>) -> Option<&'static Code> {
        let first = first.filter(|first| *first != behind)?;
        let cell = shown(self.row.cell(field));
        let message =
            format!("the value {cell} is in {}, but the unit given for it is {}", behind.symbol(), first.symbol());
        Some(self.fault(&codes::UNIT_TWICE, field, message, Some("write the unit once".to_owned())))
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
