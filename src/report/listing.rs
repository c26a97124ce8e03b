//! The list of the specifications that the program holds.

mod csv;
mod human;
mod json;
mod listed;

pub use json::LISTING_SCHEMA_NAME;
#[cfg(feature = "schemas")]
pub use json::listing_schema;
pub use listed::{Listed, ListedReference, library, library_index};

use super::HumanOptions;
use std::io::{self, Write};

/// Name and purpose of every format, in the order of the documentation.
pub const LISTING_FORMATS: &[(&str, &str)] = &[
    ("human", "for a terminal: by folder, one line each where there is room"),
    ("json", "everything as one document, schema evqc-listing/1"),
    ("csv", "one line per specification"),
];

/// A format of the list.
#[derive(Clone, Copy, Debug)]
pub enum ListingFormat {
    /// For a terminal.
    Human(HumanOptions),
    /// One JSON document.
    Json,
    /// A table.
    Csv,
}

impl ListingFormat {
    /// The format of this name; `options` matter to `human` only.
    pub fn by_name(name: &str, options: HumanOptions) -> Option<ListingFormat> {
        Some(match name {
            "human" => ListingFormat::Human(options),
            "json" => ListingFormat::Json,
            "csv" => ListingFormat::Csv,
            _ => return None,
        })
    }

    /// Writes the list in the order given, which is that of the folders.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(self, listed: &[Listed], out: &mut dyn Write) -> io::Result<()> {
        match self {
            ListingFormat::Human(options) => out.write_all(human::report(listed, options.width).as_bytes()),
            ListingFormat::Json => json::report(listed, out),
            ListingFormat::Csv => csv::report(listed, out),
        }
    }
}
