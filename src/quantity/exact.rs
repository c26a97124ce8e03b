//! Exact rational arithmetic.
//!
//! Sums, means and comparisons at a limit must not depend on binary fractions: 79.4, 79.5 and 79.6 have the mean
//! 79.5, not 79.4999… . Values that fit stay in two 128-bit integers without any allocation; the rest go to big integers.

use super::decimal::Decimal;
use super::rounding::{Tie, decimal_text};
use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};
use std::cmp::Ordering;
use std::ops::{Add, Mul, Neg, Sub};

/// Most bits that [`Exact::powi`] may produce; beyond it an input is a mistake and would only cost time.
const MAX_POWER_BITS: u64 = 1 << 17;

/// Largest powers of ten in a table; 10^38 is the last one below 2^127.
const POWERS: [i128; 39] = {
    let mut powers = [1_i128; 39];
    let mut index = 1;
    while index < powers.len() {
        powers[index] = powers[index - 1] * 10;
        index += 1;
    }
    powers
};

/// An exact rational number, ordered and equal by value.
#[derive(Clone, Debug)]
pub struct Exact(Repr);

/// The two forms of a value; a denominator is always positive.
#[derive(Clone, Debug)]
enum Repr {
    /// Not necessarily in lowest terms: reducing at every step would cost more than it saves.
    Small {
        /// Numerator.
        num: i128,
        /// Denominator.
        den: i128,
    },
    /// In lowest terms.
    Big(Box<BigRational>),
}

/// Which neighbouring integer a value goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Toward {
    /// The nearer one, a tie by this rule.
    Nearest(Tie),
    /// The lower one.
    Down,
    /// The higher one.
    Up,
}

/// The largest power of ten of a text that is read: no more than a float has.
const MAX_POWER: u32 = 400;

impl Exact {
    /// Zero.
    pub fn zero() -> Exact {
        Exact::from_i64(0)
    }

    /// One.
    pub fn one() -> Exact {
        Exact::from_i64(1)
    }

    /// An integer.
    pub fn from_i64(value: i64) -> Exact {
        small(i128::from(value), 1)
    }

    /// The value of a decimal.
    pub fn from_decimal(decimal: &Decimal) -> Exact {
        decimal.exact()
    }

    /// The quotient of two integers; nothing when the divisor is zero.
    pub fn ratio(numerator: i64, denominator: i64) -> Option<Exact> {
        Exact::from_i64(numerator).checked_div(&Exact::from_i64(denominator))
    }

    /// Ten to this power. The cost grows with the power; powers of written numbers stay within ±60.
    pub fn pow10(power: i32) -> Exact {
        Exact::scaled(1, power)
    }

    /// mantissa × 10^exponent.
    pub(super) fn scaled(mantissa: i128, exponent: i32) -> Exact {
        let power = POWERS.get(exponent.unsigned_abs() as usize);
        match power {
            Some(&den) if exponent < 0 => return small(mantissa, den),
            Some(power) => {
                if let Some(num) = mantissa.checked_mul(*power) {
                    return small(num, 1);
                }
            }
            None => {}
        }
        let power = BigInt::from(10).pow(exponent.unsigned_abs());
        let mantissa = BigInt::from(mantissa);
        match exponent < 0 {
            true => Exact::from_big(BigRational::new(mantissa, power)),
            false => Exact::from_big(BigRational::from_integer(mantissa * power)),
        }
    }

    /// The number of a text as [`Exact::to_decimal_string`] writes it, of at most 38 digits; nothing for any other text.
    pub fn from_decimal_string(text: &str) -> Option<Exact> {
        let (significand, power) = text.split_once('e').unwrap_or((text, "0"));
        let (whole, fraction) = significand.split_once('.').unwrap_or((significand, ""));
        let is_plain = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
        let is_number = !whole.is_empty() && is_plain(whole.trim_start_matches('-')) && is_plain(fraction);
        let mantissa: i128 = format!("{whole}{fraction}").parse().ok().filter(|_| is_number)?;
        let power: i32 = power.parse().ok().filter(|power: &i32| power.unsigned_abs() <= MAX_POWER)?;
        Some(Exact::scaled(mantissa, power - i32::try_from(fraction.len()).ok()?))
    }

    /// The decimal that the shortest round-trip text of a float denotes; nothing for NaN and infinity.
    ///
    /// For statistics that need floating point: 0.1 becomes one tenth, not 0.1000000000000000055….
    pub fn from_f64_shortest(value: f64) -> Option<Exact> {
        if !value.is_finite() {
            return None;
        }
        let text = format!("{value:e}");
        let (significand, power) = text.split_once('e')?;
        let (whole, fraction) = significand.split_once('.').unwrap_or((significand, ""));
        let mantissa: i128 = format!("{whole}{fraction}").parse().ok()?;
        let power: i32 = power.parse().ok()?;
        Some(Exact::scaled(mantissa, power - i32::try_from(fraction.len()).ok()?))
    }

    /// The sum of all values; zero for none.
    pub fn sum(values: &[Exact]) -> Exact {
        values.iter().fold(Exact::zero(), |sum, value| &sum + value)
    }

    /// The arithmetic mean; nothing for no values.
    pub fn mean(values: &[Exact]) -> Option<Exact> {
        (!values.is_empty()).then(|| Exact::sum(values).divided_by(values.len()))
    }

    /// The variance of a sample, divisor n - 1; nothing for fewer than two values.
    pub fn variance(values: &[Exact]) -> Option<Exact> {
        let mean = Exact::mean(values)?;
        let square = |value: &Exact| {
            let difference = value - &mean;
            &difference * &difference
        };
        let squares: Vec<Exact> = values.iter().map(square).collect();
        (squares.len() > 1).then(|| Exact::sum(&squares).divided_by(squares.len() - 1))
    }

    /// The value divided by a count, which must not be zero: a count of nothing leaves the value as it is.
    pub fn divided_by(&self, count: usize) -> Exact {
        let count = i64::try_from(count.max(1)).unwrap_or(i64::MAX);
        match &self.0 {
            Repr::Small { num, den } => match product(*den, i128::from(count)) {
                Some(den) => small(*num, den),
                None => self.checked_div(&Exact::from_i64(count)).unwrap_or_else(|| self.clone()),
            },
            Repr::Big(_) => self.checked_div(&Exact::from_i64(count)).unwrap_or_else(|| self.clone()),
        }
    }

    /// The quotient; nothing when the divisor is zero.
    pub fn checked_div(&self, divisor: &Exact) -> Option<Exact> {
        let inverse = match &divisor.0 {
            _ if divisor.is_zero() => return None,
            Repr::Small { num, den } => match (num.signum().checked_mul(*den), num.checked_abs()) {
                (Some(num), Some(den)) => small(num, den),
                _ => Exact::from_big(divisor.to_big().recip()),
            },
            Repr::Big(value) => Exact::from_big(value.recip()),
        };
        Some(self * &inverse)
    }

    /// The value with the other sign. Also as the operator `-`.
    pub fn negated(&self) -> Exact {
        match &self.0 {
            Repr::Small { num, den } => match num.checked_neg() {
                Some(num) => small(num, *den),
                None => Exact::from_big(-self.to_big()),
            },
            Repr::Big(value) => Exact::from_big(-value.as_ref()),
        }
    }

    /// The value without its sign.
    pub fn abs(&self) -> Exact {
        if self.is_negative() { self.negated() } else { self.clone() }
    }

    /// The value to an integer power; nothing for zero to a negative power, or a result of absurd size.
    pub fn powi(&self, exponent: i32) -> Option<Exact> {
        if exponent < 0 {
            return Exact::one().checked_div(&self.powi_unsigned(exponent.unsigned_abs())?);
        }
        self.powi_unsigned(exponent.unsigned_abs())
    }

    /// The power by repeated squaring.
    fn powi_unsigned(&self, exponent: u32) -> Option<Exact> {
        let bits = match &self.0 {
            Repr::Small { num, den } => {
                let bits = |value: i128| u64::from(128 - value.unsigned_abs().leading_zeros());
                // ±1 and 0 never grow.
                if num.unsigned_abs() <= 1 && *den == 1 { 0 } else { bits(*num).max(bits(*den)) }
            }
            Repr::Big(value) => value.numer().bits().max(value.denom().bits()),
        };
        if bits.saturating_mul(u64::from(exponent)) > MAX_POWER_BITS {
            return None;
        }
        let mut result = Exact::one();
        for bit in (0..u32::BITS - exponent.leading_zeros()).rev() {
            result = &result * &result;
            if exponent >> bit & 1 == 1 {
                result = &result * self;
            }
        }
        Some(result)
    }

    /// Whether the value is zero.
    pub fn is_zero(&self) -> bool {
        self.sign() == Ordering::Equal
    }

    /// Whether the value is below zero.
    pub fn is_negative(&self) -> bool {
        self.sign() == Ordering::Less
    }

    /// Whether the value is an integer.
    pub fn is_whole(&self) -> bool {
        *self == self.to_integer(Toward::Down)
    }

    /// The nearest float; infinite only beyond the range of floats.
    pub fn to_f64(&self) -> f64 {
        const EXACT_IN_F64: u128 = 1 << 53;
        match &self.0 {
            // Both parts are floats without loss, so one division rounds once.
            Repr::Small { num, den } if num.unsigned_abs() <= EXACT_IN_F64 && den.unsigned_abs() <= EXACT_IN_F64 => {
                *num as i64 as f64 / *den as i64 as f64
            }
            _ => big_to_f64(&self.to_big()),
        }
    }

    /// Decimal text of at most this many significant digits, and whether it is the value exactly.
    ///
    /// Powers of ten below -6 or above 15 are written with `e`. An exact text has no idle zeros after the point; an
    /// inexact one is rounded half away from zero and keeps them, since they are known.
    pub fn to_decimal_string(&self, max_significant: u32) -> (String, bool) {
        decimal_text(self, max_significant, None)
    }

    /// Where the first significant digit stands, as a power of ten: 1 for 79.5, -3 for 0.00123. Zero has none.
    pub(super) fn leading_place(&self) -> Option<i32> {
        if self.is_zero() {
            return None;
        }
        let (num, den) = match &self.0 {
            Repr::Small { num, den } => {
                let digits = |value: i128| i32::try_from(value.unsigned_abs().ilog10()).unwrap_or(0);
                (digits(*num), digits(*den))
            }
            Repr::Big(value) => (big_ilog10(value.numer()), big_ilog10(value.denom())),
        };
        // num in [10^a, 10^(a+1)) and den in [10^b, 10^(b+1)): the quotient is above 10^(a-b-1) and below 10^(a-b+1).
        let place = num - den;
        Some(if self.abs() < Exact::pow10(place) { place - 1 } else { place })
    }

    /// A neighbouring integer.
    pub(super) fn to_integer(&self, toward: Toward) -> Exact {
        match &self.0 {
            Repr::Small { num, den: 1 } => small(*num, 1),
            Repr::Small { num, den } => {
                // Dividing 64-bit numbers takes a fraction of the time.
                let (floor, rest) = match (i64::try_from(*num), i64::try_from(*den)) {
                    (Ok(num), Ok(den)) => (i128::from(num.div_euclid(den)), i128::from(num.rem_euclid(den))),
                    _ => (num.div_euclid(*den), num.rem_euclid(*den)),
                };
                let step = steps_up(toward, rest.is_zero(), rest.cmp(&(den - rest)), floor & 1 == 1, *num < 0);
                small(floor + i128::from(step), 1)
            }
            Repr::Big(value) => {
                let (floor, rest) = value.numer().div_mod_floor(value.denom());
                let half = rest.cmp(&(value.denom() - &rest));
                let step = steps_up(toward, rest.is_zero(), half, floor.is_odd(), value.is_negative());
                Exact::from_big(BigRational::from_integer(floor + BigInt::from(u8::from(step))))
            }
        }
    }

    /// The digits of the whole part, without a sign.
    pub(super) fn whole_digits(&self) -> String {
        match &self.0 {
            Repr::Small { num, den } => (num.unsigned_abs() / den.unsigned_abs()).to_string(),
            Repr::Big(value) => value.to_integer().magnitude().to_string(),
        }
    }

    /// How the value compares with zero.
    fn sign(&self) -> Ordering {
        match &self.0 {
            Repr::Small { num, .. } => num.cmp(&0),
            Repr::Big(value) => value.numer().cmp(&BigInt::zero()),
        }
    }

    /// The value in the big form.
    pub(super) fn to_big(&self) -> BigRational {
        match &self.0 {
            Repr::Small { num, den } => BigRational::new(BigInt::from(*num), BigInt::from(*den)),
            Repr::Big(value) => value.as_ref().clone(),
        }
    }

    /// Takes a big value, in the small form when it fits.
    pub(super) fn from_big(value: BigRational) -> Exact {
        match (value.numer().to_i128(), value.denom().to_i128()) {
            (Some(num), Some(den)) => small(num, den),
            _ => Exact(Repr::Big(Box::new(value))),
        }
    }

    /// The small form in lowest terms, if there is one.
    fn reduced(&self) -> Option<Fraction> {
        match &self.0 {
            // gcd is computed on magnitudes, because the magnitude of the lowest integer has no positive counterpart.
            Repr::Small { num, den } => {
                let divisor = i128::try_from(num.unsigned_abs().gcd(&den.unsigned_abs())).ok()?;
                Some((num / divisor, den / divisor))
            }
            Repr::Big(_) => None,
        }
    }
}

/// Numerator and denominator of the small form.
type Fraction = (i128, i128);

/// A value in the small form; callers pass a positive denominator.
fn small(num: i128, den: i128) -> Exact {
    Exact(Repr::Small { num, den })
}

/// Whether the integer above the floor is taken; `half` compares the part above the floor with the part below the next.
fn steps_up(toward: Toward, whole: bool, half: Ordering, floor_is_odd: bool, negative: bool) -> bool {
    match (toward, half) {
        _ if whole => false,
        (Toward::Down, _) | (Toward::Nearest(_), Ordering::Less) => false,
        (Toward::Up, _) | (Toward::Nearest(_), Ordering::Greater) => true,
        (Toward::Nearest(Tie::Even), Ordering::Equal) => floor_is_odd,
        (Toward::Nearest(Tie::AwayFromZero), Ordering::Equal) => !negative,
    }
}

/// The power of ten of the first digit of a non-zero big integer.
fn big_ilog10(value: &BigInt) -> i32 {
    i32::try_from(value.magnitude().to_string().len()).map_or(i32::MAX, |length| length - 1)
}

/// The nearest float, also where numerator and denominator alone are beyond the floats.
fn big_to_f64(value: &BigRational) -> f64 {
    value.to_f64().unwrap_or(f64::NAN)
}

/// Applies an operation on the small forms, after reducing if it does not fit, and on big integers as the last resort.
fn combine(
    left: &Exact,
    right: &Exact,
    on_small: fn(Fraction, Fraction) -> Option<Fraction>,
    on_big: fn(BigRational, BigRational) -> BigRational,
) -> Exact {
    if let (Repr::Small { num, den }, Repr::Small { num: other_num, den: other_den }) = (&left.0, &right.0) {
        if let Some((num, den)) = on_small((*num, *den), (*other_num, *other_den)) {
            return small(num, den);
        }
        if let (Some(left), Some(right)) = (left.reduced(), right.reduced())
            && let Some((num, den)) = on_small(left, right)
        {
            return small(num, den);
        }
    }
    Exact::from_big(on_big(left.to_big(), right.to_big()))
}

/// The sum of two values.
fn total(left: &Exact, right: &Exact) -> Exact {
    combine(left, right, add_small, |left, right| left + right)
}

/// Adds; decimals mostly share a denominator or one divides the other, which keeps denominators from growing.
fn add_small((a, b): Fraction, (c, d): Fraction) -> Option<Fraction> {
    if b == d {
        Some((a.checked_add(c)?, b))
    } else if d % b == 0 {
        Some((a.checked_mul(d / b)?.checked_add(c)?, d))
    } else if b % d == 0 {
        Some((a.checked_add(c.checked_mul(b / d)?)?, b))
    } else {
        Some((a.checked_mul(d)?.checked_add(c.checked_mul(b)?)?, b.checked_mul(d)?))
    }
}

/// Multiplies, as long as the products fit.
fn multiply_small((a, b): Fraction, (c, d): Fraction) -> Option<Fraction> {
    Some((product(a, c)?, product(b, d)?))
}

/// The product, if it fits. Of two 64-bit numbers it always does, and telling that is much cheaper than the check.
#[inline]
fn product(a: i128, b: i128) -> Option<i128> {
    match (i64::try_from(a), i64::try_from(b)) {
        (Ok(a), Ok(b)) => Some(i128::from(a) * i128::from(b)),
        _ => a.checked_mul(b),
    }
}

/// Compares by cross multiplication, as long as the products fit.
fn compare_small((a, b): Fraction, (c, d): Fraction) -> Option<Ordering> {
    if b == d { Some(a.cmp(&c)) } else { Some(product(a, d)?.cmp(&product(c, b)?)) }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        let signs = self.sign().cmp(&other.sign());
        if signs != Ordering::Equal {
            return signs;
        }
        if let (Repr::Small { num: a, den: b }, Repr::Small { num: c, den: d }) = (&self.0, &other.0) {
            let reduced = || self.reduced().zip(other.reduced()).and_then(|(left, right)| compare_small(left, right));
            if let Some(order) = compare_small((*a, *b), (*c, *d)).or_else(reduced) {
                return order;
            }
        }
        self.to_big().cmp(&other.to_big())
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Exact {}

impl From<i64> for Exact {
    fn from(value: i64) -> Self {
        Exact::from_i64(value)
    }
}

impl From<Decimal> for Exact {
    fn from(decimal: Decimal) -> Self {
        decimal.exact()
    }
}

impl From<&Decimal> for Exact {
    fn from(decimal: &Decimal) -> Self {
        decimal.exact()
    }
}

impl Add for &Exact {
    type Output = Exact;
    fn add(self, other: &Exact) -> Exact {
        total(self, other)
    }
}

impl Sub for &Exact {
    type Output = Exact;
    fn sub(self, other: &Exact) -> Exact {
        total(self, &other.negated())
    }
}

impl Mul for &Exact {
    type Output = Exact;
    fn mul(self, other: &Exact) -> Exact {
        combine(self, other, multiply_small, |left, right| left * right)
    }
}

impl Neg for &Exact {
    type Output = Exact;
    fn neg(self) -> Exact {
        self.negated()
    }
}

impl Neg for Exact {
    type Output = Exact;
    fn neg(self) -> Exact {
        self.negated()
    }
}

/// The same operators on owned values.
macro_rules! on_owned_values {
    ($($operator:ident :: $method:ident),*) => {$(
        impl $operator for Exact {
            type Output = Exact;
            fn $method(self, other: Exact) -> Exact {
                (&self).$method(&other)
            }
        }
        impl $operator<&Exact> for Exact {
            type Output = Exact;
            fn $method(self, other: &Exact) -> Exact {
                (&self).$method(other)
            }
        }
    )*};
}

on_owned_values!(Add::add, Sub::sub, Mul::mul);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::DecimalMark;
    use crate::quantity::rounding::round_to_place;
    use proptest::prelude::*;

    fn exact(text: &str) -> Exact {
        Decimal::parse(text, DecimalMark::Point).map_or_else(|error| panic!("{error}"), |decimal| decimal.exact())
    }

    #[test]
    fn the_mean_of_tenths_is_exact() {
        let values = ["79.4", "79.5", "79.6"].map(exact);
        assert_eq!(Exact::mean(&values), Some(exact("79.5")));
        assert_eq!(Exact::mean(&[]), None);
        assert_eq!(Exact::mean(&["0.52", "0.58"].map(exact)), Some(exact("0.55")));
    }

    #[test]
    fn a_derived_ratio_keeps_its_digits() {
        // S-19: 1.26e11 /mL over 42.3 µg/mL.
        let ratio = exact("1.26e11").checked_div(&exact("42.3"));
        assert_eq!(ratio.map(|value| value.to_decimal_string(4)), Some(("2979000000".to_owned(), false)));
    }

    #[test]
    fn order_is_by_value() {
        assert_eq!(exact("0.50"), exact("5e-1"));
        assert!(exact("9.96e9") < exact("1.0e10"));
        assert!(exact("-1e60") < exact("1e-60"));
        assert!(exact("1e60") > exact("9.9e59"));
        assert!(exact("1e-60") > Exact::pow10(-61) && !exact("1e-60").is_zero());
        assert_eq!(exact("0e9"), Exact::zero());
    }

    #[test]
    fn division_and_powers_know_their_bounds() {
        assert_eq!(Exact::one().checked_div(&Exact::zero()), None);
        assert_eq!(Exact::zero().powi(-1), None);
        assert_eq!(exact("-2").powi(3), Some(exact("-8")));
        assert_eq!(exact("2").powi(-2), Some(exact("0.25")));
        assert_eq!(exact("7").powi(0), Some(Exact::one()));
        assert_eq!(exact("1").powi(i32::MAX), Some(Exact::one()));
        assert_eq!(exact("-1").powi(i32::MIN), Some(Exact::one()));
        assert_eq!(exact("1.5").powi(i32::MAX), None);
        assert_eq!(exact("10").powi(100), Some(Exact::pow10(100)));
        assert_eq!(Exact::ratio(1, 0), None);
    }

    #[test]
    fn the_lowest_integer_does_no_harm() {
        let lowest = small(i128::MIN, 1);
        assert_eq!(lowest.negated().negated(), lowest);
        assert!(lowest.abs() > Exact::zero());
        assert_eq!(lowest.checked_div(&lowest), Some(Exact::one()));
        assert_eq!((&lowest + &lowest).checked_div(&Exact::from_i64(2)), Some(lowest));
    }

    #[test]
    fn prints_with_and_without_an_exponent() {
        let rows = [
            ("79.5", 12, "79.5", true),
            ("79.50", 12, "79.5", true),
            ("0", 12, "0", true),
            ("-0.05", 12, "-0.05", true),
            ("1234567.5", 3, "1230000", false),
            ("0.0000001", 12, "1e-7", true),
            ("0.000001", 12, "0.000001", true),
            ("1e15", 12, "1000000000000000", true),
            ("1.5e16", 12, "1.5e16", true),
            ("9.9996", 4, "10.00", false),
            ("9.9999e-7", 3, "0.00000100", false),
            ("9.9999e15", 3, "1.00e16", false),
        ];
        for (text, digits, printed, is_exact) in rows {
            assert_eq!(exact(text).to_decimal_string(digits), (printed.to_owned(), is_exact), "{text}");
        }
        let third = Exact::ratio(1, 3).map(|value| value.to_decimal_string(12));
        assert_eq!(third, Some(("0.333333333333".to_owned(), false)));
    }

    #[test]
    fn floats_come_and_go() {
        assert_eq!(Exact::from_f64_shortest(0.1), Some(exact("0.1")));
        assert_eq!(Exact::from_f64_shortest(-1.5e-7), Some(exact("-1.5e-7")));
        assert_eq!(Exact::from_f64_shortest(f64::NAN), None);
        assert_eq!(Exact::from_f64_shortest(f64::INFINITY), None);
        assert_eq!(Exact::pow10(400).to_f64(), f64::INFINITY);
        assert_eq!(Exact::pow10(-400).to_f64(), 0.0);
        for value in [f64::MAX, f64::MIN_POSITIVE, 5e-324, -0.1, 1e300, 1e-300, 0.0] {
            assert_eq!(Exact::from_f64_shortest(value).map(|exact| exact.to_f64()), Some(value));
        }
    }

    #[test]
    fn rounds_to_a_place_without_big_numbers_when_they_fit() {
        let rounded = round_to_place(&exact("97.95"), -1, Tie::AwayFromZero);
        assert!(matches!(rounded.0, Repr::Small { num: 980, den: 10 }));
    }

    /// A fraction as two integers, small and large ones.
    fn fraction() -> impl Strategy<Value = (i128, i128)> {
        let wide = (any::<i128>(), 1..i128::MAX);
        prop_oneof![wide, (-1_000_000_i128..1_000_000, 1_i128..100_000)]
    }

    fn big((num, den): (i128, i128)) -> BigRational {
        BigRational::new(BigInt::from(num), BigInt::from(den))
    }

    proptest! {
        #[test]
        fn agrees_with_big_rationals(a in fraction(), b in fraction()) {
            let (x, y) = (small(a.0, a.1), small(b.0, b.1));
            let (p, q) = (big(a), big(b));
            prop_assert_eq!((&x + &y).to_big(), &p + &q);
            prop_assert_eq!((&x - &y).to_big(), &p - &q);
            prop_assert_eq!((&x * &y).to_big(), &p * &q);
            prop_assert_eq!(x.cmp(&y), p.cmp(&q));
            prop_assert_eq!(x.abs().to_big(), p.abs());
            let quotient = (!q.is_zero()).then(|| &p / &q);
            prop_assert_eq!(x.checked_div(&y).map(|value| value.to_big()), quotient);
            prop_assert_eq!(x.powi(3).map(|value| value.to_big()), Some(p.pow(3)));
        }

        #[test]
        fn floats_survive_the_round_trip(value in any::<f64>()) {
            if value.is_finite() {
                prop_assert_eq!(Exact::from_f64_shortest(value).map(|exact| exact.to_f64()), Some(value));
            }
        }

        #[test]
        fn the_float_is_the_nearest(value in fraction()) {
            let exact = small(value.0, value.1);
            let float = exact.to_f64();
            let text = exact.to_decimal_string(40).0;
            let parsed: f64 = text.parse().unwrap_or(f64::NAN);
            prop_assert!(float == parsed || (float - parsed).abs() <= parsed.abs() * f64::EPSILON, "{} {}", float, text);
        }

        #[test]
        fn the_leading_place_is_right(value in fraction()) {
            let exact = small(value.0, value.1);
            if let Some(place) = exact.leading_place() {
                prop_assert!(Exact::pow10(place) <= exact.abs() && exact.abs() < Exact::pow10(place + 1));
            }
        }
    }
}
