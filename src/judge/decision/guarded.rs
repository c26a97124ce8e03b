//! `guarded(r)`: accepted only at a distance w = r U inside the limits; anything nearer is refused.
//!
//! Compared unrounded: a guard band and a rounding would otherwise both move the limit.
//! Source: ILAC-G8:09/2019, 4.2.2; JCGM 106:2012, 8.3.

use super::{Assessed, DecisionStatement, Ruling};
use crate::judge::codes;
use crate::judge::lot_report::Reason;
use crate::judge::uncertainty::ResultUncertainty;
use crate::quantity::{Decimal, Exact};
use crate::spec::{Limit, Limits};
use crate::stats::conformity::{Zone, zone};

pub(super) fn ruling(ratio: &Decimal, assessed: &Assessed<'_>, statement: &DecisionStatement) -> Ruling {
    match place(ratio, assessed) {
        Ok(Zone::Pass) => Ruling::Accepted,
        Ok(_) => {
            let message = format!("{}; under guarded({ratio}) it is not accepted", in_guard_band(assessed, statement));
            assessed.refuse(Reason::new(&codes::OUTSIDE_ACCEPTANCE_ZONE, message))
        }
        Err(reason) => Ruling::Open(reason),
    }
}

/// How far inside the limits a result is accepted.
fn guard_band(ratio: &Decimal, uncertainty: &ResultUncertainty) -> Exact {
    &uncertainty.expanded() * &ratio.exact()
}

/// The ends of the acceptance zone.
pub(super) fn acceptance(
    ratio: &Decimal,
    limits: &Limits,
    uncertainty: &ResultUncertainty,
) -> (Option<Exact>, Option<Exact>) {
    let guard_band = guard_band(ratio, uncertainty);
    (
        limits.lower.as_ref().map(|limit| &limit.value + &guard_band),
        limits.upper.as_ref().map(|limit| &limit.value - &guard_band),
    )
}

/// The zone of a result.
pub(super) fn place(ratio: &Decimal, assessed: &Assessed<'_>) -> Result<Zone, Reason> {
    let uncertainty = assessed.evidence.uncertainty.as_ref().map_err(Clone::clone)?;
    let guard_band = guard_band(ratio, uncertainty);
    let (lower, upper) = (&assessed.limits.lower, &assessed.limits.upper);
    let acceptance = acceptance(ratio, assessed.limits, uncertainty);
    // Where a limit itself does not conform, the end of the acceptance zone is not accepted either.
    let excluded = |limit: &Option<Limit>, end: &Option<Exact>| {
        limit.as_ref().is_some_and(|limit| !limit.inclusive) && end.as_ref() == Some(assessed.value)
    };
    let on_open_end = excluded(lower, &acceptance.0) || excluded(upper, &acceptance.1);
    let end = |limit: &Option<Limit>| limit.as_ref().map(|limit| limit.value.clone());
    match zone(assessed.value, end(lower).as_ref(), end(upper).as_ref(), &guard_band) {
        Ok(Zone::Pass) if on_open_end => Ok(Zone::ConditionalPass),
        Ok(zone) => Ok(zone),
        Err(error) => Err(Reason::new(&codes::UNCERTAINTY_NOT_KNOWN, format!("no acceptance zone exists: {error}"))),
    }
}

/// `74 % lies inside 70 to 130 %, outside the acceptance zone 78 to 122 %`.
pub(super) fn in_guard_band(assessed: &Assessed<'_>, statement: &DecisionStatement) -> String {
    let unit = assessed.limits.unit.symbol();
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    let closed = |limit: &Option<Limit>| limit.as_ref().is_none_or(|limit| limit.inclusive);
    let (low_closed, high_closed) = (closed(&assessed.limits.lower), closed(&assessed.limits.upper));
    let number = |end: &Exact| end.to_decimal_string(6).0;
    let acceptance = match &statement.acceptance_zone {
        Some((Some(lower), Some(upper))) if lower > upper => "and the guard bands leave no acceptance zone".to_owned(),
        Some((Some(lower), Some(upper))) => {
            let (lower, upper) = (number(lower), number(upper));
            let zone = match (low_closed, high_closed) {
                (true, true) => format!("{lower} to {upper}"),
                (true, false) => format!("[{lower}, {upper})"),
                (false, true) => format!("({lower}, {upper}]"),
                (false, false) => format!("({lower}, {upper})"),
            };
            format!("outside the acceptance zone {zone}{unit}")
        }
        Some((Some(lower), None)) => {
            let word = if low_closed { "from" } else { "above" };
            format!("outside the acceptance zone {word} {}{unit}", number(lower))
        }
        Some((None, Some(upper))) => {
            let word = if high_closed { "up to" } else { "below" };
            format!("outside the acceptance zone {word} {}{unit}", number(upper))
        }
        _ => "outside the acceptance zone".to_owned(),
    };
    format!("{} {}, {acceptance}", (assessed.shown)(), assessed.place())
}
