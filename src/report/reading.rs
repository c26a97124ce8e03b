//! The report of `evqc read`: what each instrument file says, in long form.

mod csv;
mod human;
mod json;

pub use json::READING_SCHEMA_NAME;
#[cfg(feature = "schemas")]
pub use json::reading_schema;

use super::HumanOptions;
use crate::finding::{Finding, Severity};
use crate::instrument::{Dilution, Format, Heights, Recording};
use std::io::{self, Write};

/// Name and purpose of every format, in the order of the documentation.
pub const READING_FORMATS: &[(&str, &str)] = &[
    ("human", "for a terminal: what was recognised, then every value run by run"),
    ("csv", "one line per value, bin and channel"),
    ("json", "everything as one document, schema evqc-reading/1"),
];

/// A format of the report.
#[derive(Clone, Copy, Debug)]
pub enum ReadingFormat {
    /// For a terminal.
    Human(HumanOptions),
    /// Long form.
    Csv,
    /// One JSON document.
    Json,
}

impl ReadingFormat {
    /// The format of this name; `options` matter to `human` only.
    pub fn by_name(name: &str, options: HumanOptions) -> Option<ReadingFormat> {
        Some(match name {
            "human" => ReadingFormat::Human(options),
            "csv" => ReadingFormat::Csv,
            "json" => ReadingFormat::Json,
            _ => return None,
        })
    }

    /// Writes the report of these files.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(self, files: &[ReadFile<'_>], out: &mut dyn Write) -> io::Result<()> {
        match self {
            ReadingFormat::Human(options) => out.write_all(human::report(files, options).as_bytes()),
            ReadingFormat::Csv => csv::report(files, out),
            ReadingFormat::Json => json::report(files, out),
        }
    }
}

/// One file and what came of reading it.
#[derive(Debug)]
pub struct ReadFile<'b> {
    /// The file as the user named it.
    pub name: &'b str,
    /// SHA-256 of its bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Its format; `None` when it was not recognised.
    pub format: Option<&'static Format>,
    /// What it says; `None` when it could not be read.
    pub recording: Option<Recording<'b>>,
    /// What keeps it from being read.
    pub faults: Vec<Finding>,
}

impl ReadFile<'_> {
    /// Everything there is to say about the file.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.faults.iter().chain(self.recording.iter().flat_map(|recording| &recording.findings))
    }

    /// Whether the file was read and nothing said of it is an error.
    pub fn is_read(&self) -> bool {
        self.recording.is_some() && self.findings().all(|finding| finding.severity() < Severity::Error)
    }
}

/// The state of the dilution as one word.
fn dilution_state(dilution: &Dilution) -> &'static str {
    match dilution {
        Dilution::NotApplicable => "not applicable",
        Dilution::NotRecorded => "not recorded",
        Dilution::Applied(_) => "applied",
        Dilution::NotApplied(_) => "not applied",
    }
}

/// What the heights of a distribution are, in words.
fn heights(heights: Heights) -> &'static str {
    match heights {
        Heights::Counts => "particles",
        Heights::Concentration => "particles/mL",
        Heights::Percent => "%",
    }
}
