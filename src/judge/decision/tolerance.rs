//! `tolerance CONTENT/CONFIDENCE`: a normal tolerance interval of the determinations lies inside the limits.
//!
//! One limit: mean ∓ k s with the exact one-sided factor; two limits: mean ± k s with the exact two-sided factor for the
//! content between them. Source: ISO 16269-6:2014, clauses 5 and 6.

use super::{Assessed, DecisionStatement, Ruling, interval};
use crate::judge::codes;
use crate::quantity::Decimal;
use crate::stats::{mean, standard_deviation};

pub(super) fn ruling(
    content: &Decimal,
    confidence: &Decimal,
    assessed: &Assessed<'_>,
    statement: &mut DecisionStatement,
) -> Ruling {
    let sample = &assessed.evidence.sample;
    let mean_and_deviation = mean(sample).and_then(|mean| Ok((mean, standard_deviation(sample)?)));
    let name = format!("the {content} %/{confidence} % tolerance limit {{}}");
    interval::ruling(assessed, statement, mean_and_deviation, &codes::TOLERANCE_INTERVAL_OUTSIDE_LIMITS, &name)
}
