//! The report of `evqc doctor`: what was found on a machine against what is expected, with lines to sign (R-912, IQ).

use super::HumanOptions;
use super::escape::visible;
use super::json_model::ToolJson;
use super::layout::wrap;
use super::protocol::{BLANKS, SIGNERS};
use crate::document::{
    Align, Block, Cell, Column, Document, DocumentError, Label, Pair, Pairs, Row, RowKind, Signatories, Signatory,
    Table, Text,
};
use crate::installation::{Check, State, Tally};
use crate::schema::JsonSchema;
use anstyle::{AnsiColor, Style};
use jiff::civil::Date;
use serde::Serialize;

/// Name and purpose of every format, in the order of the documentation.
pub const DOCTOR_FORMATS: &[(&str, &str)] = &[
    ("human", "for a terminal: every line, with what was found and what was expected"),
    ("json", "everything, schema evqc-doctor/1: can be signed with `evqc sign`"),
    ("markdown", "a protocol with blanks and lines to sign, for a validation file"),
    ("html", "the same as one page for a browser"),
    #[cfg(feature = "pdf")]
    ("pdf", "the same as PDF/A"),
];

/// Name of the layout; it changes only when a reader would have to.
const SCHEMA_NAME: &str = "evqc-doctor/1";

/// What was looked at, and when.
#[derive(Debug)]
pub struct DoctorReport<'a> {
    /// Every line.
    pub checks: &'a [Check],
    /// The day, on the clock of the place.
    pub day: Date,
}

/// An evqc doctor report: what was found of an installation, against what is expected.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "evqc doctor, version 1", rename = "Doctor")]
struct DoctorJson<'a> {
    /// `evqc-doctor/1`
    #[schemars(extend("const" = SCHEMA_NAME))]
    schema: &'static str,
    /// The program.
    tool: ToolJson,
    /// The day, on the clock of the place, ISO 8601.
    as_of: String,
    /// Every line, in the order of the protocol.
    checks: Vec<CheckJson<'a>>,
    /// How many came to what.
    summary: SummaryJson,
}

/// One line.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "InstallationCheck")]
struct CheckJson<'a> {
    /// `program`, `platform`, `locale`, `clock`, `terminal`, `folders`, `keys` or `built in`
    area: &'static str,
    /// What was looked at.
    name: &'a str,
    /// What was found; null where it is not known.
    found: Option<&'a str>,
    /// What was expected; null where it is written down only.
    expected: Option<&'a str>,
    /// `ok`, `recorded`, `attention`, `not_known` or `failed`
    state: &'static str,
    /// Why it is not known, or what to do; null where there is nothing to say.
    note: Option<&'a str>,
}

/// How many lines came to what.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "InstallationSummary")]
struct SummaryJson {
    /// As expected.
    ok: usize,
    /// Written down only: nothing is expected.
    recorded: usize,
    /// Other than expected, and evqc works all the same.
    attention: usize,
    /// Could not be found out.
    not_known: usize,
    /// Those of them of which something was expected.
    open: usize,
    /// Other than expected.
    failed: usize,
    /// The exit code: 0, 3 (something expected is not known) or 5 (something is other than expected).
    exit: u8,
}

/// The JSON Schema of the report.
#[cfg(feature = "schemas")]
pub fn doctor_schema() -> schemars::Schema {
    crate::schema::of_written::<DoctorJson<'_>>()
}

impl DoctorReport<'_> {
    /// The report in a format of [`DOCTOR_FORMATS`]; none for another name.
    ///
    /// # Errors
    /// Those of the writers of documents, and [`DocumentError::Refused`] where the JSON cannot be written.
    pub fn render(&self, format: &str, options: HumanOptions) -> Option<Result<Vec<u8>, DocumentError>> {
        Some(match format {
            "human" => Ok(self.human(options).into_bytes()),
            "json" => self.json().map(String::into_bytes).map_err(|error| DocumentError::Refused(error.to_string())),
            "markdown" => crate::document::markdown(&self.document()).map(String::into_bytes),
            "html" => crate::document::html(&self.document()).map(String::into_bytes),
            #[cfg(feature = "pdf")]
            "pdf" => crate::document::pdf(&self.document()),
            _ => return None,
        })
    }

    fn json(&self) -> serde_json::Result<String> {
        let tally = Tally::of(self.checks);
        let Tally { ok, recorded, attention, not_known, open, failed } = tally;
        let document = DoctorJson {
            schema: SCHEMA_NAME,
            tool: ToolJson::this(),
            as_of: self.day.to_string(),
            checks: self.checks.iter().map(line).collect(),
            summary: SummaryJson { ok, recorded, attention, not_known, open, failed, exit: tally.exit() },
        };
        Ok(serde_json::to_string(&document)? + "\n")
    }

    /// `12 as expected, 9 recorded, 1 to attend to, 0 not known, 0 failed`
    fn statement(&self) -> String {
        let Tally { ok, recorded, attention, not_known, open, failed } = Tally::of(self.checks);
        let open = if open > 0 { format!(" ({open} of them expected)") } else { String::new() };
        format!(
            "{ok} as expected, {recorded} recorded, {attention} to attend to, {not_known} not known{open}, {failed} failed"
        )
    }

    fn verdict(&self) -> &'static str {
        match Tally::of(self.checks) {
            tally if tally.exit() == 5 => "NOT AS EXPECTED",
            tally if tally.exit() != 0 => "NOT SHOWN TO BE AS EXPECTED",
            Tally { attention: 1.., .. } => "AS EXPECTED, WITH POINTS TO ATTEND TO",
            _ => "AS EXPECTED",
        }
    }

    fn human(&self, options: HumanOptions) -> String {
        let paint = |style: Style, text: &str| match options.colour {
            true => format!("{style}{text}{style:#}"),
            false => text.to_owned(),
        };
        let mut text = format!("evqc {} · installation, {}\n", env!("CARGO_PKG_VERSION"), self.day);
        let mut area = None;
        for check in self.checks {
            if area != Some(check.area) {
                text.push_str(&format!("\n{}\n", paint(Style::new().bold(), check.area.as_str())));
                area = Some(check.area);
            }
            let sign = paint(colour(check.state).on_default(), sign(check.state));
            let line = format!("{}: {}", check.name, found(check));
            text.push_str(&format!("{sign} {}\n", wrap(&visible(&line), options.width.saturating_sub(2), "    ")));
            for more in beneath(check) {
                text.push_str(&format!("    {}\n", wrap(&visible(&more), options.width.saturating_sub(4), "    ")));
            }
        }
        let style = if Tally::of(self.checks).exit() == 0 { AnsiColor::Green } else { AnsiColor::Red };
        text.push_str(&format!("\n{}\n", wrap(&self.statement(), options.width, "")));
        text.push_str(&paint(style.on_default().bold(), self.verdict()));
        text + "\n"
    }

    /// The protocol as a document that people keep.
    fn document(&self) -> Document {
        let title = format!("Installation of evqc {}", env!("CARGO_PKG_VERSION"));
        let source = ToolJson::this().sha256;
        Document {
            subject: "What was found of an installation, against what is expected".to_owned(),
            identifier: format!("{title} {source} {}", self.day),
            ..Document::of_day(title.clone(), self.day, self.blocks(title))
        }
    }

    fn blocks(&self, title: String) -> Vec<Block> {
        let pairs = |pairs: Vec<Pair>| Block::Pairs(Pairs { side_by_side: false, pairs });
        let signatory = |meaning: &&str| Signatory {
            meaning: Label::one(*meaning),
            pairs: ["Name", "Function", "Date"].map(|label| pair(label, "")).into(),
            space: Some(Label::one("Signature")),
            signature: Vec::new(),
        };
        vec![
            Block::Heading { level: 1, label: Label::one(Text::plain(title)) },
            pairs(vec![
                pair("Day", &self.day.to_string()),
                pair("Result", self.verdict()),
                pair("Lines", &self.statement()),
            ]),
            Block::Table(self.table()),
            Block::Heading { level: 2, label: Label::one("To fill in") },
            pairs(BLANKS.iter().map(|blank| pair(blank, "")).collect()),
            Block::Signatories(Signatories { signatories: SIGNERS.iter().map(signatory).collect(), seal: None }),
            Block::EndMark(Label::one("End of the protocol")),
        ]
    }

    fn table(&self) -> Table {
        let row = |check: &Check| Row {
            kind: RowKind::Body,
            cells: vec![
                Cell::naming(Label::one(text(&format!("{}: {}", check.area.as_str(), check.name)))),
                Cell::new(text(&found(check))),
                Cell::new(text(check.expected.as_deref().unwrap_or("–"))),
                Cell::new(text(&check.state.as_str().replace('_', " "))),
                Cell::new(text(check.note.as_deref().unwrap_or_default())),
            ],
            with_next: false,
        };
        let heads = [("Looked at", 24), ("Found", 32), ("Expected", 22), ("Result", 10), ("Remark", 20)];
        let column = |(head, width)| Column { head: Label::one(head), width, align: Align::Start };
        Table { caption: None, columns: heads.map(column).into(), rows: self.checks.iter().map(row).collect() }
    }
}

fn line(check: &Check) -> CheckJson<'_> {
    CheckJson {
        area: check.area.as_str(),
        name: &check.name,
        found: check.found.as_deref(),
        expected: check.expected.as_deref(),
        state: check.state.as_str(),
        note: check.note.as_deref(),
    }
}

fn found(check: &Check) -> String {
    check.found.clone().unwrap_or_else(|| "not known".to_owned())
}

/// What was expected, where what was found does not begin with it, and the note.
fn beneath(check: &Check) -> Vec<String> {
    let says_so = |expected: &&String| check.found.as_ref().is_some_and(|found| found.starts_with(expected.as_str()));
    let expected = check.expected.iter().filter(|expected| !says_so(expected));
    expected.map(|expected| format!("expected: {expected}")).chain(check.note.clone()).collect()
}

/// The sign of a state.
fn sign(state: State) -> &'static str {
    match state {
        State::Ok => "✓",
        State::Recorded => "·",
        State::Attention => "!",
        State::NotKnown => "?",
        State::Failed => "✗",
    }
}

fn colour(state: State) -> AnsiColor {
    match state {
        State::Ok => AnsiColor::Green,
        State::Recorded => AnsiColor::BrightBlack,
        State::Attention | State::NotKnown => AnsiColor::Yellow,
        State::Failed => AnsiColor::Red,
    }
}

fn text(words: &str) -> Text {
    Text::plain(visible(words).into_owned())
}

fn pair(label: &str, value: &str) -> Pair {
    Pair { label: Label::one(label), value: vec![text(value)] }
}
