//! Factors of confidence bounds and tolerance intervals, computed once for a run.
//!
//! A factor depends on the rule and the number of determinations only, and costs far more than judging a test.

use crate::quantity::Decimal;
use crate::spec::{Assessment, Count, Criterion, DecisionRule, Specification};
use crate::stats::distribution::StudentT;
use crate::stats::{Confidence, Probability, StatisticError, one_sided_factor, two_sided_factor};
use std::collections::BTreeMap;

/// The factors that the rules of some specifications take for their planned numbers of determinations.
#[derive(Clone, Debug, Default)]
pub struct Factors {
    known: BTreeMap<Key, f64>,
}

/// What a factor is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    n: usize,
    confidence: u64,
    /// Content of a tolerance interval, and whether it has two ends.
    tolerance: Option<(u64, bool)>,
}

impl Factors {
    /// Those of all tests of these specifications.
    pub fn of<'s>(specs: impl IntoIterator<Item = &'s Specification>) -> Factors {
        let mut factors = Factors::default();
        for test in specs.into_iter().flat_map(|spec| &spec.tests) {
            let Assessment::Measured(measured) = &test.assessment else { continue };
            let Count::Exactly(n) = measured.plan.independent() else { continue };
            for two_sided in [false, true] {
                let key = key(measured.decide, n as usize, two_sided);
                // A factor that cannot be computed is asked for again, and told of, when a lot needs it.
                if let (Some(key), Ok(factor)) = (key, computed(measured.decide, n as usize, two_sided)) {
                    factors.known.insert(key, factor);
                }
            }
        }
        factors
    }

    /// The factor of a rule that rests on the scatter of n determinations: of the standard error for a confidence bound, of
    /// the standard deviation for a tolerance interval.
    ///
    /// # Errors
    /// Those of the statistics; `NotAttainable` for a rule that rests on something else.
    pub(super) fn get(&self, rule: DecisionRule, n: usize, two_sided: bool) -> Result<f64, StatisticError> {
        match key(rule, n, two_sided).and_then(|key| self.known.get(&key)) {
            Some(factor) => Ok(*factor),
            None => computed(rule, n, two_sided),
        }
    }
}

/// Whether a test has limits on both sides.
pub(super) fn is_two_sided(criterion: &Criterion) -> bool {
    match criterion {
        Criterion::Numeric(limits) | Criterion::Label(limits) => limits.lower.is_some() && limits.upper.is_some(),
        Criterion::Qualitative(_) | Criterion::Report => false,
    }
}

fn key(rule: DecisionRule, n: usize, two_sided: bool) -> Option<Key> {
    match rule {
        DecisionRule::ConfidenceBound { confidence } => {
            Some(Key { n, confidence: share(&confidence).to_bits(), tolerance: None })
        }
        DecisionRule::Tolerance { content, confidence } => Some(Key {
            n,
            confidence: share(&confidence).to_bits(),
            tolerance: Some((share(&content).to_bits(), two_sided)),
        }),
        _ => None,
    }
}

fn computed(rule: DecisionRule, n: usize, two_sided: bool) -> Result<f64, StatisticError> {
    match rule {
        DecisionRule::ConfidenceBound { confidence } => {
            if n < 2 {
                return Err(StatisticError::TooFewValues { needed: 2, got: n });
            }
            StudentT::new(n as f64 - 1.0)?.quantile(Probability::new(share(&confidence))?)
        }
        DecisionRule::Tolerance { content, confidence } => {
            let (content, confidence) = (Probability::new(share(&content))?, Confidence::new(share(&confidence))?);
            match two_sided {
                true => two_sided_factor(n, content, confidence),
                false => one_sided_factor(n, content, confidence),
            }
        }
        _ => Err(StatisticError::NotAttainable { what: "a factor of this rule" }),
    }
}

fn share(percent: &Decimal) -> f64 {
    percent.exact().divided_by(100).to_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// t(0.95, 2) and the one-sided 99 %/95 % factor for n = 10: NIST/SEMATECH e-Handbook, 1.3.6.7.2 and 7.2.6.3.
    #[test]
    fn factors_are_those_of_the_tables() {
        let percent = |value: i64| Decimal::from(value);
        let bound = DecisionRule::ConfidenceBound { confidence: percent(95) };
        assert!((computed(bound, 3, false).unwrap() - 2.920).abs() < 5e-4);
        let tolerance = DecisionRule::Tolerance { content: percent(99), confidence: percent(95) };
        assert!((computed(tolerance, 10, false).unwrap() - 3.981).abs() < 5e-4);
        assert_eq!(computed(bound, 1, false), Err(StatisticError::TooFewValues { needed: 2, got: 1 }));
        assert!(computed(DecisionRule::Simple, 3, false).is_err());
    }
}
