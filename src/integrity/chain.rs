//! The signatures of one file: a chain in which each covers the one before it.

use super::codes;
use super::digest::sha256;
use super::envelope::{Envelope, without_line};
use super::evidence::{CERTIFICATE_CONTENT, Evidence};
use super::key::SecretKey;
use super::statement::{
    Meaning, PREDICATE_TYPE, Predicate, Resource, STATEMENT_TYPE, SignatureFacts, Statement, TimeSource,
};
use super::trust::Trust;
use crate::finding::{Code, Finding};
use crate::source::Place;
use crate::{claims, lookalike, person};
use jiff::civil::Date;
use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};
use std::sync::Arc;

/// The most characters of a name or a role.
const LONGEST_NAME: usize = 200;

/// One signature of a chain.
#[derive(Clone, Debug)]
pub struct Link {
    /// What is signed, and the signature.
    pub envelope: Envelope,
    /// What it states.
    pub statement: Statement,
    /// When.
    pub time: Timestamp,
    /// Where its line stands.
    pub place: Place,
}

impl Link {
    /// Who signed, and what it means.
    pub fn facts(&self) -> &SignatureFacts {
        &self.statement.predicate.evqc_signature
    }

    /// The digest of a certificate's content, under the lot, where it names one.
    pub fn content(&self) -> Option<&Resource> {
        let of = |one: &&Resource| {
            one.annotations.as_ref().and_then(|notes| notes.get("of")?.as_str()) == Some(CERTIFICATE_CONTENT)
        };
        self.statement.predicate.configuration.iter().find(of)
    }

    /// The day on the clock of the place, which is the one that is printed.
    fn day(&self) -> Date {
        let printed = Pieces::parse(&self.facts().local_time);
        printed.map_or_else(|_| self.time.to_zoned(TimeZone::UTC).date(), |pieces| pieces.date())
    }

    /// The finding, where it is not the signature of a known key that may say what it says.
    pub fn verify(&self, trust: &Trust) -> Option<Finding> {
        let facts = self.facts();
        let say = |code, message: String| Some(Finding::new(code, message).at(self.place.clone(), 1));
        let Some(trusted) = trust.key(&facts.key) else {
            let message =
                format!("{} ({}) signed with the key {}, which is not known", facts.signer, facts.role, facts.key);
            let help = format!(
                "get the public key from {}, not from whoever sent the file, and name it: --trust FILE says whose key it is, --keys \
                 FOLDER takes it under any name",
                facts.signer
            );
            return say(&codes::SIGNATURE_BY_UNKNOWN_KEY, message).map(|finding| finding.help(help));
        };
        if !self.envelope.holds(&trusted.key) {
            let message =
                format!("the signature under the name {} is not that of the key in {}", facts.signer, trusted.from);
            return say(&codes::SIGNATURE_NOT_VALID, message);
        }
        let message = trusted.objection(|name| lookalike::same(name, &facts.signer), facts, self.day())?;
        say(&codes::SIGNATURE_OUTSIDE_TRUST, message)
    }
}

/// The signatures of one file, in the order in which they were made.
#[derive(Clone, Debug)]
pub struct Chain {
    name: Arc<str>,
    links: Vec<Link>,
}

/// Who signs, and how.
#[derive(Clone, Debug)]
pub struct Signing<'s> {
    /// Printed name.
    pub signer: &'s str,
    /// Function.
    pub role: &'s str,
    /// What it means.
    pub meaning: Meaning,
    /// When, on the clock of the place.
    pub time: &'s Zoned,
    /// Where the time comes from.
    pub time_source: TimeSource,
    /// The program that signs.
    pub tool: &'s str,
}

impl Signing<'_> {
    /// What keeps the name or the role from being printed: they are free texts that stand beside a verdict, and say who signs and
    /// in which function.
    ///
    /// # Errors
    /// The reason in words.
    pub fn check(&self) -> Result<(), String> {
        let claims = [claims::found(self.signer), claims::found_in_function(self.role)];
        for ((what, text), claim) in [("signer", self.signer), ("role", self.role)].into_iter().zip(claims) {
            check_name(what, text)?;
            if let Some(phrase) = claim {
                return Err(format!("the {what} claims something (\"{phrase}\"): it says who signs, and nothing else"));
            }
            if let Some(word) = claims::judged(text, claims::TextKind::Field) {
                return Err(format!("the {what} says what was found (\"{word}\"): only evqc does"));
            }
        }
        Ok(())
    }
}

/// What keeps a name from being printed.
///
/// # Errors
/// The reason in words, with what it is the name of.
pub fn check_name(what: &str, text: &str) -> Result<(), String> {
    if text.trim().is_empty() {
        return Err(format!("the {what} is empty"));
    }
    if !text.chars().any(char::is_alphanumeric) {
        return Err(format!("the {what} has no letter"));
    }
    if text.chars().count() > LONGEST_NAME {
        return Err(format!("the {what} has more than {LONGEST_NAME} characters"));
    }
    if text
        .chars()
        .any(|sign| sign.is_control() || matches!(sign, '\u{2028}' | '\u{2029}') || lookalike::is_invisible(sign))
    {
        return Err(format!("the {what} has characters that act on the line and cannot be printed"));
    }
    Ok(())
}

impl Chain {
    /// The chain of a file that nobody signed yet.
    pub fn new(name: &str) -> Self {
        Chain { name: name.into(), links: Vec::new() }
    }

    /// Reads a file of signatures. What it says of its own order and persons is checked here; whether the signatures are those
    /// of known keys is for [`Chain::verify`].
    pub fn read(name: &str, bytes: &[u8]) -> (Self, Vec<Finding>) {
        let mut chain = Chain::new(name);
        let mut findings = Vec::new();
        let whole = |message: &str| Finding::new(&codes::SIGNATURES_NOT_READABLE, format!("{name} {message}"));
        let Ok(text) = std::str::from_utf8(bytes) else {
            findings.push(whole("is not UTF-8"));
            return (chain, findings);
        };
        if text.is_empty() {
            findings.push(whole("is empty"));
        } else if !text.ends_with('\n') {
            findings.push(whole("is cut short: its last line has no end"));
        }
        let mut before: Option<String> = None;
        for (index, line) in text.split_terminator('\n').enumerate() {
            let place = Place::new(&chain.name, index as u64 + 1, 0);
            match read_line(line, &place) {
                Ok(link) => {
                    chain.check_next(&link, index, before.as_deref(), &mut findings);
                    chain.links.push(link);
                }
                Err(message) => {
                    let message = format!("{place} {message}");
                    findings.push(Finding::new(&codes::SIGNATURES_NOT_READABLE, message).at(place, 1));
                }
            }
            before = Some(sha256(line.as_bytes()));
        }
        (chain, findings)
    }

    /// Whether a signature follows those that were read.
    fn check_next(&self, link: &Link, index: usize, before: Option<&str>, findings: &mut Vec<Finding>) {
        let facts = link.facts();
        let mut say = |code, message: String| findings.push(Finding::new(code, message).at(link.place.clone(), 1));
        if facts.number as usize != index + 1 || facts.previous.as_deref() != before {
            say(
                &codes::SIGNATURES_NOT_A_CHAIN,
                format!(
                    "the signature of {} is number {} and does not follow the line before it",
                    facts.signer, facts.number
                ),
            );
        }
        if let Some(first) = self.links.first()
            && first.statement.subject != link.statement.subject
        {
            let message = format!("the signature of {} is of another file than the first", facts.signer);
            say(&codes::SIGNATURES_NOT_A_CHAIN, message);
        }
        if let Some((code, message, _)) = self.refusal(&facts.signer, &facts.key, link.time) {
            say(code, message);
        }
    }

    /// Why a person may not sign next at this time, by which signature: they did already, or the clock is behind.
    fn refusal(&self, signer: &str, key: &str, time: Timestamp) -> Option<(&'static Code, String, &Link)> {
        if let Some(link) = self.links.iter().find(|link| person::same(&link.facts().signer, signer)) {
            let message = format!("{signer} signed already: {}", described(link));
            return Some((&codes::SIGNER_TWICE, message, link));
        }
        if let Some(link) = self.links.iter().find(|link| person::may_be_same(&link.facts().signer, signer)) {
            let message = format!(
                "{signer} can be {}, who signed already: {}; where these are two persons, both names are to be in full",
                link.facts().signer,
                described(link)
            );
            return Some((&codes::SIGNER_TWICE, message, link));
        }
        if let Some(link) = self.links.iter().find(|link| link.facts().key == key) {
            let message = format!(
                "the key of {signer} signed already, under the name {}: {}",
                link.facts().signer,
                described(link)
            );
            return Some((&codes::SIGNER_TWICE, message, link));
        }
        let last = self.links.last()?;
        (time < last.time).then(|| {
            let message = format!(
                "{time} is before the last signature, that of {} at {}",
                last.facts().signer,
                last.facts().time
            );
            (&codes::SIGNATURE_BEFORE_PREVIOUS, message, last)
        })
    }

    /// Adds a signature.
    ///
    /// # Errors
    /// A finding: the person or the key signed already, somebody signed for a later part of the work, the clock is behind the last
    /// signature or the report, the file is not the one that was signed before.
    pub fn sign(
        &mut self,
        subject: Vec<Resource>,
        evidence: Evidence,
        signing: &Signing<'_>,
        key: &SecretKey,
    ) -> Result<(), Finding> {
        let key_id = key.public().id();
        let moment =
            Timestamp::from_second(signing.time.timestamp().as_second()).map_err(|error| not_written(&error))?;
        if let Some((code, message, by)) = self.refusal(signing.signer, &key_id, moment) {
            return Err(Finding::new(code, message).at(by.place.clone(), 1));
        }
        if let Some(link) = self.links.iter().find(|link| link.facts().meaning > signing.meaning) {
            let (word, before) = (signing.meaning.as_str(), &link.facts().signer);
            let message = format!("{} would sign as `{word}` after {before}: {}", signing.signer, described(link));
            return Err(Finding::new(&codes::SIGNATURE_OUT_OF_RANK, message)
                .help("the order of the meanings is tested, reviewed, approved, certified"));
        }
        if let Some(judged) = judged_after(&evidence, moment) {
            let signed = signing.time.strftime("%Y-%m-%dT%H:%M:%S%:z");
            let message = format!("the signature is of {signed}, the report was judged {judged}");
            return Err(Finding::new(&codes::SIGNATURE_BEFORE_REPORT, message).help(
                "correct the time of the signature or the clock, or judge the data again with the day of today as --as-of",
            ));
        }
        self.same_subject(&subject)?;
        // What is said of the files beside their digests stays as the first signature has it.
        let subject = self.links.first().map_or(subject, |first| first.statement.subject.clone());
        let facts = SignatureFacts {
            number: self.links.len() as u32 + 1,
            signer: signing.signer.trim().to_owned(),
            role: signing.role.trim().to_owned(),
            meaning: signing.meaning,
            time: moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            local_time: signing.time.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            time_source: signing.time_source,
            key: key_id,
            previous: self.links.last().map(|link| link.envelope.digest()),
            tool: signing.tool.to_owned(),
        };
        let statement = Statement {
            kind: STATEMENT_TYPE.to_owned(),
            subject,
            predicate_type: PREDICATE_TYPE.to_owned(),
            predicate: Predicate {
                result: evidence.result,
                configuration: evidence.configuration,
                passed_tests: evidence.passed,
                warned_tests: evidence.warned,
                failed_tests: evidence.failed,
                evqc_signature: facts,
            },
        };
        let payload = serde_json::to_vec(&statement).map_err(|error| not_written(&error))?;
        let envelope = Envelope::sign(payload, key);
        let place = Place::new(&self.name, self.links.len() as u64 + 1, 0);
        self.links.push(Link { envelope, statement, time: moment, place });
        Ok(())
    }

    /// Whether this is what was signed before.
    fn same_subject(&self, subject: &[Resource]) -> Result<(), Finding> {
        let Some(first) = self.links.first() else { return Ok(()) };
        let signed = &first.statement.subject;
        for (old, new) in signed.iter().zip(subject) {
            if old.digest != new.digest {
                let message = format!(
                    "{} is not what {} signed: its SHA-256 is {}, signed was {}",
                    new.name,
                    first.facts().signer,
                    new.digest.sha256,
                    old.digest.sha256
                );
                return Err(Finding::new(&codes::FILE_CHANGED, message));
            }
        }
        // A file under another name than it was signed under is the same file.
        if signed.len() != subject.len() {
            let names = |all: &[Resource]| all.iter().map(|one| one.name.clone()).collect::<Vec<_>>().join(" and ");
            let message = format!("{} signed {}, this is {}", first.facts().signer, names(signed), names(subject));
            return Err(Finding::new(&codes::SIGNATURES_NOT_A_CHAIN, message));
        }
        Ok(())
    }

    /// The file of signatures: a line for each.
    pub fn text(&self) -> String {
        self.links.iter().fold(String::new(), |text, link| text + &link.envelope.line() + "\n")
    }

    /// The digest of the certificate's content that every signature names, and of which lot; nothing where they name none, or
    /// different ones.
    pub fn content(&self) -> Option<&Resource> {
        let first = self.links.first()?.content()?;
        self.links.iter().all(|link| link.content() == Some(first)).then_some(first)
    }

    /// The signatures.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// The files that are signed.
    pub fn subject(&self) -> &[Resource] {
        self.links.first().map_or(&[], |link| &link.statement.subject)
    }

    /// Whether each signature is that of a known key, which may say what it says; and whether each key is that of another person,
    /// by the names that the trust file has for it.
    pub fn verify(&self, trust: &Trust) -> Vec<Finding> {
        let mut findings: Vec<Finding> = self.links.iter().filter_map(|link| link.verify(trust)).collect();
        for (at, link) in self.links.iter().enumerate() {
            let earlier =
                self.links.iter().take(at).find(|one| trust.is_one_person(&one.facts().key, &link.facts().key));
            if let Some(one) = earlier {
                let message = format!(
                    "{} and {} are one person by the trust file, who signed already: {}",
                    one.facts().signer,
                    link.facts().signer,
                    described(one)
                );
                findings.push(Finding::new(&codes::SIGNER_TWICE, message).at(link.place.clone(), 1));
            }
        }
        findings
    }
}

/// One person in several chains under one content: for two parts of the work, or with one key under two names. Who signed a draft
/// may sign the certificate that came of it, with the same meaning. Without a trust file nobody knows under which names the owner of
/// a key signs, and only another meaning counts.
pub fn signed_twice(chains: &[&Chain], trust: Option<&Trust>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, chain) in chains.iter().enumerate() {
        for link in &chain.links {
            let others = chains.iter().take(at).flat_map(|other| &other.links);
            let Some(one) = others.into_iter().find(|one| is_twice(one.facts(), link.facts(), trust)) else { continue };
            let (first, second) = (one.facts(), link.facts());
            let who = match first.key == second.key {
                true if !person::may_be_same(&first.signer, &second.signer) => {
                    format!("one key signs as {} and as {}", first.signer, second.signer)
                }
                _ => format!("{} signs in two files", second.signer),
            };
            let message = format!(
                "{who}: {} in {}, and {} in {}",
                described(one),
                one.place.file,
                described(link),
                link.place.file
            );
            findings.push(Finding::new(&codes::SIGNER_TWICE, message).at(link.place.clone(), 1));
        }
    }
    findings
}

/// The signatures that are dated before one that the file under them holds, `held` in words: no clock can have made them then.
pub fn signed_before(chain: &Chain, latest: Timestamp, held: &str) -> Vec<Finding> {
    let early = chain.links.iter().filter(|link| link.time < latest);
    let finding = |link: &Link| {
        let facts = link.facts();
        let message = format!("the signature of {} is of {}, before {held}", facts.signer, facts.time);
        Finding::new(&codes::SIGNATURE_BEFORE_PREVIOUS, message).at(link.place.clone(), 1)
    };
    early.map(finding).collect()
}

/// Signatures over a file that are dated before the last of a chain that the file holds.
pub fn signed_before_chain(chain: &Chain, held: &Chain) -> Vec<Finding> {
    let Some(last) = held.links.iter().max_by_key(|link| link.time) else { return Vec::new() };
    let of =
        format!("that of {} at {} in {}, which it covers", last.facts().signer, last.facts().time, last.place.file);
    signed_before(chain, last.time, &of)
}

/// Whether two signatures in two chains are of one person who has no business to make both.
fn is_twice(one: &SignatureFacts, other: &SignatureFacts, trust: Option<&Trust>) -> bool {
    let (same_key, same_name) = (one.key == other.key, person::may_be_same(&one.signer, &other.signer));
    let is_one = same_key || same_name || trust.is_some_and(|trust| trust.is_one_person(&one.key, &other.key));
    // The trust file says under which names the owner of a key signs.
    let is_named = trust.is_none_or(|trust| trust.key(&one.key).is_some_and(|trusted| !trusted.names.is_empty()));
    is_one && (one.meaning != other.meaning || same_key && !same_name && !is_named)
}

fn read_line(line: &str, place: &Place) -> Result<Link, String> {
    let envelope = Envelope::parse(line)?;
    let statement: Statement = serde_json::from_slice(&envelope.payload)
        .map_err(|error| format!("has no statement of a signature: {}", without_line(&error)))?;
    if statement.kind != STATEMENT_TYPE || statement.predicate_type != PREDICATE_TYPE {
        return Err(format!("states something else: {} {}", statement.kind, statement.predicate_type));
    }
    if statement.subject.is_empty() {
        return Err("signs no file".to_owned());
    }
    if let Some(name) = statement.subject.iter().map(|one| &one.name).find(|name| !is_bare(name)) {
        return Err(format!("signs `{name}`: expected the name of a file without folders"));
    }
    let facts = &statement.predicate.evqc_signature;
    if facts.key != envelope.key {
        return Err("names another key than the one in its statement".to_owned());
    }
    let time: Timestamp = facts.time.parse().map_err(|_| format!("has the time `{}`", facts.time))?;
    if facts.local_time.parse::<Timestamp>().ok() != Some(time) {
        return Err(format!("has two times: {} and {}", facts.time, facts.local_time));
    }
    Ok(Link { time, place: place.clone(), envelope, statement })
}

/// When a report was judged, where that is after a signature. A day is one wherever it is: in the first zone it begins 14 hours before
/// that of UTC. A moment is the same everywhere.
fn judged_after(evidence: &Evidence, signed: Timestamp) -> Option<String> {
    if let Some(at) = evidence.evaluated.filter(|at| signed < *at) {
        return Some(format!("at {at}"));
    }
    let first_zone = TimeZone::fixed(Offset::constant(14));
    let as_of = evidence.as_of?;
    let begins = as_of.to_zoned(first_zone).ok()?.timestamp();
    (signed < begins).then(|| format!("on {as_of}"))
}

/// The finding, where a statement cannot be written: nothing is signed then, and never an empty text.
fn not_written(error: &dyn std::fmt::Display) -> Finding {
    Finding::new(
        &codes::SIGNATURE_NOT_VALID,
        format!("the statement cannot be written, and nothing is signed: {error}"),
    )
}

/// Whether a name leads to no other folder.
fn is_bare(name: &str) -> bool {
    !name.is_empty() && name != "." && name != ".." && !name.contains(['/', '\\', '\0'])
}

/// A signature in a few words.
fn described(link: &Link) -> String {
    let facts = link.facts();
    format!("{} as {} at {}", facts.meaning.as_str(), facts.role, facts.time)
}

/// The finding, where a file is not the one of this name and digest.
pub fn file_changed(expected: &Resource, name: &str, bytes: &[u8]) -> Option<Finding> {
    let found = sha256(bytes);
    if found == expected.digest.sha256 {
        return None;
    }
    let now = bytes.len() as u64;
    let size = match expected.bytes() {
        Some(then) if now < then && !has_an_end(bytes) => format!("it is cut short, {now} of {then} bytes"),
        Some(then) if now != then => format!("it has {now} bytes instead of {then}"),
        _ => "it has the same number of bytes, and not the same bytes".to_owned(),
    };
    let message = format!("{name} has changed: {size}; its SHA-256 is {found}, expected {}", expected.digest.sha256);
    Some(Finding::of_file(&codes::FILE_CHANGED, name, message))
}

/// Whether a file ends as one of its kind does: a shorter one that does is another file, and not a part of this one.
fn has_an_end(bytes: &[u8]) -> bool {
    let ends = |last: usize, sign: &[u8]| {
        let tail = bytes.get(bytes.len().saturating_sub(last)..).unwrap_or_default();
        tail.windows(sign.len()).any(|window| window == sign)
    };
    match bytes.trim_ascii_start() {
        [b'{' | b'[', ..] => serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok(),
        [b'%', b'P', b'D', b'F', ..] => ends(32, b"%%EOF"),
        [b'P', b'K', 3, 4, ..] => ends(22, b"PK\x05\x06"),
        [b'<', ..] => bytes.trim_ascii_end().ends_with(b">"),
        _ => bytes.ends_with(b"\n"),
    }
}
