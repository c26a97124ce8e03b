//! Fisher's F distribution.

use super::{Beta, Tails, number, positive};
use crate::stats::{Probability, StatisticError};

/// An F distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fisher {
    numerator: f64,
    denominator: f64,
    /// d₁F / (d₁F + d₂) follows the beta distribution with d₁/2 and d₂/2.
    fraction: Beta,
}

impl Fisher {
    /// An F distribution by the degrees of freedom of numerator and denominator, both > 0.
    ///
    /// # Errors
    /// `OutsideDomain` when they are not positive and finite.
    pub fn new(numerator: f64, denominator: f64) -> Result<Fisher, StatisticError> {
        let numerator = positive("degrees of freedom of the numerator", numerator)?;
        let denominator = positive("degrees of freedom of the denominator", denominator)?;
        Ok(Fisher { numerator, denominator, fraction: Beta::new(0.5 * numerator, 0.5 * denominator)? })
    }

    /// Both tails at f.
    ///
    /// # Errors
    /// `NotFinite` when f is not a number; `NoConvergence`.
    ///
    /// # Source
    /// Abramowitz and Stegun, Handbook of Mathematical Functions, 26.6.2.
    pub fn tails(&self, f: f64) -> Result<Tails, StatisticError> {
        if number(f)? <= 0.0 {
            return Ok(Tails::from_lower(0.0));
        }
        let ratio = self.numerator / self.denominator * f;
        self.fraction.tails_at(1.0 / (1.0 + 1.0 / ratio), 1.0 / (1.0 + ratio))
    }

    /// The f below which the probability lies.
    ///
    /// # Errors
    /// `NoConvergence`; `NotFinite` when f is beyond the largest number.
    pub fn quantile(&self, probability: Probability) -> Result<f64, StatisticError> {
        let ratio = libm::exp(self.fraction.quantile_logit(probability)?);
        StatisticError::finite(self.denominator / self.numerator * ratio)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Degrees of freedom, probability, quantile; computed with mpmath, 50 digits. The last is where statrs 0.19.1 is off
    /// by 1.5 %.
    #[test]
    fn quantiles() {
        for (d1, d2, p, f) in [
            (3.0, 12.0, 0.95, 3.4902948194976045),
            (1.0, 4.0, 0.99, 21.1976895843913),
            (10.5, 2.2, 0.05, 0.2538862466234368),
            (100.0, 80.0, 0.975, 1.5271378207165558),
            (1.0, 200.0, 1e-06, 1.574728214041482e-12),
        ] {
            let distribution = Fisher::new(d1, d2).unwrap();
            let obtained = distribution.quantile(Probability::new(p).unwrap()).unwrap();
            assert!((obtained - f).abs() <= 1e-13 * f, "{d1} {d2} {p}: {obtained:e} instead of {f:e}");
            assert!((distribution.tails(f).unwrap().lower - p).abs() <= 1e-13 * p);
        }
    }

    #[test]
    fn refuses_what_is_no_number_of_degrees() {
        assert!(Fisher::new(0.0, 3.0).is_err() && Fisher::new(3.0, f64::INFINITY).is_err());
        assert_eq!(Fisher::new(1.0, 1.0).unwrap().tails(f64::NAN), Err(StatisticError::NotFinite));
        assert_eq!(Fisher::new(1.0, 1.0).unwrap().tails(-1.0).unwrap().upper, 1.0);
    }
}
