//! Numbers of two binary64 parts, with about 31 decimal digits.
//!
//! Least squares on raw powers of a variable loses up to 15 of the 16 digits of binary64 (NIST StRD Filip). Carried out in
//! these numbers the same steps lose them out of 31, so that the data, not the arithmetic, set the accuracy of the result.

use std::ops::{Add, Div, Mul, Neg, Sub};

/// The unevaluated sum of two binary64 numbers, the second at most half a unit in the last place of the first.
///
/// Relative error of one operation: below 2^-100. Exponents are those of binary64: beyond 1e308 the value is not finite,
/// and below about 1e-290 the second part is lost.
///
/// # Source
/// T. J. Dekker, A floating-point technique for extending the available precision, Numerische Mathematik 18 (1971);
/// M. Joldes, J.-M. Muller, V. Popescu, Tight and rigorous error bounds for basic building blocks of double-word
/// arithmetic, ACM TOMS 44 (2017), algorithms 6, 12 and 17.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct DoubleDouble {
    high: f64,
    low: f64,
}

impl DoubleDouble {
    /// 0.
    pub(super) const ZERO: Self = Self { high: 0.0, low: 0.0 };
    /// 1.
    pub(super) const ONE: Self = Self { high: 1.0, low: 0.0 };

    /// The nearest binary64 number.
    pub(super) fn to_f64(self) -> f64 {
        self.high + self.low
    }

    /// Whether the value is zero.
    pub(super) fn is_zero(self) -> bool {
        self.high == 0.0
    }

    /// Whether the value is below zero.
    pub(super) fn is_negative(self) -> bool {
        self.high < 0.0
    }

    /// Square root; zero for a value that is not positive, as sums of squares are.
    pub(super) fn sqrt(self) -> Self {
        if self.high <= 0.0 {
            return Self::ZERO;
        }
        // One Newton step from the binary64 root doubles its digits.
        let root = self.high.sqrt();
        let rest = (self - product(root, root)).to_f64();
        fast_sum(root, rest / (2.0 * root))
    }

    /// Sum of the products of two rows of numbers.
    pub(super) fn dot<'a>(left: impl IntoIterator<Item = &'a Self>, right: impl IntoIterator<Item = &'a Self>) -> Self {
        left.into_iter().zip(right).fold(Self::ZERO, |sum, (left, right)| sum + *left * *right)
    }
}

impl From<f64> for DoubleDouble {
    fn from(value: f64) -> Self {
        Self { high: value, low: 0.0 }
    }
}

/// The exact sum of two numbers.
fn sum(left: f64, right: f64) -> DoubleDouble {
    let high = left + right;
    let part = high - left;
    DoubleDouble { high, low: (left - (high - part)) + (right - part) }
}

/// The exact sum of two numbers of which the first is the larger in magnitude.
fn fast_sum(large: f64, small: f64) -> DoubleDouble {
    let high = large + small;
    DoubleDouble { high, low: small - (high - large) }
}

/// The exact product of two numbers.
fn product(left: f64, right: f64) -> DoubleDouble {
    let high = left * right;
    DoubleDouble { high, low: left.mul_add(right, -high) }
}

impl Add for DoubleDouble {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let high = sum(self.high, other.high);
        let low = sum(self.low, other.low);
        let first = fast_sum(high.high, high.low + low.high);
        fast_sum(first.high, low.low + first.low)
    }
}

impl Neg for DoubleDouble {
    type Output = Self;

    fn neg(self) -> Self {
        Self { high: -self.high, low: -self.low }
    }
}

impl Sub for DoubleDouble {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for DoubleDouble {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let high = product(self.high, other.high);
        let cross = self.high.mul_add(other.low, self.low * other.high);
        fast_sum(high.high, high.low + cross)
    }
}

impl Div for DoubleDouble {
    type Output = Self;

    fn div(self, other: Self) -> Self {
        let first = self.high / other.high;
        let rest = self - other * Self::from(first);
        let second = rest.high / other.high;
        let rest = rest - other * Self::from(second);
        fast_sum(first, second) + Self::from(rest.high / other.high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(value: f64) -> DoubleDouble {
        DoubleDouble::from(value)
    }

    /// 10^16 + 1 has no binary64 form.
    #[test]
    fn keeps_what_binary64_drops() {
        let value = number(1e16) + number(1.0);
        assert_eq!((value - number(1e16)).to_f64(), 1.0);
        assert_eq!((value * number(3.0) - number(3e16)).to_f64(), 3.0);
        let square = value * value - number(1e16) * number(1e16);
        assert!((square / number(2e16 + 1.0) - DoubleDouble::ONE).to_f64().abs() < 1e-15);
    }

    #[test]
    fn quotients_and_roots_multiply_back() {
        let third = DoubleDouble::ONE / number(3.0);
        assert!((third * number(3.0) - DoubleDouble::ONE).to_f64().abs() < 1e-31);
        let root = number(2.0).sqrt();
        assert!((root * root - number(2.0)).to_f64().abs() < 1e-31);
        assert_eq!(number(-1.0).sqrt(), DoubleDouble::ZERO);
    }
}
