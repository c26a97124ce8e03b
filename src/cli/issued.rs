//! Whether the document that stands in the place of a new one is a draft, by what the document itself says, and whether somebody
//! signed it.

use super::certificate::{Kind, TWIN_NAME};
use super::sign::{ENDING, beside, name_of};
use super::{Failure, files};
use crate::certificate::{Certificate, terms};
use crate::integrity::{self, Chain};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use std::path::{Path, PathBuf};

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
