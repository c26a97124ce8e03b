//! Maximum likelihood for left-censored normal and lognormal samples.

use super::{Observation, Parted};
use crate::stats::lower_tail::lower_tail;
use crate::stats::spread::sum_of_squares;
use crate::stats::{StatisticError, mean};
use std::f64::consts::PI;

/// Most Newton steps; about ten are enough.
const MOST_STEPS: usize = 200;

/// Relative rounding of a likelihood, with room.
const LEVEL: f64 = 1e-12;

/// The normal distribution under which the sample is most likely.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NormalFit {
    /// Mean.
    pub mean: f64,
    /// Standard deviation; without correction for small samples, as a maximum of the likelihood (divisor n).
    pub standard_deviation: f64,
    /// Logarithm of the likelihood at the maximum.
    pub log_likelihood: f64,
}

/// The lognormal distribution under which the sample is most likely.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LognormalFit {
    /// Mean μ of the natural logarithms.
    pub mu: f64,
    /// Their standard deviation σ (divisor n).
    pub sigma: f64,
    /// exp(μ + σ²/2).
    pub mean: f64,
    /// mean sqrt(exp(σ²) - 1).
    pub standard_deviation: f64,
    /// exp(μ).
    pub median: f64,
    /// Logarithm of the likelihood of the logarithms at the maximum.
    pub log_likelihood: f64,
}

/// Normal distribution of a left-censored sample by maximum likelihood.
///
/// Assumes a normal distribution, which for values that cannot be negative and are often below the limit is seldom right.
/// Formula: maximises Σ ln φ((x - μ)/σ)/σ over the measured values plus Σ ln Φ((limit - μ)/σ) over the others. In 1/σ and μ/σ
/// the logarithm of the likelihood is concave, so Newton's method with shortened steps finds the one maximum.
///
/// # Errors
/// `AllCensored`; `TooFewValues` with fewer than 2 measured values; `NoVariation` when they are all equal, where the
/// likelihood has no maximum or one that rests on the limits alone; `NoConvergence`; `NotFinite`.
///
/// # Source
/// A. C. Cohen, Simplified estimators for the normal distribution when samples are singly censored or truncated,
/// Technometrics 1 (1959); R. J. Olsen, Note on the uniqueness of the maximum likelihood estimator for the Tobit model,
/// Econometrica 46 (1978).
pub fn normal_likelihood(observations: &[Observation]) -> Result<NormalFit, StatisticError> {
    fit(&Parted::of(observations)?)
}

/// Lognormal distribution of a left-censored sample by maximum likelihood: [`normal_likelihood`] of the logarithms.
///
/// The mean exp(μ + σ²/2) hangs on the upper tail of the distribution, so it is worth no more than the assumption.
///
/// # Errors
/// Those of [`normal_likelihood`]; `NotPositive`.
///
/// # Source
/// As [`normal_likelihood`].
pub fn lognormal_likelihood(observations: &[Observation]) -> Result<LognormalFit, StatisticError> {
    let NormalFit { mean: mu, standard_deviation: sigma, log_likelihood } =
        fit(&Parted::of(observations)?.logarithms()?)?;
    let mean = StatisticError::finite(libm::exp(mu + 0.5 * sigma * sigma))?;
    Ok(LognormalFit {
        mu,
        sigma,
        mean,
        standard_deviation: StatisticError::finite(mean * libm::expm1(sigma * sigma).sqrt())?,
        median: libm::exp(mu),
        log_likelihood,
    })
}

fn fit(parted: &Parted) -> Result<NormalFit, StatisticError> {
    let count = parted.measured.len();
    if count < 2 {
        return Err(StatisticError::TooFewValues { needed: 2, got: count });
    }
    let centre = mean(&parted.measured)?;
    let unit = (sum_of_squares(&parted.measured)? / count as f64).sqrt();
    if unit == 0.0 {
        return Err(StatisticError::NoVariation);
    }
    let standardised = |values: &[f64]| values.iter().map(|value| (value - centre) / unit).collect();
    let sample = Parted { measured: standardised(&parted.measured), limits: standardised(&parted.limits) };
    let (shift, scale, log_likelihood) = maximise(&sample)?;
    Ok(NormalFit {
        mean: StatisticError::finite(centre + unit * shift / scale)?,
        standard_deviation: StatisticError::finite(unit / scale)?,
        log_likelihood: StatisticError::finite(log_likelihood - count as f64 * libm::log(unit))?,
    })
}

/// μ/σ, 1/σ and the logarithm of the likelihood at its maximum.
fn maximise(sample: &Parted) -> Result<(f64, f64, f64), StatisticError> {
    let failed = StatisticError::NoConvergence { what: "the likelihood of the censored sample" };
    let (mut shift, mut scale) = (0.0, 1.0);
    let mut here = Likelihood::at(sample, shift, scale);
    for _ in 0..MOST_STEPS {
        let (mut along_shift, mut along_scale) = here.newton_step();
        let small = |step: f64, at: f64| step.abs() <= 1e-14 * (1.0 + f64::abs(at));
        let next = loop {
            if small(along_shift, shift) && small(along_scale, scale) {
                return Ok((shift, scale, here.value));
            }
            if scale + along_scale > 0.0 {
                let next = Likelihood::at(sample, shift + along_shift, scale + along_scale);
                // Near the maximum the likelihood is level within its rounding while the step still gains digits.
                if next.value >= here.value - LEVEL * (1.0 + here.value.abs()) {
                    break next;
                }
            }
            along_shift *= 0.5;
            along_scale *= 0.5;
            if !(along_shift.is_finite() && along_scale.is_finite()) {
                return Err(failed);
            }
        };
        shift += along_shift;
        scale += along_scale;
        here = next;
    }
    Err(failed)
}

/// The logarithm of the likelihood with its first and second derivatives in μ/σ and 1/σ.
struct Likelihood {
    value: f64,
    gradient: (f64, f64),
    /// Minus the second derivatives: both in μ/σ, mixed, both in 1/σ.
    curvature: (f64, f64, f64),
}

impl Likelihood {
    fn at(sample: &Parted, shift: f64, scale: f64) -> Likelihood {
        let constant = libm::log(scale) - 0.5 * libm::log(2.0 * PI);
        let mut sum = Likelihood { value: 0.0, gradient: (0.0, 0.0), curvature: (0.0, 0.0, 0.0) };
        for y in &sample.measured {
            let z = scale * y - shift;
            sum.value += constant - 0.5 * z * z;
            sum.gradient.0 += z;
            sum.gradient.1 += 1.0 / scale - z * y;
            sum.add_curvature(1.0, *y);
            sum.curvature.2 += 1.0 / (scale * scale);
        }
        for limit in &sample.limits {
            let z = scale * limit - shift;
            let (logarithm, ratio) = lower_tail(z);
            sum.value += logarithm;
            sum.gradient.0 -= ratio;
            sum.gradient.1 += ratio * limit;
            sum.add_curvature(ratio * (ratio + z), *limit);
        }
        sum
    }

    fn add_curvature(&mut self, weight: f64, y: f64) {
        self.curvature.0 += weight;
        self.curvature.1 -= weight * y;
        self.curvature.2 += weight * y * y;
    }

    fn newton_step(&self) -> (f64, f64) {
        let (aa, ab, bb) = self.curvature;
        let determinant = aa * bb - ab * ab;
        let (a, b) = self.gradient;
        ((bb * a - ab * b) / determinant, (aa * b - ab * a) / determinant)
    }
}

#[cfg(test)]
mod tests {
    use super::Observation::{Below, Measured};
    use super::*;

    #[test]
    fn without_limits_it_is_mean_and_population_deviation() {
        let fit = normal_likelihood(&[Measured(1.0), Measured(2.0), Measured(6.0)]).unwrap();
        assert!((fit.mean - 3.0).abs() < 1e-15);
        assert!((fit.standard_deviation - (14.0_f64 / 3.0).sqrt()).abs() < 1e-15);
    }

    #[test]
    fn limits_far_from_the_values_still_converge() {
        let far = [Measured(1000.0), Measured(1001.0), Measured(1003.0), Below(1e-3), Below(1e9)];
        let fit = normal_likelihood(&far).unwrap();
        assert!(fit.mean.is_finite() && fit.standard_deviation > 1.0, "{fit:?}");
        assert!(lognormal_likelihood(&far).is_ok());
    }

    #[test]
    fn equal_or_single_values_have_no_fit() {
        let few = StatisticError::TooFewValues { needed: 2, got: 1 };
        assert_eq!(normal_likelihood(&[Measured(1.0), Below(0.5)]), Err(few));
        let equal = [Measured(0.1), Measured(0.1), Measured(0.1), Below(0.5)];
        assert_eq!(normal_likelihood(&equal), Err(StatisticError::NoVariation));
        assert_eq!(lognormal_likelihood(&equal), Err(StatisticError::NoVariation));
    }
}
