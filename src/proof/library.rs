//! The test files of the built-in library, which name each other by path.

use super::{Beside, ENDING};
use crate::spec::{BuiltIn, FILES, Library, LibraryFile, SourceText, built_in};

/// The built-in test files and the specifications beside them.
#[derive(Clone, Copy, Debug, Default)]
pub struct BuiltInTests;

impl Beside for BuiltInTests {
    fn text(&self, name: &str, from: &str) -> Result<SourceText, String> {
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = joined(folder, name);
        if let Some(stem) = path.strip_suffix(ENDING) {
            let found = FILES.iter().find(|file| file.path == stem).and_then(test_of);
            return found.ok_or_else(|| format!("the library has no {path}"));
        }
        let id = path.rsplit('/').next().unwrap_or(&path);
        built_in(id.strip_suffix(".yaml").unwrap_or(id)).ok_or_else(|| format!("the library has no {path}"))
    }

    fn library(&self) -> &dyn Library {
        &BuiltIn
    }
}

/// The test file of a built-in specification or part, or those of all specifications: the lots of parts are judged where they are
/// included.
pub fn built_in_tests(id: Option<&str>) -> Vec<SourceText> {
    let wanted = |file: &&LibraryFile| id.map_or(!file.is_part(), |id| file.id() == id);
    FILES.iter().filter(wanted).filter_map(test_of).collect()
}

/// The test file beside a file of the library.
fn test_of(file: &LibraryFile) -> Option<SourceText> {
    file.test.map(|text| SourceText::new(&format!("{}{ENDING}", file.path), text))
}

/// A path relative to a folder, without `.` and `..`.
fn joined(folder: &str, name: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(name.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_their_folder() {
        assert_eq!(joined("routes", "../parts/a.test.yaml"), "parts/a.test.yaml");
        assert_eq!(joined("", "./b.yaml"), "b.yaml");
        assert_eq!(joined("x", "b.yaml"), "x/b.yaml");
    }
}
