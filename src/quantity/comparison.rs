//! A value, or what is known of it, against a limit.
//!
//! Interval logic: the outcome is inside or outside only when every value that the result allows agrees. A
//! censored result is never turned into a number.

use super::exact::Exact;
use std::cmp::Ordering;

/// What is known of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bounded {
    /// The value itself.
    Exact(Exact),
    /// Somewhere below the bound, or at it when inclusive: `<0.05`, `≤5`.
    Below {
        /// The bound.
        bound: Exact,
        /// Whether the bound itself is possible.
        inclusive: bool,
    },
    /// Somewhere above the bound, or at it when inclusive: `>200`, `≥80`.
    Above {
        /// The bound.
        bound: Exact,
        /// Whether the bound itself is possible.
        inclusive: bool,
    },
    /// Nothing: `ND` without a declared limit of detection.
    Unknown,
}

/// Which side of a limit is acceptable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// `<= L`, not more than.
    AtMost,
    /// `< L`
    LessThan,
    /// `>= L`, not less than.
    AtLeast,
    /// `> L`
    MoreThan,
}

impl Side {
    /// Whether a value that compares so with the limit is acceptable.
    fn accepts(self, order: Ordering) -> bool {
        match self {
            Side::AtMost => order != Ordering::Greater,
            Side::LessThan => order == Ordering::Less,
            Side::AtLeast => order != Ordering::Less,
            Side::MoreThan => order == Ordering::Greater,
        }
    }
}

/// Where a result lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Compared {
    /// Every possible value is acceptable.
    Inside,
    /// No possible value is acceptable.
    Outside,
    /// Some are and some are not, or nothing is known.
    Undecided,
}

/// Compares what is known of a value with one limit.
///
/// A censored result is an interval with one open end. Values far out at that end lie on one known side of the limit, so
/// only the end at the bound is left to ask: are all possible values there on the same side?
pub fn compare(value: &Bounded, side: Side, limit: &Exact) -> Compared {
    let (far, near) = match value {
        Bounded::Exact(value) => (value.cmp(limit), value.cmp(limit)),
        Bounded::Below { bound, inclusive } => (Ordering::Less, nearest(bound.cmp(limit), *inclusive, Ordering::Less)),
        Bounded::Above { bound, inclusive } => {
            (Ordering::Greater, nearest(bound.cmp(limit), *inclusive, Ordering::Greater))
        }
        Bounded::Unknown => return Compared::Undecided,
    };
    // The acceptable side is one half-line, so an interval whose two ends agree agrees throughout.
    match (side.accepts(far), side.accepts(near)) {
        (true, true) => Compared::Inside,
        (false, false) => Compared::Outside,
        _ => Compared::Undecided,
    }
}

/// How the values next to the bound compare with the limit; at an excluded bound they still lie on the far side.
fn nearest(bound_to_limit: Ordering, inclusive: bool, far: Ordering) -> Ordering {
    if bound_to_limit == Ordering::Equal && !inclusive { far } else { bound_to_limit }
}

#[cfg(test)]
mod tests {
    use super::Compared::{Inside, Outside, Undecided};
    use super::*;
    use crate::quantity::oracle::{self, decimal};
    use crate::quantity::{DecimalMark, Reading};
    use proptest::prelude::*;

    fn below(bound: i64, inclusive: bool) -> Bounded {
        Bounded::Below { bound: Exact::from_i64(bound), inclusive }
    }

    fn above(bound: i64, inclusive: bool) -> Bounded {
        Bounded::Above { bound: Exact::from_i64(bound), inclusive }
    }

    /// Every operator of the limit 10, every kind of bound, bound at 9, 10 and 11.
    #[test]
    fn the_truth_table_of_censored_results() {
        type Row = (fn(i64, bool) -> Bounded, bool, Side, [Compared; 3]);
        let table: [Row; 16] = [
            (below, false, Side::AtMost, [Inside, Inside, Undecided]),
            (below, true, Side::AtMost, [Inside, Inside, Undecided]),
            (below, false, Side::LessThan, [Inside, Inside, Undecided]),
            (below, true, Side::LessThan, [Inside, Undecided, Undecided]),
            (below, false, Side::AtLeast, [Outside, Outside, Undecided]),
            (below, true, Side::AtLeast, [Outside, Undecided, Undecided]),
            (below, false, Side::MoreThan, [Outside, Outside, Undecided]),
            (below, true, Side::MoreThan, [Outside, Outside, Undecided]),
            (above, false, Side::AtMost, [Undecided, Outside, Outside]),
            (above, true, Side::AtMost, [Undecided, Undecided, Outside]),
            (above, false, Side::LessThan, [Undecided, Outside, Outside]),
            (above, true, Side::LessThan, [Undecided, Outside, Outside]),
            (above, false, Side::AtLeast, [Undecided, Inside, Inside]),
            (above, true, Side::AtLeast, [Undecided, Inside, Inside]),
            (above, false, Side::MoreThan, [Undecided, Inside, Inside]),
            (above, true, Side::MoreThan, [Undecided, Undecided, Inside]),
        ];
        for (make, inclusive, side, expected) in table {
            for (bound, expected) in [9, 10, 11].into_iter().zip(expected) {
                let value = make(bound, inclusive);
                assert_eq!(compare(&value, side, &Exact::from_i64(10)), expected, "{value:?} {side:?} 10");
            }
        }
    }

    #[test]
    fn exact_values_and_unknown_ones() {
        let table = [
            (Side::AtMost, [Inside, Inside, Outside]),
            (Side::LessThan, [Inside, Outside, Outside]),
            (Side::AtLeast, [Outside, Inside, Inside]),
            (Side::MoreThan, [Outside, Outside, Inside]),
        ];
        let limit = Exact::from_i64(10);
        for (side, expected) in table {
            for (value, expected) in [9, 10, 11].into_iter().zip(expected) {
                assert_eq!(compare(&Bounded::Exact(Exact::from_i64(value)), side, &limit), expected);
            }
            assert_eq!(compare(&Bounded::Unknown, side, &limit), Undecided);
        }
    }

    #[test]
    fn agrees_with_the_censored_oracle() {
        let Some(case) = oracle::case("censored/censored_against_limit.json") else { return };
        let rows = oracle::rows(&case, "rows");
        assert_eq!(rows.len(), 10);
        for (row, expected) in rows.iter().zip(oracle::strings(&case["expected"]["verdicts"])) {
            let value = match Reading::parse(&oracle::string(&row["result"]), DecimalMark::Point) {
                Reading::Below(bound) => Bounded::Below { bound: bound.value.exact(), inclusive: bound.inclusive },
                Reading::Above(bound) => Bounded::Above { bound: bound.value.exact(), inclusive: bound.inclusive },
                other => panic!("{other:?}"),
            };
            let side = oracle::side(&row["operator"]);
            let expected = match expected.as_str() {
                "pass" => Inside,
                "fail" => Outside,
                _ => Undecided,
            };
            assert_eq!(compare(&value, side, &decimal(&row["limit"]).exact()), expected, "{row}");
        }
    }

    proptest! {
        /// A decided outcome holds for every value that the bound allows.
        #[test]
        fn no_possible_value_contradicts_a_decision(
            bound in -5_i64..5, limit in -5_i64..5, inclusive: bool, is_below: bool, distance in 0_i64..20, side in 0_usize..4,
        ) {
            let side = [Side::AtMost, Side::LessThan, Side::AtLeast, Side::MoreThan][side];
            let known = if is_below { below(bound, inclusive) } else { above(bound, inclusive) };
            // Quarters, so that values between the integers are tried too.
            let quarters = if distance == 0 && !inclusive { 1 } else { distance };
            let offset = if is_below { -quarters } else { quarters };
            let possible = Exact::ratio(4 * bound + offset, 4).map(Bounded::Exact).unwrap_or(Bounded::Unknown);
            let limit = Exact::from_i64(limit);
            let decided = compare(&known, side, &limit);
            prop_assert!(decided == Undecided || decided == compare(&possible, side, &limit));
        }
    }
}
