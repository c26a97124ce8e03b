//! What changed in the rules for storage and transport.

use super::{Change, Difference, Side, rest};
use crate::quantity::Exact;
use crate::source::Place;
use crate::spec::{BudgetRow, Handling, Limits};
use serde_json::Value;
use std::cmp::Ordering;

/// What differs where both have such rules; where one has none, the keys are listed as they are.
pub fn of_handling(before: &Side<'_>, after: &Side<'_>) -> Vec<Difference> {
    let sides = [before, after];
    let [Some(old), Some(new)] = sides.map(|side| side.spec.handling.as_deref()) else { return Vec::new() };
    let say = Say { places: [Some(old.place.clone()), Some(new.place.clone())] };
    let json = sides.map(|side| &side.canonical["handling"]);
    let both = [old, new];
    let mut found = Vec::new();
    found.extend(say.one("storage", range(both.map(|one| Some(&one.storage))), json.map(|one| &one["storage"])));
    let gaps = both.map(|one| Some(one.longest_gap.seconds.clone()));
    found.extend(say.one("longest_gap", more(gaps), json.map(|one| &one["longest_gap"])));
    let thaw = both.map(|one| one.thaw.as_ref().map(|thaw| thaw.value.exact()));
    found.extend(say.one("thaw", more(thaw), json.map(|one| &one["thaw"])));
    found.extend(say.transport(both, json.map(|one| &one["transport"])));
    found.extend(say.budget(both));
    for key in ["between_readings", "not_arrhenius"] {
        found.extend(say.one(key, Change::Rule, json.map(|one| &one[key])));
    }
    found
}

/// Whether both have rules, so that [`of_handling`] compares them.
pub fn has_both(before: &Side<'_>, after: &Side<'_>) -> bool {
    before.spec.handling.is_some() && after.spec.handling.is_some()
}

struct Say {
    places: [Option<Place>; 2],
}

impl Say {
    /// A key of `handling`; nothing where both say the same.
    fn one(&self, key: &str, change: Change, values: [&Value; 2]) -> Option<Difference> {
        self.texts(key, change, values.map(rest::words))
    }

    fn texts(&self, key: &str, change: Change, texts: [Option<String>; 2]) -> Option<Difference> {
        rest::one(None, &format!("handling.{key}"), change, texts, self.places.clone())
    }

    fn transport(&self, both: [&Handling; 2], json: [&Value; 2]) -> Vec<Difference> {
        let rules = both.map(|one| one.transport.as_ref());
        let readings = range(rules.map(|rule| rule.and_then(|rule| rule.readings.as_ref())));
        let spans = rules.map(|rule| rule.and_then(|rule| Some(rule.excursion.as_ref()?.seconds.clone())));
        let means = rules.map(|rule| rule.and_then(|rule| Some(rule.mkt.as_ref()?.limit.value.exact())));
        let keys = [
            ("transport.readings", readings, json.map(|one| &one["readings"])),
            ("transport.excursion", more(spans), json.map(|one| &one["excursion"])),
            ("transport.mkt", more(means), json.map(|one| &one["mkt"]["limit"])),
            ("transport.window", Change::Rule, json.map(|one| &one["mkt"]["window"])),
            ("transport.enthalpy", Change::Rule, json.map(|one| &one["mkt"]["enthalpy"])),
            ("transport.source", Change::Record, json.map(|one| &one["source"])),
        ];
        keys.into_iter().filter_map(|(key, change, values)| self.one(key, change, values)).collect()
    }

    /// Rows that limit the same time are compared with each other.
    fn budget(&self, both: [&Handling; 2]) -> Vec<Difference> {
        let [old, new] = both.map(|one| &one.budget);
        let partner =
            |rows: &[BudgetRow], row: &BudgetRow| rows.iter().find(|other| other.is_about_the_same(row)).cloned();
        let pairs = old.iter().map(|row| [Some(row.clone()), partner(new, row)]);
        let added = new.iter().filter(|row| partner(old, row).is_none()).map(|row| [None, Some(row.clone())]);
        let mut found = Vec::new();
        for pair in pairs.chain(added) {
            let Some(named) = pair.iter().flatten().next() else { continue };
            let key = format!("budget {} {} °C", named.side.as_str(), named.threshold.value.pretty());
            let spans = pair.each_ref().map(|row| row.as_ref().map(|row| row.at_most.seconds.clone()));
            let texts = pair.each_ref().map(|row| row.as_ref().map(|row| row.at_most.in_words()));
            found.extend(self.texts(&key, more(spans), texts));
            if let [Some(old), Some(new)] = pair {
                found.extend(self.texts(&format!("{key}, source"), Change::Record, [old.source, new.source]));
            }
        }
        found
    }
}

/// A higher number accepts more. A rule that comes or goes is neither: it limits, and without any rule an excursion is a
/// deviation.
fn more(values: [Option<Exact>; 2]) -> Change {
    match values {
        [Some(old), Some(new)] => match new.cmp(&old) {
            Ordering::Greater => Change::Loosened,
            Ordering::Less => Change::Tightened,
            Ordering::Equal => Change::Record,
        },
        _ => Change::Changed,
    }
}

/// A wider range accepts more.
fn range(values: [Option<&Limits>; 2]) -> Change {
    let [Some(old), Some(new)] = values else { return Change::Changed };
    match (holds(new, old), holds(old, new)) {
        (true, false) => Change::Loosened,
        (false, true) => Change::Tightened,
        (true, true) => Change::Record,
        (false, false) => Change::Changed,
    }
}

/// Whether a range holds all of another one, its ends included as they are.
fn holds(outer: &Limits, inner: &Limits) -> bool {
    let end = |outer: &Option<crate::spec::Limit>, inner: &Option<crate::spec::Limit>, further: Ordering| match (
        outer, inner,
    ) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(outer), Some(inner)) => match outer.value.cmp(&inner.value) {
            Ordering::Equal => outer.inclusive || !inner.inclusive,
            order => order == further,
        },
    };
    end(&outer.upper, &inner.upper, Ordering::Greater) && end(&outer.lower, &inner.lower, Ordering::Less)
}
