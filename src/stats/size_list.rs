//! Sizes of single particles, as a list instead of bins.

use super::bimodality::of_central_moments;
use super::counting::{RESAMPLING_SEED, RESAMPLINGS};
use super::distribution::Beta;
use super::summation::{Sum, size};
use super::uncertainty::generator::Generator;
use super::{BinnedDistribution, Midpoint, StatisticError, Weighting};

/// Most particles that are drawn in one resampling; with more, the uncertainty scales with 1/sqrt(n).
const MOST_DRAWN: usize = 2000;
/// Most bins into which a list is sorted.
const MOST_BINS: f64 = 100_000.0;

/// Sizes of single particles, all above zero, in increasing order.
#[derive(Clone, Debug, PartialEq)]
pub struct SizeList {
    sizes: Vec<f64>,
}

impl SizeList {
    /// A list in any order.
    ///
    /// # Errors
    /// `TooFewValues` when it is empty; `NotFinite`; `NotPositive`.
    pub fn new(sizes: &[f64]) -> Result<SizeList, StatisticError> {
        StatisticError::check(sizes, 1)?;
        if sizes.iter().any(|one| *one <= 0.0) {
            return Err(StatisticError::NotPositive);
        }
        let mut sizes = sizes.to_vec();
        sizes.sort_by(f64::total_cmp);
        Ok(SizeList { sizes })
    }

    /// The sizes in increasing order.
    pub fn sizes(&self) -> &[f64] {
        &self.sizes
    }

    /// Mean with this weighting: `D[1,0]`, `D[3,2]` or `D[4,3]`.
    ///
    /// # Errors
    /// `NotFinite` when powers of the sizes are too large.
    ///
    /// # Source
    /// ISO 9276-2:2014, moment notation of mean diameters.
    pub fn mean(&self, weighting: Weighting) -> Result<f64, StatisticError> {
        let products = self.sizes.iter().map(|one| (weight(*one, weighting), *one));
        StatisticError::finite(Sum::of_products(products).value() / self.total(weighting)?)
    }

    /// Standard deviation with this weighting, divisor the total weight: of numbers, N.
    ///
    /// # Errors
    /// As [`SizeList::mean`].
    pub fn standard_deviation(&self, weighting: Weighting) -> Result<f64, StatisticError> {
        let [variance, ..] = self.central_moments(weighting)?;
        Ok(variance.sqrt())
    }

    /// The size below which this part of the particles, their surface or their volume lies.
    ///
    /// Of numbers, straight between neighbouring sizes, type 7. Of surface or volume, where a particle counts more than one
    /// and no type is agreed, the smallest size up to which at least that part lies (type 1 with weights).
    ///
    /// # Errors
    /// `NotAProbability` when p lies outside [0, 1].
    ///
    /// # Source
    /// R. J. Hyndman, Y. Fan, Sample Quantiles in Statistical Packages, The American Statistician 50 (1996) 361-365.
    pub fn quantile(&self, p: f64, weighting: Weighting) -> Result<f64, StatisticError> {
        if !(0.0..=1.0).contains(&p) {
            return Err(StatisticError::NotAProbability { value: p });
        }
        let none = StatisticError::TooFewValues { needed: 1, got: 0 };
        if weighting != Weighting::Number {
            let wanted = p * self.total(weighting)? * (1.0 - 4.0 * f64::EPSILON);
            let mut passed = Sum::default();
            let reached = self.sizes.iter().find(|one| {
                passed.add(weight(**one, weighting));
                passed.value() >= wanted
            });
            return reached.or(self.sizes.last()).copied().ok_or(none);
        }
        let place = p * size(self.sizes.len() - 1);
        let below = whole(place);
        let low = self.sizes.get(below).copied().ok_or(none)?;
        let high = self.sizes.get(below + 1).copied().unwrap_or(low);
        Ok(low + (place - size(below)) * (high - low))
    }

    /// (D90 - D10) / D50 with this weighting.
    ///
    /// # Errors
    /// `NotFinite` when the sizes are too far apart.
    pub fn span(&self, weighting: Weighting) -> Result<f64, StatisticError> {
        let [low, middle, high] = [0.1, 0.5, 0.9].map(|p| self.quantile(p, weighting));
        StatisticError::finite((high? - low?) / middle?)
    }

    /// The part of the particles, their surface or their volume between two sizes, both included.
    ///
    /// # Errors
    /// `NotFinite` when powers of the sizes are too large.
    pub fn fraction_between(&self, from: f64, to: f64, weighting: Weighting) -> Result<f64, StatisticError> {
        let inside = self.sizes.iter().filter(|one| (from..=to).contains(*one));
        let sum = Sum::of(inside.map(|one| weight(*one, weighting))).value();
        StatisticError::finite(sum / self.total(weighting)?)
    }

    /// Bimodality coefficient; with the corrections for a small number where particles count one each.
    ///
    /// # Errors
    /// `TooFewValues` for fewer than 4 particles; `NoVariation` when all sizes are equal.
    ///
    /// # Source
    /// As [`super::bimodality_coefficient`].
    pub fn bimodality_coefficient(&self, weighting: Weighting) -> Result<f64, StatisticError> {
        let particles = (weighting == Weighting::Number).then_some(self.sizes.len());
        of_central_moments(self.central_moments(weighting)?, particles)
    }

    /// What weighs in bins of this width from 0; a size on an edge belongs to the bin above. The weights are those of the
    /// sizes, not of the bins' centres, so the result is to be taken as one of numbers.
    ///
    /// # Errors
    /// `OutsideDomain` for a width that is not above 0, or that makes too many bins.
    pub fn in_bins(&self, width: f64, weighting: Weighting) -> Result<BinnedDistribution, StatisticError> {
        let most = self.sizes.last().copied().unwrap_or_default() / width;
        if !(width > 0.0 && most < MOST_BINS) {
            return Err(StatisticError::OutsideDomain { what: "the number of bins", value: most });
        }
        let mut heights = vec![0.0; whole(most) + 1];
        for one in &self.sizes {
            if let Some(height) = heights.get_mut(whole(one / width)) {
                *height += weight(*one, weighting);
            }
        }
        let edges: Vec<f64> = (0..=heights.len()).map(|edge| width * size(edge)).collect();
        BinnedDistribution::new(&edges, &heights, Midpoint::Arithmetic)
    }

    /// Standard uncertainty of the standard deviation of many sizes, each counted one: sqrt((m4 - m2²) / n) / (2 s).
    ///
    /// # Errors
    /// `NoVariation` when all sizes are equal.
    ///
    /// # Source
    /// As [`super::standard_deviation_uncertainty`].
    pub fn standard_deviation_uncertainty(&self) -> Result<f64, StatisticError> {
        let [m2, _, m4] = self.central_moments(Weighting::Number)?;
        if m2 <= 0.0 {
            return Err(StatisticError::NoVariation);
        }
        StatisticError::finite(((m4 - m2 * m2).max(0.0) / size(self.sizes.len())).sqrt() / (2.0 * m2.sqrt()))
    }

    /// Standard uncertainty of a percentile of numbers; `p` is a fraction.
    ///
    /// The share of all particles below the percentile of n has a beta distribution with (n + 1) p and (n + 1) (1 - p): each
    /// size counts with the probability that this lies in its nth.
    ///
    /// # Errors
    /// `TooFewValues` for fewer than 2 particles; `OutsideDomain` when p is not inside 0 to 1.
    ///
    /// # Source
    /// As [`super::percentile_uncertainty`].
    pub fn quantile_uncertainty(&self, p: f64) -> Result<f64, StatisticError> {
        let n = size(self.sizes.len());
        if self.sizes.len() < 2 {
            return Err(StatisticError::TooFewValues { needed: 2, got: self.sizes.len() });
        }
        let shares = Beta::new((n + 1.0) * p, (n + 1.0) * (1.0 - p))?;
        let centre = self.quantile(p, Weighting::Number)?;
        let (mut passed, mut mean, mut square) = (0.0, Sum::default(), Sum::default());
        for (index, one) in (1..).zip(&self.sizes) {
            let share = shares.tails(size(index) / n)?.lower;
            let (part, off) = (share - passed, one - centre);
            passed = share;
            mean.add(part * off);
            square.add(part * off * off);
        }
        StatisticError::finite((square.value() - mean.value() * mean.value()).max(0.0).sqrt())
    }

    /// Standard uncertainty of any statistic: its standard deviation over [`RESAMPLINGS`] lists drawn from this one with
    /// replacement, from [`RESAMPLING_SEED`] on. Above 2000 particles that many are drawn, and the result is scaled by
    /// sqrt(2000 / n).
    ///
    /// # Errors
    /// `TooFewValues` for fewer than 2 particles; whatever the statistic refuses, when it does so in more than a tenth of
    /// the resamplings.
    ///
    /// # Source
    /// B. Efron, R. J. Tibshirani, An Introduction to the Bootstrap (1993), algorithm 6.1.
    pub fn resampled_uncertainty(
        &self,
        statistic: impl Fn(&SizeList) -> Result<f64, StatisticError>,
    ) -> Result<f64, StatisticError> {
        let n = size(self.sizes.len());
        if self.sizes.len() < 2 {
            return Err(StatisticError::TooFewValues { needed: 2, got: self.sizes.len() });
        }
        let drawn = self.sizes.len().min(MOST_DRAWN);
        let mut generator = Generator::new(RESAMPLING_SEED);
        let mut values = Vec::with_capacity(RESAMPLINGS);
        let mut refused = None;
        for _ in 0..RESAMPLINGS {
            let draw = |_| self.sizes.get(whole(generator.uniform() * n)).or(self.sizes.last()).copied();
            let mut sizes: Vec<f64> = (0..drawn).filter_map(draw).collect();
            sizes.sort_unstable_by(f64::total_cmp);
            match statistic(&SizeList { sizes }) {
                Ok(value) => values.push(value),
                Err(error) => refused = Some(error),
            }
        }
        match refused {
            Some(error) if values.len() * 10 < RESAMPLINGS * 9 => Err(error),
            _ => Ok(super::standard_deviation(&values)? * (size(drawn) / n).sqrt()),
        }
    }

    /// What all particles count for; `NotFinite` where that is too large or too small for a number.
    fn total(&self, weighting: Weighting) -> Result<f64, StatisticError> {
        let total = Sum::of(self.sizes.iter().map(|one| weight(*one, weighting))).value();
        if total > 0.0 { StatisticError::finite(total) } else { Err(StatisticError::NotFinite) }
    }

    /// Second, third and fourth central moment with this weighting.
    fn central_moments(&self, weighting: Weighting) -> Result<[f64; 3], StatisticError> {
        let (mean, total) = (self.mean(weighting)?, self.total(weighting)?);
        let moment = |power: u8| {
            let terms = self.sizes.iter().map(|one| {
                let deviation = one - mean;
                (weight(*one, weighting) * deviation, (1..power).fold(1.0, |product, _| product * deviation))
            });
            StatisticError::finite(Sum::of_products(terms).value() / total)
        };
        Ok([moment(2)?, moment(3)?, moment(4)?])
    }
}

/// What a particle of this size counts for.
fn weight(one: f64, weighting: Weighting) -> f64 {
    (0..weighting.power()).fold(1.0, |product, _| product * one)
}

#[allow(clippy::cast_sign_loss, clippy::cast_possible_truncation, reason = "not negative; saturates")]
fn whole(number: f64) -> usize {
    number as usize
}
