//! Options of `evqc selftest`.

use clap::{Args, ValueHint};

/// Options of `evqc selftest`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 every case agrees; 1 a case misses, or could not be read or run; 2 wrong usage; \
    3 none misses, but some are of methods that are not supported; 70 internal error.\n\nExamples:\n  \
    evqc selftest\n  \
    evqc selftest -o human -o markdown:oq.md -o json:oq.json\n  \
    evqc selftest --cases my-cases --verbose"
)]
pub struct SelftestArgs {
    /// Run the cases of this folder and the folders in it (*.json) instead of those in the program
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub cases: Option<String>,
    /// Report format: human, json, markdown or junit, with an optional file (may be repeated)
    #[arg(long, short, value_name = "FORMAT[:PATH]", default_value = "human")]
    pub output: Vec<String>,
    /// Show every value in the human report, not the worst of each case
    #[arg(long)]
    pub verbose: bool,
    /// Columns of the human report (else those of the terminal, or 100)
    #[arg(long, value_name = "N")]
    pub width: Option<usize>,
}
