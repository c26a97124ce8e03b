//! A value computed from an instrument record, or why there is none.

use crate::data::GateEnd;
use crate::finding::{Code, Finding};

/// A computed value.
#[derive(Clone, Debug, PartialEq)]
pub struct Computed {
    /// The value as a decimal: the digits of the file where it states the value itself, else at least twelve significant ones,
    /// fewer where the rest are zeros.
    pub value: String,
    /// Its unit, as `quantity::Unit` reads it; empty for none.
    pub unit: String,
    /// How it was computed: the rule, and behind a semicolon what belongs to this run alone (numbers, places). Reports print
    /// a rule once for all determinations that share it.
    pub how: String,
    /// Standard uncertainty from counting, in the unit of the value, where there is one.
    pub standard_uncertainty: Option<f64>,
    /// Line of the value, or of the first bin, from 1; 0 in a binary file.
    pub line: u64,
    /// Field of the line, from 1; 0 when it is not a cell.
    pub column: u32,
    /// What there is to say beside the value.
    pub findings: Vec<Finding>,
    /// The ends of gates behind it that controls set.
    pub gate_ends: Vec<GateEnd>,
}

/// Why a run has no value for a test.
#[derive(Clone, Debug, PartialEq)]
pub struct NoValue {
    /// Which kind of reason.
    pub code: &'static Code,
    /// One sentence.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl NoValue {
    /// A reason with what to do about it.
    pub fn new(code: &'static Code, message: impl Into<String>, help: impl Into<String>) -> NoValue {
        NoValue { code, message: message.into(), help: help.into() }
    }
}
