//! The signatures that an archive holds among its attachments: against the files beside them, and against those over the archive.

use super::attachments::{Attached, attached as attachments_of, twins};
use super::names::{ENDING, are_signatures, last_part};
use crate::certificate::Certificate;
use crate::cli::{Failure, signatures};
use crate::finding::Finding;
use crate::integrity::{self, Chain, Entry, Resource, Trust};
use crate::order;
use crate::report::Compared;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A file of signatures of an archive, compared with the files that it names; whose keys signed is not looked at.
pub struct Inside {
    /// Where it lies.
    pub path: String,
    /// The signatures.
    pub chain: Chain,
    /// The files that it names, as far as they are there.
    pub compared: Vec<Compared>,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
}

/// The files of signatures of an archive.
///
/// # Errors
/// Wrong usage: an attachment is a PDF, in a program without the PDF part.
pub fn signatures_inside(entries: &[Entry]) -> Result<Vec<Inside>, Failure> {
    let mut files = entries.iter().filter(|entry| are_signatures(&entry.path, &entry.bytes)).peekable();
    if files.peek().is_none() {
        return Ok(Vec::new());
    }
    let attached = attachments_of(entries)?;
    let by_digest = order::collect(entries.iter().rev().map(|entry| (integrity::sha256(&entry.bytes), entry)));
    let shelf = Shelf { entries, attached: &attached, by_digest, signed: signed_places(entries) };
    Ok(files.map(|file| shelf.look_at(file)).collect())
}

/// The paths of an archive under which signatures name a file that has the bytes that were signed: whoever looks for another file of
/// that name has to look elsewhere.
fn signed_places(entries: &[Entry]) -> BTreeSet<String> {
    let mut places = BTreeSet::new();
    for file in entries.iter().filter(|entry| are_signatures(&entry.path, &entry.bytes)) {
        let (chain, _) = Chain::read(&file.path, &file.bytes);
        for (index, resource) in chain.subject().iter().enumerate() {
            let names = Names::of(file, index, resource);
            let is_it = |entry: &&Entry| names.has(&entry.path) && has_bytes(entry, resource);
            places.extend(entries.iter().filter(is_it).map(|entry| entry.path.clone()));
        }
    }
    places
}

fn has_bytes(entry: &Entry, resource: &Resource) -> bool {
    integrity::sha256(&entry.bytes) == resource.digest.sha256
}

/// The paths under which a file that is signed is looked for.
struct Names<'f> {
    /// Of the first file: that of its signatures without their ending. Whoever sees the two beside each other takes them for one.
    beside: Option<&'f str>,
    /// As it was called when it was signed, in the folder of its signatures.
    signed: String,
}

impl<'f> Names<'f> {
    fn of(file: &'f Entry, index: usize, resource: &Resource) -> Self {
        let folder = file.path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let beside = file.path.strip_suffix(ENDING).filter(|_| index == 0);
        Names { beside, signed: format!("{folder}{}", resource.name) }
    }

    fn has(&self, path: &str) -> bool {
        self.beside == Some(path) || self.signed == path
    }
}

/// The files of an archive, by what signatures know them.
struct Shelf<'a> {
    entries: &'a [Entry],
    attached: &'a [Attached<'a>],
    by_digest: BTreeMap<String, &'a Entry>,
    /// The paths where a file lies that signatures name.
    signed: BTreeSet<String>,
}

/// A file that was signed, as it was found.
struct Found<'a> {
    compared: Compared,
    /// The file that stands for it.
    entry: Option<&'a Entry>,
    /// What is wrong with it.
    findings: Vec<Finding>,
}

/// What stands for a file that is signed.
enum Stands<'a> {
    /// The file, under this name or another.
    File(&'a Entry),
    /// A certificate with the content that was signed as this file, as a draft that need not be kept: where, and its digest.
    Content(String, String),
    /// A file of its name with other bytes.
    Changed(&'a Entry),
    /// Nothing.
    Nothing,
}

impl<'a> Shelf<'a> {
    fn look_at(&self, file: &Entry) -> Inside {
        let (chain, mut findings) = Chain::read(&file.path, &file.bytes);
        let (mut compared, mut found) = (Vec::new(), Vec::new());
        for (index, resource) in chain.subject().iter().enumerate() {
            let one = self.compared(&chain, file, resource, &Names::of(file, index, resource));
            compared.push(one.compared);
            found.push(one.entry);
            findings.extend(one.findings);
        }
        if let [Some(document), Some(twin), ..] = &found[..] {
            findings.extend(self.carries_another(document, twin));
        }
        Inside { path: file.path.clone(), chain, compared, findings }
    }

    /// A file that was signed, against what stands for it.
    fn compared(&self, chain: &Chain, file: &Entry, resource: &Resource, names: &Names<'_>) -> Found<'a> {
        let expected = resource.digest.sha256.clone();
        let compared = Compared { of: names.signed.clone(), named_in: file.path.clone(), expected, found: None };
        match self.stands_for(chain, resource, names) {
            Stands::File(entry) => {
                let is_renamed = entry.path != names.signed;
                let of = if is_renamed { format!("{}, by {}", resource.name, entry.path) } else { compared.of };
                let found = Some(resource.digest.sha256.clone());
                let stated = chain.links().iter().map(|link| &link.statement.predicate);
                let differs = stated.filter_map(|stated| integrity::stated_differs(stated, &entry.path, &entry.bytes));
                let findings = differs.collect();
                Found { compared: Compared { of, found, ..compared }, entry: Some(entry), findings }
            }
            Stands::Content(holder, content) => {
                let of = format!("the content of {}, in {holder}", resource.name);
                let compared = Compared { of, expected: content.clone(), found: Some(content), ..compared };
                Found { compared, entry: None, findings: Vec::new() }
            }
            // What has changed is no measure of what was stated.
            Stands::Changed(entry) => {
                let found = Some(integrity::sha256(&entry.bytes));
                let findings = self.changed(resource, entry, &file.path).into_iter().collect();
                let compared = Compared { of: entry.path.clone(), found, ..compared };
                Found { compared, entry: Some(entry), findings }
            }
            Stands::Nothing => {
                // Where a file of others has the name that it was signed under, it cannot be attached under that one.
                let signed = names.signed.as_str();
                let path = names.beside.filter(|_| self.signed.contains(signed)).unwrap_or(signed);
                let message = format!("{path} is signed in {}, and not in the archive", file.path);
                let (name, signatures) = (last_part(path), last_part(&file.path));
                let help = format!("--attach {name} too, as it was signed, or leave {signatures} out");
                let finding = Finding::new(&integrity::FILE_ABSENT, message).help(help);
                Found { compared, entry: None, findings: vec![finding] }
            }
        }
    }

    /// What stands for a file that was signed: the one that its signatures stand beside, else the one that is called as it was when it
    /// was signed, else the one of its bytes. Under both names it is looked for first: what was changed there is not made good by a
    /// copy elsewhere. Another file may have the name that was signed, where it has signatures of its own. Signatures that made a
    /// certificate final are under what it says: the draft need not be there, and may have had the name that the certificate has.
    fn stands_for(&self, chain: &Chain, resource: &Resource, names: &Names<'_>) -> Stands<'a> {
        let named = [names.beside, Some(names.signed.as_str())].into_iter().flatten();
        for entry in named.filter_map(|path| self.entries.iter().find(|entry| entry.path == path)) {
            if has_bytes(entry, resource) {
                return Stands::File(entry);
            }
            let is_of_others = names.beside != Some(&entry.path) && self.signed.contains(&entry.path);
            if !is_of_others && !self.is_final(chain, entry) {
                return Stands::Changed(entry);
            }
        }
        match self.by_digest.get(&resource.digest.sha256) {
            Some(entry) => Stands::File(entry),
            None => {
                self.in_another(chain).map_or(Stands::Nothing, |(holder, content)| Stands::Content(holder, content))
            }
        }
    }

    /// Whether a file is the certificate that these signatures made final.
    fn is_final(&self, chain: &Chain, entry: &Entry) -> bool {
        let certificates = self.attached.iter().filter(|one| one.entry.path == entry.path);
        certificates.filter_map(|one| one.certificate.as_ref()).any(|one| signatures::made_final(chain, one))
    }

    /// The finding about a file that was changed; where the archive has the bytes that were signed too, how both can stay.
    fn changed(&self, resource: &Resource, entry: &Entry, signatures: &str) -> Option<Finding> {
        let finding = integrity::file_changed(resource, &entry.path, &entry.bytes)?;
        Some(match self.by_digest.get(&resource.digest.sha256) {
            Some(signed) => finding.help(format!(
                "{} has the bytes that were signed: call {} {}, so that it stands beside that file",
                signed.path,
                last_part(signatures),
                last_part(&format!("{}{ENDING}", signed.path))
            )),
            None => finding,
        })
    }

    /// The certificate whose content was signed as another file, with its digest.
    fn in_another(&self, chain: &Chain) -> Option<(String, String)> {
        let content = chain.content()?;
        let found = twins(self.attached).into_iter().find(|(_, twin)| twin.content_sha256 == content.digest.sha256);
        found.map(|(path, twin)| (path.to_owned(), twin.content_sha256.clone()))
    }

    /// The finding, where a document does not carry the twin that it was signed with, or cannot be read.
    fn carries_another(&self, document: &Entry, twin: &Entry) -> Option<Finding> {
        let one = self.attached.iter().find(|one| one.entry.path == document.path)?;
        match &one.inside {
            Ok(inside) => integrity::attached_differs(&document.path, inside.as_deref()?, &twin.path, &twin.bytes),
            Err(finding) => Some((**finding).clone()),
        }
    }
}

/// Signatures of an archive under one part of what it holds: a certificate, or a report.
pub struct Work {
    chains: Vec<Chain>,
    /// Whether they are under a certificate that another one in the archive replaces.
    is_replaced: bool,
    /// Whether the archive is of several lots.
    has_other_lots: bool,
}

impl Work {
    /// What is wrong with these signatures beside each other, and beside those over the archive: nobody signs for two parts of one
    /// work, and nobody signs the archive before what it holds. Who signed a certificate that is replaced there has no part in the
    /// one that counts. Without a trust file only another meaning is told.
    pub fn objections(&self, own: Option<&Chain>, trust: Option<&Trust>) -> Vec<Finding> {
        let all: Vec<&Chain> = self.chains.iter().chain(own.filter(|_| !self.is_replaced)).collect();
        let twice = integrity::signed_twice(&all, trust).into_iter().map(|finding| match self.has_other_lots {
            true => finding.help(
                "have another person sign with this meaning; or make an archive of each lot, since who reviewed one lot may approve \
                 another",
            ),
            false => finding,
        });
        let before = self.chains.iter().flat_map(|held| own.map(|own| integrity::signed_before_chain(own, held)));
        twice.chain(before.flatten()).collect()
    }
}

/// The signatures in an archive under its certificates and reports of its lots, by what they are under.
///
/// # Errors
/// Wrong usage: an attachment is a PDF, in a program without the PDF part.
pub fn signed_work(entries: &[Entry]) -> Result<Vec<Work>, Failure> {
    let mut files = entries.iter().filter(|entry| are_signatures(&entry.path, &entry.bytes)).peekable();
    if files.peek().is_none() {
        return Ok(Vec::new());
    }
    let report = entries.iter().find(|entry| entry.path == integrity::REPORT).map(|entry| entry.bytes.as_slice());
    let own = report.map(integrity::sha256);
    let (judged, has_other_lots) = (tests_of(report.unwrap_or_default()), lots_of(report.unwrap_or_default()) > 1);
    let attached = attachments_of(entries)?;
    let twins = twins(&attached);
    let mut by_work: BTreeMap<String, Work> = BTreeMap::new();
    for file in files {
        let (chain, _) = Chain::read(&file.path, &file.bytes);
        // A report that was signed is another file than that of the archive: it names its files as they lay then. What it states of
        // the tests of a lot says whose it is.
        let is_of_lot = |one: &&Resource| own.as_ref() == Some(&one.digest.sha256) || states_of(&chain, &judged);
        let work = chain.content().or_else(|| chain.subject().first().filter(is_of_lot));
        let Some(work) = work.map(|work| work.digest.sha256.clone()) else { continue };
        let is_replaced = chain.content().is_some_and(|content| twins.iter().any(|(_, one)| replaces(one, content)));
        let new = || Work { chains: Vec::new(), is_replaced, has_other_lots };
        by_work.entry(work).or_insert_with(new).chains.push(chain);
    }
    Ok(by_work.into_values().collect())
}

/// Whether a certificate that was issued takes the place of the one of this content.
fn replaces(one: &Certificate, content: &Resource) -> bool {
    let replaced = one.content.replaces.as_ref().and_then(|replaced| replaced.content_sha256.as_ref());
    one.is_issued() && replaced == Some(&content.digest.sha256) && one.content.lot.id == content.name
}

/// The tests of a report, as signatures name them: `LOT TEST`.
fn tests_of(report: &[u8]) -> BTreeSet<String> {
    let evidence = integrity::evidence(report).ok();
    order::collect(evidence.into_iter().flat_map(|all| [all.passed, all.warned, all.failed]).flatten())
}

/// How many lots a report has.
fn lots_of(report: &[u8]) -> usize {
    let report: Option<Value> = serde_json::from_slice(report).ok();
    report.and_then(|report| report.get("lots")?.as_array().map(Vec::len)).unwrap_or_default()
}

/// Whether a signature states what one of these tests came to.
fn states_of(chain: &Chain, judged: &BTreeSet<String>) -> bool {
    let stated = chain.links().iter().map(|link| &link.statement.predicate);
    stated
        .flat_map(|stated| [&stated.passed_tests, &stated.warned_tests, &stated.failed_tests])
        .flatten()
        .any(|test| judged.contains(test))
}

/// The finding that keeps an archive with these files from being made or signed: a file of signatures that does not read, or a file
/// that it names and that is not there as it was signed. `evqc verify` would find it in an archive that nobody can mend.
///
/// # Errors
/// As [`signatures_inside`].
pub fn faults_inside(entries: &[Entry]) -> Result<Vec<Finding>, Failure> {
    Ok(signatures_inside(entries)?.into_iter().flat_map(|one| one.findings).collect())
}
