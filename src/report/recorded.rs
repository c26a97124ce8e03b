//! Whether a JSON report agrees with itself: each outcome with its value and limits, each verdict with its outcomes, each sentence
//! with its verdict, the counts with what is counted.
//!
//! A report that was edited by hand is found where not everything was edited. Without the data nobody can find more.

use super::format::Summary;
use super::wording;
use crate::judge::{Outcome, Recorded, recorded_limit, recorded_limits, recorded_outcome, verdict_contradiction};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Report {
    lots: Vec<Lot>,
    summary: Counted,
}

#[derive(Deserialize)]
struct Lot {
    lot: String,
    verdict: String,
    statement: String,
    spec: Specification,
    tests: Vec<Test>,
    counts: BTreeMap<String, usize>,
}

#[derive(Deserialize)]
struct Specification {
    id: String,
    version: String,
}

#[derive(Deserialize)]
struct Test {
    id: String,
    name: String,
    required: bool,
    decided_by: Option<String>,
    outcome: String,
    flags: Vec<String>,
    reportable: Option<Reportable>,
    criterion: Option<Criterion>,
    rule: Option<Rule>,
    reasons: Vec<Reason>,
}

#[derive(Deserialize)]
struct Reportable {
    text: String,
    op: Option<String>,
    value: Option<String>,
    compared: Option<String>,
    unit: Option<String>,
}

#[derive(Deserialize)]
struct Criterion {
    lower: Option<String>,
    lower_inclusive: Option<bool>,
    upper: Option<String>,
    upper_inclusive: Option<bool>,
    unit: Option<String>,
    /// Of a panel.
    #[serde(default)]
    members: Vec<String>,
}

#[derive(Deserialize)]
struct Rule {
    rounding: String,
}

#[derive(Deserialize)]
struct Reason {
    code: String,
}

#[derive(Deserialize)]
struct Counted {
    conforms: u64,
    does_not_conform: u64,
    not_concluded: u64,
    not_evaluable: u64,
    conforms_with_waivers: u64,
    run_not_evaluable: bool,
    exit: u8,
}

/// What a JSON report says against itself; nothing: it agrees with itself.
///
/// # Errors
/// It cannot be read.
pub fn contradiction(report: &[u8]) -> serde_json::Result<Option<String>> {
    let report: Report = serde_json::from_slice(report)?;
    let of_lots = report.lots.iter().find_map(|lot| {
        let why = lot.contradiction().unwrap_or_else(Some)?;
        Some(format!("lot {}: {why}", lot.lot))
    });
    Ok(of_lots.or_else(|| report.miscounted()))
}

impl Report {
    fn miscounted(&self) -> Option<String> {
        let of = |verdict: &str| self.lots.iter().filter(|lot| lot.verdict == verdict).count() as u64;
        let waived = |lot: &&Lot| lot.verdict == "conforms" && lot.tests.iter().any(|test| test.outcome == "waived");
        let counted = Summary {
            conforms: of("conforms"),
            does_not_conform: of("does_not_conform"),
            not_concluded: of("not_concluded"),
            not_evaluable: of("not_evaluable"),
            conforms_with_waivers: self.lots.iter().filter(waived).count() as u64,
            run_not_evaluable: self.summary.run_not_evaluable,
            ..Summary::default()
        };
        let said = &self.summary;
        let all = [
            ("conforms", said.conforms, counted.conforms),
            ("does_not_conform", said.does_not_conform, counted.does_not_conform),
            ("not_concluded", said.not_concluded, counted.not_concluded),
            ("not_evaluable", said.not_evaluable, counted.not_evaluable),
            ("conforms_with_waivers", said.conforms_with_waivers, counted.conforms_with_waivers),
            ("exit", u64::from(said.exit), u64::from(counted.exit())),
        ];
        let (what, said, found) = all.into_iter().find(|(_, said, found)| said != found)?;
        Some(format!("its summary says {what} {said}, and its lots come to {found}"))
    }
}

impl Lot {
    fn contradiction(&self) -> Result<Option<String>, String> {
        let mut outcomes = Vec::new();
        for test in &self.tests {
            let outcome = recorded_outcome(&test.outcome)?;
            if let Some(why) = test.contradiction(outcome)? {
                return Ok(Some(format!("test {}: {why}", test.id)));
            }
            if let Some(panel) = test.decided_by.as_ref().filter(|panel| !self.has_member(panel, &test.id)) {
                return Ok(Some(format!("test {} counts through {panel}, which is no panel over it", test.id)));
            }
            let through_panel = outcome == Outcome::Fail && test.decided_by.is_some();
            outcomes.push((outcome, test.required && !through_panel));
        }
        Ok(verdict_contradiction(&self.verdict, &outcomes)
            .or_else(|| self.said_otherwise())
            .or_else(|| self.miscounted(&outcomes)))
    }

    /// Whether a test is a panel with this member.
    fn has_member(&self, panel: &str, member: &str) -> bool {
        let criteria = self.tests.iter().filter(|test| test.id == panel).filter_map(|test| test.criterion.as_ref());
        criteria.flat_map(|criterion| &criterion.members).any(|one| one == member)
    }

    /// A sentence that is not that of the verdict, or leaves out what was waived.
    fn said_otherwise(&self) -> Option<String> {
        let spec = format!("{} {}", self.spec.id, self.spec.version);
        let says = |beginning: &&str| self.statement.starts_with(&format!("{beginning}{spec}"));
        let leaves_out = |test: &&Test| {
            self.verdict == "conforms" && test.outcome == "waived" && !self.statement.contains(&test.name)
        };
        let left_out = self.tests.iter().find(leaves_out);
        match (wording::beginnings(&self.verdict).iter().any(says), left_out) {
            (false, _) => {
                Some(format!("its verdict is `{}`, and its statement is \"{}\"", self.verdict, self.statement))
            }
            (true, Some(test)) => Some(format!("test {} is waived, and the statement leaves it out", test.id)),
            (true, None) => None,
        }
    }

    fn miscounted(&self, outcomes: &[(Outcome, bool)]) -> Option<String> {
        Outcome::ALL.into_iter().find_map(|outcome| {
            let (word, found) = (outcome.as_str(), outcomes.iter().filter(|(one, _)| *one == outcome).count());
            let said = self.counts.get(word).copied().unwrap_or_default();
            (said != found).then(|| format!("it counts {said} tests as `{word}`, and has {found}"))
        })
    }
}

impl Test {
    fn contradiction(&self, outcome: Outcome) -> Result<Option<String>, String> {
        let Some(Reportable { text, op, value: Some(value), compared, unit }) = &self.reportable else {
            return Ok(None);
        };
        let Some(rule) = &self.rule else { return Ok(None) };
        let recorded = Recorded {
            outcome,
            op: op.as_deref(),
            value,
            compared: compared.as_deref(),
            limits: self.criterion.as_ref().map(Criterion::limits).transpose()?.flatten(),
            rounding: rule.rounding.parse().map_err(|error| format!("{error}"))?,
            by_second_stage: self.flags.iter().any(|flag| flag == "decided_by_second_stage"),
            reasons: self.reasons.iter().map(|reason| reason.code.as_str()).collect(),
        };
        if let Some(why) = recorded.contradiction() {
            return Ok(Some(why));
        }
        let print = wording::recorded_result(&recorded, unit.as_deref().unwrap_or_default())?;
        Ok((*text != print).then(|| format!("its value {value} is \"{print}\" in print, not \"{text}\"")))
    }
}

impl Criterion {
    fn limits(&self) -> Result<Option<crate::spec::Limits>, String> {
        let one = |limit: &Option<String>, inclusive: Option<bool>| {
            limit.as_deref().map(|limit| recorded_limit(limit, inclusive.unwrap_or_default())).transpose()
        };
        let (lower, upper) = (one(&self.lower, self.lower_inclusive)?, one(&self.upper, self.upper_inclusive)?);
        if lower.is_none() && upper.is_none() {
            return Ok(None);
        }
        recorded_limits(lower, upper, self.unit.as_deref().unwrap_or_default()).map(Some)
    }
}
