//! Tukey's fences.

use crate::stats::{QuantileType, StatisticError, quantile};

/// The fences beyond which a box plot draws values as points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TukeyFences {
    /// First quartile minus the reach times the interquartile range.
    pub lower: f64,
    /// Third quartile plus the reach times the interquartile range.
    pub upper: f64,
}

impl TukeyFences {
    /// Whether a value lies outside; on a fence is inside.
    pub fn excludes(&self, value: f64) -> bool {
        value < self.lower || value > self.upper
    }
}

/// Tukey's fences at `reach` interquartile ranges (1.5 for "outside", 3 for "far out") from the quartiles of type 7.
/// Information only.
///
/// Assumes nothing; of normal values about 0.7 % lie outside at 1.5, and more in samples below 20.
///
/// # Errors
/// `TooFewValues` when n < 3; `OutsideDomain` when `reach` is not positive; `NotFinite`.
///
/// # Source
/// J. W. Tukey, Exploratory Data Analysis (1977), section 2D; quartiles: R. J. Hyndman, Y. Fan, Sample quantiles in statistical
/// packages, The American Statistician 50 (1996), definition 7.
pub fn tukey_fences(values: &[f64], reach: f64) -> Result<TukeyFences, StatisticError> {
    StatisticError::check(values, 3)?;
    if !(reach > 0.0 && reach.is_finite()) {
        return Err(StatisticError::OutsideDomain { what: "the reach of the fences", value: reach });
    }
    let quartile = |p| quantile(values, p, QuantileType::Excel);
    let (first, third) = (quartile(0.25)?, quartile(0.75)?);
    let range = third - first;
    Ok(TukeyFences {
        lower: StatisticError::finite(first - reach * range)?,
        upper: StatisticError::finite(third + reach * range)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: quartiles 3 and 7 of 1 to 9.
    #[test]
    fn of_one_to_nine() {
        let values: Vec<f64> = (1..=9).rev().map(f64::from).collect();
        let fences = tukey_fences(&values, 1.5).unwrap();
        assert_eq!((fences.lower, fences.upper), (-3.0, 13.0));
        assert!(fences.excludes(13.1) && fences.excludes(-3.1) && !fences.excludes(13.0));
    }

    #[test]
    fn degenerate_samples() {
        assert_eq!(tukey_fences(&[1.0, 2.0], 1.5), Err(StatisticError::TooFewValues { needed: 3, got: 2 }));
        assert_eq!(tukey_fences(&[1.0, f64::NAN, 2.0], 1.5), Err(StatisticError::NotFinite));
        let message = tukey_fences(&[1.0, 2.0, 3.0], 0.0).unwrap_err().to_string();
        assert_eq!(message, "the reach of the fences is outside its domain: 0");
        // Without variation the fences close on the value: nothing is outside.
        let closed = tukey_fences(&[5.0; 4], 1.5).unwrap();
        assert_eq!((closed.lower, closed.upper, closed.excludes(5.0)), (5.0, 5.0, false));
    }
}
