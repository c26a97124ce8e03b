//! What has no direction: compared by the canonical form, key by key, so that nothing is left out.

use super::{Change, Difference, Said, Side, handling};
use crate::order;
use crate::source::Place;
use serde_json::{Map, Value};

/// Keys of a specification that are records of it and no rules.
const RECORDS: [&str; 7] = ["id", "version", "title", "basis", "notes", "product", "references"];

/// Keys of a specification with an entry for each name.
const NAMED: [&str; 8] = ["product", "references", "parameters", "facts", "label", "derived", "gates", "handling"];

/// Keys of a test that are records of it and no rules.
const TEST_RECORDS: [&str; 5] = ["name", "text", "source", "evidence", "rationale"];

/// What differs in the specification as a whole, tests left out.
pub fn of_the_whole(before: &Side<'_>, after: &Side<'_>) -> Vec<Difference> {
    let mut found = Vec::new();
    for key in keys(&before.canonical, &after.canonical) {
        // The digest form says `evqc: 1` for both; the life of a product has directions.
        if ["tests", "expiry", "in_use"].contains(&key.as_str()) {
            continue;
        }
        if key == "handling" && handling::has_both(before, after) {
            continue;
        }
        let (old, new) = (&before.canonical[&key], &after.canonical[&key]);
        let change = if RECORDS.contains(&key.as_str()) { Change::Record } else { Change::Rule };
        if NAMED.contains(&key.as_str()) {
            let (old, new) = (by_name(old), by_name(new));
            for name in keys(&old, &new) {
                let places = [place(before, &key, &name), place(after, &key, &name)];
                let texts = [text(before, &key, &name, &old[&name]), text(after, &key, &name, &new[&name])];
                found.extend(one(None, &format!("{key}.{name}"), change, texts, places));
            }
        } else {
            found.extend(one(None, &key, change, [words(old), words(new)], [before.place(), after.place()]));
        }
    }
    found
}

/// What differs in the keys of a test that `apart` does not name.
pub fn of_a_test(id: &str, before: (&Value, &Place), after: (&Value, &Place), apart: &[&str]) -> Vec<Difference> {
    let mut found = Vec::new();
    for key in keys(before.0, after.0).into_iter().filter(|key| !apart.contains(&key.as_str())) {
        let change = if TEST_RECORDS.contains(&key.as_str()) { Change::Record } else { Change::Rule };
        let texts = [words(&before.0[&key]), words(&after.0[&key])];
        let places = [Some(before.1.clone()), Some(after.1.clone())];
        found.extend(one(Some(id), &key, change, texts, places));
    }
    found
}

/// A difference, unless both say the same; what says nothing is absent.
pub fn one(
    test: Option<&str>,
    key: &str,
    change: Change,
    texts: [Option<String>; 2],
    places: [Option<Place>; 2],
) -> Option<Difference> {
    let [before, after] = texts;
    if before == after {
        return None;
    }
    let [old_place, new_place] = places;
    let said = |text: Option<String>, place| text.map(|text| Said { text, place });
    Some(Difference {
        test: test.map(str::to_owned),
        key: key.to_owned(),
        change,
        before: said(before, old_place),
        after: said(after, new_place),
        note: None,
    })
}

/// The keys of two maps in alphabetical order.
pub fn keys(one: &Value, other: &Value) -> Vec<String> {
    let of = |value: &Value| value.as_object().map(|map| map.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
    let mut keys = [of(one), of(other)].concat();
    order::sort(&mut keys);
    keys.dedup();
    keys
}

/// A list of what has names as a map; a map as it is.
fn by_name(value: &Value) -> Value {
    let Value::Array(items) = value else { return value.clone() };
    let named = items.iter().filter_map(|item| Some((item["name"].as_str()?.to_owned(), item.clone())));
    Value::Object(order::collect(named))
}

/// An entry in words; formulas as they are written.
fn text(side: &Side<'_>, key: &str, name: &str, value: &Value) -> Option<String> {
    let derived = || side.spec.derived.iter().find(|one| one.id == name);
    match (key, derived()) {
        ("derived", Some(derived)) => Some(format!("{}, in {}", derived.text, derived.unit)),
        _ => words(value),
    }
}

fn place(side: &Side<'_>, key: &str, name: &str) -> Option<Place> {
    let derived = side.spec.derived.iter().find(|one| key == "derived" && one.id == name);
    derived.map(|one| one.place.clone()).or_else(|| side.place())
}

/// A value of the canonical form in words; nothing for nothing.
pub fn words(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(items) if items.is_empty() => None,
        Value::Array(items) => Some(items.iter().filter_map(words).collect::<Vec<_>>().join("; ")),
        Value::Object(map) => quantity(map).or_else(|| {
            let entries = map.iter().filter_map(|(key, value)| Some(format!("{key}: {}", words(value)?)));
            let text = entries.collect::<Vec<_>>().join(", ");
            (!text.is_empty()).then_some(text)
        }),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
    }
}

/// `{"value": "50", "unit": "%"}` as `50 %`.
fn quantity(map: &Map<String, Value>) -> Option<String> {
    match (map.len(), map.get("value")?.as_str()?, map.get("unit")?.as_str()?) {
        (2, value, "") => Some(value.to_owned()),
        (2, value, unit) => Some(format!("{value} {unit}")),
        _ => None,
    }
}
