//! Least-squares regression: straight lines, polynomials and several predictors, unweighted and weighted.

mod calibration;
pub(super) mod least_squares;
mod linear;
mod origin;
mod weighted;

pub use calibration::{CalibrationLine, InversePrediction, LackOfFit, calibration_line};
pub use linear::{Intercept, LinearFit, linear_regression, polynomial_regression};
pub use origin::{LineThroughOrigin, line_through_origin};
pub use weighted::{WeightedLine, weighted_line};
