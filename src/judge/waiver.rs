//! Waivers: decisions, recorded beforehand, that a test is not performed on a lot.

use super::context::{folded, is_granted, says_something};
use crate::data::LotRange;
use crate::person;
use crate::source::Place;
use crate::spec::Test;
use jiff::civil::Date;
use std::fmt;

/// A decision, recorded beforehand, that a test is not performed on a lot.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// The lots it is for.
    pub lots: WaivedLots,
    /// Test id.
    pub test: String,
    /// Who answers for it.
    pub owner: String,
    /// Why.
    pub reason: String,
    /// Document that justifies it.
    pub reference: String,
    /// Who approved it.
    pub approver: String,
    /// The day of the approval.
    pub approved: Option<Date>,
    /// The last day on which it counts.
    pub expiry: Option<Date>,
    /// Where it stands.
    pub place: Place,
}

/// The lots of a waiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WaivedLots {
    /// The lot with this id.
    One(String),
    /// The lots from one number to another, and how they are written.
    Range(LotRange, String),
}

impl WaivedLots {
    /// Whether a lot is one of them.
    pub fn contains(&self, lot: &str) -> bool {
        match self {
            WaivedLots::One(one) => one == lot,
            WaivedLots::Range(range, _) => range.contains(lot),
        }
    }

    fn overlap(&self, other: &WaivedLots) -> bool {
        match (self, other) {
            (WaivedLots::One(lot), lots) | (lots, WaivedLots::One(lot)) => lots.contains(lot),
            (WaivedLots::Range(one, _), WaivedLots::Range(two, _)) => one.overlaps(two),
        }
    }
}

impl fmt::Display for WaivedLots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WaivedLots::One(text) | WaivedLots::Range(_, text) => f.write_str(text),
        }
    }
}

/// Why a waiver stands in for nothing on the day of judgement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Objection {
    /// Parts of the record are missing: their names.
    Incomplete(Vec<&'static str>),
    /// It is approved after the day of judgement.
    ApprovedLater(Date),
    /// Its last day is over.
    Expired(Date),
    /// Who answers for it has approved it.
    OwnApproval,
}

impl fmt::Display for Objection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Objection::Incomplete(parts) => {
                let verb = if parts.len() == 1 { "is" } else { "are" };
                write!(f, "{} {verb} missing", parts.join(" and "))
            }
            Objection::ApprovedLater(date) => write!(f, "it is approved on {date}, after the day of judgement"),
            Objection::Expired(date) => write!(f, "it expired on {date}"),
            Objection::OwnApproval => f.write_str("the approver is the owner, or can be by the name"),
        }
    }
}

impl Waiver {
    /// Whether this test is meant: by its id, without regard to case, `_`, `-` and spaces.
    pub fn names(&self, test: &Test) -> bool {
        folded(&self.test) == folded(&test.id)
    }

    /// Whether both are for one test and have a lot and a day in common. One that was renewed after its last day has none with the
    /// new one.
    pub fn clashes(&self, other: &Waiver) -> bool {
        let is_over_before =
            |one: &Waiver, other: &Waiver| one.expiry.zip(other.approved).is_some_and(|(last, first)| last < first);
        folded(&self.test) == folded(&other.test)
            && self.lots.overlap(&other.lots)
            && !is_over_before(self, other)
            && !is_over_before(other, self)
    }

    /// What keeps it from counting on the day of judgement.
    pub fn objection(&self, as_of: Date) -> Option<Objection> {
        let texts = [
            ("owner", &self.owner),
            ("reason", &self.reason),
            ("reference", &self.reference),
            ("approver", &self.approver),
        ];
        let says = |(name, text): &(&str, &String)| match *name {
            "approver" => is_granted(text),
            _ => says_something(text),
        };
        let missing_texts = texts.into_iter().filter(|one| !says(one)).map(|(name, _)| name);
        let dates = [("date of approval", self.approved), ("expiry", self.expiry)];
        let missing_dates = dates.into_iter().filter(|(_, date)| date.is_none()).map(|(name, _)| name);
        let missing: Vec<&'static str> = missing_texts.chain(missing_dates).collect();
        if !missing.is_empty() {
            return Some(Objection::Incomplete(missing));
        }
        // Nobody approves what they answer for themselves.
        if person::may_be_among(&self.owner, &self.approver) {
            return Some(Objection::OwnApproval);
        }
        let later = self.approved.filter(|date| *date > as_of).map(Objection::ApprovedLater);
        later.or_else(|| self.expiry.filter(|date| *date < as_of).map(Objection::Expired))
    }
}
