//! `four-zone(r)`: as guarded, but a value in the guard band is a conditional pass, which allows no statement.
//!
//! A conditional fail is a fail for the lot. It comes here only where rounding brought the value inside its limit.
//! Source: ILAC-G8:09/2019, 4.2.3; R-403.

use super::guarded::{in_guard_band, place};
use super::{Assessed, DecisionStatement, Ruling};
use crate::judge::codes;
use crate::judge::lot_report::Reason;
use crate::quantity::Decimal;
use crate::stats::conformity::Zone;

pub(super) fn ruling(ratio: &Decimal, assessed: &Assessed<'_>, statement: &DecisionStatement) -> Ruling {
    match place(ratio, assessed) {
        Ok(Zone::Pass) => Ruling::Accepted,
        Ok(Zone::ConditionalFail | Zone::Fail) => {
            let message = format!("{}: a conditional fail", in_guard_band(assessed, statement));
            assessed.refuse(Reason::new(&codes::OUTSIDE_ACCEPTANCE_ZONE, message))
        }
        Ok(Zone::ConditionalPass) => {
            let message = format!("{}: a conditional pass", in_guard_band(assessed, statement));
            Ruling::Open(Reason::new(&codes::IN_GUARD_BAND, message))
        }
        Err(reason) => Ruling::Open(reason),
    }
}
