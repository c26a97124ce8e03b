//! Events to populations: scales, gates, compensation, coincidence. Numbers in, numbers out.
//!
//! Definitions are those of Gating-ML 2.0 (International Society for Advancement of Cytometry). A gate is a statement
//! about values of channels; nothing here knows a file or a specification: events come from [`Columns`].

mod columns;
mod compensation;
mod error;
mod gate;
mod polygon;
mod population;
mod scale;
mod swarm;
mod threshold;

pub use columns::Columns;
pub use compensation::Compensation;
pub use error::CytometryError;
pub use gate::{Axis, Bound, Gate, Geometry, Scale};
pub use population::Populations;
pub use scale::Transform;
pub use swarm::{Coincidence, Deviation, Diluted, coincidence};
pub use threshold::{Control, Threshold, quantile, with_thresholds};
