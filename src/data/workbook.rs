//! Workbooks as result tables: the sheet with the results becomes lines of text, which the other readers take.
//!
//! Each row of the sheet is one line and each column one field, so that a finding names the row and the column that
//! the spreadsheet program shows.

use super::cell::{folded, shown};
use super::codes;
use super::header::{Column, column_of};
use super::sheet::{RAISED, STRUCK_OUT, SheetCells};
use super::table::{Origin, Source};
use crate::finding::Finding;
use crate::instrument::Content;
use crate::instrument::workbook::{NoId, Sheet, Workbook, cell_name};
use crate::spec::hexadecimal;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::io::{Cursor, Read};
use std::sync::Arc;

/// Whether the bytes are a workbook, readable or not; the name of the file says nothing.
pub fn is_workbook(bytes: &[u8]) -> bool {
    Workbook::is_one(&Content::new(&Arc::from(""), bytes))
}

/// The results in a workbook as a source of lines: those of the sheet of this name, or of the one whose header has a lot
/// column.
///
/// What keeps the workbook from being read, and what there is to say about it, is kept for the table that is opened.
pub fn workbook_source(name: impl Into<Arc<str>>, bytes: &[u8], sheet: Option<&str>) -> Source {
    let name = name.into();
    let content = Content::new(&name, bytes);
    let sha256 = hexadecimal(&Sha256::digest(bytes));
    let (lines, origin) = match read(&content, sheet, &sha256) {
        Ok(found) => found,
        Err(finding) => {
            let (detected, findings) = ("XLSX".to_owned(), vec![finding]);
            (
                String::new(),
                Origin { sha256, detected, sheet: String::new(), findings, cells: None, of_workbook: Vec::new() },
            )
        }
    };
    let lines: Arc<[u8]> = Arc::from(lines.into_bytes());
    let open = move || Ok(Box::new(Cursor::new(Arc::clone(&lines))) as Box<dyn Read + Send>);
    Source::new(Arc::clone(&name), open).with_origin(origin)
}

fn read(content: &Content<'_>, sheet: Option<&str>, sha256: &str) -> Result<(String, Origin), Finding> {
    let workbook = match content.workbook() {
        Some(Ok(workbook)) => workbook,
        Some(Err(finding)) => return Err(finding.clone()),
        None => return Err(content.damaged(0, 0, "the file is no workbook")),
    };
    let sheet = workbook.choose(content, sheet, has_lots)?;
    let of_whole = workbook.findings.iter().map(|finding| (String::new(), finding.clone()));
    let origin = Origin {
        sha256: sha256.to_owned(),
        detected: format!("XLSX, sheet \"{}\"", sheet.name),
        sheet: sheet.name.clone(),
        findings: [sheet.findings.clone(), no_ids(content, sheet)].concat(),
        cells: Some(Arc::new(SheetCells::of(sheet))),
        of_workbook: of_whole.chain(workbook.set_aside(content, sheet)).collect(),
    };
    Ok((lines(sheet), origin))
}

fn has_lots(sheet: &Sheet) -> bool {
    let header = sheet.grid.row(0);
    header.is_some_and(|row| row.cells().any(|cell| column_of(&on_one_line(cell)) == Some(Column::Lot)))
}

/// That cells of ids hold something else: a date or a number that a spreadsheet program made of an id, so that what was typed is nowhere
/// in the file, or a text with letters that are no part of one.
fn no_ids(content: &Content<'_>, sheet: &Sheet) -> Vec<Finding> {
    let Some(header) = sheet.grid.row(0) else { return Vec::new() };
    let name_of = |column: u32| header.cell(column as usize - 1);
    let of_ids = sheet.no_ids.iter().filter(|((column, kind), _)| is_refused(name_of(*column), *kind));
    let below = of_ids.filter(|(_, (_, last))| *last > header.line);
    below
        .map(|((column, kind), (first, last))| {
            let row = if *first > header.line { *first } else { *last };
            let (cell, name) = (cell_name((row, *column)), shown(name_of(*column)));
            let (code, held, help) = match kind {
                NoId::Day | NoId::PartOfDay => (
                    &codes::SHEET_DATE_FOR_ID,
                    "a date and no text",
                    "give the column the format `Text`, and write its ids again: a date is what the spreadsheet program made of one",
                ),
                NoId::Exponent => (
                    &codes::SHEET_DATE_FOR_ID,
                    "a number with an exponent and no text",
                    "give the column the format `Text`, and write its ids again: of `24E07` a spreadsheet program makes 2.40E+08; the \
                     format `0` shows a number that is meant as one",
                ),
                NoId::OtherDigits => (
                    &codes::SHEET_DATE_FOR_ID,
                    "a number that the sheet shows with other digits than it has",
                    "give the column the format `Text`, and write its ids again: of `26.10` a spreadsheet program makes the number 26.1; \
                     the format `General` shows a number that is meant as one",
                ),
                NoId::StruckOut => (&codes::SHEET_CELL_MARKED, STRUCK_OUT.holds, STRUCK_OUT.help),
                NoId::Raised => (&codes::SHEET_CELL_MARKED, RAISED.holds, RAISED.help),
            };
            let message = format!("sheet \"{}\": {cell} of the column {name} holds {held}", sheet.name);
            Finding::new(code, message).at(content.place(row, *column), 1).help(help)
        })
        .collect()
}

/// Whether a cell of this kind is refused in a column. A day may be the name of a group, as it may be in other tables; in a condition
/// `2-8` becomes a date as easily as in an id, and raised letters are degrees. Temperatures and numbers of replicates are numbers,
/// whatever decimals are shown of them.
fn is_refused(header: &str, kind: NoId) -> bool {
    match column_of(&on_one_line(header)) {
        Some(Column::Group) => kind != NoId::Day,
        Some(Column::Condition) => !matches!(kind, NoId::Raised | NoId::OtherDigits),
        Some(Column::Replicate) => kind != NoId::OtherDigits,
        _ => is_for_ids(header),
    }
}

/// Whether a column holds ids, which name things whatever they look like; those of lot files and waivers included.
fn is_for_ids(header: &str) -> bool {
    let header = on_one_line(header);
    let is_id = |column| {
        matches!(
            column,
            Column::Lot
                | Column::Sample
                | Column::Replicate
                | Column::Investigation
                | Column::Container
                | Column::Instrument
        )
    };
    column_of(&header).is_some_and(is_id) || OTHER_IDS.contains(&folded(&header).as_str())
}

/// Columns of ids in the files beside results, folded: parent lots, and the document of a waiver.
const OTHER_IDS: [&str; 10] =
    ["parents", "parent", "母批", "上游批号", "reference", "依据", "依据文件", "参考", "参考文件", "文件编号"];

/// The sheet as lines with commas. Rows that end early get the fields of the header; those that are longer keep theirs.
fn lines(sheet: &Sheet) -> String {
    let width = sheet.grid.row(0).map_or(0, |header| header.filled());
    let is_lot = |cell: &str| column_of(&on_one_line(cell)) == Some(Column::Lot);
    let lot = sheet.grid.row(0).and_then(|header| header.cells().position(is_lot));
    let mut text = String::new();
    let mut line = 1;
    for (at, row) in sheet.grid.rows().enumerate() {
        while line < row.line {
            text.push('\n');
            line += 1;
        }
        for field in 0..row.filled().max(width) {
            if field > 0 {
                text.push(',');
            }
            match row.raw(field) {
                id if at > 0 && lot == Some(field) => push_field(&mut text, &with_breaks(id)),
                cell => push_field(&mut text, cell),
            }
        }
        text.push('\n');
        line += 1;
    }
    text
}

fn push_field(text: &mut String, cell: &str) {
    if !cell.contains([',', '"', '\n', '\r']) {
        return text.push_str(cell);
    }
    text.push('"');
    text.push_str(&on_one_line(cell).replace('"', "\"\""));
    text.push('"');
}

/// The id of a lot with a sign for each line break within it: `A` over `1` is not the lot `A 1`.
fn with_breaks(id: &str) -> Cow<'_, str> {
    let id = id.trim_matches(['\n', '\r']);
    match id.contains(['\n', '\r']) {
        true => Cow::Owned(id.replace("\r\n", "\u{2028}").replace(['\n', '\r'], "\u{2028}")),
        false => Cow::Borrowed(id),
    }
}

/// A line break inside a cell is read as a space.
fn on_one_line(cell: &str) -> String {
    cell.replace("\r\n", " ").replace(['\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use super::with_breaks;

    #[test]
    fn a_line_break_within_an_id_is_a_sign_of_it() {
        assert_eq!(with_breaks("A\n1"), "A\u{2028}1");
        assert_eq!(with_breaks("A\r\n1\n"), "A\u{2028}1");
        assert_eq!(with_breaks("A 1\n"), "A 1", "one at the end separates nothing");
    }
}
