//! Generalized extreme Studentized deviate test (Rosner).

use super::extreme;
use crate::stats::distribution::StudentT;
use crate::stats::{Probability, StatisticError};

/// One step: the most extreme of the values still there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EsdStep {
    /// Its place in the list given, from 0.
    pub index: usize,
    /// The value.
    pub value: f64,
    /// R: its distance from the mean of the values still there, in their standard deviations.
    pub r: f64,
    /// λ: what R exceeds by chance with the significance asked for.
    pub critical: f64,
}

/// The steps and how many values they call outliers.
#[derive(Clone, Debug, PartialEq)]
pub struct GeneralizedEsd {
    /// Up to k steps; fewer when the values still there became equal.
    pub steps: Vec<EsdStep>,
    /// The values of the first so many steps are called outliers.
    pub outliers: usize,
}

/// Generalized extreme Studentized deviate test for up to `most` outliers at either end. Information only.
///
/// Assumes that the other values come from one normal distribution; the critical values are accurate from 15 values on.
/// Formula: in each step R = max |x - mean| / s of the values still there; the number of outliers is the largest i with
/// R_i > λ_i, even where earlier R do not exceed their λ, since close outliers hide each other.
/// λ_i = (n - i) t / sqrt((n - i - 1 + t²)(n - i + 1)), t exceeded with probability significance / (2 (n - i + 1)) by
/// Student's t with n - i - 1 degrees of freedom.
///
/// # Errors
/// `TooFewValues` when n < 3 or n < `most` + 2; `OutsideDomain` when `most` is zero; `NoVariation` when all values are equal;
/// `NotFinite`.
///
/// # Source
/// B. Rosner, Percentage points for a generalized ESD many-outlier procedure, Technometrics 25 (1983); NIST/SEMATECH
/// e-Handbook of Statistical Methods, 1.3.5.17.3.
pub fn generalized_esd(
    values: &[f64],
    most: usize,
    significance: Probability,
) -> Result<GeneralizedEsd, StatisticError> {
    if most == 0 {
        return Err(StatisticError::OutsideDomain { what: "the largest number of outliers", value: 0.0 });
    }
    StatisticError::check(values, most.saturating_add(2).max(3))?;
    let mut left: Vec<(usize, f64)> = values.iter().copied().enumerate().collect();
    let mut steps: Vec<EsdStep> = Vec::new();
    while steps.len() < most {
        let remaining: Vec<f64> = left.iter().map(|(_, value)| *value).collect();
        let suspect = match extreme(&remaining) {
            // What is left after a step may be equal; then nothing there is extreme.
            Err(StatisticError::NoVariation) if !steps.is_empty() => break,
            other => other?,
        };
        let (index, value) = left.remove(suspect.index);
        steps.push(EsdStep { index, value, r: suspect.distance, critical: critical(remaining.len(), significance)? });
    }
    let outliers = steps.iter().rposition(|step| step.r > step.critical).map_or(0, |last| last + 1);
    Ok(GeneralizedEsd { steps, outliers })
}

/// λ for a step with so many values still there.
fn critical(remaining: usize, significance: Probability) -> Result<f64, StatisticError> {
    let remaining = remaining as f64;
    let beyond = Probability::from_complement(significance.value() / (2.0 * remaining))?;
    let t = StudentT::new(remaining - 2.0)?.quantile(beyond)?;
    Ok((remaining - 1.0) * t / ((remaining - 2.0 + t * t) * remaining).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn five_percent() -> Probability {
        Probability::new(0.05).unwrap()
    }

    #[test]
    fn two_close_outliers_do_not_hide_each_other() {
        let values = [10.1, 9.8, 10.3, 9.9, 10.0, 10.2, 9.7, 10.1, 10.0, 9.9, 10.2, 10.1, 9.8, 14.9, 15.0];
        let esd = generalized_esd(&values, 3, five_percent()).unwrap();
        assert_eq!(esd.outliers, 2);
        assert_eq!((esd.steps[0].index, esd.steps[1].index), (14, 13));
        assert!(super::super::grubbs_test(&values).unwrap().p_two_sided > 0.05);
    }

    #[test]
    fn stops_where_the_rest_is_equal() {
        let esd = generalized_esd(&[3.0, 3.0, 3.0, 3.0, 9.0], 3, five_percent()).unwrap();
        assert_eq!((esd.steps.len(), esd.outliers), (1, 1));
    }

    #[test]
    fn degenerate_samples() {
        let few = |needed, got| Err(StatisticError::TooFewValues { needed, got });
        assert_eq!(generalized_esd(&[1.0, 2.0, 3.0], 2, five_percent()), few(4, 3));
        assert_eq!(generalized_esd(&[], 1, five_percent()), few(3, 0));
        assert_eq!(generalized_esd(&[2.0; 9], 2, five_percent()), Err(StatisticError::NoVariation));
        assert_eq!(generalized_esd(&[1.0, 2.0, f64::NAN], 1, five_percent()), Err(StatisticError::NotFinite));
        let message = generalized_esd(&[1.0, 2.0, 3.0], 0, five_percent()).unwrap_err().to_string();
        assert_eq!(message, "the largest number of outliers is outside its domain: 0");
    }
}
