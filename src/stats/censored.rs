//! Means of samples in which some values are only known to lie below a limit.
//!
//! None of these turns a censored result into a number for a verdict: a mean is computed only where the specification names
//! the method. A sample without a single measured value has no mean by any of them; the error says below what it lies.

mod kaplan_meier;
mod likelihood;
mod order_statistics;
mod substitution;

pub use kaplan_meier::{KaplanMeierMean, Rest, kaplan_meier_mean};
pub use likelihood::{LognormalFit, NormalFit, lognormal_likelihood, normal_likelihood};
pub use order_statistics::{OrderStatisticsFit, regression_on_order_statistics};
pub use substitution::{MeanBounds, Substitution, mean_bounds, substituted_mean};

use super::{StatisticError, mean, standard_deviation};

/// What is known of one value of the sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Observation {
    /// The value.
    Measured(f64),
    /// It lies below this limit of detection or quantitation.
    Below(f64),
}

impl Observation {
    /// The value or the limit.
    fn number(self) -> f64 {
        match self {
            Observation::Measured(number) | Observation::Below(number) => number,
        }
    }

    fn is_censored(self) -> bool {
        matches!(self, Observation::Below(_))
    }
}

/// Mean and standard deviation (divisor n - 1) of a sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanAndDeviation {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub standard_deviation: f64,
}

impl MeanAndDeviation {
    /// # Errors
    /// `TooFewValues` when n < 2; `NotFinite`.
    fn of(values: &[f64]) -> Result<MeanAndDeviation, StatisticError> {
        Ok(MeanAndDeviation { standard_deviation: standard_deviation(values)?, mean: mean(values)? })
    }
}

/// The measured values and the limits of the others, each in increasing order.
struct Parted {
    measured: Vec<f64>,
    limits: Vec<f64>,
}

impl Parted {
    /// # Errors
    /// `TooFewValues` without an observation; `NotFinite`; `AllCensored` without a measured value.
    fn of(observations: &[Observation]) -> Result<Parted, StatisticError> {
        let numbers: Vec<f64> = observations.iter().map(|observation| observation.number()).collect();
        StatisticError::check(&numbers, 1)?;
        let part = |censored: bool| -> Vec<f64> {
            let mut part: Vec<f64> = observations
                .iter()
                .filter(|observation| observation.is_censored() == censored)
                .map(|observation| observation.number())
                .collect();
            part.sort_by(f64::total_cmp);
            part
        };
        let (measured, limits) = (part(false), part(true));
        match limits.last() {
            Some(highest) if measured.is_empty() => {
                Err(StatisticError::AllCensored { count: limits.len(), highest_limit: *highest })
            }
            _ => Ok(Parted { measured, limits }),
        }
    }

    /// Natural logarithms of all.
    ///
    /// # Errors
    /// `NotPositive`.
    fn logarithms(mut self) -> Result<Parted, StatisticError> {
        for number in self.measured.iter_mut().chain(&mut self.limits) {
            if *number <= 0.0 {
                return Err(StatisticError::NotPositive);
            }
            *number = libm::log(*number);
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::Observation::{Below, Measured};
    use super::*;

    /// The whole sample below its limits is a state of its own in every method.
    #[test]
    fn nothing_measured_is_never_a_number() {
        let sample = [Below(0.05), Below(0.1), Below(0.05)];
        let error = StatisticError::AllCensored { count: 3, highest_limit: 0.1 };
        assert_eq!(substituted_mean(&sample, Substitution::HalfLimit), Err(error));
        assert_eq!(mean_bounds(&sample), Err(error));
        assert_eq!(kaplan_meier_mean(&sample, Rest::AtLowestLimit), Err(error));
        assert_eq!(regression_on_order_statistics(&sample), Err(error));
        assert_eq!(lognormal_likelihood(&sample), Err(error));
        assert_eq!(normal_likelihood(&sample), Err(error));
        assert_eq!(error.to_string(), "all 3 values lie below their limits, the highest of which is 0.1");
    }

    #[test]
    fn empty_and_infinite_samples_are_refused() {
        for (sample, error) in [
            (&[][..], StatisticError::TooFewValues { needed: 1, got: 0 }),
            (&[Measured(1.0), Below(f64::NAN)][..], StatisticError::NotFinite),
            (&[Measured(f64::INFINITY), Below(1.0)][..], StatisticError::NotFinite),
        ] {
            assert_eq!(substituted_mean(sample, Substitution::Zero), Err(error));
            assert_eq!(mean_bounds(sample), Err(error));
            assert_eq!(kaplan_meier_mean(sample, Rest::AtLowestDetect), Err(error));
            assert_eq!(regression_on_order_statistics(sample), Err(error));
            assert_eq!(lognormal_likelihood(sample), Err(error));
            assert_eq!(normal_likelihood(sample), Err(error));
        }
    }

    #[test]
    fn logarithms_need_positive_values() {
        let sample = [Measured(1.0), Measured(2.0), Measured(3.0), Below(0.0)];
        assert_eq!(regression_on_order_statistics(&sample), Err(StatisticError::NotPositive));
        assert_eq!(lognormal_likelihood(&sample), Err(StatisticError::NotPositive));
        assert!(normal_likelihood(&sample).is_ok());
    }
}
