//! The command line, as clap reads it.

mod bundle;
mod certificate;
mod check;
mod doctor;
mod dose;
mod excursion;
mod explain;
mod keygen;
mod plan;
mod plot;
mod read;
mod reading;
mod replay;
mod selftest;
mod sign;
mod spec;
mod stability;
mod trail;
mod trials;
mod verify;

pub use bundle::BundleArgs;
pub use certificate::CertificateArgs;
pub use check::CheckArgs;
pub use doctor::DoctorArgs;
pub use dose::DoseArgs;
pub use excursion::ExcursionArgs;
pub use explain::ExplainArgs;
pub use keygen::KeygenArgs;
pub use plan::PlanArgs;
pub use plot::PlotArgs;
pub use read::ReadArgs;
pub use reading::{Mark, ReadingArgs};
pub use replay::ReplayArgs;
pub use selftest::SelftestArgs;
pub use sign::{SignArgs, SignatureMeaning};
pub use spec::{Languages, ListArgs, SpecCommand, SpecDiffArgs, SpecDraftArgs, SpecExplainArgs, SpecTestArgs};
pub use stability::StabilityArgs;
pub use trail::{TrailCommand, TrailMendArgs, TrailReviewArgs, TrailSort, TrailStartArgs, TrailVerifyArgs};
pub use trials::{ShowFormat, TrialFilterArgs, TrialsCommand};
pub use verify::VerifyArgs;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;

/// Judges lots of extracellular vesicles against their release specification.
///
/// Exit codes: 0 every lot conforms; 1 a lot does not conform; 2 wrong usage; 3 a lot is not concluded; 4 specification or
/// data cannot be evaluated; 5 a signature, digest, replay or audit trail does not hold; 70 internal error.
#[derive(Debug, Parser)]
#[command(name = "evqc", version, max_term_width = 100, propagate_version = true)]
pub struct Cli {
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN", help_heading = "Terminal")]
    pub color: ColorChoice,
    /// Print results only: no progress, no remarks on standard error
    #[arg(long, short, global = true, help_heading = "Terminal")]
    pub quiet: bool,
    /// Who does this, where the folder has an audit trail
    #[arg(long, global = true, value_name = "NAME", help_heading = "Audit trail")]
    pub by: Option<String>,
    /// In which role
    #[arg(long, global = true, value_name = "ROLE", help_heading = "Audit trail")]
    pub role: Option<String>,
    /// Why: where a file has changed, or something is replaced
    #[arg(long, global = true, value_name = "TEXT", help_heading = "Audit trail")]
    pub reason: Option<String>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Judge lots against a specification
    Check(Box<CheckArgs>),
    /// Show what instrument files say: the format that was recognised and every value, with its place
    Read(ReadArgs),
    /// Look at specifications
    #[command(subcommand)]
    Spec(SpecCommand),
    /// Explain a finding code, or a test of a specification (without either: list them)
    Explain(ExplainArgs),
    /// Say how many determinations a test needs, and how often lots would pass
    Plan(PlanArgs),
    /// Look at clinical trials of vesicles: what was given, how, and who says so
    #[command(subcommand)]
    Trials(TrialsCommand),
    /// Draw up certificates of lots: PDF, HTML, Markdown, and the machine-readable twin
    Certificate(Box<CertificateArgs>),
    /// Work a dose out of one lot: volume, containers, and what comes with it
    Dose(Box<DoseArgs>),
    /// Draw one lot: each number beside its limits, and its size distributions
    Plot(Box<PlotArgs>),
    /// Say which shelf life the stability results of several batches support
    Stability(Box<StabilityArgs>),
    /// Judge temperature logs by the product's rules for storage and transport
    Excursion(Box<ExcursionArgs>),
    /// Make a key pair for signing
    Keygen(KeygenArgs),
    /// Sign a report, a certificate or an archive
    Sign(SignArgs),
    /// Say whether files are what was signed, and by whom
    Verify(VerifyArgs),
    /// Put what a verdict rests on into one archive, with the report
    Bundle(Box<BundleArgs>),
    /// Judge the lots of an archive again, and compare
    Replay(ReplayArgs),
    /// Keep an audit trail of a folder, verify it, and review what it says of a lot
    #[command(subcommand)]
    Trail(TrailCommand),
    /// Run reference cases: evidence that the numbers of this program are those of published references
    Selftest(SelftestArgs),
    /// Look at this installation: program, platform, clock, folders, keys, what is built in
    Doctor(DoctorArgs),
    /// Write shell completions to standard output
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Write the manual page to standard output, or one page per command into a folder
    Man {
        /// Folder for one page per command
        #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
        folder: Option<PathBuf>,
    },
}

/// The one lot of a command, with its specification and its data.
#[derive(Clone, Debug, Args)]
pub struct OneLotArgs {
    /// Specification: a file, or the id of a built-in one
    pub spec: String,
    /// Result tables and instrument files
    #[arg(required = true, value_hint = ValueHint::FilePath)]
    pub data: Vec<String>,
    /// The lot
    #[arg(long, value_name = "ID")]
    pub lot: String,
    /// Set a parameter of the specification, or `dilution` of instrument files that record none (may be repeated)
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// How the data are read.
    #[command(flatten)]
    pub reading: ReadingArgs,
}

impl OneLotArgs {
    /// The lot alone, judged as `evqc check` does it, with the options that both commands have.
    pub fn as_check(&self, as_of: Option<String>) -> CheckArgs {
        CheckArgs {
            spec: self.spec.clone(),
            data: self.data.clone(),
            reading: self.reading.clone(),
            only: vec![self.lot.clone()],
            set: self.set.clone(),
            as_of,
            ..CheckArgs::default()
        }
    }
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
