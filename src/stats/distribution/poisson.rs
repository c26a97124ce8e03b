//! The Poisson distribution of counts.

use super::{Gamma, Tails};
use crate::stats::StatisticError;
use crate::stats::summation::whole;

/// A Poisson distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Poisson {
    mean: f64,
}

impl Poisson {
    /// A Poisson distribution by its mean >= 0.
    ///
    /// # Errors
    /// `OutsideDomain` when the mean is negative or not finite.
    pub fn new(mean: f64) -> Result<Poisson, StatisticError> {
        if mean >= 0.0 && mean.is_finite() {
            Ok(Poisson { mean })
        } else {
            Err(StatisticError::OutsideDomain { what: "the mean of a count", value: mean })
        }
    }

    /// P(N <= count) and P(N > count).
    ///
    /// # Errors
    /// `NoConvergence`.
    ///
    /// # Source
    /// NIST DLMF 8.4.10: P(N <= k) = Q(k + 1, mean).
    pub fn tails(&self, count: u64) -> Result<Tails, StatisticError> {
        let gamma = Gamma::new(whole(count) + 1.0)?.tails(self.mean)?;
        Ok(Tails { lower: gamma.upper, upper: gamma.lower })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_counts_by_hand() {
        let poisson = Poisson::new(2.0).unwrap();
        let none = libm::exp(-2.0);
        for (count, lower) in [(0, none), (1, 3.0 * none), (2, 5.0 * none)] {
            let tails = poisson.tails(count).unwrap();
            assert!((tails.lower - lower).abs() < 1e-15 && (tails.upper - (1.0 - lower)).abs() < 1e-15);
        }
        assert_eq!(Poisson::new(0.0).unwrap().tails(0).unwrap().lower, 1.0);
    }

    #[test]
    fn refuses_what_is_no_mean() {
        assert!(Poisson::new(-1.0).is_err() && Poisson::new(f64::NAN).is_err());
    }
}
