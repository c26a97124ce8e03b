//! The table of fitted curves.

use crate::finding::Finding;
use crate::instrument::content::Content;
use crate::instrument::grid::Grid;
use crate::instrument::plate::Cell;
use crate::instrument::record::Value;

/// Reads the table whose head is this row; gives the row behind it.
///
/// # Errors
/// That a row has more cells than the head.
pub(super) fn read(
    content: &Content<'_>,
    grid: &Grid,
    head: usize,
    prefix: &str,
    values: &mut Vec<Value>,
) -> Result<usize, Finding> {
    let Some(names) = grid.row(head) else { return Ok(head + 1) };
    let mut at = head + 1;
    while let Some(row) = grid.row(at).filter(|row| row.filled() > 0) {
        if row.filled() != names.filled() {
            let message = format!("the curve has {} fields, and its head {}", row.filled(), names.filled());
            return Err(content.damaged(row.line, 1, message));
        }
        let of = format!("{prefix}{}", row.cell(0));
        for index in (1..row.filled()).filter(|index| !row.cell(*index).is_empty()) {
            let cell = Cell::of(row, index);
            values.push(match names.cell(index) {
                "Curve Formula" => cell.word("curve_formula", of.clone()),
                "R2" => cell.number("r_squared", of.clone()),
                name => cell.number(name.to_owned(), of.clone()),
            });
        }
        at += 1;
    }
    Ok(at)
}
