//! `evqc verify`: whether files are what was signed, and by whom.

use super::args::VerifyArgs;
use super::attached;
use super::certificate::TWIN_NAME;
use super::sign::{ENDING, beside, name_of};
use super::{Failure, INTEGRITY, colours_on_stdout, files, keys, print};
use crate::finding::Finding;
use crate::integrity::{self, Chain, Entry, Link, Meaning, Trust};
use crate::report::{diagnostic, escape::visible};
use crate::source::Place;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Runs the command: 0 when everything holds, 5 when something does not.
///
/// # Errors
/// Wrong usage: a file or a key cannot be read.
pub fn run(args: &VerifyArgs) -> Result<u8, Failure> {
    let trust = match keys::known(&args.keys, &args.trust)? {
        Ok(trust) => trust,
        Err(findings) => {
            print(&diagnostic::render(&findings, &[], colours_on_stdout()))?;
            return Ok(INTEGRITY);
        }
    };
    let mut verification = Verification { args, trust, text: String::new(), findings: Vec::new() };
    for file in &args.files {
        verification.file(file)?;
    }
    let failed = !verification.findings.is_empty();
    let mut text = verification.text;
    if failed {
        text.push('\n');
        text.push_str(&diagnostic::render(&verification.findings, &[], colours_on_stdout()));
    }
    print(&text)?;
    Ok(if failed { INTEGRITY } else { 0 })
}

struct Verification<'v> {
    args: &'v VerifyArgs,
    trust: Trust,
    text: String,
    findings: Vec<Finding>,
}

impl Verification<'_> {
    /// Verifies one argument: a file of signatures, or a file that has one beside it.
    fn file(&mut self, path: &Path) -> Result<(), Failure> {
        let is_chain = path.to_string_lossy().ends_with(ENDING);
        let mut findings = Vec::new();
        let mut lines = String::new();
        if !is_chain {
            let bytes = files::bytes(path)?;
            if self.chain_of(path)?.is_none() {
                findings.extend(attached::twin(&path.to_string_lossy(), &bytes).err().map(|finding| *finding));
            }
            if is_zip(&bytes) {
                findings.extend(self.bundle(path, &bytes, &mut lines));
            }
        }
        match if is_chain { Some(path.to_owned()) } else { self.chain_of(path)? } {
            Some(chain) => self.chain(&chain, (!is_chain).then_some(path), &mut findings, &mut lines)?,
            None if self.args.unsigned => lines.push_str("  not signed: digests only\n"),
            None => findings.push(self.not_signed(path)?),
        }
        let word = if findings.is_empty() { "holds" } else { "DOES NOT HOLD" };
        let _ = writeln!(self.text, "{}: {word}\n{}", visible(&path.to_string_lossy()), lines.trim_end());
        if lines.is_empty() {
            self.text.truncate(self.text.trim_end().len());
            self.text.push('\n');
        }
        self.findings.extend(findings);
        Ok(())
    }

    /// The file of signatures of a file: beside it, or one of the arguments or of the files beside the other arguments that
    /// names it.
    fn chain_of(&self, path: &Path) -> Result<Option<PathBuf>, Failure> {
        let own = beside(path);
        if own.exists() {
            return Ok(Some(own));
        }
        for other in &self.args.files {
            let chain = if other.to_string_lossy().ends_with(ENDING) { other.clone() } else { beside(other) };
            if !chain.exists() {
                continue;
            }
            let (read, _) = Chain::read(&chain.to_string_lossy(), &files::bytes(&chain)?);
            if read.subject().iter().any(|resource| resource.name == name_of(path)) {
                return Ok(Some(chain));
            }
        }
        Ok(None)
    }

    /// Verifies a file of signatures, and the files that it names.
    fn chain(
        &mut self,
        chain_path: &Path,
        file: Option<&Path>,
        findings: &mut Vec<Finding>,
        lines: &mut String,
    ) -> Result<(), Failure> {
        let shown = chain_path.to_string_lossy();
        let (chain, faults) = Chain::read(&shown, &files::bytes(chain_path)?);
        findings.extend(faults);
        findings.extend(chain.verify(&self.trust));
        for meaning in self.args.require.iter().map(|meaning| Meaning::from(*meaning)) {
            if chain.links().iter().all(|link| link.facts().meaning != meaning) {
                let message = format!("{shown} has no signature that means `{}`", meaning.as_str());
                findings
                    .push(Finding::new(&integrity::MEANING_NOT_SIGNED, message).at(Place::file(&(&*shown).into()), 1));
            }
        }
        // A file under another name than it was signed under is compared with the first that was signed.
        let named = file.map(name_of);
        let mut attached: Option<Vec<u8>> = None;
        let by_name = chain.subject().iter().position(|resource| Some(&resource.name) == named.as_ref());
        for (index, resource) in chain.subject().iter().enumerate() {
            let path = match file.filter(|_| index == by_name.unwrap_or(0)) {
                Some(file) => file.to_owned(),
                None => chain_path.with_file_name(&resource.name),
            };
            let first = (chain.subject().first(), chain.links().first());
            if let (false, 1, Some(inside), (Some(document), Some(link))) = (path.exists(), index, &attached, first) {
                let name = format!("{TWIN_NAME} in {}", document.name);
                let stated = &link.statement.predicate;
                findings.extend(integrity::not_the_twin(&document.name, resource, stated, &name, inside));
                let _ = writeln!(lines, "  {} is read out of {}", resource.name, document.name);
                continue;
            }
            if !path.exists() {
                let message = format!("{} is signed, and not there", path.display());
                findings.push(Finding::new(&integrity::FILE_ABSENT, message));
                continue;
            }
            let (name, bytes) = (path.to_string_lossy(), files::bytes(&path)?);
            if index == 0 {
                match attached::twin(&name, &bytes) {
                    Ok(twin) => attached = twin,
                    Err(finding) => findings.push(*finding),
                }
            }
            let before = findings.len();
            findings.extend(match (index, chain.subject(), chain.links()) {
                (1.., [document, ..], [link, ..]) => {
                    integrity::not_the_twin(&document.name, resource, &link.statement.predicate, &name, &bytes)
                }
                _ => integrity::file_changed(resource, &name, &bytes),
            });
            if let (1, Some(inside), (Some(document), _)) = (index, &attached, first) {
                findings.extend(integrity::attached_differs(&document.name, inside, &name, &bytes));
            }
            // What has changed is no measure of what was stated.
            if findings.len() == before {
                let of = if index == 0 { attached.as_deref().unwrap_or(&bytes) } else { &bytes };
                let stated = chain.links().iter().map(|link| &link.statement.predicate);
                findings.extend(stated.filter_map(|stated| integrity::stated_differs(stated, &name, of)));
            }
        }
        chain.links().iter().for_each(|link| self.describe(link, lines));
        Ok(())
    }

    /// Checks an archive against its own manifests, and the signatures that it holds against the files beside them.
    fn bundle(&self, path: &Path, bytes: &[u8], lines: &mut String) -> Vec<Finding> {
        let (entries, mut findings) = match integrity::unpack(&path.to_string_lossy(), bytes) {
            Ok(unpacked) => unpacked,
            Err(findings) => return findings,
        };
        findings.extend(of_entries(&entries, &findings));
        for signatures in entries.iter().filter(|entry| entry.path.ends_with(ENDING) && !self.args.unsigned) {
            let (chain, faults) = Chain::read(&signatures.path, &signatures.bytes);
            findings.extend(faults);
            findings.extend(chain.verify(&self.trust));
            let folder = signatures.path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
            for resource in chain.subject() {
                let inside = format!("{folder}{}", resource.name);
                match entries.iter().find(|entry| entry.path == inside) {
                    Some(entry) => findings.extend(integrity::file_changed(resource, &inside, &entry.bytes)),
                    None => {
                        let message = format!("{inside} is signed in {}, and not in the archive", signatures.path);
                        findings.push(Finding::new(&integrity::FILE_ABSENT, message));
                    }
                }
            }
            findings.extend(attached_in(&chain, &folder, &entries));
            let _ = writeln!(lines, "  {}:", visible(&signatures.path));
            chain.links().iter().for_each(|link| self.describe(link, lines));
        }
        findings
    }

    /// A file without signatures; where another argument was signed with a twin, this file was meant to be it.
    fn not_signed(&self, path: &Path) -> Result<Finding, Failure> {
        let shown = path.to_string_lossy();
        let place = Place::file(&(&*shown).into());
        for other in self.args.files.iter().map(|file| beside(file)).filter(|chain| chain.exists()) {
            let (chain, _) = Chain::read(&other.to_string_lossy(), &files::bytes(&other)?);
            if let [document, twin, ..] = chain.subject() {
                let message =
                    format!("{shown} is not the twin of {}, which was signed with {}", document.name, twin.name);
                return Ok(Finding::new(&integrity::TWIN_OF_ANOTHER, message).at(place, 1));
            }
        }
        let message = format!("{shown} has no signature: there is no {}", beside(path).display());
        Ok(Finding::new(&integrity::NOT_SIGNED, message).at(place, 1))
    }

    /// A signature on a line.
    fn describe(&self, link: &Link, lines: &mut String) {
        let facts = link.facts();
        let key = self.trust.key(&facts.key).map_or_else(|| "unknown key".to_owned(), |trusted| trusted.from.clone());
        let _ = writeln!(
            lines,
            "  {} {:<9} {}, {}: {} ({}), {}; key {}… ({key})",
            facts.number,
            facts.meaning.as_str(),
            visible(&facts.signer),
            visible(&facts.role),
            visible(&facts.local_time),
            visible(&facts.time_source),
            link.statement.predicate.result.as_str(),
            facts.key.get(..12).unwrap_or_default()
        );
    }
}

/// Whether a document of an archive carries the twin that it was signed with.
fn attached_in(chain: &Chain, folder: &str, entries: &[Entry]) -> Option<Finding> {
    let entry = |at: usize| {
        let path = format!("{folder}{}", chain.subject().get(at)?.name);
        entries.iter().find(|entry| entry.path == path)
    };
    let (document, twin) = (entry(0)?, entry(1)?);
    match attached::twin(&document.path, &document.bytes) {
        Ok(inside) => integrity::attached_differs(&document.path, &inside?, &twin.path, &twin.bytes),
        Err(finding) => Some(*finding),
    }
}

fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// What the manifests say, beside what is said already of a file.
pub fn of_entries(entries: &[Entry], said: &[Finding]) -> Vec<Finding> {
    let mut findings = integrity::check_files(entries);
    findings.retain(|finding| said.iter().all(|other| (other.code, &other.place) != (finding.code, &finding.place)));
    findings
}
