//! `jsonl`: one JSON object per line, for logs and streams.
//!
//! First `{"kind":"run"}`, then a line per lot, then a line per finding, last the summary. The objects are those of
//! `json`, each with its kind.

use super::format::{Format, Piece, Run, RunInputs};
use super::json::push;
use super::json_model::{FindingJson, HeadJson, LotJson, SummaryJson};
use super::remark;
use crate::judge::LotReport;
use serde::Serialize;
use std::io::{self, Write};

/// One JSON object per line.
#[derive(Clone, Copy, Debug)]
pub struct JsonLines;

/// A line with its kind.
#[derive(Serialize)]
struct Line<T: Serialize> {
    kind: &'static str,
    #[serde(flatten)]
    content: T,
}

fn push_line<T: Serialize>(out: &mut Vec<u8>, kind: &'static str, content: T) {
    push(out, &Line { kind, content });
    out.push(b'\n');
}

impl Format for JsonLines {
    fn lot(&self, lot: &LotReport<'_>, run: &RunInputs<'_>, piece: &mut Piece) {
        push_line(&mut piece.body, "lot", LotJson::new(lot, run));
        for remark in remark::of_lot(lot, run) {
            push_line(&mut piece.trailer, "finding", FindingJson::new(&remark));
        }
    }

    fn head(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut line = Vec::new();
        push_line(&mut line, "run", HeadJson::new(run)?);
        out.write_all(&line)
    }

    fn middle(&self, run: &Run<'_>, _any: bool, out: &mut dyn Write) -> io::Result<()> {
        let mut lines = Vec::new();
        for remark in remark::of_run(run) {
            push_line(&mut lines, "finding", FindingJson::new(&remark));
        }
        out.write_all(&lines)
    }

    fn tail(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut line = Vec::new();
        push_line(&mut line, "summary", SummaryJson::new(&run.summary));
        out.write_all(&line)
    }
}
