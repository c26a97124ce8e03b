//! Roots of exact numbers that compare with limits as the roots themselves do.
//!
//! The geometric mean of 80, 80 and 80 is 80, and floating point makes 79.99999999999997 of it; a root without end is on one
//! side of every limit, and a float of it may be on the other. What stands for such a root here is a fraction near it, on the
//! same side as the root of every number that is written beside it.

use super::exact::Exact;
use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use std::cmp::Ordering;

/// Bits of the denominators from which a root is told apart: 57 decimal places. What a root is compared with is a limit or
/// half way between two numbers of its digits, converted by a unit or by a label claim.
const DENOMINATOR_BITS: u64 = 192;

/// Between two fractions with such denominators lie more than two steps of one over two to this power.
const SHIFT: u64 = 2 * DENOMINATOR_BITS + 1;

/// Most bits of the integer that a root is taken of; beyond it, at some thousand values, time would be all it costs.
const MAX_BITS: u64 = 1 << 20;

/// Bits of the denominators to which a number that was computed from roots settles, and of the step within which it does.
const SETTLED: (u64, u64) = (96, 200);

/// The root of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// The root itself, or a fraction that compares and rounds as it does.
    pub value: Exact,
    /// Whether it is the root itself.
    pub ends: bool,
}

impl Exact {
    /// The root of this index; nothing for a number below zero, the index zero and roots of absurd size.
    pub fn root(&self, index: u32) -> Option<Root> {
        let value = self.to_big();
        root(value.numer(), value.denom(), index)
    }

    /// The geometric mean of the geometric means of groups; nothing unless every value is above zero, and for more values than
    /// a root is taken of.
    pub fn geometric_mean(groups: &[&[Exact]]) -> Option<Root> {
        // The product of all values, each as often as makes the groups weigh the same.
        let times = groups
            .iter()
            .map(|group| group.len())
            .try_fold(1_usize, |all, n| Some(all.lcm(&n)).filter(|all| n > 0 && *all as u64 * SHIFT <= MAX_BITS))?;
        let (mut numerator, mut denominator) = (BigInt::from(1), BigInt::from(1));
        for group in groups {
            let (mut above, mut below) = (BigInt::from(1), BigInt::from(1));
            for value in *group {
                let value = Some(value.to_big()).filter(Signed::is_positive)?;
                above *= value.numer();
                below *= value.denom();
            }
            let power = u32::try_from(times / group.len()).ok()?;
            numerator *= above.pow(power);
            denominator *= below.pow(power);
        }
        root(&numerator, &denominator, u32::try_from(times * groups.len()).ok()?)
    }
}

impl Exact {
    /// The number itself, or where it was computed from roots without end and is a number with few digits to within one in
    /// 10^60, that number: the ratio of the roots of 2 and of 8 is a half.
    pub fn settled(&self) -> Exact {
        let (bits, step) = SETTLED;
        let (value, step) = (self.abs().to_big(), BigRational::new(BigInt::from(1), BigInt::from(1) << step));
        let lower = (&value - &step).max(BigRational::zero());
        match simplest_between(&lower, &(value + step), bits).map(Exact::from_big) {
            Some(found) if self.is_negative() => found.negated(),
            Some(found) => found,
            None => self.clone(),
        }
    }
}

/// The root of a fraction that need not be in lowest terms.
fn root(numerator: &BigInt, denominator: &BigInt, index: u32) -> Option<Root> {
    let shift = SHIFT * u64::from(index);
    if index == 0 || numerator.is_negative() || shift + numerator.bits() > MAX_BITS {
        return None;
    }
    // The root lies from the lower end of this interval to below its upper end.
    let low: BigInt = ((numerator << shift) / denominator).nth_root(index);
    let [lower, upper] = [low.clone(), low + 1].map(|end| BigRational::new(end, BigInt::from(1) << SHIFT));
    let middle = |a: &BigRational, b: &BigRational| (a + b) / BigInt::from(2);
    let of = |value: BigRational, ends: bool| Some(Root { value: Exact::from_big(value), ends });
    // No more than one number with a small denominator lies there: the only one that could be taken for the root.
    let Some(candidate) = simplest_between(&lower, &upper, DENOMINATOR_BITS) else {
        return of(middle(&lower, &upper), false);
    };
    let power = |number: &BigInt| number.pow(index);
    match (power(candidate.numer()) * denominator).cmp(&(numerator * power(candidate.denom()))) {
        Ordering::Equal => of(candidate, true),
        Ordering::Greater => of(middle(&lower, &candidate), false),
        Ordering::Less => of(middle(&candidate, &upper), false),
    }
}

/// The number of the smallest denominator from one end of an interval to the other, both above or at zero; nothing where that
/// denominator has more bits than these. By the continued fraction that the ends have in common.
fn simplest_between(lower: &BigRational, upper: &BigRational, most_bits: u64) -> Option<BigRational> {
    let parts = |end: &BigRational| (end.numer().clone(), end.denom().clone());
    let (mut low, mut high) = (parts(lower), parts(upper));
    let (mut last, mut before) = ((BigInt::from(1), BigInt::zero()), (BigInt::zero(), BigInt::from(1)));
    while last.1.bits() <= most_bits {
        let (mut quotient, rest) = low.0.div_rem(&low.1);
        let whole = &high.0 / &high.1;
        let found = rest.is_zero() || whole > quotient;
        if !rest.is_zero() && found {
            quotient += 1;
        }
        let next = (&quotient * &last.0 + before.0, &quotient * &last.1 + before.1);
        (before, last) = (last, next);
        if found {
            return (last.1.bits() <= most_bits).then(|| BigRational::new(last.0, last.1));
        }
        // What is left above the common whole part, turned over, so that the ends change places.
        let high_rest = &high.0 - &quotient * &high.1;
        (low, high) = ((high.1, high_rest), (low.1, rest));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::{Decimal, DecimalMark, RoundingRule};
    use proptest::prelude::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text, DecimalMark::Point).unwrap_or_else(|error| panic!("{error}"))
    }

    fn exacts(texts: &[&str]) -> Vec<Exact> {
        texts.iter().map(|text| decimal(text).exact()).collect()
    }

    fn mean(texts: &[&str]) -> Root {
        Exact::geometric_mean(&[&exacts(texts)]).unwrap()
    }

    #[test]
    fn a_root_that_ends_is_itself() {
        for (values, expected) in [
            (vec!["80", "80", "80"], "80"),
            (vec!["120.5"; 3], "120.5"),
            (vec!["69.5"; 7], "69.5"),
            (vec!["25", "50", "100"], "50"),
            (vec!["1e-12", "1e12"], "1"),
            (vec!["9.6e9"; 5], "9.6e9"),
        ] {
            assert_eq!(mean(&values), Root { value: decimal(expected).exact(), ends: true }, "{values:?}");
        }
        assert_eq!(Exact::ratio(2, 9).unwrap().root(2).map(|root| root.ends), Some(false));
        assert_eq!(Exact::ratio(4, 9).unwrap().root(2).unwrap().value, Exact::ratio(2, 3).unwrap());
        assert_eq!(Exact::zero().root(2).unwrap(), Root { value: Exact::zero(), ends: true });
    }

    #[test]
    fn levels_weigh_the_same() {
        let (one, two, three) = (exacts(&["1", "2"]), exacts(&["2", "4"]), exacts(&["8", "8", "8"]));
        let root = Exact::geometric_mean(&[&one, &two]).unwrap();
        assert_eq!(root, Root { value: Exact::from_i64(2), ends: true });
        let root = Exact::geometric_mean(&[&one, &three]).unwrap();
        assert!(root.value.powi(4).unwrap() != Exact::from_i64(128) && !root.ends);
        assert!((root.value.to_f64() - libm::pow(128.0, 0.25)).abs() < 1e-14);
    }

    #[test]
    fn what_has_no_root_has_none() {
        assert_eq!(Exact::from_i64(-1).root(2), None);
        assert_eq!(Exact::from_i64(2).root(0), None);
        assert_eq!(Exact::geometric_mean(&[]), None);
        assert_eq!(Exact::geometric_mean(&[&[]]), None);
        assert_eq!(Exact::geometric_mean(&[&exacts(&["1", "0"])]), None);
        assert_eq!(Exact::geometric_mean(&[&vec![Exact::from_i64(2); 5000]]), None);
    }

    #[test]
    fn what_comes_of_roots_settles() {
        let root = |of: i64| Exact::from_i64(of).root(2).unwrap().value;
        let half = root(2).checked_div(&root(8)).unwrap();
        assert!(half != Exact::ratio(1, 2).unwrap());
        assert_eq!(half.settled(), Exact::ratio(1, 2).unwrap());
        assert_eq!(half.negated().settled(), Exact::ratio(-1, 2).unwrap());
        assert_eq!((&root(2) - &root(2)).settled(), Exact::zero());
        assert_eq!(root(2).settled(), root(2));
    }

    /// A limit nearer to the root than any float: on the side where it lies.
    #[test]
    fn a_limit_at_the_end_of_many_digits_is_told_from_the_root() {
        let root = Exact::from_i64(2).root(2).unwrap().value;
        let below = decimal("1.414213562373095048801688724").exact();
        let above = decimal("1.414213562373095048801688725").exact();
        assert!(below < root && root < above);
        let nearly = &Exact::from_i64(4) - &Exact::pow10(-50);
        assert!(nearly.root(2).unwrap().value < Exact::from_i64(2));
        let nearly = &Exact::from_i64(4) + &Exact::pow10(-200);
        assert!(nearly.root(2).unwrap().value > Exact::from_i64(2));
    }

    fn values() -> impl Strategy<Value = Vec<Exact>> {
        // Few digits, and some of them equal, so that roots that end and limits at them come up.
        let value = prop_oneof![1_i64..200, Just(805), Just(1205), Just(695), (0_u32..12).prop_map(|power| 1 << power)];
        let vec = prop::collection::vec(value, 1..6);
        (vec, 0_i32..3, any::<bool>()).prop_map(|(values, places, same)| {
            let first = values.first().copied().unwrap_or(1);
            let number = |value: i64| &Exact::from_i64(if same { first } else { value }) * &Exact::pow10(-places);
            values.into_iter().map(number).collect()
        })
    }

    proptest! {
        /// The product against the power of the limit, in whole numbers.
        #[test]
        fn a_geometric_mean_compares_as_its_product_does(values in values(), limit in 1_i64..2500, places in 0_i32..3) {
            let root = Exact::geometric_mean(&[&values]).unwrap();
            let product = values.iter().fold(Exact::one(), |product, value| &product * value);
            let index = i32::try_from(values.len()).unwrap();
            let near = root.value.to_f64();
            let limits = [
                &Exact::from_i64(limit) * &Exact::pow10(-places),
                Exact::from_f64_shortest(near).unwrap(),
                Exact::from_f64_shortest(libm::round(near * 10.0) / 10.0).unwrap(),
            ];
            for limit in limits {
                prop_assert_eq!(root.value.cmp(&limit), product.cmp(&limit.powi(index).unwrap()));
            }
            prop_assert_eq!(root.ends, root.value.powi(index).unwrap() == product);
        }

        /// A rounded root is the multiple between whose ends, half a unit to each side, the root itself lies.
        #[test]
        fn a_root_rounds_as_it_should(values in values(), limit in "[1-9][0-9]{0,2}(\\.[0-9]{1,2})?") {
            let root = Exact::geometric_mean(&[&values]).unwrap();
            let product = values.iter().fold(Exact::one(), |product, value| &product * value);
            let index = i32::try_from(values.len()).unwrap();
            let limit = decimal(&limit);
            let half = &Exact::pow10(limit.last_place()) * &Exact::ratio(1, 2).unwrap();
            let rounded = RoundingRule::Usp.round_value(&root.value, &limit);
            let power = |end: Exact| if end.is_negative() { Exact::zero() } else { end.powi(index).unwrap() };
            prop_assert!(power(&rounded - &half) <= product && product < power(&rounded + &half));
        }

        #[test]
        fn a_square_root_compares_as_its_square_does(num in 0_i64..100_000, den in 1_i64..1000, limit in 0_i64..500) {
            let square = Exact::ratio(num, den).unwrap();
            let limit = Exact::ratio(limit, 10).unwrap();
            let root = square.root(2).unwrap().value;
            prop_assert_eq!(root.cmp(&limit), square.cmp(&(&limit * &limit)));
        }
    }
}
