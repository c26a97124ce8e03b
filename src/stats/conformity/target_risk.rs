//! The guard band that a wanted consumer's risk needs.

use super::{GlobalRisk, Process, ToleranceLimits, global_risk};
use crate::stats::{Probability, StatisticError};

/// Uncertainties and process deviations that a guard band may reach out on either side.
const REACH: f64 = 38.0;
/// Halvings of the bracket: enough to bring any bracket down to neighbouring binary64 numbers near the answer.
const MOST_HALVINGS: usize = 200;

/// The guard band at which the global consumer's risk is `target`, and the risks there.
///
/// Negative when even simple acceptance is safer than wanted. Found by bisection: the risk falls as the band grows.
/// Formula and assumptions are those of [`global_risk`].
///
/// # Errors
/// Those of [`global_risk`]; `NotAttainable` when the process delivers fewer nonconforming lots than `target`, so that
/// accepting everything would still stay below it.
///
/// # Source
/// JCGM 106:2012, 9.5.
///
/// # Checked against
/// mvtnorm 1.1-3 with uniroot; suncal 1.7.1.
pub fn guard_band_for_target_risk(
    process: &Process,
    standard_uncertainty: f64,
    limits: ToleranceLimits,
    target: Probability,
) -> Result<(f64, GlobalRisk), StatisticError> {
    let risk = |width: f64| global_risk(process, standard_uncertainty, limits, width);
    let breaks = process.breaks();
    let span = breaks.last().copied().unwrap_or(0.0) - breaks.first().copied().unwrap_or(0.0);
    let reach = StatisticError::finite(REACH * standard_uncertainty + span)?;
    let narrowest = match (limits.lower(), limits.upper()) {
        (Some(lower), Some(upper)) => 0.5 * (upper - lower),
        _ => reach,
    };
    let (mut low, mut high) = (-reach, narrowest);
    if risk(low)?.consumer <= target.value() {
        return Err(StatisticError::NotAttainable { what: "the consumer's risk" });
    }
    for _ in 0..MOST_HALVINGS {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if risk(middle)?.consumer > target.value() { low = middle } else { high = middle }
    }
    Ok((high, risk(high)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The ball bearings of JCGM 106: printed acceptance limit about 1.67 µm for a consumer's risk of 0.1 %.
    #[test]
    fn ball_bearings() {
        let process = Process::gamma(4.0, 4.0).unwrap();
        let limits = ToleranceLimits::new(None, Some(2.0)).unwrap();
        let (width, risk) =
            guard_band_for_target_risk(&process, 0.25, limits, Probability::new(0.001).unwrap()).unwrap();
        assert!((2.0 - width - 1.67).abs() < 5e-3, "{width}");
        assert!((risk.consumer / 0.001 - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_good_process_cannot_be_made_so_risky() {
        let process = Process::normal(100.0, 1.0).unwrap();
        let limits = ToleranceLimits::new(Some(80.0), None).unwrap();
        let message =
            guard_band_for_target_risk(&process, 1.0, limits, Probability::new(0.01).unwrap()).unwrap_err().to_string();
        assert_eq!(message, "the consumer's risk cannot be attained");
    }

    #[test]
    fn what_has_no_guard_band() {
        let process = Process::normal(100.0, 1.0).unwrap();
        let limits = ToleranceLimits::new(Some(80.0), None).unwrap();
        assert!(guard_band_for_target_risk(&process, f64::NAN, limits, Probability::new(0.01).unwrap()).is_err());
    }
}
