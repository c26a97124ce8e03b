//! A decimal number as it was written.
//!
//! `0.50` and `0.5` are equal in value and different in meaning: the digits of a limit set the rounding (USP General
//! Notices 7.10 and 7.20). So a [`Decimal`] keeps its digits and its notation; comparing values is the business of
//! [`Exact`].

use super::exact::Exact;
use std::fmt;

/// Most significant digits that a number may have; more than any instrument prints, and it fits in 128 bits.
pub const MAX_DIGITS: usize = 28;

/// Largest power of ten, either way; keeps every computation small.
pub const MAX_EXPONENT: u32 = 60;

/// Stands for every white space that is not the plain one: no-break, thin, figure, ideographic.
const SPECIAL_SPACE: char = '\u{a0}';

/// Which character separates the whole part from the fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum DecimalMark {
    /// `76.7`
    #[default]
    Point,
    /// `76,7`
    Comma,
}

/// How a number was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// Digits and perhaps a decimal mark: `0.50`.
    Plain,
    /// A significand and this power of ten: `1.0e10` holds 10.
    Scientific(i32),
}

/// Powers of ten that are floats without loss.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// A decimal number with its digits and its notation; the value is mantissa × 10^exponent.
///
/// Two decimals are equal when they are *written* alike: `0.50` and `0.5` differ. There is no negative zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// All digits as one integer, at most [`MAX_DIGITS`] of them: its upper and lower half. Millions of these are moved
    /// about, and an `i128` would make each of them, and all that hold one, a third larger.
    high: i64,
    low: u64,
    /// The place of the last digit, within ±[`MAX_EXPONENT`].
    exponent: i16,
    /// The power of ten of the scientific notation; none for plain digits.
    power: Option<i16>,
}

impl Decimal {
    /// Reads a number as people and instruments write it.
    ///
    /// # Errors
    /// Whatever is not one unmistakable finite number; see [`NumberError`].
    pub fn parse(text: &str, mark: DecimalMark) -> Result<Decimal, NumberError> {
        let bytes = text.as_bytes();
        if (mark == DecimalMark::Point || !bytes.contains(&b'.'))
            && let Some(decimal) = Decimal::parse_ascii(bytes)
        {
            return Ok(decimal);
        }
        parse_general(text, mark)
    }

    /// The fast path: `123.45` and `1.23e10` in plain ASCII with a decimal point and at most 18 digits.
    ///
    /// `None` says nothing about the text; [`Decimal::parse`] then takes the slow path.
    #[inline]
    pub fn parse_ascii(bytes: &[u8]) -> Option<Decimal> {
        let (negative, body) = match bytes {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] => (false, rest),
            _ => (false, bytes),
        };
        let mut mantissa: i64 = 0;
        let mut digits = 0_i32;
        let mut point = None;
        let mut written_exponent = None;
        for (index, &byte) in body.iter().enumerate() {
            match byte {
                b'0'..=b'9' if digits < 18 => {
                    mantissa = mantissa * 10 + i64::from(byte - b'0');
                    digits += 1;
                }
                b'.' if point.is_none() => point = Some(digits),
                b'e' | b'E' => {
                    written_exponent = Some(short_exponent(body.get(index + 1..)?)?);
                    break;
                }
                _ => return None,
            }
        }
        if digits == 0 {
            return None;
        }
        let places = point.map_or(0, |whole| digits - whole);
        let signed = if negative { -mantissa } else { mantissa };
        Decimal::checked(i128::from(signed), places, written_exponent)
    }

    /// Puts a number together, or nothing when it is outside the range.
    fn checked(mantissa: i128, places: i32, written_exponent: Option<i32>) -> Option<Decimal> {
        let shift = written_exponent.unwrap_or(0);
        let exponent = shift.checked_sub(places)?;
        if exponent.unsigned_abs() > MAX_EXPONENT || shift.unsigned_abs() > MAX_EXPONENT {
            return None;
        }
        let power = written_exponent.map(i16::try_from).transpose().ok()?;
        Some(Decimal::of(mantissa, i16::try_from(exponent).ok()?, power))
    }

    #[inline]
    fn of(mantissa: i128, exponent: i16, power: Option<i16>) -> Decimal {
        Decimal { high: (mantissa >> 64) as i64, low: mantissa as u64, exponent, power }
    }

    /// All digits as one integer.
    #[inline]
    fn mantissa(&self) -> i128 {
        i128::from(self.high) << 64 | i128::from(self.low)
    }

    /// How many digits count, as written: 3 in `0.500`, 3 in `100`, 2 in `1.0e10`. Zero has none.
    pub fn significant_digits(&self) -> u32 {
        self.mantissa().unsigned_abs().checked_ilog10().map_or(0, |power| power + 1)
    }

    /// The power of ten of the last written digit: -2 for `0.50`, 9 for `1.0e10`, 0 for `100`.
    pub fn last_place(&self) -> i32 {
        i32::from(self.exponent)
    }

    /// The value as a float, a few units in the last place off at most: for telling what is far from a limit.
    pub fn approximately(&self) -> f64 {
        let mantissa = match (self.high, self.low as i64) {
            (0, low @ 0..) | (-1, low @ ..0) => low as f64,
            _ => self.mantissa() as f64,
        };
        match POWERS.get(self.exponent.unsigned_abs() as usize) {
            Some(power) if self.exponent < 0 => mantissa / power,
            Some(power) => mantissa * power,
            None => mantissa * 10f64.powi(self.last_place()),
        }
    }

    /// What one unit of the last written digit is worth, as a float.
    pub fn unit_in_the_last_place(&self) -> f64 {
        Decimal { high: 0, low: 1, ..*self }.approximately()
    }

    /// The exact sum; `None` when a number is missing.
    pub fn sum<'d>(numbers: impl Iterator<Item = Option<&'d Decimal>>) -> Option<Exact> {
        let (mut mantissa, mut exponent, mut rest) = (0_i128, None, None);
        for number in numbers {
            let number = number?;
            let common = *exponent.get_or_insert(number.exponent);
            match mantissa.checked_add(number.mantissa()) {
                // Numbers written to the same place are added as integers.
                Some(sum) if number.exponent == common => mantissa = sum,
                _ => rest = Some(&rest.unwrap_or_else(Exact::zero) + &number.exact()),
            }
        }
        let sum = Exact::scaled(mantissa, i32::from(exponent.unwrap_or(0)));
        Some(match rest {
            Some(rest) => &sum + &rest,
            None => sum,
        })
    }

    /// The number this many units of its last digit higher, written to the same digit; `None` outside the range.
    pub fn moved(&self, units: i64) -> Option<Decimal> {
        let mantissa = self.mantissa().checked_add(i128::from(units))?;
        let most = 10_i128.checked_pow(MAX_DIGITS as u32)?;
        (mantissa.abs() < most).then(|| Decimal::of(mantissa, self.exponent, self.power))
    }

    /// Whether the value is zero.
    pub fn is_zero(&self) -> bool {
        self.high == 0 && self.low == 0
    }

    /// Whether the value is below zero.
    pub fn is_negative(&self) -> bool {
        self.high < 0
    }

    /// The value, for computing and comparing.
    pub fn exact(&self) -> Exact {
        Exact::scaled(self.mantissa(), self.last_place())
    }

    /// Whether an exponent is written: `1.2e10`, `1.2×10^10`.
    pub fn has_exponent(&self) -> bool {
        self.power.is_some()
    }

    /// How the number was written.
    pub fn notation(&self) -> Notation {
        self.power.map_or(Notation::Plain, |power| Notation::Scientific(i32::from(power)))
    }

    /// The number for people: `1.0×10^10`, `0.50`.
    pub fn pretty(&self) -> String {
        prettify(&self.to_string())
    }
}

impl From<i64> for Decimal {
    fn from(value: i64) -> Self {
        Decimal::of(i128::from(value), 0, None)
    }
}

impl fmt::Display for Decimal {
    /// Canonical ASCII with all digits and the notation: `0.50`, `1.0e10`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.is_negative() { "-" } else { "" };
        let digits = self.mantissa().unsigned_abs().to_string();
        match self.notation() {
            Notation::Plain => write!(f, "{sign}{}", with_point(&digits, -self.last_place())),
            Notation::Scientific(power) => {
                write!(f, "{sign}{}e{power}", with_point(&digits, power - self.last_place()))
            }
        }
    }
}

/// Sets a decimal point so that `places` digits follow it; appends zeros when `places` is negative.
pub(super) fn with_point(digits: &str, places: i32) -> String {
    let places_after = usize::try_from(places).unwrap_or(0);
    if places < 0 && digits != "0" {
        let zeros = usize::try_from(places.unsigned_abs()).unwrap_or(0);
        return format!("{digits}{}", "0".repeat(zeros));
    }
    if places_after == 0 {
        return digits.to_owned();
    }
    let padded = format!("{digits:0>width$}", width = places_after + 1);
    let (whole, fraction) = padded.split_at(padded.len() - places_after);
    format!("{whole}.{fraction}")
}

/// Turns canonical `1.0e10` into `1.0×10^10` and leaves plain numbers alone.
pub fn prettify(canonical: &str) -> String {
    match canonical.split_once('e') {
        Some((significand, power)) => format!("{significand}×10^{power}"),
        None => canonical.to_owned(),
    }
}

/// Reads the digits after `e`, at most three of them.
fn short_exponent(bytes: &[u8]) -> Option<i32> {
    let (negative, digits) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, bytes),
    };
    if digits.is_empty() || digits.len() > 3 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let value = digits.iter().fold(0, |sum, digit| sum * 10 + i32::from(digit - b'0'));
    Some(if negative { -value } else { value })
}

/// The slow path: everything that [`Decimal::parse_ascii`] leaves.
fn parse_general(text: &str, mark: DecimalMark) -> Result<Decimal, NumberError> {
    let found = Found::new(text.trim());
    let normal = normalise(text);
    refuse_non_numbers(&normal, found)?;
    let (negative, body) = split_sign(&normal);
    let (significand, written_exponent) = split_exponent(body, found)?;
    let (whole, fraction) = split_significand(significand, mark, found)?;
    let digits = whole + fraction;
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NumberError::NotANumber(found));
    }
    let significant = digits.trim_start_matches('0');
    if significant.len() > MAX_DIGITS {
        return Err(NumberError::TooManyDigits(found));
    }
    let magnitude: i128 =
        if significant.is_empty() { 0 } else { significant.parse().map_err(|_| NumberError::TooManyDigits(found))? };
    let places = i32::try_from(fraction.len()).map_err(|_| NumberError::OutOfRange(found))?;
    let mantissa = if negative { -magnitude } else { magnitude };
    Decimal::checked(mantissa, places, written_exponent).ok_or(NumberError::OutOfRange(found))
}

/// Maps the many spellings of digits, signs, spaces and superscripts to few.
///
/// Superscripts become `^` and digits, multiplication signs become `x`, letters become lower case.
pub(super) fn normalise(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    let mut raised = false;
    for character in text.trim_matches(is_blank).chars() {
        if let Some(plain) = superscript(character) {
            if !raised && !normal.ends_with('^') {
                normal.push('^');
            }
            raised = true;
            normal.push(plain);
            continue;
        }
        raised = false;
        match half_width(character) {
            '\u{2212}' | '\u{2013}' | '\u{2010}' | '\u{2011}' | '\u{fe63}' => normal.push('-'),
            '×' | '✕' | '⨯' | '·' | '⋅' | '∙' | '*' => normal.push('x'),
            '\u{200b}' | '\u{2060}' | '\u{feff}' => {}
            ' ' | '\t' => normal.push(' '),
            other if other.is_whitespace() => normal.push(SPECIAL_SPACE),
            other => normal.push(other.to_ascii_lowercase()),
        }
    }
    normal
}

/// Whether a character takes room without saying anything.
pub(super) fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// The half-width form of a full-width character (R-1105); any other stays.
pub fn half_width(character: char) -> char {
    match u32::from(character) {
        code @ 0xff01..=0xff5e => char::from_u32(code - 0xfee0).unwrap_or(character),
        _ => character,
    }
}

/// The plain form of a superscript digit or sign.
pub(super) fn superscript(character: char) -> Option<char> {
    Some(match character {
        '⁰' => '0',
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁴' => '4',
        '⁵' => '5',
        '⁶' => '6',
        '⁷' => '7',
        '⁸' => '8',
        '⁹' => '9',
        '⁻' => '-',
        '⁺' => '+',
        _ => return None,
    })
}

/// Refuses what is no number at all, or not one exact number.
fn refuse_non_numbers(normal: &str, found: Found) -> Result<(), NumberError> {
    let unsigned = normal.trim_start_matches(['+', '-']);
    if matches!(unsigned, "nan" | "inf" | "infinity" | "∞") {
        return Err(NumberError::NotFinite(found));
    }
    let approximate = ["~", "∼", "≈", "≃", "≅", "ca.", "ca ", "ca\u{a0}", "circa", "c.", "approx", "about", "约"];
    let marked = approximate.iter().any(|sign| normal.starts_with(sign));
    let has_digit = normal.bytes().any(|byte| byte.is_ascii_digit());
    if has_digit && (marked || normal.contains('±') || normal.contains("+/-")) {
        return Err(NumberError::Approximate(found));
    }
    Ok(())
}

/// Takes one leading sign off.
fn split_sign(normal: &str) -> (bool, &str) {
    match normal.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, normal.strip_prefix('+').unwrap_or(normal)),
    }
}

/// Separates `1.2e11`, `1.2x10^11` and `10^11` into significand and power of ten.
fn split_exponent(body: &str, found: Found) -> Result<(&str, Option<i32>), NumberError> {
    if let Some(power) = body.strip_prefix("10^") {
        return Ok(("1", Some(read_power(power.trim(), found)?)));
    }
    if let Some((significand, factor)) = body.split_once('x') {
        let after_ten = factor.trim().strip_prefix("10").ok_or(NumberError::NotANumber(found))?;
        return match after_ten.trim_start().strip_prefix('^') {
            Some(power) => Ok((significand.trim(), Some(read_power(power.trim(), found)?))),
            None if read_power(after_ten.trim(), found).is_ok() => Err(NumberError::LostSuperscript(found)),
            None => Err(NumberError::NotANumber(found)),
        };
    }
    match body.split_once('e') {
        Some((significand, power)) => Ok((significand, Some(read_power(power, found)?))),
        None => Ok((body, None)),
    }
}

/// Reads a whole power of ten with an optional sign.
fn read_power(text: &str, found: Found) -> Result<i32, NumberError> {
    let (negative, digits) = split_sign(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NumberError::NotANumber(found));
    }
    let value: i32 = digits.parse().map_err(|_| NumberError::OutOfRange(found))?;
    Ok(if negative { -value } else { value })
}

/// Separates a significand into whole digits and fraction digits, and takes unmistakable grouping out.
fn split_significand(text: &str, mark: DecimalMark, found: Found) -> Result<(String, &str), NumberError> {
    let (point, group) = match mark {
        DecimalMark::Point => ('.', ','),
        DecimalMark::Comma => (',', '.'),
    };
    let allowed = |c: char| c.is_ascii_digit() || c == point || c == group || c == ' ' || c == SPECIAL_SPACE;
    if !text.chars().all(allowed) {
        return Err(NumberError::NotANumber(found));
    }
    let (whole, fraction) = text.split_once(point).unwrap_or((text, ""));
    if text.contains([' ', SPECIAL_SPACE]) {
        // A plain space may as well separate two numbers; only a typographic one is put between groups on purpose.
        return match join_groups(whole, &[' ', SPECIAL_SPACE]) {
            Some(digits) if text.contains(SPECIAL_SPACE) && !fraction.contains([' ', SPECIAL_SPACE, group, point]) => {
                Ok((digits, fraction))
            }
            Some(_) => Err(NumberError::AmbiguousSeparator(found)),
            None => Err(NumberError::NotANumber(found)),
        };
    }
    if !text.contains(group) {
        return match fraction.contains(point) {
            false => Ok((whole.to_owned(), fraction)),
            true if join_groups(text, &[point]).is_some() => Err(NumberError::AmbiguousSeparator(found)),
            true => Err(NumberError::NotANumber(found)),
        };
    }
    if fraction.contains(group) || fraction.contains(point) {
        let other_convention = fraction.matches(group).count() == 1 && !fraction.contains(point);
        let refusal = if other_convention { NumberError::AmbiguousSeparator } else { NumberError::NotANumber };
        return Err(refusal(found));
    }
    let unmistakable = !fraction.is_empty() || whole.matches(group).count() >= 2;
    match join_groups(whole, &[group]) {
        Some(digits) if unmistakable => Ok((digits, fraction)),
        _ => Err(NumberError::AmbiguousSeparator(found)),
    }
}

/// Joins `1|234|567`; nothing when a group but the first has not exactly three digits, or the number starts with 0.
fn join_groups(text: &str, separators: &[char]) -> Option<String> {
    let mut groups = text.split(separators);
    let first = groups.next()?;
    let well_begun = (1..=3).contains(&first.len()) && !first.starts_with('0');
    let mut joined = first.to_owned();
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        joined.push_str(group);
    }
    (well_begun && joined.bytes().all(|byte| byte.is_ascii_digit())).then_some(joined)
}

/// The beginning of the text that was refused, short enough to be copied freely.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The beginning of the text, then zeros.
    bytes: [u8; Found::ROOM],
    /// How many bytes are text.
    length: u8,
    /// Whether there was more.
    cut: bool,
}

impl Found {
    /// Bytes kept.
    const ROOM: usize = 37;

    /// Keeps as much of the text as there is room for.
    pub(super) fn new(text: &str) -> Found {
        let mut end = text.len().min(Found::ROOM);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let mut bytes = [0; Found::ROOM];
        for (kept, byte) in bytes.iter_mut().zip(text.as_bytes().iter().take(end)) {
            *kept = *byte;
        }
        Found { bytes, length: u8::try_from(end).unwrap_or(0), cut: end < text.len() }
    }

    /// The text kept.
    pub fn as_str(&self) -> &str {
        let kept = self.bytes.get(..usize::from(self.length)).unwrap_or_default();
        std::str::from_utf8(kept).unwrap_or_default()
    }
}

impl fmt::Debug for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}{}`", self.as_str(), if self.cut { "…" } else { "" })
    }
}

/// Why a text was refused as a number; each holds the beginning of that text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Text, hexadecimal, `1_000`, nothing at all.
    #[error("{0} is not a number; write digits, as in `0.05` or `1.2e11`")]
    NotANumber(Found),
    /// `7x1011` where 7×10¹¹ was meant.
    #[error("{found} has lost its superscript; write {meant}", found = .0, meant = with_caret(.0))]
    LostSuperscript(Found),
    /// `NaN`, `inf`, `∞`.
    #[error("{0} is not a finite number; write the measured number, or `<` or `>` with the limit of the method")]
    NotFinite(Found),
    /// `~5`, `5±1`, `ca. 5`.
    #[error("{0} is not one exact number; write the number alone and put the uncertainty in its own column")]
    Approximate(Found),
    /// `1,234`: 1.234 or 1234?
    #[error(
        "{0} can be read in two ways; write it without grouping and with a decimal point, or with the decimal comma of a file that is read with --decimal comma"
    )]
    AmbiguousSeparator(Found),
    /// More than [`MAX_DIGITS`] significant digits.
    #[error("{0} has more than {MAX_DIGITS} significant digits; write the digits that were measured")]
    TooManyDigits(Found),
    /// A power of ten beyond [`MAX_EXPONENT`].
    #[error("{0} is beyond 10^{MAX_EXPONENT} or below 10^-{MAX_EXPONENT}; check the exponent")]
    OutOfRange(Found),
}

/// What `7x1011` was probably meant to be.
fn with_caret(found: &Found) -> String {
    let normal = normalise(found.as_str());
    let parts = normal.split_once('x').and_then(|(left, right)| Some((left, right.trim().strip_prefix("10")?)));
    match parts {
        Some((left, power)) => {
            let (left, power) = (left.trim(), power.trim());
            format!("`{left}x10^{power}` or `{left}e{power}` if that is what was measured")
        }
        None => "the power of ten with a caret".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn point(text: &str) -> Result<Decimal, NumberError> {
        Decimal::parse(text, DecimalMark::Point)
    }

    fn comma(text: &str) -> Result<Decimal, NumberError> {
        Decimal::parse(text, DecimalMark::Comma)
    }

    #[test]
    fn reads_what_people_write() {
        let rows = [
            ("0.50", "0.50"),
            ("100", "100"),
            (".5", "0.5"),
            ("5.", "5"),
            ("+7", "7"),
            ("-0.15", "-0.15"),
            ("-0.0", "0.0"),
            ("1.2e11", "1.2e11"),
            ("1.2E+11", "1.2e11"),
            ("1.2×10^11", "1.2e11"),
            ("1.2x10^11", "1.2e11"),
            ("1.2X10^11", "1.2e11"),
            ("1.2 x 10^11", "1.2e11"),
            ("1.2\u{a0}×\u{2009}10^11", "1.2e11"),
            ("1.2*10^11", "1.2e11"),
            ("1.2·10^11", "1.2e11"),
            ("1.2×10¹¹", "1.2e11"),
            ("1.2×10⁻³", "1.2e-3"),
            ("1.2×10^−3", "1.2e-3"),
            ("1.2×10^ 11", "1.2e11"),
            ("10^11", "1e11"),
            ("10⁹", "1e9"),
            ("-10^3", "-1e3"),
            ("10.5x10^8", "10.5e8"),
            ("０．２５", "0.25"),
            ("－５", "-5"),
            ("１．２×１０^１１", "1.2e11"),
            ("−5", "-5"),
            ("–5", "-5"),
            ("‑5", "-5"),
            ("\u{a0}5.0\u{3000}", "5.0"),
            ("  5\t", "5"),
            ("1,234.5", "1234.5"),
            ("1,234,567", "1234567"),
            ("1,234,567.80", "1234567.80"),
            ("1\u{202f}234\u{202f}567", "1234567"),
            ("1\u{a0}234.5", "1234.5"),
            ("1 234\u{a0}567", "1234567"),
            ("1234567890123456789012345678", "1234567890123456789012345678"),
            ("0.0000000000000000000000000000001", "0.0000000000000000000000000000001"),
            ("1e60", "1e60"),
            ("1e-60", "1e-60"),
        ];
        for (text, canonical) in rows {
            let read = point(text).map(|decimal| decimal.to_string());
            assert_eq!(read.as_deref(), Ok(canonical), "{text}");
        }
    }

    #[test]
    fn reads_the_decimal_comma_where_it_is_declared() {
        let rows = [
            ("76,7", "76.7"),
            ("1.234.567", "1234567"),
            ("1.234,5", "1234.5"),
            ("1,2e11", "1.2e11"),
            ("1,2×10¹¹", "1.2e11"),
            ("1200", "1200"),
            (",5", "0.5"),
        ];
        for (text, canonical) in rows {
            assert_eq!(comma(text).map(|decimal| decimal.to_string()).as_deref(), Ok(canonical), "{text}");
        }
        for text in ["1.234", "0.25", "1.2e11", "1,234.5"] {
            assert!(matches!(comma(text), Err(NumberError::AmbiguousSeparator(_))), "{text}");
        }
        assert!(matches!(comma("12.05.2024"), Err(NumberError::AmbiguousSeparator(_) | NumberError::NotANumber(_))));
    }

    #[test]
    fn refuses_with_the_reason() {
        use NumberError::*;
        type Variant = fn(Found) -> NumberError;
        let rows: &[(Variant, &[&str])] = &[
            (LostSuperscript, &["7x1011", "7×1011", "1.2x10 11", "1.2 x 10-3", "-7·1011"]),
            (NotFinite, &["NaN", "nan", "inf", "-inf", "Infinity", "∞", "+∞"]),
            (Approximate, &["~5", "≈5", "5±1", "5 ± 1", "ca. 5", "ca 5", "5+/-1", "约5", "～5"]),
            (AmbiguousSeparator, &["1,234", "0,25", "12,345", "1,23", "1,234e5", "1 234", "1.234,5", "0,234.5"]),
            (AmbiguousSeparator, &["1.234.567", "-1,200", "１，２００"]),
            (NotANumber, &["", " ", "abc", "1_000", "0x1F", "0x10", "5 %", "--5", "1e", "e5", ".", "-", "1.2.3"]),
            (NotANumber, &["1 2", "1.2e3.4", "3x10", "5-7", "2026-12-01", "1'234", "10^", "x10^5", "1e5e5"]),
            (TooManyDigits, &["12345678901234567890123456789", "0.12345678901234567890123456789"]),
            (OutOfRange, &["1e61", "1e-61", "1e999999999999", "1.00e-59", "1.0e-2147483647", "1e-2147483648"]),
        ];
        for (variant, texts) in rows {
            for text in *texts {
                assert_eq!(point(text), Err(variant(Found::new(text.trim()))), "{text}");
            }
        }
    }

    #[test]
    fn says_what_to_write_instead() {
        let said = point("7x1011").map_err(|error| error.to_string());
        let expected = "`7x1011` has lost its superscript; write `7x10^11` or `7e11` if that is what was measured";
        assert_eq!(said, Err(expected.to_owned()));
        let long = point(&"长".repeat(40)).map_err(|error| error.to_string());
        assert!(long.is_err_and(|text| text.contains('…')));
    }

    #[test]
    fn keeps_the_digits() {
        let rows =
            [("0.50", 2, -2), ("100", 3, 0), ("1.0e10", 2, 9), ("0.00", 0, -2), ("98.0", 3, -1), ("1e-3", 1, -3)];
        for (text, digits, place) in rows {
            let decimal = point(text).ok();
            let kept = decimal.map(|d| (d.significant_digits(), d.last_place()));
            assert_eq!(kept, Some((digits, place)), "{text}");
        }
        assert_eq!(point("1.0e10").map(|d| d.pretty()).as_deref(), Ok("1.0×10^10"));
        assert_ne!(point("0.50"), point("0.5"));
        assert_eq!(Decimal::from(-12).to_string(), "-12");
    }

    /// Any decimal in range, as text.
    fn written() -> impl Strategy<Value = String> {
        let plain = "[+-]?[0-9]{1,20}(\\.[0-9]{0,8})?";
        let scientific = "[+-]?[0-9]{1,3}(\\.[0-9]{0,12})?[eE][+-]?[0-9]{1,2}";
        prop_oneof![plain, scientific]
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back_the_same(text in written()) {
            if let Ok(decimal) = point(&text) {
                prop_assert_eq!(point(&decimal.to_string()), Ok(decimal));
                prop_assert_eq!(point(&decimal.pretty()), Ok(decimal));
            }
        }

        #[test]
        fn the_fast_path_agrees_with_the_slow_one(text in prop_oneof![written(), "[0-9eE.+-]{0,8}"]) {
            if let Some(fast) = Decimal::parse_ascii(text.as_bytes()) {
                prop_assert_eq!(parse_general(&text, DecimalMark::Point), Ok(fast));
            }
        }

        #[test]
        fn no_text_is_too_strange(text in "\\PC{0,40}", digits in "[0-9.,x×^ \u{a0}eE±~+-]{0,40}") {
            for mark in [DecimalMark::Point, DecimalMark::Comma] {
                let _ = Decimal::parse(&text, mark).map_err(|error| error.to_string());
                let _ = Decimal::parse(&digits, mark).map_err(|error| error.to_string());
            }
        }
    }
}
