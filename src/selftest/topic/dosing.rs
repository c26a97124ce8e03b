//! Endotoxin limits of a dose, and the largest dilution of the assay.

use crate::dosing::{Component, EndotoxinLimit, Per, Pharmacopoeia, Refusal, Regimen, Route};
use crate::dosing::{derive, largest_valid_dilution};
use crate::quantity::{Decimal, DecimalMark, Exact};
use crate::selftest::inputs::{list, text, texts};
use serde_json::{Value, json};

/// The answer to a method of this topic; none when it is not one of its methods.
pub(super) fn answer(method: &str, inputs: &Value) -> Option<Result<Value, String>> {
    match method {
        "endotoxin_limit" => Some(limits(inputs)),
        "maximum_valid_dilution" => Some(dilutions(inputs)),
        _ => None,
    }
}

fn exact(text: &str) -> Result<Exact, String> {
    let decimal = Decimal::parse(text, DecimalMark::Point).map_err(|error| format!("{text}: {error}"))?;
    Ok(decimal.exact())
}

/// A number of a regimen that need not be stated.
fn optional(regimen: &Value, name: &str) -> Result<Option<Exact>, String> {
    if regimen.get(name).is_none() { Ok(None) } else { exact(text(regimen, name)?).map(Some) }
}

fn pharmacopoeia(word: &str) -> Result<Pharmacopoeia, String> {
    let all = [Pharmacopoeia::Usp, Pharmacopoeia::PhEur, Pharmacopoeia::Chp];
    all.into_iter().find(|one| one.as_str() == word).ok_or_else(|| format!("no pharmacopoeia is called {word}"))
}

fn component(given: &Value) -> Result<Component, String> {
    Ok(Component {
        name: text(given, "name")?.to_owned(),
        volume: exact(text(given, "volume_ml")?)?,
        endotoxin: exact(text(given, "eu_per_ml")?)?,
    })
}

fn regimen(given: &Value) -> Result<Regimen, String> {
    let route = text(given, "route")?;
    let per = match given.get("per").and_then(Value::as_str) {
        None => Per::Dose,
        Some("kg") => Per::Kilogram,
        Some(other) => return Err(format!("per {other}: expected kg")),
    };
    let also_given = if given.get("also_given").is_none() { &Vec::new() } else { list(given, "also_given")? };
    Ok(Regimen {
        routes: vec![Route::parse(route).ok_or_else(|| format!("no route is called {route}"))?],
        pharmacopoeias: texts(given, "pharmacopoeias")?.into_iter().map(pharmacopoeia).collect::<Result<_, _>>()?,
        per,
        max_volume: optional(given, "max_volume_ml")?,
        dose: None,
        lowest_weight: optional(given, "lowest_weight_kg")?,
        duration: optional(given, "duration_h")?,
        doses_per_hour: optional(given, "doses_per_hour")?.unwrap_or_else(Exact::one),
        also_given: also_given.iter().map(component).collect::<Result<_, _>>()?,
        container: None,
        lambda: None,
    })
}

/// Each regimen with its limits, or why there is none.
fn limits(inputs: &Value) -> Result<Value, String> {
    let regimens = list(inputs, "regimens")?.iter().map(regimen).collect::<Result<Vec<_>, _>>()?;
    let derived: Vec<Result<EndotoxinLimit, Refusal>> = regimens.iter().map(derive).collect();
    let each = |part: &dyn Fn(&EndotoxinLimit) -> Option<f64>| -> Vec<Option<f64>> {
        derived.iter().map(|limit| limit.as_ref().ok().and_then(part)).collect()
    };
    let refusal = |limit: &Result<EndotoxinLimit, Refusal>| {
        limit.as_ref().err().map(|refusal| match refusal {
            Refusal::NoneSet { .. } => "none set",
            Refusal::UsedUp { .. } => "used up",
            Refusal::NoVolume { .. } => "no volume",
        })
    };
    Ok(json!({
        "eu_per_ml": each(&|limit| limit.per_millilitre.as_ref().map(Exact::to_f64)),
        "eu_per_dose": each(&|limit| limit.per_dose.as_ref().map(Exact::to_f64)),
        "refused": derived.iter().map(refusal).collect::<Vec<_>>(),
    }))
}

/// The largest valid dilution of each limit and sensitivity; null where not even the undiluted product may be tested.
fn dilutions(inputs: &Value) -> Result<Value, String> {
    let (limits, lambdas) = (texts(inputs, "limits_eu_per_ml")?, texts(inputs, "lambdas_eu_per_ml")?);
    let each = limits.into_iter().zip(lambdas).map(|(limit, lambda)| {
        Ok(largest_valid_dilution(&exact(limit)?, &exact(lambda)?).map(|largest| largest.to_f64()))
    });
    Ok(json!({ "mvd": each.collect::<Result<Vec<Option<f64>>, String>>()? }))
}
