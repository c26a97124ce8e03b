//! The beta distribution: the regularised incomplete beta function and its inverse.

use super::stirling::beta_kernel;
use super::{Tails, normal, number, positive};
use crate::stats::{Probability, StatisticError, root};

/// Most steps of the continued fraction; it needs about the root of the larger parameter.
const MOST_TERMS: usize = 100_000;

/// A beta distribution on (0, 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beta {
    a: f64,
    b: f64,
}

impl Beta {
    /// A beta distribution by its two parameters, both > 0.
    ///
    /// # Errors
    /// `OutsideDomain` when one is not positive and finite.
    pub fn new(a: f64, b: f64) -> Result<Beta, StatisticError> {
        Ok(Beta { a: positive("first shape", a)?, b: positive("second shape", b)? })
    }

    /// Both tails at x; all above for x <= 0 and below for x >= 1.
    ///
    /// # Errors
    /// `NotFinite` when x is not a number; `NoConvergence`.
    pub fn tails(&self, x: f64) -> Result<Tails, StatisticError> {
        if number(x)? <= 0.0 {
            Ok(Tails::from_lower(0.0))
        } else if x >= 1.0 {
            Ok(Tails::from_upper(0.0))
        } else {
            self.tails_at(x, 1.0 - x)
        }
    }

    /// Both tails at x with y = 1 - x given too, so that neither end of (0, 1) loses digits.
    ///
    /// The continued fraction is evaluated on the side where it converges fast; the other tail follows.
    pub(super) fn tails_at(&self, x: f64, y: f64) -> Result<Tails, StatisticError> {
        let (a, b) = (self.a, self.b);
        if x <= 0.0 {
            return Ok(Tails::from_lower(0.0));
        } else if y <= 0.0 {
            return Ok(Tails::from_upper(0.0));
        }
        let kernel = beta_kernel(a, b, x, y);
        if x * (a + b + 2.0) < a + 1.0 {
            Ok(Tails::from_lower((kernel / continued_fraction(a, b, x, y)?).min(1.0)))
        } else {
            Ok(Tails::from_upper((kernel / continued_fraction(b, a, y, x)?).min(1.0)))
        }
    }

    /// The x below which the probability lies.
    ///
    /// # Errors
    /// `NoConvergence`, also where the quantile is below the smallest number.
    pub fn quantile(&self, probability: Probability) -> Result<f64, StatisticError> {
        Ok(1.0 / (1.0 + libm::exp(-self.quantile_logit(probability)?)))
    }

    /// ln(x / (1 - x)) of the quantile x: Newton steps on the logarithm of the smaller tail, which is nearly straight.
    pub(super) fn quantile_logit(&self, probability: Probability) -> Result<f64, StatisticError> {
        let (a, b) = (self.a, self.b);
        let lower = probability.value() <= 0.5;
        let width = (1.0 / a + 1.0 / b).sqrt();
        let start = libm::log(a / b) + width * normal::quantile(probability).clamp(-6.0, 6.0);
        root::increasing("the beta quantile", start, width, |u| {
            let (x, y) = (1.0 / (1.0 + libm::exp(-u)), 1.0 / (1.0 + libm::exp(u)));
            let (tails, kernel) = (self.tails_at(x, y)?, beta_kernel(a, b, x, y));
            Ok(if lower {
                (libm::log(tails.lower / probability.value()), kernel / tails.lower)
            } else {
                (-libm::log(tails.upper / probability.complement()), kernel / tails.upper)
            })
        })
    }
}

/// The denominator of I_x(a, b) B(a, b) = x^a y^b / (β₀ + α₁ / (β₁ + ...)), by the modified Lentz method.
///
/// The usual fraction (DLMF 8.17.22) subtracts nearly equal numbers when x is close to 1, as it is for t with many degrees
/// of freedom; this contraction of it needs only a - (a + b) x = a y - b x, which is computed without cancellation.
///
/// # Source
/// DiDonato and Morris, Algorithm 708, ACM Transactions on Mathematical Software 18 (1992) 360-373, (9).
fn continued_fraction(a: f64, b: f64, x: f64, y: f64) -> Result<f64, StatisticError> {
    let away_from_zero = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let lambda = a * y - b * x;
    let beta = |n: f64| {
        let odd = a + 2.0 * n;
        let inner = if n == 0.0 { 0.0 } else { n + n * (b - n) * x / (odd - 1.0) };
        inner + (a + n) * (lambda + 1.0 + n * (1.0 + y)) / (odd + 1.0)
    };
    let mut f = away_from_zero(beta(0.0));
    let (mut c, mut d, mut n) = (f, 0.0, 0.0);
    for _ in 0..MOST_TERMS {
        n += 1.0;
        let odd = a + 2.0 * n - 1.0;
        let alpha = (a + n - 1.0) / odd * ((a + b + n - 1.0) / odd) * n * (b - n) * x * x;
        let next = beta(n);
        d = 1.0 / away_from_zero(next + alpha * d);
        c = away_from_zero(next + alpha / c);
        f *= c * d;
        if (c * d - 1.0).abs() <= f64::EPSILON {
            return Ok(f);
        }
    }
    Err(StatisticError::NoConvergence { what: "the incomplete beta function" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(obtained: f64, expected: f64, rel: f64) {
        assert!((obtained - expected).abs() <= rel * expected.abs(), "{obtained:e} instead of {expected:e}");
    }

    /// Both parameters, point, both tails; computed with mpmath, 50 digits.
    const REFERENCE: [(f64, f64, f64, f64, f64); 9] = [
        (0.5, 0.5, 0.3, 0.36901011956554536, 0.6309898804344546),
        (2.0, 3.0, 0.9, 0.9963, 0.0036999999999999976),
        (0.5, 100.0, 0.001, 0.34495648367557025, 0.6550435163244297),
        (0.001, 2.0, 0.5, 0.9998067465369478, 0.00019325346305225182),
        (50.0, 60.0, 0.3, 0.00034341151876628867, 0.9996565884812337),
        (300.0, 200.0, 0.61, 0.6741626935263774, 0.3258373064736227),
        (3.0, 2000.0, 0.0005, 0.08043942277203736, 0.9195605772279626),
        (20.5, 0.7, 0.999, 0.9285275581332593, 0.07147244186674073),
        (500.0, 3.0, 0.95, 2.466961950773023e-09, 0.999999997533038),
    ];

    #[test]
    fn both_tails() {
        for (a, b, x, lower, upper) in REFERENCE {
            let tails = Beta::new(a, b).unwrap().tails(x).unwrap();
            close(tails.lower, lower, 1e-13);
            close(tails.upper, upper, 1e-12);
        }
    }

    #[test]
    fn quantiles_invert_the_smaller_tail() {
        for (a, b, x, lower, upper) in REFERENCE {
            let probability = if lower < upper { Probability::new(lower) } else { Probability::from_complement(upper) };
            close(Beta::new(a, b).unwrap().quantile(probability.unwrap()).unwrap(), x, 1e-11);
        }
    }

    /// statrs 0.19.1 is wrong by powers of ten here: 1e-10 with a = 1/2.
    #[test]
    fn far_lower_tail_of_a_small_shape() {
        let x = Beta::new(0.5, 3.0).unwrap().quantile(Probability::new(1e-10).unwrap()).unwrap();
        close(x, 2.8444444444444445e-21, 1e-12);
    }

    #[test]
    fn refuses_what_is_no_shape() {
        assert!(Beta::new(0.0, 1.0).is_err() && Beta::new(1.0, f64::NAN).is_err());
        assert_eq!(Beta::new(1.0, 1.0).unwrap().tails(f64::NAN), Err(StatisticError::NotFinite));
        let tails = Beta::new(1.0, 2.0).unwrap().tails(1.0).unwrap();
        assert_eq!((tails.lower, tails.upper), (1.0, 0.0));
    }
}
