//! Files of an archive that lie where evqc puts none, as far as that takes more than the manifest to know: specifications that nothing
//! reads, and what is no audit trail beside one.

use super::names::last_part;
use crate::cli::{Failure, archive};
use crate::finding::Finding;
use crate::integrity::{self, Entry, Manifest, ManifestFile, Role, SOURCE_SHA256};
use crate::order;
use crate::trail::{HEAD_NAME, TRAIL_NAME};
use std::collections::BTreeSet;

/// What lies where evqc puts no file.
///
/// # Errors
/// A folder that cannot be written.
pub(super) fn misplaced(entries: &[Entry], manifest: &Manifest) -> Result<Vec<Finding>, Failure> {
    let mut all = no_trails(manifest);
    all.extend(never_read(entries, manifest)?);
    let finding = |file: &ManifestFile| {
        let message = format!("{} {}", file.path, integrity::PUTS_NONE);
        Finding::of_file(&integrity::BUNDLE_CHANGED, &file.path, message)
    };
    Ok(all.into_iter().map(finding).collect())
}

/// The files that pass for audit trails, and are neither one nor the head of one beside it.
fn no_trails(manifest: &Manifest) -> Vec<&ManifestFile> {
    let files: Vec<&ManifestFile> = manifest.files.iter().filter(|file| file.role == Role::Trail).collect();
    let is_trail = |path: &str| last_part(path) == TRAIL_NAME;
    let trails: BTreeSet<&str> = order::collect(files.iter().map(|file| &*file.path).filter(|path| is_trail(path)));
    let is_head = |path: &str| {
        let folder = path.strip_suffix(HEAD_NAME);
        folder.is_some_and(|folder| trails.contains(&*format!("{folder}{TRAIL_NAME}")))
    };
    files.into_iter().filter(|file| !is_trail(&file.path) && !is_head(&file.path)).collect()
}

/// The specifications that are not read when the lots are judged; a copy of one that is read is no other file. Where another program
/// made the archive, and this one cannot read its specifications, nobody knows.
fn never_read<'m>(entries: &[Entry], manifest: &'m Manifest) -> Result<Vec<&'m ManifestFile>, Failure> {
    let (read, is_whole) = archive::specifications_read(entries, &manifest.judged)?;
    if !is_whole && manifest.tool.sha256 != SOURCE_SHA256 {
        return Ok(Vec::new());
    }
    let of_read = manifest.files.iter().filter(|file| read.contains(&file.path));
    let digests: BTreeSet<&str> = order::collect(of_read.map(|file| &*file.sha256));
    let is_other = |file: &&ManifestFile| file.role == Role::Specification && !digests.contains(&*file.sha256);
    Ok(manifest.files.iter().filter(is_other).collect())
}
