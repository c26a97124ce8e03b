//! What there is to say about cells without a number.

use super::cell::UNREADABLE;
use super::short;
use crate::finding::Finding;
use crate::instrument::codes;
use crate::instrument::content::Content;
use crate::instrument::record::{Recording, Value};
use crate::order;
use crate::quantity::Reading;
use std::collections::{BTreeMap, BTreeSet};

/// How many places of one kind a finding names.
const PLACES: usize = 12;

/// Whether the number has a decimal comma, and whether it has a decimal point.
fn marks(value: &Value) -> (bool, bool) {
    match value.reading {
        Reading::Number(_) | Reading::Below(_) | Reading::Above(_) => {
            (value.text.contains(','), value.text.contains('.'))
        }
        _ => (false, false),
    }
}

/// One finding for each word that stands for a number, and one for each cell that is not understood.
pub(super) fn say_what_is_no_number(content: &Content<'_>, recording: &mut Recording<'_>) {
    let mut reasons: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    let mut unreadable: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    let mut written = (None, None);
    let mut findings = Vec::new();
    for value in recording.values.iter().chain(recording.runs.iter().flat_map(|run| &run.values)) {
        let (comma, point) = marks(value);
        written.0 = written.0.or(comma.then_some(value));
        written.1 = written.1.or(point.then_some(value));
        match value.no_number.as_deref() {
            None => {}
            Some(UNREADABLE) => unreadable.entry(&*value.quantity).or_default().push(value),
            Some(reason) => reasons.entry(reason).or_default().push(value),
        }
    }
    if let (Some(comma), Some(point)) = written {
        let message = "the file writes decimal comma and decimal point; each number is read as it is written";
        findings.push(
            Finding::new(&codes::OWN_TABLES_DISAGREE, message)
                .at(content.place(comma.line, comma.column), 1)
                .with(content.place(point.line, point.column), "decimal point"),
        );
    }
    findings.extend(unreadable.into_iter().map(|(quantity, values)| {
        let text = values.first().map_or("", |value| value.text.as_str());
        let message =
            format!("{} of {quantity} no number that evqc reads: \"{}\"", cells_hold(values.len()), short(text));
        at_places(content, Finding::new(&codes::VALUE_NOT_READABLE, message), &values)
    }));
    findings.extend(reasons.into_iter().map(|(reason, values)| {
        let message = format!("{} no number: {reason}", cells_hold(values.len()));
        at_places(content, Finding::new(&codes::VALUE_NOT_A_NUMBER, message), &values)
    }));
    recording.findings.extend(findings);
}

fn cells_hold(count: usize) -> String {
    if count == 1 { "1 cell holds".to_owned() } else { format!("{count} cells hold") }
}

/// The finding at the first of these cells, and the others as further places.
fn at_places(content: &Content<'_>, finding: Finding, values: &[&Value]) -> Finding {
    let places: BTreeSet<(u64, u32)> = order::collect(values.iter().map(|value| (value.line, value.column)));
    let mut places = places.into_iter().map(|(line, column)| content.place(line, column));
    let Some(first) = places.next() else { return finding };
    places.take(PLACES - 1).fold(finding.at(first, 1), |finding, place| finding.with(place, "the same"))
}
