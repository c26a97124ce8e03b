//! How far beyond the long-term data a shelf life may be proposed.

use crate::stats::StatisticError;

/// Where the product is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storage {
    /// At room temperature.
    Room,
    /// In a refrigerator, 2 to 8 °C.
    Refrigerated,
    /// In a freezer, about -20 °C.
    Freezer,
    /// Below -20 °C.
    BelowFreezer,
}

/// What came of a condition harsher than that of storage, over six months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignificantChange {
    /// Not tested, or not to the end.
    NotKnown,
    /// No significant change.
    None,
    /// Significant change between three and six months, or at a time not said.
    Later,
    /// Significant change within three months.
    WithinThreeMonths,
}

/// What the rule depends on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LongTermData {
    /// Where the product is kept.
    pub storage: Storage,
    /// Whether it is a biological product, of which ICH Q5C wants data over the whole time.
    pub biological: bool,
    /// Whether an authority agreed that a biological product is treated by ICH Q1E.
    pub agreed: bool,
    /// The accelerated condition.
    pub accelerated: SignificantChange,
    /// The intermediate condition; asked for at room temperature after a significant change at the accelerated one.
    pub intermediate: SignificantChange,
    /// Whether long-term data show little or no change and little or no variability.
    pub little_change: bool,
    /// Whether a statistical evaluation supports the proposal.
    pub statistics: bool,
}

/// The longest shelf life that may be proposed for X months of long-term data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ceiling {
    /// So many halves of X: 2 is X itself, 3 one and a half times X, 4 twice X; none where only the months below count.
    pub halves: Option<u8>,
    /// At most so many months more than X.
    pub more_months: u8,
    /// The rule in words.
    pub rule: &'static str,
    /// What the proposal has to bring besides; none when nothing.
    pub also_needed: Option<&'static str>,
}

impl Ceiling {
    /// The ceiling for X months of long-term data, in months.
    ///
    /// # Errors
    /// `OutsideDomain` unless X is finite and not negative.
    pub fn months(&self, long_term: f64) -> Result<f64, StatisticError> {
        if !(long_term.is_finite() && long_term >= 0.0) {
            return Err(StatisticError::OutsideDomain { what: "the time of long-term data", value: long_term });
        }
        let longest = long_term + f64::from(self.more_months);
        Ok(self.halves.map_or(longest, |halves| longest.min(0.5 * f64::from(halves) * long_term)))
    }

    /// Whether anything beyond the long-term data may be proposed.
    pub fn extrapolates(&self) -> bool {
        self.more_months > 0
    }
}

const SUPPORTING: Option<&str> = Some("relevant supporting data");

/// X itself.
const fn none(rule: &'static str) -> Ceiling {
    Ceiling { halves: Some(2), more_months: 0, rule, also_needed: None }
}

const fn beyond(halves: Option<u8>, more_months: u8, rule: &'static str, also_needed: Option<&'static str>) -> Ceiling {
    Ceiling { halves, more_months, rule, also_needed }
}

/// The rule for some long-term data.
///
/// # Source
/// ICH Q1E (2003), sections 2.4 and 2.5 and appendix A; ICH Q5C (1995), section 3, for biological products.
pub fn ceiling(data: &LongTermData) -> Ceiling {
    if data.biological && !data.agreed {
        return none("biological product: long-term data only, unless extrapolation is agreed");
    }
    match data.storage {
        Storage::Room => at_room_temperature(data),
        Storage::Refrigerated => in_a_refrigerator(data),
        Storage::Freezer => Ceiling {
            also_needed: Some("data at an elevated temperature for short excursions"),
            ..none("freezer: long-term data only")
        },
        Storage::BelowFreezer => none("below -20 °C: long-term data only, judged case by case"),
    }
}

fn at_room_temperature(data: &LongTermData) -> Ceiling {
    use SignificantChange::{Later, None as NoChange, NotKnown, WithinThreeMonths};
    match (data.accelerated, data.intermediate) {
        (NotKnown, _) => none("room temperature: no accelerated data, so long-term data only"),
        (NoChange, _) if data.little_change => {
            beyond(Some(4), 12, "room temperature, no significant change, little change: 2X, at most X + 12", None)
        }
        (NoChange, _) if data.statistics => beyond(
            Some(4),
            12,
            "room temperature, no significant change, supported by statistics: 2X, at most X + 12",
            SUPPORTING,
        ),
        (NoChange, _) => beyond(
            Some(3),
            6,
            "room temperature, no significant change, not supported by statistics: 1.5X, at most X + 6",
            SUPPORTING,
        ),
        (Later | WithinThreeMonths, NoChange) if data.statistics => beyond(
            Some(3),
            6,
            "room temperature, significant change at the accelerated but not at the intermediate condition, supported by \
             statistics: 1.5X, at most X + 6",
            SUPPORTING,
        ),
        (Later | WithinThreeMonths, NoChange) => beyond(
            None,
            3,
            "room temperature, significant change at the accelerated but not at the intermediate condition, not supported \
             by statistics: X + 3",
            SUPPORTING,
        ),
        (Later | WithinThreeMonths, NotKnown) => none(
            "room temperature, significant change at the accelerated condition, no intermediate data: long-term data only",
        ),
        (Later | WithinThreeMonths, Later | WithinThreeMonths) => none(
            "room temperature, significant change at the intermediate condition: long-term data only, possibly shorter",
        ),
    }
}

fn in_a_refrigerator(data: &LongTermData) -> Ceiling {
    match data.accelerated {
        SignificantChange::NotKnown => none("refrigerated: no accelerated data, so long-term data only"),
        SignificantChange::None if data.little_change => {
            beyond(Some(3), 6, "refrigerated, no significant change, little change: 1.5X, at most X + 6", None)
        }
        SignificantChange::None if data.statistics => beyond(
            Some(3),
            6,
            "refrigerated, no significant change, supported by statistics: 1.5X, at most X + 6",
            SUPPORTING,
        ),
        SignificantChange::None => {
            beyond(None, 3, "refrigerated, no significant change, not supported by statistics: X + 3", SUPPORTING)
        }
        SignificantChange::Later => none(
            "refrigerated, significant change between 3 and 6 months at the accelerated condition: long-term data only",
        ),
        SignificantChange::WithinThreeMonths => Ceiling {
            also_needed: Some("the effect of short excursions out of the refrigerator"),
            ..none("refrigerated, significant change within 3 months at the accelerated condition: long-term data only")
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use SignificantChange::{Later, None as NoChange, NotKnown, WithinThreeMonths};

    /// Room temperature, chemical, no significant change, little change.
    const EASY: LongTermData = LongTermData {
        storage: Storage::Room,
        biological: false,
        agreed: false,
        accelerated: NoChange,
        intermediate: NotKnown,
        little_change: true,
        statistics: false,
    };

    fn months(data: &LongTermData) -> [f64; 3] {
        [6.0, 12.0, 24.0].map(|x| ceiling(data).months(x).unwrap())
    }

    /// Every line of the decision table, for 6, 12 and 24 months of data.
    #[test]
    fn the_decision_table() {
        let changing = LongTermData { little_change: false, ..EASY };
        let with_statistics = LongTermData { statistics: true, ..changing };
        let (twice, half, three) = ([12.0, 24.0, 36.0], [9.0, 18.0, 30.0], [9.0, 15.0, 27.0]);
        let itself = [6.0, 12.0, 24.0];
        assert_eq!((months(&EASY), months(&with_statistics), months(&changing)), (twice, twice, half));
        for accelerated in [Later, WithinThreeMonths] {
            let after = |data: LongTermData, intermediate| months(&LongTermData { accelerated, intermediate, ..data });
            assert_eq!((after(with_statistics, NoChange), after(changing, NoChange)), (half, three));
            for intermediate in [Later, WithinThreeMonths, NotKnown] {
                assert_eq!(after(with_statistics, intermediate), itself);
            }
        }
        let cold = |data: LongTermData| LongTermData { storage: Storage::Refrigerated, ..data };
        assert_eq!((months(&cold(EASY)), months(&cold(with_statistics)), months(&cold(changing))), (half, half, three));
        for accelerated in [Later, WithinThreeMonths, NotKnown] {
            assert_eq!(months(&LongTermData { accelerated, ..cold(with_statistics) }), itself);
            assert!(!ceiling(&LongTermData { accelerated, ..cold(with_statistics) }).extrapolates());
        }
        for storage in [Storage::Freezer, Storage::BelowFreezer] {
            assert_eq!(months(&LongTermData { storage, ..with_statistics }), itself);
        }
    }

    #[test]
    fn biological_products_need_an_agreement() {
        let biological = LongTermData { biological: true, ..EASY };
        assert_eq!(months(&biological), [6.0, 12.0, 24.0]);
        assert_eq!(months(&LongTermData { agreed: true, ..biological }), months(&EASY));
        let frozen = LongTermData { agreed: true, storage: Storage::BelowFreezer, ..biological };
        assert_eq!(months(&frozen), [6.0, 12.0, 24.0]);
    }

    #[test]
    fn three_months_more_are_three_months_more() {
        let changing = LongTermData { little_change: false, storage: Storage::Refrigerated, ..EASY };
        assert_eq!(ceiling(&changing).months(2.0).unwrap(), 5.0);
        assert_eq!(ceiling(&EASY).months(0.0).unwrap(), 0.0);
        let message = ceiling(&EASY).months(f64::NAN).unwrap_err().to_string();
        assert_eq!(message, "the time of long-term data is outside its domain: NaN");
    }
}
