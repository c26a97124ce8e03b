//! What the lots notice of the life of a product: its shelf life, its retest, its time of use, its freeze-thaw cycles.

use crate::expiry::{LastDay, Period};
use crate::source::Place;
use crate::spec::{Expiry, InUse, Specification, StatedPeriod, StatedTime};

/// The two keys of a specification, to be exchanged with others.
pub(super) type Life = (Option<Box<Expiry>>, Option<Box<InUse>>);

/// A change of them, with words and the place of what is changed.
pub(super) struct LifeChange {
    pub what: String,
    pub place: Place,
    pub life: Life,
}

/// A side of one of their limits: some lot has to notice the change.
pub(super) struct LifeSide {
    pub what: String,
    /// What a lot would have to be.
    pub wanted: &'static str,
    pub place: Place,
    pub changed: Life,
}

/// Exchanges the keys of a specification with others.
pub(super) fn swap(spec: &mut Specification, life: &mut Life) {
    std::mem::swap(&mut spec.expiry, &mut life.0);
    std::mem::swap(&mut spec.in_use, &mut life.1);
}

/// Builds changes of one specification.
struct Changes<'s> {
    spec: &'s Specification,
    all: Vec<LifeChange>,
}

impl Changes<'_> {
    fn expiry(&mut self, what: String, change: impl Fn(&mut Expiry)) {
        let Some(expiry) = &self.spec.expiry else { return };
        let mut changed = expiry.clone();
        change(&mut changed);
        self.all.push(LifeChange {
            what,
            place: expiry.place.clone(),
            life: (Some(changed), self.spec.in_use.clone()),
        });
    }

    fn in_use(&mut self, what: String, place: &Place, change: impl Fn(&mut InUse)) {
        let Some(in_use) = &self.spec.in_use else { return };
        let mut changed = in_use.clone();
        change(&mut changed);
        self.all.push(LifeChange { what, place: place.clone(), life: (self.spec.expiry.clone(), Some(changed)) });
    }
}

/// Every change: each time one unit longer and shorter, each convention, each demand dropped.
pub(super) fn changes(spec: &Specification) -> Vec<LifeChange> {
    let mut changes = Changes { spec, all: Vec::new() };
    if let Some(expiry) = &spec.expiry {
        changes_of_expiry(expiry, &mut changes);
    }
    if let Some(in_use) = &spec.in_use {
        changes_of_use(in_use, &mut changes);
    }
    changes.all
}

fn changes_of_expiry(expiry: &Expiry, changes: &mut Changes<'_>) {
    for by in [-1, 1] {
        if let Some((what, longer)) = moved_period("shelf life", &expiry.shelf_life, by) {
            changes.expiry(what, |one| one.shelf_life = Some(longer.clone()));
        }
        if let Some((what, longer)) = moved_period("retest", &expiry.retest, by) {
            changes.expiry(what, |one| one.retest = Some(longer.clone()));
        }
        let of_parents = expiry.parents.as_ref().map(|parents| parents.shelf_life.clone());
        if let Some((what, longer)) = moved_period("shelf life of parents", &of_parents, by) {
            changes.expiry(what, |one| {
                if let Some(parents) = &mut one.parents {
                    parents.shelf_life = longer.clone();
                }
            });
        }
    }
    let in_days = [&expiry.shelf_life, &expiry.retest]
        .into_iter()
        .flatten()
        .any(|one| matches!(one.period, Some(Period::Days(_))));
    let possible =
        |convention: &LastDay| *convention != expiry.last_day && !(in_days && *convention == LastDay::EndOfMonth);
    for convention in LastDay::ALL.into_iter().filter(possible) {
        let what = format!("last day {} -> {}", expiry.last_day.as_str(), convention.as_str());
        changes.expiry(what, |one| one.last_day = convention);
    }
    if expiry.not_beyond_parents {
        changes.expiry("never beyond parents -> not asked".to_owned(), |one| one.not_beyond_parents = false);
    }
    if expiry.reexamine.len() > 1 {
        for (at, index) in expiry.reexamine.iter().enumerate() {
            let id = changes.spec.tests.get(*index).map_or_else(String::new, |test| test.id.clone());
            changes.expiry(format!("re-examination without `{id}`"), |one| {
                one.reexamine.remove(at);
            });
        }
    }
}

fn changes_of_use(in_use: &InUse, changes: &mut Changes<'_>) {
    for (at, clock) in in_use.clocks.iter().enumerate() {
        let event = clock.event.as_str();
        for by in [-1, 1] {
            if let Some((what, time)) = moved_time(&format!("{event} within"), &clock.within, by) {
                changes.in_use(what, &clock.place, |one| {
                    if let Some(clock) = one.clocks.get_mut(at) {
                        clock.within = time.clone();
                    }
                });
            }
            let tolerance = clock.tolerance.as_ref();
            if let Some((what, time)) = tolerance.and_then(|one| moved_time(&format!("{event} tolerance"), one, by)) {
                changes.in_use(what, &clock.place, |one| {
                    if let Some(clock) = one.clocks.get_mut(at) {
                        clock.tolerance = Some(time.clone());
                    }
                });
            }
        }
    }
    if let Some(limit) = &in_use.freeze_thaw
        && let Some(cycles) = limit.cycles
    {
        for other in [cycles.checked_sub(1), cycles.checked_add(1)].into_iter().flatten() {
            changes.in_use(format!("freeze-thaw cycles {cycles} -> {other}"), &limit.place, with_cycles(other));
        }
    }
}

fn with_cycles(cycles: u32) -> impl Fn(&mut InUse) {
    move |in_use| {
        if let Some(limit) = &mut in_use.freeze_thaw {
            limit.cycles = Some(cycles);
        }
    }
}

fn moved_period(what: &str, stated: &Option<StatedPeriod>, by: i32) -> Option<(String, StatedPeriod)> {
    let period = stated.as_ref()?.period?;
    let moved = period.moved(by)?;
    Some((format!("{what} {period} -> {moved}"), of(moved)))
}

fn of(period: Period) -> StatedPeriod {
    StatedPeriod { text: period.to_string(), period: Some(period) }
}

fn moved_time(what: &str, stated: &StatedTime, by: i64) -> Option<(String, StatedTime)> {
    let mut quantity = stated.quantity.clone()?;
    quantity.value = quantity.value.moved(by)?;
    if quantity.value.is_zero() || quantity.value.is_negative() {
        return None;
    }
    let text = format!("{} {}", quantity.value, quantity.unit);
    Some((format!("{what} {} -> {text}", stated.text), StatedTime { text, quantity: Some(quantity) }))
}

/// Every side of the limits: what a lot has to be so that it is exercised, with the change that such a lot notices.
pub(super) fn sides(spec: &Specification) -> Vec<LifeSide> {
    let mut sides = Vec::new();
    let mut add = |what: &str, wanted, change: LifeChange| {
        sides.push(LifeSide { what: what.to_owned(), wanted, place: change.place, changed: change.life });
    };
    let one = |build: &dyn Fn(&mut Changes<'_>)| {
        let mut changes = Changes { spec, all: Vec::new() };
        build(&mut changes);
        changes.all.pop()
    };
    let (shortest, longest) = (Period::Days(1), Period::Months(1200));
    if let Some(expiry) = &spec.expiry {
        let said = |stated: &Option<StatedPeriod>| stated.as_ref().map(|stated| stated.text.clone());
        if let Some(text) = said(&expiry.shelf_life) {
            for (wanted, period) in [("inside", shortest), ("beyond", longest)] {
                let change = one(&|changes| changes.expiry(String::new(), |one| one.shelf_life = Some(of(period))));
                change.into_iter().for_each(|change| add(&format!("its shelf life of {text}"), wanted, change));
            }
        }
        if let Some(text) = said(&expiry.retest) {
            for (wanted, period) in [("before", shortest), ("after", longest)] {
                let change = one(&|changes| changes.expiry(String::new(), |one| one.retest = Some(of(period))));
                change.into_iter().for_each(|change| add(&format!("its retest date, {text}"), wanted, change));
            }
        }
    }
    if let Some(in_use) = &spec.in_use {
        for (at, clock) in in_use.clocks.iter().enumerate() {
            let what = format!("the claim of use within {} of {}", clock.within.text, clock.event.noun());
            let far = clock.within.quantity.as_ref().and_then(|quantity| {
                let value = crate::quantity::Decimal::parse("9e9", crate::quantity::DecimalMark::Point).ok()?;
                Some(StatedTime {
                    text: String::new(),
                    quantity: Some(crate::spec::Quantity { value, unit: quantity.unit.clone() }),
                })
            });
            let supported = one(&|changes| {
                changes.in_use(String::new(), &clock.place, |one| {
                    if let (Some(clock), Some(far)) = (one.clocks.get_mut(at), &far) {
                        clock.within = far.clone();
                    }
                });
            });
            supported.into_iter().for_each(|change| add(&what, "that supports", change));
        }
        if let Some(limit) = &in_use.freeze_thaw {
            let what = format!("{} freeze-thaw cycles", limit.text);
            let above = one(&|changes| changes.in_use(String::new(), &limit.place, with_cycles(u32::MAX)));
            above.into_iter().for_each(|change| add(&what, "above", change));
            let below = one(&|changes| changes.in_use(String::new(), &limit.place, with_cycles(0)));
            below.into_iter().filter(|_| limit.cycles != Some(0)).for_each(|change| add(&what, "within", change));
        }
    }
    sides
}
