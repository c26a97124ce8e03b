//! The test files of the built-in library, which name each other by path.

use super::{Beside, ENDING};
use crate::spec::{BuiltIn, LIBRARY_TESTS, Library, SourceText, built_in};

/// The built-in test files and the specifications beside them.
#[derive(Clone, Copy, Debug, Default)]
pub struct BuiltInTests;

impl Beside for BuiltInTests {
    fn text(&self, name: &str, from: &str) -> Result<SourceText, String> {
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = joined(folder, name);
        if let Some(stem) = path.strip_suffix(ENDING) {
            let found = LIBRARY_TESTS.iter().find(|(known, _)| *known == stem);
            return found
                .map(|(_, text)| SourceText::new(&path, text))
                .ok_or_else(|| format!("the library has no {path}"));
        }
        let id = path.rsplit('/').next().unwrap_or(&path);
        built_in(id.strip_suffix(".yaml").unwrap_or(id)).ok_or_else(|| format!("the library has no {path}"))
    }

    fn library(&self) -> &dyn Library {
        &BuiltIn
    }
}

/// The built-in test files of an id, or all of them.
pub fn built_in_tests(id: Option<&str>) -> Vec<SourceText> {
    let wanted = |path: &str| id.is_none_or(|id| path.rsplit('/').next() == Some(id));
    let found = LIBRARY_TESTS.iter().filter(|(path, _)| wanted(path));
    found.map(|(path, text)| SourceText::new(&format!("{path}{ENDING}"), text)).collect()
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
