//! An archive against its own manifests, and the signatures that it holds against the files beside them.

use super::Verification;
use crate::cli::evidence::{self, Asked, Attachments};
use crate::cli::{Failure, files, rejudged};
use crate::finding::Finding;
use crate::integrity::{self, Chain, Entry, Manifest, SOURCE_SHA256};
use crate::report::{Attachment, Checked, JudgedAgain, Unchecked, VerifiedFile, VerifiedSignature, program_named};
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
        for inside in evidence::signatures_inside(&entries)? {
            let new: Vec<Finding> = inside.findings.into_iter().filter(|one| !file.findings.contains(one)).collect();
            file.findings.extend(new);
            file.findings.extend(inside.chain.verify(&self.trust));
            let signatures = inside.chain.links().iter().map(|link| self.signature(&inside.path, link));
            file.signatures.extend(signatures);
            file.digests.extend(inside.compared);
        }
        for work in evidence::signed_work(&entries)? {
            file.findings.extend(work.objections(own.as_ref(), Some(&self.trust)));
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
