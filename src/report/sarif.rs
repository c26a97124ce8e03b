//! `sarif`: SARIF 2.1.0 (OASIS standard, 2020-03-27), findings with places, for code scanning.
//!
//! A lot that does not conform always has at least one result of level `error`. SARIF counts columns in characters; the
//! column of a table cell counts fields, so it is given as a property and not as a region.

use super::escape::{uri, visible};
use super::format::{Format, Piece, Run, RunInputs};
use super::remark::{self, Remark};
use super::wording;
use crate::finding::{Code, Severity};
use crate::integrity::SOURCE_SHA256;
use crate::judge::LotReport;
use crate::source::Place;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// SARIF 2.1.0.
///
/// Remembers which codes occurred, because their descriptions belong to the tool and are written last.
#[derive(Debug, Default)]
pub struct Sarif {
    codes: Mutex<BTreeMap<&'static str, &'static Code>>,
}

impl Sarif {
    fn remember(&self, remarks: &[Remark<'_>]) {
        // Inserting leaves the map whole, so a thread that panicked elsewhere does no harm.
        let mut codes = self.codes.lock().unwrap_or_else(PoisonError::into_inner);
        codes.extend(remarks.iter().map(|remark| (remark.code.name, remark.code)));
    }
}

impl Format for Sarif {
    fn separator(&self) -> &'static str {
        ",\n"
    }

    fn lot(&self, lot: &LotReport<'_>, run: &RunInputs<'_>, piece: &mut Piece) {
        let remarks = remark::of_lot(lot, run);
        self.remember(&remarks);
        let fallback = remark::place_of_lot(lot, run.names);
        for remark in &remarks {
            if !piece.trailer.is_empty() {
                piece.trailer.extend_from_slice(self.separator().as_bytes());
            }
            super::json::push(&mut piece.trailer, &result(remark, &fallback, run.names));
        }
    }

    fn head(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.remember(&remark::of_run(run));
        out.write_all(
            b"{\"$schema\":\"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json\",\n\
              \"version\":\"2.1.0\",\n\"runs\":[{\n\"results\":[\n",
        )
    }

    fn middle(&self, run: &Run<'_>, any: bool, out: &mut dyn Write) -> io::Result<()> {
        let names: Vec<Arc<str>> = run.inputs.iter().map(|input| Arc::clone(&input.name)).collect();
        let remarks = remark::of_run(run);
        let fallback = remark::place_of_run(run);
        for (index, remark) in remarks.iter().enumerate() {
            serde_json::to_writer(&mut *out, &result(remark, &fallback, &names))?;
            if any || index + 1 < remarks.len() {
                out.write_all(self.separator().as_bytes())?;
            }
        }
        Ok(())
    }

    fn tail(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        let codes = self.codes.lock().unwrap_or_else(PoisonError::into_inner);
        let rules: Vec<Value> = codes.values().map(|code| rule(code)).collect();
        let tool = json!({ "driver": {
            "name": "evqc",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules,
        }});
        // About the tool and not about the lots: a lot that does not conform was checked successfully.
        let judged = !run.summary.run_not_evaluable && run.summary.lots() > 0;
        let invocation = json!({
            "executionSuccessful": judged,
            "exitCode": run.summary.exit(),
            "exitCodeDescription": wording::summary(&run.summary),
        });
        let specs: Vec<Value> = run
            .specs
            .iter()
            .map(|spec| {
                json!({
                    "id": spec.id, "version": spec.version, "status": spec.status.as_str(), "sha256": spec.sha256,
                })
            })
            .collect();
        out.write_all(b"\n],\n\"columnKind\":\"unicodeCodePoints\",\n\"invocations\":[")?;
        serde_json::to_writer(&mut *out, &invocation)?;
        out.write_all(b"],\n\"properties\":")?;
        serde_json::to_writer(
            &mut *out,
            &json!({
                "specifications": specs,
                "inputs": run.inputs.iter().map(|input| json!({ "name": &*input.name, "sha256": input.sha256 })).collect::<Vec<_>>(),
                "programSourceSha256": SOURCE_SHA256,
                "settingsSha256": run.settings.sha256()?,
            }),
        )?;
        out.write_all(b",\n\"tool\":")?;
        serde_json::to_writer(&mut *out, &tool)?;
        out.write_all(b"\n}]}\n")
    }
}

fn rule(code: &Code) -> Value {
    json!({
        "id": code.name,
        "shortDescription": { "text": code.what },
        "fullDescription": { "text": code.why },
        "help": { "text": format!("{} (source: {})", code.remedy, code.source) },
        "defaultConfiguration": { "level": level(code.severity) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn result(remark: &Remark<'_>, fallback: &Place, tables: &[Arc<str>]) -> Value {
    let mut result = json!({
        "ruleId": remark.code.name,
        "level": level(remark.severity),
        "message": { "text": visible(&remark.headline_with_lot()) },
        "locations": [location(remark.anchor(fallback), tables, remark)],
    });
    if !remark.related.is_empty() {
        let related: Vec<Value> = remark
            .related
            .iter()
            .map(|(place, note)| {
                json!({ "physicalLocation": physical(place, tables), "message": { "text": visible(note) } })
            })
            .collect();
        result["relatedLocations"] = Value::from(related);
    }
    let mut properties = serde_json::Map::new();
    let texts = [("lot", remark.lot), ("test", remark.test.map(|test| test.test.id.as_str())), ("help", remark.help)];
    for (name, text) in texts {
        if let Some(text) = text {
            properties.insert(name.to_owned(), Value::from(text));
        }
    }
    if !properties.is_empty() {
        result["properties"] = Value::Object(properties);
    }
    result
}

fn location(place: &Place, tables: &[Arc<str>], remark: &Remark<'_>) -> Value {
    let mut location = json!({ "physicalLocation": physical(place, tables) });
    if let Some(lot) = remark.lot {
        let name = match remark.test {
            Some(test) => format!("{lot}/{}", test.test.id),
            None => lot.to_owned(),
        };
        location["logicalLocations"] = json!([{ "fullyQualifiedName": visible(&name) }]);
    }
    location
}

fn physical(place: &Place, tables: &[Arc<str>]) -> Value {
    let file = if &*place.file == "-" { "stdin" } else { &place.file };
    let mut physical = json!({ "artifactLocation": { "uri": uri(file) } });
    if place.line > 0 {
        let mut region = json!({ "startLine": place.line });
        if place.column > 0 {
            if tables.contains(&place.file) {
                region["properties"] = json!({ "field": place.column });
            } else {
                region["startColumn"] = Value::from(place.column);
            }
        }
        physical["region"] = region;
    }
    physical
}
