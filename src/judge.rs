//! The judge: a specification and the determinations of one lot in, a lot report out.
//!
//! Pure: no file, no clock, no randomness, no printing. The caller passes today's date and the stage. Nothing passes that
//! was not judged: every way in which a result can be absent, ambiguous or not valid has an outcome of its own.

mod lot_report;
mod outcome;

pub use lot_report::*;
pub use outcome::*;
