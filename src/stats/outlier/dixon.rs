//! Dixon's ratio tests, with the exact distribution instead of tables.

use super::{End, sorted};
use crate::stats::distribution::normal;
use crate::stats::{Probability, Sides, StatisticError, quadrature, root};

/// Largest sample size. The ratios are made for small samples.
const MOST_VALUES: usize = 100;

/// Beyond this many standard deviations a normal value is not met with any probability that could change a digit.
const FAR: f64 = 8.5;

/// Distance of the points of the trapezoidal rule over the suspect; the error falls like exp(-2π² σ² / step²), below 1e-16
/// for the narrowest integrand (n = 100).
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
    let mut ordered = sorted(values);
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
    Ok(DixonTest { ratio, r, p_one_sided: upper_tail(ratio, values.len(), r) })
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
        let obtained = upper_tail(ratio, n, r);
        Ok((libm::log(tail / obtained), density(ratio, n, r) / obtained))
    })
}

/// P(R > r).
///
/// Given the suspect at a and the end of the range at b, the m values between lie there independently, and the gap exceeds
/// r (b - a) when fewer than `gap` of them lie below c = a + r (b - a). With i and j the places of the ratio, m = n - j - 2:
/// P = n (n - 1) C(n - 2, j) ∫∫ φ(a) φ(b) (1 - Φ(b))^j Σ_{k < i} C(m, k) (Φ(c) - Φ(a))^k (Φ(b) - Φ(c))^(m-k) db da.
fn upper_tail(ratio: DixonRatio, n: usize, r: f64) -> f64 {
    if r <= 0.0 {
        return 1.0;
    }
    if r >= 1.0 {
        return 0.0;
    }
    let (gap, left_out) = ratio.places();
    let between = (n - left_out - 2) as f64;
    let tail = integrate(n, left_out, |a, b| {
        let c = a + r * (b - a);
        let above = normal::between(c, b);
        if gap == 1 {
            libm::pow(above, between)
        } else {
            (above + between * normal::between(a, c)) * libm::pow(above, between - 1.0)
        }
    });
    tail.min(1.0)
}

/// Density of R, minus the derivative of [`upper_tail`].
fn density(ratio: DixonRatio, n: usize, r: f64) -> f64 {
    if r <= 0.0 || r >= 1.0 {
        return 0.0;
    }
    let (gap, left_out) = ratio.places();
    let between = (n - left_out - 2) as f64;
    integrate(n, left_out, |a, b| {
        let c = a + r * (b - a);
        let above = normal::between(c, b);
        let moved = normal::density(c) * (b - a) * between;
        if gap == 1 {
            moved * libm::pow(above, between - 1.0)
        } else {
            moved * (between - 1.0) * normal::between(a, c) * libm::pow(above, between - 2.0)
        }
    })
}

/// n (n - 1) C(n - 2, j) ∫∫ φ(a) φ(b) (1 - Φ(b))^j f(a, b) db da over a < b.
fn integrate(n: usize, left_out: usize, function: impl Fn(f64, f64) -> f64) -> f64 {
    let n = n as f64;
    let orders = match left_out {
        0 => n * (n - 1.0),
        1 => n * (n - 1.0) * (n - 2.0),
        _ => 0.5 * n * (n - 1.0) * (n - 2.0) * (n - 3.0),
    };
    let points = (2.0 * FAR / STEP) as u32;
    let mut sum = 0.0;
    for point in 0..points {
        let a = -FAR + STEP * f64::from(point);
        let integrand = |b: f64| {
            let beyond = normal::upper_tail(b);
            let left = match left_out {
                0 => 1.0,
                1 => beyond,
                _ => beyond * beyond,
            };
            normal::density(b) * left * function(a, b)
        };
        let mut from = a;
        let mut over_b = 0.0;
        while from < FAR {
            over_b += quadrature::panel(from, from + PANEL, &integrand);
            from += PANEL;
        }
        sum += normal::density(a) * over_b;
    }
    orders * STEP * sum
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
            let obtained = upper_tail(DixonRatio::R10, 3, r);
            assert!((obtained - exact).abs() < 1e-14, "{r}: {obtained} instead of {exact}");
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
            let total = upper_tail(ratio, n, 1e-300);
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
