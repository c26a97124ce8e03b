//! The signatures that make a certificate of a draft.

use super::args::CertificateArgs;
use super::{Failure, files, keys};
use crate::certificate::{self, Certificate, Signature, Words};
use crate::finding::Finding;
use crate::integrity::{self, Chain, Link};
use crate::{lookalike, person};

/// Signatures that were verified.
pub struct Signatures {
    name: String,
    chain: Chain,
}

impl Signatures {
    /// Reads and verifies the signatures that a command names; inside, why they do not hold.
    ///
    /// # Errors
    /// Wrong usage: a file cannot be read.
    pub fn read(args: &CertificateArgs) -> Result<Result<Option<Self>, Vec<Finding>>, Failure> {
        let Some(path) = &args.signatures else { return Ok(Ok(None)) };
        let trust = match keys::known(&[], &args.trust)? {
            Ok(trust) => trust,
            Err(findings) => return Ok(Err(findings)),
        };
        let name = path.to_string_lossy().into_owned();
        let (chain, mut findings) = Chain::read(&name, &files::bytes(path)?);
        findings.extend(chain.verify(&trust));
        Ok(if findings.is_empty() { Ok(Some(Signatures { name, chain })) } else { Err(findings) })
    }

    /// The certificate of a draft, signed; inside, why not: the signatures are of another content, or one that is needed is not
    /// there.
    ///
    /// # Errors
    /// The content cannot be written as JSON.
    pub fn put_under(&self, draft: Certificate) -> serde_json::Result<Result<Certificate, Vec<Finding>>> {
        let mut findings: Vec<Finding> =
            self.chain.links().iter().filter_map(|link| self.of_another(link, &draft)).collect();
        for wanted in &draft.content.signatories {
            let signed = |link: &Link| link.facts().meaning.as_str() == wanted.meaning && is(&wanted.name, link);
            if !self.chain.links().iter().any(signed) {
                let message =
                    format!("{} has no signature of {} that means `{}`", self.name, wanted.name.en, wanted.meaning);
                findings.push(Finding::new(&integrity::MEANING_NOT_SIGNED, message));
            }
        }
        if !findings.is_empty() {
            return Ok(Err(findings));
        }
        let signatures: Vec<Signature> = self.chain.links().iter().map(|link| signature(link, &draft)).collect();
        let objections = certificate::objections(&draft.content, &signatures);
        if !objections.is_empty() {
            return Ok(Err(objections));
        }
        certificate::sign(draft.content, signatures).map(Ok)
    }

    /// The finding, where a signature is not of the content of this certificate.
    fn of_another(&self, link: &Link, draft: &Certificate) -> Option<Finding> {
        let signed = link.content();
        let (name, lot, signer) = (&self.name, &draft.content.lot.id, &link.facts().signer);
        let (code, message) = match signed {
            None => (&integrity::TWIN_OF_ANOTHER, format!("{signer} signed no certificate in {name}")),
            Some(signed) if signed.name != *lot => {
                (&integrity::TWIN_OF_ANOTHER, format!("{signer} signed lot {} in {name}, not lot {lot}", signed.name))
            }
            Some(signed) if signed.digest.sha256 != draft.content_sha256 => {
                let message = format!("lot {lot}: what {signer} signed in {name} is another content than the one now");
                (&integrity::FILE_CHANGED, message)
            }
            Some(_) => return None,
        };
        Some(Finding::new(code, message))
    }
}

/// Whether a name in print is that of who signed.
fn is(name: &Words, link: &Link) -> bool {
    [&name.en, &name.zh].into_iter().any(|name| person::same(name, &link.facts().signer))
}

/// Whether a signature is the one that a certificate prints: with its name, function, meaning, time and key.
pub fn is_printed(link: &Link, printed: &Signature, certificate: &Certificate) -> bool {
    signature(link, certificate) == *printed
}

/// The key as the certificate prints it.
fn key(link: &Link) -> String {
    format!("ed25519:{}", link.facts().key)
}

/// Whether a text is seen as one of these words.
fn is_named(words: &Words, text: &str) -> bool {
    [&words.en, &words.zh].into_iter().any(|name| lookalike::same(name, text))
}

/// A signature as the certificate prints it: the function as it was signed, in both languages where the laboratory has words
/// for it. Who signs beside the signatories is named as the signature names it.
fn signature(link: &Link, draft: &Certificate) -> Signature {
    let facts = link.facts();
    let known = draft.content.signatories.iter().find(|one| is(&one.name, link));
    let both = |text: &str| Words { en: text.to_owned(), zh: text.to_owned() };
    Signature {
        name: known.map_or_else(|| both(&facts.signer), |one| one.name.clone()),
        function: known
            .map(|one| &one.function)
            .filter(|function| is_named(function, &facts.role))
            .map_or_else(|| both(&facts.role), Clone::clone),
        meaning: Some(facts.meaning.as_str().to_owned()),
        time: facts.local_time.clone(),
        key: Some(key(link)),
    }
}
