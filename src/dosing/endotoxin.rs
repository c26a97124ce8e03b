//! The endotoxin limit of a product: L = K / M.
//!
//! K bounds what a patient may receive in an hour, M is the largest dose in that hour. What is given along with the product
//! takes its share first. The limit is stated for each mL of product, for the dose, and for each unit of the dose.

use super::budget::{self, Budget};
use super::figures::shown;
use super::{EndotoxinThreshold, Pharmacopoeia, Route};
use crate::quantity::rounding::round_down_to_place;
use crate::quantity::{Exact, Unit};

/// What a dose is stated per.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Per {
    /// One administration, whoever receives it.
    #[default]
    Dose,
    /// Each kg of body weight.
    Kilogram,
    /// Each m2 of body surface.
    SquareMetre,
}

impl Per {
    /// The words in specifications, in the order of the variants.
    pub const WORDS: &[&str] = &["dose", "kg", "m2"];

    /// The word in specifications.
    pub fn as_str(self) -> &'static str {
        match self {
            Per::Dose => "dose",
            Per::Kilogram => "kg",
            Per::SquareMetre => "m2",
        }
    }

    /// What follows a unit: nothing, `/kg`, `/m2`.
    pub fn suffix(self) -> &'static str {
        match self {
            Per::Dose => "",
            Per::Kilogram => "/kg",
            Per::SquareMetre => "/m2",
        }
    }
}

/// The dose in its own unit: particles, ug protein.
#[derive(Clone, Debug, PartialEq)]
pub struct DoseAmount {
    /// How much.
    pub amount: Exact,
    /// Of what.
    pub unit: Unit,
}

/// Something that is given together with the product: diluent, second vial, rinse of the device.
#[derive(Clone, Debug, PartialEq)]
pub struct Component {
    /// What it is.
    pub name: String,
    /// Volume that comes with one administration, in mL.
    pub volume: Exact,
    /// The most endotoxin it may hold, in EU/mL.
    pub endotoxin: Exact,
}

/// How a product is given.
#[derive(Clone, Debug, PartialEq)]
pub struct Regimen {
    /// Routes; the strictest decides.
    pub routes: Vec<Route>,
    /// Pharmacopoeias; the strictest decides.
    pub pharmacopoeias: Vec<Pharmacopoeia>,
    /// What `max_volume` and `dose` are stated per.
    pub per: Per,
    /// Largest single administration in mL of product.
    pub max_volume: Option<Exact>,
    /// The same in the unit of the dose.
    pub dose: Option<DoseAmount>,
    /// Weight of the lightest eligible patient in kg.
    pub lowest_weight: Option<Exact>,
    /// Duration of one administration in hours; less than one counts as one.
    pub duration: Option<Exact>,
    /// Administrations within an hour; they add up.
    pub doses_per_hour: Exact,
    /// What is given along with each administration.
    pub also_given: Vec<Component>,
    /// Nominal volume of a container in mL.
    pub container: Option<Exact>,
    /// Sensitivity of the endotoxin assay in EU/mL.
    pub lambda: Option<Exact>,
}

/// An endotoxin limit with the way to it.
#[derive(Clone, Debug, PartialEq)]
pub struct EndotoxinLimit {
    /// The route that decided.
    pub route: Route,
    /// The pharmacopoeia that decided; nothing where the limit holds for each mL.
    pub pharmacopoeia: Option<Pharmacopoeia>,
    /// What `per_dose` and `per_unit` are stated per.
    pub per: Per,
    /// EU in each mL of product; nothing where the volume of the dose is not stated.
    pub per_millilitre: Option<Exact>,
    /// EU that the product of one administration may bring, for each of `per`; nothing where a limit for each mL meets a
    /// dose without volume.
    pub per_dose: Option<Exact>,
    /// EU for each unit of the dose, with that unit.
    pub per_unit: Option<(Exact, Unit)>,
    /// Each step in words with its numbers.
    pub steps: Vec<String>,
}

/// Why no limit can be derived.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// No pharmacopoeia sets one for these routes.
    NoneSet {
        /// The routes.
        routes: Vec<Route>,
        /// Numbers that others use.
        anchors: &'static str,
    },
    /// Other components use up what the patient may receive.
    UsedUp {
        /// EU that the patient may receive.
        allowed: Exact,
        /// EU that the other components bring.
        taken: Exact,
        /// The pharmacopoeia whose convention it is.
        pharmacopoeia: Pharmacopoeia,
    },
    /// A limit for each mL, and a dose without volume.
    NoVolume {
        /// The route.
        route: Route,
    },
}

impl Refusal {
    /// What is wrong, in a sentence without full stop, and what there is to do.
    pub fn in_words(&self) -> (String, String) {
        match self {
            Refusal::NoneSet { routes, anchors } => {
                let names: Vec<String> = routes.iter().map(|route| format!("`{}`", route.as_str())).collect();
                let message = format!("no pharmacopoeia sets an endotoxin limit for the route {}", names.join(", "));
                (message, format!("write a limit of your own and justify it; {anchors}"))
            }
            Refusal::UsedUp { allowed, taken, pharmacopoeia } => {
                let message = format!(
                    "what is given along brings {} EU, the patient may receive {} EU ({}): nothing is left for the product",
                    shown(taken),
                    shown(allowed),
                    pharmacopoeia.name()
                );
                (message, "use less of it, ask for less endotoxin in it, or give the dose more slowly".to_owned())
            }
            Refusal::NoVolume { route } => {
                let message =
                    format!("the limit of the route `{}` holds for each mL, and no volume is stated", route.as_str());
                (message, "add `max_dose:` in mL".to_owned())
            }
        }
    }
}

/// Derives the limit. Of several routes and pharmacopoeias the strictest decides; a route without a limit of its own takes no
/// part.
///
/// # Errors
/// None of the routes has a limit, or other components use it up.
///
/// # Source
/// USP <85>, Ph. Eur. 5.1.10, ChP 2020 volume IV 1143: L = K/M. FDA, Pyrogen and Endotoxins Testing: Questions and Answers,
/// 2012, question 11: the limit is that of the finished product with all that is given, and is calculated, not copied.
pub fn derive(regimen: &Regimen) -> Result<EndotoxinLimit, Refusal> {
    let mut found: Vec<EndotoxinLimit> = Vec::new();
    for budget in budget::of_regimen(regimen) {
        found.push(of_budget(budget, regimen)?);
    }
    for route in &regimen.routes {
        if let EndotoxinThreshold::PerMillilitre { limit, source } = route.endotoxin() {
            found.push(of_concentration(*route, &limit, source, regimen)?);
        }
    }
    let others: Vec<String> = found.iter().map(name_and_limit).collect();
    let strictest = found.into_iter().reduce(|best, next| if stricter(&next, &best) { next } else { best });
    let Some(mut strictest) = strictest else {
        let anchors = regimen.routes.iter().find_map(|route| match route.endotoxin() {
            EndotoxinThreshold::NoneSet { anchors } => Some(anchors),
            _ => None,
        });
        return Err(Refusal::NoneSet { routes: regimen.routes.clone(), anchors: anchors.unwrap_or_default() });
    };
    if others.len() > 1 {
        let own = name_and_limit(&strictest);
        strictest.steps.push(format!("the strictest of {} decides: {own}", others.join(", ")));
    }
    for route in &regimen.routes {
        if matches!(route.endotoxin(), EndotoxinThreshold::NoneSet { .. }) {
            strictest.steps.push(format!("no pharmacopoeia sets a limit for the route {}", route.as_str()));
        }
    }
    Ok(strictest)
}

/// Whether the first limit allows less than the second; both are about the same dose.
fn stricter(first: &EndotoxinLimit, second: &EndotoxinLimit) -> bool {
    match (&first.per_millilitre, &second.per_millilitre) {
        (Some(first), Some(second)) => first < second,
        _ => match (&first.per_dose, &second.per_dose) {
            (Some(first), Some(second)) => first < second,
            _ => false,
        },
    }
}

/// `intravenous (ChP) 17.167 EU/mL`
fn name_and_limit(derivation: &EndotoxinLimit) -> String {
    let whose = derivation.pharmacopoeia.map_or_else(String::new, |one| format!(" ({})", one.name()));
    let limit = match (&derivation.per_millilitre, &derivation.per_dose) {
        (Some(limit), _) => format!(" {} EU/mL", shown(limit)),
        (None, Some(limit)) => format!(" {} EU{}", shown(limit), derivation.per.suffix()),
        (None, None) => String::new(),
    };
    format!("{}{whose}{limit}", derivation.route.as_str())
}

/// A limit that follows from a budget in an hour.
fn of_budget(budget: Budget, regimen: &Regimen) -> Result<EndotoxinLimit, Refusal> {
    let Budget { route, pharmacopoeia, hourly, mut steps } = budget;
    let allowed = for_one_administration(hourly, regimen, &mut steps);
    let left = match pharmacopoeia {
        Some(pharmacopoeia) => after_components(allowed, pharmacopoeia, regimen, &mut steps)?,
        None => allowed,
    };
    let per_millilitre = regimen.max_volume.as_ref().and_then(|volume| {
        let limit = left.checked_div(volume)?;
        let suffix = regimen.per.suffix();
        steps.push(format!(
            "{} EU{suffix} / {} mL{suffix} = {} EU/mL of product",
            shown(&left),
            shown(volume),
            shown(&limit)
        ));
        Some(limit)
    });
    let mut derivation = EndotoxinLimit {
        route,
        pharmacopoeia,
        per: regimen.per,
        per_millilitre,
        per_dose: Some(left),
        per_unit: None,
        steps,
    };
    by_unit(&mut derivation, regimen);
    Ok(derivation)
}

/// A limit that holds for each mL.
fn of_concentration(route: Route, limit: &Exact, source: &str, regimen: &Regimen) -> Result<EndotoxinLimit, Refusal> {
    let mut steps = vec![format!("route {}: {} EU/mL ({source})", route.as_str(), shown(limit))];
    let per_dose = regimen.max_volume.as_ref().map(|volume| limit * volume);
    match (&per_dose, &regimen.max_volume) {
        (Some(dose), Some(volume)) => {
            steps.push(format!("{} EU/mL × {} mL = {} EU for the dose", shown(limit), shown(volume), shown(dose)));
        }
        // Beside a route with a factor K the two can only be compared by their concentrations.
        _ if regimen.routes.len() > 1 || regimen.dose.is_some() => return Err(Refusal::NoVolume { route }),
        _ => {}
    }
    if !regimen.also_given.is_empty() {
        steps.push("what is given along has to meet the same limit by itself".to_owned());
    }
    let mut derivation = EndotoxinLimit {
        route,
        pharmacopoeia: None,
        per: regimen.per,
        per_millilitre: Some(limit.clone()),
        per_dose,
        per_unit: None,
        steps,
    };
    by_unit(&mut derivation, regimen);
    Ok(derivation)
}

/// The share of one administration in the budget of its hours.
fn for_one_administration(hourly: Exact, regimen: &Regimen, steps: &mut Vec<String>) -> Exact {
    let suffix = regimen.per.suffix();
    let mut allowed = hourly;
    match &regimen.duration {
        Some(duration) if *duration > Exact::one() => {
            allowed = &allowed * duration;
            steps.push(format!("given over {} h: {} EU{suffix} in that time", shown(duration), shown(&allowed)));
        }
        Some(duration) if *duration < Exact::one() => {
            let minutes = duration * &Exact::from_i64(60);
            steps.push(format!("given over {} min, which counts as 1 h", shown(&minutes)));
        }
        Some(_) => steps.push("given over 1 h".to_owned()),
        None => steps.push("no duration is stated: the dose counts as given within 1 h".to_owned()),
    }
    // Fewer than one dose in an hour is one in some hour.
    if regimen.doses_per_hour > Exact::one()
        && let Some(share) = allowed.checked_div(&regimen.doses_per_hour)
    {
        steps.push(format!(
            "{} doses within the hour add up: {} EU{suffix} for each",
            shown(&regimen.doses_per_hour),
            shown(&share)
        ));
        allowed = share;
    }
    allowed
}

/// What is left for the product when everything else that is given has taken its share.
fn after_components(
    allowed: Exact,
    pharmacopoeia: Pharmacopoeia,
    regimen: &Regimen,
    steps: &mut Vec<String>,
) -> Result<Exact, Refusal> {
    let mut taken = Exact::zero();
    for component in &regimen.also_given {
        let brought = &component.volume * &component.endotoxin;
        let mut line = format!(
            "{}: {} mL × {} EU/mL = {} EU",
            component.name,
            shown(&component.volume),
            shown(&component.endotoxin),
            shown(&brought)
        );
        let share = match regimen.per {
            Per::Dose => brought,
            Per::Kilogram => shared(brought, &budget::weight(pharmacopoeia, regimen).0, "kg", &mut line),
            Per::SquareMetre => shared(brought, &pharmacopoeia.body_surface(), "m2", &mut line),
        };
        taken = &taken + &share;
        steps.push(line);
    }
    if regimen.also_given.is_empty() {
        return Ok(allowed);
    }
    let left = &allowed - &taken;
    if left.is_negative() || left.is_zero() {
        return Err(Refusal::UsedUp { allowed, taken, pharmacopoeia });
    }
    let suffix = regimen.per.suffix();
    steps.push(format!("left for the product: {} - {} = {} EU{suffix}", shown(&allowed), shown(&taken), shown(&left)));
    Ok(left)
}

/// A fixed amount beside a dose by weight or surface counts for the smallest patient.
fn shared(brought: Exact, size: &Exact, unit: &str, line: &mut String) -> Exact {
    // A weight or a surface is never zero.
    let share = brought.checked_div(size).unwrap_or(brought);
    line.push_str(&format!(", for {} {unit} {} EU/{unit}", shown(size), shown(&share)));
    share
}

/// EU for each unit of the dose.
fn by_unit(derivation: &mut EndotoxinLimit, regimen: &Regimen) {
    let (Some(per_dose), Some(dose)) = (&derivation.per_dose, &regimen.dose) else { return };
    let Some(each) = per_dose.checked_div(&dose.amount) else { return };
    let suffix = regimen.per.suffix();
    let (scaled, of) = per_round_number(&each, &dose.unit);
    derivation.steps.push(format!(
        "per unit of the dose: {} EU{suffix} / {} {}{suffix} = {} EU per {of}",
        shown(per_dose),
        shown(&dose.amount),
        dose.unit.symbol(),
        shown(&scaled)
    ));
    derivation.per_unit = Some((each, dose.unit.clone()));
}

/// The limit for a number of units that people speak of: 10^9 particles, 1 ug.
fn per_round_number(each: &Exact, unit: &Unit) -> (Exact, String) {
    let countless = *each < Exact::pow10(-4);
    match countless {
        true => (each * &Exact::pow10(9), format!("10^9 {}", unit.symbol())),
        false => (each.clone(), unit.symbol().to_owned()),
    }
}

impl EndotoxinLimit {
    /// The limit for each unit of the dose in words: `43.75 EU per 10^9 particles`.
    pub fn per_unit_in_words(&self) -> Option<String> {
        let (each, unit) = self.per_unit.as_ref()?;
        let (scaled, of) = per_round_number(each, unit);
        Some(format!("{} EU per {of}", shown(&scaled)))
    }
}

/// The largest dilution at which an assay of this sensitivity still sees the limit, as a whole number: L c / λ with c = 1
/// mL/mL. Nothing when not even the undiluted product may be tested with it.
///
/// # Source
/// USP <85>, Ph. Eur. 2.6.14, ChP 2020 volume IV 1143: MVD = (endotoxin limit × concentration of sample solution) / λ.
pub fn largest_valid_dilution(limit: &Exact, lambda: &Exact) -> Option<Exact> {
    let whole = round_down_to_place(&limit.checked_div(lambda)?, 0);
    (whole >= Exact::one()).then_some(whole)
}

#[cfg(test)]
mod tests;
