//! What a table keeps of the sheet of a workbook that it was: cells that are more than their letters.

use super::cell::shown;
use super::codes;
use super::header::{Column, column_of};
use super::table::Head;
use crate::finding::Finding;
use crate::instrument::workbook::{MergedRange, NoId, Sheet, cell_name};
use crate::source::Place;
use std::collections::{BTreeMap, BTreeSet};

/// Cells of a sheet of which the lines of its table do not say everything.
#[derive(Debug)]
pub(crate) struct SheetCells {
    /// The name on the tab.
    name: String,
    /// Cells of text with a sign that may be a decimal mark, by row and column from 1.
    texts: BTreeSet<(u64, u32)>,
    /// Cells with letters that are struck out or raised, by row and column from 1, each with which of the two.
    marked: BTreeMap<(u64, u32), NoId>,
    /// Merged cells that show a value in rows of the table, each with the value.
    merged: Vec<(MergedRange, String)>,
}

impl SheetCells {
    pub(crate) fn of(sheet: &Sheet) -> SheetCells {
        let merged = sheet.merged.iter().filter_map(|range| Some((*range, value_of(sheet, range)?)));
        SheetCells {
            name: sheet.name.clone(),
            texts: sheet.texts.clone(),
            marked: sheet.marked.clone(),
            merged: merged.collect(),
        }
    }

    /// Whether a cell is a text, whose decimal mark is that of whoever typed it; fields from 0.
    pub(crate) fn is_text(&self, line: u64, field: usize) -> bool {
        self.texts.contains(&at(line, field))
    }

    /// Whether letters of a cell are struck out or raised; fields from 0.
    pub(crate) fn is_marked(&self, line: u64, field: usize) -> bool {
        self.marked.contains_key(&at(line, field))
    }

    /// What keeps a cell of a record from saying what its letters joined say: some are struck out, or, in a name, raised, so that it is
    /// the name of nobody; fields from 0.
    pub(crate) fn unclear(&self, line: u64, field: usize, is_name: bool) -> Option<&'static Unclear> {
        match self.marked.get(&at(line, field))? {
            NoId::StruckOut => Some(&STRUCK_OUT),
            NoId::Raised if is_name => Some(&RAISED),
            _ => None,
        }
    }

    /// That merged cells of rows hold a value: the sheet shows it in each of its rows and columns, and the file has it in the first one
    /// alone. Nothing is lost in columns that are `left_out`, fields from 0, and in those of remarks.
    pub(crate) fn merged(&self, head: &Head, left_out: impl Fn(usize) -> bool) -> Vec<Finding> {
        /// Ranges that are told.
        const SHOWN: usize = 5;
        let counts = |column: u32| {
            let field = column as usize - 1;
            head.names.get(field).is_some_and(|name| holds_something(name)) && !left_out(field)
        };
        let told = self.merged.iter().filter(|(range, _)| (range.first.1..=range.last.1).any(counts)).take(SHOWN);
        told.map(|(range, text)| {
            let (first, last) = (cell_name(range.first), cell_name(range.last));
            let message = format!(
                "sheet \"{}\": the merged cells {first}:{last} show {}, which the file has in {first} alone",
                self.name,
                shown(text)
            );
            Finding::new(&codes::SHEET_CELLS_MERGED, message)
                .at(Place::new(&head.name, range.first.0, range.first.1), 1)
                .help("unmerge the cells, and write the value into each row that it is for")
        })
        .collect()
    }
}

/// Why a cell does not say what its letters joined say.
#[derive(Debug)]
pub(crate) struct Unclear {
    /// What it holds, in words.
    pub holds: &'static str,
    /// What to do.
    pub help: &'static str,
}

/// Letters of a cell are struck out.
pub(crate) const STRUCK_OUT: Unclear = Unclear {
    holds: "letters that are struck out",
    help: "write the cell again as it is meant, and what it was before into a comment",
};

/// Letters of a cell are raised.
pub(crate) const RAISED: Unclear = Unclear {
    holds: "raised letters, which may be a footnote",
    help: "write the cell again with letters that all stand alike, and a footnote into the column `comment`",
};

fn at(line: u64, field: usize) -> (u64, u32) {
    (line, u32::try_from(field + 1).unwrap_or(u32::MAX))
}

/// Whether a column of this name says something of a result; one of remarks does not, nor one without a name.
fn holds_something(name: &str) -> bool {
    !name.trim().is_empty() && column_of(&name.replace(['\r', '\n'], " ")) != Some(Column::Comment)
}

/// The value that merged cells show in rows of the table. Rows that hold nothing beside it, such as those of a text below the table,
/// are none that it could be for.
fn value_of(sheet: &Sheet, range: &MergedRange) -> Option<String> {
    /// Rows of a text below a table; whoever merges more is looked at.
    const FEW: u64 = 100;
    let header = sheet.grid.row(0)?;
    if range.last.0 <= header.line || range.first.0 < header.line {
        return None;
    }
    let field = |column: u32| (column as usize).checked_sub(1);
    let (first, last) = (field(range.first.1)?, field(range.last.1)?);
    let text = sheet.grid.row_on(range.first.0)?.cell(first);
    let is_beside = |line: u64| {
        let row = sheet.grid.row_on(line);
        let beside = |field: usize| !(first..=last).contains(&field) && holds_something(header.cell(field));
        row.is_some_and(|row| row.cells().enumerate().any(|(field, cell)| !cell.is_empty() && beside(field)))
    };
    let is_long = range.last.0 - range.first.0 >= FEW;
    let is_of_rows = is_long || (range.first.0..=range.last.0).any(is_beside);
    (!text.is_empty() && is_of_rows).then(|| text.to_owned())
}
