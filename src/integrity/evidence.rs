//! What a report says, as far as a signature states it.

use super::statement::{Resource, TestResult};
use jiff::civil::Date;
use serde::Deserialize;

/// The test result that a signature states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What it came to.
    pub result: TestResult,
    /// What it was judged with and from.
    pub configuration: Vec<Resource>,
    /// Tests that passed, as `LOT TEST`.
    pub passed: Vec<String>,
    /// Tests that passed with an alert, or were waived.
    pub warned: Vec<String>,
    /// Tests that keep their lot from conforming.
    pub failed: Vec<String>,
    /// The day of judgement.
    pub as_of: Option<Date>,
}

/// Why there is no test result in a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoEvidence {
    /// It is no report of this program.
    #[error("holds no verdict: it is no report of evqc (evqc-report/1, evqc-certificate/1)")]
    NotAReport,
    /// It is one, and its content cannot be read.
    #[error("cannot be read as {schema}: {why}")]
    NotReadable {
        /// What it says it is.
        schema: String,
        /// What is wrong.
        why: String,
    },
}

#[derive(Deserialize)]
struct Head {
    schema: String,
}

#[derive(Deserialize)]
struct Report {
    tool: Tool,
    as_of: Option<String>,
    #[serde(default)]
    spec: Option<Specification>,
    #[serde(default)]
    specs: Vec<Specification>,
    #[serde(default)]
    inputs: Vec<Input>,
    configuration: Option<Configuration>,
    /// Of a report.
    lots: Option<Vec<Lot>>,
    /// Of a certificate, which is of one lot.
    #[serde(flatten)]
    lot: Option<Lot>,
    summary: Option<Summary>,
}

#[derive(Deserialize)]
struct Tool {
    name: String,
    version: String,
    sha256: Option<String>,
}

#[derive(Deserialize)]
struct Specification {
    id: String,
    version: String,
    sha256: String,
}

#[derive(Deserialize)]
struct Input {
    name: String,
    sha256: String,
}

#[derive(Deserialize)]
struct Configuration {
    sha256: String,
}

#[derive(Deserialize)]
struct Lot {
    lot: String,
    verdict: String,
    tests: Vec<Test>,
}

#[derive(Deserialize)]
struct Test {
    id: String,
    outcome: String,
    #[serde(default)]
    alert: bool,
    #[serde(default = "yes")]
    required: bool,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
struct Summary {
    exit: u8,
}

/// The test result in a JSON report or certificate.
///
/// # Errors
/// Why there is none.
pub fn evidence(bytes: &[u8]) -> Result<Evidence, NoEvidence> {
    let head: Head = serde_json::from_slice(bytes).map_err(|_| NoEvidence::NotAReport)?;
    if !["evqc-report/1", "evqc-certificate/1"].contains(&head.schema.as_str()) {
        return Err(NoEvidence::NotAReport);
    }
    let fault = |why: String| NoEvidence::NotReadable { schema: head.schema.clone(), why };
    let report: Report = serde_json::from_slice(bytes).map_err(|error| fault(error.to_string()))?;
    let lots = match (report.lots, report.lot) {
        (Some(lots), _) => lots,
        (None, Some(lot)) => vec![lot],
        (None, None) => return Err(fault("it has no lot with a verdict".to_owned())),
    };
    let as_of = match report.as_of.as_deref().map(str::parse) {
        Some(Err(_)) => return Err(fault("`as_of` is not a date".to_owned())),
        Some(Ok(date)) => Some(date),
        None => None,
    };
    let all_conform = !lots.is_empty()
        && lots.iter().all(|lot| lot.verdict == "conforms")
        && report.summary.is_none_or(|summary| summary.exit == 0);
    let mut evidence = Evidence {
        result: TestResult::Failed,
        configuration: configuration(report.tool, report.configuration, report.spec, report.specs, report.inputs),
        passed: Vec::new(),
        warned: Vec::new(),
        failed: Vec::new(),
        as_of,
    };
    lots.iter().flat_map(|lot| lot.tests.iter().map(move |test| (lot, test))).for_each(|(lot, test)| {
        let name = format!("{} {}", lot.lot, test.id);
        match test.outcome.as_str() {
            "pass" if !test.alert => evidence.passed.push(name),
            "pass" | "waived" => evidence.warned.push(name),
            "reported" | "not_applicable" => {}
            _ if test.required => evidence.failed.push(name),
            _ => {}
        }
    });
    if all_conform {
        evidence.result = if evidence.warned.is_empty() { TestResult::Passed } else { TestResult::Warned };
    }
    Ok(evidence)
}

fn configuration(
    tool: Tool,
    settings: Option<Configuration>,
    spec: Option<Specification>,
    specs: Vec<Specification>,
    inputs: Vec<Input>,
) -> Vec<Resource> {
    let specs = if specs.is_empty() { spec.into_iter().collect() } else { specs };
    let specs = specs.into_iter().map(|spec| {
        Resource::of(format!("{} {}", spec.id, spec.version), &spec.sha256, "canonical form of the specification")
    });
    let inputs = inputs.into_iter().filter(|input| !input.sha256.is_empty());
    let inputs = inputs.map(|input| Resource::of(input.name, &input.sha256, "file"));
    let settings = settings.map(|settings| Resource::of("settings", &settings.sha256, "settings of the run"));
    let name = format!("{} {}", tool.name, tool.version);
    let tool = tool.sha256.map(|sha256| Resource::of(name, &sha256, "source text of the program"));
    specs.chain(inputs).chain(settings).chain(tool).collect()
}
