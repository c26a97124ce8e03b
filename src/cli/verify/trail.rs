//! The audit trail that a certificate names, where it lies beside it or in a folder above.

use crate::certificate::{Certificate, Content, TrailNamed, TrailReviewed};
use crate::cli::{Failure, files, trail};
use crate::finding::Finding;
use crate::integrity::{Entry, sha256};
use crate::report::{BesideContent, Compared, Part, VerifiedFile, Vouched};
use crate::source::Place;
use crate::trail::{HEAD_NAME, Recorded, TRAIL_ENTRY_DIFFERS, TRAIL_NAME, Trail, standing_review};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// What stands for an audit trail that is not named.
pub(super) const NONE: &str = "none";

/// Checks what a certificate says of audit trails, as far as they lie here. A trail that began with another entry is another
/// trail: that of who received the certificate, and nothing is compared.
///
/// # Errors
/// A trail cannot be read.
pub(super) fn entries(path: &Path, certificate: &Certificate, file: &mut VerifiedFile) -> Result<(), Failure> {
    let mut trails = Vec::new();
    for path in above(path) {
        if certificate.trails.is_empty() {
            let why = format!("the certificate names no audit trail, and {} lies here", path.display());
            file.beside.push(BesideContent::stated(Part::Trail, NONE.to_owned(), why));
            return Ok(());
        }
        let (_, trail, findings) = trail::read_trail(&path)?;
        trails.push((path, trail, findings));
    }
    for named in &certificate.trails {
        let mut compared = Compared {
            of: format!("entry {} of {}", named.entry, named.file),
            named_in: file.name.clone(),
            expected: named.sha256.clone(),
            found: None,
        };
        let (mut another_entry, mut another_review) = (false, false);
        let same = |trail: &Trail| trail.entries.first().is_some_and(|first| first.sha256 == named.first);
        let at_hand = trails.iter().find(|(_, trail, _)| same(trail));
        if let Some((path, trail, findings)) = at_hand {
            compared.of = format!("entry {} of {}", named.entry, path.display());
            file.findings.extend(findings.iter().cloned());
            let entry = trail.entries.iter().find(|one| one.entry.number == named.entry);
            compared.found = entry.map(|one| one.sha256.clone());
            another_entry = compared.found.as_ref() != Some(&named.sha256);
            if another_entry && findings.is_empty() {
                file.findings.push(differs(&file.name, named, path));
            }
            let content = &certificate.content;
            if let Some(review) = named.review.as_ref().filter(|review| !has_review(trail, named, review, content)) {
                another_review = true;
                file.findings.push(no_review(&file.name, review, path));
            }
        }
        let not_here = "no audit trail that began with the same entry lies beside the file or above";
        let say = |part: Part, value: String, is_another: bool| BesideContent {
            part,
            value,
            why: at_hand.is_none().then(|| not_here.to_owned()),
            state: match at_hand {
                None => Vouched::Stated,
                Some(_) if is_another => Vouched::Differs,
                Some(_) => Vouched::Checked,
            },
        };
        // The name of a trail is not compared: who received it may call it otherwise.
        let entry = format!("entry {}", named.entry);
        let value = if at_hand.is_some() { entry } else { format!("{}, {entry}", named.file) };
        file.beside.push(say(Part::Trail, value, another_entry));
        let review = named.review.as_ref();
        let words = |one: &TrailReviewed| format!("{}, {}, entry {}", one.by, one.role, one.entry);
        file.beside.extend(review.map(|one| say(Part::TrailReview, words(one), another_review)));
        file.digests.push(compared);
    }
    Ok(())
}

/// Whether a trail has a review of the lot as a certificate names it, which stood when the certificate was issued.
fn has_review(trail: &Trail, named: &TrailNamed, review: &TrailReviewed, content: &Content) -> bool {
    let mut then = trail.clone();
    then.entries.retain(|one| one.entry.number <= named.entry);
    let issued = trail.entries.iter().map(|one| &one.entry).find(|entry| entry.number > named.entry);
    let issued = issued.filter(|entry| entry.command == "certificate");
    standing_review(&then, &content.lot.id, issued, &trail::persons(content)).ok().flatten().is_some_and(|entry| {
        let documents = entry.written.iter().map(|file| &file.sha256);
        entry.number == review.entry
            && (&entry.by, &entry.role) == (&review.by, &review.role)
            && documents.eq(&review.documents)
    })
}

/// The finding, where the trail that a review is of lies beside it or above, and knows no such review: it was changed, or is none.
///
/// # Errors
/// A trail cannot be read.
pub fn review_unknown(path: &Path, bytes: &[u8]) -> Result<Option<Finding>, Failure> {
    let Ok(review) = serde_json::from_slice::<OfTrail>(bytes) else { return Ok(None) };
    let digest = sha256(bytes);
    for trail_path in above(path) {
        let (_, trail, _) = trail::read_trail(&trail_path)?;
        let entries = || trail.entries.iter().filter(|one| one.entry.number >= review.trail.entry);
        if entries().next().is_none_or(|one| one.sha256 != review.trail.sha256) {
            continue;
        }
        let wrote = |one: &Recorded| {
            one.entry.command == "trail review" && one.entry.written.iter().any(|file| file.sha256 == digest)
        };
        return Ok((!entries().any(wrote)).then(|| {
            let (name, trail) = (path.display(), trail_path.display());
            let message = format!("{name} is no review as evqc wrote it: {trail} has no entry that names its SHA-256");
            let finding = Finding::new(&TRAIL_ENTRY_DIFFERS, message);
            finding
                .at(Place::file(&(*path.to_string_lossy()).into()), 1)
                .help("write the review again: evqc trail review")
        }));
    }
    Ok(None)
}

/// Which trail a review is of.
#[derive(Deserialize)]
struct OfTrail {
    trail: TrailHead,
}

/// The last entry that was reviewed.
#[derive(Deserialize)]
struct TrailHead {
    entry: u64,
    sha256: String,
}

fn no_review(name: &str, review: &TrailReviewed, path: &Path) -> Finding {
    let message = format!(
        "{name} names a review by {} ({}) in entry {}, and {} has no such entry, or none that stood then",
        review.by,
        review.role,
        review.entry,
        path.display()
    );
    Finding::new(&TRAIL_ENTRY_DIFFERS, message).at(Place::file(&name.into()), 1)
}

/// What is wrong with the audit trails of an archive, each by itself and whether a certificate names it or not: a changed line,
/// another head than the one beside it.
pub(super) fn of_archive(entries: &[Entry]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for entry in entries.iter().filter(|entry| entry.path.ends_with(&format!("/{TRAIL_NAME}"))) {
        let (trail, broken) = Trail::read(&entry.path, &entry.bytes);
        let path = entry.path.replace(TRAIL_NAME, HEAD_NAME);
        let own = trail.head().map_or(String::new(), |head| head.text());
        let head = entries.iter().find(|other| other.path == path);
        if broken.is_none() && head.is_none_or(|head| head.bytes != own.as_bytes()) {
            let message = format!("{path} does not name the last entry of {}", entry.path);
            findings.push(Finding::new(&TRAIL_ENTRY_DIFFERS, message).at(Place::file(&path.as_str().into()), 1));
        }
        findings.extend(broken);
    }
    findings
}

/// Which audit trails a certificate names that are not in the archive.
pub(super) fn not_in_archive(twin: &[u8], entries: &[Entry]) -> Option<String> {
    let certificate = serde_json::from_slice::<Certificate>(twin).ok()?;
    let trails = entries.iter().filter(|entry| entry.path.ends_with(&format!("/{TRAIL_NAME}")));
    let firsts: Vec<String> = trails
        .filter_map(|entry| Trail::read(&entry.path, &entry.bytes).0.entries.first().map(|first| first.sha256.clone()))
        .collect();
    let named = certificate.trails.iter().find(|named| !firsts.contains(&named.first))?;
    Some(format!("the audit trail that it names ({}, entry {}) is not in the archive", named.file, named.entry))
}

/// What a certificate says of a trail that the archive holds, as it was when the archive was made.
pub(super) fn in_archive(name: &str, twin: &[u8], entries: &[Entry]) -> Vec<Finding> {
    let Ok(certificate) = serde_json::from_slice::<Certificate>(twin) else { return Vec::new() };
    let mut findings = Vec::new();
    for entry in entries.iter().filter(|entry| entry.path.ends_with(&format!("/{TRAIL_NAME}"))) {
        let (trail, broken) = Trail::read(&entry.path, &entry.bytes);
        // What is broken is told of the trail itself.
        let is_broken = broken.is_some();
        let first = trail.entries.first().map(|first| first.sha256.as_str());
        for named in certificate.trails.iter().filter(|named| !is_broken && Some(named.first.as_str()) == first) {
            let found = trail.entries.iter().any(|one| one.entry.number == named.entry && one.sha256 == named.sha256);
            if !found {
                findings.push(differs(name, named, Path::new(&entry.path)));
            }
            let review = named.review.as_ref();
            let made_up = review.filter(|review| !has_review(&trail, named, review, &certificate.content));
            findings.extend(made_up.map(|review| no_review(name, review, Path::new(&entry.path))));
        }
    }
    findings
}

fn differs(name: &str, named: &TrailNamed, path: &Path) -> Finding {
    let message = format!(
        "{name} names entry {} with the SHA-256 {}, and {} has no such entry",
        named.entry,
        named.sha256,
        path.display()
    );
    Finding::new(&TRAIL_ENTRY_DIFFERS, message).at(Place::file(&name.into()), 1)
}

/// The trails in the folder of a file and in the folders above.
fn above(path: &Path) -> Vec<PathBuf> {
    let whole = files::whole_path(path);
    let folders = whole.parent().into_iter().flat_map(Path::ancestors);
    folders.map(|folder| folder.join(TRAIL_NAME)).filter(|trail| trail.is_file()).collect()
}
