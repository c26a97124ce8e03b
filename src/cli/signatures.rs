//! The signatures that make a certificate of a draft.

use super::args::CertificateArgs;
use super::evidence::{holds_signatures, name_of};
use super::{Failure, files, keys, remark, today};
use crate::certificate::{self, Certificate, Signature, Words};
use crate::finding::Finding;
use crate::integrity::{self, Chain, Link, Resource};
use crate::{lookalike, person};
use jiff::Timestamp;
use std::path::{Path, PathBuf};

/// Signatures that were verified.
pub struct Signatures {
    path: PathBuf,
    name: String,
    chain: Chain,
    /// The drafts that were signed, as far as they lie beside the signatures.
    drafts: Vec<Certificate>,
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
        if !findings.is_empty() {
            return Ok(Err(findings));
        }
        let drafts = chain.subject().iter().filter_map(|one| draft_beside(path, one).transpose());
        let drafts = drafts.collect::<Result<_, _>>()?;
        Ok(Ok(Some(Signatures { path: path.clone(), name, chain, drafts })))
    }

    /// The certificate of a draft, signed; inside, why not: the signatures are of another content, or one that is needed is not
    /// there.
    ///
    /// # Errors
    /// The content cannot be written as JSON.
    pub fn put_under(&self, draft: Certificate) -> serde_json::Result<Result<Certificate, Vec<Finding>>> {
        let mut findings: Vec<Finding> =
            self.chain.links().iter().filter_map(|link| self.of_another(link, &draft)).collect();
        findings.extend(self.of_other_content(&draft)?);
        for wanted in &draft.content.signatories {
            let signed = |link: &Link| link.facts().meaning.as_str() == wanted.meaning && is(&wanted.name, link);
            if !self.chain.links().iter().any(signed) {
                let message =
                    format!("{} has no signature of {} that means `{}`", self.name, wanted.name.en, wanted.meaning);
                let finding = Finding::new(&integrity::MEANING_NOT_SIGNED, message);
                findings.push(match self.elsewhere(&draft, signed) {
                    Some(other) => finding.help(format!(
                        "{} has it, beside these and not after them, and nobody can join the two files: keep {} beside the draft as \
                         the only one, and have {} sign again",
                        other.display(),
                        self.name,
                        wanted.name.en
                    )),
                    None => finding,
                });
            }
        }
        if !findings.is_empty() {
            return Ok(Err(findings));
        }
        self.chain.links().iter().for_each(remark_ahead);
        let signatures: Vec<Signature> = self.chain.links().iter().map(|link| signature(link, &draft)).collect();
        let objections = certificate::objections(&draft.content, &signatures);
        if !objections.is_empty() {
            return Ok(Err(objections));
        }
        certificate::sign(draft.content, signatures).map(Ok)
    }

    /// Another file of signatures in the folder that has such a signature under the content of this draft.
    fn elsewhere(&self, draft: &Certificate, is_it: impl Fn(&Link) -> bool) -> Option<PathBuf> {
        let others = files::there_in(files::folder_of(&self.path), "jsonl");
        let mut others = others.into_iter().map(|other| self.path.with_file_name(name_of(&other)));
        others.find(|other| {
            let bytes = Some(other)
                .filter(|other| **other != self.path && holds_signatures(other))
                .and_then(|other| files::glance(other));
            let (chain, _) = Chain::read(&other.to_string_lossy(), &bytes.unwrap_or_default());
            let is_under = chain.content().is_some_and(|content| content.digest.sha256 == draft.content_sha256);
            is_under && chain.links().iter().any(&is_it)
        })
    }

    /// The finding, where a signature is not of a certificate of this lot.
    fn of_another(&self, link: &Link, draft: &Certificate) -> Option<Finding> {
        let signed = link.content();
        let (name, lot, signer) = (&self.name, &draft.content.lot.id, &link.facts().signer);
        let (code, message) = match signed {
            None => (&integrity::TWIN_OF_ANOTHER, format!("{signer} signed no certificate in {name}")),
            Some(signed) if signed.name != *lot => {
                (&integrity::TWIN_OF_ANOTHER, format!("{signer} signed lot {} in {name}, not lot {lot}", signed.name))
            }
            Some(_) => return None,
        };
        Some(Finding::new(code, message))
    }

    /// The finding, where what was signed of this lot is another content than the one now: once, whoever signed, and with what
    /// differs where the draft is at hand.
    ///
    /// # Errors
    /// A content cannot be written as JSON.
    fn of_other_content(&self, now: &Certificate) -> serde_json::Result<Option<Finding>> {
        let lot = &now.content.lot.id;
        let other = |link: &&Link| {
            link.content().is_some_and(|signed| signed.name == *lot && signed.digest.sha256 != now.content_sha256)
        };
        let links: Vec<&Link> = self.chain.links().iter().filter(other).collect();
        let Some(first) = links.first().and_then(|link| link.content()) else { return Ok(None) };
        let who = links.iter().map(|link| link.facts().signer.as_str()).collect::<Vec<_>>().join(", ");
        let what = format!("lot {lot}: what {who} signed in {}", self.name);
        let Some(signed) = self.drafts.iter().find(|draft| draft.content_sha256 == first.digest.sha256) else {
            let message = format!("{what} is another content than the one now");
            return Ok(Some(Finding::new(&integrity::FILE_CHANGED, message).help(
                "draw it up as the draft was: the same files, --as-of, --lang and --profile. What differs is told where the draft \
                 lies beside its signatures",
            )));
        };
        let choices = choices(signed, now);
        if !choices.is_empty() {
            let said = |of: fn(&Choice) -> String| choices.iter().map(of).collect::<Vec<_>>().join(" and ");
            let message =
                format!("{what} is the certificate {}, and this one is {}", said(Choice::then), said(Choice::now));
            let help = format!(
                "language and profile are part of what is signed: give {} as for the draft, or have a draft signed anew",
                said(Choice::option)
            );
            return Ok(Some(Finding::new(&integrity::SIGNED_IN_ANOTHER_PRINT, message).help(help)));
        }
        let json = |of: &Certificate| serde_json::to_vec(&of.content);
        let first = integrity::first_difference(&json(signed)?, &json(now)?).map_or_else(String::new, |first| {
            format!(": {} was {} then, and is {} now", first.path, first.before, first.after)
        });
        let message = format!("{what} is another content than the one now{first}");
        Ok(Some(Finding::new(&integrity::FILE_CHANGED, message)))
    }
}

/// A choice of the command that is part of what is signed, and was another one when it was.
struct Choice {
    /// What stands before the word.
    before: &'static str,
    option: &'static str,
    then: String,
    now: String,
}

impl Choice {
    fn then(&self) -> String {
        format!("{} {}", self.before, self.then)
    }

    fn now(&self) -> String {
        format!("{} {}", self.before, self.now)
    }

    fn option(&self) -> String {
        format!("{} {}", self.option, self.then)
    }
}

/// The choices in which two certificates differ.
fn choices(signed: &Certificate, now: &Certificate) -> Vec<Choice> {
    let (signed, now) = (&signed.content, &now.content);
    let all = [
        ("in the language", "--lang", &signed.language, &now.language),
        ("by the profile", "--profile", &signed.profile, &now.profile),
    ];
    let differ = all.into_iter().filter(|(_, _, then, now)| then != now);
    differ.map(|(before, option, then, now)| Choice { before, option, then: then.clone(), now: now.clone() }).collect()
}

/// A draft that was signed, where the file lies beside its signatures as it was then.
///
/// # Errors
/// Wrong usage: there is such a file, and it cannot be read.
fn draft_beside(signatures: &Path, signed: &Resource) -> Result<Option<Certificate>, Failure> {
    // The name comes out of a file: one with a folder in it is not followed.
    let bare = Path::new(&signed.name).file_name().filter(|bare| *bare == signed.name.as_str());
    let Some(path) = bare.map(|bare| signatures.with_file_name(bare)).filter(|path| path.is_file()) else {
        return Ok(None);
    };
    let bytes = files::bytes(&path)?;
    if integrity::sha256(&bytes) != signed.digest.sha256 {
        return Ok(None);
    }
    // What was signed may be a page, or the twin of another version: it is no draft to compare with.
    Ok(serde_json::from_slice(&bytes).ok())
}

/// Whether a name in print is that of who signed.
fn is(name: &Words, link: &Link) -> bool {
    [&name.en, &name.zh].into_iter().any(|name| person::same(name, &link.facts().signer))
}

/// What the last signature of a chain under a draft adds to what keeps its signatures from making the certificate: a line of a
/// chain cannot be taken back.
pub fn objections_to_last(chain: &Chain, draft: &Certificate) -> Vec<Finding> {
    let mut signatures: Vec<Signature> = chain.links().iter().map(|link| signature(link, draft)).collect();
    let with = certificate::objections(&draft.content, &signatures);
    signatures.pop();
    let before = certificate::objections(&draft.content, &signatures);
    with.into_iter().filter(|finding| !before.contains(finding)).collect()
}

/// The finding, where who signs a certificate last signed what it says for another part of the work: it names them. With the same
/// meaning they may, and are then known by their key, whoever else has such a name.
pub fn signed_for_another_part(chain: &Chain, certificate: &Certificate, file: &str) -> Option<Finding> {
    let link = chain.links().last()?;
    let (facts, own) = (link.facts(), key(link));
    let has_key = |one: &&Signature| one.key.as_ref() == Some(&own);
    let is_named =
        |one: &Signature| [&one.name.en, &one.name.zh].iter().any(|name| person::may_be_same(name, &facts.signer));
    let is_known = certificate.signatures.iter().filter(has_key).any(is_named);
    let (signer, means) = (&facts.signer, facts.meaning.as_str());
    let is_one = |one: &&Signature| has_key(one) || !is_known && is_named(one);
    let mut others = certificate.signatures.iter().filter(|one| one.meaning.as_deref() != Some(means));
    let one = others.find(is_one)?;
    let (name, function) = (&one.name.en, &one.function.en);
    let before = format!("`{}` ({function}, {})", one.meaning.as_deref().unwrap_or("no meaning"), one.time);
    let message = match () {
        () if is(&one.name, link) => {
            format!("{signer} would sign {file} as `{means}`, and signed what it says as {before}")
        }
        () if has_key(&one) => {
            format!("the key of {signer} would sign {file} as `{means}`, and signed what it says as {name}: {before}")
        }
        () => format!(
            "{signer} would sign {file} as `{means}`, and can be {name}, who signed what it says as {before}; where these are two \
             persons, both names are to be in full"
        ),
    };
    let help =
        "have another person sign with this meaning; who signed the draft signs the certificate with the same meaning";
    Some(Finding::of_file(&integrity::SIGNER_TWICE, file, message).help(help))
}

/// The signatures over a certificate that are dated before one that it names.
pub fn signed_before_named(chain: &Chain, certificate: &Certificate, file: &str) -> Vec<Finding> {
    let times = certificate.signatures.iter().filter_map(|one| Some((one.time.parse::<Timestamp>().ok()?, one)));
    let Some((latest, one)) = times.max_by_key(|(time, _)| *time) else { return Vec::new() };
    integrity::signed_before(chain, latest, &format!("that of {} at {}, which {file} names", one.name.en, one.time))
}

/// Whether a signature is the one that a certificate prints: with its name, function, meaning, time with its source, and key.
pub fn is_printed(link: &Link, printed: &Signature, certificate: &Certificate) -> bool {
    signature(link, certificate) == *printed
}

/// Whether these signatures made a certificate final: they are under its content, and it names each of them. Those over a certificate
/// that was issued are named nowhere.
pub fn made_final(chain: &Chain, certificate: &Certificate) -> bool {
    let is_under = chain.content().is_some_and(|content| content.digest.sha256 == certificate.content_sha256);
    let is_named = |link: &Link| certificate.signatures.iter().any(|one| is_printed(link, one, certificate));
    is_under && chain.links().iter().all(is_named)
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
        time_source: Some(facts.time_source),
        key: Some(key(link)),
    }
}

/// Says of a signature that its time is still to come: where this machine's clock is right, whoever signed wrote another time.
fn remark_ahead(link: &Link) {
    if today::is_ahead(link.time) {
        let (signer, time) = (crate::report::escape::visible(&link.facts().signer), &link.facts().local_time);
        remark(&format!("evqc: the signature of {signer} is dated {time}, ahead of the clock of this machine\n"));
    }
}
