//! Numbers that carry a derivative.

use super::Number;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// A value and its derivative by one input: forward automatic differentiation, exact to rounding.
///
/// # Source
/// A. Griewank, A. Walther, Evaluating Derivatives, 2nd edition (2008), chapter 3.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dual {
    /// The value.
    pub value: f64,
    /// Its derivative by the chosen input.
    pub derivative: f64,
}

impl Dual {
    fn chain(self, value: f64, slope: f64) -> Dual {
        Dual { value, derivative: slope * self.derivative }
    }
}

impl Add for Dual {
    type Output = Dual;
    fn add(self, other: Dual) -> Dual {
        Dual { value: self.value + other.value, derivative: self.derivative + other.derivative }
    }
}

impl Sub for Dual {
    type Output = Dual;
    fn sub(self, other: Dual) -> Dual {
        Dual { value: self.value - other.value, derivative: self.derivative - other.derivative }
    }
}

impl Mul for Dual {
    type Output = Dual;
    fn mul(self, other: Dual) -> Dual {
        let derivative = self.derivative * other.value + self.value * other.derivative;
        Dual { value: self.value * other.value, derivative }
    }
}

impl Div for Dual {
    type Output = Dual;
    fn div(self, other: Dual) -> Dual {
        let value = self.value / other.value;
        Dual { value, derivative: (self.derivative - value * other.derivative) / other.value }
    }
}

impl Neg for Dual {
    type Output = Dual;
    fn neg(self) -> Dual {
        Dual { value: -self.value, derivative: -self.derivative }
    }
}

impl Number for Dual {
    fn constant(value: f64) -> Dual {
        Dual { value, derivative: 0.0 }
    }

    fn powi(self, exponent: i32) -> Dual {
        match exponent {
            0 => Dual::constant(1.0),
            _ => {
                let slope = f64::from(exponent) * Number::powi(self.value, exponent.saturating_sub(1));
                self.chain(Number::powi(self.value, exponent), slope)
            }
        }
    }

    fn exp(self) -> Dual {
        let value = libm::exp(self.value);
        self.chain(value, value)
    }

    fn ln(self) -> Dual {
        self.chain(libm::log(self.value), 1.0 / self.value)
    }

    fn sqrt(self) -> Dual {
        let root = libm::sqrt(self.value);
        self.chain(root, 0.5 / root)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// d/dx of (x³ - 2/x + e^x ln x - sqrt x) at 2, from 3x² + 2/x² + e^x (ln x + 1/x) - 1/(2 sqrt x).
    #[test]
    fn derivative_of_everything() {
        let x = Dual { value: 2.0, derivative: 1.0 };
        let y = x.powi(3) - Dual::constant(2.0) / x + x.exp() * x.ln() + -x.sqrt() + x.powi(0);
        let (e, ln) = (libm::exp(2.0), libm::log(2.0));
        assert!((y.value - (8.0 - 1.0 + e * ln - 2.0_f64.sqrt() + 1.0)).abs() < 1e-14);
        assert!((y.derivative - (12.0 + 0.5 + e * (ln + 0.5) - 0.5 / 2.0_f64.sqrt())).abs() < 1e-14);
        assert!((x.powi(-2).derivative + 0.25).abs() < 1e-16);
    }
}
