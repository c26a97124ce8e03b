//! What must hold for every sample: properties of the statistics over generated values.
//!
//! `EVQC_PROPERTY_CASES` sets another number of cases and, with it, fresh random seeds.
#![allow(clippy::disallowed_methods, reason = "the number of cases may be set")]

use evqc::stats::distribution::{
    Beta, Binomial, ChiSquared, Fisher, Gamma, NoncentralT, Poisson, StudentT, Tails, normal,
};
use evqc::stats::{
    self, Confidence, CountInterval, Estimate, Interval, LognormalInterval, LognormalMean, MomentType, Probability,
    ProportionInterval, QuantileType, RatioOfMeans, Reference, Sides, StatisticError, ToleranceInterval, Variances,
    VariationMethod,
};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

const SIDES: [Sides; 3] = [Sides::Two, Sides::Lower, Sides::Upper];
const PROPORTIONS: [ProportionInterval; 4] = [
    ProportionInterval::ClopperPearson,
    ProportionInterval::Wilson,
    ProportionInterval::WilsonContinuity,
    ProportionInterval::Jeffreys,
];
const LOGNORMAL: [LognormalInterval; 5] = [
    LognormalInterval::Cox,
    LognormalInterval::Olsson,
    LognormalInterval::CoxEnvStats,
    LognormalInterval::Zou,
    LognormalInterval::Land,
];
const VARIATION: [VariationMethod; 4] =
    [VariationMethod::Exact, VariationMethod::McKay, VariationMethod::Vangel, VariationMethod::DeviationOnly];

fn config() -> ProptestConfig {
    let wanted = std::env::var("EVQC_PROPERTY_CASES").ok().and_then(|text| text.parse().ok());
    ProptestConfig {
        cases: wanted.unwrap_or(100),
        rng_seed: if wanted.is_some() { RngSeed::Random } else { RngSeed::Fixed(20_260_602) },
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// A lower and a higher confidence level.
fn two_levels() -> impl Strategy<Value = (Confidence, Confidence)> {
    (0.5..0.995_f64, 0.01..0.99_f64).prop_map(|(level, share)| {
        let higher = level + (1.0 - level) * share;
        (Confidence::new(level).unwrap(), Confidence::new(higher).unwrap())
    })
}

/// Positive results of ordinary spread.
fn sample() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(50.0..150.0_f64, 2..12)
}

fn of(estimate: Result<Estimate, StatisticError>) -> Interval {
    estimate.unwrap().interval.unwrap()
}

/// Whether the second interval holds the first; a missing end is an open one.
fn holds(inner: &Interval, outer: &Interval) -> bool {
    let slack = 1e-9 * [inner.lower, inner.upper].into_iter().flatten().fold(0.0, |most: f64, end| most.max(end.abs()));
    let below = match (inner.lower, outer.lower) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(inner), Some(outer)) => outer <= inner + slack,
    };
    let above = match (inner.upper, outer.upper) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(inner), Some(outer)) => inner <= outer + slack,
    };
    below && above
}

fn limits(interval: &ToleranceInterval) -> Interval {
    let ToleranceInterval { lower, upper, sides, confidence, .. } = *interval;
    Interval { lower, upper, sides, confidence }
}

/// The names of the intervals that a higher confidence made narrower.
fn narrowed(at: impl Fn(Confidence) -> Vec<(String, Interval)>, low: Confidence, high: Confidence) -> Vec<String> {
    let pairs = at(low).into_iter().zip(at(high));
    pairs.filter(|((_, inner), (_, outer))| !holds(inner, outer)).map(|((name, _), _)| name).collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn more_confidence_never_narrows_an_interval_of_a_sample(values in sample(), (low, high) in two_levels()) {
        prop_assume!(stats::standard_deviation(&values).unwrap() > 1e-3);
        let intervals = |confidence| {
            let mut all = Vec::new();
            for sides in SIDES {
                all.push((format!("mean {sides:?}"), of(stats::mean_interval(&values, confidence, sides))));
                all.push((format!("sd {sides:?}"), of(stats::standard_deviation_interval(&values, confidence, sides))));
                all.push((format!("variance {sides:?}"), of(stats::variance_interval(&values, confidence, sides))));
                all.push((format!("geometric {sides:?}"), of(stats::geometric_mean_interval(&values, confidence, sides))));
                for kind in LOGNORMAL {
                    let estimate = stats::lognormal_mean_interval(&values, confidence, sides, kind);
                    // Two values and a high confidence: the upper end is beyond the largest number.
                    let open = Interval { lower: None, upper: None, sides, confidence };
                    let beyond = estimate == Err(StatisticError::NotFinite);
                    all.push((format!("{kind:?} {sides:?}"), if beyond { open } else { of(estimate) }));
                }
            }
            all
        };
        prop_assert_eq!(narrowed(intervals, low, high), Vec::<String>::new());
    }

    #[test]
    fn more_confidence_never_narrows_a_tolerance_interval(
        values in sample(), content in 0.5..0.999_f64, (low, high) in two_levels()
    ) {
        prop_assume!(stats::standard_deviation(&values).unwrap() > 1e-3);
        let content = Probability::new(content).unwrap();
        let intervals = |confidence| {
            let of_sides = |sides| {
                let interval = stats::normal_tolerance_interval(&values, content, confidence, sides).unwrap();
                (format!("{sides:?}"), limits(&interval))
            };
            SIDES.map(of_sides).to_vec()
        };
        prop_assert_eq!(narrowed(intervals, low, high), Vec::<String>::new());
        let rank = |confidence| {
            let limits = stats::nonparametric_tolerance_interval(&values, content, confidence, Sides::Two).unwrap();
            limits.map_or(0, |limits| limits.rank)
        };
        prop_assert!(rank(high) <= rank(low));
        let size = |confidence| stats::nonparametric_sample_size(content, confidence, Sides::Two).unwrap();
        prop_assert!(size(low) <= size(high));
    }

    #[test]
    fn more_confidence_never_narrows_an_interval_of_a_count(
        trials in 1..200_usize, share in 0.0..=1.0_f64, (low, high) in two_levels()
    ) {
        let successes = (0..=trials).rev().find(|k| *k as f64 <= share * trials as f64).unwrap();
        let intervals = |confidence| {
            let mut all = Vec::new();
            for sides in SIDES {
                for kind in PROPORTIONS {
                    let estimate = stats::proportion_interval(successes, trials, confidence, sides, kind);
                    all.push((format!("{kind:?} {sides:?}"), of(estimate)));
                }
                for kind in [CountInterval::Exact, CountInterval::Score] {
                    all.push((format!("{kind:?} {sides:?}"), of(stats::count_interval(successes, confidence, sides, kind))));
                }
            }
            all.push(("ratio".to_owned(), of(stats::rate_ratio((successes, 1.5), (trials, 2.0), confidence))));
            all
        };
        prop_assert_eq!(narrowed(intervals, low, high), Vec::<String>::new());
    }

    #[test]
    fn more_confidence_never_narrows_an_interval_of_a_ratio(x in sample(), y in sample(), (low, high) in two_levels()) {
        let ratio = RatioOfMeans::independent(&x, &y, Variances::Separate).unwrap();
        let intervals = |confidence| {
            let fieller = ratio.fieller(confidence).unwrap().estimate.interval;
            let open = Interval { lower: None, upper: None, sides: Sides::Two, confidence };
            vec![
                ("fieller".to_owned(), fieller.unwrap_or(open)),
                ("delta".to_owned(), of(ratio.delta(confidence, Reference::StudentT(ratio.degrees_of_freedom())))),
                ("log delta".to_owned(), of(ratio.log_delta(confidence, Reference::Normal))),
            ]
        };
        prop_assert_eq!(narrowed(intervals, low, high), Vec::<String>::new());
    }

    #[test]
    fn more_confidence_never_narrows_an_interval_of_a_variation(
        cv in 0.001..3.0_f64, n in 2..60_usize, (low, high) in two_levels()
    ) {
        let intervals = |confidence| {
            let by = |method| (format!("{method:?}"), stats::variation_interval(cv, n, confidence, method).unwrap());
            // McKay's own approximation breaks down above a CV of about 1/3, Vangel's a little later.
            VARIATION.into_iter().filter(|method| {
                cv < 0.33 || matches!(method, VariationMethod::Exact | VariationMethod::DeviationOnly)
            }).map(by).collect()
        };
        prop_assert_eq!(narrowed(intervals, low, high), Vec::<String>::new());
    }

    /// Every value measured once more: the spread of the values is the same, there are twice as many.
    #[test]
    fn more_determinations_with_the_same_spread_never_widen(values in sample(), level in 0.5..0.999_f64) {
        prop_assume!(stats::standard_deviation(&values).unwrap() > 1e-3);
        let confidence = Confidence::new(level).unwrap();
        let content = Probability::new(0.9).unwrap();
        let doubled: Vec<f64> = values.iter().chain(&values).copied().collect();
        for sides in SIDES {
            let mean = |values: &[f64]| of(stats::mean_interval(values, confidence, sides));
            prop_assert!(holds(&mean(&doubled), &mean(&values)), "mean {sides:?}");
            let geometric = |values: &[f64]| of(stats::geometric_mean_interval(values, confidence, sides));
            prop_assert!(holds(&geometric(&doubled), &geometric(&values)), "geometric mean {sides:?}");
            // Below about 70 % a tolerance limit may lie inside the sample, and more values may move it outward.
            if level > 0.7 {
                let tolerance = |values: &[f64]| {
                    limits(&stats::normal_tolerance_interval(values, content, confidence, sides).unwrap())
                };
                prop_assert!(holds(&tolerance(&doubled), &tolerance(&values)), "tolerance {sides:?}");
            }
        }
    }

    #[test]
    fn more_determinations_never_raise_a_factor(n in 2..1000_usize, p in 0.5..0.999_f64, level in 0.75..0.999_f64) {
        let (content, confidence) = (Probability::new(p).unwrap(), Confidence::new(level).unwrap());
        for factor in [stats::one_sided_factor, stats::two_sided_factor, stats::equal_tails_factor] {
            let (few, more) = (factor(n, content, confidence).unwrap(), factor(n + 1, content, confidence).unwrap());
            prop_assert!(more < few, "{n}: {few} then {more}");
        }
        // Two values do not bound a variation from above at a high confidence.
        let width = |n| {
            let interval = stats::variation_interval(0.1, n, confidence, VariationMethod::Exact).unwrap();
            interval.width().unwrap_or(f64::INFINITY)
        };
        prop_assert!(width(n + 1) <= width(n));
    }

    #[test]
    fn a_quantile_inverts_the_tails(
        a in -3.0..3.0_f64, b in -1.0..3.0_f64, p in 1e-12..1.0_f64, squeeze in 0..3_i32, delta in -50.0..50.0_f64
    ) {
        let (a, b) = (libm::pow(10.0, a), libm::pow(10.0, b));
        let probability = Probability::new(libm::pow(p, f64::from(squeeze + 1))).unwrap();
        let back = |name: &str, tails: Tails| {
            let (lower, upper) = (probability.value(), probability.complement());
            prop_assert!((tails.lower + tails.upper - 1.0).abs() < 1e-12, "{name}: {tails:?}");
            let error = if lower < 0.5 { tails.lower / lower } else { tails.upper / upper } - 1.0;
            prop_assert!(error.abs() < 1e-9, "{name} {a} {b} {lower}: {error:e}");
            Ok(())
        };
        back("normal", {
            let z = normal::quantile(probability);
            Tails { lower: normal::cdf(z), upper: normal::upper_tail(z) }
        })?;
        let gamma = Gamma::new(b).unwrap();
        back("gamma", gamma.tails(gamma.quantile(probability).unwrap()).unwrap())?;
        let chi = ChiSquared::new(b).unwrap();
        back("chi-squared", chi.tails(chi.quantile(probability).unwrap()).unwrap())?;
        let student = StudentT::new(b).unwrap();
        back("t", student.tails(student.quantile(probability).unwrap()).unwrap())?;
        let fisher = Fisher::new(b, 0.5 + a).unwrap();
        back("F", fisher.tails(fisher.quantile(probability).unwrap()).unwrap())?;
        let noncentral = NoncentralT::new(b.max(1.0), delta).unwrap();
        if probability.value() > 1e-8 {
            back("noncentral t", noncentral.tails(noncentral.quantile(probability).unwrap()).unwrap())?;
        }
        let beta = Beta::new(b, 0.5 + a).unwrap();
        let x = beta.quantile(probability).unwrap();
        // Next to 1 a binary number is too coarse to say the quantile.
        if x < 0.999 {
            back("beta", beta.tails(x).unwrap())?;
        }
    }

    #[test]
    fn counts_have_complementary_tails(n in 1..2000_u64, k in 0..2000_u64, p in 0.0..=1.0_f64, mean in 0.0..1e5_f64) {
        for tails in [Binomial::new(n, p).unwrap().tails(k).unwrap(), Poisson::new(mean).unwrap().tails(k).unwrap()] {
            prop_assert!((tails.lower + tails.upper - 1.0).abs() < 1e-12, "{tails:?}");
        }
    }

    /// Whatever the values are, a number comes out or a reason.
    #[test]
    fn never_a_number_that_is_none(
        values in prop::collection::vec(prop_oneof![4 => -1e3..1e3_f64, 1 => any::<f64>()], 0..6),
        level in any::<f64>(), confidence in 0.01..0.99_f64
    ) {
        let confidence = Confidence::new(confidence).unwrap();
        let numbers = [
            stats::mean(&values), stats::standard_deviation(&values), stats::coefficient_of_variation(&values),
            stats::geometric_mean(&values), stats::geometric_standard_deviation(&values), stats::harmonic_mean(&values),
            stats::lognormal_coefficient_of_variation(&values), stats::median(&values),
            stats::median_absolute_deviation(&values), stats::trimmed_mean(&values, level),
            stats::quantile(&values, level, QuantileType::Weibull), stats::skewness(&values, MomentType::Corrected),
            stats::excess_kurtosis(&values, MomentType::Corrected), stats::lag_1_autocorrelation(&values),
        ];
        for number in numbers.into_iter().flatten() {
            prop_assert!(number.is_finite());
        }
        let mut estimates = vec![stats::lognormal_mean(&values, LognormalMean::Unbiased)];
        for sides in SIDES {
            estimates.push(stats::mean_interval(&values, confidence, sides));
            estimates.push(stats::variance_interval(&values, confidence, sides));
            estimates.push(stats::geometric_mean_interval(&values, confidence, sides));
            for kind in LOGNORMAL {
                estimates.push(stats::lognormal_mean_interval(&values, confidence, sides, kind));
            }
        }
        if let Ok(ratio) = RatioOfMeans::paired(&values, &values) {
            estimates.push(ratio.fieller(confidence).map(|fieller| fieller.estimate));
            estimates.push(ratio.log_delta(confidence, Reference::StudentT(level)));
        }
        for estimate in estimates.into_iter().flatten() {
            let ends = estimate.interval.map(|interval| [interval.lower, interval.upper]);
            let numbers = ends.into_iter().flatten().flatten().chain(estimate.standard_error).chain([estimate.value]);
            prop_assert!(numbers.into_iter().all(f64::is_finite), "{estimate:?}");
        }
    }
}
