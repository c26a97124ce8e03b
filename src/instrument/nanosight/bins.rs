//! Rows of bins: a centre, then one height per capture.

use super::column;
use super::rows::{cells, first};
use crate::finding::Finding;
use crate::instrument::bins::equal_width;
use crate::instrument::content::Content;
use crate::instrument::grid::Grid;
use crate::quantity::{Decimal, DecimalMark};

/// NTA has 1000 bins.
const USUAL: usize = 1000;

/// A table of bins.
pub(super) struct Bins {
    /// Centres as printed.
    pub(super) printed: Vec<f64>,
    pub(super) edges: Vec<f64>,
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
        let mut list = Vec::new();
        let mut next = start;
        while let Some(row) = grid.row(next) {
            let Some(centre) = parse(first(row)) else { break };
            centres.push(centre);
            cells(row, &mut list);
            heights_of(content, (row.line, &list), width, &mut heights, problems);
            next += 1;
        }
        let line = grid.row(start).map_or(0, |row| row.line);
        match equal_width(&centres) {
            Ok(edges) => {
                let printed = centres.iter().map(Decimal::approximately).collect();
                // A file may have many tables of few bins.
                heights.iter_mut().for_each(Vec::shrink_to_fit);
                Some(Bins { printed, edges, heights, line, next })
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

/// A height; nearly all are whole numbers of a few digits, or zero.
fn height(cell: &str) -> Option<f64> {
    let digits = cell.as_bytes();
    if (1..=15).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit) {
        // Below 10^15, so exact.
        return Some(digits.iter().fold(0_u64, |number, digit| number * 10 + u64::from(digit - b'0')) as f64);
    }
    parse(cell).filter(|number| !number.is_negative()).map(|number| number.approximately())
}

pub(super) fn parse(cell: &str) -> Option<Decimal> {
    Decimal::parse_ascii(cell.as_bytes()).or_else(|| Decimal::parse(cell, DecimalMark::Point).ok())
}
