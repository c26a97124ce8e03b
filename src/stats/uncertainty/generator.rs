//! Reproducible draws: the same seed gives the same numbers on every machine.

use rand_pcg::Pcg64;
use rand_pcg::rand_core::{Rng, SeedableRng};

/// 2^-53: the spacing of the uniform draws.
const SPACING: f64 = 1.0 / 9_007_199_254_740_992.0;

/// A seeded generator of draws.
pub(in crate::stats) struct Generator {
    source: Pcg64,
    spare: Option<f64>,
}

impl Generator {
    /// A generator from its seed: PCG XSL RR 128/64.
    ///
    /// # Source
    /// M. E. O'Neill, PCG: A family of simple fast space-efficient statistically good algorithms for random number
    /// generation, Harvey Mudd College HMC-CS-2014-0905.
    pub(in crate::stats) fn new(seed: u64) -> Generator {
        Generator { source: Pcg64::seed_from_u64(seed), spare: None }
    }

    /// Uniform on [0, 1), 53 bits.
    pub(in crate::stats) fn uniform(&mut self) -> f64 {
        (self.source.next_u64() >> 11) as f64 * SPACING
    }

    /// Uniform on the unit circle's disc without its centre, and the squared distance from the centre.
    fn disc(&mut self) -> (f64, f64, f64) {
        loop {
            let (x, y) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let square = x * x + y * y;
            if square < 1.0 && square > 0.0 {
                return (x, y, square);
            }
        }
    }

    /// Standard normal, by the polar method.
    ///
    /// # Source
    /// G. Marsaglia, T. A. Bray, A convenient method for generating normal variables, SIAM Review 6 (1964).
    pub(in crate::stats) fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        let (x, y, square) = self.disc();
        let factor = (-2.0 * libm::log(square) / square).sqrt();
        self.spare = Some(y * factor);
        x * factor
    }

    /// Student's t, by the polar method.
    ///
    /// # Source
    /// R. W. Bailey, Polar generation of random variates with the t-distribution, Mathematics of Computation 62 (1994).
    pub(in crate::stats) fn student_t(&mut self, degrees_of_freedom: f64) -> f64 {
        let (x, _, square) = self.disc();
        let excess = libm::expm1(-2.0 / degrees_of_freedom * libm::log(square));
        x * (degrees_of_freedom * excess / square).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::distribution::{StudentT, normal};

    /// The first numbers of the published demonstration of PCG 128/64 with seed 42 and stream 54.
    #[test]
    fn the_generator_is_the_published_one() {
        let mut source = Pcg64::new(42, 54);
        assert_eq!([source.next_u64(), source.next_u64()], [0x86b1_da1d_7206_2b68, 0x1304_aa46_c985_3d39]);
    }

    /// Pins the expansion of a seed: a report that names its seed can be drawn again by every later version.
    #[test]
    fn a_seed_stays_the_same_numbers() {
        let mut generator = Generator::new(1);
        let drawn = [generator.uniform(), generator.normal(), generator.normal(), generator.student_t(4.0)];
        let expected =
            [0.839_873_658_525_924_9, -0.105_607_617_699_449_47, -1.364_696_536_838_533, -3.184_540_192_268_286_3];
        assert_eq!(drawn, expected);
    }

    /// Largest distance between the empirical and the true distribution of 100 000 draws; 1.95 / sqrt(n) is exceeded with
    /// probability 0.001 (Kolmogorov).
    fn distance(mut draws: Vec<f64>, cumulative: impl Fn(f64) -> f64) -> f64 {
        draws.sort_by(f64::total_cmp);
        let n = draws.len() as f64;
        let gap = |(index, draw): (usize, &f64)| {
            let (below, at) = (index as f64 / n, cumulative(*draw));
            (at - below).abs().max((at - below - 1.0 / n).abs())
        };
        draws.iter().enumerate().map(gap).fold(0.0, f64::max) * n.sqrt()
    }

    #[test]
    fn draws_follow_their_distributions() {
        let mut generator = Generator::new(20_240_601);
        let draws = |draw: &mut dyn FnMut() -> f64| (0..100_000).map(|_| draw()).collect::<Vec<f64>>();
        assert!(distance(draws(&mut || generator.uniform()), |u| u) < 1.95);
        assert!(distance(draws(&mut || generator.normal()), normal::cdf) < 1.95);
        for degrees in [1.0, 4.0, 30.0] {
            let t = StudentT::new(degrees).unwrap();
            assert!(distance(draws(&mut || generator.student_t(degrees)), |x| t.tails(x).unwrap().lower) < 1.95);
        }
    }
}
