//! `json`: everything as one document, schema `evqc-reading/1`.

use super::{ReadFile, dilution_state, heights};
use crate::finding::Finding;
use crate::instrument::{Dilution, Distribution, PercentileTable, Run, Value};
use crate::quantity::Decimal;
use crate::report::json_model::ToolJson;
use crate::schema::JsonSchema;
use serde::Serialize;
use std::io::{self, Write};

/// Name of the layout of this report; it changes only when a reader would have to.
pub const READING_SCHEMA_NAME: &str = "evqc-reading/1";

/// The JSON Schema of the report.
#[cfg(feature = "schemas")]
pub fn reading_schema() -> schemars::Schema {
    schemars::schema_for!(ReadingJson<'static>)
}

/// What instrument files say, as evqc reads them.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "evqc reading, version 1", rename = "Reading")]
struct ReadingJson<'a> {
    /// `evqc-reading/1`
    #[schemars(extend("const" = READING_SCHEMA_NAME))]
    schema: &'static str,
    /// The program.
    tool: ToolJson,
    /// The files in the order given.
    files: Vec<FileJson<'a>>,
}

/// One file.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "File")]
struct FileJson<'a> {
    /// As named by the user.
    name: &'a str,
    /// SHA-256 of its bytes.
    sha256: &'a str,
    /// Its format; null when it was not recognised.
    format: Option<&'a str>,
    /// Whether its reader was written from descriptions, without a real file to compare with.
    experimental: bool,
    /// Whether it was read.
    read: bool,
    /// How it was read, in words.
    detected: &'a str,
    /// Software with version, as printed; empty when the file names none.
    software: &'a str,
    /// Instrument with serial number, as printed; empty when the file names none.
    instrument: &'a str,
    /// What holds for the file as a whole.
    values: Vec<ValueJson<'a>>,
    /// The measurements in file order.
    runs: Vec<RunJson<'a>>,
    /// What there is to say about the file.
    findings: Vec<FileFindingJson<'a>>,
}

/// One measurement.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "MeasurementRun")]
struct RunJson<'a> {
    /// How the file tells it from its others.
    name: &'a str,
    /// The sample as the file names it; empty when it names none.
    sample: &'a str,
    /// Day of the measurement; null when the file does not state it beyond doubt.
    date: Option<String>,
    /// Line, from 1; null in a binary file.
    line: Option<u64>,
    /// Field of the line, from 1.
    column: Option<u32>,
    /// Why the measurement is none; null when it is one.
    failed: Option<&'a str>,
    /// What the file says of the dilution.
    dilution: DilutionJson<'a>,
    /// Every number and state.
    values: Vec<ValueJson<'a>>,
    /// Particles by size.
    distributions: Vec<DistributionJson<'a>>,
    /// Channels of single events, name and stain.
    channels: Vec<(&'a str, &'a str)>,
}

/// What a file says of a dilution.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Dilution")]
struct DilutionJson<'a> {
    /// `applied`, `not applied`, `not recorded` or `not applicable`.
    state: &'static str,
    /// The factor as written; null when there is none.
    factor: Option<&'a str>,
    /// Line, from 1.
    line: Option<u64>,
    /// Field of the line, from 1.
    column: Option<u32>,
}

/// One number or word.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Value")]
struct ValueJson<'a> {
    /// What it is.
    quantity: &'a str,
    /// What it is about beyond its run.
    #[serde(skip_serializing_if = "str::is_empty")]
    of: &'a str,
    /// The cell as written.
    text: &'a str,
    /// Its unit; empty for none.
    unit: &'a str,
    /// Line, from 1; null in a binary file.
    line: Option<u64>,
    /// Field of the line, from 1; null when it is not a cell.
    column: Option<u32>,
    /// Why the cell holds no number where one is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    no_number: Option<&'a str>,
}

/// Particles by size.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Distribution")]
struct DistributionJson<'a> {
    /// What a particle counts for.
    weighting: &'static str,
    /// What a height is.
    heights_are: &'static str,
    /// Edges in nm, one more than bins.
    edges: &'a [f64],
    /// Sizes as printed, in nm.
    printed: &'a [f64],
    /// Height of each bin.
    heights: &'a [f64],
    /// Percentiles that the file states beside the bins.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    percentiles: Vec<PercentileJson>,
    /// Line of the first bin, from 1.
    line: Option<u64>,
    /// Field of its height, from 1.
    column: Option<u32>,
}

/// One row of a table of percentiles.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "StatedPercentile")]
struct PercentileJson {
    /// Percent, as text.
    percent: String,
    /// Size in nm, as text with its digits.
    size: String,
    /// Line, from 1.
    line: u64,
    /// Field of the line, from 1.
    column: u32,
}

/// What there is to say about a file.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "FileFinding")]
struct FileFindingJson<'a> {
    /// Stable name; `evqc explain CODE` tells more.
    code: &'static str,
    /// `error`, `warning` or `note`.
    severity: &'static str,
    /// One sentence.
    message: &'a str,
    /// Line, from 1; null for the file as a whole.
    line: Option<u64>,
    /// Field or character, from 1.
    column: Option<u32>,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
}

pub(super) fn report(files: &[ReadFile<'_>], out: &mut dyn Write) -> io::Result<()> {
    let document =
        ReadingJson { schema: READING_SCHEMA_NAME, tool: ToolJson::this(), files: files.iter().map(file).collect() };
    let mut text = serde_json::to_vec_pretty(&document)?;
    text.push(b'\n');
    out.write_all(&text)
}

fn file<'a>(file: &'a ReadFile<'_>) -> FileJson<'a> {
    let recording = file.recording.as_ref();
    FileJson {
        name: file.name,
        sha256: &file.sha256,
        format: file.format.map(|format| format.name),
        experimental: file.format.is_some_and(|format| format.experimental),
        read: recording.is_some(),
        detected: recording.map_or("", |recording| &recording.detected),
        software: recording.map_or("", |recording| &recording.software),
        instrument: recording.map_or("", |recording| &recording.instrument),
        values: recording.map_or(Vec::new(), |recording| recording.values.iter().map(value).collect()),
        runs: recording.map_or(Vec::new(), |recording| recording.runs.iter().map(run).collect()),
        findings: file.findings().map(finding).collect(),
    }
}

fn run<'a>(run: &'a Run<'_>) -> RunJson<'a> {
    RunJson {
        name: &run.name,
        sample: &run.sample,
        date: run.date.map(|date| date.to_string()),
        line: known(run.line),
        column: known(run.column),
        failed: run.failed.as_deref(),
        dilution: dilution(&run.dilution),
        values: run.values.iter().map(value).collect(),
        distributions: run.distributions.iter().map(distribution).collect(),
        channels: run
            .events
            .iter()
            .flat_map(|events| events.channels())
            .map(|channel| (channel.name.as_str(), channel.stain.as_str()))
            .collect(),
    }
}

fn dilution(dilution: &Dilution) -> DilutionJson<'_> {
    let factor = match dilution {
        Dilution::Applied(factor) | Dilution::NotApplied(factor) => Some(factor),
        Dilution::NotApplicable | Dilution::NotRecorded => None,
    };
    DilutionJson {
        state: dilution_state(dilution),
        factor: factor.map(|factor| factor.text.as_str()),
        line: factor.and_then(|factor| known(factor.line)),
        column: factor.and_then(|factor| known(factor.column)),
    }
}

fn value(value: &Value) -> ValueJson<'_> {
    ValueJson {
        quantity: &value.quantity,
        of: &value.of,
        text: &value.text,
        unit: &value.unit,
        line: known(value.line),
        column: known(value.column),
        no_number: value.no_number.as_deref(),
    }
}

fn distribution(distribution: &Distribution) -> DistributionJson<'_> {
    DistributionJson {
        weighting: distribution.weighting.as_str(),
        heights_are: heights(distribution.heights_are),
        edges: &distribution.edges,
        printed: &distribution.printed,
        heights: &distribution.heights,
        percentiles: distribution.percentiles.as_ref().map_or(Vec::new(), percentiles),
        line: known(distribution.line),
        column: known(distribution.column),
    }
}

fn percentiles(table: &PercentileTable) -> Vec<PercentileJson> {
    let row = |(percent, size, line): (&Decimal, &Decimal, u64)| PercentileJson {
        percent: percent.to_string(),
        size: size.to_string(),
        line,
        column: table.column,
    };
    table.stated().map(row).collect()
}

fn finding(finding: &Finding) -> FileFindingJson<'_> {
    let place = finding.place.as_ref();
    FileFindingJson {
        code: finding.code.name,
        severity: finding.severity().as_str(),
        message: &finding.message,
        line: place.and_then(|place| known(place.line)),
        column: place.and_then(|place| known(place.column)),
        help: finding.help.as_deref(),
    }
}

/// A line or column; zero stands for none.
fn known<N: Default + PartialEq>(number: N) -> Option<N> {
    Some(number).filter(|number| *number != N::default())
}
