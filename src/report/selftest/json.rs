//! `json`: every value of every case as one document, schema `evqc-selftest/1`. A case takes one line.

use super::SelftestRun;
use crate::report::json_model::ToolJson;
use crate::schema::JsonSchema;
use crate::selftest::{Compared, Comparison, Examined, Outcome, Totals, digest_of_cases, groups, unsupported_methods};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io;

/// Name of the layout of this report; it changes only when a reader would have to.
pub const SELFTEST_SCHEMA_NAME: &str = "evqc-selftest/1";

/// The JSON Schema of the report.
#[cfg(feature = "schemas")]
pub fn selftest_schema() -> schemars::Schema {
    schemars::schema_for!(SelftestJson<'static>)
}

/// An evqc selftest: reference cases run against the statistics and the rounding of the program.
#[cfg(feature = "schemas")]
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "evqc selftest, version 1", rename = "Selftest")]
struct SelftestJson<'a> {
    /// What was tested, and with which cases.
    #[serde(flatten)]
    head: HeadJson<'a>,
    /// Every case, sorted by file.
    cases: Vec<CaseJson<'a>>,
    /// How many came to what.
    summary: SummaryJson,
}

/// What was tested, and with which cases.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Head")]
struct HeadJson<'a> {
    /// `evqc-selftest/1`
    #[schemars(extend("const" = SELFTEST_SCHEMA_NAME))]
    schema: &'static str,
    /// The program.
    tool: ToolJson,
    /// Where it ran.
    platform: PlatformJson<'a>,
    /// The built-in specifications.
    specifications: SpecificationsJson<'a>,
    /// The cases as a whole.
    reference_cases: CaseSetJson<'a>,
    /// The cases by what they look at: what an operational qualification asks for first, then the rest by topic.
    groups: Vec<GroupJson>,
    /// Methods that are not built, with the number of their cases.
    not_supported: BTreeMap<&'a str, usize>,
    /// Files of the folder that are no cases, since their names do not end in `.json`.
    left_out: &'a [String],
}

/// Where the program ran.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Platform")]
struct PlatformJson<'a> {
    /// Operating system.
    os: &'a str,
    /// Architecture of the processor.
    architecture: &'a str,
}

/// The built-in specifications.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Specifications")]
struct SpecificationsJson<'a> {
    /// How many there are.
    count: usize,
    /// SHA-256 over a line for each, with the digest of its canonical form, two spaces and its id.
    sha256: &'a str,
}

/// The cases as a whole.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ReferenceCases")]
struct CaseSetJson<'a> {
    /// The folder as it was given; null for the cases in the program.
    folder: Option<&'a str>,
    /// SHA-256 over a line for each file, with its digest, two spaces and its name.
    sha256: String,
}

/// How many cases of a group agree.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Group")]
struct GroupJson {
    /// What the cases look at.
    name: String,
    /// Its cases; zero where the set has none of them.
    cases: usize,
    /// Those of which every value was obtained.
    agree: usize,
}

/// One case.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Case")]
struct CaseJson<'a> {
    /// File inside the folder, with `/` between folders.
    file: &'a str,
    /// SHA-256 of the file; null when it cannot be opened.
    sha256: Option<&'a str>,
    /// Topic and name; null when the file holds no case.
    id: Option<&'a str>,
    /// What the case shows.
    what: Option<&'a str>,
    /// Where its inputs and expected values come from.
    source: Option<&'a str>,
    /// Which computation it asks for.
    method: Option<&'a str>,
    /// `agrees`, `misses`, `not_supported` or `broken`
    outcome: &'static str,
    /// Why the case is broken.
    reason: Option<&'a str>,
    /// Every expected value, keys in alphabetical order.
    values: Vec<ValueJson<'a>>,
}

/// One expected value and what was obtained.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Value")]
struct ValueJson<'a> {
    /// Dotted path below `expected`.
    path: &'a str,
    /// The expected value.
    expected: &'a Value,
    /// What was obtained; left out when the answer has nothing there, null when it says that the value does not exist.
    #[serde(skip_serializing_if = "Option::is_none")]
    obtained: Option<&'a Value>,
    /// |obtained - expected| / |expected|; null unless both are numbers and the expected one is not 0 within its tolerance.
    relative_error: Option<f64>,
    /// Whether it counts as obtained.
    agrees: bool,
    /// The better value, where the reference is known to be less accurate than its tolerance.
    #[serde(skip_serializing_if = "Option::is_none")]
    correction: Option<CorrectionJson>,
}

/// A better value in place of the expected one.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Correction")]
struct CorrectionJson {
    /// The better value.
    value: f64,
    /// Why it is better, and where it comes from.
    why: &'static str,
}

/// How many cases came to what.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Summary")]
struct SummaryJson {
    /// All cases.
    cases: usize,
    /// Cases of which every value was obtained.
    agree: usize,
    /// Cases with a value that was not obtained.
    miss: usize,
    /// Cases that could not be read or run.
    broken: usize,
    /// Cases of methods that are not built.
    not_supported: usize,
    /// Single values that were compared.
    values: usize,
    /// Those that agree with a corrected reference only.
    corrected: usize,
    /// The exit code.
    exit: u8,
}

/// The report as one JSON document.
pub(super) fn report(run: &SelftestRun<'_>) -> io::Result<String> {
    let head = serde_json::to_string(&head(run))?;
    let mut text = head.strip_suffix('}').unwrap_or(&head).to_owned();
    text.push_str(",\n\"cases\":[\n");
    for (index, one) in run.examined.iter().enumerate() {
        if index > 0 {
            text.push_str(",\n");
        }
        text.push_str(&serde_json::to_string(&case(one))?);
    }
    text.push_str(&format!("\n],\n\"summary\":{}}}\n", serde_json::to_string(&summary(run))?));
    Ok(text)
}

fn head<'a>(run: &SelftestRun<'a>) -> HeadJson<'a> {
    HeadJson {
        schema: SELFTEST_SCHEMA_NAME,
        tool: ToolJson::this(),
        platform: PlatformJson { os: run.os, architecture: run.architecture },
        specifications: SpecificationsJson { count: run.specifications, sha256: run.library_sha256 },
        reference_cases: CaseSetJson { folder: run.folder, sha256: digest_of_cases(run.examined) },
        groups: groups(run.examined)
            .into_iter()
            .map(|group| GroupJson { name: group.name, cases: group.cases, agree: group.agree })
            .collect(),
        not_supported: unsupported_methods(run.examined),
        left_out: run.left_out,
    }
}

fn case(one: &Examined) -> CaseJson<'_> {
    let case = one.case.as_ref();
    CaseJson {
        file: &one.file,
        sha256: one.sha256.as_deref(),
        id: case.map(|case| case.id.as_str()),
        what: case.map(|case| case.what.as_str()),
        source: case.map(|case| case.source.as_str()),
        method: case.map(|case| case.method.as_str()),
        outcome: one.outcome.as_str(),
        reason: match &one.outcome {
            Outcome::Broken(reason) => Some(reason),
            Outcome::Agrees(_) | Outcome::Misses(_) | Outcome::NotSupported => None,
        },
        values: one.outcome.values().iter().map(value).collect(),
    }
}

fn value(value: &Compared) -> ValueJson<'_> {
    ValueJson {
        path: &value.path,
        expected: &value.expected,
        obtained: value.obtained.as_ref(),
        relative_error: value.relative_error,
        agrees: value.result != Comparison::Misses,
        correction: match value.result {
            Comparison::AgreesWithCorrection(known) => Some(CorrectionJson { value: known.better, why: known.why }),
            Comparison::Agrees | Comparison::Misses => None,
        },
    }
}

fn summary(run: &SelftestRun<'_>) -> SummaryJson {
    let totals = Totals::of(run.examined);
    let Totals { cases, agree, miss, broken, not_supported, values, corrected } = totals;
    SummaryJson { cases, agree, miss, broken, not_supported, values, corrected, exit: totals.exit() }
}
