//! XLSX of Tecan Magellan: one row per well, settings below the wells in the first column.

use super::cells::{Cells, field};
use super::content::Content;
use super::damage::Damage;
use super::dates;
use super::grid::{Grid, Row};
use super::plate::is_well;
use super::record::{Recording, Run};
use super::workbook::{self, Sheet};
use crate::finding::Finding;
use crate::quantity::{DecimalMark, Reading};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// How far down the header may stand.
const HEADER_WITHIN: usize = 10;

/// Columns that name a sample, in lower case.
const SAMPLES: [&str; 4] = ["sample", "sample id", "sample name", "layout"];

/// Whether a sheet has a header with the wells.
pub(super) fn recognise(content: &Content<'_>) -> bool {
    workbook::has_sheet(content, |sheet| header(&sheet.grid).is_some())
}

/// The position of the header row and of the column of the wells.
fn header(grid: &Grid) -> Option<(usize, usize)> {
    grid.rows().take(HEADER_WITHIN).enumerate().find_map(|(at, row)| wells_column(&row).map(|column| (at, column)))
}

fn wells_column(row: &Row<'_>) -> Option<usize> {
    row.cells().position(|cell| cell.eq_ignore_ascii_case("well positions"))
}

/// A column of the wells.
struct Column {
    index: usize,
    label: String,
    /// Word of evqc, and what it is of.
    quantity: String,
    of: String,
    unit: String,
    measured: bool,
}

/// Reads an export.
pub(super) fn read<'b>(content: &Content<'b>) -> Result<Recording<'b>, Vec<Finding>> {
    let (sheet, findings) = workbook::sheet_of(content, |sheet: &Sheet| header(&sheet.grid).is_some())?;
    let Some((at, wells)) = header(&sheet.grid) else {
        return Err(vec![content.damaged(0, 0, "the sheet has no column `Well positions`")]);
    };
    let rows: Vec<Row<'_>> = sheet.grid.rows().skip(at).collect();
    let is_data = |row: &Row<'_>| is_well(row.cell(wells)) && row.filled() > 1;
    let first = rows.iter().position(is_data);
    let last = rows.iter().rposition(is_data);
    let (Some((head, body)), Some(first), Some(last)) = (rows.split_first(), first, last) else {
        return Err(vec![content.damaged(
            rows.first().map_or(0, |row| row.line),
            field(wells),
            "the sheet holds no well",
        )]);
    };
    let (above, data) = (body.get(..first - 1).unwrap_or_default(), rows.get(first..=last).unwrap_or_default());
    let footer = rows.get(last + 1..).unwrap_or_default();
    check_wells(content, data, wells)?;
    let columns = columns(head, wells, data, footer);
    let mut recording = Recording::new("magellan", format!("XLSX, sheet \"{}\"", sheet.name));
    recording.findings = findings;
    let mut cells = Cells::new(content, DecimalMark::Point);
    under_header(&mut cells, above, &columns, &mut recording);
    let date = settings(&mut cells, footer, &columns, &mut recording);
    for row in data {
        recording.runs.push(well(&mut cells, row, wells, &columns, date));
    }
    recording.findings.extend(cells.findings());
    Ok(recording)
}

/// Every row between the first and the last well is one, and no well stands twice.
fn check_wells(content: &Content<'_>, data: &[Row<'_>], wells: usize) -> Result<(), Vec<Finding>> {
    let mut seen = BTreeSet::new();
    let mut errors = Damage::default();
    for row in data {
        let well = row.cell(wells);
        if wells_column(row).is_some() {
            errors.push(content.damaged(row.line, 1, "a second header: the sheet holds more than one export"));
        } else if !is_well(well) {
            errors.push(content.damaged(
                row.line,
                field(wells),
                format!("the row between the wells names none: \"{well}\""),
            ));
        } else if !seen.insert(well) {
            errors.push(content.damaged(row.line, field(wells), format!("the well {well} stands twice")));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors.into_findings()) }
}

/// What the columns beside the wells hold. The measurements are described below the wells in the order of their columns.
fn columns(head: &Row<'_>, wells: usize, data: &[Row<'_>], footer: &[Row<'_>]) -> Vec<Column> {
    let described = measurements(footer);
    let mut measured = 0;
    let named = |index: &usize| *index != wells && !head.cell(*index).is_empty();
    let column = |index: usize| {
        let label = head.cell(index).to_owned();
        let folded = label.to_lowercase();
        let number = |row: &Row<'_>| matches!(Reading::parse(row.cell(index), DecimalMark::Point), Reading::Number(_));
        let is_measured = folded == "raw data" || folded.starts_with("label") || data.iter().any(number);
        if !is_measured {
            let quantity = folded.replace(' ', "_");
            return Column { index, label, quantity, of: String::new(), unit: String::new(), measured: false };
        }
        let own = described.get(measured).cloned().unwrap_or_default();
        measured += 1;
        let quantity = match own.mode.to_lowercase() {
            mode if mode.is_empty() => folded.replace(' ', "_"),
            mode => mode,
        };
        let of = if own.wavelength.is_empty() { label.clone() } else { own.wavelength };
        Column { index, label, quantity, of, unit: own.unit, measured: true }
    };
    (0..head.filled()).filter(named).map(column).collect()
}

/// How one of the measurements was taken, in words of the file.
#[derive(Clone, Debug, Default)]
struct Measurement {
    mode: String,
    /// In nm.
    wavelength: String,
    unit: String,
}

fn measurements(footer: &[Row<'_>]) -> Vec<Measurement> {
    let mut all: Vec<Measurement> = Vec::new();
    for row in footer {
        let Some((key, value)) = row.cell(0).split_once(':') else { continue };
        let value = value.trim();
        if key == "Measurement mode" {
            all.push(Measurement { mode: value.to_owned(), ..Measurement::default() });
        }
        let Some(latest) = all.last_mut() else { continue };
        match key {
            "Measurement wavelength" => latest.wavelength = value.trim_end_matches("nm").trim().to_owned(),
            "Unit" => latest.unit = value.to_owned(),
            _ => {}
        }
    }
    all
}

/// The rows between header and wells: the time of the reading, the temperature.
fn under_header(cells: &mut Cells<'_, '_>, above: &[Row<'_>], columns: &[Column], recording: &mut Recording<'_>) {
    for row in above {
        for column in columns.iter().filter(|column| !row.cell(column.index).is_empty()) {
            let text = row.cell(column.index);
            let (quantity, unit) = match () {
                () if text.ends_with("°C") => ("temperature", "°C"),
                () if text.ends_with('s') => ("time", "s"),
                () => ("remark", ""),
            };
            recording.values.extend(with_unit(cells, quantity, &column.of, unit, row, column.index, text));
        }
    }
}

/// A cell whose number has its unit behind it.
fn with_unit(
    cells: &mut Cells<'_, '_>,
    quantity: &'static str,
    of: &str,
    unit: &'static str,
    row: &Row<'_>,
    index: usize,
    text: &str,
) -> Option<super::record::Value> {
    let mut value = cells.text(quantity, of, row, index)?;
    if let Some(number) = text.strip_suffix(unit).filter(|_| !unit.is_empty()) {
        value.text = number.trim().to_owned();
        value.reading = Reading::parse(&value.text, DecimalMark::Point);
        value.unit = unit.into();
    }
    Some(value)
}

/// The lines below the wells; the day of the measurement, which stands among them year first.
fn settings(
    cells: &mut Cells<'_, '_>,
    footer: &[Row<'_>],
    columns: &[Column],
    recording: &mut Recording<'_>,
) -> Option<Date> {
    let mut date = None;
    let mut before = "";
    for row in footer {
        let line = row.cell(0);
        let (key, rest) = line.split_once(':').map_or(("", line), |(key, rest)| (key, rest.trim()));
        match key {
            "Date" => {
                date = rest.split(',').next().and_then(|day| dates::year_first(day.trim()));
                recording.values.extend(cells.text("measured_at", "", row, 0));
            }
            "Instrument serial number" => recording.instrument = format!("{before}, {rest}"),
            "Meas. temperature" => {
                let (label, temperature) = rest.rsplit_once(':').unwrap_or(("", rest));
                let of = columns.iter().find(|column| column.label == label.trim()).map_or("", |column| &column.of);
                recording.values.extend(with_unit(cells, "temperature", of, "°C", row, 0, temperature));
            }
            "Measurement mode" | "Measurement wavelength" | "Unit" => {}
            _ => recording.values.extend(cells.text("setting", "", row, 0)),
        }
        before = line;
    }
    date
}

fn well<'b>(cells: &mut Cells<'_, '_>, row: &Row<'_>, wells: usize, columns: &[Column], date: Option<Date>) -> Run<'b> {
    let name = row.cell(wells).to_owned();
    let mut run = Run { name, line: row.line, column: field(wells), date, ..Run::default() };
    for column in columns {
        let quantity = column.quantity.clone();
        if column.measured {
            run.values.extend(cells.number(quantity, column.of.clone(), column.unit.clone(), row, column.index));
        } else if SAMPLES.contains(&&*column.label.to_lowercase()) {
            row.cell(column.index).clone_into(&mut run.sample);
        } else {
            run.values.extend(cells.text(quantity, "", row, column.index));
        }
    }
    run
}
