//! Distributions given as counts in bins: what particle sizers export.

use super::StatisticError;
use super::summation::{Sum, size};

/// Which size stands for a bin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Midpoint {
    /// Half the sum of the edges.
    Arithmetic,
    /// Root of the product of the edges, for bins of equal ratio.
    Geometric,
}

/// What a particle counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weighting {
    /// One.
    Number,
    /// The cube of its bin's midpoint.
    Volume,
    /// The square of its bin's midpoint.
    Surface,
}

impl Weighting {
    /// The power of the size that a particle counts for.
    pub(super) fn power(self) -> u8 {
        match self {
            Weighting::Number => 0,
            Weighting::Surface => 2,
            Weighting::Volume => 3,
        }
    }
}

/// At which size of a bin the cumulative fraction through that bin is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CumulativeAt {
    /// The upper edge: particles spread evenly over their bin.
    UpperEdge,
    /// The lower edge, one bin lower: what NanoSight NTA 3.2 prints.
    LowerEdge,
    /// The midpoint, half a bin lower: what ZetaView prints.
    Midpoint,
}

/// How the cumulative fraction runs between two positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interpolation {
    /// Straight over the size.
    Linear,
    /// Straight over the logarithm of the size; positions must be positive.
    Logarithmic,
}

/// Counts in bins between increasing edges.
#[derive(Clone, Debug, PartialEq)]
pub struct BinnedDistribution {
    edges: Vec<f64>,
    midpoints: Vec<f64>,
    counts: Vec<f64>,
}

impl BinnedDistribution {
    /// A distribution from k + 1 increasing edges, in a unit of size, and k counts or concentrations.
    ///
    /// # Errors
    /// `UnequalLengths` unless there is one edge more than counts; `OutsideDomain` for edges that do not increase or are
    /// negative, and for negative counts; `NotFinite`; `NothingCounted` when nothing was counted.
    pub fn new(edges: &[f64], counts: &[f64], midpoint: Midpoint) -> Result<BinnedDistribution, StatisticError> {
        if edges.len() != counts.len() + 1 {
            return Err(StatisticError::UnequalLengths { left: edges.len().saturating_sub(1), right: counts.len() });
        }
        StatisticError::check(edges, 2)?;
        StatisticError::check(counts, 1)?;
        let outside = |what: &'static str, value: f64| Err(StatisticError::OutsideDomain { what, value });
        if let Some(count) = counts.iter().find(|count| **count < 0.0) {
            return outside("a count", *count);
        }
        if let Some(pair) =
            edges.windows(2).find(|pair| !pair.is_sorted_by(|a, b| a < b) || pair.iter().any(|e| *e < 0.0))
        {
            return outside("a bin edge", pair.first().copied().unwrap_or_default());
        }
        if counts.iter().all(|count| *count == 0.0) {
            return Err(StatisticError::NothingCounted);
        }
        let middle = |(low, high): (&f64, &f64)| match midpoint {
            Midpoint::Arithmetic => 0.5 * (low + high),
            Midpoint::Geometric => (low * high).sqrt(),
        };
        let midpoints = edges.iter().zip(edges.iter().skip(1)).map(middle).collect();
        Ok(BinnedDistribution { edges: edges.to_vec(), midpoints, counts: counts.to_vec() })
    }

    /// Sum of the counts.
    pub fn total(&self) -> f64 {
        self.moment(0)
    }

    /// Number-weighted mean of the bin midpoints, `D[1,0]`.
    pub fn mean(&self) -> f64 {
        self.moment(1) / self.total()
    }

    /// Number-weighted standard deviation of the bin midpoints, divisor N.
    pub fn standard_deviation(&self) -> f64 {
        let mean = self.mean();
        let squares = self.midpoints.iter().zip(&self.counts).map(|(m, count)| (count * (m - mean), m - mean));
        (Sum::of_products(squares).value() / self.total()).sqrt()
    }

    /// Mean of the bin midpoints with this weighting: `D[1,0]`, `D[3,2]` or `D[4,3]`.
    ///
    /// # Errors
    /// `NothingCounted` when all particles are in a bin of midpoint zero and weigh nothing.
    ///
    /// # Source
    /// ISO 9276-2:2014, moment notation of mean diameters.
    pub fn weighted_mean(&self, weighting: Weighting) -> Result<f64, StatisticError> {
        let total = self.moment(weighting.power());
        if total == 0.0 {
            return Err(StatisticError::NothingCounted);
        }
        StatisticError::finite(self.moment(weighting.power() + 1) / total)
    }

    /// Standard deviation of the bin midpoints with this weighting, divisor the total weight.
    ///
    /// # Errors
    /// As [`BinnedDistribution::weighted_mean`].
    pub fn weighted_standard_deviation(&self, weighting: Weighting) -> Result<f64, StatisticError> {
        let [variance, ..] = self.central_moments(weighting)?;
        Ok(variance.sqrt())
    }

    /// Second, third and fourth central moment of the bin midpoints with this weighting.
    ///
    /// # Errors
    /// As [`BinnedDistribution::weighted_mean`].
    pub(super) fn central_moments(&self, weighting: Weighting) -> Result<[f64; 3], StatisticError> {
        let mean = self.weighted_mean(weighting)?;
        let weights = self.weights(weighting);
        let total = Sum::of(weights.iter().copied()).value();
        let moment = |power: u8| {
            let terms = self.midpoints.iter().zip(&weights).map(|(midpoint, weight)| {
                let deviation = midpoint - mean;
                (weight * deviation, (1..power).fold(1.0, |product, _| product * deviation))
            });
            StatisticError::finite(Sum::of_products(terms).value() / total)
        };
        Ok([moment(2)?, moment(3)?, moment(4)?])
    }

    /// Sauter mean diameter `D[3,2]`.
    ///
    /// # Source
    /// ISO 9276-2:2014, moment notation of mean diameters.
    pub fn sauter_mean(&self) -> f64 {
        self.moment(3) / self.moment(2)
    }

    /// Volume-weighted mean diameter `D[4,3]`.
    ///
    /// # Source
    /// ISO 9276-2:2014, moment notation of mean diameters.
    pub fn volume_mean(&self) -> f64 {
        self.moment(4) / self.moment(3)
    }

    /// Midpoint of the bin that weighs most, the lowest of equal ones.
    pub fn mode(&self, weighting: Weighting) -> f64 {
        let (mut mode, mut most) = (0.0, f64::NEG_INFINITY);
        for (midpoint, weight) in self.midpoints.iter().zip(self.weights(weighting)) {
            if weight > most {
                (mode, most) = (*midpoint, weight);
            }
        }
        mode
    }

    /// The smallest size with a cumulative fraction of at least p, 0 < p < 1: D10 for p = 0.1.
    ///
    /// # Errors
    /// `NotAProbability`; `NotPositive` when a logarithm of an edge of zero is asked for.
    pub fn quantile(
        &self,
        p: f64,
        weighting: Weighting,
        at: CumulativeAt,
        interpolation: Interpolation,
    ) -> Result<f64, StatisticError> {
        if !(p > 0.0 && p < 1.0) {
            return Err(StatisticError::NotAProbability { value: p });
        }
        let weights = self.weights(weighting);
        let target = p * Sum::of(weights.iter().copied()).value();
        let fuzz = 4.0 * f64::EPSILON * target;
        let mut passed = Sum::default();
        for (bin, weight) in weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
            let before = passed.value();
            passed.add(*weight);
            if passed.value() + fuzz >= target {
                let (from, to) = self.positions(bin, at);
                let part = ((target - before) / weight).clamp(0.0, 1.0);
                return between(from, to, part, interpolation);
            }
        }
        Err(StatisticError::NothingCounted)
    }

    /// (D90 - D10) / D50 at the upper edges, without unit.
    ///
    /// # Errors
    /// `ZeroMean` when D50 is zero.
    pub fn span(&self, weighting: Weighting) -> Result<f64, StatisticError> {
        self.span_at(weighting, CumulativeAt::UpperEdge)
    }

    /// (D90 - D10) / D50 where the cumulative fraction is reached at these positions, straight between them.
    ///
    /// # Errors
    /// `ZeroMean` when D50 is zero.
    pub fn span_at(&self, weighting: Weighting, at: CumulativeAt) -> Result<f64, StatisticError> {
        let at = |p: f64| self.quantile(p, weighting, at, Interpolation::Linear);
        let (low, middle, high) = (at(0.1)?, at(0.5)?, at(0.9)?);
        if middle == 0.0 { Err(StatisticError::ZeroMean) } else { Ok((high - low) / middle) }
    }

    /// Fraction of the particles between two sizes, those of a bin spread evenly over it.
    pub fn fraction_between(&self, from: f64, to: f64) -> f64 {
        self.share_between(from, to, &self.counts)
    }

    /// Fraction of the weight between two sizes, that of a bin spread evenly over it.
    ///
    /// # Errors
    /// `NothingCounted` when nothing has weight.
    pub fn weighted_fraction_between(&self, from: f64, to: f64, weighting: Weighting) -> Result<f64, StatisticError> {
        let share = self.share_between(from, to, &self.weights(weighting));
        if share.is_finite() { Ok(share.clamp(0.0, 1.0)) } else { Err(StatisticError::NothingCounted) }
    }

    fn share_between(&self, from: f64, to: f64, weights: &[f64]) -> f64 {
        let share = |(pair, weight): (&[f64], &f64)| match pair {
            [low, high] => weight * (to.min(*high) - from.max(*low)).max(0.0) / (high - low),
            _ => 0.0,
        };
        let part = Sum::of(self.edges.windows(2).zip(weights).map(share)).value();
        part / Sum::of(weights.iter().copied()).value()
    }

    /// Edges, in order.
    pub fn edges(&self) -> &[f64] {
        &self.edges
    }

    /// The sizes that stand for the bins.
    pub fn midpoints(&self) -> &[f64] {
        &self.midpoints
    }

    /// What the bins hold.
    pub fn counts(&self) -> &[f64] {
        &self.counts
    }

    /// The same bins with other counts, as many as before.
    pub(super) fn recounted(&mut self, counts: impl FnOnce(&mut [f64])) {
        counts(&mut self.counts);
    }

    /// Without the empty bins at both ends but one on each side, whose positions the percentile rules need.
    pub(super) fn trimmed(&self) -> BinnedDistribution {
        let first = self.counts.iter().position(|count| *count > 0.0).unwrap_or(0).saturating_sub(1);
        let last = self.counts.iter().rposition(|count| *count > 0.0).map_or(self.counts.len(), |last| last + 2);
        let last = last.min(self.counts.len());
        let part = |list: &[f64], end: usize| list.get(first..end).unwrap_or_default().to_vec();
        BinnedDistribution {
            edges: part(&self.edges, last + 1),
            midpoints: part(&self.midpoints, last),
            counts: part(&self.counts, last),
        }
    }

    /// Sum of count times midpoint to a power.
    fn moment(&self, power: u8) -> f64 {
        let to_power = |midpoint: f64| (0..power).fold(1.0, |product, _| product * midpoint);
        Sum::of_products(self.midpoints.iter().zip(&self.counts).map(|(m, count)| (*count, to_power(*m)))).value()
    }

    /// What each bin weighs.
    pub(super) fn weights(&self, weighting: Weighting) -> Vec<f64> {
        let weigh: fn((&f64, &f64)) -> f64 = match weighting {
            Weighting::Number => return self.counts.clone(),
            Weighting::Surface => |(midpoint, count)| count * midpoint * midpoint,
            Weighting::Volume => |(midpoint, count)| count * midpoint * midpoint * midpoint,
        };
        self.midpoints.iter().zip(&self.counts).map(weigh).collect()
    }

    /// Where the cumulative fraction of a bin begins and ends.
    ///
    /// The bin before the first is as wide as the first.
    pub(super) fn positions(&self, bin: usize, at: CumulativeAt) -> (f64, f64) {
        let edge = |index: usize| self.edges.get(index).copied().unwrap_or_default();
        let first_width = edge(1) - edge(0);
        match at {
            CumulativeAt::UpperEdge => (edge(bin), edge(bin + 1)),
            CumulativeAt::LowerEdge if bin == 0 => (edge(0) - first_width, edge(0)),
            CumulativeAt::LowerEdge => (edge(bin - 1), edge(bin)),
            CumulativeAt::Midpoint => {
                let middle = |index: usize| self.midpoints.get(index).copied().unwrap_or_default();
                let from = if bin == 0 { middle(0) - first_width } else { middle(bin - 1) };
                (from, middle(bin))
            }
        }
    }
}

fn between(from: f64, to: f64, part: f64, interpolation: Interpolation) -> Result<f64, StatisticError> {
    match interpolation {
        Interpolation::Linear => Ok(from + part * (to - from)),
        Interpolation::Logarithmic if from > 0.0 => Ok(from * libm::pow(to / from, part)),
        Interpolation::Logarithmic => Err(StatisticError::NotPositive),
    }
}

/// What an instrument prints as the average over replicate measurements of one statistic, such as D50.
///
/// The mean of the statistics of the single measurements, not the statistic of the pooled distribution, and its standard
/// error s / sqrt(n).
///
/// # Errors
/// `TooFewValues` when n < 2; `NotFinite`.
pub fn replicate_average(statistics: &[f64]) -> Result<super::Estimate, StatisticError> {
    Ok(super::Estimate {
        value: super::mean::mean(statistics)?,
        standard_error: Some(super::spread::standard_deviation(statistics)? / size(statistics.len()).sqrt()),
        interval: None,
        method: "mean of replicate measurements",
        n: statistics.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coarse() -> BinnedDistribution {
        let edges = [0.0, 50.0, 100.0, 150.0, 200.0];
        BinnedDistribution::new(&edges, &[10.0, 40.0, 30.0, 20.0], Midpoint::Arithmetic).unwrap()
    }

    #[test]
    fn by_hand() {
        let median = |at| coarse().quantile(0.5, Weighting::Number, at, Interpolation::Linear);
        assert_eq!(median(CumulativeAt::UpperEdge), Ok(100.0));
        assert_eq!(median(CumulativeAt::LowerEdge), Ok(50.0));
        assert_eq!(median(CumulativeAt::Midpoint), Ok(75.0));
        assert_eq!(coarse().fraction_between(50.0, 125.0), 0.55);
        assert_eq!(coarse().mode(Weighting::Volume), 175.0);
    }

    /// 25 (10), 75 (40), 125 (30), 175 (20): surface weights 6250, 225000, 468750, 612500; D[3,2] = 182812500 / 1312500.
    #[test]
    fn weighted_by_hand() {
        let surface = 182_812_500.0 / 1_312_500.0;
        assert!((coarse().weighted_mean(Weighting::Surface).unwrap() - surface).abs() < 1e-12);
        assert_eq!(coarse().weighted_mean(Weighting::Number), Ok(coarse().mean()));
        assert_eq!(coarse().weighted_mean(Weighting::Volume), Ok(coarse().volume_mean()));
        assert_eq!(coarse().weighted_standard_deviation(Weighting::Number), Ok(coarse().standard_deviation()));
        let half = coarse().weighted_fraction_between(100.0, 125.0, Weighting::Surface).unwrap();
        assert!((half - 0.5 * 468_750.0 / 1_312_500.0).abs() < 1e-15);
        assert_eq!(coarse().weighted_fraction_between(0.0, 200.0, Weighting::Volume), Ok(1.0));
        assert_eq!(coarse().mode(Weighting::Surface), 175.0);
        assert_eq!(coarse().span_at(Weighting::Number, CumulativeAt::LowerEdge), Ok(125.0 / 50.0));
    }

    #[test]
    fn trimming_changes_no_statistic() {
        let edges: Vec<f64> = (0..=20).map(f64::from).collect();
        let mut counts = vec![0.0; 20];
        counts[7..10].copy_from_slice(&[4.0, 9.0, 3.0]);
        let whole = BinnedDistribution::new(&edges, &counts, Midpoint::Arithmetic).unwrap();
        let part = whole.trimmed();
        assert_eq!(part.counts(), [0.0, 4.0, 9.0, 3.0, 0.0]);
        for at in [CumulativeAt::UpperEdge, CumulativeAt::LowerEdge, CumulativeAt::Midpoint] {
            let median = |of: &BinnedDistribution| of.quantile(0.1, Weighting::Volume, at, Interpolation::Linear);
            assert_eq!(median(&part), median(&whole));
        }
    }

    #[test]
    fn says_what_is_wrong() {
        let made = |edges: &[f64], counts: &[f64]| {
            BinnedDistribution::new(edges, counts, Midpoint::Arithmetic).unwrap_err().to_string()
        };
        assert_eq!(made(&[0.0, 1.0], &[]), "1 values beside 0: the lists must be equally long");
        assert_eq!(made(&[0.0, 1.0], &[-3.0]), "a count is outside its domain: -3");
        assert_eq!(made(&[1.0, 1.0], &[3.0]), "a bin edge is outside its domain: 1");
        assert_eq!(made(&[0.0, 1.0], &[0.0]), "nothing was counted");
        let log = coarse().quantile(0.05, Weighting::Number, CumulativeAt::UpperEdge, Interpolation::Logarithmic);
        assert_eq!(log, Err(StatisticError::NotPositive));
        let zero = coarse().quantile(0.0, Weighting::Number, CumulativeAt::UpperEdge, Interpolation::Linear);
        assert_eq!(zero, Err(StatisticError::NotAProbability { value: 0.0 }));
    }
}
