//! The audit trail that a certificate names, where it lies beside it or in a folder above.

use crate::certificate::{Certificate, Content, TrailNamed, TrailReviewed};
use crate::cli::{Failure, files, trail};
use crate::finding::Finding;
use crate::integrity::{Entry, sha256};
use crate::order;
use crate::report::{BesideContent, Compared, Part, VerifiedFile, Vouched};
use crate::trail::{HEAD_NAME, Recorded, TRAIL_ENTRY_DIFFERS, TRAIL_NAME, Trail, standing_review};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What stands for an audit trail that is not named.
pub const NONE: &str = "none";

/// Checks what a certificate says of audit trails, as far as they lie here. A trail that began with another entry is another
/// trail: that of who received the certificate, and nothing is compared.
///
/// # Errors
/// A trail cannot be read.
pub fn entries(path: &Path, certificate: &Certificate, file: &mut VerifiedFile) -> Result<(), Failure> {
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
        let at_hand = trails.iter().find(|(_, trail, _)| began_with(trail, named));
        let looked = match at_hand {
            Some((path, trail, faults)) => looked_up(named, &certificate.content, &file.name, path, trail, faults),
            None => Looked { found: None, entry: Vouched::Stated, review: Vouched::Stated, findings: Vec::new() },
        };
        file.findings.extend(looked.findings);
        let not_here = "no audit trail that began with the same entry lies beside the file or above";
        let why = || at_hand.is_none().then(|| not_here.to_owned());
        // The name of a trail is not compared: who received it may call it otherwise.
        let entry = format!("entry {}", named.entry);
        let (of, value) = match at_hand {
            Some((path, ..)) => (format!("{entry} of {}", path.display()), entry),
            None => (format!("{entry} of {}", named.file), format!("{}, {entry}", named.file)),
        };
        file.beside.push(BesideContent { part: Part::Trail, value, why: why(), state: looked.entry });
        file.beside.extend(named.review.as_ref().map(|one| BesideContent {
            part: Part::TrailReview,
            value: format!("{}, {}, entry {}", one.by, one.role, one.entry),
            why: why(),
            state: looked.review,
        }));
        let (named_in, expected) = (file.name.clone(), named.sha256.clone());
        file.digests.push(Compared { of, named_in, expected, found: looked.found });
    }
    Ok(())
}

/// What there is of an entry and a review that a certificate names.
struct Looked {
    /// The digest of the entry of that number.
    found: Option<String>,
    entry: Vouched,
    review: Vouched,
    findings: Vec<Finding>,
}

/// Looks up what the certificate in a file names, in a trail that began with the same entry; `faults` are what is wrong with that.
fn looked_up(
    named: &TrailNamed,
    content: &Content,
    file: &str,
    path: &Path,
    trail: &Trail,
    faults: &[Finding],
) -> Looked {
    let state = |is_it: bool| if is_it { Vouched::Checked } else { Vouched::Differs };
    let found = trail.entries.iter().find(|one| one.entry.number == named.entry).map(|one| one.sha256.clone());
    let is_same = found.as_ref() == Some(&named.sha256);
    let made_up = named.review.as_ref().filter(|review| !has_review(trail, named, review, content));
    let mut findings = faults.to_vec();
    if !is_same && faults.is_empty() {
        findings.push(differs(file, named, path));
    }
    findings.extend(made_up.map(|review| no_review(file, review, path)));
    Looked { found, entry: state(is_same), review: state(made_up.is_none()), findings }
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
    if serde_json::from_slice::<OfTrail>(bytes).is_err() {
        return Ok(None);
    }
    for trail_path in above(path) {
        let (_, trail, _) = trail::read_trail(&trail_path)?;
        let (name, shown) = (path.to_string_lossy(), trail_path.to_string_lossy());
        if let Some(known) = review_in(&name, bytes, &shown, &trail) {
            return Ok(known);
        }
    }
    Ok(None)
}

/// Whether a trail that a review is of has an entry that wrote it: the finding, where it has none. Nothing for another trail.
fn review_in(name: &str, bytes: &[u8], shown: &str, trail: &Trail) -> Option<Option<Finding>> {
    let review: OfTrail = serde_json::from_slice(bytes).ok()?;
    let entries = || trail.entries.iter().filter(|one| one.entry.number >= review.trail.entry);
    entries().next().filter(|one| one.sha256 == review.trail.sha256)?;
    let digest = sha256(bytes);
    let wrote = |one: &Recorded| {
        one.entry.command == "trail review" && one.entry.written.iter().any(|file| file.sha256 == digest)
    };
    Some((!entries().any(wrote)).then(|| {
        let message = format!("{name} is no review as evqc wrote it: {shown} has no entry that names its SHA-256");
        Finding::of_file(&TRAIL_ENTRY_DIFFERS, name, message).help("write the review again: evqc trail review")
    }))
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
    Finding::of_file(&TRAIL_ENTRY_DIFFERS, name, message)
}

/// The audit trails of an archive, each read once.
pub(super) struct Archived<'e>(Vec<Kept<'e>>);

/// An audit trail of an archive.
struct Kept<'e> {
    path: &'e str,
    trail: Trail,
    /// What is wrong with it.
    broken: Option<Finding>,
}

impl<'e> Archived<'e> {
    /// Reads them.
    pub(super) fn read(entries: &'e [Entry]) -> Self {
        let trails = entries.iter().filter(|entry| entry.path.ends_with(&format!("/{TRAIL_NAME}")));
        let read = trails.map(|entry| {
            let (trail, broken) = Trail::read(&entry.path, &entry.bytes);
            Kept { path: &entry.path, trail, broken }
        });
        Archived(read.collect())
    }

    /// What is wrong with each by itself, whether a certificate names it or not: a changed line, another head than the one beside
    /// it.
    pub(super) fn faults(&self, entries: &[Entry]) -> Vec<Finding> {
        let heads = entries.iter().filter(|entry| entry.path.ends_with(HEAD_NAME));
        let heads: BTreeMap<&str, &[u8]> = order::collect(heads.map(|head| (&*head.path, &*head.bytes)));
        let mut findings = Vec::new();
        for Kept { path: of, trail, broken } in &self.0 {
            let path = of.replace(TRAIL_NAME, HEAD_NAME);
            let own = trail.head().map_or(String::new(), |head| head.text());
            if broken.is_none() && heads.get(&*path) != Some(&own.as_bytes()) {
                let message = format!("{path} does not name the last entry of {of}");
                findings.push(Finding::of_file(&TRAIL_ENTRY_DIFFERS, &path, message));
            }
            findings.extend(broken.clone());
        }
        findings
    }

    /// The finding, where a review is of a trail that the archive holds and that has no entry which wrote it; nothing, where it is of
    /// another one.
    pub(super) fn knows_review(&self, name: &str, bytes: &[u8]) -> Option<Option<Finding>> {
        let mut whole = self.0.iter().filter(|kept| kept.broken.is_none());
        whole.find_map(|kept| review_in(name, bytes, kept.path, &kept.trail))
    }

    /// Which audit trail a certificate names that is not in the archive; or that it names none, where the archive has one.
    pub(super) fn missing(&self, certificate: &Certificate) -> Option<String> {
        if let (true, Some(kept)) = (certificate.trails.is_empty(), self.0.first()) {
            return Some(format!("it names no audit trail, and {} is in the archive", kept.path));
        }
        let is_here = |named: &&TrailNamed| self.0.iter().any(|kept| began_with(&kept.trail, named));
        let named = certificate.trails.iter().find(|named| !is_here(named))?;
        Some(format!("the audit trail that it names ({}, entry {}) is not in the archive", named.file, named.entry))
    }

    /// What a certificate says of a trail that the archive holds, and is not so; what is broken is told of the trail itself.
    pub(super) fn contradicted(&self, name: &str, certificate: &Certificate) -> Vec<Finding> {
        let mut findings = Vec::new();
        for Kept { path, trail, .. } in self.0.iter().filter(|kept| kept.broken.is_none()) {
            for named in certificate.trails.iter().filter(|named| began_with(trail, named)) {
                let is_it = |one: &Recorded| one.entry.number == named.entry && one.sha256 == named.sha256;
                if !trail.entries.iter().any(is_it) {
                    findings.push(differs(name, named, Path::new(path)));
                }
                let review = named.review.as_ref();
                let made_up = review.filter(|review| !has_review(trail, named, review, &certificate.content));
                findings.extend(made_up.map(|review| no_review(name, review, Path::new(path))));
            }
        }
        findings
    }
}

/// Whether a trail is the one that a certificate names: it began with the same entry.
fn began_with(trail: &Trail, named: &TrailNamed) -> bool {
    trail.entries.first().is_some_and(|first| first.sha256 == named.first)
}

fn differs(name: &str, named: &TrailNamed, path: &Path) -> Finding {
    let message = format!(
        "{name} names entry {} with the SHA-256 {}, and {} has no such entry",
        named.entry,
        named.sha256,
        path.display()
    );
    Finding::of_file(&TRAIL_ENTRY_DIFFERS, name, message)
}

/// The trails in the folder of a file and in the folders above.
fn above(path: &Path) -> Vec<PathBuf> {
    let whole = files::whole_path(path);
    let folders = whole.parent().into_iter().flat_map(Path::ancestors);
    folders.map(|folder| folder.join(TRAIL_NAME)).filter(|trail| trail.is_file()).collect()
}
