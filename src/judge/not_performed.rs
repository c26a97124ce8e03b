//! What stands in for a result that a lot does not have: periodic testing of its specification, or a waiver.

use super::at_point::AtPoint;
use super::codes;
use super::lot_report::{Reason, TestReport};
use super::outcome::Outcome;
use super::periodic::{Due, PeriodicRecord};
use super::value;
use super::waiver::{Objection, Waiver};
use crate::spec::Assessment;

impl<'a> AtPoint<'_, 'a> {
    /// What stands in for a missing result: periodic testing of the specification, else a waiver.
    pub fn not_performed(&self, report: &mut TestReport<'a>) {
        if report.outcome == Outcome::Missing {
            self.apply_periodic(report);
        }
        if report.outcome == Outcome::Missing {
            self.apply_waiver(report);
        }
    }

    /// A lot that is not due for a test of periodic testing is waived; of one that is due, the reason says so.
    fn apply_periodic(&self, report: &mut TestReport<'a>) {
        let Assessment::Measured(measured) = &report.test.assessment else { return };
        let Some(rule) = measured.skip.as_deref().filter(|_| self.is_release() && !self.was_performed(report)) else {
            return;
        };
        let none = PeriodicRecord::default();
        let record = self.context.periodic.unwrap_or(&none);
        match record.due(rule, &report.test.id, self.lot, self.facts) {
            Due::Not(message) => {
                report.outcome = Outcome::Waived;
                report.reasons = vec![Reason::new(&codes::NOT_DUE_FOR_PERIODIC_TEST, message).clause(&rule.place)];
            }
            // First, because it says more than that there is no determination.
            Due::Yet(code, message) => report.reasons.insert(0, Reason::new(code, message).clause(&rule.place)),
        }
    }

    /// Whether a determination of the lot itself carries a value.
    fn was_performed(&self, report: &TestReport<'a>) -> bool {
        self.rows.determinations[report.rows.clone()]
            .iter()
            .any(|row| row.role.is_of_lot() && value::absent(&row.reading).is_none())
    }

    /// A waiver with authority stands in for a missing result, unless the test may never be waived, as safety tests by
    /// default.
    pub fn apply_waiver(&self, report: &mut TestReport<'a>) {
        let test = report.test;
        let named = |waiver: &&Waiver| waiver.lots.contains(self.lot) && waiver.names(test);
        let of_test = || self.context.waivers.iter().filter(named);
        let counts = |waiver: &&Waiver| waiver.objection(self.context.as_of).is_none();
        let in_force = of_test().filter(counts).max_by_key(|waiver| waiver.approved);
        let Some(waiver) = in_force.or_else(|| of_test().next()) else { return };
        let objection = waiver.objection(self.context.as_of);
        let against = if test.never_waive {
            Some((&codes::WAIVER_NOT_ALLOWED, "this test may not be waived".to_owned()))
        } else if self.was_performed(report) {
            Some((&codes::WAIVER_NOT_ALLOWED, "the test was performed, and what it found stands".to_owned()))
        } else {
            objection.map(|objection| match objection {
                Objection::Incomplete(_) | Objection::NotApproved(..) | Objection::OwnApproval => {
                    (&codes::WAIVER_NOT_ALLOWED, objection.to_string())
                }
                _ => (&codes::WAIVER_NOT_IN_FORCE, objection.to_string()),
            })
        };
        if let Some((code, why)) = against {
            let message = format!("the waiver does not count: {why}");
            report.reasons.push(Reason::new(code, message).at(waiver.place.clone()));
            return;
        }
        report.outcome = Outcome::Waived;
        let until = waiver.expiry.map_or_else(String::new, |date| format!(", until {date}"));
        let message = format!(
            "not performed: {} ({}, owner {}, approved by {}{until})",
            waiver.reason, waiver.reference, waiver.owner, waiver.approver
        );
        report.reasons = vec![Reason::new(&codes::TEST_WAIVED, message).at(waiver.place.clone())];
    }
}
