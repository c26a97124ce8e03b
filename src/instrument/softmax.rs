//! SoftMax Pro (Molecular Devices), text export: blocks of notes, plates and groups.
//!
//! The file says how many blocks it has; each ends with `~End`, and the last line names the document. A plate block holds
//! raw values by wavelength and the reduced values; a group block holds the table of a group of samples, whose columns
//! are formulas of the user, with the formulas behind it.

mod group;
mod reads;

use super::content::Content;
use super::grid::{Grid, Row};
use super::plate::{Cell, Wells, ends_whole};
use super::record::{Recording, Value};
use crate::finding::Finding;
use std::ops::Range;

/// First cell of a file.
const SIGN: &str = "##BLOCKS=";

/// Whether the content is of this format.
pub(super) fn recognise(content: &Content<'_>) -> bool {
    content.text().is_some_and(|text| text.starts_with(SIGN))
}

/// Reads an export.
///
/// # Errors
/// That the file is cut short, holds more than one export, or has tables that do not fit their heads; that it holds no
/// plate that is read.
pub(super) fn read<'b>(content: &Content<'b>) -> Result<Recording<'b>, Vec<Finding>> {
    ends_whole(content).map_err(|finding| vec![finding])?;
    let grid = Grid::split(content.text().unwrap_or_default(), '\t', false);
    let mut recording = Recording::new("softmax-pro", format!("{}, tabs", content.encoding()));
    let mut wells = Wells::default();
    let mut errors = Vec::new();
    let blocks = blocks(content, &grid, &mut recording).unwrap_or_else(|finding| {
        errors.extend(finding);
        Vec::new()
    });
    for block in &blocks {
        let done = match block.kind {
            Kind::Note => {
                summaries(block.rows(&grid).skip(1), "", &mut recording.values);
                Ok(())
            }
            Kind::Plate => reads::read(content, &grid, block, &mut wells, &mut recording),
            Kind::Group => group::read(content, &grid, block, &mut wells, &mut recording),
        };
        errors.extend(done.err());
    }
    if errors.is_empty() && wells.without_values() {
        errors.append(&mut recording.findings);
        errors.push(content.damaged(1, 1, "the file holds no plate with values"));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    wells.finish(content, &mut recording);
    Ok(recording)
}

/// What a block holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Note,
    Plate,
    Group,
}

/// A block: the rows from its head to the one before `~End`.
#[derive(Clone, Debug)]
struct Block {
    kind: Kind,
    rows: Range<usize>,
}

impl Block {
    fn rows<'g>(&self, grid: &'g Grid) -> impl Iterator<Item = Row<'g>> {
        self.rows.clone().filter_map(|index| grid.row(index))
    }
}

fn kind_of(row: Row<'_>) -> Option<Kind> {
    let first = row.cell(0);
    match () {
        () if first == "Plate:" => Some(Kind::Plate),
        () if first == "Note:" => Some(Kind::Note),
        () if first.starts_with("Group:") => Some(Kind::Group),
        () => None,
    }
}

/// Finds the blocks and takes the last line.
fn blocks(content: &Content<'_>, grid: &Grid, recording: &mut Recording<'_>) -> Result<Vec<Block>, Vec<Finding>> {
    let (mut blocks, mut errors, mut open, mut ended) = (Vec::new(), Vec::new(), None::<(Kind, usize)>, false);
    for (index, row) in grid.rows().enumerate().skip(1).filter(|(_, row)| row.filled() > 0) {
        if row.cell(0).starts_with(SIGN) {
            errors.push(content.damaged(row.line, 1, "a second export begins here: the file holds two"));
            break;
        }
        match (open, kind_of(row)) {
            _ if ended => errors.push(content.damaged(row.line, 1, "the file goes on behind its last line")),
            (Some((kind, start)), _) if row.cell(0) == "~End" => {
                blocks.push(Block { kind, rows: start..index });
                open = None;
            }
            // A note may hold any text, also the words that begin a block.
            (Some((kind, _)), Some(_)) if kind != Kind::Note => {
                errors.push(content.damaged(row.line, 1, "a block begins before the one above it has its ~End"));
                open = None;
            }
            (Some(_), _) => {}
            (None, Some(kind)) => open = Some((kind, index)),
            (None, None) if row.cell(0).starts_with("Original Filename:") => {
                ended = true;
                recording.values.extend(document(row));
            }
            (None, None) => errors.push(content.damaged(row.line, 1, "between two blocks stands something else")),
        }
        if !errors.is_empty() {
            break;
        }
    }
    if errors.is_empty() {
        errors.extend(all_there(content, grid, open, blocks.len()));
    }
    if errors.is_empty() { Ok(blocks) } else { Err(errors) }
}

/// That the last block ends and as many blocks are there as the first line says.
fn all_there(content: &Content<'_>, grid: &Grid, open: Option<(Kind, usize)>, found: usize) -> Vec<Finding> {
    let mut errors = Vec::new();
    if let Some(row) = open.and_then(|(_, start)| grid.row(start)) {
        errors.push(content.damaged(row.line, 1, "the block has no ~End: the file is cut short"));
    }
    let claimed = grid.row(0).and_then(|row| row.cell(0).strip_prefix(SIGN)?.trim().parse::<usize>().ok());
    match claimed {
        None => errors.push(content.damaged(1, 1, "the first line does not say how many blocks there are")),
        Some(claimed) if claimed > found => {
            let message = format!("the first line announces {claimed} blocks, and {found} are there");
            errors.push(content.damaged(1, 1, message));
        }
        // Fewer announced than there are: nothing is missing, and some exports count their plates alone.
        Some(_) => {}
    }
    errors
}

/// `Original Filename: NAME; Date Last Saved: DAY`: the day is that of saving, and not of reading.
fn document(row: Row<'_>) -> impl Iterator<Item = Value> {
    let line = row.line;
    row.cell(0).split("; ").filter_map(move |part| {
        let (key, text) = part.split_once(':')?;
        Some(Cell { text: text.trim(), line, column: 1 }.word(key.trim().to_owned(), ""))
    })
}

/// Rows of `name, description, value, formula`, in notes and behind groups.
fn summaries<'g>(rows: impl Iterator<Item = Row<'g>>, of: &str, values: &mut Vec<Value>) {
    for row in rows.filter(|row| row.filled() >= 4) {
        let cell = Cell::of(row, 2);
        let value = match row.cell(3).strip_prefix("RSquared(") {
            Some(curve) => cell.number("r_squared", curve.trim_end_matches(')')),
            None => cell.number_or_word(row.cell(0).to_owned(), of),
        };
        if !cell.text.is_empty() {
            values.push(value);
        }
    }
}

#[cfg(test)]
mod tests;
