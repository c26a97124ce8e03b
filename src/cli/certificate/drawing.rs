//! The forms of a certificate as bytes. PDF and HTML are read back before anybody sees them; Markdown, FHIR and the twin are
//! written straight from the certificate.

use super::desk::Desk;
use super::form::{Form, Kind};
use crate::certificate::{self, Certificate, Dress, PageTemplate};
use crate::cli::{INTEGRITY, NOT_EVALUABLE};
use crate::document::{Document, ReadBack};
use crate::finding::Finding;
use crate::spec::hexadecimal;
use sha2::{Digest, Sha256};

/// Every form of a certificate, or why it cannot be drawn.
pub(super) fn draw(
    certificate: &Certificate,
    forms: &[Form],
    desk: &Desk,
    template: Option<&PageTemplate>,
) -> Vec<Drawn> {
    let twin = match certificate.twin() {
        Ok(twin) => twin,
        Err(error) => return vec![Err(not_drawn(certificate, "twin", &error.to_string())); forms.len()],
    };
    let twin_sha256 = hexadecimal(&Sha256::digest(twin.as_bytes()));
    let dress = Dress { lab: desk.lab.as_ref(), logo: desk.logo.as_ref(), twin_sha256: &twin_sha256 };
    let form = |form: &Form| match form.kind {
        Kind::Json => Ok(twin.clone().into_bytes()),
        Kind::Pdf => pdf(certificate, &dress, &twin),
        Kind::Html => html(certificate, &certificate::with_twin(certificate, &dress, &twin), template, &twin_sha256),
        Kind::Fhir => {
            let text = certificate::fhir_bundle(certificate);
            text.map(String::into_bytes).map_err(|error| not_drawn(certificate, "FHIR bundle", &error.to_string()))
        }
        Kind::Markdown => {
            let text = crate::document::markdown(&certificate::document(certificate, &dress));
            text.map(String::into_bytes).map_err(|error| not_drawn(certificate, "Markdown", &error.to_string()))
        }
    };
    forms.iter().map(form).collect()
}

/// The page, read back.
fn html(certificate: &Certificate, document: &Document, template: Option<&PageTemplate>, twin_sha256: &str) -> Drawn {
    let page = match template {
        Some(template) => template.html(certificate, document).map_err(|error| error.to_string()),
        None => crate::document::html(document).map_err(|error| error.to_string()),
    };
    let page = page.map_err(|why| not_drawn(certificate, "HTML", &why))?;
    says_the_twin(certificate, "HTML", twin_sha256, &crate::document::read_html(&page))?;
    Ok(page.into_bytes())
}

/// The bytes of a form, or why there are none.
pub(super) type Drawn = Result<Vec<u8>, Box<Finding>>;

#[cfg(feature = "pdf")]
fn pdf(certificate: &Certificate, dress: &Dress<'_>, twin: &str) -> Drawn {
    let certificate = &certificate::with_names_in_print(certificate, &crate::document::can_print);
    let refused = |why: String| {
        let help = "write HTML or Markdown instead (-o coa.html, -o coa.md), or say it in signs that can be printed";
        Box::new(not_drawn(certificate, "PDF", &why).help(help))
    };
    let document = certificate::with_twin(certificate, dress, twin);
    let bytes = crate::document::pdf(&document).map_err(|error| refused(error.to_string()))?;
    let read = crate::document::read_pdf(&bytes).map_err(refused)?;
    says_the_twin(certificate, "PDF", dress.twin_sha256, &read)?;
    Ok(bytes)
}

/// A program without the PDF part has no such form.
#[cfg(not(feature = "pdf"))]
fn pdf(certificate: &Certificate, _dress: &Dress<'_>, _twin: &str) -> Drawn {
    Err(not_drawn(certificate, "PDF", "this program was built without the PDF part"))
}

/// The exit code of a form that was not written.
pub(super) fn exit_of(finding: &Finding) -> u8 {
    if finding.code == &certificate::FORM_DIFFERS { INTEGRITY } else { NOT_EVALUABLE }
}

/// Whether a form that was read back says what the twin says.
fn says_the_twin(
    certificate: &Certificate,
    form: &str,
    twin_sha256: &str,
    read: &ReadBack,
) -> Result<(), Box<Finding>> {
    match certificate::not_shown(certificate, twin_sha256, read) {
        None => Ok(()),
        Some(value) => {
            let message = format!("lot {}: the {form} does not show {value}", certificate.content.lot.id);
            Err(Box::new(Finding::new(&certificate::FORM_DIFFERS, message)))
        }
    }
}

fn not_drawn(certificate: &Certificate, form: &str, why: &str) -> Box<Finding> {
    let message = format!("lot {}: there is no {form}: {why}", certificate.content.lot.id);
    Box::new(Finding::new(&certificate::FORM_NOT_DRAWN, message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::{FORM_DIFFERS, FORM_NOT_DRAWN};

    #[test]
    fn a_form_that_lacks_a_value_is_a_matter_of_integrity() {
        assert_eq!(exit_of(&Finding::new(&FORM_DIFFERS, "x")), INTEGRITY);
        assert_eq!(exit_of(&Finding::new(&FORM_NOT_DRAWN, "x")), NOT_EVALUABLE);
    }
}
