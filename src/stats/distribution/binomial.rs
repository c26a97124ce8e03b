//! The binomial distribution of counts among trials.

use super::{Beta, Tails};
use crate::stats::StatisticError;
use crate::stats::summation::whole;

/// A binomial distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Binomial {
    trials: u64,
    probability: f64,
}

impl Binomial {
    /// A binomial distribution by the number of trials and the probability of success, 0 and 1 included.
    ///
    /// # Errors
    /// `NotAProbability` when the probability lies outside [0, 1].
    pub fn new(trials: u64, probability: f64) -> Result<Binomial, StatisticError> {
        if (0.0..=1.0).contains(&probability) {
            Ok(Binomial { trials, probability })
        } else {
            Err(StatisticError::NotAProbability { value: probability })
        }
    }

    /// P(X <= successes) and P(X > successes).
    ///
    /// # Errors
    /// `NoConvergence`.
    ///
    /// # Source
    /// NIST DLMF 8.17.5: P(X > k) = I_p(k + 1, n - k).
    pub fn tails(&self, successes: u64) -> Result<Tails, StatisticError> {
        if successes >= self.trials {
            return Ok(Tails::from_upper(0.0));
        }
        let beta = Beta::new(whole(successes) + 1.0, whole(self.trials - successes))?.tails(self.probability)?;
        Ok(Tails { lower: beta.upper, upper: beta.lower })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_coins_by_hand() {
        let coins = Binomial::new(4, 0.5).unwrap();
        for (successes, lower) in [(0, 1.0 / 16.0), (1, 5.0 / 16.0), (2, 11.0 / 16.0), (3, 15.0 / 16.0), (4, 1.0)] {
            let tails = coins.tails(successes).unwrap();
            assert!((tails.lower - lower).abs() < 1e-15 && (tails.upper - (1.0 - lower)).abs() < 1e-15);
        }
    }

    #[test]
    fn certain_and_impossible_success() {
        assert_eq!(Binomial::new(3, 0.0).unwrap().tails(0).unwrap().lower, 1.0);
        assert_eq!(Binomial::new(3, 1.0).unwrap().tails(2).unwrap().lower, 0.0);
        assert!(Binomial::new(3, -0.1).is_err() && Binomial::new(3, f64::NAN).is_err());
    }
}
