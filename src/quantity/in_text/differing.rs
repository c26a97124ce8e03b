//! Two texts, of which one is a translation of the other, number by number.

use super::folded::Folded;
use super::{Amount, Direction, Found, Reader};
use crate::quantity::{Decimal, DecimalMark, Exact, Unit};

/// The first number that two texts do not both state, or not to the same side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differing {
    /// As the first text has it, where it does.
    pub first: Option<String>,
    /// As the second text has it, where it does.
    pub second: Option<String>,
}

impl Differing {
    /// In words, with the names of the two texts.
    pub fn between(&self, one: &str, other: &str) -> String {
        match (&self.first, &self.second) {
            (Some(first), Some(second)) => format!("{one} has {first} where {other} has {second}"),
            (Some(only), None) => format!("{only} stands only in {one}"),
            (None, Some(only)) => format!("{only} stands only in {other}"),
            (None, None) => String::new(),
        }
    }
}

/// Whether two texts, of which one is a translation of the other, state the same numbers.
pub fn same_numbers(one: &str, other: &str) -> bool {
    differing(one, other).is_none()
}

/// The first number in which two texts differ, of which one is a translation of the other: they state the same numbers with the
/// same signs and units in any order, and none to the other side. A unit that is not known, or is no unit (`400 tubes`), is none;
/// a number may be in words (`the second vial`), and one of the texts may leave out to which side it points.
pub fn differing(one: &str, other: &str) -> Option<Differing> {
    let (one, other) = (Reader::read(one), Reader::read(other));
    let (ways, other_ways) = (one.ways(), other.ways());
    let mut found = ways
        .iter()
        .flat_map(|own| other_ways.iter().map(move |rest| (own, rest)))
        .map(|(own, rest)| first_differing(compare(own.clone(), rest.clone()), &Words::of(&one), &Words::of(&other)));
    let first = found.next().flatten()?;
    if found.any(|found| found.is_none()) { None } else { Some(first) }
}

/// A number of a text as another text must have it.
#[derive(Clone)]
struct Stated {
    value: Option<Exact>,
    unit: Option<Unit>,
    /// Its text, where it is no number.
    text: String,
    written: String,
    direction: Direction,
    /// The same for one of what it is said for each of.
    for_one: Option<(Exact, Unit)>,
}

/// What a text may say once for several numbers of another one, or in words.
struct Words {
    spelt: Vec<i64>,
    each: Vec<Stated>,
}

impl Words {
    fn of(found: &Found) -> Words {
        let each = found.amounts.iter().filter(|one| one.is_each).flat_map(Stated::of).collect();
        Words { spelt: found.words.clone(), each }
    }
}

/// How close two numbers must be to be taken for the same one.
#[derive(Clone, Copy)]
struct Closeness {
    has_units: bool,
    is_same_side: bool,
}

impl Stated {
    fn of(amount: &Amount) -> Vec<Stated> {
        let plain = |text: &str| text.chars().filter(|sign| !sign.is_whitespace()).collect::<String>();
        let whole = Stated {
            value: amount.value.clone(),
            unit: amount.unit.clone(),
            text: plain(&Folded::new(&amount.written).text),
            written: amount.written.clone(),
            direction: amount.direction,
            for_one: amount.for_one().and_then(|one| one.value.zip(one.unit)),
        };
        match &amount.factors {
            Some((first, second)) if amount.value.is_none() => {
                let count = Stated { value: Some(first.clone()), unit: None, ..whole.clone() };
                vec![count, Stated { value: Some(second.clone()), direction: Direction::Unsaid, ..whole }]
            }
            _ => vec![whole],
        }
    }

    fn of_code(code: &str) -> Stated {
        Stated {
            value: Decimal::parse(code, DecimalMark::Point).ok().map(|value| value.exact()),
            unit: None,
            text: code.to_owned(),
            written: code.to_owned(),
            direction: Direction::Unsaid,
            for_one: None,
        }
    }

    fn is_close(&self, other: &Stated, closeness: Closeness) -> bool {
        let is_side = match closeness.is_same_side {
            true => self.direction == other.direction,
            false => self.direction.agrees(other.direction),
        };
        is_side && (!closeness.has_units || other.unit.is_some()) && self.is_number(other)
    }

    /// Whether it is the same number in the same unit, to whichever side.
    fn is_number(&self, other: &Stated) -> bool {
        let units = self.unit.as_ref().zip(other.unit.as_ref());
        let same_unit = units.is_none_or(|(own, other)| own.factor_to(other) == Some(Exact::one()));
        let same = if self.value.is_some() { self.value == other.value } else { self.text == other.text };
        (same && same_unit) || self.is_for_one(other) || other.is_for_one(self)
    }

    fn is_for_one(&self, other: &Stated) -> bool {
        let is = |(value, unit): &(Exact, Unit)| {
            let (whole, of) = (other.value.as_ref()?, other.unit.as_ref()?);
            Some(whole * &of.factor_to(unit)? == *value)
        };
        self.for_one.as_ref().and_then(is).unwrap_or(false)
    }

    fn shown(&self) -> String {
        let side = match self.direction {
            Direction::Unsaid => "",
            Direction::Most => " (at most)",
            Direction::Least => " (at least)",
            Direction::Elsewhere => " (anywhere else)",
        };
        format!("`{}`{side}", self.written)
    }
}

impl Found {
    /// The numbers as they stand, and with those left out that only say what others are for each of.
    fn ways(&self) -> Vec<Vec<Stated>> {
        let codes = || self.codes.iter().map(|code| Stated::of_code(code));
        let all: Vec<Stated> = self.amounts.iter().flat_map(Stated::of).chain(codes()).collect();
        let has_basis = self.amounts.iter().any(|one| one.basis.as_ref().is_some_and(|basis| basis.is_numbered));
        let without = self.amounts.iter().filter(|one| !one.is_basis).flat_map(Stated::of).chain(codes());
        let without = has_basis.then(|| without.collect());
        std::iter::once(all).chain(without).collect()
    }
}

/// What is left of the numbers of two texts when all are taken away that both have.
fn compare(own: Vec<Stated>, rest: Vec<Stated>) -> (Vec<Stated>, Vec<Stated>) {
    let (mut own, mut rest) = (own, rest);
    // Those first whose units and sides are the same, so that none of them is taken for another.
    for (has_units, is_same_side) in [(true, true), (true, false), (false, true), (false, false)] {
        own.retain(|wanted| {
            let closeness = Closeness { has_units, is_same_side };
            let is_candidate = !has_units || wanted.unit.is_some();
            let found = rest.iter().position(|other| is_candidate && wanted.is_close(other, closeness));
            found.map(|at| rest.remove(at)).is_none()
        });
    }
    (own, rest)
}

fn first_differing((own, rest): (Vec<Stated>, Vec<Stated>), words: &Words, other_words: &Words) -> Option<Differing> {
    let open = |one: &&Stated, words: &Words| {
        let in_words = words.spelt.iter().any(|word| one.value.as_ref() == Some(&Exact::from_i64(*word)));
        !in_words && !words.each.iter().any(|each| each.is_number(one) && each.direction.agrees(one.direction))
    };
    let first = own.iter().find(|one| open(one, other_words));
    let second = rest.iter().find(|one| open(one, words));
    // The same number to the other side is what the first one became.
    let turned = first.and_then(|first| rest.iter().find(|other| first.is_number(other)));
    match (first, turned.or(second)) {
        (None, None) => None,
        (Some(first), None) => Some(Differing { first: Some(first.shown()), second: None }),
        (first, Some(second)) => Some(Differing { first: first.map(Stated::shown), second: Some(second.shown()) }),
    }
}
