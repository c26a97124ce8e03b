//! Peaks of a binned distribution, by a rule that is declared.

use super::{BinnedDistribution, Weighting};

/// A peak.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Peak {
    /// Midpoint of its highest bin, in the unit of the sizes; of several equal ones the middle, of two middle ones the lower.
    pub position: f64,
    /// Smoothed height there, as a part of the highest smoothed height: more than 0, 1 for the highest peak.
    pub height: f64,
    /// Prominence, as a part of the highest smoothed height: how far one must come down to reach a higher peak.
    pub prominence: f64,
}

/// When a local maximum is a peak.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PeakRule {
    /// How often the heights are smoothed with the weights 1, 4, 6, 4, 1 (sixteenths); bins beyond the ends are empty.
    pub smoothings: usize,
    /// Least prominence as a part of the highest smoothed height.
    pub least_prominence: f64,
}

/// The rule of `statistic: peaks`: heights smoothed once, prominence of at least a tenth of the highest.
///
/// A tenth, because counts of a few hundred tracks leave ripples of several percent between neighbouring bins.
pub const PEAK_RULE: PeakRule = PeakRule { smoothings: 1, least_prominence: 0.1 };

/// The peaks of a distribution in order of size.
///
/// The heights of the bins, weighted, are smoothed as the rule says; a local maximum, flat ones counted once, is a peak
/// when its prominence reaches the least prominence. An end of the table counts as a fall to zero, so that a distribution
/// that rises to its last bin has a peak there.
///
/// # Source
/// Smoothing: P. Marchand, L. Marmet, Binomial smoothing filter, Review of Scientific Instruments 54 (1983) 1034-1041.
/// Prominence: SciPy 1.17 reference, `scipy.signal.peak_prominences` (topographic prominence).
pub fn peaks(distribution: &BinnedDistribution, weighting: Weighting, rule: PeakRule) -> Vec<Peak> {
    let mut heights = distribution.weights(weighting);
    for _ in 0..rule.smoothings {
        heights = smoothed(&heights);
    }
    let highest = heights.iter().copied().fold(0.0, f64::max);
    if highest <= 0.0 {
        return Vec::new();
    }
    let peak = |at: usize| {
        let height = heights.get(at).copied().unwrap_or_default();
        let position = distribution.midpoints().get(at).copied().unwrap_or_default();
        Peak { position, height: height / highest, prominence: prominence(&heights, at) / highest }
    };
    maxima(&heights).into_iter().map(peak).filter(|peak| peak.prominence >= rule.least_prominence).collect()
}

/// Weights of five neighbouring bins, in sixteenths.
const BINOMIAL: [f64; 5] = [1.0, 4.0, 6.0, 4.0, 1.0];

fn smoothed(heights: &[f64]) -> Vec<f64> {
    let at = |index: usize, offset: usize| {
        (index + offset).checked_sub(2).and_then(|index| heights.get(index)).copied().unwrap_or(0.0)
    };
    let sum = |index: usize| (0..).zip(BINOMIAL).map(|(offset, weight)| weight * at(index, offset)).sum::<f64>();
    (0..heights.len()).map(|index| sum(index) / 16.0).collect()
}

/// Positions of the local maxima; of a flat one its middle.
fn maxima(heights: &[f64]) -> Vec<usize> {
    let mut maxima = Vec::new();
    let mut rising_from = Some(0);
    let mut before = 0.0;
    for (index, height) in heights.iter().copied().chain(std::iter::once(0.0)).enumerate() {
        if height > before {
            rising_from = Some(index);
        } else if height < before
            && let Some(start) = rising_from.take()
        {
            maxima.push((start + index - 1) / 2);
        }
        before = height;
    }
    maxima
}

/// The height above the higher one of the two lowest points between the peak and higher ground (or the end, which is zero).
fn prominence(heights: &[f64], at: usize) -> f64 {
    let height = heights.get(at).copied().unwrap_or_default();
    let lowest = |side: &mut dyn Iterator<Item = &f64>| {
        let mut lowest = height;
        for other in side {
            if *other > height {
                return lowest;
            }
            lowest = lowest.min(*other);
        }
        0.0
    };
    let (left, right) = heights.split_at(at);
    let left = lowest(&mut left.iter().rev());
    let right = lowest(&mut right.iter().skip(1));
    height - f64::max(left, right)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Midpoint;

    fn of(counts: &[f64]) -> BinnedDistribution {
        let edges: Vec<f64> = (0..=counts.len()).map(|edge| edge as f64).collect();
        BinnedDistribution::new(&edges, counts, Midpoint::Arithmetic).unwrap()
    }

    const PLAIN: PeakRule = PeakRule { smoothings: 0, least_prominence: 0.1 };

    #[test]
    fn prominence_by_hand() {
        let found = peaks(&of(&[0.0, 4.0, 1.0, 10.0, 6.0, 7.0, 2.0]), Weighting::Number, PLAIN);
        let shown: Vec<(f64, f64, f64)> =
            found.iter().map(|peak| (peak.position, peak.height, peak.prominence)).collect();
        assert_eq!(shown, [(1.5, 0.4, 0.3), (3.5, 1.0, 1.0), (5.5, 0.7, 0.1)]);
        let strict = PeakRule { least_prominence: 0.31, ..PLAIN };
        assert_eq!(peaks(&of(&[0.0, 4.0, 1.0, 10.0, 6.0, 7.0, 2.0]), Weighting::Number, strict).len(), 1);
    }

    #[test]
    fn flat_tops_and_ends_count_once() {
        let found = peaks(&of(&[3.0, 1.0, 5.0, 5.0, 5.0, 1.0, 4.0]), Weighting::Number, PLAIN);
        assert_eq!(found.iter().map(|peak| peak.position).collect::<Vec<_>>(), [0.5, 3.5, 6.5]);
        // Of two equal peaks each is as prominent as it is high, since neither is above the other.
        let equal = peaks(&of(&[1.0, 5.0, 1.0, 5.0, 1.0]), Weighting::Number, PLAIN);
        assert_eq!(equal.iter().map(|peak| peak.prominence).collect::<Vec<_>>(), [1.0, 1.0]);
    }

    #[test]
    fn smoothing_removes_ripples() {
        let rippled = of(&[0.0, 2.0, 1.0, 3.0, 2.0, 4.0, 3.0, 5.0, 3.0, 4.0, 1.0, 2.0, 0.0]);
        assert_eq!(peaks(&rippled, Weighting::Number, PLAIN).len(), 6);
        assert_eq!(peaks(&rippled, Weighting::Number, PEAK_RULE).len(), 1);
        assert_eq!(smoothed(&[0.0, 0.0, 16.0, 0.0, 0.0, 0.0]), [1.0, 4.0, 6.0, 4.0, 1.0, 0.0]);
    }

    #[test]
    fn weighting_moves_what_is_prominent() {
        let mut counts = vec![0.0; 40];
        (counts[5], counts[35]) = (100.0, 1.0);
        let wide = of(&counts);
        assert_eq!(peaks(&wide, Weighting::Number, PLAIN).len(), 1);
        assert_eq!(peaks(&wide, Weighting::Volume, PLAIN).len(), 2);
    }
}
