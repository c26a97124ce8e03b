//! The attachments of an archive: certificates with their pages, what they were drawn from, and the rest.

use super::attached;
use super::covered::Vouching;
use super::grounds::Grounds;
use super::kind::looked_at;
use super::names::{ENDING, are_signatures, last_part};
use super::pages::{
    Around, Shelf, drawn_again, names_a_certificate, names_the_number, packed_template, pages_finding, written_again,
};
use super::paired::twins_of_its_name;
use super::succession::{Issued, certificate_named, place_of};
use super::trail::Archived;
use super::twin::{certificate, changed_since, name_inside, report_contradicts_itself};
use crate::certificate::{Certificate, Signature, TemplateNamed};
use crate::cli::{Failure, signatures};
use crate::finding::Finding;
use crate::integrity::{self, Chain, Entry, Judged};
use crate::report::{Attachment, Checked, FileKind, Pages, Redrawn, Unchecked, VerifiedSignature};

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
            let also = one.unchecked.take().map_or_else(String::new, |one| format!("; {}", one.why));
            one.unchecked = Some(Unchecked { beyond, why: why + &also });
        }
    }
}

/// Where an archive has what was put in beside.
pub const ATTACHMENTS: &str = "attachments/";

/// The folder of the template of the pages.
pub const TEMPLATE: &str = "attachments/template/";

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
    /// Which of its certificates another one replaces: to be looked at, and no fault.
    pub places: Vec<Finding>,
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
        let finding = Finding::of_file(&integrity::FILE_ABSENT, integrity::REPORT, message);
        return Ok(Attachments { findings: vec![finding], ..Attachments::default() });
    };
    let trails = Archived::read(entries);
    let mut found = Attachments { findings: trails.faults(entries), ..Attachments::default() };
    if let Err(fault) = integrity::evidence(&report.bytes) {
        let message = format!("{} {fault}", report.path);
        found.findings.push(Finding::of_file(&integrity::DOCUMENT_NOT_READABLE, &report.path, message));
    }
    // Its bytes have a digest in the archive, and no digest says that they fit each other.
    found.findings.extend(report_contradicts_itself(&report.path, &report.bytes).filter(|_| found.findings.is_empty()));
    let attached = attached(entries)?;
    let grounds = judged.map(|judged| Grounds::of(entries, judged));
    let (twins, shelf) = (twins(&attached), Shelf::new(entries));
    let issued: Vec<Issued> = twins.iter().map(|twin| issued(*twin)).collect();
    found.places = issued.iter().flat_map(|one| place_of(one, &issued)).collect();
    let template = packed_template(entries).map(|template| template.named());
    let desk = Desk { entries, report: &report.bytes, twins, grounds, trails, shelf, template, asked };
    for one in attached.iter().filter(|one| !are_signatures(&one.entry.path, &one.entry.bytes)) {
        let looked = desk.look_at(one)?;
        found.findings.extend(looked.findings);
        let not_checked = looked.not_checked.map(|why| Unchecked { beyond: Checked::Digest, why });
        let certificate = one.certificate.as_ref();
        let beside_content = || {
            let certificate = certificate?;
            let why = [desk.trails.missing(certificate), desk.missing_template(certificate)];
            let why = why.into_iter().flatten().collect::<Vec<_>>().join("; ");
            (!why.is_empty()).then_some(Unchecked { beyond: Checked::Content, why })
        };
        found.all.push(Attachment {
            path: one.entry.path.clone(),
            content_sha256: certificate.map(|certificate| certificate.content_sha256.clone()),
            unchecked: not_checked.or_else(beside_content),
        });
    }
    Ok(found)
}

/// The files of signatures among the attachments, and why they are not looked at.
pub fn of_signatures<'e>(entries: &'e [Entry], why: Option<&'e str>) -> impl Iterator<Item = Attachment> + 'e {
    let is_it = |entry: &&Entry| entry.path.starts_with(ATTACHMENTS) && are_signatures(&entry.path, &entry.bytes);
    let all = entries.iter().filter(is_it);
    all.map(move |entry| Attachment {
        path: entry.path.clone(),
        unchecked: why.map(|why| Unchecked { beyond: Checked::Digest, why: why.to_owned() }),
        ..Attachment::default()
    })
}

/// An attachment, read once.
pub(super) struct Attached<'e> {
    pub(super) entry: &'e Entry,
    /// The twin inside; inside, why the document cannot be read.
    pub(super) inside: Result<Option<Vec<u8>>, Box<Finding>>,
    /// The certificate that it is or carries, where that is as it was issued.
    pub(super) certificate: Option<Certificate>,
}

/// The attachments of an archive.
///
/// # Errors
/// Wrong usage: one is a PDF, in a program without the PDF part.
pub(super) fn attached(entries: &[Entry]) -> Result<Vec<Attached<'_>>, Failure> {
    let all = entries.iter().filter(|entry| entry.path.starts_with(ATTACHMENTS)).map(|entry| {
        let inside = attached::twin(&entry.path, &entry.bytes)?;
        let twin = inside.as_ref().ok().and_then(Option::as_deref).unwrap_or(&entry.bytes);
        let certificate = certificate(&entry.path, twin).ok();
        Ok(Attached { entry, inside, certificate })
    });
    all.collect()
}

/// The certificates among the attachments, alone or inside of a document, each with the first file that has it.
pub(super) fn twins<'a>(attached: &'a [Attached<'_>]) -> Vec<(&'a str, &'a Certificate)> {
    let mut all: Vec<(&str, &Certificate)> = Vec::new();
    for one in attached {
        if let Some(certificate) = one.certificate.as_ref().filter(|one| !all.iter().any(|(_, known)| known == one)) {
            all.push((&one.entry.path, certificate));
        }
    }
    all
}

/// A certificate of an archive; what is wrong with its signatures is a fault of the archive.
fn issued((file, certificate): (&str, &Certificate)) -> Issued {
    Issued { file: file.to_owned(), named: certificate_named(certificate), fault: None }
}

/// What came of looking at an attachment, or at a part of it; nothing of both, where it is what it must be.
#[derive(Default)]
struct Looked {
    /// What is wrong with it.
    findings: Vec<Finding>,
    /// Why it was not checked, where it was not.
    not_checked: Option<String>,
}

impl Looked {
    fn found(findings: impl IntoIterator<Item = Finding>) -> Self {
        Looked { findings: findings.into_iter().collect(), not_checked: None }
    }

    fn not_checked(why: impl Into<String>) -> Self {
        Looked { findings: Vec::new(), not_checked: Some(why.into()) }
    }

    /// With another part of the same attachment.
    fn and(mut self, other: Looked) -> Self {
        self.findings.extend(other.findings);
        Looked { not_checked: self.not_checked.or(other.not_checked), ..self }
    }
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
    fn look_at(&self, one: &Attached<'_>) -> Result<Looked, Failure> {
        let entry = one.entry;
        let inside = match &one.inside {
            Ok(inside) => inside,
            Err(finding) => return Ok(Looked::found([(**finding).clone()])),
        };
        Ok(match (inside, integrity::schema_of(&entry.bytes).as_deref()) {
            (Some(twin), _) => {
                let pages = drawn_again(&entry.bytes, twin, &Around::Archive(&self.shelf))?;
                let pages = self.pages(&entry.path, &pages, one.certificate.as_ref());
                let of_others = self.twin(&name_inside(&entry.path), &entry.path, twin);
                pages.and(of_others).and(Looked::found(twins_of_its_name(self.entries, &entry.path, twin)))
            }
            (None, Some(crate::certificate::SCHEMA_NAME)) => self.twin(&entry.path, &entry.path, &entry.bytes),
            (None, Some(crate::report::REVIEW_SCHEMA_NAME)) => self.review(entry),
            (None, Some(crate::report::SCHEMA_NAME)) => self.other_report(entry),
            (None, _) => self.without_twin(entry)?,
        })
    }

    /// The twin of a certificate. It is not compared with the report, where it was made from other files and has its place all the
    /// same: another certificate replaces it.
    fn twin(&self, name: &str, path: &str, twin: &[u8]) -> Looked {
        let read = serde_json::from_slice::<Certificate>(twin).ok();
        let changed = changed_since(name, twin);
        let of_others = of_others(name, twin, self.report, self.grounds.as_ref());
        let replaced = read.as_ref().filter(|_| changed.is_none() && of_others.is_some());
        let replaced = replaced.and_then(|old| replaced_by(old, self.twins.iter().map(|(_, twin)| *twin)));
        let mut findings: Vec<Finding> =
            changed.or_else(|| of_others.filter(|_| replaced.is_none())).into_iter().collect();
        if let Some(certificate) = &read {
            findings.extend(not_shown(path, certificate, self.entries));
            findings.extend(self.trails.contradicted(path, certificate));
        }
        Looked { findings, not_checked: replaced }
    }

    /// A report: where it is not that of the archive, it does not contradict itself, nor that one, and is not checked beyond that.
    fn other_report(&self, entry: &Entry) -> Looked {
        if entry.bytes == self.report {
            return Looked::default();
        }
        let differs = || integrity::report_differs(&entry.path, &entry.bytes, self.report);
        let found = report_contradicts_itself(&entry.path, &entry.bytes).or_else(differs);
        Looked::found(found).and(Looked::not_checked("it is a report, and not the one of this archive"))
    }

    /// The review of an audit trail.
    fn review(&self, entry: &Entry) -> Looked {
        match self.trails.knows_review(&entry.path, &entry.bytes) {
            Some(finding) => Looked::found(finding),
            None => Looked::not_checked("the audit trail that it is of is not in the archive"),
        }
    }

    /// The pages of a document that shows a certificate.
    fn pages(&self, path: &str, pages: &Pages, certificate: Option<&Certificate>) -> Looked {
        let vouched;
        let pages = match (pages, self.asked) {
            (Pages::NotProven(why), Asked::NotOthers) => return Looked::not_checked(why),
            (Pages::NotProven(why), Asked::ShownOrSigned(signatures)) => {
                vouched = vouched_for(why, signatures, certificate);
                if let Pages::Signed(by) = &vouched {
                    return Looked::not_checked(format!("{why}; the archive is as signed by {}", by.join(", ")));
                }
                &vouched
            }
            (pages, _) => pages,
        };
        let help = "attach the laboratory file and its logo too, or the twin (JSON) instead";
        Looked::found(pages_finding(pages, path).map(|finding| finding.help(help)))
    }

    /// A file without a twin inside: a form that evqc writes from one of the twins beside it, a file that one of them names by its
    /// digest, or one of which nothing is known.
    fn without_twin(&self, entry: &Entry) -> Result<Looked, Failure> {
        let own = integrity::sha256(&entry.bytes);
        let is_named = |twin: &Certificate| twin.content.record.inputs.iter().any(|input| input.sha256 == own);
        if self.twins.iter().any(|(_, twin)| is_named(twin)) {
            return Ok(Looked::default());
        }
        if let Some(finding) = self.not_the_input(entry, &own) {
            return Ok(Looked::found([finding]));
        }
        if entry.path.starts_with(TEMPLATE) {
            return Ok(self.template());
        }
        if is_packed(entry) {
            return Ok(Looked::not_checked("archives in archives are verified on their own"));
        }
        let mut claimed = None;
        for (_, twin) in &self.twins {
            let pages = written_again(&entry.bytes, twin, &Around::Archive(&self.shelf))?;
            if pages == Pages::DrawnAgain {
                return Ok(Looked::default());
            }
            if shows(entry, twin) {
                claimed = Some((pages, *twin));
            }
        }
        if let Some((pages, twin)) = claimed {
            return Ok(self.pages(&entry.path, &pages, Some(twin)));
        }
        if self.asked != Asked::NotOthers && names_a_certificate(&entry.bytes) {
            let pages = Pages::NotProven("the twin that it shows is not in the archive".to_owned());
            return Ok(self.pages(&entry.path, &pages, None));
        }
        Ok(Looked::not_checked(not_compared(entry)))
    }

    /// The files of the template: checked, where a certificate names the template that they are, with the digest of all of them.
    fn template(&self) -> Looked {
        let is_named = self.template.is_some() && self.twins.iter().any(|(_, twin)| twin.template == self.template);
        match is_named {
            true => Looked::default(),
            false => Looked::not_checked("no certificate in the archive names this template"),
        }
    }

    /// The template that a certificate names, where the archive has another one, or none.
    fn missing_template(&self, certificate: &Certificate) -> Option<String> {
        let named = certificate.template.as_ref().filter(|named| self.template.as_ref() != Some(*named))?;
        Some(format!("the template that it names ({} {}) is not in the archive", named.name, named.version))
    }

    /// The finding, where a file has the name of one that a certificate was drawn from, and other bytes.
    fn not_the_input(&self, entry: &Entry, sha256: &str) -> Option<Finding> {
        // A template has pictures and files of its own, under names of its own.
        if entry.path.starts_with(TEMPLATE) {
            return None;
        }
        let name = last_part(&entry.path);
        let named = |twin: &Certificate| {
            let mut inputs = twin.content.record.inputs.iter();
            inputs.find(|input| input.name == name).map(|input| input.sha256.clone())
        };
        let (certificate, expected) = self.twins.iter().find_map(|(path, twin)| Some((path, named(twin)?)))?;
        let message = format!(
            "{} is not the {name} that {certificate} was drawn from: its SHA-256 is {sha256}, there it is {expected}",
            entry.path
        );
        Some(Finding::of_file(&integrity::FILE_CHANGED, &entry.path, message))
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
    let vouching = match certificate {
        Some(certificate) => Vouching::by(signatures.iter(), certificate),
        None => Vouching::by_approval(signatures),
    };
    vouching.pages(why.to_owned())
}

/// Whether a document says that it shows this certificate: it names its number or the digest of its content as the print of a
/// certificate does, or the report of its FHIR bundle. A file of another kind may name that digest too, as a verification does.
fn shows(entry: &Entry, twin: &Certificate) -> bool {
    let document = &entry.bytes;
    let number = twin.content.number.as_deref();
    let is_print = || {
        attached::is_pdf(document)
            || attached::is_html(document)
            || entry.path.ends_with(".md")
            || names_a_certificate(document)
    };
    number.is_some_and(|number| names_the_number(document, number))
        || (attached::contains(document, &twin.content_sha256) && is_print())
}

/// Whether a file is an archive that says so in its name: what it holds is verified where it is opened, and nothing shows it as a page.
fn is_packed(entry: &Entry) -> bool {
    attached::is_packed(&entry.bytes) && entry.path.to_ascii_lowercase().ends_with(".zip")
}

/// Why nothing is known of a file.
fn not_compared(entry: &Entry) -> &'static str {
    match looked_at(&entry.path, &entry.bytes).kind {
        _ if names_a_certificate(&entry.bytes) => "the twin that it shows is not in the archive",
        FileKind::Html | FileKind::Markdown | FileKind::Pdf => {
            "a document without a twin cannot be compared with the data"
        }
        _ => "nothing in the archive says what it must be",
    }
}

/// The finding, where a certificate of an archive names signatures that no file of signatures beside it shows.
fn not_shown(name: &str, certificate: &Certificate, entries: &[Entry]) -> Option<Finding> {
    let files = entries.iter().filter(|entry| are_signatures(&entry.path, &entry.bytes));
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
