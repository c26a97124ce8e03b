//! The lots of a test file, ready to be judged again and again.

use super::expectation::Lot;
use super::table::{Tables, latest_date};
use crate::data::LotData;
use crate::finding::Finding;
use crate::judge::{Context, Factors, LotReport, Outcome, Verdict, judge};
use crate::source::Place;
use crate::spec::{Role, Specification};
use jiff::civil::Date;

/// The lots with what the readers made of their results.
pub(super) struct Bench<'b> {
    lots: &'b [Lot],
    data: Vec<LotData<'b>>,
    days: Vec<Date>,
    tables: &'b Tables,
    factors: &'b Factors,
}

/// What the judge says of one lot under the specification as it is.
pub(super) struct Baseline {
    pub verdict: Verdict,
    pub differences: Vec<Finding>,
    /// What it says of each test, by position; several for several time points.
    pub tests: Vec<Vec<Sign>>,
}

/// What is said of a test: all that a change of its limits can change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sign {
    pub outcome: Outcome,
    pub alert: bool,
    pub action: bool,
    /// The criterion that was used.
    pub criterion: Option<Place>,
}

impl<'b> Bench<'b> {
    pub fn new(lots: &'b [Lot], tables: &'b Tables, factors: &'b Factors) -> Bench<'b> {
        let data = tables.lots();
        let days = lots.iter().zip(&data).map(|(lot, data)| lot.as_of.unwrap_or_else(|| latest_date(data))).collect();
        Bench { lots, data, days, tables, factors }
    }

    /// How many lots there are.
    pub fn len(&self) -> usize {
        self.lots.len()
    }

    /// Judges one lot; results of a test that was dropped are left out.
    fn judged<'s>(
        &'s self,
        at: usize,
        spec: &'s Specification,
        dropped: Option<usize>,
    ) -> Option<(&'s Lot, LotReport<'s>)> {
        let (lot, data) = (self.lots.get(at)?, self.data.get(at)?);
        let of_dropped = |test: usize, role: Role| Some(test) == dropped && role.is_of_lot();
        let determinations =
            data.determinations.iter().filter(|row| !of_dropped(row.test, row.role)).cloned().collect();
        let data = LotData { lot: data.lot, determinations, faults: data.faults.clone(), facts: data.facts };
        let context = Context {
            as_of: self.days.get(at).copied().unwrap_or(Date::MIN),
            stage: lot.stage.clone(),
            asked: lot.stage.clone(),
            inputs: &self.tables.names,
            periodic: None,
            ancestry: None,
            as_parent: false,
            waivers: &[],
            factors: self.factors,
            statements: false,
            thorough: false,
        };
        Some((lot, judge(spec, data, &context)))
    }

    /// Judges every lot under the specification as it is.
    pub fn baseline(&self, spec: &Specification) -> Vec<Baseline> {
        let judged = (0..self.len()).filter_map(|at| self.judged(at, spec, None));
        judged
            .map(|(lot, report)| Baseline {
                verdict: report.verdict,
                differences: lot.describe(&lot.mismatches(&report, None, true), spec, &report),
                tests: (0..spec.tests.len()).map(|test| signs(&report, test)).collect(),
            })
            .collect()
    }

    /// Whether a lot tells a changed specification from the one it was written for.
    pub fn notices(&self, at: usize, changed: &Specification, dropped: Option<usize>) -> bool {
        self.judged(at, changed, dropped)
            .is_some_and(|(lot, report)| !lot.mismatches(&report, dropped, false).is_empty())
    }

    /// What the judge says of one test of a lot under a changed specification.
    pub fn signs(&self, at: usize, changed: &Specification, test: usize) -> Vec<Sign> {
        self.judged(at, changed, None).map_or_else(Vec::new, |(_, report)| signs(&report, test))
    }
}

fn signs(report: &LotReport<'_>, test: usize) -> Vec<Sign> {
    let of_test = report.tests.iter().filter(|one| one.index == test);
    of_test
        .map(|one| Sign {
            outcome: one.outcome,
            alert: one.flags.alert,
            action: one.flags.action,
            criterion: one.criterion.map(|criterion| criterion.place.clone()),
        })
        .collect()
}
