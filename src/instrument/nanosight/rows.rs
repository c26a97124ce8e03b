//! Lines as rows: those of labels cell by cell, those of numbers as they stand.
//!
//! An export is nearly all bins. They are read once, in order, so their cells need no index.

use crate::instrument::grid::{Grid, Row};

/// The rows of the text; a line that begins with a digit is a row of one cell, to be split by [`cells`].
pub(super) fn grid(text: &str) -> Grid {
    let mut grid = Grid::default();
    let (mut line, mut rest) = (1, text);
    while !rest.is_empty() {
        let (numbers, labels) = rest.split_at(numbers_length(rest));
        for row in numbers.lines() {
            grid.cell(row);
            grid.end_row(line);
            line += 1;
        }
        let (labels, behind) = labels.split_at(labels_length(labels));
        for row in Grid::split(labels, ',', true).rows() {
            (0..row.len()).for_each(|index| grid.cell(row.raw(index)));
            grid.end_row(line + row.line - 1);
        }
        line += labels.bytes().filter(|byte| *byte == b'\n').count() as u64;
        rest = behind;
    }
    grid
}

/// Bytes up to the first line that does not begin with a digit.
fn numbers_length(text: &str) -> usize {
    let is_number = |line: &&str| line.starts_with(|first: char| first.is_ascii_digit());
    text.split_inclusive('\n').take_while(is_number).map(str::len).sum()
}

/// Bytes up to the first line that begins with a digit and is not inside quotes.
fn labels_length(text: &str) -> usize {
    let mut quotes = 0;
    let label = |line: &&str| {
        let goes_on = quotes % 2 == 1 || !line.starts_with(|first: char| first.is_ascii_digit());
        quotes += line.bytes().filter(|byte| *byte == b'"').count();
        goes_on
    };
    text.split_inclusive('\n').take_while(label).map(str::len).sum()
}

/// The cells of a row, without empty ones at its end and without white space at theirs.
pub(super) fn cells<'g>(row: Row<'g>, cells: &mut Vec<&'g str>) {
    cells.clear();
    match row.len() {
        1 => cells.extend(row.raw(0).split(',').map(str::trim_ascii)),
        _ => cells.extend(row.cells()),
    }
    let filled = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
    cells.truncate(filled);
}

/// The first cell of a row.
pub(super) fn first(row: Row<'_>) -> &str {
    row.cell(0).split(',').next().unwrap_or_default().trim_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_numbers_stay_whole_and_lines_are_counted() {
        let grid = grid("Title,\r\nRemarks,\"two\n2 lines, here\",x\n0.5,1, 2 ,,\r\n1.5,3,4\n\nPercentile,a\n0,1\n");
        let mut list = Vec::new();
        let rows: Vec<(u64, Vec<&str>)> = grid
            .rows()
            .map(|row| {
                cells(row, &mut list);
                (row.line, list.clone())
            })
            .collect();
        assert_eq!(
            rows,
            [
                (1, vec!["Title"]),
                (2, vec!["Remarks", "two\n2 lines, here", "x"]),
                (4, vec!["0.5", "1", "2"]),
                (5, vec!["1.5", "3", "4"]),
                (6, vec![]),
                (7, vec!["Percentile", "a"]),
                (8, vec!["0", "1"]),
            ]
        );
        assert_eq!(grid.row(2).map(first), Some("0.5"));
        assert_eq!(super::grid("a").len(), 1);
        assert!(super::grid("").is_empty());
    }
}
