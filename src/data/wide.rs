//! Wide tables: a row for each lot or replicate, a column for each test.

use super::determination::{Details, RowStatus};
use super::names::Meaning;
use super::rows::{About, Rows, with_unit};
use crate::quantity::{Reading, Unit};
use crate::spec::Role;
use std::borrow::Cow;

/// A column of a wide table that holds results.
#[derive(Debug)]
pub(crate) struct WideColumn {
    /// Field, from 0.
    pub field: usize,
    /// The test, or the tests among which the stage decides.
    pub tests: Meaning,
    /// The control whose values it holds.
    pub control: Option<String>,
    /// The unit in the header.
    pub unit: Option<Unit>,
}

/// Whether a row is of a run that was declared invalid or investigated, or repeats one.
fn is_of_history(about: &About<'_>) -> bool {
    let recorded =
        |details: &Details<'_>| details.status == RowStatus::Invalid || !details.investigation.trim().is_empty();
    about.role == Role::Retest || about.details.as_deref().is_some_and(recorded)
}

impl<'s: 'b, 'b> Rows<'_, 's, 'b> {
    /// Reads the row of a wide table. An empty cell is a determination too, so that what is missing has a place; in a row that was
    /// declared invalid, or repeats one, it is none: the row is of the tests that were in that run.
    pub(crate) fn wide(&mut self, columns: &'s [WideColumn]) {
        let about = self.about();
        let is_empty = |column: &&WideColumn| self.row.cell(column.field).trim().is_empty();
        let is_filled = columns.iter().any(|column| !is_empty(&column));
        let leaves_out = is_filled && is_of_history(&about);
        let left: Vec<&WideColumn> = columns.iter().filter(|column| !(leaves_out && is_empty(column))).collect();
        for column in left {
            let test = match &column.tests {
                Meaning::Test(test) => *test,
                Meaning::Several(candidates) => {
                    match self.choose(candidates, about.stage, "the column", column.field) {
                        Some(test) => test,
                        None => continue,
                    }
                }
                Meaning::NotMeasured(_) | Meaning::Elsewhere | Meaning::Unknown => continue,
            };
            let mut about = about.clone();
            if let Some(control) = &column.control {
                // Whatever the row is about, a retest too: its control is one, and no determination of the result.
                about.role = Role::Control;
                about.details.get_or_insert_default().control = control;
            }
            let cell = self.row.cell(column.field);
            let mut reading = Reading::parse(cell, self.layout.mark);
            let mut unit = column.unit.as_ref().map(Cow::Borrowed);
            if let Reading::Malformed(_) | Reading::Text = reading
                && let Some((number, behind)) = with_unit(cell, self.layout.mark)
            {
                reading = number;
                about.fault = about.fault.or(self.second_unit(&behind, column.field, unit.as_deref()));
                unit = unit.or(Some(Cow::Owned(behind)));
            }
            self.add(test, (column.field, cell), reading, unit, about);
        }
    }
}
