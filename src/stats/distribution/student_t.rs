//! Student's t distribution.

use super::{Beta, Tails, number, positive};
use crate::stats::{Probability, StatisticError};

/// A t distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StudentT {
    degrees_of_freedom: f64,
    /// t² / (ν + t²) follows the beta distribution with 1/2 and ν/2.
    square: Beta,
}

impl StudentT {
    /// A t distribution by its degrees of freedom > 0, whole or not.
    ///
    /// # Errors
    /// `OutsideDomain` when they are not positive and finite.
    pub fn new(degrees_of_freedom: f64) -> Result<StudentT, StatisticError> {
        let degrees_of_freedom = positive("degrees of freedom", degrees_of_freedom)?;
        Ok(StudentT { degrees_of_freedom, square: Beta::new(0.5, 0.5 * degrees_of_freedom)? })
    }

    /// Both tails at t.
    ///
    /// # Errors
    /// `NotFinite` when t is not a number; `NoConvergence`.
    ///
    /// # Source
    /// Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.1 and 26.5.27.
    pub fn tails(&self, t: f64) -> Result<Tails, StatisticError> {
        let outside = self.two_sided_tail(t)?;
        let far = 0.5 * outside;
        Ok(if t > 0.0 { Tails { lower: 1.0 - far, upper: far } } else { Tails { lower: far, upper: 1.0 - far } })
    }

    /// P(|T| > |t|): the two-sided p-value.
    ///
    /// # Errors
    /// `NotFinite` when t is not a number; `NoConvergence`.
    pub fn two_sided_tail(&self, t: f64) -> Result<f64, StatisticError> {
        let ratio = number(t)? * t / self.degrees_of_freedom;
        Ok(self.square.tails_at(1.0 / (1.0 + 1.0 / ratio), 1.0 / (1.0 + ratio))?.upper)
    }

    /// The t below which the probability lies.
    ///
    /// Solved for t² with the central probability 2p - 1, which is exact in binary64 near one half, or with the two tails.
    ///
    /// # Errors
    /// `NoConvergence`; `NotFinite` when t is beyond the largest number.
    pub fn quantile(&self, probability: Probability) -> Result<f64, StatisticError> {
        let tail = probability.value().min(probability.complement());
        let central = probability.value().max(probability.complement()) - tail;
        if central == 0.0 {
            return Ok(0.0);
        }
        let inside = if central < 0.5 { Probability::new(central) } else { Probability::from_complement(2.0 * tail) };
        let ratio = libm::exp(self.square.quantile_logit(inside?)?);
        let t = StatisticError::finite((self.degrees_of_freedom * ratio).sqrt())?;
        Ok(if probability.value() < 0.5 { -t } else { t })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(obtained: f64, expected: f64, rel: f64) {
        assert!((obtained - expected).abs() <= rel * expected.abs(), "{obtained:e} instead of {expected:e}");
    }

    /// Degrees of freedom, probability, quantile; computed with mpmath, 50 digits.
    #[rustfmt::skip]
    const REFERENCE: [(f64, f64, f64); 8] = [
        (1.0, 0.975, 12.706204736174694),
        (2.0, 0.999999, 707.1057205157671),
        (4.5, 0.01, -3.5270508906260924),
        (10.0, 1e-12, -40.5320961786626),
        (30.0, 0.95, 1.6972608865939574),
        (1000.0, 0.9, 1.2823987214609245),
        (12.3, 0.500001, 2.558040458918167e-06),
        (5.0, 0.5000000001, 2.6343057421036885e-10),
    ];

    #[test]
    fn quantiles() {
        for (df, p, t) in REFERENCE {
            let distribution = StudentT::new(df).unwrap();
            close(distribution.quantile(Probability::new(p).unwrap()).unwrap(), t, 1e-13);
        }
    }

    #[test]
    fn tails() {
        for (df, p, t) in REFERENCE {
            let tails = StudentT::new(df).unwrap().tails(t).unwrap();
            let (lower, upper) = (p, 1.0 - p);
            close(tails.lower.min(tails.upper), lower.min(upper), 1e-12);
        }
        assert_eq!(StudentT::new(3.0).unwrap().tails(f64::INFINITY).unwrap().upper, 0.0);
        assert_eq!(StudentT::new(3.0).unwrap().tails(0.0).unwrap().lower, 0.5);
    }

    /// statrs 0.19.1 never returns for 3e7 degrees, and panics at a probability of 1e-300.
    #[test]
    fn very_many_degrees_are_nearly_normal() {
        let at = |df: f64| StudentT::new(df).unwrap().quantile(Probability::new(0.975).unwrap()).unwrap();
        close(at(3e7), 1.959_964_063_615_764_7, 1e-13);
        close(at(1e15), 1.959_963_984_540_054, 1e-12);
        assert!(StudentT::new(5.0).unwrap().quantile(Probability::new(1e-300).unwrap()).unwrap() < -1e59);
        assert_eq!(StudentT::new(5.0).unwrap().quantile(Probability::new(0.5).unwrap()), Ok(0.0));
    }

    /// Beyond the largest number there is no quantile, and no wrong one either.
    #[test]
    fn hardly_any_degrees_have_no_quantile() {
        for df in [1e-10, 1e-5, 1e-3] {
            assert!(StudentT::new(df).unwrap().quantile(Probability::new(0.975).unwrap()).is_err(), "{df}");
        }
    }

    #[test]
    fn refuses_what_is_no_number_of_degrees() {
        for df in [0.0, -2.0, f64::NAN, f64::INFINITY] {
            assert!(StudentT::new(df).is_err());
        }
        assert_eq!(StudentT::new(1.0).unwrap().tails(f64::NAN), Err(StatisticError::NotFinite));
    }
}
