//! Rounding.

use crate::quantity::{
    Bounded, Compared, Decimal, DecimalMark, Exact, Notation, RoundingRule, Side, Tie, compare, format_at_place,
    rounding::{round_to_place, round_to_significant},
};
use crate::selftest::inputs::{list, text, texts};
use serde_json::{Value, json};

/// The answer to a method of this topic; none when it is not one of its methods.
pub(super) fn answer(method: &str, inputs: &Value) -> Option<Result<Value, String>> {
    match method {
        "round_decimal_places" | "round_decimal_places_required" => Some(decimal_places(inputs)),
        "round_interval" => Some(intervals(inputs)),
        "round_significant" => Some(significant(inputs)),
        "round_then_compare" => Some(compared(inputs)),
        _ => None,
    }
}

fn decimal(text: &str) -> Result<Decimal, String> {
    Decimal::parse(text, DecimalMark::Point).map_err(|error| format!("{text}: {error}"))
}

/// Whole numbers of a list, of either sign.
fn whole_numbers(inputs: &Value, name: &str) -> Result<Vec<i32>, String> {
    let whole = |element: &Value| element.as_i64().and_then(|number| i32::try_from(number).ok());
    list(inputs, name)?
        .iter()
        .map(|element| whole(element).ok_or_else(|| format!("inputs.{name} holds {element}, not a whole number")))
        .collect()
}

/// Ours, and what two binary shortcuts would give: that they differ is the point of the case.
fn decimal_places(inputs: &Value) -> Result<Value, String> {
    let (values, places) = (texts(inputs, "values")?, whole_numbers(inputs, "places")?);
    let each = |round: &dyn Fn(&str, i32) -> Result<String, String>| {
        values.iter().zip(&places).map(|(value, places)| round(value, *places)).collect::<Result<Vec<_>, _>>()
    };
    let ours = |tie| {
        each(&|value, places| {
            let rounded = round_to_place(&decimal(value)?.exact(), places.saturating_neg(), tie);
            Ok(format_at_place(&rounded, places.saturating_neg(), Notation::Plain))
        })
    };
    Ok(json!({
        "half_up": ours(Tie::AwayFromZero)?,
        "half_even": ours(Tie::Even)?,
        "binary64_scale_and_floor": each(&scale_and_floor)?,
        "binary64_printf": each(&printed)?,
    }))
}

/// floor(|x| 10^places + 1/2) / 10^places in binary64: wrong for 1.005 and others.
fn scale_and_floor(value: &str, places: i32) -> Result<String, String> {
    let number: f64 = value.parse().map_err(|_| format!("{value} is not a number"))?;
    let units = (number.abs() * libm::pow(10.0, f64::from(places)) + 0.5).floor();
    let digits = Exact::from_f64_shortest(units).ok_or_else(|| format!("{value} is too large"))?;
    let shifted = &digits * &Exact::pow10(places.saturating_neg());
    let signed = if number < 0.0 { shifted.negated() } else { shifted };
    Ok(format_at_place(&signed, places.saturating_neg(), Notation::Plain))
}

/// What the formatting of binary64 prints: exact halves to even, and most decimal halves are no binary ones.
///
/// It has no places before the decimal point; there the reference falls back on the other shortcut.
fn printed(value: &str, places: i32) -> Result<String, String> {
    let Ok(digits) = usize::try_from(places) else { return scale_and_floor(value, places) };
    let number: f64 = value.parse().map_err(|_| format!("{value} is not a number"))?;
    let printed = format!("{number:.digits$}");
    let nothing = printed.chars().all(|digit| matches!(digit, '-' | '0' | '.'));
    Ok(if nothing { printed.trim_start_matches('-').to_owned() } else { printed })
}

fn intervals(inputs: &Value) -> Result<Value, String> {
    let rule = |tie| {
        let rounded = |row: &Value| {
            let interval = decimal(text(row, "interval")?)?;
            let place = interval.last_place() + leading_zeros_of(&interval);
            let rounded = round_to_place(&decimal(text(row, "value")?)?.exact(), place, tie);
            Ok(format_at_place(&rounded, place, Notation::Plain))
        };
        list(inputs, "rows")?.iter().map(rounded).collect::<Result<Vec<String>, String>>()
    };
    Ok(json!({ "rule_a_half_even": rule(Tie::Even)?, "rule_b_half_up": rule(Tie::AwayFromZero)? }))
}

/// Places between the last digit of a power of ten and its 1: 1 for `10`, 0 for `0.1`.
fn leading_zeros_of(power_of_ten: &Decimal) -> i32 {
    i32::try_from(power_of_ten.significant_digits()).unwrap_or(1) - 1
}

fn significant(inputs: &Value) -> Result<Value, String> {
    let (values, digits) = (texts(inputs, "values")?, whole_numbers(inputs, "digits")?);
    let by = |tie| {
        let rounded = |(value, digits): (&&str, &i32)| {
            let count = u32::try_from(*digits).map_err(|_| format!("{digits} digits"))?;
            let rounded = round_to_significant(&decimal(value)?.exact(), count, tie);
            let (shortest, _) = rounded.to_decimal_string(count);
            let shortest = decimal(&shortest)?;
            let place = shortest.last_place() + leading_zeros_of(&shortest) - (digits - 1);
            Ok(format_at_place(&rounded, place, Notation::Plain))
        };
        values.iter().zip(&digits).map(rounded).collect::<Result<Vec<String>, String>>()
    };
    Ok(json!({ "half_up": by(Tie::AwayFromZero)?, "half_even": by(Tie::Even)? }))
}

fn compared(inputs: &Value) -> Result<Value, String> {
    let rows = list(inputs, "rows")?;
    let conforms = |rule: RoundingRule| rows.iter().map(|row| meets(rule, row)).collect::<Result<Vec<bool>, String>>();
    let texts = rows
        .iter()
        .map(|row| {
            let (value, limit) = (decimal(text(row, "value")?)?, decimal(text(row, "limit")?)?);
            Ok(as_printed(&RoundingRule::Usp.round_to_limit(&value.exact(), &limit).text))
        })
        .collect::<Result<Vec<String>, String>>()?;
    Ok(json!({
        "rounded": texts,
        "rounded_half_up": texts,
        "conforms": conforms(RoundingRule::Usp)?,
        "conforms_half_even": conforms(RoundingRule::Chp)?,
        "conforms_unrounded": conforms(RoundingRule::Gbt8170Full)?,
    }))
}

fn meets(rule: RoundingRule, row: &Value) -> Result<bool, String> {
    let side = match text(row, "operator")? {
        "<=" => Side::AtMost,
        "<" => Side::LessThan,
        ">=" => Side::AtLeast,
        ">" => Side::MoreThan,
        other => return Err(format!("{other} is not an operator")),
    };
    let (value, limit) = (decimal(text(row, "value")?)?, decimal(text(row, "limit")?)?);
    let rounded = rule.round_value(&value.exact(), &limit);
    Ok(compare(&Bounded::Exact(rounded), side, &limit.exact()) == Compared::Inside)
}

/// `2.0e10` as the cases print it: `2.0E+10`.
fn as_printed(text: &str) -> String {
    match text.split_once('e') {
        Some((significand, power)) if power.starts_with('-') => format!("{significand}E{power}"),
        Some((significand, power)) => format!("{significand}E+{power}"),
        None => text.to_owned(),
    }
}
