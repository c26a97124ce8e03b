//! Options of `evqc stability`.

use super::ReadingArgs;
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Options of `evqc stability`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 the proposed shelf life is supported; 1 it is not; 2 wrong usage; 3 no conclusion; 4 specification,\n\
    study or data cannot be used; 70 internal error.\n\nExamples:\n  \
    evqc stability spec.yaml results.csv --proposal '18 months'\n  \
    evqc stability spec.yaml results.csv --study study.yaml\n  \
    evqc stability spec.yaml results.csv --study study.yaml -o human -o json:stability.json"
)]
pub struct StabilityArgs {
    /// Specification: a file, or the id of a built-in one
    pub spec: String,
    /// Result tables and instrument files
    #[arg(required = true, value_hint = ValueHint::FilePath)]
    pub data: Vec<String>,
    /// The study as planned: batches, conditions, time points, windows, design
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub study: Option<String>,
    /// Proposed shelf life (else that of the study file, else that of the specification)
    #[arg(long, value_name = "PERIOD")]
    pub proposal: Option<String>,
    /// Set a parameter of the specification (may be repeated)
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// How the data are read.
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// Report format: human, json, markdown, csv, junit, github, html or pdf, with an optional file (may be repeated)
    #[arg(long, short, value_name = "FORMAT[:PATH]", default_value = "human")]
    pub output: Vec<String>,
    /// Write the digests of specification, program, settings and files here, as `sha256sum` does: for reports that have no place
    /// for them (csv, github, gitlab)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub digests: Option<PathBuf>,
    /// Write a picture of each test into this folder: TEST.svg
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub plot: Option<PathBuf>,
    /// Write the pictures as PNG too, three pixels for each of the page
    #[arg(long, requires = "plot")]
    pub png: bool,
    /// Day of the evaluation, YYYY-MM-DD (else SOURCE_DATE_EPOCH, else today)
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Columns of the human report (else those of the terminal, or 100)
    #[arg(long, value_name = "N")]
    pub width: Option<usize>,
}
