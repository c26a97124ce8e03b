//! Options of `evqc bundle`.

use super::ReadingArgs;
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Options of `evqc bundle`.
#[derive(Debug, Args)]
#[command(
    after_help = "The archive is a zip file: the specification with everything it inherits, the data, what is attached, the JSON report, and \
    two manifests. The same files give the same bytes.\n\nExit codes: 0 the archive is written, whatever the verdict; 2 wrong usage; 4 the \
    specification cannot be read; 5 a certificate that is put in says another thing than the report; 70 internal error.\n\nExamples:\n  \
    evqc bundle spec.yaml results.csv -o lot.zip\n  \
    evqc bundle spec.yaml results.csv --lots lots.csv --lot EV-001 --lab lab.yaml --facts facts.yaml --attach coa.pdf -o EV-001.zip"
)]
pub struct BundleArgs {
    /// Specification: a file, a folder with all versions of one specification, or the id of a built-in one
    pub spec: String,
    /// Judge against this specification too (may be repeated)
    #[arg(long = "spec", value_name = "SPEC")]
    pub also: Vec<String>,
    /// Result tables and instrument files
    #[arg(required = true, value_hint = ValueHint::FilePath)]
    pub data: Vec<String>,
    /// The archive
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: PathBuf,
    /// Put this file in: a certificate, its twin, signatures, raw files (may be repeated)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub attach: Vec<String>,
    /// Put the laboratory file of the certificates in, with its logo, so that they can be drawn again
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub lab: Option<String>,
    /// Put the certificate facts in, for the same
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub facts: Option<String>,
    /// Put the template of the HTML certificates in, for the same
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub template: Option<PathBuf>,
    /// How the data are read.
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// Approved waivers
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub waivers: Option<String>,
    /// Judge this lot only (may be repeated)
    #[arg(long = "lot", value_name = "ID")]
    pub only: Vec<String>,
    /// Judge one stage only
    #[arg(long, value_name = "STAGE")]
    pub stage: Option<String>,
    /// Set a parameter of the specification, or `dilution` of instrument files that record none (may be repeated)
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// Insist on this version of the specification
    #[arg(long, value_name = "VERSION")]
    pub spec_version: Option<String>,
    /// Day of judgement, YYYY-MM-DD (else SOURCE_DATE_EPOCH, else today)
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Simulate the uncertainties of derived attributes from this seed
    #[arg(long, value_name = "SEED")]
    pub simulate: Option<u64>,
}
