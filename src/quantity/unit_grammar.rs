//! Reading a unit as people write it.
//!
//! The grammar: `quotient = product { "/" product }`, `product = factor { [times] factor }`, where a factor is a unit word
//! with an exponent, a power of ten, or a quotient in parentheses. `per` is a slash and white space multiplies. After a slash
//! only one factor may stand (with its power of ten), since `EU/kg·h` means two things to two people.

use super::decimal::{half_width, is_blank, superscript};
use super::unit::{Factor, MAX_EXPONENT, MAX_TEN, Of, UnitError, is_ten};
use super::unit_table::{PREFIXES, UNITS};
use crate::finding::did_you_mean;

/// Longest text that is looked at as a unit.
const MAX_CHARACTERS: usize = 100;

/// Deepest nesting of parentheses.
const MAX_DEPTH: u32 = 8;

/// Words that say what a unit refers to and are no part of it. Units are tried first: `V` is the volt.
const REFERENCES: [&str; 8] = ["of", "protein", "label", "claim", "rna", "dna", "w", "v"];

/// The factors of a unit text that is not blank.
pub(super) fn factors(text: &str) -> Result<Vec<Factor>, UnitError> {
    let malformed = || UnitError::Malformed { found: text.chars().take(MAX_CHARACTERS).collect() };
    if text.chars().nth(MAX_CHARACTERS).is_some() {
        return Err(malformed());
    }
    let tokens = tokenise(text).map_err(|refusal| refusal.unwrap_or_else(malformed))?;
    let mut parser = Parser { tokens: &tokens, at: 0, depth: 0 };
    match parser.quotient() {
        Ok(factors) if parser.at == tokens.len() => Ok(factors),
        Err(Refusal::Ambiguous) => Err(UnitError::AmbiguousQuotient { found: text.to_owned() }),
        Ok(_) | Err(Refusal::Grammar) => Err(malformed()),
    }
}

/// A piece of a unit text.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Piece {
    /// A unit word or a power of ten.
    Factor(Factor),
    /// The number 1, as in `1/mL`.
    One,
    /// A multiplication sign.
    Times,
    /// White space, which multiplies as well.
    Space,
    /// A slash, or `per`.
    Over,
    /// An opening parenthesis.
    Open,
    /// A closing parenthesis.
    Close,
}

/// Why a sequence of pieces was refused.
enum Refusal {
    /// It is no unit.
    Grammar,
    /// It is two units.
    Ambiguous,
}

/// Reads pieces by the grammar at the head of this file.
struct Parser<'a> {
    /// All pieces.
    tokens: &'a [Piece],
    /// The next one.
    at: usize,
    /// How many parentheses are open.
    depth: u32,
}

impl Parser<'_> {
    /// The next piece.
    fn peek(&self) -> Option<Piece> {
        self.tokens.get(self.at).copied()
    }

    /// A quotient; what follows a slash is divided by.
    fn quotient(&mut self) -> Result<Vec<Factor>, Refusal> {
        let mut factors = if self.peek() == Some(Piece::Over) { Vec::new() } else { self.product(false)? };
        while self.peek() == Some(Piece::Over) {
            self.at += 1;
            let below = self.product(true)?;
            factors.extend(below.iter().map(|factor| Factor { exponent: -factor.exponent, ..*factor }));
        }
        Ok(factors)
    }

    /// A product; below a slash it ends after one factor.
    fn product(&mut self, below: bool) -> Result<Vec<Factor>, Refusal> {
        let mut factors = self.factor()?;
        loop {
            let before_is_ten = is_ten(factors.last()) && factors.len() == 1;
            match self.peek() {
                Some(Piece::Times | Piece::Space) => {
                    if below && !before_is_ten && !factors.is_empty() {
                        return Err(Refusal::Ambiguous);
                    }
                    self.at += 1;
                }
                // A number may stand directly before its unit: `10^9个`.
                Some(Piece::Factor(_)) if before_is_ten => {}
                _ => return Ok(factors),
            }
            factors.extend(self.factor()?);
        }
    }

    /// One factor, or a quotient in parentheses.
    fn factor(&mut self) -> Result<Vec<Factor>, Refusal> {
        let piece = self.peek().ok_or(Refusal::Grammar)?;
        self.at += 1;
        match piece {
            Piece::Factor(factor) => Ok(vec![factor]),
            Piece::One => Ok(Vec::new()),
            Piece::Open if self.depth < MAX_DEPTH => {
                self.depth += 1;
                let inside = self.quotient()?;
                self.depth -= 1;
                if self.peek() != Some(Piece::Close) {
                    return Err(Refusal::Grammar);
                }
                self.at += 1;
                Ok(inside)
            }
            _ => Err(Refusal::Grammar),
        }
    }
}

/// Cuts a unit text into pieces; a refusal without a reason is one of the grammar.
fn tokenise(text: &str) -> Result<Vec<Piece>, Option<UnitError>> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut rest = without_leading_times(text);
    while let Some(first) = rest.chars().next() {
        let length = first.len_utf8();
        let (piece, length) = match half_width(first) {
            '/' | '∕' | '⁄' => (Piece::Over, length),
            '·' | '⋅' | '.' | '*' | '×' | '∙' => (Piece::Times, length),
            '(' => (Piece::Open, length),
            ')' => (Piece::Close, length),
            space if is_blank(space) => (Piece::Space, length),
            digit if digit.is_ascii_digit() => number(rest)?,
            _ => word(rest, text).map_err(Some)?,
        };
        push(&mut pieces, piece);
        rest = rest.get(length..).unwrap_or_default();
    }
    if pieces.last() == Some(&Piece::Space) {
        pieces.pop();
    }
    Ok(pieces)
}

/// Adds a piece; white space beside an operator says nothing.
fn push(pieces: &mut Vec<Piece>, piece: Piece) {
    let operator = |piece: &Piece| matches!(piece, Piece::Times | Piece::Over | Piece::Close);
    match (pieces.last(), piece) {
        (None | Some(Piece::Space | Piece::Times | Piece::Over | Piece::Open), Piece::Space) => return,
        (Some(Piece::Space), next) if operator(&next) => {
            pieces.pop();
        }
        _ => {}
    }
    pieces.push(piece);
}

/// Takes the multiplication sign off that headers put before a power of ten: `×10^9 particles/mL`.
fn without_leading_times(text: &str) -> &str {
    let rest = text.strip_prefix(['×', 'x', 'X', '*', '·']).map(|rest| rest.trim_start_matches(is_blank));
    rest.filter(|rest| rest.starts_with("10")).unwrap_or(text)
}

/// A power of ten at the beginning of the text, with its length in bytes.
fn number(text: &str) -> Result<(Piece, usize), Option<UnitError>> {
    let digits = leading(text, |character| half_width(character).is_ascii_digit());
    let plain: String = digits.chars().map(half_width).collect();
    let after = text.get(digits.len()..).unwrap_or_default();
    let written = if plain == "10" {
        power_after(after, &["^", "*", "**"])
    } else if plain == "1" {
        power_after(after, &["e", "E"])
    } else {
        None
    };
    let (power, length) = match written {
        Some((power, length)) => (power, digits.len() + length),
        None => (plain_power(&plain).ok_or_else(|| not_a_power(text))?, digits.len()),
    };
    if power.saturating_abs() > MAX_TEN {
        return Err(not_a_power(text));
    }
    // `1×10^9` and `1 x 10^9`.
    if power == 0 && written.is_none() {
        let behind = text.get(length..).unwrap_or_default();
        let ten = without_leading_times(behind.trim_start_matches(is_blank));
        if ten.len() < behind.trim_start_matches(is_blank).len() {
            let (piece, inner) = number(ten)?;
            return Ok((piece, text.len() - ten.len() + inner));
        }
        return Ok((Piece::One, length));
    }
    Ok((Piece::Factor(Factor { of: Of::Ten(power), exponent: 1 }), length))
}

/// The refusal of a number that is no power of ten.
fn not_a_power(text: &str) -> Option<UnitError> {
    let found = leading(text, |c| c.is_alphanumeric() || matches!(c, '.' | ',' | '^' | '*' | '+' | '-'));
    Some(UnitError::NotAPowerOfTen { found: found.to_owned() })
}

/// 2 for `100`; nothing for what is no power of ten.
fn plain_power(digits: &str) -> Option<i32> {
    let zeros = digits.strip_prefix('1')?;
    zeros.bytes().all(|byte| byte == b'0').then_some(i32::try_from(zeros.len()).ok()?)
}

/// An exponent behind one of these signs, or raised; with its length in bytes.
fn power_after(text: &str, signs: &[&str]) -> Option<(i32, usize)> {
    let sign = signs.iter().rev().find(|sign| text.starts_with(**sign));
    match (sign, exponent(text.get(sign.map_or(0, |sign| sign.len())..)?, sign.is_some())) {
        (Some(sign), Some((power, length))) => Some((power, sign.len() + length)),
        (None, raised) => raised,
        (Some(_), None) => None,
    }
}

/// An integer at the beginning of the text: raised, or on the line where that is allowed; with its length in bytes.
fn exponent(text: &str, on_the_line: bool) -> Option<(i32, usize)> {
    let raised = leading(text, |character| superscript(character).is_some());
    let plain = |character: char| match half_width(character) {
        '−' | '–' | '‑' => '-',
        other => other,
    };
    let (digits, length): (String, usize) = if !raised.is_empty() {
        (raised.chars().filter_map(superscript).collect(), raised.len())
    } else if on_the_line {
        let sign = leading(text, |character| matches!(plain(character), '-' | '+'));
        let behind = text.get(sign.len()..).unwrap_or_default();
        let digits = leading(behind, |character| half_width(character).is_ascii_digit());
        (sign.chars().chain(digits.chars()).map(plain).collect(), sign.len() + digits.len())
    } else {
        return None;
    };
    Some((digits.parse().ok()?, length))
}

/// The longest beginning made of such characters.
fn leading(text: &str, of: impl Fn(char) -> bool) -> &str {
    let end = text.find(|character| !of(character)).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// A unit with its exponent, or the word `per`, at the beginning of the text; with its length in bytes.
fn word(rest: &str, whole: &str) -> Result<(Piece, usize), UnitError> {
    if let Some((atom, length)) = phrase(rest) {
        return Ok((Piece::Factor(Factor { of: atom, exponent: 1 }), length));
    }
    let word = leading(rest, |character| is_letter(character) || character.is_ascii_digit());
    if word.eq_ignore_ascii_case("per") || word == "每" {
        return Ok((Piece::Over, word.len()));
    }
    // `TCID50` ends in digits of its own; `cm3` in an exponent.
    let letters = word.trim_end_matches(|character: char| character.is_ascii_digit());
    let (atom, length) = match (atom(word), atom(letters)) {
        (Some(atom), _) => (atom, word.len()),
        (None, Some(atom)) => (atom, letters.len()),
        (None, None) if REFERENCES.iter().any(|reference| word.eq_ignore_ascii_case(reference)) => {
            return Err(UnitError::Reference { found: whole.to_owned() });
        }
        (None, None) => return Err(unknown(if word.is_empty() { rest } else { word })),
    };
    let behind = rest.get(length..).unwrap_or_default();
    let malformed = || UnitError::Malformed { found: whole.to_owned() };
    let (power, raised) = match power_after(behind, &["", "^"]) {
        Some(written) => written,
        None if behind.starts_with(['^', '-', '−', '+']) => return Err(malformed()),
        None => (1, 0),
    };
    if power == 0 || power.saturating_abs() > MAX_EXPONENT {
        return Err(malformed());
    }
    Ok((Piece::Factor(Factor { of: atom, exponent: power }), length + raised))
}

/// Whether a character can be part of a unit word.
fn is_letter(character: char) -> bool {
    let plain = half_width(character);
    let sign = matches!(plain, '%' | '‰' | '°' | 'º' | '℃' | '{' | '}' | '[' | ']' | '_' | '﹪');
    sign || matches!(plain, '₀'..='₉') || (plain.is_alphabetic() && superscript(plain).is_none())
}

/// A spelling of the table that a plain word would cut (`deg C`, `E.U.`), at the beginning of the text.
fn phrase(rest: &str) -> Option<(Of, usize)> {
    let spellings = UNITS.iter().flat_map(|row| row.spellings.iter().map(move |spelling| (row, *spelling)));
    let cut = spellings.filter(|(_, spelling)| spelling.contains([' ', '.']) && rest.starts_with(spelling));
    let whole = cut.filter(|(_, spelling)| {
        !rest.get(spelling.len()..).unwrap_or_default().starts_with(|c: char| is_letter(c) || c.is_ascii_digit())
    });
    whole.max_by_key(|(_, spelling)| spelling.len()).map(|(row, spelling)| (Of::Atom(row, None), spelling.len()))
}

/// The unit that a word spells, with or without a prefix.
fn atom(word: &str) -> Option<Of> {
    let word: String = word.chars().map(half_width).collect();
    let row_of = |text: &str| UNITS.iter().find(|row| row.spellings.contains(&text));
    if let Some(row) = row_of(&word) {
        return Some(Of::Atom(row, None));
    }
    PREFIXES.iter().find_map(|prefix| {
        let bare = prefix.spellings.iter().find_map(|spelling| word.strip_prefix(spelling))?;
        let row = row_of(bare).filter(|row| row.prefixes.contains(prefix.symbol))?;
        Some(Of::Atom(row, Some(prefix)))
    })
}

/// The refusal of a word, with the spelling that it may have been meant to be.
fn unknown(word: &str) -> UnitError {
    let word: String = word.chars().take(40).collect();
    let plain = UNITS.iter().map(|row| row.symbol.to_owned());
    let spelt = UNITS.iter().flat_map(|row| row.spellings).map(|spelling| (*spelling).to_owned());
    let prefixed = UNITS.iter().flat_map(|row| {
        PREFIXES
            .iter()
            .filter(|prefix| row.prefixes.contains(prefix.symbol))
            .map(move |prefix| format!("{}{}", prefix.symbol, row.symbol))
    });
    let candidates: Vec<String> = plain.chain(prefixed).chain(spelt).collect();
    let suggestion = did_you_mean(&word, candidates.iter().map(String::as_str)).map(str::to_owned);
    UnitError::Unknown { word, suggestion }
}
