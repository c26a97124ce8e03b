//! Options of `evqc trials`.

use clap::{Args, Subcommand, ValueEnum};

/// Commands on the catalogue of trials.
#[derive(Debug, Subcommand)]
pub enum TrialsCommand {
    /// List trials and products
    #[command(after_help = "Examples:\n  \
        evqc trials list --route inhalation\n  \
        evqc trials list --source 'bone marrow' --phase 1/2\n  \
        evqc trials list --currency particles -o csv:doses.csv")]
    List {
        /// What the records must have.
        #[command(flatten)]
        filter: TrialFilterArgs,
        /// Format: human, json or csv, with an optional file (may be repeated)
        #[arg(long, short, value_name = "FORMAT[:PATH]", default_value = "human")]
        output: Vec<String>,
        /// Columns of the human list (else those of the terminal, or 100)
        #[arg(long, value_name = "N")]
        width: Option<usize>,
    },
    /// Show all that is known of records: every dose with its source, and where sources disagree
    Show {
        /// Registry numbers, or names from the list
        #[arg(required = true, value_name = "ID")]
        ids: Vec<String>,
        /// Format: human, json or csv, with an optional file (may be repeated)
        #[arg(long, short, value_name = "FORMAT[:PATH]", default_value = "human")]
        output: Vec<String>,
        /// Columns of the human page (else those of the terminal, or 100)
        #[arg(long, value_name = "N")]
        width: Option<usize>,
    },
}

/// What records must have.
#[derive(Debug, Args)]
pub struct TrialFilterArgs {
    /// Given by this route (`other` and `not stated` too)
    #[arg(long, value_name = "ROUTE")]
    pub route: Option<String>,
    /// Vesicles from this tissue or cell: part of its name
    #[arg(long, value_name = "TEXT")]
    pub source: Option<String>,
    /// For this indication: part of its name
    #[arg(long, value_name = "TEXT")]
    pub indication: Option<String>,
    /// Of this phase: `early 1`, 1, 1/2, 2, 2/3, 3, `expanded access`, `not applicable` or `not stated`
    #[arg(long, value_name = "PHASE")]
    pub phase: Option<String>,
    /// Of this product: part of its name
    #[arg(long, value_name = "TEXT")]
    pub product: Option<String>,
    /// Listed by this review, as far as established
    #[arg(long, value_name = "KEY")]
    pub review: Option<String>,
    /// Dosed in this currency: particles, mass, phospholipid, volume or cells
    #[arg(long, value_name = "WORD")]
    pub currency: Option<String>,
}

/// How `spec show` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    /// A table of the tests and their criteria
    Human,
    /// The canonical form that the digest is over
    Json,
    /// The text as it was written
    Yaml,
}
