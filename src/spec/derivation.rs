//! Limits that follow from the way a product is given: in words, in JSON, and against those that are written.

use super::codes;
use super::model::*;
use crate::dosing::{Per, shown};
use crate::finding::Finding;
use crate::quantity::{Exact, Unit};
use serde_json::{Value, json};

impl Dosing {
    /// The derivation in lines: each limit with its steps indented below it.
    pub fn in_words(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(reason) = &self.no_limit {
            lines.push(reason.clone());
        }
        if let Some(derivation) = &self.endotoxin {
            lines.push("endotoxin, from route and dose".to_owned());
            lines.extend(derivation.steps.iter().map(|step| format!("  {step}")));
        }
        for limit in &self.limits {
            lines.push(limit.in_words());
            lines.extend(limit.steps.iter().map(|step| format!("  {step}")));
        }
        lines
    }
}

impl DerivedLimit {
    /// `endotoxin_limit = 17.2 EU/mL (17.167 before rounding)`
    pub fn in_words(&self) -> String {
        let stated = format!("{} {}", self.stated.value, self.stated.unit.symbol());
        let exact = match self.is_exact() {
            true => String::new(),
            false => format!(" ({} before rounding)", shown(&self.exact)),
        };
        format!("{} = {}{exact}", self.name, stated.trim())
    }

    /// Whether stating it lost nothing.
    pub fn is_exact(&self) -> bool {
        self.stated.value.exact() == self.exact
    }
}

/// The way a product is given and what follows from it, for the canonical form.
pub(super) fn json(dosing: &Dosing) -> Value {
    let regimen = &dosing.regimen;
    let number = |value: &Option<Exact>| value.as_ref().map(|value| value.to_decimal_string(28).0);
    let mut pharmacopoeias = regimen.pharmacopoeias.clone();
    pharmacopoeias.sort_unstable();
    json!({
        "pharmacopoeia": pharmacopoeias.iter().map(|one| one.as_str()).collect::<Vec<_>>(),
        "per": regimen.per.as_str(),
        "max_dose_ml": number(&regimen.max_volume),
        "dose": regimen.dose.as_ref().map(|dose| {
            json!({"value": dose.amount.to_decimal_string(28).0, "unit": dose.unit.symbol()})
        }),
        "lowest_weight_kg": number(&regimen.lowest_weight),
        "duration_h": number(&regimen.duration),
        "doses_per_hour": regimen.doses_per_hour.to_decimal_string(28).0,
        "also_given": regimen.also_given.iter().map(|one| json!({
            "name": one.name,
            "volume_ml": one.volume.to_decimal_string(28).0,
            "endotoxin_eu_per_ml": one.endotoxin.to_decimal_string(28).0,
        })).collect::<Vec<_>>(),
        "strength": dosing.strength,
        "convert_by": dosing.convert_by,
        "container_ml": number(&regimen.container),
        "lambda_eu_per_ml": number(&regimen.lambda),
        "limits": dosing.limits.iter().map(|limit| json!({
            "name": limit.name, "value": limit.stated.value.to_string(), "unit": limit.stated.unit.symbol(),
        })).collect::<Vec<_>>(),
    })
}

/// Stages before the product as it is given, by what their names contain: their limits are not those of a dose.
const UPSTREAM: [&str; 11] = [
    "donor",
    "bank",
    "harvest",
    "medium",
    "supernatant",
    "substance",
    "intermediate",
    "bulk",
    "raw material",
    "in-process",
    "upstream",
];

fn is_upstream(test: &Test) -> bool {
    let stage = test.stage.as_deref().unwrap_or_default().to_lowercase();
    UPSTREAM.iter().any(|word| stage.contains(word))
}

/// Written endotoxin limits of the product must not lie above what follows from route and dose.
pub(super) fn above_derived(specification: &Specification, findings: &mut Vec<Finding>) {
    let Some(dosing) = &specification.dosing else { return };
    for test in specification.tests.iter().filter(|test| !is_upstream(test)) {
        let Assessment::Measured(measured) = &test.assessment else { continue };
        for one in measured.criteria() {
            let Criterion::Numeric(limits) = &one.criterion else { continue };
            if let Some(bound) = bound_for(dosing, &limits.unit)
                && is_above(limits, &bound)
            {
                findings.push(finding(limits, &bound, dosing));
            }
        }
    }
}

/// What follows from the dose for limits in a unit.
struct DerivedBound {
    /// Before rounding.
    exact: Exact,
    /// The unit it is in.
    unit: Unit,
    /// For the message.
    stated: String,
}

/// The derived limit of the dimension of a written one: EU/mL, EU or EU/dose, EU/kg, EU per unit of the dose.
fn bound_for(dosing: &Dosing, unit: &Unit) -> Option<DerivedBound> {
    let named = dosing.limits.iter().filter(|limit| matches!(limit.name, "endotoxin_limit" | "endotoxin_per_dose"));
    for limit in named {
        let stated = format!("{} {}", limit.stated.value, limit.stated.unit.symbol());
        let bound =
            |unit: &Unit| DerivedBound { exact: limit.exact.clone(), unit: unit.clone(), stated: stated.clone() };
        if unit.factor_to(&limit.stated.unit).is_some() {
            return Some(bound(&limit.stated.unit));
        }
        let for_a_dose = limit.name == "endotoxin_per_dose" && dosing.regimen.per == Per::Dose;
        if let Some(dose) = Unit::parse("EU/dose").ok().filter(|dose| for_a_dose && unit.factor_to(dose).is_some()) {
            return Some(bound(&dose));
        }
    }
    let derivation = dosing.endotoxin.as_ref().filter(|one| one.per == Per::Dose)?;
    let (each, of) = derivation.per_unit.as_ref()?;
    let unit_of_dose = Unit::parse("EU").ok()?.div(of);
    unit.factor_to(&unit_of_dose)?;
    let stated = derivation.per_unit_in_words()?;
    Some(DerivedBound { exact: each.clone(), unit: unit_of_dose, stated })
}

/// Above by more than half a unit of the last written digit.
fn is_above(limits: &Limits, bound: &DerivedBound) -> bool {
    let (Some(upper), Some(factor)) = (&limits.upper, limits.unit.factor_to(&bound.unit)) else { return false };
    let half_a_digit = Exact::pow10(upper.written.last_place()).divided_by(2);
    &(&upper.value - &half_a_digit) * &factor > bound.exact
}

fn finding(limits: &Limits, bound: &DerivedBound, dosing: &Dosing) -> Finding {
    let message = format!("`{}` lies above the limit that follows from route and dose: {}", limits.text, bound.stated);
    let width = u32::try_from(limits.text.chars().count()).unwrap_or(1);
    Finding::new(&codes::LIMIT_ABOVE_DERIVED, message)
        .at(limits.place.clone(), width)
        .with(dosing.place.clone(), "the dose")
        .help("write `<= {endotoxin_limit}` or a lower limit; `evqc spec show` prints the derivation")
}
