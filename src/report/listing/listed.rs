//! What the list says of one specification, and the index of the library.
//!
//! To read the whole library takes longer than a list may take, so what the list says is kept in `index.json` beside this file. It is
//! made from the specifications by a test, which fails when it is not that of today.

use crate::schema::JsonSchema;
use crate::spec::{self, Evidence, FILES, LibraryFile, Reference, Specification};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Every grade of evidence, best first.
pub(super) const GRADES: [Evidence; 5] =
    [Evidence::Primary, Evidence::Abstract, Evidence::Secondary, Evidence::Review, Evidence::SponsorToSet];

const INDEX: &str = include_str!("index.json");

/// One specification.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ListedSpecification")]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// Its folder in the library.
    pub folder: String,
    /// Its version; empty for a part.
    pub version: String,
    /// Its title.
    pub title: String,
    /// Life-cycle status.
    pub status: String,
    /// `natural` or `engineered`.
    pub kind: String,
    /// Facts about the product, as written.
    pub product: BTreeMap<String, String>,
    /// Where in the process it applies.
    pub stages: Vec<String>,
    /// Number of tests and panels.
    pub tests: usize,
    /// Parameters that have to be set before a lot can be judged.
    pub to_set: Vec<String>,
    /// How many tests have limits of which evidence.
    pub evidence: BTreeMap<String, usize>,
    /// The documents that its tests cite.
    pub references: Vec<ListedReference>,
    /// Digest of the specification, parameters not set.
    pub sha256: String,
}

/// A cited document.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ListedReference {
    /// Key by which tests name it.
    pub key: String,
    /// Title.
    pub title: String,
    /// Digital object identifier or address; null when there is none.
    pub doi: Option<String>,
    /// How well the limits taken from it are supported; null when not said.
    pub evidence: Option<String>,
}

impl Listed {
    /// A fact about the product; empty when it is not stated.
    pub fn fact(&self, name: &str) -> &str {
        self.product.get(name).map_or("", String::as_str)
    }

    /// Whether it is a part that specifications share.
    pub fn is_part(&self) -> bool {
        self.folder == "parts"
    }

    /// How many tests have limits of this evidence.
    pub fn graded(&self, grade: Evidence) -> usize {
        self.evidence.get(grade.as_str()).copied().unwrap_or_default()
    }

    fn of(file: &LibraryFile, specification: &Specification) -> Listed {
        let graded = |grade| specification.tests.iter().filter(|test| test.evidence == Some(grade)).count();
        let to_set = specification.unset_parameters().filter(|parameter| !parameter.derived);
        Listed {
            id: file.id().to_owned(),
            folder: file.folder().to_owned(),
            version: specification.version.clone(),
            title: specification.title.clone(),
            status: specification.status.as_str().to_owned(),
            kind: specification.kind().as_str().to_owned(),
            product: specification.product.iter().cloned().collect(),
            stages: specification.stages().into_iter().map(str::to_owned).collect(),
            tests: specification.tests.len(),
            to_set: to_set.map(|parameter| parameter.name.clone()).collect(),
            evidence: GRADES.iter().map(|grade| (grade.as_str().to_owned(), graded(*grade))).collect(),
            references: cited(specification).map(reference).collect(),
            sha256: specification.sha256.clone(),
        }
    }
}

/// Every specification and part of the library, from the index.
///
/// # Errors
/// The index cannot be read.
pub fn library() -> serde_json::Result<Vec<Listed>> {
    serde_json::from_slice(INDEX.as_bytes())
}

/// The text of the index, made from the specifications.
///
/// # Errors
/// It cannot be written as JSON.
pub fn library_index() -> serde_json::Result<String> {
    let listed: Vec<Listed> =
        spec::read_files(FILES.iter()).map(|(file, specification)| Listed::of(file, &specification)).collect();
    serde_json::to_string_pretty(&listed).map(|text| text + "\n")
}

/// The references that tests name; a part may bring some that nothing cites.
fn cited(specification: &Specification) -> impl Iterator<Item = &Reference> {
    let all = specification.references.iter().enumerate();
    let is_cited = |at: usize| specification.tests.iter().any(|test| test.source == Some(at));
    all.filter(move |(at, _)| is_cited(*at)).map(|(_, reference)| reference)
}

fn reference(reference: &Reference) -> ListedReference {
    ListedReference {
        key: reference.key.clone(),
        title: reference.title.clone(),
        doi: reference.doi.clone(),
        evidence: reference.evidence.map(|evidence| evidence.as_str().to_owned()),
    }
}
