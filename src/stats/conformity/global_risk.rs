//! Risks over all that a process delivers, before anything is measured.

use super::{AcceptanceLimits, Process, ToleranceLimits};
use crate::stats::distribution::positive;
use crate::stats::{StatisticError, quadrature};

/// Standard uncertainties around an acceptance limit within which the chance of acceptance is divided into panels.
const REACH: i32 = 38;

/// Joint and conditional risks; all are probabilities.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GlobalRisk {
    /// The acceptance limits.
    pub acceptance: AcceptanceLimits,
    /// Consumer's risk: accepted and nonconforming. A joint probability.
    pub consumer: f64,
    /// Producer's risk: rejected and conforming. A joint probability.
    pub producer: f64,
    /// Accepted.
    pub accepted: f64,
    /// Conforming.
    pub conforming: f64,
    /// Nonconforming.
    pub nonconforming: f64,
    /// Nonconforming, given that it was accepted; none when nothing is.
    pub false_accept_given_accepted: Option<f64>,
    /// Conforming, given that it was rejected; none when nothing is.
    pub false_reject_given_rejected: Option<f64>,
}

/// Global consumer's and producer's risk of a process under a guard band.
///
/// `standard_uncertainty` and `guard_band` in the unit of the limits; a negative guard band accepts beyond the limits. Assumes a
/// normal measurement with an uncertainty that does not depend on the value. Formula: the density of the process times
/// the probability of acceptance, integrated over the nonconforming values (and its counterpart over the conforming
/// ones), by 20-point Gauss-Legendre panels between steps of both deviations.
///
/// # Errors
/// `OutsideDomain` unless `standard_uncertainty` > 0; `NotFinite`.
///
/// # Source
/// JCGM 106:2012, 9.5.
///
/// # Checked against
/// mvtnorm 1.1-3, suncal 1.7.1, the examples of JCGM 106 (resistors, ball bearings).
pub fn global_risk(
    process: &Process,
    standard_uncertainty: f64,
    limits: ToleranceLimits,
    guard_band: f64,
) -> Result<GlobalRisk, StatisticError> {
    let scale = positive("the standard uncertainty", standard_uncertainty)?;
    let acceptance = AcceptanceLimits::inside(limits, StatisticError::finite(guard_band)?);
    let grid = Grid::new(process, scale, limits, &acceptance);
    let accept = |value: f64| process.density(value) * acceptance.probability(value, scale);
    let reject = |value: f64| process.density(value) * acceptance.rejection(value, scale);
    let consumer = grid.outside(limits, &accept);
    let producer = grid.inside(limits, &reject);
    let below = limits.lower().map_or(Ok(0.0), |limit| Ok(process.tails(limit)?.0))?;
    let above = limits.upper().map_or(Ok(0.0), |limit| Ok(process.tails(limit)?.1))?;
    let nonconforming = below + above;
    let conforming = 1.0 - nonconforming;
    let accepted = consumer + grid.inside(limits, &accept);
    let rejected = producer + grid.outside(limits, &reject);
    let share = |part: f64, whole: f64| (whole > 0.0).then(|| (part / whole).min(1.0));
    Ok(GlobalRisk {
        acceptance,
        consumer,
        producer,
        accepted,
        conforming,
        nonconforming,
        false_accept_given_accepted: share(consumer, accepted),
        false_reject_given_rejected: share(producer, rejected),
    })
}

/// Points between which both the density and the chance of acceptance are smooth.
struct Grid(Vec<f64>);

impl Grid {
    fn new(process: &Process, scale: f64, limits: ToleranceLimits, acceptance: &AcceptanceLimits) -> Grid {
        let mut points = process.breaks();
        let (first, last) = (points.first().copied().unwrap_or(0.0), points.last().copied().unwrap_or(0.0));
        for limit in [acceptance.lower, acceptance.upper].into_iter().flatten() {
            points.extend((-REACH..=REACH).map(|step| limit + f64::from(step) * scale));
        }
        points.extend([limits.lower(), limits.upper()].into_iter().flatten());
        points.retain(|point| (first..=last).contains(point));
        points.sort_by(f64::total_cmp);
        points.dedup();
        Grid(points)
    }

    fn inside(&self, limits: ToleranceLimits, function: &impl Fn(f64) -> f64) -> f64 {
        let conforms = |point: &f64| {
            limits.lower().is_none_or(|limit| *point >= limit) && limits.upper().is_none_or(|limit| *point <= limit)
        };
        quadrature::panels(&self.0.iter().copied().filter(conforms).collect::<Vec<f64>>(), function)
    }

    fn outside(&self, limits: ToleranceLimits, function: &impl Fn(f64) -> f64) -> f64 {
        let part = |keep: &dyn Fn(f64) -> bool| {
            let points: Vec<f64> = self.0.iter().copied().filter(|point| keep(*point)).collect();
            quadrature::panels(&points, function)
        };
        let below = limits.lower().map_or(0.0, |limit| part(&|point| point <= limit));
        below + limits.upper().map_or(0.0, |limit| part(&|point| point >= limit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::distribution::normal;

    /// One limit at the process mean, u = σ: the correlation is 1/√2, an eighth of the lots is accepted wrongly.
    #[test]
    fn an_eighth_by_symmetry() {
        let process = Process::normal(3.0, 2.0).unwrap();
        let risk = global_risk(&process, 2.0, ToleranceLimits::new(None, Some(3.0)).unwrap(), 0.0).unwrap();
        assert!((risk.consumer - 0.125).abs() < 1e-14 && (risk.producer - 0.125).abs() < 1e-14, "{risk:?}");
        assert!((risk.false_accept_given_accepted.unwrap() - 0.25).abs() < 1e-14);
    }

    /// Results are normal with the variance σ² + u².
    #[test]
    fn the_accepted_part_is_that_of_the_results() {
        let process = Process::normal(100.0, 8.0).unwrap();
        for (u, guard) in [(0.01, 0.0), (5.0, 3.0), (80.0, -4.0), (8000.0, 0.0)] {
            let limits = ToleranceLimits::new(Some(80.0), Some(110.0)).unwrap();
            let risk = global_risk(&process, u, limits, guard).unwrap();
            let scale = (64.0 + u * u).sqrt();
            let expected = normal::between((80.0 + guard - 100.0) / scale, (110.0 - guard - 100.0) / scale);
            assert!((risk.accepted / expected - 1.0).abs() < 1e-12, "{u}: {} {expected}", risk.accepted);
            let wrong = risk.consumer + risk.producer;
            assert!((risk.accepted + wrong - 2.0 * risk.consumer - risk.conforming).abs() < 1e-13);
        }
    }

    #[test]
    fn a_wider_guard_band_trades_one_risk_for_the_other() {
        let process = Process::normal(100.0, 8.0).unwrap();
        let limits = ToleranceLimits::new(Some(80.0), None).unwrap();
        let risks: Vec<GlobalRisk> =
            (-4..9).map(|guard| global_risk(&process, 5.0, limits, f64::from(guard)).unwrap()).collect();
        assert!(
            risks.windows(2).all(|pair| pair[1].consumer < pair[0].consumer && pair[1].producer > pair[0].producer)
        );
    }

    #[test]
    fn nothing_accepted_has_no_conditional_risk() {
        let process = Process::normal(100.0, 8.0).unwrap();
        let limits = ToleranceLimits::new(Some(99.0), Some(101.0)).unwrap();
        let risk = global_risk(&process, 1.0, limits, 2.0).unwrap();
        assert_eq!((risk.accepted, risk.consumer, risk.false_accept_given_accepted), (0.0, 0.0, None));
        assert!((risk.producer - risk.conforming).abs() < 1e-14);
    }

    #[test]
    fn what_has_no_risk() {
        let process = Process::normal(100.0, 8.0).unwrap();
        let limits = ToleranceLimits::new(Some(80.0), None).unwrap();
        assert!(global_risk(&process, 0.0, limits, 0.0).is_err());
        assert!(global_risk(&process, f64::NAN, limits, 0.0).is_err());
        assert_eq!(global_risk(&process, 1.0, limits, f64::INFINITY), Err(StatisticError::NotFinite));
    }
}
