//! What stands in the place of a new certificate, or beside it under the same name, by what the document itself says: whether it
//! is a draft, whether somebody signed it, and whether its number is taken.

use super::certificate::{Kind, TWIN_NAME};
use super::sign::{ENDING, beside, name_of};
use super::{Failure, attached, files};
use crate::certificate::{
    CERTIFICATE_NUMBER_NOT_UNIQUE, Certificate, SCHEMA_NAME, is_fhir_bundle_of, same_number, terms,
};
use crate::finding::Finding;
use crate::integrity::{self, Chain};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use std::path::{Path, PathBuf};

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
                "give the new certificate a number of its own (--number) and name the old one with --replaces, or write to another name",
            )));
        }
    }
    Ok(None)
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
            !old.is_draft() && is_same && old.content_sha256 != new.content_sha256
        }
        (None, Kind::Markdown | Kind::Fhir) if !is_draft(kind, bytes) => {
            names_the_number(bytes, number) && !attached::contains(bytes, &new.content_sha256)
        }
        _ => false,
    }
}

/// Whether a document is a print of the certificate with this number, as the code on its pages says, or the FHIR bundle of it.
pub fn names_the_number(document: &[u8], number: &str) -> bool {
    attached::contains(document, &format!("{SCHEMA_NAME} {number} sha256:")) || is_fhir_bundle_of(document, number)
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

/// What stands in a place that no report may take: a secret key, signatures, a certificate that was issued.
pub fn record_at(path: &Path) -> Option<&'static str> {
    let bytes = files::glance(path)?;
    let issued = |twin: Option<Vec<u8>>| {
        let twin = twin.and_then(|twin| serde_json::from_slice::<Certificate>(&twin).ok());
        twin.is_some_and(|twin| !twin.is_draft())
    };
    let start = bytes.get(..bytes.len().min(200)).unwrap_or_default();
    if path.to_string_lossy().ends_with(ENDING) {
        Some("it holds signatures")
    } else if attached::contains(start, "PRIVATE KEY-----") {
        Some("it holds a secret key")
    } else if (attached::is_pdf(&bytes) && issued(in_pdf(&bytes)))
        || issued(in_html(&bytes))
        || (attached::contains(start, SCHEMA_NAME) && issued(Some(bytes)))
    {
        Some("it is a certificate that was issued")
    } else {
        None
    }
}

/// The file of signatures that covers these bytes of a document: beside it under its name, or under that of another file that was
/// signed together with it.
///
/// # Errors
/// Wrong usage: a file of signatures cannot be read.
pub fn signed_in(path: &Path, bytes: &[u8]) -> Result<Option<PathBuf>, Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (name, sha256, own) = (name_of(path), integrity::sha256(bytes), name_of(&beside(path)));
    for other in files::in_folder(folder, "jsonl")?.into_iter().filter(|other| name_of(other).ends_with(ENDING)) {
        let (chain, faults) = Chain::read(&other.to_string_lossy(), &files::bytes(&other)?);
        let covers = chain.subject().iter().any(|one| one.name == name && one.digest.sha256 == sha256);
        // What cannot be read whole under the name of the document may be its signatures.
        if covers || (!faults.is_empty() && name_of(&other) == own) {
            return Ok(Some(other));
        }
    }
    Ok(None)
}

fn twin_is_draft(bytes: &[u8]) -> bool {
    serde_json::from_slice::<Certificate>(bytes).is_ok_and(|old| old.is_draft())
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
