//! What a signature covers: every byte of a file, or only what a certificate says. Who holds a key of low rank could else have pages
//! of their own shown as those of an approved certificate.

use crate::certificate::Certificate;
use crate::integrity::Meaning;
use crate::report::{Compared, Covers, FileKind, Pages, VerifiedFile, VerifiedSignature};
use std::path::Path;

/// Who vouches for every byte of a file that shows a certificate: whoever signed it with the highest meaning that the certificate
/// names. Whoever tested answers for results, and not for the pages of an approval.
pub struct Vouching {
    by: Vec<String>,
    /// Signed over the file as well, with a meaning that is not enough.
    lower: Vec<String>,
    /// The highest meaning that the certificate names; nothing: it names none, and any will do.
    asked: Option<Meaning>,
}

impl Vouching {
    /// By the signatures over this file; nobody, where it is not what was signed.
    pub fn of(file: &VerifiedFile, own: Option<&Path>, certificate: &Certificate) -> Vouching {
        let signatures = file.signatures.iter().filter(|one| is_whole(file, own, &one.file));
        Vouching::by(signatures, certificate)
    }

    /// By these signatures, which are over the file.
    pub fn by<'s>(signatures: impl Iterator<Item = &'s VerifiedSignature>, certificate: &Certificate) -> Vouching {
        let asked = highest(certificate);
        let (enough, lower): (Vec<_>, Vec<_>) =
            signatures.filter(|one| one.trusted).partition(|one| Some(one.facts.meaning) >= asked);
        Vouching { by: named(&enough), lower: named(&lower), asked }
    }

    /// By whoever approved with these signatures, where nobody knows which the certificate names.
    pub fn by_approval(signatures: &[VerifiedSignature]) -> Vouching {
        let enough = signatures.iter().filter(|one| one.trusted && one.facts.meaning >= Meaning::Approved);
        Vouching { by: named(&enough.collect::<Vec<_>>()), lower: Vec::new(), asked: None }
    }

    /// Whether somebody does.
    pub fn is_there(&self) -> bool {
        !self.by.is_empty()
    }

    /// Pages that could not be drawn again, for this reason: as they were signed, or not proven.
    pub fn pages(self, why: String) -> Pages {
        if self.is_there() {
            return Pages::Signed(self.by);
        }
        let Some(asked) = self.asked.filter(|_| !self.lower.is_empty()) else { return Pages::NotProven(why) };
        let (lower, asked) = (self.lower.join(", "), asked.as_str());
        Pages::NotProven(format!(
            "{why}; signatures over the file are of {lower}, and the highest that the certificate names is `{asked}`"
        ))
    }
}

/// The highest meaning among the signatories and the signatures of a certificate.
fn highest(certificate: &Certificate) -> Option<Meaning> {
    let wanted = certificate.content.signatories.iter().map(|one| one.meaning.as_str());
    let signed = certificate.signatures.iter().filter_map(|one| one.meaning.as_deref());
    wanted.chain(signed).filter_map(Meaning::from_word).max()
}

fn named(signatures: &[&VerifiedSignature]) -> Vec<String> {
    let name = |one: &&VerifiedSignature| format!("{} ({})", one.facts.signer, one.facts.meaning.as_str());
    signatures.iter().map(name).collect()
}

/// Whether this is the file of signatures over a file, and the file is what was signed.
fn is_whole(file: &VerifiedFile, own: Option<&Path>, signatures: &str) -> bool {
    let same = |one: &Compared| one.of == file.name && one.named_in == signatures && is_same(one);
    own.is_some_and(|own| own.to_string_lossy() == signatures) && file.digests.iter().any(same)
}

fn is_same(one: &Compared) -> bool {
    one.found.as_ref() == Some(&one.expected)
}

/// What a signature that was listed for a file covers of it.
pub fn covers(file: &VerifiedFile, own: Option<&Path>, signature: &VerifiedSignature) -> Option<Covers> {
    let is_own = own.is_some_and(|own| own.to_string_lossy() == signature.file);
    match file.kind {
        FileKind::Signatures if file.by_content => Some(Covers::Content),
        FileKind::Signatures => file.digests.iter().all(is_same).then_some(Covers::File),
        _ if is_own => is_whole(file, own, &signature.file).then_some(Covers::File),
        FileKind::Archive => Some(Covers::Inside),
        _ => Some(Covers::Content),
    }
}
