//! Temperatures.

use crate::stats::StatisticError;

/// The molar gas constant, J/(mol K); exact.
///
/// # Source
/// CODATA 2018: the product of the Avogadro and Boltzmann constants, both exact in the SI of 2019.
pub const GAS_CONSTANT: f64 = 8.314_462_618_153_24;

/// 0 °C in kelvin; exact.
pub const ZERO_CELSIUS: f64 = 273.15;

/// A temperature above absolute zero.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Temperature {
    celsius: f64,
}

impl Temperature {
    /// A temperature in degrees Celsius.
    ///
    /// # Errors
    /// `NotFinite`; `OutsideDomain` at or below absolute zero.
    pub fn from_celsius(celsius: f64) -> Result<Temperature, StatisticError> {
        let celsius = StatisticError::finite(celsius)?;
        if celsius + ZERO_CELSIUS > 0.0 {
            Ok(Temperature { celsius })
        } else {
            Err(StatisticError::OutsideDomain { what: "the temperature in °C", value: celsius })
        }
    }

    /// In degrees Celsius.
    pub fn celsius(self) -> f64 {
        self.celsius
    }

    /// In kelvin.
    pub fn kelvin(self) -> f64 {
        self.celsius + ZERO_CELSIUS
    }

    /// 1/T in 1/K.
    pub(crate) fn inverse(self) -> f64 {
        1.0 / self.kelvin()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_at_or_below_absolute_zero() {
        for celsius in [-273.15, -300.0] {
            let message = Temperature::from_celsius(celsius).unwrap_err().to_string();
            assert_eq!(message, format!("the temperature in °C is outside its domain: {celsius}"));
        }
        assert_eq!(Temperature::from_celsius(f64::NAN), Err(StatisticError::NotFinite));
        let body = Temperature::from_celsius(37.0).unwrap();
        assert_eq!((body.celsius(), body.kelvin()), (37.0, 310.15));
    }
}
