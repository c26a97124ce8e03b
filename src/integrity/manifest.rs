//! The two manifests of an archive: the list of `sha256sum`, and how the lots were judged.

use super::bundle::Entry;
use super::codes;
use super::digest::sha256;
use super::settings::Settings;
use super::statement::{Digests, Resource};
use super::{chain::file_changed, envelope::without_line};
use crate::finding::Finding;
use crate::order;
use crate::schema::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The list that `sha256sum --check` reads.
pub const CHECKSUMS: &str = "SHA256SUMS";
/// The manifest for programs.
pub const MANIFEST: &str = "manifest.json";
/// The report of the lots.
pub const REPORT: &str = "report.json";
/// How to read the archive.
pub const README: &str = "README.txt";
/// Name of the layout.
pub const BUNDLE_SCHEMA_NAME: &str = "evqc-bundle/1";

/// What an archive holds, and how its lots were judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// `evqc-bundle/1`
    #[schemars(extend("const" = BUNDLE_SCHEMA_NAME))]
    pub schema: String,
    /// The program that judged.
    pub tool: Tool,
    /// The day that counted as today, ISO 8601.
    pub as_of: String,
    /// What was judged.
    pub judged: Judged,
    /// Every file but this one and the list of digests.
    pub files: Vec<ManifestFile>,
}

/// A program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// `evqc`
    pub name: String,
    /// Its version.
    pub version: String,
    /// SHA-256 of its source text.
    pub sha256: String,
}

/// The files of a run by their part in it, as paths in the archive, and its settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Judged {
    /// The specification: a file, or a folder of versions.
    pub specification: String,
    /// Further specifications.
    pub also: Vec<String>,
    /// Result files, in their order.
    pub data: Vec<String>,
    /// Files that say which lot the instrument files belong to.
    pub samples: Vec<String>,
    /// Lot facts.
    pub lots: Option<String>,
    /// Approved waivers.
    pub waivers: Option<String>,
    /// The settings.
    pub settings: Settings,
}

/// A file of an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ManifestFile {
    /// Path in the archive.
    pub path: String,
    /// What it is.
    pub role: Role,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: String,
}

/// What a file of an archive is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// A specification, or what one inherits.
    Specification,
    /// Results, lot facts, samples.
    Data,
    /// Approved waivers.
    Waivers,
    /// What was put in beside: certificates, raw files, records.
    Attachment,
    /// The report of the lots.
    Report,
    /// How to read the archive.
    Readme,
    /// The audit trail of the folder that the files lie in, as it stood.
    Trail,
}

impl Role {
    /// Whether an archive has files of this kind at this path.
    fn has_place_at(self, path: &str) -> bool {
        let folders: &[&str] = match self {
            Role::Specification => &["specification", "library"],
            Role::Data => &["data", "lots"],
            Role::Waivers => &["waivers"],
            Role::Attachment => &["attachments"],
            Role::Report => return path == REPORT,
            Role::Readme => return path == README,
            Role::Trail => {
                let (folder, name) = path.split_once('/').unwrap_or_default();
                let number = folder.strip_prefix("trail-").and_then(|text| Some((text, text.parse::<u32>().ok()?)));
                let is_later = number.is_some_and(|(text, number)| number > 1 && number.to_string() == text);
                return (folder == "trail" || is_later) && !name.contains('/');
            }
        };
        folders.iter().any(|folder| is_below(path, folder))
    }
}

/// The JSON Schema of the manifest.
#[cfg(feature = "schemas")]
pub fn bundle_schema() -> schemars::Schema {
    schemars::generate::SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Manifest>()
}

/// What the manifest says of a file.
pub fn file_for(path: &str, role: Role, bytes: &[u8]) -> ManifestFile {
    ManifestFile { path: path.to_owned(), role, bytes: bytes.len() as u64, sha256: sha256(bytes) }
}

impl Manifest {
    /// The text of the file: indented JSON, so that people can read it.
    ///
    /// # Errors
    /// It cannot be written as JSON.
    pub fn text(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }

    /// Reads the manifest of an archive.
    ///
    /// # Errors
    /// The finding: there is none, or it is not what this program writes.
    pub fn read(entries: &[Entry]) -> Result<Self, Finding> {
        let fault = |message: String| Finding::of_file(&codes::MANIFEST_NOT_READABLE, MANIFEST, message);
        let entry = entries.iter().find(|entry| entry.path == MANIFEST);
        let bytes = &entry.ok_or_else(|| fault(format!("there is no {MANIFEST} in the archive")))?.bytes;
        let manifest: Manifest = serde_json::from_slice(bytes)
            .map_err(|error| fault(format!("{MANIFEST} cannot be read: {}", without_line(&error))))?;
        if manifest.schema != BUNDLE_SCHEMA_NAME {
            return Err(fault(format!(
                "{MANIFEST} is of the schema `{}`, expected `{BUNDLE_SCHEMA_NAME}`",
                manifest.schema
            )));
        }
        if manifest.as_of.parse::<jiff::civil::Date>().is_err() {
            return Err(fault(format!("{MANIFEST} has the day `{}`", manifest.as_of)));
        }
        let judged = &manifest.judged;
        let files = judged.data.iter().chain(&judged.samples).chain(&judged.lots).chain(&judged.waivers);
        let folders = [&judged.specification].into_iter().chain(&judged.also);
        let paths: BTreeSet<&str> = order::collect(manifest.files.iter().map(|file| &*file.path));
        let listed = |path: &str| paths.contains(path);
        let holds = |folder: &str| listed(folder) || manifest.files.iter().any(|file| is_below(&file.path, folder));
        let absent = files.filter(|path| !listed(path)).chain(folders.filter(|path| !holds(path))).next().cloned();
        match absent {
            Some(path) => Err(fault(format!("{MANIFEST} judges {path}, which it does not list"))),
            None => Ok(manifest),
        }
    }
}

/// Whether a file lies in a folder.
fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// The list of digests of some files, as `sha256sum` writes it; in alphabetical order of the paths.
pub fn checksums(entries: &[Entry]) -> String {
    let mut lines: Vec<(&str, String)> = entries
        .iter()
        .filter(|entry| entry.path != CHECKSUMS)
        .map(|entry| (&*entry.path, sha256(&entry.bytes)))
        .collect();
    order::sort(&mut lines);
    lines.iter().fold(String::new(), |text, (path, digest)| text + digest + "  " + path + "\n")
}

/// Compares the files of an archive with both manifests.
pub fn check_files(entries: &[Entry]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let listed = read_list(entries, &mut findings);
    let held = by_path(entries);
    for resource in &listed {
        match held.get(&*resource.name) {
            Some(entry) => findings.extend(file_changed(resource, &entry.path, &entry.bytes)),
            None => {
                let message = format!("{} is in {CHECKSUMS}, and not in the archive", resource.name);
                findings.push(Finding::of_file(&codes::FILE_ABSENT, &resource.name, message));
            }
        }
    }
    let names: BTreeSet<&str> = order::collect(listed.iter().map(|resource| &*resource.name));
    for path in held.into_keys().filter(|path| *path != CHECKSUMS && !names.contains(path)) {
        let message = format!("{path} is not in {CHECKSUMS}");
        findings.push(Finding::of_file(&codes::FILE_NOT_LISTED, path, message));
    }
    match Manifest::read(entries) {
        Ok(manifest) => compare(&manifest, entries, &mut findings),
        Err(finding) => findings.push(finding),
    }
    findings
}

/// The files of an archive by their paths.
fn by_path(entries: &[Entry]) -> BTreeMap<&str, &Entry> {
    order::collect(entries.iter().map(|entry| (&*entry.path, entry)))
}

/// What the list of digests of an archive says, as far as it can be read; the faults are told by [`check_files`].
pub fn listed(entries: &[Entry]) -> Vec<Resource> {
    read_list(entries, &mut Vec::new())
}

/// What the list of digests says.
fn read_list(entries: &[Entry], findings: &mut Vec<Finding>) -> Vec<Resource> {
    let mut fault = |message: String| {
        findings.push(Finding::of_file(&codes::MANIFEST_NOT_READABLE, CHECKSUMS, message));
    };
    let Some(entry) = entries.iter().find(|entry| entry.path == CHECKSUMS) else {
        fault(format!("there is no {CHECKSUMS} in the archive"));
        return Vec::new();
    };
    let text = String::from_utf8_lossy(&entry.bytes);
    let mut resources = Vec::new();
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let parsed = line.strip_suffix('\n').and_then(|line| line.split_once("  "));
        let is_digest = |hex: &str| hex.len() == 64 && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        match parsed.filter(|(digest, _)| is_digest(digest)) {
            Some((digest, path)) => {
                let digest = Digests { sha256: digest.to_owned() };
                resources.push(Resource { name: path.to_owned(), digest, annotations: None });
            }
            None => fault(format!("line {} of {CHECKSUMS} is not a digest, two spaces and a path", index + 1)),
        }
    }
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for resource in resources.iter().filter(|resource| !names.insert(&resource.name)) {
        fault(format!("{CHECKSUMS} lists {} twice", resource.name));
    }
    resources
}

/// The manifest lists the same files as are there, each once and where evqc puts it, with the same digests and sizes, and names the
/// program that the report names.
fn compare(manifest: &Manifest, entries: &[Entry], findings: &mut Vec<Finding>) {
    let mut fault = |message: String| {
        findings.push(Finding::of_file(&codes::MANIFEST_NOT_READABLE, MANIFEST, message));
    };
    let held = by_path(entries);
    let mut listed: BTreeSet<&str> = BTreeSet::new();
    for file in &manifest.files {
        match held.get(&*file.path) {
            _ if !listed.insert(&file.path) => fault(format!("{MANIFEST} lists {} twice", file.path)),
            Some(entry) if file.sha256 == sha256(&entry.bytes) && file.bytes == entry.bytes.len() as u64 => {}
            Some(_) => fault(format!("{MANIFEST} has another digest or size of {}", file.path)),
            None => fault(format!("{MANIFEST} lists {}, which is not in the archive", file.path)),
        }
    }
    let own = |path: &str| path == CHECKSUMS || path == MANIFEST;
    for path in held.keys().filter(|path| !own(path) && !listed.contains(*path)) {
        fault(format!("{MANIFEST} does not list {path}"));
    }
    if let Some(message) = held.get(REPORT).and_then(|report| other_tool(&manifest.tool, &report.bytes)) {
        fault(message);
    }
    let places = Places::of(manifest);
    findings.extend(manifest.files.iter().filter_map(|file| {
        let message = format!("{} {}", file.path, places.misplaced(file)?);
        Some(Finding::of_file(&codes::BUNDLE_CHANGED, &file.path, message))
    }));
}

/// What is read of a report.
#[derive(Deserialize)]
struct Made {
    tool: Tool,
}

/// What is wrong with the program that a manifest names: it is not the one that the report names, and nothing that depends on who
/// made an archive could be told.
fn other_tool(named: &Tool, report: &[u8]) -> Option<String> {
    let words = |tool: &Tool| format!("{} {} (SHA-256 {})", tool.name, tool.version, tool.sha256);
    match serde_json::from_slice::<Made>(report) {
        Ok(made) if made.tool == *named => None,
        Ok(made) => Some(format!("{MANIFEST} names {}, and {REPORT} is by {}", words(named), words(&made.tool))),
        Err(error) => Some(format!("{REPORT} does not say by which program it is: {}", without_line(&error))),
    }
}

/// The places where an archive has its files.
struct Places<'m> {
    /// What was judged, but for specifications.
    read: BTreeSet<&'m str>,
    /// Where a file that says what the instrument files are is found beside them, though it is not named.
    beside: BTreeSet<&'m str>,
    /// The digests of what was put in beside.
    attached: BTreeSet<&'m str>,
}

impl<'m> Places<'m> {
    fn of(manifest: &'m Manifest) -> Self {
        let judged = &manifest.judged;
        let read = judged.data.iter().chain(&judged.samples).chain(&judged.lots).chain(&judged.waivers);
        // Where samples files are named, none is looked for.
        let data = judged.data.iter().filter(|_| judged.samples.is_empty());
        let attached = manifest.files.iter().filter(|file| is_below(&file.path, "attachments"));
        Places {
            read: order::collect(read.map(|path| &**path)),
            beside: order::collect(data.filter_map(|path| Some(path.rsplit_once('/')?.0))),
            attached: order::collect(attached.map(|file| &*file.sha256)),
        }
    }

    /// What is wrong with where a file lies: nobody looked at it there, though a reader would take it for a part of the whole.
    fn misplaced(&self, file: &ManifestFile) -> Option<&'static str> {
        // A logo lies to the laboratory file as it did outside, and among the attachments too.
        let is_copy = || file.role == Role::Attachment && self.attached.contains(&*file.sha256);
        if !file.role.has_place_at(&file.path) && !is_copy() {
            return Some(PUTS_NONE);
        }
        let is_beside = || {
            let (folder, name) = file.path.rsplit_once('/').unwrap_or_default();
            name == "samples.yaml" && self.beside.contains(folder)
        };
        let is_data = matches!(file.role, Role::Data | Role::Waivers);
        let is_read = !is_data || self.read.contains(&*file.path) || is_beside();
        (!is_read).then_some("lies among the data, and is none of the files that were judged")
    }
}

/// What is wrong with a file that evqc does not put where it lies.
pub const PUTS_NONE: &str = "lies where evqc puts no file into an archive";
