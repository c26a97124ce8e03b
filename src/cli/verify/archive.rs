//! An archive against its own manifests, and the signatures that it holds against the files beside them.

use super::pages::{Around, drawn_again};
use super::twin::{changed_since, name_inside};
use super::{Verification, pages_finding};
use crate::certificate::{Certificate, Signature};
use crate::cli::sign::ENDING;
use crate::cli::{Failure, attached, signatures};
use crate::finding::Finding;
use crate::integrity::{self, Chain, Entry};
use crate::report::{Compared, Pages, VerifiedFile};
use std::path::Path;

impl Verification<'_> {
    /// Checks an archive.
    pub(super) fn archive(&self, bytes: &[u8], file: &mut VerifiedFile) -> Result<(), Failure> {
        let (entries, mut findings) = match integrity::unpack(&file.name, bytes) {
            Ok(unpacked) => unpacked,
            Err(findings) => {
                file.findings.extend(findings);
                return Ok(());
            }
        };
        findings.extend(of_entries(&entries, &findings));
        // Under a signature of the whole the pages are those that were signed.
        let asked = if self.chain_of(Path::new(&file.name))?.is_some() { Asked::NotOthers } else { Asked::Shown };
        findings.extend(certificates(&entries, asked)?);
        file.findings.extend(findings);
        file.digests.extend(listed(&entries));
        for signatures in entries.iter().filter(|entry| entry.path.ends_with(ENDING) && !self.args.unsigned) {
            self.chain_inside(signatures, &entries, file)?;
        }
        Ok(())
    }

    /// Verifies a file of signatures that an archive holds.
    fn chain_inside(&self, signatures: &Entry, entries: &[Entry], file: &mut VerifiedFile) -> Result<(), Failure> {
        let (chain, faults) = Chain::read(&signatures.path, &signatures.bytes);
        file.findings.extend(faults);
        file.findings.extend(chain.verify(&self.trust));
        file.signatures.extend(chain.links().iter().map(|link| self.signature(&signatures.path, link)));
        let folder = signatures.path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        for resource in chain.subject() {
            let inside = format!("{folder}{}", resource.name);
            let entry = entries.iter().find(|entry| entry.path == inside);
            file.digests.push(Compared {
                of: inside.clone(),
                named_in: signatures.path.clone(),
                expected: resource.digest.sha256.clone(),
                found: entry.map(|entry| integrity::sha256(&entry.bytes)),
            });
            match entry {
                Some(entry) => {
                    let changed = integrity::file_changed(resource, &inside, &entry.bytes);
                    let stated = chain.links().iter().map(|link| &link.statement.predicate);
                    let differs = stated.filter_map(|stated| integrity::stated_differs(stated, &inside, &entry.bytes));
                    // What has changed is no measure of what was stated.
                    let differs: Vec<Finding> = if changed.is_none() { differs.collect() } else { Vec::new() };
                    file.findings.extend(changed.into_iter().chain(differs));
                }
                None => {
                    let message = format!("{inside} is signed in {}, and not in the archive", signatures.path);
                    file.findings.push(Finding::new(&integrity::FILE_ABSENT, message));
                }
            }
        }
        let attached = attached_in(&chain, &folder, entries)?.filter(|one| !file.findings.contains(one));
        file.findings.extend(attached);
        Ok(())
    }
}

/// Whether a document of an archive carries the twin that it was signed with.
fn attached_in(chain: &Chain, folder: &str, entries: &[Entry]) -> Result<Option<Finding>, Failure> {
    let entry = |at: usize| {
        let path = format!("{folder}{}", chain.subject().get(at)?.name);
        entries.iter().find(|entry| entry.path == path)
    };
    let Some(document) = entry(0) else { return Ok(None) };
    Ok(match attached::twin(&document.path, &document.bytes)? {
        Ok(inside) => entry(1)
            .zip(inside)
            .and_then(|(twin, inside)| integrity::attached_differs(&document.path, &inside, &twin.path, &twin.bytes)),
        Err(finding) => Some(*finding),
    })
}

/// Where an archive has what was put in beside.
pub const ATTACHMENTS: &str = "attachments/";

/// What is asked of the pages of a certificate in an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// That they are shown to be those of the twin: by whoever puts the archive together.
    Shown,
    /// That they are not shown to be others: by whoever reads it, perhaps years later with another program.
    NotOthers,
}

/// What is wrong with the certificates of an archive: changed, with other pages than those of their twin, or not what the report
/// beside them says. Pages are drawn again where the laboratory file is among the attachments.
///
/// # Errors
/// Wrong usage: one is a PDF, in a program without the PDF part.
pub fn certificates(entries: &[Entry], asked: Asked) -> Result<Vec<Finding>, Failure> {
    let report = entries.iter().find(|entry| entry.path == integrity::REPORT);
    let Some(report) = report.map(|report| &report.bytes) else { return Ok(Vec::new()) };
    let mut findings = Vec::new();
    for entry in entries.iter().filter(|entry| entry.path.starts_with(ATTACHMENTS)) {
        let inside = match attached::twin(&entry.path, &entry.bytes)? {
            Ok(inside) => inside,
            Err(finding) => {
                findings.push(*finding);
                continue;
            }
        };
        let name = if inside.is_some() { name_inside(&entry.path) } else { entry.path.clone() };
        let twin = inside.as_deref().unwrap_or(&entry.bytes);
        let changed = changed_since(&name, twin);
        if inside.is_some() {
            let pages = drawn_again(&entry.bytes, twin, &Around::Archive(entries))?;
            let finding =
                pages_finding(&pages, &entry.path).filter(|_| asked == Asked::Shown || pages == Pages::Differ);
            findings.extend(
                finding.map(|one| one.help("attach the laboratory file and its logo too, or the twin (JSON) instead")),
            );
        }
        findings.extend(changed.or_else(|| integrity::certificate_differs(&name, twin, report)));
        findings.extend(not_shown(&entry.path, twin, entries));
        findings.extend(super::trail::in_archive(&entry.path, twin, entries));
    }
    Ok(findings)
}

/// A finding for each signature that a certificate of an archive names and no file of signatures beside it shows.
fn not_shown(name: &str, twin: &[u8], entries: &[Entry]) -> Vec<Finding> {
    let Ok(certificate) = serde_json::from_slice::<Certificate>(twin) else { return Vec::new() };
    let files = entries.iter().filter(|entry| entry.path.ends_with(ENDING));
    let chains: Vec<Chain> = files
        .map(|entry| Chain::read(&entry.path, &entry.bytes).0)
        .filter(|chain| chain.content().is_some_and(|one| one.digest.sha256 == certificate.content_sha256))
        .collect();
    let shown = |one: &Signature| {
        chains.iter().flat_map(Chain::links).any(|link| signatures::is_printed(link, one, &certificate))
    };
    let missing = certificate.signatures.iter().filter(|one| !shown(one));
    let finding = |one: &Signature| {
        let meaning = one.meaning.as_deref().unwrap_or("no meaning");
        let message = format!(
            "{name} names a signature of {} ({meaning}, {}), which no file of signatures in the archive shows",
            one.name.en, one.time
        );
        Finding::new(&integrity::SIGNATURE_NOT_SHOWN, message)
            .help(format!("attach the signatures on the draft too: --attach DRAFT{ENDING}"))
    };
    missing.map(finding).collect()
}

/// What the list of digests of an archive says of its files.
fn listed(entries: &[Entry]) -> Vec<Compared> {
    let digests = integrity::listed(entries).into_iter().map(|resource| Compared {
        found: entries.iter().find(|entry| entry.path == resource.name).map(|entry| integrity::sha256(&entry.bytes)),
        of: resource.name,
        named_in: integrity::CHECKSUMS.to_owned(),
        expected: resource.digest.sha256,
    });
    digests.collect()
}

/// What the manifests say, beside what is said already of a file.
pub fn of_entries(entries: &[Entry], said: &[Finding]) -> Vec<Finding> {
    let mut findings = integrity::check_files(entries);
    findings.retain(|finding| said.iter().all(|other| (other.code, &other.place) != (finding.code, &finding.place)));
    findings
}
