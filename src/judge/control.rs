//! Controls of a run against what a check expects of them.

use super::codes;
use super::compare::{against, scaled};
use super::history;
use super::lot_report::Reason;
use super::outcome::Outcome;
use super::qualitative;
use super::stop::Stop;
use super::validity::Run;
use super::value;
use crate::data::{Determination, RowStatus};
use crate::quantity::{Compared, Exact, RoundingRule, Unit};
use crate::spec::{ControlExpectation, Limits, Role};
use std::collections::BTreeSet;

/// The control that a check asks for.
pub(super) struct Asked<'c> {
    pub role: Role,
    pub name: Option<&'c str>,
    /// The check as the specification writes it.
    pub text: &'c str,
}

impl Asked<'_> {
    /// The control in words.
    fn what(&self) -> String {
        let role = self.role.as_str();
        match self.name {
            // As the specification writes it, so that a reader sees where the name ends.
            Some(name) if name.contains(char::is_whitespace) => format!("{role} \"{name}\""),
            Some(name) => format!("{role} {name}"),
            None => role.to_owned(),
        }
    }
}

/// What is wrong with a control, if anything. `each`: every determination has one of its own.
pub(super) fn fault(asked: &Asked<'_>, each: bool, expect: &ControlExpectation, run: &Run<'_, '_>) -> Option<Reason> {
    let (what, text) = (asked.what(), asked.text);
    let reported = run.controls(asked.role, asked.name).filter(|control| !reports_nothing(control, run));
    let controls: Vec<&Determination<'_>> = reported.collect();
    if each && let Some(reason) = without_control(&controls, &what, run) {
        return Some(reason);
    }
    let Some(first) = controls.first() else {
        let message = format!("{what} is not reported; required: {text}");
        return Some(Reason::new(&codes::CONTROL_NOT_REPORTED, message));
    };
    if controls.iter().all(|control| run.is_of_void_alone(control)) {
        return Some(of_void_run(first, &what, text, run));
    }
    controls.into_iter().find_map(|control| {
        let fault = fault_of(control, &what, text, expect, run)?;
        Some(fault.at(run.context.place(control)))
    })
}

/// Whether an empty cell, or one that says "not tested", reports no control; it does where it is pending or was declared invalid. A run
/// that counts keeps its control, whatever is in the cell; what was void elsewhere in the lot is not of this run.
fn reports_nothing(control: &Determination<'_>, run: &Run<'_, '_>) -> bool {
    let is_of_test = || run.counted.first().is_some_and(|&i| run.rows[i].test == control.test);
    let is_told = matches!(control.status(), RowStatus::Pending | RowStatus::Invalid);
    value::absent(&control.reading) == Some(Outcome::Missing) && !(is_told && is_of_test())
}

/// That a determination has no control of its own.
fn without_control(controls: &[&Determination<'_>], what: &str, run: &Run<'_, '_>) -> Option<Reason> {
    let replicates: BTreeSet<_> = controls.iter().map(|control| history::in_common(control)).collect();
    let row = run.counted.iter().map(|&i| &run.rows[i]).find(|row| !replicates.contains(&history::in_common(row)))?;
    let number = match row.replicate.trim() {
        "" => "(none)",
        number => number,
    };
    let group = match history::group(row) {
        "" => String::new(),
        group => format!(" of group {group}"),
    };
    let message = format!("{what} is not reported for replicate {number}{group}");
    Some(Reason::new(&codes::CONTROL_NOT_REPORTED, message).at(run.context.place(row)))
}

/// That what was reported says something of the run that is void alone: the run that replaces it has nothing of it.
pub(super) fn of_void_run(control: &Determination<'_>, what: &str, text: &str, run: &Run<'_, '_>) -> Reason {
    let message = format!("{what} is reported for the run that is void alone; required: {text}");
    let help = "add the control of the run that was repeated, with its `date` or `group`";
    Reason::new(&codes::CONTROL_NOT_REPORTED, message).at(run.context.place(control)).help(help)
}

/// What is wrong with one control.
fn fault_of(
    control: &Determination<'_>,
    what: &str,
    text: &str,
    expect: &ControlExpectation,
    run: &Run<'_, '_>,
) -> Option<Reason> {
    let found = control.text.trim();
    let unreadable = |why: &str| Reason::new(&codes::CONTROL_NOT_READABLE, format!("{what} is \"{found}\": {why}"));
    let status = control.status();
    if status == RowStatus::Invalid {
        let help = "a run is repeated with its controls: declare its determinations and controls invalid, each with a complete record, \
                    and add the repeated ones in a `group` of their own, under new numbers in `replicate`";
        return Some(unreadable("there is no valid value").help(help));
    }
    if status != RowStatus::Valid || value::absent(&control.reading).is_some() {
        return Some(unreadable("there is no valid value"));
    }
    let meets = match expect {
        ControlExpectation::Numeric(limits) => lies_within(control, limits, &limits.unit, Some(&Exact::one())),
        ControlExpectation::OfSample(limits) => {
            let percent = run.reportable.and_then(|sample| Exact::from_i64(100).checked_div(sample));
            lies_within(control, limits, run.unit, percent.as_ref())
        }
        ControlExpectation::Qualitative(expected) => {
            qualitative::meets(expected, &control.reading, control.text).map_err(|stop| first_message(&stop))
        }
    };
    match meets {
        Ok(true) => None,
        Ok(false) => {
            let unit = control.unit.as_ref().map_or(String::new(), |unit| format!(" {}", unit.symbol()));
            let message = format!("{what} is {found}{unit}; required: {text}");
            Some(Reason::new(&codes::CONTROL_OUTSIDE_WINDOW, message))
        }
        Err(why) => Some(unreadable(&why)),
    }
}

/// Whether a control in `unit`, times `scale`, lies within its limits.
///
/// # Errors
/// Why that cannot be told.
fn lies_within(
    control: &Determination<'_>,
    limits: &Limits,
    unit: &Unit,
    scale: Option<&Exact>,
) -> Result<bool, String> {
    let stopped = |stop: Stop| first_message(&stop);
    let known = value::bounded_control(control, unit, limits).map_err(stopped)?;
    let scale = scale.ok_or("there is no sample value to relate it to")?;
    value::is_quantified(control, unit, limits, scale).map_err(stopped)?;
    match against(limits, &scaled(&known, scale), RoundingRule::None) {
        Compared::Inside => Ok(true),
        Compared::Outside => Ok(false),
        Compared::Undecided => Err("it allows no statement about its window".to_owned()),
    }
}

fn first_message(stop: &Stop) -> String {
    stop.reasons.first().map_or_else(String::new, |reason| reason.message.clone())
}
