//! One dose out of one lot: how much to draw, out of how many containers, and what comes with it.
//!
//! The lot's own results say what a mL holds. A dose is never turned into another currency unless the specification names the
//! measured ratio of the lot that does it. A judged lot in, an answer out; nothing is read or printed here.

mod largest;
mod loads;
mod strength;

use crate::dosing::{Component, shown};
use crate::judge::LotReport;
use crate::quantity::rounding::round_to_significant;
use crate::quantity::{Bounded, Exact, Tie, Unit};

pub use loads::{Load, LoadLimit};
pub use strength::Strength;

/// Significant digits of a volume to draw.
const DRAWN_DIGITS: u32 = 3;

/// The dose that is asked for.
#[derive(Clone, Debug)]
pub struct Target {
    /// How much; for each kg of body weight where `weight` is given.
    pub amount: Exact,
    /// Of what.
    pub unit: Unit,
    /// Body weight in kg of a patient whose dose is stated per kg.
    pub weight: Option<Exact>,
}

impl Target {
    /// The amount of one administration.
    pub fn whole(&self) -> Exact {
        match &self.weight {
            Some(weight) => &self.amount * weight,
            None => self.amount.clone(),
        }
    }
}

/// What one administration takes and brings.
#[derive(Clone, Debug)]
pub struct Administration {
    /// The amount asked for, in the unit of the target.
    pub wanted: Exact,
    /// What a mL of product holds; nothing for a dose by volume.
    pub strength: Option<Strength>,
    /// Volume of product to draw in mL, to three significant digits.
    pub volume: Exact,
    /// Containers to open and their nominal volume in mL; nothing where the specification states no container.
    pub containers: Option<(u64, Exact)>,
    /// What is given along, as the specification states it.
    pub also_given: Vec<Component>,
    /// The amount in the volume drawn, in the unit of the target.
    pub delivered: Exact,
    /// Expanded uncertainty of it, with its coverage factor and origin; nothing where none is known.
    pub uncertainty: Option<(Exact, Exact, &'static str)>,
    /// Endotoxin, protein and impurities in that volume.
    pub loads: Vec<Load>,
    /// What a reader must know.
    pub notes: Vec<String>,
}

/// Why a dose cannot be given out of a lot: what is wrong, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// What stands in the way.
    pub message: String,
    /// What there is to do.
    pub help: String,
}

impl Obstacle {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Obstacle { message: message.into(), help: help.into() }
    }
}

/// A unit of the program's own; every one of them is in the table.
fn known(unit: &str) -> Unit {
    Unit::parse(unit).unwrap_or_else(|_| Unit::none())
}

/// Works a dose out.
///
/// # Errors
/// The lot has no usable strength in the currency of the dose, the strength is zero or a bound, the dose takes more than
/// the largest single administration, or whether it does cannot be told.
pub fn administer(lot: &LotReport<'_>, target: &Target) -> Result<Administration, Obstacle> {
    let wanted = target.whole();
    let (strength, exact_volume) = match target.unit.factor_to(&known("mL")) {
        Some(factor) => (None, &wanted * &factor),
        None => {
            let strength = strength::of(lot, &target.unit)?;
            let volume = wanted.checked_div(&strength.per_millilitre).ok_or_else(|| empty(&strength))?;
            (Some(strength), volume)
        }
    };
    let volume = round_to_significant(&exact_volume, DRAWN_DIGITS, Tie::AwayFromZero);
    largest::check(lot, target, &wanted, &volume)?;
    let dosing = lot.spec.dosing.as_deref();
    let containers = match dosing.and_then(|dosing| dosing.regimen.container.clone()) {
        Some(container) => Some((number_of(&volume, &container)?, container)),
        None => None,
    };
    let delivered = match &strength {
        Some(strength) => &volume * &strength.per_millilitre,
        None => known("mL").factor_to(&target.unit).map_or_else(|| wanted.clone(), |factor| &volume * &factor),
    };
    let uncertainty = strength.as_ref().and_then(|strength| {
        let (relative, k, origin) = strength.relative_uncertainty.clone()?;
        Some((&delivered * &relative, k, origin))
    });
    Ok(Administration {
        wanted,
        volume: volume.clone(),
        containers,
        also_given: dosing.map_or_else(Vec::new, |dosing| dosing.regimen.also_given.clone()),
        delivered,
        uncertainty,
        loads: loads::of(lot, &volume, target.weight.as_ref()),
        notes: notes(lot, target),
        strength,
    })
}

fn empty(strength: &Strength) -> Obstacle {
    Obstacle::new(format!("no number of containers gives this dose: {} is zero", strength.test), "use another lot")
}

/// Containers are opened whole.
fn number_of(volume: &Exact, container: &Exact) -> Result<u64, Obstacle> {
    let too_many = || Obstacle::new("no number of containers gives this dose", "correct the dose or the container");
    let count = volume.checked_div(container).ok_or_else(too_many)?;
    let whole = crate::quantity::rounding::round_up_to_place(&count, 0);
    whole.to_decimal_string(15).0.parse().map_err(|_| too_many())
}

fn notes(lot: &LotReport<'_>, target: &Target) -> Vec<String> {
    let mut notes = Vec::new();
    if lot.verdict != crate::judge::Verdict::Conforms {
        notes.push(format!("the lot does not stand as conforming: {}", lot.verdict.words().to_lowercase()));
    }
    let before = loads::left_out(lot);
    if !before.is_empty() {
        notes.push(format!("left out, since they are of stages before the product: {}", before.join(", ")));
    }
    let lowest = lot.spec.dosing.as_deref().and_then(|dosing| dosing.regimen.lowest_weight.as_ref());
    if let (Some(weight), Some(lowest)) = (&target.weight, lowest)
        && weight < lowest
    {
        notes.push(format!("{} kg is less than the lightest eligible patient, {} kg", shown(weight), shown(lowest)));
    }
    notes
}

/// The number of what is known, and its sign: `<`.
pub fn parts(value: &Bounded) -> Option<(&'static str, &Exact)> {
    Some(match value {
        Bounded::Exact(exact) => ("", exact),
        Bounded::Below { bound, inclusive: false } => ("<", bound),
        Bounded::Below { bound, inclusive: true } => ("≤", bound),
        Bounded::Above { bound, inclusive: false } => (">", bound),
        Bounded::Above { bound, inclusive: true } => ("≥", bound),
        Bounded::Unknown => return None,
    })
}
