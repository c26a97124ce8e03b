//! The noncentral t distribution.

use super::stirling::gamma_kernel;
use super::{Tails, normal, number, positive};
use crate::stats::{Probability, StatisticError, quadrature, root};

/// Half width of the integration window in units of 1/√(2ν), the spread of s.
const WINDOW: f64 = 12.0;
/// Panels over that window.
const PANELS: u32 = 10;
/// Break points around the step of Φ(t s - δ), in units of its width 1/|t|.
const STEP_BREAKS: [f64; 7] = [-9.0, -4.0, -1.5, 0.0, 1.5, 4.0, 9.0];

/// Below these degrees of freedom a power of s that is not whole disturbs the panel at 0.
const BROKEN_POWER_MATTERS: f64 = 30.0;
/// Logarithm of the mass below the smallest break point, about s^ν: 1e-17.
const SMALLEST_LOG_MASS: f64 = -39.0;

/// Enough break points towards 0 for a tenth of a degree of freedom; with less, digits are lost.
const MOST_BREAKS: usize = 300;

/// A noncentral t distribution: of (Z + δ) / s, Z standard normal and ν s² chi-squared with ν degrees of freedom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NoncentralT {
    degrees_of_freedom: f64,
    noncentrality: f64,
}

impl NoncentralT {
    /// A noncentral t distribution by its degrees of freedom > 0 and its noncentrality δ of either sign.
    ///
    /// # Errors
    /// `OutsideDomain` when the degrees are not positive and finite or the noncentrality is not finite.
    pub fn new(degrees_of_freedom: f64, noncentrality: f64) -> Result<NoncentralT, StatisticError> {
        let degrees_of_freedom = positive("degrees of freedom", degrees_of_freedom)?;
        if noncentrality.is_finite() {
            Ok(NoncentralT { degrees_of_freedom, noncentrality })
        } else {
            Err(StatisticError::OutsideDomain { what: "noncentrality", value: noncentrality })
        }
    }

    /// Both tails at t: the mean of Φ(t s - δ) over s = χ/√ν, by Gauss-Legendre panels that resolve both the density of s
    /// and the step of Φ; no approximation for large noncentrality.
    ///
    /// Absolute accuracy about 1e-15, relative accuracy 1e-12 down to tails of 1e-20.
    ///
    /// # Errors
    /// `NotFinite` when t is not a number.
    ///
    /// # Source
    /// Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 2, 2nd edition 1995, chapter 31, (31.11).
    pub fn tails(&self, t: f64) -> Result<Tails, StatisticError> {
        if number(t)?.is_infinite() {
            return Ok(if t > 0.0 { Tails::from_upper(0.0) } else { Tails::from_lower(0.0) });
        }
        let over_s = OverS::new(self.degrees_of_freedom, self.noncentrality, t);
        Ok(Tails { lower: over_s.lower_tail(), upper: over_s.upper_tail() })
    }

    /// The t below which the probability lies.
    ///
    /// # Errors
    /// `NoConvergence`.
    pub fn quantile(&self, probability: Probability) -> Result<f64, StatisticError> {
        let (nu, delta, z) = (self.degrees_of_freedom, self.noncentrality, normal::quantile(probability));
        let start = approximate_quantile(nu, delta, z);
        let step = 0.1 * (1.0 + delta * delta / (2.0 * nu)).sqrt();
        root::increasing("the noncentral t quantile", start, step, |t| {
            let over_s = OverS::new(nu, delta, t);
            over_s.against(probability, over_s.mean(|s, z| s * normal::density(z)))
        })
    }

    /// The noncentrality for which t is the quantile of the probability; larger probabilities give smaller ones.
    ///
    /// # Errors
    /// `OutsideDomain` when the degrees are not positive and finite; `NotFinite` when t is not finite; `NoConvergence`.
    pub fn noncentrality(t: f64, degrees_of_freedom: f64, probability: Probability) -> Result<f64, StatisticError> {
        let nu = positive("degrees of freedom", degrees_of_freedom)?;
        let spread = (1.0 + StatisticError::finite(t)? * t / (2.0 * nu)).sqrt();
        let start = -t + normal::quantile(probability) * spread;
        let negative = root::increasing("the noncentrality", start, 0.1 * spread, |negative| {
            let over_s = OverS::new(nu, -negative, t);
            over_s.against(probability, over_s.mean(|_, z| normal::density(z)))
        })?;
        Ok(-negative)
    }
}

/// Means over s at one t.
struct OverS {
    density: ChiDensity,
    breaks: Vec<f64>,
    t: f64,
    delta: f64,
}

impl OverS {
    fn new(nu: f64, delta: f64, t: f64) -> OverS {
        let density = ChiDensity::new(nu);
        let breaks = density.breaks(delta / t, 1.0 / t.abs());
        OverS { density, breaks, t, delta }
    }

    /// The mean over s of a function of s and t s - δ.
    fn mean(&self, function: impl Fn(f64, f64) -> f64) -> f64 {
        quadrature::panels(&self.breaks, &|s| self.density.at(s) * function(s, self.t * s - self.delta))
    }

    fn lower_tail(&self) -> f64 {
        self.mean(|_, z| normal::cdf(z)).min(1.0)
    }

    fn upper_tail(&self) -> f64 {
        self.mean(|_, z| normal::upper_tail(z)).min(1.0)
    }

    /// Value and slope of the logarithm of the smaller tail against that of the probability, increasing in either case.
    fn against(&self, probability: Probability, slope: f64) -> Result<(f64, f64), StatisticError> {
        Ok(if probability.value() <= 0.5 {
            let tail = self.lower_tail();
            (libm::log(tail / probability.value()), slope / tail)
        } else {
            let tail = self.upper_tail();
            (-libm::log(tail / probability.complement()), slope / tail)
        })
    }
}

/// Start of the quantile search.
///
/// # Source
/// Johnson and Welch (1940): t s - δ is nearly normal with mean t c - δ and variance 1 + t² (1 - c²), c the mean of s; here
/// with 1 - c² = 1 / (2ν).
fn approximate_quantile(nu: f64, delta: f64, z: f64) -> f64 {
    let c = 1.0 - 1.0 / (4.0 * nu);
    let v = 1.0 / (2.0 * nu);
    let a = c * c - z * z * v;
    if a <= 0.1 {
        return delta * 2.0 + 2.0 * z;
    }
    (delta * c + z * (a + v * delta * delta).max(0.0).sqrt()) / a
}

/// The density of s = χ/√ν.
pub(in crate::stats) struct ChiDensity {
    nu: f64,
    scale: f64,
    pub(super) from: f64,
    pub(super) to: f64,
}

impl ChiDensity {
    pub(in crate::stats) fn new(nu: f64) -> ChiDensity {
        let a = 0.5 * nu;
        let scale = 2.0 * gamma_kernel(a, a);
        let half = WINDOW / (2.0 * nu).sqrt();
        ChiDensity { nu, scale, from: (1.0 - half).max(0.0), to: 1.0 + half }
    }

    /// 2 (ν/2)^(ν/2) s^(ν-1) e^(-ν s²/2) / Γ(ν/2), with the exponent taken relative to its maximum near s = 1.
    pub(in crate::stats) fn at(&self, s: f64) -> f64 {
        let r = s - 1.0;
        let exponent = self.nu * (libm::log1p(r) - r - 0.5 * r * r);
        self.scale * libm::exp(exponent) / s
    }

    /// Equal panels over the window, with more break points where a step of the given width lies inside, and towards 0 when
    /// the density has a broken power of s there, which no polynomial follows.
    pub(in crate::stats) fn breaks(&self, step_at: f64, step_width: f64) -> Vec<f64> {
        let panel = (self.to - self.from) / f64::from(PANELS);
        let mut breaks: Vec<f64> = (0..=PANELS).map(|index| self.from + f64::from(index) * panel).collect();
        if step_width < 0.5 * panel {
            let inside = |point: &f64| *point > self.from && *point < self.to;
            breaks.extend(STEP_BREAKS.iter().map(|offset| step_at + offset * step_width).filter(inside));
        }
        if self.from == 0.0 && self.nu < BROKEN_POWER_MATTERS && self.nu.fract() != 0.0 {
            let toward_zero = std::iter::successors(Some(0.25 * panel), |point| Some(0.25 * point));
            let counts = |point: &f64| self.nu * libm::log(*point) > SMALLEST_LOG_MASS;
            breaks.extend(toward_zero.take(MOST_BREAKS).take_while(counts));
        }
        breaks.sort_by(f64::total_cmp);
        breaks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(obtained: f64, expected: f64, rel: f64) {
        assert!((obtained - expected).abs() <= rel * expected.abs(), "{obtained:e} instead of {expected:e}");
    }

    /// Degrees of freedom, noncentrality, t, lower and upper tail; computed with mpmath, 30 digits.
    #[rustfmt::skip]
    const REFERENCE: [(f64, f64, f64, f64, f64); 14] = [
        (1.35, 0.4, 1.1, 0.6690208880655235, 0.3309791119344765),
        (2.6, 3.0, 5.0, 0.7349174974967841, 0.26508250250321586),
        (4.0, 1.5, 2.0, 0.6189289251396547, 0.3810710748603453),
        (1.0, 0.5, 30.0, 0.9814507243118631, 0.018549275688136958),
        (2.0, 5.0, 3.1, 0.10562635399906695, 0.894373646000933),
        (2.0, 5.0, 0.5, 5.0303500824944175e-06, 0.9999949696499175),
        (19.0, -2.0, -5.0, 0.010279655202701698, 0.9897203447972983),
        (9.0, 7.0, 12.0, 0.9493871071654868, 0.05061289283451315),
        (999.0, 52.0, 53.1, 0.7577322168960984, 0.2422677831039016),
        (29.0, 40.0, 60.0, 0.9953573383514616, 0.004642661648538482),
        (1.0, 3.0, 400.0, 0.9940151783073156, 0.005984821692684411),
        (5.5, 0.0, -1.2, 0.13963162555169586, 0.8603683744483042),
        (300.0, -60.0, -57.0, 0.885167888053638, 0.11483211194636196),
        (3.0, 1.0, -2.0, 0.009968500632730913, 0.9900314993672691),
    ];

    #[test]
    fn both_tails() {
        for (nu, delta, t, lower, upper) in REFERENCE {
            let tails = NoncentralT::new(nu, delta).unwrap().tails(t).unwrap();
            close(tails.lower, lower, 1e-12);
            close(tails.upper, upper, 1e-12);
        }
    }

    #[test]
    fn quantile_and_noncentrality_invert_the_tails() {
        for (nu, delta, t, lower, upper) in REFERENCE {
            let probability = if lower < upper { Probability::new(lower) } else { Probability::from_complement(upper) };
            let probability = probability.unwrap();
            close(NoncentralT::new(nu, delta).unwrap().quantile(probability).unwrap(), t, 1e-11);
            let obtained = NoncentralT::noncentrality(t, nu, probability).unwrap();
            assert!((obtained - delta).abs() <= 1e-11 * (1.0 + delta.abs()), "{obtained} instead of {delta}");
        }
    }

    /// Without noncentrality it is Student's.
    #[test]
    fn central_case() {
        let student = super::super::StudentT::new(7.0).unwrap();
        for t in [-3.0, -0.5, 0.0, 2.0] {
            close(NoncentralT::new(7.0, 0.0).unwrap().tails(t).unwrap().lower, student.tails(t).unwrap().lower, 1e-13);
        }
    }

    #[test]
    fn refuses_what_is_outside() {
        assert!(NoncentralT::new(0.0, 1.0).is_err() && NoncentralT::new(3.0, f64::NAN).is_err());
        let half = Probability::new(0.5).unwrap();
        assert_eq!(NoncentralT::new(3.0, 1.0).unwrap().tails(f64::NAN), Err(StatisticError::NotFinite));
        assert_eq!(NoncentralT::noncentrality(f64::INFINITY, 3.0, half), Err(StatisticError::NotFinite));
    }
}
