//! What a test file expects of its lots, and what differs from it.

use super::codes;
use super::merge::Merged;
use crate::data;
use crate::finding::{Code, Finding, did_you_mean};
use crate::judge::{self, LotReport, Outcome, StageScope, TestReport, Verdict};
use crate::order;
use crate::spec::{self, Specification, TestLot, Written};
use jiff::civil::Date;

/// The flags that the judge sets. The first two come of limits: what is stated of them is all of them.
const FLAGS: [&str; 7] = [
    "alert",
    "action",
    "retest_history",
    "corrected",
    "determinations_disagree",
    "above_physical_ceiling",
    "decided_by_second_stage",
];

/// A lot with what is expected of it.
#[derive(Clone, Debug)]
pub(super) struct Lot {
    pub name: Written,
    pub what: Option<String>,
    pub stage: StageScope,
    pub as_of: Option<Date>,
    /// Facts and results, everything it is based on included.
    pub whole: TestLot,
    pub verdict: Verdict,
    /// Where the verdict stands.
    verdict_at: Written,
    outcomes: Vec<Stated<Outcome>>,
    reasons: Vec<Stated<&'static Code>>,
    flags: Vec<Stated<&'static str>>,
}

/// What is stated of one test.
#[derive(Clone, Debug)]
struct Stated<T> {
    test: usize,
    values: Vec<T>,
    at: Written,
}

/// What differs from what is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mismatch {
    Verdict,
    /// Position in the stated outcomes.
    Outcome(usize),
    /// A test of a conforming lot that was not said to be other than met.
    Unstated(usize),
    /// Position in the stated reasons.
    Reason(usize),
    /// Position in the stated flags.
    Flags(usize),
}

/// The lots of a test file that are wanted.
pub(super) fn lots(
    merged: &Merged,
    spec: &Specification,
    filter: Option<&str>,
    findings: &mut Vec<Finding>,
) -> Vec<Lot> {
    let wanted = |lot: &&TestLot| filter.is_none_or(|text| lot.name.text.contains(text));
    merged.lots.iter().filter(wanted).filter_map(|one| lot(merged, one, spec, findings)).collect()
}

fn lot(merged: &Merged, one: &TestLot, spec: &Specification, findings: &mut Vec<Finding>) -> Option<Lot> {
    let whole = delivered(merged, one, spec, findings);
    let outcomes = stated(&one.outcomes, spec, findings, &mut |word, findings| {
        let words = Outcome::ALL.map(Outcome::as_str);
        let at = known_word(word, &words, "an outcome", &codes::UNKNOWN_OUTCOME, findings)?;
        Outcome::ALL.get(at).copied()
    });
    let reasons = stated(&one.reasons, spec, findings, &mut reason_code);
    let flags = stated(&one.flags, spec, findings, &mut |word, findings| {
        let at = known_word(word, &FLAGS, "a flag", &codes::UNKNOWN_FLAG, findings)?;
        FLAGS.get(at).copied()
    });
    let stage = stage(whole.stage.as_ref(), spec, findings);
    let (verdict, verdict_at) = expected_verdict(one, findings)?;
    Some(Lot {
        name: one.name.clone(),
        what: one.what.as_ref().map(|what| what.text.clone()),
        stage,
        as_of: whole.as_of.as_ref().and_then(|date| date.text.parse().ok()),
        whole,
        verdict,
        verdict_at,
        outcomes,
        reasons,
        flags,
    })
}

/// The lot with all that it takes over, and without what is taken back.
fn delivered(merged: &Merged, one: &TestLot, spec: &Specification, findings: &mut Vec<Finding>) -> TestLot {
    let mut whole = merged.whole(one, findings);
    for (test, rows) in &whole.results {
        if spec.test_index(&test.text).is_none() && (rows.is_some() || !merged.delivered.contains(&test.text)) {
            findings.push(unknown_test(test, spec));
        }
    }
    whole.results.retain(|(_, rows)| rows.is_some());
    whole.facts.retain(|(_, value)| value.is_some());
    if let (Some(data), Some((test, _))) = (&whole.data, whole.results.first()) {
        let message = "a lot has either `data` or `results`";
        findings.push(test.finding(&codes::DATA_BESIDE_RESULTS, message).with(data.place.clone(), "the table"));
    }
    whole
}

/// The verdict that a lot must get, and where it says so.
fn expected_verdict(one: &TestLot, findings: &mut Vec<Finding>) -> Option<(Verdict, Written)> {
    let words = Verdict::ALL.map(Verdict::as_str);
    let Some(expect) = &one.expect else {
        let message = format!("lot `{}` does not say what is expected of it", one.name.text);
        let help = format!("add `expect:` with one of {}", words.join(", "));
        findings.push(one.name.finding(&codes::LOT_WITHOUT_EXPECTATION, message).help(help));
        return None;
    };
    let at = known_word(expect, &words, "a verdict", &codes::UNKNOWN_VERDICT, findings)?;
    Some((Verdict::ALL.get(at).copied()?, expect.clone()))
}

/// The stage of a lot, which must be one that some test has.
fn stage(written: Option<&Written>, spec: &Specification, findings: &mut Vec<Finding>) -> StageScope {
    let scope = StageScope::parse(written.map(|stage| stage.text.as_str()));
    if let (Some(written), StageScope::Named(_)) = (written, &scope)
        && !spec.tests.iter().any(|test| test.stage.is_some() && scope.covers(test))
        && !(spec.in_use.is_some() && written.text == "in use")
    {
        let mut stages: Vec<&str> = spec.tests.iter().filter_map(|test| test.stage.as_deref()).collect();
        order::sort(&mut stages);
        stages.dedup();
        stages.extend(["release", "shelf life"]);
        let message = format!("no test has the stage `{}`", written.text);
        let help = match did_you_mean(&written.text, stages.iter().copied()) {
            Some(close) => format!("did you mean `{close}`?"),
            None => format!("the stages are {}", stages.join(", ")),
        };
        findings.push(written.finding(&codes::STAGE_WITHOUT_TEST, message).help(help));
    }
    scope
}

fn unknown_test(test: &Written, spec: &Specification) -> Finding {
    let message = format!("the specification has no test `{}`", test.text);
    let help = match did_you_mean(&test.text, spec.tests.iter().map(|test| test.id.as_str())) {
        Some(close) => format!("did you mean `{close}`?"),
        None => "name a test by its id; `null` takes back what is included".to_owned(),
    };
    test.finding(&codes::TEST_NOT_THERE, message).help(help)
}

/// The position of a word in a closed list.
fn known_word(
    word: &Written,
    words: &[&str],
    what: &str,
    code: &'static Code,
    findings: &mut Vec<Finding>,
) -> Option<usize> {
    let found = words.iter().position(|known| *known == word.text);
    if found.is_none() {
        let help = match did_you_mean(&word.text, words.iter().copied()) {
            Some(close) => format!("did you mean `{close}`? The words are {}", words.join(", ")),
            None => format!("write one of {}", words.join(", ")),
        };
        findings.push(word.finding(code, format!("`{}` is not {what}", word.text)).help(help));
    }
    found
}

fn reason_code(word: &Written, findings: &mut Vec<Finding>) -> Option<&'static Code> {
    let all = || [judge::CODES, data::CODES, spec::CODES].into_iter().flatten().copied();
    let found = all().find(|code| code.name == word.text);
    if found.is_none() {
        let help = match did_you_mean(&word.text, all().map(|code| code.name)) {
            Some(close) => format!("did you mean `{close}`?"),
            None => "`evqc explain` lists the codes".to_owned(),
        };
        let message = format!("there is no finding code `{}`", word.text);
        findings.push(word.finding(&codes::UNKNOWN_REASON_CODE, message).help(help));
    }
    found
}

/// What is stated by test; a test that does not exist is told.
fn stated<T>(
    entries: &[(Written, Option<Vec<Written>>)],
    spec: &Specification,
    findings: &mut Vec<Finding>,
    read: &mut dyn FnMut(&Written, &mut Vec<Finding>) -> Option<T>,
) -> Vec<Stated<T>> {
    let mut all = Vec::new();
    for (test, words) in entries {
        let Some(words) = words else { continue };
        let values = words.iter().filter_map(|word| read(word, findings)).collect();
        match spec.test_index(&test.text) {
            Some(index) => all.push(Stated { test: index, values, at: words.first().unwrap_or(test).clone() }),
            None => findings.push(unknown_test(test, spec)),
        }
    }
    all
}

/// The reports of one test, in the order of its time points.
fn reports_of<'r, 'a>(report: &'r LotReport<'a>, test: usize) -> impl Iterator<Item = &'r TestReport<'a>> + Clone {
    report.tests.iter().filter(move |one| one.index == test)
}

/// The worst outcome of a test.
fn worst(report: &LotReport<'_>, test: usize) -> Option<Outcome> {
    reports_of(report, test).map(|one| one.outcome).min_by_key(|outcome| outcome.rank())
}

impl Lot {
    /// What differs; of a test that was dropped only what the lot states of it. Stops at the first one unless all are asked for.
    pub fn mismatches(&self, report: &LotReport<'_>, dropped: Option<usize>, all: bool) -> Vec<Mismatch> {
        let mut found = Vec::new();
        if report.verdict != self.verdict {
            found.push(Mismatch::Verdict);
        }
        let stated = self.outcomes.iter().enumerate();
        found.extend(stated.filter(|(_, one)| !self.holds(one, report, dropped)).map(|(at, _)| Mismatch::Outcome(at)));
        if found.is_empty() || all {
            let stated = self.reasons.iter().enumerate();
            found.extend(stated.filter(|(_, one)| !has_reasons(one, report)).map(|(at, _)| Mismatch::Reason(at)));
            let stated = self.flags.iter().enumerate();
            found.extend(stated.filter(|(_, one)| !has_flags(one, report)).map(|(at, _)| Mismatch::Flags(at)));
        }
        if self.verdict == Verdict::Conforms && (found.is_empty() || all) {
            let unstated = report.tests.iter().filter(|one| {
                let fine = matches!(one.outcome, Outcome::Pass | Outcome::Reported | Outcome::NotApplicable);
                !fine && Some(one.index) != dropped && !self.outcomes.iter().any(|stated| stated.test == one.index)
            });
            found.extend(unstated.map(|one| Mismatch::Unstated(one.index)));
            found.dedup();
        }
        found
    }

    fn holds(&self, stated: &Stated<Outcome>, report: &LotReport<'_>, dropped: Option<usize>) -> bool {
        if Some(stated.test) == dropped {
            return false;
        }
        match &stated.values[..] {
            [one] => worst(report, stated.test) == Some(*one),
            several => reports_of(report, stated.test).map(|one| one.outcome).eq(several.iter().copied()),
        }
    }

    /// The findings for what differs.
    pub fn describe(&self, mismatches: &[Mismatch], spec: &Specification, report: &LotReport<'_>) -> Vec<Finding> {
        mismatches.iter().filter_map(|one| self.describe_one(one, spec, report)).collect()
    }

    fn describe_one(&self, mismatch: &Mismatch, spec: &Specification, report: &LotReport<'_>) -> Option<Finding> {
        let id = |test: usize| spec.tests.get(test).map_or("", |test| test.id.as_str());
        let named = |test: usize| format!("lot `{}`, test `{}`", self.name.text, id(test));
        let words = |outcomes: &[Outcome]| outcomes.iter().map(|one| one.as_str()).collect::<Vec<_>>().join(", ");
        let got = |test: usize| words(&reports_of(report, test).map(|one| one.outcome).collect::<Vec<_>>());
        Some(match mismatch {
            Mismatch::Verdict => {
                let (expected, got) = (self.verdict.as_str(), report.verdict.as_str());
                let message = format!("lot `{}`: expected {expected}, got {got}{}", self.name.text, why(report));
                self.verdict_at.finding(&codes::VERDICT_DIFFERS, message)
            }
            Mismatch::Outcome(at) => {
                let stated = self.outcomes.get(*at)?;
                let (expected, got) = (words(&stated.values), got(stated.test));
                let message =
                    format!("{}: expected {expected}, got {got}{}", named(stated.test), because(report, stated.test));
                with_cells(stated.at.finding(&codes::OUTCOME_DIFFERS, message), report, stated.test)
            }
            Mismatch::Unstated(test) => {
                let message = format!("{}: expected pass, got {}{}", named(*test), got(*test), because(report, *test));
                let finding = self.verdict_at.finding(&codes::OUTCOME_DIFFERS, message);
                let help = "every test that `outcomes` does not list is expected to pass in a lot that conforms";
                with_cells(finding, report, *test).help(help)
            }
            Mismatch::Reason(at) => {
                let stated = self.reasons.get(*at)?;
                let expected: Vec<&str> = stated.values.iter().map(|code| code.name).collect();
                let mut got: Vec<&str> = reports_of(report, stated.test)
                    .flat_map(|one| &one.reasons)
                    .map(|reason| reason.code.name)
                    .collect();
                got.dedup();
                let got = if got.is_empty() { "none".to_owned() } else { got.join(", ") };
                let message = format!("{}: expected reason {}, got {got}", named(stated.test), expected.join(", "));
                with_cells(stated.at.finding(&codes::REASON_DIFFERS, message), report, stated.test)
            }
            Mismatch::Flags(at) => {
                let stated = self.flags.get(*at)?;
                let list = |words: Vec<&str>| if words.is_empty() { "no flag".to_owned() } else { words.join(", ") };
                let got = list(reports_of(report, stated.test).flat_map(|one| one.flags.words()).collect());
                let message = format!("{}: expected {}, got {got}", named(stated.test), list(stated.values.clone()));
                with_cells(stated.at.finding(&codes::FLAGS_DIFFER, message), report, stated.test)
            }
        })
    }
}

fn has_reasons(stated: &Stated<&'static Code>, report: &LotReport<'_>) -> bool {
    let has = |code: &&'static Code| {
        reports_of(report, stated.test).flat_map(|one| &one.reasons).any(|reason| reason.code == *code)
    };
    stated.values.iter().all(has)
}

fn has_flags(stated: &Stated<&'static str>, report: &LotReport<'_>) -> bool {
    FLAGS.iter().enumerate().all(|(at, flag)| {
        let set = reports_of(report, stated.test).any(|one| one.flags.words().any(|word| word == *flag));
        let wanted = stated.values.contains(flag);
        if at < 2 { set == wanted } else { set || !wanted }
    })
}

/// The tests that keep a lot from conforming, and what is wrong with it as a whole.
fn why(report: &LotReport<'_>) -> String {
    const SHOWN: usize = 3;
    let findings = report.findings.iter().filter(|finding| finding.severity() == crate::finding::Severity::Error);
    let mut all: Vec<String> = findings.map(|finding| finding.message.clone()).collect();
    let fine =
        |outcome| matches!(outcome, Outcome::Pass | Outcome::Reported | Outcome::NotApplicable | Outcome::Waived);
    for one in report.tests.iter().filter(|one| one.counts() && !fine(one.outcome)) {
        let reason = one.reasons.first().map_or(String::new(), |reason| format!(" ({})", reason.message));
        all.push(format!("{} is {}{reason}", one.test.id, one.outcome.as_str()));
    }
    let more = all.len().saturating_sub(SHOWN);
    all.truncate(SHOWN);
    if more > 0 {
        all.push(format!("and {more} more"));
    }
    if all.is_empty() { String::new() } else { format!(": {}", all.join("; ")) }
}

/// The first reason of a test.
fn because(report: &LotReport<'_>, test: usize) -> String {
    let value = || reports_of(report, test).find_map(|one| Some((one.compared()?, one.criterion?)));
    match reports_of(report, test).flat_map(|one| &one.reasons).next() {
        Some(reason) => format!(": {}", reason.message),
        None => value().map_or_else(String::new, |(compared, criterion)| {
            format!(": {} meets {}", compared.to_decimal_string(12).0, criterion.text)
        }),
    }
}

/// Adds the cell and the clause behind the outcome.
fn with_cells(finding: Finding, report: &LotReport<'_>, test: usize) -> Finding {
    let mut finding = finding;
    if let Some(place) = reports_of(report, test).flat_map(|one| &one.reasons).find_map(|reason| reason.place.clone()) {
        finding = finding.with(place, "the result");
    }
    match reports_of(report, test).next() {
        Some(one) => {
            let clause = one.criterion.map_or(&one.test.place, |criterion| &criterion.place);
            finding.with(clause.clone(), "what is asked")
        }
        None => finding,
    }
}
