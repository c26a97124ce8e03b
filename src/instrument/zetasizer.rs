//! Text exports of Zetasizer software 7 and 8: size by dynamic light scattering, and zeta potential.
//!
//! One record per row under a header that the laboratory chose. A new header may begin at any row; it then usually
//! describes the same records again with other columns, and these join the runs that are there.

mod arrays;
mod columns;
mod records;

use super::cells::{Cells, field};
use super::codes;
use super::content::Content;
use super::damage::Damage;
use super::grid::{Grid, Row};
use super::record::Recording;
use crate::finding::Finding;
use crate::quantity::{Decimal, DecimalMark};
use arrays::Array;
use columns::{Column, Meaning};
use records::Records;
use std::collections::BTreeMap;

/// Columns of which an export has at least one, so that another table with `Type` and `Sample Name` is none.
const SIGNS: [&str; 8] =
    ["Z-Ave", "PdI", "Sizes[", "Zeta Potential", "ZP (mV)", "Derived Count Rate", "S/W Version", "Attenuator"];

/// Whether the first row is the header of an export.
pub(super) fn recognise(content: &Content<'_>) -> bool {
    content.text().and_then(|text| text.lines().next()).is_some_and(|first| {
        let mut cells = first.split('\t').map(str::trim);
        matches!(cells.next(), Some("Record" | "Type"))
            && cells.any(|cell| cell == "Sample Name")
            && SIGNS.iter().any(|sign| first.contains(sign))
    })
}

/// A header with its columns.
#[derive(Debug)]
struct Group {
    columns: Vec<Column>,
    arrays: Vec<Array>,
    /// Number of the first header in the file with the same labels.
    same_as: usize,
}

/// Reads an export.
pub(super) fn read<'b>(content: &Content<'b>) -> Result<Recording<'b>, Vec<Finding>> {
    let grid = Grid::split(content.text().unwrap_or_default(), '\t', false);
    let mut errors = Damage::default();
    let mark = decimal_mark(content, &grid).unwrap_or_else(|finding| {
        errors.push(finding);
        DecimalMark::Point
    });
    let mut records = Records::new(content, Cells::new(content, mark));
    let mut headers = BTreeMap::new();
    let mut group: Option<Group> = None;
    for row in grid.rows().filter(|row| row.filled() > 0) {
        if is_header(&row) {
            if group.is_some() {
                errors.extend(records.end().err());
            }
            let number = headers.len();
            let labels: Vec<&str> = row.cells().take(row.filled()).collect();
            let same_as = *headers.entry(labels.join("\t")).or_insert(number);
            group = Some(header(content, &row, same_as, &mut errors));
            records.begin(row.line);
            continue;
        }
        let Some(group) = &group else {
            errors.push(content.damaged(row.line, 1, "a record stands above the first header"));
            break;
        };
        errors.extend(records.add(group, &row).err());
    }
    if group.is_some() && errors.is_empty() {
        errors.extend(records.end().err());
    }
    let mark = if mark == DecimalMark::Comma { "comma" } else { "point" };
    let recording = records.finish(format!("{}, tabs, decimal {mark}", content.encoding()));
    if recording.runs.is_empty() && errors.is_empty() {
        errors.push(content.damaged(1, 1, "the export holds no record"));
    }
    if errors.is_empty() { Ok(recording) } else { Err(errors.into_findings()) }
}

fn is_header(row: &Row<'_>) -> bool {
    matches!(row.cell(0), "Record" | "Type")
}

fn header(content: &Content<'_>, row: &Row<'_>, same_as: usize, errors: &mut Damage) -> Group {
    let columns = columns::columns(row);
    if !columns.iter().any(|column| column.meaning == Meaning::Sample) {
        errors.push(content.damaged(row.line, 1, "the header has no column `Sample Name`"));
    }
    let arrays = arrays::arrays(content, row.line, &columns).unwrap_or_else(|finding| {
        errors.push(finding);
        Vec::new()
    });
    Group { columns, arrays, same_as }
}

/// The decimal mark of the numbers in the file: a point, or a comma where the computer was set so.
///
/// # Errors
/// Both occur.
fn decimal_mark(content: &Content<'_>, grid: &Grid) -> Result<DecimalMark, Finding> {
    let mut columns = Vec::new();
    let (mut point, mut comma) = (None, None);
    for row in grid.rows() {
        if is_header(&row) {
            columns = columns::columns(&row);
            continue;
        }
        for (index, column) in columns.iter().enumerate() {
            if !matches!(column.meaning, Meaning::Number { .. } | Meaning::Element(..)) {
                continue;
            }
            let cell = row.cell(index);
            let seen = match (cell.contains('.'), cell.contains(',')) {
                (true, false) => &mut point,
                (false, true) if Decimal::parse(cell, DecimalMark::Comma).is_ok() => &mut comma,
                _ => continue,
            };
            seen.get_or_insert((row.line, field(index)));
        }
    }
    match (point, comma) {
        (Some((line, column)), Some((other, field))) => {
            let message = "the file holds numbers with a decimal point and numbers with a decimal comma";
            Err(content.damaged(other, field, message).with(content.place(line, column), "a point here"))
        }
        (None, Some(_)) => Ok(DecimalMark::Comma),
        _ => Ok(DecimalMark::Point),
    }
}

/// A finding about a whole record that keeps nothing from being read.
fn repeated(content: &Content<'_>, row: &Row<'_>, earlier: u64, message: String) -> Finding {
    content
        .damaged(row.line, 1, message)
        .with(content.place(earlier, 1), "first here")
        .help("two exports were put into one file: hand in each on its own")
}

/// That sizes are radii, which evqc does not turn into diameters.
fn radii(content: &Content<'_>, line: u64, index: usize) -> Finding {
    Finding::new(&codes::FORMAT_NOT_READ, "the sizes are radii (r.nm)")
        .at(content.place(line, field(index)), 1)
        .help("choose diameters (d.nm) in the settings of the Zetasizer software and export again")
}

#[cfg(test)]
mod tests;
