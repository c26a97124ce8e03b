//! The waiver file: a CSV with lot, test, reason, reference, approver.

use super::codes;
use crate::finding::Finding;
use crate::judge::Waiver;
use crate::source::Place;
use std::io::Read;
use std::sync::Arc;

/// The columns, all required.
const COLUMNS: [&str; 5] = ["lot", "test", "reason", "reference", "approver"];

/// Reads waivers.
///
/// # Errors
/// A finding for each thing that is wrong with the file.
pub fn read(name: &str, reader: impl Read) -> Result<Vec<Waiver>, Vec<Finding>> {
    let file: Arc<str> = Arc::from(name);
    let fault = |line: u64, message: String| {
        vec![Finding::new(&codes::WAIVER_NOT_READABLE, message).at(Place::new(&file, line, 0), 1)]
    };
    let mut table = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(reader);
    let header = table.headers().map_err(|error| fault(1, error.to_string()))?.clone();
    let position = |wanted: &str| header.iter().position(|name| name.eq_ignore_ascii_case(wanted));
    let missing: Vec<&str> = COLUMNS.into_iter().filter(|name| position(name).is_none()).collect();
    if !missing.is_empty() {
        return Err(fault(1, format!("missing column {}; expected {}", missing.join(", "), COLUMNS.join(", "))));
    }
    let mut waivers = Vec::new();
    for record in table.records() {
        let record =
            record.map_err(|error| fault(error.position().map_or(0, csv::Position::line), error.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |name: &str| position(name).and_then(|at| record.get(at)).unwrap_or("").to_owned();
        waivers.push(Waiver {
            lot: cell("lot"),
            test: cell("test"),
            reason: cell("reason"),
            reference: cell("reference"),
            approver: cell("approver"),
            place: Place::new(&file, line, 0),
        });
    }
    Ok(waivers)
}
