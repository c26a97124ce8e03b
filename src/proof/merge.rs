//! Test files with what they include, as one.

use super::{Beside, codes};
use crate::finding::{Finding, Severity, did_you_mean};
use crate::source::Place;
use crate::spec::{NamedEntries, SourceText, TestFile, TestLot, Written, read_test_file};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Longest chain of `include`, and of `based on`.
const LONGEST_CHAIN: usize = 16;
/// Most files that one test file may take in, itself included.
const MOST_FILES: usize = 200;

/// A test file with everything it includes, before `based on` is followed.
#[derive(Clone, Debug, Default)]
pub(super) struct Merged {
    /// The specification that the file itself names.
    pub spec: Option<Written>,
    /// Values of parameters.
    pub set: NamedEntries<Written>,
    /// Lots in order of first mention.
    pub lots: Vec<TestLot>,
    /// Every test that has results in some file.
    pub delivered: BTreeSet<String>,
}

/// Loads test files and joins them.
pub(super) struct Merger<'b> {
    beside: &'b dyn Beside,
    pub findings: Vec<Finding>,
    /// Every text that was read.
    pub sources: Vec<SourceText>,
    chain: Vec<Arc<str>>,
    files: usize,
}

impl<'b> Merger<'b> {
    pub fn new(beside: &'b dyn Beside) -> Self {
        Merger { beside, findings: Vec::new(), sources: Vec::new(), chain: Vec::new(), files: 0 }
    }

    /// The lots of a file and of those it includes; nothing when it cannot be read at all.
    pub fn load(&mut self, source: &SourceText) -> Option<Merged> {
        let merged = self.join(source)?;
        if merged.lots.is_empty() && !self.findings.iter().any(|finding| finding.severity() == Severity::Error) {
            self.findings.push(
                Finding::new(&codes::TEST_FILE_WITHOUT_LOTS, "the test file has no lot")
                    .at(Place::new(source.name(), 1, 1), 1)
                    .help("add a lot under `lots:`, with its results and `expect:`"),
            );
        }
        Some(merged)
    }

    fn join(&mut self, source: &SourceText) -> Option<Merged> {
        self.files += 1;
        if !self.sources.iter().any(|known| known.name() == source.name()) {
            self.sources.push(source.clone());
        }
        let (file, findings) = read_test_file(source);
        self.findings.extend(findings);
        let TestFile { spec, include, set, lots } = file?;
        let mut merged = Merged::default();
        self.chain.push(Arc::clone(source.name()));
        for name in &include {
            if let Some(included) = self.included(source, name) {
                merged.take(included.set, included.lots);
                merged.delivered.extend(included.delivered);
            }
        }
        self.chain.pop();
        let named = |lot: &TestLot| {
            lot.results.iter().filter(|(_, rows)| rows.is_some()).map(|(test, _)| test.text.clone()).collect::<Vec<_>>()
        };
        merged.delivered.extend(lots.iter().flat_map(named));
        merged.take(set, lots);
        merged.spec = spec;
        Some(merged)
    }

    fn included(&mut self, source: &SourceText, name: &Written) -> Option<Merged> {
        let found = match self.beside.text(&name.text, source.name()) {
            Ok(found) => found,
            Err(reason) => {
                let message = format!("the included test file is not there: {reason}");
                self.findings
                    .push(name.finding(&codes::INCLUDE_NOT_FOUND, message).help("name it relative to this file"));
                return None;
            }
        };
        if self.chain.contains(found.name()) || self.chain.len() >= LONGEST_CHAIN || self.files >= MOST_FILES {
            let mut circle: Vec<&str> = self.chain.iter().map(|name| name.as_ref()).collect();
            circle.push(found.name());
            let message = format!("test files include each other in a circle: {}", circle.join(" -> "));
            self.findings.push(name.finding(&codes::CYCLIC_INCLUDE, message).help("remove one `include`"));
            return None;
        }
        self.join(&found)
    }
}

impl Merged {
    /// Takes over parameters and lots; what is said later wins.
    fn take(&mut self, set: NamedEntries<Written>, lots: Vec<TestLot>) {
        overlay(&mut self.set, set);
        for lot in lots {
            match self.lots.iter_mut().find(|known| known.name.text == lot.name.text) {
                Some(known) => over(known, lot),
                None => self.lots.push(lot),
            }
        }
    }

    /// The parameters that have a value in the end.
    pub fn settings(&self) -> impl Iterator<Item = (&Written, &Written)> {
        self.set.iter().filter_map(|(name, value)| Some((name, value.as_ref()?)))
    }

    /// A lot with the facts and results of the lots it is based on. Expectations are each lot's own.
    pub fn whole(&self, lot: &TestLot, findings: &mut Vec<Finding>) -> TestLot {
        let mut line = vec![lot];
        while let Some(base) = line.last().and_then(|lot| lot.based_on.as_ref()) {
            let Some(found) = self.lots.iter().find(|other| other.name.text == base.text) else {
                let message = format!("no lot is called `{}`", base.text);
                let help = match did_you_mean(&base.text, self.lots.iter().map(|lot| lot.name.text.as_str())) {
                    Some(close) => format!("did you mean `{close}`?"),
                    None => "name a lot of this file, or of one it includes".to_owned(),
                };
                findings.push(base.finding(&codes::UNKNOWN_BASE, message).help(help));
                break;
            };
            if line.iter().any(|other| other.name.text == found.name.text) || line.len() >= LONGEST_CHAIN {
                let names: Vec<&str> = line.iter().map(|lot| lot.name.text.as_str()).collect();
                let message =
                    format!("lots are based on each other in a circle: {} -> {}", names.join(" -> "), base.text);
                findings.push(base.finding(&codes::CYCLIC_BASE, message).help("remove one `based on`"));
                break;
            }
            line.push(found);
        }
        let mut whole = line.last().copied().unwrap_or(lot).clone();
        for heir in line.iter().rev().skip(1) {
            let heir = (*heir).clone();
            if heir.data.is_some() {
                whole.results.clear();
            }
            overlay(&mut whole.facts, heir.facts);
            overlay(&mut whole.results, heir.results);
            whole.stage = heir.stage.or(whole.stage);
            whole.as_of = heir.as_of.or(whole.as_of);
            whole.data = heir.data.or(whole.data);
        }
        TestLot {
            facts: whole.facts,
            results: whole.results,
            stage: whole.stage,
            as_of: whole.as_of,
            data: whole.data,
            ..lot.clone()
        }
    }
}

/// Puts a lot over another of the same name.
fn over(known: &mut TestLot, lot: TestLot) {
    overlay(&mut known.facts, lot.facts);
    overlay(&mut known.results, lot.results);
    overlay(&mut known.outcomes, lot.outcomes);
    overlay(&mut known.reasons, lot.reasons);
    overlay(&mut known.flags, lot.flags);
    known.name = lot.name;
    let parts = [
        (&mut known.what, lot.what),
        (&mut known.based_on, lot.based_on),
        (&mut known.stage, lot.stage),
        (&mut known.as_of, lot.as_of),
        (&mut known.data, lot.data),
        (&mut known.expect, lot.expect),
    ];
    for (old, new) in parts {
        if new.is_some() {
            *old = new;
        }
    }
}

/// Entries by name: said again, they replace; `null` stays, for it may take back what a base has.
fn overlay<T>(old: &mut NamedEntries<T>, new: NamedEntries<T>) {
    for (key, value) in new {
        match old.iter_mut().find(|(known, _)| known.text == key.text) {
            Some(slot) => *slot = (key, value),
            None => old.push((key, value)),
        }
    }
}
