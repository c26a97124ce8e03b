//! `tolerance CONTENT/CONFIDENCE`: a normal tolerance interval of the determinations lies inside the limits.
//!
//! One limit: mean ∓ k s with the exact one-sided factor; two limits: mean ± k s with the exact two-sided factor for the
//! content between them. Source: ISO 16269-6:2014, clauses 5 and 6.

use super::confidence_bound::{meets, shown};
use super::{Assessed, DecisionStatement, Ruling};
use crate::judge::codes;
use crate::judge::lot_report::Reason;
use crate::judge::uncertainty::scatter_not_known;
use crate::quantity::Decimal;
use crate::stats::{
    Confidence, Probability, StatisticError, mean, one_sided_factor, standard_deviation, two_sided_factor,
};

pub(super) fn ruling(
    content: &Decimal,
    confidence: &Decimal,
    assessed: &Assessed<'_>,
    statement: &mut DecisionStatement,
) -> Ruling {
    let two_sided = assessed.limits.lower.is_some() && assessed.limits.upper.is_some();
    let (low, high) = match interval(content, confidence, &assessed.evidence.sample, two_sided) {
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

fn interval(
    content: &Decimal,
    confidence: &Decimal,
    sample: &[f64],
    two_sided: bool,
) -> Result<(f64, f64), StatisticError> {
    let share = |percent: &Decimal| percent.exact().to_f64() / 100.0;
    let (content, confidence) = (Probability::new(share(content))?, Confidence::new(share(confidence))?);
    let (centre, spread) = (mean(sample)?, standard_deviation(sample)?);
    if spread == 0.0 {
        return Err(StatisticError::NoVariation);
    }
    let factor = match two_sided {
        true => two_sided_factor(sample.len(), content, confidence)?,
        false => one_sided_factor(sample.len(), content, confidence)?,
    };
    let half = StatisticError::finite(factor * spread)?;
    Ok((centre - half, centre + half))
}
