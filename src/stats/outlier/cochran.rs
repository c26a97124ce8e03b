//! Cochran's test for an outlying variance.

use crate::stats::distribution::Fisher;
use crate::stats::{Probability, StatisticError};

/// Cochran's test of the largest variance among groups of equal size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CochranTest {
    /// Place of the group with the largest variance, from 0; the first of equals.
    pub index: usize,
    /// C: its share in the sum of the variances.
    pub c: f64,
    /// Probability of so large a share when all groups have one variance.
    pub p_value: f64,
}

/// Cochran's C test: does one group scatter more than the others? Information only.
///
/// Assumes normal values and groups of equal size.
/// Formula: C = s²max / Σ s²; p = k P(F > (k - 1) C / (1 - C)) with ν and (k - 1) ν degrees of freedom for k groups of
/// ν + 1 values, at most 1.
///
/// # Errors
/// `TooFewValues` with fewer than 2 groups or 2 values in a group; `UnequalLengths` when the groups differ in size;
/// `NoVariation` when no group scatters; `NotFinite`.
///
/// # Source
/// ISO 5725-2:2019, Cochran's test; R. U. E. 't Lam, Scrutiny of variance results for outliers: Cochran's test optimized,
/// Analytica Chimica Acta 659 (2010), equation 8.
pub fn cochran_test(groups: &[&[f64]]) -> Result<CochranTest, StatisticError> {
    let size = groups.first().map_or(0, |group| group.len());
    if let Some(other) = groups.iter().find(|group| group.len() != size) {
        return Err(StatisticError::UnequalLengths { left: size, right: other.len() });
    }
    let (first, rest) = degrees_of_freedom(groups.len(), size)?;
    let variances: Vec<f64> = groups.iter().map(|group| variance(group)).collect::<Result<_, _>>()?;
    let sum: f64 = StatisticError::finite(variances.iter().sum())?;
    if sum == 0.0 {
        return Err(StatisticError::NoVariation);
    }
    let mut largest = (0, 0.0);
    for (index, variance) in variances.iter().copied().enumerate() {
        if variance > largest.1 {
            largest = (index, variance);
        }
    }
    let others: f64 = variances.iter().enumerate().filter(|(index, _)| *index != largest.0).map(|(_, v)| v).sum();
    let k = groups.len() as f64;
    // With all other groups free of scatter nothing is more extreme.
    let tail = if others > 0.0 { Fisher::new(first, rest)?.tails((k - 1.0) * largest.1 / others)?.upper } else { 0.0 };
    Ok(CochranTest { index: largest.0, c: largest.1 / sum, p_value: (k * tail).min(1.0) })
}

/// The C that `groups` groups of `size` values exceed with probability `significance`.
///
/// Formula: 1 / (1 + (k - 1) / F), F exceeded with probability significance / k.
///
/// # Errors
/// `TooFewValues` with fewer than 2 groups or 2 values in a group.
///
/// # Source
/// As [`cochran_test`].
pub fn cochran_critical(groups: usize, size: usize, significance: Probability) -> Result<f64, StatisticError> {
    let (first, rest) = degrees_of_freedom(groups, size)?;
    let k = groups as f64;
    let f = Fisher::new(first, rest)?.quantile(Probability::from_complement(significance.value() / k)?)?;
    Ok(f / (f + k - 1.0))
}

fn degrees_of_freedom(groups: usize, size: usize) -> Result<(f64, f64), StatisticError> {
    for got in [groups, size] {
        if got < 2 {
            return Err(StatisticError::TooFewValues { needed: 2, got });
        }
    }
    let within = size as f64 - 1.0;
    Ok((within, (groups as f64 - 1.0) * within))
}

fn variance(group: &[f64]) -> Result<f64, StatisticError> {
    let deviation = crate::stats::standard_deviation(group)?;
    StatisticError::finite(deviation * deviation)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ISO 5725-2, table of critical values: 5 % with p = 6 laboratories and n = 3 results is 0.616, 1 % is 0.722.
    #[test]
    fn critical_values_of_iso_5725_2() {
        for (groups, size, significance, printed) in
            [(6, 3, 0.05, 0.616), (6, 3, 0.01, 0.722), (5, 4, 0.05, 0.598), (10, 2, 0.05, 0.602)]
        {
            let critical = cochran_critical(groups, size, Probability::new(significance).unwrap()).unwrap();
            assert!((critical - printed).abs() < 6e-4, "{groups} {size}: {critical}");
        }
    }

    #[test]
    fn degenerate_groups() {
        let few = |needed, got| Err(StatisticError::TooFewValues { needed, got });
        assert_eq!(cochran_test(&[]), few(2, 0));
        assert_eq!(cochran_test(&[&[1.0, 2.0]]), few(2, 1));
        assert_eq!(cochran_test(&[&[1.0], &[2.0]]), few(2, 1));
        let unequal = cochran_test(&[&[1.0, 2.0], &[2.0]]);
        assert_eq!(unequal, Err(StatisticError::UnequalLengths { left: 2, right: 1 }));
        assert_eq!(cochran_test(&[&[1.0, 1.0], &[2.0, 2.0]]), Err(StatisticError::NoVariation));
        assert_eq!(cochran_test(&[&[1.0, f64::NAN], &[2.0, 2.0]]), Err(StatisticError::NotFinite));
        let alone = cochran_test(&[&[1.0, 1.0], &[2.0, 4.0], &[3.0, 3.0]]).unwrap();
        assert_eq!((alone.index, alone.c, alone.p_value), (1, 1.0, 0.0));
    }
}
