//! What comes with a dose: endotoxin, protein, impurities.

use super::known;
use super::strength::usable;
use crate::dosing::{Component, Per, Refusal, derive, shown};
use crate::judge::{BoundKind, LotReport, Point, ReportableValue, TestReport};
use crate::quantity::{Bounded, Compared, Exact, Side, Unit, compare};
use crate::spec::{Assessment, Criterion, Specification};

/// An amount that comes with the volume drawn.
#[derive(Clone, Debug)]
pub struct Load {
    /// The test that measured it.
    pub test: String,
    /// How much, a bound where the result is one.
    pub amount: Bounded,
    /// Of what.
    pub unit: Unit,
    /// The limit for one administration, in that unit, with what it rests on.
    pub limit: Option<(Exact, String)>,
}

impl Load {
    /// Whether the limit is kept; nothing without limit, or where a bound allows no statement.
    pub fn within(&self) -> Option<bool> {
        let (limit, _) = self.limit.as_ref()?;
        match compare(&self.amount, Side::AtMost, limit) {
            Compared::Inside => Some(true),
            Compared::Outside => Some(false),
            Compared::Undecided => None,
        }
    }
}

/// Every content per volume that the lot reports at release, in the volume drawn (mL).
pub(super) fn of(lot: &LotReport<'_>, volume: &Exact, weight: Option<&Exact>) -> Vec<Load> {
    lot.tests.iter().filter_map(|report| load(lot, report, volume, weight)).collect()
}

/// What is carried along by mass, endotoxin units, colonies, copies or cells; not the particles themselves.
const CARRIED: [&str; 5] = ["EU/mL", "g/mL", "CFU/mL", "copies/mL", "cells/mL"];

fn load(lot: &LotReport<'_>, report: &TestReport<'_>, volume: &Exact, weight: Option<&Exact>) -> Option<Load> {
    if !matches!(report.point, Point::Release) || !usable(report.outcome) {
        return None;
    }
    let ReportableValue::Number { exact, bound, unit, .. } = &report.reportable.as_ref()?.value else { return None };
    let (value, unit) = match &report.label_claim {
        Some(claim) => ((exact * &claim.value.exact()).divided_by(100), claim.unit.clone()),
        None => (exact.clone(), (*unit).clone()),
    };
    CARRIED.iter().find(|carried| unit.factor_to(&known(carried)).is_some())?;
    let (whole, factor) = without_volume(&unit)?;
    let amount = BoundKind::bounded(*bound, &(&value * volume) * &factor);
    let limit = match whole.factor_to(&known("EU")) {
        Some(_) => endotoxin_limit(lot.spec, volume, weight),
        None => per_dose_limit(lot.spec, &report.test.id, &whole),
    };
    Some(Load { test: report.test.id.clone(), amount, unit: whole, limit })
}

/// The unit of an amount in a mL, and the factor to it: ng/mL gives ng, g/L gives mg.
fn without_volume(unit: &Unit) -> Option<(Unit, Exact)> {
    let candidates = ["EU", "ng", "ug", "mg", "g", "CFU", "copies", "cells"];
    let per_millilitre =
        |text: &&str| unit.factor_to(&known(&format!("{text}/mL"))).map(|factor| (known(text), factor));
    let mut fitting = candidates.iter().filter_map(per_millilitre);
    let first = fitting.next()?;
    // The unit in which the number stays as it is written reads best.
    Some(fitting.chain([first.clone()]).find(|(_, factor)| *factor == Exact::one()).unwrap_or(first))
}

/// What this patient may receive with this volume, other components counted.
fn endotoxin_limit(spec: &Specification, volume: &Exact, weight: Option<&Exact>) -> Option<(Exact, String)> {
    let dosing = spec.dosing.as_deref()?;
    let mut regimen = dosing.regimen.clone();
    regimen.max_volume = Some(volume.clone());
    regimen.dose = None;
    if regimen.per != Per::Dose {
        // A dose by weight is now that of one patient, or of the lightest one.
        regimen.per = Per::Dose;
    }
    if let Some(weight) = weight {
        regimen.lowest_weight = Some(weight.clone());
    }
    let limit = match derive(&regimen) {
        Ok(limit) => limit,
        // Nothing is left for the product, which is a limit too.
        Err(Refusal::UsedUp { allowed, taken, pharmacopoeia }) => {
            let why = format!(
                "{}: what is given along brings {} EU, and this patient may receive {} EU",
                pharmacopoeia.name(),
                shown(&taken),
                shown(&allowed)
            );
            return Some((Exact::zero(), why));
        }
        Err(_) => return None,
    };
    let whose = limit.pharmacopoeia.map_or("", |one| one.name());
    let along: Vec<&str> = regimen.also_given.iter().map(|one: &Component| one.name.as_str()).collect();
    let along = if along.is_empty() { String::new() } else { format!(", after {}", along.join(", ")) };
    Some((limit.per_dose?, format!("{} {whose}{along}", limit.route.as_str())))
}

/// The upper limit of the test `NAME_per_dose`.
fn per_dose_limit(spec: &Specification, test: &str, unit: &Unit) -> Option<(Exact, String)> {
    let id = format!("{test}_per_dose");
    let judged = spec.tests.iter().find(|one| one.id == id)?;
    let Assessment::Measured(measured) = &judged.assessment else { return None };
    measured.accept.iter().find_map(|one| match &one.criterion {
        Criterion::Numeric(limits) => {
            let upper = limits.upper.as_ref()?;
            Some((&upper.value * &limits.unit.factor_to(unit)?, format!("`{id}` {}", limits.text)))
        }
        _ => None,
    })
}
