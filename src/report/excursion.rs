//! The report of `evqc excursion`, one file per format.

mod csv;
mod human;
mod json;
mod markdown;

#[cfg(feature = "schemas")]
pub use json::excursion_schema;

use crate::excursion::account::{Account, chinese, english};
use crate::excursion::{Evaluation, Journey, Kinetics, words};
use crate::finding::Finding;
use crate::integrity::ExcursionSettings;
use crate::spec::Specification;

/// Name and purpose of every format of the report.
pub const EXCURSION_FORMATS: &[(&str, &str)] = &[
    ("human", "for a terminal: what was found, and the paragraph for the deviation report"),
    ("json", "everything, schema evqc-excursion/1"),
    ("markdown", "GitHub-flavoured Markdown"),
    ("csv", "one line per excursion, gap and rule"),
];

/// A log as it was read.
#[derive(Clone, Debug)]
pub struct ReadLog {
    /// As the user named it.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// How it was read; empty when it was not.
    pub detected: String,
    /// Model and serial number, as printed.
    pub device: String,
}

/// A file beside the logs.
#[derive(Clone, Debug)]
pub struct ReadBeside {
    /// As the user named it.
    pub name: String,
    /// What it is: `lot facts`, `assessment`.
    pub what: &'static str,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// Everything the report says.
#[derive(Debug)]
pub struct ExcursionReport<'a> {
    /// The specification.
    pub specification: &'a Specification,
    /// The lot, where it is named.
    pub lot: Option<&'a str>,
    /// The logs in the order given.
    pub logs: &'a [ReadLog],
    /// The files beside them.
    pub beside: &'a [ReadBeside],
    /// The options that can change what they come to.
    pub settings: &'a ExcursionSettings,
    /// What they come to.
    pub evaluation: &'a Evaluation,
    /// What there is to say about the logs themselves, then about what they come to.
    pub findings: &'a [Finding],
    /// Columns of a terminal.
    pub width: usize,
    /// Whether the human report has colours.
    pub colour: bool,
}

impl ExcursionReport<'_> {
    /// The report in a format of [`EXCURSION_FORMATS`]; none for another name.
    ///
    /// # Errors
    /// It cannot be written as JSON.
    pub fn render(&self, format: &str) -> Option<serde_json::Result<String>> {
        Some(match format {
            "human" => Ok(human::render(self)),
            "json" => json::render(self),
            "markdown" => Ok(markdown::render(self)),
            "csv" => Ok(csv::render(self)),
            _ => return None,
        })
    }

    /// The paragraph in English and in Chinese.
    fn paragraphs(&self) -> [String; 2] {
        let spec = self.specification;
        let named = format!("{} {}", spec.id, spec.version);
        let account = Account {
            product: &spec.title,
            specification: &named,
            lot: self.lot,
            handling: spec.handling.as_deref(),
            evaluation: self.evaluation,
        };
        [english::paragraph(&account), chinese::paragraph(&account)]
    }

    /// `inconclusive, deviation`
    fn verdict(&self) -> String {
        let deviation = if self.evaluation.deviation { ", deviation" } else { "" };
        format!("{}{deviation}", self.evaluation.outcome.as_str().replace('_', " "))
    }
}

/// The facts of a journey: what, and how it came out.
fn facts(journey: &Journey) -> Vec<(&'static str, String)> {
    let span = |seconds: i64| words::span(&crate::quantity::Exact::from_i64(seconds));
    let unread = if journey.unread > 0 { format!(", {} without a temperature", journey.unread) } else { String::new() };
    let mut facts = vec![
        ("from", journey.from.clone()),
        ("to", format!("{} ({})", journey.to, span(journey.seconds))),
        ("readings", format!("{}{unread}, one every {}", journey.readings, span(journey.interval))),
    ];
    for (what, extreme) in [("lowest", &journey.lowest), ("highest", &journey.highest)] {
        let said = |one: &crate::excursion::Extreme| {
            format!("{} at {} ({})", words::celsius(&one.celsius), one.moment, one.place)
        };
        facts.extend(extreme.as_ref().map(|one| (what, said(one))));
    }
    match &journey.kinetics {
        Kinetics::NoRule => {}
        Kinetics::Refused(why) => facts.push(("MKT", format!("not used: {why}"))),
        Kinetics::Worst { text, mean, from, to, whole_log, .. } => {
            let over = if *whole_log { "whole log, " } else { "" };
            let mean = words::rounded(*mean);
            facts.push(("MKT", format!("{text} ({over}{from} to {to}; arithmetic mean {mean})")));
        }
    }
    facts
}
