//! The twin that a certificate carries inside.

use super::certificate::TWIN_NAME;
use crate::finding::Finding;
use crate::integrity;
use crate::source::Place;

/// Whether a file is a PDF by its first bytes.
pub fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
}

/// The twin inside of a PDF; nothing in another file, and in a PDF that carries none.
///
/// # Errors
/// The finding: the PDF is cut short or damaged.
#[cfg(feature = "pdf")]
pub fn twin(name: &str, bytes: &[u8]) -> Result<Option<Vec<u8>>, Box<Finding>> {
    if !is_pdf(bytes) {
        return Ok(None);
    }
    match crate::document::attached(bytes) {
        Ok(all) => Ok(all.into_iter().find(|one| one.name == TWIN_NAME).map(|one| one.bytes)),
        Err(why) => Err(not_readable(name, &why)),
    }
}

/// A program without the PDF part reads none, and says so instead of passing the file.
///
/// # Errors
/// The finding, for each PDF.
#[cfg(not(feature = "pdf"))]
pub fn twin(name: &str, bytes: &[u8]) -> Result<Option<Vec<u8>>, Box<Finding>> {
    match is_pdf(bytes) {
        true => Err(not_readable(name, &format!("may carry {TWIN_NAME}; this program was built without the PDF part"))),
        false => Ok(None),
    }
}

fn not_readable(name: &str, why: &str) -> Box<Finding> {
    let finding = Finding::new(&integrity::DOCUMENT_NOT_READABLE, format!("{name} {why}"));
    Box::new(finding.at(Place::file(&name.into()), 1))
}
