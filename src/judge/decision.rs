//! Decision rules: how a value that meets its limits, and what is known of its uncertainty, become an outcome (R-401 to
//!
//!
//! Each rule is a file. None of them is asked about a value outside the limits: uncertainty never rescues one.

mod confidence_bound;
mod conformance;
mod four_zone;
mod guarded;
mod interval;
mod tolerance;

pub use conformance::probability_beside;

use super::lot_report::{BoundKind, Reason};
use super::uncertainty::{Evidence, ResultUncertainty};
use crate::quantity::Exact;
use crate::spec::{DecisionRule, Limits};
use crate::stats::conformity::{Conformance, ToleranceLimits};

/// What the decision about a numerical result rests on, and the risk that it is wrong.
#[derive(Clone, Debug, Default)]
pub struct DecisionStatement {
    /// The uncertainty, where it is known.
    pub uncertainty: Option<ResultUncertainty>,
    /// Why it is not, where something was stated or asked for.
    pub not_known: Option<String>,
    /// Probability that the true value lies inside the limits, and that it does not; for a bound, that of a value there.
    pub conformance: Option<Conformance>,
    /// Distance to the nearest limit in standard uncertainties; negative outside. None for a bound: nobody knows where the value lies.
    pub margin_in_uncertainties: Option<f64>,
    /// The acceptance zone of a guarded rule: lower and upper end, in the unit of the limits; wherever the result lies.
    pub acceptance_zone: Option<(Option<Exact>, Option<Exact>)>,
    /// The confidence bounds or the tolerance interval that were compared with the limits, in their unit.
    pub interval: Option<(Option<f64>, Option<f64>)>,
    /// Whether the rule accepted the result; `None`: it allowed no statement.
    pub accepted: Option<bool>,
    /// Whether rounding alone keeps the result out: unrounded it lies inside the limits, and the rule would accept it.
    pub only_by_rounding: bool,
}

impl DecisionStatement {
    /// The uncertainty of a value that is reported without a limit.
    pub(super) fn of_reported(evidence: Evidence) -> DecisionStatement {
        match evidence.uncertainty {
            Ok(uncertainty) => DecisionStatement { uncertainty: Some(uncertainty), ..DecisionStatement::default() },
            Err(reason) => DecisionStatement::without(&reason),
        }
    }

    fn without(reason: &Reason) -> DecisionStatement {
        DecisionStatement { not_known: Some(reason.message.clone()), ..DecisionStatement::default() }
    }

    /// Probability that an accepted result does not conform; `None` when it was not accepted or nothing is known of it.
    pub fn false_accept_risk(&self) -> Option<f64> {
        self.conformance.filter(|_| self.accepted == Some(true)).map(|conformance| conformance.nonconforming)
    }

    /// Probability that a refused result conforms; `None` when it was not refused or nothing is known of it.
    pub fn false_reject_risk(&self) -> Option<f64> {
        self.conformance.filter(|_| self.accepted == Some(false)).map(|conformance| conformance.conforming)
    }
}

/// What a rule says of a value inside its limits.
pub(super) enum Ruling {
    Accepted,
    Refused(Reason),
    /// No statement is possible.
    Open(Reason),
}

/// A value with its limits and what is known beside it.
pub(super) struct Assessed<'r> {
    pub limits: &'r Limits,
    pub value: &'r Exact,
    /// Whether the true value is only known to lie on one side of `value`.
    pub bound: Option<BoundKind>,
    pub evidence: &'r Evidence,
    /// The value as it stands in messages, unrounded.
    pub shown: &'r dyn Fn() -> String,
}

impl Assessed<'_> {
    fn tolerance_limits(&self) -> Option<ToleranceLimits> {
        let number = |limit: &Option<crate::spec::Limit>| limit.as_ref().map(|limit| limit.approximately);
        ToleranceLimits::new(number(&self.limits.lower), number(&self.limits.upper)).ok()
    }

    /// `lies inside 70 to 130 %`, or that only rounding brings the value inside.
    fn place(&self) -> String {
        let outside = self.limits.lower.as_ref().is_some_and(|limit| *self.value < limit.value)
            || self.limits.upper.as_ref().is_some_and(|limit| *self.value > limit.value);
        let words = if outside { "meets, after rounding only," } else { "lies inside" };
        format!("{words} {}", self.limits.text)
    }

    /// Says that a rule allows no statement about a bound that it would refuse as a value.
    fn refuse(&self, reason: Reason) -> Ruling {
        match self.bound {
            None => Ruling::Refused(reason),
            Some(_) => Ruling::Open(reason),
        }
    }
}

/// Lets the rule of a test speak, and notes what it rested on.
pub(super) fn rule(rule: DecisionRule, assessed: &Assessed<'_>, statement: &mut DecisionStatement) -> Ruling {
    match rule {
        DecisionRule::Simple => Ruling::Accepted,
        DecisionRule::Guarded { ratio } => guarded::ruling(&ratio, assessed, statement),
        DecisionRule::FourZone { ratio } => four_zone::ruling(&ratio, assessed, statement),
        DecisionRule::ConformanceProbability { minimum } => conformance::ruling(&minimum, assessed, statement),
        DecisionRule::ConfidenceBound { confidence } => confidence_bound::ruling(&confidence, assessed, statement),
        DecisionRule::Tolerance { content, confidence } => {
            tolerance::ruling(&content, &confidence, assessed, statement)
        }
    }
}

/// What is known of the uncertainty of a result, also where the rule is not asked.
pub(super) fn statement(rule: DecisionRule, assessed: &Assessed<'_>) -> DecisionStatement {
    let uncertainty = match &assessed.evidence.uncertainty {
        Ok(uncertainty) => uncertainty,
        Err(reason) => return DecisionStatement::without(reason),
    };
    DecisionStatement {
        conformance: if assessed.bound.is_none() { conformance::probability(assessed, uncertainty) } else { None },
        margin_in_uncertainties: margin(assessed, uncertainty),
        acceptance_zone: match rule {
            DecisionRule::Guarded { ratio } | DecisionRule::FourZone { ratio } => {
                Some(guarded::acceptance(&ratio, assessed.limits, uncertainty))
            }
            _ => None,
        },
        uncertainty: Some(uncertainty.clone()),
        ..DecisionStatement::default()
    }
}

fn margin(assessed: &Assessed<'_>, uncertainty: &ResultUncertainty) -> Option<f64> {
    if assessed.bound.is_some() {
        return None;
    }
    let below = assessed.limits.upper.as_ref().map(|upper| &upper.value - assessed.value);
    let above = assessed.limits.lower.as_ref().map(|lower| assessed.value - &lower.value);
    let nearest = below.into_iter().chain(above).min()?;
    Some(nearest.checked_div(&uncertainty.standard)?.to_f64()).filter(|margin| margin.is_finite())
}
