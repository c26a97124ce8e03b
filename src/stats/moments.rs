//! Mean and sum of squares of a group in one go.

use super::summation::{Sum, size};

/// Number, mean and sum of squares of a sample.
///
/// Checks nothing, for the many small groups of an analysis of variance: what is not finite stays so and is refused by the
/// caller.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Moments {
    /// Number of values.
    pub n: usize,
    /// Mean.
    pub mean: f64,
    /// Sum of squared deviations from the mean.
    pub squares: f64,
}

impl Moments {
    /// Mean and sum of squared deviations in two passes, both carried to about 106 bits; zeros for no value.
    ///
    /// # Source
    /// T. F. Chan, G. H. Golub, R. J. LeVeque, Algorithms for computing the sample variance, The American Statistician 37
    /// (1983), two-pass algorithm, with the sums of T. Ogita, S. M. Rump, S. Oishi, SIAM J. Sci. Comput. 26 (2005).
    pub fn of(values: &[f64]) -> Moments {
        let n = values.len();
        if n == 0 {
            return Moments { n, mean: 0.0, squares: 0.0 };
        }
        let (mean, rest) = Sum::of(values.iter().copied()).divided_by(size(n));
        let deviations = values.iter().map(|value| (value - mean) - rest);
        Moments { n, mean, squares: Sum::of_products(deviations.map(|deviation| (deviation, deviation))).value() }
    }

    /// Sample variance, divisor n - 1; only for two values or more.
    pub fn variance(&self) -> f64 {
        self.squares / (size(self.n.max(2)) - 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1e15 + {1, 2, 4}: deviations from 7/3 are -4/3, -1/3, 5/3, the sum of squares 42/9.
    #[test]
    fn variance_beside_a_large_mean() {
        let moments = Moments::of(&[1e15 + 1.0, 1e15 + 2.0, 1e15 + 4.0]);
        assert!((moments.squares / (42.0 / 9.0) - 1.0).abs() < 1e-15, "{}", moments.squares);
        assert!((moments.variance() / (21.0 / 9.0) - 1.0).abs() < 1e-15);
    }

    #[test]
    fn no_value_has_no_squares_and_infinity_is_not_hidden() {
        assert_eq!(Moments::of(&[]), Moments { n: 0, mean: 0.0, squares: 0.0 });
        assert!(!Moments::of(&[1e308, -1e308]).squares.is_finite());
    }
}
