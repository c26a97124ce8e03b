//! From the values of a plan to one reportable value.

use super::kaplan_meier;
use crate::order;
use crate::quantity::{Bounded, Exact, Root};
use crate::spec::{CensoredRule, Summary};
use crate::stats;
use crate::stats::censored::{
    Observation, Rest, kaplan_meier_mean, lognormal_likelihood, regression_on_order_statistics,
};

/// A summarised value.
#[derive(Debug)]
pub(super) struct Summarised {
    pub value: Bounded,
    /// Whether its digits do not end, as those of a root, or were estimated.
    pub floating: bool,
}

/// Why there is no summarised value.
#[derive(Debug, PartialEq)]
pub(super) enum NoSummary {
    /// Censored values and no rule for them.
    Censored,
    /// A value that is not known to lie below a limit, under a method for those that are.
    NotBelowALimit,
    /// The method that the specification names has no estimate for these values.
    NotEstimated(stats::StatisticError),
    /// The statistic does not exist for these values.
    Statistic(stats::StatisticError),
}

/// A statistic in floating point, which says why there is none.
type Statistic = fn(&[f64]) -> Result<f64, stats::StatisticError>;

/// Summarises values in one unit. `values` is not empty.
///
/// Means and medians of exact values are exact; a mean is never rounded on the way. A root is one that compares and
/// rounds as the root does.
pub(super) fn summarise(summary: Summary, values: &[Bounded], censored: CensoredRule) -> Result<Summarised, NoSummary> {
    if summary == Summary::Mean
        && let Some(mean) = mean(values)
    {
        return Ok(Summarised { value: Bounded::Exact(mean), floating: false });
    }
    let exact: Option<Vec<Exact>> = values.iter().map(as_exact).collect();
    let rooted = |root: fn(&[Exact]) -> Option<Root>, statistic: Statistic| {
        let exact = exact.as_deref().ok_or(NoSummary::Censored)?;
        let mut numbers: Vec<f64> = exact.iter().map(Exact::to_f64).collect();
        // Floating-point sums depend on the order of their terms; the order of rows must not reach the result.
        numbers.sort_by(f64::total_cmp);
        let near = statistic(&numbers).map_err(NoSummary::Statistic)?;
        match root(exact) {
            Some(root) => Ok(Summarised { value: Bounded::Exact(root.value), floating: !root.ends }),
            // Of more values than a root is taken of.
            None => {
                let near = Exact::from_f64_shortest(near);
                let near = near.ok_or(NoSummary::Statistic(stats::StatisticError::NotFinite))?;
                Ok(Summarised { value: Bounded::Exact(near), floating: true })
            }
        }
    };
    let plain = |value: Bounded| Ok(Summarised { value, floating: false });
    match (summary, exact.as_deref()) {
        (_, None) if censored.estimates(summary) => estimated(summary, values, censored),
        (Summary::Maximum, _) => plain(extreme(values, true)),
        (Summary::Minimum, _) => plain(extreme(values, false)),
        (Summary::Mean, _) if censored == CensoredRule::WorstCase => {
            plain(mean_of_bounds(values).ok_or(NoSummary::Censored)?)
        }
        (Summary::Mean, _) => Err(NoSummary::Censored),
        (Summary::Median, Some(exact)) => plain(median(exact)),
        (Summary::Median, None) => Err(NoSummary::Censored),
        (Summary::GeometricMean, _) => rooted(|exact| Exact::geometric_mean(&[exact]), stats::geometric_mean),
        (Summary::CoefficientOfVariation, _) => rooted(coefficient_of_variation, stats::coefficient_of_variation),
        (Summary::StandardDeviation, _) => rooted(|exact| Exact::variance(exact)?.root(2), stats::standard_deviation),
        // One value each: the caller compares every value of `each` by itself.
        (Summary::Single | Summary::Each, _) => plain(values.first().cloned().unwrap_or(Bounded::Unknown)),
    }
}

/// The mean of values of which some lie below a limit, by the method of the specification.
fn estimated(summary: Summary, values: &[Bounded], method: CensoredRule) -> Result<Summarised, NoSummary> {
    let mut sample = Vec::with_capacity(values.len());
    for value in values {
        sample.push(match value {
            Bounded::Exact(exact) => (exact.to_f64(), false),
            Bounded::Below { bound, .. } => (bound.to_f64(), true),
            Bounded::Above { .. } | Bounded::Unknown => return Err(NoSummary::NotBelowALimit),
        });
    }
    // The order of rows must not reach the result.
    order::sort_by(&mut sample, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let of = |&(number, below): &(f64, bool)| {
        if below { Observation::Below(number) } else { Observation::Measured(number) }
    };
    let sample: Vec<Observation> = sample.iter().map(of).collect();
    let mean = match (method, summary) {
        (CensoredRule::KaplanMeier, _) => kaplan_meier_mean(&sample, Rest::AtLowestLimit).map(|found| found.mean),
        (CensoredRule::OrderStatistics, _) => regression_on_order_statistics(&sample).map(|found| found.mean),
        // The median of a lognormal distribution is its geometric mean.
        (CensoredRule::Likelihood, Summary::GeometricMean) => lognormal_likelihood(&sample).map(|found| found.median),
        (CensoredRule::Likelihood, _) => lognormal_likelihood(&sample).map(|found| found.mean),
        (CensoredRule::Limit | CensoredRule::WorstCase, _) => return Err(NoSummary::Censored),
    };
    let mean = mean.map_err(NoSummary::NotEstimated)?;
    let in_fractions = if method == CensoredRule::KaplanMeier { kaplan_meier::mean(values) } else { None };
    let mean = in_fractions.or_else(|| Exact::from_f64_shortest(mean));
    let mean = mean.ok_or(NoSummary::NotEstimated(stats::StatisticError::NotFinite))?;
    Ok(Summarised { value: Bounded::Exact(mean), floating: true })
}

/// 100 s / |mean|, the root of 10^4 s^2 / mean^2.
fn coefficient_of_variation(values: &[Exact]) -> Option<Root> {
    let mean = Exact::mean(values)?;
    let relative = Exact::variance(values)?.checked_div(&(&mean * &mean))?;
    (&relative * &Exact::from_i64(10_000)).root(2)
}

/// The mean of exact values; `None` when one is censored.
fn mean(values: &[Bounded]) -> Option<Exact> {
    let mut sum = Exact::zero();
    for value in values {
        match value {
            Bounded::Exact(exact) => sum = &sum + exact,
            _ => return None,
        }
    }
    Some(sum.divided_by(values.len()))
}

fn as_exact(value: &Bounded) -> Option<Exact> {
    match value {
        Bounded::Exact(exact) => Some(exact.clone()),
        _ => None,
    }
}

fn median(values: &[Exact]) -> Bounded {
    let mut sorted = values.to_vec();
    sorted.sort();
    let middle = match sorted.len() {
        0 => None,
        n if n % 2 == 1 => sorted.get(n / 2).cloned(),
        n => Exact::mean(&sorted[n / 2 - 1..=n / 2]),
    };
    middle.map_or(Bounded::Unknown, Bounded::Exact)
}

/// The geometric mean over the geometric means of groups, none of which is censored; `None` otherwise.
pub(super) fn geometric_mean_of_groups(groups: &[Vec<Bounded>]) -> Option<Summarised> {
    let exact: Vec<Vec<Exact>> =
        groups.iter().map(|group| group.iter().map(as_exact).collect()).collect::<Option<_>>()?;
    let exact: Vec<&[Exact]> = exact.iter().map(Vec::as_slice).collect();
    let root = Exact::geometric_mean(&exact)?;
    Some(Summarised { value: Bounded::Exact(root.value), floating: !root.ends })
}

/// What is known of the largest (or smallest) of values of which some are censored.
///
/// The largest is at least every exact value and at most every upper bound; when an exact value is not below any
/// bound it is the largest, whatever the censored ones are.
fn extreme(values: &[Bounded], largest: bool) -> Bounded {
    let beyond = |a: &Exact, b: &Exact| if largest { a > b } else { a < b };
    let mut best: Option<&Bounded> = None;
    for value in values {
        let opposite = match value {
            Bounded::Exact(_) => false,
            Bounded::Below { .. } => !largest,
            Bounded::Above { .. } => largest,
            Bounded::Unknown => true,
        };
        // An open end in the direction asked for outweighs everything: what is known is how far it lies at least.
        if opposite {
            return bound_in_direction(values, largest);
        }
        let number = |value: &Bounded| match value {
            Bounded::Exact(exact) => Some(exact.clone()),
            Bounded::Below { bound, .. } | Bounded::Above { bound, .. } => Some(bound.clone()),
            Bounded::Unknown => None,
        };
        best = match best {
            Some(top) => match (number(value), number(top)) {
                (Some(new), Some(old)) if beyond(&new, &old) => Some(value),
                // At a tie the value that can be reached decides: the largest of `<5` and `<=5` may be 5.
                (Some(new), Some(old)) if new == old && attainable(value) > attainable(top) => Some(value),
                _ => Some(top),
            },
            None => Some(value),
        };
    }
    best.cloned().unwrap_or(Bounded::Unknown)
}

/// How certain it is that a value equals its number: not at all, perhaps, surely.
fn attainable(value: &Bounded) -> u8 {
    match value {
        Bounded::Exact(_) => 2,
        Bounded::Below { inclusive, .. } | Bounded::Above { inclusive, .. } => u8::from(*inclusive),
        Bounded::Unknown => 0,
    }
}

/// The tightest one-sided statement when a value is open in the direction of the extreme: the largest of `>200` and 150
/// lies above 200, the smallest of `<5` and 3 lies at or below 3.
fn bound_in_direction(values: &[Bounded], largest: bool) -> Bounded {
    let mut top: Option<(Exact, bool)> = None;
    for value in values {
        let candidate = match value {
            Bounded::Exact(exact) => (exact.clone(), true),
            Bounded::Above { bound, inclusive } if largest => (bound.clone(), *inclusive),
            Bounded::Below { bound, inclusive } if !largest => (bound.clone(), *inclusive),
            _ => continue,
        };
        // At a tie the strict bound says more.
        let replaces = top.as_ref().is_none_or(|(best, inclusive)| {
            let beyond = if largest { candidate.0 > *best } else { candidate.0 < *best };
            beyond || (candidate.0 == *best && *inclusive && !candidate.1)
        });
        if replaces {
            top = Some(candidate);
        }
    }
    match top {
        Some((bound, inclusive)) if largest => Bounded::Above { bound, inclusive },
        Some((bound, inclusive)) => Bounded::Below { bound, inclusive },
        None => Bounded::Unknown,
    }
}

/// The mean with each censored value at its bound: a bound of the mean, if all censored values are open to one side.
pub(super) fn mean_of_bounds(values: &[Bounded]) -> Option<Bounded> {
    let mut numbers = Vec::with_capacity(values.len());
    let (mut below, mut above, mut strict) = (false, false, false);
    for value in values {
        match value {
            Bounded::Exact(exact) => numbers.push(exact.clone()),
            Bounded::Below { bound, inclusive } => {
                numbers.push(bound.clone());
                (below, strict) = (true, strict || !inclusive);
            }
            Bounded::Above { bound, inclusive } => {
                numbers.push(bound.clone());
                (above, strict) = (true, strict || !inclusive);
            }
            Bounded::Unknown => return None,
        }
    }
    let bound = Exact::mean(&numbers)?;
    match (below, above) {
        (true, false) => Some(Bounded::Below { bound, inclusive: !strict }),
        (false, true) => Some(Bounded::Above { bound, inclusive: !strict }),
        _ => None,
    }
}
