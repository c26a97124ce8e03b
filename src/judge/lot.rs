//! One lot: a loop over the points of its life at which it is judged.

use super::at_point::AtPoint;
use super::codes;
use super::context::{Context, StageScope};
use super::corrections;
use super::life::{self, Beside};
use super::lot_dates::dates_of;
use super::lot_report::{LotReport, Point, Reason, TestReport, Use};
use super::outcome::{Flags, Outcome, Verdict};
use super::rows_by_point::RowsByPoint;
use super::verdict::verdict;
use crate::data::LotData;
use crate::finding::{Finding, Severity};
use crate::order;
use crate::spec::{Assessment, InUse, Origin, Specification, Test};

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
    let mut at_points = points.iter().enumerate().map(|(position, &point)| {
        AtPoint { spec, rows: &rows, point, first: position == 0, lot, facts, context }.judge(&mut uses)
    });
    let mut tests = at_points.next().unwrap_or_default();
    at_points.for_each(|judged| tests.extend(judged));
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
    if let Some(finding) = release_not_judged(&rows, context, verdict) {
        // Whoever forgets the release results must not get a conforming lot for it.
        verdict = Verdict::NotConcluded;
        findings.push(finding);
    }
    findings.extend(rows.of_other_stages(spec, context));
    if verdict == Verdict::NotConcluded && !tests.iter().any(|test| test.counts() && is_open(test.outcome)) {
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

/// That a lot which conforms has results of later points alone, and nobody asked for them alone.
fn release_not_judged(rows: &RowsByPoint<'_>, context: &Context<'_>, verdict: Verdict) -> Option<Finding> {
    let without_release = context.stage == StageScope::AsData && rows.is_without_release();
    if !without_release || context.asks_for_later() || verdict != Verdict::Conforms {
        return None;
    }
    let (only, stage) = match rows.points.iter().any(|point| matches!(point, Point::InUse { .. })) {
        true => ("results in use", "in use"),
        false => ("stability results", "shelf life"),
    };
    let message = format!("only {only} are there, and the release was not judged");
    let finding = Finding::new(&codes::RELEASE_NOT_JUDGED, message);
    Some(finding.help(format!("give --stage \"{stage}\" to judge the {only} alone")))
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
