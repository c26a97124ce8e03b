//! The lot file: facts of lots that are not test results.

use super::determination::{Input, LotFacts};
use crate::finding::Finding;
use std::collections::HashMap;

/// What the lot file says.
#[derive(Debug, Default)]
pub struct LotFile {
    /// Facts by lot id.
    pub lots: HashMap<String, LotFacts>,
    /// What is wrong with the file as a whole.
    pub findings: Vec<Finding>,
    /// The file as it was recognised; `None` when it could not be read.
    pub input: Option<Input>,
}

/// Placeholder
pub fn read_lots() {}
