//! An archive against its own manifests, and the signatures that it holds against the files beside them.

use super::covered::Vouching;
use super::grounds::Grounds;
use super::pages::{Around, Shelf, drawn_again, names_a_certificate, packed_template, written_again};
use super::places::misplaced;
use super::trail::Archived;
use super::twin::{certificate, changed_since, name_inside};
use super::{Verification, looked_at, pages_finding};
use crate::certificate::{Certificate, Signature, TemplateNamed};
use crate::cli::sign::ENDING;
use crate::cli::{Failure, attached, bundle, files, issued, redraw, remark, replay, signatures};
use crate::finding::Finding;
use crate::integrity::{self, Chain, Entry, Judged, Manifest, Meaning, SOURCE_SHA256};
use crate::order;
use crate::report::{
    Attachment, Checked, Compared, FileKind, JudgedAgain, Pages, Redrawn, Unchecked, VerifiedFile, VerifiedSignature,
    program_named,
};
use crate::source::Place;
use std::collections::BTreeMap;
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
        findings.extend(of_entries(&entries, &findings)?);
        let manifest = Manifest::read(&entries).ok();
        let is_whole = findings.is_empty();
        let signed = self.over_the_whole(Path::new(&file.name), bytes)?;
        let judged = manifest.as_ref().map(|manifest| &manifest.judged);
        let Attachments { findings: of_attachments, mut all } =
            attachments(&entries, judged, Asked::ShownOrSigned(&signed))?;
        let said = |one: &Finding| findings.iter().any(|other| (other.code, &other.place) == (one.code, &one.place));
        let more: Vec<Finding> = of_attachments.into_iter().filter(|one| !said(one)).collect();
        findings.extend(more);
        all.extend(manifest.as_ref().and_then(readme_of_another));
        let again = again(&entries, manifest.filter(|_| is_whole))?;
        match &again {
            JudgedAgain::Not(why) => drawn_again_or_not(&mut all, Err(why)),
            JudgedAgain::Verified(replay) | JudgedAgain::Replayed(replay) => {
                findings.extend(replay::findings(replay));
                drawn_again_or_not(&mut all, Ok(&replay.certificates));
            }
        }
        file.again = Some(again);
        file.attachments = all;
        let unsigned = self.args.unsigned.then_some("--unsigned leaves signatures out");
        file.attachments.extend(of_signatures(&entries, unsigned));
        file.findings.extend(findings);
        file.digests.extend(listed(&entries));
        for signatures in entries.iter().filter(|entry| entry.path.ends_with(ENDING) && !self.args.unsigned) {
            self.chain_inside(signatures, &entries, file)?;
        }
        Ok(())
    }

    /// The signatures over every byte of an archive.
    fn over_the_whole(&self, path: &Path, bytes: &[u8]) -> Result<Vec<VerifiedSignature>, Failure> {
        let Some(chain_path) = self.chain_of(path)? else { return Ok(Vec::new()) };
        let shown = chain_path.to_string_lossy();
        let (chain, _) = Chain::read(&shown, &files::bytes(&chain_path)?);
        let own = integrity::sha256(bytes);
        let is_it = chain.subject().iter().any(|resource| resource.digest.sha256 == own);
        let links = chain.links().iter().filter(|_| is_it);
        Ok(links.map(|link| self.signature(&shown, link)).collect())
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
                None => match in_another(&chain, entries)? {
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
            JudgedAgain::Verified(replay::judged_again(entries, manifest)?)
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

/// Says of each certificate among the attachments whether it was drawn again, or why none was.
pub fn drawn_again_or_not(all: &mut [Attachment], drawn: Result<&[Redrawn], &str>) {
    let not_drawn = |why: &str| (Checked::Verdict, format!("it was not drawn again: {why}"));
    let beyond = |content: &str| match drawn {
        Ok(drawn) => {
            let one = drawn.iter().find(|one| one.content_sha256 == content)?;
            let in_part =
                || (Checked::Drawn, format!("{} is not in the archive", one.but.as_deref().unwrap_or_default()));
            one.not_drawn.as_deref().map(not_drawn).or_else(|| one.but.is_some().then(in_part))
        }
        Err(why) => Some(not_drawn(why)),
    };
    for one in all.iter_mut().filter(|one| one.unchecked.as_ref().is_none_or(|one| one.beyond == Checked::Content)) {
        if let Some((beyond, why)) = one.content_sha256.as_deref().and_then(beyond) {
            one.unchecked = Some(Unchecked { beyond, why });
        }
    }
}

/// The files of an archive that is as it was made, and how they were judged.
type Whole = (Vec<Entry>, Manifest);

/// The files of an archive that is as it was made, and how they were judged; inside, what is wrong.
///
/// # Errors
/// A folder that cannot be written.
pub fn whole_archive(name: &str, bytes: &[u8]) -> Result<Result<Whole, Vec<Finding>>, Failure> {
    let (entries, mut findings) = match integrity::unpack(name, bytes) {
        Ok(unpacked) => unpacked,
        Err(findings) => return Ok(Err(findings)),
    };
    findings.extend(of_entries(&entries, &findings)?);
    Ok(match Manifest::read(&entries) {
        Ok(manifest) if findings.is_empty() => Ok((entries, manifest)),
        _ => Err(findings),
    })
}

/// What keeps an archive from being signed: it is not as it was made, its certificates are not what the report says, or its lots
/// come to another result; nothing of another file.
///
/// # Errors
/// As [`attachments`], and a folder that cannot be written.
pub fn archive_fault(name: &str, bytes: &[u8]) -> Result<Option<Finding>, Failure> {
    if !attached::is_archive(bytes) {
        return Ok(None);
    }
    let (entries, manifest) = match whole_archive(name, bytes)? {
        Ok(whole) => whole,
        Err(findings) => return Ok(findings.into_iter().next()),
    };
    if let Some(finding) = attachments(&entries, Some(&manifest.judged), Asked::Shown)?.findings.into_iter().next() {
        return Ok(Some(finding));
    }
    let replay = replay::judged_again(&entries, manifest)?;
    if replay.by_same_program() {
        return Ok(replay::findings(&replay).into_iter().next());
    }
    // Another program may draw another certificate; another result is one, whoever comes to it.
    if replay.difference.is_none() {
        remark(&format!("evqc: the lots come to the same result, {}\n", replay.program()));
    }
    let help = format!(
        "{}: sign with the program that made it, or compare the two yourself and sign with --twin and --not-compared",
        replay.program()
    );
    Ok(replay::findings(&replay).into_iter().next().filter(|_| replay.difference.is_some()).map(|one| one.help(help)))
}

/// The certificate of an archive whose content was signed as another file, as a draft that need not be kept; with its digest.
fn in_another(chain: &Chain, entries: &[Entry]) -> Result<Option<(String, String)>, Failure> {
    let Some(content) = chain.content() else { return Ok(None) };
    let attached = attached(entries)?;
    let found = twins(&attached).into_iter().find(|(_, twin)| twin.content_sha256 == content.digest.sha256);
    Ok(found.map(|(path, twin)| (path.to_owned(), twin.content_sha256.clone())))
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
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Asked<'s> {
    /// That they are shown to be those of the twin: by whoever puts the archive together or signs it.
    Shown,
    /// The same, or that whoever answers for the certificate signed the whole archive: by whoever verifies it.
    ShownOrSigned(&'s [VerifiedSignature]),
    /// That they are not shown to be others: by whoever judges again, perhaps years later with another program.
    NotOthers,
}

/// What was found about the attachments of an archive.
#[derive(Default)]
pub struct Attachments {
    /// What is wrong with them.
    pub findings: Vec<Finding>,
    /// Each of them, but for files of signatures.
    pub all: Vec<Attachment>,
}

/// What is wrong with the certificates of an archive: changed, with other pages than those of their twin, not what the report beside
/// them says, or made from other files than its lots were judged by; and which of its attachments nothing can be said of. Pages are
/// drawn again where the laboratory file is among the attachments, forms without a twin inside from the twin among them.
///
/// # Errors
/// Wrong usage: one is a PDF, in a program without the PDF part.
pub fn attachments(entries: &[Entry], judged: Option<&Judged>, asked: Asked<'_>) -> Result<Attachments, Failure> {
    let Some(report) = entries.iter().find(|entry| entry.path == integrity::REPORT) else {
        let message = format!("{} is not in the archive", integrity::REPORT);
        let finding = Finding::new(&integrity::FILE_ABSENT, message).at(Place::file(&integrity::REPORT.into()), 1);
        return Ok(Attachments { findings: vec![finding], ..Attachments::default() });
    };
    let trails = Archived::read(entries);
    let mut found = Attachments { findings: trails.faults(entries), all: Vec::new() };
    if let Err(fault) = integrity::evidence(&report.bytes) {
        let message = format!("{} {fault}", report.path);
        let finding = Finding::new(&integrity::DOCUMENT_NOT_READABLE, message);
        found.findings.push(finding.at(Place::file(&report.path.as_str().into()), 1));
    }
    let attached = attached(entries)?;
    let grounds = judged.map(|judged| Grounds::of(entries, judged));
    let (twins, shelf) = (twins(&attached), Shelf::new(entries));
    let template = packed_template(entries).map(|template| template.named());
    let desk = Desk { entries, report: &report.bytes, twins, grounds, trails, shelf, template, asked };
    for one in attached.iter().filter(|one| !one.entry.path.ends_with(ENDING)) {
        let not_checked = desk.look_at(one, &mut found.findings)?;
        let not_checked = not_checked.map(|why| Unchecked { beyond: Checked::Digest, why });
        let certificate = one.certificate.as_ref();
        let without_trail = || {
            let why = desk.trails.missing(certificate?)?;
            Some(Unchecked { beyond: Checked::Content, why })
        };
        found.all.push(Attachment {
            path: one.entry.path.clone(),
            content_sha256: certificate.map(|certificate| certificate.content_sha256.clone()),
            unchecked: not_checked.or_else(without_trail),
        });
    }
    Ok(found)
}

/// The files of signatures among the attachments, and why they are not looked at.
pub fn of_signatures<'e>(entries: &'e [Entry], why: Option<&'e str>) -> impl Iterator<Item = Attachment> + 'e {
    let all = entries.iter().filter(|entry| entry.path.starts_with(ATTACHMENTS) && entry.path.ends_with(ENDING));
    all.map(move |entry| Attachment {
        path: entry.path.clone(),
        unchecked: why.map(|why| Unchecked { beyond: Checked::Digest, why: why.to_owned() }),
        ..Attachment::default()
    })
}

/// An attachment, read once.
struct Attached<'e> {
    entry: &'e Entry,
    /// The twin inside; inside, why the document cannot be read.
    inside: Result<Option<Vec<u8>>, Box<Finding>>,
    /// The certificate that it is or carries, where that is as it was issued.
    certificate: Option<Certificate>,
}

/// The attachments of an archive.
fn attached(entries: &[Entry]) -> Result<Vec<Attached<'_>>, Failure> {
    let all = entries.iter().filter(|entry| entry.path.starts_with(ATTACHMENTS)).map(|entry| {
        let inside = attached::twin(&entry.path, &entry.bytes)?;
        let twin = inside.as_ref().ok().and_then(Option::as_deref).unwrap_or(&entry.bytes);
        let certificate = certificate(&entry.path, twin).ok();
        Ok(Attached { entry, inside, certificate })
    });
    all.collect()
}

/// The certificates among the attachments, alone or inside of a document, each with the first file that has it.
fn twins<'a>(attached: &'a [Attached<'_>]) -> Vec<(&'a str, &'a Certificate)> {
    let mut all: Vec<(&str, &Certificate)> = Vec::new();
    for one in attached {
        if let Some(certificate) = one.certificate.as_ref().filter(|one| !all.iter().any(|(_, known)| known == one)) {
            all.push((&one.entry.path, certificate));
        }
    }
    all
}

/// An archive, as far as its attachments are looked at.
struct Desk<'a> {
    entries: &'a [Entry],
    report: &'a [u8],
    twins: Vec<(&'a str, &'a Certificate)>,
    /// What the lots were judged by, where that is known.
    grounds: Option<Grounds<'a>>,
    trails: Archived<'a>,
    shelf: Shelf<'a>,
    /// The template among its attachments.
    template: Option<TemplateNamed>,
    asked: Asked<'a>,
}

impl Desk<'_> {
    /// Looks at an attachment; why it was not checked, where it was not.
    fn look_at(&self, one: &Attached<'_>, findings: &mut Vec<Finding>) -> Result<Option<String>, Failure> {
        let entry = one.entry;
        let inside = match &one.inside {
            Ok(inside) => inside,
            Err(finding) => {
                findings.push((**finding).clone());
                return Ok(None);
            }
        };
        match (inside, integrity::schema_of(&entry.bytes).as_deref()) {
            (Some(twin), _) => {
                let pages = drawn_again(&entry.bytes, twin, &Around::Archive(&self.shelf))?;
                let not_checked = self.pages(&entry.path, &pages, one.certificate.as_ref(), findings);
                let of_others = self.twin(&name_inside(&entry.path), &entry.path, twin, findings);
                Ok(not_checked.or(of_others))
            }
            (None, Some(crate::certificate::SCHEMA_NAME)) => {
                Ok(self.twin(&entry.path, &entry.path, &entry.bytes, findings))
            }
            (None, Some(crate::report::REVIEW_SCHEMA_NAME)) => Ok(self.review(entry, findings)),
            (None, Some(crate::report::SCHEMA_NAME)) if entry.bytes != self.report => {
                Ok(Some("it is a report, and not the one of this archive".to_owned()))
            }
            (None, Some(crate::report::SCHEMA_NAME)) => Ok(None),
            (None, _) => self.without_twin(entry, findings),
        }
    }

    /// What is wrong with the twin of a certificate; why it was not compared with the report, where it was made from other files and
    /// has its place all the same: another certificate replaces it.
    fn twin(&self, name: &str, path: &str, twin: &[u8], findings: &mut Vec<Finding>) -> Option<String> {
        let read = serde_json::from_slice::<Certificate>(twin).ok();
        let changed = changed_since(name, twin);
        let of_others = of_others(name, twin, self.report, self.grounds.as_ref());
        let replaced = read.as_ref().filter(|_| changed.is_none() && of_others.is_some());
        let replaced = replaced.and_then(|old| replaced_by(old, self.twins.iter().map(|(_, twin)| *twin)));
        findings.extend(changed.or_else(|| of_others.filter(|_| replaced.is_none())));
        if let Some(certificate) = &read {
            findings.extend(not_shown(path, certificate, self.entries));
            findings.extend(self.trails.contradicted(path, certificate));
        }
        replaced
    }

    /// What there is to say of the review of an audit trail: a finding, or why it is not checked.
    fn review(&self, entry: &Entry, findings: &mut Vec<Finding>) -> Option<String> {
        match self.trails.knows_review(&entry.path, &entry.bytes) {
            Some(finding) => {
                findings.extend(finding);
                None
            }
            None => Some("the audit trail that it is of is not in the archive".to_owned()),
        }
    }

    /// What there is to say of the pages of a document that shows a certificate: a finding, or why they are not checked.
    fn pages(
        &self,
        path: &str,
        pages: &Pages,
        certificate: Option<&Certificate>,
        findings: &mut Vec<Finding>,
    ) -> Option<String> {
        let vouched;
        let pages = match (pages, self.asked) {
            (Pages::NotProven(why), Asked::NotOthers) => return Some(why.clone()),
            (Pages::NotProven(why), Asked::ShownOrSigned(signatures)) => {
                vouched = vouched_for(why, signatures, certificate);
                if let Pages::Signed(by) = &vouched {
                    return Some(format!("{why}; the archive is as signed by {}", by.join(", ")));
                }
                &vouched
            }
            (pages, _) => pages,
        };
        let help = "attach the laboratory file and its logo too, or the twin (JSON) instead";
        findings.extend(pages_finding(pages, path).map(|finding| finding.help(help)));
        None
    }

    /// A file without a twin inside: a form that evqc writes from one of the twins beside it, a file that one of them names by its
    /// digest, or one of which nothing is known.
    fn without_twin(&self, entry: &Entry, findings: &mut Vec<Finding>) -> Result<Option<String>, Failure> {
        let own = integrity::sha256(&entry.bytes);
        let is_named = |twin: &Certificate| twin.content.record.inputs.iter().any(|input| input.sha256 == own);
        if self.twins.iter().any(|(_, twin)| is_named(twin)) {
            return Ok(None);
        }
        if let Some(finding) = self.not_the_input(entry, &own) {
            findings.push(finding);
            return Ok(None);
        }
        if entry.path.starts_with(redraw::TEMPLATE) {
            return Ok(self.template());
        }
        let mut claimed = None;
        for (_, twin) in &self.twins {
            let pages = written_again(&entry.bytes, twin, &Around::Archive(&self.shelf))?;
            if pages == Pages::DrawnAgain {
                return Ok(None);
            }
            if shows(&entry.bytes, twin) {
                claimed = Some((pages, *twin));
            }
        }
        if let Some((pages, twin)) = claimed {
            return Ok(self.pages(&entry.path, &pages, Some(twin), findings));
        }
        let why = not_compared(entry);
        if self.asked != Asked::NotOthers && names_a_certificate(&entry.bytes) {
            let pages = Pages::NotProven("the twin that it shows is not in the archive".to_owned());
            return Ok(self.pages(&entry.path, &pages, None, findings));
        }
        Ok(Some(why.to_owned()))
    }

    /// Why the files of the template are not checked: no certificate names the template that they are, with the digest of all of
    /// them.
    fn template(&self) -> Option<String> {
        let is_named = self.template.is_some() && self.twins.iter().any(|(_, twin)| twin.template == self.template);
        (!is_named).then(|| "no certificate in the archive names this template".to_owned())
    }

    /// The finding, where a file has the name of one that a certificate was drawn from, and other bytes.
    fn not_the_input(&self, entry: &Entry, sha256: &str) -> Option<Finding> {
        // A template has pictures and files of its own, under names of its own.
        if entry.path.starts_with(redraw::TEMPLATE) {
            return None;
        }
        let name = entry.path.rsplit('/').next().unwrap_or(&entry.path);
        let named = |twin: &Certificate| {
            let mut inputs = twin.content.record.inputs.iter();
            inputs.find(|input| input.name == name).map(|input| input.sha256.clone())
        };
        let (certificate, expected) = self.twins.iter().find_map(|(path, twin)| Some((path, named(twin)?)))?;
        let message = format!(
            "{} is not the {name} that {certificate} was drawn from: its SHA-256 is {sha256}, there it is {expected}",
            entry.path
        );
        Some(Finding::new(&integrity::FILE_CHANGED, message).at(Place::file(&entry.path.as_str().into()), 1))
    }
}

/// The finding, where a certificate is not one of the lots of a report, or was made from other files than they were judged by.
fn of_others(name: &str, twin: &[u8], report: &[u8], grounds: Option<&Grounds<'_>>) -> Option<Finding> {
    let of_other_files = || grounds?.differ(name, &serde_json::from_slice(twin).ok()?);
    integrity::certificate_differs(name, twin, report).or_else(of_other_files)
}

/// Why a certificate that was made from other files is in the archive: another one of the lot there names it by the digest of its
/// content as what it replaces, and what changed is told against it.
fn replaced_by<'c>(old: &Certificate, mut all: impl Iterator<Item = &'c Certificate>) -> Option<String> {
    let by = all.find(|one| {
        let replaced = one.content.replaces.as_ref().and_then(|replaced| replaced.content_sha256.as_ref());
        replaced == Some(&old.content_sha256) && one.content.lot.id == old.content.lot.id
    })?;
    let by = by.content.number.as_deref().unwrap_or("another certificate");
    Some(format!("{by} replaces it, and it was made from other files than the lots of this archive were judged by"))
}

/// Why a certificate of an archive cannot be drawn again from it: it is the one that another replaces, and was made from other files.
///
/// # Errors
/// It cannot be written as JSON.
pub fn only_replaced<'c>(
    old: &Certificate,
    all: impl Iterator<Item = &'c Certificate>,
    entries: &[Entry],
    judged: &Judged,
) -> Result<Option<String>, Failure> {
    let Some(report) = entries.iter().find(|entry| entry.path == integrity::REPORT) else { return Ok(None) };
    let Some(why) = replaced_by(old, all) else { return Ok(None) };
    let grounds = Grounds::of(entries, judged);
    let of_others = of_others("", old.twin()?.as_bytes(), &report.bytes, Some(&grounds));
    Ok(of_others.map(|_| why))
}

/// Whether whoever answers for a certificate signed the archive that holds its pages. Of pages without a twin nobody knows whose
/// signatures they name: only the approval of the whole vouches for them.
fn vouched_for(why: &str, signatures: &[VerifiedSignature], certificate: Option<&Certificate>) -> Pages {
    if let Some(certificate) = certificate {
        return Vouching::by(signatures.iter(), certificate).pages(why.to_owned());
    }
    let enough = signatures.iter().filter(|one| one.trusted && one.facts.meaning >= Meaning::Approved);
    let by: Vec<String> = enough.map(|one| format!("{} ({})", one.facts.signer, one.facts.meaning.as_str())).collect();
    if by.is_empty() { Pages::NotProven(why.to_owned()) } else { Pages::Signed(by) }
}

/// Whether a document says that it shows this certificate: it names its number or the digest of its content as the print of a
/// certificate does, or the report of its FHIR bundle.
fn shows(document: &[u8], twin: &Certificate) -> bool {
    let number = twin.content.number.as_deref();
    number.is_some_and(|number| issued::names_the_number(document, number))
        || attached::contains(document, &twin.content_sha256)
}

/// Why nothing is known of a file.
fn not_compared(entry: &Entry) -> &'static str {
    match looked_at(&entry.path, &entry.bytes).kind {
        _ if names_a_certificate(&entry.bytes) => "the twin that it shows is not in the archive",
        FileKind::Html | FileKind::Markdown | FileKind::Pdf => {
            "a document without a twin cannot be compared with the data"
        }
        FileKind::Archive => "archives in archives are verified on their own",
        _ => "nothing in the archive says what it must be",
    }
}

/// The finding, where a certificate of an archive names signatures that no file of signatures beside it shows.
fn not_shown(name: &str, certificate: &Certificate, entries: &[Entry]) -> Option<Finding> {
    let files = entries.iter().filter(|entry| entry.path.ends_with(ENDING));
    let chains: Vec<Chain> = files
        .map(|entry| Chain::read(&entry.path, &entry.bytes).0)
        .filter(|chain| chain.content().is_some_and(|one| one.digest.sha256 == certificate.content_sha256))
        .collect();
    let shown = |one: &Signature| {
        chains.iter().flat_map(Chain::links).any(|link| signatures::is_printed(link, one, certificate))
    };
    let of =
        |one: &Signature| format!("{} ({}, {})", one.name.en, one.meaning.as_deref().unwrap_or("no meaning"), one.time);
    let missing: Vec<String> = certificate.signatures.iter().filter(|one| !shown(one)).map(of).collect();
    let signatures = if missing.len() == 1 { "a signature" } else { "signatures" };
    let message = format!(
        "{name} names {signatures} of {}, which no file of signatures in the archive shows",
        missing.join(", ")
    );
    let finding = Finding::new(&integrity::SIGNATURE_NOT_SHOWN, message).help(format!(
        "--attach the file of signatures on the draft too: it has the name of the draft with {ENDING} behind it"
    ));
    Some(finding).filter(|_| !missing.is_empty())
}

/// The finding, where the file that says how to read the archive is not the one that this program writes; that of another
/// program is not known.
fn other_readme(entries: &[Entry]) -> Option<Finding> {
    let manifest = Manifest::read(entries).ok().filter(|one| one.tool.sha256 == SOURCE_SHA256)?;
    let has_trail = manifest.files.iter().any(|file| file.role == integrity::Role::Trail);
    let own = bundle::readme(&manifest.judged, &manifest.as_of, has_trail);
    let found = entries.iter().find(|entry| entry.path == integrity::README).map(|entry| entry.bytes.as_slice());
    let message = format!("{} is not what evqc writes into this archive", integrity::README);
    (found != Some(own.as_bytes()))
        .then(|| Finding::new(&integrity::BUNDLE_CHANGED, message).at(Place::file(&integrity::README.into()), 1))
}

/// What the list of digests of an archive says of its files.
fn listed(entries: &[Entry]) -> Vec<Compared> {
    let found: BTreeMap<&str, String> =
        order::collect(entries.iter().map(|entry| (&*entry.path, integrity::sha256(&entry.bytes))));
    let digests = integrity::listed(entries).into_iter().map(|resource| Compared {
        found: found.get(&*resource.name).cloned(),
        of: resource.name,
        named_in: integrity::CHECKSUMS.to_owned(),
        expected: resource.digest.sha256,
    });
    digests.collect()
}

/// What the manifests say, beside what is said already of a file.
fn of_entries(entries: &[Entry], said: &[Finding]) -> Result<Vec<Finding>, Failure> {
    let mut findings = integrity::check_files(entries);
    if let Some(manifest) = Manifest::read(entries).ok().filter(|_| findings.is_empty() && said.is_empty()) {
        findings.extend(misplaced(entries, &manifest)?);
    }
    findings.extend(other_readme(entries));
    findings.retain(|finding| said.iter().all(|other| (other.code, &other.place) != (finding.code, &finding.place)));
    Ok(findings)
}
