//! Shapiro-Wilk test.

use super::{NormalityTest, polynomial, standardised};
use crate::stats::distribution::normal;
use crate::stats::{Probability, StatisticError};
use std::f64::consts::PI;

/// Largest sample for which the p-value was fitted.
const MOST_VALUES: usize = 5000;

/// Correction of the largest weight, in 1/sqrt(n).
const FIRST: [f64; 6] = [0.0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056];
/// Correction of the second largest weight, in 1/sqrt(n).
const SECOND: [f64; 6] = [0.0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633];
/// Mean and logarithm of the standard deviation of the transformed W up to 11 values, in n.
const SMALL: ([f64; 4], [f64; 4]) = ([0.544, -0.39978, 0.025054, -6.714e-4], [1.3822, -0.77857, 0.062767, -0.0020322]);
/// The bound of the transformation up to 11 values, in n.
const BOUND: [f64; 2] = [-2.273, 0.459];
/// Mean and logarithm of the standard deviation of ln(1 - W) from 12 values on, in ln n.
const LARGE: ([f64; 4], [f64; 3]) = ([-1.5861, -0.31082, -0.083751, 0.0038915], [-0.4803, -0.082676, 0.0030302]);

/// Shapiro-Wilk test for 3 to 5000 values.
///
/// Formula: W is the squared correlation of the ordered values with weights near the expected normal order statistics;
/// ln(1 - W), transformed, is normal with fitted mean and variance. The p-value is exact for n = 3. Ties, as rounding makes
/// them, lower W.
///
/// # Errors
/// `TooFewValues`; `TooManyValues`; `NoVariation`; `NotFinite`.
///
/// # Source
/// P. Royston, Remark AS R94: a remark on algorithm AS 181: the W-test for normality, Applied Statistics 44 (1995).
pub fn shapiro_wilk(values: &[f64]) -> Result<NormalityTest, StatisticError> {
    let z = standardised(values, 3, MOST_VALUES)?;
    let n = z.len();
    let weights = weights(n)?;
    // Weights are antisymmetric: the outer pairs first.
    let sum: f64 = weights.iter().zip(z.iter().zip(z.iter().rev())).map(|(w, (low, high))| w * (high - low)).sum();
    let w = (sum * sum / (n as f64 - 1.0)).min(1.0);
    Ok(NormalityTest { statistic: w, p_value: p_value(w, n) })
}

/// Weights of the upper half, from the largest value down.
fn weights(n: usize) -> Result<Vec<f64>, StatisticError> {
    if n == 3 {
        return Ok(vec![0.5_f64.sqrt()]);
    }
    let size = n as f64;
    let scores: Vec<f64> = (1..=n / 2)
        .map(|rank| Probability::new((rank as f64 - 0.375) / (size + 0.25)).map(|p| -normal::quantile(p)))
        .collect::<Result<_, _>>()?;
    let squares = 2.0 * scores.iter().map(|score| score * score).sum::<f64>();
    let reciprocal = 1.0 / size.sqrt();
    let corrections: &[[f64; 6]] = if n > 5 { &[FIRST, SECOND] } else { &[FIRST] };
    let corrected: Vec<f64> = corrections
        .iter()
        .zip(&scores)
        .map(|(correction, score)| polynomial(correction, reciprocal) + score / squares.sqrt())
        .collect();
    // The others are scaled so that all squares add to 1.
    let outer = 2.0 * scores.iter().take(corrected.len()).map(|score| score * score).sum::<f64>();
    let taken = 2.0 * corrected.iter().map(|weight| weight * weight).sum::<f64>();
    let scale = ((squares - outer) / (1.0 - taken)).sqrt();
    let inner = scores.iter().skip(corrected.len()).map(|score| score / scale);
    Ok(corrected.iter().copied().chain(inner).collect())
}

fn p_value(w: f64, n: usize) -> f64 {
    let size = n as f64;
    if n == 3 {
        return (6.0 / PI * (libm::asin(w.sqrt()) - PI / 3.0)).max(0.0);
    }
    if w >= 1.0 {
        return 1.0;
    }
    let y = libm::log(1.0 - w);
    let z = if n <= 11 {
        let bound = polynomial(&BOUND, size);
        if y >= bound {
            return 0.0;
        }
        (-libm::log(bound - y) - polynomial(&SMALL.0, size)) / libm::exp(polynomial(&SMALL.1, size))
    } else {
        let x = libm::log(size);
        (y - polynomial(&LARGE.0, x)) / libm::exp(polynomial(&LARGE.1, x))
    };
    normal::upper_tail(z)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// For three values W runs from 3/4 (two equal) to 1 (equally spaced), p from 0 to 1.
    #[test]
    fn three_values_from_end_to_end() {
        let spaced = shapiro_wilk(&[1.0, 2.0, 3.0]).unwrap();
        assert!((spaced.statistic - 1.0).abs() < 1e-15 && (spaced.p_value - 1.0).abs() < 1e-7, "{spaced:?}");
        let tied = shapiro_wilk(&[1.0, 1.0, 3.0]).unwrap();
        assert!((tied.statistic - 0.75).abs() < 1e-15 && tied.p_value < 1e-15, "{tied:?}");
    }

    /// Shapiro and Wilk 1965, table 5, n = 10: largest weights 0.5739, 0.3291, 0.2141, 0.1224, 0.0399; Royston's
    /// approximation is within 1e-3.
    #[test]
    fn weights_of_ten_values() {
        let weights = weights(10).unwrap();
        for (weight, printed) in weights.iter().zip([0.5739, 0.3291, 0.2141, 0.1224, 0.0399]) {
            assert!((weight - printed).abs() < 1e-3, "{weight} {printed}");
        }
        assert!((2.0 * weights.iter().map(|weight| weight * weight).sum::<f64>() - 1.0).abs() < 1e-14);
    }
}
