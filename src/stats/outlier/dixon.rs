//! Dixon's ratio tests, with the exact distribution instead of tables.

use super::End;
use crate::stats::distribution::normal;
use crate::stats::{Probability, Sides, StatisticError, quadrature, root};

/// Largest sample size. The ratios are made for small samples.
const MOST_VALUES: usize = 100;

/// Beyond this no value is met with any probability that could change a digit.
const FAR: f64 = 8.0;

/// Distance of the points of the trapezoidal rule over the suspect; with 0.25 the total probability is 1 within 1e-12 up to
/// n = 100, where the suspect scatters least.
const STEP: f64 = 0.25;

/// Width of the Gauss-Legendre panels over the other end of the ratio.
const PANEL: f64 = 3.0;

/// The gap beside the suspect over a range; which gap and which range.
///
/// With x1 the suspect and x2, x3 ... the others from its end on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DixonRatio {
    /// (x2 - x1) / (xn - x1)
    R10,
    /// (x2 - x1) / (x(n-1) - x1)
    R11,
    /// (x3 - x1) / (x(n-1) - x1)
    R21,
    /// (x3 - x1) / (x(n-2) - x1)
    R22,
}

impl DixonRatio {
    /// The ratio recommended for a sample size: r10 up to 7, r11 up to 10, r21 up to 13, r22 beyond.
    ///
    /// # Source
    /// W. J. Dixon, Processing data for outliers, Biometrics 9 (1953); ASTM E178-21, section 6.
    pub fn recommended(n: usize) -> DixonRatio {
        match n {
            0..=7 => DixonRatio::R10,
            8..=10 => DixonRatio::R11,
            11..=13 => DixonRatio::R21,
            _ => DixonRatio::R22,
        }
    }

    /// Its name in the literature.
    pub fn name(self) -> &'static str {
        match self {
            DixonRatio::R10 => "r10",
            DixonRatio::R11 => "r11",
            DixonRatio::R21 => "r21",
            DixonRatio::R22 => "r22",
        }
    }

    /// How many values from the suspect the gap ends, and how many values at the far end are left out of the range.
    fn places(self) -> (usize, usize) {
        match self {
            DixonRatio::R10 => (1, 0),
            DixonRatio::R11 => (1, 1),
            DixonRatio::R21 => (2, 1),
            DixonRatio::R22 => (2, 2),
        }
    }

    /// Smallest sample size for which the gap is not the whole range.
    fn least_values(self) -> usize {
        let (gap, left_out) = self.places();
        gap + left_out + 2
    }

    fn check(self, n: usize) -> Result<(), StatisticError> {
        if n < self.least_values() {
            return Err(StatisticError::TooFewValues { needed: self.least_values(), got: n });
        }
        if n > MOST_VALUES {
            return Err(StatisticError::TooManyValues { limit: MOST_VALUES, got: n });
        }
        Ok(())
    }
}

/// Dixon's test of the value at one end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DixonTest {
    /// The ratio used.
    pub ratio: DixonRatio,
    /// Its value, 0 to 1.
    pub r: f64,
    /// Probability of so large a ratio at this end, when the end was chosen before the data were seen.
    pub p_one_sided: f64,
}

/// Dixon's test of the value at one end. Information only.
///
/// Assumes that the other values come from one normal distribution. The p-value is computed from the exact distribution of
/// the ratio by numerical integration, not from tables, whose third digit is not always right.
///
/// # Errors
/// `TooFewValues` when n is smaller than the ratio needs (3 for r10, 4, 5 and 6); `TooManyValues` when n > 100;
/// `NoVariation` when the range of the ratio is zero; `NotFinite`.
///
/// # Source
/// W. J. Dixon, Analysis of extreme values, Annals of Mathematical Statistics 21 (1950), and Ratios involving extreme values,
/// 22 (1951).
pub fn dixon_test(values: &[f64], ratio: DixonRatio, end: End) -> Result<DixonTest, StatisticError> {
    ratio.check(values.len())?;
    StatisticError::check(values, ratio.least_values())?;
    let mut ordered = values.to_vec();
    ordered.sort_by(f64::total_cmp);
    if end == End::High {
        ordered.reverse();
    }
    let (gap, left_out) = ratio.places();
    let from_suspect = |place: usize| match (ordered.first(), ordered.get(place)) {
        (Some(suspect), Some(value)) => StatisticError::finite((value - suspect).abs()),
        _ => Err(StatisticError::TooFewValues { needed: place + 1, got: values.len() }),
    };
    let range = from_suspect(values.len() - 1 - left_out)?;
    if range == 0.0 {
        return Err(StatisticError::NoVariation);
    }
    let r = from_suspect(gap)? / range;
    Ok(DixonTest { ratio, r, p_one_sided: tail_and_density(ratio, values.len(), r).0 })
}

/// The ratio that a sample of n exceeds with probability `significance`, at one end chosen beforehand or at either.
///
/// Both ends share the significance in halves, as is usual: two-sided 5 % is one-sided 2.5 %.
///
/// # Errors
/// `TooFewValues` and `TooManyValues` as [`dixon_test`]; `NoConvergence`.
///
/// # Source
/// As [`dixon_test`].
pub fn dixon_critical(
    ratio: DixonRatio,
    n: usize,
    significance: Probability,
    sides: Sides,
) -> Result<f64, StatisticError> {
    ratio.check(n)?;
    let tail = if sides == Sides::Two { 0.5 * significance.value() } else { significance.value() };
    // Worked in the logarithm of the tail, which is nearly straight in r, so that few steps are needed.
    root::increasing("the critical ratio of Dixon", 0.5, 0.1, |r| {
        let obtained = tail_and_density(ratio, n, r);
        Ok((libm::log(tail / obtained.0), obtained.1 / obtained.0))
    })
}

/// P(R > r) and the density of R at r.
///
/// Given the suspect at a and the end of the range at b, the m values between lie there independently, and the gap exceeds
/// r (b - a) when fewer than i of them lie below c = a + r (b - a). With i and j the places of the ratio, m = n - j - 2:
/// P = n (n - 1) C(n - 2, j) ∫∫ φ(a) φ(b) (1 - Φ(b))^j Σ_{k < i} C(m, k) (Φ(c) - Φ(a))^k (Φ(b) - Φ(c))^(m-k) db da.
/// The density is minus its derivative with respect to r.
fn tail_and_density(ratio: DixonRatio, n: usize, r: f64) -> (f64, f64) {
    if r <= 0.0 {
        return (1.0, 0.0);
    }
    if r >= 1.0 {
        return (0.0, 0.0);
    }
    let (mut tail, mut density) = (0.0, 0.0);
    let points = ((highest_suspect(n) + FAR) / STEP) as u32;
    for point in 0..=points {
        let suspect = Place::of(STEP * f64::from(point) - FAR);
        let weight = STEP * normal::density(suspect.z);
        let mut from = suspect.z;
        while from < FAR {
            for (z, panel_weight) in quadrature::points(from, from + PANEL) {
                let parts = conditional(ratio, n, r, suspect, Place::of(z));
                tail += weight * panel_weight * parts.0;
                density += weight * panel_weight * parts.1;
            }
            from += PANEL;
        }
    }
    let n = n as f64;
    let orders = match ratio.places().1 {
        0 => n * (n - 1.0),
        1 => n * (n - 1.0) * (n - 2.0),
        _ => 0.5 * n * (n - 1.0) * (n - 2.0) * (n - 3.0),
    };
    ((orders * tail).min(1.0), orders * density)
}

/// Where the smallest of n values lies above only once in 10^17.
fn highest_suspect(n: usize) -> f64 {
    Probability::from_complement(libm::exp10(-17.0 / n as f64)).map_or(FAR, normal::quantile)
}

/// The integrands of both, without φ(a).
fn conditional(ratio: DixonRatio, n: usize, r: f64, suspect: Place, end: Place) -> (f64, f64) {
    let (gap, left_out) = ratio.places();
    let between = n - left_out - 2;
    let m = between as f64;
    let range = end.z - suspect.z;
    let cut = Place::of(suspect.z + r * range);
    let (below, above) = (cut.from(suspect), end.from(cut));
    let weight = normal::density(end.z) * power(end.upper, left_out);
    let moved = weight * normal::density(cut.z) * range * m;
    if gap == 1 {
        let others = power(above, between - 1);
        (weight * others * above, moved * others)
    } else {
        let others = power(above, between - 2);
        (weight * others * above * (above + m * below), moved * others * (m - 1.0) * below)
    }
}

/// A point of the standard normal distribution and the probabilities on both sides.
#[derive(Clone, Copy)]
struct Place {
    z: f64,
    lower: f64,
    upper: f64,
}

impl Place {
    fn of(z: f64) -> Place {
        if z > 0.0 {
            let upper = normal::upper_tail(z);
            Place { z, lower: 1.0 - upper, upper }
        } else {
            let lower = normal::cdf(z);
            Place { z, lower, upper: 1.0 - lower }
        }
    }

    /// The probability between a lower place and this one, from the tails in which both are small.
    fn from(self, lower: Place) -> f64 {
        if lower.z > 0.0 { lower.upper - self.upper } else { self.lower - lower.lower }
    }
}

/// A whole power by repeated squaring, the same on every platform.
fn power(mut base: f64, mut exponent: usize) -> f64 {
    let mut result = 1.0;
    while exponent > 0 {
        if exponent % 2 == 1 {
            result *= base;
        }
        base *= base;
        exponent /= 2;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    /// For n = 3 the density is 3√3 / (2π (r² - r + 1)), whose integral from r to 1 is 1/2 - 3/π atan((2r - 1)/√3).
    #[test]
    fn three_values_have_a_closed_form() {
        for r in [0.05, 0.5, 0.9, 0.941, 0.99, 0.9999] {
            let angle = libm::atan((2.0 * r - 1.0) / 3.0_f64.sqrt());
            let exact = 0.5 - 3.0 / std::f64::consts::PI * angle;
            let obtained = tail_and_density(DixonRatio::R10, 3, r).0;
            assert!((obtained - exact).abs() < 1e-14, "{r}: {obtained} instead of {exact}");
        }
    }

    /// The density is what the tail loses.
    #[test]
    fn density_is_the_slope_of_the_tail() {
        for (ratio, n) in [(DixonRatio::R10, 5), (DixonRatio::R11, 9), (DixonRatio::R21, 12), (DixonRatio::R22, 20)] {
            let tail = |r| tail_and_density(ratio, n, r).0;
            let slope = (tail(0.3 - 1e-4) - tail(0.3 + 1e-4)) / 2e-4;
            let (_, density) = tail_and_density(ratio, n, 0.3);
            assert!((density / slope - 1.0).abs() < 1e-6, "{} {n}: {density} {slope}", ratio.name());
        }
    }

    /// At r = 0 the integral is the total probability, whatever the ratio and the size.
    #[test]
    fn probabilities_add_to_one() {
        for (ratio, n) in [
            (DixonRatio::R10, 3),
            (DixonRatio::R10, 30),
            (DixonRatio::R11, 8),
            (DixonRatio::R21, 11),
            (DixonRatio::R22, 14),
            (DixonRatio::R22, 100),
        ] {
            let (total, _) = tail_and_density(ratio, n, 1e-300);
            assert!((total - 1.0).abs() < 1e-12, "{} {n}: {total}", ratio.name());
        }
    }

    #[test]
    fn degenerate_samples() {
        let test = |values: &[f64], ratio| dixon_test(values, ratio, End::High);
        let few = |needed, got| Err(StatisticError::TooFewValues { needed, got });
        assert_eq!(test(&[], DixonRatio::R10), few(3, 0));
        assert_eq!(test(&[1.0, 2.0], DixonRatio::R10), few(3, 2));
        assert_eq!(test(&[1.0, 2.0, 3.0, 4.0, 5.0], DixonRatio::R22), few(6, 5));
        assert_eq!(test(&[4.0; 5], DixonRatio::R10), Err(StatisticError::NoVariation));
        assert_eq!(test(&[1.0, 2.0, f64::NAN], DixonRatio::R10), Err(StatisticError::NotFinite));
        let many = test(&[1.0; 101], DixonRatio::R22);
        assert_eq!(many, Err(StatisticError::TooManyValues { limit: 100, got: 101 }));
        let tied = test(&[5.0, 5.1, 9.0, 9.0], DixonRatio::R10).unwrap();
        assert_eq!((tied.r, tied.p_one_sided), (0.0, 1.0));
    }
}
