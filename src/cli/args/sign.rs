//! Options of `evqc sign`.

use clap::{Args, ValueEnum, ValueHint};
use std::path::PathBuf;

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
