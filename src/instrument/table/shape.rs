//! How text is split into a table, and whether it is one.

use crate::finding::Finding;
use crate::instrument::content::Content;
use crate::instrument::grid::{Grid, Row};
use crate::order;
use crate::quantity::{DecimalMark, Reading};
use std::collections::BTreeMap;

/// Text that was split.
#[derive(Debug)]
pub(super) struct Split {
    pub(super) grid: Grid,
    pub(super) separator: char,
}

/// What fields are separated by.
const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];

/// How separators are called in reports.
pub(super) fn separator_name(separator: char) -> &'static str {
    match separator {
        ',' => "','",
        ';' => "';'",
        '\t' => "tab",
        _ => "'|'",
    }
}

/// Splits text at the separator that most of its lines agree on; nothing when no line has two fields.
pub(super) fn split(text: &str) -> Option<Split> {
    // `sep=;` in the first line says it; the line counts, and holds nothing.
    let declared = text.lines().next().and_then(|line| line.trim().strip_prefix("sep=")?.chars().next());
    if let Some(separator) = declared {
        let rest = text.split_once('\n').map_or("", |(_, rest)| rest);
        return Some(Split { grid: Grid::split(&format!("\n{rest}"), separator, true), separator });
    }
    let start: String = text.lines().take(100).collect::<Vec<_>>().join("\n");
    let agreement = |separator: char| {
        let grid = Grid::split(&start, separator, true);
        let mut rows = grid.rows().filter(|row| row.filled() > 0);
        let width = rows.next().map_or(0, |row| row.len());
        let same = rows.filter(|row| row.len() == width).count();
        (width >= 2).then_some((same, width))
    };
    let best = SEPARATORS
        .into_iter()
        .filter_map(|separator| Some((agreement(separator)?, separator)))
        .max_by_key(|(fit, _)| *fit);
    best.map(|(_, separator)| Split { grid: Grid::split(text, separator, true), separator })
}

/// Whether a row holds at least two different labels, and more labels than numbers.
pub(super) fn has_header(row: &Row<'_>) -> bool {
    let mut labels: Vec<&str> = row.cells().filter(|cell| !cell.is_empty()).collect();
    let numbers = labels.iter().filter(|cell| is_number(cell)).count();
    let filled = labels.len();
    order::sort(&mut labels);
    labels.dedup();
    labels.len() >= 2 && filled > 2 * numbers && 2 * filled >= row.filled()
}

fn is_number(cell: &str) -> bool {
    matches!(Reading::parse(cell, DecimalMark::Point), Reading::Number(_))
}

/// Whether a cell is a number, or a bound, with this decimal mark.
fn reads(cell: &str, mark: DecimalMark) -> bool {
    matches!(Reading::parse(cell, mark), Reading::Number(_) | Reading::Below(_) | Reading::Above(_))
}

/// Whether there is a header, a row as wide as it, and a number.
pub(super) fn is_table(grid: &Grid) -> bool {
    let mut rows = grid.rows().filter(|row| row.filled() > 0);
    let Some(header) = rows.next().filter(has_header) else { return false };
    let width = header.filled();
    let (mut fits, mut number) = (false, false);
    for row in rows {
        fits |= (2..=width).contains(&row.filled());
        number |= row.cells().any(|cell| is_number(cell) || reads(cell, DecimalMark::Comma));
        if fits && number {
            return true;
        }
    }
    false
}

/// The lines on which a row of three or more labels stands first and again, with numbers between: the blocks of a
/// report.
pub(super) fn repeated_labels(grid: &Grid) -> Option<(u64, u64)> {
    let mut seen: BTreeMap<Vec<&str>, u64> = BTreeMap::new();
    let mut numbers = false;
    for row in grid.rows() {
        let cells: Vec<&str> = row.cells().filter(|cell| !cell.is_empty()).collect();
        if cells.iter().any(|cell| cell.contains(|character: char| character.is_ascii_digit())) {
            numbers = true;
            continue;
        }
        if cells.len() < 3 {
            continue;
        }
        if let Some(first) = seen.get(&cells).filter(|_| numbers) {
            return Some((*first, row.line));
        }
        seen.entry(cells).or_insert(row.line);
    }
    None
}

/// The decimal mark of the numbers: a comma where one stands in a number that allows no other reading.
///
/// # Errors
/// That both marks stand in the table.
pub(super) fn decimal_mark(content: &Content<'_>, split: &Split) -> Result<DecimalMark, Vec<Finding>> {
    if split.separator == ',' {
        return Ok(DecimalMark::Point);
    }
    let (mut comma, mut point) = (None, None);
    for row in split.grid.rows().skip(1) {
        for (field, cell) in (1..).zip(row.cells()) {
            match (cell.contains(','), cell.contains('.')) {
                (true, false) if reads(cell, DecimalMark::Comma) => comma = comma.or(Some((row.line, field, cell))),
                (false, true) if reads(cell, DecimalMark::Point) => point = point.or(Some((row.line, field, cell))),
                _ => {}
            }
        }
    }
    match (comma, point) {
        (Some((line, field, cell)), Some((other_line, other_field, other))) => {
            let message = format!("\"{cell}\" has a comma and \"{other}\" a point: the decimal mark cannot be told");
            let finding = content.damaged(line, field, message);
            Err(vec![finding.with(content.place(other_line, other_field), "a decimal point here")])
        }
        (Some(_), None) => Ok(DecimalMark::Comma),
        _ => Ok(DecimalMark::Point),
    }
}
