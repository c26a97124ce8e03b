//! An archive against its own manifests, and the signatures that it holds against the files beside them.

use super::Verification;
use crate::cli::evidence::{self, Asked, Attachments, are_signatures, attached};
use crate::cli::{Failure, files, rejudged};
use crate::finding::Finding;
use crate::integrity::{self, Chain, Entry, Manifest, SOURCE_SHA256};
use crate::report::{
    Attachment, Checked, Compared, JudgedAgain, Unchecked, VerifiedFile, VerifiedSignature, program_named,
};
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
        findings.extend(evidence::of_entries(&entries, &findings)?);
        let manifest = Manifest::read(&entries).ok();
        let is_whole = findings.is_empty();
        let own = self.over_the_whole(Path::new(&file.name), bytes)?;
        let signed: Vec<VerifiedSignature> = own.iter().flat_map(|chain| self.signatures(chain)).collect();
        let judged = manifest.as_ref().map(|manifest| &manifest.judged);
        let Attachments { findings: of_attachments, mut all, places } =
            evidence::attachments(&entries, judged, Asked::ShownOrSigned(&signed))?;
        let said = |one: &Finding| findings.iter().any(|other| (other.code, &other.place) == (one.code, &one.place));
        let more: Vec<Finding> = of_attachments.into_iter().filter(|one| !said(one)).collect();
        findings.extend(more.into_iter().chain(places));
        all.extend(manifest.as_ref().and_then(readme_of_another));
        let again = again(&entries, manifest.filter(|_| is_whole))?;
        match &again {
            JudgedAgain::Not(why) => evidence::drawn_again_or_not(&mut all, Err(why)),
            JudgedAgain::Verified(replay) | JudgedAgain::Replayed(replay) => {
                findings.extend(rejudged::findings(replay));
                evidence::drawn_again_or_not(&mut all, Ok(&replay.certificates));
            }
        }
        file.again = Some(again);
        file.attachments = all;
        let unsigned = self.args.unsigned.then_some("--unsigned leaves signatures out");
        file.attachments.extend(evidence::of_signatures(&entries, unsigned));
        file.findings.extend(findings);
        file.digests.extend(evidence::listed(&entries));
        if self.args.unsigned {
            return Ok(());
        }
        for signatures in entries.iter().filter(|entry| are_signatures(&entry.path, &entry.bytes)) {
            self.chain_inside(signatures, &entries, file)?;
        }
        for chains in evidence::signed_work(&entries) {
            let all: Vec<&Chain> = chains.iter().chain(&own).collect();
            file.findings.extend(integrity::signed_twice(&all, Some(&self.trust)));
            let over_it = own.iter().flat_map(|own| chains.iter().map(move |held| (own, held)));
            file.findings.extend(over_it.flat_map(|(own, held)| integrity::signed_before_chain(own, held)));
        }
        Ok(())
    }

    /// The signatures over every byte of an archive.
    fn over_the_whole(&self, path: &Path, bytes: &[u8]) -> Result<Option<Chain>, Failure> {
        let Some(chain_path) = self.chain_of(path)? else { return Ok(None) };
        let (chain, _) = Chain::read(&chain_path.to_string_lossy(), &files::bytes(&chain_path)?);
        let own = integrity::sha256(bytes);
        let is_it = chain.subject().iter().any(|resource| resource.digest.sha256 == own);
        Ok(Some(chain).filter(|_| is_it))
    }

    fn signatures(&self, chain: &Chain) -> impl Iterator<Item = VerifiedSignature> {
        chain.links().iter().map(|link| self.signature(&link.place.file, link))
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
                None => match evidence::in_another(&chain, entries)? {
                    Some((holder, content)) => {
                        if let Some(compared) = file.digests.last_mut() {
                            compared.of = format!("the content of {}, in {holder}", resource.name);
                            (compared.expected, compared.found) = (content.clone(), Some(content));
                        }
                    }
                    None => {
                        let message = format!("{inside} is signed in {}, and not in the archive", signatures.path);
                        file.findings.push(Finding::new(&integrity::FILE_ABSENT, message));
                    }
                },
            }
        }
        let attached = attached_in(&chain, &folder, entries)?.filter(|one| !file.findings.contains(one));
        file.findings.extend(attached);
        Ok(())
    }
}

/// Judges the lots of an archive again, where it is as it was made and this very program made it: another one may come to another
/// result without a change in the archive.
fn again(entries: &[Entry], manifest: Option<Manifest>) -> Result<JudgedAgain, Failure> {
    Ok(match manifest {
        Some(manifest) if manifest.tool.sha256 == SOURCE_SHA256 => {
            JudgedAgain::Verified(rejudged::judged_again(entries, manifest)?)
        }
        Some(manifest) => {
            let program = program_named(&manifest.tool);
            JudgedAgain::Not(format!("it was made by {program}; `evqc replay` shows what differs"))
        }
        None => JudgedAgain::Not("the archive is not as it was made".to_owned()),
    })
}

/// The file that says how to read an archive, which is compared with nothing where another program wrote it.
fn readme_of_another(manifest: &Manifest) -> Option<Attachment> {
    let why = || format!("it was written by {}", program_named(&manifest.tool));
    (manifest.tool.sha256 != SOURCE_SHA256).then(|| Attachment {
        path: integrity::README.to_owned(),
        unchecked: Some(Unchecked { beyond: Checked::Digest, why: why() }),
        ..Attachment::default()
    })
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
