//! Numbers that a free text states, and whether a criterion has them: `text` of a test is printed beside the criterion that was
//! judged, and a reader takes it for one.

use super::model::{
    Alternative, Assessment, Check, ControlExpectation, Criterion, Limit, Limits, Measured, Specification, Statement,
    Test,
};
use super::opposite::opposite;
use crate::quantity::in_text::{Amount, Bound, Direction, amounts, factor};
use crate::quantity::unit_table::Base;
use crate::quantity::{Exact, Unit};

/// What a test is judged by.
struct Judged<'s> {
    /// Limits of its criteria, or of those of the members of a panel.
    criteria: Vec<&'s Limits>,
    /// Limits that are judged beside them.
    beside: Vec<&'s Limits>,
    /// How many members of a panel must meet theirs.
    counts: Option<Vec<Exact>>,
}

impl<'s> Judged<'s> {
    fn of(spec: &'s Specification, test: &'s Test) -> Self {
        let (members, counts): (Vec<&Measured>, _) = match &test.assessment {
            Assessment::Measured(measured) => (vec![measured], None),
            Assessment::Panel(panel) => {
                let tests = panel.statement.members().into_iter().filter_map(|at| spec.tests.get(at));
                let mut counts = Vec::new();
                counts_of(&panel.statement, &mut counts);
                (tests.filter_map(measured_of).collect(), Some(counts))
            }
        };
        // How many events are counted may be asked for by another test.
        let all = spec.tests.iter().filter_map(measured_of);
        let counted = all.flat_map(|one| one.criteria().filter_map(limits_of)).filter(|limits| is_events(&limits.unit));
        Judged {
            criteria: members.iter().flat_map(|one| one.criteria()).filter_map(limits_of).collect(),
            beside: members.iter().flat_map(|one| beside(one)).chain(counted).collect(),
            counts,
        }
    }

    /// Whether a reader takes an amount for a limit of the test: it is compared, or has the unit of a criterion.
    fn is_stated(&self, amount: &Amount) -> bool {
        let units = [amount.unit.clone(), amount.for_one().and_then(|one| one.unit)];
        let is_of_kind = |own: &Unit, limits: &Limits| !limits.unit.is_none() && factor(own, &limits.unit).is_some();
        let same_kind = |limits: &&Limits| match &amount.unit {
            Some(_) => units.iter().flatten().any(|own| is_of_kind(own, limits)),
            None => amount.bound == Bound::End && limits.unit.is_none(),
        };
        let is_compared = match amount.bound {
            Bound::None | Bound::End | Bound::Centre => false,
            _ => !amount.is_weak || amount.unit.is_some() || !is_whole(amount),
        };
        let is_centre = amount.bound == Bound::Centre;
        is_compared || self.is_count(amount) || (!is_centre && self.criteria.iter().any(same_kind))
    }

    /// Whether it says how many members of a panel must meet their criteria.
    fn is_count(&self, amount: &Amount) -> bool {
        let is_said = amount.is_count_of || matches!(amount.bound, Bound::Lower { .. } | Bound::Upper { .. });
        self.counts.is_some() && amount.unit.is_none() && is_whole(amount) && is_said
    }

    fn has(&self, amount: &Amount, beside: &[&Limits]) -> bool {
        let ways = [Some(amount.clone()), amount.for_one(), without_container(amount)];
        ways.iter().flatten().any(|way| self.has_as(way, beside))
    }

    fn has_as(&self, amount: &Amount, beside: &[&Limits]) -> bool {
        let count = || match (&self.counts, &amount.value, amount.bound) {
            (Some(counts), Some(value), Bound::None | Bound::Lower { inclusive: true }) => counts.contains(value),
            (Some(counts), Some(value), Bound::Lower { inclusive: false }) => counts.contains(&(value + &Exact::one())),
            _ => false,
        };
        self.criteria.iter().any(|limits| is_of(amount, limits))
            || beside.iter().any(|limits| is_of(amount, limits) || is_of(&bare(amount, limits), limits))
            || (self.is_count(amount) && count())
    }
}

/// The numbers of the `text` of a test that a reader takes for its criterion and that no limit of the test has, as written.
pub fn unjudged(spec: &Specification, test: &Test) -> Vec<String> {
    let Some(text) = &test.text else { return Vec::new() };
    let judged = Judged::of(spec, test);
    let stated: Vec<Amount> = amounts(text).into_iter().filter(|one| judged.is_stated(one)).collect();
    // Alert limits and checks may stand beside the criterion, and not in its place.
    let repeats = stated.iter().any(|one| judged.has(one, &[]));
    let beside = if repeats { judged.beside.as_slice() } else { &[] };
    let numbers = stated.into_iter().filter(|one| !judged.has(one, beside)).map(|one| one.written);
    let words = measured_of(test).and_then(|measured| {
        let expected = measured.criteria().filter_map(|one| match &one.criterion {
            Criterion::Qualitative(expected) => Some(expected),
            _ => None,
        });
        let said: Vec<Option<String>> = expected.map(|expected| opposite(text, expected)).collect();
        said.into_iter().reduce(|one, other| one.filter(|_| other.is_some())).flatten()
    });
    numbers.chain(words).collect()
}

/// Whether the `text` of a test may stand beside the criterion that applied: a text that states another one of the test, and
/// not this one, is of another stage.
pub fn text_is_of(test: &Test, applied: &Alternative) -> bool {
    let (Some(text), Some(measured), Some(limits)) = (&test.text, measured_of(test), limits_of(applied)) else {
        return true;
    };
    let judged = |criteria| Judged { criteria, beside: Vec::new(), counts: None };
    let (all, own) = (judged(measured.criteria().filter_map(limits_of).collect()), judged(vec![limits]));
    let stated: Vec<Amount> = amounts(text).into_iter().filter(|one| all.is_stated(one) && all.has(one, &[])).collect();
    let is_end = |end: &Limit| stated.iter().any(|one| one.in_unit(&limits.unit).as_ref() == Some(&end.value));
    let is_whole = [&limits.lower, &limits.upper].into_iter().flatten().all(is_end);
    stated.iter().all(|one| own.has(one, &[])) || is_whole
}

/// What is in each container: `NLT 1.0 mL per vial`.
fn without_container(amount: &Amount) -> Option<Amount> {
    let unit = amount.unit.as_ref()?;
    let inside = unit.mul(&Unit::parse("container").ok()?);
    let has_container = unit.dimension().exponent(Base::Container) == -1;
    let mut inner = amount.clone();
    inner.unit = Some(inside);
    has_container.then_some(inner)
}

fn is_whole(amount: &Amount) -> bool {
    amount.value.as_ref().is_some_and(Exact::is_whole)
}

/// Whether limits have an amount on the same side, and leave it in or out as the text does.
fn is_of(amount: &Amount, limits: &Limits) -> bool {
    let (lower, upper) = (limits.lower.as_ref(), limits.upper.as_ref());
    if amount.bound == Bound::Tolerance {
        return lower.zip(upper).is_some_and(|ends| is_tolerance_of(amount, limits, ends));
    }
    let Some(value) = amount.in_unit(&limits.unit) else { return false };
    let is = |limit: &Limit| limit.value == value;
    // `90 % or less`
    let is_at = |limit: Option<&Limit>| limit.is_some_and(is);
    match (amount.bound, amount.direction) {
        (Bound::None, Direction::Most) => return is_at(upper),
        (Bound::None, Direction::Least) => return is_at(lower),
        (Bound::None | Bound::End, Direction::Elsewhere) => return false,
        _ => {}
    }
    match amount.bound {
        Bound::Lower { inclusive } => lower.is_some_and(|limit| is(limit) && limit.inclusive == inclusive),
        Bound::Upper { inclusive } => upper.is_some_and(|limit| is(limit) && limit.inclusive == inclusive),
        _ => lower.into_iter().chain(upper).any(is),
    }
}

/// Whether `± 0.4` is half of what lies between two limits, around what the text says: `7.2 ± 0.4`, `300 mOsm/kg ± 10 %`; a
/// tolerance in percent around nothing that is said is one around 100 %.
fn is_tolerance_of(amount: &Amount, limits: &Limits, (lower, upper): (&Limit, &Limit)) -> bool {
    let percent = Unit::parse("%").unwrap_or_else(|_| Unit::none());
    let (width, hundred) = (&upper.value + &lower.value.negated(), Exact::from_i64(100));
    let centre = amount.centre.as_ref().and_then(|(value, unit)| {
        let own = unit.as_ref().or(amount.unit.as_ref().filter(|unit| factor(unit, &limits.unit).is_some()));
        own.map_or(Some(value.clone()), |own| Some(value * &factor(own, &limits.unit)?))
    });
    let part = |of: &Exact| (of * &amount.in_unit(&percent)?).checked_div(&hundred);
    let is_share = amount.unit.is_some() && limits.unit != percent;
    let half = match (amount.in_unit(&limits.unit), &centre) {
        (Some(half), _) => half,
        (None, Some(centre)) if is_share => part(centre).unwrap_or_else(Exact::zero),
        _ => return false,
    };
    let middle = if amount.centre.is_some() { centre } else { Some(hundred).filter(|_| limits.unit == percent) };
    let is_around = middle.is_none_or(|middle| &lower.value + &half == middle);
    width == &half + &half && is_around
}

/// An amount of events as the bare number that a control has.
fn bare(amount: &Amount, limits: &Limits) -> Amount {
    let mut amount = amount.clone();
    amount.unit = amount.unit.filter(|unit| !(limits.unit.is_none() && is_events(unit)));
    amount
}

fn is_events(unit: &Unit) -> bool {
    Unit::parse("events").is_ok_and(|events| unit.factor_to(&events).is_some())
}

/// The numbers of members that a panel asks for.
fn counts_of(statement: &Statement, counts: &mut Vec<Exact>) {
    match statement {
        Statement::Member(_) => {}
        Statement::All(parts) | Statement::NoneOf(parts) => {
            counts.extend(i64::try_from(parts.len()).ok().map(Exact::from_i64));
            parts.iter().for_each(|part| counts_of(part, counts));
        }
        Statement::AtLeast(least, parts) => {
            counts.push(Exact::from_i64(i64::from(*least)));
            parts.iter().for_each(|part| counts_of(part, counts));
        }
    }
}

fn measured_of(test: &Test) -> Option<&Measured> {
    match &test.assessment {
        Assessment::Measured(measured) => Some(measured),
        Assessment::Panel(_) => None,
    }
}

fn limits_of(alternative: &Alternative) -> Option<&Limits> {
    match &alternative.criterion {
        Criterion::Numeric(limits) | Criterion::Label(limits) => Some(limits),
        Criterion::Qualitative(_) | Criterion::Report => None,
    }
}

/// Limits that are judged beside the criterion.
fn beside(measured: &Measured) -> Vec<&Limits> {
    let checks = measured.valid_if.iter().chain(&measured.requires).filter_map(|check| match &check.check {
        Check::Spread(_, limits, _)
        | Check::Control {
            expect: ControlExpectation::Numeric(limits) | ControlExpectation::OfSample(limits), ..
        } => Some(limits),
        _ => None,
    });
    [&measured.individual, &measured.alert, &measured.action].into_iter().flatten().chain(checks).collect()
}
