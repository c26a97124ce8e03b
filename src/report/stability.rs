//! What `evqc stability` found, one file per format. [`words`] is the single place where numbers become sentences.

mod beyond;
mod csv;
mod github;
mod human;
mod json;
mod junit;
mod kinetics;
mod machines;
mod markdown;
mod paper;
mod picture;
mod words;

pub use json::stability_schema;
pub use picture::pictures;

use crate::data::Input;
use crate::document::DocumentError;
use crate::finding::Finding;
use crate::spec::Specification;
use crate::stability::{Standing, StudyReport};
use jiff::civil::Date;

/// Name and purpose of every format of a stability study.
pub const STABILITY_FORMATS: &[(&str, &str)] = &[
    ("human", "for a terminal"),
    ("json", "everything with full precision, schema evqc-stability/1"),
    ("html", "one page that opens without a network, with the picture of each test"),
    #[cfg(feature = "pdf")]
    ("pdf", "the same as PDF/A-3a"),
    ("markdown", "GitHub-flavoured Markdown"),
    ("csv", "one line per test and group, for spreadsheets"),
    ("junit", "JUnit XML: a test case per test, and one for the claim"),
    ("jsonl", "one JSON object per line: the run, each test, each finding, the summary"),
    ("sarif", "SARIF 2.1.0, for code scanning"),
    ("github", "GitHub workflow commands: annotations on files"),
    ("gitlab", "a GitLab code quality report"),
];

/// A stability study as a report shows it.
#[derive(Debug)]
pub struct StabilityReport<'r> {
    /// The specification; none when it could not be read.
    pub spec: Option<&'r Specification>,
    /// What the study comes to; none when specification or data could not be read.
    pub study: Option<&'r StudyReport<'r>>,
    /// The files of the run.
    pub inputs: &'r [Input],
    /// What there is to say, worst first; that of the study included.
    pub findings: &'r [Finding],
    /// The day of the evaluation.
    pub as_of: Date,
    /// Columns of a terminal.
    pub width: usize,
    /// Whether to colour.
    pub colour: bool,
}

impl StabilityReport<'_> {
    /// What the data come to.
    pub fn standing(&self) -> Standing {
        self.study.map_or(Standing::NotEvaluable, |study| study.claim.standing)
    }

    /// The report in a format of [`STABILITY_FORMATS`]; none for another name.
    ///
    /// # Errors
    /// What a document cannot hold: a sign that no letter exists for.
    pub fn render(&self, format: &str) -> Option<Result<Vec<u8>, DocumentError>> {
        match format {
            "html" => return Some(paper::html(self)),
            #[cfg(feature = "pdf")]
            "pdf" => return Some(paper::pdf(self)),
            _ => {}
        }
        self.text(format).map(|text| Ok(text.into_bytes()))
    }

    fn text(&self, format: &str) -> Option<String> {
        Some(match format {
            "human" => human::render(self),
            "json" => json::render(self),
            "markdown" => markdown::render(self),
            "csv" => csv::render(self),
            "junit" => junit::render(self),
            "jsonl" => machines::jsonl(self),
            "sarif" => machines::sarif(self),
            "github" => github::render(self),
            "gitlab" => machines::gitlab(self),
            _ => return None,
        })
    }
}
