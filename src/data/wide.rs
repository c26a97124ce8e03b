//! Wide tables: a row for each lot or replicate, a column for each test.

use super::determination::RowStatus;
use super::names::Meaning;
use super::rows::{About, Rows, with_unit};
use super::words;
use crate::quantity::{DecimalMark, Reading, Unit};
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

/// Whether a row says by its record, and not by its cells alone, which tests it is of: it was declared invalid, is a retest, or names
/// an investigation. One that is pending or not tested is of every test that it may be of.
fn is_of_some_tests(about: &About<'_>) -> bool {
    let Some(details) = about.details.as_deref() else { return about.role == Role::Retest };
    match details.status {
        RowStatus::Invalid => true,
        RowStatus::Valid => about.role == Role::Retest || details.names_investigation(),
        RowStatus::Pending | RowStatus::NotTested => false,
    }
}

/// Whether a cell holds no value, and nothing that speaks for one.
fn says_nothing(cell: &str) -> bool {
    words::says_none(cell) || matches!(Reading::parse(cell, DecimalMark::Point), Reading::NotTested)
}

/// Whether two columns are of one test.
fn are_of_one_test(one: &WideColumn, other: &WideColumn) -> bool {
    one.tests == other.tests
}

impl<'s: 'b, 'b> Rows<'_, 's, 'b> {
    /// The columns of which this row has a determination. An empty cell is one too, so that what is missing has a place; in a row that
    /// is of some tests only it is none, and neither is one that is filled with a dash, `n/a` or `not tested`. There the control says
    /// that a test was begun: a retest has a result then, and one that was declared invalid and has a dash none.
    fn columns_of(&self, columns: &'s [WideColumn], about: &About<'_>) -> Vec<&'s WideColumn> {
        let cell = |column: &WideColumn| self.row.cell(column.field);
        let filled: Vec<&WideColumn> = columns.iter().filter(|column| !says_nothing(cell(column))).collect();
        if filled.is_empty() || !is_of_some_tests(about) {
            return columns.iter().collect();
        }
        let status = about.details.as_deref().map_or(RowStatus::Valid, |details| details.status);
        let is_begun = |column: &WideColumn| match status {
            RowStatus::Valid => about.role == Role::Retest,
            RowStatus::Invalid => !cell(column).trim().is_empty(),
            RowStatus::Pending | RowStatus::NotTested => false,
        };
        let awaited = |column: &WideColumn| {
            let is_tested = filled.iter().any(|other| other.control.is_some() && are_of_one_test(other, column));
            column.control.is_none() && is_tested && is_begun(column)
        };
        columns.iter().filter(|column| !says_nothing(cell(column)) || awaited(column)).collect()
    }

    /// Reads the row of a wide table.
    pub(crate) fn wide(&mut self, columns: &'s [WideColumn]) {
        let about = self.about();
        for column in self.columns_of(columns, &about) {
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
            let mark = self.mark(column.field);
            let mut reading = Reading::parse(cell, mark);
            let mut unit = column.unit.as_ref().map(Cow::Borrowed);
            if let Reading::Malformed(_) | Reading::Text = reading
                && let Some((number, behind)) = with_unit(cell, mark)
            {
                reading = number;
                about.fault = about.fault.or(self.second_unit(&behind, column.field, unit.as_deref()));
                unit = unit.or(Some(Cow::Owned(behind)));
            }
            about.fault = about.fault.or_else(|| self.marked_observation(column.field, &reading));
            self.add(test, (column.field, cell), reading, unit, about);
        }
    }
}
