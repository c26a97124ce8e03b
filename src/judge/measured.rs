//! One measured test in one lot at one point: from its rows to its outcome.
//!
//! The order of the steps is the order of trust: which rows count, whether they are final and complete, whether the run
//! was valid, and only then the criterion.

use super::codes;
use super::compare::{against, deciding};
use super::context::{Context, folded};
use super::history::{self, Selection};
use super::lot_report::{BoundKind, Point, Reason, Reportable, ReportableValue, TestReport, Use};
use super::outcome::Outcome;
use super::plain;
use super::qualitative;
use super::stop::Stop;
use super::summary::{NoSummary, summarise};
use super::validity::{self, Run};
use super::value;
use crate::data::{Determination, LotFacts, RowStatus};
use crate::quantity::rounding::{round_down_to_place, round_up_to_place};
use crate::quantity::{Bounded, Compared, Exact, RoundingRule, Unit};
use crate::source::Place;
use crate::spec::{
    Alternative, Condition, Count, Criterion, Expected, Limits, Measured, Plan, Quantity, Role, Specification, Summary,
    Test,
};
use jiff::ToSpan;

/// What a measured test is judged from.
pub(super) struct Case<'r, 'a> {
    pub spec: &'a Specification,
    pub test: &'a Test,
    pub measured: &'a Measured,
    /// Rows of the test at this point.
    pub rows: &'r [Determination<'a>],
    /// How they were used; filled here.
    pub uses: &'r mut [Use],
    /// Every row of the lot, for controls that may stand anywhere.
    pub lot_rows: &'r [Determination<'a>],
    pub facts: Option<&'a LotFacts>,
    pub context: &'r Context<'r>,
}

impl<'r, 'a> Case<'r, 'a> {
    /// Judges a delivered test and fills its report.
    pub fn judge(mut self, report: &mut TestReport<'a>) {
        match self.steps(report) {
            Ok(outcome) => report.outcome = outcome,
            Err(stop) => {
                report.outcome = stop.outcome;
                report.reasons.extend(stop.reasons);
                report.reportable = None;
            }
        }
    }

    fn steps(&mut self, report: &mut TestReport<'a>) -> Result<Outcome, Stop> {
        if let Some(reportable) = plain::passes(self).filter(|_| !self.context.thorough) {
            plain::count_all(self.uses);
            report.reportable = Some(reportable);
            report.criterion = self.measured.accept.first();
            return Ok(Outcome::Pass);
        }
        self.check_faults()?;
        let mut selection = history::select(self.measured, self.rows, self.uses, self.context)?;
        report.flags.retest_history = selection.history;
        report.reasons.append(&mut selection.remarks);
        let counted = self.with_value(&mut selection)?;
        self.check_dates(&counted)?;
        let alternative = self.alternative(&counted, report.point)?;
        report.criterion = Some(alternative);
        self.check_incubation(&counted)?;
        for &i in &counted {
            if self.uses[i] == Use::Unused {
                self.uses[i] = Use::Counted;
            }
        }
        self.mark_controls();
        let outcome = match &alternative.criterion {
            Criterion::Qualitative(expected) => self.qualitative(expected, &counted, &selection.plan, report)?,
            Criterion::Report if counted.iter().all(|&i| !self.has_number(i)) => {
                self.require_count(&counted, &selection.plan)?;
                self.check_validity(&counted, &[], None)?;
                report.reportable = Some(self.observed(&counted));
                Outcome::Reported
            }
            criterion => self.numeric(criterion, alternative, &counted, &selection.plan, report)?,
        };
        self.after_history(outcome, &selection, report)
    }

    /// A row whose unit, date, role or status cannot be read stands for nothing, and nobody knows for what it should.
    fn check_faults(&self) -> Result<(), Stop> {
        let reasons: Vec<Reason> = self
            .rows
            .iter()
            .filter_map(|row| {
                let code = row.fault?;
                let message = format!("the row of {} cannot be used", row.text.trim());
                Some(Reason::new(code, message).at(self.context.place(row)))
            })
            .collect();
        if reasons.is_empty() { Ok(()) } else { Err(Stop { outcome: Outcome::NotEvaluable, reasons }) }
    }

    fn has_number(&self, row: usize) -> bool {
        use crate::quantity::Reading;
        matches!(
            self.rows[row].reading,
            Reading::Number(_) | Reading::Below(_) | Reading::Above(_) | Reading::Malformed(_)
        ) || !self.measured.unit.is_none()
    }

    /// The counted rows that carry a value.
    ///
    /// A cell that says "not tested", "-" or nothing is not a determination; "pending" and "invalid" speak for the test.
    fn with_value(&self, selection: &mut Selection) -> Result<Vec<usize>, Stop> {
        if selection.counted.iter().all(|&i| self.state_of(i).is_none()) && !selection.counted.is_empty() {
            return Ok(std::mem::take(&mut selection.counted));
        }
        let mut present = Vec::with_capacity(selection.counted.len());
        let mut absent: Option<(Outcome, usize)> = None;
        for &i in &selection.counted {
            match self.state_of(i) {
                None => present.push(i),
                Some(outcome) if absent.is_none_or(|(worst, _)| outcome.rank() < worst.rank()) => {
                    absent = Some((outcome, i));
                }
                Some(_) => {}
            }
        }
        // Something positive already there is final, whatever else is still pending.
        let positive = present.iter().any(|&i| qualitative::shows_growth(&self.rows[i].reading));
        match absent {
            Some((Outcome::Pending, i)) if !positive => Err(Stop::new(Outcome::Pending, self.pending(i))),
            Some((Outcome::Invalid, i)) => Err(Stop::new(Outcome::Invalid, self.declared_invalid(i))),
            Some((Outcome::Missing, i)) if present.is_empty() => {
                let text = self.rows[i].text.trim();
                let said =
                    if text.is_empty() { "the cell is empty".to_owned() } else { format!("the cell says \"{text}\"") };
                Err(Stop::new(
                    Outcome::Missing,
                    Reason::new(&codes::NO_DETERMINATION, said).at(self.context.place(&self.rows[i])),
                ))
            }
            _ if present.is_empty() && selection.history => Err(Stop::new(
                Outcome::Missing,
                Reason::new(&codes::NO_DETERMINATION, "every determination was invalidated and no retest is there"),
            )),
            _ if present.is_empty() => {
                Err(Stop::new(Outcome::Missing, Reason::new(&codes::NO_DETERMINATION, "there is no determination")))
            }
            _ => Ok(present),
        }
    }

    /// What the row says instead of a value; `None` when it carries one.
    fn state_of(&self, row: usize) -> Option<Outcome> {
        let status = self.rows[row].details.as_ref().map(|d| d.status).unwrap_or_default();
        match status {
            RowStatus::Pending => Some(Outcome::Pending),
            RowStatus::NotTested => Some(Outcome::Missing),
            RowStatus::Valid | RowStatus::Invalid => value::absent(&self.rows[row].reading),
        }
        // A positive interim reading is final.
        .filter(|_| !qualitative::shows_growth(&self.rows[row].reading))
    }

    fn pending(&self, row: usize) -> Reason {
        let started = self.rows[row].details.as_ref().and_then(|d| d.started);
        let message = match (started, self.measured.final_after_days) {
            (Some(started), Some(days)) => match started.checked_add(i64::from(days).days()) {
                Ok(earliest) => format!("started {started}, not final; earliest conclusion {earliest}"),
                Err(_) => format!("started {started}, not final"),
            },
            (Some(started), None) => format!("started {started}, not final"),
            (None, _) => "the result is pending; the start date is not given".to_owned(),
        };
        Reason::new(&codes::RESULT_PENDING, message).at(self.context.place(&self.rows[row]))
    }

    fn declared_invalid(&self, row: usize) -> Reason {
        let reason = self.rows[row].details.as_ref().map_or("", |d| d.reason).trim();
        let message = if reason.is_empty() {
            "the laboratory declared the run invalid".to_owned()
        } else {
            format!("the laboratory declared the run invalid: {reason}")
        };
        Reason::new(&codes::DECLARED_INVALID, message).at(self.context.place(&self.rows[row]))
    }

    /// Dates that cannot be: in the future, before manufacture, before their own start.
    fn check_dates(&self, counted: &[usize]) -> Result<(), Stop> {
        let manufactured = self.facts.and_then(|facts| facts.manufactured);
        for &i in counted {
            let Some(details) = self.rows[i].details.as_deref() else { continue };
            let fault = match (details.started, details.date) {
                (_, Some(date)) if date > self.context.as_of => Some((
                    &codes::DATE_IN_THE_FUTURE,
                    format!("the result is dated {date}, after {}", self.context.as_of),
                )),
                (Some(started), Some(date)) if date < started => {
                    Some((&codes::IMPOSSIBLE_DATES, format!("read on {date}, before its start on {started}")))
                }
                (started, date) => manufactured
                    .filter(|made| [started, date].into_iter().flatten().any(|day| day < *made))
                    .map(|made| (&codes::IMPOSSIBLE_DATES, format!("tested before the lot was made on {made}"))),
            };
            if let Some((code, message)) = fault {
                return Err(Stop::not_evaluable(Reason::new(code, message).at(self.context.place(&self.rows[i]))));
            }
        }
        Ok(())
    }

    /// The one criterion that applies to these rows.
    fn alternative(&self, counted: &[usize], point: Point<'_>) -> Result<&'a Alternative, Stop> {
        self.check_methods(counted)?;
        let alternatives = criteria_at(self.measured, point);
        let applies = |alternative: &&Alternative, row: usize| {
            alternative.when.iter().all(|(condition, wanted)| folded(self.cell(row, *condition)) == folded(wanted))
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

    /// A reading before the end of the incubation is pending; growth is final at any time.
    fn check_incubation(&self, counted: &[usize]) -> Result<(), Stop> {
        let Some(days) = self.measured.final_after_days else { return Ok(()) };
        if counted.iter().any(|&i| qualitative::shows_growth(&self.rows[i].reading)) {
            return Ok(());
        }
        for &i in counted {
            let details = self.rows[i].details.as_deref();
            let place = self.context.place(&self.rows[i]);
            let (Some(started), Some(date)) = (details.and_then(|d| d.started), details.and_then(|d| d.date)) else {
                let message = format!("start and reading date are needed to know whether {days} days have passed");
                let reason = Reason::new(&codes::INCUBATION_TIMES_MISSING, message).at(place);
                return Err(Stop::new(Outcome::Inconclusive, reason.clause(&self.test.place)));
            };
            let earliest = started.checked_add(i64::from(days).days()).unwrap_or(jiff::civil::Date::MAX);
            if date < earliest {
                let message =
                    format!("started {started}, read {date}, final after {days} days; earliest conclusion {earliest}");
                let reason = Reason::new(&codes::INCUBATION_NOT_FINISHED, message).at(place).clause(&self.test.place);
                return Err(Stop::new(Outcome::Pending, reason));
            }
        }
        Ok(())
    }

    fn mark_controls(&mut self) {
        for (row, used) in self.rows.iter().zip(self.uses.iter_mut()) {
            let control = matches!(row.role, Role::Control | Role::Blank | Role::Reference);
            if control && *used == Use::Unused {
                *used = Use::Control;
            }
        }
    }

    /// Neither fewer nor more determinations than the plan.
    fn require_count(&self, counted: &[usize], plan: &Plan) -> Result<(), Stop> {
        let n = counted.len() as u64;
        let (needed, surplus) = match plan.count {
            Count::Exactly(needed) => (u64::from(needed), n > u64::from(needed)),
            Count::AtLeast(needed) => (u64::from(needed), false),
        };
        let located = |reason: Reason| match counted.last() {
            Some(&i) => reason.at(self.context.place(&self.rows[i])).clause(&self.test.place),
            None => reason.clause(&self.test.place),
        };
        if surplus {
            let lines: Vec<String> = counted.iter().map(|&i| self.rows[i].line.to_string()).collect();
            let message = format!("{n} values for a plan of {needed} (lines {})", lines.join(", "));
            return Err(Stop::not_evaluable(
                located(Reason::new(&codes::SURPLUS_DETERMINATIONS, message)).help(
                    "classify the extra rows: role `retest` after an investigation, or status `invalid` with a complete record",
                ),
            ));
        }
        if n < needed {
            let reason =
                located(Reason::new(&codes::TOO_FEW_DETERMINATIONS, format!("{n} of {needed} determinations")));
            return Err(Stop::new(Outcome::Missing, reason));
        }
        Ok(())
    }

    fn check_validity(&self, counted: &[usize], values: &[Bounded], reportable: Option<&Exact>) -> Result<(), Stop> {
        if self.measured.valid_if.is_empty() && self.measured.requires.is_empty() {
            return Ok(());
        }
        let own = Run {
            rows: self.rows,
            uses: self.uses,
            counted,
            values,
            reportable,
            unit: &self.measured.unit,
            context: self.context,
        };
        let mut reasons = Vec::new();
        if !self.measured.requires.is_empty() {
            let everywhere = vec![Use::Unused; self.lot_rows.len()];
            let lot = Run { rows: self.lot_rows, uses: &everywhere, counted: &[], ..own };
            reasons.extend(self.measured.requires.iter().filter_map(|check| validity::fault(check, &lot)));
        }
        reasons.extend(self.measured.valid_if.iter().filter_map(|check| validity::fault(check, &own)));
        validity::stop_of(reasons).map_or(Ok(()), Err)
    }

    fn qualitative(
        &mut self,
        expected: &Expected,
        counted: &[usize],
        plan: &Plan,
        report: &mut TestReport<'a>,
    ) -> Result<Outcome, Stop> {
        let mut failed = Vec::new();
        let mut stops = Vec::new();
        for &i in counted {
            let row = &self.rows[i];
            match qualitative::meets(expected, &row.reading, row.text) {
                Ok(true) => {}
                Ok(false) => failed.push(i),
                Err(stop) => stops.push(stop.at(self.context.place(row)).clause(&self.test.place)),
            }
        }
        if let Some(stop) = Stop::worst(stops) {
            return Err(stop);
        }
        // One positive among too few readings is final all the same.
        if failed.is_empty() {
            self.require_count(counted, plan)?;
        } else if let Err(stop) = self.require_count(counted, plan)
            && stop.outcome == Outcome::NotEvaluable
        {
            return Err(stop);
        }
        self.check_validity(counted, &[], None)?;
        report.reportable = Some(self.observed(if failed.is_empty() { counted } else { &failed }));
        if failed.is_empty() {
            return Ok(Outcome::Pass);
        }
        for &i in &failed {
            let text = self.rows[i].text.trim();
            let criterion = report.criterion.map_or("", |alternative| alternative.text.as_str());
            report.reasons.push(
                Reason::new(&codes::UNEXPECTED_OBSERVATION, format!("observed \"{text}\"; required: {criterion}"))
                    .at(self.context.place(&self.rows[i]))
                    .clause(report.criterion.map_or(&self.test.place, |alternative| &alternative.place)),
            );
        }
        Ok(Outcome::Fail)
    }

    /// The qualitative result in the words of the data, each once.
    fn observed(&self, rows: &[usize]) -> Reportable {
        let mut texts: Vec<&str> = Vec::new();
        for &i in rows {
            let text = self.rows[i].text.trim();
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        Reportable { value: ReportableValue::Text(texts.join(", ")), n: rows.len() }
    }

    fn numeric(
        &mut self,
        criterion: &'a Criterion,
        alternative: &'a Alternative,
        counted: &[usize],
        plan: &Plan,
        report: &mut TestReport<'a>,
    ) -> Result<Outcome, Stop> {
        let values = self.values(criterion, counted, report)?;
        self.require_count(counted, plan)?;
        let summarised = summarise(plan.summary, &values, self.measured.censored);
        let sample = match &summarised {
            Ok(summarised) => exact_of(&summarised.value),
            Err(_) => None,
        };
        self.check_validity(counted, &values, sample)?;
        self.check_individual(counted, &values, report)?;
        let individual_failed = !report.reasons.is_empty()
            && report.reasons.iter().any(|reason| reason.code == &codes::INDIVIDUAL_OUTSIDE_CRITERION);
        let outcome = match criterion {
            Criterion::Report => self.reported(summarised, counted.len(), report)?,
            _ if plan.summary == Summary::Each => self.each(criterion, alternative, counted, &values, report)?,
            _ => {
                let summarised = summarised.map_err(|fault| self.no_summary(&fault, counted))?;
                let value = self.relative(criterion, summarised.value, report)?;
                let judged =
                    Judged { value, floating: summarised.floating, n: counted.len(), computed: counted.len() > 1 };
                let place = || counted.first().map(|&i| self.context.place(&self.rows[i]));
                decide(self.test, self.measured, criterion, alternative, &judged, &place, report)
            }
        };
        Ok(if individual_failed { Outcome::Fail } else { outcome })
    }

    /// The values of the counted rows in the unit of the test (of the label claim for a percentage of it).
    fn values(
        &self,
        criterion: &Criterion,
        counted: &[usize],
        report: &mut TestReport<'a>,
    ) -> Result<Vec<Bounded>, Stop> {
        let claim = match criterion {
            Criterion::Label(_) => Some(self.label_claim()?),
            _ => None,
        };
        let unit = self.unit_of_values(counted, claim.as_ref());
        let unit = &unit;
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
            if let Some(from) = row.unit.as_ref().filter(|from| *from != unit)
                && !report.conversions.iter().any(|(known, _)| known == from)
            {
                report.conversions.push((from.clone(), unit.clone()));
            }
        }
        report.label_claim = claim;
        Stop::worst(stops).map_or(Ok(values), Err)
    }

    /// The unit in which values are compared: that of the label claim for a percentage of it, that of the rows for a
    /// CV (which has none of their unit left), else that of the criterion.
    fn unit_of_values(&self, counted: &[usize], claim: Option<&Quantity>) -> Unit {
        match (claim, self.measured.plan.summary) {
            (Some(claim), _) => claim.unit.clone(),
            (None, Summary::CoefficientOfVariation) => {
                counted.first().and_then(|&i| self.rows[i].unit.clone()).unwrap_or_else(Unit::none)
            }
            (None, _) => self.measured.unit.clone(),
        }
    }

    fn label_claim(&self) -> Result<Quantity, Stop> {
        label_claim(self.spec, self.facts, &self.test.id).ok_or_else(|| {
            Stop::not_evaluable(
                Reason::new(&codes::LABEL_CLAIM_MISSING, format!("no label claim for {} is declared", self.test.id))
                    .clause(&self.test.place)
                    .help(format!(
                        "add `label: {{{0}: ...}}` to the specification, or a column `label {0}` to the lot file",
                        self.test.id
                    )),
            )
        })
    }

    /// The value as the criterion sees it: itself, or in percent of the label claim.
    fn relative(&self, criterion: &Criterion, value: Bounded, report: &TestReport<'a>) -> Result<Bounded, Stop> {
        match (criterion, &report.label_claim) {
            (Criterion::Label(_), Some(claim)) => percent_of(&value, &claim.value.exact()).ok_or_else(|| {
                Stop::not_evaluable(
                    Reason::new(&codes::LABEL_CLAIM_MISSING, "the label claim is zero").clause(&self.test.place),
                )
            }),
            _ => Ok(value),
        }
    }

    fn check_individual(&self, counted: &[usize], values: &[Bounded], report: &mut TestReport<'a>) -> Result<(), Stop> {
        let Some(limits) = &self.measured.individual else { return Ok(()) };
        for (&i, value) in counted.iter().zip(values) {
            let place = self.context.place(&self.rows[i]);
            let text = self.rows[i].text.trim();
            match against(limits, value, self.test.rounding) {
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

    fn reported(
        &self,
        summarised: Result<super::summary::Summarised, NoSummary>,
        n: usize,
        report: &mut TestReport<'a>,
    ) -> Result<Outcome, Stop> {
        let summarised = summarised.map_err(|fault| self.no_summary(&fault, &[]))?;
        report.reportable = Some(match parts(&summarised.value) {
            Some((exact, bound)) => Reportable {
                value: ReportableValue::Number {
                    compared: None,
                    exact,
                    bound,
                    unit: self.measured.unit.clone(),
                    floating: summarised.floating,
                },
                n,
            },
            None => Reportable { value: ReportableValue::Text("not detected".to_owned()), n },
        });
        Ok(Outcome::Reported)
    }

    /// Every determination against the criterion; the worst one is reported.
    fn each(
        &self,
        criterion: &'a Criterion,
        alternative: &'a Alternative,
        counted: &[usize],
        values: &[Bounded],
        report: &mut TestReport<'a>,
    ) -> Result<Outcome, Stop> {
        let mut worst: Option<(Outcome, Option<f64>)> = None;
        for (&i, value) in counted.iter().zip(values) {
            let mut one = TestReport::new(report.test, report.index, report.point);
            one.criterion = report.criterion;
            one.label_claim = report.label_claim.clone();
            let value = self.relative(criterion, value.clone(), report)?;
            let judged = Judged { value, floating: false, n: counted.len(), computed: false };
            let place = || Some(self.context.place(&self.rows[i]));
            let outcome = decide(self.test, self.measured, criterion, alternative, &judged, &place, &mut one);
            report.reasons.append(&mut one.reasons);
            report.flags.alert |= one.flags.alert;
            report.flags.action |= one.flags.action;
            let nearer = |new: Option<f64>, old: Option<f64>| match (new, old) {
                (Some(new), Some(old)) => new < old,
                _ => false,
            };
            let replaces = worst.is_none_or(|(rank, margin)| {
                outcome.rank() < rank.rank() || (outcome == rank && nearer(one.margin(), margin))
            });
            if replaces {
                worst = Some((outcome, one.margin()));
                report.reportable = one.reportable;
            }
        }
        Ok(worst.map_or(Outcome::Missing, |(outcome, _)| outcome))
    }

    fn no_summary(&self, fault: &NoSummary, counted: &[usize]) -> Stop {
        let reason = match fault {
            NoSummary::Censored => Reason::new(
                &codes::CENSORED_IN_MEAN,
                "a summary of values below or above the measurable range needs a declared rule",
            )
            .help("write `censored: worst case` in the test, if the procedure says so"),
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

    /// A result that was contested, or retests beside an original that stands: a failure stays, anything else is open
    ///
    fn after_history(
        &self,
        outcome: Outcome,
        selection: &Selection,
        report: &mut TestReport<'a>,
    ) -> Result<Outcome, Stop> {
        // What the laboratory declared invalid without a complete record may still fail; it never passes.
        let contested = self.uses.iter().position(|used| *used == Use::Contested);
        if let Some(i) = contested.filter(|_| matches!(outcome, Outcome::Pass | Outcome::Reported)) {
            return Err(Stop::new(Outcome::Invalid, self.declared_invalid(i)));
        }
        let Some(&first) = selection.unexplained.first() else { return Ok(outcome) };
        let place = self.context.place(&self.rows[first]);
        let n = selection.unexplained.len();
        if outcome == Outcome::Fail {
            let message = format!("{n} retest(s) do not count: the original result was not invalidated");
            report.reasons.push(Reason::new(&codes::RETEST_NOT_COUNTED, message).at(place));
            return Ok(outcome);
        }
        let message = format!("{n} retest(s) beside an original result that was not invalidated");
        Err(Stop::not_evaluable(Reason::new(&codes::UNEXPLAINED_RETEST, message).at(place).clause(&self.test.place)))
    }
}

/// The acceptance criteria at a point of the lot's life.
pub(super) fn criteria_at<'m>(measured: &'m Measured, point: Point<'_>) -> &'m [Alternative] {
    match point {
        Point::Stability { .. } if !measured.shelf_life.is_empty() => &measured.shelf_life,
        _ => &measured.accept,
    }
}

/// The claim for an attribute: the lot's own, else the specification's.
pub(super) fn label_claim(spec: &Specification, facts: Option<&LotFacts>, attribute: &str) -> Option<Quantity> {
    let find = |claims: &[(String, Quantity)]| {
        claims.iter().find(|(name, _)| folded(name) == folded(attribute)).map(|(_, claim)| claim.clone())
    };
    facts.and_then(|facts| find(&facts.label)).or_else(|| find(&spec.label))
}

/// A derived value in percent of the label claim of its attribute.
///
/// # Errors
/// `not_evaluable` when there is no claim, it is zero, or it has another dimension.
pub(super) fn percent_of_claim(
    spec: &Specification,
    facts: Option<&LotFacts>,
    test: &Test,
    value: &Exact,
    unit: &Unit,
    report: &mut TestReport<'_>,
) -> Result<Exact, Stop> {
    let fault = |code, message: String| Stop::not_evaluable(Reason::new(code, message).clause(&test.place));
    let claim = label_claim(spec, facts, &test.id)
        .ok_or_else(|| fault(&codes::LABEL_CLAIM_MISSING, format!("no label claim for {} is declared", test.id)))?;
    let factor = unit
        .factor_to(&claim.unit)
        .ok_or_else(|| fault(&codes::UNIT_NOT_COMPARABLE, unit.describe_mismatch(&claim.unit)))?;
    let percent = (&(value * &factor) * &Exact::from_i64(100)).checked_div(&claim.value.exact());
    report.label_claim = Some(claim);
    percent.ok_or_else(|| fault(&codes::LABEL_CLAIM_MISSING, "the label claim is zero".to_owned()))
}

/// A value ready for its criterion.
pub(super) struct Judged {
    pub value: Bounded,
    pub floating: bool,
    pub n: usize,
    /// Whether it was computed from several values, so that a bound is printed rounded.
    pub computed: bool,
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
        report.reasons.push(located(Reason::new(&codes::DETECTION_LIMIT_NOT_DECLARED, message)));
        return Outcome::Inconclusive;
    };
    let compared = bound.map(|bound| printed_bound(limits, &exact, bound, judged.computed));
    let verdict = against(limits, &judged.value, test.rounding);
    flag(measured, &judged.value, test.rounding, report);
    let shown = match verdict {
        Compared::Inside => String::new(),
        _ => super::shown(limits, &exact, bound, compared.as_ref().unwrap_or(&exact), test.rounding),
    };
    report.reportable = Some(Reportable {
        value: ReportableValue::Number { exact, compared, bound, unit: limits.unit.clone(), floating: judged.floating },
        n: judged.n,
    });
    match verdict {
        Compared::Inside => Outcome::Pass,
        Compared::Outside => {
            let message = format!("{shown} is outside the acceptance criterion {}", limits.text);
            report.reasons.push(located(Reason::new(&codes::OUTSIDE_ACCEPTANCE_CRITERION, message)));
            Outcome::Fail
        }
        Compared::Undecided => {
            let message = format!("{shown} allows no statement about {}", limits.text);
            report.reasons.push(located(Reason::new(&codes::CENSORED_UNDECIDED, message)));
            Outcome::Inconclusive
        }
    }
}

/// The number that stands for a bound in print.
///
/// A computed bound is rounded away from the measured side, so that the printed statement stays true: a bound of
/// 0.0533 against a limit with two decimals prints as `<0.06`.
fn printed_bound(limits: &Limits, exact: &Exact, bound: BoundKind, computed: bool) -> Exact {
    let Some(limit) = deciding(limits, exact).filter(|_| computed) else { return exact.clone() };
    match bound {
        BoundKind::Below | BoundKind::AtMost => round_up_to_place(exact, limit.written.last_place()),
        BoundKind::Above | BoundKind::AtLeast => round_down_to_place(exact, limit.written.last_place()),
    }
}

/// Raises the flags of internal limits, which stand in the same terms as the criterion; they never change an outcome
///
fn flag(measured: &Measured, value: &Bounded, rounding: RoundingRule, report: &mut TestReport<'_>) {
    let crossed = |limits: &Option<Limits>| {
        limits.as_ref().is_some_and(|limits| against(limits, value, rounding) != Compared::Inside)
    };
    report.flags.alert |= crossed(&measured.alert);
    report.flags.action |= crossed(&measured.action);
}

/// Number and kind of bound; `None` when nothing is known.
pub(super) fn parts(value: &Bounded) -> Option<(Exact, Option<BoundKind>)> {
    Some(match value {
        Bounded::Exact(exact) => (exact.clone(), None),
        Bounded::Below { bound, inclusive: false } => (bound.clone(), Some(BoundKind::Below)),
        Bounded::Below { bound, inclusive: true } => (bound.clone(), Some(BoundKind::AtMost)),
        Bounded::Above { bound, inclusive: false } => (bound.clone(), Some(BoundKind::Above)),
        Bounded::Above { bound, inclusive: true } => (bound.clone(), Some(BoundKind::AtLeast)),
        Bounded::Unknown => return None,
    })
}

fn exact_of(value: &Bounded) -> Option<&Exact> {
    match value {
        Bounded::Exact(exact) => Some(exact),
        _ => None,
    }
}

/// A value in percent of a claim; `None` when the claim is zero.
fn percent_of(value: &Bounded, claim: &Exact) -> Option<Bounded> {
    let percent = |number: &Exact| (number * &Exact::from_i64(100)).checked_div(claim);
    Some(match value {
        Bounded::Exact(number) => Bounded::Exact(percent(number)?),
        Bounded::Below { bound, inclusive } => Bounded::Below { bound: percent(bound)?, inclusive: *inclusive },
        Bounded::Above { bound, inclusive } => Bounded::Above { bound: percent(bound)?, inclusive: *inclusive },
        Bounded::Unknown => Bounded::Unknown,
    })
}
