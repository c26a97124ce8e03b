//! The bound whose meeting with a limit ends the shelf life.

use super::Limits;
use crate::stats::distribution::StudentT;
use crate::stats::{Confidence, Sides, StatisticError};

/// What the bound is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BoundKind {
    /// The mean of the batch: the bound of ICH Q1E.
    #[default]
    Confidence,
    /// A single future result.
    Prediction,
}

/// Whether the risk lies on one side or on both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoundSides {
    /// The attribute is known to change in one direction, or has one limit: all of the risk on that side.
    One,
    /// It may change either way: half of the risk on each side.
    Two,
}

/// A confidence or prediction bound of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound {
    /// What it is for.
    pub kind: BoundKind,
    /// One or two sides.
    pub sides: BoundSides,
    /// Its confidence level, 0.95 in ICH Q1E.
    pub confidence: Confidence,
}

impl Bound {
    /// The bound of ICH Q1E for the mean: one-sided for one limit, two-sided for two.
    ///
    /// # Source
    /// ICH Q1E (2003), section 2.6 and appendix B.1.
    pub fn of_mean(limits: &Limits, confidence: Confidence) -> Bound {
        let sides = if limits.are_two() { BoundSides::Two } else { BoundSides::One };
        Bound { kind: BoundKind::Confidence, sides, confidence }
    }

    /// The t quantile of the bound: of 1 - α on one side, of 1 - α/2 on two.
    ///
    /// # Errors
    /// `OutsideDomain` without degrees of freedom; those of [`StudentT::quantile`].
    pub fn t_quantile(&self, degrees_of_freedom: f64) -> Result<f64, StatisticError> {
        let sides = match self.sides {
            BoundSides::One => Sides::Lower,
            BoundSides::Two => Sides::Two,
        };
        StudentT::new(degrees_of_freedom)?.quantile(self.confidence.quantile(sides))
    }

    /// What a single result adds to the variance of the mean, in units of the residual variance.
    pub(super) fn own_variance(&self) -> f64 {
        match self.kind {
            BoundKind::Confidence => 0.0,
            BoundKind::Prediction => 1.0,
        }
    }
}
