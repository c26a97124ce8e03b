//! `json`: everything as one document, schema `evqc-listing/1`.

use super::{GRADES, ListedSpecification, graded, to_set};
use crate::report::json_model::ToolJson;
use crate::spec::{Reference, Specification};
use schemars::{JsonSchema, Schema, schema_for};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Name of the layout of this report; it changes only when a reader would have to.
pub const LISTING_SCHEMA_NAME: &str = "evqc-listing/1";

/// The JSON Schema of the report.
pub fn listing_schema() -> Schema {
    schema_for!(ListingJson<'static>)
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
    specifications: Vec<ListedJson<'a>>,
}

/// One specification.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ListedSpecification")]
struct ListedJson<'a> {
    /// Its id.
    id: &'a str,
    /// Its folder in the library.
    folder: &'a str,
    /// Its version; empty for a part.
    version: &'a str,
    /// Its title.
    title: &'a str,
    /// Life-cycle status.
    status: &'a str,
    /// `natural` or `engineered`.
    kind: &'a str,
    /// Facts about the product, as written.
    product: BTreeMap<&'a str, &'a str>,
    /// Where in the process it applies.
    stages: Vec<&'a str>,
    /// Number of tests and panels.
    tests: usize,
    /// Parameters that have to be set before a lot can be judged.
    to_set: Vec<&'a str>,
    /// How many tests have limits of which evidence.
    evidence: BTreeMap<&'static str, usize>,
    /// The documents that its tests cite.
    references: Vec<ReferenceJson<'a>>,
    /// Digest of the specification, parameters not set.
    sha256: &'a str,
}

/// A cited document.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ListedReference")]
struct ReferenceJson<'a> {
    /// Key by which tests name it.
    key: &'a str,
    /// Title.
    title: &'a str,
    /// Digital object identifier or address; null when there is none.
    doi: Option<&'a str>,
    /// How well the limits taken from it are supported; null when not said.
    evidence: Option<&'static str>,
}

pub(super) fn report(listed: &[ListedSpecification], out: &mut dyn Write) -> io::Result<()> {
    let document = ListingJson {
        schema: LISTING_SCHEMA_NAME,
        tool: ToolJson { name: "evqc", version: env!("CARGO_PKG_VERSION") },
        specifications: listed.iter().map(one).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")
}

fn one((file, specification): &ListedSpecification) -> ListedJson<'_> {
    ListedJson {
        id: file.id(),
        folder: file.folder(),
        version: &specification.version,
        title: &specification.title,
        status: specification.status.as_str(),
        kind: specification.kind().as_str(),
        product: specification.product.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect(),
        stages: specification.stages(),
        tests: specification.tests.len(),
        to_set: to_set(specification),
        evidence: GRADES.iter().map(|grade| (grade.as_str(), graded(specification, *grade))).collect(),
        references: cited(specification).map(reference).collect(),
        sha256: &specification.sha256,
    }
}

/// The references that tests name; a part may bring some that nothing cites.
fn cited(specification: &Specification) -> impl Iterator<Item = &Reference> {
    let all = specification.references.iter().enumerate();
    let is_cited = |at: usize| specification.tests.iter().any(|test| test.source == Some(at));
    all.filter(move |(at, _)| is_cited(*at)).map(|(_, reference)| reference)
}

fn reference(reference: &Reference) -> ReferenceJson<'_> {
    ReferenceJson {
        key: &reference.key,
        title: &reference.title,
        doi: reference.doi.as_deref(),
        evidence: reference.evidence.map(|evidence| evidence.as_str()),
    }
}
