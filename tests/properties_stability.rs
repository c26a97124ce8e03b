//! What must hold for every stability study: properties of the shelf life over generated studies.
//!
//! `EVQC_PROPERTY_CASES` sets another number of cases and, with it, fresh random seeds.
#![allow(clippy::disallowed_methods, reason = "the number of cases may be set")]

use evqc::stats::shelf_life::{
    BatchSeries, Bound, Crossing, ErrorTerm, LimitSide, Limits, Model, Plan, ReleaseGoal, ShelfLife, Study, Transform,
    evaluate,
};
use evqc::stats::{Confidence, StatisticError};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

const MODELS: [(Model, ErrorTerm); 5] = [
    (Model::CommonInterceptCommonSlope, ErrorTerm::Pooled),
    (Model::DifferentInterceptsCommonSlope, ErrorTerm::Pooled),
    (Model::CommonInterceptDifferentSlopes, ErrorTerm::Pooled),
    (Model::DifferentInterceptsDifferentSlopes, ErrorTerm::Pooled),
    (Model::DifferentInterceptsDifferentSlopes, ErrorTerm::Individual),
];

fn config() -> ProptestConfig {
    let wanted = std::env::var("EVQC_PROPERTY_CASES").ok().and_then(|text| text.parse().ok());
    ProptestConfig {
        cases: wanted.unwrap_or(100),
        rng_seed: if wanted.is_some() { RngSeed::Random } else { RngSeed::Fixed(20_260_606) },
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// One to four batches of four to nine results, on whole months with or without repetitions, slopes of both signs.
fn batches() -> impl Strategy<Value = Vec<BatchSeries>> {
    let point = (0..25_u8, -2.0..2.0_f64);
    let batch =
        (97.0..103.0_f64, -0.6..0.1_f64, prop::collection::vec(point, 4..9)).prop_map(|(start, slope, points)| {
            BatchSeries::of(points.into_iter().map(|(month, scatter)| {
                let month = f64::from(month);
                (month, start + slope * month + scatter)
            }))
        });
    prop::collection::vec(batch, 1..5)
}

fn lower(limit: f64) -> Limits {
    Limits::new(Some(limit), None).unwrap()
}

fn bound(limits: &Limits) -> Bound {
    Bound::of_mean(limits, Confidence::new(0.95).unwrap())
}

/// The shelf life of every model that the study allows.
fn lives(batches: &[BatchSeries], limits: &Limits) -> Vec<ShelfLife> {
    let study = Study::new(batches, Transform::None).unwrap();
    let fits = MODELS.iter().filter_map(|(model, error)| study.fit(*model, *error).ok());
    fits.map(|fit| fit.shelf_life(limits, &bound(limits)).unwrap()).collect()
}

/// How soon: 0 for a bound outside at time zero, infinity for never.
fn length(life: &ShelfLife) -> f64 {
    match life.earliest.crossing {
        Crossing::OutsideAtZero => 0.0,
        Crossing::At(time) => time,
        Crossing::Never => f64::INFINITY,
    }
}

fn same(left: f64, right: f64, rel: f64) -> bool {
    left == right || (left - right).abs() <= rel * left.abs().max(right.abs()) + rel
}

proptest! {
    #![proptest_config(config())]

    /// A limit further from the values never shortens a shelf life, in no model.
    #[test]
    fn a_wider_limit_never_shortens(batches in batches(), limit in 80.0..99.0_f64, more in 0.0..20.0_f64) {
        let narrow = lives(&batches, &lower(limit));
        let wide = lives(&batches, &lower(limit - more));
        prop_assert_eq!(narrow.len(), wide.len());
        for (narrow, wide) in narrow.iter().zip(&wide) {
            prop_assert!(length(wide) >= length(narrow) * (1.0 - 1e-12), "{narrow:?} {wide:?}");
        }
        // With two limits and the bound on both sides kept, widening either is the same.
        let two = |lower, upper| lives(&batches, &Limits::new(Some(lower), Some(upper)).unwrap());
        for (narrow, wide) in two(limit, 106.0).iter().zip(&two(limit - more, 106.0 + more)) {
            prop_assert!(length(wide) >= length(narrow) * (1.0 - 1e-12), "{narrow:?} {wide:?}");
        }
    }

    /// One line, and one more result exactly on it, at any time: line and residual sum of squares stay, the degrees of
    /// freedom grow and no variance of the mean grows, so that the bound comes nearer to the line everywhere.
    #[test]
    fn a_result_on_the_line_never_shortens(batches in batches(), limit in 80.0..99.0_f64, month in 0.0..36.0_f64) {
        let one = Model::CommonInterceptCommonSlope;
        let Ok(fit) = Study::new(&batches, Transform::None).unwrap().fit(one, ErrorTerm::Pooled) else { return Ok(()) };
        let mut more = batches.clone();
        more[0].times.push(month);
        more[0].values.push(fit.lines[0].value_at(month));
        let again = Study::new(&more, Transform::None).unwrap().fit(one, ErrorTerm::Pooled).unwrap();
        prop_assert!(same(again.lines[0].slope, fit.lines[0].slope, 1e-10));
        let limits = lower(limit);
        let [before, after] = [fit, again].map(|fit| length(&fit.shelf_life(&limits, &bound(&limits)).unwrap()));
        prop_assert!(after >= before * (1.0 - 1e-9) - 1e-9, "{before} {after}");
    }

    /// Days instead of months make every time so many times as long, and change neither test nor model.
    #[test]
    fn the_unit_of_time_changes_nothing(batches in batches(), limit in 80.0..99.0_f64, unit in 0.01..100.0_f64) {
        let in_units: Vec<BatchSeries> = batches
            .iter()
            .map(|batch| BatchSeries {
                times: batch.times.iter().map(|time| time * unit).collect(),
                values: batch.values.clone(),
            })
            .collect();
        let limits = lower(limit);
        for (months, units) in lives(&batches, &limits).iter().zip(&lives(&in_units, &limits)) {
            // Far out the crossing hangs on the difference of two slopes.
            if length(months) < 1e4 {
                prop_assert!(same(length(months) * unit, length(units), 1e-8), "{months:?} {units:?}");
                prop_assert_eq!(months.earliest.batch, units.earliest.batch);
            }
        }
        let plan = Plan::q1e(limits).unwrap();
        if let (Ok(months), Ok(units)) = (evaluate(&batches, &plan), evaluate(&in_units, &plan)) {
            prop_assert_eq!(months.model.model, units.model.model);
        }
    }

    /// The rows of a batch in another order give the same bits; the batches in another order the same shelf life.
    #[test]
    fn the_order_of_rows_changes_nothing(batches in batches(), limit in 80.0..99.0_f64) {
        let backwards = |batch: &BatchSeries| BatchSeries {
            times: batch.times.iter().rev().copied().collect(),
            values: batch.values.iter().rev().copied().collect(),
        };
        let turned: Vec<BatchSeries> = batches.iter().map(backwards).collect();
        prop_assert_eq!(lives(&batches, &lower(limit)), lives(&turned, &lower(limit)));
        let reversed: Vec<BatchSeries> = batches.iter().rev().cloned().collect();
        for (left, right) in lives(&batches, &lower(limit)).iter().zip(&lives(&reversed, &lower(limit))) {
            prop_assert!(length(left) > 1e4 || same(length(left), length(right), 1e-10), "{left:?} {right:?}");
        }
    }

    /// A batch that starts at the release limit of the what-if method lasts as long as that was made for.
    #[test]
    fn the_release_limit_keeps_its_promise(batches in batches(), months in 1.0..60.0_f64) {
        let study = Study::new(&batches, Transform::None).unwrap();
        let goal = ReleaseGoal {
            side: LimitSide::Lower,
            limit: 85.0,
            shelf_life: months,
            bound: bound(&lower(85.0)),
        };
        for (model, error) in MODELS {
            let Ok(fit) = study.fit(model, error) else { continue };
            let release = fit.what_if_release_limit(&goal).unwrap();
            // A hair inside, for the rounding of the limit itself.
            let inside = release.limit + 1e-9 * release.limit.abs();
            let life = fit.what_if(inside, LimitSide::Lower, 85.0, &bound(&lower(85.0))).unwrap();
            prop_assert!(length(&life) >= months * (1.0 - 1e-6), "{model:?} {release:?} {life:?}");
        }
    }

    /// Whatever the data, there is an answer or a reason, and no number that is none.
    #[test]
    fn an_answer_or_a_reason(
        points in prop::collection::vec((any::<f64>(), any::<f64>()), 0..8),
        limit in any::<f64>(),
    ) {
        let limits = Limits::new(Some(limit), None);
        if !limit.is_finite() {
            prop_assert_eq!(limits, Err(StatisticError::NotFinite));
            return Ok(());
        }
        let plan = Plan::q1e(limits.unwrap()).unwrap();
        let series = [BatchSeries::of(points.clone()), BatchSeries::of(points)];
        for batches in [&series[..1], &series[..]] {
            match evaluate(batches, &plan) {
                Ok(evaluation) => prop_assert!(evaluation.shelf_life.time().is_none_or(f64::is_finite)),
                Err(error) => prop_assert!(!error.to_string().is_empty()),
            }
        }
    }
}
