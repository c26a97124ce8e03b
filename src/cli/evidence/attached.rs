//! The twin that a certificate carries inside.

use crate::certificate::TWIN_NAME;
use crate::cli::Failure;
use crate::finding::{Code, Finding};
use crate::integrity;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The link of a page up to its twin, as `document::html` writes it.
const LINK: &str = "<a download=\"certificate.json\" href=\"data:application/json;base64,";

/// Whether bytes hold a text.
pub fn contains(bytes: &[u8], text: &str) -> bool {
    !text.is_empty() && memchr::memmem::find(bytes, text.as_bytes()).is_some()
}

/// Whether a file is a PDF by its first bytes.
pub fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
}

/// Whether a file is an HTML page by how it begins, as a browser takes it.
pub fn is_html(bytes: &[u8]) -> bool {
    let own = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    [&b"<!doctype"[..], b"<html", b"<head", b"<body"]
        .iter()
        .any(|start| own.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start)))
}

/// Whether a file is packed as a zip file, by its first bytes: an archive of evqc, a document of an office program, raw data.
pub fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Whether a file is an archive of evqc. What another program packed is none.
pub fn is_archive(bytes: &[u8]) -> bool {
    is_packed(bytes) && integrity::is_bundle(bytes)
}

/// The twin inside of a PDF or HTML page; nothing in another file, and in a document that carries none. Inside, the finding:
/// the document is cut short, damaged, or changed.
///
/// # Errors
/// Wrong usage: a PDF, in a program without the PDF part.
pub fn twin(name: &str, bytes: &[u8]) -> Result<Result<Option<Vec<u8>>, Box<Finding>>, Failure> {
    if is_pdf(bytes) {
        return in_pdf(name, bytes);
    }
    // What is packed may have pages among its files, each with its link, and is none itself.
    if is_packed(bytes) {
        return Ok(Ok(None));
    }
    // A page is one by the link as well: a browser shows it whatever stands before it.
    if is_html(bytes) || contains(bytes, LINK) {
        return Ok(
            in_html(bytes).map_err(|(code, why)| Box::new(Finding::of_file(code, name, format!("{name} {why}"))))
        );
    }
    Ok(Ok(None))
}

#[cfg(feature = "pdf")]
fn in_pdf(name: &str, bytes: &[u8]) -> Result<Result<Option<Vec<u8>>, Box<Finding>>, Failure> {
    use crate::document::AttachedFault;
    let fault = |code, why: String| Err(Box::new(Finding::of_file(code, name, format!("{name} {why}"))));
    Ok(match crate::document::attached(bytes) {
        Ok(all) => Ok(all.into_iter().find(|one| one.name == TWIN_NAME).map(|one| one.bytes)),
        Err(AttachedFault::NotReadable(why)) => fault(&integrity::DOCUMENT_NOT_READABLE, why),
        Err(AttachedFault::Changed(why)) => fault(&integrity::DOCUMENT_CHANGED, why),
    })
}

/// A program without the PDF part reads none, and says so instead of passing the file.
#[cfg(not(feature = "pdf"))]
fn in_pdf(name: &str, _bytes: &[u8]) -> Result<Result<Option<Vec<u8>>, Box<Finding>>, Failure> {
    Err(Failure::usage(format!(
        "{name}: is a PDF, and this program was built without the PDF part; name the twin (JSON) instead, or use a program \
         that was built with it"
    )))
}

/// What may be the twin inside of a PDF, at a glance: it proves nothing of the file by itself.
#[cfg(feature = "pdf")]
pub fn presumed_twin(bytes: &[u8]) -> Option<Vec<u8>> {
    if is_pdf(bytes) { crate::document::presumed_attachment(bytes) } else { None }
}

/// A program without the PDF part draws none.
#[cfg(not(feature = "pdf"))]
pub fn presumed_twin(_bytes: &[u8]) -> Option<Vec<u8>> {
    None
}

/// The twin in a link of the page, as `document::html` writes it: Base64 in an address of its own.
fn in_html(bytes: &[u8]) -> Result<Option<Vec<u8>>, (&'static Code, String)> {
    let damaged = |why: String| (&integrity::DOCUMENT_NOT_READABLE, why);
    let text = std::str::from_utf8(bytes).map_err(|_| damaged("is not UTF-8".to_owned()))?;
    let mut links = text.split(LINK).skip(1);
    let Some(link) = links.next() else { return Ok(None) };
    if links.next().is_some() {
        return Err((&integrity::DOCUMENT_CHANGED, format!("carries {TWIN_NAME} twice")));
    }
    if !text.trim_end().ends_with("</html>") {
        return Err(damaged("is cut short: a page ends in </html>".to_owned()));
    }
    let (data, _) = link.split_once('"').unwrap_or_default();
    STANDARD.decode(data).map(Some).map_err(|_| damaged(format!("has a damaged {TWIN_NAME}: it is not Base64")))
}

/// The report in an archive of evqc; nobody looks after one that another program packed.
pub fn report_in(name: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    if !is_archive(bytes) {
        return None;
    }
    let (entries, _) = integrity::unpack(name, bytes).ok()?;
    entries.into_iter().find(|entry| entry.path == integrity::REPORT).map(|entry| entry.bytes)
}
