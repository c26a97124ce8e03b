//! Distributions: the probability below or above a point, and the point of a probability.
//!
//! Both tails are computed, never one as 1 minus the other where that would lose digits. A cumulative probability is
//! good to about 1e-13 relative in both tails, a quantile likewise where the distribution has a slope there.

mod beta;
mod binomial;
mod chi_squared;
mod fisher;
mod gamma;
mod noncentral_t;
pub mod normal;
mod poisson;
mod stirling;
mod student_t;
pub mod studentized_range;

pub use beta::Beta;
pub use binomial::Binomial;
pub use chi_squared::ChiSquared;
pub use fisher::Fisher;
pub use gamma::Gamma;
pub(super) use noncentral_t::ChiDensity;
pub use noncentral_t::NoncentralT;
pub use poisson::Poisson;
pub(super) use stirling::gamma_kernel;
pub use student_t::StudentT;

use super::StatisticError;

/// The probabilities on both sides of a point; they add to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tails {
    /// P(X <= x).
    pub lower: f64,
    /// P(X > x).
    pub upper: f64,
}

impl Tails {
    fn from_lower(lower: f64) -> Tails {
        Tails { lower, upper: 1.0 - lower }
    }

    fn from_upper(upper: f64) -> Tails {
        Tails { lower: 1.0 - upper, upper }
    }
}

/// Refuses a parameter that is not positive and finite.
pub(super) fn positive(what: &'static str, value: f64) -> Result<f64, StatisticError> {
    if value > 0.0 && value.is_finite() { Ok(value) } else { Err(StatisticError::OutsideDomain { what, value }) }
}

/// Refuses an argument that is not a number; infinities have their probabilities.
fn number(value: f64) -> Result<f64, StatisticError> {
    if value.is_nan() { Err(StatisticError::NotFinite) } else { Ok(value) }
}
