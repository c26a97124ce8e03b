//! Intervals of a coefficient of variation of normal values.

use super::distribution::{ChiSquared, NoncentralT};
use super::mean_interval::around_deviation;
use super::summation::size;
use super::{Confidence, Interval, Sides, StatisticError};

/// How the interval of a coefficient of variation is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariationMethod {
    /// Exact: sqrt(n) / CV follows the noncentral t distribution with sqrt(n) / true CV.
    Exact,
    /// McKay's approximation, good for a CV below 1/3.
    McKay,
    /// McKay's with Vangel's correction (u + 2) / n.
    Vangel,
    /// As if the mean were known; too narrow for a large CV.
    DeviationOnly,
}

/// Two-sided interval of a coefficient of variation observed in n normal values; fractions, not percent.
///
/// The upper end is none where the data do not bound the true one: the mean could be zero.
///
/// # Errors
/// `TooFewValues` when n < 2; `OutsideDomain` when the CV is not positive and finite; `NoConvergence`.
///
/// # Source
/// A. T. McKay, J. Roy. Statist. Soc. 95 (1932) 695-698; M. G. Vangel, The American Statistician 50 (1996) 21-26, (6) and
/// (10); exact: Johnson and Welch, Biometrika 31 (1940) 362-389.
pub fn variation_interval(
    cv: f64,
    n: usize,
    confidence: Confidence,
    method: VariationMethod,
) -> Result<Interval, StatisticError> {
    if n < 2 {
        return Err(StatisticError::TooFewValues { needed: 2, got: n });
    }
    if !(cv > 0.0 && cv.is_finite()) {
        return Err(StatisticError::OutsideDomain { what: "a coefficient of variation", value: cv });
    }
    match method {
        VariationMethod::Exact => exact(cv, n, confidence),
        VariationMethod::McKay => approximate(cv, n, confidence, 0.0),
        VariationMethod::Vangel => approximate(cv, n, confidence, 2.0),
        VariationMethod::DeviationOnly => around_deviation(cv, n, confidence, Sides::Two),
    }
}

fn exact(cv: f64, n: usize, confidence: Confidence) -> Result<Interval, StatisticError> {
    let root = size(n).sqrt();
    let upper = confidence.quantile(Sides::Two);
    let ratio = |probability| NoncentralT::noncentrality(root / cv, size(n) - 1.0, probability);
    let (least, most) = (ratio(upper)?, ratio(upper.opposite())?);
    let bounded = (least > 0.0).then(|| root / least);
    Ok(Interval { lower: Some(root / most), upper: bounded, sides: Sides::Two, confidence })
}

fn approximate(cv: f64, n: usize, confidence: Confidence, correction: f64) -> Result<Interval, StatisticError> {
    let n = size(n);
    let chi_squared = ChiSquared::new(n - 1.0)?;
    let upper = confidence.quantile(Sides::Two);
    let end = |probability| -> Result<Option<f64>, StatisticError> {
        let u = chi_squared.quantile(probability)?;
        let square = ((u + correction) / n - 1.0) * cv * cv + u / (n - 1.0);
        Ok((square > 0.0).then(|| cv / square.sqrt()))
    };
    Ok(Interval { lower: end(upper)?, upper: end(upper.opposite())?, sides: Sides::Two, confidence })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A CV of 200 % in 5 values: the true mean may be zero, no upper end.
    #[test]
    fn a_large_variation_is_not_bounded() {
        let confidence = Confidence::new(0.95).unwrap();
        for method in [VariationMethod::Exact, VariationMethod::McKay] {
            let interval = variation_interval(2.0, 5, confidence, method).unwrap();
            assert!(interval.lower.is_some_and(|lower| lower > 0.5) && interval.upper.is_none(), "{interval:?}");
        }
    }

    #[test]
    fn says_what_is_missing() {
        let confidence = Confidence::new(0.95).unwrap();
        let of = |cv, n| variation_interval(cv, n, confidence, VariationMethod::Exact).unwrap_err().to_string();
        assert_eq!(of(0.1, 1), "needs at least 2 values, got 1");
        assert_eq!(of(0.0, 5), "a coefficient of variation is outside its domain: 0");
        assert_eq!(of(f64::NAN, 5), "a coefficient of variation is outside its domain: NaN");
    }
}
