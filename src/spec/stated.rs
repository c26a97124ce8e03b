//! Numbers that a free text states, and whether a criterion has them: `text` of a test is printed beside the criterion that was
//! judged, and a reader takes it for one.

use super::grammar::after_word;
use super::model::{Assessment, Check, ControlExpectation, Criterion, Limits, Measured, Specification, Test};
use crate::quantity::{Decimal, DecimalMark, Exact, Unit};

/// A number of a text with what makes it one of a criterion.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    /// As written, with its sign of comparison and its unit.
    pub written: String,
    /// The number.
    pub value: Exact,
    /// Its unit, where one follows.
    pub unit: Option<Unit>,
    bound: Bound,
}

/// What stands before a number.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Bound {
    /// Nothing that compares.
    None,
    Lower {
        inclusive: bool,
    },
    Upper {
        inclusive: bool,
    },
    /// Half of a range: `± 20 %`.
    Tolerance,
    /// An end of a range: `6.8 to 7.6`.
    End,
}

/// Signs and words of a comparison, those first that others end with. The last ones are words of any sentence, and compare only
/// where a unit follows: `at least 2 of [...]`.
const COMPARISONS: [(&str, Bound); 44] = [
    (">=", Bound::Lower { inclusive: true }),
    ("<=", Bound::Upper { inclusive: true }),
    ("≥", Bound::Lower { inclusive: true }),
    ("⩾", Bound::Lower { inclusive: true }),
    ("≧", Bound::Lower { inclusive: true }),
    ("≤", Bound::Upper { inclusive: true }),
    ("⩽", Bound::Upper { inclusive: true }),
    ("≦", Bound::Upper { inclusive: true }),
    (">", Bound::Lower { inclusive: false }),
    ("＞", Bound::Lower { inclusive: false }),
    ("<", Bound::Upper { inclusive: false }),
    ("＜", Bound::Upper { inclusive: false }),
    ("±", Bound::Tolerance),
    ("+/-", Bound::Tolerance),
    ("nlt", Bound::Lower { inclusive: true }),
    ("nmt", Bound::Upper { inclusive: true }),
    ("not less than", Bound::Lower { inclusive: true }),
    ("not more than", Bound::Upper { inclusive: true }),
    ("no less than", Bound::Lower { inclusive: true }),
    ("no more than", Bound::Upper { inclusive: true }),
    ("not exceeding", Bound::Upper { inclusive: true }),
    ("不得少于", Bound::Lower { inclusive: true }),
    ("不得低于", Bound::Lower { inclusive: true }),
    ("不少于", Bound::Lower { inclusive: true }),
    ("不小于", Bound::Lower { inclusive: true }),
    ("不低于", Bound::Lower { inclusive: true }),
    ("不得过", Bound::Upper { inclusive: true }),
    ("不得超过", Bound::Upper { inclusive: true }),
    ("不超过", Bound::Upper { inclusive: true }),
    ("不大于", Bound::Upper { inclusive: true }),
    ("不高于", Bound::Upper { inclusive: true }),
    ("不多于", Bound::Upper { inclusive: true }),
    ("大于", Bound::Lower { inclusive: false }),
    ("高于", Bound::Lower { inclusive: false }),
    ("小于", Bound::Upper { inclusive: false }),
    ("低于", Bound::Upper { inclusive: false }),
    ("at least", Bound::Lower { inclusive: true }),
    ("at most", Bound::Upper { inclusive: true }),
    ("up to", Bound::Upper { inclusive: true }),
    ("more than", Bound::Lower { inclusive: false }),
    ("above", Bound::Lower { inclusive: false }),
    ("less than", Bound::Upper { inclusive: false }),
    ("below", Bound::Upper { inclusive: false }),
    ("under", Bound::Upper { inclusive: false }),
];

/// The first of them that need a unit.
const NEED_A_UNIT: &str = "at least";

/// What stands between the ends of a range.
const BETWEEN: [&str; 7] = ["to", "-", "–", "—", "~", "至", "到"];

/// Longest beginning of a text that is tried as a number.
const LONGEST_NUMBER: usize = 48;

/// So many words may a unit have.
const WORDS_OF_UNIT: usize = 3;

/// The numbers of a text that stand for themselves: not the digits of `CD63`, and no part of a number that is not readable.
pub fn amounts(text: &str) -> Vec<Amount> {
    let mut found: Vec<Amount> = Vec::new();
    let (mut at, mut end_of_last) = (0, None);
    while let Some(start) = text.get(at..).and_then(|rest| Some(at + rest.find(|sign: char| sign.is_ascii_digit())?)) {
        let (head, rest) = text.split_at(start);
        let Some((length, value)) = number(rest).filter(|_| !continues_word(head)) else {
            at = start + rest.find(|sign: char| !(sign.is_alphanumeric() || sign == '.')).unwrap_or(rest.len());
            continue;
        };
        let (unit, width) = unit(rest.get(length..).unwrap_or_default());
        let (bound, from) = bound(head, unit.is_some());
        let negative = head.ends_with(['-', '−']) && bound != Bound::Tolerance && end_of_last != Some(start - 1);
        let value = if negative { value.negated() } else { value };
        let between = end_of_last.and_then(|end| text.get(end..start)).map(str::trim);
        let mut amount = Amount {
            written: text.get(from..start + length + width).unwrap_or(rest).trim().to_owned(),
            value,
            unit,
            bound,
        };
        if let Some(last) = found.last_mut()
            && bound == Bound::None
            && between.is_some_and(|between| BETWEEN.contains(&between))
        {
            amount.bound = Bound::End;
            if last.bound == Bound::None {
                last.bound = Bound::End;
                last.unit = last.unit.take().or_else(|| amount.unit.clone());
            }
        }
        at = start + length;
        end_of_last = Some(at + if amount.unit.is_some() { width } else { 0 });
        found.push(amount);
    }
    found
}

/// The longest beginning that is a number, with its length; nothing where the rest belongs to it and cannot be read.
fn number(text: &str) -> Option<(usize, Exact)> {
    let ends = text.char_indices().map(|(at, sign)| at + sign.len_utf8()).take(LONGEST_NUMBER);
    let read = |end: usize| {
        let part = text.get(..end)?;
        (part.trim_end().len() == end).then(|| Decimal::parse(part, DecimalMark::Point).ok()).flatten()
    };
    let (end, value) = ends.filter_map(|end| Some((end, read(end)?))).last()?;
    let rest = text.get(end..)?;
    let behind = rest.trim_start_matches([',', '\'', '.', '_']);
    let goes_on = behind.len() < rest.len() && behind.starts_with(|sign: char| sign.is_ascii_digit());
    let power = rest.trim_start();
    let factor = power.trim_start_matches(['x', 'X', '×', '*', '·']);
    let is_power = factor.len() < power.len() && factor.trim_start().starts_with(|sign: char| sign.is_ascii_digit());
    let is_word = rest.starts_with(|sign: char| sign == '_' || sign == '/' && is_digit_behind(rest));
    (!(goes_on || is_power || is_word)).then(|| (end, value.exact()))
}

fn is_digit_behind(rest: &str) -> bool {
    rest.chars().nth(1).is_some_and(|sign| sign.is_ascii_digit())
}

/// Whether a digit behind this text belongs to a word: `CD`, `2.`, `10^`.
fn continues_word(head: &str) -> bool {
    head.ends_with(|sign: char| {
        (sign.is_alphanumeric() && !is_chinese(sign)) || matches!(sign, '.' | '^' | '_' | '/' | '\u{b7}')
    })
}

fn is_chinese(sign: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&sign)
}

/// The unit behind a number and the width of what it takes; the longest that is one.
fn unit(rest: &str) -> (Option<Unit>, usize) {
    let lead = rest.len() - rest.trim_start().len();
    let text = rest.trim_start();
    let end = text.find([',', ';', ':', '(', ')', '，', '；', '。', '（', '）', '、']).unwrap_or(text.len());
    let text = text.get(..end).unwrap_or_default();
    let ends = text.match_indices(char::is_whitespace).map(|(at, _)| at).chain([text.len()]).take(WORDS_OF_UNIT);
    let read = |end: usize| {
        let part = text.get(..end)?.trim_end_matches(['.', ' ']);
        let unit = Unit::parse(part).ok().filter(|unit| !unit.is_none())?;
        Some((unit, part.len()))
    };
    match ends.filter_map(read).last() {
        Some((unit, width)) => (Some(unit), lead + width),
        None => (None, 0),
    }
}

/// What the text before a number makes of it, and where that begins.
fn bound(head: &str, has_unit: bool) -> (Bound, usize) {
    let plain = head.trim_end();
    let mut needs_a_unit = false;
    for (words, bound) in COMPARISONS {
        needs_a_unit |= words == NEED_A_UNIT;
        let Some(start) = plain.len().checked_sub(words.len()).filter(|start| plain.is_char_boundary(*start)) else {
            continue;
        };
        let tail = plain.get(start..).unwrap_or_default();
        let is_word = words.starts_with(|sign: char| sign.is_ascii_alphabetic());
        let begins = !is_word || !plain.get(..start).unwrap_or_default().ends_with(char::is_alphanumeric);
        let is_this = if is_word { after_word(tail, words).is_some() } else { tail == words };
        if is_this && begins && (has_unit || !needs_a_unit) {
            return (bound, start);
        }
    }
    (Bound::None, head.len())
}

impl Amount {
    /// Whether limits have this number on the same side, and leave it in or out as the text does.
    fn is_of(&self, limits: &Limits) -> bool {
        let Some(value) = self.in_unit(&limits.unit) else { return false };
        let is = |limit: &super::model::Limit| limit.value == value;
        let (lower, upper) = (limits.lower.as_ref(), limits.upper.as_ref());
        match self.bound {
            Bound::None | Bound::End => lower.into_iter().chain(upper).any(is),
            Bound::Lower { inclusive } => lower.is_some_and(|limit| is(limit) && limit.inclusive == inclusive),
            Bound::Upper { inclusive } => upper.is_some_and(|limit| is(limit) && limit.inclusive == inclusive),
            Bound::Tolerance => lower
                .zip(upper)
                .is_some_and(|(lower, upper)| &upper.value - &lower.value == &value * &Exact::from_i64(2)),
        }
    }

    /// The number in a unit; nothing where its own is of another kind.
    pub fn in_unit(&self, unit: &Unit) -> Option<Exact> {
        match &self.unit {
            None => Some(self.value.clone()),
            Some(own) => Some(&self.value * &own.factor_to(unit)?),
        }
    }

    /// Whether a reader takes it for a limit of a criterion: it is compared, or has the unit of the criterion.
    fn is_stated(&self, criteria: &[&Limits]) -> bool {
        let same_kind = |limits: &&Limits| match &self.unit {
            Some(own) => !limits.unit.is_none() && own.factor_to(&limits.unit).is_some(),
            None => self.bound == Bound::End && limits.unit.is_none(),
        };
        !matches!(self.bound, Bound::None | Bound::End) || criteria.iter().any(same_kind)
    }
}

/// The numbers of the `text` of a test that a reader takes for its criterion and that no limit of the test has, as written.
pub fn unjudged(spec: &Specification, test: &Test) -> Vec<String> {
    let Some(text) = &test.text else { return Vec::new() };
    let members: Vec<&Measured> = match &test.assessment {
        Assessment::Measured(measured) => vec![measured],
        Assessment::Panel(panel) => {
            let tests = panel.statement.members().into_iter().filter_map(|at| spec.tests.get(at));
            tests.filter_map(measured_of).collect()
        }
    };
    let criteria: Vec<&Limits> = members.iter().flat_map(|one| one.criteria()).filter_map(limits_of).collect();
    let beside: Vec<&Limits> = members.iter().flat_map(|one| beside(one)).collect();
    let stated: Vec<Amount> = amounts(text).into_iter().filter(|one| one.is_stated(&criteria)).collect();
    // Alert limits and checks may stand beside the criterion, and not in its place.
    let repeats = stated.iter().any(|one| criteria.iter().any(|limits| one.is_of(limits)));
    let beside = if repeats { beside } else { Vec::new() };
    let known = |one: &Amount| criteria.iter().chain(&beside).any(|limits| one.is_of(limits));
    stated.into_iter().filter(|one| !known(one)).map(|one| one.written).collect()
}

fn measured_of(test: &Test) -> Option<&Measured> {
    match &test.assessment {
        Assessment::Measured(measured) => Some(measured),
        Assessment::Panel(_) => None,
    }
}

fn limits_of(alternative: &super::model::Alternative) -> Option<&Limits> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> Vec<String> {
        amounts(text)
            .into_iter()
            .map(|one| format!("{}{}", one.written, if one.bound == Bound::None { "?" } else { "" }))
            .collect()
    }

    #[test]
    fn numbers_of_a_text() {
        for (text, expected) in [
            ("NMT 0.05 EU/mL, sterile", &["NMT 0.05 EU/mL"][..]),
            ("50-400 nm > 90 %", &["50", "400 nm", "> 90 %"]),
            ("CD9/CD63/CD81 must be tested", &[]),
            ("≥ 1 × 10^? particles/μg (exponent lost)", &["10?"]),
            ("≥ 1.5×10^10 particles/mL", &["≥ 1.5×10^10 particles/mL"]),
            ("valid for 30 days at -80 °C", &["30 days?", "80 °C?"]),
            ("at least 2 of CD9, CD63", &["2?"]),
            ("不得过0.25 EU/mL", &["不得过0.25 EU/mL"]),
            ("labelled amount ± 20 %", &["± 20 %"]),
            ("Ph. Eur. 2.6.14", &[]),
        ] {
            assert_eq!(written(text), expected, "{text}");
        }
    }
}
