//! The four zones of a statement that is not binary.

use super::StatisticError;
use crate::quantity::Exact;

/// Where a result lies; a later zone is a worse one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Zone {
    /// Inside, further than the guard band from each limit or just as far.
    Pass,
    /// Inside or on a limit, within the guard band.
    ConditionalPass,
    /// Outside by no more than the guard band.
    ConditionalFail,
    /// Outside by more than the guard band.
    Fail,
}

impl Zone {
    /// Simple acceptance: on or inside the tolerance limits.
    pub fn accepted_simply(self) -> bool {
        self <= Zone::ConditionalPass
    }

    /// Guarded acceptance: on or inside the acceptance limits.
    pub fn accepted_guarded(self) -> bool {
        self == Zone::Pass
    }
}

/// The zone of a result: the worse of its zones at the two limits.
///
/// All boundaries are inclusive in favour of the better zone and are compared exactly, since 7.0 + 0.1 is no binary
/// fraction. The guard band is r U and may be zero.
///
/// # Errors
/// `NoLimit`; `CrossedLimits` unless lower < upper; `OutsideDomain` for a negative guard band.
///
/// # Source
/// ILAC-G8:09/2019, 4.2.3.
///
/// # Checked against
/// The definition, on values on and beside every boundary.
pub fn zone(
    value: &Exact,
    lower: Option<&Exact>,
    upper: Option<&Exact>,
    guard_band: &Exact,
) -> Result<Zone, StatisticError> {
    if guard_band.is_negative() {
        return Err(StatisticError::OutsideDomain { what: "the guard band", value: guard_band.to_f64() });
    }
    if let (Some(lower), Some(upper)) = (lower, upper)
        && lower >= upper
    {
        return Err(StatisticError::CrossedLimits { lower: lower.to_f64(), upper: upper.to_f64() });
    }
    // How far inside the limit the value lies, negative outside.
    let below = upper.map(|upper| zone_of(&(upper - value), guard_band));
    let above = lower.map(|lower| zone_of(&(value - lower), guard_band));
    below.into_iter().chain(above).max().ok_or(StatisticError::NoLimit)
}

fn zone_of(inside: &Exact, guard_band: &Exact) -> Zone {
    if inside >= guard_band {
        Zone::Pass
    } else if !inside.is_negative() {
        Zone::ConditionalPass
    } else if &inside.negated() <= guard_band {
        Zone::ConditionalFail
    } else {
        Zone::Fail
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(value: f64) -> Exact {
        Exact::from_f64_shortest(value).unwrap()
    }

    /// Requirements section 4: endotoxin 0.42 against 0.50 with w = 0.168 passes conditionally.
    #[test]
    fn worked_example() {
        let found = zone(&exact(0.42), None, Some(&exact(0.5)), &exact(0.168)).unwrap();
        assert_eq!(found, Zone::ConditionalPass);
        assert!(found.accepted_simply() && !found.accepted_guarded());
    }

    /// 7.0 + 0.1 = 7.1 exactly.
    #[test]
    fn boundaries_are_decimal() {
        let limits = (exact(7.0), exact(7.6));
        let of = |value| zone(&exact(value), Some(&limits.0), Some(&limits.1), &exact(0.1)).unwrap();
        assert_eq!((of(7.1), of(7.5)), (Zone::Pass, Zone::Pass));
        assert_eq!((of(7.0), of(7.6)), (Zone::ConditionalPass, Zone::ConditionalPass));
        assert_eq!((of(6.9), of(7.7)), (Zone::ConditionalFail, Zone::ConditionalFail));
        assert_eq!((of(6.899), of(7.701)), (Zone::Fail, Zone::Fail));
    }

    #[test]
    fn without_a_guard_band_there_are_two_zones() {
        let limit = exact(1.0);
        let of = |value| zone(&exact(value), Some(&limit), None, &Exact::zero()).unwrap();
        assert_eq!((of(1.0), of(0.999)), (Zone::Pass, Zone::Fail));
    }

    #[test]
    fn what_has_no_zone() {
        let (one, two) = (exact(1.0), exact(2.0));
        assert_eq!(zone(&one, None, None, &one), Err(StatisticError::NoLimit));
        let crossed = StatisticError::CrossedLimits { lower: 2.0, upper: 1.0 };
        assert_eq!(zone(&one, Some(&two), Some(&one), &one), Err(crossed));
        assert!(zone(&one, Some(&one), Some(&two), &exact(-1.0)).is_err());
    }
}
