//! Which of several certificates counts: one that was replaced says nothing of it, the one that replaces it does.

use crate::certificate::{self, Certificate, same_number};
use crate::finding::Finding;
use crate::integrity;
use crate::report::{CertificateNamed, ReplacedNamed};

/// A certificate, in the file that is or carries it.
#[derive(Clone, Debug)]
pub struct Issued {
    /// The file, as it is shown.
    pub file: String,
    /// What it says of itself.
    pub named: CertificateNamed,
    /// Why it cannot take the place of another one, where it cannot: its signatures do not hold, say.
    pub fault: Option<String>,
}

/// What a certificate says of itself.
pub fn certificate_named(certificate: &Certificate) -> CertificateNamed {
    let content = &certificate.content;
    CertificateNamed {
        content_sha256: certificate.content_sha256.clone(),
        language: content.language.clone(),
        in_any_language_sha256: certificate::content_in_any_language_sha256(content).ok(),
        word: content.document.word(),
        number: content.number.clone(),
        laboratory: content.laboratory.name.as_ref().map(|name| name.en.clone()),
        lot: content.lot.id.clone(),
        status: certificate.status.clone(),
        is_issued: certificate.is_issued(),
        verdict: content.conclusion.verdict.clone(),
        replaces: content
            .replaces
            .as_ref()
            .map(|old| ReplacedNamed { number: old.number.clone(), content_sha256: old.content_sha256.clone() }),
    }
}

impl Issued {
    fn number(&self) -> String {
        self.named.number.clone().unwrap_or_else(|| format!("another {}", self.named.word))
    }

    fn shown(&self) -> String {
        format!("{} ({})", self.number(), self.file)
    }

    /// The one whose place it takes; a draft takes no place.
    fn replaced(&self) -> Option<&ReplacedNamed> {
        self.named.replaces.as_ref().filter(|_| self.named.is_issued)
    }

    /// The one whose place it says that it takes. A draft says so too where the lot does not conform: who holds the old certificate
    /// has to know of it before everybody has signed.
    fn claimed(&self) -> Option<&ReplacedNamed> {
        self.named.replaces.as_ref().filter(|_| self.named.is_issued || self.named.verdict != "conforms")
    }

    /// Whether it says that it takes the place of this one.
    fn claims(&self, old: &Issued) -> bool {
        self.named.content_sha256 != old.named.content_sha256
            && self.claimed().is_some_and(|replaced| match &replaced.content_sha256 {
                Some(content) => *content == old.named.content_sha256,
                None => old.named.number.as_ref().is_some_and(|number| same_number(number, &replaced.number)),
            })
    }

    /// Why it does not take the place of this one, although it says so.
    fn refusal(&self, old: &Issued) -> Option<String> {
        let (own, lot) = (&self.named.lot, &old.named.lot);
        let of_another = (own != lot).then(|| format!("is of lot {own}, and not of {lot}"));
        of_another.or_else(|| (!self.named.is_issued).then(|| "is a draft".to_owned())).or_else(|| self.fault.clone())
    }

    /// Whether both are one certificate, printed in different languages.
    pub fn is_print_of(&self, other: &Issued) -> bool {
        let (one, another) = (&self.named, &other.named);
        one.language != another.language
            && one.in_any_language_sha256.is_some()
            && one.in_any_language_sha256 == another.in_any_language_sha256
    }

    /// Whether this number was given to the other one too, by the same laboratory, and neither says that it takes the place of the
    /// other.
    pub fn shares_number(&self, other: &Issued) -> bool {
        let (one, another) = (&self.named, &other.named);
        let is_same =
            || one.number.as_ref().zip(another.number.as_ref()).is_some_and(|(one, other)| same_number(one, other));
        one.is_issued
            && another.is_issued
            && one.content_sha256 != another.content_sha256
            && !self.is_print_of(other)
            && one.laboratory == another.laboratory
            && is_same()
            && !self.claims(other)
            && !other.claims(self)
    }

    /// Whether both take the place of one certificate.
    fn competes_with(&self, other: &Issued) -> bool {
        let (Some(one), Some(another)) = (self.replaced(), other.replaced()) else { return false };
        let is_one = match (&one.content_sha256, &another.content_sha256) {
            (Some(one), Some(another)) => one == another,
            _ => same_number(&one.number, &another.number),
        };
        let is_another = self.named.content_sha256 != other.named.content_sha256 && !self.is_print_of(other);
        is_one && self.named.lot == other.named.lot && is_another
    }
}

/// What there is to say of the place of a certificate among others.
pub fn place_of(old: &Issued, all: &[Issued]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = replaced(old, all).into_iter().collect();
    let false_claim = all.iter().find_map(|one| Some((one, one.refusal(old).filter(|_| one.claims(old))?)));
    if let (true, Some((one, why))) = (findings.is_empty(), false_claim) {
        let message = format!("{} claims to replace {}, and {why}", one.shown(), old.file);
        let help = format!(
            "do not use {} in the place of {}, and mark nothing as replaced: ask the laboratory which of them counts",
            one.file, old.file
        );
        findings.push(Finding::of_file(&integrity::CERTIFICATE_REPLACED, &old.file, message).help(help));
    }
    if let Some(other) = all.iter().find(|other| other.fault.is_none() && old.shares_number(other)) {
        let lot = &other.named.lot;
        let of_lot = if *lot == old.named.lot { String::new() } else { format!(" of lot {lot}") };
        let message = format!(
            "{} has the number {}, and so has {}{of_lot}, with other content: nothing here says which counts",
            old.file,
            old.number(),
            other.file
        );
        findings.push(Finding::of_file(&integrity::NUMBER_OF_TWO, &old.file, message));
    }
    let is_print = |other: &&Issued| other.named.is_issued && other.fault.is_none() && old.is_print_of(other);
    if let (true, Some(other)) = (old.named.is_issued, all.iter().find(is_print)) {
        let (number, other) = (old.number(), &other.file);
        let message = format!("{} is {number} in another language than {other}: both say the same", old.file);
        findings.push(Finding::of_file(&integrity::PRINTED_IN_ANOTHER_LANGUAGE, &old.file, message));
    }
    if let Some(other) = all.iter().find(|other| other.fault.is_none() && old.competes_with(other)) {
        let replaced = old.replaced().map_or("", |replaced| &replaced.number);
        let message =
            format!("{} replaces {replaced}, and so does {}: nothing here says which counts", old.file, other.shown());
        findings.push(Finding::of_file(&integrity::REPLACED_TWICE, &old.file, message));
    }
    findings
}

/// That a certificate is replaced, and which one counts in the end.
fn replaced(old: &Issued, all: &[Issued]) -> Option<Finding> {
    let first = successors(old, all);
    let message = match first.as_slice() {
        [] => return None,
        [next] => {
            let mut last = *next;
            let mut seen = vec![&old.named.content_sha256];
            loop {
                seen.push(&last.named.content_sha256);
                match successors(last, all).as_slice() {
                    [] if seen.len() == 2 => {
                        break format!("{} is replaced by {}, which counts in its place", old.file, last.shown());
                    }
                    [] => {
                        let (next, last) = (next.shown(), last.shown());
                        break format!("{} is replaced by {next}, and in the end by {last}, which counts", old.file);
                    }
                    [one] if !seen.contains(&&one.named.content_sha256) => last = one,
                    several => break undecided(old, several, all),
                }
            }
        }
        several => undecided(old, several, all),
    };
    Some(Finding::of_file(&integrity::CERTIFICATE_REPLACED, &old.file, message))
}

fn undecided(old: &Issued, several: &[&Issued], all: &[Issued]) -> String {
    let ends: Vec<String> = ends(several, all).iter().map(|one| one.shown()).collect();
    format!("{} is replaced, in the end by {}: nothing here says which counts", old.file, ends.join(" and "))
}

/// The last certificates behind several; these themselves where they lead back to each other.
fn ends<'i>(several: &[&'i Issued], all: &'i [Issued]) -> Vec<&'i Issued> {
    let mut seen: Vec<&Issued> = several.to_vec();
    let mut ends: Vec<&Issued> = Vec::new();
    let mut at = 0;
    while let Some(one) = seen.get(at).copied() {
        let next = successors(one, all);
        if next.is_empty() {
            ends.push(one);
        }
        let is_new = |one: &&Issued| !seen.iter().any(|known| known.named.content_sha256 == one.named.content_sha256);
        let new: Vec<&Issued> = next.into_iter().filter(is_new).collect();
        seen.extend(new);
        at += 1;
    }
    if ends.is_empty() { several.to_vec() } else { ends }
}

/// The certificates that take the place of this one, each once, in whatever languages it is printed.
fn successors<'i>(old: &Issued, all: &'i [Issued]) -> Vec<&'i Issued> {
    let mut found: Vec<&Issued> = Vec::new();
    for one in all.iter().filter(|one| one.claims(old) && one.refusal(old).is_none()) {
        let is_known =
            |known: &&Issued| known.named.content_sha256 == one.named.content_sha256 || known.is_print_of(one);
        if !found.iter().any(is_known) {
            found.push(one);
        }
    }
    found
}
