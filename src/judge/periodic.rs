//! Periodic testing: what is known of the other lots of a run, and whether a lot without a result was due.
//!
//! A lot is judged on its own. What periodic testing needs of the others is gathered beforehand in a [`PeriodicRecord`],
//! lot by lot and in any order, and only where a specification has such tests.

use super::codes;
use super::lot_report::{LotReport, Point, ReportableValue, TestReport};
use super::outcome::{Outcome, Verdict};
use super::shown;
use crate::data::{LotFacts, LotNumber, Sequence};
use crate::finding::Code;
use crate::order;
use crate::spec::{Assessment, Criterion, PeriodicTesting, Specification};
use std::collections::BTreeMap;

/// What is known of tests that are performed on some lots only, over the lots of a run.
#[derive(Clone, Debug, Default)]
pub struct PeriodicRecord {
    /// Where periodic testing begins, by lot id; `None` where its place is not known.
    starts: BTreeMap<String, Option<LotNumber>>,
    /// Every lot by its place; more than one lot at a place is a fault of the ids.
    lots: BTreeMap<LotNumber, Vec<String>>,
    /// By test id: the lots on which it was performed.
    tested: BTreeMap<String, BTreeMap<LotNumber, Tested>>,
    /// By test id: the lots that failed.
    failed: BTreeMap<String, BTreeMap<LotNumber, Tested>>,
}

/// A lot on which a test was performed.
#[derive(Clone, Debug)]
struct Tested {
    lot: String,
    outcome: Outcome,
    /// The reportable value; empty without one.
    result: String,
}

/// Whether a test without a result is due on one lot.
pub(super) enum Due {
    /// It is not: the words with which it is waived.
    Not(String),
    /// It is all the same, and why.
    Yet(&'static Code, String),
}

impl PeriodicRecord {
    /// A record without lots; nothing where no specification tests periodically. `facts` are those of the lot file.
    pub fn new<'f>(specs: &[Specification], facts: &dyn Fn(&str) -> Option<&'f LotFacts>) -> Option<Self> {
        let starts: BTreeMap<String, Option<LotNumber>> = order::collect(
            specs.iter().flat_map(rules).map(|(_, rule)| (rule.from.clone(), place(&rule.from, facts(&rule.from)))),
        );
        (!starts.is_empty()).then(|| PeriodicRecord { starts, ..PeriodicRecord::default() })
    }

    /// Takes notice of a lot that was judged.
    pub fn add(&mut self, report: &LotReport<'_>) {
        let Some(place) = place(report.lot, report.facts) else { return };
        // Lots come in the order of the threads; what is said must not depend on it.
        let same = self.lots.entry(place.clone()).or_default();
        same.insert(same.partition_point(|other| other.as_str() < report.lot), report.lot.to_owned());
        for test in report.tests.iter().filter(|test| test.point == Point::Release) {
            let periodic = matches!(&test.test.assessment, Assessment::Measured(measured) if measured.skip.is_some());
            // What was tested, declared void and not repeated was performed all the same.
            let is_idle = matches!(test.outcome, Outcome::Missing | Outcome::NotApplicable | Outcome::Waived);
            if !periodic || is_idle && !test.flags.retest_history {
                continue;
            }
            // Of a lot with faults it is not known whether what could be read is all that was found.
            let spoiled = report.verdict == Verdict::NotEvaluable && test.outcome != Outcome::Fail;
            let outcome = if spoiled { Outcome::NotEvaluable } else { test.outcome };
            let tested = Tested { lot: report.lot.to_owned(), outcome, result: result(test) };
            if outcome == Outcome::Fail {
                keep(&mut self.failed, &test.test.id, &place, tested.clone());
            }
            keep(&mut self.tested, &test.test.id, &place, tested);
        }
    }

    /// Whether a test is due that has no result on a lot.
    pub(super) fn due(&self, rule: &PeriodicTesting, test: &str, lot: &str, facts: Option<&LotFacts>) -> Due {
        match self.last_tested(rule, test, lot, facts) {
            Ok(last) => {
                let result = if last.result.is_empty() { last.outcome.as_str() } else { &last.result };
                let Tested { lot, .. } = last;
                let by = &rule.justification;
                Due::Not(format!("not tested on this lot; periodic testing per {by}; last tested lot {lot}: {result}"))
            }
            Err((code, message)) => Due::Yet(code, message),
        }
    }

    /// The last tested lot that stands for this one; else why the test is due.
    fn last_tested(
        &self,
        rule: &PeriodicTesting,
        test: &str,
        lot: &str,
        facts: Option<&LotFacts>,
    ) -> Result<&Tested, (&'static Code, String)> {
        let (from, every) = (&rule.from, u64::from(rule.every));
        let unplaced =
            |why: String| (&codes::PERIODIC_PLACE_NOT_KNOWN, format!("whether {lot} is due cannot be told: {why}"));
        let not_placed = |lot: &str| unplaced(format!("the place of {lot} in the order of lots is not known"));
        let start = self.starts.get(from).cloned().flatten().ok_or_else(|| not_placed(from))?;
        let here = place(lot, facts).ok_or_else(|| not_placed(lot))?;
        if here.series != start.series {
            return Err(unplaced(format!(
                "its id does not continue that of {from}, with which periodic testing begins"
            )));
        }
        let due = |why: String| (&codes::PERIODIC_TEST_DUE, why);
        let since = here.number.checked_sub(start.number).ok_or_else(|| {
            due(format!("{lot} is earlier than {from}, with which periodic testing per {} begins", rule.justification))
        })?;
        if since.is_multiple_of(every) {
            let word = ordinal(rule.every);
            return Err(due(format!(
                "{lot} is due: every {word} lot from {from} on is tested, per {}",
                rule.justification
            )));
        }
        let failed = self.failed.get(test).and_then(|failed| failed.range(start.clone()..here.clone()).next_back());
        if let Some((_, failed)) = failed {
            let result = if failed.result.is_empty() { String::new() } else { format!(" ({})", failed.result) };
            let message = format!("{} failed{result}; every later lot is tested again", failed.lot);
            return Err((&codes::PERIODIC_TESTING_REVERTED, message));
        }
        let last_due = LotNumber { number: here.number - since % every, series: here.series.clone() };
        // Two lots at one place, this one's included, leave the order open.
        if let Some((_, same)) = self.lots.range(last_due.clone()..=here.clone()).find(|(_, lots)| lots.len() > 1) {
            return Err(unplaced(format!("{} have the same place in the order of lots", same.join(" and "))));
        }
        let last = self.tested.get(test).and_then(|tested| tested.range(last_due.clone()..here).next_back());
        let unknown = |message: String| (&codes::LAST_TESTED_LOT_NOT_KNOWN, message);
        match last {
            None => Err(unknown(format!(
                "the lot that was due last, {}, has no result in the data",
                self.name(&last_due, from)
            ))),
            Some((_, last)) if matches!(last.outcome, Outcome::Pass | Outcome::Reported) => Ok(last),
            Some((_, last)) => {
                let outcome = last.outcome.as_str().replace('_', " ");
                Err(unknown(format!("the lot that was tested last, {}, is {outcome}", last.lot)))
            }
        }
    }

    /// The lot at a place: its id, or how the id would read.
    fn name(&self, place: &LotNumber, from: &str) -> String {
        if let Some([lot, ..]) = self.lots.get(place).map(Vec::as_slice) {
            return lot.clone();
        }
        if LotNumber::of(from).is_some_and(|start| start.series == place.series) {
            let width = from.len().saturating_sub(place.series.len());
            return format!("{}{:0width$}", place.series, place.number);
        }
        format!("number {} in the sequence", place.number)
    }
}

/// Keeps what a lot was tested for; of two lots at one place the first by its id.
fn keep(kept: &mut BTreeMap<String, BTreeMap<LotNumber, Tested>>, test: &str, place: &LotNumber, tested: Tested) {
    let of_test = kept.entry(test.to_owned()).or_default();
    if of_test.get(place).is_none_or(|known| tested.lot < known.lot) {
        of_test.insert(place.clone(), tested);
    }
}

/// The tests of a specification that are performed periodically.
fn rules(spec: &Specification) -> impl Iterator<Item = (&str, &PeriodicTesting)> {
    spec.tests.iter().filter_map(|test| match &test.assessment {
        Assessment::Measured(measured) => Some((test.id.as_str(), measured.skip.as_deref()?)),
        Assessment::Panel(_) => None,
    })
}

/// The place of a lot: from the column `sequence` of the lot file where there is one, else from its id.
fn place(lot: &str, facts: Option<&LotFacts>) -> Option<LotNumber> {
    match facts.map_or(Sequence::ById, |facts| facts.sequence) {
        Sequence::ById => LotNumber::of(lot),
        Sequence::NotGiven => None,
        Sequence::Number(number) => Some(LotNumber { series: String::new(), number }),
    }
}

/// The reportable value of a test in words.
pub(super) fn result(test: &TestReport<'_>) -> String {
    let Some(reportable) = &test.reportable else { return String::new() };
    match &reportable.value {
        ReportableValue::Number { exact, bound, unit, .. } => {
            let limits = match test.criterion.map(|alternative| &alternative.criterion) {
                Some(Criterion::Numeric(limits) | Criterion::Label(limits)) => Some(limits),
                _ => None,
            };
            let compared = test.compared().unwrap_or_else(|| exact.clone());
            match limits {
                Some(limits) => shown(limits, exact, *bound, &compared, test.test.rounding),
                None => format!("{} {unit}", compared.to_decimal_string(6).0).trim_end().to_owned(),
            }
        }
        ReportableValue::Text(text) => text.to_string(),
        ReportableValue::Panel(text) => text.clone(),
    }
}

/// `5th`, `2nd`, `21st`.
fn ordinal(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

#[cfg(test)]
mod tests {
    use super::ordinal;

    #[test]
    fn ordinals_are_those_of_english() {
        let words = [2, 3, 5, 11, 12, 13, 21, 22, 101, 112].map(ordinal);
        assert_eq!(words, ["2nd", "3rd", "5th", "11th", "12th", "13th", "21st", "22nd", "101st", "112th"]);
    }
}
