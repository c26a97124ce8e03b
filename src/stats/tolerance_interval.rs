//! Tolerance intervals: limits that hold a content of the population with a confidence.

use super::distribution::Beta;
use super::mean::mean;
use super::spread::standard_deviation;
use super::summation::size;
use super::tolerance_factor::{one_sided_factor, two_sided_factor};
use super::{Confidence, Probability, Sides, StatisticError};

/// Limits that hold at least `content` of the population with `confidence`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ToleranceInterval {
    /// Lower limit; none for an upper one-sided limit.
    pub lower: Option<f64>,
    /// Upper limit; none for a lower one-sided limit.
    pub upper: Option<f64>,
    /// On which sides.
    pub sides: Sides,
    /// The fraction of the population.
    pub content: Probability,
    /// How sure.
    pub confidence: Confidence,
    /// The factor k of mean ± k s; none for limits from order statistics.
    pub factor: Option<f64>,
    /// Name of the method, as reports print it.
    pub method: &'static str,
    /// Number of values it rests on.
    pub n: usize,
}

/// Normal tolerance interval or one-sided limit mean ± k s with the exact factor, in the unit of the values.
///
/// Assumes independent, normally distributed values; not robust against another shape of the tails.
///
/// # Errors
/// `TooFewValues` when n < 2; `NoVariation` when all values are equal; `NotFinite`; `NoConvergence`.
///
/// # Source
/// ISO 16269-6:2014, clauses 4 to 6.
pub fn normal_tolerance_interval(
    values: &[f64],
    content: Probability,
    confidence: Confidence,
    sides: Sides,
) -> Result<ToleranceInterval, StatisticError> {
    let deviation = standard_deviation(values)?;
    if deviation == 0.0 {
        return Err(StatisticError::NoVariation);
    }
    let (n, mean) = (values.len(), mean(values)?);
    let factor = match sides {
        Sides::Two => two_sided_factor(n, content, confidence)?,
        Sides::Lower | Sides::Upper => one_sided_factor(n, content, confidence)?,
    };
    let half_width = StatisticError::finite(factor * deviation)?;
    let lower = (sides != Sides::Upper).then_some(mean - half_width);
    let upper = (sides != Sides::Lower).then_some(mean + half_width);
    let method = "exact normal tolerance interval";
    Ok(ToleranceInterval { lower, upper, sides, content, confidence, factor: Some(factor), method, n })
}

/// Tolerance interval or limit of lognormal values: that of the logarithms, sent back, in the unit of the values.
///
/// # Errors
/// `NotPositive`; those of [`normal_tolerance_interval`].
///
/// # Source
/// As [`normal_tolerance_interval`].
pub fn lognormal_tolerance_interval(
    values: &[f64],
    content: Probability,
    confidence: Confidence,
    sides: Sides,
) -> Result<ToleranceInterval, StatisticError> {
    StatisticError::check(values, 2)?;
    if values.iter().any(|value| *value <= 0.0) {
        return Err(StatisticError::NotPositive);
    }
    let logs: Vec<f64> = values.iter().map(|value| libm::log(*value)).collect();
    let interval = normal_tolerance_interval(&logs, content, confidence, sides)?;
    let (lower, upper) = (interval.lower.map(libm::exp), interval.upper.map(libm::exp));
    let method = "exact lognormal tolerance interval";
    match [lower, upper].into_iter().flatten().all(f64::is_finite) {
        true => Ok(ToleranceInterval { lower, upper, method, ..interval }),
        false => Err(StatisticError::NotFinite),
    }
}

/// Limits from order statistics, for any continuous distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NonparametricInterval {
    /// The limits; their confidence is at least the one asked for.
    pub interval: ToleranceInterval,
    /// Rank of the limit counted from its end, 1 for the extreme value.
    pub rank: usize,
}

/// Distribution-free tolerance interval or limit; none when the confidence is not attainable with so few values.
///
/// Takes the innermost order statistics that reach the confidence, equally far from both ends for two sides.
///
/// # Errors
/// `TooFewValues` when there is none; `NotFinite`; `NoConvergence`.
///
/// # Source
/// S. S. Wilks, Ann. Math. Statist. 12 (1941) 91-96; ISO 16269-6:2014, clause 7.
pub fn nonparametric_tolerance_interval(
    values: &[f64],
    content: Probability,
    confidence: Confidence,
    sides: Sides,
) -> Result<Option<NonparametricInterval>, StatisticError> {
    StatisticError::check(values, 1)?;
    let n = values.len();
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mut rank = 0;
    while nonparametric_confidence(n, rank + 1, content, sides)? >= confidence.value() {
        rank += 1;
    }
    if rank == 0 {
        return Ok(None);
    }
    let lower = sorted.get(rank - 1).copied().filter(|_| sides != Sides::Upper);
    let upper = sorted.get(n - rank).copied().filter(|_| sides != Sides::Lower);
    let method = "nonparametric tolerance interval";
    let interval = ToleranceInterval { lower, upper, sides, content, confidence, factor: None, method, n };
    Ok(Some(NonparametricInterval { interval, rank }))
}

/// The confidence with which the extreme values (rank 1), or those of another rank, are tolerance limits of the content; 0
/// for a rank that n values do not have.
///
/// # Errors
/// `NoConvergence`.
///
/// # Source
/// The content below the order statistic of rank r is beta distributed with r and n - r + 1: S. S. Wilks, as
/// [`nonparametric_tolerance_interval`].
pub fn nonparametric_confidence(
    n: usize,
    rank: usize,
    content: Probability,
    sides: Sides,
) -> Result<f64, StatisticError> {
    let outside = if sides == Sides::Two { rank.saturating_mul(2) } else { rank };
    if outside == 0 || outside > n {
        return Ok(0.0);
    }
    let distribution = Beta::new(size(outside), size(n + 1 - outside))?;
    Ok(distribution.tails(content.complement())?.lower)
}

/// The smallest number of values whose extremes are tolerance limits of the content with the confidence.
///
/// # Errors
/// `TooManyValues` above 10^9; `NoConvergence`.
///
/// # Source
/// As [`nonparametric_tolerance_interval`].
pub fn nonparametric_sample_size(
    content: Probability,
    confidence: Confidence,
    sides: Sides,
) -> Result<usize, StatisticError> {
    const LIMIT: usize = 1_000_000_000;
    let reached =
        |n: usize| Ok::<bool, StatisticError>(nonparametric_confidence(n, 1, content, sides)? >= confidence.value());
    let (mut low, mut high) = (0, 2);
    while !reached(high)? {
        (low, high) = (high, high * 2);
        if high > LIMIT {
            return Err(StatisticError::TooManyValues { limit: LIMIT, got: high });
        }
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if reached(middle)? { high = middle } else { low = middle }
    }
    Ok(high)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(content: f64, confidence: f64) -> (Probability, Confidence) {
        (Probability::new(content).unwrap(), Confidence::new(confidence).unwrap())
    }

    #[test]
    fn says_what_is_missing() {
        let (content, confidence) = ask(0.9, 0.95);
        let of = |values: &[f64]| normal_tolerance_interval(values, content, confidence, Sides::Two);
        assert_eq!(of(&[1.0]), Err(StatisticError::TooFewValues { needed: 2, got: 1 }));
        assert_eq!(of(&[1.0, 1.0]), Err(StatisticError::NoVariation));
        assert_eq!(of(&[1.0, f64::INFINITY]), Err(StatisticError::NotFinite));
        let log = lognormal_tolerance_interval(&[1.0, 0.0], content, confidence, Sides::Two);
        assert_eq!(log, Err(StatisticError::NotPositive));
    }

    /// 1 - 0.9^n >= 0.9 from n = 22 on; with 21 values no limit is attainable.
    #[test]
    fn too_few_values_attain_nothing() {
        let (content, confidence) = ask(0.9, 0.9);
        let values: Vec<f64> = (0..21).map(f64::from).collect();
        let interval = nonparametric_tolerance_interval(&values, content, confidence, Sides::Lower);
        assert_eq!(interval, Ok(None));
        assert_eq!(nonparametric_sample_size(content, confidence, Sides::Lower), Ok(22));
        let alone = nonparametric_sample_size(ask(0.5, 0.4).0, ask(0.5, 0.4).1, Sides::Lower);
        assert_eq!(alone, Ok(1));
        let (content, confidence) = ask(1.0 - 1e-12, 0.9);
        assert!(nonparametric_sample_size(content, confidence, Sides::Two).is_err());
    }
}
