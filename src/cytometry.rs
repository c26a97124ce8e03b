//! Events to populations: scales, gates, compensation, coincidence. Numbers in, numbers out.
//!
//! Definitions are those of Gating-ML 2.0 (International Society for Advancement of Cytometry). A gate is a statement
//! about values of channels; nothing here knows a file or a specification.

mod compensation;
mod error;
mod gate;

pub use compensation::Compensation;
pub use error::CytometryError;
pub use gate::{Axis, Bound, Gate, Geometry, Scale};
