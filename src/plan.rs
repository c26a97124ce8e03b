//! Planning: what the rule of a test can decide, before there is any result.
//!
//! Limits, scatter, replicate plan and decision rule of a test are written one by one; here they are looked at together.
//! [`lint`] warns where they do not fit each other, each time with the number that makes the point. [`plan`] answers how
//! many determinations a wanted probability of acceptance takes, and how often a lot of any true value would pass.

mod characteristic;
pub mod codes;
mod line;
mod lint;
mod number;
mod obstacle;
mod rule;
mod run_checks;
mod scatter;

pub use characteristic::{Chance, Criterion, MOST, Planned, Point, Request, RequestedScatter, criteria, plan};
pub use codes::CODES;
pub use line::{Line, Target};
pub use lint::lint;
pub use number::{as_asked, probability, significant};
pub use obstacle::Obstacle;
pub use run_checks::{LeftOut, RunChecks};
pub use scatter::{Scatter, Size};
