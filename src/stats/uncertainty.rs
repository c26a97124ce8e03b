//! Measurement uncertainty of a derived quantity: from the inputs of a formula to its outcome.
//!
//! Two ways, which [`compare_methods`] sets side by side: [`propagate`] by the derivatives of the formula (GUM), and
//! [`simulate`] by drawing the inputs (Monte Carlo, JCGM 101). A formula is a [`MeasurementModel`]; it is written once
//! and evaluated by both. Nothing here is random of itself: the seed of a simulation is an argument and part of its result.

mod agreement;
mod correlation;
mod dual;
pub(super) mod generator;
mod input;
mod model;
mod monte_carlo;
mod propagation;

pub use agreement::{MethodAgreement, compare_methods};
pub use correlation::Correlation;
pub use dual::Dual;
pub use input::{Input, Shape};
pub use model::{MeasurementModel, Number};
pub use monte_carlo::{Simulation, simulate};
pub use propagation::{Propagation, propagate};
