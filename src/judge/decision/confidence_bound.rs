//! `confidence bound P %`: the one-sided confidence bound of the mean of the determinations meets each limit.
//!
//! Bound: mean ∓ t(P, n - 1) s / sqrt(n). Source: USP <1010>, confidence intervals; ISO 2602:1980, clause 6.

use super::{Assessed, DecisionStatement, Ruling, interval};
use crate::judge::codes;
use crate::quantity::Decimal;
use crate::stats::{mean, standard_error_of_the_mean};

pub(super) fn ruling(confidence: &Decimal, assessed: &Assessed<'_>, statement: &mut DecisionStatement) -> Ruling {
    let sample = &assessed.evidence.sample;
    let mean_and_error = mean(sample).and_then(|mean| Ok((mean, standard_error_of_the_mean(sample)?)));
    let name = format!("the {confidence} % confidence bound {{}} of the mean");
    interval::ruling(assessed, statement, mean_and_error, &codes::CONFIDENCE_BOUND_OUTSIDE_LIMIT, &name)
}
