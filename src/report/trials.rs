//! The catalogue of trials: a list, or one record in full; one file per format.

mod csv;
mod human;
mod json;

#[cfg(feature = "schemas")]
pub use json::trials_schema;

use crate::trials::{Catalogue, Record, Service};

/// Name and purpose of every format of the catalogue.
pub const TRIAL_FORMATS: &[(&str, &str)] = &[
    ("human", "for a terminal"),
    ("json", "everything, schema evqc-trials/1"),
    ("csv", "one line per dose, for spreadsheets"),
];

/// Records of the catalogue.
#[derive(Debug)]
pub struct TrialReport<'c> {
    /// The catalogue they are of.
    pub catalogue: &'c Catalogue,
    /// The records with the specifications that serve each.
    pub entries: Vec<(&'c Record, Vec<Service<'c>>)>,
    /// Whether all that is known of each is to be shown, or a line.
    pub in_full: bool,
    /// Columns of a terminal.
    pub width: usize,
}

impl TrialReport<'_> {
    /// The report in a format of [`TRIAL_FORMATS`]; none for another name.
    ///
    /// # Errors
    /// It cannot be written as JSON.
    pub fn render(&self, format: &str) -> Option<serde_json::Result<String>> {
        Some(match format {
            "human" => Ok(human::render(self)),
            "json" => json::render(self),
            "csv" => Ok(csv::render(self)),
            _ => return None,
        })
    }
}
