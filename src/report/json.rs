//! `json`: the whole report as one document, schema `evqc-report/1`.
//!
//! Written lot by lot; a lot and a finding take one line each, so that two reports can be compared line by line.

use super::format::{Format, Piece, Run, RunInputs};
use super::json_model::{FindingJson, HeadJson, LotJson, SummaryJson};
use super::remark;
use crate::judge::LotReport;
use serde::Serialize;
use std::io::{self, Write};

/// The whole report as one JSON document.
#[derive(Clone, Copy, Debug)]
pub struct Json;

impl Format for Json {
    fn separator(&self) -> &'static str {
        ",\n"
    }

    fn lot(&self, lot: &LotReport<'_>, run: &RunInputs<'_>, piece: &mut Piece) {
        push(&mut piece.body, &LotJson::new(lot, run));
        for remark in remark::of_lot(lot, run) {
            if !piece.trailer.is_empty() {
                piece.trailer.extend_from_slice(self.separator().as_bytes());
            }
            push(&mut piece.trailer, &FindingJson::new(&remark));
        }
    }

    fn head(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        let head = serde_json::to_string(&HeadJson::new(run)?)?;
        // The closing brace of the head is the one that `tail` writes.
        out.write_all(head.strip_suffix('}').unwrap_or(&head).as_bytes())?;
        out.write_all(b",\n\"lots\":[\n")
    }

    fn middle(&self, run: &Run<'_>, any: bool, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"\n],\n\"findings\":[\n")?;
        let remarks = remark::of_run(run);
        for (index, remark) in remarks.iter().enumerate() {
            serde_json::to_writer(&mut *out, &FindingJson::new(remark))?;
            if any || index + 1 < remarks.len() {
                out.write_all(self.separator().as_bytes())?;
            }
        }
        Ok(())
    }

    fn tail(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"\n],\n\"summary\":")?;
        serde_json::to_writer(&mut *out, &SummaryJson::new(&run.summary))?;
        out.write_all(b"}\n")
    }
}

/// Appends a value as compact JSON.
pub(super) fn push(out: &mut Vec<u8>, value: &impl Serialize) {
    // Structs with string keys and finite floats always serialise, and a vector takes every byte.
    let written = serde_json::to_writer(out, value);
    debug_assert!(written.is_ok(), "the JSON model serialises");
}
