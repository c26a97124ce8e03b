//! Gen5 (BioTek, Agilent), text export: the head of a plate, its procedure, its layout, its results.
//!
//! Results stand either in one table, with several lines for each plate row (raw, blank-corrected, concentration; the
//! label is the last cell), or in one titled table for each of them. With several plates, everything repeats.

mod curve;
mod labels;
mod layout;

use super::codes;
use super::content::Content;
use super::grid::{Grid, Row};
use super::plate::{
    Cell, Wells, column, day, ends_whole, is_row_name, next_filled, plate_columns, short, to_the_last_row,
};
use super::record::{Dilution, Recording};
use crate::finding::Finding;
use labels::Reads;
use std::borrow::Cow;

/// Whether the content is of this format.
pub(super) fn recognise(content: &Content<'_>) -> bool {
    let mut lines = content.lines().map(|(_, line)| line).filter(|line| !line.trim().is_empty());
    lines.next().is_some_and(|first| first.starts_with("Software Version\t"))
        && lines.take(20).any(|line| line.starts_with("Plate Number\t"))
}

/// Reads an export.
///
/// # Errors
/// That the file is cut short, holds a plate twice, has a table that does not fit its head or a line that belongs to no
/// part of an export; that it holds no results that are read.
pub(super) fn read<'b>(content: &Content<'b>) -> Result<Recording<'b>, Vec<Finding>> {
    ends_whole(content).map_err(|finding| vec![finding])?;
    let grid = Grid::split(content.text().unwrap_or_default(), '\t', false);
    let mut recording = Recording::new("gen5", format!("{}, tabs", content.encoding()));
    let mut errors = Vec::new();
    let mut reader = Reader {
        content,
        grid: &grid,
        wells: Wells::default(),
        recording: &mut recording,
        plate: None,
        at: 0,
        prefix: String::new(),
        reads: Reads::default(),
    };
    while let Err(finding) = reader.part() {
        errors.push(finding);
        // What follows a plate that is not understood is looked at from its next plate on.
        reader.skip_to_plate();
    }
    let wells = reader.wells;
    if errors.is_empty() && wells.without_values() {
        errors.append(&mut recording.findings);
        errors.push(content.damaged(1, 1, "the file holds no results"));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    wells.finish(content, &mut recording);
    Ok(recording)
}

/// An export on the way through it.
struct Reader<'r, 'c, 'b> {
    content: &'c Content<'b>,
    grid: &'r Grid,
    wells: Wells,
    recording: &'r mut Recording<'b>,
    /// The plate whose parts are being read.
    plate: Option<usize>,
    at: usize,
    /// The name of the plate with a blank behind it, where the file has several plates.
    prefix: String,
    reads: Reads,
}

/// First cell of a plate.
const PLATE: &str = "Software Version";

impl<'r> Reader<'r, '_, '_> {
    /// Reads all parts from here on; stops behind the last one.
    fn part(&mut self) -> Result<(), Finding> {
        while let Some((index, row)) = next_filled(self.grid, self.at) {
            self.at = index + 1;
            match row.cell(0) {
                PLATE => self.head(index)?,
                _ if self.plate.is_none() => return Err(self.stray(row)),
                "Procedure Details" => self.at = self.reads.read(self.grid, self.at),
                "Layout" => self.layout(row)?,
                "Results" => self.titled(row)?,
                "Actual Temperature:" => self.temperature(row),
                "Curve Name" => {
                    self.at = curve::read(self.content, self.grid, index, &self.prefix, &mut self.recording.values)?;
                }
                title if title.ends_with("Fitting Results") && row.filled() == 1 => {}
                title if !title.is_empty() && row.filled() == 1 => self.titled(row)?,
                _ => return Err(self.stray(row)),
            }
        }
        self.complete()
    }

    fn stray(&self, row: Row<'_>) -> Finding {
        let first = row.cells().find(|cell| !cell.is_empty()).unwrap_or_default();
        let message = format!("the line belongs to no part of a Gen5 export: \"{}\"", short(first));
        self.content.damaged(row.line, 1, message)
    }

    fn skip_to_plate(&mut self) {
        while self.grid.row(self.at).is_some_and(|row| row.cell(0) != PLATE) {
            self.at += 1;
        }
        self.plate = None;
    }

    /// The lines of name and value above the procedure.
    fn head(&mut self, first: usize) -> Result<(), Finding> {
        self.complete()?;
        let mut name = "";
        let mut place = (0, 0);
        let mut instrument = Vec::new();
        let mut kept = Vec::new();
        let mut index = first;
        while let Some(row) =
            self.grid.row(index).filter(|row| !matches!(row.cell(0), "Procedure Details" | "Layout" | "Results"))
        {
            let (key, cell) = (row.cell(0).trim_end_matches(':'), Cell::of(row, 1));
            match key {
                PLATE if index > first => break,
                PLATE => self.recording.software = format!("Gen5 {}", cell.text),
                "Plate Number" => (name, place) = (cell.text, (row.line, column(1))),
                "Reader Type" if !is_nothing(cell.text) => instrument.push(cell.text.to_owned()),
                "Reader Serial Number" if !is_nothing(cell.text) => {
                    instrument.push(format!("serial number {}", cell.text))
                }
                "Date" | "Time" | "Reading Type" if !cell.text.is_empty() => kept.push((key, cell)),
                _ => {}
            }
            index += 1;
        }
        self.at = index;
        self.recording.instrument = instrument.join(", ");
        self.reads = Reads::default();
        let Some(plate) = self.wells.begin(name) else {
            let message = format!("plate \"{name}\" stands twice: the file holds one export more than once");
            return Err(self.content.damaged(place.0, place.1, message));
        };
        self.plate = Some(plate);
        self.prefix = if plate == 0 && !self.has_another(index) { String::new() } else { format!("{name} ") };
        let of = self.prefix.trim_end().to_owned();
        self.recording
            .values
            .extend(kept.into_iter().map(|(key, cell)| cell.word(key.to_lowercase().replace(' ', "_"), of.clone())));
        Ok(())
    }

    fn has_another(&self, from: usize) -> bool {
        (from..self.grid.len()).filter_map(|index| self.grid.row(index)).any(|row| row.cell(0) == PLATE)
    }

    /// What holds for all wells of the plate that ends here.
    fn complete(&mut self) -> Result<(), Finding> {
        let Some(plate) = self.plate.take() else { return Ok(()) };
        let of = self.prefix.trim_end();
        let date = self.recording.values.iter().find(|value| value.quantity == "date" && value.of == of);
        let printed = date.map(|value| (value.text.clone(), self.content.place(value.line, value.column)));
        let date = printed.as_ref().and_then(|(text, _)| day(text));
        if let (None, Some((text, place))) = (date, printed) {
            self.recording.findings.push(super::dates::not_taken(place, &text, super::dates::DAY_OR_MONTH));
        }
        let mut without = Vec::new();
        for run in self.wells.of_plate(plate) {
            run.date = date;
            if run.dilution == Dilution::NotApplicable && !layout::is_reference(&run.sample) {
                run.dilution = Dilution::NotRecorded;
            }
            if !run.values.iter().any(|value| value.quantity != "nominal_concentration" && value.quantity != "dilution")
            {
                without.push((run.name.clone(), run.line, run.column));
            }
        }
        if let Some((first, line, column)) = without.first() {
            let message = format!("the layout names {} wells without results, from {first} on", without.len());
            self.recording
                .findings
                .push(Finding::new(&codes::OWN_TABLES_DISAGREE, message).at(self.content.place(*line, *column), 1));
        }
        Ok(())
    }

    fn temperature(&mut self, row: Row<'_>) {
        let mut value = Cell::of(row, 1).number("temperature", self.prefix.trim_end());
        value.unit = Cow::Borrowed("°C");
        self.recording.values.push(value);
    }

    fn layout(&mut self, title: Row<'r>) -> Result<(), Finding> {
        let lines = self.table(title)?;
        let plate = self.plate.unwrap_or_default();
        layout::take(self.content, &lines, plate, &mut self.wells, &mut self.recording.findings)
    }

    /// A title with a table of results below; a table that is no plate is named and passed over.
    fn titled(&mut self, title: Row<'r>) -> Result<(), Finding> {
        let below = next_filled(self.grid, self.at);
        if let Some((index, row)) = below
            && ["Time", "Wavelength", "Well"].contains(&row.cell(0))
        {
            self.at = index;
            while self.grid.row(self.at).is_some_and(|row| row.filled() > 0) {
                self.at += 1;
            }
            let message = format!(
                "table \"{}\" is by {}; evqc reads endpoints only",
                short(title.cell(0)),
                row.cell(0).to_lowercase()
            );
            self.recording
                .findings
                .push(Finding::new(&codes::FORMAT_NOT_READ, message).at(self.content.place(row.line, 1), 1));
            return Ok(());
        }
        // Gen5 writes `Read 2:od` above the title of a table of several reads.
        if title.cell(0).starts_with("Read ") && below.is_some_and(|(_, row)| row.filled() == 1) {
            return Ok(());
        }
        let lines = self.table(title)?;
        let plate = self.plate.unwrap_or_default();
        for line in &lines {
            let (quantity, of) = self.reads.meaning(line.label);
            for (well, cell) in line.cells() {
                let value = cell.number(quantity.clone(), of.clone());
                self.wells.result(self.content, (plate, &well), (cell, value), line.label)?;
            }
        }
        Ok(())
    }

    /// The lines of the plate table below a title.
    fn table(&mut self, title: Row<'r>) -> Result<Vec<Line<'r>>, Finding> {
        let below = next_filled(self.grid, self.at).and_then(|(index, row)| Some((index, row, plate_columns(row)?)));
        let Some((index, head, columns)) = below else {
            let message = format!("no table with the numbers of the columns follows \"{}\"", short(title.cell(0)));
            return Err(self.content.damaged(title.line, 1, message));
        };
        let mut lines: Vec<Line<'r>> = Vec::new();
        self.at = index + 1;
        while let Some(row) = self.grid.row(self.at).filter(|row| row.filled() > 0) {
            lines.push(self.line(row, columns, lines.last())?);
            self.at += 1;
        }
        self.even(head, columns, &lines)?;
        Ok(lines)
    }

    /// A line of a plate table: the name of the plate row or nothing, the cells, the label.
    fn line(&self, row: Row<'r>, columns: usize, above: Option<&Line<'r>>) -> Result<Line<'r>, Finding> {
        let name = match (row.cell(0), above) {
            ("", Some(above)) => above.name,
            (name, _) if is_row_name(name) => name,
            _ => return Err(self.stray(row)),
        };
        let label = row.cell(columns + 1);
        if label.is_empty() || row.filled() > columns + 2 {
            let message = format!(
                "a line of {columns} columns has its label in field {}, and this one has {} fields",
                columns + 2,
                row.filled()
            );
            return Err(self.content.damaged(row.line, 1, message));
        }
        Ok(Line { name, label, row, columns })
    }

    /// That the plate has all its rows, and each row as many lines.
    fn even(&self, head: Row<'_>, columns: usize, lines: &[Line<'_>]) -> Result<(), Finding> {
        let mut rows: Vec<(&str, u64, usize)> = Vec::new();
        for line in lines {
            match rows.last_mut() {
                Some((name, _, count)) if *name == line.name && line.row.cell(0).is_empty() => *count += 1,
                _ => rows.push((line.name, line.row.line, 1)),
            }
        }
        let wanted = rows.first().map_or(0, |(_, _, count)| *count);
        if let Some((name, line, count)) = rows.iter().find(|(_, _, count)| *count != wanted) {
            let message = format!("plate row {name} has {count} lines, and the first row {wanted}");
            return Err(self.content.damaged(*line, 1, message));
        }
        let names: Vec<&str> = rows.iter().map(|(name, _, _)| *name).collect();
        to_the_last_row(self.content, head, columns, &names)
    }
}

/// A line of a plate table.
struct Line<'g> {
    /// Name of the plate row.
    name: &'g str,
    /// What the line holds: `Well ID`, `Blank 450`, `[Concentration]`.
    label: &'g str,
    row: Row<'g>,
    columns: usize,
}

impl<'g> Line<'g> {
    /// The cells that hold something, with their wells.
    fn cells(&self) -> impl Iterator<Item = (String, Cell<'g>)> {
        let (name, row) = (self.name, self.row);
        (1..=self.columns)
            .map(move |index| (format!("{name}{index}"), Cell::of(row, index)))
            .filter(|(_, cell)| !cell.text.is_empty())
    }
}

/// What Gen5 writes for a reader that it does not know.
fn is_nothing(text: &str) -> bool {
    matches!(text, "" | "n/a" | "Unknown")
}

#[cfg(test)]
mod tests;
