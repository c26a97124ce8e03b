//! The command line, as clap reads it.

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
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub color: ColorChoice,
    /// Print results only: no progress, no remarks on standard error
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Who does this, where the folder has an audit trail
    #[arg(long, global = true, value_name = "NAME")]
    pub by: Option<String>,
    /// In which role
    #[arg(long, global = true, value_name = "ROLE")]
    pub role: Option<String>,
    /// Why: where a file has changed, or something is replaced
    #[arg(long, global = true, value_name = "TEXT")]
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

/// Options of `evqc check`.
#[derive(Debug, Args, Default)]
#[command(after_help = "Examples:\n  \
    evqc check spec.yaml results.csv\n  \
    evqc check spec.yaml results.csv -o human -o junit:verdict.xml -o json:verdict.json\n  \
    evqc check msc-ev-review-framework results.csv --set particles_per_ug_min='1e9 particles/ug'\n  \
    evqc check spec.yaml nta/*.csv plate.txt results.xlsx --samples samples.yaml\n  \
    export-from-lims | evqc check spec.yaml -")]
pub struct CheckArgs {
    /// Specification: a file, a folder with all versions of one specification, or the id of a built-in one
    pub spec: String,
    /// Judge the same data against this specification too, for another market or customer (may be repeated)
    #[arg(long = "spec", value_name = "SPEC")]
    pub also: Vec<String>,
    /// Result tables (CSV, XLSX) and instrument files in any mixture; `-` is standard input
    #[arg(required = true, value_hint = ValueHint::FilePath)]
    pub data: Vec<String>,
    /// Which lot the instrument files belong to (else `samples.yaml` beside them; may be repeated)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub samples: Vec<String>,
    /// Lot facts: dates, label claims, dose volumes
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub lots: Option<String>,
    /// Sheet of a workbook with the results (else the one whose header has a lot column)
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// Sheet of a workbook with the lot facts (else the one whose header has a lot column)
    #[arg(long, value_name = "NAME", requires = "lots")]
    pub lots_sheet: Option<String>,
    /// Judge this lot only (may be repeated)
    #[arg(long = "lot", value_name = "ID")]
    pub only: Vec<String>,
    /// Judge one stage only: a stage of the specification, `release`, or `shelf life`
    #[arg(long, value_name = "STAGE")]
    pub stage: Option<String>,
    /// Set a parameter of the specification, or `dilution` of instrument files that record none (may be repeated)
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// Approved waivers: CSV with lot (or L-010..L-019), test, owner, reason, reference, approver, approved, expiry
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub waivers: Option<String>,
    /// Insist on this version of the specification
    #[arg(long, value_name = "VERSION")]
    pub spec_version: Option<String>,
    /// Report format: human, json, jsonl, junit, sarif, github, gitlab, markdown, html or csv, with an optional file (may be
    /// repeated)
    #[arg(long, short, value_name = "FORMAT[:PATH]", default_value = "human")]
    pub output: Vec<String>,
    /// Write the digests of specification, program, settings and files here, as `sha256sum` does: for reports that have no place
    /// for them (csv, github, gitlab)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub digests: Option<PathBuf>,
    /// Template of the html report: a folder with template.json, and report.html, style.css or pictures
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub template: Option<PathBuf>,
    /// Day of judgement, YYYY-MM-DD (else SOURCE_DATE_EPOCH, else today)
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// How the tables are written.
    #[command(flatten)]
    pub tables: TableArgs,
    /// Threads that judge, beside the one that reads; 1 does everything on one thread (else one for each processor)
    #[arg(long, short, value_name = "N")]
    pub jobs: Option<std::num::NonZeroUsize>,
    /// Simulate the uncertainties of derived attributes beside their propagation (1,000,000 draws), from this seed
    #[arg(long, value_name = "SEED")]
    pub simulate: Option<u64>,
    /// Columns of the human report (else those of the terminal, or 100)
    #[arg(long, value_name = "N")]
    pub width: Option<usize>,
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
}

impl OneLotArgs {
    /// The lot alone, judged as `evqc check` does it, with the options that both commands have.
    pub fn as_check(&self, beside: &BesideArgs, as_of: Option<String>) -> CheckArgs {
        CheckArgs {
            spec: self.spec.clone(),
            data: self.data.clone(),
            samples: beside.samples.clone(),
            lots: beside.lots.clone(),
            only: vec![self.lot.clone()],
            set: beside.set.clone(),
            as_of,
            ..CheckArgs::default()
        }
    }
}

/// What is given beside the results of one lot.
#[derive(Clone, Debug, Args)]
pub struct BesideArgs {
    /// Set a parameter of the specification (may be repeated)
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// Lot facts: dates, label claims, dose volumes
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub lots: Option<String>,
    /// Which lot the instrument files belong to
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub samples: Vec<String>,
}

/// How result tables are written.
#[derive(Clone, Debug, Args, Default)]
pub struct TableArgs {
    /// Character between fields, or `tab` (else detected)
    #[arg(long, value_name = "CHAR")]
    pub separator: Option<String>,
    /// Decimal mark (else detected)
    #[arg(long, value_enum, value_name = "MARK")]
    pub decimal: Option<Mark>,
    /// Encoding: utf-8, utf-16le, utf-16be, gb18030 or windows-1252 (else detected)
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// A column that carries nothing to judge (may be repeated)
    #[arg(long = "ignore-column", value_name = "NAME")]
    pub ignore_columns: Vec<String>,
}

/// Options of `evqc certificate`.
#[derive(Debug, Args)]
#[command(
    after_help = "A certificate is a draft, on every page and in the twin, until the lot conforms, the specification is approved, no mandatory\n\
    field is missing and everybody has signed.\n\n\
    Exit codes: that of the worst lot as `evqc check` has it; 4 as well when a certificate is refused.\n\nExamples:\n  \
    evqc certificate spec.yaml results.csv --lot EV-001 --lab lab.yaml --facts facts.yaml -o coa.json\n  \
    evqc certificate spec.yaml results.csv --lot EV-001 --lab lab.yaml --facts facts.yaml --lang en+zh -o coa.pdf -o coa.json\n  \
    evqc certificate spec.yaml results.csv --lot all --lab lab.yaml --facts facts.yaml -o 'out/{lot}.pdf'"
)]
pub struct CertificateArgs {
    /// Specification: a file, a folder with all versions of one specification, or the id of a built-in one
    pub spec: String,
    /// Result tables and instrument files
    #[arg(required = true, value_hint = ValueHint::FilePath)]
    pub data: Vec<String>,
    /// The lot; may be repeated, and `all` means every lot of the data
    #[arg(long = "lot", value_name = "ID", required = true)]
    pub only: Vec<String>,
    /// Laboratory, signatories, wording: lab.yaml
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub lab: Option<String>,
    /// Certificate facts: what neither specification nor results say of the lots
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub facts: Option<String>,
    /// Whose mandatory fields are asked for (else that of lab.yaml, else who)
    #[arg(long, value_name = "PROFILE", value_parser = crate::certificate::Profile::WORDS)]
    pub profile: Option<String>,
    /// Language of the print (else that of lab.yaml, else en)
    #[arg(long, value_name = "LANGUAGE", value_parser = crate::certificate::Languages::WORDS)]
    pub lang: Option<String>,
    /// Where to: a path that ends in .json, .pdf, .html, .md or .fhir.json, or json, html, md, fhir for standard output; `{lot}` in the path is the
    /// lot (may be repeated)
    #[arg(long, short, value_name = "PATH", required = true)]
    pub output: Vec<String>,
    /// Template of the HTML certificate: a folder with template.json, and certificate.html, style.css or pictures
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub template: Option<PathBuf>,
    /// Number of the certificate (else that of the facts, else by the pattern of lab.yaml)
    #[arg(long, value_name = "NUMBER")]
    pub number: Option<String>,
    /// The twin (JSON) of the certificate that this one replaces: what changed is found and printed
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub replaces: Option<String>,
    /// Why it is replaced; where the folder has an audit trail, why a file has changed
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Replace a draft that stands under the same name
    #[arg(long)]
    pub overwrite: bool,
    /// Signatures on the draft's twin (`evqc sign draft.json`): when they hold and are complete, the draft mark goes
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "trust")]
    pub signatures: Option<PathBuf>,
    /// File that says which key belongs to whom, and what each may sign (may be repeated); with it, the signatures of the
    /// certificate that is replaced are verified too
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub trust: Vec<PathBuf>,
    /// Lot facts: dates, label claims, dose volumes
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub lots: Option<String>,
    /// Which lot the instrument files belong to
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub samples: Vec<String>,
    /// Approved waivers
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub waivers: Option<String>,
    /// Judge one stage only: a stage of the specification, `release`, or `shelf life`
    #[arg(long, value_name = "STAGE")]
    pub stage: Option<String>,
    /// Set a parameter of the specification (may be repeated)
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// Insist on this version of the specification
    #[arg(long, value_name = "VERSION")]
    pub spec_version: Option<String>,
    /// Day of judgement, of evaluation and of issue, YYYY-MM-DD (else SOURCE_DATE_EPOCH, else today)
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}

/// Options of `evqc stability`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 the proposed shelf life is supported; 1 it is not; 2 wrong usage; 3 no conclusion; 4 specification,\n\
    study or data cannot be used; 70 internal error.\n\nExamples:\n  \
    evqc stability spec.yaml results.csv --proposal '18 months'\n  \
    evqc stability spec.yaml results.csv --study study.yaml\n  \
    evqc stability spec.yaml results.csv --study study.yaml -o human -o json:stability.json"
)]
pub struct StabilityArgs {
    /// Specification: a file, or the id of a built-in one
    pub spec: String,
    /// Result tables and instrument files
    #[arg(required = true, value_hint = ValueHint::FilePath)]
    pub data: Vec<String>,
    /// The study as planned: batches, conditions, time points, windows, design
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub study: Option<String>,
    /// Proposed shelf life (else that of the study file, else that of the specification)
    #[arg(long, value_name = "PERIOD")]
    pub proposal: Option<String>,
    /// Set a parameter of the specification (may be repeated)
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// Lot facts: label claims
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub lots: Option<String>,
    /// Which lot the instrument files belong to
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub samples: Vec<String>,
    /// Report format: human, json, markdown, csv, junit, github, html or pdf, with an optional file (may be repeated)
    #[arg(long, short, value_name = "FORMAT[:PATH]", default_value = "human")]
    pub output: Vec<String>,
    /// Write a picture of each test into this folder: TEST.svg
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub plot: Option<PathBuf>,
    /// Write the pictures as PNG too, three pixels for each of the page
    #[arg(long, requires = "plot")]
    pub png: bool,
    /// Day of the evaluation, YYYY-MM-DD (else SOURCE_DATE_EPOCH, else today)
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Columns of the human report (else those of the terminal, or 100)
    #[arg(long, value_name = "N")]
    pub width: Option<usize>,
}

/// Options of `evqc dose`.
#[derive(Debug, Args)]
#[command(
    after_help = "The exit code is that of the lot; 4 as well when the dose cannot be given out of it.\n\nExamples:\n  \
    evqc dose spec.yaml results.csv --lot EV-001 --target '2e10 particles'\n  \
    evqc dose spec.yaml results.csv --lot EV-001 --target '20 pmol' --per-kg --weight '70 kg'\n  \
    evqc dose spec.yaml results.csv --lot EV-001 --target '15 mL' -o json"
)]
pub struct DoseArgs {
    /// Which lot, and of what.
    #[command(flatten)]
    pub of: OneLotArgs,
    /// The dose of one administration in its own unit: particles, ug of protein, cells, U, pmol of phospholipid, mL
    #[arg(long, value_name = "AMOUNT")]
    pub target: String,
    /// The target is for each kg of body weight
    #[arg(long, requires = "weight")]
    pub per_kg: bool,
    /// Body weight of the patient
    #[arg(long, value_name = "WEIGHT", requires = "per_kg", allow_hyphen_values = true)]
    pub weight: Option<String>,
    /// What stands beside the results.
    #[command(flatten)]
    pub beside: BesideArgs,
    /// human or json, with an optional file (may be repeated)
    #[arg(long, short, value_name = "FORMAT[:PATH]", default_value = "human")]
    pub output: Vec<String>,
    /// Day of judgement, YYYY-MM-DD (else SOURCE_DATE_EPOCH, else today)
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Columns of the human report (else those of the terminal, or 100)
    #[arg(long, value_name = "N")]
    pub width: Option<usize>,
}

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

/// Options of `evqc explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// A finding code, as reports print it in brackets; with --spec also a test: its id, name or column
    #[arg(value_name = "CODE|TEST")]
    pub subject: Option<String>,
    /// The specification of the test: a file or the id of a built-in one
    #[arg(long, value_name = "SPEC")]
    pub spec: Option<String>,
    /// Set a parameter of the specification (may be repeated)
    #[arg(long = "set", value_name = "NAME=VALUE", requires = "spec")]
    pub set: Vec<String>,
}

/// Options of `evqc plan`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    evqc plan spec.yaml\n  \
    evqc plan spec.yaml particle_concentration --cv '15 %'\n  \
    evqc plan spec.yaml particle_concentration --true '90 %' -n 3 -n 6 -o human -o svg:plan.svg\n\n\
    True values and standard deviations are in the unit of the limit, or in percent of the label claim ('90 %'); another unit \
    of the same dimension is converted.")]
pub struct PlanArgs {
    /// Specification: a file or the id of a built-in one
    pub spec: String,
    /// The test: its id, name or column (without it: an overview of all tests)
    pub test: Option<String>,
    /// Standard deviation of one determination (else what `valid_if` allows or `uncertainty` states)
    #[arg(long, value_name = "QUANTITY", conflicts_with = "cv", allow_hyphen_values = true)]
    pub sd: Option<String>,
    /// Coefficient of variation of one determination, in percent of the true value
    #[arg(long, value_name = "PERCENT", allow_hyphen_values = true)]
    pub cv: Option<String>,
    /// True value of the lot (else its label claim, or the middle of its range)
    #[arg(long = "true", value_name = "QUANTITY", allow_hyphen_values = true)]
    pub true_value: Option<String>,
    /// Probability with which such a lot should pass
    #[arg(long, value_name = "P", default_value = "0.95", allow_hyphen_values = true)]
    pub probability: String,
    /// Show this number of determinations too (may be repeated)
    #[arg(long = "number", short = 'n', value_name = "N", allow_hyphen_values = true)]
    pub numbers: Vec<String>,
    /// Set a parameter of the specification (may be repeated)
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// Format: human, csv, json, markdown or svg, with an optional file (may be repeated)
    #[arg(long, short, value_name = "FORMAT[:PATH]", default_value = "human")]
    pub output: Vec<String>,
}

/// Options of `evqc keygen`.
#[derive(Debug, Args)]
#[command(
    after_help = "The passphrase is typed, or comes from --passphrase-file, EVQC_PASSPHRASE_FILE or EVQC_PASSPHRASE; it is never an \
    argument.\n\nExamples:\n  \
    evqc keygen --name 'M. Chen'\n  \
    evqc keygen --key keys/line-3.key.pem --passphrase-file line-3.passphrase"
)]
pub struct KeygenArgs {
    /// File of the secret key; the public key goes beside it (NAME.pub.pem)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub key: Option<PathBuf>,
    /// Name of the owner; names the files when no file is named
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// File with the passphrase, readable by its owner alone
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub passphrase_file: Option<PathBuf>,
    /// Write the key without passphrase: the permissions of the file are then all that protects it
    #[arg(long, conflicts_with = "passphrase_file")]
    pub no_passphrase: bool,
    /// Cost of a guess of the passphrase: binary logarithm of scrypt's N, 12 takes about 10 ms, 17 about half a second
    #[arg(long, value_name = "LOG_N", conflicts_with = "no_passphrase", value_parser = clap::value_parser!(u8).range(12..=20))]
    pub cost: Option<u8>,
}

/// What a signature means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SignatureMeaning {
    /// The signer did the tests
    Tested,
    /// The signer looked through the records
    Reviewed,
    /// The signer approves the document
    Approved,
    /// The signer certifies what the document says
    Certified,
}

impl From<SignatureMeaning> for crate::integrity::Meaning {
    fn from(meaning: SignatureMeaning) -> Self {
        match meaning {
            SignatureMeaning::Tested => Self::Tested,
            SignatureMeaning::Reviewed => Self::Reviewed,
            SignatureMeaning::Approved => Self::Approved,
            SignatureMeaning::Certified => Self::Certified,
        }
    }
}

/// Options of `evqc sign`.
#[derive(Debug, Args)]
#[command(
    after_help = "Writes FILE.intoto.jsonl, or adds to it: one signed statement on each line. The same person, or the same key, signs a \
    file once. The passphrase of the key is typed, or comes from --passphrase-file, EVQC_PASSPHRASE_FILE or EVQC_PASSPHRASE.\n\nExit codes: 0 signed; 2 wrong usage; 5 the signature is refused: the key is open to others, the person signed \
    already, the clock is behind, the file changed; 70 internal error.\n\nExamples:\n  \
    evqc sign report.json --key chen.key.pem --signer 'M. Chen' --role 'QC analyst' --meaning tested\n  \
    evqc sign coa.pdf --twin coa.json --key adler.key.pem --signer 'Q. Adler' --role 'Head of quality' --meaning approved"
)]
pub struct SignArgs {
    /// JSON report, certificate, or archive of `evqc bundle`
    #[arg(value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// The JSON report or certificate that the file shows; it is signed along
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub twin: Option<PathBuf>,
    /// Sign a document that evqc cannot compare with its twin, a report as page or text for one; the signature says so
    #[arg(long, requires = "twin")]
    pub not_compared: bool,
    /// The laboratory file with which a certificate was drawn (else the one beside it): its pages must be those of the twin
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub lab: Option<PathBuf>,
    /// The template in which the HTML certificate was drawn
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub template: Option<PathBuf>,
    /// Secret key
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub key: PathBuf,
    /// Printed name of the signer
    #[arg(long, value_name = "NAME")]
    pub signer: String,
    /// Function of the signer
    #[arg(long, value_name = "ROLE")]
    pub role: String,
    /// What the signature means
    #[arg(long, value_enum)]
    pub meaning: SignatureMeaning,
    /// Time of the signature with its offset, 2026-11-27T09:00:00+01:00 (else SOURCE_DATE_EPOCH, else now)
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// File with the passphrase of the key, readable by its owner alone
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub passphrase_file: Option<PathBuf>,
}

/// Options of `evqc verify`.
#[derive(Debug, Default, Args)]
#[command(
    after_help = "Exit codes: 0 everything holds; 2 wrong usage; 5 something does not hold; 70 internal error. Nothing is fetched: \
    the keys are those given.\n\nExamples:\n  \
    evqc verify report.json --keys keys\n  \
    evqc verify coa.pdf coa.json --trust trust.yaml --require approved\n  \
    evqc verify coa.pdf --trust trust.yaml --lab lab.yaml\n  \
    evqc verify lot.zip --unsigned\n  \
    evqc verify coa.pdf --trust trust.yaml -o human -o json:verification.json"
)]
pub struct VerifyArgs {
    /// Signed files, files of signatures (*.intoto.jsonl), archives, certificates
    #[arg(required = true, value_hint = ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
    /// Folder with the public keys of the signers, *.pem (may be repeated)
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub keys: Vec<PathBuf>,
    /// File that says which key belongs to whom, and what each may sign (may be repeated)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub trust: Vec<PathBuf>,
    /// Ask for a signature of this meaning (may be repeated)
    #[arg(long, value_enum, value_name = "MEANING")]
    pub require: Vec<SignatureMeaning>,
    /// Accept archives and certificates without signature: check their own digests, and that the pages are those of the twin
    #[arg(long, conflicts_with = "require")]
    pub unsigned: bool,
    /// The laboratory file with which a certificate was drawn (else the one beside it): draw it again, and compare its pages
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub lab: Option<PathBuf>,
    /// The template in which HTML certificates were drawn
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub template: Option<PathBuf>,
    /// Report format: human or json, with an optional file (may be repeated)
    #[arg(long, short, value_name = "FORMAT[:PATH]", default_value = "human")]
    pub output: Vec<String>,
}

/// Options of `evqc bundle`.
#[derive(Debug, Args)]
#[command(
    after_help = "The archive is a zip file: the specification with everything it inherits, the data, what is attached, the JSON report, and \
    two manifests. The same files give the same bytes.\n\nExit codes: 0 the archive is written, whatever the verdict; 2 wrong usage; 4 the \
    specification cannot be read; 5 a certificate that is put in says another thing than the report; 70 internal error.\n\nExamples:\n  \
    evqc bundle spec.yaml results.csv -o lot.zip\n  \
    evqc bundle spec.yaml results.csv --lots lots.csv --lot EV-001 --lab lab.yaml --facts facts.yaml --attach coa.pdf -o EV-001.zip"
)]
pub struct BundleArgs {
    /// Specification: a file, a folder with all versions of one specification, or the id of a built-in one
    pub spec: String,
    /// Judge against this specification too (may be repeated)
    #[arg(long = "spec", value_name = "SPEC")]
    pub also: Vec<String>,
    /// Result tables and instrument files
    #[arg(required = true, value_hint = ValueHint::FilePath)]
    pub data: Vec<String>,
    /// The archive
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: PathBuf,
    /// Put this file in: a certificate, its twin, signatures, raw files (may be repeated)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub attach: Vec<String>,
    /// Put the laboratory file of the certificates in, with its logo, so that they can be drawn again
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub lab: Option<String>,
    /// Put the certificate facts in, for the same
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub facts: Option<String>,
    /// Put the template of the HTML certificates in, for the same
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub template: Option<PathBuf>,
    /// Which lot the instrument files belong to (else `samples.yaml` beside them; may be repeated)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub samples: Vec<String>,
    /// Lot facts
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub lots: Option<String>,
    /// Approved waivers
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub waivers: Option<String>,
    /// Judge this lot only (may be repeated)
    #[arg(long = "lot", value_name = "ID")]
    pub only: Vec<String>,
    /// Judge one stage only
    #[arg(long, value_name = "STAGE")]
    pub stage: Option<String>,
    /// Set a parameter of the specification (may be repeated)
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// Insist on this version of the specification
    #[arg(long, value_name = "VERSION")]
    pub spec_version: Option<String>,
    /// Day of judgement, YYYY-MM-DD (else SOURCE_DATE_EPOCH, else today)
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Sheet of a workbook with the results
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// Sheet of a workbook with the lot facts
    #[arg(long, value_name = "NAME", requires = "lots")]
    pub lots_sheet: Option<String>,
    /// How the tables are written.
    #[command(flatten)]
    pub tables: TableArgs,
    /// Simulate the uncertainties of derived attributes from this seed
    #[arg(long, value_name = "SEED")]
    pub simulate: Option<u64>,
}

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

/// Arguments of `evqc doctor`.
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

/// The decimal mark of a result file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Mark {
    /// 0.25
    Point,
    /// 0,25
    Comma,
}

impl Mark {
    /// The word of the option.
    pub fn as_str(self) -> &'static str {
        match self {
            Mark::Point => "point",
            Mark::Comma => "comma",
        }
    }

    /// The mark of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Mark::Point, Mark::Comma].into_iter().find(|mark| mark.as_str() == word)
    }
}
