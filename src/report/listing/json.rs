//! `json`: everything as one document, schema `evqc-listing/1`.

use super::Listed;
use crate::report::json_model::ToolJson;
use crate::schema::JsonSchema;
use serde::Serialize;
use std::io::{self, Write};

/// Name of the layout of this report; it changes only when a reader would have to.
pub const LISTING_SCHEMA_NAME: &str = "evqc-listing/1";

/// The JSON Schema of the report.
#[cfg(feature = "schemas")]
pub fn listing_schema() -> schemars::Schema {
    schemars::schema_for!(ListingJson<'static>)
}

/// The specifications that the program holds.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "evqc listing, version 1", rename = "Listing")]
struct ListingJson<'a> {
    /// `evqc-listing/1`
    #[schemars(extend("const" = LISTING_SCHEMA_NAME))]
    schema: &'static str,
    /// The program.
    tool: ToolJson,
    /// The specifications, folder by folder.
    specifications: &'a [Listed],
}

pub(super) fn report(listed: &[Listed], out: &mut dyn Write) -> io::Result<()> {
    let document = ListingJson { schema: LISTING_SCHEMA_NAME, tool: ToolJson::this(), specifications: listed };
    let mut text = serde_json::to_vec_pretty(&document)?;
    text.push(b'\n');
    out.write_all(&text)
}
