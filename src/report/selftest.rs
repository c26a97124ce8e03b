//! The report of `evqc selftest`: one file per format over the one examination of the reference cases.
//!
//! It is the evidence of an operational qualification, so it names the program, the platform, the digests of the built-in
//! specifications and of the cases, and it has the same bytes whenever these are the same.

mod human;
mod json;
mod junit;
mod markdown;

pub use json::SELFTEST_SCHEMA_NAME;
#[cfg(feature = "schemas")]
pub use json::selftest_schema;

use super::HumanOptions;
use crate::selftest::{Compared, Examined, Group, Outcome, Totals, digest_of_cases, unsupported_methods};
use std::io::{self, Write};

/// Name and purpose of every format, in the order of the documentation.
pub const SELFTEST_FORMATS: &[(&str, &str)] = &[
    ("human", "for a terminal: every case with its worst value, then what is wrong, and the sources"),
    ("json", "every value of every case as one document, schema evqc-selftest/1"),
    ("markdown", "a table of the cases with lines to sign, for a validation file"),
    ("junit", "JUnit XML: a test suite per topic, for CI servers"),
];

/// A format of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelftestFormat {
    /// For a terminal.
    Human {
        /// What the terminal can do.
        options: HumanOptions,
        /// Whether every value is shown instead of the worst of each case.
        every_value: bool,
    },
    /// One JSON document.
    Json,
    /// GitHub-flavoured Markdown.
    Markdown,
    /// JUnit XML.
    JUnit,
}

impl SelftestFormat {
    /// The format of this name; `options` and `every_value` matter to `human` only.
    pub fn by_name(name: &str, options: HumanOptions, every_value: bool) -> Option<SelftestFormat> {
        Some(match name {
            "human" => SelftestFormat::Human { options, every_value },
            "json" => SelftestFormat::Json,
            "markdown" => SelftestFormat::Markdown,
            "junit" => SelftestFormat::JUnit,
            _ => return None,
        })
    }

    /// Writes the report.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(self, run: &SelftestRun<'_>, out: &mut dyn Write) -> io::Result<()> {
        let text = match self {
            SelftestFormat::Human { options, every_value } => human::report(run, options, every_value),
            SelftestFormat::Json => json::report(run)?,
            SelftestFormat::Markdown => markdown::report(run),
            SelftestFormat::JUnit => return junit::report(run, out),
        };
        out.write_all(text.as_bytes())
    }
}

/// Everything the report is about.
#[derive(Clone, Copy, Debug)]
pub struct SelftestRun<'a> {
    /// Operating system, as Rust names it.
    pub os: &'a str,
    /// Architecture of the processor, as Rust names it.
    pub architecture: &'a str,
    /// Number of built-in specifications.
    pub specifications: usize,
    /// Digest of the built-in specifications.
    pub library_sha256: &'a str,
    /// The folder of the cases as it was given; none for those in the program.
    pub folder: Option<&'a str>,
    /// Every case, sorted by file.
    pub examined: &'a [Examined],
    /// Files of the folder that are no cases, since their names do not end in `.json`.
    pub left_out: &'a [String],
}

impl<'a> SelftestRun<'a> {
    /// `linux x86_64`
    fn platform(&self) -> String {
        format!("{} {}", self.os, self.architecture)
    }

    /// Which cases, in words.
    fn set(&self) -> String {
        self.folder.map_or_else(|| "in the program".to_owned(), |folder| format!("in {folder}"))
    }

    /// What the report is about: label and text of each line.
    fn facts(&self) -> Vec<(&'static str, String)> {
        vec![
            ("program", format!("evqc {}", env!("CARGO_PKG_VERSION"))),
            ("platform", self.platform()),
            ("specifications", format!("{} built in", self.specifications)),
            ("  sha256", self.library_sha256.to_owned()),
            ("reference cases", format!("{} {}", self.examined.len(), self.set())),
            ("  sha256", digest_of_cases(self.examined)),
        ]
    }

    /// The cases by topic, topics in the order in which they first appear.
    fn topics(&self) -> Vec<(&'a str, Vec<&'a Examined>)> {
        let mut topics: Vec<(&str, Vec<&Examined>)> = Vec::new();
        for one in self.examined {
            match topics.iter_mut().find(|(topic, _)| *topic == one.topic()) {
                Some((_, cases)) => cases.push(one),
                None => topics.push((one.topic(), vec![one])),
            }
        }
        topics
    }

    /// `62 of 64 cases agree: 1 misses, 0 are broken, 1 is of a method that is not supported; 1234 values compared`
    fn statement(&self) -> String {
        let totals = Totals::of(self.examined);
        let Totals { cases, agree, miss, broken, not_supported, values, corrected } = totals;
        let mut text = format!(
            "{agree} of {cases} cases agree; {miss} missed, {broken} broken, {not_supported} not supported; \
             {values} values compared"
        );
        if corrected > 0 {
            text.push_str(&format!(", {corrected} with a corrected reference"));
        }
        text
    }

    /// What the report comes to, in a word or two.
    fn verdict(&self) -> &'static str {
        match Totals::of(self.examined).exit() {
            0 => "ALL CASES AGREE",
            3 => "NO CASE MISSES, SOME METHODS ARE NOT SUPPORTED",
            _ => "NOT ALL CASES AGREE",
        }
    }

    /// The methods that are not built, with the number of their cases; empty when there is none.
    fn not_supported(&self) -> String {
        let methods = unsupported_methods(self.examined);
        let each: Vec<String> = methods.iter().map(|(method, cases)| format!("{method} ({cases})")).collect();
        each.join(", ")
    }

    /// Every source once, in the order of the cases.
    fn sources(&self) -> Vec<&'a str> {
        let mut sources: Vec<&str> = Vec::new();
        for case in self.examined.iter().filter_map(|one| one.case.as_ref()) {
            if !sources.contains(&case.source.as_str()) {
                sources.push(&case.source);
            }
        }
        sources
    }

    /// The number of the source of a case, from 1; none for what is no case.
    fn source_number(&self, one: &Examined) -> Option<usize> {
        let source = &one.case.as_ref()?.source;
        self.sources().iter().position(|known| known == source).map(|index| index + 1)
    }
}

/// `6 of 6`; a group without a case says so.
fn of_group(group: &Group) -> String {
    match group.cases {
        0 => "no case".to_owned(),
        cases => format!("{} of {cases}", group.agree),
    }
}

/// The sign of an outcome.
fn sign(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Agrees(_) => "✓",
        Outcome::Misses(_) => "✗",
        Outcome::Broken(_) => "!",
        Outcome::NotSupported => "–",
    }
}

/// Why a case does not agree, a line for each reason; nothing for one that does.
fn reasons(one: &Examined) -> Vec<String> {
    let method = one.case.as_ref().map_or("", |case| &case.method);
    match &one.outcome {
        Outcome::Agrees(_) => Vec::new(),
        Outcome::Misses(_) => one.outcome.misses().map(ToString::to_string).collect(),
        Outcome::Broken(reason) => vec![reason.clone()],
        Outcome::NotSupported => vec![format!("the method {method} is not supported")],
    }
}

/// The corrections a case needed, a line for each.
fn corrections(one: &Examined) -> Vec<String> {
    let line = |(value, correction): (&Compared, &crate::selftest::Correction)| {
        format!("{value}; agrees with the better known {}: {}", correction.better, correction.why)
    };
    one.outcome.corrected().map(line).collect()
}

/// What was obtained, as JSON; `nothing` where the answer has nothing.
fn obtained(value: &Compared) -> String {
    value.obtained.as_ref().map_or_else(|| "nothing".to_owned(), ToString::to_string)
}

/// `1.2e-15`, `0`, or `-` where there is none.
fn relative_error(value: &Compared) -> String {
    match value.relative_error {
        None => "-".to_owned(),
        Some(0.0) => "0".to_owned(),
        Some(error) => format!("{error:.1e}"),
    }
}
