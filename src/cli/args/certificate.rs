//! Options of `evqc certificate`.

use super::ReadingArgs;
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Options of `evqc certificate`.
#[derive(Debug, Args)]
#[command(
    after_help = "A certificate is a draft, on every page and in the twin, until the lot conforms, the specification is approved, no mandatory \
    field is missing and everybody has signed.\n\n\
    Exit codes: that of the worst lot as `evqc check` has it (0, 1, 3 or 4); 2 wrong usage; 4 as well when a certificate is refused; 5 when a \
    signature, or what is replaced, does not hold, or a form does not say what the twin says; 70 internal error.\n\nExamples:\n  \
    evqc certificate spec.yaml results.csv --lot EV-001 --lab lab.yaml --facts facts.yaml -o coa.json\n  \
    evqc certificate spec.yaml results.csv --lot EV-001 --lab lab.yaml --facts facts.yaml --lang en+zh -o coa.pdf -o coa.json\n  \
    evqc certificate spec.yaml results.csv --lot all --lab lab.yaml --facts facts.yaml -o 'out/{lot}.pdf'"
)]
pub struct CertificateArgs {
    /// Specification: a file, a folder with all versions of one specification, or the id of a built-in one
    pub spec: String,
    /// Judge the same data by this specification too, for the lots that others were made from; the certificate is by the first
    /// (may be repeated)
    #[arg(long = "spec", value_name = "SPEC", help_heading = "Judgement")]
    pub also: Vec<String>,
    /// Result tables and instrument files
    #[arg(required = true, value_hint = ValueHint::FilePath)]
    pub data: Vec<String>,
    /// The lot; may be repeated, and `all` means every lot of the data
    #[arg(long = "lot", value_name = "ID", required = true, help_heading = "Certificate")]
    pub only: Vec<String>,
    /// Laboratory, signatories, wording: lab.yaml
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Certificate")]
    pub lab: Option<String>,
    /// Certificate facts: what neither specification nor results say of the lots
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Certificate")]
    pub facts: Option<String>,
    /// Whose mandatory fields are asked for (else that of lab.yaml, else who)
    #[arg(long, value_name = "PROFILE", value_parser = crate::certificate::Profile::WORDS, help_heading = "Certificate")]
    pub profile: Option<String>,
    /// Language of the print (else that of lab.yaml, else en)
    #[arg(long, value_name = "LANGUAGE", value_parser = crate::certificate::Languages::WORDS, help_heading = "Certificate")]
    pub lang: Option<String>,
    /// Where to: a path that ends in .json, .pdf, .html, .md or .fhir.json, or json, pdf, html, md, fhir before a colon (`json:coa`), or alone for
    /// standard output; `{lot}` in the path is the lot (may be repeated)
    #[arg(long, short, value_name = "PATH", required = true, help_heading = "Certificate")]
    pub output: Vec<String>,
    /// Template of the HTML certificate: a folder with template.json, and certificate.html, style.css or pictures
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath, help_heading = "Certificate")]
    pub template: Option<PathBuf>,
    /// Number of the certificate (else that of the facts, else by the pattern of lab.yaml)
    #[arg(long, value_name = "NUMBER", help_heading = "Certificate")]
    pub number: Option<String>,
    /// The twin (JSON) of the certificate that this one replaces: what changed is found and printed
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Reissue and signatures")]
    pub replaces: Option<String>,
    /// Why it is replaced; where the folder has an audit trail, why a file has changed
    #[arg(long, value_name = "TEXT", help_heading = "Reissue and signatures")]
    pub reason: Option<String>,
    /// Replace a draft that stands under the same name
    #[arg(long, help_heading = "Certificate")]
    pub overwrite: bool,
    /// Signatures on the draft's twin (`evqc sign draft.json`): when they hold and are complete, the draft mark goes
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "trust", help_heading = "Reissue and signatures")]
    pub signatures: Option<PathBuf>,
    /// File that says which key belongs to whom, and what each may sign (may be repeated); with it, the signatures of the
    /// certificate that is replaced are verified too
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Reissue and signatures")]
    pub trust: Vec<PathBuf>,
    /// How the data are read.
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// Approved waivers
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Data")]
    pub waivers: Option<String>,
    /// Judge one stage only: a stage of the specification, `release`, or `shelf life`
    #[arg(long, value_name = "STAGE", help_heading = "Judgement")]
    pub stage: Option<String>,
    /// Set a parameter of the specification, or `dilution` of instrument files that record none (may be repeated)
    #[arg(long = "set", value_name = "NAME=VALUE", help_heading = "Judgement")]
    pub set: Vec<String>,
    /// Insist on this version of the specification
    #[arg(long, value_name = "VERSION", help_heading = "Judgement")]
    pub spec_version: Option<String>,
    /// Day of judgement, of evaluation and of issue, YYYY-MM-DD (else SOURCE_DATE_EPOCH, else today)
    #[arg(long, value_name = "DATE", help_heading = "Judgement")]
    pub as_of: Option<String>,
}
