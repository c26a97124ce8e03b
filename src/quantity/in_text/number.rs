//! A number at the beginning of a plain text, with the power of ten behind it.

use crate::quantity::decimal::superscript;
use crate::quantity::{Decimal, DecimalMark, Exact};

/// Digits of a text that a reader takes for one number.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Number {
    /// How many bytes it takes.
    pub(super) length: usize,
    /// Its value; nothing where it cannot be told.
    pub(super) value: Option<Exact>,
    /// The power of ten that is written behind it; none for `5` and for `10^9`.
    pub(super) power: Option<i32>,
    /// The two numbers of a product that is no power of ten: `10 × 5`.
    pub(super) factors: Option<(Exact, Exact)>,
}

/// Signs that stand for a point between two digits.
const POINTS: [char; 8] = ['·', '•', '∙', '⋅', '・', '。', '˙', '٫'];

/// Signs between a number and the power of ten that it is multiplied by.
const TIMES: [char; 9] = ['x', 'X', '×', '✕', '⨯', '*', '·', '⋅', '∙'];

/// The number that begins here, at a digit or at a point before one; nothing where the digits are none (`10^?`).
pub(super) fn number(text: &str) -> Option<Number> {
    let (length, mantissa) = mantissa(text);
    let rest = text.get(length..)?;
    if let Some(inner) = raised(rest) {
        return power_of_ten(rest, inner, length, mantissa.as_deref() == Some("10"));
    }
    if let Some((width, value)) = mantissa.as_deref().and_then(|whole| fraction(whole, rest)) {
        return Some(Number { length: length + width, value, power: None, factors: None });
    }
    if rest.starts_with('_') {
        return None;
    }
    let read = |exponent: i32| Decimal::parse(&format!("{}e{exponent}", mantissa.as_deref()?), DecimalMark::Point).ok();
    match power(rest)? {
        Power::None => Some(Number { length, value: read(0).map(|value| value.exact()), power: None, factors: None }),
        Power::Of(exponent, width) => {
            let value = read(exponent).map(|value| value.exact());
            Some(Number { length: length + width, value, power: Some(exponent), factors: None })
        }
        Power::Unclear(width, factor) => {
            let factors = read(0).map(|value| value.exact()).zip(factor);
            Some(Number { length: length + width, value: None, power: None, factors })
        }
    }
}

/// `10^9`; the exponent of another number is none of a result.
fn power_of_ten(rest: &str, inner: usize, length: usize, is_ten: bool) -> Option<Number> {
    let Some((exponent, width)) = exponent(rest.get(inner..)?, inner == 0) else {
        return (inner == 0).then_some(Number { length, value: None, power: None, factors: None });
    };
    let value = is_ten.then(|| Exact::pow10(exponent));
    Some(Number { length: length + inner + width, value, power: None, factors: None })
}

/// How much stands before an exponent: a caret, or nothing before a raised sign.
fn raised(rest: &str) -> Option<usize> {
    match rest.chars().next()? {
        '^' => Some(1),
        sign => superscript(sign).map(|_| 0),
    }
}

/// Digits with the signs between them, and the number in plain digits where they are one.
fn mantissa(text: &str) -> (usize, Option<String>) {
    let (mut at, mut parts): (usize, Vec<(char, &str)>) = (0, Vec::new());
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let Some((sign, width)) = separator(rest, &parts) else { break };
        let behind = rest.get(width..).unwrap_or_default();
        let (digits, _) = split_digits(behind);
        parts.push((sign, digits));
        at += width + digits.len();
    }
    (at, joined(&parts))
}

/// What stands before the next digits of the same number: nothing before the first ones, a point, a comma, a blank before three.
fn separator(rest: &str, parts: &[(char, &str)]) -> Option<(char, usize)> {
    let first = rest.chars().next()?;
    if parts.is_empty() {
        return Some(if first == '.' { ('.', 1) } else { ('\0', 0) });
    }
    let behind = rest.get(first.len_utf8()..)?;
    let (digits, _) = split_digits(behind);
    if digits.is_empty() {
        return None;
    }
    let is_factor = digits == "10" && behind.get(2..).is_some_and(|rest| raised(rest).is_some());
    let is_group = digits.len() == 3 && parts.iter().all(|(sign, _)| matches!(sign, '\0' | ' ')) && is_grouped(parts);
    let sign = match first {
        '.' | ',' => first,
        _ if POINTS.contains(&first) && !is_factor => '.',
        ' ' | '\'' if is_group || (first == '\'' && digits.len() == 3) => first,
        _ => return None,
    };
    Some((sign, first.len_utf8()))
}

/// Whether digits are groups of three behind the first one, which does not begin with a zero.
fn is_grouped(parts: &[(char, &str)]) -> bool {
    let (first, rest) = parts.split_first().map_or(("", parts), |((_, first), rest)| (*first, rest));
    (1..=3).contains(&first.len()) && !first.starts_with('0') && rest.iter().all(|(_, digits)| digits.len() == 3)
}

/// The number in plain digits with a point. One comma before three digits parts thousands (`1,000`), any other one a fraction
/// (`0,25`); what could be either of two numbers is none.
fn joined(parts: &[(char, &str)]) -> Option<String> {
    let signs: Vec<char> = parts.iter().skip(1).map(|(sign, _)| *sign).collect();
    let digits = |parts: &[(char, &str)]| parts.iter().map(|(_, digits)| *digits).collect::<String>();
    let ((head, last), first) = (parts.split_last().map(|(last, head)| (head, last))?, signs.first());
    if parts.first().is_some_and(|(sign, _)| *sign == '.') {
        return signs.is_empty().then(|| format!("0.{}", digits(parts)));
    }
    let Some(first) = first else { return Some(digits(parts)) };
    let of_thousands = is_grouped(parts) && signs.iter().all(|sign| sign == first);
    if of_thousands && (*first != '.' || signs.len() > 1) {
        return Some(digits(parts));
    }
    let before = signs.split_last().map_or(&[][..], |(_, before)| before);
    let is_point = matches!(last.0, '.' | ',') && !before.contains(&last.0);
    let whole_is_plain = before.iter().all(|sign| sign == first) && (before.is_empty() || is_grouped(head));
    (is_point && whole_is_plain).then(|| format!("{}.{}", digits(head), last.1))
}

/// The rest of `1/20`, and of `1 1/2` behind its 1; a day (`3/2/2026`) is no number. Nothing where no fraction goes on.
fn fraction(whole: &str, rest: &str) -> Option<(usize, Option<Exact>)> {
    if !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mixed = rest.strip_prefix(' ').map(split_digits).filter(|(above, over)| {
        (1..=2).contains(&above.len()) && over.strip_prefix('/').is_some_and(|below| !split_digits(below).0.is_empty())
    });
    let (whole, above, over) = match mixed {
        Some((above, over)) => (Some(whole), above, over),
        None => (None, whole, rest),
    };
    let (below, behind) = split_digits(over.strip_prefix('/')?);
    let is_power = raised(behind).is_some() || matches!(power(behind), Some(Power::Of(..)));
    if below.is_empty() || is_power {
        return None;
    }
    let length = rest.len() - behind.len();
    if let Some((third, _)) = behind.strip_prefix('/').map(split_digits).filter(|(third, _)| !third.is_empty()) {
        return Some((length + 1 + third.len(), None));
    }
    let exact = |text: &str| Some(Decimal::parse(text, DecimalMark::Point).ok()?.exact());
    let share = exact(above)?.checked_div(&exact(below)?);
    let whole = whole.map_or(Some(Exact::zero()), exact);
    Some((length, whole.zip(share).map(|(whole, share)| &whole + &share)))
}

/// The digits that a text begins with, and the rest.
fn split_digits(text: &str) -> (&str, &str) {
    text.split_at(text.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(text.len()))
}

/// What stands behind the digits of a number.
enum Power {
    None,
    /// A power of ten and its width.
    Of(i32, usize),
    /// A factor that is no power of ten, with its value, or one whose exponent is no longer raised (`× 109`).
    Unclear(usize, Option<Exact>),
}

/// Nothing where an exponent is missing: `1 × 10^?` is no number.
fn power(rest: &str) -> Option<Power> {
    if let Some(written) = rest.strip_prefix(['e', 'E']) {
        let found = exponent(written, false).filter(|(_, width)| {
            !written.get(*width..).unwrap_or_default().starts_with(|sign: char| sign.is_ascii_alphanumeric())
        });
        return Some(found.map_or(Power::None, |(exponent, width)| Power::Of(exponent, width + 1)));
    }
    // `(1.6 to 2.4) × 10^10`
    let inner = rest.trim_start();
    let inner = inner.strip_prefix(')').unwrap_or(inner).trim_start();
    let Some(factor) = inner.strip_prefix(TIMES).map(str::trim_start) else { return Some(Power::None) };
    if !factor.starts_with(|sign: char| sign.is_ascii_digit()) {
        return Some(Power::None);
    }
    if let Some(behind) = factor.strip_prefix("10")
        && let Some(caret) = raised(behind.trim_start())
    {
        let written = behind.trim_start().get(caret..)?;
        let (exponent, width) = exponent(written, caret == 0)?;
        return Some(Power::Of(exponent, rest.len() - written.len() + width));
    }
    let (width, plain) = mantissa(factor);
    let behind = factor.get(width..)?;
    let of_power = raised(behind).and_then(|caret| Some(caret + exponent(behind.get(caret..)?, caret == 0)?.1));
    let on_the_line = behind.strip_prefix('-').map_or(0, |rest| match split_digits(rest) {
        ("", _) => 0,
        (digits, _) => 1 + digits.len(),
    });
    let lost = of_power.unwrap_or(on_the_line);
    let plain = plain.filter(|plain| lost == 0 && !is_power_on_the_line(plain));
    let value = plain.and_then(|plain| Decimal::parse(&plain, DecimalMark::Point).ok()).map(|value| value.exact());
    Some(Power::Unclear(rest.len() - factor.len() + width + lost, value))
}

/// Whether digits may be a power of ten whose exponent is no longer raised: 109, and not 100.
fn is_power_on_the_line(digits: &str) -> bool {
    digits.strip_prefix("10").is_some_and(|exponent| (1..=2).contains(&exponent.len()) && !exponent.starts_with('0'))
}

/// A whole exponent, raised or on the line, with its width.
fn exponent(text: &str, is_raised: bool) -> Option<(i32, usize)> {
    let inner = text.trim_start_matches(|sign: char| !is_raised && sign == ' ');
    let mut plain = String::new();
    let mut width = text.len() - inner.len();
    for sign in inner.chars() {
        let digit = if is_raised { superscript(sign) } else { Some(sign).filter(char::is_ascii) };
        match digit {
            Some(digit) if digit.is_ascii_digit() || (plain.is_empty() && matches!(digit, '+' | '-')) => {
                plain.push(digit)
            }
            _ => break,
        }
        width += sign.len_utf8();
    }
    let exponent: i32 = plain.parse().ok()?;
    (exponent.abs() <= 60).then_some((exponent, width))
}
