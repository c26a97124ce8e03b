//! Variance components: how much of the scatter comes from the determination, the run and the day.
//!
//! Random effects models with one level of grouping ([`one_way`]) or two ([`nested`]), by mean squares; [`restricted_likelihood`] gives
//! the estimate of the other school where groups differ in size.

mod nested;
mod one_way;
mod restricted_likelihood;

pub use nested::{NestedComponents, nested};
pub use one_way::{OneWayComponents, one_way};
pub use restricted_likelihood::{LikelihoodComponents, restricted_likelihood};

use super::distribution::ChiSquared;
use super::{Confidence, Interval, Sides, StatisticError};

/// A precision: repeatability or intermediate precision.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Precision {
    /// Variance, in the squared unit of the values.
    pub variance: f64,
    /// Standard deviation, in the unit of the values.
    pub standard_deviation: f64,
    /// Coefficient of variation in percent; none when the mean is zero.
    pub coefficient_of_variation: Option<f64>,
    /// Degrees of freedom, by Satterthwaite where mean squares are combined; none where that does not hold.
    pub degrees_of_freedom: Option<f64>,
    /// Confidence interval of the standard deviation; none without degrees of freedom.
    pub interval: Option<Interval>,
}

impl Precision {
    /// Interval by chi-squared: s sqrt(ν / χ²(1 - α/2; ν)) to s sqrt(ν / χ²(α/2; ν)).
    fn new(
        variance: f64,
        mean: f64,
        degrees_of_freedom: Option<f64>,
        confidence: Confidence,
    ) -> Result<Precision, StatisticError> {
        let standard_deviation = StatisticError::finite(variance)?.sqrt();
        let interval = match degrees_of_freedom {
            None => None,
            Some(degrees) => {
                let (upper_tail, chi) = (confidence.quantile(Sides::Two), ChiSquared::new(degrees)?);
                let end = |quantile: f64| standard_deviation * (degrees / quantile).sqrt();
                let (lower, upper) = (end(chi.quantile(upper_tail)?), end(chi.quantile(upper_tail.opposite())?));
                Some(Interval::two_sided(StatisticError::finite(lower)?, StatisticError::finite(upper)?, confidence))
            }
        };
        Ok(Precision {
            variance,
            standard_deviation,
            coefficient_of_variation: (mean != 0.0).then(|| 100.0 * standard_deviation / mean.abs()),
            degrees_of_freedom,
            interval,
        })
    }
}

/// Degrees of freedom of a sum of independent mean squares, each with its factor and its own degrees of freedom.
///
/// # Source
/// F. E. Satterthwaite, An approximate distribution of estimates of variance components, Biometrics Bulletin 2 (1946).
fn satterthwaite(terms: &[(f64, f64, usize)]) -> f64 {
    let total: f64 = terms.iter().map(|(factor, square, _)| factor * square).sum();
    let spread = |(factor, square, degrees): &(f64, f64, usize)| (factor * square / total).powi(2) / *degrees as f64;
    1.0 / terms.iter().map(spread).sum::<f64>()
}
