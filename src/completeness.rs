//! Completeness: what a reviewer would ask for and a specification has not.
//!
//! Each check is one entry of a table ([`CHECKS`]): what is asked, by which document, for which regions, routes, kinds of
//! product and phases, how much it weighs, and a predicate over the specification. Nothing here knows a limit, and nothing
//! here changes an outcome (R-1002, R-214). What is not there may be justified in the specification, and is then not asked
//! for again.

mod check;
mod checks;
pub mod codes;
mod lint;
mod topic;
mod view;

pub use check::{Check, Given, Scope, Weights};
pub use checks::{CHECKS, check};
pub use codes::CODES;
pub use lint::{Gap, gaps, lint};
pub use topic::names_another;
