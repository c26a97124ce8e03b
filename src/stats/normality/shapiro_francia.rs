//! Shapiro-Francia test.

use super::{NormalityTest, standardised};
use crate::stats::distribution::normal;
use crate::stats::{Probability, StatisticError};

/// Shapiro-Francia test for 5 to 5000 values.
///
/// Formula: W' is the squared correlation of the ordered values with the normal scores of Blom's positions
/// (i - 3/8) / (n + 1/4); ln(1 - W') is normal with mean -1.2725 + 1.0521 (v - u) and standard deviation
/// 1.0308 - 0.26758 (v + 2/u), u = ln n, v = ln u.
///
/// # Errors
/// `TooFewValues`; `TooManyValues`; `NoVariation`; `NotFinite`.
///
/// # Source
/// P. Royston, A pocket-calculator algorithm for the Shapiro-Francia test for non-normality, Statistics in Medicine 12 (1993).
pub fn shapiro_francia(values: &[f64]) -> Result<NormalityTest, StatisticError> {
    let z = standardised(values, 5, 5000)?;
    let n = z.len() as f64;
    let (mut product, mut squares) = (0.0, 0.0);
    for (index, z) in z.iter().enumerate() {
        let score = normal::quantile(Probability::new((index as f64 + 0.625) / (n + 0.25))?);
        product += score * z;
        squares += score * score;
    }
    let w = (product * product / (squares * (n - 1.0))).min(1.0);
    if w >= 1.0 {
        return Ok(NormalityTest { statistic: w, p_value: 1.0 });
    }
    let u = libm::log(n);
    let v = libm::log(u);
    let deviation = 1.0308 - 0.26758 * (v + 2.0 / u);
    let p_value = normal::upper_tail((libm::log(1.0 - w) - (-1.2725 + 1.0521 * (v - u))) / deviation);
    Ok(NormalityTest { statistic: w, p_value })
}
