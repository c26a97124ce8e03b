//! `pc(min)`: accepted when the true value lies inside the limits with at least this probability.
//!
//! Source: JCGM 106:2012, 7.3, 7.4 and 9.3.

use super::{Assessed, DecisionStatement, Ruling};
use crate::judge::codes;
use crate::judge::lot_report::Reason;
use crate::judge::uncertainty::ResultUncertainty;
use crate::quantity::{Decimal, Exact};
use crate::stats::conformity::{Conformance, conformance_probability, conformance_probability_t};

pub(super) fn ruling(minimum: &Decimal, assessed: &Assessed<'_>, statement: &mut DecisionStatement) -> Ruling {
    let uncertainty = match &assessed.evidence.uncertainty {
        Ok(uncertainty) => uncertainty,
        Err(reason) => return Ruling::Open(reason.clone()),
    };
    let Some(conformance) = probability(assessed, uncertainty) else {
        return Ruling::Open(Reason::new(
            &codes::UNCERTAINTY_NOT_KNOWN,
            "the conformance probability cannot be computed",
        ));
    };
    statement.conformance = Some(conformance);
    // Compared on the side that keeps its digits: 0.999999999 leaves a risk of 1e-9.
    let most = (&Exact::from_i64(1) - &minimum.exact()).to_f64();
    if conformance.nonconforming <= most {
        return Ruling::Accepted;
    }
    let message = format!(
        "{} {}, but conforms with a probability of {:.3} only; {minimum} is asked for",
        (assessed.shown)(),
        assessed.place(),
        conformance.conforming
    );
    assessed.refuse(Reason::new(&codes::CONFORMANCE_PROBABILITY_TOO_LOW, message))
}

/// The conformance probability of a value; with few degrees of freedom that of Student's distribution.
pub(super) fn probability(assessed: &Assessed<'_>, uncertainty: &ResultUncertainty) -> Option<Conformance> {
    let (value, standard) = (assessed.value.to_f64(), uncertainty.standard.to_f64());
    let limits = assessed.tolerance_limits()?;
    match uncertainty.degrees_of_freedom {
        None => conformance_probability(value, standard, limits).ok(),
        Some(degrees) => conformance_probability_t(value, standard, degrees, limits).ok(),
    }
}
