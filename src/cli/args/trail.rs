//! Options of `evqc trail`.

use clap::{Args, Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;

/// Commands on the audit trail of a folder.
#[derive(Debug, Subcommand)]
pub enum TrailCommand {
    /// Begin the audit trail of a folder: from then on every command on a file in it, or below, is entered
    Start(TrailStartArgs),
    /// Say whether every line of a trail is as it was written, and which is not
    Verify(TrailVerifyArgs),
    /// List what a trail says of a lot: changes, values set aside, overrides, repeats, with a line for the reviewer
    Review(TrailReviewArgs),
    /// Close a last line that a crash cut short, by an entry that says so
    Mend(TrailMendArgs),
}

/// Options of `evqc trail start`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  \
    evqc trail start lots/EV-001 --by 'M. Chen' --role 'QC analyst' --reason 'records of lot EV-001'")]
pub struct TrailStartArgs {
    /// The folder
    #[arg(value_hint = ValueHint::DirPath)]
    pub folder: PathBuf,
}

/// Options of `evqc trail verify`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 every line is as it was written; 2 wrong usage; 5 a line is not, and which; 70 internal error.\n\n\
    Examples:\n  \
    evqc trail verify lots/EV-001\n  \
    evqc trail verify lots/EV-001/evqc-trail.jsonl -o human -o json:trail.json"
)]
pub struct TrailVerifyArgs {
    /// The trail, or its folder
    #[arg(value_hint = ValueHint::AnyPath)]
    pub trail: PathBuf,
    /// An entry that is known to be in it, noted when it was made (may be repeated)
    #[arg(long, value_name = "NUMBER:SHA256")]
    pub head: Vec<String>,
    /// Report format: human or json, with an optional file (may be repeated)
    #[arg(long, short, value_name = "FORMAT[:PATH]", default_value = "human")]
    pub output: Vec<String>,
}

/// Options of `evqc trail review`.
#[derive(Debug, Args)]
#[command(
    after_help = "The review is an entry of the trail too.\n\nExit codes: 0 the review is written, whatever it says; 2 wrong usage; 5 the \
    trail does not hold; 70 internal error.\n\nExamples:\n  \
    evqc trail review lots --lot EV-001 --by 'R. Vogt' --role 'QA reviewer'\n  \
    evqc trail review lots --lot EV-001 --sort why -o json:review.json -o pdf:review.pdf --by 'R. Vogt' --role 'QA reviewer'\n  \
    evqc sign review.json --key vogt.key.pem --signer 'R. Vogt' --role 'QA reviewer' --meaning reviewed"
)]
pub struct TrailReviewArgs {
    /// The trail, or its folder
    #[arg(value_hint = ValueHint::AnyPath)]
    pub trail: PathBuf,
    /// The lot
    #[arg(long, value_name = "ID")]
    pub lot: String,
    /// By what the items are sorted
    #[arg(long, value_enum, value_name = "COLUMN", default_value_t = TrailSort::When)]
    pub sort: TrailSort,
    /// Report format: human, json, markdown, html or pdf, with an optional file (may be repeated)
    #[arg(long, short, value_name = "FORMAT[:PATH]", default_value = "human")]
    pub output: Vec<String>,
    /// Day of the review, YYYY-MM-DD (else SOURCE_DATE_EPOCH, else today)
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}

/// Options of `evqc trail mend`.
#[derive(Debug, Args)]
#[command(
    after_help = "Nothing of the trail is taken away: the broken line stays, and the entry names its digest. With --clock the entry \
    names the entries before it that were made with a clock that was ahead; `trail verify` and every review tell of it.\n\nExamples:\n  \
    evqc trail mend lots/EV-001 --by 'M. Chen' --role 'QC analyst' --reason 'power cut at 14:10'\n  \
    evqc trail mend lots/EV-001 --clock --by 'M. Chen' --role 'QC analyst' --reason 'the clock of the balance PC was set to 2062'"
)]
pub struct TrailMendArgs {
    /// The trail, or its folder
    #[arg(value_hint = ValueHint::AnyPath)]
    pub trail: PathBuf,
    /// The clock was ahead when the last entries were made: enter which, so that the time may go back
    #[arg(long)]
    pub clock: bool,
}

/// By what a review is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TrailSort {
    /// The name of the person
    Who,
    /// The kind of thing
    What,
    /// The time
    When,
    /// The reason
    Why,
}
