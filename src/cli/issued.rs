//! What stands in the place of a new certificate, or beside it under the same name, by what the document itself says: whether it
//! is a draft, whether somebody signed it, and whether its number is taken; and what no report may replace.

use super::certificate::Kind;
use super::evidence::{
    Issued, are_signatures, attached, beside, certificate_named, has_code, holds_signatures, is_fhir_bundle, name_of,
    names_a_certificate, names_the_number, schema_in,
};
use super::{Failure, files};
use crate::certificate::{CERTIFICATE_NUMBER_NOT_UNIQUE, Certificate, SCHEMA_NAME, TWIN_NAME, same_number, terms};
use crate::finding::Finding;
use crate::integrity::{self, Chain};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// The endings of the forms of a certificate.
const ENDINGS: [(&str, Kind); 6] = [
    (".fhir.json", Kind::Fhir),
    (".json", Kind::Json),
    (".pdf", Kind::Pdf),
    (".html", Kind::Html),
    (".md", Kind::Markdown),
    (".markdown", Kind::Markdown),
];

/// A finding where a certificate with the number of a new one and other content stands at its place, or in another form beside
/// it: one number stands for one content. A draft has issued nothing, and gives its number away.
///
/// # Errors
/// Wrong usage: what stands there cannot be read, and may have the number.
pub fn has_the_number(new: &Certificate, path: &Path) -> Result<Option<Finding>, Failure> {
    let (Some(number), Some(name)) = (new.content.number.as_deref(), path.file_name().and_then(|name| name.to_str()))
    else {
        return Ok(None);
    };
    let stem = ENDINGS.iter().find_map(|(ending, _)| name.strip_suffix(ending)).unwrap_or(name);
    for (ending, kind) in ENDINGS {
        let other = path.with_file_name(format!("{stem}{ending}"));
        if other.is_file() && has_other_content(kind, &files::bytes(&other)?, number, new) {
            let message = format!("{} has the certificate number {number} for other content", other.display());
            return Ok(Some(Finding::new(&CERTIFICATE_NUMBER_NOT_UNIQUE, message).help(
                "give the new certificate a number of its own (--number), and name the old one with --replaces",
            )));
        }
    }
    Ok(None)
}

/// The certificates that were issued into folders, as twin or PDF; each folder is looked through once in a run.
#[derive(Default)]
pub struct Shelves(Mutex<BTreeMap<PathBuf, Vec<Issued>>>);

impl Shelves {
    /// The warning, where another certificate in the folder of a new one has its number, under whatever name, and neither replaces the
    /// other: somebody has to say which of them counts.
    pub fn number_of_two(&self, new: &Certificate, paths: &[PathBuf]) -> Option<Finding> {
        if !new.is_issued() {
            return None;
        }
        // A poisoned lock means that another thread panicked; the run ends with it.
        let mut shelves = self.0.lock().ok()?;
        paths.iter().find_map(|path| {
            let folder = files::folder_of(path);
            let known = shelves.entry(folder.to_owned()).or_insert_with(|| issued_in(folder));
            let own = Issued { file: path.display().to_string(), named: certificate_named(new), fault: None };
            let is_own = |other: &Issued| paths.iter().any(|path| folder.join(name_of(path)) == Path::new(&other.file));
            let other = known.iter().find(|other| !is_own(other) && own.shares_number(other))?;
            let number = new.content.number.as_deref().unwrap_or_default();
            let message = format!(
                "{} has the number {number}, and so has {}, with other content: nothing says which counts",
                own.file, other.file
            );
            Some(Finding::new(&integrity::NUMBER_OF_TWO, message).help(
                "give the new certificate a number of its own (--number), and name the old one with --replaces; then withdraw this one",
            ))
        })
    }
}

/// The certificates of a folder that were issued under a number.
fn issued_in(folder: &Path) -> Vec<Issued> {
    let all = ["json", "pdf"].into_iter().flat_map(|ending| files::there_in(folder, ending));
    let issued = all.filter_map(|path| {
        let (start, length) = files::glance_at_start(&path, START)?;
        let bytes =
            Some(&path).filter(|path| may_be_certificate(path, &start, length)).and_then(|path| files::glance(path))?;
        let twin = if attached::is_pdf(&bytes) { attached::presumed_twin(&bytes)? } else { bytes };
        let found: Certificate = serde_json::from_slice(&twin).ok()?;
        let file = folder.join(name_of(&path)).display().to_string();
        (found.is_issued() && found.content.number.is_some()).then(|| Issued {
            file,
            named: certificate_named(&found),
            fault: None,
        })
    });
    issued.collect()
}

/// Whether a document is a certificate of this number that is no draft and has another content. One without a twin inside says
/// its number and the digest of its content in print.
fn has_other_content(kind: Kind, bytes: &[u8], number: &str, new: &Certificate) -> bool {
    let twin = match kind {
        Kind::Json => Some(bytes.to_vec()),
        Kind::Pdf => in_pdf(bytes),
        Kind::Html => in_html(bytes),
        Kind::Markdown | Kind::Fhir => None,
    };
    let old = twin.and_then(|twin| serde_json::from_slice::<Certificate>(&twin).ok());
    match (old, kind) {
        (Some(old), _) => {
            let is_same = old.content.number.as_deref().is_some_and(|old| same_number(old, number));
            old.is_issued() && is_same && old.content_sha256 != new.content_sha256
        }
        (None, Kind::Markdown | Kind::Fhir) if !is_draft(kind, bytes) => {
            names_the_number(bytes, number) && !attached::contains(bytes, &new.content_sha256)
        }
        _ => false,
    }
}

/// Whether a document is a draft; whatever does not say so is none, and stays.
pub fn is_draft(kind: Kind, bytes: &[u8]) -> bool {
    match kind {
        Kind::Json => twin_is_draft(bytes),
        Kind::Pdf => in_pdf(bytes).is_some_and(|twin| twin_is_draft(&twin)),
        Kind::Html => in_html(bytes).is_some_and(|twin| twin_is_draft(&twin)),
        Kind::Markdown => is_draft_text(bytes),
        Kind::Fhir => is_preliminary(bytes),
    }
}

/// What stands in a place that no report may take: a secret key, a trust file, signatures, what somebody signed, a certificate that
/// was issued.
///
/// # Errors
/// Wrong usage: a file of signatures in its folder cannot be read, and may cover it.
pub fn record_at(path: &Path) -> Result<Option<String>, Failure> {
    let Some((start, length)) = files::glance_at_start(path, START) else { return Ok(None) };
    if are_signatures(&name_of(path), &start) {
        return Ok(Some("it holds signatures".to_owned()));
    }
    if attached::contains(&start, "PRIVATE KEY-----") {
        return Ok(Some("it holds a secret key".to_owned()));
    }
    if says_trust(&start) {
        return Ok(Some("it says which keys are trusted".to_owned()));
    }
    if beside(path).is_file() {
        return Ok(Some(format!("it is signed in {}", name_of(&beside(path)))));
    }
    if let Some(signatures) = signatures_over(path, || files::glance(path).unwrap_or_default())? {
        return Ok(Some(format!("it is signed in {}", signatures.display())));
    }
    let may_be_issued = may_be_certificate(path, &start, length);
    let is_issued = may_be_issued && files::glance(path).is_some_and(|bytes| is_issued(&bytes));
    Ok(is_issued.then(|| "it is a certificate that was issued".to_owned()))
}

/// The first bytes of a file, by which most are told.
const START: u64 = 4096;

/// The largest file that is looked through whatever it is: a certificate as text has a hundredth of it.
const LARGEST_TEXT: u64 = 8 << 20;

/// The key that a trust file begins with, behind comments.
fn says_trust(start: &[u8]) -> bool {
    let is_key = |line: &[u8]| {
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line).trim_ascii_start();
        line.strip_prefix(b"\"").or(line.strip_prefix(b"'")).unwrap_or(line).starts_with(b"evqc_trust")
    };
    start.split(|byte| *byte == b'\n').any(is_key)
}

/// Whether the whole of a file is to be read to know that it is no certificate: not a report as JSON or CSV of any length.
fn may_be_certificate(path: &Path, start: &[u8], length: u64) -> bool {
    let is_of_evqc = schema_in(start).is_some_and(|schema| schema != SCHEMA_NAME);
    let name = name_of(path);
    let is_form =
        attached::is_pdf(start) || attached::is_html(start) || ENDINGS.iter().any(|(end, _)| name.ends_with(end));
    !is_of_evqc && (is_form || length <= LARGEST_TEXT)
}

/// Whether a document is a certificate in one of its forms that does not say of itself that it is a draft.
fn is_issued(bytes: &[u8]) -> bool {
    let is_json = bytes.trim_ascii_start().starts_with(b"{");
    let (kind, is_certificate) = if attached::is_pdf(bytes) {
        (Kind::Pdf, in_pdf(bytes).is_some() || names_a_certificate(bytes))
    } else if attached::is_html(bytes) {
        (Kind::Html, in_html(bytes).is_some() || has_code(bytes))
    } else if is_json && is_fhir_bundle(bytes) {
        (Kind::Fhir, attached::contains(bytes, SCHEMA_NAME))
    } else if is_json {
        (Kind::Json, serde_json::from_slice::<Certificate>(bytes).is_ok() || schema_in(bytes) == Some(SCHEMA_NAME))
    } else {
        (Kind::Markdown, has_code(bytes))
    };
    is_certificate && !is_draft(kind, bytes)
}

/// The file of signatures that covers these bytes of a document: beside it under its name, or under that of another file that was
/// signed together with it.
///
/// # Errors
/// Wrong usage: a file of signatures cannot be read.
pub fn signed_in(path: &Path, bytes: &[u8]) -> Result<Option<PathBuf>, Failure> {
    signatures_over(path, || bytes.to_vec())
}

/// The same of a document that is read only where a file of signatures names it.
fn signatures_over(path: &Path, read: impl Fn() -> Vec<u8>) -> Result<Option<PathBuf>, Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (name, own) = (name_of(path), name_of(&beside(path)));
    for other in files::in_folder(folder, "jsonl")?.into_iter().filter(|other| holds_signatures(other)) {
        // Nothing is made of it, so an audit trail does not name it as read.
        let Some(bytes) = files::glance(&other) else {
            return Err(Failure::usage(format!("{}: cannot be read, and may cover {name}", other.display())));
        };
        let (chain, faults) = Chain::read(&other.to_string_lossy(), &bytes);
        let subject: Vec<_> = chain.subject().iter().filter(|one| one.name == name).collect();
        let covers = !subject.is_empty() && {
            let sha256 = integrity::sha256(&read());
            subject.iter().any(|one| one.digest.sha256 == sha256)
        };
        // What cannot be read whole under the name of the document may be its signatures.
        if covers || (!faults.is_empty() && name_of(&other) == own) {
            return Ok(Some(other));
        }
    }
    Ok(None)
}

fn twin_is_draft(bytes: &[u8]) -> bool {
    serde_json::from_slice::<Certificate>(bytes).is_ok_and(|old| !old.is_issued())
}

/// The twin inside of a PDF.
#[cfg(feature = "pdf")]
fn in_pdf(bytes: &[u8]) -> Option<Vec<u8>> {
    let all = crate::document::attached(bytes).ok()?;
    all.into_iter().find(|one| one.name == TWIN_NAME).map(|one| one.bytes)
}

/// A program without the PDF part cannot tell.
#[cfg(not(feature = "pdf"))]
fn in_pdf(_bytes: &[u8]) -> Option<Vec<u8>> {
    None
}

/// The twin in a link of a page.
fn in_html(bytes: &[u8]) -> Option<Vec<u8>> {
    let start = format!("download=\"{TWIN_NAME}\" href=\"data:application/json;base64,");
    let (_, link) = std::str::from_utf8(bytes).ok()?.split_once(&start)?;
    let (data, _) = link.split_once('"')?;
    STANDARD.decode(data).ok()
}

/// A draft in Markdown begins with its mark, in the languages of the print; a certificate has no such line.
fn is_draft_text(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let first = text.lines().next().unwrap_or_default();
    let Some(mark) = first.strip_prefix("**").and_then(|mark| mark.strip_suffix("**")) else { return false };
    let marks = [&terms::WATERMARK_DRAFT, &terms::WATERMARK_NOT_CONFORMING, &terms::WATERMARK_NOT_CONCLUDED];
    let written = |term: &terms::Term| {
        let (en, zh) = (term.en, term.zh);
        [en.to_owned(), zh.to_owned(), format!("{en} {zh}"), format!("{zh} {en}")].iter().any(|one| one == mark)
    };
    marks.into_iter().any(written)
}

/// The report of a draft is preliminary.
fn is_preliminary(bytes: &[u8]) -> bool {
    let Ok(bundle) = serde_json::from_slice::<Value>(bytes) else { return false };
    let entries = bundle.get("entry").and_then(Value::as_array).into_iter().flatten();
    let mut reports = entries
        .filter_map(|entry| entry.get("resource"))
        .filter(|resource| resource.get("resourceType").and_then(Value::as_str) == Some("DiagnosticReport"));
    let status = reports.next().and_then(|report| report.get("status")?.as_str());
    status == Some("preliminary") && reports.next().is_none()
}
