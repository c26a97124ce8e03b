//! The twin of a certificate, as far as it vouches for itself.

use super::attached;
use crate::certificate::{self, Certificate, TWIN_NAME};
use crate::finding::Finding;
use crate::integrity;
use crate::report;
use serde_json::Value;

/// The twin inside of a document, in words.
pub fn name_inside(document: &str) -> String {
    format!("{TWIN_NAME} in {document}")
}

/// The certificate in a twin whose content and status are those that it was issued with.
///
/// # Errors
/// The finding: it cannot be read, or was changed.
pub fn certificate(name: &str, bytes: &[u8]) -> Result<Certificate, Box<Finding>> {
    let certificate: Certificate = serde_json::from_slice(bytes).map_err(|error| {
        let message = format!("{name} cannot be read as {}: {error}", certificate::SCHEMA_NAME);
        Box::new(Finding::of_file(&integrity::DOCUMENT_NOT_READABLE, name, message))
    })?;
    let fault = changed(name, &certificate)
        .or_else(|| written_otherwise(name, bytes, &certificate))
        .or_else(|| certificate.contradiction().map(|why| contradicts_itself(name, &why)));
    match fault {
        Some(finding) => Err(Box::new(finding)),
        None => Ok(certificate),
    }
}

/// The finding, where a twin holds more than is read of it, or its bytes are not those that this program wrote: its reader sees
/// what no digest covers. Another program may have set it out otherwise, or left out what is empty.
fn written_otherwise(name: &str, bytes: &[u8], certificate: &Certificate) -> Option<Finding> {
    let again = certificate.twin().ok()?;
    let own = certificate.content.record.tool_sha256 == integrity::SOURCE_SHA256;
    if again.as_bytes() == bytes || (!own && values(bytes) == values(again.as_bytes())) {
        return None;
    }
    let what = match integrity::first_difference(bytes, again.as_bytes()) {
        Some(found) => format!("{}: {} in it, {} as evqc writes it", found.path, found.before, found.after),
        None => "it was formatted anew, or has a key twice".to_owned(),
    };
    let message = format!("{name} was changed after it was issued: {what}");
    Some(Finding::of_file(&integrity::FILE_CHANGED, name, message))
}

/// What a document says, without what is empty.
fn values(bytes: &[u8]) -> Option<Value> {
    let mut value = serde_json::from_slice(bytes).ok()?;
    drop_empty(&mut value);
    Some(value)
}

fn drop_empty(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(drop_empty);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_empty),
        _ => {}
    }
}

/// The finding, where the bytes are a certificate that is not as it was issued, or a report that contradicts itself.
pub fn changed_since(name: &str, bytes: &[u8]) -> Option<Finding> {
    match integrity::schema_of(bytes).as_deref() {
        Some(certificate::SCHEMA_NAME) => certificate(name, bytes).err().map(|finding| *finding),
        Some(report::SCHEMA_NAME) => report_contradicts_itself(name, bytes),
        _ => None,
    }
}

/// The finding, where a report cannot be what evqc wrote: its numbers, outcomes, verdicts and sentences do not fit each other.
pub fn report_contradicts_itself(name: &str, bytes: &[u8]) -> Option<Finding> {
    match report::contradiction(bytes) {
        Ok(why) => why.map(|why| contradicts_itself(name, &why)),
        Err(error) => {
            let message = format!("{name} cannot be read as {}: {error}", report::SCHEMA_NAME);
            Some(Finding::of_file(&integrity::DOCUMENT_NOT_READABLE, name, message))
        }
    }
}

fn contradicts_itself(name: &str, why: &str) -> Finding {
    Finding::of_file(&integrity::CONTRADICTS_ITSELF, name, format!("{name} contradicts itself: {why}"))
        .help("judge the data again, and do not sign this file")
}

/// The finding, where a document without a twin inside cannot be one that shows this certificate: evqc writes the twin into every
/// PDF and page, the digest of its content into every text, and draws a FHIR bundle from the twin alone.
pub fn shows_another(document: &str, bytes: &[u8], name: &str, twin: &[u8]) -> Option<Finding> {
    let certificate: Certificate = serde_json::from_slice(twin).ok()?;
    let why = if attached::is_pdf(bytes) || attached::is_html(bytes) {
        "it carries no twin inside, as every certificate of evqc does"
    } else if document.ends_with(".md") && !attached::contains(bytes, &certificate.content_sha256) {
        "it does not name the digest of its content"
    } else if document.ends_with(".fhir.json")
        && certificate.content.record.tool_sha256 == integrity::SOURCE_SHA256
        && certificate::fhir_bundle(&certificate).is_ok_and(|bundle| bundle.as_bytes() != bytes)
    {
        "it is not the FHIR bundle that evqc writes from it"
    } else {
        return None;
    };
    let message = format!("{document} does not show {name}: {why}");
    Some(Finding::of_file(&integrity::TWIN_OF_ANOTHER, document, message))
}

/// The content has another digest than the one that is named; or the status is not the one that follows from the content and
/// the signatures, which no digest covers.
fn changed(name: &str, certificate: &Certificate) -> Option<Finding> {
    let say = |code, message: String| Some(Finding::of_file(code, name, message));
    let content = certificate.content.clone();
    let issued = match certificate::sign(content, certificate.signatures.clone()) {
        Ok(issued) => issued,
        Err(error) => {
            let message = format!("{name} cannot be written again, so that its digest is not known: {error}");
            return say(&integrity::DOCUMENT_NOT_READABLE, message);
        }
    };
    let found = &issued.content_sha256;
    let why = if *found != certificate.content_sha256 {
        format!("its content has another digest: {found}, named is {}", certificate.content_sha256)
    } else if (&issued.status, &issued.draft_because) == (&certificate.status, &certificate.draft_because) {
        // Signatures that would have made no certificate make none here.
        return certificate::objections(&certificate.content, &certificate.signatures).into_iter().next();
    } else {
        format!("its status is `{}`, and by its content and signatures it is `{}`", certificate.status, issued.status)
    };
    say(&integrity::FILE_CHANGED, format!("{name} was changed after it was issued: {why}"))
}
