//! `evqc spec diff`: differences in words for the change-control file, one function per format.

use super::escape::{markdown, visible};
use super::wording::spec_name;
use crate::difference::{Change, Difference, Said, VerdictChange};
use crate::judge::Verdict;
use crate::order;
use crate::schema::JsonSchema;
use crate::spec::Specification;
use serde::Serialize;

/// Name and purpose of every format of a difference.
pub const CHANGE_FORMATS: &[(&str, &str)] = &[
    ("human", "for a terminal"),
    ("json", "everything, schema evqc-difference/1"),
    ("markdown", "GitHub-flavoured Markdown, for the change-control file"),
];

/// Name of the schema, in every document.
const SCHEMA_NAME: &str = "evqc-difference/1";

/// What changed from one specification to another, and which lots come out otherwise.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "evqc difference, version 1", rename = "DifferenceReport")]
struct DocumentJson<'a> {
    /// `evqc-difference/1`
    #[schemars(extend("const" = SCHEMA_NAME))]
    schema: &'static str,
    /// The specification before.
    before: SpecificationJson<'a>,
    /// The specification after.
    after: SpecificationJson<'a>,
    /// What differs: of the specification as a whole, then test by test.
    differences: Vec<DifferenceJson<'a>>,
    /// What lots come to under both; null where no data were given.
    lots: Option<LotsJson<'a>>,
}

/// A specification.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Specification")]
struct SpecificationJson<'a> {
    /// Identifier.
    id: &'a str,
    /// Version.
    version: &'a str,
    /// Life-cycle status.
    status: &'static str,
    /// The file.
    file: &'a str,
    /// Digest of its canonical form.
    sha256: &'a str,
}

/// A difference.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Difference")]
struct DifferenceJson<'a> {
    /// What kind of difference.
    #[schemars(extend("enum" = Change::ALL.map(Change::as_str)))]
    change: &'static str,
    /// The test; null for the specification as a whole.
    test: Option<&'a str>,
    /// The key that differs.
    key: &'a str,
    /// What was said before; null for nothing.
    before: Option<SaidJson>,
    /// What is said now; null for nothing.
    after: Option<SaidJson>,
    /// What has to be known about it.
    note: Option<&'a str>,
}

/// What a specification says about a key.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Said")]
struct SaidJson {
    /// In words.
    text: String,
    /// Where: `file:line:column`.
    place: Option<String>,
}

/// Lots under both specifications.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Lots")]
struct LotsJson<'a> {
    /// How many were judged.
    judged: usize,
    /// On what: the day, periods of the specifications, waivers.
    basis: &'a [String],
    /// One sentence for each way in which lots come out otherwise.
    sentences: Vec<String>,
    /// The lots that do.
    changes: Vec<ChangeJson<'a>>,
}

/// A lot that comes out otherwise.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "VerdictChange")]
struct ChangeJson<'a> {
    /// The lot id.
    lot: &'a str,
    /// The verdict before.
    before: &'static str,
    /// The verdict after.
    after: &'static str,
    /// The tests that make the difference.
    tests: Vec<JudgedJson>,
    /// What is wrong with the lot beyond single tests.
    faults: &'a [String],
}

/// A test that makes the difference.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "JudgedTest")]
struct JudgedJson {
    /// Identifier of the test.
    test: String,
    /// Its printed name.
    name: String,
    /// Its outcome where the lot is worse.
    outcome: &'static str,
    /// Result, criterion and reason.
    reason: String,
}

/// The JSON Schema of `evqc-difference/1`.
#[cfg(feature = "schemas")]
pub fn difference_schema() -> schemars::Schema {
    crate::schema::of_written::<DocumentJson<'_>>()
}

/// What changed from one specification to another.
#[derive(Debug)]
pub struct ChangeReport<'s> {
    /// The specification before.
    pub before: &'s Specification,
    /// The specification after.
    pub after: &'s Specification,
    /// What differs.
    pub differences: Vec<Difference>,
    /// What lots come to under both, where data were given.
    pub lots: Option<LotsUnderBoth>,
}

/// Lots under both specifications.
#[derive(Debug)]
pub struct LotsUnderBoth {
    /// How many were judged.
    pub judged: usize,
    /// Those that come out otherwise.
    pub changes: Vec<VerdictChange>,
    /// On what they were judged: the day, periods of the specifications, waivers.
    pub basis: Vec<String>,
}

impl LotsUnderBoth {
    /// One sentence for each way in which lots come out otherwise: `3 of 40 lots would no longer conform: E13, E20, E21:
    /// particles per ug`.
    pub fn sentences(&self) -> Vec<String> {
        let mut ways: Vec<(Verdict, Verdict)> = self.changes.iter().map(|one| (one.after, one.before)).collect();
        order::sort(&mut ways);
        ways.dedup();
        let mut sentences: Vec<String> = ways.into_iter().map(|(after, before)| self.sentence(before, after)).collect();
        if sentences.is_empty() {
            sentences.push(format!("no lot of {} would come out otherwise", self.judged));
        }
        sentences
    }

    fn sentence(&self, before: Verdict, after: Verdict) -> String {
        let lots: Vec<&VerdictChange> =
            self.changes.iter().filter(|one| (one.before, one.after) == (before, after)).collect();
        let would = match (before, after) {
            (_, Verdict::Conforms) => "would conform",
            (Verdict::Conforms, Verdict::DoesNotConform) => "would no longer conform",
            (_, Verdict::DoesNotConform) => "would not conform",
            (Verdict::Conforms, Verdict::NotConcluded) => "would no longer conform, being not concluded",
            (_, Verdict::NotConcluded) => "would not be concluded",
            (_, Verdict::NotEvaluable) => "could not be evaluated",
        };
        // Lots with the same reasons stand together.
        let mut groups: Vec<(Vec<&str>, String)> = Vec::new();
        for lot in &lots {
            let reasons = reasons(lot);
            match groups.iter_mut().find(|(_, known)| *known == reasons) {
                Some((ids, _)) => ids.push(&lot.lot),
                None => groups.push((vec![&lot.lot], reasons)),
            }
        }
        let groups: Vec<String> = groups
            .into_iter()
            .map(|(ids, reasons)| match reasons.is_empty() {
                true => ids.join(", "),
                false => format!("{}: {reasons}", ids.join(", ")),
            })
            .collect();
        format!("{} of {} lots {would}: {}", lots.len(), self.judged, groups.join("; "))
    }
}

/// The tests that make the difference, or the faults.
fn reasons(lot: &VerdictChange) -> String {
    let names = lot.tests.iter().map(|line| line.name.as_str());
    names.chain(lot.faults.iter().map(String::as_str)).collect::<Vec<_>>().join(", ")
}

/// Why a lot comes out otherwise, one line for each test.
fn details(lot: &VerdictChange) -> Vec<String> {
    let words = |verdict: Verdict| verdict.as_str().replace('_', " ");
    let mut lines = vec![format!("{}: {} before, {} after", lot.lot, words(lot.before), words(lot.after))];
    let outcome = |line: &crate::difference::JudgedLine| line.outcome.as_str().replace('_', " ");
    let when = if lot.after < lot.before { "after" } else { "before" };
    lines.extend(lot.tests.iter().map(|line| format!("  {} ({when}: {}): {}", line.name, outcome(line), line.words)));
    lines.extend(lot.faults.iter().map(|fault| format!("  {when}: {fault}")));
    lines
}

impl ChangeReport<'_> {
    /// The report in a format of [`CHANGE_FORMATS`]; none for another name.
    ///
    /// # Errors
    /// It cannot be written as JSON.
    pub fn render(&self, format: &str) -> Option<serde_json::Result<String>> {
        Some(match format {
            "human" => Ok(self.human()),
            "json" => serde_json::to_value(self.json()).map(|value| format!("{value:#}\n")),
            "markdown" => Ok(self.markdown()),
            _ => return None,
        })
    }

    /// Each kind that occurs with its differences.
    fn kinds(&self) -> impl Iterator<Item = (Change, Vec<&Difference>)> {
        Change::ALL.into_iter().filter_map(|change| {
            let of: Vec<&Difference> = self.differences.iter().filter(|one| one.change == change).collect();
            (!of.is_empty()).then_some((change, of))
        })
    }

    /// `1 removed, 2 loosened`.
    fn counts(&self) -> String {
        let counts: Vec<String> =
            self.kinds().map(|(change, of)| format!("{} {}", of.len(), change.as_str())).collect();
        if counts.is_empty() { "no difference".to_owned() } else { counts.join(", ") }
    }

    fn human(&self) -> String {
        let [before, after] = [self.before, self.after].map(|spec| format!("{} ({})", spec_name(spec), spec.file));
        let mut text = format!("before: {}\nafter:  {}\n{}\n", visible(&before), visible(&after), self.counts());
        for (change, of) in self.kinds() {
            text.push_str(&format!("\n{}: {}\n", heading(change), change.means()));
            for one in of {
                text.push_str(&format!("  {}\n", visible(&subject(one))));
                for (label, said) in [("before:", &one.before), ("after: ", &one.after)] {
                    text.push_str(&format!("    {label} {}\n", visible(&shown(said.as_ref()))));
                }
                if let Some(note) = &one.note {
                    text.push_str(&format!("    note:   {}\n", visible(note)));
                }
            }
        }
        if let Some(lots) = &self.lots {
            text.push_str(&format!("\nLOTS: {} judged under both\n", lots.judged));
            for line in &lots.basis {
                text.push_str(&format!("  {}\n", visible(line)));
            }
            for sentence in lots.sentences() {
                text.push_str(&format!("  {}\n", visible(&sentence)));
            }
            for line in lots.changes.iter().flat_map(details) {
                text.push_str(&format!("    {}\n", visible(&line)));
            }
        }
        text
    }

    fn markdown(&self) -> String {
        let mut text =
            format!("# Change of {}\n\n| | specification | file |\n|---|---|---|\n", markdown(&self.before.id));
        for (label, spec) in [("before", self.before), ("after", self.after)] {
            text.push_str(&format!("| {label} | {} | {} |\n", markdown(&spec_name(spec)), markdown(&spec.file)));
        }
        text.push_str(&format!("\n{}.\n", self.counts()));
        for (change, of) in self.kinds() {
            text.push_str(&format!("\n## {}: {}\n\n", heading(change), change.means()));
            text.push_str("| what | before | after | note |\n|---|---|---|---|\n");
            for one in of {
                let cells = [subject(one), shown(one.before.as_ref()), shown(one.after.as_ref())];
                let note = one.note.as_deref().unwrap_or_default();
                let cells: Vec<String> = cells.iter().map(|cell| markdown(cell)).collect();
                text.push_str(&format!("| {} | {} |\n", cells.join(" | "), markdown(note)));
            }
        }
        if let Some(lots) = &self.lots {
            text.push_str(&format!("\n## Lots: {} judged under both\n\n", lots.judged));
            for line in &lots.basis {
                text.push_str(&format!("{}.\n", markdown(line)));
            }
            text.push('\n');
            for sentence in lots.sentences() {
                text.push_str(&format!("- {}\n", markdown(&sentence)));
            }
            if !lots.changes.is_empty() {
                text.push('\n');
            }
            for line in lots.changes.iter().flat_map(details) {
                let indent = if line.starts_with(' ') { "  " } else { "" };
                text.push_str(&format!("{indent}- {}\n", markdown(line.trim_start())));
            }
        }
        text
    }

    fn json(&self) -> DocumentJson<'_> {
        DocumentJson {
            schema: SCHEMA_NAME,
            before: of_specification(self.before),
            after: of_specification(self.after),
            differences: self.differences.iter().map(of_difference).collect(),
            lots: self.lots.as_ref().map(|lots| LotsJson {
                judged: lots.judged,
                basis: &lots.basis,
                sentences: lots.sentences(),
                changes: lots.changes.iter().map(of_change).collect(),
            }),
        }
    }
}

fn of_specification(spec: &Specification) -> SpecificationJson<'_> {
    let (status, file) = (spec.status.as_str(), &*spec.file);
    SpecificationJson { id: &spec.id, version: &spec.version, status, file, sha256: &spec.sha256 }
}

fn of_difference(one: &Difference) -> DifferenceJson<'_> {
    let said = |said: &Option<Said>| {
        let said = said.as_ref()?;
        Some(SaidJson { text: said.text.clone(), place: said.place.as_ref().map(ToString::to_string) })
    };
    DifferenceJson {
        change: one.change.as_str(),
        test: one.test.as_deref(),
        key: &one.key,
        before: said(&one.before),
        after: said(&one.after),
        note: one.note.as_deref(),
    }
}

fn of_change(change: &VerdictChange) -> ChangeJson<'_> {
    let test = |line: &crate::difference::JudgedLine| JudgedJson {
        test: line.test.clone(),
        name: line.name.clone(),
        outcome: line.outcome.as_str(),
        reason: line.words.clone(),
    };
    ChangeJson {
        lot: &change.lot,
        before: change.before.as_str(),
        after: change.after.as_str(),
        tests: change.tests.iter().map(test).collect(),
        faults: &change.faults,
    }
}

/// The word of a kind; what accepts more is not to be overlooked.
fn heading(change: Change) -> String {
    match change {
        Change::Loosened | Change::Removed => change.as_str().to_uppercase(),
        other => other.as_str().to_owned(),
    }
}

fn subject(one: &Difference) -> String {
    match &one.test {
        Some(test) if one.key == "test" => test.clone(),
        Some(test) => format!("{test}: {}", one.key),
        None => one.key.clone(),
    }
}

fn shown(said: Option<&Said>) -> String {
    match said {
        None => "nothing".to_owned(),
        Some(Said { text, place: Some(place) }) => format!("{text}  ({place})"),
        Some(Said { text, place: None }) => text.clone(),
    }
}
