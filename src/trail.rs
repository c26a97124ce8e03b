//! The audit trail: who did what with which files, when and why, as a chain of lines of which none can be changed, taken out or
//! moved without being found.
//!
//! Pure: bytes in, entries and findings out. The clock, the lock and the file itself are the command line's.

mod clock;
mod codes;
mod entry;
mod reading;
mod review;
mod skim;

pub use codes::*;
#[cfg(feature = "schemas")]
pub use entry::trail_schema;
pub use entry::{
    ClockAhead, Entry, FileRead, FileWritten, Fragment, HEAD_NAME, LotJudged, Lots, SCHEMA_NAME, SetAside, TRAIL_NAME,
};
pub use reading::{CLOSE_THE_LINE, Head, Recorded, Trail};
pub use review::{Item, Kind, NoReview, Persons, Review, SortBy, review, standing_review};
pub use skim::{Known, Skimmed};
