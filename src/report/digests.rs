//! `--digests FILE`: what a run was made with and from, in the layout of `sha256sum`, beside a report that has no place for it.
//!
//! A CSV has a line for each lot, and annotations of a CI server have one for each finding; what holds for the whole run would
//! stand in each of them. `sha256sum --check FILE` compares the files; specification, program and settings, whose digests are not
//! those of a file, stand in lines that it passes over.

use super::format::{Format, Piece, Run, RunInputs};
use super::wording;
use crate::data::Input;
use crate::integrity::SOURCE_SHA256;
use crate::judge::LotReport;
use crate::spec::Specification;
use jiff::civil::Date;
use std::io::{self, Write};

/// Digits of a digest in a report for a terminal, enough to tell two of them apart.
const DIGITS: usize = 12;

/// The list of a run: its day, specifications, settings and files.
pub(super) fn list<'r>(
    as_of: Date,
    specs: impl Iterator<Item = &'r Specification>,
    settings_sha256: &str,
    inputs: impl Iterator<Item = &'r Input>,
) -> String {
    // A name over several lines would be read as a line of its own.
    let line = |name: &str| name.replace(['\n', '\r'], " ");
    let mut text = format!("# evqc {}, as of {as_of}\n", env!("CARGO_PKG_VERSION"));
    for spec in specs {
        let name = line(&wording::spec_name(spec));
        text.push_str(&format!("# specification {name}, canonical form with its parameters: {}\n", spec.sha256));
    }
    text.push_str(&format!("# program, its source text: {SOURCE_SHA256}\n"));
    text.push_str(&format!("# settings, as the JSON report prints them: {settings_sha256}\n"));
    for input in inputs {
        text.push_str(&format!("{}  {}\n", input.sha256, line(&input.name)));
    }
    text
}

/// The start of each digest in one line, for a terminal; the file formats have them whole.
pub(super) fn in_short<'r>(
    specs: impl Iterator<Item = &'r Specification>,
    files: impl Iterator<Item = (&'r str, &'r str)>,
    settings_sha256: &str,
) -> String {
    let start = |sha256: &str| sha256.get(..DIGITS).unwrap_or(sha256).to_owned();
    let specs = specs.map(|spec| format!("{} {} {}", spec.id, spec.version, start(&spec.sha256)));
    let files = files.map(|(name, sha256)| format!("{name} {}", start(sha256)));
    let own = [format!("program {}", start(SOURCE_SHA256)), format!("settings {}", start(settings_sha256))];
    format!("sha256: {}", specs.chain(files).chain(own).collect::<Vec<_>>().join(" · "))
}

/// The list.
#[derive(Clone, Copy, Debug)]
pub struct Digests;

impl Format for Digests {
    fn prints_decisions(&self) -> bool {
        false
    }

    fn lot(&self, _lot: &LotReport<'_>, _run: &RunInputs<'_>, _piece: &mut Piece) {}

    fn head(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        let specs = run.specs.iter().copied();
        out.write_all(list(run.as_of, specs, &run.settings.sha256()?, run.inputs.iter()).as_bytes())
    }

    fn middle(&self, _run: &Run<'_>, _any: bool, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn tail(&self, _run: &Run<'_>, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}
