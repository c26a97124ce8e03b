//! Whether a dose is one that the specification covers.

use super::{Obstacle, Target};
use crate::dosing::{Per, Regimen, shown};
use crate::judge::LotReport;
use crate::quantity::{Exact, Unit};

/// What to do about a dose that is too large.
const TOO_LARGE: &str =
    "ask for less, give it in several administrations that the specification covers, or use a stronger lot";

/// Checks the amount asked for and the volume (mL) that it takes against the largest single administration.
///
/// # Errors
/// The dose is larger, or the specification states its largest dose per something that is not known of the patient.
pub(super) fn check(lot: &LotReport<'_>, target: &Target, wanted: &Exact, volume: &Exact) -> Result<(), Obstacle> {
    let Some(dosing) = lot.spec.dosing.as_deref() else { return Ok(()) };
    let regimen = &dosing.regimen;
    let (size, of) = size(regimen, target)?;
    let refused = |takes: &Exact, largest: &Exact, unit: &str| {
        let message = format!(
            "no number of containers gives this dose: it takes {} {unit}, and the largest single administration is {} {unit}{of}",
            shown(takes),
            shown(largest)
        );
        Err(Obstacle::new(message, TOO_LARGE))
    };
    if let Some(largest) = regimen.max_volume.as_ref().map(|one| one * &size).filter(|largest| volume > largest) {
        return refused(volume, &largest, "mL");
    }
    if let Some((largest, unit)) = largest_in(regimen, &size, &target.unit).filter(|(largest, _)| wanted > largest) {
        return refused(wanted, &largest, unit.symbol());
    }
    Ok(())
}

/// The largest dose in the unit of the target, where the specification states it in this currency.
fn largest_in<'t>(regimen: &Regimen, size: &Exact, unit: &'t Unit) -> Option<(Exact, &'t Unit)> {
    let dose = regimen.dose.as_ref()?;
    let factor = dose.unit.factor_to(unit)?;
    Some((&(&dose.amount * &factor) * size, unit))
}

/// How many times the patient takes what the dose is stated per, and words for it.
fn size(regimen: &Regimen, target: &Target) -> Result<(Exact, String), Obstacle> {
    match (regimen.per, &target.weight) {
        (Per::Dose, _) => Ok((Exact::one(), String::new())),
        (Per::Kilogram, Some(weight)) => Ok((weight.clone(), format!(" for {} kg", shown(weight)))),
        (Per::Kilogram, None) => Err(Obstacle::new(
            "the specification states the largest dose per kg, and the weight of the patient is not known",
            "ask for the dose per kg with --per-kg and --weight",
        )),
        (Per::SquareMetre, Some(_)) => Err(Obstacle::new(
            "the specification states the largest dose per m2, and the dose asked for is per kg",
            "ask for the dose of the patient as a whole",
        )),
        // The smaller one of several conventions.
        (Per::SquareMetre, None) => {
            let surfaces = regimen.pharmacopoeias.iter().map(|one| one.body_surface());
            let surface = surfaces.min().unwrap_or_else(Exact::one);
            let of = format!(" for {} m2, the body surface by convention", shown(&surface));
            Ok((surface, of))
        }
    }
}
