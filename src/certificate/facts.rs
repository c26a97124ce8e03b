//! The certificate facts: what neither the specification nor the results say of a lot and of its certificate.

use super::keys;
use super::profile::IntendedUse;
use super::reading::{
    check_version, fields_of, items, name_at, named, recorded, section, sections, seen, stamp, words, words_at,
    words_needed,
};
use super::stamp::Stamp;
use super::unsigned;
use super::words::Words;
use crate::finding::{Finding, Severity};
use crate::order;
use crate::source::Place;
use crate::spec::codes as spec_codes;
use crate::spec::fields::Fields;
use crate::spec::keys::Entry;
use crate::spec::{SourceText, raw};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What is said of all lots, and of each.
#[derive(Clone, Debug, Default)]
pub struct FactsFile {
    /// What holds for every lot that does not say otherwise.
    pub all: Facts,
    /// What holds for one lot, with the place of its entry.
    pub lots: BTreeMap<String, (Facts, Option<Place>)>,
}

/// What is said of one lot.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Where texts and the number of containers stand, by key.
    pub places: BTreeMap<String, Place>,
    /// Texts by key: `requester`, `product.strength`, `batch.size`.
    pub words: BTreeMap<String, Words>,
    /// Names and numbers that are the same in every language, by key: `number`, `authorisation`.
    pub names: BTreeMap<String, String>,
    /// Days and moments by key: `sample.received`, `issued`.
    pub stamps: BTreeMap<String, Stamp>,
    /// Intended use.
    pub intended_use: Option<IntendedUse>,
    /// Number of containers.
    pub containers: Option<u64>,
    /// Day of manufacture.
    pub manufactured: Option<Date>,
    /// Numbers of the samples.
    pub samples: Vec<String>,
    /// The certificate that is replaced.
    pub replaces: Option<Replaces>,
    /// What holds for one test, by its id, with the place of the entry.
    pub tests: BTreeMap<String, (TestFacts, Option<Place>)>,
    /// Values that the specification leaves to the run, with their records.
    pub parameters: Vec<ParameterFacts>,
    /// Deviations, additions, exclusions.
    pub deviations: Vec<Deviation>,
    /// Remarks.
    pub comments: Vec<Words>,
}

/// The certificate that is replaced.
#[derive(Clone, Debug)]
pub struct Replaces {
    /// Its number.
    pub number: String,
    /// Its date of issue.
    pub date: Option<Stamp>,
    /// Why it is replaced.
    pub reason: Words,
    /// What changed, in the words of the laboratory.
    pub changes: Vec<Words>,
}

/// What is said of one test of a lot.
#[derive(Clone, Debug, Default)]
pub struct TestFacts {
    /// The external laboratory, by its name in lab.yaml.
    pub laboratory: Option<String>,
    /// The number of its report.
    pub report: Option<String>,
    /// Day of the sampling, where it is not that of the lot.
    pub sampled: Option<Stamp>,
    /// Day of the start.
    pub started: Option<Stamp>,
    /// Day of completion.
    pub completed: Option<Stamp>,
    /// Who tested.
    pub analyst: Option<String>,
    /// Who reviewed.
    pub reviewer: Option<String>,
}

/// The value of a parameter that holds for a lot, and where that is recorded.
#[derive(Clone, Debug)]
pub struct ParameterFacts {
    /// Name of the parameter.
    pub name: String,
    /// The value with its unit, as written.
    pub value: String,
    /// Number of the record.
    pub record: String,
    /// Where it stands.
    pub place: Option<Place>,
}

/// A deviation from the method, an addition to it, an exclusion from it.
#[derive(Clone, Debug)]
pub struct Deviation {
    /// Number of the record.
    pub reference: String,
    /// What was done otherwise.
    pub text: Words,
    /// The tests it is about, by id; empty: the lot.
    pub tests: Vec<String>,
    /// Where it stands.
    pub place: Option<Place>,
}

impl FactsFile {
    /// What is said of a lot: its own entry, and for the rest what is said of all.
    pub fn of(&self, lot: &str) -> Facts {
        match self.lots.get(lot) {
            Some((own, _)) => own.over(&self.all),
            None => self.all.clone(),
        }
    }
}

impl Facts {
    /// A text.
    pub fn words(&self, key: &str) -> Option<&Words> {
        self.words.get(key)
    }

    /// A name or a number.
    pub fn name(&self, key: &str) -> Option<&str> {
        self.names.get(key).map(String::as_str)
    }

    /// A day or a moment.
    pub fn stamp(&self, key: &str) -> Option<&Stamp> {
        self.stamps.get(key)
    }

    /// These facts, completed by others.
    fn over(&self, all: &Facts) -> Facts {
        let list = |own: &Vec<String>, of_all: &Vec<String>| if own.is_empty() { of_all.clone() } else { own.clone() };
        Facts {
            places: merged(&self.places, &all.places),
            words: merged(&self.words, &all.words),
            names: merged(&self.names, &all.names),
            stamps: merged(&self.stamps, &all.stamps),
            intended_use: self.intended_use.or(all.intended_use),
            containers: self.containers.or(all.containers),
            manufactured: self.manufactured.or(all.manufactured),
            samples: list(&self.samples, &all.samples),
            replaces: self.replaces.clone().or_else(|| all.replaces.clone()),
            tests: self.tests_over(all),
            parameters: self.parameters_over(all),
            deviations: all.deviations.iter().chain(&self.deviations).cloned().collect(),
            comments: all.comments.iter().chain(&self.comments).cloned().collect(),
        }
    }

    fn parameters_over(&self, all: &Facts) -> Vec<ParameterFacts> {
        let own = |name: &str| self.parameters.iter().any(|one| one.name == name);
        let of_all = all.parameters.iter().filter(|one| !own(&one.name));
        of_all.chain(&self.parameters).cloned().collect()
    }

    fn tests_over(&self, all: &Facts) -> BTreeMap<String, (TestFacts, Option<Place>)> {
        let mut tests = all.tests.clone();
        for (id, (own, place)) in &self.tests {
            let (of_all, _) = tests.get(id).cloned().unwrap_or_default();
            let merged = TestFacts {
                laboratory: own.laboratory.clone().or(of_all.laboratory),
                report: own.report.clone().or(of_all.report),
                sampled: own.sampled.clone().or(of_all.sampled),
                started: own.started.clone().or(of_all.started),
                completed: own.completed.clone().or(of_all.completed),
                analyst: own.analyst.clone().or(of_all.analyst),
                reviewer: own.reviewer.clone().or(of_all.reviewer),
            };
            tests.insert(id.clone(), (merged, place.clone()));
        }
        tests
    }
}

fn merged<V: Clone>(own: &BTreeMap<String, V>, all: &BTreeMap<String, V>) -> BTreeMap<String, V> {
    let mut merged = all.clone();
    merged.extend(own.iter().map(|(key, value)| (key.clone(), value.clone())));
    merged
}

/// Reads a file of certificate facts.
///
/// # Errors
/// Every fault with its place.
pub fn read_facts(source: &SourceText) -> Result<FactsFile, Vec<Finding>> {
    let (node, mut findings) = raw::parse(source);
    let file = node.and_then(|node| {
        findings.extend(unsigned::in_file(&node));
        let fields = fields_of(&node, keys::FACTS_FILE, "the certificate facts", &mut findings)?;
        check_version(&fields, "evqc_certificate", &mut findings);
        let all = section(&fields, "all", keys::FACTS, &mut findings);
        let all = all.map(|of| facts(&of, &mut findings)).unwrap_or_default();
        let lots = named(&fields, "lots", keys::FACTS, &mut findings);
        let lots =
            lots.into_iter().map(|(key, of)| (key.text.clone(), (facts(&of, &mut findings), Some(key.place.clone()))));
        Some(FactsFile { all, lots: order::collect(lots) })
    });
    crate::spec::sort(&mut findings);
    match file {
        Some(file) if findings.iter().all(|finding| finding.severity() < Severity::Error) => Ok(file),
        _ => Err(findings),
    }
}

fn facts(of: &Fields<'_>, findings: &mut Vec<Finding>) -> Facts {
    let mut facts = Facts::default();
    for key in ["requester", "approver"] {
        facts.words.extend(words_at(of, key, findings).map(|words| (key.to_owned(), words)));
    }
    for (name, table) in [("product", keys::PRODUCT), ("provenance", keys::PROVENANCE)] {
        if let Some(section) = section(of, name, table, findings) {
            take_words(&section, name, table, &[], &mut facts, findings);
        }
    }
    for key in ["number", "authorisation", "reviewer"] {
        facts.names.extend(name_at(of, key, findings).map(|text| (key.to_owned(), text)));
    }
    for key in ["evaluated", "issued"] {
        facts.stamps.extend(stamp(of, key, findings).map(|stamp| (key.to_owned(), stamp)));
    }
    facts.intended_use = of.word("use", &IntendedUse::WORDS, findings).map(|at| IntendedUse::ALL[at]);
    facts.replaces = section(of, "replaces", keys::REPLACES, findings).and_then(|of| replaces(&of, findings));
    batch(of, &mut facts, findings);
    sample(of, &mut facts, findings);
    let tests = named(of, "tests", keys::FACTS_TEST, findings).into_iter();
    facts.tests =
        order::collect(tests.map(|(key, of)| (key.text.clone(), (test_facts(&of, findings), Some(key.place.clone())))));
    facts.parameters = named(of, "parameters", keys::FACTS_PARAMETER, findings)
        .into_iter()
        .filter_map(|(key, of)| {
            let value = of.needed("value", findings).and_then(|text| seen(text, findings));
            let record = of.needed("record", findings).and_then(|text| recorded(text, findings));
            let (name, place) = (key.text.clone(), Some(key.place.clone()));
            Some(ParameterFacts { name, value: value?, record: record?, place })
        })
        .collect();
    let deviations = sections(of, "deviations", keys::DEVIATION, findings);
    facts.deviations = deviations.iter().filter_map(|of| deviation(of, findings)).collect();
    facts.comments =
        items(of, "comments", findings).iter().filter_map(|node| words(node, "comments", findings)).collect();
    facts
}

/// Every text of a section whose keys are all texts, but for `others`.
fn take_words(
    of: &Fields<'_>,
    section: &str,
    table: &'static [Entry],
    others: &[&str],
    facts: &mut Facts,
    findings: &mut Vec<Finding>,
) {
    for entry in table.iter().filter(|entry| !others.contains(&entry.name)) {
        let words = words_at(of, entry.name, findings);
        let place = of.key(entry.name).map(|key| key.place.clone());
        facts.places.extend(place.map(|place| (format!("{section}.{}", entry.name), place)));
        facts.words.extend(words.map(|words| (format!("{section}.{}", entry.name), words)));
    }
}

fn batch(of: &Fields<'_>, facts: &mut Facts, findings: &mut Vec<Finding>) {
    let Some(of) = section(of, "batch", keys::BATCH, findings) else { return };
    take_words(&of, "batch", keys::BATCH, &["containers", "repacker_lot", "manufactured"], facts, findings);
    facts.names.extend(name_at(&of, "repacker_lot", findings).map(|lot| ("batch.repacker_lot".to_owned(), lot)));
    facts.manufactured = of.date("manufactured", findings);
    let Some(text) = of.number_text("containers", findings) else { return };
    facts.places.insert("batch.containers".to_owned(), text.place.clone());
    facts.containers = text.text.parse().ok().filter(|number| *number > 0);
    if facts.containers.is_none() {
        let message = format!("`{}` is not a number of containers", text.text);
        findings.push(text.finding(&spec_codes::UNKNOWN_WORD, message).help("write a whole number above 0"));
    }
}

fn sample(of: &Fields<'_>, facts: &mut Facts, findings: &mut Vec<Finding>) {
    let Some(of) = section(of, "sample", keys::SAMPLE, findings) else { return };
    take_words(&of, "sample", keys::SAMPLE, &["ids", "sampled", "received"], facts, findings);
    for key in ["sampled", "received"] {
        facts.stamps.extend(stamp(&of, key, findings).map(|stamp| (format!("sample.{key}"), stamp)));
    }
    facts.samples = of.texts("ids", true, findings).into_iter().filter_map(|text| seen(text, findings)).collect();
}

fn replaces(of: &Fields<'_>, findings: &mut Vec<Finding>) -> Option<Replaces> {
    let number = of.needed("number", findings).and_then(|text| seen(text, findings));
    let date = stamp(of, "date", findings);
    let reason = words_needed(of, "reason", findings);
    let changes = items(of, "changes", findings).iter().filter_map(|node| words(node, "changes", findings)).collect();
    Some(Replaces { number: number?, date, reason: reason?, changes })
}

fn test_facts(of: &Fields<'_>, findings: &mut Vec<Finding>) -> TestFacts {
    TestFacts {
        laboratory: name_at(of, "laboratory", findings),
        report: of.text("report", findings).and_then(|text| recorded(text, findings)),
        sampled: stamp(of, "sampled", findings),
        started: stamp(of, "started", findings),
        completed: stamp(of, "completed", findings),
        analyst: name_at(of, "analyst", findings),
        reviewer: name_at(of, "reviewer", findings),
    }
}

fn deviation(of: &Fields<'_>, findings: &mut Vec<Finding>) -> Option<Deviation> {
    let reference = of.needed("reference", findings).and_then(|text| seen(text, findings));
    let text = words_needed(of, "text", findings);
    let tests = of.texts("tests", true, findings).into_iter().map(|text| text.text).collect();
    Some(Deviation { reference: reference?, text: text?, tests, place: Some(of.place.clone()) })
}
