//! Which criterion applies to a test, and what a value comes to against it.

use super::codes;
use super::compare::{against, against_in, deciding, scaled};
use super::context::folded;
use super::decision::{self, Assessed, Ruling};
use super::lot_report::{BoundKind, Point, Reason, Reportable, ReportableValue, TestReport};
use super::measured::Case;
use super::outcome::Outcome;
use super::stop::Stop;
use super::uncertainty::{Evidence, not_stated};
use crate::data::folded_condition;
use crate::quantity::rounding::{round_down_to_place, round_up_to_place};
use crate::quantity::{Bounded, Compared, Exact, RoundingRule};
use crate::source::Place;
use crate::spec::{Alternative, Condition, Criterion, DecisionRule, Limits, Measured, Test};
use std::borrow::Cow;

impl<'a> Case<'_, 'a> {
    /// The one criterion that applies to these rows.
    pub(super) fn alternative(&self, counted: &[usize], point: Point<'_>) -> Result<&'a Alternative, Stop> {
        self.check_methods(counted)?;
        let alternatives = criteria_at(self.measured, point);
        let applies = |alternative: &&Alternative, row: usize| {
            alternative.when.iter().all(|(condition, wanted)| is_said(*condition, self.cell(row, *condition), wanted))
        };
        let chosen = counted.first().and_then(|&i| alternatives.iter().find(|a| applies(a, i)));
        match chosen {
            Some(alternative) if counted.iter().all(|&i| applies(&alternative, i)) => Ok(alternative),
            _ => {
                let conditions: Vec<String> = alternatives
                    .iter()
                    .flat_map(|a| &a.when)
                    .map(|(condition, wanted)| format!("{} {wanted}", condition.as_str()))
                    .collect();
                let row = &self.rows[counted.first().copied().unwrap_or(0)];
                Err(Stop::not_evaluable(
                    Reason::new(
                        &codes::NO_CRITERION_APPLIES,
                        format!(
                            "no single limit applies to all determinations; limits exist for {}",
                            conditions.join(", ")
                        ),
                    )
                    .at(self.context.place(row))
                    .clause(&self.test.place),
                ))
            }
        }
    }

    fn cell(&self, row: usize, condition: Condition) -> &'a str {
        let row = &self.rows[row];
        let details = row.details.as_deref();
        match condition {
            Condition::Method => details.map_or("", |d| d.method),
            Condition::Instrument => details.map_or("", |d| d.instrument),
            Condition::Sample => row.sample,
            Condition::StorageCondition => details.map_or("", |d| d.condition),
        }
    }

    fn check_methods(&self, counted: &[usize]) -> Result<(), Stop> {
        if self.test.methods.is_empty() {
            return Ok(());
        }
        for &i in counted {
            let method = self.cell(i, Condition::Method).trim();
            if !method.is_empty() && !self.test.methods.iter().any(|listed| folded(listed) == folded(method)) {
                let message =
                    format!("measured by \"{method}\"; the specification lists {}", self.test.methods.join(", "));
                return Err(Stop::not_evaluable(
                    Reason::new(&codes::UNLISTED_METHOD, message)
                        .at(self.context.place(&self.rows[i]))
                        .clause(&self.test.place),
                ));
            }
        }
        Ok(())
    }
}

/// The acceptance criteria at a point of the lot's life.
pub(super) fn criteria_at<'m>(measured: &'m Measured, point: Point<'_>) -> &'m [Alternative] {
    match point {
        Point::InUse { .. } if !measured.in_use.is_empty() => &measured.in_use,
        Point::Stability { .. } | Point::InUse { .. } if !measured.shelf_life.is_empty() => &measured.shelf_life,
        _ => &measured.accept,
    }
}

/// A value ready for its criterion.
pub(super) struct Judged {
    pub value: Bounded,
    pub floating: bool,
    pub n: usize,
    /// Whether it was computed from several values, so that a bound is printed rounded.
    pub computed: bool,
    /// What a decision rule may rest on; `None` when the rule is simple and no uncertainty is stated.
    pub evidence: Option<Evidence>,
}

/// Compares a value with a numeric criterion and fills reportable value, margin, flags and reasons.
pub(super) fn decide<'a>(
    test: &'a Test,
    measured: &'a Measured,
    criterion: &'a Criterion,
    alternative: &'a Alternative,
    judged: &Judged,
    place: &dyn Fn() -> Option<Place>,
    report: &mut TestReport<'a>,
) -> Outcome {
    let (Criterion::Numeric(limits) | Criterion::Label(limits)) = criterion else { return Outcome::NotEvaluable };
    let located = |reason: Reason| {
        let reason = reason.clause(&alternative.place);
        match place() {
            Some(place) => reason.at(place),
            None => reason,
        }
    };
    let Some((exact, bound)) = parts(&judged.value) else {
        let message = "the result is a bound whose limit of detection or quantitation is not declared";
        let help = match measured.loq {
            Some(_) => {
                "`loq` of the specification says what `<LOQ` means and nothing of what was not detected: fill the column `lod` of the \
                 data, or report the bound itself as in `<0.05`"
            }
            None => "fill the column `lod` or `loq` of the data, or report the bound itself as in `<0.05`",
        };
        report.reasons.push(located(Reason::new(&codes::DETECTION_LIMIT_NOT_DECLARED, message)).help(help));
        return Outcome::Inconclusive;
    };
    let compared = bound.map(|bound| Box::new(printed_bound(limits, &exact, bound, judged.computed, test.rounding)));
    let verdict = against(limits, &judged.value, test.rounding);
    flag(measured, criterion, &judged.value, test.rounding, report);
    let shown = || super::shown(limits, &exact, bound, compared.as_deref().unwrap_or(&exact), test.rounding);
    let mut outcome = match verdict {
        Compared::Inside => Outcome::Pass,
        Compared::Outside => {
            let message = format!("{} is outside the acceptance criterion {}", shown(), limits.text);
            report.reasons.push(located(Reason::new(&codes::OUTSIDE_ACCEPTANCE_CRITERION, message)));
            Outcome::Fail
        }
        Compared::Undecided => {
            let message = format!("{} allows no statement about {}", shown(), limits.text);
            report.reasons.push(located(Reason::new(&codes::CENSORED_UNDECIDED, message)));
            Outcome::Inconclusive
        }
    };
    if judged.evidence.is_none() && measured.decide != DecisionRule::Simple && outcome == Outcome::Pass {
        // No rule is passed by keeping silent about what it needs.
        report.reasons.push(located(not_stated()));
        outcome = Outcome::Inconclusive;
    }
    if let Some(evidence) = &judged.evidence {
        // A rule compares unrounded, and says so with the digits that it compared.
        let unrounded = || super::shown(limits, &exact, bound, &exact, RoundingRule::None);
        let assessed = Assessed { limits, value: &exact, bound, evidence, shown: &unrounded };
        let mut statement = decision::statement(measured.decide, &assessed);
        // Uncertainty never rescues a value outside its limit, so the rule is asked about the others only.
        if outcome == Outcome::Pass {
            let (ruled, reason) = match decision::rule(measured.decide, &assessed, &mut statement) {
                Ruling::Accepted => (Outcome::Pass, None),
                Ruling::Refused(reason) => {
                    report.refused = true;
                    (Outcome::Fail, Some(reason))
                }
                Ruling::Open(reason) => (Outcome::Inconclusive, Some(reason)),
            };
            outcome = ruled;
            report.reasons.extend(reason.map(located));
        }
        let lies_inside = || against(limits, &judged.value, RoundingRule::None) == Compared::Inside;
        if verdict == Compared::Outside && measured.decide != DecisionRule::Simple && lies_inside() {
            let ruling = decision::rule(measured.decide, &assessed, &mut statement.clone());
            statement.only_by_rounding = matches!(ruling, Ruling::Accepted);
        }
        statement.accepted = match outcome {
            Outcome::Pass => Some(true),
            Outcome::Fail => Some(false),
            _ => None,
        };
        report.decision = Some(Box::new(statement));
    }
    report.reportable = Some(Reportable {
        value: ReportableValue::Number { exact, compared, bound, unit: &limits.unit, floating: judged.floating },
        n: judged.n,
    });
    outcome
}

/// The number that stands for a bound in print.
///
/// A computed bound has the digits that a value would have beside the limit, and is rounded away from the measured side, so
/// that the printed statement stays true: a bound of 0.0533 against a limit with two decimals prints as `<0.06`.
fn printed_bound(limits: &Limits, exact: &Exact, bound: BoundKind, computed: bool, rounding: RoundingRule) -> Exact {
    let limit = deciding(limits, exact, RoundingRule::None).filter(|_| computed);
    let Some(place) = limit.and_then(|limit| rounding.place_beside(exact, &limit.written)) else {
        return exact.clone();
    };
    match bound {
        BoundKind::Below | BoundKind::AtMost => round_up_to_place(exact, place),
        BoundKind::Above | BoundKind::AtLeast => round_down_to_place(exact, place),
    }
}

/// Raises the flags of internal limits, which stand in a unit of the test, also where the criterion is in percent of a
/// label claim; they never change an outcome.
fn flag(
    measured: &Measured,
    criterion: &Criterion,
    value: &Bounded,
    rounding: RoundingRule,
    report: &mut TestReport<'_>,
) {
    if measured.alert.is_none() && measured.action.is_none() {
        return;
    }
    let (amount, unit) = match (criterion, report.label_claim.as_deref()) {
        (Criterion::Label(_), Some(claim)) => {
            (Cow::Owned(scaled(value, &claim.value.exact().divided_by(100))), &claim.unit)
        }
        (Criterion::Numeric(limits), _) => (Cow::Borrowed(value), &limits.unit),
        _ => (Cow::Borrowed(value), &measured.unit),
    };
    let crossed = |limits: &Option<Limits>| {
        limits.as_ref().is_some_and(|limits| against_in(limits, &amount, unit, rounding) != Compared::Inside)
    };
    report.flags.alert |= crossed(&measured.alert);
    report.flags.action |= crossed(&measured.action);
}

/// Number and kind of bound; `None` when nothing is known.
pub fn parts(value: &Bounded) -> Option<(Exact, Option<BoundKind>)> {
    Some(match value {
        Bounded::Exact(exact) => (exact.clone(), None),
        Bounded::Below { bound, inclusive: false } => (bound.clone(), Some(BoundKind::Below)),
        Bounded::Below { bound, inclusive: true } => (bound.clone(), Some(BoundKind::AtMost)),
        Bounded::Above { bound, inclusive: false } => (bound.clone(), Some(BoundKind::Above)),
        Bounded::Above { bound, inclusive: true } => (bound.clone(), Some(BoundKind::AtLeast)),
        Bounded::Unknown => return None,
    })
}

/// Whether a cell says what a limit with a condition wants.
fn is_said(condition: Condition, cell: &str, wanted: &str) -> bool {
    match condition {
        Condition::StorageCondition => folded_condition(cell) == folded_condition(wanted),
        _ => folded(cell) == folded(wanted),
    }
}
