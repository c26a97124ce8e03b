//! Bounds through formulas: a content of less than 3 ng/mL in 4 mL is less than 12 ng.
//!
//! Only where a bound stays a bound in the same sense, whatever the true value: sums, differences, and products and
//! quotients with a known number. A quotient by a bound is none of these, so a ratio over a censored result stays open.

use super::derived::Inputs;
use super::stop::Stop;
use crate::quantity::{Bounded, Exact, Unit};
use crate::spec::{Derived, Expression};

/// What is known of a part of a formula, with its unit.
type Known = (Bounded, Unit);

impl Inputs<'_, '_, '_> {
    /// What is known of a derived attribute, in its declared unit: its value, or a bound that follows from bounds.
    ///
    /// # Errors
    /// As [`Inputs::value`].
    pub fn known(&self, derived: &Derived) -> Result<Bounded, Stop> {
        match self.value(derived) {
            Ok(value) => Ok(Bounded::Exact(value)),
            Err(stop) => self.bound(derived).ok_or(stop),
        }
    }

    fn bound(&self, derived: &Derived) -> Option<Bounded> {
        let (value, unit) = self.part(&derived.formula, derived)?;
        times(&value, &unit.factor_to(&derived.unit)?)
    }

    /// What is known of a part of a formula; `None` where nothing follows from its inputs.
    pub fn part(&self, expression: &Expression, derived: &Derived) -> Option<Known> {
        match expression {
            Expression::Test(index) => self.result(*index, derived).ok(),
            Expression::Derived(index) => {
                let inner = self.spec.derived.get(*index)?;
                Some((self.known(inner).ok()?, inner.unit.clone()))
            }
            Expression::Negate(a) => {
                let (value, unit) = self.part(a, derived)?;
                Some((times(&value, &Exact::from_i64(-1))?, unit))
            }
            Expression::Add(a, b) => self.sum(a, b, &Exact::one(), derived),
            Expression::Subtract(a, b) => self.sum(a, b, &Exact::from_i64(-1), derived),
            Expression::Multiply(a, b) => {
                let (a, b) = (self.part(a, derived)?, self.part(b, derived)?);
                let unit = a.1.mul(&b.1);
                let product = match (&a.0, &b.0) {
                    (Bounded::Exact(number), other) | (other, Bounded::Exact(number)) => times(other, number)?,
                    _ => return None,
                };
                Some((product, unit))
            }
            Expression::Divide(a, b) => {
                let (a, b) = (self.part(a, derived)?, self.part(b, derived)?);
                let Bounded::Exact(divisor) = &b.0 else { return None };
                Some((times(&a.0, &Exact::one().checked_div(divisor)?)?, a.1.div(&b.1)))
            }
            known => self.evaluate(known, derived).ok().map(|(value, unit)| (Bounded::Exact(value), unit)),
        }
    }

    /// `a + sign b`
    fn sum(&self, a: &Expression, b: &Expression, sign: &Exact, derived: &Derived) -> Option<Known> {
        let (a, b) = (self.part(a, derived)?, self.part(b, derived)?);
        let b = times(&b.0, &(&b.1.factor_to(&a.1)? * sign))?;
        Some((plus(&a.0, &b)?, a.1))
    }
}

/// A value times a number; a negative one turns a bound round.
fn times(value: &Bounded, factor: &Exact) -> Option<Bounded> {
    if factor.is_zero() {
        return Some(Bounded::Exact(Exact::zero()));
    }
    let turned = factor.is_negative();
    Some(match value {
        Bounded::Exact(number) => Bounded::Exact(number * factor),
        Bounded::Below { bound, inclusive } if !turned => {
            Bounded::Below { bound: bound * factor, inclusive: *inclusive }
        }
        Bounded::Above { bound, inclusive } if turned => {
            Bounded::Below { bound: bound * factor, inclusive: *inclusive }
        }
        Bounded::Below { bound, inclusive } | Bounded::Above { bound, inclusive } => {
            Bounded::Above { bound: bound * factor, inclusive: *inclusive }
        }
        Bounded::Unknown => return None,
    })
}

/// A sum; of two bounds only where they lie on the same side.
fn plus(a: &Bounded, b: &Bounded) -> Option<Bounded> {
    Some(match (a, b) {
        (Bounded::Exact(a), Bounded::Exact(b)) => Bounded::Exact(a + b),
        (Bounded::Exact(number), Bounded::Below { bound, inclusive })
        | (Bounded::Below { bound, inclusive }, Bounded::Exact(number)) => {
            Bounded::Below { bound: bound + number, inclusive: *inclusive }
        }
        (Bounded::Exact(number), Bounded::Above { bound, inclusive })
        | (Bounded::Above { bound, inclusive }, Bounded::Exact(number)) => {
            Bounded::Above { bound: bound + number, inclusive: *inclusive }
        }
        (Bounded::Below { bound: a, inclusive: c }, Bounded::Below { bound: b, inclusive: d }) => {
            Bounded::Below { bound: a + b, inclusive: *c && *d }
        }
        (Bounded::Above { bound: a, inclusive: c }, Bounded::Above { bound: b, inclusive: d }) => {
            Bounded::Above { bound: a + b, inclusive: *c && *d }
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{plus, times};
    use crate::quantity::{Bounded, Exact};

    fn below(bound: i64) -> Bounded {
        Bounded::Below { bound: Exact::from_i64(bound), inclusive: false }
    }

    fn above(bound: i64) -> Bounded {
        Bounded::Above { bound: Exact::from_i64(bound), inclusive: false }
    }

    #[test]
    fn bounds_keep_or_turn_their_side() {
        assert_eq!(times(&below(3), &Exact::from_i64(4)), Some(below(12)));
        assert_eq!(times(&below(3), &Exact::from_i64(-4)), Some(above(-12)));
        assert_eq!(times(&above(3), &Exact::from_i64(-4)), Some(below(-12)));
        assert_eq!(times(&below(3), &Exact::zero()), Some(Bounded::Exact(Exact::zero())));
        assert_eq!(plus(&below(3), &below(4)), Some(below(7)));
        assert_eq!(plus(&Bounded::Exact(Exact::one()), &above(4)), Some(above(5)));
        assert_eq!(plus(&below(3), &above(4)), None);
    }
}
