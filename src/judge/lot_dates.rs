//! What the dates of a lot come to: days after the day of judgement, and steps in an order that they cannot have.

use super::codes;
use crate::data::LotFacts;
use crate::expiry::{LabelDate, LotEvent};
use crate::finding::Finding;
use jiff::civil::Date;

/// Steps in the only order that they can have, where a lot has the days of both. Freezing and thawing are left out: a bulk may be
/// frozen before it is filled, or what was filled.
const IN_ORDER: [(LotEvent, LotEvent); 6] = [
    (LotEvent::Harvested, LotEvent::Filtered),
    (LotEvent::Harvested, LotEvent::Formulated),
    (LotEvent::Harvested, LotEvent::Filled),
    (LotEvent::Harvested, LotEvent::FreezeDried),
    (LotEvent::Filtered, LotEvent::Filled),
    (LotEvent::Formulated, LotEvent::Filled),
];

/// The last step of a filled lot, which its manufacture cannot come after: a dossier can define the manufacture by filling, or by
/// what is done to the filled containers.
pub fn last_step(facts: &LotFacts) -> Option<(LotEvent, Date)> {
    facts.day_of(LotEvent::Filled)?;
    let steps = [LotEvent::Frozen, LotEvent::FreezeDried, LotEvent::Filled];
    steps.into_iter().filter_map(|step| Some((step, facts.day_of(step)?))).max_by_key(|(_, day)| *day)
}

/// What the dates of a lot come to on the day of judgement.
pub(super) fn dates_of(facts: &LotFacts, as_of: Date) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut say = |code, message: String| {
        let finding = Finding::new(code, message);
        findings.push(match facts.place.clone() {
            Some(place) => finding.at(place, 1),
            None => finding,
        });
    };
    if let Some(made) = facts.manufactured.filter(|made| *made > as_of) {
        say(&codes::DATE_IN_THE_FUTURE, format!("the lot was made on {made}, after {as_of}"));
    }
    for (event, day) in facts.events.iter().filter(|(_, day)| *day > as_of) {
        say(&codes::DATE_IN_THE_FUTURE, format!("the day of {} is {day}, after {as_of}", event.noun()));
    }
    let last_day_of = |step| facts.days().filter(|(event, _)| *event == step).map(|(_, day)| day).max();
    let stated = |(step, next)| Some(((step, last_day_of(step)?), (next, facts.day_of(next)?)));
    let made = facts.manufactured.map(|made| (LotEvent::Manufactured, made)).zip(last_step(facts));
    for ((step, day), (next, after)) in IN_ORDER.into_iter().filter_map(stated).chain(made) {
        if day > after {
            let (step, next) = (step.noun(), next.noun());
            say(&codes::LOT_DATES_CONTRADICT, format!("the day of {step} is {day}, after {next} on {after}"));
        }
    }
    let last = facts.expires.and_then(LabelDate::last_day);
    match (facts.manufactured, last) {
        (Some(made), Some(expires)) if expires < made => {
            say(&codes::IMPOSSIBLE_DATES, format!("the lot expires on {expires}, before it was made on {made}"));
        }
        _ => {}
    }
    findings
}
