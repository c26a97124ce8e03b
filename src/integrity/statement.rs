//! What a signature says: an in-toto statement of a test result, with the person, the meaning and the time inside.

use crate::schema::JsonSchema;
use serde::{Deserialize, Serialize};

/// The type of the statement.
pub const STATEMENT_TYPE: &str = "https://in-toto.io/Statement/v1";
/// The type of what is stated.
pub const PREDICATE_TYPE: &str = "https://in-toto.io/attestation/test-result/v0.1";

/// An in-toto statement.
///
/// # Source
/// in-toto Attestation Framework, specification v1.1, "Statement layer".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Its type.
    #[serde(rename = "_type")]
    pub kind: String,
    /// The files that are signed.
    pub subject: Vec<Resource>,
    /// The type of what is stated.
    #[serde(rename = "predicateType")]
    pub predicate_type: String,
    /// What is stated.
    pub predicate: Predicate,
}

/// A file, a specification or a program, by its digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource {
    /// Its name.
    pub name: String,
    /// Its digest.
    pub digest: Digests,
    /// What else is known of it: `bytes` of a file, `of` for a digest that is not that of a file,
    /// `compared: false` of a document that was not compared with its data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annotations: Option<serde_json::Map<String, serde_json::Value>>,
}

/// Digests of a resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digests {
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
}

impl Resource {
    /// A file of this name and content.
    pub fn of_file(name: &str, bytes: &[u8]) -> Self {
        let mut annotations = serde_json::Map::new();
        annotations.insert("bytes".to_owned(), bytes.len().into());
        let digest = Digests { sha256: super::sha256(bytes) };
        Resource { name: name.to_owned(), digest, annotations: Some(annotations) }
    }

    /// Something whose digest is of more than a file; `of` says of what.
    pub fn of(name: impl Into<String>, sha256: &str, of: &str) -> Self {
        let mut annotations = serde_json::Map::new();
        annotations.insert("of".to_owned(), of.into());
        Resource { name: name.into(), digest: Digests { sha256: sha256.to_owned() }, annotations: Some(annotations) }
    }

    /// The same file, signed as one that nobody compared with the data beside it.
    pub fn not_compared(mut self) -> Self {
        self.annotations.get_or_insert_default().insert("compared".to_owned(), false.into());
        self
    }

    /// Whether the signature says that nobody compared the file with the data beside it.
    pub fn is_not_compared(&self) -> bool {
        let compared = self.annotations.as_ref().and_then(|notes| notes.get("compared"));
        compared.and_then(serde_json::Value::as_bool) == Some(false)
    }

    /// How many bytes the file has, as signed.
    pub fn bytes(&self) -> Option<u64> {
        self.annotations.as_ref()?.get("bytes")?.as_u64()
    }
}

/// What a run of tests came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TestResult {
    /// Every lot conforms, and every test lies within its alert and action limits.
    Passed,
    /// Every lot conforms, and a test crosses such a limit, was waived, or fails and does not count by itself.
    Warned,
    /// Anything else, a lot that is not concluded included: a policy may let warnings through.
    Failed,
}

impl TestResult {
    /// The word of the predicate.
    pub fn as_str(self) -> &'static str {
        match self {
            TestResult::Passed => "PASSED",
            TestResult::Warned => "WARNED",
            TestResult::Failed => "FAILED",
        }
    }
}

/// The predicate: a test result, and the signature of a person as an extension field.
///
/// # Source
/// in-toto Attestation Framework, predicate "Test Result", version 0.1.0; extension fields: specification v1.1, "Parsing rules".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Predicate {
    /// What it came to.
    pub result: TestResult,
    /// What it was judged with and from: specification, data, program, settings.
    pub configuration: Vec<Resource>,
    /// Tests that passed, as `LOT TEST`.
    #[serde(rename = "passedTests")]
    pub passed_tests: Vec<String>,
    /// Tests that passed with an alert, or were waived.
    #[serde(rename = "warnedTests")]
    pub warned_tests: Vec<String>,
    /// Tests that keep their lot from conforming.
    #[serde(rename = "failedTests")]
    pub failed_tests: Vec<String>,
    /// Who signed, and what it means.
    pub evqc_signature: SignatureFacts,
}

/// What a signature of a person holds (21 CFR 11.50: name, date and time, meaning).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignatureFacts {
    /// Its place in the chain, from 1.
    pub number: u32,
    /// Printed name.
    pub signer: String,
    /// Function.
    pub role: String,
    /// What the signature means.
    pub meaning: Meaning,
    /// When, in UTC, to the second: `2026-11-27T08:00:00Z`.
    pub time: String,
    /// The same on the clock of the place: `2026-11-27T09:00:00+01:00`.
    pub local_time: String,
    /// Where the time comes from.
    pub time_source: TimeSource,
    /// Which key signs: the SHA-256 of its SubjectPublicKeyInfo.
    pub key: String,
    /// SHA-256 of the line before; null for the first signature.
    pub previous: Option<String>,
    /// The program that signed.
    pub tool: String,
}

/// Where the time of a signature comes from: whoever states it answers for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum TimeSource {
    /// The clock of the machine, when the signature was made.
    #[serde(rename = "system clock")]
    SystemClock,
    /// The signer, with `--at`.
    #[serde(rename = "stated")]
    Stated,
    /// The variable by which a build or a test sets the time.
    #[serde(rename = "SOURCE_DATE_EPOCH")]
    Epoch,
}

impl TimeSource {
    /// The word in statements and twins.
    pub fn as_str(self) -> &'static str {
        match self {
            TimeSource::SystemClock => "system clock",
            TimeSource::Stated => "stated",
            TimeSource::Epoch => "SOURCE_DATE_EPOCH",
        }
    }
}

/// What a signature means; by rank, the later in the work the higher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Meaning {
    /// The signer did the tests.
    Tested,
    /// The signer looked through the records.
    Reviewed,
    /// The signer approves the document.
    Approved,
    /// The signer certifies what the document says.
    Certified,
}

impl Meaning {
    /// Every meaning, in the order of the work.
    pub const ALL: [Meaning; 4] = [Meaning::Tested, Meaning::Reviewed, Meaning::Approved, Meaning::Certified];

    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Meaning::Tested => "tested",
            Meaning::Reviewed => "reviewed",
            Meaning::Approved => "approved",
            Meaning::Certified => "certified",
        }
    }

    /// The meaning of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Meaning::ALL.into_iter().find(|meaning| meaning.as_str() == word)
    }
}
