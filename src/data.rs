//! Determinations, and the readers that make them.

mod determination;

pub use determination::*;
