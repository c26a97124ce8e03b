//! Nonlinear least squares: curves whose parameters do not enter as factors of known columns.

mod curve;
mod fit;
mod levenberg_marquardt;

pub use curve::Curve;
pub use fit::{NonlinearFit, nonlinear_least_squares};
