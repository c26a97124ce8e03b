//! Options of `evqc dose`.

use super::OneLotArgs;
use clap::Args;

/// Options of `evqc dose`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: that of the lot as `evqc check` has it (0, 1, 3 or 4); 2 wrong usage; 4 as well when the dose cannot be given out of it; 70 internal \
    error.\n\nExamples:\n  \
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
