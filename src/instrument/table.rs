//! Tables of any origin: a header and rows, as CSV with any separator or as a sheet of a workbook.
//!
//! Recognised last, by the weakest sign. What stands in a cell is taken as it stands, under the label of its column;
//! nothing is known of it beyond that. Reports with blocks and headings are no tables, and are refused.

mod columns;
mod shape;

use super::codes;
use super::content::Content;
use super::grid::{Grid, Row};
use super::record::{Dilution, Recording, Run, Value};
use super::workbook::{self, Workbook};
use crate::finding::Finding;
use crate::quantity::{DecimalMark, Reading};
use columns::Column;
use std::borrow::Cow;

/// How many faults of one kind are told.
const TOLD: usize = 20;

/// Whether the content is a table, or a report that looks like one and is refused; every workbook that no other format
/// takes comes here.
pub(super) fn recognise(content: &Content<'_>) -> bool {
    if Workbook::is_one(content) {
        return true;
    }
    let Some(text) = content.text() else { return false };
    shape::split(text)
        .is_some_and(|split| shape::is_table(&split.grid) || shape::repeated_labels(&split.grid).is_some())
}

/// Reads a table.
pub(super) fn read<'b>(content: &Content<'b>) -> Result<Recording<'b>, Vec<Finding>> {
    if Workbook::is_one(content) {
        let (sheet, findings) = workbook::sheet_of(content, |sheet| shape::is_table(&sheet.grid))?;
        let mut recording = of_grid(content, &sheet.grid, DecimalMark::Point)?;
        recording.detected = format!("XLSX, sheet \"{}\"", sheet.name);
        recording.findings.splice(0..0, findings);
        return Ok(recording);
    }
    let Some(split) = content.text().and_then(shape::split) else {
        return Err(vec![content.damaged(0, 0, "the file is no table: no line of it has two fields")]);
    };
    let mark = shape::decimal_mark(content, &split)?;
    let mut recording = of_grid(content, &split.grid, mark)?;
    let comma = if mark == DecimalMark::Comma { "decimal comma" } else { "decimal point" };
    recording.detected =
        format!("{}, separator {}, {comma}", content.encoding(), shape::separator_name(split.separator));
    Ok(recording)
}

fn of_grid<'b>(content: &Content<'b>, grid: &Grid, mark: DecimalMark) -> Result<Recording<'b>, Vec<Finding>> {
    let mut rows = grid.rows().filter(|row| row.filled() > 0);
    let Some(header) = rows.next() else { return Err(vec![content.damaged(0, 0, "the table is empty")]) };
    let rows: Vec<Row<'_>> = rows.collect();
    check(content, grid, &header, &rows)?;
    let rows = without_end(&header, rows);
    let columns = columns::of(&header, &rows, mark);
    let mut recording = Recording::new("table", "");
    recording.findings = columns::remarks(content, &header, &columns);
    let mut doubtful = Vec::new();
    for row in &rows {
        recording.runs.push(run(content, row, &columns, mark, &mut doubtful));
    }
    let more = doubtful.len().saturating_sub(TOLD);
    doubtful.truncate(TOLD);
    if let (Some(last), 1..) = (doubtful.last_mut(), more) {
        last.message = format!("{} (and {more} more such cells)", last.message);
    }
    recording.findings.extend(doubtful);
    Ok(recording)
}

/// What makes it no table.
fn check(content: &Content<'_>, grid: &Grid, header: &Row<'_>, rows: &[Row<'_>]) -> Result<(), Vec<Finding>> {
    let width = header.filled();
    let ragged: Vec<&Row<'_>> =
        rows.iter().filter(|row| row.filled() > width || row.len() < width && !is_sheet(content)).collect();
    if let Some((first, second)) =
        shape::repeated_labels(grid).filter(|_| !ragged.is_empty() || !shape::has_header(header))
    {
        let message = "the file is a report and no table: a row of labels returns, with other blocks between";
        let finding = content.damaged(second, 1, message).with(content.place(first, 1), "it stands here first");
        return Err(vec![finding.help("export the results as a table: one header, and one row per sample")]);
    }
    if !shape::has_header(header) {
        let message = "the first line is no header: it holds fewer than two labels";
        return Err(vec![content.damaged(header.line, 1, message)]);
    }
    let mut errors: Vec<Finding> = Vec::new();
    let same = |row: &&Row<'_>| row.filled() == width && (0..width).all(|field| row.cell(field) == header.cell(field));
    if let Some(second) = rows.iter().find(same) {
        errors.push(content.damaged(
            second.line,
            1,
            "the header stands here again: the file holds more than one table",
        ));
    }
    for row in ragged.iter().take(TOLD) {
        let fields = if row.filled() > width { row.filled() } else { row.len() };
        let message = format!("the row has {fields} fields, the header has {width}");
        errors.push(content.damaged(row.line, u32::try_from(row.len().min(width)).unwrap_or(1), message));
    }
    if rows.is_empty() {
        errors.push(content.damaged(header.line, 1, "the table has a header and no row"));
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// A row of a sheet ends with its last cell that holds something; a line has all its separators.
fn is_sheet(content: &Content<'_>) -> bool {
    content.text().is_none()
}

/// Tables for import into a laboratory system end with a row and a column called `end`; neither is a result.
fn without_end<'g>(header: &Row<'_>, mut rows: Vec<Row<'g>>) -> Vec<Row<'g>> {
    let last = rows.last().filter(|row| row.cell(0) == "end" && row.filled() == 1);
    if last.is_some() && header.cell(header.filled() - 1) == "end" {
        rows.pop();
    }
    rows
}

fn run<'b>(
    content: &Content<'_>,
    row: &Row<'_>,
    columns: &[Column],
    mark: DecimalMark,
    doubtful: &mut Vec<Finding>,
) -> Run<'b> {
    let sample = columns.iter().filter(|column| !column.numeric).map(|column| row.cell(column.index));
    let sample = sample.into_iter().find(|cell| !cell.is_empty()).unwrap_or_default().to_owned();
    let dilution = Dilution::NotRecorded;
    let mut run =
        Run { name: format!("row {}", row.line), sample, line: row.line, column: 1, dilution, ..Run::default() };
    for column in columns.iter().filter(|column| !row.cell(column.index).is_empty()) {
        let value = value(row, column, mark);
        let is_word = matches!(value.reading, Reading::Text | Reading::Malformed(_));
        if column.numeric && is_word && !is_dashes(&value.text) {
            let message = format!("`{}` in the column `{}` is no number that evqc knows", value.text, column.label);
            let finding = Finding::new(&codes::VALUE_NOT_READABLE, message);
            let width = u32::try_from(value.text.chars().count()).unwrap_or(1);
            doubtful.push(finding.at(content.place(value.line, value.column), width));
        }
        run.values.push(value);
    }
    run
}

/// `-----`, which laboratory systems write for what was not measured.
fn is_dashes(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte == b'-')
}

fn value(row: &Row<'_>, column: &Column, mark: DecimalMark) -> Value {
    let text = row.cell(column.index);
    let reading = Reading::parse(text, mark);
    let is_number = matches!(reading, Reading::Number(_) | Reading::Below(_) | Reading::Above(_));
    let is_word = matches!(reading, Reading::Text | Reading::Malformed(_));
    let no_number: Option<Cow<'static, str>> = match text {
        _ if is_number => None,
        _ if is_dashes(text) => Some("not measured (dashes)".into()),
        _ if is_word && !column.numeric => None,
        _ if is_word => Some("not a number that evqc knows".into()),
        _ => Some(format!("the file says `{text}`").into()),
    };
    Value {
        quantity: column.quantity.clone().into(),
        of: String::new(),
        text: text.to_owned(),
        // A word among words is a word, whatever it begins with: `3_M. smithii`, `2024-01-05`.
        reading: if is_word && !column.numeric { Reading::Text } else { reading },
        unit: if is_number { column.unit.clone().into() } else { "".into() },
        line: row.line,
        column: column.number(),
        no_number,
    }
}
