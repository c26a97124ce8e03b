//! The ratio of two means, by Fieller and by the delta method.

use super::distribution::{StudentT, normal};
use super::mean::{deviations, mean};
use super::spread::sum_of_squares;
use super::summation::{Sum, size};
use super::{Confidence, Estimate, Interval, Sides, StatisticError};

/// Which quantile an interval uses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reference {
    /// The standard normal.
    Normal,
    /// t with these degrees of freedom.
    StudentT(f64),
}

/// How the variances of two independent samples are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variances {
    /// One common variance, n + m - 2 degrees of freedom.
    Pooled,
    /// Each its own, degrees of freedom by Welch and Satterthwaite.
    Separate,
}

/// Two means with the variances of the means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RatioOfMeans {
    numerator: f64,
    denominator: f64,
    numerator_variance: f64,
    denominator_variance: f64,
    covariance: f64,
    degrees: Degrees,
    n: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Degrees {
    Known(f64),
    /// Degrees of numerator and denominator.
    Welch(f64, f64),
}

/// Fieller's interval, which may not exist.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fieller {
    /// The ratio; its interval is none when `g` >= 1: the denominator does not differ from zero, no finite interval exists.
    pub estimate: Estimate,
    /// t² times the squared relative standard error of the denominator.
    pub g: f64,
}

impl RatioOfMeans {
    /// The ratio of the means of two independent samples.
    ///
    /// # Errors
    /// `TooFewValues` when a sample has less than 2; `ZeroMean` when the mean of the denominators is zero; `NoVariation`
    /// when both samples have none; `NotFinite`.
    pub fn independent(x: &[f64], y: &[f64], variances: Variances) -> Result<RatioOfMeans, StatisticError> {
        StatisticError::check(x, 2)?;
        StatisticError::check(y, 2)?;
        let (n, m) = (size(x.len()), size(y.len()));
        let (sum_x, sum_y) = (sum_of_squares(x)?, sum_of_squares(y)?);
        let (variance_x, variance_y, degrees) = match variances {
            Variances::Pooled => {
                let pooled = (sum_x + sum_y) / (n + m - 2.0);
                (pooled / n, pooled / m, Degrees::Known(n + m - 2.0))
            }
            Variances::Separate => (sum_x / (n - 1.0) / n, sum_y / (m - 1.0) / m, Degrees::Welch(n - 1.0, m - 1.0)),
        };
        let numbers = [mean(x)?, mean(y)?, variance_x, variance_y, 0.0];
        RatioOfMeans::checked(numbers, degrees, x.len() + y.len())
    }

    /// The ratio of the means of pairs, measured on the same aliquots.
    ///
    /// # Errors
    /// Those of [`RatioOfMeans::independent`]; `UnequalLengths`.
    pub fn paired(x: &[f64], y: &[f64]) -> Result<RatioOfMeans, StatisticError> {
        if x.len() != y.len() {
            return Err(StatisticError::UnequalLengths { left: x.len(), right: y.len() });
        }
        StatisticError::check(x, 2)?;
        StatisticError::check(y, 2)?;
        let n = size(x.len());
        let divisor = n * (n - 1.0);
        let products = deviations(x)?.into_iter().zip(deviations(y)?);
        let covariance = Sum::of_products(products).value() / divisor;
        let (variance_x, variance_y) = (sum_of_squares(x)? / divisor, sum_of_squares(y)? / divisor);
        let numbers = [mean(x)?, mean(y)?, variance_x, variance_y, covariance];
        RatioOfMeans::checked(numbers, Degrees::Known(n - 1.0), x.len())
    }

    fn checked(numbers: [f64; 5], degrees: Degrees, n: usize) -> Result<RatioOfMeans, StatisticError> {
        let [numerator, denominator, numerator_variance, denominator_variance, covariance] = numbers;
        if denominator == 0.0 {
            return Err(StatisticError::ZeroMean);
        } else if numerator_variance == 0.0 && denominator_variance == 0.0 {
            return Err(StatisticError::NoVariation);
        } else if numbers.iter().any(|number| !number.is_finite()) {
            return Err(StatisticError::NotFinite);
        }
        Ok(RatioOfMeans { numerator, denominator, numerator_variance, denominator_variance, covariance, degrees, n })
    }

    /// The ratio of the means; not the mean of the ratios and not the geometric mean ratio.
    pub fn value(&self) -> f64 {
        self.numerator / self.denominator
    }

    /// Degrees of freedom of numerator - ratio × denominator; those of Welch are taken at the estimated ratio.
    ///
    /// # Source
    /// F. E. Satterthwaite, Biometrics Bulletin 2 (1946) 110-114.
    pub fn degrees_of_freedom(&self) -> f64 {
        let ratio = self.value();
        match self.degrees {
            Degrees::Known(degrees) => degrees,
            Degrees::Welch(n, m) => {
                satterthwaite((self.numerator_variance, n), (ratio * ratio * self.denominator_variance, m))
            }
        }
    }

    /// Standard error of the ratio by the delta method.
    pub fn standard_error(&self) -> f64 {
        let ratio = self.value();
        let square =
            self.numerator_variance - 2.0 * ratio * self.covariance + ratio * ratio * self.denominator_variance;
        square.max(0.0).sqrt() / self.denominator.abs()
    }

    /// Fieller's interval: every ratio r for which numerator - r denominator does not differ from zero.
    ///
    /// # Errors
    /// `NotFinite`; `NoConvergence`.
    ///
    /// # Source
    /// E. C. Fieller, Some problems in interval estimation, J. Roy. Statist. Soc. B 16 (1954) 175-185.
    pub fn fieller(&self, confidence: Confidence) -> Result<Fieller, StatisticError> {
        let t = StudentT::new(self.degrees_of_freedom())?.quantile(confidence.quantile(Sides::Two))?;
        let square = t * t;
        let leading = self.denominator * self.denominator - square * self.denominator_variance;
        let middle = self.numerator * self.denominator - square * self.covariance;
        let last = self.numerator * self.numerator - square * self.numerator_variance;
        let g = square * self.denominator_variance / (self.denominator * self.denominator);
        let interval = (g < 1.0).then(|| {
            let root = (middle * middle - leading * last).max(0.0).sqrt();
            Interval::two_sided((middle - root) / leading, (middle + root) / leading, confidence)
        });
        let estimate = self.estimate(interval, "Fieller interval of a ratio of means")?;
        Ok(Fieller { estimate, g: StatisticError::finite(g)? })
    }

    /// Interval by the delta method; meaningless when Fieller's does not exist.
    ///
    /// # Errors
    /// `OutsideDomain` for degrees of freedom that are not positive; `NotFinite`.
    pub fn delta(&self, confidence: Confidence, reference: Reference) -> Result<Estimate, StatisticError> {
        let half_width = quantile(confidence, reference)? * self.standard_error();
        let interval = Interval::two_sided(self.value() - half_width, self.value() + half_width, confidence);
        self.estimate(Some(interval), "delta interval of a ratio of means")
    }

    /// Interval by the delta method on the logarithm of the ratio.
    ///
    /// # Errors
    /// `NotPositive` when the ratio is not; `OutsideDomain`; `NotFinite`.
    pub fn log_delta(&self, confidence: Confidence, reference: Reference) -> Result<Estimate, StatisticError> {
        let value = self.value();
        if value <= 0.0 {
            return Err(StatisticError::NotPositive);
        }
        let factor = libm::exp(quantile(confidence, reference)? * self.standard_error() / value);
        let interval = Interval::two_sided(value / factor, value * factor, confidence);
        self.estimate(Some(interval), "delta interval of the logarithm of a ratio of means")
    }

    fn estimate(&self, interval: Option<Interval>, method: &'static str) -> Result<Estimate, StatisticError> {
        let (value, standard_error) = (self.value(), Some(self.standard_error()));
        Estimate { value, standard_error, interval, method, n: self.n }.checked()
    }
}

fn quantile(confidence: Confidence, reference: Reference) -> Result<f64, StatisticError> {
    let upper = confidence.quantile(Sides::Two);
    match reference {
        Reference::Normal => Ok(normal::quantile(upper)),
        Reference::StudentT(degrees) => StudentT::new(degrees)?.quantile(upper),
    }
}

/// Degrees of freedom of a sum of two independent variance estimates, each with its own.
///
/// # Source
/// F. E. Satterthwaite, Biometrics Bulletin 2 (1946) 110-114.
pub(crate) fn satterthwaite(first: (f64, f64), second: (f64, f64)) -> f64 {
    let sum = first.0 + second.0;
    let part = |(variance, degrees): (f64, f64)| variance / sum * (variance / sum) / degrees;
    1.0 / (part(first) + part(second))
}

/// Difference of the means of two independent samples with its t interval, and the degrees of freedom.
///
/// # Errors
/// `TooFewValues` when a sample has less than 2; `NoVariation` when both have none; `NotFinite`.
///
/// # Source
/// B. L. Welch, Biometrika 34 (1947) 28-35; NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.3.
pub fn difference_of_means(
    x: &[f64],
    y: &[f64],
    variances: Variances,
    confidence: Confidence,
) -> Result<(Estimate, f64), StatisticError> {
    StatisticError::check(x, 2)?;
    StatisticError::check(y, 2)?;
    let (n, m) = (size(x.len()), size(y.len()));
    let (sum_x, sum_y) = (sum_of_squares(x)?, sum_of_squares(y)?);
    if sum_x + sum_y == 0.0 {
        return Err(StatisticError::NoVariation);
    }
    let (square, degrees) = match variances {
        Variances::Pooled => ((sum_x + sum_y) / (n + m - 2.0) * (1.0 / n + 1.0 / m), n + m - 2.0),
        Variances::Separate => {
            let (of_x, of_y) = (sum_x / (n - 1.0) / n, sum_y / (m - 1.0) / m);
            (of_x + of_y, satterthwaite((of_x, n - 1.0), (of_y, m - 1.0)))
        }
    };
    let (value, standard_error) = (mean(x)? - mean(y)?, square.sqrt());
    let half_width = quantile(confidence, Reference::StudentT(degrees))? * standard_error;
    let interval = Some(Interval::two_sided(value - half_width, value + half_width, confidence));
    let method = "t interval of a difference of means";
    let n = x.len() + y.len();
    let estimate = Estimate { value, standard_error: Some(standard_error), interval, method, n }.checked()?;
    Ok((estimate, degrees))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_denominator_near_zero_has_no_interval() {
        let ratio = RatioOfMeans::independent(&[10.0, 11.0], &[1.0, -0.9], Variances::Separate).unwrap();
        let fieller = ratio.fieller(Confidence::new(0.95).unwrap()).unwrap();
        assert!(fieller.g > 1.0 && fieller.estimate.interval.is_none());
    }

    #[test]
    fn says_what_is_missing() {
        let pooled = |x: &[f64], y: &[f64]| RatioOfMeans::independent(x, y, Variances::Pooled).unwrap_err();
        assert_eq!(pooled(&[1.0, 2.0], &[-1.0, 1.0]), StatisticError::ZeroMean);
        assert_eq!(pooled(&[1.0, 1.0], &[2.0, 2.0]), StatisticError::NoVariation);
        assert_eq!(pooled(&[1.0], &[2.0, 2.0]), StatisticError::TooFewValues { needed: 2, got: 1 });
        let unequal = StatisticError::UnequalLengths { left: 2, right: 3 };
        assert_eq!(RatioOfMeans::paired(&[1.0, 2.0], &[1.0, 2.0, 3.0]), Err(unequal));
        let confidence = Confidence::new(0.95).unwrap();
        let constant = difference_of_means(&[1.0, 1.0], &[1.0, 1.0], Variances::Pooled, confidence);
        assert_eq!(constant, Err(StatisticError::NoVariation));
        let negative = RatioOfMeans::paired(&[-1.0, -2.0], &[1.0, 2.5]).unwrap();
        assert_eq!(negative.log_delta(confidence, Reference::Normal), Err(StatisticError::NotPositive));
    }
}
