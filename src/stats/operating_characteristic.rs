//! How often a lot of a given true value would be accepted, and how many determinations that takes.
//!
//! The result of a lot is the mean of n determinations with a repeatability standard deviation σ. What all determinations
//! of a lot share (day, calibration) is not averaged and not part of this model.

mod allowed_scatter;

pub use allowed_scatter::AllowedScatter;

use super::conformity::ToleranceLimits;
use super::distribution::{ChiDensity, NoncentralT, StudentT, normal, positive};
use super::tolerance_factor::{one_sided_factor, two_sided_factor};
use super::{Confidence, Probability, StatisticError, quadrature};
use allowed_scatter::Zone;

/// The rule by which the determinations of a lot are accepted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AcceptanceRule {
    /// The mean meets the limits.
    Simple,
    /// The mean meets the limits with a guard band of known width, in the unit of the limits.
    Guarded {
        /// Width of the guard band, not negative.
        guard_band: f64,
    },
    /// The mean meets the limits with a guard band of so many standard errors s / sqrt(n), s estimated from the same
    /// determinations: r k for the rule `guarded(r)` with the expanded uncertainty k s / sqrt(n).
    GuardedByReplicates {
        /// Standard errors in the guard band, not negative.
        factor: f64,
    },
    /// The one-sided confidence bound of the mean meets each limit.
    ConfidenceBound {
        /// Confidence of each bound.
        confidence: Confidence,
    },
    /// The normal tolerance limit, or interval where there are two limits, lies inside the limits.
    Tolerance {
        /// Share of the determinations that the interval holds.
        content: Probability,
        /// Confidence of the interval.
        confidence: Confidence,
    },
    /// Every determination meets the limits.
    Each,
    /// The smallest determination meets the limits.
    Smallest,
    /// The largest determination meets the limits.
    Largest,
}

impl AcceptanceRule {
    /// Whether the determinations are looked at one by one.
    pub fn is_one_by_one(&self) -> bool {
        matches!(self, AcceptanceRule::Each | AcceptanceRule::Smallest | AcceptanceRule::Largest)
    }
}

/// What is decided, and how well a determination repeats.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DecisionPlan {
    limits: ToleranceLimits,
    rule: AcceptanceRule,
    standard_deviation: f64,
    allowed: AllowedScatter,
}

/// Below this probability of a valid run nothing is said of valid runs: the quadrature has too few digits left.
const LEAST_VALID: f64 = 1e-9;

/// Probability of acceptance with a number of determinations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SampleSize {
    /// Number of determinations.
    pub n: usize,
    /// Probability of acceptance with it.
    pub probability: f64,
}

impl DecisionPlan {
    /// A plan; `standard_deviation` is the repeatability of one determination, in the unit of the limits.
    ///
    /// # Errors
    /// `OutsideDomain` unless the standard deviation is positive and guard band or factor are not negative.
    pub fn new(
        limits: ToleranceLimits,
        rule: AcceptanceRule,
        standard_deviation: f64,
    ) -> Result<DecisionPlan, StatisticError> {
        let standard_deviation = positive("the standard deviation", standard_deviation)?;
        if let AcceptanceRule::Guarded { guard_band: value } | AcceptanceRule::GuardedByReplicates { factor: value } =
            rule
            && !(value >= 0.0 && value.is_finite())
        {
            return Err(StatisticError::OutsideDomain { what: "the guard band", value });
        }
        Ok(DecisionPlan { limits, rule, standard_deviation, allowed: AllowedScatter::default() })
    }

    /// The same plan where only runs count whose determinations scatter no more than is allowed.
    ///
    /// # Errors
    /// `OutsideDomain` unless what is allowed is positive; `NotAttainable` for a rule that looks at the determinations one
    /// by one, since their extremes and their scatter depend on each other.
    pub fn with_allowed(self, allowed: AllowedScatter) -> Result<DecisionPlan, StatisticError> {
        for value in [allowed.cv, allowed.standard_deviation].into_iter().flatten() {
            positive("the allowed scatter", value)?;
        }
        if !allowed.is_any() && self.rule.is_one_by_one() {
            return Err(StatisticError::NotAttainable {
                what: "the probability of scatter and single values together",
            });
        }
        Ok(DecisionPlan { allowed, ..self })
    }

    /// Fewest determinations the rule can decide on: two where it, or an allowed scatter, estimates the spread from them.
    pub fn fewest(&self) -> usize {
        if !self.allowed.is_any() {
            return 2;
        }
        match self.rule {
            AcceptanceRule::GuardedByReplicates { .. }
            | AcceptanceRule::ConfidenceBound { .. }
            | AcceptanceRule::Tolerance { .. } => 2,
            _ => 1,
        }
    }

    /// Probability that a lot truly at `true_value` is accepted on `n` determinations; with an allowed scatter, given that
    /// it is kept.
    ///
    /// Assumes independent, normal determinations. Formula: Φ((A_U - μ) sqrt(n)/σ) - Φ((A_L - μ) sqrt(n)/σ) between fixed
    /// acceptance limits; where the guard is c standard errors with an estimated s, the noncentral t with
    /// δ = sqrt(n) (μ - L)/σ beyond c for one limit, and for two limits the mean of
    /// Φ(sqrt(n) (U - μ)/σ - c q) - Φ(sqrt(n) (L - μ)/σ + c q) over q = χ/sqrt(n - 1). For the confidence bound c is
    /// Student's t quantile, for the tolerance interval k sqrt(n) with its factor k. With p(x) = P(one determination >= x),
    /// each lies inside with (p(L) - p(U))^n, the smallest with p(L)^n - p(U)^n, the largest with
    /// (1 - p(U))^n - (1 - p(L))^n. With an allowed scatter the probability of both, by quadrature over s, is divided by
    /// that of a valid run.
    ///
    /// # Errors
    /// `TooFewValues` below [`DecisionPlan::fewest`]; `NotFinite`; `NoConvergence` of a factor; `NotAttainable` where a run
    /// is practically never valid.
    ///
    /// # Source
    /// ISO 2859-1 for the notion; D. B. Owen, A special case of a bivariate non-central t-distribution, Biometrika 52
    /// (1965), for two limits; H. A. David, H. N. Nagaraja, Order Statistics, 3rd edition 2003, section 2.1, for the extremes.
    ///
    /// # Checked against
    /// Closed forms, the noncentral t with the far limit out of reach, and a simulation of 200 000 lots.
    pub fn probability_of_acceptance(&self, true_value: f64, n: usize) -> Result<f64, StatisticError> {
        self.accepted(true_value, n, &self.factor(n)?)
    }

    /// Probability that the determinations scatter no more than is allowed; 1 when any scatter is.
    ///
    /// # Errors
    /// `TooFewValues` below [`DecisionPlan::fewest`]; `NotFinite`.
    pub fn probability_of_validity(&self, true_value: f64, n: usize) -> Result<f64, StatisticError> {
        if self.allowed.is_any() {
            return Ok(1.0);
        }
        if n < self.fewest() {
            return Err(StatisticError::TooFewValues { needed: self.fewest(), got: n });
        }
        self.allowed.joint(Zone::ALL, true_value, self.standard_deviation, n)
    }

    /// What the rule takes from the number of determinations alone.
    fn factor(&self, n: usize) -> Result<Factor, StatisticError> {
        if n < self.fewest() {
            return Err(StatisticError::TooFewValues { needed: self.fewest(), got: n });
        }
        let one_sided = self.limits.lower().is_none() || self.limits.upper().is_none();
        Ok(match self.rule {
            AcceptanceRule::Simple => Factor::Fixed(0.0),
            AcceptanceRule::Guarded { guard_band } => Factor::Fixed(guard_band),
            AcceptanceRule::GuardedByReplicates { factor } => Factor::Estimated(factor),
            AcceptanceRule::ConfidenceBound { confidence } => {
                Factor::Estimated(StudentT::new((n - 1) as f64)?.quantile(confidence.probability())?)
            }
            AcceptanceRule::Tolerance { content, confidence } => {
                let factor = if one_sided { one_sided_factor } else { two_sided_factor };
                Factor::Estimated(factor(n, content, confidence)? * (n as f64).sqrt())
            }
            AcceptanceRule::Each | AcceptanceRule::Smallest | AcceptanceRule::Largest => Factor::Single,
        })
    }

    fn accepted(&self, true_value: f64, n: usize, factor: &Factor) -> Result<f64, StatisticError> {
        let scale = match factor {
            Factor::Single => self.standard_deviation,
            _ => self.standard_deviation / (n as f64).sqrt(),
        };
        let distance = |limit: f64| StatisticError::finite((limit - true_value) / scale);
        let low = self.limits.lower().map(distance).transpose()?;
        let high = self.limits.upper().map(distance).transpose()?;
        if !self.allowed.is_any() {
            return self.accepted_when_valid(true_value, n, self.zone(low, high, factor, scale)?);
        }
        match *factor {
            Factor::Fixed(guard_band) => Ok(fixed(low, high, StatisticError::finite(guard_band / scale)?)),
            Factor::Estimated(factor) => studentised(low, high, factor, n),
            Factor::Single => Ok(singly(self.rule, low, high, n)),
        }
    }

    /// Where the mean is accepted; distances in standard errors.
    fn zone(&self, low: Option<f64>, high: Option<f64>, factor: &Factor, scale: f64) -> Result<Zone, StatisticError> {
        let (guard, slope) = match *factor {
            Factor::Fixed(guard_band) => (StatisticError::finite(guard_band / scale)?, 0.0),
            Factor::Estimated(factor) => (0.0, factor),
            Factor::Single => (0.0, 0.0),
        };
        let low = low.map_or(f64::NEG_INFINITY, |low| low + guard);
        Ok(Zone { low, high: high.map_or(f64::INFINITY, |high| high - guard), slope })
    }

    fn accepted_when_valid(&self, true_value: f64, n: usize, zone: Zone) -> Result<f64, StatisticError> {
        let valid = self.probability_of_validity(true_value, n)?;
        if valid < LEAST_VALID {
            return Err(StatisticError::NotAttainable { what: "a run with as little scatter as is allowed" });
        }
        let both = self.allowed.joint(zone, true_value, self.standard_deviation, n)?;
        Ok((both / valid).min(1.0))
    }

    /// The operating characteristic: probability of acceptance at each of the true values.
    ///
    /// # Errors
    /// As [`DecisionPlan::probability_of_acceptance`].
    pub fn characteristic(&self, true_values: &[f64], n: usize) -> Result<Vec<f64>, StatisticError> {
        let factor = self.factor(n)?;
        true_values.iter().map(|value| self.accepted(*value, n, &factor)).collect()
    }

    /// The smallest number of determinations, at most `most`, with which a lot truly at `true_value` is accepted with the
    /// wanted probability.
    ///
    /// Every number is tried from the fewest: with a guard band more determinations need not help, and where each of them
    /// must meet the limits they do harm.
    ///
    /// # Errors
    /// `NotAttainable` when `most` determinations do not suffice, as at a limit or outside it; otherwise as
    /// [`DecisionPlan::probability_of_acceptance`].
    pub fn smallest_n(&self, true_value: f64, wanted: Probability, most: usize) -> Result<SampleSize, StatisticError> {
        if self.never_held(true_value, wanted) {
            return Err(StatisticError::NotAttainable { what: "the wanted probability of acceptance" });
        }
        for n in self.fewest()..=most {
            let probability = self.probability_of_acceptance(true_value, n)?;
            if probability >= wanted.value() {
                return Ok(SampleSize { n, probability });
            }
        }
        Err(StatisticError::NotAttainable { what: "the wanted probability of acceptance" })
    }

    /// Whether a tolerance rule can be told to refuse for every n: a lot with less than the content inside the limits is
    /// accepted at most with the risk of the interval, 1 - confidence. Of valid runs that is not known.
    fn never_held(&self, true_value: f64, wanted: Probability) -> bool {
        let AcceptanceRule::Tolerance { content, confidence } = self.rule else { return false };
        if !self.allowed.is_any() {
            return false;
        }
        let distance = |limit: f64| (limit - true_value) / self.standard_deviation;
        let low = self.limits.lower().map_or(f64::NEG_INFINITY, distance);
        let high = self.limits.upper().map_or(f64::INFINITY, distance);
        normal::between(low, high) < content.value() && wanted.value() > confidence.risk()
    }
}

/// What a rule takes from the number of determinations.
enum Factor {
    /// A fixed guard band, in the unit of the limits.
    Fixed(f64),
    /// A guard band of so many estimated standard errors.
    Estimated(f64),
    /// Nothing: the determinations are looked at one by one.
    Single,
}

/// Determinations one by one, distances in standard deviations.
fn singly(rule: AcceptanceRule, low: Option<f64>, high: Option<f64>, n: usize) -> f64 {
    let (low, high) = (low.unwrap_or(f64::NEG_INFINITY), high.unwrap_or(f64::INFINITY));
    let all = |probability: f64| libm::pow(probability, n as f64);
    match rule {
        AcceptanceRule::Smallest => (all(normal::upper_tail(low)) - all(normal::upper_tail(high))).max(0.0),
        AcceptanceRule::Largest => (all(normal::cdf(high)) - all(normal::cdf(low))).max(0.0),
        _ => all(normal::between(low, high)),
    }
}

/// Between fixed acceptance limits, distances and guard in standard errors.
fn fixed(low: Option<f64>, high: Option<f64>, guard: f64) -> f64 {
    normal::between(low.map_or(f64::NEG_INFINITY, |low| low + guard), high.map_or(f64::INFINITY, |high| high - guard))
}

/// With a guard of `factor` estimated standard errors.
fn studentised(low: Option<f64>, high: Option<f64>, factor: f64, n: usize) -> Result<f64, StatisticError> {
    let degrees_of_freedom = (n - 1) as f64;
    match (low, high) {
        (Some(low), Some(high)) => Ok(between_estimated(low, high, factor, degrees_of_freedom)),
        (Some(low), None) => Ok(NoncentralT::new(degrees_of_freedom, -low)?.tails(factor)?.upper),
        (None, Some(high)) => Ok(NoncentralT::new(degrees_of_freedom, high)?.tails(factor)?.upper),
        (None, None) => Err(StatisticError::NoLimit),
    }
}

/// Between two limits: the mean over the estimated standard deviation, up to where the guards meet.
fn between_estimated(low: f64, high: f64, factor: f64, degrees_of_freedom: f64) -> f64 {
    let density = ChiDensity::new(degrees_of_freedom);
    let meet = if factor > 0.0 { (high - low) / (2.0 * factor) } else { f64::INFINITY };
    let width = 1.0 / factor.abs();
    let mut breaks = density.breaks(high / factor, width);
    breaks.extend(density.breaks(-low / factor, width));
    breaks.push(meet);
    breaks.retain(|point| *point <= meet && point.is_finite());
    breaks.sort_by(f64::total_cmp);
    breaks.dedup();
    let accepted = |q: f64| density.at(q) * normal::between(low + factor * q, high - factor * q);
    quadrature::panels(&breaks, &accepted).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::moments::Moments;
    use crate::stats::uncertainty::generator::Generator;

    fn limits(lower: Option<f64>, upper: Option<f64>) -> ToleranceLimits {
        ToleranceLimits::new(lower, upper).unwrap()
    }

    fn plan(lower: Option<f64>, upper: Option<f64>, rule: AcceptanceRule) -> DecisionPlan {
        DecisionPlan::new(limits(lower, upper), rule, 15.0).unwrap()
    }

    fn bound(level: f64) -> AcceptanceRule {
        AcceptanceRule::ConfidenceBound { confidence: Confidence::new(level).unwrap() }
    }

    /// At a limit simple acceptance takes half of the lots, a guard band of 1.645 standard errors 5 %, a confidence bound
    /// 1 - confidence, whatever n is.
    #[test]
    fn at_the_limit() {
        for n in [2, 3, 10, 100] {
            let at_limit = |rule| plan(Some(80.0), None, rule).probability_of_acceptance(80.0, n).unwrap();
            assert!((at_limit(AcceptanceRule::Simple) - 0.5).abs() < 1e-15);
            let guard_band = 1.644_853_626_951_472_7 * 15.0 / (n as f64).sqrt();
            assert!((at_limit(AcceptanceRule::Guarded { guard_band }) - 0.05).abs() < 1e-14);
            assert!((at_limit(bound(0.95)) - 0.05).abs() < 1e-12, "{n}");
            assert!((at_limit(bound(0.99)) - 0.01).abs() < 1e-12, "{n}");
        }
    }

    /// A lot that has exactly the content above the limit is accepted with 1 - confidence by the one-sided tolerance rule.
    #[test]
    fn a_lot_with_exactly_the_content() {
        let (content, confidence) = (Probability::new(0.99).unwrap(), Confidence::new(0.9).unwrap());
        let rule = AcceptanceRule::Tolerance { content, confidence };
        let true_value = 80.0 + 2.326_347_874_040_841 * 15.0;
        for n in [2, 3, 8, 40] {
            let accepted = plan(Some(80.0), None, rule).probability_of_acceptance(true_value, n).unwrap();
            assert!((accepted - 0.1).abs() < 1e-10, "{n}: {accepted}");
            let mirrored = plan(None, Some(-80.0), rule).probability_of_acceptance(-true_value, n).unwrap();
            assert!((accepted - mirrored).abs() < 1e-13);
        }
        let wanted = Probability::new(0.95).unwrap();
        let outside = plan(Some(80.0), None, rule).smallest_n(true_value - 1.0, wanted, 1_000_000_000);
        assert!(matches!(outside, Err(StatisticError::NotAttainable { .. })), "{outside:?}");
    }

    /// One determination is its own smallest and largest; two of probability 1/2 give 1/4 and 3/4.
    #[test]
    fn determinations_one_by_one() {
        let single = plan(Some(80.0), Some(120.0), AcceptanceRule::Simple).probability_of_acceptance(104.0, 1).unwrap();
        for rule in [AcceptanceRule::Each, AcceptanceRule::Smallest, AcceptanceRule::Largest] {
            let one = plan(Some(80.0), Some(120.0), rule).probability_of_acceptance(104.0, 1).unwrap();
            assert!((one - single).abs() < 1e-15, "{rule:?}");
        }
        let two = |rule| plan(Some(80.0), None, rule).probability_of_acceptance(80.0, 2).unwrap();
        assert_eq!(two(AcceptanceRule::Each), 0.25);
        assert_eq!(two(AcceptanceRule::Smallest), 0.25);
        assert_eq!(two(AcceptanceRule::Largest), 0.75);
    }

    /// A far second limit changes nothing.
    #[test]
    fn two_limits_meet_the_noncentral_t() {
        for n in [2, 3, 8, 50] {
            for true_value in [70.0, 80.0, 95.0, 130.0] {
                let one = plan(Some(80.0), None, bound(0.9)).probability_of_acceptance(true_value, n).unwrap();
                let two = plan(Some(80.0), Some(1e7), bound(0.9)).probability_of_acceptance(true_value, n).unwrap();
                assert!((one - two).abs() < 1e-11, "{n} {true_value}: {one} {two}");
                let mirrored = plan(None, Some(-80.0), bound(0.9)).probability_of_acceptance(-true_value, n).unwrap();
                assert!((one - mirrored).abs() < 1e-14);
            }
        }
    }

    /// 200 000 lots drawn with a fixed seed; four standard errors of a proportion are below 0.0045.
    #[test]
    fn agrees_with_a_simulation() {
        let factor = 1.5;
        let (content, confidence) = (Probability::new(0.75).unwrap(), Confidence::new(0.6).unwrap());
        let rules = [
            AcceptanceRule::Simple,
            AcceptanceRule::Guarded { guard_band: 6.0 },
            bound(0.95),
            bound(0.8),
            AcceptanceRule::Tolerance { content, confidence },
            AcceptanceRule::Each,
            AcceptanceRule::Smallest,
            AcceptanceRule::Largest,
        ];
        for (rule, n, true_value) in rules
            .into_iter()
            .chain([AcceptanceRule::GuardedByReplicates { factor }])
            .flat_map(|rule| [(rule, 3, 104.0), (rule, 6, 110.0)])
        {
            let expected = plan(Some(80.0), Some(120.0), rule).probability_of_acceptance(true_value, n).unwrap();
            let simulated = accepted_part(rule, n, true_value, factor);
            assert!((expected - simulated).abs() < 0.0045, "{rule:?} {n}: {expected} {simulated}");
        }
    }

    fn accepted_part(rule: AcceptanceRule, n: usize, true_value: f64, factor: f64) -> f64 {
        const LOTS: usize = 200_000;
        let mut generator = Generator::new(11);
        let t = StudentT::new((n - 1) as f64).unwrap();
        let quantile = match rule {
            AcceptanceRule::ConfidenceBound { confidence } => t.quantile(confidence.probability()).unwrap(),
            AcceptanceRule::Tolerance { content, confidence } => {
                two_sided_factor(n, content, confidence).unwrap() * (n as f64).sqrt()
            }
            _ => factor,
        };
        let inside = |value: f64| (80.0..=120.0).contains(&value);
        let accepts = |determinations: &[f64]| {
            match rule {
                AcceptanceRule::Each => return determinations.iter().all(|value| inside(*value)),
                AcceptanceRule::Smallest => return inside(determinations.iter().copied().fold(f64::MAX, f64::min)),
                AcceptanceRule::Largest => return inside(determinations.iter().copied().fold(f64::MIN, f64::max)),
                _ => {}
            }
            let moments = Moments::of(determinations);
            let guard = match rule {
                AcceptanceRule::Simple => 0.0,
                AcceptanceRule::Guarded { guard_band } => guard_band,
                _ => quantile * (moments.variance() / n as f64).sqrt(),
            };
            moments.mean - guard >= 80.0 && moments.mean + guard <= 120.0
        };
        let mut accepted = 0;
        for _ in 0..LOTS {
            let lot: Vec<f64> = (0..n).map(|_| true_value + 15.0 * generator.normal()).collect();
            accepted += usize::from(accepts(&lot));
        }
        accepted as f64 / LOTS as f64
    }

    /// An NTA count with 15 % CV against the label ± 20 %, a lot on target, accepted with 95 %: by simple acceptance
    /// 20 sqrt(n) / 15 >= 1.96, so n = 3; the bound at 95 % needs more.
    #[test]
    fn determinations_of_an_nta_count() {
        let wanted = Probability::new(0.95).unwrap();
        let simple = plan(Some(80.0), Some(120.0), AcceptanceRule::Simple).smallest_n(100.0, wanted, 1000).unwrap();
        assert_eq!(simple.n, 3);
        assert!((simple.probability - (1.0 - 2.0 * normal::upper_tail(20.0 * 3.0_f64.sqrt() / 15.0))).abs() < 1e-14);
        let bounded = plan(Some(80.0), Some(120.0), bound(0.95)).smallest_n(100.0, wanted, 1000).unwrap();
        let before =
            plan(Some(80.0), Some(120.0), bound(0.95)).probability_of_acceptance(100.0, bounded.n - 1).unwrap();
        assert!(bounded.n > simple.n && before < 0.95, "{bounded:?}");
    }

    /// Three determinations: P(q > x) = exp(-x²), so that the integral over the mean has a closed form. A limit that is
    /// never missed changes nothing, and s alone is independent of the mean.
    #[test]
    fn valid_runs_of_three() {
        let (mu, cv) = (100.0, 0.15);
        let b = cv / 3.0_f64.sqrt();
        let v = 1.0 / (1.0 + 2.0 * b * b);
        let both = |low: f64, high: f64| {
            let moved = |z: f64| (z + 2.0 * b * v) / v.sqrt();
            normal::between(low, high) - libm::exp(-v) * v.sqrt() * normal::between(moved(low), moved(high))
        };
        let allowed = AllowedScatter { cv: Some(cv), standard_deviation: None };
        let plain = plan(Some(80.0), Some(120.0), AcceptanceRule::Simple);
        let valid_only = plain.with_allowed(allowed).unwrap();
        let edge = 20.0 * 3.0_f64.sqrt() / 15.0;
        let valid = both(f64::NEG_INFINITY, f64::INFINITY);
        assert!((valid_only.probability_of_validity(mu, 3).unwrap() - valid).abs() < 1e-12);
        let expected = both(-edge, edge) / valid;
        let obtained = valid_only.probability_of_acceptance(mu, 3).unwrap();
        assert!((obtained - expected).abs() < 1e-12, "{obtained} {expected}");
        let wide = AllowedScatter { cv: Some(1e9), standard_deviation: Some(1e9) };
        for rule in [AcceptanceRule::Simple, AcceptanceRule::Guarded { guard_band: 6.0 }, bound(0.95)] {
            let plain = plan(Some(80.0), Some(120.0), rule);
            let by_quadrature = plain.with_allowed(wide).unwrap().probability_of_acceptance(92.0, 4).unwrap();
            assert!((by_quadrature - plain.probability_of_acceptance(92.0, 4).unwrap()).abs() < 1e-9, "{rule:?}");
        }
        let by_s = plain.with_allowed(AllowedScatter { cv: None, standard_deviation: Some(12.0) }).unwrap();
        assert!((by_s.probability_of_validity(92.0, 3).unwrap() - (1.0 - libm::exp(-0.64))).abs() < 1e-12);
        let free = plain.probability_of_acceptance(92.0, 3).unwrap();
        assert!((by_s.probability_of_acceptance(92.0, 3).unwrap() - free).abs() < 1e-12);
    }

    /// 200 000 lots, those whose scatter is allowed.
    #[test]
    fn valid_runs_as_simulated() {
        let allowed = AllowedScatter { cv: Some(0.15), standard_deviation: Some(16.0) };
        for (rule, n) in [(AcceptanceRule::Simple, 5), (bound(0.95), 3), (bound(0.95), 6)] {
            let t = StudentT::new((n - 1) as f64).unwrap();
            let quantile = t.quantile(Confidence::new(0.95).unwrap().probability()).unwrap();
            let (mut generator, mut valid, mut accepted) = (Generator::new(5), 0.0, 0.0);
            for _ in 0..200_000 {
                let lot: Vec<f64> = (0..n).map(|_| 95.0 + 15.0 * generator.normal()).collect();
                let moments = Moments::of(&lot);
                let s = moments.variance().sqrt();
                let guard = if rule == AcceptanceRule::Simple { 0.0 } else { quantile * s / (n as f64).sqrt() };
                if s <= 16.0 && s <= 0.15 * moments.mean {
                    valid += 1.0;
                    accepted += f64::from(moments.mean - guard >= 80.0 && moments.mean + guard <= 120.0);
                }
            }
            let plan = plan(Some(80.0), Some(120.0), rule).with_allowed(allowed).unwrap();
            let planned = plan.probability_of_acceptance(95.0, n).unwrap();
            assert!((plan.probability_of_validity(95.0, n).unwrap() - valid / 200_000.0).abs() < 0.0045);
            assert!((planned - accepted / valid).abs() < 0.006, "{rule:?} {n}: {planned} {}", accepted / valid);
        }
    }

    #[test]
    fn what_is_never_valid_or_not_known() {
        let tight = AllowedScatter { cv: None, standard_deviation: Some(1e-6) };
        let simple = plan(Some(80.0), None, AcceptanceRule::Simple).with_allowed(tight).unwrap();
        assert_eq!(simple.fewest(), 2);
        let message = simple.probability_of_acceptance(100.0, 9).unwrap_err().to_string();
        assert_eq!(message, "a run with as little scatter as is allowed cannot be attained");
        assert!(plan(Some(80.0), None, AcceptanceRule::Each).with_allowed(tight).is_err());
        for cv in [0.0, -1.0, f64::NAN] {
            let allowed = AllowedScatter { cv: Some(cv), standard_deviation: None };
            assert!(plan(Some(80.0), None, AcceptanceRule::Simple).with_allowed(allowed).is_err());
        }
    }

    #[test]
    fn a_guarded_rule_accepts_no_more_than_simple() {
        let rules = [
            AcceptanceRule::Guarded { guard_band: 3.0 },
            bound(0.9),
            AcceptanceRule::GuardedByReplicates { factor: 2.0 },
        ];
        let simple = plan(Some(80.0), Some(120.0), AcceptanceRule::Simple);
        let values: Vec<f64> = (60..=140).step_by(4).map(f64::from).collect();
        for n in [2, 4, 9] {
            let free = simple.characteristic(&values, n).unwrap();
            for rule in rules {
                let guarded = plan(Some(80.0), Some(120.0), rule).characteristic(&values, n).unwrap();
                assert!(free.iter().zip(&guarded).all(|(free, guarded)| guarded <= free), "{rule:?} {n}");
            }
        }
    }

    #[test]
    fn what_cannot_be_planned() {
        let wanted = Probability::new(0.9).unwrap();
        let simple = plan(Some(80.0), None, AcceptanceRule::Simple);
        let message = simple.smallest_n(80.0, wanted, 50).unwrap_err().to_string();
        assert_eq!(message, "the wanted probability of acceptance cannot be attained");
        let too_few = StatisticError::TooFewValues { needed: 2, got: 1 };
        assert_eq!(plan(Some(80.0), None, bound(0.9)).probability_of_acceptance(90.0, 1), Err(too_few));
        assert_eq!(simple.probability_of_acceptance(90.0, 0), Err(StatisticError::TooFewValues { needed: 1, got: 0 }));
        assert_eq!(simple.probability_of_acceptance(f64::NAN, 3), Err(StatisticError::NotFinite));
        for sd in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(DecisionPlan::new(limits(Some(1.0), None), AcceptanceRule::Simple, sd).is_err());
        }
        for rule in
            [AcceptanceRule::Guarded { guard_band: -1.0 }, AcceptanceRule::GuardedByReplicates { factor: f64::NAN }]
        {
            assert!(DecisionPlan::new(limits(Some(1.0), None), rule, 1.0).is_err());
        }
    }
}
