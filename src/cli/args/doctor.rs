//! Options of `evqc doctor`.

use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Options of `evqc doctor`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    evqc doctor\n  \
    evqc doctor --expect-sha256 \"$(cut -c1-64 evqc.sha256)\" --folder lots --key chen.key.pem -o human -o json:iq.json -o markdown:iq.md\n\n\
Exit codes: 0 all is as expected, 3 something expected is not known, 5 something is not as expected.")]
pub struct DoctorArgs {
    /// SHA-256 that the executable should have, as it came with the release
    #[arg(long, value_name = "DIGEST")]
    pub expect_sha256: Option<String>,
    /// A folder in which files are to be written (may be repeated; else the current one)
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub folder: Vec<PathBuf>,
    /// A file with a secret key, whose permissions are looked at (may be repeated)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub key: Vec<PathBuf>,
    /// Report format: human, json, markdown, html or pdf, with an optional file (may be repeated)
    #[arg(long, short, value_name = "FORMAT[:PATH]", default_value = "human")]
    pub output: Vec<String>,
    /// Columns of the human report (else those of the terminal, or 100)
    #[arg(long, value_name = "N")]
    pub width: Option<usize>,
}
