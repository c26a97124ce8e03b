//! Which of two panel statements accepts more: by their truth tables.

use super::accepted::Relation;
use crate::spec::{Specification, Statement};
use std::collections::BTreeSet;

/// Most members of both statements together; a table of more takes too long, and no panel has as many.
const MOST_MEMBERS: usize = 16;

/// Compares two statements; members are the same when their ids are.
pub fn compare(old: (&Specification, &Statement), new: (&Specification, &Statement)) -> Relation {
    let (a, b) = (named(old.0, old.1), named(new.0, new.1));
    if a == b {
        return Relation::Same;
    }
    let mut ids = BTreeSet::new();
    a.collect(&mut ids);
    b.collect(&mut ids);
    let ids: Vec<&str> = ids.into_iter().collect();
    if ids.len() > MOST_MEMBERS {
        return Relation::NotComparable;
    }
    let (mut new_in_old, mut old_in_new) = (true, true);
    for row in 0..1_u32 << ids.len() {
        let met = |id: &str| ids.iter().position(|known| *known == id).is_some_and(|at| row >> at & 1 == 1);
        let (before, now) = (a.holds(&met), b.holds(&met));
        new_in_old &= before || !now;
        old_in_new &= now || !before;
    }
    Relation::of(new_in_old, old_in_new)
}

/// A statement with ids instead of positions.
#[derive(PartialEq)]
enum Named<'s> {
    Member(&'s str),
    All(Vec<Named<'s>>),
    AtLeast(u32, Vec<Named<'s>>),
    NoneOf(Vec<Named<'s>>),
}

fn named<'s>(spec: &'s Specification, statement: &Statement) -> Named<'s> {
    let each = |parts: &[Statement]| parts.iter().map(|part| named(spec, part)).collect();
    match statement {
        Statement::Member(index) => Named::Member(spec.tests.get(*index).map_or("?", |test| &test.id)),
        Statement::All(parts) => Named::All(each(parts)),
        Statement::AtLeast(least, parts) => Named::AtLeast(*least, each(parts)),
        Statement::NoneOf(parts) => Named::NoneOf(each(parts)),
    }
}

impl<'s> Named<'s> {
    fn collect(&self, ids: &mut BTreeSet<&'s str>) {
        match self {
            Named::Member(id) => {
                ids.insert(id);
            }
            Named::All(parts) | Named::AtLeast(_, parts) | Named::NoneOf(parts) => {
                parts.iter().for_each(|part| part.collect(ids));
            }
        }
    }

    fn holds(&self, met: &dyn Fn(&str) -> bool) -> bool {
        match self {
            Named::Member(id) => met(id),
            Named::All(parts) => parts.iter().all(|part| part.holds(met)),
            Named::AtLeast(least, parts) => {
                let holding = parts.iter().filter(|part| part.holds(met)).count();
                u32::try_from(holding).unwrap_or(u32::MAX) >= *least
            }
            Named::NoneOf(parts) => !parts.iter().any(|part| part.holds(met)),
        }
    }
}
