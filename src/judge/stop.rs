//! How a step of the judgement ends early.

use super::lot_report::Reason;
use super::outcome::Outcome;
use crate::finding::Code;
use crate::source::Place;

/// A test has its outcome before the comparison with its criterion, with the reasons.
#[derive(Debug)]
pub(super) struct Stop {
    pub outcome: Outcome,
    pub reasons: Vec<Reason>,
}

impl Stop {
    pub fn new(outcome: Outcome, reason: Reason) -> Self {
        Stop { outcome, reasons: vec![reason] }
    }

    /// Names the cell in every reason that has none.
    pub fn at(mut self, place: Place) -> Self {
        for reason in &mut self.reasons {
            reason.place.get_or_insert_with(|| place.clone());
        }
        self
    }

    /// Names the clause in every reason that has none.
    pub fn clause(mut self, place: &Place) -> Self {
        for reason in &mut self.reasons {
            reason.clause.get_or_insert_with(|| place.clone());
        }
        self
    }

    /// One stop of several: the worst outcome, with the reasons of all that have it.
    pub fn worst(stops: Vec<Stop>) -> Option<Stop> {
        let outcome = stops.iter().map(|stop| stop.outcome).min_by_key(|outcome| outcome.rank())?;
        let reasons = stops.into_iter().filter(|stop| stop.outcome == outcome).flat_map(|stop| stop.reasons).collect();
        Some(Stop { outcome, reasons })
    }

    /// The data or the specification cannot be judged.
    pub fn not_evaluable(reason: Reason) -> Self {
        Stop::new(Outcome::NotEvaluable, reason)
    }
}

impl Reason {
    /// A reason without a place.
    pub fn new(code: &'static Code, message: impl Into<String>) -> Self {
        Reason { code, message: message.into(), place: None, clause: None, help: None }
    }

    /// Names the cell.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Names the clause of the specification.
    #[must_use]
    pub fn clause(mut self, place: &Place) -> Self {
        self.clause = Some(place.clone());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
