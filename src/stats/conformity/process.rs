//! What is known of the true values that a process delivers.

use crate::stats::StatisticError;
use crate::stats::distribution::positive;
use crate::stats::distribution::{Gamma, gamma_kernel, normal};
use std::f64::consts::PI;

/// Standard deviations on each side of the mean beyond which a density is zero in binary64.
const REACH: i32 = 38;

/// Standard deviations above the mean beyond which a gamma density does not count.
const LONGEST_TAIL: i32 = 100;
/// Panels towards zero for a gamma density, each a quarter of the one before.
const GAMMA_STARTS: i32 = 20;

/// The distribution of the true values of a process.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Process(Kind);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Normal { mean: f64, deviation: f64 },
    Gamma { shape: f64, rate: f64 },
}

impl Process {
    /// A normal process, mean and standard deviation in the unit of the limits.
    ///
    /// # Errors
    /// `NotFinite`; `OutsideDomain` unless the standard deviation is positive.
    pub fn normal(mean: f64, standard_deviation: f64) -> Result<Process, StatisticError> {
        let deviation = positive("the standard deviation of the process", standard_deviation)?;
        Ok(Process(Kind::Normal { mean: StatisticError::finite(mean)?, deviation }))
    }

    /// A gamma process for values that cannot be negative; `rate` in the inverse unit of the limits.
    ///
    /// # Errors
    /// `OutsideDomain` unless `shape` >= 1 (below, the density at zero is infinite) and `rate` > 0.
    pub fn gamma(shape: f64, rate: f64) -> Result<Process, StatisticError> {
        if !(shape >= 1.0 && shape.is_finite()) {
            return Err(StatisticError::OutsideDomain { what: "the shape of the process", value: shape });
        }
        Ok(Process(Kind::Gamma { shape, rate: positive("the rate of the process", rate)? }))
    }

    /// Probability density at a value.
    pub(super) fn density(&self, value: f64) -> f64 {
        match self.0 {
            Kind::Normal { mean, deviation } => {
                let z = (value - mean) / deviation;
                libm::exp(-0.5 * z * z) / ((2.0 * PI).sqrt() * deviation)
            }
            Kind::Gamma { shape, rate } if value > 0.0 => gamma_kernel(shape, rate * value) / value,
            Kind::Gamma { .. } => 0.0,
        }
    }

    /// Probability below and above a value.
    pub(super) fn tails(&self, value: f64) -> Result<(f64, f64), StatisticError> {
        match self.0 {
            Kind::Normal { mean, deviation } => {
                let z = (value - mean) / deviation;
                Ok((normal::cdf(z), normal::upper_tail(z)))
            }
            Kind::Gamma { .. } if value <= 0.0 => Ok((0.0, 1.0)),
            Kind::Gamma { shape, rate } => {
                let tails = Gamma::new(shape)?.tails(rate * value)?;
                Ok((tails.lower, tails.upper))
            }
        }
    }

    /// Points between which the density is smooth enough for one panel of integration; the first and last bound it.
    pub(super) fn breaks(&self) -> Vec<f64> {
        match self.0 {
            Kind::Normal { mean, deviation } => {
                (-REACH..=REACH).map(|step| mean + f64::from(step) * deviation).collect()
            }
            Kind::Gamma { shape, rate } => {
                let (mean, deviation) = (shape / rate, shape.sqrt() / rate);
                let middle = (-2 * REACH..=2 * REACH).map(|step| mean + 0.5 * f64::from(step) * deviation);
                // The upper tail falls exponentially; at zero a broken power of x needs ever smaller panels.
                let tail = (REACH + 1..=LONGEST_TAIL).map(|step| mean + f64::from(step) * deviation);
                let start = (1..=GAMMA_STARTS).map(|step| libm::ldexp(mean, -2 * step));
                let mut points: Vec<f64> = middle.chain(tail).chain(start).filter(|point| *point > 0.0).collect();
                points.push(0.0);
                points.sort_by(f64::total_cmp);
                points
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::quadrature;

    #[test]
    fn densities_integrate_to_their_tails() {
        for process in
            [Process::normal(5.0, 2.0).unwrap(), Process::gamma(4.0, 4.0).unwrap(), Process::gamma(1.0, 0.1).unwrap()]
        {
            let breaks = process.breaks();
            let all = quadrature::panels(&breaks, &|value| process.density(value));
            assert!((all - 1.0).abs() < 1e-11, "{process:?}: {all}");
            let cut = breaks[breaks.len() / 2];
            let below: Vec<f64> = breaks.into_iter().filter(|point| *point <= cut).collect();
            let lower = quadrature::panels(&below, &|value| process.density(value));
            assert!((lower - process.tails(cut).unwrap().0).abs() < 1e-11, "{process:?}");
        }
    }

    #[test]
    fn what_is_no_process() {
        assert!(Process::normal(0.0, 0.0).is_err());
        assert_eq!(Process::normal(f64::NAN, 1.0), Err(StatisticError::NotFinite));
        assert!(Process::gamma(0.5, 1.0).is_err());
        assert!(Process::gamma(f64::NAN, 1.0).is_err());
        assert!(Process::gamma(2.0, -1.0).is_err());
    }
}
