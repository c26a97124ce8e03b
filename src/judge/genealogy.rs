//! Which lot was made from which, as the lot file says it, and what is wrong with that.

use super::codes;
use super::parents_cell::{ids_within, is_between, is_no_id, sign_of_more, sign_of_range};
use crate::data::codes::{DATE_NOT_READABLE, LOT_FACTS_TWICE};
use crate::data::{LotFacts, MOST_PARTS, PARENT_SEPARATORS, places_of_parts};
use crate::expiry::{LabelDate, LotEvent};
use crate::finding::Finding;
use crate::lookalike::seen_id;
use crate::source::Place;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// So many lots of a circle are named.
const SHOWN: usize = 5;

/// Ids by what they look like.
pub(super) type Looks = BTreeMap<String, BTreeSet<String>>;

/// The lots of a lot file that others were made from.
#[derive(Debug, Default)]
pub struct Genealogy {
    /// The parents of each lot that has some.
    parents: BTreeMap<String, BTreeSet<String>>,
    /// Every lot that is a parent.
    named: BTreeSet<String>,
    /// The same as the lot file has them, where that may be no ids.
    written: BTreeMap<String, Vec<String>>,
    /// Texts of a cell with signs that tell parents apart, which can be the id of one lot all the same.
    spans: BTreeMap<String, BTreeSet<String>>,
    /// What the ids of the parents look like, and whatever is within what is no id.
    looks: BTreeSet<String>,
    /// The lots of the lot file.
    listed: Looks,
    /// Where their rows stand.
    rows: BTreeMap<String, Place>,
    /// Those that have two rows.
    twice: BTreeSet<String>,
    /// The days on which they were made, as far as their rows tell them.
    made: BTreeMap<String, Made>,
    /// The days in their rows that cannot be read.
    unreadable: BTreeMap<String, Vec<Finding>>,
    /// The months of which the day is not stated.
    months: BTreeMap<String, Vec<Month>>,
}

/// When a lot was made.
#[derive(Clone, Copy, Debug)]
struct Made {
    /// The day of manufacture, or of the harvest where that is later: from then on it is there.
    there: Option<(LotEvent, Date)>,
    /// The day of manufacture, else the last one of its days: what it was made from was there before.
    done: Option<Date>,
}

impl Made {
    fn of(facts: &LotFacts) -> Self {
        let makes = |event| matches!(event, LotEvent::Manufactured | LotEvent::Harvested);
        let there = facts.days().filter(|(event, _)| makes(*event)).max_by_key(|(_, day)| *day);
        Made { there, done: facts.manufactured.or_else(|| facts.days().map(|(_, day)| day).max()) }
    }
}

/// A month in the row of a lot, where a day is asked for.
#[derive(Clone, Debug)]
struct Month {
    event: LotEvent,
    month: LabelDate,
    /// What is said of it where the day is needed.
    finding: Finding,
}

impl Genealogy {
    /// What the lot file says; nothing where it names no parents.
    pub fn new<'f>(lots: impl Iterator<Item = &'f LotFacts>) -> Option<Self> {
        let mut known = Genealogy::default();
        for facts in lots {
            known.listed.entry(seen_id(&facts.lot)).or_default().insert(facts.lot.clone());
            if let Some(place) = &facts.place {
                known.rows.insert(facts.lot.clone(), place.clone());
            }
            if facts.faults.iter().any(|fault| *fault.code == LOT_FACTS_TWICE) {
                known.twice.insert(facts.lot.clone());
            }
            known.made.insert(facts.lot.clone(), Made::of(facts));
            for finding in facts.faults.iter().filter(|fault| *fault.code == DATE_NOT_READABLE).cloned() {
                let month = facts.months.iter().find(|(.., place)| finding.place.as_ref() == Some(place));
                match month {
                    Some((event, month, _)) => known.months.entry(facts.lot.clone()).or_default().push(Month {
                        event: *event,
                        month: *month,
                        finding,
                    }),
                    None => known.unreadable.entry(facts.lot.clone()).or_default().push(finding),
                }
            }
            for parent in &facts.parents {
                known.named.insert(parent.clone());
                known.looks.insert(seen_id(parent));
                known.parents.entry(facts.lot.clone()).or_default().insert(parent.clone());
            }
            known.written.insert(facts.lot.clone(), facts.parents_as_written.clone());
            // A whole cell that the lot file has a row of is one parent.
            let cell = facts.parents_cell.iter().filter(|cell| !facts.parents.contains(cell));
            let is_parent = |span: &&str| facts.parents.iter().any(|parent| parent == span);
            for span in cell.flat_map(|cell| spans(cell)).filter(|span| !is_parent(span)) {
                known.looks.insert(seen_id(span));
                known.spans.entry(facts.lot.clone()).or_default().insert(span.to_owned());
            }
        }
        known.look_within();
        (!known.parents.is_empty()).then_some(known)
    }

    /// Keeps what was written where the lot file does not know it as it stands, and looks for ids within it.
    fn look_within(&mut self) {
        let mut written = std::mem::take(&mut self.written);
        written.values_mut().for_each(|parts| parts.retain(|part| !self.is_listed(part)));
        written.retain(|_, parts| !parts.is_empty());
        self.looks.extend(written.values().flatten().flat_map(|part| ids_within(part)));
        self.looks.extend(written.values().flatten().map(|part| seen_id(part)));
        self.written = written;
    }

    /// Whether another lot was made from this one.
    pub fn is_parent(&self, lot: &str) -> bool {
        self.named.contains(lot)
    }

    /// Whether a lot has the id of one that another was made from, or looks as if it had.
    pub fn looks_like_parent(&self, lot: &str) -> bool {
        self.looks.contains(&seen_id(lot))
    }

    /// Whether the lot has a row in the lot file.
    pub(super) fn is_listed(&self, lot: &str) -> bool {
        self.listed.get(&seen_id(lot)).is_some_and(|ids| ids.contains(lot))
    }

    /// The lots that this one was made from.
    pub(super) fn parents_of(&self, lot: &str) -> impl Iterator<Item = &str> {
        self.parents.get(lot).into_iter().flatten().map(String::as_str)
    }

    /// A finding about the row of a lot.
    pub(super) fn of_row(&self, lot: &str, finding: Finding) -> Finding {
        match self.rows.get(lot) {
            Some(place) => finding.at(place.clone(), 1),
            None => finding,
        }
    }

    /// Every lot behind those that it was made from; and those of which there is no such order, for they lead back to themselves.
    pub(super) fn in_order(&self) -> (Vec<&str>, BTreeSet<&str>) {
        let mut children: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut open: BTreeMap<&str, usize> = BTreeMap::new();
        for (lot, parents) in &self.parents {
            open.insert(lot, parents.len());
            parents.iter().for_each(|parent| children.entry(parent).or_default().push(lot));
        }
        let mut order: Vec<&str> = children.keys().copied().filter(|lot| !open.contains_key(lot)).collect();
        let mut at = 0;
        while let Some(lot) = order.get(at).copied() {
            for child in children.get(lot).into_iter().flatten() {
                let Some(left) = open.get_mut(child) else { continue };
                *left -= 1;
                if *left == 0 {
                    open.remove(child);
                    order.push(child);
                }
            }
            at += 1;
        }
        (order, open.into_keys().collect())
    }

    /// What is wrong with what the lot file says of single lots, by lot. `data` are the lots of the data that look like a parent;
    /// what cannot be read of a lot that is judged is said of it there.
    pub(super) fn faults(
        &self,
        data: &Looks,
        as_of: Date,
        is_judged: &dyn Fn(&str) -> bool,
    ) -> BTreeMap<&str, Vec<Finding>> {
        let mut faults: BTreeMap<&str, Vec<Finding>> = BTreeMap::new();
        let there = self.there();
        for (lot, parents) in &self.parents {
            let alike = parents.iter().filter_map(|parent| self.alike(lot, parent, data));
            let written = self.written.get(lot).into_iter().flatten();
            let unreadable = written.filter_map(|part| self.not_readable(lot, part, data));
            let spans = self.spans.get(lot).into_iter().flatten();
            let several = spans.filter_map(|span| self.of_span(lot, span, data));
            let dates = parents.iter().filter_map(|parent| self.made_too_late(lot, parent, &there, as_of));
            let not_judged = || parents.iter().filter(|parent| !is_judged(parent));
            let rows = not_judged().filter_map(|one| self.unreadable.get(one)).flatten().cloned();
            let months = not_judged().flat_map(|parent| self.undecided(lot, parent));
            let found = alike.chain(unreadable).chain(several).chain(dates).chain(rows).chain(months);
            found.for_each(|finding| faults.entry(lot).or_default().push(finding));
        }
        for lot in self.twice.iter().filter(|lot| self.is_parent(lot)) {
            let message = format!("the parent lot {lot} stands twice in the lot file");
            let finding = Finding::new(&codes::PARENT_LOT_TWICE, message).help("keep one row per lot");
            faults.entry(lot).or_default().push(self.of_row(lot, finding));
        }
        faults
    }

    /// By lot, the lot that it goes back to and that was there last, itself where its row tells when it was made; with the event and its
    /// day. Nothing of those that lead back to themselves.
    fn there(&self) -> BTreeMap<&str, (&str, LotEvent, Date)> {
        let mut all: BTreeMap<&str, (&str, LotEvent, Date)> = BTreeMap::new();
        for lot in self.in_order().0 {
            let own = self.made.get(lot).and_then(|made| made.there).map(|(event, day)| (lot, event, day));
            let behind =
                || self.parents_of(lot).filter_map(|parent| all.get(parent).copied()).max_by_key(|(.., day)| *day);
            if let Some(known) = own.or_else(behind) {
                all.insert(lot, known);
            }
        }
        all
    }

    /// A parent, or a lot that it goes back to, that was only made after the lot, or a parent that was on a day to come.
    fn made_too_late(
        &self,
        lot: &str,
        parent: &str,
        there: &BTreeMap<&str, (&str, LotEvent, Date)>,
        as_of: Date,
    ) -> Option<Finding> {
        let done = self.made.get(lot).and_then(|made| made.done);
        let late = there.get(parent).copied().filter(|(.., day)| done.is_some_and(|own| *day > own));
        let (last, message) = match (there.get(parent).copied(), late, done) {
            (Some((last, event, day)), ..) if last == parent && day > as_of => {
                (parent, to_come(parent, event, day, as_of))
            }
            (_, Some((last, event, day)), Some(own)) if last == parent => {
                (parent, made_after(parent, event, day, (lot, own)))
            }
            (_, Some((last, event, day)), Some(own)) => {
                let event = event.noun();
                let message = format!(
                    "the day of {event} of the lot {last}, which the parent lot {parent} goes back to, is {day}, after the lot {lot} on {own}"
                );
                (last, message)
            }
            (_, None, Some(own)) => {
                let (event, month) = self.month_too_late(lot, parent)?;
                let event = event.noun();
                let message =
                    format!("the month of {event} of the parent lot {parent} is {month}, after the lot {lot} on {own}");
                (parent, message)
            }
            _ => return None,
        };
        let finding = Finding::new(&codes::LOT_DATES_CONTRADICT, message).help("correct the date that is wrong");
        Some(self.of_row(last, finding))
    }

    /// The months in which a lot was made, where its row states no day of it.
    fn months_of(&self, lot: &str) -> impl Iterator<Item = &Month> {
        let makes = |month: &&Month| matches!(month.event, LotEvent::Manufactured | LotEvent::Harvested);
        self.months.get(lot).into_iter().flatten().filter(makes)
    }

    /// A month in which a parent was made, all of it after the day of the lot.
    fn month_too_late(&self, lot: &str, parent: &str) -> Option<(LotEvent, LabelDate)> {
        let own = self.made.get(lot)?.done?;
        let late = self.months_of(parent).find(|one| one.month.first_day().is_some_and(|first| first > own))?;
        Some((late.event, late.month))
    }

    /// The months of a parent of which the lot was made before the last day: only the day would tell which was first.
    fn undecided(&self, lot: &str, parent: &str) -> Vec<Finding> {
        let Some(own) = self.made.get(lot).and_then(|made| made.done) else { return Vec::new() };
        let decides = |one: &&Month| {
            let days = one.month.first_day().zip(one.month.last_day());
            days.is_none_or(|(first, last)| first <= own && own < last)
        };
        self.months_of(parent).filter(decides).map(|one| one.finding.clone()).collect()
    }

    /// Whether each of the parts of a text that reads as several is a lot that the data or the lot file know.
    fn knows_all_parts(&self, text: &str, data: &Looks) -> bool {
        let mut parts = text.split(PARENT_SEPARATORS).flat_map(str::split_whitespace);
        parts.all(|part| is_in(data, part) || self.is_listed(part))
    }

    /// A text with signs that tell parents apart, where the data have a lot of that name, or one that looks like it while nobody knows
    /// the parts.
    fn of_span(&self, lot: &str, span: &str, data: &Looks) -> Option<Finding> {
        if is_in(data, span) {
            return Some(self.of_row(lot, read_as_several(lot, span)));
        }
        let other = data.get(&seen_id(span))?.iter().find(|id| *id != lot)?;
        let is_meant = !self.knows_all_parts(span, data);
        is_meant.then(|| self.of_row(lot, unreadable_parents(lot, span, (other, "data have"))))
    }

    /// A parent that is not among the lots of the data, or of the lot file, while one is that looks like it.
    fn alike(&self, lot: &str, parent: &str, data: &Looks) -> Option<Finding> {
        let look = seen_id(parent);
        let other = |of: &Looks| of.get(&look).filter(|ids| !ids.contains(parent))?.first().cloned();
        let (other, place) = match other(data) {
            Some(other) => (other, "data have"),
            None => (other(&self.listed)?, "lot file has"),
        };
        let message =
            format!("the parent {parent} of lot {lot} is not the lot {other} that the {place}, and looks like it");
        let help = format!("did you mean `{other}`? case, blanks, hyphens and letters that look alike tell lots apart");
        Some(self.of_row(lot, Finding::new(&codes::PARENT_LOT_ALIKE, message).help(help)))
    }

    /// A text that is no lot, and says something of lots all the same; or the id of a lot with blanks, which tell parents apart.
    fn not_readable(&self, lot: &str, part: &str, data: &Looks) -> Option<Finding> {
        if is_in(data, part) {
            let is_parted = part.contains(char::is_whitespace);
            return is_parted.then(|| self.of_row(lot, read_as_several(lot, part)));
        }
        if let Some(finding) = self.of_span(lot, part, data).filter(|_| part.contains(char::is_whitespace)) {
            return Some(finding);
        }
        let words = part.split_whitespace().filter(|word| !is_between(word));
        let (known, left): (Vec<&str>, Vec<&str>) = words.partition(|id| is_in(data, id) || self.is_listed(id));
        let finding = match self.within(lot, &left, data) {
            Some((other, place)) => unreadable_parents(lot, part, (&other, place)),
            None => by_id_alone(part, Self::no_lots(lot, part, (&known, &left))?),
        };
        Some(self.of_row(lot, finding))
    }

    /// What is no lot in a text of the parents, or means lots that it does not name; `known` and `left`: its words.
    fn no_lots(lot: &str, part: &str, (known, left): (&[&str], &[&str])) -> Option<String> {
        if let Some(sign) = left.iter().find(|text| !known.is_empty() && is_no_id(text)) {
            return Some(format!("the parents of lot {lot} are written `{part}`, and `{sign}` is no lot"));
        }
        if let Some(sign) = sign_of_range(part) {
            return Some(format!(
                "the parents of lot {lot} are written `{part}`, and `{sign}` means lots between that nobody names"
            ));
        }
        let sign = sign_of_more(part)?;
        Some(format!(
            "the parents of lot {lot} are written `{part}`, and `{sign}` means further lots that nobody names"
        ))
    }

    /// A lot other than this one that is named within texts of which none is a lot, and who knows it. A text that only looks like a
    /// lot is told as that.
    fn within(&self, lot: &str, texts: &[&str], data: &Looks) -> Option<(String, &'static str)> {
        let whole: BTreeSet<String> = texts.iter().map(|text| seen_id(text)).collect();
        let other = |of: &Looks, look: &str| of.get(look)?.iter().find(|id| *id != lot).cloned();
        let found = |look: &String| {
            let in_data = other(data, look).map(|id| (id, "data have"));
            in_data.or_else(|| Some((other(&self.listed, look)?, "lot file has")))
        };
        ids_within(&texts.join(" ")).iter().filter(|look| !whole.contains(*look)).find_map(found)
    }

    /// For each of the lots without an order a finding that says where they lead back to themselves.
    pub(super) fn circles<'g>(&'g self, without: &BTreeSet<&'g str>) -> BTreeMap<&'g str, Finding> {
        let mut found: BTreeMap<&str, Finding> = BTreeMap::new();
        for start in without {
            let mut path: Vec<&str> = Vec::new();
            let mut places: BTreeMap<&str, usize> = BTreeMap::new();
            let mut lot = *start;
            while !found.contains_key(lot) && !places.contains_key(lot) {
                places.insert(lot, path.len());
                path.push(lot);
                // Each of them has a parent among them.
                let Some(next) = self.parents_of(lot).find(|parent| without.contains(parent)) else { break };
                lot = next;
            }
            let finding = match (found.get(lot), places.get(lot)) {
                (Some(known), _) => known.clone(),
                (None, at) => self.circle(path.get(at.copied().unwrap_or_default()..).unwrap_or_default()),
            };
            path.into_iter().for_each(|lot| drop(found.insert(lot, finding.clone())));
        }
        found
    }

    /// The finding about lots of which each was made from the next, and the last from the first.
    fn circle(&self, lots: &[&str]) -> Finding {
        let first = lots.first().copied().unwrap_or_default();
        let shown: Vec<&str> = lots.iter().copied().take(SHOWN).collect();
        let more = if lots.len() > shown.len() { ", ..." } else { "" };
        let message = format!("the parents lead back to the lot itself: {}{more}, {first}", shown.join(", "));
        self.of_row(first, Finding::new(&codes::PARENTS_IN_CIRCLE, message).help("correct the column `parents`"))
    }
}

/// That a parent was made on a day to come.
fn to_come(parent: &str, event: LotEvent, day: Date, as_of: Date) -> String {
    match event {
        LotEvent::Manufactured => format!("the parent lot {parent} was made on {day}, after {as_of}"),
        _ => format!("the day of {} of the parent lot {parent} is {day}, after {as_of}", event.noun()),
    }
}

/// That a parent was only there after the lot that was made of it.
fn made_after(parent: &str, event: LotEvent, day: Date, (lot, own): (&str, Date)) -> String {
    match event {
        LotEvent::Manufactured => {
            format!("the parent lot {parent} was made on {day}, after the lot {lot} on {own}")
        }
        _ => {
            format!("the day of {} of the parent lot {parent} is {day}, after the lot {lot} on {own}", event.noun())
        }
    }
}

/// Whether the data have a lot with exactly this id.
fn is_in(data: &Looks, id: &str) -> bool {
    data.get(&seen_id(id)).is_some_and(|ids| ids.contains(id))
}

/// That the parents of a lot are written in a way in which no lot is named, while another lot is known: it, and who knows it.
fn unreadable_parents(lot: &str, written: &str, (other, place): (&str, &str)) -> Finding {
    by_id_alone(
        written,
        format!("the parents of lot {lot} are written `{written}`, which is no lot; the {place} {other}"),
    )
}

/// That a text of the parents is the id of a lot of the data, and reads as several.
fn read_as_several(lot: &str, written: &str) -> Finding {
    by_id_alone(
        written,
        format!(
            "the parents of lot {lot} are written `{written}`, which reads as several; the data have one lot of that name"
        ),
    )
}

/// The texts of a cell from one of its parts to another one behind it, with the signs between them: `A;B`, `A;B;C`, `B;C`.
fn spans(cell: &str) -> BTreeSet<&str> {
    let places = places_of_parts(cell);
    let mut spans = BTreeSet::from([cell]);
    for (first, from) in places.iter().enumerate() {
        let to = places.iter().skip(first + 1).take(MOST_PARTS);
        spans.extend(to.filter_map(|to| cell.get(from.start..to.end)).map(str::trim));
    }
    spans
}

/// That the parents of a lot cannot be read, and what helps.
fn by_id_alone(written: &str, message: String) -> Finding {
    Finding::new(&codes::PARENTS_NOT_READABLE, message).help(format!(
        "name every parent by its id alone, with `;` between them; a lot that is called `{written}` gets a row of its own in the lot file"
    ))
}
