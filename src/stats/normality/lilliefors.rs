//! Lilliefors test.

use super::{NormalityTest, polynomial, standardised};
use crate::stats::StatisticError;
use crate::stats::distribution::normal;

/// Fitted polynomials for the upper half of the p-values, each up to the bound before it.
const UPPER: [(f64, [f64; 5]); 3] = [
    (0.5, [2.76773, -19.828315, 80.709644, -138.55152, 81.218052]),
    (0.9, [-4.901232, 40.662806, -97.490286, 94.029866, -32.355711]),
    (1.31, [6.198765, -19.558097, 23.186922, -12.234627, 2.423045]),
];

/// Lilliefors (Kolmogorov-Smirnov) test with estimated mean and standard deviation, for at least 5 values. Weaker than
/// Shapiro-Wilk and Anderson-Darling.
///
/// Formula: D as [`lilliefors_distance`]; p by the formula of Dallal and Wilkinson up to 0.1, above that by a fit to Stephens'
/// modified statistic (sqrt(n) - 0.01 + 0.85/sqrt(n)) D. Programs that use other approximations give other p-values.
///
/// # Errors
/// `TooFewValues`; `NoVariation`; `NotFinite`.
///
/// # Source
/// G. E. Dallal, L. Wilkinson, An analytic approximation to the distribution of Lilliefors' test for normality, The American
/// Statistician 40 (1986); above 0.1: J. Gross, R package nortest 1.0-4, function lillie.test.
pub fn lilliefors(values: &[f64]) -> Result<NormalityTest, StatisticError> {
    let distance = distance(&standardised(values, 5, usize::MAX)?);
    let n = values.len() as f64;
    let (d, size) = if n <= 100.0 { (distance, n) } else { (distance * libm::pow(n / 100.0, 0.49), 100.0) };
    let root = (size + 2.78019).sqrt();
    let exponent =
        -7.01256 * d * d * root * root + 2.99587 * d * root - 0.122119 + 0.974598 / size.sqrt() + 1.67997 / size;
    let p_value = libm::exp(exponent);
    let p_value = if p_value > 0.1 { upper_p_value(distance, n) } else { p_value };
    Ok(NormalityTest { statistic: distance, p_value })
}

/// Largest difference between the empirical distribution function and the normal one with the mean and the standard deviation
/// of the sample, for at least 3 values.
///
/// # Errors
/// `TooFewValues`; `NoVariation`; `NotFinite`.
///
/// # Source
/// H. W. Lilliefors, On the Kolmogorov-Smirnov test for normality with mean and variance unknown, Journal of the American
/// Statistical Association 62 (1967).
pub fn lilliefors_distance(values: &[f64]) -> Result<f64, StatisticError> {
    Ok(distance(&standardised(values, 3, usize::MAX)?))
}

fn distance(z: &[f64]) -> f64 {
    let n = z.len() as f64;
    let at = |(index, z): (usize, &f64)| {
        let probability = normal::cdf(*z);
        ((index + 1) as f64 / n - probability).max(probability - index as f64 / n)
    };
    z.iter().enumerate().map(at).fold(0.0, f64::max)
}

fn upper_p_value(distance: f64, n: f64) -> f64 {
    let modified = (n.sqrt() - 0.01 + 0.85 / n.sqrt()) * distance;
    if modified <= 0.302 {
        return 1.0;
    }
    let fit = UPPER.iter().find(|(bound, _)| modified <= *bound);
    fit.map_or(0.0, |(_, coefficients)| polynomial(coefficients, modified).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Dallal and Wilkinson 1986, corrected table: for n = 20 the 5 % point is 0.192, the 1 % point 0.223.
    #[test]
    fn the_table_for_twenty_values() {
        let p = |d: f64| {
            let root = (22.78019_f64).sqrt();
            libm::exp(
                -7.01256 * d * d * root * root + 2.99587 * d * root - 0.122119
                    + 0.974598 / 20_f64.sqrt()
                    + 1.67997 / 20.0,
            )
        };
        assert!((p(0.192) - 0.05).abs() < 2e-3 && (p(0.223) - 0.01).abs() < 1e-3, "{} {}", p(0.192), p(0.223));
    }

    #[test]
    fn distance_of_three_values() {
        // By hand: z = -1, 0, 1, D = 1/3 - Φ(-1).
        assert!((lilliefors_distance(&[1.0, 2.0, 3.0]).unwrap() - (1.0 / 3.0 - 0.158_655_253_931_457)).abs() < 1e-14);
    }
}
