//! A formula that can be evaluated with numbers and with derivatives.

use std::ops::{Add, Div, Mul, Neg, Sub};

/// What a formula calculates with: a plain number, or a number that carries its derivative ([`super::Dual`]).
pub trait Number:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self> + Neg<Output = Self>
{
    /// A constant of the formula.
    fn constant(value: f64) -> Self;

    /// A whole power, negative ones included.
    fn powi(self, exponent: i32) -> Self;

    /// e to this power.
    fn exp(self) -> Self;

    /// Natural logarithm.
    fn ln(self) -> Self;

    /// Square root.
    fn sqrt(self) -> Self;
}

impl Number for f64 {
    fn constant(value: f64) -> f64 {
        value
    }

    fn powi(self, exponent: i32) -> f64 {
        let (mut power, mut square, mut rest) = (1.0, self, exponent.unsigned_abs());
        while rest > 0 {
            if rest % 2 == 1 {
                power *= square;
            }
            square *= square;
            rest /= 2;
        }
        if exponent < 0 { 1.0 / power } else { power }
    }

    fn exp(self) -> f64 {
        libm::exp(self)
    }

    fn ln(self) -> f64 {
        libm::log(self)
    }

    fn sqrt(self) -> f64 {
        libm::sqrt(self)
    }
}

/// A formula for a derived quantity.
pub trait MeasurementModel {
    /// The outcome for the inputs, in the order in which they are given to [`super::propagate`] and [`super::simulate`].
    ///
    /// A formula that reads an input which is not there answers with a constant that is not a number; both callers then
    /// say `NotFinite`.
    fn output<N: Number>(&self, inputs: &[N]) -> N;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_powers() {
        assert_eq!((Number::powi(2.0, 10), Number::powi(2.0, -2), Number::powi(0.0, 0)), (1024.0, 0.25, 1.0));
        assert_eq!((Number::powi(-3.0, 5), Number::powi(1.0, i32::MIN)), (-243.0, 1.0));
    }
}
