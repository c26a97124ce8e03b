//! Cramér-von Mises test for normality.

use super::{NormalityTest, polynomial, standardised};
use crate::stats::StatisticError;
use crate::stats::distribution::normal;

/// Cramér-von Mises test for at least 8 values.
///
/// Formula: W² = 1/(12n) + Σ (Φ(z_i) - (2i - 1)/(2n))²; p by the fitted exponentials of D'Agostino and Stephens in
/// W² (1 + 0.5/n). Beyond 1.1, outside the fit, p is given as 7.37e-10, its value there.
///
/// # Errors
/// `TooFewValues`; `NoVariation`; `NotFinite`.
///
/// # Source
/// M. A. Stephens in R. B. D'Agostino, M. A. Stephens, Goodness-of-Fit Techniques (1986), section 4.8.5, table 4.9.
pub fn cramer_von_mises(values: &[f64]) -> Result<NormalityTest, StatisticError> {
    let z = standardised(values, 8, usize::MAX)?;
    let n = z.len() as f64;
    let square = |(index, z): (usize, &f64)| {
        let difference = normal::cdf(*z) - (2 * index + 1) as f64 / (2.0 * n);
        difference * difference
    };
    let statistic = 1.0 / (12.0 * n) + z.iter().enumerate().map(square).sum::<f64>();
    let corrected = statistic * (1.0 + 0.5 / n);
    let exponential = |coefficients: [f64; 3]| libm::exp(polynomial(&coefficients, corrected));
    let p_value = if corrected < 0.0275 {
        1.0 - exponential([-13.953, 775.5, -12542.61])
    } else if corrected < 0.051 {
        1.0 - exponential([-5.903, 179.546, -1515.29])
    } else if corrected < 0.092 {
        exponential([0.886, -31.62, 10.897])
    } else if corrected < 1.1 {
        exponential([1.111, -34.242, 12.832])
    } else {
        7.37e-10
    };
    Ok(NormalityTest { statistic, p_value })
}
