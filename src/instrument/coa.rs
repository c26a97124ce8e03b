//! Certificates of analysis as JSON: `Certificate.Analysis.Inspections[]` with value, unit and limits as text.
//!
//! # Source
//! Certificate of analysis schema 1.1.0 of S1SEVEN (schemas.s1seven.com/coa-schemas), as its fixtures have it.

use super::codes;
use super::content::Content;
use super::record::{Recording, Run, Value};
use crate::finding::Finding;
use crate::quantity::{DecimalMark, Reading};
use serde::Deserialize;

/// What evqc takes of a certificate. A field that stands twice is refused, as it would win in silence otherwise.
#[derive(Deserialize)]
struct Document {
    #[serde(rename = "Certificate")]
    certificate: Certificate,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Certificate {
    id: Option<serde_json::Value>,
    date: Option<String>,
    analysis: Analysis,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Analysis {
    lot_id: Option<String>,
    inspections: Vec<Inspection>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Inspection {
    property: Option<String>,
    property_id: Option<String>,
    method: Option<String>,
    unit: Option<String>,
    value: Option<Cell>,
    value_type: Option<String>,
    minimum: Option<Cell>,
    maximum: Option<Cell>,
    test_conditions: Option<String>,
}

/// Text, or a number as JSON has it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Cell {
    Text(String),
    Number(serde_json::Number),
}

impl Cell {
    fn into_text(self) -> String {
        match self {
            Cell::Text(text) => text,
            Cell::Number(number) => number.to_string(),
        }
    }
}

/// Whether the content is JSON with inspections of an analysis.
pub(super) fn recognise(content: &Content<'_>) -> bool {
    content.text().is_some_and(|text| {
        text.trim_start().starts_with('{')
            && ["\"Certificate\"", "\"Analysis\"", "\"Inspections\""].iter().all(|sign| text.contains(sign))
    })
}

/// Reads a certificate.
pub(super) fn read<'b>(content: &Content<'b>) -> Result<Recording<'b>, Vec<Finding>> {
    let text = content.text().unwrap_or_default();
    let document: Document = serde_json::from_slice(text.as_bytes()).map_err(|error| {
        let column = u32::try_from(error.column()).unwrap_or(u32::MAX);
        let line = u64::try_from(error.line()).unwrap_or(u64::MAX);
        vec![content.damaged(line, column, format!("the certificate cannot be read: {error}"))]
    })?;
    let Certificate { id, date, analysis } = document.certificate;
    if analysis.inspections.is_empty() {
        return Err(vec![content.damaged(1, 1, "the certificate holds no inspection")]);
    }
    let mut recording = Recording::new("coa-json", format!("{}, JSON", content.encoding()));
    let id = id.map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
    recording.values.extend(id.map(|id| words("certificate", id, 0)));
    recording.values.extend(date.map(|date| words("certificate_date", date, 0)));
    let lot = analysis.lot_id.unwrap_or_default();
    let lines = Lines::of(text, analysis.inspections.len());
    for (number, inspection) in (1..).zip(analysis.inspections) {
        run(content, &lot, number, inspection, &lines, &mut recording);
    }
    Ok(recording)
}

fn run(
    content: &Content<'_>,
    lot: &str,
    number: usize,
    inspection: Inspection,
    lines: &Lines<'_>,
    recording: &mut Recording<'_>,
) {
    let line = |key: &str| lines.of_key(number, key);
    let mut run = Run { sample: lot.to_owned(), line: lines.start(number), ..Run::default() };
    run.name = match inspection.property.filter(|property| !property.trim().is_empty()) {
        Some(property) => property,
        None => {
            let message = format!("inspection {number} does not name its property, so its value is of nothing known");
            let place = content.place(run.line, 0);
            recording.findings.push(Finding::new(&codes::VALUE_NOT_READABLE, message).at(place, 1));
            format!("inspection {number}")
        }
    };
    let unit = inspection.unit.unwrap_or_default();
    let numeric = inspection.value_type.as_deref() != Some("string");
    let cells = [
        ("value", "Value", inspection.value),
        ("minimum", "Minimum", inspection.minimum),
        ("maximum", "Maximum", inspection.maximum),
    ];
    for (quantity, key, cell) in cells {
        let Some(text) = cell.map(Cell::into_text).filter(|text| !text.trim().is_empty()) else { continue };
        let mut value = words(quantity, text, line(key));
        value.reading = Reading::parse(&value.text, DecimalMark::Point);
        value.unit = unit.clone().into();
        if numeric && let Reading::Malformed(_) | Reading::Text = value.reading {
            let message =
                format!("`{}` is no number that evqc knows: {quantity} of {} is not taken", value.text, run.name);
            let place = content.place(value.line, 0);
            recording.findings.push(Finding::new(&codes::VALUE_NOT_READABLE, message).at(place, 1));
            value.no_number = Some("not a number that evqc knows".into());
        }
        run.values.push(value);
    }
    let texts = [
        ("property_id", "PropertyId", inspection.property_id),
        ("method", "Method", inspection.method),
        ("value_type", "ValueType", inspection.value_type),
        ("test_conditions", "TestConditions", inspection.test_conditions),
    ];
    for (quantity, key, text) in texts {
        run.values.extend(text.filter(|text| !text.is_empty()).map(|text| words(quantity, text, line(key))));
    }
    recording.runs.push(run);
}

fn words(quantity: &'static str, text: String, line: u64) -> Value {
    let (of, unit) = (String::new(), "".into());
    Value { quantity: quantity.into(), of, text, reading: Reading::Text, unit, line, column: 0, no_number: None }
}

/// Where the inspections stand: the text of each with its first line. The parser of JSON hands out no places.
struct Lines<'t>(Vec<(u64, &'t str)>);

impl<'t> Lines<'t> {
    /// Of the array behind the key `Inspections` that has this many elements; of none when no array has.
    fn of(text: &'t str, count: usize) -> Lines<'t> {
        let found = text.match_indices("\"Inspections\"").find_map(|(at, key)| {
            let rest = text.get(at + key.len()..)?.trim_start().strip_prefix(':')?.trim_start().strip_prefix('[')?;
            let elements = elements(text, text.len() - rest.len());
            (elements.len() == count).then_some(elements)
        });
        Lines(found.unwrap_or_default())
    }

    /// First line of an inspection, counted from 1; 0 where it is not known.
    fn start(&self, number: usize) -> u64 {
        self.element(number).map_or(0, |(line, _)| line)
    }

    /// Line of a key of an inspection; that of the inspection where the key is not found.
    fn of_key(&self, number: usize, key: &str) -> u64 {
        let Some((line, text)) = self.element(number) else { return 0 };
        let key = format!("\"{key}\"");
        let found = text.match_indices(&key).find(|(at, _)| {
            let behind = text.get(at + key.len()..).unwrap_or_default();
            behind.trim_start().starts_with(':')
        });
        found.map_or(line, |(at, _)| line + breaks(text, at))
    }

    fn element(&self, number: usize) -> Option<(u64, &'t str)> {
        self.0.get(number.checked_sub(1)?).copied()
    }
}

/// The elements of an array that begins behind its bracket at this byte.
fn elements(text: &str, start: usize) -> Vec<(u64, &str)> {
    let mut found = Vec::new();
    let (mut at, mut line) = (start, 1 + breaks(text, start));
    while let Some(rest) = text.get(at..) {
        let skipped = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n', ',']).len();
        line += breaks(rest, skipped);
        let rest = rest.get(skipped..).unwrap_or_default();
        let mut values = serde_json::Deserializer::from_slice(rest.as_bytes()).into_iter::<serde::de::IgnoredAny>();
        let Some(Ok(_)) = values.next() else { break };
        let length = values.byte_offset();
        found.push((line, rest.get(..length).unwrap_or_default()));
        line += breaks(rest, length);
        at += skipped + length;
    }
    found
}

/// Line breaks in the first bytes of a text.
fn breaks(text: &str, until: usize) -> u64 {
    let count = text.bytes().take(until).filter(|byte| *byte == b'\n').count();
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    const CERTIFICATE: &str = r#"{
  "Certificate": {
    "Id": 7,
    "Analysis": {
      "LotId": "EV-1",
      "Inspections": [
        {
          "Property": "Particle size",
          "Unit": "nm", "Value": "112.5",
          "ValueType": "number",
          "Minimum": "50", "Maximum": 200
        },
        { "Property": "Colour", "Value": "clear", "ValueType": "string" },
        { "Value": "n/a", "ValueType": "number" }
      ]
    }
  }
}
"#;

    fn error(text: &str) -> (u64, String) {
        let content = Content::new(&Arc::from("coa.json"), text.as_bytes());
        let findings = read(&content).map(|recording| recording.runs.len()).unwrap_err();
        (findings[0].place.as_ref().map_or(0, |place| place.line), findings[0].message.clone())
    }

    #[test]
    fn inspections_are_runs_with_their_lines() {
        let content = Content::new(&Arc::from("coa.json"), CERTIFICATE.as_bytes());
        assert!(recognise(&content));
        let recording = read(&content).unwrap();
        let first = &recording.runs[0];
        assert_eq!((&*first.name, &*first.sample, first.line), ("Particle size", "EV-1", 7));
        let seen: Vec<_> = first
            .values
            .iter()
            .take(3)
            .map(|value| (&*value.quantity, &*value.text, &*value.unit, value.line))
            .collect();
        assert_eq!(seen, [("value", "112.5", "nm", 9), ("minimum", "50", "nm", 11), ("maximum", "200", "nm", 11)]);
        assert!(matches!(recording.runs[1].value("value").unwrap().reading, Reading::Text));
        assert_eq!(recording.runs[2].name, "inspection 3");
        assert_eq!(recording.findings.len(), 1, "{:?}", recording.findings);
        assert!(recording.findings[0].message.contains("inspection 3 does not name its property"));
    }

    #[test]
    fn damaged_certificates_are_refused() {
        let half = CERTIFICATE.get(..CERTIFICATE.len() / 2).unwrap();
        assert!(error(half).1.contains("EOF"), "{:?}", error(half));
        assert_eq!(error(&format!("{CERTIFICATE}{CERTIFICATE}")).0, CERTIFICATE.lines().count() as u64 + 1);
        let twice = CERTIFICATE.replace("\"Minimum\": \"50\"", "\"Minimum\": \"50\", \"Minimum\": \"10\"");
        assert!(error(&twice).1.contains("duplicate field `Minimum`"), "{:?}", error(&twice));
        let empty = r#"{"Certificate": {"Analysis": {"Inspections": []}}}"#;
        assert_eq!(error(empty).1, "the certificate holds no inspection");
        assert!(error(r#"{"Certificate": {}, "Analysis": {}, "Inspections": []}"#).1.contains("missing field"));
    }

    #[test]
    fn a_value_that_should_be_a_number_and_is_none_is_told() {
        let text = CERTIFICATE.replace("112.5", "12O.5");
        let content = Content::new(&Arc::from("coa.json"), text.as_bytes());
        let recording = read(&content).unwrap();
        assert!(recording.runs[0].value("value").unwrap().no_number.is_some());
        assert!(recording.findings[0].message.contains("`12O.5` is no number"), "{:?}", recording.findings);
    }
}
