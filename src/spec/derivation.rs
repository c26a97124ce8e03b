//! Limits that follow from the way a product is given: in words, in JSON, and against those that are written.

use super::codes;
use super::model::*;
use crate::dosing::{INTERPRETATION_FACTOR, MicrobialLimits, Per, microbial_limits, shown, stated};
use crate::finding::Finding;
use crate::order;
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
    order::sort(&mut pharmacopoeias);
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

impl Test {
    /// Whether it is of a stage before the product as it is given, by the name of the stage.
    pub fn is_before_product(&self) -> bool {
        let stage = self.stage.as_deref().unwrap_or_default().to_lowercase();
        UPSTREAM.iter().any(|word| stage.contains(word))
    }
}

/// Written endotoxin limits of the product must not lie above what follows from route and dose.
pub(super) fn above_derived(specification: &Specification, findings: &mut Vec<Finding>) {
    let Some(dosing) = &specification.dosing else { return };
    for test in specification.tests.iter().filter(|test| !test.is_before_product()) {
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

/// What names a count of yeasts and moulds, and one of all aerobic microbes, in lower case.
const YEASTS_AND_MOULDS: [&str; 8] = ["yeast", "mould", "mold", "fung", "tymc", "霉菌", "酵母", "真菌"];
const TOTAL_COUNT: [&str; 9] = [
    "aerobic",
    "tamc",
    "total microb",
    "total viable",
    "microbial count",
    "bioburden",
    "需氧菌",
    "菌落总数",
    "微生物限度",
];

/// Written microbial counts of a product that need not be sterile must not lie above the table for its route.
///
/// # Source
/// USP <1111> Table 1; Ph. Eur. 5.1.4 Table 5.1.4.-1; ChP 2020 volume IV 1107: 10^n means at most 2 × 10^n.
pub(super) fn above_microbial_table(specification: &Specification, findings: &mut Vec<Finding>) {
    let tables = specification.routes().into_iter().filter_map(|route| Some((route, microbial_limits(route)?)));
    let tables: Vec<_> = tables.collect();
    for test in specification.tests.iter().filter(|test| !test.is_before_product()) {
        let Assessment::Measured(measured) = &test.assessment else { continue };
        let Some(is_yeasts) = counted(test) else { continue };
        let count = |limits: &MicrobialLimits| if is_yeasts { limits.yeasts_and_moulds } else { limits.total_aerobic };
        let Some((route, least)) = tables.iter().map(|(route, table)| (route, count(table))).min_by_key(|(_, n)| *n)
        else {
            continue;
        };
        let most = INTERPRETATION_FACTOR * least;
        for one in measured.accept.iter().chain(&measured.shelf_life) {
            let Criterion::Numeric(limits) = &one.criterion else { continue };
            if highest_count(limits).is_some_and(|highest| highest > Exact::from_i64(most)) {
                let message = format!(
                    "`{}` lies above the table for the route {}: {least} CFU per mL or g, which means at most {most}",
                    limits.text,
                    route.as_str()
                );
                let width = u32::try_from(limits.text.chars().count()).unwrap_or(1);
                findings.push(
                    Finding::new(&codes::MICROBIAL_LIMIT_ABOVE_TABLE, message).at(limits.place.clone(), width).help(
                        format!(
                            "write `<= {least} CFU/mL` with `interpretation_factor: \"2\"`, or a lower limit; a product that is no \
                             medicine has no `route` in its specification"
                        ),
                    ),
                );
            }
        }
    }
}

/// Whether a test counts yeasts and moulds, or all aerobic microbes; nothing for other tests.
fn counted(test: &Test) -> Option<bool> {
    let names =
        || [&test.id, &test.name].into_iter().chain(&test.columns).map(|name| name.to_lowercase().replace('_', " "));
    let named = |words: &[&str]| names().any(|name| words.iter().any(|word| name.contains(word)));
    if named(&YEASTS_AND_MOULDS) { Some(true) } else { named(&TOTAL_COUNT).then_some(false) }
}

/// The highest whole count in a mL or g that is accepted, the rounding of results to the digits of the limit included.
fn highest_count(limits: &Limits) -> Option<Exact> {
    let upper = limits.upper.as_ref()?;
    let per = |unit: &str| Unit::parse(unit).ok().and_then(|unit| limits.unit.factor_to(&unit));
    let factor = per("CFU/mL").or_else(|| per("CFU/g"))?;
    let place = upper.written.last_place();
    // 2e2 takes 249 for 200; a limit in ones takes nothing for another number.
    let slack = if place > 0 { Exact::pow10(place).divided_by(2) - Exact::one() } else { Exact::zero() };
    Some((&upper.value + &slack) * factor)
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
    for limit in named.filter(|limit| !is_per_mass_of_dose(dosing, unit, &limit.stated.unit)) {
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
    let derivation = dosing.endotoxin.as_ref()?;
    let (each, of) = derivation.per_unit.as_ref()?;
    let unit_of_dose = Unit::parse("EU").ok()?.div(of);
    unit.factor_to(&unit_of_dose)?;
    let stated = derivation.per_unit_in_words()?;
    Some(DerivedBound { exact: each.clone(), unit: unit_of_dose, stated })
}

/// Whether a limit is for a mass of the dose and not of the patient: both are EU per mass, and only `EU/kg` means the body.
fn is_per_mass_of_dose(dosing: &Dosing, unit: &Unit, stated: &Unit) -> bool {
    let per_mass = || Unit::parse("EU/kg").is_ok_and(|per_kilogram| stated.factor_to(&per_kilogram).is_some());
    let of_dose = || {
        dosing
            .regimen
            .dose
            .as_ref()
            .is_some_and(|dose| Unit::parse("kg").is_ok_and(|kilogram| dose.unit.factor_to(&kilogram).is_some()))
    };
    unit.symbol() != "EU/kg" && per_mass() && of_dose()
}

/// Above by more than the rounding of the written limit, and of the three digits to which a derived one is stated: neither
/// `18` nor `2e1` is a rounding of 17.6.
fn is_above(limits: &Limits, bound: &DerivedBound) -> bool {
    let (Some(upper), Some(factor)) = (&limits.upper, limits.unit.factor_to(&bound.unit)) else { return false };
    let written = &upper.value * &factor;
    let half_a_digit = &Exact::pow10(upper.written.last_place()).divided_by(2) * &factor;
    let largest = stated(&bound.exact).map_or(bound.exact.clone(), |stated| stated.exact().max(bound.exact.clone()));
    &written - &half_a_digit > bound.exact || written > largest
}

fn finding(limits: &Limits, bound: &DerivedBound, dosing: &Dosing) -> Finding {
    let message = format!("`{}` lies above the limit that follows from route and dose: {}", limits.text, bound.stated);
    let width = u32::try_from(limits.text.chars().count()).unwrap_or(1);
    Finding::new(&codes::LIMIT_ABOVE_DERIVED, message)
        .at(limits.place.clone(), width)
        .with(dosing.place.clone(), "the dose")
        .help("write `<= {endotoxin_limit}` or a lower limit; `evqc spec show` prints the derivation")
}
