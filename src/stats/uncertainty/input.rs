//! What is known of an input quantity.

use crate::stats::StatisticError;
use crate::stats::distribution::positive;

/// The distribution that describes an input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// Known exactly.
    Constant,
    /// Normal.
    Normal,
    /// Student's t, shifted and scaled: a mean of few determinations.
    StudentT {
        /// Degrees of freedom.
        degrees_of_freedom: f64,
    },
    /// Every value between two bounds equally likely.
    Rectangular,
    /// Symmetric triangle between two bounds.
    Triangular,
}

/// An input quantity: estimate, standard uncertainty and distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Input {
    estimate: f64,
    standard_uncertainty: f64,
    shape: Shape,
}

impl Input {
    /// A value without uncertainty.
    ///
    /// # Errors
    /// `NotFinite`.
    pub fn constant(value: f64) -> Result<Input, StatisticError> {
        Ok(Input { estimate: StatisticError::finite(value)?, standard_uncertainty: 0.0, shape: Shape::Constant })
    }

    /// A normal input; its uncertainty counts as known.
    ///
    /// # Errors
    /// `NotFinite`; `OutsideDomain` unless `standard_uncertainty` > 0.
    pub fn normal(estimate: f64, standard_uncertainty: f64) -> Result<Input, StatisticError> {
        Input::new(estimate, standard_uncertainty, Shape::Normal)
    }

    /// A mean of determinations with the standard error s / sqrt(n) and n - 1 degrees of freedom.
    ///
    /// # Errors
    /// `NotFinite`; `OutsideDomain` unless both are positive.
    ///
    /// # Source
    /// JCGM 101:2008, 6.4.9; JCGM 100:2008, 4.2.3.
    pub fn mean_of_determinations(
        mean: f64,
        standard_error: f64,
        degrees_of_freedom: f64,
    ) -> Result<Input, StatisticError> {
        let degrees_of_freedom = positive("degrees of freedom", degrees_of_freedom)?;
        Input::new(mean, standard_error, Shape::StudentT { degrees_of_freedom })
    }

    /// An input of which only the bounds are known; u = (upper - lower) / sqrt 12.
    ///
    /// # Errors
    /// `NotFinite`; `CrossedLimits` unless lower < upper.
    ///
    /// # Source
    /// JCGM 100:2008, 4.3.7; JCGM 101:2008, 6.4.2.
    pub fn rectangular(lower: f64, upper: f64) -> Result<Input, StatisticError> {
        Input::between(lower, upper, 12.0, Shape::Rectangular)
    }

    /// An input between bounds, its middle more likely; u = (upper - lower) / sqrt 24.
    ///
    /// # Errors
    /// `NotFinite`; `CrossedLimits` unless lower < upper.
    ///
    /// # Source
    /// JCGM 100:2008, 4.3.9; JCGM 101:2008, 6.4.5.
    pub fn triangular(lower: f64, upper: f64) -> Result<Input, StatisticError> {
        Input::between(lower, upper, 24.0, Shape::Triangular)
    }

    fn between(lower: f64, upper: f64, divisor: f64, shape: Shape) -> Result<Input, StatisticError> {
        let width = StatisticError::finite(upper - lower)?;
        if width <= 0.0 {
            return Err(StatisticError::CrossedLimits { lower, upper });
        }
        Input::new(lower + 0.5 * width, width / divisor.sqrt(), shape)
    }

    fn new(estimate: f64, uncertainty: f64, shape: Shape) -> Result<Input, StatisticError> {
        let standard_uncertainty = positive("the standard uncertainty", uncertainty)?;
        Ok(Input { estimate: StatisticError::finite(estimate)?, standard_uncertainty, shape })
    }

    /// Best estimate.
    pub fn estimate(&self) -> f64 {
        self.estimate
    }

    /// Standard uncertainty; for a mean of determinations its standard error.
    pub fn standard_uncertainty(&self) -> f64 {
        self.standard_uncertainty
    }

    /// The distribution.
    pub fn shape(&self) -> Shape {
        self.shape
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_give_uncertainties() {
        let rectangular = Input::rectangular(1.1, 1.3).unwrap();
        assert!((rectangular.standard_uncertainty() - 0.1 / 3.0_f64.sqrt()).abs() < 1e-15);
        let triangular = Input::triangular(-1.0, 1.0).unwrap();
        assert_eq!(triangular.estimate(), 0.0);
        assert!((triangular.standard_uncertainty() - 1.0 / 6.0_f64.sqrt()).abs() < 1e-15);
    }

    #[test]
    fn what_is_no_input() {
        assert_eq!(Input::constant(f64::NAN), Err(StatisticError::NotFinite));
        assert_eq!(Input::rectangular(f64::NEG_INFINITY, 1.0), Err(StatisticError::NotFinite));
        assert_eq!(Input::rectangular(1.0, 1.0), Err(StatisticError::CrossedLimits { lower: 1.0, upper: 1.0 }));
        for u in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(Input::normal(1.0, u).is_err());
            assert!(Input::mean_of_determinations(1.0, 1.0, u).is_err());
        }
    }
}
