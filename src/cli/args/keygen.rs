//! Options of `evqc keygen`.

use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Options of `evqc keygen`.
#[derive(Debug, Args)]
#[command(
    after_help = "The passphrase is typed, or comes from --passphrase-file, EVQC_PASSPHRASE_FILE or EVQC_PASSPHRASE; it is never an \
    argument.\n\nExit codes: 0 both files are written; 2 wrong usage; 5 the passphrase file is open to others; 70 internal error.\n\nExamples:\n  \
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
