//! `gitlab`: a GitLab code quality report.
//!
//! The fingerprint is made from what a finding says and not from its line, so that a finding stays the same finding when
//! rows are added above it.

use super::escape::visible;
use super::format::{Format, Piece, Run, RunInputs};
use super::remark::{self, Remark};
use crate::finding::Severity;
use crate::judge::LotReport;
use crate::source::Place;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// A GitLab code quality report.
#[derive(Clone, Copy, Debug)]
pub struct GitLab;

impl Format for GitLab {
    fn separator(&self) -> &'static str {
        ",\n"
    }

    fn lot(&self, lot: &LotReport<'_>, run: &RunInputs<'_>, piece: &mut Piece) {
        let fallback = remark::place_of_lot(lot, run.names);
        let entries = entries(&remark::of_lot(lot, run), &fallback);
        for entry in entries {
            if !piece.trailer.is_empty() {
                piece.trailer.extend_from_slice(self.separator().as_bytes());
            }
            super::json::push(&mut piece.trailer, &entry);
        }
    }

    fn head(&self, _run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"[\n")
    }

    fn middle(&self, run: &Run<'_>, any: bool, out: &mut dyn Write) -> io::Result<()> {
        let entries = entries(&remark::of_run(run), &remark::place_of_run(run));
        for (index, entry) in entries.iter().enumerate() {
            serde_json::to_writer(&mut *out, entry)?;
            if any || index + 1 < entries.len() {
                out.write_all(self.separator().as_bytes())?;
            }
        }
        Ok(())
    }

    fn tail(&self, _run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"\n]\n")
    }
}

fn entries(remarks: &[Remark<'_>], fallback: &Place) -> Vec<Value> {
    // Two findings that say the same would be shown as one; they are told apart by their number.
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    remarks
        .iter()
        .map(|remark| {
            let identity = identity(remark, fallback);
            let number = seen.entry(identity.clone()).or_default();
            *number += 1;
            entry(remark, fallback, &fingerprint(&identity, *number))
        })
        .collect()
}

fn entry(remark: &Remark<'_>, fallback: &Place, fingerprint: &str) -> Value {
    let place = remark.anchor(fallback);
    let severity = match remark.severity {
        Severity::Error => "critical",
        Severity::Warning => "minor",
        Severity::Note => "info",
    };
    json!({
        "description": visible(&remark.headline_with_lot()),
        "check_name": remark.code.name,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": { "path": visible(&place.file), "lines": { "begin": place.line.max(1) } },
    })
}

/// What makes two findings the same: everything but the line.
fn identity(remark: &Remark<'_>, fallback: &Place) -> String {
    let test = remark.test.map_or_else(String::new, |test| format!("{} {:?}", test.test.id, test.point));
    let parts = [remark.code.name, remark.lot.unwrap_or(""), &test, &remark.message, &remark.anchor(fallback).file];
    // A length before each part keeps `a`+`bc` apart from `ab`+`c`.
    parts.into_iter().chain(remark.spec).map(|part| format!("{}:{part};", part.len())).collect()
}

fn fingerprint(identity: &str, number: usize) -> String {
    let mut hash = Sha256::new();
    hash.update(identity);
    if number > 1 {
        hash.update(number.to_string());
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
