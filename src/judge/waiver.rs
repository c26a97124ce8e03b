//! Waivers: decisions, recorded beforehand, that a test is not performed on a lot.

use super::approval::without_approval;
use super::context::{folded, says_something};
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
    /// The cell of the approver names nobody who approved, but says something else: what, and what helps.
    NotApproved(String, &'static str),
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
            Objection::NotApproved(why, _) => write!(f, "the approver is missing: {why}"),
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

    /// Whether nobody can tell which of two is the authority: both count on the day of judgement, for one test and a lot in common,
    /// were approved on one day, and say different things. Else the one that was approved later is, as a renewal is that was
    /// approved before the last day of the old one.
    pub fn clashes(&self, other: &Waiver, as_of: Date) -> bool {
        let says = |one: &Waiver| {
            let texts = [&one.owner, &one.reason, &one.reference, &one.approver];
            (texts.map(|text| text.trim().to_owned()), one.expiry)
        };
        self.is_for_the_same(other)
            && self.objection(as_of).is_none()
            && other.objection(as_of).is_none()
            && self.approved == other.approved
            && says(self) != says(other)
    }

    /// Whether this one is the authority where the other would be: it counts on the day of judgement, and the other does not, or was
    /// approved before it.
    pub fn replaces(&self, other: &Waiver, as_of: Date) -> bool {
        self.is_for_the_same(other)
            && self.objection(as_of).is_none()
            && (other.objection(as_of).is_some() || other.approved < self.approved)
    }

    fn is_for_the_same(&self, other: &Waiver) -> bool {
        folded(&self.test) == folded(&other.test) && self.lots.overlap(&other.lots)
    }

    /// What keeps it from counting on the day of judgement.
    pub fn objection(&self, as_of: Date) -> Option<Objection> {
        let texts = [
            ("owner", &self.owner),
            ("reason", &self.reason),
            ("reference", &self.reference),
            ("approver", &self.approver),
        ];
        let missing_texts = texts.into_iter().filter(|(_, text)| !says_something(text)).map(|(name, _)| name);
        let dates = [("date of approval", self.approved), ("expiry", self.expiry)];
        let missing_dates = dates.into_iter().filter(|(_, date)| date.is_none()).map(|(name, _)| name);
        let missing: Vec<&'static str> = missing_texts.chain(missing_dates).collect();
        if !missing.is_empty() {
            return Some(Objection::Incomplete(missing));
        }
        if let Some(lacking) = without_approval(&self.approver) {
            return Some(Objection::NotApproved(lacking.why.unwrap_or_default(), lacking.help));
        }
        // Nobody approves what they answer for themselves.
        if person::may_be_among(&self.owner, &self.approver) {
            return Some(Objection::OwnApproval);
        }
        let later = self.approved.filter(|date| *date > as_of).map(Objection::ApprovedLater);
        later.or_else(|| self.expiry.filter(|date| *date < as_of).map(Objection::Expired))
    }
}
