//! A plate block: the head by position, the raw values by wavelength, the reduced values.

use super::Block;
use crate::finding::Finding;
use crate::instrument::codes;
use crate::instrument::content::Content;
use crate::instrument::grid::{Grid, Row};
use crate::instrument::plate::{Cell, Wells, add, row_name, rows_of_plate};
use crate::instrument::record::{Dilution, Recording};
use std::borrow::Cow;

/// What the head of a plate says. Its fields have no names; where they stand depends on the mode of reading.
#[derive(Debug)]
struct Head<'g> {
    name: &'g str,
    /// `PlateFormat`: the plate as a table; `TimeFormat`: one column for each well.
    by_time: bool,
    /// `Raw` or `Reduced`.
    raw: bool,
    /// `absorbance`, `fluorescence`, `luminescence`.
    quantity: String,
    wavelengths: Vec<String>,
    columns: usize,
    rows: usize,
}

/// Reads a plate.
///
/// # Errors
/// That a table does not fit the head.
pub(super) fn read(
    content: &Content<'_>,
    grid: &Grid,
    block: &Block,
    wells: &mut Wells,
    recording: &mut Recording<'_>,
) -> Result<(), Finding> {
    let Some(first) = grid.row(block.rows.start) else { return Ok(()) };
    // Where the fields of another kind of read stand is another matter.
    if first.cell(4) != "Endpoint" {
        let message =
            format!("plate {} is a {} read; evqc reads endpoints only", first.cell(1), first.cell(4).to_lowercase());
        recording.findings.push(
            Finding::new(&codes::FORMAT_NOT_READ, message)
                .at(content.place(first.line, 5), 1)
                .help("export the reduced values of this plate as an endpoint table, or type them into a result table"),
        );
        return Ok(());
    }
    let head = head(content, first)?;
    let Some(plate) = wells.begin(head.name) else {
        return Err(content.damaged(first.line, 2, format!("there are two plates of the name \"{}\"", head.name)));
    };
    let rows: Vec<Row<'_>> = block.rows(grid).skip(1).collect();
    let findings = &mut recording.findings;
    let mut table = Table { content, head: &head, rows: &rows, at: 0, wells, plate, findings };
    if head.raw {
        let temperature = table.raw()?;
        recording.values.extend(temperature.map(|cell| {
            let mut value = cell.number("temperature", head.name);
            value.unit = Cow::Borrowed("°C");
            value
        }));
    }
    table.reduced()
}

fn head<'g>(content: &Content<'_>, row: Row<'g>) -> Result<Head<'g>, Finding> {
    // Fluorescence has one field more in front of the data type.
    let shift = usize::from(row.cell(5) == "Fluorescence");
    let wrong = |index: usize, what: &str| {
        let message = format!("the head of the plate has no {what} in field {}: \"{}\"", index + 1, row.cell(index));
        content.damaged(row.line, u32::try_from(index + 1).unwrap_or(u32::MAX), message)
    };
    let by_time = match row.cell(3) {
        "PlateFormat" => false,
        "TimeFormat" => true,
        _ => return Err(wrong(3, "PlateFormat or TimeFormat")),
    };
    let number = |index: usize, what: &str| row.cell(index).parse::<usize>().map_err(|_| wrong(index, what));
    let wavelengths = number(14 + shift, "number of wavelengths")?;
    let labels: Vec<&str> = row.cell(15 + shift).split_whitespace().collect();
    if labels.len() != wavelengths || wavelengths == 0 {
        return Err(wrong(15 + shift, &format!("list of {wavelengths} wavelengths")));
    }
    let of_plate = number(18 + shift, "number of wells")?;
    let columns = [3, 4, 6, 8, 12, 24, 48]
        .into_iter()
        .find(|columns| rows_of_plate(*columns).map(|rows| rows * columns) == Some(of_plate));
    let columns = columns.ok_or_else(|| wrong(18 + shift, "number of wells of a plate"))?;
    Ok(Head {
        name: row.cell(1),
        by_time,
        raw: row.cell(6 + shift) != "Reduced",
        quantity: row.cell(5).to_lowercase(),
        wavelengths: told_apart(&labels),
        columns,
        rows: of_plate / columns,
    })
}

/// The wavelengths; one that was read again gets its number: `426`, `426 (2)`.
fn told_apart(labels: &[&str]) -> Vec<String> {
    let before = |index: usize, label: &str| labels.iter().take(index).filter(|other| **other == label).count();
    labels
        .iter()
        .enumerate()
        .map(|(index, label)| match before(index, label) {
            0 => (*label).to_owned(),
            times => format!("{label} ({})", times + 1),
        })
        .collect()
}

/// Position of the first cell with a value; the temperature stands before it.
const FIRST: usize = 2;

/// The rows of a plate on the way through them.
struct Table<'t, 'g, 'c, 'b> {
    content: &'c Content<'b>,
    head: &'t Head<'g>,
    rows: &'t [Row<'g>],
    at: usize,
    wells: &'t mut Wells,
    plate: usize,
    findings: &'t mut Vec<Finding>,
}

impl<'g> Table<'_, 'g, '_, '_> {
    /// The next row that is no blank line. A row of empty cells is no blank line: it is a row of wells not read.
    fn next(&mut self) -> Option<Row<'g>> {
        while let Some(row) = self.rows.get(self.at) {
            self.at += 1;
            if row.len() > 1 || !row.cell(0).is_empty() {
                return Some(*row);
            }
        }
        None
    }

    fn needed(&mut self, what: &str) -> Result<Row<'g>, Finding> {
        let last = self.rows.get(self.at.saturating_sub(1)).or(self.rows.last()).map_or(1, |row| row.line);
        self.next().ok_or_else(|| {
            self.content.damaged(last, 1, format!("plate {} ends here, and {what} is missing", self.head.name))
        })
    }

    /// How many cells lie between the first value of a wavelength and that of the next.
    fn step(&self) -> usize {
        self.head.columns + 1
    }

    /// The raw values. Gives the cell of the temperature.
    fn raw(&mut self) -> Result<Option<Cell<'g>>, Finding> {
        let wavelengths = self.head.wavelengths.clone();
        let quantity = self.head.quantity.clone();
        if !self.head.by_time {
            let width = self.plate_head(wavelengths.len())?;
            let temperature =
                self.rows.iter().skip(self.at).map(|row| Cell::of(*row, 1)).find(|cell| !cell.text.is_empty());
            let tables: Vec<(usize, &str)> =
                wavelengths.iter().enumerate().map(|(index, of)| (FIRST + index * self.step(), of.as_str())).collect();
            self.plate_rows(&quantity, &tables, width)?;
            return Ok(temperature);
        }
        let (head, width) = self.time_head()?;
        let mut temperature = None;
        for (index, of) in wavelengths.iter().enumerate() {
            let before = self.at;
            let row = self.needed(&format!("the row of {of}"))?;
            // Blank lines instead of raw values, and the head of the reduced values below them.
            if row.cell(FIRST) == head.cell(FIRST) && index == 0 {
                self.at = before;
                self.findings.push(self.without_raw(head));
                return Ok(None);
            }
            temperature = temperature.or(Some(Cell::of(row, 1)).filter(|cell| !cell.text.is_empty()));
            self.time_row(&quantity, of, head, row, width)?;
        }
        Ok(temperature)
    }

    fn without_raw(&self, head: Row<'_>) -> Finding {
        let message =
            format!("plate {} announces {} and holds reduced values alone", self.head.name, self.head.quantity);
        Finding::new(&codes::OWN_TABLES_DISAGREE, message).at(self.content.place(head.line, 1), 1)
    }

    /// The reduced values, where there are some.
    fn reduced(mut self) -> Result<(), Finding> {
        let before = self.at;
        if self.next().is_none() {
            return Ok(());
        }
        self.at = before;
        if self.head.by_time {
            let (head, width) = self.time_head()?;
            let row = self.needed("the row of reduced values")?;
            self.time_row("reduced", "", head, row, width)?;
        } else {
            let width = self.plate_head(1)?;
            self.plate_rows("reduced", &[(FIRST, "")], width)?;
        }
        match self.next() {
            None => Ok(()),
            Some(row) => {
                let message = format!("plate {} goes on behind its last table", self.head.name);
                Err(self.content.damaged(row.line, 1, message))
            }
        }
    }

    /// The head of tables side by side, each with the numbers of all columns. Gives how many cells a row needs.
    fn plate_head(&mut self, tables: usize) -> Result<usize, Finding> {
        let row = self.needed("a table")?;
        let (columns, step) = (self.head.columns, self.step());
        let width = FIRST + tables * step - 1;
        let fits = |table: usize, column: usize| row.cell(FIRST + table * step + column).parse() == Ok(column + 1);
        let named = (0..tables).all(|table| (0..columns).all(|column| fits(table, column)));
        if named && row.filled() == width {
            return Ok(width);
        }
        let message = format!("the head of the table does not name {tables} times the columns 1 to {columns}");
        Err(self.content.damaged(row.line, 1, message))
    }

    fn plate_rows(&mut self, quantity: &str, tables: &[(usize, &str)], width: usize) -> Result<(), Finding> {
        for index in 0..self.head.rows {
            let name = row_name(index);
            let row = self.needed(&format!("plate row {name}"))?;
            self.fits(row, width)?;
            for (first, of) in tables {
                for column in 0..self.head.columns {
                    let cell = Cell::of(row, first + column);
                    self.put(quantity, of, &format!("{name}{}", column + 1), cell)?;
                }
            }
        }
        Ok(())
    }

    /// The head with one column for each well. Gives how many cells a row needs.
    fn time_head(&mut self) -> Result<(Row<'g>, usize), Finding> {
        let row = self.needed("a table")?;
        let wells = self.head.columns * self.head.rows;
        let name = |index: usize| format!("{}{}", row_name(index / self.head.columns), index % self.head.columns + 1);
        let width = FIRST + wells;
        if row.filled() == width && (0..wells).all(|index| row.cell(FIRST + index) == name(index)) {
            return Ok((row, width));
        }
        Err(self.content.damaged(
            row.line,
            1,
            format!("the head of the table does not name the {wells} wells in order"),
        ))
    }

    fn time_row(&mut self, quantity: &str, of: &str, head: Row<'_>, row: Row<'g>, width: usize) -> Result<(), Finding> {
        self.fits(row, width)?;
        (FIRST..width).try_for_each(|index| self.put(quantity, of, head.cell(index), Cell::of(row, index)))
    }

    /// That the row has a cell under each name, and none beside them.
    fn fits(&self, row: Row<'_>, width: usize) -> Result<(), Finding> {
        if row.len() >= width && row.filled() <= width {
            return Ok(());
        }
        let message = format!("the row has {} cells, and the head of its table {width}", row.len().max(row.filled()));
        Err(self.content.damaged(row.line, 1, message))
    }

    fn put(&mut self, quantity: &str, of: &str, well: &str, cell: Cell<'_>) -> Result<(), Finding> {
        if cell.text.is_empty() {
            return Ok(());
        }
        let run = self.wells.run(self.plate, well, cell);
        run.dilution = Dilution::NotRecorded;
        add(self.content, run, cell.number(quantity.to_owned(), of), quantity)
    }
}
