//! Options of `evqc plot`.

use super::{BesideArgs, OneLotArgs};
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Options of `evqc plot`.
#[derive(Debug, Args)]
#[command(after_help = "The exit code is that of the lot.\n\nExamples:\n  \
    evqc plot spec.yaml results.csv --lot EV-001 --to pictures\n  \
    evqc plot spec.yaml nta/*.csv --lot EV-001 --to pictures --png")]
pub struct PlotArgs {
    /// Which lot, and of what.
    #[command(flatten)]
    pub of: OneLotArgs,
    /// Write the pictures into this folder: TEST.svg, and sizes.svg
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub to: PathBuf,
    /// Write them as PNG too, three pixels for each of the page
    #[arg(long)]
    pub png: bool,
    /// What stands beside the results.
    #[command(flatten)]
    pub beside: BesideArgs,
    /// Day of judgement, YYYY-MM-DD (else SOURCE_DATE_EPOCH, else today)
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}
