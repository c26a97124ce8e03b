//! What `evqc verify` and `evqc replay` found: which bytes were looked at, who stands behind them, what does not hold.

mod human;
mod json;

#[cfg(feature = "schemas")]
pub use json::verification_schema;

use super::format::Summary;
use super::human::HumanOptions;
use crate::finding::{Finding, Severity};
use crate::integrity::{Difference, SOURCE_SHA256, SignatureFacts, TestResult, Tool};
use crate::schema::JsonSchema;
use crate::trail::{ClockAhead, Entry};
use serde::Serialize;

/// Name and purpose of every format of a verification.
pub const VERIFICATION_FORMATS: &[(&str, &str)] =
    &[("human", "for a terminal"), ("json", "everything, schema evqc-verification/1")];

/// What is said of results that nobody judged again.
pub const AS_STATED: &str = "not judged again from data: this is what the file says";

/// What was found about some files.
#[derive(Debug, Default)]
pub struct VerificationReport {
    /// Each file that was named.
    pub files: Vec<VerifiedFile>,
    /// What is wrong beside the files: with a trust file.
    pub findings: Vec<Finding>,
    /// The exit code.
    pub exit: u8,
}

/// What a file is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// A certificate as PDF, or another PDF.
    Pdf,
    /// A page for a browser.
    Html,
    /// Text for people.
    Markdown,
    /// The twin of a certificate.
    Certificate,
    /// A JSON report.
    Report,
    /// A stability report.
    Stability,
    /// An archive of `evqc bundle`.
    Archive,
    /// A file of signatures.
    Signatures,
    /// An audit trail.
    Trail,
    /// Anything else.
    #[default]
    Other,
}

impl FileKind {
    /// The kind in words.
    pub fn words(self) -> &'static str {
        match self {
            FileKind::Pdf => "PDF",
            FileKind::Html => "HTML page",
            FileKind::Markdown => "Markdown text",
            FileKind::Certificate => "twin of a certificate",
            FileKind::Report => "JSON report",
            FileKind::Stability => "stability report",
            FileKind::Archive => "archive",
            FileKind::Signatures => "file of signatures",
            FileKind::Trail => "audit trail",
            FileKind::Other => "file",
        }
    }
}

/// What was found about a file.
#[derive(Debug, Default)]
pub struct VerifiedFile {
    /// As it was named.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: String,
    /// The certificate that it is or carries.
    pub certificate: Option<CertificateNamed>,
    /// Whether it has signatures.
    pub signed: bool,
    /// The name that it was signed under, where it has another one now.
    pub signed_as: Option<String>,
    /// Of a document for people with a twin inside, or signed with one: whether its pages are those of the twin.
    pub pages: Option<Pages>,
    /// Of an archive: what was put in beside.
    pub attachments: Vec<Attachment>,
    /// Every digest that was compared.
    pub digests: Vec<Compared>,
    /// What the twin of a certificate says beside the content that is signed: template and audit trails.
    pub beside: Vec<BesideContent>,
    /// The signatures.
    pub signatures: Vec<VerifiedSignature>,
    /// Of an archive: whether its lots were judged again.
    pub again: Option<JudgedAgain>,
    /// Of a report or certificate: it holds no data that its results could be judged from, and was looked through for
    /// contradictions alone.
    pub as_stated: bool,
    /// Whether a file that is signed was shown by another one with the same content, and not by its own bytes.
    pub by_content: bool,
    /// The entries of an audit trail that hold.
    pub trail: Option<TrailChecked>,
    /// What does not hold.
    pub findings: Vec<Finding>,
}

impl VerifiedFile {
    /// Whether everything holds: what is only to be looked at does not keep it from that.
    pub fn holds(&self) -> bool {
        !self.findings.iter().any(is_fault)
    }
}

/// What a certificate says of itself, as far as it was issued so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateNamed {
    /// SHA-256 of its content.
    pub content_sha256: String,
    /// The languages of its print.
    pub language: String,
    /// SHA-256 of what it says in whatever language: the same in every print of one certificate. Nothing: not known.
    pub in_any_language_sha256: Option<String>,
    /// What it is called in a sentence: `certificate`, `test report`, `batch certificate`.
    pub word: &'static str,
    /// Its number.
    pub number: Option<String>,
    /// The laboratory that gave it the number.
    pub laboratory: Option<String>,
    /// The lot.
    pub lot: String,
    /// `draft` or `final`.
    pub status: String,
    /// Whether it was issued, also where its verdict keeps the mark of a draft.
    pub is_issued: bool,
    /// Conformity of the lot: `conforms`, `does_not_conform`, `not_concluded`.
    pub verdict: String,
    /// The certificate that it replaces.
    pub replaces: Option<ReplacedNamed>,
}

/// A certificate that is replaced, as the one that replaces it names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplacedNamed {
    /// Its number.
    pub number: String,
    /// SHA-256 of its content; nothing: it was not at hand.
    pub content_sha256: Option<String>,
}

/// Whether the pages of a document say what the twin inside says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pages {
    /// The whole file is, byte for byte, what this program draws from the twin.
    DrawnAgain,
    /// Signatures that hold and mean enough cover the whole file: who vouches for it, each with the meaning.
    Signed(Vec<String>),
    /// Neither is known; why.
    NotProven(String),
    /// This program draws other bytes from the twin.
    Differ,
    /// A document that is signed with data that it cannot be compared with; why.
    NotCompared(String),
}

impl Pages {
    /// The word of the schema.
    pub fn word(&self) -> &'static str {
        match self {
            Pages::DrawnAgain => "drawn_again",
            Pages::Signed(_) => "signed",
            Pages::NotProven(_) => "not_proven",
            Pages::Differ => "differ",
            Pages::NotCompared(_) => "not_compared",
        }
    }
}

/// A file of an archive beside what the lots were judged by and the report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attachment {
    /// Its path in the archive.
    pub path: String,
    /// SHA-256 of the content of the certificate that it is or carries.
    pub content_sha256: Option<String>,
    /// What of it was not checked; nothing: what it says was compared with the rest.
    pub unchecked: Option<Unchecked>,
}

/// What of a file was not checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unchecked {
    /// What was checked all the same.
    pub beyond: Checked,
    /// Why not more.
    pub why: String,
}

/// What was checked of a file of which not everything was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checked {
    /// Its digest.
    Digest,
    /// Of a certificate, verdict and outcomes too, and the digests of the files that it was made from.
    Verdict,
    /// Of a certificate, everything that was drawn again.
    Drawn,
    /// Everything but what a certificate names beside its content: audit trail and template.
    Content,
}

impl Checked {
    /// The words in print.
    pub fn words(self) -> &'static str {
        match self {
            Checked::Digest => "its digest",
            Checked::Verdict => "verdict and outcomes",
            Checked::Drawn => "what was drawn again",
            Checked::Content => "its content",
        }
    }
}

/// Something that the twin of a certificate says beside its content, which no digest and no signature on the content covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BesideContent {
    /// What.
    pub part: Part,
    /// As it is stated.
    pub value: String,
    /// Who vouches for it.
    pub state: Vouched,
    /// Why it was not checked; nothing: it was.
    pub why: Option<String>,
}

impl BesideContent {
    /// What was not checked.
    pub fn stated(part: Part, value: String, why: String) -> BesideContent {
        BesideContent { part, value, state: Vouched::Stated, why: Some(why) }
    }
}

/// A part of the twin beside the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The template of the page.
    Template,
    /// An audit trail as it stood.
    Trail,
    /// A review of that trail.
    TrailReview,
}

impl Part {
    /// The words in print.
    pub fn words(self) -> &'static str {
        match self {
            Part::Template => "template",
            Part::Trail => "audit trail",
            Part::TrailReview => "audit trail review",
        }
    }
}

/// Who vouches for a part of the twin beside the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Vouched {
    /// It was compared with the files themselves.
    Checked,
    /// It was compared with them, and they say something else; the findings say what.
    Differs,
    /// A trusted signature covers every byte of the file.
    Signed,
    /// Nobody: anybody who has the file can have written it.
    Stated,
}

/// A digest that was compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Of what: a file, a path in an archive, the twin inside of a document.
    pub of: String,
    /// The file that names the digest.
    pub named_in: String,
    /// SHA-256 as named.
    pub expected: String,
    /// SHA-256 as found; nothing where the file is not there.
    pub found: Option<String>,
}

/// A signature, and whether it counts.
#[derive(Clone, Debug, PartialEq)]
pub struct VerifiedSignature {
    /// The file of signatures.
    pub file: String,
    /// What it covers of the file that was verified; nothing: another file, since this one has changed.
    pub covers: Option<Covers>,
    /// Who signed, as what, when, with which key.
    pub facts: SignatureFacts,
    /// What the tests came to, as signed.
    pub result: TestResult,
    /// The file that holds the key; nothing: the key is not known.
    pub key_from: Option<String>,
    /// Whether it is a valid signature of a known key that may say what it says.
    pub trusted: bool,
    /// Whether the key is known to be that of the person who is named: a key from a folder has no owner.
    pub name_checked: bool,
}

/// What a signature covers of the file under which it is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Covers {
    /// Every byte of the file; of a file of signatures: of the files that it names.
    File,
    /// What the certificate says, and not these bytes: it was made over another form with the same content, as a rule the draft.
    Content,
    /// A file in the archive.
    Inside,
}

/// What was found about an audit trail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TrailChecked {
    /// How many entries hold, from the first on.
    pub entries: u64,
    /// SHA-256 of the line of the last of them; null: none holds.
    pub sha256: Option<String>,
    /// Lines that a crash cut short and the entry after them closed.
    pub mended: Vec<u64>,
    /// Entries that say that the clock was ahead when those before them were made.
    pub clock: Vec<ClockSetRight>,
}

/// An entry of an audit trail after which the time goes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ClockSetRight {
    /// Its number.
    pub entry: u64,
    /// Who made it.
    pub by: String,
    /// Why the clock was ahead.
    pub reason: String,
    /// Of which entries it was.
    pub ahead: ClockAhead,
}

impl ClockSetRight {
    /// What an entry says of the clock; nothing: nothing.
    pub fn of(entry: &Entry) -> Option<ClockSetRight> {
        let (by, reason) = (entry.by.clone(), entry.reason.clone().unwrap_or_default());
        entry.clock.clone().map(|ahead| ClockSetRight { entry: entry.number, by, reason, ahead })
    }
}

/// Whether the lots of an archive were judged again.
#[derive(Debug)]
pub enum JudgedAgain {
    /// By `evqc replay`, which looks at no signature.
    Replayed(Replay),
    /// By `evqc verify`, beside digests and signatures.
    Verified(Replay),
    /// They were not: why.
    Not(String),
}

impl JudgedAgain {
    /// What it came to, where they were.
    pub fn replay(&self) -> Option<&Replay> {
        match self {
            JudgedAgain::Replayed(replay) | JudgedAgain::Verified(replay) => Some(replay),
            JudgedAgain::Not(_) => None,
        }
    }
}

/// What judging again came to.
#[derive(Debug)]
pub struct Replay {
    /// The day that counted as today.
    pub as_of: String,
    /// The program that judged then.
    pub then: Tool,
    /// The lots by verdict, now.
    pub summary: Summary,
    /// The first difference; nothing: the same result.
    pub difference: Option<Difference>,
    /// The certificates of the archive, drawn again.
    pub certificates: Vec<Redrawn>,
}

/// A certificate of an archive that was drawn again from what the archive holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redrawn {
    /// Its path in the archive.
    pub file: String,
    /// SHA-256 of its content.
    pub content_sha256: String,
    /// Its lot.
    pub lot: String,
    /// Its number.
    pub number: Option<String>,
    /// The first difference; nothing: the same certificate, or none was drawn.
    pub difference: Option<Difference>,
    /// Why none was drawn: what it was made from is not in the archive.
    pub not_drawn: Option<String>,
    /// What of it was not drawn again, and taken as it stands: what it says of a certificate that is not in the archive.
    pub but: Option<String>,
}

impl Redrawn {
    /// What became of it.
    pub fn words(&self) -> String {
        match (&self.not_drawn, &self.difference, &self.but) {
            (Some(why), ..) => format!("not drawn again, {why}"),
            (None, Some(_), _) => "ANOTHER CERTIFICATE when it is drawn again".to_owned(),
            (None, None, None) => "drawn again, the same certificate".to_owned(),
            (None, None, Some(of)) => {
                format!("drawn again, the same certificate, except what it says of {of}, which is not in the archive")
            }
        }
    }
}

/// A program with the beginning of the digest of its source text.
pub fn program_named(tool: &Tool) -> String {
    let source = tool.sha256.get(..12).unwrap_or(&tool.sha256);
    format!("{} {} (source {source}…)", tool.name, tool.version)
}

impl Replay {
    /// Whether the program that judged then is this one.
    pub fn by_same_program(&self) -> bool {
        self.then.sha256 == SOURCE_SHA256
    }

    /// What became of the lots, in a word or two.
    pub fn word(&self) -> &'static str {
        match &self.difference {
            Some(_) => "ANOTHER RESULT",
            None if self.certificates.iter().any(|one| one.difference.is_some()) => "ANOTHER CERTIFICATE",
            None => "same result",
        }
    }

    /// Which program judged then and now.
    pub fn program(&self) -> String {
        let version = env!("CARGO_PKG_VERSION");
        if self.by_same_program() {
            return format!("by the same program, evqc {version}");
        }
        let source = SOURCE_SHA256.get(..12).unwrap_or(SOURCE_SHA256);
        format!("then by {}, now by evqc {version} (source {source}…)", program_named(&self.then))
    }
}

fn is_fault(finding: &Finding) -> bool {
    finding.severity() == Severity::Error
}

impl VerificationReport {
    /// The report in a format of [`VERIFICATION_FORMATS`]; none for another name. Colours matter to `human` only.
    ///
    /// # Errors
    /// It cannot be written as JSON.
    pub fn render(&self, format: &str, options: HumanOptions) -> Option<serde_json::Result<String>> {
        Some(match format {
            "human" => Ok(human::render(self, options)),
            "json" => json::render(self),
            _ => return None,
        })
    }

    /// Whether everything holds.
    pub fn holds(&self) -> bool {
        !self.findings.iter().any(is_fault) && self.files.iter().all(VerifiedFile::holds)
    }
}
