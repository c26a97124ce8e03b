//! Could the sample come from a normal distribution?
//!
//! A small p-value speaks against it. A large one does not show normality: with a handful of values no test can tell. Mean and
//! standard deviation are those of the sample; the p-values allow for that.

mod anderson_darling;
mod cramer_von_mises;
mod lilliefors;
mod shapiro_francia;
mod shapiro_wilk;

pub use anderson_darling::{AndersonDarling, anderson_darling};
pub use cramer_von_mises::cramer_von_mises;
pub use lilliefors::{lilliefors, lilliefors_distance};
pub use shapiro_francia::shapiro_francia;
pub use shapiro_wilk::shapiro_wilk;

use super::mean::deviations;
use super::{StatisticError, standard_deviation};

/// A test statistic and its p-value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NormalityTest {
    /// The statistic.
    pub statistic: f64,
    /// Probability of so large a deviation from normality in a normal sample.
    pub p_value: f64,
}

/// The sorted values minus their mean, divided by their standard deviation (divisor n - 1).
///
/// # Errors
/// `TooFewValues` and `TooManyValues` outside `least` to `most` values; `NoVariation`; `NotFinite`.
fn standardised(values: &[f64], least: usize, most: usize) -> Result<Vec<f64>, StatisticError> {
    StatisticError::check(values, least)?;
    if values.len() > most {
        return Err(StatisticError::TooManyValues { limit: most, got: values.len() });
    }
    let spread = standard_deviation(values)?;
    if spread == 0.0 {
        return Err(StatisticError::NoVariation);
    }
    let mut sorted: Vec<f64> = deviations(values)?.iter().map(|deviation| deviation / spread).collect();
    sorted.sort_by(f64::total_cmp);
    Ok(sorted)
}

/// A polynomial by its coefficients from the constant on.
fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Test = fn(&[f64]) -> Result<NormalityTest, StatisticError>;

    /// Each test with its smallest sample.
    const TESTS: [(Test, usize); 5] = [
        (shapiro_wilk, 3),
        (shapiro_francia, 5),
        (lilliefors, 5),
        (cramer_von_mises, 8),
        (|values| anderson_darling(values).map(|test| test.test), 8),
    ];

    #[test]
    fn degenerate_samples_are_refused() {
        for (test, least) in TESTS {
            let line: Vec<f64> = (1..least).map(|i| i as f64).collect();
            assert_eq!(test(&[]), Err(StatisticError::TooFewValues { needed: least, got: 0 }));
            assert_eq!(test(&line), Err(StatisticError::TooFewValues { needed: least, got: least - 1 }));
            assert_eq!(test(&[0.1; 10]), Err(StatisticError::NoVariation));
            for bad in [f64::NAN, f64::INFINITY, 1e300] {
                let mut sample = vec![bad; 1];
                sample.extend((0..9).map(f64::from));
                assert_eq!(test(&sample), Err(StatisticError::NotFinite), "{bad}");
            }
        }
    }

    /// Location and unit do not matter.
    #[test]
    fn unit_and_origin_do_not_change_the_verdict() {
        let sample = [7.3, 7.4, 7.1, 9.0, 7.2, 7.7, 6.9, 7.6, 7.5];
        let moved: Vec<f64> = sample.iter().rev().map(|value| 1e9 * value - 3e9).collect();
        for (test, _) in TESTS {
            let (here, there) = (test(&sample).unwrap(), test(&moved).unwrap());
            assert!((here.statistic / there.statistic - 1.0).abs() < 1e-12);
            assert!((here.p_value / there.p_value - 1.0).abs() < 1e-10);
        }
    }

    /// One value 70 standard deviations out, the most that 5000 allow: p underflows to a number, not to an error.
    #[test]
    fn an_extreme_outlier_gives_a_small_p() {
        let mut sample: Vec<f64> = (0..4999).map(|i| f64::from(i % 7)).collect();
        sample.push(1e12);
        for (test, _) in TESTS {
            let p = test(&sample).unwrap().p_value;
            assert!((0.0..1e-8).contains(&p), "{p}");
        }
    }

    #[test]
    fn polynomials_start_with_the_constant() {
        assert_eq!(polynomial(&[1.0, 2.0, 3.0], 2.0), 17.0);
    }
}
