//! `confidence bound P %`: the one-sided confidence bound of the mean of the determinations meets each limit.
//!
//! Bound: mean ∓ t(P, n - 1) s / sqrt(n). Source: USP <1010>, confidence intervals; ISO 2602:1980, clause 6.

use super::{Assessed, DecisionStatement, Ruling};
use crate::judge::codes;
use crate::judge::lot_report::Reason;
use crate::judge::uncertainty::{Evidence, scatter_not_known};
use crate::quantity::Decimal;
use crate::stats::{StatisticError, mean, standard_error_of_the_mean};

pub(super) fn ruling(confidence: &Decimal, assessed: &Assessed<'_>, statement: &mut DecisionStatement) -> Ruling {
    let (low, high) = match bounds(assessed.evidence) {
        Ok(bounds) => bounds,
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
                format!("the {confidence} % confidence bound {ends} of the mean is outside {}", assessed.limits.text);
            Ruling::Refused(Reason::new(&codes::CONFIDENCE_BOUND_OUTSIDE_LIMIT, message))
        }
    }
}

/// Both one-sided bounds of the mean.
fn bounds(evidence: &Evidence) -> Result<(f64, f64), StatisticError> {
    let sample = &evidence.sample;
    let (centre, error) = (mean(sample)?, standard_error_of_the_mean(sample)?);
    if error == 0.0 {
        return Err(StatisticError::NoVariation);
    }
    let half = evidence.factor? * error;
    Ok((centre - half, centre + half))
}

/// Whether both ends meet their limits.
pub(super) fn meets(assessed: &Assessed<'_>, lower: Option<f64>, upper: Option<f64>) -> bool {
    let inside = |limit: &Option<crate::spec::Limit>, end: Option<f64>, sign: f64| match (limit, end) {
        (Some(limit), Some(end)) => {
            let distance = sign * (end - limit.approximately);
            distance > 0.0 || (limit.inclusive && distance == 0.0)
        }
        (None, _) => true,
        (Some(_), None) => false,
    };
    inside(&assessed.limits.lower, lower, 1.0) && inside(&assessed.limits.upper, upper, -1.0)
}

/// The ends in words: `8.10×10^9`, `76.2 to 83.1 %`.
pub(super) fn shown(assessed: &Assessed<'_>, lower: Option<f64>, upper: Option<f64>) -> String {
    let number = |end: f64| {
        crate::quantity::Exact::from_f64_shortest(end).map_or_else(|| end.to_string(), |end| end.to_decimal_string(4).0)
    };
    let unit = assessed.limits.unit.symbol();
    let ends: Vec<String> = [lower, upper].into_iter().flatten().map(number).collect();
    let ends = ends.join(" to ");
    if unit.is_empty() { ends } else { format!("{ends} {unit}") }
}
