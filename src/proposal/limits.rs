//! Limits from numbers: a tolerance interval by the first method that fits, rounded outward to the digits of the data.

use super::{History, LotResult, LotValue, Proposal, Wanted};
use crate::quantity::{Exact, Notation, format_at_place, round_down_to_place, round_up_to_place};
use crate::stats::normality::shapiro_wilk;
use crate::stats::{
    Sides, ToleranceInterval, lognormal_tolerance_interval, mean, nonparametric_sample_size,
    nonparametric_tolerance_interval, normal_tolerance_interval, standard_deviation,
};

/// Fewest lots for a method that assumes the shape of a distribution: of fewer no test of normality says much.
const FEWEST: usize = 10;

/// Significance below which a shape is rejected.
const SIGNIFICANCE: f64 = 0.05;

/// Significant digits of unrounded numbers in the rationale.
const DIGITS: u32 = 8;

/// The digits that the data have.
struct Digits {
    /// Place of the last one.
    place: i32,
    /// How they are written.
    notation: Notation,
}

/// Limits, or why there are none.
pub fn propose(history: &History, wanted: &Wanted, of: &str) -> Proposal {
    let (values, exact, digits) = numbers(history);
    let described = match (mean(&values), standard_deviation(&values)) {
        (Ok(mean), Ok(deviation)) => {
            format!("{of}: n = {}, mean {}, SD {}{}", values.len(), number(mean), number(deviation), in_unit(history))
        }
        _ => format!("{of}: n = {}", values.len()),
    };
    // The judge refuses such values, and no limit can rest on them.
    let negative = history.results.iter().zip(&exact).find(|(_, value)| value.is_negative());
    if let Some((result, _)) = negative.filter(|_| !may_be_negative(history)) {
        return Proposal::report(format!("{described}; no interval: lot {} has a negative amount", result.lot));
    }
    let found = match interval(&values, wanted, Sides::Two) {
        Ok(found) => found,
        Err(why) => return Proposal::report(format!("{described}; no interval: {why}")),
    };
    // A quantity that cannot be negative needs no lower limit at or below zero.
    let below_zero = found.interval.lower.and_then(Exact::from_f64_shortest).is_some_and(|lower| {
        let rounded = round_down_to_place(&lower, digits.place);
        rounded.is_zero() || rounded.is_negative()
    });
    // A bare number may be anything; where no lot was at or below zero it is taken for such a quantity.
    let positive = history.unit.is_none() && values.iter().all(|value| *value > 0.0);
    let (found, sided) = match below_zero && (positive || !history.unit.may_be_negative()) {
        true => match interval(&values, wanted, Sides::Upper) {
            Ok(upper) => (upper, " (upper limit only, since the lower one would not be above zero)"),
            Err(why) => return Proposal::report(format!("{described}; no interval: {why}")),
        },
        false => (found, ""),
    };
    let Some((criterion, limits)) = criterion(&found.interval, &digits, history) else {
        return Proposal::report(format!("{described}; no interval: its limits are not finite"));
    };
    let unrounded = [found.interval.lower, found.interval.upper].map(|end| end.map_or_else(|| "-".to_owned(), number));
    let rationale = format!(
        "{described}; {} for {} % of lots with {} % confidence{sided}, {}; unrounded {} to {}, rounded outward to the digits \
         of the data{}",
        found.interval.method,
        number(100.0 * wanted.content.value()),
        number(100.0 * wanted.confidence.value()),
        found.basis,
        unrounded[0],
        unrounded[1],
        outside(history, &exact, &limits)
    );
    Proposal { criterion, rationale, interval: Some((found.interval.lower, found.interval.upper)) }
}

/// Whether a value below zero can be: of a bare number and of a percentage, which may be a change, it is not known.
fn may_be_negative(history: &History) -> bool {
    history.unit.is_none() || history.unit.symbol() == "%" || history.unit.may_be_negative()
}

/// An interval and what speaks for its method.
struct Found {
    interval: ToleranceInterval,
    basis: String,
}

/// The interval of the first method that fits: normal, lognormal, nonparametric.
fn interval(values: &[f64], wanted: &Wanted, sides: Sides) -> Result<Found, String> {
    let Wanted { content, confidence } = *wanted;
    let n = values.len();
    let needed = nonparametric_sample_size(content, confidence, sides).map_err(|error| error.to_string())?;
    if let [first, rest @ ..] = values
        && rest.iter().all(|value| value == first)
    {
        return Err(format!("all {n} values are equal"));
    }
    let p_value = |values: &[f64]| shapiro_wilk(values).ok().map(|test| test.p_value);
    let mut rejected = String::new();
    if n >= FEWEST {
        let normal = p_value(values);
        if let Some(p) = normal.filter(|p| *p >= SIGNIFICANCE) {
            let found = normal_tolerance_interval(values, content, confidence, sides);
            let basis = format!("normality not rejected (Shapiro-Wilk p = {})", rounded(p));
            return found.map(|interval| Found { interval, basis }).map_err(|error| error.to_string());
        }
        let logs: Option<Vec<f64>> = values.iter().map(|value| (*value > 0.0).then(|| libm::log(*value))).collect();
        let lognormal = logs.as_deref().and_then(p_value);
        if let Some(p) = lognormal.filter(|p| *p >= SIGNIFICANCE) {
            let found = lognormal_tolerance_interval(values, content, confidence, sides);
            let basis = format!("normality rejected, that of the logarithms not (Shapiro-Wilk p = {})", rounded(p));
            return found.map(|interval| Found { interval, basis }).map_err(|error| error.to_string());
        }
        rejected = format!("neither the values nor their logarithms are normal{}", ties(values));
    }
    match nonparametric_tolerance_interval(values, content, confidence, sides) {
        Ok(Some(found)) => {
            let basis = format!("{rejected} (Shapiro-Wilk), order statistics of rank {} from the ends", found.rank);
            Ok(Found { interval: found.interval, basis })
        }
        Ok(None) if n < FEWEST => Err(format!(
            "{n} lots are too few; from {FEWEST} lots on a normal or lognormal one is tried, a nonparametric one needs {needed}"
        )),
        Ok(None) => Err(format!("{rejected} (Shapiro-Wilk), and a nonparametric one needs {needed} lots")),
        Err(error) => Err(error.to_string()),
    }
}

/// That few different values, as coarse rounding makes them, may be why no shape fits.
fn ties(values: &[f64]) -> String {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.dedup();
    match 2 * sorted.len() <= values.len() {
        true => format!(", perhaps since they were rounded to {} different ones", sorted.len()),
        false => String::new(),
    }
}

/// The values of the lots, in binary and exactly, and their digits.
fn numbers(history: &History) -> (Vec<f64>, Vec<Exact>, Digits) {
    let mut digits = Digits { place: 0, notation: Notation::Plain };
    let mut exact = Vec::with_capacity(history.results.len());
    for (at, result) in history.results.iter().enumerate() {
        let LotValue::Number { mean, place, exponent } = &result.value else { continue };
        digits.place = if at == 0 { *place } else { digits.place.min(*place) };
        // A number with an exponent behind a unit with one would have the factor twice.
        if let Some(exponent) = exponent.filter(|_| !history.unit.has_multiplier()) {
            digits.notation = match digits.notation {
                Notation::Scientific(known) => Notation::Scientific(known.max(exponent)),
                Notation::Plain => Notation::Scientific(exponent),
            };
        }
        exact.push(mean.clone());
    }
    (exact.iter().map(Exact::to_f64).collect(), exact, digits)
}

/// The limits as text, and as numbers: lower and upper.
fn criterion(interval: &ToleranceInterval, digits: &Digits, history: &History) -> Option<(String, [Option<Exact>; 2])> {
    let exact = |end: Option<f64>| match end {
        None => Some(None),
        Some(end) => Exact::from_f64_shortest(end).map(Some),
    };
    let lower = exact(interval.lower)?.map(|end| round_down_to_place(&end, digits.place));
    let upper = exact(interval.upper)?.map(|end| round_up_to_place(&end, digits.place));
    let text = |end: &Exact| format_at_place(end, digits.place, digits.notation);
    let limit = match (&lower, &upper) {
        (Some(lower), Some(upper)) => format!("{} to {}", text(lower), text(upper)),
        (Some(lower), None) => format!(">= {}", text(lower)),
        (None, Some(upper)) => format!("<= {}", text(upper)),
        (None, None) => return None,
    };
    Some((format!("{limit}{}", in_unit(history)), [lower, upper]))
}

/// Which of the lots lie outside the proposed limits.
fn outside(history: &History, values: &[Exact], [lower, upper]: &[Option<Exact>; 2]) -> String {
    let is_outside = |value: &Exact| {
        lower.as_ref().is_some_and(|lower| value < lower) || upper.as_ref().is_some_and(|upper| value > upper)
    };
    let lots: Vec<&str> = history
        .results
        .iter()
        .zip(values)
        .filter(|(_, value)| is_outside(value))
        .map(|(LotResult { lot, .. }, _)| lot.as_str())
        .collect();
    if lots.is_empty() { String::new() } else { format!("; outside lie the lots {}", lots.join(", ")) }
}

fn in_unit(history: &History) -> String {
    if history.unit.is_none() { String::new() } else { format!(" {}", history.unit) }
}

/// A computed number to the digits of a rationale.
fn number(value: f64) -> String {
    let text =
        Exact::from_f64_shortest(value).map_or_else(|| "?".to_owned(), |value| value.to_decimal_string(DIGITS).0);
    match text.contains('.') && !text.contains('e') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// A p-value.
fn rounded(p: f64) -> String {
    format!("{p:.3}")
}
