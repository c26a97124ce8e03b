//! Two samples compared as whole distributions: how far apart they lie, and whether chance explains it.
//!
//! All of it is invariant under the order of the values; ties are kept as ties.

mod anderson_darling;
mod cramer_von_mises;
mod energy_distance;
mod kolmogorov_smirnov;
mod wasserstein;

pub use anderson_darling::{AndersonDarlingKSample, anderson_darling_k_sample};
pub use cramer_von_mises::{CramerVonMisesTwoSample, cramer_von_mises_two_sample};
pub use energy_distance::energy_distance;
pub use kolmogorov_smirnov::{KolmogorovSmirnov, kolmogorov_smirnov, kolmogorov_smirnov_exact_p};
pub use wasserstein::wasserstein_distance;

use super::StatisticError;
use crate::order;

/// One distinct value of the pooled sample and how often each sample holds it.
#[derive(Clone, Copy, Debug)]
struct Step {
    value: f64,
    in_first: usize,
    in_second: usize,
}

/// The pooled sample, by increasing value.
///
/// # Errors
/// `TooFewValues` when a sample is empty; `NotFinite`.
fn pooled(first: &[f64], second: &[f64]) -> Result<Vec<Step>, StatisticError> {
    if first.is_empty() || second.is_empty() {
        return Err(StatisticError::TooFewValues { needed: 1, got: 0 });
    }
    if first.iter().chain(second).any(|value| !value.is_finite()) {
        return Err(StatisticError::NotFinite);
    }
    let mut values: Vec<(f64, bool)> =
        first.iter().map(|value| (*value, true)).chain(second.iter().map(|value| (*value, false))).collect();
    order::sort_by(&mut values, |left, right| left.0.total_cmp(&right.0));
    let mut steps: Vec<Step> = Vec::new();
    for (value, is_first) in values {
        let (in_first, in_second) = (usize::from(is_first), usize::from(!is_first));
        match steps.last_mut() {
            // Equality of numbers, so that 0 and -0 are one value.
            Some(step) if step.value == value => {
                step.in_first += in_first;
                step.in_second += in_second;
            }
            _ => steps.push(Step { value, in_first, in_second }),
        }
    }
    Ok(steps)
}

/// The integral of f(F - G) over the line, F and G the empirical distribution functions.
fn integrate_difference(first: &[f64], second: &[f64], integrand: impl Fn(f64) -> f64) -> Result<f64, StatisticError> {
    let (n, m) = (first.len() as f64, second.len() as f64);
    let steps = pooled(first, second)?;
    let (mut below_first, mut below_second, mut integral) = (0, 0, 0.0);
    for pair in steps.windows(2) {
        let [step, next] = pair else { continue };
        below_first += step.in_first;
        below_second += step.in_second;
        integral += integrand(below_first as f64 / n - below_second as f64 / m) * (next.value - step.value);
    }
    if integral.is_finite() { Ok(integral) } else { Err(StatisticError::NotFinite) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Samples no comparison can be made of, each with its typed error.
    #[test]
    fn what_cannot_be_compared_is_refused_by_every_comparison() {
        let bad = [
            (&[][..], StatisticError::TooFewValues { needed: 1, got: 0 }),
            (&[f64::NAN][..], StatisticError::NotFinite),
            (&[f64::INFINITY][..], StatisticError::NotFinite),
        ];
        for (sample, error) in bad {
            let other = [1.0, 2.0];
            assert_eq!(kolmogorov_smirnov(sample, &other), Err(error));
            assert_eq!(kolmogorov_smirnov_exact_p(&other, sample), Err(error));
            assert_eq!(wasserstein_distance(sample, &other), Err(error));
            assert_eq!(energy_distance(&other, sample), Err(error));
            assert_eq!(cramer_von_mises_two_sample(sample, &other), Err(error));
            assert_eq!(anderson_darling_k_sample(&[&other, sample]), Err(error));
        }
    }

    #[test]
    fn identical_samples_are_at_distance_zero() {
        let sample = [3.0, 1.0, 2.0, 2.0];
        assert_eq!(wasserstein_distance(&sample, &sample), Ok(0.0));
        assert_eq!(energy_distance(&sample, &sample), Ok(0.0));
        assert_eq!(kolmogorov_smirnov(&sample, &sample).unwrap().d, 0.0);
        assert_eq!(kolmogorov_smirnov_exact_p(&sample, &sample), Ok(1.0));
    }
}
