//! The gamma distribution of scale 1: the regularised incomplete gamma functions and their inverse.

use super::stirling::{deviance, gamma_kernel};
use super::{Tails, normal, number, positive};
use crate::stats::{Probability, StatisticError, root};
use std::f64::consts::PI;

/// Most terms of the series or the continued fraction; they need about 10 times the root of the shape.
const MOST_TERMS: usize = 100_000;

/// From this shape on the uniform expansion holds near the middle, as far out as this exponent.
const UNIFORM_FROM: f64 = 1e4;
const UNIFORM_UP_TO: f64 = 40.0;

/// A gamma distribution of scale 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gamma {
    shape: f64,
}

impl Gamma {
    /// A gamma distribution by its shape a > 0.
    ///
    /// # Errors
    /// `OutsideDomain` when the shape is not positive and finite.
    pub fn new(shape: f64) -> Result<Gamma, StatisticError> {
        Ok(Gamma { shape: positive("shape", shape)? })
    }

    /// Both tails at x, for x <= 0 all above.
    ///
    /// Series below x = a + 1, continued fraction above; for large shapes near the middle, where both are slow, Temme's
    /// uniform expansion.
    ///
    /// # Errors
    /// `NotFinite` when x is not a number; `NoConvergence`.
    ///
    /// # Source
    /// NIST DLMF 8.11.4 (series), 8.9.2 (continued fraction), 8.12 (uniform expansion).
    pub fn tails(&self, x: f64) -> Result<Tails, StatisticError> {
        let a = self.shape;
        if number(x)? <= 0.0 {
            return Ok(Tails::from_lower(0.0));
        } else if x == f64::INFINITY {
            return Ok(Tails::from_upper(0.0));
        }
        let exponent = deviance(a, x, a - x);
        if a >= UNIFORM_FROM && exponent < UNIFORM_UP_TO {
            return Ok(uniform_expansion(a, x, exponent));
        }
        let kernel = gamma_kernel(a, x);
        if x < a + 1.0 {
            Ok(Tails::from_lower((kernel * series(a, x)?).min(1.0)))
        } else {
            Ok(Tails::from_upper((kernel * continued_fraction(a, x)?).min(1.0)))
        }
    }

    /// x times the density at x > 0: the slope of the lower tail against ln x.
    pub(super) fn kernel(&self, x: f64) -> f64 {
        gamma_kernel(self.shape, x)
    }

    /// The x below which the probability lies: Newton steps on the logarithm of the smaller tail against ln x.
    ///
    /// # Errors
    /// `NoConvergence`, also where the quantile is below the smallest number.
    pub fn quantile(&self, probability: Probability) -> Result<f64, StatisticError> {
        let a = self.shape;
        let z = normal::quantile(probability);
        let cube_root = 1.0 - 1.0 / (9.0 * a) + z / (3.0 * a.sqrt());
        let start = if cube_root > 0.1 {
            libm::log(a) + 3.0 * libm::log(cube_root)
        } else {
            (libm::log(probability.value()) + libm::lgamma(a + 1.0)) / a
        };
        let lower = probability.value() <= 0.5;
        let solution = root::increasing("the gamma quantile", start, 0.5 / a.sqrt().max(1.0), |u| {
            let x = libm::exp(u);
            let (tails, kernel) = (self.tails(x)?, gamma_kernel(a, x));
            Ok(if lower {
                (libm::log(tails.lower / probability.value()), kernel / tails.lower)
            } else {
                (-libm::log(tails.upper / probability.complement()), kernel / tails.upper)
            })
        })?;
        StatisticError::finite(libm::exp(solution))
    }
}

/// Σ x^k / (a (a+1) ... (a+k)).
fn series(a: f64, x: f64) -> Result<f64, StatisticError> {
    let (mut term, mut sum, mut divisor) = (1.0 / a, 1.0 / a, a);
    for _ in 0..MOST_TERMS {
        divisor += 1.0;
        term *= x / divisor;
        sum += term;
        if term <= sum * (0.1 * f64::EPSILON) {
            return Ok(sum);
        }
    }
    Err(StatisticError::NoConvergence { what: "the incomplete gamma function" })
}

/// Γ(a, x) e^x x^-a by the modified Lentz method; every step is positive because x > a.
fn continued_fraction(a: f64, x: f64) -> Result<f64, StatisticError> {
    let mut b = x + 1.0 - a;
    let mut c = f64::MAX;
    let mut d = 1.0 / b;
    let mut h = d;
    let mut index = 0.0;
    for _ in 0..MOST_TERMS {
        index += 1.0;
        let an = -index * (index - a);
        b += 2.0;
        d = 1.0 / (an * d + b);
        c = b + an / c;
        let factor = c * d;
        h *= factor;
        if (factor - 1.0).abs() <= f64::EPSILON {
            return Ok(h);
        }
    }
    Err(StatisticError::NoConvergence { what: "the incomplete gamma function" })
}

/// Normal tails of √(2 exponent) and three corrections in 1 / a, each a power series in η = √(2 exponent / a).
///
/// # Source
/// N. M. Temme, A set of algorithms for the incomplete gamma functions, Probability in the Engineering and Informational
/// Sciences 8 (1994) 291-307.
#[rustfmt::skip]
fn uniform_expansion(a: f64, x: f64, exponent: f64) -> Tails {
    const FIRST: [f64; 9] = [
        -1.0 / 3.0, 1.0 / 12.0, -2.0 / 135.0, 1.0 / 864.0, 1.0 / 2835.0, -139.0 / 777_600.0, 1.0 / 25_515.0,
        -2.185_448_510_679_992e-6, -1.854_062_210_715_16e-6,
    ];
    const SECOND: [f64; 5] = [-1.0 / 540.0, -1.0 / 288.0, 1.0 / 378.0, -77.0 / 77_760.0, 2.057_613_168_724_28e-4];
    const THIRD: [f64; 3] = [25.0 / 6048.0, -139.0 / 51_840.0, 7.716_049_382_716_049e-4];
    let eta = libm::copysign((2.0 * exponent / a).sqrt(), x - a);
    let power_series = |terms: &[f64]| terms.iter().rev().fold(0.0, |sum, term| sum * eta + term);
    let corrections = power_series(&FIRST) + (power_series(&SECOND) + power_series(&THIRD) / a) / a;
    let shift = libm::exp(-exponent) * corrections / (2.0 * PI * a).sqrt();
    let z = libm::copysign((2.0 * exponent).sqrt(), x - a);
    Tails { lower: normal::cdf(z) - shift, upper: normal::upper_tail(z) + shift }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(obtained: f64, expected: f64, rel: f64) {
        assert!((obtained - expected).abs() <= rel * expected.abs(), "{obtained:e} instead of {expected:e}");
    }

    /// Shape, point, both tails; computed with mpmath, 50 digits.
    const REFERENCE: [(f64, f64, f64, f64); 12] = [
        (0.5, 0.01, 0.1124629160182849, 0.8875370839817152),
        (0.3, 5.0, 0.9993486812492816, 0.0006513187507184515),
        (1.0, 1.0, 0.6321205588285577, 0.36787944117144233),
        (10.0, 3.0, 0.0011024881301154798, 0.9988975118698845),
        (10.0, 30.0, 0.9999928782491372, 7.121750862815577e-06),
        (100.0, 130.0, 0.9972495916326934, 0.002750408367306526),
        (10000.0, 9900.0, 0.15865119219356466, 0.8413488078064354),
        (10000.0, 9000.0, 2.073299202433928e-25, 1.0),
        (1000000.0, 1001000.0, 0.8413447863683403, 0.15865521363165971),
        (1000000.0, 995000.0, 2.749580359270071e-07, 0.9999997250419641),
        (0.001, 1e-05, 0.9891230446957827, 0.01087695530421733),
        (0.5, 50.0, 1.0, 1.523970604832105e-23),
    ];

    #[test]
    fn both_tails() {
        for (shape, x, lower, upper) in REFERENCE {
            let tails = Gamma::new(shape).unwrap().tails(x).unwrap();
            close(tails.lower, lower, 3e-14);
            // A shape near 0 leaves so little above that it is computed as the complement.
            let complement = if shape < 0.01 { 2e-15 / upper } else { 3e-14 };
            close(tails.upper, upper, complement);
        }
    }

    #[test]
    fn quantiles_invert_the_smaller_tail() {
        for (shape, x, lower, upper) in REFERENCE {
            let probability = if lower < upper { Probability::new(lower) } else { Probability::from_complement(upper) };
            close(Gamma::new(shape).unwrap().quantile(probability.unwrap()).unwrap(), x, 1e-11);
        }
    }

    #[test]
    fn refuses_what_is_no_shape() {
        for shape in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(matches!(Gamma::new(shape), Err(StatisticError::OutsideDomain { what: "shape", .. })));
        }
        assert_eq!(Gamma::new(1.0).unwrap().tails(f64::NAN), Err(StatisticError::NotFinite));
        assert_eq!(Gamma::new(1.0).unwrap().tails(-1.0).unwrap().upper, 1.0);
    }
}
