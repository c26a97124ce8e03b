//! Numbers put in the place of censored values, and the bounds of the mean.

use super::{MeanAndDeviation, Observation, Parted};
use crate::stats::StatisticError;
use std::f64::consts::FRAC_1_SQRT_2;

/// What is put in the place of a value below its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Substitution {
    /// 0.
    Zero,
    /// Half the limit.
    HalfLimit,
    /// The limit divided by the root of 2.
    LimitOverRootTwo,
    /// The limit.
    Limit,
}

/// Between what the mean lies, whatever the censored values are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanBounds {
    /// Mean with 0 for every censored value: worst case against a lower limit.
    pub lower: f64,
    /// Mean with the limit for every censored value: worst case against an upper limit.
    pub upper: f64,
}

/// Mean and standard deviation after substitution.
///
/// No estimate: the result depends on the limit of the laboratory, and its standard deviation means nothing. For values that
/// cannot be negative.
///
/// # Errors
/// `AllCensored`; `TooFewValues` when n < 2; `OutsideDomain` for a negative limit; `NotFinite`.
///
/// # Source
/// D. R. Helsel, Statistics for Censored Environmental Data Using Minitab and R, 2nd edition, chapter 6 (where it is advised
/// against).
pub fn substituted_mean(
    observations: &[Observation],
    substitution: Substitution,
) -> Result<MeanAndDeviation, StatisticError> {
    let parted = Parted::of(observations)?;
    if let Some(negative) = parted.limits.first().filter(|limit| **limit < 0.0) {
        return Err(StatisticError::OutsideDomain { what: "a limit of detection", value: *negative });
    }
    let factor = match substitution {
        Substitution::Zero => 0.0,
        Substitution::HalfLimit => 0.5,
        Substitution::LimitOverRootTwo => FRAC_1_SQRT_2,
        Substitution::Limit => 1.0,
    };
    let mut values = parted.measured;
    values.extend(parted.limits.iter().map(|limit| factor * limit));
    MeanAndDeviation::of(&values)
}

/// The smallest and the largest mean that the sample allows, for values that cannot be negative.
///
/// # Errors
/// Those of [`substituted_mean`].
///
/// # Source
/// Interval arithmetic.
pub fn mean_bounds(observations: &[Observation]) -> Result<MeanBounds, StatisticError> {
    Ok(MeanBounds {
        lower: substituted_mean(observations, Substitution::Zero)?.mean,
        upper: substituted_mean(observations, Substitution::Limit)?.mean,
    })
}

#[cfg(test)]
mod tests {
    use super::Observation::{Below, Measured};
    use super::*;

    /// By hand: 1 and 3 measured, one below 2.
    #[test]
    fn the_mean_lies_between_its_bounds() {
        let sample = [Below(2.0), Measured(3.0), Measured(1.0)];
        assert_eq!(mean_bounds(&sample), Ok(MeanBounds { lower: 4.0 / 3.0, upper: 2.0 }));
        let half = substituted_mean(&sample, Substitution::HalfLimit).unwrap();
        assert!((half.mean - 5.0 / 3.0).abs() < 1e-15);
        assert!((half.standard_deviation - (4.0_f64 / 3.0).sqrt()).abs() < 1e-15);
    }

    #[test]
    fn one_value_and_negative_limits_are_refused() {
        let few = StatisticError::TooFewValues { needed: 2, got: 1 };
        assert_eq!(mean_bounds(&[Measured(1.0)]), Err(few));
        let negative = StatisticError::OutsideDomain { what: "a limit of detection", value: -1.0 };
        assert_eq!(mean_bounds(&[Measured(1.0), Below(-1.0)]), Err(negative));
    }
}
