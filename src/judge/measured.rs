//! One measured test in one lot at one point: from its rows to its outcome.
//!
//! The order of the steps is the order of trust: which rows count, whether they are final and complete, whether the run
//! was valid, and only then the criterion.

use super::codes;
use super::compare::against;
use super::context::Context;
use super::history::{self, Selection};
use super::levels::summarise_plan;
use super::lot_report::{Reason, Reportable, ReportableValue, TestReport, Use};
use super::outcome::Outcome;
use super::panel;
use super::plain;
use super::qualitative;
use super::stop::Stop;
use super::validity::{self, Run};
use crate::data::{self, Determination, LotFacts, RowStatus};
use crate::quantity::{Bounded, Compared, Exact, Unit};
use crate::spec::{Count, Criterion, Expected, Measured, Plan, Specification, Summary, Test};
use std::borrow::Cow;

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
    /// Where `rows` begin in `lot_rows`.
    pub first_row: usize,
    pub facts: Option<&'a LotFacts>,
    pub context: &'r Context<'r>,
}

/// Takes back what was found, with what was said of the determinations behind it: they allow no result.
pub(super) fn drop_result(report: &mut TestReport<'_>) {
    report.flags.determinations_disagree = false;
    report.reasons.retain(|reason| reason.code != &codes::DETERMINATIONS_DISAGREE);
    report.reportable = None;
    report.decision = None;
    report.refused = false;
}

impl<'r, 'a> Case<'r, 'a> {
    /// Judges a delivered test and fills its report.
    pub fn judge(mut self, report: &mut TestReport<'a>) {
        match self.steps(report) {
            Ok(outcome) => report.outcome = outcome,
            Err(stop) => {
                report.outcome = stop.outcome;
                drop_result(report);
                report.reasons.extend(stop.reasons);
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
        self.check_not_tested()?;
        let mut selection = history::select(self.test, self.measured, self.rows, self.uses, self.context)?;
        report.flags.retest_history = selection.history;
        report.reasons.append(&mut selection.remarks);
        self.weigh_standing(&mut selection, report)?;
        report.by_retest = selection.by_retest;
        let counted = self.with_value(&selection, report.point)?;
        self.check_dates(&counted)?;
        self.check_dates_beside(&counted)?;
        let alternative = self.alternative(&counted, report.point)?;
        report.criterion = Some(alternative);
        self.check_incubation(&counted)?;
        for &i in &counted {
            if self.uses[i] == Use::Unused {
                self.uses[i] = Use::Counted;
            }
        }
        self.mark_controls();
        report.reasons.extend(self.control_nobody_asks_for());
        let outcome = match &alternative.criterion {
            Criterion::Qualitative(expected) => self.qualitative(expected, &counted, &selection.plan, report)?,
            Criterion::Report if counted.iter().all(|&i| !self.has_number(i)) => {
                self.require_count(&counted, &selection.plan)?;
                self.check_validity(&counted, &[], &self.measured.unit, None, &selection.plan)?;
                report.reportable = Some(self.observed(&counted));
                Outcome::Reported
            }
            criterion => self.numeric(criterion, alternative, &counted, &selection.plan, report)?,
        };
        if outcome == Outcome::Fail && self.fails_in_part(&alternative.criterion, &counted, &selection.plan, report) {
            return Err(self.not_excluded(&counted));
        }
        self.after_history(outcome, &selection, report)
    }

    /// A row whose unit, date, role or status cannot be read stands for nothing, and nobody knows for what it should. A run
    /// that has no value is told once for all runs that have none for the same reason; one that was measured where the
    /// instrument does not count in proportion is an invalid measurement.
    fn check_faults(&self) -> Result<(), Stop> {
        let mut reasons: Vec<(Reason, usize)> = Vec::new();
        for row in self.rows {
            let Some(code) = row.fault else { continue };
            let why = row.details.as_deref().map_or("", |details| details.how);
            let message = match why {
                "" => format!("the row of {} cannot be used", row.text.trim()),
                why => why.to_owned(),
            };
            let same =
                |(known, _): &&mut (Reason, usize)| !why.is_empty() && known.code == code && known.message == message;
            match reasons.iter_mut().find(same) {
                Some((_, count)) => *count += 1,
                None => reasons.push((Reason::new(code, message).at(self.context.place(row)), 1)),
            }
        }
        if reasons.is_empty() {
            return Ok(());
        }
        let invalid = reasons.iter().all(|(reason, _)| reason.code == &data::codes::OUTSIDE_LINEAR_RANGE);
        let told = |(mut reason, count): (Reason, usize)| {
            if count > 1 {
                reason.message = format!("{count} runs: {}", reason.message);
            }
            reason
        };
        let outcome = if invalid { Outcome::Invalid } else { Outcome::NotEvaluable };
        Err(Stop { outcome, reasons: reasons.into_iter().map(told).collect() })
    }

    fn has_number(&self, row: usize) -> bool {
        use crate::quantity::Reading;
        matches!(
            self.rows[row].reading,
            Reading::Number(_) | Reading::Below(_) | Reading::Above(_) | Reading::Malformed(_)
        ) || !self.measured.unit.is_none()
    }

    fn mark_controls(&mut self) {
        for (row, used) in self.rows.iter().zip(self.uses.iter_mut()) {
            let control = !row.role.is_of_lot();
            if control && *used == Use::Unused {
                *used = Use::Control;
            }
        }
    }

    /// A remark when a control was delivered that no check looks at: a determination of the lot may hide behind the role.
    fn control_nobody_asks_for(&self) -> Option<Reason> {
        let unasked =
            |row: &&Determination<'a>| !row.role.is_of_lot() && !validity::is_asked_for(row, self.spec, self.measured);
        let mut unasked = self.rows.iter().filter(unasked);
        let first = unasked.next()?;
        let name = first.details.as_ref().map_or("", |details| details.control);
        let what = [first.role.as_str(), name].join(" ");
        let more = match unasked.count() {
            0 => String::new(),
            more => format!(", and {more} more like it"),
        };
        let message = format!("no check asks for the {} ({}){more}; it was not judged", what.trim(), first.text.trim());
        Some(Reason::new(&codes::CONTROL_NOT_ASKED_FOR, message).at(self.context.place(first)).clause(&self.test.place))
    }

    /// Neither fewer nor more determinations than the plan.
    pub(super) fn require_count(&self, counted: &[usize], plan: &Plan) -> Result<(), Stop> {
        if let Some(levels) = plan.levels.as_deref() {
            return self.require_levels(counted, levels);
        }
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

    pub(super) fn check_validity(
        &self,
        counted: &[usize],
        values: &[Bounded],
        unit: &Unit,
        reportable: Option<&Exact>,
        plan: &Plan,
    ) -> Result<(), Stop> {
        if self.measured.valid_if.is_empty() && self.measured.requires.is_empty() {
            return Ok(());
        }
        let own = Run {
            rows: self.rows,
            uses: self.uses,
            counted,
            values,
            reportable,
            unit,
            plan,
            context: self.context,
            spec: self.spec,
            facts: self.facts,
        };
        let mut reasons = Vec::new();
        if !self.measured.requires.is_empty() {
            // How rows of other tests are used is for their judgement to say.
            let mut everywhere = vec![Use::Unused; self.lot_rows.len()];
            everywhere[self.first_row..][..self.uses.len()].copy_from_slice(self.uses);
            let counted: Vec<usize> = counted.iter().map(|i| self.first_row + i).collect();
            let lot = Run { rows: self.lot_rows, uses: &everywhere, counted: &counted, ..own };
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
        // One that does not meet the criterion is final, beside what allows no statement and among too few readings all the same.
        if let Some(stop) = Stop::worst(stops)
            && (failed.is_empty() || stop.outcome == Outcome::NotEvaluable)
        {
            return Err(stop);
        }
        if failed.is_empty() {
            self.require_count(counted, plan)?;
        } else if let Err(stop) = self.require_count(counted, plan)
            && stop.outcome == Outcome::NotEvaluable
        {
            return Err(stop);
        }
        self.check_validity(counted, &[], &self.measured.unit, None, plan)?;
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
    fn observed(&self, rows: &[usize]) -> Reportable<'a> {
        let mut texts: Vec<&'a str> = Vec::new();
        for &i in rows {
            let text = self.rows[i].text.trim();
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        let words = match texts[..] {
            [only] => Cow::Borrowed(only),
            _ => Cow::Owned(texts.join(", ")),
        };
        Reportable { value: ReportableValue::Text(words), n: rows.len() }
    }

    /// Whether a failure is one of a part only, in a test whose failure a panel takes for evidence: `none of [albumin]` asks whether
    /// albumin is absent, and one of two determinations that finds none does not show that (R-309, R-310, R-1006).
    fn fails_in_part(&self, criterion: &Criterion, counted: &[usize], plan: &Plan, report: &TestReport<'a>) -> bool {
        // What a rule refused is no evidence anyway.
        !report.refused
            && self.test.panel.is_some()
            && panel::is_denied(self.spec, self.test)
            && !self.fails_as_a_whole(criterion, counted, plan, report).unwrap_or(false)
    }

    /// Whether everything that was determined is there, and does not meet the criterion.
    fn fails_as_a_whole(
        &self,
        criterion: &Criterion,
        counted: &[usize],
        plan: &Plan,
        report: &TestReport<'a>,
    ) -> Result<bool, Stop> {
        self.require_count(counted, plan)?;
        let is_open = |(i, used): (usize, &Use)| match used {
            Use::Standing => true,
            Use::Unused => self.rows[i].role.is_of_lot() && self.is_awaited(i),
            _ => false,
        };
        if self.uses.iter().enumerate().any(is_open) {
            return Ok(false);
        }
        let limits = match criterion {
            Criterion::Qualitative(expected) => {
                return Ok(counted.iter().all(|&i| qualitative::fails(expected, &self.rows[i])));
            }
            Criterion::Numeric(limits) | Criterion::Label(limits) => limits,
            _ => return Ok(true),
        };
        let unit = self.unit_of_values(criterion, counted, plan, report.label_claim.as_deref());
        let mut own = TestReport::new(self.test, report.index, report.point);
        own.label_claim = report.label_claim.clone();
        let mut values = self.values(criterion, counted, &unit, &mut own)?;
        if plan.summary != Summary::Each {
            values = vec![
                summarise_plan(plan, self.rows, counted, &values, self.measured.censored)
                    .map_or(Bounded::Unknown, |one| one.value),
            ];
        }
        // Below a limit of its own row, nobody knows the value.
        values.extend(report.below_own_limit.clone());
        for value in values {
            let value = self.relative(criterion, value, &own)?;
            if against(limits, &value, self.test.rounding) != Compared::Outside {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn not_excluded(&self, counted: &[usize]) -> Stop {
        let message = format!("not all of what is there shows that {} is absent, as a panel asks", self.test.id);
        let reason = Reason::new(&codes::ABSENCE_NOT_SHOWN, message).clause(&self.test.place);
        let reason = match counted.first() {
            Some(&i) => reason.at(self.context.place(&self.rows[i])),
            None => reason,
        };
        Stop::new(Outcome::Inconclusive, reason)
    }

    /// A result that was contested, or retests beside an original that stands: a failure stays, anything else is open
    ///
    fn after_history(
        &self,
        outcome: Outcome,
        selection: &Selection<'_>,
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
        let reason = Reason::new(&codes::UNEXPLAINED_RETEST, message).at(place).clause(&self.test.place);
        let is_pending = |row: &Determination<'_>| row.status() == RowStatus::Pending;
        let is_blank = |i: &usize| is_pending(&self.rows[*i]) && self.rows[*i].text.trim().is_empty();
        // In a wide table nobody has written this cell.
        Err(Stop::not_evaluable(match selection.unexplained.iter().any(is_blank) {
            true => reason.help(
                "a pending row of a wide table is of every column: where some tests only are repeated, deliver them as a long table",
            ),
            false => reason,
        }))
    }
}
