//! The handling of a lot: how often it was frozen and thawed.

use super::Beside;
use crate::finding::Finding;
use crate::judge::codes;

/// The freeze-thaw cycles of a lot against the validated number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandlingReport {
    /// How often it was frozen and thawed; `None` where the lot file does not say.
    pub cycles: Option<u32>,
    /// The validated number; `None` where the specification has none.
    pub most: Option<u32>,
    /// What the two come to.
    pub state: HandlingState,
}

/// What the handling of a lot comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandlingState {
    /// Not more cycles than validated.
    Pass,
    /// More cycles than validated.
    Fail,
    /// The number of cycles is not known.
    NotKnown,
    /// There is no validated number.
    Reported,
}

impl HandlingState {
    /// The word in reports, that of outcomes.
    pub fn as_str(self) -> &'static str {
        match self {
            HandlingState::Pass => "pass",
            HandlingState::Fail => "fail",
            HandlingState::NotKnown => "missing",
            HandlingState::Reported => "reported",
        }
    }
}

impl Beside<'_, '_> {
    /// The handling line.
    pub(super) fn handling(&self, findings: &mut Vec<Finding>) -> Option<HandlingReport> {
        let rule = self.spec.in_use.as_ref().and_then(|in_use| in_use.freeze_thaw.as_ref());
        let cycles = self.facts.and_then(|facts| facts.freeze_thaw_cycles);
        if rule.is_none() && cycles.is_none() {
            return None;
        }
        let most = rule.and_then(|rule| rule.cycles);
        let state = match (cycles, most) {
            (Some(cycles), Some(most)) if cycles > most => HandlingState::Fail,
            (Some(_), Some(_)) => HandlingState::Pass,
            (None, Some(_)) => HandlingState::NotKnown,
            (_, None) => HandlingState::Reported,
        };
        let key = rule.map(|rule| &rule.place);
        match (state, cycles, most) {
            (HandlingState::Fail, Some(cycles), Some(most)) => {
                let message = format!("the lot was frozen and thawed {cycles} times, {most} are validated");
                let help = "validate more cycles, or take a lot that was thawed less often";
                let finding = Finding::new(&codes::FREEZE_THAW_CYCLES_EXCEEDED, message).help(help);
                findings.push(self.of_lot(finding, key));
            }
            (HandlingState::NotKnown, _, Some(most)) if self.is_release() => {
                let message =
                    format!("how often the lot was frozen and thawed is not known; {most} cycles are validated");
                let help = "give a lot file with the column `freeze_thaw_cycles` (--lots)";
                let finding = Finding::new(&codes::FREEZE_THAW_CYCLES_NOT_KNOWN, message).help(help);
                findings.push(self.of_lot(finding, key));
            }
            _ => {}
        }
        Some(HandlingReport { cycles, most, state })
    }
}
