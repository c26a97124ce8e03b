//! Places in the user's material: which file, which line, which column.
//!
//! Every value that evqc reads keeps its place, so that each finding can point at the clause and the cell.
//! Lines and columns count from 1; a column counts characters, not bytes.

use std::fmt;
use std::sync::Arc;

/// A place in a named text: a YAML clause or a cell of a table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file as the user named it (never an absolute path that the user did not write).
    pub file: Arc<str>,
    /// Physical line, from 1. 0 when the finding is about the file as a whole.
    pub line: u64,
    /// Character in the line, or field of the record for a table, from 1. 0 when unknown.
    pub column: u32,
}

impl Place {
    /// A place in a file; `line` and `column` count from 1.
    pub fn new(file: &Arc<str>, line: u64, column: u32) -> Self {
        Place { file: Arc::clone(file), line, column }
    }

    /// The file as a whole.
    pub fn file(file: &Arc<str>) -> Self {
        Place::new(file, 0, 0)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (0, _) => f.write_str(&self.file),
            (line, 0) => write!(f, "{}:{line}", self.file),
            (line, column) => write!(f, "{}:{line}:{column}", self.file),
        }
    }
}
