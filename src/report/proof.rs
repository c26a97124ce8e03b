//! The report of `evqc spec test`: one file per format over what became of the test files.

mod human;
mod json;
mod junit;

pub use json::PROOF_SCHEMA_NAME;
#[cfg(feature = "schemas")]
pub use json::proof_schema;

use super::HumanOptions;
use crate::proof::Proof;
use std::io::{self, Write};

/// Name and purpose of every format, in the order of the documentation.
pub const PROOF_FORMATS: &[(&str, &str)] = &[
    ("human", "for a terminal: a line for each test file, then what is wrong, with places"),
    ("json", "every lot with what was expected and obtained as one document, schema evqc-spec-test/1"),
    ("junit", "JUnit XML: a test suite per test file, for CI servers"),
];

/// A format of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofFormat {
    /// For a terminal.
    Human(HumanOptions),
    /// One JSON document.
    Json,
    /// JUnit XML.
    JUnit,
}

impl ProofFormat {
    /// The format of this name; `options` matter to `human` only.
    pub fn by_name(name: &str, options: HumanOptions) -> Option<ProofFormat> {
        Some(match name {
            "human" => ProofFormat::Human(options),
            "json" => ProofFormat::Json,
            "junit" => ProofFormat::JUnit,
            _ => return None,
        })
    }

    /// Writes the report.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(self, proofs: &[Proof], out: &mut dyn Write) -> io::Result<()> {
        let text = match self {
            ProofFormat::Human(options) => human::report(proofs, options),
            ProofFormat::Json => json::report(proofs)?,
            ProofFormat::JUnit => return junit::report(proofs, out),
        };
        out.write_all(text.as_bytes())
    }
}

/// What the test files come to together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Totals {
    files: usize,
    /// Files that could not be read, or whose specification could not.
    broken: usize,
    lots: usize,
    /// Lots that are not as they are expected to be.
    differ: usize,
    sides: usize,
    exercised: usize,
    changes: usize,
    survivors: usize,
    /// Whether changes were tried at all.
    mutated: bool,
}

impl Totals {
    fn of(proofs: &[Proof]) -> Totals {
        let mut totals = Totals::default();
        for proof in proofs.iter().filter(|proof| !proof.part) {
            totals.files += 1;
            totals.broken += usize::from(proof.is_broken());
            totals.lots += proof.lots.len();
            totals.differ += proof.lots.iter().filter(|lot| !lot.differences.is_empty()).count();
            totals.sides += proof.coverage.as_ref().map_or(0, |coverage| coverage.sides);
            totals.exercised += proof.coverage.as_ref().map_or(0, |coverage| coverage.exercised);
            if let Some(mutation) = &proof.mutation {
                totals.mutated |= !mutation.held_back;
                totals.changes += mutation.tried;
                totals.survivors += mutation.survivors.len();
            }
        }
        totals
    }

    /// 4 when something cannot be read, else 1 when a lot differs or a change is not noticed, else 0.
    fn exit(self) -> u8 {
        match (self.broken, self.differ + self.survivors) {
            (0, 0) => 0,
            (0, _) => 1,
            _ => 4,
        }
    }

    /// `2 test files, 20 lots: 19 as expected, 1 differs; 38 of 40 sides of limits exercised; 120 changes, 2 not noticed`
    fn statement(self) -> String {
        let mut text = format!(
            "{}, {}: {} as expected",
            counted(self.files, "test file"),
            counted(self.lots, "lot"),
            self.lots - self.differ
        );
        if self.differ > 0 {
            text.push_str(&format!(", {} not", self.differ));
        }
        if self.broken > 0 {
            text.push_str(&format!("; {} cannot be judged", counted(self.broken, "file")));
        }
        if self.sides > 0 {
            text.push_str(&format!("; {} of {} sides of limits exercised", self.exercised, self.sides));
        }
        if self.mutated {
            text.push_str(&format!("; {}", changes(self.changes, self.survivors)));
        }
        text
    }
}

/// The exit code of what became of the test files.
pub fn exit(proofs: &[Proof]) -> u8 {
    Totals::of(proofs).exit()
}

/// `1 lot`, `2 lots`
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// `48 changes: all noticed`
fn changes(tried: usize, survivors: usize) -> String {
    let noticed = if survivors == 0 { "all noticed".to_owned() } else { format!("{survivors} not noticed") };
    format!("{}: {noticed}", counted(tried, "change"))
}
