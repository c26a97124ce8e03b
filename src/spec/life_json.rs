//! The life of a lot in the canonical form.

use super::life::{Clock, Expiry, FreezeThaw, Grounds, InUse, StatedPeriod, StatedTime};
use super::model::{Evidence, Specification};
use crate::order;
use crate::quantity::Exact;
use serde_json::{Map, Value, json};

/// `expiry`: periods as they are counted, so that a year and twelve months are the same.
pub(super) fn expiry(specification: &Specification, expiry: &Expiry) -> Value {
    let mut value = json!({
        "shelf_life": expiry.shelf_life.as_ref().map(period),
        "retest": expiry.retest.as_ref().map(period),
        "from": expiry.from.as_str(),
        "last_day": expiry.last_day.as_str(),
        "not_beyond": expiry.not_beyond_parents.then_some("parents"),
        "parents": expiry.parents.as_ref().map(|parents| json!({
            "shelf_life": period(&parents.shelf_life),
            "from": parents.from.as_str(),
            "last_day": parents.last_day.as_str(),
        })),
        "reexamine": reexamine(specification, expiry),
    });
    grounds(specification, &expiry.grounds, &mut value);
    value
}

/// The tests that re-examine a lot, in alphabetical order.
fn reexamine<'s>(specification: &'s Specification, expiry: &Expiry) -> Vec<&'s str> {
    let tests = expiry.reexamine.iter().filter_map(|index| specification.tests.get(*index));
    let mut ids: Vec<&str> = tests.map(|test| test.id.as_str()).collect();
    order::sort(&mut ids);
    ids
}

/// `in_use`: times in minutes, so that 1 h and 60 min are the same.
pub(super) fn in_use(specification: &Specification, in_use: &InUse) -> Value {
    let clock = |clock: &Clock| {
        let mut value = json!({"within": time(&clock.within), "tolerance": clock.tolerance.as_ref().map(time)});
        grounds(specification, &clock.grounds, &mut value);
        (clock.event.as_str().to_owned(), value)
    };
    let mut value: Map<String, Value> = order::collect(in_use.clocks.iter().map(clock));
    if let Some(FreezeThaw { text, cycles, grounds: rests_on, .. }) = &in_use.freeze_thaw {
        let mut cycles = json!({"cycles": cycles.map_or_else(|| text.clone(), |cycles| cycles.to_string())});
        grounds(specification, rests_on, &mut cycles);
        value.insert("freeze_thaw".to_owned(), cycles);
    }
    Value::Object(value)
}

fn period(stated: &StatedPeriod) -> String {
    stated.period.map_or_else(|| stated.text.clone(), |period| period.to_string())
}

fn time(stated: &StatedTime) -> String {
    let minutes = |minutes: Exact| format!("{} min", minutes.to_decimal_string(34).0);
    stated.minutes().map_or_else(|| stated.text.clone(), minutes)
}

fn grounds(specification: &Specification, grounds: &Grounds, value: &mut Value) {
    let source = grounds.source.and_then(|index| specification.references.get(index));
    value["source"] = json!(source.map(|source| source.key.as_str()));
    value["evidence"] = json!(grounds.evidence.map(Evidence::as_str));
}
