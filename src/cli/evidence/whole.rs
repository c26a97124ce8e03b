//! Whether an archive is as it was made.

use super::places::misplaced;
use super::readme::readme;
use crate::cli::Failure;
use crate::finding::Finding;
use crate::integrity::{self, Entry, Manifest, SOURCE_SHA256};
use crate::order;
use crate::report::Compared;
use std::collections::BTreeMap;

/// The files of an archive that is as it was made, and how they were judged.
type Whole = (Vec<Entry>, Manifest);

/// The files of an archive that is as it was made, and how they were judged; inside, what is wrong.
///
/// # Errors
/// A folder that cannot be written.
pub fn whole_archive(name: &str, bytes: &[u8]) -> Result<Result<Whole, Vec<Finding>>, Failure> {
    let (entries, mut findings) = match integrity::unpack(name, bytes) {
        Ok(unpacked) => unpacked,
        Err(findings) => return Ok(Err(findings)),
    };
    findings.extend(of_entries(&entries, &findings)?);
    Ok(match Manifest::read(&entries) {
        Ok(manifest) if findings.is_empty() => Ok((entries, manifest)),
        _ => Err(findings),
    })
}

/// The finding, where the file that says how to read the archive is not the one that this program writes; that of another
/// program is not known.
fn other_readme(entries: &[Entry]) -> Option<Finding> {
    let manifest = Manifest::read(entries).ok().filter(|one| one.tool.sha256 == SOURCE_SHA256)?;
    let has_trail = manifest.files.iter().any(|file| file.role == integrity::Role::Trail);
    let own = readme(&manifest.judged, &manifest.as_of, has_trail);
    let found = entries.iter().find(|entry| entry.path == integrity::README).map(|entry| entry.bytes.as_slice());
    let message = format!("{} is not what evqc writes into this archive", integrity::README);
    (found != Some(own.as_bytes())).then(|| Finding::of_file(&integrity::BUNDLE_CHANGED, integrity::README, message))
}

/// What the list of digests of an archive says of its files.
pub fn listed(entries: &[Entry]) -> Vec<Compared> {
    let found: BTreeMap<&str, String> =
        order::collect(entries.iter().map(|entry| (&*entry.path, integrity::sha256(&entry.bytes))));
    let digests = integrity::listed(entries).into_iter().map(|resource| Compared {
        found: found.get(&*resource.name).cloned(),
        of: resource.name,
        named_in: integrity::CHECKSUMS.to_owned(),
        expected: resource.digest.sha256,
    });
    digests.collect()
}

/// What the manifests say, beside what is said already of a file.
///
/// # Errors
/// A folder that cannot be written.
pub fn of_entries(entries: &[Entry], said: &[Finding]) -> Result<Vec<Finding>, Failure> {
    let mut findings = integrity::check_files(entries);
    if let Some(manifest) = Manifest::read(entries).ok().filter(|_| findings.is_empty() && said.is_empty()) {
        findings.extend(misplaced(entries, &manifest)?);
    }
    findings.extend(other_readme(entries));
    findings.retain(|finding| said.iter().all(|other| (other.code, &other.place) != (finding.code, &finding.place)));
    Ok(findings)
}
