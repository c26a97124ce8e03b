//! The spread of determinations, or of the groups that they stand in, against its limits.

use super::codes;
use super::compare::against;
use super::levels;
use super::lot_report::Reason;
use super::validity::Run;
use crate::quantity::{Bounded, Compared, Exact, RoundingRule};
use crate::spec::{CensoredRule, Levels, Limit, Limits, Spread};
use crate::stats;

/// The spread within every outer group, one by one; the first that is too large is told.
pub(super) fn within_groups(spread: Spread, limits: &Limits, levels: &Levels, run: &Run<'_, '_>) -> Option<Reason> {
    levels::groups(run.rows, run.counted).into_iter().find_map(|group| {
        let values: Vec<Bounded> = group.members.iter().filter_map(|at| run.values.get(*at)).cloned().collect();
        let what = format!("{} of {} {}", levels.inner, levels.outer_singular(), group.name);
        let place = group.members.first().and_then(|at| run.counted.get(*at)).and_then(|&i| run.rows.get(i));
        let reason = fault(spread, limits, &values, &what, run)?;
        Some(match place {
            Some(row) => reason.at(run.context.place(row)),
            None => reason,
        })
    })
}

/// The spread of the summaries of the outer groups.
pub(super) fn between_groups(spread: Spread, limits: &Limits, levels: &Levels, run: &Run<'_, '_>) -> Option<Reason> {
    let groups = levels::groups(run.rows, run.counted);
    match levels::of_groups(run.plan, &groups, run.values, CensoredRule::Limit) {
        Ok(outer) => {
            let values: Vec<Bounded> = outer.into_iter().map(|one| one.value).collect();
            fault(spread, limits, &values, &levels.outer, run)
        }
        Err(_) => {
            let message = format!(
                "the {} of the {} cannot be computed: one of them has no {}",
                name_of(spread),
                levels.outer,
                run.plan.summary.as_str()
            );
            Some(Reason::new(&codes::SPREAD_NOT_COMPUTABLE, message))
        }
    }
}

/// Compares the spread with its limits without a square root: `cv <= L` is `s^2 <= (L mean / 100)^2`. `what` the values
/// are, in the plural.
pub(super) fn fault(
    spread: Spread,
    limits: &Limits,
    values: &[Bounded],
    what: &str,
    run: &Run<'_, '_>,
) -> Option<Reason> {
    let not_computable = |why: &str| {
        let message = format!("the {} of the {what} cannot be computed: {why}", name_of(spread));
        Some(Reason::new(&codes::SPREAD_NOT_COMPUTABLE, message))
    };
    // A standard deviation and a range have the unit of the values, their limit perhaps another one.
    let factor = if spread.is_in_percent() { Some(Exact::one()) } else { run.unit.factor_to(&limits.unit) };
    let Some(factor) = factor else { return not_computable("its limit is in a unit of another dimension") };
    let exact: Option<Vec<Exact>> = values
        .iter()
        .map(|value| match value {
            Bounded::Exact(exact) => Some(exact * &factor),
            _ => None,
        })
        .collect();
    let Some(values) = exact else { return not_computable("a value is below or above the measurable range") };
    if values.len() < 2 {
        return not_computable("it needs at least two");
    }
    if clearly_within(spread, limits, &values) {
        return None;
    }
    let Some(compared) = compare_spread(spread, limits, &values) else {
        return not_computable("the mean is zero, or a logarithm does not exist");
    };
    if compared == Compared::Inside {
        return None;
    }
    let shown =
        shown_spread(spread, &values).map_or_else(String::new, |value| format!(" is {}", beside(value, limits)));
    let unit = if spread.is_in_percent() { "%" } else { limits.unit.symbol() };
    let message =
        format!("the {} of {} {what}{shown} {unit}; required: {}", name_of(spread), values.len(), limits.text);
    Some(Reason::new(&codes::SPREAD_TOO_LARGE, message))
}

/// From here on a spread is written with a power of ten: of its many digits before the point few are known.
const LONG: f64 = 1e6;

/// A spread that is not within its limits, with as many decimals as show that it is not: 15.04 beside 15, not 15.0. A long
/// one has at least three digits and a power of ten.
fn beside(value: f64, limits: &Limits) -> String {
    let text = |decimals: usize| match value.abs() >= LONG {
        true => format!("{value:.*e}", decimals + 1),
        false => format!("{value:.decimals$}"),
    };
    let mut texts = (1..=12).map(text);
    let shows = |text: &String| {
        let number = Exact::from_decimal_string(text).map(Bounded::Exact);
        number.is_some_and(|number| against(limits, &number, RoundingRule::None) != Compared::Inside)
    };
    texts.clone().find(shows).or_else(|| texts.next_back()).unwrap_or_default()
}

fn name_of(spread: Spread) -> &'static str {
    match spread {
        Spread::Cv => "CV",
        Spread::GeometricCv => "geometric CV",
        Spread::StandardDeviation => "standard deviation",
        Spread::Range => "range",
        Spread::RelativeRange => "relative range",
    }
}

/// Whether a CV lies so far below its limit that floating point can tell; everything nearer is compared exactly.
fn clearly_within(spread: Spread, limits: &Limits, values: &[Exact]) -> bool {
    let (Spread::Cv, None, Some(upper)) = (spread, &limits.lower, &limits.upper) else { return false };
    let n = values.len() as f64;
    let mean = values.iter().map(Exact::to_f64).sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value.to_f64() - mean) * (value.to_f64() - mean)).sum();
    let square = 1e4 * squares / (n - 1.0);
    let limit = upper.approximately * mean;
    square.is_finite() && upper.approximately > 0.0 && square < 0.999 * limit * limit
}

/// Decimals of the significand to which a value that was computed through logarithms is known.
const DIGITS_OF_LOGARITHMS: usize = 11;

fn compare_spread(spread: Spread, limits: &Limits, values: &[Exact]) -> Option<Compared> {
    let hundred = Exact::from_i64(100);
    let exact = |value: Exact| against(limits, &Bounded::Exact(value), RoundingRule::None);
    match spread {
        Spread::Range => Some(exact(range(values)?)),
        Spread::RelativeRange => Some(exact((&range(values)? * &hundred).checked_div(&Exact::mean(values)?.abs())?)),
        Spread::StandardDeviation => Some(against_square(limits, &Exact::variance(values)?)),
        Spread::Cv => {
            // 100 s / mean, squared: 10^4 n (n sum x^2 - (sum x)^2) / ((n - 1) (sum x)^2).
            let n = values.len() as i64;
            let sum = Exact::sum(values);
            let square = &sum * &sum;
            let squares: Vec<Exact> = values.iter().map(|value| value * value).collect();
            let scatter = &(&Exact::sum(&squares) * &Exact::from_i64(n)) - &square;
            let relative =
                (&scatter * &Exact::from_i64(10_000 * n)).checked_div(&(&square * &Exact::from_i64(n - 1)))?;
            Some(against_square(limits, &relative))
        }
        Spread::GeometricCv => {
            let numbers = in_floating_point(values);
            let near = stats::geometric_coefficient_of_variation(&numbers).ok()?;
            // Logarithms come in floating point, whose last digits are not those of the value.
            Some(exact(Exact::from_decimal_string(&format!("{near:.*e}", DIGITS_OF_LOGARITHMS))?))
        }
    }
}

/// Compares a value known by its square with limits that are not negative.
fn against_square(limits: &Limits, square: &Exact) -> Compared {
    let squared = |limit: &Limit| &limit.value * &limit.value;
    let above = limits.upper.as_ref().is_some_and(|limit| {
        limit.value.is_negative() || *square > squared(limit) || (!limit.inclusive && *square == squared(limit))
    });
    let below = limits.lower.as_ref().is_some_and(|limit| {
        !limit.value.is_negative() && (*square < squared(limit) || (!limit.inclusive && *square == squared(limit)))
    });
    if above || below { Compared::Outside } else { Compared::Inside }
}

fn range(values: &[Exact]) -> Option<Exact> {
    Some(values.iter().max()? - values.iter().min()?)
}

/// Values for sums in floating point, which depend on the order of their terms; the order of rows must not reach the result.
fn in_floating_point(values: &[Exact]) -> Vec<f64> {
    let mut numbers: Vec<f64> = values.iter().map(Exact::to_f64).collect();
    numbers.sort_by(f64::total_cmp);
    numbers
}

fn shown_spread(spread: Spread, values: &[Exact]) -> Option<f64> {
    let numbers = in_floating_point(values);
    match spread {
        Spread::Cv => stats::coefficient_of_variation(&numbers).ok(),
        Spread::GeometricCv => stats::geometric_coefficient_of_variation(&numbers).ok(),
        Spread::StandardDeviation => stats::standard_deviation(&numbers).ok(),
        Spread::Range => Some(range(values)?.to_f64()),
        Spread::RelativeRange => Some(100.0 * range(values)?.checked_div(&Exact::mean(values)?.abs())?.to_f64()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of 10^36, 10^18 and 700 the sum keeps less the later the small one comes.
    #[test]
    fn the_order_of_rows_does_not_reach_what_is_shown() {
        let number = |text: &&str| Exact::from_decimal_string(text).unwrap();
        let shown = |texts: [&str; 5]| {
            let values: Vec<Exact> = texts.iter().map(number).collect();
            [Spread::Cv, Spread::StandardDeviation].map(|spread| shown_spread(spread, &values).unwrap().to_bits())
        };
        let one = shown(["700", "1e36", "-1e36", "1e18", "-1e18"]);
        assert_eq!(shown(["1e36", "1e18", "700", "-1e18", "-1e36"]), one);
        assert_eq!(shown(["-1e18", "700", "-1e36", "1e36", "1e18"]), one);
    }
}
