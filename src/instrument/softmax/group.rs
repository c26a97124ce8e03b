//! A group block: the table of a group of samples, the formulas of its columns, and its summaries.

use super::{Block, summaries};
use crate::finding::Finding;
use crate::instrument::content::Content;
use crate::instrument::grid::{Grid, Row};
use crate::instrument::plate::{Cell, Wells, add};
use crate::instrument::record::{Dilution, DilutionFactor, Recording, Run, Value};
use crate::quantity::Reading;

/// What a column of a group table holds. Names are the user's; what a column means stands in its formula.
#[derive(Clone, Debug, PartialEq)]
enum Column {
    /// The well.
    Well,
    /// The plate of the well.
    Plate,
    /// The dilution of the sample.
    Dilution,
    /// A value of this quantity and unit.
    Value(String, String),
}

/// Reads a group.
///
/// # Errors
/// That the table has cells without a column, or a well that stands twice.
pub(super) fn read(
    content: &Content<'_>,
    grid: &Grid,
    block: &Block,
    wells: &mut Wells,
    recording: &mut Recording<'_>,
) -> Result<(), Finding> {
    let rows: Vec<Row<'_>> = block.rows(grid).collect();
    let Some((first, rows)) = rows.split_first() else { return Ok(()) };
    let name = first.cell(0).trim_start_matches("Group:").trim();
    let mut parts = rows.split(|row| row.filled() == 0).filter(|part| !part.is_empty());
    let Some((head, samples)) = parts.next().and_then(|part| part.split_first()) else {
        return Err(content.damaged(first.line, 1, format!("group \"{name}\" has no table")));
    };
    let rest: Vec<&[Row<'_>]> = parts.collect();
    let titled = |title: &str| {
        rest.iter().copied().find_map(|part| part.split_first().filter(|(head, _)| head.cell(0) == title))
    };
    let formulas = titled("Group Column").map_or(&[][..], |(_, rows)| rows);
    let table = Table { name, columns: columns(*head, formulas), width: head.filled() };
    table.read(content, samples, wells)?;
    if let Some((_, rows)) = titled("Group Summaries") {
        summaries(rows.iter().copied(), name, &mut recording.values);
    }
    Ok(())
}

/// What each column behind the sample name holds.
fn columns(head: Row<'_>, formulas: &[Row<'_>]) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for index in 1..head.filled() {
        let label = head.cell(index);
        let formula = formulas.iter().find(|row| row.cell(0).parse() == Ok(index + 1));
        let (name, formula) = formula.map_or((label, ""), |row| (row.cell(1), row.cell(2)));
        let mut column = column(name, label, formula);
        // A second column of the same meaning keeps the user's name.
        if columns.contains(&column) {
            column = Column::Value(label.to_owned(), String::new());
        }
        columns.push(column);
    }
    columns
}

fn column(name: &str, label: &str, formula: &str) -> Column {
    let lower = name.to_lowercase();
    match formula {
        "!WellIDs" => return Column::Well,
        "!WellPlateName" => return Column::Plate,
        "" if lower == "well" || lower == "wells" => return Column::Well,
        "" if lower == "wellplatename" => return Column::Plate,
        _ => {}
    }
    let unit = unit(name, label);
    match () {
        () if ["!Conc", "!Concentration"].contains(&formula)
            || (formula == "!SampleDescriptor" && !lower.contains("dil")) =>
        {
            Column::Value("nominal_concentration".to_owned(), unit)
        }
        () if ["dilution", "dilution factor", "dilutionfactor", "dil", "dil."].contains(&lower.as_str()) => {
            Column::Dilution
        }
        // Read off the curve and nothing else: a formula that goes on with a dilution keeps its name.
        () if formula.contains("InterpX(") && !formula.to_lowercase().contains("dil") => {
            Column::Value("concentration".to_owned(), unit)
        }
        () => Column::Value(name.to_owned(), unit),
    }
}

/// The unit that the head of a column adds to the name of its formula: `Standard Value ng/mL` of `Standard Value`.
fn unit(name: &str, label: &str) -> String {
    label.strip_prefix(name).unwrap_or_default().trim().trim_matches(['(', ')', '[', ']']).to_owned()
}

struct Table<'t> {
    name: &'t str,
    columns: Vec<Column>,
    width: usize,
}

impl Table<'_> {
    fn read(&self, content: &Content<'_>, rows: &[Row<'_>], wells: &mut Wells) -> Result<(), Finding> {
        let mut sample = String::new();
        let mut dilution = None;
        for row in rows {
            if row.filled() > self.width {
                let message = format!("the row has {} cells, and the head of its table {}", row.filled(), self.width);
                return Err(content.damaged(row.line, 1, message));
            }
            // Replicates follow on rows without a name; what holds for the sample stands on its first row.
            if !row.cell(0).is_empty() {
                row.cell(0).clone_into(&mut sample);
                dilution = self.dilution(*row);
            }
            let dilution = self.dilution(*row).or_else(|| dilution.clone());
            let run = self.run(content, *row, &sample, wells)?;
            sample.clone_into(&mut run.sample);
            run.dilution = self.states(dilution);
            for value in self.values(*row) {
                let label = format!("{} of {}", value.quantity, self.name);
                add(content, run, value, &label)?;
            }
        }
        Ok(())
    }

    /// The cell of this column, where the table has one.
    fn cell<'g>(&self, column: &Column, row: Row<'g>) -> Option<Cell<'g>> {
        let index = self.columns.iter().position(|other| other == column)?;
        Some(Cell::of(row, index + 1)).filter(|cell| !cell.text.is_empty())
    }

    /// The run of the well that the row names.
    fn run<'w>(
        &self,
        content: &Content<'_>,
        row: Row<'_>,
        sample: &str,
        wells: &'w mut Wells,
    ) -> Result<&'w mut Run<'static>, Finding> {
        let Some(well) = self.cell(&Column::Well, row) else {
            let message = format!("the row of sample \"{sample}\" in group \"{}\" names no well", self.name);
            return Err(content.damaged(row.line, 1, message));
        };
        let plate = match self.cell(&Column::Plate, row) {
            // A plate of the group may be missing in the export.
            Some(name) => wells.plate(name.text).or_else(|| wells.begin(name.text)),
            None => wells.only().or_else(|| wells.plate(self.name)).or_else(|| wells.begin(self.name)),
        };
        let plate = plate.unwrap_or_default();
        // A well in two groups is two results; the second has a run of its own.
        let taken = wells.known(plate, well.text).is_some_and(|run| !run.sample.is_empty());
        let name = if taken { format!("{} {}", self.name, well.text) } else { well.text.to_owned() };
        if taken && wells.known(plate, &name).is_some() {
            let message = format!("well {} stands twice in group \"{}\"", well.text, self.name);
            return Err(content.damaged(row.line, well.column, message));
        }
        Ok(wells.run(plate, &name, well))
    }

    fn dilution(&self, row: Row<'_>) -> Option<DilutionFactor> {
        let cell = self.cell(&Column::Dilution, row)?;
        match cell.number("dilution", "").reading {
            Reading::Number(value) => {
                Some(DilutionFactor { value, text: cell.text.to_owned(), line: cell.line, column: cell.column })
            }
            _ => None,
        }
    }

    /// Standards are not diluted. A concentration read off the curve is that of the well, whatever the user computes of
    /// it in further columns.
    fn states(&self, factor: Option<DilutionFactor>) -> Dilution {
        let standards =
            |column: &Column| matches!(column, Column::Value(quantity, _) if quantity == "nominal_concentration");
        match factor {
            Some(factor) => Dilution::NotApplied(factor),
            None if self.columns.iter().any(standards) => Dilution::NotApplicable,
            None => Dilution::NotRecorded,
        }
    }

    fn values(&self, row: Row<'_>) -> Vec<Value> {
        let mut values = Vec::new();
        for (index, column) in self.columns.iter().enumerate() {
            let cell = Cell::of(row, index + 1);
            let (quantity, unit) = match column {
                Column::Well | Column::Plate => continue,
                Column::Dilution => ("dilution", ""),
                Column::Value(quantity, unit) => (quantity.as_str(), unit.as_str()),
            };
            if cell.text.is_empty() {
                continue;
            }
            let mut value = cell.number_or_word(quantity.to_owned(), "");
            value.unit = unit.to_owned().into();
            values.push(value);
        }
        values
    }
}
