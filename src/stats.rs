//! Statistics: numbers in, estimates out. No lot, no file, no unit.
//!
//! One file per method, each citing its source. What can be computed exactly is computed with [`crate::quantity::Exact`]
//! and does not live here; this room is for what needs floating point. What is inferred comes out as an [`Estimate`]; a
//! bare number comes only from a description of a sample or from a probability function. Transcendental functions come
//! from `libm`, so that every platform gets the same last digit.

pub mod comparison;
pub mod conformity;
pub mod distribution;
mod error;
mod estimate;
mod geometric;
pub mod operating_characteristic;
mod probability;
mod quadrature;
mod root;
mod spread;
mod sums;
pub mod uncertainty;
pub mod variance_components;

pub use error::StatisticError;
pub use estimate::{Estimate, Interval};
pub use geometric::{geometric_coefficient_of_variation, geometric_mean};
pub use probability::{Confidence, Probability, Sides};
pub use spread::{coefficient_of_variation, standard_deviation};
