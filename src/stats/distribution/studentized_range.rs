//! The studentized range: largest minus smallest of k normal means, in units of an estimated standard error.

use super::{ChiDensity, normal, number};
use crate::stats::{StatisticError, quadrature};

/// Panels over the density of the estimated standard error.
const OUTER_PANELS: u32 = 6;
/// Ranges between which the upper tail of the range is smooth enough for one panel.
const FALL: [f64; 7] = [1.5, 3.0, 4.5, 6.0, 8.0, 11.0, 15.0];
/// Widest panel over the largest of the k values.
const WIDEST_PANEL: f64 = 3.0;
/// Where a normal density times its tail no longer counts.
const REACH: f64 = 9.0;
/// A range in known standard errors whose upper tail is below 1e-300.
const LARGEST_RANGE: f64 = 60.0;

/// P(Q > q) for the range of `means` values and an error with `degrees_of_freedom`.
///
/// Formula: the upper tail of the range of k standard normal values, k ∫ φ(z) [Φ(z)^(k-1) - (Φ(z) - Φ(z - w))^(k-1)] dz at
/// w = q s, averaged over s = χ/√ν; both integrals by 20-point Gauss-Legendre panels. The difference of the powers is
/// formed without cancellation, so that small tails keep their digits.
///
/// # Errors
/// `TooFewGroups` below two means; `OutsideDomain` when `degrees_of_freedom` < 1 or not finite; `NotFinite` when q is not a
/// number.
///
/// # Source
/// M. D. Copenhaver, B. Holland, Computation of the distribution of the maximum studentized range statistic, J. Statist.
/// Comput. Simul. 30 (1988), for one range.
pub fn upper_tail(q: f64, means: usize, degrees_of_freedom: f64) -> Result<f64, StatisticError> {
    if means < 2 {
        return Err(StatisticError::TooFewGroups { needed: 2, got: means });
    }
    if !(degrees_of_freedom >= 1.0 && degrees_of_freedom.is_finite()) {
        return Err(StatisticError::OutsideDomain { what: "degrees of freedom", value: degrees_of_freedom });
    }
    if number(q)? <= 0.0 {
        return Ok(1.0);
    }
    let error = ChiDensity::new(degrees_of_freedom);
    let mut breaks = equal_panels(error.from, error.to, OUTER_PANELS);
    // A large q packs the fall of the inner tail into a small part of the first panels; and the density starts with the
    // power ν - 1 of s, which is no polynomial when ν is not whole.
    let start = [1e-4, 1e-3, 1e-2, 1e-1].map(|share| share * error.to);
    let more = FALL.iter().map(|w| w / q).chain(start);
    breaks.extend(more.filter(|s| *s > error.from && *s < error.to));
    breaks.sort_by(f64::total_cmp);
    let tail = quadrature::panels(&breaks, &|s| error.at(s) * range_upper_tail(q * s, means as f64));
    Ok(tail.clamp(0.0, 1.0))
}

/// P(W > w) for the range W of k independent standard normal values.
fn range_upper_tail(w: f64, means: f64) -> f64 {
    if w > LARGEST_RANGE {
        return 0.0;
    }
    // z is the largest value; the others fall below z - w where the range is exceeded.
    let integrand = |z: f64| {
        let below = normal::cdf(z);
        let share = (normal::cdf(z - w) / below).min(1.0);
        let power = libm::exp((means - 1.0) * libm::log(below));
        normal::density(z) * power * -libm::expm1((means - 1.0) * libm::log1p(-share))
    };
    let (from, to) = (-REACH, 0.5 * w + REACH);
    let panels = ((to - from) / WIDEST_PANEL).ceil() as u32;
    means * quadrature::panels(&equal_panels(from, to, panels), &integrand)
}

fn equal_panels(from: f64, to: f64, panels: u32) -> Vec<f64> {
    (0..=panels).map(|index| from + f64::from(index) / f64::from(panels) * (to - from)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::distribution::StudentT;

    /// For two means the range is |t| √2.
    #[test]
    fn two_means_are_students_t() {
        for degrees in [1.0, 2.0, 3.5, 10.0, 200.0, 1e5] {
            for q in [0.1, 1.0, 3.0, 8.0, 20.0] {
                let tail = upper_tail(q, 2, degrees).unwrap();
                let t = StudentT::new(degrees).unwrap().two_sided_tail(q / 2.0_f64.sqrt()).unwrap();
                assert!((tail / t - 1.0).abs() < 1e-10, "{q} {degrees}: {tail:e} {t:e}");
            }
        }
    }

    /// Computed with mpmath, 20 digits, from the same definition; scipy 1.17.1 agrees to 2e-13.
    #[test]
    fn against_reference_values() {
        let references = [
            (3.5, 3, 10.0, 0.077_103_310_838_411_82),
            (4.0, 4, 16.0, 0.053_216_777_363_330_81),
            (10.0, 5, 3.0, 0.022_686_105_112_252_68),
        ];
        for (q, means, degrees, expected) in references {
            let tail = upper_tail(q, means, degrees).unwrap();
            assert!((tail / expected - 1.0).abs() < 1e-12, "{q} {means} {degrees}: {tail:e}");
        }
    }

    #[test]
    fn limits_and_refusals() {
        assert_eq!(upper_tail(0.0, 3, 5.0), Ok(1.0));
        assert_eq!(upper_tail(-1.0, 3, 5.0), Ok(1.0));
        assert!(upper_tail(1e300, 3, 5.0).unwrap() < 1e-12);
        assert_eq!(upper_tail(1.0, 1, 5.0), Err(StatisticError::TooFewGroups { needed: 2, got: 1 }));
        assert_eq!(upper_tail(f64::NAN, 3, 5.0), Err(StatisticError::NotFinite));
        for degrees in [0.5, f64::INFINITY, f64::NAN] {
            assert!(upper_tail(1.0, 3, degrees).is_err());
        }
    }
}
