//! Options of `evqc excursion`.

use clap::{Args, ValueHint};

/// Options of `evqc excursion`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 within the product's rule, or accepted by a quality assessment; 1 assessed as not acceptable; 2 wrong usage; \
    3 deviation without an assessment, or the logs do not prove the condition; 4 specification or log unusable; 70 internal \
    error.\n\nExamples:\n  \
    evqc excursion spec.yaml logger.csv --lot EV-001\n  \
    evqc excursion spec.yaml logger.csv --lot EV-001 --lots lots.csv --assessment DEV-14.yaml -o markdown:DEV-14.md\n  \
    evqc excursion spec.yaml monday.csv tuesday.csv --legs --date-order dmy --time-zone Europe/Berlin"
)]
pub struct ExcursionArgs {
    /// Specification with `handling`: a file, or the id of a built-in one
    pub spec: String,
    /// Exports of temperature loggers; several are loggers beside each other, and each is judged on its own
    #[arg(required = true, value_hint = ValueHint::FilePath)]
    pub logs: Vec<String>,
    /// The logs are the parts of one journey, one after another
    #[arg(long)]
    pub legs: bool,
    /// The lot
    #[arg(long, value_name = "ID")]
    pub lot: Option<String>,
    /// Lot facts: what was used of the stability budget before
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "lot")]
    pub lots: Option<String>,
    /// The recorded quality assessment of the deviation
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub assessment: Option<String>,
    /// Day of judgement (else SOURCE_DATE_EPOCH, else today): no assessment is dated after it
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Judge this sensor only: the label of its column (may be repeated; else every sensor)
    #[arg(long = "channel", value_name = "LABEL")]
    pub channels: Vec<String>,
    /// Which number of a date is the day, where the log leaves it open: ymd, dmy or mdy
    #[arg(long, value_name = "ORDER")]
    pub date_order: Option<String>,
    /// Clock of the logger, where the log names no offset from UTC: +01:00, Europe/Berlin, or a POSIX rule
    #[arg(long, value_name = "ZONE", allow_hyphen_values = true)]
    pub time_zone: Option<String>,
    /// Set a parameter of the specification (may be repeated)
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// Report format: human, json, markdown or csv, with an optional file (may be repeated)
    #[arg(long, short, value_name = "FORMAT[:PATH]", default_value = "human")]
    pub output: Vec<String>,
    /// Columns of the human report (else those of the terminal, or 100)
    #[arg(long, value_name = "N")]
    pub width: Option<usize>,
}
