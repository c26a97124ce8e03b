//! The chi-squared distribution.

use super::{Gamma, Tails};
use crate::stats::{Probability, StatisticError};

/// A chi-squared distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChiSquared {
    half: Gamma,
}

impl ChiSquared {
    /// A chi-squared distribution by its degrees of freedom > 0.
    ///
    /// # Errors
    /// `OutsideDomain` when they are not positive and finite.
    pub fn new(degrees_of_freedom: f64) -> Result<ChiSquared, StatisticError> {
        let outside = StatisticError::OutsideDomain { what: "degrees of freedom", value: degrees_of_freedom };
        Ok(ChiSquared { half: Gamma::new(0.5 * degrees_of_freedom).map_err(|_| outside)? })
    }

    /// Both tails at x.
    ///
    /// # Errors
    /// `NotFinite` when x is not a number; `NoConvergence`.
    pub fn tails(&self, x: f64) -> Result<Tails, StatisticError> {
        self.half.tails(0.5 * x)
    }

    /// x times the density at x > 0: the slope of the lower tail against ln x.
    pub(crate) fn kernel(&self, x: f64) -> f64 {
        self.half.kernel(0.5 * x)
    }

    /// The x below which the probability lies.
    ///
    /// # Errors
    /// `NoConvergence`.
    pub fn quantile(&self, probability: Probability) -> Result<f64, StatisticError> {
        StatisticError::finite(2.0 * self.half.quantile(probability)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantile(degrees_of_freedom: f64, probability: f64) -> f64 {
        ChiSquared::new(degrees_of_freedom).unwrap().quantile(Probability::new(probability).unwrap()).unwrap()
    }

    /// Computed with mpmath, 50 digits; the second is where statrs 0.19.1 gives 9e-10.
    #[test]
    fn quantiles() {
        for (df, p, x) in [
            (5.0, 0.95, 11.070497693516351),
            (1.0, 1e-10, 1.5707963267948968e-20),
            (0.6, 0.3, 0.025453315539897402),
            (100.0, 0.999, 149.44925277903872),
            (29.0, 0.025, 16.047071695364885),
        ] {
            let obtained = quantile(df, p);
            assert!((obtained - x).abs() <= 1e-13 * x, "{df} {p}: {obtained:e} instead of {x:e}");
        }
    }

    /// Within the accuracy measured for statrs.
    #[test]
    fn statrs_agrees_to_its_own_accuracy() {
        use statrs::distribution::ContinuousCDF;
        for df in [1.0, 4.0, 29.0, 500.0] {
            let reference = statrs::distribution::ChiSquared::new(df).unwrap();
            for p in [0.01, 0.3, 0.975] {
                assert!((quantile(df, p) / reference.inverse_cdf(p) - 1.0).abs() < 1e-8, "{df} {p}");
            }
        }
    }

    #[test]
    fn refuses_what_is_no_number_of_degrees() {
        let message = ChiSquared::new(0.0).unwrap_err().to_string();
        assert_eq!(message, "degrees of freedom is outside its domain: 0");
    }
}
