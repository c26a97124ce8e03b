//! The specification language: YAML, format 1.

mod model;

pub use model::*;
