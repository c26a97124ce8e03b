//! Options of `evqc explain`.

use clap::Args;

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
