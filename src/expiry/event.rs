//! What happens to a lot on a day from which a time is counted.

/// An event in the life of a lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LotEvent {
    /// The date of manufacture as the dossier defines it.
    Manufactured,
    /// Harvest of the conditioned medium.
    Harvested,
    /// Final sterile filtration of the bulk.
    Filtered,
    /// Formulation: the vesicles meet their excipients.
    Formulated,
    /// Filling into the final container.
    Filled,
    /// End of freeze-drying.
    FreezeDried,
    /// Freezing.
    Frozen,
    /// Thaw.
    Thawed,
    /// Reconstitution of a dry product.
    Reconstituted,
    /// First puncture of the closure.
    Punctured,
    /// Opening of the container.
    Opened,
    /// Dilution for administration.
    Diluted,
}

impl LotEvent {
    /// Every event, in the order of a life.
    pub const ALL: [LotEvent; 12] = [
        LotEvent::Manufactured,
        LotEvent::Harvested,
        LotEvent::Filtered,
        LotEvent::Formulated,
        LotEvent::Filled,
        LotEvent::FreezeDried,
        LotEvent::Frozen,
        LotEvent::Thawed,
        LotEvent::Reconstituted,
        LotEvent::Punctured,
        LotEvent::Opened,
        LotEvent::Diluted,
    ];

    /// The words from which a shelf life can be counted, in the order of [`LotEvent::ALL`].
    pub const STARTS: &'static [&'static str] = &[
        "manufactured",
        "harvested",
        "filtered",
        "formulated",
        "filled",
        "freeze-dried",
        "frozen",
        "thawed",
        "reconstituted",
    ];

    /// The events with which a time of use begins.
    pub const OF_USE: [LotEvent; 5] =
        [LotEvent::Thawed, LotEvent::Reconstituted, LotEvent::Punctured, LotEvent::Opened, LotEvent::Diluted];

    /// The word in specifications, lot files and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            LotEvent::Manufactured => "manufactured",
            LotEvent::Harvested => "harvested",
            LotEvent::Filtered => "filtered",
            LotEvent::Formulated => "formulated",
            LotEvent::Filled => "filled",
            LotEvent::FreezeDried => "freeze-dried",
            LotEvent::Frozen => "frozen",
            LotEvent::Thawed => "thawed",
            LotEvent::Reconstituted => "reconstituted",
            LotEvent::Punctured => "punctured",
            LotEvent::Opened => "opened",
            LotEvent::Diluted => "diluted",
        }
    }

    /// The event as a noun with what it is counted from: `the date of manufacture`, `thaw`.
    pub fn noun(self) -> &'static str {
        match self {
            LotEvent::Manufactured => "manufacture",
            LotEvent::Harvested => "harvest",
            LotEvent::Filtered => "final sterile filtration",
            LotEvent::Formulated => "formulation",
            LotEvent::Filled => "filling",
            LotEvent::FreezeDried => "freeze-drying",
            LotEvent::Frozen => "freezing",
            LotEvent::Thawed => "thaw",
            LotEvent::Reconstituted => "reconstitution",
            LotEvent::Punctured => "first puncture",
            LotEvent::Opened => "opening",
            LotEvent::Diluted => "dilution",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_are_the_first_events() {
        for (word, event) in LotEvent::STARTS.iter().zip(LotEvent::ALL) {
            assert_eq!(*word, event.as_str());
        }
    }
}
