//! The verdict of a lot from the outcomes of its tests.

use super::lot_report::TestReport;
use super::outcome::{Outcome, Verdict};

/// The verdict, the first that applies.
///
/// `spoiled` tells that the lot has faults beyond single tests. A lot conforms only when every required criterion was
/// evaluated and met; it is never computed as "nothing failed".
pub(super) fn verdict<'t, 'a: 't>(tests: impl Iterator<Item = &'t TestReport<'a>> + Clone, spoiled: bool) -> Verdict {
    if spoiled || tests.clone().any(|test| test.outcome == Outcome::NotEvaluable) {
        return Verdict::NotEvaluable;
    }
    let counting = || tests.clone().filter(|test| test.counts());
    if counting().any(|test| test.outcome == Outcome::Fail) {
        return Verdict::DoesNotConform;
    }
    let settled =
        |outcome| matches!(outcome, Outcome::Pass | Outcome::Reported | Outcome::Waived | Outcome::NotApplicable);
    let judged = counting().any(|test| test.outcome == Outcome::Pass);
    if judged && counting().all(|test| settled(test.outcome)) { Verdict::Conforms } else { Verdict::NotConcluded }
}
