//! `json`: every test file with its lots as one document, schema `evqc-spec-test/1`.

use super::Totals;
use crate::finding::Finding;
use crate::proof::{Proof, ProofLot};
use crate::report::json_model::ToolJson;
use crate::schema::JsonSchema;
use crate::source::Place;
use serde::Serialize;
use std::io;

/// Name of the layout of this report; it changes only when a reader would have to.
pub const PROOF_SCHEMA_NAME: &str = "evqc-spec-test/1";

/// The JSON Schema of the report.
#[cfg(feature = "schemas")]
pub fn proof_schema() -> schemars::Schema {
    schemars::schema_for!(SpecTestJson<'static>)
}

/// An evqc spec test: lots with known verdicts, and changes of the specification that they must notice.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "evqc spec test, version 1", rename = "SpecTest")]
struct SpecTestJson<'a> {
    /// `evqc-spec-test/1`
    #[schemars(extend("const" = PROOF_SCHEMA_NAME))]
    schema: &'static str,
    /// The program.
    tool: ToolJson,
    /// Every test file, in the order in which they were found.
    files: Vec<FileJson<'a>>,
    /// What they come to together.
    summary: SummaryJson,
}

/// One test file.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "File")]
struct FileJson<'a> {
    /// Its name.
    file: &'a str,
    /// Its specification; null when it cannot be read.
    specification: Option<SpecificationJson<'a>>,
    /// Whether it belongs to a part, whose lots are judged where they are included.
    part: bool,
    /// Every lot, in order.
    lots: Vec<LotJson<'a>>,
    /// Which limits the lots exercise; null when lots were left out.
    coverage: Option<CoverageJson<'a>>,
    /// What became of the changes; null when they were not asked for.
    mutation: Option<MutationJson<'a>>,
    /// What keeps the file from being judged.
    faults: Vec<FindingJson<'a>>,
}

/// The specification of a test file.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Specification")]
struct SpecificationJson<'a> {
    /// Its id.
    id: &'a str,
    /// Its version.
    version: &'a str,
    /// The file it was read from.
    file: &'a str,
    /// SHA-256 of its canonical form, with the parameters of the test file.
    sha256: &'a str,
}

/// One lot.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Lot")]
struct LotJson<'a> {
    /// Its name.
    lot: &'a str,
    /// What it shows.
    what: Option<&'a str>,
    /// Where it stands.
    place: PlaceJson<'a>,
    /// The expected verdict.
    expected: &'static str,
    /// The verdict it got.
    verdict: &'static str,
    /// What differs; empty when all is as expected.
    differences: Vec<FindingJson<'a>>,
}

/// Which limits the lots exercise.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Coverage")]
struct CoverageJson<'a> {
    /// Sides of limits and criteria.
    sides: usize,
    /// Those that a lot exercises.
    exercised: usize,
    /// A finding for each of the others.
    not_exercised: Vec<FindingJson<'a>>,
}

/// What became of the changes of the specification.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Mutation")]
struct MutationJson<'a> {
    /// Whether none was tried, because a lot is not as expected.
    held_back: bool,
    /// How many were tried.
    changes: usize,
    /// A finding for each that no lot noticed.
    not_noticed: Vec<FindingJson<'a>>,
}

/// A finding.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
struct FindingJson<'a> {
    /// Its code.
    code: &'static str,
    /// `note`, `warning` or `error`
    severity: &'static str,
    /// What was found.
    message: &'a str,
    /// Where.
    place: Option<PlaceJson<'a>>,
    /// Further places.
    related: Vec<RelatedJson<'a>>,
    /// What to do.
    help: Option<&'a str>,
}

/// A place in a file.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Place")]
struct PlaceJson<'a> {
    /// File.
    file: &'a str,
    /// Line from 1; 0 for the file as a whole.
    line: u64,
    /// Character from 1; 0 when unknown.
    column: u32,
}

/// A further place with a remark.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Related")]
struct RelatedJson<'a> {
    /// Where.
    place: PlaceJson<'a>,
    /// What stands there.
    remark: &'a str,
}

/// What the test files come to together.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Summary")]
struct SummaryJson {
    /// Test files, those of parts not counted.
    files: usize,
    /// Files that could not be judged.
    broken: usize,
    /// Lots.
    lots: usize,
    /// Lots that are not as they are expected to be.
    differ: usize,
    /// Sides of limits and criteria.
    sides: usize,
    /// Those that a lot exercises.
    exercised: usize,
    /// Changes that were tried.
    changes: usize,
    /// Changes that no lot noticed.
    not_noticed: usize,
    /// The exit code.
    exit: u8,
}

/// The report as one JSON document.
pub(super) fn report(proofs: &[Proof]) -> io::Result<String> {
    let Totals { files, broken, lots, differ, sides, exercised, changes, survivors, .. } = Totals::of(proofs);
    let document = SpecTestJson {
        schema: PROOF_SCHEMA_NAME,
        tool: ToolJson::this(),
        files: proofs.iter().map(file).collect(),
        summary: SummaryJson {
            files,
            broken,
            lots,
            differ,
            sides,
            exercised,
            changes,
            not_noticed: survivors,
            exit: super::exit(proofs),
        },
    };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

fn file(proof: &Proof) -> FileJson<'_> {
    FileJson {
        file: &proof.file,
        specification: proof.specification.as_ref().map(|specification| SpecificationJson {
            id: &specification.id,
            version: &specification.version,
            file: &specification.file,
            sha256: &specification.sha256,
        }),
        part: proof.part,
        lots: proof.lots.iter().map(lot).collect(),
        coverage: proof.coverage.as_ref().map(|coverage| CoverageJson {
            sides: coverage.sides,
            exercised: coverage.exercised,
            not_exercised: findings(&coverage.findings),
        }),
        mutation: proof.mutation.as_ref().map(|mutation| MutationJson {
            held_back: mutation.held_back,
            changes: mutation.tried,
            not_noticed: findings(&mutation.survivors),
        }),
        faults: findings(&proof.faults),
    }
}

fn lot(lot: &ProofLot) -> LotJson<'_> {
    LotJson {
        lot: &lot.name,
        what: lot.what.as_deref(),
        place: place(&lot.place),
        expected: lot.expected.as_str(),
        verdict: lot.verdict.as_str(),
        differences: findings(&lot.differences),
    }
}

fn findings(findings: &[Finding]) -> Vec<FindingJson<'_>> {
    findings.iter().map(finding).collect()
}

fn finding(finding: &Finding) -> FindingJson<'_> {
    FindingJson {
        code: finding.code.name,
        severity: finding.severity().as_str(),
        message: &finding.message,
        place: finding.place.as_ref().map(place),
        related: finding.related.iter().map(|(at, remark)| RelatedJson { place: place(at), remark }).collect(),
        help: finding.help.as_deref(),
    }
}

fn place(place: &Place) -> PlaceJson<'_> {
    PlaceJson { file: &place.file, line: place.line, column: place.column }
}
