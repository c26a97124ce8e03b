//! Least-squares regression: straight lines, polynomials and several predictors, unweighted and weighted.

mod least_squares;
mod linear;
mod weighted;

pub use linear::{Intercept, LinearFit, linear_regression, polynomial_regression};
pub use weighted::{WeightedLine, weighted_line};
