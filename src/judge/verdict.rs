//! The verdict of a lot from the outcomes of its tests.

use super::lot_report::TestReport;
use super::outcome::{Outcome, Verdict};

/// The verdict, the first that applies.
///
/// `spoiled` tells that the lot has faults beyond single tests. A lot conforms only when every required criterion was
/// evaluated and met; it is never computed as "nothing failed".
pub(super) fn verdict<'t, 'a: 't>(tests: impl Iterator<Item = &'t TestReport<'a>> + Clone, spoiled: bool) -> Verdict {
    if spoiled { Verdict::NotEvaluable } else { of_outcomes(tests.map(|test| (test.outcome, test.counts()))) }
}

/// What outcomes come to, each with whether it counts.
pub(super) fn of_outcomes(tests: impl Iterator<Item = (Outcome, bool)> + Clone) -> Verdict {
    if tests.clone().any(|(outcome, _)| outcome == Outcome::NotEvaluable) {
        return Verdict::NotEvaluable;
    }
    let counting = || tests.clone().filter(|(_, counts)| *counts).map(|(outcome, _)| outcome);
    if counting().any(|outcome| outcome == Outcome::Fail) {
        return Verdict::DoesNotConform;
    }
    let settled =
        |outcome| matches!(outcome, Outcome::Pass | Outcome::Reported | Outcome::Waived | Outcome::NotApplicable);
    let judged = counting().any(|outcome| outcome == Outcome::Pass);
    if judged && counting().all(settled) { Verdict::Conforms } else { Verdict::NotConcluded }
}
