//! Rounding for the comparison with a limit: once, at the end, on exact values, by a named rule.
//!
//! There is no default rule: pharmacopoeias disagree, so the specification has to name one.

use super::decimal::{Decimal, Notation, prettify, with_point};
use super::exact::{Exact, Toward};
use crate::finding::did_you_mean;
use std::fmt;
use std::str::FromStr;

/// Significant digits printed of a value that is compared unrounded.
const UNROUNDED_DIGITS: u32 = 12;

/// What becomes of a value exactly halfway between two neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// To the neighbour of larger magnitude: 0.125 → 0.13, -2.5 → -3.
    AwayFromZero,
    /// To the neighbour with an even last digit: 0.125 → 0.12.
    Even,
}

/// How a reportable value is rounded before it is compared with a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RoundingRule {
    /// To the last decimal place of the limit, half up (USP General Notices 7.20).
    Usp,
    /// To the number of significant figures of the limit, half up (Ph. Eur. General Notices).
    PhEur,
    /// To the last place of the limit, an exact half to the even digit (ChP, GB/T 8170-2008).
    Chp,
    /// Not at all: full-value comparison (GB/T 8170-2008, 4.3.2).
    Gbt8170Full,
    /// Not at all.
    None,
}

impl RoundingRule {
    /// Every rule, in the order of the documentation.
    pub const ALL: [RoundingRule; 5] =
        [RoundingRule::Usp, RoundingRule::PhEur, RoundingRule::Chp, RoundingRule::Gbt8170Full, RoundingRule::None];

    /// The name used in specifications and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            RoundingRule::Usp => "usp",
            RoundingRule::PhEur => "ph_eur",
            RoundingRule::Chp => "chp",
            RoundingRule::Gbt8170Full => "gbt8170_full",
            RoundingRule::None => "none",
        }
    }

    /// One sentence for the report, with the source.
    pub fn describe(self) -> &'static str {
        match self {
            RoundingRule::Usp => {
                "The reportable value is rounded once, half up, to the last decimal place of the limit, and then compared \
                 (USP General Notices 7.20)."
            }
            RoundingRule::PhEur => {
                "The reportable value is rounded once, half up, to the number of significant figures of the limit, and then \
                 compared (Ph. Eur. General Notices)."
            }
            RoundingRule::Chp => {
                "The reportable value is rounded once to the last place of the limit, an exact half to the even digit, and \
                 then compared (ChP general notices with GB/T 8170-2008)."
            }
            RoundingRule::Gbt8170Full => {
                "The reportable value is compared unrounded (GB/T 8170-2008, full-value comparison)."
            }
            RoundingRule::None => "The reportable value is compared unrounded.",
        }
    }

    /// The value that is compared with the limit; allocates nothing for values of ordinary size.
    ///
    /// A limit of zero has no significant figures, so under Ph. Eur. its last place decides.
    pub fn round_value(self, value: &Exact, limit: &Decimal) -> Exact {
        match self {
            RoundingRule::PhEur if !limit.is_zero() => {
                round_to_significant(value, limit.significant_digits(), Tie::AwayFromZero)
            }
            RoundingRule::Usp | RoundingRule::PhEur => round_to_place(value, limit.last_place(), Tie::AwayFromZero),
            RoundingRule::Chp => round_to_place(value, limit.last_place(), Tie::Even),
            RoundingRule::Gbt8170Full | RoundingRule::None => value.clone(),
        }
    }

    /// Where the last digit of a value stands that was rounded beside a limit; `None` for zero.
    pub fn place_beside(self, value: &Exact, limit: &Decimal) -> Option<i32> {
        let leading = value.leading_place()?;
        Some(match self {
            RoundingRule::PhEur if !limit.is_zero() => last_place(leading, limit.significant_digits()),
            RoundingRule::Usp | RoundingRule::PhEur | RoundingRule::Chp => limit.last_place(),
            RoundingRule::Gbt8170Full | RoundingRule::None => last_place(leading, UNROUNDED_DIGITS),
        })
    }

    /// The value rounded to a place by the tie of the rule; as it is where the rule does not round.
    pub fn round_at(self, value: &Exact, place: i32) -> Exact {
        match self {
            RoundingRule::Usp | RoundingRule::PhEur => round_to_place(value, place, Tie::AwayFromZero),
            RoundingRule::Chp => round_to_place(value, place, Tie::Even),
            RoundingRule::Gbt8170Full | RoundingRule::None => value.clone(),
        }
    }

    /// The value rounded to a place, in the notation that it has beside a limit.
    pub fn print_at(self, value: &Exact, place: i32, limit: &Decimal) -> Rounded {
        let rounded = self.round_at(value, place);
        let notation = match (self, limit.notation(), rounded.leading_place()) {
            (RoundingRule::PhEur, Notation::Scientific(_), Some(leading)) => Notation::Scientific(leading),
            (_, notation, _) => notation,
        };
        let text = format_at_place(&rounded, place, notation);
        Rounded { pretty: prettify(&text), value: rounded, text }
    }

    /// The value that is compared with the limit, and how it is printed beside it.
    ///
    /// Rounded to a place, the text has the limit's power of ten: 9.4e9 beside `1.0e10` is `0.9e10`. Rounded to
    /// significant figures or not at all it is normalised: `9.4e9`.
    pub fn round_to_limit(self, value: &Exact, limit: &Decimal) -> Rounded {
        let rounded = self.round_value(value, limit);
        match self {
            RoundingRule::Gbt8170Full | RoundingRule::None => unrounded(rounded, limit),
            RoundingRule::PhEur if !limit.is_zero() => {
                let text = significant_text(&rounded, limit);
                Rounded { pretty: prettify(&text), value: rounded, text }
            }
            RoundingRule::Usp | RoundingRule::Chp | RoundingRule::PhEur => {
                let text = format_at_place(&rounded, limit.last_place(), limit.notation());
                Rounded { pretty: prettify(&text), value: rounded, text }
            }
        }
    }
}

impl fmt::Display for RoundingRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name that is no rounding rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not a rounding rule; write one of usp, ph_eur, chp, gbt8170_full, none{}", suggestion(.found))]
pub struct UnknownRoundingRule {
    /// The name.
    pub found: String,
}

/// The nearest name, as the tail of a message.
fn suggestion(found: &str) -> String {
    did_you_mean(found, RoundingRule::ALL.map(RoundingRule::as_str))
        .map_or_else(String::new, |name| format!(" (did you mean `{name}`?)"))
}

impl FromStr for RoundingRule {
    type Err = UnknownRoundingRule;
    fn from_str(name: &str) -> Result<Self, UnknownRoundingRule> {
        RoundingRule::ALL
            .into_iter()
            .find(|rule| rule.as_str() == name)
            .ok_or_else(|| UnknownRoundingRule { found: name.to_owned() })
    }
}

/// A value ready for the comparison, and for print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rounded {
    /// The value that is compared.
    pub value: Exact,
    /// Canonical ASCII: `0.9e10`, `97.9`.
    pub text: String,
    /// For people: `0.9×10^10`; with `≈` before it when the digits shown are not all there are.
    pub pretty: String,
}

/// Rounds to a multiple of 10^place.
pub fn round_to_place(value: &Exact, place: i32, tie: Tie) -> Exact {
    to_multiple(value, place, Toward::Nearest(tie))
}

/// The lowest multiple of 10^place that is not below the value: how an upper bound is printed (0.0533… → 0.06).
pub fn round_up_to_place(value: &Exact, place: i32) -> Exact {
    to_multiple(value, place, Toward::Up)
}

/// The highest multiple of 10^place that is not above the value: how a lower bound is printed.
pub fn round_down_to_place(value: &Exact, place: i32) -> Exact {
    to_multiple(value, place, Toward::Down)
}

/// A bound in print, in the kind of notation of the limit beside it. Digits for which there is no room are rounded away from
/// the measured side: up below a bound, down above one.
pub fn bound_text(bound: &Exact, limit: &Decimal, is_upper: bool) -> String {
    let place = bound.leading_place().map_or(0, |leading| last_place(leading, UNROUNDED_DIGITS));
    let cut = if is_upper { round_up_to_place(bound, place) } else { round_down_to_place(bound, place) };
    let normalised = matches!(limit.notation(), Notation::Scientific(_)).then_some(true);
    prettify(&decimal_text(&cut, UNROUNDED_DIGITS, normalised).0)
}

/// Rounds to this many significant digits, at least one; zero stays zero.
pub fn round_to_significant(value: &Exact, digits: u32, tie: Tie) -> Exact {
    match value.leading_place() {
        Some(leading) => round_to_place(value, last_place(leading, digits), tie),
        None => value.clone(),
    }
}

/// Where the last of some significant digits stands.
fn last_place(leading: i32, digits: u32) -> i32 {
    let after_first = i32::try_from(digits.max(1) - 1).unwrap_or(i32::MAX);
    leading.saturating_sub(after_first)
}

/// The multiple of 10^place next to the value.
fn to_multiple(value: &Exact, place: i32, toward: Toward) -> Exact {
    let units = shifted(value, place.saturating_neg()).to_integer(toward);
    shifted(&units, place)
}

/// The value times a power of ten.
fn shifted(value: &Exact, power: i32) -> Exact {
    if power == 0 { value.clone() } else { value * &Exact::pow10(power) }
}

/// Writes a value with its last digit at a place, in a notation: 0.94e10 at place 9 beside `1.0e10` is `0.9e10`.
///
/// What lies below the place is rounded half away from zero; callers that rounded before lose nothing. A result of zero
/// has no sign.
pub fn format_at_place(value: &Exact, place: i32, notation: Notation) -> String {
    let units = shifted(value, place.saturating_neg()).to_integer(Toward::Nearest(Tie::AwayFromZero));
    let sign = if units.is_negative() { "-" } else { "" };
    let digits = units.whole_digits();
    match notation {
        Notation::Plain => format!("{sign}{}", with_point(&digits, place.saturating_neg())),
        Notation::Scientific(power) => {
            format!("{sign}{}e{power}", with_point(&digits, power.saturating_sub(place)))
        }
    }
}

/// A value rounded to the significant digits of a limit, in the limit's kind of notation.
fn significant_text(rounded: &Exact, limit: &Decimal) -> String {
    let Some(leading) = rounded.leading_place() else {
        return format_at_place(rounded, limit.last_place(), limit.notation());
    };
    let notation = match limit.notation() {
        Notation::Plain => Notation::Plain,
        Notation::Scientific(_) => Notation::Scientific(leading),
    };
    format_at_place(rounded, last_place(leading, limit.significant_digits()), notation)
}

/// Print of a value that is compared as it is.
///
/// More digits are shown when twelve would make the value look equal to the limit although it is not.
fn unrounded(value: Exact, limit: &Decimal) -> Rounded {
    let normalised = matches!(limit.notation(), Notation::Scientific(_));
    let looks_equal = |digits: u32| round_to_significant(&value, digits, Tie::AwayFromZero) == limit.exact();
    let differs = value != limit.exact();
    let enough = [UNROUNDED_DIGITS, 20, 40, 80].into_iter().find(|&digits| !(differs && looks_equal(digits)));
    let (text, exact) = decimal_text(&value, enough.unwrap_or(80), Some(normalised));
    let pretty = if exact { prettify(&text) } else { format!("≈{}", prettify(&text)) };
    Rounded { value, text, pretty }
}

/// Decimal text of at most so many significant digits, and whether it is exact; see [`Exact::to_decimal_string`].
///
/// `scientific` forces one notation; without it the size of the value decides.
pub(super) fn decimal_text(value: &Exact, max_significant: u32, scientific: Option<bool>) -> (String, bool) {
    let rounded = round_to_significant(value, max_significant, Tie::AwayFromZero);
    let Some(leading) = rounded.leading_place() else {
        return ("0".to_owned(), true);
    };
    let exact = rounded == *value;
    let place = last_place(leading, max_significant);
    let normalised = scientific.unwrap_or(!(-6..=15).contains(&leading));
    let text = match normalised {
        true => format_at_place(&rounded, place, Notation::Scientific(leading)),
        false => format_at_place(&rounded, place, Notation::Plain),
    };
    (if exact { without_idle_zeros(&text) } else { text }, exact)
}

/// Takes zeros after the last significant fraction digit away.
fn without_idle_zeros(text: &str) -> String {
    let (significand, power) = text.find('e').map_or((text, ""), |at| text.split_at(at));
    match significand.contains('.') {
        true => format!("{}{power}", significand.trim_end_matches('0').trim_end_matches('.')),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::comparison::{Bounded, Compared, Side, compare};
    use crate::quantity::decimal::DecimalMark;
    use crate::quantity::oracle;
    use proptest::prelude::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text, DecimalMark::Point).unwrap_or_else(|error| panic!("{error}"))
    }

    fn exact(text: &str) -> Exact {
        decimal(text).exact()
    }

    fn text(rule: RoundingRule, value: &str, limit: &str) -> String {
        rule.round_to_limit(&exact(value), &decimal(limit)).text
    }

    fn meets(rule: RoundingRule, value: &str, side: Side, limit: &str) -> bool {
        let limit = decimal(limit);
        let rounded = rule.round_value(&exact(value), &limit);
        compare(&Bounded::Exact(rounded), side, &limit.exact()) == Compared::Inside
    }

    /// The printed illustration of USP General Notices 7.20.
    #[test]
    fn usp_general_notices_7_20_printed_table() {
        let rows = [
            (Side::AtLeast, "98.0", "97.96", "98.0", true),
            (Side::AtLeast, "98.0", "97.92", "97.9", false),
            (Side::AtLeast, "98.0", "97.95", "98.0", true),
            (Side::AtMost, "101.5", "101.55", "101.6", false),
            (Side::AtMost, "101.5", "101.46", "101.5", true),
            (Side::AtMost, "101.5", "101.45", "101.5", true),
            (Side::AtMost, "0.02", "0.025", "0.03", false),
            (Side::AtMost, "0.02", "0.015", "0.02", true),
            (Side::AtMost, "0.02", "0.027", "0.03", false),
            (Side::AtMost, "0.0003", "0.00035", "0.0004", false),
            (Side::AtMost, "0.0003", "0.00025", "0.0003", true),
            (Side::AtMost, "0.0003", "0.00028", "0.0003", true),
        ];
        for (side, limit, value, rounded, conforms) in rows {
            assert_eq!(text(RoundingRule::Usp, value, limit), rounded, "{value}");
            assert_eq!(meets(RoundingRule::Usp, value, side, limit), conforms, "{value}");
        }
    }

    /// S-01: the rule is part of the specification.
    #[test]
    fn endotoxin_at_the_limit() {
        let mean = Exact::mean(&[exact("0.52"), exact("0.58")]).map(|mean| mean.to_decimal_string(12).0);
        assert_eq!(mean.as_deref(), Some("0.55"));
        let rows = [
            (RoundingRule::Usp, "0.549", "0.5", true),
            (RoundingRule::Usp, "0.55", "0.6", false),
            (RoundingRule::Usp, "0.4999", "0.5", true),
            (RoundingRule::Gbt8170Full, "0.549", "0.549", false),
            (RoundingRule::None, "0.5000000000000000001", "0.5000000000000000001", false),
            (RoundingRule::Chp, "0.55", "0.6", false),
            (RoundingRule::Chp, "0.45", "0.4", true),
        ];
        for (rule, value, printed, conforms) in rows {
            assert_eq!(text(rule, value, "0.5"), printed, "{rule} {value}");
            assert_eq!(meets(rule, value, Side::AtMost, "0.5"), conforms, "{rule} {value}");
        }
    }

    /// S-02: rounding to the limit makes a strict limit stricter.
    #[test]
    fn less_than_is_not_at_most() {
        for value in ["0.25", "0.246", "0.254"] {
            assert!(!meets(RoundingRule::Usp, value, Side::LessThan, "0.25"));
            assert!(meets(RoundingRule::Usp, value, Side::AtMost, "0.25"));
        }
    }

    /// S-03: two pharmacopoeias disagree.
    #[test]
    fn scientific_notation_near_a_lower_limit() {
        let rows = [
            ("9.96e9", RoundingRule::Usp, "1.0e10", "1.0×10^10", true),
            ("9.96e9", RoundingRule::PhEur, "1.0e10", "1.0×10^10", true),
            ("9.6e9", RoundingRule::Usp, "1.0e10", "1.0×10^10", true),
            ("9.6e9", RoundingRule::PhEur, "9.6e9", "9.6×10^9", false),
            ("9.4e9", RoundingRule::Usp, "0.9e10", "0.9×10^10", false),
            ("9.4e9", RoundingRule::Chp, "0.9e10", "0.9×10^10", false),
            ("9.4e9", RoundingRule::PhEur, "9.4e9", "9.4×10^9", false),
            ("9.4e9", RoundingRule::None, "9.4e9", "9.4×10^9", false),
        ];
        for (value, rule, canonical, pretty, conforms) in rows {
            let rounded = rule.round_to_limit(&exact(value), &decimal("1.0e10"));
            assert_eq!((rounded.text.as_str(), rounded.pretty.as_str()), (canonical, pretty), "{rule} {value}");
            assert_eq!(meets(rule, value, Side::AtLeast, "1.0e10"), conforms, "{rule} {value}");
        }
    }

    /// S-19: the ratio is rounded once, at the precision of the limit.
    #[test]
    fn a_derived_ratio_at_two_precisions() {
        let ratio = exact("1.26e11").checked_div(&exact("42.3")).unwrap_or_else(Exact::zero);
        assert_eq!(RoundingRule::Usp.round_to_limit(&ratio, &decimal("3.0e9")).text, "3.0e9");
        assert_eq!(RoundingRule::Usp.round_to_limit(&ratio, &decimal("3.00e9")).text, "2.98e9");
        let full = RoundingRule::None.round_to_limit(&ratio, &decimal("3.0e9"));
        assert_eq!((full.text.as_str(), full.pretty.as_str()), ("2.97872340426e9", "≈2.97872340426×10^9"));
    }

    /// S-07 (d): the bound of a mean is never printed lower than it is.
    #[test]
    fn bounds_are_rounded_outwards() {
        let values = [exact("0.05"), exact("0.05"), exact("0.06")];
        let bound = Exact::mean(&values).unwrap_or_else(Exact::zero);
        assert_eq!(format_at_place(&round_up_to_place(&bound, -2), -2, Notation::Plain), "0.06");
        assert_eq!(format_at_place(&round_down_to_place(&bound, -2), -2, Notation::Plain), "0.05");
        assert_eq!(round_up_to_place(&exact("-0.055"), -2), exact("-0.05"));
        assert_eq!(round_down_to_place(&exact("-0.055"), -2), exact("-0.06"));
        assert_eq!(round_up_to_place(&exact("0.05"), -2), exact("0.05"));
    }

    #[test]
    fn significant_figures_follow_the_limit() {
        let rows = [
            ("0.496", "0.50", "0.50"),
            ("0.0496", "0.50", "0.050"),
            ("99.96", "98.0", "100"),
            ("12345", "98.0", "12300"),
            ("0", "98.0", "0.0"),
            ("0.04", "0.0", "0.0"),
            ("0.05", "0.0", "0.1"),
            ("-9.95", "1.0", "-10"),
        ];
        for (value, limit, expected) in rows {
            assert_eq!(text(RoundingRule::PhEur, value, limit), expected, "{value} at {limit}");
        }
    }

    #[test]
    fn unrounded_values_never_look_equal_to_the_limit() {
        let value = &exact("0.5") + &Exact::pow10(-30);
        let printed = RoundingRule::None.round_to_limit(&value, &decimal("0.5"));
        assert_ne!(printed.text.trim_end_matches('0'), "0.5");
        let third = Exact::ratio(1, 3).unwrap_or_else(Exact::zero);
        assert_eq!(RoundingRule::None.round_to_limit(&third, &decimal("0.5")).pretty, "≈0.333333333333");
        assert_eq!(text(RoundingRule::None, "0.30", "0.5"), "0.3");
    }

    #[test]
    fn names_read_back() {
        for rule in RoundingRule::ALL {
            assert_eq!(rule.as_str().parse(), Ok(rule));
            assert!(rule.describe().ends_with('.'));
        }
        let said = "usb".parse::<RoundingRule>().map_err(|error| error.to_string());
        assert!(said.is_err_and(|text| text.ends_with("(did you mean `usp`?)")));
    }

    fn assert_places(case: &serde_json::Value, key: &str, tie: Tie) {
        let values = oracle::strings(&case["inputs"]["values"]);
        let places = case["inputs"]["places"].as_array().cloned().unwrap_or_default();
        let expected = oracle::strings(&case["expected"][key]);
        assert_eq!((values.len(), places.len()), (expected.len(), expected.len()));
        for ((value, places), expected) in values.iter().zip(places).zip(expected) {
            let place = -places.as_i64().and_then(|places| i32::try_from(places).ok()).unwrap_or(i32::MAX);
            let rounded = round_to_place(&exact(value), place, tie);
            assert_eq!(format_at_place(&rounded, place, Notation::Plain), expected, "{value} {place} {tie:?}");
        }
    }

    #[test]
    fn agrees_with_the_decimal_traps() {
        if let Some(case) = oracle::case("rounding/decimal_traps.json") {
            assert_places(&case, "half_up", Tie::AwayFromZero);
            assert_places(&case, "half_even", Tie::Even);
        }
        if let Some(case) = oracle::case("rounding/decimal_traps_engine.json") {
            assert_places(&case, "half_up", Tie::AwayFromZero);
        }
    }

    #[test]
    fn agrees_with_iso_80000_1_annex_b() {
        let Some(case) = oracle::case("rounding/iso_80000_1_annex_b.json") else { return };
        for (key, tie) in [("rule_a_half_even", Tie::Even), ("rule_b_half_up", Tie::AwayFromZero)] {
            let expected = oracle::strings(&case["expected"][key]);
            for (row, expected) in oracle::rows(&case, "rows").iter().zip(expected) {
                let place = if oracle::string(&row["interval"]) == "10" { 1 } else { -1 };
                let rounded = round_to_place(&oracle::decimal(&row["value"]).exact(), place, tie);
                assert_eq!(format_at_place(&rounded, place, Notation::Plain), expected, "{row}");
            }
        }
    }

    #[test]
    fn agrees_with_the_significant_digits() {
        let Some(case) = oracle::case("rounding/significant_digits.json") else { return };
        let values = oracle::strings(&case["inputs"]["values"]);
        let digits: Vec<u64> =
            case["inputs"]["digits"].as_array().into_iter().flatten().filter_map(|d| d.as_u64()).collect();
        for (key, tie) in [("half_up", Tie::AwayFromZero), ("half_even", Tie::Even)] {
            let expected = oracle::strings(&case["expected"][key]);
            assert_eq!(expected.len(), values.len());
            for ((value, digits), expected) in values.iter().zip(&digits).zip(expected) {
                let rounded = round_to_significant(&exact(value), u32::try_from(*digits).unwrap_or(0), tie);
                assert_eq!(rounded, exact(&expected), "{value} {digits} {tie:?}");
            }
        }
    }

    #[test]
    fn agrees_with_round_then_compare() {
        for (path, key) in
            [("rounding/usp_general_notices_7_20.json", "rounded"), ("rounding/release_limits.json", "rounded_half_up")]
        {
            let Some(case) = oracle::case(path) else { return };
            let rounded = oracle::strings(&case["expected"][key]);
            for (index, row) in oracle::rows(&case, "rows").iter().enumerate() {
                let (value, limit) = (oracle::string(&row["value"]), oracle::string(&row["limit"]));
                let side = oracle::side(&row["operator"]);
                assert_eq!(decimal(&text(RoundingRule::Usp, &value, &limit)), decimal(&rounded[index]), "{row}");
                for (key, rule) in [
                    ("conforms", RoundingRule::Usp),
                    ("conforms_half_even", RoundingRule::Chp),
                    ("conforms_unrounded", RoundingRule::Gbt8170Full),
                ] {
                    if let Some(expected) = case["expected"][key][index].as_bool() {
                        assert_eq!(meets(rule, &value, side, &limit), expected, "{key} {row}");
                    }
                }
            }
        }
    }

    proptest! {
        #[test]
        fn rounding_is_idempotent_and_near(num in any::<i64>(), den in 1_i64..1_000_000_000, place in -12_i32..12) {
            let value = Exact::ratio(num, den).unwrap_or_else(Exact::zero);
            let half_unit = &Exact::pow10(place) * &exact("0.5");
            for tie in [Tie::AwayFromZero, Tie::Even] {
                let rounded = round_to_place(&value, place, tie);
                prop_assert_eq!(&round_to_place(&rounded, place, tie), &rounded);
                prop_assert!((&rounded - &value).abs() <= half_unit);
            }
            let (up, down) = (round_up_to_place(&value, place), round_down_to_place(&value, place));
            prop_assert!(down <= value && value <= up && &up - &down <= Exact::pow10(place));
        }

        #[test]
        fn significant_rounding_is_idempotent(num in any::<i64>(), den in 1_i64..1_000_000_000, digits in 1_u32..20) {
            let value = Exact::ratio(num, den).unwrap_or_else(Exact::zero);
            let rounded = round_to_significant(&value, digits, Tie::AwayFromZero);
            prop_assert_eq!(&round_to_significant(&rounded, digits, Tie::AwayFromZero), &rounded);
        }

        #[test]
        fn the_text_is_the_value(num in any::<i64>(), den in 1_i64..1_000_000, limit in "[0-9]{1,3}(\\.[0-9]{1,4})?(e[0-5]?[0-9])?") {
            let value = Exact::ratio(num, den).unwrap_or_else(Exact::zero);
            let limit = decimal(&limit);
            for rule in [RoundingRule::Usp, RoundingRule::PhEur, RoundingRule::Chp] {
                let rounded = rule.round_to_limit(&value, &limit);
                prop_assert_eq!(exact(&rounded.text), rounded.value);
            }
        }
    }
}
