//! A proportion of successes among trials, with its interval.

use super::distribution::{Beta, normal};
use super::summation::size;
use super::{Confidence, Estimate, Interval, Sides, StatisticError};

/// How the interval of a proportion is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProportionInterval {
    /// Exact: never covers less than the confidence.
    ClopperPearson,
    /// Score interval; covers the confidence on average.
    Wilson,
    /// Score interval with continuity correction (Newcombe's method 4).
    WilsonContinuity,
    /// Two successes and two failures more, about; its ends may leave [0, 1].
    AgrestiCoull,
    /// Quantiles of the beta distribution after the prior of Jeffreys; 0 at no success and 1 at no failure.
    Jeffreys,
}

/// The proportion of successes with its interval or bound, a fraction.
///
/// Assumes independent trials of equal probability.
///
/// # Errors
/// `TooFewValues` when there is no trial; `OutsideDomain` when there are more successes than trials; `NoConvergence`.
///
/// # Source
/// C. J. Clopper, E. S. Pearson, Biometrika 26 (1934) 404-413; E. B. Wilson, JASA 22 (1927) 209-212; R. G. Newcombe,
/// Statistics in Medicine 17 (1998) 857-872; L. D. Brown, T. T. Cai, A. DasGupta, Statistical Science 16 (2001) 101-133.
pub fn proportion_interval(
    successes: usize,
    trials: usize,
    confidence: Confidence,
    sides: Sides,
    kind: ProportionInterval,
) -> Result<Estimate, StatisticError> {
    if trials == 0 {
        return Err(StatisticError::TooFewValues { needed: 1, got: 0 });
    } else if successes > trials {
        return Err(StatisticError::OutsideDomain { what: "the number of successes", value: size(successes) });
    }
    let observed = Observed { k: size(successes), n: size(trials) };
    let z = normal::quantile(confidence.quantile(sides));
    let (lower, upper, method) = match kind {
        ProportionInterval::ClopperPearson => {
            let (lower, upper) = observed.beta_ends(confidence, sides, 0.0, 1.0)?;
            (lower, upper, "Clopper-Pearson interval")
        }
        ProportionInterval::Jeffreys => {
            let (lower, upper) = observed.beta_ends(confidence, sides, 0.5, 0.5)?;
            (lower, upper, "Jeffreys interval")
        }
        ProportionInterval::Wilson => {
            let (lower, upper) = observed.wilson(z);
            (lower, upper, "Wilson interval")
        }
        ProportionInterval::WilsonContinuity => {
            let (lower, upper) = observed.wilson_continuity(z);
            (lower, upper, "Wilson interval with continuity correction")
        }
        ProportionInterval::AgrestiCoull => {
            let (lower, upper) = observed.agresti_coull(z);
            (lower, upper, "Agresti-Coull interval")
        }
    };
    let interval = Interval::on_sides(lower, upper, sides, confidence);
    let value = observed.fraction();
    let standard_error = Some((value * (1.0 - value) / observed.n).sqrt());
    Estimate { value, standard_error, interval: Some(interval), method, n: trials }.checked()
}

struct Observed {
    k: f64,
    n: f64,
}

impl Observed {
    fn fraction(&self) -> f64 {
        self.k / self.n
    }

    /// Beta quantiles with k + `prior` and n - k + `other` below, the two exchanged above; the ends where k = 0 or k = n.
    fn beta_ends(
        &self,
        confidence: Confidence,
        sides: Sides,
        prior: f64,
        other: f64,
    ) -> Result<(f64, f64), StatisticError> {
        let upper = confidence.quantile(sides);
        let (k, rest) = (self.k, self.n - self.k);
        let low = if k == 0.0 { 0.0 } else { Beta::new(k + prior, rest + other)?.quantile(upper.opposite())? };
        let high = if rest == 0.0 { 1.0 } else { Beta::new(k + other, rest + prior)?.quantile(upper)? };
        Ok((low, high))
    }

    fn wilson(&self, z: f64) -> (f64, f64) {
        let (p, n) = (self.fraction(), self.n);
        let divisor = 1.0 + z * z / n;
        let center = (p + z * z / (2.0 * n)) / divisor;
        let half_width = z / divisor * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
        self.within_bounds(center - half_width, center + half_width)
    }

    fn wilson_continuity(&self, z: f64) -> (f64, f64) {
        let (p, n) = (self.fraction(), self.n);
        let (q, square) = (1.0 - p, z * z);
        let divisor = 2.0 * (n + square);
        let below = z * (square - 2.0 - 1.0 / n + 4.0 * p * (n * q + 1.0)).max(0.0).sqrt();
        let above = z * (square + 2.0 - 1.0 / n + 4.0 * p * (n * q - 1.0)).max(0.0).sqrt();
        let center = 2.0 * n * p + square;
        self.within_bounds((center - 1.0 - below) / divisor, (center + 1.0 + above) / divisor)
    }

    fn agresti_coull(&self, z: f64) -> (f64, f64) {
        let n = self.n + z * z;
        let p = (self.k + 0.5 * z * z) / n;
        let half_width = z * (p * (1.0 - p) / n).sqrt();
        (p - half_width, p + half_width)
    }

    /// No success bounds the lower end to exactly 0, no failure the upper end to exactly 1.
    fn within_bounds(&self, lower: f64, upper: f64) -> (f64, f64) {
        let lower = if self.k == 0.0 { 0.0 } else { lower.max(0.0) };
        let upper = if self.k == self.n { 1.0 } else { upper.min(1.0) };
        (lower, upper)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Zero failures in 59: the 95 % upper bound is 1 - 0.05^(1/59) = 4.95 %.
    #[test]
    fn no_success_in_59() {
        let confidence = Confidence::new(0.95).unwrap();
        let bound = |kind| proportion_interval(0, 59, confidence, Sides::Upper, kind).unwrap().interval.unwrap();
        let exact = bound(ProportionInterval::ClopperPearson);
        assert!((exact.upper.unwrap() - (1.0 - libm::pow(0.05, 1.0 / 59.0))).abs() < 1e-14);
        assert!(exact.lower.is_none());
    }

    #[test]
    fn says_what_is_wrong() {
        let confidence = Confidence::new(0.95).unwrap();
        let of = |k, n| {
            proportion_interval(k, n, confidence, Sides::Two, ProportionInterval::Wilson).unwrap_err().to_string()
        };
        assert_eq!(of(0, 0), "needs at least 1 values, got 0");
        assert_eq!(of(3, 2), "the number of successes is outside its domain: 3");
    }
}
