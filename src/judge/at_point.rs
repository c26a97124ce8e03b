//! One lot at one point of its life: its delivered tests, then what is computed from them, then the panels over both.

use super::codes;
use super::compare::scaled;
use super::context::{Context, StageScope, is_in_use, says_something};
use super::corrections;
use super::criterion::{Judged, criteria_at, decide, parts};
use super::decision::DecisionStatement;
use super::derived::Inputs;
use super::label::percent_of_claim;
use super::lot_report::{Point, Reason, Reportable, ReportableValue, TestReport, Use};
use super::measured::Case;
use super::outcome::Outcome;
use super::panel;
use super::plausibility;
use super::reports::{Filled, Reports};
use super::rows_by_point::{RowsByPoint, is_same_time, is_time_point, time_in_storage};
use super::second_stage;
use super::stop::Stop;
use super::uncertainty::derived_evidence;
use super::value;
use crate::data::{Determination, LotFacts};
use crate::quantity::Bounded;
use crate::spec::{Assessment, Criterion, Expression, Measured, Origin, Specification, Test};
use std::ops::Range;

/// Everything needed to judge the tests of a lot at one point.
pub(super) struct AtPoint<'r, 'a> {
    pub spec: &'a Specification,
    pub rows: &'r RowsByPoint<'a>,
    /// Position of the point in [`RowsByPoint::points`].
    pub point: usize,
    /// Whether tests without rows are reported here.
    pub first: bool,
    pub lot: &'a str,
    pub facts: Option<&'a LotFacts>,
    pub context: &'r Context<'r>,
}

impl<'a> AtPoint<'_, 'a> {
    /// The reports of the tests that are judged here, in their order. `uses` of the rows of the lot are filled.
    pub fn judge(&self, uses: &mut [Use]) -> Vec<TestReport<'a>> {
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

    pub fn is_release(&self) -> bool {
        self.point == 0 && self.context.stage != StageScope::ShelfLife
    }

    /// Fills the report of a delivered test.
    fn delivered(&self, measured: &'a Measured, report: &mut TestReport<'a>, uses: &mut [Use]) -> Filled {
        let (index, test) = (report.index, report.test);
        if !self.covers(test) {
            report.outcome = Outcome::NotApplicable;
            return Filled::Judged;
        }
        if let [only] = criteria_at(measured, report.point) {
            report.criterion = Some(only);
        }
        let range = report.rows.clone();
        let misplaced = || self.rows.misplaced.iter().filter(|(of, _)| *of == index);
        if self.first && misplaced().next().is_some() {
            report.outcome = Outcome::NotEvaluable;
            report.reasons = misplaced().map(|(_, reason)| reason.clone()).collect();
            return Filled::Judged;
        }
        let of_no_time = self.without_time(report.point, range.clone());
        if let Some(reason) = of_no_time.or_else(|| self.of_several_times(report.point, range.clone())) {
            report.outcome = Outcome::NotEvaluable;
            report.reasons.push(reason.clause(&test.place));
            return Filled::Judged;
        }
        let filled = match range.is_empty() {
            true => self.without_rows(test, measured, report),
            false => self.with_rows(measured, report, uses),
        };
        let mut flaws = self.rows.flaws.iter().filter(|(of, at, _)| (*of, *at) == (index, self.point)).peekable();
        if flaws.peek().is_none() {
            return filled;
        }
        corrections::bar(report, flaws.map(|(.., reason)| reason));
        Filled::Judged
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
    fn with_rows(&self, measured: &'a Measured, report: &mut TestReport<'a>, uses: &mut [Use]) -> Filled {
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
        Filled::Judged
    }

    /// What a test without rows comes to: at a further point, nothing.
    fn without_rows(&self, test: &'a Test, measured: &Measured, report: &mut TestReport<'a>) -> Filled {
        let elsewhere = || self.rows.groups.iter().any(|(of, point, _)| *of == report.index && *point != 0);
        if !self.first || (!self.is_release() && elsewhere()) {
            return Filled::Nothing;
        }
        if self.is_due(test, measured) {
            report.reasons.push(Reason::new(&codes::NO_DETERMINATION, "there is no determination").clause(&test.place));
            self.not_performed(report);
        } else {
            report.outcome = Outcome::NotApplicable;
        }
        Filled::Judged
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
        let stop = match inputs.known(&self.spec.derived[derived]) {
            Ok(value) => {
                self.judge_derived(test, measured, &value, &inputs, &mut report);
                return Some(report);
            }
            Err(stop) => stop,
        };
        let is_missing = stop.outcome == Outcome::Missing;
        if is_missing && self.is_release() && !test.required {
            report.outcome = Outcome::NotApplicable;
            return Some(report);
        }
        if is_missing && !self.is_release() && !self.is_due_by_inputs(test, measured, derived) {
            return None;
        }
        report.criterion = criteria_at(measured, report.point).first();
        report.outcome = stop.outcome;
        report.reasons = stop.reasons;
        // While an input is awaited, there is something to compute from.
        if !self.awaits_input(derived, reports) {
            self.not_performed(&mut report);
        }
        Some(report)
    }

    /// Whether a test on a derived attribute is due at a later point, as delivered ones are: with limits of its own, at one time point at
    /// least.
    fn is_due_by_inputs(&self, test: &Test, measured: &Measured, derived: usize) -> bool {
        let elsewhere = || (1..self.rows.points.len()).any(|point| self.has_inputs_at(derived, point));
        self.is_due(test, measured) && (self.has_inputs_at(derived, self.point) || self.first && !elsewhere())
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
                report.reportable = Some(Reportable {
                    value: ReportableValue::Number { compared: None, exact, bound, unit, floating: false },
                    n: 1,
                });
                Outcome::Reported
            }
            criterion => {
                let text = exact.to_decimal_string(6).0;
                if bound.is_none()
                    && let Err(stop) = value::plausible(test, unit, Some(criterion), &exact, &text)
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
        let members = panel.statement.members();
        for &member in &members {
            self.panel(member, reports);
        }
        let mut report = self.report(index, test);
        let covered = self.covers(test);
        let measured: Vec<_> = members.iter().filter_map(|&member| reports.get(member)).collect();
        let all_pass = measured.iter().all(|member| member.outcome == Outcome::Pass);
        let some_only = self.point != 0 && measured.len() < members.len();
        if !covered {
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
        let due = self.is_release() && test.required && covered;
        let in_scope = members.iter().any(|&member| self.covers(&self.spec.tests[member]));
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
