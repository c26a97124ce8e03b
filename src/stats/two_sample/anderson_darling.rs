//! k-sample Anderson-Darling test.

use super::Step;
use crate::stats::StatisticError;

/// The standardised statistics of the k-sample Anderson-Darling test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AndersonDarlingKSample {
    /// (A² - (k - 1)) / σ with right-continuous distribution functions.
    pub t: f64,
    /// The same with distribution functions that take the middle at a jump, made for tied values.
    pub t_midrank: f64,
}

/// Anderson-Darling test that k samples come from one distribution.
///
/// Assumes independent values. Large T speaks against one distribution; for two samples the upper 5 % point is 1.960
/// (Scholz and Stephens, table 1, m = 1).
/// Formula: A² = Σ_i 1/n_i Σ_j l_j/N (N M_ij - n_i B_j)² / (B_j (N - B_j)) over the distinct pooled values, with the counts M
/// and B at or below them (right-continuous) or in their middle (midrank).
///
/// # Errors
/// `TooFewValues` when there are fewer than 2 samples, a sample is empty, or there are fewer than 4 values in all;
/// `NoVariation` when all values are the same; `NotFinite`.
///
/// # Source
/// F. W. Scholz, M. A. Stephens, K-sample Anderson-Darling tests, Journal of the American Statistical Association 82
/// (1987), equations 3 to 7.
pub fn anderson_darling_k_sample(samples: &[&[f64]]) -> Result<AndersonDarlingKSample, StatisticError> {
    if samples.len() < 2 {
        return Err(StatisticError::TooFewValues { needed: 2, got: samples.len() });
    }
    let all: Vec<f64> = samples.concat();
    let (mut right, mut midrank) = (0.0, 0.0);
    for sample in samples {
        // Every sample against the pooled one, which holds it.
        let steps = super::pooled(&all, sample)?;
        if steps.len() < 2 {
            return Err(StatisticError::NoVariation);
        }
        let (of_right, of_midrank) = contributions(&steps, all.len() as f64, sample.len() as f64);
        right += of_right;
        midrank += of_midrank;
    }
    if all.len() < 4 {
        return Err(StatisticError::TooFewValues { needed: 4, got: all.len() });
    }
    let total = all.len() as f64;
    let deviation = variance(samples, all.len()).sqrt();
    let expected = samples.len() as f64 - 1.0;
    Ok(AndersonDarlingKSample {
        t: (right - expected) / deviation,
        t_midrank: (midrank * (total - 1.0) / total - expected) / deviation,
    })
}

/// What one sample adds to both statistics: equations 6 and 7 without the factor (N - 1)/N.
fn contributions(steps: &[Step], total: f64, size: f64) -> (f64, f64) {
    let (mut below_all, mut below_sample, mut right, mut midrank) = (0.0, 0.0, 0.0, 0.0);
    for step in steps {
        let (ties, own) = (step.in_first as f64, step.in_second as f64);
        let (middle_all, middle_sample) = (below_all + ties / 2.0, below_sample + own / 2.0);
        let difference = total * middle_sample - middle_all * size;
        let spread = middle_all * (total - middle_all) - total * ties / 4.0;
        midrank += ties / total * difference * difference / spread;
        below_all += ties;
        below_sample += own;
        if below_all < total {
            let difference = total * below_sample - below_all * size;
            right += ties / total * difference * difference / (below_all * (total - below_all));
        }
    }
    (right / size, midrank / size)
}

/// Variance of A² when all samples come from one continuous distribution: equation 4.
fn variance(samples: &[&[f64]], total: usize) -> f64 {
    let n = total as f64;
    let k = samples.len() as f64;
    let reciprocal_sizes: f64 = samples.iter().map(|sample| 1.0 / sample.len() as f64).sum();
    let harmonic: f64 = (1..total).map(|i| 1.0 / i as f64).sum();
    let (mut g, mut tail) = (0.0, 0.0);
    for i in (1..total.saturating_sub(1)).rev() {
        tail += 1.0 / (i + 1) as f64;
        g += tail / (total - i) as f64;
    }
    let a = (4.0 * g - 6.0) * (k - 1.0) + (10.0 - 6.0 * g) * reciprocal_sizes;
    let b = (2.0 * g - 4.0) * k * k + 8.0 * harmonic * k + (2.0 * g - 14.0 * harmonic - 4.0) * reciprocal_sizes
        - 8.0 * harmonic
        + 4.0 * g
        - 6.0;
    let c = (6.0 * harmonic + 2.0 * g - 2.0) * k * k
        + (4.0 * harmonic - 4.0 * g + 6.0) * k
        + (2.0 * harmonic - 6.0) * reciprocal_sizes
        + 4.0 * harmonic;
    let d = (2.0 * harmonic + 6.0) * k * k - 4.0 * harmonic * k;
    (((a * n + b) * n + c) * n + d) / ((n - 1.0) * (n - 2.0) * (n - 3.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scholz and Stephens 1987, section 7: smoothness of paper from four laboratories; A² 8.3559 and 8.3926, σ 1.2038,
    /// T 4.449 and 4.480 (printed in the documentation of kSamples and scipy).
    #[test]
    fn paper_smoothness_of_four_laboratories() {
        let samples: [&[f64]; 4] = [
            &[38.7, 41.5, 43.8, 44.5, 45.5, 46.0, 47.7, 58.0],
            &[39.2, 39.3, 39.7, 41.4, 41.8, 42.9, 43.3, 45.8],
            &[34.0, 35.0, 39.0, 40.0, 43.0, 43.0, 44.0, 45.0],
            &[34.0, 34.8, 34.8, 35.4, 37.2, 37.8, 41.2, 42.8],
        ];
        let test = anderson_darling_k_sample(&samples).unwrap();
        assert!((test.t - 4.449).abs() < 1e-3, "{}", test.t);
        assert!((test.t_midrank - 4.480).abs() < 1e-3, "{}", test.t_midrank);
    }

    #[test]
    fn degenerate_samples() {
        let few = |needed, got| Err(StatisticError::TooFewValues { needed, got });
        assert_eq!(anderson_darling_k_sample(&[&[1.0, 2.0]]), few(2, 1));
        assert_eq!(anderson_darling_k_sample(&[&[1.0, 2.0], &[3.0]]), few(4, 3));
        assert_eq!(anderson_darling_k_sample(&[&[1.0, 1.0], &[1.0, 1.0]]), Err(StatisticError::NoVariation));
    }
}
