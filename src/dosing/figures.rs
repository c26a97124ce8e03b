//! How numbers of a derivation are written.

use crate::quantity::rounding::round_to_significant;
use crate::quantity::{Decimal, DecimalMark, Exact, Tie};

/// Significant digits of a stated limit.
const STATED_DIGITS: u32 = 3;

/// A derived limit as a specification states it: three significant digits, a tie away from zero: 17.1667 is stated as 17.2,
/// 20.5 as 20.5, 0.7 as 0.700.
///
/// The digits set the rounding of results, as those of any written limit do. Nothing for a number that cannot be written
/// (beyond 10^±60).
pub fn stated(limit: &Exact) -> Option<Decimal> {
    let rounded = round_to_significant(limit, STATED_DIGITS, Tie::AwayFromZero);
    let (digits, _) = rounded.to_decimal_string(STATED_DIGITS);
    Decimal::parse(&with_digits(&digits), DecimalMark::Point).ok()
}

/// Fills up to three significant digits: an exact text has no idle zeros, and they say how a result is rounded.
fn with_digits(text: &str) -> String {
    let (number, power) = text.split_once('e').map_or((text, None), |(number, power)| (number, Some(power)));
    let significant = number.trim_start_matches(['-', '0', '.']).chars().filter(char::is_ascii_digit).count();
    let wanted = usize::try_from(STATED_DIGITS).unwrap_or(usize::MAX);
    let mut filled = number.to_owned();
    if significant < wanted {
        if !filled.contains('.') {
            filled.push('.');
        }
        filled.extend(std::iter::repeat_n('0', wanted - significant));
    }
    match power {
        Some(power) => format!("{filled}e{power}"),
        None => filled,
    }
}

/// A number for a sentence: at most five significant digits, powers of ten as people write them.
pub fn shown(value: &Exact) -> String {
    let (text, _) = value.to_decimal_string(5);
    match text.split_once('e') {
        Some((number, power)) => format!("{number}×10^{}", power.trim_start_matches('+')),
        None if text.len() > 7 && text.ends_with("0000000") => scientific(&text),
        None => text,
    }
}

/// 20000000000 as 2×10^10.
fn scientific(text: &str) -> String {
    let digits = text.trim_end_matches('0');
    let power = text.len() - 1;
    match digits.split_at_checked(1) {
        Some((first, "")) => format!("{first}×10^{power}"),
        Some((first, rest)) => format!("{first}.{rest}×10^{power}"),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{shown, stated};
    use crate::quantity::Exact;

    fn written(numerator: i64, denominator: i64) -> String {
        stated(&Exact::ratio(numerator, denominator).unwrap()).unwrap().to_string()
    }

    #[test]
    fn limits_are_stated_with_three_significant_digits() {
        assert_eq!(written(41, 2), "20.5");
        assert_eq!(written(103, 6), "17.2");
        assert_eq!(written(175, 4), "43.8");
        assert_eq!(written(1000, 3), "333");
        assert_eq!(written(7, 10), "0.700");
        assert_eq!(written(5, 2), "2.50");
        assert_eq!(written(350, 1), "350");
        assert_eq!(written(14, 1), "14.0");
        assert_eq!(written(12345, 10), "1230");
    }

    #[test]
    fn numbers_in_sentences_have_no_surplus_digits() {
        assert_eq!(shown(&Exact::from_i64(350)), "350");
        assert_eq!(shown(&Exact::ratio(85, 2).unwrap()), "42.5");
        assert_eq!(shown(&(Exact::from_i64(2) * Exact::pow10(10))), "2×10^10");
        assert_eq!(shown(&(Exact::from_i64(25) * Exact::pow10(9))), "2.5×10^10");
    }
}
