//! Modified z-scores.

use crate::stats::{StatisticError, median, median_absolute_deviation};

/// The magnitude beyond which Iglewicz and Hoaglin label a value as a potential outlier.
pub const MODIFIED_Z_LIMIT: f64 = 3.5;

/// The expected median absolute deviation of a normal distribution of standard deviation 1, with the digits of the source.
const EXPECTED_DEVIATION: f64 = 0.6745;

/// Modified z-scores 0.6745 (x - median) / MAD, one a value, in the order given. Information only.
///
/// Assumes that more than half of the values belong together.
///
/// # Errors
/// `TooFewValues` when n < 3; `NoVariation` when half of the values or more are equal, so that the median absolute deviation
/// is zero; `NotFinite`.
///
/// # Source
/// B. Iglewicz, D. C. Hoaglin, How to Detect and Handle Outliers (ASQC, 1993), section 3; NIST/SEMATECH e-Handbook of
/// Statistical Methods, 1.3.5.17.
pub fn modified_z_scores(values: &[f64]) -> Result<Vec<f64>, StatisticError> {
    StatisticError::check(values, 3)?;
    let (centre, spread) = (median(values)?, median_absolute_deviation(values)?);
    if spread == 0.0 {
        return Err(StatisticError::NoVariation);
    }
    values.iter().map(|value| StatisticError::finite(EXPECTED_DEVIATION * (value - centre) / spread)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: median 3, absolute deviations 2, 1, 0, 1, 97, MAD 1.
    #[test]
    fn one_value_far_out() {
        let scores = modified_z_scores(&[1.0, 2.0, 3.0, 4.0, 100.0]).unwrap();
        assert_eq!(scores, [-2.0 * 0.6745, -0.6745, 0.0, 0.6745, 97.0 * 0.6745]);
        assert_eq!(scores.iter().filter(|score| score.abs() > MODIFIED_Z_LIMIT).count(), 1);
    }

    #[test]
    fn degenerate_samples() {
        assert_eq!(modified_z_scores(&[1.0, 2.0]), Err(StatisticError::TooFewValues { needed: 3, got: 2 }));
        assert_eq!(modified_z_scores(&[1.0, 1.0, 1.0, 9.0]), Err(StatisticError::NoVariation));
        assert_eq!(modified_z_scores(&[1.0, f64::INFINITY, 3.0]), Err(StatisticError::NotFinite));
    }
}
