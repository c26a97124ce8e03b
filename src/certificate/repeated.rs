//! Facts about the product beside the specification and the lot file: of what was judged by, nothing else is printed.
//!
//! A specification for inhalation has other limits than one for the vein, and the number of containers decides how many are
//! tested for sterility. So the facts of the certificate repeat what stands there, and may add to it.

use super::contradict::finding;
use super::fill::Material;
use super::restated::{Kind, clauses, objection};
use super::words::Words;
use crate::finding::Finding;
use crate::lookalike::seen;
use crate::quantity::in_text::{Amount, Bound, amounts};
use crate::quantity::{Exact, Unit};
use crate::report::wording;
use crate::spec::{Assessment, Check, minutes_of, route_words, routes_in, words_of_no_route};

/// What the facts say of the product, with the key of the specification that says the same. The class of vesicles stands in a
/// specification as a short form that another word may spell out.
const REPEATED: [(&str, &str); 12] = [
    ("product.name", "name"),
    ("product.strength", "strength"),
    ("product.strength_basis", "strength_basis"),
    ("product.dosage_form", "dosage_form"),
    ("product.route", "route"),
    ("product.container", "container"),
    ("product.fill_volume", "fill_volume"),
    ("product.pack_size", "pack_size"),
    ("product.storage", "storage"),
    ("product.shipping", "shipping"),
    ("product.in_use", "in_use"),
    ("provenance.parent_cell", "source"),
];

/// Everything in which the facts of a lot differ from its specification and the lot file.
pub(super) fn differences(of: &Material<'_>) -> Vec<Finding> {
    let texts = REPEATED.into_iter().filter_map(|(key, of_spec)| text(of, key, of_spec));
    texts.chain(strength(of)).chain(in_use(of)).chain(containers(of)).collect()
}

fn differ(of: &Material<'_>, key: &str, said: &Words, known: &str) -> Finding {
    let said = if said.is_same() { format!("`{}`", said.en) } else { format!("`{}`, `{}`", said.en, said.zh) };
    finding(of, &format!("the facts say {key} {said}, and {known}"), of.facts.places.get(key))
}

/// A text of the facts beside that of the specification.
fn text(of: &Material<'_>, key: &str, of_spec: &str) -> Option<Finding> {
    let (said, known) = (of.facts.words(key)?, of.lot.spec.product_fact(of_spec)?);
    if known == "sponsor to set" {
        return None;
    }
    let kind = match of_spec {
        "route" => return route(of, said, known),
        "strength" | "storage" | "shipping" | "in_use" => Kind::Condition,
        "source" if names_no_cell(said, known) => return None,
        _ => Kind::Thing,
    };
    let objection = objection(said, known, kind)?;
    let parted = if objection.is_empty() { "" } else { ": " };
    let specification = format!("the specification {} product.{of_spec} `{known}`{parted}{objection}", of.lot.spec.id);
    Some(differ(of, key, said, &specification))
}

/// Whether it is said that there is no parent cell, and which source has none: `not applicable (plasma)` of human plasma.
fn names_no_cell(said: &Words, known: &str) -> bool {
    const NONE: [&str; 3] = ["not applicable", "n/a", "不适用"];
    const FLUIDS: [&str; 11] =
        ["plasma", "serum", "milk", "urine", "saliva", "lavage", "血浆", "血清", "乳", "尿", "唾液"];
    let known = seen(known);
    let source = |text: &str| {
        let text = seen(text);
        let behind = NONE.iter().find_map(|none| text.strip_prefix(none))?;
        Some(behind.trim_matches(|sign: char| !sign.is_alphanumeric()).to_owned())
    };
    let (Some(english), Some(chinese)) = (source(&said.en), source(&said.zh)) else { return false };
    let is_fluid = FLUIDS.iter().any(|fluid| known.contains(fluid));
    is_fluid && [english, chinese].iter().any(|source| !source.is_empty() && known.contains(source))
}

/// A route that is not the one of the specification in each language, or that nobody can tell to be it.
fn route(of: &Material<'_>, said: &Words, known: &str) -> Option<Finding> {
    const KEY: &str = "product.route";
    let of_spec = of.lot.spec.routes();
    let of_no_route = words_of_no_route(known);
    let specification = format!("the specification {} product.route `{known}`", of.lot.spec.id);
    for text in [&said.en, &said.zh] {
        let (routes, unknown) = (routes_in(text), words_of_no_route(text));
        // Words of the specification that are no route known to evqc are taken as they stand, and translated one by one.
        if let Some(first) = unknown.first().filter(|_| unknown.len() != of_no_route.len()) {
            let message = format!(
                "the facts say {KEY} `{text}`, of which `{first}` is no route that evqc knows, and {specification}"
            );
            let help = format!("write the route of the specification in words told apart by commas: {}", route_words());
            return Some(finding(of, &message, of.facts.places.get(KEY)).help(help));
        }
        if routes.len() != of_spec.len() || !routes.iter().all(|route| of_spec.contains(route)) {
            return Some(differ(of, KEY, said, &specification));
        }
    }
    (!of_no_route.is_empty() && objection(said, known, Kind::Thing).is_some())
        .then(|| differ(of, KEY, said, &specification))
}

/// A strength in the unit of a label claim, which is what the results in percent of the label were judged by.
fn strength(of: &Material<'_>) -> Option<Finding> {
    let said = of.facts.words("product.strength")?;
    let claims = super::fill::claims(of);
    let stated = [&said.en, &said.zh].into_iter().flat_map(|text| amounts(text));
    for one in stated.filter(|one| one.unit.is_some()) {
        let comparable: Vec<_> =
            claims.iter().filter_map(|(name, claim)| Some((name, claim, one.in_unit(&claim.unit)?))).collect();
        if let Some((name, claim, _)) = comparable.first()
            && !comparable.iter().any(|(_, claim, value)| claim.value.exact() == *value)
        {
            return Some(differ(
                of,
                "product.strength",
                said,
                &format!("the label claim of {name} is {}", wording::quantity(claim)),
            ));
        }
    }
    None
}

/// Times of use that the specification does not have, where it states some.
fn in_use(of: &Material<'_>) -> Option<Finding> {
    let (said, rule) = (of.facts.words("product.in_use")?, of.lot.spec.in_use.as_deref()?);
    let known: Vec<(&str, Exact)> =
        rule.clocks.iter().filter_map(|clock| Some((clock.within.text.as_str(), clock.within.minutes()?))).collect();
    let parts = [&said.en, &said.zh].into_iter().flat_map(|text| clauses(text));
    let stated = parts.flat_map(|clause| amounts(clause).into_iter().filter(|one| !is_step(clause, one)));
    let mut minutes = stated.filter_map(|one| Some(one.value.as_ref()? * &minutes_of(one.unit.as_ref()?)?));
    let other = !known.is_empty() && minutes.any(|time| !known.iter().any(|(_, known)| *known == time));
    other.then(|| {
        let times: Vec<&str> = known.iter().map(|(text, _)| *text).collect();
        differ(
            of,
            "product.in_use",
            said,
            &format!("the specification {} has {} under `in_use`", of.lot.spec.id, times.join(", ")),
        )
    })
}

/// What is done with a product on its way to the patient, for a time that is none of its use.
const STEPS: [&str; 29] = [
    "thaw",
    "nebulise",
    "nebulize",
    "infuse",
    "inject",
    "inhale",
    "mix",
    "equilibrate",
    "warm",
    "incubate",
    "stand",
    "swirl",
    "reconstitute",
    "dissolve",
    "administer",
    "wait",
    "解冻",
    "复温",
    "雾化",
    "输注",
    "滴注",
    "注射",
    "吸入",
    "静置",
    "混匀",
    "平衡",
    "复溶",
    "孵育",
    "水浴",
];

/// Words of a clause that tells until when the product may be used.
const OF_USE: [&str; 29] = [
    "use", "used", "stable", "store", "stored", "keep", "kept", "hold", "held", "within", "after", "until", "thawed",
    "most", "than", "max", "up", "后", "内", "使用", "保存", "放置", "存放", "稳定", "有效", "用完", "超过", "最",
    "多",
];

/// Words of these that a range of times may have: 30～60分钟内输注完毕.
const OF_RANGE: [&str; 2] = ["within", "内"];

/// Whether a time of a clause is how long a step takes: `Thaw for 15 min`.
fn is_step(clause: &str, amount: &Amount) -> bool {
    let clause = clause.to_lowercase();
    let words: Vec<&str> = clause.split(|sign: char| !sign.is_ascii_alphabetic()).collect();
    let has = |word: &str| if word.is_ascii() { words.contains(&word) } else { clause.contains(word) };
    let is_range = amount.bound == Bound::End;
    let tells_use = |word: &str| has(word) && !(is_range && OF_RANGE.contains(&word));
    STEPS.iter().any(|word| has(word)) && !OF_USE.iter().any(|word| tells_use(word))
}

/// Another number of containers than the one by which the sample for sterility was judged.
fn containers(of: &Material<'_>) -> Option<Finding> {
    let facts = of.lot.facts?;
    let tests = of.lot.spec.tests.iter().filter_map(|test| match &test.assessment {
        Assessment::Measured(measured) => Some(measured.valid_if.iter().chain(&measured.requires)),
        Assessment::Panel(_) => None,
    });
    let batch = tests.flatten().find_map(|check| match &check.check {
        Check::SterilitySample { batch, .. } => of.lot.spec.facts.get(*batch),
        _ => None,
    });
    let name = batch.map_or("batch_size", |(name, _)| name.as_str());
    let (_, known) = facts.quantities.iter().find(|(own, _)| own == name)?;
    let (value, place) =
        (known.value.exact(), facts.place.as_ref().map(|place| format!(" ({place})")).unwrap_or_default());
    let lot_file = format!("the lot file {name} {}{place}", known.value.pretty());
    if let Some(said) =
        of.facts.containers.filter(|said| i64::try_from(*said).map(Exact::from_i64) != Ok(value.clone()))
    {
        let message = format!("the facts say batch.containers {said}, and {lot_file}");
        return Some(finding(of, &message, of.facts.places.get("batch.containers")));
    }
    let size = of.facts.words("batch.size")?;
    let vials = Unit::parse("vial").ok();
    let counts = |unit: &Option<Unit>| match (unit, &vials) {
        (Some(unit), Some(vials)) => unit.factor_to(vials).is_some(),
        _ => unit.is_none(),
    };
    let counted: Vec<Exact> = [&size.en, &size.zh]
        .into_iter()
        .flat_map(|text| amounts(text))
        .filter(|one| counts(&one.unit))
        .filter_map(|one| one.value)
        .collect();
    (!counted.is_empty() && !counted.contains(&value)).then(|| differ(of, "batch.size", size, &lot_file))
}
