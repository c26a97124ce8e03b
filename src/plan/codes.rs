//! Codes of findings on limits, scatter, plan and rule that do not fit each other.

use crate::finding::{Code, Severity};

/// A rule that no result can meet.
pub static ACCEPTANCE_ZONE_EMPTY: Code = Code {
    name: "acceptance-zone-empty",
    severity: Severity::Warning,
    what: "the stated uncertainty takes all the room that the limits leave, so that no result passes under the decision rule",
    why: "The guard band reaches from the limit to zero, or from one limit to the other. Every lot fails or stays inconclusive.",
    example: "accept: <= 0.50 mg/mL\nuncertainty: {absolute: 0.6 mg/mL}\ndecide: guarded(1)    (results up to -0.1 mg/mL would pass)",
    remedy: "Use a more precise method, widen the limit, or check whether the uncertainty is stated in the right unit.",
    source: "R-407; JCGM 106:2012, 8.3",
};

/// A limit that the method is too uncertain for.
pub static LIMIT_TIGHTER_THAN_METHOD: Code = Code {
    name: "limit-tighter-than-method",
    severity: Severity::Warning,
    what: "the expanded uncertainty takes more than a quarter of the distance from the target to the limit",
    why: "Near such a limit the result says little about the lot: good lots fail and bad ones pass by the uncertainty of the method alone.",
    example: "accept: label ± 20 %\nuncertainty: {relative: 8 %, from: VAL-031}    (U takes 0.40 of the distance)",
    remedy: "Use a more precise method or more determinations, or widen the limit; else take a rule that guards, and say in `rationale` why.",
    source: "R-407, R-213",
};

/// A replicate plan that cannot reach the declared confidence.
pub static PLAN_TOO_SMALL_FOR_CONFIDENCE: Code = Code {
    name: "plan-too-small-for-confidence",
    severity: Severity::Warning,
    what: "with the planned determinations and the scatter that is allowed, the rule refuses even a lot on target",
    why: "The bound or interval of so few determinations is wider than the distance to the limit. A lot passes only when its determinations happen to agree better than they may.",
    example: "accept: label ± 20 %\nresult: mean of 3\nvalid_if: [cv <= 15 %]\ndecide: confidence bound 95 %    (takes 25.3 %; from n = 4 on it fits)",
    remedy: "Plan more determinations (`evqc plan` says how many a wanted probability takes), allow less scatter, or widen the limit.",
    source: "R-407; Student's t and normal tolerance factors",
};

/// A lot on target that may well fail.
pub static LOT_ON_TARGET_MAY_FAIL: Code = Code {
    name: "lot-on-target-may-fail",
    severity: Severity::Warning,
    what: "with the scatter that is allowed, a valid run of a lot exactly on its target fails more often than one time in twenty, or one determination scatters as far as the limit",
    why: "A label claim ± 20 % beside an allowed CV of 20 % is a common pair for particle counts. The specification then refuses good lots by chance, and invites repeating until one passes.",
    example: "accept: label ± 20 %\nresult: mean of 2\nvalid_if: [cv <= 20 %]    (a valid run passes with probability 0.856, n = 4 gives 0.961)",
    remedy: "Plan more determinations (`evqc plan` says how many a wanted probability takes), allow less scatter, or widen the limit.",
    source: "R-407",
};

/// Every code of this room.
pub static CODES: &[&Code] =
    &[&ACCEPTANCE_ZONE_EMPTY, &LIMIT_TIGHTER_THAN_METHOD, &LOT_ON_TARGET_MAY_FAIL, &PLAN_TOO_SMALL_FOR_CONFIDENCE];
