//! Kaplan-Meier mean.

use super::{Observation, Parted};
use crate::stats::StatisticError;

/// Where the probability below the lowest measured value is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// At the lowest limit.
    AtLowestLimit,
    /// At the lowest measured value; the larger mean.
    AtLowestDetect,
}

/// Kaplan-Meier mean and how much of it is convention.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KaplanMeierMean {
    /// Mean of the estimated distribution.
    pub mean: f64,
    /// Probability below the lowest measured value. When it is 0 the mean needs no convention.
    pub mass_below_lowest_detect: f64,
}

/// Mean of the Kaplan-Meier distribution of a left-censored sample.
///
/// Assumes no distribution, but limits that have nothing to do with the values. With one limit below all measured values it
/// only substitutes. When the smallest observation is censored, the probability below the lowest measured value has no place
/// in the data; `rest` says where it is put.
/// Formula: going down the measured values d, P(X < d) = P(X <= d) (1 - number at d / number of observations, limits
/// included, at or below d).
///
/// # Errors
/// `AllCensored`; `TooFewValues` when n < 1; `NotFinite`.
///
/// # Source
/// D. R. Helsel, Statistics for Censored Environmental Data Using Minitab and R, 2nd edition, chapter 6; US EPA, Statistical
/// Analysis of Groundwater Monitoring Data at RCRA Facilities, Unified Guidance (2009), section 15.3.
pub fn kaplan_meier_mean(observations: &[Observation], rest: Rest) -> Result<KaplanMeierMean, StatisticError> {
    let Parted { measured, limits } = Parted::of(observations)?;
    let (mut below, mut mean) = (1.0, 0.0);
    let mut left = measured.as_slice();
    while let Some(value) = left.last() {
        let ties = left.iter().rev().take_while(|other| *other == value).count();
        // A value below 5 may lie anywhere below a measured 5, so it is still there.
        let at_risk = left.len() + limits.partition_point(|limit| limit <= value);
        // As a product of counts, so that no mass is left where no observation is.
        let next = below * (at_risk - ties) as f64 / at_risk as f64;
        mean += (below - next) * value;
        below = next;
        left = left.get(..left.len() - ties).unwrap_or_default();
    }
    let place = match rest {
        Rest::AtLowestLimit => limits.first().or(measured.first()),
        Rest::AtLowestDetect => measured.first(),
    };
    if below > 0.0 {
        mean += below * place.copied().unwrap_or_default();
    }
    Ok(KaplanMeierMean { mean: StatisticError::finite(mean)?, mass_below_lowest_detect: below })
}

#[cfg(test)]
mod tests {
    use super::Observation::{Below, Measured};
    use super::*;

    /// By hand: 4 keeps 1/4; the rest shares 3/4 among 1 and 2, as the one below 3 may be either.
    #[test]
    fn a_limit_above_some_values_spreads_its_share() {
        let sample = [Measured(4.0), Below(3.0), Measured(2.0), Measured(1.0)];
        let estimate = kaplan_meier_mean(&sample, Rest::AtLowestLimit).unwrap();
        assert!((estimate.mean - (1.0 + 0.375 * 3.0)).abs() < 1e-15, "{}", estimate.mean);
        assert_eq!(estimate.mass_below_lowest_detect, 0.0);
        assert_eq!(kaplan_meier_mean(&sample, Rest::AtLowestDetect).unwrap().mean, estimate.mean);
    }

    #[test]
    fn without_limits_it_is_the_mean() {
        let sample = [Measured(4.0), Measured(2.0), Measured(2.0)];
        let estimate = kaplan_meier_mean(&sample, Rest::AtLowestLimit).unwrap();
        assert!((estimate.mean - 8.0 / 3.0).abs() < 1e-15);
    }

    #[test]
    fn the_rest_is_put_where_it_is_said() {
        let sample = [Measured(4.0), Below(1.0)];
        let at = |rest| kaplan_meier_mean(&sample, rest).unwrap();
        assert_eq!((at(Rest::AtLowestLimit).mean, at(Rest::AtLowestDetect).mean), (2.5, 4.0));
        assert_eq!(at(Rest::AtLowestLimit).mass_below_lowest_detect, 0.5);
    }
}
