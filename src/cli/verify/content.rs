//! The signatures under the content of a certificate: those that made it final.

use super::Verification;
use crate::certificate::{Certificate, Signature};
use crate::cli::evidence::{ENDING, attached, beside, certificate, holds_signatures, name_of};
use crate::cli::{Failure, files, signatures};
use crate::finding::Finding;
use crate::integrity::{self, Chain, Link};
use crate::report::VerifiedFile;
use std::path::{Path, PathBuf};

impl Verification<'_> {
    /// Verifies every file of signatures under this content, whether each signature that the certificate names is among them, and
    /// whether it names all of those that made it final; the files of signatures beside `own`.
    pub(super) fn content_chains(
        &self,
        certificate: &Certificate,
        own: Option<&Path>,
        file: &mut VerifiedFile,
    ) -> Result<Vec<PathBuf>, Failure> {
        let (mut links, mut found): (Vec<Link>, Vec<PathBuf>) = (Vec::new(), Vec::new());
        let under = self.showing(certificate, Path::new(&file.name))?;
        let chains: Vec<&Chain> = under.iter().map(|(_, chain, _)| chain).collect();
        file.findings.extend(integrity::signed_twice(&chains, Some(&self.trust)));
        for (path, chain, faults) in under {
            if own != Some(&path) {
                let shown = path.to_string_lossy();
                file.signed = true;
                file.findings.extend(faults);
                file.findings.extend(chain.verify(&self.trust));
                file.signatures.extend(chain.links().iter().map(|link| self.signature(&shown, link)));
                found.push(path);
            }
            file.findings.extend(not_named(certificate, &chain, &file.name));
            links.extend(chain.links().iter().filter(|link| link.verify(&self.trust).is_none()).cloned());
        }
        let shown = |one: &&Signature| !links.iter().any(|link| signatures::is_printed(link, one, certificate));
        file.findings.extend(certificate.signatures.iter().filter(shown).map(|one| not_shown(one, &file.name)));
        Ok(found)
    }

    /// The files of signatures under the content of a certificate: those that were given, and where these do not show each that it
    /// names, those in its folder.
    fn showing(&self, certificate: &Certificate, path: &Path) -> Result<Vec<(PathBuf, Chain, Vec<Finding>)>, Failure> {
        let mut under = self.under(&certificate.content_sha256)?;
        let named = |one: &Signature| {
            under
                .iter()
                .flat_map(|(_, chain, _)| chain.links())
                .any(|link| signatures::is_printed(link, one, certificate))
        };
        if !certificate.signatures.iter().all(named) {
            let more = beside_it(path, certificate)?;
            let known: Vec<PathBuf> = under.iter().map(|(path, ..)| files::whole_path(path)).collect();
            under.extend(more.into_iter().filter(|(path, ..)| !known.contains(&files::whole_path(path))));
        }
        Ok(under)
    }

    /// The files of signatures among the arguments, and beside them, whose signatures all name this content.
    fn under(&self, content_sha256: &str) -> Result<Vec<(PathBuf, Chain, Vec<Finding>)>, Failure> {
        let mut all: Vec<(PathBuf, Chain, Vec<Finding>)> = Vec::new();
        for argument in &self.args.files {
            let path = if holds_signatures(argument) { argument.clone() } else { beside(argument) };
            if !path.exists() || all.iter().any(|(other, ..)| *other == path) {
                continue;
            }
            let (chain, faults) = Chain::read(&path.to_string_lossy(), &files::bytes(&path)?);
            if chain.content().is_some_and(|content| content.digest.sha256 == content_sha256) {
                all.push((path, chain, faults));
            }
        }
        Ok(all)
    }

    /// The file among the arguments that is a certificate of this content, or carries one; with the twin.
    pub(super) fn file_of_content(&self, content_sha256: &str) -> Result<Option<(String, Vec<u8>)>, Failure> {
        for path in self.args.files.iter().filter(|path| !holds_signatures(path)) {
            let (name, bytes) = (path.to_string_lossy(), files::bytes(path)?);
            let inside = attached::twin(&name, &bytes)?.ok().flatten();
            let twin = inside.unwrap_or(bytes);
            if certificate(&name, &twin).is_ok_and(|certificate| certificate.content_sha256 == content_sha256) {
                return Ok(Some((name.into_owned(), twin)));
            }
        }
        Ok(None)
    }
}

/// The finding about a signature that a certificate names and nothing shows.
fn not_shown(one: &Signature, file: &str) -> Finding {
    let meaning = one.meaning.as_deref().unwrap_or("no meaning");
    let message = format!(
        "{file} names a signature of {} ({meaning}, {}), which no file of signatures that was given shows",
        one.name.en, one.time
    );
    let help =
        format!("keep the signatures on the draft beside it, or name them too: evqc verify {file} DRAFT{ENDING}");
    Finding::of_file(&integrity::SIGNATURE_NOT_SHOWN, file, message).help(help)
}

/// What a certificate leaves out of a chain that made it final, or names in another order. A chain of which it names nothing was
/// made later, over the certificate itself: what is issued cannot name what was signed after it.
fn not_named(certificate: &Certificate, chain: &Chain, file: &str) -> Vec<Finding> {
    let position =
        |link: &Link| certificate.signatures.iter().position(|one| signatures::is_printed(link, one, certificate));
    let (named, left_out): (Vec<_>, Vec<_>) =
        chain.links().iter().map(|link| (link, position(link))).partition(|(_, position)| position.is_some());
    if named.is_empty() {
        return Vec::new();
    }
    let say = |link: &Link, message: String, help: &str| {
        Finding::new(&integrity::SIGNATURE_NOT_NAMED, message).at(link.place.clone(), 1).help(help)
    };
    let mut findings: Vec<Finding> = Vec::new();
    for (link, _) in left_out {
        let (facts, signatures) = (link.facts(), &link.place.file);
        let (signer, meaning, time) = (&facts.signer, facts.meaning.as_str(), &facts.local_time);
        let message = format!("{file} does not name the signature of {signer} ({meaning}, {time}) in {signatures}");
        let help = "if the draft was signed after the certificate was issued, issue it again with these signatures; to \
                    sign the certificate itself, sign its file";
        findings.push(say(link, message, help));
    }
    for ((before, first), (link, second)) in named.iter().zip(named.iter().skip(1)) {
        if second < first {
            let (earlier, later) = (&before.facts().signer, &link.facts().signer);
            let message = format!("{file} names {later} before {earlier}, who signed first");
            findings.push(say(link, message, "get the certificate as it was issued, or issue it again"));
        }
    }
    findings
}

/// The files of signatures in the folder of a certificate, under any name that ends in `.jsonl`, that show one that it names.
fn beside_it(path: &Path, certificate: &Certificate) -> Result<Vec<(PathBuf, Chain, Vec<Finding>)>, Failure> {
    let mut all = Vec::new();
    for name in files::there_in(files::folder_of(path), "jsonl") {
        // As it would be named beside the certificate.
        let path = path.with_file_name(name_of(&name));
        if !holds_signatures(&path) {
            continue;
        }
        let (chain, faults) = Chain::read(&path.to_string_lossy(), &files::bytes(&path)?);
        let is_under = chain.content().is_some_and(|one| one.digest.sha256 == certificate.content_sha256);
        let shows =
            |link: &Link| certificate.signatures.iter().any(|one| signatures::is_printed(link, one, certificate));
        if is_under && chain.links().iter().any(shows) {
            all.push((path, chain, faults));
        }
    }
    Ok(all)
}
