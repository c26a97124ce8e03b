//! One file per format over the one lot report.

mod format;

pub use format::*;
