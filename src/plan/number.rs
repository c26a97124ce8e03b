//! Numbers of a plan as text: estimates, not results, so a few digits say all.

/// A number with so many significant digits, without trailing zeros; with an exponent where it is very large or small.
pub fn significant(value: f64, digits: usize) -> String {
    if value == 0.0 || !value.is_finite() {
        return "0".to_owned();
    }
    let scientific = format!("{value:.*e}", digits.saturating_sub(1));
    let Some((mantissa, exponent)) = scientific.split_once('e') else { return scientific };
    let power: i32 = exponent.parse().unwrap_or(0);
    if (-4..6).contains(&power) {
        let places = usize::try_from(i32::try_from(digits).unwrap_or(3) - 1 - power).unwrap_or(0);
        // Rounded in the scientific form first, so that 12345 has three digits here too.
        let rounded: f64 = scientific.parse().unwrap_or(value);
        return without_zeros(&format!("{rounded:.places$}"));
    }
    format!("{}e{power}", without_zeros(mantissa))
}

fn without_zeros(text: &str) -> String {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text.to_owned() }
}

/// A number as it was asked for, with all its digits.
pub fn as_asked(value: f64) -> String {
    if value < 1e-4 { format!("{value:e}") } else { value.to_string() }
}

/// A probability with three decimals that never claims certainty.
pub fn probability(value: f64) -> String {
    match value {
        _ if value > 0.9995 => ">0.999".to_owned(),
        _ if value < 0.0005 => "<0.001".to_owned(),
        _ => format!("{value:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_digits() {
        for (value, text) in [
            (20.0, "20"),
            (25.2857, "25.3"),
            (0.246, "0.246"),
            (-0.5, "-0.5"),
            (12345.0, "12300"),
            (2.0e9, "2e9"),
            (1.2345e-7, "1.23e-7"),
            (0.99999, "1"),
            (0.0, "0"),
        ] {
            assert_eq!(significant(value, 3), text);
        }
    }

    #[test]
    fn nothing_asked_is_rounded() {
        for (value, text) in [(0.95, "0.95"), (0.999_999_999_999, "0.999999999999"), (1e-30, "1e-30")] {
            assert_eq!(as_asked(value), text);
        }
    }

    #[test]
    fn nothing_is_certain() {
        for (value, text) in
            [(1.0, ">0.999"), (0.9994, "0.999"), (0.98163, "0.982"), (0.0, "<0.001"), (0.0006, "0.001")]
        {
            assert_eq!(probability(value), text);
        }
    }
}
