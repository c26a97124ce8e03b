//! Rows of bins: a centre, then one height per capture.

use super::column;
use super::rows::{cells, first};
use crate::finding::Finding;
use crate::instrument::bins::equal_width;
use crate::instrument::content::Content;
use crate::instrument::grid::Grid;
use crate::instrument::grid::Row;
use crate::quantity::{Decimal, DecimalMark};
use std::sync::Arc;

/// Digits of which every whole number is exact.
const MOST_DIGITS: usize = 15;
/// NTA has 1000 bins.
const USUAL: usize = 1000;

/// A table of bins.
pub(super) struct Bins {
    /// Centres as printed.
    pub(super) printed: Arc<[f64]>,
    pub(super) edges: Arc<[f64]>,
    /// For each capture its heights.
    pub(super) heights: Vec<Vec<f64>>,
    /// Line of the first bin.
    pub(super) line: u64,
    /// Position of the first row behind the table.
    pub(super) next: usize,
}

impl Bins {
    /// Reads the rows from this position on, up to the first one that does not begin with a number; each has as many cells
    /// as the header, averages included: a cell less would move the others to the wrong capture.
    pub(super) fn read(
        content: &Content<'_>,
        grid: &Grid,
        start: usize,
        captures: usize,
        problems: &mut Vec<Finding>,
    ) -> Option<Bins> {
        let width = start.checked_sub(1).and_then(|header| grid.row(header)).map_or(0, |header| header.filled());
        if width <= captures {
            let line = grid.row(start.saturating_sub(1)).map_or(0, |header| header.line);
            let message = format!(
                "the header of the bins has {width} cells; {captures} captures need one each and one for the sizes"
            );
            problems.push(content.damaged(line, column(width), message));
        }
        let mut centres = Vec::new();
        let mut heights: Vec<Vec<f64>> = (0..captures).map(|_| Vec::with_capacity(USUAL)).collect();
        let (mut list, mut whole) = (Vec::new(), Vec::new());
        let mut next = start;
        while let Some(row) = grid.row(next) {
            let Some(centre) = parse(first(row)) else { break };
            centres.push(centre);
            if !at_once(row, width, captures, &mut whole) {
                cells(row, &mut list);
                heights_of(content, (row.line, &list), width, &mut heights, problems);
            } else if problems.len() < super::MOST_PROBLEMS {
                whole.iter().zip(&mut heights).for_each(|(height, heights)| heights.push(*height));
            }
            next += 1;
        }
        let line = grid.row(start).map_or(0, |row| row.line);
        match equal_width(&centres) {
            Ok(edges) => {
                let printed = centres.iter().map(Decimal::approximately).collect();
                // A file may have many tables of few bins.
                heights.iter_mut().for_each(Vec::shrink_to_fit);
                Some(Bins { printed, edges: edges.into(), heights, line, next })
            }
            Err(index) => {
                let line = grid.row(start + index).map_or(line, |row| row.line);
                problems.push(content.damaged(
                    line,
                    1,
                    "the bin centres are not evenly spaced: rows are missing or moved",
                ));
                None
            }
        }
    }
}

/// The heights of a row that has as many cells as the header and only numbers for the captures, looked at once; any other
/// row is to be looked at cell by cell, which says what is wrong.
fn at_once(row: Row<'_>, width: usize, captures: usize, heights: &mut Vec<f64>) -> bool {
    heights.clear();
    let text = row.raw(0).trim_end_matches([',', ' ', '\t', '\r']);
    let Some(first) = text.find(',').filter(|_| row.len() == 1) else { return false };
    let (mut start, mut number, mut plain, mut cells) = (first + 1, 0_u64, true, 1);
    for (at, byte) in (start..).zip(text.bytes().skip(start).chain([b','])) {
        match byte {
            b'0'..=b'9' => number = number.wrapping_mul(10).wrapping_add(u64::from(byte - b'0')),
            b',' => {
                cells += 1;
                if cells <= captures + 1 {
                    let found = match at - start {
                        // Below 10^15, so exact.
                        1..=MOST_DIGITS if plain => Some(number as f64),
                        _ => text.get(start..at).and_then(|cell| height(cell.trim_ascii())),
                    };
                    let Some(found) = found else { return false };
                    heights.push(found);
                }
                (start, number, plain) = (at + 1, 0, true);
            }
            _ => plain = false,
        }
    }
    cells == width && heights.len() == captures
}

fn heights_of(
    content: &Content<'_>,
    (line, cells): (u64, &[&str]),
    width: usize,
    heights: &mut [Vec<f64>],
    problems: &mut Vec<Finding>,
) {
    if problems.len() >= super::MOST_PROBLEMS {
        return;
    }
    let centre = cells.first().copied().unwrap_or_default();
    if cells.len() != width {
        let message = format!("the bin {centre} has {} cells, its header {width}", cells.len());
        problems.push(content.damaged(line, column(cells.len().min(width)), message));
        return;
    }
    for ((index, text), heights) in (1..).zip(cells.iter().skip(1)).zip(heights) {
        match height(text) {
            Some(height) => heights.push(height),
            None => {
                let message = format!("the bin {centre} has the height `{text}`, which is no number of at least 0");
                problems.push(content.damaged(line, column(index), message));
            }
        }
    }
}

/// A height of any spelling.
fn height(cell: &str) -> Option<f64> {
    parse(cell).filter(|number| !number.is_negative()).map(|number| number.approximately())
}

pub(super) fn parse(cell: &str) -> Option<Decimal> {
    Decimal::parse_ascii(cell.as_bytes()).or_else(|| Decimal::parse(cell, DecimalMark::Point).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::nanosight::rows;

    /// Of two captures and a header of four cells.
    fn row(text: &str) -> Option<Vec<f64>> {
        let (grid, mut heights) = (rows::grid(text), Vec::new());
        at_once(grid.row(0).unwrap(), 4, 2, &mut heights).then_some(heights)
    }

    #[test]
    fn a_row_is_taken_at_once_only_when_nothing_is_wrong_with_it() {
        assert_eq!(row("0.5,10,20,15"), Some(vec![10.0, 20.0]));
        // Padded by a spreadsheet; other spellings; averages are not looked at.
        assert_eq!(row("0.5,10, 2.5e+1 ,,,"), None);
        assert_eq!(row("0.5,1.5, 2.5e+1 ,x,, \r\n"), Some(vec![1.5, 25.0]));
        assert_eq!(
            row("0.5,999999999999999,1234567890123456,0"),
            Some(vec![999_999_999_999_999.0, 1.234_567_890_123_456e15])
        );
        for wrong in ["0.5,10,20", "0.5,10,20,1,1", "0.5,-1,20,1", "0.5,,20,1", "0.5,1x,20,1", "0.5"] {
            assert_eq!(row(wrong), None, "{wrong}");
        }
    }
}
