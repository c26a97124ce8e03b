//! Changes of a specification that a lot has to notice: every limit moved by one unit of its last digit, either way;
//! limits that are included excluded, and the other way round; qualitative criteria turned round; panels that ask for
//! one member more or fewer; every test dropped.
//!
//! A lot notices a change when its verdict, or an outcome, reason or flag that its test file states, is another one, or
//! when a test of a conforming lot is no longer met. A change that the reader of specifications would refuse is none.

use super::bench::{Baseline, Bench};
use super::codes;
use super::parts::{self, End, LimitsPart};
use crate::finding::Finding;
use crate::source::Place;
use crate::spec::{Assessment, Criterion, Expected, Expression, Limit, Limits, Origin, Specification, Statement, Test};

/// What became of the changes.
#[derive(Clone, Debug, Default)]
pub struct Mutation {
    /// Whether nothing was tried, because a lot is not as expected: it would notice any change.
    pub held_back: bool,
    /// How many changes were tried.
    pub tried: usize,
    /// An error for each that no lot noticed.
    pub survivors: Vec<Finding>,
}

/// A change of the specification.
struct Mutant {
    /// Tests in place of others, by position.
    tests: Vec<(usize, Test)>,
    dropped: Option<usize>,
    /// `limit >= 80 % -> >= 81 %`
    what: String,
    place: Place,
}

/// Tries every change, where all lots are as they are expected to be.
pub(super) fn mutation(bench: &Bench<'_>, spec: &mut Specification, baseline: &[Baseline]) -> Mutation {
    let held_back = baseline.iter().any(|lot| !lot.differences.is_empty());
    let mut mutation = Mutation { held_back, ..Mutation::default() };
    if held_back {
        return mutation;
    }
    for index in 0..spec.tests.len() {
        let Some(test) = spec.tests.get(index).cloned() else { continue };
        for mutant in mutants(spec, index, &test) {
            mutation.tried += 1;
            let (what, place) = (mutant.what.clone(), mutant.place.clone());
            if !is_noticed(bench, spec, mutant) {
                let message = format!("`{}`: {what}: no lot notices", test.id);
                mutation.survivors.push(Finding::new(&codes::CHANGE_NOT_NOTICED, message).at(place, 1));
            }
        }
    }
    mutation
}

/// Whether some lot notices a change; the specification is afterwards what it was.
fn is_noticed(bench: &Bench<'_>, spec: &mut Specification, mut mutant: Mutant) -> bool {
    let mut swap = |spec: &mut Specification| {
        for (index, test) in &mut mutant.tests {
            if let Some(slot) = spec.tests.get_mut(*index) {
                std::mem::swap(slot, test);
            }
        }
    };
    swap(spec);
    let noticed = (0..bench.len()).any(|at| bench.notices(at, spec, mutant.dropped));
    swap(spec);
    noticed
}

/// Every change of one test.
fn mutants(spec: &Specification, index: usize, test: &Test) -> Vec<Mutant> {
    let mut all = Vec::new();
    limits(index, test, &mut all);
    expectations(index, test, &mut all);
    samples(index, test, &mut all);
    panel(index, test, &mut all);
    all.extend(dropped(spec, index, test));
    all
}

fn limits(index: usize, test: &Test, all: &mut Vec<Mutant>) {
    let count = parts::limits(&mut test.clone()).len();
    for at in 0..count {
        for end in [End::Lower, End::Upper] {
            for change in [Change::Down, Change::Up, Change::Inclusion] {
                let mut changed = test.clone();
                let mut parts = parts::limits(&mut changed);
                let Some(part) = parts.get_mut(at) else { continue };
                let before = end.text(part);
                let Some(limit) = changed_limit(part, end, change) else { continue };
                *end.slot(part.limits) = Some(limit);
                if !is_possible(part.limits) {
                    continue;
                }
                let what = format!("{} {before} -> {}", part.what, end.text(part));
                let place = part.limits.place.clone();
                all.push(Mutant { tests: vec![(index, changed)], dropped: None, what, place });
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Down,
    Up,
    Inclusion,
}

/// The limit after a change; nothing where no value could tell.
fn changed_limit(part: &LimitsPart<'_>, end: End, change: Change) -> Option<Limit> {
    let limit = end.of(part.limits)?;
    let outwards = if end == End::Lower { Change::Down } else { Change::Up };
    match change {
        Change::Inclusion => part.tells_inclusion.then(|| Limit::new(limit.written, !limit.inclusive)),
        _ if change == outwards && part.nothing_beyond(end) => None,
        Change::Down => Some(Limit::new(limit.written.moved(-1)?, limit.inclusive)),
        Change::Up => Some(Limit::new(limit.written.moved(1)?, limit.inclusive)),
    }
}

/// Whether some value can meet the limits.
fn is_possible(limits: &Limits) -> bool {
    let (Some(lower), Some(upper)) = (&limits.lower, &limits.upper) else { return true };
    lower.value < upper.value || (lower.value == upper.value && lower.inclusive && upper.inclusive)
}

fn expectations(index: usize, test: &Test, all: &mut Vec<Mutant>) {
    let mut copy = test.clone();
    for (at, part) in parts::expectations(&mut copy).into_iter().enumerate() {
        for expected in turned_round(part.expected) {
            let mut changed = test.clone();
            let what = match part.in_check {
                true => format!("{} -> {}", part.what, parts::words(&expected)),
                false => format!("{} {} -> {}", part.what, parts::words(part.expected), parts::words(&expected)),
            };
            if let Some(part) = parts::expectations(&mut changed).get_mut(at) {
                *part.expected = expected;
            }
            all.push(Mutant { tests: vec![(index, changed)], dropped: None, what, place: part.place.clone() });
        }
    }
}

/// The test without a check of the number of containers.
fn samples(index: usize, test: &Test, all: &mut Vec<Mutant>) {
    all.extend(parts::samples(test).into_iter().map(|(check, place)| Mutant {
        tests: vec![(index, parts::without_check(test, &place))],
        dropped: None,
        what: format!("{check} dropped"),
        place,
    }));
}

/// The opposite of an expectation; of a list of texts, the list without each of them.
fn turned_round(expected: &Expected) -> Vec<Expected> {
    match expected {
        Expected::Negative => vec![Expected::Positive],
        Expected::Positive => vec![Expected::Negative],
        Expected::Complies => vec![Expected::OneOf(vec!["does not comply".to_owned()])],
        Expected::OneOf(texts) => {
            let without = |left_out: usize| {
                let kept = texts.iter().enumerate().filter(|(at, _)| *at != left_out);
                Expected::OneOf(kept.map(|(_, text)| text.clone()).collect())
            };
            (0..texts.len()).map(without).collect()
        }
    }
}

fn panel(index: usize, test: &Test, all: &mut Vec<Mutant>) {
    let Assessment::Panel(panel) = &test.assessment else { return };
    for (what, statement) in other_counts(&panel.statement) {
        let mut changed = test.clone();
        if let Assessment::Panel(panel) = &mut changed.assessment {
            panel.statement = statement;
        }
        let what = format!("panel `{}` -> {what}", panel.text);
        all.push(Mutant { tests: vec![(index, changed)], dropped: None, what, place: panel.place.clone() });
    }
}

/// A statement with each of its counts one higher and one lower, with words for it.
fn other_counts(statement: &Statement) -> Vec<(String, Statement)> {
    let (Statement::All(parts) | Statement::AtLeast(_, parts) | Statement::NoneOf(parts)) = statement else {
        return Vec::new();
    };
    let mut all = other_count(statement, parts);
    for (at, part) in parts.iter().enumerate() {
        for (what, changed) in other_counts(part) {
            let mut parts = parts.clone();
            if let Some(slot) = parts.get_mut(at) {
                *slot = changed;
            }
            let changed = match statement {
                Statement::AtLeast(count, _) => Statement::AtLeast(*count, parts),
                Statement::NoneOf(_) => Statement::NoneOf(parts),
                Statement::All(_) | Statement::Member(_) => Statement::All(parts),
            };
            all.push((format!("part {}: {what}", at + 1), changed));
        }
    }
    all
}

/// A statement with its own count one higher and one lower.
fn other_count(statement: &Statement, parts: &[Statement]) -> Vec<(String, Statement)> {
    let n = u32::try_from(parts.len()).unwrap_or(u32::MAX);
    let counted = |count: u32| (format!("at least {count} of the {n}"), Statement::AtLeast(count, parts.to_vec()));
    match statement {
        Statement::All(_) if n > 1 => vec![counted(n - 1)],
        Statement::AtLeast(count, _) => {
            let others = [count.saturating_sub(1), count.saturating_add(1)];
            others.into_iter().filter(|count| (1..=n).contains(count)).map(counted).collect()
        }
        Statement::NoneOf(_) => {
            let without = |left_out: usize| {
                let kept = parts.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, part)| part.clone());
                (format!("none of, without part {}", left_out + 1), Statement::NoneOf(kept.collect()))
            };
            (0..parts.len()).map(without).collect()
        }
        Statement::All(_) | Statement::Member(_) => Vec::new(),
    }
}

/// The specification without a test; nothing where a formula or a physical check needs it.
fn dropped(spec: &Specification, index: usize, test: &Test) -> Option<Mutant> {
    if is_needed(spec, index) {
        return None;
    }
    let mut tests = vec![(index, inert(test))];
    for (other, panel) in spec.tests.iter().enumerate().filter(|(other, _)| *other != index) {
        let mut panel = panel.clone();
        let Assessment::Panel(inner) = &mut panel.assessment else { continue };
        if inner.statement.members().contains(&index) {
            match without(&inner.statement, index) {
                Some(statement) => inner.statement = statement,
                None => panel = inert(&panel),
            }
            tests.push((other, panel));
        }
    }
    Some(Mutant { tests, dropped: Some(index), what: "the test dropped".to_owned(), place: test.place.clone() })
}

/// Whether something cannot be computed without the test.
fn is_needed(spec: &Specification, index: usize) -> bool {
    let in_formula = spec.derived.iter().any(|derived| {
        let mut found = false;
        derived.formula.leaves(&mut |leaf| found |= matches!(leaf, Expression::Test(test) if *test == index));
        found
    });
    let sizes = spec.tests.iter().filter_map(|test| match &test.assessment {
        Assessment::Measured(measured) => measured.plausible.as_ref().map(|ceiling| ceiling.size),
        Assessment::Panel(_) => None,
    });
    in_formula || sizes.into_iter().any(|size| size == index)
}

/// A test that asks for nothing and decides nothing.
fn inert(test: &Test) -> Test {
    let mut inert = Test { required: false, ..test.clone() };
    match &mut inert.assessment {
        Assessment::Panel(panel) => panel.statement = Statement::All(Vec::new()),
        Assessment::Measured(measured) => {
            measured.origin = Origin::Delivered;
            measured.accept.truncate(1);
            for one in &mut measured.accept {
                one.criterion = Criterion::Report;
                one.when.clear();
            }
            measured.shelf_life.clear();
            measured.trend = None;
            measured.valid_if.clear();
            measured.requires.clear();
            (measured.individual, measured.alert, measured.action) = (None, None, None);
            (measured.range, measured.plausible) = (None, None);
        }
    }
    inert
}

/// A statement without one member; nothing when no other is left.
fn without(statement: &Statement, member: usize) -> Option<Statement> {
    let rest = |parts: &[Statement]| {
        let rest: Vec<Statement> = parts.iter().filter_map(|part| without(part, member)).collect();
        (!rest.is_empty()).then_some(rest)
    };
    Some(match statement {
        Statement::Member(index) => return (*index != member).then(|| statement.clone()),
        Statement::All(parts) => Statement::All(rest(parts)?),
        Statement::NoneOf(parts) => Statement::NoneOf(rest(parts)?),
        Statement::AtLeast(count, parts) => {
            let rest = rest(parts)?;
            let most = u32::try_from(rest.len()).unwrap_or(u32::MAX);
            Statement::AtLeast((*count).min(most), rest)
        }
    })
}
