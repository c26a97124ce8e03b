//! What a report recorded of the rule that decided, compared again: its zone with its limits, its second stage with the tests.

use super::codes;
use super::outcome::Outcome;
use super::recorded::{RecordedZone, number};
use crate::spec::Limits;

/// The decision rule of a test as a report has it.
#[derive(Clone, Debug, Default)]
pub struct RecordedRule<'r> {
    /// The rule in the words of the specification.
    pub decision: &'r str,
    /// The expanded uncertainty.
    pub expanded: Option<&'r str>,
    /// The acceptance zone.
    pub zone: Option<RecordedZone>,
    /// The probability that the true value lies inside the limits.
    pub conformance: Option<f64>,
    /// The bounds that were compared with the limits.
    pub bounds: Option<(Option<f64>, Option<f64>)>,
    /// How far the uncertainty is known, as a part of itself.
    pub precision: f64,
}

impl RecordedRule<'_> {
    /// The zone in which the rule accepts; nothing under a rule that has none. A guarded rule without one accepts nothing.
    pub fn accepting(&self) -> Option<RecordedZone> {
        self.ratio().map(|_| self.zone.clone().unwrap_or_default())
    }

    /// r of `guarded(r)` and `four-zone(r)`.
    fn ratio(&self) -> Option<f64> {
        self.argument("guarded(").or_else(|| self.argument("four-zone("))
    }

    fn argument(&self, rule: &str) -> Option<f64> {
        self.decision.strip_prefix(rule)?.strip_suffix(')')?.parse().ok()
    }

    /// What a rule that accepted says against itself.
    pub fn contradiction(&self, limits: &Limits) -> Option<String> {
        self.zone_elsewhere(limits).or_else(|| self.too_uncertain()).or_else(|| self.bound_outside(limits))
    }

    /// An acceptance zone that is not the limits less the guard band.
    fn zone_elsewhere(&self, limits: &Limits) -> Option<String> {
        let (ratio, zone) = (self.ratio()?, self.zone.as_ref()?);
        let expanded = number(&typed(self.expanded?)).ok()?.to_f64();
        let band = ratio * expanded;
        let is_at = |end: &Option<crate::quantity::Exact>, limit: Option<f64>| match (end, limit) {
            (Some(end), Some(place)) => {
                let slack = self.precision * band.abs() + 1e-5 * place.abs().max(end.to_f64().abs());
                (end.to_f64() - place).abs() <= slack
            }
            (end, limit) => end.is_none() && limit.is_none(),
        };
        let lower = limits.lower.as_ref().map(|limit| limit.approximately + band);
        let upper = limits.upper.as_ref().map(|limit| limit.approximately - band);
        (!is_at(&zone.lower, lower) || !is_at(&zone.upper, upper))
            .then(|| format!("its acceptance zone is not that of {} with U = {expanded}", self.decision))
    }

    fn too_uncertain(&self) -> Option<String> {
        let least = self.argument("pc(")?;
        (!self.conformance.is_some_and(|found| found >= least - 1e-9)).then(|| {
            let found = self.conformance.map_or("not known".to_owned(), |found| found.to_string());
            format!("its outcome is `pass` under {}, and its conformance probability is {found}", self.decision)
        })
    }

    fn bound_outside(&self, limits: &Limits) -> Option<String> {
        let (lower, upper) = self.bounds?;
        let outside = |end: Option<f64>, limit: &Option<crate::spec::Limit>, sign: f64| {
            let Some(limit) = limit else { return false };
            let slack = 1e-9 * limit.approximately.abs();
            end.is_none_or(|end| sign * (end - limit.approximately) < -slack)
        };
        (outside(lower, &limits.lower, 1.0) || outside(upper, &limits.upper, -1.0))
            .then(|| format!("its outcome is `pass`, and a bound of {} lies outside its limits", self.decision))
    }
}

/// A number in print as a machine writes it: `9.32×10^10` is 9.32e10.
pub(super) fn typed(text: &str) -> String {
    text.replace("×10^", "e")
}

/// A decision by a second stage of which the reasons do not tell, or whose tests came out otherwise. The reasons are given by
/// code and message, other tests at the same point by id. `own`: the sentences are those of this program.
pub fn second_stage_contradiction(
    by_second_stage: bool,
    own: bool,
    outcome: Outcome,
    reasons: &[(&str, &str)],
    other: &dyn Fn(&str) -> Option<Outcome>,
) -> Option<String> {
    if !by_second_stage || !matches!(outcome, Outcome::Pass | Outcome::Fail) {
        return None;
    }
    let (_, message) = match reasons.iter().find(|(code, _)| *code == codes::SECOND_STAGE_DECIDED.name) {
        Some(found) => found,
        None => return Some("a second stage decided, and no reason says which".to_owned()),
    };
    let Some(named) = stages(message, outcome) else {
        return own.then(|| format!("a second stage decided, and its reason does not say which: \"{message}\""));
    };
    let otherwise = named.into_iter().find(|id| other(id) != Some(outcome))?;
    Some(format!("its second stage {otherwise} decided that it is `{}`, and says something else", outcome.as_str()))
}

/// The tests of a second stage in the sentence that says that they decided.
fn stages(message: &str, outcome: Outcome) -> Option<Vec<&str>> {
    let names = match outcome {
        Outcome::Pass => {
            let (_, last) = message.rsplit_once("; ")?;
            last.strip_suffix(" is, and decides").or_else(|| last.strip_suffix(" are, and decide"))?
        }
        _ => {
            let rest = message.strip_prefix("the second stage ")?;
            rest.strip_suffix(" is not met either").or_else(|| rest.strip_suffix(" are not met either"))?
        }
    };
    Some(names.split(", ").collect())
}
