//! What comes with a dose: endotoxin, protein, impurities.

use super::known;
use super::strength::usable;
use crate::dosing::{Component, Per, Pharmacopoeia, Refusal, Regimen, derive, shown};
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
    /// The limit for one administration, where there is one.
    pub limit: Option<LoadLimit>,
}

/// What one administration may bring at most.
#[derive(Clone, Debug)]
pub struct LoadLimit {
    /// The number, in the unit of the load.
    pub value: Exact,
    /// Whether exactly this much is allowed.
    pub inclusive: bool,
    /// What it rests on.
    pub basis: String,
}

impl Load {
    /// Whether the limit is kept; nothing without limit, or where a bound allows no statement.
    pub fn within(&self) -> Option<bool> {
        let limit = self.limit.as_ref()?;
        let side = if limit.inclusive { Side::AtMost } else { Side::LessThan };
        match compare(&self.amount, side, &limit.value) {
            Compared::Inside => Some(true),
            Compared::Outside => Some(false),
            Compared::Undecided => None,
        }
    }
}

/// Every content per volume that the lot reports at release, in the volume drawn (mL).
pub(super) fn of(lot: &LotReport<'_>, volume: &Exact, weight: Option<&Exact>) -> Vec<Load> {
    let of_product = lot.tests.iter().filter(|report| !report.test.is_before_product());
    of_product.filter_map(|report| load(lot, report, volume, weight)).collect()
}

/// The tests of stages before the product whose contents are not those of a dose.
pub(super) fn left_out<'r>(lot: &'r LotReport<'_>) -> Vec<&'r str> {
    let before = lot.tests.iter().filter(|report| report.test.is_before_product());
    before
        .filter(|report| load(lot, report, &Exact::one(), None).is_some())
        .map(|report| report.test.id.as_str())
        .collect()
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
fn endotoxin_limit(spec: &Specification, volume: &Exact, weight: Option<&Exact>) -> Option<LoadLimit> {
    let regimen = &spec.dosing.as_deref()?.regimen;
    if regimen.per == Per::SquareMetre {
        return by_surface(regimen, volume);
    }
    // A dose by weight is now that of one patient, or of the lightest one.
    let lowest_weight = weight.cloned().or_else(|| regimen.lowest_weight.clone());
    let of_patient =
        Regimen { per: Per::Dose, max_volume: Some(volume.clone()), dose: None, lowest_weight, ..regimen.clone() };
    of_regimen(&of_patient, &Exact::one(), "")
}

/// The limit of a patient with the body surface of the convention, under the pharmacopoeia that allows least.
fn by_surface(regimen: &Regimen, volume: &Exact) -> Option<LoadLimit> {
    let of = |pharmacopoeia: &Pharmacopoeia| {
        let surface = pharmacopoeia.body_surface();
        let each = Regimen {
            pharmacopoeias: vec![*pharmacopoeia],
            max_volume: volume.checked_div(&surface),
            dose: None,
            ..regimen.clone()
        };
        of_regimen(&each, &surface, &format!(", for {} m2", shown(&surface)))
    };
    let limits = regimen.pharmacopoeias.iter().filter_map(of);
    limits.reduce(|least, next| if next.value < least.value { next } else { least })
}

/// The limit of a dose that is so many times what the regimen is stated per.
fn of_regimen(regimen: &Regimen, times: &Exact, of: &str) -> Option<LoadLimit> {
    let limit = match derive(regimen) {
        Ok(limit) => limit,
        // Nothing is left for the product, which is a limit too.
        Err(Refusal::UsedUp { allowed, taken, pharmacopoeia }) => {
            let basis = format!(
                "{}: what is given along brings {} EU, and this patient may receive {} EU{of}",
                pharmacopoeia.name(),
                shown(&(&taken * times)),
                shown(&(&allowed * times))
            );
            return Some(LoadLimit { value: Exact::zero(), inclusive: true, basis });
        }
        Err(_) => return None,
    };
    let whose = limit.pharmacopoeia.map_or_else(String::new, |one| format!(" {}", one.name()));
    let along: Vec<&str> = regimen.also_given.iter().map(|one: &Component| one.name.as_str()).collect();
    let along = if along.is_empty() { String::new() } else { format!(", after {}", along.join(", ")) };
    let basis = format!("{}{whose}{along}{of}", limit.route.as_str());
    Some(LoadLimit { value: &limit.per_dose? * times, inclusive: true, basis })
}

/// The upper limit of the test `NAME_per_dose`; of several alternatives the lowest.
fn per_dose_limit(spec: &Specification, test: &str, unit: &Unit) -> Option<LoadLimit> {
    let id = format!("{test}_per_dose");
    let judged = spec.tests.iter().find(|one| one.id == id)?;
    let Assessment::Measured(measured) = &judged.assessment else { return None };
    let limits = measured.accept.iter().filter_map(|one| match &one.criterion {
        Criterion::Numeric(limits) => {
            let upper = limits.upper.as_ref()?;
            let value = &upper.value * &limits.unit.factor_to(unit)?;
            Some(LoadLimit { value, inclusive: upper.inclusive, basis: format!("`{id}` {}", limits.text) })
        }
        _ => None,
    });
    limits.reduce(|least, next| {
        let lower = next.value < least.value || (next.value == least.value && !next.inclusive);
        if lower { next } else { least }
    })
}
