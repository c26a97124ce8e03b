//! The twin that stands under the name of a document: whoever has both takes them for one, whatever each of them is.

use crate::certificate::{Certificate, SCHEMA_NAME};
use crate::finding::Finding;
use crate::integrity::{self, Entry};
use std::path::Path;

/// The findings about the certificates of an archive that stand under the name of a document, and are not the one inside.
pub(super) fn twins_of_its_name(entries: &[Entry], document: &str, inside: &[u8]) -> Vec<Finding> {
    let document_path = Path::new(document);
    let stands_there = |other: &Path| is_named_as(document_path, other) && other.parent() == document_path.parent();
    entries
        .iter()
        .filter(|entry| stands_there(Path::new(&entry.path)) && is_another(inside, &entry.bytes))
        .filter_map(|entry| integrity::attached_differs(document, inside, &entry.path, &entry.bytes))
        .collect()
}

/// Whether a file has the name of a document, with the ending of a twin.
pub fn is_named_as(document: &Path, other: &Path) -> bool {
    let is_twin = other.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    is_twin && other.file_stem() == document.file_stem()
}

/// Whether bytes are a certificate, and not the one inside. Template and audit trail stand beside what it says: the forms of one
/// certificate need not be written in one run.
pub fn is_another(inside: &[u8], twin: &[u8]) -> bool {
    if inside == twin || integrity::schema_of(twin).as_deref() != Some(SCHEMA_NAME) {
        return false;
    }
    let says = |bytes: &[u8]| {
        let certificate = serde_json::from_slice::<Certificate>(bytes).ok()?;
        Some(Certificate { template: None, trails: Vec::new(), ..certificate })
    };
    says(twin).is_none_or(|twin| says(inside) != Some(twin))
}
