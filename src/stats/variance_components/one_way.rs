//! One random effect: determinations within runs, days or lots.

use super::{Precision, satterthwaite};
use crate::stats::comparison::{OneWayAnova, one_way_anova};
use crate::stats::moments::Moments;
use crate::stats::{Confidence, StatisticError};

/// Components of a one-way random model; variances in the squared unit of the values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OneWayComponents {
    /// Number of values.
    pub n: usize,
    /// Mean of all values.
    pub mean: f64,
    /// The analysis of variance.
    pub anova: OneWayAnova,
    /// Effective number of values per group; the size itself when all groups have the same.
    pub effective_group_size: f64,
    /// Estimate of the variance between groups as it comes out; it may be negative.
    pub unconstrained_between_variance: f64,
    /// Variance between groups, zero instead of negative.
    pub between_variance: f64,
    /// Precision within a group.
    pub repeatability: Precision,
    /// Precision of one determination in an unknown group.
    pub intermediate_precision: Precision,
}

/// Repeatability and intermediate precision from groups of determinations, by analysis of variance.
///
/// Assumes independent, normal effects with one variance within all groups. Formula, with N values in k groups:
/// σ_r² = MS_within, σ_between² = (MS_between - MS_within) / n₀, n₀ = (N - Σ n_i² / N) / (k - 1), σ_I² = σ_between² + σ_r².
/// A negative estimate becomes zero and leaves σ_r² as it is (likelihood programs pool instead, see
/// [`super::restricted_likelihood`]). The interval of the intermediate precision is given for groups of one size and a
/// positive estimate only: otherwise Satterthwaite's degrees of freedom do not hold.
///
/// # Errors
/// Those of [`one_way_anova`].
///
/// # Source
/// ISO 5725-2:2019, 7.4 and ISO 5725-3; ICH Q2(R2) (2023), 3.3.2; S. R. Searle, G. Casella, C. E. McCulloch, Variance
/// Components (1992), chapter 3.
///
/// # Checked against
/// lme4 1.1-31 data Dyestuff, Dyestuff2; VCA 1.5.2.
pub fn one_way<G: AsRef<[f64]>>(groups: &[G], confidence: Confidence) -> Result<OneWayComponents, StatisticError> {
    let anova = one_way_anova(groups)?;
    let all: Vec<f64> = groups.iter().flat_map(|group| group.as_ref().iter().copied()).collect();
    let (mean, n) = (Moments::of(&all).mean, all.len() as f64);
    let sizes: Vec<f64> = groups.iter().map(|group| group.as_ref().len() as f64).collect();
    let effective_group_size =
        (n - sizes.iter().map(|size| size * size).sum::<f64>() / n) / anova.between_degrees_of_freedom as f64;
    let (between_square, within) = (anova.between_mean_square, anova.within_mean_square);
    let unconstrained = (between_square - within) / effective_group_size;
    let balanced = sizes.windows(2).all(|pair| pair[0] == pair[1]);
    let degrees = (balanced && unconstrained > 0.0).then(|| {
        let size = effective_group_size;
        satterthwaite(&[
            (1.0 / size, between_square, anova.between_degrees_of_freedom),
            (1.0 - 1.0 / size, within, anova.within_degrees_of_freedom),
        ])
    });
    let between_variance = unconstrained.max(0.0);
    let within_degrees = Some(anova.within_degrees_of_freedom as f64);
    Ok(OneWayComponents {
        n: all.len(),
        mean,
        anova,
        effective_group_size,
        unconstrained_between_variance: unconstrained,
        between_variance,
        repeatability: Precision::new(within, mean, within_degrees, confidence)?,
        intermediate_precision: Precision::new(between_variance + within, mean, degrees, confidence)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn confidence() -> Confidence {
        Confidence::new(0.95).unwrap()
    }

    /// Groups {1, 3} and {5, 7}: MS within 2, MS between 16, so 7 between groups.
    #[test]
    fn by_hand() {
        let components = one_way(&[[1.0, 3.0], [5.0, 7.0]], confidence()).unwrap();
        assert!((components.between_variance - 7.0).abs() < 1e-14);
        assert!((components.intermediate_precision.variance - 9.0).abs() < 1e-14);
        // 81 / (8²/1 + 1²/2)
        assert!((components.intermediate_precision.degrees_of_freedom.unwrap() - 81.0 / 64.5).abs() < 1e-13);
    }

    #[test]
    fn a_negative_estimate_becomes_zero_and_has_no_interval() {
        let components = one_way(&[[1.0, 5.0], [2.0, 4.0]], confidence()).unwrap();
        assert!(components.unconstrained_between_variance < 0.0 && components.between_variance == 0.0);
        assert_eq!(components.intermediate_precision.variance, components.repeatability.variance);
        assert_eq!(components.intermediate_precision.interval, None);
    }

    #[test]
    fn a_mean_of_zero_has_no_cv() {
        let components = one_way(&[[-1.0, 1.0], [-2.0, 2.0]], confidence()).unwrap();
        assert_eq!(components.repeatability.coefficient_of_variation, None);
    }

    #[test]
    fn what_has_no_components() {
        assert_eq!(one_way(&[[1.0, 1.0], [2.0, 2.0]], confidence()), Err(StatisticError::NoVariation));
        let one_group = StatisticError::TooFewGroups { needed: 2, got: 1 };
        assert_eq!(one_way(&[[1.0, 1.5]], confidence()), Err(one_group));
    }
}
