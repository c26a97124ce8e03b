//! Whether a text of the facts says what the specification says, in any way of writing and with words beside it.

use super::words::Words;
use crate::data::{condition_parts, folded_condition};
use crate::quantity::Exact;
use crate::quantity::in_text::{Amount, Bound, Direction, amounts, differing};

/// Words that take back what stands behind them: `not -80 °C`, `formerly -80 °C`.
const DENYING: [&str; 10] = ["not", "never", "except", "formerly", "previously", "former", "instead", "非", "勿", "曾"];

/// Words behind `not` and 不 that make it a comparison: `for not more than 12 months`.
const COMPARING: [&str; 16] = [
    "above",
    "below",
    "more",
    "less",
    "over",
    "under",
    "higher",
    "lower",
    "longer",
    "later",
    "exceeding",
    "高",
    "低",
    "超",
    "多",
    "少",
];

/// Why facts do not repeat a text: one language has it, whatever else it says, and the other one the same numbers, and nothing
/// that turns them round.
pub(super) fn objection(said: &Words, known: &str, kind: Kind) -> Option<String> {
    if !has(&said.en, known, kind) && !has(&said.zh, known, kind) {
        let numbers = differing(&said.en, known).map(|one| one.between("the text of the facts", "that"));
        return Some(numbers.unwrap_or_default());
    }
    if let Some(numbers) = differing(&said.en, &said.zh) {
        return Some(numbers.between("the English text", "the Chinese text"));
    }
    let turned = [&said.en, &said.zh].into_iter().find_map(|text| other_than(text, known));
    turned.filter(|_| kind == Kind::Condition).map(|amount| format!("`{}` is not what stands there", amount.written))
}

/// What a text says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or a number of things: `2.0 mL in a vial of 5 mL`.
    Thing,
    /// A condition or a strength, beside which no other number of its kind stands: `-20 °C (formerly -80 °C)`.
    Condition,
}

fn has(text: &str, known: &str, kind: Kind) -> bool {
    let (text, known) = (&plain(text), &plain(known));
    let is_same = folded_condition(text) == folded_condition(known);
    let is_condition = kind == Kind::Condition;
    is_same
        || (contains(text, known) && !denies(text, known) && !(is_condition && other_than(text, known).is_some()))
        || (is_condition && has_spans(text, known))
}

/// Signs of two characters as the one that they stand for.
fn plain(text: &str) -> String {
    text.replace("<=", "≤").replace(">=", "≥")
}

/// Words that belong to the numbers of a condition.
const OF_NUMBERS: [&str; 12] = ["to", "between", "and", "within", "or", "below", "above", "以", "下", "上", "及", "至"];

/// Whether a condition of numbers alone is stated in another way: `not above -70 °C` for `≤ -70 °C`, `-90 to -70 °C` for
/// `-80 °C ± 10 °C`.
fn has_spans(text: &str, known: &str) -> bool {
    let numbers = with_units(known);
    let bare = numbers.iter().rev().fold(known.to_owned(), |text, one| text.replace(&one.written, " "));
    let is_bare = condition_parts(&bare)
        .iter()
        .all(|part| OF_NUMBERS.contains(&part.as_str()) || !part.chars().any(char::is_alphanumeric));
    let is_denied =
        clauses(text).into_iter().any(|clause| !with_units(clause).is_empty() && has_denial(&condition_parts(clause)));
    is_bare && !is_denied && has_spans_of(text, &numbers)
}

/// Whether a text speaks of the same values of a kind as other amounts do.
fn has_spans_of(text: &str, known: &[Amount]) -> bool {
    let stated: Vec<Amount> =
        with_units(text).into_iter().filter(|one| known.iter().any(|of| same_kind(one, of))).collect();
    spans(known).zip(spans(&stated)).is_some_and(|(wanted, own)| {
        !wanted.is_empty() && wanted.iter().all(|one| own.contains(one)) && own.iter().all(|one| wanted.contains(one))
    })
}

/// The amounts of a text, each with the unit that stands behind its tolerance only: `-80 ± 10 °C`.
fn with_units(text: &str) -> Vec<Amount> {
    let mut all = amounts(text);
    let units: Vec<_> = all.iter().skip(1).map(|one| one.unit.clone()).collect();
    for (one, next) in all.iter_mut().zip(units).filter(|(one, _)| one.bound == Bound::Centre) {
        one.unit = one.unit.take().or(next);
    }
    all
}

/// Where values lie: from one end to the other, each of which may be open.
type Span = (Option<Exact>, Option<Exact>);

/// Where the values lie that amounts of one kind speak of, in the unit of the first; nothing where nobody can tell.
fn spans(amounts: &[Amount]) -> Option<Vec<Span>> {
    let unit = amounts.iter().find_map(|one| one.unit.clone())?;
    let mut all = Vec::new();
    let mut rest = amounts.iter();
    while let Some(one) = rest.next() {
        let value = one.in_unit(&unit)?;
        all.push(match (one.bound, one.direction) {
            (Bound::Centre, _) => {
                let half = rest.next()?.in_unit(&unit)?;
                (Some(&value + &half.negated()), Some(&value + &half))
            }
            (Bound::End, Direction::Unsaid) => (Some(value), Some(rest.next()?.in_unit(&unit)?)),
            (_, Direction::Most) => (None, Some(value)),
            (_, Direction::Least) => (Some(value), None),
            (_, Direction::Unsaid) => (Some(value.clone()), Some(value)),
            (_, Direction::Elsewhere) => return None,
        });
    }
    Some(all)
}

fn same_kind(one: &Amount, other: &Amount) -> bool {
    match (&one.unit, &other.unit) {
        (Some(one), Some(other)) => one.factor_to(other).is_some(),
        _ => false,
    }
}

/// Whether a text has another one as words of its own.
fn contains(text: &str, part: &str) -> bool {
    position(&condition_parts(text), &condition_parts(part)).is_some()
}

fn position(parts: &[String], wanted: &[String]) -> Option<usize> {
    if wanted.is_empty() { None } else { parts.windows(wanted.len()).position(|window| window == wanted) }
}

/// The first number of the kind that is none of those of another text, or one to another side.
fn other_than(text: &str, known: &str) -> Option<Amount> {
    let known = with_units(known);
    let is_turned = |one: &Amount, other: &Amount| {
        one.direction == Direction::Least && other.direction == Direction::Unsaid
            || !one.direction.agrees(other.direction)
    };
    let is_known = |one: &Amount, other: &Amount| {
        let value = other.unit.as_ref().and_then(|unit| one.in_unit(unit));
        value == other.value && !is_turned(one, other)
    };
    let of_kind = |one: &Amount| known.iter().any(|other| same_kind(one, other));
    let mut others = with_units(text).into_iter().filter(|one| one.bound != Bound::Tolerance && of_kind(one));
    let spans_differ = !has_spans_of(text, &known);
    others.find(|one| spans_differ && !known.iter().any(|other| same_kind(one, other) && is_known(one, other)))
}

/// Whether a clause of the text takes back what it repeats.
fn denies(text: &str, known: &str) -> bool {
    let known: Vec<Vec<String>> = clauses(known).into_iter().map(condition_parts).collect();
    clauses(text).into_iter().map(condition_parts).any(|clause| {
        known.iter().filter(|known| !has_denial(known)).any(|known| {
            let Some(at) = position(&clause, known) else { return false };
            let behind = clause.get(at + known.len()..).unwrap_or_default();
            clause.get(..at).is_some_and(has_denial) || behind.get(..behind.len().min(3)).is_some_and(has_denial)
        })
    })
}

fn has_denial(parts: &[String]) -> bool {
    (0..parts.len()).any(|at| {
        let (word, next) = (parts.get(at).map_or("", String::as_str), parts.get(at + 1).map_or("", String::as_str));
        (DENYING.contains(&word) || word == "不") && !COMPARING.contains(&next)
    })
}

/// The parts of a text between commas, brackets and the ends of sentences.
pub(super) fn clauses(text: &str) -> Vec<&str> {
    let sentences = text.split(". ").flat_map(|part| part.split(['(', ')', '（', '）', '。', ';', '；', ',', '，']));
    sentences.map(str::trim).filter(|clause| !clause.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repeats(said: &Words, known: &str, kind: Kind) -> bool {
        objection(said, known, kind).is_none()
    }

    #[test]
    fn what_repeats_a_condition() {
        for (text, known) in [
            ("-80°C", "-80 °C"),
            ("−80 ℃", "-80 °C"),
            ("－８０ ℃", "-80 °C"),
            ("−80 °C, protected from light", "-80 °C"),
            ("Store at -80 °C. Do not refreeze.", "-80 °C"),
            ("-80 °C for not more than 18 months", "-80 °C"),
            ("-80 °C ± 10 °C", "-80 °C"),
            ("at or below: ≤ -80 °C", "-80 °C"),
            ("贮藏于-80 °C", "-80 °C"),
            ("2–8 °C", "2 to 8 °C"),
            ("2-8 °C", "2 to 8 °C"),
            ("2 to 8 °C", "2–8 °C"),
            ("2 °C to 8 °C", "2-8 °C"),
            ("dry ice, not above −60 ℃", "dry ice, not above -60 °C"),
            ("≤ -70 °C", "<= -70 °C"),
            ("at or below -70 °C", "≤ -70 °C"),
            ("not above -70 °C, protected from light", "≤ -70 °C"),
            ("不高于-70 ℃", "≤ -70 °C"),
            ("-90 to -70 °C", "-80 °C ± 10 °C"),
            ("-90～-70 ℃", "-80 °C ± 10 °C"),
            ("-80 ± 10 °C", "-80 °C ± 10 °C"),
            ("below -80 °C", "-80 °C"),
        ] {
            assert!(repeats(&Words::same(text), known, Kind::Condition), "{text}: {known}");
        }
        for (text, known) in [
            ("-20 °C", "20 °C"),
            ("20 °C", "-20 °C"),
            ("not -80 °C", "-80 °C"),
            ("not stored at -80 °C", "-80 °C"),
            ("-80 °C is not needed", "-80 °C"),
            ("-20 °C (formerly -80 °C)", "-80 °C"),
            ("frozen (formerly -80 °C)", "-80 °C"),
            ("-20 °C or -80 °C", "-80 °C"),
            ("above -80 °C", "-80 °C"),
            ("28 °C", "2 to 8 °C"),
            ("12 to 8 °C", "2 to 8 °C"),
            ("dry ice, above -60 °C", "dry ice, not above -60 °C"),
            ("not below -70 °C", "≤ -70 °C"),
            ("formerly ≤ -70 °C", "<= -70 °C"),
            ("-90 to -60 °C", "-80 °C ± 10 °C"),
        ] {
            assert!(!repeats(&Words::same(text), known, Kind::Condition), "{text}: {known}");
        }
        assert!(repeats(&Words::same("2.0 mL in a vial of 5 mL"), "2.0 mL", Kind::Thing));
        assert!(!repeats(&Words::new("-80 °C", "80 °C"), "-80 °C", Kind::Condition));
        assert!(!repeats(&Words::new("80 °C", "-80 °C"), "-80 °C", Kind::Condition));
        for (en, zh, known) in [
            ("≤ -70 °C", "-70 ℃以下", "≤ -70 °C"),
            ("-80 °C", "-80 ℃以下", "-80 °C"),
            ("-80 °C ± 10 °C", "-80±10 ℃", "-80 °C ± 10 °C"),
            ("-80 °C, do not refreeze", "-80 ℃，不得再次冷冻", "-80 °C"),
        ] {
            assert_eq!(objection(&Words::new(en, zh), known, Kind::Condition), None, "{en}: {zh}");
        }
        for (en, zh, known) in [
            ("≤ -70 °C", "≥-70 ℃", "≤ -70 °C"),
            ("≤ -70 °C", "-70 ℃以上", "≤ -70 °C"),
            ("-80 °C", "高于-80 ℃", "-80 °C"),
            ("-80 °C", "不低于-80 ℃", "-80 °C"),
            ("-80 °C", "不得于-80 ℃保存", "-80 °C"),
            ("2 to 8 °C", "2～8 ℃以外", "2 to 8 °C"),
        ] {
            assert!(objection(&Words::new(en, zh), known, Kind::Condition).is_some(), "{en}: {zh}");
        }
        assert!(!repeats(&Words::same("MSC-EV-02"), "MSC-EV-01", Kind::Thing));
    }
}
