//! Regression on order statistics.

use super::{MeanAndDeviation, Observation, Parted};
use crate::stats::distribution::normal;
use crate::stats::regression::{Intercept, polynomial_regression};
use crate::stats::{Probability, StatisticError, median};

/// Lognormal regression on order statistics.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OrderStatisticsFit {
    /// Mean of the natural logarithms by the line.
    pub intercept: f64,
    /// Their standard deviation by the line.
    pub slope: f64,
    /// Mean of the measured values and of the predicted ones.
    pub mean: f64,
    /// Their standard deviation, divisor n - 1.
    pub standard_deviation: f64,
    /// Their median.
    pub median: f64,
    /// Observations left out because their limit lies above the largest measured value and says nothing.
    pub dropped_high_limits: usize,
}

/// Robust regression on order statistics for a left-censored sample.
///
/// Assumes that logarithms are normal, but only for the censored values: each is predicted from the line through the
/// logarithms of the measured ones against normal quantiles of their plotting positions; the measured values stay as they
/// are. Not for fewer than about 10 values or more than 80 % censored.
///
/// # Errors
/// `AllCensored`; `NotPositive`; `TooFewValues` with fewer than 3 measured values; `NotFinite`.
///
/// # Source
/// R. M. Hirsch, J. R. Stedinger, Plotting positions for historical floods and their precision, Water Resources Research 23
/// (1987), for the positions with several limits; D. R. Helsel, T. A. Cohn, Estimation of descriptive statistics for multiply
/// censored water quality data, Water Resources Research 24 (1988).
pub fn regression_on_order_statistics(observations: &[Observation]) -> Result<OrderStatisticsFit, StatisticError> {
    let Parted { measured, mut limits } = Parted::of(observations)?.logarithms()?;
    if measured.len() < 3 {
        return Err(StatisticError::TooFewValues { needed: 3, got: measured.len() });
    }
    let before = limits.len();
    limits.retain(|limit| measured.last().is_some_and(|largest| limit <= largest));
    let positions = Positions::of(&measured, &limits)?;
    let line = polynomial_regression(&positions.measured, 1, Intercept::Estimated, &measured)?;
    let (intercept, slope) = (line.coefficients[0], line.coefficients[1]);
    let predicted = positions.censored.iter().map(|quantile| intercept + slope * quantile);
    let values: Vec<f64> = predicted.chain(measured.iter().copied()).map(libm::exp).collect();
    let summary = MeanAndDeviation::of(&values)?;
    Ok(OrderStatisticsFit {
        intercept,
        slope,
        mean: summary.mean,
        standard_deviation: summary.standard_deviation,
        median: median(&values)?,
        dropped_high_limits: before - limits.len(),
    })
}

/// Normal quantiles of the plotting positions, in the order of the sorted values and limits.
struct Positions {
    measured: Vec<f64>,
    censored: Vec<f64>,
}

impl Positions {
    /// Between two neighbouring limits the probability of exceeding is P(lower) = P(upper) + A / (A + B) (1 - P(upper)), with
    /// A measured values in between and B observations known to lie below the lower one. Measured values share the step
    /// between the limits, censored ones at a limit what lies below it, both at r / (count + 1).
    fn of(measured: &[f64], limits: &[f64]) -> Result<Positions, StatisticError> {
        let mut edges: Vec<f64> = limits.to_vec();
        edges.dedup();
        let mut positions = Positions { measured: Vec::new(), censored: Vec::new() };
        // From the highest limit down, hence reversed at the end.
        let (mut above, mut exceeding) = (measured.len(), 0.0);
        for edge in edges.iter().rev() {
            let below = measured.partition_point(|value| value < edge);
            let (count, known_below) = (above - below, below + limits.partition_point(|limit| limit <= edge));
            let at_edge = exceeding + count as f64 / (count + known_below) as f64 * (1.0 - exceeding);
            spread(&mut positions.measured, count, 1.0 - at_edge, at_edge - exceeding)?;
            let ties = limits.iter().filter(|limit| *limit == edge).count();
            spread(&mut positions.censored, ties, 0.0, 1.0 - at_edge)?;
            (above, exceeding) = (below, at_edge);
        }
        spread(&mut positions.measured, above, 0.0, 1.0 - exceeding)?;
        positions.measured.reverse();
        positions.censored.reverse();
        Ok(positions)
    }
}

/// Normal quantiles of `count` positions from the top of a range of probability down.
fn spread(quantiles: &mut Vec<f64>, count: usize, from: f64, width: f64) -> Result<(), StatisticError> {
    for rank in (1..=count).rev() {
        let position = from + width * rank as f64 / (count + 1) as f64;
        quantiles.push(normal::quantile(Probability::new(position)?));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Observation::{Below, Measured};
    use super::*;

    /// Without limits the positions are r / (n + 1) and nothing is predicted.
    #[test]
    fn without_limits_the_values_stand() {
        let sample = [Measured(1.0), Measured(2.0), Measured(4.0)];
        let fit = regression_on_order_statistics(&sample).unwrap();
        assert!((fit.mean - 7.0 / 3.0).abs() < 1e-15);
        let ln2 = std::f64::consts::LN_2;
        assert!((fit.intercept - ln2).abs() < 1e-15 && (fit.slope - ln2 / 0.674_489_750_196_081_7).abs() < 1e-14);
    }

    #[test]
    fn limits_above_everything_are_left_out_and_counted() {
        let sample = [Measured(1.0), Measured(2.0), Measured(4.0), Below(5.0)];
        let fit = regression_on_order_statistics(&sample).unwrap();
        assert_eq!(fit.dropped_high_limits, 1);
        assert!((fit.mean - 7.0 / 3.0).abs() < 1e-15);
    }

    #[test]
    fn two_measured_values_are_too_few() {
        let sample = [Measured(1.0), Measured(2.0), Below(0.5)];
        let error = StatisticError::TooFewValues { needed: 3, got: 2 };
        assert_eq!(regression_on_order_statistics(&sample), Err(error));
    }
}
