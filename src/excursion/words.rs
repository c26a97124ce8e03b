//! Lengths of time, temperatures and moments as text that is the same in every language.

use crate::quantity::Exact;
use jiff::Span;
use jiff::civil::DateTime;

/// A length of time in seconds: `3 h 15 min`, `45 min`, `30 s`; with a minus sign where it is negative.
pub fn span(seconds: &Exact) -> String {
    let whole = whole(seconds);
    let (sign, rest) = if whole < 0 { ("-", whole.unsigned_abs()) } else { ("", whole.unsigned_abs()) };
    let parts = [(rest / 3600, "h"), (rest % 3600 / 60, "min"), (rest % 60, "s")];
    let words: Vec<String> =
        parts.iter().filter(|(number, _)| *number > 0).map(|(number, unit)| format!("{number} {unit}")).collect();
    if words.is_empty() { "0 min".to_owned() } else { format!("{sign}{}", words.join(" ")) }
}

/// To the nearest second.
pub fn whole(seconds: &Exact) -> i64 {
    seconds.to_f64().round() as i64
}

/// A temperature: `8.5 °C`; with two decimals where it has more.
pub fn celsius(value: &Exact) -> String {
    let (text, exact) = value.to_decimal_string(6);
    if exact { format!("{text} °C") } else { rounded(value.to_f64()) }
}

/// A temperature with two decimals.
pub fn rounded(celsius: f64) -> String {
    format!("{celsius:.2} °C")
}

/// A temperature with two decimals, or with as many more as tell it from a limit that it is not.
pub fn beside(celsius: f64, limit: f64) -> String {
    const MOST: usize = 9;
    let same = |digits: &usize| format!("{celsius:.digits$}").parse::<f64>().is_ok_and(|shown| shown == limit);
    let digits = (2..MOST).find(|digits| celsius == limit || !same(digits)).unwrap_or(MOST);
    format!("{celsius:.digits$} °C")
}

/// A moment this many seconds later on the same clock.
pub fn later(moment: &str, seconds: i64) -> String {
    let (civil, offset) = moment.split_at_checked(19).unwrap_or((moment, ""));
    let shifted =
        civil.parse::<DateTime>().ok().and_then(|time| time.checked_add(Span::new().try_seconds(seconds).ok()?).ok());
    shifted.map_or_else(|| moment.to_owned(), |time| format!("{}{offset}", time.strftime("%Y-%m-%dT%H:%M:%S")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_temperatures_in_words() {
        assert_eq!(span(&Exact::from_i64(4 * 3600)), "4 h");
        assert_eq!(span(&Exact::from_i64(11_715)), "3 h 15 min 15 s");
        assert_eq!(span(&Exact::from_i64(-90)), "-1 min 30 s");
        assert_eq!(span(&Exact::zero()), "0 min");
        assert_eq!(celsius(&Exact::ratio(85, 10).unwrap()), "8.5 °C");
        assert_eq!(celsius(&Exact::ratio(25, 3).unwrap()), "8.33 °C");
        assert_eq!(beside(7.327_600_2, 8.0), "7.33 °C");
        assert_eq!(beside(8.000_231, 8.0), "8.0002 °C");
        assert_eq!(beside(8.0, 8.0), "8.00 °C");
        assert_eq!(beside(7.999_96, 8.0), "7.99996 °C");
        assert_eq!(later("2026-11-03T08:15:00+01:00", 90), "2026-11-03T08:16:30+01:00");
        assert_eq!(later("2026-11-03T08:15:00", -15 * 60), "2026-11-03T08:00:00");
    }
}
