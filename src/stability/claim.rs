//! The claim: how long the product keeps by its data, and whether that supports what is proposed.

use crate::quantity::{Duration, TimeUnit};

/// A proposed shelf life and who proposes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proposal {
    /// How long.
    pub length: Duration,
    /// Who says so.
    pub origin: ProposalOrigin,
}

/// Where a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProposalOrigin {
    /// On the command line.
    Option,
    /// In the study file.
    Study,
    /// In the specification.
    Specification,
}

impl ProposalOrigin {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            ProposalOrigin::Option => "--proposal",
            ProposalOrigin::Study => "the study file",
            ProposalOrigin::Specification => "the specification",
        }
    }
}

/// What a supported shelf life ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// The confidence bound reaches the limit.
    Crossing,
    /// The ceiling of the decision table.
    Ceiling,
    /// The real-time data, where there is no statistical claim.
    RealTime,
    /// A result out of specification.
    OutOfSpecification,
    /// A result that is open and may yet be out of specification.
    OpenResult,
}

impl Term {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Term::Crossing => "crossing",
            Term::Ceiling => "ceiling",
            Term::RealTime => "real-time data",
            Term::OutOfSpecification => "out of specification",
            Term::OpenResult => "open result",
        }
    }
}

/// How long a product keeps by its data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Supported {
    /// In months, before rounding.
    pub months: f64,
    /// What it ends with.
    pub term: Term,
}

impl Supported {
    /// Whole months, rounded down.
    pub fn whole_months(&self) -> u32 {
        whole(self.months)
    }

    /// As it is stated: in whole months, or whole days where it is less than a month; rounded down.
    pub fn stated(&self) -> (u32, TimeUnit) {
        match self.whole_months() {
            0 => (whole(self.months / TimeUnit::Day.months().to_f64()), TimeUnit::Day),
            months => (months, TimeUnit::Month),
        }
    }

    /// The shorter of two; the first where both are alike.
    #[must_use]
    pub fn or_shorter(self, other: Supported) -> Supported {
        if other.months < self.months { other } else { self }
    }

    /// Whether a proposal is no longer.
    pub fn covers(&self, length: &Duration) -> bool {
        length.months().to_f64() <= self.months
    }
}

/// A number of months or days, rounded down; a billionth of one is the error of its computation.
fn whole(number: f64) -> u32 {
    let whole = libm::floor(number * (1.0 + 1e-12));
    if whole >= 0.0 && whole < f64::from(u32::MAX) { whole as u32 } else { 0 }
}

/// What the data come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The proposal is supported.
    Supported,
    /// It is not.
    NotSupported,
    /// Nothing is proposed, or something is missing.
    NotConcluded,
    /// Study or data cannot be used.
    NotEvaluable,
}

impl Standing {
    /// The word in machine-readable reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Standing::Supported => "supported",
            Standing::NotSupported => "not_supported",
            Standing::NotConcluded => "not_concluded",
            Standing::NotEvaluable => "not_evaluable",
        }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Standing::Supported => "SUPPORTED",
            Standing::NotSupported => "NOT SUPPORTED",
            Standing::NotConcluded => "NOT CONCLUDED",
            Standing::NotEvaluable => "NOT EVALUABLE",
        }
    }

    /// The exit code of a run.
    pub fn exit(self) -> u8 {
        match self {
            Standing::Supported => 0,
            Standing::NotSupported => 1,
            Standing::NotConcluded => 3,
            Standing::NotEvaluable => 4,
        }
    }
}

/// The claim of a study.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// What the data come to.
    pub standing: Standing,
    /// What is proposed.
    pub proposal: Option<Proposal>,
    /// How long the product keeps by its data; `None`: nothing can be said.
    pub supported: Option<Supported>,
    /// The test that ends first, by its position among the evaluated ones.
    pub governing: Option<usize>,
    /// What would be supported were extrapolation agreed; `None` where that changes nothing.
    pub if_agreed: Option<Supported>,
    /// Where the earliest confidence bound reaches its limit, in months; `None`: nowhere, or no statistical claim.
    pub statistically: Option<f64>,
}

impl Claim {
    /// The shelf life that may be claimed: no longer than proposed; in months, before rounding.
    pub fn months(&self) -> Option<Supported> {
        let supported = self.supported?;
        let proposed = self.proposal.map(|proposal| proposal.length.months());
        Some(match proposed {
            Some(proposed) if proposed.to_f64() < supported.months => {
                Supported { months: proposed.to_f64(), ..supported }
            }
            _ => supported,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(months: f64) -> Supported {
        Supported { months, term: Term::Crossing }
    }

    #[test]
    fn whole_months_are_rounded_down() {
        assert_eq!(months(26.7).whole_months(), 26);
        assert_eq!(months(24.0).whole_months(), 24);
        // What a computation leaves of 24 is 24.
        assert_eq!(months(23.999_999_999_999_99).whole_months(), 24);
        assert_eq!(months(23.999_99).whole_months(), 23);
        assert_eq!(months(-1.0).whole_months(), 0);
    }

    #[test]
    fn less_than_a_month_is_stated_in_days() {
        let days = Duration::parse("30 days").unwrap();
        let supported = months(days.months().to_f64());
        assert_eq!(supported.stated(), (30, TimeUnit::Day));
        assert!(supported.covers(&days));
        assert!(!supported.covers(&Duration::parse("31 days").unwrap()));
        assert_eq!(months(12.5).stated(), (12, TimeUnit::Month));
    }
}
