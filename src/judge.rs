//! The judge: a specification and the determinations of one lot in, a lot report out.
//!
//! Pure: no file, no clock, no randomness, no printing. The caller passes today's date and the stage. Nothing passes that
//! was not judged: every way in which a result can be absent, ambiguous or not valid has an outcome of its own.

mod ancestry;
mod approval;
mod at_point;
mod cause;
mod censored_estimate;
mod codes;
mod compare;
mod context;
mod control;
mod corrections;
mod criterion;
mod decision;
mod derivation;
mod derived;
mod derived_bound;
mod earlier_step;
mod factors;
mod genealogy;
mod history;
mod kaplan_meier;
mod label;
mod levels;
mod life;
mod lot;
mod lot_dates;
mod lot_report;
mod measured;
mod not_performed;
mod numeric;
mod outcome;
mod outlier_info;
mod panel;
mod parents_cell;
mod periodic;
mod plain;
mod plausibility;
mod propagation;
mod qualitative;
mod readiness;
mod recorded;
mod recorded_rows;
mod recorded_rule;
mod reports;
mod rows_by_point;
mod runs;
mod second_stage;
mod select;
mod spread;
mod standing;
mod sterility;
mod stop;
mod summary;
mod uncertainty;
mod validity;
mod value;
mod verdict;
mod waiver;

pub use ancestry::{Ancestors, Ancestry};
pub use censored_estimate::{CensoredEstimate, censored_estimate};
pub use codes::*;
pub use context::{Context, StageScope, says_something};
pub use corrections::{CorrectedBeside, corrected_beside};
pub use criterion::parts as number_and_bound;
pub use decision::{DecisionStatement, probability_beside};
pub use derivation::{Derivation, FormulaInput, InputOrigin, derivation};
pub use earlier_step::{before_step, is_of_earlier_step};
pub use factors::Factors;
pub use genealogy::Genealogy;
pub use life::*;
pub use lot::judge;
pub use lot_dates::last_step;
pub use lot_report::*;
pub use outcome::*;
pub use outlier_info::{OutlierInfo, flags, outlier_info};
pub use panel::{RecordedMember, members_against, panel_contradiction};
pub use periodic::PeriodicRecord;
pub use propagation::{SimulatedUncertainty, simulated};
pub use recorded::{
    DecidedBy, Recorded, RecordedZone, has_no_result, is_waived_by_nothing, recorded_limit, recorded_limits,
    recorded_margin, recorded_outcome, verdict_contradiction,
};
pub use recorded_rows::{RecordedFormula, RecordedRow, RecordedRows, counts_without_result, observed_otherwise};
pub use recorded_rule::{RecordedRule, second_stage_contradiction};
pub use select::{Choice, choose, choose_for_parent};
pub use uncertainty::{ResultUncertainty, UncertaintyOrigin};
pub use waiver::{Objection, WaivedLots, Waiver};

use crate::quantity::{Exact, RoundingRule, bound_text};
use crate::spec::Limits;

/// A compared value as it stands in messages: in the notation of the deciding limit, with its unit and `<` or `>`.
pub fn shown(
    limits: &Limits,
    exact: &Exact,
    bound: Option<BoundKind>,
    compared: &Exact,
    rounding: RoundingRule,
) -> String {
    let sign = match bound {
        None => "",
        Some(BoundKind::Below) => "<",
        Some(BoundKind::AtMost) => "<=",
        Some(BoundKind::Above) => ">",
        Some(BoundKind::AtLeast) => ">=",
    };
    let number = match bound {
        None => number_beside(limits, exact, None, rounding),
        Some(bound) => bound_beside(limits, compared, bound),
    };
    let number = number.unwrap_or_else(|| compared.to_decimal_string(12).0);
    let unit = limits.unit.symbol();
    if unit.is_empty() { format!("{sign}{number}") } else { format!("{sign}{number} {unit}") }
}

/// A number as it stands beside its limits: rounded once, in the notation and to the digits of the limits. `None` without a
/// limit, and where another number was compared than the rounding rule gives.
pub fn number_beside(
    limits: &Limits,
    exact: &Exact,
    compared: Option<&Exact>,
    rounding: RoundingRule,
) -> Option<String> {
    let printed = compare::printed(limits, exact, rounding)?;
    compared.is_none_or(|compared| *compared == printed.value).then_some(printed.pretty)
}

/// A bound as it stands beside its limits, with the digits that it has and in their notation; `None` without a limit.
pub fn bound_beside(limits: &Limits, bound: &Exact, kind: BoundKind) -> Option<String> {
    let is_upper = matches!(kind, BoundKind::Below | BoundKind::AtMost);
    compare::deciding(limits, bound, RoundingRule::None).map(|limit| bound_text(bound, &limit.written, is_upper))
}
