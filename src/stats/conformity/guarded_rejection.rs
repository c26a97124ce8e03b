//! Rejecting only what is nonconforming with near certainty.

use crate::stats::distribution::normal;
use crate::stats::distribution::positive;
use crate::stats::{Probability, StatisticError};

/// The smallest result above an upper limit that is nonconforming with the wanted probability, for an uncertainty that
/// grows with the result.
///
/// `relative_standard_uncertainty` is u / y, a fraction. Assumes a normal uncertainty. Formula: y = T_U / (1 - z u_rel) with
/// the normal quantile z of the probability.
///
/// # Errors
/// `OutsideDomain` unless limit and uncertainty are positive; `NotAttainable` when z u_rel >= 1, where no result is ever
/// certain enough.
///
/// # Source
/// JCGM 106:2012, 8.3.3, example (speed limit).
///
/// # Checked against
/// The printed limit, about 107 km/h; R 4.2.2 `qnorm`.
pub fn guarded_rejection(
    upper_limit: f64,
    relative_standard_uncertainty: f64,
    probability: Probability,
) -> Result<f64, StatisticError> {
    let limit = positive("the limit", upper_limit)?;
    let relative = positive("the relative standard uncertainty", relative_standard_uncertainty)?;
    let share = 1.0 - normal::quantile(probability) * relative;
    if share <= 0.0 {
        return Err(StatisticError::NotAttainable { what: "the probability of nonconformity" });
    }
    StatisticError::finite(limit / share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_speed_limit() {
        let certain = Probability::new(0.999).unwrap();
        assert_eq!(guarded_rejection(100.0, 0.02, certain).unwrap().round(), 107.0);
    }

    #[test]
    fn what_cannot_be_rejected() {
        let certain = Probability::new(0.999).unwrap();
        let message = guarded_rejection(100.0, 0.4, certain).unwrap_err().to_string();
        assert_eq!(message, "the probability of nonconformity cannot be attained");
        assert!(guarded_rejection(0.0, 0.02, certain).is_err());
        assert!(guarded_rejection(100.0, f64::NAN, certain).is_err());
    }
}
