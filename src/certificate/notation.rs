//! An unrounded number in the notation of the limits that it was compared with, and a delivered one in that of results (R-1105).

use crate::quantity::decimal::prettify;
use crate::quantity::{Decimal, DecimalMark};

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
    use super::{beside, raised};

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
