//! An unrounded number in the notation of the limits that it was compared with, and a delivered one in that of results (R-1105).

use super::remark::have_exponent;
use crate::judge::TestReport;
use crate::quantity::decimal::prettify;
use crate::quantity::{Decimal, DecimalMark};
use crate::report::wording;
use crate::spec::{Criterion, Limits, Quantity};

/// The power of ten from which on a plain number is written with one: in a row of more digits a zero is lost.
const LONG: u32 = 6;

/// The same beside numbers that have exponents.
const BESIDE_EXPONENTS: u32 = 3;

/// A number with the same value and digits, with a power of ten where it is written plainly and is as large or as small as this
/// power or more. Zeros at the end of a whole number only keep the place.
fn with_power(number: &Decimal, least: u32) -> Decimal {
    let written = beside(&number.to_string(), true);
    let power = written.split_once('e').and_then(|(_, power)| power.parse::<i32>().ok());
    match power.filter(|power| !number.has_exponent() && power.unsigned_abs() >= least) {
        Some(_) => Decimal::parse(&written, DecimalMark::Point).unwrap_or(*number),
        None => *number,
    }
}

/// The number of a claim, `2×10^10` of 20000000000; a small one has the digits that it was written with.
pub(super) fn claimed(number: &Decimal) -> Decimal {
    if number.approximately().abs() < 1.0 { *number } else { with_power(number, LONG) }
}

/// A claim in print, with its unit.
pub(super) fn claim(of: &Quantity) -> String {
    wording::with_unit(&claimed(&of.value).pretty(), &of.unit)
}

/// A delivered number in print, as the results of the test are written.
pub(super) fn delivered(number: &Decimal, test: &TestReport<'_>) -> String {
    let criterion = test.criterion.map(|alternative| &alternative.criterion);
    let is_long =
        |limits: &Limits| limits.lower.iter().chain(&limits.upper).any(|one| claimed(&one.written).has_exponent());
    let has_exponent = match (criterion, test.label_claim.as_deref()) {
        (Some(Criterion::Numeric(limits)), _) => have_exponent(limits),
        (Some(Criterion::Label(_)), Some(claim)) => claimed(&claim.value).has_exponent(),
        _ => false,
    };
    match criterion {
        _ if has_exponent => with_power(number, BESIDE_EXPONENTS).pretty(),
        // Beside limits that are written in full, in full.
        Some(Criterion::Numeric(limits)) if is_long(limits) => number.pretty(),
        _ => claimed(number).pretty(),
    }
}

/// A number as a canonical text, with an exponent where the limits have one: `9960000000` beside `1.0e10` is `9.96e9`.
pub(super) fn beside(number: &str, limits_have_exponent: bool) -> String {
    let plain = number.trim_start_matches('-');
    let (whole, decimals) = plain.split_once('.').unwrap_or((plain, ""));
    let digits = format!("{whole}{decimals}");
    let Some(first) = digits.find(|digit: char| digit != '0').filter(|_| limits_have_exponent && !plain.contains('e'))
    else {
        return number.to_owned();
    };
    let significant = digits.get(first..).unwrap_or_default();
    // Zeros before the point only keep the place.
    let significant = if decimals.is_empty() { significant.trim_end_matches('0') } else { significant };
    let (lead, rest) = significant.split_at_checked(1).unwrap_or((significant, ""));
    let power = i64::try_from(whole.len()).unwrap_or(0) - i64::try_from(first).unwrap_or(0) - 1;
    let sign = if plain.len() < number.len() { "-" } else { "" };
    let point = if rest.is_empty() { "" } else { "." };
    format!("{sign}{lead}{point}{rest}e{power}")
}

/// A delivered value as results are written, `2.05×10^10 particles/mL` for `2.05e10 particles/mL` (R-1105); any other text as it is.
pub(super) fn raised(value: &str) -> String {
    let (number, unit) = value.split_at(value.find(' ').unwrap_or(value.len()));
    let bare = number.trim_start_matches(['<', '>', '≤', '≥', '=']);
    let sign = number.strip_suffix(bare).unwrap_or_default();
    match Decimal::parse(bare, DecimalMark::Point) {
        Ok(decimal) if bare.contains(['e', 'E']) => format!("{sign}{}{unit}", prettify(&decimal.to_string())),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{beside, claimed, raised, with_power};
    use crate::quantity::{Decimal, DecimalMark};

    #[test]
    fn a_long_number_is_written_with_a_power_and_keeps_its_digits() {
        let number = |text: &str| Decimal::parse(text, DecimalMark::Point).unwrap();
        for (text, expected) in [
            ("20000000000", "2×10^10"),
            ("21266666666.7", "2.12666666667×10^10"),
            ("25000000000.0", "2.50000000000×10^10"),
            ("1234567", "1.234567×10^6"),
            ("2.0e10", "2.0×10^10"),
            ("999999", "999999"),
            ("500000", "500000"),
            ("0.00000012", "0.00000012"),
            ("0", "0"),
        ] {
            assert_eq!(claimed(&number(text)).pretty(), expected, "{text}");
            assert_eq!(claimed(&number(text)).exact(), number(text).exact(), "{text}");
        }
        for (text, expected) in
            [("950", "950"), ("25000", "2.5×10^4"), ("-25000", "-2.5×10^4"), ("0.32", "0.32"), ("0.00032", "3.2×10^-4")]
        {
            assert_eq!(with_power(&number(text), 3).pretty(), expected, "{text}");
        }
    }

    #[test]
    fn a_delivered_value_is_written_as_results_are() {
        for (value, expected) in [
            ("2.05e10 particles/mL", "2.05×10^10 particles/mL"),
            ("<5.0E+3 EU/mL", "<5.0×10^3 EU/mL"),
            ("0.040 EU/mL", "0.040 EU/mL"),
            ("no growth", "no growth"),
            ("1e", "1e"),
            ("", ""),
        ] {
            assert_eq!(raised(value), expected, "{value}");
        }
    }

    #[test]
    fn a_number_has_an_exponent_where_its_limits_have_one() {
        for (number, expected) in [
            ("9960000000", "9.96e9"),
            ("105400000000", "1.054e11"),
            ("12870000000.25", "1.287000000025e10"),
            ("100", "1e2"),
            ("-0.0012", "-1.2e-3"),
            ("9.9e20", "9.9e20"),
            ("0", "0"),
            ("0.000", "0.000"),
        ] {
            assert_eq!(beside(number, true), expected, "{number}");
            assert_eq!(beside(number, false), number);
        }
    }
}
