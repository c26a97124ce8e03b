//! The print of a certificate with its machine-readable twin inside.

use super::layout::{Dress, document};
use super::model::Certificate;
use crate::document::{Attachment, Document, Language, Relationship};

/// How a print describes the twin inside, in English and Chinese.
pub const TWIN_DESCRIBED: [&str; 2] =
    ["machine-readable twin, schema evqc-certificate/1", "机读副本，格式 evqc-certificate/1"];

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
            Language::Chinese => TWIN_DESCRIBED[1].to_owned(),
            Language::English => TWIN_DESCRIBED[0].to_owned(),
        },
        bytes: twin.as_bytes().to_vec(),
    });
    document
}
