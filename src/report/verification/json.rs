//! `json`: everything that is known, schema `evqc-verification/1`.

use super::{
    AS_STATED, Attachment, BesideContent, CertificateNamed, Compared, Covers, FileKind, JudgedAgain, Pages, Part,
    Redrawn, Replay, TrailChecked, VerificationReport, VerifiedFile, VerifiedSignature, Vouched,
};
use crate::finding::Finding;
use crate::integrity::{Difference, Tool};
use crate::report::json_model::{PlaceJson, SummaryJson, ToolJson};
use crate::schema::JsonSchema;
use serde::Serialize;

/// Name of the layout; it changes only when a reader would have to.
const SCHEMA_NAME: &str = "evqc-verification/1";

/// An evqc verification: what holds of some files, and what does not.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "evqc verification, version 1", rename = "Verification")]
struct VerificationJson<'a> {
    /// `evqc-verification/1`
    #[schemars(extend("const" = SCHEMA_NAME))]
    schema: &'static str,
    /// The program.
    tool: ToolJson,
    /// Whether everything holds.
    holds: bool,
    /// The exit code of the command: 0 everything holds, 5 something does not.
    exit: u8,
    /// Each file that was named, in the order of the arguments.
    files: Vec<FileJson<'a>>,
    /// What is wrong beside the files: with a trust file.
    findings: Vec<FindingJson<'a>>,
}

/// A file.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "File")]
struct FileJson<'a> {
    /// As it was named.
    name: &'a str,
    /// What it is.
    kind: FileKind,
    /// Its size in bytes.
    bytes: u64,
    /// Its SHA-256.
    sha256: &'a str,
    /// The certificate that it is or carries; null: none, or one that is not as it was issued.
    certificate: Option<CertificateJson<'a>>,
    /// Whether everything holds.
    holds: bool,
    /// Whether it has signatures.
    signed: bool,
    /// The name that it was signed under; absent: the one that it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    signed_as: Option<&'a str>,
    /// Whether the pages are those of the twin inside, or of the one that it is signed with; null: there is none.
    pages: Option<PagesJson<'a>>,
    /// What was put into an archive beside what the lots were judged by, and its README.txt where that was not compared; empty:
    /// nothing, or no archive.
    attachments: Vec<AttachmentJson<'a>>,
    /// Every digest that was compared.
    digests: Vec<ComparedJson<'a>>,
    /// Of a certificate: what its twin says beside the content, which no digest and no signature on the content covers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    beside_content: Vec<BesideJson<'a>>,
    /// The signatures, in their order.
    signatures: Vec<SignatureJson<'a>>,
    /// What judging the lots of an archive again came to; null: they were not, or this is no archive.
    replay: Option<ReplayJson<'a>>,
    /// Why the results were not judged again: of an archive the reason; of a report or certificate, that it holds no data.
    #[serde(skip_serializing_if = "Option::is_none")]
    not_judged_again: Option<&'a str>,
    /// Of an audit trail: the entries that hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    trail: Option<&'a TrailChecked>,
    /// What does not hold, and what is to be looked at.
    findings: Vec<FindingJson<'a>>,
}

/// What a certificate says of itself.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Certificate")]
struct CertificateJson<'a> {
    /// SHA-256 of its content.
    content_sha256: &'a str,
    /// Its number; null: none.
    number: Option<&'a str>,
    /// The lot.
    lot: &'a str,
    /// `draft` or `final`.
    #[schemars(extend("enum" = ["draft", "final"]))]
    status: &'a str,
    /// Conformity of the lot.
    #[schemars(extend("enum" = ["conforms", "does_not_conform", "not_concluded"]))]
    verdict: &'a str,
    /// The certificate that it replaces; absent: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    replaces: Option<ReplacedJson<'a>>,
}

/// A certificate that is replaced.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Replaced")]
struct ReplacedJson<'a> {
    /// Its number.
    number: &'a str,
    /// SHA-256 of its content; null: it was not at hand when it was replaced.
    content_sha256: Option<&'a str>,
}

/// Whether the pages of a document are those of the twin inside.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Pages")]
struct PagesJson<'a> {
    /// `drawn_again`: this program draws the same file from the twin; `signed`: a signature that holds covers the file, with the highest
    /// meaning that the certificate names;
    /// `not_proven`: neither is known; `differ`: this program draws another file from the twin; `not_compared`: the document was
    /// signed with data that it cannot be compared with.
    #[schemars(extend("enum" = ["drawn_again", "signed", "not_proven", "differ", "not_compared"]))]
    state: &'static str,
    /// Why it is not proven, or not compared; null otherwise.
    why: Option<&'a str>,
    /// Where it is `signed`: who vouches for the pages, each with the meaning of the signature.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    signed_by: &'a [String],
}

/// A file that was put into an archive beside the rest.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Attachment")]
struct AttachmentJson<'a> {
    /// Its path in the archive.
    path: &'a str,
    /// Whether what it says was compared with the rest of the archive; false: its digest alone, or of a certificate its
    /// verdict and outcomes with the files that it was made from, or what could be drawn again, or its content, alone.
    checked: bool,
    /// Why it was not checked; null: it was.
    why: Option<&'a str>,
}

/// Something that the twin of a certificate says beside its content.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BesideContent")]
struct BesideJson<'a> {
    /// What it is.
    part: Part,
    /// As it is stated.
    value: &'a str,
    /// `checked`: compared with the files themselves; `signed`: a trusted signature covers every byte of the file; `stated`: nobody
    /// vouches for it.
    state: Vouched,
    /// Why it was not checked; null: it was.
    why: Option<&'a str>,
}

/// A digest that was compared.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Digest")]
struct ComparedJson<'a> {
    /// Of what: a file, a path in an archive, the twin inside of a document.
    of: &'a str,
    /// The file that names the digest.
    named_in: &'a str,
    /// SHA-256 as named.
    expected: &'a str,
    /// SHA-256 as found; null: it is not there.
    found: Option<&'a str>,
    /// Whether they are the same.
    same: bool,
}

/// A signature.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Signature")]
struct SignatureJson<'a> {
    /// The file of signatures.
    file: &'a str,
    /// `file`: every byte of this file, or of the files that this file of signatures names; `content`: what the certificate says, and
    /// not these bytes; `inside`: a file in this archive; null: another file, since this one has changed.
    covers: Option<Covers>,
    /// Its place in the chain, from 1.
    number: u32,
    /// Printed name of the signer.
    signer: &'a str,
    /// Function.
    role: &'a str,
    /// `tested`, `reviewed`, `approved` or `certified`
    meaning: &'static str,
    /// When, in UTC.
    time: &'a str,
    /// When, on the clock of the place.
    local_time: &'a str,
    /// Where the time comes from.
    time_source: &'a str,
    /// What the tests came to, as signed: `PASSED`, `WARNED` or `FAILED`.
    result: &'static str,
    /// Which key signed: the SHA-256 of its SubjectPublicKeyInfo.
    key: &'a str,
    /// The file that holds the key; null: the key is not known.
    key_file: Option<&'a str>,
    /// Whether it is a valid signature of a known key that may say what it says.
    trusted: bool,
    /// Whether the key is that of the person who is named, by a trust file; a key from a folder has no owner, and signs under any
    /// name.
    name_checked: bool,
}

/// What judging again came to.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Replay")]
struct ReplayJson<'a> {
    /// Whether it is the same result.
    same: bool,
    /// The first difference; null: none.
    difference: Option<DifferenceJson<'a>>,
    /// The day that counted as today.
    as_of: &'a str,
    /// The program that judged then.
    then: &'a Tool,
    /// The lots by verdict, now.
    summary: SummaryJson,
    /// The certificates of the archive, drawn again from what it holds.
    certificates: Vec<RedrawnJson<'a>>,
}

/// A certificate that was drawn again.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Redrawn")]
struct RedrawnJson<'a> {
    /// Its path in the archive.
    file: &'a str,
    /// Its lot.
    lot: &'a str,
    /// Its number.
    number: Option<&'a str>,
    /// Whether the same certificate was drawn; null: none was.
    same: Option<bool>,
    /// The first difference; null: none.
    difference: Option<DifferenceJson<'a>>,
    /// Why none was drawn; null: one was.
    not_drawn: Option<&'a str>,
    /// Whether all that was drawn was compared; false: what it says of the certificate that it replaces was not, since that is not
    /// in the archive; null: none was drawn.
    checked: Option<bool>,
}

/// A place at which two reports differ.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Difference")]
struct DifferenceJson<'a> {
    /// Where: `lots[0].tests[3].outcome`.
    path: &'a str,
    /// What stands there in the archive.
    archived: &'a str,
    /// What stands there now.
    now: &'a str,
}

/// Something that does not hold, or is to be looked at.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
struct FindingJson<'a> {
    /// Stable name; `evqc explain CODE` tells more.
    code: &'static str,
    /// `error`: it does not hold; `warning`: it is to be looked at, and holds all the same.
    #[schemars(extend("enum" = ["error", "warning"]))]
    severity: &'static str,
    /// One sentence.
    message: &'a str,
    /// Where.
    place: Option<PlaceJson<'a>>,
    /// What to do.
    help: Option<&'a str>,
}

/// The JSON Schema of the report.
#[cfg(feature = "schemas")]
pub fn verification_schema() -> schemars::Schema {
    crate::schema::of_written::<VerificationJson<'_>>()
}

pub(super) fn render(report: &VerificationReport) -> serde_json::Result<String> {
    let document = VerificationJson {
        schema: SCHEMA_NAME,
        tool: ToolJson::this(),
        holds: report.holds(),
        exit: report.exit,
        files: report.files.iter().map(of_file).collect(),
        findings: report.findings.iter().map(finding).collect(),
    };
    serde_json::to_string(&document).map(|text| text + "\n")
}

fn of_file(file: &VerifiedFile) -> FileJson<'_> {
    FileJson {
        name: &file.name,
        kind: file.kind,
        bytes: file.bytes,
        sha256: &file.sha256,
        certificate: file.certificate.as_ref().map(certificate),
        holds: file.holds(),
        signed: file.signed,
        signed_as: file.signed_as.as_deref(),
        pages: file.pages.as_ref().map(pages),
        attachments: file.attachments.iter().map(attachment).collect(),
        digests: file.digests.iter().map(compared).collect(),
        beside_content: file.beside.iter().map(beside).collect(),
        signatures: file.signatures.iter().map(signature).collect(),
        replay: file.again.as_ref().and_then(JudgedAgain::replay).map(replay),
        not_judged_again: match &file.again {
            Some(JudgedAgain::Not(why)) => Some(why),
            _ => file.as_stated.then_some(AS_STATED),
        },
        trail: file.trail.as_ref(),
        findings: file.findings.iter().map(finding).collect(),
    }
}

fn certificate(one: &CertificateNamed) -> CertificateJson<'_> {
    let CertificateNamed {
        content_sha256,
        number,
        lot,
        status,
        verdict,
        replaces,
        word: _,
        is_issued: _,
        laboratory: _,
        language: _,
        in_any_language_sha256: _,
    } = one;
    let replaces = replaces.as_ref();
    let replaces =
        replaces.map(|one| ReplacedJson { number: &one.number, content_sha256: one.content_sha256.as_deref() });
    CertificateJson { content_sha256, number: number.as_deref(), lot, status, verdict, replaces }
}

fn pages(pages: &Pages) -> PagesJson<'_> {
    let why = if let Pages::NotProven(why) | Pages::NotCompared(why) = pages { Some(why.as_str()) } else { None };
    let signed_by = if let Pages::Signed(by) = pages { by.as_slice() } else { &[] };
    PagesJson { state: pages.word(), why, signed_by }
}

fn attachment(one: &Attachment) -> AttachmentJson<'_> {
    let why = one.unchecked.as_ref().map(|unchecked| unchecked.why.as_str());
    AttachmentJson { path: &one.path, checked: why.is_none(), why }
}

fn beside(one: &BesideContent) -> BesideJson<'_> {
    BesideJson { part: one.part, value: &one.value, state: one.state, why: one.why.as_deref() }
}

fn compared(one: &Compared) -> ComparedJson<'_> {
    let same = one.found.as_ref() == Some(&one.expected);
    let Compared { of, named_in, expected, found } = one;
    ComparedJson { of, named_in, expected, found: found.as_deref(), same }
}

fn signature(one: &VerifiedSignature) -> SignatureJson<'_> {
    let facts = &one.facts;
    SignatureJson {
        file: &one.file,
        covers: one.covers,
        number: facts.number,
        signer: &facts.signer,
        role: &facts.role,
        meaning: facts.meaning.as_str(),
        time: &facts.time,
        local_time: &facts.local_time,
        time_source: facts.time_source.as_str(),
        result: one.result.as_str(),
        key: &facts.key,
        key_file: one.key_from.as_deref(),
        trusted: one.trusted,
        name_checked: one.name_checked,
    }
}

fn replay(replay: &Replay) -> ReplayJson<'_> {
    let difference = replay.difference.as_ref().map(differs);
    ReplayJson {
        same: difference.is_none(),
        difference,
        as_of: &replay.as_of,
        then: &replay.then,
        summary: SummaryJson::new(&replay.summary),
        certificates: replay.certificates.iter().map(redrawn).collect(),
    }
}

fn differs(difference: &Difference) -> DifferenceJson<'_> {
    DifferenceJson { path: &difference.path, archived: &difference.before, now: &difference.after }
}

fn redrawn(one: &Redrawn) -> RedrawnJson<'_> {
    RedrawnJson {
        file: &one.file,
        lot: &one.lot,
        number: one.number.as_deref(),
        same: one.not_drawn.is_none().then_some(one.difference.is_none()),
        difference: one.difference.as_ref().map(differs),
        not_drawn: one.not_drawn.as_deref(),
        checked: one.not_drawn.is_none().then_some(one.but.is_none()),
    }
}

fn finding(finding: &Finding) -> FindingJson<'_> {
    FindingJson {
        code: finding.code.name,
        severity: finding.severity().as_str(),
        message: &finding.message,
        place: finding.place.as_ref().map(PlaceJson::new),
        help: finding.help.as_deref(),
    }
}
