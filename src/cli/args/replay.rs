//! Options of `evqc replay`.

use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Options of `evqc replay`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 the same result; 2 wrong usage; 5 another result, or an archive that is not as it was made; 70 internal \
    error.\n\nExample:\n  \
    evqc replay lot.zip"
)]
pub struct ReplayArgs {
    /// The archive
    #[arg(value_hint = ValueHint::FilePath)]
    pub bundle: PathBuf,
    /// Report format: human or json, with an optional file (may be repeated)
    #[arg(long, short, value_name = "FORMAT[:PATH]", default_value = "human")]
    pub output: Vec<String>,
}
