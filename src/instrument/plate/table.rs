//! Tables by plate row and column.

use super::cell::{Cell, column};
use super::short;
use crate::finding::Finding;
use crate::instrument::content::Content;
use crate::instrument::grid::{Grid, Row};

/// Name of a plate row, from 0: `A` to `Z`, then `AA`.
pub(in crate::instrument) fn row_name(index: usize) -> String {
    let letter = |index: usize| char::from(b'A' + u8::try_from(index % 26).unwrap_or(0));
    match index / 26 {
        0 => letter(index).to_string(),
        before => format!("{}{}", letter(before - 1), letter(index)),
    }
}

/// Rows of a plate with this many columns: 8 for the 12 of a plate with 96 wells. `None` for no plate of the trade.
pub(in crate::instrument) fn rows_of_plate(columns: usize) -> Option<usize> {
    [(3, 2), (4, 3), (6, 4), (8, 6), (12, 8), (24, 16), (48, 32)]
        .iter()
        .find(|(of_columns, _)| *of_columns == columns)
        .map(|(_, rows)| *rows)
}

/// Number of plate columns when the row is the head of a plate table: an empty cell, then 1, 2, 3 ...
pub(in crate::instrument) fn plate_columns(row: Row<'_>) -> Option<usize> {
    let columns = row.filled().checked_sub(1).filter(|columns| *columns > 0)?;
    let numbered = (1..=columns).all(|number| row.cell(number).parse() == Ok(number));
    (row.cell(0).is_empty() && numbered).then_some(columns)
}

/// Whether the row is the name of a plate row and not a word.
pub(in crate::instrument) fn is_row_name(cell: &str) -> bool {
    (1..=2).contains(&cell.len()) && cell.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// That the rows of a plate table are in order and go on to the last row of its plate: the end of a table is missing in a
/// file that is cut short, while rows that were not read may be missing between others.
///
/// # Errors
/// That the table is no table of a plate, or ends before its plate.
pub(in crate::instrument) fn to_the_last_row(
    content: &Content<'_>,
    head: Row<'_>,
    columns: usize,
    names: &[&str],
) -> Result<(), Finding> {
    let order = |name: &str| (name.len(), name.to_owned());
    if let Some(pair) = names.windows(2).find(|pair| pair.iter().rev().map(|name| order(name)).is_sorted()) {
        let message =
            format!("plate row {} stands behind row {}", pair.last().unwrap_or(&""), pair.first().unwrap_or(&""));
        return Err(content.damaged(head.line, 1, message));
    }
    let Some(expected) = rows_of_plate(columns).map(|rows| row_name(rows - 1)) else { return Ok(()) };
    // Of 32 rows, those behind Z are AA to AF or a to f. More rows than expected: a plate that is not of the trade.
    let is_whole = |last: &&str| order(last) >= order(&expected) || (expected == "AF" && *last == "f");
    if names.last().is_some_and(is_whole) {
        return Ok(());
    }
    let ends = names.last().map_or_else(|| "has no rows".to_owned(), |last| format!("ends with row {last}"));
    let message = format!("the table {ends}, and a plate of {columns} columns ends with row {expected}");
    Err(content.damaged(head.line, 1, message))
}

/// The filled cells of a table with names for rows and columns, and the position of the row behind it.
pub(in crate::instrument) type Table<'g> = (Vec<(String, Cell<'g>)>, usize);

/// Reads the table whose head is this row, up to the next blank line.
///
/// # Errors
/// That it has a row without a name, cells beside its columns, more or fewer rows than a plate, or ends inside a row.
pub(in crate::instrument) fn table<'g>(
    content: &Content<'_>,
    grid: &'g Grid,
    head: usize,
) -> Result<Table<'g>, Finding> {
    let Some((first, columns)) = grid.row(head).and_then(|row| Some((row, plate_columns(row)?))) else {
        return Ok((Vec::new(), head + 1));
    };
    let (mut cells, mut names, mut at) = (Vec::new(), Vec::new(), head + 1);
    let mut fullest = 0;
    while let Some(row) = grid.row(at).filter(|row| row.filled() > 0) {
        let name = row.cell(0);
        if !is_row_name(name) {
            let message = format!("the line does not begin with the name of a plate row: \"{}\"", short(name));
            return Err(content.damaged(row.line, 1, message));
        }
        if row.filled() > columns + 1 {
            let message = format!("plate row {name} has {} cells, and the table {columns} columns", row.filled() - 1);
            return Err(content.damaged(row.line, column(columns + 1), message));
        }
        let is_last = at + 1 == grid.len() && !content.text().unwrap_or_default().ends_with('\n');
        if is_last && row.len() < fullest {
            return Err(content.damaged(row.line, 1, format!("the file ends inside plate row {name}")));
        }
        fullest = fullest.max(row.len());
        names.push(name);
        let filled = (1..=columns).map(|index| (format!("{name}{index}"), Cell::of(row, index)));
        cells.extend(filled.filter(|(_, cell)| !cell.text.is_empty()));
        at += 1;
    }
    to_the_last_row(content, first, columns, &names)?;
    Ok((cells, at))
}

/// The position of the first row from `from` on that holds something.
pub(in crate::instrument) fn next_filled(grid: &Grid, from: usize) -> Option<(usize, Row<'_>)> {
    (from..grid.len()).filter_map(|index| Some((index, grid.row(index)?))).find(|(_, row)| row.filled() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_rows_as_plates_do() {
        let names: Vec<String> = [0, 7, 25, 26, 31].iter().map(|index| row_name(*index)).collect();
        assert_eq!(names, ["A", "H", "Z", "AA", "AF"]);
    }

    #[test]
    fn heads_of_plate_tables() {
        let head = |text: &str| Grid::split(text, ',', false).row(0).and_then(|row| plate_columns(row));
        assert_eq!(head(",1,2,3,,"), Some(3));
        assert_eq!(head(",01,02"), Some(2));
        assert_eq!(head("A,1,2"), None);
        assert_eq!(head(",1,3"), None);
        assert_eq!(head(""), None);
    }
}
