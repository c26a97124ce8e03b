//! The names of files that belong together.

use std::path::{Path, PathBuf};

/// What is behind the name of a file in the name of its signatures: in-toto's name for a bundle of envelopes.
pub const ENDING: &str = ".intoto.jsonl";

/// The file of signatures beside a file.
pub fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ENDING);
    PathBuf::from(name)
}

/// The last part of a path, as the statement names it: where a file lies is no part of it.
pub fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
