//! One random effect by restricted maximum likelihood.

use crate::stats::comparison::one_way_anova;
use crate::stats::moments::Moments;
use crate::stats::{StatisticError, root};

/// Components by restricted maximum likelihood, in the squared unit of the values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LikelihoodComponents {
    /// Variance between groups, never negative.
    pub between_variance: f64,
    /// Variance within groups.
    pub repeatability_variance: f64,
}

/// Variances between and within groups by restricted maximum likelihood (REML).
///
/// Assumes independent, normal effects. For groups of one size it equals the analysis of variance, unless that comes out
/// negative: then all scatter is pooled into the variance within. Formula: with ρ = σ_between² / σ², w_i = n_i / (1 + n_i ρ),
/// W = Σ w_i, the weighted mean m and Q = Σ (y_ij - m_i)² + Σ w_i (m_i - m)², ρ maximises
/// -(N - 1)/2 ln Q - ½ Σ ln(1 + n_i ρ) - ½ ln W, and σ² = Q / (N - 1).
///
/// # Errors
/// Those of [`one_way_anova`]; `NoConvergence`.
///
/// # Source
/// S. R. Searle, G. Casella, C. E. McCulloch, Variance Components (1992), chapter 6.
///
/// # Checked against
/// The same equation solved with 30 digits (mpmath); lme4 1.1-31, which stops within 5e-8 of it.
pub fn restricted_likelihood<G: AsRef<[f64]>>(groups: &[G]) -> Result<LikelihoodComponents, StatisticError> {
    one_way_anova(groups)?;
    let origin = groups.iter().find_map(|group| group.as_ref().first()).copied().unwrap_or(0.0);
    let shifted = |group: &G| group.as_ref().iter().map(|value| value - origin).collect::<Vec<f64>>();
    let moments: Vec<Moments> = groups.iter().map(|group| Moments::of(&shifted(group))).collect();
    let n = moments.iter().map(|group| group.n).sum::<usize>() as f64;
    let ratio = if Profile::at(&moments, 0.0).slope(n) <= 0.0 {
        0.0
    } else {
        // In the logarithm of the ratio the search needs no lower end.
        let falling = |logarithm: f64| {
            let ratio = libm::exp(logarithm);
            let profile = Profile::at(&moments, ratio);
            Ok((-profile.slope(n), -ratio * profile.curvature(n)))
        };
        libm::exp(root::increasing("the ratio of variances", 0.0, 1.0, falling)?)
    };
    let variance = StatisticError::finite(Profile::at(&moments, ratio).squares / (n - 1.0))?;
    Ok(LikelihoodComponents {
        between_variance: StatisticError::finite(ratio * variance)?,
        repeatability_variance: variance,
    })
}

/// The sums of the likelihood at one ratio of variances, with d_i = m_i - m.
#[derive(Default)]
struct Profile {
    /// Q.
    squares: f64,
    /// W, Σ w_i² and Σ w_i³.
    weights: [f64; 3],
    /// Σ w_i² d_i.
    lean: f64,
    /// Σ w_i² d_i² and Σ w_i³ d_i².
    between: [f64; 2],
}

impl Profile {
    fn at(moments: &[Moments], ratio: f64) -> Profile {
        let weight_of = |group: &Moments| group.n as f64 / (1.0 + group.n as f64 * ratio);
        let weight: f64 = moments.iter().map(weight_of).sum();
        let mean = moments.iter().map(|group| weight_of(group) * group.mean).sum::<f64>() / weight;
        let mut profile = Profile::default();
        for group in moments {
            let (own, distance) = (weight_of(group), group.mean - mean);
            let square = distance * distance;
            profile.squares += group.squares + own * square;
            for (sum, power) in profile.weights.iter_mut().zip([own, own * own, own * own * own]) {
                *sum += power;
            }
            profile.lean += own * own * distance;
            profile.between[0] += own * own * square;
            profile.between[1] += own * own * own * square;
        }
        profile
    }

    /// Twice the derivative of the restricted log likelihood by the ratio.
    fn slope(&self, n: f64) -> f64 {
        let [weight, second, _] = self.weights;
        (n - 1.0) * self.between[0] / self.squares - weight + second / weight
    }

    /// The derivative of [`Profile::slope`] by the ratio.
    fn curvature(&self, n: f64) -> f64 {
        let [weight, second, third] = self.weights;
        let [between, between_third] = self.between;
        let change = 2.0 * (self.lean * self.lean / weight - between_third);
        let share = between / self.squares;
        (n - 1.0) * (change / self.squares + share * share) + second - 2.0 * third / weight + (second / weight).powi(2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Groups {1, 3} and {5, 7}: as the analysis of variance, 7 and 2.
    #[test]
    fn equal_sizes_give_the_analysis_of_variance() {
        let components = restricted_likelihood(&[[1.0, 3.0], [5.0, 7.0]]).unwrap();
        assert!((components.between_variance - 7.0).abs() < 1e-12, "{components:?}");
        assert!((components.repeatability_variance - 2.0).abs() < 1e-12);
    }

    #[test]
    fn the_curvature_is_the_derivative_of_the_slope() {
        let moments = [Moments::of(&[1.0, 2.0, 4.0]), Moments::of(&[3.0, 5.0]), Moments::of(&[8.0, 9.5, 9.0, 7.0])];
        let (n, ratio, step) = (9.0, 0.7, 1e-5);
        let slope = |ratio| Profile::at(&moments, ratio).slope(n);
        let expected = (slope(ratio + step) - slope(ratio - step)) / (2.0 * step);
        let curvature = Profile::at(&moments, ratio).curvature(n);
        assert!((curvature / expected - 1.0).abs() < 1e-7, "{curvature} {expected}");
    }

    /// A negative estimate is pooled: all four values around 3 have the sum of squares 10 with three degrees of freedom.
    #[test]
    fn a_negative_estimate_is_pooled() {
        let components = restricted_likelihood(&[[1.0, 5.0], [2.0, 4.0]]).unwrap();
        assert_eq!(components.between_variance, 0.0);
        assert!((components.repeatability_variance - 10.0 / 3.0).abs() < 1e-14);
    }

    #[test]
    fn what_has_no_components() {
        assert_eq!(restricted_likelihood(&[[1.0, 1.0], [2.0, 2.0]]), Err(StatisticError::NoVariation));
        assert_eq!(restricted_likelihood(&[[1.0, f64::NAN], [2.0, 2.0]]), Err(StatisticError::NotFinite));
    }
}
