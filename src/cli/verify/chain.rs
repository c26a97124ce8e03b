//! A file of signatures, and the files that it names.

use super::Verification;
use crate::certificate::{self, Certificate};
use crate::cli::evidence::{
    self, Around, Vouching, attached, changed_since, name_inside, name_of, pages_finding, shown_beside, shows_another,
};
use crate::cli::{Failure, files, signatures};
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
    /// The first file, once it was read: nothing is compared with one that is not there.
    document: Option<Vec<u8>>,
    /// The twin inside of it.
    inside: Option<Vec<u8>>,
    /// The second file, once it was read: the data that the first one shows.
    data: Option<Vec<u8>>,
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
        let (verification, chain, document, inside, data) = (self, &chain, None, None, None);
        let mut named = Named { verification, chain, chain_path, signed, document, inside, data };
        for (index, resource) in chain.subject().iter().enumerate() {
            named.compare(index, resource, file)?;
        }
        file.findings.extend(named.without_data());
        Ok(())
    }
}

impl Named<'_> {
    /// Where a file that is signed lies: beside its signatures; where it is not there, among the files that were given, by its bytes. A
    /// file under another name than it was signed under is compared with the one that has its bytes, else with the first.
    fn path(&self, index: usize, resource: &Resource) -> (PathBuf, bool) {
        match self.signed.as_ref().filter(|signed| index == self.place_of(signed)) {
            Some(signed) => (signed.path.to_owned(), true),
            None => {
                let beside = self.chain_path.with_file_name(&resource.name);
                if beside.exists() {
                    return (beside, false);
                }
                let mut given = self.verification.args.files.iter();
                let renamed = given.find(|file| has_digest(file, &resource.digest.sha256)).cloned();
                let in_folder = || renamed_beside(&beside, resource).filter(|_| index == 0);
                (renamed.or_else(in_folder).unwrap_or(beside), false)
            }
        }
    }

    /// Which of the files that are signed this one is.
    fn place_of(&self, signed: &Signed<'_>) -> usize {
        let subject = self.chain.subject();
        let name = name_of(signed.path);
        let by_bytes = || {
            let own = integrity::sha256(signed.bytes);
            subject.iter().position(|resource| resource.digest.sha256 == own)
        };
        subject.iter().position(|resource| resource.name == name).or_else(by_bytes).unwrap_or(0)
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
        let read = if there && !is_given { Some(files::bytes(&path)?) } else { None };
        let given = self.signed.as_ref().map_or(&[][..], |signed| signed.bytes);
        let bytes = read.as_deref().unwrap_or(given);
        if there && index == 0 && self.is_of_its_draft(&path, bytes)? {
            self.by_content(resource, &path.to_string_lossy(), &mut compared, file);
        } else if let (false, 1, Some(inside), Some(document)) = (there, index, &self.inside, document) {
            compared.of = format!("{} is read out of {}", resource.name, document.name);
            compared.found = Some(integrity::sha256(inside));
            file.findings.extend(self.not_the_twin(resource, &name_inside(&document.name), inside));
        } else if there {
            compared.found = Some(integrity::sha256(bytes));
            if is_given && name_of(&path) != resource.name && compared.found.as_ref() == Some(&resource.digest.sha256) {
                file.signed_as = Some(resource.name.clone());
            }
            self.inside = self.inside_of(index, &compared.of, bytes, is_given, file)?.or_else(|| self.inside.take());
            let said = file.findings.len();
            self.changed(index, resource, &compared.of, bytes, is_given, file);
            match index {
                0 => self.document = Some(bytes.to_vec()),
                1 => self.data = Some(bytes.to_vec()),
                _ => {}
            }
            match index {
                1 if self.inside.is_none() && file.findings.len() == said => {
                    self.shown_beside(&path, &compared.of, bytes, file)?;
                }
                _ => {}
            }
            if !is_given && name_of(&path) != resource.name {
                compared.of = format!("{}, by {}", resource.name, compared.of);
            }
        } else if let Some((name, twin)) = self.given_as_another()? {
            if index == 0 {
                self.by_content(resource, &name, &mut compared, file);
            } else {
                self.with_another(resource, (&name, &twin), &mut compared, file)?;
            }
        } else {
            let message = format!("{} is signed, and not there", path.display());
            file.findings.push(Finding::new(&integrity::FILE_ABSENT, message));
        }
        file.digests.push(compared);
        Ok(())
    }

    /// Whether the file that stands under the name of a draft is the certificate that its signatures made final: other bytes, with the
    /// content that was signed.
    fn is_of_its_draft(&self, path: &Path, bytes: &[u8]) -> Result<bool, Failure> {
        let is_signed = self.chain.subject().first().is_some_and(|one| one.digest.sha256 == integrity::sha256(bytes));
        Ok(!is_signed && is_made_final(self.chain, &path.to_string_lossy(), bytes)?)
    }

    /// Takes another file for the first one by the content that was signed.
    fn by_content(&self, resource: &Resource, name: &str, compared: &mut Compared, file: &mut VerifiedFile) {
        file.by_content = true;
        compared.of = format!("the content of {}, in {name}", resource.name);
        compared.expected = self.chain.content().map_or(String::new(), |content| content.digest.sha256.clone());
        compared.found = Some(compared.expected.clone());
    }

    /// Compares the first file with its twin, which is not there: another file that was given has its content, and is that twin, or
    /// the certificate that came of it.
    fn with_another(
        &mut self,
        resource: &Resource,
        (name, given): (&str, &[u8]),
        compared: &mut Compared,
        file: &mut VerifiedFile,
    ) -> Result<(), Failure> {
        let Some(twin) = unsigned_again(resource, given) else {
            let path = self.chain_path.with_file_name(&resource.name);
            let message =
                format!("{} is signed, and not there; {name} has its content, in another form", path.display());
            file.findings.push(Finding::new(&integrity::FILE_ABSENT, message));
            return Ok(());
        };
        compared.of = format!("{}, by {name}", resource.name);
        compared.found = Some(resource.digest.sha256.clone());
        self.shown_beside(Path::new(name), name, &twin, file)?;
        self.data = Some(twin);
        Ok(())
    }

    /// The finding, where the signatures state what tests came to, and no file that was signed holds it: evqc signs none so, and
    /// whatever the first file shows was compared with nothing.
    fn without_data(&self) -> Option<Finding> {
        let (document, bytes) = (self.chain.subject().first()?, self.document.as_deref()?);
        if integrity::sha256(bytes) != document.digest.sha256 {
            return None;
        }
        let report = attached::report_in(&document.name, bytes);
        let data = self.data.as_deref().or(self.inside.as_deref()).or(report.as_deref()).unwrap_or(bytes);
        if self.data.is_none() && self.chain.subject().len() > 1 {
            return None;
        }
        let why = integrity::evidence(data).err()?;
        let name = &document.name;
        let of = self.chain.subject().get(1).map_or(name, |data| &data.name);
        let message =
            format!("{name} was NOT COMPARED with any data, and what its signatures state is nowhere: {of} {why}");
        let finding = Finding::of_file(&integrity::DOCUMENT_NOT_COMPARED, name, message);
        Some(finding.help("evqc signs no such file: get the certificate as it was issued, and have that signed"))
    }

    /// Whether the first file, which has no twin inside, says what the one beside it says.
    fn shown_beside(&self, path: &Path, name: &str, twin: &[u8], file: &mut VerifiedFile) -> Result<(), Failure> {
        let (Some(document), Some(shown)) = (self.chain.subject().first(), &self.document) else { return Ok(()) };
        if integrity::sha256(shown) != document.digest.sha256 {
            return Ok(());
        }
        let lab = self.verification.args.lab.as_deref();
        let around = Around::Folder { document: path, lab, template: None };
        let own = self.chain_path.to_string_lossy();
        let over_it = file.signatures.iter().filter(|one| one.file == own);
        let pages =
            match (shown_beside((&document.name, shown), (name, twin), &around)?, evidence::certificate(name, twin)) {
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
            0 => self.not_signed(resource, name, bytes).into_iter().collect(),
            _ => self.not_the_twin(resource, name, bytes).into_iter().collect(),
        };
        if let (1, Some(document)) = (index, self.chain.subject().first()) {
            findings.extend(match (&self.inside, &self.document) {
                (Some(inside), _) => integrity::attached_differs(&document.name, inside, name, bytes),
                (None, Some(shown)) => shows_another(&document.name, shown, name, bytes),
                (None, None) => None,
            });
        }
        if findings.is_empty() && !is_given {
            findings.extend(changed_since(name, bytes));
        }
        // What has changed is no measure of what was stated.
        if findings.is_empty() {
            let report = attached::report_in(name, bytes);
            let inside = self.inside.as_deref().filter(|_| index == 0).or(report.as_deref());
            let stated = self.chain.links().iter().map(|link| &link.statement.predicate);
            let of = inside.unwrap_or(bytes);
            findings.extend(stated.filter_map(|stated| integrity::stated_differs(stated, name, of)));
        }
        file.findings.extend(findings);
    }

    /// The file among the arguments whose content was signed, where it was signed as another file: as a draft.
    fn given_as_another(&self) -> Result<Option<(String, Vec<u8>)>, Failure> {
        match self.chain.content() {
            Some(content) => self.verification.file_of_content(&content.digest.sha256),
            None => Ok(None),
        }
    }

    fn not_signed(&self, resource: &Resource, name: &str, bytes: &[u8]) -> Option<Finding> {
        let link = self.chain.links().first()?;
        let said = self.inside.as_deref().unwrap_or(bytes);
        integrity::not_what_was_signed(resource, &link.statement.predicate, name, bytes, said)
    }

    fn not_the_twin(&self, resource: &Resource, name: &str, bytes: &[u8]) -> Option<Finding> {
        let (document, link) = (self.chain.subject().first()?, self.chain.links().first()?);
        integrity::not_the_twin(&document.name, resource, &link.statement.predicate, name, bytes)
    }
}

/// Whether a file is, or carries, the certificate that these signatures made final.
///
/// # Errors
/// Wrong usage: it is a PDF, in a program without the PDF part.
pub(super) fn is_made_final(chain: &Chain, name: &str, bytes: &[u8]) -> Result<bool, Failure> {
    if chain.content().is_none() {
        return Ok(false);
    }
    let inside = attached::twin(name, bytes)?.ok().flatten();
    let certificate = evidence::certificate(name, inside.as_deref().unwrap_or(bytes));
    Ok(certificate.is_ok_and(|certificate| signatures::made_final(chain, &certificate)))
}

/// A document that was signed, under another name in the folder of its signatures: a browser and a mail program give a second one.
fn renamed_beside(named: &Path, resource: &Resource) -> Option<PathBuf> {
    let ending = named.extension()?.to_str()?;
    let all = files::there_in(files::folder_of(named), ending);
    let has_bytes =
        |path: &PathBuf| files::glance(path).is_some_and(|bytes| integrity::sha256(&bytes) == resource.digest.sha256);
    // As it would be named beside its signatures.
    all.into_iter().find(has_bytes).map(|path| named.with_file_name(name_of(&path)))
}

fn has_digest(file: &Path, sha256: &str) -> bool {
    files::bytes(file).is_ok_and(|bytes| integrity::sha256(&bytes) == sha256)
}

/// The twin of this digest, from one with the same content: that one, or as it was before anybody had signed.
fn unsigned_again(resource: &Resource, given: &[u8]) -> Option<Vec<u8>> {
    let is_it = |twin: &[u8]| integrity::sha256(twin) == resource.digest.sha256;
    if is_it(given) {
        return Some(given.to_vec());
    }
    let signed: Certificate = serde_json::from_slice(given).ok()?;
    let draft = certificate::sign(signed.content, Vec::new()).ok()?;
    let in_a_template = Certificate { template: signed.template, ..draft.clone() };
    [draft, in_a_template].iter().filter_map(|draft| draft.twin().ok()).map(String::into_bytes).find(|twin| is_it(twin))
}
