//! Options of `evqc check`.

use super::ReadingArgs;
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Options of `evqc check`.
#[derive(Debug, Args, Default)]
#[command(after_help = "Examples:\n  \
    evqc check spec.yaml results.csv\n  \
    evqc check spec.yaml results.csv -o human -o junit:verdict.xml -o json:verdict.json\n  \
    evqc check msc-ev-review-framework results.csv --set particles_per_ug_min='1e9 particles/ug'\n  \
    evqc check spec.yaml nta/*.csv plate.txt results.xlsx --samples samples.yaml\n  \
    export-from-lims | evqc check spec.yaml -")]
pub struct CheckArgs {
    /// Specification: a file, a folder with all versions of one specification, or the id of a built-in one
    pub spec: String,
    /// Judge the same data against this specification too, for another market or customer (may be repeated)
    #[arg(long = "spec", value_name = "SPEC", help_heading = "Judgement")]
    pub also: Vec<String>,
    /// Result tables (CSV, XLSX) and instrument files in any mixture; `-` is standard input
    #[arg(required = true, value_hint = ValueHint::FilePath)]
    pub data: Vec<String>,
    /// How the data are read.
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// Judge this lot only (may be repeated)
    #[arg(long = "lot", value_name = "ID", help_heading = "Judgement")]
    pub only: Vec<String>,
    /// Judge one stage only: a stage of the specification, `release`, or `shelf life`
    #[arg(long, value_name = "STAGE", help_heading = "Judgement")]
    pub stage: Option<String>,
    /// Set a parameter of the specification, or `dilution` of instrument files that record none (may be repeated)
    #[arg(long = "set", value_name = "NAME=VALUE", help_heading = "Judgement")]
    pub set: Vec<String>,
    /// Approved waivers: CSV with lot (or L-010..L-019), test, owner, reason, reference, approver, approved, expiry
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Data")]
    pub waivers: Option<String>,
    /// Insist on this version of the specification
    #[arg(long, value_name = "VERSION", help_heading = "Judgement")]
    pub spec_version: Option<String>,
    /// Report format: human, json, jsonl, junit, sarif, github, gitlab, markdown, html or csv, with an optional file (may be
    /// repeated)
    #[arg(long, short, value_name = "FORMAT[:PATH]", default_value = "human", help_heading = "Reports")]
    pub output: Vec<String>,
    /// Write the digests of specification, program, settings and files here, as `sha256sum` does: for reports that have no place
    /// for them (csv, github, gitlab)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Reports")]
    pub digests: Option<PathBuf>,
    /// Template of the html report: a folder with template.json, and report.html, style.css or pictures
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath, help_heading = "Reports")]
    pub template: Option<PathBuf>,
    /// Day of judgement, YYYY-MM-DD (else SOURCE_DATE_EPOCH, else today)
    #[arg(long, value_name = "DATE", help_heading = "Judgement")]
    pub as_of: Option<String>,
    /// Threads that judge, beside the one that reads; 1 does everything on one thread (else one for each processor)
    #[arg(long, short, value_name = "N")]
    pub jobs: Option<std::num::NonZeroUsize>,
    /// Simulate the uncertainties of derived attributes beside their propagation (1,000,000 draws), from this seed
    #[arg(long, value_name = "SEED", help_heading = "Judgement")]
    pub simulate: Option<u64>,
    /// Columns of the human report (else those of the terminal, or 100)
    #[arg(long, value_name = "N", help_heading = "Reports")]
    pub width: Option<usize>,
}
