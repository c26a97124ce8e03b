//! Options of `evqc verify`.

use super::SignatureMeaning;
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Options of `evqc verify`.
#[derive(Debug, Default, Args)]
#[command(
    after_help = "Exit codes: 0 everything holds; 2 wrong usage; 5 something does not hold; 70 internal error. Nothing is fetched: \
    the keys are those given.\n\nExamples:\n  \
    evqc verify report.json --trust trust.yaml\n  \
    evqc verify coa.pdf coa.json --trust trust.yaml --require approved\n  \
    evqc verify coa.pdf --trust trust.yaml --lab lab.yaml\n  \
    evqc verify lot.zip --unsigned\n  \
    evqc verify coa.pdf --trust trust.yaml -o human -o json:verification.json"
)]
pub struct VerifyArgs {
    /// Signed files, files of signatures (*.intoto.jsonl), archives, certificates
    #[arg(required = true, value_hint = ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
    /// Folder with the public keys of the signers, *.pem: each counts under any name (may be repeated)
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub keys: Vec<PathBuf>,
    /// File that says which key belongs to whom, and what each may sign (may be repeated)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub trust: Vec<PathBuf>,
    /// Ask for a signature of this meaning, by a key of a trust file (may be repeated)
    #[arg(long, value_enum, value_name = "MEANING")]
    pub require: Vec<SignatureMeaning>,
    /// Accept archives and certificates without signature: check their own digests, and that the pages are those of the twin
    #[arg(long, conflicts_with = "require")]
    pub unsigned: bool,
    /// The laboratory file with which a certificate was drawn (else the one beside it): draw it again, and compare its pages
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub lab: Option<PathBuf>,
    /// The template in which HTML certificates were drawn
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub template: Option<PathBuf>,
    /// Report format: human or json, with an optional file (may be repeated)
    #[arg(long, short, value_name = "FORMAT[:PATH]", default_value = "human")]
    pub output: Vec<String>,
}
