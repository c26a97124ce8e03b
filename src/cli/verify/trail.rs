//! The audit trail that a certificate names, where it lies beside it or in a folder above.

use crate::certificate::{Certificate, TrailNamed};
use crate::cli::{Failure, files, trail};
use crate::finding::Finding;
use crate::integrity::Entry;
use crate::report::{Compared, VerifiedFile};
use crate::source::Place;
use crate::trail::{TRAIL_ENTRY_DIFFERS, TRAIL_NAME, Trail};
use std::path::{Path, PathBuf};

/// Checks the entries that a certificate names. A trail that began with another entry is another trail: that of who received
/// the certificate, and nothing is compared.
///
/// # Errors
/// A trail cannot be read.
pub(super) fn entries(path: &Path, certificate: &Certificate, file: &mut VerifiedFile) -> Result<(), Failure> {
    let mut trails = Vec::new();
    if !certificate.trails.is_empty() {
        for path in above(path) {
            let (_, trail, findings) = trail::read_trail(&path)?;
            trails.push((path, trail, findings));
        }
    }
    for named in &certificate.trails {
        let mut compared = Compared {
            of: format!("entry {} of {}", named.entry, named.file),
            named_in: file.name.clone(),
            expected: named.sha256.clone(),
            found: None,
        };
        let same = |trail: &Trail| trail.entries.first().is_some_and(|first| first.sha256 == named.first);
        if let Some((path, trail, findings)) = trails.iter().find(|(_, trail, _)| same(trail)) {
            compared.of = format!("entry {} of {}", named.entry, path.display());
            file.findings.extend(findings.iter().cloned());
            let entry = trail.entries.iter().find(|one| one.entry.number == named.entry);
            compared.found = entry.map(|one| one.sha256.clone());
            if compared.found.as_ref() != Some(&named.sha256) && findings.is_empty() {
                file.findings.push(differs(&file.name, named, path));
            }
        }
        file.digests.push(compared);
    }
    Ok(())
}

/// The same in an archive that holds the trail, as it was when the archive was made.
pub(super) fn in_archive(name: &str, twin: &[u8], entries: &[Entry]) -> Vec<Finding> {
    let Ok(certificate) = serde_json::from_slice::<Certificate>(twin) else { return Vec::new() };
    let mut findings = Vec::new();
    for entry in entries.iter().filter(|entry| entry.path.ends_with(&format!("/{TRAIL_NAME}"))) {
        let (trail, broken) = Trail::read(&entry.path, &entry.bytes);
        let is_broken = broken.is_some();
        findings.extend(broken);
        let first = trail.entries.first().map(|first| first.sha256.as_str());
        for named in certificate.trails.iter().filter(|named| !is_broken && Some(named.first.as_str()) == first) {
            let found = trail.entries.iter().any(|one| one.entry.number == named.entry && one.sha256 == named.sha256);
            if !found {
                findings.push(differs(name, named, Path::new(&entry.path)));
            }
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
