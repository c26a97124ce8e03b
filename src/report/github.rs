//! `github`: GitHub workflow commands, which become annotations on the files of a change.
//!
//! The last line is always a notice or an error with the summary, so that a run without findings says what it did.

use super::escape::{github_message, github_property};
use super::format::{Format, Piece, Run, RunInputs};
use super::remark::{self, Remark};
use super::wording;
use crate::finding::Severity;
use crate::judge::LotReport;
use crate::source::Place;
use std::io::{self, Write};

/// GitHub workflow commands.
#[derive(Clone, Copy, Debug)]
pub struct GitHub;

impl Format for GitHub {
    fn lot(&self, lot: &LotReport<'_>, run: &RunInputs<'_>, piece: &mut Piece) {
        let fallback = remark::place_of_lot(lot, run.names);
        for remark in remark::of_lot(lot, run) {
            let table = run.names.contains(&remark.anchor(&fallback).file);
            piece.trailer.extend_from_slice(command(&remark, &fallback, table).as_bytes());
        }
    }

    fn head(&self, _run: &Run<'_>, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn middle(&self, run: &Run<'_>, _any: bool, out: &mut dyn Write) -> io::Result<()> {
        if wording::is_draft(run) {
            writeln!(out, "::warning title=evqc::{}: {}", wording::DRAFT_BANNER, github_message(&wording::specs(run)))?;
        }
        let fallback = remark::place_of_run(run);
        for remark in remark::of_run(run) {
            let file = &remark.anchor(&fallback).file;
            let table = run.inputs.iter().any(|input| input.name == *file);
            out.write_all(command(&remark, &fallback, table).as_bytes())?;
        }
        Ok(())
    }

    fn tail(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        let level = if run.summary.exit() == 0 { "notice" } else { "error" };
        writeln!(out, "::{level} title=evqc::{}", github_message(&wording::summary(&run.summary)))
    }
}

/// One workflow command. The column of a table cell counts fields, so it is left out where GitHub would count characters.
fn command(remark: &Remark<'_>, fallback: &Place, table: bool) -> String {
    let level = match remark.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let place = remark.anchor(fallback);
    let mut command = format!("::{level} file={}", github_property(&place.file));
    if place.line > 0 {
        command.push_str(&format!(",line={}", place.line));
        if place.column > 0 && !table {
            command.push_str(&format!(",col={}", place.column));
        }
    }
    let help = remark.help.map_or_else(String::new, |help| format!(" (help: {help})"));
    let message = github_message(&format!("{}{help}", remark.headline_with_lot()));
    command.push_str(&format!(",title={}::{message}\n", github_property(remark.code.name)));
    command
}
