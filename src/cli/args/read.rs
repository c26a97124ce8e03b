//! Options of `evqc read`.

use clap::{Args, ValueHint};

/// Options of `evqc read`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 every file was read; 2 wrong usage; 4 a file could not be read; 70 internal error.\n\nExamples:\n  \
    evqc read export.csv\n  \
    evqc read plate.txt tube.fcs -o csv:values.csv\n  \
    evqc read export.txt --as nanosight"
)]
pub struct ReadArgs {
    /// Instrument files; `-` is standard input
    #[arg(required = true, value_hint = ValueHint::FilePath)]
    pub files: Vec<String>,
    /// Read the files as this format (else recognised by their content)
    #[arg(long = "as", value_name = "FORMAT")]
    pub format: Option<String>,
    /// Sheet of a workbook (else the one that fits the format)
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// Report format: human, csv or json, with an optional file (may be repeated)
    #[arg(long, short, value_name = "FORMAT[:PATH]", default_value = "human")]
    pub output: Vec<String>,
    /// Columns of the human report (else those of the terminal, or 100)
    #[arg(long, value_name = "N")]
    pub width: Option<usize>,
}
