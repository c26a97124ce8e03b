//! The blocks behind `Results`: one statistic for each well and analyte, and what holds for each analyte.

use super::not_read;
use crate::finding::Finding;
use crate::instrument::cells::{Cells, field};
use crate::instrument::codes;
use crate::instrument::content::Content;
use crate::instrument::grid::Row;
use crate::instrument::record::{Dilution, DilutionFactor, Recording, Run, Value};
use crate::quantity::{Decimal, DecimalMark, Exact};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Statistics and the words of evqc with their units.
const STATISTICS: &[(&str, &str, &str)] = &[
    ("Median", "median_fluorescence", "MFI"),
    ("Net MFI", "net_mfi", "MFI"),
    ("Avg Net MFI", "average_net_mfi", "MFI"),
    ("Mean", "mean_fluorescence", "MFI"),
    ("Trimmed Mean", "trimmed_mean_fluorescence", "MFI"),
    ("Peak", "peak_fluorescence", "MFI"),
    ("Std Dev", "sd", "MFI"),
    ("Trimmed Standard Deviation", "trimmed_sd", "MFI"),
    ("% CV", "cv", "%"),
    ("%CV", "cv", "%"),
    ("% CV Replicates", "cv_replicates", "%"),
    ("% Recovery", "recovery", "%"),
    ("Count", "bead_count", ""),
    ("Trimmed Count", "trimmed_bead_count", ""),
    ("Result", "concentration", ""),
    ("Avg Result", "average_concentration", ""),
    ("Expected Result", "expected_concentration", ""),
];

/// The wells, each with the values of all blocks.
#[derive(Debug)]
pub(super) struct Wells<'c, 'b> {
    content: &'c Content<'b>,
    runs: Vec<Run<'b>>,
    by_location: BTreeMap<String, usize>,
    /// Units of the concentrations by analyte.
    units: BTreeMap<String, String>,
    /// Warnings of the software: message, first place, wells.
    warnings: Vec<(String, (u64, u32), Vec<String>)>,
    /// Names of the blocks that were read, with their lines.
    seen: BTreeMap<String, u64>,
    has_results: bool,
}

impl<'c, 'b> Wells<'c, 'b> {
    pub fn new(content: &'c Content<'b>) -> Self {
        Wells {
            content,
            runs: Vec::new(),
            by_location: BTreeMap::new(),
            units: BTreeMap::new(),
            warnings: Vec::new(),
            seen: BTreeMap::new(),
            has_results: false,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Adds a block.
    ///
    /// # Errors
    /// The block stands twice, names a well twice, or has other wells than the first block.
    pub fn add(
        &mut self,
        cells: &mut Cells<'_, '_>,
        block: &[Row<'_>],
        recording: &mut Recording<'_>,
    ) -> Result<(), Finding> {
        let mut rows = block.iter().filter(|row| row.filled() > 0);
        let (Some(title), Some(header)) = (rows.next(), rows.next()) else { return Ok(()) };
        if title.cell(0) != "DataType:" {
            return Ok(());
        }
        let name = title.cell(1);
        if let Some(earlier) = self.seen.insert(name.to_owned(), title.line) {
            let finding = self.content.damaged(title.line, 2, format!("the block `{name}` stands twice"));
            return Err(finding.with(self.content.place(earlier, 2), "first here"));
        }
        let rows: Vec<&Row<'_>> = rows.collect();
        match (header.cell(0), header.cell(1), name) {
            (_, _, "Audit Logs") => Ok(()),
            ("Location", "Status", _) => {
                rows.iter().for_each(|row| self.warning(row));
                Ok(())
            }
            ("Location", "Sample", _) => self.of_wells(cells, name, header, &rows),
            ("Sample", _, _) => {
                recording.values.extend(of_samples(cells, name, header, &rows));
                Ok(())
            }
            ("Analyte:", _, _) => {
                self.of_analytes(cells, header, &rows, &mut recording.values);
                Ok(())
            }
            _ => {
                recording.findings.push(not_read(self.content, title, name));
                Ok(())
            }
        }
    }

    /// A block with a row for each well.
    fn of_wells(
        &mut self,
        cells: &mut Cells<'_, '_>,
        name: &str,
        header: &Row<'_>,
        rows: &[&Row<'_>],
    ) -> Result<(), Finding> {
        let first = self.runs.is_empty();
        let mut met = BTreeSet::new();
        for row in rows {
            let index = self.well(row, first)?;
            if !met.insert(index) {
                let message = format!("the block `{name}` names the well {} twice", row.cell(0));
                return Err(self.content.damaged(row.line, 1, message));
            }
            let Some(run) = self.runs.get_mut(index) else { continue };
            if name == "Dilution Factor" {
                run.dilution = dilution(row);
                continue;
            }
            for column in 2..header.filled() {
                statistic(cells, run, name, header.cell(column), row, column);
            }
        }
        self.has_results |= name == "Result";
        if met.len() < self.runs.len() {
            let line = rows.last().map_or(header.line, |row| row.line);
            let message = format!("the block `{name}` has {} wells of {}: it was cut", met.len(), self.runs.len());
            return Err(self.content.damaged(line, 1, message));
        }
        Ok(())
    }

    /// The run of a row, made by the first block.
    fn well(&mut self, row: &Row<'_>, first: bool) -> Result<usize, Finding> {
        let location = row.cell(0);
        if let Some((index, run)) =
            self.by_location.get(location).and_then(|index| Some((*index, self.runs.get(*index)?)))
        {
            if run.sample != row.cell(1) {
                let message =
                    format!("the well {location} holds {} here and {} in the first block", row.cell(1), run.sample);
                return Err(self.content.damaged(row.line, 2, message).with(self.content.place(run.line, 2), "there"));
            }
            return Ok(index);
        }
        let name = well_name(location).filter(|_| first).ok_or_else(|| {
            let what = if first { "is no place on a plate" } else { "has no row in the first block" };
            self.content.damaged(row.line, 1, format!("`{location}` {what}"))
        })?;
        self.by_location.insert(location.to_owned(), self.runs.len());
        let sample = row.cell(1).to_owned();
        self.runs.push(Run {
            name,
            sample,
            line: row.line,
            column: 1,
            dilution: Dilution::NotRecorded,
            ..Run::default()
        });
        Ok(self.runs.len() - 1)
    }

    /// A block with a column for each analyte and a row for each property of analytes; several blocks name the regions.
    fn of_analytes(&mut self, cells: &mut Cells<'_, '_>, header: &Row<'_>, rows: &[&Row<'_>], values: &mut Vec<Value>) {
        for row in rows {
            let label = row.cell(0).trim_end_matches(':');
            for column in 1..header.filled() {
                let analyte = header.cell(column);
                let value = match label {
                    "Per Bead" => cells.number("minimum_bead_count", analyte, "", row, column),
                    "BeadID" => cells.text("bead_region", analyte, row, column),
                    "Units" => cells.text("concentration_unit", analyte, row, column),
                    "AnalysisType" => cells.text("analysis_type", analyte, row, column),
                    other => cells.text(other.to_owned(), analyte, row, column),
                };
                let Some(value) = value else { continue };
                if label == "Units" {
                    self.units.insert(analyte.to_owned(), value.text.clone());
                }
                let same = |known: &Value| {
                    known.quantity == value.quantity && known.of == value.of && known.text == value.text
                };
                if !values.iter().any(same) {
                    values.push(value);
                }
            }
        }
    }

    /// `"1,A1",Warning,The acquisition had ...`
    fn warning(&mut self, row: &Row<'_>) {
        let well = well_name(row.cell(0)).unwrap_or_else(|| row.cell(0).to_owned());
        let message = format!("{}: {}", row.cell(1), row.cell(2));
        match self.warnings.iter_mut().find(|(seen, _, _)| *seen == message) {
            Some((_, _, wells)) => wells.push(well),
            None => self.warnings.push((message, (row.line, field(2)), vec![well])),
        }
    }

    /// Hands the wells over.
    pub fn finish(mut self, date: Option<Date>, recording: &mut Recording<'b>) {
        self.doubt_diluted_results(recording);
        for (message, (line, column), wells) in &self.warnings {
            let finding = Finding::new(&codes::INSTRUMENT_WARNING, format!("wells {}: {message}", wells.join(", ")));
            recording.findings.push(finding.at(self.content.place(*line, *column), 1));
        }
        for run in &mut self.runs {
            run.date = date;
            for value in &mut run.values {
                if value.quantity.ends_with("concentration")
                    && let Some(unit) = self.units.get(&value.of)
                {
                    value.unit = unit.clone().into();
                }
            }
        }
        recording.runs = self.runs;
    }

    /// With a factor other than 1 it is not known whether the concentrations are multiplied by it.
    fn doubt_diluted_results(&mut self, recording: &mut Recording<'_>) {
        if !self.has_results {
            return;
        }
        let mut first = None;
        for run in &mut self.runs {
            if let Dilution::NotApplied(factor) = &run.dilution
                && factor.value.exact() != Exact::one()
            {
                first.get_or_insert(factor.clone());
                run.dilution = Dilution::NotRecorded;
            }
        }
        if let Some(factor) = first {
            let message = format!(
                "a dilution factor of {} is recorded, and the file does not say whether results are multiplied by it",
                factor.text
            );
            let place = self.content.place(factor.line, factor.column);
            recording.findings.push(Finding::new(&codes::VALUE_NOT_READABLE, message).at(place, 1));
        }
    }
}

/// The values of a block with a row for each sample: averages over wells.
fn of_samples(cells: &mut Cells<'_, '_>, name: &str, header: &Row<'_>, rows: &[&Row<'_>]) -> Vec<Value> {
    let (quantity, unit) = words(name);
    let mut values = Vec::new();
    for row in rows {
        for column in (1..header.filled()).filter(|column| header.cell(*column) != "Total Events") {
            let of = format!("{}: {}", row.cell(0), header.cell(column));
            values.extend(cells.number(quantity.clone(), of, unit, row, column));
        }
    }
    values
}

/// Adds one cell of a block of wells to its run.
fn statistic(cells: &mut Cells<'_, '_>, run: &mut Run<'_>, block: &str, label: &str, row: &Row<'_>, column: usize) {
    if label == "Total Events" {
        // Each block repeats it.
        if run.value("total_events").is_none_or(|value| value.text != row.cell(column)) {
            run.values.extend(cells.number("total_events", "", "", row, column));
        }
        return;
    }
    if block == "Comments" {
        run.values.extend(cells.text("comment", label, row, column));
        return;
    }
    let (quantity, unit) = words(block);
    run.values.extend(cells.number(quantity, label, unit, row, column));
}

fn words(block: &str) -> (std::borrow::Cow<'static, str>, &'static str) {
    match STATISTICS.iter().find(|(name, _, _)| *name == block) {
        Some((_, quantity, unit)) => ((*quantity).into(), unit),
        None => (block.to_owned().into(), ""),
    }
}

/// The dilution factor of a well. Fluorescence is that of the diluted sample; a result may or may not be multiplied.
fn dilution(row: &Row<'_>) -> Dilution {
    match Decimal::parse(row.cell(2), DecimalMark::Point) {
        Ok(value) => Dilution::NotApplied(DilutionFactor {
            value,
            text: row.cell(2).to_owned(),
            line: row.line,
            column: field(2),
        }),
        Err(_) => Dilution::NotRecorded,
    }
}

/// `A1` of `1(1,A1)` and of `1,A1`; wells of further plates say so.
fn well_name(location: &str) -> Option<String> {
    let inner = match location.split_once('(') {
        Some((_, rest)) => rest.strip_suffix(')')?,
        None => location,
    };
    let (plate, well) = inner.split_once(',')?;
    let (row, column) = well.split_at_checked(1)?;
    let on_plate = row.bytes().all(|byte| byte.is_ascii_uppercase()) && column.parse::<u8>().is_ok();
    on_plate.then(|| if plate == "1" { well.to_owned() } else { format!("plate {plate} {well}") })
}
