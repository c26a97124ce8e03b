//! No sample, however odd, makes a statistic panic or return something that is not a number.

use evqc::stats::censored::{self, Observation, Rest, Substitution};
use evqc::stats::outlier::{self, DixonRatio, End};
use evqc::stats::regression::{self, Intercept};
use evqc::stats::{self, Confidence, Probability, StatisticError, normality, two_sample};
use proptest::prelude::*;

/// Ordinary numbers, ties, extremes of the range and what is not a number.
fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => (-50_i32..50).prop_map(f64::from),
        4 => (0_i32..30).prop_map(|tenths| 7.0 + f64::from(tenths) / 10.0),
        2 => any::<f64>(),
        1 => prop_oneof![Just(0.0), Just(-0.0), Just(f64::MIN_POSITIVE), Just(1e-320), Just(1e160), Just(f64::MAX)],
    ]
}

fn sample() -> impl Strategy<Value = Vec<f64>> {
    prop_oneof![
        prop::collection::vec(value(), 0..16),
        prop::collection::vec((0_i32..20).prop_map(f64::from), 3..30),
        prop::collection::vec(1.0_f64..2.0, 3..30),
    ]
}

/// Fails on NaN and infinities; a typed error is an answer.
fn finite<const N: usize>(result: Result<[f64; N], StatisticError>) {
    if let Ok(values) = result {
        assert!(values.iter().all(|value| value.is_finite()), "{values:?}");
    }
}

/// Fails on what is no probability.
fn probability(p: f64) -> f64 {
    assert!((0.0..=1.0).contains(&p), "{p}");
    p
}

fn level() -> Confidence {
    Confidence::new(0.95).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn outlier_tests(values in sample()) {
        let five = Probability::new(0.05).unwrap();
        finite(outlier::grubbs_test(&values).map(|t| [t.g, probability(t.p_one_sided), probability(t.p_two_sided)]));
        for ratio in [DixonRatio::R10, DixonRatio::R11, DixonRatio::R21, DixonRatio::R22] {
            finite(outlier::dixon_test(&values, ratio, End::Low).map(|t| [t.r, probability(t.p_one_sided)]));
        }
        if let Ok(esd) = outlier::generalized_esd(&values, 3, five) {
            assert!(esd.outliers <= esd.steps.len());
            esd.steps.iter().for_each(|step| finite(Ok([step.r, step.critical])));
        }
        finite(outlier::tukey_fences(&values, 1.5).map(|fences| [fences.lower, fences.upper]));
        outlier::modified_z_scores(&values).into_iter().flatten().for_each(|z| finite(Ok([z])));
        let halves = values.split_at(values.len() / 2);
        finite(outlier::cochran_test(&[halves.0, halves.1]).map(|t| [t.c, probability(t.p_value)]));
    }

    #[test]
    fn normality_tests(values in sample()) {
        for test in [normality::shapiro_wilk, normality::shapiro_francia, normality::lilliefors, normality::cramer_von_mises] {
            finite(test(&values).map(|t| [t.statistic, probability(t.p_value)]));
        }
        finite(normality::anderson_darling(&values).map(|t| [t.test.statistic, t.corrected, probability(t.test.p_value)]));
    }

    #[test]
    fn comparisons_of_two_samples(first in sample(), second in sample()) {
        finite(two_sample::kolmogorov_smirnov(&first, &second).map(|t| [t.d, probability(t.p_asymptotic)]));
        finite(two_sample::kolmogorov_smirnov_exact_p(&first, &second).map(|p| [probability(p)]));
        finite(two_sample::cramer_von_mises_two_sample(&first, &second).map(|t| [t.t, probability(t.p_asymptotic)]));
        finite(two_sample::anderson_darling_k_sample(&[&first, &second]).map(|t| [t.t, t.t_midrank]));
        finite(two_sample::wasserstein_distance(&first, &second).map(|d| [d]));
        finite(two_sample::energy_distance(&first, &second).map(|d| [d]));
        let midpoints: Vec<f64> = (0..first.len()).map(|bin| bin as f64).collect();
        let counts: Vec<f64> = first.iter().map(|count| count.abs()).collect();
        let others: Vec<f64> = first.iter().rev().map(|count| count.abs()).collect();
        if let Ok(d) = stats::histogram_distance(&counts, &others, &midpoints) {
            finite(Ok([d.jensen_shannon_divergence, d.hellinger, d.total_variation, d.overlap, d.wasserstein]));
            finite(Ok([d.kullback_leibler.unwrap_or_default(), d.jensen_shannon_distance_bits()]));
        }
    }

    #[test]
    fn regressions(x in sample(), y in sample(), degree in 0_usize..5) {
        let n = x.len().min(y.len());
        let (x, y) = (&x[..n], &y[..n]);
        for intercept in [Intercept::Estimated, Intercept::Zero] {
            if let Ok(fit) = regression::polynomial_regression(x, degree, intercept, y) {
                let numbers = fit.coefficients.iter().chain(&fit.standard_errors).chain(&fit.residuals);
                numbers.for_each(|number| finite(Ok([*number])));
                finite(Ok([fit.residual_standard_deviation, fit.r_squared.unwrap_or_default()]));
            }
        }
        if let Ok(line) = regression::weighted_line(x, y, &vec![0.5; n]) {
            finite(Ok([line.slope, line.slope_standard_error, line.weighted_residual_sum_of_squares]));
            let errors = line.back_calculation_errors(x, y).unwrap_or_default();
            errors.into_iter().flatten().for_each(|error| finite(Ok([error])));
        }
        if let Ok(line) = regression::calibration_line(x, y) {
            finite(Ok([line.slope, line.slope_p.unwrap_or_default(), line.residual_standard_deviation]));
            finite(line.detection_limit().map(|limit| [limit]));
            if let Ok(inverse) = line.inverse(&[y[0], y[n - 1]], level()) {
                finite(Ok([inverse.x, inverse.standard_error, inverse.g]));
                for interval in [inverse.fieller, inverse.fieller_pooled, Some(inverse.wald)].into_iter().flatten() {
                    assert!(interval.lower <= interval.upper, "{interval:?}");
                }
            }
        }
        finite(regression::line_through_origin(x, y, level()).map(|line| [line.slope.value]));
        finite(stats::pearson_correlation(x, y, level()).map(|r| [r.value]));
        finite(stats::spearman_correlation(x, y).map(|r| [r]));
    }

    #[test]
    fn censored_means(values in sample(), limits in sample()) {
        let measured = values.iter().copied().map(Observation::Measured);
        let observations: Vec<Observation> = measured.chain(limits.iter().copied().map(Observation::Below)).collect();
        finite(censored::mean_bounds(&observations).map(|bounds| [bounds.lower, bounds.upper]));
        let half = censored::substituted_mean(&observations, Substitution::HalfLimit);
        finite(half.map(|half| [half.mean, half.standard_deviation]));
        let meier = censored::kaplan_meier_mean(&observations, Rest::AtLowestLimit);
        finite(meier.map(|meier| [meier.mean, probability(meier.mass_below_lowest_detect)]));
        finite(censored::regression_on_order_statistics(&observations).map(|ros| [ros.mean, ros.standard_deviation]));
        finite(censored::normal_likelihood(&observations).map(|fit| [fit.mean, fit.standard_deviation, fit.log_likelihood]));
        finite(censored::lognormal_likelihood(&observations).map(|fit| [fit.mean, fit.standard_deviation, fit.median]));
    }

    /// Ordinary samples do get an answer: the errors above are not a way out.
    #[test]
    fn ordinary_censored_samples_are_fitted(values in prop::collection::vec(1.0_f64..50.0, 4..25), limits in prop::collection::vec(1.0_f64..50.0, 0..25)) {
        let measured = values.iter().copied().map(Observation::Measured);
        let observations: Vec<Observation> = measured.chain(limits.iter().copied().map(Observation::Below)).collect();
        prop_assert!(censored::normal_likelihood(&observations).is_ok());
        prop_assert!(censored::lognormal_likelihood(&observations).is_ok());
        prop_assert!(censored::regression_on_order_statistics(&observations).is_ok());
        // The Kaplan-Meier mean lies between the bounds of interval arithmetic.
        let bounds = censored::mean_bounds(&observations).unwrap();
        let mean = censored::kaplan_meier_mean(&observations, Rest::AtLowestLimit).unwrap().mean;
        prop_assert!(bounds.lower <= mean + 1e-9, "{bounds:?} {mean}");
    }
}
