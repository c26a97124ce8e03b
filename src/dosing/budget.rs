//! How much endotoxin a patient may receive with one administration, by route and pharmacopoeia.

use super::endotoxin::{Per, Regimen};
use super::figures::shown;
use super::{EndotoxinThreshold, Pharmacopoeia, Route};
use crate::quantity::Exact;

/// What one route allows under one pharmacopoeia, before other components take their share.
#[derive(Clone, Debug)]
pub(super) struct Budget {
    pub route: Route,
    /// Nothing where the limit holds for each mL, whoever the patient.
    pub pharmacopoeia: Option<Pharmacopoeia>,
    /// EU in one hour, for each of what the dose is stated per.
    pub hourly: Exact,
    /// How it was reckoned.
    pub steps: Vec<String>,
}

/// The budget of a factor K in EU/(kg·h).
pub(super) fn of_factor(route: Route, k: &Exact, pharmacopoeia: Pharmacopoeia, regimen: &Regimen) -> Budget {
    let factor = format!("route {}: K = {} EU/kg/h ({})", route.as_str(), shown(k), pharmacopoeia.endotoxin_chapter());
    let (hourly, reckoned) = match regimen.per {
        Per::Dose => {
            let (weight, whose) = weight(pharmacopoeia, regimen);
            let hourly = k * &weight;
            let line =
                format!("{whose}: {} EU/kg/h × {} kg = {} EU in an hour", shown(k), shown(&weight), shown(&hourly));
            (hourly, line)
        }
        Per::Kilogram => {
            let line = format!("the dose is stated per kg, so the weight cancels: {} EU/kg in an hour", shown(k));
            (k.clone(), line)
        }
        Per::SquareMetre => surface(route, k, pharmacopoeia),
    };
    let mut steps = vec![factor, reckoned];
    steps.extend(route.caution().map(|caution| format!("note on {}: {caution}", route.as_str())));
    Budget { route, pharmacopoeia: Some(pharmacopoeia), hourly, steps }
}

/// The weight that counts, and whose it is: the lightest eligible patient, but none heavier than the convention.
pub(super) fn weight(pharmacopoeia: Pharmacopoeia, regimen: &Regimen) -> (Exact, String) {
    let convention = pharmacopoeia.body_weight();
    match &regimen.lowest_weight {
        Some(lowest) if *lowest < convention => (lowest.clone(), "the lightest eligible patient".to_owned()),
        _ => (convention, format!("body weight by convention of {}", pharmacopoeia.name())),
    }
}

/// The budget for each m2 of body surface.
///
/// # Source
/// USP <85>: K = 2.5 EU/kg with M = dose per m2 × 1.80 / 70; Ph. Eur. 5.1.10: 100 IU/m2; ChP 1143: a dose per m2 × 0.027
/// is a dose per kg.
fn surface(route: Route, k: &Exact, pharmacopoeia: Pharmacopoeia) -> (Exact, String) {
    let (weight, area) = (pharmacopoeia.body_weight(), pharmacopoeia.body_surface());
    // The areas are constants and not zero.
    let converted = |k: &Exact| (k * &weight).checked_div(&area).unwrap_or_else(Exact::zero);
    let intrathecal = route == Route::Intrathecal;
    match pharmacopoeia {
        Pharmacopoeia::PhEur if !intrathecal => {
            (Exact::from_i64(100), "the dose is stated per m2: 100 EU/m2 in an hour (Ph. Eur. 5.1.10)".to_owned())
        }
        Pharmacopoeia::Usp if !intrathecal => {
            let k = Exact::from_i64(25) * Exact::pow10(-1);
            let hourly = converted(&k);
            let line = format!(
                "the dose is stated per m2, K is then 2.5 EU/kg: 2.5 EU/kg × 70 kg / 1.80 m2 = {} EU/m2 in an hour",
                shown(&hourly)
            );
            (hourly, line)
        }
        _ => {
            let hourly = converted(k);
            let line = format!(
                "the dose is stated per m2: {} EU/kg × {} kg / {} m2 = {} EU/m2 in an hour",
                shown(k),
                shown(&weight),
                shown(&area),
                shown(&hourly)
            );
            (hourly, line)
        }
    }
}

/// The budgets of every route and pharmacopoeia of a regimen that has a factor K.
pub(super) fn of_regimen(regimen: &Regimen) -> Vec<Budget> {
    let mut budgets = Vec::new();
    for route in &regimen.routes {
        if let EndotoxinThreshold::PerKilogram { k } = route.endotoxin() {
            budgets.extend(regimen.pharmacopoeias.iter().map(|one| of_factor(*route, &k, *one, regimen)));
        }
    }
    budgets
}
