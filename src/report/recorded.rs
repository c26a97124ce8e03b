//! Whether a JSON report agrees with itself: each outcome with its value and limits, each verdict with its outcomes, each sentence
//! with its verdict, the counts with what is counted.
//!
//! A report that was edited by hand is found where not everything was edited. Without the data nobody can find more.

use super::asides::{FAILS_ASIDE, OPEN_ASIDE};
use super::format::Summary;
use super::key_twice::key_twice;
use super::recorded_test::Test;
use super::wording;
use crate::integrity::SOURCE_SHA256;
use crate::judge::{Outcome, Verdict, recorded_outcome, verdict_contradiction};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Report {
    tool: Tool,
    lots: Vec<Lot>,
    #[serde(default)]
    findings: Vec<Found>,
    summary: Counted,
}

#[derive(Deserialize)]
struct Tool {
    sha256: String,
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
struct Found {
    code: String,
    severity: String,
    lot: Option<String>,
    test: Option<String>,
}

#[derive(Deserialize)]
struct Specification {
    id: String,
    version: String,
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
    let bytes = report;
    let report: Report = serde_json::from_slice(bytes)?;
    // Of another program the numbers, outcomes and verdicts are compared, and not its words.
    let own = report.tool.sha256 == SOURCE_SHA256;
    let of_lots = report.lots.iter().find_map(|lot| {
        let why = lot.contradiction(own).unwrap_or_else(Some)?;
        Some(format!("lot {}: {why}", lot.lot))
    });
    let of_run = || report.although_found().or_else(|| report.miscounted());
    Ok(of_lots.or_else(of_run).or_else(|| key_twice(bytes)))
}

impl Report {
    /// A lot that conforms beside an error that is told of it as a whole.
    fn although_found(&self) -> Option<String> {
        // A lot may be judged by several specifications, and a finding does not say by which it was found.
        let conforms = |name: &str| {
            let mut lots = self.lots.iter().filter(|lot| lot.lot == name).peekable();
            lots.peek().is_some() && lots.all(|lot| lot.verdict == "conforms")
        };
        let of_lots = self.findings.iter().filter(|found| found.severity == "error" && found.test.is_none());
        let mut named = of_lots.filter_map(|found| Some((found.lot.as_deref()?, &found.code)));
        let (lot, code) = named.find(|(lot, _)| conforms(lot))?;
        Some(format!("lot {lot}: its verdict is `conforms`, and {code} is told of it"))
    }

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
    fn contradiction(&self, own: bool) -> Result<Option<String>, String> {
        let mut outcomes = Vec::new();
        for test in &self.tests {
            let outcome = recorded_outcome(&test.outcome)?;
            if let Some(why) = test.contradiction(outcome, &self.tests, own).unwrap_or_else(Some) {
                return Ok(Some(format!("test {}: {why}", test.id)));
            }
            let through_panel = outcome == Outcome::Fail && test.decided_by.is_some();
            outcomes.push((outcome, test.required && !through_panel));
        }
        Ok(verdict_contradiction(&self.verdict, &outcomes)
            .or_else(|| if own { self.said_otherwise() } else { self.said_of_another_verdict() })
            .or_else(|| self.leaves_out(own))
            .or_else(|| self.miscounted(&outcomes)))
    }

    /// A sentence that is not that of the verdict.
    fn said_otherwise(&self) -> Option<String> {
        let spec = format!("{} {}", self.spec.id, self.spec.version);
        let says = |beginning: &&str| self.statement.starts_with(&format!("{beginning}{spec}"));
        (!wording::beginnings(&self.verdict).iter().any(says)).then(|| self.misstated())
    }

    /// A sentence of another program that begins as this one speaks of another verdict.
    fn said_of_another_verdict(&self) -> Option<String> {
        let mut others = Verdict::ALL.iter().map(|verdict| verdict.as_str()).filter(|verdict| *verdict != self.verdict);
        let says = |beginning: &&str| self.statement.starts_with(beginning);
        others.any(|verdict| wording::beginnings(verdict).iter().any(says)).then(|| self.misstated())
    }

    fn misstated(&self) -> String {
        format!("its verdict is `{}`, and its statement is \"{}\"", self.verdict, self.statement)
    }

    /// A lot that conforms without a word of what was waived, or fails or is open without being required.
    fn leaves_out(&self, own: bool) -> Option<String> {
        let left_out = |test: &&Test| match test.outcome.as_str() {
            "waived" => !self.statement.contains(&test.name),
            "fail" if !test.required && test.decided_by.is_none() => {
                !self.statement.contains(FAILS_ASIDE[0]) || !self.statement.contains(&test.name)
            }
            // Programs before this one did not name them.
            "missing" | "pending" | "invalid" | "inconclusive"
                if own && !test.required && test.decided_by.is_none() =>
            {
                !self.statement.contains(OPEN_ASIDE[0]) || !self.statement.contains(&test.name)
            }
            _ => false,
        };
        let test = self.tests.iter().find(left_out).filter(|_| self.verdict == "conforms")?;
        let word = match test.outcome.as_str() {
            "waived" => "is waived",
            "fail" => "fails without being required",
            _ => "is open without being required",
        };
        Some(format!("test {} {word}, and the statement leaves it out", test.id))
    }

    fn miscounted(&self, outcomes: &[(Outcome, bool)]) -> Option<String> {
        Outcome::ALL.into_iter().find_map(|outcome| {
            let (word, found) = (outcome.as_str(), outcomes.iter().filter(|(one, _)| *one == outcome).count());
            let said = self.counts.get(word).copied().unwrap_or_default();
            (said != found).then(|| format!("it counts {said} tests as `{word}`, and has {found}"))
        })
    }
}
