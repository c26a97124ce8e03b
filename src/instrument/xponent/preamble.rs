//! What stands above the results: software, instrument, protocol, calibration.

use crate::finding::Finding;
use crate::instrument::cells::Cells;
use crate::instrument::codes;
use crate::instrument::dates;
use crate::instrument::grid::Row;
use crate::instrument::record::Recording;

/// Labels and the words of evqc for what follows them.
const SETTINGS: &[(&str, &str)] = &[
    ("Date", "exported_at"),
    ("Batch", "batch"),
    ("Operator", "operator"),
    ("ProtocolName", "protocol"),
    ("ProtocolVersion", "protocol_version"),
    ("ProtocolDescription", "protocol_description"),
    ("SampleVolume", "sample_volume"),
    ("DDGate", "doublet_discriminator_gate"),
    ("SampleTimeout", "sample_timeout"),
    ("BatchStartTime", "started_at"),
    ("BatchStopTime", "stopped_at"),
    ("ProtocolReporterGain", "reporter_gain"),
    ("ProtocolAnalysis", "protocol_analysis"),
    ("NormBead", "normalisation_bead"),
    ("ProtocolHeater", "heater"),
];

/// Columns of the calibrator tables that hold words.
const WORDS: [&str; 4] = ["ExpirationDate", "CalibrationTime", "Result", "MachineSerialNo"];

/// Takes everything that stands above `Results`.
pub(super) fn read(cells: &mut Cells<'_, '_>, rows: &[Row<'_>], recording: &mut Recording<'_>) {
    let mut model = "";
    let mut calibrator: Option<&Row<'_>> = None;
    for row in rows {
        let label = row.cell(0);
        match label {
            "Program" => model = row.cell(3),
            "Build" => recording.software = format!("xPONENT {}", row.cell(1)),
            "SN" => recording.instrument = format!("{model} {}", row.cell(1)).trim().to_owned(),
            "Samples" => counts(cells, row, recording),
            "Lot" => calibrator = Some(row),
            _ if label.starts_with("Last ") => check(cells, row, recording),
            _ => {}
        }
        if let Some((_, quantity)) = SETTINGS.iter().find(|(name, _)| *name == label) {
            recording.values.extend(cells.text(*quantity, "", row, 1));
        }
        match calibrator {
            Some(_) if row.filled() <= 1 => calibrator = None,
            Some(header) if label != "Lot" => calibration(cells, header, row, recording),
            _ => {}
        }
    }
}

/// `Samples,96,Min Events,100,Per Bead`.
fn counts(cells: &mut Cells<'_, '_>, row: &Row<'_>, recording: &mut Recording<'_>) {
    recording.values.extend(cells.number("samples", "", "", row, 1));
    if row.cell(2) == "Min Events" {
        recording.values.extend(cells.number("minimum_events", row.cell(4), "", row, 3));
    }
}

/// `Last F3DeVER1 Verification,Passed 05/17/2023 09:27:16`.
fn check(cells: &Cells<'_, '_>, row: &Row<'_>, recording: &mut Recording<'_>) {
    let value = cells.text("last_check", row.cell(0), row, 1);
    if value.as_ref().is_some_and(|value| value.text.to_lowercase().starts_with("fail")) {
        warn(cells, row, 1, format!("{}: {}", row.cell(0), row.cell(1)), recording);
    }
    recording.values.extend(value);
}

/// One row of a calibrator table.
fn calibration(cells: &mut Cells<'_, '_>, header: &Row<'_>, row: &Row<'_>, recording: &mut Recording<'_>) {
    let of = format!("calibrator lot {}", row.cell(0));
    for index in 1..header.filled() {
        let label = header.cell(index);
        let value = match WORDS.contains(&label) {
            true => cells.text(label.to_owned(), of.as_str(), row, index),
            false => cells.number(label.to_owned(), of.as_str(), "", row, index),
        };
        if label == "Result" && !row.cell(index).eq_ignore_ascii_case("pass") {
            warn(cells, row, index, format!("{of}: the calibration is `{}`", row.cell(index)), recording);
        }
        recording.values.extend(value);
    }
}

fn warn(cells: &Cells<'_, '_>, row: &Row<'_>, index: usize, message: String, recording: &mut Recording<'_>) {
    let place = cells.content.place(row.line, crate::instrument::cells::field(index));
    recording.findings.push(Finding::new(&codes::INSTRUMENT_WARNING, message).at(place, 1));
}

/// The day on which the batch was started, where it is certain.
pub(super) fn day(cells: &Cells<'_, '_>, recording: &mut Recording<'_>) -> Option<jiff::civil::Date> {
    let started = recording.values.iter().find(|value| value.quantity == "started_at")?;
    let text = started.text.split_whitespace().next().unwrap_or_default();
    let day = dates::either_order(text);
    if day.is_none() {
        let place = cells.content.place(started.line, started.column);
        let finding = dates::not_taken(place, &started.text, "day and month cannot be told apart");
        recording.findings.push(finding);
    }
    day
}
