//! One lot: a loop over the tests of the specification.

use super::codes;
use super::compare::scaled;
use super::context::{Context, StageScope, folded, is_stability};
use super::criterion::{Judged, criteria_at, decide, parts};
use super::decision::DecisionStatement;
use super::derived::Inputs;
use super::label::percent_of_claim;
use super::lot_report::{LotReport, Point, Reason, TestReport, Use};
use super::measured::Case;
use super::outcome::{Flags, Outcome};
use super::panel;
use super::periodic::{PeriodicRecord, Standing};
use super::plausibility;
use super::reports::Reports;
use super::second_stage;
use super::stop::Stop;
use super::uncertainty::derived_evidence;
use super::verdict::verdict;
use super::waiver::Objection;
use crate::data::{Determination, LotData, LotFacts};
use crate::finding::{Finding, Severity};
use crate::quantity::{Bounded, Decimal, DecimalMark, Exact};
use crate::spec::{Assessment, Criterion, Expression, Measured, Origin, Role, Specification, Test};
use jiff::civil::Date;
use std::cmp::Ordering;
use std::ops::Range;

/// Judges one lot against a specification.
///
/// Pure and deterministic: the report depends on the arguments only, and the order of rows changes no outcome.
pub fn judge<'a>(spec: &'a Specification, data: LotData<'a>, context: &Context<'_>) -> LotReport<'a> {
    let LotData { lot, determinations, faults, facts } = data;
    let mut findings = faults;
    let rows = Grouped::new(spec, determinations, context);
    let points = rows.points_in_scope(context);
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
        tests.sort_by_key(|test| test.index);
    }
    findings.extend(facts.into_iter().flat_map(|facts| dates_of(facts, context.as_of)));
    let spoiled = findings.iter().any(|finding| finding.severity() == Severity::Error);
    let mut verdict = verdict(&tests, spoiled);
    if context.stage == StageScope::AsData && rows.is_stability_only() && verdict == super::Verdict::Conforms {
        // Whoever forgets the release results must not get a conforming lot for it.
        verdict = super::Verdict::NotConcluded;
        let message = "only stability results are there, and the release was not judged";
        let finding = Finding::new(&codes::RELEASE_NOT_JUDGED, message);
        findings.push(finding.help("give --stage \"shelf life\" to judge the stability results alone"));
    }
    findings.extend(rows.of_other_stages(spec, context));
    if verdict == super::Verdict::NotConcluded && !tests.iter().any(|test| test.counts() && is_open(test.outcome)) {
        findings.push(Finding::new(&codes::NOTHING_JUDGED, "no required test of the lot was judged"));
    }
    let determinations = rows.determinations;
    let scope = context.stage.in_words();
    LotReport { lot, spec, spec_choice: None, scope, verdict, tests, determinations, uses, findings, facts }
}

/// What the dates of a lot come to on the day of judgement.
fn dates_of(facts: &LotFacts, as_of: Date) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut say = |code, message: String| {
        let finding = Finding::new(code, message);
        findings.push(match facts.place.clone() {
            Some(place) => finding.at(place, 1),
            None => finding,
        });
    };
    if let Some(made) = facts.manufactured.filter(|made| *made > as_of) {
        say(&codes::DATE_IN_THE_FUTURE, format!("the lot was made on {made}, after {as_of}"));
    }
    match (facts.manufactured, facts.expires) {
        (Some(made), Some(expires)) if expires < made => {
            say(&codes::IMPOSSIBLE_DATES, format!("the lot expires on {expires}, before it was made on {made}"));
        }
        (_, Some(expires)) if expires < as_of => {
            say(&codes::LOT_EXPIRED, format!("the lot expired on {expires}; judged on {as_of}"));
        }
        _ => {}
    }
    findings
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
            label_claim: None,
            rows: 0..0,
            reasons: Vec::new(),
            conversions: Vec::new(),
            decided_by_panel: false,
        }
    }
}

/// The rows of a lot, grouped by test and point.
struct Grouped<'a> {
    determinations: Vec<Determination<'a>>,
    /// Test, point (position in `points`), rows; in this order.
    groups: Vec<(usize, usize, Range<usize>)>,
    /// The points that occur: release first, then stability time points in time order.
    points: Vec<Point<'a>>,
    /// Rows whose stage does not fit: test and reason.
    misplaced: Vec<(usize, Reason)>,
}

impl<'a> Grouped<'a> {
    fn new(spec: &'a Specification, mut determinations: Vec<Determination<'a>>, context: &Context<'_>) -> Self {
        let mut misplaced = Vec::new();
        let mut points = vec![Point::Release];
        let unstaged = |row: &Determination<'a>| row.stage.is_empty() && row.details.is_none();
        if context.stage == StageScope::AsData
            && determinations.iter().all(unstaged)
            && !spec.tests.iter().any(has_shelf_life)
        {
            return Grouped::of_release(determinations, points, spec.tests.len());
        }
        let mut staged = false;
        for row in &determinations {
            staged |= !row.stage.is_empty() || has_time(row);
            match point_of(&spec.tests[row.test], row, context) {
                Ok(Point::Release) => {}
                Ok(point) => points.push(point),
                Err(reason) => misplaced.push((row.test, reason.at(context.place(row)))),
            }
        }
        points[1..].sort_by(compare_points);
        points.dedup();
        let position = |row: &Determination<'a>| {
            if !staged && points.len() == 1 {
                return 0;
            }
            match point_of(&spec.tests[row.test], row, context) {
                Ok(point @ Point::Stability { .. }) => {
                    points[1..].binary_search_by(|known| compare_points(known, &point)).map_or(0, |at| at + 1)
                }
                _ => 0,
            }
        };
        determinations.sort_by_cached_key(|row| (row.test, position(row)));
        let mut groups: Vec<(usize, usize, Range<usize>)> = Vec::with_capacity(spec.tests.len());
        for (i, row) in determinations.iter().enumerate() {
            let at = position(row);
            match groups.last_mut() {
                Some((test, point, range)) if *test == row.test && *point == at => range.end = i + 1,
                _ => groups.push((row.test, at, i..i + 1)),
            }
        }
        Grouped { determinations, groups, points, misplaced }
    }

    /// Rows that say nothing of stages, under a specification that asks nothing of them: all belong to the release.
    fn of_release(mut determinations: Vec<Determination<'a>>, points: Vec<Point<'a>>, tests: usize) -> Self {
        // Sorting takes memory even where there is nothing to do.
        if !determinations.is_sorted_by_key(|row| row.test) {
            determinations.sort_by_key(|row| row.test);
        }
        let mut groups: Vec<(usize, usize, Range<usize>)> = Vec::with_capacity(tests);
        for (i, row) in determinations.iter().enumerate() {
            match groups.last_mut() {
                Some((test, _, range)) if *test == row.test => range.end = i + 1,
                _ => groups.push((row.test, 0, i..i + 1)),
            }
        }
        Grouped { determinations, groups, points, misplaced: Vec::new() }
    }

    /// A remark when rows are not judged because the run asks for another stage.
    fn of_other_stages(&self, spec: &Specification, context: &Context<'_>) -> Option<Finding> {
        let judged = |row: &&Determination<'a>| {
            let stability = matches!(point_of(&spec.tests[row.test], row, context), Ok(Point::Stability { .. }));
            match &context.stage {
                StageScope::AsData => true,
                StageScope::ShelfLife => stability,
                StageScope::Release => !stability,
                StageScope::Named(_) => !stability && context.stage.covers(&spec.tests[row.test]),
            }
        };
        if context.stage == StageScope::AsData {
            return None;
        }
        let mut left = self.determinations.iter().filter(|row| !judged(row));
        let first = left.next()?;
        let message = format!("{} row(s) of another stage than the one asked for were not judged", 1 + left.count());
        Some(Finding::new(&codes::ROWS_OF_ANOTHER_STAGE, message).at(context.place(first), 1))
    }

    fn range(&self, test: usize, point: usize) -> Range<usize> {
        match self.groups.binary_search_by_key(&(test, point), |(test, point, _)| (*test, *point)) {
            Ok(found) => self.groups[found].2.clone(),
            Err(_) => 0..0,
        }
    }

    /// Whether the lot has stability rows and no others.
    fn is_stability_only(&self) -> bool {
        self.points.len() > 1 && !self.groups.iter().any(|(_, point, _)| *point == 0)
    }

    /// The points that are judged. A lot with stability rows only is judged at those time points; any other row makes it
    /// a release with every test required.
    fn points_in_scope(&self, context: &Context<'_>) -> Vec<usize> {
        let stability = 1..self.points.len();
        match &context.stage {
            // At least one point, so that missing tests are reported even when no row is there.
            StageScope::ShelfLife if stability.is_empty() => vec![0],
            StageScope::ShelfLife => stability.collect(),
            StageScope::AsData if self.is_stability_only() => stability.collect(),
            StageScope::Release | StageScope::Named(_) => vec![0],
            StageScope::AsData => (0..self.points.len()).collect(),
        }
    }
}

fn has_time(row: &Determination<'_>) -> bool {
    row.details.as_ref().is_some_and(|details| !details.time.trim().is_empty())
}

/// The point a row belongs to.
///
/// # Errors
/// A reason when the stage is needed and not told, or belongs to another test.
fn point_of<'a>(test: &Test, row: &Determination<'a>, context: &Context<'_>) -> Result<Point<'a>, Reason> {
    let stage = row.stage.trim();
    let stability = || {
        let details = row.details.as_deref();
        Point::Stability {
            time: details.map_or("", |d| d.time.trim()),
            time_unit: details.map_or("", |d| d.time_unit.trim()),
            condition: details.map_or("", |d| d.condition.trim()),
            container: details.map_or("", |d| d.container.trim()),
            orientation: details.map_or("", |d| d.orientation.trim()),
        }
    };
    if stage.is_empty() {
        return match &context.stage {
            StageScope::ShelfLife => Ok(stability()),
            StageScope::AsData if has_shelf_life(test) => Err(Reason::new(
                &codes::STAGE_MISSING,
                format!("{} has different limits at release and on stability, and the row names no stage", test.id),
            )
            .clause(&test.place)
            .help("fill the column `stage` with `release` or `stability`, or give --stage")),
            _ => Ok(Point::Release),
        };
    }
    if is_stability(stage) {
        return Ok(stability());
    }
    let name = folded(stage);
    match &test.stage {
        _ if name == "release" => Ok(Point::Release),
        None if matches!(&context.stage, StageScope::Named(wanted) if folded(wanted) == name) => Ok(Point::Release),
        Some(own) if folded(own) != name => Err(Reason::new(
            &codes::STAGE_MISMATCH,
            format!("the row is from stage \"{stage}\"; {} is a test of \"{own}\"", test.id),
        )
        .clause(&test.place)),
        Some(_) => Ok(Point::Release),
        None => Err(Reason::new(
            &codes::STAGE_MISMATCH,
            format!("the row is from stage \"{stage}\"; {} has no stage of its own", test.id),
        )
        .clause(&test.place)
        .help("write `release` or `stability`, leave the cell empty, or give the test a `stage` in the specification")),
    }
}

fn has_shelf_life(test: &Test) -> bool {
    matches!(&test.assessment, Assessment::Measured(measured) if !measured.shelf_life.is_empty())
}

/// Release first, then by time as a number, then by the texts.
fn compare_points(a: &Point<'_>, b: &Point<'_>) -> Ordering {
    let (a, b) = (point_order(a), point_order(b));
    (a.1, a.2).cmp(&(b.1, b.2)).then(a.0.cmp(&b.0)).then(a.3.cmp(&b.3))
}

/// Time as a number (unreadable ones last), unit, condition, and the other cells as text.
fn point_order<'p>(point: &Point<'p>) -> (Option<Exact>, &'p str, &'p str, [&'p str; 3]) {
    match *point {
        Point::Release => (None, "", "", [""; 3]),
        Point::Stability { time, time_unit, condition, container, orientation } => {
            let number = Decimal::parse(time, DecimalMark::Point).ok().map(|number| number.exact());
            (
                Some(number.unwrap_or_else(|| Exact::from_i64(i64::MAX))),
                time_unit,
                condition,
                [container, orientation, time],
            )
        }
    }
}

/// Everything needed to judge the tests of a lot at one point.
struct AtPoint<'r, 'a> {
    spec: &'a Specification,
    rows: &'r Grouped<'a>,
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

    fn is_release(&self) -> bool {
        self.point == 0 && self.context.stage != StageScope::ShelfLife
    }

    /// Fills the report of a delivered test; false for tests without rows at a further point.
    fn delivered(&self, measured: &'a Measured, report: &mut TestReport<'a>, uses: &mut [Use]) -> bool {
        let (index, test) = (report.index, report.test);
        if !self.context.stage.covers(test) {
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
        if range.is_empty() {
            return self.without_rows(test, measured, report);
        }
        let case = Case {
            spec: self.spec,
            test,
            measured,
            rows: &self.rows.determinations[range.clone()],
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
        // On stability a test with its own shelf-life limit is due; the programme decides about the others.
        let due = if self.is_release() { test.required } else { !measured.shelf_life.is_empty() && test.required };
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
            .any(|row| matches!(row.role, Role::Sample | Role::Retest) && super::value::absent(&row.reading).is_none())
    }

    /// A waiver with authority stands in for a missing result, unless the test may never be waived, as safety tests by
    /// default.
    fn apply_waiver(&self, report: &mut TestReport<'a>) {
        let test = report.test;
        let named = |waiver: &&super::Waiver| waiver.lots.contains(self.lot) && waiver.names(test);
        let Some(waiver) = self.context.waivers.iter().find(named) else { return };
        let objection = waiver.objection(self.context.as_of);
        let against = if test.never_waive {
            Some((&codes::WAIVER_NOT_ALLOWED, "this test may not be waived".to_owned()))
        } else if self.was_performed(report) {
            Some((&codes::WAIVER_NOT_ALLOWED, "the test was performed, and what it found stands".to_owned()))
        } else {
            objection.map(|objection| match objection {
                Objection::Incomplete(_) | Objection::OwnApproval => {
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
        if !self.context.stage.covers(test) {
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
                let due = test.required && !measured.shelf_life.is_empty();
                let here = self.has_inputs_at(derived, self.point);
                let elsewhere = || (1..self.rows.points.len()).any(|point| self.has_inputs_at(derived, point));
                if !due || !(here || (self.first && !elsewhere())) {
                    return None;
                }
                report.criterion = criteria_at(measured, report.point).first();
                report.outcome = stop.outcome;
                report.reasons = stop.reasons;
            }
            Err(stop) if stop.outcome == Outcome::Missing && !test.required => report.outcome = Outcome::NotApplicable,
            Err(stop) => {
                report.criterion = criteria_at(measured, report.point).first();
                report.outcome = stop.outcome;
                report.reasons = stop.reasons;
                if report.outcome == Outcome::Missing && !self.awaits_input(derived, reports) {
                    self.apply_periodic(&mut report);
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
        let any_member = panel.statement.members().iter().any(|&member| reports.get(member).is_some());
        if !self.context.stage.covers(test) {
            report.outcome = Outcome::NotApplicable;
        } else if any_member {
            panel::judge(self.spec, panel, reports, &mut report);
        } else {
            return;
        }
        let due = self.is_release() && test.required && self.context.stage.covers(test);
        let in_scope = panel.statement.members().iter().any(|&m| self.context.stage.covers(&self.spec.tests[m]));
        if report.outcome == Outcome::NotApplicable && due && in_scope {
            report.outcome = Outcome::Missing;
            let message = "none of the members of the panel was reported";
            report.reasons.push(Reason::new(&codes::PANEL_NOT_CONCLUDED, message).clause(&panel.place));
        }
        reports.put(report);
    }
}

fn stop_report(stop: Stop, report: &mut TestReport<'_>) {
    report.outcome = stop.outcome;
    report.reasons.extend(stop.reasons);
}
