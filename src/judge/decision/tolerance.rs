//! `tolerance CONTENT/CONFIDENCE`: a normal tolerance interval of the determinations lies inside the limits.
//!
//! One limit: mean ∓ k s with the exact one-sided factor; two limits: mean ± k s with the exact two-sided factor for the
//! content between them. Source: ISO 16269-6:2014, clauses 5 and 6.

use super::confidence_bound::{meets, shown};
use super::{Assessed, DecisionStatement, Ruling};
use crate::judge::codes;
use crate::judge::lot_report::Reason;
use crate::judge::uncertainty::{Evidence, scatter_not_known};
use crate::quantity::Decimal;
use crate::stats::{StatisticError, mean, standard_deviation};

pub(super) fn ruling(
    content: &Decimal,
    confidence: &Decimal,
    assessed: &Assessed<'_>,
    statement: &mut DecisionStatement,
) -> Ruling {
    let (low, high) = match interval(assessed.evidence) {
        Ok(interval) => interval,
        Err(error) => return Ruling::Open(scatter_not_known(error)),
    };
    let lower = assessed.limits.lower.as_ref().map(|_| low);
    let upper = assessed.limits.upper.as_ref().map(|_| high);
    statement.interval = Some((lower, upper));
    match meets(assessed, lower, upper) {
        true => Ruling::Accepted,
        false => {
            let ends = shown(assessed, lower, upper);
            let message =
                format!("the {content} %/{confidence} % tolerance limit {ends} is outside {}", assessed.limits.text);
            Ruling::Refused(Reason::new(&codes::TOLERANCE_INTERVAL_OUTSIDE_LIMITS, message))
        }
    }
}

fn interval(evidence: &Evidence) -> Result<(f64, f64), StatisticError> {
    let (centre, spread) = (mean(&evidence.sample)?, standard_deviation(&evidence.sample)?);
    if spread == 0.0 {
        return Err(StatisticError::NoVariation);
    }
    let half = evidence.factor? * spread;
    Ok((centre - half, centre + half))
}
