//! Distances between two histograms on the same bins.

use super::StatisticError;
use std::f64::consts::LN_2;

/// How far apart two normalised histograms are. Nothing here is a test: no count of particles enters, only shares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HistogramDistance {
    /// Jensen-Shannon divergence with natural logarithms, 0 to ln 2.
    pub jensen_shannon_divergence: f64,
    /// Hellinger distance, 0 to 1.
    pub hellinger: f64,
    /// Total variation, half the sum of the absolute differences, 0 to 1.
    pub total_variation: f64,
    /// Shared part, the sum of the smaller shares: 1 - total variation.
    pub overlap: f64,
    /// Wasserstein distance of order 1 with the shares at the midpoints, in the unit of the midpoints.
    pub wasserstein: f64,
    /// Kullback-Leibler divergence of the first from the second with natural logarithms; none when it is infinite, because
    /// the second has an empty bin where the first has not.
    pub kullback_leibler: Option<f64>,
}

impl HistogramDistance {
    /// Jensen-Shannon distance, the square root of the divergence in nats.
    pub fn jensen_shannon_distance(&self) -> f64 {
        self.jensen_shannon_divergence.sqrt()
    }

    /// Jensen-Shannon divergence in bits, 0 to 1.
    pub fn jensen_shannon_divergence_bits(&self) -> f64 {
        self.jensen_shannon_divergence / LN_2
    }

    /// Jensen-Shannon distance, the square root of the divergence in bits, 0 to 1.
    pub fn jensen_shannon_distance_bits(&self) -> f64 {
        self.jensen_shannon_divergence_bits().sqrt()
    }
}

/// Distances between two histograms given by counts (or any weights) in the same bins.
///
/// `first`, `second` and `midpoints` have one element a bin; midpoints increase.
/// Formulas, with shares p and q and m = (p + q) / 2: Jensen-Shannon ½ Σ p ln(p/m) + ½ Σ q ln(q/m); Hellinger
/// sqrt(½ Σ (√p - √q)²); total variation ½ Σ |p - q|; Wasserstein Σ |P - Q| times the step between midpoints, P and Q
/// cumulative.
///
/// # Errors
/// `UnequalLengths`; `TooFewValues` without a bin; `OutsideDomain` for a negative count or midpoints that do not
/// increase; `NoVariation` when all counts of a histogram are zero; `NotFinite`.
///
/// # Source
/// J. Lin, Divergence measures based on the Shannon entropy, IEEE Transactions on Information Theory 37 (1991); S. S.
/// Vallender, Theory of Probability and its Applications 18 (1974) for the Wasserstein distance.
pub fn histogram_distance(
    first: &[f64],
    second: &[f64],
    midpoints: &[f64],
) -> Result<HistogramDistance, StatisticError> {
    if first.len() != second.len() || first.len() != midpoints.len() {
        let right = if first.len() == second.len() { midpoints.len() } else { second.len() };
        return Err(StatisticError::UnequalLengths { left: first.len(), right });
    }
    if midpoints.iter().any(|midpoint| !midpoint.is_finite()) {
        return Err(StatisticError::NotFinite);
    }
    if let Some([_, value]) = midpoints.windows(2).find(|pair| pair.first() >= pair.last()) {
        return Err(StatisticError::OutsideDomain { what: "a midpoint not above the one before", value: *value });
    }
    let (p, q) = (shares(first)?, shares(second)?);
    let pairs = || p.iter().copied().zip(q.iter().copied());
    let divergence: f64 = pairs().map(|(p, q)| information(p, 0.5 * (p + q)) + information(q, 0.5 * (p + q))).sum();
    let total_variation = 0.5 * pairs().map(|(p, q)| (p - q).abs()).sum::<f64>();
    let squares: f64 = pairs().map(|(p, q)| (p.sqrt() - q.sqrt()) * (p.sqrt() - q.sqrt())).sum();
    let covered = pairs().all(|(p, q)| p == 0.0 || q > 0.0);
    let kullback_leibler = covered.then(|| pairs().map(|(p, q)| information(p, q)).sum::<f64>());
    if kullback_leibler.is_some_and(|divergence| !divergence.is_finite()) {
        return Err(StatisticError::NotFinite);
    }
    Ok(HistogramDistance {
        jensen_shannon_divergence: (0.5 * divergence).clamp(0.0, LN_2),
        hellinger: (0.5 * squares).sqrt().min(1.0),
        total_variation,
        overlap: pairs().map(|(p, q)| p.min(q)).sum(),
        wasserstein: wasserstein(pairs(), midpoints),
        kullback_leibler,
    })
}

/// p ln(p/q), 0 for an empty bin.
fn information(p: f64, q: f64) -> f64 {
    if p > 0.0 { p * libm::log(p / q) } else { 0.0 }
}

fn wasserstein(pairs: impl Iterator<Item = (f64, f64)>, midpoints: &[f64]) -> f64 {
    let mut difference = 0.0;
    let mut distance = 0.0;
    for ((p, q), step) in pairs.zip(midpoints.windows(2)) {
        difference += p - q;
        if let [left, right] = step {
            distance += f64::abs(difference) * (right - left);
        }
    }
    distance
}

/// Counts divided by their sum.
fn shares(counts: &[f64]) -> Result<Vec<f64>, StatisticError> {
    if counts.is_empty() {
        return Err(StatisticError::TooFewValues { needed: 1, got: 0 });
    }
    let sum: f64 = counts.iter().sum();
    if !sum.is_finite() {
        return Err(StatisticError::NotFinite);
    }
    if let Some(negative) = counts.iter().find(|count| **count < 0.0) {
        return Err(StatisticError::OutsideDomain { what: "a count", value: *negative });
    }
    if sum == 0.0 {
        return Err(StatisticError::NoVariation);
    }
    Ok(counts.iter().map(|count| count / sum).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disjoint_histograms_are_as_far_apart_as_can_be() {
        let distance = histogram_distance(&[1.0, 0.0], &[0.0, 3.0], &[50.0, 70.0]).unwrap();
        assert_eq!((distance.hellinger, distance.total_variation, distance.overlap), (1.0, 1.0, 0.0));
        assert_eq!((distance.wasserstein, distance.kullback_leibler), (20.0, None));
        assert_eq!(distance.jensen_shannon_distance_bits(), 1.0);
    }

    #[test]
    fn what_is_no_histogram_is_refused() {
        let of = |first: &[f64], midpoints: &[f64]| histogram_distance(first, &[1.0, 1.0], midpoints);
        let bins = [1.0, 2.0];
        assert_eq!(of(&[1.0], &bins), Err(StatisticError::UnequalLengths { left: 1, right: 2 }));
        assert_eq!(of(&bins, &[1.0]), Err(StatisticError::UnequalLengths { left: 2, right: 1 }));
        assert_eq!(of(&[0.0, 0.0], &bins), Err(StatisticError::NoVariation));
        assert_eq!(of(&[-1.0, 2.0], &bins), Err(StatisticError::OutsideDomain { what: "a count", value: -1.0 }));
        assert_eq!(of(&[f64::NAN, 2.0], &bins), Err(StatisticError::NotFinite));
        let level = StatisticError::OutsideDomain { what: "a midpoint not above the one before", value: 2.0 };
        assert_eq!(of(&bins, &[2.0, 2.0]), Err(level));
        assert_eq!(histogram_distance(&[], &[], &[]), Err(StatisticError::TooFewValues { needed: 1, got: 0 }));
    }
}
