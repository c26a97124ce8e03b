//! A test whose results are numbers: from its counted rows to the reportable value and its outcome.

use super::codes;
use super::compare::{against, against_in, distance};
use super::criterion::{Judged, decide, parts};
use super::decision::DecisionStatement;
use super::levels::summarise_plan;
use super::lot_report::{BoundKind, Point, Reason, Reportable, ReportableValue, TestReport};
use super::measured::Case;
use super::outcome::Outcome;
use super::qualitative;
use super::stop::Stop;
use super::summary::{NoSummary, mean_of_bounds};
use super::uncertainty::Counted;
use super::value;
use crate::quantity::{Bounded, Compared, Exact, Unit};
use crate::spec::{Alternative, Criterion, Limits, Plan, Quantity, Summary};
use crate::stats::StatisticError;
use std::cmp::Reverse;

impl<'a> Case<'_, 'a> {
    pub(super) fn numeric(
        &mut self,
        criterion: &'a Criterion,
        alternative: &'a Alternative,
        counted: &[usize],
        plan: &Plan,
        report: &mut TestReport<'a>,
    ) -> Result<Outcome, Stop> {
        let claim = match criterion {
            Criterion::Label(_) => Some(self.label_claim()?),
            _ => None,
        };
        let unit = self.unit_of_values(criterion, counted, plan, claim.as_ref());
        let values = self.values(criterion, counted, &unit, report)?;
        report.label_claim = claim.map(Box::new);
        let complete = self.require_count(counted, plan);
        let is_short = complete.is_err();
        if let Err(stop) = complete
            && (stop.outcome != Outcome::Missing || !self.fails_alone(counted, plan, report.point))
        {
            return Err(stop);
        }
        self.check_range(counted, &values, &unit)?;
        let summarised = summarise_plan(plan, self.rows, counted, &values, self.measured.censored);
        let sample = match &summarised {
            Ok(summarised) => exact_of(&summarised.value),
            Err(_) => None,
        };
        self.check_validity(counted, &values, &unit, sample, plan)?;
        let all = Counted { rows: counted, values: &values, unit: &unit, plan };
        report.below_own_limit = self.bound_by_own_limits(all)?;
        let Some(individual) = self.check_individual(all) else {
            return self.by_summary(criterion, alternative, all, summarised, report);
        };
        report.reasons.extend(individual.reasons);
        // Too few determinations have no summary.
        if is_short && plan.summary != Summary::Each {
            return Ok(individual.outcome);
        }
        let outcome = self.by_summary(criterion, alternative, all, summarised, report).unwrap_or_else(|stop| {
            report.reasons.extend(stop.reasons);
            stop.outcome
        });
        if outcome.rank() < individual.outcome.rank() {
            return Ok(outcome);
        }
        report.refused = false;
        // Decided by a determination: what the rule said of the reportable value has no risk any more.
        if let Some(decision) = report.decision.as_deref_mut() {
            decision.accepted = None;
        }
        Ok(individual.outcome)
    }

    /// Whether one of the determinations does not meet what each of them has to meet, in a run that is valid: that is final,
    /// whatever those that are missing will be.
    pub(super) fn fails_alone(&self, present: &[usize], plan: &Plan, point: Point<'a>) -> bool {
        self.is_outside_alone(present, plan, point).unwrap_or(false)
    }

    fn is_outside_alone(&self, present: &[usize], plan: &Plan, point: Point<'a>) -> Result<bool, Stop> {
        if present.is_empty() {
            return Ok(false);
        }
        let criterion = &self.alternative(present, point)?.criterion;
        if let Criterion::Qualitative(expected) = criterion {
            self.check_validity(present, &[], &self.measured.unit, None, plan)?;
            return Ok(present.iter().any(|&i| qualitative::fails(expected, &self.rows[i])));
        }
        let limits = match criterion {
            Criterion::Numeric(limits) | Criterion::Label(limits) => decided_by_one(plan.summary, limits),
            _ => None,
        };
        if limits.is_none() && self.measured.individual.is_none() {
            return Ok(false);
        }
        let mut report = TestReport::new(self.test, 0, point);
        if let Criterion::Label(_) = criterion {
            report.label_claim = Some(Box::new(self.label_claim()?));
        }
        let unit = self.unit_of_values(criterion, present, plan, report.label_claim.as_deref());
        let values = self.values(criterion, present, &unit, &mut report)?;
        self.check_range(present, &values, &unit)?;
        let summarised = summarise_plan(plan, self.rows, present, &values, self.measured.censored);
        let sample = summarised.as_ref().ok().and_then(|summarised| exact_of(&summarised.value));
        self.check_validity(present, &values, &unit, sample, plan)?;
        let all = Counted { rows: present, values: &values, unit: &unit, plan };
        if self.check_individual(all).is_some_and(|stop| stop.outcome == Outcome::Fail) {
            return Ok(true);
        }
        let Some(limits) = limits else { return Ok(false) };
        for (at, value) in values.iter().enumerate() {
            let value = self.relative(criterion, value.clone(), &report)?;
            let is_outside = against(&limits, &value, self.test.rounding) == Compared::Outside;
            if is_outside && self.check_quantified(criterion, all, at, &report).is_ok() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Refuses a determination below a limit of its own row that lies above the criterion.
    pub(super) fn check_quantified(
        &self,
        criterion: &Criterion,
        all: Counted<'_>,
        at: usize,
        report: &TestReport<'a>,
    ) -> Result<(), Stop> {
        let row = all.rows.get(at).map(|&i| &self.rows[i]);
        let Some(row) = row.filter(|row| value::states_limit(row)) else { return Ok(()) };
        // A coefficient of variation is in no unit that such a limit could be compared in.
        if all.plan.summary == Summary::CoefficientOfVariation {
            return Ok(());
        }
        let hundred = || Exact::from_i64(100);
        let (limits, scale) = match (criterion, report.label_claim.as_deref()) {
            (Criterion::Numeric(limits), _) => (limits, all.unit.factor_to(&limits.unit)),
            (Criterion::Label(limits), Some(claim)) => (limits, hundred().checked_div(&claim.value.exact())),
            _ => return Ok(()),
        };
        let Some(scale) = scale else { return Ok(()) };
        let checked = value::is_quantified(row, all.unit, limits, &scale);
        checked.map_err(|stop| stop.at(self.context.place(row)).clause(&self.test.place))
    }

    /// What the result is at most, where determinations lie below the limits of detection or quantitation of their own rows: what
    /// is computed from it knows no more. `None` where none does.
    fn bound_by_own_limits(&self, all: Counted<'_>) -> Result<Option<Bounded>, Stop> {
        if !all.rows.iter().any(|&i| value::states_limit(&self.rows[i])) {
            return Ok(None);
        }
        let mut is_moved = false;
        let mut values = Vec::with_capacity(all.values.len());
        for (&i, value) in all.rows.iter().zip(all.values) {
            let limit = value::limits_above(&self.rows[i], all.unit)?.into_iter().map(|(limit, _)| limit).max();
            is_moved |= limit.is_some();
            values.push(limit.map_or_else(|| value.clone(), Bounded::Exact));
        }
        if !is_moved {
            return Ok(None);
        }
        let is_scatter = all.plan.summary.is_scatter();
        let most = summarise_plan(all.plan, self.rows, all.rows, &values, self.measured.censored);
        Ok(Some(match most.map(|most| most.value) {
            Ok(Bounded::Exact(bound) | Bounded::Below { bound, .. }) if !is_scatter => {
                Bounded::Below { bound, inclusive: false }
            }
            _ => Bounded::Unknown,
        }))
    }

    /// The reportable value against the criterion.
    pub(super) fn by_summary(
        &self,
        criterion: &'a Criterion,
        alternative: &'a Alternative,
        all: Counted<'_>,
        summarised: Result<super::summary::Summarised, NoSummary>,
        report: &mut TestReport<'a>,
    ) -> Result<Outcome, Stop> {
        let Counted { rows: counted, unit, plan, .. } = all;
        let outcome = match criterion {
            Criterion::Report => {
                if let Ok(summarised) = &summarised {
                    // Of determinations that are reported one by one the first is shown.
                    let chosen = (plan.summary == Summary::Each).then_some(0);
                    let evidence = self.evidence(criterion, all, &summarised.value, chosen, report);
                    report.decision = evidence.map(DecisionStatement::of_reported).map(Box::new);
                }
                self.reported(summarised, counted.len(), report)?
            }
            _ if plan.summary == Summary::Each => self.each(criterion, alternative, all, report)?,
            _ => {
                let unfit = (0..counted.len()).filter_map(|at| self.check_quantified(criterion, all, at, report).err());
                if let Some(stop) = Stop::worst(unfit.collect()) {
                    return Err(stop);
                }
                let summarised = summarised.map_err(|fault| self.no_summary(&fault, counted, unit))?;
                let value = self.relative(criterion, summarised.value, report)?;
                let evidence = self.evidence(criterion, all, &value, None, report);
                let (floating, n) = (summarised.floating, counted.len());
                let judged = Judged { value, floating, n, computed: n > 1, evidence };
                let place = || counted.first().map(|&i| self.context.place(&self.rows[i]));
                decide(self.test, self.measured, criterion, alternative, &judged, &place, report)
            }
        };
        self.note_disagreement(criterion, all, report)?;
        Ok(outcome)
    }

    /// The values of the counted rows in `unit`.
    pub(super) fn values(
        &self,
        criterion: &Criterion,
        counted: &[usize],
        unit: &Unit,
        report: &mut TestReport<'a>,
    ) -> Result<Vec<Bounded>, Stop> {
        let mut values = Vec::with_capacity(counted.len());
        let mut stops = Vec::new();
        for &i in counted {
            let row = &self.rows[i];
            let value = value::bounded(row, unit, self.measured.loq.as_ref()).and_then(|value| {
                value::plausible_bound(self.test, unit, Some(criterion), &value, row.text)?;
                Ok(value)
            });
            match value {
                Ok(value) => values.push(value),
                Err(stop) => {
                    stops.push(stop.at(self.context.place(row)).clause(&self.test.place));
                    continue;
                }
            }
            if let Some(from) = row.unit.as_deref().filter(|from| *from != unit)
                && !report.conversions.iter().any(|(known, _)| known == from)
            {
                report.conversions.push((from.clone(), unit.clone()));
            }
        }
        Stop::worst(stops).map_or(Ok(values), Err)
    }

    /// The unit in which values are compared: that of the label claim for a percentage of it, that of the rows for a
    /// CV (which has none of their unit left), else that of the criterion.
    pub(super) fn unit_of_values(
        &self,
        criterion: &Criterion,
        counted: &[usize],
        plan: &Plan,
        claim: Option<&Quantity>,
    ) -> Unit {
        match (claim, plan.summary, criterion) {
            (Some(claim), ..) => claim.unit.clone(),
            (None, Summary::CoefficientOfVariation, _) => {
                counted.first().and_then(|&i| self.rows[i].unit.as_deref().cloned()).unwrap_or_else(Unit::none)
            }
            // Limits that depend on the method may be written in different units.
            (None, _, Criterion::Numeric(limits)) => limits.unit.clone(),
            (None, ..) => self.measured.unit.clone(),
        }
    }

    /// What the determinations come to by the limits of each of them: the worst, where one is not inside.
    pub(super) fn check_individual(&self, counted: Counted<'_>) -> Option<Stop> {
        let limits = self.measured.individual.as_ref()?;
        let mut stops = Vec::new();
        for (&i, value) in counted.rows.iter().zip(counted.values) {
            let row = &self.rows[i];
            let scale = counted.unit.factor_to(&limits.unit);
            if let Some(scale) = scale
                && let Err(stop) = value::is_quantified(row, counted.unit, limits, &scale)
            {
                stops.push(stop.at(self.context.place(row)).clause(&limits.place));
                continue;
            }
            let text = row.text.trim();
            let (outcome, code, message) = match against_in(limits, value, counted.unit, self.test.rounding) {
                Compared::Inside => continue,
                Compared::Outside => {
                    let message = format!("determination {text} is outside {}", limits.text);
                    (Outcome::Fail, &codes::INDIVIDUAL_OUTSIDE_CRITERION, message)
                }
                Compared::Undecided => {
                    let message = format!("determination {text} allows no statement about {}", limits.text);
                    (Outcome::Inconclusive, &codes::CENSORED_UNDECIDED, message)
                }
            };
            let reason = Reason::new(code, message).at(self.context.place(row)).clause(&limits.place);
            stops.push(Stop::new(outcome, reason));
        }
        Stop::worst(stops)
    }

    /// Flags determinations that lie on both sides of the limit of their summary, or may: an estimate says nothing of where
    /// those below a limit beyond the criterion lie. This changes no outcome. Each is compared as a value of its own would be. Under `each` the outcome says it already, and a CV has no side to lie on.
    fn note_disagreement(
        &self,
        criterion: &'a Criterion,
        counted: Counted<'_>,
        report: &mut TestReport<'a>,
    ) -> Result<(), Stop> {
        let (Criterion::Numeric(limits) | Criterion::Label(limits)) = criterion else { return Ok(()) };
        let summary = counted.plan.summary;
        let silent = matches!(summary, Summary::Each | Summary::CoefficientOfVariation | Summary::StandardDeviation);
        if silent || counted.values.len() < 2 {
            return Ok(());
        }
        let (mut inside, mut outside) = (0_usize, 0_usize);
        for value in counted.values {
            let value = self.relative(criterion, value.clone(), report)?;
            match against(limits, &value, self.test.rounding) {
                Compared::Inside => inside += 1,
                Compared::Outside => outside += 1,
                Compared::Undecided => {}
            }
        }
        let open =
            inside + outside < counted.values.len() && self.is_moved_by_limits(limits, criterion, counted, report)?;
        if (inside > 0 && outside > 0) || open {
            report.flags.determinations_disagree = true;
            let verb = if inside == 1 { "meets" } else { "meet" };
            let message =
                format!("{inside} of {} determinations {verb} the limit {}", counted.values.len(), limits.text);
            report.reasons.push(Reason::new(&codes::DETERMINATIONS_DISAGREE, message).clause(&limits.place));
        }
        Ok(())
    }

    /// Whether a mean that was estimated would be open if every value below a limit lay anywhere below it.
    fn is_moved_by_limits(
        &self,
        limits: &Limits,
        criterion: &'a Criterion,
        counted: Counted<'_>,
        report: &TestReport<'a>,
    ) -> Result<bool, Stop> {
        if !self.measured.censored.estimates(counted.plan.summary) {
            return Ok(false);
        }
        let Some(bound) = mean_of_bounds(counted.values) else { return Ok(false) };
        let bound = self.relative(criterion, bound, report)?;
        Ok(against(limits, &bound, self.test.rounding) == Compared::Undecided)
    }

    fn reported(
        &self,
        summarised: Result<super::summary::Summarised, NoSummary>,
        n: usize,
        report: &mut TestReport<'a>,
    ) -> Result<Outcome, Stop> {
        let summarised = summarised.map_err(|fault| self.no_summary(&fault, &[], &self.measured.unit))?;
        report.reportable = Some(match parts(&summarised.value) {
            Some((exact, bound)) => Reportable {
                value: ReportableValue::Number {
                    compared: None,
                    exact,
                    bound,
                    unit: &self.measured.unit,
                    floating: summarised.floating,
                },
                n,
            },
            None => Reportable { value: ReportableValue::Text("not detected".into()), n },
        });
        Ok(Outcome::Reported)
    }

    /// Every determination against the criterion; the worst one is reported.
    fn each(
        &self,
        criterion: &'a Criterion,
        alternative: &'a Alternative,
        counted: Counted<'_>,
        report: &mut TestReport<'a>,
    ) -> Result<Outcome, Stop> {
        let mut worst: Option<(Outcome, Standing)> = None;
        for (at, (&i, value)) in counted.rows.iter().zip(counted.values).enumerate() {
            let mut one = TestReport::new(report.test, report.index, report.point);
            one.criterion = report.criterion;
            one.label_claim = report.label_claim.clone();
            let mut value = self.relative(criterion, value.clone(), report)?;
            let outcome = match self.check_quantified(criterion, counted, at, report) {
                Err(stop) => {
                    value = Bounded::Unknown;
                    one.reasons.extend(stop.reasons);
                    stop.outcome
                }
                Ok(()) => {
                    let evidence = self.evidence(criterion, counted, &value, Some(at), report);
                    let n = counted.rows.len();
                    let judged = Judged { value: value.clone(), floating: false, n, computed: false, evidence };
                    let place = || Some(self.context.place(&self.rows[i]));
                    decide(self.test, self.measured, criterion, alternative, &judged, &place, &mut one)
                }
            };
            // What concerns all determinations, such as their confidence bound, is said once.
            let told =
                |new: &Reason| report.reasons.iter().any(|old| old.code == new.code && old.message == new.message);
            let new: Vec<Reason> = one.reasons.drain(..).filter(|reason| !told(reason)).collect();
            report.reasons.extend(new);
            report.flags.alert |= one.flags.alert;
            report.flags.action |= one.flags.action;
            let standing = Standing::of(criterion, outcome, &value, &one);
            if worst.as_ref().is_none_or(|(_, worst)| standing < *worst) {
                worst = Some((outcome, standing));
                report.reportable = one.reportable;
                report.decision = one.decision;
                report.refused = one.refused;
            }
        }
        Ok(worst.map_or(Outcome::Missing, |(outcome, _)| outcome))
    }

    fn no_summary(&self, fault: &NoSummary, counted: &[usize], unit: &Unit) -> Stop {
        let method = self.measured.censored.estimator().unwrap_or("the declared rule");
        let reason = match fault {
            NoSummary::Censored => Reason::new(
                &codes::CENSORED_IN_MEAN,
                "a summary of values below or above the measurable range needs a declared rule",
            )
            .help("write `censored: worst case` in the test, if the procedure says so"),
            NoSummary::NotBelowALimit => Reason::new(
                &codes::CENSORED_MEAN_NOT_ESTIMATED,
                format!(
                    "{method} takes values below a limit, and a determination is above the measurable range or has no \
                     known bound"
                ),
            ),
            NoSummary::NotEstimated(error) => {
                let unit = match error {
                    StatisticError::AllCensored { .. } if !unit.is_none() => format!(" {unit}"),
                    _ => String::new(),
                };
                let message = format!("the reportable value cannot be estimated by {method}: {error}{unit}");
                Reason::new(&codes::CENSORED_MEAN_NOT_ESTIMATED, message)
            }
            NoSummary::Statistic(error) => {
                Reason::new(&codes::RESULT_OF_ANOTHER_KIND, format!("the reportable value cannot be computed: {error}"))
            }
        };
        let reason = match counted.first() {
            Some(&i) => reason.at(self.context.place(&self.rows[i])),
            None => reason,
        };
        Stop::new(Outcome::Inconclusive, reason.clause(&self.test.place))
    }
}

/// The limits that one determination decides on, whatever the others are: those of each, the upper one of the largest, the lower one
/// of the smallest. `None` where all of them decide together.
pub(super) fn decided_by_one(summary: Summary, limits: &Limits) -> Option<Limits> {
    match summary {
        Summary::Single | Summary::Each => Some(limits.clone()),
        Summary::Maximum => Some(Limits { lower: None, ..limits.clone() }),
        Summary::Minimum => Some(Limits { upper: None, ..limits.clone() }),
        _ => None,
    }
}

/// How a determination stands among those of `each`, the worst first, in whatever order they are written: by its outcome; outside
/// the criterion itself before refused by the rule alone; the risk that it is accepted wrongly; the distance from the nearest limit
/// before rounding, none of a bound that allows no statement; the uncertainty; what it says.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Standing {
    outcome: usize,
    refused: bool,
    risk: Reverse<u64>,
    distance: Option<Exact>,
    uncertainty: Reverse<Option<Exact>>,
    said: Option<(Exact, Option<BoundKind>)>,
}

impl Standing {
    fn of(criterion: &Criterion, outcome: Outcome, value: &Bounded, report: &TestReport<'_>) -> Standing {
        let said = parts(value);
        let is_known = |(_, bound): &&(Exact, Option<BoundKind>)| bound.is_none() || outcome != Outcome::Inconclusive;
        let distance = match (criterion, said.as_ref().filter(is_known)) {
            (Criterion::Numeric(limits) | Criterion::Label(limits), Some((exact, _))) => distance(limits, exact),
            _ => None,
        };
        let decision = report.decision.as_deref();
        // Numbers that are not negative are in the order of their bits.
        let risk = decision.and_then(DecisionStatement::false_accept_risk).unwrap_or_default().abs().to_bits();
        let uncertainty =
            decision.and_then(|decision| decision.uncertainty.as_ref()).map(|known| known.standard.clone());
        Standing {
            outcome: outcome.rank(),
            refused: report.refused,
            risk: Reverse(risk),
            distance,
            uncertainty: Reverse(uncertainty),
            said,
        }
    }
}

fn exact_of(value: &Bounded) -> Option<&Exact> {
    match value {
        Bounded::Exact(exact) => Some(exact),
        _ => None,
    }
}
