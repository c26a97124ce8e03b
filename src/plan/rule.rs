//! The decision rule of a line as the statistics know it.

use super::line::Line;
use super::number::significant;
use super::obstacle::Obstacle;
use super::scatter::{Size, from, standard_uncertainty};
use crate::quantity::Decimal;
use crate::spec::{DecisionRule, Origin, Summary, Uncertainty, UncertaintyAmount};
use crate::stats::conformity::{
    AcceptanceLimits, StatedUncertainty, ToleranceLimits, acceptance_for_conformance, guarded_acceptance,
};
use crate::stats::operating_characteristic::AcceptanceRule;
use crate::stats::{Confidence, Probability};

/// A rule ready for the operating characteristic.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    /// What the rule compares with: acceptance limits where they are fixed, else the limits.
    pub limits: ToleranceLimits,
    /// How.
    pub acceptance: AcceptanceRule,
    /// What it rests on, for the reader.
    pub remark: Option<String>,
}

impl Rule {
    /// The rule of a line.
    ///
    /// # Errors
    /// What the specification leaves open, and what has no distribution here.
    pub(super) fn of(line: &Line<'_>) -> Result<Rule, Obstacle> {
        if line.measured.origin != Origin::Delivered {
            return Err(Obstacle::Derived);
        }
        if line.limits.lower.is_none() && line.limits.upper.is_none() {
            return Err(Obstacle::OpenParameter);
        }
        if line.measured.plan.levels.is_some() {
            return Err(Obstacle::Levels);
        }
        let one_by_one = match line.measured.plan.summary {
            Summary::Single | Summary::Mean => None,
            Summary::Each => Some(AcceptanceRule::Each),
            Summary::Minimum => Some(AcceptanceRule::Smallest),
            Summary::Maximum => Some(AcceptanceRule::Largest),
            _ => return Err(Obstacle::Summary(line.measured.plan.to_string())),
        };
        let rule = by_decision(line)?;
        match (one_by_one, rule.acceptance) {
            (None, _) => Ok(rule),
            (Some(acceptance), AcceptanceRule::Simple) => Ok(Rule { acceptance, ..rule }),
            (Some(_), _) => Err(unknown(line, "is planned for the mean of the determinations only")),
        }
    }
}

fn unknown(line: &Line<'_>, why: &'static str) -> Obstacle {
    Obstacle::Rule { rule: line.measured.decide.to_string(), why }
}

fn by_decision(line: &Line<'_>) -> Result<Rule, Obstacle> {
    let (limits, remark) = (ToleranceLimits::new(line.lower(), line.upper()), None);
    match line.measured.decide {
        DecisionRule::Simple => simple(line),
        DecisionRule::Guarded { ratio } | DecisionRule::FourZone { ratio } => guarded(line, limits?, &ratio),
        DecisionRule::ConformanceProbability { minimum } => {
            let minimum = Probability::new(minimum.exact().to_f64())?;
            if let Some(rule) = conforming_by_replicates(line, minimum)? {
                return Ok(rule);
            }
            let (uncertainty, size) = stated(
                line,
                "is planned with a stated uncertainty, or from replicates with one limit and at least 0.5",
            )?;
            fixed(line, acceptance_for_conformance(limits?, size, minimum)?, uncertainty)
        }
        DecisionRule::ConfidenceBound { confidence } => {
            let confidence = Confidence::new(fraction(&confidence))?;
            Ok(Rule { limits: limits?, acceptance: AcceptanceRule::ConfidenceBound { confidence }, remark })
        }
        DecisionRule::Tolerance { content, confidence } => {
            let (content, confidence) =
                (Probability::new(fraction(&content))?, Confidence::new(fraction(&confidence))?);
            Ok(Rule { limits: limits?, acceptance: AcceptanceRule::Tolerance { content, confidence }, remark })
        }
    }
}

/// A percentage as a fraction.
fn fraction(percentage: &Decimal) -> f64 {
    percentage.exact().divided_by(100).to_f64()
}

fn simple(line: &Line<'_>) -> Result<Rule, Obstacle> {
    let (lower, upper) = line.rounded_limits();
    let remark = (lower != line.lower() || upper != line.upper()).then(|| {
        format!("rounded under `{}`, results {} meet the criterion", line.test.rounding, range(line, lower, upper))
    });
    Ok(Rule { limits: ToleranceLimits::new(lower, upper)?, acceptance: AcceptanceRule::Simple, remark })
}

/// pc(min) with the standard error of the determinations and one limit: the probability of Student's distribution reaches
/// the minimum exactly where the confidence bound at that level meets the limit.
fn conforming_by_replicates(line: &Line<'_>, minimum: Probability) -> Result<Option<Rule>, Obstacle> {
    let from_replicates = matches!(&line.measured.uncertainty,
        Some(uncertainty) if matches!(uncertainty.amount, UncertaintyAmount::Replicates));
    let one_limit = line.limits.lower.is_none() || line.limits.upper.is_none();
    if !from_replicates || !one_limit || minimum.value() < 0.5 {
        return Ok(None);
    }
    let confidence = Confidence::new(minimum.value())?;
    let limits = ToleranceLimits::new(line.lower(), line.upper())?;
    Ok(Some(Rule { limits, acceptance: AcceptanceRule::ConfidenceBound { confidence }, remark: None }))
}

fn guarded(line: &Line<'_>, limits: ToleranceLimits, ratio: &Decimal) -> Result<Rule, Obstacle> {
    let ratio = ratio.exact().to_f64();
    if let Some(uncertainty) = &line.measured.uncertainty
        && matches!(uncertainty.amount, UncertaintyAmount::Replicates)
    {
        let factor = ratio * uncertainty.coverage_factor.exact().to_f64();
        let acceptance = AcceptanceRule::GuardedByReplicates { factor };
        let remark = format!("the guard band is {} standard errors of the determinations", significant(factor, 4));
        return Ok(Rule { limits, acceptance, remark: Some(remark) });
    }
    let (uncertainty, size) = stated(line, "is planned with a stated uncertainty only")?;
    let factor = ratio * uncertainty.coverage_factor.exact().to_f64();
    fixed(line, guarded_acceptance(limits, size, factor)?, uncertainty)
}

/// The uncertainty that the specification states.
fn stated<'s>(line: &Line<'s>, why: &'static str) -> Result<(&'s Uncertainty, StatedUncertainty), Obstacle> {
    let Some(uncertainty) = &line.measured.uncertainty else {
        return Err(Obstacle::NoUncertainty(line.measured.decide.to_string()));
    };
    match standard_uncertainty(line, uncertainty) {
        Some(Size::Relative(fraction)) => Ok((uncertainty, StatedUncertainty::Relative(fraction))),
        Some(Size::Absolute(size)) => Ok((uncertainty, StatedUncertainty::Absolute(size))),
        None if matches!(uncertainty.amount, UncertaintyAmount::Absolute(_)) => {
            Err(Obstacle::NoClaim { what: "the uncertainty", scale: line.scale().to_owned() })
        }
        None => Err(unknown(line, why)),
    }
}

/// A rule with acceptance limits that do not depend on the determinations. What rounds to a strict limit is outside before
/// the rule is asked, so the nearer end counts.
fn fixed(line: &Line<'_>, acceptance: AcceptanceLimits, uncertainty: &Uncertainty) -> Result<Rule, Obstacle> {
    let (lower, upper) = line.rounded_limits();
    let nearer = |one: Option<f64>, other: Option<f64>, choose: fn(f64, f64) -> f64| {
        one.zip(other).map(|(one, other)| choose(one, other))
    };
    let (lower, upper) = (nearer(acceptance.lower, lower, f64::max), nearer(acceptance.upper, upper, f64::min));
    let zone = if matches!(line.measured.decide, DecisionRule::FourZone { .. }) { " without condition" } else { "" };
    let remark = format!(
        "with the stated uncertainty{}, which more determinations do not reduce, results {} pass{zone}",
        from(uncertainty),
        range(line, lower, upper)
    );
    let limits = ToleranceLimits::new(lower, upper)?;
    Ok(Rule { limits, acceptance: AcceptanceRule::Simple, remark: Some(remark) })
}

/// `from 79.5 to 120.5 % of label`
fn range(line: &Line<'_>, lower: Option<f64>, upper: Option<f64>) -> String {
    match (lower, upper) {
        (Some(lower), Some(upper)) => format!("from {} to {}", significant(lower, 4), line.number(upper)),
        (Some(lower), None) => format!("from {} up", line.number(lower)),
        (None, Some(upper)) => format!("up to {}", line.number(upper)),
        (None, None) => "of any size".to_owned(),
    }
}
