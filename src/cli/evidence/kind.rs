//! What a file is.

use super::attached;
use super::names::are_signatures;
use crate::integrity;
use crate::report::{FileKind, VerifiedFile};

/// What a file is, with its digest.
pub fn looked_at(name: &str, bytes: &[u8]) -> VerifiedFile {
    let kind = match () {
        () if are_signatures(name, bytes) => FileKind::Signatures,
        () if attached::is_pdf(bytes) => FileKind::Pdf,
        () if attached::is_archive(bytes) => FileKind::Archive,
        () if attached::is_html(bytes) => FileKind::Html,
        () if name.ends_with(".md") => FileKind::Markdown,
        () => match integrity::schema_of(bytes).as_deref() {
            Some(crate::certificate::SCHEMA_NAME) => FileKind::Certificate,
            Some(crate::report::SCHEMA_NAME) => FileKind::Report,
            Some(crate::report::STABILITY_SCHEMA_NAME) => FileKind::Stability,
            _ => FileKind::Other,
        },
    };
    let (name, sha256) = (name.to_owned(), integrity::sha256(bytes));
    VerifiedFile { name, kind, bytes: bytes.len() as u64, sha256, ..VerifiedFile::default() }
}
