//! One entry of a trail, and the line that it is.

use crate::integrity::{Tool, sha256, sha256_and_on};
use crate::schema::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Name of the layout of an entry; it changes only when a reader would have to.
pub const SCHEMA_NAME: &str = "evqc-trail/1";
/// The file of a trail, in the folder that it rules.
pub const TRAIL_NAME: &str = "evqc-trail.jsonl";
/// The file with number and digest of the last line, beside it.
pub const HEAD_NAME: &str = "evqc-trail.head";

/// One line of an audit trail: what one command did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "evqc audit trail entry, version 1")]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// `evqc-trail/1`
    #[schemars(extend("const" = SCHEMA_NAME))]
    pub schema: String,
    /// Its number, from 1.
    pub number: u64,
    /// SHA-256 of the line before, without its end; null for the first.
    pub previous: Option<String>,
    /// Of the first entry: a random number, by which no two trails begin alike; null in the others.
    pub trail: Option<String>,
    /// When, in UTC.
    pub time: String,
    /// When, on the clock of the place, with its offset.
    pub local_time: String,
    /// Where the time comes from: `system clock` or `SOURCE_DATE_EPOCH`.
    pub time_source: String,
    /// Who: the name as given. It is no signature.
    pub by: String,
    /// In which role.
    pub role: String,
    /// Why; null: nothing was changed or replaced.
    pub reason: Option<String>,
    /// The command: `check`, `spec lint`.
    pub command: String,
    /// Its options and arguments as given, by name.
    pub options: BTreeMap<String, Vec<String>>,
    /// The day that counted as today; null: the command has none.
    pub as_of: Option<String>,
    /// The program.
    pub tool: Tool,
    /// The files that were read, by path.
    pub read: Vec<FileRead>,
    /// The files that were written, by path.
    pub written: Vec<FileWritten>,
    /// What lots were judged; null: none.
    pub lots: Option<Lots>,
    /// The exit code.
    pub exit: u8,
    /// Why the command ended before its result; null: it did not. Nothing is written then.
    pub failure: Option<String>,
    /// The broken last line that this entry closes; null: none.
    pub mends: Option<Fragment>,
    /// The entries before whose clock was ahead, and after which the time goes back with this one; not there: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<ClockAhead>,
    /// SHA-256 of this line before `,"sha256"`.
    pub sha256: String,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileRead {
    /// Its path, from the folder of the trail where it lies there; `-` is standard input.
    pub path: String,
    /// Its SHA-256.
    pub sha256: String,
    /// Its SHA-256 when the trail last saw it; null: it has not changed since, or was not seen before.
    pub before: Option<String>,
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileWritten {
    /// Its path, from the folder of the trail where it lies there; `-` is standard output.
    pub path: String,
    /// Its SHA-256.
    pub sha256: String,
    /// The SHA-256 of what stood there; null: nothing, or the same.
    pub before: Option<String>,
}

/// What the lots came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lots {
    /// How many, by verdict.
    pub verdicts: BTreeMap<String, u64>,
    /// Whether `of` has every one of them; when there are very many, it has those that do not conform first.
    pub all: bool,
    /// Each lot.
    pub of: Vec<LotJudged>,
}

/// A lot that was judged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LotJudged {
    /// The lot.
    pub lot: String,
    /// Id and version of the specification.
    pub specification: String,
    /// SHA-256 of its resolved form, with the parameters of the run.
    pub specification_sha256: String,
    /// Conformity.
    pub verdict: String,
    /// Values that do not count as entered: invalidated, contested, replaced by a retest, corrected; and corrections that do not count.
    pub set_aside: Vec<SetAside>,
    /// Tests that were waived, each with the reason.
    pub waived: Vec<SetAside>,
}

/// Something that did not count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetAside {
    /// The test.
    pub test: String,
    /// How: `invalidated`, `contested`, `retest not counted`, `stands beside retests`, `corrected`, `correction not counted`, `waived`.
    pub how: String,
    /// The value as written, with the one that corrects it: `391 (corrected to 291)`; empty: none.
    pub value: String,
    /// Who, as the record says; empty: not stated.
    pub by: String,
    /// Why, as the record says; empty: not stated.
    pub why: String,
}

/// A last line that was cut short, and that the entry after it closes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fragment {
    /// Its size in bytes.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: String,
}

/// Entries that were made with a clock that was ahead of the right one, up to the entry before this one. Their times are not the
/// times at which they were made; the time of this entry is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClockAhead {
    /// The first of them.
    pub from: u64,
    /// The last of them.
    pub until: u64,
    /// The time that the last of them gives.
    pub time: String,
}

impl ClockAhead {
    /// Which entries, in words.
    pub fn words(&self) -> String {
        let ClockAhead { from, until, time } = self;
        match from == until {
            true => format!("the clock of entry {from} was ahead ({time})"),
            false => format!("the clock of entries {from} to {until} was ahead (the last: {time})"),
        }
    }
}

/// What stands between the text of an entry and its own digest.
const BEFORE_OWN: &[u8] = b",\"sha256\":\"";
/// What stands behind its own digest.
const AFTER_OWN: &[u8] = b"\"}";
/// Letters of a digest.
const DIGEST: usize = 64;

/// The digests of a line, both in one pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Digests {
    /// Of the whole line, which the line after it names.
    pub(super) line: String,
    /// Whether the line ends in the digest of its own text.
    pub(super) is_own: bool,
}

impl Digests {
    pub(super) fn of(line: &[u8]) -> Digests {
        let own = line.len().checked_sub(BEFORE_OWN.len() + DIGEST + AFTER_OWN.len());
        let (text, end) = line.split_at(own.unwrap_or(0));
        let (own, line) = sha256_and_on(text, end);
        let said = end.strip_prefix(BEFORE_OWN).and_then(|end| end.strip_suffix(AFTER_OWN));
        Digests { line, is_own: said == Some(own.as_bytes()) }
    }
}

impl Entry {
    /// The line, without its end: compact JSON, members in the order of the schema, with its own digest at the end.
    ///
    /// # Errors
    /// The entry cannot be written as JSON: there is no line, and never one of nothing.
    pub fn line(&self) -> serde_json::Result<String> {
        let own = Entry { sha256: String::new(), ..self.clone() };
        let text = serde_json::to_string(&own)?;
        let text = text.strip_suffix(",\"sha256\":\"\"}").unwrap_or(&text);
        Ok(format!("{text},\"sha256\":\"{}\"}}", sha256(text.as_bytes())))
    }

    /// The entry of a line that is, byte for byte, what [`Entry::line`] writes.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn read(line: &str) -> Result<Entry, String> {
        Self::with(line, &Digests::of(line.as_bytes()))
    }

    /// The same of a line whose digests are known.
    pub(super) fn with(line: &str, digests: &Digests) -> Result<Entry, String> {
        let entry: Entry = serde_json::from_slice(line.as_bytes()).map_err(|error| {
            let error = error.to_string();
            format!("is no entry of a trail: {}", error.split(" at line ").next().unwrap_or_default())
        })?;
        if entry.schema != SCHEMA_NAME {
            return Err(format!("has the schema `{}`", entry.schema));
        }
        match serde_json::to_string(&entry) {
            Ok(written) if digests.is_own && written == line => Ok(entry),
            _ => Err("was changed: its SHA-256 is not that of its text".to_owned()),
        }
    }
}

/// The published schema of a line.
#[cfg(feature = "schemas")]
pub fn trail_schema() -> schemars::Schema {
    schemars::generate::SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Entry>()
}
