//! The print of a certificate with its machine-readable twin inside.

use super::layout::{Dress, document};
use super::model::Certificate;
use crate::document::{Attachment, Document, Language, Relationship};

/// Name of the twin inside a PDF.
pub const TWIN_NAME: &str = "certificate.json";

/// The print with its twin inside.
pub fn with_twin(certificate: &Certificate, dress: &Dress<'_>, twin: &str) -> Document {
    let mut document = document(certificate, dress);
    document.attachments.push(Attachment {
        name: TWIN_NAME.to_owned(),
        media_type: "application/json".to_owned(),
        relationship: Relationship::Data,
        description: match document.language {
            Language::Chinese => format!("机读副本，格式 {}", certificate.schema),
            Language::English => format!("machine-readable twin, schema {}", certificate.schema),
        },
        bytes: twin.as_bytes().to_vec(),
    });
    document
}
