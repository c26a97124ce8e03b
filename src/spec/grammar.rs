//! What the small grammars inside texts share: faults with their place in the text, and numbers with a unit.

use super::codes;
use crate::finding::Code;
use crate::quantity::{Decimal, DecimalMark, Unit};

/// Longest beginning of a text that is tried as a number; the longest form labs write has some 30 characters.
const LONGEST_NUMBER: usize = 48;

/// What is wrong inside a text; `start` and `end` are byte offsets into it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fault {
    pub code: &'static Code,
    pub message: String,
    pub help: Option<String>,
    pub start: usize,
    pub end: usize,
}

impl Fault {
    /// A fault in `part`, which must be a slice of `whole`.
    pub fn at(code: &'static Code, whole: &str, part: &str, message: impl Into<String>) -> Self {
        let start = offset(whole, part);
        Fault { code, message: message.into(), help: None, start, end: start + part.len() }
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Byte offset of a slice in the text it was cut from; 0 when it was not.
pub(super) fn offset(whole: &str, part: &str) -> usize {
    let start = (part.as_ptr() as usize).wrapping_sub(whole.as_ptr() as usize);
    if start <= whole.len() { start } else { 0 }
}

/// `text` without `word` at its head (any case), if it stands there as a whole word.
pub(super) fn after_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.get(..word.len())?;
    let rest = &text[word.len()..];
    let ends = !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_');
    (head.eq_ignore_ascii_case(word) && ends).then(|| rest.trim_start())
}

/// `text` without `word` at its end (any case), if it stands there as a whole word.
pub(super) fn before_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let split = text.len().checked_sub(word.len())?;
    let (rest, tail) = (text.get(..split)?, text.get(split..)?);
    let begins = !rest.ends_with(|last: char| last.is_alphanumeric() || last == '_');
    (tail.eq_ignore_ascii_case(word) && begins).then(|| rest.trim_end())
}

/// Splits at a word that stands alone outside brackets and quotes (any case).
pub(super) fn split_word<'a>(text: &'a str, word: &str) -> Vec<&'a str> {
    let (mut parts, mut start, mut depth, mut quoted) = (Vec::new(), 0, 0_i32, false);
    let mut previous = ' ';
    for (at, character) in text.char_indices() {
        match character {
            '"' => quoted = !quoted,
            '[' if !quoted => depth += 1,
            ']' if !quoted => depth -= 1,
            _ => {}
        }
        let free = !quoted && depth <= 0 && at >= start && !previous.is_alphanumeric() && previous != '_';
        if free && after_word(&text[at..], word).is_some() {
            parts.push(text[start..at].trim());
            start = at + word.len();
        }
        previous = character;
    }
    parts.push(text[start..].trim());
    parts
}

/// A number with what follows it: `2.0e9 particles/mL`.
pub(super) struct Measure<'a> {
    pub value: Decimal,
    /// The rest of the text; empty when no unit is written.
    pub unit: &'a str,
}

/// Reads a number and leaves what follows as the text of its unit. `part` is a slice of `whole`.
pub(super) fn measure<'a>(whole: &str, part: &'a str) -> Result<Measure<'a>, Fault> {
    let part = part.trim();
    if part.is_empty() {
        return Err(Fault::at(&codes::MALFORMED_NUMBER, whole, part, "a number is missing here"));
    }
    // The longest beginning that is a number: `1.2 x 10^11` of `1.2 x 10^11 particles/mL`.
    let ends = part.char_indices().map(|(at, character)| at + character.len_utf8()).take(LONGEST_NUMBER);
    let longest = ends.filter_map(|end| Some((end, decimal(&part[..end])?))).last();
    if let Some((end, value)) = longest {
        let unit = part[end..].trim_start();
        let clean = unit.is_empty() || unit.len() < part.len() - end || !continues_number(unit);
        if clean && !continues_power(unit) {
            return Ok(Measure { value, unit });
        }
    }
    Err(not_a_number(whole, part))
}

fn decimal(text: &str) -> Option<Decimal> {
    Decimal::parse(text.trim_end(), DecimalMark::Point).ok()
}

/// Whether a rest that follows a number without space would belong to it: `,234` of `1,234`.
fn continues_number(rest: &str) -> bool {
    rest.starts_with(|next: char| next.is_numeric() || matches!(next, ',' | '.' | '_' | '\'' | '-' | '+' | '±' | '~'))
}

/// Whether a rest is a power of ten that was not understood: `x1011`, `×10`.
fn continues_power(rest: &str) -> bool {
    let after = rest.trim_start_matches(['x', 'X', '×', '*', '·']);
    after.len() < rest.len() && after.trim_start().starts_with(|next: char| next.is_ascii_digit())
}

/// The fault for a text that should begin with a number; the number parser knows best what is wrong with it.
fn not_a_number(whole: &str, part: &str) -> Fault {
    let word = part.split_whitespace().next().unwrap_or(part);
    let message = match Decimal::parse(word, DecimalMark::Point) {
        Err(error) => error.to_string(),
        Ok(_) => {
            match part.split_once(char::is_whitespace).and_then(|(_, unit)| unit.trim_start().strip_prefix("1/")) {
                Some(below) => {
                    format!("`{part}` is not one number; write the unit `1/{below}` as `/{below}`: `{word} /{below}`")
                }
                None => format!("`{part}` is not one number"),
            }
        }
    };
    let (what, help) = message.split_once("; ").map_or((message.as_str(), None), |(what, help)| (what, Some(help)));
    let fault = Fault::at(&codes::MALFORMED_NUMBER, whole, word, what);
    match help {
        Some(help) => fault.help(help),
        None => fault,
    }
}

/// Reads a unit; an empty text is no unit.
pub(super) fn unit(whole: &str, part: &str) -> Result<Option<Unit>, Fault> {
    let part = part.trim();
    if part.is_empty() {
        return Ok(None);
    }
    Unit::parse(part).map(Some).map_err(|error| {
        let message = error.to_string();
        let (what, help) = message.split_once("; ").unwrap_or((
            message.as_str(),
            "write a unit of the table: the page on units of the documentation lists them",
        ));
        Fault::at(&codes::UNKNOWN_UNIT, whole, part, what).help(help)
    })
}

/// Reads a number with its unit; without a written unit it is [`Unit::none`].
pub(super) fn quantity(whole: &str, part: &str) -> Result<super::Quantity, Fault> {
    let measure = measure(whole, part)?;
    let unit = unit(whole, measure.unit)?.unwrap_or_else(Unit::none);
    one_factor(whole, part, &measure.value, &unit)?;
    Ok(super::Quantity { value: measure.value, unit })
}

/// Refuses an exponent in the number together with a power of ten before the unit: the factor is most likely there twice.
pub(super) fn one_factor(whole: &str, part: &str, value: &Decimal, unit: &Unit) -> Result<(), Fault> {
    if !(value.has_exponent() && unit.has_multiplier()) {
        return Ok(());
    }
    let message = format!("`{value}` has an exponent, and its unit `{unit}` has a power of ten as well");
    let fault = Fault::at(&codes::MULTIPLIER_AND_EXPONENT, whole, part.trim(), message);
    Err(fault.help("write either the exponent or the multiplier"))
}

/// The items of `[a, b, "c, d"]` without their quotes, and what follows the bracket; commas in brackets and quotes do not
/// count.
pub(super) fn bracketed<'a>(whole: &str, part: &'a str, code: &'static Code) -> Result<(Vec<&'a str>, &'a str), Fault> {
    let missing = |what: &str| Fault::at(code, whole, part, format!("{what} is missing")).help("write [a, b, c]");
    let inner = part.strip_prefix('[').ok_or_else(|| missing("the bracket `[`"))?;
    let (mut items, mut start, mut depth, mut quoted) = (Vec::new(), 0, 0_u32, false);
    for (at, character) in inner.char_indices() {
        match character {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '[' => depth += 1,
            ']' if depth > 0 => depth -= 1,
            ',' if depth == 0 => {
                items.push(inner[start..at].trim());
                start = at + 1;
            }
            ']' => {
                items.push(inner[start..at].trim());
                let empty = items.iter().find(|item| item.is_empty());
                return match empty {
                    Some(item) => Err(Fault::at(code, whole, item, "an item of the list is empty")),
                    None => Ok((items, inner[at + 1..].trim_start())),
                };
            }
            _ => {}
        }
    }
    Err(missing("the bracket `]`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_split_from_its_unit() {
        for (text, number, rest) in [
            ("80 %", "80", "%"),
            ("1.2 x 10^11 particles/mL", "1.2e11", "particles/mL"),
            ("0.50EU/mL", "0.50", "EU/mL"),
            ("7", "7", ""),
        ] {
            let measure = measure(text, text).unwrap();
            assert_eq!((measure.value.to_string().as_str(), measure.unit), (number, rest), "{text}");
        }
    }

    #[test]
    fn what_is_not_one_number_is_refused() {
        for text in ["7x1011 particles/mL", "1,234 ng", "about 5 %", "", "5±1 %", "1_000 ng"] {
            let fault = measure(text, text).err().map(|fault| fault.code.name);
            assert_eq!(fault, Some("malformed-number"), "{text}");
        }
    }

    #[test]
    fn words_split_outside_brackets_only() {
        assert_eq!(split_word("a and [b and c] AND d", "and"), ["a", "[b and c]", "d"]);
        assert_eq!(split_word("sand and \"x and y\"", "and"), ["sand", "\"x and y\""]);
    }
}
