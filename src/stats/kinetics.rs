//! Kinetics of degradation: how fast a value falls, and how that depends on the temperature.

mod arrhenius;
mod arrhenius_raw;
mod decay;
mod mean_kinetic_temperature;
mod model_choice;
mod order;
mod q10;
mod temperature;

pub use arrhenius::{ArrheniusLine, Band, Direction, LineState, RateAt, arrhenius_line};
pub use arrhenius_raw::{ArrheniusFit, Degraded, arrhenius_fit, rates_by_temperature};
pub use decay::{Decay, DecayFit, LowerBoundCrossing, compare_decays, fit_decay};
pub use mean_kinetic_temperature::{
    ENTHALPY_OVER_GAS_CONSTANT, HeldTemperature, MeanKineticTemperature, mean_kinetic_temperature,
};
pub use model_choice::{Candidate, corrected_akaike, ranked};
pub use order::{RateEstimate, ReactionOrder, rate_of_loss};
pub use q10::{Q10, q10};
pub use temperature::{GAS_CONSTANT, Temperature, ZERO_CELSIUS};
