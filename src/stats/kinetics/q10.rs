//! Q10: the factor of the rate for ten degrees.

use super::{RateAt, Temperature, arrhenius_line};
use crate::stats::StatisticError;

/// Q10 from two rates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Q10 {
    /// The factor by which the rate grows for 10 °C.
    pub factor: f64,
    /// The activation energy in kJ/mol that the same two rates give; the two rules extrapolate differently.
    pub activation_energy: f64,
    first: RateAt,
}

/// Q10 = (k2/k1)^(10/(T2 - T1)).
///
/// A rule for small steps: the factor itself depends on the temperature unless the activation energy is zero.
///
/// # Errors
/// `NotPositive` when a rate is not; `TooFewGroups` when the temperatures are equal; `NotFinite`.
///
/// # Source
/// K. A. Connors, G. L. Amidon, V. J. Stella, Chemical Stability of Pharmaceuticals, 2nd edition (1986), chapter 2.
pub fn q10(first: RateAt, second: RateAt) -> Result<Q10, StatisticError> {
    let line = arrhenius_line(&[first, second])?;
    let difference = second.temperature.celsius() - first.temperature.celsius();
    let factor = libm::exp(10.0 * libm::log(second.rate / first.rate) / difference);
    let activation_energy = -line.slope * super::GAS_CONSTANT / 1000.0;
    Ok(Q10 { factor: StatisticError::finite(factor)?, activation_energy, first })
}

impl Q10 {
    /// The rate at another temperature by this factor.
    ///
    /// # Errors
    /// `NotFinite`.
    pub fn rate(&self, at: Temperature) -> Result<f64, StatisticError> {
        let tens = (at.celsius() - self.first.temperature.celsius()) / 10.0;
        StatisticError::finite(self.first.rate * libm::exp(tens * libm::log(self.factor)))
    }
}
