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

pub use json::SCHEMA_NAME;
#[cfg(feature = "schemas")]
pub use json::stability_schema;
pub use picture::pictures;

use super::digests::list;
use crate::data::Input;
use crate::document::DocumentError;
use crate::finding::Finding;
use crate::integrity::StabilitySettings;
use crate::spec::Specification;
use crate::stability::{Standing, StudyReport};
use jiff::civil::Date;
use std::io;

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
    /// The files with results and what is known of the lots.
    pub inputs: &'r [Input],
    /// The file of the study.
    pub study_file: Option<&'r Input>,
    /// The options that can change what it comes to.
    pub settings: &'r StabilitySettings,
    /// What there is to say, worst first; that of the study included.
    pub findings: &'r [Finding],
    /// The day of the evaluation.
    pub as_of: Date,
    /// Columns of a terminal.
    pub width: usize,
    /// Whether to colour.
    pub colour: bool,
}

/// Why a report is not written.
#[derive(Debug, thiserror::Error)]
pub enum NotRendered {
    /// It cannot be laid out.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// It cannot be written as JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// It cannot be written as XML.
    #[error(transparent)]
    Xml(#[from] io::Error),
}

impl StabilityReport<'_> {
    /// Every file of the run.
    pub fn files(&self) -> impl Iterator<Item = &Input> {
        self.inputs.iter().chain(self.study_file)
    }

    /// What it was made with and from, in the layout of `sha256sum`, beside a form that has no place for it.
    pub fn digests(&self) -> String {
        list(self.as_of, self.spec.into_iter(), &words::settings_digest(self), self.files())
    }

    /// What the data come to.
    pub fn standing(&self) -> Standing {
        self.study.map_or(Standing::NotEvaluable, |study| study.claim.standing)
    }

    /// The report in a format of [`STABILITY_FORMATS`]; none for another name.
    ///
    /// # Errors
    /// What a document cannot hold: a sign that no letter exists for; or what cannot be written as JSON or XML.
    pub fn render(&self, format: &str) -> Option<Result<Vec<u8>, NotRendered>> {
        match format {
            "html" => return Some(paper::html(self).map_err(NotRendered::from)),
            "junit" => return Some(junit::render(self).map_err(NotRendered::from)),
            #[cfg(feature = "pdf")]
            "pdf" => return Some(paper::pdf(self).map_err(NotRendered::from)),
            _ => {}
        }
        self.text(format).map(|text| text.map(String::into_bytes))
    }

    fn text(&self, format: &str) -> Option<Result<String, NotRendered>> {
        Some(match format {
            "human" => Ok(human::render(self)),
            "json" => json::render(self).map_err(NotRendered::from),
            "markdown" => Ok(markdown::render(self)),
            "csv" => Ok(csv::render(self)),
            "jsonl" => machines::jsonl(self).map_err(NotRendered::from),
            "sarif" => Ok(machines::sarif(self)),
            "github" => Ok(github::render(self)),
            "gitlab" => Ok(machines::gitlab(self)),
            _ => return None,
        })
    }
}
