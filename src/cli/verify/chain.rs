//! A file of signatures, and the files that it names.

use super::covered::Vouching;
use super::pages::{Around, shown_beside};
use super::twin::{certificate, changed_since, name_inside, shows_another};
use super::{Verification, pages_finding};
use crate::cli::sign::name_of;
use crate::cli::{Failure, attached, files};
use crate::finding::Finding;
use crate::integrity::{self, Chain, Resource};
use crate::report::{Compared, Pages, VerifiedFile};
use std::path::{Path, PathBuf};

/// A file that has signatures.
pub struct Signed<'f> {
    /// Where it is.
    pub path: &'f Path,
    /// Its bytes.
    pub bytes: &'f [u8],
    /// The twin inside.
    pub inside: Option<&'f [u8]>,
}

/// A chain and what is known of the files that it names.
struct Named<'n> {
    verification: &'n Verification<'n>,
    chain: &'n Chain,
    chain_path: &'n Path,
    signed: Option<Signed<'n>>,
    /// The first file, once it was read.
    document: Vec<u8>,
    /// The twin inside of it.
    inside: Option<Vec<u8>>,
}

impl Verification<'_> {
    /// Verifies a file of signatures, and the files that it names.
    pub(super) fn chain(
        &self,
        chain_path: &Path,
        signed: Option<Signed<'_>>,
        file: &mut VerifiedFile,
    ) -> Result<(), Failure> {
        let shown = chain_path.to_string_lossy();
        let (chain, faults) = Chain::read(&shown, &files::bytes(chain_path)?);
        file.signed = true;
        file.findings.extend(faults);
        file.findings.extend(chain.verify(&self.trust));
        file.signatures.extend(chain.links().iter().map(|link| self.signature(&shown, link)));
        let mut named =
            Named { verification: self, chain: &chain, chain_path, signed, document: Vec::new(), inside: None };
        for (index, resource) in chain.subject().iter().enumerate() {
            named.compare(index, resource, file)?;
        }
        Ok(())
    }
}

impl Named<'_> {
    /// Where a file that is signed lies: beside its signatures. A file under another name than it was signed under is compared
    /// with the first that was signed.
    fn path(&self, index: usize, resource: &Resource) -> (PathBuf, bool) {
        let named = self.signed.as_ref().map(|signed| name_of(signed.path));
        let by_name = self.chain.subject().iter().position(|resource| Some(&resource.name) == named.as_ref());
        match self.signed.as_ref().filter(|_| index == by_name.unwrap_or(0)) {
            Some(signed) => (signed.path.to_owned(), true),
            None => (self.chain_path.with_file_name(&resource.name), false),
        }
    }

    /// Compares a file with what was signed.
    fn compare(&mut self, index: usize, resource: &Resource, file: &mut VerifiedFile) -> Result<(), Failure> {
        let (path, is_given) = self.path(index, resource);
        let mut compared = Compared {
            of: path.to_string_lossy().into_owned(),
            named_in: self.chain_path.to_string_lossy().into_owned(),
            expected: resource.digest.sha256.clone(),
            found: None,
        };
        let there = is_given || path.exists();
        let document = self.chain.subject().first();
        if let (false, 1, Some(inside), Some(document)) = (there, index, &self.inside, document) {
            compared.of = format!("{} is read out of {}", resource.name, document.name);
            compared.found = Some(integrity::sha256(inside));
            file.findings.extend(self.not_the_twin(resource, &name_inside(&document.name), inside));
        } else if there {
            let read = if is_given { None } else { Some(files::bytes(&path)?) };
            let given = self.signed.as_ref().map_or(&[][..], |signed| signed.bytes);
            let bytes = read.as_deref().unwrap_or(given);
            compared.found = Some(integrity::sha256(bytes));
            self.inside = self.inside_of(index, &compared.of, bytes, is_given, file)?.or_else(|| self.inside.take());
            let said = file.findings.len();
            self.changed(index, resource, &compared.of, bytes, is_given, file);
            match index {
                0 => self.document = bytes.to_vec(),
                1 if self.inside.is_none() && file.findings.len() == said => {
                    self.shown_beside(&path, &compared.of, bytes, file)?;
                }
                _ => {}
            }
        } else if let Some(name) = self.given_as_another()? {
            compared.of = format!("the content of {}, in {name}", resource.name);
            compared.expected = self.chain.content().map_or(String::new(), |content| content.digest.sha256.clone());
            compared.found = Some(compared.expected.clone());
        } else {
            let message = format!("{} is signed, and not there", path.display());
            file.findings.push(Finding::new(&integrity::FILE_ABSENT, message));
        }
        file.digests.push(compared);
        Ok(())
    }

    /// Whether the first file, which has no twin inside, says what the one beside it says.
    fn shown_beside(&self, path: &Path, name: &str, twin: &[u8], file: &mut VerifiedFile) -> Result<(), Failure> {
        let Some(document) = self.chain.subject().first() else { return Ok(()) };
        let whole = integrity::sha256(&self.document) == document.digest.sha256;
        if !whole {
            return Ok(());
        }
        let lab = self.verification.args.lab.as_deref();
        let around = Around::Folder { document: path, lab, template: None };
        let own = self.chain_path.to_string_lossy();
        let over_it = file.signatures.iter().filter(|one| one.file == own);
        let pages =
            match (shown_beside((&document.name, &self.document), (name, twin), &around)?, certificate(name, twin)) {
                (Pages::NotProven(why), Ok(certificate)) if lab.is_none() => {
                    Vouching::by(over_it, &certificate).pages(why)
                }
                (pages, _) => pages,
            };
        file.findings.extend(pages_finding(&pages, &document.name));
        file.pages = Some(pages);
        Ok(())
    }

    /// The twin inside of the first file.
    fn inside_of(
        &self,
        index: usize,
        name: &str,
        bytes: &[u8],
        is_given: bool,
        file: &mut VerifiedFile,
    ) -> Result<Option<Vec<u8>>, Failure> {
        if index > 0 {
            return Ok(None);
        }
        if let Some(signed) = self.signed.as_ref().filter(|_| is_given) {
            return Ok(signed.inside.map(<[u8]>::to_vec));
        }
        Ok(attached::twin(name, bytes)?.unwrap_or_else(|finding| {
            file.findings.push(*finding);
            None
        }))
    }

    /// What a file is not that was signed.
    fn changed(
        &self,
        index: usize,
        resource: &Resource,
        name: &str,
        bytes: &[u8],
        is_given: bool,
        file: &mut VerifiedFile,
    ) {
        let mut findings: Vec<Finding> = match index {
            0 => integrity::file_changed(resource, name, bytes).into_iter().collect(),
            _ => self.not_the_twin(resource, name, bytes).into_iter().collect(),
        };
        if let (1, Some(document)) = (index, self.chain.subject().first()) {
            findings.extend(match &self.inside {
                Some(inside) => integrity::attached_differs(&document.name, inside, name, bytes),
                None => shows_another(&document.name, &self.document, name, bytes),
            });
        }
        if findings.is_empty() && !is_given {
            findings.extend(changed_since(name, bytes));
        }
        // What has changed is no measure of what was stated.
        if findings.is_empty() {
            let report = report_in(name, bytes);
            let inside = self.inside.as_deref().filter(|_| index == 0).or(report.as_deref());
            let stated = self.chain.links().iter().map(|link| &link.statement.predicate);
            let of = inside.unwrap_or(bytes);
            findings.extend(stated.filter_map(|stated| integrity::stated_differs(stated, name, of)));
        }
        file.findings.extend(findings);
    }

    /// The file among the arguments whose content was signed, where it was signed as another file: as a draft.
    fn given_as_another(&self) -> Result<Option<String>, Failure> {
        match self.chain.content() {
            Some(content) => self.verification.file_of_content(&content.digest.sha256),
            None => Ok(None),
        }
    }

    fn not_the_twin(&self, resource: &Resource, name: &str, bytes: &[u8]) -> Option<Finding> {
        let (document, link) = (self.chain.subject().first()?, self.chain.links().first()?);
        integrity::not_the_twin(&document.name, resource, &link.statement.predicate, name, bytes)
    }
}

/// The report in an archive.
pub fn report_in(name: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    if !bytes.starts_with(b"PK\x03\x04") {
        return None;
    }
    let (entries, _) = integrity::unpack(name, bytes).ok()?;
    entries.into_iter().find(|entry| entry.path == integrity::REPORT).map(|entry| entry.bytes)
}
