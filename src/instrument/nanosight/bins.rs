//! Rows of bins: a centre, then one height per capture.

use super::column;
use crate::finding::Finding;
use crate::instrument::bins::equal_width;
use crate::instrument::content::Content;
use crate::instrument::grid::{Grid, Row};
use crate::quantity::{Decimal, DecimalMark};

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
        let mut centres = Vec::new();
        let mut heights = vec![Vec::with_capacity(1000); captures];
        let mut next = start;
        while let Some(row) = grid.row(next) {
            let Some(centre) = parse(row.cell(0)) else { break };
            centres.push(centre);
            heights_of(content, row, width, &mut heights, problems);
            next += 1;
        }
        let line = grid.row(start).map_or(0, |row| row.line);
        match equal_width(&centres) {
            Ok(edges) => {
                let printed = centres.iter().map(Decimal::approximately).collect();
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
    row: Row<'_>,
    width: usize,
    heights: &mut [Vec<f64>],
    problems: &mut Vec<Finding>,
) {
    if problems.len() >= super::MOST_PROBLEMS {
        return;
    }
    if row.filled() != width {
        let message = format!("the bin {} has {} cells, its header {width}", row.cell(0), row.filled());
        problems.push(content.damaged(row.line, column(row.filled().min(width)), message));
        return;
    }
    for (index, heights) in (1..).zip(heights) {
        let text = row.cell(index);
        match parse(text) {
            Some(height) if !height.is_negative() => heights.push(height.approximately()),
            _ => {
                let message =
                    format!("the bin {} has the height `{text}`, which is no number of at least 0", row.cell(0));
                problems.push(content.damaged(row.line, column(index), message));
            }
        }
    }
}

pub(super) fn parse(cell: &str) -> Option<Decimal> {
    Decimal::parse_ascii(cell.as_bytes()).or_else(|| Decimal::parse(cell, DecimalMark::Point).ok())
}
