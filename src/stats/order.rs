//! Order statistics: median, median absolute deviation and the nine quantile types.

use super::StatisticError;
use super::summation::{Sum, size};
use crate::order;

/// Reciprocal of the normal quantile of 3/4: makes the median absolute deviation of a normal sample estimate σ.
pub const NORMAL_CONSISTENCY: f64 = 1.482_602_218_505_602;

/// How a quantile lies between order statistics; numbered as by Hyndman and Fan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantileType {
    /// 1: inverse of the empirical distribution function.
    InverseEmpirical,
    /// 2: the same with averages at discontinuities (SAS default).
    AveragedEmpirical,
    /// 3: nearest even order statistic.
    NearestEven,
    /// 4: linear interpolation of the empirical distribution function.
    LinearEmpirical,
    /// 5: Hazen.
    Hazen,
    /// 6: Weibull (Minitab, SPSS, NIST handbook).
    Weibull,
    /// 7: Excel PERCENTILE.INC, default of R and numpy.
    Excel,
    /// 8: about median unbiased.
    MedianUnbiased,
    /// 9: about unbiased for normal values (Blom).
    NormalUnbiased,
}

impl QuantileType {
    /// Types 1 to 9 in their order.
    pub const ALL: [QuantileType; 9] = [
        QuantileType::InverseEmpirical,
        QuantileType::AveragedEmpirical,
        QuantileType::NearestEven,
        QuantileType::LinearEmpirical,
        QuantileType::Hazen,
        QuantileType::Weibull,
        QuantileType::Excel,
        QuantileType::MedianUnbiased,
        QuantileType::NormalUnbiased,
    ];

    /// The position in the sorted sample, 1 for the smallest: whole part and weight of the next.
    ///
    /// A position within 4 units of rounding of a whole number counts as whole, as in R: 20 times 0.05 is 1.
    fn position(self, n: f64, p: f64) -> (f64, f64) {
        const FUZZ: f64 = 4.0 * f64::EPSILON;
        let exact = match self {
            QuantileType::InverseEmpirical | QuantileType::AveragedEmpirical => n * p,
            QuantileType::NearestEven => n * p - 0.5,
            QuantileType::LinearEmpirical => p * n,
            QuantileType::Hazen => 0.5 + p * n,
            QuantileType::Weibull => p * (n + 1.0),
            QuantileType::Excel => 1.0 + p * (n - 1.0),
            QuantileType::MedianUnbiased => 1.0 / 3.0 + p * (n + 1.0 / 3.0),
            QuantileType::NormalUnbiased => 0.375 + p * (n + 0.25),
        };
        let whole = (exact + FUZZ).floor();
        let beyond = exact > whole + FUZZ;
        let weight = match self {
            QuantileType::InverseEmpirical => f64::from(u8::from(beyond)),
            QuantileType::AveragedEmpirical => 0.5 + 0.5 * f64::from(u8::from(beyond)),
            QuantileType::NearestEven => f64::from(u8::from(beyond || whole % 2.0 != 0.0)),
            _ if beyond => exact - whole,
            _ => 0.0,
        };
        (whole, weight)
    }
}

/// The quantile of a sample at 0 <= p <= 1, in the unit of the values.
///
/// # Errors
/// `TooFewValues` when there is none; `NotFinite`; `NotAProbability` when p lies outside [0, 1].
///
/// # Source
/// R. J. Hyndman, Y. Fan, Sample Quantiles in Statistical Packages, The American Statistician 50 (1996) 361-365.
pub fn quantile(values: &[f64], p: f64, kind: QuantileType) -> Result<f64, StatisticError> {
    StatisticError::check(values, 1)?;
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = size(sorted.len());
    let at = |position: f64| {
        let last = sorted.len() - 1;
        (0..last).find(|index| size(*index) + 1.0 >= position).unwrap_or(last)
    };
    interpolate(p, kind, n, |position| sorted.get(at(position)).copied())
}

/// The quantile of a sample in which each value stands as often as its frequency says.
///
/// # Errors
/// Those of [`quantile`]; `UnequalLengths`; `TooFewValues` when all frequencies are zero.
pub fn weighted_quantile(
    values: &[f64],
    frequencies: &[u64],
    p: f64,
    kind: QuantileType,
) -> Result<f64, StatisticError> {
    let mut sorted = with_frequencies(values, frequencies)?;
    order::sort_by(&mut sorted, |left, right| left.0.total_cmp(&right.0));
    let n = sorted.iter().map(|(_, frequency)| frequency).sum();
    let at = |position: f64| {
        let mut passed = 0.0;
        let reached = sorted.iter().find(|(_, frequency)| {
            passed += frequency;
            passed >= position
        });
        reached.or(sorted.last()).map(|(value, _)| *value)
    };
    interpolate(p, kind, n, at)
}

/// Mean and variance (divisor: sum of frequencies - 1) of a sample with frequencies.
///
/// # Errors
/// `UnequalLengths`; `TooFewValues` when the frequencies sum to less than 2; `NotFinite`.
pub fn weighted_mean_and_variance(values: &[f64], frequencies: &[u64]) -> Result<(f64, f64), StatisticError> {
    let pairs = with_frequencies(values, frequencies)?;
    let n: f64 = pairs.iter().map(|(_, frequency)| frequency).sum();
    if n < 2.0 {
        return Err(StatisticError::TooFewValues { needed: 2, got: 1 });
    }
    let mean = Sum::of_products(pairs.iter().copied()).value() / n;
    let squares = Sum::of_products(pairs.iter().map(|(value, weight)| (weight * (value - mean), value - mean)));
    Ok((StatisticError::finite(mean)?, StatisticError::finite(squares.value() / (n - 1.0))?))
}

/// Values with frequencies above zero.
fn with_frequencies(values: &[f64], frequencies: &[u64]) -> Result<Vec<(f64, f64)>, StatisticError> {
    if values.len() != frequencies.len() {
        return Err(StatisticError::UnequalLengths { left: values.len(), right: frequencies.len() });
    }
    StatisticError::check(values, 1)?;
    #[allow(clippy::cast_precision_loss, reason = "frequencies are far below 2^53")]
    let weighted = values.iter().zip(frequencies).map(|(value, frequency)| (*value, *frequency as f64));
    let present: Vec<(f64, f64)> = weighted.filter(|(_, frequency)| *frequency > 0.0).collect();
    if present.is_empty() { Err(StatisticError::TooFewValues { needed: 1, got: 0 }) } else { Ok(present) }
}

/// The value between two order statistics; positions outside 1 to n are the nearest of these.
fn interpolate(p: f64, kind: QuantileType, n: f64, at: impl Fn(f64) -> Option<f64>) -> Result<f64, StatisticError> {
    if !(0.0..=1.0).contains(&p) {
        return Err(StatisticError::NotAProbability { value: p });
    }
    let (whole, weight) = kind.position(n, p);
    let order = |position: f64| at(position.clamp(1.0, n)).ok_or(StatisticError::TooFewValues { needed: 1, got: 0 });
    let (below, above) = (order(whole)?, order(whole + 1.0)?);
    Ok(if weight == 0.0 {
        below
    } else if weight == 1.0 {
        above
    } else {
        (1.0 - weight) * below + weight * above
    })
}

/// Median, in the unit of the values.
///
/// # Errors
/// `TooFewValues` when there is none; `NotFinite`.
pub fn median(values: &[f64]) -> Result<f64, StatisticError> {
    quantile(values, 0.5, QuantileType::Excel)
}

/// Median of the absolute deviations from the median, in the unit of the values, without a factor.
///
/// Times [`NORMAL_CONSISTENCY`] it estimates σ of normal values.
///
/// # Errors
/// `TooFewValues` when there is none; `NotFinite`.
///
/// # Source
/// F. R. Hampel, The Influence Curve and its Role in Robust Estimation, JASA 69 (1974) 383-393.
pub fn median_absolute_deviation(values: &[f64]) -> Result<f64, StatisticError> {
    let center = median(values)?;
    let deviations: Vec<f64> = values.iter().map(|value| (value - center).abs()).collect();
    median(&deviations)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        assert_eq!(median(&[3.0, 1.0, 2.0, 10.0]), Ok(2.5));
        assert_eq!(median_absolute_deviation(&[1.0, 1.0, 2.0, 2.0, 4.0, 6.0, 9.0]), Ok(1.0));
        assert_eq!(quantile(&[1.0, 2.0, 3.0, 4.0], 0.25, QuantileType::Weibull), Ok(1.25));
        assert_eq!(quantile(&[1.0, 2.0, 3.0, 4.0], 0.25, QuantileType::Excel), Ok(1.75));
        assert_eq!(
            weighted_quantile(&[2.0, 1.0], &[1, 3], 0.9, QuantileType::Excel).map(|q| (q * 1e9).round()),
            Ok(1.7e9)
        );
        assert_eq!(weighted_mean_and_variance(&[1.0, 3.0], &[2, 2]), Ok((2.0, 4.0 / 3.0)));
    }

    #[test]
    fn says_what_is_missing() {
        assert_eq!(median(&[]), Err(StatisticError::TooFewValues { needed: 1, got: 0 }));
        assert_eq!(median(&[f64::NAN]), Err(StatisticError::NotFinite));
        let outside = StatisticError::NotAProbability { value: 1.5 };
        assert_eq!(quantile(&[1.0], 1.5, QuantileType::Excel), Err(outside));
        let unequal = StatisticError::UnequalLengths { left: 1, right: 0 };
        assert_eq!(weighted_quantile(&[1.0], &[], 0.5, QuantileType::Excel), Err(unequal));
        assert_eq!(unequal.to_string(), "1 values beside 0: the lists must be equally long");
        let none = StatisticError::TooFewValues { needed: 1, got: 0 };
        assert_eq!(weighted_quantile(&[1.0], &[0], 0.5, QuantileType::Excel), Err(none));
    }
}
