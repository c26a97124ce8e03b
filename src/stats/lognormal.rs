//! Means of lognormal values: the geometric mean and the arithmetic mean, two things, with their intervals.

use super::distribution::{ChiSquared, StudentT, normal};
use super::mean::mean;
use super::mean_interval::mean_interval;
use super::spread::variance;
use super::summation::size;
use super::{Confidence, Estimate, Interval, Sides, StatisticError, quadrature, root};
use std::f64::consts::FRAC_PI_2;

/// Geometric mean with the interval or bound from the t interval of the logarithms, in the unit of the values.
///
/// It is not an interval of the arithmetic mean. Assumes independent, lognormal values.
///
/// # Errors
/// `NotPositive`; those of [`mean_interval`] for the logarithms.
///
/// # Source
/// USP <1034>, combination of independent assays.
pub fn geometric_mean_interval(
    values: &[f64],
    confidence: Confidence,
    sides: Sides,
) -> Result<Estimate, StatisticError> {
    let logs = mean_interval(&logarithms(values)?, confidence, sides)?;
    let interval = logs.interval.map(|interval| interval.map(libm::exp));
    let value = libm::exp(logs.value);
    let method = "t interval of the geometric mean";
    Estimate { value, standard_error: None, interval, method, n: values.len() }.checked()
}

/// How the arithmetic mean of a lognormal distribution is estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LognormalMean {
    /// e^(m + s²/2) with m and s² (divisor n - 1) of the logarithms; biased upward for few values.
    PlugIn,
    /// The unbiased estimate of least variance (Finney).
    Unbiased,
}

/// Arithmetic mean of lognormal values, in their unit.
///
/// # Errors
/// `TooFewValues` when n < 2; `NotPositive`; `NotFinite`.
///
/// # Source
/// D. J. Finney, On the distribution of a variate whose logarithm is normally distributed, Suppl. J. Roy. Statist. Soc. 7
/// (1941) 155-161.
pub fn lognormal_mean(values: &[f64], estimator: LognormalMean) -> Result<Estimate, StatisticError> {
    let logs = Logs::of(values)?;
    let (value, method) = match estimator {
        LognormalMean::PlugIn => (libm::exp(logs.center()), "lognormal mean, plug-in"),
        LognormalMean::Unbiased => (libm::exp(logs.mean) * finney(logs.n, logs.variance), "lognormal mean, unbiased"),
    };
    Estimate { value, standard_error: None, interval: None, method, n: values.len() }.checked()
}

/// Finney's series: Σ ((n-1)² s² / (4 n))^k / (((n-1)/2)_k k!).
fn finney(n: f64, variance: f64) -> f64 {
    let step = (n - 1.0) * (n - 1.0) * variance / (4.0 * n);
    let (mut term, mut sum, mut k) = (1.0, 1.0, 0.0);
    while term > sum * f64::EPSILON && sum.is_finite() {
        term *= step / ((0.5 * (n - 1.0) + k) * (k + 1.0));
        k += 1.0;
        sum += term;
    }
    sum
}

/// How the interval of the arithmetic mean of lognormal values is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LognormalInterval {
    /// Normal quantile with s²/n + s⁴/(2(n-1)): Cox as published.
    Cox,
    /// t quantile with s²/n + s⁴/(2(n-1)): Olsson.
    Olsson,
    /// t quantile with s²/n + s⁴/(2(n+1)): what EnvStats calls Cox.
    CoxEnvStats,
    /// Variance estimates recovered from the intervals of mean and variance: Zou.
    Zou,
    /// Exact, from the conditional distribution given the sufficient statistic: Land.
    Land,
}

/// Plug-in mean of lognormal values with an interval or bound, in their unit.
///
/// Assumes independent, lognormal values; intervals for few values with large spread become very wide.
///
/// # Errors
/// `TooFewValues` when n < 2; `NotPositive`; `NoVariation` when all values are equal; `NotFinite`; `NoConvergence`.
///
/// # Source
/// C. E. Land, Technometrics 14 (1972) 145-158 (Cox and exact); U. Olsson, J. Statistics Education 13 (2005) no. 1;
/// G. Y. Zou, C. Y. Huo, J. Taleban, Computational Statistics and Data Analysis 53 (2009) 3755-3764.
pub fn lognormal_mean_interval(
    values: &[f64],
    confidence: Confidence,
    sides: Sides,
    kind: LognormalInterval,
) -> Result<Estimate, StatisticError> {
    let logs = Logs::of(values)?;
    if logs.variance == 0.0 {
        return Err(StatisticError::NoVariation);
    }
    let value = StatisticError::finite(libm::exp(logs.center()))?;
    let (lower, upper, method) = match kind {
        LognormalInterval::Cox => logs.cox(normal::quantile(confidence.quantile(sides)), logs.n - 1.0, "Cox interval"),
        LognormalInterval::Olsson => logs.cox(logs.t(confidence, sides)?, logs.n - 1.0, "Olsson interval"),
        LognormalInterval::CoxEnvStats => {
            logs.cox(logs.t(confidence, sides)?, logs.n + 1.0, "Cox interval of EnvStats")
        }
        LognormalInterval::Zou => logs.zou(confidence, sides)?,
        LognormalInterval::Land => logs.land(confidence, sides)?,
    };
    let interval = Interval::on_sides(libm::exp(lower), libm::exp(upper), sides, confidence);
    Estimate { value, standard_error: None, interval: Some(interval), method, n: values.len() }.checked()
}

/// Mean and variance of natural logarithms.
struct Logs {
    n: f64,
    mean: f64,
    variance: f64,
}

impl Logs {
    fn of(values: &[f64]) -> Result<Logs, StatisticError> {
        let logs = logarithms(values)?;
        Ok(Logs { n: size(logs.len()), mean: mean(&logs)?, variance: variance(&logs)? })
    }

    /// Logarithm of the plug-in mean.
    fn center(&self) -> f64 {
        self.mean + 0.5 * self.variance
    }

    fn t(&self, confidence: Confidence, sides: Sides) -> Result<f64, StatisticError> {
        StudentT::new(self.n - 1.0)?.quantile(confidence.quantile(sides))
    }

    fn cox(&self, quantile: f64, divisor: f64, method: &'static str) -> (f64, f64, &'static str) {
        let square = self.variance / self.n + self.variance * self.variance / (2.0 * divisor);
        let half_width = quantile * square.sqrt();
        (self.center() - half_width, self.center() + half_width, method)
    }

    fn zou(&self, confidence: Confidence, sides: Sides) -> Result<(f64, f64, &'static str), StatisticError> {
        let upper = confidence.quantile(sides);
        let degrees = self.n - 1.0;
        let chi_squared = ChiSquared::new(degrees)?;
        let z = normal::quantile(upper);
        let of_mean = z * (self.variance / self.n).sqrt();
        let excess = |probability| -> Result<f64, StatisticError> {
            Ok(0.5 * self.variance * (degrees / chi_squared.quantile(probability)? - 1.0))
        };
        // At a low confidence the lower bound of the variance may lie above the estimate, which then is the bound.
        let (shortfall, surplus) = (excess(upper)?.min(0.0), excess(upper.opposite())?.max(0.0));
        let (below, above) = (libm::hypot(of_mean, shortfall), libm::hypot(of_mean, surplus));
        Ok((self.center() - below, self.center() + above, "Zou interval"))
    }

    fn land(&self, confidence: Confidence, sides: Sides) -> Result<(f64, f64, &'static str), StatisticError> {
        let upper = confidence.quantile(sides);
        let below = if sides == Sides::Upper { self.center() } else { self.land_end(upper.value())? };
        let above = if sides == Sides::Lower { self.center() } else { self.land_end(upper.complement())? };
        Ok((below, above, "Land interval"))
    }

    /// The logarithm ψ of the mean for which the observed mean of the logarithms has a conditional probability.
    fn land_end(&self, probability: f64) -> Result<f64, StatisticError> {
        let step = (self.variance / self.n).sqrt();
        // The probability falls as ψ rises; the logarithm of the odds is nearly straight.
        let odds = |p: f64| libm::log(p / (1.0 - p));
        let distance = |psi: f64| odds(probability) - odds(self.conditional(psi));
        let value = root::increasing("the Land interval", self.center(), step, |psi| {
            let reach = 1e-4 * step;
            Ok((distance(psi), (distance(psi + reach) - distance(psi - reach)) / (2.0 * reach)))
        })?;
        Ok(value)
    }

    /// P(mean of the logarithms <= observed | W) when the logarithm of the arithmetic mean is ψ.
    ///
    /// Given W = n u² + S with u = mean - ψ, the density of u is proportional to (W - n u²)^((n-1)/2 - 1) e^(-n u / 2);
    /// here over the angle of u = sqrt(W / n) sin θ.
    fn conditional(&self, psi: f64) -> f64 {
        let u = self.mean - psi;
        let sum = (self.n - 1.0) * self.variance;
        let slope = 0.5 * (self.n * (self.n * u * u + sum)).sqrt();
        let power = self.n - 2.0;
        let observed = libm::atan(self.n.sqrt() * u / sum.sqrt());
        let peak_sine = 2.0 * -slope / (power + (power * power + 4.0 * slope * slope).sqrt());
        let peak = libm::asin(peak_sine);
        let exponent = |angle: f64| {
            let cosine = libm::cos(angle).max(f64::MIN_POSITIVE);
            if power == 0.0 { -slope * libm::sin(angle) } else { power * libm::log(cosine) - slope * libm::sin(angle) }
        };
        let curvature = power / (1.0 - peak_sine * peak_sine).max(f64::EPSILON) - slope * peak_sine;
        let reach = 14.0 / curvature.sqrt();
        let (from, to) = ((peak - reach).max(-FRAC_PI_2), (peak + reach).min(FRAC_PI_2));
        let highest = exponent(peak);
        let density = |angle: f64| libm::exp(exponent(angle) - highest);
        let mass = |from: f64, to: f64| {
            let panels: Vec<f64> = (0..=16_u8).map(|index| from + (to - from) * f64::from(index) / 16.0).collect();
            quadrature::panels(&panels, &density)
        };
        let split = observed.clamp(from, to);
        let (below, above) = (mass(from, split), mass(split, to));
        below / (below + above)
    }
}

fn logarithms(values: &[f64]) -> Result<Vec<f64>, StatisticError> {
    StatisticError::check(values, 2)?;
    if values.iter().any(|value| *value <= 0.0) {
        return Err(StatisticError::NotPositive);
    }
    Ok(values.iter().map(|value| libm::log(*value)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_is_missing() {
        let confidence = Confidence::new(0.95).unwrap();
        let of = |values: &[f64]| lognormal_mean_interval(values, confidence, Sides::Two, LognormalInterval::Land);
        assert_eq!(of(&[1.0]), Err(StatisticError::TooFewValues { needed: 2, got: 1 }));
        assert_eq!(of(&[1.0, -1.0]), Err(StatisticError::NotPositive));
        assert_eq!(of(&[2.0, 2.0]), Err(StatisticError::NoVariation));
        assert_eq!(geometric_mean_interval(&[2.0, 2.0], confidence, Sides::Two), Err(StatisticError::NoVariation));
        assert_eq!(lognormal_mean(&[1.0, f64::NAN], LognormalMean::Unbiased), Err(StatisticError::NotFinite));
    }

    #[test]
    fn two_values_have_a_land_interval() {
        let confidence = Confidence::new(0.9).unwrap();
        let land = lognormal_mean_interval(&[1.0, 1.1], confidence, Sides::Two, LognormalInterval::Land).unwrap();
        assert!(land.interval.is_some_and(|interval| interval.contains(land.value)), "{land:?}");
    }
}
