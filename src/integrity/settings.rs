//! What a run was told beside its files: the options that can change a result.

use super::digest::sha256;
use crate::schema::JsonSchema;
use serde::{Deserialize, Serialize};

/// The settings of a run of `evqc check`. What was not given is left out.
// The fields of `ReadingSettings` are repeated, since a key that is not known is refused here, which serde cannot do for a struct
// that holds another one flattened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The stage asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// The lots asked for; none: all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lots: Vec<String>,
    /// Parameters that were set, as `NAME=VALUE`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<String>,
    /// The version of the specification that was insisted on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spec_version: Option<String>,
    /// Sheet with the results.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Sheet with the lot facts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lots_sheet: Option<String>,
    /// Character between fields.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub separator: Option<String>,
    /// Decimal mark: `point` or `comma`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<String>,
    /// Encoding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// Columns that carry nothing to judge.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ignore_columns: Vec<String>,
    /// Seed of the simulation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub simulate: Option<u64>,
}

impl Settings {
    /// Their SHA-256.
    ///
    /// # Errors
    /// Those of [`settings_sha256`].
    pub fn sha256(&self) -> serde_json::Result<String> {
        settings_sha256(self)
    }
}

/// How tables are read, where that was said and not found in them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(default)]
pub struct ReadingSettings {
    /// Sheet with the results.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Sheet with the lot facts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lots_sheet: Option<String>,
    /// Character between fields.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub separator: Option<String>,
    /// Decimal mark: `point` or `comma`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<String>,
    /// Encoding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// Columns that carry nothing to judge.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ignore_columns: Vec<String>,
}

impl ReadingSettings {
    /// As the options that give them: `--sheet Results`.
    pub fn written(&self) -> Vec<String> {
        let single = [
            ("--sheet", &self.sheet),
            ("--lots-sheet", &self.lots_sheet),
            ("--separator", &self.separator),
            ("--decimal", &self.decimal),
            ("--encoding", &self.encoding),
        ];
        let single = single.into_iter().filter_map(|(option, value)| Some(format!("{option} {}", value.as_ref()?)));
        single.chain(self.ignore_columns.iter().map(|column| format!("--ignore-column {column}"))).collect()
    }
}

/// The settings of a run of `evqc stability`. What was not given is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(default)]
pub struct StabilitySettings {
    /// The shelf life that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal: Option<String>,
    /// Parameters that were set, as `NAME=VALUE`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<String>,
    /// How the files are read.
    #[serde(flatten)]
    pub reading: ReadingSettings,
}

/// The settings of a run of `evqc excursion`. What was not given is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(default)]
pub struct ExcursionSettings {
    /// The day that counted as today, where it was given, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// The lot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lot: Option<String>,
    /// Parameters that were set, as `NAME=VALUE`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<String>,
    /// The columns that count; none: all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<String>,
    /// Whether the logs are parts of one journey.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub legs: bool,
    /// Order of day, month and year in the logs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_order: Option<String>,
    /// The clock of the loggers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
}

/// The SHA-256 of settings as a report prints them: compact JSON, keys in the order of the schema, what was not given left out.
///
/// # Errors
/// They cannot be written as JSON: there is no digest, and never that of nothing.
pub fn settings_sha256(settings: &impl Serialize) -> serde_json::Result<String> {
    serde_json::to_vec(settings).map(|bytes| sha256(&bytes))
}
