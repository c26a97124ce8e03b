//! Values that lie far from the others.
//!
//! Everything here is information. A chemical or physical result is never removed because a test calls it an outlier: only an
//! assignable cause found by an investigation invalidates it. No function here returns data without a value.

mod cochran;
mod dixon;
mod fences;
mod generalized_esd;
mod grubbs;
mod modified_z;

pub use cochran::{CochranTest, cochran_critical, cochran_test};
pub use dixon::{DixonRatio, DixonTest, dixon_critical, dixon_test};
pub use fences::{TukeyFences, tukey_fences};
pub use generalized_esd::{EsdStep, GeneralizedEsd, generalized_esd};
pub use grubbs::{GrubbsTest, grubbs_critical, grubbs_test};
pub use modified_z::{MODIFIED_Z_LIMIT, modified_z_scores};

use super::mean::deviations;
use super::{StatisticError, standard_deviation};

/// At which end of the sample a suspect lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The smallest value.
    Low,
    /// The largest value.
    High,
}

/// The value furthest from the mean.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Extreme {
    /// Its place in the list, from 0; the first of equals.
    index: usize,
    /// Its distance from the mean in standard deviations.
    distance: f64,
    end: End,
}

/// The value furthest from the mean, in units of the standard deviation (divisor n - 1).
///
/// # Errors
/// `TooFewValues` when n < 3; `NoVariation`; `NotFinite`.
fn extreme(values: &[f64]) -> Result<Extreme, StatisticError> {
    StatisticError::check(values, 3)?;
    let spread = standard_deviation(values)?;
    if spread == 0.0 {
        return Err(StatisticError::NoVariation);
    }
    let mut largest = Extreme { index: 0, distance: 0.0, end: End::High };
    for (index, deviation) in deviations(values)?.into_iter().enumerate() {
        let distance = deviation.abs() / spread;
        if distance > largest.distance {
            let end = if deviation < 0.0 { End::Low } else { End::High };
            largest = Extreme { index, distance, end };
        }
    }
    Ok(largest)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Equal values have no variation whatever their last digits.
    #[test]
    fn equal_values_have_no_extreme() {
        for value in [0.1, 1.0 / 3.0, 98.55, 6.02e23, -1e-17] {
            for n in 3..40 {
                assert_eq!(extreme(&vec![value; n]), Err(StatisticError::NoVariation), "{n} times {value}");
            }
        }
    }
}
