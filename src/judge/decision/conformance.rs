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
    let found = probability_beside(conformance.conforming, minimum.exact().to_f64());
    let (value, place) = ((assessed.shown)(), assessed.place());
    let message = match assessed.bound {
        None => format!("{value} {place}, but conforms with a probability of {found} only; {minimum} is asked for"),
        // The probability at the bound: the value lies beyond it.
        Some(_) => format!(
            "{value} {place}, but no more is known than that it conforms with a probability of at least {found}; \
             {minimum} is asked for"
        ),
    };
    assessed.refuse(Reason::new(&codes::CONFORMANCE_PROBABILITY_TOO_LOW, message))
}

/// A probability to three decimals, or to as many more as show on which side of the one that is asked for it lies: 0.9498
/// beside 0.95.
pub fn probability_beside(found: f64, asked: f64) -> String {
    let mut texts = (3..=15).map(|decimals| format!("{found:.decimals$}"));
    let shows = |text: &String| {
        text.parse::<f64>().is_ok_and(|shown| (shown >= asked) == (found >= asked) && (shown < 1.0 || found >= 1.0))
    };
    texts.clone().find(shows).or_else(|| texts.next_back()).unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::probability_beside;

    #[test]
    fn a_probability_stands_on_its_side_of_the_one_asked_for() {
        for (found, asked, text) in [
            (0.949757, 0.95, "0.9498"),
            (0.95, 0.95, "0.950"),
            (0.9504, 0.95, "0.950"),
            (0.98123, 0.95, "0.981"),
            (0.99993, 0.9999, "0.9999"),
            (0.99989, 0.9999, "0.99989"),
            (0.999999, 0.95, "0.999999"),
        ] {
            assert_eq!(probability_beside(found, asked), text);
        }
    }
}
