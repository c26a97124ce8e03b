//! One lot: a loop over the tests of the specification.

use super::codes;
use super::compare::scaled;
use super::context::{Context, StageScope, is_in_use, says_something};
use super::corrections;
use super::criterion::{Judged, criteria_at, decide, parts};
use super::decision::DecisionStatement;
use super::derived::Inputs;
use super::label::percent_of_claim;
use super::life::{self, Beside};
use super::lot_dates::dates_of;
use super::lot_report::{LotReport, Point, Reason, TestReport, Use};
use super::measured::Case;
use super::outcome::{Flags, Outcome};
use super::panel;
use super::periodic::{PeriodicRecord, Standing};
use super::plausibility;
use super::reports::Reports;
use super::rows_by_point::{RowsByPoint, is_same_time, is_time_point, time_in_storage};
use super::second_stage;
use super::stop::Stop;
use super::uncertainty::derived_evidence;
use super::verdict::verdict;
use super::waiver::Objection;
use crate::data::{Determination, LotData, LotFacts};
use crate::finding::{Finding, Severity};
use crate::order;
use crate::quantity::Bounded;
use crate::spec::{Assessment, Criterion, Expression, InUse, Measured, Origin, Specification, Test};
use std::ops::Range;

/// Judges one lot against a specification.
///
/// Pure and deterministic: the report depends on the arguments only, and the order of rows changes no outcome.
pub fn judge<'a>(spec: &'a Specification, data: LotData<'a>, context: &Context<'_>) -> LotReport<'a> {
    let LotData { lot, determinations, faults, facts } = data;
    let rows = RowsByPoint::new(spec, determinations, context);
    let about = LotData { lot, determinations: Vec::new(), faults, facts };
    if rows.has_corrections {
        judge_corrected(spec, about, rows, context)
    } else {
        judge_rows(spec, about, rows, context)
    }
}

/// Judges the rows that stand, and beside them those that were entered first.
fn judge_corrected<'a>(
    spec: &'a Specification,
    about: LotData<'a>,
    rows: RowsByPoint<'a>,
    context: &Context<'_>,
) -> LotReport<'a> {
    let mut fates: Vec<Option<Use>> = vec![None; rows.determinations.len()];
    let (mut links, mut flaws, mut remarks) = (Vec::new(), Vec::new(), Vec::new());
    for (test, point, range) in rows.groups.iter().filter(|(test, ..)| is_delivered(&spec.tests[*test])) {
        let found = corrections::resolve(&rows.determinations[range.clone()], context);
        fates[range.clone()].copy_from_slice(&found.fates);
        links.extend(found.links.iter().map(|(old, new)| (range.start + old, range.start + new)));
        flaws.extend(found.flaws.into_iter().map(|reason| (*test, *point, reason)));
        remarks.extend(found.remarks.into_iter().map(|reason| (*test, *point, reason)));
    }
    let LotData { lot, faults, facts, .. } = about;
    let (mended, faults_left) = corrections::mended(&rows.determinations, &fates, &faults, context);
    let entered = rows.only(&|i| !corrections::is_correction(&rows.determinations[i]));
    let about = |faults| LotData { lot, determinations: Vec::new(), faults, facts };
    let as_entered = judge_rows(spec, about(faults), entered, context);
    let standing = RowsByPoint { flaws, ..rows.only(&|i| fates[i].is_none()) };
    let mut report = judge_rows(spec, about(faults_left), standing, context);
    let mut judged = std::mem::take(&mut report.uses).into_iter();
    report.uses = fates.iter().map(|fate| fate.or_else(|| judged.next()).unwrap_or(Use::Unused)).collect();
    report.corrections = links;
    for test in &mut report.tests {
        let at = rows.points.iter().position(|point| *point == test.point).unwrap_or(0);
        let nothing_due = at == 0 && context.stage == StageScope::ShelfLife;
        test.rows = if nothing_due { 0..0 } else { rows.range(test.index, at) };
        let own = remarks.iter().filter(|(of, point, _)| (*of, *point) == (test.index, at));
        test.reasons.extend(own.map(|(.., reason)| reason.clone()));
    }
    report.determinations = rows.determinations;
    corrections::tell(&mut report, &as_entered, &mended, context);
    report
}

fn is_delivered(test: &Test) -> bool {
    matches!(&test.assessment, Assessment::Measured(measured) if measured.origin == Origin::Delivered)
}

/// Judges rows of which each stands for itself.
fn judge_rows<'a>(
    spec: &'a Specification,
    about: LotData<'a>,
    rows: RowsByPoint<'a>,
    context: &Context<'_>,
) -> LotReport<'a> {
    let LotData { lot, faults: mut findings, facts, .. } = about;
    let points = rows.points_in_scope(spec, context);
    let mut uses = vec![Use::Unused; rows.determinations.len()];
    let mut tests: Vec<TestReport<'a>> = Vec::new();
    for (position, &point) in points.iter().enumerate() {
        let at = AtPoint { spec, rows: &rows, point, first: position == 0, lot, facts, context };
        let judged = at.judge(&mut uses);
        if position == 0 {
            tests = judged;
        } else {
            tests.extend(judged);
        }
    }
    if points.len() > 1 {
        // Time points follow the release line of their test.
        order::sort_by_key(&mut tests, |test| test.index);
    }
    let in_use = spec.in_use.as_deref();
    tests.iter_mut().for_each(|test| leave_out_beyond_claim(in_use, test));
    findings.extend(facts.into_iter().flat_map(|facts| dates_of(facts, context.as_of)));
    let release = points.contains(&0);
    let (determinations, used) = (&rows.determinations, &uses);
    let beside = Beside { spec, facts, tests: &tests, determinations, uses: used, context, release };
    let (life, mut about_life) = beside.judge();
    let (of_ancestors, parents_not_judged) = beside.ancestors(lot);
    about_life.extend(of_ancestors);
    let spoils = |finding: &&Finding| finding.severity() == Severity::Error;
    let spoiled = findings.iter().any(|finding| spoils(&finding))
        || about_life.iter().any(|finding| life::contradicts(finding.code));
    let mut verdict = verdict(tests.iter(), spoiled);
    let without_release = context.stage == StageScope::AsData && rows.is_without_release();
    if without_release && !context.asks_for_later() && verdict == super::Verdict::Conforms {
        // Whoever forgets the release results must not get a conforming lot for it.
        verdict = super::Verdict::NotConcluded;
        let (only, stage) = match rows.points.iter().any(|point| matches!(point, Point::InUse { .. })) {
            true => ("results in use", "in use"),
            false => ("stability results", "shelf life"),
        };
        let message = format!("only {only} are there, and the release was not judged");
        let finding = Finding::new(&codes::RELEASE_NOT_JUDGED, message);
        findings.push(finding.help(format!("give --stage \"{stage}\" to judge the {only} alone")));
    }
    findings.extend(rows.of_other_stages(spec, context));
    if verdict == super::Verdict::NotConcluded && !tests.iter().any(|test| test.counts() && is_open(test.outcome)) {
        findings.push(Finding::new(&codes::NOTHING_JUDGED, "no required test of the lot was judged"));
    }
    verdict = life::with_life(verdict, &about_life);
    findings.extend(about_life);
    let determinations = rows.determinations;
    let scope = context.stage.in_words();
    let corrections = Vec::new();
    LotReport {
        lot,
        spec,
        spec_choice: None,
        scope,
        verdict,
        tests,
        determinations,
        corrections,
        uses,
        findings,
        facts,
        parents_not_judged,
        life,
    }
}

/// A result in use later than the claim is shown and does not count: it says nothing about the claim.
fn leave_out_beyond_claim(in_use: Option<&InUse>, report: &mut TestReport<'_>) {
    let Some(words) = in_use.and_then(|in_use| life::is_beyond_claim(in_use, report.point)) else { return };
    if matches!(report.outcome, Outcome::NotEvaluable | Outcome::NotApplicable) {
        return;
    }
    let message = format!("{}, and does not count: {words}", report.outcome.as_str());
    report.outcome = Outcome::NotApplicable;
    report.reasons = vec![Reason::new(&codes::IN_USE_BEYOND_CLAIM, message).clause(&report.test.place)];
}

fn is_open(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Invalid | Outcome::Pending | Outcome::Missing | Outcome::Inconclusive)
}

impl<'a> TestReport<'a> {
    /// A report that says nothing yet: missing until judged.
    pub(super) fn new(test: &'a Test, index: usize, point: Point<'a>) -> Self {
        TestReport {
            test,
            index,
            point,
            outcome: Outcome::Missing,
            flags: Flags::default(),
            reportable: None,
            criterion: None,
            decision: None,
            refused: false,
            by_retest: false,
            label_claim: None,
            below_own_limit: None,
            rows: 0..0,
            reasons: Vec::new(),
            conversions: Vec::new(),
            decided_by_panel: false,
        }
    }
}

/// Everything needed to judge the tests of a lot at one point.
struct AtPoint<'r, 'a> {
    spec: &'a Specification,
    rows: &'r RowsByPoint<'a>,
    point: usize,
    /// Whether tests without rows are reported here.
    first: bool,
    lot: &'a str,
    facts: Option<&'a LotFacts>,
    context: &'r Context<'r>,
}

impl<'a> AtPoint<'_, 'a> {
    fn judge(&self, uses: &mut [Use]) -> Vec<TestReport<'a>> {
        let tests = || self.spec.tests.iter().enumerate();
        let mut reports = Reports::new(tests().map(|(index, test)| self.report(index, test)));
        for (index, test) in tests() {
            if let Assessment::Measured(measured) = &test.assessment
                && measured.origin == Origin::Delivered
            {
                reports.fill(index, |report| self.delivered(measured, report, uses));
            }
        }
        plausibility::order_of_percentiles(self.spec, &mut reports);
        for (index, test) in tests() {
            if let Assessment::Measured(measured) = &test.assessment
                && let Origin::Derived(derived) = measured.origin
                && let Some(report) = self.derived(index, test, measured, derived, &reports)
            {
                reports.put(report);
            }
        }
        plausibility::ceilings(self.spec, &mut reports);
        second_stage::settle(self.spec, &mut reports);
        for index in 0..self.spec.tests.len() {
            self.panel(index, &mut reports);
        }
        // A panel that is not judged, or does not count itself, decides for nobody. Outer panels come first, because an
        // inner one may count through them.
        for index in 0..self.spec.tests.len() {
            self.mark_members(index, false, &mut reports);
        }
        reports.into_judged()
    }

    fn report(&self, index: usize, test: &'a Test) -> TestReport<'a> {
        let mut report = TestReport::new(test, index, self.rows.points[self.point]);
        // Without any stability row the shelf-life scope has nothing but missing tests.
        let nothing_due = self.point == 0 && self.context.stage == StageScope::ShelfLife;
        report.rows = if nothing_due { 0..0 } else { self.rows.range(index, self.point) };
        report
    }

    /// Whether a test belongs to what is judged at this point. In use every test does that has rows; beside the time
    /// points stand the tests whose own stage is that of use.
    fn covers(&self, test: &Test) -> bool {
        let in_use = matches!(self.rows.points.get(self.point), Some(Point::InUse { .. }));
        match self.context.judges_use(self.spec) {
            _ if in_use => true,
            true if self.rows.points.iter().any(|point| matches!(point, Point::InUse { .. })) => {
                test.stage.as_deref().is_some_and(is_in_use)
            }
            _ => self.context.stage.covers(test),
        }
    }

    /// Whether a test without rows is due at this point: at release every required one, later those with limits of their
    /// own; the programme decides about the others.
    fn is_due(&self, test: &Test, measured: &Measured) -> bool {
        let own = match self.rows.points.get(self.point) {
            Some(Point::InUse { .. }) => !measured.in_use.is_empty(),
            _ => !measured.shelf_life.is_empty(),
        };
        test.required && (self.is_release() || own)
    }

    fn is_release(&self) -> bool {
        self.point == 0 && self.context.stage != StageScope::ShelfLife
    }

    /// Fills the report of a delivered test; false for tests without rows at a further point.
    fn delivered(&self, measured: &'a Measured, report: &mut TestReport<'a>, uses: &mut [Use]) -> bool {
        let (index, test) = (report.index, report.test);
        if !self.covers(test) {
            report.outcome = Outcome::NotApplicable;
            return true;
        }
        if let [only] = criteria_at(measured, report.point) {
            report.criterion = Some(only);
        }
        let range = report.rows.clone();
        let misplaced = || self.rows.misplaced.iter().filter(|(of, _)| *of == index);
        if self.first && misplaced().next().is_some() {
            report.outcome = Outcome::NotEvaluable;
            report.reasons = misplaced().map(|(_, reason)| reason.clone()).collect();
            return true;
        }
        if let Some(untimed) = self.without_time(report.point, range.clone()) {
            report.outcome = Outcome::NotEvaluable;
            report.reasons.push(untimed.clause(&test.place));
            return true;
        }
        if let Some(mixed) = self.of_several_times(report.point, range.clone()) {
            report.outcome = Outcome::NotEvaluable;
            report.reasons.push(mixed.clause(&test.place));
            return true;
        }
        let judged = match range.is_empty() {
            true => self.without_rows(test, measured, report),
            false => self.with_rows(measured, report, uses),
        };
        let mut flaws = self.rows.flaws.iter().filter(|(of, at, _)| (*of, *at) == (index, self.point)).peekable();
        if flaws.peek().is_none() {
            return judged;
        }
        corrections::bar(report, flaws.map(|(.., reason)| reason));
        true
    }

    /// Why rows of a stability time point are none: a pull is of a time, and what has none is judged as no pull.
    fn without_time(&self, point: Point<'_>, rows: Range<usize>) -> Option<Reason> {
        let Point::Stability { time, time_unit, .. } = point else { return None };
        let row = self.rows.determinations.get(rows)?.first()?;
        let (code, message, help) = match row.stage.trim() {
            _ if says_something(time) && is_time_point(time, time_unit) => return None,
            _ if says_something(time) => (
                &codes::TIME_POINT_NOT_READABLE,
                format!("`{}` is no time in storage", format!("{time} {time_unit}").trim()),
                "fill `time` with a number from 0 and `time_unit` with h, d, weeks, months or years, or the column `stage` with `release`",
            ),
            "" => (
                &codes::TIME_POINT_MISSING,
                "the row names neither a stage nor a time, and would be judged as a stability time point".to_owned(),
                "fill the column `stage` with `release`, or `time` and `time_unit` with those of the pull",
            ),
            _ => (
                &codes::TIME_POINT_MISSING,
                "the row is a stability result and names no time".to_owned(),
                "fill the columns `time` and `time_unit`, or the column `stage` with `release`",
            ),
        };
        Some(Reason::new(code, message).at(self.context.place(row)).help(help))
    }

    /// Why rows of the release make no result: what was measured at several times is not one.
    fn of_several_times(&self, point: Point<'_>, rows: Range<usize>) -> Option<Reason> {
        if point != Point::Release {
            return None;
        }
        let of_lot = |row: &&Determination<'_>| row.role.is_of_lot();
        let mut rows = self.rows.determinations.get(rows)?.iter().filter(of_lot);
        let first = rows.next()?;
        let other = rows.find(|row| !is_same_time(time_in_storage(row), time_in_storage(first)))?;
        let said = |row: &Determination<'_>| match time_in_storage(row) {
            Some([time, unit, condition]) => format!("{time} {unit} {condition}").trim_end().to_owned(),
            None => "no time in storage".to_owned(),
        };
        let message = format!("determinations of {} and of {} make no one result", said(first), said(other));
        Some(
            Reason::new(&codes::TIME_POINTS_MIXED, message)
                .at(self.context.place(other))
                .help("write `stability` into the column `stage`: each time is judged by itself then"),
        )
    }

    /// Judges a delivered test by its rows.
    fn with_rows(&self, measured: &'a Measured, report: &mut TestReport<'a>, uses: &mut [Use]) -> bool {
        let range = report.rows.clone();
        let case = Case {
            spec: self.spec,
            test: report.test,
            measured,
            rows: &self.rows.determinations[range.clone()],
            first_row: range.start,
            uses: &mut uses[range],
            lot_rows: &self.rows.determinations,
            facts: self.facts,
            context: self.context,
        };
        case.judge(report);
        self.not_performed(report);
        true
    }

    /// What a test without rows comes to.
    fn without_rows(&self, test: &'a Test, measured: &Measured, report: &mut TestReport<'a>) -> bool {
        let due = self.is_due(test, measured);
        let elsewhere = || self.rows.groups.iter().any(|(of, point, _)| *of == report.index && *point != 0);
        if !self.first || (!self.is_release() && elsewhere()) {
            return false;
        }
        if due {
            report.reasons.push(Reason::new(&codes::NO_DETERMINATION, "there is no determination").clause(&test.place));
            self.not_performed(report);
        } else {
            report.outcome = Outcome::NotApplicable;
        }
        true
    }

    /// What stands in for a missing result: periodic testing of the specification, else a waiver.
    fn not_performed(&self, report: &mut TestReport<'a>) {
        if report.outcome == Outcome::Missing {
            self.apply_periodic(report);
        }
        if report.outcome == Outcome::Missing {
            self.apply_waiver(report);
        }
    }

    /// A lot that is not due for a test of periodic testing is waived; of one that is due, the reason says so.
    fn apply_periodic(&self, report: &mut TestReport<'a>) {
        let Assessment::Measured(measured) = &report.test.assessment else { return };
        let Some(rule) = measured.skip.as_deref().filter(|_| self.is_release() && !self.was_performed(report)) else {
            return;
        };
        let none = PeriodicRecord::default();
        let record = self.context.periodic.unwrap_or(&none);
        match record.standing(rule, &report.test.id, self.lot, self.facts) {
            Standing::Waived(message) => {
                report.outcome = Outcome::Waived;
                report.reasons = vec![Reason::new(&codes::NOT_DUE_FOR_PERIODIC_TEST, message).clause(&rule.place)];
            }
            // First, because it says more than that there is no determination.
            Standing::Due(code, message) => report.reasons.insert(0, Reason::new(code, message).clause(&rule.place)),
        }
    }

    /// Whether a determination of the lot itself carries a value.
    fn was_performed(&self, report: &TestReport<'a>) -> bool {
        self.rows.determinations[report.rows.clone()]
            .iter()
            .any(|row| row.role.is_of_lot() && super::value::absent(&row.reading).is_none())
    }

    /// A waiver with authority stands in for a missing result, unless the test may never be waived, as safety tests by
    /// default.
    fn apply_waiver(&self, report: &mut TestReport<'a>) {
        let test = report.test;
        let named = |waiver: &&super::Waiver| waiver.lots.contains(self.lot) && waiver.names(test);
        let of_test = || self.context.waivers.iter().filter(named);
        let counts = |waiver: &&super::Waiver| waiver.objection(self.context.as_of).is_none();
        let in_force = of_test().filter(counts).max_by_key(|waiver| waiver.approved);
        let Some(waiver) = in_force.or_else(|| of_test().next()) else { return };
        let objection = waiver.objection(self.context.as_of);
        let against = if test.never_waive {
            Some((&codes::WAIVER_NOT_ALLOWED, "this test may not be waived".to_owned()))
        } else if self.was_performed(report) {
            Some((&codes::WAIVER_NOT_ALLOWED, "the test was performed, and what it found stands".to_owned()))
        } else {
            objection.map(|objection| match objection {
                Objection::Incomplete(_) | Objection::NotApproved(..) | Objection::OwnApproval => {
                    (&codes::WAIVER_NOT_ALLOWED, objection.to_string())
                }
                _ => (&codes::WAIVER_NOT_IN_FORCE, objection.to_string()),
            })
        };
        if let Some((code, why)) = against {
            let message = format!("the waiver does not count: {why}");
            report.reasons.push(Reason::new(code, message).at(waiver.place.clone()));
            return;
        }
        report.outcome = Outcome::Waived;
        let until = waiver.expiry.map_or_else(String::new, |date| format!(", until {date}"));
        let message = format!(
            "not performed: {} ({}, owner {}, approved by {}{until})",
            waiver.reason, waiver.reference, waiver.owner, waiver.approver
        );
        report.reasons = vec![Reason::new(&codes::TEST_WAIVED, message).at(waiver.place.clone())];
    }

    /// The report of a test on a derived attribute.
    fn derived(
        &self,
        index: usize,
        test: &'a Test,
        measured: &'a Measured,
        derived: usize,
        reports: &Reports<'a>,
    ) -> Option<TestReport<'a>> {
        let mut report = self.report(index, test);
        if !self.covers(test) {
            report.outcome = Outcome::NotApplicable;
            return Some(report);
        }
        if let Some(row) = self.rows.determinations[report.rows.clone()].first() {
            report.outcome = Outcome::NotEvaluable;
            let message = format!("{} is computed by evqc and must not be delivered", test.id);
            report.reasons.push(
                Reason::new(&codes::DERIVED_ATTRIBUTE_DELIVERED, message)
                    .at(self.context.place(row))
                    .clause(&test.place),
            );
            return Some(report);
        }
        let inputs = Inputs { spec: self.spec, reports: &|of| reports.get(of), facts: self.facts };
        match inputs.known(&self.spec.derived[derived]) {
            Ok(value) => self.judge_derived(test, measured, &value, &inputs, &mut report),
            Err(stop) if stop.outcome == Outcome::Missing && !self.is_release() => {
                // As with delivered tests: one with its own shelf-life limit is due, at one time point at least.
                let due = self.is_due(test, measured);
                let here = self.has_inputs_at(derived, self.point);
                let elsewhere = || (1..self.rows.points.len()).any(|point| self.has_inputs_at(derived, point));
                if !due || !(here || (self.first && !elsewhere())) {
                    return None;
                }
                report.criterion = criteria_at(measured, report.point).first();
                report.outcome = stop.outcome;
                report.reasons = stop.reasons;
                if !self.awaits_input(derived, reports) {
                    self.not_performed(&mut report);
                }
            }
            Err(stop) if stop.outcome == Outcome::Missing && !test.required => report.outcome = Outcome::NotApplicable,
            Err(stop) => {
                report.criterion = criteria_at(measured, report.point).first();
                report.outcome = stop.outcome;
                report.reasons = stop.reasons;
                // While an input is awaited, there is something to compute from.
                if !self.awaits_input(derived, reports) {
                    self.not_performed(&mut report);
                }
            }
        }
        Some(report)
    }

    /// Whether a derived attribute rests on a test that is due and has no result, or not enough for one.
    fn awaits_input(&self, derived: usize, reports: &Reports<'a>) -> bool {
        let mut awaits = false;
        self.spec.derived[derived].formula.leaves(&mut |leaf| match leaf {
            Expression::Test(test) => {
                awaits |= reports.get(*test).is_none_or(|report| report.outcome == Outcome::Missing);
            }
            Expression::Derived(inner) => awaits |= self.awaits_input(*inner, reports),
            _ => {}
        });
        awaits
    }

    /// Whether every test that a derived attribute rests on has rows at this point.
    fn has_inputs_at(&self, derived: usize, point: usize) -> bool {
        let mut all = true;
        self.spec.derived[derived].formula.leaves(&mut |leaf| match leaf {
            Expression::Test(test) => all &= self.has_result_at(*test, point),
            Expression::Derived(inner) => all &= self.has_inputs_at(*inner, point),
            _ => {}
        });
        all
    }

    fn has_result_at(&self, test: usize, point: usize) -> bool {
        match &self.spec.tests[test].assessment {
            Assessment::Measured(measured) => match measured.origin {
                Origin::Derived(inner) => self.has_inputs_at(inner, point),
                Origin::Delivered => !self.rows.range(test, point).is_empty(),
            },
            Assessment::Panel(_) => false,
        }
    }

    fn judge_derived(
        &self,
        test: &'a Test,
        measured: &'a Measured,
        value: &Bounded,
        inputs: &Inputs<'_, '_, 'a>,
        report: &mut TestReport<'a>,
    ) {
        let Origin::Derived(index) = measured.origin else { return };
        let derived = &self.spec.derived[index];
        let unit = &derived.unit;
        let Some(alternative) = criteria_at(measured, report.point).first() else { return };
        report.criterion = Some(alternative);
        let value = match &alternative.criterion {
            Criterion::Label(_) => match percent_of_claim(self.spec, self.facts, test, value, unit, report) {
                Ok(value) => value,
                Err(stop) => return stop_report(stop, report),
            },
            Criterion::Numeric(limits) => match unit.factor_to(&limits.unit) {
                Some(factor) => scaled(value, &factor),
                None => value.clone(),
            },
            Criterion::Report | Criterion::Qualitative(_) => value.clone(),
        };
        let Some((exact, bound)) = parts(&value) else { return };
        report.outcome = match &alternative.criterion {
            criterion @ Criterion::Report => {
                let evidence = derived_evidence(measured, criterion, derived, &value, inputs, report);
                report.decision = evidence.map(DecisionStatement::of_reported).map(Box::new);
                report.reportable = Some(super::Reportable {
                    value: super::ReportableValue::Number { compared: None, exact, bound, unit, floating: false },
                    n: 1,
                });
                Outcome::Reported
            }
            criterion => {
                let text = exact.to_decimal_string(6).0;
                if bound.is_none()
                    && let Err(stop) = super::value::plausible(test, unit, Some(criterion), &exact, &text)
                {
                    return stop_report(stop, report);
                }
                let evidence = derived_evidence(measured, criterion, derived, &value, inputs, report);
                let judged = Judged { value, floating: false, n: 1, computed: true, evidence };
                decide(test, measured, criterion, alternative, &judged, &|| None, report)
            }
        };
    }

    /// Marks the members of a panel that counts: required, or through a panel that does.
    fn mark_members(&self, index: usize, through: bool, reports: &mut Reports<'a>) {
        let test = &self.spec.tests[index];
        let Assessment::Panel(panel) = &test.assessment else { return };
        let judged = reports.get(index).is_some_and(|report| report.outcome != Outcome::NotApplicable);
        if !judged || !(through || test.required) {
            return;
        }
        for member in panel.statement.members() {
            if let Some(report) = reports.get_mut(member) {
                report.decided_by_panel = true;
            }
            self.mark_members(member, true, reports);
        }
    }

    /// Judges a panel, its members that are panels first.
    fn panel(&self, index: usize, reports: &mut Reports<'a>) {
        let test = &self.spec.tests[index];
        let Assessment::Panel(panel) = &test.assessment else { return };
        if reports.get(index).is_some() {
            return;
        }
        for member in panel.statement.members() {
            self.panel(member, reports);
        }
        let mut report = self.report(index, test);
        let members = panel.statement.members();
        let measured: Vec<_> = members.iter().filter_map(|&member| reports.get(member)).collect();
        let all_pass = measured.iter().all(|member| member.outcome == Outcome::Pass);
        let some_only = self.point != 0 && measured.len() < members.len();
        if !self.covers(test) {
            report.outcome = Outcome::NotApplicable;
        } else if !measured.is_empty() {
            panel::judge(self.spec, panel, reports, &mut report);
        } else {
            return;
        }
        // A later time point asks for no test that is not measured there, and so for no panel either: each member stands for itself.
        if some_only && all_pass && report.outcome == Outcome::Inconclusive {
            return;
        }
        let due = self.is_release() && test.required && self.covers(test);
        let in_scope = panel.statement.members().iter().any(|&m| self.covers(&self.spec.tests[m]));
        if report.outcome == Outcome::NotApplicable && due && in_scope {
            report.outcome = Outcome::Missing;
            let message = "none of the members of the panel was reported";
            report.reasons.push(Reason::new(&codes::PANEL_NOT_CONCLUDED, message).clause(&panel.place));
        }
        let is_open = matches!(report.outcome, Outcome::Missing | Outcome::Inconclusive);
        if is_open && measured.iter().all(|one| matches!(one.outcome, Outcome::Waived | Outcome::NotApplicable)) {
            self.apply_waiver(&mut report);
        }
        reports.put(report);
    }
}

fn stop_report(stop: Stop, report: &mut TestReport<'_>) {
    report.outcome = stop.outcome;
    report.reasons.extend(stop.reasons);
}
