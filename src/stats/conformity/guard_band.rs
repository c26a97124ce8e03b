//! The guard band between tolerance limits and acceptance limits.

use super::ToleranceLimits;
use crate::stats::StatisticError;
use crate::stats::distribution::normal;
use crate::stats::distribution::positive;

/// Where accepting begins and ends, in the unit of the limits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AcceptanceLimits {
    /// Smallest result accepted.
    pub lower: Option<f64>,
    /// Largest result accepted.
    pub upper: Option<f64>,
}

impl AcceptanceLimits {
    /// Acceptance limits a guard band inside the tolerance limits; a negative band puts them outside.
    pub(super) fn inside(limits: ToleranceLimits, guard_band: f64) -> AcceptanceLimits {
        AcceptanceLimits {
            lower: limits.lower().map(|limit| limit + guard_band),
            upper: limits.upper().map(|limit| limit - guard_band),
        }
    }

    /// Whether the guard bands overlap, so that no result can be accepted.
    pub fn is_empty(&self) -> bool {
        matches!((self.lower, self.upper), (Some(lower), Some(upper)) if lower > upper)
    }

    /// Probability that a result around `value` with standard uncertainty `scale` is accepted; 0 when nothing can be.
    pub(super) fn probability(&self, value: f64, scale: f64) -> f64 {
        let low = self.lower.map_or(f64::NEG_INFINITY, |limit| (limit - value) / scale);
        let high = self.upper.map_or(f64::INFINITY, |limit| (limit - value) / scale);
        normal::between(low, high)
    }

    /// The complement of [`AcceptanceLimits::probability`], without cancellation.
    pub(super) fn rejection(&self, value: f64, scale: f64) -> f64 {
        if self.is_empty() {
            return 1.0;
        }
        let low = self.lower.map_or(0.0, |limit| normal::cdf((limit - value) / scale));
        low + self.upper.map_or(0.0, |limit| normal::upper_tail((limit - value) / scale))
    }
}

/// A guard band and what follows from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GuardBand {
    /// Width w, in the unit of the limits.
    pub width: f64,
    /// The acceptance limits.
    pub acceptance: AcceptanceLimits,
    /// Risk of accepting wrongly for a result exactly on an acceptance limit; the far limit is left out of account.
    pub risk_at_acceptance_limit: f64,
}

/// Guard band w = r U with the expanded uncertainty U = k u.
///
/// `ratio` is r: 0 accepts simply, with a risk up to one half; 1 with k = 2 keeps the one-sided risk below 2.3 %;
/// r k = 1.645 gives 5 %. Assumes a normal uncertainty.
///
/// # Errors
/// `OutsideDomain` unless `standard_uncertainty` and `coverage_factor` are positive and `ratio` is not negative; `NotFinite` on
/// overflow.
///
/// # Source
/// ILAC-G8:09/2019, 4.2; ISO 14253-1:2017 for r k = 1.645.
///
/// # Checked against
/// ILAC-G8 printed "< 2.5 %" and ISO 14253-1's 5 %; R 4.2.2 `pnorm`.
pub fn guard_band(
    limits: ToleranceLimits,
    standard_uncertainty: f64,
    coverage_factor: f64,
    ratio: f64,
) -> Result<GuardBand, StatisticError> {
    let uncertainty = positive("the standard uncertainty", standard_uncertainty)?;
    let factor = positive("the coverage factor", coverage_factor)?;
    if !(ratio >= 0.0 && ratio.is_finite()) {
        return Err(StatisticError::OutsideDomain {
            what: "the ratio of guard band to expanded uncertainty",
            value: ratio,
        });
    }
    let width = StatisticError::finite(ratio * (factor * uncertainty))?;
    Ok(GuardBand {
        width,
        acceptance: AcceptanceLimits::inside(limits, width),
        risk_at_acceptance_limit: normal::upper_tail(ratio * factor),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Requirements section 4: potency 70 to 130, u = 4, w = 8: acceptance 78 to 122.
    #[test]
    fn worked_example() {
        let limits = ToleranceLimits::new(Some(70.0), Some(130.0)).unwrap();
        let band = guard_band(limits, 4.0, 2.0, 1.0).unwrap();
        assert_eq!(band.width, 8.0);
        assert_eq!(band.acceptance, AcceptanceLimits { lower: Some(78.0), upper: Some(122.0) });
        assert!(band.risk_at_acceptance_limit < 0.023 && !band.acceptance.is_empty());
        assert!(guard_band(limits, 16.0, 2.0, 1.0).unwrap().acceptance.is_empty());
    }

    #[test]
    fn what_is_no_guard_band() {
        let limits = ToleranceLimits::new(None, Some(1.0)).unwrap();
        for (u, k, r) in
            [(0.0, 2.0, 1.0), (1.0, 0.0, 1.0), (1.0, 2.0, -0.1), (1.0, 2.0, f64::NAN), (f64::NAN, 2.0, 1.0)]
        {
            assert!(matches!(guard_band(limits, u, k, r), Err(StatisticError::OutsideDomain { .. })), "{u} {k} {r}");
        }
        assert_eq!(guard_band(limits, 1e308, 2.0, 1.0), Err(StatisticError::NotFinite));
    }
}
