//! Options of `evqc plan`.

use clap::Args;

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
