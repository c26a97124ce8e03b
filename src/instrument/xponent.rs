//! CSV of Luminex xPONENT: bead panels, one statistic of all wells per block.

mod blocks;
mod preamble;

use super::cells::Cells;
use super::codes;
use super::content::Content;
use super::grid::{Grid, Row};
use super::record::Recording;
use crate::finding::Finding;
use crate::quantity::DecimalMark;
use blocks::Wells;

/// Whether the first row names the program.
pub(super) fn recognise(content: &Content<'_>) -> bool {
    content.text().and_then(|text| text.lines().next()).is_some_and(|first| {
        let mut cells = first.split(',').map(|cell| cell.trim().trim_matches('"'));
        cells.next() == Some("Program") && cells.next() == Some("xPONENT")
    })
}

/// Reads an export.
pub(super) fn read<'b>(content: &Content<'b>) -> Result<Recording<'b>, Vec<Finding>> {
    let grid = Grid::split(content.text().unwrap_or_default(), ',', true);
    let rows: Vec<Row<'_>> = grid.rows().collect();
    let results = rows.iter().position(|row| row.cell(0) == "Results");
    let check = rows.iter().position(|row| row.cell(0).starts_with("-- CRC --"));
    let mut errors = Vec::new();
    let (Some(results), Some(check)) = (results, check) else {
        let last = rows.iter().rev().find(|row| row.filled() > 0).map_or(1, |row| row.line);
        let what = if results.is_none() { "the row `Results`" } else { "the check sum behind the last block" };
        return Err(vec![content.damaged(last, 1, format!("the export was cut: {what} is missing"))]);
    };
    // Behind the mark stands one line with the check sum.
    if let Some(row) = rows.iter().skip(check + 1).filter(|row| row.filled() > 0).nth(1) {
        let message = "something follows the check sum that ends the export: the file holds more than one export";
        errors.push(content.damaged(row.line, 1, message));
        return Err(errors);
    }
    let mut recording = Recording::new("luminex-xponent", format!("{}, commas, decimal point", content.encoding()));
    let mut cells = Cells::new(content, DecimalMark::Point);
    preamble::read(&mut cells, rows.get(..results).unwrap_or_default(), &mut recording);
    let mut wells = Wells::new(content);
    for block in blocks_of(rows.get(results + 1..check).unwrap_or_default()) {
        if let Err(finding) = wells.add(&mut cells, block, &mut recording) {
            errors.push(finding);
        }
    }
    if wells.is_empty() && errors.is_empty() {
        let line = rows.get(results).map_or(1, |row| row.line);
        errors.push(content.damaged(line, 1, "the export holds no block with wells"));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let day = preamble::day(&cells, &mut recording);
    wells.finish(day, &mut recording);
    recording.findings.extend(cells.findings());
    Ok(recording)
}

/// The blocks: each from its row `DataType:` to the next.
fn blocks_of<'s, 'g>(rows: &'s [Row<'g>]) -> impl Iterator<Item = &'s [Row<'g>]> {
    rows.chunk_by(|_, next| next.cell(0) != "DataType:")
}

/// That a part of the export is not read.
fn not_read(content: &Content<'_>, row: &Row<'_>, what: &str) -> Finding {
    Finding::new(&codes::VALUE_NOT_READABLE, format!("the block `{what}` is of a kind that evqc does not know"))
        .at(content.place(row.line, 1), 1)
}

#[cfg(test)]
mod tests;
