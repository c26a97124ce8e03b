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

use super::StatisticError;
use super::double_double::moments;

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
    let (mean, squares) = moments(values);
    let spread = StatisticError::finite((squares / (values.len() as f64 - 1.0)).sqrt())?;
    if spread == 0.0 {
        return Err(StatisticError::NoVariation);
    }
    let mut largest = Extreme { index: 0, distance: 0.0, end: End::High };
    for (index, value) in values.iter().enumerate() {
        let distance = (value - mean).abs() / spread;
        if distance > largest.distance {
            let end = if *value < mean { End::Low } else { End::High };
            largest = Extreme { index, distance, end };
        }
    }
    Ok(largest)
}

/// The values in increasing order.
fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// The quantile of type 7 of a sorted sample that is not empty.
///
/// # Source
/// R. J. Hyndman, Y. Fan, Sample quantiles in statistical packages, The American Statistician 50 (1996), definition 7.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * sorted.len().saturating_sub(1) as f64;
    let below = place.floor();
    let at = |place: f64| sorted.get(place as usize).copied();
    let (Some(low), Some(high)) = (at(below), at(place.ceil())) else { return f64::NAN };
    low + (place - below) * (high - low)
}
