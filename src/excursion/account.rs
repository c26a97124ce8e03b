//! The paragraph for the deviation report: filled once, said in English and in Chinese.
//!
//! Neither language is made from the other. Numbers, units, moments and names stand in both as they are.

pub mod chinese;
pub mod english;

use super::Evaluation;
use crate::spec::Handling;

/// What the paragraph is about.
#[derive(Clone, Copy, Debug)]
pub struct Account<'a> {
    /// Title of the specification.
    pub product: &'a str,
    /// Its id and version.
    pub specification: &'a str,
    /// The lot, where it is named.
    pub lot: Option<&'a str>,
    /// The rules.
    pub handling: Option<&'a Handling>,
    /// What the logs come to.
    pub evaluation: &'a Evaluation,
}
