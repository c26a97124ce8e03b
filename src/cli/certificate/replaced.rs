//! The certificate in whose place another one is issued.

use super::refused::Refused;
use crate::certificate::{self, Certificate, Content, Replaced, Words};
use crate::cli::args::{CertificateArgs, VerifyArgs};
use crate::cli::evidence::{self, attached};
use crate::cli::{Failure, INTEGRITY, NOT_EVALUABLE, files, remark, trail, verify};
use crate::finding::Finding;
use crate::integrity;
use crate::report::{Pages, escape};
use std::path::{Path, PathBuf};

/// The certificate that is to be replaced; inside, why it is none: a draft, or one that is not as it was issued. What of it was not
/// proven is said.
///
/// # Errors
/// Wrong usage: a file cannot be read.
pub(super) fn replaced(
    name: &str,
    args: &CertificateArgs,
    quiet: bool,
) -> Result<Result<Certificate, Refused>, Failure> {
    let lab = args.lab.as_deref().map(Path::new);
    let bytes = files::bytes(Path::new(name))?;
    let refused = |finding: Finding, exit: u8| Ok(Err(Refused::because(vec![finding], exit)));
    let inside = match attached::twin(name, &bytes)? {
        Ok(inside) => inside,
        Err(finding) => return refused(*finding, INTEGRITY),
    };
    let twin = inside.as_deref().unwrap_or(&bytes);
    if let Err(error) = serde_json::from_slice::<Certificate>(twin) {
        let finding = Finding::new(
            &certificate::REPLACED_CERTIFICATE_NOT_READABLE,
            format!("{name} is not a certificate: {error}"),
        );
        return refused(finding, NOT_EVALUABLE);
    }
    let old = match evidence::certificate(name, twin) {
        Ok(old) => old,
        Err(finding) => return refused(*finding, INTEGRITY),
    };
    if !old.is_issued() {
        let message = format!("{name} is a draft, and was never a certificate that could be replaced");
        let finding = Finding::new(&certificate::REPLACED_A_DRAFT, message);
        return refused(finding.help("name the certificate that was issued; a draft is written anew"), NOT_EVALUABLE);
    }
    if inside.is_some() {
        let around = evidence::Around::Folder { document: Path::new(name), lab, template: None };
        match evidence::drawn_again(&bytes, twin, &around)? {
            Pages::Differ => {
                let message = format!("{name}: its pages are not those of its twin");
                return refused(Finding::new(&integrity::PAGES_DIFFER, message), INTEGRITY);
            }
            // What is replaced is the content, which the twin has.
            Pages::NotProven(why) if !quiet => remark(&format!(
                "{}: nothing shows that its pages are those of its twin, which alone is replaced: {}\n",
                escape::visible(name),
                escape::visible(&why)
            )),
            _ => {}
        }
    }
    let findings = signatures_of_replaced(name, args, quiet)?;
    if !findings.is_empty() {
        let remark = Some(format!("evqc: {name} does not verify, and nothing replaces it\n"));
        return Ok(Err(Refused { remark, ..Refused::because(findings, INTEGRITY) }));
    }
    Ok(Ok(old))
}

/// What is wrong with the certificate that is to be replaced, as `evqc verify` finds it with its signatures. Without a trust file
/// nobody knows whose keys count; then that is said.
fn signatures_of_replaced(name: &str, args: &CertificateArgs, quiet: bool) -> Result<Vec<Finding>, Failure> {
    if args.trust.is_empty() {
        if !quiet {
            remark(&format!(
                "{}: only the digest of its content was compared; name the trust file with --trust, and its signatures are verified\n",
                escape::visible(name)
            ));
        }
        return Ok(Vec::new());
    }
    let lab = args.lab.as_ref().map(PathBuf::from);
    let args = VerifyArgs { files: vec![PathBuf::from(name)], trust: args.trust.clone(), lab, ..VerifyArgs::default() };
    let mut findings = verify::found(&args)?;
    // The laboratory file of today need not be the one of then.
    findings.retain(|finding| finding.code != &integrity::PAGES_NOT_PROVEN);
    Ok(findings)
}

/// Has a content take the place of a certificate, with what changed; the finding, where it cannot.
///
/// # Errors
/// The contents cannot be written as JSON.
pub(super) fn take_the_place(
    content: &mut Content,
    old: &Certificate,
    reason: Option<&str>,
) -> serde_json::Result<Option<Finding>> {
    let refusal = |code, message: String| Ok(Some(Finding::new(code, message)));
    let Some(number) = old.content.number.clone() else {
        let message = "the replaced certificate has no number".to_owned();
        return refusal(&certificate::REPLACED_CERTIFICATE_NOT_READABLE, message);
    };
    if old.content.lot.id != content.lot.id {
        let message = format!("the replaced certificate is of lot {}, not of {}", old.content.lot.id, content.lot.id);
        return refusal(&certificate::REPLACED_CERTIFICATE_NOT_READABLE, message);
    }
    let stated = content.replaces.take();
    if let Some(differs) = stated.as_ref().and_then(|stated| certificate::contradicts(stated, &old.content)) {
        let message = format!("lot {}: {differs}", content.lot.id);
        let finding = Finding::new(&certificate::FACTS_CONTRADICT, message);
        return Ok(Some(finding.help("correct the one that is wrong")));
    }
    let reason = reason.map(Words::same).or(stated.as_ref().map(|stated| stated.reason.clone()));
    let Some(reason) = reason else {
        let message = "there is no reason why the certificate is replaced: give --reason".to_owned();
        return refusal(&certificate::REASON_NOT_STATED, message);
    };
    trail::because(&format!("replaces certificate {number}: {}", reason.en));
    let replaced = Replaced {
        number,
        date: Some(old.content.issued.clone()),
        content_sha256: Some(old.content_sha256.clone()),
        reason,
        changes: stated.map(|stated| stated.changes).unwrap_or_default(),
        found: certificate::changes(old, content)?,
    };
    certificate::put_replaced(content, Some(replaced));
    Ok(None)
}

/// The finding, where a content cannot take the place of the certificate that it names as replaced.
pub(super) fn objection(content: &Content) -> Option<Finding> {
    let replaced = content.replaces.as_ref()?;
    let Replaced { number, reason, .. } = replaced;
    if content.number.as_deref().is_some_and(|own| certificate::same_number(own, number)) {
        let message = format!("the number {number} is that of the certificate that is replaced");
        return Some(Finding::new(&certificate::CERTIFICATE_NUMBER_NOT_UNIQUE, message));
    }
    if ![&reason.en, &reason.zh].into_iter().all(|text| certificate::is_reason(text)) {
        let message = format!("`{}` does not say why the certificate {number} is replaced", reason.en);
        return Some(Finding::new(&certificate::REASON_NOT_STATED, message));
    }
    if certificate::is_before(content, replaced) {
        let date = replaced.date.as_deref().unwrap_or_default();
        let message =
            format!("issue on {} is before issue of the replaced certificate {number} on {date}", content.issued);
        return Some(Finding::new(&certificate::DATES_OUT_OF_ORDER, message));
    }
    None
}
