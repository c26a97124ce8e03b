//! `--digests FILE`: what a run was made with and from, in the layout of `sha256sum`, beside a report that has no place for it.
//!
//! A CSV has a line for each lot, and annotations of a CI server have one for each finding; what holds for the whole run would
//! stand in each of them. `sha256sum --check FILE` compares the files; specification, program and settings, whose digests are not
//! those of a file, stand in lines that it passes over.

use super::format::{Format, Piece, Run, RunInputs};
use super::wording;
use crate::integrity::SOURCE_SHA256;
use crate::judge::LotReport;
use std::io::{self, Write};

/// The list.
#[derive(Clone, Copy, Debug)]
pub struct Digests;

impl Format for Digests {
    fn prints_decisions(&self) -> bool {
        false
    }

    fn lot(&self, _lot: &LotReport<'_>, _run: &RunInputs<'_>, _piece: &mut Piece) {}

    fn head(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        // A name over several lines would be read as a line of its own.
        let line = |name: &str| name.replace(['\n', '\r'], " ");
        writeln!(out, "# evqc {}, as of {}", env!("CARGO_PKG_VERSION"), run.as_of)?;
        for spec in &run.specs {
            let name = line(&wording::spec_name(spec));
            writeln!(out, "# specification {name}, canonical form with its parameters: {}", spec.sha256)?;
        }
        writeln!(out, "# program, its source text: {SOURCE_SHA256}")?;
        writeln!(out, "# settings, as the JSON report prints them: {}", run.settings.sha256()?)?;
        run.inputs.iter().try_for_each(|input| writeln!(out, "{}  {}", input.sha256, line(&input.name)))
    }

    fn middle(&self, _run: &Run<'_>, _any: bool, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn tail(&self, _run: &Run<'_>, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}
