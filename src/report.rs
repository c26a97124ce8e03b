//! One file per format over the one lot report.

pub mod diagnostic;
mod format;

pub use format::*;
