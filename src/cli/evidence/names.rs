//! The names of files that belong together.

use crate::cli::files;
use crate::integrity;
use std::path::{Path, PathBuf};

/// What is behind the name of a file in the name of its signatures: in-toto's name for a bundle of envelopes.
pub const ENDING: &str = ".intoto.jsonl";

/// The file of signatures beside a file.
pub fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ENDING);
    PathBuf::from(name)
}

/// Whether a file holds signatures: by its name, or by what it begins with, whatever a browser or a mail program called it.
pub fn are_signatures(name: &str, bytes: &[u8]) -> bool {
    name.ends_with(ENDING) || integrity::begins_as_envelope(bytes)
}

/// The same of a file that is not read yet.
pub fn holds_signatures(path: &Path) -> bool {
    const START: u64 = 128;
    let begins = || files::glance_at_start(path, START).is_some_and(|(start, _)| integrity::begins_as_envelope(&start));
    path.to_string_lossy().ends_with(ENDING) || begins()
}

/// Whether the document of a file of signatures lies beside it under its own name: they are that one's, whatever copy has its bytes.
pub fn has_its_document(signatures: &Path) -> bool {
    let name = name_of(signatures);
    name.strip_suffix(ENDING).is_some_and(|document| signatures.with_file_name(document).is_file())
}

/// The last part of a path in an archive: the name of the file.
pub fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The last part of a path, as the statement names it: where a file lies is no part of it.
pub fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
