//! Templates of pages: the files of a folder.

use super::{Failure, trail};
use crate::template::{Files, TemplateError};
use std::io::ErrorKind;
use std::path::Path;

/// A file larger than this belongs to no template.
const LARGEST: u64 = 4 << 20;

/// Reads a template; `make` is of the kind of page.
///
/// # Errors
/// Wrong usage, with the name of the file, when the folder is no template.
pub fn read<T>(folder: &Path, make: fn(&Files) -> Result<T, TemplateError>) -> Result<T, Failure> {
    let wrong = |why: String| Failure::usage(format!("--template {}: {why}", folder.display()));
    let mut files = Files::new();
    for entry in std::fs::read_dir(folder).map_err(|error| wrong(no_folder(&error)))? {
        let entry = entry.map_err(|error| wrong(error.to_string()))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        // What file managers and version control leave behind is no part of it.
        if name.starts_with('.') {
            continue;
        }
        let size = entry.metadata().map_err(|error| wrong(format!("{name}: {error}")))?;
        if !size.is_file() {
            return Err(wrong(format!("{name}: is not a file")));
        }
        if size.len() > LARGEST {
            return Err(wrong(format!("{name}: is larger than 4 MB")));
        }
        trail::reads(&entry.path()).map_err(|error| wrong(format!("{name}: {error}")))?;
        files.insert(name.clone(), std::fs::read(entry.path()).map_err(|error| wrong(format!("{name}: {error}")))?);
    }
    make(&files).map_err(|error| wrong(error.to_string()))
}

/// Why there is no folder to read.
fn no_folder(error: &std::io::Error) -> String {
    const EXPECTED: &str = "a template is a folder with template.json and, as needed, report.html, certificate.html, style.css and pictures";
    match error.kind() {
        ErrorKind::NotFound => format!("there is no such folder; {EXPECTED}"),
        ErrorKind::NotADirectory => format!("is no folder; {EXPECTED}"),
        _ => error.to_string(),
    }
}
