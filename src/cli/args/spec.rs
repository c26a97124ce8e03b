//! Options of `evqc spec`.

use super::ShowFormat;
use clap::{Args, Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;

/// Commands on specifications.
#[derive(Debug, Subcommand)]
pub enum SpecCommand {
    /// List the built-in specifications
    List(ListArgs),
    /// Show a specification with inheritance and parameters resolved
    Show {
        /// A file or the id of a built-in specification
        spec: String,
        /// How to show it
        #[arg(long, short, value_enum, default_value_t = ShowFormat::Human)]
        output: ShowFormat,
        /// Set a parameter (may be repeated)
        #[arg(long = "set", value_name = "NAME=VALUE")]
        set: Vec<String>,
    },
    /// Say every line of a specification as one sentence, in English and in Chinese
    Explain(SpecExplainArgs),
    /// Say what changed between two specifications, and which lots would come out otherwise
    Diff(SpecDiffArgs),
    /// Propose a specification from historic lots
    Draft(SpecDraftArgs),
    /// Check specifications and report every fault
    Lint {
        /// Files or ids of built-in specifications
        #[arg(required = true)]
        specs: Vec<String>,
        /// Treat warnings as errors
        #[arg(long)]
        strict: bool,
    },
    /// Judge lots whose verdict is known, and see that every limit is tried
    Test(SpecTestArgs),
    /// Print the JSON Schema of the specification language, for editors
    Schema,
    /// Write a commented starter specification
    New {
        /// File to write; standard output when left out
        path: Option<PathBuf>,
    },
}

/// Options of `evqc spec explain`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    evqc spec explain spec.yaml\n  \
    evqc spec explain spec.yaml endotoxin --lang zh\n  \
    evqc spec explain spec.yaml -o markdown:sentences.md")]
pub struct SpecExplainArgs {
    /// Specification: a file or the id of a built-in one
    pub spec: String,
    /// The test: its id, name or column (without it: every line)
    pub test: Option<String>,
    /// Language of the sentences
    #[arg(long, value_enum, value_name = "LANGUAGE", default_value_t = Languages::Both)]
    pub lang: Languages,
    /// Set a parameter of the specification (may be repeated)
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// Format: human, json or markdown, with an optional file (may be repeated)
    #[arg(long, short, value_name = "FORMAT[:PATH]", default_value = "human")]
    pub output: Vec<String>,
}

/// Options of `evqc spec diff`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 no difference; 1 differences; 2 wrong usage; 4 a specification or data cannot be read; 70 internal \
    error.\n\nExamples:\n  \
    evqc spec diff old.yaml new.yaml\n  \
    evqc spec diff old.yaml new.yaml --data lots-2025.csv --lots lots.csv -o markdown:change-control.md"
)]
pub struct SpecDiffArgs {
    /// The specification before: a file or the id of a built-in one
    pub before: String,
    /// The specification after
    pub after: String,
    /// Judge every lot of these result files under both, whether in force or not, and say which come out otherwise (may be
    /// repeated)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, num_args = 1..)]
    pub data: Vec<String>,
    /// Lot facts: dates, label claims, dose volumes
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "data")]
    pub lots: Option<String>,
    /// Approved waivers: lot or range of lots, test, owner, reason, reference, approver, approved, expiry
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "data")]
    pub waivers: Option<String>,
    /// Day of judgement, YYYY-MM-DD (else SOURCE_DATE_EPOCH, else today)
    #[arg(long, value_name = "DATE", requires = "data")]
    pub as_of: Option<String>,
    /// Set a parameter of both specifications (may be repeated)
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// Format: human, json or markdown, with an optional file (may be repeated)
    #[arg(long, short, value_name = "FORMAT[:PATH]", default_value = "human")]
    pub output: Vec<String>,
}

/// Options of `evqc spec list`.
#[derive(Debug, Args)]
#[command(
    after_help = "Filters take a part of the text, upper and lower case alike; with several, all must hold.\n\nExamples:\n  \
    evqc spec list --route intravitreal\n  \
    evqc spec list --source adipose --kind natural\n  \
    evqc spec list --evidence 'sponsor to set' -o csv:open-limits.csv"
)]
pub struct ListArgs {
    /// Only products from this source: umbilical cord, platelets
    #[arg(long, value_name = "TEXT")]
    pub source: Option<String>,
    /// Only products given by this route
    #[arg(long, value_name = "TEXT")]
    pub route: Option<String>,
    /// Only products of this dosage form
    #[arg(long, value_name = "TEXT")]
    pub form: Option<String>,
    /// Only specifications that apply at this stage of the process
    #[arg(long, value_name = "TEXT")]
    pub stage: Option<String>,
    /// Only specifications with limits of this evidence: primary, abstract, secondary, review, sponsor to set
    #[arg(long, value_name = "TEXT")]
    pub evidence: Option<String>,
    /// Only products of this kind: natural or engineered
    #[arg(long, value_name = "TEXT")]
    pub kind: Option<String>,
    /// List the parts instead, which specifications share
    #[arg(long)]
    pub parts: bool,
    /// Format: human, json or csv, with an optional file (may be repeated)
    #[arg(long, short, value_name = "FORMAT[:PATH]", default_value = "human")]
    pub output: Vec<String>,
    /// Columns of the human report (else those of the terminal, or 100)
    #[arg(long, value_name = "N")]
    pub width: Option<usize>,
}

/// Options of `evqc spec test`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 every lot is as expected; 1 a lot differs, or a change is not noticed; 2 wrong usage; \
    4 a test file or specification cannot be read; 70 internal error.\n\nExamples:\n  \
    evqc spec test\n  \
    evqc spec test product.test.yaml --mutate\n  \
    evqc spec test specs -o human -o junit:spec-test.xml"
)]
pub struct SpecTestArgs {
    /// Test files, specifications with a test file beside, folders, or ids of built-in specifications (without: every
    /// built-in one)
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<String>,
    /// Change every limit by one unit of its last digit, drop every test, and fail where no lot notices
    #[arg(long, conflicts_with = "filter")]
    pub mutate: bool,
    /// Only lots with this text in their name
    #[arg(long, value_name = "LOT")]
    pub filter: Option<String>,
    /// Report format: human, json or junit, with an optional file (may be repeated)
    #[arg(long, short, value_name = "FORMAT[:PATH]", default_value = "human")]
    pub output: Vec<String>,
}

/// Options of `evqc spec draft`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    evqc spec draft lots-2023.csv lots-2024.csv\n  \
    evqc spec draft history.csv --lots released.csv --coverage '95 %' -o proposal.yaml")]
pub struct SpecDraftArgs {
    /// Result tables (CSV, XLSX) of historic lots
    #[arg(required = true, value_hint = ValueHint::FilePath)]
    pub data: Vec<String>,
    /// Take only the lots of this lot file, and say when they were made
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub lots: Option<String>,
    /// Share of lots that the limits are to hold
    #[arg(long, value_name = "PERCENT", default_value = "99 %")]
    pub coverage: String,
    /// Confidence
    #[arg(long, value_name = "PERCENT", default_value = "95 %")]
    pub confidence: String,
    /// File to write; it must not exist (else standard output)
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Languages of sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Languages {
    /// English
    En,
    /// Chinese
    Zh,
    /// Both, English first
    Both,
}
