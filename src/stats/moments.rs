//! Mean and sum of squares of a group in one go.

use super::summation::Sum;

/// A sample seen from its own first value: where the values share leading digits, the differences are exact.
///
/// For the many small groups of an analysis of variance and the many values of a simulation. Checks nothing: what is not
/// finite stays so and is refused by the caller.
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
    /// Mean and sum of squares in two passes, the second corrected for what rounding left in the mean; zeros for no value.
    ///
    /// # Source
    /// T. F. Chan, G. H. Golub, R. J. LeVeque, Algorithms for computing the sample variance, The American Statistician 37
    /// (1983), corrected two-pass algorithm, after a shift of the data.
    pub fn of(values: &[f64]) -> Moments {
        let (n, origin) = (values.len(), values.first().copied().unwrap_or(0.0));
        let count = n.max(1) as f64;
        let shifted = Sum::of(values.iter().map(|value| value - origin)).value() / count;
        let deviation = |value: &f64| (value - origin) - shifted;
        let left = Sum::of(values.iter().map(deviation)).value();
        let squares = Sum::of(values.iter().map(|value| deviation(value) * deviation(value))).value();
        let squares = squares - left * left / count;
        // Rounding may leave less than nothing.
        Moments { n, mean: origin + shifted, squares: if squares < 0.0 { 0.0 } else { squares } }
    }

    /// Sample variance, divisor n - 1; only for two values or more.
    pub fn variance(&self) -> f64 {
        self.squares / (self.n.max(2) - 1) as f64
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
