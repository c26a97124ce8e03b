//! From a specification and its data to a verdict: the lower rooms of evqc.
//!
//! They are a crate of their own so that they are compiled beside what only documents and the command line need. `evqc` has each
//! of them under its own name (`evqc::judge`), and its page lists all rooms in the order of the work.

// No input may end the program: what can fail is handled. Tests may unwrap.
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod administration;
pub mod completeness;
pub mod cytometry;
pub mod data;
pub mod difference;
pub mod dosing;
pub mod excursion;
pub mod expiry;
pub mod explanation;
pub mod finding;
pub mod instrument;
pub mod judge;
pub mod lookalike;
pub mod order;
pub mod person;
pub mod plan;
pub mod proof;
pub mod proposal;
pub mod quantity;
pub mod reduction;
pub mod source;
pub mod spec;
pub mod stability;
pub mod stats;
pub mod trials;
