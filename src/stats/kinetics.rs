//! Kinetics of degradation: how fast a value falls, and how that depends on the temperature.

mod mean_kinetic_temperature;
mod temperature;

pub use mean_kinetic_temperature::{
    ENTHALPY_OVER_GAS_CONSTANT, HeldTemperature, MeanKineticTemperature, mean_kinetic_temperature,
};
pub use temperature::{GAS_CONSTANT, Temperature, ZERO_CELSIUS};
