//! Runs whose determinations may scatter only so much.

use crate::stats::distribution::{ChiDensity, normal};
use crate::stats::{StatisticError, quadrature};

/// What the determinations of a run may scatter; a run that scatters more is invalid, neither accepted nor refused.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AllowedScatter {
    /// Largest s / |mean|, a fraction.
    pub cv: Option<f64>,
    /// Largest s, in the unit of the limits.
    pub standard_deviation: Option<f64>,
}

/// Acceptance of a mean z standard errors from the true value beside s = q σ: low + slope q <= z <= high - slope q.
#[derive(Clone, Copy, Debug)]
pub(super) struct Zone {
    pub low: f64,
    pub high: f64,
    pub slope: f64,
}

impl Zone {
    /// Every mean.
    pub(super) const ALL: Zone = Zone { low: f64::NEG_INFINITY, high: f64::INFINITY, slope: 0.0 };
}

/// A straight line over q.
#[derive(Clone, Copy)]
struct Edge {
    at_zero: f64,
    slope: f64,
}

impl Edge {
    fn at(self, q: f64) -> f64 {
        self.at_zero + self.slope * q
    }

    /// Where two edges meet; not finite where they do not.
    fn meets(self, other: Edge) -> f64 {
        (other.at_zero - self.at_zero) / (self.slope - other.slope)
    }
}

impl AllowedScatter {
    /// Whether nothing is asked.
    pub fn is_any(&self) -> bool {
        self.cv.is_none() && self.standard_deviation.is_none()
    }

    /// Probability that the mean of `n` determinations lies in the zone and they scatter no more than is allowed.
    ///
    /// For normal determinations mean and s are independent, so this is the mean over q = χ/sqrt(n - 1) up to the allowed
    /// s of the probability that z lies in the zone and |μ + z σ/sqrt(n)| >= q σ / cv.
    ///
    /// # Errors
    /// `NotFinite` for a true value out of all proportion to the standard deviation.
    ///
    /// # Source
    /// Independence of mean and variance: W. S. Gosset (Student), The probable error of a mean, Biometrika 6 (1908);
    /// quadrature over s as in D. B. Owen, Biometrika 52 (1965).
    pub(super) fn joint(&self, zone: Zone, true_value: f64, deviation: f64, n: usize) -> Result<f64, StatisticError> {
        let root = (n as f64).sqrt();
        let center = StatisticError::finite(true_value / deviation * root)?;
        let lower = Edge { at_zero: zone.low, slope: zone.slope };
        let upper = Edge { at_zero: zone.high, slope: -zone.slope };
        // Means above the one edge, or below the other, are large enough for their s.
        let large = self.cv.map(|cv| [1.0, -1.0].map(|sign| Edge { at_zero: -center, slope: sign * root / cv }));
        let density = ChiDensity::new((n - 1) as f64);
        let edges: Vec<Edge> = [lower, upper].into_iter().chain(large.into_iter().flatten()).collect();
        let most = self.standard_deviation.map_or(f64::INFINITY, |allowed| allowed / deviation);
        let breaks = breaks(&density, &edges, most);
        let inside = |q: f64| {
            let (low, high) = (lower.at(q), upper.at(q));
            match large {
                Some([above, below]) => {
                    normal::between(low.max(above.at(q)), high) + normal::between(low, high.min(below.at(q)))
                }
                None => normal::between(low, high),
            }
        };
        Ok(quadrature::panels(&breaks, &|q| density.at(q) * inside(q)).clamp(0.0, 1.0))
    }
}

/// Panels that follow every step and end at every kink of the integrand.
fn breaks(density: &ChiDensity, edges: &[Edge], most: f64) -> Vec<f64> {
    let mut breaks = density.breaks(0.0, f64::INFINITY);
    let ends = breaks.first().copied().zip(breaks.last().copied());
    for (at, edge) in edges.iter().enumerate() {
        if edge.slope != 0.0 {
            breaks.extend(density.breaks(-edge.at_zero / edge.slope, 1.0 / edge.slope.abs()));
        }
        breaks.extend(edges.iter().skip(at + 1).map(|other| edge.meets(*other)));
    }
    breaks.push(most);
    breaks.retain(|point| *point <= most && ends.is_some_and(|(from, to)| (from..=to).contains(point)));
    breaks.sort_by(f64::total_cmp);
    breaks.dedup();
    breaks
}
