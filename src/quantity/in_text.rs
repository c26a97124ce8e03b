//! Amounts that a free text states: one reading of `NMT 0,25 EU/mL`, `6.5～7.9` and 解冻后4小时内 for all who compare a text with
//! what was judged, or with the same text in another language.

mod basis;
mod comparison;
mod differing;
mod direction;
mod folded;
mod number;
mod spelt;

pub use basis::Basis;
pub use comparison::Bound;
pub use differing::{Differing, differing, same_numbers};
pub use direction::Direction;

use super::decimal::superscript;
use super::unit_table::Base;
use super::{Exact, Unit};
use crate::lookalike::is_chinese;
use comparison::Before;
use folded::Folded;
use spelt::Spelt;

/// A number of a text with what makes it one of a criterion.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    /// As written, with its sign of comparison and its unit.
    pub written: String,
    /// The number with its sign; nothing where no reader can tell it (`5 × 109`).
    pub value: Option<Exact>,
    /// Its unit, where one follows.
    pub unit: Option<Unit>,
    /// What makes it a limit.
    pub bound: Bound,
    /// Whether words of any sentence make it one: `at least 2`.
    pub is_weak: bool,
    /// Whether it is so many out of several: `3 of CD9, CD63, CD81`.
    pub is_count_of: bool,
    /// What a tolerance is around, where a number says it: `8.0 ± 0.4`.
    pub centre: Option<(Exact, Option<Unit>)>,
    /// To which side of it the text points, in signs or in words before it or behind.
    pub direction: Direction,
    /// What it is said for each of: the litre of 每1 L不得过5 mg.
    pub basis: Option<Basis>,
    power: Option<i32>,
    /// The two numbers of a product that is no power of ten: `10 × 5 mL`.
    factors: Option<(Exact, Exact)>,
    /// Whether it is said of each of several things: 各3瓶.
    is_each: bool,
    /// Whether it only says what another one is for each of.
    is_basis: bool,
}

impl Amount {
    /// The number in a unit; nothing where its own is of another kind. A number without a unit is in any.
    pub fn in_unit(&self, unit: &Unit) -> Option<Exact> {
        let value = self.value.as_ref()?;
        match &self.unit {
            None => Some(value.clone()),
            Some(own) => Some(value * &factor(own, unit)?),
        }
    }
}

/// How many of a unit another one is. What is counted may be left out of it: `1.0 × 10⁹ per µg`.
pub fn factor(own: &Unit, unit: &Unit) -> Option<Exact> {
    let counted = ["particles", "vesicles", "cells", "copies", "events", "CFU"];
    let with_noun = |noun: &&str| Unit::parse(noun).ok()?.mul(own).factor_to(unit);
    own.factor_to(unit).or_else(|| counted.iter().filter(|_| own.symbol().starts_with("1/")).find_map(with_noun))
}

/// The amounts of a text that stand for themselves: not the digits of `CD63` or `USP <85>`.
pub fn amounts(text: &str) -> Vec<Amount> {
    Reader::read(text).amounts
}

/// What stands between the ends of a range.
const BETWEEN: [&str; 9] = ["to", "-", "~", "至", "到", "..", "...", "- -", "--"];

/// What stands between them behind `between`.
const AND: [&str; 5] = ["and", "与", "和", "及", "或"];

/// What stands before the first end of a range that `and` joins.
const OPENING: [&str; 4] = ["between", "within", "介于", "在"];

/// Words that a number follows without a blank, beside those of a comparison: `pH6.8to7.6`.
const JOINED: [&str; 5] = ["ph", "to", "and", "than", "between"];

/// So many words may a unit have.
const WORDS_OF_UNIT: usize = 3;

/// So many Chinese signs may one have.
const SIGNS_OF_UNIT: usize = 12;

/// Reads a text from its beginning.
struct Reader<'f> {
    folded: &'f Folded<'f>,
    at: usize,
    /// Where the last amount and its unit ended.
    end_of_last: Option<usize>,
    /// Whether it stands behind `between`.
    is_opened: bool,
    amounts: Vec<Amount>,
    codes: Vec<String>,
    /// Numbers in words that another text may have in digits.
    words: Vec<i64>,
}

/// What a text states.
struct Found {
    amounts: Vec<Amount>,
    codes: Vec<String>,
    words: Vec<i64>,
}

/// How a number stands to the text before it.
enum Standing {
    /// It is part of a word or of an id.
    Code,
    /// It is one behind a hyphen, if a unit or a comparison says so: `NMT-0.05`, and not `PR-11`.
    Hyphenated,
    /// It begins here, or with the minus there.
    Alone { minus: Option<usize> },
}

impl<'f> Reader<'f> {
    fn read(text: &str) -> Found {
        let folded = Folded::new(text);
        let mut reader = Reader {
            folded: &folded,
            at: 0,
            end_of_last: None,
            is_opened: false,
            amounts: Vec::new(),
            codes: Vec::new(),
            words: Vec::new(),
        };
        while let Some(start) = reader.rest().find(|sign: char| sign.is_ascii_digit()) {
            reader.take(reader.at + start);
        }
        spelt::numbers(&folded.text).into_iter().for_each(|one| reader.take_spelt(one));
        Found { amounts: reader.amounts, codes: reader.codes, words: reader.words }
    }

    fn rest(&self) -> &'f str {
        self.folded.text.get(self.at..).unwrap_or_default()
    }

    fn part(&self, from: usize, to: usize) -> &'f str {
        self.folded.text.get(from..to).unwrap_or_default()
    }

    /// Takes the number whose first digit stands there.
    fn take(&mut self, digit: usize) {
        let start = if has_leading_point(self.part(0, digit)) { digit - 1 } else { digit };
        let (head, rest) = (self.part(0, start), self.part(start, self.folded.text.len()));
        let range = self.end_of_last.and_then(|end| self.range(self.part(end, start)));
        let standing = match range {
            Some(is_negative) => Standing::Alone { minus: is_negative.then(|| head.trim_end().len() - 1) },
            None => standing(head),
        };
        let mark = chapter(head, rest).or_else(|| day(rest));
        let number = if mark.is_some() { None } else { number::number(rest) };
        let (Some(number), false) = (number, matches!(standing, Standing::Code)) else {
            return self.skip(digit, mark);
        };
        let (unit, width) = unit(rest.get(number.length..).unwrap_or_default());
        let minus = if let Standing::Alone { minus } = standing { minus } else { None };
        let before = if range.is_some() { NOTHING } else { before_sign(self.part(0, minus.unwrap_or(start))) };
        if matches!(standing, Standing::Hyphenated) && unit.is_none() && before.bound == Bound::None {
            return self.skip(digit, None);
        }
        self.at = start + number.length;
        let end = self.at + if unit.is_some() { width } else { 0 };
        let from = if before.bound == Bound::None { minus.unwrap_or(start) } else { before.from };
        let value = number.value.map(|value| if minus.is_some() { value.negated() } else { value });
        let tail = self.part(end, self.folded.text.len());
        // What stands before a range is said of its first end.
        let before_it = if range.is_some() { "" } else { self.part(0, minus.unwrap_or(start)) };
        let is_time = unit.as_ref().is_some_and(is_time);
        self.push(
            Amount {
                written: self.folded.as_written(from, end).to_owned(),
                value,
                direction: direction::direction(before_it, tail, is_time),
                basis: self.basis(before_it),
                is_basis: basis::is_begun(before_it),
                is_each: is_each(before_it, tail),
                unit,
                bound: if range.is_some() { Bound::End } else { before.bound },
                is_weak: before.is_weak,
                is_count_of: is_count_of(tail),
                centre: None,
                power: number.power,
                factors: number.factors,
            },
            from,
        );
        self.is_opened = OPENING.iter().any(|word| head.trim_end().to_ascii_lowercase().ends_with(word));
        self.end_of_last = Some(end);
    }

    /// What the number behind a text is for each of, if that says so.
    fn basis(&self, head: &str) -> Option<Basis> {
        let last = self.amounts.last().filter(|last| last.is_basis && !head.is_empty());
        let gap = self.end_of_last.map(|end| head.get(end..).unwrap_or_default());
        let of_last = last.zip(gap).filter(|(_, gap)| direction::clause_before(gap) == *gap);
        of_last.and_then(|(last, _)| basis::of_amount(last)).or_else(|| basis::named(head))
    }

    /// Adds an amount, which may be the other end of a range or the tolerance of the last one.
    fn push(&mut self, mut amount: Amount, from: usize) {
        let gap = self.end_of_last.map(|end| self.part(end, from).trim());
        if let Some(last) = self.amounts.last_mut()
            && gap.is_some_and(|gap| matches!(gap, "in" | "per"))
            && last.unit.is_some()
            && last.basis.is_none()
            && let Some(basis) = basis::of_amount(&amount)
        {
            last.basis = Some(basis);
            amount.is_basis = true;
        }
        let is_tolerance = amount.bound == Bound::Tolerance;
        let follows = is_tolerance && self.end_of_last.is_some_and(|end| self.part(end, from).trim().is_empty());
        if let Some(last) = self.amounts.last_mut()
            && (amount.bound == Bound::End || follows)
            && matches!(last.bound, Bound::None | Bound::End)
        {
            // `1.6 to 2.4 × 10^10`: the power is that of both.
            if let (None, None, Some(power)) = (last.power, &last.unit, amount.power) {
                last.value = last.value.take().map(|value| &value * &Exact::pow10(power));
            }
            if is_tolerance {
                last.bound = Bound::Centre;
                amount.centre = last.value.clone().map(|value| (value, last.unit.clone()));
                // Around what no reader can tell nobody can tell a range.
                amount.value = amount.value.filter(|_| last.value.is_some());
                amount.written = format!("{} {}", last.written, amount.written);
                let said = [last.direction, amount.direction].into_iter().find(|said| *said != Direction::Unsaid);
                last.direction = said.unwrap_or(Direction::Unsaid);
                amount.direction = last.direction;
            } else {
                last.bound = Bound::End;
                last.direction = last.direction.of_range(amount.direction);
                amount.direction = last.direction;
                last.unit = last.unit.take().or_else(|| amount.unit.clone());
            }
        }
        self.amounts.push(amount);
    }

    /// Passes over digits that are no amount: those of a mark, or of the rest of their word.
    fn skip(&mut self, digit: usize, mark: Option<usize>) {
        let rest = self.part(digit, self.folded.text.len());
        let word = rest.find(|sign: char| !(is_letter(sign) || sign.is_ascii_digit() || sign == '.'));
        let width = mark.or(word).unwrap_or(rest.len());
        let digits = rest.get(..width).unwrap_or_default().split(|sign: char| !(sign.is_ascii_digit() || sign == '.'));
        let digits = digits.map(|one| one.trim_matches('.')).filter(|one| !one.is_empty());
        self.codes.extend(digits.map(str::to_owned));
        self.at = digit + width;
        self.end_of_last = None;
    }

    /// Whether a text between two amounts makes them a range, and whether a minus stands before its end.
    fn range(&self, gap: &str) -> Option<bool> {
        let gap = gap.trim();
        let before = gap.strip_suffix('-').map(str::trim_end).filter(|before| !before.is_empty());
        let plain = before.unwrap_or(gap);
        let is = |words: &[&str]| words.iter().any(|word| plain.eq_ignore_ascii_case(word));
        (is(&BETWEEN) || (self.is_opened && is(&AND))).then_some(before.is_some())
    }

    /// Takes a number in words: an amount with a unit of time or behind a comparison.
    fn take_spelt(&mut self, spelt: Spelt) {
        let text = &self.folded.text;
        let (unit, width) = unit(self.part(spelt.end, text.len()));
        let unit = unit.filter(|unit| spelt.is_number && is_time(unit));
        let unit_is_time = unit.is_some();
        let before = before_sign(self.part(0, spelt.start));
        if unit.is_none() && (before.bound == Bound::None || !spelt.is_number) {
            return self.words.push(spelt.value);
        }
        let end = spelt.end + if unit.is_some() { width } else { 0 };
        let (head, tail) = (self.part(0, spelt.start), self.part(end, text.len()));
        self.amounts.push(Amount {
            written: self.folded.as_written(before.from.min(spelt.start), end).to_owned(),
            value: Some(Exact::from_i64(spelt.value)),
            unit,
            bound: before.bound,
            is_weak: before.is_weak,
            is_count_of: is_count_of(tail),
            centre: None,
            direction: direction::direction(head, tail, unit_is_time),
            basis: basis::named(head),
            is_basis: basis::is_begun(head),
            is_each: is_each(head, tail),
            power: None,
            factors: None,
        });
    }
}

/// No comparison.
const NOTHING: Before = Before { bound: Bound::None, is_weak: false, from: 0 };

/// What compares before a number or its sign; a hyphen directly before a number (`NMT-0.05`) is no part of it.
fn before_sign(head: &str) -> Before {
    comparison::before(head.strip_suffix('-').filter(|_| !head.ends_with("+/-")).unwrap_or(head))
}

/// Letters of a word that digits may belong to. Chinese ones are none: 不得过0.05.
fn is_letter(sign: char) -> bool {
    sign.is_alphabetic() && !is_chinese(sign)
}

/// `NMT .05`, and not the end of `max.5`.
fn has_leading_point(head: &str) -> bool {
    head.strip_suffix('.').is_some_and(|before| {
        !before.ends_with(|sign: char| is_letter(sign) || sign.is_ascii_digit() || matches!(sign, '.' | ')'))
    })
}

/// How a number stands to the text before it, which is no other end of a range.
fn standing(head: &str) -> Standing {
    let alone = Standing::Alone { minus: None };
    let belongs = |sign: char| is_letter(sign) || sign.is_numeric();
    let Some(last) = head.chars().next_back() else { return alone };
    if matches!(last, '_' | '^' | '/') {
        return Standing::Code;
    }
    if belongs(last) {
        let word = head.rsplit(|sign: char| !sign.is_ascii_alphabetic()).next().unwrap_or_default();
        let rest = head.strip_suffix(word).unwrap_or_default();
        let is_joined = JOINED.iter().any(|own| word.eq_ignore_ascii_case(own)) && !rest.ends_with(belongs);
        return if is_joined || comparison::before(head).bound != Bound::None { alone } else { Standing::Code };
    }
    let plain = head.trim_end();
    let Some(before) = plain.strip_suffix('-').filter(|_| !plain.ends_with("+/-")) else { return alone };
    match before.ends_with(belongs) {
        true if plain.len() == head.len() => Standing::Hyphenated,
        true => alone,
        false => Standing::Alone { minus: Some(before.len()) },
    }
}

/// The number of a chapter, `<85>` of `USP <85>`, with its width. Behind a comparison or before a unit it is a limit.
fn chapter(head: &str, rest: &str) -> Option<usize> {
    let outside = head.trim_end().strip_suffix('<')?;
    let width = rest.find(|sign: char| !(sign.is_ascii_digit() || sign == '.'))?;
    let behind = rest.get(width..)?.trim_start().strip_prefix('>')?;
    let is_limit =
        rest.starts_with('0') || unit(behind).0.is_some() || comparison::before(outside).bound != Bound::None;
    (!is_limit).then_some(width)
}

/// A day, `2026-02-03`, with its width.
fn day(rest: &str) -> Option<usize> {
    let day = rest.get(..10)?;
    let is_day =
        day.char_indices().all(|(at, sign)| if matches!(at, 4 | 7) { sign == '-' } else { sign.is_ascii_digit() });
    let ends = !rest.get(10..)?.starts_with(|sign: char| sign.is_ascii_digit() || sign == '.');
    (is_day && ends).then_some(10)
}

/// Whether a number is so many out of what follows.
fn is_count_of(rest: &str) -> bool {
    let rest = rest.trim_start();
    let rest = rest.strip_prefix("out ").unwrap_or(rest);
    rest.starts_with("of ") || rest.starts_with("of the") || rest.starts_with('项') || rest.starts_with('种')
}

/// Whether a number is said of each of several things.
fn is_each(head: &str, tail: &str) -> bool {
    let tail = tail.trim_start();
    let behind = tail.split_whitespace().take(2).any(|word| word.trim_end_matches([',', '.', ';']) == "each");
    head.trim_end().ends_with('各') || behind
}

fn is_time(unit: &Unit) -> bool {
    let dimension = unit.dimension();
    dimension.exponent(Base::Time) == 1 || dimension.exponent(Base::Month) == 1
}

/// The unit behind a number and the width of what it takes; the longest that is one. A time may stand behind a hyphen:
/// `a 24-hour window`.
fn unit(rest: &str) -> (Option<Unit>, usize) {
    let lead = rest.len() - rest.trim_start().len();
    match rest.strip_prefix('-').filter(|word| word.starts_with(is_letter)) {
        Some(word) => match unit_here(word).filter(|(unit, _)| is_time(unit)) {
            Some((unit, width)) => (Some(unit), 1 + width),
            None => (None, 0),
        },
        // `(1.6 to 2.4) × 10^10 particles/mL`, `(8 ± 2) mL`
        None => {
            let inner = rest.trim_start();
            let closed = inner.strip_prefix(')').filter(|_| lead == 0).map(str::trim_start);
            let text = closed.unwrap_or(inner);
            unit_here(text).map_or((None, 0), |(unit, width)| (Some(unit), rest.len() - text.len() + width))
        }
    }
}

fn unit_here(text: &str) -> Option<(Unit, usize)> {
    let text = text.get(..end_of_unit(text)).unwrap_or_default();
    let (mut words, mut signs, mut before, mut found) = (0_usize, 0, None, None);
    for (at, sign) in text.char_indices().chain([(text.len(), ' ')]) {
        // `37 °C 10 min`: the next number, where nothing says that the unit is one of so many.
        if sign.is_ascii_digit() && before.is_some_and(char::is_whitespace) {
            if !is_below(text.get(..at).unwrap_or_default()) {
                break;
            }
            // `per 100 mL` has a word more than `per mL`.
            words = words.saturating_sub(1);
        }
        let ends = sign.is_whitespace() || before.is_some_and(is_chinese) || is_chinese(sign);
        if at > 0 && ends {
            let part = text.get(..at).unwrap_or_default().trim_end_matches(['.', ' ']);
            let is_noun = found.is_some() && adds_noun(part);
            let read = Unit::parse(part).ok().filter(|unit| !is_noun && !unit.is_none());
            found = read.map(|unit| (unit, part.len())).or(found);
        }
        words += usize::from(sign.is_whitespace());
        signs += usize::from(is_chinese(sign));
        before = Some(sign);
        if words >= WORDS_OF_UNIT || signs > SIGNS_OF_UNIT {
            break;
        }
    }
    // `3个样品` is three samples.
    found.filter(|(_, width)| {
        let (own, behind) = (text.get(..*width).unwrap_or_default(), text.get(*width..).unwrap_or_default());
        !(own.ends_with(['个', '粒']) && behind.starts_with(is_chinese) && !behind.starts_with('每'))
    })
}

/// Whether the last word is one beside the unit, and no part of it: `20 mL vial`, and not `EU mL-1` or `EU per mL`.
fn adds_noun(part: &str) -> bool {
    let Some((before, last)) = part.rsplit_once(' ') else { return false };
    let is_raised = |sign: char| sign.is_ascii_digit() || superscript(sign).is_some();
    let is_joined = last.starts_with(['/', '·']) || last == "per" || last.ends_with(is_raised);
    // `CFU per 100 mL`
    let above = before.trim_end_matches(is_raised);
    let is_counted = above.len() < before.len() && is_below(above);
    !(is_joined || is_counted || is_below(before) || before.ends_with('·'))
}

/// Whether what follows stands below a line: `CFU per`, `ng/`.
fn is_below(text: &str) -> bool {
    let text = text.trim_end();
    text.ends_with(['/', '每']) || text == "per" || text.ends_with(" per")
}

/// Where a unit ends at the latest; brackets may stand below a slash: `EU/(kg·h)`.
fn end_of_unit(text: &str) -> usize {
    let (mut open, mut before) = (0, ' ');
    let behind = |at: usize, sign: char| text.get(at + sign.len_utf8()..).unwrap_or_default().trim_start();
    for (at, sign) in text.char_indices() {
        match sign {
            ',' | '，' | ';' | ':' | '。' | '、' | '<' | '>' | '~' => return at,
            '×' | 'x' | '*' if behind(at, sign).starts_with(|sign: char| sign.is_ascii_digit()) => return at,
            '(' if matches!(before, '/' | '·') => open += 1,
            ')' if open > 0 => open -= 1,
            '(' | ')' => return at,
            _ => {}
        }
        before = sign;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let one = |one: Amount| {
            let value = one.value.map_or("?".to_owned(), |value| value.to_decimal_string(12).0);
            let value =
                if value.contains('.') { value.trim_end_matches('0').trim_end_matches('.').to_owned() } else { value };
            let unit = one.unit.map_or(String::new(), |unit| format!(" {unit}"));
            let bound = match one.bound {
                Bound::None => "",
                Bound::Lower { inclusive: true } => ">=",
                Bound::Lower { inclusive: false } => ">",
                Bound::Upper { inclusive: true } => "<=",
                Bound::Upper { inclusive: false } => "<",
                Bound::Tolerance => "±",
                Bound::Centre => "~",
                Bound::End => "|",
            };
            format!("{bound}{value}{unit}")
        };
        amounts(text).into_iter().map(one).collect()
    }

    #[test]
    fn numbers_in_many_ways_of_writing() {
        for (text, expected) in [
            ("NMT 0.05 EU/mL, sterile", &["<=0.05 EU/mL"][..]),
            ("NMT0.05 EU/mL", &["<=0.05 EU/mL"]),
            ("NMT-0.05 EU/mL", &["<=0.05 EU/mL"]),
            ("NMT .05 EU/mL", &["<=0.05 EU/mL"]),
            ("NMT 1/20 EU/mL", &["<=0.05 EU/mL"]),
            ("NMT 1½ EU/mL", &["<=1.5 EU/mL"]),
            ("NMT 0·05 EU/mL", &["<=0.05 EU/mL"]),
            ("≤ 0,25 EU/mL", &["<=0.25 EU/mL"]),
            ("不得过０．０５ EU/mL", &["<=0.05 EU/mL"]),
            ("must not exceed 0.05", &["<=0.05"]),
            ("NMT <0.05> EU/mL", &["<0.05"]),
            ("≤ 5×10⁻² EU/mL", &["<=0.05 EU/mL"]),
            ("≤ 5 × 10-2 EU/mL", &["<=? EU/mL"]),
            ("≥ 1.0 × 10⁹ per µg of protein", &[">=1000000000 1/µg"]),
            ("NLT 1 000 000 000 particles/µg", &[">=1000000000 particles/µg"]),
            ("NLT 1,000 particles", &[">=1000 particles"]),
            ("≥ 1E+9 particles", &[">=1000000000 particles"]),
            ("≥ 10⁹个/µg", &[">=1000000000 particles/µg"]),
            ("≥ 1 × 10^? particles/μg (exponent lost)", &[]),
            ("≥ 1.0 × 109 particles", &[">=? particles"]),
            ("(1.6 to 2.4) × 10^10 particles/mL", &["|16000000000 particles/mL", "|24000000000 particles/mL"]),
            ("1.6–2.4 × 10^10 particles/mL", &["|16000000000 particles/mL", "|24000000000 particles/mL"]),
            ("50-400 nm > 90 %", &["|50 nm", "|400 nm", ">90 %"]),
            ("between 6.5 and 7.9", &["|6.5", "|7.9"]),
            ("pH值应为6.5～7.9", &["|6.5", "|7.9"]),
            ("pH6.5−7.9", &["|6.5", "|7.9"]),
            ("within 6.5...7.9", &["|6.5", "|7.9"]),
            ("6.5 … 7.9", &["|6.5", "|7.9"]),
            ("8.0 ± 0.4", &["~8", "±0.4"]),
            ("(1.0 ± 0.2) × 10^10 particles", &["~10000000000", "±2000000000 particles"]),
            ("labelled amount ± 20 %", &["±20 %"]),
            ("-25 to -15 °C", &["|-25 °C", "|-15 °C"]),
            ("−25–−15 ℃", &["|-25 °C", "|-15 °C"]),
            ("不高于 -60 °C", &["<=-60 °C"]),
            ("于-80°C贮存", &["-80 °C"]),
            ("2–8 °C", &["|2 °C", "|8 °C"]),
            ("valid for 30 days at -80 °C", &["30 d", "-80 °C"]),
            ("at least 2 of CD9, CD63", &[">=2"]),
            ("at least three of CD9", &[">=3"]),
            ("解冻后4小时内使用", &["4 h"]),
            ("解冻后 ４ h 内", &["4 h"]),
            ("within four hours, a 24-hour hold, twenty-four hours", &["24 h", "4 h", "24 h"]),
            ("十二个月", &["12 months"]),
            ("3个样品", &["3"]),
            ("≥ 60 % of at least 10000 events", &[">=60 %", ">=10000 events"]),
            ("CD9/CD63/CD81, PR-11, 10^, USP <85>, USP 〈1911〉, 2026-02-03", &[]),
            ("Ph. Eur. 2.6.14", &["?"]),
            ("max.5 EU, JP <4.01>", &["<=5 EU"]),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn the_whole_number_is_written() {
        for (text, written) in [
            ("limit ≤ 0,05 EU/mL.", "≤ 0,05 EU/mL"),
            ("不得过０．０５ EU/mL", "不得过０．０５ EU/mL"),
            ("NLT 1 000 000 particles/µg", "NLT 1 000 000 particles/µg"),
            ("pH 8.0 ± 0.4", "8.0 ± 0.4"),
            ("≥ 1.0 × 109 particles", "≥ 1.0 × 109 particles"),
            ("at −80 °C", "−80 °C"),
        ] {
            assert_eq!(amounts(text).last().map(|one| one.written.as_str()), Some(written), "{text}");
        }
    }

    #[test]
    fn languages_state_the_same_numbers() {
        for (one, other) in [
            ("within 1 h of thawing", "解冻后1小时内使用"),
            ("dry ice, not above -60 °C", "干冰运输，不高于 −60℃"),
            ("400 vials", "400瓶"),
            ("10 vials", "10瓶/盒"),
            ("2R glass vial", "2R玻璃瓶"),
            ("5 tubes", "5支"),
            ("the second vial of 3", "第2瓶，共3瓶"),
            ("2026-02-03", "2026年2月3日"),
            ("3 February 2026", "2026年2月3日"),
            ("passage P5", "第5代"),
            ("two vials", "2瓶"),
            ("four hours", "4 h"),
            ("CD63 on 60 % of particles", "60 % 的颗粒CD63阳性"),
            ("USP <85>", "美国药典〈85〉"),
            ("≥ 5 × 109", "≥5×109"),
            ("at 37 °C for 10 min", "37 °C 10分钟"),
            ("300 g, 100 min", "300 g 100分钟"),
            ("5 mL, 10 vials", "5 mL 10瓶"),
            ("5 mL × 10 vials", "5 mL×10瓶"),
            ("20 mL vial, 20 mm stopper", "20 mL西林瓶，20 mm胶塞"),
            ("10 x 5 mL", "10×5 mL"),
            ("2 x 100 mL", "2×100 mL"),
            ("2 mL/min", "每分钟2 mL"),
            ("2 mL per minute", "每分钟2 mL"),
            ("2 vials per day", "每天2瓶"),
            ("1 mL per kg", "每公斤体重1 mL"),
            ("20 × 1 mL", "20支，每支1 mL"),
            ("10 vials of 5 mL", "10瓶，每瓶5 mL"),
            ("3 vials from start, 3 from middle, 3 from end", "前、中、后各3瓶"),
            ("5 × 60 s videos, threshold 5", "5段60 s视频，阈值5"),
            ("threshold 5, five videos of 60 s", "阈值5，5段60 s视频"),
            ("NMT 10 CFU per 100 mL", "每100 mL不得过10 CFU"),
            ("dry ice, not above -60 °C, at most 72 h", "干冰运输，不高于-60 ℃，最长72小时"),
            ("-80 °C", "-80 ℃以下"),
            ("at or below -70 °C", "-70 ℃及以下"),
            ("max. 4 h", "4小时以内"),
            ("4 h or less", "至多4小时"),
            ("not later than 24 h", "不迟于24小时"),
            ("maximum storage time 4 h", "最长保存时间4小时"),
            ("do not store above 8 °C", "8 ℃以下保存"),
            ("do not store above 8 °C", "8 ℃以上不得保存"),
            ("must not exceed 8 °C", "不得超过8 ℃"),
            ("8 °C must not be exceeded", "不得超过8 ℃"),
            ("do not store outside 2 to 8 °C", "2～8 ℃保存"),
            ("do not store outside 2 to 8 °C", "不得在2～8 ℃以外保存"),
            ("-80 °C, do not refreeze", "-80 ℃不得反复冻融"),
            ("-80 °C, not -20 °C", "-80 ℃，而非-20 ℃"),
            ("the temperature did not rise above -60 °C", "温度未超过-60 ℃"),
            ("discard after 24 h", "24小时内用完"),
            ("discard if not used within 4 h", "4小时内未用完应弃去"),
            ("infuse over 30 min", "30分钟内输注完毕"),
            ("0.25 EU/mL of endotoxin", "0.25 EU/mL内毒素"),
        ] {
            assert!(same_numbers(one, other) && same_numbers(other, one), "{one}: {other}");
        }
        for (one, other) in [
            ("-80 °C", "80 °C"),
            ("not above -60 °C", "不高于 -20 °C"),
            ("400 vials", "900瓶"),
            ("within 1 h", "1天内"),
            ("within 1 h", "四小时内"),
            ("four hours", "1 h"),
            ("5 mL", "5 mg"),
            ("CD63", "CD81"),
            ("2 to 8 °C", "8 °C"),
            ("60 %", ""),
            ("1 h, 2 d", "2 h, 1 d"),
            ("≤ -70 °C", "≥-70 ℃"),
            ("≤ -70 °C", "-70 ℃以上"),
            ("not above -60 °C", "不低于-60 ℃"),
            ("below -60 °C", "-60 ℃以上"),
            ("at most 72 h", "至少72小时"),
            ("max. 4 h", "至少4小时"),
            ("up to 4 h", "4小时以上"),
            ("use after 4 h", "4小时内使用"),
            ("≤ 4 h", "≥4小时"),
            ("-80 °C", "不得于-80 ℃保存"),
            ("not stored at -80 °C", "-80 ℃保存"),
            ("2 to 8 °C", "2～8 ℃以外"),
            ("do not store above 8 °C", "8 ℃以上保存"),
            ("do not freeze below 0 °C", "0 ℃以上不得冷冻"),
            ("maximum storage time 4 h", "最短保存时间4小时"),
            ("never above -60 °C", "不低于-60 ℃"),
            ("at 37 °C for 10 min", "37 ℃ 100分钟"),
            ("10 x 5 mL", "10×6 mL"),
            ("10 x 5 mL", "12×5 mL"),
            ("2 mL/min", "每小时2 mL"),
            ("20 × 1 mL", "20支，每支2 mL"),
            ("3 vials from start, 3 from middle, 4 from end", "前、中、后各3瓶"),
            ("NMT 10 CFU per 100 mL", "每10 mL不得过10 CFU"),
        ] {
            assert!(!same_numbers(one, other) && !same_numbers(other, one), "{one}: {other}");
        }
    }

    #[test]
    fn what_differs_is_named() {
        for (one, other, said) in [
            ("37 °C, 10 min", "37 °C, 20 min", "one has `10 min` where the other has `20 min`"),
            ("2 vials, 5 mL", "2 vials", "`5 mL` stands only in one"),
            ("≤ -70 °C", "-70 ℃以上", "one has `≤ -70 °C` (at most) where the other has `-70 ℃` (at least)"),
        ] {
            let differing = differing(one, other).map(|found| found.between("one", "the other"));
            assert_eq!(differing.as_deref(), Some(said), "{one}: {other}");
        }
    }
}
