//! An archive against its own manifests, and the signatures that it holds against the files beside them.

use super::pages::{Around, drawn_again};
use super::twin::{changed_since, name_inside};
use super::{Verification, pages_finding};
use crate::cli::sign::ENDING;
use crate::cli::{Failure, attached};
use crate::finding::Finding;
use crate::integrity::{self, Chain, Entry};
use crate::report::{Compared, Pages, VerifiedFile};

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
        findings.extend(certificates(&entries)?);
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

/// What is wrong with the certificates of an archive: changed, with other pages than those of their twin, or not what the report
/// beside them says. Pages are drawn again where the laboratory file is among the attachments.
///
/// # Errors
/// Wrong usage: one is a PDF, in a program without the PDF part.
pub fn certificates(entries: &[Entry]) -> Result<Vec<Finding>, Failure> {
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
        if inside.is_some() && drawn_again(&entry.bytes, twin, &Around::Archive(entries))? == Pages::Differ {
            findings.extend(pages_finding(&Pages::Differ, &entry.path));
        }
        findings.extend(changed.or_else(|| integrity::certificate_differs(&name, twin, report)));
    }
    Ok(findings)
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
