//! How much the statistics of a size distribution vary because only so many particles were counted.
//!
//! Covers counting alone: that the same sample, measured again with as many particles, would give another value. Not
//! the dilution, the sampling of the lot, or the calibration of sizes. Particles are taken as independent.

use super::distribution::Beta;
use super::summation::size;
use super::uncertainty::generator::Generator;
use super::{BinnedDistribution, CumulativeAt, Interpolation, StatisticError, Weighting};

/// Seed of every resampling: the same file gives the same uncertainty on every machine.
pub const RESAMPLING_SEED: u64 = 1;
/// Resamplings of one statistic; the standard uncertainty from 1000 of them is itself known to about 2 %.
pub const RESAMPLINGS: usize = 1000;
/// Most particles that are drawn in one resampling; with more, the uncertainty scales with 1/sqrt(n).
const MOST_DRAWN: usize = 2000;
/// Standard deviations beyond which a share is out of reach.
const FAR: f64 = 9.0;

/// Standard uncertainty of a mean size: s / sqrt(n), in the unit of s.
///
/// # Errors
/// `TooFewValues` when n is 0; `NotFinite`.
///
/// # Source
/// JCGM 100:2008, 4.2.3.
pub fn mean_uncertainty(standard_deviation: f64, particles: usize) -> Result<f64, StatisticError> {
    some(particles)?;
    StatisticError::finite(standard_deviation / size(particles).sqrt())
}

/// Standard uncertainty of a standard deviation of sizes, number-weighted, for many particles:
/// sqrt((m4 - m2²) / n) / (2 s), in the unit of the sizes.
///
/// # Errors
/// `TooFewValues` when n is 0; `NoVariation` when all are in one bin.
///
/// # Source
/// H. Cramér, Mathematical Methods of Statistics (1946), 27.7 (variance of the sample variance) with 28.4 (functions of
/// moments).
pub fn standard_deviation_uncertainty(
    distribution: &BinnedDistribution,
    particles: usize,
) -> Result<f64, StatisticError> {
    some(particles)?;
    let [m2, _, m4] = distribution.central_moments(Weighting::Number)?;
    if m2 <= 0.0 {
        return Err(StatisticError::NoVariation);
    }
    StatisticError::finite(((m4 - m2 * m2).max(0.0) / size(particles)).sqrt() / (2.0 * m2.sqrt()))
}

/// Standard uncertainty of a fraction of the number of particles: sqrt(p (1 - p) / n), a fraction.
///
/// None or all of the particles are no proof of a fraction of 0 or 1; there, that of the estimate (k + 1) / (n + 2) is
/// returned, which is about 1 / n and joins the formula.
///
/// # Errors
/// `TooFewValues` when n is 0; `OutsideDomain` when p lies outside 0 to 1.
///
/// # Source
/// Variance of the binomial distribution; at the ends the posterior with a uniform prior: A. Gelman et al., Bayesian Data
/// Analysis, 3rd edition (2013), section 2.4.
pub fn fraction_uncertainty(fraction: f64, particles: usize) -> Result<f64, StatisticError> {
    some(particles)?;
    if !(0.0..=1.0).contains(&fraction) {
        return Err(StatisticError::OutsideDomain { what: "a fraction", value: fraction });
    }
    let n = size(particles);
    if fraction == 0.0 || fraction == 1.0 {
        return Ok((n + 1.0).sqrt() / ((n + 2.0) * (n + 3.0).sqrt()));
    }
    Ok((fraction * (1.0 - fraction) / n).sqrt())
}

/// Standard uncertainty of a concentration that rests on this many counted particles: c / sqrt(n), in the unit of c.
///
/// # Errors
/// `TooFewValues` when n is 0; `NotFinite`.
///
/// # Source
/// Variance of the Poisson distribution; JCGM 100:2008, 5.1.2.
pub fn concentration_uncertainty(concentration: f64, particles: usize) -> Result<f64, StatisticError> {
    some(particles)?;
    StatisticError::finite(concentration / size(particles).sqrt())
}

/// Standard uncertainty of a percentile, number-weighted, in the unit of the sizes; `p` is a fraction.
///
/// The share of the particles that lies below the percentile of a sample of n has a beta distribution with (n + 1) p and
/// (n + 1) (1 - p); this is the standard deviation of the sizes at such shares, straight between the positions of the
/// rule. It is what endless resampling would give, without the scatter of a thousand draws.
///
/// # Errors
/// `TooFewValues` when n is 0; `NotAProbability`; `NoConvergence`.
///
/// # Source
/// J. S. Maritz, R. G. Jarrett, A note on estimating the variance of the sample median, JASA 73 (1978) 194-196, with the
/// weights of F. E. Harrell, C. E. Davis, A new distribution-free quantile estimator, Biometrika 69 (1982) 635-640.
pub fn percentile_uncertainty(
    distribution: &BinnedDistribution,
    p: f64,
    at: CumulativeAt,
    particles: usize,
) -> Result<f64, StatisticError> {
    some(particles)?;
    let centre = distribution.quantile(p, Weighting::Number, at, Interpolation::Linear)?;
    let (a, b) = ((size(particles) + 1.0) * p, (size(particles) + 1.0) * (1.0 - p));
    // Partial moments of u: of order j, those of the whole times the distribution with a + j.
    let orders = [Beta::new(a, b)?, Beta::new(a + 1.0, b)?, Beta::new(a + 2.0, b)?];
    let first = a / (a + b);
    let whole = [1.0, first, first * (a + 1.0) / (a + b + 1.0)];
    let partial = |u: f64| -> Result<[f64; 3], StatisticError> {
        let mut moments = [0.0; 3];
        for ((moment, order), whole) in moments.iter_mut().zip(&orders).zip(whole) {
            *moment = whole * order.tails(u)?.lower;
        }
        Ok(moments)
    };
    let reach = FAR * (p * (1.0 - p) / size(particles)).sqrt() + FAR / size(particles);
    let (total, mut passed) = (distribution.total(), 0.0);
    let (mut mean, mut square) = (0.0, 0.0);
    for (bin, count) in distribution.counts().iter().enumerate().filter(|(_, count)| **count > 0.0) {
        let (low, high) = (passed / total, (passed + count) / total);
        passed += count;
        if high < p - reach || low > p + reach {
            continue;
        }
        let (from, to) = distribution.positions(bin, at);
        let slope = (to - from) / (high - low);
        // The size at share u, less the percentile, is start + slope u.
        let start = from - centre - slope * low;
        let ([low0, low1, low2], [high0, high1, high2]) = (partial(low)?, partial(high)?);
        let (m0, m1, m2) = (high0 - low0, high1 - low1, high2 - low2);
        mean += start * m0 + slope * m1;
        square += start * start * m0 + 2.0 * start * slope * m1 + slope * slope * m2;
    }
    StatisticError::finite((square - mean * mean).max(0.0).sqrt())
}

/// Standard uncertainty of any statistic: its standard deviation over resamplings of the particles into the bins.
///
/// Each resampling draws as many particles as were counted, each into a bin with the probability of its height
/// (multinomial), [`RESAMPLINGS`] times with a generator that starts from [`RESAMPLING_SEED`]. Above 2000 particles that
/// many are drawn and the result is scaled by sqrt(2000 / n). Resampled bins are rougher than those an instrument has
/// smoothed, so the uncertainty of a mode is rather too large.
///
/// # Errors
/// `TooFewValues` for fewer than 2 particles; whatever the statistic refuses, when it does so in more than a tenth of the
/// resamplings.
///
/// # Source
/// B. Efron, R. J. Tibshirani, An Introduction to the Bootstrap (1993), algorithm 6.1; drawing: A. J. Walker, An efficient
/// method for generating discrete random variables with general distributions, ACM Transactions on Mathematical Software 3
/// (1977) 253-256, with the tables of M. D. Vose, IEEE Transactions on Software Engineering 17 (1991) 972-975.
pub fn resampled_uncertainty(
    distribution: &BinnedDistribution,
    particles: usize,
    statistic: impl Fn(&BinnedDistribution) -> Result<f64, StatisticError>,
) -> Result<f64, StatisticError> {
    if particles < 2 {
        return Err(StatisticError::TooFewValues { needed: 2, got: particles });
    }
    let drawn = particles.min(MOST_DRAWN);
    let mut resampled = distribution.trimmed();
    let alias = Alias::new(resampled.counts());
    let mut generator = Generator::new(RESAMPLING_SEED);
    let mut values = Vec::with_capacity(RESAMPLINGS);
    let mut refused = None;
    for _ in 0..RESAMPLINGS {
        resampled.recounted(|counts| {
            counts.fill(0.0);
            for _ in 0..drawn {
                if let Some(count) = counts.get_mut(alias.draw(&mut generator)) {
                    *count += 1.0;
                }
            }
        });
        match statistic(&resampled) {
            Ok(value) => values.push(value),
            Err(error) => refused = Some(error),
        }
    }
    match refused {
        Some(error) if values.len() * 10 < RESAMPLINGS * 9 => Err(error),
        _ => Ok(super::standard_deviation(&values)? * (size(drawn) / size(particles)).sqrt()),
    }
}

fn some(particles: usize) -> Result<(), StatisticError> {
    if particles == 0 { Err(StatisticError::TooFewValues { needed: 1, got: 0 }) } else { Ok(()) }
}

/// Tables from which a bin is drawn in constant time.
struct Alias {
    /// For each cell the probability of staying in it, and where to go otherwise.
    cells: Vec<(f64, usize)>,
}

impl Alias {
    fn new(weights: &[f64]) -> Alias {
        let total: f64 = weights.iter().sum();
        let scaled: Vec<f64> = weights.iter().map(|weight| weight / total * size(weights.len())).collect();
        let mut cells: Vec<(f64, usize)> = scaled.iter().copied().zip(0..).collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) =
            (0..cells.len()).partition(|index| scaled.get(*index).is_some_and(|share| *share < 1.0));
        while let (Some(low), Some(high)) = (small.pop(), large.last().copied()) {
            let missing = cells.get(low).map_or(0.0, |(share, _)| 1.0 - share);
            if let Some(cell) = cells.get_mut(low) {
                cell.1 = high;
            }
            let Some((share, _)) = cells.get_mut(high) else { break };
            *share -= missing;
            if *share < 1.0 {
                large.pop();
                small.push(high);
            }
        }
        // What is left over is 1 but for rounding.
        small.into_iter().chain(large).for_each(|index| {
            if let Some((share, _)) = cells.get_mut(index) {
                *share = share.max(if *share > 0.5 { 1.0 } else { *share });
            }
        });
        Alias { cells }
    }

    #[allow(clippy::cast_sign_loss, clippy::cast_possible_truncation, reason = "the product lies within the cells")]
    fn draw(&self, generator: &mut Generator) -> usize {
        let place = generator.uniform() * size(self.cells.len());
        let cell = place as usize;
        match self.cells.get(cell) {
            Some((stay, other)) if place - size(cell) >= *stay => *other,
            _ => cell,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Midpoint;

    /// A normal distribution of mean 100 and standard deviation 10 in bins of 1.
    fn bell() -> BinnedDistribution {
        let edges: Vec<f64> = (0..=200).map(f64::from).collect();
        let heights: Vec<f64> = (0..200)
            .map(|bin| libm::exp(-0.5 * (f64::from(bin) + 0.5 - 100.0) * (f64::from(bin) + 0.5 - 100.0) / 100.0))
            .collect();
        BinnedDistribution::new(&edges, &heights, Midpoint::Arithmetic).unwrap()
    }

    fn near(obtained: f64, expected: f64, within: f64) {
        assert!((obtained / expected - 1.0).abs() < within, "{obtained} instead of {expected}");
    }

    #[test]
    fn formulas() {
        assert_eq!(mean_uncertainty(10.0, 400), Ok(0.5));
        assert_eq!(fraction_uncertainty(0.2, 400), Ok(0.02));
        assert_eq!(concentration_uncertainty(4e9, 1600), Ok(1e8));
        near(fraction_uncertainty(0.0, 1000).unwrap(), 1e-3, 0.01);
        assert_eq!(fraction_uncertainty(0.0, 50), fraction_uncertainty(1.0, 50));
        // Of a normal distribution, s / sqrt(2 n).
        near(standard_deviation_uncertainty(&bell(), 800).unwrap(), 10.0 / 40.0, 1e-3);
    }

    /// The resampled mean and standard deviation agree with their formulas, the median with 1.2533 s / sqrt(n); the
    /// standard uncertainty from 1000 resamplings is known to 1 / sqrt(2000) = 2.2 %, three times that is allowed.
    #[test]
    fn resampling_agrees_with_theory() {
        let of = |statistic: &dyn Fn(&BinnedDistribution) -> Result<f64, StatisticError>| {
            resampled_uncertainty(&bell(), 500, statistic).unwrap()
        };
        let expected = 10.0 / 500.0_f64.sqrt();
        near(of(&|found| Ok(found.mean())), expected, 0.067);
        near(of(&|found| Ok(found.standard_deviation())), expected / 2.0_f64.sqrt(), 0.067);
        let median = |found: &BinnedDistribution| {
            found.quantile(0.5, Weighting::Number, CumulativeAt::UpperEdge, Interpolation::Linear)
        };
        near(of(&median), 1.253_3 * expected, 0.067);
    }

    /// The median of a normal distribution has 1.2533 s / sqrt(n), to 1 % from some hundred particles on; D90 has
    /// sqrt(0.09 / n) / density, which is 0.17550 / s there.
    #[test]
    fn percentiles_agree_with_theory() {
        let of = |p, particles| percentile_uncertainty(&bell(), p, CumulativeAt::UpperEdge, particles).unwrap();
        near(of(0.5, 1000), 1.253_3 * 10.0 / 1000.0_f64.sqrt(), 0.01);
        near(of(0.9, 4000), 0.3 / 4000.0_f64.sqrt() / 0.017_550, 0.01);
        let resampled = resampled_uncertainty(&bell(), 500, |found| {
            found.quantile(0.1, Weighting::Number, CumulativeAt::UpperEdge, Interpolation::Linear)
        });
        near(of(0.1, 500), resampled.unwrap(), 0.067);
        // With one bin less at every position the spread is the same.
        let shifted = percentile_uncertainty(&bell(), 0.9, CumulativeAt::LowerEdge, 4000).unwrap();
        near(shifted, of(0.9, 4000), 1e-9);
        assert_eq!(
            percentile_uncertainty(&bell(), 1.0, CumulativeAt::UpperEdge, 5),
            Err(StatisticError::NotAProbability { value: 1.0 })
        );
    }

    /// All particles in one bin: the share is uniform over it, and the median of one of them is uniform too: 10 / sqrt(12).
    /// Harrell-Davis weights for n = 1 are those of Beta(1, 1).
    #[test]
    fn one_particle_in_one_bin() {
        let one = BinnedDistribution::new(&[100.0, 110.0], &[1.0], Midpoint::Arithmetic).unwrap();
        near(percentile_uncertainty(&one, 0.5, CumulativeAt::UpperEdge, 1).unwrap(), 10.0 / 12.0_f64.sqrt(), 1e-12);
    }

    #[test]
    fn more_particles_than_are_drawn_scale() {
        let many = resampled_uncertainty(&bell(), 40_000, |found| Ok(found.mean())).unwrap();
        near(many, 10.0 / 200.0, 0.067);
    }

    #[test]
    fn the_same_every_time() {
        let once = || resampled_uncertainty(&bell(), 100, |found| Ok(found.mean()));
        assert_eq!(once(), once());
    }

    #[test]
    fn alias_tables_keep_the_shares() {
        let alias = Alias::new(&[0.0, 1.0, 3.0, 0.0, 6.0]);
        let mut generator = Generator::new(7);
        let mut drawn = [0.0_f64; 5];
        (0..100_000).for_each(|_| drawn[alias.draw(&mut generator)] += 1e-5);
        assert_eq!((drawn[0], drawn[3]), (0.0, 0.0));
        for (share, expected) in [(drawn[1], 0.1), (drawn[2], 0.3), (drawn[4], 0.6)] {
            assert!((share - expected).abs() < 0.006, "{drawn:?}");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(mean_uncertainty(1.0, 0), Err(StatisticError::TooFewValues { needed: 1, got: 0 }));
        assert!(fraction_uncertainty(1.1, 5).is_err());
        let refuses = resampled_uncertainty(&bell(), 5, |_| Err(StatisticError::ZeroMean));
        assert_eq!(refuses, Err(StatisticError::ZeroMean));
    }
}
