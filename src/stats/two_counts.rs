//! Two proportions and two rates compared.

use super::distribution::{Beta, ChiSquared, normal};
use super::summation::size;
use super::{Confidence, Estimate, Interval, Sides, StatisticError, root};

/// Successes and trials of two samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TwoProportions {
    first: (usize, usize),
    second: (usize, usize),
}

impl TwoProportions {
    /// Two samples, each as successes and trials.
    ///
    /// # Errors
    /// `TooFewValues` when a sample has no trial; `OutsideDomain` when it has more successes than trials.
    pub fn new(first: (usize, usize), second: (usize, usize)) -> Result<TwoProportions, StatisticError> {
        for (successes, trials) in [first, second] {
            if trials == 0 {
                return Err(StatisticError::TooFewValues { needed: 1, got: 0 });
            } else if successes > trials {
                return Err(StatisticError::OutsideDomain { what: "the number of successes", value: size(successes) });
            }
        }
        Ok(TwoProportions { first, second })
    }

    /// First minus second proportion with the Wald interval.
    ///
    /// # Errors
    /// `NoVariation` when both proportions are 0 or 1.
    ///
    /// # Source
    /// NIST/SEMATECH e-Handbook of Statistical Methods, 7.3.3.
    pub fn difference(&self, confidence: Confidence) -> Result<Estimate, StatisticError> {
        let part = |(successes, trials): (usize, usize)| {
            let p = size(successes) / size(trials);
            (p, p * (1.0 - p) / size(trials))
        };
        let ((p, of_p), (q, of_q)) = (part(self.first), part(self.second));
        let standard_error = (of_p + of_q).sqrt();
        if standard_error == 0.0 {
            return Err(StatisticError::NoVariation);
        }
        let (value, half) = (p - q, normal::quantile(confidence.quantile(Sides::Two)) * standard_error);
        let interval = Some(Interval::two_sided(value - half, value + half, confidence));
        let (method, n) = ("Wald interval of a difference of proportions", self.first.1 + self.second.1);
        Estimate { value, standard_error: Some(standard_error), interval, method, n }.checked()
    }

    /// Pearson's chi-squared statistic and its p-value, with or without the continuity correction of Yates.
    ///
    /// # Errors
    /// `NoVariation` when all trials of both samples ended alike; `NoConvergence`.
    ///
    /// # Source
    /// F. Yates, Suppl. J. Roy. Statist. Soc. 1 (1934) 217-235.
    pub fn chi_squared(&self, continuity: bool) -> Result<(f64, f64), StatisticError> {
        let [a, b, c, d] = self.table();
        let n = a + b + c + d;
        let margins = (a + b) * (c + d) * (a + c) * (b + d);
        if margins == 0.0 {
            return Err(StatisticError::NoVariation);
        }
        let distance = (a * d - b * c).abs();
        let corrected = if continuity { (distance - 0.5 * n).max(0.0) } else { distance };
        let statistic = n * corrected * corrected / margins;
        Ok((statistic, ChiSquared::new(1.0)?.tails(statistic)?.upper))
    }

    /// Fisher's exact two-sided p-value: the probability of all tables that are not likelier than the observed one.
    ///
    /// # Errors
    /// `TooManyValues` above ten million trials.
    ///
    /// # Source
    /// R. A. Fisher, The logic of inductive inference, J. Roy. Statist. Soc. 98 (1935) 39-82; two-sided as in R `fisher.test`.
    pub fn fisher_exact(&self) -> Result<f64, StatisticError> {
        let tables = Hypergeometric::of(self)?;
        let masses = tables.masses(0.0);
        let observed = masses.get(tables.observed).copied().unwrap_or_default();
        let limit = observed * (1.0 + 1e-7);
        let sum = |keep: &dyn Fn(f64) -> bool| masses.iter().copied().filter(|mass| keep(*mass)).sum::<f64>();
        Ok((sum(&|mass| mass <= limit) / sum(&|_| true)).min(1.0))
    }

    /// Conditional maximum likelihood estimate of the odds ratio; not the sample odds ratio.
    ///
    /// # Errors
    /// `OutsideDomain` when the observed table is an end of the possible ones: the estimate is 0 or infinite;
    /// `TooManyValues`; `NoConvergence`.
    ///
    /// # Source
    /// R. A. Fisher, as [`TwoProportions::fisher_exact`]; R `fisher.test`.
    pub fn conditional_odds_ratio(&self) -> Result<f64, StatisticError> {
        let tables = Hypergeometric::of(self)?;
        let observed = size(tables.observed);
        if tables.observed == 0 || tables.observed == tables.log_masses.len() - 1 {
            return Err(StatisticError::OutsideDomain { what: "a table with an empty cell", value: observed });
        }
        let log_ratio = root::increasing("the conditional odds ratio", 0.0, 0.5, |log_ratio| {
            let (mut total, mut first, mut second) = (0.0, 0.0, 0.0);
            for (index, mass) in tables.masses(log_ratio).into_iter().enumerate() {
                let distance = size(index) - observed;
                total += mass;
                first += mass * distance;
                second += mass * distance * distance;
            }
            let mean = first / total;
            Ok((mean, second / total - mean * mean))
        })?;
        StatisticError::finite(libm::exp(log_ratio))
    }

    /// Successes and failures of the first, successes and failures of the second.
    fn table(&self) -> [f64; 4] {
        let ((a, n), (c, m)) = (self.first, self.second);
        [size(a), size(n - a), size(c), size(m - c)]
    }
}

/// The possible tables with the observed margins.
struct Hypergeometric {
    log_masses: Vec<f64>,
    observed: usize,
}

impl Hypergeometric {
    fn of(samples: &TwoProportions) -> Result<Hypergeometric, StatisticError> {
        const MOST_TRIALS: usize = 10_000_000;
        let ((a, n), (c, m)) = (samples.first, samples.second);
        if n.saturating_add(m) > MOST_TRIALS {
            return Err(StatisticError::TooManyValues { limit: MOST_TRIALS, got: n.saturating_add(m) });
        }
        let successes = a + c;
        let (least, most) = (successes.saturating_sub(m), successes.min(n));
        let log_choose = |total: usize, taken: usize| {
            libm::lgamma(size(total) + 1.0) - libm::lgamma(size(taken) + 1.0) - libm::lgamma(size(total - taken) + 1.0)
        };
        let log_masses = (least..=most).map(|x| log_choose(n, x) + log_choose(m, successes - x)).collect();
        Ok(Hypergeometric { log_masses, observed: a - least })
    }

    /// Relative probabilities of the tables when the logarithm of the odds ratio is given; the largest is 1.
    fn masses(&self, log_ratio: f64) -> Vec<f64> {
        let logs: Vec<f64> =
            self.log_masses.iter().enumerate().map(|(index, mass)| mass + log_ratio * size(index)).collect();
        let highest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        logs.into_iter().map(|log| libm::exp(log - highest)).collect()
    }
}

/// Ratio of two Poisson rates, first over second, with the exact conditional interval.
///
/// Each rate is a count over an exposure (volume, time) in one unit. An end is none where the data do not bound the ratio.
///
/// # Errors
/// `OutsideDomain` when an exposure is not positive and finite; `NothingCounted` when the second count is zero: no ratio.
///
/// # Source
/// Conditional on the sum the first count is binomial: J. Przyborowski, H. Wilenski, Biometrika 31 (1940) 313-323.
pub fn rate_ratio(
    first: (usize, f64),
    second: (usize, f64),
    confidence: Confidence,
) -> Result<Estimate, StatisticError> {
    check_exposures(first.1, second.1)?;
    if second.0 == 0 {
        return Err(StatisticError::NothingCounted);
    }
    let (a, b) = (size(first.0), size(second.0));
    let exposures = second.1 / first.1;
    let upper = confidence.quantile(Sides::Two);
    let odds = |p: f64| p / (1.0 - p) * exposures;
    let low = if first.0 == 0 { 0.0 } else { odds(Beta::new(a, b + 1.0)?.quantile(upper.opposite())?) };
    let high = odds(Beta::new(a + 1.0, b)?.quantile(upper)?);
    let interval = Some(Interval::two_sided(low, high, confidence));
    let method = "exact conditional interval of a ratio of rates";
    Estimate { value: a / b * exposures, standard_error: None, interval, method, n: first.0 + second.0 }.checked()
}

/// Exact two-sided p-value of equal rates: the probability, given the sum, of all splits that are not likelier than the
/// observed one.
///
/// # Errors
/// `OutsideDomain` when an exposure is not positive and finite; `NothingCounted` when both counts are zero; `TooManyValues`.
///
/// # Source
/// As [`rate_ratio`]; two-sided as in R `binom.test`.
pub fn equal_rates_test(first: (usize, f64), second: (usize, f64)) -> Result<f64, StatisticError> {
    const MOST_EVENTS: usize = 10_000_000;
    check_exposures(first.1, second.1)?;
    let n = first.0.saturating_add(second.0);
    if n == 0 {
        return Err(StatisticError::NothingCounted);
    } else if n > MOST_EVENTS {
        return Err(StatisticError::TooManyValues { limit: MOST_EVENTS, got: n });
    }
    let (log_p, log_q) = (libm::log(first.1 / (first.1 + second.1)), libm::log(second.1 / (first.1 + second.1)));
    let log_mass = |k: usize| {
        let (k, rest) = (size(k), size(n - k));
        k * log_p + rest * log_q - libm::lgamma(k + 1.0) - libm::lgamma(rest + 1.0)
    };
    let observed = log_mass(first.0);
    let (mut unlikely, mut total) = (0.0, 0.0);
    for k in 0..=n {
        let log = log_mass(k);
        let mass = libm::exp(log - observed);
        total += mass;
        if log <= observed + 1e-7 {
            unlikely += mass;
        }
    }
    // All splits but the observed one may be so much likelier that their sum overflows.
    Ok(if total.is_finite() { (unlikely / total).min(1.0) } else { 0.0 })
}

fn check_exposures(first: f64, second: f64) -> Result<(), StatisticError> {
    match [first, second].into_iter().find(|exposure| !(*exposure > 0.0 && exposure.is_finite())) {
        Some(value) => Err(StatisticError::OutsideDomain { what: "an exposure", value }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fisher's tea: 3 of 4 against 1 of 4, p = 34/70; odds ratio solved with 15 digits from the quartic equation.
    #[test]
    fn the_lady_tasting_tea() {
        let tea = TwoProportions::new((3, 4), (1, 4)).unwrap();
        assert!((tea.fisher_exact().unwrap() - 34.0 / 70.0).abs() < 1e-13);
        assert!((tea.conditional_odds_ratio().unwrap() - 6.408_319_658_2).abs() < 1e-9);
    }

    #[test]
    fn says_what_is_wrong() {
        assert!(TwoProportions::new((0, 0), (1, 2)).is_err() && TwoProportions::new((3, 2), (1, 2)).is_err());
        let none = TwoProportions::new((0, 4), (0, 4)).unwrap();
        assert_eq!(none.chi_squared(false), Err(StatisticError::NoVariation));
        assert_eq!(none.difference(Confidence::new(0.9).unwrap()), Err(StatisticError::NoVariation));
        assert!(none.conditional_odds_ratio().is_err());
        assert_eq!(none.fisher_exact(), Ok(1.0));
        let confidence = Confidence::new(0.95).unwrap();
        assert_eq!(rate_ratio((3, 1.0), (0, 1.0), confidence), Err(StatisticError::NothingCounted));
        let message = equal_rates_test((3, 0.0), (1, 1.0)).unwrap_err().to_string();
        assert_eq!(message, "an exposure is outside its domain: 0");
        assert_eq!(equal_rates_test((4, 1.0), (4, 1.0)), Ok(1.0));
    }
}
