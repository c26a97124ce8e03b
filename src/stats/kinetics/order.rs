//! Reaction orders, and the rate of one series at one temperature.

use crate::stats::StatisticError;
use crate::stats::regression::{Intercept, polynomial_regression};
use crate::stats::uncertainty::Number;

/// How the speed of a loss depends on what is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReactionOrder {
    /// The same amount in every time: C = C₀ (1 - k t).
    Zero,
    /// The same part of what is left in every time: C = C₀ e^(-k t).
    First,
    /// As the square of what is left: C = C₀ / (1 + k t).
    Second,
}

impl ReactionOrder {
    /// Every order, in the order of reports.
    pub const ALL: [ReactionOrder; 3] = [ReactionOrder::Zero, ReactionOrder::First, ReactionOrder::Second];

    /// The name in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            ReactionOrder::Zero => "zero order",
            ReactionOrder::First => "first order",
            ReactionOrder::Second => "second order",
        }
    }

    /// What is left of the initial value after an extent k t.
    pub(super) fn remaining<N: Number>(self, extent: N) -> N {
        let one = N::constant(1.0);
        match self {
            ReactionOrder::Zero => one - extent,
            ReactionOrder::First => (-extent).exp(),
            ReactionOrder::Second => one / (one + extent),
        }
    }

    /// The extent k t at which this fraction of the initial value is left.
    ///
    /// # Errors
    /// `OutsideDomain` unless 0 < fraction < 1.
    pub fn extent(self, remaining_fraction: f64) -> Result<f64, StatisticError> {
        if !(remaining_fraction > 0.0 && remaining_fraction < 1.0) {
            return Err(StatisticError::OutsideDomain { what: "the remaining fraction", value: remaining_fraction });
        }
        Ok(match self {
            ReactionOrder::Zero => 1.0 - remaining_fraction,
            ReactionOrder::First => -libm::log(remaining_fraction),
            ReactionOrder::Second => 1.0 / remaining_fraction - 1.0,
        })
    }

    /// The scale on which the loss is a straight line in time.
    fn straighten(self, value: f64) -> f64 {
        match self {
            ReactionOrder::Zero => value,
            ReactionOrder::First => libm::log(value),
            ReactionOrder::Second => 1.0 / value,
        }
    }
}

/// The rate of one series, from the straight line of its order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateEstimate {
    /// The order assumed.
    pub order: ReactionOrder,
    /// k, the part of the initial value lost in one unit of time at the start; negative when the values rise.
    pub rate: f64,
    /// Its standard error; for zero and second order by the delta method, since k is a quotient of slope and intercept.
    pub standard_error: f64,
    /// The initial value of the line.
    pub initial: f64,
    /// n - 2.
    pub degrees_of_freedom: usize,
}

/// The rate of one series of values over time.
///
/// Zero order: line of the values; first: of their logarithms; second: of their reciprocals. Rates of all orders are relative to the
/// initial value of the line, so that they compare across temperatures and assays.
///
/// # Errors
/// `UnequalLengths`; `TooFewValues` when n < 3; `NotPositive` when a value is not positive where the order needs its
/// logarithm or reciprocal, or the line starts at a value that is not; `Singular` when all times are equal; `NotFinite`.
///
/// # Source
/// K. A. Connors, G. L. Amidon, V. J. Stella, Chemical Stability of Pharmaceuticals, 2nd edition (1986), chapter 2.
pub fn rate_of_loss(order: ReactionOrder, times: &[f64], values: &[f64]) -> Result<RateEstimate, StatisticError> {
    if order != ReactionOrder::Zero && values.iter().any(|value| *value <= 0.0) {
        return Err(StatisticError::NotPositive);
    }
    let straight: Vec<f64> = values.iter().map(|value| order.straighten(*value)).collect();
    let line = polynomial_regression(times, 1, Intercept::Estimated, &straight)?;
    let (start, slope) = (line.coefficients[0], line.coefficients[1]);
    let (rate, initial, gradient) = match order {
        ReactionOrder::First => (-slope, libm::exp(start), [0.0, -1.0]),
        _ if start <= 0.0 => return Err(StatisticError::NotPositive),
        ReactionOrder::Zero => (-slope / start, start, [slope / (start * start), -1.0 / start]),
        ReactionOrder::Second => (slope / start, 1.0 / start, [-slope / (start * start), 1.0 / start]),
    };
    let covariance = |row, column| line.unscaled_covariance[[row, column]];
    let [by_start, by_slope] = gradient;
    let variance = by_start * by_start * covariance(0, 0)
        + 2.0 * by_start * by_slope * covariance(0, 1)
        + by_slope * by_slope * covariance(1, 1);
    Ok(RateEstimate {
        order,
        rate: StatisticError::finite(rate)?,
        standard_error: StatisticError::finite(line.residual_standard_deviation * variance.max(0.0).sqrt())?,
        initial: StatisticError::finite(initial)?,
        degrees_of_freedom: line.degrees_of_freedom,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_order_gives_back_its_own_rate() {
        let times = [0.0, 1.0, 2.0, 5.0, 9.0];
        for order in ReactionOrder::ALL {
            let values = times.map(|time| 80.0 * order.remaining(0.03 * time));
            let rate = rate_of_loss(order, &times, &values).unwrap();
            assert!((rate.rate - 0.03).abs() < 1e-14 && (rate.initial - 80.0).abs() < 1e-11, "{rate:?}");
            let extent = order.extent(0.9).unwrap();
            assert!((order.remaining(extent) - 0.9).abs() < 1e-15);
        }
    }

    /// 100, 98, 97, 95 at 0, 1, 2, 3: slope -1.6, intercept 99.9, by hand; s² = 0.3/5 ... Sxx = 5, residuals 0.1, -0.3, 0.3, -0.1.
    #[test]
    fn a_rate_by_hand() {
        let rate = rate_of_loss(ReactionOrder::Zero, &[0.0, 1.0, 2.0, 3.0], &[100.0, 98.0, 97.0, 95.0]).unwrap();
        assert!((rate.rate - 1.6 / 99.9).abs() < 1e-15);
        // Residual variance 0.2/2 = 0.1; var(a) = 0.1 (1/4 + 1.5²/5), cov(a,b) = -0.1 * 1.5/5, var(b) = 0.1/5.
        let (by_start, by_slope) = (-1.6 / (99.9 * 99.9), -1.0 / 99.9);
        let variance = by_start * by_start * 0.07 - 2.0 * by_start * by_slope * 0.03 + by_slope * by_slope * 0.02;
        assert!((rate.standard_error / f64::sqrt(variance) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn refusals() {
        let fit = |order, values: &[f64]| rate_of_loss(order, &[0.0, 1.0, 2.0], values).unwrap_err().to_string();
        assert_eq!(fit(ReactionOrder::First, &[1.0, 0.0, 1.0]), "all values must be positive");
        assert_eq!(fit(ReactionOrder::Zero, &[-1.0, -1.0, -2.0]), "all values must be positive");
        assert_eq!(fit(ReactionOrder::First, &[1.0]), "3 values beside 1: the lists must be equally long");
        let message = ReactionOrder::First.extent(1.0).unwrap_err().to_string();
        assert_eq!(message, "the remaining fraction is outside its domain: 1");
    }
}
