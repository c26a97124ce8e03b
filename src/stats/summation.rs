//! Sums that keep what single additions round away.

/// A running sum with about 106 bits: the rounding error of each addition is kept beside it.
///
/// # Source
/// T. Ogita, S. M. Rump, S. Oishi, Accurate Sum and Dot Product, SIAM J. Sci. Comput. 26 (2005) 1955-1988.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sum {
    high: f64,
    low: f64,
}

impl Sum {
    /// The sum of some numbers.
    pub(crate) fn of(terms: impl IntoIterator<Item = f64>) -> Sum {
        let mut sum = Sum::default();
        terms.into_iter().for_each(|term| sum.add(term));
        sum
    }

    /// The sum of some products, each taken without rounding error.
    pub(crate) fn of_products(pairs: impl IntoIterator<Item = (f64, f64)>) -> Sum {
        let mut sum = Sum::default();
        for (left, right) in pairs {
            let product = left * right;
            sum.add(product);
            sum.low += libm::fma(left, right, -product);
        }
        sum
    }

    /// Adds one number.
    pub(crate) fn add(&mut self, term: f64) {
        let high = self.high + term;
        let part = high - self.high;
        self.low += (self.high - (high - part)) + (term - part);
        self.high = high;
    }

    /// The sum rounded once.
    pub(crate) fn value(self) -> f64 {
        self.high + self.low
    }

    /// The sum divided by a number, as a rounded quotient and what is left of it.
    pub(crate) fn divided_by(self, divisor: f64) -> (f64, f64) {
        let quotient = self.value() / divisor;
        let product = quotient * divisor;
        let rest = (self.high - product) + (self.low - libm::fma(quotient, divisor, -product));
        (quotient, rest / divisor)
    }
}

/// A sample size as a number; exact, because no list has 2^53 elements.
#[allow(clippy::cast_precision_loss, reason = "no list has 2^53 elements")]
pub(crate) fn size(n: usize) -> f64 {
    n as f64
}

/// A count as a number; exact up to 2^53, far beyond any count of particles or number of trials.
#[allow(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
pub(crate) fn whole(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_cancels() {
        assert_eq!(Sum::of([1e16, 1.0, -1e16]).value(), 1.0);
        assert_eq!(Sum::of([0.1; 10]).value(), 1.0);
        let third = Sum::of([1.0]).divided_by(3.0);
        assert_eq!(third.0, 1.0 / 3.0);
        assert!((third.1 - 1.850371707708594e-17).abs() < 1e-32);
        let near = 1.0 + f64::EPSILON;
        assert_eq!(
            Sum::of_products([(near, near), (-1.0, 1.0)]).value(),
            2.0 * f64::EPSILON + f64::EPSILON * f64::EPSILON
        );
    }
}
