//! The columns of a table of any origin: label, unit, and whether it holds numbers.

use crate::finding::Finding;
use crate::instrument::codes;
use crate::instrument::content::Content;
use crate::instrument::grid::Row;
use crate::quantity::{DecimalMark, Reading, Unit};
use std::collections::BTreeMap;

/// One column.
#[derive(Debug)]
pub(super) struct Column {
    /// Position, from 0.
    pub(super) index: usize,
    /// The label as printed, a line break read as a space; `column 4` where there is none.
    pub(super) label: String,
    /// The label without its unit.
    pub(super) quantity: String,
    /// The unit in brackets behind the label; empty for none.
    pub(super) unit: String,
    /// Whether at least half of its cells are numbers.
    pub(super) numeric: bool,
}

impl Column {
    /// Its number, from 1.
    pub(super) fn number(&self) -> u32 {
        u32::try_from(self.index + 1).unwrap_or(u32::MAX)
    }
}

/// The columns that hold something, in their order.
pub(super) fn of(header: &Row<'_>, rows: &[Row<'_>], mark: DecimalMark) -> Vec<Column> {
    let filled = |index: &usize| rows.iter().any(|row| !row.cell(*index).is_empty());
    (0..header.filled()).filter(filled).map(|index| column(index, header.cell(index), rows, mark)).collect()
}

fn column(index: usize, label: &str, rows: &[Row<'_>], mark: DecimalMark) -> Column {
    let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
    let (quantity, unit) = with_unit(&label);
    let (mut words, mut numbers) = (0_usize, 0_usize);
    for cell in rows.iter().map(|row| row.cell(index)).filter(|cell| !cell.is_empty()) {
        match Reading::parse(cell, mark) {
            Reading::Number(_) | Reading::Below(_) | Reading::Above(_) => numbers += 1,
            Reading::Text | Reading::Malformed(_) => words += 1,
            // `ND`, `NA` and the like stand among numbers and among words.
            _ => {}
        }
    }
    let quantity = if quantity.is_empty() { format!("column {}", index + 1) } else { quantity };
    let label = if label.is_empty() { quantity.clone() } else { label };
    Column { index, label, quantity, unit, numeric: numbers > 0 && numbers >= words }
}

/// A unit is taken from brackets only, and only if it is one: `Concentration_ml` is no volume and `Size (D50)` no unit.
fn with_unit(label: &str) -> (String, String) {
    for (open, close) in [('[', ']'), ('(', ')')] {
        let inside = label.strip_suffix(close).and_then(|rest| rest.rsplit_once(open));
        if let Some((name, unit)) = inside.filter(|(_, unit)| Unit::parse(unit).is_ok()) {
            return (name.trim().to_owned(), unit.trim().to_owned());
        }
    }
    (label.to_owned(), String::new())
}

/// Columns that cannot be told by their label.
pub(super) fn remarks(content: &Content<'_>, header: &Row<'_>, columns: &[Column]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut first: BTreeMap<&str, &Column> = BTreeMap::new();
    for column in columns {
        let place = content.place(header.line, column.number());
        if header.cell(column.index).is_empty() {
            let message = format!("column {} has no label and holds something", column.number());
            findings.push(Finding::new(&codes::COLUMN_UNCLEAR, message).at(place, 1));
        } else if let Some(other) = first.get(column.label.as_str()) {
            let message =
                format!("the columns {} and {} are both called `{}`", other.number(), column.number(), column.label);
            let finding = Finding::new(&codes::COLUMN_UNCLEAR, message).at(place, 1);
            findings.push(finding.with(content.place(header.line, other.number()), "the first one"));
        } else {
            first.insert(&column.label, column);
        }
    }
    findings
}
