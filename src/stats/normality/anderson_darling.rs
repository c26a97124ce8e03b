//! Anderson-Darling test for normality.

use super::{NormalityTest, polynomial, standardised};
use crate::stats::StatisticError;
use crate::stats::lower_tail::lower_tail;

/// The statistic, as it is and corrected for the sample size, and its p-value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AndersonDarling {
    /// A² and the p-value.
    pub test: NormalityTest,
    /// A* = A² (1 + 0.75/n + 2.25/n²), on which the p-value rests.
    pub corrected: f64,
}

/// Anderson-Darling test for at least 8 values; heeds the tails more than the middle.
///
/// Formula: A² = -n - 1/n Σ (2i - 1)(ln Φ(z_i) + ln Φ(-z_(n+1-i))); p by the fitted exponentials of D'Agostino and Stephens in
/// A*. Beyond A* = 10, outside the fit, p is given as 3.7e-24, its value there.
///
/// # Errors
/// `TooFewValues`; `NoVariation`; `NotFinite`.
///
/// # Source
/// M. A. Stephens in R. B. D'Agostino, M. A. Stephens, Goodness-of-Fit Techniques (1986), section 4.8.5, table 4.9.
pub fn anderson_darling(values: &[f64]) -> Result<AndersonDarling, StatisticError> {
    let z = standardised(values, 8, usize::MAX)?;
    let n = z.len() as f64;
    let sum: f64 = z
        .iter()
        .zip(z.iter().rev())
        .enumerate()
        .map(|(index, (low, high))| (2 * index + 1) as f64 * (lower_tail(*low).0 + lower_tail(-high).0))
        .sum();
    let statistic = -n - sum / n;
    let corrected = statistic * (1.0 + 0.75 / n + 2.25 / (n * n));
    let exponential = |coefficients: [f64; 3]| libm::exp(polynomial(&coefficients, corrected));
    let p_value = if corrected < 0.2 {
        1.0 - exponential([-13.436, 101.14, -223.73])
    } else if corrected < 0.34 {
        1.0 - exponential([-8.318, 42.796, -59.938])
    } else if corrected < 0.6 {
        exponential([0.9177, -4.279, -1.38])
    } else if corrected < 10.0 {
        exponential([1.2937, -5.709, 0.0186])
    } else {
        3.7e-24
    };
    Ok(AndersonDarling { test: NormalityTest { statistic, p_value }, corrected })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// D'Agostino and Stephens 1986, table 4.7, case 3: A* 0.752 at 5 %, 1.035 at 1 %: samples whose A* straddle them.
    #[test]
    fn the_five_percent_point_of_the_table() {
        let at = |last: f64| {
            let mut sample: Vec<f64> = (0..19).map(f64::from).collect();
            sample.push(last);
            anderson_darling(&sample).unwrap()
        };
        let (mut low, mut high) = (20.0, 60.0);
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if at(middle).corrected < 0.752 { low = middle } else { high = middle }
        }
        assert!((at(low).test.p_value - 0.05).abs() < 5e-4, "{}", at(low).test.p_value);
    }
}
