//! Conformity under measurement uncertainty: how likely is a measured lot inside its limits, and where must one stop
//! accepting for a wrong decision to be rare enough?
//!
//! Terms are those of JCGM 106: tolerance limits bound what conforms, acceptance limits bound what is accepted, the guard
//! band lies between them.

mod acceptance;
mod conformance_probability;
mod global_risk;
mod guard_band;
mod guarded_rejection;
mod process;
mod target_risk;
mod zone;

pub use acceptance::{StatedUncertainty, acceptance_for_conformance, guarded_acceptance};
pub use conformance_probability::{
    Conformance, Posterior, conformance_probability, conformance_probability_t, posterior,
};
pub use global_risk::{GlobalRisk, global_risk};
pub use guard_band::{AcceptanceLimits, GuardBand, guard_band};
pub use guarded_rejection::guarded_rejection;
pub use process::Process;
pub use target_risk::guard_band_for_target_risk;
pub use zone::{Zone, zone};

use super::StatisticError;

/// One or two tolerance limits, in the unit of the result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ToleranceLimits {
    lower: Option<f64>,
    upper: Option<f64>,
}

impl ToleranceLimits {
    /// Limits, of which one may be missing.
    ///
    /// # Errors
    /// `NoLimit` when both are missing; `NotFinite`; `CrossedLimits` unless lower < upper.
    pub fn new(lower: Option<f64>, upper: Option<f64>) -> Result<ToleranceLimits, StatisticError> {
        if [lower, upper].iter().flatten().any(|limit| !limit.is_finite()) {
            return Err(StatisticError::NotFinite);
        }
        match (lower, upper) {
            (None, None) => Err(StatisticError::NoLimit),
            (Some(lower), Some(upper)) if lower >= upper => Err(StatisticError::CrossedLimits { lower, upper }),
            _ => Ok(ToleranceLimits { lower, upper }),
        }
    }

    /// The lower limit.
    pub fn lower(&self) -> Option<f64> {
        self.lower
    }

    /// The upper limit.
    pub fn upper(&self) -> Option<f64> {
        self.upper
    }

    /// The distance to the lower and to the upper limit in units of `scale`, infinite where there is no limit.
    fn standardised(&self, value: f64, scale: f64) -> (f64, f64) {
        let low = self.lower.map_or(f64::NEG_INFINITY, |limit| (limit - value) / scale);
        let high = self.upper.map_or(f64::INFINITY, |limit| (limit - value) / scale);
        (low, high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_checked() {
        assert_eq!(ToleranceLimits::new(None, None), Err(StatisticError::NoLimit));
        assert_eq!(ToleranceLimits::new(Some(f64::NAN), None), Err(StatisticError::NotFinite));
        assert_eq!(ToleranceLimits::new(None, Some(f64::INFINITY)), Err(StatisticError::NotFinite));
        let crossed = ToleranceLimits::new(Some(2.0), Some(1.0)).unwrap_err();
        assert_eq!(crossed.to_string(), "the lower limit 2 is not below the upper limit 1");
        assert!(ToleranceLimits::new(Some(1.0), Some(1.0)).is_err());
    }
}
