//! The proof of a specification: lots whose verdict is known, judged like any other, and changes of the specification
//! that such a lot has to notice.
//!
//! A test file becomes lots (`merge`), their results a long table that the readers of result files read (`table`), and
//! the judge says what they come to. What it says is held against what the file expects (`expectation`), every limit is
//! looked at from both sides (`coverage`), and every limit is moved to see whether a lot tells the difference
//! (`mutation`). Nothing here opens a file: texts come through [`Beside`].

mod bench;
pub mod codes;
mod coverage;
mod expectation;
mod library;
mod life;
mod merge;
mod mutation;
mod parts;
mod table;

pub use codes::CODES;
pub use coverage::Coverage;
pub use library::{BuiltInTests, built_in_tests};
pub use mutation::Mutation;

use crate::finding::{Finding, Severity};
use crate::judge::Verdict;
use crate::source::Place;
use crate::spec::{self, Library, Settings, SourceText, Specification};
use bench::Bench;
use std::sync::Arc;

/// Where the files that a test file names come from.
pub trait Beside {
    /// The text of the file `name`, relative to the file `from`.
    ///
    /// # Errors
    /// Why it cannot be had, as a lower-case fragment without full stop.
    fn text(&self, name: &str, from: &str) -> Result<SourceText, String>;

    /// Where specifications that others extend come from.
    fn library(&self) -> &dyn Library;
}

/// What is asked of a proof.
#[derive(Clone, Copy, Debug, Default)]
pub struct Request<'r> {
    /// Whether every limit is moved and every test dropped.
    pub mutate: bool,
    /// Only lots whose name holds this text; then neither coverage nor mutation says anything.
    pub filter: Option<&'r str>,
}

/// What came of one test file.
#[derive(Debug)]
pub struct Proof {
    /// The test file.
    pub file: Arc<str>,
    /// The specification; `None` when it cannot be read.
    pub specification: Option<Proved>,
    /// Whether the file belongs to a part, whose lots are judged where it is included.
    pub part: bool,
    /// The lots in order.
    pub lots: Vec<ProofLot>,
    /// Which limits were exercised; `None` when lots were left out.
    pub coverage: Option<Coverage>,
    /// What became of the changes; `None` when they were not asked for.
    pub mutation: Option<Mutation>,
    /// What keeps the file from being judged.
    pub faults: Vec<Finding>,
    /// Every text that was read, for showing lines.
    pub sources: Vec<SourceText>,
}

/// The specification of a proof.
#[derive(Clone, Debug)]
pub struct Proved {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Its file.
    pub file: Arc<str>,
    /// Its digest, with the parameters of the test file.
    pub sha256: String,
}

/// One lot, judged.
#[derive(Debug)]
pub struct ProofLot {
    /// Its name.
    pub name: String,
    /// What it shows.
    pub what: Option<String>,
    /// Where it stands.
    pub place: Place,
    /// The expected verdict.
    pub expected: Verdict,
    /// The verdict of the judge.
    pub verdict: Verdict,
    /// What differs from what is expected; empty: nothing.
    pub differences: Vec<Finding>,
}

impl Proof {
    /// Every finding: faults, differences, sides that no lot exercises, changes that no lot notices.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        let differences = self.lots.iter().flat_map(|lot| &lot.differences);
        let uncovered = self.coverage.iter().flat_map(|coverage| &coverage.findings);
        let survivors = self.mutation.iter().flat_map(|mutation| &mutation.survivors);
        self.faults.iter().chain(differences).chain(uncovered).chain(survivors)
    }

    /// Whether test file or specification cannot be read.
    pub fn is_broken(&self) -> bool {
        self.faults.iter().any(|finding| finding.severity() == Severity::Error)
    }

    /// Whether a lot differs or a change is not noticed.
    pub fn has_failed(&self) -> bool {
        self.lots.iter().any(|lot| !lot.differences.is_empty())
            || self.mutation.as_ref().is_some_and(|mutation| !mutation.survivors.is_empty())
    }
}

/// The ending of a test file, beside the specification of the same stem.
pub const ENDING: &str = ".test.yaml";

/// Judges the lots of a test file.
pub fn prove(source: &SourceText, beside: &dyn Beside, request: &Request<'_>) -> Proof {
    let mut proof = nothing(source.name());
    let mut merger = merge::Merger::new(beside);
    let merged = merger.load(source);
    proof.faults.append(&mut merger.findings);
    proof.sources = merger.sources;
    let Some(merged) = merged else { return finished(proof) };
    let Some(specification) = specification(&merged, source, beside, &mut proof) else { return finished(proof) };
    let lots = expectation::lots(&merged, &specification, request.filter, &mut proof.faults);
    let tables = table::Tables::new(&lots, &specification, beside, source, &mut proof.faults);
    if !proof.is_broken() {
        judge_all(&lots, &tables, specification, request, &mut proof);
    }
    finished(proof)
}

/// What came of a test file that is no text.
pub fn unreadable(name: &str, fault: Finding) -> Proof {
    let mut proof = nothing(&name.into());
    proof.faults.push(fault);
    proof
}

fn nothing(file: &Arc<str>) -> Proof {
    Proof {
        file: Arc::clone(file),
        specification: None,
        part: false,
        lots: Vec::new(),
        coverage: None,
        mutation: None,
        faults: Vec::new(),
        sources: Vec::new(),
    }
}

fn finished(mut proof: Proof) -> Proof {
    spec::sort(&mut proof.faults);
    proof
}

/// The specification that the file is about.
fn specification(
    merged: &merge::Merged,
    source: &SourceText,
    beside: &dyn Beside,
    proof: &mut Proof,
) -> Option<Specification> {
    let name = match &merged.spec {
        Some(named) => named.text.clone(),
        None => {
            let file = source.name().rsplit(['/', '\\']).next().unwrap_or_default();
            format!("{}.yaml", file.strip_suffix(ENDING).unwrap_or(file))
        }
    };
    let text = match beside.text(&name, source.name()) {
        Ok(text) => text,
        Err(reason) => {
            let message = format!("the specification of the test file is not there: {reason}");
            let finding = Finding::new(&codes::SPECIFICATION_NOT_FOUND, message);
            proof.faults.push(match &merged.spec {
                Some(named) => finding.at(named.place.clone(), named.width),
                None => finding
                    .at(Place::new(source.name(), 1, 1), 1)
                    .help("put the test file beside its specification, or name the specification with `spec:`"),
            });
            return None;
        }
    };
    let set: Vec<(String, String)> =
        merged.settings().map(|(name, value)| (name.text.clone(), value.text.clone())).collect();
    let outcome = spec::read(&text, beside.library(), &Settings { set: &set, judging: true });
    proof.part = outcome.findings.iter().any(|finding| finding.code.name == PART_NOT_JUDGED);
    if !proof.part {
        let errors = outcome.findings.into_iter().filter(|finding| finding.severity() == Severity::Error);
        proof.faults.extend(errors.map(|finding| at_setting(finding, merged)));
    }
    proof.sources.extend(outcome.sources);
    let specification = outcome.specification.filter(|_| !proof.part)?;
    proof.specification = Some(Proved {
        id: specification.id.clone(),
        version: specification.version.clone(),
        file: Arc::clone(&specification.file),
        sha256: specification.sha256.clone(),
    });
    Some(specification)
}

/// The code by which the reader of specifications refuses to judge a part.
const PART_NOT_JUDGED: &str = "part-not-judged";

/// A finding about a parameter of the run, with the place where the test file sets it.
fn at_setting(finding: Finding, merged: &merge::Merged) -> Finding {
    if finding.place.is_some() {
        return finding;
    }
    let named = merged.settings().find(|(name, _)| finding.message.contains(&format!("`{}`", name.text)));
    match named {
        Some((name, _)) => finding.at(name.place.clone(), name.width),
        None => finding,
    }
}

fn judge_all(
    lots: &[expectation::Lot],
    tables: &table::Tables,
    mut specification: Specification,
    request: &Request<'_>,
    proof: &mut Proof,
) {
    let factors = crate::judge::Factors::of([&specification]);
    let bench = Bench::new(lots, tables, &factors);
    let baseline = bench.baseline(&specification);
    for (lot, judged) in lots.iter().zip(&baseline) {
        proof.lots.push(ProofLot {
            name: lot.name.text.clone(),
            what: lot.what.clone(),
            place: lot.name.place.clone(),
            expected: lot.verdict,
            verdict: judged.verdict,
            differences: judged.differences.clone(),
        });
    }
    if request.filter.is_some() {
        return;
    }
    proof.coverage = Some(coverage::coverage(&bench, &mut specification, &baseline, &proof.file));
    if request.mutate {
        proof.mutation = Some(mutation::mutation(&bench, &mut specification, &baseline));
    }
}
