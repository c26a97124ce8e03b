//! What changed in the life of a product: its shelf life, its retest, its time of use.

use super::{Change, Difference, Side, rest};
use crate::expiry::{LastDay, Period};
use crate::source::Place;
use crate::spec::{Expiry, InUse, StatedPeriod, StatedTime};
use serde_json::Value;
use std::cmp::Ordering;

/// Keys of `expiry` that are compared here one by one.
const DIRECTED: [&str; 4] = ["shelf_life", "retest", "last_day", "not_beyond"];

/// Keys that are records and no rules.
const RECORDS: [&str; 2] = ["source", "evidence"];

/// What differs in `expiry` and `in_use`.
pub fn of_life(before: &Side<'_>, after: &Side<'_>) -> Vec<Difference> {
    let mut found = Vec::new();
    let sides = [before, after];
    let [old, new] = sides.map(|side| side.spec.expiry.as_deref());
    let places = [old, new].map(|expiry| expiry.map(|expiry| expiry.place.clone()));
    let of =
        |pick: fn(&Expiry) -> &Option<StatedPeriod>| [old, new].map(|expiry| expiry.and_then(|one| pick(one).clone()));
    found.extend(period("expiry.shelf_life", of(|one| &one.shelf_life), places.clone()));
    found.extend(period("expiry.retest", of(|one| &one.retest), places.clone()));
    if let [Some(old), Some(new)] = [old, new] {
        let order = rank(new.last_day).cmp(&rank(old.last_day));
        let texts = [old, new].map(|one| Some(one.last_day.as_str().to_owned()));
        found.extend(rest::one(None, "expiry.last_day", by(order), texts, places.clone()));
    }
    let asked = [old, new].map(|one| one.is_some_and(|one| one.not_beyond_parents));
    let order = asked[0].cmp(&asked[1]);
    let texts = asked.map(|asked| asked.then(|| "parents".to_owned()));
    found.extend(rest::one(None, "expiry.not_beyond", by(order), texts, places.clone()));
    let [a, b] = sides.map(|side| &side.canonical["expiry"]);
    found.extend(others("expiry", [a, b], &places, &DIRECTED));
    found.extend(of_use(sides));
    found
}

/// What differs in `in_use`.
fn of_use(sides: [&Side<'_>; 2]) -> Vec<Difference> {
    let mut found = Vec::new();
    let uses = sides.map(|side| side.spec.in_use.as_deref());
    let whole = uses.map(|one| one.map(|one| one.place.clone()));
    for event in crate::expiry::LotEvent::OF_USE {
        let clocks = uses.map(|one| one.and_then(|one| one.clocks.iter().find(|clock| clock.event == event)));
        let places = clocks.map(|clock| clock.map(|clock| clock.place.clone()));
        let name = format!("in_use.{}", event.as_str());
        let within = clocks.map(|clock| clock.map(|clock| clock.within.clone()));
        found.extend(time(&format!("{name}.within"), within, places.clone()));
        let tolerance = clocks.map(|clock| clock.and_then(|clock| clock.tolerance.clone()));
        let texts = tolerance.map(|one| one.map(|one| one.text));
        found.extend(rest::one(None, &format!("{name}.tolerance"), Change::Rule, texts, places.clone()));
        let json = sides.map(|side| &side.canonical["in_use"][event.as_str()]);
        found.extend(others(&name, json, &places, &["within", "tolerance"]));
    }
    let limit = |one: Option<&InUse>| one.and_then(|one| one.freeze_thaw.clone());
    let limits = uses.map(limit);
    let texts = limits.clone().map(|one| one.map(|one| one.text));
    let order = match limits.map(|one| one.map(|one| one.cycles)) {
        [Some(Some(old)), Some(Some(new))] => by(new.cmp(&old)),
        [None, Some(_)] => Change::Tightened,
        [Some(_), None] => Change::Loosened,
        _ => Change::Rule,
    };
    found.extend(rest::one(None, "in_use.freeze_thaw.cycles", order, texts, whole.clone()));
    let json = sides.map(|side| &side.canonical["in_use"]["freeze_thaw"]);
    found.extend(others("in_use.freeze_thaw", json, &whole, &["cycles"]));
    found
}

/// What differs in the keys that have no direction.
fn others(name: &str, [old, new]: [&Value; 2], places: &[Option<Place>; 2], apart: &[&str]) -> Vec<Difference> {
    let both = old.is_object() && new.is_object();
    let keys = rest::keys(old, new).into_iter().filter(|key| !apart.contains(&key.as_str()));
    let kept = keys.filter(|key| both || !RECORDS.contains(&key.as_str()));
    kept.filter_map(|key| {
        let change = if RECORDS.contains(&key.as_str()) { Change::Record } else { Change::Rule };
        let texts = [rest::words(&old[&key]), rest::words(&new[&key])];
        rest::one(None, &format!("{name}.{key}"), change, texts, places.clone())
    })
    .collect()
}

/// A longer life accepts lots that were refused.
fn period(key: &str, stated: [Option<StatedPeriod>; 2], places: [Option<Place>; 2]) -> Option<Difference> {
    let change = match stated.each_ref().map(|one| one.as_ref().map(|one| one.period)) {
        [Some(Some(Period::Months(old))), Some(Some(Period::Months(new)))]
        | [Some(Some(Period::Days(old))), Some(Some(Period::Days(new)))] => match new.cmp(&old) {
            Ordering::Equal => return None,
            order => by(order),
        },
        [None, Some(_)] => Change::Tightened,
        [Some(_), None] => Change::Loosened,
        _ => Change::Changed,
    };
    rest::one(None, key, change, stated.map(|one| one.map(|one| one.text)), places)
}

/// A longer time of use accepts a use that was refused; it needs results at its own end.
fn time(key: &str, stated: [Option<StatedTime>; 2], places: [Option<Place>; 2]) -> Option<Difference> {
    let change = match stated.each_ref().map(|one| one.as_ref().map(StatedTime::minutes)) {
        [Some(Some(old)), Some(Some(new))] => match new.cmp(&old) {
            Ordering::Equal => return None,
            order => by(order),
        },
        [None, Some(_)] => Change::Tightened,
        [Some(_), None] => Change::Loosened,
        _ => Change::Changed,
    };
    rest::one(None, key, change, stated.map(|one| one.map(|one| one.text)), places)
}

fn by(order: Ordering) -> Change {
    match order {
        Ordering::Greater => Change::Loosened,
        Ordering::Less => Change::Tightened,
        Ordering::Equal => Change::Rule,
    }
}

/// How late the last day lies.
fn rank(convention: LastDay) -> u8 {
    match convention {
        LastDay::DayBefore => 0,
        LastDay::Anniversary => 1,
        LastDay::EndOfMonth => 2,
    }
}
