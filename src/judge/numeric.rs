//! A test whose results are numbers: from its counted rows to the reportable value and its outcome.

use super::codes;
use super::compare::{against, against_in, margin};
use super::criterion::{Judged, decide, parts};
use super::decision::DecisionStatement;
use super::levels::summarise_plan;
use super::lot_report::{Reason, Reportable, ReportableValue, TestReport};
use super::measured::Case;
use super::outcome::Outcome;
use super::stop::Stop;
use super::summary::{NoSummary, mean_of_bounds};
use super::uncertainty::Counted;
use super::value;
use crate::quantity::{Bounded, Compared, Exact, Unit};
use crate::spec::{Alternative, Criterion, Limits, Plan, Quantity, Summary};
use crate::stats::StatisticError;

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
        let unit = self.unit_of_values(criterion, counted, claim.as_ref());
        let values = self.values(criterion, counted, &unit, report)?;
        report.label_claim = claim.map(Box::new);
        self.require_count(counted, plan)?;
        self.check_range(counted, &values, &unit)?;
        let summarised = summarise_plan(plan, self.rows, counted, &values, self.measured.censored);
        let sample = match &summarised {
            Ok(summarised) => exact_of(&summarised.value),
            Err(_) => None,
        };
        self.check_validity(counted, &values, &unit, sample, plan)?;
        self.check_individual(counted, &values, &unit, report)?;
        let individual_failed = !report.reasons.is_empty()
            && report.reasons.iter().any(|reason| reason.code == &codes::INDIVIDUAL_OUTSIDE_CRITERION);
        let all = Counted { rows: counted, values: &values, unit: &unit, plan };
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
                let summarised = summarised.map_err(|fault| self.no_summary(&fault, counted, &unit))?;
                let value = self.relative(criterion, summarised.value, report)?;
                let evidence = self.evidence(criterion, all, &value, None, report);
                let (floating, n) = (summarised.floating, counted.len());
                let judged = Judged { value, floating, n, computed: n > 1, evidence };
                let place = || counted.first().map(|&i| self.context.place(&self.rows[i]));
                decide(self.test, self.measured, criterion, alternative, &judged, &place, report)
            }
        };
        self.note_disagreement(criterion, all, report)?;
        if !individual_failed {
            return Ok(outcome);
        }
        report.refused = false;
        // Refused by a determination: what the rule said of the reportable value has no risk any more.
        if let Some(decision) = report.decision.as_deref_mut() {
            decision.accepted = None;
        }
        Ok(Outcome::Fail)
    }

    /// The values of the counted rows in `unit`.
    fn values(
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
                if let Some(exact) = exact_of(&value) {
                    value::plausible(self.test, unit, Some(criterion), exact, row.text)?;
                }
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
    fn unit_of_values(&self, criterion: &Criterion, counted: &[usize], claim: Option<&Quantity>) -> Unit {
        match (claim, self.measured.plan.summary, criterion) {
            (Some(claim), ..) => claim.unit.clone(),
            (None, Summary::CoefficientOfVariation, _) => {
                counted.first().and_then(|&i| self.rows[i].unit.as_deref().cloned()).unwrap_or_else(Unit::none)
            }
            // Limits that depend on the method may be written in different units.
            (None, _, Criterion::Numeric(limits)) => limits.unit.clone(),
            (None, ..) => self.measured.unit.clone(),
        }
    }

    fn check_individual(
        &self,
        counted: &[usize],
        values: &[Bounded],
        unit: &Unit,
        report: &mut TestReport<'a>,
    ) -> Result<(), Stop> {
        let Some(limits) = &self.measured.individual else { return Ok(()) };
        for (&i, value) in counted.iter().zip(values) {
            let place = self.context.place(&self.rows[i]);
            let text = self.rows[i].text.trim();
            match against_in(limits, value, unit, self.test.rounding) {
                Compared::Inside => {}
                Compared::Outside => report.reasons.push(
                    Reason::new(
                        &codes::INDIVIDUAL_OUTSIDE_CRITERION,
                        format!("determination {text} is outside {}", limits.text),
                    )
                    .at(place)
                    .clause(&limits.place),
                ),
                Compared::Undecided => {
                    let message = format!("determination {text} allows no statement about {}", limits.text);
                    let reason = Reason::new(&codes::CENSORED_UNDECIDED, message).at(place).clause(&limits.place);
                    return Err(Stop::new(Outcome::Inconclusive, reason));
                }
            }
        }
        Ok(())
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

    /// Every determination against the criterion; the worst one is reported: among equal outcomes the one nearest to a
    /// limit before rounding, among equally near ones the first.
    fn each(
        &self,
        criterion: &'a Criterion,
        alternative: &'a Alternative,
        counted: Counted<'_>,
        report: &mut TestReport<'a>,
    ) -> Result<Outcome, Stop> {
        let mut worst: Option<(Outcome, Option<f64>)> = None;
        for (at, (&i, value)) in counted.rows.iter().zip(counted.values).enumerate() {
            let mut one = TestReport::new(report.test, report.index, report.point);
            one.criterion = report.criterion;
            one.label_claim = report.label_claim.clone();
            let value = self.relative(criterion, value.clone(), report)?;
            let evidence = self.evidence(criterion, counted, &value, Some(at), report);
            let judged = Judged { value, floating: false, n: counted.rows.len(), computed: false, evidence };
            let place = || Some(self.context.place(&self.rows[i]));
            let outcome = decide(self.test, self.measured, criterion, alternative, &judged, &place, &mut one);
            // What concerns all determinations, such as their confidence bound, is said once.
            let told =
                |new: &Reason| report.reasons.iter().any(|old| old.code == new.code && old.message == new.message);
            let new: Vec<Reason> = one.reasons.drain(..).filter(|reason| !told(reason)).collect();
            report.reasons.extend(new);
            report.flags.alert |= one.flags.alert;
            report.flags.action |= one.flags.action;
            // An undecided bound has no distance from a limit.
            let margin = match (criterion, parts(&judged.value)) {
                (Criterion::Numeric(limits) | Criterion::Label(limits), Some((exact, _)))
                    if outcome != Outcome::Inconclusive =>
                {
                    margin(limits, &exact)
                }
                _ => None,
            };
            let nearer = |new: Option<f64>, old: Option<f64>| match (new, old) {
                (Some(new), Some(old)) => new < old,
                _ => false,
            };
            let replaces = worst
                .is_none_or(|(rank, least)| outcome.rank() < rank.rank() || (outcome == rank && nearer(margin, least)));
            if replaces {
                worst = Some((outcome, margin));
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

fn exact_of(value: &Bounded) -> Option<&Exact> {
    match value {
        Bounded::Exact(exact) => Some(exact),
        _ => None,
    }
}
