//! Whether the rows of a test are results yet: which carry a value, whether their dates can be, whether the incubation is
//! over.

use super::codes;
use super::earlier_step::{before_step, is_of_earlier_step};
use super::history::Selection;
use super::lot_report::{Point, Reason, Use};
use super::measured::Case;
use super::outcome::Outcome;
use super::panel;
use super::qualitative;
use super::stop::Stop;
use super::value;
use crate::data::{Determination, RowStatus};
use crate::spec::{Alternative, Criterion};
use jiff::ToSpan;
use jiff::civil::Date;

impl<'a> Case<'_, 'a> {
    /// The counted rows that carry a value.
    ///
    /// A cell that says "not tested", "-" or nothing is not a determination; "pending" and "invalid" speak for the test, unless what is
    /// there decides it already.
    pub(super) fn with_value(&self, selection: &Selection<'_>, point: Point<'a>) -> Result<Vec<usize>, Stop> {
        let counted = &selection.counted;
        let says = |wanted: Outcome| counted.iter().copied().find(|&i| self.state_of(i) == Some(wanted));
        let present: Vec<usize> = counted.iter().copied().filter(|&i| self.state_of(i).is_none()).collect();
        if present.len() == counted.len() && !present.is_empty() {
            return Ok(present);
        }
        let is_decided = || {
            present.iter().any(|&i| self.is_final(&self.rows[i])) || self.fails_alone(&present, &selection.plan, point)
        };
        let is_open = says(Outcome::Invalid).is_some() || says(Outcome::Pending).is_some();
        if is_open && !is_decided() {
            let invalid = says(Outcome::Invalid).map(|i| Stop::new(Outcome::Invalid, self.declared_invalid(i)));
            let pending = says(Outcome::Pending).map(|i| Stop::new(Outcome::Pending, self.pending(i)));
            return invalid.or(pending).map_or(Ok(present), Err);
        }
        if present.is_empty() { Err(Stop::new(Outcome::Missing, self.without_value(selection))) } else { Ok(present) }
    }

    /// Why there is no determination.
    fn without_value(&self, selection: &Selection<'_>) -> Reason {
        if let Some(&i) = selection.counted.first() {
            let text = self.rows[i].text.trim();
            let said = match text {
                "" => "the cell is empty".to_owned(),
                text => format!("the cell says \"{text}\""),
            };
            return Reason::new(&codes::NO_DETERMINATION, said).at(self.context.place(&self.rows[i]));
        }
        if !selection.unexplained.is_empty() {
            return self.without_original(&selection.unexplained);
        }
        let said = match selection.history {
            true => "every determination was invalidated, and none replaces it",
            false => "there is no determination",
        };
        Reason::new(&codes::NO_DETERMINATION, said)
    }

    /// That there are retests and no result that they could replace.
    fn without_original(&self, retests: &[usize]) -> Reason {
        let message = format!("{} retest(s), and no original result that they could replace", retests.len());
        let reason = Reason::new(&codes::NO_DETERMINATION, message);
        match retests.iter().min() {
            Some(first) => reason.at(self.context.place(&self.rows[*first])),
            None => reason,
        }
    }

    /// What the row says instead of a value; `None` when it carries one.
    fn state_of(&self, row: usize) -> Option<Outcome> {
        let status = self.rows[row].status();
        match status {
            RowStatus::Pending => Some(Outcome::Pending),
            RowStatus::NotTested => Some(Outcome::Missing),
            RowStatus::Valid | RowStatus::Invalid => value::absent(&self.rows[row].reading),
        }
        // A positive interim reading is final.
        .filter(|_| !self.is_final(&self.rows[row]))
    }

    /// Whether a row waits for its value, or says that there is none that counts.
    pub(super) fn is_awaited(&self, row: usize) -> bool {
        matches!(self.state_of(row), Some(Outcome::Pending | Outcome::Invalid))
    }

    /// Whether a reading is final at any time: growth or another positive sign, where neither the test nor a panel asks for it (R-323,
    ///
    pub(super) fn is_final(&self, row: &Determination<'_>) -> bool {
        let is_asked_for = |alternative: &Alternative| match &alternative.criterion {
            Criterion::Qualitative(expected) => {
                matches!(qualitative::meets(expected, &row.reading, row.text), Ok(true))
            }
            _ => false,
        };
        let is_shown = qualitative::shows_growth(&row.reading);
        is_shown && (!self.measured.accept.iter().any(is_asked_for) || panel::is_excluded(self.spec, self.test))
    }

    /// A row that has a value and says that it was not tested: one of both is wrong. What grew is judged, whatever the status says.
    pub(super) fn check_not_tested(&self) -> Result<(), Stop> {
        let is_not_tested = |row: &&Determination<'_>| row.role.is_of_lot() && (row.status() == RowStatus::NotTested);
        let has_value = |row: &&Determination<'_>| value::absent(&row.reading).is_none() && !self.is_final(row);
        let Some(row) = self.rows.iter().filter(is_not_tested).find(has_value) else { return Ok(()) };
        let message = format!("the cell says \"{}\", and the status of its row is `not tested`", row.text.trim());
        let reason = Reason::new(&codes::VALUE_NOT_TESTED, message).at(self.context.place(row));
        let help = "empty the status, or the value; a value that is void is `invalid`, with a complete record";
        Err(Stop::not_evaluable(reason.help(help)))
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

    pub(super) fn declared_invalid(&self, row: usize) -> Reason {
        let reason = self.rows[row].details.as_ref().map_or("", |d| d.reason).trim();
        let message = if reason.is_empty() {
            "the laboratory declared the run invalid".to_owned()
        } else {
            format!("the laboratory declared the run invalid: {reason}")
        };
        Reason::new(&codes::DECLARED_INVALID, message).at(self.context.place(&self.rows[row]))
    }

    /// Dates that cannot be: in the future, before what was tested was made, before their own start.
    pub(super) fn check_dates(&self, counted: &[usize]) -> Result<(), Stop> {
        for &i in counted {
            self.check_days_of(i)?;
            let Some(details) = self.rows[i].details.as_deref() else { continue };
            let first = [details.started, details.date].into_iter().flatten().min();
            if let Some((message, help)) = self.made_after(first) {
                let reason = Reason::new(&codes::IMPOSSIBLE_DATES, message).at(self.context.place(&self.rows[i]));
                return Err(Stop::not_evaluable(reason.help(help)));
            }
        }
        Ok(())
    }

    /// The same of controls, and of what was declared invalid or repeated: a run that cannot have been shows nothing, and voids
    /// nothing. Controls may be older than the lot. The day of what has no value yet is planned, and says nothing of what is there.
    pub(super) fn check_dates_beside(&self, counted: &[usize]) -> Result<(), Stop> {
        let is_planned = |i: &usize| {
            let row = &self.rows[*i];
            let is_void = row.is_declared_invalid();
            self.uses[*i] == Use::Interim || !is_void && self.state_of(*i).is_some()
        };
        let mut beside = (0..self.rows.len()).filter(|i| !counted.contains(i) && !is_planned(i));
        beside.try_for_each(|i| self.check_days_of(i))
    }

    /// Days of one row that lie in the future, or in an order that cannot be.
    fn check_days_of(&self, row: usize) -> Result<(), Stop> {
        let Some(details) = self.rows[row].details.as_deref() else { return Ok(()) };
        let is_result = self.rows[row].role.is_of_lot();
        const LATER: &str = "correct the date, or judge on a later day (--as-of)";
        let as_of = self.context.as_of;
        let (code, message, help) = match (details.started, details.date) {
            (_, Some(date)) if date > as_of && is_result => {
                (&codes::DATE_IN_THE_FUTURE, format!("the result is dated {date}, after {as_of}"), LATER)
            }
            (_, Some(date)) if date > as_of => {
                (&codes::DATE_IN_THE_FUTURE, format!("the control is dated {date}, after {as_of}"), LATER)
            }
            (Some(started), _) if started > as_of => {
                (&codes::DATE_IN_THE_FUTURE, format!("started on {started}, after {as_of}"), LATER)
            }
            (Some(started), Some(date)) if date < started => (
                &codes::IMPOSSIBLE_DATES,
                format!("read on {date}, before its start on {started}"),
                "correct the date that is wrong",
            ),
            _ => return Ok(()),
        };
        Err(Stop::not_evaluable(Reason::new(code, message).at(self.context.place(&self.rows[row])).help(help)))
    }

    /// What was only made after a day on which it was tested, with what helps: the lot, or what a test of an earlier step is of.
    fn made_after(&self, tested: Option<Date>) -> Option<(String, String)> {
        let (facts, tested) = (self.facts?, tested?);
        // Which step is the last one, all tests say; it is asked where it matters.
        if let Some(made) = facts.manufactured.filter(|made| tested < *made)
            && !is_of_earlier_step(self.spec, self.test)
        {
            const STAGES: &str = "a test of an earlier step has a `stage` in the specification whose words say so: cell bank, culture, \
                                  in-process, harvest, bulk, before filling, drug substance";
            let own = self.test.stage.as_ref();
            let own =
                own.map_or_else(String::new, |own| format!("the stage `{own}` is taken for that of the product; "));
            let help = format!("correct the date that is wrong; {own}{STAGES}");
            return Some((format!("tested on {tested}, before the lot was made on {made}"), help));
        }
        let (event, day) = before_step(facts, self.test).filter(|(_, day)| tested < *day)?;
        let message = format!("tested on {tested}, before {} of the lot on {day}", event.noun());
        Some((message, "correct the date that is wrong, in the results or in the lot file".to_owned()))
    }

    /// A reading before the end of the incubation is pending; growth is final at any time.
    pub(super) fn check_incubation(&self, counted: &[usize]) -> Result<(), Stop> {
        let Some(days) = self.measured.final_after_days else { return Ok(()) };
        if counted.iter().any(|&i| self.is_final(&self.rows[i])) {
            return Ok(());
        }
        // Whichever row comes first: of several that are not ready, the worst is told.
        let unready = counted.iter().filter_map(|&i| self.unready(i, days));
        unready.min_by_key(|stop| stop.outcome.rank()).map_or(Ok(()), Err)
    }

    /// Why a reading of an incubation of so many days is not ready; `None` where it is.
    fn unready(&self, row: usize, days: u32) -> Option<Stop> {
        let details = self.rows[row].details.as_deref();
        let place = self.context.place(&self.rows[row]);
        let (Some(started), Some(date)) = (details.and_then(|d| d.started), details.and_then(|d| d.date)) else {
            let message = format!("start and reading date are needed to know whether {days} days have passed");
            let reason = Reason::new(&codes::INCUBATION_TIMES_MISSING, message).at(place);
            return Some(Stop::new(Outcome::Inconclusive, reason.clause(&self.test.place)));
        };
        let earliest = started.checked_add(i64::from(days).days()).unwrap_or(Date::MAX);
        (date < earliest).then(|| {
            let message =
                format!("started {started}, read {date}, final after {days} days; earliest conclusion {earliest}");
            let reason = Reason::new(&codes::INCUBATION_NOT_FINISHED, message).at(place).clause(&self.test.place);
            Stop::new(Outcome::Pending, reason)
        })
    }
}
