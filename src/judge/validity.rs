//! Validity of a run: controls and spread, judged before any limit.

use super::context::{Context, folded};
use super::control::{self, Asked};
use super::lot_report::{Reason, Use};
use super::outcome::Outcome;
use super::runs;
use super::spread;
use super::sterility;
use super::stop::Stop;
use crate::data::{Determination, LotFacts};
use crate::quantity::{Bounded, Exact, Unit};
use crate::spec::{Among, Assessment, Check, Measured, Plan, Role, Specification, ValidityCheck};

/// What the checks of one test look at.
#[derive(Clone, Copy)]
pub(super) struct Run<'r, 'a> {
    /// The rows of the test.
    pub rows: &'r [Determination<'a>],
    /// How each of them was used.
    pub uses: &'r [Use],
    /// Positions of the counted rows.
    pub counted: &'r [usize],
    /// Values of the counted rows in `unit`; empty for a qualitative test.
    pub values: &'r [Bounded],
    /// The reportable value, for checks relative to the sample.
    pub reportable: Option<&'r Exact>,
    /// Unit of the values and of the reportable value.
    pub unit: &'r Unit,
    /// The plan that the counted rows follow.
    pub plan: &'r Plan,
    pub context: &'r Context<'r>,
    pub spec: &'r Specification,
    /// What the lot file says.
    pub facts: Option<&'r LotFacts>,
}

impl<'r, 'a> Run<'r, 'a> {
    /// The controls of a role, and of a name where one is asked for, that were not set aside.
    pub fn controls(self, role: Role, name: Option<&str>) -> impl Iterator<Item = &'r Determination<'a>> {
        let wanted = name.map(folded);
        let rows = self.rows.iter().zip(self.uses);
        let asked_for = rows.filter(move |(row, used)| {
            let named = row.details.as_ref().map_or("", |details| details.control);
            row.role == role && !used.is_set_aside() && wanted.as_ref().is_none_or(|wanted| folded(named) == *wanted)
        });
        asked_for.map(|(row, _)| row)
    }

    /// Whether a control says something of a run that is void alone.
    pub fn is_of_void_alone(&self, control: &Determination<'_>) -> bool {
        runs::stands_for_void_run(control, self.rows, self.uses, self.counted)
    }
}

/// Judges one check; `None` when it holds.
///
/// A check that cannot be performed is not met: a control that was not reported does not show that the run worked.
pub(super) fn fault(check: &ValidityCheck, run: &Run<'_, '_>) -> Option<Reason> {
    let text = &check.text;
    let reason = match &check.check {
        Check::Spread(spread, limits, among) => match (among, run.plan.levels.as_deref()) {
            (Among::Inner, Some(levels)) => spread::within_groups(*spread, limits, levels, run),
            (Among::Outer, Some(levels)) => spread::between_groups(*spread, limits, levels, run),
            _ => spread::fault(*spread, limits, run.values, "determinations", run),
        },
        Check::Control { role, name, each, expect } => {
            control::fault(&Asked { role: *role, name: name.as_deref(), text }, *each, expect, run)
        }
        Check::SterilitySample { tested, batch, scheme } => sterility::fault(tested, *batch, *scheme, text, run),
    };
    reason.map(|reason| reason.clause(&check.place))
}

/// Whether some check looks at a control: one of its own test, or one that any test requires in the lot.
pub(super) fn is_asked_for(control: &Determination<'_>, spec: &Specification, own: &Measured) -> bool {
    let named = folded(control.details.as_ref().map_or("", |details| details.control));
    let asks = |check: &ValidityCheck| match &check.check {
        Check::Control { role, name, .. } => {
            *role == control.role && name.as_deref().is_none_or(|name| folded(name) == named)
        }
        Check::SterilitySample { tested, .. } => control.role == Role::Control && folded(tested) == named,
        Check::Spread(..) => false,
    };
    let required = spec.tests.iter().filter_map(|test| match &test.assessment {
        Assessment::Measured(measured) => Some(&measured.requires),
        Assessment::Panel(_) => None,
    });
    own.valid_if.iter().any(asks) || required.flatten().any(asks)
}

/// The faults of several checks as one stop; `None` when all hold.
pub(super) fn stop_of(reasons: Vec<Reason>) -> Option<Stop> {
    (!reasons.is_empty()).then_some(Stop { outcome: Outcome::Invalid, reasons })
}
