//! A fitted line with what is needed for its bounds.

use super::Bound;
use crate::stats::distribution::StudentT;
use crate::stats::{Interval, StatisticError};

/// A straight line of values over time, on the scale of the transformation.
///
/// The variance of the mean at time t is s² (h + (t - t₀)² / S), with s, h, t₀ and S as below.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Place of its batch from 0; none where one line holds for all.
    pub batch: Option<usize>,
    /// Value at time 0.
    pub intercept: f64,
    /// Change per unit of time.
    pub slope: f64,
    /// s: standard deviation of the results about the line.
    pub residual_standard_deviation: f64,
    /// Degrees of freedom of s.
    pub degrees_of_freedom: f64,
    /// t₀: the time at which the mean is known best.
    pub centre: f64,
    /// The value there.
    pub value_at_centre: f64,
    /// h: variance of the mean there, divided by s².
    pub leverage: f64,
    /// S: s² divided by the variance of the slope, in squared units of time.
    pub squares_of_time: f64,
}

impl Line {
    /// The mean at a time.
    pub fn value_at(&self, time: f64) -> f64 {
        self.value_at_centre + self.slope * (time - self.centre)
    }

    /// Standard error of the mean at a time.
    pub fn standard_error_at(&self, time: f64) -> f64 {
        self.residual_standard_deviation * self.leverage_at(time).sqrt()
    }

    /// Standard error of the intercept.
    pub fn intercept_standard_error(&self) -> f64 {
        self.standard_error_at(0.0)
    }

    /// Standard error of the slope.
    pub fn slope_standard_error(&self) -> f64 {
        self.residual_standard_deviation / self.squares_of_time.sqrt()
    }

    /// h + (t - t₀)² / S: the variance of the mean at a time divided by s²; at the time of a result, its leverage.
    pub fn leverage_at(&self, time: f64) -> f64 {
        let distance = time - self.centre;
        self.leverage + distance * distance / self.squares_of_time
    }

    /// Two-sided p-value of the slope being zero; none where there is no scatter to compare it with.
    ///
    /// # Errors
    /// Those of [`StudentT::two_sided_tail`].
    pub fn slope_p_value(&self) -> Result<Option<f64>, StatisticError> {
        let error = self.slope_standard_error();
        if error <= 0.0 {
            return Ok(None);
        }
        let t = StatisticError::finite(self.slope / error)?;
        StudentT::new(self.degrees_of_freedom)?.two_sided_tail(t).map(Some)
    }

    /// The bounds at a time: value ± t s sqrt(h + (t - t₀)² / S), for a single result with 1 added under the root.
    ///
    /// Both ends are given, each a bound of the level of `bound` by itself where that has one side.
    ///
    /// # Errors
    /// Those of [`Bound::t_quantile`]; `NotFinite`.
    ///
    /// # Source
    /// N. R. Draper, H. Smith, Applied Regression Analysis, 3rd edition, sections 1.5 and 3.1; ICH Q1E (2003), appendix B.1.
    pub fn bounds_at(&self, time: f64, bound: &Bound) -> Result<Interval, StatisticError> {
        let (value, half) = (self.value_at(time), self.half_width_at(time, bound)?);
        let (lower, upper) = (StatisticError::finite(value - half)?, StatisticError::finite(value + half)?);
        Ok(Interval::two_sided(lower, upper, bound.confidence))
    }

    /// How far the bounds lie from the mean at a time.
    ///
    /// # Errors
    /// Those of [`Bound::t_quantile`].
    pub fn half_width_at(&self, time: f64, bound: &Bound) -> Result<f64, StatisticError> {
        let spread = self.residual_standard_deviation * (self.leverage_at(time) + bound.own_variance()).sqrt();
        Ok(bound.t_quantile(self.degrees_of_freedom)? * spread)
    }

    /// The line, when every number of it is finite.
    pub(super) fn checked(self) -> Result<Line, StatisticError> {
        let numbers = [self.intercept, self.slope, self.residual_standard_deviation, self.centre, self.leverage];
        let spread = self.squares_of_time > 0.0 && self.squares_of_time.is_finite();
        if spread && numbers.iter().all(|number| number.is_finite()) {
            Ok(self)
        } else {
            Err(StatisticError::NotFinite)
        }
    }
}
