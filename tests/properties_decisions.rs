//! What must hold for every result, limit and uncertainty: properties of conformity, comparison, uncertainty and planning.
//!
//! `EVQC_PROPERTY_CASES` sets another number of cases and, with it, fresh random seeds.
#![allow(clippy::disallowed_methods, reason = "the number of cases may be set")]

use evqc::quantity::Exact;
use evqc::stats::comparison::{
    Centre, bartlett, fligner_killeen, kruskal_wallis, levene, mann_whitney, one_way_anova, paired_differences,
    tukey_hsd, variance_ratio, welch_anova, wilcoxon_signed_rank,
};
use evqc::stats::conformity::{
    Process, ToleranceLimits, conformance_probability, conformance_probability_t, global_risk, guard_band, zone,
};
use evqc::stats::operating_characteristic::{AcceptanceRule, DecisionPlan};
use evqc::stats::uncertainty::{Input, MeasurementModel, Number, compare_methods, propagate, simulate};
use evqc::stats::variance_components::{one_way, restricted_likelihood};
use evqc::stats::{Confidence, StatisticError};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

fn config() -> ProptestConfig {
    let wanted = std::env::var("EVQC_PROPERTY_CASES").ok().and_then(|text| text.parse().ok());
    ProptestConfig {
        cases: wanted.unwrap_or(60),
        rng_seed: if wanted.is_some() { RngSeed::Random } else { RngSeed::Fixed(20_260_603) },
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Any number at all: ordinary, extreme, not finite.
fn any_number() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -1e3..1e3_f64,
        1 => prop::num::f64::ANY,
        1 => prop::sample::select(vec![0.0, 1.0, -1.0, f64::MAX, f64::MIN, 1e-320, f64::NAN, f64::INFINITY, f64::NEG_INFINITY]),
    ]
}

fn any_groups() -> impl Strategy<Value = Vec<Vec<f64>>> {
    prop::collection::vec(prop::collection::vec(any_number(), 0..5), 0..5)
}

fn is_probability(value: f64) -> bool {
    (0.0..=1.0).contains(&value)
}

fn probability_or_refusal(outcome: Result<f64, StatisticError>) -> bool {
    outcome.is_ok_and(is_probability) || outcome.is_err()
}

proptest! {
    #![proptest_config(config())]

    /// Whatever the groups are, a test gives a probability or says why not.
    #[test]
    fn tests_never_say_nan(groups in any_groups()) {
        let confidence = Confidence::new(0.95).unwrap();
        prop_assert!(probability_or_refusal(one_way_anova(&groups).map(|anova| anova.p_value)));
        prop_assert!(probability_or_refusal(welch_anova(&groups).map(|anova| anova.p_value)));
        prop_assert!(probability_or_refusal(bartlett(&groups).map(|test| test.p_value)));
        prop_assert!(probability_or_refusal(levene(&groups, Centre::Median).map(|test| test.p_value)));
        prop_assert!(probability_or_refusal(levene(&groups, Centre::Mean).map(|test| test.p_value)));
        prop_assert!(probability_or_refusal(fligner_killeen(&groups).map(|test| test.p_value)));
        prop_assert!(probability_or_refusal(kruskal_wallis(&groups).map(|test| test.p_value)));
        if let Ok(pairs) = tukey_hsd(&groups) {
            prop_assert!(pairs.iter().all(|pair| is_probability(pair.p_value) && pair.difference.is_finite()));
        }
        if let Ok(components) = one_way(&groups, confidence) {
            prop_assert!(components.intermediate_precision.variance >= components.repeatability.variance);
            prop_assert!(components.intermediate_precision.standard_deviation.is_finite());
        }
        if let Ok(components) = restricted_likelihood(&groups) {
            prop_assert!(components.between_variance >= 0.0 && components.repeatability_variance.is_finite());
        }
        if let [x, y, ..] = &groups[..] {
            prop_assert!(probability_or_refusal(mann_whitney(x, y).map(|test| test.corrected_p_value)));
            prop_assert!(probability_or_refusal(wilcoxon_signed_rank(x, y).map(|test| test.corrected_p_value)));
            prop_assert!(probability_or_refusal(variance_ratio(x, y, confidence).map(|test| test.p_value)));
            prop_assert!(probability_or_refusal(paired_differences(x, y, confidence).map(|test| test.p_value)));
        }
    }

    /// Shifting all values, and the order of groups, changes no analysis of variance.
    #[test]
    fn anova_knows_no_origin_and_no_order(
        groups in prop::collection::vec(prop::collection::vec(0_i32..1000, 2..5), 2..5),
        shift in -1_000_000_i32..1_000_000,
    ) {
        let of = |origin: i32| groups.iter().map(|group| group.iter().map(|v| f64::from(v + origin)).collect()).collect();
        let (plain, mut shifted): (Vec<Vec<f64>>, Vec<Vec<f64>>) = (of(0), of(shift));
        shifted.reverse();
        match (one_way_anova(&plain), one_way_anova(&shifted)) {
            (Ok(one), Ok(other)) => {
                prop_assert!((one.f - other.f).abs() <= 1e-9 * one.f.abs() + 1e-12, "{} {}", one.f, other.f);
                prop_assert!((one.p_value - other.p_value).abs() < 1e-9);
            }
            (one, other) => prop_assert_eq!(one, other),
        }
    }

    /// Both probabilities are there and add to one, whatever the numbers.
    #[test]
    fn conformance_is_a_probability(
        value in any_number(), u in any_number(), lower in any_number(), upper in any_number(), degrees in any_number(),
    ) {
        for (lower, upper) in [(Some(lower), Some(upper)), (Some(lower), None), (None, Some(upper))] {
            let Ok(limits) = ToleranceLimits::new(lower, upper) else { continue };
            let normal = conformance_probability(value, u, limits);
            let student = conformance_probability_t(value, u, degrees, limits);
            for found in normal.into_iter().chain(student) {
                prop_assert!(is_probability(found.conforming) && is_probability(found.nonconforming), "{found:?}");
                prop_assert!((found.conforming + found.nonconforming - 1.0).abs() < 1e-12, "{found:?}");
            }
            if let Ok(band) = guard_band(limits, u, 2.0, 1.0) {
                prop_assert!(band.width.is_finite() && is_probability(band.risk_at_acceptance_limit));
            }
        }
    }

    /// Guarded acceptance never takes what simple acceptance refuses, and a wider band never takes more.
    #[test]
    fn a_guard_band_never_rescues(value in -200_i64..200, lower in -100_i64..0, upper in 1_i64..100, w in 0_i64..60) {
        let exact = |tenths: i64| Exact::ratio(tenths, 10).unwrap();
        let of = |w: i64| zone(&exact(value), Some(&exact(lower)), Some(&exact(upper)), &exact(w)).unwrap();
        prop_assert!(!of(w).accepted_guarded() || of(w).accepted_simply());
        prop_assert_eq!(of(w).accepted_simply(), of(0).accepted_simply());
        prop_assert!(!of(w + 1).accepted_guarded() || of(w).accepted_guarded());
    }

    /// The risks of every process are probabilities that fit together, and a wider band lowers the consumer's.
    #[test]
    fn global_risks_fit_together(
        mean in -50.0..50.0_f64, deviation in 0.01..30.0_f64, u in 0.001..100.0_f64, guard in -20.0..20.0_f64,
    ) {
        let limits = ToleranceLimits::new(Some(-15.0), Some(20.0)).unwrap();
        let process = Process::normal(mean, deviation).unwrap();
        let risk = global_risk(&process, u, limits, guard).unwrap();
        for part in [risk.consumer, risk.producer, risk.accepted, risk.conforming, risk.nonconforming] {
            prop_assert!((-1e-12..=1.0 + 1e-12).contains(&part), "{risk:?}");
        }
        let conforming = risk.accepted - risk.consumer + risk.producer;
        prop_assert!((conforming - risk.conforming).abs() < 1e-9, "{risk:?}");
        let wider = global_risk(&process, u, limits, guard + 1.0).unwrap();
        prop_assert!(wider.consumer <= risk.consumer + 1e-12 && wider.producer >= risk.producer - 1e-12);
    }

    /// Acceptance is a probability; every guard lowers it, and more confidence lowers it further.
    #[test]
    fn planning_keeps_order(
        true_value in -30.0..30.0_f64, sd in 0.1..40.0_f64, n in 2_usize..40, level in 0.55..0.99_f64,
    ) {
        let limits = ToleranceLimits::new(Some(-15.0), Some(20.0)).unwrap();
        let accepted = |rule| {
            DecisionPlan::new(limits, rule, sd).unwrap().probability_of_acceptance(true_value, n).unwrap()
        };
        let bound = |level| AcceptanceRule::ConfidenceBound { confidence: Confidence::new(level).unwrap() };
        let (simple, bounded) = (accepted(AcceptanceRule::Simple), accepted(bound(level)));
        let stricter = accepted(bound(level + 0.5 * (1.0 - level)));
        prop_assert!([simple, bounded, stricter].into_iter().all(is_probability));
        prop_assert!(stricter <= bounded + 1e-12 && bounded <= simple + 1e-12, "{simple} {bounded} {stricter}");
    }

    /// For a straight formula of normal inputs both ways to the uncertainty agree.
    #[test]
    fn a_straight_formula_needs_no_simulation(a in 1.0..9.0_f64, b in 1.0..9.0_f64, seed in any::<u64>()) {
        struct Difference;
        impl MeasurementModel for Difference {
            fn output<N: Number>(&self, inputs: &[N]) -> N {
                inputs[0] - N::constant(2.0) * inputs[1]
            }
        }
        let inputs = [Input::normal(100.0, a).unwrap(), Input::normal(30.0, b).unwrap()];
        let propagation = propagate(&Difference, &inputs, &[]).unwrap();
        prop_assert!((propagation.standard_uncertainty - (a * a + 4.0 * b * b).sqrt()).abs() < 1e-12);
        let simulation = simulate(&Difference, &inputs, &[], 20_000, seed, Confidence::new(0.9).unwrap()).unwrap();
        prop_assert!(compare_methods(&propagation, &simulation, 1).unwrap().lower_difference < 0.08 * propagation.standard_uncertainty);
    }
}
