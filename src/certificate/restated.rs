//! Whether a text of the facts says what the specification says, in any way of writing and with words beside it.

use super::words::Words;
use crate::data::{condition_parts, folded_condition};
use crate::quantity::in_text::{Amount, Bound, amounts, same_numbers};

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

/// Whether one language has the text, whatever else it says, and the other one the same numbers.
pub(super) fn repeats(said: &Words, known: &str, kind: Kind) -> bool {
    (has(&said.en, known, kind) || has(&said.zh, known, kind)) && same_numbers(&said.en, &said.zh)
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
    let is_same = folded_condition(text) == folded_condition(known);
    is_same || (contains(text, known) && !denies(text, known) && !(kind == Kind::Condition && has_others(text, known)))
}

/// Whether a text has another one as words of its own.
fn contains(text: &str, part: &str) -> bool {
    position(&condition_parts(text), &condition_parts(part)).is_some()
}

fn position(parts: &[String], wanted: &[String]) -> Option<usize> {
    if wanted.is_empty() { None } else { parts.windows(wanted.len()).position(|window| window == wanted) }
}

/// Whether a text has other numbers of the kind than those of another one, or the same as the least.
fn has_others(text: &str, known: &str) -> bool {
    let known = amounts(known);
    let same_kind = |one: &Amount, other: &Amount| match (&one.unit, &other.unit) {
        (Some(one), Some(other)) => one.factor_to(other).is_some(),
        _ => false,
    };
    let is_lower = |one: &Amount| matches!(one.bound, Bound::Lower { .. });
    let is_known = |one: &Amount, other: &Amount| {
        let value = other.unit.as_ref().and_then(|unit| one.in_unit(unit));
        value == other.value && (!is_lower(one) || is_lower(other))
    };
    let of_kind = |one: &Amount| known.iter().any(|other| same_kind(one, other));
    let mut others = amounts(text).into_iter().filter(|one| one.bound != Bound::Tolerance && of_kind(one));
    others.any(|one| !known.iter().any(|other| same_kind(&one, other) && is_known(&one, other)))
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
fn clauses(text: &str) -> Vec<&str> {
    let sentences = text.split(". ").flat_map(|part| part.split(['(', ')', '（', '）', '。', ';', '；', ',', '，']));
    sentences.map(str::trim).filter(|clause| !clause.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
        ] {
            assert!(!repeats(&Words::same(text), known, Kind::Condition), "{text}: {known}");
        }
        assert!(repeats(&Words::same("2.0 mL in a vial of 5 mL"), "2.0 mL", Kind::Thing));
        assert!(!repeats(&Words::new("-80 °C", "80 °C"), "-80 °C", Kind::Condition));
        assert!(!repeats(&Words::new("80 °C", "-80 °C"), "-80 °C", Kind::Condition));
        assert!(!repeats(&Words::same("MSC-EV-02"), "MSC-EV-01", Kind::Thing));
    }
}
