//! `evqc verify`: whether files are what was signed, and by whom.

mod archive;
mod beside;
mod chain;
mod content;
mod paired;
mod replaced;

use super::args::VerifyArgs;
use super::evidence::{self, Again, Around, Vouching, beside, has_its_document, holds_signatures, name_of};
use super::verification::Writer;
use super::{Failure, files, keys, signatures, today};
use crate::certificate::Certificate;
use crate::finding::{Finding, Severity};
use crate::integrity::{self, Chain, Link, Meaning, Resource, Trust};
use crate::report::{FileKind, Pages, VerificationReport, VerifiedFile, VerifiedSignature};
use crate::source::Place;
use chain::Signed;
use std::path::{Path, PathBuf};

/// Runs the command: 0 when everything holds, 5 when something does not.
///
/// # Errors
/// Wrong usage: a file or a key cannot be read.
pub fn run(args: &VerifyArgs) -> Result<u8, Failure> {
    let named = args.files.iter().chain(&args.trust).chain(&args.lab);
    let writer = Writer::new(&args.output, &named.map(PathBuf::as_path).collect::<Vec<_>>())?;
    let mut report = VerificationReport::default();
    match keys::known(&args.keys, &args.trust)? {
        Ok(trust) => {
            let verification = Verification { args, trust };
            for file in &args.files {
                report.files.push(verification.file(file)?);
            }
            replaced::remark(&verification, &mut report.files)?;
        }
        Err(findings) => report.findings = findings,
    }
    writer.write(report)
}

/// What does not hold of some files, for a command that builds on them.
///
/// # Errors
/// As [`run`].
pub fn found(args: &VerifyArgs) -> Result<Vec<Finding>, Failure> {
    let trust = match keys::known(&args.keys, &args.trust)? {
        Ok(trust) => trust,
        Err(findings) => return Ok(findings),
    };
    let verification = Verification { args, trust };
    let mut findings = Vec::new();
    for file in &args.files {
        findings.extend(verification.file(file)?.findings);
    }
    // What is only to be looked at keeps nobody from building on the file.
    findings.retain(|finding| finding.severity() == Severity::Error);
    Ok(findings)
}

/// What verifies files.
struct Verification<'v> {
    args: &'v VerifyArgs,
    trust: Trust,
}

impl Verification<'_> {
    /// Verifies one argument: a file of signatures, or a file that has one beside it.
    fn file(&self, path: &Path) -> Result<VerifiedFile, Failure> {
        let (name, bytes) = (path.to_string_lossy(), files::bytes(path)?);
        let mut file = evidence::looked_at(&name, &bytes);
        let own = if file.kind == FileKind::Signatures {
            self.chain(path, None, &mut file)?;
            self.required(&[path.to_owned()], &mut file);
            self.signed_document(path, &mut file)?;
            None
        } else {
            let own = self.chain_of(path)?;
            self.signed_file(path, &bytes, own.as_deref(), &mut file)?;
            own
        };
        let covered: Vec<_> = file.signatures.iter().map(|one| evidence::covers(&file, own.as_deref(), one)).collect();
        file.signatures.iter_mut().zip(covered).for_each(|(one, covers)| one.covers = covers);
        file.findings.extend(file.signatures.iter().filter_map(dated_ahead));
        Ok(file)
    }

    /// Adds what does not hold of the document that a file of signatures was given for, as if it were given itself: that its bytes are
    /// those that were signed says nothing of what it is.
    fn signed_document(&self, chain_path: &Path, file: &mut VerifiedFile) -> Result<(), Failure> {
        let (chain, _) = Chain::read(&chain_path.to_string_lossy(), &files::bytes(chain_path)?);
        let Some(document) = chain.subject().first() else { return Ok(()) };
        let path = chain_path.with_file_name(&document.name);
        let is_given = || self.args.files.iter().any(|given| files::whole_path(given) == files::whole_path(&path));
        if !path.is_file() || is_given() || holds_signatures(&path) {
            return Ok(());
        }
        let faults = self.file(&path)?.findings.into_iter().filter(|one| one.severity() == Severity::Error);
        let new: Vec<Finding> =
            faults.filter(|one| file.findings.iter().all(|known| known.message != one.message)).collect();
        file.findings.extend(new);
        Ok(())
    }

    /// Verifies a file with the signatures over it and those under the content of the certificate that it shows.
    fn signed_file(
        &self,
        path: &Path,
        bytes: &[u8],
        own: Option<&Path>,
        file: &mut VerifiedFile,
    ) -> Result<(), Failure> {
        let (lab, template) = (self.args.lab.as_deref(), self.args.template.as_deref());
        let again = Again::draw(bytes, Around::Folder { document: path, lab, template });
        let inside = again.twin(&file.name)?.unwrap_or_else(|finding| {
            file.findings.push(*finding);
            None
        });
        let beside = self.twin_beside(own, inside.as_deref())?;
        file.findings.extend(evidence::review_unknown(path, bytes)?);
        let certificate = self.content(bytes, inside.as_deref().or(beside.as_deref()), file);
        if let Some(certificate) = &certificate {
            evidence::entries(path, certificate, file)?;
        }
        match file.kind {
            FileKind::Archive => self.archive(bytes, file)?,
            FileKind::Report => {
                file.findings.extend(evidence::report_contradicts_itself(&file.name, bytes));
                file.as_stated = true;
            }
            FileKind::Stability => file.as_stated = true,
            _ => {}
        }
        if let Some(chain) = own {
            self.chain(chain, Some(Signed { path, bytes, inside: inside.as_deref() }), file)?;
        }
        let mut chains: Vec<PathBuf> = own.map(Path::to_owned).into_iter().collect();
        if let Some(certificate) = &certificate {
            chains.extend(self.content_chains(certificate, own, file)?);
            if let Some(own) = own {
                let (chain, _) = Chain::read(&own.to_string_lossy(), &files::bytes(own)?);
                file.findings.extend(signatures::signed_before_named(&chain, certificate, &file.name));
            }
        }
        let vouches_for_itself = file.kind == FileKind::Archive || certificate.is_some();
        let is_signed = !chains.is_empty();
        let is_enough = is_signed || self.args.unsigned && vouches_for_itself;
        if !is_enough {
            file.findings.push(self.not_signed(path, file.kind)?);
        }
        if let Some(certificate) = &certificate {
            let is_covered = Vouching::of(file, own, certificate).is_there();
            if let Some(inside) = &inside {
                self.pages(&again, inside, Vouching::of(file, own, certificate), file)?;
                self.twins_of_its_name(path, inside, file)?;
            }
            self.beside_content(certificate, is_covered, file)?;
        }
        if is_signed {
            // Signatures under the content count for a file that is shown to say it, and for no other.
            let says_the_content = file.kind == FileKind::Certificate || file.pages == Some(Pages::DrawnAgain);
            chains.retain(|chain| says_the_content || own == Some(chain));
            self.required(&chains, file);
        }
        Ok(())
    }

    /// The twin of a certificate as text or FHIR bundle, which has none inside: the file that was signed with it. What that names
    /// as signed has to be shown, as if it were inside.
    fn twin_beside(&self, own: Option<&Path>, inside: Option<&[u8]>) -> Result<Option<Vec<u8>>, Failure> {
        let Some(own) = own.filter(|_| inside.is_none()) else { return Ok(None) };
        let (chain, _) = Chain::read(&own.to_string_lossy(), &files::bytes(own)?);
        let [_, twin, ..] = chain.subject() else { return Ok(None) };
        let path = own.with_file_name(&twin.name);
        if name_of(&path) != twin.name || !path.is_file() {
            return Ok(None);
        }
        let bytes = files::bytes(&path)?;
        let is_twin = integrity::schema_of(&bytes).as_deref() == Some(crate::certificate::SCHEMA_NAME);
        Ok(Some(bytes).filter(|_| is_twin))
    }

    /// The certificate that a file is or carries, as it was issued.
    fn content(&self, bytes: &[u8], inside: Option<&[u8]>, file: &mut VerifiedFile) -> Option<Certificate> {
        let (name, twin) = match (file.kind, inside) {
            (FileKind::Certificate, _) => (file.name.clone(), bytes),
            (_, Some(inside)) => (evidence::name_inside(&file.name), inside),
            _ => return None,
        };
        match evidence::certificate(&name, twin) {
            Ok(certificate) => {
                file.certificate = Some(evidence::certificate_named(&certificate));
                file.as_stated = true;
                Some(certificate)
            }
            Err(finding) => {
                file.findings.push(*finding);
                None
            }
        }
    }

    /// Asks for the meanings that the caller wants, among the signatures of these files.
    fn required(&self, chains: &[PathBuf], file: &mut VerifiedFile) {
        let names: Vec<String> = chains.iter().map(|chain| chain.to_string_lossy().into_owned()).collect();
        for meaning in self.args.require.iter().map(|meaning| Meaning::from(*meaning)) {
            let is_among = |one: &&VerifiedSignature| names.contains(&one.file);
            let means = |one: &VerifiedSignature| one.facts.meaning == meaning;
            let mut of_meaning = file.signatures.iter().filter(is_among).filter(|one| means(one)).peekable();
            let first = of_meaning.peek().copied();
            if of_meaning.any(|one| !is_nameless(one)) {
                continue;
            }
            let (all, word) = (names.join(", "), meaning.as_str());
            let finding = if let Some(nameless) = first {
                nobody_knows_whose(nameless, word)
            } else if file.signatures.iter().any(means) {
                let message = format!("{} has no signature over the file itself that means `{word}`", file.name);
                Finding::of_file(&integrity::MEANING_NOT_SIGNED, &file.name, message)
                    .help("a signature under the content alone does not cover these pages: have the file signed, or name with --lab and --template what the pages are drawn again with")
            } else {
                let of = if all.is_empty() { &file.name } else { &all };
                let message = format!("{of} has no signature that means `{word}`");
                Finding::of_file(&integrity::MEANING_NOT_SIGNED, of, message)
            };
            file.findings.push(finding);
        }
    }

    /// Whether the pages of a document are those of the twin inside.
    fn pages(
        &self,
        again: &Again<'_>,
        inside: &[u8],
        vouching: Vouching,
        file: &mut VerifiedFile,
    ) -> Result<(), Failure> {
        // Who names what it was drawn with asks for more than that it is as it was signed; a PDF has no template.
        let is_asked = self.args.lab.is_some() || self.args.template.is_some() && file.kind == FileKind::Html;
        let pages = match again.pages(inside)? {
            Pages::NotProven(why) if !is_asked => vouching.pages(why),
            pages => pages,
        };
        file.findings.extend(evidence::pages_finding(&pages, &file.name));
        file.pages = Some(pages);
        Ok(())
    }

    /// The file of signatures of a file: beside it, or one of the arguments or of the files beside the other arguments that
    /// names it, or its bytes where the file has another name now; else one in its folder over its bytes, whatever a browser or a mail
    /// program called the two. Signatures that made a certificate final are under its content, and not over the file.
    fn chain_of(&self, path: &Path) -> Result<Option<PathBuf>, Failure> {
        let own = beside(path);
        if own.exists() && !is_of_its_draft(&own, path)? {
            return Ok(Some(own));
        }
        let (name, mut sha256, mut as_twin) = (name_of(path), None, None);
        for other in &self.args.files {
            let chain = if holds_signatures(other) { other.clone() } else { beside(other) };
            if !chain.exists() || is_of_its_draft(&chain, path)? {
                continue;
            }
            let (read, _) = Chain::read(&chain.to_string_lossy(), &files::bytes(&chain)?);
            if sha256.is_none() {
                sha256 = Some(integrity::sha256(&files::bytes(path)?));
            }
            let has_bytes = |resource: &Resource| sha256.as_ref() == Some(&resource.digest.sha256);
            let found = match read.subject().iter().find(|resource| resource.name == name) {
                Some(named) => has_bytes(named) || self.belongs_to(&chain, path),
                None => read.subject().first().is_some_and(has_bytes),
            };
            if found {
                return Ok(Some(chain));
            }
            // Signatures of its own come before those of a document that it was signed with.
            if as_twin.is_none() && read.subject().iter().any(|one| one.name != name && has_bytes(one)) {
                as_twin = Some(chain);
            }
        }
        match as_twin {
            Some(chain) => Ok(Some(chain)),
            None => signatures_of_bytes(path),
        }
    }

    /// Whether signatures that name a file can be those of this one whatever its bytes are: they lie in its folder, or were named by
    /// themselves, and not with another file of that name.
    fn belongs_to(&self, chain: &Path, path: &Path) -> bool {
        let folder = |path: &Path| files::whole_path(path).parent().map(Path::to_owned);
        let is_beside_another = || self.args.files.iter().any(|file| beside(file) == chain);
        folder(chain) == folder(path) || !is_beside_another()
    }

    /// A file without signatures; where another argument was signed with a twin, this file was meant to be it.
    fn not_signed(&self, path: &Path, kind: FileKind) -> Result<Finding, Failure> {
        let shown = path.to_string_lossy();
        // A page is no data that another document could show.
        let is_data = !matches!(kind, FileKind::Pdf | FileKind::Html | FileKind::Markdown);
        for other in self.args.files.iter().map(|file| beside(file)).filter(|chain| chain.exists()) {
            let (chain, _) = Chain::read(&other.to_string_lossy(), &files::bytes(&other)?);
            let [document, twin, ..] = chain.subject() else { continue };
            // A certificate is no twin of a report, and a report none of a certificate.
            let is_of_its_kind = (kind == FileKind::Certificate) == chain.content().is_some();
            if is_of_its_kind && is_data || twin.name == name_of(path) {
                let message =
                    format!("{shown} is not the twin of {}, which was signed with {}", document.name, twin.name);
                return Ok(Finding::of_file(&integrity::TWIN_OF_ANOTHER, &shown, message));
            }
        }
        let mut message = format!("{shown} has no signature: there is no {}", beside(path).display());
        if self.args.unsigned {
            let what = kind.words();
            message = format!("{shown} has no signature, and as a {what} no digest of its own: nothing can be checked");
        }
        Ok(Finding::of_file(&integrity::NOT_SIGNED, &shown, message))
    }

    /// A signature, and whether it counts.
    fn signature(&self, file: &str, link: &Link) -> VerifiedSignature {
        let key = self.trust.key(&link.facts().key);
        let trusted = link.verify(&self.trust).is_none();
        VerifiedSignature {
            file: file.to_owned(),
            covers: None,
            facts: link.facts().clone(),
            result: link.statement.predicate.result,
            key_from: key.map(|trusted| trusted.from.clone()),
            trusted,
            name_checked: trusted && key.is_some_and(|trusted| !trusted.names.is_empty()),
        }
    }
}

/// Whether signatures are not over a file, and made it final: those of the draft that it came of, under the name that the file has.
fn is_of_its_draft(chain: &Path, path: &Path) -> Result<bool, Failure> {
    let (read, _) = Chain::read(&chain.to_string_lossy(), &files::bytes(chain)?);
    if read.content().is_none() {
        return Ok(false);
    }
    let bytes = files::bytes(path)?;
    let own = integrity::sha256(&bytes);
    let is_signed = read.subject().iter().any(|one| one.digest.sha256 == own);
    Ok(!is_signed && chain::is_made_final(&read, &path.to_string_lossy(), &bytes)?)
}

/// The file of signatures over these bytes in the folder of a file, whatever both are called.
fn signatures_of_bytes(path: &Path) -> Result<Option<PathBuf>, Failure> {
    let mut sha256 = None;
    let is_alone = |other: &PathBuf| holds_signatures(other) && !has_its_document(other);
    for other in files::there_in(files::folder_of(path), "jsonl").into_iter().filter(is_alone) {
        let Some(bytes) = files::glance(&other) else { continue };
        let (chain, _) = Chain::read(&other.to_string_lossy(), &bytes);
        let Some(document) = chain.subject().first() else { continue };
        if sha256.is_none() {
            sha256 = Some(integrity::sha256(&files::bytes(path)?));
        }
        if sha256.as_ref() == Some(&document.digest.sha256) {
            // As it would be named beside the file.
            return Ok(Some(path.with_file_name(name_of(&other))));
        }
    }
    Ok(None)
}

/// Whether a signature counts under any name: its key has no owner.
fn is_nameless(one: &VerifiedSignature) -> bool {
    one.trusted && !one.name_checked
}

/// The finding, where a meaning that is asked for stands under a name that nobody checked: whoever has a key of a folder could have
/// written it.
fn nobody_knows_whose(one: &VerifiedSignature, meaning: &str) -> Finding {
    let (signer, key) = (&one.facts.signer, one.key_from.as_deref().unwrap_or_default());
    let message = format!(
        "the signature of {signer} that means `{meaning}` was made with the key {key}, and nothing says that it is the key of {signer}"
    );
    let place = Place::new(&one.file.as_str().into(), u64::from(one.facts.number), 0);
    Finding::new(&integrity::MEANING_NOT_SIGNED, message)
        .at(place, 1)
        .help("say in a trust file whose key it is and what it may sign, and name it with --trust: a key from a folder signs under any name")
}

/// The finding, where a signature is dated in the future. It holds all the same: this machine's clock may be the one that is wrong.
fn dated_ahead(one: &VerifiedSignature) -> Option<Finding> {
    let facts = &one.facts;
    if !facts.time.parse().is_ok_and(today::is_ahead) {
        return None;
    }
    let (signer, time) = (&facts.signer, &facts.local_time);
    let message = format!("the signature of {signer} is dated {time}, ahead of the clock of this machine");
    let place = Place::new(&one.file.as_str().into(), u64::from(facts.number), 0);
    Some(Finding::new(&integrity::SIGNATURE_IN_FUTURE, message).at(place, 1))
}
