//! XLSX of Stunner (Unchained Labs): concentration by absorbance and size by light scattering, one row per well.

use super::cells::{Cells, field};
use super::content::Content;
use super::damage::Damage;
use super::dates;
use super::grid::{Grid, Row};
use super::record::{Dilution, Recording, Run};
use super::workbook::{self, Sheet};
use crate::finding::Finding;
use crate::quantity::DecimalMark;
use jiff::civil::Date;

/// How far down the header may stand; notes on blanks and plates come before it.
const HEADER_WITHIN: usize = 200;

/// Labels of the header that stand together in no other format, folded.
const SIGN: [&str; 3] = ["plate id", "plate position", "sample name"];

/// Columns of words, folded.
const WORDS: [&str; 8] =
    ["plate id", "sample group", "pump", "analyte", "buffer", "plate type", "acquisition filtering", "application"];

/// Columns with a word of evqc of their own, folded and without unit: the word, and what it is of.
const KNOWN: &[(&str, &str, &str)] = &[
    ("z-avg dia.", "z_average", ""),
    ("sd dia.", "diameter_sd", ""),
    ("number of peaks", "peaks", ""),
    ("a280", "absorbance", "280"),
    ("background (a280)", "background_absorbance", "280"),
    ("e1%", "extinction_coefficient_1_percent", ""),
    ("diameter @ c=0", "diameter_at_zero_concentration", ""),
    ("kc/r", "kc_over_r", ""),
];

/// Whether a sheet has the header of a Stunner table.
pub(super) fn recognise(content: &Content<'_>) -> bool {
    workbook::has_sheet(content, |sheet| header(&sheet.grid).is_some())
}

fn header(grid: &Grid) -> Option<usize> {
    grid.rows().take(HEADER_WITHIN).position(|row| is_header(&row))
}

fn is_header(row: &Row<'_>) -> bool {
    SIGN.iter().all(|sign| row.cells().any(|cell| fold(cell) == *sign))
}

fn fold(label: &str) -> String {
    on_one_line(label).to_lowercase()
}

/// Labels are broken into lines to keep the columns narrow.
fn on_one_line(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A column of the table.
enum Column {
    Position,
    Sample,
    Word(String),
    Number {
        quantity: String,
        of: String,
        unit: String,
    },
    /// The equation of a fit.
    Equation(String),
}

/// Reads a report.
pub(super) fn read<'b>(content: &Content<'b>) -> Result<Recording<'b>, Vec<Finding>> {
    let (sheet, findings) = workbook::sheet_of(content, |sheet: &Sheet| header(&sheet.grid).is_some())?;
    let rows: Vec<Row<'_>> = sheet.grid.rows().collect();
    let parts = header(&sheet.grid).and_then(|at| Some((rows.get(..at)?, rows.get(at)?, rows.get(at + 1..)?)));
    let Some((above, head, data)) = parts else {
        return Err(vec![content.damaged(0, 0, "the sheet has no header with `Plate ID` and `Sample name`")]);
    };
    check(content, head, data)?;
    let columns: Vec<Column> = head.cells().map(column_of).collect();
    let mut recording = Recording::new("stunner", format!("XLSX, sheet \"{}\"", sheet.name));
    recording.findings = findings;
    let mut cells = Cells::new(content, DecimalMark::Point);
    let date = about(&cells, above, &mut recording);
    for row in data {
        recording.runs.push(well(&mut cells, row, &columns, date));
    }
    recording.findings.extend(cells.findings());
    Ok(recording)
}

fn check(content: &Content<'_>, head: &Row<'_>, data: &[Row<'_>]) -> Result<(), Vec<Finding>> {
    let mut errors = Damage::default();
    let position = head.cells().position(|cell| fold(cell) == "plate position").unwrap_or(0);
    for row in data {
        if is_header(row) {
            errors.push(content.damaged(row.line, 1, "a second header: the sheet holds more than one report"));
            break;
        }
        if row.filled() > head.filled() {
            errors.push(content.damaged(row.line, field(row.filled() - 1), "the row is longer than its header"));
        }
        if row.cell(position).is_empty() {
            errors.push(content.damaged(row.line, field(position), "the row names no position on a plate"));
        }
    }
    if data.is_empty() {
        errors.push(content.damaged(head.line, 1, "the report holds no well"));
    }
    if errors.is_empty() { Ok(()) } else { Err(errors.into_findings()) }
}

/// What a label says: `PkOI Intensity Mean Dia. (nm)` is the mean diameter by intensity, of the peak of interest, in nm.
fn column_of(label: &str) -> Column {
    let printed = on_one_line(label);
    let label = printed.to_lowercase();
    match &*label {
        "plate position" => return Column::Position,
        "sample name" => return Column::Sample,
        word if WORDS.contains(&word) => return Column::Word(word.replace(' ', "_")),
        fit if fit.ends_with("linear fit") => return Column::Equation(fit.replace(' ', "_")),
        _ => {}
    }
    let known = |name: &str| KNOWN.iter().find(|(known, ..)| *known == name);
    let bracket =
        printed.rsplit_once(" (").and_then(|(name, unit)| Some((name.to_lowercase(), unit.strip_suffix(')')?)));
    let (name, unit) = match &bracket {
        Some((name, unit)) if known(&label).is_none() => (name.as_str(), *unit),
        _ => (label.as_str(), ""),
    };
    let unit = if unit == "mg/ml" { "mg/mL" } else { unit }.to_owned();
    if let Some((_, quantity, of)) = known(name) {
        return Column::Number { quantity: (*quantity).to_owned(), of: (*of).to_owned(), unit };
    }
    let (of, name) = match name.split_once(' ') {
        Some(("pkoi", rest)) => ("peak of interest", rest),
        Some((peak, rest)) if peak.len() == 3 && peak.starts_with("pk") => (peak.get(2..).unwrap_or_default(), rest),
        _ => ("", name),
    };
    let quantity = name.replace("dia.", "diameter").replace("est. mw", "estimated_molecular_weight").replace(' ', "_");
    Column::Number { quantity, of: of.to_owned(), unit }
}

/// The lines above the table: a label and a value, and notes without a label.
fn about(cells: &Cells<'_, '_>, above: &[Row<'_>], recording: &mut Recording<'_>) -> Option<Date> {
    let mut date = None;
    for row in above.iter().filter(|row| !row.cell(1).is_empty()) {
        let (label, text) = (row.cell(0), row.cell(1));
        let quantity = if label.is_empty() { "note".to_owned() } else { fold(label).replace(' ', "_") };
        recording.values.extend(cells.text(quantity, "", row, 1));
        match label {
            "Software version" => recording.software = text.to_owned(),
            "Instrument" => recording.instrument = format!("Stunner {text}"),
            "Date" => {
                let day = text.split(['T', ' ']).next().unwrap_or_default();
                date = dates::year_first(day).or_else(|| dates::either_order(day));
                if date.is_none() {
                    let place = cells.content.place(row.line, 2);
                    recording.findings.push(dates::not_taken(place, text, "day and month cannot be told apart"));
                }
            }
            _ => {}
        }
    }
    date
}

fn well<'b>(cells: &mut Cells<'_, '_>, row: &Row<'_>, columns: &[Column], date: Option<Date>) -> Run<'b> {
    let mut run = Run { line: row.line, date, dilution: Dilution::NotRecorded, ..Run::default() };
    let mut plate = "";
    for (index, column) in columns.iter().enumerate() {
        match column {
            Column::Position => (run.name, run.column) = (row.cell(index).to_owned(), field(index)),
            Column::Sample => row.cell(index).clone_into(&mut run.sample),
            Column::Word(quantity) => {
                if quantity == "plate_id" {
                    plate = row.cell(index);
                }
                run.values.extend(cells.text(quantity.clone(), "", row, index));
            }
            Column::Equation(quantity) => {
                let mut value = cells.text(quantity.clone(), "", row, index);
                if let Some(value) = value.as_mut().filter(|value| value.text.contains("NaN")) {
                    value.no_number = Some("the fit has no result (NaN)".into());
                }
                run.values.extend(value);
            }
            Column::Number { quantity, of, unit } => {
                run.values.extend(cells.number(quantity.clone(), of.clone(), unit.clone(), row, index));
            }
        }
    }
    run.name = format!("{plate} {}", run.name).trim().to_owned();
    run
}
